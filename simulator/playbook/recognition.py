"""Recognition: thanks and awards, given at a steady cadence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK, SECONDS_PER_HOUR
from ..world.members import NOBODY
from . import verbs
from .welcome import is_gone_or
from .workday import Job, plan

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager
    from .engagement import Engagement

THANK, AWARD = "thank", "award"
MONTH = 30 * HOURS_PER_DAY


class Recognition:
    """Plans whom to thank each week, and whom to award each 30 days."""

    def __init__(self, section: Engagement) -> None:
        """Work by a section of a playbook."""
        self.section = section

    def on_hour(self, community: Community) -> None:
        """Choose people on the first hour of a week or a month, by what they wrote in it."""
        section, hour = self.section, community.hour
        if section.thanks_per_week and hour and hour % HOURS_PER_WEEK == 0:
            for member in writers(community, HOURS_PER_WEEK)[: section.thanks_per_week]:
                plan(community, THANK, member, 0, HOURS_PER_WEEK - 1)
        if section.awards_per_month and hour and hour % MONTH == 0:
            found = writers(community, MONTH)
            if section.awards_to == "newcomers":
                joined = community.members["joined_hour"]
                found = [member for member in found if joined[member] >= hour - 2 * MONTH]
            for member in found[: section.awards_per_month]:
                plan(community, AWARD, member, 0, HOURS_PER_WEEK)

    def jobs(self) -> dict[str, Job]:
        """Return how these tasks are done."""
        section = self.section
        return {
            THANK: Job(
                section.minutes_per_thanks, self._thank, is_gone_or(not section.thanks_per_week), of_post=False
            ),
            AWARD: Job(
                section.minutes_per_award, self._award, is_gone_or(not section.awards_per_month), of_post=False
            ),
        }

    def _thank(self, community: Community, manager: Manager, member: int) -> None:
        verbs.thank(community, manager, member, "wrote this week", self.section.minutes_per_thanks)

    def _award(self, community: Community, manager: Manager, member: int) -> None:
        section = self.section
        verbs.award(community, manager, member, section.awards_to, section.minutes_per_award, section.award_euros)


def writers(community: Community, hours: int) -> list[int]:
    """Return the members who wrote in the last hours and are here, whoever wrote most first."""
    posts, count = community.content.posts, community.content.post_count
    since = np.searchsorted(posts["seconds"][:count], community.seconds - hours * SECONDS_PER_HOUR)
    authors = posts["author"][since:count]
    written = np.bincount(authors[authors != NOBODY], minlength=community.members.count)
    found = np.flatnonzero((written > 0) & community.members.present())
    return found[np.argsort(-written[found], kind="stable")].tolist()
