// Paper is white: a page printed from a dark screen prints as a light one. Folded answers and code are printed open.
(() => {
  const page = document.documentElement.dataset;
  let theme, folded = [];
  addEventListener("beforeprint", () => {
    theme = page.theme;
    page.theme = "light";
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((part) => (part.open = true));
  });
  addEventListener("afterprint", () => {
    page.theme = theme;
    folded.forEach((part) => (part.open = false));
  });
})();

// A button keeps the focus of those who use the keyboard: pydata's tooltips blur it, and so does the copying of a cell.
addEventListener("click", (event) => {
  const button = event.detail === 0 && event.target.closest("button");
  if (!button) return;
  button.blur = () => {};
  if (button.matches(".copybtn")) setTimeout(() => button.focus());
}, true);

// From a folder, or in a frame that it shuts off, the browser lets no page read another one: a search cannot quote there.
if (origin === "null") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// Where a search finds a term (_ext/content/terms.py), Sphinx names the page only, as it does for the page itself: add the term.
addEventListener("DOMContentLoaded", () => {
  const results = document.getElementById("search-results");
  if (!results) return;
  const name = () => {
    for (const link of results.querySelectorAll("a[href*='#term-']:not([data-term])")) {
      link.dataset.term = link.hash.slice("#term-".length).replaceAll("-", " ");
      link.append(` > ${link.dataset.term}`);
    }
  };
  new MutationObserver(name).observe(results, { childList: true, subtree: true });
});
