"""Time and memory of chapter 15 from 1 to 100 million rows:  python tools/bench_scale.py [largest, in millions] [GB]

Writes the chapter's rows to Parquet files in a temporary folder, and computes the AUC of 1, 10, ... million of them, up
to the largest size, in three ways, one after the other, each in processes of its own:

DuckDB        exact, with the chapter's query, a memory limit of 1 GB and two threads
Dask          1,000 bins at quantiles of a sample, on two worker processes; beside the AUC stands its bound
scikit-learn  roc_auc_score and average_precision_score, everything in memory

seconds   from the start of the process to its end, imports among them
peak MB   the most memory that the process and its children held together, looked at twenty times a second
          (memory that they share is counted in each), or what the system says of the process, if that is more
ratio     to scikit-learn with the same number of rows
growth    to the same way with a tenth of the rows

Each way runs once for each size: small differences are noise, and the files were just written, so that the system may
still hold them in memory.

What needs more than the limit (the second argument, in GB; by default four fifths of what is free) is stopped and
reported as that, and so is whatever fails; the run goes on. 100 million rows take about 1 GB of disk, and several more
for DuckDB's temporary files.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from definitions import take
from processes import family, held

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "chapters" / "15_metrics_at_scale.ipynb"
sys.path.append(str(NOTEBOOK.parent))  # where the chapter's functions find `book`
FILE_ROWS = 1_000_000
WAYS = {"duckdb": "DuckDB", "dask": "Dask", "sklearn": "scikit-learn"}


# ------------------------------------------------------------------------------------- what runs in its own process


def run_write(folder, first, last):
    write_week = take(NOTEBOOK, "write_week").write_week
    for number in range(int(first), int(last)):
        write_week(Path(folder) / f"part_{number:06}.parquet", number, FILE_ROWS)
    return {}


def run_duckdb(folder, files):
    exact_order = take(NOTEBOOK, "EXACT", "exact_order").exact_order
    auc, precision, pos, neg = exact_order(files, "1GB", Path(folder) / "spill")
    return {"auc": auc, "precision": precision, "rows": pos + neg}


def run_dask(folder, files):
    import numpy as np
    from dask.distributed import Client, LocalCluster

    chapter = take(NOTEBOOK, "read_part", "bins_of", "merge_counts", "binned_auc")
    sample = chapter.read_part(files[0])[1][:100_000]
    edges = np.quantile(sample, np.linspace(0, 1, 1001)[1:-1])
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(**settings, local_directory=folder, silence_logs=50) as cluster, Client(cluster) as client:
        counts = chapter.merge_counts(client.gather(client.map(chapter.bins_of, files, edges=edges)))
    auc, bound = chapter.binned_auc(counts["pos"], counts["neg"])
    return {"auc": auc, "bound": bound, "rows": int(counts["pos"].sum() + counts["neg"].sum())}


def run_sklearn(folder, files):
    import numpy as np
    import pyarrow.parquet as pq
    from sklearn import metrics

    y, p = np.empty(len(files) * FILE_ROWS, "int8"), np.empty(len(files) * FILE_ROWS)
    for number, path in enumerate(files):
        part, rows = pq.read_table(path, columns=["died", "score"]), slice(number * FILE_ROWS, (number + 1) * FILE_ROWS)
        y[rows], p[rows] = part["died"].to_numpy(), part["score"].to_numpy()
    found = {"auc": metrics.roc_auc_score(y, p), "precision": metrics.average_precision_score(y, p), "rows": len(y)}
    return {name: number if name == "rows" else float(number) for name, number in found.items()}


def peak_of_this_process():
    """In bytes, as the system says. Linux gives kilobytes, macOS bytes; Windows has no `resource`."""
    try:
        import resource
    except ImportError:
        return psutil.Process().memory_info().peak_wset
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def child(way, folder, *arguments):
    if way == "write":
        print(json.dumps(run_write(folder, *arguments)))
        return
    files = [str(path) for path in sorted(Path(folder).glob("part_*.parquet"))[: int(arguments[0])]]
    run = {"duckdb": run_duckdb, "dask": run_dask, "sklearn": run_sklearn}[way]
    print(json.dumps(run(folder, files) | {"peak": peak_of_this_process()}))


# ----------------------------------------------------------------------------------------------- what looks at them


def watch(way, folder, *arguments, limit=float("inf")):
    """The result of a way with seconds and peak, or why there is none."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start, peak, stopped = time.perf_counter(), 0, False
        command = [sys.executable, __file__, "--child", way, str(folder), *map(str, arguments)]
        running = subprocess.Popen(command, stdout=out, stderr=err)
        while running.poll() is None:
            processes = family(running.pid)
            peak = max(peak, held(processes))
            if peak > limit:
                stopped = True
                for process in processes:
                    try:
                        process.kill()
                    except psutil.NoSuchProcess:
                        pass
                running.wait()
                break
            time.sleep(0.05)
        found = {"seconds": time.perf_counter() - start, "peak": peak}
        out.seek(0), err.seek(0)
        if stopped:
            return found | {"failed": f"stopped over the limit of {limit / 1e9:.1f} GB"}
        if running.returncode:
            said = [line for line in err.read().splitlines() if line.strip()] or ["ended without a word"]
            errors = [line for line in said if "Error" in line or "Exception" in line]
            return found | {"failed": f"{(errors or said)[-1].strip()[:100]} (exit code {running.returncode})"}
        result = json.loads(out.read().splitlines()[-1])
        return found | result | {"peak": max(peak, result.get("peak", 0))}


def sizes_up_to(largest):
    """1, 10, 100, ... million rows up to the largest, which is the last one."""
    sizes = [1]
    while sizes[-1] * 10 <= largest:
        sizes.append(sizes[-1] * 10)
    return sizes if sizes[-1] == largest else [*sizes, largest]


def line(million, way, found, reference, before):
    if "failed" in found:
        return f"{million:>8} {WAYS[way]:<13} {found['seconds']:>8.1f} {found['peak'] / 1e6:>8.0f}  {found['failed']}"
    ratios = ["", ""]
    if reference and "failed" not in reference:
        ratios = [f"{found[name] / reference[name]:.2f}" for name in ("seconds", "peak")]
    growth = ["", ""]
    if before and "failed" not in before:
        growth = [f"{found[name] / before[name]:.1f}" for name in ("seconds", "peak")]
    auc = f"{found['auc']:.6f}" + (f" +- {found['bound']:.6f}" if "bound" in found else "")
    return (f"{million:>8} {WAYS[way]:<13} {found['seconds']:>8.1f} {found['peak'] / 1e6:>8.0f}"
            f" {ratios[0]:>9} {ratios[1]:>7} {growth[0]:>9} {growth[1]:>7}  {auc}")  # fmt: skip


def agree(results):
    """Do the ways that ended give the same AUC, each within its bound?"""
    ended = [found for found in results.values() if "failed" not in found]
    return all(abs(a["auc"] - b["auc"]) <= a.get("bound", 0) + b.get("bound", 0) + 1e-9 for a in ended for b in ended)


def main(largest=100, limit=None):
    limit = float(limit) * 1e9 if limit else 0.8 * psutil.virtual_memory().available
    cores, memory = psutil.cpu_count(), psutil.virtual_memory().total / 1e9
    print(f"{cores} cores, {memory:.1f} GB; limit for each way {limit / 1e9:.1f} GB")
    print(f"{'million':>8} {'':<13} {'':>8} {'':>8} {'ratio to':>17} {'growth':>17}")
    print(
        f"{'rows':>8} {'way':<13} {'seconds':>8} {'peak MB':>8} {'seconds':>9} {'MB':>7} {'seconds':>9} {'MB':>7}  AUC"
    )
    written, before, highest = 0, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for million in sizes_up_to(int(largest)):
            made = watch("write", folder, written, million)
            if "failed" in made:
                sys.exit(f"Could not write {million} million rows: {made['failed']}")
            written, results = million, {}
            for way in ["sklearn", "duckdb", "dask"]:
                results[way] = watch(way, folder, million, limit=limit)
                highest.setdefault(way, {})[million] = results[way]
                print(line(million, way, results[way], results["sklearn"], before.get(way)), flush=True)
            print(f"{'':>8} the ways that ended agree: {agree(results)}")
            before = results
    for way, sizes in highest.items():
        over = [million for million, found in sizes.items() if found["peak"] > 2e9]
        failed = [million for million, found in sizes.items() if "failed" in found]
        memory = f"over 2 GB from {over[0]} million rows" if over else "under 2 GB throughout"
        print(f"{WAYS[way]:<13} {memory}; {f'fails at {failed[0]} million' if failed else 'never fails'}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
