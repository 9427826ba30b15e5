"""Measure: one job in a process of its own, which reports CPU time, peak memory, and the work done.

`bench.py` starts this file as `python measure.py JOB`, with the job as JSON; the report is the last line printed.
"""

from __future__ import annotations

import gc
import json
import math
import sys
import time

SCENARIO, PLAYBOOK = "forum", "balanced"
FIRST_MEMBERS, FIRST_DAYS = 2000, 90


def measure(job: dict) -> dict:
    """Found and run one community several times; return CPU seconds, peak memory, and how much work was done.

    Args:
        job: model ("compiled" or "usual"), members, hours, repeats, playbook (name or None), changes (of the
            scenario, by dotted name), seed (of the first repeat; 0 when left out).
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
    for repeat in range(job.get("seed", 0), job.get("seed", 0) + job["repeats"]):
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
        getattr(mesa.Agent, "_ids", {}).clear()  # Mesa 3.3 keeps every model that it has numbered agents for
    return {"founding": founding, "running": running, "peak_bytes": peak_bytes(), **work}


def measure_in_turn(job: dict) -> list[dict]:
    """Measure the variants of a job in turn, so that a busy moment of the machine falls on all of them.

    Args:
        job: as for `measure`, with `variants`, a list of tables that say what is different in each.
    """
    reports: list[dict] = [{**variant, "founding": [], "running": []} for variant in job["variants"]]
    for seed in range(job["repeats"]):
        for variant, report in zip(job["variants"], reports, strict=True):
            for name, value in measure({**job, **variant, "seed": seed, "repeats": 1}).items():
                report[name] = report.get(name, []) + value if isinstance(value, list) else value
    return reports


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
    """Do what a learner does first: import, simulate, look at the summary."""
    from simulator import Playbook, Scenario, simulate

    scenario = Scenario.load(SCENARIO).replace(members=FIRST_MEMBERS, days=FIRST_DAYS)
    run = simulate(scenario, Playbook.load(PLAYBOOK), seed=7)
    return {"metrics": len(run.summary())}


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    work = {"first": lambda job: first_result(), "split": measure_in_turn}.get(given["kind"], measure)
    print(json.dumps(work(given)))
