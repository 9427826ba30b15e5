"""Team: people, their shifts, and the minutes they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import model_validator

from ..settings import Section, setting
from ..world.manager import Manager
from ..world.rhythm import EASTMOST, WESTMOST

if TYPE_CHECKING:
    from ..world.community import Community


class Shift(Section):
    """One person's hours of work, every day of the week."""

    begins: int = setting(9, "local hour", "first hour of work", ge=0, le=23)
    ends: int = setting(17, "local hour", "local hour at which work is over; may be past midnight", ge=0, le=24)
    utc_offset_hours: int = setting(0, "hours", "time zone of the person's clock", ge=WESTMOST, le=EASTMOST)
    minutes_per_hour: float = setting(20, "minutes/hour", "minutes that the community gets", ge=0, le=60)

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
    judgement: float = setting(0.9, "probability", "judging a flagged post rightly", ge=0.5, le=1)

    def hire(self, community: Community) -> list[Manager]:
        """Make one `Manager` a shift."""
        return [
            Manager(
                community, number, (shift.begins, shift.ends), shift.utc_offset_hours, shift.minutes_per_hour,
                self.judgement,
            )
            for number, shift in enumerate(self.shifts)
        ]  # fmt: skip
