/* The reliability figure: bins the samples anew, at any temperature, and says what that changes. */
bookFigure("reliability", (root, data, { clamp, count, fill, path, say, slide, update }) => {
  const { words, kinds, decimals, most, ends, draws } = data;
  const z2 = data.z95 * data.z95;
  // As in Python, in the same order; the samples are sorted
  function sums(value) {
    const all = new Float64Array(size + 1);
    for (let i = 0; i < size; i++) all[i + 1] = all[i] + value(i);
    return all;
  }
  const size = data.p.length;
  const range = (length) => [...Array(length).keys()];
  const total = (values) => values.reduce((sum, x) => sum + x, 0);
  const mean = (value) => sums(value)[size] / size;
  const y = [...data.labels].map(Number);
  const seen = sums((i) => y[i]);
  const original = [...sums((i) => data.p[i]).slice(1)].map((whole) => whole / 1e6);
  const logit = original.map((x) => Math.log(x / (1 - x)));
  const random = new Uint32Array(draws * size).map((_, i) => {
    let x = Math.imul(i + 1, 0x9e3779b9);
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return x ^ (x >>> 16);
  });

  /** What does not depend on the bins. `drawn`: labels for which the probabilities are true. */
  function model(t) {
    const p = t === 1 ? original : logit.map((z) => 1 / (1 + Math.exp(-z / t)));
    const drawn = range(draws).map((d) => sums((i) => random[d * size + i] < p[i] * 2 ** 32));
    let [start, right] = [0, 0]; // of a tie; twice the pairs in the right order
    for (let i = 1; i <= size; i++)
      if (logit[i] / t !== logit[start] / t) {
        right += (seen[i] - seen[start]) * (start - seen[start] + i - seen[i]);
        start = i;
      }
    return {
      t, p, drawn,
      promised: sums((i) => p[i]),
      loss: mean((i) => Math.log1p(Math.exp((y[i] ? -logit[i] : logit[i]) / t))),
      brier: mean((i) => (p[i] - y[i]) * (p[i] - y[i])),
      auc: right / (2 * seen[size] * (size - seen[size])),
    };
  }

  function bins({ p }, n, kind) {
    let edges = range(n + 1).map((i) => i * (1 / n));
    if (kind === kinds[1])
      edges = edges.map((q) => { // as numpy.percentile
        const place = (size - 1) * ((q * 100) / 100);
        const [low, high] = [Math.floor(place), Math.ceil(place)].map((i) => p[i]);
        return place % 1 < 0.5 ? low + (high - low) * (place % 1) : high - (high - low) * (1 - (place % 1));
      });
    let below = 0;
    const cut = edges.map((edge, i) => {
      while (i && p[below] <= edge) below++;
      return i < n ? below : size;
    });
    return { edges, cut };
  }

  const between = (sums, cut, b) => sums[cut[b + 1]] - sums[cut[b]];
  function ece(some, { promised }, cut) {
    let off = 0;
    for (let b = 0; b < cut.length - 1; b++) off += Math.abs(between(some, cut, b) - between(promised, cut, b));
    return off / size;
  }
  const calibrated = (model, cut) => total(model.drawn.map((labels) => ece(labels, model, cut))) / draws;

  const line = (x, ...ends) => path(ends.map((y) => [Math.sqrt(x), Math.sqrt(y)]));
  const rounded = (x, digits) => Math.floor(10 ** digits * x + 0.5) / 10 ** digits;
  const number = (x, digits) =>
    Number.isNaN(x) ? words.undefined : x === Infinity ? words.infinite : count(rounded(x, digits), digits);

  function binOf(model, cut, b) {
    const [n, k] = [cut[b + 1] - cut[b], between(seen, cut, b)];
    const middle = (k + z2 / 2) / (n + z2);
    const half = (data.z95 * Math.sqrt((k * (n - k)) / n + z2 / 4)) / (n + z2); // Wilson's interval
    return { n, k, mean: between(model.promised, cut, b) / n, share: k / n, from: clamp(middle - half), to: clamp(middle + half) };
  }

  const columns = { one: model(1), fit: model(data.fitted) };
  let [now, n, kind, here, curves, curvesOf] = [columns.one, data.bins, data.kind, 1];

  function render(spoken, change) {
    ({ now, n, kind, here } = { now, n, kind, here, ...change });
    here = Math.min(here, n);
    const other = kinds.find((k) => k !== kind);
    const texts = { t: rounded(now.t, 3), bins: n, kind, other, draws, bin: here };
    const places = {};
    for (const [column, model] of Object.entries({ ...columns, now })) { // the last stays
      const { edges, cut } = bins(model, n, kind);
      const groups = range(n).map((b) => binOf(model, cut, b));
      const parts = (off) => total(groups.filter(({ n }) => n).map((bin) => (bin.n / size) * off(bin) * off(bin)));
      const counts = groups.map(({ n }) => n);
      const base = seen[size] / size;
      const values = {
        ...model,
        ...groups[here - 1],
        ece: ece(seen, model, cut),
        calibrated: calibrated(model, cut),
        reliability: parts(({ mean, share }) => mean - share),
        resolution: parts(({ share }) => share - base),
        uncertainty: base * (1 - base),
        expected: model.promised[size],
        seen: seen[size],
        size,
        least: Math.min(...counts),
        most: Math.max(...counts),
        empty: counts.filter((n) => !n).length,
      };
      values.within = model.brier - (values.reliability - values.resolution + values.uncertainty);
      for (const key in decimals) texts[key] = texts[`${key}-${column}`] = number(values[key], decimals[key]);
      [texts.low, texts.high] = [edges[here - 1], edges[here]].map((edge) => rounded(edge, 5));
      const drawings = {
        dots: ({ mean, share }) => line(mean, share) + "h0",
        spans: ({ mean, from, to }) => line(mean, from, to),
        bars: ({ mean, n }) => line(mean, 0, n / values.most),
      };
      for (const [key, draw] of Object.entries(drawings)) {
        const drawn = groups.map((bin) => (bin.n ? draw(bin) : ""));
        [places[key], places[key + "-here"]] = [drawn.join(""), drawn[here - 1]];
      }
    }
    texts.range = fill(here > 1 ? words.range : words.first, texts);
    texts.here = fill(texts.n === "0" ? words.none : words.bin, texts);
    for (const key of ["title", "caption", "spread", "empties", "key"]) texts[key] = fill(words[key], texts);

    if (curvesOf !== now.t + kind) {
      curvesOf = now.t + kind;
      const [ours, theirs] = [kind, other].map((kind) => range(most).map((i) => bins(now, i + 1, kind).cut));
      curves = { ours, theirs };
      for (const key in curves) curves[key] = curves[key].map((cut) => ece(seen, now, cut));
      curves.calibrated = ours.map((cut) => calibrated(now, cut));
    }
    const top = data.tops.find((top) => Math.max(...Object.values(curves).flat()) <= top);
    const along = (x, i) => [i / (most - 1), x / top];
    for (const key in curves) places[key] = path(curves[key].map(along));
    places.mark = path([along(curves.ours[n - 1], n - 1)]) + "h0";
    update({ ...texts, top, half: top / 2 }, places);

    looks.max = n;
    const positions = [n, (warmth.max * Math.log(now.t / ends[0])) / span, here];
    sliders.forEach((slider, i) => {
      slider.value = positions[i];
      slider.setAttribute("aria-valuetext", fill([words.binsValue, words.tValue, texts.here][i], texts));
      shown[i].textContent = [n, texts.t, here][i];
    });
    kinds.forEach((name, i) => (buttons[i].ariaPressed = name === kind));
    say(fill(spoken, texts));
  }

  const [buttons, sliders, shown] = ["button", "[type=range]", ".ex-value"].map((all) => [...root.querySelectorAll(all)]);
  const [bars, warmth, looks] = sliders;
  const span = Math.log(ends[1] / ends[0]);
  slide(bars, { now: () => n, change: (n) => render(words.sayBins, { n }) });
  slide(warmth, {
    now: () => now.t,
    change: (t) => render(words.sayT, { now: model(t) }),
    toValue: (step) => Number((ends[0] * Math.exp((step / warmth.max) * span)).toPrecision(3)),
  });
  slide(looks, { now: () => here, change: (here) => render("{here}", { here }) });
  const actions = [
    ...kinds.map((kind) => [words.sayBins, { kind }]),
    ...Object.values(columns).map((now) => [words.sayT, { now }]),
    [words.sayReset, { now, n, kind, here }],
  ];
  buttons.forEach((button, i) => (button.onclick = () => render(...actions[i])));
  render(words.sayReset);
});
