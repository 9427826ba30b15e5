"""Measure what a simulated community costs, beside the same model written the usual way.

    python benchmarks/bench.py [--members 1000 10000] [--hours 720] [--playbook NAME] [--json FILE]
                               [--write-readme] [--quick]

Every measurement runs in a process of its own, which reports CPU time and peak memory. Ratios between the two
models are what to look at: they hold on other machines, seconds do not.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent
ROOT = HOME.parent
if str(ROOT) not in sys.path:  # started as a script, only this folder is on the path
    sys.path.insert(0, str(ROOT))

from benchmarks.findings import curve, ratios, slope, split  # noqa: E402
from benchmarks.measure import PLAYBOOK, SCENARIO  # noqa: E402
from benchmarks.telling import markdown, show, write_between_markers  # noqa: E402

README = HOME / "README.md"
FULL_REFERENCE_MOST = 10_000
"""Up to this many members the usual model lives all hours; beyond, both live only the first ones."""
SHORT_HOURS = 72
SPLIT_MEMBERS = 20_000


def in_fresh_process(job: dict, root: Path = ROOT) -> dict | list[dict]:
    """Run one job in a new Python process with `root` first on its path; return what it reports.

    Raises:
        RuntimeError: when the process fails; carries its last line.
    """
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, str(HOME / "measure.py"), json.dumps(job)],
        env=environment, capture_output=True, text=True, cwd=root,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{job} failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def plan(
    sizes: list[int], scaling: list[int], hours: int, repeats: int, first: bool = True, playbook: str = PLAYBOOK
) -> list[dict]:
    """Return all jobs in the order in which they run; a model and its yardstick stand next to each other."""
    jobs = []
    for members in sizes:
        lived = hours if members <= FULL_REFERENCE_MOST else min(hours, SHORT_HOURS)
        common = {"kind": "ratio", "members": members, "hours": lived, "playbook": playbook}
        compiled = {**common, "model": "compiled", "repeats": repeats}
        usual_repeats = max(1, repeats // 2) if members <= FULL_REFERENCE_MOST else 1
        # Before and after the usual model, so that a machine that slows down meanwhile does not decide.
        jobs += [compiled, {**common, "model": "usual", "repeats": usual_repeats}, compiled]
    for members in scaling:
        few = repeats if members <= 10_000 else max(1, repeats // 2) if members <= 100_000 else 1
        common = {"kind": "scaling", "model": "compiled", "members": members, "hours": hours}
        jobs.append({**common, "playbook": playbook, "repeats": few})
    variants = [
        {"name": "nobody", "members": 1},
        {"name": "hours only", "changes": {"population.visits_per_day": 1e-6}},
        {"name": "one reading", "changes": {"platform.readings_per_visit": 1}},
        {"name": "many readings", "changes": {"platform.readings_per_visit": 20}},
        {"name": "managed"},
        {"name": "bare", "playbook": None},
    ]
    common = {"kind": "split", "model": "compiled", "members": SPLIT_MEMBERS, "hours": min(hours, 240)}
    jobs.append({**common, "playbook": playbook, "repeats": 2 * repeats, "variants": variants})
    return jobs + [{"kind": "first", "name": name} for name in ("cold", "warm") if first]


def cost(job: dict) -> float:
    """Return a rough guess at a job's seconds, for the progress bar."""
    if job["kind"] == "first":
        return 15.0
    each = 2e-6 if job["model"] == "usual" else 3e-8
    return 2 + job["repeats"] * len(job.get("variants", "1")) * job["members"] * job["hours"] * each


def run_all(jobs: list[dict]) -> list[dict]:
    """Run all jobs one after the other with a progress bar; return jobs with what they reported."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<42}"), BarColumn(), TimeElapsedColumn())
    done = []
    with tempfile.TemporaryDirectory() as folder, Progress(*columns) as progress:
        bar = progress.add_task("", total=sum(cost(job) for job in jobs))
        for job in jobs:
            name = job.get("name", job.get("model", ""))
            size = f" {job['members']:,} members, {job['hours']} h" if "members" in job else ""
            progress.update(bar, description=f"{job['kind']}: {name}{size}")
            if job["kind"] == "first":
                reports = [first_in_copy(Path(folder))]
            else:
                report = in_fresh_process(job)
                reports = report if isinstance(report, list) else [report]
            done += [{**job, **report} for report in reports]
            progress.advance(bar, cost(job))
    return done


def first_in_copy(folder: Path) -> dict:
    """Time the first result from a copy of the package that has never been compiled; later calls reuse it."""
    if not (folder / "simulator").exists():
        shutil.copytree(ROOT / "simulator", folder / "simulator", ignore=shutil.ignore_patterns("__pycache__"))
    begun = time.perf_counter()
    in_fresh_process({"kind": "first"}, root=folder)
    return {"seconds": time.perf_counter() - begun}


def assess(results: list[dict], hours: int, playbook: str = PLAYBOOK) -> dict:
    """Return everything the measurements say, ready for JSON."""
    rows = curve(results)
    return {
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "hours": hours,
        "scenario": SCENARIO,
        "playbook": playbook,
        "ratios": ratios(results, hours),
        "scaling": rows,
        "slope": slope(rows),
        "split": split(results),
        "first": {result["name"]: result["seconds"] for result in results if result["kind"] == "first"},
        "results": results,
    }


# --- the command --------------------------------------------------------------------------------------------


def whole(text: str) -> int:
    """Return a whole number of at least 1, for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number of at least 1, got {text!r}")
    return int(text)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and write what was asked for; return the exit code."""
    from simulator import Playbook

    parser = argparse.ArgumentParser(prog="bench.py", description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=whole, nargs="+", help="sizes to compare (default 1000 10000)")
    parser.add_argument("--scaling", type=whole, nargs="+", help="sizes of the curve (default 1000 to 1000000)")
    parser.add_argument("--hours", type=whole, help="hours to live (default 720)")
    parser.add_argument("--repeats", type=whole, default=4, help="times each is measured (default 4)")
    parser.add_argument("--playbook", default=PLAYBOOK, metavar="NAME", help=f"who manages (default {PLAYBOOK})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement to FILE")
    parser.add_argument("--write-readme", action="store_true", help="put the tables into benchmarks/README.md")
    parser.add_argument(
        "--quick", action="store_true", help="fewer hours, smaller sizes, no first result: under a minute"
    )
    options = parser.parse_args(arguments)
    if options.quick and options.write_readme:
        parser.error("--write-readme needs a full measurement; leave out --quick")
    if options.json and not options.json.resolve().parent.is_dir():
        parser.error(f"--json: the folder {options.json.resolve().parent} does not exist")
    if options.playbook not in Playbook.names():
        parser.error(f"--playbook must be one of {', '.join(Playbook.names())}, got {options.playbook!r}")
    sizes = options.members or [1000, 10_000]
    scaling = options.scaling or ([1000, 10_000, 100_000] if options.quick else [1000, 10_000, 100_000, 1_000_000])
    hours = options.hours or (120 if options.quick else 720)
    try:
        repeats = 2 if options.quick else options.repeats
        results = run_all(plan(sizes, scaling, hours, repeats, not options.quick, options.playbook))
    except RuntimeError as error:
        print(f"bench.py: {error}", file=sys.stderr)
        return 1
    found = assess(results, hours, options.playbook)
    show(found)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    if options.write_readme:
        README.write_text(
            write_between_markers(README.read_text(encoding="utf-8"), markdown(found)), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
