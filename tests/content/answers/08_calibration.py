"""Answers to problem set 8 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "forecasts": {
        "sums of the lists": """
expected_careful, expected_bold = sum(careful), np.sum(bold)
calibrated = "careful"
""",
        "with a pencil, rounded": """
expected_careful = 5
expected_bold = 4.002
kept = {0.8: 4 / 5, 0.2: 1 / 5}
calibrated = "careful" if all(abs(p - share) < 1e-9 for p, share in kept.items()) else "neither"
""",
    },
    "scores": {
        "scikit-learn, and infinity by hand": """
prediction_brier, prediction_log_loss = "careful", "careful"
brier_careful = metrics.brier_score_loss(rain, careful)
brier_bold = metrics.brier_score_loss(rain, bold)
log_loss_careful, log_loss_bold = metrics.log_loss(rain, careful), metrics.log_loss(rain, bold)
log_loss_certain = float("inf")
""",
        "a loop, rounded": """
import math
prediction_brier = "bold"
prediction_log_loss = "careful"
squares, logs = {}, {}
for name, p in [("careful", careful), ("bold", bold)]:
    squares[name] = logs[name] = 0
    for wet, said in zip(rain, p):
        squares[name] += (said - wet) ** 2 / 10
        logs[name] -= math.log(said if wet else 1 - said) / 10
brier_careful, brier_bold = round(squares["careful"], 3), round(squares["bold"], 3)
log_loss_careful, log_loss_bold = round(logs["careful"], 3), round(logs["bold"], 3)
log_loss_certain = np.mean(log_penalties(rain, np.array(bold) > 0.5))
""",
        "the formula with both terms, and single precision": """
prediction_brier, prediction_log_loss = "bold", "careful"
y = np.array(rain, dtype="float32")
c, b = np.array(careful, "float32"), np.array(bold, "float32")
brier_careful, brier_bold = ((c - y) ** 2).mean(), ((b - y) ** 2).mean()
log_loss_careful = -(y * np.log(c) + (1 - y) * np.log(1 - c)).mean()
log_loss_bold = -(y * np.log(b) + (1 - y) * np.log(1 - b)).mean()
log_loss_certain = -np.log(0)
""",
    },
    "undo": {
        "in 32 bits": """
def undo_undersampling(p, kept):
    if not 0 < kept <= 1:
        raise ValueError("kept is no share above 0")
    p = np.array(p, dtype=np.float32)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("p is no probability")
    return kept * p / (1 - (1 - kept) * p)
""",
        "by the odds, 1 apart": """
def undo_undersampling(p, kept):
    if kept <= 0 or kept > 1 or kept != kept:
        raise ValueError(f"kept is {kept}")
    p = np.array(p, dtype=float)
    if np.isnan(p).any() or p.min() < 0 or p.max() > 1:
        raise ValueError(f"p: {p}")
    new = np.ones(len(p))
    below = p < 1
    odds = kept * p[below] / (1 - p[below])
    new[below] = odds / (1 + odds)
    return new
""",
        "a loop that counts drivers": """
def undo_undersampling(p, kept):
    if not (kept > 0 and kept <= 1):
        raise ValueError("The share `kept` must be above 0 and at most 1.")
    new = []
    for value in p:
        if not 0 <= value <= 1:
            raise ValueError("p has a value that is no probability")
        survivors = (1 - value) / kept
        new.append(value / (value + survivors))
    return np.array(new)
""",
        "by the logits, which NumPy takes to infinity and back": """
def undo_undersampling(p, kept):
    if not 0 < kept <= 1:
        raise ValueError("kept")
    if not all(0 <= value <= 1 for value in p):
        raise ValueError("p")
    return special.expit(special.logit(np.asarray(p, float)) + np.log(kept))
""",
    },
    "registries-answer": {
        "lists, rounded to whole deaths where it does no harm": """
a, b = undo_undersampling(p_registry["A"], 0.1), undo_undersampling(p_registry["B"], 0.1)
promised_a = [round(float(a[slow_test].sum()), 1), round(float(a[~slow_test].sum()), 1)]
promised_b = [round(float(b[slow_test].sum()), 1), round(float(b[~slow_test].sum()), 1)]
honest = "A"
""",
        "bincount, and a verdict that is computed": """
honest, promised = [], {}
for name in "AB":
    p = undo_undersampling(p_registry[name].tolist(), 0.1)
    promised[name] = np.bincount(~slow_test, weights=p)
    sd = np.sqrt(np.bincount(~slow_test, weights=p * (1 - p)))
    if np.all(np.abs(np.bincount(~slow_test, weights=y_test) - promised[name]) < 1.96 * sd):
        honest.append(name)
promised_a, promised_b = promised["A"], promised["B"]
honest = {0: "neither", 1: "".join(honest), 2: "both"}[len(honest)]
""",
    },
    "platt": {
        "a weak penalty, newton": """
def platt(p_fit, y_fit, p_new):
    z = np.log(np.array(p_fit) / (1 - np.array(p_fit)))
    z_new = np.log(np.array(p_new) / (1 - np.array(p_new)))
    model = LogisticRegression(C=1e9, solver="newton-cholesky").fit(z[:, np.newaxis], np.array(y_fit))
    return model.predict_proba(z_new[:, np.newaxis])[:, 1]
""",
        "the smallest log loss, found by SciPy": """
def platt(p_fit, y_fit, p_new):
    z, y = special.logit(p_fit), np.asarray(y_fit)
    def loss(ab):
        return np.mean(np.logaddexp(0, np.where(y == 1, -1, 1) * (ab[0] * z + ab[1])))
    a, b = optimize.minimize(loss, [1.0, 0.0]).x
    return special.expit(a * special.logit(p_new) + b)
""",
        "penalty=None, about which scikit-learn warns": """
def platt(p_fit, y_fit, p_new):
    model = LogisticRegression(penalty=None)
    model.fit(special.logit(np.reshape(p_fit, (-1, 1))), y_fit)
    return model.predict_proba(special.logit(np.reshape(p_new, (-1, 1))))[:, 1]
""",
    },
    "harm": {
        "the intervals by hand": """
few = p_test < 0.01
low_promised = sum(p_colleague[few])
low_seen = int(sum(y_test[few]))
changes = []
for p in [p_colleague, platt(p_val, y_val, p_test)]:
    d = np.where(y_test == 1, np.log(p_test / p), np.log((1 - p_test) / (1 - p)))
    half = 1.96 * d.std(ddof=1) / len(d) ** 0.5
    changes.append([d.mean(), d.mean() - half, d.mean() + half])
change_colleague, change_platt = changes
harm_shown = True
""",
        "rounded, with NumPy's bool": """
few = np.flatnonzero(p_test < 0.01)
low_promised = round(p_colleague[few].sum(), 2)
low_seen = float(y_test[few].sum())
ours = log_penalties(y_test, p_test)
change_colleague = np.round(paired(log_penalties(y_test, p_colleague), ours), 5)
change_platt = np.round(paired(log_penalties(y_test, platt(p_val, y_val, p_test)), ours), 5)
harm_shown = change_colleague[1] > 0
""",
    },
    "diagrams": {
        "in one line": """
change_a, change_b, change_c, change_d = (
    "temperature above 1", "shift down", "temperature below 1", "none shown")
""",
        "by the slope and the shift of a fit to the tables": """
found = {}
for name in "ABCD":
    k, n = np.array(ill[name]), np.array(patients[name])
    z = np.tile(special.logit(p_given), 2)[:, None]
    model = LogisticRegression(C=np.inf).fit(z, np.repeat([1, 0], 10), np.concatenate([k, n - k]))
    a, b = model.coef_[0, 0], model.intercept_[0]
    if abs(b) > 0.5:
        found[name] = "shift up" if b > 0 else "shift down"
    elif n.sum() < 1000:
        found[name] = "none shown"
    else:
        found[name] = "temperature above 1" if a < 1 else "temperature below 1"
change_a, change_b, change_c, change_d = found.values()
""",
    },
    "ece": {
        "loops over lists": """
def table_ece(p, n, k):
    total = 0
    for chance, number, positives in zip(p, n, k):
        if number:
            total += number / sum(n) * abs(positives / number - chance)
    return total

def drawn_range(name):
    draws = np.random.default_rng(7).binomial(patients[name], p_given, (10_000, 10))
    return np.percentile([table_ece(p_given, patients[name], k) for k in draws], [2.5, 97.5])

range_c, range_d = drawn_range("C"), drawn_range("D")
shown_off = "C"
""",
        "drawn column by column, with another seed": """
def table_ece(p, n, k):
    return sum(abs(a - b * c) for a, b, c in zip(k, n, p)) / sum(n)

np.random.seed(3)
ranges = {}
for name in "CD":
    k = np.array([np.random.binomial(n, p, 30_000) for n, p in zip(patients[name], p_given)])
    off = np.abs(k - (np.array(patients[name]) * p_given)[:, None]).sum(axis=0) / sum(patients[name])
    ranges[name] = tuple(np.quantile(off, [0.025, 0.975]))
range_c, range_d = ranges["C"], ranges["D"]
above = [name for name in "CD" if table_ece(p_given, patients[name], ill[name]) > ranges[name][1]]
shown_off = "C" if above == ["C"] else "D" if above == ["D"] else "both" if above else "neither"
""",
    },
    "shift": {
        "halving": """
def fitted_shift(p, y_true):
    low, high = -40.0, 40.0
    for _ in range(80):
        middle = (low + high) / 2
        odds = np.exp(middle) * np.array(p) / (1 - np.array(p))
        if np.sum(odds / (1 + odds)) < np.sum(y_true):
            low = middle
        else:
            high = middle
    return middle
""",
        "the smallest log loss": """
def fitted_shift(p, y_true):
    z, y = special.logit(np.array(p)), np.array(y_true)
    return optimize.minimize_scalar(lambda b: np.mean(np.logaddexp(0, z + b) - y * (z + b))).x
""",
    },
    "gains": {
        "a loop over drivers and a dictionary": """
shifts = {g: fitted_shift(p_val[group_val == g], y_val[group_val == g]) for g in set(group_val.tolist())}
def change(y, p, b):
    after = special.expit(special.logit(p) + b)
    return paired(log_penalties(y, after), log_penalties(y, p))
b = fitted_shift(p_val, y_val)
one_val, one_test = change(y_val, p_val, b), change(y_test, p_test, b)
groups_val = change(y_val, p_val, [shifts[g] for g in group_val.tolist()])
groups_test = change(y_test, p_test, [shifts[g] for g in group_test.tolist()])
""",
        "by the odds, filled group by group, rounded": """
after = {"one_val": p_val.copy(), "one_test": p_test.copy(), "g_val": p_val.copy(), "g_test": p_test.copy()}
def move(p, b):
    return p * np.exp(b) / (1 - p + p * np.exp(b))
for name, p in [("one_val", p_val), ("one_test", p_test)]:
    after[name] = move(p, fitted_shift(p_val, y_val))
for g in np.unique(group_val):
    b = fitted_shift(p_val[group_val == g], y_val[group_val == g])
    after["g_val"][group_val == g] = move(p_val[group_val == g], b)
    after["g_test"][group_test == g] = move(p_test[group_test == g], b)
one_val = np.round(paired(log_penalties(y_val, after["one_val"]), log_penalties(y_val, p_val)), 5)
one_test = np.round(paired(log_penalties(y_test, after["one_test"]), log_penalties(y_test, p_test)), 5)
groups_val = np.round(paired(log_penalties(y_val, after["g_val"]), log_penalties(y_val, p_val)), 5)
groups_test = np.round(paired(log_penalties(y_test, after["g_test"]), log_penalties(y_test, p_test)), 5)
""",
    },
    "claims": {
        "read off, rounded": """
apart_network, apart_shift = 3.02, 1.09
network_too_low, shift_too_low, groups_help = True, False, False
""",
        "a function, and NumPy's bools": """
def apart(p):
    return (sum(y_test) - sum(p)) / sum(p * (1 - p)) ** 0.5
apart_network = apart(p_test)
apart_shift = apart(special.expit(special.logit(p_test) + fitted_shift(p_val, y_val)))
network_too_low = np.abs(apart_network) > 1.96
shift_too_low = np.abs(apart_shift) > 1.96
groups_help = np.all(np.array(groups_test) < 0)
""",
    },
}

UNDO_CHECKS = """
def undo_undersampling(p, kept):
    if not 0 < kept <= 1:
        raise ValueError("kept")
    if not all(0 <= value <= 1 for value in p):
        raise ValueError("p")
    p = np.array(p, dtype=float)
"""
PLATT = """
def platt(p_fit, y_fit, p_new):
    z_fit, z_new = special.logit(p_fit).reshape(-1, 1), special.logit(p_new).reshape(-1, 1)
"""
HARM = """
low = p_test < 0.01
low_promised, low_seen = p_colleague[low].sum(), y_test[low].sum()
before = log_penalties(y_test, p_test)
change_colleague = paired(log_penalties(y_test, p_colleague), before)
change_platt = paired(log_penalties(y_test, platt(p_val, y_val, p_test)), before)
harm_shown = True
"""
TABLE = """
def table_ece(p, n, k):
    p, n, k = np.array(p), np.array(n), np.array(k)
    return np.abs(k - n * p).sum() / n.sum()
"""
RANGES = """
def drawn(name, p=p_given):
    k = np.random.default_rng(5).binomial(patients[name], p, (10_000, 10))
    return np.abs(k - patients[name] * p_given).sum(axis=1) / sum(patients[name])

range_c, range_d = (np.quantile(drawn(name), [0.025, 0.975]) for name in "CD")
shown_off = "C"
"""
GAINS = """
b = fitted_shift(p_val, y_val)
each = np.array([fitted_shift(p_val[group_val == g], y_val[group_val == g]) for g in range(24)])
def change(y, p, b):
    return paired(log_penalties(y, special.expit(special.logit(p) + b)), log_penalties(y, p))
one_val, one_test = change(y_val, p_val, b), change(y_test, p_test, b)
groups_val, groups_test = change(y_val, p_val, each[group_val]), change(y_test, p_test, each[group_test])
"""
CLAIMS = """
def apart(p):
    return (y_test.sum() - p.sum()) / np.sqrt(np.sum(p * (1 - p)))

apart_network = apart(p_test)
apart_shift = apart(special.expit(special.logit(p_test) + fitted_shift(p_val, y_val)))
network_too_low, shift_too_low, groups_help = True, False, False
"""

WRONG = {
    "forecasts": {
        "the days on which rain is more probable than not": (
            'expected_careful, expected_bold, calibrated = 5, 4, "careful"',
            "a day with 0.001 promises a little rain as well",
        ),
        "shares in the place of numbers": (
            'expected_careful, expected_bold, calibrated = 0.5, 0.4002, "careful"',
            "expected_careful is a number of days",
        ),
        "the sums are taken for the whole": (
            'expected_careful, expected_bold, calibrated = 5.0, 4.002, "both"',
            "Take each probability by itself",
        ),
        "a day too many": (
            'expected_careful, expected_bold, calibrated = 5.0, 4.003, "careful"',
            "expected_bold: a day with 0.001",
        ),
        "right more often is taken for calibrated": (
            'expected_careful, expected_bold, calibrated = 5.0, 4.002, "bold"',
            "Take each probability by itself",
        ),
        "the days of rain are added": (
            'expected_careful, expected_bold, calibrated = np.dot(rain, careful), np.dot(rain, bold), "careful"',
            "add up the ten probabilities of the careful service",
        ),
        "True in the place of a text": (
            "expected_careful, expected_bold, calibrated = 5.0, 4.002, True",
            "calibrated is one of",
        ),
    },
    "scores": {
        "scikit-learn's clipped value": (
            """
prediction_brier, prediction_log_loss = "bold", "bold"
brier_careful, brier_bold = metrics.brier_score_loss(rain, careful), metrics.brier_score_loss(rain, bold)
log_loss_careful, log_loss_bold = metrics.log_loss(rain, careful), metrics.log_loss(rain, bold)
log_loss_certain = metrics.log_loss(rain, np.round(bold))
""",
            "It said 0 to a day with rain",
        ),
        "the formula with 0 times infinity": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
y, c, b, s = np.array(rain), np.array(careful), np.array(bold), np.round(bold)
brier_careful, brier_bold = np.mean((c - y) ** 2), np.mean((b - y) ** 2)
log_loss_careful = -np.mean(y * np.log(c) + (1 - y) * np.log(1 - c))
log_loss_bold = -np.mean(y * np.log(b) + (1 - y) * np.log(1 - b))
log_loss_certain = -np.mean(y * np.log(s) + (1 - y) * np.log(1 - s))
""",
            "0 times log(0) is nan",
        ),
        "sums in the place of means": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
brier_careful, brier_bold = 1.6, 0.998
log_loss_careful, log_loss_bold, log_loss_certain = 5.004, 6.917, np.inf
""",
            "A Brier score lies between 0 and 1, but brier_careful is 1.6",
        ),
        "the logarithm to the base 2": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
brier_careful, brier_bold = 0.16, 0.0998
log_loss_careful = np.mean(log_penalties(rain, careful)) / np.log(2)
log_loss_bold = np.mean(log_penalties(rain, bold)) / np.log(2)
log_loss_certain = np.inf
""",
            "the mean of ten natural logarithms",
        ),
        "the log of the probability of rain on every day": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
brier_careful, brier_bold = 0.16, 0.0998
log_loss_careful, log_loss_bold = -np.mean(np.log(careful)), -np.mean(np.log(bold))
log_loss_certain = np.inf
""",
            "log_loss_careful: the mean of ten natural logarithms",
        ),
        "the absolute error": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
brier_careful = np.mean(np.abs(np.array(careful) - rain))
brier_bold = np.mean(np.abs(np.array(bold) - rain))
log_loss_careful, log_loss_bold, log_loss_certain = 0.5004, 0.6917, np.inf
""",
            "brier_careful: the mean of the ten squared distances",
        ),
        "the two services exchanged": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
brier_careful, brier_bold = 0.0998, 0.16
log_loss_careful, log_loss_bold, log_loss_certain = 0.6917, 0.5004, np.inf
""",
            "brier_careful: the mean of the ten",
        ),
        "the two scores exchanged": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
brier_careful, brier_bold = 0.5004, 0.6917
log_loss_careful, log_loss_bold, log_loss_certain = 0.16, 0.0998, np.inf
""",
            "Exchanged?",
        ),
        "the largest logarithm forgotten": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
brier_careful, brier_bold = 0.16, 0.0998
log_loss_careful, log_loss_bold, log_loss_certain = 0.5004, 0.0010005, np.inf
""",
            "log_loss_bold: the mean of ten natural logarithms",
        ),
        "without the minus": (
            """
prediction_brier, prediction_log_loss = "bold", "careful"
brier_careful, brier_bold = 0.16, 0.0998
log_loss_careful, log_loss_bold, log_loss_certain = -0.5004, -0.6917, np.inf
""",
            "These two log losses are positive and finite",
        ),
        "a prediction about neither": (
            """
prediction_brier, prediction_log_loss = "bold", "the same"
brier_careful, brier_bold = 0.16, 0.0998
log_loss_careful, log_loss_bold, log_loss_certain = 0.5004, 0.6917, np.inf
""",
            "A prediction is 'careful' or 'bold'",
        ),
    },
    "undo": {
        "the probability is multiplied": (UNDO_CHECKS + "    return p * kept\n", "This is p times kept"),
        "divided in the place of multiplied": (
            UNDO_CHECKS + "    return p / (p + kept * (1 - p))\n",
            "deaths become rarer",
        ),
        "the odds are returned": (UNDO_CHECKS + "    return kept * p / (1 - p)\n", "1 chance in 11"),
        "the odds are squared in kept": (
            UNDO_CHECKS + "    return kept**2 * p / (kept**2 * p + 1 - p)\n",
            "1 chance in 11",
        ),
        "kept of the visible example": (
            UNDO_CHECKS + "    return 0.1 * p / (0.1 * p + 1 - p)\n",
            "kept = 0.02: p = ",
        ),
        "1 gives 0/0": (
            UNDO_CHECKS + "    odds = kept * p / (1 - p)\n    return odds / (1 + odds)\n",
            "0 stays 0 and 1 stays 1",
        ),
        "moved away from 0 and 1": (
            UNDO_CHECKS
            + "    p = np.clip(p, 1e-6, 1 - 1e-6)\n    return special.expit(special.logit(p) + np.log(kept))\n",
            "0 stays 0 and 1 stays 1",
        ),
        "rounded": (
            UNDO_CHECKS + "    return np.round(kept * p / (kept * p + 1 - p), 6)\n",
            "kept = 0.02: p = [0.001] must become",
        ),
        "the mean of the probabilities": (
            UNDO_CHECKS + "    return np.mean(kept * p / (kept * p + 1 - p))\n",
            "Three probabilities are wanted",
        ),
        "the list itself is changed": (
            UNDO_CHECKS.replace("    p = np.array(p, dtype=float)\n", "")
            + "    for i in range(len(p)):\n        p[i] = kept * p[i] / (kept * p[i] + 1 - p[i])\n"
            + "    return np.array(p)\n",
            "Leave p as it is",
        ),
        "printed and not returned": (
            UNDO_CHECKS + "    print(kept * p / (kept * p + 1 - p))\n",
            "Is there a `return`?",
        ),
        "nothing is checked": (
            """
def undo_undersampling(p, kept):
    p = np.asarray(p)
    return kept * p / (kept * p + 1 - p)
""",
            "kept 0: a ValueError was expected",
        ),
        "0 passes": (
            UNDO_CHECKS.replace("0 < kept", "0 <= kept") + "    return kept * p / (kept * p + 1 - p)\n",
            "kept 0: a ValueError was expected",
        ),
        "a percentage passes": (
            UNDO_CHECKS.replace("0 < kept <= 1", "0 < kept") + "    return kept * p / (kept * p + 1 - p)\n",
            "kept 1.5: a ValueError was expected",
        ),
        "1 is refused": (
            UNDO_CHECKS.replace("kept <= 1", "kept < 1") + "    return kept * p / (kept * p + 1 - p)\n",
            "kept",
        ),
        "a p of 0 or 1 is refused": (
            UNDO_CHECKS.replace("0 <= value <= 1", "0 < value < 1") + "    return kept * p / (kept * p + 1 - p)\n",
            "p",
        ),
        "nan passes": (
            UNDO_CHECKS.replace("not all(0 <= value <= 1 for", "any(value < 0 or value > 1 for")
            + "    return kept * p / (kept * p + 1 - p)\n",
            "a ValueError was expected, and not [",
        ),
        "only the last value of p is looked at": (
            UNDO_CHECKS.replace("not all(0 <= value <= 1 for value in p)", "p[-1] < 0")
            + "    return kept * p / (kept * p + 1 - p)\n",
            "p [0.2, 1.5], kept 0.1: a ValueError was expected",
        ),
        "the message names nothing": (
            UNDO_CHECKS.replace('"kept"', '"a wrong share"') + "    return kept * p / (kept * p + 1 - p)\n",
            "the message must name kept",
        ),
        "the wrong argument is named": (
            UNDO_CHECKS.replace('"p"', '"kept"') + "    return kept * p / (kept * p + 1 - p)\n",
            "the message must name p",
        ),
    },
    "registries-answer": {
        "before the repair": (
            """
promised_a, promised_b = ((p[slow_test].sum(), p[~slow_test].sum()) for p in p_registry.values())
honest = "neither"
""",
            "These are the deaths promised before the repair",
        ),
        "fast before slow": (
            """
new = [undo_undersampling(p, 0.1) for p in p_registry.values()]
promised_a, promised_b = ((p[~slow_test].sum(), p[slow_test].sum()) for p in new)
honest = "A"
""",
            "slow crashes first",
        ),
        "means in the place of sums": (
            """
new = [undo_undersampling(p, 0.1) for p in p_registry.values()]
promised_a, promised_b = ((p[slow_test].mean(), p[~slow_test].mean()) for p in new)
honest = "A"
""",
            "and not shares",
        ),
        "one sum for all": (
            """
new = [undo_undersampling(p, 0.1) for p in p_registry.values()]
promised_a, promised_b = new[0].sum(), new[1].sum()
honest = "A"
""",
            "promised_a is a pair",
        ),
        "a tenth of the sums": (
            """
promised_a, promised_b = ((0.1 * p[slow_test].sum(), 0.1 * p[~slow_test].sum()) for p in p_registry.values())
honest = "neither"
""",
            "Registry A: the sums of the repaired probabilities are",
        ),
        "each registry with its own share, counted": (
            """
new = [undo_undersampling(p_registry["A"], 0.1), undo_undersampling(p_registry["B"], 0.155)]
promised_a, promised_b = ((p[slow_test].sum(), p[~slow_test].sum()) for p in new)
honest = "A"
""",
            "Registry B: the sums of the repaired probabilities are",
        ),
        "both are trusted": (
            """
new = [undo_undersampling(p, 0.1) for p in p_registry.values()]
promised_a, promised_b = ((p[slow_test].sum(), p[~slow_test].sum()) for p in new)
honest = "both"
""",
            "How many standard deviations lie between promised and seen",
        ),
        "A is not trusted either, for not being exact": (
            """
new = [undo_undersampling(p, 0.1) for p in p_registry.values()]
promised_a, promised_b = ((p[slow_test].sum(), p[~slow_test].sum()) for p in new)
honest = "neither"
""",
            "How many standard deviations lie between promised and seen",
        ),
    },
    "platt": {
        "as the colleague has it": ("platt = repaired_by_colleague", "Look at what the model is given"),
        "probabilities without a penalty": (
            """
def platt(p_fit, y_fit, p_new):
    model = LogisticRegression(C=np.inf).fit(np.reshape(p_fit, (-1, 1)), y_fit)
    return model.predict_proba(np.reshape(p_new, (-1, 1)))[:, 1]
""",
            "Look at what the model is given",
        ),
        "logits with the penalty": (
            PLATT + "    return LogisticRegression().fit(z_fit, y_fit).predict_proba(z_new)[:, 1]\n",
            "another result?",
        ),
        "logits with a weaker penalty": (
            PLATT + "    return LogisticRegression(C=30).fit(z_fit, y_fit).predict_proba(z_new)[:, 1]\n",
            "Is there still a penalty?",
        ),
        "no intercept": (
            PLATT
            + "    model = LogisticRegression(C=np.inf, fit_intercept=False).fit(z_fit, y_fit)\n"
            + "    return model.predict_proba(z_new)[:, 1]\n",
            "Off by up to",
        ),
        "the column of survival": (
            PLATT + "    return LogisticRegression(C=np.inf).fit(z_fit, y_fit).predict_proba(z_new)[:, 0]\n",
            "Off by up to",
        ),
        "the logits of p_new forgotten": (
            PLATT
            + "    z_new = np.reshape(p_new, (-1, 1))\n"
            + "    return LogisticRegression(C=np.inf).fit(z_fit, y_fit).predict_proba(z_new)[:, 1]\n",
            "Look at what the model is given",
        ),
        "the whole table": (
            PLATT + "    return LogisticRegression(C=np.inf).fit(z_fit, y_fit).predict_proba(z_new)\n",
            "One repaired probability for each",
        ),
        "always the validation set": (
            """
def platt(p_fit, y_fit, p_new):
    model = LogisticRegression(C=np.inf).fit(special.logit(p_val).reshape(-1, 1), y_val)
    return model.predict_proba(special.logit(p_new).reshape(-1, 1))[:, 1]
""",
            "another result?",
        ),
        "a temperature": (
            """
def platt(p_fit, y_fit, p_new):
    z, y = special.logit(p_fit), np.asarray(y_fit)
    t = optimize.minimize_scalar(lambda a: np.mean(np.logaddexp(0, np.where(y == 1, -a, a) * z))).x
    return special.expit(t * special.logit(p_new))
""",
            "Off by up to",
        ),
        "the logarithm in the place of the logit": (
            """
def platt(p_fit, y_fit, p_new):
    model = LogisticRegression(C=np.inf).fit(np.log(p_fit).reshape(-1, 1), y_fit)
    return model.predict_proba(np.log(p_new).reshape(-1, 1))[:, 1]
""",
            "another result?",
        ),
        "labels in the place of probabilities": (
            PLATT + "    return LogisticRegression(C=np.inf).fit(z_fit, y_fit).predict(z_new)\n",
            "Off by up to",
        ),
    },
    "harm": {
        "the colleague's own low scores": (
            HARM.replace("low = p_test", "low = p_colleague").replace("0.01", "0.03"),
            "low_promised: the sum of p_colleague where",
        ),
        "the network's promise": (
            HARM.replace("p_colleague[low].sum(), y", "p_test[low].sum(), y"),
            "low_promised is the network's own promise",
        ),
        "a share in the place of a number of deaths": (
            HARM.replace("y_test[low].sum()", "y_test[low].mean()"),
            "low_seen counts some deaths",
        ),
        "at least 0.01": (HARM.replace("p_test < 0.01", "p_test >= 0.01"), "where the network's p_test is below 0.01"),
        "low_seen from the validation set": (
            HARM.replace("y_test[low].sum()", "y_val[p_val < 0.01].sum()"),
            "low_seen: the deaths where p_test is below 0.01",
        ),
        "before less after": (
            HARM + "change_colleague = paired(before, log_penalties(y_test, p_colleague))\nharm_shown = False\n",
            "change_colleague: test set, after less before",
        ),
        "against the right repair, not the network": (
            HARM.replace("p_colleague), before)", "p_colleague), log_penalties(y_test, platt(p_val, y_val, p_test)))"),
            "change_colleague: test set, after less before",
        ),
        "fitted on the test set": (
            HARM.replace("platt(p_val, y_val, p_test)", "platt(p_test, y_test, p_test)"),
            "change_platt: test set, after less before",
        ),
        "measured on the validation set": (
            HARM + "change_platt = paired(log_penalties(y_val, platt(p_val, y_val, p_val)), "
            "log_penalties(y_val, p_val))\n",
            "change_platt: test set, after less before",
        ),
        "Brier scores": (
            HARM + "change_platt = paired((platt(p_val, y_val, p_test) - y_test) ** 2, (p_test - y_test) ** 2)\n",
            "with log_penalties and paired",
        ),
        "the mean alone": (HARM + "change_platt = change_platt[0]\n", "mean, low and high"),
        "nothing is shown": (HARM + "harm_shown = False\n", "The interval of change_colleague lies on one side of 0"),
        "a word in the place of a verdict": (HARM + 'harm_shown = "yes"\n', "harm_shown is True or False"),
    },
    "diagrams": {
        "the temperatures exchanged": (
            """
change_a, change_c = "temperature below 1", "temperature above 1"
change_b, change_d = "shift down", "none shown"
""",
            "A: where it says 0.05, more were ill",
        ),
        "C taken for too sure": (
            """
change_a = change_c = "temperature above 1"
change_b, change_d = "shift down", "none shown"
""",
            "C: where it says 0.85, more were ill",
        ),
        "a temperature for the shift": (
            """
change_a, change_b, change_c, change_d = (
    "temperature above 1", "temperature above 1", "temperature below 1", "none shown")
""",
            "B: a temperature leaves 0.5 where it is",
        ),
        "the shift in the wrong direction": (
            """
change_a, change_b, change_c, change_d = "temperature above 1", "shift up", "temperature below 1", "none shown"
""",
            "Which way must all logits go?",
        ),
        "noise taken for a fault": (
            """
change_a, change_b, change_c, change_d = (
    "temperature above 1", "shift down", "temperature below 1", "temperature above 1")
""",
            "D: how many of its ten intervals miss the line?",
        ),
        "the right sums taken for no fault": (
            'change_a, change_b, change_c, change_d = "none shown", "shift down", "none shown", "none shown"',
            "A: where it says 0.05, more were ill",
        ),
        "other words": (
            'change_a, change_b, change_c, change_d = "overconfident", "shift down", "underconfident", "none shown"',
            "change_a is one of",
        ),
    },
    "ece": {
        "the mean over the probabilities, not weighed": (
            """
def table_ece(p, n, k):
    return np.mean(np.abs(np.array(k) / np.array(n) - p))
"""
            + RANGES,
            "weigh them",
        ),
        "errors that cancel": (
            """
def table_ece(p, n, k):
    return abs(np.sum(k) - np.dot(n, p)) / np.sum(n)
"""
            + RANGES,
            "is 0.225; yours is",
        ),
        "the largest in the place of the mean": (
            """
def table_ece(p, n, k):
    return np.max(np.abs(np.array(k) / np.array(n) - p))
"""
            + RANGES,
            "is 0.225; yours is",
        ),
        "the sum is not divided": (
            TABLE.replace(" / n.sum()", "") + RANGES,
            "is 0.225; yours is",
        ),
        "an empty group gives nan": (
            """
def table_ece(p, n, k):
    p, n, k = np.array(p), np.array(n), np.array(k)
    return np.average(np.abs(k / n - p), weights=n)
"""
            + RANGES,
            "yours is nan",
        ),
        "the number of patients of C": (
            """
def table_ece(p, n, k):
    p, n, k = np.array(p), np.array(n), np.array(k)
    return np.abs(k - n * p).sum() / (40 if n.sum() == 40 else 4000)
"""
            + RANGES,
            "yours is",
        ),
        "drawn from the shares that were seen": (
            TABLE
            + RANGES.replace(
                "drawn(name), [", "drawn(name, np.array(ill[name]) / np.array(patients[name])), ["
            ),
            "Model C: draw every k from its n and p",
        ),
        "the ends of the middle 90 %": (
            TABLE + RANGES.replace("[0.025, 0.975]", "[0.05, 0.95]"),
            "Model C: draw every k from its n and p",
        ),
        "the normal interval of the mean ECE": (
            TABLE
            + RANGES
            + "range_d = drawn('D').mean() + 1.96 * drawn('D').std() / 100 * np.array([-1, 1])\n",
            "Model D: draw every k from its n and p",
        ),
        "the range of C for both": (TABLE + RANGES + "range_d = range_c\nshown_off = 'both'\n", "Model D: draw"),
        "two standard deviations, which reach below 0": (
            TABLE + RANGES + "range_c = -0.002, 0.034\n",
            "none is below 0",
        ),
        "the mean alone": (TABLE + RANGES + "range_c = drawn('C').mean()\n", "range_c is a pair"),
        "the larger ECE taken for the worse": (TABLE + RANGES + "shown_off = 'D'\n", "the range of its own model"),
        "both are above 0": (TABLE + RANGES + "shown_off = 'both'\n", "the range of its own model"),
        "a list of letters": (TABLE + RANGES + "shown_off = ['C']\n", "shown_off cannot be"),
    },
    "shift": {
        "the sign turned round": (
            """
def fitted_shift(p, y_true):
    z = special.logit(p)
    return optimize.brentq(lambda b: special.expit(z - b).sum() - np.sum(y_true), -50, 50)
""",
            "the shift is negative",
        ),
        "the probabilities are shifted": (
            """
def fitted_shift(p, y_true):
    return np.mean(y_true) - np.mean(p)
""",
            "with odds of 1/3",
        ),
        "the difference of the logits of the means": (
            """
def fitted_shift(p, y_true):
    return special.logit(np.mean(y_true)) - special.logit(np.mean(p))
""",
            "With your shift",
        ),
        "a range that is too small": (
            """
def fitted_shift(p, y_true):
    z = special.logit(p)
    return optimize.brentq(lambda b: special.expit(z + b).sum() - np.sum(y_true), -3, 3)
""",
            "must have different signs",
        ),
        "a coarse grid": (
            """
def fitted_shift(p, y_true):
    z, grid = special.logit(p), np.linspace(-20, 20, 401)
    off = [abs(special.expit(z + b).sum() - np.sum(y_true)) for b in grid]
    return grid[np.argmin(off)]
""",
            "a shift of -1.0986; yours is -1.1",
        ),
        "an array of one number": (
            """
def fitted_shift(p, y_true):
    z = special.logit(p)
    return optimize.fsolve(lambda b: special.expit(z + b).sum() - np.sum(y_true), 0)
""",
            "Return one number",
        ),
        "one step of Newton": (
            """
def fitted_shift(p, y_true):
    p = np.array(p)
    return (np.sum(y_true) - p.sum()) / np.sum(p * (1 - p))
""",
            "a shift of -1.0986; yours is -1.0000",
        ),
        "the intercept beside a slope": (
            """
def fitted_shift(p, y_true):
    model = LogisticRegression(C=np.inf).fit(special.logit(p).reshape(-1, 1), y_true)
    return float(model.intercept_[0])
""",
            "With your shift",
        ),
        "nothing is returned": (
            """
def fitted_shift(p, y_true):
    z = special.logit(p)
    optimize.brentq(lambda b: special.expit(z + b).sum() - np.sum(y_true), -50, 50)
""",
            "Is there a `return`?",
        ),
    },
    "gains": {
        "fitted again on the test set": (
            GAINS
            + """
each_test = np.array([fitted_shift(p_test[group_test == g], y_test[group_test == g]) for g in range(24)])
groups_test = change(y_test, p_test, each_test[group_test])
""",
            "groups_test: fit on validation",
        ),
        "one shift fitted on the test set": (
            GAINS + "one_test = change(y_test, p_test, fitted_shift(p_test, y_test))\n",
            "one_test: fit on validation",
        ),
        "network less repair": (
            GAINS.replace(
                "paired(log_penalties(y, special.expit(special.logit(p) + b)), log_penalties(y, p))",
                "paired(log_penalties(y, p), log_penalties(y, special.expit(special.logit(p) + b)))",
            ),
            "Is it after less network?",
        ),
        "Brier scores": (
            GAINS.replace(
                "paired(log_penalties(y, special.expit(special.logit(p) + b)), log_penalties(y, p))",
                "paired((special.expit(special.logit(p) + b) - y) ** 2, (p - y) ** 2)",
            ),
            "On the rows of the fit no log loss grows",
        ),
        "24 shifts against one": (
            GAINS
            + """
def shifted(p, b):
    return special.expit(special.logit(p) + b)
many, single = shifted(p_test, each[group_test]), shifted(p_test, b)
groups_test = paired(log_penalties(y_test, many), log_penalties(y_test, single))
""",
            "groups_test: fit on validation; log penalties after the repair less the network's",
        ),
        "the groups of the validation rows for the test rows": (
            GAINS + "groups_test = change(y_test, p_test, each[group_val])\n",
            "groups_test: fit on validation",
        ),
        "a probability is added": (
            GAINS.replace("special.expit(special.logit(p) + b)", "np.clip(p + 0.005, 1e-6, 1 - 1e-6)"),
            "Is it after less network?",
        ),
        "the means alone": (
            GAINS + "one_val, one_test = one_val[0], one_test[0]\n",
            "one_val: mean, low and high",
        ),
        "an interval that is not paired": (
            GAINS
            + """
after = log_penalties(y_test, special.expit(special.logit(p_test) + b))
before = log_penalties(y_test, p_test)
error = np.sqrt((after.var() + before.var()) / len(y_test))
one_test = one_test[0], one_test[0] - 1.96 * error, one_test[0] + 1.96 * error
""",
            "one_test: fit on validation",
        ),
        "the validation set twice": (GAINS + "one_test, groups_test = one_val, groups_val\n", "one_test: fit on"),
    },
    "claims": {
        "the interval of the validation set": (
            CLAIMS + "groups_help = groups_val[2] < 0\n",
            "24 shifts: on which side of 0 is the interval on the *test* set?",
        ),
        "the shift has cured nothing, as 223 are more than 209": (
            CLAIMS + "shift_too_low = True\n",
            "One shift: is the distance more than 1.96",
        ),
        "nothing is shown": (CLAIMS + "network_too_low = False\n", "The network: is the distance more than 1.96"),
        "promised less seen": (
            CLAIMS.replace("y_test.sum() - p.sum()", "p.sum() - y_test.sum()"),
            "apart_network is positive",
        ),
        "the variance of one probability for all": (
            CLAIMS.replace("np.sum(p * (1 - p))", "len(p) * p.mean() * (1 - p.mean())"),
            "the variance is the sum of p (1 - p)",
        ),
        "the variance in the place of its root": (
            CLAIMS.replace("np.sqrt(np.sum(p * (1 - p)))", "np.sum(p * (1 - p))"),
            "the variance is the sum of p (1 - p)",
        ),
        "the validation set": (
            CLAIMS.replace("y_test.sum()", "y_val.sum()").replace("p_test", "p_val").replace(
                "fitted_shift(p_val, y_val)", "0.1"
            ),
            "apart_network: (seen - promised) / sd",
        ),
        "a shift fitted on the test set": (
            CLAIMS.replace("fitted_shift(p_val, y_val)", "fitted_shift(p_test, y_test)"),
            "apart_shift: (seen - promised) / sd",
        ),
        "the difference in deaths": (
            CLAIMS.replace(" / np.sqrt(np.sum(p * (1 - p)))", ""),
            "apart_network: (seen - promised) / sd",
        ),
        "words in the place of True": (CLAIMS + "groups_help = 'no'\n", "groups_help is True or False"),
    },
}

# Small mistakes that change nothing that anybody could see: {answer: {what was changed: why}}
NO_MISTAKE = {
    "platt": {
        "line 5: model = LogisticRegression(C=np.inf, tol=1e-08).fit(z_fit, y_fit)": "another solver, the same minimum",
        "line 5: model = LogisticRegression(C=np.inf, solver='newton-cholesky').fit(z_fit, y_fit)": "nearly as exact",
        "line 5: model = LogisticRegression(C=np.inf, solver='newton-cholesky', tol=1e-06).fit(z_fit, y_fit)": (
            "nearly as exact"
        ),
    },
    "ece": {
        "line 7: rng, ranges = (np.random.default_rng(1), {})": "other draws, the same range",
        "line 10: tables = rng.binomial(n, p_given, size=(10001, 10))": "one draw more",
    },
    "shift": {
        "line 5: return optimize.brentq(lambda b: np.sum(special.expit(z + b)) - deaths, -50, 51)": "wide enough",
        "line 5: return optimize.brentq(lambda b: np.sum(special.expit(z + b)) - deaths, -51, 50)": "wide enough",
    },
}
