"""Custom rules: a rule of one's own, written in ten lines and handed to a run as a tactic.

>>> class NoShouting(HouseRule):
...     name = "no shouting"
...     answer = "remove"
...
...     def applies(self, post):
...         return post.warmth < -0.6 and post.flags >= 2
>>> run = simulate("forum", "balanced", tactics=[NoShouting()])      # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..world.behaviour import POST_KINDS, VISIBLE
from ..world.constants import HOURS_PER_DAY
from ..world.members import NOBODY
from . import verbs

if TYPE_CHECKING:
    from ..world.community import Community

ANSWERS = ("remove", "hide", "warn")


@dataclass(frozen=True)
class Seen:
    """What a team can see of a post; whether it breaks the rules is not among it.

    Attributes:
        post, author: numbers. kind: talk, question or complaint. platform: where it stands.
        warmth: tone from -1 hostile to 1 warm. score: the automatic filter's.
        flags, likes, readings, answers: counts so far. age_hours: since it was written.
        author_posts: contributions of its author, this one included. author_days: days since the author joined,
        None for a founder. author_strikes: strikes on record.
    """

    post: int
    author: int
    kind: str
    platform: str
    warmth: float
    score: float
    flags: int
    likes: int
    readings: int
    answers: int
    age_hours: int
    author_posts: int
    author_days: int | None
    author_strikes: int


class HouseRule:
    """A rule of one's own: say in `applies` which posts it is about; once a post is answered it is left alone.

    Attributes:
        name: stands in the audit log as the rule.
        answer: what happens to such a post or its author: remove, hide or warn.
        notice: how the author is told: none, blunt, polite or explained.
        minutes: what an answer costs somebody on shift; without minutes left it waits.
        watch_hours: how long a post is looked at; flags and readings need time to come.
    """

    name: ClassVar[str] = "own rule"
    answer: ClassVar[str] = "remove"
    notice: ClassVar[str] = "polite"
    minutes: ClassVar[float] = 2
    watch_hours: ClassVar[int] = 24

    def __init__(self) -> None:
        """Check that the rule can be carried out."""
        if self.answer not in ANSWERS:
            raise ValueError(f"answer must be one of {', '.join(ANSWERS)}, got {self.answer!r}")
        if not 1 <= self.watch_hours <= 24 * 365:
            raise ValueError(f"watch_hours must be from 1 to {24 * 365}, got {self.watch_hours!r}")
        self._answered: set[int] = set()

    def applies(self, post: Seen) -> bool:
        """Tell whether this rule is broken by what can be seen of a post."""
        raise NotImplementedError("write applies(self, post) and return True or False")

    def on_hour(self, community: Community) -> None:
        """Look at the posts of the last hours and answer those to which the rule applies."""
        posts, count = community.content.posts, community.content.post_count
        since = np.searchsorted(posts["seconds"][:count], community.seconds - self.watch_hours * 3600)
        for post in range(int(since), count):
            if posts["status"][post] != VISIBLE or posts["author"][post] == NOBODY or post in self._answered:
                continue
            if not self.applies(seen(community, post)):
                continue
            manager = next((person for person in community.managers if person.can_spend(self.minutes)), None)
            if manager is None or manager.minutes_left <= 0:
                return
            self._answered.add(post)
            self._carry_out(community, manager, post)

    def _carry_out(self, community: Community, manager, post: int) -> None:
        said = {"reason": self.name, "minutes": self.minutes, "rule": self.name}
        if self.answer == "remove":
            verbs.remove(community, manager, post, notice=self.notice, **said)
        elif self.answer == "hide":
            verbs.hide(community, manager, post, **said)
        elif community.members.present()[community.content.posts["author"][post]]:
            author = int(community.content.posts["author"][post])
            verbs.warn(community, manager, author, notice=self.notice, post=post, **said)


def seen(community: Community, post: int) -> Seen:
    """Return what a team can see of a post by a member."""
    row = community.content.posts[post]
    author = int(row["author"])
    member = community.members.rows[author]
    joined = int(member["joined_hour"])
    return Seen(
        post=post,
        author=author,
        kind=POST_KINDS[row["kind"]],
        platform=community.scenario.platform_of(int(row["board"])),
        warmth=float(row["warmth"]),
        score=float(row["score"]),
        flags=int(row["flags_received"]),
        likes=int(row["likes"]),
        readings=int(row["readings"]),
        answers=int(row["answers"]),
        age_hours=(community.seconds - int(row["seconds"])) // 3600,
        author_posts=int(member["contributions"]),
        author_days=None if joined < 0 else (community.hour - joined) // HOURS_PER_DAY,
        author_strikes=int(member["strikes"]),
    )
