"""Preconditions: what a community brings along before anybody manages it, and what that does to it.

Research reports that distinctive and dynamic communities retain more and integrate newcomers worse (Zhang et al.
2017, ICWSM, "Community Identity and User Engagement in a Multi-Community Landscape"). `sweep` lets a community
live with different homogeneity, shared style and dynamism, and measures both.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from ..world.members import FOREVER
from ..world.scenario import Scenario
from .run import Run, simulate

PRECONDITIONS = ("population.homogeneity", "population.shared_style", "population.dynamism")
MEASURES = ("retention", "churn", "integration_gap", "language_gap")
_MONTH_DAYS = 30
_SETTLED_DAYS = 30
"""Newcomers count from so many days after they joined."""


def retention(run: Run) -> float:
    """Return the share of a month's writers who write again in the next, mean over months from the second on.

    Months are 30 days; a run shorter than 90 days has no such pair and gives NaN.
    """
    events = run.events()
    own = events[events["member"] >= 0]
    month = (own["time"] - run.start).dt.days // _MONTH_DAYS
    writers = [set(own["member"][month == number]) for number in range(1, run.days // _MONTH_DAYS)]
    shares = [len(now & after) / len(now) for now, after in pairwise(writers) if now]
    return float(np.mean(shares)) if shares else np.nan


def integration_gap(run: Run) -> float:
    """Return how much less settled newcomers belong than founders do (difference of means, -1 to 1).

    Both are members who are still here and visited in the last 30 days; newcomers joined at least 30 days ago.
    """
    return _gap(run, "belonging")


def language_gap(run: Run) -> float:
    """Return how much less of the community's language settled newcomers command than founders, as above."""
    return _gap(run, "fluency")


def _gap(run: Run, column: str) -> float:
    members, end = run.members, len(run.hourly)
    recent = members["last_visit_seconds"] > (end - _MONTH_DAYS * HOURS_PER_DAY) * SECONDS_PER_HOUR
    here = (members["left_hour"] == FOREVER) & recent
    founders = here & (members["joined_hour"] < 0)
    newcomers = here & members["joined_hour"].between(0, end - _SETTLED_DAYS * HOURS_PER_DAY)
    return float(members[column][founders].mean() - members[column][newcomers].mean())


def sweep(
    scenario: Scenario,
    levels: Sequence[float] = (0.1, 0.5, 0.9),
    seeds: Sequence[int] = range(1, 9),
    progress: Any = False,
    preconditions: Sequence[str] = PRECONDITIONS,
) -> pd.DataFrame:
    """Let a community live with each precondition at each level, all else and all luck being equal.

    Args:
        scenario: the place; its `days` should be at least 120.
        levels: values from 0 to 1 for homogeneity, shared style and dynamism, one at a time.
        seeds: one run a seed and level.
        progress: True for a progress bar.
        preconditions: which of `PRECONDITIONS` to vary.

    Returns:
        One row a run: precondition, level, seed, retention, churn (share of founders who left), integration_gap,
        language_gap.
    """
    jobs = [(name, level, seed) for name in preconditions for level in levels for seed in seeds]
    if progress:
        from tqdm.auto import tqdm

        jobs = tqdm(jobs, desc="preconditions", unit="run")
    rows = []
    for name, level, seed in jobs:
        run = simulate(scenario.replace({name: level}), None, seed=seed)
        founders = run.members[run.members["joined_hour"] < 0]
        rows.append(
            {
                "precondition": name.split(".")[-1],
                "level": level,
                "seed": seed,
                "retention": retention(run),
                "churn": float((founders["left_hour"] != FOREVER).mean()),
                "integration_gap": integration_gap(run),
                "language_gap": language_gap(run),
            }
        )
    return pd.DataFrame(rows)


def effects(runs: pd.DataFrame) -> pd.DataFrame:
    """Return what each precondition does, from its lowest level to its highest, paired by seed.

    Args:
        runs: the table of `sweep`, with at least two levels and two seeds.

    Returns:
        One row for a precondition and measure: change, and its 95% interval (t) as ci_low and ci_high.
    """
    rows = []
    for precondition, part in runs.groupby("precondition", sort=False):
        for measure in MEASURES:
            table = part.pivot(index="seed", columns="level", values=measure)
            change = table[table.columns.max()] - table[table.columns.min()]
            half = stats.t.ppf(0.975, len(change) - 1) * stats.sem(change)
            rows.append((precondition, measure, change.mean(), change.mean() - half, change.mean() + half))
    return pd.DataFrame(rows, columns=["precondition", "measure", "change", "ci_low", "ci_high"])
