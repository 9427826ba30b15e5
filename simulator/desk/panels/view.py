"""View: what the desk shows of a session, read off at one moment, so that nothing on the screen contradicts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from ..decision import Branch, Decision
    from ..session import Session

INBOX_MOST = 60


@dataclass(frozen=True, eq=False)
class Pulse:
    """What changes from hour to hour, cheap enough to be read off while time passes.

    Attributes:
        hour, end: now and the end, hours of the run. start: when the player sat down. status: tiles.
        history: hour by hour, for the chart. decided: hours of the decisions.
    """

    hour: int
    end: int
    start: int
    status: pd.DataFrame = field(repr=False)
    history: pd.DataFrame = field(repr=False)
    decided: tuple[int, ...] = ()

    @classmethod
    def of(cls, session: Session) -> Pulse:
        """Read it off."""
        decided = tuple(one.hour for one in session.decisions)
        return cls(session.hour, session.end, session.start.hour, session.status(), session.history(), decided)


@dataclass(frozen=True, eq=False)
class View:
    """Everything.

    Attributes:
        pulse: what changes from hour to hour. title: of the place or mission. inbox: posts that wait.
        decisions, branches, results, waiting: as the session has them. scores: by the mission's goals, or None.
    """

    pulse: Pulse
    title: str
    inbox: pd.DataFrame = field(repr=False)
    decisions: tuple[Decision, ...] = ()
    branches: tuple[Branch, ...] = ()
    results: pd.DataFrame | None = field(default=None, repr=False)
    waiting: tuple[Decision, ...] = ()
    scores: pd.DataFrame | None = field(default=None, repr=False)

    @classmethod
    def of(cls, session: Session) -> View:
        """Read it off."""
        goal = session.mission
        return cls(
            Pulse.of(session),
            (goal or session.start.scenario).title,
            session.inbox(INBOX_MOST),
            session.decisions,
            session.branches,
            session.results(),
            session.waiting,
            session.scores() if goal is not None else None,
        )
