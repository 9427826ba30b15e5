"""Conduct: how often the rules are broken, and what the team does about it.

These figures know which posts break the rules, which no real team does: they are the truth that a dashboard
would have to guess (`oversight` puts the two side by side). The state at the end of the run counts, so what was
restored, or overturned on appeal, is not taken down. To take down is to remove or to hide: either way nobody
else can read the post any more, whoever did it, the automatic filter included. Posts of the team are left out.
"""

from __future__ import annotations

import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .measure import by_members, metric, share

RECIDIVISM_HOURS = 14 * HOURS_PER_DAY
TAKEN_DOWN = ("removed", "hidden")
"""Statuses of a post that the team keeps out of everybody's sight; a held post is not decided yet."""


@metric("share", "posts and replies by members, removed ones included")
def violation_prevalence(posts: pd.DataFrame) -> float:
    """Share of posts and replies that break the rules (hidden truth)."""
    written = by_members(posts)
    return share(written["breaks_rules"].sum(), len(written))


@metric("share", "posts and replies by members")
def removal_rate(posts: pd.DataFrame) -> float:
    """Share of posts and replies that the team took down."""
    written = by_members(posts)
    return share(is_taken_down(written).sum(), len(written))


@metric("share", "posts and replies by members that the team took down")
def precision(posts: pd.DataFrame) -> float:
    """Share of what is down that is down rightly: the post broke the rules (hidden truth).

    A mistake that was put right on appeal does not count; `oversight` counts every decision.
    """
    down = _taken_down(posts)
    return share(down["breaks_rules"].sum(), len(down))


@metric("share", "posts and replies by members that break the rules, those of the last hours included")
def recall(posts: pd.DataFrame) -> float:
    """Share of breaches that the team took down (hidden truth)."""
    breaches = _breaches(posts)
    return share(is_taken_down(breaches).sum(), len(breaches))


@metric("hours", "posts and replies by members that the team took down")
def time_to_action_hours(posts: pd.DataFrame) -> float:
    """Median time from writing to being taken down: how long everybody could read what was taken down.

    Hiding a post ends that time as removing it does. What never appeared, since the filter removed it or it was
    removed while it was held, took no time.
    """
    return float(hours_in_sight(_taken_down(posts)).median())


def hours_in_sight(down: pd.DataFrame) -> pd.Series:
    """Return for how many hours everybody could read each post that is taken down: shape (posts,), float64."""
    # A removal leaves a mark in the place of a post that somebody may have read; no mark, and nobody did.
    never_appeared = (down["status"] == "removed") & (down["tombstone"] == "none")
    return ((_acted_at(down) - down["seconds"]) / SECONDS_PER_HOUR).mask(never_appeared, 0.0)


def is_taken_down(posts: pd.DataFrame) -> pd.Series:
    """Tell which posts the team keeps out of sight: shape (posts,), bool."""
    return posts["status"].isin(TAKEN_DOWN)


@metric("share", "members of whom a breach was removed for the first time at least 14 days before the end")
def recidivism_rate(posts: pd.DataFrame, hours: int) -> float:
    """Share of members who broke the rules again within 14 days of their first rightly removed post.

    A second breach counts whether the team found it or not (hidden truth). Whose post was hidden was not told,
    so hiding does not count as a first time. What the filter removed counts from the end of the hour, when its
    author learns of it.
    """
    breaches = _breaches(posts)
    removed = breaches[breaches["status"] == "removed"]
    first = _acted_at(removed).groupby(removed["author"]).min()
    observed = first[first <= (hours - RECIDIVISM_HOURS) * SECONDS_PER_HOUR]
    # NaN, and so never "again", for the authors who are not observed.
    since = breaches["seconds"] - breaches["author"].map(observed)
    again = breaches.loc[(since >= 0) & (since < RECIDIVISM_HOURS * SECONDS_PER_HOUR), "author"]
    return share(again.nunique(), len(observed))


@metric("minutes", "none: a sum over the run")
def team_minutes(hourly: pd.DataFrame) -> float:
    """Minutes that the team spent on the community."""
    return float(hourly["team_minutes"].sum())


@metric("share", "appeals that were decided; those that still wait are left out")
def appeal_overturn_rate(actions: pd.DataFrame) -> float:
    """Share of appeals that were granted: the decision was overturned and the post put back."""
    granted, refused = ((actions["verb"] == verb).sum() for verb in ("overturn", "uphold"))
    return share(granted, granted + refused)


@metric("posts", "none: a count over the run")
def complaints(hourly: pd.DataFrame) -> float:
    """Threads that members started to complain, whatever became of them."""
    return float(hourly["complaints"].sum())


@metric("share", "hours of the run, nights included; without a team every hour counts as 1")
def composure(hourly: pd.DataFrame) -> float:
    """Mean composure of the people on the team, 0 rattled to 1 calm, mean over hours."""
    return float(hourly["composure"].mean())


def _breaches(posts: pd.DataFrame) -> pd.DataFrame:
    written = by_members(posts)
    return written[written["breaks_rules"]]


def _taken_down(posts: pd.DataFrame) -> pd.DataFrame:
    written = by_members(posts)
    return written[is_taken_down(written)]


def _acted_at(posts: pd.DataFrame) -> pd.Series:
    """Return when posts were last acted upon, in seconds; the team acts at the end of an hour, after visits."""
    return (posts["status_hour"].astype("int64") + 1) * SECONDS_PER_HOUR
