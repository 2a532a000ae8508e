"""Answers to problem set 1 that students may hand in.

RIGHT: {answer cell: {what is special: code}}
WRONG: {answer cell: {what is special: (code, what the failing check says)}}
"""

RIGHT = {
    "photographs": {
        "rounded, with a pencil": """
accuracy, recall_shirt, recall_coat, recall_bag = 0.6, 0.833, 0.333, 0
balanced = 0.389
""",
        "scikit-learn": """
accuracy = metrics.accuracy_score(ten_true, ten_pred)
recall_bag, recall_coat, recall_shirt = metrics.recall_score(ten_true, ten_pred, average=None)
balanced = metrics.balanced_accuracy_score(ten_true, ten_pred)
""",
        "a loop that counts": """
found = {"shirt": 0, "coat": 0, "bag": 0}
for true, pred in zip(ten_true, ten_pred):
    found[true] += true == pred
accuracy = sum(found.values()) / len(ten_true)
recall_shirt, recall_coat, recall_bag = (found[name] / ten_true.count(name) for name in found)
balanced = np.mean([recall_shirt, recall_coat, recall_bag])
""",
    },
    "shop": {
        "arrays in the place of the lists": """
predicted_accuracy, predicted_balanced = "higher", "higher"
ten_true, ten_pred = np.array(ten_true), np.array(ten_pred)
right, shirt = ten_true == ten_pred, ten_true == "shirt"
accuracy_shop = (10 * np.sum(right & shirt) + np.sum(right & ~shirt)) / 64
balanced_shop = np.mean([right[ten_true == name].mean() for name in np.unique(ten_true)])
constant_shop = 1 - 4 / 64
""",
        "with a pencil": """
predicted_accuracy, predicted_balanced = "the same", "higher"
accuracy_shop, balanced_shop, constant_shop = 51 / 64, 7 / 18, 60 / 64
""",
        "longer lists": """
predicted_accuracy, predicted_balanced = "higher", "lower"
pairs = list(zip(ten_true, ten_pred))
pairs += 9 * [pair for pair in pairs if pair[0] == "shirt"]
true, pred = zip(*pairs)
accuracy_shop = metrics.accuracy_score(true, pred)
balanced_shop = round(metrics.balanced_accuracy_score(true, pred), 3)
constant_shop = true.count("shirt") / len(true)
""",
        "weights": """
predicted_accuracy, predicted_balanced = "lower", "the same"
weight = [10 if label == "shirt" else 1 for label in ten_true]
accuracy_shop = metrics.accuracy_score(ten_true, ten_pred, sample_weight=weight)
balanced_shop = metrics.balanced_accuracy_score(ten_true, ten_pred)
constant_shop = metrics.accuracy_score(ten_true, ["shirt"] * 10, sample_weight=weight)
""",
    },
    "baselines": {
        "counted in a dictionary": """
def baselines(y_train, y_test):
    y_train, y_test = list(y_train), list(y_test)
    if not y_train:
        raise ValueError("y_train is empty")
    if not y_test:
        raise ValueError("y_test is empty")
    if isinstance(y_train[0], str) != isinstance(y_test[0], str):
        raise ValueError("y_test holds another kind of labels")
    shares = {}
    for label in sorted(set(y_train)):
        shares[label] = y_train.count(label) / len(y_train), y_test.count(label) / len(y_test)
    commonest = max(shares, key=lambda label: shares[label][0])
    return {
        "most_frequent": shares[commonest][1],
        "stratified": sum(q * p for q, p in shares.values()),
        "uniform": sum(p for q, p in shares.values()) / len(shares),
    }
""",
        "pandas": """
def baselines(y_train, y_test):
    for name, labels in {"y_train": y_train, "y_test": y_test}.items():
        if len(labels) == 0:
            raise ValueError(name)
    q, p = (pd.Series(list(y)).value_counts(normalize=True).sort_index() for y in (y_train, y_test))
    if isinstance(q.index[0], str) != isinstance(p.index[0], str):
        raise ValueError("y_train and y_test are of different kinds")
    p = p.reindex(q.index, fill_value=0)
    return {"uniform": p.sum() / len(q), "stratified": q @ p, "most_frequent": p[q.idxmax()]}
""",
        "DummyClassifier for the constant": """
def baselines(y_train, y_test):
    from sklearn.dummy import DummyClassifier

    y_train, y_test = np.array(y_train), np.array(y_test)
    if len(y_train) == 0 or len(y_test) == 0:
        raise ValueError("y_train and y_test must hold at least one label")
    if np.issubdtype(y_train.dtype, np.number) != np.issubdtype(y_test.dtype, np.number):
        raise ValueError("y_train and y_test must be of one kind")
    dummy = DummyClassifier(strategy="most_frequent").fit(np.zeros((len(y_train), 1)), y_train)
    constant = dummy.predict(np.zeros((len(y_test), 1)))
    q, p = dummy.class_prior_, (y_test[:, None] == dummy.classes_).mean(axis=0)
    return {"most_frequent": np.mean(constant == y_test), "stratified": float(q.dot(p)), "uniform": p.mean()}
""",
    },
    "report": {
        "no batches": """
def corrected_report(y_true, y_score, batch_size=1000):
    return np.mean((np.array(y_score).reshape(-1) >= 0.05) == np.array(y_true))
""",
        "scikit-learn": """
def corrected_report(y_true, y_score, batch_size=1000):
    alarms = (np.asarray(y_score).ravel() >= 0.05).astype(int)
    return metrics.accuracy_score(y_true, alarms)
""",
        "each batch with its size as its weight": """
def corrected_report(y_true, y_score, batch_size=1000):
    y_true, y_score = np.asarray(y_true).flatten(), np.asarray(y_score).flatten()
    shares, sizes = [], []
    for start in range(0, len(y_true), batch_size):
        alarms = y_score[start : start + batch_size] >= 0.05
        shares.append(np.mean(alarms == y_true[start : start + batch_size]))
        sizes.append(len(alarms))
    return np.average(shares, weights=sizes)
""",
        "a loop over the drivers": """
def corrected_report(y_true, y_score, batch_size=1000):
    right = 0
    for true, score in zip(y_true, y_score):
        score = score[0] if np.ndim(score) else score
        right += int(score >= 0.05) == true
    return right / len(y_true)
""",
    },
    "computed": {
        "rounded": """
computed = "expected accuracy of a random answer"
from_shares = round(0.0433 * 0.1783 + 0.9567 * 0.8217, 3)
""",
        "the shares of both classes in a sum": """
computed = "expected accuracy of a random answer"
p = np.bincount(y_val) / len(y_val)
q = np.bincount((column.ravel() >= 0.05).astype(int)) / len(y_val)
from_shares = sum(q * p)
""",
    },
    "speed": {
        "typed in": """
on_rising_line = "55+"
on_falling_line = ("25-39", "1-24")
constant_005, constant_02 = ["55+"], ["1-24"]
""",
        "sets and arrays": """
on_rising_line = speed_classes[3]
on_falling_line = {"1-24", "25-39"}
alarms = {t: (test["score"] >= t).groupby(test["speed"]).mean() for t in (0.05, 0.2)}
constant_005, constant_02 = (share.index[share.isin([0, 1])].to_numpy() for share in alarms.values())
""",
    },
    "break-even": {
        "from the counts, rounded": """
break_even = 209 / 85
low, high = interval(85, 294)
break_even_low, break_even_high = round(1 / high - 1, 2), round(1 / low - 1, 2)
at_1, at_3, at_10 = "no alarm", "open", "alarm"
""",
        "a verdict that is computed": """
fast = test.loc[test["speed"] == "55+", "died"].to_numpy()
p = fast.mean()
break_even = (1 - p) / p
break_even_high, break_even_low = ((1 - share) / share for share in interval(fast.sum(), fast.size))


def verdict(cost):
    if cost > break_even_high:
        return "alarm"
    return "no alarm" if cost < break_even_low else "open"


at_1, at_3, at_10 = map(verdict, [1, 3, 10])
""",
    },
    "neighbours": {
        "a loop, and rounded": """
most = 0
for k in [1, 3, 5, 7, 9, 15]:
    right = metrics.accuracy_score(clothes_val, guess_val[k])
    if right > most:
        most, k_best = right, k
accuracy_best = round(metrics.accuracy_score(clothes_test, guess_test[k_best]), 3)
interval_best = list(interval(accuracy_best * 1000 + 0.5, 1000))
images_needed = int(np.ceil(4 * accuracy_best * (1 - accuracy_best) / 0.01**2))
""",
        "1.96 standard errors": """
k_best = 7
accuracy_best = 803 / 1000
interval_best = binomtest(803, 1000).proportion_ci(0.95, method="wilson")
images_needed = (1.96 / 0.01) ** 2 * 0.803 * 0.197
""",
        "the number by trial": """
k_best = int(pd.Series({k: np.mean(guess_val[k] == clothes_val) for k in [1, 3, 5, 7, 9, 15]}).idxmax())
right = guess_test[k_best] == clothes_test
accuracy_best, interval_best = right.mean(), interval(right.sum(), right.size)
images_needed = 1000
while 2 * np.sqrt(accuracy_best * (1 - accuracy_best) / images_needed) > 0.01:
    images_needed += 1
""",
    },
    "compare": {
        "typed counts": """
split_one, p_one = (58, 55), binomtest(55, 113).pvalue
split_mean, p_mean = [179, 37], binomtest(37, 216).pvalue
better_than_one, better_than_mean = False, True
""",
        "a table of both, and the sign of the coins": """
table = metrics.confusion_matrix(guess_test[k_best] == clothes_test, guess_test[1] == clothes_test)
split_one = table[1, 0], table[0, 1]
table = metrics.confusion_matrix(guess_test[k_best] == clothes_test, guess_test["mean image"] == clothes_test)
split_mean = table[1, 0], table[0, 1]
p_one, p_mean = (round(binomtest(min(pair), sum(pair), 0.5).pvalue, 4) for pair in (split_one, split_mean))
better_than_one, better_than_mean = p_one < 0.05, p_mean < 0.05
""",
    },
}

KINDS = """
    y_train, y_test = np.asarray(y_train), np.asarray(y_test)
    if y_train.size == 0 or y_test.size == 0 or (y_train.dtype.kind in "UO") != (y_test.dtype.kind in "UO"):
        raise ValueError("y_train, y_test")
"""
BASELINES = "def baselines(y_train, y_test):" + KINDS
SHARES = """
    classes = np.unique(y_train)
    q, p = (np.array([np.mean(y == k) for k in classes]) for y in (y_train, y_test))
"""
RESULT = """
    return {"most_frequent": p[np.argmax(q)], "stratified": np.sum(q * p), "uniform": np.mean(p)}
"""
READ = 'on_rising_line, on_falling_line = "55+", ["1-24", "25-39"]\n'
COUNTED = 'constant_005, constant_02 = ["55+"], ["1-24"]\n'
ENDS = """
break_even = 209 / 85
low, high = interval(85, 294)
break_even_low, break_even_high = (1 - high) / high, (1 - low) / low
"""
BEST = """
k_best, accuracy_best, images_needed = 7, 0.803, 6328
interval_best = interval(803, 1000)
"""
SPLITS = """
split_one, p_one = (58, 55), binomtest(58, 113).pvalue
split_mean, p_mean = (179, 37), binomtest(179, 216).pvalue
better_than_one, better_than_mean = False, True
"""

WRONG = {
    "photographs": {
        "precision in the place of recall": (
            """
accuracy, recall_shirt, recall_coat, recall_bag = 6 / 10, 5 / 7, 1 / 3, 0
balanced = (recall_shirt + recall_coat + recall_bag) / 3
""",
            "Divide by the photographs with that label",
        ),
        "the bag left out of the mean": (
            """
accuracy, recall_shirt, recall_coat, recall_bag = 6 / 10, 5 / 6, 1 / 3, 0
balanced = (recall_shirt + recall_coat) / 2
""",
            "each of the three classes counts the same",
        ),
        "every photograph counts the same": (
            """
accuracy, recall_shirt, recall_coat, recall_bag = 6 / 10, 5 / 6, 1 / 3, 0
balanced = 6 / 10 * recall_shirt + 3 / 10 * recall_coat + 1 / 10 * recall_bag
""",
            "each of the three classes counts the same",
        ),
        "shares of all ten": (
            """
accuracy, recall_shirt, recall_coat, recall_bag = 6 / 10, 5 / 10, 1 / 10, 0
balanced = (recall_shirt + recall_coat + recall_bag) / 3
""",
            "recall_shirt: of the photographs with that label",
        ),
        "one right answer overlooked": (
            """
accuracy, recall_shirt, recall_coat, recall_bag = 5 / 10, 4 / 6, 1 / 3, 0
balanced = (recall_shirt + recall_coat + recall_bag) / 3
""",
            "at how many of the ten places",
        ),
        "percentages": (
            """
accuracy, recall_shirt, recall_coat, recall_bag = 60, 83.3, 33.3, 0
balanced = 38.9
""",
            "accuracy is a share, from 0 to 1, and not 60",
        ),
        "the mistakes in the place of the right answers": (
            """
accuracy, recall_shirt, recall_coat, recall_bag = 4 / 10, 1 / 6, 2 / 3, 1
balanced = (recall_shirt + recall_coat + recall_bag) / 3
""",
            "at how many of the ten places",
        ),
        "rounded to one decimal": (
            """
accuracy, recall_shirt, recall_coat, recall_bag, balanced = 0.6, 0.8, 0.3, 0.0, 0.4
""",
            "recall_shirt: of the photographs with that label",
        ),
        "an accuracy of nine photographs": (
            """
accuracy, recall_shirt, recall_coat, recall_bag, balanced = 6 / 9, 5 / 6, 1 / 3, 0, 7 / 18
""",
            "a whole number is right",
        ),
    },
    "shop": {
        "ten more of each": (
            """
predicted_accuracy, predicted_balanced = "higher", "the same"
accuracy_shop, balanced_shop, constant_shop = 56 / 70, 7 / 18, 66 / 70
""",
            "six photographs became sixty",
        ),
        "only the right shirts are copied": (
            """
predicted_accuracy, predicted_balanced = "higher", "higher"
accuracy_shop, constant_shop = 51 / 55, 51 / 55
balanced_shop = (50 / 51 + 1 / 3 + 0) / 3
""",
            "six photographs became sixty",
        ),
        "every class is copied": (
            """
predicted_accuracy, predicted_balanced = "the same", "the same"
true, pred = ten_true * 10, ten_pred * 10
accuracy_shop = metrics.accuracy_score(true, pred)
balanced_shop = metrics.balanced_accuracy_score(true, pred)
constant_shop = np.mean(np.array(true) == "shirt")
""",
            "In the shop the share is larger",
        ),
        "balanced accuracy counts the shirts ten times": (
            """
predicted_accuracy, predicted_balanced = "higher", "higher"
accuracy_shop, balanced_shop, constant_shop = 51 / 64, (10 * 5 / 6 + 1 / 3) / 12, 60 / 64
""",
            "balanced_shop: ten times as many found",
        ),
        "the balanced accuracy of the constant": (
            """
predicted_accuracy, predicted_balanced = "higher", "the same"
accuracy_shop, balanced_shop, constant_shop = 51 / 64, 1 / 3, 60 / 64
""",
            "balanced_shop: ten times as many found",
        ),
        "the share of the answers that are shirt": (
            """
predicted_accuracy, predicted_balanced = "higher", "the same"
accuracy_shop, balanced_shop, constant_shop = 51 / 64, 7 / 18, 52 / 64
""",
            "constant_shop: the share of shirts",
        ),
        "the lists themselves grow": (
            """
predicted_accuracy, predicted_balanced = "higher", "the same"
for true, pred in list(zip(ten_true, ten_pred)):
    if true == "shirt":
        ten_true += [true] * 9
        ten_pred += [pred] * 9
accuracy_shop = metrics.accuracy_score(ten_true, ten_pred)
balanced_shop = metrics.balanced_accuracy_score(ten_true, ten_pred)
constant_shop = 60 / 64
""",
            "work on a copy",
        ),
        "counts": (
            """
predicted_accuracy, predicted_balanced = "higher", "the same"
accuracy_shop, balanced_shop, constant_shop = 51, 7 / 18, 60
""",
            "Each is a share, between 0 and 1",
        ),
        "a prediction in other words": (
            """
predicted_accuracy, predicted_balanced = "up", "same"
accuracy_shop, balanced_shop, constant_shop = 51 / 64, 7 / 18, 60 / 64
""",
            "A prediction is 'higher', 'lower' or 'the same', not 'up'",
        ),
    },
    "baselines": {
        "the test set says which class is the most frequent": (
            BASELINES
            + SHARES
            + """
    return {"most_frequent": p.max(), "stratified": np.sum(q * p), "uniform": np.mean(p)}
""",
            "is learned in training",
        ),
        "training and test set exchanged": (
            BASELINES
            + """
    y_train, y_test = y_test, y_train
"""
            + SHARES
            + RESULT,
            "most_frequent: 0.2500, and not 0.3333",
        ),
        "random answers are drawn": (
            BASELINES
            + SHARES
            + """
    drawn = np.random.default_rng(0).choice(classes, len(y_test), p=q)
    return {"most_frequent": p[np.argmax(q)], "stratified": np.mean(drawn == y_test), "uniform": np.mean(p)}
""",
            "stratified: 0.3750, and not",
        ),
        "the sum of the squares of the training shares": (
            BASELINES
            + SHARES
            + """
    return {"most_frequent": p[np.argmax(q)], "stratified": np.sum(q * q), "uniform": np.mean(p)}
""",
            "stratified: 0.3750, and not 0.3889",
        ),
        "uniform is 1/K whatever the test set holds": (
            BASELINES
            + SHARES
            + """
    return {"most_frequent": p[np.argmax(q)], "stratified": np.sum(q * p), "uniform": 1 / len(classes)}
""",
            "Training [0, 0, 1], test [2, 2, 0, 1]: uniform is not 0.5",
        ),
        "K counts the classes of the test set as well": (
            BASELINES
            + SHARES
            + """
    k = len(np.union1d(y_train, y_test))
    return {"most_frequent": p[np.argmax(q)], "stratified": np.sum(q * p), "uniform": np.sum(p) / k}
""",
            "Training [0, 0, 1], test [2, 2, 0, 1]: uniform is not",
        ),
        "K counts the classes of the test set": (
            BASELINES
            + SHARES
            + """
    return {"most_frequent": p[np.argmax(q)], "stratified": np.sum(q * p), "uniform": 1 / len(np.unique(y_test))}
""",
            "uniform: 0.3333, and not 0.5",
        ),
        "shares only of the test samples with a known class": (
            BASELINES
            + """
    y_test = y_test[np.isin(y_test, y_train)]
"""
            + SHARES
            + RESULT,
            "Training [0, 0, 1], test [2, 2, 0, 1]: most_frequent is not 0.5",
        ),
        "sorted counts that meet the wrong classes": (
            BASELINES
            + """
    q, p = (np.sort(np.unique(y, return_counts=True)[1] / len(y))[::-1] for y in (y_train, y_test))
    n = min(len(q), len(p))
    return {"most_frequent": np.mean(y_test == y_train[0]), "stratified": np.sum(q[:n] * p[:n]), "uniform": 1 / len(q)}
""",
            "stratified: 0.3750, and not",
        ),
        "of equally frequent classes the one that came first": (
            BASELINES
            + SHARES
            + """
    values = y_train.tolist()
    return {"most_frequent": np.mean(y_test == max(values, key=values.count)),
            "stratified": np.sum(q * p), "uniform": np.mean(p)}
""",
            "Training [3, 1, 3, 1, 2], test [1, 1, 1, 3, 2]: most_frequent is not 0.2",
        ),
        "class numbers only, as in the chapter": (
            """
def baselines(y_train, y_test):
    if len(y_train) == 0 or len(y_test) == 0:
        raise ValueError("y_train, y_test")
    q = np.bincount(y_train) / len(y_train)
    p = np.bincount(y_test, minlength=len(q)) / len(y_test)
    return {"most_frequent": p[q.argmax()], "stratified": np.sum(q * p), "uniform": 1 / len(q)}
""",
            "invalid literal",
        ),
        "lists only": (
            """
def baselines(y_train, y_test):
    if len(y_train) == 0 or len(y_test) == 0 or isinstance(y_train[0], str) != isinstance(y_test[0], str):
        raise ValueError("y_train, y_test")
    classes = sorted(set(y_train))
    q, p = ([y.count(k) / len(y) for k in classes] for y in (y_train, y_test))
    return {"most_frequent": p[q.index(max(q))], "stratified": np.dot(q, p), "uniform": np.mean(p)}
""",
            "object has no attribute 'count'",
        ),
        "words in an array of objects are taken for numbers": (
            """
def baselines(y_train, y_test):
    y_train, y_test = np.asarray(y_train), np.asarray(y_test)
    if y_train.size == 0 or y_test.size == 0 or (y_train.dtype.kind in "US") != (y_test.dtype.kind in "US"):
        raise ValueError("y_train, y_test")
"""
            + SHARES
            + RESULT,
            "y_train, y_test",
        ),
        "arguments are not checked": (
            "def baselines(y_train, y_test):\n    y_train, y_test = np.asarray(y_train), np.asarray(y_test)"
            + SHARES
            + RESULT,
            "y_train [0, 1, 1], y_test ['0', '1']: a ValueError was expected, and not {",
        ),
        "an empty test set gives nan": (
            BASELINES.replace(" or y_test.size == 0", "") + SHARES + RESULT,
            "y_train [0, 1], y_test []: a ValueError was expected, and not {",
        ),
        "the message names nothing": (
            BASELINES.replace("y_train, y_test\")", 'bad labels")') + SHARES + RESULT,
            "the message must name y_train or y_test",
        ),
        "another kind of error": (
            BASELINES.replace("ValueError", "TypeError") + SHARES + RESULT,
            "a ValueError was expected, and not TypeError",
        ),
        "rounded": (
            BASELINES
            + SHARES
            + """
    return {"most_frequent": p[np.argmax(q)], "stratified": round(np.sum(q * p), 2), "uniform": np.mean(p)}
""",
            "stratified: 0.3750, and not 0.3",
        ),
        "three values without their names": (
            BASELINES
            + SHARES
            + """
    return p[np.argmax(q)], np.sum(q * p), np.mean(p)
""",
            "Return a dictionary",
        ),
        "the keys in other words": (
            BASELINES
            + SHARES
            + """
    return {"constant": p[np.argmax(q)], "stratified": np.sum(q * p), "uniform": np.mean(p)}
""",
            "The keys are ['most_frequent', 'stratified', 'uniform']",
        ),
    },
    "report": {
        "unchanged": ("corrected_report = report", "Look at the shapes"),
        "the labels become a column, and flat scores a table": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return np.mean((np.asarray(y_score) >= 0.05) == np.reshape(y_true, (-1, 1)))
""",
            "for scores of the shape (5150,)",
        ),
        "the shapes only": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return report(np.asarray(y_true), np.ravel(y_score), batch_size)
""",
            "Four of four, then none of one",
        ),
        "the batches only": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return report(np.asarray(y_true), np.asarray(y_score), len(y_true))
""",
            "Look at the shapes",
        ),
        "the last batch is left out": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    y_true, y_score = np.asarray(y_true), np.ravel(y_score)
    if len(y_true) > batch_size:
        n = len(y_true) // batch_size * batch_size
        y_true, y_score = y_true[:n], y_score[:n]
    return np.mean((y_score >= 0.05) == y_true)
""",
            "is right; yours is",
        ),
        "the comparison is strict": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return np.mean((np.ravel(y_score) > 0.05) == np.asarray(y_true))
""",
            "0.05 is an alarm, 0.04 is none",
        ),
        "squeeze, which a list does not have": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return np.mean((y_score.squeeze() >= 0.05) == y_true)
""",
            "'list' object has no attribute",
        ),
        "the number of batches is rounded down": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    y_true, y_score = np.asarray(y_true), np.ravel(y_score)
    batches = [slice(i * batch_size, (i + 1) * batch_size) for i in range(max(len(y_true) // batch_size, 1))]
    right = sum(np.sum((y_score[part] >= 0.05) == y_true[part]) for part in batches)
    return right / len(y_true)
""",
            "is right; yours is",
        ),
        "the usual threshold": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return np.mean((np.ravel(y_score) >= 0.5) == np.asarray(y_true))
""",
            "0.8437 is right; yours is 0.9588",
        ),
        "balanced accuracy": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return metrics.balanced_accuracy_score(y_true, np.ravel(y_score) >= 0.05)
""",
            "0.8437 is right; yours is 0.8006",
        ),
        "the number of right answers": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return np.sum((np.ravel(y_score) >= 0.05) == np.asarray(y_true))
""",
            "Some predictions are right and some wrong",
        ),
        "printed and not returned": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    print(np.mean((np.ravel(y_score) >= 0.05) == np.asarray(y_true)))
""",
            "Is there a `return`?",
        ),
        "one number for each batch": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    right = (np.ravel(y_score) >= 0.05) == np.asarray(y_true)
    return np.array([right[i : i + batch_size].mean() for i in range(0, len(right), batch_size)])
""",
            "Return one number",
        ),
        "the variables above in the place of the arguments": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    return np.mean((column.ravel() >= 0.05) == y_val)
""",
            "is right; yours is 0.8437",
        ),
        "the scores of the caller are reshaped": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    if isinstance(y_score, np.ndarray):
        y_score.shape = (-1,)
    return np.mean((np.ravel(y_score) >= 0.05) == np.asarray(y_true))
""",
            "Do not change the arguments",
        ),
        "the batch size divides the sum": (
            """
def corrected_report(y_true, y_score, batch_size=1000):
    right = (np.ravel(y_score) >= 0.05) == np.asarray(y_true)
    sums = [right[i : i + batch_size].sum() / batch_size for i in range(0, len(right), batch_size)]
    return np.mean(sums)
""",
            "is right; yours is",
        ),
    },
    "computed": {
        "the right accuracy": (
            """
computed = "accuracy"
from_shares = corrected_report(y_val, column)
""",
            "from_shares is the right accuracy",
        ),
        "only the two ones": (
            """
computed = "expected accuracy of a random answer"
from_shares = np.mean(y_val) * np.mean(column >= 0.05)
""",
            "Which pairs are equal: 1 and 1, and?",
        ),
        "only the two zeros": (
            """
computed = "expected accuracy of a random answer"
from_shares = (1 - np.mean(y_val)) * (1 - np.mean(column >= 0.05))
""",
            "Which pairs are equal: 1 and 1, and?",
        ),
        "the pairs that differ": (
            """
computed = "expected accuracy of a random answer"
died, alarms = np.mean(y_val), np.mean(column >= 0.05)
from_shares = alarms * (1 - died) + (1 - alarms) * died
""",
            "Which pairs are equal: 1 and 1, and?",
        ),
        "balanced accuracy": (
            """
computed = "balanced accuracy"
died, alarms = np.mean(y_val), np.mean(column >= 0.05)
from_shares = alarms * died + (1 - alarms) * (1 - died)
""",
            "Shuffle the scores and try",
        ),
        "the share of survivors": (
            """
computed = "expected accuracy of a random answer"
from_shares = 1 - np.mean(y_val)
""",
            "Which pairs are equal: 1 and 1, and?",
        ),
        "in batches of 1,000": (
            """
computed = "expected accuracy of a random answer"
from_shares = report(y_val, column)
""",
            "The colleague's number is 0.7939",
        ),
        "a percentage": (
            """
computed = "expected accuracy of a random answer"
from_shares = 79.4
""",
            "from_shares is a share",
        ),
        "another name": (
            """
computed = "random"
from_shares = 0.794
""",
            "computed is one of",
        ),
    },
    "speed": {
        "the wrong line": (
            'on_rising_line, on_falling_line = "1-24", ["1-24", "25-39"]\n' + COUNTED,
            "the line that begins at the bottom left",
        ),
        "only the dot that counting confirms": (
            'on_rising_line, on_falling_line = "55+", ["1-24"]\n' + COUNTED,
            "the eye cannot decide",
        ),
        "all that are high": (
            'on_rising_line, on_falling_line = "55+", ["1-24", "25-39", "40-54"]\n' + COUNTED,
            "the eye cannot decide",
        ),
        "no dot on the falling line": (
            'on_rising_line, on_falling_line = "55+", []\n' + COUNTED,
            "look at the falling line again",
        ),
        "one name in the place of a list": (
            'on_rising_line, on_falling_line = "55+", "1-24"\n' + COUNTED,
            "on_falling_line is a list of names",
        ),
        "a number in the place of a name": (
            'on_rising_line, on_falling_line = 3, ["1-24", "25-39"]\n' + COUNTED,
            "on_rising_line is one of",
        ),
        "no more than the eye sees": (
            READ + 'constant_005, constant_02 = ["55+"], ["1-24", "25-39"]',
            "At 0.2, for 25-39: how many of the drivers get an alarm?",
        ),
        "only constant answers 'survived'": (
            READ + 'constant_005, constant_02 = [], ["1-24"]',
            "where every driver gets an alarm",
        ),
        "a dot near a line is taken for a constant": (
            READ + 'constant_005, constant_02 = ["1-24", "55+"], ["1-24"]',
            "At 0.05, for 1-24: how many of the drivers get an alarm?",
        ),
        "the two thresholds exchanged": (
            READ + 'constant_005, constant_02 = ["1-24"], ["55+"]',
            "At 0.05, for 1-24: how many of the drivers get an alarm?",
        ),
        "text in the place of a list": (
            READ + 'constant_005, constant_02 = "55+", "1-24"',
            "A list of names out of",
        ),
        "all labels are the same": (
            READ
            + """
same = test.groupby("speed")["died"].nunique() == 1
constant_005 = constant_02 = list(same.index[same]) or ["55+"]
""",
            "At 0.2, for 1-24: how many of the drivers get an alarm?",
        ),
    },
    "break-even": {
        "deaths for each false alarm": (
            """
break_even = 85 / 209
low, high = interval(85, 294)
break_even_low, break_even_high = low / (1 - low), high / (1 - high)
at_1, at_3, at_10 = "alarm", "alarm", "alarm"
""",
            "how many false alarms are there for each death?",
        ),
        "drivers for each death": (
            """
break_even = 294 / 85
low, high = interval(85, 294)
break_even_low, break_even_high = 1 / high, 1 / low
at_1, at_3, at_10 = "no alarm", "open", "alarm"
""",
            "how many false alarms are there for each death?",
        ),
        "the ends exchanged": (
            """
break_even = 209 / 85
low, high = interval(85, 294)
break_even_low, break_even_high = (1 - low) / low, (1 - high) / high
at_1, at_3, at_10 = "no alarm", "open", "alarm"
""",
            "Which end gives which?",
        ),
        "all drivers": (
            """
died = test["died"]
break_even = np.sum(died == 0) / np.sum(died == 1)
break_even_high, break_even_low = ((1 - p) / p for p in interval(died.sum(), len(died)))
at_1, at_3, at_10 = "no alarm", "no alarm", "no alarm"
""",
            "how many false alarms are there for each death?",
        ),
        "the validation set": (
            """
died = val.loc[val["speed"] == "55+", "died"]
break_even = np.sum(died == 0) / np.sum(died == 1)
break_even_high, break_even_low = ((1 - p) / p for p in interval(died.sum(), len(died)))
at_1, at_3, at_10 = "no alarm", "open", "alarm"
""",
            "how many false alarms are there for each death?",
        ),
        "the interval of the false alarms among all drivers": (
            """
break_even = 209 / 85
low, high = interval(209, 5150)
break_even_low, break_even_high = low * 5150 / 85, high * 5150 / 85
at_1, at_3, at_10 = "no alarm", "open", "alarm"
""",
            "Take the interval of the share who died",
        ),
        "the share in the place of the number": (
            """
break_even = 85 / 294
break_even_low, break_even_high = interval(85, 294)
at_1, at_3, at_10 = "alarm", "alarm", "alarm"
""",
            "how many false alarms are there for each death?",
        ),
        "decided by the point alone": (
            ENDS + 'at_1, at_3, at_10 = "no alarm", "alarm", "alarm"',
            "Cost 3: on which side of the interval does 3 lie?",
        ),
        "the most accurate answer, whatever it costs": (
            ENDS + 'at_1, at_3, at_10 = "no alarm", "no alarm", "no alarm"',
            "Cost 3: on which side",
        ),
        "alarm and no alarm exchanged": (
            ENDS + 'at_1, at_3, at_10 = "alarm", "open", "no alarm"',
            "Cost 1: a miss and a false alarm cost the same",
        ),
        "never sure": (
            ENDS + 'at_1, at_3, at_10 = "no alarm", "open", "open"',
            "Cost 10: on which side",
        ),
        "True in the place of a text": (
            ENDS + "at_1, at_3, at_10 = False, None, True",
            "is not one of the three texts",
        ),
        "a break-even of minus": (
            ENDS.replace("209 / 85", "-209 / 85") + 'at_1, at_3, at_10 = "no alarm", "open", "alarm"',
            "break_even is a number of false alarms",
        ),
    },
    "neighbours": {
        "chosen on the test set": (
            """
k_best, accuracy_best, images_needed = 5, 0.805, 6279
interval_best = interval(805, 1000)
""",
            "Which k has the most right answers on the validation set?",
        ),
        "reported on the validation set": (
            """
k_best, accuracy_best, images_needed = 7, 0.8, 6400
interval_best = interval(480, 600)
""",
            "choose on validation, measure on test",
        ),
        "the fewest right answers": (
            """
k_best, accuracy_best, images_needed = 1, 0.8, 6400
interval_best = interval(800, 1000)
""",
            "Which k has the most right answers on the validation set?",
        ),
        "a position in the place of k": (
            BEST + "k_best = 3 + 1",
            "k_best is one of the six values of k, not 4",
        ),
        "a share and a number in the interval": (
            BEST + "interval_best = interval(accuracy_best, 1000)",
            "interval takes two counts",
        ),
        "the interval of the validation set": (
            BEST + "interval_best = interval(480, 600)",
            "interval takes the right answers and the number of the test images",
        ),
        "too wide: 99 %": (
            BEST + 'interval_best = binomtest(803, 1000).proportion_ci(0.99, method="wilson")',
            "interval takes the right answers and the number of the test images",
        ),
        "the standard error alone": (
            BEST + "interval_best = 0.0126",
            "interval_best is a pair",
        ),
        "a percentage": (BEST + "accuracy_best = 80.3", "accuracy_best is a share"),
        "one standard error": (BEST + "images_needed = 0.803 * 0.197 / 0.01**2", "Too few: two standard errors"),
        "the whole width": (BEST + "images_needed = 0.803 * 0.197 / 0.005**2 / 4", "Too few: two standard errors"),
        "without the root": (BEST + "images_needed = 0.803 * 0.197 / 0.005", "more are needed"),
        "the variance of a coin": (BEST + "images_needed = 0.25 / 0.005**2", "Too many: solve the formula"),
        "p alone": (BEST + "images_needed = 0.803 / 0.005**2", "Too many: solve the formula"),
        "two standard errors twice": (BEST + "images_needed = 0.803 * 0.197 / 0.0025**2", "Too many"),
    },
    "compare": {
        "all right answers": (
            SPLITS + "split_one, split_mean = (803, 800), (803, 661)",
            "Count the images where one model is right",
        ),
        "exchanged": (
            SPLITS + "split_one, split_mean = (55, 58), (37, 179)",
            "yours do not fit",
        ),
        "on the validation set": (
            """
split_one, p_one = (49, 24), binomtest(49, 73).pvalue
split_mean, p_mean = (88, 27), binomtest(88, 115).pvalue
better_than_one, better_than_mean = True, True
""",
            "yours do not fit",
        ),
        "of all test images": (
            SPLITS + "p_one, p_mean = binomtest(58, 1000).pvalue, binomtest(179, 1000).pvalue",
            "binomtest(one of the two numbers, their sum)",
        ),
        "one-sided": (
            SPLITS + 'p_one = binomtest(58, 113, alternative="greater").pvalue',
            "two-sided: not 0.425",
        ),
        "the accuracy in the place of the coin": (
            SPLITS + "p_one, p_mean = binomtest(803, 1000, 0.8).pvalue, binomtest(803, 1000, 0.661).pvalue",
            "two-sided: not 0.8",
        ),
        "a share in the place of a probability": (
            SPLITS + "p_one = 58 / 113",
            "two-sided: not 0.513",
        ),
        "only the second pair is counted wrongly": (
            SPLITS + "split_mean = (180, 38)",
            "Count the images where one model is right",
        ),
        "a percentage": (SPLITS + "p_one = 85", "A probability lies between 0 and 1"),
        "three more right answers are taken for better": (
            SPLITS + "better_than_one = True",
            "Against k = 1: what is p_one, on the test set?",
        ),
        "nothing is shown": (
            SPLITS + "better_than_mean = False",
            "Against the mean images: p_mean is far below 0.05",
        ),
        "a large probability is taken for a sure one": (
            SPLITS + "better_than_one, better_than_mean = p_one > 0.5, p_mean > 0.5",
            "Against k = 1: what is p_one",
        ),
        "words in the place of True and False": (
            SPLITS + 'better_than_one, better_than_mean = "no", "yes"',
            "are True or False",
        ),
        "one number in the place of a pair": (
            SPLITS + "split_one = [3]",
            "A pair of two numbers of images",
        ),
    },
}
