// "Which metric?" as a form. Questions, rules, examples and all words are those of the page, which reads without this.
// The answers stand in the address: which_metric.html#1a.2a.3b
(() => {
  const list = document.querySelector("article ol");
  const [rules, examples] = document.querySelectorAll("article table");
  if (!rules) return;
  const codes = (text) => text.match(/\b[1-9][a-z]\b/g) ?? [];
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const words = (cell) => (cell.querySelector("p") ?? cell).cloneNode(true).childNodes;

  // A question: its paragraph is the legend, its list the answers, which begin with their codes
  const questions = [...list.children].map((item, number) => {
    const answers = [...item.querySelectorAll("li")].map((answer) => {
      const text = answer.querySelector("p") ?? answer;
      const input = make("input", { type: "radio", name: `question-${number + 1}`, value: codes(text.textContent)[0] });
      return make("label", {}, input, make("span", {}, ...text.childNodes));
    });
    return make("fieldset", {}, make("legend", {}, ...item.querySelector("p").childNodes), ...answers);
  });
  const form = make("form", { className: "chooser" }, ...questions);
  form.addEventListener("submit", (event) => event.preventDefault());
  list.replaceWith(form);
  const count = make("span");
  form.nextElementSibling.querySelector("a").append(count); // the link to the results, which are far below on a phone

  // A rule: one answer of each group. What it reports and why becomes an item of the list of results.
  const heads = [...rules.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const results = [...rules.tBodies[0].rows].map((row) => {
    const [, report, because, alone] = row.cells;
    return {
      row,
      groups: row.cells[0].textContent.split(",").map(codes).filter((group) => group.length),
      item: make("li", {},
        make("p", { className: "chooser-report" }, ...words(report)),
        make("p", {}, ...words(because)),
        make("p", { className: "chooser-alone" }, make("em", {}, `${heads[3]}: `), ...words(alone))),
    };
  });
  // First what depends on the answers, then what applies in any case, then all rules, folded
  const found = make("ul", { className: "chooser-found" });
  const always = results.filter(({ groups }) => !groups.length);
  const fold = rules.closest("section");
  const section = fold.parentElement;
  const heading = section.querySelector("h2");
  const live = make("div", { className: "chooser-live" }, found);
  live.setAttribute("aria-live", "polite"); // reads what is new
  live.setAttribute("role", "region");
  live.setAttribute("aria-label", heading.firstChild.textContent);
  heading.after(
    live,
    make("p", { className: "rubric" }, ...words(always[0].row.cells[0])),
    make("ul", { className: "chooser-found" }, ...always.map(({ item }) => item)),
  );
  const title = fold.querySelector("h3");
  const details = make("details", {}, make("summary", {}, title.firstChild));
  title.remove();
  details.append(...fold.childNodes);
  fold.append(details);

  function show() {
    const given = new Set([...form.querySelectorAll(":checked")].map((input) => input.value));
    let place = null;
    for (const { row, groups, item } of results.filter(({ groups }) => groups.length)) {
      const applies = groups.every((group) => group.some((code) => given.has(code)));
      row.classList.toggle("chooser-applies", applies);
      if (!applies) item.remove();
      else {
        if (!item.isConnected) place ? place.after(item) : found.prepend(item);
        place = item;
      }
    }
    count.textContent = ` (${found.children.length})`;
    return [...given].join(".");
  }

  function read() {
    const given = new Set(codes(decodeURIComponent(location.hash)));
    if (location.hash && !given.size) return; // a link to a section
    for (const input of form.querySelectorAll("input")) input.checked = given.has(input.value);
    show();
  }
  form.addEventListener("change", () => location.replace("#" + show()));
  addEventListener("hashchange", read);

  for (const row of examples?.tBodies[0].rows ?? []) {
    const cell = row.cells[1];
    const link = make("a", { href: "#" + codes(cell.textContent).join(".") }, ...words(cell));
    link.addEventListener("click", () => section.scrollIntoView());
    cell.replaceChildren(link);
  }
  show();
  read();
})();
