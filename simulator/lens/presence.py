"""Presence: who comes, who joins in, who stays, and how the members feel about it.

A day is a whole UTC day of the run for counts of visitors, and 24 hours since joining for newcomers. A newcomer
is a member who joined during the run; founders were there before hour 0.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR, Behaviour
from ..world.members import FOREVER
from .measure import metric, share

ACTIVATION_HOURS = 7 * HOURS_PER_DAY
HOURS_PER_MONTH = 30 * HOURS_PER_DAY
_FULL_WEEK, _FULL_MONTH = 6, 29
"""First days of a run that have a whole week, a whole month behind them; days count from 0."""
USUAL_LOYALTY = 0.5 * Behaviour().trust_start
"""Loyalty at which members bring as many newcomers as in a usual place; see `world/acquisition.py`."""
PASSIVE_ANSWER = 7.5
"""Middle of the answers 7 and 8, those of passives."""


@metric("members", "whole days of the run")
def dau(daily: pd.DataFrame) -> float:
    """Daily active users: members who visited on a day, mean over days."""
    return float(daily["dau"].mean())


@metric("members", "days of the run from the 7th on, when a whole week has passed")
def wau(daily: pd.DataFrame) -> float:
    """Weekly active users: members who visited in the last 7 days, mean over days."""
    return float(daily.loc[daily["day"] >= _FULL_WEEK, "wau"].mean())


@metric("members", "days of the run from the 30th on, when a whole month has passed")
def mau(daily: pd.DataFrame) -> float:
    """Monthly active users: members who visited in the last 30 days, mean over days."""
    return float(daily.loc[daily["day"] >= _FULL_MONTH, "mau"].mean())


@metric("share", "members active in the last 30 days, day by day from the 30th day on")
def stickiness(daily: pd.DataFrame) -> float:
    """Share of a month's visitors who come on a day: daily over monthly active users, mean over days."""
    full = daily[(daily["day"] >= _FULL_MONTH) & (daily["mau"] > 0)]
    return float((full["dau"] / full["mau"]).mean())


@metric("share", "newcomers who joined at least 7 days before the end, those who left meanwhile included")
def activation_rate(members: pd.DataFrame, posts: pd.DataFrame, hours: int) -> float:
    """Share of newcomers who wrote a post or reply within 7 days of joining.

    What they wrote counts even when it was removed later.
    """
    newcomers = _newcomers(members, hours, ACTIVATION_HOURS)
    joined_hour = newcomers["joined_hour"].astype("int64")  # seconds of a long run do not fit into 32 bits
    first = posts.groupby("author")["seconds"].min().reindex(newcomers.index)
    return share((first < (joined_hour + ACTIVATION_HOURS) * SECONDS_PER_HOUR).sum(), len(newcomers))


@metric("share", "newcomers who joined at least 2 days before the end, those who left meanwhile included")
def retention_d1(members: pd.DataFrame, hours: int) -> float:
    """Share of newcomers who visited on day 1, that is 24 to 48 hours after joining (classic)."""
    return _retention(members, hours, 1)


@metric("share", "newcomers who joined at least 8 days before the end, those who left meanwhile included")
def retention_d7(members: pd.DataFrame, hours: int) -> float:
    """Share of newcomers who visited on day 7 exactly, 168 to 192 hours after joining (classic).

    Somebody who came on days 6 and 8 only does not count: classic retention is strict, and low where people
    visit once a week.
    """
    return _retention(members, hours, 7)


@metric("share", "newcomers who joined at least 31 days before the end, those who left meanwhile included")
def retention_d30(members: pd.DataFrame, hours: int) -> float:
    """Share of newcomers who visited on day 30 exactly, 720 to 744 hours after joining (classic)."""
    return _retention(members, hours, 30)


@metric("1/month", "member-months: members present summed over hours, divided by 720")
def churn_rate(hourly: pd.DataFrame) -> float:
    """Members who left for good, per member and month of 30 days."""
    return share(hourly["departures"].sum(), hourly["members"].sum() / HOURS_PER_MONTH)


@metric("share", "everybody who was a member at some time of the run")
def reach(members: pd.DataFrame) -> float:
    """Share of members who visited at least once during the run."""
    return share((members["visits"] > 0).sum(), len(members))


@metric("share", "members present at the end")
def trust(members: pd.DataFrame) -> float:
    """Mean trust in the brand at the end of the run, 0 to 1 (the truth, not a survey)."""
    return _mean_of_present(members, "trust")


@metric("share", "members present at the end")
def belonging(members: pd.DataFrame) -> float:
    """Mean sense of belonging at the end of the run, 0 to 1 (the truth, not a survey)."""
    return _mean_of_present(members, "belonging")


@metric("share", "members present at the end")
def loyalty(members: pd.DataFrame) -> float:
    """Mean loyalty to the brand at the end of the run, 0 to 1 (the truth, not a survey)."""
    return _mean_of_present(members, "loyalty")


@metric("points", "members present at the end, all of whom are asked and answer")
def nps(members: pd.DataFrame) -> float:
    """Net promoter score at the end of the run, -100 to 100: promoters minus detractors, per 100 members.

    Each member is asked "How likely is it that you would recommend us to a friend?", from 0 to 10; promoters
    answer 9 or 10, detractors 0 to 6 (question and limits: Reichheld 2003, Harvard Business Review 81(12)). See
    `likely_to_recommend` for what they answer: that is a design choice, and nobody has measured it. Real surveys
    reach those who are in the mood to answer; this one reaches everybody who is still here.
    """
    answers = likely_to_recommend(members.loc[members["left_hour"] == FOREVER, "loyalty"])
    return 100 * share((answers >= 9).sum() - (answers <= 6).sum(), answers.notna().sum())


def likely_to_recommend(loyalty: pd.Series) -> pd.Series:
    """Return what members answer from 0 to 10 when asked whether they would recommend the place: whole numbers.

    In the model, how much members recommend is proportional to their loyalty beside that of somebody who has just
    come (`USUAL_LOYALTY`, half the usual trust). So the answer is proportional to it, too, up to 10. Somebody who
    recommends as much as is usual is a passive (`PASSIVE_ANSWER`) and counts neither way: about an eighth more
    makes a promoter, an eighth less a detractor. That mapping is a design choice. The scale is the same in every
    scenario, also where trust starts elsewhere.
    """
    return np.floor(PASSIVE_ANSWER * loyalty / USUAL_LOYALTY + 0.5).clip(0, 10)


def _newcomers(members: pd.DataFrame, hours: int, observed_hours: int) -> pd.DataFrame:
    """Return members who joined during the run and early enough to be observed for so many hours."""
    joined_hour = members["joined_hour"]
    return members[(joined_hour >= 0) & (joined_hour <= hours - observed_hours)]


def _retention(members: pd.DataFrame, hours: int, day: int) -> float:
    newcomers = _newcomers(members, hours, (day + 1) * HOURS_PER_DAY)
    return share((newcomers["visited_days"].to_numpy() >> day & 1).sum(), len(newcomers))


def _mean_of_present(members: pd.DataFrame, column: str) -> float:
    return float(members.loc[members["left_hour"] == FOREVER, column].mean())
