"""Measure what a simulated community costs, beside the same model written the usual way.

    python benchmarks/bench.py [--members 1000 10000] [--hours 720] [--json FILE] [--write-readme] [--quick]

Every measurement runs in a process of its own, which reports CPU time and peak memory. Ratios between the two
models are what to look at: they hold on other machines, seconds do not.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent
ROOT = HOME.parent
README = HOME / "README.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
SCENARIO, PLAYBOOK = "forum", "balanced"
FULL_REFERENCE_MOST = 10_000
"""Up to this many members the usual model lives all hours; beyond, only the first ones."""
SHORT_HOURS = 72
LINEAR_FROM = 10_000
FIRST_MEMBERS, FIRST_DAYS = 2000, 90
SPLIT_MEMBERS = 20_000
MIB = 2**20


# --- in a process of its own --------------------------------------------------------------------------------


def measure(job: dict) -> dict:
    """Found and run one community several times; return CPU seconds, peak memory, and how much work was done.

    Args:
        job: model ("compiled" or "usual"), members, hours, repeats, playbook (name or None), changes (of the
            scenario, by dotted name).
    """
    import mesa

    from simulator import Playbook, Scenario

    scenario = Scenario.load(SCENARIO).replace(
        {"members": job["members"], "days": math.ceil(job["hours"] / 24), **job.get("changes", {})}
    )
    playbook = Playbook.load(job["playbook"]) if job["playbook"] else None
    found = maker(job["model"])
    live(found(scenario.replace(members=50, days=2), playbook, 1), 48)  # compiles, or fills Python's caches
    founding, running, work = [], [], {}
    for repeat in range(job["repeats"]):
        gc.collect()
        begun = time.process_time()
        community = found(scenario, playbook, repeat)
        founded = time.process_time()
        live(community, job["hours"])
        running.append(time.process_time() - founded)
        founding.append(founded - begun)
        for name, count in totals(community).items():
            work.setdefault(name, []).append(count)
        del community
        mesa.Agent._ids.clear()  # Mesa 3.3 keeps every model that it has numbered agents for
    return {"founding": founding, "running": running, "peak_bytes": peak_bytes(), **work}


def maker(model: str):
    """Return the function (scenario, playbook, seed) that founds a community of one model."""
    if model == "usual":
        from benchmarks.usual_mesa import UsualCommunity

        return UsualCommunity
    from simulator import Community

    return Community


def live(community: object, hours: int) -> None:
    """Let hours pass."""
    for _ in range(hours):
        community.step()


def totals(community: object) -> dict[str, int]:
    """Return how many visits and readings a community of either model has had."""
    if hasattr(community, "hourly"):
        return {name: int(community.hourly[name].sum()) for name in ("visits", "readings")}
    table = community.datacollector.get_model_vars_dataframe()
    return {name: int(table[name].sum()) for name in ("visits", "readings")}


def peak_bytes() -> int:
    """Return the most memory that this process has ever held, Python and its libraries included."""
    try:
        import resource
    except ImportError:  # Windows
        import psutil

        return psutil.Process().memory_info().peak_wset
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def first_result() -> dict:
    """Do what a learner does first: import, simulate, summarise; return nothing but the fact."""
    from simulator import Playbook, Scenario, simulate

    scenario = Scenario.load(SCENARIO).replace(members=FIRST_MEMBERS, days=FIRST_DAYS)
    run = simulate(scenario, Playbook.load(PLAYBOOK), seed=7)
    return {"posts": len(run.posts)}


# --- in the process that asks -------------------------------------------------------------------------------


def in_fresh_process(job: dict, root: Path = ROOT) -> dict:
    """Run one job in a new Python process with `root` first on its path; return what it reports.

    Raises:
        RuntimeError: when the process fails; carries its last line.
    """
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(root), "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, str(HOME / "bench.py"), "--job", json.dumps(job)],
        env=environment, capture_output=True, text=True, cwd=root,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{job} failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


def plan(sizes: list[int], scaling: list[int], hours: int, repeats: int, cold: bool) -> list[dict]:
    """Return all jobs in the order in which they run; a model and its yardstick stand next to each other."""
    jobs = []
    for members in sizes:
        lived = hours if members <= FULL_REFERENCE_MOST else min(hours, SHORT_HOURS)
        common = {"kind": "ratio", "members": members, "hours": lived, "playbook": PLAYBOOK}
        compiled = {**common, "model": "compiled", "repeats": repeats}
        usual_repeats = max(1, repeats // 2) if members <= FULL_REFERENCE_MOST else 1
        # Before and after the usual model, so that a machine that slows down meanwhile does not decide.
        jobs += [compiled, {**common, "model": "usual", "repeats": usual_repeats}, compiled]
    for members in scaling:
        few = repeats if members <= 10_000 else max(1, repeats // 2) if members <= 100_000 else 1
        common = {"kind": "scaling", "model": "compiled", "members": members, "hours": hours}
        jobs.append({**common, "playbook": PLAYBOOK, "repeats": few})
    parts = {
        "hours only": {"population.visits_per_day": 1e-6},
        "one reading": {"platform.readings_per_visit": 1},
        "many readings": {"platform.readings_per_visit": 20},
    }
    split = {"kind": "split", "model": "compiled", "members": SPLIT_MEMBERS, "hours": min(hours, 240)}
    for name, changes in parts.items():
        jobs.append({**split, "name": name, "changes": changes, "playbook": PLAYBOOK, "repeats": repeats})
    for name, playbook in (("managed", PLAYBOOK), ("bare", None), ("managed", PLAYBOOK), ("bare", None)):
        jobs.append({**split, "name": name, "playbook": playbook, "repeats": repeats})
    if cold:
        jobs += [{"kind": "first", "name": "cold"}, {"kind": "first", "name": "warm"}]
    return jobs


def cost(job: dict) -> float:
    """Return a rough guess at a job's seconds, for the progress bar."""
    if job["kind"] == "first":
        return 15.0
    each = 2e-6 if job["model"] == "usual" else 2e-8
    return 1.5 + job["repeats"] * job["members"] * job["hours"] * each


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
                done.append({**job, **first_in_copy(Path(folder))})
            else:
                done.append({**job, **in_fresh_process(job)})
            progress.advance(bar, cost(job))
    return done


def first_in_copy(folder: Path) -> dict:
    """Time the first result from a copy of the package that has never been compiled; later calls reuse it."""
    if not (folder / "simulator").exists():
        shutil.copytree(ROOT / "simulator", folder / "simulator", ignore=shutil.ignore_patterns("__pycache__"))
    begun = time.perf_counter()
    in_fresh_process({"kind": "first"}, root=folder)
    return {"seconds": time.perf_counter() - begun}


# --- what the measurements say ------------------------------------------------------------------------------


def ratios(results: list[dict]) -> list[dict]:
    """Return one row a size: how many times faster the compiled engine is than the usual model."""
    rows = []
    measured = [result for result in results if result["kind"] == "ratio"]
    for members in dict.fromkeys(result["members"] for result in measured):
        compiled, usual = (pooled(measured, members, model) for model in ("compiled", "usual"))
        rows.append(
            {
                "members": members,
                "hours": compiled["hours"],
                "ratio": min(usual["total"]) / min(compiled["total"]),
                "ratio_of_medians": statistics.median(usual["total"]) / statistics.median(compiled["total"]),
                "compiled_seconds": min(compiled["total"]),
                "usual_seconds": min(usual["total"]),
                "same_readings": statistics.mean(usual["readings"]) / statistics.mean(compiled["readings"]),
                "usual_peak_bytes": usual["peak_bytes"],
                "compiled_peak_bytes": compiled["peak_bytes"],
            }
        )
    return rows


def pooled(results: list[dict], members: int, model: str) -> dict:
    """Return all repeats of one model at one size; `total` is founding and running together, CPU seconds."""
    chosen = [result for result in results if result["members"] == members and result["model"] == model]
    return {
        "hours": chosen[0]["hours"],
        "total": [a + b for result in chosen for a, b in zip(result["founding"], result["running"], strict=True)],
        "readings": [count for result in chosen for count in result["readings"]],
        "peak_bytes": max(result["peak_bytes"] for result in chosen),
    }


def curve(results: list[dict]) -> list[dict]:
    """Return one row a size of the scaling curve of the compiled engine."""
    rows = []
    for result in (result for result in results if result["kind"] == "scaling"):
        seconds = min(a + b for a, b in zip(result["founding"], result["running"], strict=True))
        rows.append(
            {
                "members": result["members"],
                "hours": result["hours"],
                "seconds": seconds,
                "ns_per_member_hour": 1e9 * seconds / result["members"] / result["hours"],
                "ns_per_reading": 1e9 * seconds / max(1, statistics.mean(result["readings"])),
                "peak_bytes": result["peak_bytes"],
            }
        )
    return rows


def slope(rows: list[dict]) -> float | None:
    """Return the least-squares log-log slope of seconds over members from `LINEAR_FROM` up; 1 is linear."""
    points = [
        (math.log(row["members"]), math.log(row["seconds"])) for row in rows if row["members"] >= LINEAR_FROM
    ]
    if len({x for x, _ in points}) < 2:
        return None
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def split(results: list[dict]) -> dict:
    """Take the compiled engine's time apart.

    Returns:
        ns for a member's hour without a visit, a visit without its readings, and a reading; and how many times
        longer the run takes with the team than without anybody managing.
    """
    best: dict[str, dict] = {}
    for result in (result for result in results if result["kind"] == "split"):
        if result["name"] not in best or min(result["running"]) < min(best[result["name"]]["running"]):
            best[result["name"]] = result
    hours_only, one, many = best["hours only"], best["one reading"], best["many readings"]
    member_hours = hours_only["members"] * hours_only["hours"]
    idle = min(hours_only["running"]) / member_hours
    # Two equations: time above the idle hours = visits * a visit + readings * a reading.
    (v1, r1, t1), (v2, r2, t2) = (
        (statistics.mean(x["visits"]), statistics.mean(x["readings"]), min(x["running"]) - idle * member_hours)
        for x in (one, many)
    )
    determinant = v1 * r2 - v2 * r1
    return {
        "ns_per_member_hour": 1e9 * idle,
        "ns_per_visit": 1e9 * (t1 * r2 - t2 * r1) / determinant,
        "ns_per_reading": 1e9 * (v1 * t2 - v2 * t1) / determinant,
        "managed_to_bare": min(best["managed"]["running"]) / min(best["bare"]["running"]),
    }


def assess(results: list[dict]) -> dict:
    """Return everything the measurements say, ready for JSON."""
    rows = curve(results)
    return {
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "scenario": SCENARIO,
        "playbook": PLAYBOOK,
        "ratios": ratios(results),
        "scaling": rows,
        "slope": slope(rows),
        "split": split(results),
        "first": {result["name"]: result["seconds"] for result in results if result["kind"] == "first"},
        "results": results,
    }
