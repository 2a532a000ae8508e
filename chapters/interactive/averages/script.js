/* The averages: a cell to select and to change; every score and mean is computed anew from the counts. */
bookFigure("averages", (root, data, { clamp, count, decimals, field, fill, percent, say, slide, update }) => {
  const { words, classes, most } = data;
  const range = [...classes.keys()];
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const table = root.querySelector(".ex-matrix");
  const nodes = [...table.querySelectorAll("tbody td")];
  const node = (r, c) => nodes[r * classes.length + c];
  const [input, slider] = root.querySelectorAll("input");
  const [rare, back] = root.querySelectorAll("[data-rare], [data-reset]");
  const ends = root.querySelectorAll(".ex-ends span");
  let matrix, start, i, j, partner; // true and predicted class of the selected cell; the other column that it trades with

  /** Of the values that are defined: 0/0 is NaN */
  function mean(values, weight) {
    const defined = range.filter((c) => !Number.isNaN(values[c]));
    return sum(defined.map((c) => values[c] * weight(c))) / sum(defined.map(weight));
  }
  function measures() {
    const right = range.map((c) => matrix[c][c]);
    const size = matrix.map(sum);
    const predicted = range.map((c) => sum(matrix.map((row) => row[c])));
    const rates = {
      precision: range.map((c) => right[c] / predicted[c]),
      recall: range.map((c) => right[c] / size[c]),
      f1: range.map((c) => (2 * right[c]) / (size[c] + predicted[c])),
    };
    const means = { macro: {}, weighted: {}, micro: {} };
    for (const [score, values] of Object.entries(rates)) {
      means.macro[score] = mean(values, () => 1);
      means.weighted[score] = mean(values, (c) => size[c]);
      means.micro[score] = sum(right) / sum(size);
    }
    return { size, rates, means };
  }
  const show = (x) => (Number.isNaN(x) ? words.undefined : decimals(x));

  function render(spoken) {
    const { size, rates, means } = measures();
    const [texts, places, f1, defined] = [{}, {}, {}, { classes: classes.length }];
    const place = (key, x) => {
      places[key] = percent(x || 0);
      places[key + "-seen"] = Number.isNaN(x) ? "hidden" : "visible";
    };
    for (const [score, values] of Object.entries(rates)) {
      defined[score] = values.filter((x) => !Number.isNaN(x)).length;
      values.forEach((x, c) => {
        texts[`${score}-${c}`] = show(x);
        place(`${score}-${c}`, x);
      });
    }
    for (const [mean, scores] of Object.entries(means)) {
      for (const [score, x] of Object.entries(scores)) texts[`${mean}-${score}`] = show(x);
      const x = scores.f1;
      f1[mean] = show(x);
      place(mean, x);
      // Beside its line, on the side with more room; in the middle neither side has enough
      [places[mean + "-anchor"], places[mean + "-off"]] = x > 0.65 ? ["end", -5] : x > 0.35 ? ["middle", 0] : ["start", 5];
    }
    start ??= f1;
    for (const mean in f1) texts[mean] = f1[mean] === start[mean] ? f1[mean] : fill(words.was, { now: f1[mean], start: start[mean] });

    matrix.forEach((row, r) => {
      texts[`size-${r}`] = count(size[r]);
      row.forEach((n, c) => {
        texts[`n-${r}-${c}`] = n;
        const cell = node(r, c);
        const here = r === i && c === j;
        cell.style.setProperty("--part", Math.sqrt(n / size[r]) || 0);
        cell.tabIndex = here ? 0 : -1;
        cell.setAttribute("aria-selected", here);
        cell.ariaLabel = fill(words.label, { true: classes[r], predicted: classes[c], n });
      });
    });
    const [n, other] = [matrix[i][j], matrix[i][partner]];
    const now = { true: classes[i], predicted: classes[j], partner: classes[partner], n: count(n), other: count(other), size: count(size[i]) };
    now.cell = fill(words.cell, now);
    now.means = fill(words.means, f1);
    texts.cell = now.cell;
    texts.note = fill(Object.values(defined).every((k) => k === classes.length) ? words.defined : words.left, defined);
    update(texts, places);
    ends.forEach((end, side) => (end.textContent = fill(words.ends[side], now)));
    rare.textContent = fill(words.thin, now);
    slider.max = Math.min(most, n + other);
    slider.value = n;
    slider.setAttribute("aria-valuetext", fill(words.value, now));
    write();
    if (spoken) say(fill(spoken, now));
  }

  function select(r, c) {
    if (r === i && c === j) return;
    [i, j] = [r, c];
    // A wrong cell trades with the right one, the right one with its largest neighbour in the row.
    partner = r !== c ? r : range.filter((x) => x !== r).reduce((a, b) => (matrix[r][b] > matrix[r][a] ? b : a));
    render();
  }
  const set = (n) => {
    matrix[i][j] = Math.min(most, Math.max(0, n));
    render(words.moved);
  };
  const add = (n) => set(matrix[i][j] + n);

  /** A tenth of the row, in whole numbers: what rounding down leaves over goes to the largest remainders. */
  function thin(row) {
    const whole = row.map((n) => Math.floor(n / 10));
    const left = Math.round(sum(row) / 10) - sum(whole);
    const order = [...range].sort((a, b) => (row[b] % 10) - (row[a] % 10));
    for (const c of order.slice(0, left)) whole[c]++;
    return whole;
  }

  function reset() {
    matrix = data.counts.map((row) => [...row]);
  }

  const write = field(input, { valid: (n) => Number.isInteger(n) && n >= 0 && n <= most, change: set, now: () => matrix[i][j] });
  slide(slider, {
    now: () => matrix[i][j],
    change: (n) => {
      matrix[i][partner] += matrix[i][j] - n;
      set(n);
    },
  });
  const [fewer, more] = root.querySelectorAll("[data-step]");
  const step = Number(more.dataset.step);
  fewer.onclick = () => add(-step);
  more.onclick = () => add(step);
  rare.onclick = () => {
    matrix[i] = thin(matrix[i]);
    render(words.rare);
  };
  back.onclick = () => {
    reset();
    render(words.reset);
  };

  table.setAttribute("role", "grid");
  nodes.forEach((cell, place) => {
    const [r, c] = [Math.floor(place / classes.length), place % classes.length];
    cell.setAttribute("role", "gridcell");
    cell.onfocus = () => select(r, c);
    cell.onclick = () => cell.focus();
  });
  table.onkeydown = (event) => {
    const last = classes.length - 1;
    const go = (r, c) => node(clamp(r / last) * last, clamp(c / last) * last).focus();
    const keys = {
      ArrowUp: () => go(i - 1, j),
      ArrowDown: () => go(i + 1, j),
      ArrowLeft: () => go(i, j - 1),
      ArrowRight: () => go(i, j + 1),
      Home: () => go(i, 0),
      End: () => go(i, last),
      Enter: () => input.focus(),
      "+": () => add(step),
      "=": () => add(step), // + without Shift
      "-": () => add(-step),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  };

  reset();
  select(...data.selected);
});
