/* The cost figure: from exact counts at some thresholds, what any price of a miss makes of them. */
bookFigure("cost", (root, data, { clamp, count, decimals, fill, path, percent, say, slide, update }) => {
  const { words, prices, tops, draws, micro } = data;
  const sums = (steps) => {
    let sum = 0;
    return steps.map((step) => (sum += step));
  };
  const at = sums(data.at); // in millionths
  const last = at.length - 1; // the threshold of "nobody"
  const sets = Object.entries(data.sets).map(([key, set]) => ({ ...set, key, fp: sums(set.fp), fn: sums(set.fn) }));
  const [low, high] = data.ends.map((end) => Math.log(end * micro));
  const place = (whole) => clamp((Math.log(Math.max(1, whole)) - low) / (high - low));
  const x = at.map(place);
  const drawn = [...x.keys()].filter((k) => at[k] >= data.ends[0] * micro && k < last);
  let [price, chosen] = data.start; // which of the prices, which of the thresholds

  const bayesOf = (p) => at.findIndex((whole) => whole >= Math.ceil(micro / (1 + prices[p])));
  function show(value) {
    const text = decimals(Math.abs(value));
    return value < 0 && text !== "0.000" ? "−" + text : text;
  }
  function short(whole) {
    const unit = 10 ** Math.max(0, String(whole).length - 3);
    return (Math.floor((whole + unit / 2) / unit) * unit) / micro;
  }
  const nameOf = (whole) => (whole === at[last] ? words.none : show(whole / micro));
  const between = (low, high) => (low === high ? low : fill(words.range, { low, high }));

  // As in Python: mean and ends of its interval, of costs or of paired differences
  function interval(fp, fn, price, n) {
    const [total, squares] = [fp + price * fn, Math.abs(fp) + price * price * Math.abs(fn)];
    const mean = total / n;
    const error = 1.96 * Math.sqrt(Math.max(0, squares - (total * total) / n) / (n - 1) / n);
    return [mean, mean - error, mean + error];
  }
  const anchor = (x) => (x > 0.65 ? ["end", 5] : x > 0.35 ? ["middle", 0] : ["start", -5]);

  const [pricer, slider] = root.querySelectorAll("[type=range]");
  slide(pricer, { now: () => price, change: (p) => render(p, chosen, words.sayPrice) });
  // The slider's steps lie evenly on the axis: take the nearest threshold that is known
  const nearest = (share) => {
    const far = (k) => Math.abs(x[k] - share);
    return drawn.reduce((best, k) => (far(k) < far(best) ? k : best));
  };
  slide(slider, {
    now: () => chosen,
    change: (i) => render(price, i, words.sayThreshold),
    toValue: (step) => nearest(step / slider.max),
  });
  const actions = [
    () => render(price, bayesOf(price), words.sayThreshold),
    () => render(price, sets[0].lowest[price], words.sayThreshold),
    () => render(...data.start, words.sayReset),
  ];
  root.querySelectorAll("button").forEach((node, i) => (node.onclick = actions[i]));

  function render(p, i, spoken) {
    [price, chosen] = [p, i];
    const [fnCost, bayes, top] = [prices[p], bayesOf(p), tops[p]];
    const texts = {
      draws,
      price: fnCost,
      s: fnCost === 1 ? "" : "s",
      threshold: i === last ? words.none : short(at[i]),
      bayes: show(1 / (1 + fnCost)),
      half: top / 2,
      top,
    };
    const shares = { chosen: x[i], bayes: place(micro / (1 + fnCost)) };
    const places = {};
    for (const line of ["chosen", "bayes"]) [places[line + "-anchor"], places[line + "-off"]] = anchor(shares[line]);

    const marked = { bayes, nobody: last, everybody: 0 };
    for (const { key, lowest } of sets) marked[`lowest_${key}`] = lowest[p];
    for (const { key, fp, fn, lowest, places: ends } of sets) {
      const n = fp[0] + fn[last];
      const cost = (k) => (fp[k] + fnCost * fn[k]) / n;
      for (const [word, k] of Object.entries(marked)) texts[`${word}_${key}`] = show(cost(k));
      texts[`lowest_${key}`] = nameOf(at[lowest[p]]);
      texts[`fp_${key}`] = count(fp[i]);
      texts[`fn_${key}`] = count(fn[i]);
      const [mean, ...costEnds] = interval(fp[i], fn[i], fnCost, n).map(show);
      texts[`cost_${key}`] = mean;
      texts[`costRange_${key}`] = between(...costEnds);
      const [fpGap, fnGap] = [fp[i] - fp[bayes], fn[i] - fn[bayes]];
      const [gap, ...gapEnds] = interval(fpGap, fnGap, fnCost, n).map(show);
      texts[`gap_${key}`] = gap;
      texts[`gapRange_${key}`] = fpGap || fnGap ? between(...gapEnds) : words.same;
      texts[`place_${key}`] = between(...ends[p].map(nameOf));

      places[`curve_${key}`] = path(drawn.map((k) => [x[k], cost(k) / top]));
      shares[`dot_${key}`] = 1 - cost(i) / top;
      shares[`low_${key}-x`] = x[lowest[p]];
      shares[`low_${key}-y`] = 1 - cost(lowest[p]) / top;
      const [from, to] = ends[p].map(place);
      shares[`from_${key}`] = from;
      shares[`to_${key}`] = to;
      [places[`name_${key}-anchor`], shares[`name_${key}`], places[`name_${key}-off`]] =
        to < 0.6 ? ["start", to, 7] : from > 0.3 ? ["end", from, -7] : ["middle", (from + to) / 2, 0];
    }
    texts.priceText = fill(words.price, texts);
    texts.bayesText = fill(words.bayes, texts);
    texts.chosenText = fill(words.chosen, texts);
    texts.places = fill(words.places, texts);
    texts.sayThreshold = fill(words.sayThreshold, texts);
    for (const [key, share] of Object.entries(shares)) places[key] = percent(share);
    update(texts, places);
    pricer.value = p;
    pricer.setAttribute("aria-valuetext", fill(words.priceValue, texts));
    slider.value = slider.max * x[i];
    slider.setAttribute("aria-valuetext", fill(words.thresholdValue, texts));
    say(fill(spoken, texts));
  }
  render(...data.start, words.sayReset);
});
