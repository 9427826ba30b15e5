"""Scenario: the place, the people and the time before anybody manages them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

import numpy as np
from pydantic import model_validator

from ..settings import Section, Settings, setting, text
from . import house
from .constants import HOURS_PER_DAY, Behaviour, constant, one_row
from .crisis import Crisis
from .rhythm import EASTMOST, WESTMOST

_CHOICE = "design choice"


class Population(Section):
    """Who the members are."""

    visits_per_day: float = setting(
        0.1, "visits/day", "visits a day of the median member while not away", _CHOICE, gt=0, le=24
    )
    visits_spread: float = constant(
        1.3, 0, 2, "sd of log", "design experiment: 1-1.5", "differences between members in visits a day"
    )
    voice_share: float = constant(
        0.2,
        0,
        1,
        "share",
        "90-9-1 rule of thumb: Nielsen 2006; measured silent shares .75-.90",
        "who would ever write",
    )
    voice_spread: float = constant(
        0.85, 0, 2, "sd of log", _CHOICE, "differences in readiness to write among those who would"
    )
    homogeneity: float = constant(
        0.5, 0, 1, "share", _CHOICE, "0: tastes spread over the whole line, 1: everybody alike"
    )
    shared_style: float = constant(
        0.3, 0, 1, "share", _CHOICE, "how much of a language and style of its own newcomers must learn"
    )
    dynamism: float = constant(0.3, 0, 1, "share", _CHOICE, "how quickly the talk of the day changes")
    history_share: float = constant(
        0.6, 0, 1, "share", _CHOICE, "founders with a voice who have written before the first day"
    )
    history_most: int = constant(400, 1, 100_000, "posts", _CHOICE, "most contributions in a founder's history")


class Platform(Section):
    """What the place lets members do."""

    feed_newest: float = constant(0.45, 0, 1, "share", _CHOICE, "readings from newest threads first")
    feed_latest: float = constant(0.35, 0, 1, "share", _CHOICE, "readings from latest answers first")
    feed_followed: float = constant(0.05, 0, 1, "share", _CHOICE, "readings from threads of followed authors")
    feed_ranked: float = constant(0.15, 0, 1, "share", _CHOICE, "readings from the liveliest threads")
    readings_per_visit: float = constant(
        10, 1, 40, "posts", _CHOICE, "mean readings in a visit, if so many are new"
    )
    glances_per_hour: float = constant(
        1, 1, 8, "looks/hour", _CHOICE, "most looks a visitor takes within one hour"
    )
    members_per_board: int = constant(2000, 10, 10**9, "members", _CHOICE, "members for whom a board is opened")
    home_share: float = setting(0.9, "share", "visits that go to the home board", _CHOICE, gt=0, le=1)
    entry_friction: float = constant(
        0.2,
        0,
        1,
        "share",
        "walls deter good and bad: Hill & Shaw 2020",
        "first posts deterred by sign-up, rules or form",
    )

    downvotes: bool = setting(False, "yes or no", "whether posts can be voted down")

    @model_validator(mode="after")
    def _feed_adds_up(self) -> Self:
        total = self.feed_newest + self.feed_latest + self.feed_followed + self.feed_ranked
        if abs(total - 1) > 1e-6:
            raise ValueError(f"feed_newest + feed_latest + feed_followed + feed_ranked must be 1, got {total:g}")
        return self


class Rhythm(Section):
    """When members are there."""

    day_curve: Literal["leisure", "office"] = setting("leisure", "name", "activity by local hour")
    weekend_rate: float = constant(
        0.6,
        0,
        5,
        "ratio",
        "real communities .25-.85 (datasets/stylised_facts.csv)",
        "a weekend day over a working day",
    )
    zones: dict[int, float] = setting(
        {-8: 0.08, -6: 0.1, -5: 0.22, 0: 0.15, 1: 0.4, 5: 0.05},
        "shares by hours from UTC",
        "where members live: share of members by offset from UTC in whole hours",
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

    name: str = text("custom", 80, "short name", shortest=1)
    title: str = text("A community", 200, "what people call it")
    description: str = text("", 5000, "what kind of place it is, in a paragraph")
    kind: Literal["forum", "network", "marketplace", "game", "chat"] = setting("forum", "name", "kind of place")
    members: int = setting(2000, "members", "members on the first day", ge=1, le=20_000_000)
    days: int = setting(90, "days", "length of a run", ge=1, le=36_500)
    start: date = setting(date(2024, 1, 1), "date", "first day, 00:00 UTC")
    platforms: tuple[str, ...] = setting(
        ("site",),
        "names",
        "where the community lives; boards are dealt out to them in turn",
        min_length=1,
        max_length=20,
    )
    newcomers_per_1000_members_per_day: float = constant(
        2.2, 0, 1000, "members/day", _CHOICE, "newcomers a day for every 1,000 members present"
    )
    population: Population = Population()
    platform: Platform = Platform()
    rhythm: Rhythm = Rhythm()
    behaviour: Behaviour = Behaviour()

    crises: tuple[Crisis, ...] = setting((), "crises", "what happens to the brand, and when", max_length=20)

    @model_validator(mode="after")
    def _crises_follow(self) -> Self:
        begins = [crisis.begins for crisis in self.crises]
        if begins != sorted(set(begins)):
            raise ValueError("crises must stand in the order of their days, one at a time")
        return self

    @model_validator(mode="after")
    def _platforms_differ(self) -> Self:
        if len(set(self.platforms)) != len(self.platforms) or not all(self.platforms):
            raise ValueError(f"platforms must be different names, got {', '.join(self.platforms)}")
        return self

    provenance: dict[str, str | float | int] = setting(
        {}, "text", "where a fitted scenario comes from; empty for a written one", max_length=100
    )

    @property
    def hours(self) -> int:
        """Length of a run in hours."""
        return self.days * HOURS_PER_DAY

    @property
    def boards(self) -> int:
        """Number of boards opened for the members of the first day, at least one a platform."""
        return max(len(self.platforms), round(self.members / self.platform.members_per_board))

    def platform_of(self, board: int) -> str:
        """Return the name of the platform to which a board belongs."""
        return self.platforms[board % len(self.platforms)]

    def record(self) -> np.ndarray:
        """Return all numbers that rules read, as a one-row record array; the house as it is without a team."""
        constants = self.behaviour.record()
        settings = self.population.model_dump() | self.platform.model_dump() | house.DEFAULTS
        return one_row({name: constants[name][0] for name in constants.dtype.names} | settings)
