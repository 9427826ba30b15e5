"""Monthly span: some days of a run as a manager knows them on the day the report is written.

What is found out later stays out: an answer that comes after that day has not come yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_DAY, SECONDS_PER_HOUR

if TYPE_CHECKING:
    from ..lab.run import Run
    from .listening import Heard

WEEK_DAYS = 7
MONTH_DAYS = 28
"""A month is four whole weeks: every month has the same weekdays, so that two can be compared."""
ANSWER_HOURS = 24
LONGEST_HOURS = 168.0
"""Waits count as a week at most; whoever is still waiting counts as that."""
LEADERS = 10
SAMPLE, LAG_HOURS = 0.2, 24
"""How the mood is heard."""


@dataclass(frozen=True, eq=False)
class Span:
    """Some days of a run, with what is known of them when the report is written.

    Attributes:
        run: what was lived. heard: what a listening tool has heard of it.
        first, last: days from 0, the last one not included. known: day on which the report is written.
        month_first: first day of the month that the span belongs to; leaders are chosen from the month before.
    """

    run: Run
    heard: Heard | None
    first: int
    last: int
    known: int
    month_first: int

    @property
    def days(self) -> int:
        """How many days."""
        return self.last - self.first

    @cached_property
    def daily(self) -> pd.DataFrame:
        """The daily table of these days."""
        return self.run.daily.iloc[self.first : self.last]

    @cached_property
    def written(self) -> pd.DataFrame:
        """What members wrote in these days."""
        return self.between(self.first, self.last)

    def between(self, first: int, last: int) -> pd.DataFrame:
        """Return what members wrote between two days, what the team wrote left out."""
        posts = self.run.posts
        day = posts["seconds"] // SECONDS_PER_DAY
        return posts[(day >= first) & (day < last) & (posts["author"] >= 0)]

    def old_enough(self, posts: pd.DataFrame) -> pd.DataFrame:
        """Return those posts that could have been answered within a day when the report is written."""
        return posts[posts["seconds"] <= self.known * SECONDS_PER_DAY - ANSWER_HOURS * SECONDS_PER_HOUR]

    def first_answers(self, posts: pd.DataFrame) -> pd.Series:
        """Return, by post, when somebody else first answered it in public, in seconds; NaN for nobody so far."""
        replies = self.run.posts[self.run.posts["parent"].isin(posts.index)]
        own = replies["author"].to_numpy() == posts["author"].loc[replies["parent"]].to_numpy()
        return replies[~own].groupby("parent")["seconds"].min().reindex(posts.index)

    def answered(self, posts: pd.DataFrame) -> pd.Series:
        """Return, by post, whether anybody but its author answered it within a day."""
        return self.first_answers(posts) - posts["seconds"] <= ANSWER_HOURS * SECONDS_PER_HOUR

    def waits(self) -> pd.Series:
        """Return hours until an answer, by complaint and question; a week for who waits still.

        A complaint waits for the team, in public or private; a question for anybody, team or member.
        """
        asked = self.old_enough(self.written)
        asked = asked[asked["kind"].isin(["complaint", "question"])]
        answer = asked["team_answer_seconds"].where(asked["team_answer_seconds"] >= 0).astype("float64")
        by_anybody = self.first_answers(asked).where(asked["kind"] == "question")
        answer = answer.fillna(by_anybody).where(~(by_anybody < answer), by_anybody)
        answer = answer.where(answer <= self.known * SECONDS_PER_DAY)
        return ((answer - asked["seconds"]) / SECONDS_PER_HOUR).fillna(LONGEST_HOURS).clip(upper=LONGEST_HOURS)

    def newcomers(self, observed_days: int) -> pd.DataFrame:
        """Return members who joined in these days and have been here for so many when the report is written."""
        joined = self.run.members["joined_hour"] // HOURS_PER_DAY
        return self.run.members[(joined >= self.first) & (joined < min(self.last, self.known - observed_days + 1))]

    def leaders(self) -> pd.Index:
        """Return the members whom most others answered in the month before this one, ten at most."""
        before = self.between(self.month_first - MONTH_DAYS, self.month_first)
        replies = before[before["parent"] >= 0]
        pairs = pd.DataFrame(
            {"to": self.run.posts["author"].loc[replies["parent"]].to_numpy(), "by": replies["author"].to_numpy()}
        )
        pairs = pairs[(pairs["to"] >= 0) & (pairs["to"] != pairs["by"])].drop_duplicates()
        counts = pairs.groupby("to").size().sort_index().sort_values(ascending=False, kind="stable")
        return counts.index[:LEADERS]


def weeks_of(span: Span) -> list[Span]:
    """Return the whole weeks of a span, oldest first; days left over are dropped."""
    return [
        Span(span.run, span.heard, first, first + WEEK_DAYS, span.known, span.month_first)
        for first in range(span.first, span.last - WEEK_DAYS + 1, WEEK_DAYS)
    ]
