"""Validate: do the kinds of place that ship look like real communities before a learner decides anything?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict
from typing import get_args

import numpy as np
import pandas as pd
from scipy.special import stdtrit
from tqdm.auto import tqdm

from ..lens import facts
from ..world.chance import key
from ..world.scenario import Scenario
from .expectations import Expectation, expectations
from .run import Run, simulate

KINDS: tuple[str, ...] = get_args(Scenario.model_fields["kind"].annotation)
SMALL, LARGE = 2_000, 20_000
"""Sizes at which places are looked at; only the forum at the larger one, unless asked."""
SEEDS = 5
YEAR_DAYS = 365
DECIMALS = 2
"""Ranges are published with two decimals, so values are rounded to two before they are judged."""
INSIDE, OUTSIDE = "inside", "outside"
COLUMNS = (
    "kind", "members", "id", "fact", "statistic", "unit", "source", "accept_low", "accept_high", "median_real",
    "seeds", "mean", "ci_low", "ci_high", "lowest", "highest", "verdict",
)  # fmt: skip
_COUNTED_OVER_A_YEAR: dict[str, Callable[[pd.DataFrame], float]] = {
    "win365d_median_share_once": facts.share_once,
    "win365d_median_share_top10pct": facts.share_top,
    "win365d_median_gini": facts.gini,
}


def validate_facts(
    kinds: Sequence[str] | str | None = None,
    members: Sequence[int] | int | None = None,
    days: int = YEAR_DAYS,
    seeds: int | Iterable[int] = SEEDS,
    progress: bool = False,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Let every kind of place live, and hold it against what is known of real ones.

    Args:
        kinds: names of shipped kinds; None for all.
        members: sizes at which each of them lives; None for 2,000, and for the forum 20,000 as well.
        days: length of each run, at least 365. What is counted over a year is the median over the run's
            consecutive windows of 365 days; everything else is measured over the whole run.
        seeds: how many runs of each, with seeds 1, 2, ..., or the seeds themselves.
        progress: whether to show a progress bar of runs.
        executor: any `concurrent.futures.Executor`; None runs one after the other. The table is
            the same.

    Returns:
        One row a kind, size and fact: kind, members, id, fact, statistic, unit, source, accept_low, accept_high,
        median_real (NaN where no real community was measured), seeds (how many), mean with its 95% interval
        ci_low to ci_high (Student's t over seeds; NaN for one seed), lowest and highest over seeds, verdict:
        "inside" when every single seed lies in the accepted range, ends included, at two decimals; else
        "outside", also when a seed could not be measured.

    Places are run with the `balanced` playbook, since real communities have somebody who looks after them.

    Raises:
        ValueError: in one line, when something cannot be used.
    """
    chosen = luck(seeds)
    if days < YEAR_DAYS:
        raise ValueError(
            f"days must be at least {YEAR_DAYS}, since some facts are counted over a year, got {days}"
        )
    places = [(place, expectations(place)) for place in _places(kinds, members, days)]
    jobs = [(place, seed) for place, _ in places for seed in chosen]
    for place, expected in places:
        if any(expectation.above_forum for expectation in expected):
            forum = Scenario.load("forum").replace(members=place.members, days=days)
            jobs += [(forum, seed) for seed in chosen]
    measured = _measure_all({_name(*job): job for job in jobs}, progress, executor)
    rows = []
    for place, expected in places:
        for expectation in expected:
            name = expectation.statistic
            values = [measured[place.kind, place.members, seed][name] for seed in chosen]
            if expectation.above_forum:
                values = np.subtract(values, [measured["forum", place.members, seed][name] for seed in chosen])
            rows.append({"kind": place.kind, "members": place.members} | judge(expectation, values))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def judge(expectation: Expectation, values: Sequence[float]) -> dict[str, object]:
    """Return one row of the table without kind and size, from the values of all seeds."""
    values = np.asarray(values, dtype=float)
    rounded = values.round(DECIMALS)
    # A comparison with NaN is never true, so what could not be measured is not inside.
    inside = bool(((rounded >= expectation.accept_low) & (rounded <= expectation.accept_high)).all())
    mean = float(values.mean())
    half = math.nan
    if len(values) > 1 and np.isfinite(values).all():
        half = float(stdtrit(len(values) - 1, 0.975) * values.std(ddof=1) / math.sqrt(len(values)))
    row = asdict(expectation)
    del row["above_forum"]
    return row | {
        "seeds": len(values),
        "mean": mean,
        "ci_low": mean - half,
        "ci_high": mean + half,
        "lowest": float(values.min()),
        "highest": float(values.max()),
        "verdict": INSIDE if inside else OUTSIDE,
    }


def measure(run: Run) -> pd.Series:
    """Return every statistic of a run of a year or more, those of a year as the median over its years."""
    measured = facts.from_run(run)
    if run.days > YEAR_DAYS:
        events = run.events()
        for name, statistic in _COUNTED_OVER_A_YEAR.items():
            measured[name] = median_over_years(statistic, events, run.start, run.days)
    return measured


def median_over_years(
    statistic: Callable[[pd.DataFrame], float], events: pd.DataFrame, start: pd.Timestamp, days: int
) -> float:
    """Return the median of a statistic over consecutive windows of 365 days.

    Args:
        statistic: function of an event log; windows in which it is NaN do not count.
        events: event log with the column `time`.
        start: when the first window begins.
        days: length of the log; days at the end that fill no window are left out.
    """
    window = (events["time"] - start) // pd.Timedelta(days=YEAR_DAYS)
    return float(pd.Series([statistic(events[window == n]) for n in range(days // YEAR_DAYS)]).median())


def luck(seeds: int | Iterable[int]) -> list[int]:
    """Return the seeds that were asked for, each once: 1, 2, ... for a number of them, or those that are named.

    Raises:
        ValueError: in one line, when there is none, or one is no whole number from 0 to 2**64 - 1.
    """
    if isinstance(seeds, Iterable) and not isinstance(seeds, str):
        chosen = list(dict.fromkeys(seeds))
    elif isinstance(seeds, int):
        chosen = list(range(1, seeds + 1))
    else:
        raise ValueError(f"seeds must be a whole number or a list of whole numbers, got {seeds!r}")
    if not chosen:
        raise ValueError(f"seeds must be at least 1, got {seeds}")
    for seed in chosen:
        key(seed)
    return chosen


def _places(kinds: Sequence[str] | str | None, members: Sequence[int] | int | None, days: int) -> list[Scenario]:
    kinds = [kinds] if isinstance(kinds, str) else kinds
    members = [members] if isinstance(members, int) else members
    for kind in kinds or ():
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
    return [
        Scenario.load(kind).replace(members=size, days=days)
        for kind in dict.fromkeys(kinds or KINDS)
        for size in dict.fromkeys(members or ((SMALL, LARGE) if kind == "forum" else (SMALL,)))
    ]


def _name(place: Scenario, seed: int) -> tuple[str, int, int]:
    return place.kind, place.members, seed


def _measure_all(jobs: dict, progress: bool, executor: Executor | None) -> dict[tuple, pd.Series]:
    """Return what was measured in every run, by its name; a run is forgotten once it is measured."""
    lived = map(_measured, jobs.values()) if executor is None else executor.map(_measured, jobs.values())
    bar = tqdm(lived, total=len(jobs), unit="run", desc="communities", disable=not progress)
    return dict(zip(jobs, bar, strict=True))


def _measured(job: tuple[Scenario, int]) -> pd.Series:
    place, seed = job
    return measure(simulate(place, "balanced", seed=seed))
