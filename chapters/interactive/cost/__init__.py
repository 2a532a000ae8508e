"""The cost figure: the price of a miss and a threshold to drag, and what they cost on two sets.

from interactive.cost import cost_curves
cost_curves(y_val, score_val, y_test, score_test, label="The network on the crash data")
"""

import math

import numpy as np

from book.arguments import check_binary, check_number, check_scores
from interactive.core import MICRO, Interactive, check, check_decimals, path, plain

PRICES = [*range(1, 11), 12, 14, 16, 18, 20, 25, 30, 35, 40, 50, 60, 70, 80, 90, 100]  # of a miss, in false alarms
ENDS = 0.002, 1  # of the axis, which is logarithmic
STEPS = 240  # of the slider, from end to end
TICKS = [0.002, 0.01, 0.05, 0.2, 1]
TOPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12]  # of the axis of the cost, times a power of ten
NOBODY = MICRO + 1  # the threshold, in millionths, that no probability reaches
DRAWS = 50, 10_000
SETS = {"val": "validation", "test": "test"}
# What is said. The script fills in the same.
WORDS = {
    "none": "above every score",
    "same": "same alarms",
    "range": "{low} to {high}",
    "price": "A miss costs {price} false alarm{s}.",
    "bayes": "Bayes {bayes}",
    "chosen": "chosen {threshold}",
    "places": "The rows drawn again {draws} times: in the middle 95\u00a0% of the draws the minimum falls at "
    "{place_val} on validation, at {place_test} on test.",
    "priceValue": "{price}: Bayes threshold {bayes}",
    "thresholdValue": "{threshold}: cost {cost_val} on validation, {cost_test} on test",
    "sayPrice": "A miss costs {price}. Bayes threshold {bayes}: cost {bayes_val} on validation, {bayes_test} on test. "
    "Minimum on validation {lowest_val_val} at {lowest_val}. {places}",
    "sayThreshold": "Threshold {threshold}: cost {cost_val} on validation, {cost_test} on test. Minus Bayes: "
    "{gap_val}, {gapRange_val}, on validation; {gap_test}, {gapRange_test}, on test.",
    "sayReset": "Back to the start. {sayThreshold}",
}


def cost_curves(
    y_val, score_val, y_test, score_test, *, name="cost", label="Expected cost", price=20, threshold=0.5, draws=2000
):
    """What a threshold costs on validation and on test: to drag in the book and in JupyterLab, static elsewhere.

    A case raises an alarm when its score >= threshold. Cost of a set: (FP + price FN) / N, in false alarms per case.
    The lowest cost of a set is that over all of its scores and "nobody"; of equally cheap thresholds the lowest. Its
    place in bootstrap draws (with replacement within each class, by `default_rng(0)`) makes the bars. Intervals are
    the mean plus and minus 1.96 standard errors; that of a difference is paired.

    The figure holds exact counts at some 300 thresholds: those of the slider, the Bayes threshold of each price and the
    cheapest threshold of each set at each price. Python and the script compute from these same counts.

    y_val, y_test          labels 0 and 1, shape (N,), both present
    score_val, score_test  probabilities of label 1, shape (N,), rounded to at most 6 decimals
    name       prefix of its ids: lower-case letters, digits, hyphens; each figure of a page needs its own
    label      title of the figure
    price      cost of a miss at the start, when a false alarm costs 1: one of PRICES
    threshold  where the chosen threshold starts, from 0.002 to 1 with at most 6 decimals
    draws      how many bootstrap draws, from 50 to 10,000

    Raises ValueError, naming the argument, for anything else.
    """
    samples = {"val": check_set("val", y_val, score_val), "test": check_set("test", y_test, score_test)}
    price, threshold, draws = check_number(price=price, threshold=threshold, draws=draws)
    check(price in PRICES, "price", f"must be one of {PRICES}")
    within = ENDS[0] <= threshold <= ENDS[1] and round(threshold * MICRO) / MICRO == threshold
    check(within, "threshold", f"must be from {ENDS[0]} to {ENDS[1]}, with at most 6 decimals")
    within = DRAWS[0] <= draws <= DRAWS[1] and draws == int(draws)
    check(within, "draws", f"must be a whole number from {DRAWS[0]} to {DRAWS[1]:,}")
    start, draws = round(threshold * MICRO), int(draws)

    lowest = {key: cheapest(*sample) for key, sample in samples.items()}
    at = listed(start, *lowest.values())
    sets = {}
    for key, (y_true, whole) in samples.items():
        fp, fn = counts(y_true, whole, at)
        lows = np.searchsorted(at, lowest[key]).tolist()
        sets[key] = {"fp": fp, "fn": fn, "lowest": lows, "places": places(y_true, whole, draws)}
    known = {"at": at, "sets": sets, "draws": f"{draws:,}", "tops": [top_of(price, sets.values()) for price in PRICES]}
    p, i = PRICES.index(price), int(np.searchsorted(at, start))
    now, marks = texts(known, p, i), positions(known, p, i)
    return Interactive(
        "cost",
        name=name,
        label=label,
        summary=f"{label}: a miss costs {now['price']}; threshold {now['threshold']} costs {now['cost_val']} on "
        f"validation and {now['cost_test']} on test, the Bayes threshold {now['bayes_val']} and {now['bayes_test']}",
        data={
            "words": WORDS,
            "prices": PRICES,
            "tops": known["tops"],
            "draws": known["draws"],
            "start": [p, i],
            "ends": ENDS,
            "micro": MICRO,
            # Differences of whole numbers: short and exact
            "at": np.diff(at, prepend=0).tolist(),
            "sets": {
                key: {
                    "fp": np.diff(s["fp"], prepend=0).tolist(),
                    "fn": np.diff(s["fn"], prepend=0).tolist(),
                    "lowest": s["lowest"],
                    "places": s["places"],
                }
                for key, s in sets.items()
            },
        },
        now=now,
        marks=marks,
        sets=SETS,
        ticks=[(tick, place(tick * MICRO)) for tick in TICKS],
        prices=len(PRICES),
        start=p,
        steps=STEPS,
        thresholds=len(at),
        draws=known["draws"],
    )


def check_set(key, y_true, y_score):
    """Labels, and scores in millionths, as exact integers."""
    (y_true,), (y_score,) = check_binary(**{f"y_{key}": y_true}), check_scores(**{f"score_{key}": y_score})
    check(0 < y_true.sum() < y_true.size, f"y_{key}", "must hold both classes")
    check(y_score.size == y_true.size, f"score_{key}", f"must be as long as y_{key}")
    check(((0 <= y_score) & (y_score <= 1)).all(), f"score_{key}", "must hold probabilities, from 0 to 1")
    return y_true, check_decimals(y_score, f"score_{key}")


def counts(y_true, whole, at):
    """False positives and false negatives at each threshold."""
    negatives, positives = (np.sort(whole[y_true == label]) for label in (0, 1))
    return len(negatives) - np.searchsorted(negatives, at), np.searchsorted(positives, at)


def cheapest(y_true, whole):
    """Of each price the threshold with the lowest cost, in millionths; of several the lowest."""
    at = np.append(np.unique(whole), NOBODY)
    fp, fn = counts(y_true, whole, at)
    return [int(at[np.argmin(fp + price * fn)]) for price in PRICES]


def listed(start, *others):
    """The thresholds that the figure knows, in millionths, rising. The first calls everybody, the last nobody."""
    low, high = ENDS
    steps = [round(float(f"{low * (high / low) ** (k / STEPS):.3g}") * MICRO) for k in range(STEPS + 1)]
    # A score has 6 decimals: it is at least 1 / (1 + price) if it is at least the next number with 6
    bayes = [bayes_at(price) for price in PRICES]
    return np.unique([0, start, NOBODY, *steps, *bayes, *(at for some in others for at in some)])


def bayes_at(price):
    return -(-MICRO // (1 + price))


def places(y_true, whole, draws):
    """Of each price where the middle 95 % of the bootstrap draws have their minimum: [from, to] in millionths."""
    rng, times = np.random.default_rng(0), np.empty((draws, len(y_true)), np.int32)
    for rows in (np.flatnonzero(y_true == 0), np.flatnonzero(y_true == 1)):
        for one in times:
            one[rows] = np.bincount(rng.integers(len(rows), size=len(rows)), minlength=len(rows))
    parts = [cheapest_drawn(y_true, whole, part) for part in np.array_split(times, -(-draws // 100))]  # saves memory
    return [[quantile(one, 0.025), quantile(one, 0.975)] for one in np.sort(np.hstack(parts))]


def cheapest_drawn(y_true, whole, times):
    """Of each price and each draw the threshold with the lowest cost; of several the lowest. Shape (prices, draws)."""
    order = np.argsort(whole, kind="stable")
    at, first = np.unique(whole[order], return_index=True)
    negative, positive = (
        np.add.reduceat(times[:, order] * (y_true[order] == label).astype(np.int32), first, axis=1) for label in (0, 1)
    )
    at, none = np.append(at, NOBODY), np.zeros((len(times), 1), np.int32)
    missed, below = (np.hstack([none, np.cumsum(one, axis=1, dtype=np.int32)]) for one in (positive, negative))
    # From one positive to the next the cost only falls, at each negative that was drawn. So the ends of these stretches
    # decide, and the lowest threshold as cheap as an end is the one just above the last drawn negative before it.
    ends = np.append(np.unique(np.searchsorted(at, whole[y_true == 1])), len(at) - 1)
    drawn = np.maximum.accumulate(np.where(negative > 0, np.arange(1, len(at), dtype=np.int32), 0), axis=1)
    start = np.maximum(np.hstack([none, drawn])[:, ends], np.append(0, ends[:-1] + 1))
    missed, alarms, each = missed[:, ends], below[:, -1:] - below[:, ends], np.arange(len(times))
    return np.array([at[start[each, np.argmin(alarms + np.int32(price) * missed, axis=1)]] for price in PRICES])


def quantile(ordered, share):
    """NumPy's, in whole millionths; but nothing lies between the highest score and "nobody"."""
    where = share * (len(ordered) - 1)
    below, above = ordered[math.floor(where)], ordered[math.ceil(where)]
    if above == NOBODY:
        return NOBODY
    return round(float(below + (where % 1) * (above - below)))


def top_of(price, sets):
    """End of the axis of the cost: the better of nobody and everybody stays in sight, on both sets."""
    cost = max(min(price * s["fn"][-1], s["fp"][0]) / (s["fp"][0] + s["fn"][-1]) for s in sets)
    power = math.floor(math.log10(cost))
    ends = [float(f"{top}e{power}") for top in TOPS]
    return next(end for end in ends if end >= 1.04 * cost)


def texts(known, p, i):
    """All that the figure says at price p and threshold i."""
    at, price = known["at"], PRICES[p]
    bayes = int(np.searchsorted(at, bayes_at(price)))
    lowest = {key: s["lowest"][p] for key, s in known["sets"].items()}
    said = {
        "price": price,
        "s": "" if price == 1 else "s",
        "threshold": short(int(at[i])),
        "bayes": show(1 / (1 + price)),
        "draws": known["draws"],
        "half": plain(known["tops"][p] / 2),
        "top": plain(known["tops"][p]),
    }
    for key, index in lowest.items():
        said[f"lowest_{key}"] = name_of(at[index])
    for key, s in known["sets"].items():
        fp, fn = s["fp"].tolist(), s["fn"].tolist()
        n = fp[0] + fn[-1]
        cost = {"bayes": bayes, "nobody": -1, "everybody": 0} | {f"lowest_{k}": index for k, index in lowest.items()}
        said |= {f"{word}_{key}": show(interval(fp[k], fn[k], price, n)[0]) for word, k in cost.items()}
        mean, *ends = map(show, interval(fp[i], fn[i], price, n))
        said |= {f"fp_{key}": f"{fp[i]:,}", f"fn_{key}": f"{fn[i]:,}", f"cost_{key}": mean}
        said[f"costRange_{key}"] = between(*ends)
        gap = fp[i] - fp[bayes], fn[i] - fn[bayes]
        mean, *ends = map(show, interval(*gap, price, n))
        said[f"gap_{key}"] = mean
        said[f"gapRange_{key}"] = between(*ends) if any(gap) else WORDS["same"]
        said[f"place_{key}"] = between(*map(name_of, s["places"][p]))
    for word in ("priceText", "bayesText", "chosenText", "places"):
        said[word] = WORDS[word.removesuffix("Text")].format(**said)
    return said


def interval(fp, fn, price, n):
    """Mean and ends of its 95 % interval. Also of a difference of two thresholds, where every case between the two
    has one sign: then fp and fn are differences too."""
    total, squares = fp + price * fn, abs(fp) + price * price * abs(fn)
    mean = total / n
    error = 1.96 * math.sqrt(max(0.0, squares - total * total / n) / (n - 1) / n)
    return mean, mean - error, mean + error


def between(low, high):
    return low if low == high else WORDS["range"].format(low=low, high=high)


def name_of(whole):
    return WORDS["none"] if whole == NOBODY else show(whole / MICRO)


def short(whole):
    """Three digits of a threshold in millionths: in whole numbers, so that both languages round the same way."""
    unit = 10 ** max(0, len(str(whole)) - 3)
    return WORDS["none"] if whole == NOBODY else plain((whole + unit // 2) // unit * unit / MICRO)


def show(value):
    text = f"{abs(value):.3f}"
    return f"−{text}" if value < 0 and text != "0.000" else text


def place(whole):
    """Of a threshold in millionths on the axis, 0 to 1."""
    low, high = (math.log(end * MICRO) for end in ENDS)
    return min(1.0, max(0.0, (math.log(max(1, whole)) - low) / (high - low)))


def positions(known, p, i):
    """Where the marks stand, as shares of the width and of the height from the top; paths; sides of the words."""
    at, top = known["at"], known["tops"][p]
    x = np.array([place(whole) for whole in at])
    drawn = (at >= ENDS[0] * MICRO) & (at < NOBODY)
    marks = {"chosen": x[i], "bayes": place(MICRO / (1 + PRICES[p]))}
    for line in ("chosen", "bayes"):
        side = anchor(marks[line])
        marks |= {f"{line}-anchor": side[0], f"{line}-off": side[1]}
    for key, s in known["sets"].items():
        height = (s["fp"] + PRICES[p] * s["fn"]) / (s["fp"][0] + s["fn"][-1]) / top
        marks[f"curve_{key}"] = path(x[drawn], height[drawn])
        marks[f"dot_{key}"] = 1 - height[i]
        marks |= {f"low_{key}-x": x[s["lowest"][p]], f"low_{key}-y": 1 - height[s["lowest"][p]]}
        low, high = map(place, s["places"][p])
        marks |= {f"from_{key}": low, f"to_{key}": high}
        side = ("start", high, 7) if high < 0.6 else ("end", low, -7) if low > 0.3 else ("middle", (low + high) / 2, 0)
        marks |= {f"name_{key}-anchor": side[0], f"name_{key}": side[1], f"name_{key}-off": side[2]}
    return marks


def anchor(x):
    """Where the words of a line stand: on the side with more room."""
    return ("end", 5) if x > 0.65 else ("middle", 0) if x > 0.35 else ("start", -5)
