"""Contests: the verbs that open and close a contest or prize draw. One can run at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..world.agents import rules
from ..world.behaviour import ENTRY
from ..world.members import FOREVER, NOBODY
from .acts import act, whole, within
from .speech import publish

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager


def open_contest(
    community: Community, manager: Manager | None, appeal: float = 1.0, hours: int = 168, reason: str = "",
    minutes: float = 0, money: float = 0,
) -> int:  # fmt: skip
    """Open a contest under a post of its own; members enter by a reply. Return the number of that post.

    Args:
        appeal: how attractive it is: 1 for a usual prize.
        hours: how long it runs; `close_contest` ends it.
        money: euros for the prize.

    Raises:
        ValueError: when a contest is running.
    """
    appeal, hours = within(appeal, "appeal", 0.01, 10), whole(hours, "hours of a contest", 1, 24 * 365)
    if community.k.contest > 0:
        raise ValueError("a contest is running already; close it first")
    post = community.content.post_count
    act(community, manager, "open_contest", "post", post, reason, minutes, money=money)
    publish(community, None, appeal=appeal, reason="contest", kind="announcement")
    community.set_house(contest=appeal, contest_post=post)
    community.cases.contest_ends = community.hour + hours
    return post


def close_contest(
    community: Community, manager: Manager | None, reason: str = "", minutes: float = 0
) -> int | None:
    """Close the contest and name the winner: the entry with most likes, of equals the earliest. None: no entry.

    Raises:
        ValueError: when no contest is running.
    """
    if community.k.contest <= 0:
        raise ValueError("no contest is running")
    contest = int(community.k.contest_post)
    act(community, manager, "close_contest", "post", contest, reason, minutes)
    community.set_house(contest=0)
    posts = community.content.posts[: community.content.post_count]
    authors = posts["author"]
    here = (authors != NOBODY) & (community.members["left_hour"][authors] == FOREVER)
    entries = np.flatnonzero(
        (posts["kind"] == ENTRY) & (posts["parent"] == contest) & (posts["status"] == 0) & here
    )
    if not len(entries):
        return None
    winner = int(authors[entries[np.argmax(posts["likes"][entries])]])
    agent, k = community.agent(winner), community.k
    agent.trust = rules.moved(agent.trust, k.prize_trust, 1.0)
    agent.zest = rules.zest_after_recognition(agent.zest, k.award_zest)
    return winner
