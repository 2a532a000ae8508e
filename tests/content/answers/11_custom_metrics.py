"""Answers to problem set 11 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

PAIRS = """
prediction = preferred = "constant"
right = {name: np.mean((six_true - s) ** 2) for name, s in six_scores.items()}
reported = {name: np.mean((six_true - s[:, None]) ** 2) for name, s in six_scores.items()}
"""
FORMULA = """
def reported_error(y_true, y_score):
    y, s = np.asarray(y_true), np.asarray(y_score)
    return y.var() + s.var() + (y.mean() - s.mean()) ** 2

constant = np.full(len(y_test), y_val.mean())
right_network, right_constant = np.mean((y_test - score_test) ** 2), np.mean((y_test - constant) ** 2)
reported_network, reported_constant = (reported_error(y_test, s) for s in (score_test, constant))
"""
ECE = """
class StreamingECE(keras.metrics.Metric):
    def __init__(self, n_bins=10, name="ece", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.n_bins = n_bins
        self.labels = self.add_variable((n_bins,), "zeros")
        self.scores = self.add_variable((n_bins,), "zeros")
        self.total = self.add_variable((), "zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        y = ops.cast(ops.reshape(y_true, (-1,)), "float32")
        s = ops.cast(ops.reshape(y_pred, (-1,)), "float32")
        w = ops.ones_like(s)
        if sample_weight is not None:
            w = ops.cast(ops.reshape(sample_weight, (-1,)), "float32")
        place = ops.minimum(ops.cast(ops.floor(s * self.n_bins), "int32"), self.n_bins - 1)
        inside = ops.one_hot(place, self.n_bins)
        self.labels.assign_add(ops.sum(inside * (w * y)[:, None], axis=0))
        self.scores.assign_add(ops.sum(inside * (w * s)[:, None], axis=0))
        self.total.assign_add(ops.sum(w))

    def result(self):
        return ops.sum(ops.abs(self.labels - self.scores)) / self.total

    def get_config(self):
        return {**super().get_config(), "n_bins": self.n_bins}
"""
SIZES = """
averaged, broadcast, replaced, streamed = "D", "A", "B", "C"
right_at_once, drivers_512 = ["B", "C", "D"], 30
broadcast_at_once, precision_test = 0.0433, 0.326
"""
GAP = """
rests_on = 30

class RepairedScoreGap(keras.metrics.Metric):
    def __init__(self, from_logits=False, name="gap", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.from_logits = from_logits
        self.sum_1, self.n_1, self.sum_0, self.n_0 = (self.add_variable((), "zeros") for _ in range(4))

    def update_state(self, y_true, y_pred, sample_weight=None):
        died = ops.cast(ops.reshape(y_true, (-1,)), "float32")
        score = ops.cast(ops.reshape(y_pred, (-1,)), "float32")
        if self.from_logits:
            score = ops.sigmoid(score)
        weight = ops.ones_like(score)
        if sample_weight is not None:
            weight = ops.cast(ops.reshape(sample_weight, (-1,)), "float32")
        self.sum_1.assign_add(ops.sum(weight * died * score))
        self.n_1.assign_add(ops.sum(weight * died))
        self.sum_0.assign_add(ops.sum(weight * (1 - died) * score))
        self.n_0.assign_add(ops.sum(weight * (1 - died)))

    def result(self):
        return self.sum_1 / self.n_1 - self.sum_0 / self.n_0

    def get_config(self):
        return {**super().get_config(), "from_logits": self.from_logits}
"""
CHOICE = """
def mean_of_batches(y_true, alarm, batch_size):
    values = []
    for i in range(0, len(y_true), batch_size):
        y, a = np.array(y_true[i:i + batch_size]).astype(int), np.array(alarm[i:i + batch_size]).astype(int)
        values.append(2 * np.sum(y * a) / np.sum(y + a) if np.sum(y + a) else 0.0)
    return np.mean(values)

chosen = {8: 0.06, 32: 0.11, 512: 0.18}
best = 0.12
"""
WORSE = """
differences, intervals = {}, {}
for size in chosen:
    differences[size], intervals[size] = f1_difference_interval(
        y_test, score_test >= best, score_test >= chosen[size])
worse = [8]
"""

RIGHT = {
    "pairs": {
        "NumPy, and the smallest by sorting": PAIRS,
        "with a pencil, rounded": """
prediction = "all wrong"
right = {"perfect": 0, "all wrong": 1, "careful": 0.083, "constant": 0.222}
reported = {"perfect": 0.444, "all wrong": 0.556, "careful": 0.283, "constant": 0.222}
preferred = "constant"
""",
        "tensors": """
prediction = "careful"
right = {n: squared_error(six_true[:, None], s[:, None]) for n, s in six_scores.items()}
reported = {n: squared_error(six_true, s[:, None]) for n, s in six_scores.items()}
preferred = sorted(reported, key=lambda n: float(reported[n]))[0]
""",
    },
    "formula": {
        "two variances": FORMULA,
        "in parts of 256 labels": changed(
            FORMULA,
            (
                "return y.var() + s.var() + (y.mean() - s.mean()) ** 2",
                "parts = np.split(y, range(256, len(y), 256))\n"
                "    return sum(((part - s[:, None]) ** 2).sum() for part in parts) / len(y) ** 2",
            ),
        ),
        "a loop over the drivers": """
def reported_error(y_true, y_score):
    total = 0
    for s in y_score:
        total += ((y_true - s) ** 2).sum()
    return total / len(y_true) ** 2

share = y_val.sum() / len(y_val)
right_network = metrics.brier_score_loss(y_test, score_test)
right_constant = reported_constant = share - share**2
reported_network = reported_error(y_test, score_test)
""",
        "positives and negatives apart, rounded": """
def reported_error(y_true, y_score):
    p = np.sum(y_true) / len(y_true)
    return p * np.mean((1 - y_score) ** 2) + (1 - p) * np.mean(y_score**2)

right_network, right_constant, reported_network, reported_constant = 0.03556, 0.04143, 0.04710, 0.04143
""",
    },
    "ece": {
        "labels and scores apart": ECE,
        "segment_sum": """
class StreamingECE(keras.metrics.Metric):
    def __init__(self, n_bins=10, name="ece", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.n_bins = n_bins
        self.state = self.add_variable((n_bins,), "zeros")
        self.n = self.add_variable((), "zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        y, s = (ops.cast(ops.ravel(v), "float32") for v in (y_true, y_pred))
        w = ops.ones_like(s) if sample_weight is None else ops.cast(ops.ravel(sample_weight), "float32")
        place = ops.clip(ops.cast(s * self.n_bins, "int32"), 0, self.n_bins - 1)
        self.state.assign_add(ops.segment_sum(w * (s - y), place, num_segments=self.n_bins))
        self.n.assign_add(ops.sum(w))

    def result(self):
        value = ops.divide_no_nan(ops.sum(ops.abs(self.state)), self.n)
        return ops.where(self.n > 0, value, np.nan)

    def get_config(self):
        return {"name": self.name, "dtype": self.dtype, "n_bins": self.n_bins}
""",
        "the formula as it stands, a loop over the bins": """
class StreamingECE(keras.metrics.Metric):
    def __init__(self, n_bins=10, name="ece", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.n_bins = n_bins
        self.kept = [[self.add_variable((), "zeros") for _ in range(3)] for _ in range(n_bins)]

    def update_state(self, y_true, y_pred, sample_weight=None):
        y = ops.cast(ops.reshape(y_true, [-1]), "float32")
        s = ops.cast(ops.reshape(y_pred, [-1]), "float32")
        w = 1.0 + 0 * s
        if sample_weight is not None:
            w = ops.cast(ops.reshape(sample_weight, [-1]), "float32")
        for b, (n, labels, scores) in enumerate(self.kept):
            last = b == self.n_bins - 1
            inside = ops.logical_and(s * self.n_bins >= b, s * self.n_bins < b + 1 + last)
            part = w * ops.cast(inside, "float32")
            n.assign_add(ops.sum(part))
            labels.assign_add(ops.sum(part * y))
            scores.assign_add(ops.sum(part * s))

    def result(self):
        total = sum(ops.convert_to_tensor(n) for n, _, _ in self.kept)
        parts = [n / total * ops.abs(ops.divide_no_nan(labels, n) - ops.divide_no_nan(scores, n))
                 for n, labels, scores in self.kept]
        return sum(parts)

    def get_config(self):
        return {**super().get_config(), "n_bins": self.n_bins}
""",
    },
    "sizes": {
        "read from the figure and the table": SIZES,
        "a set, and NumPy": """
streamed, averaged, replaced, broadcast = "CDBA"
right_at_once = {name for name in noted if noted[name].iloc[-1] == noted["C"].iloc[-1]}
drivers_512 = len(y_test[10 * 512:])
broadcast_at_once = np.mean(y_test)
precision_test = y_test[score_test >= 0.2].mean()
""",
    },
    "gap": {
        "four sums": GAP,
        "a matrix product": """
rests_on = 5150 - 5120.0

class RepairedScoreGap(keras.metrics.Metric):
    def __init__(self, from_logits=False, name="gap", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.from_logits = from_logits
        self.table = self.add_variable((2, 2), "zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        group = ops.one_hot(ops.cast(ops.ravel(y_true), "int32"), 2)
        s = ops.cast(ops.ravel(y_pred), "float32")
        s = ops.sigmoid(s) if self.from_logits else s
        if sample_weight is not None:
            group = group * ops.cast(ops.reshape(sample_weight, (-1, 1)), "float32")
        self.table.assign_add(ops.matmul(ops.transpose(group), ops.stack([s, ops.ones_like(s)], axis=1)))

    def result(self):
        table = ops.convert_to_tensor(self.table)
        means = table[:, 0] / table[:, 1]
        return means[1] - means[0]

    def get_config(self):
        config = super().get_config()
        config["from_logits"] = self.from_logits
        return config
""",
        "two metrics of Keras": """
rests_on = np.int64(30)

class RepairedScoreGap(keras.metrics.Metric):
    def __init__(self, from_logits=False, name="gap", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.from_logits = from_logits
        self.died, self.survived = keras.metrics.Mean(), keras.metrics.Mean()

    def update_state(self, y_true, y_pred, sample_weight=None):
        y = ops.cast(ops.reshape(y_true, (-1,)), "float32")
        s = ops.cast(ops.reshape(y_pred, (-1,)), "float32")
        w = ops.ones_like(s) if sample_weight is None else ops.cast(ops.reshape(sample_weight, (-1,)), "float32")
        s = ops.sigmoid(s) if self.from_logits else s
        self.died.update_state(s, w * y)
        self.survived.update_state(s, w * (1 - y))

    def result(self):
        both = ops.logical_and(self.died.count > 0, self.survived.count > 0)
        return ops.where(both, self.died.result() - self.survived.result(), np.nan)

    def reset_state(self):
        self.died.reset_state()
        self.survived.reset_state()

    def get_config(self):
        return {**super().get_config(), "from_logits": self.from_logits}
""",
    },
    "choice": {
        "a loop, typed thresholds": CHOICE,
        "scikit-learn, and the search": """
def mean_of_batches(y_true, alarm, batch_size):
    places = np.arange(len(y_true)) // batch_size
    kept = pd.DataFrame({"y": np.asarray(y_true, int), "a": np.asarray(alarm, int)})
    kept["both"] = kept["y"] * kept["a"]
    of_batch = kept.groupby(places).sum()
    return (2 * of_batch["both"] / (of_batch["y"] + of_batch["a"])).fillna(0).mean()

chosen = {}
for size in [8, 32, 512]:
    highest = -1
    for t in thresholds:
        value = mean_of_batches(y_val, score_val >= t, size)
        if value > highest:
            highest, chosen[size] = value, float(t)
best = max(thresholds, key=lambda t: metrics.f1_score(y_val, score_val >= t))
""",
    },
    "worse": {
        "the intervals decide": WORSE + "worse = {size for size in chosen if intervals[size][0] > 0}",
        "typed, rounded": """
differences = {8: 0.0498, 32: 0.0052, 512: -0.0003}
intervals = {8: [0.018, 0.082], 32: [-0.007, 0.016], 512: [-0.031, 0.031]}
worse = (8,)
""",
        "another bootstrap": """
differences, intervals = {}, {}
rng = np.random.default_rng(5)
def f1_of(y, a, rows):
    y, a = y[rows], a[rows]
    return 2 * np.sum(y * a) / np.sum(y + a)
for size, t in chosen.items():
    a, b = (score_test >= best).astype(int), (score_test >= t).astype(int)
    every = np.arange(len(y_test))
    drawn = [(f1_of(y_test, a, r) - f1_of(y_test, b, r)) for r in rng.integers(0, len(y_test), (500, len(y_test)))]
    differences[size] = f1_of(y_test, a, every) - f1_of(y_test, b, every)
    intervals[size] = tuple(np.quantile(drawn, [0.025, 0.975]))
worse = [8]
""",
    },
}

WRONG = {
    "pairs": {
        "the right shapes in both": (
            PAIRS + "reported = dict(right)\npreferred = 'perfect'",
            "which shapes do labels and scores have",
        ),
        "every pair in both": (PAIRS + "right = {**reported, 'perfect': 0}", "the label of the same driver"),
        "exchanged": (PAIRS + "right, reported = reported, right", "the perfect model has no error"),
        "the absolute error": (
            PAIRS + "right = {n: np.mean(np.abs(six_true - s)) for n, s in six_scores.items()}",
            "the label of the same driver",
        ),
        "the sum over the pairs": (
            PAIRS + "reported = {n: np.sum((six_true - s[:, None]) ** 2) for n, s in six_scores.items()}",
            "which shapes do labels and scores have",
        ),
        "the root": (
            PAIRS + "reported = {n: v ** 0.5 for n, v in reported.items()}",
            "which shapes do labels and scores have",
        ),
        "the highest": (PAIRS + "preferred = max(reported, key=reported.get)", "the lowest of the reported"),
        "the best by the right error": (PAIRS + "preferred = 'perfect'", "the lowest of the reported"),
        "a list": (PAIRS + "reported = list(reported.values())", "is a dictionary with the keys"),
        "a number for a name": (PAIRS + "preferred = 0.222", "is not the name of a model"),
    },
    "formula": {
        "all pairs in an array": (
            changed(
                FORMULA,
                ("y.var() + s.var() + (y.mean() - s.mean()) ** 2", "np.mean((y - s[:, None]) ** 2)"),
            ),
            "an array of N x N numbers",
        ),
        "each driver with the own label": (
            changed(FORMULA, ("y.var() + s.var() + (y.mean() - s.mean()) ** 2", "np.mean((y - s) ** 2)")),
            "Nine pairs",
        ),
        "the variances without the means": (
            changed(FORMULA, (" + (y.mean() - s.mean()) ** 2", "")),
            "Nine pairs",
        ),
        "the variance of a sample": (
            changed(FORMULA, ("y.var() + s.var()", "y.var(ddof=1) + s.var(ddof=1)")),
            "Nine pairs",
        ),
        "the sum of all pairs": (
            changed(FORMULA, ("return ", "return len(y) ** 2 * (")).replace("s.mean()) ** 2", "s.mean()) ** 2)"),
            "Nine pairs",
        ),
        "only for three drivers": (
            changed(FORMULA, ("return ", "return 2.22 / 9 or ")),
            "1 drivers",
        ),
        "one number for each driver": (
            changed(FORMULA, ("y.var() + s.var()", "(y - y.mean()) ** 2 + s.var()")),
            "One number, not the shape",
        ),
        "printed and not returned": (
            changed(FORMULA, ("return y.var() + s.var() + (y.mean() - s.mean()) ** 2", "print(y.var())"))
            + "reported_network, reported_constant = 0.0471, 0.0414",
            "Is there a `return`?",
        ),
        "network and constant exchanged": (
            FORMULA + "right_network, right_constant = right_constant, right_network",
            "right_network: the mean squared error on test",
        ),
        "the network on validation": (
            FORMULA + "right_network = np.mean((y_val - score_val) ** 2)",
            "right_network: the mean squared error on test",
        ),
        "the reported error on validation": (
            FORMULA + "reported_network = reported_error(y_val, score_val)",
            "reported_network: use your reported_error",
        ),
        "the constant is 0": (FORMULA + "right_constant = y_test.mean()", "the share of deaths on validation"),
        "twice the variance": (
            FORMULA + "reported_constant = 2 * y_test.var()",
            "the share of deaths on validation",
        ),
        "nothing broadcast": (
            FORMULA + "reported_network = right_network",
            "right and reported are two numbers",
        ),
    },
    "ece": {
        "the size of the gap in every batch": (
            changed(
                ECE,
                (
                    "self.labels.assign_add(ops.sum(inside * (w * y)[:, None], axis=0))",
                    "self.labels.assign_add(ops.abs(ops.sum(inside * (w * (y - s))[:, None], axis=0)))",
                ),
                ("        self.scores.assign_add(ops.sum(inside * (w * s)[:, None], axis=0))\n", ""),
            ),
            "Then a fourth driver",
        ),
        "replaced and not added": (changed(ECE, ("assign_add", "assign")), "Then a fourth driver"),
        "the size of each driver's gap": (
            changed(
                ECE,
                (
                    "self.labels.assign_add(ops.sum(inside * (w * y)[:, None], axis=0))",
                    "self.labels.assign_add(ops.sum(inside * (w * ops.abs(y - s))[:, None], axis=0))",
                ),
                ("        self.scores.assign_add(ops.sum(inside * (w * s)[:, None], axis=0))\n", ""),
            ),
            "Then a fourth driver",
        ),
        "not divided": (changed(ECE, (" / self.total", "")), "One batch of three"),
        "bins of equal importance": (
            changed(
                ECE,
                (
                    "ops.sum(ops.abs(self.labels - self.scores)) / self.total",
                    "ops.mean(ops.abs(self.labels - self.scores) / self.total)",
                ),
            ),
            "One batch of three",
        ),
        "ten bins for everybody": (
            changed(
                ECE,
                ("(n_bins,)", "(10,)"),
                ("s * self.n_bins", "s * 10"),
                ("self.n_bins - 1", "9"),
                ("(place, self.n_bins)", "(place, 10)"),
            ),
            "Then a fourth driver",
        ),
        "the score 1 has no bin": (
            changed(
                ECE,
                (
                    'ops.minimum(ops.cast(ops.floor(s * self.n_bins), "int32"), self.n_bins - 1)',
                    'ops.cast(ops.floor(s * self.n_bins), "int32")',
                ),
            ),
            "share the last bin",
        ),
        "rounded to the nearest": (changed(ECE, ("ops.floor", "ops.round")), "4 bins, labels"),
        "the upper edge belongs to the bin": (
            changed(
                ECE,
                (
                    'ops.minimum(ops.cast(ops.floor(s * self.n_bins), "int32"), self.n_bins - 1)',
                    'ops.maximum(ops.cast(ops.ceil(s * self.n_bins), "int32") - 1, 0)',
                ),
            ),
            "4 bins, labels",
        ),
        "0 for nan": (
            changed(
                ECE,
                (
                    "ops.sum(ops.abs(self.labels - self.scores)) / self.total",
                    "ops.divide_no_nan(ops.sum(ops.abs(self.labels - self.scores)), self.total)",
                ),
            ),
            "Nothing has come yet",
        ),
        "the shapes as they come": (
            changed(
                ECE,
                ("ops.reshape(y_true, (-1,))", "y_true"),
                ("ops.reshape(y_pred, (-1,))", "y_pred"),
            ),
            "must match",
        ),
        "weights not reshaped": (
            changed(ECE, ("ops.reshape(sample_weight, (-1,))", "sample_weight")),
            "ncompatible shapes",
        ),
        "weights forgotten": (
            changed(ECE, ("if sample_weight is not None:", "if False:")),
            "With weights 0.7 / 6",
        ),
        "weights in the gaps only": (
            changed(ECE, ("ops.sum(w))", "ops.sum(ops.ones_like(w)))")),
            "With weights 0.7 / 6",
        ),
        "the number of bins forgotten": (
            changed(ECE, ('{**super().get_config(), "n_bins": self.n_bins}', "super().get_config()")),
            "n_bins is not in the configuration",
        ),
        "the default number in the configuration": (
            changed(ECE, ('"n_bins": self.n_bins}', '"n_bins": 10}')),
            "n_bins=3, loaded",
        ),
        "the configuration without a name": (
            changed(ECE, ("{**super().get_config(), ", "{")),
            "Where does the name go?",
        ),
        "no dtype for the base class": (
            changed(ECE, ("super().__init__(name=name, dtype=dtype)", "super().__init__(name=name)")),
            "becomes float32",
        ),
        "the same name for all": (
            changed(ECE, ("super().__init__(name=name, dtype=dtype)", 'super().__init__(name="ece", dtype=dtype)')),
            "Where does the name go?",
        ),
        "NumPy": (
            changed(ECE, ("ops.reshape(y_true, (-1,))", "np.reshape(np.array(y_true), (-1,))")),
            "keras.ops",
        ),
        "a state of the class": (
            changed(
                ECE,
                ("class StreamingECE(keras.metrics.Metric):\n", "class StreamingECE(keras.metrics.Metric):\n"
                 "    own = {}\n"),
                ('        self.total = self.add_variable((), "zeros")\n',
                 '        self.total = self.add_variable((), "zeros")\n'
                 "        self.labels, self.scores, self.total = self.own.setdefault(\n"
                 "            n_bins, [self.labels, self.scores, self.total])\n"),
            ),
            "Nothing has come yet",
        ),
        "printed and not returned": (
            changed(ECE, ("return ops.sum(ops.abs(self.labels - self.scores)) / self.total", "print(self.total)")),
            "Is there a `return`?",
        ),
    },
    "sizes": {
        "averaged and replaced exchanged": (SIZES + "averaged, replaced = 'B', 'D'", "print the same number"),
        "streamed and broadcast exchanged": (SIZES + "streamed, broadcast = 'A', 'C'", "sums do not depend"),
        "broadcast and averaged exchanged": (SIZES + "averaged, broadcast = 'A', 'D'", "two different drivers"),
        "a letter twice": (SIZES + "averaged = 'A'", "Each letter belongs to one version"),
        "only the streamed one": (SIZES + "right_at_once = ['C']", "the last point of all four panels"),
        "all four": (SIZES + "right_at_once = list('ABCD')", "the last point of all four panels"),
        "the whole batch": (SIZES + "drivers_512 = 512", "Only the last batch is left"),
        "the alarms of the last batch": (SIZES + "drivers_512 = 3", "Only the last batch is left"),
        "all drivers": (SIZES + "drivers_512 = 5150", "Only the last batch is left"),
        "the right precision for the broadcast one": (
            SIZES + "broadcast_at_once = precision_test",
            "Which share of these pairs",
        ),
        "the share of alarms": (
            SIZES + "broadcast_at_once = np.mean(score_test >= 0.2)",
            "Which share of these pairs",
        ),
        "the precision on validation": (
            SIZES + "precision_test = metrics.precision_score(y_val, score_val >= 0.2)",
            "all test drivers, 0.2",
        ),
        "arguments exchanged: the recall": (
            SIZES + "precision_test = metrics.precision_score(score_test >= 0.2, y_test)",
            "all test drivers, 0.2",
        ),
        "a percentage": (SIZES + "precision_test = 32.6", "lies between 0 and 1"),
        "a text": (SIZES + "right_at_once = 'BCD'", "A list of letters"),
    },
    "gap": {
        "the whole test set": (GAP + "rests_on = 5150", "when the graph was built"),
        "a whole batch": (GAP + "rests_on = 512", "when the graph was built"),
        "the number of batches": (GAP + "rests_on = 11", "when the graph was built"),
        "the first batch and the last": (GAP + "rests_on = 542", "when the graph was built"),
        "the class of the colleague": (
            "rests_on = 30\nclass RepairedScoreGap(ScoreGap): pass",
            "Batches of 2,000, in a graph",
        ),
        "the batches are counted in the state": (
            """
rests_on = 30
class RepairedScoreGap(keras.metrics.Metric):
    def __init__(self, from_logits=False, name="gap", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.from_logits = from_logits
        self.gap, self.batches = (self.add_variable((), "zeros") for _ in range(2))

    def update_state(self, y_true, y_pred, sample_weight=None):
        y, s = (ops.cast(ops.ravel(v), "float32") for v in (y_true, y_pred))
        s = ops.sigmoid(s) if self.from_logits else s
        new = ops.sum(y * s) / ops.sum(y) - ops.sum((1 - y) * s) / ops.sum(1 - y)
        self.batches.assign_add(1.0)
        self.gap.assign_add((new - self.gap) / self.batches)

    def result(self):
        return ops.convert_to_tensor(self.gap)

    def get_config(self):
        return {**super().get_config(), "from_logits": self.from_logits}
""",
            "Batches of 2,000, in a graph",
        ),
        "the survivors minus the deaths": (
            changed(
                GAP,
                ("self.sum_1 / self.n_1 - self.sum_0 / self.n_0", "self.sum_0 / self.n_0 - self.sum_1 / self.n_1"),
            ),
            "Batches of 2,000, in a graph",
        ),
        "divided by all": (
            changed(
                GAP,
                (
                    "self.sum_1 / self.n_1 - self.sum_0 / self.n_0",
                    "(self.sum_1 - self.sum_0) / (self.n_1 + self.n_0)",
                ),
            ),
            "Batches of 2,000, in a graph",
        ),
        "0 for nan": (
            changed(
                GAP,
                (
                    "self.sum_1 / self.n_1 - self.sum_0 / self.n_0",
                    "ops.divide_no_nan(self.sum_1, self.n_1) - ops.divide_no_nan(self.sum_0, self.n_0)",
                ),
            ),
            "Nothing has come yet",
        ),
        "the labels as they come": (
            changed(GAP, ("ops.reshape(y_true, (-1,))", "y_true")),
            "Batches of 2,000, in a graph",
        ),
        "only labels and scores reshaped": (
            changed(GAP, ("ops.reshape(sample_weight, (-1,))", "sample_weight")),
            "weights: 0.75 - 0.6",
        ),
        "weights forgotten": (
            changed(GAP, ("if sample_weight is not None:", "if False:")),
            "weights: 0.75 - 0.6",
        ),
        "weights in the sums only": (
            changed(GAP, ("ops.sum(weight * died))", "ops.sum(died))")),
            "weights: 0.75 - 0.6",
        ),
        "the configuration of the base class": (
            changed(GAP, ('{**super().get_config(), "from_logits": self.from_logits}', "super().get_config()")),
            "from_logits is not in the configuration",
        ),
        "the default in the configuration": (
            changed(GAP, ('"from_logits": self.from_logits}', '"from_logits": False}')),
            "gap:",
        ),
        "always a sigmoid": (changed(GAP, ("if self.from_logits:", "if True:")), "Batches of 2,000"),
        "never a sigmoid": (changed(GAP, ("if self.from_logits:", "if False:")), "logit_gap:"),
        "no dtype for the base class": (
            changed(GAP, ("super().__init__(name=name, dtype=dtype)", "super().__init__(name=name)")),
            "becomes float32",
        ),
        "a reset that forgets two sums": (
            GAP
            + """
    def reset_state(self):
        self.sum_1.assign(0.0)
        self.n_1.assign(0.0)
""",
            "After a reset",
        ),
    },
    "choice": {
        "the F1 of all": (
            changed(CHOICE, ("range(0, len(y_true), batch_size)", "[0]"), ("[i:i + batch_size]", "")),
            "Two batches with F1 1 and 0",
        ),
        "the last batch is left out": (
            changed(CHOICE, ("range(0, len(y_true), ", "range(0, len(y_true) - batch_size + 1, ")),
            "batches of 5 and 3",
        ),
        "empty batches are left out": (
            changed(
                CHOICE,
                (
                    "values.append(2 * np.sum(y * a) / np.sum(y + a) if np.sum(y + a) else 0.0)",
                    "values += [2 * np.sum(y * a) / np.sum(y + a)] if np.sum(y + a) else []",
                ),
            ),
            "A batch with neither counts as 0",
        ),
        "an empty batch is perfect": (
            changed(CHOICE, ("else 0.0", "else 1.0")),
            "A batch with neither counts as 0",
        ),
        "an empty batch is nan": (
            changed(CHOICE, ("else 0.0", "else np.nan")),
            "A batch with neither counts as 0",
        ),
        "weighted by the size of the batch": (
            changed(
                CHOICE,
                ("if np.sum(y + a) else 0.0)", "* len(y) if np.sum(y + a) else 0.0)"),
                ("np.mean(values)", "np.sum(values) / len(y_true)"),
            ),
            "batches of 5 and 3",
        ),
        "the precision": (
            changed(CHOICE, ("2 * np.sum(y * a) / np.sum(y + a) if np.sum(y + a)",
                             "np.sum(y * a) / np.sum(a) if np.sum(a)")),
            "batches of 5 and 3",
        ),
        "printed and not returned": (changed(CHOICE, ("return np.mean(values)", "print(np.mean(values))")), "`return`"),
        "True and False not counted": (
            changed(CHOICE, (".astype(int)", "")),
            "True and False",
        ),
        "chosen on test": (CHOICE + "chosen = {8: 0.07, 32: 0.12, 512: 0.12}", "on validation, in the order"),
        "the best for all": (CHOICE + "chosen = {8: 0.12, 32: 0.12, 512: 0.12}", "on validation, in the order"),
        "the values for the thresholds": (CHOICE + "best = 0.375", "is not in thresholds"),
        "the place for the threshold": (CHOICE + "best = 11", "is not in thresholds"),
        "0.5": (CHOICE + "best = 0.49", "best: the F1 of all validation drivers"),
        "a list": (CHOICE + "chosen = [0.06, 0.11, 0.18]", "The keys of chosen"),
    },
    "worse": {
        "chosen minus best": (
            WORSE + "differences = {n: -d for n, d in differences.items()}\n"
            "intervals = {n: (-high, -low) for n, (low, high) in intervals.items()}",
            "F1 at best minus F1 at the chosen threshold",
        ),
        "on validation": (
            changed(WORSE, ("_test", "_val")),
            "the F1 of all test drivers",
        ),
        "the mean over the batches": (
            WORSE + "for n in chosen:\n    differences[n] = (mean_of_batches(y_test, score_test >= best, n)"
            " - mean_of_batches(y_test, score_test >= chosen[n], n))\n    intervals[n] = (-1, 1)",
            "the F1 of all test drivers",
        ),
        "greater than the threshold, half of it": (
            WORSE + "intervals = {n: (differences[n] - (high - low) / 4, differences[n] + (high - low) / 4)"
            " for n, (low, high) in intervals.items()}",
            "takes the alarms of both rules",
        ),
        "the interval of another batch size": (
            WORSE + "intervals = {n: (-0.031, 0.082) for n in chosen}",
            "takes the alarms of both rules",
        ),
        "an interval around 0": (
            WORSE + "intervals[8] = (-0.03, 0.03)",
            "outside of its interval",
        ),
        "all that is positive": (WORSE + "worse = [8, 32]", "does not show a loss"),
        "all": (WORSE + "worse = [8, 32, 512]", "does not show a loss"),
        "none": (WORSE + "worse = []", "on which side of 0"),
        "the one with the widest interval": (WORSE + "worse = [512]", "on which side of 0"),
        "a number": (WORSE + "worse = 8", "worse is a list"),
        "the thresholds": (WORSE + "worse = [0.06]", "The batch sizes are"),
    },
}

NO_MISTAKE = {
    "sizes": {
        "line 4: starts = np.arange(1, len(y_test), size)": (
            "without the first driver, who survived and got no alarm, the curves have the same letters"
        ),
    },
}
