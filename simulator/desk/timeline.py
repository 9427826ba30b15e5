"""Timeline: one way a session goes - a community that lives, decisions that change it, and what waits for time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..world.community import Community
from .decision import Decision, Options
from .deeds import Busy, carry_out, minutes_left
from .happenings import ALARM, LOOK, NOTE, Before, Happening, happened
from .injects import read_release
from .moves import move_of
from .start import Start, routine

__all__ = ["ALARM", "LOOK", "NOTE", "SAMPLES", "WAIT_HOURS", "Busy", "Timeline"]

WAIT_HOURS = 72
"""How long something waits for somebody with minutes before it is given up, as answers do by default."""
_NOTHING = {"minutes": 0.0, "euros": 0.0, "manager": -1, "result": None}
SAMPLES = ("trust", "belonging", "loyalty", "satisfaction", "active_members", "minutes_left")


class Timeline:
    """A community at the desk.

    Attributes:
        start: where it began. community: as it is now. playbook: the player's.
        results: what came of each decision, by its number. waiting: decisions that wait for minutes, oldest first.
        samples: what was read off at the end of each hour since the start, one tuple an hour (`SAMPLES`).
        money, minutes: what the player's own decisions have spent.
    """

    def __init__(self, start: Start) -> None:
        """Live the past and sit down."""
        self.start, self.community, self.playbook = start, start.found(), start.playbook
        self.results: dict[int, dict[str, Any]] = {}
        self.waiting: list[Decision] = []
        self.samples: list[tuple[float, ...]] = [sample_of(self.community)]
        self.money = self.minutes = 0.0

    @property
    def hour(self) -> int:
        """The hour that comes next."""
        return self.community.hour

    def copy(self, luck: int | None = None) -> Timeline:
        """Return an independent twin with the same past; `luck` is another seed for what is to come."""
        twin = object.__new__(Timeline)
        twin.start, twin.playbook = self.start, self.playbook
        twin.community = self.community.fork(luck=luck)
        twin.results, twin.waiting, twin.samples = dict(self.results), list(self.waiting), list(self.samples)
        twin.money, twin.minutes = self.money, self.minutes
        return twin

    def step(self) -> list[Happening]:
        """Live an hour, do what has waited for minutes, and return what was worth a look."""
        before = Before.of(self.community)
        self.community.step()
        found = happened(self.community, before, self.start.autopilot)
        found += self._do_what_waits()
        self.samples.append(sample_of(self.community))
        return found

    def live_to(self, hour: int, decisions: Sequence[Decision] = ()) -> Timeline:
        """Live up to an hour, taking each decision when its hour has come, those of that hour included."""
        for decision in decisions:
            while self.hour < decision.hour:
                self.step()
            self.apply(decision)
        while self.hour < hour:
            self.step()
        return self

    def apply(self, decision: Decision) -> dict[str, Any]:
        """Take a decision now; return what came of it.

        Raises:
            ValueError: when it cannot be done; `Busy` when nobody has the minutes. Nothing has changed then.
        """
        if decision.hour != self.hour:
            raise ValueError(f"decision {decision.number} was taken at hour {decision.hour}, it is {self.hour}")
        if decision.what == "set":
            result = self._set(decision.options)
        elif decision.what == "card":
            result = self._release(decision.options)
        else:
            result = self._act(decision)
        self.results[decision.number] = result
        return result

    def _set(self, options: Options) -> dict[str, Any]:
        changes = options.get("changes")
        if not isinstance(changes, dict) or not changes:
            raise ValueError(
                "set needs a table of dotted names and values, such as {'netiquette.notice': 'explained'}"
            )
        playbook = self.playbook.replace(changes)
        plan = routine(playbook, self.start.autopilot)
        if plan != self.community.playbook:
            self.community = self.community.fork(plan)
        self.playbook = playbook
        self.community.log(-1, "set", "house", -1, ", ".join(sorted(changes))[:200], 0.0)
        return dict(_NOTHING)

    def _release(self, options: Options) -> dict[str, Any]:
        name, crisis, away = read_release(options)
        if crisis is not None and crisis not in self.start.scenario.crises:
            raise ValueError(f"crisis {name!r} is none of this place")
        if away is not None:
            away.befall(self.community)
        self.community.log(-1, "card", "house", -1, name, 0.0)
        return dict(_NOTHING)

    def _act(self, decision: Decision) -> dict[str, Any]:
        move = move_of(decision.what)
        options = move.checked({name: value for name, value in decision.options.items() if name != "target"})
        try:
            result = carry_out(self.community, self.playbook, move, decision.options.get("target"), options)
        except Busy:
            if not options["later"]:
                raise
            self.waiting.append(decision)
            self._begin()
            return _NOTHING | {"result": "waits"}
        self.money += result["euros"]
        self.minutes += result["minutes"]
        return result

    def _begin(self) -> None:
        """Let whoever has most minutes left keep them for what has been begun, so that long work gets done."""
        able = [one for one in self.community.managers if one.minutes_left > 0]
        if able:
            max(able, key=lambda one: (one.minutes_left, -one.number)).has_case_begun = True

    def _do_what_waits(self) -> list[Happening]:
        found, left = [], []
        for decision in self.waiting:
            hour = self.hour - 1
            move = move_of(decision.what)
            options = move.checked({name: item for name, item in decision.options.items() if name != "target"})
            target = decision.options.get("target")
            try:
                result = carry_out(self.community, self.playbook, move, target, options)
            except Busy:
                if self.hour - decision.hour >= WAIT_HOURS:
                    found.append(Happening(hour, LOOK, "given up", f"nobody had time for: {decision}"))
                    self.results[decision.number] = self.results[decision.number] | {"result": "given up"}
                else:
                    left.append(decision)
            except ValueError as error:
                found.append(Happening(hour, LOOK, "given up", f"{decision}: {error}"))
                self.results[decision.number] = self.results[decision.number] | {"result": "given up"}
            else:
                self.results[decision.number] = result
                self.money += result["euros"]
                self.minutes += result["minutes"]
                found.append(Happening(hour, NOTE, "done", f"done as you asked: {decision}"))
        self.waiting = left
        if left:
            self._begin()
        return found


def sample_of(community: Community) -> tuple[float, ...]:
    """Return what is read off at the end of an hour (`SAMPLES`)."""
    members = community.members
    here = members.present()
    count = max(1, int(here.sum()))
    active = members["last_visit_seconds"] >= (community.hour - 24) * 3600
    means = [float(members[name][here].sum()) / count for name in SAMPLES[:4]]
    return (*means, float(np.count_nonzero(active & here)), minutes_left(community))
