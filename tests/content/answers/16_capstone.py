"""Answers to problem set 16 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

LINE = """
def slice_line(y_true, y_pred, inside, min_cases=10):
    if min_cases < 1:
        raise ValueError("min_cases")
    if len(inside) != len(y_true) or sum(inside) == 0:
        raise ValueError("inside")
    counts = {}
    for true, pred, here in zip(y_true, y_pred, inside):
        key = bool(true), bool(here), bool(pred)
        counts[key] = counts.get(key, 0) + 1

    def n(*key):
        return counts.get(key, 0)

    line = {"positives": n(True, True, True) + n(True, True, False),
            "alarms": n(True, True, True) + n(False, True, True)}
    for rate, label in [("recall", True), ("FPR", False)]:
        a, b = n(label, True, True), n(label, True, False)
        c, d = n(label, False, True), n(label, False, False)
        line[rate] = line["p_" + rate] = None
        if a + b >= min_cases:
            line[rate] = (a / (a + b),) + wilson(a, a + b)
            if c + d >= min_cases:
                line["p_" + rate] = stats.fisher_exact([[a, b], [c, d]])[1]
    return line
"""
CROSSED = """
no_recall, drivers = [], []
for belt in ["worn", "not worn"]:
    for speed in test["speed"].unique():
        here = ((test["belt"] == belt) & (test["speed"] == speed)).to_numpy()
        if slice_line(y_test, alarm_test, here)["recall"] is None:
            no_recall.append((belt, speed))
            drivers.append(here.mean())
share_unknown = sum(drivers)
"""
COLUMNS = """
prediction = 3
share = sum(weight_test * y_test) / sum(weight_test)
factor = (223 / share - 223) / (len(y_test) - 223)
rare = measures([1 if died else factor for died in y_test])
survey = measures(test["weight"])
unchanged = ["AUC", "recall", "FPR"]

def like(w):
    return w.sum() ** 2 / (w ** 2).sum()

deaths_like = like(test["weight"][test["died"] == 1])
survivors_like = like(test["weight"][test["died"] == 0])
"""
TABLE = """
def mended_table(scores, crash, split, threshold=1 / 21):
    part = scores[scores["split"] == split]
    people = crash.loc[part["row"]]
    died, alarm = part["died"].to_numpy() == 1, part["score"].to_numpy() >= threshold
    age, worn = people["age"].to_numpy(), people["seatbelt"].to_numpy() == 1
    groups = {"age: 16-29": age <= 29, "age: 30-49": (age >= 30) & (age <= 49),
              "age: 50-69": (age >= 50) & (age <= 69), "age: 70-97": age >= 70,
              "belt: not worn": ~worn, "belt: worn": worn}
    lines = [[here.sum(), (here & died).sum(), alarm[here & died].sum() / (here & died).sum(),
              alarm[here & ~died].sum() / (here & ~died).sum()] for here in groups.values() if here.any()]
    names = [name for name, here in groups.items() if here.any()]
    return pd.DataFrame(lines, index=names, columns=["drivers", "died", "recall", "FPR"])
"""
BY_COLLEAGUE = """
def mended_table(scores, crash, split, threshold=1 / 21):
    rows = scores[scores["split"] == split].join(crash.drop(columns="died"), on="row")
    rows["alarm"] = rows["score"] >= threshold
    rows["age"] = pd.cut(rows["age"], [16, 29, 49, 69, 97], include_lowest=True,
                         labels=["16-29", "30-49", "50-69", "70-97"])
    rows["belt"] = np.where(rows["seatbelt"] == 1, "worn", "not worn")
    lines = {}
    for column in ["belt", "age"]:
        for group, part in rows.groupby(column, observed=True):
            died = part["died"] == 1
            lines[column + ": " + group] = {"drivers": died.size, "died": (1 * died).sum(),
                                            "recall": part.loc[died, "alarm"].mean(),
                                            "FPR": part.loc[~died, "alarm"].mean()}
    return pd.DataFrame.from_dict(lines, orient="index")
"""
GAP = """
rates, errors = [], []
for belt in ["not worn", "worn"]:
    of_group = alarm_test[(test["belt"] == belt).to_numpy() & (y_test == 0)]
    rates.append(of_group.mean())
    errors.append(of_group.std() / len(of_group) ** 0.5)
fpr_gap = rates[0] - rates[1]
half = 1.96 * np.hypot(*errors)
gap_interval = [fpr_gap - half, fpr_gap + half]
sentence = "refuted"
"""
SEARCH = """
lowest = "airbag nodeploy"
outside = ["year 1997", "airbag nodeploy"]
p_values = {}
for name, here in inside_val.items():
    if name != "belt not worn":
        k, n = slices_val.loc[name, "found"], slices_val.loc[name, "died"]
        table = [[k, n - k], [170 - k, 53 - (n - k)]]
        p_values[name] = stats.fisher_exact(np.array(table).astype(int)).pvalue
p = sorted(p_values.values())
passed = [all(q * (10 - j) < 0.05 for j, q in enumerate(p[:i + 1])) for i in range(10)]
marked = sorted(p_values, key=p_values.get)[:sum(passed)]
"""
CONFIRM = """
slice_ = "year 1997"
inside = inside_test[slice_]
p_on_test = stats.fisher_exact(pd.crosstab(inside, found_test).to_numpy())[1]
k, n = found_test[inside].sum(), inside.sum()
k_rest, n_rest = found_test[~inside].sum(), (~inside).sum()
difference = k / n - k_rest / n_rest
half = 1.96 * (k * (n - k) / n**3 + k_rest * (n_rest - k_rest) / n_rest**3) ** 0.5
difference_interval = difference - half, difference + half
verdict = "open"
"""
SLOW = """
slow = val[(val["speed"] == "10-24") & (val["died"] == 1)]["score"]
slow_threshold = max(t for t in slow if (slow >= t).mean() >= 0.5)
is_slow = test["speed"] == "10-24"
limit = is_slow.map({True: slow_threshold, False: 1 / 21})
one, two = test["score"] >= 1 / 21, test["score"] >= limit
died = test["died"] == 1
found_slow = (two & is_slow & died).sum()
slow_interval = wilson(found_slow, (is_slow & died).sum())
more_alarms = two.sum() - one.sum()
costs = [20 * (died & ~alarm) + 1 * (~died & alarm) for alarm in (one, two)]
change = costs[1] - costs[0]
cost_change = change.mean()
half = 1.96 * change.std() / len(change) ** 0.5
cost_interval = [cost_change - half, cost_change + half]
"""
RIVAL = """
common_threshold = max(t for t in score_val[score_val < 1 / 21] if (score_val >= t).sum() >= 1142)
one = score_test >= common_threshold
slow = (test["speed"] == "10-24").to_numpy()
two = (score_test >= 1 / 21) | slow & (score_test >= slow_threshold)
died = y_test == 1
only_common = (one & ~two)[died].sum()
only_two = (two & ~one)[died].sum()
p_value = min(1, 2 * stats.binom.cdf(min(only_common, only_two), only_common + only_two, 0.5))
stands = dict(a=False, b=True, c=False, d=False, e=False)
"""

RIGHT = {
    "line": {
        "counted in a loop": LINE,
        "scikit-learn's matrix": """
def slice_line(y_true, y_pred, inside, min_cases=10):
    y, pred, here = np.array(y_true) == 1, np.array(y_pred) == 1, np.array(inside) == 1
    if y.shape != here.shape:
        raise ValueError("inside has another length")
    if not here.any():
        raise ValueError("inside is empty")
    if not min_cases >= 1:
        raise ValueError("min_cases: 1 or more")
    both = [metrics.confusion_matrix(y[m], pred[m], labels=[False, True]) for m in (here, ~here) if m.any()]
    both += [np.zeros((2, 2), int)] * (2 - len(both))
    tn, fp, fn, tp = both[0].ravel().tolist()
    line = dict(positives=fn + tp, alarms=fp + tp, recall=None, FPR=None, p_recall=None, p_FPR=None)
    for name, row in [("recall", 1), ("FPR", 0)]:
        n, rest = both[0][row].sum(), both[1][row].sum()
        if n >= min_cases:
            k = both[0][row][1]
            line[name] = [k / n, *wilson(k, n)]
            if rest >= min_cases:
                line["p_" + name] = float(stats.fisher_exact([both[0][row], both[1][row]]).pvalue)
    return line
""",
    },
    "crossed": {
        "with the function, other order": CROSSED,
        "by hand from a table": """
deaths = pd.crosstab(test["speed"], test["belt"], values=test["died"], aggfunc="sum")
no_recall = [["not worn", "1-9"], ["worn", "1-9"], ["worn", "10-24"]]
share_unknown = round((16 + 129 + 2032) / 5150, 3)
""",
    },
    "effective": {
        "NumPy": """
w, found = np.array([1, 1, 1, 1, 6]), np.array([0, 0, 0, 0, 1])
recall_rows, recall_weighted = found.mean(), np.average(found, weights=w)
count_like = w.sum() ** 2 / (w**2).sum()
""",
        "with a pencil": "recall_rows, recall_weighted, count_like = 0.2, 0.6, 2.5",
    },
    "columns": {
        "loops and pandas": COLUMNS,
        "by the odds, deaths lighter": """
prediction = 0
odds = [share / (1 - share) for share in (on_rows["share"], np.average(y_test, weights=weight_test))]
factor = odds[0] / odds[1]
rare = measures(1 + (factor - 1) * (1 - y_test))
survey = measures(5 * weight_test)
unchanged = {name for name in rare if abs(rare[name] - on_rows[name]) < 1e-9}
deaths_like, survivors_like = [round((w.sum() ** 2 / (w @ w)).item(), 1)
                               for w in (weight_test[y_test == 1], weight_test[y_test == 0])]
""",
    },
    "mended": {
        "masks and rows by loc": TABLE,
        "the lowest included, merged in another order": BY_COLLEAGUE,
        "merged": changed(
            BY_COLLEAGUE,
            (
                'scores[scores["split"] == split].join(crash.drop(columns="died"), on="row")',
                'scores.query("split == @split").merge(crash[["age", "seatbelt"]], left_on="row", right_index=True)',
            ),
        ),
    },
    "gap": {
        "from the arrays": GAP,
        "from the table, rounded": """
table = mended_table(scores, crash, "test")
p1, p2 = table.loc["belt: not worn", "FPR"], table.loc["belt: worn", "FPR"]
n1, n2 = 1353 - 125, 3797 - 98
fpr_gap = round(p1 - p2, 3)
half = 1.96 * (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) ** 0.5
gap_interval = np.round([p1 - p2 - half, p1 - p2 + half], 3)
sentence = "refuted" if fpr_gap else "open"
""",
    },
    "search": {
        "from the table, all below 0.05 so far": SEARCH,
        "with crosstab, rounded": """
lowest = min(slices_val.index, key=lambda name: slices_val.loc[name, "recall"])
z = (slices_val["recall"] - recall_val) / slices_val["half"]
outside = set(z[z.abs() > 1].index)
p_values = {name: round(stats.fisher_exact(pd.crosstab(~here, found_val)).pvalue, 4)
            for name, here in inside_val.items() if name != "belt not worn"}
order = sorted(p_values.items(), key=lambda pair: pair[1])
marked = []
for times, (name, p) in zip(range(10, 0, -1), order):
    if times * p >= 0.05:
        break
    marked += [name]
""",
    },
    "confirm": {
        "by counts": CONFIRM,
        "from the table, rounded": """
k, n = 31, 42
p_on_test = 1
difference = round(31 / 42 - 134 / 181, 3)
half = 1.96 * np.sqrt(31 / 42 * 11 / 42 / 42 + 134 / 181 * 47 / 181 / 181)
difference_interval = np.array([difference - half, difference + half]).round(3)
verdict = "open"
""",
    },
    "slow": {
        "pandas": SLOW,
        "by counts": """
is_slow = (val["speed"] == "10-24").to_numpy()
slow = sorted(score_val[is_slow & (y_val == 1)])
slow_threshold = slow[len(slow) - 12]
is_slow = (test["speed"] == "10-24").to_numpy()
new = is_slow & (score_test >= slow_threshold) & (alarm_test == 0)
died = int(new[y_test == 1].sum())
false = int(new.sum()) - died
found_slow = 2 + died
slow_interval = np.array(wilson(found_slow, 20))
more_alarms = float(died + false)
n = len(y_test)
cost_change = (false - 20 * died) / n
error = ((false + 400 * died) / n - cost_change**2) ** 0.5 / n**0.5
cost_interval = (cost_change - 1.96 * error, cost_change + 1.96 * error)
""",
    },
    "rival": {
        "a search, and the tail of the coins": RIVAL,
        "sorted by pandas": """
common_threshold = val["score"].sort_values(ascending=False).iloc[1141]
limits = np.where(test["speed"] == "10-24", slow_threshold, 1 / 21)
by_rule = pd.crosstab(test["score"] >= common_threshold, test["score"] >= limits, values=y_test, aggfunc="sum")
only_common, only_two = by_rule.loc[True, False], by_rule.loc[False, True]
p_value = round(stats.binomtest(int(only_two), int(only_common + only_two)).pvalue, 3)
stands = {"b": 1, "a": 0, "c": 0, "d": 0, "e": 0}
""",
    },
}

WRONG = {
    "line": {
        "too few is nan": (
            changed(LINE, ('line[rate] = line["p_" + rate] = None', 'line[rate] = line["p_" + rate] = np.nan')),
            "With 4 positives in the slice the recall is None",
        ),
        "compared with all rows": (
            changed(LINE, ("[c, d]])[1]", "[a + c, b + d]])[1]")),
            "compares slice and rest",
        ),
        "one-sided": (
            changed(LINE, ("[[a, b], [c, d]])[1]", '[[a, b], [c, d]], alternative="greater")[1]')),
            "compares slice and rest",
        ),
        "the limit lets nobody in": (
            changed(LINE, ("if a + b >= min_cases", "if a + b > min_cases")),
            "fewer than min_cases?",
        ),
        "the rest is not counted": (
            changed(LINE, ("if c + d >= min_cases", "if c + d >= 1")),
            "too few to compare with",
        ),
        "the false positive rate by the positives": (
            changed(LINE, ("if a + b >= min_cases", 'if line["positives"] >= min_cases')),
            "30 negatives are enough for an FPR",
        ),
        "precision": (
            changed(LINE, ("line[rate] = (a / (a + b),)", 'line[rate] = (a / line["alarms"],)')),
            "(share, low, high) of 1 of 2 in the slice",
        ),
        "the whole set's counts": (
            changed(LINE, ("n(True, True, True) + n(True, True, False),", "sum(y_true),")),
            "3 positives and 3 alarms are in the slice",
        ),
        "an empty slice passes": (
            changed(LINE, (" or sum(inside) == 0", "")),
            "a ValueError was expected, and not",
        ),
        "nothing is checked": (
            changed(
                LINE,
                ("if min_cases < 1:", "if False:"),
                ("if len(inside) != len(y_true) or sum(inside) == 0:", "if False:"),
            ),
            "inside [True, False], min_cases 1: a ValueError was expected",
        ),
        "a message without the name": (
            changed(LINE, ('ValueError("inside")', 'ValueError("wrong length")')),
            "the message must name inside",
        ),
        "all rows: divided by the empty rest": (
            changed(LINE, ("if c + d >= min_cases", "if c + d >= min_cases or c + d == 0")),
            "no rest to compare with",
        ),
    },
    "crossed": {
        "ten are too few, too": (
            changed(CROSSED, ('["recall"] is None', '["positives"] < 20')),
            "10 are enough",
        ),
        "only where nobody died": (
            changed(CROSSED, ("slice_line(y_test, alarm_test, here)", "slice_line(y_test, alarm_test, here, 1)")),
            "How many deaths are in",
        ),
        "the share of the deaths": (
            changed(CROSSED, ("drivers.append(here.mean())", "drivers.append(y_test[here].sum() / y_test.sum())")),
            "of all test drivers",
        ),
        "the share of the slices": (
            changed(CROSSED, ("share_unknown = sum(drivers)", "share_unknown = len(no_recall) / 10")),
            "of all test drivers",
        ),
        "percent": (
            changed(CROSSED, ("share_unknown = sum(drivers)", "share_unknown = 100 * sum(drivers)")),
            "A share lies between 0 and 1",
        ),
        "exchanged": (
            changed(CROSSED, ("no_recall.append((belt, speed))", "no_recall.append((speed, belt))")),
            "is no pair such as",
        ),
    },
    "effective": {
        "shares by the count of drivers": (
            "recall_rows, recall_weighted, count_like = 1 / 5, 6 / 5, 2.5",
            "Some deaths were found, not all",
        ),
        "exchanged": ("recall_rows, recall_weighted, count_like = 0.6, 0.2, 2.5", "has the largest weight"),
        "the sum of the weights": ("recall_rows, recall_weighted, count_like = 0.2, 0.6, 10", "count like 1 to 5"),
        "without the second square": (
            "recall_rows, recall_weighted, count_like = 0.2, 0.6, 5 * 10 / 40",
            "the square of the sum of the weights",
        ),
        "weight found by weight missed": (
            "recall_rows, recall_weighted, count_like = 1 / 4, 6 / 10, 2.5",
            "recall_rows: one of five",
        ),
        "the squares of the weights": (
            "recall_rows, recall_weighted, count_like = 0.2, 36 / 40, 2.5",
            "the weight that was found, of all",
        ),
    },
    "columns": {
        "the shares, not their odds": (
            changed(
                COLUMNS, ("factor = (223 / share - 223) / (len(y_test) - 223)", 'factor = on_rows["share"] / share')
            ),
            "The shares of deaths differ",
        ),
        "the deaths count more often": (
            changed(COLUMNS, ("[1 if died else factor", "[factor if died else 1")),
            "The shares of deaths differ",
        ),
        "all are unchanged": (
            changed(COLUMNS, ('["AUC", "recall", "FPR"]', "list(on_rows)")),
            "compare rare and on_rows once more",
        ),
        "equal to three decimals": (
            changed(COLUMNS, ('["AUC", "recall", "FPR"]', "[n for n in rare if abs(rare[n] - on_rows[n]) < 0.005]")),
            "compare rare and on_rows once more in ['accuracy']",
        ),
        "what the survey leaves": (
            changed(COLUMNS, ('["AUC", "recall", "FPR"]', "[n for n in rare if np.isclose(survey[n], on_rows[n])]")),
            "compare rare and on_rows once more",
        ),
        "the effective number of all drivers": (
            changed(COLUMNS, ('like(test["weight"][test["died"] == 1])', "like(weight_test)")),
            "with the weights of the deaths only",
        ),
        "the weights of the validation set": (
            changed(COLUMNS, ('like(test["weight"][test["died"] == 0])', "like(weight_val[y_val == 0])")),
            "with the weights of the survivors only",
        ),
        "rare by the survey": (
            changed(
                COLUMNS, ("rare = measures([1 if died else factor for died in y_test])", "rare = measures(weight_test)")
            ),
            "rare: with which weights of the test drivers?",
        ),
        "the rates do not fit": (
            changed(
                COLUMNS,
                ('survey = measures(test["weight"])', "survey = measures(weight_test / weight_test.mean() + 0)"),
                ("rare = measures(", "rare = dict(measures("),
                ("for died in y_test])", "for died in y_test]), FPR=0)"),
            ),
            "Look at ['FPR']",
        ),
        "inverted": (
            changed(
                COLUMNS,
                (
                    "factor = (223 / share - 223) / (len(y_test) - 223)",
                    "factor = (len(y_test) - 223) / (223 / share - 223)",
                ),
            ),
            "each survivor counts more often",
        ),
    },
    "mended": {
        "only the edge": (
            changed(
                BY_COLLEAGUE,
                (
                    '.join(crash.drop(columns="died"), on="row")',
                    '.reset_index(drop=True).join(crash.drop(columns="died"))',
                ),
            ),
            "Drivers 5, 0 and 3 wore a belt",
        ),
        "only the rows": (
            changed(BY_COLLEAGUE, (", include_lowest=True", "")),
            "5 drivers of 5 have an age group, and not 4",
        ),
        "the index in the place of the row": (
            changed(BY_COLLEAGUE, ('.join(crash.drop(columns="died"), on="row")', '.join(crash.drop(columns="died"))')),
            "Drivers 5, 0 and 3 wore a belt",
        ),
        "the edges on the other side": (
            changed(BY_COLLEAGUE, ("include_lowest=True", "right=False")),
            "5 drivers of 5 have an age group, and not 4",
        ),
        "the comparison is strict": (
            changed(BY_COLLEAGUE, ('rows["score"] >= threshold', 'rows["score"] > threshold')),
            "age: 16-29 should have",
        ),
        "all splits": (
            changed(BY_COLLEAGUE, ('scores[scores["split"] == split]', "scores")),
            "5 drivers of 5 have an age group, and not 6",
        ),
        "an alarm always at 1/21": (
            changed(BY_COLLEAGUE, (">= threshold", ">= 1 / 21")),
            "age: 16-29 should have",
        ),
        "an alarm at a half": (
            changed(BY_COLLEAGUE, (">= threshold", ">= 0.5")),
            "test, age: 16-29",
        ),
        "the share of alarms": (
            changed(BY_COLLEAGUE, ('part.loc[~died, "alarm"].mean()', 'part["alarm"].mean()')),
            "should have",
        ),
        "in place": (
            BY_COLLEAGUE.replace(
                '    rows = scores[scores["split"] == split]',
                '    scores["score"] = scores["score"].round(5)\n    rows = scores[scores["split"] == split]',
            ),
            "Leave scores and crash as they are",
        ),
        "a cut of its own": (
            changed(BY_COLLEAGUE, ("[16, 29, 49, 69, 97]", "[16, 30, 49, 69, 97]")),
            "test, age: 16-29",
        ),
        "missing ages as a group": (
            changed(
                BY_COLLEAGUE,
                (", include_lowest=True", ""),
                ("    lines = {}", '    rows["age"] = rows["age"].astype(object).fillna("16")\n    lines = {}'),
            ),
            "should have",
        ),
        "seven lines": (
            BY_COLLEAGUE.replace(
                "    return pd", '    lines["all"] = {"drivers": len(rows), "died": rows["died"].sum()}\n    return pd'
            ),
            "and not 7 lines",
        ),
    },
    "gap": {
        "worn minus not worn": (
            changed(GAP, ("rates[0] - rates[1]", "rates[1] - rates[0]")),
            "not worn minus worn",
        ),
        "standard errors added": (
            changed(GAP, ("np.hypot(*errors)", "sum(errors)")),
            "add the squares of the two standard errors",
        ),
        "n of all drivers": (
            changed(GAP, ("/ len(of_group) ** 0.5", '/ (test["belt"] == belt).sum() ** 0.5')),
            "n counts survivors",
        ),
        "the recall": (changed(GAP, ("(y_test == 0)", "(y_test == 1)")), "not worn minus worn, on the test set"),
        "the validation set": (
            changed(GAP, ("alarm_test[", "alarm_val["), ('test["belt"]', 'val["belt"]'), ("y_test", "y_val")),
            "on the test set, in the table that is right",
        ),
        "open all the same": (changed(GAP, ('"refuted"', '"open"')), "On which side of 0"),
        "the colleague's table": (
            """
table = table_by_colleague(scores, crash, "test")
p1, p2 = table.loc["belt: not worn", "FPR"], table.loc["belt: worn", "FPR"]
fpr_gap = p1 - p2
half = 1.96 * (p1 * (1 - p1) / 1411 + p2 * (1 - p2) / 3516) ** 0.5
gap_interval = (fpr_gap - half, fpr_gap + half)
sentence = "open"
""",
            "in the table that is right",
        ),
        "a word of one's own": (changed(GAP, ('"refuted"', '"wrong"')), "is not 'refuted' or 'open'"),
    },
    "search": {
        "the farthest for the lowest": (
            changed(SEARCH, ('lowest = "airbag nodeploy"', 'lowest = "year 1997"')),
            "Its height counts",
        ),
        "the year 2000 by eye": (
            changed(SEARCH, ('["year 1997", "airbag nodeploy"]', '["year 1997", "airbag nodeploy", "year 2000"]')),
            "Is the distance from recall_val above `half` in ['year 2000']",
        ),
        "one text": (
            changed(SEARCH, ('["year 1997", "airbag nodeploy"]', '"year 1997"')),
            "outside is a list of names",
        ),
        "one-sided": (
            changed(SEARCH, ("astype(int))", 'astype(int), alternative="less")')),
            "found and missed in the slice and in the rest",
        ),
        "against all": (
            changed(SEARCH, ("[170 - k, 53 - (n - k)]", "[170, 53]")),
            "found and missed in the slice and in the rest",
        ),
        "not corrected": (
            changed(SEARCH, ("q * (10 - j) < 0.05", "q < 0.05")),
            "Holm: the smallest p-value times 10",
        ),
        "nothing is marked": (
            changed(SEARCH, ("q * (10 - j) < 0.05", "q * 10 < 0.01")),
            "Holm: the smallest p-value times 10",
        ),
        "eleven comparisons": (
            changed(SEARCH, ('if name != "belt not worn":', "if True:")),
            "p_values has these ten keys",
        ),
        "from the test set": (
            """
lowest, outside = "airbag nodeploy", ["year 1997", "airbag nodeploy"]
p_values = {name: stats.fisher_exact(pd.crosstab(here, found_test)).pvalue
            for name, here in inside_test.items() if name != "belt not worn"}
marked = []
""",
            "found and missed in the slice and in the rest",
        ),
        "no name": (changed(SEARCH, ('lowest = "airbag nodeploy"', 'lowest = "nodeploy"')), "'nodeploy' is not one of"),
    },
    "confirm": {
        "confirmed by the correction": (changed(CONFIRM, ('"open"', '"confirmed"')), "Where does the interval lie"),
        "excluded by p": (changed(CONFIRM, ('"open"', '"excluded"')), "Where does the interval lie"),
        "the lowest slice": (
            changed(CONFIRM, ('"year 1997"', '"airbag nodeploy"'), ('"open"', '"confirmed"')),
            "the slice with the smallest p-value",
        ),
        "the validation set": (
            changed(CONFIRM, ("inside_test", "inside_val"), ("found_test", "found_val"), ('"open"', '"confirmed"')),
            "on test",
        ),
        "against all test drivers": (
            changed(
                CONFIRM, ("k_rest, n_rest = found_test[~inside].sum(), (~inside).sum()", "k_rest, n_rest = 165, 223")
            ),
            "all *other* test drivers",
        ),
        "standard errors of one group": (
            changed(CONFIRM, (" + k_rest * (n_rest - k_rest) / n_rest**3", "")),
            "add the squares of two standard errors",
        ),
        "the other way round": (
            changed(CONFIRM, ("difference = k / n - k_rest / n_rest", "difference = k_rest / n_rest - k / n")),
            "the recall in the slice minus",
        ),
        "the p-value corrected again": (
            changed(CONFIRM, ("p_on_test = stats", "p_on_test = 0.1 * stats")),
            "this one comparison, on test",
        ),
        "a word of one's own": (changed(CONFIRM, ('"open"', '"not confirmed"')), "is not one of"),
    },
    "slow": {
        "half of all deaths": (
            changed(SLOW, ('(val["speed"] == "10-24") & (val["died"] == 1)', 'val["died"] == 1')),
            "the score of a slow death on validation",
        ),
        "chosen on the test set": (
            changed(
                SLOW,
                (
                    'val[(val["speed"] == "10-24") & (val["died"] == 1)]',
                    'test[(test["speed"] == "10-24") & (test["died"] == 1)]',
                ),
            ),
            "the score of a slow death on validation",
        ),
        "the median": (
            changed(SLOW, ("max(t for t in slow if (slow >= t).mean() >= 0.5)", "slow.median()")),
            "the score of a slow death on validation",
        ),
        "more than half": (
            changed(SLOW, (".mean() >= 0.5", ".mean() > 0.5")),
            "A larger threshold also finds half",
        ),
        "the comparison is strict": (
            changed(SLOW, ("(slow >= t).mean()", "(slow > t).mean()")),
            "A larger threshold also finds half",
        ),
        "one death less": (
            changed(SLOW, (">= 0.5)", ">= 0.45)")),
            "Fewer than half of the slow deaths are found",
        ),
        "the lower threshold for everybody": (
            changed(SLOW, ("False: 1 / 21}", "False: slow_threshold}")),
            "slow test drivers from slow_threshold up to 1/21",
        ),
        "newly found only": (
            changed(SLOW, ("found_slow = (two & is_slow & died).sum()", "found_slow = (two & ~one & died).sum()")),
            "are at or above it",
        ),
        "of all deaths": (
            changed(SLOW, ("wilson(found_slow, (is_slow & died).sum())", "wilson(found_slow, 223)")),
            "found_slow of the deaths at 10-24 km/h",
        ),
        "the cost per slow driver": (
            changed(SLOW, ("change = costs[1] - costs[0]", "change = (costs[1] - costs[0])[is_slow]")),
            "20 for each new death found) / N",
        ),
        "a miss counts one": (
            changed(SLOW, ("20 * (died & ~alarm)", "1 * (died & ~alarm)")),
            "20 for each new death found) / N",
        ),
        "the other way round": (
            changed(SLOW, ("costs[1] - costs[0]", "costs[0] - costs[1]")),
            "20 for each new death found) / N",
        ),
        "not paired": (
            changed(
                SLOW,
                (
                    "1.96 * change.std() / len(change) ** 0.5",
                    "1.96 * (costs[0].var() + costs[1].var()) ** 0.5 / len(change) ** 0.5",
                ),
            ),
            "driver by driver",
        ),
        "without the root of N": (
            changed(SLOW, ("1.96 * change.std() / len(change) ** 0.5", "1.96 * change.std()")),
            "driver by driver",
        ),
    },
    "rival": {
        "one place farther": (
            changed(RIVAL, (".sum() >= 1142", ".sum() > 1142")),
            "A larger threshold also raises 1,142 alarms",
        ),
        "chosen on the test set": (
            changed(
                RIVAL,
                (
                    "max(t for t in score_val[score_val < 1 / 21] if (score_val >= t).sum() >= 1142)",
                    "np.sort(score_test)[-1142]",
                ),
            ),
            "one of the validation scores",
        ),
        "too few alarms": (
            changed(RIVAL, (".sum() >= 1142", ".sum() >= 1100")),
            "At your common_threshold there are only",
        ),
        "exchanged": (
            changed(
                RIVAL,
                ("only_common = (one & ~two)", "only_common = (two & ~one)"),
                ("only_two = (two & ~one)", "only_two = (one & ~two)"),
            ),
            "get an alarm by one rule only",
        ),
        "all deaths found": (
            changed(RIVAL, ("(one & ~two)[died]", "one[died]"), ("(two & ~one)[died]", "two[died]")),
            "get an alarm by one rule only",
        ),
        "survivors, too": (
            changed(RIVAL, ("(one & ~two)[died]", "(one & ~two)"), ("(two & ~one)[died]", "(two & ~one)")),
            "get an alarm by one rule only",
        ),
        "one-sided": (changed(RIVAL, ("min(1, 2 * stats", "min(1, stats")), "each is a coin"),
        "a half is a half": (changed(RIVAL, ("a=False", "a=True")), "Where is the lower end?"),
        "nothing is shown": (changed(RIVAL, ("b=True", "b=False")), "on which side of one quarter"),
        "costs more by the point": (changed(RIVAL, ("c=False", "c=True")), "does the interval of the change hold 0?"),
        "not shown is no": (changed(RIVAL, ("d=False", "d=True")), "is not 'shown to cost no more'"),
        "the larger count": (changed(RIVAL, ("e=False", "e=True")), "What does p_value say?"),
        "both": (changed(RIVAL, ("c=False, d=False", "c=True, d=True")), "cannot both be shown"),
    },
}

NO_MISTAKE = {
    "mended": {
        "line 10: for group, part in rows.groupby(column):": "pandas 3 leaves empty groups out anyway",
        "line 10: for group, part in rows.groupby(column, observed=False):": "an empty group gets a line, too",
        "line 5: rows['age'] = pd.cut(rows['age'], [15, 29, 49, 69, 98], "
        "labels=['16-29', '30-49', '50-69', '70-97'])": ("nobody is older than 97"),
    },
    "slow": {
        "line 12: cost_change, error = (change.mean(), change.std() / np.sqrt(len(change)))": (
            "of 5,150 drivers: a ten-thousandth less"
        ),
        "line 12: cost_change, error = (change.mean(), change.std(ddof=2) / np.sqrt(len(change)))": (
            "a ten-thousandth more"
        ),
    },
}
