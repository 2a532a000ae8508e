/* The pairs explorer: each sample is a native slider, drawn as a mark on its line; every pair is counted anew. */
bookFigure("pairs", (root, { words, micro }, { decimals, fill, path, percent, say, slide, update }) => {
  const inputs = [...root.querySelectorAll("[data-sample]")]; // positives, then negatives
  const samples = inputs.map((input) => ({
    input,
    letter: input.dataset.sample,
    positive: input.dataset.label === "1",
    start: Number(input.value),
    at: Number(input.value), // in millionths, so that equal scores are equal
  }));
  const [positives, negatives] = [true, false].map((kind) => samples.filter(({ positive }) => positive === kind));

  // What the words say of some pairs; a verdict is 1 (right order), 0 (tie) or -1 (wrong order)
  function count(verdicts, known) {
    const [right, ties, pairs] = [1, 0].map((v) => verdicts.filter((verdict) => verdict === v).length).concat(verdicts.length);
    return { right, ties, pairs, auc: decimals((right + ties / 2) / pairs), ...known };
  }
  const judge = (positive, negative) => Math.sign(positive.at - negative.at);
  const score = (sample) => sample.at / micro;

  function curve() {
    const points = [...new Set(samples.map(({ at }) => at))].sort((a, b) => b - a).map((threshold) =>
      [negatives, positives].map((some) => some.filter(({ at }) => at >= threshold).length / some.length));
    return path([[0, 0], ...points]);
  }

  function render(spoken, moved) {
    const [texts, places] = [{}, { curve: curve() }];
    const ranked = (some) => [...some].sort((a, b) => b.at - a.at); // equal ones in the order of their letters
    const [rows, columns] = [ranked(positives), ranked(negatives)];
    rows.forEach((row, r) => (texts[`row-${r}`] = row.letter));
    columns.forEach((column, c) => (texts[`column-${c}`] = column.letter));
    const all = rows.flatMap((row, r) => columns.map((column, c) => {
      const verdict = judge(row, column);
      const word = words.verdicts[verdict];
      places[`box-${r}-${c}`] = `url(#${root.id}-${word})`;
      texts[`pair-${row.letter}-${column.letter}`] = word;
      return verdict;
    }));
    for (const sample of samples) {
      const { input, letter, positive } = sample;
      const own = positive ? negatives.map((n) => judge(sample, n)) : positives.map((p) => judge(p, sample));
      const values = count(own, { score: score(sample) });
      texts[`score-${letter}`] = values.score;
      places[letter] = percent((sample.at - input.min) / (input.max - input.min));
      input.value = sample.at;
      input.setAttribute("aria-valuetext", fill(values.ties ? words.valueTied : words.value, values));
    }
    const values = count(all, { sample: moved?.letter, score: moved && score(moved) });
    values.result = fill(values.ties ? words.tied : words.result, values);
    update({ ...texts, auc: values.auc, result: values.result, sum: fill(words.sum, values) }, places);
    say(fill(spoken, values));
  }

  for (const sample of samples)
    slide(sample.input, {
      now: () => sample.at,
      change: (at) => {
        sample.at = at;
        render(words.moved, sample);
      },
    });
  root.querySelector("button").onclick = () => {
    for (const sample of samples) sample.at = sample.start;
    render(words.reset);
  };
  render(words.reset);
});
