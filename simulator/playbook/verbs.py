"""Verbs: the only ways in which a team acts on a community. Every act is written to the audit log.

Each verb takes the community, the manager who acts (None for nobody in person), the target, a reason, and the
minutes it takes. A verb that cannot be done raises `ValueError` and changes nothing.
"""

from __future__ import annotations

from numbers import Integral, Real
from typing import TYPE_CHECKING

from ..world.agents import rules
from ..world.content import REMOVED, TALK, VISIBLE, add_reply, open_thread
from ..world.members import FOREVER, NOBODY

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager

NO_PERSON = -1


def remove(community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0) -> None:
    """Take a visible post down; its author loses some trust, more when it broke no rule."""
    posts = community.content.posts
    _require_post(community, post, VISIBLE)
    _act(community, manager, "remove", "post", post, reason, minutes)
    posts["status"][post] = REMOVED
    posts["status_hour"][post] = community.hour
    community.tally.removals += 1
    author = int(posts["author"][post])
    if author != NOBODY:
        member = community.agent(author)
        member.removals += 1
        member.trust = rules.trust_after_removal(member.trust, posts["breaks_rules"][post] == 1, community.k)


def restore(
    community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0
) -> None:
    """Put a removed post back."""
    _require_post(community, post, REMOVED)
    _act(community, manager, "restore", "post", post, reason, minutes)
    community.content.posts["status"][post] = VISIBLE
    community.content.posts["status_hour"][post] = community.hour


def keep(community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0) -> None:
    """Look at a post and leave it where it is."""
    _require_post(community, post, VISIBLE)
    _act(community, manager, "keep", "post", post, reason, minutes)


def block(
    community: Community,
    manager: Manager | None,
    member: int,
    hours: int,
    reason: str = "",
    minutes: float = 0,
) -> None:
    """Keep a member from acting for some hours from now; reading stays possible."""
    hours = _whole(hours, "hours of a block", 1, 24 * 36_500)
    _require_member(community, member)
    _act(community, manager, "block", "member", member, reason, minutes)
    community.agent(member).blocked_until_hour = community.hour + 1 + hours


def exclude(
    community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0
) -> None:
    """Send a member away for good."""
    _require_member(community, member)
    _act(community, manager, "exclude", "member", member, reason, minutes)
    community.dismiss(member)


def publish(
    community: Community, manager: Manager | None, board: int = 0, appeal: float = 1.0, taste: float = 0.5,
    warmth: float = 0.3, reason: str = "", minutes: float = 0,
) -> int:  # fmt: skip
    """Start a thread as the team; return the number of the post. Its author is -1 in the tables."""
    board = _whole(board, "board", 0, len(community.content.boards) - 1)
    appeal, taste = _within(appeal, "appeal", 0.001, 1000), _within(taste, "taste", 0, 1)
    warmth = _within(warmth, "warmth", -1, 1)
    _act(community, manager, "publish", "post", community.content.post_count, reason, minutes)
    community.content.reserve(1)
    content = community.content
    post = open_thread(
        content.posts, content.threads, content.boards, content.counts, NOBODY, community.seconds, board, TALK,
        appeal, taste, warmth, 0,
    )  # fmt: skip
    community.tally.posts += 1
    return int(post)


def reply(
    community: Community,
    manager: Manager | None,
    post: int,
    warmth: float = 0.3,
    reason: str = "",
    minutes: float = 0,
) -> int:
    """Answer a visible post as the team; its author hears of it. Return the number of the reply."""
    warmth = _within(warmth, "warmth", -1, 1)
    _require_post(community, post, VISIBLE)
    _act(community, manager, "reply", "post", post, reason, minutes)
    community.content.reserve(1)
    content = community.content
    answer = int(
        add_reply(
            content.posts, content.threads, content.boards, content.counts, post, NOBODY, community.seconds, TALK,
            warmth, 0,
        )
    )  # fmt: skip
    community.tally.replies += 1
    author = int(content.posts["author"][post])
    if author != NOBODY:
        community.agent(author).hear(answer)
    return answer


def _act(
    community: Community,
    manager: Manager | None,
    verb: str,
    target_kind: str,
    target: int,
    reason: str,
    minutes: float,
) -> None:
    """Spend the minutes and write the audit log; nothing has changed yet when the minutes do not suffice."""
    minutes = _within(minutes, "minutes", 0, 60)
    if manager is not None:
        manager.spend(minutes)
    community.log(
        NO_PERSON if manager is None else manager.number, verb, target_kind, int(target), reason, minutes
    )


def _require_post(community: Community, post: int, status: int) -> None:
    if not community.content.post_count:
        raise ValueError("nothing is posted yet")
    post = _whole(post, "post", 0, community.content.post_count - 1)
    if community.content.posts["status"][post] != status:
        raise ValueError(f"post {post} is {'removed' if status == VISIBLE else 'visible'} already")


def _require_member(community: Community, member: int) -> None:
    member = _whole(member, "member", 0, community.members.count - 1)
    if community.members["left_hour"][member] != FOREVER:
        raise ValueError(f"member {member} has left already")


def _whole(value: int, what: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral) or not low <= value <= high:
        raise ValueError(f"{what} must be a whole number from {low} to {high}, got {value!r}")
    return int(value)


def _within(value: float, what: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not low <= value <= high:
        raise ValueError(f"{what} must be a number from {low} to {high}, got {value!r}")
    return float(value)


__all__ = ["block", "exclude", "keep", "publish", "remove", "reply", "restore"]
