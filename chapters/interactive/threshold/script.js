/* The threshold explorer: moves the line, and computes every number from the scores. */
bookFigure("threshold", (root, data, { clamp, count, decimals, field, fill, path, percent, say, slide, update }) => {
  const logit = (p) => Math.log(p / (1 - p));
  const sigmoid = (x) => 1 / (1 + Math.exp(-x));
  const tidy = (x) => Number(x.toPrecision(4));
  const { words } = data;

  const [neg, pos] = [data.neg, data.pos].map((steps) => {
    let sum = 0;
    return steps.map((step) => (sum += step) / data.unit);
  });
  const total = pos.length + neg.length;
  const own = pos.length / total; // prevalence in the sample
  let [at, prevalence] = [data.threshold, own];

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

  /** Of equally good thresholds the highest: the fewest alarms. */
  const best = (quality) => steps.reduce((a, b) => (quality(measures(b)) > quality(measures(a)) ? b : a))[0];

  const linear = data.scale === "linear";
  const [low, high] = linear ? [data.low, data.high] : [logit(data.low), logit(data.high)];
  const toPosition = (t) => clamp(((linear ? t : logit(clamp(t))) - low) / (high - low));
  const toValue = (x) =>
    linear ? tidy(low + x * (high - low))
    : x > 0 && x < 1 ? tidy(sigmoid(low + x * (high - low)))
    : x; // the ends stand for all beyond them
  const [rare, frequent] = [logit(0.001), logit(0.9)];

  const move = (t) => render(t, prevalence);
  const mix = (share) => render(at, share / 100);
  const [slider, mixer] = root.querySelectorAll("[type=range]");
  const [thresholdField, mixField] = root.querySelectorAll("[inputmode]");
  const now = () => at;
  const share = () => tidy(100 * prevalence);
  const part = (steps) => steps / slider.max;
  slide(slider, { now, change: move, toValue: (steps) => toValue(part(steps)) });
  slide(mixer, { now: share, change: mix, toValue: (steps) => tidy(100 * sigmoid(rare + part(steps) * (frequent - rare))) });
  const writeThreshold = field(thresholdField, { now, change: move, valid: Number.isFinite });
  const writeMix = field(mixField, { now: share, change: mix, valid: (x) => x > 0 && x < 100 });
  const actions = [
    () => move(best((m) => m.f1)),
    () => move(best((m) => -m.cost)),
    () => move(steps.find(([, hits]) => hits / pos.length >= data.recallTarget)[0]),
    () => render(at, own),
  ];
  root.querySelectorAll("button").forEach((node, i) => (node.onclick = actions[i]));

  const histogram = root.querySelector(".ex-histogram");
  const drag = (event) => {
    const box = histogram.getBoundingClientRect();
    move(toValue(clamp((event.clientX - box.left) / box.width)));
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
    const values = measures(counts(at));
    const texts = { threshold: at, n: count(total), share: share() };
    for (const [key, value] of Object.entries(values)) {
      if (["tn", "fp", "fn", "tp"].includes(key)) texts[key] = count(value, prevalence === own ? 0 : 1);
      else texts[key] = Number.isNaN(value) ? words.undefined : decimals(value);
      const node = root.querySelector(`[data-show=${key}]`);
      node.dataset.value = value;
      if (key !== "cost") node.style.setProperty("--share", value || 0);
    }
    texts.note = fill(prevalence === own ? words.sample : words.mixed, texts);
    update(texts, {
      threshold: percent(toPosition(at)),
      "roc-x": percent(1 - values.specificity),
      "roc-y": percent(1 - values.recall),
      "pr-seen": Number.isNaN(values.precision) ? "hidden" : "visible",
      "pr-x": percent(values.recall),
      "pr-y": percent(1 - (values.precision || 0)),
    });
    slider.value = slider.max * toPosition(at);
    slider.setAttribute("aria-valuetext", fill(words.value, texts));
    mixer.value = mixer.max * clamp((logit(prevalence) - rare) / (frequent - rare));
    mixer.setAttribute("aria-valuetext", `${texts.share} %`);
    writeThreshold();
    writeMix();
    say(fill(mixed ? words.sayMix : words.say, texts));
  }

  function drawCurve() {
    const corners = steps.slice(1).flatMap((step, before) => {
      const { precision } = measures(step);
      return [steps[before], step].map(([, hits]) => [hits / pos.length, precision]);
    });
    root.querySelector(".ex-pr .ex-curve").setAttribute("d", path(corners));
    root.querySelector(".ex-pr .ex-chance").setAttribute("d", path([[0, prevalence], [1, prevalence]]));
  }

  render(at, prevalence);
});
