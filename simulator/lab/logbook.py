"""Logbook: who came by in which hour, noted while a community lives; the run's own tables keep only totals.

>>> book = Logbook()
>>> run = simulate("forum", "balanced", tactics=[book])       # doctest: +SKIP
>>> book.logins()                                             # one row a member and hour
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from ..lens.given import must_be_run
from ..lens.patterns import with_clock
from ..world.constants import SECONDS_PER_HOUR

if TYPE_CHECKING:
    from ..world.community import Community
    from .run import Run


class Logbook:
    """A tactic that watches and does nothing: it notes the members who visited in each hour.

    One logbook follows one community. A fork of the community takes a copy along, which then goes its own way.

    Attributes:
        first_hour: the first hour that was watched; None before there is one.
        hours: how many hours were watched, without a gap from `first_hour` on.
    """

    def __init__(self) -> None:
        """Open an empty logbook."""
        self.first_hour: int | None = None
        self._visitors: list[np.ndarray] = []

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return a copy that can go on by itself; what is noted never changes, so both may hold it."""
        twin = type(self)()
        twin.first_hour, twin._visitors = self.first_hour, list(self._visitors)
        return twin

    @property
    def hours(self) -> int:
        """How many hours were watched."""
        return len(self._visitors)

    def on_hour(self, community: Community) -> None:
        """Note who visited in the hour that is being lived.

        Raises:
            ValueError: when this is not the hour after the last one noted: the logbook follows another community.
        """
        hour = community.hour
        if self.first_hour is None:
            self.first_hour = hour
        elif hour != self.first_hour + self.hours:
            raise ValueError(
                f"this logbook holds the hours {self.first_hour} to {self.first_hour + self.hours - 1} and cannot "
                f"go on with hour {hour}; give every run a Logbook() of its own"
            )
        visits = community.members["last_visit_seconds"]
        self._visitors.append(np.flatnonzero(visits >= hour * SECONDS_PER_HOUR).astype(np.int32))

    def logins(self, run: Run | None = None) -> pd.DataFrame:
        """Return one row for each member and hour with a visit, oldest first, of equal hours by member.

        Args:
            run: the run that was watched; adds the clock of its start.

        Returns:
            Columns hour (int64, of the run) and member (int32); with `run` also weekday (0 is Monday) and
            hour_of_day (0 to 23), both int64 and in UTC. Looking in twice within an hour is one log-in.
        """
        if run is not None:
            must_be_run(run)
        lengths = [len(visitors) for visitors in self._visitors]
        first = self.first_hour or 0
        table = pd.DataFrame(
            {
                "hour": np.repeat(np.arange(first, first + self.hours, dtype=np.int64), lengths),
                "member": np.concatenate([np.empty(0, dtype=np.int32), *self._visitors]),
            }
        )
        return table if run is None else with_clock(table, run.start)
