"""The page "Which metric?": its rules are complete, and its form leads worked problems to what they must report."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from notebooks import ROOT
from playwright.sync_api import expect
from pypdf import PdfReader
from test_every_page import AXE, IS_IN, TOO_WIDE

NAME = "chapters/which_metric"
TEXT = (ROOT / f"{NAME}.md").read_text(encoding="utf-8")
CODES = re.findall(r"^   - \*\*(\d[a-z])\*\*", TEXT, re.MULTILINE)
_, _RULES, _EXAMPLES = re.split(r"^\|[-|]+\|$", TEXT, flags=re.MULTILINE)


def rows(table):
    return [
        line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ") and "answers" not in line
    ]


RULES = [
    ([re.findall(r"\d[a-z]", group) for group in row[0].split(",") if re.search(r"\d[a-z]", group)], *row[1:])
    for row in rows(_RULES)
]
EXAMPLES = [(row[0], row[1].split()) for row in rows(_EXAMPLES)]

# For each problem of the page: parts of what it must report, of what must not stand alone, and of what is not for it
MUST = {
    "Whom to send the trauma team": (
        ["expected cost", "false alarms", "of use, or weights"],
        ["accuracy, F1, MCC"],
        ["AUC"],
    ),
    "Photographs of clothes": (
        ["accuracy", "confusion matrix"],
        ["accuracy without the"],
        ["expected cost", "AUC", "average precision"],
    ),
    "Tags for articles": (
        ["each label", "threshold for each label", "subset accuracy"],
        ["Hamming loss", "string"],
        ["top-k"],
    ),
    "Screening": (["number of alarms"], ["AUC, average precision"], ["expected cost", "range of prices"]),
    "Claims": (["average precision", "AUC"], ["average precision across prevalences"], ["number of alarms"]),
    "A risk in per cent": (
        ["Brier score or the log loss", "reliability diagram"],
        ["ECE"],
        ["average precision", "MCC"],
    ),
    "A pilot study": (["Wilson", "size", "paired comparison"], ["a difference between models"], ["bootstrap"]),
    "Species": (["macro-F1", "drawing whole groups"], ["weighted-F1", "counts rows"], ["average precision"]),
    "Nine of ten": (["required share with a margin"], ["recall without the number of alarms"], ["expected cost"]),
    "Is the new model": (
        ["paired comparison", "at the prevalence of use"],
        ["overlap", "of the test rows"],
        ["reliability"],
    ),
    "Three suggestions": (["top-k accuracy"], ["without k"], ["AUC"]),
    "A class for which": (
        ["undefined (0 of 0)", "recall 0 of n"],
        ["the 0.0", "without the constant answer"],
        ["AUC", "macro"],
    ),
}


def applies(groups, given):
    return all(set(group) & set(given) for group in groups)


# ---------------------------------------------------------------------------------------------------------- the rules


def test_there_are_eight_questions_and_every_answer_leads_somewhere():
    assert sorted({code[0] for code in CODES}) == list("12345678") and len(set(CODES)) == len(CODES)
    used = {code for groups, *_ in RULES for group in groups for code in group}
    assert used <= set(CODES)
    assert set(CODES) - used == {"5c"}  # no limit: nothing to add
    assert len(RULES) > 25 and all(len(rule) == 4 for rule in RULES)


def test_a_group_holds_answers_of_one_question():
    for groups, *_ in RULES:
        assert all(len({code[0] for code in group}) == 1 for group in groups)
        assert len({group[0][0] for group in groups}) == len(groups)


def test_every_rule_leads_to_the_section_that_shows_it():
    assert not [report for _, report, because, alone in RULES if ".ipynb#" not in report + because + alone]


@pytest.mark.parametrize("labels", ["3a", "3b", "3c"])
@pytest.mark.parametrize("use", ["4a", "4b", "4c", "4d"])
def test_every_kind_of_labels_and_use_has_a_rule_of_its_own(labels, use):
    own = [rule for rule in RULES if {labels, use} <= {code for group in rule[0] for code in group}]
    assert [rule for rule in own if {code[0] for group in rule[0] for code in group} == {"3", "4"}]


def test_every_problem_answers_every_question():
    assert len(EXAMPLES) == len(MUST) == 12
    for name, codes in EXAMPLES:
        assert [code[0] for code in codes] == list("12345678") and set(codes) <= set(CODES), name


# ----------------------------------------------------------------------------------------------------------- the form


@pytest.fixture
def chooser(open_page):
    page = open_page(NAME)
    expect(page.locator("form.chooser fieldset")).to_have_count(8)
    return page


def found(page):
    return page.locator(".chooser-found > li")


@pytest.mark.parametrize("start", MUST)
def test_a_problem_leads_to_what_it_must_report(chooser, start):
    name, codes = next(example for example in EXAMPLES if example[0].startswith(start))
    report, alone, not_this = MUST[start]
    for code in codes:
        chooser.get_by_label(re.compile(f"^{code} ")).check()
    reported = found(chooser).locator(".chooser-report").all_inner_texts()
    warned = found(chooser).locator(".chooser-alone").all_inner_texts()
    assert not [part for part in report if not any(part in text for text in reported)]
    assert not [part for part in alone if not any(part in text for text in warned)]
    assert not [part for part in not_this if any(part in text for text in reported)]
    assert len(reported) == sum(applies(groups, codes) for groups, *_ in RULES)  # the script reads as this file does
    assert chooser.url.endswith("#" + ".".join(codes))
    assert not chooser.errors


def test_an_address_holds_the_answers(chooser, open_page):
    chooser.get_by_label(re.compile("^3b")).check()
    chooser.get_by_label(re.compile("^4b")).check()
    texts = found(chooser).all_inner_texts()
    other = open_page(NAME)
    assert found(other).count() == sum(not groups for groups, *_ in RULES)
    other.goto(chooser.url)
    assert found(other).all_inner_texts() == texts
    expect(other.get_by_label(re.compile("^4b"))).to_be_checked()
    other.evaluate("location.hash = '#3a.4c'")
    expect(other.get_by_label(re.compile("^4c"))).to_be_checked()
    expect(found(other).filter(has_text="Brier score")).to_have_count(1)
    other.evaluate("location.hash = '#what-to-report'")
    expect(other.get_by_label(re.compile("^4c"))).to_be_checked()


def test_what_applies_in_any_case_comes_last_and_all_rules_are_folded(chooser):
    everywhere = [report for groups, report, *_ in RULES if not groups]
    assert [not rule[0] for rule in RULES] == sorted(not rule[0] for rule in RULES)
    chooser.get_by_label(re.compile("^3a")).check()
    chooser.get_by_label(re.compile("^4c")).check()
    assert "Brier score" in found(chooser).first.inner_text()
    last = found(chooser).nth(found(chooser).count() - len(everywhere)).inner_text()
    assert last.startswith("the prevalence")
    table = chooser.locator("article table").first
    expect(table).to_be_hidden()
    chooser.locator("summary", has_text="All rules").click()
    expect(table).to_be_visible()


def test_a_line_under_the_form_counts_the_measures_and_starts_again(open_page):
    page = open_page(NAME, size=(390, 844))
    page.goto(page.url + "#3a.4c")
    own = sum(bool(groups) and applies(groups, ["3a", "4c"]) for groups, *_ in RULES)
    link = page.get_by_role("link", name=f"The measures for your answers ({own})")
    link.click()
    expect(page.locator("section h2", has_text="What to report")).to_be_in_viewport()
    expect(page.get_by_label(re.compile("^4c"))).to_be_checked()
    page.get_by_role("link", name="Start again").click()
    expect(page.locator("form.chooser :checked")).to_have_count(0)
    expect(page.get_by_role("link", name="The measures for your answers (0)")).to_have_count(1)
    assert not page.errors


def test_a_problem_of_the_page_is_a_link(chooser):
    chooser.get_by_role("link", name=" ".join(EXAMPLES[3][1])).click()
    expect(found(chooser).filter(has_text="number of alarms")).not_to_have_count(0)
    expect(chooser.locator("section h2", has_text="What to report")).to_be_in_viewport()


def test_by_the_keyboard_and_for_a_listener(chooser):
    assert chooser.get_by_role("group", name="Costs.").count() == 1
    chooser.get_by_label(re.compile("^1a")).focus()
    for key in ["Space", "Tab", "Space", "Tab", "ArrowDown", "Tab", "Space"]:
        chooser.keyboard.press(key)
    checked = chooser.locator("form.chooser :checked").evaluate_all("inputs => inputs.map(input => input.value)")
    assert checked == ["1a", "2a", "3b", "4a"]
    live = chooser.get_by_role("region", name="What to report")
    assert live.get_attribute("aria-live") == "polite"
    before = found(chooser).filter(has_text="never predicted").element_handle()
    chooser.get_by_label(re.compile("^3a")).check()
    assert before.evaluate("item => item.isConnected"), "what applied before is not read out again"


def test_accessible_and_narrow_with_all_answers(open_page):
    for width in (320, 390, 1440):
        page = open_page(f"{NAME}", size=(width, 844))
        page.goto(page.url + "#" + ".".join(EXAMPLES[0][1]))
        assert found(page).count() > 8
        assert not page.evaluate(TOO_WIDE)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(IS_IN, arg=scheme)
            report = Axe().run(page, "article", options=AXE) if width == 390 else None
            assert not report or not report.response["violations"], report.generate_report()


def test_reads_without_a_script(open_page):
    page = open_page(NAME, java_script_enabled=False)
    assert page.locator("form.chooser, input[type=radio]").count() == 0
    for code in CODES:
        assert page.locator("article ol li", has_text=f"{code} ").count() >= 1
    assert page.locator("article table").first.locator("tbody tr").count() == len(RULES)


def test_prints_with_and_without_a_script(open_page):
    for options in ({}, {"java_script_enabled": False}):
        page = open_page(NAME, "dark", **options)
        text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(page.pdf())).pages)
        assert all(code in text for code in CODES)
        assert "drawing whole groups" in " ".join(text.split())


def test_no_other_page_loads_the_script(html):
    with_script = [path.stem for path in html.rglob("*.html") if "which_metric.js" in path.read_text(encoding="utf-8")]
    assert with_script == ["which_metric"]
