"""Answers to the final assignment that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

METRIC = """
class BrierSkill(keras.metrics.Metric):
    def __init__(self, from_logits=False, name="brier_skill", dtype=None, **more):
        super().__init__(name=name, dtype=dtype, **more)
        self.from_logits = from_logits
        self.w = self.add_weight(name="w", initializer="zeros")
        self.wy = self.add_weight(name="wy", initializer="zeros")
        self.err = self.add_weight(name="err", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        y = ops.cast(ops.ravel(y_true), "float32")
        p = ops.cast(ops.ravel(y_pred), "float32")
        if self.from_logits:
            p = ops.sigmoid(p)
        if sample_weight is None:
            w = ops.ones_like(y)
        else:
            w = ops.cast(ops.ravel(sample_weight), "float32")
        self.w.assign(self.w + ops.sum(w))
        self.wy.assign(self.wy + ops.sum(w * y))
        self.err.assign(self.err + ops.sum(w * (p - y) ** 2))

    def result(self):
        brier = self.err / self.w
        rival = self.wy * (self.w - self.wy) / self.w**2
        return ops.where(rival > 0, 1 - brier / rival, float("nan"))

    def reset_state(self):
        for value in (self.w, self.wy, self.err):
            value.assign(0.0)

    def get_config(self):
        config = super().get_config()
        config.update(from_logits=self.from_logits)
        return config
"""
SKILL = """
prediction = "below"
skill_network = metrics.d2_brier_score(y_val, score_val)
skill_plain = metrics.d2_brier_score(y_val, plain_val)
every, left_out = [], 0
for k in range(0, 1137, 16):
    y, s = y_val[k:k + 16], score_val[k:k + 16]
    if y.all() or not y.any():
        left_out += 1
    else:
        every.append(1 - metrics.brier_score_loss(y, s) / (y.mean() * (1 - y.mean())))
mean_of_batches = sum(every) / len(every)
"""
HALF = """
outside, scores_are = 5, "too high"
p_test = special.expit(logit_test - np.log(20))
expected_raw, expected = sum(score_test), sum(p_test)
apart = (50 - expected) / sum(p * (1 - p) for p in p_test) ** 0.5
auc_changes, finding = False, "no deviation is shown"
"""
PACK = """
def pack(folder, network, center, scale, threshold):
    network.save_weights(folder / "model.weights.h5")
    (folder / "model.json").write_text(network.to_json())
    pd.DataFrame({"center": center, "scale": scale}).to_pickle(folder / "units.pkl")
    np.save(folder / "threshold.npy", threshold)


def unpack(folder):
    network = keras.models.model_from_json((folder / "model.json").read_text())
    network.load_weights(folder / "model.weights.h5")
    units = pd.read_pickle(folder / "units.pkl")
    threshold = float(np.load(folder / "threshold.npy"))

    def invite(table):
        x = (table[list(units.index)] - units["center"]) / units["scale"]
        z = np.asarray(network(x.to_numpy(float)))[:, 0]
        return 1 / (1 + np.exp(-z)) >= threshold

    return invite
"""
CLINIC = """
mine = score_test >= 0.5
alone = np.sum([colleague_invite(test.iloc[[k]]) for k in range(30)])
alone_right = mine[:30].sum()
of_young = test["age"].to_numpy() < 40
young = int(sum(colleague_invite(test[test["age"] < 40])))
young_right = int(sum(mine & of_young))
"""
PASS = """
def one_pass(chunks, threshold, edges):
    n = k = fp = fn = 0
    pos, neg = [0] * (len(edges) + 1), [0] * (len(edges) + 1)
    for y, p in chunks:
        for label, value in zip(y, p):
            place = sum(edge <= value for edge in edges)
            n += 1
            if label:
                k += 1
                fn += value < threshold
                pos[place] += 1
            else:
                fp += value >= threshold
                neg[place] += 1
    mean = (20 * fn + fp) / n
    var = (400 * fn + fp - n * mean**2) / (n - 1)
    if k == 0 or k == n:
        auc = bound = float("nan")
    else:
        below, auc, bound = 0, 0, 0
        for a, b in zip(pos, neg):
            auc += a * (below + b / 2)
            bound += a * b / 2
            below += b
        auc, bound = auc / (k * (n - k)), bound / (k * (n - k))
    return dict(n=n, positives=k, cost=mean, error=(var / n) ** 0.5, auc=auc, bound=bound)
"""
EXACT = 'exact = ["expected number of positives", "recall at 0.5", "Brier score"]'
THRESHOLDS = """
def lowest(values):
    best = {t: costs(y_val, values >= t).sum() for t in values}
    return min(best, key=best.get)

threshold_network, threshold_card = lowest(score_val), lowest(card_val)
"""
VERDICT = """
a = np.where(y_test == 1, 20 * (score_test < threshold_network), score_test >= threshold_network)
b = np.where(y_test == 1, 20 * (card_test < threshold_card), card_test >= threshold_card)
advantage, half = (b - a).mean(), 1.96 * (b - a).std() / len(a) ** 0.5
advantage_interval = [advantage - half, advantage + half]
better_than_nobody = ["card", "network"]
verdict = "open"
people_needed = int(np.ceil(1137 * (half / 0.05) ** 2))
"""
PAGE = """
table = pd.DataFrame(slices).assign(y=y_test, a=invited_test)
ill = table[table["y"] == 1]
too_few, recalls = [], {}
for name in slices:
    part = ill[ill[name]]
    if len(part) < 10:
        too_few.append(name)
    else:
        recalls[name] = [part["a"].mean(), *wilson(part["a"].sum(), len(part))]
rates_old, rates_young = [
    [table["a"][(table["60+"] == old) & (table["y"] == k)].mean() for k in (1, 0)] for old in (True, False)]
"""
HOLM = """
ill = pd.DataFrame(slices).assign(a=invited_test)[y_test == 1]
p_values = {}
for name in ["men", "40-59", "60+", "diabetes in the family"]:
    p_values[name] = stats.fisher_exact(pd.crosstab(ill[name], ill["a"]))[1]
shown = ["60+"]
"""

RIGHT = {
    "metric": {
        "three variables, and the rival from counts": METRIC,
        "built-in means of Keras": """
class BrierSkill(keras.metrics.Metric):
    def __init__(self, from_logits=False, name="brier_skill", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.from_logits = from_logits
        self.error, self.share = keras.metrics.Mean(), keras.metrics.Mean()

    def update_state(self, y_true, y_pred, sample_weight=None):
        y = ops.reshape(ops.cast(y_true, "float32"), (-1,))
        p = ops.reshape(ops.cast(y_pred, "float32"), (-1,))
        p = ops.sigmoid(p) if self.from_logits else p
        w = None if sample_weight is None else ops.reshape(ops.cast(sample_weight, "float32"), (-1,))
        self.error.update_state(ops.square(y - p), w)
        self.share.update_state(y, w)

    def result(self):
        y = self.share.result()
        return ops.where(ops.logical_and(y > 0, y < 1), 1 - self.error.result() / (y - y * y), np.nan)

    def reset_state(self):
        self.error.reset_state()
        self.share.reset_state()

    def get_config(self):
        return dict(super().get_config(), from_logits=self.from_logits)
""",
    },
    "skill": {
        "with scikit-learn": SKILL,
        "by hand, rounded to three places": """
prediction = "about"
skill_network, skill_plain = round(metrics.d2_brier_score(y_val, score_val), 3), 0.041
rows = np.pad(y_val.astype(float), (0, 15), constant_values=np.nan).reshape(-1, 16)
errors = np.pad((score_val - y_val) ** 2, (0, 15), constant_values=np.nan).reshape(-1, 16)
rival = np.nanvar(rows, axis=1)
left_out = int((rival == 0).sum())
mean_of_batches = np.mean(1 - np.nanmean(errors, axis=1)[rival > 0] / rival[rival > 0])
""",
    },
    "half": {
        "by the logits": HALF,
        "by Bayes' formula": changed(
            HALF,
            ("special.expit(logit_test - np.log(20))", "score_test / (score_test + 20 * (1 - score_test))"),
            ("auc_changes, finding = False,", "auc_changes, finding = np.False_,"),
        ),
    },
    "pack": {
        "weights, JSON and a table": PACK,
        "a layer that standardizes goes into the file": """
def pack(folder, network, center, scale, threshold):
    layers = [keras.Input(shape=(len(center),), dtype="float64"),
              keras.layers.Normalization(mean=list(center), variance=list(scale**2), dtype="float64"),
              network, keras.layers.Activation("sigmoid", dtype="float64")]
    keras.Sequential(layers).save(folder / "all.keras")
    (folder / "rest.json").write_text(json.dumps([list(center.index), threshold]))


def unpack(folder):
    model = keras.models.load_model(folder / "all.keras")
    names, threshold = json.loads((folder / "rest.json").read_text())
    return lambda table: np.asarray(model(table[names].to_numpy(float)))[:, 0] >= threshold
""",
    },
    "clinic": {
        "with iloc": CLINIC,
        "by hand": "alone, alone_right, young, young_right = 0, 12, 142, 62",
    },
    "pass": {
        "row by row, with counts of mistakes": PASS,
        "two tables of pandas": """
def one_pass(chunks, threshold, edges):
    walls = [-np.inf, *edges, np.inf]
    bins = pd.DataFrame(0, index=range(len(edges) + 1), columns=[0, 1])
    sent = pd.DataFrame(0, index=[0, 1], columns=[False, True])
    for y, p in chunks:
        rows = pd.DataFrame({"y": np.array(y, int), "p": np.array(p, float)})
        place = pd.cut(rows["p"], walls, right=False, labels=False)
        bins = bins.add(pd.crosstab(place, rows["y"]), fill_value=0)
        sent = sent.add(pd.crosstab(rows["y"], rows["p"] >= threshold), fill_value=0)
    n, false, missed = int(sent.to_numpy().sum()), sent.loc[0, True], sent.loc[1, False]
    cost = (false + 20 * missed) / n
    variance = (false + 400 * missed - n * cost**2) / (n - 1)
    q, m = bins[1] / bins[1].sum(), bins[0] / bins[0].sum()
    return {"n": n, "positives": sent.loc[1].sum(), "cost": cost, "error": (variance / n) ** 0.5,
            "auc": (q * (m.cumsum() - m / 2)).sum(skipna=False), "bound": (q * m).sum(skipna=False) / 2}
""",
        "with np.histogram, and a merge of two counts": """
def one_pass(chunks, threshold, edges):
    walls = [-np.inf, *edges, np.inf]
    kept = {"n": 0, "positives": 0, "sum": 0.0, "sum2": 0.0, 0: 0, 1: 0}
    for y, p in chunks:
        y, p = np.array(y), np.array(p)
        if len(y) == 0:
            continue
        c = costs(y, p >= threshold)
        kept["n"] += len(y)
        kept["positives"] += int(y.sum())
        kept["sum"] += c.sum()
        kept["sum2"] += (c**2).sum()
        for k in (0, 1):
            kept[k] = kept[k] + np.histogram(p[y == k], walls)[0]
    n, k = kept["n"], kept["positives"]
    mean = kept["sum"] / n
    sd = np.sqrt(n / (n - 1) * (kept["sum2"] / n - mean**2))
    found = {"n": n, "positives": k, "cost": mean, "error": sd / np.sqrt(n), "auc": np.nan, "bound": np.nan}
    if 0 < k < n:
        neg, pos = kept[0] / (n - k), kept[1] / k
        found["bound"] = 0.5 * float(pos @ neg)
        found["auc"] = float(pos @ np.concatenate([[0], np.cumsum(neg)[:-1]])) + found["bound"]
    return found
""",
    },
    "exact": {
        "in another order": EXACT,
        "a set": 'exact = {"Brier score", "expected number of positives", "recall at 0.5"}',
    },
    "thresholds": {
        "over all people": THRESHOLDS,
        "a whole number of points, and half a point less": changed(
            THRESHOLDS, ("lowest(card_val)", "lowest(card_val) - 0.5")
        ),
    },
    "verdict": {
        "with the other standard deviation": VERDICT,
        "by interval_of_mean": changed(
            VERDICT,
            ("[advantage - half, advantage + half]", "interval_of_mean(b - a)"),
            ("int(np.ceil(1137 * (half / 0.05) ** 2))", "(1.96 * np.std(b - a) / 0.05) ** 2"),
        ),
    },
    "page": {
        "with pandas": PAGE,
        "with the confusion matrix": """
too_few, recalls = ["20-39"], {}
for name in slices.keys() - {"20-39"}:
    tp, fn = metrics.confusion_matrix(y_test[slices[name]], invited_test[slices[name]])[1, ::-1]
    recalls[name] = np.array([tp / (tp + fn), *wilson(tp, tp + fn)])


def rates(member):
    (tn, fp), (fn, tp) = metrics.confusion_matrix(y_test[member], invited_test[member])
    return tp / (tp + fn), fp / (fp + tn)


rates_old, rates_young = rates(slices["60+"]), rates(~slices["60+"])
""",
    },
    "holm": {
        "with pandas": HOLM,
        "with a loop for Holm's correction": changed(
            HOLM,
            (
                'shown = ["60+"]',
                "shown, left = [], sorted(p_values, key=p_values.get)\n"
                "while left and p_values[left[0]] * len(left) < 0.05:\n    shown.append(left.pop(0))",
            ),
        ),
    },
}

WRONG = {
    "metric": {
        "the Brier score": (
            changed(METRIC, ('ops.where(rival > 0, 1 - brier / rival, float("nan"))', "brier")),
            "This is the Brier score.",
        ),
        "compared with a half": (
            changed(METRIC, ("self.wy * (self.w - self.wy) / self.w**2", "0.25 + 0 * self.w")),
            "B is 1/8, the share alone gets 3/16",
        ),
        "averaged over batches": (
            changed(
                METRIC,
                ("self.w.assign(self.w + ops.sum(w))", "self.w.assign(self.w + 1.0)"),
                (
                    "self.wy.assign(self.wy + ops.sum(w * y))",
                    "share = ops.sum(w * y) / ops.sum(w)\n"
                    "        skill = 1 - ops.sum(w * (p - y) ** 2) / ops.sum(w) / (share * (1 - share))",
                ),
                (
                    "self.err.assign(self.err + ops.sum(w * (p - y) ** 2))",
                    "self.err.assign(self.err + skill)",
                ),
                ('return ops.where(rival > 0, 1 - brier / rival, float("nan"))', "return brier"),
            ),
            "After two batches",
        ),
        "never below 0": (
            changed(METRIC, ("1 - brier / rival,", "ops.maximum(1 - brier / rival, 0.0),")),
            "network in batches of 200",
        ),
        "no return": (
            changed(METRIC, ("return ops.where(rival", "ops.where(rival")),
            "Is there a `return`?",
        ),
        "assigned, not added": (
            changed(METRIC, ("self.err.assign(self.err + ", "self.err.assign(0.0 + ")),
            "After two batches",
        ),
        "an `if` that looks at a value": (
            changed(METRIC, ("        brier =", "        if self.wy == 0: return np.nan\n        brier =")),
            "as a Python `bool` is not allowed",
        ),
        "shapes as they come": (
            changed(
                METRIC,
                ("ops.ravel(y_true)", "ops.convert_to_tensor(y_true)"),
                ("ops.ravel(y_pred)", "ops.convert_to_tensor(y_pred)"),
            ),
            "Labels (4,), scores (4, 1)",
        ),
        "weights not made flat": (
            changed(METRIC, ("ops.ravel(sample_weight)", "ops.convert_to_tensor(sample_weight)")),
            "(4, 1)]: ",
        ),
        "weights forgotten": (
            changed(METRIC, ("if sample_weight is None:", "if True:")),
            "With the weights",
        ),
        "weights forgotten in the share": (
            changed(METRIC, ("ops.sum(w * y)", "ops.sum(y)")),
            "With the weights",
        ),
        "logits taken for probabilities": (
            changed(METRIC, ("if self.from_logits:", "if False:")),
            "from_logits=True: the predictions are logits",
        ),
        "minus infinity": (
            changed(METRIC, ('ops.where(rival > 0, 1 - brier / rival, float("nan"))', "1 - brier / rival")),
            "Nobody with diabetes has come: nan",
        ),
        "undefined is 0": (
            changed(METRIC, ('float("nan")', "0.0")),
            "Nobody with diabetes has come: nan",
        ),
        "only without positives": (
            changed(METRIC, ("rival > 0", "self.wy > 0")),
            "Only people with diabetes: nan.",
        ),
        "a reset that forgets one": (
            changed(METRIC, ("(self.w, self.wy, self.err)", "(self.w, self.wy)")),
            "After a reset only what came since counts.",
        ),
        "keeps the rows": (
            changed(
                METRIC,
                (
                    'self.w = self.add_weight(name="w", initializer="zeros")',
                    'self.w = self.add_weight(name="w", initializer="zeros")\n'
                    '        self.rows = self.add_weight(name="rows", shape=(100,), initializer="zeros")',
                ),
            ),
            "The metric keeps rows.",
        ),
        "Python attributes": (
            """
class BrierSkill(keras.metrics.Metric):
    def __init__(self, from_logits=False, name="brier_skill", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.from_logits = from_logits
        self.y, self.p, self.w = np.zeros(0), np.zeros(0), np.zeros(0)

    def update_state(self, y_true, y_pred, sample_weight=None):
        y, p = np.ravel(y_true), np.ravel(y_pred)
        self.y = np.append(self.y, y)
        self.p = np.append(self.p, special.expit(p) if self.from_logits else p)
        self.w = np.append(self.w, np.ones(len(y)) if sample_weight is None else np.ravel(sample_weight))

    def result(self):
        if len(set(self.y)) < 2:
            return np.nan
        return metrics.d2_brier_score(self.y, self.p, sample_weight=self.w)

    def reset_state(self):
        self.y, self.p, self.w = np.zeros(0), np.zeros(0), np.zeros(0)

    def get_config(self):
        return {**super().get_config(), "from_logits": self.from_logits}
""",
            "The metric has no variables of Keras",
        ),
        "no configuration": (
            changed(METRIC, ("config.update(from_logits=self.from_logits)", "pass")),
            "Are these still logits?",
        ),
        "the configuration says False": (
            changed(METRIC, ("config.update(from_logits=self.from_logits)", "config.update(from_logits=False)")),
            "Are these still logits?",
        ),
        "a name of its own": (
            changed(METRIC, ("super().__init__(name=name,", 'super().__init__(name="brier_skill",')),
            "name is not kept",
        ),
    },
    "skill": {
        "on test": (SKILL.replace("_val", "_test"), "The skill on the validation set"),
        "the Brier score": (
            changed(SKILL, ("metrics.d2_brier_score(y_val, score_val)", "metrics.brier_score_loss(y_val, score_val)")),
            "The skill on the validation set",
        ),
        "of the logits": (
            changed(
                SKILL,
                ("metrics.d2_brier_score(y_val, score_val)", "1 - np.mean((logit_val - y_val) ** 2) / y_val.var()"),
            ),
            "The skill on the validation set",
        ),
        "undefined counted as 0": (
            changed(SKILL, ("sum(every) / len(every)", "sum(every) / (len(every) + left_out)")),
            "divide by those that are left",
        ),
        "the last batch dropped": (
            changed(SKILL, ("range(0, 1137, 16)", "range(0, 1136, 16)")),
            "in how many batches is nobody",
        ),
        "batches of 32": (
            changed(SKILL, ("1137, 16", "1137, 32"), ("k + 16", "k + 32")),
            "in how many batches is nobody",
        ),
        "of the regression": (
            changed(SKILL, ("score_val[k:k + 16]", "plain_val[k:k + 16]")),
            "batches of 16 in their order",
        ),
        "all batches left out": (changed(SKILL, ("left_out += 1", "left_out += 0.5")), "in how many batches"),
        "a number for a word": (changed(SKILL, ('"below"', "-1")), "prediction is a word"),
    },
    "half": {
        "four groups": (changed(HALF, ("outside, scores_are = 5", "outside, scores_are = 4")), "does a bar cross"),
        "too low": (changed(HALF, ('"too high"', '"too low"')), "is the mean score above the share"),
        "a free word": (changed(HALF, ('"too high"', '"high"')), "is not one of the three texts"),
        "the score divided by 20": (
            changed(HALF, ("special.expit(logit_test - np.log(20))", "score_test / 20")),
            "a weight multiplies the odds",
        ),
        "the weight put in again": (
            changed(HALF, ("- np.log(20)", "+ np.log(20)")),
            "which odds become 20 times",
        ),
        "the square root of the weight": (
            changed(HALF, ("np.log(20)", "np.log(20) / 2")),
            "which odds become 20 times",
        ),
        "on validation": (
            changed(HALF, ("logit_test", "logit_val"), ("sum(score_test)", "sum(score_val)")),
            "which odds become 20 times",
        ),
        "the mean": (changed(HALF, ("sum(p_test)\n", "np.mean(p_test)\n")), "expected: the sum of the probabilities"),
        "alarms counted": (
            changed(
                HALF, ("expected_raw, expected = sum(score_test)", "expected_raw, expected = sum(score_test >= 0.5)")
            ),
            "expected_raw: the sum of the scores",
        ),
        "expected minus seen": (changed(HALF, ("(50 - expected)", "(expected - 50)")), "apart: seen minus expected"),
        "no square root": (changed(HALF, ("** 0.5", "** 1")), "apart: seen minus expected"),
        "of those on validation": (changed(HALF, ("(50 -", "(51 -")), "apart: seen minus expected"),
        "percent": (
            changed(HALF, ("special.expit(logit_test - np.log(20))", "100 * special.expit(logit_test - np.log(20))")),
            "A probability lies between 0 and 1",
        ),
        "another order": (changed(HALF, ("= False,", "= True,")), "does the order of the people change"),
        "a word for the order": (changed(HALF, ("= False,", "= 'no',")), "auc_changes is True or False"),
        "right": (
            changed(HALF, ("no deviation is shown", "the probabilities are right")),
            "a sum that fits can hide two faults",
        ),
        "wrong": (
            changed(HALF, ("no deviation is shown", "the probabilities are wrong")),
            "how often is chance that far off",
        ),
    },
    "pack": {
        "the colleague's": ("pack, unpack = colleague_pack, colleague_unpack", "of 200 people get another answer"),
        "the colleague's way, with more columns": (
            changed(
                PACK,
                (
                    '- units["center"]) / units["scale"]',
                    "- table[list(units.index)].mean()) / table[list(units.index)].std()",
                ),
            ),
            "of 200 people get another answer",
        ),
        "only scaled": (changed(PACK, (' - units["center"]', "")), "of 200 people get another answer"),
        "variance for deviation": (changed(PACK, ('/ units["scale"]', '/ units["scale"] ** 2')), "of 200 people get"),
        "logits against the threshold": (
            changed(PACK, ("1 / (1 + np.exp(-z)) >= threshold", "z >= threshold")),
            "of 200 people get another answer",
        ),
        "always one half": (
            changed(PACK, ('threshold = float(np.load(folder / "threshold.npy"))', "threshold = 0.5")),
            "Another column in the table",
        ),
        "columns by place": (
            changed(
                PACK,
                (
                    "table[list(units.index)] -",
                    "table[[c for c in table if c in units.index]].set_axis(units.index, axis=1) -",
                ),
            ),
            "The columns may stand in any order",
        ),
        "features of the notebook": (
            changed(PACK, ("table[list(units.index)]", "table[features]")),
            "Without the variables of this notebook",
        ),
        "center of the notebook": (
            changed(PACK, ('- units["center"]', "- globals()['center']")),
            "Without the variables of this notebook",
        ),
        "greater than": (changed(PACK, (">= threshold", "> threshold")), "at the threshold, so invited"),
        "a column for each": (
            changed(PACK, ("[:, 0]\n", "\n")),
            "One value for each of 200 people",
        ),
        "no return": (changed(PACK, ("    return invite\n", "")), "Is there a `return`?"),
        "numbers for truth values": (
            changed(
                PACK, ("return 1 / (1 + np.exp(-z)) >= threshold", "return (1 / (1 + np.exp(-z)) >= threshold) * 1")
            ),
            "The answers are True or False",
        ),
        "changes the table": (
            changed(
                PACK,
                (
                    "        x = (table[list(units.index)] - ",
                    "        table['age'] = table.get('age', 0) * 1.0\n        x = (table[list(units.index)] - ",
                ),
            ),
            "The table that was given has changed",
        ),
        "the path of the first folder": (
            changed(
                PACK,
                ("    return invite\n", "    global there\n    there = folder\n    return invite\n"),
                (
                    "    def invite(table):\n",
                    "    def invite(table):\n        units = pd.read_pickle(folder / 'units.pkl')\n",
                ),
            ),
            "units.pkl",
        ),
    },
    "clinic": {
        "all of the first 30 together": (
            changed(
                CLINIC,
                ("np.sum([colleague_invite(test.iloc[[k]]) for k in range(30)])", "colleague_invite(test[:30]).sum()"),
            ),
            "call colleague_invite 30 times",
        ),
        "exchanged": (
            CLINIC + "young, young_right = young_right, young",
            "young_right: score_test at 0.5",
        ),
        "under 41": (changed(CLINIC, ("to_numpy() < 40", "to_numpy() <= 40")), "young_right: score_test at 0.5"),
        "young out of the whole table": (
            changed(
                CLINIC,
                ('int(sum(colleague_invite(test[test["age"] < 40])))', "int(sum(colleague_invite(test) & of_young))"),
            ),
            "one call of colleague_invite",
        ),
        "all people": (changed(CLINIC, ("mine[:30].sum()", "mine.sum()")), "Of the first 30 people only"),
        "a share": (changed(CLINIC, ("mine[:30].sum()", "mine[:30].mean()")), "A number of people"),
        "on validation": (changed(CLINIC, ("mine = score_test", "mine = score_val")), "alone_right: score_test at 0.5"),
    },
    "pass": {
        "no return": (changed(PASS, ("return dict(", "dict(")), "one_pass returns a dictionary"),
        "a name is missing": (changed(PASS, (", bound=bound)", ")")), "Not in the dictionary: ['bound']"),
        "the last chunk only": (
            changed(PASS, ("    for y, p in chunks:\n", "    for y, p in chunks:\n        n = k = fp = fn = 0\n")),
            "5 people, 2 of them with",
        ),
        "the last chunk is left out": (
            changed(PASS, ("for y, p in chunks:", "for y, p in list(chunks)[:-1]:")),
            "5 people, 2 of them with",
        ),
        "greater than the threshold": (
            changed(PASS, ("value >= threshold", "value > threshold"), ("value < threshold", "value <= threshold")),
            "mean 4.4",
        ),
        "costs exchanged": (changed(PASS, ("20 * fn + fp", "20 * fp + fn")), "mean 4.4"),
        "the sum of the costs": (changed(PASS, ("cost=mean", "cost=mean * n")), "mean 4.4"),
        "the standard deviation": (changed(PASS, ("(var / n) ** 0.5", "var**0.5")), "The standard error is 3.9064"),
        "the variance of the sum": (changed(PASS, ("(var / n) ** 0.5", "var / n")), "The standard error is 3.9064"),
        "whole numbers of the first chunk only": (
            changed(PASS, ("(400 * fn + fp - n * mean**2)", "(400 * fn + fp - 5 * mean**2)")),
            "error in chunks of",
        ),
        "ddof 0": (changed(PASS, ("/ (n - 1)", "/ n")), "The standard error is 3.9064"),
        "the chunks are looked at twice": (
            changed(
                PASS,
                ("    n = k = fp = fn = 0\n", "    n, k, fp, fn = sum(len(y) for y, _ in chunks), 0, 0, 0\n"),
                ("            n += 1\n", ""),
            ),
            "Wrong counts.",
        ),
        "ties inside a bin are forgotten": (changed(PASS, ("(below + b / 2)", "below")), "The edge 0.375"),
        "the pairs inside a bin are all right": (changed(PASS, ("(below + b / 2)", "(below + b)")), "The edge 0.375"),
        "from the highest bin": (changed(PASS, ("zip(pos, neg)", "zip(pos[::-1], neg[::-1])")), "The edge 0.375"),
        "twice the bound": (changed(PASS, ("bound += a * b / 2", "bound += a * b")), "The edge 0.375"),
        "an edge belongs below": (changed(PASS, ("edge <= value", "edge < value")), "0.5 equals the edge"),
        "0 for nan": (changed(PASS, ('float("nan")', "0.0")), "auc and bound are nan"),
        "nan without positives only": (
            changed(
                PASS,
                ("if k == 0 or k == n:", "if k == 0:"),
                ("auc / (k * (n - k))", "auc / max(1, k * (n - k))"),
                ("bound / (k * (n - k))", "bound / max(1, k * (n - k))"),
            ),
            "Nobody with the label 0: nan",
        ),
        "keeps the chunks": (
            changed(PASS, ("    n = k = fp", "    chunks = list(chunks)\n    n = k = fp")),
            "It keeps the rows.",
        ),
        "keeps the rows": (
            """
def one_pass(chunks, threshold, edges):
    chunks = [(np.array(y, int), np.array(p, float)) for y, p in chunks]
    y, p = (np.concatenate(parts) for parts in zip(*chunks))
    c, place = costs(y, p >= threshold), np.searchsorted(edges, p, side="right")
    a, b = (np.bincount(place[y == k], minlength=len(edges) + 1) / sum(y == k) for k in (1, 0))
    return {"n": len(y), "positives": y.sum(), "cost": c.mean(), "error": c.std(ddof=1) / len(c) ** 0.5,
            "auc": sum(a * (np.cumsum(b) - b / 2)), "bound": a @ b / 2}
""",
            "It keeps the rows.",
        ),
    },
    "exact": {
        "the AUC": (changed(EXACT, ("exact = [", 'exact = ["AUC", ')), "Is the order of two people"),
        "average precision": (changed(EXACT, ("exact = [", 'exact = ["average precision", ')), "Is the order of two"),
        "the median": (
            changed(EXACT, ("exact = [", 'exact = ["median of the probabilities", ')),
            "Is the median of all",
        ),
        "without the Brier score": (changed(EXACT, (', "Brier score"', "")), "What is missing?"),
        "without the recall": (changed(EXACT, ('"recall at 0.5", ', "")), "What is missing?"),
        "one text": ('exact = "Brier score"', "exact is a list of texts"),
        "a text of one's own": ('exact = ["Brier"]', "The texts are"),
    },
    "thresholds": {
        "on test": (THRESHOLDS.replace("_val", "_test"), "on validation. That is not the lowest"),
        "the Bayes threshold of probabilities": (
            changed(THRESHOLDS, ("lowest(score_val),", "1 / 21,")),
            "on validation. That is not the lowest",
        ),
        "one half": (changed(THRESHOLDS, ("lowest(score_val),", "0.5,")), "on validation. That is not the lowest"),
        "the highest cost": (changed(THRESHOLDS, ("min(best", "max(best")), "on validation. That is not the lowest"),
        "greater than": (
            changed(THRESHOLDS, ("values >= t", "values > t")),
            "on validation. That is not the lowest",
        ),
        "costs exchanged": (
            changed(THRESHOLDS, ("costs(y_val, values >= t)", "costs(1 - y_val, values < t)")),
            "on validation. That is not the lowest",
        ),
        "four points": (changed(THRESHOLDS, ("lowest(card_val)", "4")), "on validation. That is not the lowest"),
        "a percentage": (changed(THRESHOLDS, ("lowest(score_val)", "100 * lowest(score_val)")), "from 0 to 1"),
        "more points than there are": (changed(THRESHOLDS, ("lowest(card_val)", "50")), "from 0 to 9"),
    },
    "verdict": {
        "on validation": (VERDICT.replace("_test", "_val"), "advantage: cost of the card minus"),
        "network minus card": (
            changed(VERDICT, ("advantage, half = (b - a).mean()", "advantage, half = (a - b).mean()")),
            "advantage: cost of the card minus",
        ),
        "in all": (
            changed(
                VERDICT,
                (
                    "(b - a).mean(), 1.96 * (b - a).std() / len(a) ** 0.5",
                    "(b - a).sum(), 1.96 * (b - a).std() * len(a) ** 0.5",
                ),
            ),
            "advantage: cost of the card minus",
        ),
        "people as independent": (
            changed(VERDICT, ("(b - a).std()", "(a.var() + b.var()) ** 0.5")),
            "interval_of_mean of one difference for each person",
        ),
        "one standard error": (changed(VERDICT, ("1.96 * ", "")), "interval_of_mean of one difference"),
        "the ends exchanged": (
            changed(VERDICT, ("[advantage - half, advantage + half]", "[advantage + half, advantage - half]")),
            "The interval holds the advantage",
        ),
        "one number": (changed(VERDICT, ("[advantage - half, advantage + half]", "half")), "is a pair: (low, high)"),
        "the network": (changed(VERDICT, ('"open"', '"network"')), "is the whole interval on one side of 0"),
        "the card": (changed(VERDICT, ('"open"', '"card"')), "is the whole interval on one side of 0"),
        "the same": (changed(VERDICT, ('"open"', '"the same"')), "is not 'network', 'card', 'open'"),
        "the network alone": (changed(VERDICT, ('["card", "network"]', '["network"]')), "nobody invited costs 20"),
        "neither": (changed(VERDICT, ('["card", "network"]', "[]")), "nobody invited costs 20"),
        "a text": (changed(VERDICT, ('["card", "network"]', '"card"')), "better_than_nobody is a list"),
        "no square": (changed(VERDICT, ("(half / 0.05) ** 2", "(half / 0.05)")), "four times the people"),
        "the length for the half": (changed(VERDICT, ("(half / 0.05) ** 2", "(2 * half / 0.05) ** 2")), "four times"),
        "cases for people": (changed(VERDICT, ("1137 * (half", "50 * (half")), "four times the people"),
    },
    "page": {
        "all people counted": (
            changed(
                PAGE, ("part = ill[ill[name]]\n    if", "part = ill[ill[name]]\n    if slices[name].sum() < 300 or")
            ),
            "count the people with diabetes",
        ),
        "ten is too few": (
            changed(PAGE, ("len(part) < 10", "len(part) < 23")),
            "count the people with diabetes",
        ),
        "precision": (
            changed(
                PAGE,
                ('ill = table[table["y"] == 1]', 'ill = table[table["y"] == 1]\nalarms = table[table["a"]]'),
                (
                    'recalls[name] = [part["a"].mean(), *wilson(part["a"].sum(), len(part))]',
                    'p2 = alarms[alarms[name]]["y"]\n        recalls[name] = [p2.mean(), *wilson(p2.sum(), len(p2))]',
                ),
            ),
            "of those with diabetes, how many are invited?",
        ),
        "the interval of all": (
            changed(PAGE, ('*wilson(part["a"].sum(), len(part))', "*wilson(36, 50)")),
            "of those with diabetes, how many are invited?",
        ),
        "two numbers": (
            changed(PAGE, ('[part["a"].mean(), *wilson', "[*wilson")),
            "(recall, low, high)",
        ),
        "rates exchanged": (changed(PAGE, ("for k in (1, 0)]", "for k in (0, 1)]")), "of those with diabetes, and of"),
        "counts for rates": (
            changed(PAGE, ('(table["y"] == k)].mean()', '(table["y"] == k)].sum()')),
            "A pair of shares",
        ),
    },
    "holm": {
        "all against the slice": (
            changed(
                HOLM,
                (
                    'pd.crosstab(ill[name], ill["a"])',
                    "[[ill['a'][ill[name]].sum(), (~ill['a'][ill[name]]).sum()], [36, 14]]",
                ),
            ),
            "found and missed, in the slice",
        ),
        "with the healthy": (
            changed(HOLM, ('pd.crosstab(ill[name], ill["a"])', "pd.crosstab(slices[name], invited_test)")),
            "found and missed, in the slice",
        ),
        "one-sided": (
            changed(HOLM, ('ill["a"]))[1]', 'ill["a"]), alternative="less")[1]')),
            "found and missed, in the slice",
        ),
        "five comparisons": (
            changed(HOLM, ('["men", "40-59"', '["men", "20-39", "40-59"')),
            "p_values has",
        ),
        "nothing is shown": (changed(HOLM, ('shown = ["60+"]', "shown = []")), "the smallest p against 0.05/4"),
        "two are shown": (changed(HOLM, ('shown = ["60+"]', 'shown = ["60+", "40-59"]')), "the smallest p against"),
        "one text": (changed(HOLM, ('shown = ["60+"]', 'shown = "60+"')), "shown is a list of names"),
    },
}

NO_MISTAKE = {
    "pass": {
        "line 10: np.add.at(bins, (y, np.searchsorted(edges, p, side='right')), 2)": "only shares of the bins count",
        "line 4: bins = np.zeros((2, len(edges) + 2))": "one more bin, which stays empty",
    },
}
