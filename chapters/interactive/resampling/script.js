/* Bootstrap samples: every draw is a place in one stream of numbers, so that all can be drawn again, here and in Python. */
bookFigure("resampling", (root, data, { count, decimals, fill, path, percent, say, slide, update }) => {
  const { words, seed, most, fewest, measures, low, high, ranks: [pos, neg], cut, steps, heights, unit } = data;
  const size = pos.length + neg.length;
  const slider = root.querySelector("input");
  const choices = [...root.querySelectorAll("[data-measure]")];
  let [draws, chosen] = [data.start, data.first];

  // mulberry32: number i of the stream, from 0 to 2 ** 32 - 1
  function number(i) {
    let t = (seed + Math.imul(i + 1, 0x6d2b79f5)) | 0;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** How often each positive and each negative is drawn. Draw 0 is the test set itself. */
  function times(series, draw) {
    let i = (series * most + draw - 1) * size;
    return [pos, neg].map((some) => {
      const drawn = some.map(() => (draw ? 0 : 1));
      if (draw) for (const _ of some) drawn[Math.floor((number(i++) * some.length) / 2 ** 32)]++;
      return drawn;
    });
  }

  // In whole numbers: twice the pairs in the right order, ties once; the positives found
  const measured = {
    AUC([p, n]) {
      let [right, below, j] = [0, 0, 0]; // the ranks ascend
      p.forEach((times, i) => {
        for (; neg[j] < pos[i]; j++) below += n[j];
        let level = 0;
        for (let k = j; neg[k] === pos[i]; k++) level += n[k];
        right += times * (2 * below + level);
      });
      return right;
    },
    recall: ([p]) => p.reduce((found, times, i) => found + (pos[i] >= cut ? times : 0), 0),
  };

  /** Of each series, for each measure: the values so far, in order and sorted, and the interval after each draw. */
  const all = Array.from({ length: data.series }, () =>
    Object.fromEntries(Object.keys(measures).map((key) => [key, { values: [], sorted: [], ends: [[]] }])));
  function quantile(sorted, part, total) {
    const place = part * (sorted.length - 1);
    const [k, rest] = [Math.floor(place / fewest), place % fewest];
    return (fewest * sorted[k] + rest * ((sorted[k + 1] ?? 0) - sorted[k])) / (fewest * total);
  }
  function insert(sorted, value) {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sorted[middle] < value) from = middle + 1;
      else to = middle;
    }
    sorted.splice(from, 0, value);
  }
  function drawAll() {
    all.forEach((some, series) => {
      while (some.recall.values.length < draws) {
        const drawn = times(series, some.recall.values.length + 1);
        for (const [key, { values, sorted, ends }] of Object.entries(some)) {
          const value = measured[key](drawn);
          values.push(value);
          insert(sorted, value);
          ends.push(values.length < fewest ? [] : [1, fewest - 1].map((part) => quantile(sorted, part, measures[key].total)));
        }
      }
    });
  }

  const place = (x) => (x - low) / (high - low);
  const trace = ({ ends }) => {
    const done = steps.filter((n) => n <= draws);
    return done.length ? [0, 1].map((side) => path(done.map((n, i) => [place(ends[n][side]), heights[i]]))).join("") : "M0 0";
  };
  function outline(bins, { bars, off }, tallest) {
    const edge = (bar) => place((bar - off) / bars);
    const boxes = [...bins].map(([bar, n]) => {
      const height = n / Math.max(10, tallest);
      return path([[edge(bar), 0], [edge(bar), height], [edge(bar + 1), height], [edge(bar + 1), 0]]);
    });
    return boxes.join("") || "M0 0";
  }

  function render() {
    drawAll();
    const measure = measures[chosen];
    const { total, bars, off, whole, own, name } = measure;
    const [{ values, ends }, ...others] = all.map((some) => some[chosen]);
    const [drawn, value] = [times(0, draws), draws ? values[draws - 1] : whole];
    const bins = new Map();
    for (const x of values.slice(0, draws)) {
      const bar = Math.min(Math.floor((x * bars) / total), bars + 2 * off - 1);
      bins.set(bar, (bins.get(bar) ?? 0) + 1);
    }
    const tallest = Math.max(0, ...bins.values());
    const known = ends[draws].length > 0;
    const places = {
      bars: outline(new Map([...bins].sort(([a], [b]) => a - b)), measure, tallest),
      trace: trace(all[0][chosen]),
      others: others.map(trace).join(""),
      at: percent(place(value / total)),
      mean: percent(place(whole / total)),
      known: known ? "visible" : "hidden",
      drawn: draws ? "visible" : "hidden",
      recall: chosen === "recall" ? "visible" : "hidden",
    };
    if (known) [places.low, places.high] = ends[draws].map((end) => percent(place(end)));
    const texts = { k: count(draws), measure: name, own, value: decimals(value / total), tallest: count(tallest), fewest };
    all.forEach((some, s) => {
      const [from, to] = some[chosen].ends[draws].map(decimals);
      [from, to, known && decimals(to - from)].forEach((text, i) => (texts[`series-${s}-${i}`] = known ? text : words.cell));
    });
    [texts.low, texts.high] = [texts["series-0-0"], texts["series-0-1"]];
    ["pos", "neg"].forEach((kind, c) => {
      for (let n = 0; n <= data.times; n++) texts[`${kind}-times-${n}`] = drawn[c].filter((x) => Math.min(x, data.times) === n).length;
      drawn[c].forEach((n, i) => (places[`${kind}-${i}`] = unit * n));
    });
    texts.draw = fill(draws ? words.draw : words.none, texts);
    texts.tall = fill(draws ? words.tall : words.empty, texts);
    texts.interval = fill(known ? words.interval : words.few, texts);
    update(texts, places);
    slider.value = draws;
    slider.setAttribute("aria-valuetext", fill(words.value, texts));
    for (const choice of choices) choice.setAttribute("aria-pressed", choice.dataset.measure === chosen);
    say(fill(words.value, texts));
  }

  const go = (to) => {
    draws = Math.min(most, Math.max(0, to));
    render();
  };
  slide(slider, { now: () => draws, change: go });
  for (const button of root.querySelectorAll("[data-more]")) button.onclick = () => go(draws + Number(button.dataset.more));
  for (const choice of choices)
    choice.onclick = () => {
      chosen = choice.dataset.measure;
      render();
    };
  render();
});
