"""Answers to problem set 6 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "lists": {
        "with a pencil, rounded, as lists": """
at_07 = [0.5, 0.667]
at_04 = [0.5, 1]
ap_by_hand = 0.667
""",
        "counted, and scikit-learn": """
def point(threshold):
    alarm = np.array(eight_score) >= threshold
    right = np.array(eight_died)[alarm].sum()
    return np.array([right / alarm.sum(), right / sum(eight_died)])

at_07, at_04 = point(0.7), point(0.4)
ap_by_hand = metrics.average_precision_score(eight_died, eight_score)
""",
    },
    "predict": {
        "by hand, from the places": """
prediction = "A in AP, B in AUC"
ap_a = (1 / 1 + 2 / 9 + 3 / 10) / 3
ap_b = (1 / 3 + 2 / 4 + 3 / 5) / 3
auc_a = (9 + 2 + 2) / 27
auc_b = 21 / 27
""",
        "rounded, with other scores": """
prediction = "B in AP, A in AUC"
scores = np.linspace(0.9, 0.1, 12)
ap_a = round(metrics.average_precision_score(list_a, scores), 3)
ap_b = round(metrics.average_precision_score(list_b, scores), 3)
auc_a = round(metrics.roc_auc_score(list_a, scores), 3)
auc_b = round(metrics.roc_auc_score(list_b, scores), 3)
""",
    },
    "room": {
        "a loop over the scores, from the highest down": """
def alarms_within(y_true, y_score, room):
    if not room >= 1 or room % 1 != 0:
        raise ValueError("room: a whole number of at least 1")
    alarms = right = 0
    for score in sorted(set(list(y_score)), reverse=True):
        same = [label for label, other in zip(y_true, y_score) if other == score]
        if alarms + len(same) > room:
            break
        alarms, right = alarms + len(same), right + sum(same)
    return [alarms, right]
""",
        "above the first driver without room": """
def alarms_within(y_true, y_score, room):
    if not (room >= 1 and float(room).is_integer()):
        raise ValueError(f"room is {room}")
    room = int(room)
    y_true, y_score = np.array(y_true), np.array(y_score)
    if room >= len(y_score):
        return len(y_score), y_true.sum()
    alarm = y_score > np.sort(y_score)[::-1][room]
    return np.sum(alarm), np.sum(y_true[alarm])
""",
        "pandas": """
def alarms_within(y_true, y_score, room):
    if room < 1 or room != room or room != int(room):
        raise ValueError("room must be 1, 2, 3, ...")
    ranks = pd.Series(list(y_score)).rank(ascending=False, method="max")
    alarm = (ranks <= room).to_numpy()
    return alarm.sum(), np.asarray(y_true)[alarm].sum()
""",
    },
    "light": {
        "the steps added up": """
def corrected_ap(y_true, y_score):
    if sum(y_true) == 0:
        return float("nan")
    precision, recall, _ = metrics.precision_recall_curve(y_true, y_score)
    return -np.sum(np.diff(recall) * precision[:-1])

area_one_score = (1 + y_test.mean()) / 2
ap_one_score = y_test.mean()
lost_by_cut = corrected_ap(y_test, score_test) - corrected_ap(y_test, light_test)
""",
        "the mean of the precisions at the positives, rounded": """
def corrected_ap(y_true, y_score):
    y_true, y_score = np.array(y_true), np.array(y_score)
    own = y_score[y_true == 1]
    return np.mean([np.mean(y_true[y_score >= s]) for s in own]) if len(own) else np.nan

area_one_score, ap_one_score, lost_by_cut = 0.522, 0.043, 0.103
""",
    },
    "belt": {
        "read a little higher": """
precision_belted, precision_unbelted = 0.25, 0.30
prevalence_belted, prevalence_unbelted = 0.03, 0.095
false_alarms = 70 / 30
""",
        "computed": """
def read(name):
    y, score = groups[name]
    threshold = np.sort(score[y == 1])[::-1][int(np.ceil(y.sum() / 2)) - 1]
    return y[score >= threshold].mean(), y.mean()

precision_belted, prevalence_belted = read("belted")
precision_unbelted, prevalence_unbelted = read("unbelted")
false_alarms = 1 / precision_unbelted - 1
""",
    },
    "moved": {
        "a crowd of drivers counted": """
def moved_precision(precision, prevalence, new_prevalence):
    p = np.array(precision, float)
    # for each right alarm among 1,000 drivers
    right = p * 1000 * new_prevalence / (1000 * prevalence)
    false = (1 - p) * 1000 * (1 - new_prevalence) / (1000 * (1 - prevalence))
    return right / (right + false)
""",
        "one number after the other, in a list": """
def moved_precision(precision, prevalence, new_prevalence):
    if np.ndim(precision):
        return [moved_precision(p, prevalence, new_prevalence) for p in precision]
    factor = new_prevalence * (1 - prevalence) / ((1 - new_prevalence) * prevalence)
    return precision * factor / (precision * factor + 1 - precision)
""",
    },
    "verdict": {
        "in few lines": """
interval_own = np.quantile(ap_draws(*groups["unbelted"]) - ap_draws(*groups["belted"]), [0.025, 0.975])
same = ap_draws(*groups["unbelted"], 0.05) - ap_draws(*groups["belted"], 0.05)
interval_same = np.quantile(same, [0.025, 0.975])
verdict = "belted"
""",
        "percentiles, rounded, a verdict that is computed": """
intervals = []
for share in [None, 0.05]:
    u, b = [ap_draws(*groups[name], prevalence=share) for name in ["unbelted", "belted"]]
    intervals.append([round(float(np.percentile(u - b, q)), 3) for q in (2.5, 97.5)])
interval_own, interval_same = intervals
verdict = "belted" if interval_same[1] < 0 else "unbelted" if interval_same[0] > 0 else "open"
""",
    },
    "teams": {
        "read from the table, loops": """
just_enough = 300
with_margin = max(room for room in rooms if wilson(on_validation.loc[room, "right"], room)[0] >= 0.3)
order = np.argsort(score_test)[::-1]
interval_enough = wilson(y_test[order[:300]].sum(), 300)
interval_margin = wilson(y_test[order[:100]].sum(), 100)
promise_enough, promise_margin = "open", "kept"
""",
        "thresholds in the place of places, verdicts that are computed": """
def on_test(room):
    alarm = score_test >= np.sort(score_test)[-room]
    return [round(end, 4) for end in wilson(y_test[alarm].sum(), alarm.sum())]

def verdict_of(low, high):
    return "kept" if low >= 0.3 else "broken" if high < 0.3 else "open"

just_enough = int(on_validation.index[on_validation["precision"] >= 0.3][-1])
with_margin = 100
interval_enough, interval_margin = on_test(just_enough), on_test(with_margin)
promise_enough, promise_margin = verdict_of(*interval_enough), verdict_of(*interval_margin)
""",
    },
    "rule": {
        "sets of rows": """
order = np.argsort(-score_test, kind="stable")
dead = set(np.flatnonzero(y_test == 1))
of_rule = dead & set(np.flatnonzero(rule_alarm))
first, equal = dead & set(order[:200]), dead & set(order[:166])
only_network, only_rule = len(first - of_rule), len(of_rule - first)
only_network_equal, only_rule_equal = len(equal - of_rule), len(of_rule - equal)
finds_more, finds_more_equal = "network", "open"
""",
        "from a table, a verdict that is computed": """
def counts(room):
    table = pd.DataFrame({"rule": rule_alarm, "network": False})
    table.loc[np.argsort(-score_test)[:room], "network"] = True
    died = table[y_test == 1]
    return float((died["network"] > died["rule"]).sum()), float((died["rule"] > died["network"]).sum())

def who(a, b):
    low, high = wilson(a, a + b)
    return "network" if low > 0.5 else "rule" if high < 0.5 else "open"

only_network, only_rule = counts(200)
only_network_equal, only_rule_equal = counts(int(rule_alarm.sum()))
finds_more, finds_more_equal = who(only_network, only_rule), who(only_network_equal, only_rule_equal)
""",
    },
}

LISTS = """
at_07, at_04, ap_by_hand = (2 / 4, 2 / 3), (3 / 6, 1.0), 2 / 3
"""
PREDICT = """
prediction = "A in both"
ap_a, ap_b, auc_a, auc_b = (1 + 2 / 9 + 3 / 10) / 3, (1 / 3 + 2 / 4 + 3 / 5) / 3, 13 / 27, 21 / 27
"""
ROOM = """
def alarms_within(y_true, y_score, room):
    if not (room >= 1 and room == int(room)):
        raise ValueError("room")
    y_true, y_score = np.asarray(y_true), np.asarray(y_score)
"""
LIGHT = """
def corrected_ap(y_true, y_score):
    if not np.any(y_true):
        return np.nan
    return metrics.average_precision_score(y_true, y_score)

area_one_score, ap_one_score = (1 + y_test.mean()) / 2, y_test.mean()
lost_by_cut = metrics.average_precision_score(y_test, score_test)
lost_by_cut -= metrics.average_precision_score(y_test, light_test)
"""
BELT = """
precision_belted, precision_unbelted = 0.24, 0.31
prevalence_belted, prevalence_unbelted = 0.03, 0.09
false_alarms = 0.69 / 0.31
"""
VERDICT = """
u, b = ap_draws(*groups["unbelted"]), ap_draws(*groups["belted"])
u5, b5 = ap_draws(*groups["unbelted"], 0.05), ap_draws(*groups["belted"], 0.05)
ends = [0.025, 0.975]
interval_own, interval_same, verdict = np.quantile(u - b, ends), np.quantile(u5 - b5, ends), "belted"
"""
TEAMS = """
just_enough, with_margin = 300, 100
interval_enough, interval_margin = wilson(92, 300), wilson(43, 100)
promise_enough, promise_margin = "open", "kept"
"""
RULE = """
only_network, only_rule, only_network_equal, only_rule_equal = 22, 9, 14, 14
finds_more, finds_more_equal = "network", "open"
"""

WRONG = {
    "lists": {
        "the tie broken in favour of the death": (
            LISTS + "at_07, ap_by_hand = (2 / 3, 2 / 3), (1 + 2 / 3 + 3 / 6) / 3",
            "the two drivers with the same score get their alarm together",
        ),
        "the comparison is strict": (
            LISTS + "at_07, at_04, ap_by_hand = (1 / 2, 1 / 3), (2 / 5, 2 / 3), 0.5",
            "how many have at least this score?",
        ),
        "the precision before the alarm at 0.4": (LISTS + "at_04 = (2 / 5, 1.0)", "0.4 itself counts as an alarm"),
        "precision and recall exchanged": (LISTS + "at_07, at_04 = (2 / 3, 2 / 4), (1.0, 3 / 6)", "Recall: of the 3"),
        "the trapezoid": (
            LISTS + "ap_by_hand = metrics.auc([1, 1, 1, 2 / 3, 2 / 3, 1 / 3, 1 / 3, 0], "
            "[3 / 8, 3 / 7, 3 / 6, 2 / 5, 2 / 4, 1 / 2, 1, 1])",
            "The mean, over the 3 who died",
        ),
        "the mean over all thresholds": (
            LISTS + "ap_by_hand = np.mean([1, 1 / 2, 2 / 4, 2 / 5, 3 / 6, 3 / 7, 3 / 8])",
            "The mean, over the 3 who died",
        ),
        "the sum of the steps at the height of the point on the left": (
            LISTS + "ap_by_hand = (1 + 1 / 2 + 2 / 5) / 3",
            "The mean, over the 3 who died",
        ),
        "counts in the place of shares": (LISTS + "at_07 = (2, 2)", "A pair (precision, recall), each from 0 to 1"),
        "percent": (LISTS + "ap_by_hand = 66.7", "ap_by_hand is one number up to 1"),
    },
    "predict": {
        "the AUC in the place of the AP": (PREDICT + "ap_a, ap_b = auc_a, auc_b", "AP of list A"),
        "the two lists exchanged": (
            PREDICT + "ap_a, ap_b, auc_a, auc_b = ap_b, ap_a, auc_b, auc_a",
            "B has its deaths near the top",
        ),
        "only the AP exchanged": (PREDICT + "ap_a, ap_b = ap_b, ap_a", "AP of list A"),
        "rising scores": (
            PREDICT + "auc_a, auc_b = (metrics.roc_auc_score(y, range(12)) for y in [list_a, list_b])",
            "Do your scores fall from first to last?",
        ),
        "the pairs divided by 36": (PREDICT + "auc_a, auc_b = 13 / 36, 21 / 36", "AUC of list A"),
        "precision at five alarms": (PREDICT + "ap_a, ap_b = 1 / 5, 3 / 5", "AP of list A"),
        "the AP of B divided by the alarms": (PREDICT + "ap_b = (1 / 3 + 2 / 4 + 3 / 5) / 5", "AP of list B"),
        "a prediction in other words": (PREDICT + "prediction = 'B'", "prediction is one of"),
        "a list itself is turned round": (
            PREDICT + "list_a.reverse()\nlist_a.append(0)",
            "Leave list_a and list_b as they are",
        ),
    },
    "room": {
        "cut through the ties": (
            ROOM
            + """
    first = np.argsort(-y_score, kind="stable")[: int(room)]
    return len(first), int(y_true[first].sum())
""",
            "three drivers share the score 0.7",
        ),
        "all drivers of the tie": (
            ROOM
            + """
    alarm = y_score >= np.sort(y_score)[::-1][min(int(room), len(y_score)) - 1]
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "three drivers share the score 0.7",
        ),
        "one alarm too few": (
            ROOM
            + """
    alarm = y_score > np.sort(y_score)[::-1][min(int(room), len(y_score)) - 1]
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "Three alarms, at 0.9, 0.8 and 0.6",
        ),
        "no room for all": (
            ROOM
            + """
    alarm = y_score > np.sort(y_score)[::-1][min(int(room), len(y_score) - 1)]
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "room for 6: (6, 3) is right",
        ),
        "a tie at the first place is forgotten": (
            ROOM
            + """
    order = np.sort(y_score)[::-1]
    k = min(int(room), len(order))
    while 1 < k < len(order) and order[k] == order[k - 1]:
        k -= 1
    first = np.argsort(-y_score, kind="stable")[:k]
    return k, int(y_true[first].sum())
""",
            "Three drivers share the first place",
        ),
        "the lowest scores": (
            ROOM
            + """
    first = np.argsort(y_score)[: int(room)]
    return len(first), int(y_true[first].sum())
""",
            "Three alarms, at 0.9, 0.8 and 0.6",
        ),
        "the right alarms and the false ones": (
            ROOM
            + """
    ranks = stats.rankdata(-y_score, method="max")
    alarm = ranks <= room
    return int(y_true[alarm].sum()), int((1 - y_true)[alarm].sum())
""",
            "Three alarms, at 0.9, 0.8 and 0.6",
        ),
        "the precision in the place of the right alarms": (
            ROOM
            + """
    alarm = stats.rankdata(-y_score, method="max") <= room
    return int(alarm.sum()), float(y_true[alarm].mean())
""",
            "Three alarms, at 0.9, 0.8 and 0.6",
        ),
        "only scores from 0 to 1": (
            ROOM
            + """
    alarm = (stats.rankdata(-y_score, method="max") <= room) & (y_score >= 0)
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "Scores may be logits",
        ),
        "arrays only": (
            """
def alarms_within(y_true, y_score, room):
    if not (room >= 1 and room == int(room)):
        raise ValueError("room")
    alarm = stats.rankdata([-s for s in y_score], method="max") <= room
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "only integer scalar arrays",
        ),
        "a pair and the precision": (
            ROOM
            + """
    alarm = stats.rankdata(-y_score, method="max") <= room
    return int(alarm.sum()), int(y_true[alarm].sum()), y_true[alarm].mean()
""",
            "A pair of two numbers",
        ),
        "printed and not returned": (
            ROOM
            + """
    alarm = stats.rankdata(-y_score, method="max") <= room
    print(alarm.sum(), y_true[alarm].sum())
""",
            "Is there a `return`?",
        ),
        "works on the test set only": (
            ROOM
            + """
    alarm = score_test > np.sort(score_test)[::-1][int(room)]
    return int(alarm.sum()), int(y_test[alarm].sum())
""",
            "three drivers share the score 0.7",
        ),
        "nothing is checked": (
            """
def alarms_within(y_true, y_score, room):
    alarm = stats.rankdata(-np.asarray(y_score), method="max") <= room
    return int(alarm.sum()), int(np.asarray(y_true)[alarm].sum())
""",
            "room = 0: a ValueError was expected",
        ),
        "0 is refused, and nothing else": (
            """
def alarms_within(y_true, y_score, room):
    if room == 0:
        raise ValueError("room")
    alarm = stats.rankdata(-np.asarray(y_score), method="max") <= room
    return int(alarm.sum()), int(np.asarray(y_true)[alarm].sum())
""",
            "room = -2: a ValueError was expected",
        ),
        "a share passes": (
            ROOM.replace("room >= 1 and room == int(room)", "room > 0")
            + """
    alarm = stats.rankdata(-y_score, method="max") <= room
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "room = 0.5: a ValueError was expected",
        ),
        "1.5 is rounded down": (
            ROOM.replace("room == int(room)", "int(room)")
            + """
    alarm = stats.rankdata(-y_score, method="max") <= int(room)
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "room = 1.5: a ValueError was expected",
        ),
        "nan passes": (
            ROOM.replace("not (room >= 1 and room == int(room))", "room < 1 or room % 1 > 0")
            + """
    alarm = stats.rankdata(-y_score, method="max") <= room
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "room = nan: a ValueError was expected",
        ),
        "room = 1 is refused": (
            ROOM.replace("room >= 1", "room > 1")
            + """
    alarm = stats.rankdata(-y_score, method="max") <= room
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "room",
        ),
        "the message names nothing": (
            ROOM.replace('"room"', '"not a whole number"')
            + """
    alarm = stats.rankdata(-y_score, method="max") <= room
    return int(alarm.sum()), int(y_true[alarm].sum())
""",
            "The message must name room",
        ),
    },
    "light": {
        "as the colleague has it": (LIGHT + "corrected_ap = area_of_colleague", "Straight lines. Add up steps"),
        "the steps at the other end": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    if not np.any(y_true):
        return np.nan
    precision, recall, _ = metrics.precision_recall_curve(y_true, y_score)
    return -np.sum(np.diff(recall) * precision[1:])
""",
            "The six drivers of Chapter 6",
        ),
        "the mean precision of all thresholds": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    if not np.any(y_true):
        return np.nan
    return metrics.precision_recall_curve(y_true, y_score)[0][:-1].mean()
""",
            "The six drivers of Chapter 6",
        ),
        "the AUC": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    return metrics.roc_auc_score(y_true, y_score) if np.any(y_true) else np.nan
""",
            "The six drivers of Chapter 6",
        ),
        "rounded": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    return round(metrics.average_precision_score(y_true, y_score), 2) if np.any(y_true) else np.nan
""",
            "drivers, 4227 scores",
        ),
        "ties broken by the order of the file": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    if not np.any(y_true):
        return np.nan
    labels = np.asarray(y_true)[np.argsort(-np.asarray(y_score), kind="stable")]
    return np.mean((np.cumsum(labels) / np.arange(1, len(labels) + 1))[labels == 1])
""",
            "drivers, 4227 scores",
        ),
        "the variables above in the place of the arguments": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    return metrics.average_precision_score(y_test, score_test)
""",
            "The six drivers of Chapter 6",
        ),
        "the first mistake only": (LIGHT + "corrected_ap = metrics.average_precision_score", "nan, and not 0.0"),
        "nan, but with the warning": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    ap = metrics.average_precision_score(y_true, y_score)
    return ap if np.any(y_true) else np.nan
""",
            "It warns: No positive class found",
        ),
        "None in the place of nan": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    if np.any(y_true):
        return metrics.average_precision_score(y_true, y_score)
""",
            "Return np.nan",
        ),
        "nan with one class of either kind": (
            LIGHT
            + """
def corrected_ap(y_true, y_score):
    if len(set(y_true)) < 2:
        return np.nan
    return metrics.average_precision_score(y_true, y_score)
""",
            "drivers, 2 scores",
        ),
        "the prevalence is forgotten": (LIGHT + "area_one_score = 0.5 + 1e-12", "the mean of the two ends"),
        "the area for the AP": (LIGHT + "ap_one_score = area_one_score", "everybody gets an alarm at once"),
        "the two exchanged": (
            LIGHT + "area_one_score, ap_one_score = ap_one_score, area_one_score",
            "The straight line goes from precision 1 down",
        ),
        "light minus network": (LIGHT + "lost_by_cut = -lost_by_cut", "Between 0 and 1, not -0.1"),
        "the difference of the areas": (
            LIGHT + "lost_by_cut = area_of_colleague(y_test, light_test) - area_of_colleague(y_test, score_test)",
            "with all scores",
        ),
        "the validation set": (
            LIGHT
            + """
lost_by_cut = metrics.average_precision_score(y_val, score_val)
lost_by_cut -= metrics.average_precision_score(y_val, np.digitize(score_val, [0.02, 0.1]))
""",
            "with all scores",
        ),
    },
    "belt": {
        "the two groups exchanged": (
            BELT + "precision_belted, precision_unbelted = precision_unbelted, precision_belted",
            "which of the two curves is the higher one?",
        ),
        "the precision at the left end": (
            BELT + "prevalence_belted, prevalence_unbelted = 0.67, 0.7",
            "where everybody has an alarm, at the right end",
        ),
        "the prevalence of all drivers": (
            BELT + "prevalence_belted, prevalence_unbelted = y_test.mean(), y_test.mean()",
            "where everybody has an alarm, at the right end",
        ),
        "both prevalences exchanged": (
            BELT + "prevalence_belted, prevalence_unbelted = prevalence_unbelted, prevalence_belted",
            "Prevalence, belted: where everybody has an alarm",
        ),
        "the recall at a precision of 0.3": (
            BELT + "precision_belted, precision_unbelted, false_alarms = 0.28, 0.52, 0.48 / 0.3",
            "from 0.5 go up to the curve",
        ),
        "read at a recall of 0.6": (
            BELT + "precision_belted, precision_unbelted, false_alarms = 0.19, 0.26, 0.74 / 0.26",
            "from 0.5 go up to the curve",
        ),
        "false alarms in each hundred": (BELT + "false_alarms = 0.69", "more than 1 for each"),
        "alarms for each right one": (BELT + "false_alarms = 1 / 0.31", "how many are right, how many false?"),
        "right alarms for each false one": (BELT + "false_alarms = 0.31 / 0.69", "more than 1 for each"),
        "of the belted": (BELT + "false_alarms = 0.76 / 0.24", "how many are right, how many false?"),
        "percent": (BELT + "prevalence_unbelted = 9", "9 is no share: 25 % is 0.25"),
    },
    "moved": {
        "the right alarms only": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    return np.asarray(precision) * new_prevalence / prevalence
""",
            "Where one in ten dies: 0.4",
        ),
        "the false alarms stay": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    right = np.asarray(precision) * new_prevalence / prevalence
    return right / (right + 1 - np.asarray(precision))
""",
            "Where one in ten dies: 0.4",
        ),
        "the two prevalences exchanged": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    p = np.asarray(precision)
    right, wrong = p * prevalence / new_prevalence, (1 - p) * (1 - prevalence) / (1 - new_prevalence)
    return right / (right + wrong)
""",
            "Where one in ten dies: 0.4",
        ),
        "the precision is taken for the recall": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    right, wrong = np.asarray(precision) * new_prevalence, (1 - np.asarray(precision)) * (1 - new_prevalence)
    return right / (right + wrong)
""",
            "Where one in ten dies: 0.4",
        ),
        "the new prevalence": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    return new_prevalence + 0 * np.asarray(precision)
""",
            "Where one in ten dies: 0.4",
        ),
        "odds, which divide by 0": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    p = np.asarray(precision)
    odds = p / (1 - p) * new_prevalence / (1 - new_prevalence) * (1 - prevalence) / prevalence
    return odds / (1 + odds)
""",
            "0 stays 0, and 1 stays 1",
        ),
        "numbers only": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    right = precision * new_prevalence / prevalence
    wrong = (1 - precision) * (1 - new_prevalence) / (1 - prevalence)
    return right / (right + wrong)
""",
            "multiply sequence",
        ),
        "rounded": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    p = np.asarray(precision)
    right, wrong = p * new_prevalence / prevalence, (1 - p) * (1 - new_prevalence) / (1 - prevalence)
    return np.round(right / (right + wrong), 3)
""",
            "moved to 0.004",
        ),
        "works for half of the drivers only": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    p = np.asarray(precision)
    if prevalence == new_prevalence:
        return p
    return p * new_prevalence / (p * new_prevalence + (1 - p) * (1 - new_prevalence))
""",
            "Where one in ten dies: 0.4",
        ),
        "printed and not returned": (
            """
def moved_precision(precision, prevalence, new_prevalence):
    print(precision)
""",
            "Is there a `return`?",
        ),
    },
    "verdict": {
        "belted minus unbelted": (
            VERDICT + "interval_own, interval_same = np.quantile(b - u, ends), np.quantile(b5 - u5, ends)",
            "the quantiles of the differences, unbelted minus belted",
        ),
        "at the same prevalence both times": (
            VERDICT + "interval_own = interval_same",
            "interval_own: the quantiles of the differences",
        ),
        "at their own prevalence both times": (
            VERDICT + "interval_same, verdict = interval_own, 'open'",
            "interval_same: the quantiles of the differences",
        ),
        "at one half in the place of 5 %": (
            VERDICT
            + """
half = [ap_draws(*groups[name], 0.5) for name in ["unbelted", "belted"]]
interval_same = np.quantile(half[0] - half[1], ends)
""",
            "interval_same: the quantiles of the differences",
        ),
        "90 %": (
            VERDICT + "interval_own = np.quantile(u - b, [0.05, 0.95])",
            "interval_own: the quantiles of the differences",
        ),
        "the differences of the quantiles": (
            VERDICT + "interval_same = np.quantile(u5, ends) - np.quantile(b5, ends)",
            "is a pair (low, high)",
        ),
        "the AP of one group": (VERDICT + "interval_own = np.quantile(u, ends)", "interval_own: the quantiles"),
        "the point at their own prevalence decides": (VERDICT + "verdict = 'unbelted'", "On which side of 0"),
        "a negative interval is doubted": (VERDICT + "verdict = 'open'", "On which side of 0"),
        "the ends exchanged": (VERDICT + "interval_same = interval_same[::-1]", "is a pair (low, high)"),
        "True in the place of a text": (VERDICT + "verdict = True", "is not one of the three texts"),
    },
    "teams": {
        "the last row that is nearly enough": (TEAMS + "just_enough = 350", "the last row of the table"),
        "the first row that is enough": (TEAMS + "just_enough = 100", "the last row of the table"),
        "chosen by the test set": (
            TEAMS + "with_margin, interval_margin, promise_margin = 50, wilson(21, 50), 'open'",
            "compute wilson(right, alarms) for each number",
        ),
        "the upper end of the interval": (
            TEAMS + "just_enough, with_margin = 300, 500",
            "With a margin there are fewer alarms",
        ),
        "the point again": (TEAMS + "with_margin = 300", "compute wilson(right, alarms) for each number"),
        "another number": (TEAMS + "with_margin = 120", "is not one of the numbers in rooms"),
        "measured on the validation set": (
            TEAMS + "interval_enough, interval_margin = wilson(93, 300), wilson(44, 100)",
            "on the test set 92 are right",
        ),
        "the interval of the recall": (TEAMS + "interval_enough = wilson(92, 223)", "on the test set 92 are right"),
        "above 0.3 is taken for kept": (TEAMS + "promise_enough = 'kept'", "0.3 lies within the interval"),
        "a lower end below 0.3 is taken for broken": (TEAMS + "promise_enough = 'broken'", "0.3 lies within"),
        "both doubted": (TEAMS + "promise_margin = 'open'", "on which side of 0.3 is the whole interval"),
        "True in the place of a text": (TEAMS + "promise_margin = True", "is not 'kept', 'broken' or 'open'"),
        "one number in the place of a pair": (TEAMS + "interval_margin = [0.43]", "An interval is a pair (low, high)"),
    },
    "rule": {
        "all deaths that each finds": (
            RULE + "only_network, only_rule = 69, 56",
            "deaths that one of the two finds, the other not",
        ),
        "the alarms in the place of the deaths": (
            RULE + "only_network, only_rule = 89, 55",
            "deaths that one of the two finds, the other not",
        ),
        "more than the deaths": (RULE + "only_network, only_rule = 300, 266", "Count the deaths, not the alarms"),
        "the two exchanged": (RULE + "only_network, only_rule = 9, 22", "deaths that one of the two finds"),
        "200 alarms both times": (
            RULE + "only_network_equal, only_rule_equal, finds_more_equal = 22, 9, 'network'",
            "Network with 166 alarms",
        ),
        "a share in the place of a count": (RULE + "only_network_equal = 0.5", "A count of deaths"),
        "the deaths found by neither": (RULE + "only_network_equal = 153", "Network with 166 alarms"),
        "nothing is shown": (RULE + "finds_more = 'open'", "is the interval above one half as a whole?"),
        "the network is praised": (RULE + "finds_more_equal = 'network'", "one half lies within the interval"),
        "the simple one is praised": (RULE + "finds_more_equal = 'rule'", "one half lies within the interval"),
        "equal numbers are taken for a proof": (
            RULE + "finds_more_equal = 'same'",
            "is not 'network', 'rule' or 'open'",
        ),
    },
}
