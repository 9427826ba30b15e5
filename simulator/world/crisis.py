"""Crisis: what can happen to a brand, as a setting of a scenario."""

from __future__ import annotations

from typing import Literal

from ..settings import Section, setting, text
from .constants import HOURS_PER_DAY

Kind = Literal["product_failure", "brand_post", "moderation_mistake", "leader_turns", "raid", "decision"]


class Crisis(Section):
    """Something that happens to the brand, and how it comes out."""

    name: str = text("crisis", 80, "short name", shortest=1)
    kind: Kind = setting(
        "product_failure",
        "name",
        "what happens: the product fails, the brand posts something, a leader's post is removed by mistake, "
        "a leader turns on the brand, raiders come, or the brand decides something",
    )
    cluster: Literal["victim", "accidental", "preventable"] = setting(
        "accidental", "name", "how far the brand is to blame, as situational crisis communication theory puts it"
    )
    severity: float = setting(0.6, "share", "how grave it is", ge=0, le=1)
    day: int = setting(30, "day of run", "day on which it happens, from 0", ge=0, le=36_500)
    hour: int = setting(9, "hour UTC", "hour of that day", ge=0, le=23)
    affected: float = setting(0.05, "share", "members whom it hits at first hand; of a raid, raiders", ge=0, le=1)
    revealed_after_hours: int = setting(
        0, "hours", "time until others make it known; until then only the brand knows", ge=0, le=8760
    )
    lasts_hours: int = setting(1, "hours", "time over which those affected are hit", ge=1, le=8760)
    cause_lasts_hours: int = setting(
        0,
        "hours",
        "time for which its cause stays in sight, so that nobody calms down by waiting",
        ge=0,
        le=876_000,
    )
    press: float = setting(1, "x", "how interesting it is to the press beside others as grave", ge=0, le=100)

    @property
    def ends(self) -> int:
        """Hour of the run in which its cause is gone."""
        return self.begins + max(self.lasts_hours, self.cause_lasts_hours)

    @property
    def begins(self) -> int:
        """Hour of the run in which it happens."""
        return self.day * HOURS_PER_DAY + self.hour
