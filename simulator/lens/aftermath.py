"""Aftermath: what a storm did, and what is left of it, beside the same community without it.

    from simulator import Scenario, simulate
    from simulator.lens.aftermath import aftermath, by_role
    place = Scenario.load("forum").replace(days=400, crises=[{"day": 20, "severity": 0.8}])
    storm, calm = simulate(place, "disclose"), simulate(place.replace(crises=[]), "disclose")
    aftermath(storm, calm)

Both runs share their luck, so what differs between them is what the storm did.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY
from ..world.members import FOREVER
from .given import must_be_run

if TYPE_CHECKING:
    from ..lab.run import Run

RECOVERED = 0.01
"""Trust counts as recovered once it lies no more than this below that of the calm run, for a week."""
_WEEK, _YEAR = 7, 365
ROW_NAMES = (
    "peak_day", "peak_posts", "half_life_days", "criticism_share", "press_mentions", "storm_visitors",
    "extra_departures", "lowest_trust", "lowest_trust_day", "highest_trust", "recovery_days",
    "trust_left_after_year", "trust_left",
    "loyalty_left", "customers_left", "stronger",
)  # fmt: skip


def aftermath(storm: Run, calm: Run) -> pd.Series:
    """Return what a storm did and what is left of it.

    Args:
        storm: a run whose scenario has a crisis. calm: the same scenario without, same playbook and seed.

    Returns:
        By name: peak_day (days from the crisis to the day with most posts about it), peak_posts (posts on that
        day), half_life_days (days from the peak until a day has half as many or fewer), criticism_share (posts
        about it among all on the peak day), press_mentions (reports), storm_visitors (members),
        extra_departures (members, storm visitors left out), lowest_trust (deepest gap of mean trust to the calm
        run) and lowest_trust_day (days from the crisis),
        highest_trust (best gap), recovery_days (days from the crisis until trust is back for
        a week; NaN if not yet), trust_left_after_year (gap 365 days after the crisis; NaN in a shorter run),
        trust_left, loyalty_left (gaps at the end), customers_left (change at the end, share), stronger (1 when
        trust ends more than 0.01 higher than in the calm run, and loyalty no lower; else 0).

    Raises:
        ValueError: when the first run has no crisis, or the runs do not belong together.
    """
    must_be_run(storm, "storm")
    must_be_run(calm, "calm")
    day = _day_of_crisis(storm, calm)
    posts = storm.daily["crisis_posts"].to_numpy()[day:]
    peak = int(posts.argmax())
    below = np.flatnonzero(posts[peak:] <= posts[peak] / 2)
    written = (storm.daily["posts"] + storm.daily["replies"]).to_numpy()[day + peak]
    trust = _gap(storm, calm, "trust")[day:]
    lowest = int(trust.argmin())
    trust_left, loyalty_left = (float(_gap(storm, calm, name)[-1]) for name in ("trust", "loyalty"))
    members = storm.members
    customers = float(calm.daily["customers"].iloc[-1])
    values = (
        peak, posts[peak], below[0] if len(below) and posts[peak] else np.nan,
        posts[peak] / written if written else np.nan, storm.daily["press_mentions"].sum(),
        (members["outsider"] == 1).sum(), _left(storm) - _left(calm), trust[lowest], lowest, trust.max(),
        _recovery(trust, lowest), trust[_YEAR] if len(trust) > _YEAR else np.nan, trust_left, loyalty_left,
        storm.daily["customers"].iloc[-1] / customers - 1 if customers else np.nan,
        trust_left > RECOVERED and loyalty_left > 0,
    )  # fmt: skip
    return pd.Series(values, index=list(ROW_NAMES), dtype="float64", name="value").rename_axis("what")


def by_role(run: Run) -> pd.DataFrame:
    """Return how lurkers, creators and influencers feel at the end: one row a role, storm visitors left out.

    Columns: members (count), trust, belonging, loyalty, satisfaction, outrage (means, 0 to 1), aware (share who
    know of the latest crisis), left (members of that role who left for good during the run).
    """
    must_be_run(run)
    members = run.members[run.members["outsider"] == 0]
    here = members["left_hour"] == FOREVER
    feelings = ["trust", "belonging", "loyalty", "satisfaction", "outrage"]
    groups = members[here].groupby("role", observed=False)
    table = groups[feelings].mean()
    table.insert(0, "members", groups.size())
    table["aware"] = groups["aware"].agg(lambda known: float((known > 0).mean()))
    table["left"] = members[~here].groupby("role", observed=False).size()
    return table


def _day_of_crisis(storm: Run, calm: Run) -> int:
    crises = storm.scenario.crises
    if not crises or calm.scenario.crises:
        raise ValueError("aftermath needs a run with a crisis, and one without it")
    if storm.seed != calm.seed or storm.days != calm.days:
        raise ValueError(
            f"both runs must have the same seed and length, got seeds {storm.seed} and {calm.seed}, "
            f"{storm.days} and {calm.days} days"
        )
    crisis = crises[0]
    day = (crisis.begins + crisis.revealed_after_hours) // HOURS_PER_DAY
    if day >= storm.days:
        raise ValueError(f"the crisis comes out on day {day}, but the run has {storm.days} days")
    return day


def _gap(storm: Run, calm: Run, column: str) -> np.ndarray:
    return storm.daily[column].to_numpy() - calm.daily[column].to_numpy()


def _left(run: Run) -> int:
    members = run.members
    return int(((members["left_hour"] != FOREVER) & (members["outsider"] == 0)).sum())


def _recovery(trust: np.ndarray, lowest: int) -> float:
    """Return the first day, from the lowest on, from which trust lies near that of the calm run for a week."""
    if trust[lowest] >= -RECOVERED:
        return 0.0
    near = trust >= -RECOVERED
    for day in range(lowest, len(near) - _WEEK + 1):
        if near[day : day + _WEEK].all():
            return float(day)
    return np.nan
