"""Scenario: the place, the people and the time before anybody manages them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from ..settings import Section, Settings
from .constants import HOURS_PER_DAY, Behaviour
from .rhythm import EASTMOST, WESTMOST


class Population(Section):
    """Who the members are."""

    visits_per_day: float = Field(0.1, gt=0, le=24, description="median visits a day while not away")
    visits_spread: float = Field(1.3, ge=0, le=2, description="sd of the log of visits a day")
    voice_share: float = Field(0.2, ge=0, le=1, description="share of members who would ever write")
    voice_spread: float = Field(1.0, ge=0, le=2, description="sd of the log of voice among those")
    homogeneity: float = Field(0.5, ge=0, le=1, description="0: tastes spread evenly, 1: everybody alike")
    history_share: float = Field(0.6, ge=0, le=1, description="founders with a voice who have written before")
    history_most: int = Field(400, ge=1, le=100_000, description="most contributions in a founder's history")


class Platform(Section):
    """What the place lets members do."""

    feed_newest: float = Field(0.45, ge=0, le=1, description="share of readings from newest threads first")
    feed_latest: float = Field(0.35, ge=0, le=1, description="share from latest answers first")
    feed_followed: float = Field(0.05, ge=0, le=1, description="share from threads of followed authors")
    feed_ranked: float = Field(0.15, ge=0, le=1, description="share from the liveliest threads")
    readings_per_visit: float = Field(
        10, ge=1, le=40, description="mean posts read in a visit, if so many are new"
    )
    glances_per_hour: float = Field(1, ge=1, le=8, description="most looks a visitor takes within one hour")
    members_per_board: int = Field(2000, ge=10, description="the platform opens a board for so many members")
    home_share: float = Field(0.9, gt=0, le=1, description="share of visits that go to the home board")
    entry_friction: float = Field(
        0.2, ge=0, le=1, description="share of first posts that sign-up, rules or form deter"
    )

    @model_validator(mode="after")
    def _feed_adds_up(self) -> Self:
        total = self.feed_newest + self.feed_latest + self.feed_followed + self.feed_ranked
        if abs(total - 1) > 1e-6:
            raise ValueError(f"feed_newest + feed_latest + feed_followed + feed_ranked must be 1, got {total:g}")
        return self


class Rhythm(Section):
    """When members are there."""

    day_curve: Literal["leisure", "office"] = Field("leisure", description="activity by local hour")
    weekend_rate: float = Field(0.6, ge=0, le=5, description="activity on a weekend day relative to a working day")
    zones: dict[int, float] = Field(
        {-8: 0.1, -6: 0.1, -5: 0.2, 0: 0.15, 1: 0.35, 5: 0.05, 9: 0.05},
        description="share of members by offset from UTC in whole hours",
    )

    @model_validator(mode="after")
    def _zones_exist(self) -> Self:
        if not self.zones:
            raise ValueError("zones must name at least one offset from UTC")
        for offset, share in self.zones.items():
            if not WESTMOST <= offset <= EASTMOST:
                raise ValueError(f"zones: an offset must be from {WESTMOST} to {EASTMOST} hours, got {offset}")
            if not 0 <= share <= 1:
                raise ValueError(f"zones: a share must be from 0 to 1, got {share:g} for {offset}")
        if abs(sum(self.zones.values()) - 1) > 1e-6:
            raise ValueError(f"zones: shares must add up to 1, got {sum(self.zones.values()):g}")
        return self


class Scenario(Settings):
    """A community before anybody manages it; `Scenario.load("forum")` gives one that ships."""

    shelf: ClassVar[str] = "scenarios"
    noun: ClassVar[str] = "scenario"

    name: str = Field("custom", min_length=1, max_length=80)
    title: str = Field("A community", max_length=200)
    description: str = Field("", max_length=5000)
    kind: Literal["forum", "network", "marketplace", "game", "chat"] = "forum"
    members: int = Field(2000, ge=1, le=20_000_000, description="members on the first day")
    days: int = Field(90, ge=1, le=36_500, description="length of a run")
    start: date = Field(date(2024, 1, 1), description="first day, 00:00 UTC")
    newcomers_per_1000_members_per_day: float = Field(2.2, ge=0, le=1000, description="arrivals at an even pace")
    population: Population = Population()
    platform: Platform = Platform()
    rhythm: Rhythm = Rhythm()
    behaviour: Behaviour = Behaviour()

    @property
    def hours(self) -> int:
        """Length of a run in hours."""
        return self.days * HOURS_PER_DAY

    @property
    def boards(self) -> int:
        """Number of boards the platform opens for the members of the first day."""
        return max(1, round(self.members / self.platform.members_per_board))

    def record(self) -> np.ndarray:
        """Return all numbers that rules read, as a one-row record array: constants and platform."""
        constants = self.behaviour.record()
        platform = self.platform.model_dump()
        record = np.zeros(1, dtype=constants.dtype.descr + [(name, "f8") for name in platform])
        for name in constants.dtype.names:
            record[name] = constants[name]
        for name, value in platform.items():
            record[name] = value
        return record
