"""Answers to problem set 15 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

from submissions import changed

SITES = """
prediction = "A"
precision_a, precision_b = 64 / 120, 51 / 150
mean_a, mean_b = 0.4, 0.475
"""

WEIGHTS = """
weights_a, weights_b, weights_recall = (100, 20), (30, 120), (100, 50)
recall_can_turn = False
"""

MERGE = """
def merge_bins(reports):
    seen = {}
    for report in reports:
        name = report["file"]
        content = [list(report[key]) for key in ("edges", "pos", "neg")]
        if name in seen and seen[name] != content:
            raise ValueError(f"{name}: two reports that differ")
        seen[name] = content
    all_edges = [edges for edges, _, _ in seen.values()]
    common = sorted(edge for edge in all_edges[0] if all(edge in edges for edges in all_edges))
    pos, neg = [0] * (len(common) + 1), [0] * (len(common) + 1)
    for edges, p, n in seen.values():
        for b in range(len(edges) + 1):
            place = sum(edge <= edges[b - 1] for edge in common) if b > 0 else 0
            pos[place] += p[b]
            neg[place] += n[b]
    return common, pos, neg
"""

ASK = """
edges, pos, neg = merge_bins(reports)
auc_now, bound_now = binned_auc(pos, neg)
renewed = [report_of("north", 100), report_of("south", 100), report_of("west", 50)]
ask, bound_after = "south", binned_auc(*merge_bins(renewed)[1:])[1]
"""

QUERY = """
QUERY = '''
WITH by_score AS (
    SELECT score, sum(died) AS pos, count(*) - sum(died) AS neg
    FROM scores JOIN labels USING (trip) GROUP BY score
), ranked AS (
    SELECT pos, neg, sum(pos) OVER w AS tp, sum(neg) OVER w AS fp
    FROM by_score WINDOW w AS (ORDER BY score DESC)
)
SELECT sum(neg * (tp - pos / 2)) / (sum(pos) * sum(neg)), sum(pos * tp / (tp + fp)) / sum(pos)
FROM ranked
'''
"""

COLLEAGUE = """
QUERY = BY_COLLEAGUE.replace("coalesce(died, 0) AS died", "died").replace("LEFT JOIN labels", "JOIN labels")
"""

TIES = """
known = trips.merge(labels)
p = known["score"][known["died"] == 1].to_numpy()[:, None]
n = known["score"][known["died"] == 0].to_numpy()
lowest, highest = np.mean(p > n), np.mean(p >= n)
"""

READING = """
surely_worse, may_reach = [3], [5, 7]
"""

EDGES = """
edges = special.expit(np.linspace(-10, 2, 99))
worse = [3, 6]
"""

INTERVAL = """
def difference_interval(log, by, draws=300):
    rng = np.random.default_rng()
    gaps = []
    for _ in range(draws):
        weight = rng.poisson(log["rows"]) if by == "rows" else log["rows"] * rng.poisson(1, len(log))
        gaps.append(log_auc(log, "new", weight) - log_auc(log, "old", weight))
    return tuple(np.percentile(gaps, [2.5, 97.5]))
"""

VERDICT = """
chosen = "new"
val_by_rows = difference_interval(log_val, "rows")
test_by_rows = difference_interval(log_test, "rows")
test_by_drivers = difference_interval(log_test, "drivers")
verdict = "open"
"""

PLAN = """
def width(log, by="drivers"):
    low, high = difference_interval(log, by)
    return high - low

ratio_rows = width(log_test.assign(rows=4 * log_test["rows"])) / width(log_test)
ratio_drivers = width(pd.concat([log_test] * 4)) / width(log_test)
pay_for = "drivers"
"""

RIGHT = {
    "sites": {
        "by hand, rounded": SITES.replace("64 / 120, 51 / 150", "0.533, 0.34"),
        "from a table": """
prediction = "B"
table = pd.DataFrame({"version": list("ABAB"), "alarms": [100, 30, 20, 120], "right": [60, 21, 4, 30]})
merged = table.groupby("version").sum()
precision_a, precision_b = merged["right"] / merged["alarms"]
ratios = (table["right"] / table["alarms"]).groupby(table["version"]).mean()
mean_a, mean_b = ratios["A"], ratios["B"]
""",
    },
    "weights": {
        "shares that add up to 1": """
weights_a, weights_b = np.array([100, 20]) / 120, [0.2, 0.8]
weights_recall = (2 / 3, 1 / 3)
recall_can_turn = np.bool_(False)
""",
        "the smallest whole numbers": """
weights_a, weights_b, weights_recall = (5, 1), (1, 4), (2, 1)
recall_can_turn = 0 > 1
""",
    },
    "merge": {
        "lists and loops": MERGE,
        "pandas": """
def merge_bins(reports):
    tables = {}
    for report in reports:
        table = pd.DataFrame({"pos": report["pos"], "neg": report["neg"]}, index=[-np.inf, *report["edges"]])
        if report["file"] in tables and not tables[report["file"]].equals(table):
            raise ValueError("reports of " + report["file"] + " contradict each other")
        tables[report["file"]] = table
    shared = None
    for table in tables.values():
        shared = table.index if shared is None else shared.intersection(table.index)
    shared = shared.sort_values()
    total = 0
    for table in tables.values():
        bins = pd.cut(table.index, [*shared, np.inf], right=False, labels=False)
        total = total + table.groupby(bins).sum().reindex(range(len(shared)), fill_value=0).to_numpy()
    return shared[1:].to_numpy(), total[:, 0], total[:, 1]
""",
        "counts below each edge, and their differences": """
def merge_bins(reports):
    first = {}
    for report in reports:
        known = first.setdefault(report["file"], report)
        for name in ("edges", "pos", "neg"):
            if len(known[name]) != len(report[name]) or np.any(np.array(known[name]) != np.array(report[name])):
                raise ValueError(report["file"])
    edges = np.array(first[next(iter(first))]["edges"], float)
    for report in first.values():
        edges = edges[np.isin(edges, report["edges"])]
    counts = []
    for name in ("pos", "neg"):
        below = np.zeros(len(edges))
        for report in first.values():
            until = np.cumsum(report[name])
            below += [until[list(report["edges"]).index(edge)] for edge in edges]
        total = sum(np.sum(report[name]) for report in first.values())
        counts.append(np.diff([0, *below, total]))
    return edges, *counts
""",
    },
    "ask": {
        "only the three of them": ASK,
        "rounded, from the rows": """
merged = merge_bins([report_of("south", 20), reports[0], report_of("west", 50)])
auc_now, bound_now = (round(value, 5) for value in binned_auc(merged[1], merged[2]))
ask = "south"
bins = np.floor(score_test * 50).astype(int)
bound_after = binned_auc(*(np.bincount(bins[y_test == k], minlength=50) for k in (1, 0)))[1]
""",
    },
    "query": {
        "equal scores stay together in the window": """
QUERY = '''
WITH known AS (
    SELECT score, died FROM scores LEFT JOIN labels USING (trip) WHERE died IS NOT NULL
), placed AS (
    SELECT died, count(*) OVER w AS place, sum(died) OVER w AS tp,
           sum(died) OVER (PARTITION BY score) AS tied
    FROM known WINDOW w AS (ORDER BY score DESC)
)
SELECT sum((1 - died) * (tp - tied / 2)) / (sum(died) * sum(1 - died)),
       sum(died * (tp / place)) / sum(died)
FROM placed
'''
""",
        "every pair compared": """
QUERY = '''
WITH known AS (SELECT score, died FROM scores JOIN labels ON scores.trip = labels.trip),
     dead AS (SELECT score FROM known WHERE died = 1),
     alive AS (SELECT score FROM known WHERE died = 0),
     pairs AS (SELECT avg(CASE WHEN dead.score > alive.score THEN 1.0
                               WHEN dead.score = alive.score THEN 0.5 ELSE 0.0 END) AS auc
               FROM dead, alive),
     steps AS (SELECT score, (SELECT avg(died) FROM known WHERE known.score >= dead.score) AS precision
               FROM dead)
SELECT (SELECT auc FROM pairs), (SELECT avg(precision) FROM steps)
'''
""",
        "half of the ranks above and below": """
QUERY = '''
WITH known AS (SELECT score, died FROM scores SEMI JOIN labels USING (trip) JOIN labels USING (trip)),
ranked AS (
    SELECT died, rank() OVER (ORDER BY score) AS below, count(*) OVER (PARTITION BY score) AS tied,
           count(*) OVER (ORDER BY score DESC) AS above, sum(died) OVER (ORDER BY score DESC) AS tp
    FROM known
)
SELECT (sum(died * (below + (tied - 1) / 2)) - sum(died) * (sum(died) + 1) / 2)
       / (sum(died) * (count(*) - sum(died))), sum(died * tp / above) / sum(died)
FROM ranked
'''
""",
    },
    "ties": {
        "all pairs": TIES,
        "sorted in both ways": """
known = trips.merge(labels)
survived = 1 - known["died"]
ends = []
for first in ("died", "survived"):
    order = known.assign(survived=survived).sort_values(["score", first])["died"].to_numpy()
    ends.append(metrics.roc_auc_score(order, np.arange(len(order))))
lowest, highest = min(ends), max(ends)
""",
    },
    "reading": {
        "read from the figure": READING,
        "as an array and a tuple, in another order": "surely_worse, may_reach = np.array([3]), (7, 5)",
    },
    "edges": {
        "in log odds, fewer and elsewhere": EDGES,
        "evenly spaced in the logarithm": """
edges = np.logspace(-5, 0, 100)[:-1]
worse = [
    n for n in released if sum(auc_of_release(n, edges)) < np.subtract(*auc_of_release(1, edges))
]
""",
        "as a list": "edges = list(np.logspace(-4.8, -0.1, 99))\nworse = [6, 3]",
    },
    "interval": {
        "a loop without a seed": INTERVAL,
        "drawn drivers and drawn rows": """
def difference_interval(log, by, draws=300):
    rng, n = np.random.default_rng(77), log["rows"].to_numpy()
    if by == "drivers":
        weight = rng.multinomial(len(n), np.full(len(n), 1 / len(n)), draws) * n
    else:
        weight = rng.multinomial(n.sum(), n / n.sum(), draws)
    both = [log_auc(log, model, weight) for model in ("new", "old")]
    values = np.sort(both[0] - both[1])
    return np.quantile(values, 0.025), np.quantile(values, 0.975)
""",
        "row by row": """
def difference_interval(log, by, draws=300):
    rng = np.random.default_rng(4)
    mean = log["rows"] if by == "rows" else 1
    weight = rng.poisson(mean, (draws, len(log))).astype(float)
    weight *= np.where(by == "rows", 1, log["rows"])
    gaps = log_auc(log, "new", weight) - log_auc(log, "old", weight)
    return [np.quantile(gaps, q) for q in (0.025, 1 - 0.025)]
""",
    },
    "verdict": {
        "with the function": VERDICT,
        "other draws": """
by_rows = [log_auc(log_val, model, log_val["rows"]) for model in ("old", "new")]
chosen = ["old", "new"][np.argmax(by_rows)]
val_by_rows, test_by_rows = (difference_interval(log, "rows", draws=200) for log in (log_val, log_test))
test_by_drivers = list(difference_interval(log_test, "drivers", draws=500))
verdict = "open" if test_by_drivers[0] <= 0 <= test_by_drivers[1] else "new is better"
""",
        "with a pencil, rounded": """
chosen, verdict = "new", "open"
val_by_rows, test_by_rows, test_by_drivers = (0.0076, 0.0096), (-0.0036, -0.0017), (-0.021, 0.011)
""",
    },
    "plan": {
        "with a function of its own": PLAN,
        "by the root": "ratio_rows, ratio_drivers, pay_for = 1, 1 / np.sqrt(4), 'drivers'",
    },
}

WRONG = {
    "sites": {
        "the dashboard": (SITES + "precision_a, precision_b = mean_a, mean_b\n", "do not average the sites"),
        "the two exchanged": (
            SITES + "precision_a, precision_b, mean_a, mean_b = mean_a, mean_b, precision_a, precision_b\n",
            "precision_a: all right alarms of this version",
        ),
        "the recall in the place of the precision": (
            SITES + "precision_a = 64 / 150\n",
            "divided by all its alarms",
        ),
        "A and B exchanged": (
            SITES + "precision_a, precision_b = precision_b, precision_a\n",
            "precision_a: all right alarms of this version",
        ),
        "in percent": (SITES + "precision_b = 34\n", "is a share here"),
        "the mean of all four": (
            SITES + "mean_a = mean_b = 0.4375\n",
            "mean_a: the precision at either site",
        ),
        "weighted by the deaths": (SITES + "mean_b = 0.55\n", "mean_b: the precision at either site"),
        "another prediction": (SITES + "prediction = 'equal'\n", "prediction is 'A' or 'B'"),
    },
    "weights": {
        "the same weights for both versions": (
            WEIGHTS + "weights_b = weights_a\n",
            "weights_b: the mean of (0.7, 0.25) comes to",
        ),
        "the right alarms": (
            WEIGHTS + "weights_a, weights_b = (60, 4), (21, 30)\n",
            "weights_a: the mean of (0.6, 0.2) comes to",
        ),
        "the deaths": (
            WEIGHTS + "weights_a = weights_b = weights_recall\n",
            "By what is each of the two ratios divided",
        ),
        "the alarms for the recall, too": (
            WEIGHTS + "weights_recall = (130, 140)\n",
            "weights_recall: the mean of (0.6, 0.08) comes to",
        ),
        "city before motorway": (WEIGHTS + "weights_a = (20, 100)\n", "weights_a: the mean of (0.6, 0.2) comes to"),
        "one half each": (WEIGHTS + "weights_a = (1, 1)\n", "weights_a: the mean of (0.6, 0.2) comes to"),
        "what holds for the precision holds for the recall": (
            WEIGHTS + "recall_can_turn = True\n",
            "Are the weights of the recall the same",
        ),
        "one number": (WEIGHTS + "weights_recall = 2\n", "weights_recall is a pair"),
        "a weight of 0": (WEIGHTS + "weights_b = (0, 1)\n", "both sites count"),
    },
    "merge": {
        "a report that comes twice counts twice": (
            changed(MERGE, ("seen[name] = content", "seen[len(seen)] = content")),
            "The same file twice: pos is [1, 4]",
        ),
        "two reports compared as dictionaries, which arrays do not bear": (
            changed(
                MERGE,
                ("seen[name] = content", "seen[name], whole[name] = content, report"),
                ("seen[name] != content", "whole[name] != report"),
                ("    seen = {}\n", "    seen, whole = {}, {}\n"),
            ),
            "The truth value of an array",
        ),
        "equal counts are taken for the same file": (
            """
def merge_bins(reports):
    files, seen = {}, []
    for report in reports:
        content = [list(report[key]) for key in ("edges", "pos", "neg")]
        if report["file"] in files and files[report["file"]] != content:
            raise ValueError(report["file"])
        files[report["file"]] = content
        if content not in seen:
            seen.append(content)
    edges = sorted(set.intersection(*(set(e) for e, _, _ in seen)))
    pos, neg = np.zeros((2, len(edges) + 1))
    for e, p, n in seen:
        place = np.searchsorted(edges, [-1, *e], side="right")
        np.add.at(pos, place, p)
        np.add.at(neg, place, n)
    return edges, pos, neg
""",
            "Two files with the same counts: pos is [2, 8]",
        ),
        "only neighbours are compared": (
            changed(
                MERGE,
                ("if name in seen and seen[name] != content:", "if seen and last == name and seen[name] != content:"),
                ("seen[name] = content", "seen[name] = content\n        last = name"),
                ("seen = {}", "seen, last = {}, None"),
            ),
            "Two reports of 'week 7'",
        ),
        "the last report wins": (
            changed(MERGE, ("seen[name] != content", "False")),
            "Two reports of 'week 7', the second with {'pos': [1, 2, 4]}",
        ),
        "only the deaths are compared": (
            changed(MERGE, ("seen[name] != content", "seen[name][1] != content[1]")),
            "Two reports of 'week 7', the second with {'neg': [5, 3, 2]}",
        ),
        "only the counts are compared": (
            changed(MERGE, ("seen[name] != content", "seen[name][1:] != content[1:]")),
            "Two reports of 'week 7', the second with {'edges': [0.2, 0.4]}",
        ),
        "only the sums are compared": (
            changed(MERGE, ("seen[name] != content", "[sum(c) for c in seen[name]] != [sum(c) for c in content]")),
            "Two reports of 'week 7', the second with {'pos': [2, 1, 3]}",
        ),
        "the message does not say which": (
            changed(MERGE, ('f"{name}: two reports that differ"', '"two reports differ"')),
            "The message must have the name of the file",
        ),
        "arrays cannot be compared": (
            changed(MERGE, ("list(report[key])", "report[key]")),
            "The truth value of an array",
        ),
        "all edges of all reports": (
            changed(
                MERGE,
                ("if all(edge in edges for edges in all_edges)", "if True"),
                ("all_edges[0]", "sum(all_edges, [])"),
            ),
            "Edges at quarters, and one at 0.5: edges is [0.5]",
        ),
        "the edges of the shortest report": (
            changed(
                MERGE,
                (
                    "sorted(edge for edge in all_edges[0] if all(edge in edges for edges in all_edges))",
                    "min(all_edges, key=len)",
                ),
            ),
            "Three times each: edges is [0.5, 0.75]",
        ),
        "a bin goes to the side of its upper end": (
            changed(
                MERGE,
                (
                    "sum(edge <= edges[b - 1] for edge in common) if b > 0 else 0",
                    "sum(edge <= edges[b] for edge in common) if b < len(edges) else len(common)",
                ),
            ),
            "Edges at quarters, and one at 0.5: pos is [2, 9]",
        ),
        "below and not at the edge": (
            changed(MERGE, ("edge <= edges[b - 1]", "edge < edges[b - 1]")),
            "Edges at quarters, and one at 0.5: pos is [2, 9]",
        ),
        "no edge in common is no result": (
            changed(MERGE, ("    pos, neg =", "    if not common:\n        return [], [], []\n    pos, neg =")),
            "No edge in common: pos is [11]",
        ),
        "the counts of the first report are changed": (
            """
def merge_bins(reports):
    files = {}
    for report in reports:
        first = files.setdefault(report["file"], report)
        if not all(np.array_equal(first[key], report[key]) for key in ("edges", "pos", "neg")):
            raise ValueError(report["file"])
    edges = sorted(set.intersection(*(set(report["edges"]) for report in files.values())))
    total = np.zeros((2, len(edges) + 1))
    for report in files.values():
        place = np.searchsorted(edges, [-1, *report["edges"]], side="right")
        while len(report["pos"]):
            report["pos"], report["neg"] = list(report["pos"]), list(report["neg"])
            b = place[len(report["pos"]) - 1]
            total[:, b] += report["pos"].pop(), report["neg"].pop()
    return edges, *total
""",
            "The reports were changed",
        ),
        "only the counts": (changed(MERGE, ("return common, pos, neg", "return pos, neg")), "Return three things"),
        "deaths and survivors exchanged": (
            changed(MERGE, ("return common, pos, neg", "return common, neg, pos")),
            "Edges at quarters, and one at 0.5: pos is [2, 9]",
        ),
    },
    "ask": {
        "the repeated report counts twice": (
            ASK
            + """
names = ["north", "south", "north again", "west"]
edges, pos, neg = merge_bins([report | {"file": name} for report, name in zip(reports, names)])
auc_now, bound_now = binned_auc(pos, neg)
""",
            "bound_now is 0.2193",
        ),
        "the middle one": (
            ASK
            + """
ask = "west"
renewed = [report_of("north", 100), report_of("south", 20), report_of("west", 100)]
bound_after = binned_auc(*merge_bins(renewed)[1:])[1]
""",
            "bound_after is 0.0587",
        ),
        "the right number for the wrong one": (ASK + "ask = 'west'\n", "Try all three"),
        "all three count anew": (
            ASK + "bound_after = binned_auc(*merge_bins([report_of(f, 100) for f in rows_of])[1:])[1]\n",
            "bound_after is 0.0587",
        ),
        "the exact AUC": (
            ASK + "auc_now = metrics.roc_auc_score(y_test, score_test)\n",
            "auc_now is 0.7363",
        ),
        "deaths and survivors exchanged": (
            ASK + "auc_now, bound_now = binned_auc(neg, pos)\n",
            "must lie within the bound of your binned one",
        ),
        "the mean of the three": (
            ASK
            + """
auc_now = np.mean([binned_auc(*(report[key] for key in ("pos", "neg")))[0] for report in reports])
""",
            "auc_now is 0.7363",
        ),
        "the whole width": (ASK + "bound_now = 2 * bound_now\n", "bound_now is 0.2193"),
        "another name": (ASK + "ask = 'south 100'\n", "ask is one of"),
    },
    "query": {
        "only the labels": (
            COLLEAGUE,
            "Two trips with the same score: the AUC is 0.5000; yours is 1.0",
        ),
        "only the ties": (
            changed(
                QUERY,
                ("sum(died) AS pos", "sum(coalesce(died, 0)) AS pos"),
                ("count(*) - sum(died) AS neg", "sum(1 - coalesce(died, 0)) AS neg"),
                ("scores JOIN", "scores LEFT JOIN"),
            ),
            "Without a label: the AUC is",
        ),
        "counted without a label": (
            changed(
                QUERY,
                ("scores JOIN", "scores LEFT JOIN"),
                ("sum(died) AS pos", "coalesce(sum(died), 0) AS pos"),
                ("count(*) - sum(died)", "count(*) - coalesce(sum(died), 0)"),
            ),
            "Without a label: the AUC is",
        ),
        "ties in the direction of the trips": (
            changed(
                COLLEAGUE,
                ("QUERY = BY_COLLEAGUE", 'QUERY = BY_COLLEAGUE.replace("DESC, trip", "DESC, trip DESC")'),
            ),
            "Two trips with the same score: the AUC is 0.5000; yours is 0.0",
        ),
        "ties by chance, which are half on average": (
            changed(
                COLLEAGUE, ("QUERY = BY_COLLEAGUE", 'QUERY = BY_COLLEAGUE.replace("DESC, trip", "DESC, hash(trip)")')
            ),
            "Two trips with the same score: the AUC is 0.5000",
        ),
        "all ties are right": (
            changed(QUERY, ("tp - pos / 2", "tp")),
            "Two trips with the same score: the AUC is 0.5000; yours is 1.0",
        ),
        "no tie is right": (
            changed(QUERY, ("tp - pos / 2", "tp - pos")),
            "Two trips with the same score: the AUC is 0.5000; yours is 0",
        ),
        "from the lowest score up": (
            changed(QUERY, (" DESC", "")),
            "No equal scores, all labels: the AUC is 0.8333; yours is",
        ),
        "the average precision first": (
            changed(
                QUERY,
                (
                    "SELECT sum(neg * (tp - pos / 2)) / (sum(pos) * sum(neg)), sum(pos * tp / (tp + fp)) / sum(pos)",
                    "SELECT sum(pos * tp / (tp + fp)) / sum(pos), sum(neg * (tp - pos / 2)) / (sum(pos) * sum(neg))",
                ),
            ),
            "No equal scores, all labels: the AUC is 0.8333; yours is",
        ),
        "only the AUC": (
            changed(QUERY, (", sum(pos * tp / (tp + fp)) / sum(pos)", "")),
            "The query gives two numbers",
        ),
        "a mean precision over the scores": (
            changed(QUERY, ("sum(pos * tp / (tp + fp)) / sum(pos)", "avg(tp / (tp + fp))")),
            "No equal scores, all labels: the AP is",
        ),
        "precisions row by row": (
            changed(QUERY, ("sum(pos * tp / (tp + fp)) / sum(pos)", "sum(pos * tp / (tp + fp - neg)) / sum(pos)")),
            "Two trips with the same score: the AP is 0.5000",
        ),
        "the numbers and not the query": (
            'QUERY = f"SELECT {0.8688}, {0.2520}"',
            "No equal scores, all labels: the AUC is 0.8333",
        ),
        "trips without a label are counted as deaths": (
            changed(
                QUERY,
                ("sum(died) AS pos", "sum(coalesce(died, 1)) AS pos"),
                ("count(*) - sum(died) AS neg", "sum(1 - coalesce(died, 1)) AS neg"),
                ("scores JOIN", "scores LEFT JOIN"),
            ),
            "Without a label: the AUC is",
        ),
    },
    "ties": {
        "the two numberings": (
            "lowest, highest = 0.859, 0.872",
            "lowest is 0.8470; yours is 0.8590",
        ),
        "half of the bound": (
            TIES + "middle = (lowest + highest) / 2\nlowest, highest = (lowest + middle) / 2, (highest + middle) / 2\n",
            "lowest is 0.8470",
        ),
        "twice the bound": (
            TIES + "lowest, highest = lowest - 0.02, highest + 0.02\n",
            "What becomes of the ties?",
        ),
        "all trips": (
            """
p, n = (trips["score"].to_numpy()[mixed["died"] == k] for k in (1, 0))
lowest, highest = np.mean(p[:, None] > n), np.mean(p[:, None] >= n)
""",
            "lowest is 0.8470",
        ),
        "trips without a label as survivors": (
            """
known = trips.merge(labels, how="left").fillna(0)
p, n = (known["score"].to_numpy()[known["died"] == k] for k in (1, 0))
lowest, highest = np.mean(p[:, None] > n), np.mean(p[:, None] >= n)
""",
            "lowest is 0.8470",
        ),
        "exchanged": (TIES + "lowest, highest = highest, lowest\n", "0.5 < lowest < highest < 1"),
        "the scores before rounding": (
            """
p, n = (mixed["score"].to_numpy()[:3600][labels["died"] == k] for k in (1, 0))
lowest, highest = np.mean(p[:, None] > n), np.mean(p[:, None] >= n)
""",
            "between the two",
        ),
        "ten bins": (
            """
known = trips.merge(labels)
bins = np.floor(known["score"] * 10).astype(int)
auc, bound = binned_auc(*(np.bincount(bins[known["died"] == k], minlength=10) for k in (1, 0)))
lowest, highest = auc - bound, min(auc + bound, 0.99)
""",
            "What becomes of the ties?",
        ),
    },
    "reading": {
        "every low dot": ("surely_worse, may_reach = [3, 5, 6, 7], [5, 7]", "does the bar of {5, 6, 7} end below"),
        "release 6, which is indeed worse": (
            "surely_worse, may_reach = [3, 6], [5, 7]",
            "does the bar of {6} end below",
        ),
        "none, since bars overlap with something": (
            "surely_worse, may_reach = [], [5, 7]",
            "does the bar of {3} end below",
        ),
        "the longest only": ("surely_worse, may_reach = [3], [5]", "look at the upper end of the bar of {7}"),
        "all that are high": ("surely_worse, may_reach = [3], [1, 2, 4]", "may_reach: look at the upper end"),
        "release 1, too": ("surely_worse, may_reach = [1, 3], [5, 7]", "Release 1 is not worse than itself"),
        "a number alone": ("surely_worse, may_reach = 3, [5, 7]", "surely_worse is a list of releases"),
        "places from 0": ("surely_worse, may_reach = [2], [0, 4]", "may_reach is a list of releases"),
    },
    "edges": {
        "evenly spaced": (
            "edges, worse = np.linspace(0, 1, 101)[1:-1], [3]",
            "In release 1 the bound is 0.0244",
        ),
        "evenly spaced up to the largest score": (
            "edges, worse = np.linspace(0, 0.69, 101)[1:-1], [3]",
            "In release 1 the bound is",
        ),
        "quantiles of release 1": (
            "edges, worse = np.quantile(released[1], np.linspace(0, 1, 101)[1:-1]), [3, 6]",
            "In release 3 the bound is",
        ),
        "too many": ("edges, worse = np.linspace(0, 1, 2001)[1:-1], [3, 6]", "from 1 to 99 numbers"),
        "one too many": (EDGES + "edges = special.expit(np.linspace(-10, 3, 100))\n", "from 1 to 99 numbers"),
        "the log odds themselves": (
            "edges, worse = np.linspace(-10, 3, 99), [3, 6]",
            "In release 1 the bound is",
        ),
        "falling": (EDGES + "edges = edges[::-1]\n", "The edges must rise"),
        "quantiles of the deaths of release 1": (
            "edges, worse = np.quantile(released[1][y_test == 1], np.linspace(0, 1, 101)[1:-1]), [3, 6]",
            "In release 3 the bound is",
        ),
        "all releases with a lower dot": (
            EDGES
            + """
worse = [n for n in released if auc_of_release(n, edges)[0] < auc_of_release(1, edges)[0]]
""",
            "worse: the releases with auc + bound below",
        ),
        "from the figure": (EDGES + "worse = [3]\n", "worse: the releases with auc + bound below"),
        "a number alone": (EDGES + "worse = 3\n", "worse is a list of releases"),
    },
    "interval": {
        "by rows, whatever is asked for": (
            changed(INTERVAL, ('if by == "rows" else log["rows"] * rng.poisson(1, len(log))', "")),
            "By drivers: near",
        ),
        "by drivers, whatever is asked for": (
            changed(INTERVAL, ('rng.poisson(log["rows"]) if by == "rows" else ', "")),
            "By rows: near",
        ),
        "the two exchanged": (changed(INTERVAL, ('by == "rows"', 'by != "rows"')), "By rows: near"),
        "one row for each driver": (
            changed(INTERVAL, ('log["rows"] * rng.poisson(1, len(log))', "rng.poisson(1, len(log))")),
            "By drivers: near",
        ),
        "each model has its own weights": (
            changed(
                INTERVAL,
                ("        gaps.append", "        again = rng.permutation(weight)\n        gaps.append"),
                ('log_auc(log, "old", weight)', 'log_auc(log, "old", again)'),
            ),
            "the same scores twice, and not the difference 0",
        ),
        "90 %": (changed(INTERVAL, ("[2.5, 97.5]", "[5, 95]")), "By rows: near"),
        "old less new": (
            changed(
                INTERVAL,
                (
                    'log_auc(log, "new", weight) - log_auc(log, "old", weight)',
                    'log_auc(log, "old", weight) - log_auc(log, "new", weight)',
                ),
            ),
            "By rows: near",
        ),
        "the absolute difference": (
            changed(INTERVAL, ("gaps.append(", "gaps.append(np.abs("), ('"old", weight))', '"old", weight)))')),
            "By drivers: near",
        ),
        "the mean of the draws and its error": (
            changed(
                INTERVAL,
                (
                    "tuple(np.percentile(gaps, [2.5, 97.5]))",
                    "np.mean(gaps) + np.array([-1.96, 1.96]) * np.std(gaps) / draws**0.5",
                ),
            ),
            "By rows: near",
        ),
        "Poisson numbers with mean 2": (
            changed(INTERVAL, ("rng.poisson(1, len(log))", "rng.poisson(2, len(log))")),
            "By drivers: near",
        ),
        "the root of the rows": (
            changed(INTERVAL, ('log["rows"] * rng', 'log["rows"] ** 0.5 * rng')),
            "By drivers: near",
        ),
        "the two ends of the draws": (
            changed(INTERVAL, ("[2.5, 97.5]", "[0, 100]")),
            "By rows: near",
        ),
        "all draws": (changed(INTERVAL, ("tuple(np.percentile(gaps, [2.5, 97.5]))", "gaps")), "Return a pair"),
    },
    "verdict": {
        "by rows the old one is better": (VERDICT + "verdict = 'old is better'\n", "Which unit was sampled?"),
        "what held on validation": (VERDICT + "verdict = 'new is better'\n", "Which unit was sampled?"),
        "chosen on test": (VERDICT + "chosen = 'old'\n", "rows of the validation log"),
        "validation and test exchanged": (
            VERDICT + "val_by_rows, test_by_rows = test_by_rows, val_by_rows\n",
            "val_by_rows: near",
        ),
        "by drivers on validation": (
            VERDICT + "test_by_drivers = difference_interval(log_val, 'drivers')\n",
            "test_by_drivers: near",
        ),
        "by rows for by drivers": (VERDICT + "test_by_drivers = test_by_rows\n", "test_by_drivers: near"),
        "old less new": (
            VERDICT + "test_by_rows = -test_by_rows[1], -test_by_rows[0]\n",
            "test_by_rows: near",
        ),
        "one number": (VERDICT + "test_by_rows = np.mean(test_by_rows)\n", "is a pair, low and high"),
        "a truth value": (VERDICT + "verdict = False\n", "verdict is 'new is better'"),
        "True in the place of a name": (VERDICT + "chosen = True\n", "chosen is 'old' or 'new'"),
    },
    "plan": {
        "the root of four for the rows, too": (
            PLAN + "ratio_rows, pay_for = 0.5, 'rows'\n",
            "By drivers, what do more rows of each driver change?",
        ),
        "by rows": (
            changed(PLAN, ('by="drivers"', 'by="rows"')),
            "By drivers, what do more rows of each driver change?",
        ),
        "a quarter": (PLAN + "ratio_drivers = 0.25\n", "one over the root of the units"),
        "upside down": (PLAN + "ratio_drivers = 1 / ratio_drivers\n", "one over the root of the units"),
        "the other one": (PLAN + "pay_for = 'rows'\n", "Which of the two makes"),
        "both": (PLAN + "pay_for = 'both'\n", "pay_for is 'rows' or 'drivers'"),
        "the two widths": (PLAN + "ratio_rows = difference_interval(log_test, 'drivers')\n", "ratio_rows is a number"),
    },
}

# Small mistakes that change nothing that anybody could see: {answer: {what was changed: why}}
NO_MISTAKE = {
    "merge": {
        "line 7: if not all((np.array_equal(first[name], report[name]) for name in ['edges', 'pos', 'neg'])):": (
            "equal is equal in both directions"
        ),
    },
    "edges": {
        "line 2: edges = special.expit(np.linspace(-10, 4, 101)[1:-1])": "other edges that serve as well",
        "line 2: edges = special.expit(np.linspace(-11, 3, 101)[1:-1])": "other edges that serve as well",
        "line 2: edges = special.expit(np.linspace(-10, 3, 101)[2:-1])": "one edge less, far out",
        "line 2: edges = special.expit(np.linspace(-10, 3, 101)[1:-2])": "one edge less, far out",
    },
    "interval": {
        "line 1: def difference_interval(log, by, draws=301):": "one draw more",
        "line 4: rng, shape = (np.random.default_rng(1), (draws, len(log)))": "other draws, the same interval",
    },
    "plan": {
        "line 3: more_rows = log_test.assign(rows=5 * log_test['rows'])": "any multiple of the rows keeps the width",
    },
}
