"""Bootstrap samples one by one: the cases of each draw, the histogram of a measure, and how steady its interval is.

from interactive.resampling import bootstrap_draws
bootstrap_draws(y_true, y_score, threshold=0.5, label="Forty cases", classes=("survived", "died"))
"""

import numpy as np

from book.arguments import check_binary_and_scores, check_choice, check_integer, check_number
from interactive.core import Interactive, check, check_classes, path, percent, plain

CASES = 100  # at most: each has a bar
DRAWS = 2_000  # of a series, at most
SERIES = 5  # the first is the reader's; the others tell how much depends on the draws alone
START = 200  # draws that the figure shows without a script, and at first with one
FEWEST = 40  # draws for an interval: 2.5 % of fewer is less than one
TIMES = 4  # the table counts the cases that are drawn 0, 1, 2, 3 times, and so often or more
LINES = 40, 100, 200, 500, 1_000, 2_000
STEPS = np.union1d(LINES, np.geomspace(FEWEST, DRAWS, 70).round()).astype(int)  # draws at which the trace has a point
UNIT = 8  # height of a block, one time drawn, in pixels
# What is said. The script fills in the same.
WORDS = {
    "draw": "Draw {k}: {measure} = {value}",
    "none": "The test set itself: {measure} = {own}",
    "tall": "Draws: {k}, in the highest bar {tallest}",
    "empty": "No draw yet",
    "interval": "95\u00a0% interval: {low} to {high}",
    "few": "95\u00a0% interval: none before {fewest} draws",
    "cell": "too few",
    "value": "{draw}. {interval}",
}


def bootstrap_draws(
    y_true,
    y_score,
    threshold,
    *,
    measure="AUC",
    name="resampling",
    label="Bootstrap draws",
    classes=("negative", "positive"),
    seed=0,
):
    """Bootstrap samples of a small test set: to draw in the book and in JupyterLab, a static figure elsewhere.

    Each draw takes as many positives as there are from the positives, with replacement, and likewise negatives
    (stratified). The interval goes from the 2.5 % quantile of the measure over the draws to the 97.5 % quantile, as
    numpy.quantile interpolates them; with fewer than 40 draws there is none. There are five series of 2,000 draws: one
    to look at, four to compare its interval with.

    y_true     labels 0 and 1, shape (N,), both present, N at most 100
    y_score    scores, shape (N,), finite
    threshold  a positive is found when its score is at least this
    measure    where the figure starts: "AUC" (ties count one half) or "recall"
    name       prefix of its ids: lower-case letters, digits, hyphens; each figure of a page needs its own
    label      title of the figure
    classes    what the labels 0 and 1 mean
    seed       integer from 0 to 2**32 - 1, of the generator

    Raises ValueError, naming the argument, for anything else.
    """
    y_true, y_score = check_binary_and_scores(y_true, y_score)
    check(0 < y_true.sum() < y_true.size, "y_true", "must hold both classes")
    check(y_true.size <= CASES, "y_true", f"must hold at most {CASES} labels")
    threshold = check_number(threshold=threshold)
    first = check_choice(("AUC", "recall"), measure=measure)
    seed = check_integer(0, 2**32 - 1, seed=seed)
    meaning = check_classes(classes)

    # Of a score only its rank counts: equal scores have the same.
    scores, rank = np.unique(y_score, return_inverse=True)
    order = np.lexsort((y_true, rank))  # places in the drawing: the lowest score first, negatives before positives
    place = np.argsort(order)
    pos, neg = (np.flatnonzero(y_true == k)[np.argsort(rank[y_true == k], kind="stable")] for k in (1, 0))
    cut = int((scores < threshold).sum())
    times = draw(seed, len(pos), len(neg))
    totals = {"AUC": 2 * len(pos) * len(neg), "recall": len(pos)}
    whole = measured(times, rank[pos], rank[neg], cut)
    itself = [np.ones((1, 1, len(some)), int) for some in (pos, neg)]
    own = {key: int(values[0, 0]) for key, values in measured(itself, rank[pos], rank[neg], cut).items()}
    spread = np.ptp(whole["AUC"]) / totals["AUC"]
    # A bar for each possible recall, with the value in its middle; those of the AUC begin at their left end.
    bars = {"AUC": next(n for n in (200, 100, 50, 20) if spread * n <= 25 or n == 20), "recall": len(pos)}
    measures = {
        key: {
            "name": f"recall at {plain(threshold)}" if key == "recall" else key,
            "total": totals[key],
            "whole": own[key],
            "own": decimal(own[key], totals[key]),
            "bars": bars[key],
            "off": 0.5 if key == "recall" else 0,
        }
        for key in totals
    }
    ends = [(m, bar_of(whole[key], m)) for key, m in measures.items()]
    low = min(edge(bar.min(), m, 0) for m, bar in ends)
    high = max(edge(bar.max(), m, 1) for m, bar in ends)
    data = {
        "words": WORDS,
        "seed": seed,
        "series": SERIES,
        "most": DRAWS,
        "start": START,
        "fewest": FEWEST,
        "times": TIMES,
        "unit": UNIT,
        "measures": measures,
        "first": first,
        "low": low,
        "high": high,
        "ranks": [rank[pos].tolist(), rank[neg].tolist()],
        "cut": cut,
        "steps": STEPS.tolist(),
        "heights": [depth(n) for n in STEPS.tolist()],
    }
    now = state(whole[first], START, measures[first], low, high)
    tick = next(size for size in (0.2, 0.1, 0.05, 0.02, 0.01) if high - low >= 3 * size or size == 0.01)
    ticks = [round(k * tick, 2) for k in range(round(1 / tick) + 1) if low <= k * tick <= high]
    drawn = [counts[0, START - 1] for counts in times]
    return Interactive(
        "resampling",
        name=name,
        label=label,
        summary=f"{label}: {now['said']}",
        data=data,
        meaning=meaning,
        sizes=(len(pos), len(neg)),
        tied=len(scores) < y_true.size,
        cases=[
            [{"x": percent(place[case] / y_true.size), "n": int(n)} for case, n in zip(*some)]
            for some in zip((pos, neg), drawn)
        ],
        width=percent(1 / y_true.size),
        cut=percent((rank < cut).sum() / y_true.size),
        threshold=plain(threshold),
        tall=[UNIT * int(counts[0].max()) for counts in times],
        unit=UNIT,
        rows=[[int(n) for n in counted(counts)] for counts in drawn],
        ticks=[(at, percent((at - low) / (high - low))) for at in ticks],
        lines=[(f"{n:,}", percent(1 - depth(n))) for n in LINES],
        measures=measures,
        first=first,
        now=now,
        most=DRAWS,
        start=START,
    )


# --- The draws --------------------------------------------------------------------------------------------------------


def stream(seed, numbers):
    """Numbers from 0 to 2**32 - 1: the generator mulberry32, which the script has too. Each from its place alone."""
    t = (np.uint64(seed) + (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x6D2B79F5)).astype(np.uint32)
    t = (t ^ (t >> np.uint32(15))) * (t | np.uint32(1))
    t ^= t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61))
    return t ^ (t >> np.uint32(14))


def draw(seed, *sizes):
    """How often each case of each class is drawn: for each class whole numbers of shape (SERIES, DRAWS, its size)."""
    numbers = stream(seed, np.arange(SERIES * DRAWS * sum(sizes))).reshape(SERIES * DRAWS, -1).astype(np.uint64)
    times, begin = [], 0
    for size in sizes:
        chosen = (numbers[:, begin : begin + size] * np.uint64(size) >> np.uint64(32)).astype(int)
        flat = chosen + size * np.arange(SERIES * DRAWS)[:, None]
        times.append(np.bincount(flat.ravel(), minlength=SERIES * DRAWS * size).reshape(SERIES, DRAWS, size))
        begin += size
    return times


def measured(times, pos, neg, cut):
    """Both measures of each draw in whole numbers: twice the pairs in the right order (ties once), positives found."""
    pairs = 1 + np.sign(pos[:, None] - neg)
    return {"AUC": ((times[0] @ pairs) * times[1]).sum(axis=-1), "recall": times[0] @ (pos >= cut)}


def counted(times):
    """How many cases are drawn 0, 1, 2, 3 times, and more often."""
    return np.bincount(np.minimum(times, TIMES), minlength=TIMES + 1)


# --- What is said and drawn -------------------------------------------------------------------------------------------


def interval(whole, total):
    """The quantiles 1/40 and 39/40 of whole numbers, as shares of the total, each by one division."""
    ordered = np.sort(whole).tolist() + [0]
    places = [divmod(part * (len(whole) - 1), FEWEST) for part in (1, FEWEST - 1)]
    return [(FEWEST * ordered[k] + rest * (ordered[k + 1] - ordered[k])) / (FEWEST * total) for k, rest in places]


def decimal(part, whole):
    return f"{part / whole:.3f}"


def depth(n):
    """Where the trace has n draws: from 1 at the top to 0, on a log scale."""
    return round(float(1 - np.log(n / FEWEST) / np.log(DRAWS / FEWEST)), 6)


def state(whole, k, measure, low, high):
    """Everything that depends on the measure and the number of draws, of all series; as the script has it."""
    total = measure["total"]
    place = lambda x: (x - low) / (high - low)  # noqa: E731
    bins = np.bincount(bar_of(whole[0, :k], measure))
    known = {"k": f"{k:,}", "measure": measure["name"], "own": measure["own"], "tallest": f"{bins.max():,}"}
    known |= {"value": decimal(int(whole[0, k - 1]), total), "fewest": FEWEST}
    series = [[f"{end:.3f}" for end in interval(row[:k], total)] for row in whole]
    known["low"], known["high"] = series[0]
    traces = [np.transpose([interval(row[:n], total) for n in STEPS if n <= k]) for row in whole]
    heights = [depth(n) for n in STEPS.tolist() if n <= k]
    paths = [[path(place(end), heights) for end in trace] for trace in traces]
    ends = interval(whole[0, :k], total)
    known |= {key: WORDS[key].format(**known) for key in ("draw", "tall", "interval")}
    return {
        **known,
        "said": WORDS["value"].format(**known),
        "series": [(a, b, f"{float(b) - float(a):.3f}") for a, b in series],
        "bars": outline(bins, measure, low, high),
        "trace": "".join(paths[0]),
        "others": "".join(d for pair in paths[1:] for d in pair),
        "at": percent(place(int(whole[0, k - 1]) / total)),
        "ends": [percent(place(end)) for end in ends],
        "mean": percent(place(measure["whole"] / total)),
    }


def bar_of(whole, measure):
    """In which bar a value lies; an AUC of 1 in the last one."""
    return np.minimum(whole * measure["bars"] // measure["total"], int(measure["bars"] + 2 * measure["off"] - 1))


def edge(bar, measure, side):
    """The left end of a bar (side 0) or the right one (side 1)."""
    return float(bar + side - measure["off"]) / measure["bars"]


def outline(bins, measure, low, high):
    """Path around the bars; up to ten draws each is a tenth of the height."""
    tallest = max(10, bins.max())
    bars = []
    for bar in np.flatnonzero(bins).tolist():
        left, right = ((edge(bar, measure, side) - low) / (high - low) for side in (0, 1))
        height = bins[bar] / tallest
        bars.append(path([left, left, right, right], [0, height, height, 0]))
    return "".join(bars)
