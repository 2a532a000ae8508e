"""Answers to problem set 3 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "parts": {
        "rounded, and nan from Python": """
nan = float("nan")
part_a = (0, nan, 0.8, 0, nan)
part_b = (1, 0.667, nan, 0.8, nan)
part_c = (nan, 0, 1, 0, nan)
part_d = (0, 0, 0.667, 0, -0.408)
""",
        "scikit-learn, with MCC by correlation": """
def five(y_true, y_pred):
    gap = {"zero_division": np.nan}
    return np.array([
        metrics.precision_score(y_true, y_pred, **gap), metrics.recall_score(y_true, y_pred, **gap),
        metrics.recall_score(y_true, y_pred, pos_label=0, **gap), metrics.f1_score(y_true, y_pred, **gap),
        metrics.matthews_corrcoef(y_true, y_pred) if len(set(y_true)) == len(set(y_pred)) == 2 else np.nan])

part_a, part_b, part_c, part_d = (five(*labels) for labels in parts.values())
""",
    },
    "one-alarm": {
        "scikit-learn": """
prediction = "R"
died = np.repeat([1, 0], [10, 90])
alarm_r, alarm_f = np.zeros(100, int), np.zeros(100, int)
alarm_r[0] = alarm_f[-1] = 1
mcc_r, mcc_f = (metrics.matthews_corrcoef(died, alarm) for alarm in (alarm_r, alarm_f))
""",
        "informedness and markedness, rounded": """
prediction = "F"
mcc_r = round(((1 / 10) * (1 - 9 / 99)) ** 0.5, 4)
mcc_f = round(-((1 / 90) * (10 / 99)) ** 0.5, 4)
""",
    },
    "macro": {
        "scikit-learn": """
def macro_f1(y_true, y_pred, classes):
    for name, labels in [("y_true", y_true), ("y_pred", y_pred)]:
        if len(labels) == 0 or any(label not in list(classes) for label in labels):
            raise ValueError(name)
    if len(y_true) != len(y_pred):
        raise ValueError("y_true and y_pred")
    each = metrics.f1_score(y_true, y_pred, labels=list(classes), average=None, zero_division=np.nan)
    return float(np.nanmean(each)), [label for label, f1 in zip(classes, each) if np.isnan(f1)]
""",
        "counted in dictionaries": """
def macro_f1(y_true, y_pred, classes):
    if len(y_true) == 0 or len(y_true) != len(y_pred):
        raise ValueError(f"y_true has {len(y_true)} labels")
    found, asked = dict.fromkeys(classes, 0), dict.fromkeys(classes, 0)
    for name, labels in {"y_true": y_true, "y_pred": y_pred}.items():
        for label in labels:
            if label not in asked:
                raise ValueError(f"{label} in {name} is no class")
            asked[label] += 1
    for true, pred in zip(y_true, y_pred):
        found[true] += 2 * (true == pred)
    values = [found[label] / asked[label] for label in classes if asked[label]]
    return [sum(values) / len(values) if values else np.nan, [label for label in classes if not asked[label]]]
""",
        "from the confusion matrix": """
def macro_f1(y_true, y_pred, classes):
    y_true, y_pred, classes = list(y_true), list(y_pred), list(classes)
    if not y_true:
        raise ValueError("y_true is empty")
    if len(y_pred) != len(y_true):
        raise ValueError("y_pred has another length")
    if not set(y_true).issubset(classes):
        raise ValueError("y_true: unknown class")
    if not set(y_pred).issubset(classes):
        raise ValueError("y_pred: unknown class")
    matrix = metrics.confusion_matrix(y_true, y_pred, labels=classes)
    f1 = 2 * np.diag(matrix) / (matrix.sum(axis=0) + matrix.sum(axis=1))
    return np.nanmean(f1), np.array(classes)[np.isnan(f1)].tolist()
""",
    },
    "search": {
        "a loop that remembers the best": """
def chosen_threshold(y_true, y_score, candidates):
    best, highest = float("nan"), -2
    for threshold in candidates:
        alarm = np.array(y_score) >= threshold
        tn, fp, fn, tp = metrics.confusion_matrix(np.array(y_true), alarm, labels=[0, 1]).ravel().astype(float)
        below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        if below > 0 and (tp * tn - fp * fn) / below**0.5 > highest:
            best, highest = threshold, (tp * tn - fp * fn) / below**0.5
    return best
""",
        "scikit-learn's MCC where both classes are predicted": """
def chosen_threshold(y_true, y_score, candidates):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    values = {}
    for threshold in candidates:
        pred = (y_score >= threshold).astype(int)
        if len(np.unique(y_true)) == 2 and len(np.unique(pred)) == 2:
            values[threshold] = round(metrics.matthews_corrcoef(y_true, pred), 12)
    return max(values, key=values.get) if values else np.nan
""",
        "shares in the place of counts": """
def chosen_threshold(y_true, y_score, candidates):
    died, alarms = np.asarray(y_true) == 1, np.asarray(y_score) >= np.asarray(candidates)[:, None]
    p, a = np.mean(died), np.mean(alarms, axis=1)
    values = (np.mean(alarms & died, axis=1) - p * a) / np.sqrt(p * (1 - p) * a * (1 - a))
    values[(a == 0) | (a == 1)] = np.nan
    if not np.isfinite(values).any():
        return np.nan
    return candidates[int(np.nanargmax(values.round(12)))]
""",
        "pandas": """
def chosen_threshold(y_true, y_score, candidates):
    y = pd.Series(np.asarray(y_true))
    values = pd.Series([y.corr(pd.Series((np.asarray(y_score) >= t).astype(float))) for t in candidates])
    return candidates[values.round(12).idxmax()] if values.notna().any() else np.nan
""",
    },
    "search-report": {
        "typed threshold, rounded": """
threshold_mcc = 0.11
pred = (score_test >= 0.11).astype(int)
mcc_test = round(metrics.matthews_corrcoef(y_test, pred), 3)
tn, fp, fn, tp = drawn_counts(y_test, pred)
mcc = (tp * tn - fp * fn) / np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
interval_mcc = [round(end, 3) for end in interval(mcc)]
""",
        "drawn with another seed, by correlation": """
threshold_mcc = chosen_threshold(y_val, score_val, list(candidates))
pred = score_test >= threshold_mcc
mcc_test = np.corrcoef(y_test, pred)[0, 1]
tn, fp, fn, tp = drawn_counts(y_test, pred, seed=8) / len(y_test)
died, alarm = tp + fn, tp + fp
drawn_mcc = (tp - died * alarm) / np.sqrt(died * (1 - died) * alarm * (1 - alarm))
interval_mcc = np.quantile(drawn_mcc, [0.025, 0.975])
""",
    },
    "tiles": {
        "as the eye reads it": """
no_value_36, no_value_48 = 23, 40
line_0, line_left_out, line_1, line_together = list("ABCD")
""",
        "counted": """
no_value_36, no_value_48 = (int((table.sum(axis=1) == 0).sum()) for table in counts.values())
line_0, line_left_out, line_1, line_together = "A", "B", "C", "D"
""",
    },
    "policies": {
        "loops over the tiles, rounded": """
mean_0, mean_left_out, mean_1, together = [], [], [], []
for table in counts.values():
    f1 = []
    for fp, fn, tp in table.to_numpy():
        if 2 * tp + fp + fn:
            f1.append(2 * tp / (2 * tp + fp + fn))
    gaps = len(table) - len(f1)
    mean_0.append(round(sum(f1) / 256, 4))
    mean_left_out.append(round(sum(f1) / len(f1), 4))
    mean_1.append(round((sum(f1) + gaps) / 256, 4))
    total = table.sum()
    together.append(round(2 * total["TP"] / (2 * total["TP"] + total["FP"] + total["FN"]), 4))
preferred = [[36, 48][int(np.argmax(pair))] for pair in (mean_0, mean_left_out, mean_1, together)]
rewarded_for_silence = {"1", "left out", "together"}
""",
        "scikit-learn on the pixels": """
def ways(limit):
    with np.load(find("nuclei.npz")) as nuclei:
        true, pred = tiles(nuclei["labels"] > 0), tiles(nuclei["image"] >= limit)
    f1 = np.array([metrics.f1_score(t, p, zero_division=np.nan) for t, p in zip(true, pred)])
    gaps = np.isnan(f1)
    return (np.where(gaps, 0, f1).mean(), f1[~gaps].mean(), np.where(gaps, 1, f1).mean(),
            metrics.f1_score(true.ravel(), pred.ravel()))

table = np.array([ways(36), ways(48)])
mean_0, mean_left_out, mean_1, together = table.T
preferred = np.where(table[0] > table[1], 36, 48)
rewarded_for_silence = ("together", "left out", "1")
""",
    },
    "belt": {
        "with the share of alarms": """
def mcc_at(prevalence, recall, fpr):
    p, r, f = (np.array(value) * 1.0 for value in (prevalence, recall, fpr))
    a, variance = p * r + (1 - p) * f, p * (1 - p)
    return variance * (r - f) / np.sqrt(variance * a * (1 - a))
""",
        "one by one": """
@np.vectorize
def mcc_at(p, r, f):
    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)
    below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / math.sqrt(below) if below > 0 else math.nan
""",
        "the root of informedness times markedness": """
def mcc_at(prevalence, recall, fpr):
    prevalence, recall, fpr = np.broadcast_arrays(prevalence, recall, fpr)
    tp, fp = prevalence * recall, (1 - prevalence) * fpr
    fn, tn = prevalence - tp, 1 - prevalence - fp
    informedness = recall - fpr
    markedness = tp / (tp + fp) - fn / (fn + tn)
    undefined = (prevalence == 0) | (prevalence == 1)
    return np.where(undefined, np.nan, np.sign(informedness) * np.sqrt(np.abs(informedness * markedness)))
""",
    },
    "belt-compare": {
        "written out, rounded": """
own, same = {}, {}
for of, name in [(seen, "seen"), (drawn, "drawn")]:
    with_belt, without = of["belt"], of["no belt"]
    own[name] = mcc_at(**with_belt) - mcc_at(**without)
    p = 223 / 5150
    same[name] = (mcc_at(p, with_belt["recall"], with_belt["fpr"])
                  - mcc_at(p, without["recall"], without["fpr"]))
difference_own, difference_same = round(float(own["seen"]), 3), round(float(same["seen"]), 3)
interval_own, interval_same = interval(own["drawn"]), np.quantile(same["drawn"], [0.025, 0.975]).round(3)
shown_own = not interval_own[0] <= 0 <= interval_own[1]
shown_same = interval_same[0] > 0 or interval_same[1] < 0
follows = False
""",
        "the differences by hand": """
difference_own, difference_same = 0.0194, 0.1578
belt, no_belt = drawn["belt"], drawn["no belt"]
of_all = np.mean(test["died"])
interval_own = list(interval(mcc_at(**belt) - mcc_at(**no_belt)))
interval_same = list(interval(mcc_at(of_all, belt["recall"], belt["fpr"])
                              - mcc_at(of_all, no_belt["recall"], no_belt["fpr"])))
shown_own, shown_same, follows = False, True, False
""",
    },
}

PARTS = """
nan = np.nan
part_a = [0, nan, 4 / 5, 0, nan]
part_b = [1, 2 / 3, nan, 4 / 5, nan]
part_c = [nan, 0, 1, 0, nan]
part_d = [0, 0, 2 / 3, 0, -2 / math.sqrt(24)]
"""
MACRO_CHECKS = """
    y_true, y_pred, classes = list(y_true), list(y_pred), list(classes)
    if not y_true or len(y_true) != len(y_pred):
        raise ValueError("y_true, y_pred")
    for name, labels in [("y_true", y_true), ("y_pred", y_pred)]:
        if not set(labels) <= set(classes):
            raise ValueError(name)
"""
MACRO = "def macro_f1(y_true, y_pred, classes):" + MACRO_CHECKS
MACRO_END = """
    values, undefined = [], []
    for label in classes:
        both = y_true.count(label) + y_pred.count(label)
        tp = sum(true == pred == label for true, pred in zip(y_true, y_pred))
        if both:
            values.append(2 * tp / both)
        else:
            undefined.append(label)
    return sum(values) / len(values) if values else np.nan, undefined
"""
VALUES = """
def of_candidates(y_true, y_score, candidates):
    values = []
    for threshold in candidates:
        tn, fp, fn, tp = np.bincount(
            2 * np.asarray(y_true) + (np.asarray(y_score) >= threshold), minlength=4).tolist()
        below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        values.append((tp * tn - fp * fn) / math.sqrt(below) if below else np.nan)
    return np.array(values)
"""
CHOOSE = """
def chosen_threshold(y_true, y_score, candidates):
    values = of_candidates(y_true, y_score, candidates)
    if np.isnan(values).all():
        return np.nan
"""
REPORT = """
threshold_mcc = 0.11
pred = (score_test >= threshold_mcc).astype(int)
mcc_test = metrics.matthews_corrcoef(y_test, pred)
tn, fp, fn, tp = drawn_counts(y_test, pred)
drawn_mcc = (tp * tn - fp * fn) / np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
interval_mcc = interval(drawn_mcc)
"""
READ = 'no_value_36, no_value_48 = 20, 42\nline_0, line_left_out, line_1, line_together = "ABCD"\n'
POLICIES = """
mean_0, mean_left_out, mean_1, together = [], [], [], []
for table in counts.values():
    f1 = 2 * table["TP"] / (2 * table["TP"] + table["FP"] + table["FN"])
    total = table.sum()
    mean_0.append(f1.fillna(0).mean())
    mean_left_out.append(f1.mean())
    mean_1.append(f1.fillna(1).mean())
    together.append(2 * total["TP"] / (2 * total["TP"] + total["FP"] + total["FN"]))
preferred = [36, 36, 48, 48]
rewarded_for_silence = ["left out", "1", "together"]
"""
AT = """
def mcc_at(prevalence, recall, fpr):
    p, r, f = (np.asarray(value, float) for value in (prevalence, recall, fpr))
"""
AT_END = """
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / np.sqrt(product)
"""
COMPARE = """
def differences(groups, own):
    p = {name: group["prevalence"] if own else test["died"].mean() for name, group in groups.items()}
    values = {name: mcc_at(p[name], group["recall"], group["fpr"]) for name, group in groups.items()}
    return values["belt"] - values["no belt"]

difference_own, difference_same = differences(seen, True), differences(seen, False)
interval_own, interval_same = interval(differences(drawn, True)), interval(differences(drawn, False))
shown_own, shown_same, follows = False, True, False
"""

WRONG = {
    "parts": {
        "as scikit-learn prints it": (
            """
part_a, part_b, part_c = [0, 0, 4 / 5, 0, 0], [1, 2 / 3, 0, 4 / 5, 0], [0, 0, 1, 0, 0]
part_d = [0, 0, 2 / 3, 0, -2 / math.sqrt(24)]
""",
            "something cannot be asked there",
        ),
        "undefined wherever nothing was found": (
            PARTS + "part_d = [nan, nan, 2 / 3, nan, nan]",
            "part_d, precision: it is 0 divided by 1",
        ),
        "F1 from the ratios": (
            PARTS + "part_a[3] = part_c[3] = nan",
            "part_a, F1: it is 0 divided by 1",
        ),
        "only MCC is undefined": (
            PARTS + "part_a, part_b, part_c = [0, 0, 0.8, 0, nan], [1, 2 / 3, 0, 0.8, nan], [0, 0, 1, 0, nan]",
            "part_a, recall: it is 0 divided by 0",
        ),
        "MCC 0 for the parts of one class": (
            PARTS + "part_b[4] = 0",
            "part_b, MCC: it is 0 divided by 0",
        ),
        "precision and recall exchanged": (
            PARTS + "part_b[:2] = 2 / 3, 1",
            "part_b, precision: it is 2 divided by 2",
        ),
        "specificity of the positives": (
            PARTS + "part_a[2] = 1 / 5",
            "part_a, specificity: it is 4 divided by 5",
        ),
        "the sign of MCC forgotten": (
            PARTS + "part_d[4] = 2 / math.sqrt(24)",
            "part_d, MCC: it is -2 divided by 4.899",
        ),
        "the root forgotten": (
            PARTS + "part_d[4] = -2 / 24",
            "part_d, MCC: it is -2 divided by 4.899",
        ),
        "perfect where there is no alarm": (
            PARTS + "part_c[0] = 1",
            "part_c, precision: it is 0 divided by 0",
        ),
        "F1 weighted wrongly": (
            PARTS + "part_b[3] = 2 / 3",
            "part_b, F1: it is 4 divided by 5",
        ),
        "words": (
            PARTS.replace("nan = np.nan", 'nan = "undefined"'),
            "a number or np.nan, and not 'undefined'",
        ),
        "None": (PARTS.replace("np.nan", "None"), "a number or np.nan, and not None"),
        "percentages": (PARTS + "part_d[2] = 66.7", "between -1 and 1, or np.nan: 66.7"),
        "four values": (PARTS + "part_d = part_d[:4]", "part_d has five values"),
    },
    "one-alarm": {
        "FN does not fall": (
            """
prediction = "R"
mcc_r = (1 * 90 - 0 * 10) / math.sqrt(1 * 11 * 90 * 100)
mcc_f = (0 * 89 - 1 * 10) / math.sqrt(1 * 10 * 90 * 99)
""",
            "mcc_r: write down all four counts first",
        ),
        "TN does not fall": (
            """
prediction = "R"
mcc_r = 90 / math.sqrt(1 * 10 * 90 * 99)
mcc_f = (0 * 90 - 1 * 10) / math.sqrt(1 * 10 * 91 * 100)
""",
            "mcc_f: write down all four counts first",
        ),
        "the two exchanged": (
            """
prediction = "R"
mcc_r, mcc_f = -0.0335, 0.3015
""",
            "R has the higher MCC",
        ),
        "both alarms in one version": (
            """
prediction = "the same"
mcc_r = mcc_f = 0.1905
""",
            "R has the higher MCC",
        ),
        "a false alarm leaves MCC undefined, printed as 0": (
            """
prediction = "R"
mcc_r, mcc_f = 0.3015, 0
""",
            "Which sign has it?",
        ),
        "F1 in the place of MCC": (
            """
prediction = "R"
mcc_r, mcc_f = 2 / 11, -0.0335
""",
            "mcc_r: write down all four counts first",
        ),
        "both versions have the same size": (
            """
prediction = "the same"
mcc_r, mcc_f = 0.3015, -0.3015
""",
            "mcc_f: write down all four counts first",
        ),
        "rounded to one decimal": (
            """
prediction = "R"
mcc_r, mcc_f = 0.3, -0.1
""",
            "mcc_r: write down all four counts first",
        ),
        "not divided": (
            """
prediction = "R"
mcc_r, mcc_f = 90, -10
""",
            "MCC lies between -1 and 1",
        ),
        "a prediction in other words": (
            """
prediction = "the right one"
mcc_r, mcc_f = 0.3015, -0.0335
""",
            "prediction is 'R', 'F' or 'the same'",
        ),
    },
    "macro": {
        "0 for the gaps": (
            MACRO
            + """
    each = metrics.f1_score(y_true, y_pred, labels=classes, average=None, zero_division=0)
    return each.mean(), [label for label in classes if label not in y_true + y_pred]
""",
            "It must not count as 0",
        ),
        "the mean is divided by all classes": (
            MACRO + MACRO_END.replace("/ len(values) if", "/ len(classes) if"),
            "It must not count as 0",
        ),
        "F1 from precision and recall": (
            MACRO
            + """
    p = metrics.precision_score(y_true, y_pred, labels=classes, average=None, zero_division=np.nan)
    r = metrics.recall_score(y_true, y_pred, labels=classes, average=None, zero_division=np.nan)
    f1 = 2 * p * r / (p + r)
    return np.nanmean(f1), [label for label, value in zip(classes, f1) if np.isnan(value)]
""",
            "the mean is 0.4, and not 0.8",
        ),
        "a class that does not occur has no F1, predicted or not": (
            MACRO
            + """
    each = metrics.f1_score(y_true, y_pred, labels=sorted(set(y_true)), average=None)
    return each.mean(), [label for label in classes if label not in y_true]
""",
            "y_true [0, 0, 1], y_pred [0, 0, 2], classes [0, 1, 2]: the mean is 0.3333, and not 0.5",
        ),
        "a class that is not predicted has no F1": (
            MACRO
            + """
    each = metrics.f1_score(y_true, y_pred, labels=sorted(set(y_pred)), average=None)
    return each.mean(), [label for label in classes if label not in y_pred]
""",
            "the mean is 0.4, and not 0.8",
        ),
        "a class with F1 0 is called a gap": (
            MACRO
            + """
    each = metrics.f1_score(y_true, y_pred, labels=classes, average=None, zero_division=0)
    return each[each > 0].mean(), [label for label, f1 in zip(classes, each) if f1 == 0]
""",
            "the mean is 0.4, and not 0.8",
        ),
        "micro": (
            MACRO
            + """
    return np.mean(np.array(y_true) == np.array(y_pred)), [c for c in classes if c not in y_true + y_pred]
""",
            "F1 is 2/3 for 'coat' and 4/5 for 'bag'",
        ),
        "weighted by the size of the class": (
            MACRO
            + """
    value = metrics.f1_score(y_true, y_pred, average="weighted")
    return value, [label for label in classes if label not in y_true + y_pred]
""",
            "the mean is",
        ),
        "the recall in the place of F1": (
            MACRO
            + """
    value = metrics.recall_score(y_true, y_pred, average="macro", labels=classes, zero_division=np.nan)
    return value, [label for label in classes if label not in y_true + y_pred]
""",
            "F1 is 2/3 for 'coat' and 4/5 for 'bag'",
        ),
        "TP counted once": (
            MACRO + MACRO_END.replace("2 * tp / both", "tp / both"),
            "F1 is 2/3 for 'coat' and 4/5 for 'bag'",
        ),
        "the gaps are sorted": (
            MACRO + MACRO_END.replace("np.nan, undefined", "np.nan, sorted(undefined)"),
            "classes [9, 7, 5, 8]: no F1 for [9, 7, 8]",
        ),
        "the number of gaps": (
            MACRO + MACRO_END.replace("np.nan, undefined", "np.nan, len(undefined)"),
            "'int' object is not iterable",
        ),
        "only the value": (
            MACRO + MACRO_END.replace("if values else np.nan, undefined", "if values else np.nan"),
            "Return two things",
        ),
        "rounded": (
            MACRO + MACRO_END.replace("sum(values) / len(values)", "round(sum(values) / len(values), 3)"),
            "your mean is 0.733",
        ),
        "no check": (
            "def macro_f1(y_true, y_pred, classes):\n    y_true, y_pred = list(y_true), list(y_pred)" + MACRO_END,
            "y_true [0, 1, 7], y_pred [0, 1, 1], classes [0, 1]: a ValueError was expected",
        ),
        "only y_true is checked": (
            MACRO.replace(', ("y_pred", y_pred)]', "]") + MACRO_END,
            "y_pred [0, 1, 7], classes [0, 1]: a ValueError was expected",
        ),
        "lengths are not checked": (
            MACRO.replace(" or len(y_true) != len(y_pred)", "") + MACRO_END,
            "y_true [0, 1], y_pred [0, 1, 1], classes [0, 1]: a ValueError was expected",
        ),
        "empty labels give nan": (
            MACRO.replace("not y_true or ", "") + MACRO_END,
            "y_true [], y_pred [], classes [0, 1]: a ValueError was expected",
        ),
        "the message names nothing": (
            MACRO.replace("raise ValueError(name)", 'raise ValueError("unknown class")') + MACRO_END,
            "the message must name y_true",
        ),
        "another kind of error": (
            MACRO.replace("ValueError", "KeyError") + MACRO_END,
            "a ValueError was expected, and not KeyError",
        ),
    },
    "search": {
        "unchanged": ("chosen_threshold = best_threshold", "'>=' not supported between"),
        "unchanged, for lists": (
            """
def chosen_threshold(y_true, y_score, candidates):
    return best_threshold(np.asarray(y_true), np.asarray(y_score), candidates)
""",
            "At 0.9 nobody gets an alarm",
        ),
        "the highest so far begins at -1": (
            """
def chosen_threshold(y_true, y_score, candidates):
    died, highest, best = np.asarray(y_true) == 1, -1, np.nan
    for threshold in candidates:
        alarm = np.asarray(y_score) >= threshold
        if len(set(alarm)) == len(set(died)) == 2 and metrics.matthews_corrcoef(died, alarm) > highest:
            highest, best = metrics.matthews_corrcoef(died, alarm), threshold
    return best
""",
            "At 0.5 MCC is -1, which is a value",
        ),
        "the largest threshold with a value": (
            VALUES
            + CHOOSE
            + """
    return candidates[np.flatnonzero(~np.isnan(values))[-1]]
""",
            "At 0.4 both of those who died are found",
        ),
        "0 in the place of nan": (
            VALUES
            + """
def chosen_threshold(y_true, y_score, candidates):
    values = of_candidates(y_true, y_score, candidates)
    return candidates[np.argmax(np.nan_to_num(values))] if np.isfinite(values).any() else np.nan
""",
            "the highest MCC is at",
        ),
        "scikit-learn's silent 0": (
            """
def chosen_threshold(y_true, y_score, candidates):
    values = [metrics.matthews_corrcoef(y_true, np.asarray(y_score) >= t) for t in candidates]
    return candidates[np.argmax(values)]
""",
            "nan",
        ),
        "only the nan": (
            """
def chosen_threshold(y_true, y_score, candidates):
    values = []
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    for threshold in candidates:
        tn, fp, fn, tp = np.bincount(2 * y_true + (y_score >= threshold), minlength=4)
        product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        values.append((tp * tn - fp * fn) / np.sqrt(product))
    return candidates[np.nanargmax(values)] if np.isfinite(values).any() else np.nan
""",
            "Each driver 50 times: 0.1, as for each driver once, and not 0.05",
        ),
        "only the product": (
            VALUES
            + """
def chosen_threshold(y_true, y_score, candidates):
    return candidates[np.argmax(of_candidates(y_true, y_score, candidates))]
""",
            "At 0.9 nobody gets an alarm",
        ),
        "nothing left is an error": (
            VALUES
            + """
def chosen_threshold(y_true, y_score, candidates):
    return candidates[np.nanargmax(of_candidates(y_true, y_score, candidates))]
""",
            "All-NaN slice encountered",
        ),
        "None if nothing is left": (
            VALUES + CHOOSE.replace("return np.nan", "return None") + "    return candidates[np.nanargmax(values)]",
            "MCC has no value at 0.1, nor at 0.5: nan",
        ),
        "0 if nothing is left": (
            VALUES + CHOOSE.replace("return np.nan", "return 0") + "    return candidates[np.nanargmax(values)]",
            "MCC has no value at any candidate: nan, and not 0",
        ),
        "a place in the place of a threshold": (
            VALUES + CHOOSE + "    return int(np.nanargmax(values))",
            "Return one of the candidates, and not 1",
        ),
        "the comparison is strict": (
            VALUES.replace(">=", ">") + CHOOSE + "    return candidates[np.nanargmax(values)]",
            "A score of 0.7 is an alarm",
        ),
        "the last of equal values": (
            VALUES
            + CHOOSE
            + """
    return candidates[len(values) - 1 - np.nanargmax(values[::-1])]
""",
            "the highest MCC is at",
        ),
        "the lowest of equal thresholds": (
            VALUES
            + CHOOSE
            + """
    return min(t for t, value in zip(candidates, values) if value == np.nanmax(values))
""",
            "At 0.7 and 0.6 MCC is the same: the first",
        ),
        "F1 in the place of MCC": (
            VALUES
            + CHOOSE
            + """
    f1 = [metrics.f1_score(y_true, np.asarray(y_score) >= t) for t in candidates]
    return candidates[np.argmax(np.where(np.isnan(values), -1, f1))]
""",
            "Validation: the highest MCC is at 0.11, not 0.12",
        ),
        "the highest size of MCC": (
            VALUES + CHOOSE + "    return candidates[np.nanargmax(np.abs(values))]",
            "the highest MCC is at",
        ),
        "the lowest": (
            VALUES + CHOOSE + "    return candidates[np.nanargmin(values)]",
            "At 0.4 both of those who died are found",
        ),
        "the candidates are sorted in place": (
            VALUES
            + """
def chosen_threshold(y_true, y_score, candidates):
    candidates.sort()
"""
            + CHOOSE.split("\n", 2)[2]
            + "    return candidates[np.nanargmax(values)]",
            "Do not change the order of the candidates",
        ),
        "the scores above in the place of the arguments": (
            VALUES
            + """
def chosen_threshold(y_true, y_score, candidates):
    return candidates[np.nanargmax(of_candidates(y_val, score_val, candidates))]
""",
            "At 0.05 everybody gets an alarm",
        ),
        "32-bit counts": (
            VALUES.replace(".tolist()", ".astype(np.int32)") + CHOOSE + "    return candidates[np.nanargmax(values)]",
            "math domain error",
        ),
    },
    "search-report": {
        "chosen on the test set": (
            REPORT.replace("0.11", "0.12"),
            "Which candidate has the highest MCC on the validation set?",
        ),
        "the colleague's threshold": (
            """
threshold_mcc, mcc_test, interval_mcc = candidates[71], 0.0, (0.0, 0.0)
""",
            "there is no alarm on the test set",
        ),
        "reported on the validation set": (
            REPORT.replace("_test, pred)", "_val, pred)").replace("score_test", "score_val"),
            "choose on validation, measure on test",
        ),
        "F1": (
            REPORT.replace("metrics.matthews_corrcoef", "metrics.f1_score"),
            "choose on validation, measure on test",
        ),
        "the interval of the validation set": (
            REPORT.replace("drawn_counts(y_test, pred)", "drawn_counts(y_val, (score_val >= 0.11).astype(int))"),
            "Take the interval of MCC in the samples of the test set",
        ),
        "90 %": (
            REPORT + "interval_mcc = np.quantile(drawn_mcc, [0.05, 0.95])",
            "Take the interval of MCC in the samples of the test set",
        ),
        "lowest and highest": (
            REPORT + "interval_mcc = drawn_mcc.min(), drawn_mcc.max()",
            "Take the interval of MCC in the samples of the test set",
        ),
        "the standard error to either side": (
            REPORT + "interval_mcc = mcc_test - drawn_mcc.std(), mcc_test + drawn_mcc.std()",
            "Take the interval of MCC in the samples of the test set",
        ),
        "the interval of the mean": (
            REPORT + "interval_mcc = mcc_test - drawn_mcc.std() / 2000**0.5, mcc_test + drawn_mcc.std() / 2000**0.5",
            "Take the interval of MCC in the samples of the test set",
        ),
        "the ends exchanged": (
            REPORT + "interval_mcc = interval_mcc[::-1]",
            "does not lie within",
        ),
        "all drawn values": (REPORT + "interval_mcc = drawn_mcc", "interval_mcc is a pair"),
        "a threshold of the scores": (
            REPORT + "threshold_mcc = 0.1097",
            "threshold_mcc is one of the candidates",
        ),
    },
    "tiles": {
        "where the dots end": (READ + "no_value_36, no_value_48 = 236, 214", "How many are missing at the end?"),
        "the tiles with an F1 of 0": (READ + "no_value_36, no_value_48 = 27, 18", "At 48 the dots end at 214"),
        "zeros and gaps together": (READ + "no_value_36, no_value_48 = 47, 60", "At 36 the dots end at 236"),
        "all tiles without a nucleus": (READ + "no_value_36, no_value_48 = 46, 46", "At 36 the dots end at 236"),
        "up to the last number of the axis": (
            READ + "no_value_36, no_value_48 = 240 - 236, 240 - 214",
            "At 36 the dots end at 236",
        ),
        "shares": (READ + "no_value_36, no_value_48 = 20 / 256, 42 / 256", "At 36 the dots end at 236"),
        "none": (READ + "no_value_36, no_value_48 = 0, 0", "A number of tiles, of 256"),
        "the two panels exchanged": (READ + "no_value_36, no_value_48 = 42, 20", "At 36 the dots end at 236"),
        "0 and 1 exchanged": (
            READ + 'line_0, line_1 = "C", "A"',
            "A value of 0 pulls a mean down",
        ),
        "all pixels together taken for the mean with 1": (
            READ + 'line_1, line_together = "D", "C"',
            "A value of 0 pulls a mean down",
        ),
        "left out taken for the lowest": (
            READ + 'line_0, line_left_out = "B", "A"',
            "A value of 0 pulls a mean down",
        ),
        "one letter twice": (READ + 'line_together = "C"', "Each of A, B, C and D once"),
    },
    "policies": {
        "nan_to_num everywhere": (
            POLICIES + "mean_left_out = mean_0",
            "At 36: 0.6980, and not 0.6435",
        ),
        "0 and 1 exchanged": (
            POLICIES + "mean_0, mean_1 = mean_1, mean_0",
            "A mean with 0 in the gaps is lower",
        ),
        "the mean of the tiles taken for all pixels": (
            POLICIES + "together = mean_left_out",
            "and not 0.69",
        ),
        "the two thresholds exchanged": (
            POLICIES + "mean_0, mean_1 = mean_0[::-1], mean_1[::-1]",
            "At 36: 0.64",
        ),
        "TP counted once": (
            POLICIES.replace('2 * total["TP"] / (2 *', 'total["TP"] / ('),
            "and not 0.7",
        ),
        "accuracy of the pixels": (
            POLICIES + "together = [1 - (t['FP'].sum() + t['FN'].sum()) / 512**2 for t in counts.values()]",
            "and not 0.9",
        ),
        "nan left in": (POLICIES + "mean_0 = [np.nan, np.nan]", "mean_0 has a value"),
        "one number": (POLICIES + "together = together[1]", "together is a pair: at 36, at 48"),
        "percentages": (POLICIES + "together = [83.3, 83.5]", "together is a pair of shares"),
        "rounded to two decimals": (POLICIES + "together = [0.83, 0.83]", "At 36: 0.83"),
        "always 48": (POLICIES + "preferred = [48, 48, 48, 48]", "preferred: compare the two values of each pair"),
        "the lower value": (POLICIES + "preferred = [48, 48, 36, 36]", "preferred: compare the two values"),
        "the letters": (POLICIES + 'preferred = ["A", "B", "C", "D"]', "preferred: compare the two values"),
        "every way rewards silence": (
            POLICIES + 'rewarded_for_silence = ["0", "left out", "1", "together"]',
            "What becomes of each?",
        ),
        "only the 1 rewards silence": (
            POLICIES + 'rewarded_for_silence = ["1"]',
            "What becomes of each?",
        ),
        "only what is averaged": (
            POLICIES + 'rewarded_for_silence = ["left out", "1"]',
            "What becomes of each?",
        ),
        "only what has no gaps": (
            POLICIES + 'rewarded_for_silence = ["together"]',
            "What becomes of each?",
        ),
        "a word in the place of a list": (
            POLICIES + 'rewarded_for_silence = "1"',
            "rewarded_for_silence is a list",
        ),
        "the names of the variables": (
            POLICIES + 'rewarded_for_silence = ["mean_1", "together"]',
            "Some of '0', 'left out', '1', 'together'",
        ),
    },
    "belt": {
        "specificity in the place of the false positive rate": (
            AT + "    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * (1 - f), (1 - p) * f" + AT_END,
            "Everything is right: MCC is 1",
        ),
        "the prevalence of the negatives": (
            AT + "    tp, fn, fp, tn = (1 - p) * r, (1 - p) * (1 - r), p * f, p * (1 - f)" + AT_END,
            "Of 20, TN 8, FP 4, FN 2, TP 6",
        ),
        "without the prevalence": (
            AT + "    tp, fn, fp, tn = r, 1 - r, f, 1 - f" + AT_END,
            "Of 20, TN 8, FP 4, FN 2, TP 6",
        ),
        "0 where nobody is positive": (
            AT
            + """
    a = p * r + (1 - p) * f
    return (r - f) * np.sqrt(p * (1 - p)) / np.sqrt(a * (1 - a))
""",
            "mcc_at(0, 0.5, 0.5) has no value: nan",
        ),
        "informedness": (AT + "    return r - f", "Of 20, TN 8, FP 4, FN 2, TP 6"),
        "false alarms among the positives": (
            AT + "    tp, fn, fp, tn = p * r, p * (1 - r), p * f, (1 - p) * (1 - f)" + AT_END,
            "Of 20, TN 8, FP 4, FN 2, TP 6",
        ),
        "numbers only": (
            """
def mcc_at(p, r, f):
    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / math.sqrt(product) if product else math.nan
""",
            "truth value of an array",
        ),
        "an error at 0/0": (
            """
def mcc_at(p, r, f):
    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)
    return (tp * tn - fp * fn) / ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) ** 0.5
""",
            "division by zero",
        ),
        "0 in the place of nan": (
            AT
            + "    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)"
            + AT_END.replace("return ", "return np.nan_to_num(") .rstrip() + ")\n",
            "has no value: nan",
        ),
        "one gap makes everything nan": (
            AT
            + "    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)"
            + """
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / np.sqrt(product) if np.all(product > 0) else np.nan * product
""",
            "2/3 and nan, and not",
        ),
        "the sign is lost": (
            AT
            + "    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)"
            + AT_END.replace("(tp * tn - fp * fn)", "np.abs(tp * tn - fp * fn)"),
            "Three models, MCC -1, 1 and 0",
        ),
        "without the root": (
            AT
            + "    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)"
            + AT_END.replace("np.sqrt(product)", "product"),
            "Everything is right: MCC is 1",
        ),
        "the counts of the test set": (
            AT + "    tp, fn, fp, tn = 223 * r, 223 * (1 - r), 4927 * f, 4927 * (1 - f)" + AT_END,
            "Of 20, TN 8, FP 4, FN 2, TP 6",
        ),
        "arguments in another order": (
            AT.replace("(prevalence, recall, fpr))", "(prevalence, fpr, recall))")
            + "    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)"
            + AT_END,
            "Everything is right: MCC is 1, and not -1",
        ),
        "printed and not returned": (
            AT
            + "    tp, fn, fp, tn = p * r, p * (1 - r), (1 - p) * f, (1 - p) * (1 - f)"
            + AT_END.replace("return ", "print(").rstrip() + ")\n",
            "Is there a `return`?",
        ),
    },
    "belt-compare": {
        "no belt minus belt": (
            COMPARE
            + """
difference_own, difference_same = -difference_own, -difference_same
interval_own, interval_same = (tuple(-np.array(ends)[::-1]) for ends in (interval_own, interval_same))
""",
            "difference_own: 0.0194, and not -0.0194",
        ),
        "always its own prevalence": (
            COMPARE + "difference_same, interval_same = difference_own, interval_own",
            "Once at two prevalences, once at one",
        ),
        "at the prevalence one half": (
            COMPARE.replace('test["died"].mean()', "0.5"),
            "difference_same: 0.1577, and not",
        ),
        "at the prevalence of the drivers with a belt": (
            COMPARE.replace('test["died"].mean()', 'seen["belt"]["prevalence"]'),
            "difference_same: 0.1577, and not",
        ),
        "the mean of the two prevalences": (
            COMPARE.replace('test["died"].mean()', "(seen['belt']['prevalence'] + seen['no belt']['prevalence']) / 2"),
            "difference_same: 0.1577, and not",
        ),
        "the prevalence is drawn in one group only": (
            COMPARE
            + """
belt, no_belt = drawn["belt"], drawn["no belt"]
p = belt["prevalence"]
interval_same = interval(mcc_at(p, belt["recall"], belt["fpr"]) - mcc_at(p, no_belt["recall"], no_belt["fpr"]))
""",
            "interval_same: take the interval of the 2,000 differences",
        ),
        "the difference of the ends": (
            COMPARE
            + """
ends = {name: np.array(interval(mcc_at(**group))) for name, group in drawn.items()}
interval_own = ends["belt"] - ends["no belt"][::-1]
""",
            "interval_own: take the interval of the 2,000 differences",
        ),
        "80 %": (
            COMPARE + "interval_own = np.quantile(differences(drawn, True), [0.1, 0.9])",
            "interval_own: take the interval of the 2,000 differences",
        ),
        "the interval of one group": (
            COMPARE + 'interval_own = interval(mcc_at(**drawn["belt"]))',
            "difference_own, 0.0194",
        ),
        "the difference of the recalls": (
            COMPARE
            + """
difference_own = seen["belt"]["recall"] - seen["no belt"]["recall"]
interval_own = interval(drawn["belt"]["recall"] - drawn["no belt"]["recall"])
""",
            "difference_own: 0.0194, and not -0.17",
        ),
        "one number for an interval": (COMPARE + "interval_same = 0.1", "interval_same is a pair"),
        "any difference is shown": (COMPARE + "shown_own = True", "shown_own: on which side of 0 is interval_own?"),
        "nothing is shown": (COMPARE + "shown_same = False", "shown_same: on which side of 0 is interval_same?"),
        "the same MCC is taken for the same quality": (
            COMPARE + "follows = True",
            "at one and the same prevalence",
        ),
        "words": (COMPARE + 'follows = "no"', "are True or False"),
    },
}
