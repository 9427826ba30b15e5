"""Monthly figures: what a manager can count or hear of a stretch of days, in the six tasks of the profession.

Nothing here is hidden truth: every figure comes from what is written, when, by whom and to whom, from log-ins and
from the team's own log; the mood is heard in a sample of a fifth of the posts, by word counts (see `listening`).
Tasks are those of the German professional association (BVCM): dialogue and interaction, building, engagement,
support, monitoring and reporting, leadership of opinion leaders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_DAY
from .listening import net
from .monthly_span import ANSWER_HOURS, WEEK_DAYS, Span, weeks_of

TASKS = ("Dialogue and interaction", "Building", "Engagement", "Support", "Monitoring and reporting",
         "Opinion leaders")  # fmt: skip
UNITS = COUNT, SHARE, HOURS, NET, MEAN = "a week", "share", "hours", "points", "on average"
Value = tuple[float, float]
"""A figure and what it is out of; both NaN where there is nothing to count."""


@dataclass(frozen=True)
class Figure:
    """One figure of the report.

    Attributes:
        name: short name. task: one of `TASKS`. label: in words. unit: COUNT, SHARE, HOURS, NET or MEAN.
        better: 1 when more is better, -1 when less is, 0 when it depends.
        counted: how it is counted, and out of what. of: noun of what it is out of, shown beside it.
        value: figure and denominator of a span. by_week: whether a month's value is the mean of its weeks'.
    """

    name: str
    task: str
    label: str
    unit: str
    better: int
    counted: str
    of: str
    value: Callable[[Span], Value]
    by_week: bool = False


def _sum(column: str) -> Callable[[Span], Value]:
    def value(span: Span) -> Value:
        return float(span.daily[column].sum()), float(span.days)

    return value


def _share(yes: pd.Series | np.ndarray) -> Value:
    return (float(np.mean(yes)), float(len(yes))) if len(yes) else (np.nan, 0.0)


def _contributions(span: Span) -> Value:
    return float(len(span.written)), float(span.days)


def _threads_answered(span: Span) -> Value:
    threads = span.old_enough(span.written[span.written["parent"] == -1])
    return _share(span.answered(threads))


def _came_back(span: Span) -> Value:
    newcomers = span.newcomers(WEEK_DAYS)
    return _share((newcomers["visited_days"].to_numpy() & 0b1111110) > 0)  # bits of days 1 to 6 after joining


def first_posts_answered(span: Span) -> Value:
    """Return the share of newcomers' first posts answered within a day by anybody, and how many there were."""
    joined = span.run.members["joined_hour"]
    first = span.run.posts[span.run.posts["author"] >= 0].groupby("author", sort=True).head(1)
    first = first[joined.reindex(first["author"]).to_numpy() >= 0]
    day = first["seconds"] // SECONDS_PER_DAY
    return _share(span.answered(span.old_enough(first[(day >= span.first) & (day < span.last)])))


def _active(span: Span) -> Value:
    return (float(span.daily["wau"].iloc[-1]), float(span.daily["members"].iloc[-1])) if span.days else (np.nan, 0)


def _wrote(span: Span) -> Value:
    active = span.daily["wau"].iloc[-1] if span.days else 0
    # Somebody may write without being counted as a visitor of the last seven days when a span is cut short.
    return (min(span.written["author"].nunique() / active, 1.0), float(active)) if active else (np.nan, 0.0)


def _answered_in_a_day(span: Span) -> Value:
    return _share(span.waits() <= ANSWER_HOURS)


def _half_answered(span: Span) -> Value:
    waits = span.waits()
    return (float(waits.median()), float(len(waits))) if len(waits) else (np.nan, 0.0)


def _mood(span: Span) -> Value:
    if span.heard is None:
        return np.nan, 0.0
    day = span.heard.posts["day"]
    scores = span.heard.posts.loc[(day >= span.first) & (day < span.last), "score"]
    return 100 * net(scores), float(len(scores))


def _open_cases(span: Span) -> Value:
    hours = span.run.hourly["open_cases"].iloc[span.first * HOURS_PER_DAY : span.last * HOURS_PER_DAY]
    return (float(hours.mean()), float(len(hours))) if len(hours) else (np.nan, 0.0)


def _busiest_tenth(span: Span) -> Value:
    counts = span.written.groupby("author").size().sort_values(ascending=False)
    if not len(counts):
        return np.nan, 0.0
    return float(counts.iloc[: max(1, round(len(counts) / 10))].sum() / counts.sum()), float(len(counts))


def _leaders_wrote(span: Span) -> Value:
    leaders = span.leaders()
    return _share(leaders.isin(span.written["author"]))


def _attention(span: Span) -> Value:
    log = span.run.actions
    day = log["hour"] // HOURS_PER_DAY
    acts = log["verb"].isin(["befriend", "award", "thank", "feature", "enlist"]) & (day >= span.first)
    return float((acts & (day < span.last)).sum()), float(span.days)


_D, _B, _E, _S, _M, _O = TASKS
FIGURES = (
    Figure("contributions", _D, "Posts and replies by members", COUNT, 1,
           "all that members wrote, whatever became of it",
           "", _contributions),
    Figure("threads_answered", _D, "Members' threads answered in a day", SHARE, 1,
           "threads of members, answered within 24 hours by anybody else; those of the last day are left out",
           "threads", _threads_answered),
    Figure("arrivals", _B, "Newcomers", COUNT, 1,
           "members who joined",
           "", _sum('arrivals')),
    Figure("came_back", _B, "Newcomers back within a week", SHARE, 1,
           "newcomers who joined at least 7 days before the end and visited again on days 1 to 6",
           "newcomers", _came_back),
    Figure("departures", _B, "Members who left", COUNT, -1,
           "members who left for good",
           "", _sum('departures')),
    Figure("active", _E, "Active members in a week", MEAN, 1,
           "members who visited within 7 days, mean of the weeks",
           "members", _active, by_week=True),
    Figure("wrote", _E, "Active members who wrote", SHARE, 1,
           "members who wrote in a week, of those who visited in it; mean of the weeks",
           "active", _wrote, by_week=True),
    Figure("likes", _E, "Likes", COUNT, 1,
           "likes given by members",
           "", _sum('likes')),
    Figure("complaints", _S, "Complaints", COUNT, -1,
           "complaints that members posted",
           "", _sum('complaints')),
    Figure("answered", _S, "Cases answered in a day", SHARE, 1,
           "complaints answered by the team, in public or private, and questions answered by anybody, within 24 "
           "hours; those of the last day are left out",
           "cases", _answered_in_a_day),
    Figure("half_answered", _S, "Hours until half had an answer", HOURS, -1,
           "median wait of the same cases, mean of the weeks; who still waits counts as a week",
           "cases a week", _half_answered, by_week=True),
    Figure("mood", _M, "Mood heard (20% sample)", NET, 1,
           "positive minus negative posts per 100, estimated by word counts from a sample of a fifth of the "
           "visible posts, one day late",
           "posts heard", _mood),
    Figure("flags", _M, "Posts flagged by members", COUNT, 0,
           "flags raised by members; more can mean more trouble or more people who care",
           "", _sum('flags_given')),
    Figure("open_cases", _M, "Reports waiting", MEAN, -1,
           "reported posts that wait for a decision, mean over the hours",
           "", _open_cases),
    Figure("busiest_tenth", _O, "Written by the busiest tenth", SHARE, 0,
           "posts and replies of the busiest tenth of those who wrote in a week; mean of the weeks",
           "writers a week", _busiest_tenth, by_week=True),
    Figure("leaders_wrote", _O, "Earlier leaders who wrote in a week", SHARE, 1,
           "the ten members whom most others answered in the month before this one; whether they wrote, "
           "mean of the weeks",
           "leaders", _leaders_wrote, by_week=True),
    Figure("attention", _O, "Thanks, awards, talks, features", COUNT, 0,
           "acts of recognition in the team's log",
           "", _attention),
)  # fmt: skip
BY_NAME = {figure.name: figure for figure in FIGURES}


def measured(figure: Figure, span: Span) -> Value:
    """Return a figure of a span: counts a week (or in all, of less than a week), else the value itself."""
    weeks = weeks_of(span)
    if figure.by_week and weeks:
        values = np.array([figure.value(week) for week in weeks])
        known = values[np.isfinite(values[:, 0])]
        return (float(known[:, 0].mean()), float(known[:, 1].mean())) if len(known) else (np.nan, 0.0)
    value, out_of = figure.value(span)
    if figure.unit == COUNT and span.days > WEEK_DAYS:
        value = value * WEEK_DAYS / span.days
    return value, out_of
