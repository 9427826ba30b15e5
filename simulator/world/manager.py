"""Manager: a person of the team, with a shift, a limited number of minutes, and nerves."""

from __future__ import annotations

from typing import Any

import mesa

from . import arithmetic, stamina
from .behaviour import COMPLAINT
from .chance import What, block, unit
from .compiled import interpreted
from .conduct import INCIVILITY, NO_BREACH
from .constants import HOURS_PER_DAY
from .rhythm import local_hour
from .roster import NOT_BY_LOT
from .views import Counters

ALL_WEEK = (0, 1, 2, 3, 4, 5, 6)
MINUTES_PER_HOUR = 60
NEVER_AGAIN = 2**30

rules = interpreted(arithmetic, stamina)


class Manager(mesa.Agent):
    """Somebody who looks after the community for the brand.

    Attributes:
        number: the manager's number within the team, from 0; the actor in the audit log.
        shift: first and last-but-one local hour of work; (9, 17) works from 9:00 to 16:59, (22, 6) overnight.
        weekdays: local days of work, 0 is Monday; a night shift counts by the day on which each hour lies.
        utc_offset_hours: time zone of the manager's clock.
        minutes_per_hour: minutes available for the community in an hour of work.
        minutes_left: minutes still unspent in this hour.
        judgement: probability of telling a breach from a decent post when rested and calm.
        volunteer: whether morale counts: volunteers slow down, strike and quit when overruled.
        lead: whether escalated cases may be decided.
        platforms: names of the platforms looked after; empty for all.
        lot: number under which a volunteer was found by lot, kept for life; -1 for somebody who has a shift.
        fatigue, composure, morale: 0 to 1.
        has_case_begun: whether the minutes left went into a case that is taken up again in the next hour of work.
        begun_minutes: minutes that went into that case, while off shift.
        away_until_hour: on strike until this hour; far in the future for somebody who quit.
    """

    _ids = Counters()
    _STATE = (
        "fatigue",
        "composure",
        "morale",
        "away_until_hour",
        "minutes_left",
        "has_case_begun",
        "begun_minutes",
        "_worked_minutes",
    )

    def __init__(
        self, model: Any, number: int, shift: tuple[int, int], utc_offset_hours: int, minutes_per_hour: float,
        judgement: float, weekdays: tuple[int, ...] = ALL_WEEK, volunteer: bool = False, lead: bool = False,
        platforms: tuple[str, ...] = (), lot: int = NOT_BY_LOT,
    ) -> None:  # fmt: skip
        """Put a manager on the team of `model`."""
        super().__init__(model)
        self.number = number
        self.shift = shift
        self.weekdays = weekdays
        self.utc_offset_hours = utc_offset_hours
        self.minutes_per_hour = minutes_per_hour
        self.judgement = judgement
        self.volunteer, self.lead, self.platforms, self.lot = volunteer, lead, platforms, lot
        self.fatigue, self.composure, self.morale = 0.0, 1.0, 1.0
        self.away_until_hour = 0
        self.minutes_left = self._worked_minutes = 0.0
        self.has_case_begun, self.begun_minutes = False, 0.0

    def take_over(self, other: Manager) -> None:
        """Go on in the state of `other`, somebody's self before a fork."""
        for name in self._STATE:
            setattr(self, name, getattr(other, name))

    def on_shift(self, hour: int) -> bool:
        """Tell whether the manager works in this hour of the run."""
        if hour < self.away_until_hour:
            return False
        if len(self.weekdays) < len(ALL_WEEK):
            day = (self.model.first_hour_of_week + hour + self.utc_offset_hours) // HOURS_PER_DAY % 7
            if day not in self.weekdays:
                return False
        first, last = self.shift
        now = local_hour(hour, self.utc_offset_hours)
        if first == last % HOURS_PER_DAY:
            return last - first == HOURS_PER_DAY or first == last
        return first <= now < last if first < last else (now >= first or now < last)

    def start_hour(self, hour: int) -> None:
        """Let the last hour's work and rest tell, and receive this hour's minutes, or none when off shift.

        What was left of the last hour of work is added when a case was begun with it.
        """
        k = self.model.k
        self.fatigue = rules.fatigue_after_hour(self.fatigue, self._worked_minutes / MINUTES_PER_HOUR, k)
        self.composure = rules.composure_after_hour(self.composure, k)
        if hour % HOURS_PER_DAY == 0:
            self.morale = rules.morale_after_day(self.morale, k)
        if self.has_case_begun:
            self.begun_minutes = self.minutes_left
        self.has_case_begun = False
        self._worked_minutes = self.minutes_left = 0.0
        if self.on_shift(hour):
            for _ in range(int(self.model.tally.attacks)):
                self.composure = rules.composure_after_attack(self.composure, k)
            self.minutes_left = self.begun_minutes
            self.minutes_left += self.minutes_per_hour * (self.morale if self.volunteer else 1.0)
            self.begun_minutes = 0.0

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
        self._worked_minutes += minutes
        self.model.tally.team_minutes += minutes

    def looks_after(self, board: int) -> bool:
        """Tell whether a board lies on one of the manager's platforms."""
        return not self.platforms or self.model.scenario.platform_of(board) in self.platforms

    @property
    def judgement_now(self) -> float:
        """Probability of judging a post rightly, tired and rattled as the manager is."""
        return rules.judgement_now(self.judgement, self.fatigue, self.composure, self.model.k)

    def judge(self, post: int, care: float = 1.0) -> int:
        """Return which rule a post seems to break (a code of `conduct.BREACHES`); it can be wrong.

        Who takes a decent post for a breach takes it for incivility. `care` is the share of errors that are left
        when one looks with care.
        """
        posts, k = self.model.content.posts, self.model.k
        word, _, _, _ = block(*self.model.key, self.model.hour, self.number, int(What.JUDGEMENT), post)
        breach = int(posts["breach"][post])
        decent_complaint = breach == NO_BREACH and posts["kind"][post] == COMPLAINT
        if unit(word) >= care * rules.error_chance(self.judgement_now, decent_complaint, k):
            return breach
        return INCIVILITY if breach == NO_BREACH else NO_BREACH

    def sees_breach(self, post: int) -> bool:
        """Return the manager's judgement whether a post breaks the rules; it can be wrong."""
        return self.judge(post) != NO_BREACH

    def read_rudeness(self) -> None:
        """Have one's composure worn by a rude post that had to be judged."""
        self.composure = rules.composure_after_rude(self.composure, self.model.k)

    def loses_temper(self, post: int) -> bool:
        """Tell whether the manager answers this post bluntly, whatever was agreed."""
        word, _, _, _ = block(*self.model.key, self.model.hour, self.number, int(What.KNEE_JERK), post)
        return unit(word) < rules.knee_jerk_chance(self.composure, self.model.k)

    def be_overruled(self) -> None:
        """See one's decision overturned: a volunteer loses heart, and may lay down work, or give up."""
        if not self.volunteer:
            return
        k, hour = self.model.k, self.model.hour
        self.morale = rules.morale_after_overruling(self.morale, k)
        if self.morale < k.quit_below:
            self.away_until_hour = NEVER_AGAIN
        elif self.morale < k.strike_below and self.away_until_hour <= hour:
            self.away_until_hour = hour + 1 + int(k.strike_days * HOURS_PER_DAY)
