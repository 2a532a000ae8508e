"""Another edition: its texts are written, a translation appears on the page, and a change of the text is noticed."""

import texts
from babel.messages.pofile import read_po, write_po
from notebooks import ROOT
from pages import build


def small_book(folder):
    for name in ["_config.yml", "_ext", "assets", "references.bib", "requirements.txt", "chapters", "data", "tools"]:
        (folder / name).symlink_to(ROOT / name)
    (folder / "_toc.yml").write_text("format: jb-book\nroot: 01_title\n", encoding="utf-8")
    return folder / "01_title.md"


def test_a_translation_appears_and_a_change_of_the_text_is_noticed(tmp_path):
    (tmp_path / "book").mkdir()
    page = small_book(tmp_path / "book")
    page.write_text("# 1. A title\n\nOne paragraph.\n\nAnother paragraph.\n", encoding="utf-8")
    texts.main("ko", tmp_path / "book")
    po = tmp_path / "book" / "locales" / "ko" / "LC_MESSAGES" / "01_title.po"
    catalog = read_po(po.open("rb"), locale="ko")
    assert {"1. A title", "One paragraph.", "Another paragraph."} <= {message.id for message in catalog}
    catalog["1. A title"].string = "1\\. 제목"  # the backslash: else Markdown sees a list
    catalog["One paragraph."].string = "한 문단."
    catalog["Another paragraph."].string = "다른 문단."
    write_po(po.open("wb"), catalog)

    page.write_text("# 1. A title\n\nOne paragraph.\n\nAnother paragraph, changed.\n", encoding="utf-8")
    texts.main("ko", tmp_path / "book")
    catalog = read_po(po.open("rb"), locale="ko")
    assert catalog["One paragraph."].string == "한 문단." and not catalog["One paragraph."].fuzzy
    assert catalog["Another paragraph, changed."].fuzzy

    run = build(tmp_path / "book", tmp_path / "out", edition="ko")
    assert run.returncode == 0, run.stderr
    html = (tmp_path / "out" / "_build" / "html" / "01_title.html").read_text(encoding="utf-8")
    assert '<html lang="ko"' in html and "<h1>1. 제목<" in html
    assert "<p>한 문단.</p>" in html and "<p>Another paragraph, changed.</p>" in html and "다른" not in html
