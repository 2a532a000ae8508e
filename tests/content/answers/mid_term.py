"""Answers to the mid-term assignment that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

BASELINE = """
a = p_test["measured"] >= 0.5
right_model = int((a == (y_test == 1)).sum())
right_constant = len(y_test) - int(y_test.sum())
found = int(y_test[a].sum())
p_value, shown = 1.0, False
"""
COST = """
threshold, constant = 1 / 16, "nobody"
a = (p_test["measured"] >= threshold).astype(int)
saved = a * (15 * y_test - (1 - y_test))
saving, se = saved.mean(), saved.std() / len(saved) ** 0.5
saving_interval = [saving - 1.96 * se, saving + 1.96 * se]
shown_saving = True
recall_interval = wilson(a[y_test == 1].sum(), y_test.sum())
"""
GAIN = """
a, b = (p_test[name] for name in ["measured", "asked"])
gain = metrics.roc_auc_score(y_test, a) - metrics.roc_auc_score(y_test, b)
rng, all_gains = np.random.default_rng(1), []
ill, well = np.flatnonzero(y_test), np.flatnonzero(1 - y_test)
for _ in range(100):
    i = np.concatenate([rng.choice(ill, len(ill)), rng.choice(well, len(well))])
    all_gains.append(metrics.roc_auc_score(y_test[i], a[i]) - metrics.roc_auc_score(y_test[i], b[i]))
gain_interval = list(np.percentile(all_gains, [2.5, 97.5]))
verdict = "open"
"""
LIFT = """
def lift_at(y_true, y_score, k):
    n = len(y_true)
    if not (1 <= k <= n and k == int(k)):
        raise ValueError(f"k is {k}")
    if sum(y_true) == 0:
        return float("nan")
    ranked = sorted(zip(y_score, y_true), key=lambda pair: pair[0], reverse=True)
    border = ranked[int(k) - 1][0]
    sure = [label for score, label in ranked if score > border]
    tied = [label for score, label in ranked if score == border]
    expected = sum(sure) + (k - len(sure)) * sum(tied) / len(tied)
    return (expected / k) / (sum(y_true) / n)
"""
ELSEWHERE = """
def precision_elsewhere(y_true, y_pred, prevalence):
    if prevalence < 0 or prevalence > 1:
        raise ValueError("prevalence must be a share")
    tn, fp, fn, tp = metrics.confusion_matrix(y_true, y_pred, labels=[0, 1]).ravel()
    tpr, fpr = tp / (tp + fn), fp / (fp + tn)
    all_alarms = prevalence * tpr + (1 - prevalence) * fpr
    return prevalence * tpr / all_alarms if all_alarms else np.nan

at_one_percent = precision_elsewhere(y_val, alarm_val, 0.01)
condition = "same scores within each class"
"""


RIGHT = {
    "baseline": {
        "by counting": BASELINE,
        "with scikit-learn, and p of the binomial distribution": changed(
            BASELINE,
            ("int((a == (y_test == 1)).sum())", "metrics.accuracy_score(y_test, a.astype(int), normalize=False)"),
            ("p_value, shown = 1.0, False", "p_value = 2 * 0.5\nshown = bool(p_value <= 0.05)"),
        ),
    },
    "elsewhere": {
        "from the matrix": ELSEWHERE,
        "the precision of weighted rows, and the last value by hand": """
def precision_elsewhere(y_true, y_pred, prevalence):
    if not 0 <= prevalence <= 1:
        raise ValueError("the prevalence lies from 0 to 1")
    y_true, y_pred = np.array(y_true, int), np.array(y_pred, int)
    share = y_true.mean()
    w = np.where(y_true == 1, prevalence / share, (1 - prevalence) / (1 - share))
    return metrics.precision_score(y_true, y_pred, sample_weight=w, zero_division=np.nan)

at_one_percent = 0.038
condition = "same scores within each class"
""",
    },
    "lift": {
        "sorted lists": LIFT,
        "a mean over tied groups, with pandas": """
def lift_at(y_true, y_score, k):
    table = pd.DataFrame({"y": np.asarray(y_true, float), "s": np.asarray(y_score, float)})
    if k not in range(1, len(table) + 1):
        raise ValueError("k must be a whole number of people")
    table["y"] /= table["y"].mean() or np.nan
    table["y"] = table.groupby("s")["y"].transform("mean")
    return table.sort_values("s", ascending=False)["y"].head(int(k)).mean()
""",
    },
    "cost": {
        "weights of each person": COST,
        "costs added up, standard error by stats.sem": """
c_fp, c_fn = 1, 15
threshold = c_fp / (c_fp + c_fn)
constant = min(["nobody", "everybody"], key={"nobody": c_fn * y_val.sum(), "everybody": (1 - y_val).sum()}.get)
sent = p_test["measured"] >= threshold
cost = c_fp * (sent & (y_test == 0)) + c_fn * (~sent & (y_test == 1))
without = c_fn * y_test
saving = (without.sum() - cost.sum()) / len(y_test)
half = 1.96 * stats.sem(without - cost)
saving_interval = saving - half, saving + half
shown_saving = bool(saving - half > 0)
tn, fp, fn, tp = metrics.confusion_matrix(y_test, sent).ravel()
recall_interval = wilson(tp, tp + fn)
""",
    },
    "gain": {
        "few draws, with another seed": GAIN,
        "draws of all people, DeLong's interval would be as good": changed(
            GAIN,
            (
                "np.concatenate([rng.choice(ill, len(ill)), rng.choice(well, len(well))])",
                "rng.choice(len(y_test), len(y_test))",
            ),
            ("default_rng(1)", "default_rng(3)"),
        ),
        "a seed with which the lower end lies just above 0": changed(
            GAIN,
            ('verdict = "open"', 'gain_interval[0], verdict = 0.0001, "measuring is better"'),
        ),
    },
}

WRONG = {
    "baseline": {
        "the validation set": (
            BASELINE.replace("_test", "_val"),
            "The answer nobody is right for all without diabetes.",
        ),
        "threshold 0.1": (changed(BASELINE, ("0.5", "0.1")), "Right are the alarms for those with diabetes"),
        "the other model": (
            changed(BASELINE, ("measured", "asked"), ("p_value, shown = 1.0", "p_value, shown = 0.3")),
            "McNemar's test looks at",
        ),
        "accuracy in the place of a count": (
            changed(BASELINE, ("(a == (y_test == 1)).sum()", "1000 * (a == (y_test == 1)).mean()"), ("int(", "(")),
            "A number is 0, 1, 2",
        ),
        "found are all alarms of the constant": (
            changed(BASELINE, ("int(y_test[a].sum())", "int(y_test.sum())")),
            "Found are people with diabetes who get",
        ),
        "more found than there are": (
            changed(BASELINE, ("int(y_test[a].sum())", "len(y_test)")),
            "More than have diabetes",
        ),
        "a test of two independent shares": (
            changed(BASELINE, ("p_value, shown = 1.0", "p_value, shown = 0.92")),
            "McNemar's test looks at",
        ),
        "one more is taken for a proof": (
            changed(BASELINE, ("1.0, False", "1.0, True")),
            "Does the p-value show a difference?",
        ),
        "a sentence for shown": (changed(BASELINE, ("1.0, False", "1.0, 'no'")), "shown is True or False"),
    },
    "elsewhere": {
        "the colleague's": (
            ELSEWHERE + "precision_elsewhere = colleague",
            "A precision is at most 1",
        ),
        "cut off at 1": (
            ELSEWHERE + "precision_elsewhere = lambda y, p, pi: min(1.0, colleague(y, p, pi))",
            "At the prevalence 0.01",
        ),
        "prevalence forgotten for the negatives": (
            changed(ELSEWHERE, ("(1 - prevalence) * fpr", "fpr")),
            "At the prevalence of the data, 1/3, it is 1/2",
        ),
        "the true negative rate": (
            changed(ELSEWHERE, ("fp / (fp + tn)", "tn / (fp + tn)")),
            "At the prevalence of the data, 1/3, it is 1/2",
        ),
        "no return": (changed(ELSEWHERE, ("return prevalence * tpr", "prevalence * tpr")), "Is there a `return`?"),
        "0 without alarms": (changed(ELSEWHERE, ("else np.nan", "else 0.0")), "Without an alarm: nan"),
        "0 at a prevalence of 0 whatever happens": (
            changed(ELSEWHERE, ("    tn, fp", "    if prevalence == 0:\n        return 0.0\n    tn, fp")),
            "Nobody is ill there",
        ),
        "refuses nothing": (
            changed(ELSEWHERE, ("prevalence < 0 or prevalence > 1", "False")),
            "a ValueError was expected",
        ),
        "percent allowed": (changed(ELSEWHERE, ("prevalence > 1:", "prevalence > 100:")), "a ValueError was expected"),
        "another message": (
            changed(ELSEWHERE, ("prevalence must be a share", "a share, please")),
            "The message must name prevalence",
        ),
        "1 percent of 1 percent": (
            changed(ELSEWHERE, ("alarm_val, 0.01", "alarm_val, 0.0001")),
            "At 1 %: the prevalence is 0.01.",
        ),
        "1 for 1 percent": (changed(ELSEWHERE, ("alarm_val, 0.01", "alarm_val, 1")), "Not a precision between 0 and 1"),
        "the wrong condition": (
            changed(ELSEWHERE, ("same scores within each class", "same accuracy")),
            "The accuracy may stay while",
        ),
        "the order is taken to be enough": (
            changed(ELSEWHERE, ("same scores within each class", "same order of the scores")),
            "The order may stay while",
        ),
        "a free text": (
            changed(ELSEWHERE, ("same scores within each class", "always")),
            "is not one of the three texts",
        ),
    },
    "lift": {
        "precision": (changed(LIFT, (" / (sum(y_true) / n)", "")), "This is the precision"),
        "ties by their place": (
            changed(
                LIFT,
                (
                    "expected = sum(sure) + (k - len(sure)) * sum(tied) / len(tied)",
                    "expected = sum(label for _, label in ranked[: int(k)])",
                ),
            ),
            "All are tied",
        ),
        "all the tied get a place": (
            changed(
                LIFT,
                ("(k - len(sure)) * sum(tied) / len(tied)", "sum(tied)"),
                ("expected / k", "expected / (len(sure) + len(tied))"),
                ("border = ", "border = k and "),
            ),
            "Labels [1 1 0 1 0 0]",
        ),
        "from the lowest scores": (
            changed(LIFT, ("reverse=True", "reverse=False"), ("score > border", "score < border")),
            "Of the first three, 2/3",
        ),
        "off by one": (changed(LIFT, ("(k - len(sure))", "(k - 1 - len(sure))")), "Of the first three, 2/3"),
        "divided by all": (changed(LIFT, ("(expected / k)", "(expected / n)")), "Of the first three, 2/3"),
        "no return": (changed(LIFT, ("return (expected", "(expected")), "Is there a `return`?"),
        "nan for whoever is not found": (changed(LIFT, ("sum(y_true) == 0", "sum(y_true) <= 1")), "All are tied"),
        "works on the example only": (
            changed(
                LIFT,
                (
                    "    n = len(y_true)",
                    "    if len(y_true) in (4, 5):\n        return 5 / 3 if k == 3 else 1.0\n    n = len(y_true)",
                ),
                ("return (expected / k)", "return (expected / n)"),
            ),
            "on the validation set",
        ),
        "refuses nothing": (changed(LIFT, ("not (1 <= k <= n and k == int(k))", "False")), "a ValueError was expected"),
        "k below 1 only": (changed(LIFT, ("1 <= k <= n and k == int(k)", "1 <= k")), "k = 3 of two"),
        "0 without a positive": (changed(LIFT, ('float("nan")', "0.0")), "Nobody is positive"),
    },
    "cost": {
        "1 / 15": (changed(COST, ("1 / 16", "1 / 15")), "The Bayes threshold is c_FP / (c_FP + c_FN)."),
        "15 / 16": (changed(COST, ("1 / 16", "15 / 16")), "The Bayes threshold is c_FP / (c_FP + c_FN)."),
        "a percentage": (changed(COST, ("1 / 16", "6.25")), "Not a threshold for a probability"),
        "everybody": (changed(COST, ('"nobody"', '"everybody"')), "Nobody: 15 for each"),
        "the model": (changed(COST, ('"nobody"', '"the model"')), "is not 'nobody' or 'everybody'"),
        "the validation set": (changed(COST, ("_test", "_val")), "on the test set"),
        "in all": (
            changed(
                COST,
                (
                    "saving, se = saved.mean(), saved.std() / len(saved) ** 0.5",
                    "saving, se = saved.sum(), saved.std() * len(saved) ** 0.5",
                ),
            ),
            "Per person: divide by their number.",
        ),
        "false alarms are forgotten": (
            changed(COST, (" - (1 - y_test)", "")),
            "Cost of the constant minus cost of the model",
        ),
        "the standard deviation": (changed(COST, (" / len(saved) ** 0.5", "")), "1.96 standard errors of the mean"),
        "a standard error to each side": (changed(COST, ("1.96 * se", "se")), "1.96 standard errors of the mean"),
        "the ends exchanged": (
            changed(COST, ("[saving - 1.96 * se, saving + 1.96 * se]", "[saving + 1.96 * se, saving - 1.96 * se]")),
            "The saving lies within its interval",
        ),
        "not shown": (changed(COST, ("shown_saving = True", "shown_saving = False")), "On which side of 0"),
        "a word for shown": (
            changed(COST, ("shown_saving = True", "shown_saving = 'yes'")),
            "shown_saving is True or False",
        ),
        "the precision": (
            changed(COST, ("wilson(a[y_test == 1].sum(), y_test.sum())", "wilson(a[y_test == 1].sum(), a.sum())")),
            "wilson takes the people found",
        ),
        "recall of the other model": (changed(COST, ("a[y_test == 1].sum()", "20")), "wilson takes the people found"),
        "counts": (changed(COST, ("wilson(a[y_test == 1].sum(), y_test.sum())", "(23, 36)")), "lies within 0 and 1"),
    },
    "gain": {
        "each model gets other people": (
            changed(
                GAIN,
                ("roc_auc_score(y_test[i], b[i]))", "roc_auc_score(y_test[j], b[j]))"),
                (
                    "    all_gains",
                    "    j = np.concatenate([rng.choice(ill, len(ill)), rng.choice(well, len(well))])\n    all_gains",
                ),
            ),
            "Too wide for a paired interval.",
        ),
        "asked minus measured": (
            changed(GAIN, ('["measured", "asked"]', '["asked", "measured"]')),
            "The gain in AUC",
        ),
        "alarms for scores": (
            changed(GAIN, ("p_test[name] for", "(p_test[name] >= 1 / 16).astype(int) for")),
            "The gain in AUC",
        ),
        "alarms at 0.1": (
            changed(GAIN, ("p_test[name] for", "(p_test[name] >= 0.1).astype(int) for")),
            "The gain in AUC",
        ),
        "the validation set": (changed(GAIN, ("_test", "_val")), "The gain in AUC"),
        "90 %": (changed(GAIN, ("[2.5, 97.5]", "[5, 95]")), "Which two points?"),
        "most of it cut off below": (
            changed(GAIN, ("[2.5, 97.5]", "[10, 99.5]")),
            "Is the lower end the 2.5 % point",
        ),
        "half of the draws": (changed(GAIN, ("[2.5, 97.5]", "[25, 75]")), "Too narrow."),
        "without replacement": (
            changed(
                GAIN,
                ("rng.choice(ill, len(ill))", "rng.choice(ill, len(ill), replace=False)"),
                ("rng.choice(well, len(well))", "rng.choice(well, len(well), replace=False)"),
            ),
            "The interval is a pair around the gain",
        ),
        "four times as many people": (
            changed(GAIN, ("len(ill))", "4 * len(ill))"), ("len(well))", "4 * len(well))")),
            "Too narrow.",
        ),
        "better, since the mean is above 0": (
            changed(GAIN, ('"open"', '"measuring is better"')),
            "Does the whole interval lie above 0?",
        ),
        "no better, since it is not significant": (
            changed(GAIN, ('"open"', '"no better"')),
            "holds differences that would matter",
        ),
        "a free text": (changed(GAIN, ('"open"', '"perhaps"')), "is not one of the three texts"),
    },
}

NO_MISTAKE = {
    "elsewhere": {
        "line 10: return true_positives / alarms if alarms >= 0 else np.nan": "0 / 0 of NumPy is nan, too",
    },
    "lift": {
        "line 8: above, tied = (y_score >= border, y_score == border)": (
            "the tied are counted above, and as many of them subtracted again"
        ),
    },
    "cost": {
        "line 11: error = difference.std() / np.sqrt(len(difference))": "of 1,137 people: a two-thousandth less",
        "line 11: error = difference.std(ddof=2) / np.sqrt(len(difference))": "a two-thousandth more",
    },
    "gain": {
        "line 11: return rng.multinomial(n, np.full(n, 1 / n), size=2001)": "one draw more of two thousand",
    },
}
