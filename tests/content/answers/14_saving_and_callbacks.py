"""Answers to problem set 14 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

FIVE = """
prediction = 3
came_back = {"A": 0.5, "B": 0.25, "C": 0.25, "D": "error", "E": 0.0025}
lost_name = ["C"]
"""
SAMPLE = """
finds_a, finds_e = ["limit", "between"], ["low", "half"]
my_sample = ([1, 1], [0.35, 0.1])
"""
STOPPING = """
def early_stopping(values, mode, patience):
    best, waited = 0, 0
    for epoch in range(1, len(values)):
        better = values[epoch] > values[best] if mode == "max" else values[epoch] < values[best]
        best, waited = (epoch, 0) if better else (best, waited + 1)
        if waited >= patience:
            return best + 1, epoch + 1
    return best + 1, len(values)
"""
BUYS = """
prediction = (30, 5)
shown, really = {}, {}
for patience in [1, 5, 30]:
    stopped = [early_stopping(run, "min", patience) for run in measured]
    shown[patience] = np.mean([run[best - 1] for run, (best, last) in zip(measured, stopped)])
    really[patience] = np.mean([expected[best - 1] for best, last in stopped])
"""
SIX = """
letter = {"loss": "B", "val_loss": "C", "val_five": "A", "f1": "E", "val_f1": "D"}
kept = {"stopped": 15, "restored": 13, "patient": 18, "weighted": 2, "turned": 19, "misspelt": 20}
"""
KEEP = """
class RepairedKeepBest(keras.callbacks.Callback):
    def __init__(self, monitor, mode):
        super().__init__()
        if mode not in ["min", "max"]:
            raise ValueError("mode is min or max")
        self.monitor, self.sign = monitor, 1 if mode == "max" else -1

    def on_train_begin(self, logs=None):
        self.best, self.best_epoch, self.kept = None, None, None

    def on_epoch_end(self, epoch, logs=None):
        value = logs[self.monitor]
        if np.isnan(value):
            return
        if self.best is None or self.sign * value > self.sign * self.best:
            self.best, self.best_epoch = value, epoch + 1
            self.kept = [np.array(weight) for weight in self.model.weights]

    def on_train_end(self, logs=None):
        if self.kept:
            for weight, value in zip(self.model.weights, self.kept):
                weight.assign(value)
"""
SMALL = """
threshold_logit = -np.log(20)
upper = {}
for bits in range(3, 11):
    small = cost(y_val, small_logit(score_val, bits) >= threshold_logit)
    more = small - cost(y_val, score_val >= 1 / 21)
    upper[bits] = mean_interval(more)[1][1]
chosen = 6
"""
VERDICT = """
def on_test(bits):
    small = cost(y_test, small_logit(score_test, bits) >= -np.log(20))
    return mean_interval(small - cost(y_test, score_test >= 1 / 21))[1]
interval_chosen, interval_five = on_test(6), on_test(5)
verdict_chosen, verdict_five, dearer_five = "kept", "open", True
"""

RIGHT = {
    "five": {
        "typed, and a set": changed(FIVE, ('["C"]', '{"C"}')),
        "a loop, with any error": """
prediction = 1
came_back, names = {}, {}
for letter in "ABCDE":
    try:
        back = through_text(make(letter))
        came_back[letter], names[letter] = np.float32(back.threshold), back.name
    except Exception:
        came_back[letter] = "error"
lost_name = tuple(letter for letter in names if names[letter] != "found_25")
""",
        "the classes, from their configuration": """
prediction = 5
came_back, lost_name = {}, []
for letter, metric in [(letter, make(letter)) for letter in "ABCDE"]:
    try:
        back = type(metric).from_config(metric.get_config())
        came_back[letter] = back.threshold
        lost_name += [letter] if back.name == "found" else []
    except TypeError:
        came_back[letter] = "error"
""",
    },
    "sample": {
        "typed, three drivers": changed(SAMPLE, ("([1, 1], [0.35, 0.1])", "[[1, 0, 1], [0.4, 0.9, 0.2]]")),
        "sets and arrays, at the limits": """
finds_a = {name for name, (y, p) in samples.items() if any(a and 0.25 <= b < 0.5 for a, b in zip(y, p))}
finds_e = {name for name, (y, p) in samples.items() if any(a and 0.0025 <= b < 0.25 for a, b in zip(y, p))}
my_sample = np.array([True, True, False]), np.array([0.30, 0.20, 0.55])
""",
        "with the objects themselves": """
def notices(sample, threshold):
    y, p = map(np.array, sample)
    counts = [float(FoundA(t)(y, p)) for t in (0.25, threshold)]
    return counts[0] != counts[1]
finds_a = [name for name in samples if notices(samples[name], 0.5)]
finds_e = [name for name in samples if notices(samples[name], 0.0025)]
my_sample = ([1.0, 1.0, 1.0], [0.45, 0.0025, 0.99])
""",
    },
    "stopping": {
        "counting what was waited": STOPPING,
        "the running best": """
def early_stopping(values, mode, patience):
    values = np.asarray(values, dtype=float) * (-1 if mode == "max" else 1)
    bests = [int(np.argmin(values[:n])) + 1 for n in range(1, len(values) + 1)]
    for epoch, best in enumerate(bests, start=1):
        if epoch - best >= patience:
            return best, epoch
    return bests[-1], len(values)
""",
        "a list, by recursion on the best": """
def early_stopping(values, mode, patience):
    values = [-v if mode == "max" else v for v in values]
    best = 1
    while True:
        window = values[best:best + patience]
        lower = [k for k, v in enumerate(window, start=best + 1) if v < values[best - 1]]
        if not lower:
            return [best, best + len(window)]
        best = lower[0]
""",
    },
    "buys": {
        "lists": BUYS,
        "typed, rounded": """
prediction = 5, 1
shown, really = {1: 0.365, 5: 0.337, 30: 0.332}, {1: 0.383, 5: 0.366, 30: 0.369}
""",
    },
    "six": {
        "read from the figure": SIX,
        "by the table": """
names = ["val_five", "loss", "val_loss", "val_f1", "f1"]
letter = dict(zip(names, noted))
kept = {"stopped": 13 + 2, "restored": 13.0, "patient": noted["C"].idxmin(), "weighted": noted["A"].argmin() + 1,
        "turned": noted["D"].idxmin(), "misspelt": noted.index[-1]}
""",
    },
    "weights": {
        "from the difference": """
difference = noted["A"] - noted["C"]
best_two = (noted["C"] + difference / 4).idxmin()
best_four = (noted["C"] + 3 * difference / 4).idxmin()
""",
        "typed": "best_two, best_four = 13, 5",
    },
    "keep": {
        "a sign, and the values of the variables": KEEP,
        "a copy of get_weights, worst value first": """
class RepairedKeepBest(keras.callbacks.Callback):
    def __init__(self, monitor, mode):
        if mode != "min" and mode != "max":
            raise ValueError(f"{mode} is not a mode")
        super().__init__()
        self.monitor = monitor
        self.better = np.less if mode == "min" else np.greater
        self.worst = np.inf if mode == "min" else -np.inf

    def on_train_begin(self, logs=None):
        self.best, self.best_epoch = self.worst, None

    def on_epoch_end(self, epoch, logs=None):
        if self.better(logs[self.monitor], self.best):
            self.best = logs[self.monitor]
            self.best_epoch = epoch + 1
            self.best_weights = self.model.get_weights()

    def on_train_end(self, logs=None):
        if self.best_epoch:
            self.model.set_weights(self.best_weights)
""",
        "all epochs are kept": """
class RepairedKeepBest(keras.callbacks.Callback):
    def __init__(self, monitor, mode):
        super().__init__()
        if mode not in {"min", "max"}:
            raise ValueError("mode: 'min' or 'max'")
        self.monitor, self.mode = monitor, mode

    def on_train_begin(self, logs=None):
        self.values, self.weights, self.best_epoch, self.best = [], [], None, np.nan

    def on_epoch_end(self, epoch, logs=None):
        self.values.append(logs[self.monitor])
        self.weights.append(self.model.get_weights())

    def on_train_end(self, logs=None):
        if not np.isnan(self.values).all():
            best = (np.nanargmin if self.mode == "min" else np.nanargmax)(self.values)
            self.best_epoch, self.best = int(best) + 1, self.values[best]
            self.model.set_weights(self.weights[best])
""",
    },
    "small": {
        "from log 20": SMALL,
        "typed, rounded": """
threshold_logit = -2.996
upper = {3: 0.127, 4: 0.127, 5: 0.055, 6: 0.027, 7: 0.015, 8: 0.013, 9: 0.016, 10: 0}
chosen = 6
""",
        "by the counts": """
threshold_logit = np.log(1 / 20)
upper = {}
for bits in [10, 9, 8, 7, 6, 5, 4, 3]:
    before, after = score_val >= 1 / 21, small_logit(score_val, bits) >= threshold_logit
    more = [20 * (y * (b and not a)) - (1 - y) * (b and not a) for y, b, a in zip(y_val, before, after)]
    upper[bits] = np.mean(more) + 1.96 * np.std(more, ddof=1) / len(more) ** 0.5
chosen = next(bits for bits in range(3, 11) if upper[bits] < 0.05)
""",
    },
    "verdict": {
        "a function": VERDICT,
        "typed, rounded": """
interval_chosen, interval_five = [-0.015, 0.026], (0.011, 0.089)
verdict_chosen, verdict_five, dearer_five = "kept", "open", True
""",
    },
}

WRONG = {
    "five": {
        "A keeps its threshold": (changed(FIVE, ('"A": 0.5', '"A": 0.25')), "A: is the threshold in the text?"),
        "the default for D": (changed(FIVE, ('"error"', "0.5")), "D: is the threshold in the text?"),
        "no threshold for D": (changed(FIVE, ('"error"', "np.nan")), "D: is the threshold in the text?"),
        "E as it was": (changed(FIVE, ("0.0025", "0.25")), "E: get_config says percent"),
        "E in percent": (changed(FIVE, ("0.0025", "25")), "E: get_config says percent"),
        "C is an error": (changed(FIVE, ('"C": 0.25', '"C": "error"')), "C: print what get_config"),
        "B falls back to the default": (changed(FIVE, ('"B": 0.25', '"B": 0.5')), "B: print what"),
        "None for an error": (changed(FIVE, (', "D": "error"', "")), "the five letters"),
        "another text": (changed(FIVE, ('"error"', '"TypeError"')), "a threshold or 'error'"),
        "A has lost its name": (changed(FIVE, ('["C"]', '["A", "C"]')), "Print the name"),
        "no name is lost": (changed(FIVE, ('["C"]', "[]")), "Print the name"),
        "D has lost its name": (changed(FIVE, ('["C"]', '["C", "D"]')), "D: no object comes back"),
        "the name in the place of the letter": (changed(FIVE, ('["C"]', '["found_25"]')), "letters from A to E"),
        "a text": (changed(FIVE, ('["C"]', '"C"')), "is a list of letters"),
    },
    "sample": {
        "a score at the threshold is no alarm": (changed(SAMPLE, ('["limit", "between"]', '["between"]')), "equal"),
        "0.5 is below 0.5": (changed(SAMPLE, ('"between"]', '"between", "half"]')), "count at 0.25 and at 0.5"),
        "survivors count": (changed(SAMPLE, ('"between"]', '"between", "low"]')), "count at 0.25 and at 0.5"),
        "the alarms and not the deaths": (changed(SAMPLE, ('["low"', '["survivors", "low"')), "among survivors?"),
        "the two exchanged": (
            changed(SAMPLE, ("finds_a, finds_e", "finds_e, finds_a")),
            "finds_a: count at 0.25",
        ),
        "every sample with a low score finds E": (changed(SAMPLE, ('["low"', '["clear", "low"')), "finds_e: count"),
        "only A is noticed": (changed(SAMPLE, ("[0.35, 0.1]", "[0.35, 0.7]")), "only 0.0025 find?"),
        "only E is noticed": (changed(SAMPLE, ("[0.35, 0.1]", "[0.8, 0.1]")), "only 0.25 find?"),
        "a survivor between": (changed(SAMPLE, ("[1, 1], ", "[0, 1], ")), "only 0.25 find?"),
        "near the threshold": (changed(SAMPLE, ("0.35", "0.26")), "nearer than 0.05"),
        "scores first": (changed(SAMPLE, ("([1, 1], [0.35, 0.1])", "([0.35, 0.1], [1, 1])")), "labels come first"),
        "four drivers": (
            changed(SAMPLE, ("([1, 1], [0.35, 0.1])", "([1, 1, 0, 0], [0.35, 0.1, 0.1, 0.6])")),
            "At most three",
        ),
        "a score in percent": (changed(SAMPLE, ("0.35, 0.1]", "0.35, 10]")), "is a probability"),
        "one label for two scores": (changed(SAMPLE, ("([1, 1]", "([1]")), "As many labels as scores"),
    },
    "stopping": {
        "counted from 0": (
            changed(STOPPING, ("return best + 1, epoch + 1", "return best, epoch")),
            "Epochs are counted from 1",
        ),
        "the best of all values": (
            """
def early_stopping(values, mode, patience):
    best = int(np.argmin(values) if mode == "min" else np.argmax(values)) + 1
    return best, min(best + patience, len(values))
""",
            "nobody ever sees epoch 5",
        ),
        "one epoch too long": (changed(STOPPING, ("waited >= patience", "waited > patience")), "nobody ever sees"),
        "one epoch too short": (
            changed(STOPPING, ("waited >= patience", "waited >= patience - 1")),
            "(2, 4), not",
        ),
        "compared with the epoch before": (
            changed(STOPPING, ("values[best] if", "values[epoch - 1] if"), ("< values[best]", "< values[epoch - 1]")),
            "not (",
        ),
        "the count goes on": (
            changed(STOPPING, ("(epoch, 0) if better", "(epoch, waited) if better")),
            "starts the count anew",
        ),
        "equal is an improvement": (
            changed(STOPPING, ("> values[best]", ">= values[best]"), ("< values[best]", "<= values[best]")),
            "the callback of Keras gives",
        ),
        "always the minimum": (
            changed(STOPPING, ('values[epoch] > values[best] if mode == "max" else ', "")),
            "the direction is max",
        ),
        "nothing is below 0": (
            """
def early_stopping(values, mode, patience):
    best_value, best = (0, 1) if mode == "max" else (np.inf, 1)
    for epoch, value in enumerate(values, start=1):
        if value > best_value if mode == "max" else value < best_value:
            best, best_value = epoch, value
        elif epoch - best >= patience:
            break
    return best, epoch
""",
            "values may be below 0",
        ),
        "the last epoch is the best": (
            changed(STOPPING, ("return best + 1, epoch + 1", "return epoch + 1, epoch + 1")),
            "(2, 4), not",
        ),
        "printed": (changed(STOPPING, ("return best + 1, epoch + 1", "return print(best + 1)")), "gives nothing back"),
        "equal is an improvement for max only": (
            changed(STOPPING, ("> values[best]", ">= values[best]")),
            "'max'",
        ),
        "the best value": (
            changed(STOPPING, ("return best + 1, epoch + 1", "return values[best], epoch + 1")),
            "(2, 4), not",
        ),
    },
    "buys": {
        "the last epoch in the place of the best": (changed(BUYS, ("best - 1", "last - 1")), "not of the last"),
        "an epoch too far": (
            changed(BUYS, ("run[best - 1]", "run[min(best, 29)]"), ("expected[best - 1]", "expected[min(best, 29)]")),
            "not of the last",
        ),
        "only expected is an epoch too far": (
            changed(BUYS, ("expected[best - 1]", "expected[min(best, 29)]")),
            "Counted from 1?",
        ),
        "measured twice": (
            changed(BUYS, ("expected[best - 1] for best, last in stopped", "run.min() for run in measured")),
            "no epoch has an expected cost as low",
        ),
        "the highest": (changed(BUYS, ('"min"', '"max"')), "shown[1]"),
        "expected in both": (changed(BUYS, ("[run[best - 1]", "[expected[best - 1]")), "shown[1]"),
        "400 numbers": (
            changed(
                BUYS,
                (
                    "np.mean([expected[best - 1] for best, last in stopped])",
                    "[expected[best - 1] for best, last in stopped]",
                ),
            ),
            "one mean for each",
        ),
        "keys 0, 1, 2": (BUYS + "\nshown = dict(enumerate(shown.values()))\n", "keys 1, 5 and 30"),
        "the lowest expected cost": (
            changed(BUYS, ("expected[best - 1]", "expected[:last].min()")),
            "of the same epoch",
        ),
    },
    "six": {
        "loss and val_loss exchanged": (
            changed(SIX, ('"loss": "B", "val_loss": "C"', '"loss": "C", "val_loss": "B"')),
            "never the higher?",
        ),
        "loss and val_five exchanged": (
            changed(SIX, ('"B"', '"?"'), ('"A"', '"B"'), ('"?"', '"A"')),
            "begin to overfit",
        ),
        "the two F1 exchanged": (changed(SIX, ('"E"', '"?"'), ('"D"', '"E"'), ('"?"', '"D"')), "already seen"),
        "an F1 above": (changed(SIX, ('"E"', '"?"'), ('"A"', '"E"'), ('"?"', '"A"')), "lower chart"),
        "a letter twice": (changed(SIX, ('"B"', '"C"')), "Each of the five letters"),
        "restored without asking": (changed(SIX, ('"stopped": 15', '"stopped": 13')), "the last epoch stays"),
        "one epoch before the end": (changed(SIX, ('"stopped": 15', '"stopped": 14')), "restored is two epochs before"),
        "stopped and restored exchanged": (
            changed(SIX, ('"stopped": 15, "restored": 13', '"stopped": 13, "restored": 15')),
            "restored is two epochs before",
        ),
        "the lowest of all": (
            changed(SIX, ('"stopped": 15, "restored": 13', '"stopped": 15, "restored": 18')),
            "restored: go along val_loss",
        ),
        "equal counts as an end": (
            changed(SIX, ('"stopped": 15, "restored": 13', '"stopped": 15, "restored": 6')),
            "restored: go along",
        ),
        "patience 3 stops as well": (changed(SIX, ('"patient": 18', '"patient": 13')), "patient: with a patience"),
        "the epoch of val_loss": (changed(SIX, ('"weighted": 2', '"weighted": 18')), "val_five lowest"),
        "max for min": (changed(SIX, ('"turned": 19', '"turned": 2')), "turned: the direction"),
        "the first is the worst": (changed(SIX, ('"turned": 19', '"turned": 1')), "turned: the direction"),
        "the right name": (changed(SIX, ('"misspelt": 20', '"misspelt": 2')), "misspelt: what does"),
        "nothing is saved": (changed(SIX, ('"misspelt": 20', '"misspelt": None')), "a number from 1 to 20"),
        "counted from 0": (changed(SIX, ('"misspelt": 20', '"misspelt": 19')), "misspelt: what does"),
    },
    "weights": {
        "val_five times the weight": (
            """
best_two = (noted["C"] + 2 * noted["A"]).idxmin()
best_four = (noted["C"] + 20 * noted["A"]).idxmin()
""",
            "best_two: val_five - val_loss",
        ),
        "the difference is five times the part": (
            """
deaths = (noted["A"] - noted["C"]) / 5
best_two, best_four = ((noted["C"] + w * deaths).idxmin() for w in (2, 4))
""",
            "best_two: val_five - val_loss",
        ),
        "the survivors are forgotten": (
            """
deaths = (noted["A"] - noted["C"]) / 4
best_two, best_four = (2 * deaths).idxmin(), (4 * deaths).idxmin()
""",
            "do not choose the same",
        ),
        "as with once and five times": ("best_two, best_four = 18, 2", "best_two: val_five"),
        "added to what is in it": (
            """
deaths = (noted["A"] - noted["C"]) / 4
best_two, best_four = 13, (noted["C"] + 4 * deaths).idxmin()
""",
            "best_four: val_five",
        ),
        "the values": ("best_two, best_four = 0.241, 0.332", "a number from 1 to 20"),
    },
    "keep": {
        "the variables are kept": (
            changed(KEEP, ("[np.array(weight) for weight in self.model.weights]", "list(self.model.weights)")),
            "weights of the epochs [4]",
        ),
        "what is trained only": (
            changed(KEEP, ("self.model.weights", "self.model.trainable_weights")),
            "weights of the epochs [2, 4]",
        ),
        "nothing is given back": (changed(KEEP, ("weight.assign(value)", "pass")), "weights of the epochs [4]"),
        "epochs from 0": (changed(KEEP, ("value, epoch + 1", "value, epoch")), "best_epoch is 2, not 1"),
        "the last of equals": (changed(KEEP, ("> self.sign", ">= self.sign")), "the first one of those"),
        "it starts with 0": (
            changed(
                KEEP, ("self.best, self.best_epoch, self.kept = None", "self.best, self.best_epoch, self.kept = 0.0")
            ),
            "values may be below 0",
        ),
        "best is not told": (
            changed(
                KEEP,
                (
                    "self.best, self.best_epoch = value, epoch + 1",
                    "self.best, self.best_epoch = value + 0.001, epoch + 1",
                ),
            ),
            "best is 0.4",
        ),
        "begun once": (
            changed(
                KEEP,
                ("\n    def on_train_begin(self, logs=None):\n", ""),
            ),
            "The second training",
        ),
        "the value begins anew, the epoch does not": (
            changed(
                KEEP,
                ("self.best, self.best_epoch, self.kept = None, None, None", "self.best = None"),
                (
                    '1 if mode == "max" else -1',
                    "1 if mode == 'max' else -1\n        self.best_epoch, self.kept = None, None",
                ),
            ),
            "what stays from an earlier training",
        ),
        "each epoch begins anew": (
            changed(KEEP, ("on_train_begin(self", "on_epoch_begin(self, epoch")),
            "no attribute 'best'",
        ),
        "nan stays the best": (
            changed(KEEP, ("        if np.isnan(value):\n            return\n", "")),
            "best_epoch is 3, not 1; nan",
        ),
        "nan counts as 0": (
            changed(KEEP, ("            return\n", "            value = 0.0\n")),
            "no epoch has a value",
        ),
        "nan only at the beginning": (
            changed(KEEP, ("if np.isnan(value):", "if np.isnan(value) and epoch == 0:")),
            "no epoch has a value",
        ),
        "always the highest": (changed(KEEP, ('1 if mode == "max" else -1', "1")), "the direction is min"),
        "the mode is not checked": (
            changed(
                KEEP,
                ('        if mode not in ["min", "max"]:\n            raise ValueError("mode is min or max")\n', ""),
            ),
            "a ValueError was expected at once",
        ),
        "auto is let through": (changed(KEEP, ('["min", "max"]', '["min", "max", "auto"]')), "expected at once"),
        "the error does not name mode": (changed(KEEP, ('"mode is min or max"', '"min or max"')), "must name mode"),
        "another error": (changed(KEEP, ("raise ValueError", "raise KeyError")), "ValueError, and not KeyError"),
        "a name that does not exist is passed over": (
            changed(KEEP, ("logs[self.monitor]", "logs.get(self.monitor, np.nan)")),
            "KeyError expected",
        ),
        "None for a value": (
            changed(KEEP, ("logs[self.monitor]", "logs.get(self.monitor)")),
            "KeyError, and not TypeError",
        ),
    },
    "small": {
        "the probability": (changed(SMALL, ("-np.log(20)", "1 / 21")), "is the probability 0.512"),
        "the odds of 21": (changed(SMALL, ("-np.log(20)", "-np.log(21)")), "The sigmoid of your threshold"),
        "the sign": (changed(SMALL, ("-np.log(20)", "np.log(20)")), "The sigmoid of your threshold"),
        "the next value of the server": (changed(SMALL, ("-np.log(20)", "-3")), "The sigmoid of your threshold"),
        "base 10": (changed(SMALL, ("-np.log(20)", "-np.log10(20)")), "The sigmoid of your threshold"),
        "the test set": (changed(SMALL, ("y_val", "y_test"), ("score_val", "score_test")), "Validation?"),
        "the mean": (changed(SMALL, ("[1][1]", "[0]")), "this is the mean increase"),
        "the lower end": (changed(SMALL, ("[1][1]", "[1][0]")), "is not right"),
        "the interval": (changed(SMALL, ("[1][1]", "[1]")), "Each value is one number"),
        "in total": (changed(SMALL, ("[1][1]", "[1][1] * 5150")), "is not right"),
        "the intervals of the two costs": (
            changed(
                SMALL,
                (
                    "mean_interval(more)[1][1]",
                    "mean_interval(small)[1][1] - mean_interval(cost(y_val, score_val >= 1 / 21))[1][0]",
                ),
            ),
            "Subtract for each driver",
        ),
        "exchanged": (changed(SMALL, ("mean_interval(more)", "mean_interval(-more)")), "is not right"),
        "the threshold of the probability for both": (
            changed(SMALL, (">= threshold_logit", ">= 1 / 21")),
            "What is compared with which",
        ),
        "the mean is below": (changed(SMALL, ("chosen = 6", "chosen = 5")), "And the whole interval?"),
        "the interval is lowest": (
            changed(SMALL, ("chosen = 6", "chosen = min(upper, key=upper.get)")),
            "The fewest bits",
        ),
        "the usual size": (changed(SMALL, ("chosen = 6", "chosen = 8")), "The fewest bits"),
        "a number of values": (changed(SMALL, ("chosen = 6", "chosen = 64")), "a number of bits from 3 to 10"),
    },
    "verdict": {
        "validation again": (
            changed(VERDICT, ("y_test", "y_val"), ("score_test", "score_val")),
            "and the test set",
        ),
        "the wrong bits": (changed(VERDICT, ("on_test(6)", "on_test(7)")), "interval_chosen: as on validation"),
        "the same for both": (changed(VERDICT, ("on_test(5)", "on_test(6)")), "interval_five: as on validation"),
        "with the mean": (changed(VERDICT, ("1 / 21))[1]", "1 / 21))")), "a pair (low, high)"),
        "exchanged": (
            changed(
                VERDICT,
                (
                    "mean_interval(small - cost(y_test, score_test >= 1 / 21))",
                    "mean_interval(cost(y_test, score_test >= 1 / 21) - small)",
                ),
            ),
            "as on validation",
        ),
        "0 is inside, so open": (changed(VERDICT, ('"kept", "open"', '"open", "open"')), "on which side of 0.05"),
        "the mean is above": (changed(VERDICT, ('"kept", "open"', '"kept", "broken"')), "is 0.05 inside"),
        "the lower end is enough": (changed(VERDICT, ('"kept", "open"', '"kept", "kept"')), "is 0.05 inside"),
        "not too dear, so not dearer": (changed(VERDICT, (", True", ", False")), "is 0 inside"),
        "a text": (changed(VERDICT, (", True", ', "yes"')), "True or False"),
        "another verdict": (changed(VERDICT, ('"kept", "open"', '"kept", "unknown"')), "one of the three texts"),
    },
}

NO_MISTAKE = {"five": {"line 2: prediction = 4": "the prediction itself is not graded"}}
