"""Mission: a prepared situation - a past that was lived, a desk that is taken over, and goals on several axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from pydantic import model_validator

from ..lab.case import Case
from ..playbook.playbook import Playbook
from ..settings import Section, Settings, SettingsError, setting, text
from ..world.constants import HOURS_PER_DAY
from ..world.scenario import Scenario
from .goals import Goal
from .journal import Log, LogError
from .references import Reference
from .start import Start, loaded, sections

if TYPE_CHECKING:
    from collections.abc import Iterable


class Budget(Section):
    """What the player may spend by own decisions; what the routine spends is limited by the team's hours."""

    minutes: float = setting(10_000, "minutes", "minutes of the team for the player's decisions", ge=0, le=1e6)
    euros: float = setting(10_000, "euros", "money for the player's decisions", ge=0, le=1e9)

    def require(self, minutes: float, euros: float, result: dict[str, Any]) -> None:
        """Refuse what goes beyond it.

        Raises:
            ValueError: in one line, with what is left.
        """
        if minutes > self.minutes:
            left = self.minutes - minutes + result["minutes"]
            raise ValueError(
                f"that takes {result['minutes']:g} minutes, {left:g} are left of the mission's budget"
            )
        if euros > self.euros:
            left = self.euros - euros + result["euros"]
            raise ValueError(f"that costs {result['euros']:g} euros, {left:g} are left of the mission's budget")


class Stage(Section):
    """A stretch of the past: who managed the place, and for how long."""

    playbook: str = text("balanced", 80, "name of a playbook that ships", shortest=1)
    changes: dict[str, Any] = setting({}, "settings", "what is different about it, by dotted name")
    days: int = setting(14, "days", "how long", ge=1, le=3650)

    def plan(self) -> Playbook:
        """Return the playbook."""
        return Playbook.load(self.playbook).replace(self.changes)


class Mission(Settings):
    """A prepared situation; `Mission.names()` lists what ships."""

    shelf: ClassVar[str] = "missions"
    noun: ClassVar[str] = "mission"

    name: str = text("custom", 80, "short name", shortest=1)
    title: str = text("A mission", 200, "what people call it")
    story: tuple[str, ...] = setting((), "paragraphs", "what has happened, and what is wanted", max_length=4)
    scenario: str = text("forum", 80, "place; one of `Scenario.names()`", shortest=1)
    place: dict[str, Any] = setting({}, "settings", "what is different about it, by dotted name")
    past: tuple[Stage, ...] = setting((), "stages", "what was lived before, in order", max_length=10)
    case: str = text("", 80, "a case that is taken over, instead of scenario and past; one of `Case.names()`")
    hours_after: int = setting(24, "hours", "when it is taken over, from when the crisis happens", ge=0, le=10_000)
    days: int = setting(14, "days", "how long the player sits at the desk", ge=1, le=365)
    playbook: str = text("balanced", 80, "playbook that is found on the desk", shortest=1)
    changes: dict[str, Any] = setting({}, "settings", "what is different about it, by dotted name")
    autopilot: tuple[str, ...] = setting(("engagement",), "names", "what the team does by itself", max_length=4)
    budget: Budget = Budget()
    goals: tuple[Goal, ...] = setting((), "goals", "what is wanted, on several axes", max_length=20)
    hints: tuple[str, ...] = setting((), "texts", "what helps when one is stuck", max_length=10)
    evidence: tuple[str, ...] = setting((), "ids", "effects of published studies that bear on it", max_length=20)
    references: tuple[Reference, ...] = setting(
        (), "ways", "ways to play it, good ones and mistakes", max_length=10
    )
    provenance: dict[str, str | int | float] = setting(
        {}, "text", "how the thresholds were measured", max_length=20
    )

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        try:
            self._start(7, self._playbook(), self.autopilot)
        except SettingsError as error:
            raise ValueError(str(error)) from None
        return self

    def start(
        self, seed: int = 7, playbook: Playbook | str | None = None, autopilot: Iterable[str] | None = None
    ) -> Start:
        """Return where it begins.

        Args:
            seed: the luck. playbook: yours instead of the one on the desk. autopilot: other than the mission's.
        """
        plan = self._playbook() if playbook is None else loaded(Playbook, playbook)
        return self._start(seed, plan, self.autopilot if autopilot is None else sections(autopilot))

    def _playbook(self) -> Playbook:
        return Playbook.load(self.playbook).replace(self.changes)

    def _start(self, seed: int, playbook: Playbook, autopilot: tuple[str, ...]) -> Start:
        if self.case:
            return self._take_over(seed, playbook, autopilot)
        past = tuple((stage.plan(), stage.days * HOURS_PER_DAY) for stage in self.past)
        days = sum(stage.days for stage in self.past) + self.days
        scenario = Scenario.load(self.scenario).replace(self.place | {"days": days})
        return Start(scenario, playbook, seed, autopilot, past)

    def _take_over(self, seed: int, playbook: Playbook, autopilot: tuple[str, ...]) -> Start:
        """Return the start in the brand's chair: its own choices so far, as `Case.take_over` lives them."""
        case = Case.load(self.case)
        begins = case.crisis.begins
        stop = begins + self.hours_after
        changes = [0, *(begins + one.hours_after for one in case.choices if one.hours_after < self.hours_after)]
        ends = [*changes[1:], stop]
        past = tuple(
            (case.playbook_after(step), end - first)
            for step, (first, end) in enumerate(zip(changes, ends, strict=True))
        )
        place = case.community_scenario().replace(self.place)
        # A run ends with a day; the hours that are left of the first one count as a day.
        days = -(-stop // HOURS_PER_DAY) + self.days
        return Start(place.replace(days=days), playbook, seed, autopilot, past)


def named_in(log: Log, verify: bool) -> Mission | None:
    """Return the mission that a log names, None for none.

    Raises:
        LogError: when it is to be verified and the log did not begin where the mission begins.
    """
    if not log.mission:
        return None
    if log.mission not in Mission.names():
        if verify:
            raise LogError(f"unknown mission {log.mission!r}; known: {', '.join(Mission.names())}")
        return None
    mission = Mission.load(log.mission)
    begins = mission.start(log.start.seed, log.start.playbook)
    if verify and (begins.scenario, begins.past) != (log.start.scenario, log.start.past):
        raise LogError(f"the log does not begin where the mission {mission.name} begins")
    return mission
