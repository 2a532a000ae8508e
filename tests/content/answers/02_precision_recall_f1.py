"""Answers to problem set 2 that students may hand in: {answer cell: {what is special: code}}."""

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
    "npv": {
        "a loop over lists": """
def negative_predictive_value(y_true, y_pred):
    quiet = [true for true, pred in zip(y_true, y_pred) if not pred]
    return quiet.count(0) / len(quiet) if quiet else float("nan")
""",
        "NumPy divides 0/0": """
def negative_predictive_value(y_true, y_pred):
    quiet = np.array(y_pred) == 0
    return np.sum(quiet & (np.array(y_true) == 0)) / np.sum(quiet)
""",
        "scikit-learn": """
def negative_predictive_value(y_true, y_pred):
    return metrics.precision_score(y_true, y_pred, pos_label=0, zero_division=np.nan)
""",
    },
    "report": {
        "scikit-learn's scores": """
def corrected_report(y_true, y_pred):
    return {
        "recall": metrics.recall_score(y_true, y_pred),
        "precision": metrics.precision_score(y_true, y_pred),
    }

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
    },
    "f2": {
        "from the precision-recall curve, rounded": """
precision, recall, thresholds = metrics.precision_recall_curve(y_val, score_val)
f2 = 5 * precision[:-1] * recall[:-1] / (4 * precision[:-1] + recall[:-1])
threshold_f2 = float(thresholds[np.nanargmax(f2)])
f2_test = round(metrics.fbeta_score(y_test, (score_test >= threshold_f2).astype(int), beta=2), 3)
""",
        "a loop over all scores that remembers the best": """
best, threshold_f2 = 0, None
for candidate in sorted(set(score_val.tolist())):
    tp = ((score_val >= candidate) & (y_val == 1)).sum()
    alarms = (score_val >= candidate).sum()
    f2 = 5 * tp / (4 * y_val.sum() + alarms)
    if f2 > best:
        best, threshold_f2 = f2, candidate
pred = [int(score >= threshold_f2) for score in score_test]
f2_test = metrics.fbeta_score(y_test, pred, beta=2)
""",
    },
    "recall": {
        "a loop over sorted lists": """
def threshold_for_recall(y_true, y_score, minimum):
    positives = sum(y_true)
    found = 0
    for score, true in sorted(zip(y_score, y_true), reverse=True):
        found += true
        if found / positives >= minimum:
            return score

threshold = threshold_for_recall(y_val, score_val, 0.9)
recall_on_test = round(metrics.recall_score(y_test, score_test >= threshold), 3)
promise_kept = False
""",
    },
    "services": {"read from the table": "choice_a, choice_b, choice_c = 0.05, 0.2, 0.5"},
    "curve": {
        "cumulative sums": """
def f_beta_curve(y_true, y_score, beta):
    order = np.argsort(y_score)[::-1]
    score, true = np.array(y_score)[order], np.array(y_true)[order]
    last = np.append(np.flatnonzero(np.diff(score)), len(score) - 1)
    tp = np.cumsum(true)[last]
    values = (1 + beta**2) * tp / (beta**2 * true.sum() + last + 1)
    return score[last][::-1], values[::-1]
""",
        "a table of all comparisons": """
def f_beta_curve(y_true, y_score, beta):
    y_true, y_score = np.array(y_true), np.array(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score >= thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    return thresholds, (1 + beta**2) * tp / (beta**2 * (y_true == 1).sum() + alarms.sum(axis=1))
""",
    },
}

WRONG = {
    "count": {
        "misses and false alarms exchanged": "tn, fp, fn, tp = 3, 1, 2, 4",
        "one driver left out": "tn, fp, fn, tp = 3, 2, 1, 3",
        "the row of survivors miscounted": "tn, fp, fn, tp = 4, 1, 1, 4",
        "the totals of rows and columns fit": "tn, fp, fn, tp = 4, 1, 0, 5",
    },
    "npv": {
        "the specificity": """
def negative_predictive_value(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    survived = y_true == 0
    return np.mean(y_pred[survived] == 0) if survived.any() else np.nan
""",
        "0 in the place of nan": """
def negative_predictive_value(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    quiet = y_pred == 0
    return np.mean(y_true[quiet] == 0) if quiet.any() else 0.0
""",
        "nan whenever there is no true negative": """
def negative_predictive_value(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    quiet = y_pred == 0
    return np.mean(y_true[quiet] == 0) if np.any(quiet & (y_true == 0)) else np.nan
""",
        "rounded": """
def negative_predictive_value(y_true, y_pred):
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    quiet = y_pred == 0
    return round(np.mean(y_true[quiet] == 0), 2) if quiet.any() else np.nan
""",
        "arrays only": """
def negative_predictive_value(y_true, y_pred):
    quiet = y_pred == 0
    return np.sum((y_true == 0) & quiet) / np.sum(quiet) if np.any(quiet) else np.nan
""",
        "printed and not returned": """
def negative_predictive_value(y_true, y_pred):
    print(metrics.precision_score(y_true, y_pred, pos_label=0, zero_division=np.nan))
""",
        "Python divides 0/0": """
def negative_predictive_value(y_true, y_pred):
    quiet = [true for true, pred in zip(y_true, y_pred) if pred == 0]
    return quiet.count(0) / len(quiet)
""",
    },
    "report": {
        "transposed": """
def corrected_report(y_true, y_pred):
    tn, fn, fp, tp = metrics.confusion_matrix(y_true, y_pred).ravel()
    return {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}

reported_as_precision, reported_as_recall = "recall", "precision"
""",
        "as the colleague has it, and names exchanged": """
corrected_report = report
reported_as_precision, reported_as_recall = "negative predictive value", "specificity"
""",
        "the variables above in the place of the arguments": """
def corrected_report(y_true, y_pred):
    tn, fp, fn, tp = metrics.confusion_matrix(ten_true, ten_pred).ravel()
    return {"precision": tp / (tp + fp), "recall": tp / (tp + fn)}

reported_as_precision, reported_as_recall = "specificity", "NPV"
""",
        "a pair in the place of a dictionary": """
def corrected_report(y_true, y_pred):
    return metrics.precision_score(y_true, y_pred), metrics.recall_score(y_true, y_pred)

reported_as_precision, reported_as_recall = "specificity", "negative predictive value"
""",
    },
    "f2": {
        "a grid of thresholds": """
candidates = np.linspace(0, 1, 101)
f2 = [metrics.fbeta_score(y_val, score_val >= candidate, beta=2) for candidate in candidates]
threshold_f2 = candidates[np.argmax(f2)]
f2_test = metrics.fbeta_score(y_test, score_test >= threshold_f2, beta=2)
""",
        "F1": """
precision, recall, thresholds = metrics.precision_recall_curve(y_val, score_val)
threshold_f2 = thresholds[np.nanargmax((precision * recall / (precision + recall))[:-1])]
f2_test = metrics.f1_score(y_test, score_test >= threshold_f2)
""",
        "F0.5": """
precision, recall, thresholds = metrics.precision_recall_curve(y_val, score_val)
threshold_f2 = thresholds[np.nanargmax((precision * recall / (0.25 * precision + recall))[:-1])]
f2_test = metrics.fbeta_score(y_test, score_test >= threshold_f2, beta=2)
""",
        "tuned on the test set": """
precision, recall, thresholds = metrics.precision_recall_curve(y_test, score_test)
f2 = (5 * precision * recall / (4 * precision + recall))[:-1]
threshold_f2, f2_test = thresholds[np.nanargmax(f2)], np.nanmax(f2)
""",
        "reported on the validation set": """
precision, recall, thresholds = metrics.precision_recall_curve(y_val, score_val)
f2 = (5 * precision * recall / (4 * precision + recall))[:-1]
threshold_f2, f2_test = thresholds[np.nanargmax(f2)], np.nanmax(f2)
""",
    },
    "recall": {
        "the comparison is strict, and the validation set is reported": """
def threshold_for_recall(y_true, y_score, minimum):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    return max(t for t in y_score if np.mean(y_score[y_true == 1] > t) >= minimum)

recall_on_test = metrics.recall_score(y_val, score_val >= threshold_for_recall(y_val, score_val, 0.9))
promise_kept = True
""",
        "the number of positives is rounded down": """
def threshold_for_recall(y_true, y_score, minimum):
    of_positives = np.sort(np.asarray(y_score)[np.asarray(y_true) == 1])
    return of_positives[-int(minimum * len(of_positives))]

recall_on_test = metrics.recall_score(y_test, score_test >= threshold_for_recall(y_val, score_val, 0.9))
promise_kept = False
""",
        "a quantile, and the wrong conclusion": """
def threshold_for_recall(y_true, y_score, minimum):
    return np.quantile(np.asarray(y_score)[np.asarray(y_true) == 1], 1 - minimum, method="lower")

recall_on_test = metrics.recall_score(y_test, score_test >= threshold_for_recall(y_val, score_val, 0.9))
promise_kept = True
""",
        "the smallest threshold, chosen on the test set": """
def threshold_for_recall(y_true, y_score, minimum):
    return min(y_score)

recall_on_test = 0.9013
promise_kept = "yes"
""",
    },
    "services": {
        "misses and false alarms have equal weight": "choice_a, choice_b, choice_c = 0.5, 0.2, 0.5",
        "too many alarms": "choice_a, choice_b, choice_c = 0.05, 0.1, 0.5",
        "not the most found": "choice_a, choice_b, choice_c = 0.05, 0.3, 0.5",
        "recall in the place of precision": "choice_a, choice_b, choice_c = 0.05, 0.2, 0.05",
        "a position in the place of a threshold": "choice_a, choice_b, choice_c = 1, 3, 5",
    },
    "curve": {
        "the comparison is strict": """
def f_beta_curve(y_true, y_score, beta):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    thresholds = np.unique(y_score)
    alarms = y_score > thresholds[:, None]
    tp = alarms[:, y_true == 1].sum(axis=1)
    return thresholds, (1 + beta**2) * tp / (beta**2 * y_true.sum() + alarms.sum(axis=1))
""",
        "one value for each sample, falling": """
def f_beta_curve(y_true, y_score, beta):
    order = np.argsort(y_score)[::-1]
    tp = np.cumsum(np.asarray(y_true)[order])
    alarms = np.arange(1, len(order) + 1)
    return np.asarray(y_score)[order], (1 + beta**2) * tp / (beta**2 * tp[-1] + alarms)
""",
        "arrays only": """
def f_beta_curve(y_true, y_score, beta):
    thresholds = np.unique(y_score)
    tp = np.sum(y_true == 1) - np.searchsorted(np.sort(y_score[y_true == 1]), thresholds)
    alarms = len(y_score) - np.searchsorted(np.sort(y_score), thresholds)
    return thresholds, (1 + beta**2) * tp / (beta**2 * np.sum(y_true) + alarms)
""",
        "a loop": """
def f_beta_curve(y_true, y_score, beta):
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
    thresholds = np.unique(y_score)
    alarms = np.array([np.sum(y_score >= threshold) for threshold in thresholds])
    tp = np.array([np.sum(y_true[y_score >= threshold]) for threshold in thresholds])
    return thresholds, (1 + beta**2) * tp / (beta**2 * y_true.sum() + alarms)
""",
    },
}
