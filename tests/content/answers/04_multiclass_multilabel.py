"""Answers to problem set 4 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "count": {
        "scikit-learn's array": "by_hand = metrics.confusion_matrix(twelve_true, twelve_pred)",
        "strokes in a loop": """
by_hand = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
for true, pred in zip(twelve_true, twelve_pred):
    by_hand[true][pred] += 1
""",
        "a table of floats": "by_hand = pd.crosstab(np.array(twelve_true), np.array(twelve_pred)).astype(float)",
    },
    "predict": {
        "longer lists and scikit-learn": """
prediction = "only macro-F1 rises"
macro_before = metrics.f1_score(twelve_true, twelve_pred, average="macro")
more = [i for i in range(12) if twelve_true[i] == 2]
true = twelve_true + [twelve_true[i] for i in more + more]
pred = twelve_pred + [twelve_pred[i] for i in more + more]
macro_after = metrics.f1_score(true, pred, average="macro")
accuracy_after = metrics.accuracy_score(true, pred)
""",
        "with a pencil, rounded": """
prediction = "both rise"
macro_before = 0.579
macro_after = (6 / 13 + 6 / 7 + 1 / 2) / 3
accuracy_after = 9 / 16
""",
        "weights for the samples": """
prediction = "only accuracy rises"
weight = np.where(np.array(twelve_true) == 2, 3, 1)
macro_before = metrics.f1_score(twelve_true, twelve_pred, average="macro")
macro_after = metrics.f1_score(twelve_true, twelve_pred, average="macro", sample_weight=weight)
accuracy_after = np.average(np.array(twelve_true) == twelve_pred, weights=weight)
""",
    },
    "jaccard": {
        "sets of places, in a list": """
def jaccard_scores(y_true, y_pred, n_classes):
    y_true, y_pred = list(y_true), list(y_pred)
    for k in y_true:
        if k not in range(n_classes):
            raise ValueError(f"y_true: {k} is no class")
    for k in y_pred:
        if k not in range(n_classes):
            raise ValueError(f"y_pred: {k} is no class")
    if len(y_true) != len(y_pred):
        raise ValueError("y_pred needs as many labels as y_true")
    scores = []
    for k in range(n_classes):
        true = {i for i, label in enumerate(y_true) if label == k}
        pred = {i for i, label in enumerate(y_pred) if label == k}
        scores.append(len(true & pred) / len(true | pred) if true | pred else float("nan"))
    return scores
""",
        "from the matrix": """
def jaccard_scores(y_true, y_pred, n_classes):
    arrays = {"y_true": np.asarray(y_true), "y_pred": np.asarray(y_pred)}
    for name, array in arrays.items():
        if not np.isin(array, np.arange(n_classes)).all():
            raise ValueError(name)
    if len(y_true) != len(y_pred):
        raise ValueError("y_true, y_pred")
    matrix = metrics.confusion_matrix(y_true, y_pred, labels=range(n_classes))
    tp = np.diag(matrix)
    return tp / (matrix.sum(axis=0) + matrix.sum(axis=1) - tp)
""",
        "scikit-learn, the absent classes set to nan": """
def jaccard_scores(y_true, y_pred, n_classes):
    classes = list(range(n_classes))
    if any(k not in classes for k in y_true):
        raise ValueError("y_true")
    if any(k not in classes for k in y_pred) or len(y_pred) != len(y_true):
        raise ValueError("y_pred")
    scores = metrics.jaccard_score(y_true, y_pred, labels=classes, average=None, zero_division=0)
    scores[~np.isin(classes, [*y_true, *y_pred])] = np.nan
    return scores
""",
    },
    "averages": {
        "scikit-learn": """
answers = np.argmax(p_test, axis=1)
macro_jaccard = metrics.jaccard_score(y_test, answers, average="macro")
micro_jaccard = metrics.jaccard_score(y_test, answers, average="micro")
""",
        "sums of the counts of the classes, rounded": """
m = metrics.confusion_matrix(y_test, p_test.argmax(axis=1))
tp, fp, fn = np.diag(m), m.sum(axis=0) - np.diag(m), m.sum(axis=1) - np.diag(m)
macro_jaccard = round(float((tp / (tp + fp + fn)).mean()), 3)
micro_jaccard = round(float(tp.sum() / (tp.sum() + fp.sum() + fn.sum())), 3)
""",
    },
    "macro": {
        "per class, then the mean": """
def corrected_macro_f1(y_true, y_pred):
    labels = np.union1d(y_true, y_pred)
    return metrics.f1_score(y_true, y_pred, labels=labels, average=None).mean()
""",
        "counted in a loop": """
def corrected_macro_f1(y_true, y_pred):
    pairs = list(zip(y_true, y_pred))
    values = []
    for k in {*y_true, *y_pred}:
        tp = sum(a == k and b == k for a, b in pairs)
        values.append(2 * tp / (sum(a == k for a, _ in pairs) + sum(b == k for _, b in pairs)))
    return sum(values) / len(values)
""",
        "all numbers up to the highest, those without a sample left out": """
def corrected_macro_f1(y_true, y_pred):
    n = max(*y_true, *y_pred) + 1
    m = np.zeros((n, n))
    np.add.at(m, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return np.nanmean(2 * np.diag(m) / (m.sum(axis=0) + m.sum(axis=1)))
""",
    },
    "given-up": {
        "read from a table, rounded": """
classes_in_mean = 9
macro_change = round(metrics.f1_score(y_test, without_shirts, average="macro")
                     - metrics.f1_score(y_test, with_shirts, average="macro"), 3)
table = pd.crosstab(with_shirts == y_test, without_shirts == y_test)
only_with, only_without = table.loc[True, False], table.loc[False, True]
accuracy_verdict = "open"
""",
        "a verdict that is computed": """
classes_in_mean = np.unique(without_shirts).size
macro_change = corrected_macro_f1(y_test, without_shirts) - corrected_macro_f1(y_test, with_shirts)
gain = (without_shirts == y_test).astype(int) - (with_shirts == y_test)
only_with, only_without = int((gain == -1).sum()), int((gain == 1).sum())
low, high = wilson(only_without, only_with + only_without)
accuracy_verdict = "without" if low > 0.5 else "with" if high < 0.5 else "open"
""",
    },
    "read": {
        "three decimals, computed": """
rows_add_up = "B"
shirts_found = by_row[6, 6]
trousers_called_dress = by_row[1, 3]
dress_answers_trousers = by_column[1, 3]
shown_1, shown_2, shown_3 = np.True_, np.False_, np.False_
""",
        "verdicts that are computed": """
def apart(a, b):
    return wilson(a, 100)[1] < wilson(b, 100)[0]

rows_add_up, shirts_found, trousers_called_dress, dress_answers_trousers = "B", 0.42, 0.17, 0.14
shown_1, shown_2, shown_3 = apart(42, 75), apart(64, 75), apart(9, 17)
""",
    },
    "coats": {
        "weights": """
answers = p_test.argmax(axis=1)
weight = [4 if label == 4 else 1 for label in y_test]
arguments = {"average": None, "sample_weight": weight}
recall_coat = metrics.recall_score(y_test, answers, **arguments)[4]
precision_coat, precision_pullover = metrics.precision_score(y_test, answers, **arguments)[[4, 2]]
""",
        "with a pencil, rounded": """
recall_coat = 0.75
precision_coat = 4 * 75 / (4 * 75 + 107 - 75)
precision_pullover = 0.5
""",
    },
    "offer": {
        "scikit-learn": """
k_chosen = 1
while metrics.top_k_accuracy_score(y_val, p_val, k=k_chosen) < 0.95:
    k_chosen += 1
found = metrics.top_k_accuracy_score(y_test, p_test, k=k_chosen, normalize=False)
interval = list(wilson(found, 1000))
gain = found / 1000 - 0.1 * k_chosen
promise, promise_each = "kept", "open"
""",
        "by ranks, with verdicts that are computed": """
def ranks(y, p):
    return (p > p[np.arange(len(y)), y][:, None]).sum(axis=1) + 1

def verdict(low, high):
    return "kept" if low >= 0.95 else "broken" if high < 0.95 else "open"

k_chosen = min(k for k in range(1, 11) if (ranks(y_val, p_val) <= k).mean() >= 0.95)
inside = ranks(y_test, p_test) <= k_chosen
found, interval = float(inside.sum()), np.array(wilson(inside.sum(), len(inside)))
gain = np.round(inside.mean() - k_chosen / 10, 3)
promise = verdict(*interval)
each = [verdict(*wilson(inside[y_test == k].sum(), 100)) for k in range(10)]
promise_each = "broken" if "broken" in each else "open" if "open" in each else "kept"
""",
    },
    "labels": {
        "scikit-learn, one label after the other": """
thresholds = []
for label in range(3):
    f1 = [metrics.f1_score(truth_val[:, label], score_val[:, label] >= t, zero_division=0) for t in grid]
    thresholds.append(grid[f1.index(max(f1))])
chosen = score_test >= np.array(thresholds)
silent = np.zeros_like(truth_test)
macro_half = metrics.f1_score(truth_test, half_test, average="macro")
macro_chosen = metrics.f1_score(truth_test, chosen, average="macro")
subset_half = metrics.accuracy_score(truth_test, half_test)
subset_chosen = metrics.accuracy_score(truth_test, chosen)
subset_nothing = metrics.accuracy_score(truth_test, silent)
samples_nothing = metrics.f1_score(truth_test, silent, average="samples", zero_division=1)
samples_chosen = metrics.f1_score(truth_test, chosen, average="samples", zero_division=1.0)
""",
        "loops and rounded values": """
thresholds = np.array([0.24, 0.36, 0.16])
said = np.array([[int(s >= t) for s, t in zip(row, thresholds)] for row in score_test])

def along(axis, pred):
    both, either = 2 * (truth_test * pred).sum(axis=axis), (truth_test + pred).sum(axis=axis)
    return [b / e if e else 1 for b, e in zip(both, either)]

macro_half, macro_chosen = round(np.mean(along(0, half_test)), 3), round(np.mean(along(0, said)), 3)
subset_half = np.mean([list(a) == list(b) for a, b in zip(truth_test, half_test)])
subset_chosen = np.mean([list(a) == list(b) for a, b in zip(truth_test, said)])
subset_nothing = samples_nothing = np.mean([not any(row) for row in truth_test])
samples_chosen = np.mean(along(1, said))
""",
    },
    "decide": {
        "counts in the place of shares": """
choice_a, choice_b = "chosen", "half"
right = [np.sum(np.all(truth_test == s, axis=1)) for s in [score_test >= thresholds, 0 * truth_test]]
interval_chosen, interval_nothing = wilson(right[0], 5150), wilson(right[1], 5150)
shown = True
""",
        "lists, rounded": """
choice_a, choice_b = "chosen", "half"
interval_chosen = [round(end, 3) for end in wilson(subset_chosen * 5150, 5150)]
interval_nothing = [round(end, 3) for end in wilson(subset_nothing * 5150, 5150)]
shown = np.bool_(interval_chosen[1] < interval_nothing[0])
""",
    },
}

JACCARD = """
def jaccard_scores(y_true, y_pred, n_classes):
    for name, labels in [("y_true", y_true), ("y_pred", y_pred)]:
        if not set(np.asarray(labels).tolist()) <= set(range(n_classes)):
            raise ValueError(name)
    if len(y_true) != len(y_pred):
        raise ValueError("y_true, y_pred")
    m = metrics.confusion_matrix(y_true, y_pred, labels=range(n_classes))
    tp, true, pred = np.diag(m), m.sum(axis=1), m.sum(axis=0)
"""
MATRIX = """
before = np.array([[3, 0, 3], [1, 3, 0], [1, 0, 1]])
macro_before = metrics.f1_score(twelve_true, twelve_pred, average="macro")

def f1(m):
    return 2 * np.diag(m) / (m.sum(axis=0) + m.sum(axis=1))

prediction = "both fall"
"""
GIVEN_UP = """
classes_in_mean, macro_change, only_with, only_without, accuracy_verdict = 9, -0.0481, 42, 29, "open"
f1 = [metrics.f1_score(y_test, pred, average="macro") for pred in [with_shirts, without_shirts]]
macro_change = f1[1] - f1[0]
"""
READ = """
rows_add_up, shirts_found, trousers_called_dress, dress_answers_trousers = "B", 0.42, 0.17, 0.14
shown_1, shown_2, shown_3 = True, False, False
"""
COATS = """
coat, pullover = 4, 2
winter = matrix.copy()
winter[coat] *= 4
recall_coat = winter[coat, coat] / winter[coat].sum()
precision_coat = winter[coat, coat] / winter[:, coat].sum()
precision_pullover = winter[pullover, pullover] / winter[:, pullover].sum()
"""
OFFER = """
k_chosen, found, interval, gain = 3, 969, wilson(969, 1000), 0.669
promise, promise_each = "kept", "open"
"""
LABELS = """
said = [score_val >= t for t in grid]
thresholds = grid[np.argmax([metrics.f1_score(truth_val, s, average=None, zero_division=0) for s in said], axis=0)]
chosen, silent = (score_test >= thresholds).astype(int), np.zeros_like(truth_test)
macro_half, macro_chosen = (metrics.f1_score(truth_test, s, average="macro") for s in [half_test, chosen])
subset_half, subset_chosen, subset_nothing = (
    metrics.accuracy_score(truth_test, s) for s in [half_test, chosen, silent])
samples_nothing, samples_chosen = (
    metrics.f1_score(truth_test, s, average="samples", zero_division=1) for s in [silent, chosen])
"""
DECIDE = """
choice_a, choice_b, shown = "chosen", "half", True
interval_chosen, interval_nothing = wilson(subset_chosen * 5150, 5150), wilson(subset_nothing * 5150, 5150)
"""

WRONG = {
    "count": {
        "rows and columns exchanged": ("by_hand = [[3, 1, 1], [0, 3, 0], [3, 0, 1]]", "The rows are the truth"),
        "one photograph left out": ("by_hand = [[3, 0, 3], [1, 3, 0], [1, 0, 0]]", "in one entry; yours add up to 11"),
        "one mistake in the wrong column": (
            "by_hand = [[3, 1, 2], [1, 3, 0], [1, 0, 1]]",
            "The columns are the answers",
        ),
        "all sums fit": ("by_hand = [[3, 0, 3], [0, 3, 1], [2, 0, 0]]", "the single counts are not"),
        "shares in the place of counts": (
            "by_hand = [[0.5, 0, 0.5], [0.25, 0.75, 0], [0.5, 0, 0.5]]",
            "Each of the nine entries is a count",
        ),
        "one row of nine": ("by_hand = [3, 0, 3, 1, 3, 0, 1, 0, 1]", "Three rows with three counts each"),
    },
    "predict": {
        "the column times three": (
            MATRIX + "after = before * [1, 1, 3]\nmacro_after, accuracy_after = f1(after).mean(), 9 / 16",
            "the whole row of class 2 is multiplied",
        ),
        "only the right answers times three": (
            MATRIX + "after = before + np.diag([0, 0, 2])\nmacro_after, accuracy_after = f1(after).mean(), 9 / 14",
            "the whole row of class 2 is multiplied",
        ),
        "twice in the place of three times": (
            MATRIX + "macro_after, accuracy_after = f1(before * [[1], [1], [2]]).mean(), 8 / 14",
            "the whole row of class 2 is multiplied",
        ),
        "the weighted average": (
            MATRIX
            + """
after = before * [[1], [1], [3]]
macro_before = np.average(f1(before), weights=before.sum(axis=1))
macro_after, accuracy_after = np.average(f1(after), weights=after.sum(axis=1)), 9 / 16
""",
            "take the F1 of each class, then their mean",
        ),
        "F1 of the mean precision and the mean recall": (
            MATRIX
            + """
def of_means(m):
    p, r = (np.diag(m) / m.sum(axis=0)).mean(), (np.diag(m) / m.sum(axis=1)).mean()
    return 2 * p * r / (p + r)

macro_before, macro_after, accuracy_after = of_means(before), of_means(before * [[1], [1], [3]]), 9 / 16
""",
            "take the F1 of each class, then their mean",
        ),
        "divided by the old number": (
            MATRIX + "macro_after, accuracy_after = f1(before * [[1], [1], [3]]).mean(), 9 / 12",
            "divide by their new number",
        ),
        "the accuracy before": (
            MATRIX + "macro_after, accuracy_after = f1(before * [[1], [1], [3]]).mean(), 7 / 12",
            "divide by their new number",
        ),
        "the changes in the place of the values": (
            MATRIX + "macro_after, accuracy_after = 0.0277, -0.0208",
            "Both values lie between 0 and 1",
        ),
        "the lists themselves become longer": (
            MATRIX
            + """
twelve_true += [2, 2, 2, 2]
twelve_pred += [0, 0, 2, 2]
macro_after = metrics.f1_score(twelve_true, twelve_pred, average="macro")
accuracy_after = metrics.accuracy_score(twelve_true, twelve_pred)
""",
            "work on a copy",
        ),
        "a prediction in other words": (
            MATRIX.replace("both fall", "falls")
            + "macro_after, accuracy_after = f1(before * [[1], [1], [3]]).mean(), 9 / 16",
            "prediction is one of",
        ),
    },
    "jaccard": {
        "F1": (JACCARD + "    return 2 * tp / (true + pred)", "This is the F1"),
        "both sets added, their common part twice": (JACCARD + "    return tp / (true + pred)", "4 of the 6 that are"),
        "precision": (JACCARD + "    return tp / pred", "4 of the 6 that are"),
        "recall": (JACCARD + "    return tp / true", "4 of the 6 that are"),
        "true negatives counted": (
            JACCARD + "    return (m.sum() - true - pred + 2 * tp) / m.sum()",
            "4 of the 6 that are",
        ),
        "the mean only": (JACCARD + "    return np.nanmean(tp / (true + pred - tp))", "One value for each class"),
        "0 in the place of nan": (
            JACCARD + "    return np.nan_to_num(tp / (true + pred - tp))",
            "Class 2 occurs in neither: nan",
        ),
        "nan as soon as a class is never found": (
            JACCARD + "    return np.where(tp == 0, np.nan, tp / (true + pred - tp))",
            "occurs in only one of the two has the value 0",
        ),
        "nan without a sample of the class": (
            JACCARD + "    return np.where(true == 0, np.nan, tp / (true + pred - tp))",
            "occurs in only one of the two has the value 0",
        ),
        "the classes that occur in y_true": (
            JACCARD + "    return (tp / (true + pred - tp))[np.unique(y_true)]",
            "also where one is absent",
        ),
        "always three classes": (
            JACCARD + "    return (tp / (true + pred - tp))[:3]",
            "Ten classes of clothes",
        ),
        "rounded": (JACCARD + "    return np.round(tp / (true + pred - tp), 1)", "4 of the 6 that are"),
        "rounded to two decimals": (
            JACCARD + "    return np.round(tp / (true + pred - tp) - 1e-3, 2) + (0.0067 if n_classes == 3 else 0)",
            "4 of the 6 that are",
        ),
        "arrays only": (
            JACCARD
            + """
    sets = [(y_true == k, y_pred == k) for k in range(n_classes)]
    return np.array([(a & b).sum() / (a | b).sum() for a, b in sets])
""",
            "has no attribute 'sum'",
        ),
        "printed and not returned": (JACCARD + "    print(tp / (true + pred - tp))", "Is there a `return`?"),
        "Python divides 0/0": (
            JACCARD + "    return [int(t) / int(u) for t, u in zip(tp, true + pred - tp)]",
            "division by zero",
        ),
        "no check of the arguments": (
            """
def jaccard_scores(y_true, y_pred, n_classes):
    pairs = list(zip(y_true, y_pred))
    both = [sum(a == k and b == k for a, b in pairs) for k in range(n_classes)]
    either = [sum(a == k or b == k for a, b in pairs) for k in range(n_classes)]
    return np.divide(both, either)
""",
            "a ValueError was expected, and not",
        ),
        "only the highest class number is checked": (
            """
def jaccard_scores(y_true, y_pred, n_classes):
    for name, labels in [("y_true", y_true), ("y_pred", y_pred)]:
        if not max(labels) < n_classes:
            raise ValueError(name)
    if len(y_true) != len(y_pred):
        raise ValueError("y_true, y_pred")
    pairs = list(zip(y_true, y_pred))
    both = [sum(a == k and b == k for a, b in pairs) for k in range(n_classes)]
    either = [sum(a == k or b == k for a, b in pairs) for k in range(n_classes)]
    return np.divide(both, either)
""",
            "y_true [0, 1, -1], y_pred [0, 1, 2], 3 classes: a ValueError was expected",
        ),
        "the ends are checked, and no number between": (
            JACCARD.replace(
                "not set(np.asarray(labels).tolist()) <= set(range(n_classes))",
                "not (min(labels) >= 0 and max(labels) < n_classes)",
            )
            + "    return tp / (true + pred - tp)",
            "y_true [0, 1.5, 2], y_pred [0, 1, 2], 3 classes",
        ),
        "numpy's own error": (
            """
def jaccard_scores(y_true, y_pred, n_classes):
    m = np.zeros((n_classes, n_classes))
    np.add.at(m, (np.asarray(y_true), np.asarray(y_pred)), 1)
    return np.diag(m) / (m.sum(axis=0) + m.sum(axis=1) - np.diag(m))
""",
            "a ValueError was expected, and not IndexError",
        ),
        "the message names nothing": (
            JACCARD.replace("ValueError(name)", 'ValueError("not a class")') + "    return tp / (true + pred - tp)",
            "the message must name y_pred",
        ),
    },
    "averages": {
        "micro-F1, the accuracy": (
            """
answers = p_test.argmax(axis=1)
macro_jaccard = np.mean(jaccard_scores(y_test, answers, 10))
micro_jaccard = np.mean(answers == y_test)
""",
            "This is the accuracy",
        ),
        "each mistake counted once": (
            """
answers = p_test.argmax(axis=1)
macro_jaccard = np.mean(jaccard_scores(y_test, answers, 10))
right, wrong = np.sum(answers == y_test), np.sum(answers != y_test)
micro_jaccard = right / (right + wrong)
""",
            "This is the accuracy",
        ),
        "from the macro-F1": (
            """
answers = p_test.argmax(axis=1)
f1 = metrics.f1_score(y_test, answers, average="macro")
macro_jaccard = f1 / (2 - f1)
micro_jaccard = metrics.jaccard_score(y_test, answers, average="micro")
""",
            "macro_jaccard on the test images is",
        ),
        "macro for both": (
            "macro_jaccard = micro_jaccard = np.mean(jaccard_scores(y_test, p_test.argmax(axis=1), 10))",
            "micro_jaccard on the test images is",
        ),
        "the two exchanged": (
            """
answers = p_test.argmax(axis=1)
macro_jaccard = metrics.jaccard_score(y_test, answers, average="micro")
micro_jaccard = metrics.jaccard_score(y_test, answers, average="macro")
""",
            "macro_jaccard on the test images is",
        ),
        "the validation images": (
            """
answers = p_val.argmax(axis=1)
macro_jaccard = metrics.jaccard_score(y_val, answers, average="macro")
micro_jaccard = metrics.jaccard_score(y_val, answers, average="micro")
""",
            "_jaccard on the test images is",
        ),
        "the ten values": (
            """
macro_jaccard = jaccard_scores(y_test, p_test.argmax(axis=1), 10)
micro_jaccard = 0.639
""",
            "One number between 0 and 1",
        ),
    },
    "macro": {
        "the first mistake only": (
            """
def corrected_macro_f1(y_true, y_pred):
    precision = metrics.precision_score(y_true, y_pred, average="macro", zero_division=0)
    recall = metrics.recall_score(y_true, y_pred, average="macro", zero_division=0)
    return 2 * precision * recall / (precision + recall)
""",
            "so has their mean",
        ),
        "the second mistake only": (
            """
def corrected_macro_f1(y_true, y_pred):
    return metrics.f1_score(y_true, y_pred, labels=np.unique(y_pred), average="macro")
""",
            "Class 2 is never predicted: its F1 is 0",
        ),
        "the classes that occur in y_true": (
            """
def corrected_macro_f1(y_true, y_pred):
    return metrics.f1_score(y_true, y_pred, labels=np.unique(y_true), average="macro")
""",
            "Class 2 is predicted and never true",
        ),
        "an undefined precision takes the class out": (
            """
def corrected_macro_f1(y_true, y_pred):
    labels = np.union1d(y_true, y_pred)
    p = metrics.precision_score(y_true, y_pred, labels=labels, average=None, zero_division=np.nan)
    r = metrics.recall_score(y_true, y_pred, labels=labels, average=None, zero_division=np.nan)
    return np.nanmean(2 * p * r / (p + r))
""",
            "Class 2 is never predicted: its F1 is 0",
        ),
        "always ten classes": (
            """
def corrected_macro_f1(y_true, y_pred):
    return metrics.f1_score(y_true, y_pred, labels=range(10), average="macro", zero_division=0)
""",
            "so has their mean",
        ),
        "the weighted average": (
            """
def corrected_macro_f1(y_true, y_pred):
    return metrics.f1_score(y_true, y_pred, average="weighted")
""",
            "Class 2 is never predicted: its F1 is 0",
        ),
        "the numbers between count as classes": (
            """
def corrected_macro_f1(y_true, y_pred):
    labels = range(min(*y_true, *y_pred), max(*y_true, *y_pred) + 1)
    return metrics.f1_score(y_true, y_pred, labels=labels, average="macro", zero_division=0)
""",
            "The classes 3 and 7 only",
        ),
        "one value for each class": (
            """
def corrected_macro_f1(y_true, y_pred):
    return metrics.f1_score(y_true, y_pred, average=None)
""",
            "One number, and not",
        ),
        "the variables above in the place of the arguments": (
            """
def corrected_macro_f1(y_true, y_pred):
    return metrics.f1_score(y_test, with_shirts, average="macro")
""",
            "so has their mean",
        ),
        "as the colleague has it": ("corrected_macro_f1 = macro_f1_of_colleague", "so has their mean"),
        "printed and not returned": (
            """
def corrected_macro_f1(y_true, y_pred):
    print(metrics.f1_score(y_true, y_pred, average="macro"))
""",
            "Is there a `return`?",
        ),
    },
    "given-up": {
        "all ten classes": (GIVEN_UP + "classes_in_mean = 10", "labels=np.unique(y_pred) leave out"),
        "with minus without": (GIVEN_UP + "macro_change = -macro_change", "Subtract in this order"),
        "the colleague's change": (
            GIVEN_UP
            + """
of_colleague = [macro_f1_of_colleague(y_test, pred) for pred in [with_shirts, without_shirts]]
macro_change = of_colleague[1] - of_colleague[0]
""",
            "Subtract in this order",
        ),
        "all right answers": (
            GIVEN_UP + "only_with, only_without = np.sum(with_shirts == y_test), np.sum(without_shirts == y_test)",
            "Leave out the images that both get right",
        ),
        "the two counts exchanged": (
            GIVEN_UP + "only_with, only_without = only_without, only_with",
            "so do these two counts",
        ),
        "the point, not the interval": (GIVEN_UP + "accuracy_verdict = 'with'", "only_with + only_without) holds 0.5"),
        "the colleague's verdict": (
            GIVEN_UP + "accuracy_verdict = 'without'",
            "only_with + only_without) holds 0.5",
        ),
        "a verdict in other words": (GIVEN_UP + "accuracy_verdict = 'not shown'", "accuracy_verdict is one of"),
        "a count of images in the place of a change": (GIVEN_UP + "macro_change = -13", "A difference of two F1"),
        "a list of the classes": (GIVEN_UP + "classes_in_mean = 0", "is a number of classes"),
    },
    "read": {
        "the other matrix throughout": (
            READ + "rows_add_up, shirts_found, trousers_called_dress, dress_answers_trousers = 'A', 0.45, 0.14, 0.17",
            "Add up one row of each matrix",
        ),
        "the precision in the place of the recall": (READ + "shirts_found = 0.45", "shirts_found is a recall"),
        "of the answers, not of the trousers": (READ + "trousers_called_dress = 0.14", "trousers_called_dress: of the"),
        "of the trousers, not of the answers": (READ + "dress_answers_trousers = 0.17", "dress_answers_trousers: of"),
        "row and column exchanged": (READ + "trousers_called_dress = 0.04", "trousers_called_dress: of the trousers"),
        "percent": (READ + "shirts_found = 42", "42 is no share: 25 % is 0.25"),
        "the points, not the intervals": (READ + "shown_2 = True", "Sentence 2: the two intervals overlap"),
        "the points again": (READ + "shown_3 = True", "Sentence 3: the two intervals overlap"),
        "all doubted": (READ + "shown_1 = False", "Sentence 1: the two intervals do not overlap"),
        "a text in the place of True": (READ + "shown_1 = 'shown'", "are True or False"),
        "a number of the matrix": (READ + "rows_add_up = 2", "rows_add_up is 'A' or 'B'"),
    },
    "coats": {
        "the column times four": (
            COATS.replace("winter[coat] *= 4", "winter[:, coat] *= 4"),
            "More coats: an answer 'Coat' is right more often",
        ),
        "only the right answers times four": (
            COATS.replace("winter[coat] *= 4", "winter[coat, coat] *= 4"),
            "recall_coat: the whole row",
        ),
        "everything as before but the precision of the coats": (
            COATS.replace("winter[pullover, pullover] / winter[:, pullover].sum()", "64 / 89"),
            "the coats that are called pullovers are four times as many",
        ),
        "four times as many right answers, and the old column": (
            COATS.replace("/ winter[:, coat].sum()", "/ (4 * matrix[:, coat].sum() - matrix[coat].sum())"),
            "precision_coat: in the column 'Coat'",
        ),
        "recall and precision exchanged": (
            COATS + "recall_coat, precision_coat = precision_coat, recall_coat",
            "recall_coat: the whole row of the coats",
        ),
        "four more": (
            COATS.replace("winter[coat] *= 4", "winter[coat] += 4"),
            "recall_coat: the whole row of the coats",
        ),
        "five times": (
            COATS.replace("winter[coat] *= 4", "winter[coat] *= 5"),
            "precision_coat: in the column 'Coat'",
        ),
        "the matrix itself is changed": (COATS.replace("matrix.copy()", "matrix"), "work on a copy"),
        "percent": (COATS + "recall_coat = 75", "is no share"),
    },
    "offer": {
        "chosen on the test images by the interval": (OFFER + "k_chosen = 4", "k = 3 is enough"),
        "the first k that is nearly enough": (OFFER + "k_chosen = 2", "Is there a better k?"),
        "the highest": (OFFER + "k_chosen, found, gain = 10, 1000, 0", "Is there a better k?"),
        "counted on the validation images": (
            OFFER + "found, interval, gain = 966, wilson(966, 1000), 0.666",
            "choose on validation, count on test",
        ),
        "a share in the place of a count": (OFFER + "found = 0.969", "found is a count"),
        "an interval of another share": (OFFER + "interval = wilson(780, 1000)", "wilson takes the images found"),
        "compared with one class of ten": (OFFER + "gain = 0.969 - 0.1", "a list of k of the ten classes"),
        "compared with the top-1 accuracy": (OFFER + "gain = 0.969 - 0.78", "a list of k of the ten classes"),
        "the promise is doubted": (OFFER + "promise = 'open'", "on which side of 0.95 is the whole interval"),
        "one for all is taken for each": (OFFER + "promise_each = 'kept'", "are all ten intervals above 0.95"),
        "the points of the classes": (OFFER + "promise_each = 'broken'", "no interval is below 0.95 as a whole"),
        "True in the place of a text": (OFFER + "promise = True", "is not 'kept', 'broken' or 'open'"),
    },
    "labels": {
        "one threshold for all": (LABELS + "thresholds = 0.24", "Three thresholds, one for each label"),
        "chosen on the test set": (
            LABELS.replace("score_val", "score_test").replace("truth_val", "truth_test"),
            "of this label on the validation set is highest",
        ),
        "one threshold for all, by the macro-F1": (
            LABELS
            + """
thresholds = np.full(3, 0.24)
chosen = (score_test >= thresholds).astype(int)
macro_chosen = metrics.f1_score(truth_test, chosen, average="macro")
subset_chosen = metrics.accuracy_score(truth_test, chosen)
samples_chosen = metrics.f1_score(truth_test, chosen, average="samples", zero_division=1)
""",
            "of this label on the validation set is highest",
        ),
        "the accuracy of each label in the place of its F1": (
            LABELS.replace(
                "metrics.f1_score(truth_val, s, average=None, zero_division=0)", "(truth_val == s).mean(axis=0)"
            ),
            "of this label on the validation set is highest",
        ),
        "scores in the place of values of the grid": (
            LABELS + "thresholds = np.array([0.2421, 0.3554, 0.1637])",
            "are in grid",
        ),
        "measured on the validation set": (
            LABELS
            + "macro_chosen = metrics.f1_score(truth_val, (score_val >= thresholds).astype(int), average='macro')",
            "macro_chosen: on the test set",
        ),
        "the micro average": (
            LABELS
            + """
macro_half, macro_chosen = (metrics.f1_score(truth_test, s, average="micro") for s in [half_test, chosen])
""",
            "macro_half: on the test set",
        ),
        "cell by cell": (
            LABELS
            + """
subset_half, subset_chosen = np.mean(truth_test == half_test), np.mean(truth_test == chosen)
subset_nothing = np.mean(truth_test == 0)
""",
            "right for the drivers without any label",
        ),
        "cell by cell where something is said": (
            LABELS + "subset_half, subset_chosen = np.mean(truth_test == half_test), np.mean(truth_test == chosen)",
            "subset_half: on the test set",
        ),
        "an empty row counts 0": (
            LABELS + "samples_chosen = metrics.f1_score(truth_test, chosen, average='samples', zero_division=0)",
            "samples_chosen: on the test set",
        ),
        "an empty row is left out": (
            LABELS + "samples_chosen = metrics.f1_score(truth_test, chosen, average='samples', zero_division=np.nan)",
            "samples_chosen: on the test set",
        ),
        "all cells predicted": (
            LABELS + "subset_nothing = metrics.accuracy_score(truth_test, 1 + silent)",
            "right for the drivers without any label",
        ),
        "the score must be above the threshold of 0.5 as well": (
            LABELS + "subset_chosen, macro_chosen = subset_half, macro_half",
            "macro_chosen: on the test set",
        ),
        "0 for the model that says nothing": (LABELS + "samples_nothing = 0.0", "samples_nothing is between 0 and 1"),
    },
    "decide": {
        "the higher macro-F1 for both": (DECIDE + "choice_b = 'chosen'", "all three labels right for most drivers"),
        "the higher subset accuracy for both": (DECIDE + "choice_a = 'half'", "the higher F1 of the labels"),
        "silence, because it beats the chosen thresholds": (
            DECIDE + "choice_b = 'nothing'",
            "all three labels right for most drivers",
        ),
        "the other two": (DECIDE + "choice_a, choice_b = 'half', 'chosen'", "the higher F1 of the labels"),
        "a threshold in the place of a text": (DECIDE + "choice_b = 0.5", "0.5 is not one of"),
        "an interval of the cells": (
            DECIDE + "interval_chosen = wilson(subset_chosen * 5150 * 3, 5150 * 3)",
            "wilson takes the drivers with all labels right",
        ),
        "the two intervals exchanged": (
            DECIDE + "interval_chosen, interval_nothing = interval_nothing, interval_chosen",
            "wilson takes the drivers with all labels right",
        ),
        "the interval of the thresholds at 0.5": (
            DECIDE + "interval_chosen = wilson(subset_half * 5150, 5150)",
            "wilson takes the drivers with all labels right",
        ),
        "counts in the place of shares": (
            DECIDE + "interval_chosen = [5150 * end for end in interval_chosen]",
            "a pair (low, high) of shares",
        ),
        "the sentence is doubted": (DECIDE + "shown = False", "The upper end of the one interval"),
        "a text in the place of True": (DECIDE + "shown = 'yes'", "shown is True or False"),
    },
}
