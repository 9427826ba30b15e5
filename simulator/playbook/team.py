"""Team: people, their shifts, and the minutes they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from ..settings import Section
from ..world.manager import Manager
from ..world.rhythm import EASTMOST, WESTMOST

if TYPE_CHECKING:
    from ..world.community import Community


class Shift(Section):
    """One person's hours of work, every day of the week."""

    begins: int = Field(9, ge=0, le=23, description="first local hour of work")
    ends: int = Field(17, ge=0, le=24, description="local hour at which work is over; may be past midnight")
    utc_offset_hours: int = Field(0, ge=WESTMOST, le=EASTMOST, description="time zone of the person's clock")
    minutes_per_hour: float = Field(20, ge=0, le=60, description="minutes an hour that the community gets")

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.begins == self.ends:
            raise ValueError(
                f"a shift must last at least an hour, got {self.begins} to {self.ends}; all day is 0 to 24"
            )
        return self


class Team(Section):
    """The people who look after the community."""

    shifts: tuple[Shift, ...] = Field((Shift(),), max_length=100, description="one entry a person; none: nobody")
    judgement: float = Field(0.9, ge=0.5, le=1, description="probability of judging a flagged post rightly")

    def hire(self, community: Community) -> list[Manager]:
        """Make one `Manager` a shift."""
        return [
            Manager(
                community, number, (shift.begins, shift.ends), shift.utc_offset_hours, shift.minutes_per_hour,
                self.judgement,
            )
            for number, shift in enumerate(self.shifts)
        ]  # fmt: skip
