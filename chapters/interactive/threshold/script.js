/* Brings to life the figures that chapters/explorer.py draws. A classic script: browsers load no modules from file://.
 *
 * Another figure adds to FIGURES a function that gets its element and its data, builds its controls, and updates what
 * Python drew: data-show="key" marks text, data-at="x1=key" an attribute that follows a place. All words are Python's.
 */
(() => {
  // --- Shared by all interactive figures ---

  const clamp = (x) => Math.min(1, Math.max(0, x));
  const logit = (p) => Math.log(p / (1 - p));
  const sigmoid = (x) => 1 / (1 + Math.exp(-x));
  const tidy = (x) => Number(x.toPrecision(4));
  const grid = (x) => Math.floor(500 * x + 0.5);
  const percent = (x) => 100 * x + "%";
  const fill = (words, values) => words.replace(/{(\w+)}/g, (_, key) => values[key]);
  const count = (x, digits) =>
    x.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

  // How many numbers of a sorted array are >= t
  function atLeast(sorted, t) {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] >= t) high = middle;
      else low = middle + 1;
    }
    return sorted.length - low;
  }

  // As in explorer.py.
  const path = (points) =>
    "M" + points.map(([x, y]) => `${grid(x)} ${500 - grid(y)}`).filter((p, i, all) => p !== all[i - 1]).join("L");

  // Move everything marked data-at="attribute=place" to its place
  function move(root, places) {
    for (const node of root.querySelectorAll("[data-at]")) {
      for (const pair of node.dataset.at.split(" ")) {
        const [attribute, place] = pair.split("=");
        node.setAttribute(attribute, places[place]);
      }
    }
  }

  // Do it when the reader rests: a screen reader shall not read out every step
  function atRest(act) {
    let timer;
    return (...values) => {
      clearTimeout(timer);
      timer = setTimeout(act, 500, ...values);
    };
  }

  // A slider and a field to type into, for one value; returns how to show it
  function control(box, { toValue, toPosition, valid, change }) {
    const [slider, field] = [box.querySelector("[type=range]"), box.querySelector("[inputmode]")];
    let value, before;
    const write = () => {
      field.value = value;
      field.removeAttribute("aria-invalid");
    };
    slider.oninput = () => change(toValue(slider.value / slider.max));
    slider.onpointerdown = () => (before = value);
    slider.onpointercancel = () => change(before); // a finger that only scrolled past
    field.oninput = () => {
      const typed = Number(field.value.trim().replace(",", ".") || NaN);
      field.setAttribute("aria-invalid", !valid(typed));
      if (valid(typed)) change(typed);
    };
    field.onblur = write; // what could not be used does not stay
    return (now, words) => {
      value = now;
      slider.value = slider.max * toPosition(value);
      slider.setAttribute("aria-valuetext", words);
      if (document.activeElement !== field) write(); // else the reader is typing
    };
  }

  function start(root) {
    if (root.dataset.live) return; // in JupyterLab each output brings a script
    root.dataset.live = "yes";
    // JupyterLab would take the arrow keys for itself.
    root.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey || event.altKey)) event.stopPropagation();
    });
    FIGURES[root.dataset.figure](root, JSON.parse(root.querySelector("script").textContent));
  }

  // --- The threshold explorer ---

  function threshold(root, data) {
    const [neg, pos] = [data.neg, data.pos].map((steps) => {
      let sum = 0;
      return steps.map((step) => (sum += step) / data.unit);
    });
    const total = pos.length + neg.length;
    const own = pos.length / total; // prevalence in the sample
    let [at, prevalence] = [data.threshold, own];

    const counts = (t) => [t, atLeast(pos, t), atLeast(neg, t)]; // threshold, hits, alarms
    // The thresholds that make a difference, the highest first: one above all scores, then each score.
    const scores = [...new Set([...pos, ...neg])].sort((a, b) => b - a);
    scores.unshift((Math.round(scores[0] * data.unit) + 1) / data.unit);
    const steps = scores.map(counts);

    /** At another prevalence the classes are re-weighted, and their sum stays. At the sample's own both weights are 1. */
    function measures([, hits, alarms]) {
      const [positive, negative] = [prevalence / own, (1 - prevalence) / (1 - own)];
      const [tp, fn] = [positive * hits, positive * (pos.length - hits)];
      const [fp, tn] = [negative * alarms, negative * (neg.length - alarms)];
      const all = tp + fp + fn + tn;
      return {
        tn, fp, fn, tp,
        precision: tp / (tp + fp), // 0/0 is NaN: "undefined"
        recall: tp / (tp + fn),
        specificity: tn / (tn + fp),
        f1: (2 * tp) / (2 * tp + fp + fn),
        accuracy: (tp + tn) / all,
        cost: (fp + data.costFn * fn) / all,
      };
    }

    const write = (key, text) => Object.assign(root.querySelector(`[data-show=${key}]`), { textContent: text });

    /** Of equally good thresholds the highest: the fewest alarms. */
    const best = (quality) => steps.reduce((a, b) => (quality(measures(b)) > quality(measures(a)) ? b : a))[0];

    const linear = data.scale === "linear";
    const [low, high] = linear ? [data.low, data.high] : [logit(data.low), logit(data.high)];
    const axis = {
      toPosition: (t) => clamp(((linear ? t : logit(clamp(t))) - low) / (high - low)),
      toValue: (x) =>
        linear ? tidy(low + x * (high - low))
        : x > 0 && x < 1 ? tidy(sigmoid(low + x * (high - low)))
        : x, // the ends stand for all beyond them
    };
    const [rare, frequent] = [logit(0.001), logit(0.9)];
    const { words } = data;
    const button = (label) => `<button type="button">${label}</button>`;
    const field = (label) => `<label>${label} <input inputmode="decimal"></label>`;
    const slider = (label) => `<input type="range" max="1000" aria-label="${label}">`;
    root.querySelector(".ex-controls").innerHTML =
      slider(words.threshold) + field(words.threshold) + words.buttons.map(button).join("");
    root.querySelector(".ex-mix").innerHTML = field(words.prevalence) + button(words.reset) + slider(words.prevalence);
    const showThreshold = control(root.querySelector(".ex-controls"), {
      ...axis,
      valid: Number.isFinite,
      change: (t) => render(t, prevalence),
    });
    const showMix = control(root.querySelector(".ex-mix"), {
      toPosition: (share) => clamp((logit(share / 100) - rare) / (frequent - rare)),
      toValue: (x) => tidy(100 * sigmoid(rare + x * (frequent - rare))),
      valid: (share) => share > 0 && share < 100,
      change: (share) => render(at, share / 100),
    });
    const actions = [
      () => render(best((m) => m.f1), prevalence),
      () => render(best((m) => -m.cost), prevalence),
      () => render(steps.find(([, hits]) => hits / pos.length >= data.recallTarget)[0], prevalence),
      () => render(at, own),
    ];
    root.querySelectorAll("button").forEach((node, i) => (node.onclick = actions[i]));

    const histogram = root.querySelector(".ex-histogram");
    const drag = (event) => {
      const box = histogram.getBoundingClientRect();
      render(axis.toValue(clamp((event.clientX - box.left) / box.width)), prevalence);
    };
    let finger; // where it came down, until it moves sideways: then it drags and does not scroll the page
    histogram.onpointerdown = (event) => {
      histogram.setPointerCapture(event.pointerId);
      finger = event.pointerType !== "mouse" && event;
      if (!finger) drag(event);
    };
    histogram.onpointermove = histogram.onpointerup = (event) => {
      const { clientX, clientY } = finger || event;
      const sideways = Math.abs(event.clientX - clientX) >= Math.abs(event.clientY - clientY);
      if (!sideways || !histogram.hasPointerCapture(event.pointerId)) return;
      finger = null;
      drag(event);
    };

    function render(newThreshold, newPrevalence) {
      const mixed = newPrevalence !== prevalence;
      [at, prevalence] = [newThreshold, newPrevalence];
      if (mixed) drawCurve();
      const now = measures(counts(at));
      const show = { t: at, n: count(total, 0), share: tidy(100 * prevalence) }; // what the words can tell
      const heard = [];
      for (const [key, value] of Object.entries(now)) {
        if (["tn", "fp", "fn", "tp"].includes(key)) show[key] = count(value, prevalence === own ? 0 : 1);
        else show[key] = Number.isNaN(value) ? words.undefined : value.toFixed(3);
        const node = write(key, show[key]);
        node.dataset.value = value;
        if (key !== "cost") node.style.setProperty("--share", value || 0);
        heard.push(`${node.previousElementSibling.textContent} ${show[key]}`);
      }
      show.all = heard.join(", ");
      write("threshold", at);
      write("note", fill(prevalence === own ? words.sample : words.mixed, show));
      move(root, {
        threshold: percent(axis.toPosition(at)),
        "roc-x": percent(1 - now.specificity),
        "roc-y": percent(1 - now.recall),
        "pr-seen": Number.isNaN(now.precision) ? "hidden" : "visible",
        "pr-x": percent(now.recall),
        "pr-y": percent(1 - (now.precision || 0)),
      });
      showThreshold(at, fill(words.value, show));
      showMix(show.share, `${show.share} %`);
      say(fill(words.say, show));
    }

    function drawCurve() {
      const corners = steps.slice(1).flatMap((step, before) => {
        const { precision } = measures(step);
        return [steps[before], step].map(([, hits]) => [hits / pos.length, precision]);
      });
      root.querySelector(".ex-pr .ex-curve").setAttribute("d", path(corners));
      root.querySelector(".ex-pr .ex-chance").setAttribute("d", path([[0, prevalence], [1, prevalence]]));
    }

    let say = () => {}; // nothing is announced before the reader acts
    render(at, prevalence);
    say = atRest((text) => write("heard", text));
  }

  const FIGURES = { threshold };
  document.querySelectorAll(".explorer").forEach(start);
})();
