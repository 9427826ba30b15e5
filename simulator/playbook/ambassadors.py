"""Ambassadors: a special bond with influential members, kept by attention week after week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..world.constants import HOURS_PER_WEEK
from . import verbs
from .welcome import is_gone_or
from .workday import Job, plan

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager
    from .engagement import Engagement

BEFRIEND = "befriend"


class Ambassadors:
    """Plans every week's attention to each ambassador, and wins new ones while there are too few."""

    def __init__(self, section: Engagement) -> None:
        """Work by a section of a playbook."""
        self.section = section

    def on_hour(self, community: Community) -> None:
        """On the first hour of a week, choose who gets attention."""
        if not self.section.ambassadors or community.hour % HOURS_PER_WEEK:
            return
        for member in chosen(community, self.section.ambassadors):
            plan(community, BEFRIEND, member, 0, HOURS_PER_WEEK - 1)

    def jobs(self) -> dict[str, Job]:
        """Return how these tasks are done."""
        return {
            BEFRIEND: Job(
                self.section.minutes_per_ambassador,
                self._befriend,
                is_gone_or(not self.section.ambassadors),
                of_post=False,
            )
        }

    def _befriend(self, community: Community, manager: Manager, member: int) -> None:
        section = self.section
        verbs.befriend(
            community, manager, member, "ambassador", section.minutes_per_ambassador, section.ambassador_euros
        )


def chosen(community: Community, places: int) -> list[int]:
    """Return the ambassadors there are, and for the free places those with the largest audience."""
    members = community.members
    here = members.present()
    ambassadors = np.flatnonzero(here & (members["ambassador"] == 1))
    others = np.flatnonzero(here & (members["ambassador"] == 0) & (members["audience"] > 0))
    others = others[np.argsort(-members["audience"][others], kind="stable")]
    return [*ambassadors.tolist(), *others[: max(0, places - len(ambassadors))].tolist()][:places]
