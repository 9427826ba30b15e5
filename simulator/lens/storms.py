"""Storms: what is said against the brand, who leaves over it, and what the press makes of it."""

from __future__ import annotations

import pandas as pd

from ..world.members import FOREVER
from .measure import by_members, metric, share

COLD, WARM = -0.05, 0.05
"""Warmth from which a post counts as negative or positive: the limits usual for VADER's compound score."""


@metric("posts", "none: a count over the run")
def negative_posts(posts: pd.DataFrame) -> float:
    """Posts and replies by members whose words are negative (the truth, not a tool's guess)."""
    return float((by_members(posts)["warmth"] <= COLD).sum())


@metric("score", "posts and replies by members")
def net_sentiment(posts: pd.DataFrame) -> float:
    """Positive minus negative posts and replies, as a share of all, -1 to 1 (the truth, not a tool's guess)."""
    warmth = by_members(posts)["warmth"]
    return share((warmth >= WARM).sum() - (warmth <= COLD).sum(), len(warmth))


@metric("members", "none: a count over the run; storm visitors are left out")
def departures(members: pd.DataFrame) -> float:
    """Members who left for good; those who came only because of a storm are not counted."""
    return float(((members["left_hour"] != FOREVER) & (members["outsider"] == 0)).sum())


@metric("members", "none: a count over the run")
def storm_visitors(members: pd.DataFrame) -> float:
    """Outsiders who came because of a storm and never belonged."""
    return float((members["outsider"] == 1).sum())


@metric("reports", "none: a count over the run")
def press_mentions(hourly: pd.DataFrame) -> float:
    """Reports about the brand in the press."""
    return float(hourly["press_mentions"].sum())
