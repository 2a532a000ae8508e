/* The prevalence figure: re-weights the two classes, and computes precision and its average anew. */
bookFigure("prevalence", (root, data, { clamp, count, decimals, field, fill, path, percent, say, slide, update }) => {
  const { words, cases, start, fixed } = data;
  const sums = (steps) => {
    let sum = 0;
    return steps.map((step) => (sum += step));
  };
  const [fp, tp] = [data.fp, data.tp].map((steps) => sums([0, ...steps]));
  const at = [words.none, ...sums(data.at).map((whole) => whole / data.unit)];
  const [negatives, positives] = [fp, tp].map((all) => all[all.length - 1]);
  const own = positives / (positives + negatives); // prevalence in the sample
  const recall = tp.map((n) => n / positives);
  let [share, point] = [own, start];

  const tidy = (x, digits = 4) => Number(x.toPrecision(digits));
  const rounded = (expected) => (expected > 0 && expected < 0.5 ? words.few : count(Math.floor(expected + 0.5)));

  // As in Python: at the sample's own prevalence both weights are 1; 0/0 is NaN.
  function precision(k, share) {
    const [right, wrong] = [(share / own) * tp[k], ((1 - share) / (1 - own)) * fp[k]];
    return right / (right + wrong);
  }
  function numbers(share) {
    const value = precision(point, share);
    const right = cases * share * recall[point];
    return {
      precision: Number.isNaN(value) ? words.undefined : decimals(value),
      alarms: rounded(right + cases * (1 - share) * (fp[point] / negatives)),
      right: rounded(right),
    };
  }

  const [mixer, slider] = root.querySelectorAll("[type=range]");
  const [low, high] = [data.low, data.high].map(Math.log);
  const inPercent = () => (share === own ? Number(data.share) : tidy(100 * share));
  const mix = (percents) => render(percents / 100, point, words.sayShare);
  const toValue = (steps) => tidy(Math.exp(low + (steps / mixer.max) * (high - low)), 3);
  slide(mixer, { now: inPercent, change: mix, toValue });
  slide(slider, { now: () => point, change: (k) => render(share, k, words.sayPoint) });
  const write = field(root.querySelector("[inputmode]"), {
    now: inPercent,
    change: mix,
    valid: (x) => x >= data.low && x <= data.high,
  });
  const actions = [own, ...fixed].map((value) => () => render(value, point, words.sayShare));
  actions.push(() => render(own, start, words.sayReset));
  root.querySelectorAll("button").forEach((node, i) => (node.onclick = actions[i]));

  function render(newShare, newPoint, spoken) {
    [share, point] = [newShare, newPoint];
    let ap = 0;
    const corners = recall.slice(1).flatMap((to, before) => {
      const [from, y] = [recall[before], precision(before + 1, share)];
      ap += (to - from) * y;
      return [[from, y], [to, y]];
    });
    const texts = {
      ...numbers(share),
      ap: decimals(ap),
      auc: data.auc,
      cases: count(cases),
      fpr: decimals(fp[point] / negatives),
      positives: rounded(cases * share),
      recall: decimals(recall[point]),
      share: inPercent(),
      threshold: at[point],
    };
    for (const other of fixed)
      for (const [key, text] of Object.entries(numbers(other))) texts[`${key}-${tidy(100 * other)}`] = text;
    texts.rates = fill(words.rates, texts);
    texts.base = fill(words.base, texts);
    texts.counts = fill(point ? words.cases : words.silent, texts);
    const y = precision(point, share);
    update(texts, {
      pr: path(corners),
      chance: path([[0, share], [1, share]]),
      seen: point ? "visible" : "hidden",
      "roc-x": percent(fp[point] / negatives),
      "roc-y": percent(1 - recall[point]),
      "pr-x": percent(recall[point]),
      "pr-y": percent(1 - (y || 0)),
    });
    mixer.value = mixer.max * clamp((Math.log(100 * share) - low) / (high - low));
    mixer.setAttribute("aria-valuetext", fill(words.shareValue, texts));
    slider.value = point;
    slider.setAttribute("aria-valuetext", fill(words.pointValue, texts));
    write();
    say(fill(spoken, texts));
  }
  render(own, start, words.sayReset);
});
