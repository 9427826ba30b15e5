"""Participation: who writes, in numbers - here and in published measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .. import datasets
from . import facts
from .given import must_be_run

if TYPE_CHECKING:
    from ..lab.run import Run

GROUPS = ("never", "once", "2 to 9 times", "10 times or more")
"""Members by how often they wrote in a run."""
MUCH = 10
RULE_OF_THUMB = "90-9-1 rule of thumb"
_TOP10 = "win365d_median_share_top10pct"
# Published shares of people who wrote nothing, by the number of their row. P03c is printed as a bound: fewer
# than 25% ever wrote.
_SILENT = {
    "P01a": RULE_OF_THUMB,
    "P06i": "GitHub, popular projects",
    "P03c": "Health networks, at least",
    "P05": "Twitter",
    "P06f": "GitHub, random projects",
    "P08b": "TikTok, US adults",
    "P11": "Patient groups, by survey",
}


def written_by_member(run: Run) -> pd.Series:
    """Return posts and replies of every member who visited during the run, most first: shape (members,), int."""
    must_be_run(run)
    came = run.members.index[run.members["visits"] > 0]
    counts = facts.contributions(run.events())
    return counts.reindex(came.union(counts.index), fill_value=0).sort_values(ascending=False, kind="stable")


def by_group(run: Run) -> pd.DataFrame:
    """Return one row a group of `GROUPS`: `people` in it, and `contributions` they wrote."""
    counts = written_by_member(run)
    group = np.digitize(counts, [1, 2, MUCH])
    people = np.bincount(group, minlength=len(GROUPS))
    contributions = np.bincount(group, weights=counts, minlength=len(GROUPS)).astype(int)
    return pd.DataFrame({"people": people, "contributions": contributions}, index=pd.Index(GROUPS, name="group"))


def ladder(run: Run) -> pd.Series:
    """Return the shares of members who came that read, liked, wrote, and wrote a lot; NaN if nobody came."""
    must_be_run(run)
    members = run.members[run.members["visits"] > 0]
    counts = written_by_member(run)
    steps = {
        "read": (members["readings"] > 0).sum(),
        "liked": (members["likes_given"] > 0).sum(),
        "wrote": (counts > 0).sum(),
        "wrote a lot": (counts >= MUCH).sum(),
    }
    return pd.Series(steps) / (len(counts) or np.nan)


def people_who_wrote(run: Run) -> int:
    """Return how many members wrote something during the run."""
    must_be_run(run)
    return len(facts.contributions(run.events()))


def newcomers_who_wrote(run: Run) -> int:
    """Return how many of those who joined during the run wrote something."""
    must_be_run(run)
    joined = run.members.index[run.members["joined_hour"] >= 0]
    return int(run.events().loc[lambda events: events["member"].isin(joined), "member"].nunique())


def lorenz_curve(run: Run) -> tuple[np.ndarray, np.ndarray]:
    """Return the Lorenz curve of contributions over those who wrote.

    Returns:
        Two arrays of shape (writers + 1,), shares from 0 to 1: of the writers from the quietest to the busiest,
        and of all they wrote. Where nobody wrote, the line of equality.
    """
    must_be_run(run)
    counts = np.sort(facts.contributions(run.events()).to_numpy())
    if not len(counts):
        return np.array([0.0, 1.0]), np.array([0.0, 1.0])
    return np.linspace(0, 1, len(counts) + 1), np.concatenate([[0], np.cumsum(counts)]) / counts.sum()


def real_top_shares() -> pd.Series:
    """Return the share of contributions by the most active tenth in real communities, by name, smallest first.

    Each is the median over windows of 365 days (`datasets.load("real_communities")`).
    """
    real = datasets.load("real_communities").query("statistic == @_TOP10")
    return real.set_index("community_name")["value"].sort_values()


def published_silence() -> pd.Series:
    """Return published shares of people who wrote nothing, by where they were measured, largest first.

    The rule of thumb among them is none (`datasets.load("participation_benchmarks")`). Who was counted, and for
    how long, differs from row to row.
    """
    rows = datasets.load("participation_benchmarks").set_index("id").loc[list(_SILENT)]
    share = rows["value"].fillna(1 - rows["value_high"])
    return share.rename(index=_SILENT).sort_values(ascending=False)
