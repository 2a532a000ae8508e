"""`make audit`: Lighthouse and the budget on every page of _build/html, as a table. Needs Chromium, Node.js 18+.

npx, which comes with Node.js, fetches Lighthouse in the version below at the first run. All pages are measured once,
the three heaviest three times (medians, since Lighthouse varies by ten points from run to run):
    python tools/audit.py                  or only some:   python tools/audit.py chapters/05_roc_auc.html
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib

from browser import FLAGS, INSTALL, find_browser, serve
from pages import ROOT

LIGHTHOUSE = "lighthouse@12.8.2"  # 13 needs Node.js 22
HTML = ROOT / "_build" / "html"
BUDGET = tomllib.loads((ROOT / "tools" / "budget.toml").read_text(encoding="utf-8"))
COLUMNS = [*BUDGET["lighthouse"], "kilobytes", "requests", "layout_shift"]


def audit(url):
    with tempfile.TemporaryDirectory() as profile:
        flags = " ".join(["--headless", *FLAGS, f"--user-data-dir={profile}"])
        command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", "--max-wait-for-load=45000"]
        run = subprocess.run(
            [*command, f"--only-categories={','.join(BUDGET['lighthouse'])}", f"--chrome-flags={flags}"],
            capture_output=True, text=True, env={**os.environ, "CHROME_PATH": find_browser()}, check=False,
        )  # fmt: skip
    if run.returncode:
        sys.exit(f"Lighthouse failed on {url}\n{run.stderr}")
    report = json.loads(run.stdout)
    audits = report["audits"]
    row = {name: round(100 * report["categories"][name]["score"]) for name in BUDGET["lighthouse"]}
    loaded = audits["network-requests"]["details"]["items"]
    row["kilobytes"] = round(audits["total-byte-weight"]["numericValue"] / 1024)
    row["requests"] = len([item for item in loaded if item["url"].startswith("http")])
    row["layout_shift"] = round(audits["cumulative-layout-shift"]["numericValue"], 3)
    for name in BUDGET["lighthouse"]:
        for entry in report["categories"][name]["auditRefs"]:
            found = audits[entry["id"]]
            if name != "performance" and found["score"] not in (None, 1):
                print(f"  {url}: {found['title']}")
    return row


def within(name, value):
    return value >= BUDGET["lighthouse"][name] if name in BUDGET["lighthouse"] else value <= BUDGET[name]


def main(pages):
    if not find_browser():
        sys.exit(INSTALL)
    if not shutil.which("npx"):
        sys.exit("Lighthouse needs Node.js 18 or later (npx): https://nodejs.org, or sudo apt install npm")
    pages = pages or sorted(str(path.relative_to(HTML)) for path in HTML.rglob("*.html") if "_static" not in path.parts)
    heaviest = sorted(pages, key=lambda page: (HTML / page).stat().st_size)[-3:]
    print(f"{'page':<62}" + "".join(f"{name:>15}" for name in COLUMNS))
    failed = 0
    with serve(HTML) as address:
        for page in pages:
            runs = [audit(address + page) for _ in range(3 if page in heaviest else 1)]
            row = {name: statistics.median(run[name] for run in runs) for name in COLUMNS}
            missed = [name for name in COLUMNS if not within(name, row[name])]
            failed += bool(missed)
            print(f"{page:<62}" + "".join(f"{row[name]:>15}" for name in COLUMNS), *missed, flush=True)
    sys.exit(f"{failed} pages miss the budget in tools/budget.toml" if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
