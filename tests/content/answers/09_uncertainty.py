"""Answers to problem set 9 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "zero": {
        "SciPy's interval, and a search": """
normal_zero = [0.0, 0.0]
wilson_zero = tuple(stats.binomtest(0, 60).proportion_ci(0.95, method="wilson"))
survivors_needed = 1
while 1.96**2 / (survivors_needed + 1.96**2) > 0.01:
    survivors_needed += 1
""",
        "with a pencil, rounded": """
p = 0 / 60
error = np.sqrt(p * (1 - p) / 60)
normal_zero = np.array([p - 1.96 * error, p + 1.96 * error])
wilson_zero = [0, 0.060]
survivors_needed = 381.0
""",
        "by the whole formula, whose low end is 0 up to rounding": """
p, n, z = 0.0, 60, 1.96
centre = (p + z * z / (2 * n)) / (1 + z * z / n)
half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
normal_zero, wilson_zero, survivors_needed = (0, 0), (centre - half, centre + half), 381
""",
    },
    "coverage": {
        "SciPy's intervals in a loop": """
prediction = "about 65 %"
coverage_normal = coverage_wilson = 0
for k in range(21):
    p = k / 20
    chance = stats.binom.pmf(k, 20, 0.95)
    if abs(p - 0.95) <= 1.96 * (p * (1 - p) / 20) ** 0.5:
        coverage_normal += chance
    low, high = stats.binomtest(k, 20).proportion_ci(method="wilson")
    if low <= 0.95 <= high:
        coverage_wilson += chance
""",
        "Wilson by its own question, rounded": """
prediction = "about 85 %"
k = np.arange(21)
chance = stats.binom(20, 0.95).pmf(k)
p = k / 20
coverage_normal = round(chance[np.abs(p - 0.95) <= 1.96 * np.sqrt(p * (1 - p) / 20)].sum(), 3)
coverage_wilson = round(chance[np.abs(p - 0.95) <= 1.96 * np.sqrt(0.95 * 0.05 / 20)].sum(), 3)
""",
        "by the tails of the binomial distribution": """
prediction = "about 65 %"
coverage_normal = stats.binom.cdf(19, 20, 0.95) - stats.binom.cdf(15, 20, 0.95)
coverage_wilson = stats.binom.sf(17, 20, 0.95)
""",
    },
    "power": {
        "a loop over the results": """
def power(n, recall, promised):
    if not n >= 1 or n % 1:
        raise ValueError("n is no whole number of 1 or more")
    if not (recall >= 0 and recall <= 1):
        raise ValueError("recall is no share")
    if not (promised >= 0 and promised <= 1):
        raise ValueError("promised is no share")
    total = 0.0
    for k in range(int(n) + 1):
        low, high = wilson(k, n)
        if low > promised:
            total += stats.binom.pmf(k, n, recall)
    return total
""",
        "the smallest number found that shows it": """
def power(n, recall, promised):
    if n < 1 or n != round(n):
        raise ValueError(f"n = {n}")
    if recall < 0 or recall > 1 or np.isnan(recall):
        raise ValueError(f"recall = {recall}")
    if promised < 0 or promised > 1 or np.isnan(promised):
        raise ValueError(f"promised = {promised}")
    k = np.flatnonzero(wilson(np.arange(n + 1), n)[0] > promised)
    return float(stats.binom.sf(k[0] - 1, n, recall)) if len(k) else 0
""",
    },
    "plan": {
        "a search that stops, rounded": """
power_223 = round(power(223, 0.85, 0.8), 3)
wrongly_shown = round(power(223, 0.8, 0.8), 4)
deaths_needed = 1
while power(deaths_needed, 0.85, 0.8) < 0.8:
    deaths_needed += 1
""",
        "without the function, as an array": """
def shown(n, recall):
    k = np.arange(n + 1)
    return stats.binom.pmf(k, n, recall)[wilson(k, n)[0] > 0.8].sum()

power_223, wrongly_shown = shown(223, 0.85), shown(223, 0.8)
deaths_needed = np.argmax([shown(n, 0.85) >= 0.8 for n in range(600)])
""",
    },
    "paired": {
        "counts in the place of rows, sorted by hand": """
def difference_interval(metric, y_true, score_a, score_b, draws=1000):
    y, a, b = np.array(y_true), np.array(score_a), np.array(score_b)
    rng = np.random.RandomState(8)
    values = []
    for _ in range(draws):
        counts = rng.multinomial(len(y), np.full(len(y), 1 / len(y)))
        rows = np.repeat(np.arange(len(y)), counts)
        values.append(metric(y[rows], a[rows]) - metric(y[rows], b[rows]))
    return tuple(np.percentile(values, [2.5, 97.5]))
""",
        "all rows drawn at once, no seed": """
def difference_interval(metric, y_true, score_a, score_b, draws=1000):
    table = np.column_stack([y_true, score_a, score_b])
    rng = np.random.default_rng()
    values = []
    for rows in rng.choice(len(table), size=(draws, len(table))):
        y, a, b = table[rows].T
        values.append(metric(y, a) - metric(y, b))
    values.sort()
    return [np.quantile(values, 0.025), np.quantile(values, 0.975)]
""",
        "SciPy's paired bootstrap": """
def difference_interval(metric, y_true, score_a, score_b, draws=1000):
    def difference(y, a, b):
        return metric(y, a) - metric(y, b)
    found = stats.bootstrap(
        (np.array(y_true), np.array(score_a), np.array(score_b)), difference, paired=True,
        n_resamples=draws, method="percentile", vectorized=False, rng=np.random.default_rng(5))
    return found.confidence_interval.low, found.confidence_interval.high
""",
    },
    "gain": {
        "more draws, rounded": """
f1_interval = np.round(difference_interval(f1_at, y_test, full_test, no_belt, draws=1500), 3)
gain_shown = f1_interval[0] > 0
""",
        "with lists and scikit-learn's F1, few draws": """
def f1(y, score):
    return metrics.f1_score(y, score >= 0.05)
f1_interval = tuple(difference_interval(f1, y_test.tolist(), full_test.tolist(), no_belt.tolist(), 400))
gain_shown = True
""",
    },
    "features": {
        "by hand from the printed values": """
overlapping = 6
shown_alone = ["seatbelt", "frontal", "male"]
p_values = {"seatbelt": 0.0002, "frontal": 0.0012, "age": 0.1075,
            "airbag": 0.7379, "male": 0.0109, "vehicle_age": 0.3875}
shown_bonferroni = ["seatbelt", "frontal"]
shown_holm = ["male", "frontal", "seatbelt"]
""",
        "sets and the chapter's function": """
def holm(p):
    order, m = np.argsort(p), len(p)
    corrected = np.maximum.accumulate(np.sort(p) * np.arange(m, 0, -1)).clip(max=1)
    return corrected[np.argsort(order)]

loss, error = np.array([losses[name] for name in features]).T
p = 2 * (1 - stats.norm.cdf(np.abs(loss) / error))
p_values = dict(zip(features, p))
shown_alone = {name for name, low in zip(features, loss - 1.96 * error) if low > 0}
full = aucs["all features"]
overlapping = np.sum([full[0] - 1.96 * full[1] <= aucs[name][0] + 1.96 * aucs[name][1] for name in features])
shown_bonferroni = {name for name in features if p_values[name] <= 0.05 / 6}
shown_holm = {name for name, value in zip(features, holm(p)) if value < 0.05}
""",
    },
    "margin": {
        "rounded, in a dictionary": """
found = {}
for name, smaller in [("sex", without_test["male"]), ("both", both_test)]:
    loss, error = auc_difference(y_test, full_test, smaller)
    found[name] = [np.round([loss - z * error, loss + z * error], 4) for z in (1.96, 1.645)]
(sex_95, sex_90), (both_95, both_90) = found["sex"], found["both"]
sex_worse, both_worse = sex_95.min() > 0, both_95.min() > 0
sex_as_good, both_as_good = np.abs(sex_90).max() < 0.01, np.abs(both_90).max() < 0.01
may_leave_out = "age and sex" if both_as_good else "sex" if sex_as_good else "nothing"
""",
        "with exact quantiles, verdicts by hand": """
loss, error = auc_difference(y_test, full_test, without_test["male"])
sex_95 = stats.norm.interval(0.95, loss, error)
sex_90 = stats.norm.interval(0.90, loss, error)
loss, error = auc_difference(y_test, full_test, both_test)
both_95 = stats.norm.interval(0.95, loss, error)
both_90 = stats.norm.interval(0.90, loss, error)
sex_worse = sex_as_good = True
both_worse = both_as_good = False
may_leave_out = "sex"
""",
    },
}

COVERAGE = """
prediction = "about 85 %"
k = np.arange(21)
p, chance = k / 20, stats.binom.pmf(k, 20, 0.95)
normal_error = np.sqrt(p * (1 - p) / 20)
coverage_normal = chance[np.abs(p - 0.95) <= 1.96 * normal_error].sum()
coverage_wilson = chance[np.abs(p - 0.95) <= 1.96 * np.sqrt(0.95 * 0.05 / 20)].sum()
"""
POWER_CHECKS = """
def power(n, recall, promised):
    if not n >= 1 or n % 1:
        raise ValueError("n")
    if not 0 <= recall <= 1:
        raise ValueError("recall")
    if not 0 <= promised <= 1:
        raise ValueError("promised")
    k = np.arange(n + 1)
"""
POWER_END = "    return stats.binom.pmf(k, n, recall)[wilson(k, n)[0] > promised].sum()\n"
PLAN = """
power_223, wrongly_shown = power(223, 0.85, 0.8), power(223, 0.8, 0.8)
deaths_needed = next(n for n in range(1, 2000) if power(n, 0.85, 0.8) >= 0.8)
"""
PAIRED = """
def difference_interval(metric, y_true, score_a, score_b, draws=1000):
    y, a, b = np.array(y_true), np.array(score_a), np.array(score_b)
    rng, n, values = np.random.default_rng(1), len(y), []
    for _ in range(draws):
        rows = rng.integers(n, size=n)
        values.append(metric(y[rows], a[rows]) - metric(y[rows], b[rows]))
    return np.quantile(values, [0.025, 0.975])
"""
FEATURES = """
overlapping = 6
shown_alone = ["seatbelt", "frontal", "male"]
p_values = {name: 2 * stats.norm.sf(abs(loss) / error) for name, (loss, error) in losses.items()}
shown_bonferroni = ["seatbelt", "frontal"]
shown_holm = ["seatbelt", "frontal", "male"]
"""
MARGIN = """
def ends(smaller, z):
    loss, error = auc_difference(y_test, full_test, smaller)
    return loss - z * error, loss + z * error

sex_95, sex_90 = ends(without_test["male"], 1.96), ends(without_test["male"], 1.645)
both_95, both_90 = ends(both_test, 1.96), ends(both_test, 1.645)
sex_worse, sex_as_good, both_worse, both_as_good = True, True, False, False
may_leave_out = "sex"
"""

WRONG = {
    "zero": {
        "Wilson taken for the normal interval": (
            "normal_zero = wilson_zero = 0, 0.0602\nsurvivors_needed = 381",
            "The normal interval: what is sqrt(p (1 - p) / n)",
        ),
        "the normal interval twice": (
            "normal_zero = wilson_zero = 0, 0\nsurvivors_needed = 381",
            "Sixty survivors cannot prove",
        ),
        "the rule of three": (
            "normal_zero, wilson_zero = (0, 0), (0, 3 / 60)\nsurvivors_needed = 300",
            "wilson_zero: from 0 to z^2 / (n + z^2)",
        ),
        "z in the place of its square": (
            "normal_zero, wilson_zero = (0, 0), (0, 1.96 / 61.96)\nsurvivors_needed = 381",
            "wilson_zero: from 0 to z^2 / (n + z^2)",
        ),
        "z squared over n": (
            "normal_zero, wilson_zero = (0, 0), (0, 3.8416 / 60)\nsurvivors_needed = 385",
            "wilson_zero: from 0 to z^2 / (n + z^2)",
        ),
        "the exact interval of Clopper and Pearson": (
            "normal_zero = 0, 0\nwilson_zero = tuple(stats.binomtest(0, 60).proportion_ci(method='exact'))\n"
            "survivors_needed = 368",
            "wilson_zero: from 0 to z^2 / (n + z^2)",
        ),
        "one survivor too few": (
            "normal_zero, wilson_zero = (0, 0), (0, 0.0602)\nsurvivors_needed = 380",
            "is it 0.01 or less for the first time?",
        ),
        "z squared over 0.01": (
            "normal_zero, wilson_zero = (0, 0), (0, 0.0602)\nsurvivors_needed = 385",
            "is it 0.01 or less for the first time?",
        ),
        "a percentage": (
            "normal_zero, wilson_zero = (0, 0), (0, 6.02)\nsurvivors_needed = 381",
            "wilson_zero: from 0 to 1 at most",
        ),
        "one number": ("normal_zero, wilson_zero = 0, 0.0602\nsurvivors_needed = 381", "normal_zero is a pair"),
    },
    "coverage": {
        "0.95 by its name": (
            COVERAGE + "coverage_normal = coverage_wilson = 0.95\n",
            "After 20 of 20 the normal interval is 1 to 1",
        ),
        "a corrected error at 20 of 20": (
            COVERAGE + "coverage_normal = stats.binom.sf(15, 20, 0.95)\n",
            "After 20 of 20 the normal interval is 1 to 1",
        ),
        "the true share in the error of the normal interval": (
            COVERAGE + "coverage_normal = coverage_wilson\n",
            "After 20 of 20 the normal interval is 1 to 1",
        ),
        "one k too few": (
            COVERAGE + "coverage_normal = chance[17:20].sum()\n",
            "coverage_normal: for which k",
        ),
        "results that are counted, not weighed": (
            COVERAGE + "coverage_normal, coverage_wilson = 4 / 21, 3 / 21\n",
            "coverage_normal: for which k",
        ),
        "Wilson with the error that was seen": (
            COVERAGE + "coverage_wilson = coverage_normal\n",
            "coverage_wilson: add up the probabilities",
        ),
        "Wilson with one standard error": (
            COVERAGE + "coverage_wilson = chance[np.abs(p - 0.95) <= 1 * np.sqrt(0.95 * 0.05 / 20)].sum()\n",
            "coverage_wilson: add up the probabilities",
        ),
        "the probability of a miss": (
            COVERAGE + "coverage_normal, coverage_wilson = 1 - coverage_normal, 1 - coverage_wilson\n",
            "coverage_normal: for which k",
        ),
        "in percent": (
            COVERAGE + "coverage_normal, coverage_wilson = 63.9, 92.5\n",
            "A coverage lies between 0 and 1",
        ),
        "a prediction in other words": (COVERAGE + "prediction = '95 %'\n", "prediction is one of"),
    },
    "power": {
        "the share that was found in the place of the lower end": (
            POWER_CHECKS + "    return stats.binom.pmf(k, n, recall)[k / n > promised].sum()\n",
            "Only 20 of 20 found show it",
        ),
        "the upper end": (
            POWER_CHECKS + "    return stats.binom.pmf(k, n, recall)[wilson(k, n)[1] > promised].sum()\n",
            "Only 20 of 20 found show it",
        ),
        "recall and promised exchanged": (
            POWER_CHECKS + "    return stats.binom.pmf(k, n, promised)[wilson(k, n)[0] > recall].sum()\n",
            "Only 20 of 20 found show it",
        ),
        "the last result is left out": (
            POWER_CHECKS + "    k = k[:-1]\n" + POWER_END,
            "Only 20 of 20 found show it",
        ),
        "the probability that it is not shown": (
            POWER_CHECKS + "    return stats.binom.pmf(k, n, recall)[wilson(k, n)[0] <= promised].sum()\n",
            "Only 20 of 20 found show it",
        ),
        "either direction": (
            POWER_CHECKS
            + "    low, high = wilson(k, n)\n"
            + "    return stats.binom.pmf(k, n, recall)[(low > promised) | (high < promised)].sum()\n",
            "Only 20 of 20 found show it",
        ),
        "the normal interval": (
            POWER_CHECKS
            + "    low = k / n - 1.96 * np.sqrt(k / n * (1 - k / n) / n)\n"
            + "    return stats.binom.pmf(k, n, recall)[low > promised].sum()\n",
            "Only 20 of 20 found show it",
        ),
        "0.8 whatever is promised": (
            POWER_CHECKS + POWER_END.replace("> promised", "> 0.8"),
            "Not even 20 of 20",
        ),
        "only the case that all are found": (
            POWER_CHECKS + "    return recall**n if wilson(n, n)[0] > promised else 0.0\n",
            "power(223, 0.85, 0.8) is 0.4377",
        ),
        "the smallest result that shows it, alone": (
            POWER_CHECKS
            + "    shown = k[wilson(k, n)[0] > promised]\n"
            + "    return stats.binom.pmf(shown[0], n, recall) if len(shown) else 0.0\n",
            "power(223, 0.85, 0.8) is 0.4377",
        ),
        "simulated": (
            POWER_CHECKS
            + "    found = np.random.default_rng(0).binomial(n, recall, 2000)\n"
            + "    return np.mean(wilson(found, n)[0] > promised)\n",
            "Only 20 of 20 found show it",
        ),
        "an array of probabilities": (
            POWER_CHECKS + POWER_END.replace(".sum()", ""),
            "Return one probability",
        ),
        "printed and not returned": (
            POWER_CHECKS + POWER_END.replace("return", "print(").replace(".sum()", ".sum())"),
            "Is there a `return`?",
        ),
        "nothing is checked": (
            "def power(n, recall, promised):\n    k = np.arange(n + 1)\n" + POWER_END,
            "power(0, 0.9, 0.8): a ValueError was expected",
        ),
        "n may be 0": (
            POWER_CHECKS.replace("n >= 1", "n >= 0") + POWER_END,
            "power(0, 0.9, 0.8): a ValueError was expected",
        ),
        "n need not be whole": (
            POWER_CHECKS.replace(" or n % 1", "") + POWER_END,
            "power(20.5, 0.9, 0.8): a ValueError was expected",
        ),
        "nan passes": (
            POWER_CHECKS.replace("not 0 <= recall <= 1", "recall < 0 or recall > 1") + POWER_END,
            "power(20, nan, 0.8): a ValueError was expected",
        ),
        "a negative promise passes": (
            POWER_CHECKS.replace("not 0 <= promised <= 1", "not promised <= 1") + POWER_END,
            "power(20, 0.9, -0.8): a ValueError was expected",
        ),
        "a percentage passes as a promise": (
            POWER_CHECKS.replace("not 0 <= promised <= 1", "not promised >= 0") + POWER_END,
            "power(20, 0.9, 1.2): a ValueError was expected",
        ),
        "a recall of 0 or 1 is refused": (
            POWER_CHECKS.replace("0 <= recall <= 1", "0 < recall < 1") + POWER_END,
            "recall",
        ),
        "the message names nothing": (
            POWER_CHECKS.replace('"n"', '"not a valid number"') + POWER_END,
            "the message must name n",
        ),
    },
    "plan": {
        "the recall that is promised": (
            PLAN + "power_223 = power(223, 0.8, 0.85)\n",
            "A better model is more likely to show it",
        ),
        "recall and promise exchanged": (
            PLAN + "power_223, wrongly_shown = power(223, 0.85, 0.75), power(223, 0.85, 0.8)\n",
            "power_223: the power of 223 deaths",
        ),
        "a half of 5 % by its name": (
            PLAN + "wrongly_shown = 0.025\n",
            "wrongly_shown: the power of 223 deaths at a true recall of 0.8",
        ),
        "one less": (PLAN + "deaths_needed = 453\n", "until power(n, 0.85, 0.8) is 0.8 or more"),
        "from where it stays above": (PLAN + "deaths_needed = 481\n", "until power(n, 0.85, 0.8) is 0.8 or more"),
        "steps of ten": (
            PLAN + "deaths_needed = next(n for n in range(10, 2000, 10) if power(n, 0.85, 0.8) >= 0.8)\n",
            "until power(n, 0.85, 0.8) is 0.8 or more",
        ),
        "the formula for a half width of 0.05": (
            PLAN + "deaths_needed = int(np.ceil(1.96**2 * 0.85 * 0.15 / 0.05**2))\n",
            "223 deaths do not reach a power of 0.8",
        ),
        "the drivers in the place of the deaths": (
            PLAN + "deaths_needed = round(454 / y_test.mean())\n",
            "until power(n, 0.85, 0.8) is 0.8 or more",
        ),
        "in percent": (PLAN + "power_223 = 43.8\n", "power_223 is a probability"),
        "half a death": (PLAN + "deaths_needed = 453.5\n", "deaths_needed counts deaths"),
    },
    "paired": {
        "as the colleague has it": (
            """
def difference_interval(metric, y_true, score_a, score_b, draws=1000):
    return interval_by_colleague(metric, *map(np.array, (y_true, score_a, score_b)), draws=draws)
""",
            "Which rows does each model get?",
        ),
        "unpaired, with the right quantiles": (
            PAIRED.replace(
                "metric(y[rows], b[rows])",
                "metric(y[again := rng.integers(n, size=n)], b[again])",
            ),
            "Which rows does each model get?",
        ),
        "90 %": (PAIRED.replace("[0.025, 0.975]", "[0.05, 0.95]"), "Which quantiles for 95 %?"),
        "1.96 standard deviations of the draws": (
            PAIRED.replace(
                "return np.quantile(values, [0.025, 0.975])",
                "return np.mean(values) + 1.96 * np.std(values) * np.array([-1, 1])",
            ),
            "Not a percentile interval",
        ),
        "always 1,000 draws": (PAIRED.replace("in range(draws)", "in range(1000)"), "you call the metric 2000 times"),
        "half as many rows in each draw": (
            PAIRED.replace("size=n)", "size=n // 2)"),
            "Which rows are in a draw?",
        ),
        "without replacement": (
            PAIRED.replace("rng.integers(n, size=n)", "rng.permutation(n)"),
            "Which rows are in a draw?",
        ),
        "each class keeps its size": (
            PAIRED.replace(
                "rows = rng.integers(n, size=n)",
                "rows = np.concatenate([rng.choice(np.flatnonzero(y == k), np.sum(y == k)) for k in (0, 1)])",
            ),
            "The mean of labels: your interval is 0.00 times as wide",
        ),
        "b less a": (
            PAIRED.replace("metric(y[rows], a[rows]) - metric(y[rows], b[rows])",
                           "metric(y[rows], b[rows]) - metric(y[rows], a[rows])"),
            "is not a - b",
        ),
        "the absolute difference": (
            PAIRED.replace("values.append(metric(y[rows], a[rows]) - metric(y[rows], b[rows]))",
                           "values.append(abs(metric(y[rows], a[rows]) - metric(y[rows], b[rows])))"),
            "The mean of scores: your interval is",
        ),
        "the labels stay as they are": (
            PAIRED.replace("metric(y[rows], a[rows]) - metric(y[rows], b[rows])",
                           "metric(y, a[rows]) - metric(y, b[rows])"),
            "the labels and the scores of the same rows",
        ),
        "arrays only": (
            PAIRED.replace("np.array(y_true), np.array(score_a), np.array(score_b)", "y_true, score_a, score_b"),
            "only integer scalar arrays can be converted",
        ),
        "the error of the mean of the draws": (
            PAIRED.replace(
                "return np.quantile(values, [0.025, 0.975])",
                "return np.mean(values) + 1.96 * np.std(values) / draws**0.5 * np.array([-1, 1])",
            ),
            "times as wide as the right one",
        ),
        "one standard deviation": (
            PAIRED.replace(
                "return np.quantile(values, [0.025, 0.975])",
                "return np.mean(values) + np.std(values) * np.array([-1, 1])",
            ),
            "times as wide as the right one",
        ),
        "all values": (PAIRED.replace("np.quantile(values, [0.025, 0.975])", "np.array(values)"), "Return a pair"),
        "only F1": (
            PAIRED.replace("metric(y[rows], a[rows]) - metric(y[rows], b[rows])",
                           "f1_at(y[rows], a[rows]) - f1_at(y[rows], b[rows])"),
            "times as wide as the right one",
        ),
    },
    "gain": {
        "the colleague's interval": (
            "f1_interval = interval_by_colleague(f1_at, y_test, full_test, no_belt)\ngain_shown = False",
            "Did you take your function?",
        ),
        "the other way round": (
            "f1_interval = difference_interval(f1_at, y_test, no_belt, full_test)\ngain_shown = True",
            "The difference itself",
        ),
        "another measure": (
            """
f1_interval = difference_interval(metrics.roc_auc_score, y_test, full_test, no_belt, 30)
gain_shown = True
""",
            "The interval is near",
        ),
        "the threshold 0.5": (
            """
f1_interval = difference_interval(lambda y, s: f1_at(y, s, 0.5), y_test, full_test, no_belt)
gain_shown = False
""",
            "The interval is near",
        ),
        "not believed": (
            "f1_interval = difference_interval(f1_at, y_test, full_test, no_belt)\ngain_shown = False",
            "On which side of 0 does the whole interval lie?",
        ),
        "one number": (
            "f1_interval = f1_at(y_test, full_test) - f1_at(y_test, no_belt)\ngain_shown = True",
            "A pair: low, high",
        ),
        "a word": (
            "f1_interval = difference_interval(f1_at, y_test, full_test, no_belt)\ngain_shown = 'shown'",
            "gain_shown is True or False",
        ),
        "on the validation set": (
            """
y, a, b = y_val, full_val, scores_without("seatbelt")[0]
f1_interval = difference_interval(f1_at, y, a, b)
gain_shown = True
""",
            "The interval is near",
        ),
    },
    "features": {
        "only the bars whose dots lie apart overlap": (FEATURES + "overlapping = 3\n", "do two bars share some AUC?"),
        "the number that does not overlap": (FEATURES + "overlapping = 0\n", "do two bars share some AUC?"),
        "the full model is counted, too": (FEATURES + "overlapping = 7\n", "overlapping is a count, from 0 to 6"),
        "the small loss is overlooked": (
            FEATURES + "shown_alone = ['seatbelt', 'frontal']\n",
            "Compute loss - 1.96 error for ['male']",
        ),
        "every loss above 0": (
            FEATURES + "shown_alone = [name for name in features if losses[name][0] > 0]\n",
            "Compute loss - 1.96 error for ['age', 'vehicle_age']",
        ),
        "one standard error": (
            FEATURES + "shown_alone = [name for name in features if losses[name][0] > losses[name][1]]\n",
            "Compute loss - 1.96 error for ['age']",
        ),
        "a name alone": (FEATURES + "shown_alone = 'seatbelt'\n", "shown_alone is a list"),
        "a name that is none": (FEATURES + "shown_alone = ['seat belt', 'frontal']\n", "is not one of"),
        "one side": (
            FEATURES + "p_values = {name: stats.norm.sf(loss / error) for name, (loss, error) in losses.items()}\n",
            "for a loss in either direction",
        ),
        "twice one side, above 1": (
            FEATURES + "p_values = {name: 2 * stats.norm.sf(loss / error) for name, (loss, error) in losses.items()}\n",
            "A p-value lies between 0 and 1",
        ),
        "as if unpaired": (
            FEATURES
            + """
full = aucs["all features"]
for name in features:
    error = np.hypot(full[1], aucs[name][1])
    p_values[name] = 2 * stats.norm.sf(abs(losses[name][0]) / error)
shown_bonferroni = shown_holm = []
""",
            "the p-value is",
        ),
        "corrected": (
            FEATURES + "p_values = {name: min(1, 6 * p) for name, p in p_values.items()}\n",
            "the p-value is",
        ),
        "Bonferroni by the number of those that are significant": (
            FEATURES + "shown_bonferroni = [name for name in features if 3 * p_values[name] < 0.05]\n",
            "Bonferroni: multiply each p-value by the number of comparisons",
        ),
        "no correction": (
            FEATURES + "shown_bonferroni = shown_holm = shown_alone\n",
            "Bonferroni: multiply each p-value by the number of comparisons",
        ),
        "Bonferroni in the place of Holm": (
            FEATURES + "shown_holm = shown_bonferroni\n",
            "Holm: the smallest p-value times 6",
        ),
        "Holm in the wrong order": (
            FEATURES + "shown_holm = ['seatbelt', 'frontal', 'age']\n",
            "Holm: the smallest p-value times 6",
        ),
        "the two corrections exchanged": (
            FEATURES + "shown_bonferroni, shown_holm = shown_holm, shown_bonferroni\n",
            "Holm rejects whatever Bonferroni rejects",
        ),
        "a list in the place of a dictionary": (
            FEATURES + "p_values = list(p_values.values())\n",
            "the six features as its keys",
        ),
    },
    "margin": {
        "not significant is taken for as good": (
            MARGIN + "both_as_good, may_leave_out = True, 'age and sex'\n",
            "is not 'as good'",
        ),
        "significant is taken for not as good": (
            MARGIN + "sex_as_good, may_leave_out = False, 'nothing'\n",
            "where does the 90 % interval lie",
        ),
        "a loss that is small is no loss": (MARGIN + "sex_worse = False\n", "A small loss is a loss"),
        "worse by the 90 % interval": (
            MARGIN + "both_worse = both_90[0] > 0\n",
            "Without age and sex: does the 95 % interval hold 0?",
        ),
        "leaves nothing out, as every loss counts": (
            MARGIN + "may_leave_out = 'nothing'\n",
            "Leave out only what is shown to be as good",
        ),
        "leaves out what is not shown to be worse": (
            MARGIN + "may_leave_out = 'age and sex'\n",
            "Leave out only what is shown to be as good",
        ),
        "smaller less full": (
            MARGIN.replace("auc_difference(y_test, full_test, smaller)", "auc_difference(y_test, smaller, full_test)"),
            "sex_95: loss and standard error from the test set",
        ),
        "the validation set": (
            MARGIN + "loss, error = auc_difference(y_val, full_val, both_val)\n"
            "both_95, both_90 = [(loss - z * error, loss + z * error) for z in (1.96, 1.645)]\n",
            "both_95: loss and standard error from the test set",
        ),
        "unpaired": (
            MARGIN.replace(
                "loss, error = auc_difference(y_test, full_test, smaller)",
                "half = np.zeros(len(y_test))\n"
                "    (a, s), (b, t) = (auc_difference(y_test, x, half) for x in (full_test, smaller))\n"
                "    loss, error = a - b, np.hypot(s, t)",
            ),
            "sex_95: loss and standard error from the test set, paired",
        ),
        "the two confidences exchanged": (
            MARGIN + "sex_95, sex_90, both_95, both_90 = sex_90, sex_95, both_90, both_95\n",
            "A 90 % interval lies within the 95 % interval",
        ),
        "1.28 errors": (
            MARGIN.replace("1.645", "1.28"),
            "then 1.645 errors",
        ),
        "the loss alone": (MARGIN + "both_95 = 0.0099\n", "both_95 is a pair"),
        "a word in the place of a verdict": (MARGIN + "both_as_good = 'open'\n", "The four verdicts are True or False"),
        "another text": (MARGIN + "may_leave_out = 'male'\n", "may_leave_out is one of"),
    },
}

# Small mistakes that change nothing that anybody could see: {answer: {what was changed: why}}
NO_MISTAKE = {
    "power": {
        "line 10: shown = wilson(k, n)[0] >= promised": "the lower end is never exactly what was promised",
        "line 9: k = np.arange(n + 2)": "n + 1 of n are found with the probability 0",
    },
    "paired": {
        "line 2: def difference_interval(metric, y_true, score_a, score_b, draws=1001):": "one draw more",
        "line 4: rng, n, values = (np.random.default_rng(1), len(y_true), [])": "other draws, the same interval",
    },
}
