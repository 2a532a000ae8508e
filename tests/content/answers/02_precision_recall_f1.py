"""Answers to problem set 2 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "count": {
        "counted with a loop": """
tn = fp = fn = tp = 0
for true, pred in zip(ten_true, ten_pred):
    if true and pred:
        tp += 1
    elif true:
        fn += 1
    elif pred:
        fp += 1
    else:
        tn += 1
""",
        "unpacked from scikit-learn": "tn, fp, fn, tp = metrics.confusion_matrix(ten_true, ten_pred).ravel()",
    },
    "predict": {
        "with scikit-learn, from longer lists": """
prediction = "the miss"
missed = list(ten_pred)
missed[1] = 0
f2_after_miss = metrics.fbeta_score(ten_true, missed, beta=2)
f2_after_alarms = metrics.fbeta_score(ten_true + [0, 0, 0, 0], ten_pred + [1, 1, 1, 1], beta=2)
""",
        "by precision and recall, with a pencil, rounded": """
prediction = "the four alarms"
p, r = 3 / 5, 3 / 5
f2_after_miss = 5 * p * r / (4 * p + r)
f2_after_alarms = 0.667
""",
    },
    "npv": {
        "a loop over lists": """
def negative_predictive_value(y_true, y_pred):
    for name, labels in [("y_true", y_true), ("y_pred", y_pred)]:
        if len(labels) == 0:
            raise ValueError(name + " is empty")
        for label in labels:
            if label not in (0, 1):
                raise ValueError(name + " holds something else than 0 and 1")
    if len(y_true) != len(y_pred):
        raise ValueError(f"y_true has {len(y_true)} labels, y_pred {len(y_pred)}")
    quiet = [true for true, pred in zip(y_true, y_pred) if not pred]
    return quiet.count(0) / len(quiet) if quiet else float("nan")
""",
        "NumPy divides 0/0": """
def negative_predictive_value(y_true, y_pred):
    if len(y_true) != len(y_pred) or len(y_true) == 0:
        raise ValueError("y_true and y_pred must have the same length, 1 or more")
    if not np.isin(y_true, [0, 1]).all():
        raise ValueError("y_true: 0 and 1 only")
    if not np.isin(y_pred, [0, 1]).all():
        raise ValueError("y_pred: 0 and 1 only")
    quiet = np.array(y_pred) == 0
    return np.sum(quiet & (np.array(y_true) == 0)) / np.sum(quiet)
""",
        "scikit-learn": """
def negative_predictive_value(y_true, y_pred):
    if not set(y_true) <= {0, 1} or not len(y_true):
        raise ValueError("y_true")
    if not set(y_pred) <= {0, 1} or len(y_true) != len(y_pred):
        raise ValueError("y_pred")
    return metrics.precision_score(y_true, y_pred, pos_label=0, zero_division=np.nan)
""",
        "the labels compared in arrays": """
def negative_predictive_value(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    for name, labels in [("y_true", y_true), ("y_pred", y_pred)]:
        if labels.size == 0 or np.any((labels != 0) & (labels != 1)):
            raise ValueError(name)
    if y_true.shape != y_pred.shape:
        raise ValueError("y_true and y_pred")
    return 1 - np.mean(y_true[y_pred == 0]) if np.any(y_pred == 0) else np.nan
""",
    },
    "report": {
        "scikit-learn's scores": """
def corrected_report(y_true, y_pred):
    return {
        "recall": metrics.recall_score(y_true, y_pred, zero_division=np.nan),
        "precision": metrics.precision_score(y_true, y_pred, zero_division=np.nan),
    }

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
        "counted without scikit-learn": """
def corrected_report(y_true, y_pred):
    y_true, y_pred = np.array(y_true), np.array(y_pred)
    tp = int(y_true @ y_pred)
    alarms, deaths = y_pred.sum(), y_true.sum()
    return {"precision": tp / alarms if alarms else np.nan, "recall": tp / deaths if deaths else np.nan}

reported_as_precision = "specificity"
reported_as_recall = "negative predictive value"
""",
    },
    "curve": {
        "cumulative sums": """
def f_beta_curve(y_true, y_score, beta):
    if not 0 < beta < np.inf:
        raise ValueError("beta must be positive and finite")
    order = np.argsort(y_score)[::-1]
    score, true = np.array(y_score)[order], np.array(y_true)[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)
    tp = np.cumsum(true)[last]
    values = (1 + beta**2) * tp / (beta**2 * true.sum() + last + 1)
    return score[last][::-1], values[::-1]
""",
        "a loop that counts with NumPy": """
def f_beta_curve(y_true, y_score, beta):
    if beta <= 0 or np.isnan(beta) or np.isinf(beta):
        raise ValueError(f"beta is {beta}")
    thresholds = sorted(set(np.asarray(y_score).tolist()))
    values = []
    for threshold in thresholds:
        alarm = np.asarray(y_score) >= threshold
        tp, alarms, positives = np.sum(np.asarray(y_true)[alarm]), alarm.sum(), np.sum(y_true)
        values.append((1 + beta**2) * tp / (beta**2 * positives + alarms))
    return np.array(thresholds), np.array(values)
""",
        "a table of all comparisons": """
def f_beta_curve(y_true, y_score, beta):
    if not (np.isfinite(beta) and beta > 0):
        raise ValueError("beta")
    y_true, y_score = np.array(y_true), np.array(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score >= thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    return thresholds, (1 + beta**2) * tp / (beta**2 * (y_true == 1).sum() + alarms.sum(axis=1))
""",
    },
    "f2": {
        "from the precision-recall curve, rounded": """
precision, recall, thresholds = metrics.precision_recall_curve(y_val, score_val)
f2 = 5 * precision[:-1] * recall[:-1] / (4 * precision[:-1] + recall[:-1])
threshold_f2 = float(thresholds[np.nanargmax(f2)])
f2_test = round(metrics.fbeta_score(y_test, (score_test >= threshold_f2).astype(int), beta=2), 3)
lost_by_choice = round(max(f_beta_curve(y_test, score_test, 2)[1]) - f2_test, 3)
""",
        "a loop over all scores that remembers the best": """
def best(y, score):
    highest, where = 0, None
    for candidate in sorted(set(score.tolist())):
        tp = ((score >= candidate) & (y == 1)).sum()
        alarms = (score >= candidate).sum()
        f2 = 5 * tp / (4 * y.sum() + alarms)
        if f2 > highest:
            highest, where = f2, candidate
    return highest, where

_, threshold_f2 = best(y_val, score_val)
pred = [int(score >= threshold_f2) for score in score_test]
f2_test = metrics.fbeta_score(y_test, pred, beta=2)
lost_by_choice = best(y_test, score_test)[0] - f2_test
""",
    },
    "recall": {
        "a loop over sorted lists": """
def threshold_for_recall(y_true, y_score, minimum):
    if minimum <= 0 or minimum > 1 or minimum != minimum:
        raise ValueError("minimum must lie above 0 and not above 1")
    positives = sum(y_true)
    if positives == 0:
        raise ValueError("y_true has no positive")
    found = 0
    for score, true in sorted(zip(y_score, y_true), reverse=True):
        found += true
        if found / positives >= minimum:
            return score
""",
        "from the ROC curve": """
def threshold_for_recall(y_true, y_score, minimum):
    if not 0 < minimum <= 1:
        raise ValueError("minimum")
    if not np.any(y_true):
        raise ValueError("y_true")
    score, true = np.asarray(y_score), np.asarray(y_true)
    candidates = np.unique(score)
    recall = np.array([np.mean(score[true == 1] >= c) for c in candidates])
    return candidates[recall >= minimum].max()
""",
        "from the precision-recall curve": """
def threshold_for_recall(y_true, y_score, minimum):
    if not 0 < minimum <= 1:
        raise ValueError("minimum")
    if not np.any(y_true):
        raise ValueError("y_true")
    precision, recall, thresholds = metrics.precision_recall_curve(y_true, y_score)
    return thresholds[recall[:-1] >= minimum].max()
""",
    },
    "promise": {
        "recall from scikit-learn, rounded": """
t = threshold_for_recall(y_val, score_val, 0.9)
recall_on_test = round(metrics.recall_score(y_test, score_test >= t), 3)
interval = wilson(196, 223)
promise = "open"
""",
        "the interval from the formula, as a list": """
t = np.sort(score_val[y_val == 1])[::-1][200]
n, k = 223, int((score_test[y_test == 1] >= t).sum())
recall_on_test = k / n
centre = (recall_on_test + 1.96**2 / (2 * n)) / (1 + 1.96**2 / n)
half = 1.96 / (1 + 1.96**2 / n) * (recall_on_test * (1 - recall_on_test) / n + 1.96**2 / (4 * n**2)) ** 0.5
interval = [centre - half, centre + half]
promise = "open" if interval[0] < 0.9 <= interval[1] else "?"
""",
    },
    "services": {
        "read from the table": "choice_a, choice_b, choice_c = 0.05, 0.2, 0.5",
        "loops over the rows": """
choice_a = min(six, key=lambda t: 20 * points.loc[t, "FN"] + points.loc[t, "FP"])
choice_b = min(t for t in six if points.loc[t, "TP"] + points.loc[t, "FP"] <= 400)
choice_c = min(t for t in six if 3 * points.loc[t, "TP"] >= 2 * (points.loc[t, "TP"] + points.loc[t, "FP"]))
""",
    },
    "services-shown": {
        "from the matrix": """
_, fp_c, _, tp_c = metrics.confusion_matrix(y_test, score_test >= choice_c).ravel()
right_c, alarms_c = int(tp_c), int(tp_c + fp_c)
interval_c = list(wilson(right_c, alarms_c))
shown_a = shown_c = False
shown_b = True
""",
        "a verdict that is computed": """
right_c = y_test[score_test >= choice_c].sum()
alarms_c = (score_test >= choice_c).sum()
interval_c = np.array(wilson(right_c, alarms_c))
shown_a = False
shown_b = wilson((score_test >= choice_b).sum(), len(y_test))[1] * len(y_test) <= 400
shown_c = interval_c[0] >= 2 / 3
""",
    },
}

NPV_CHECKS = """
    for name, labels in [("y_true", y_true), ("y_pred", y_pred)]:
        if len(labels) == 0 or not set(labels) <= {0, 1}:
            raise ValueError(name)
    if len(y_true) != len(y_pred):
        raise ValueError("y_true, y_pred")
"""
NPV = "def negative_predictive_value(y_true, y_pred):" + NPV_CHECKS
CURVE_CHECK = """
    if not 0 < beta < np.inf:
        raise ValueError("beta")
"""
CURVE = "def f_beta_curve(y_true, y_score, beta):" + CURVE_CHECK
RECALL_CHECKS = """
    if not 0 < minimum <= 1:
        raise ValueError("minimum")
    if not np.any(y_true):
        raise ValueError("y_true")
"""
RECALL = "def threshold_for_recall(y_true, y_score, minimum):" + RECALL_CHECKS

WRONG = {
    "count": {
        "misses and false alarms exchanged": ("tn, fp, fn, tp = 3, 1, 2, 4", "FN and TP together are the 5"),
        "one driver left out": ("tn, fp, fn, tp = 3, 2, 1, 3", "Each of the 10 drivers"),
        "the row of survivors miscounted": ("tn, fp, fn, tp = 4, 1, 1, 4", "FP and TP together are the alarms"),
        "the totals of rows and columns fit": ("tn, fp, fn, tp = 4, 1, 0, 5", "the single counts are not"),
        "shares in the place of counts": ("tn, fp, fn, tp = 0.3, 0.2, 0.1, 0.4", "A count is 0, 1, 2"),
    },
    "predict": {
        "only FN grows": (
            """
prediction = "the same"
f2_after_miss = 5 * 4 / (5 * 4 + 4 * 2 + 2)
f2_after_alarms = 5 * 4 / (5 * 4 + 4 * 1 + 6)
""",
            "Who is missed is no longer found",
        ),
        "F1": (
            """
prediction = "the miss"
f2_after_miss = 2 * 3 / (2 * 3 + 2 + 2)
f2_after_alarms = 2 * 4 / (2 * 4 + 1 + 6)
""",
            "In F2, FN has the weight 4",
        ),
        "the two exchanged": (
            """
prediction = "the miss"
f2_after_miss, f2_after_alarms = 20 / 30, 15 / 25
""",
            "Or are the two values exchanged?",
        ),
        "one false alarm in the place of four": (
            """
prediction = "the miss"
f2_after_miss = 15 / 25
f2_after_alarms = 20 / (20 + 4 + 3)
""",
            "FP grows by 4",
        ),
        "the weights exchanged": (
            """
prediction = "the four alarms"
f2_after_miss = 1.25 * 3 / (1.25 * 3 + 0.25 * 2 + 2)
f2_after_alarms = 1.25 * 4 / (1.25 * 4 + 0.25 * 1 + 6)
""",
            "FP grows by 4",
        ),
        "a false alarm less as well": (
            """
prediction = "the miss"
f2_after_miss = 15 / (15 + 4 * 2 + 1)
f2_after_alarms = 20 / (20 + 4 + 6)
""",
            "After the miss: which counts change?",
        ),
        "the ten drivers themselves are changed": (
            """
prediction = "the same"
ten_pred[1] = 0
f2_after_miss = metrics.fbeta_score(ten_true, ten_pred, beta=2)
f2_after_alarms = 20 / 30
""",
            "work on a copy",
        ),
        "the falls in the place of the values": (
            """
prediction = "the miss"
f2_after_miss, f2_after_alarms = 0.6 - 0.769, 0.667 - 0.769
""",
            "F2 lies between 0 and 1 here",
        ),
        "a prediction in other words": (
            """
prediction = "miss"
f2_after_miss, f2_after_alarms = 0.6, 2 / 3
""",
            "prediction is one of",
        ),
    },
    "npv": {
        "the specificity": (
            NPV
            + """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    survived = y_true == 0
    return np.mean(y_pred[survived] == 0) if survived.any() else np.nan
""",
            "This is the specificity",
        ),
        "0 in the place of nan": (
            NPV
            + """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    quiet = y_pred == 0
    return np.mean(y_true[quiet] == 0) if quiet.any() else 0.0
""",
            "Nothing is predicted negative here: nan",
        ),
        "nan whenever there is no true negative": (
            NPV
            + """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    quiet = y_pred == 0
    return np.mean(y_true[quiet] == 0) if np.any(quiet & (y_true == 0)) else np.nan
""",
            "Nobody without an alarm survived: 0",
        ),
        "rounded": (
            NPV
            + """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    quiet = y_pred == 0
    return round(np.mean(y_true[quiet] == 0), 2) if quiet.any() else np.nan
""",
            "is right; yours is 0.99",
        ),
        "arrays only": (
            NPV
            + """
    quiet = y_pred == 0
    return np.sum((y_true == 0) & quiet) / np.sum(quiet) if np.any(quiet) else np.nan
""",
            "turn the lists into arrays",
        ),
        "printed and not returned": (
            NPV
            + """
    print(metrics.precision_score(y_true, y_pred, pos_label=0, zero_division=np.nan))
""",
            "Is there a `return`?",
        ),
        "Python divides 0/0": (
            NPV
            + """
    quiet = [true for true, pred in zip(y_true, y_pred) if pred == 0]
    return quiet.count(0) / len(quiet)
""",
            "division by zero",
        ),
        "no check of the arguments": (
            """
def negative_predictive_value(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    quiet = y_pred == 0
    return np.sum(quiet[: len(y_true)] & (y_true == 0)[: len(quiet)]) / np.sum(quiet)
""",
            "a ValueError was expected, and not",
        ),
        "only y_pred is checked": (
            """
def negative_predictive_value(y_true, y_pred):
    if not np.isin(y_pred, [0, 1]).all() or len(y_true) != len(y_pred):
        raise ValueError("y_pred")
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.sum((y_pred == 0) & (y_true == 0)) / np.sum(y_pred == 0)
""",
            "a ValueError was expected, and not",
        ),
        "the message names nothing": (
            """
def negative_predictive_value(y_true, y_pred):
    if not set(y_true) | set(y_pred) <= {0, 1} or len(y_true) != len(y_pred) or not len(y_true):
        raise ValueError("bad input")
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.sum((y_pred == 0) & (y_true == 0)) / np.sum(y_pred == 0)
""",
            "the message must name y_pred",
        ),
        "another kind of error": (
            """
def negative_predictive_value(y_true, y_pred):
    if len(y_true) != len(y_pred) or not len(y_true) or not set(y_pred) <= {0, 1} or not set(y_true) <= {0, 1}:
        raise TypeError("y_true or y_pred")
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.sum((y_pred == 0) & (y_true == 0)) / np.sum(y_pred == 0)
""",
            "a ValueError was expected, and not TypeError",
        ),
        "a share passes for a label in y_true": (
            NPV.replace(
                "not set(labels) <= {0, 1}",
                'not all(label in (0, 1) or name == "y_true" and 0 < label < 1 for label in labels)',
            )
            + """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.sum((y_pred == 0) & (y_true == 0)) / np.sum(y_pred == 0)
""",
            "y_true [0, 0.5, 1], y_pred [0, 0, 1]: a ValueError was expected",
        ),
        "nan for empty arguments": (
            NPV.replace("len(labels) == 0 or ", "")
            + """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    return np.sum((y_pred == 0) & (y_true == 0)) / np.sum(y_pred == 0)
""",
            "y_true [], y_pred []: a ValueError was expected, and not nan",
        ),
    },
    "report": {
        "transposed": (
            """
def corrected_report(y_true, y_pred):
    tn, fn, fp, tp = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    return {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}

reported_as_precision, reported_as_recall = "recall", "precision"
""",
            "Precision and recall are exchanged",
        ),
        "as the colleague has it, and names exchanged": (
            """
corrected_report = report
reported_as_precision, reported_as_recall = "negative predictive value", "specificity"
""",
            "What do tp and fp count in the report?",
        ),
        "only one of the names": (
            """
def corrected_report(y_true, y_pred):
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    return {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}

reported_as_precision, reported_as_recall = "specificity", "accuracy"
""",
            "What do tp and fn count in the report?",
        ),
        "the variables above in the place of the arguments": (
            """
def corrected_report(y_true, y_pred):
    tn, fp, fn, tp = metrics.confusion_matrix(ten_true, ten_pred).ravel()
    return {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}

reported_as_precision, reported_as_recall = "specificity", "NPV"
""",
            "The precision is wrong",
        ),
        "a pair in the place of a dictionary": (
            """
def corrected_report(y_true, y_pred):
    return metrics.precision_score(y_true, y_pred), metrics.recall_score(y_true, y_pred)

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
            "Return a dictionary",
        ),
        "the first mistake only": (
            """
def corrected_report(y_true, y_pred):
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred).ravel()
    return {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
            "Look at the shape of the matrix",
        ),
        "0 in the place of nan": (
            """
def corrected_report(y_true, y_pred):
    return {"precision": metrics.precision_score(y_true, y_pred, zero_division=0),
            "recall": metrics.recall_score(y_true, y_pred, zero_division=0)}

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
            "No alarm was raised: the precision is nan",
        ),
        "None in the place of nan": (
            """
def corrected_report(y_true, y_pred):
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    return {"precision": tp / (tp + fp) if tp + fp else None, "recall": tp / (tp + fn) if tp + fn else None}

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
            "No alarm was raised: the precision is nan",
        ),
        "both nan as soon as nobody died": (
            """
def corrected_report(y_true, y_pred):
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    if tp + fn == 0:
        return {"precision": np.nan, "recall": np.nan}
    return {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
            "One alarm, and nobody died",
        ),
        "nan for every matrix of one number": (
            """
def corrected_report(y_true, y_pred):
    matrix = metrics.confusion_matrix(y_true, y_pred)
    if matrix.size == 1:
        return {"precision": np.nan, "recall": np.nan}
    tn, fp, fn, tp = matrix.ravel()
    return {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
            "both with an alarm: 1 and 1",
        ),
    },
    "curve": {
        "the comparison is strict": (
            CURVE
            + """
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score > thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    return thresholds, (1 + beta**2) * tp / (beta**2 * y_true.sum() + alarms.sum(axis=1))
""",
            "At 0.1, F2 is",
        ),
        "one value for each sample, falling": (
            CURVE
            + """
    order = np.argsort(y_score)[::-1]
    tp = np.cumsum(np.asarray(y_true)[order])
    alarms = np.arange(1, len(order) + 1)
    return np.asarray(y_score)[order], (1 + beta**2) * tp / (beta**2 * tp[-1] + alarms)
""",
            "Distinct scores, rising",
        ),
        "distinct thresholds, but a value for each sample": (
            CURVE
            + """
    y_true, y_score = np.asarray(y_true), np.sort(y_score)
    alarms = len(y_score) - np.searchsorted(y_score, y_score)
    return np.unique(y_score), (1 + beta**2) * alarms / (beta**2 * np.sum(y_true) + alarms)
""",
            "one value for each distinct score",
        ),
        "arrays only": (
            CURVE
            + """
    thresholds = np.unique(y_score)
    tp = np.sum(y_true == 1) - np.searchsorted(np.sort(y_score[y_true == 1]), thresholds)
    alarms = len(y_score) - np.searchsorted(np.sort(y_score), thresholds)
    return thresholds, (1 + beta**2) * tp / (beta**2 * np.sum(y_true) + alarms)
""",
            "out of bounds",
        ),
        "beta without its square": (
            CURVE
            + """
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score >= thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    return thresholds, (1 + beta) * tp / (beta * (y_true == 1).sum() + alarms.sum(axis=1))
""",
            "At 0.1, F2 is",
        ),
        "F2 whatever beta is": (
            CURVE
            + """
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score >= thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    return thresholds, 5 * tp / (4 * (y_true == 1).sum() + alarms.sum(axis=1))
""",
            "Wrong for beta 0.5",
        ),
        "by precision and recall, which give 0/0 without a true positive": (
            CURVE
            + """
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score >= thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    p, r = tp / alarms.sum(axis=1), tp / np.sum(y_true == 1)
    return thresholds, (1 + beta**2) * p * r / (beta**2 * p + r)
""",
            "At 0.9, F2 is 0.000; yours is nan",
        ),
        "beta is not checked": (
            """
def f_beta_curve(y_true, y_score, beta):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score >= thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    return thresholds, (1 + beta**2) * tp / (beta**2 * (y_true == 1).sum() + alarms.sum(axis=1))
""",
            "beta = 0: a ValueError was expected",
        ),
        "an infinite beta passes": (
            CURVE.replace("0 < beta < np.inf", "beta > 0")
            + """
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score >= thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    return thresholds, (1 + beta**2) * tp / (beta**2 * (y_true == 1).sum() + alarms.sum(axis=1))
""",
            "beta = inf: a ValueError was expected",
        ),
    },
    "f2": {
        "a grid of thresholds": (
            """
candidates = np.linspace(0, 1, 101)
f2 = [metrics.fbeta_score(y_val, score_val >= candidate, beta=2) for candidate in candidates]
threshold_f2 = candidates[np.argmax(f2)]
f2_test = metrics.fbeta_score(y_test, score_test >= threshold_f2, beta=2)
lost_by_choice = f_beta_curve(y_test, score_test, 2)[1].max() - f2_test
""",
            "Not one of the scores of the validation set",
        ),
        "F1": (
            """
thresholds, values = f_beta_curve(y_val, score_val, 1)
threshold_f2 = thresholds[np.argmax(values)]
f2_test = metrics.f1_score(y_test, score_test >= threshold_f2)
lost_by_choice = f_beta_curve(y_test, score_test, 1)[1].max() - f2_test
""",
            "Is beta 2?",
        ),
        "F0.5": (
            """
thresholds, values = f_beta_curve(y_val, score_val, 0.5)
threshold_f2 = thresholds[np.argmax(values)]
f2_test = metrics.fbeta_score(y_test, score_test >= threshold_f2, beta=2)
lost_by_choice = f_beta_curve(y_test, score_test, 2)[1].max() - f2_test
""",
            "Is beta 2?",
        ),
        "tuned on the test set": (
            """
thresholds, values = f_beta_curve(y_test, score_test, 2)
threshold_f2, f2_test = thresholds[np.argmax(values)], values.max()
lost_by_choice = values.max() - f2_test
""",
            "but the best threshold of the test set does better",
        ),
        "reported on the validation set": (
            """
thresholds, values = f_beta_curve(y_val, score_val, 2)
threshold_f2, f2_test = thresholds[np.argmax(values)], values.max()
lost_by_choice = f_beta_curve(y_test, score_test, 2)[1].max() - f2_test
""",
            "f2_test is F2 on the validation set",
        ),
        "the whole fall is put down to the choice": (
            """
thresholds, values = f_beta_curve(y_val, score_val, 2)
threshold_f2 = thresholds[np.argmax(values)]
f2_test = metrics.fbeta_score(y_test, score_test >= threshold_f2, beta=2)
lost_by_choice = values.max() - f2_test
""",
            "This is the whole fall",
        ),
        "the difference of the two maxima": (
            """
thresholds, values = f_beta_curve(y_val, score_val, 2)
threshold_f2 = thresholds[np.argmax(values)]
f2_test = metrics.fbeta_score(y_test, score_test >= threshold_f2, beta=2)
lost_by_choice = values.max() - f_beta_curve(y_test, score_test, 2)[1].max()
""",
            "subtract f2_test",
        ),
        "F1 on the test set": (
            """
thresholds, values = f_beta_curve(y_val, score_val, 2)
threshold_f2 = thresholds[np.argmax(values)]
f2_test = metrics.f1_score(y_test, score_test >= threshold_f2)
lost_by_choice = f_beta_curve(y_test, score_test, 2)[1].max() - f2_test
""",
            "At your threshold, F2 on the test set is",
        ),
        "the highest value, but one threshold beside it": (
            """
thresholds, values = f_beta_curve(y_val, score_val, 2)
threshold_f2 = thresholds[np.argmax(values) + 1]
f2_test = metrics.fbeta_score(y_test, score_test >= threshold_f2, beta=2)
lost_by_choice = f_beta_curve(y_test, score_test, 2)[1].max() - f2_test
""",
            "Did you try every score?",
        ),
    },
    "recall": {
        "the comparison is strict": (
            RECALL
            + """
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    return max(t for t in y_score if np.mean(y_score[y_true == 1] > t) >= minimum)
""",
            "Do you use >= ?",
        ),
        "the number of positives is rounded down": (
            RECALL
            + """
    of_positives = np.sort(np.asarray(y_score)[np.asarray(y_true) == 1])
    return of_positives[-max(int(minimum * len(of_positives)), 1)]
""",
            "gives 0.1480",
        ),
        "the smallest threshold": (
            RECALL
            + """
    return min(score for true, score in zip(y_true, y_score) if true)
""",
            "Three are enough",
        ),
        "an array of one score": (
            RECALL
            + """
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    candidates = np.unique(y_score)
    recall = np.array([np.mean(y_score[y_true == 1] >= c) for c in candidates])
    return candidates[recall >= minimum][-1:]
""",
            "Return one score, and not array([0.4])",
        ),
        "a quantile": (
            RECALL
            + """
    return np.quantile(np.asarray(y_score)[np.asarray(y_true) == 1], 1 - minimum, method="midpoint")
""",
            "At 0.4 three of four are found; yours is",
        ),
        "nothing is checked": (
            """
def threshold_for_recall(y_true, y_score, minimum):
    of_positives = np.sort(np.asarray(y_score)[np.asarray(y_true) == 1])[::-1]
    for number, score in enumerate(of_positives, start=1):
        if number / len(of_positives) >= minimum:
            return score
""",
            "minimum 1.5: a ValueError was expected, and not None",
        ),
        "from roc_curve, which leaves thresholds out": (
            RECALL
            + """
    fpr, tpr, thresholds = metrics.roc_curve(y_true, y_score)
    return thresholds[np.argmax(tpr >= minimum)]
""",
            "is the largest; yours",
        ),
        "0 passes as a minimum": (
            RECALL.replace("0 < minimum", "0 <= minimum")
            + """
    of_positives = np.sort(np.asarray(y_score)[np.asarray(y_true) == 1])[::-1]
    for number, score in enumerate(of_positives, start=1):
        if number / len(of_positives) >= minimum:
            return score
""",
            "minimum 0: a ValueError was expected, and not",
        ),
        "nobody died, and the function returns nothing": (
            RECALL.replace('raise ValueError("y_true")', "return None")
            + """
    of_positives = np.sort(np.asarray(y_score)[np.asarray(y_true) == 1])[::-1]
    for number, score in enumerate(of_positives, start=1):
        if number / len(of_positives) >= minimum:
            return score
""",
            "[0, 0, 0], minimum 0.5: a ValueError was expected, and not None",
        ),
    },
    "promise": {
        "below 0.9 is taken for broken": (
            """
t = threshold_for_recall(y_val, score_val, 0.9)
recall_on_test = metrics.recall_score(y_test, score_test >= t)
interval = wilson(round(recall_on_test * y_test.sum()), y_test.sum())
promise = "kept" if recall_on_test >= 0.9 else "broken"
""",
            "chance alone may be the reason",
        ),
        "the validation set is reported": (
            """
t = threshold_for_recall(y_val, score_val, 0.9)
found = (score_val[y_val == 1] >= t).sum()
recall_on_test, interval = found / 223, wilson(found, 223)
promise = "kept"
""",
            "that does not show it is kept",
        ),
        "chosen on the test set": (
            """
t = threshold_for_recall(y_test, score_test, 0.9)
found = (score_test[y_test == 1] >= t).sum()
recall_on_test, interval = found / 223, wilson(found, 223)
promise = "open"
""",
            "Choose on validation, measure on test",
        ),
        "an interval of something else": (
            """
t = threshold_for_recall(y_val, score_val, 0.9)
recall_on_test = metrics.recall_score(y_test, score_test >= t)
interval = wilson((score_test >= t).sum(), len(y_test))
promise = "open"
""",
            "does not lie within",
        ),
        "an interval that is too narrow": (
            """
t = threshold_for_recall(y_val, score_val, 0.9)
recall_on_test = metrics.recall_score(y_test, score_test >= t)
interval = wilson(recall_on_test * len(y_test), len(y_test))
promise = "broken"
""",
            "the drivers found and all who died",
        ),
        "True in the place of a text": (
            """
t = threshold_for_recall(y_val, score_val, 0.9)
recall_on_test = metrics.recall_score(y_test, score_test >= t)
interval = wilson(196, 223)
promise = False
""",
            "is not 'kept', 'broken' or 'open'",
        ),
    },
    "services": {
        "misses and false alarms have equal weight": (
            "choice_a, choice_b, choice_c = 0.5, 0.2, 0.5",
            "compute 20 FN + FP",
        ),
        "too many alarms": ("choice_a, choice_b, choice_c = 0.05, 0.1, 0.5", "over 400 alarms"),
        "not the most found": ("choice_a, choice_b, choice_c = 0.05, 0.3, 0.5", "a lower threshold finds more"),
        "recall in the place of precision": ("choice_a, choice_b, choice_c = 0.05, 0.2, 0.05", "compute the precision"),
        "a position in the place of a threshold": ("choice_a, choice_b, choice_c = 1, 3, 5", "is not in the table"),
    },
    "services-shown": {
        "the points, not the intervals": (
            """
right_c, alarms_c = 6, 14
interval_c = wilson(6, 14)
shown_a, shown_b, shown_c = True, True, False
""",
            "On which side of 0 is its interval?",
        ),
        "what held on validation": (
            """
right_c, alarms_c = 21, 31
interval_c = wilson(21, 31)
shown_a, shown_b, shown_c = True, True, True
""",
            "Count the alarms at choice_c on the test set",
        ),
        "all three doubted": (
            """
right_c, alarms_c = 6, 14
interval_c = wilson(6, 14)
shown_a, shown_b, shown_c = False, False, False
""",
            "even the upper end of the interval is below 400",
        ),
        "the upper end is enough": (
            """
right_c, alarms_c = 6, 14
interval_c = wilson(6, 14)
shown_a, shown_b = False, True
shown_c = interval_c[1] >= 2 / 3
""",
            "C: the interval reaches far below two thirds",
        ),
        "the recall in the place of the precision": (
            """
right_c, alarms_c = 6, 14
interval_c = wilson(6, 223)
shown_a, shown_b, shown_c = False, True, False
""",
            "The interval holds the precision",
        ),
        "a share in the place of a count": (
            """
right_c, alarms_c = 6 / 14, 14
interval_c = wilson(6, 14)
shown_a, shown_b, shown_c = False, True, False
""",
            "right_c is a count",
        ),
        "false alarms counted as right": (
            """
right_c, alarms_c = 8, 14
interval_c = wilson(8, 14)
shown_a, shown_b, shown_c = False, True, False
""",
            "how many drivers died?",
        ),
        "the interval of all drivers with an alarm": (
            """
right_c, alarms_c = 6, 14
interval_c = 0.0, 1.0
shown_a, shown_b, shown_c = False, True, False
""",
            "wilson takes the right alarms and all alarms",
        ),
    },
}
