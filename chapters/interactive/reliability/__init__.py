"""The reliability figure: bins move the ECE of a model and nothing else of it; a temperature moves its probabilities.

from interactive.reliability import reliability_explorer
reliability_explorer(y_test, p_test, temperature=1.0654, label="Crash data", name="bins")
"""

import numpy as np

from book.arguments import check_binary_and_probabilities, check_choice, check_integer, check_number
from interactive.core import MICRO, Interactive, check, check_decimals, check_two_names, path, plain

KINDS = ["uniform", "quantile"]
MOST = 100  # bins
LARGEST = 20_000  # samples
ENDS = 0.25, 4  # of the temperature
DRAWS = 100  # simulated sets of labels, for which the probabilities are true
TOPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]  # ends of the ECE's axis
TICKS = [0, 0.01, 0.1, 0.25, 0.5, 1]  # of the axes of square roots
Z = 1.959963984540054  # of a 95 % interval
# Rows of the table: decimals, name
ROWS = {
    "ece": (4, "ECE"),
    "calibrated": (4, "ECE if calibrated"),
    "loss": (5, "log loss"),
    "brier": (5, "Brier score"),
    "reliability": (5, "= reliability"),
    "resolution": (5, "− resolution"),
    "uncertainty": (5, "+ uncertainty"),
    "within": (5, "+ terms within the bins"),
    "auc": (3, "AUC"),
    "expected": (1, "positives expected"),
}
# The same of the other numbers
DECIMALS = dict.fromkeys(["mean", "share", "from", "to"], 3) | dict.fromkeys(
    ["n", "k", "seen", "size", "least", "most", "empty"], 0
)
# What is said. The script fills in the same.
WORDS = {
    "undefined": "undefined",
    "infinite": "infinite",
    "title": "{bins} {kind} bins, T = {t}",
    "caption": "With {bins} {kind} bins. Positives seen: {seen} of {size}",
    "spread": "↑ samples in the bins: {least} to {most}",
    "empties": "{empty} of {bins} bins are empty: no point, as their share is undefined.",
    "key": "Thick: {kind} bins. Thin: {other} bins. Dashed: {kind} bins of a calibrated model with the same "
    "probabilities, mean of {draws} simulations.",
    "first": "from {low} to {high}",
    "range": "above {low}, up to {high}",
    "bin": "Bin {bin} of {bins}, {range}: samples {n}, positives {k}. Mean probability {mean}, share of positives "
    "{share}, 95\u00a0% interval {from} to {to}.",
    "none": "Bin {bin} of {bins}, {range}: no samples. Mean probability and share of positives are undefined, 0/0.",
    "binsValue": "{bins} {kind} bins: ECE {ece}, if calibrated {calibrated}",
    "tValue": "{t}: log loss {loss}, Brier score {brier}, ECE {ece}",
    "sayBins": "{bins} {kind} bins: ECE {ece}, if calibrated {calibrated}. Log loss {loss}, Brier score {brier} and "
    "AUC {auc} stay.",
    "sayT": "T = {t}: log loss {loss}, Brier score {brier}, ECE {ece}. AUC {auc} stays.",
    "sayReset": "Back to the start. {bins} {kind} bins, T = {t}: ECE {ece}, log loss {loss}, Brier score {brier}.",
}


def reliability_explorer(
    y_true,
    p,
    *,
    temperature,
    name="reliability",
    label="Reliability",
    sets=("test set", "validation set"),
    n_bins=10,
    strategy="uniform",
):
    """A reliability diagram and its ECE: to move in the book and in JupyterLab, a static figure elsewhere.

    The bins are those of `reliability_bins` (chapter 8): (lower, upper], the first one with its lower edge; "uniform"
    between 0 and 1, or "quantile" with edges at numpy.percentile of the probabilities. A temperature T makes
    sigmoid(logit(p) / T) of p. The log loss is computed from the logits, and infinite if p is 0 for a positive or 1
    for a negative. An empty bin has no point and does not count in the ECE; its values are undefined. So is the AUC
    of one class alone. What a calibrated model would get is the mean ECE of 100 seeded sets of labels for which the
    probabilities are true.

    y_true       labels 0 and 1, shape (N,), N at most 20,000
    p            probabilities of label 1, shape (N,), rounded to at most 6 decimals
    temperature  as fitted on other rows, from 0.25 to 4; it is marked and has a column in the table
    name         prefix of its ids: lower-case letters, digits, hyphens; each figure of a page needs its own
    label        title of the figure
    sets         what the rows are, and on what the temperature was fitted
    n_bins       bins at the start, 1 to 100
    strategy     kind of bins at the start: "uniform" or "quantile"

    Raises ValueError, naming the argument, for anything else.
    """
    y_true, p = check_binary_and_probabilities(y_true, p)
    check(y_true.size <= LARGEST, "y_true", f"must hold at most {LARGEST:,} labels")
    whole = check_decimals(p, "p")
    fitted = check_number(temperature=temperature)
    check(ENDS[0] <= fitted <= ENDS[1], "temperature", f"must be from {ENDS[0]} to {ENDS[1]}")
    n_bins = check_integer(1, MOST, n_bins=n_bins)
    check_choice(KINDS, strategy=strategy)
    check_two_names(sets=sets)

    order = np.lexsort([y_true, whole])
    model = Rows(whole[order], y_true[order])
    now, at = model.state(1, n_bins, strategy, fitted=fitted)
    return Interactive(
        "reliability",
        name=name,
        label=label,
        summary=f"{label}, {now['title']}: ECE {now['ece-now']}, log loss {now['loss-now']}, Brier score "
        f"{now['brier-now']}, AUC {now['auc-now']}",
        data={
            "words": WORDS,
            "kinds": KINDS,
            "decimals": DECIMALS | {key: digits for key, (digits, _) in ROWS.items()},
            "most": MOST,
            "ends": ENDS,
            "draws": DRAWS,
            "tops": TOPS,
            "z95": Z,
            "fitted": fitted,
            "bins": n_bins,
            "kind": strategy,
            "p": np.diff(whole[order], prepend=0).tolist(),  # in millionths, each less the one before
            "labels": "".join(map(str, y_true[order])),
        },
        now=now,
        at=at,
        rows={key: row for key, (_, row) in ROWS.items()},
        sets=sets,
        fitted=short(fitted, 3),
        mark=np.log(fitted / ENDS[0]) / np.log(ENDS[1] / ENDS[0]),
        ends=ENDS,
        most=MOST,
        kinds=KINDS,
        strategy=strategy,
        n_bins=n_bins,
        ticks=[(f"{tick:g}", np.sqrt(tick)) for tick in TICKS],
    )


class Rows:
    """Sorted probabilities, in millionths, and their labels. script.js has the same functions in the same order."""

    def __init__(self, whole, y):
        self.p, self.y, self.size = whole / MICRO, y, len(y)
        with np.errstate(divide="ignore"):
            self.logit = np.log(self.p / (1 - self.p))
        self.seen = sums(y)
        # Numbers from 0 to 2**32 - 1: the bits of a counter, mixed
        x = np.arange(1, DRAWS * self.size + 1, dtype=np.uint32) * np.uint32(0x9E3779B9)
        x = (x ^ (x >> 16)) * np.uint32(0x85EBCA6B)
        x = (x ^ (x >> 13)) * np.uint32(0xC2B2AE35)
        self.drawn = (x ^ (x >> 16)).reshape(DRAWS, self.size)

    def scaled(self, t):
        return self.p if t == 1 else 1 / (1 + np.exp(-self.logit / t))

    def bins(self, p, n, kind):
        """Edges of the bins, and how many samples lie below each."""
        edges = np.linspace(0, 1, n + 1)
        if kind == "quantile":
            edges = np.percentile(p, edges * 100)
        return edges, np.concatenate([[0], np.searchsorted(p, edges[1:-1], side="right"), [self.size]])

    def ece(self, one, other, cut):
        """From sums over the sorted samples, of one or of many sets of labels."""
        off = np.abs((one[..., cut[1:]] - one[..., cut[:-1]]) - (other[cut[1:]] - other[cut[:-1]]))
        return off.cumsum(axis=-1)[..., -1] / self.size

    def auc(self):
        """From whole numbers: twice the pairs in the right order, ties one half."""
        negatives = np.append(0, np.cumsum(1 - self.y))
        first, last = (np.searchsorted(self.p, self.p[self.y == 1], side=side) for side in ("left", "right"))
        pairs = 2 * negatives[-1] * (self.size - negatives[-1])
        return int((negatives[first] + negatives[last]).sum()) / int(pairs) if pairs else np.nan

    def measures(self, t, n, kind):
        """All numbers of a column of the table."""
        p, y, seen = self.scaled(t), self.y, self.seen
        promised = sums(p)
        labels = sums(self.drawn < p * 2.0**32)
        _, cut = self.bins(p, n, kind)
        cut = np.unique(cut)  # without the empty bins
        count = np.diff(cut)
        p_b, y_b = ((s[cut[1:]] - s[cut[:-1]]) / count for s in (promised, seen))
        share, base = count / self.size, seen[-1] / self.size
        wrong = np.where(y == 1, -self.logit, self.logit) / t
        found = {
            "ece": self.ece(seen, promised, cut),
            "calibrated": self.ece(labels, promised, cut).cumsum()[-1] / DRAWS,
            "loss": sums(np.log1p(np.exp(wrong)))[-1] / self.size,
            "brier": sums((p - y) * (p - y))[-1] / self.size,
            "reliability": sums(share * (p_b - y_b) * (p_b - y_b))[-1],
            "resolution": sums(share * (y_b - base) * (y_b - base))[-1],
            "uncertainty": base * (1 - base),
            "auc": self.auc(),
            "expected": promised[-1],
        }
        three = found["reliability"] - found["resolution"] + found["uncertainty"]
        return found | {"within": found["brier"] - three}

    def curves(self, t, kind):
        """ECE for 1 to 100 bins: of this kind, of the other kind, and of a calibrated model with this kind."""
        p = self.scaled(t)
        promised, labels = sums(p), sums(self.drawn < p * 2.0**32)
        cuts = {k: [self.bins(p, n, k)[1] for n in range(1, MOST + 1)] for k in KINDS}
        other = next(k for k in KINDS if k != kind)
        calibrated = [self.ece(labels, promised, cut).cumsum()[-1] / DRAWS for cut in cuts[kind]]
        ours, theirs = ([self.ece(self.seen, promised, cut) for cut in cuts[k]] for k in (kind, other))
        return np.array([ours, theirs, calibrated])

    def state(self, t, n, kind, here=1, *, fitted):
        """What is written, and what is drawn, for bin `here` of n."""
        columns = {"one": 1, "fit": fitted, "now": t}
        texts = {
            f"{key}-{column}": number(value, ROWS[key][0])
            for column, of in columns.items()
            for key, value in self.measures(of, n, kind).items()
        }
        p = self.scaled(t)
        edges, cut = self.bins(p, n, kind)
        promised, seen = sums(p), self.seen
        count, expected, k = (np.diff(s[cut]) for s in (np.arange(self.size + 1), promised, seen))
        used = count > 0
        mean, share, low, high = np.full((4, n), np.nan)
        mean[used], share[used] = expected[used] / count[used], k[used] / count[used]
        low[used], high[used] = wilson(k[used], count[used])

        b = here - 1
        texts |= {"t": short(t, 3), "bins": str(n), "kind": kind, "draws": str(DRAWS), "bin": str(here)}
        texts |= {"low": short(edges[b], 5), "high": short(edges[b + 1], 5)}
        texts |= {"other": next(k for k in KINDS if k != kind)}
        values = {"mean": mean[b], "share": share[b], "from": low[b], "to": high[b], "n": count[b], "k": k[b]}
        values |= {"seen": seen[-1], "size": self.size}
        values |= {"least": count.min(), "most": count.max(), "empty": (~used).sum()}
        texts |= {key: number(value, DECIMALS[key]) for key, value in values.items()}
        texts["range"] = WORDS["range" if b else "first"].format(**texts)
        texts["here"] = WORDS["bin" if count[b] else "none"].format(**texts)
        texts |= {key: WORDS[key].format(**texts) for key in ("title", "caption", "spread", "empties", "key")}

        curves = self.curves(t, kind)
        top = next(top for top in TOPS if curves.max() <= top)
        texts |= {"top": plain(top), "half": plain(top / 2)}
        dots = [path([x], [y]) + "h0" if u else "" for u, x, y in zip(used, *np.sqrt([mean, share]))]
        level = np.sqrt(count / count.max())
        bars = [path([x, x], [0, y]) if y else "" for x, y in zip(np.sqrt(mean), level)]
        across = np.arange(MOST) / (MOST - 1)
        at = {
            "dots": "".join(dots),
            "spans": "".join(path([x, x], [y, to]) for x, y, to in zip(*np.sqrt([mean, low, high])[:, used])),
            "bars": "".join(bars),
            "dots-here": dots[b],
            "bars-here": bars[b],
            "mark": path([across[n - 1]], [curves[0, n - 1] / top]) + "h0",
        } | {key: path(across, curve / top) for key, curve in zip(["ours", "theirs", "calibrated"], curves)}
        return texts, at


def sums(values):
    """Of the first 0, 1, ..., N values, added one after the other as the script adds."""
    values = np.asarray(values, float)
    return np.concatenate([np.zeros((*values.shape[:-1], 1)), values.cumsum(axis=-1)], axis=-1)


def wilson(k, n):
    """Wilson's 95 % interval, as scipy.stats.binomtest has it."""
    middle = (k + Z * Z / 2) / (n + Z * Z)
    half = Z * np.sqrt(k * (n - k) / n + Z * Z / 4) / (n + Z * Z)
    return np.maximum(0, middle - half), np.minimum(1, middle + half)


def rounded(value, digits):
    return np.floor(10**digits * value + 0.5) / 10**digits


def number(value, digits):
    if np.isnan(value):
        return WORDS["undefined"]
    return WORDS["infinite"] if np.isinf(value) else f"{rounded(value, digits):,.{digits}f}"


def short(value, digits):
    return plain(rounded(value, digits))
