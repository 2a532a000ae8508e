/* What the interactive figures share. A classic script, since browsers load no modules from file://. In JupyterLab every
 * output brings a copy; the last one counts, and leaves alone what is at work already.
 *
 * A figure's script is bookFigure("folder", (root, data, tools) => { ... }): its element, Python's data, and the tools
 * below. It updates what Python drew: data-show="name" marks text, data-at="x1=name" an attribute. All words are Python's.
 */
(() => {
  const clamp = (x) => Math.min(1, Math.max(0, x));
  const percent = (x) => 100 * x + "%";
  const fill = (words, values) => words.replace(/{(\w+)}/g, (_, name) => values[name]);
  const count = (x, digits = 0) =>
    x.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

  // Three decimals as Python writes them: what lies exactly in the middle goes to the even digit
  function decimals(x) {
    const text = x.toFixed(3);
    return (16 * x) % 2 === 1 && /[13579]$/.test(text) ? (x - 0.0004).toFixed(3) : text;
  }

  // As in core.py
  const grid = (x) => Math.floor(500 * x + 0.5);
  const path = (points) =>
    "M" + points.map(([x, y]) => `${grid(x)} ${500 - grid(y)}`).filter((p, i, all) => p !== all[i - 1]).join("L");

  /** A native slider. `now` gives the value, `change` takes a new one, `toValue` makes one of the slider's number. */
  function slide(slider, { now, change, toValue = Number }) {
    let before;
    slider.oninput = () => change(toValue(slider.value));
    slider.onpointerdown = () => (before = now());
    slider.onpointercancel = () => change(before); // a finger that only scrolled past
  }

  function start(root, build) {
    const update = (texts, places = {}) => {
      for (const node of root.querySelectorAll("[data-show]"))
        if (node.dataset.show in texts) node.textContent = texts[node.dataset.show];
      for (const node of root.querySelectorAll("[data-at]"))
        for (const pair of node.dataset.at.split(" ")) {
          const [attribute, name] = pair.split("=");
          if (name in places) node.setAttribute(attribute, places[name]);
        }
    };

    // When the reader rests: a screen reader shall not read out every step
    let rest;
    const say = (text) => {
      clearTimeout(rest);
      rest = setTimeout(update, 500, { heard: text });
    };

    /** A field to type a number into; what it is described by says what is valid, in view while it holds another. */
    function field(input, { valid, change, now }) {
      const rule = root.querySelector("#" + input.getAttribute("aria-describedby"));
      const judge = (good) => {
        input.setAttribute("aria-invalid", !good);
        rule.hidden = good;
      };
      input.oninput = () => {
        const typed = Number(input.value.trim().replace(",", ".") || NaN);
        judge(valid(typed));
        if (valid(typed)) change(typed);
        else say(rule.textContent);
      };
      const write = () => {
        input.value = now();
        judge(true);
      };
      input.onblur = write; // what could not be used does not stay
      return () => document.activeElement === input || write(); // else the reader is typing
    }

    root.dataset.live = "yes";
    for (const controls of root.querySelectorAll("template")) controls.replaceWith(controls.content);
    // JupyterLab would take the arrow keys for itself.
    root.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey || event.altKey)) event.stopPropagation();
    });
    const tools = { clamp, count, decimals, field, fill, path, percent, say, slide, update };
    build(root, JSON.parse(root.querySelector("script").textContent), tools);
    clearTimeout(rest); // nothing is announced before the reader acts
  }

  window.bookFigure = (figure, build) => {
    for (const root of document.querySelectorAll(`.explorer[data-figure="${figure}"]:not([data-live])`)) start(root, build);
  };
})();
