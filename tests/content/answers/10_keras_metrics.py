"""Answers to problem set 10 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

RIGHT = {
    "epoch": {
        "with a pencil, rounded": """
prediction = 1
by_hand = {"loss": 0.442, "accuracy": 0.6, "weighted_accuracy": 0.545,
           "val_loss": 0.637, "val_accuracy": 0.667, "val_weighted_accuracy": 0.75}
changed = ["loss"]
""",
        "copied from Keras, a set of names": """
prediction = 6
by_hand = one_epoch({0: 1, 1: 4})
ten = one_epoch({0: 10, 1: 40})
changed = {name for name in ten if abs(ten[name] - by_hand[name]) > 1e-6}
""",
        "scikit-learn's weights, lists": """
prediction = 0
said = [score > 0.5 for score in five_score]
w = [4, 1, 1, 4, 1]
by_hand = {
    "val_loss": metrics.mean_squared_error(three_true, three_score, sample_weight=three_weight) * 8 / 3,
    "loss": sum(a * (b - c) ** 2 for a, b, c in zip(w, five_true, five_score)) / 5,
    "accuracy": metrics.accuracy_score(five_true, said),
    "weighted_accuracy": metrics.accuracy_score(five_true, said, sample_weight=w),
    "val_accuracy": metrics.accuracy_score(three_true, three_score > 0.5),
    "val_weighted_accuracy": metrics.accuracy_score(three_true, three_score > 0.5, sample_weight=three_weight),
}
changed = ("loss",)
""",
    },
    "spellings": {
        "with a pencil": "accuracy_one_hot, accuracy_one_two = 0.5, 0.2",
        "the class that the string becomes": """
scores_ = five_score[:, None]
accuracy_one_hot = float(keras.metrics.BinaryAccuracy()(np.eye(2)[five_true], scores_))
accuracy_one_two = float(keras.metrics.BinaryAccuracy()(five_true[:, None] + 1, scores_))
""",
        "with NumPy": """
said = five_score > 0.5
accuracy_one_hot = np.mean(np.eye(2)[five_true] == said[:, None])
accuracy_one_two = np.mean(five_true + 1 == said)
""",
    },
    "curves": {
        "read from the plot, the F1 rounded": """
alone, averaged, streamed, not_reset = "C", "D", "B", "A"
drivers_alone, drivers_streamed, drivers_not_reset = 30, 5150, 10300
f1_test = 0.265
""",
        "counted with NumPy": """
not_reset, streamed, alone, averaged = log.columns
drivers_streamed = np.size(y_test)
drivers_alone = drivers_streamed - 10 * 512
drivers_not_reset = np.int64(len(y_val) + len(y_test))
alarm = score_test > 0.3
f1_test = 2 * np.sum(alarm & (y_test == 1)) / (alarm.sum() + y_test.sum())
""",
        "streamed by Keras": """
alone, averaged, streamed, not_reset = list("CDBA")
drivers_alone, drivers_streamed, drivers_not_reset = 5150 % 512, 5150.0, 2 * 5150
f1 = keras.metrics.F1Score(average="micro", threshold=0.3)
f1_test = float(f1(y_test[:, None], score_test[:, None]))
""",
    },
    "metric": {
        "four counts": """
class BalancedAccuracy:
    def __init__(self, threshold=0.5):
        self.t = threshold
        self.tp = self.fp = self.fn = self.tn = 0

    def reset_state(self):
        self.tp = self.fp = self.fn = self.tn = 0

    def update_state(self, y_true, y_score, sample_weight=None):
        y = np.asarray(y_true).reshape(-1).astype(bool)
        alarm = np.asarray(y_score).reshape(-1) > self.t
        w = np.ones(y.shape) if sample_weight is None else np.asarray(sample_weight).reshape(-1)
        self.tp += w[y & alarm].sum()
        self.fp += w[~y & alarm].sum()
        self.fn += w[y & ~alarm].sum()
        self.tn += w[~y & ~alarm].sum()

    def result(self):
        if self.tp + self.fn == 0 or self.tn + self.fp == 0:
            return float("nan")
        return (self.tp / (self.tp + self.fn) + self.tn / (self.tn + self.fp)) / 2
""",
        "a matrix from scikit-learn": """
class BalancedAccuracy:
    def __init__(self, threshold=0.5):
        self.threshold = threshold
        self.reset_state()

    def reset_state(self):
        self.matrix = np.zeros((2, 2))

    def update_state(self, y_true, y_score, sample_weight=None):
        weight = None if sample_weight is None else np.ravel(sample_weight)
        self.matrix = self.matrix + metrics.confusion_matrix(
            np.ravel(y_true), np.ravel(y_score) > self.threshold, labels=[0, 1], sample_weight=weight)

    def result(self):
        return np.mean(np.diag(self.matrix) / self.matrix.sum(axis=1))
""",
        "a loop and a dictionary": """
class BalancedAccuracy:
    def __init__(self, threshold=0.5):
        self.threshold, self.sums = threshold, {}

    def reset_state(self):
        self.sums = {}

    def update_state(self, y_true, y_score, sample_weight=None):
        y_true, y_score = np.array(y_true).flatten(), np.array(y_score).flatten()
        if sample_weight is None:
            sample_weight = [1] * len(y_true)
        for y, s, w in zip(y_true, y_score, np.array(sample_weight).flatten()):
            right, total = self.sums.get(int(y), (0, 0))
            self.sums[int(y)] = right + w * ((s > self.threshold) == (y == 1)), total + w

    def result(self):
        if len(self.sums) < 2:
            return np.nan
        return sum(right / total for right, total in self.sums.values()) / 2
""",
    },
    "report": {
        "scikit-learn": """
def corrected_report(y_true, p, weight):
    said = np.asarray(p)[:, 1] > 0.5
    return {
        "accuracy": metrics.accuracy_score(y_true, said),
        "weighted_accuracy": metrics.accuracy_score(y_true, said, sample_weight=weight),
        "recall": metrics.recall_score(y_true, said),
        "weighted_recall": metrics.recall_score(y_true, said, sample_weight=weight),
    }

reported_as_recall = reported_as_weighted_accuracy = "accuracy"
""",
        "the second column as the only output of Keras": """
def corrected_report(y_true, p, weight):
    model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=["accuracy", keras.metrics.Recall(name="recall")], run_eagerly=True,
                  weighted_metrics=[keras.metrics.BinaryAccuracy(name="weighted_accuracy"),
                                    keras.metrics.Recall(name="weighted_recall")])
    found = model.evaluate(p[:, 1:], np.asarray(y_true), sample_weight=weight, batch_size=700, verbose=0,
                           return_dict=True)
    del found["loss"]
    return found

reported_as_recall, reported_as_weighted_accuracy = "accuracy", "accuracy"
""",
        "NumPy": """
def corrected_report(y_true, p, weight):
    right = np.argmax(p, axis=1) == y_true
    died = np.array(y_true) == 1
    return dict(
        accuracy=right.mean(), recall=right[died].mean(),
        weighted_accuracy=np.average(right, weights=weight),
        weighted_recall=(right * weight)[died].sum() / weight[died].sum())

reported_as_recall = "accuracy"
reported_as_weighted_accuracy = "accuracy"
""",
    },
    "areas": {
        "one object, reset between its uses; rounded": """
auc = keras.metrics.AUC()
keras_network = round(float(auc(y_val, network_val)), 4)
auc.reset_state()
keras_regression = round(float(auc(y_val, regression_val)), 4)
exact_network = round(metrics.roc_auc_score(y_val, score_val), 4)
exact_regression = round(metrics.roc_auc_score(y_val, regression_val), 4)
enough = 5000
""",
        "pairs counted, a loop that stops": """
def exact(score):
    ranks = stats.rankdata(score)
    n = y_val.sum()
    return (ranks[y_val == 1].sum() - n * (n + 1) / 2) / (n * (len(y_val) - n))

exact_network, exact_regression = exact(network_val), exact(regression_val)
keras_network = keras.metrics.AUC()(y_val[:, None], network_val[:, None])
keras_regression = keras.metrics.AUC(num_thresholds=200)(y_val[:, None], regression_val[:, None])
for enough in candidates:
    auc = keras.metrics.AUC(num_thresholds=enough)
    auc.update_state(y_val, network_val)
    if abs(auc.result() - exact_network) <= 0.001:
        break
""",
    },
    "choice": {
        "a list, rounded": """
choice, shown = "network", "network"
difference = 0.017
interval = [0.007, 0.028]
""",
        "from the areas, the interval by itself": """
choice = max([(exact_regression, "regression"), (exact_network, "network")])[1]
difference = metrics.roc_auc_score(y_test, score_test) - metrics.roc_auc_score(y_test, regression_test)
interval = difference_interval(y_test, score_test, regression_test)[1]
shown = "open" if interval[0] <= 0 <= interval[1] else "network"
""",
    },
}

SIX = """
prediction = 1
by_hand = {"loss": 0.442, "accuracy": 0.6, "weighted_accuracy": 6 / 11,
           "val_loss": 1.91 / 3, "val_accuracy": 2 / 3, "val_weighted_accuracy": 0.75}
changed = ["loss"]
"""
LETTERS = """
alone, averaged, streamed, not_reset = "C", "D", "B", "A"
drivers_alone, drivers_streamed, drivers_not_reset = 30, 5150, 10300
f1_test = metrics.f1_score(y_test, score_test > 0.3)
"""
METRIC = """
class BalancedAccuracy:
    def __init__(self, threshold=0.5):
        self.threshold = threshold
        self.reset_state()

    def reset_state(self):
        self.right, self.all = np.zeros(2), np.zeros(2)

    def update_state(self, y_true, y_score, sample_weight=None):
        y_true, y_score = np.ravel(y_true).astype(int), np.ravel(y_score)
        weight = np.ones(len(y_true)) if sample_weight is None else np.ravel(sample_weight)
        agrees = (y_score > self.threshold) == y_true
        self.all += np.bincount(y_true, weight, minlength=2)
        self.right += np.bincount(y_true, weight * agrees, minlength=2)

    def result(self):
        return np.mean(self.right / self.all)
"""
REPORT = """
def corrected_report(y_true, p, weight):
    right, died = np.argmax(p, axis=1) == y_true, np.array(y_true) == 1
    return dict(
        accuracy=right.mean(), recall=right[died].mean(),
        weighted_accuracy=np.average(right, weights=weight),
        weighted_recall=np.average(right[died], weights=weight[died]))

reported_as_recall, reported_as_weighted_accuracy = "accuracy", "accuracy"
"""
AREAS = """
keras_network = float(keras.metrics.AUC()(y_val, network_val))
keras_regression = float(keras.metrics.AUC()(y_val, regression_val))
exact_network = metrics.roc_auc_score(y_val, network_val)
exact_regression = metrics.roc_auc_score(y_val, regression_val)
enough = 5000
"""
CHOICE = """
choice = shown = "network"
difference, interval = difference_interval(y_test, network_test, regression_test)
"""


WRONG = {
    "epoch": {
        "the loss divided by the weights": (changed(SIX, ("0.442", "2.21 / 11")), "loss: weigh each squared error"),
        "no class weights": (changed(SIX, ("0.442", "0.172")), "loss: weigh each squared error"),
        "the weights of the classes exchanged": (changed(SIX, ("0.442", "2.09 / 5")), "loss: weigh each"),
        "weights in accuracy": (changed(SIX, ('"accuracy": 0.6', '"accuracy": 6 / 11')), "accuracy: do weights reach"),
        "weighted accuracy divided by the rows": (changed(SIX, ("6 / 11", "6 / 5")), "divided by what?"),
        "weighted accuracy without weights": (changed(SIX, ("6 / 11", "0.6")), "weighted_accuracy: the weight of"),
        "val_loss with class weights": (changed(SIX, ("1.91 / 3", "1.06 / 3")), "val_loss: its weights are"),
        "val_loss divided by the weights": (changed(SIX, ("1.91 / 3", "1.91 / 8")), "What does it divide by?"),
        "weights in val_accuracy": (changed(SIX, ("2 / 3", "0.75")), "val_accuracy: do weights reach"),
        "class weights in val_weighted_accuracy": (changed(SIX, ("0.75", "5 / 6")), "which weights do?"),
        "percent": (changed(SIX, ('"accuracy": 0.6', '"accuracy": 60')), "a share, from 0 to 1"),
        "loss and weighted accuracy change": (
            changed(SIX, ('["loss"]', '["loss", "weighted_accuracy"]')),
            "divided by the sum of the weights stays",
        ),
        "both losses change": (changed(SIX, ('["loss"]', '["loss", "val_loss"]')), "do not reach validation"),
        "nothing changes": (changed(SIX, ('["loss"]', "[]")), "Call one_epoch twice"),
        "a name in the place of a list": (changed(SIX, ('["loss"]', '"loss"')), "changed is a list of names"),
        "no val_ numbers": (
            """
prediction = 1
by_hand = {"loss": 0.442, "accuracy": 0.6, "weighted_accuracy": 6 / 11}
changed = ["loss"]
""",
            "The six keys of the task",
        ),
        "arrays": (changed(SIX, ("0.442", "np.array([0.442, 1])")), "is one number"),
    },
    "spellings": {
        "three of five, as if nothing had changed": (
            "accuracy_one_hot, accuracy_one_two = 0.6, 0.6",
            "compared with both of its columns",
        ),
        "0 for the labels 1 and 2": ("accuracy_one_hot, accuracy_one_two = 0.5, 0.0", "equal to the label?"),
        "the two exchanged": ("accuracy_one_hot, accuracy_one_two = 0.2, 0.5", "compared with both"),
        "labels 1 and 2 read as 0 and 1": ("accuracy_one_hot, accuracy_one_two = 0.5, 0.6", "equal to the label?"),
        "percent": ("accuracy_one_hot, accuracy_one_two = 50, 20", "a share, from 0 to 1"),
        "two columns of scores": (
            """
two = np.stack([1 - five_score, five_score], axis=1)
accuracy_one_hot = float(keras.metrics.CategoricalAccuracy()(np.eye(2)[five_true], two))
accuracy_one_two = 0.2
""",
            "compared with both",
        ),
    },
    "curves": {
        "streamed and averaged exchanged": (
            changed(LETTERS, ('"C", "D", "B", "A"', '"C", "B", "D", "A"')),
            "In one of the two it counts as a whole batch",
        ),
        "not reset taken for streamed": (
            changed(LETTERS, ('"C", "D", "B", "A"', '"C", "D", "A", "B"')),
            "before the first batch",
        ),
        "alone and averaged exchanged": (
            changed(LETTERS, ('"C", "D", "B", "A"', '"D", "C", "B", "A"')),
            "so that it never settles",
        ),
        "one letter twice": (changed(LETTERS, ('"C", "D", "B", "A"', '"C", "D", "B", "B"')), "one curve"),
        "512 drivers in the last batch": (changed(LETTERS, ("= 30,", "= 512,")), "left for batch 11"),
        "the batch counted for the drivers": (changed(LETTERS, ("30, 5150,", "30, 11,")), "the whole test set"),
        "the validation set forgotten": (changed(LETTERS, ("10300", "5150")), "the validation set as well"),
        "the averaged F1": (
            changed(LETTERS, ("metrics.f1_score(y_test, score_test > 0.3)", "0.280")),
            "all test drivers",
        ),
        "the F1 at 0.5": (changed(LETTERS, ("> 0.3", "> 0.5")), "at the threshold 0.3"),
        "the F1 of validation": (
            changed(LETTERS, ("f1_score(y_test, score_test", "f1_score(y_val, score_val")),
            "all test drivers",
        ),
        "percent": (changed(LETTERS, ("> 0.3)", "> 0.3) * 100")), "F1 lies between 0 and 1"),
    },
    "metric": {
        "averaged over batches": (
            """
class BalancedAccuracy:
    def __init__(self, threshold=0.5):
        self.threshold = threshold
        self.reset_state()

    def reset_state(self):
        self.total, self.count = 0, 0

    def update_state(self, y_true, y_score, sample_weight=None):
        self.total += metrics.balanced_accuracy_score(y_true, np.array(y_score) > self.threshold)
        self.count += 1

    def result(self):
        return self.total / self.count if self.count else np.nan
""",
            "After two batches 2 of 3, 2 of 4",
        ),
        "the accuracy": (
            changed(METRIC, ("np.mean(self.right / self.all)", "self.right.sum() / self.all.sum()")),
            "7/12",
        ),
        "at least the threshold": (
            changed(METRIC, ("y_score > self", "y_score >= self")),
            "A score of 0.5 is not greater",
        ),
        "the threshold ignored": (changed(METRIC, ("> self.threshold", "> 0.5")), "Threshold 0.3: 1 of 2"),
        "only the last batch": (
            changed(METRIC, ("self.all +=", "self.all ="), ("self.right +=", "self.right =")),
            "7/12",
        ),
        "reset forgets one of the sums": (
            changed(
                METRIC,
                ("        self.reset_state()\n", "        self.right, self.all = np.zeros(2), np.zeros(2)\n"),
                (
                    "        self.right, self.all = np.zeros(2), np.zeros(2)\n\n    def up",
                    "        self.all = np.zeros(2)\n\n    def up",
                ),
            ),
            "After a reset",
        ),
        "state of the class, shared by all objects": (
            changed(
                METRIC,
                ("class BalancedAccuracy:\n", "class BalancedAccuracy:\n    right, all = np.zeros(2), np.zeros(2)\n\n"),
                ("        self.reset_state()\n", ""),
                (
                    "        self.right, self.all = np.zeros(2), np.zeros(2)\n",
                    "        self.right[:], self.all[:] = 0, 0\n",
                ),
            ),
            "A second object changes the first one",
        ),
        "result begins anew": (
            changed(
                METRIC,
                (
                    "return np.mean(self.right / self.all)",
                    "value = np.mean(self.right / self.all)\n        self.reset_state()\n        return value",
                ),
            ),
            "After two batches",
        ),
        "printed and not returned": (
            changed(METRIC, ("return np.mean", "print(np.mean"), ("self.all)\n", "self.all))\n")),
            "Is there a `return`?",
        ),
        "the precision in the place of the recall": (
            changed(METRIC, ("bincount(y_true, weight, ", "bincount((y_score > self.threshold).astype(int), weight, ")),
            "specificity 2 of 2: 3/4",
        ),
        "weights forgotten": (
            changed(
                METRIC,
                ("np.ones(len(y_true)) if sample_weight is None else np.ravel(sample_weight)", "np.ones(len(y_true))"),
            ),
            "With weights 3 of 4 and 1 of 5",
        ),
        "divided by the number of samples": (
            changed(METRIC, ("np.bincount(y_true, weight, minlength=2)", "np.bincount(y_true, minlength=2)")),
            "With weights 3 of 4 and 1 of 5",
        ),
        "N times N comparisons": (
            """
class BalancedAccuracy:
    def __init__(self, threshold=0.5):
        self.threshold = threshold
        self.reset_state()

    def reset_state(self):
        self.right, self.all = np.zeros(2), np.zeros(2)

    def update_state(self, y_true, y_score, sample_weight=None):
        y_true, y_score = np.asarray(y_true), np.asarray(y_score)
        weight = 1.0 if sample_weight is None else np.asarray(sample_weight)
        for label in [0, 1]:
            own, said = y_true == label, (y_score > self.threshold) == label
            self.right[label] += np.sum(weight * (own & said))
            self.all[label] += np.sum(weight * (own & (said | ~said)))

    def result(self):
        return np.mean(self.right / self.all)
""",
            "Labels (4,), scores (4, 1)",
        ),
        "weights of shape (N, 1) are broadcast": (
            """
class BalancedAccuracy:
    def __init__(self, threshold=0.5):
        self.threshold = threshold
        self.reset_state()

    def reset_state(self):
        self.right, self.all = np.zeros(2), np.zeros(2)

    def update_state(self, y_true, y_score, sample_weight=None):
        y_true, y_score = np.ravel(y_true), np.ravel(y_score)
        weight = 1.0 if sample_weight is None else np.asarray(sample_weight)
        for label in [0, 1]:
            own, said = y_true == label, (y_score > self.threshold) == label
            self.right[label] += np.sum(weight * (own & said))
            self.all[label] += np.sum(weight * own)

    def result(self):
        return np.mean(self.right / self.all)
""",
            "19/40, not",
        ),
        "0 for the undefined value": (
            changed(METRIC, ("self.right / self.all", "self.right / np.maximum(self.all, 1)")),
            "Nothing has come yet: nan",
        ),
        "nan only before the first batch": (
            changed(
                METRIC,
                ("np.mean(self.right / self.all)", "np.nanmean(self.right / self.all) if self.all.any() else np.nan"),
            ),
            "No negative has come",
        ),
        "the sums of each batch are kept": (
            changed(
                METRIC,
                (
                    "self.right, self.all = np.zeros(2), np.zeros(2)",
                    "self.right, self.all = [np.zeros(2)], [np.zeros(2)]",
                ),
                (
                    "self.all += np.bincount(y_true, weight, minlength=2)",
                    "self.all.append(np.bincount(y_true, weight, minlength=2))",
                ),
                (
                    "self.right += np.bincount(y_true, weight * agrees, minlength=2)",
                    "self.right.append(np.bincount(y_true, weight * agrees, minlength=2))",
                ),
                ("self.right / self.all", "sum(self.right) / sum(self.all)"),
            ),
            "What it keeps grows",
        ),
        "all rows are kept": (
            """
class BalancedAccuracy:
    def __init__(self, threshold=0.5):
        self.threshold = threshold
        self.reset_state()

    def reset_state(self):
        self.y, self.s, self.w = [], [], []

    def update_state(self, y_true, y_score, sample_weight=None):
        self.y += list(np.ravel(y_true))
        self.s += list(np.ravel(y_score))
        self.w += [1] * np.size(y_true) if sample_weight is None else list(np.ravel(sample_weight))

    def result(self):
        y, w = np.array(self.y), np.array(self.w)
        said = np.array(self.s) > self.threshold
        return np.mean([w[(y == k) & (said == k)].sum() / w[y == k].sum() for k in (0, 1)])
""",
            "What it keeps grows",
        ),
    },
    "report": {
        "by name, but pooled": (
            """
def corrected_report(y_true, p, weight):
    labels = keras.utils.to_categorical(y_true, 2)
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=["accuracy", keras.metrics.Recall(name="recall")], run_eagerly=True,
                  weighted_metrics=["accuracy", keras.metrics.Recall(name="recall")])
    found = model.evaluate(p, labels, sample_weight=weight, verbose=0, return_dict=True)
    return {name: value for name, value in found.items() if name != "loss"}

reported_as_recall, reported_as_weighted_accuracy = "accuracy", "accuracy"
""",
            "1 of 2 deaths",
        ),
        "the right class, but by place": (
            """
def corrected_report(y_true, p, weight):
    labels = keras.utils.to_categorical(y_true, 2)
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Identity()])
    model.compile(loss="mse", metrics=["accuracy", keras.metrics.Recall(class_id=1, name="recall")], run_eagerly=True,
                  weighted_metrics=["accuracy", keras.metrics.Recall(class_id=1, name="recall")])
    found = model.evaluate(p, labels, sample_weight=weight, verbose=0)
    return dict(zip(["accuracy", "recall", "weighted_accuracy", "weighted_recall"], found[1:]))

reported_as_recall, reported_as_weighted_accuracy = "accuracy", "accuracy"
""",
            "weighted_accuracy is",
        ),
        "the recall of the survivors": (changed(REPORT, ("== 1", "== 0")), "1 of 2 deaths"),
        "the precision": (
            changed(
                REPORT,
                (
                    "died = np.argmax(p, axis=1) == y_true, np.array(y_true) == 1",
                    "died = np.argmax(p, axis=1) == y_true, p[:, 1] > 0.5",
                ),
            ),
            "1 of 2 deaths",
        ),
        "no weights": (
            changed(REPORT, (", weights=weight)", ")"), (", weights=weight[died])", ")")),
            "weighted_accuracy is",
        ),
        "the weights of all in the recall": (
            changed(
                REPORT,
                ("np.average(right[died], weights=weight[died])", "np.sum((right * weight)[died]) / np.sum(weight)"),
            ),
            "weighted_recall is",
        ),
        "weighted in the place of unweighted": (
            changed(REPORT, ("accuracy=right.mean(), ", "accuracy=np.average(right, weights=weight), ")),
            "2 of 5 are right",
        ),
        "the threshold 0.1": (
            changed(REPORT, ("np.argmax(p, axis=1)", "(p[:, 1] > 0.1)")),
            "2 of 5 are right",
        ),
        "an alarm at the threshold 0.45": (
            changed(REPORT, ("np.argmax(p, axis=1)", "(p[:, 1] > 0.45)")),
            "without weights is wrong",
        ),
        "the recall called the weighted accuracy": (
            changed(
                REPORT,
                ('weighted_accuracy = "accuracy", "accuracy"', 'weighted_accuracy = "accuracy", "weighted accuracy"'),
            ),
            "which is the fourth?",
        ),
        "the weighted accuracy called recall": (
            changed(
                REPORT,
                ('weighted_accuracy = "accuracy", "accuracy"', 'weighted_accuracy = "weighted accuracy", "accuracy"'),
            ),
            "Both columns are pooled",
        ),
        "taken at its word": (
            changed(REPORT, ('weighted_accuracy = "accuracy", "accuracy"', 'weighted_accuracy = "recall", "recall"')),
            "when is it found?",
        ),
        "a name that is none of the four": (
            changed(
                REPORT,
                ('weighted_accuracy = "accuracy", "accuracy"', 'weighted_accuracy = "pooled recall", "accuracy"'),
            ),
            "is not one of the four texts",
        ),
        "a tuple": (
            """
def corrected_report(y_true, p, weight):
    right = np.argmax(p, axis=1) == y_true
    return right.mean(), right[y_true == 1].mean(), np.average(right, weights=weight), 0.75

reported_as_recall, reported_as_weighted_accuracy = "accuracy", "accuracy"
""",
            "Return a dictionary with the keys",
        ),
    },
    "areas": {
        "the same object goes on": (
            changed(
                AREAS,
                ("keras_network = float(keras.metrics.AUC()(", "auc = keras.metrics.AUC()\nkeras_network = float(auc("),
                ("keras_regression = float(keras.metrics.AUC()(", "keras_regression = float(auc("),
            ),
            "Was yours reset?",
        ),
        "the test set": (
            AREAS.replace("_val", "_test"),
            "exact_network: on validation",
        ),
        "the two models exchanged": (
            changed(
                AREAS,
                ("y_val, network_val", "y_val, first"),
                ("y_val, regression_val", "y_val, network_val"),
                ("y_val, first", "y_val, regression_val"),
            ),
            "on validation it is",
        ),
        "the scores as they were": (
            changed(AREAS, ("AUC()(y_val, network_val)", "AUC()(y_val, score_val)")),
            "keras_network: a new object gives",
        ),
        "2,000 thresholds": (changed(AREAS, ("5000", "2000")), "Within 0.001?"),
        "the largest": (changed(AREAS, ("5000", "10_000")), "Within 0.001?"),
        "a number that is not there": (changed(AREAS, ("5000", "3000")), "one of the candidates"),
        "labels in the place of scores": (
            changed(AREAS, ("roc_auc_score(y_val, regression_val)", "roc_auc_score(y_val, regression_val > 0.5)")),
            "exact_regression: on validation",
        ),
        "Keras for exact": (
            changed(
                AREAS, ("exact_network = metrics.roc_auc_score(y_val, network_val)", "exact_network = keras_network")
            ),
            "two numbers",
        ),
        "percent": (
            changed(AREAS, ("roc_auc_score(y_val, network_val)", "roc_auc_score(y_val, network_val) * 100")),
            "between 0.5 and 1",
        ),
    },
    "choice": {
        "Keras's default chooses": (
            changed(CHOICE, ('choice = shown = "network"', 'choice, shown = "regression", "network"')),
            "Which of the two exact areas",
        ),
        "on the validation set": (
            changed(CHOICE, ("y_test, network_test, regression_test", "y_val, network_val, regression_val")),
            "exact areas of both on the test set",
        ),
        "the two models exchanged": (
            changed(CHOICE, ("network_test, regression_test", "regression_test, network_test")),
            "minus the regression's",
        ),
        "the difference by Keras": (
            CHOICE
            + """
difference = float(keras.metrics.AUC()(y_test, network_test)) - float(keras.metrics.AUC()(y_test, regression_test))
interval = difference - 0.01, difference + 0.01
""",
            "exact areas of both on the test set",
        ),
        "the interval as if unpaired": (
            CHOICE + "\ninterval = difference - 0.03, difference + 0.03\n",
            "both scores of the test set",
        ),
        "the whole result as the interval": (
            CHOICE + "\ninterval = difference_interval(y_test, network_test, regression_test)\n",
            "a pair of numbers",
        ),
        "three numbers": (CHOICE + "\ninterval = (0, *interval)\n", "a pair of numbers"),
        "open": (
            changed(CHOICE, ('choice = shown = "network"', 'choice, shown = "network", "open"')),
            "Is 0 inside the interval?",
        ),
        "the regression is shown": (
            changed(CHOICE, ('choice = shown = "network"', 'choice, shown = "network", "regression"')),
            "the network's area minus",
        ),
        "yes in the place of a name": (
            changed(CHOICE, ('choice = shown = "network"', 'choice, shown = "network", "yes"')),
            "is not one of the three texts",
        ),
    },
}

NO_MISTAKE = {
    "epoch": {"line 2: prediction = 3": "the prediction itself is not graded"},
    "report": {
        "line 6: model.compile(loss='mse', metrics=['accuracy', seen], weighted_metrics=['accuracy', weighted])": (
            "run_eagerly saves time and changes no number"
        ),
        "line 6: model.compile(loss='mse', run_eagerly=False, metrics=['accuracy', seen], "
        "weighted_metrics=['accuracy', weighted])": "run_eagerly saves time and changes no number",
        "line 8: found = model.evaluate(p, labels, sample_weight=weight, verbose=0, return_dict=True)": (
            "large batches save time and change no number"
        ),
        "line 8: found = model.evaluate(p, labels, sample_weight=weight, batch_size=1025, verbose=0, "
        "return_dict=True)": "large batches save time and change no number",
        "line 4: model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Identity()])": (
            "a model that gives back its input takes two columns all the same"
        ),
    },
}
