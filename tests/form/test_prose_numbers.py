"""No typed-in result: every number in the prose comes out of the code."""

import nbformat as nbformat_io
import nbformat.v4 as nbformat
import pytest

import start_picture
from notebooks import NOTEBOOKS, ROOT, read
from pages import PAGES
from prose_numbers import typed_into_strings, unproduced, unproduced_in_page

PAGES_WITHOUT_CODE = [path for page in PAGES if (path := ROOT / f"{page}.md").exists()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_number_in_the_prose_comes_from_the_code(path):
    found = [*unproduced(read(path)), *typed_into_strings(read(path))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", PAGES_WITHOUT_CODE, ids=lambda path: path.stem)
def test_every_number_on_a_page_without_code_comes_from_a_notebook_that_it_links_to(path):
    found = unproduced_in_page(path)
    assert not found, "\n".join(found)


def test_the_picture_on_the_start_page_shows_the_data():
    assert start_picture.draw() == start_picture.PICTURE.read_text(encoding="utf-8"), (
        "run: python tools/start_picture.py"
    )


# ------------------------------------------------------------------------------------------------- the checker itself


def notebook(prose, caption="", alt=""):
    """A small notebook that prints 0.8774, 20,600, 0.0433 and -3, shows 17 in a table and 0.95 in a figure."""
    outputs = [
        nbformat.new_output("stream", text="AUC 0.8774 of 20,600\nshare 0.0433, change -3, [1,200,300]\n"),
        nbformat.new_output(
            "execute_result", data={"text/html": '<td style="width: 55px">17</td>', "text/plain": "17"}
        ),
        nbformat.new_output(
            "display_data",
            data={"image/svg+xml": '<svg width="77"><path d="M 88 99"/><text x="66">0.95</text></svg>'},
        ),
        nbformat.new_output("display_data", data={"text/plain": "<Figure size 640x480 with 1 Axes>"}),
    ]
    about = {"mystnb": {"figure": {"caption": caption}, "image": {"alt": alt}}}
    code = nbformat.new_code_cell('threshold = 0.25\nname = "x 44"  # 45', outputs=outputs, metadata=about)
    return nbformat.new_notebook(cells=[nbformat.new_markdown_cell(prose), code])


@pytest.mark.parametrize(
    "prose",
    [
        "The AUC is 0.8774.",
        "Of 20,600 drivers, 20600 rows.",
        "That is 4.33 %, or 4.33%, or 0.0433.",
        "It moves by -3, or −3, with 17 of [200](#fig-x), and 300.",
        "At the threshold 0.25 (25 %), the figure says **0.95**.",
        "`0.1` and $0.2$ and $$0.3$$ and ``0.4``",
        "```python\nprint(0.5)\n```\n\n~~~\n0.6\n~~~",
        "# 7. A title with 0.8\n\n## Another 0.9",
        "1. one\n2. two\n\n   - in it",
        "See [Chapter 5](05_roc_auc.ipynb), Chapters 3 and 4, Figure 12, Section 2.1.",
        "[a link](https://example.org/2023/05), <https://example.org/9>",
        "F1, float32, 32-bit, Keras 3.15.1, `tf_keras` 2.21, Python 3.12, CC BY 4.0",
        "Hanley and McNeil (1982), {cite:t}`meyer2005airbags`, {cite:p}`a1999,b2000`.",
        ":::{admonition} You will be able to\n:class: tip-9\n- do it\n\n*Needs*: Chapter 1. *Time*: 35 minutes.\n:::",
        "<details><summary>Answer</summary>\n\nIt is 17.\n\n</details>",
        "$$\n\\frac{99}{98}\n$$\n\nand\n\n\\begin{align}\n97\n\\end{align}",
    ],
)
def test_accepts(prose):
    assert unproduced(notebook(prose)) == []


@pytest.mark.parametrize(
    ("prose", "wrong"),
    [
        ("The AUC is 0.8775.", "0.8775"),
        ("The AUC is 0.88.", "0.88"),  # rounded: let the code round
        ("The share is 0.04330.", "0.04330"),  # more digits than the output shows
        ("Of 20,601 drivers.", "20,601"),
        ("That is 4.34 %.", "4.34 %"),
        ("That is 4 %.", "4 %"),
        ("It moves by 3.", "3"),
        ("An output's width, 55, is not a result.", "55"),
        ("Nor is a drawing command, 88,", "88"),
        ("or the size of a figure, 640.", "640"),
        ("A number in a string, 44, proves nothing.", "44"),
        ("Nor does one in a comment: 45.", "45"),
        ("| a | b |\n|---|---|\n| x | 0.61 |", "0.61"),
        ("- in a list 0.62", "0.62"),
        ("It is `tp` 0.63 there.", "0.63"),
        (":::{admonition} Trap: 95.7 % and useless\nText.\n:::", "95.7 %"),
        (":::{admonition} Trap: a\n:class: warning\n**Wrong**: 0.64.\n:::", "0.64"),
        ("::::{exercise}\n:::{admonition} b\nIn it 0.65.\n:::\n::::", "0.65"),
        ("```{admonition} c\nIn it 0.66.\n```", "0.66"),
        ("<details><summary>Answer</summary>\n\nIt is 18.\n\n</details>", "18"),
        ("<details><summary>Is it 19?</summary>\n\nNo.\n\n</details>", "19"),
        ("From 0.25-0.68.", "0.68"),
        ("[0.69 is better](https://example.org)", "0.69"),
        ("**0.71**", "0.71"),
        ("10x faster", "10"),
        ("in the years 1997 to 2002", "1997"),
    ],
)
def test_refuses(prose, wrong):
    assert unproduced(notebook(prose))[0].startswith(f"{wrong} in: ")


def test_reads_captions_and_alternative_texts():
    assert unproduced(notebook("", caption="The AUC of 0.8774.", alt="A dot at 0.95.")) == []
    assert unproduced(notebook("", caption="The AUC of 0.8777."))
    assert unproduced(notebook("", alt="A dot at 0.96."))


def test_a_page_may_say_what_the_notebooks_that_it_links_to_produce(tmp_path):
    nbformat_io.write(notebook(""), tmp_path / "linked.ipynb")
    nbformat_io.write(nbformat.new_notebook(cells=[nbformat.new_code_cell("x = 0.77")]), tmp_path / "other.ipynb")
    page = tmp_path / "page.md"
    link = "[it](linked.ipynb#there)"
    page.write_text(f"{link} gives 0.8774.\n\n```{{figure}} a.svg\n:alt: A dot at 0.95\n\n17 of 20,600\n```")
    assert unproduced_in_page(page) == []
    for wrong in (
        "0.8774.",
        f"{link} 0.77",
        f"{link} 0.8775",
        f"{link}\n\n```{{figure}} a.svg\n:alt: A dot at 0.96\n```",
    ):
        page.write_text(wrong)
        assert len(unproduced_in_page(page)) == 1, wrong


def test_finds_results_typed_into_the_code():
    def code(source):
        return list(typed_into_strings(nbformat.new_notebook(cells=[nbformat.new_code_cell(source)])))

    assert code('print("AUC 0.8774")') and code('title = f"The AUC is 0.877 for {name}"')
    assert not code('auc = area(y)\nprint(f"AUC {auc:.3f}, threshold 0.5, year-2020.csv")\nlimit = 2020')
    assert not code('def f(x):\n    """Source: 1982, 0.8774."""')
