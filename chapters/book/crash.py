"""The running example: the crash data, split and ready for a network, and the scores of the network of chapter 2."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

from .paths import DATA

SPEEDS = ["1-9", "10-24", "25-39", "40-54", "55+"]  # km/h, as the records give them
AIRBAGS = ["deploy", "nodeploy", "unavail"]


def load_crash():
    """Return the crash data, split into training, validation and test rows and ready for a network.

    The result has `x_train`, `y_train`, `x_val`, `y_val`, `x_test`, `y_test` (float32 features of shape (N, 13), and
    0/1 labels of shape (N,), 1 = the driver died), `rows` (the row numbers in crash.csv of each split) and `features`
    (the names of the columns). The split is half, a quarter, a quarter, with the same share of deaths in each. `age`
    and `vehicle_age` are standardised with the training rows only. `year` and the survey `weight` are no features.
    """
    table = pd.read_csv(DATA / "crash.csv")
    y = table["died"].to_numpy()
    learning, test = train_test_split(np.arange(len(y)), test_size=0.25, stratify=y, random_state=0)
    train, val = train_test_split(learning, test_size=1 / 3, stratify=y[learning], random_state=0)

    x = table[["seatbelt", "frontal", "male"]].astype("float32")
    for speed in SPEEDS:
        x[f"speed {speed}"] = table["impact_speed_kmh"] == speed
    for airbag in AIRBAGS:
        x[f"airbag {airbag}"] = table["airbag"] == airbag
    for column in ["age", "vehicle_age"]:
        x[column] = (table[column] - table[column][train].mean()) / table[column][train].std()

    features, x = list(x), x.to_numpy("float32")
    split = {"train": train, "val": val, "test": test}
    x_split = {f"x_{name}": x[rows] for name, rows in split.items()}
    y_split = {f"y_{name}": y[rows] for name, rows in split.items()}
    return SimpleNamespace(**x_split, **y_split, rows=SimpleNamespace(**split), features=features)


def load_crash_scores(split):
    """Return (y_true, y_score) of the running example, both of shape (N,), for split "validation" or "test".

    The scores are the probabilities of death that the network of chapter 2 gave; that chapter wrote the file.
    """
    table = pd.read_csv(DATA / "crash_scores.csv")
    if split not in set(table["split"]):
        raise ValueError(f'split must be "validation" or "test", got {split!r}')
    table = table[table["split"] == split]
    return table["died"].to_numpy(), table["score"].to_numpy()
