"""Instruments: one community as four dashboards count it, each from what it can see and nothing else.

- `forum software`: what the software that runs a forum shows its administrators: sign-ups, visitors, page views,
  topics, flags. What was taken down is gone from it. Newer ones score words, too; here as `listening` does.
- `CHAOSS`: metrics under the names by which the CHAOSS project defines them (chaoss.community/metrics), in our own
  words. They were made for open source projects, and look at contributors.
- `health index`: six components made into one number from 0 to 100, the same weight each, after the idea of
  "Community Health Index for Online Communities" (Lithium Technologies, white paper, 2012): growth, content,
  traffic, responsiveness, interaction, liveliness. How the vendor scaled them is not what is done here:
  `FULL_MARKS` says openly where a component has its 100. That is a design choice, tested against nothing.
- `vanity counts`: totals since the first day, which can only grow.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .given import column
from .listening import net
from .measure import by_members, share
from .period import Period
from .storms import COLD

FORUM, CHAOSS, INDEX, VANITY = "forum software", "CHAOSS", "health index", "vanity counts"
FULL_MARKS = {
    "growth": (10.0, "newcomers a month for every 100 members"),
    "content": (20.0, "posts on show a week for every 100 members"),
    "traffic": (10.0, "page views a week for every member"),
    "responsiveness": (
        0.0,
        "minutes until the first answer: 0 has 100, and 1,000, the paper's limit, has 50",
    ),
    "interaction": (4.0, "different people in a topic, mean"),
    "liveliness": (50.0, "posts a week on a board"),
}
"""Component of the health index: the value that has 100, and of what."""
_HALF_MARKS_MINUTES = 1000.0
_INACTIVE_DAYS = 14
_DAYS_PER_WEEK, _DAYS_PER_MONTH = 7, 30


def forum_software(period: Period) -> dict[str, tuple[float, str, str]]:
    """Return value, unit and what it counts, by figure."""
    hourly, daily, shown, threads = period.hourly, period.daily, period.shown, period.threads
    flagged = by_members(period.posts)
    flagged = flagged[flagged["flags_received"] > 0]
    visitors = float(daily["dau"].mean())
    monthly = float(daily["mau"].iloc[-1]) if len(daily) else np.nan
    opens = shown["parent"] == -1
    complaints = by_members(shown[opens & (shown["kind"] == "complaint")])
    return {
        "sign_ups": (len(period.newcomers), "members", "everybody who registered"),
        "daily_visitors": (visitors, "members", "members who visited on a day, mean over days"),
        "monthly_visitors": (monthly, "members", "members who visited in the 30 days before the end"),
        "stickiness": (share(visitors, monthly), "share", "daily over monthly visitors"),
        "page_views": (hourly["readings"].sum(), "readings", "posts read, again and again by one member, too"),
        "new_topics": (opens.sum(), "posts", "topics on show, the team's included"),
        "posts": (len(shown), "posts", "posts and replies on show, the team's included"),
        "likes": (hourly["likes"].sum(), "likes", "likes given"),
        "first_response_hours": (
            threads["hours"].median(), "hours", "median wait of members' topics that somebody else answered",
        ),
        "without_response": (
            share(threads["hours"].isna().sum(), len(threads)), "share",
            "members' topics on show without an answer",
        ),
        "complaint_topics": (len(complaints), "posts", "complaints on show"),
        "negative_posts": ((period.scores <= COLD).sum(), "posts", "posts on show with negative words"),
        "sentiment": (net(period.scores), "score", "positive minus negative posts on show, by their words"),
        "flags": (hourly["flags_given"].sum(), "flags", "flags by members"),
        "flags_settled": (
            share((flagged["case"] == "closed").sum(), len(flagged)), "share",
            "flagged posts that the team looked at",
        ),
    }  # fmt: skip


def chaoss(period: Period) -> dict[str, tuple[float, str, str]]:
    """Return value, unit and what it counts, by the name that CHAOSS gives the metric."""
    posts = by_members(period.run.posts)
    until = posts[(posts["status"] == "visible") & (posts["seconds"] < period.end * SECONDS_PER_HOUR)]
    now = by_members(period.shown)
    members = period.run.members
    before_run = members["contributions"] - members["posts"] - members["replies"]
    first = until[until["author"].map(before_run) == 0].groupby("author")["seconds"].min()
    new = first[first >= period.first * SECONDS_PER_HOUR]
    days = (until["seconds"] // (HOURS_PER_DAY * SECONDS_PER_HOUR)).groupby(until["author"]).nunique()
    recent = until[until["seconds"] >= (period.end - _INACTIVE_DAYS * HOURS_PER_DAY) * SECONDS_PER_HOUR]
    gaps = now["seconds"].diff().dropna()
    hour = (now["seconds"] // SECONDS_PER_HOUR % HOURS_PER_DAY).mode()
    spread = gaps.std(ddof=0)
    return {
        "Contributors": (now["author"].nunique(), "members", "members with a post or reply on show"),
        "New Contributors": (len(new), "members", "of them, those who never wrote before"),
        "Inactive Contributors": (
            until["author"].nunique() - recent["author"].nunique(), "members",
            f"members who wrote in this run, but not in the last {_INACTIVE_DAYS} days",
        ),
        "Conversion Rate": (
            share((days.reindex(new.index) > 1).sum(), len(new)), "share",
            "new contributors who wrote on a second day",
        ),
        "Time to First Response": (
            period.threads["hours"].mean(), "hours", "mean wait of members' topics that were answered",
        ),
        "Contributor Absence Factor": (
            absence_factor(now["author"].value_counts()), "members",
            "fewest members who together wrote half of what is on show (the bus factor)",
        ),
        "Burstiness": (
            share(spread - gaps.mean(), spread + gaps.mean()) if len(gaps) else np.nan, "index",
            "gaps between posts: -1 like a clock, 0 by chance, towards 1 in bursts (Goh & Barabási 2008)",
        ),
        "Activity Dates and Times": (
            hour.iloc[0] if len(hour) else np.nan, "hour UTC", "hour of day with most posts",
        ),
    }  # fmt: skip


def health_index(period: Period) -> dict[str, tuple[float, str, str]]:
    """Return value, unit and what it counts: each component from 0 to 100, and their mean."""
    hourly, shown, threads, weeks = period.hourly, period.shown, period.threads, period.weeks
    people = float(hourly["members"].mean()) or np.nan
    months = weeks * _DAYS_PER_WEEK / _DAYS_PER_MONTH or np.nan
    talk = shown.groupby("thread")["author"].nunique()
    minutes = threads["hours"].median() * 60
    measured = {
        "growth": 100 * len(period.newcomers) / people / months,
        "content": 100 * len(shown) / people / (weeks or np.nan),
        "traffic": hourly["readings"].sum() / people / (weeks or np.nan),
        "interaction": talk.mean(),
        "liveliness": len(shown) / period.run.scenario.boards / (weeks or np.nan),
    }
    marks = {name: float(np.minimum(100.0, 100 * value / FULL_MARKS[name][0])) for name, value in measured.items()}
    marks["responsiveness"] = float(100 / (1 + minutes / _HALF_MARKS_MINUTES))
    rows = {
        name: (marks[name], "points", f"{about}: {full:g} has 100" if full else about)
        for name, (full, about) in FULL_MARKS.items()
    }
    mean = float(pd.Series(marks).mean())
    return {"health_index": (mean, "points", "mean of those of its six components that there are")} | rows


def vanity_counts(period: Period) -> dict[str, tuple[float, str, str]]:
    """Return value, unit and what it counts, since the first hour of the run."""
    run, hourly = period.run, period.run.hourly.iloc[: period.end]
    registered = (run.members["joined_hour"] < period.end).sum()
    return {
        "registered": (registered, "members", "everybody who ever joined, those who left included"),
        "total_page_views": (hourly["readings"].sum(), "readings", "posts read since the first day"),
        "total_likes": (hourly["likes"].sum(), "likes", "likes given since the first day"),
        "total_posts": (
            hourly["posts"].sum() + hourly["replies"].sum(), "posts",
            "posts and replies since the first day, what was taken down included",
        ),
    }  # fmt: skip


SHOWN = {FORUM: forum_software, CHAOSS: chaoss, INDEX: health_index, VANITY: vanity_counts}
"""Instrument: what it shows of a period."""


def absence_factor(contributions: pd.Series) -> float:
    """Return the fewest contributors who together made half of all contributions; NaN of none.

    >>> absence_factor(pd.Series([1000, 202, 90, 33, 332, 343, 42, 433]))
    2.0
    """
    contributions = column(contributions, "contributions")
    if (contributions < 0).any():
        raise ValueError(f"contributions must be numbers from 0 on, got {contributions.min()}")
    most = contributions.sort_values(ascending=False).cumsum()
    return float((most < most.iloc[-1] / 2).sum() + 1) if len(most) and most.iloc[-1] > 0 else np.nan
