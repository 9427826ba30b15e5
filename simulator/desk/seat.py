"""Seat: what is seen from the desk - a community, its tiles, its inbox, what was decided and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..lab.run import Run
from ..playbook.playbook import Playbook
from ..world.community import Community
from ..world.constants import HOURS_PER_DAY
from . import inbox as inboxes
from . import tiles
from .decision import Branch, Decision
from .digest import digest
from .goals import scores
from .history import History
from .injects import Inject
from .moves import COMMON, MOVES
from .start import Start

if TYPE_CHECKING:
    from .mission import Mission


class Seat:
    """A manager's seat: everything that can be looked at.

    Attributes:
        start: where it began. mission: what is to be achieved, None without one.
        history_of: decisions, branches and the community as they are now.
    """

    start: Start
    mission: Mission | None
    history_of: History

    def _sit_down(self, start: Start, mission: Mission | None, injects: tuple[Inject, ...] = ()) -> None:
        self.start, self.mission, self._injects = start, mission, injects
        self.history_of = History(start)
        self._lock = threading.RLock()
        self._run: tuple[Any, Run] | None = None

    @property
    def community(self) -> Community:
        """The community as it is now; to look at, since a session must know of every change."""
        return self.history_of.timeline.community

    @property
    def playbook(self) -> Playbook:
        """The playbook as you have set it. What is not on autopilot waits for you, whatever it says."""
        return self.history_of.timeline.playbook

    @property
    def hour(self) -> int:
        """The hour of the run that comes next; 0 is midnight UTC of the first day."""
        return self.history_of.timeline.hour

    @property
    def end(self) -> int:
        """The hour at which it is over."""
        return self.start.scenario.hours

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.hour >= self.end

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What has been decided, in order."""
        return tuple(self.history_of.decisions)

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The ways that were given up by rewinding; `switch` goes back to one."""
        return tuple(self.history_of.branches)

    @property
    def waiting(self) -> tuple[Decision, ...]:
        """Decisions that wait for somebody with minutes."""
        return tuple(self.history_of.timeline.waiting)

    def results(self) -> pd.DataFrame:
        """Return what came of each decision: number, hour, what, minutes, euros, manager, result."""
        rows = []
        for one in self.decisions:
            found = self.history_of.timeline.results[one.number]
            rows.append({"number": one.number, "hour": one.hour, "what": str(one)} | found)
        return pd.DataFrame(rows, columns=["number", "hour", "what", "minutes", "euros", "manager", "result"])

    def run(self) -> Run:
        """Return a `Run` of everything that has happened so far."""
        now = (id(self.history_of.timeline), self.hour, len(self.decisions), len(self.history_of.branches))
        if self._run is None or self._run[0] != now:
            self._run = (now, self.community.to_run())
        return self._run[1]

    def status(self) -> pd.DataFrame:
        """Return the tiles, one row each: value, unit, a_day_ago, change, good, what (see `tiles.status`)."""
        return tiles.status(self.history_of.timeline)

    def history(self) -> pd.DataFrame:
        """Return what was counted hour by hour since you sat down, for a chart (see `tiles.history`)."""
        return tiles.history(self.history_of.timeline)

    def inbox(self, limit: int = 50) -> pd.DataFrame:
        """Return the posts that wait for a decision, the most pressing first (see `inbox.inbox`)."""
        return inboxes.inbox(self.run(), self.community, limit)

    def thread(self, post: int) -> pd.DataFrame:
        """Return the thread of a post, oldest first (see `inbox.thread`)."""
        return inboxes.thread(self.run(), self.community, post)

    def verbs(self) -> dict[str, dict[str, Any]]:
        """Return what you can do: by verb its target, meaning, usual minutes, and options with their limits."""
        found = {}
        for verb, move in MOVES.items():
            options = {
                name: {"default": one.default, "what": one.what, "unit": one.unit, "choices": one.choices,
                       "low": one.low, "high": one.high}
                for name, one in (move.options | COMMON).items()
            }  # fmt: skip
            minutes = move.minutes(self.playbook, move.checked({}))
            found[verb] = {"target": move.target, "what": move.what, "minutes": minutes, "options": options}
        return found

    def scores(self) -> pd.DataFrame:
        """Return how things stand by the mission's goals, one row a goal (see `goals.scores`).

        Raises:
            ValueError: when there is no mission.
        """
        if self.mission is None:
            raise ValueError("there is no mission, so nothing is scored; Session(mission=...) has goals")
        return scores(self, self.mission.goals)

    def digest(self) -> str:
        """Return a hash of all tables as they are now; equal digests mean equal to the last bit."""
        return digest(self.run())

    @property
    def _mission_name(self) -> str:
        return "" if self.mission is None else self.mission.name

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._lock.acquire(blocking=False):
            raise ValueError("time is passing right now; stop that first, or wait until it is done")
        try:
            yield
        finally:
            self._lock.release()

    def __repr__(self) -> str:
        """Say where the session stands."""
        day, hour = divmod(self.hour, HOURS_PER_DAY)
        of = f"mission {self.mission.name}" if self.mission is not None else self.start.scenario.name
        return f"<Session {of}, seed {self.start.seed}: day {day}, {hour:02d}:00, {len(self.decisions)} decisions>"
