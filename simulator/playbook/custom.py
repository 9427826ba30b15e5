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
from ..world.conduct import NOTICES
from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from ..world.members import NOBODY
from . import verbs
from .acts import one_of, whole, within

if TYPE_CHECKING:
    from ..world.community import Community

ANSWERS = ("remove", "hide", "warn")


@dataclass(frozen=True)
class Seen:
    """What a team can see of a post; whether it breaks the rules is not among it.

    Attributes:
        post, author: numbers. kind: one of `care.POST_KINDS`, such as talk. platform: where it stands.
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

    What was answered is read from the audit log, so one rule can serve several communities. A warning answers all
    that its author had written by then.

    Attributes:
        name: stands in the audit log as the rule.
        answer: what happens to such a post or its author: remove, hide or warn.
        notice: how the author is told: none, blunt, polite or explained.
        minutes: what an answer costs somebody on shift who looks after the place; without minutes left it waits.
        watch_hours: how long a post is looked at; flags and readings need time to come.
    """

    name: ClassVar[str] = "own rule"
    answer: ClassVar[str] = "remove"
    notice: ClassVar[str] = "polite"
    minutes: ClassVar[float] = 2
    watch_hours: ClassVar[int] = 24

    def __init__(self) -> None:
        """Check that the rule can be carried out."""
        if not isinstance(self.name, str) or not self.name.strip():
            raise ValueError(f"name must be the words under which the rule is logged, got {self.name!r}")
        one_of(self.answer, "answer", ANSWERS)
        one_of(self.notice, "notice", NOTICES)
        within(self.minutes, "minutes", 0, 60)
        whole(self.watch_hours, "watch_hours", 1, 24 * 365)

    def applies(self, post: Seen) -> bool:
        """Tell whether this rule is broken by what can be seen of a post."""
        raise NotImplementedError("write applies(self, post) and return True or False")

    def on_hour(self, community: Community) -> None:
        """Look at the posts of the last hours and answer those to which the rule applies."""
        working = [person for person in community.managers if person.minutes_left > 0]
        if not working:
            return
        posts, count = community.content.posts, community.content.post_count
        since = np.searchsorted(posts["seconds"][:count], community.seconds - self.watch_hours * SECONDS_PER_HOUR)
        answered, warned = self._answered(community)
        for post in range(int(since), count):
            author, hour = int(posts["author"][post]), int(posts["seconds"][post]) // SECONDS_PER_HOUR
            if posts["status"][post] != VISIBLE or author == NOBODY or post in answered:
                continue
            if warned.get(author, -1) >= hour or not self.applies(seen(community, post)):
                continue
            board = int(posts["board"][post])
            able = (person for person in working if person.can_spend(self.minutes) and person.looks_after(board))
            manager = next(able, None)
            if manager is not None:
                self._carry_out(community, manager, post)
                if self.answer == "warn":
                    warned[author] = community.hour

    def _answered(self, community: Community) -> tuple[set[int], dict[int, int]]:
        """Return the posts that were answered under this rule of late, and when each member was last warned."""
        posts, warned = set(), {}
        for hour, _, verb, _, target, _, _, rule, _ in reversed(community.actions):
            if hour < community.hour - self.watch_hours:
                break
            if rule == self.name and verb == "warn":
                warned.setdefault(target, hour)
            elif rule == self.name:
                posts.add(target)
        return posts, warned

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
        age_hours=(community.seconds - int(row["seconds"])) // SECONDS_PER_HOUR,
        author_posts=int(member["contributions"]),
        author_days=None if joined < 0 else (community.hour - joined) // HOURS_PER_DAY,
        author_strikes=int(member["strikes"]),
    )
