"""Session: a manager's seat at a running community - decide, let time pass, rewind, and decide otherwise."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from numbers import Integral
from typing import TYPE_CHECKING, Any

from ..playbook.playbook import Playbook
from ..world.scenario import Scenario
from .decision import Decision, Options, shown
from .injects import Inject
from .journal import place_of
from .mission import Mission
from .moves import move_of
from .passing import PassingTime, Progress
from .start import Start, loaded
from .whatif import WhatIf, what_if

if TYPE_CHECKING:
    from .debrief import Debrief


class Session(PassingTime):
    """A community at the desk: what is seen of it, what is decided, and how time passes.

    Attributes:
        start: where it began. mission: what is to be achieved, None without one.
        history_of: decisions, branches and the community as they are now.
    """

    def __init__(
        self,
        scenario: Scenario | str | None = None,
        playbook: Playbook | str | None = None,
        seed: int = 7,
        mission: Mission | str | None = None,
        autosave: str | os.PathLike[str] | None = None,
        autopilot: Iterable[str] | None = None,
        injects: Sequence[Inject] = (),
    ) -> None:
        """Sit down at the desk.

        Args:
            scenario: a `Scenario`, the name of one that ships, or a YAML file; None with a mission, which brings
                its own.
            playbook: a `Playbook`, a name or a file; None for "balanced", or the mission's.
            seed: the luck, a whole number from 0 to 2**64 - 1.
            mission: a `Mission`, the name of one that ships, or a YAML file.
            autosave: a folder, or a file that ends in .jsonl, in which every decision and hour is kept.
            autopilot: what the team does by itself ("moderation", "care", "engagement", "crisis"); the rest is
                yours. None: everything, or as the mission says.
            injects: cards of a workshop, which come by themselves or by `play_card`.

        Raises:
            ValueError: in one line, when something cannot be used.
            OSError: when autosave cannot be written to.
        """
        goal = None
        if mission is not None:
            if scenario is not None:
                raise ValueError("a mission brings its own scenario; give one or the other")
            goal = loaded(Mission, mission)
            start = goal.start(seed, playbook, autopilot)
        else:
            start = Start(
                loaded(Scenario, "forum" if scenario is None else scenario),
                loaded(Playbook, "balanced" if playbook is None else playbook),
                seed,
                autopilot,
            )
        self._sit_down(start, goal, _cards(injects))
        if autosave is not None:
            self._autosave(place_of(autosave))

    # --- what is decided ----------------------------------------------------------------------------------

    def act(self, verb: str, target: int | None = None, /, **options: Any) -> dict[str, Any]:
        """Do something now, by whoever on the team has most minutes left of the hour just lived.

        Args:
            verb: one of `verbs()`. target: number of a post or member, as the verb needs.
            options: see `verbs()`; `later=True` puts it on the list when nobody has the minutes.

        Returns:
            minutes, euros, manager (who did it), result (what the verb returns; "waits" when it is on the list).

        Raises:
            ValueError: in one line, when it cannot be done; nothing has changed then. `Busy`, a kind of
                ValueError, when the team has no minutes left for it.
        """
        move = move_of(verb)
        move.checked(options)
        values = dict(options) if target is None else {"target": target, **options}
        return self._decide(verb, values)

    def set(self, changes: Mapping[str, Any] | str, value: Any = None) -> Playbook:
        """Change policies from now on: `s.set("netiquette.notice", "explained")`, or a table of such pairs.

        Returns:
            The playbook from now on.

        Raises:
            ValueError: in one line, when a name is unknown or a value cannot be used; nothing has changed then.
        """
        table = {changes: value} if isinstance(changes, str) else changes
        if not isinstance(table, Mapping):
            raise ValueError(
                f"set takes a dotted name and a value, or a table of them, got {type(changes).__name__}"
            )
        self._decide("set", {"changes": dict(table)})
        return self.playbook

    def play_card(self, code: str) -> Inject:
        """Release a card of the workshop by its code.

        Raises:
            ValueError: when no card has that code, or it has been released.
        """
        known = [card.code for card in self._injects if card.code]
        card = next((card for card in self._injects if card.is_opened_by(code)), None)
        if card is None:
            raise ValueError(
                f"no card has the code {shown(code)}" + ("" if known else "; this session has no cards")
            )
        if card.name in self._released():
            raise ValueError(f"card {card.name!r} has been released already")
        self._decide("card", card.options(self.hour))
        return card

    def _decide(self, what: str, options: Mapping[str, Any]) -> dict[str, Any]:
        with self._alone():
            if self.over:
                raise ValueError("the time is up; debrief() looks back, rewind(to=number) goes back")
            decision = Decision(len(self.decisions) + 1, self.hour, what, Options(options))
            limits = None if self.mission is None else self.mission.budget
            result = self.history_of.decide(decision, limits)
            self._note("decision", **decision.as_data())
            self._keep()
            return result

    # --- back, and otherwise ------------------------------------------------------------------------------

    def rewind(self, to: int) -> Decision:
        """Go back to just before a decision; the way given up is kept in `branches`. Return that decision.

        Raises:
            ValueError: when there is no such decision.
        """
        with self._alone():
            number = _number(to, "decision", len(self.decisions))
            decision = self.history_of.rewind(number)
            self._note("rewind", to=number)
            self._keep()
            return decision

    def switch(self, branch: int) -> None:
        """Go on where a branch was given up; the way given up now becomes a branch.

        Raises:
            ValueError: when there is no such branch.
        """
        with self._alone():
            number = _number(branch, "branch", len(self.branches))
            self.history_of.switch(number)
            self._note("switch", to=number)
            self._keep()

    def what_if(
        self,
        number: int,
        instead: Decision | tuple[str, Mapping[str, Any]] | None = None,
        days: float = 7,
        replicates: int = 20,
        cancel: threading.Event | None = None,
        progress: Progress | None = None,
    ) -> WhatIf:
        """Return what a decision has changed: the same past and luck with it, and without it or with another.

        Args:
            number: of the decision. instead: another one, as a `Decision` or (verb, options); None leaves it out.
            days: how long both ways are lived. replicates: with how many lucks.
            cancel, progress: as for `advance`; after a cancel the pairs so far count.

        Raises:
            ValueError: in one line, when something cannot be used.
        """
        decision = self.decisions[_number(number, "decision", len(self.decisions)) - 1]
        return what_if(self.history_of, decision, instead, days, replicates, cancel, progress)

    def debrief(self, replicates: int = 12, days: float = 5, examined: int = 12, progress: Any = None) -> Debrief:
        """Look back: what happened, which decisions mattered most, what the evidence says, and the scores."""
        from .debrief import debrief

        return debrief(self, replicates, days, examined, progress)


def _cards(injects: Any) -> tuple[Inject, ...]:
    """Return the cards of a session, each an `Inject`."""
    cards = tuple(injects) if isinstance(injects, list | tuple) else None
    if cards is None or not all(isinstance(card, Inject) for card in cards):
        raise ValueError(f"injects must be a list of cards (Inject), got {shown(injects)}")
    return cards


def _number(value: Any, noun: str, most: int) -> int:
    """Return the number of a decision or branch that exists."""
    if isinstance(value, bool) or not isinstance(value, Integral) or not 1 <= value <= most:
        exist = f"there are {most}, from 1" if most else f"there is no {noun} yet"
        raise ValueError(f"{noun} must be the number of one ({exist}), got {shown(value)}")
    return int(value)
