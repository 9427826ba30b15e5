"""Speech: the verbs with which a team speaks - publish, reply, and win somebody to set an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..world.behaviour import TALK, VISIBLE
from ..world.content import add_reply, open_thread
from ..world.members import NOBODY
from .acts import act, require_member, require_post, whole, within

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager


def publish(
    community: Community, manager: Manager | None, board: int = 0, appeal: float = 1.0, taste: float = 0.5,
    warmth: float = 0.3, reason: str = "", minutes: float = 0,
) -> int:  # fmt: skip
    """Start a thread as the team; return the number of the post. Its author is -1 in the tables."""
    board = whole(board, "board", 0, len(community.content.boards) - 1)
    appeal, taste = within(appeal, "appeal", 0.001, 1000), within(taste, "taste", 0, 1)
    warmth = within(warmth, "warmth", -1, 1)
    act(community, manager, "publish", "post", community.content.post_count, reason, minutes)
    community.content.reserve(1)
    content = community.content
    post = open_thread(
        content.posts, content.threads, content.boards, content.counts, NOBODY, community.seconds, board, TALK,
        appeal, taste, warmth, 0,
    )  # fmt: skip
    community.tally.posts += 1
    return int(post)


def reply(
    community: Community, manager: Manager | None, post: int, warmth: float = 0.3, reason: str = "",
    minutes: float = 0,
) -> int:  # fmt: skip
    """Answer a visible post as the team; its author hears of it. Return the number of the reply."""
    warmth = within(warmth, "warmth", -1, 1)
    require_post(community, post, VISIBLE)
    act(community, manager, "reply", "post", post, reason, minutes)
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


def enlist(
    community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0
) -> None:
    """Win a member to set an example: from now on every post of theirs is decent and speaks for decency."""
    require_member(community, member)
    act(community, manager, "enlist", "member", member, reason, minutes)
    community.agent(member).champion = 1
