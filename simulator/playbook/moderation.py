"""Moderation: flagged posts wait in a queue until somebody on shift has minutes for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..settings import Section, setting
from ..world.content import HANDLED, VISIBLE
from ..world.members import FOREVER, NOBODY
from . import verbs

if TYPE_CHECKING:
    from ..world.community import Community


class Moderation(Section):
    """How flagged posts are dealt with."""

    handle_flags: bool = setting(True, "yes or no", "whether the team looks at flagged posts at all")
    minutes_per_case: float = setting(4, "minutes", "minutes it takes to judge one flagged post", gt=0, le=60)
    block_after_removals: int = setting(3, "posts", "removals that lead to a block; 0: never", ge=0, le=1000)
    block_hours: int = setting(24, "hours", "length of a block", ge=1, le=8760)


class ModerationQueue:
    """Works through flagged posts, oldest flag first: what looks like a breach is removed, the rest stays."""

    def __init__(self, moderation: Moderation) -> None:
        """Work by the rules of `moderation`."""
        self.rules = moderation

    def on_hour(self, community: Community) -> None:
        """Let everybody on shift take cases while their minutes last."""
        content = community.content
        for manager in community.managers:
            while content.counts[HANDLED] < content.queue_count and manager.can_spend(self.rules.minutes_per_case):
                post = int(content.queue[content.counts[HANDLED]])
                content.counts[HANDLED] += 1
                self.decide(community, manager, post)

    def decide(self, community: Community, manager, post: int) -> None:
        """Judge one flagged post."""
        minutes = self.rules.minutes_per_case
        if community.content.posts["status"][post] != VISIBLE:
            return
        if not manager.sees_breach(post):
            verbs.keep(community, manager, post, reason="no breach seen", minutes=minutes)
            return
        verbs.remove(community, manager, post, reason="flagged, judged a breach", minutes=minutes)
        author = int(community.content.posts["author"][post])
        limit = self.rules.block_after_removals
        if author == NOBODY or community.members["left_hour"][author] != FOREVER:
            return
        if limit and community.members["removals"][author] % limit == 0:
            verbs.block(community, manager, author, self.rules.block_hours, reason=f"{limit} removals")
