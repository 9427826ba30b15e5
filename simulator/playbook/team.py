"""Team: people, their shifts, the minutes they have, and what they pass on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from ..settings import Section, setting
from ..world.chance import What, block, normal, unit
from ..world.constants import HOURS_PER_DAY
from ..world.manager import ALL_WEEK, Manager
from ..world.rhythm import EASTMOST, WESTMOST
from ..world.roster import lots
from .netiquette import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..world.community import Community

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Shift(Section):
    """One person's hours of work."""

    begins: int = setting(9, "local hour", "first hour of work", ge=0, le=23)
    ends: int = setting(17, "local hour", "local hour at which work is over; may be past midnight", ge=0, le=24)
    utc_offset_hours: int = setting(0, "hours", "time zone of the person's clock", ge=WESTMOST, le=EASTMOST)
    minutes_per_hour: float = setting(20, "minutes/hour", "minutes that the community gets", ge=0, le=60)
    days: tuple[Weekday, ...] = setting(WEEKDAYS, "days", "local days of work", min_length=1, max_length=7)
    volunteer: bool = setting(False, "yes or no", "works unpaid: may slow down, strike or quit when overruled")
    lead: bool = setting(False, "yes or no", "decides what others pass on")
    platforms: tuple[str, ...] = setting((), "names", "platforms looked after; none: all", max_length=20)

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.begins == self.ends:
            raise ValueError(
                f"a shift must last at least an hour, got {self.begins} to {self.ends}; all day is 0 to 24"
            )
        return self


class Team(Section):
    """The people who look after the community."""

    shifts: tuple[Shift, ...] = setting((Shift(),), "people", "one entry a person; none: nobody", max_length=100)
    judgement: float = setting(0.9, "probability", "judging a post rightly when rested and calm", ge=0.5, le=1)
    volunteers: int = setting(
        0, "people", "volunteers besides, who each give what time they have, some of the evening", ge=0, le=500
    )
    volunteer_minutes: float = setting(
        2, "minutes/hour", "minutes an hour of the median volunteer; few give much, most little", gt=0, le=60
    )
    priorities: tuple[Literal["moderation", "care", "engagement"], ...] = setting(
        ("moderation", "care", "engagement"), "names", "what the team's minutes go to first, second and last",
        min_length=3, max_length=3,
    )  # fmt: skip
    switch_minutes: float = setting(1, "minutes", "lost when the next case lies on another platform", ge=0, le=30)
    escalate: tuple[Rule, ...] = setting((), "rules", "breaches that only a lead decides", max_length=5)
    escalation_hours: int = setting(2, "hours", "until a passed-on case can be decided", ge=0, le=720)

    @model_validator(mode="after")
    def _somebody_leads(self) -> Self:
        if len(set(self.priorities)) != len(self.priorities):
            raise ValueError(f"priorities must name each once, got {', '.join(self.priorities)}")
        if self.escalate and not any(shift.lead for shift in self.shifts):
            raise ValueError("escalate: somebody must decide what is passed on; set lead: true for one of shifts")
        return self

    def hire(self, community: Community, before: Sequence[Manager] = ()) -> list[Manager]:
        """Make one `Manager` a shift, and one a volunteer.

        Args:
            before: the team before a fork; its volunteers stay who they are, whatever shifts come or go.

        Raises:
            ValueError: when a shift names a platform that the scenario does not have.
        """
        known = community.scenario.platforms
        for shift in self.shifts:
            for name in shift.platforms:
                if name not in known:
                    raise ValueError(f"team.shifts: no platform {name!r}; the scenario has {', '.join(known)}")
        paid = [
            Manager(
                community, number, (shift.begins, shift.ends), shift.utc_offset_hours, shift.minutes_per_hour,
                self.judgement, tuple(WEEKDAYS.index(day) for day in shift.days), shift.volunteer, shift.lead,
                shift.platforms,
            )
            for number, shift in enumerate(self.shifts)
        ]  # fmt: skip
        found = lots(self.volunteers, len(paid), before)
        return paid + [self._volunteer(community, number, lot) for number, lot in enumerate(found, len(paid))]

    def _volunteer(self, community: Community, number: int, lot: int) -> Manager:
        """Find a volunteer: three hours an evening or so, somewhere members live, with little time or much."""
        zone, evening, time, _ = block(*community.key, 0, lot, int(What.VOLUNTEERS), 0)
        place, zones = unit(zone), sorted(community.scenario.rhythm.zones.items())
        at = 0
        while at < len(zones) - 1 and place >= zones[at][1]:
            place -= zones[at][1]
            at += 1
        begins = 17 + int(unit(evening) * 5)
        spread = community.scenario.behaviour.volunteer_spread
        minutes = min(60.0, self.volunteer_minutes * math.exp(spread * float(normal(time))))
        return Manager(
            community, number, (begins, (begins + 3) % HOURS_PER_DAY), zones[at][0], minutes, self.judgement,
            ALL_WEEK, volunteer=True, lot=lot,
        )  # fmt: skip
