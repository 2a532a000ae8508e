"""A newcomer with a question reaches the passage that answers it: in three clicks from the start page, or by a search.

The search of Sphinx knows words, not questions: what is typed here are terms, titles and words that few pages have.
"""

import re

import pytest
from bs4 import BeautifulSoup
from pages import PAGES
from playwright.sync_api import expect
from test_reading import FOUND, SEARCHED

# The question, in the words of the start page; the passage that answers it; what the reader may type into the search.
QUESTIONS = [
    ("95.7 % accurate and finds nothing", "01_accuracy#what-if-one-class-is-rare", ["accurate rare class", "accuracy"]),
    (
        "Which threshold should I use",
        "07_threshold_and_cost#which-threshold-do-the-costs-ask-for",
        ["choosing a threshold", "expected cost"],
    ),
    ("Is model B better", "09_uncertainty#which-of-two-models-is-better", ["significant difference", "McNemar"]),
    (
        "Can I trust the probability",
        "08_calibration#does-the-network-keep-its-promise",
        ["calibration", "calibrated"],
    ),
    (
        "a number that I do not believe",
        "10_keras_metrics#evaluate-and-predict-with-scikit-learn-disagree-what-do-i-check",
        ["evaluate predict disagree", "Built-in metrics"],
    ),
    ("Which numbers do I report", "which_metric#eight-questions", ["which metric", "choose a metric"]),
]
every_question = pytest.mark.parametrize(("question", "answer", "queries"), QUESTIONS, ids=[q[0] for q in QUESTIONS])


@every_question
def test_the_row_of_the_question_leads_to_the_passage(open_page, question, answer, queries):
    page = open_page("index")
    name, _, section = answer.partition("#")
    page.get_by_role("row", name=question).get_by_role("link").first.click()
    assert re.search(rf"/chapters/{name}\.html", page.url)
    expect(page.locator(f"section[id='{section}'] > :is(h2, h3)")).to_be_in_viewport()


@every_question
def test_without_that_row_it_takes_two_clicks(html, question, answer, queries):
    """By what a reader sees: the list of the chapters, and the contents beside a page."""
    name, _, section = answer.partition("#")
    start = BeautifulSoup((html / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert start.select_one(f"article dl a[href='chapters/{name}.html']"), "the chapter is in the list"
    chapter = BeautifulSoup((html / "chapters" / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    beside = [link["href"] for link in chapter.select("#pst-secondary-sidebar a[href]")]
    assert f"#{section}" in beside, "the second click"


@every_question
def test_one_search_leads_to_the_page(open_page, question, answer, queries):
    page = open_page("search?q=recall")
    page.wait_for_function(SEARCHED)
    for query, pages in page.evaluate(FOUND, queries).items():
        assert f"chapters/{answer.partition('#')[0]}" in pages[:3], query


def test_every_page_is_in_the_list_of_the_start_page(html):
    start = BeautifulSoup((html / "index.html").read_text(encoding="utf-8"), "html.parser")
    listed = {link["href"].removesuffix(".html") for link in start.select("article dl a[href]")}
    assert set(PAGES[1:]) <= listed
