"""Campaign: a few lines say who is asked, when and for what, and how many are left out by lot to compare with.

>>> call = Campaign("evening call", audience="silent_readers", verb="invite", weekdays=("wed", "thu"),
...                 from_hour=18, to_hour=22, begins_day=30, days=14, holdout=0.5, budget_minutes=240)
>>> run = simulate("forum", "balanced", tactics=[call])      # doctest: +SKIP
>>> call.contacts()                                          # who was asked, who was held out  # doctest: +SKIP
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY
from ..world.members import Members
from . import verbs
from .acts import one_of, whole, within
from .audience import Regulars, checked, choose, in_one_line, in_window, some_weekdays
from .team import WEEKDAYS

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager

TO_PEOPLE = ("invite", "greet", "thank", "award")
VERBS = (*TO_PEOPLE, "publish")
ARMS = ("treated", "held out")
_PAID = ("award", "publish")
_SEED_MOST = 2**64 - 1


class Campaign:
    """Asks members of an audience, one after the other and each once, while its window is open and budget lasts.

    In which order they are asked and who is held out is a matter of lot: of `seed`, the campaign's name and the
    member's number, and so the same in every process. Somebody is dealt only in an hour in which somebody of the
    team could have asked them, whichever arm they fall into, so that the arms differ by lot and nothing else.
    A campaign serves one community; a fork takes a copy along.

    Attributes:
        spent_minutes, spent_euros: so far.
    """

    def __init__(
        self,
        name: str,
        audience: str | Regulars | Iterable[int] | Callable[[Members, int], np.ndarray] = "everybody",
        verb: str = "invite",
        *,
        weekdays: Iterable[str] = WEEKDAYS,
        from_hour: int = 0,
        to_hour: int = 24,
        begins_day: int = 0,
        days: int = 3650,
        holdout: float | None = None,
        minutes: float = 2,
        euros: float = 0,
        budget_minutes: float = 1e6,
        budget_euros: float = 1e9,
        seed: int = 0,
    ) -> None:
        """Plan a campaign.

        Args:
            name: stands in the audit log as the reason.
            audience: a name of `audience.SEGMENTS`, `Regulars(...)` by habit, member numbers, or a function of the
                members' columns and the hour that returns True for those who are meant.
            verb: invite, greet, thank or award, one member at a time; publish puts one starter on every board.
            weekdays, from_hour, to_hour: when it acts, UTC; from 22 to 6 is overnight.
            begins_day, days: first day of the run and how many days it lasts.
            holdout: share that is dealt in and then left alone, to compare with; None for half of them. A post
                can't be kept from anybody, so with publish nobody is held out.
            minutes: working time a contact, or a post, takes somebody on shift.
            euros: what goes with an award or a post.
            budget_minutes, budget_euros: for the whole campaign.
            seed: of the lot.

        Raises:
            ValueError: in one line, for what can't be carried out.
        """
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"name must be the words under which the campaign is logged, got {in_one_line(name)}")
        if not isinstance(verb, str):
            raise ValueError(f"verb must be one of {', '.join(VERBS)}, got {in_one_line(verb)}")
        one_of(verb[:40], "verb", VERBS)
        self.name, self.verb, self.audience = name, verb, checked(audience)
        self.weekdays = some_weekdays(weekdays)
        self.from_hour, self.to_hour = whole(from_hour, "from_hour", 0, 23), whole(to_hour, "to_hour", 0, 24)
        self.begins_day, self.days = whole(begins_day, "begins_day", 0, 36_500), whole(days, "days", 1, 36_500)
        usual = 0.0 if verb == "publish" else 0.5
        self.holdout = usual if holdout is None else within(holdout, "holdout", 0, 0.95)
        if verb == "publish" and self.holdout:
            raise ValueError(f"holdout must be 0 where a post is published, which all can see, got {holdout!r}")
        self.minutes, self.euros = within(minutes, "minutes", 0, 60), within(euros, "euros", 0, 1e6)
        if self.euros and verb not in _PAID:
            raise ValueError(f"euros must be 0 for {verb}; only {' and '.join(_PAID)} cost money, got {euros!r}")
        self.budget_minutes = within(budget_minutes, "budget_minutes", 0, 1e9)
        self.budget_euros = within(budget_euros, "budget_euros", 0, 1e9)
        self.seed = whole(seed, "seed", 0, _SEED_MOST)
        self.spent_minutes = self.spent_euros = 0.0
        self._dealt: dict[int, tuple[int, str]] = {}
        self._last_hour = -1
        self._published = 0

    def contacts(self) -> pd.DataFrame:
        """Return who was dealt in, in order: member (int32), hour (int64), arm ("treated" or "held out").

        Of a post, everybody of the audience who was a member then.
        """
        rows = [(member, hour, arm) for member, (hour, arm) in self._dealt.items()]
        table = pd.DataFrame(rows, columns=["member", "hour", "arm"])
        return table.astype({"member": "int32", "hour": "int64", "arm": "str"})

    def on_hour(self, community: Community) -> None:
        """Ask as many as somebody has minutes for.

        Raises:
            ValueError: when there is no team, or the campaign has served another community.
        """
        if community.hour <= self._last_hour:
            raise ValueError(f"campaign {self.name!r} has served a community already; plan a new one for each run")
        self._last_hour = community.hour
        if isinstance(self.audience, Regulars):
            self.audience.watch(community)
        if not self.is_open(community):
            return
        if not community.managers:
            raise ValueError(f"campaign {self.name!r} needs a team to carry it out; this community has none")
        self._publish(community) if self.verb == "publish" else self._ask(community)

    def is_open(self, community: Community) -> bool:
        """Tell whether this hour lies in the campaign's days and in its window."""
        day = community.hour // HOURS_PER_DAY
        is_day = self.begins_day <= day < self.begins_day + self.days
        return is_day and in_window(community, self.weekdays, self.from_hour, self.to_hour)

    def _ask(self, community: Community) -> None:
        meant = [member for member in choose(self.audience, community) if member not in self._dealt]
        # One line of lots a member: the first says when it is their turn, the second into which arm they fall.
        lots = {member: self._lots(member) for member in meant}
        for member in sorted(meant, key=lambda member: (lots[member][0], member)):
            manager = self._somebody(community)
            if manager is None:
                return
            held_out = lots[member][1] < self.holdout
            self._dealt[member] = (community.hour, ARMS[1] if held_out else ARMS[0])
            if not held_out:
                said: dict[str, Any] = {"reason": self.name, "minutes": self.minutes}
                if self.verb in _PAID:
                    said["money"] = self.euros
                getattr(verbs, self.verb)(community, manager, member, **said)
                self._pay()

    def _publish(self, community: Community) -> None:
        """Put a starter on every board, once; boards for which nobody has time wait."""
        boards = len(community.content.boards)
        while self._published < boards:
            manager = self._somebody(community)
            if manager is None:
                return
            said = {"reason": self.name, "minutes": self.minutes, "money": self.euros}
            verbs.publish(community, manager, board=self._published, kind="starter", **said)
            self._published += 1
            self._pay()
            if self._published == boards:
                self._dealt = {member: (community.hour, ARMS[0]) for member in choose(self.audience, community)}

    def _somebody(self, community: Community) -> Manager | None:
        """Return who has the minutes for one more contact; None, too, when the budget is used up."""
        left = self.budget_minutes - self.spent_minutes, self.budget_euros - self.spent_euros
        if left[0] < self.minutes or left[1] < self.euros:
            return None
        able = (one for one in community.managers if one.minutes_left > 0 and one.can_spend(self.minutes))
        return next(able, None)

    def _pay(self) -> None:
        self.spent_minutes += self.minutes
        self.spent_euros += self.euros

    def _lots(self, member: int) -> np.ndarray:
        return np.random.default_rng([self.seed, zlib.crc32(self.name.encode()), member]).random(2)
