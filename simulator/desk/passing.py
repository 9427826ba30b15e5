"""Passing: how time goes by at the desk - hour by hour, until something happens, and with cards that come then."""

from __future__ import annotations

import threading
from collections.abc import Callable

from .clock import Stop, hours_of, stop_of
from .decision import Decision, Options
from .deeds import minutes_left
from .happenings import Happening
from .kept import KeptSeat

Progress = Callable[[int, int], None]


class PassingTime(KeptSeat):
    """A kept seat at which time passes."""

    def advance(
        self,
        hours: int | None = None,
        days: float | None = None,
        until: str | None = None,
        cancel: threading.Event | None = None,
        progress: Progress | None = None,
    ) -> list[Happening]:
        """Let time pass, and return what was worth a look.

        Args:
            hours, days: how long; one hour when nothing is said. It ends when the time is up.
            until: "something" (worth a look), "alarm", "morning" (somebody comes to work), "midnight" or "end",
                instead of a length.
            cancel: when it is set, time stops after the hour that is being lived.
            progress: called after every hour with the hours lived and the most there will be.

        Raises:
            ValueError: in one line, when the time is up, or something cannot be used.
        """
        with self._alone():
            if self.over:
                raise ValueError("the time is up; debrief() looks back, rewind(to=number) goes back")
            stop = stop_of(until) if until is not None else None
            if stop is not None and (hours is not None or days is not None):
                raise ValueError("say how long, or until when, not both")
            longest = self.end - self.hour
            total = longest if stop is not None else min(hours_of(hours, days), longest)
            return self._live(total, stop, cancel, progress)

    def _live(
        self, total: int, stop: Stop | None, cancel: threading.Event | None, progress: Progress | None
    ) -> list[Happening]:
        found: list[Happening] = []
        for lived in range(1, total + 1):
            if cancel is not None and cancel.is_set():
                break
            self._release_what_is_due()
            idle = minutes_left(self.community) == 0
            now = self.history_of.step()
            self._note("hour", hour=self.hour)
            found += now
            if progress is not None:
                progress(lived, total)
            if stop is not None and stop(now, self.community, idle):
                break
        self._keep()
        return found

    def _release_what_is_due(self) -> None:
        for card in self._injects:
            if card.hour >= 0 and self.hour == self.start.hour + card.hour and card.name not in self._released():
                decision = Decision(len(self.decisions) + 1, self.hour, "card", Options(card.options(self.hour)))
                self.history_of.decide(decision, None)
                self._note("decision", **decision.as_data())

    def _released(self) -> list[str]:
        return [one.options["name"] for one in self.decisions if one.what == "card"]
