"""Make the three small fonts in assets/fonts/ again (only needed when a formula or a page uses a new sign).

Run from the root: python tools/fonts.py LATINMODERN_MATH_OTF NANUMBARUNGOTHIC_TTF
Latin Modern is in Debian's package fonts-lmodern (share/texmf/fonts/opentype/public/lm-math/) and in TeX distributions,
NanumBarunGothic in fonts-nanum and in the documentation that Rust installs; the icons come with pydata-sphinx-theme.
One font alone: put - for the other. The licences ask that a changed font has another name, hence "Book ...".
"""

import re
import sys
from pathlib import Path

import pydata_sphinx_theme
from fontTools.subset import Options, Subsetter, load_font, save_font

FONTS = Path(__file__).resolve().parents[1] / "assets" / "fonts"
ICONS = Path(pydata_sphinx_theme.__file__).parent / (
    "theme/pydata_sphinx_theme/static/vendor/fontawesome/webfonts/fa-solid-900.woff2"
)

MATH = {
    *range(0x20, 0x7F),  # digits, brackets, words in formulas
    *map(ord, "ΓΔΘΛΣΦΨΩ"),
    *range(0x1D434, 0x1D468),  # italic Latin: the browser turns a variable's letter into these
    *range(0x1D6FC, 0x1D71C),  # italic Greek, small
    *map(ord, "ℎℓ𝟙𝔼ℝℕℙℒ𝒟𝒩"),
    *map(ord, "\xa0±×÷−·⋅∗∘√∑∏∫∂∇∈∉∪∩∖⊂⊆∅∀∃¬∧∨≤≥≠≈≡∼∝≪≫∞→←⇒⇔↦…⋯⋮⋱′″∣∥⟨⟩⌊⌋⌈⌉ˆ˜¯˙⊤"),
    *range(0x2061, 0x2065),  # invisible operators
}
# Font Awesome's names, in the order of the code points
SIGNS = {
    0xF002: "magnifying-glass", 0xF00D: "xmark", 0xF010: "magnifying-glass-minus", 0xF019: "download", 0xF02F: "print",
    0xF03A: "list", 0xF042: "circle-half-stroke", 0xF054: "chevron-right", 0xF057: "circle-xmark",
    0xF058: "circle-check", 0xF05A: "circle-info", 0xF062: "arrow-up", 0xF064: "share", 0xF06A: "circle-exclamation",
    0xF071: "triangle-exclamation", 0xF078: "chevron-down", 0xF0C9: "bars", 0xF0EB: "lightbulb", 0xF0F3: "bell",
    0xF104: "angle-left", 0xF105: "angle-right", 0xF107: "angle-down", 0xF185: "sun", 0xF186: "moon",
    0xF1C6: "file-zipper", 0xF303: "pencil", 0xF35D: "up-right-from-square",
}  # fmt: skip


def subset(source, characters, target, name):
    options = Options(drop_tables=["FFTM"])
    options.flavor, options.layout_features, options.hinting = "woff2", [], False
    options.desubroutinize = True  # compresses better
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = name if record.nameID != 6 else name.replace(" ", "")
    if "CFF " in font:
        font["CFF "].cff.fontNames = [name.replace(" ", "")]
        font["CFF "].cff[0].FullName = font["CFF "].cff[0].FamilyName = name
    save_font(font, str(target), options)
    print(f"{target.name}: {target.stat().st_size / 1024:.1f} KB, {len(font.getGlyphOrder())} glyphs")


def korean():
    """The syllables of the glossary, the only Korean in the English edition."""
    text = (FONTS.parents[1] / "chapters" / "glossary.md").read_text(encoding="utf-8")
    return set(map(ord, re.findall("[\uac00-\ud7a3]", text)))


if __name__ == "__main__":
    formulas, hangul = sys.argv[1:]
    if formulas != "-":
        subset(formulas, MATH, FONTS / "book-math.woff2", "Book Math")
    if hangul != "-":
        subset(hangul, korean(), FONTS / "book-korean.woff2", "Book Korean")
    subset(ICONS, SIGNS, FONTS / "book-icons.woff2", "Book Icons")
