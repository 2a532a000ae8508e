"""The first time that a chapter uses a term of the glossary, the term leads to its entry there.

chapters/glossary.md is the only list: what stands in brackets after a term is another name for it. A term is linked in
running prose, whether plain, bold or emphasised: not in a heading, code, a formula, a table, a caption, another link,
nor inside a longer term ("mixed precision" is not precision). The plural is the same term, and so is its Korean name,
which may have an ending.

The search still leads to the chapter that explains a term: the entries of the glossary come after it.
"""

import re

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

CHAPTER = re.compile(r"chapters/\d\d_")
HANGUL = "[\uac00-\ud7a3]"
NOT_PROSE = (nodes.Titular, nodes.caption, nodes.term, nodes.table, nodes.literal, nodes.FixedTextElement)
NOT_PROSE += (nodes.math, nodes.reference, addnodes.pending_xref, addnodes.download_reference)


def names(entry):
    """The names of an entry such as "area under the curve (AUC)"."""
    first, _, others = entry.removesuffix(")").partition(" (")
    return [first, *(name for name in others.split(", ") if name)]


def pattern(name):
    """Finds the name, its plural, and a capital where a sentence begins with it; in Korean, the name and its ending."""
    words = r"\s+".join(map(re.escape, name.split())).replace("'", "['\u2019]")
    if re.search(HANGUL, name):
        return rf"(?<!{HANGUL}){words}"
    first = f"[{words[0].upper()}{words[0]}]{words[1:]}"
    return rf"(?<![\w-]){re.sub('ix$', 'i(?:x|ce)', first)}(?:e?s)?(?![\w-])"


def is_prose(text):
    node = text.parent
    while node is not None:
        if isinstance(node, NOT_PROSE) or "cell" in node.get("classes", []):
            return False
        node = node.parent
    return True


class FirstUses(SphinxPostTransform):
    default_priority = 8  # while other links can still be told from text

    def run(self, **kwargs):
        objects = self.env.get_domain("std").objects
        places = {name: place for (kind, entry), place in objects.items() if kind == "term" for name in names(entry)}
        if not places:
            return
        longest_first = {f"name{number}": name for number, name in enumerate(sorted(places, key=len, reverse=True))}
        find = re.compile("|".join(f"(?P<{group}>{pattern(name)})" for group, name in longest_first.items()))
        # The page of the PDF holds all pages of the book.
        pages = {page["docname"]: page for page in self.document.findall(addnodes.start_of_file)}
        for docname, page in (pages or {self.env.docname: self.document}).items():
            if CHAPTER.match(docname):
                self.link(docname, page, find, {group: places[name] for group, name in longest_first.items()})

    def link(self, docname, page, find, places):
        seen = set()
        for text in [text for text in page.findall(nodes.Text) if is_prose(text)]:
            parts, end = [], 0
            for match in find.finditer(text):
                place = places[match.lastgroup]
                if place not in seen:
                    seen.add(place)
                    parts.append(nodes.Text(text[end : match.start()]))
                    parts.append(make_refnode(self.app.builder, docname, *place, nodes.Text(match[0])))
                    parts[-1]["classes"].append("term")
                    end = match.end()
            if parts:
                text.parent.replace(text, [*parts, nodes.Text(text[end:])])


class Entries(SphinxTransform):
    """Says which names are Korean, gives both one place, and lets the search put the chapters before the English."""

    default_priority = 300  # before Sphinx collects the index

    def apply(self, **kwargs):
        objects = self.env.get_domain("std").objects
        for glossary in self.document.findall(addnodes.glossary):
            for entry in glossary.findall(nodes.definition_list_item):
                terms = [child for child in entry if isinstance(child, nodes.term)]
                for term in terms:
                    objects["term", term.astext()] = objects["term", terms[0].astext()]
                    if re.search(HANGUL, term.astext()):
                        term["classes"].append("language-ko")  # docutils makes lang="ko" of it
                        continue
                    for index in term.findall(addnodes.index):
                        index["entries"] = [(*about[:3], "", *about[4:]) for about in index["entries"]]


def setup(app):
    app.add_transform(Entries)
    app.add_post_transform(FirstUses)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
