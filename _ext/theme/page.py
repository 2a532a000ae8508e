"""Mends of the theme's pages, and what a page must not load.

Every mend names the fault upstream (in pydata-sphinx-theme 0.17.1, sphinx-book-theme 1.3.0 and others). One that no
longer finds anything to mend is a warning, so that it goes when the fault is fixed.
"""

import re
from urllib.parse import urlsplit

from pydata_sphinx_theme.short_link import ShortenLinkTransform
from sphinx.jinja2glue import BuiltinTemplateLoader
from sphinx.util import logging

logger = logging.getLogger(__name__)
DIALOGS = {"search": "Search", "primary": "The book", "secondary": "On this page"}
LARGER = "%s, larger"  # the name of the link from "Figure 5.1" to the figure alone

# Where a browser denies storage (cookies blocked, or the page in the frame of a learning platform), reading it is an
# error, and the theme's scripts stop there. This stands in for it, for as long as the page is open.
STORAGE = """\
<script>
    for (const name of ["localStorage", "sessionStorage"]) {
      try {
        window[name].getItem("mode");
      } catch {
        const kept = new Map();
        const getItem = (key) => kept.get(key) ?? null, setItem = (key, value) => kept.set(key, String(value));
        Object.defineProperty(window, name, { value: { getItem, setItem, removeItem: (key) => kept.delete(key) } });
      }
    }
  </script>
  """


def scopes(part):
    """What the headers of this part of a table head: without it, browsers guess, and some guess wrong."""
    scope = "col" if part[0].startswith("<thead") else "row"
    return re.sub(r"<th(?=[\s>])(?![^>]*scope=)", f'<th scope="{scope}"', part[0])


# In code, after _ . ( [ = , / and between the words of a CamelCase name; neither in 0.5 nor in __init__.
BREAK = re.compile(
    r"(?<=[A-Za-z\d][_(\[=,/])(?=[A-Za-z\d&\"'(\[-])|(?<=[A-Za-z)\]]\.)(?=[A-Za-z_])|(?<=[a-z])(?=[A-Z][a-z])"
)
LONG, LONG_IN_TABLE = 24, 16  # letters: what fits on one line of a phone, and into a column there


def breaks(part):
    """Code in a table, or a long word of code in a text, with the places where a line may end."""
    in_table = part[0].startswith("<table")

    def broken(word):
        text = BREAK.sub("<wbr>", word[1])
        if text == word[1] or len(word[1]) <= (LONG_IN_TABLE if in_table else LONG):
            return word[0]
        return f'<span class="pre {"breaks" if len(word[1]) > LONG else "breaks-on-phones"}">{text}</span>'

    return re.sub(r'<span class="pre">([^<]*)</span>', broken, part[0])


def headed(part):
    """The cells of a wide table of text, each with the words of its column: on a phone a row is a block."""
    heads = [re.sub("<[^>]+>", "", head).strip() for head in re.findall(r"(?s)<th\b[^>]*>(.*?)</th>", part[0])]

    def row(found):
        names = iter(heads)
        return re.sub(r"<td(?=[\s>])", lambda _: f'<td data-head="{next(names)}"', found[0])

    return re.sub(r"(?s)(?<=</thead>).*", lambda body: re.sub(r"(?s)<tr\b.*?</tr>", row, body[0]), part[0])


# (fault, pattern, replacement)
MENDS = [
    (
        "pydata-sphinx-theme and Sphinx read the browser's storage without asking whether they may",
        r'(?=<script data-cfasync="false">\s*document\.documentElement\.dataset\.mode = localStorage)',
        STORAGE,
    ),
    (
        "pydata-sphinx-theme loads every icon a second time, as a script of 1.5 MB",
        r"<!-- So that users can add custom icons -->\s*<script [^>]*fontawesome\.js[^>]*></script>",
        "",
    ),
    (
        "pydata-sphinx-theme loads the search index on every page, although search_as_you_type is off",
        r'<script src="[^"]*(searchtools|language_data|searchindex)\.js"></script>\s*(?=(<script src|</head>))',
        "",
    ),
    (
        "pydata-sphinx-theme links a style sheet that only imports Sphinx's basic.css, one trip to the server more",
        r"styles/theme\.css\?digest=\w+",
        "basic.css",
    ),
    (
        "pydata-sphinx-theme has no colours for the theme 'auto', so there are none before, and without, its script",
        r'(<html[^>]* data-theme=)"auto"',
        r'\1"light"',
    ),
    (
        "pydata-sphinx-theme waits for its late script to choose light or dark: the page is drawn twice, and moves",
        r'(dataset\.theme = localStorage\.getItem\("theme"\)) \|\| "auto";',
        r'\1 || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");',
    ),
    (
        "sphinx-book-theme's right sidebar comes late: painted before it is there, the article is too wide",
        r'(?s)(?<=<head>)(?=.*id="pst-secondary-sidebar")',
        '\n    <link rel="expect" href="#pst-secondary-sidebar" blocking="render">',
    ),
    (
        "pydata-sphinx-theme leaves the name of the book outside every landmark",
        r'(<div id="pst-primary-sidebar")( class="[^"]*">)',
        r'\1 role="complementary" aria-label="Book"\2',
    ),
    (
        "pydata-sphinx-theme calls the search button 'Search', while it reads 'Search Ctrl+K'",
        r'(<button class="btn search-button-field[^"]*" title="Search") aria-label="Search"',
        r"\1",
    ),
    (
        "myst-nb calls a folded cell 'Toggle hidden content', while it reads 'Show the code'",
        r'<summary aria-label="Toggle hidden content">',
        "<summary>",
    ),
    (
        "Sphinx writes the size of an image as style, so its height does not follow when a phone makes it narrower",
        r'(<img [^>]*)style="width: (\d+)px; height: (\d+)px;"',
        r'\1width="\2" height="\3"',
    ),
    (
        "Sphinx lets a link from a figure to its file have the whole description of the figure as its name",
        r'(?s)(<a class="[^"]*image-reference")(?= href(?:(?!</figure>).)*"caption-number">(.*?)\s*</span>)',
        lambda found: f'{found[1]} aria-label="{LARGER % found[2]}"',
    ),
    (
        "Sphinx lets no line end within a word of code, however long",
        r'(?s)<table\b.*?</table>|<span class="pre">[^<]{25,}</span>',
        breaks,
    ),
    (
        "browsers end a line between a formula and the comma after it, or the bracket before it",
        r'(?:(?<![^\s>])([^\s>]*))?(<span class="math [^>]*>)(<math>(?:(?!</math></span>).)*</math>)</span>([^\s<]*)',
        r"\2\1\3\4</span>",
    ),
    (
        "pybtex lets no line end within a DOI, so that it breaks in the middle of a number",
        r"(>doi:[\d.]+/)(?=[^<]+</a>)",
        r"\1<wbr>",
    ),
    (
        "pybtex lets no line end within an address, so that it breaks in the middle of a word",
        r"(?<=>)https://[^<\s]+(?=</a>)",
        lambda address: re.sub(r"(?<=[\w/][/._?=-])(?=\w)", "<wbr>", address[0]),
    ),
    (
        "sphinx-book-theme has the name of the book twice in the title of its first page",
        r"<title>(.+?) &#8212; \1</title>",
        r"<title>\1</title>",
    ),
    (
        "docutils gives a reference a role that ARIA has withdrawn",
        r'role="doc-biblioentry"',
        'role="listitem"',
    ),
    (
        "Pygments wraps every name, dot and bracket, most in the colour of plain text: 40 % of the elements",
        r'<span class="(?:n|p|w|nn)">([^<]*)</span>|<span class="o">(\.)</span>',
        r"\1\2",
    ),
    (
        "pandas and MyST mark the empty corner of a table as a header",
        r"<th([^>]*)>((?:\s|&nbsp;|<p></p>)*)</th>",
        r"<td\1>\2</td>",
    ),
    (
        "pandas and docutils do not say what a header of a table heads",
        r"(?s)<(thead|tbody)\b.*?</\1>",
        scopes,
    ),
    (
        "docutils does not say in a cell which column it is in, which a phone needs where a row is a block",
        r'(?s)<table class="[^"]*\brows\b.*?</table>',
        headed,
    ),
    (
        "myst-nb gives a listener no sign of where code ends and output begins",
        r'<div class="cell_(input|output) docutils container">',
        lambda cell: f'{cell[0][:-1]} role="group" aria-label="{"Code" if cell[1] == "input" else "Output"}">',
    ),
    (
        "pydata-sphinx-theme lets a screen reader read the code points of its icons",
        r'<i class="(?=[^"]*\bfa-)',
        '<i aria-hidden="true" class="',
    ),
    (
        "pydata-sphinx-theme does not mark the current page for a listener",
        r'<a class="current reference internal" href="#"',
        r'\g<0> aria-current="page"',
    ),
    (
        "pydata-sphinx-theme's dialogs have no name",
        r'<dialog id="pst-(search|primary|secondary)[^"]*"',
        lambda found: f'{found[0]} aria-label="{DIALOGS[found[1]]}"',
    ),
    (
        "sphinx-book-theme names two buttons after its own parts, not after what the reader gets",
        r'title="Toggle (primary|secondary) sidebar"',
        lambda found: f'title="Show or hide: {DIALOGS[found[1]]}"',
    ),
]
mended, rendered = set(), set()


class MendedTemplates(BuiltinTemplateLoader):
    def render(self, template, context):
        page = super().render(template, context)
        if not template.endswith(".html"):
            return page
        rendered.add(context.get("pagename"))
        for fault, pattern, replacement in MENDS:
            if "searchindex" in pattern and context.get("pagename") == "search":
                continue
            before, page = page, re.sub(pattern, replacement, page)
            if page != before:
                mended.add(fault)
        return page


def report_unused(app, error):
    whole = app.config.language == "en" and rendered >= app.env.found_docs  # the theme's words are those of the edition
    if error is None and app.builder.name == "html" and whole:
        for fault in [*(fault for fault, *_ in MENDS), *OPTIONAL]:
            if fault not in mended:
                logger.warning("nothing left to mend, so take this out of _ext/theme/page.py: %s", fault)


# Extensions that jupyter-book always switches on: the pages load their files only where the text uses them.
# sphinx-thebe writes the address of a remote script into every page, even when it is off.
OPTIONAL = {
    "thebe": None,
    # pydata-sphinx-theme sets two options that only features switched off here read
    "DOCUMENTATION_OPTIONS.pagename": None,
    "DOCUMENTATION_OPTIONS.search_as_you_type": None,
    "sphinx-design": r'class="[^"]*\bsd-',
    "design-tabs": r'class="[^"]*\bsd-',
    "togglebutton": r'class="[^"]*\b(toggle|dropdown)\b',
    "toggleHint": r'class="[^"]*\b(toggle|dropdown)\b',
    "toggleOpenOnPrint": r'class="[^"]*\b(toggle|dropdown)\b',
    "exercise.css": r'class="[^"]*\b(exercise|solution)\b',
    "clipboard": r'<div class="highlight',
    "copybutton": r'<div class="highlight',
}


def needed(body):
    def test(asset):
        text = f"{getattr(asset, 'filename', '')} {getattr(asset, 'attributes', {}).get('body', '')}".lower()
        unused = {
            name
            for name, pattern in OPTIONAL.items()
            if name.lower() in text and not (pattern and re.search(pattern, body))
        }
        mended.update(unused)
        return not unused

    return test


def trim_assets(app, pagename, templatename, context, doctree):
    keep = needed(context.get("body", ""))
    for kind in ("script_files", "css_files"):
        # dict.fromkeys: some extensions add the same script twice
        context[kind] = [asset for asset in dict.fromkeys(context[kind]) if keep(asset)]
    if doctree is None:  # the search page; sphinxext-opengraph describes the others
        context["metatags"] = f'<meta name="description" content="Search {app.config.project}">'
    context["home"] = urlsplit(app.config.html_baseurl).path  # for 404.html, which a server shows at any depth


def setup(app):
    # It writes "keras#4592" for an address, which nobody can type from paper, and loads a large font for a sign.
    ShortenLinkTransform.supported_platform.clear()
    app.connect("html-page-context", trim_assets, priority=900)
    app.connect("build-finished", report_unused)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
