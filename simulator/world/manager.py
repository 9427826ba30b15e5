"""Manager: a person of the team, with a shift and a limited number of minutes an hour."""

from __future__ import annotations

from typing import Any

import mesa

from .chance import What, block, unit
from .constants import HOURS_PER_DAY
from .rhythm import local_hour
from .views import Counters


class Manager(mesa.Agent):
    """Somebody who looks after the community for the brand.

    Attributes:
        number: the manager's number within the team, from 0; the actor in the audit log.
        shift: first and last-but-one local hour of work; (9, 17) works from 9:00 to 16:59, (22, 6) overnight.
        utc_offset_hours: time zone of the manager's clock.
        minutes_per_hour: minutes available for the community in an hour of work.
        minutes_left: minutes still unspent in this hour.
        judgement: probability of telling a breach from a decent post.
    """

    _ids = Counters()

    def __init__(
        self, model: Any, number: int, shift: tuple[int, int], utc_offset_hours: int, minutes_per_hour: float,
        judgement: float,
    ) -> None:  # fmt: skip
        """Put a manager on the team of `model`."""
        super().__init__(model)
        self.number = number
        self.shift = shift
        self.utc_offset_hours = utc_offset_hours
        self.minutes_per_hour = minutes_per_hour
        self.minutes_left = 0.0
        self.judgement = judgement

    def on_shift(self, hour: int) -> bool:
        """Tell whether the manager works in this hour of the run, weekends included."""
        first, last = self.shift
        now = local_hour(hour, self.utc_offset_hours)
        if first == last % HOURS_PER_DAY:
            return last - first == HOURS_PER_DAY or first == last
        return first <= now < last if first < last else (now >= first or now < last)

    def start_hour(self, hour: int) -> None:
        """Receive the hour's minutes, or none when off shift."""
        self.minutes_left = self.minutes_per_hour if self.on_shift(hour) else 0.0

    def can_spend(self, minutes: float) -> bool:
        """Tell whether so many minutes are left in this hour."""
        return self.minutes_left >= minutes

    def spend(self, minutes: float) -> None:
        """Use minutes of this hour.

        Raises:
            ValueError: when fewer are left, or minutes is not a number from 0 up.
        """
        if not 0 <= minutes < float("inf"):
            raise ValueError(f"minutes must be at least 0, got {minutes!r}")
        if not self.can_spend(minutes):
            raise ValueError(f"manager {self.number} has {self.minutes_left:g} minutes left, not {minutes:g}")
        self.minutes_left -= minutes
        self.model.tally.team_minutes += minutes

    def sees_breach(self, post: int) -> bool:
        """Return the manager's judgement whether a post breaks the rules; it can be wrong."""
        word, _, _, _ = block(*self.model.key, self.model.hour, self.number, int(What.JUDGEMENT), post)
        truth = bool(self.model.content.posts["breaks_rules"][post])
        return truth if unit(word) < self.judgement else not truth
