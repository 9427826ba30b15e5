"""Period: some days of a run as the tables of those days, and what of them is on show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK, SECONDS_PER_HOUR
from . import facts
from .given import must_be_run, shown
from .listening import listen
from .measure import by_members

if TYPE_CHECKING:
    from ..lab.run import Run


@dataclass(frozen=True, eq=False)
class Period:
    """Some whole days of a run, or all of it, as the tables of those hours.

    Attributes:
        run: the run. first, end: hours; what happened from the one to before the other counts.
    """

    run: Run
    first: int
    end: int

    @classmethod
    def of(cls, run: Run, days: tuple[int, int] | None = None, what: str = "run") -> Period:
        """Return all of a run, or its days from the first to the last of two, both included.

        Raises:
            ValueError: in one line, when `run` is none, or has no such days.
        """
        must_be_run(run, what)
        if days is None:
            return cls(run, 0, len(run.hourly))
        whole = len(run.hourly) // HOURS_PER_DAY
        is_pair = isinstance(days, tuple | list) and len(days) == 2
        numbers = is_pair and all(isinstance(day, int | np.integer) and not isinstance(day, bool) for day in days)
        if not numbers or not 0 <= days[0] <= days[1] < whole:
            two = f"the first and the last day, between 0 and {whole - 1}"
            raise ValueError(f"days must be {two}, got {shown(days)}")
        return cls(run, int(days[0]) * HOURS_PER_DAY, (int(days[1]) + 1) * HOURS_PER_DAY)

    @cached_property
    def hourly(self) -> pd.DataFrame:
        """Its hours."""
        return self.run.hourly.iloc[self.first : self.end]

    @cached_property
    def daily(self) -> pd.DataFrame:
        """Its whole days."""
        begins = self.run.daily["day"] * HOURS_PER_DAY
        return self.run.daily[(begins >= self.first) & (begins + HOURS_PER_DAY <= self.end)]

    @cached_property
    def posts(self) -> pd.DataFrame:
        """What was written in it, by members and team, whatever became of it."""
        hour = self.run.posts["seconds"] // SECONDS_PER_HOUR
        return self.run.posts[(hour >= self.first) & (hour < self.end)]

    @cached_property
    def shown(self) -> pd.DataFrame:
        """What of it is on show when the run ends."""
        return self.posts[self.posts["status"] == "visible"]

    @cached_property
    def newcomers(self) -> pd.DataFrame:
        """Members who joined in it, storm visitors included."""
        joined = self.run.members["joined_hour"]
        return self.run.members[(joined >= max(self.first, 0)) & (joined < self.end)]

    @cached_property
    def threads(self) -> pd.DataFrame:
        """Topics of members started in it and on show, with first answers on show; see `facts.first_replies`."""
        events, posts = self.run.events(), self.run.posts
        on_show = events[(posts["status"] == "visible").to_numpy()]
        openers = by_members(self.shown)
        return facts.first_replies(on_show[on_show["thread"].isin(openers.index[openers["parent"] == -1])])

    @cached_property
    def scores(self) -> pd.Series:
        """What a tool that reads words makes of each post of members on show, -1 to 1."""
        first, last = self.first // HOURS_PER_DAY, self.end // HOURS_PER_DAY - 1
        if last < first:
            return pd.Series([], dtype="float64")
        return listen(self.run, lag_hours=0, days=(first, last)).posts["score"]

    @property
    def weeks(self) -> float:
        """Its length."""
        return (self.end - self.first) / HOURS_PER_WEEK
