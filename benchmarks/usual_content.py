"""Posts, threads and boards of the usual model: plain objects that refer to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.usual_members import Member

HOT_PLACES = 16
RUDE = frozenset({"incivility", "attack", "illegal"})
"""Breaches that hurt somebody."""
MISPLACED = frozenset({"off_topic", "spam"})
"""Breaches that are to nobody's taste."""
HELPING = frozenset({"question", "complaint"})
"""Kinds of thread in which somebody needs something of others."""


@dataclass(slots=True, eq=False)
class Post:
    """An opener or a reply; without an author it is the team's.

    `breach` names the rule that it breaks, `status` is visible, removed, hidden or held, `tombstone` (removed or
    explained) is the mark in its place, `is_case` tells whether it ever came before the team, and `removed_for`
    which rule the team thought broken. `arousal` is the outrage of its author, and `answer_worth` what the team's
    answer to it is worth, or of an answer by the team its own worth.
    """

    thread: Thread
    author: Member | None
    time: float
    kind: str
    warmth: float
    breach: str | None = None
    score: float = 0.0
    arousal: float = 0.0
    parent: Post | None = None
    likes: int = 0
    downvotes: int = 0
    flags_received: int = 0
    readings: int = 0
    answers: int = 0
    shares: int = 0
    has_team_answer: bool = False
    answer_worth: float = 0.0
    status: str = "visible"
    tombstone: str | None = None
    is_case: bool = False
    removed_for: str | None = None

    @property
    def can_be_read(self) -> bool:
        """Whether there is something to see: the post, or the mark that says one stood here."""
        return self.status == "visible" or self.tombstone is not None


@dataclass(slots=True, eq=False)
class Thread:
    """An opener with its replies, linked to its neighbours in the order of latest answers."""

    board: Board
    appeal: float
    taste: float
    opener: Post | None = None
    latest: Post | None = None
    replies: int = 0
    engagement: float = 0.0
    above: Thread | None = None
    below: Thread | None = None

    def hang(self, post: Post) -> None:
        """Take a reply in, which raises the thread to the top of its board."""
        self.latest = post
        self.replies += 1
        post.parent.answers += 1
        self.board.put_on_top(self)

    def liveliness(self, now: float) -> float:
        """Return engagement per hour since the latest post, plus two hours."""
        return self.engagement / (now - self.latest.time + 2)

    def post_to_read(self, since: float) -> Post | None:
        """Return the latest post when it is new, else the opener; None when there is nothing to see."""
        if self.latest.time > since and self.latest.can_be_read:
            return self.latest
        return self.opener if self.opener.can_be_read else None


class Board:
    """A sub-forum: threads by birth, by latest answer, and the liveliest."""

    def __init__(self) -> None:
        self.threads: list[Thread] = []
        self.top: Thread | None = None
        self.hot: list[Thread] = []

    def put_on_top(self, thread: Thread) -> None:
        """Move a thread, new or not, to the top of the order of latest answers."""
        if self.top is thread:
            return
        if thread.above is not None:
            thread.above.below = thread.below
        if thread.below is not None:
            thread.below.above = thread.above
        thread.above, thread.below = None, self.top
        if self.top is not None:
            self.top.above = thread
        self.top = thread

    def warm_up(self, thread: Thread, points: float, now: float) -> None:
        """Add engagement; a livelier thread takes the place of the weakest of the liveliest."""
        thread.engagement += points
        if thread in self.hot:
            return
        if len(self.hot) < HOT_PLACES:
            self.hot.append(thread)
            return
        weakest = min(self.hot, key=lambda other: other.liveliness(now))
        if thread.liveliness(now) > weakest.liveliness(now):
            self.hot[self.hot.index(weakest)] = thread

    def newest(self, since: float) -> Iterator[Thread]:
        """Yield threads begun after `since`, newest first."""
        for thread in reversed(self.threads):
            if thread.opener.time <= since:
                return
            yield thread

    def latest(self, since: float) -> Iterator[Thread]:
        """Yield threads answered after `since`, latest answer first."""
        thread = self.top
        while thread is not None and thread.latest.time > since:
            below = thread.below
            yield thread
            thread = below

    def liveliest(self, since: float) -> Iterator[Thread]:
        """Yield the liveliest threads with a post after `since`."""
        return (thread for thread in self.hot if thread.latest.time > since)
