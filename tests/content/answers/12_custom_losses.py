"""Answers to problem set 12 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

COST_INIT = """
class RepairedCostLoss(keras.losses.Loss):
    def __init__(self, miss_cost=1.0, alarm_cost=1.0, name=None,
                 reduction="sum_over_batch_size", dtype=None):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.miss_cost, self.alarm_cost = miss_cost, alarm_cost
"""
COST_CALL = """
    def call(self, y_true, y_pred):
        y, z = ops.reshape(y_true, (-1,)), ops.reshape(y_pred, (-1,))
        if y.shape[0] != z.shape[0]:
            raise ValueError("y_true and y_pred have different lengths")
        return self.miss_cost * y * ops.softplus(-z) + self.alarm_cost * (1 - y) * ops.softplus(z)
"""
COST_CONFIG = """
    def get_config(self):
        return {"miss_cost": self.miss_cost, "alarm_cost": self.alarm_cost, "name": self.name,
                "reduction": self.reduction, "dtype": self.dtype}
"""

RIGHT = {
    "hand": {
        "TensorFlow's gradient, scikit-learn's mean": """
losses, gradients_by_hand = losses_and_gradient(
    lambda y, z: ops.binary_crossentropy(y, z, from_logits=True), four_true, four_logit)
losses_by_hand = losses.numpy().ravel()
w = [20, 20, 1, 1]
mean_sklearn = metrics.log_loss(four_true, special.expit(four_logit), sample_weight=w)
loss_fn = keras.losses.BinaryCrossentropy(from_logits=True)
columns_of_four = np.array(four_true)[:, None], np.array(four_logit)[:, None]
mean_keras = float(loss_fn(*columns_of_four, sample_weight=np.array(w)))
""",
        "with a pencil, rounded": """
losses_by_hand = [0.127, 1.313, 0.049, 0.693]
gradients_by_hand = [-0.119, -0.731, 0.047, 0.5]
mean_keras, mean_sklearn = 7.386, 0.703
""",
    },
    "doubled": {
        "typed, rounded": """
prediction = "the loss"
loss_ratio, gradient_ratio, survivor_ratio = 1.997, 1.007, 0.0068
""",
        "from the gradients of TensorFlow": """
prediction = "neither"
def usual(y, z):
    return ops.binary_crossentropy(y, z, from_logits=True)[:, 0]
(first, second), (slope_1, slope_2) = losses_and_gradient(usual, [1, 1], [-5, -10])
loss_ratio, gradient_ratio = float(second / first), slope_2 / slope_1
(first, second), _ = losses_and_gradient(usual, [0, 0], [-5, -10])
survivor_ratio = float(second / first)
""",
        "the loss of the survivor by an approximation": """
prediction = "both"
loss_ratio = np.logaddexp(0, 10) / np.logaddexp(0, 5)
gradient_ratio = (1 - special.expit(-10)) / (1 - special.expit(-5))
survivor_ratio = np.exp(-5)
""",
    },
    "missing": {
        "the loss of Keras, and nan_to_num": """
def known_loss(y_true, logits):
    label = ops.nan_to_num(y_true)
    losses = ops.binary_crossentropy(label, logits, from_logits=True)
    return ops.mean(ops.cast(ops.logical_not(ops.isnan(y_true)), losses.dtype) * losses, axis=-1)
""",
        "two terms, where on the labels with a comparison": """
def known_loss(y_true, logits):
    missing = y_true != y_true
    y = ops.where(missing, ops.zeros_like(y_true), y_true)
    each = y * ops.softplus(-logits) + (1 - y) * ops.softplus(logits)
    return ops.squeeze(ops.where(missing, ops.zeros_like(each), each), axis=1)
""",
        "the sign of the logit is chosen": """
def known_loss(y_true, logits):
    died = ops.where(y_true == 1, -logits, logits)
    return ops.sum(ops.where(ops.isnan(y_true), 0.0, ops.softplus(died)), axis=-1)
""",
    },
    "batch": {
        "the built-in loss without the missing ones": """
known = np.isfinite(eight_true).ravel()
bce = keras.losses.BinaryCrossentropy(from_logits=True)
colleague = bce(eight_true, eight_logit, sample_weight=known.astype("float32")).numpy()
known_mean = float(bce(eight_true[known], eight_logit[known]))
printed = known_mean * 5 / 8
weights = [1.6] * 8
""",
        "typed, rounded": """
colleague, printed, known_mean = np.nan, 0.391, 0.625
weights = np.array([1.6, 0, 1.6, 1.6, 0, 1.6, 1.6, 0])
""",
    },
    "five": {
        "read from the figure": """
never, plain, twice, clipped, weighted = "ABCDE"
pos_weight, teaches_nothing = 2.5, ["D", "A", "C"]
""",
        "a set, and a loop": """
plain, weighted, clipped, twice, never = "B", "E", "D", "C", "A"
pos_weight = noted["E"].min() / noted["B"].min()
teaches_nothing = {name for name in noted if abs(noted.loc[-18, name]) < 0.01}
""",
    },
    "lowest": {
        "counted": """
deaths, n = y_val.sum(), len(y_val)
lowest_twice = ((n - deaths) * np.log(2) + deaths * np.log(1 + np.exp(-1))) / n
p = np.clip(score_val, 1e-15, 1 - 1e-15)
plain_loss = -np.mean(y_val * np.log(p) + (1 - y_val) * np.log(1 - p))
""",
        "Keras, with the labels as outputs": """
y = y_val[:, None]
lowest_twice = float(keras.losses.BinaryCrossentropy(from_logits=True)(y, y.astype("float32")))
plain_loss = float(keras.losses.BinaryCrossentropy()(y, score_val[:, None]))
""",
    },
    "cost": {
        "vectors": COST_INIT + COST_CALL + COST_CONFIG,
        "the shapes in __call__": COST_INIT.replace("name=None", "name='cost'")
        + """
    def __call__(self, y_true, y_pred, sample_weight=None):
        y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
        if y_true.size != y_pred.size:
            raise ValueError("y_pred has another length")
        return super().__call__(y_true.reshape(-1, 1), y_pred.reshape(-1, 1), sample_weight)

    def call(self, y_true, y_pred):
        weight = y_true * (self.miss_cost - self.alarm_cost) + self.alarm_cost
        return ops.mean(weight * ops.binary_crossentropy(y_true, y_pred, from_logits=True), axis=-1)

    def get_config(self):
        return {**super().get_config(), "miss_cost": self.miss_cost,
                "alarm_cost": self.alarm_cost, "dtype": self.dtype}
""",
    },
    "weight": {
        "by the logit": """
def without_weights(score, w_neg, w_pos):
    return special.expit(special.logit(np.array(score, dtype=float)) - np.log(w_pos / w_neg))

threshold_plain = 1 / 21
expected_before = score_weighted.sum()
expected_after = np.sum(without_weights(score_weighted, 1, 20))
""",
        "each score alone, by the odds, rounded": """
def without_weights(score, w_neg, w_pos):
    def one(s):
        return 1.0 if s == 1 else s / (1 - s) * w_neg / w_pos / (1 + s / (1 - s) * w_neg / w_pos)
    return one(score) if np.ndim(score) == 0 else [one(s) for s in score]

threshold_plain = round(without_weights(0.5, 1, 20), 4)
expected_before, expected_after = round(sum(score_weighted)), sum(without_weights(score_weighted, 1, 20))
""",
    },
    "verdict": {
        "a verdict that is computed": """
def total(score, threshold):
    return sum(20 * (y == 1 and s < threshold) + (y == 0 and s >= threshold) for y, s in zip(y_test, score))
saving_at_half = total(score_plain, 0.5) - total(score_weighted, 0.5)
saving_left = total(score_plain, 1 / 21) - total(score_weighted, 0.5)
each = cost(y_test, score_plain >= 1 / 21) - cost(y_test, score_weighted >= 0.5)
half = 1.96 * each.std(ddof=1) * len(each) ** 0.5
interval_left = [saving_left - half, saving_left + half]
verdict = "weighted" if interval_left[0] > 0 else "plain" if interval_left[1] < 0 else "open"
""",
        "typed, rounded": """
saving_at_half, saving_left, interval_left, verdict = 2355, -96, (-221, 29), "open"
""",
    },
}

HAND = """
y, z = np.array(four_true), np.array(four_logit)
losses_by_hand = np.log1p(np.exp(np.where(y == 1, -z, z)))
gradients_by_hand = special.expit(z) - y
mean_keras, mean_sklearn = 7.386, 0.703
"""
DOUBLED = """
prediction = "both"
loss_ratio, gradient_ratio, survivor_ratio = 1.997, 1.007, 0.00676
"""
BATCH = """
colleague, printed, known_mean = np.nan, 0.391, 0.625
weights = [1.6] * 8
"""
FIVE = """
never, plain, twice, clipped, weighted = "ABCDE"
pos_weight, teaches_nothing = 2.5, ["A", "C", "D"]
"""
LOWEST = """
lowest_twice, plain_loss = 0.6767, 0.1286
"""
WEIGHT = """
def without_weights(score, w_neg, w_pos):
    score = np.asarray(score)
    return score * w_neg / (score * w_neg + (1 - score) * w_pos)
threshold_plain = 1 / 21
expected_before = score_weighted.sum()
expected_after = without_weights(score_weighted, 1, 20).sum()
"""
VERDICT = """
saving_at_half, saving_left, interval_left, verdict = 2355, -96, (-221, 29), "open"
"""
SAFE = """
def known_loss(y_true, logits):
    known = ops.logical_not(ops.isnan(y_true))
    y = ops.where(known, y_true, 0.0)
    z = logits
    losses = ops.softplus(z) - z * y
    return ops.where(known, losses, 0.0)[:, 0]
"""


WRONG = {
    "hand": {
        "the probability in the place of the loss": (
            HAND + "losses_by_hand = special.expit(z)",
            "softplus(-z) for a driver who died",
        ),
        "the sign turned round": (
            HAND + "gradients_by_hand = y - special.expit(z)",
            "a higher logit makes the loss smaller",
        ),
        "the loss of every driver as if it had died": (
            HAND + "losses_by_hand = np.log1p(np.exp(-z))",
            "softplus(-z) for a driver who died",
        ),
        "with respect to the probability": (
            HAND + "p = special.expit(z); gradients_by_hand = np.where(y == 1, -1 / p, 1 / (1 - p))",
            "how far is each probability from its label",
        ),
        "the gradient of the mean": (
            HAND + "gradients_by_hand = (special.expit(z) - y) / 4",
            "No mean is taken here",
        ),
        "one number": (HAND + "losses_by_hand = losses_by_hand.mean()", "four numbers"),
        "logits taken for probabilities": (
            HAND + "p = np.clip(z, 1e-7, 1 - 1e-7); losses_by_hand = -np.log(np.where(y == 1, p, 1 - p))",
            "Logit 0 is the probability 0.5",
        ),
        "both divided by the weights": (HAND + "mean_keras = mean_sklearn", "divide by different numbers"),
        "the two exchanged": (HAND + "mean_keras, mean_sklearn = 0.703, 7.386", "divided by the number of what"),
        "mean loss times mean weight": (HAND + "mean_keras = 0.5455 * 10.5", "divided by the number of what"),
        "without weights": (HAND + "mean_sklearn = losses_by_hand.mean()", "and sample_weight"),
        "divided by the deaths": (HAND + "mean_keras = 14.77", "divided by the number of what"),
    },
    "doubled": {
        "turned upside down": (DOUBLED + "loss_ratio = 1 / loss_ratio", "Divide by the value at -5"),
        "the driver who died, for both": (DOUBLED + "survivor_ratio = 1.997", "the loss falls"),
        "exactly twice": (DOUBLED + "loss_ratio = 2", "softplus(10) divided by softplus(5)"),
        "the gradient doubles, too": (DOUBLED + "gradient_ratio = 2", "the probability minus the label"),
        "the gradient does not change": (DOUBLED + "gradient_ratio = 1.0", "the probability minus the label"),
        "the gradient of the survivor": (
            DOUBLED + "gradient_ratio = special.expit(-10) / special.expit(-5)",
            "the probability minus the label",
        ),
        "the survivor falls by half": (DOUBLED + "survivor_ratio = 0.5", "softplus(-10) divided by"),
        "differences": (DOUBLED + "loss_ratio, gradient_ratio = 4.99, -0.007", "one positive number"),
        "another word": (DOUBLED + "prediction = 'loss'", "prediction is one of"),
    },
    "missing": {
        "where around the loss only": (
            """
def known_loss(y_true, logits):
    losses = ops.softplus(logits) - logits * y_true
    return ops.where(ops.isnan(y_true), 0.0, losses)[:, 0]
""",
            "even where it is not picked",
        ),
        "nan_to_num on the losses": (
            """
def known_loss(y_true, logits):
    return ops.nan_to_num(ops.softplus(logits) - logits * y_true)[:, 0]
""",
            "even where it is not picked",
        ),
        "a missing label counts as a survivor": (
            """
def known_loss(y_true, logits):
    y = ops.nan_to_num(y_true)
    return (ops.softplus(logits) - logits * y)[:, 0]
""",
            "has no label: the loss is 0",
        ),
        "nothing is done about it": (
            """
def known_loss(y_true, logits):
    return (ops.softplus(logits) - logits * y_true)[:, 0]
""",
            "A missing label makes no nan",
        ),
        "the mean of the known": (
            changed(
                SAFE, ("return ops", "return ops.sum(losses) / ops.sum(ops.cast(known, 'float32'))\n    return ops")
            ),
            "One value for each of 3 drivers",
        ),
        "the formula with corners": (
            changed(SAFE, ("ops.softplus(z) - z * y", "ops.maximum(z, 0.0) - z * y + ops.log1p(ops.exp(-ops.abs(z)))")),
            "Clipped? A corner?",
        ),
        "probabilities, clipped": (
            changed(
                SAFE,
                ("ops.softplus(z) - z * y", "ops.binary_crossentropy(y, ops.clip(ops.sigmoid(z), 1e-7, 1 - 1e-7))"),
            ),
            "Is a sigmoid in it?",
        ),
        "probabilities, not clipped": (
            changed(
                SAFE,
                ("ops.softplus(z) - z * y", "-y * ops.log(ops.sigmoid(z)) - (1 - y) * ops.log(1 - ops.sigmoid(z))"),
            ),
            "wrong at the logits",
        ),
        "the sigmoid applied first": (changed(SAFE, ("z = logits", "z = ops.sigmoid(logits)")), "died: softplus(-2)"),
        "NumPy": (
            """
def known_loss(y_true, logits):
    y, z = np.array(y_true), np.array(logits)
    return np.where(np.isnan(y), 0, np.logaddexp(0, z) - z * np.nan_to_num(y))[:, 0]
""",
            "Use keras.ops, and not NumPy",
        ),
        "a gradient that stops": (
            changed(SAFE, ("- z * y", "- ops.stop_gradient(z * y)")),
            "a wrong gradient at",
        ),
        "printed and not returned": (
            changed(SAFE, ("return ", "print(")).replace("[:, 0]", "[:, 0])"),
            "Is there a `return`?",
        ),
        "shape (N, 1)": (changed(SAFE, ("[:, 0]", "")), "One value for each of 3 drivers"),
    },
    "batch": {
        "the colleague's number guessed": (BATCH + "colleague = 0.391", "what is 0 times nan?"),
        "the two means exchanged": (BATCH + "printed, known_mean = 0.625, 0.391", "Three zeros are part"),
        "weights of 1 and 0": (BATCH + "weights = 1 * ~np.isnan(eight_true[:, 0])", "what turns / 8 into / 5"),
        "upside down": (BATCH + "weights = [5 / 8] * 8", "what turns / 8 into / 5"),
        "missing weights": (
            BATCH + "weights = np.where(np.isnan(eight_true[:, 0]), np.nan, 1.6)",
            "Every weight is a finite number",
        ),
        "all eight, the missing ones as survivors": (BATCH + "printed = 0.62", "divide by all eight"),
        "divided by the missing": (BATCH + "known_mean = 3.127 / 3", "divide by five"),
        "five weights": (BATCH + "weights = [1.6] * 5", "eight numbers"),
        "a list of losses": (BATCH + "printed = [0.391] * 8", "are numbers"),
    },
    "five": {
        "twice and never exchanged": (FIVE + "twice, never = 'A', 'C'", "only inside the clip"),
        "clipped and plain exchanged": (FIVE + "clipped, plain = 'B', 'D'", "held at the clip"),
        "weighted and plain exchanged": (FIVE + "weighted, plain = 'B', 'E'", "between -1 and 0"),
        "twice and clipped exchanged": (FIVE + "twice, clipped = 'D', 'C'", "a small range"),
        "one letter for two": (FIVE + "never = 'C'", "belongs to one loss"),
        "the lowest gradient": (FIVE + "pos_weight = -2.5", "A positive number"),
        "the weight at 0": (FIVE + "pos_weight = 1.25", "compare weighted with plain"),
        "a share of the others": (FIVE + "pos_weight = 0.4", "compare weighted with plain"),
        "A forgotten": (FIVE + "teaches_nothing = ['C', 'D']", "Go through all five"),
        "those that learn": (FIVE + "teaches_nothing = ['B', 'E']", "Go through all five"),
        "one text": (FIVE + "teaches_nothing = 'ACD'", "A list of letters"),
        "names": (FIVE + "teaches_nothing = ['never', 'twice', 'clipped']", "letters from A to E"),
    },
    "lowest": {
        "0 for everybody": (LOWEST + "lowest_twice = np.log(2)", "With the best outputs it is less"),
        "0 is the least loss there is": (LOWEST + "lowest_twice = 1e-7", "cannot come near"),
        "1 for everybody": (
            LOWEST + "lowest_twice = np.mean(np.logaddexp(0, 1) - y_val)",
            "With the best outputs it is less",
        ),
        "each class counts half": (
            LOWEST + "lowest_twice = (np.log(2) + np.logaddexp(0, -1)) / 2",
            "0 to a survivor and 1 to a driver who died",
        ),
        "the scores of Chapter 2 once more into a sigmoid": (
            LOWEST + "lowest_twice = metrics.log_loss(y_val, special.expit(score_val))",
            "With the best outputs it is less",
        ),
        "the deaths only": (
            LOWEST + "lowest_twice = np.log(1 + np.exp(-1))",
            "0 to a survivor and 1 to a driver who died",
        ),
        "weighted": (LOWEST + "plain_loss = 0.6", "no weights are asked for"),
        "labels and scores exchanged": (LOWEST + "plain_loss = np.mean(score_val)", "score_val holds probabilities"),
        "a value for each driver": (LOWEST + "plain_loss = [0.1] * 3", "A positive number"),
    },
    "cost": {
        "the labels are not brought to one shape": (
            COST_INIT
            + """
    def call(self, y_true, y_pred):
        miss = self.miss_cost * y_true * ops.softplus(-y_pred)
        return ops.mean(miss + self.alarm_cost * (1 - y_true) * ops.softplus(y_pred), axis=-1)
"""
            + COST_CONFIG,
            "labels (5,), logits (5, 1)",
        ),
        "lengths are not compared": (
            COST_INIT + changed(COST_CALL, ("y.shape[0] != z.shape[0]", "False")) + COST_CONFIG,
            "no error was raised",
        ),
        "a message that names nothing": (
            COST_INIT
            + changed(COST_CALL, ("y_true and y_pred have different lengths", "different lengths"))
            + COST_CONFIG,
            "A ValueError that names y_true or y_pred",
        ),
        "the costs exchanged": (
            changed(COST_INIT, ("miss_cost, alarm_cost\n", "alarm_cost, miss_cost\n")) + COST_CALL + COST_CONFIG,
            "costs 20, 0.5",
        ),
        "still the mean of the batch": (
            COST_INIT
            + changed(changed(COST_CALL, ("return ", "return ops.mean(")), ("ops.softplus(z)\n", "ops.softplus(z))\n"))
            + COST_CONFIG,
            "three values of shape (3,)",
        ),
        "the mean, repeated for each driver": (
            COST_INIT
            + changed(
                changed(COST_CALL, ("return ", "return 0 * z + ops.mean(")), ("ops.softplus(z)\n", "ops.softplus(z))\n")
            )
            + COST_CONFIG,
            "is right, not",
        ),
        "a cost is still missing in the configuration": (
            COST_INIT + COST_CALL + changed(COST_CONFIG, ('"alarm_cost": self.alarm_cost, ', "")),
            "Not in the configuration: ['alarm_cost']",
        ),
        "the dtype is not saved": (
            COST_INIT + COST_CALL + changed(COST_CONFIG, (', "dtype": self.dtype', "")),
            "not in 64 bits",
        ),
        "the dtype is not passed on": (
            changed(COST_INIT, (", dtype=dtype", "")) + COST_CALL + COST_CONFIG,
            "not in 64 bits",
        ),
        "only the costs are saved": (
            COST_INIT
            + COST_CALL
            + changed(COST_CONFIG, ('"name": self.name,\n                "reduction": self.reduction,', "")),
            "Not in the configuration: ['name', 'reduction']",
        ),
        "the default values are saved": (
            COST_INIT + COST_CALL + changed(COST_CONFIG, ("self.alarm_cost", "1.0")),
            "These are not the arguments",
        ),
    },
    "weight": {
        "the weight put in a second time": (
            changed(
                WEIGHT,
                (
                    "return score * w_neg / (score * w_neg + (1 - score) * w_pos)",
                    "return score * w_pos / (score * w_pos + (1 - score) * w_neg)",
                ),
            ),
            "put in a second time",
        ),
        "divided by the weight": (
            changed(
                WEIGHT, ("return score * w_neg / (score * w_neg + (1 - score) * w_pos)", "return score * w_neg / w_pos")
            ),
            "1/21, and not",
        ),
        "one weight only": (
            changed(WEIGHT, ("return score * w_neg / (score * w_neg", "return score / (score")),
            "Weights 2 and 1",
        ),
        "the logit moved by the weight, not by its logarithm": (
            changed(
                WEIGHT,
                (
                    "return score * w_neg / (score * w_neg + (1 - score) * w_pos)",
                    "return special.expit(special.logit(score) - (w_pos - w_neg))",
                ),
            ),
            "1/21, and not",
        ),
        "the odds": (
            changed(
                WEIGHT,
                (
                    "return score * w_neg / (score * w_neg + (1 - score) * w_pos)",
                    "return score / (1 - score) * w_neg / w_pos",
                ),
            ),
            "nothing is to be undone",
        ),
        "arrays only": (changed(WEIGHT, ("    score = np.asarray(score)\n", "")), "unsupported operand"),
        "0 and 1 are clipped": (
            changed(WEIGHT, ("np.asarray(score)", "np.clip(score, 1e-5, 1 - 1e-5)")),
            "0 stays 0, and 1 stays 1",
        ),
        "printed and not returned": (
            changed(WEIGHT, ("return ", "print(")).replace("w_pos)\n", "w_pos))\n"),
            "`return`",
        ),
        "the threshold is 1/20": (WEIGHT + "threshold_plain = 1 / 20", "undo the 0.5"),
        "the threshold stays": (WEIGHT + "threshold_plain = 0.5", "undo the 0.5"),
        "alarms counted": (WEIGHT + "expected_before = np.sum(score_weighted >= 0.5)", "the scores as they are"),
        "the sum is corrected, not the scores": (
            WEIGHT + "expected_after = without_weights(expected_before / len(y_test), 1, 20) * len(y_test)",
            "correct each score",
        ),
        "the sum divided by 20": (WEIGHT + "expected_after = expected_before / 20", "correct each score"),
        "means": (WEIGHT + "expected_before, expected_after = 0.27, 0.04", "A number of drivers"),
    },
    "verdict": {
        "weighted minus plain": (VERDICT + "saving_at_half = -2355", "plain minus weighted"),
        "both at 0.5": (
            VERDICT + "saving_left, interval_left, verdict = 2355, (2060, 2650), 'weighted'",
            "plain at 1/21, minus weighted at 0.5",
        ),
        "both at 1/21": (
            VERDICT + "saving_left, interval_left = -2100, (-2300, -1900); verdict = 'plain'",
            "plain at 1/21, minus weighted at 0.5",
        ),
        "the saving of one model at two thresholds": (VERDICT + "saving_at_half = 4238 - 1787", "both models at 0.5"),
        "an interval of each cost alone": (
            VERDICT + "interval_left = (-650, 460)",
            "takes the differences, one for each driver",
        ),
        "the interval of the mean": (VERDICT + "interval_left = (-0.043, 0.006)", "The interval holds saving_left"),
        "the sign decides": (VERDICT + "verdict = 'plain'", "on one side of 0"),
        "the colleague is believed": (VERDICT + "verdict = 'weighted'", "Which threshold does the plain model have"),
        "another word": (VERDICT + "verdict = 'equal'", "is not 'weighted', 'plain', 'open'"),
        "one number as interval": (VERDICT + "interval_left = 125", "is a pair"),
        "savings of each driver": (VERDICT + "saving_left = [0, 1]", "A saving is one number"),
    },
}
