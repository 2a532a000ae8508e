"""Chapter 15: the bound on hostile scores, sums that merge, SQL and Dask against scikit-learn, and a worker killed."""

import contextlib
import math
import os
import re
import signal
import socket
import time
import warnings
from collections import Counter
from itertools import pairwise

import bench_scale
import book
import dask
import distributed
import duckdb
import keras
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dask.distributed import Client, LocalCluster
from define_cells import load, load_helpers
from definitions import take
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from notebooks import ROOT
from other_process import run, source_of
from scipy import special, stats
from sklearn import metrics

NAME = "15_metrics_at_scale"
PATH = ROOT / "chapters" / f"{NAME}.ipynb"
chapter = load(NAME)
helpers = load_helpers(NAME)
y_test, score_test = book.load_crash_scores("test")

# Scores that hurt: all equal, few values, crowded at an end, neighbouring floats, any.
crowded = st.floats(0, 1e-12)
scores = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), crowded, st.floats(1 - 1e-12, 1), st.floats(0, 1))
weights = st.one_of(st.just(1.0), st.floats(1e-6, 1e6))
rows = st.lists(st.tuples(st.integers(0, 1), scores, weights), min_size=2, max_size=60)
few_positives = st.lists(st.tuples(scores, weights), min_size=1, max_size=60).map(
    lambda rows: [(int(i == 0), *row) for i, row in enumerate([rows[0], *rows])]
)
edges_of_any_kind = st.lists(scores, max_size=20).map(lambda edges: np.unique(edges))


def in_bins(y, score, weight, edges):
    place = np.searchsorted(edges, score, side="right")
    return [np.bincount(place[y == k], weight[y == k], minlength=len(edges) + 1) for k in (1, 0)]


exact_order = take(PATH, "EXACT", "exact_order").exact_order


def write(path, y, score, **others):
    pq.write_table(pa.table({"died": np.asarray(y, "int8"), "score": np.asarray(score, float), **others}), path)
    return path


# ---------------------------------------------------------------------------------------------------------- the bound


@given(sample=st.one_of(rows, few_positives), edges=edges_of_any_kind)
@settings(max_examples=300)
def test_the_weighted_auc_is_never_farther_than_the_bound(sample, edges):
    y, score, weight = map(np.array, zip(*sample))
    assume(len(set(y)) == 2)
    auc, bound = chapter.binned_auc(*in_bins(y, score, weight, edges))
    assert type(auc) is float and type(bound) is float and 0 <= auc <= 1 and 0 <= bound <= 0.5
    assert abs(metrics.roc_auc_score(y, score, sample_weight=weight) - auc) <= bound + 1e-9


counts = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=30)


@given(counts=counts)
def test_no_smaller_bound_fits_the_counts(counts):
    """Scores with these counts can be as far away as the bound, on both sides."""
    pos, neg = map(np.array, zip(*counts))
    assume(pos.any() and neg.any())
    auc, bound = chapter.binned_auc(pos, neg)
    for positive_first in (True, False):  # inside each bin, all of one class above all of the other
        below = np.concatenate([[0], np.cumsum(neg)])
        right = sum(int(p) * int(below[b + 1] if positive_first else below[b]) for b, p in enumerate(pos))
        extreme = right / (int(pos.sum()) * int(neg.sum()))
        assert extreme == pytest.approx(auc + bound if positive_first else auc - bound, abs=1e-12)


@given(counts=counts, label=st.integers(0, 1))
def test_the_bound_is_zero_only_where_the_bins_separate_the_classes(counts, label):
    pos, neg = map(np.array, zip(*counts))
    assume(pos.any() and neg.any())
    assert (chapter.binned_auc(pos, neg)[1] == 0) == (not (pos * neg).any())
    swapped = chapter.binned_auc(neg, pos)
    assert swapped == pytest.approx((1 - chapter.binned_auc(pos, neg)[0], chapter.binned_auc(pos, neg)[1]), abs=1e-12)
    assert chapter.binned_auc(pos * 7, neg * 3) == pytest.approx(chapter.binned_auc(pos, neg), abs=1e-12)


@given(pos=st.lists(st.integers(0, 1000), min_size=1, max_size=50))
def test_equal_shares_of_the_negatives_give_half_of_one_over_the_number_of_bins(pos):
    assume(any(pos))
    assert chapter.binned_auc(pos, [3] * len(pos))[1] == pytest.approx(1 / (2 * len(pos)), abs=1e-12)


def test_all_in_one_bin_ties_and_golden_values():
    assert chapter.binned_auc([5], [7]) == (0.5, 0.5)
    assert chapter.binned_auc([1, 3], [1, 1]) == (0.625, 0.25)  # by hand, in the chapter
    assert chapter.binned_auc([1, 3], [2, 0]) == (0.875, 0.125)
    assert chapter.binned_auc([0, 1], [10**9, 0]) == (1, 0)
    assert chapter.binned_auc([1, 0], [0, 10**9]) == (0, 0)
    assert chapter.binned_auc([1e308, 1e308], [1e308, 1e308]) == (0.5, 0.25)


@pytest.mark.parametrize("pos, neg", [([0, 0], [1, 2]), ([1, 2], [0, 0]), ([0], [0])])
def test_one_class_is_nan(pos, neg):
    assert all(math.isnan(value) for value in chapter.binned_auc(pos, neg))


@pytest.mark.parametrize(
    "pos, neg, message",
    [
        ([1, -1], [1, 1], "pos_counts must not be negative"),
        ([1, 1], [1, -0.5], "neg_counts must not be negative"),
        ([1, 1], [1, 1, 1], "neg_counts has length 3, but pos_counts has length 2"),
        ([[1, 1]], [[1, 1]], "pos_counts must have shape"),
        ([1, np.nan], [1, 1], "pos_counts must be finite"),
        ([], [], "pos_counts is empty"),
    ],
)
def test_bad_counts_are_refused_by_name(pos, neg, message):
    with pytest.raises(ValueError, match=message):
        chapter.binned_auc(pos, neg)


@pytest.mark.parametrize("kind", ["int64", "float32", "float64"])
def test_a_bin_for_each_score_is_exact_although_the_bound_is_not_zero(kind):
    """Whole percents, 1.0 among them, every score on an edge; and every edge is a threshold whose counts are exact."""
    rng = np.random.default_rng(3)
    y = rng.integers(0, 2, 2000)
    score = (np.round(100 * rng.beta(1 + y, 2)) / (1 if kind == "int64" else 100)).astype(kind)
    score[:2], y[:2] = score.max(), (0, 1)
    edges = np.unique(score)
    pos, neg = in_bins(y, score, np.ones(len(y)), edges)
    auc, bound = chapter.binned_auc(pos, neg)
    assert auc == pytest.approx(metrics.roc_auc_score(y, score), abs=1e-12) and bound > 0.001
    for b, edge in enumerate(edges, start=1):
        alarm = score >= edge
        assert (pos[b:].sum(), neg[b:].sum()) == (np.sum(alarm & (y == 1)), np.sum(alarm & (y == 0)))


def test_keras_knows_no_more_than_its_counts():
    """One class gives 0, a score on a threshold may fall to either side, and 32 bits lose a small batch."""
    for label in (np.zeros(5), np.ones(5)):
        assert float(keras.metrics.AUC()(label, np.linspace(0, 1, 5))) == 0
    on_edges, y = (np.arange(200) / 199).astype("float32"), np.tile([0, 1], 100)
    theirs = float(keras.metrics.AUC()(y, on_edges))
    bounds = [
        chapter.binned_auc(*in_bins(y, on_edges, np.ones(200), np.linspace(0, 1, 200, dtype="float32")[1:-1] + shift))[
            1
        ]
        for shift in (-1e-6, 0, 1e-6)
    ]
    assert abs(theirs - metrics.roc_auc_score(y, on_edges)) <= max(bounds) + 1e-6
    metric = keras.metrics.AUC()
    metric.update_state([0, 1], [0.5, 0.5], sample_weight=[2**24, 2**24])
    before = [np.asarray(variable.numpy()) for variable in metric.variables]
    metric.update_state([0, 1], [0.5, 0.5])
    for old, new in zip(before, metric.variables):
        np.testing.assert_array_equal(old, new.numpy())


def test_quantiles_go_with_the_scores_when_these_move_to_another_prevalence():
    moved = helpers.moved.__globals__ | {"factor": 0.1}
    moved = type(helpers.moved)(helpers.moved.__code__, moved)
    quantiles = np.linspace(0, 1, 200)[1:-1]
    here, there = (np.searchsorted(np.quantile(s, quantiles), s, side="right") for s in (score_test, moved(score_test)))
    assert np.mean(here != there) < 0.001


@pytest.mark.parametrize("n", [3, 10, 200])
def test_keras_is_the_binned_auc_at_its_thresholds_and_within_the_bound(n):
    rng = np.random.default_rng(n)
    for concentrated in (1, 0.01):
        y = rng.integers(0, 2, 3000)
        score = (concentrated * rng.beta(1 + y, 3)).astype("float32")
        weight = rng.integers(1, 9, 3000) / 4
        place = np.searchsorted(np.linspace(0, 1, n, dtype="float32")[1:-1], score)  # Keras: positive above
        pos, neg = (np.bincount(place[y == k], weight[y == k], minlength=n - 1) for k in (1, 0))
        auc, bound = chapter.binned_auc(pos, neg)
        theirs = float(keras.metrics.AUC(num_thresholds=n)(y, score, sample_weight=weight))
        assert theirs == pytest.approx(auc, abs=1e-5)
        assert abs(metrics.roc_auc_score(y, score, sample_weight=weight) - theirs) <= bound + 1e-5


def test_quantiles_of_a_sample_beat_evenly_spaced_bins_on_rare_events():
    odds = 0.1 * score_test / (1 - score_test)
    moved = odds / (1 + odds)  # crowded near 0, in the same order
    exact, one = metrics.roc_auc_score(y_test, score_test), np.ones(len(y_test))
    quantiles = np.quantile(moved[::5], np.linspace(0, 1, 200)[1:-1])
    even = np.linspace(0, 1, 200)[1:-1]
    found = [chapter.binned_auc(*in_bins(y_test, moved, one, edges)) for edges in (quantiles, even)]
    assert found[0][1] < 0.01 < 0.1 < found[1][1]
    assert abs(found[0][0] - exact) < 0.001 < 0.05 < abs(found[1][0] - exact)


@given(sample=st.one_of(rows, few_positives), edges=edges_of_any_kind)
def test_average_precision_lies_in_its_range(sample, edges):
    y, score, _ = map(np.array, zip(*sample))
    assume(y.any())
    low, high = helpers.precision_range(*in_bins(y, score, np.ones(len(y)), edges))
    assert low - 1e-12 <= metrics.average_precision_score(y, score) <= high + 1e-12


# --------------------------------------------------------------------------------------------------- sums that merge


part = st.fixed_dictionaries(
    {
        "count": st.integers(-(10**6), 10**9),
        "loss": st.floats(-1e9, 1e9),
        "bins": st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(np.array),
        "sums": st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3).map(np.array),
    }
)


@given(parts=st.lists(part, min_size=1, max_size=8), data=st.data())
def test_the_order_of_the_parts_changes_nothing(parts, data):
    merged = chapter.merge_counts(parts)
    other = chapter.merge_counts(iter(data.draw(st.permutations(parts))))
    for name, value in merged.items():
        np.testing.assert_array_equal(value, other[name])
    assert int(merged["count"]) == sum(part["count"] for part in parts)
    assert merged["loss"] == math.fsum(part["loss"] for part in parts)
    assert merged["bins"].dtype.kind == "i" and merged["sums"].shape == (3,)
    split = data.draw(st.integers(1, len(parts)))
    groups = [group for group in (parts[:split], parts[split:]) if group]
    again = chapter.merge_counts(map(chapter.merge_counts, groups))
    np.testing.assert_array_equal(again["bins"], merged["bins"])  # integers: in groups as well


@pytest.mark.parametrize("parts", [[], [{}], 3, None, [{"a": 1}, 2], [{"a": 1}, {"b": 1}], [{"a": 1}, {"a": [1, 2]}],
                                   [{"a": np.nan}], [{"a": "1"}], [{"a": [1, [2]]}], [{"a": None}], [{"a": 1j}],
                                   [{"a": np.ma.array([1, 2], mask=[0, 1])}]])  # fmt: skip
def test_parts_that_do_not_add_up_are_refused_by_name(parts):
    with pytest.raises(ValueError, match="parts"):
        chapter.merge_counts(parts)


@pytest.mark.parametrize("value", [2**53, -(2**53), 1e306, np.array([1.0, -1e306])])
def test_a_sum_that_64_bits_cannot_hold_is_refused_in_any_order(value):
    parts = [{"a": value}] * 1024
    with pytest.raises(ValueError, match="sum of the parts under 'a' is too large"):
        chapter.merge_counts(parts)
    chapter.merge_counts(parts[:50])
    for order in ([1e308, 1e308, -1e308], [1e308, -1e308, 1e308]):  # math.fsum raises for the first only
        with pytest.raises(ValueError, match="too large"):
            chapter.merge_counts({"a": value} for value in order)


def test_a_merged_sum_that_is_merged_again_is_rounded_again():
    parts = [{"a": value} for value in (1.0, 2.0**-53, 2.0**-53)]
    at_once = chapter.merge_counts(parts)["a"]
    in_two = chapter.merge_counts([chapter.merge_counts(parts[:2]), parts[2]])["a"]
    assert at_once == 1 + 2.0**-52 and in_two == 1


@given(data=st.data())
@settings(max_examples=15)
def test_sums_over_any_parts_give_scikit_learns_metrics(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("parts")
    rng = np.random.default_rng(data.draw(st.integers(0, 1000)))
    cuts = sorted(rng.choice(np.arange(1, len(y_test)), data.draw(st.integers(0, 6)), replace=False))
    slices = [slice(*ends) for ends in pairwise([0, *cuts, len(y_test)])]
    files = [write(folder / f"{i}.parquet", y_test[rows], score_test[rows]) for i, rows in enumerate(slices)]
    edges = np.unique(rng.random(data.draw(st.integers(0, 5))))
    total = chapter.merge_counts(helpers.count_part(path, edges) for path in files)
    alarm = score_test >= 0.05
    assert [total[k] for k in ("tn", "fp", "fn", "tp")] == metrics.confusion_matrix(y_test, alarm).ravel().tolist()
    assert total["log_loss"] / len(y_test) == pytest.approx(metrics.log_loss(y_test, score_test), abs=1e-12)
    assert total["squared_error"] / len(y_test) == pytest.approx(
        metrics.brier_score_loss(y_test, score_test), abs=1e-12
    )
    auc, bound = chapter.binned_auc(total["pos"], total["neg"])
    assert abs(auc - metrics.roc_auc_score(y_test, score_test)) <= bound + 1e-12


# ------------------------------------------------------------------------------------------------------ on the disk


@given(sample=st.one_of(rows, few_positives))
@settings(max_examples=25)
def test_the_query_agrees_with_scikit_learn_on_ties_and_rare_positives(tmp_path_factory, sample):
    y, score, _ = map(np.array, zip(*sample))
    assume(len(set(y)) == 2)
    folder = tmp_path_factory.mktemp("sql")
    middle = len(y) // 2
    files = [write(folder / f"{i}.parquet", y[r], score[r]) for i, r in enumerate([slice(middle), slice(middle, None)])]
    auc, precision, deaths, survivors = exact_order(files, "200MB", folder / "spill")
    assert (deaths, survivors) == (y.sum(), (1 - y).sum())
    assert auc == pytest.approx(metrics.roc_auc_score(y, score), abs=1e-12)
    assert precision == pytest.approx(metrics.average_precision_score(y, score), abs=1e-12)


def test_too_little_memory_is_an_error_and_not_another_number(tmp_path):
    rng = np.random.default_rng(0)
    files = [write(tmp_path / "big.parquet", rng.integers(0, 2, 300_000), rng.random(300_000))]
    with pytest.raises(duckdb.OutOfMemoryException):
        exact_order(files, "3MB", tmp_path / "spill")
    with pytest.raises(duckdb.OutOfMemoryException):
        exact_order(files, "16MB", tmp_path / "spill", max_temp_directory_size="0KB")


MISSING = {"label": ([1, 0, None, 0], [0.9, 0.1, 0.95, 0.5]), "score": ([1, 0, 0, 1], [0.9, 0.1, None, 0.5]),
           "number": ([1, 0, 0, 1], [0.9, 0.1, math.nan, 0.5])}  # fmt: skip


@pytest.mark.parametrize("what", MISSING)
def test_a_missing_label_or_score_is_an_error_and_not_another_number(tmp_path, what):
    died, score = MISSING[what]
    path = tmp_path / "part.parquet"
    pq.write_table(pa.table({"died": pa.array(died, pa.int8()), "score": pa.array(score, pa.float64())}), path)
    with pytest.raises(duckdb.Error, match="a label or a score is missing"):
        exact_order([path], "200MB", tmp_path / "spill")
    with pytest.raises(ValueError, match="a label or a score is missing in .*part.parquet"):
        helpers.sums_of(path)


def test_without_the_case_a_missing_label_is_a_survivor_and_nan_the_highest_score(tmp_path):
    query = take(PATH, "EXACT").EXACT
    loose = re.sub(r"WHERE CASE.*?END", "", query, flags=re.DOTALL)
    assert loose != query
    for what, expected in [("label", (1, 2)), ("number", (2, 2))]:
        died, score = MISSING[what]
        path = str(tmp_path / f"{what}.parquet")
        pq.write_table(pa.table({"died": pa.array(died, pa.int8()), "score": pa.array(score, pa.float64())}), path)
        twice, _, pos, neg = duckdb.connect().execute(loose, {"files": [path]}).fetchone()
        assert (pos, neg) == expected
        if what == "number":
            assert twice / (2 * pos * neg) == 0.5  # right if NaN were lowest: 1


def test_the_query_takes_every_kind_of_number_and_says_when_a_class_is_absent(tmp_path):
    numbers, narrow = pa.array([1.0, 0.0, 0.2, 0.2]), pa.array([0.3, 0.1, 0.2, 0.2], pa.float32())
    for died, score in [([1, 0, 1, 0], numbers), ([True, False, True, False], narrow), ([1, 0, 1, 0], [3, 1, 2, 2])]:
        pq.write_table(pa.table({"died": died, "score": score}), tmp_path / "kind.parquet")
        empty = write(tmp_path / "empty.parquet", [], [])
        assert exact_order([tmp_path / "kind.parquet"], "200MB", tmp_path / "spill")[0] == 0.875
    assert sum(np.sum(value) for value in helpers.count_part(empty, [0.5]).values()) == 0  # a part without rows adds 0
    one_class = [write(tmp_path / "one.parquet", [1, 1], [0.1, 0.2]), empty]
    with pytest.raises(ZeroDivisionError):
        exact_order(one_class, "200MB", tmp_path / "spill")


def test_the_query_adds_billions_of_ties_without_an_overflow():
    ranked = "), ranked AS (" + take(PATH, "EXACT").EXACT.split("), ranked AS (")[1]
    n = 10_000_000_000
    query = f"WITH by_score AS (SELECT 0.5 AS score, {n}::BIGINT AS pos, {n}::BIGINT AS neg" + ranked
    assert duckdb.connect().execute(query).fetchone() == (n * n, n / 2, n, n)


def test_weights_in_the_query_are_sums_of_weights_without_the_casts(tmp_path):
    weight = pd.read_csv(book.DATA / "crash.csv")["weight"].to_numpy()[book.load_crash().rows.test]
    path = str(write(tmp_path / "weighted.parquet", y_test, score_test, weight=weight))
    query = take(PATH, "EXACT").EXACT.replace("::HUGEINT", "").replace("(sum(pos) OVER w)::BIGINT", "sum(pos) OVER w")
    query = query.replace("(sum(neg) OVER w)::BIGINT", "sum(neg) OVER w")
    expected = metrics.roc_auc_score(y_test, score_test, sample_weight=weight)
    for cast, right in [("", True), ("::BIGINT", False)]:
        sums = query.replace("sum(died)::BIGINT AS pos", f"sum(weight * died){cast} AS pos").replace(
            "(count(*) - sum(died))::BIGINT AS neg", f"sum(weight * (1 - died)){cast} AS neg"
        )
        twice, _, pos, neg = duckdb.connect().execute(sums, {"files": [path]}).fetchone()
        assert (abs(twice / (2 * pos * neg) - expected) < 1e-12) == right


# ------------------------------------------------------------------------------------------------ on many processes


def test_a_killed_worker_changes_no_count(tmp_path):
    """And the line for a real cluster: a client that knows no more than the address of a scheduler."""
    files = [write(tmp_path / f"{i}.parquet", y_test[i::8], score_test[i::8]) for i in range(8)]
    edges, log = np.linspace(0, 1, 51)[1:-1], tmp_path / "log"
    log.mkdir()
    count_part = helpers.count_part

    def slowly(path):
        name = f"{os.path.basename(path)}-{os.getpid()}-{time.time_ns()}"
        (log / name).touch()  # that it was begun
        time.sleep(0.4)
        return count_part(path, edges)

    options = take(PATH, "settings").settings | {"silence_logs": 50, "local_directory": tmp_path / "dask"}
    with warnings.catch_warnings(record=True) as caught, socket.socket() as taken:
        warnings.simplefilter("always")
        with contextlib.suppress(OSError):
            taken.bind(("127.0.0.1", 8787))  # Dask's own port: another cluster may have it
        with LocalCluster(**options) as cluster, Client(cluster.scheduler_address) as client:
            tasks = client.map(slowly, [str(path) for path in files], pure=False)
            while not list(log.iterdir()):
                time.sleep(0.02)
            time.sleep(0.1)
            victim = int(next(log.iterdir()).name.split("-")[1])
            os.kill(victim, getattr(signal, "SIGKILL", signal.SIGTERM))
            total = chapter.merge_counts(client.gather(tasks))
    assert not [warning for warning in caught if "8787" in str(warning.message)]
    begun = Counter(path.name.split("-")[0] for path in log.iterdir())
    assert set(begun) == {path.name for path in files} and begun.total() > len(files)  # one was begun twice
    here = chapter.merge_counts(count_part(path, edges) for path in files)
    for name, value in here.items():
        np.testing.assert_array_equal(total[name], value)
    assert total["tp"] + total["fp"] + total["fn"] + total["tn"] == len(y_test)


def test_what_the_chapter_says_of_dasks_settings():
    """A task during which workers die is tried again, but not for ever; and a dashboard of None is one all the same."""
    assert issubclass(distributed.KilledWorker, Exception)
    assert dask.config.get("distributed.scheduler.allowed-failures") > 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with LocalCluster(n_workers=0, processes=False, dashboard_address=None, silence_logs=50) as cluster:
            assert cluster.scheduler.services["dashboard"]


def test_the_numpy_sampler_is_pytorchs():
    """Wherever PyTorch is installed; and in any case each row once, and some twice."""
    for n, devices in [(10, 4), (6, 4), (3, 8), (12, 4), (5150, 64)]:
        parts = helpers.padded_parts(n, devices)
        assert len({len(part) for part in parts}) == 1
        seen = Counter(int(i) for part in parts for i in part)
        assert set(seen) == set(range(n)) and seen.total() == -(-n // devices) * devices
    if __import__("importlib.util").util.find_spec("torch"):
        found = run("torch", source_of(NAME, "padded_parts", define=False) + """
import numpy as np
from torch.utils.data.distributed import DistributedSampler
def theirs(n, devices, **options):
    samplers = [DistributedSampler(range(n), devices, k, shuffle=False, **options) for k in range(devices)]
    return [[int(i) for i in sampler] for sampler in samplers]
cases = [(10, 4), (6, 4), (3, 8), (12, 4)]
report(same=[[part.tolist() for part in padded_parts(*case)] == theirs(*case) for case in cases],
       dropped=sum(map(len, theirs(10, 4, drop_last=True))))
""")  # fmt: skip
        assert found["same"] == [True] * 4 and found["dropped"] == 8


# -------------------------------------------------------------------------------------------- intervals, and the traps


def test_trap_the_mean_of_the_parts():
    batches = [slice(start, start + 32) for start in range(0, len(y_test), 32)]
    aucs = [metrics.roc_auc_score(y_test[b], score_test[b]) for b in batches if y_test[b].any()]
    assert round(sum(aucs) / len(batches), 3) == 0.692 and len(aucs) == 161 - 35
    assert round(metrics.roc_auc_score(y_test, score_test), 3) == 0.881
    speed = pd.read_csv(book.DATA / "crash.csv")["impact_speed_kmh"].to_numpy()[book.load_crash().rows.test]
    within = [metrics.roc_auc_score(y_test[speed == s], score_test[speed == s]) for s in book.SPEEDS]
    assert round(np.mean(within), 3) == 0.778
    pairs = sum(y_test[speed == s].sum() * (1 - y_test[speed == s]).sum() for s in book.SPEEDS)
    assert round(pairs / (y_test.sum() * (1 - y_test).sum()), 2) == 0.17
    right = sum(a * y_test[speed == s].sum() * (1 - y_test[speed == s]).sum() for a, s in zip(within, book.SPEEDS))
    between = metrics.roc_auc_score(y_test, score_test) * y_test.sum() * (1 - y_test).sum() - right
    assert right / pairs < 0.8 < 0.9 < between / (y_test.sum() * (1 - y_test).sum() - pairs)


def test_poisson_weights_give_the_interval_of_the_ordinary_bootstrap():
    values, place = np.unique(score_test, return_inverse=True)
    pos, neg = (np.bincount(place[y_test == k], minlength=len(values)) for k in (1, 0))
    poisson = helpers.poisson_draws(pos, neg, draws=400, seed=1)
    rng, ordinary = np.random.default_rng(2), []
    for _ in range(400):
        drawn = np.bincount(rng.integers(0, len(y_test), len(y_test)), minlength=len(y_test))
        pair = (np.bincount(place[y_test == k], drawn[y_test == k], minlength=len(values)) for k in (1, 0))
        ordinary.append(chapter.binned_auc(*pair)[0])  # a bin for each score: exact
    assert np.std(poisson) == pytest.approx(np.std(ordinary), rel=0.15)
    assert np.mean(poisson) == pytest.approx(np.mean(ordinary), abs=0.003)


def test_trap_copies_of_the_same_drivers():
    """Each driver a hundred times: weights by rows give a tenth of the width, weights by drivers give it back."""
    values, place = np.unique(score_test, return_inverse=True)
    pos, neg = (np.bincount(place[y_test == k], minlength=len(values)) for k in (1, 0))
    one = np.ptp(helpers.interval(helpers.poisson_draws(pos, neg, draws=400, seed=3)))
    by_rows = np.ptp(helpers.interval(helpers.poisson_draws(100 * pos, 100 * neg, draws=400, seed=4)))
    assert by_rows == pytest.approx(one / 10, rel=0.2)
    weight = np.array([helpers.weights_of(driver, 400) for driver in range(len(y_test))])
    draws = [
        chapter.binned_auc(
            *(np.bincount(place[y_test == k], 100 * w[y_test == k], minlength=len(values)) for k in (1, 0))
        )
        for w in weight.T
    ]
    assert np.ptp(helpers.interval([auc for auc, _ in draws])) == pytest.approx(one, rel=0.2)
    assert (helpers.weights_of(7, 400) == weight[7]).all()  # the same wherever it is drawn
    assert weight.mean() == pytest.approx(1, abs=0.01) and weight.var() == pytest.approx(1, abs=0.01)


def test_weights_by_unit_hold_their_promise_and_weights_by_rows_do_not():
    """Coverage over worlds of 300 units with 30 rows each; and parts that draw the weights themselves add up to it."""
    truth, bins, draws = stats.norm.cdf(1.5 / np.sqrt(2 * 1.01)), 100, 200
    edges, rng = stats.norm.ppf(np.linspace(0, 1, bins + 1)[1:-1]), np.random.default_rng(7)
    held = []
    for world in range(80):
        died = rng.random(300) < 0.2
        unit = rng.integers(0, 300, 9000)
        score = (rng.normal(size=300) + 1.5 * died)[unit] + 0.1 * rng.normal(size=9000)
        flat = unit * bins + np.searchsorted(edges, score, side="right")
        table = np.bincount(flat, minlength=300 * bins).reshape(300, bins)
        weights = np.array([helpers.weights_of(1000 * world + k, draws) for k in range(300)])
        pos, neg = (weights[died == k].T @ table[died == k] for k in (True, False))
        units = helpers.interval([chapter.binned_auc(*pair)[0] for pair in zip(pos, neg)])
        by_rows = helpers.interval(
            helpers.poisson_draws(table[died].sum(axis=0), table[~died].sum(axis=0), draws=draws, seed=world)
        )
        held.append([low <= truth <= high for low, high in (units, by_rows)])
    by_units, by_rows = np.mean(held, axis=0)
    assert by_units > 0.85 and by_rows < 0.6
    parts = [np.bincount(flat[k::3], minlength=300 * bins).reshape(300, bins) for k in range(3)]
    merged = chapter.merge_counts({"pos": weights[died].T @ part[died]} for part in parts)["pos"]
    np.testing.assert_array_equal(merged, pos)


def test_poisson_weights_hold_their_promise_and_less_with_ten_positives():
    truth, rng = stats.norm.cdf(1.5 / np.sqrt(2)), np.random.default_rng(8)
    edges, coverage = stats.norm.ppf(np.linspace(0, 1, 201)[1:-1]), {}
    for share in (0.01, 0.3):
        held = []
        for world in range(150):
            y = rng.random(1000) < share
            place = np.searchsorted(edges, rng.normal(size=1000) + 1.5 * y, side="right")
            pos, neg = (np.bincount(place[y == k], minlength=201) for k in (True, False))
            low, high = np.nanquantile(helpers.poisson_draws(pos, neg, draws=200, seed=world), [0.025, 0.975])
            held.append(low <= truth <= high)
        coverage[share] = np.mean(held)
    assert coverage[0.01] < 0.92 < coverage[0.3] + 0.02


def test_a_poisson_number_of_a_sum_of_weights_is_too_sure():
    values, place = np.unique(score_test, return_inverse=True)
    pos, neg = (np.bincount(place[y_test == k], minlength=len(values)) for k in (1, 0))
    right, wrong = (np.ptp(helpers.interval(helpers.poisson_draws(w * pos, w * neg, draws=400))) for w in (1, 10))
    assert wrong < 0.4 * right  # the same rows, with weights of 10


def test_the_noise_in_the_log_odds_is_what_turns_pairs_over():
    """The expected AUC of the smoothed scores, over all pairs of drivers, is .880."""
    above = special.logit(score_test[y_test == 1])[:, None] - special.logit(score_test[y_test == 0])
    assert round(stats.norm.cdf(above / (0.1 * np.sqrt(2))).mean(), 4) == 0.8802


def test_half_from_each_class_tells_more_and_weights_give_the_precision_back():
    rng = np.random.default_rng(9)
    driver = rng.integers(0, len(y_test), 200_000)
    y, score = y_test[driver], score_test[driver]
    died, survived = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
    plain, even = ([], [])
    for _ in range(100):
        rows = rng.integers(0, len(y), 4000)
        plain.append(metrics.roc_auc_score(y[rows], score[rows]))
        rows = np.r_[rng.choice(died, 2000), rng.choice(survived, 2000)]
        even.append(metrics.roc_auc_score(y[rows], score[rows]))
    assert np.std(even) < 0.75 * np.std(plain) and abs(np.mean(even) - np.mean(plain)) < 0.01
    thinned = np.r_[died, rng.choice(survived, len(survived) // 10, replace=False)]
    weight, alarm = np.where(y[thinned] == 1, 1, 10), score >= 0.05
    whole, wrong = metrics.precision_score(y, alarm), metrics.precision_score(y[thinned], alarm[thinned])
    assert metrics.precision_score(y[thinned], alarm[thinned], sample_weight=weight) == pytest.approx(whole, rel=0.03)
    assert wrong > 3 * whole


def test_a_32_bit_sum_loses_what_a_64_bit_sum_keeps():
    losses = np.resize(-np.log(np.where(y_test == 1, score_test, 1 - score_test)), 5_000_000)
    right = math.fsum(losses)
    assert right == math.fsum(losses[::-1])
    assert abs(np.cumsum(losses.astype("float32"))[-1] - right) > 0.001 * right
    assert abs(np.cumsum(losses)[-1] - right) < 1e-9 * right
    assert np.float32(2**24) + np.float32(1) == 2**24


# ------------------------------------------------------------------------------------------------- make bench-scale


def test_the_measurement_takes_the_chapters_functions_and_reports_what_fails(tmp_path):
    write(tmp_path / "part_000000.parquet", y_test, score_test)
    found = bench_scale.watch("duckdb", tmp_path, 1)
    assert found["auc"] == pytest.approx(metrics.roc_auc_score(y_test, score_test), abs=1e-12)
    assert found["rows"] == len(y_test) and found["peak"] > 2**20
    assert "over the limit" in bench_scale.watch("duckdb", tmp_path, 1, limit=1e6)["failed"]
    assert "exit code" in bench_scale.watch("duckdb", tmp_path / "nowhere", 1)["failed"]
    bins = bench_scale.watch("dask", tmp_path, 1)
    assert bins["rows"] == len(y_test) and bench_scale.agree({"duckdb": found, "dask": bins})
    with pytest.raises(LookupError, match="does not define no_such_function"):
        take(PATH, "exact_order", "no_such_function")
    assert bench_scale.sizes_up_to(100) == [1, 10, 100] and bench_scale.sizes_up_to(30) == [1, 10, 30]
    far = {"a": {"auc": 0.5}, "b": {"auc": 0.6, "bound": 0.05}, "c": {"failed": "no memory"}}
    assert not bench_scale.agree(far) and bench_scale.agree(far | {"b": {"auc": 0.6, "bound": 0.1}})


def test_the_smoothing_turns_over_about_one_pair_in_a_hundred():
    y, s = y_test, score_test
    before = special.logit(s)
    after = before + np.random.default_rng(0).normal(0, 0.1, len(s))
    first, then = (np.sign(values[y == 1][:, None] - values[y == 0]) for values in (before, after))
    assert 0.008 < np.mean(first * then < 0) < 0.011


def test_finer_edges_at_high_speed_make_its_bound_smaller():
    """At 55 km/h and more: most of the 200 bins are empty, and more edges in the upper range cut its bound."""
    y, s = y_test, score_test
    fast = (pd.read_csv(ROOT / "data" / "crash.csv")["impact_speed_kmh"] == "55+").to_numpy()[
        book.load_crash().rows.test
    ]
    edges = np.quantile(s, np.linspace(0, 1, 201)[1:-1])
    more = np.union1d(edges, np.quantile(s[fast], np.linspace(0, 1, 101)[1:-1]))
    bounds = []
    for cut in (edges, more):
        bins = np.searchsorted(cut, s[fast], side="right")
        assert cut is more or len(np.unique(bins)) == 33  # of 200
        counts = [np.bincount(bins[y[fast] == label], minlength=len(cut) + 1) for label in (1, 0)]
        bounds.append(chapter.binned_auc(*counts)[1])
    assert bounds[1] < bounds[0] / 2
