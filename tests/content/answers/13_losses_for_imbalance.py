"""Answers to problem set 13 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

RIGHT = {
    "focal": {
        "with a pencil, rounded": """
focal_by_hand, risk_at_half, risk_with_weights = [0.061, 0.773, 0.02, 0.147], 1 / 4, 0.1
""",
        "Keras, with alpha switched on": """
loss = keras.losses.BinaryFocalCrossentropy(True, 0.75, 2, reduction="none")
focal_by_hand = loss(np.array(four_true)[:, None], np.array(four_p)[:, None]).numpy()
risk_at_half, risk_with_weights = [(1 - 0.75) / (1 - 0.75 + w * 0.75) for w in (1, 3)]
""",
        "a loop": """
focal_by_hand = []
for y, p in zip(four_true, four_p):
    right, a = (p, 0.75) if y else (1 - p, 0.25)
    focal_by_hand.append(a * (1 - right) ** 2 * np.log(1 / right))
odds = 0.25 / 0.75
risk_at_half, risk_with_weights = odds / (1 + odds), odds / 3 / (1 + odds / 3)
""",
    },
    "share": {
        "Keras": """
prediction = "about a third"
columns_here = y_val[:, None], score_val[:, None]
ce = keras.losses.BinaryCrossentropy(reduction="none")(*columns_here).numpy()
focal = keras.losses.BinaryFocalCrossentropy(gamma=2.0, reduction="none")(*columns_here).numpy()
easy_in_ce, easy_in_focal = ce[easy].sum() / ce.sum(), focal[easy].sum() / focal.sum()
gradient = np.abs(score_val - y_val)
pull_up, pull_down = gradient[y_val == 1].sum(), gradient[y_val == 0].sum()
""",
        "typed, rounded": """
prediction = "less than a tenth"
easy_in_ce, easy_in_focal, pull_up, pull_down = 0.063, 6.6e-5, 178.9, 155.1
""",
        "logits, and sums of lists": """
prediction = "most of it"
z = special.logit(score_val)
t = np.where(y_val, z, -z)
easy_in_ce = sum(np.logaddexp(0, -t[easy])) / sum(np.logaddexp(0, -t))
focal = 0.5 * special.expit(-t) ** 2 * np.logaddexp(0, -t)
easy_in_focal = sum(focal[easy]) / sum(focal)
pull_up = y_val.sum() - sum(score_val[y_val == 1])
pull_down = sum(p for p, y in zip(score_val, y_val) if y == 0)
""",
    },
    "pull": {
        "each class by its own formula": """
def focal_gradient(y_true, logits, gamma, alpha=0.5):
    y, z = np.array(y_true), np.array(logits, dtype=float)
    p, q = special.expit(z), special.expit(-z)
    died = -(q ** (gamma + 1)) - gamma * p * q**gamma * np.logaddexp(0, -z)
    survived = p ** (gamma + 1) + gamma * q * p**gamma * np.logaddexp(0, z)
    return alpha * y * died + (1 - alpha) * (1 - y) * survived
""",
        "the gradient of TensorFlow, from the logit": """
def focal_gradient(y_true, logits, gamma, alpha=0.5):
    y = tf.constant(np.asarray(y_true, "float64"))
    z = tf.Variable(np.asarray(logits, "float64"))
    with tf.GradientTape() as tape:
        up, down = ops.softplus(z), ops.softplus(-z)
        loss = alpha * y * ops.exp(-gamma * up) * down + (1 - alpha) * (1 - y) * ops.exp(-gamma * down) * up
    return tape.gradient(loss, z).numpy()
""",
        "one driver after the other": """
def focal_gradient(y_true, logits, gamma, alpha=0.5):
    found = []
    for y, z in zip(y_true, logits):
        sign, a = (1, alpha) if y == 1 else (-1, 1 - alpha)
        p = special.expit(sign * z)
        wrong = special.expit(-sign * z)
        log_p = special.log_expit(sign * z)
        found.append(-sign * a * wrong**gamma * (wrong - gamma * p * log_p))
    return np.array(found)
""",
    },
    "ratio": {
        "typed, rounded": """
prediction = False
largest_ratio, p_there, alpha_balanced = 1.225, 0.104, 0.1
""",
        "by the formula": """
prediction = True
p = special.expit(grid)
ratio = (1 - p) ** 2 * (1 - 2 * p * np.log(p) / (1 - p))
place = max(range(len(grid)), key=lambda i: ratio[i])
largest_ratio, p_there = ratio[place], p[place]
each = np.array(focal_gradient(y_val, logit_val, 2, alpha=0.5))
up, down = -each[each < 0].sum(), each[each > 0].sum()
alpha_balanced = 1 / (1 + up / down)
""",
        "a search for alpha": """
prediction = False
of_2, of_0 = (np.array(focal_gradient([1] * len(grid), grid, g)) for g in (2, 0))
largest_ratio = np.max(of_2 / of_0)
p_there = 1 / (1 + np.exp(-grid[np.argmax(of_2 / of_0)]))
alphas = np.linspace(0.01, 0.99, 981)
one = np.array(focal_gradient(y_val, logit_val, 2, 0.5))
total = [abs(np.sum(np.where(y_val == 1, a, 1 - a) * one)) for a in alphas]
alpha_balanced = alphas[np.argmin(total)]
""",
    },
    "dice": {
        "maximum, vectors": """
def batch_tversky(y_true, y_pred, alpha=0.5, beta=0.5):
    y, p = ops.reshape(y_true, (-1,)), ops.reshape(y_pred, (-1,))
    tp, both, said = ops.dot(y, p), ops.sum(y), ops.sum(p)
    below = tp + alpha * (said - tp) + beta * (both - tp)
    return 1.0 - tp / ops.maximum(below, 1e-7)
keras_alpha, keras_beta = 0.7, 0.3
""",
        "two nested where": """
def batch_tversky(y_true, y_pred, alpha=0.5, beta=0.5):
    tp = ops.sum(y_true * y_pred)
    below = tp + alpha * ops.sum((1 - y_true) * y_pred) + beta * ops.sum(y_true * (1 - y_pred))
    safe = ops.where(below > 0, below, 1.0)
    return ops.where(below > 0, 1 - tp / safe, 1.0)
pairs = [(a, round(1 - a, 1)) for a in np.arange(1, 10) / 10]
want = float(batch_tversky(*two, 0.3, 0.7))
keras_alpha, keras_beta = min(pairs, key=lambda w: abs(float(keras.losses.Tversky(*w)(*two)) - want))
""",
        "the loss of Keras with its weights exchanged, a number each": """
def batch_tversky(y_true, y_pred, alpha=0.5, beta=0.5):
    return keras.losses.Tversky(alpha=beta, beta=alpha)(y_true, y_pred)
keras_alpha, keras_beta = np.float64(0.7), np.float32(0.3)
""",
        "the shape (1,)": """
def batch_tversky(y_true, y_pred, alpha=0.5, beta=0.5):
    tp = ops.sum(y_true * y_pred, axis=0)
    fp, fn = ops.sum(y_pred, axis=0) - tp, ops.sum(y_true, axis=0) - tp
    return 1 - ops.divide_no_nan(tp, tp + alpha * fp + beta * fn)
keras_alpha, keras_beta = 0.7, 0.3
""",
    },
    "asked": {
        "typed": """
prediction = "0 or 1, cut at one half"
best_at, deaths_found, empty_share, batch_size = [0, 0, 0, 1, 1], 21, 0.243, 105
""",
        "by the formula, and a loop": """
prediction = "the risk itself"
p = np.linspace(0.001, 0.999, 999)
expected = [q * (1 - (2 * p + 1) / (p + 2)) + (1 - q) * p / (p + 1) for q in five_risks]
best_at = np.array([p[e.argmin()] for e in expected])
deaths_found = sum(y for y, s in zip(y_val, score_val) if s >= 0.5)
empty_share = (4927 / 5150) ** 32
batch_size = 1
while (4927 / 5150) ** batch_size > 0.01:
    batch_size += 1
""",
    },
    "six": {
        "read from the figure": """
focal, smoothed, weighted, soft_f1, cross_entropy, focal_alpha = "ABCDEF"
weight, alpha, loses_order = 9, 0.8, ["D"]
""",
        "from the noted numbers": """
focal, smoothed, weighted, soft_f1, cross_entropy, focal_alpha = said.columns
weight = (1 - 0.1) / 0.1 * said.loc[0.1, "C"] / (1 - said.loc[0.1, "C"])
alpha = np.float32(1 - 0.2)
loses_order = {name for name in said if (said[name].diff() == 0).any()}
""",
    },
    "expect": {
        "with the weight read at the risk 0.01": """
expected_weighted = special.expit(special.logit(score_val) + special.logit(0.083) - special.logit(0.01)).sum()
expected_smoothed = 437
""",
        "typed, rounded": """
expected_weighted, expected_smoothed = 863, 437
""",
        "logits, and the formula for the mean": """
expected_weighted = special.expit(special.logit(score_val) + np.log(9)).sum()
expected_smoothed = 0.05 * len(score_val) + 0.9 * sum(score_val)
""",
    },
    "threshold": {
        "one sort": """
def best_threshold(y_true, score):
    y, s = np.array(y_true), np.array(score)
    order = np.argsort(-s, kind="stable")
    y, s = y[order], s[order]
    f1 = 2 * np.cumsum(y) / (y.sum() + np.arange(1, len(y) + 1))
    last = np.append(s[1:] != s[:-1], True)
    return s[last][np.argmax(f1[last])]
""",
        "the curve of scikit-learn": """
from sklearn import metrics
def best_threshold(y_true, score):
    precision, recall, t = metrics.precision_recall_curve(y_true, score)
    f1 = 2 * precision * recall / (precision + recall)
    return t[::-1][np.nanargmax(f1[:-1][::-1])]
""",
        "max with a key of two": """
def best_threshold(y_true, score):
    y, score = np.array(y_true), np.array(score)
    def key(t):
        tp = np.sum((score >= t) & (y == 1))
        return 2 * tp / (np.sum(y == 1) + np.sum(score >= t)), t
    return max(set(score.tolist()), key=key)
""",
    },
    "fair": {
        "typed, rounded": """
f1_plain, f1_copies, interval_own, by_threshold = 0.338, 0.334, (-0.020, 0.010), 0.243
verdict = "not worth it"
""",
        "a verdict that is computed": """
from sklearn import metrics
def test_alarm(of_val, of_test):
    return of_test >= best_threshold(y_val, of_val)
alarm_plain = test_alarm(plain_val, plain_test)
alarm_copies = [test_alarm(*both) for both in zip(copies_val, copies_test)]
f1_plain = metrics.f1_score(y_test, alarm_plain)
f1_copies = sum(metrics.f1_score(y_test, a) for a in alarm_copies) / 5
gain = np.sort(drawn_f1(np.array(alarm_copies)) - drawn_f1([alarm_plain]))
interval_own = [gain[25], gain[974]]
by_threshold = f1_plain - metrics.f1_score(y_test, plain_test >= 0.5)
low, high = interval_own
verdict = "gain" if low > 0 else "not worth it" if high < 0.03 else "open"
""",
    },
}

FOCAL = """
y, p = np.array(four_true), np.array(four_p)
p_t = np.where(y == 1, p, 1 - p)
focal_by_hand = -np.where(y == 1, 0.75, 0.25) * (1 - p_t) ** 2 * np.log(p_t)
risk_at_half, risk_with_weights = 0.25, 0.1
"""
SHARE = """
prediction = "most of it"
p_t = np.where(y_val == 1, score_val, 1 - score_val)
ce = -np.log(p_t)
focal = (1 - p_t) ** 2 * ce
easy_in_ce, easy_in_focal = [np.sum(loss[easy]) / np.sum(loss) for loss in (ce, focal)]
pull_up, pull_down = [np.sum(1 - p_t[y_val == label]) for label in (1, 0)]
"""
PULL = """
def focal_gradient(y_true, logits, gamma, alpha=0.5):
    y, z = np.asarray(y_true), np.asarray(logits)
    t = np.where(y == 1, z, -z)
    p_t, wrong = special.expit(t), special.expit(-t)
    loss = np.logaddexp(0, -t)
    slope = -(wrong**gamma) * (wrong + gamma * p_t * loss)
    return np.where(y == 1, alpha * slope, -(1 - alpha) * slope)
"""
RATIO = """
prediction = True
largest_ratio, p_there, alpha_balanced = 1.2246, 0.1043, 0.0995
"""
DICE = """
def batch_tversky(y_true, y_pred, alpha=0.5, beta=0.5):
    tp = ops.sum(y_true * y_pred)
    fp = ops.sum((1 - y_true) * y_pred)
    fn = ops.sum(y_true * (1 - y_pred))
    return 1 - tp / (tp + alpha * fp + beta * fn + 1e-7)
keras_alpha, keras_beta = 0.7, 0.3
"""
ASKED = """
prediction = "the risk itself"
best_at, deaths_found, empty_share, batch_size = [0, 0, 0, 1, 1], 21, 0.2426, 105
"""
SIX = """
focal, smoothed, weighted, soft_f1, cross_entropy, focal_alpha = "ABCDEF"
weight, alpha, loses_order = 9, 0.8, ["D"]
"""
EXPECT = """
expected_weighted, expected_smoothed = 862.6, 436.8
"""
THRESHOLD = """
def best_threshold(y_true, score):
    y, score = np.asarray(y_true), np.asarray(score)
    candidates = np.unique(score)[::-1]
    return candidates[np.argmax([f1_at(y, score, t) for t in candidates])]
"""
FAIR = """
t_plain, t_copies = best_threshold(y_val, plain_val), [best_threshold(y_val, s) for s in copies_val]
f1_plain = f1_at(y_test, plain_test, t_plain)
f1_copies = np.mean([f1_at(y_test, s, t) for s, t in zip(copies_test, t_copies)])
alarms = [s >= t for s, t in zip(copies_test, t_copies)]
interval_own = np.quantile(drawn_f1(alarms) - drawn_f1([plain_test >= t_plain]), [0.025, 0.975])
by_threshold = f1_plain - f1_at(y_test, plain_test, 0.5)
verdict = "not worth it"
"""
SAID = """
f1_plain, f1_copies, interval_own, by_threshold = 0.3378, 0.3336, (-0.0201, 0.0097), 0.2430
verdict = "not worth it"
"""

WRONG = {
    "focal": {
        "p for p_t": (changed(FOCAL, ("np.where(y == 1, p, 1 - p)", "p")), "p_t is 1 - p for a survivor"),
        "p_t in the place of 1 - p_t": (changed(FOCAL, ("(1 - p_t) ** 2", "p_t ** 2")), "It costs most"),
        "alpha for everybody": (
            changed(FOCAL, ("np.where(y == 1, 0.75, 0.25)", "0.75")),
            "alpha_t is 1 - alpha = 0.25",
        ),
        "alpha exchanged": (changed(FOCAL, ("0.75, 0.25)", "0.25, 0.75)")), "It costs most"),
        "no alpha, as Keras does unless told": (
            FOCAL + "focal_by_hand = -((1 - p_t) ** 2) * np.log(p_t)",
            "alpha_t is 1 - alpha = 0.25",
        ),
        "cross-entropy": (FOCAL + "focal_by_hand = -np.log(p_t)", "p_t is 1 - p for a survivor"),
        "gamma 1": (changed(FOCAL, ("(1 - p_t) ** 2", "(1 - p_t)")), "p_t is 1 - p for a survivor"),
        "no minus": (FOCAL + "focal_by_hand = -focal_by_hand", "minus the logarithm"),
        "the mean": (FOCAL + "focal_by_hand = focal_by_hand.mean()", "four numbers"),
        "the four labels exchanged": (FOCAL + "focal_by_hand = focal_by_hand[::-1]", "It costs most"),
        "0.5 is a half": (FOCAL + "risk_at_half = 0.5", "solve for q"),
        "the odds, not the risk": (FOCAL + "risk_at_half = 1 / 3", "solve for q"),
        "the weight in the place of alpha": (FOCAL + "risk_with_weights = 0.2499", "both multiply what a death costs"),
        "divided by three": (FOCAL + "risk_with_weights = 0.25 / 3", "both multiply what a death costs"),
        "the weight turned round": (FOCAL + "risk_with_weights = 0.5", "reached at a lower risk"),
        "percent": (FOCAL + "risk_at_half = 25", "between 0 and 1"),
    },
    "share": {
        "a share of the drivers": (SHARE + "easy_in_ce = np.mean(easy)", "divided by the sum over all"),
        "of the survivors' loss": (
            SHARE + "easy_in_ce = np.sum(ce[easy]) / np.sum(ce[y_val == 0])",
            "divided by the sum over all",
        ),
        "means for sums": (SHARE + "easy_in_ce = ce[easy].mean() / ce.mean()", "divided by the sum over all"),
        "gamma 1": (
            SHARE + "focal = (1 - p_t) * ce; easy_in_focal = focal[easy].sum() / focal.sum()",
            "easy_in_focal: the sum",
        ),
        "gamma 2 turned round": (
            SHARE + "focal = p_t**2 * ce; easy_in_focal = focal[easy].sum() / focal.sum()",
            "turns the easy drivers down",
        ),
        "rounded to nothing": (SHARE + "easy_in_focal = 0", "number from 0 to 1"),
        "percent": (SHARE + "easy_in_ce = 6.3", "number from 0 to 1"),
        "the gradients of the mean": (SHARE + "pull_up, pull_down = pull_up / 5150, pull_down / 5150", "many drivers"),
        "exchanged": (SHARE + "pull_up, pull_down = pull_down, pull_up", "over the deaths"),
        "by the probability, not by the logit": (
            SHARE + "pull_up = np.sum(1 / score_val[y_val == 1])",
            "A sum over many drivers",
        ),
        "all scores": (SHARE + "pull_down = np.sum(score_val)", "over the survivors"),
        "the scores of the deaths": (SHARE + "pull_up = np.sum(score_val[y_val == 1])", "over the deaths"),
        "the losses": (SHARE + "pull_up = np.sum(ce[y_val == 1])", "over the deaths"),
        "another word": (SHARE + "prediction = 'most'", "prediction is one of"),
    },
    "pull": {
        "the factor taken for a constant": (
            changed(PULL, ("(wrong + gamma * p_t * loss)", "wrong")),
            "is right, not",
        ),
        "the slope by the probability": (
            changed(PULL, ("slope = -(wrong**gamma) * (wrong + gamma * p_t * loss)", "slope = -(wrong**gamma) / p_t")),
            "half of p - y",
        ),
        "a minus of the product rule lost": (changed(PULL, ("wrong + gamma", "wrong - gamma")), "is right, not"),
        "gamma forgotten in the second part": (changed(PULL, ("+ gamma * p_t", "+ p_t")), "half of p - y"),
        "p_t and 1 - p_t exchanged": (
            changed(PULL, ("special.expit(t), special.expit(-t)", "special.expit(-t), special.expit(t)")),
            "half of p - y",
        ),
        "the sign": (changed(PULL, ("slope = -(wrong", "slope = (wrong")), "A higher logit is better for a death"),
        "both classes pulled up": (changed(PULL, ("-(1 - alpha)", "(1 - alpha)")), "worse for a survivor"),
        "alpha for both": (changed(PULL, ("-(1 - alpha)", "-alpha")), "is right, not"),
        "alpha forgotten": (changed(PULL, ("alpha * slope, -(1 - alpha) * slope", "slope, -slope")), "half of p - y"),
        "the mean of the batch": (
            changed(PULL, ("-(1 - alpha) * slope)", "-(1 - alpha) * slope).mean()")),
            "One value",
        ),
        "p ** (gamma - 1) and a logarithm of p": (
            """
def focal_gradient(y_true, logits, gamma, alpha=0.5):
    y, z = np.asarray(y_true), np.asarray(logits)
    t = np.where(y == 1, z, -z)
    p = 1 / (1 + np.exp(-t))
    of_p = gamma * (1 - p) ** (gamma - 1) * np.log(p) - (1 - p) ** gamma / p
    slope = of_p * p * (1 - p)
    return np.where(y == 1, alpha * slope, -(1 - alpha) * slope)
""",
            "A power below 0? 0 / 0?",
        ),
        "the logarithm of a probability": (
            changed(PULL, ("np.logaddexp(0, -t)", "-np.log(p_t)")),
            "A power below 0? 0 / 0?",
        ),
        "the probability clipped": (
            changed(PULL, ("return ", "slope = np.where(p_t < 1e-7, 0, slope)\n    return ")),
            "who is surely wrong pulls with 0.5",
        ),
        "exponentials that overflow": (
            changed(PULL, ("np.logaddexp(0, -t)", "np.log(1 + np.exp(-t))")),
            "0 / 0?",
        ),
        "arrays only": (changed(PULL, ("np.asarray(y_true), np.asarray(logits)", "y_true, logits")), "bad operand"),
        "printed and not returned": (
            changed(PULL, ("return ", "print("), ("(1 - alpha) * slope)", "(1 - alpha) * slope))")),
            "`return`",
        ),
    },
    "ratio": {
        "the colleague is believed": (RATIO + "largest_ratio = 1.0", "is every ratio below 1?"),
        "turned upside down": (
            RATIO + "p = special.expit(grid); largest_ratio = (1 / ((1 - p) ** 2 - 2 * p * (1 - p) * np.log(p))).max()",
            "largest_ratio: the gradient with gamma 2",
        ),
        "gamma 1": (RATIO + "largest_ratio = 1.142", "largest_ratio: the gradient with gamma 2"),
        "a logit": (RATIO + "p_there = -2.15", "A positive number"),
        "the place in the grid": (RATIO + "p_there = 785", "lie between 0 and 1"),
        "the largest gradient": (RATIO + "p_there = 0.077", "at which the ratio is largest"),
        "of a driver who survived": (RATIO + "p_there = 0.8957", "at which the ratio is largest"),
        "the weight of the survivors": (RATIO + "alpha_balanced = 0.9005", "alpha is the deaths' weight"),
        "gamma 0": (RATIO + "alpha_balanced = 0.4644", "times the pull of all deaths"),
        "the prevalence": (RATIO + "alpha_balanced = 0.0433", "times the pull of all deaths"),
        "the quotient of the pulls": (RATIO + "alpha_balanced = 10.726 / 97.059", "times the pull of all deaths"),
        "the paper's": (RATIO + "alpha_balanced = 0.25", "times the pull of all deaths"),
        "all ratios": (RATIO + "largest_ratio = [1.2, 1.1]", "A positive number"),
        "a text": (RATIO + "prediction = 'no'", "prediction is True or False"),
    },
    "dice": {
        "the axis kept": (
            changed(DICE, ("* y_pred)\n    fp", "* y_pred, axis=-1)\n    fp")),
            "One number for the batch",
        ),
        "each driver alone, then the mean": (
            """
def batch_tversky(y_true, y_pred, alpha=0.5, beta=0.5):
    tp = y_true * y_pred
    below = tp + alpha * (1 - y_true) * y_pred + beta * y_true * (1 - y_pred)
    return ops.mean(1 - tp / (below + 1e-7))
keras_alpha, keras_beta = 0.7, 0.3
""",
            "is right, not",
        ),
        "the ones kept": (
            changed(DICE, ("tp / (tp", "(tp + 1) / (tp"), ("1e-7", "1")),
            "is right, not",
        ),
        "a large number against 0/0": (changed(DICE, ("1e-7", "1e-3")), "is right, not"),
        "nothing against 0/0": (changed(DICE, (" + 1e-7", "")), "not nan"),
        "0/0 is perfect": (
            changed(DICE, ("tp / (tp", "(tp + 1e-7) / (tp")),
            "probabilities [0. 0.]",
        ),
        "one where": (
            changed(
                DICE,
                (
                    "return 1 - tp / (tp + alpha * fp + beta * fn + 1e-7)",
                    "below = tp + alpha * fp + beta * fn\n    return ops.where(below > 0, 1 - tp / below, 1.0)",
                ),
            ),
            "Which branch divides by 0?",
        ),
        "alpha and beta exchanged": (
            changed(DICE, ("alpha * fp + beta * fn", "beta * fp + alpha * fn")),
            "alpha 0.3, beta 0.7",
        ),
        "alpha and beta forgotten": (
            changed(DICE, ("alpha * fp + beta * fn", "0.5 * fp + 0.5 * fn")),
            "alpha 0.3, beta 0.7",
        ),
        "the default values of F1 as sums": (
            changed(DICE, ("alpha=0.5, beta=0.5", "alpha=1, beta=1")),
            "is right, not",
        ),
        "the ratio itself": (changed(DICE, ("return 1 - tp", "return tp")), "is right, not"),
        "decisions counted": (
            changed(DICE, ("    tp =", "    y_pred = ops.cast(y_pred >= 0.5, 'float32')\n    tp =")),
            "No gradient: use keras.ops",
        ),
        "a part without a gradient": (
            changed(DICE, ("(1 - y_true) * y_pred", "(1 - y_true) * ops.stop_gradient(y_pred)")),
            "is any part of the counts cut off",
        ),
        "NumPy": (
            changed(
                DICE,
                ("ops.sum", "np.sum"),
                (
                    "tp = np.sum(y_true * y_pred)",
                    "y_true, y_pred = np.array(y_true), np.array(y_pred)\n    tp = np.sum(y_true * y_pred)",
                ),
            ),
            "No gradient: use keras.ops",
        ),
        "printed and not returned": (
            changed(DICE, ("return 1", "print(1"), ("1e-7)", "1e-7))")),
            "`return`",
        ),
        "the weights of Keras as documented": (
            DICE + "keras_alpha, keras_beta = 0.3, 0.7",
            "Keras with your arguments",
        ),
        "both one half": (DICE + "keras_alpha = keras_beta = 0.5", "Keras with your arguments"),
        "twice the weights": (DICE + "keras_alpha, keras_beta = 1.4, 0.6", "Keras with your arguments"),
        "fitted to the four drivers": (
            DICE + "keras_alpha, keras_beta = 0.0, 3.1",
            "Three other drivers",
        ),
        "a text": (DICE + "keras_alpha = [0.7]", "A weight is a number"),
    },
    "asked": {
        "the risks": (ASKED + "best_at = five_risks", "weigh the losses"),
        "cut at the prevalence": (ASKED + "best_at = [1, 1, 1, 1, 1]", "weigh the losses"),
        "the classes not weighed": (ASKED + "best_at = [0, 0, 0, 0, 0]", "weigh the losses"),
        "turned round": (ASKED + "best_at = [1, 1, 1, 0, 0]", "does not ask for a lower answer"),
        "decided at 0.3": (ASKED + "best_at = [0, 1, 1, 1, 1]", "weigh the losses"),
        "logits": (ASKED + "best_at = [-12, -12, -12, 12, 12]", "The answers are probabilities"),
        "one answer": (ASKED + "best_at = 0.5", "five numbers"),
        "all alarms": (ASKED + "deaths_found = np.sum(score_val > 0.5)", "Who died above it"),
        "cut at the prevalence, on the scores": (
            ASKED + "deaths_found = np.sum(y_val[score_val > 0.0433])",
            "Who died above it",
        ),
        "on the test set": (ASKED + "deaths_found = np.sum(y_test[test['score'] > 0.5])", "Who died above it"),
        "survivors counted": (ASKED + "deaths_found = np.sum(1 - y_val[score_val <= 0.5])", "There are 223 deaths"),
        "another word": (ASKED + "prediction = '0 or 1'", "prediction is one of"),
        "the expected number": (ASKED + "empty_share = np.exp(-32 * 0.05)", "32 times in a row"),
        "with a death": (ASKED + "empty_share = 1 - (1 - 0.0433) ** 32", "32 times in a row"),
        "all die": (ASKED + "empty_share = 0.0433", "32 times in a row"),
        "a number of batches": (ASKED + "empty_share = 161 * 0.2426", "A share"),
        "one too few": (ASKED + "batch_size = 104", "for the first time"),
        "one death on average in a hundred": (ASKED + "batch_size = 24", "32 are not enough"),
        "not a whole number": (ASKED + "batch_size = 104.03", "counts drivers"),
        "at most one in a thousand": (ASKED + "batch_size = 157", "for the first time"),
    },
    "six": {
        "weighted and focal_alpha exchanged": (SIX + "weighted, focal_alpha = 'F', 'C'", "weighted or focal_alpha"),
        "smoothed and cross_entropy exchanged": (SIX + "smoothed, cross_entropy = 'E', 'B'", "it is proper"),
        "smoothed and focal exchanged": (SIX + "smoothed, focal = 'A', 'B'", "a straight line"),
        "the two focal losses exchanged": (SIX + "focal, focal_alpha = 'F', 'A'", "focal: at alpha 0.5"),
        "soft F1 is squeezed": (SIX + "soft_f1, smoothed = 'B', 'D'", "in between"),
        "one letter for two": (SIX + "focal = 'F'", "belongs to one loss"),
        "an answer, not the odds": (SIX + "weight = 1.8", "which odds"),
        "10, since it says 0.5 at a risk of 0.1": (SIX + "weight = 10", "which odds"),
        "the chapter's": (SIX + "weight = 20", "which odds"),
        "turned round": (SIX + "weight = 1 / 9", "a death counts more"),
        "the risk for alpha": (SIX + "alpha = 0.2", "focal_alpha say 0.5"),
        "the odds for alpha": (SIX + "alpha = 4", "alpha lies between 0 and 1"),
        "the answer at one half": (SIX + "alpha = 0.627", "focal_alpha say 0.5"),
        "all that distort": (SIX + "loses_order = list('ABCDF')", "two scores the same"),
        "nobody": (SIX + "loses_order = []", "two scores the same"),
        "a text": (SIX + "loses_order = 'D'", "A list of letters"),
        "a name": (SIX + "loses_order = ['soft_f1']", "letters from A to F"),
        "no number": (SIX + "weight = 'nine'", "not supported"),
    },
    "expect": {
        "nine times": (EXPECT + "expected_weighted = 9 * score_val.sum()", "by its odds"),
        "the odds added up": (EXPECT + "expected_weighted = np.sum(9 * score_val / (1 - score_val))", "by its odds"),
        "the mean changed, not each score": (
            EXPECT + "m = score_val.mean(); expected_weighted = len(score_val) * 9 * m / (9 * m + 1 - m)",
            "by its odds",
        ),
        "the weight of the chapter": (
            EXPECT + "expected_weighted = np.sum(20 * score_val / (20 * score_val + 1 - score_val))",
            "by its odds",
        ),
        "the weight undone": (
            EXPECT + "expected_weighted = np.sum(score_val / (score_val + 9 * (1 - score_val)))",
            "Both say more than the risks",
        ),
        "alarms counted": (EXPECT + "expected_weighted = np.sum(score_val >= 0.1)", "by its odds"),
        "0.1 added": (EXPECT + "expected_smoothed = np.sum(0.1 + 0.9 * score_val)", "the labels are 0.05 and 0.95"),
        "nothing taken off": (EXPECT + "expected_smoothed = np.sum(0.05 + score_val)", "the labels are 0.05 and 0.95"),
        "the labels smoothed": (EXPECT + "expected_smoothed = np.sum(0.05 + 0.9 * y_val)", "the mean at a risk q"),
        "the test set": (
            EXPECT + "expected_smoothed = np.sum(0.05 + 0.9 * test['score'])",
            "the labels are 0.05 and 0.95",
        ),
        "a mean": (EXPECT + "expected_smoothed = 0.0848", "less than 1 to everybody"),
        "each driver": (EXPECT + "expected_smoothed = 0.05 + 0.9 * score_val", "A number of deaths"),
    },
    "threshold": {
        "the smallest of equals": (
            changed(THRESHOLD, ("np.unique(score)[::-1]", "np.unique(score)")),
            "Two thresholds are equally good",
        ),
        "a grid": (
            changed(THRESHOLD, ("np.unique(score)[::-1]", "np.linspace(1, 0, 101)")),
            "Any scores: logits",
        ),
        "an alarm above the threshold only": (
            """
def best_threshold(y_true, score):
    y, score = np.asarray(y_true), np.asarray(score)
    candidates = np.unique(score)[::-1]
    return candidates[np.argmax([2 * np.sum(y[score > t]) / (y.sum() + np.sum(score > t)) for t in candidates])]
""",
            "Both deaths, and nobody else",
        ),
        "the highest F1 itself": (
            changed(
                THRESHOLD, ("candidates[np.argmax(", "(np.max("), ("for t in candidates])]", "for t in candidates]))")
            ),
            "Both deaths, and nobody else",
        ),
        "its place": (
            changed(
                THRESHOLD,
                ("candidates[np.argmax(", "(np.argmax("),
                ("for t in candidates])]", "for t in candidates]))"),
            ),
            "Both deaths, and nobody else",
        ),
        "the worst": (changed(THRESHOLD, ("argmax", "argmin")), "Both deaths, and nobody else"),
        "accuracy": (
            changed(THRESHOLD, ("f1_at(y, score, t)", "np.mean(y == (score >= t))")),
            "is right, not",
        ),
        "rows one after the other, through ties": (
            """
def best_threshold(y_true, score):
    order = np.argsort(-np.asarray(score), kind="stable")
    y, s = np.asarray(y_true)[order], np.asarray(score)[order]
    return s[np.argmax(2 * np.cumsum(y) / (y.sum() + np.arange(1, len(y) + 1)))]
""",
            "Equal scores: all or none",
        ),
        "stops at the first fall": (
            """
def best_threshold(y_true, score):
    y, score = np.asarray(y_true), np.asarray(score)
    t = np.unique(score)[::-1]
    i = 0
    while i + 1 < len(t) and f1_at(y, score, t[i + 1]) > f1_at(y, score, t[i]):
        i += 1
    return t[i]
""",
            "Compare the F1 of all scores",
        ),
        "the largest score left out": (
            changed(THRESHOLD, ("np.unique(score)[::-1]", "np.unique(score)[:-1][::-1]")),
            "Equal scores: all or none",
        ),
        "printed and not returned": (
            changed(THRESHOLD, ("return ", "print("), ("candidates])]", "candidates])])")),
            "`return`",
        ),
    },
    "fair": {
        "thresholds chosen on the test set": (
            changed(
                FAIR,
                ("best_threshold(y_val, plain_val)", "best_threshold(y_test, plain_test)"),
                ("best_threshold(y_val, s) for s in copies_val", "best_threshold(y_test, s) for s in copies_test"),
            ),
            "the threshold comes from the validation scores",
        ),
        "F1 on the validation set": (SAID + "f1_plain = 0.390", "does not lie in the interval"),
        "the threshold of the plain model for all": (
            changed(FAIR, ("best_threshold(y_val, s) for s", "best_threshold(y_val, plain_val) for s")),
            "Each seed has its own threshold",
        ),
        "the first seed only": (
            changed(FAIR, ("zip(copies_test, t_copies)])", "[*zip(copies_test, t_copies)][:1]])")),
            "Each seed has its own threshold",
        ),
        "all at 0.5": (
            SAID + "f1_plain, f1_copies, interval_own, verdict = 0.095, 0.27, (0.120, 0.228), 'gain'",
            "the threshold comes from the validation scores",
        ),
        "plain minus copies": (SAID + "interval_own = (-0.0097, 0.0201)", "quantiles 0.025 and 0.975"),
        "a 90 % interval": (changed(FAIR, ("[0.025, 0.975]", "[0.05, 0.95]")), "quantiles 0.025 and 0.975"),
        "the interval of one F1": (SAID + "interval_own = (0.29, 0.39)", "does not lie in the interval"),
        "two intervals, subtracted": (SAID + "interval_own = (-0.10, 0.09)", "quantiles 0.025 and 0.975"),
        "the interval of the report": (SAID + "interval_own = (0.120, 0.228)", "does not lie in the interval"),
        "one end": (SAID + "interval_own = 0.007", "is a pair"),
        "what the copies gain by theirs": (SAID + "by_threshold = 0.063", "the plain model only"),
        "the reported gain": (SAID + "by_threshold = 0.175", "the plain model only"),
        "from 0.5 turned round": (SAID + "by_threshold = -0.2430", "A number from 0 to 1"),
        "0 lies within, so open": (SAID + "verdict = 'open'", "where does the interval end"),
        "the colleague is believed": (SAID + "verdict = 'gain'", "each has its own threshold"),
        "another word": (SAID + "verdict = 'worse'", "verdict is one of"),
    },
}
