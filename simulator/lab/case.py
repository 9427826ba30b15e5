"""Case: a crisis that has happened, or could, as something to live through again and decide otherwise.

    from simulator.lab.case import Case
    case = Case.load("kfc_2018")
    case.timeline()                                                  # what happened, with sources
    community = case.replay(seed=7)                                  # the brand's choices, to the end
    mine = case.take_over(hours_after=24, playbook="disclose", seed=7)      # from here on yours

A case puts the crisis into a community of a few thousand who stand for a public of millions. Its severity, its
cluster and who it hit are read from the record: they are what a replay is given. What members then do is the
simulator's; `simulator.lab.replay` holds it against what was observed.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Literal, Self

import pandas as pd
from pydantic import model_validator

from ..playbook.playbook import Playbook
from ..settings import Section, Settings, setting, text
from ..world.community import Community
from ..world.constants import HOURS_PER_DAY
from ..world.crisis import Crisis
from ..world.scenario import Scenario

CALM_DAYS = 14
"""Days before the crisis in which the community lives as usual."""
Measured = Literal[
    "", "peak_days", "peak_share", "posts_per_thread", "next_day_percent", "criticism_percent",
    "buzz_points", "traffic_month_percent", "traffic_second_month_percent", "customers_percent",
    "reach_growth", "blaming_percent",
]  # fmt: skip


class Event(Section):
    """Something that happened."""

    hours_after: int = setting(0, "hours", "time from when the crisis happens", ge=0, le=100_000)
    what: str = text("", 300, "what happened, in a sentence", shortest=1)
    source: str = text("", 300, "where it is reported", shortest=1)


class Choice(Event):
    """Something the brand did, and how a playbook says it."""

    playbook: dict[str, Any] = setting({}, "settings", "what it alters in the playbook, by dotted name")


class Observation(Section):
    """A number on record, and what it is held against, if the simulator is asked to match it."""

    what: str = text("", 200, "what was counted", shortest=1)
    value: float = setting(0, "see unit", "the number on record")
    unit: str = text("", 40, "its unit")
    source: str = text("", 300, "where it is reported", shortest=1)
    measure: Measured = setting("", "name", "measure of a replay to hold against it; empty for none")
    accept_low: float | None = setting(None, "unit of the measure", "lowest value that counts as alike")
    accept_high: float | None = setting(None, "unit of the measure", "highest value that counts as alike")
    because: str = text("", 300, "why these limits, or why it is not held against anything", shortest=1)

    @model_validator(mode="after")
    def _limits_go_with_a_measure(self) -> Self:
        limits = (self.accept_low, self.accept_high)
        if self.measure and (None in limits or self.accept_low >= self.accept_high):
            raise ValueError(
                "accept_low and accept_high must be numbers, the lower one first, where there is a measure"
            )
        if not self.measure and limits != (None, None):
            raise ValueError("accept_low and accept_high are for an observation with a measure")
        return self


class Case(Settings):
    """A crisis with its timeline, the brand's choices and what was observed; `Case.names()` lists what ships."""

    shelf: ClassVar[str] = "cases"
    noun: ClassVar[str] = "case"

    name: str = text("custom", 80, "short name", shortest=1)
    title: str = text("A case", 200, "what people call it")
    summary: str = text("", 2000, "what happened, in a paragraph")
    reservation: str = text("", 2000, "what a replay cannot show")
    day_zero: date = setting(date(2024, 3, 4), "date", "day on which it happened")
    scenario: str = text("forum", 80, "place that stands for the brand's public; one of `Scenario.names()`")
    members: int = setting(2000, "members", "members who stand for it", ge=100, le=1_000_000)
    days_after: int = setting(30, "days", "days that are lived through from day zero on", ge=2, le=3650)
    place: dict[str, Any] = setting({}, "settings", "what is different about the place, by dotted name")
    crisis: Crisis = Crisis(day=CALM_DAYS)
    start_playbook: str = text("silence", 80, "playbook of the brand before it does anything about it")
    events: tuple[Event, ...] = setting((), "events", "what happened", max_length=50)
    choices: tuple[Choice, ...] = setting((), "choices", "what the brand did", max_length=50)
    observed: tuple[Observation, ...] = setting((), "observations", "numbers on record", max_length=50)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.crisis.day != CALM_DAYS:
            raise ValueError(f"crisis.day must be {CALM_DAYS}, the days before it, got {self.crisis.day}")
        hours = [choice.hours_after for choice in self.choices]
        if hours != sorted(hours):
            raise ValueError("choices must stand in the order of their hours_after")
        if hours and hours[-1] >= self.days_after * HOURS_PER_DAY - self.crisis.hour:
            raise ValueError(f"choices: hours_after must lie within days_after ({self.days_after} days)")
        self.community_scenario()
        for step in range(len(self.choices) + 1):
            self.playbook_after(step)
        return self

    def community_scenario(self) -> Scenario:
        """Return the place in which the case is lived through again."""
        changes = {
            "members": self.members, "days": CALM_DAYS + self.days_after, "crises": [self.crisis.model_dump()],
            "start": self.day_zero - timedelta(days=CALM_DAYS),
        }  # fmt: skip
        return Scenario.load(self.scenario).replace(changes | self.place)

    def put_into(self, scenario: Scenario) -> Scenario:
        """Return another place with this crisis in it, after the same calm days and for as long."""
        return scenario.replace(crises=[self.crisis.model_dump()], days=CALM_DAYS + self.days_after)

    def playbook_after(self, steps: int) -> Playbook:
        """Return the brand's playbook once it has made so many of its choices, one after the other."""
        playbook = Playbook.load(self.start_playbook)
        for choice in self.choices[:steps]:
            playbook = playbook.replace(choice.playbook)
        return playbook

    def timeline(self) -> pd.DataFrame:
        """Return what happened and what the brand did: columns date, hours_after, who, what, source."""
        rows = [
            {"date": self._date(item.hours_after), "hours_after": item.hours_after, "who": who, "what": item.what,
             "source": item.source}
            for who, items in (("others", self.events), ("the brand", self.choices)) for item in items
        ]  # fmt: skip
        table = pd.DataFrame(rows, columns=["date", "hours_after", "who", "what", "source"])
        return table.sort_values("hours_after", kind="stable", ignore_index=True)

    def replay(self, seed: int = 1, hours_after: int | None = None, engine: str = "compiled") -> Community:
        """Live through the case with the brand's own choices.

        Args:
            seed: the luck of everything that is not on record.
            hours_after: when to stop, in hours from when the crisis happens; None for the end.
            engine: "compiled" or "mesa".

        Raises:
            ValueError: in one line, when the time lies outside the case.
        """
        begins, end = self.crisis.begins, (CALM_DAYS + self.days_after) * HOURS_PER_DAY
        if hours_after is not None and (
            isinstance(hours_after, bool)
            or not isinstance(hours_after, int)
            or not 0 <= hours_after <= end - begins
        ):
            raise ValueError(f"hours_after must be a whole number from 0 to {end - begins}, got {hours_after!r}")
        stop = end if hours_after is None else begins + hours_after
        community = Community(self.community_scenario(), self.playbook_after(0), seed=seed, engine=engine)
        for step, choice in enumerate(self.choices, 1):
            if begins + choice.hours_after >= stop:
                break
            community.run_for(hours=begins + choice.hours_after - community.hour)
            community = community.fork(self.playbook_after(step))
        return community.run_for(hours=stop - community.hour)

    def take_over(
        self, hours_after: int, playbook: Playbook | str, seed: int = 1, engine: str = "compiled"
    ) -> Community:
        """Sit down in the brand's chair: its own choices so far, your playbook from then on, the same luck.

        Args:
            hours_after: when, in hours from when the crisis happens.
            playbook: a `Playbook`, the name of one that ships, or a YAML file.

        Returns:
            A community at that hour; `run_for` lets it live on.
        """
        plan = playbook if isinstance(playbook, Playbook) else Playbook.load(playbook)
        return self.replay(seed, hours_after, engine).fork(plan)

    def _date(self, hours_after: int) -> date:
        return self.day_zero + timedelta(hours=self.crisis.hour + hours_after)
