"""The glossary: both languages, a link to the chapter, and in every chapter a link from the first use of each term."""

import re

import pytest
import texts
from babel.messages.pofile import read_po, write_po
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from notebooks import CHAPTERS, ROOT
from pages import build
from playwright.sync_api import expect
from test_reading import FOUND, SEARCHED

# What the glossary was asked to hold; a pair such as "training / test set" has an entry for each.
PROMISED = """accuracy, precision, recall, sensitivity, specificity, true positive rate, TPR, false positive rate, FPR,
true positive, TP, false positive, FP, true negative, TN, false negative, FN, positive class, negative class,
confusion matrix, threshold, F1 score, F1, harmonic mean, macro average, micro average, weighted average,
balanced accuracy, Matthews correlation coefficient, MCC, Cohen's kappa, ROC curve, area under the curve, AUC,
precision-recall curve, average precision, AP, calibration, calibration curve, reliability diagram, Brier score,
log loss, loss function, metric, custom loss, custom metric, cross-entropy, focal loss, class weight, class imbalance,
oversampling, undersampling, cost-sensitive learning, prevalence, base rate, majority-class baseline, classifier,
binary classification, multiclass, multilabel, label, sample, training set, validation set, test set, cross-validation,
overfitting, epoch, batch, mini-batch, logit, softmax, sigmoid, gradient, confidence interval, bootstrap, trade-off,
Dice coefficient, IoU, segmentation, score, seed, standard error, one-hot, Wilson's interval, net benefit,
top-k accuracy"""
# Where no term is linked.
NOT_PROSE = "h1, h2, h3, h4, h5, pre, code, table, figcaption, .math, .admonition-title, summary, .cell, a:not(.term)"
HANGUL = r"[\uac00-\ud7a3]"


@pytest.fixture(scope="module")
def entries(html):
    """{address: names} of the English terms."""
    page = BeautifulSoup((html / "chapters" / "glossary.html").read_text(encoding="utf-8"), "html.parser")
    for link in page.select("a.headerlink"):
        link.decompose()
    found = {}
    for term in page.select("dl.glossary > dt:not([lang])"):
        korean = term.find_next_sibling()
        definition = korean.find_next_sibling()
        assert korean.name == "dt" and korean["lang"] == "ko" and re.search(HANGUL, korean.text)
        assert definition.name == "dd" and len(definition.text) > 20
        assert re.match(r"\d\d_\w+\.html#.", definition.select("a")[-1]["href"]), term
        found[term["id"]] = [name for name in re.split(r" \(|, |\)", term.text.strip().replace("\u2019", "'")) if name]
    assert len(page.select("dl.glossary > dt[lang]")) == len(page.select("dl.glossary > dd")) == len(found)
    return found


def test_the_glossary_has_what_was_promised(entries):
    names = {name for names in entries.values() for name in names}
    assert not set(re.split(r",\s", PROMISED)) - names


def test_a_letter_leads_to_its_first_entry(html, entries):
    page = BeautifulSoup((html / "chapters" / "glossary.html").read_text(encoding="utf-8"), "html.parser")
    first = {}
    for place, names in entries.items():
        first.setdefault(names[0][0].upper(), f"#{place}")
    letters = page.select("dl.glossary")[0].find_previous("p").select("a")
    assert {link.text: link["href"] for link in letters} == first


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_first_use_of_each_term_and_no_other_is_linked(html, entries, path):
    page = BeautifulSoup((html / "chapters" / f"{path.stem}.html").read_text(encoding="utf-8"), "html.parser")
    article = page.select_one("article")
    assert not [link for link in article.select("a.term") if link.find_parent(re.compile("^(h[1-6]|table|code|pre)$"))]
    assert not article.select(":is(.admonition-title, figcaption, .math, .cell) a.term")
    for part in article.select(NOT_PROSE):
        part.replace_with(" | ")
    for part in article.select("em, strong"):  # "the *validation* set" stresses one word, and is not linked
        part.insert_before("|")
        part.insert_after("|")
    linked = []
    for link in article.select("a.term"):
        place = link["href"].removeprefix("glossary.html#")
        assert any(link.text.lower()[:2] == name.lower()[:2] for name in entries[place]), link
        linked.append(place)
        link.replace_with(f" ⟦{place}⟧ ")
    assert len(linked) >= 10 and len(set(linked)) == len(linked)
    text = " ".join(article.text.replace("\u2019", "'").split())
    everything = [name for names in entries.values() for name in names]
    for place, names in entries.items():
        before = text.partition(f"⟦{place}⟧")[0]  # all of it, if there is no link
        for name in names:
            letters = before.lower()
            if name.lower() not in letters:
                continue
            for longer in (other for other in everything if len(other) > len(name) and other.lower() in letters):
                before = re.sub(rf"\b{re.escape(longer)}s?", "|", before, flags=re.IGNORECASE)
            flags = re.IGNORECASE * name.islower()
            missed = re.search(rf".{{,30}}(?<![\w-]){re.escape(name)}s?(?![\w-])", before, flags)
            assert not missed, f"{name} is used before it is linked: {missed[0]}"


def test_a_term_leads_to_its_entry_and_is_quiet_on_paper(open_page):
    page = open_page("chapters/02_precision_recall_f1")
    term = page.locator("a.term", has_text="recall").first
    style = "node => ['textDecorationStyle', 'color', 'textDecorationLine'].map(name => getComputedStyle(node)[name])"
    around = term.locator("xpath=..").evaluate("node => getComputedStyle(node).color")
    assert term.evaluate(style) == ["dotted", around, "underline"]
    page.locator("a.term", has_text="precision").first.focus()
    page.keyboard.press("Tab")
    expect(term).to_be_focused()
    assert term.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.emulate_media(media="print")
    assert term.evaluate(style)[1:] == [around, "none"]
    page.emulate_media(media="screen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-recall")
    expect(page.locator("#term-recall")).to_be_in_viewport()


def test_the_two_languages_stand_side_by_side(open_page):
    for width in (1440, 320):
        page = open_page("chapters/glossary", size=(width, 900))
        english, korean = (page.locator("dl.glossary > dt").nth(number).bounding_box() for number in (0, 1))
        assert english["x"] + english["width"] <= korean["x"]
        assert abs(english["y"] + english["height"] - korean["y"] - korean["height"]) < 8


def test_the_korean_terms_are_readable_on_a_machine_without_a_korean_font(open_page):
    page = open_page("chapters/glossary")
    font = TTFont(ROOT / "assets" / "fonts" / "book-korean.woff2").getBestCmap()
    missing = {sign for sign in re.findall(HANGUL, page.locator("article").inner_text()) if ord(sign) not in font}
    assert not missing, f"run tools/fonts.py again: {missing}"
    used = "node => getComputedStyle(node).fontFamily"
    for place in ("dt[lang=ko]", "dd"):
        assert page.locator(f"dl.glossary > {place}").first.evaluate(used).endswith('"Book Korean"')
    assert page.evaluate("document.fonts.load('1rem \"Book Korean\"', '정밀도').then(fonts => fonts.length)") == 1


def test_the_search_leads_to_a_chapter_in_english_and_to_the_glossary_in_korean(open_page):
    page = open_page("search?q=recall")
    page.wait_for_function(SEARCHED)
    english = ["precision", "recall", "threshold", "confusion matrix", "focal loss", "bootstrap", "base rate"]
    korean = ["정밀도", "재현율", "임계값", "임곗값", "혼동 행렬"]
    for term, pages in page.evaluate(FOUND, english + korean).items():
        assert (pages[0] == "chapters/glossary") == (term in korean), term


TITLE = """# 1. Recall

The recall of a model, and its recall again.

Two matrices of confusion; confusion matrices.
"""
GLOSSARY = """# Glossary

```{glossary}
recall
재현율
   A share.

confusion matrix
혼동 행렬 (오차 행렬)
   A table.
```
"""


def test_in_a_korean_edition_the_korean_name_is_linked(tmp_path):
    book = tmp_path / "book"
    (book / "chapters").mkdir(parents=True)
    for name in ["_config.yml", "_ext", "assets", "references.bib", "requirements.txt", "data", "tools"]:
        (book / name).symlink_to(ROOT / name)
    for name in ["book", "interactive"]:
        (book / "chapters" / name).symlink_to(ROOT / "chapters" / name)
    (book / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: chapters/01_title\n- file: chapters/glossary\n", "utf-8"
    )
    (book / "index.md").write_text("# A book\n\nOn recall.\n", encoding="utf-8")
    (book / "chapters" / "01_title.md").write_text(TITLE, encoding="utf-8")
    (book / "chapters" / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    texts.main("ko", book)
    po = book / "locales" / "ko" / "LC_MESSAGES" / "chapters" / "01_title.po"
    catalog = read_po(po.open("rb"), locale="ko")
    catalog["The recall of a model, and its recall again."].string = "재현율은(recall) 모델의 것. 재현율."
    write_po(po.open("wb"), catalog)
    run = build(book, tmp_path / "out", edition="ko")
    assert run.returncode == 0, run.stderr
    html = (tmp_path / "out" / "_build" / "html" / "chapters" / "01_title.html").read_text(encoding="utf-8")
    link = '<a class="term reference internal" href="glossary.html#term-{}">{}</a>'
    assert f"<p>{link.format('recall', '재현율')}은(recall) 모델의 것. 재현율.</p>" in html
    assert f"Two matrices of confusion; {link.format('confusion-matrix', 'confusion matrices')}." in html
