"""Findings: what the measurements say. Pure functions of the list of jobs with their reports."""

from __future__ import annotations

import math
import statistics

LINEAR_FROM = 10_000
"""Cost should be linear in members from here up; below, what every hour costs anyway still shows."""


def ratios(results: list[dict], hours: int) -> list[dict]:
    """Return one row a size: how many times faster the compiled engine is than the usual model.

    Where the models lived fewer than `hours`, the time of their hours is scaled up, for both alike; founding,
    which happens once, is not.
    """
    rows = []
    measured = [result for result in results if result["kind"] == "ratio"]
    for members in dict.fromkeys(result["members"] for result in measured):
        compiled, usual = (pooled(measured, members, model, hours) for model in ("compiled", "usual"))
        rows.append(
            {
                "members": members,
                "lived_hours": compiled["lived_hours"],
                "ratio": min(usual["seconds"]) / min(compiled["seconds"]),
                "ratio_of_medians": statistics.median(usual["seconds"]) / statistics.median(compiled["seconds"]),
                "compiled_seconds": min(compiled["seconds"]),
                "usual_seconds": min(usual["seconds"]),
                "same_readings": statistics.mean(usual["readings"]) / statistics.mean(compiled["readings"]),
                "usual_peak_bytes": usual["peak_bytes"],
                "compiled_peak_bytes": compiled["peak_bytes"],
            }
        )
    return rows


def pooled(results: list[dict], members: int, model: str, hours: int) -> dict:
    """Return all repeats of one model at one size; `seconds` is CPU time for founding and `hours`."""
    chosen = [result for result in results if result["members"] == members and result["model"] == model]
    return {
        "lived_hours": chosen[0]["hours"],
        "seconds": [
            founding + running * hours / result["hours"]
            for result in chosen
            for founding, running in zip(result["founding"], result["running"], strict=True)
        ],
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
        ns for an hour of the community as such, for a member's hour without a visit, for a visit without its
        readings, and for a reading; and how many times longer the run takes with the team than without.
    """
    parts = {result["name"]: result for result in results if result["kind"] == "split"}
    hours_only, one, many = parts["hours only"], parts["one reading"], parts["many readings"]
    hour = min(parts["nobody"]["running"]) / parts["nobody"]["hours"]
    away = min(hours_only["running"]) - hour * hours_only["hours"]
    # Two equations: time above that of hours in which nobody comes = visits * a visit + readings * a reading.
    (v1, r1, t1), (v2, r2, t2) = (
        (
            statistics.mean(x["visits"]),
            statistics.mean(x["readings"]),
            min(x["running"]) - min(hours_only["running"]),
        )
        for x in (one, many)
    )
    determinant = v1 * r2 - v2 * r1
    return {
        "ns_per_hour": 1e9 * hour,
        "ns_per_member_hour": 1e9 * away / hours_only["members"] / hours_only["hours"],
        "ns_per_visit": 1e9 * (t1 * r2 - t2 * r1) / determinant,
        "ns_per_reading": 1e9 * (v1 * t2 - v2 * t1) / determinant,
        "managed_to_bare": min(parts["managed"]["running"]) / min(parts["bare"]["running"]),
    }
