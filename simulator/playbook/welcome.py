"""Welcome: newcomers are greeted, their first posts answered, lurkers drawn in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..world.behaviour import UNANSWERED, VISIBLE
from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK, SECONDS_PER_HOUR
from ..world.members import FOREVER, NOBODY
from . import verbs
from .workday import Job, plan

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager
    from .engagement import Engagement

GREET, ANSWER_FIRST, INVITE = "greet", "answer a first post", "invite"


def is_gone(community: Community, member: int) -> bool:
    """Tell whether a member has left."""
    return bool(community.members["left_hour"][member] != FOREVER)


def is_gone_or(unwanted: bool) -> Callable[[Community, int], bool]:
    """Return the test whether something need not be done for a member any more; by today's plan or at all."""
    return lambda community, member: unwanted or is_gone(community, member)


class Welcome:
    """Plans greetings, answers to first posts, and invitations."""

    def __init__(self, section: Engagement) -> None:
        """Work by a section of a playbook."""
        self.section = section

    def on_hour(self, community: Community) -> None:
        """Plan what this hour asks for; a bot greets at once."""
        arrived = int(community.tally.arrivals)
        newcomers = range(community.members.count - arrived, community.members.count)
        if self.section.welcome == "bot":
            for member in newcomers:
                if not is_gone(community, member):
                    verbs.greet(community, None, member, by_person=False, reason="bot")
        elif self.section.welcome == "person":
            for member in newcomers:
                plan(community, GREET, member, 0, 2 * HOURS_PER_DAY)
        if self.section.answer_first_posts_hours:
            for post in first_posts(community):
                plan(community, ANSWER_FIRST, post, 0, self.section.answer_first_posts_hours)
        if self.section.invitations_per_week and community.hour % HOURS_PER_WEEK == 0:
            for member in watching(community)[: self.section.invitations_per_week]:
                plan(community, INVITE, member, 0, HOURS_PER_WEEK - 1)

    def jobs(self) -> dict[str, Job]:
        """Return how these tasks are done."""
        section = self.section
        return {
            GREET: Job(
                section.minutes_per_welcome, self._greet, is_gone_or(section.welcome != "person"), of_post=False
            ),
            ANSWER_FIRST: Job(section.minutes_per_first_post, self._answer, self._needs_no_answer),
            INVITE: Job(
                section.minutes_per_invitation,
                self._invite,
                is_gone_or(not section.invitations_per_week),
                of_post=False,
            ),
        }

    def _greet(self, community: Community, manager: Manager, member: int) -> None:
        verbs.greet(community, manager, member, reason="newcomer", minutes=self.section.minutes_per_welcome)

    def _answer(self, community: Community, manager: Manager, post: int) -> None:
        minutes = self.section.minutes_per_first_post
        verbs.reply(community, manager, post, reason="first post", minutes=minutes, tone="empathetic")

    def _needs_no_answer(self, community: Community, post: int) -> bool:
        row = community.content.posts[post]
        is_done = row["status"] != VISIBLE or row["team_answer_seconds"] != UNANSWERED
        return bool(is_done) or not self.section.answer_first_posts_hours

    def _invite(self, community: Community, manager: Manager, member: int) -> None:
        minutes = self.section.minutes_per_invitation
        verbs.invite(community, manager, member, reason="has only watched", minutes=minutes)


def first_posts(community: Community) -> list[int]:
    """Return the posts of this hour that are the first of their authors, who joined during the run."""
    posts, members = community.content.posts, community.members
    new = np.arange(community.first_post_of_hour, community.content.post_count)
    new = new[(posts["author"][new] != NOBODY) & (posts["status"][new] == VISIBLE)]
    authors = posts["author"][new]
    _, first = np.unique(authors, return_index=True)
    first.sort()
    alone = (members["contributions"][authors[first]] == np.bincount(authors, minlength=1)[authors[first]]) & (
        members["joined_hour"][authors[first]] >= 0
    )
    return new[first][alone].tolist()


def watching(community: Community) -> list[int]:
    """Return members who never wrote and visited in the last week, the most frequent visitors first."""
    members = community.members
    since = community.seconds - HOURS_PER_WEEK * SECONDS_PER_HOUR
    lurks = (members["contributions"] == 0) & (members["last_visit_seconds"] > since) & members.present()
    found = np.flatnonzero(lurks)
    return found[np.argsort(-members["visits"][found], kind="stable")].tolist()
