"""Conversation: what is written and read, who answers whom, and how unequally the writing is spread.

Everything written counts, also what was removed later. The team writes as member -1: its posts and replies are
in the plain counts `posts` and `replies`, as they are in `run.daily`, but never make members look more active.
"""

from __future__ import annotations

import pandas as pd

from . import facts
from .measure import by_members, metric, share

RESPONSE_HOURS = 24


@metric("readings", "none: a count over the run")
def impressions(hourly: pd.DataFrame) -> float:
    """Posts and replies read; one read by two members, or twice by one, counts twice."""
    return float(hourly["readings"].sum())


@metric("per reading", "readings of posts and replies")
def engagement_rate(hourly: pd.DataFrame, posts: pd.DataFrame) -> float:
    """Posts, replies and likes by members for each reading."""
    return share(len(by_members(posts)) + hourly["likes"].sum(), hourly["readings"].sum())


@metric("posts", "none: a count over the run")
def posts(hourly: pd.DataFrame) -> float:
    """Threads started, by members and team."""
    return float(hourly["posts"].sum())


@metric("posts", "none: a count over the run")
def replies(hourly: pd.DataFrame) -> float:
    """Replies written, by members and team."""
    return float(hourly["replies"].sum())


@metric("share", "threads that members started at least 24 hours before the end")
def response_rate(events: pd.DataFrame, end: pd.Timestamp) -> float:
    """Share of members' threads answered within 24 hours by anybody but the starter, the team included."""
    threads = _member_threads(events)
    old_enough = threads[threads["started"] <= end - pd.Timedelta(hours=RESPONSE_HOURS)]
    return share((old_enough["hours"] <= RESPONSE_HOURS).sum(), len(old_enough))


@metric("hours", "members' threads that were answered before the end; unanswered ones are left out")
def first_response_hours(events: pd.DataFrame) -> float:
    """Median time from a member's thread to the first answer by anybody else, the team included."""
    return float(_member_threads(events)["hours"].median())


@metric("share", "threads that members started, those of the last hours included")
def unanswered_rate(events: pd.DataFrame) -> float:
    """Share of members' threads that nobody but the starter had answered by the end of the run."""
    threads = _member_threads(events)
    return share(threads["hours"].isna().sum(), len(threads))


@metric("share", "answers: replies to a post that somebody else wrote, replies by and to the team included")
def member_to_member_ratio(posts: pd.DataFrame) -> float:
    """Share of answers that one member gave to another; the rest comes from the team or goes to it."""
    replies = posts[posts["parent"] >= 0]
    answered = posts["author"].loc[replies["parent"]].to_numpy()
    is_answer = replies["author"] != answered
    return share((is_answer & (replies["author"] >= 0) & (answered >= 0)).sum(), is_answer.sum())


@metric("share", "posts and replies by members; the 1% is of those who wrote, at least one of them")
def participation_top1(events: pd.DataFrame) -> float:
    """Share of contributions that comes from the most active 1% of contributors."""
    return facts.share_top(events, 0.01)


@metric("share", "posts and replies by members; the 10% is of those who wrote, at least one of them")
def participation_top10(events: pd.DataFrame) -> float:
    """Share of contributions that comes from the most active 10% of contributors."""
    return facts.share_top(events, 0.1)


@metric("index", "members who wrote at least once")
def participation_gini(events: pd.DataFrame) -> float:
    """Gini index of contributions over contributors: 0 all write equally, towards 1 one writes everything."""
    return facts.gini(events)


@metric("share", "members who visited at least once during the run")
def silent_share(events: pd.DataFrame, members: pd.DataFrame) -> float:
    """Share of visitors who wrote nothing during the run."""
    people = int((members["visits"] > 0).sum())
    return facts.silent_share(events, people) if people else float("nan")


def _member_threads(events: pd.DataFrame) -> pd.DataFrame:
    threads = facts.first_replies(events)
    return threads[threads["member"] >= 0]
