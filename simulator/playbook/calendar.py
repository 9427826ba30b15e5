"""Calendar: what the team publishes by weekday and hour, and contests at their cadence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ..settings import Section, setting
from ..world.behaviour import VISIBLE
from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK
from ..world.members import NOBODY
from . import verbs
from .team import WEEKDAYS
from .workday import Job, plan

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager
    from .engagement import Engagement

PUBLISH, OPEN_CONTEST, CLOSE_CONTEST, FEATURE = "publish", "open a contest", "close a contest", "feature"
_AS_SOON_AS_POSSIBLE = 24


class Slot(Section):
    """One entry of a content calendar."""

    day: Literal["daily", "mon", "tue", "wed", "thu", "fri", "sat", "sun"] = setting(
        "daily", "day", "weekday in UTC, or every day"
    )
    hour: int = setting(10, "hour UTC", "hour at which it is published, if somebody has time", ge=0, le=23)
    kind: Literal["starter", "announcement", "news", "talk"] = setting(
        "starter", "name", "a conversation starter, an announcement of the brand's, news, or plain talk"
    )
    appeal: float = setting(1.5, "ratio", "how attractive it is; the median thread of a member has 1", gt=0, le=20)
    minutes: float = setting(20, "minutes", "minutes to write it", gt=0, le=60)
    euros: float = setting(0, "euros", "what it costs besides, such as pictures", ge=0, le=100_000)


class Contest(Section):
    """Contests or prize draws at a steady cadence."""

    every_days: int = setting(0, "days", "days from one contest to the next; 0 for none", ge=0, le=3650)
    lasts_days: int = setting(7, "days", "how long one runs", ge=1, le=365)
    appeal: float = setting(1, "ratio", "how attractive the prize is", gt=0, le=10)
    euros: float = setting(200, "euros", "the prize", ge=0, le=1_000_000)
    minutes: float = setting(60, "minutes", "minutes to prepare and open one", gt=0, le=60)


class Calendar:
    """Plans what is due at this hour of the week, and the cadence of contests and features."""

    def __init__(self, section: Engagement) -> None:
        """Work by a section of a playbook."""
        self.section = section

    def on_hour(self, community: Community) -> None:
        """Plan what is due in this hour."""
        week_hour = (community.first_hour_of_week + community.hour) % HOURS_PER_WEEK
        weekday, hour = WEEKDAYS[week_hour // HOURS_PER_DAY], week_hour % HOURS_PER_DAY
        for number, slot in enumerate(self.section.calendar):
            if slot.hour == hour and slot.day in ("daily", weekday):
                plan(community, f"{PUBLISH} {number}", NOBODY, 0, _AS_SOON_AS_POSSIBLE)
        every = self.section.contest.every_days * HOURS_PER_DAY
        if every and community.hour % every == 0 and community.k.contest <= 0:
            plan(community, OPEN_CONTEST, NOBODY, 0, 3 * HOURS_PER_DAY)
        if community.k.contest > 0 and community.hour == community.cases.contest_ends:
            plan(community, CLOSE_CONTEST, int(community.k.contest_post), 0, 7 * HOURS_PER_DAY)
        per_week = self.section.features_per_week
        # Spread over the week: the n-th is due once n / per_week of its hours have passed.
        for _ in range((week_hour + 1) * per_week // HOURS_PER_WEEK - week_hour * per_week // HOURS_PER_WEEK):
            plan(community, FEATURE, NOBODY, 0, HOURS_PER_DAY)

    def jobs(self) -> dict[str, Job]:
        """Return how these tasks are done."""
        section = self.section
        slots = {
            f"{PUBLISH} {number}": Job(slot.minutes, _Publisher(slot))
            for number, slot in enumerate(section.calendar)
        }
        return slots | {
            OPEN_CONTEST: Job(section.contest.minutes, self._open, _is_running),
            CLOSE_CONTEST: Job(section.minutes_per_award, self._close, _is_over),
            FEATURE: Job(section.minutes_per_feature, self._feature),
        }

    def _open(self, community: Community, manager: Manager, _: int) -> None:
        contest = self.section.contest
        verbs.open_contest(
            community, manager, contest.appeal, contest.lasts_days * HOURS_PER_DAY, "as planned", contest.minutes,
            contest.euros,
        )  # fmt: skip

    def _close(self, community: Community, manager: Manager, _: int) -> None:
        verbs.close_contest(community, manager, "time is up", self.section.minutes_per_award)

    def _feature(self, community: Community, manager: Manager, _: int) -> None:
        opener = liveliest(community)
        if opener != NOBODY:
            verbs.feature(community, manager, opener, "lively", self.section.minutes_per_feature)


class _Publisher:
    """Publishes one slot of the calendar, on every board."""

    def __init__(self, slot: Slot) -> None:
        self.slot = slot

    def __call__(self, community: Community, manager: Manager, _: int) -> None:
        slot = self.slot
        said = {"appeal": slot.appeal, "reason": "calendar", "kind": slot.kind}
        verbs.publish(community, manager, minutes=slot.minutes, money=slot.euros, **said)
        for board in range(1, len(community.content.boards)):
            verbs.publish(community, None, board=board, **said)


def liveliest(community: Community) -> int:
    """Return the opener of the member's thread with most answers of the last week; -1 for none."""
    content = community.content
    threads = content.threads[: content.thread_count]
    since = community.seconds - HOURS_PER_WEEK * 3600
    openers = threads["opener"]
    fits = (
        (content.posts["seconds"][openers] > since)
        & (content.posts["author"][openers] != NOBODY)
        & (content.posts["status"][openers] == VISIBLE)
        & (threads["replies"] > 0)
    )
    rows = np.flatnonzero(fits)
    done = {act[4] for act in community.actions if act[2] == "feature"}
    rows = [row for row in rows[np.argsort(-threads["replies"][rows], kind="stable")] if openers[row] not in done]
    return int(openers[rows[0]]) if rows else NOBODY


def _is_running(community: Community, _: int) -> bool:
    return community.k.contest > 0


def _is_over(community: Community, _: int) -> bool:
    return community.k.contest <= 0
