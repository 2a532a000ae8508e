"""Answers to problem set 7 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "outcomes": {
        "typed from paper": """
cost_fp, cost_fn, price, threshold = 2.0, 18.0, 9.0, 0.1
all_hours, mistake_hours = 60, 40
""",
        "counted by scikit-learn": """
cost_fp, cost_fn = 2, 18
price = np.float64(cost_fn) / cost_fp
threshold = 1 / (1 + price)
tn, fp, fn, tp = metrics.confusion_matrix(eight_true, np.array(eight_score) >= threshold).ravel()
all_hours = np.dot([tn, fp, fn, tp], [0, 2, 23, 5])
mistake_hours = all_hours - 5 * sum(eight_true)
""",
        "a loop": """
cost_fp, cost_fn = 2 - 0, 23 - 5
price, threshold = 18 / 2, 2 / 20
all_hours = mistake_hours = 0
for died, score in zip(eight_true, eight_score):
    if score >= threshold:
        all_hours += 5 if died else 2
        mistake_hours += 0 if died else cost_fp
    elif died:
        all_hours += 23
        mistake_hours += cost_fn
""",
    },
    "dearer": {
        "by hand": """
predictions = ["up", "same", "same"]
threshold_a, threshold_b, threshold_c = 5 / (5 + 15), 0.1, 120 / (120 + 1080)
""",
        "by the price, in a tuple": """
predictions = ("down", "down", "up")
threshold_a = 1 / (1 + (23 - 8) / 5)
threshold_b = 1 / (1 + (33 - 15) / 2)
threshold_c = threshold_b
""",
    },
    "cheapest": {
        "a loop that keeps the best": """
def cheapest_threshold(y_true, y_score, cost_fp, cost_fn):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    best, where = cost_fn * np.sum(y_true == 1), np.inf
    for t in sorted(set(y_score.tolist()), reverse=True):
        alarm = y_score >= t
        cost = cost_fp * np.sum(alarm & (y_true == 0)) + cost_fn * np.sum(~alarm & (y_true == 1))
        if cost < best:
            best, where = cost, t
    return where, best / len(y_true)
""",
        "from the ROC curve, as a tuple of Python numbers": """
def cheapest_threshold(y_true, y_score, cost_fp, cost_fn):
    fpr, tpr, thresholds = metrics.roc_curve(y_true, y_score, drop_intermediate=False)
    y_true = np.asarray(y_true)
    cost = cost_fp * fpr * np.mean(y_true == 0) + cost_fn * (1 - tpr) * np.mean(y_true == 1)
    best = np.flatnonzero(np.isclose(cost, cost.min(), rtol=0, atol=1e-12))[0]
    return float(thresholds[best]), float(cost[best])
""",
        "a table of all comparisons": """
def cheapest_threshold(y_true, y_score, cost_fp, cost_fn):
    y, s = np.array(y_true), np.array(y_score, dtype=float)
    t = np.append(np.unique(s), np.inf)[::-1]
    alarm = s >= t[:, None]
    cost = np.where(y == 1, cost_fn * ~alarm, cost_fp * alarm).sum(axis=1)
    return t[np.argmin(cost)], cost.min() / len(y)
""",
        "one pass down the sorted list": """
def cheapest_threshold(y_true, y_score, cost_fp, cost_fn):
    pairs = sorted(zip(list(y_score), list(y_true)), reverse=True)
    cost = cost_fn * sum(y for _, y in pairs)
    best, where = cost, float("inf")
    for i, (s, y) in enumerate(pairs):
        cost += -cost_fn if y else cost_fp
        last = i == len(pairs) - 1 or pairs[i + 1][0] != s
        if last and cost < best:
            best, where = cost, s
    return where, best / len(pairs)
""",
    },
    "hospitals": {
        "lists": """
a, b, c = [], [], []
for h in range(10):
    rows, rest = hospital == h, hospital != h
    t, cost = cheapest_threshold(y_val[rows].tolist(), score_val[rows].tolist(), 1, 20)
    a.append(cost)
    b.append(np.mean(costs(y_val[rest], score_val[rest] >= t, 1, 20)))
    c.append(np.mean(costs(y_val[rest], score_val[rest] >= 1 / 21, 1, 20)))
same, others, formula = sum(a) / 10, sum(b) / 10, sum(c) / 10
""",
        "slices, and the formula over all, rounded": """
found = []
for start in range(0, 5150, 515):
    own = np.zeros(5150, bool)
    own[start : start + 515] = True
    t = cheapest_threshold(y_val[own], score_val[own], 1, 20)[0]
    each = costs(y_val, score_val >= t, 1, 20)
    found.append((each[own].mean(), each[~own].mean()))
same, others = np.round(np.mean(found, axis=0), 3)
formula = costs(y_val, score_val >= 1 / 21, 1, 20).mean()
""",
    },
    "advice": {
        "a sum in a loop": """
total = np.zeros(len(y_test))
for h in range(10):
    t, _ = cheapest_threshold(y_val[hospital == h], score_val[hospital == h], 1, 20)
    total += costs(y_test, score_test >= t, 1, 20)
gap = total / 10 - costs(y_test, score_test >= 1 / 21, 1, 20)
tuned_minus_formula = gap.mean()
half = 1.96 * gap.std(ddof=1) / len(gap) ** 0.5
interval = [tuned_minus_formula - half, tuned_minus_formula + half]
advice = "formula" if interval[0] > 0 else "either"
""",
        "by groupby, rounded": """
found = [cheapest_threshold(g["died"], g["score"], 1, 20)[0] for _, g in val.groupby(hospital)]
gap = np.mean([costs(y_test, score_test >= t, 1, 20) - costs(y_test, score_test >= 1 / 21, 1, 20)
               for t in found], axis=0)
tuned_minus_formula, low, high = np.round(with_interval(gap), 3)
interval, advice = (low, high), "formula"
""",
    },
    "repaired": {
        "reshape, and the counts": """
def repaired_cost(y_true, y_score, threshold, cost_fp, cost_fn):
    y, s = np.asarray(y_true).reshape(-1), np.asarray(y_score).reshape(-1)
    if y.shape != s.shape:
        raise ValueError("y_score must have one number for each label")
    fp = np.sum((s >= threshold) & (y == 0))
    fn = np.sum((s < threshold) & (y == 1))
    return (cost_fp * fp + cost_fn * fn) / y.size
""",
        "only (N,) and (N, 1) are let in, and a loop": """
def repaired_cost(y_true, y_score, threshold, cost_fp, cost_fn):
    y_true, y_score = np.array(y_true), np.array(y_score)
    if y_true.ndim == 2:
        y_true = y_true[:, 0]
    if y_score.ndim == 2 and y_score.shape[1] == 1:
        y_score = y_score[:, 0]
    if y_score.shape != y_true.shape:
        raise ValueError(f"y_score has the shape {y_score.shape}")
    total = 0
    for y, s in zip(y_true, y_score):
        if s >= threshold and y == 0:
            total += cost_fp
        elif s < threshold and y == 1:
            total += cost_fn
    return total / len(y_true)
""",
        "her function, after the repair of the shapes": """
def repaired_cost(y_true, y_score, threshold, cost_fp, cost_fn):
    y_true, y_score = np.squeeze(y_true), np.squeeze(y_score)
    if y_score.shape != y_true.shape:
        raise ValueError("y_score: another number of scores than of labels")
    return mean_cost(y_true, y_score, threshold, cost_fp, cost_fn)
""",
    },
    "column-what": {
        "by hand": """
averaged = 1000 * 1000
a, d = float((predicted >= 0.05).mean()), 46 / 1000
her_cost = a * (1 - d) + 20 * (1 - a) * d
gap = 20 * (y_test == 1) - np.where(y_test == 1, 20 * (score_test < 0.05), score_test >= 0.05)
saved_on_test = gap.mean()
saved_interval = (gap.mean() - 1.96 * gap.std() / 5150**0.5, gap.mean() + 1.96 * gap.std() / 5150**0.5)
""",
        "the four cells of a table of shares, rounded": """
averaged = (labels == predicted).size
alarm = np.mean(predicted >= 0.05)
died = labels.mean()
her_cost = round(np.sum(np.outer([died, 1 - died], [alarm, 1 - alarm]) * [[0, 20], [1, 0]]), 3)
saved_on_test, low, high = with_interval(
    costs(y_test, score_test > 1, 1, 20) - costs(y_test, score_test >= 0.05, 1, 20))
saved_interval = [round(low, 3), round(high, 3)]
""",
    },
    "practice": {
        "read with the eye": 'read_from, read_to, like_network = 5, 55, "nobody"',
        "read a little off": 'read_from, read_to, like_network = 5.5, 50, "nobody"',
        "looked up on the lines": """
solid, dotted, flat = (np.array(lines[name]) for name in ["practice", "nobody", "everybody"])
cheapest = (solid < dotted) & (solid < flat)
read_from, read_to = prices[cheapest].min(), prices[cheapest].max()
like_network = min(["nobody", "practice", "everybody"], key=lambda n: abs(lines[n][0] - lines["network"][0]))
""",
    },
    "practice-solve": {
        "from sums": """
def ends(y, alarm):
    fp, tp = np.sum(alarm & (y == 0)), np.sum(alarm & (y == 1))
    tn, fn = np.sum(~alarm & (y == 0)), np.sum(~alarm & (y == 1))
    return fp / tp, tn / fn

from_val, to_val = ends(y_val, rules_val["practice"])
from_test, to_test = ends(y_test, rules_test["practice"])
""",
        "typed after a print, rounded": """
from_val, to_val, from_test, to_test = 5.062, 54.39, 4.993, 55.171
""",
        "from the costs at two prices, which lie on straight lines": """
def crossing(y, one, other):
    gap = [np.mean(costs(y, one, 1, p) - costs(y, other, 1, p)) for p in (0, 1)]
    return gap[0] / (gap[0] - gap[1])

from_val, to_val = (crossing(y_val, rules_val["practice"], rules_val[n]) for n in ("nobody", "everybody"))
from_test, to_test = (crossing(y_test, rules_test["practice"], rules_test[n]) for n in ("nobody", "everybody"))
""",
    },
    "worth": {
        "read from the figure": 'rivals = {1: "nobody", 10: "practice", 20: "practice", 300: "everybody"}',
        "by the ends of the range": """
rivals = {p: "nobody" if p < 5.06 else "practice" if p < 54.4 else "everybody" for p in service_prices}
""",
    },
    "worth-shown": {
        "a table, and a tuple": """
table = {}
for p in service_prices:
    d = costs(y_test, score_test >= 1 / (p + 1), 1, p) - costs(y_test, rules_test[rivals[p]], 1, p)
    e = 1.96 * d.std(ddof=1) / np.sqrt(len(d))
    table[p] = [d.mean(), d.mean() - e, d.mean() + e]
differences = table
shown = tuple(p for p in table if max(table[p]) < 0)
""",
        "rounded, and a set": """
differences = {1: (0.0, -0.001, 0.002), 10: (-0.019, -0.045, 0.006),
               20: (-0.060, -0.103, -0.016), 300: (-0.142, -0.304, 0.020)}
shown = {20}
""",
    },
    "worth-more": {
        "the ratio of the widths": """
times_as_many = ((differences[10][2] - differences[10][1]) / 2 / differences[10][0]) ** 2
""",
        "typed": "times_as_many = 1.74",
    },
}

OUTCOMES = """
cost_fp, cost_fn, price, threshold = 2, 18, 9, 0.1
all_hours, mistake_hours = 60, 40
"""
DEARER = """
predictions = ["up", "down", "same"]
threshold_a, threshold_b, threshold_c = 0.25, 0.1, 0.1
"""
CHEAPEST = """
def cheapest_threshold(y_true, y_score, cost_fp, cost_fn):
    y, s = np.array(y_true), np.array(y_score, dtype=float)
    t = np.append(np.unique(s), np.inf)[::-1]
    alarm = s >= t[:, None]
    cost = np.where(y == 1, cost_fn * ~alarm, cost_fp * alarm).sum(axis=1)
    return t[np.argmin(cost)], cost.min() / len(y)
"""
HOSPITALS = """
rows = []
for h in range(10):
    own = hospital == h
    t, cost = cheapest_threshold(y_val[own], score_val[own], 1, 20)
    rest = ~own
    rows.append([cost, costs(y_val[rest], score_val[rest] >= t, 1, 20).mean(),
                 costs(y_val[rest], score_val[rest] >= 1 / 21, 1, 20).mean()])
same, others, formula = np.mean(rows, axis=0)
"""
ADVICE = """
found = [cheapest_threshold(y_val[hospital == h], score_val[hospital == h], 1, 20)[0] for h in range(10)]
tuned_cost = np.mean([costs(y_test, score_test >= t, 1, 20) for t in found], axis=0)
gap = tuned_cost - costs(y_test, score_test >= 1 / 21, 1, 20)
tuned_minus_formula, *interval = with_interval(gap)
advice = "formula"
"""
REPAIRED = """
def repaired_cost(y_true, y_score, threshold, cost_fp, cost_fn):
    y_true, y_score = np.ravel(y_true), np.ravel(y_score)
    if len(y_true) != len(y_score):
        raise ValueError("y_score")
    alarm = y_score >= threshold
    return np.mean(np.where(y_true == 1, cost_fn * ~alarm, cost_fp * alarm))
"""
COLUMN = """
averaged, her_cost = 1000000, 0.926222
gap = costs(y_test, score_test >= 2, 1, 20) - costs(y_test, score_test >= 0.05, 1, 20)
saved_on_test, *saved_interval = with_interval(gap)
"""
SOLVE = """
tn, fp, fn, tp = metrics.confusion_matrix(y_val, rules_val["practice"]).ravel()
from_val, to_val = fp / tp, tn / fn
tn, fp, fn, tp = metrics.confusion_matrix(y_test, rules_test["practice"]).ravel()
from_test, to_test = fp / tp, tn / fn
"""
SHOWN = """
differences = {}
for p in service_prices:
    d = costs(y_test, score_test >= 1 / (p + 1), 1, p) - costs(y_test, rules_test[rivals[p]], 1, p)
    differences[p] = with_interval(d)
shown = [p for p in service_prices if differences[p][2] < 0]
"""

WRONG = {
    "outcomes": {
        "the costs of the outcomes": (
            OUTCOMES.replace("2, 18, 9, 0.1", "2, 23, 11.5, 2 / 25"),
            "a driver who died costs hours with an alarm, too",
        ),
        "the right alarm taken off the false one": (
            OUTCOMES.replace("2, 18, 9, 0.1", "-3, 18, -6, 0.2"),
            "cost_fp: a mistake costs more",
        ),
        "a right alarm added to a miss": (
            OUTCOMES.replace("2, 18, 9, 0.1", "2, 28, 14, 1 / 15"),
            "a missed death minus a right alarm",
        ),
        "the false alarm beside the miss": (
            OUTCOMES.replace("2, 18, 9, 0.1", "2, 21, 10.5, 2 / 23"),
            "a missed death minus a right alarm",
        ),
        "a right alarm for a false one": (
            OUTCOMES.replace("2, 18, 9, 0.1", "5, 18, 3.6, 5 / 23"),
            "a false alarm minus a survivor",
        ),
        "the price turned over": (OUTCOMES.replace("18, 9,", "18, 1 / 9,"), "how many false alarms cost one miss"),
        "the threshold of the ratio": (OUTCOMES.replace("9, 0.1", "9, 2 / 18"), "cost_fp over the sum of both"),
        "the threshold of the other side": (OUTCOMES.replace("9, 0.1", "9, 0.9"), "cost_fp over the sum of both"),
        "percent": (OUTCOMES.replace("9, 0.1", "9, 10"), "The threshold is a probability"),
        "above the threshold only": (OUTCOMES.replace("60, 40", "58, 38"), "is 0.10 an alarm?"),
        "per driver": (OUTCOMES.replace("60, 40", "60 / 8, 40 / 8"), "Count all eight"),
        "misses by the table": (OUTCOMES.replace("60, 40", "60, 50"), "2 for each FP, 18 for each FN"),
        "right alarms forgotten": (OUTCOMES.replace("60, 40", "50, 40"), "Count all eight"),
        "the two totals exchanged": (OUTCOMES.replace("60, 40", "40, 60"), "all_hours holds the right answers"),
    },
    "dearer": {
        "A: the right alarms are forgotten": (
            DEARER.replace("0.25, 0.1, 0.1", "5 / 23, 0.1, 0.1"),
            "A: a right alarm costs more as well",
        ),
        "A: added to the miss": (DEARER.replace("0.25, 0.1, 0.1", "5 / 26, 0.1, 0.1"), "A: a right alarm"),
        "A: only the right alarm": (DEARER.replace("0.25, 0.1, 0.1", "2 / 17, 0.1, 0.1"), "A: a right alarm"),
        "B: only the miss is dearer": (
            DEARER.replace("0.25, 0.1, 0.1", "0.25, 2 / 30, 0.1"),
            "B: what does a miss cost more",
        ),
        "B: on top of A": (DEARER.replace("0.25, 0.1, 0.1", "0.25, 0.25, 0.1"), "B: what does a miss cost more"),
        "C: the threshold in minutes": (
            DEARER.replace("0.25, 0.1, 0.1", "0.25, 0.1, 6"),
            "A threshold is a probability",
        ),
        "C: only the miss in minutes": (
            DEARER.replace("0.25, 0.1, 0.1", "0.25, 0.1, 2 / (2 + 1080)"),
            "C: what becomes of the ratio",
        ),
        "one prediction for all": (DEARER.replace('["up", "down", "same"]', '"up"'), "one word each"),
        "a prediction in other words": (DEARER.replace('"same"]', '"equal"]'), "The words are"),
    },
    "cheapest": {
        "no alarm is never tried": (
            CHEAPEST.replace("np.append(np.unique(s), np.inf)", "np.unique(s)"),
            "Each alarm costs more than a miss: inf is right",
        ),
        "the lowest of the candidates with equal cost": (
            CHEAPEST.replace("np.append(np.unique(s), np.inf)[::-1]", "np.append(np.unique(s), np.inf)"),
            "and none at all cost the same",
        ),
        "no alarm only if it is the best by itself": (
            CHEAPEST.replace("np.append(np.unique(s), np.inf)[::-1]", "np.append(np.unique(s)[::-1], np.inf)"),
            "and none at all cost the same: inf is right",
        ),
        "the comparison is strict": (CHEAPEST.replace("s >= t", "s > t"), "At 0.35 there are two false alarms"),
        "the two costs exchanged": (
            CHEAPEST.replace("cost_fn * ~alarm, cost_fp * alarm", "cost_fp * ~alarm, cost_fn * alarm"),
            "The lowest cost is 2 for six drivers",
        ),
        "the highest cost": (
            CHEAPEST.replace("argmin", "argmax").replace("cost.min()", "cost.max()"),
            "The lowest cost is 2 for six drivers",
        ),
        "the total cost": (CHEAPEST.replace(" / len(y)", ""), "Return the cost per driver"),
        "cost and threshold exchanged": (
            CHEAPEST.replace(
                "return t[np.argmin(cost)], cost.min() / len(y)", "return cost.min() / len(y), t[np.argmin(cost)]"
            ),
            "is no score, and not inf",
        ),
        "the threshold only": (CHEAPEST.replace(", cost.min() / len(y)", ""), "len"),
        "the Bayes threshold": (
            """
def cheapest_threshold(y_true, y_score, cost_fp, cost_fn):
    t = cost_fp / (cost_fp + cost_fn)
    return t, costs(np.asarray(y_true), np.asarray(y_score) >= t, cost_fp, cost_fn).mean()
""",
            "is no score, and not inf",
        ),
        "points on straight pieces left out": (
            """
def cheapest_threshold(y_true, y_score, cost_fp, cost_fn):
    y = np.asarray(y_true)
    fpr, tpr, t = metrics.roc_curve(y, y_score)
    cost = cost_fp * fpr * np.mean(y == 0) + cost_fn * (1 - tpr) * np.mean(y == 1)
    return t[1:][np.argmin(cost[1:])], cost[1:].min()
""",
            "Each alarm costs more than a miss: inf is right",
        ),
        "a false alarm always costs 1": (CHEAPEST.replace("cost_fp * alarm", "1 * alarm"), "the lowest is"),
        "a miss always costs 20": (CHEAPEST.replace("cost_fn * ~alarm", "20 * ~alarm"), "the lowest is"),
        "scores lie between 0 and 1": (
            CHEAPEST.replace("np.append(np.unique(s), np.inf)", "np.append(np.unique(s[(s > 0) & (s < 1)]), np.inf)"),
            "the lowest is",
        ),
        "the scores are sorted in place": (
            """
def cheapest_threshold(y_true, y_score, cost_fp, cost_fn):
    order = np.argsort(y_score)
    y, s = np.asarray(y_true)[order], np.asarray(y_score)[order]
    if isinstance(y_score, list):
        y_score.sort()
    t = np.append(np.unique(s), np.inf)[::-1]
    cost = np.array([costs(y, s >= one, cost_fp, cost_fn).sum() for one in t])
    return t[np.argmin(cost)], cost.min() / len(y)
""",
            "The function has changed its arguments",
        ),
        "halfway between two scores": (
            CHEAPEST.replace(
                "return t[np.argmin(cost)]", "i = np.argmin(cost)\n    return (t[i] + t[min(i + 1, len(t) - 1)]) / 2"
            ),
            "is no score, and not inf",
        ),
    },
    "hospitals": {
        "on the own drivers throughout": (
            HOSPITALS.replace("rest = ~own", "rest = own"),
            "a tuned threshold looks better than on others",
        ),
        "judged on all drivers": (
            HOSPITALS.replace("rest = ~own", "rest = hospital >= 0"),
            "others: on which drivers",
        ),
        "tuned with the costs exchanged": (
            HOSPITALS.replace("score_val[own], 1, 20)", "score_val[own], 20, 1)"),
            "same: on which drivers",
        ),
        "one threshold for all ten": (
            HOSPITALS.replace("y_val[own], score_val[own], 1, 20", "y_val, score_val, 1, 20"),
            "looks better than on others",
        ),
        "on the test set": (
            HOSPITALS.replace("costs(y_val[rest], score_val[rest]", "costs(y_test, score_test"),
            "others: on which drivers",
        ),
        "the threshold 0.5": (HOSPITALS.replace("1 / 21", "0.5"), "formula: on which drivers"),
        "1/20": (HOSPITALS.replace("1 / 21", "1 / 20"), "formula: on which drivers"),
        "costs summed": (HOSPITALS + "same, others, formula = 10 * same, 10 * others, 10 * formula", "no alarm at all"),
        "the last hospital only": (HOSPITALS + "same, others, formula = rows[-1]", "on which drivers"),
    },
    "advice": {
        "formula minus tuned": (
            ADVICE + "tuned_minus_formula, *interval = with_interval(-gap)",
            "tuned minus formula, over the test set",
        ),
        "on the validation set": (
            ADVICE.replace("y_test", "y_val").replace("score_test", "score_val"),
            "tuned minus formula, over the test set",
        ),
        "tuned on the test set": (
            ADVICE.replace(
                "y_val[hospital == h], score_val[hospital == h]", "y_test[hospital == h], score_test[hospital == h]"
            ),
            "tuned minus formula, over the test set",
        ),
        "the interval of the tuned cost": (
            ADVICE + "_, low, high = with_interval(tuned_cost)\n"
            "interval = tuned_minus_formula - (high - low) / 2, tuned_minus_formula + (high - low) / 2",
            "one difference for each driver",
        ),
        "the ten hospitals as if they were ten times as many drivers": (
            ADVICE + "bayes = costs(y_test, score_test >= 1 / 21, 1, 20)\n"
            "all_gaps = np.concatenate([costs(y_test, score_test >= t, 1, 20) - bayes for t in found])\n"
            "tuned_minus_formula, *interval = with_interval(all_gaps)",
            "a mean of ten costs",
        ),
        "one standard error": (
            ADVICE + "interval = tuned_minus_formula + gap.std() / len(gap) ** 0.5 * np.array([-1, 1])",
            "a mean of ten costs",
        ),
        "the mean of the thresholds": (
            ADVICE.replace("for t in found", "for t in [np.mean(found)]"),
            "tuned minus formula, over the test set",
        ),
        "tuning is advised": (ADVICE.replace('"formula"', '"tune"'), "who pays more there?"),
        "either": (ADVICE.replace('"formula"', '"either"'), "On which side of 0"),
        "a sentence": (ADVICE.replace('"formula"', '"take 1/21"'), "is not one of the three words"),
        "the whole triple as the interval": (ADVICE + "interval = with_interval(gap)", "interval is a pair"),
        "the ends exchanged": (ADVICE + "interval = interval[::-1]", "(low, high), around the difference"),
    },
    "repaired": {
        "only a column of scores is repaired": (
            REPAIRED.replace("np.ravel(y_true), np.ravel(y_score)", "np.asarray(y_true), np.ravel(y_score)"),
            "is right; yours is",
        ),
        "both become columns": (
            """
def repaired_cost(y_true, y_score, threshold, cost_fp, cost_fn):
    y_true, y_score = np.asarray(y_true).reshape(-1, 1), np.asarray(y_score)
    if len(y_true) != len(y_score):
        raise ValueError("y_score")
    alarm = y_score >= threshold
    return np.mean(np.where(y_true == 1, cost_fn * ~alarm, cost_fp * alarm))
""",
            "is right; yours is",
        ),
        "the diagonal of her table, divided by its size": (
            """
def repaired_cost(y_true, y_score, threshold, cost_fp, cost_fn):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    alarm = y_score >= threshold
    table = np.where(y_true == 1, cost_fn * ~alarm, cost_fp * alarm)
    return np.trace(table) / table.size if table.ndim == 2 else table.mean()
""",
            "one false alarm, one miss, 21 for four drivers",
        ),
        "the sum": (REPAIRED.replace("np.mean(np", "np.sum(np"), "21 for four drivers; yours is 21"),
        "the comparison is strict": (
            REPAIRED.replace("y_score >= threshold", "y_score > threshold"),
            "is right; yours is",
        ),
        "the costs exchanged": (
            REPAIRED.replace("cost_fn * ~alarm, cost_fp * alarm", "cost_fp * ~alarm, cost_fn * alarm"),
            "is right; yours is",
        ),
        "1 and 20 whatever is asked": (
            REPAIRED.replace("cost_fn * ~alarm, cost_fp * alarm", "20 * ~alarm, 1 * alarm"),
            "is right; yours is",
        ),
        "no return": (REPAIRED.replace("return np.mean", "print"), "Is there a `return`?"),
        "the first column of whatever comes": (
            """
def repaired_cost(y_true, y_score, threshold, cost_fp, cost_fn):
    y_true = np.ravel(y_true)
    y_score = np.reshape(y_score, (len(y_score), -1))[:, 0]
    alarm = y_score >= threshold
    return np.mean(np.where(y_true == 1, cost_fn * ~alarm, cost_fp * alarm))
""",
            "Scores of shape (3, 2) for 3 labels passed",
        ),
        "a single score is broadcast": (
            REPAIRED.replace("if len(y_true) != len(y_score)", "if len(y_score) > len(y_true)"),
            "Scores of shape (1,) for 3 labels passed",
        ),
        "a single label is broadcast": (
            REPAIRED.replace("if len(y_true) != len(y_score)", "if len(y_true) > 1 and len(y_true) != len(y_score)"),
            "Scores of shape (2,) for 1 labels passed",
        ),
        "the message names nothing": (REPAIRED.replace('"y_score"', '"wrong shape"'), "The message must name y_score"),
        "NumPy's own error": (
            REPAIRED.replace('    if len(y_true) != len(y_score):\n        raise ValueError("y_score")\n', ""),
            "The message must name y_score",
        ),
    },
    "column-what": {
        "one number for each driver": (COLUMN.replace("1000000", "1000"), "Look at the shape"),
        "two for each driver": (COLUMN.replace("1000000", "2000"), "each driver's label and each driver's score"),
        "the right cost": (
            COLUMN.replace("0.926222", "costs(labels, predicted.ravel() >= 0.05, 1, 20).mean()"),
            "does not give her cost",
        ),
        "the two shares exchanged": (
            COLUMN + "a, d = np.mean(predicted >= 0.05), labels.mean()\nher_cost = d * (1 - a) + 20 * (1 - d) * a",
            "does not give her cost",
        ),
        "only the misses": (
            COLUMN + "her_cost = 20 * np.mean(predicted < 0.05) * labels.mean()",
            "does not give her cost",
        ),
        "saved with the sign turned": (
            COLUMN + "saved_on_test, *saved_interval = with_interval(-gap)",
            "no alarm minus 0.05",
        ),
        "saved on validation": (
            COLUMN.replace("y_test", "y_val").replace("score_test", "score_val"),
            "with the drivers of the test set",
        ),
        "saved on her 1,000 drivers": (
            COLUMN.replace("y_test", "labels").replace("score_test", "predicted.ravel()"),
            "with the drivers of the test set",
        ),
        "saved against everybody": (
            COLUMN.replace("score_test >= 2", "score_test >= 0"),
            "no alarm minus 0.05",
        ),
        "intervals of two costs put together": (
            COLUMN + "saved_interval = saved_on_test - 0.17, saved_on_test + 0.17",
            "one difference for each driver",
        ),
        "a triple": (COLUMN + "saved_interval = with_interval(gap)", "saved_interval is a pair"),
        "the ends exchanged": (COLUMN + "saved_interval = saved_interval[::-1]", "(low, high), around the mean"),
    },
    "practice": {
        "where nobody and everybody cross": (
            'read_from, read_to, like_network = 5, 22, "nobody"',
            "Follow the solid line",
        ),
        "from where nobody and everybody cross": (
            'read_from, read_to, like_network = 22, 54, "nobody"',
            "Follow the solid line",
        ),
        "the whole width of the figure": ('read_from, read_to, like_network = 1, 200, "nobody"', "read_from: where do"),
        "up to the end of the figure": ('read_from, read_to, like_network = 5, 200, "nobody"', "read_to: where do"),
        "costs in the place of prices": ('read_from, read_to, like_network = 0.2, 0.95, "nobody"', "Two prices"),
        "the axis read as if it were not logarithmic": (
            'read_from, read_to, like_network = 7, 54, "nobody"',
            "read_from: where do",
        ),
        "the ends exchanged": ('read_from, read_to, like_network = 54, 5, "nobody"', "the lower one first"),
        "the flat line": ('read_from, read_to, like_network = 5, 54, "everybody"', "which line does that"),
        "the practice": ('read_from, read_to, like_network = 5, 54, "practice"', "which line does that"),
        "the network itself": ('read_from, read_to, like_network = 5, 54, "network"', "is not one of"),
    },
    "practice-solve": {
        "the reading": ("from_val, to_val, from_test, to_test = 5, 55, 5, 55", "there practice and"),
        "misses for the deaths found": (
            SOLVE.replace("fp / tp, tn / fn", "fp / fn, tn / tp"),
            "practice and nobody differ",
        ),
        "all deaths": (SOLVE.replace("fp / tp, tn / fn", "fp / (tp + fn), tn / fn"), "practice and nobody differ"),
        "all survivors": (SOLVE.replace("tn / fn", "(tn + fp) / fn"), "practice and everybody differ"),
        "everybody and nobody": (
            SOLVE.replace("tn / fn", "(tn + fp) / (fn + tp)"),
            "to_val: there practice and everybody differ",
        ),
        "turned over": (SOLVE.replace("fp / tp, tn / fn", "tp / fp, fn / tn"), "two prices above 1"),
        "validation twice": (
            SOLVE.replace("confusion_matrix(y_test, rules_test", "confusion_matrix(y_val, rules_val"),
            "from_test: there practice and",
        ),
        "the matrix unpacked in another order": (
            SOLVE.replace("tn, fp, fn, tp", "tp, fp, fn, tn"),
            "the lower one first",
        ),
    },
    "worth": {
        "the practice throughout": ("rivals = dict.fromkeys(service_prices, 'practice')", "At the price 1 another"),
        "nobody throughout": ("rivals = dict.fromkeys(service_prices, 'nobody')", "At the price 10 another"),
        "the dearest": (
            'rivals = {1: "everybody", 10: "everybody", 20: "everybody", 300: "nobody"}',
            "At the price 1 another",
        ),
        "nobody up to the crossing with everybody": (
            'rivals = {1: "nobody", 10: "nobody", 20: "nobody", 300: "everybody"}',
            "At the price 10 another",
        ),
        "the practice at 300": (
            'rivals = {1: "nobody", 10: "practice", 20: "practice", 300: "practice"}',
            "At the price 300 another",
        ),
        "a list": ('rivals = ["nobody", "practice", "practice", "everybody"]', "four prices as keys"),
        "the network among its rivals": ("rivals = dict.fromkeys(service_prices, 'network')", "is not one of"),
    },
    "worth-shown": {
        "on the validation set": (
            SHOWN.replace("y_test", "y_val").replace("score_test", "score_val").replace("rules_test", "rules_val"),
            "on the test set",
        ),
        "rival minus network": (SHOWN.replace("with_interval(d)", "with_interval(-d)"), "network minus practice"),
        "against nobody throughout": (SHOWN.replace("rules_test[rivals[p]]", "rules_test['nobody']"), "minus practice"),
        "the threshold 0.5 throughout": (SHOWN.replace("1 / (p + 1)", "0.5"), "network minus practice"),
        "the threshold one over the price": (
            SHOWN.replace("1 / (p + 1)", "1 / p"),
            "the interval of the differences, by driver",
        ),
        "the price 20 throughout": (SHOWN.replace("1, p)", "1, 20)"), "on the test set"),
        "whatever has a negative difference": (
            SHOWN + "shown = [p for p in service_prices if differences[p][0] < 0]",
            "The whole interval below 0",
        ),
        "what held on validation": (SHOWN + "shown = [1, 10, 20]", "The whole interval below 0"),
        "nothing is shown": (SHOWN + "shown = []", "is every end of it there?"),
        "the lower end is enough": (
            SHOWN + "shown = [p for p in service_prices if differences[p][1] < 0]",
            "The whole interval below 0",
        ),
        "two standard errors as if unpaired": (
            SHOWN.replace(
                "differences[p] = with_interval(d)",
                "one = costs(y_test, score_test >= 1 / (p + 1), 1, p)\n"
                "    other = costs(y_test, rules_test[rivals[p]], 1, p)\n"
                "    e = 1.96 * np.sqrt((one.var() + other.var()) / len(d))\n"
                "    differences[p] = d.mean(), d.mean() - e, d.mean() + e",
            ),
            "the interval of the differences, by driver",
        ),
        "the difference only": (
            SHOWN.replace("with_interval(d)", "with_interval(d)[:1]").replace("differences[p][2] < 0", "p == 20"),
            "three numbers",
        ),
        "names of services": (SHOWN + 'shown = ["C"]', "prices of the four services"),
        "the three in another order": (
            SHOWN + "differences = {p: (low, value, high) for p, (value, low, high) in differences.items()}",
            "low is the smallest",
        ),
        "the prices as positions": (SHOWN + "differences = dict(enumerate(differences.values()))", "as keys"),
    },
    "worth-more": {
        "without the square": (
            "times_as_many = (differences[10][2] - differences[10][0]) / abs(differences[10][0])",
            "what does N do to it?",
        ),
        "the whole width": (
            "times_as_many = ((differences[10][2] - differences[10][1]) / differences[10][0]) ** 2",
            "Half of the interval",
        ),
        "turned over": (
            "times_as_many = (differences[10][0] / (differences[10][2] - differences[10][0])) ** 2",
            "more drivers, not fewer",
        ),
        "another service": (
            "times_as_many = ((differences[300][2] - differences[300][0]) / differences[300][0]) ** 2",
            "Half of the interval",
        ),
        "the number of drivers": ("times_as_many = 1.74 * 5150", "Half of the interval"),
        "how many more": (
            "times_as_many = 1.74 - 1",
            "more drivers, not fewer",
        ),
    },
}
