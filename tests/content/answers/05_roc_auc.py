"""Answers to problem set 5 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "nine": {
        "counted with loops": """
died = [s for y, s in zip(nine_true, nine_score) if y]
lived = [s for y, s in zip(nine_true, nine_score) if not y]
nine_fpr, nine_tpr = [0.0], [0.0]
for t in sorted(set(nine_score), reverse=True):
    nine_tpr.append(sum(s >= t for s in died) / len(died))
    nine_fpr.append(sum(s >= t for s in lived) / len(lived))
right = sum((a > b) + 0.5 * (a == b) for a in died for b in lived)
nine_auc = right / (len(died) * len(lived))
""",
        "scikit-learn": """
nine_fpr, nine_tpr, _ = metrics.roc_curve(nine_true, nine_score, drop_intermediate=False)
nine_auc = metrics.roc_auc_score(nine_true, nine_score)
""",
        "typed from paper": """
nine_fpr = (0, 0, 0.2, 0.4, 0.4, 0.6, 0.8, 1)
nine_tpr = (0, 0.25, 0.5, 0.5, 0.75, 0.75, 1, 1)
nine_auc = 14 / 20
""",
    },
    "rarer": {
        "by hand": """
prediction = "B"
auc_a, auc_b = 42 / 60, (14 + 40) / 60
precision_a, precision_b = 3 / 9, 3 / 5
""",
        "with weights, and rounded": """
prediction = "both"
weight = [1 if y else 3 for y in nine_true]
auc_a = metrics.roc_auc_score(nine_true, nine_score, sample_weight=weight)
alarm = np.array(nine_score) >= 0.5
precision_a = round(metrics.precision_score(nine_true, alarm, sample_weight=weight), 3)
auc_b = metrics.roc_auc_score(nine_true + [0] * 10, nine_score + [0.05] * 10)
precision_b = metrics.precision_score(nine_true, alarm)
""",
    },
    "weighted": {
        "all pairs, and 0/0 with NumPy's warning": """
def weighted_auc(y_true, y_score, weight):
    y, s, w = (np.asarray(values, float) for values in (y_true, y_score, weight))
    if not np.all((w >= 0) & (w < np.inf)):
        raise ValueError("weight")
    ranked = np.sign(s[y == 1][:, None] - s[y == 0]) / 2 + 1 / 2
    return w[y == 1] @ ranked @ w[y == 0] / (w[y == 1].sum() * w[y == 0].sum())
""",
        "a table of all pairs": """
def weighted_auc(y_true, y_score, weight):
    y_true, y_score, weight = np.array(y_true), np.array(y_score), np.array(weight)
    if np.any(weight < 0) or not np.all(np.isfinite(weight)):
        raise ValueError("weight")
    p, n = y_true == 1, y_true == 0
    table = (y_score[p, None] > y_score[n]) + 0.5 * (y_score[p, None] == y_score[n])
    pairs = np.outer(weight[p], weight[n])
    return np.sum(table * pairs) / np.sum(pairs) if np.sum(pairs) > 0 else float("nan")
""",
        "scikit-learn, after checks of its own": """
def weighted_auc(y_true, y_score, weight):
    weight = np.asarray(weight, dtype=float)
    if not np.all((weight >= 0) & (weight < np.inf)):
        raise ValueError("a weight is negative or not finite")
    y_true = np.asarray(y_true)
    if weight[y_true == 1].sum() == 0 or weight[y_true == 0].sum() == 0:
        return np.nan
    return metrics.roc_auc_score(y_true, y_score, sample_weight=weight)
""",
        "a loop down the sorted list": """
def weighted_auc(y_true, y_score, weight):
    for w in weight:
        if not 0 <= w < float("inf"):
            raise ValueError(f"weight: {w}")
    rows = sorted(zip(list(y_score), list(y_true), list(weight)), reverse=True)
    up = area = right = 0
    i = 0
    while i < len(rows):
        j, rise, run = i, 0, 0
        while j < len(rows) and rows[j][0] == rows[i][0]:
            if rows[j][1] == 1:
                rise += rows[j][2]
            else:
                run += rows[j][2]
            j += 1
        area += run * (up + rise / 2)
        up, right, i = up + rise, right + run, j
    return area / (up * right) if up * right > 0 else np.nan
""",
        "trapezoids of weighted rates, NumPy divides 0/0": """
def weighted_auc(y_true, y_score, weight):
    y_true, y_score, weight = (np.asarray(a, dtype=float) for a in (y_true, y_score, weight))
    if not np.isfinite(weight).all() or weight.min() < 0:
        raise ValueError("weight must be finite and not negative")
    step = np.unique(-y_score, return_inverse=True)[1]
    tp = np.append(0, np.cumsum(np.bincount(step, weight * y_true)))
    fp = np.append(0, np.cumsum(np.bincount(step, weight * (1 - y_true))))
    with np.errstate(all="ignore"):
        return np.sum(np.diff(fp) * (tp[1:] + tp[:-1])) / 2 / (tp[-1] * fp[-1])
""",
    },
    "file": {
        "from the pairs": """
died = np.array([c for y, c in zip(file_died, file_class) if y == 1])
lived = np.array([c for y, c in zip(file_died, file_class) if y == 0])
lowest = float((died[:, None] > lived).mean())
highest = float((died[:, None] >= lived).mean())
""",
        "the file sorted by the outcome": """
rows = sorted(zip(file_died, file_class))
lowest = auc_by_walking([y for y, _ in rows], [c for _, c in rows])
rows = rows[::-1]
highest = auc_by_walking([y for y, _ in rows], [c for _, c in rows])
""",
        "typed": "lowest, highest = 0.699, 0.942",
    },
    "repair": {
        "the walk, one group of equal scores at a time": """
from itertools import groupby

def repaired_auc(y_true, y_score):
    rows = sorted(zip(y_score, y_true), key=lambda row: -row[0])
    up = right = area = 0
    for _, group in groupby(rows, key=lambda row: row[0]):
        labels = [y for _, y in group]
        deaths = labels.count(1)
        area += (len(labels) - deaths) * (up + deaths / 2)
        up += deaths
        right += len(labels) - deaths
    return area / (up * right) if up * right else float("nan")
""",
        "the mean of the best and the worst order": """
def repaired_auc(y_true, y_score):
    rows = sorted(zip(y_true, y_score))
    if len({y for y, _ in rows}) < 2:
        return np.nan
    ends = [auc_by_walking([y for y, _ in r], [s for _, s in r]) for r in (rows, rows[::-1])]
    return sum(ends) / 2
""",
        "the mean of the file and the file turned over": """
def repaired_auc(y_true, y_score):
    if len(set(y_true)) < 2:
        return np.nan
    turned = auc_by_walking(list(y_true)[::-1], list(y_score)[::-1])
    return (auc_by_walking(y_true, y_score) + turned) / 2
""",
        "scikit-learn": """
def repaired_auc(y_true, y_score):
    if len(set(y_true)) < 2:
        return np.nan
    return metrics.roc_auc_score(y_true, y_score)
""",
        "ranks, and NumPy divides 0/0": """
from scipy.stats import rankdata

def repaired_auc(y_true, y_score):
    y_true = np.asarray(y_true)
    n_pos, n_neg = np.sum(y_true == 1), np.sum(y_true == 0)
    u = rankdata(y_score)[y_true == 1].sum() - n_pos * (n_pos + 1) / 2
    with np.errstate(invalid="ignore"):
        return u / (n_pos * n_neg)
""",
    },
    "cross": {
        "read with the eye": """
signal_a, signal_b = "sensor", "form"
larger_area, sensor_recall_b = "form", 0.38
""",
        "with a ruler and scikit-learn": """
area = {name: metrics.roc_auc_score(y_val, s) for name, s in signal_val.items()}
larger_area = max(area, key=area.get)
signal_a, signal_b = "sensor", "form"
sensor_recall_b = metrics.recall_score(y_val, signal_val["sensor"])
""",
    },
    "cross-test": {
        "loops over the thresholds": """
def lowest(signal, limit):
    for t in sorted(set(signal.tolist())):
        if np.mean(signal[y_val == 0] >= t) <= limit:
            return t

t_a = lowest(signal_val["sensor"], 0.05)
t_b = lowest(signal_val["form"], 0.3)
t_s = lowest(signal_val["sensor"], 0.3)
recall_a = metrics.recall_score(y_test, signal_test["sensor"] >= t_a)
recall_b = metrics.recall_score(y_test, signal_test["form"] >= t_b)
d = [int(f >= t_b) - int(s >= t_s) for f, s, y in zip(signal_test["form"], signal_test["sensor"], y_test) if y]
difference_b = sum(d) / len(d)
error = np.std(d) / len(d) ** 0.5
interval_b = [difference_b - 1.96 * error, difference_b + 1.96 * error]
""",
        "from the counts of deaths found by one signal only, rounded": """
died = y_test == 1
sensor, form = signal_test["sensor"][died] == 1, signal_test["form"][died] > 2
only_form, only_sensor, n = np.sum(form & ~sensor), np.sum(sensor & ~form), died.sum()
recall_a, recall_b = round(sensor.mean(), 3), round(form.mean(), 3)
difference_b = round((only_form - only_sensor) / n, 3)
error = np.sqrt((only_form + only_sensor) / n - difference_b**2) / np.sqrt(n)
interval_b = np.round([difference_b - 1.96 * error, difference_b + 1.96 * error], 3)
""",
    },
    "groups": {
        "a table": """
rows = {}
for name, mask in group_val.items():
    a, b = auc_and_error(y_val[mask], score_val[mask]), auc_and_error(y_val[~mask], score_val[~mask])
    rows[name] = [a[0] - b[0], (a[1] ** 2 + b[1] ** 2) ** 0.5]
table = pd.DataFrame(rows, index=["difference", "error"]).T
differs = table.index[table["difference"].abs() > 1.96 * table["error"]]
largest = table["difference"].abs().idxmax()
""",
        "typed after reading a print, as a set": """
differs = {"in 2000 or later", "car with airbag", "wore a seatbelt"}
largest = "wore a seatbelt"
""",
    },
    "confirm": {
        "typed after reading a print, rounded": """
confirmed = ["wore a seatbelt"]
difference_on_test, interval_on_test = 0.119, [0.067, 0.170]
""",
        "computed, as a tuple": """
def gap(y, s, m):
    a, b = auc_and_error(y[m], s[m]), auc_and_error(y[~m], s[~m])
    d, e = a[0] - b[0], np.sqrt(a[1] ** 2 + b[1] ** 2)
    return d, np.array([d - 1.96 * e, d + 1.96 * e])

ends = {name: gap(y_test, score_test, group_test[name])[1] for name in differs}
confirmed = tuple(name for name in differs if ends[name].min() > 0)
difference_on_test, interval_on_test = gap(y_test, score_test, group_test[largest])
""",
    },
    "across": {
        "loops over four kinds of pairs": """
belt = group_test["wore a seatbelt"]
right, number = {}, {}
for a in [True, False]:
    for b in [True, False]:
        p = score_test[(y_test == 1) & (belt == a)]
        n = score_test[(y_test == 0) & (belt == b)]
        number[a, b] = len(p) * len(n)
        right[a, b] = sum(np.sum(x > n) + 0.5 * np.sum(x == n) for x in p)
share_within = (number[True, True] + number[False, False]) / sum(number.values())
auc_across = (right[True, False] + right[False, True]) / (number[True, False] + number[False, True])
""",
        "from the AUCs of the groups": """
belt = group_test["wore a seatbelt"]
n_with = y_test[belt].sum() * np.sum(y_test[belt] == 0)
n_without = y_test[~belt].sum() * np.sum(y_test[~belt] == 0)
n = y_test.sum() * np.sum(y_test == 0)
share_within = (n_with + n_without) / n
auc_with = metrics.roc_auc_score(y_test[belt], score_test[belt])
auc_without = metrics.roc_auc_score(y_test[~belt], score_test[~belt])
whole = metrics.roc_auc_score(y_test, score_test)
auc_across = (whole * n - auc_with * n_with - auc_without * n_without) / (n - n_with - n_without)
""",
    },
}

WEIGHTED = """
def weighted_auc(y_true, y_score, weight):
    y_true, y_score, weight = np.asarray(y_true), np.asarray(y_score), np.asarray(weight, dtype=float)
    if not (np.isfinite(weight) & (weight >= 0)).all():
        raise ValueError("weight")
    p, n = y_true == 1, y_true == 0
    table = (y_score[p, None] > y_score[n]) + 0.5 * (y_score[p, None] == y_score[n])
    pairs = np.outer(weight[p], weight[n])
    return np.sum(table * pairs) / np.sum(pairs) if np.sum(pairs) > 0 else np.nan
"""
REPAIRED = """
def repaired_auc(y_true, y_score):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    p, n = y_score[y_true == 1, None], y_score[y_true == 0]
    return np.mean((p > n) + 0.5 * (p == n)) if p.size * n.size else np.nan
"""
DIFFERENCE = """
def gap(y, s, m):
    a, b = auc_and_error(y[m], s[m]), auc_and_error(y[~m], s[~m])
    return a[0] - b[0], (a[1] ** 2 + b[1] ** 2) ** 0.5

on_val = {name: gap(y_val, score_val, m) for name, m in group_val.items()}
on_test = {name: gap(y_test, score_test, m) for name, m in group_test.items()}
"""
BELT = """
belt, died = group_test["wore a seatbelt"], y_test == 1
gap = score_test[died, None] - score_test[~died]
table, same = (np.sign(gap) + 1) / 2, belt[died, None] == belt[~died]
share_within, auc_across = same.mean(), table[~same].mean()
"""
NINE = """
nine_fpr = [0, 0, 0.2, 0.4, 0.4, 0.6, 0.8, 1]
nine_tpr = [0, 0.25, 0.5, 0.5, 0.75, 0.75, 1, 1]
nine_auc = 0.7
"""
RARER = """
prediction = "neither"
auc_a, auc_b, precision_a, precision_b = 0.7, 0.9, 1 / 3, 0.6
"""
CROSS = """
signal_a, signal_b, larger_area, sensor_recall_b = "sensor", "form", "form", 0.36
"""
CROSS_TEST = """
died = y_test == 1
sensor, form = signal_test["sensor"][died] >= 1, signal_test["form"][died] >= 3
recall_a, recall_b = sensor.mean(), form.mean()
each = form.astype(int) - sensor
difference_b, error = each.mean(), each.std() / np.sqrt(len(each))
interval_b = difference_b - 1.96 * error, difference_b + 1.96 * error
"""

WRONG = {
    "nine": {
        "the rates exchanged": (
            "nine_tpr = [0, 0, 0.2, 0.4, 0.4, 0.6, 0.8, 1]\n"
            "nine_fpr = [0, 0.25, 0.5, 0.5, 0.75, 0.75, 1, 1]\n"
            "nine_auc = 0.7",
            "The two rates are exchanged",
        ),
        "one point for each driver": (
            """
order = np.argsort(-np.array(nine_score), kind="stable")
y = np.array(nine_true)[order]
nine_tpr, nine_fpr = np.append(0, np.cumsum(y) / 4), np.append(0, np.cumsum(1 - y) / 5)
nine_auc = 0.7
""",
            "one point for each score",
        ),
        "a tie counts nothing": (NINE.replace("nine_auc = 0.7", "nine_auc = 13 / 20"), "How do ties count?"),
        "a tie counts as right": (NINE.replace("nine_auc = 0.7", "nine_auc = 15 / 20"), "How do ties count?"),
        "pairs in the place of their share": (NINE.replace("nine_auc = 0.7", "nine_auc = 14"), "A share of pairs"),
        "shares of all nine": (
            NINE.replace("[0, 0.25, 0.5, 0.5, 0.75, 0.75, 1, 1]", "[x / 9 for x in [0, 1, 2, 2, 3, 3, 4, 4]]"),
            "ends at (1, 1)",
        ),
        "above the threshold only": (
            """
thresholds = [1.0, 0.9, 0.7, 0.6, 0.5, 0.3, 0.2, 0.1]
y, s = np.array(nine_true), np.array(nine_score)
nine_tpr = [np.mean(s[y == 1] > t) for t in thresholds]
nine_fpr = [np.mean(s[y == 0] > t) for t in thresholds]
nine_auc = 0.7
""",
            "ends at (1, 1)",
        ),
        "a driver who died passed as a survivor": (
            NINE.replace("[0, 0.25, 0.5, 0.5, 0.75, 0.75, 1, 1]", "[0, 0.25, 0.25, 0.5, 0.75, 0.75, 1, 1]"),
            "nine_tpr: of those who died",
        ),
        "a slip in the survivors": (
            NINE.replace("[0, 0, 0.2, 0.4, 0.4, 0.6, 0.8, 1]", "[0, 0, 0, 0.4, 0.4, 0.6, 0.8, 1]"),
            "nine_fpr: of those who survived",
        ),
        "from the lowest score upwards": (
            NINE + "nine_tpr, nine_fpr = nine_tpr[::-1], nine_fpr[::-1]",
            "begins at (0, 0)",
        ),
        "the lists sorted in place": (
            "nine_true.sort()\nnine_score.sort()\n"
            "nine_fpr, nine_tpr, _ = metrics.roc_curve(nine_true, nine_score, drop_intermediate=False)\n"
            "nine_auc = metrics.roc_auc_score(nine_true, nine_score)",
            "work on a copy",
        ),
    },
    "rarer": {
        "the prevalence is taken for all that matters": (
            RARER.replace("0.7, 0.9,", "0.7, 0.7,"),
            "In which order are they?",
        ),
        "A and B exchanged": (
            RARER.replace("0.7, 0.9, 1 / 3, 0.6", "0.9, 0.7, 0.6, 1 / 3"),
            "In which order are they?",
        ),
        "the new pairs, but not in the denominator": (
            RARER.replace("0.7, 0.9,", "0.7, 54 / 20,"),
            "All four values lie between 0 and 1",
        ),
        "the precision of A as before": (RARER.replace("1 / 3, 0.6", "0.6, 0.6"), "A: of all alarms"),
        "the precision falls in B as well": (RARER.replace("1 / 3, 0.6", "1 / 3, 1 / 3"), "B: of all alarms"),
        "the recall": (RARER.replace("1 / 3, 0.6", "0.75, 0.75"), "A: of all alarms"),
        "the accuracy": (RARER.replace("1 / 3, 0.6", "12 / 19, 16 / 19"), "A: of all alarms"),
        "above 0.5 only": (RARER.replace("1 / 3, 0.6", "2 / 8, 0.5"), "A: of all alarms"),
        "survivors twice": (RARER.replace("1 / 3, 0.6", "3 / 7, 0.6"), "A: of all alarms"),
        "only three more survivors in B": (RARER.replace("0.9,", "26 / 32,"), "B: count the pairs"),
        "the AUC of A falls": (RARER.replace("0.7, 0.9,", "14 / 60, 0.9,"), "A: count the pairs"),
        "a prediction in other words": (RARER.replace('"neither"', '"none"'), "prediction is one of"),
        "the nine drivers themselves are changed": (
            "nine_true += [0] * 10\nnine_score += [0.05] * 10\n" + RARER,
            "work on a copy",
        ),
    },
    "weighted": {
        "the weights are forgotten": (
            WEIGHTED.replace("np.outer(weight[p], weight[n])", "np.ones(table.shape)"),
            "This is the AUC without weights",
        ),
        "only the positives are weighted": (
            WEIGHTED.replace("np.outer(weight[p], weight[n])", "np.outer(weight[p], np.ones(n.sum()))"),
            "Here the right pairs have 14 of 32",
        ),
        "divided by the number of pairs": (
            WEIGHTED.replace("/ np.sum(pairs) if", "/ pairs.size if"),
            "Here the right pairs have 14 of 32",
        ),
        "not divided": (WEIGHTED.replace("/ np.sum(pairs) if", "if"), "Divide by the weight of all pairs"),
        "a tie counts nothing": (WEIGHTED.replace("0.5 *", "0 *"), "Here the right pairs have 14 of 32"),
        "a tie counts as right": (WEIGHTED.replace("0.5 *", "1 *"), "Here the right pairs have 14 of 32"),
        "turned over": (WEIGHTED.replace(" > ", " < "), "Here the right pairs have 14 of 32"),
        "the sum of the weights of a pair": (
            WEIGHTED.replace("np.outer(weight[p], weight[n])", "np.add.outer(weight[p], weight[n])"),
            "Here the right pairs have 14 of 32",
        ),
        "ties passed one by one": (
            """
def weighted_auc(y_true, y_score, weight):
    weight = np.asarray(weight, dtype=float)
    if not (np.isfinite(weight) & (weight >= 0)).all():
        raise ValueError("weight")
    order = np.argsort(-np.asarray(y_score), kind="stable")
    y, w = np.asarray(y_true)[order], weight[order]
    up, right = np.cumsum(w * y), w * (1 - y)
    return np.sum(up * right) / (up[-1] * right.sum()) if up[-1] * right.sum() else np.nan
""",
            "Here the right pairs have 14 of 32",
        ),
        "arrays only": (
            WEIGHTED.replace(
                "np.asarray(y_true), np.asarray(y_score), np.asarray(weight, dtype=float)",
                "y_true, y_score, np.asarray(weight)",
            ).replace("y_true == 1, y_true == 0", "y_true == 1, np.logical_not(y_true)"),
            "list indices",
        ),
        "rounded": (
            WEIGHTED.replace(
                "return np.sum(table * pairs) / np.sum(pairs)", "return round(np.sum(table * pairs) / np.sum(pairs), 4)"
            ),
            "is right",
        ),
        "weights made to sum to 1 in place": (
            WEIGHTED.replace("    p, n =", "    weight /= weight.sum()\n    p, n ="),
            "The function has changed its arguments",
        ),
        "weights are taken to be whole numbers": (
            WEIGHTED.replace("    p, n =", "    weight = weight.astype(int)\n    p, n ="),
            "is right",
        ),
        "printed and not returned": (WEIGHTED.replace("    return ", "    found = "), "Is there a `return`?"),
        "0.5 in the place of nan": (WEIGHTED.replace("else np.nan", "else 0.5"), "nan, and not 0.5"),
        "0 in the place of nan": (WEIGHTED.replace("else np.nan", "else 0.0"), "nan, and not 0.0"),
        "undefined only where a class is missing": (
            WEIGHTED.replace("if np.sum(pairs) > 0 else np.nan", "if pairs.size else np.nan").replace(
                "np.sum(table * pairs) / np.sum(pairs)", "np.sum(table * pairs) / max(np.sum(pairs), 1)"
            ),
            "The one negative has the weight 0: nan",
        ),
        "nan whenever nothing is in order": (
            WEIGHTED.replace("if np.sum(pairs) > 0", "if np.sum(table * pairs) > 0"),
            "Every pair is in the wrong order",
        ),
        "nan when any weight is 0": (
            WEIGHTED.replace("if np.sum(pairs) > 0", "if np.all(weight > 0) and np.sum(pairs) > 0"),
            "is right",
        ),
        "a positive without weight is looked for, a negative is not": (
            WEIGHTED.replace(
                "return np.sum(table * pairs) / np.sum(pairs) if np.sum(pairs) > 0 else np.nan",
                "return np.sum(table * pairs) / (np.sum(pairs) or 1) if weight[p].sum() else np.nan",
            ),
            "nan, and not 0.0",
        ),
        "weights are not checked": (
            WEIGHTED.replace("if not (np.isfinite(weight) & (weight >= 0)).all()", "if weight.size == 0"),
            "a ValueError was expected",
        ),
        "a weight of 0 is refused": (WEIGHTED.replace("weight >= 0", "weight > 0"), "weight"),
        "nan passes": (
            WEIGHTED.replace("if not (np.isfinite(weight) & (weight >= 0)).all()", "if (weight < 0).any()"),
            "nan]: a ValueError was expected",
        ),
        "an infinite weight passes": (
            WEIGHTED.replace("if not (np.isfinite(weight) & (weight >= 0)).all()", "if not (weight >= 0).all()"),
            "[inf, 1, 1, 1]: a ValueError was expected",
        ),
        "only the sum is checked": (
            WEIGHTED.replace(
                "if not (np.isfinite(weight) & (weight >= 0)).all()",
                "if not np.isfinite(weight).all() or weight[y_true == 1].sum() < 0 "
                "or weight[y_true == 0].sum() < 0 or weight.min() == -1",
            ),
            "[1, -2, 1, 3]: a ValueError was expected",
        ),
        "the message names nothing": (
            WEIGHTED.replace('ValueError("weight")', 'ValueError("bad input")'),
            "The message must name weight",
        ),
    },
    "file": {
        "0 and 1": ("lowest, highest = 0.0, 1.0", "highest: how does a tie count"),
        "the right value for both": (
            "lowest = highest = metrics.roc_auc_score(file_died, file_class)",
            "highest: how does a tie count",
        ),
        "her number for both": (
            "lowest = highest = auc_by_walking(file_died, file_class)",
            "can another order give less?",
        ),
        "exchanged": ("highest, lowest = 0.699, 0.942", "lowest is not above highest"),
        "some shuffles": (
            """
rng = np.random.default_rng(0)
found = []
for _ in range(5):
    i = rng.permutation(len(file_died))
    found.append(auc_by_walking(np.array(file_died)[i], np.array(file_class)[i]))
lowest, highest = min(found), auc_by_walking(file_died, file_class)
""",
            "lowest: how does a tie count",
        ),
        "all six decimals for the highest": (
            "lowest, highest = 0.699, auc_by_walking(y_val, score_val)",
            "highest: how does a tie count",
        ),
        "the share of ties to both sides of hers": ("lowest, highest = 0.942 - 0.242 / 2, 0.942", "lowest: how does"),
        "percent": ("lowest, highest = 69.9, 94.2", "lowest is not above highest"),
    },
    "repair": {
        "survivors first, so every tie counts nothing": (
            """
def repaired_auc(y_true, y_score):
    rows = sorted(zip(y_true, y_score))
    if len(set(y_true)) < 2:
        return np.nan
    return auc_by_walking([y for y, _ in rows], [s for _, s in rows])
""",
            "in every order of the rows",
        ),
        "the file is shuffled first": (
            """
def repaired_auc(y_true, y_score):
    if len(set(y_true)) < 2:
        return np.nan
    i = np.random.default_rng(0).permutation(len(y_true))
    return auc_by_walking(np.asarray(y_true)[i], np.asarray(y_score)[i])
""",
            "in every order of the rows",
        ),
        "ties are left out of the pairs": (
            """
def repaired_auc(y_true, y_score):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    p, n = y_score[y_true == 1, None], y_score[y_true == 0]
    clear = np.sum(p > n) + np.sum(p < n)
    return np.sum(p > n) / clear if clear else np.nan
""",
            "in every order of the rows",
        ),
        "from the highest class to the lowest, the colleague's sort is turned over": (
            """
def repaired_auc(y_true, y_score):
    if len(set(y_true)) < 2:
        return np.nan
    return 1 - metrics.roc_auc_score(y_true, y_score)
""",
            "in every order of the rows",
        ),
        "the survivor's column gets the deaths of its own step in full": (
            """
def repaired_auc(y_true, y_score):
    y_true = np.asarray(y_true)
    step = np.unique(-np.asarray(y_score), return_inverse=True)[1]
    up, right = np.bincount(step, y_true == 1), np.bincount(step, y_true == 0)
    pairs = up.sum() * right.sum()
    return np.sum(right * np.cumsum(up)) / pairs if pairs else np.nan
""",
            "in every order of the rows",
        ),
        "scores are taken to be classes from 0 to 10": (
            """
def repaired_auc(y_true, y_score):
    y_true, y_class = np.asarray(y_true), np.asarray(y_score).astype(int)
    up = np.array([np.sum((y_class == c) & (y_true == 1)) for c in range(10, -1, -1)])
    right = np.array([np.sum((y_class == c) & (y_true == 0)) for c in range(10, -1, -1)])
    pairs = up.sum() * right.sum()
    return np.sum(right * (np.cumsum(up) - up / 2)) / pairs if pairs else np.nan
""",
            "is right; yours is",
        ),
        "rounded": (
            REPAIRED.replace(
                "return np.mean((p > n) + 0.5 * (p == n))", "return np.round(np.mean((p > n) + 0.5 * (p == n)), 3)"
            ),
            "is right; yours is",
        ),
        "no return": (REPAIRED.replace("    return ", "    found = "), "Is there a `return`?"),
        "one class still divides by zero": (
            """
def repaired_auc(y_true, y_score):
    rows = sorted(zip(y_true, y_score))
    ends = [auc_by_walking([y for y, _ in r], [s for _, s in r]) for r in (rows, rows[::-1])]
    return sum(ends) / 2
""",
            "no pair, so the function returns np.nan",
        ),
        "0.5 with one class": (REPAIRED.replace("else np.nan", "else 0.5"), "so nan, and not 0.5"),
        "nan without a positive only": (
            REPAIRED.replace("if p.size * n.size else np.nan", "if p.size and n.size else (1.0 if p.size else np.nan)"),
            "so nan, and not 1.0",
        ),
        "nan for an AUC of 0": (
            REPAIRED.replace("if p.size * n.size else", "if p.size * n.size and np.any(p >= n) else"),
            "in the wrong order: 0",
        ),
        "with one class, scikit-learn's error is passed on as a text": (
            REPAIRED.replace("else np.nan", 'else "undefined"'),
            "so nan, and not undefined",
        ),
    },
    "cross": {
        "by the area alone": (CROSS.replace('"sensor", "form", "form"', '"form", "form", "form"'), "A: which marked"),
        "the sensor for both": (
            CROSS.replace('"sensor", "form", "form"', '"sensor", "sensor", "form"'),
            "B: which marked",
        ),
        "exchanged": (CROSS.replace('"sensor", "form", "form"', '"form", "sensor", "form"'), "A: which marked"),
        "the steeper curve is taken for the larger area": (
            CROSS.replace('"sensor", "form", "form"', '"sensor", "form", "sensor"'),
            "on which side of the crossing",
        ),
        "the recall on the line": (CROSS.replace("0.36", "0.53"), "This is on the line"),
        "the recall of the form": (CROSS.replace("0.36", "0.64"), "The sensor has one point"),
        "the false positive rate": (CROSS.replace("0.36", "0.045"), "The sensor has one point"),
        "percent": (CROSS.replace("0.36", "36"), "Not a recall"),
        "letters": (CROSS.replace('"sensor", "form", "form"', '"A", "B", "B"'), "is not 'sensor' or 'form'"),
    },
    "cross-test": {
        "measured on validation": (
            CROSS_TEST.replace("y_test", "y_val").replace("signal_test", "signal_val"),
            "recall_a is the recall on validation",
        ),
        "the form from 2 points on": (CROSS_TEST.replace(">= 3", ">= 2"), "recall_b: which threshold of the form"),
        "the form from 4 points on": (CROSS_TEST.replace(">= 3", ">= 4"), "recall_b: which threshold of the form"),
        "above 3 points only": (CROSS_TEST.replace(">= 3", "> 3"), "recall_b: which threshold of the form"),
        "sensor minus form": (
            CROSS_TEST.replace("form.astype(int) - sensor", "sensor.astype(int) - form"),
            "form minus sensor",
        ),
        "as if the two recalls were of different drivers": (
            CROSS_TEST.replace("each.std() / np.sqrt(len(each))", "np.sqrt((sensor.var() + form.var()) / len(each))"),
            "death by death",
        ),
        "the standard deviation in the place of the standard error": (
            CROSS_TEST.replace(" / np.sqrt(len(each))", ""),
            "Divide by the square root of P",
        ),
        "divided by P": (CROSS_TEST.replace("np.sqrt(len(each))", "len(each)"), "death by death"),
        "over all drivers": (
            CROSS_TEST.replace("died = y_test == 1", "died = y_test >= 0"),
            "of the deaths of the test set",
        ),
        "one standard error": (CROSS_TEST.replace("1.96", "1"), "death by death"),
        "the precision of the sensor": (
            CROSS_TEST + "recall_a = y_test[signal_test['sensor'] == 1].mean()",
            "of the deaths of the test set",
        ),
        "the ends exchanged": (CROSS_TEST + "interval_b = interval_b[::-1]", "within its interval"),
        "percent": (CROSS_TEST + "recall_a = 100 * recall_a", "A recall lies from 0 to 1"),
        "a half width": (CROSS_TEST + "interval_b = (1.96 * error,)", "is a pair"),
    },
    "groups": {
        "standard errors added": (
            DIFFERENCE.replace("(a[1] ** 2 + b[1] ** 2) ** 0.5", "a[1] + b[1]")
            + "differs = [n for n, (d, e) in on_val.items() if abs(d) > 1.96 * e]\n"
            "largest = max(on_val, key=lambda n: abs(on_val[n][0]))",
            "There are more",
        ),
        "the standard error of the smaller group is left out": (
            DIFFERENCE.replace("(a[1] ** 2 + b[1] ** 2) ** 0.5", "min(a[1], b[1])")
            + "differs = [n for n, (d, e) in on_val.items() if abs(d) > 1.96 * e]\n"
            "largest = max(on_val, key=lambda n: abs(on_val[n][0]))",
            "not every interval leaves out 0",
        ),
        "on the test set": (
            DIFFERENCE + "differs = [n for n, (d, e) in on_test.items() if abs(d) > 1.96 * e]\n"
            "largest = max(on_test, key=lambda n: abs(on_test[n][0]))",
            "not every interval leaves out 0",
        ),
        "the largest only": ('differs, largest = ["wore a seatbelt"], "wore a seatbelt"', "There are more"),
        "every difference above 0": (
            DIFFERENCE + "differs = [n for n, (d, e) in on_val.items() if d < 0]\n"
            "largest = max(on_val, key=lambda n: on_val[n][0])",
            "not every interval leaves out 0",
        ),
        "the largest in the other direction": (
            'differs, largest = ["wore a seatbelt", "car with airbag", "in 2000 or later"], "65 or older"',
            "farthest from 0",
        ),
        "one standard error": (
            DIFFERENCE + "differs = [n for n, (d, e) in on_val.items() if abs(d) > e]\n"
            "largest = max(on_val, key=lambda n: abs(on_val[n][0]))",
            "not every interval leaves out 0",
        ),
        "all six": ('differs, largest = list(group_val), "wore a seatbelt"', "All six?"),
        "a text": ('differs = largest = "wore a seatbelt"', "is a list of names"),
        "a name of one's own": ('differs, largest = ["seatbelt"], "seatbelt"', "is not one of"),
    },
    "confirm": {
        "all three": (
            "confirmed = list(differs)\ndifference_on_test, interval_on_test = 0.119, (0.067, 0.170)",
            "Compute the intervals again",
        ),
        "none": (
            "confirmed = []\ndifference_on_test, interval_on_test = 0.119, (0.067, 0.170)",
            "One difference is as clear on test",
        ),
        "what is found on the test set alone": (
            DIFFERENCE + "confirmed = [n for n, (d, e) in on_test.items() if abs(d) > 1.96 * e]\n"
            "difference_on_test, interval_on_test = 0.119, (0.067, 0.170)",
            "only names of differs",
        ),
        "the validation set again": (
            DIFFERENCE + "confirmed = [n for n in differs if abs(on_val[n][0]) > 1.96 * on_val[n][1]]\n"
            "d, e = on_val[largest]\ndifference_on_test, interval_on_test = d, (d - 1.96 * e, d + 1.96 * e)",
            "with the drivers of the test set",
        ),
        "outside minus inside": (
            'confirmed = ["wore a seatbelt"]\ndifference_on_test, interval_on_test = -0.119, (-0.170, -0.067)',
            "inside minus outside",
        ),
        "one standard error": (
            DIFFERENCE + 'confirmed = ["wore a seatbelt"]\nd, e = on_test[largest]\n'
            "difference_on_test, interval_on_test = d, (d - e, d + e)",
            "1.96 standard errors",
        ),
        "any sign of a difference is enough": (
            DIFFERENCE + "confirmed = [n for n in differs if on_test[n][0] > 0]\n"
            "difference_on_test, interval_on_test = 0.119, (0.067, 0.170)",
            "Compute the intervals again",
        ),
        "a text": (
            'confirmed = "wore a seatbelt"\ndifference_on_test, interval_on_test = 0.119, (0.067, 0.170)',
            "is a list of names",
        ),
        "the ends of the interval exchanged": (
            'confirmed = ["wore a seatbelt"]\ndifference_on_test, interval_on_test = 0.119, (0.170, 0.067)',
            "(low, high), around it",
        ),
    },
    "across": {
        "the number of pairs": (BELT + "share_within = same.sum()", "A share of pairs, not a number"),
        "a share of the drivers": (BELT + "share_within = belt.mean()", "of all deaths times survivors"),
        "the share across": (BELT + "share_within = 1 - share_within", "share_within: both with"),
        "the AUC within": (BELT + "auc_across = table[same].mean()", "one with and one without"),
        "one direction only": (
            BELT + "auc_across = table[~belt[died]][:, belt[~died]].mean()",
            "in both directions",
        ),
        "the mean of the two directions": (
            BELT + "one, other = table[~belt[died]][:, belt[~died]], table[belt[died]][:, ~belt[~died]]\n"
            "auc_across = (one.mean() + other.mean()) / 2",
            "Count pairs, not drivers",
        ),
        "on the validation set": (
            BELT.replace("group_test", "group_val").replace("y_test", "y_val").replace("score_test", "score_val"),
            "share_within: both with",
        ),
        "pairs of any two drivers": (
            BELT + "share_within = belt.mean() ** 2 + (~belt).mean() ** 2",
            "share_within: both with",
        ),
        "with a seatbelt only": (BELT + "share_within = np.mean(belt[died, None] & belt[~died])", "or both without"),
        "the AUC of all drivers": (
            BELT + "auc_across = metrics.roc_auc_score(y_test, score_test)",
            "one with and one without",
        ),
    },
}
