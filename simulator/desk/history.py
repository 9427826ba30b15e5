"""History: the decisions, the way they have gone, the ways given up, and pictures of the past to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .decision import Branch, Decision
from .injects import read_release
from .start import Start
from .timeline import Timeline

if TYPE_CHECKING:
    from .happenings import Happening
    from .mission import Budget

_MOST_PICTURES = 40


class History:
    """What a session remembers.

    Attributes:
        start: where it began. timeline: as it is now. decisions: taken so far. branches: ways given up.
    """

    def __init__(self, start: Start) -> None:
        """Sit down; nothing is decided yet."""
        self.start = start
        self.timeline = Timeline(start)
        self.decisions: list[Decision] = []
        self.branches: list[Branch] = []
        self._pictures: list[tuple[int, Timeline]] = []

    def decide(self, decision: Decision, budget: Budget | None) -> dict[str, Any]:
        """Take a decision now and return what came of it.

        Raises:
            ValueError: when it cannot be taken or is beyond the budget; nothing has changed then.
        """
        before, start = self.timeline, start_with(self.start, [*self.decisions, decision])
        # A crisis is part of the place, so the place is lived again with it; until now nothing differs.
        again = start != before.start
        now = Timeline(start).live_to(before.hour, self.decisions) if again else before.copy()
        result = now.apply(decision)
        if budget is not None:
            budget.require(now.minutes, now.money, result)
        self._pictures.append((len(self.decisions), before))
        if len(self._pictures) > _MOST_PICTURES:
            del self._pictures[1::2]
        self.decisions.append(decision)
        self.timeline = now
        return result

    def step(self) -> list[Happening]:
        """Live an hour; one that fails halfway is taken back, so that the session can go on from before it."""
        hour = self.timeline.hour
        try:
            return self.timeline.step()
        except Exception:
            self._pictures = [pair for pair in self._pictures if pair[1] is not self.timeline]
            self.timeline = Timeline(start_with(self.start, self.decisions)).live_to(hour, self.decisions)
            raise

    def before(self, number: int, with_all_crises: bool = False) -> Timeline:
        """Return a twin of the session as it was just before a decision.

        Args:
            with_all_crises: whether crises that were released later will come in what follows.
        """
        decision = self.decisions[number - 1]
        start = start_with(self.start, self.decisions) if with_all_crises else None
        return self._at(self.decisions[: number - 1], decision.hour, start)

    def rewind(self, number: int) -> Decision:
        """Go back to just before a decision, and keep the way given up as a branch."""
        decision, now = self.decisions[number - 1], self.before(number)
        self._give_up()
        self._go(self.decisions[: number - 1], now)
        return decision

    def switch(self, number: int) -> None:
        """Go on where a branch was given up, and keep the way given up now as a branch."""
        branch = self.branches[number - 1]
        now = self._at(branch.decisions, branch.hour)
        self._give_up()
        self._go(branch.decisions, now)

    def follow(
        self, decisions: Sequence[Decision], branches: Sequence[Branch], hour: int, budget: Budget | None
    ) -> None:
        """Live what a log tells of, from the start.

        Raises:
            ValueError: when a decision could not have been taken.
        """
        now = Timeline(start_with(self.start, decisions))
        for decision in decisions:
            now.live_to(decision.hour)
            try:
                result = now.apply(decision)
                if budget is not None and decision.what not in ("set", "card"):
                    budget.require(now.minutes, now.money, result)
            except ValueError as error:
                raise ValueError(f"decision {decision.number}: {error}") from None
        now.live_to(hour)
        self.timeline, self.decisions, self.branches = now, list(decisions), list(branches)
        self._pictures = []

    def _give_up(self) -> None:
        branch = Branch(len(self.branches) + 1, tuple(self.decisions), self.timeline.hour)
        self.branches.append(branch)

    def _go(self, decisions: Sequence[Decision], now: Timeline) -> None:
        shared = _shared(self.decisions, decisions)
        self._pictures = [
            (taken, picture)
            for taken, picture in self._pictures
            if taken <= shared and picture.hour <= (decisions[taken].hour if taken < len(decisions) else now.hour)
        ]
        self.decisions, self.timeline = list(decisions), now

    def _at(self, decisions: Sequence[Decision], hour: int, start: Start | None = None) -> Timeline:
        """Return a twin of the session after these decisions at an hour, from the nearest picture of the past."""
        start = start_with(self.start, decisions) if start is None else start
        shared = _shared(self.decisions, decisions)
        fits = [
            (taken, picture)
            for taken, picture in [*self._pictures, (len(self.decisions), self.timeline)]
            if taken <= shared
            and picture.start == start
            and picture.hour <= (decisions[taken].hour if taken < len(decisions) else hour)
        ]
        if not fits:
            return Timeline(start).live_to(hour, decisions)
        taken, picture = max(fits, key=lambda pair: pair[0])
        return picture.copy().live_to(hour, decisions[taken:])


def start_with(start: Start, decisions: Sequence[Decision]) -> Start:
    """Return the start in a place where every crisis comes that these decisions release."""
    for decision in decisions:
        if decision.what == "card":
            _, crisis, _ = read_release(decision.options)
            if crisis is not None:
                if crisis.begins != decision.hour:
                    raise ValueError(
                        f"a released crisis begins at once, at hour {decision.hour}, got {crisis.begins}"
                    )
                start = start.with_crisis(crisis)
    return start


def _shared(one: Sequence[Decision], other: Sequence[Decision]) -> int:
    """Return how many decisions two ways have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))
