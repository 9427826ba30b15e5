"""Conduct: how often the rules are broken, and what the team does about it.

These figures know which posts break the rules, which no real team does: they are the truth that a dashboard
would have to guess. The state at the end of the run counts, so what was restored is not removed. Posts of the
team are left out.
"""

from __future__ import annotations

import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .measure import by_members, metric, share

RECIDIVISM_HOURS = 14 * HOURS_PER_DAY


@metric("share", "posts and replies by members, removed ones included")
def violation_prevalence(posts: pd.DataFrame) -> float:
    """Share of posts and replies that break the rules (hidden truth)."""
    written = by_members(posts)
    return share(written["breaks_rules"].sum(), len(written))


@metric("share", "posts and replies by members")
def removal_rate(posts: pd.DataFrame) -> float:
    """Share of posts and replies that the team took down."""
    written = by_members(posts)
    return share(_is_removed(written).sum(), len(written))


@metric("share", "posts and replies by members that the team took down")
def precision(posts: pd.DataFrame) -> float:
    """Share of removals that were right: the post broke the rules (hidden truth)."""
    removed = _removed(posts)
    return share(removed["breaks_rules"].sum(), len(removed))


@metric("share", "posts and replies by members that break the rules, those of the last hours included")
def recall(posts: pd.DataFrame) -> float:
    """Share of breaches that the team took down (hidden truth)."""
    breaches = _breaches(posts)
    return share(_is_removed(breaches).sum(), len(breaches))


@metric("hours", "posts and replies by members that the team took down")
def time_to_action_hours(posts: pd.DataFrame) -> float:
    """Median time from writing to removal: how long everybody could read what was taken down."""
    removed = _removed(posts)
    return float((_removed_at(removed) - removed["seconds"]).median() / SECONDS_PER_HOUR)


@metric("share", "members of whom a breach was removed for the first time at least 14 days before the end")
def recidivism_rate(posts: pd.DataFrame, hours: int) -> float:
    """Share of members who broke the rules again within 14 days of their first rightly removed post.

    A second breach counts whether the team found it or not (hidden truth).
    """
    breaches = _breaches(posts)
    removed = _removed(breaches)
    first = _removed_at(removed).groupby(removed["author"]).min()
    observed = first[first <= (hours - RECIDIVISM_HOURS) * SECONDS_PER_HOUR]
    # NaN, and so never "again", for the authors who are not observed.
    since = breaches["seconds"] - breaches["author"].map(observed)
    again = breaches.loc[(since >= 0) & (since < RECIDIVISM_HOURS * SECONDS_PER_HOUR), "author"]
    return share(again.nunique(), len(observed))


@metric("minutes", "none: a sum over the run")
def team_minutes(hourly: pd.DataFrame) -> float:
    """Minutes that the team spent on the community."""
    return float(hourly["team_minutes"].sum())


def _breaches(posts: pd.DataFrame) -> pd.DataFrame:
    written = by_members(posts)
    return written[written["breaks_rules"]]


def _is_removed(posts: pd.DataFrame) -> pd.Series:
    return posts["status"] == "removed"


def _removed(posts: pd.DataFrame) -> pd.DataFrame:
    written = by_members(posts)
    return written[_is_removed(written)]


def _removed_at(removed: pd.DataFrame) -> pd.Series:
    """Return when posts were removed, in seconds; the team acts at the end of an hour, after the visits."""
    return (removed["status_hour"].astype("int64") + 1) * SECONDS_PER_HOUR
