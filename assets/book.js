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
