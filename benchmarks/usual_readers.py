"""Readers of the usual model: going down the feed, taking it in, flagging, voting and following."""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING

from benchmarks.usual_authors import Author
from benchmarks.usual_content import MISPLACED, RUDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.usual_content import Board, Post, Thread
    from benchmarks.usual_members import Member

LATEST = 1
FOLLOWED_MOST = 8
CONTRIBUTIONS_PER_VISIT_MOST = 6


class Reader(Author):
    """The part of a member that reads, and reacts to what was read; `Member` gives it its state."""

    def browse(self, board: Board, since: float, now: float) -> None:
        """Go down the feed until patience or news run out."""
        model, k, random = self.model, self.model.k, self.random
        patience = random.expovariate(1) * (k.readings_per_visit - 0.5)
        feeds = (board.newest(since), board.latest(since), self.followed(since), board.liveliest(since))
        seen: set[Thread] = set()
        for _ in range(1 + int(min(patience, 6 * k.readings_per_visit))):
            thread = self.next_thread(feeds, bisect(model.feed_shares, random.random()), seen)
            if thread is None:
                return
            post = thread.post_to_read(since)
            if post is None or post.author is self:
                continue
            if post.status != "visible":
                self.witness(post)
                continue
            affinity = self.take_in(post)
            if not self.free:
                continue
            if random.random() < model.flag_chances[post.breach]:
                self.flag(post)
                continue
            interest = thread.appeal * affinity * (1 + k.extra_interest * self.fluency)
            self.vote(post, interest, now)
            if self.voice and self.silent_until <= model.hour and self.written < CONTRIBUTIONS_PER_VISIT_MOST:
                chance = k.answer_base * self.voice * interest * self.fluency / (1 + thread.replies / k.crowding)
                if post.kind == "question" and thread.replies == 0:
                    chance *= k.question_call
                if random.random() < min(k.answer_ceiling, chance * self.courage()):
                    self.answer(post, now)

    def followed(self, since: float) -> Iterator[Thread]:
        """Yield the last threads of followed authors that have something new."""
        for author in self.followees:
            thread = author.last_thread
            if thread is not None and thread.latest.time > since:
                yield thread

    def next_thread(self, feeds: tuple, order: int, seen: set[Thread]) -> Thread | None:
        """Return the next thread not seen in this visit; go on with the latest answers when an order ends."""
        for feed in (feeds[order], feeds[LATEST]):
            for thread in feed:
                if thread not in seen:
                    seen.add(thread)
                    return thread
        return None

    def read(self, post: Post) -> float:
        """Read a post and let it move one's mood; return how much its author's audience makes it weigh."""
        k = self.model.k
        post.readings += 1
        self.readings += 1
        self.model.readings += 1
        audience = post.author.audience
        weight = 1 + k.influence * audience / (audience + k.influence_half_audience)
        self.mood += min(1, k.mood_contagion * weight) * (post.warmth - self.mood)
        return weight

    def take_in(self, post: Post) -> float:
        """Read a post of the feed and learn from it; return how near it comes to one's taste."""
        k, breach, weight = self.model.k, post.breach, self.read(post)
        self.norm += min(1, k.norm_gain * weight) * ((breach in RUDE) - self.norm)
        self.rules_known += k.rules_from_reading * (1 - self.rules_known)
        self.fluency += k.lesson * (1 - self.fluency)
        affinity = max(k.affinity_floor, 1 - k.affinity_slope * abs(self.taste - post.thread.taste))
        if breach in MISPLACED:
            affinity *= k.misplaced_interest
        self.belonging += k.belonging_reading * affinity * self.fluency * (1 - self.belonging)
        if breach is not None and breach != "off_topic":
            self.trust *= 1 - k.trust_lost_breach_seen
        return affinity

    def witness(self, post: Post) -> None:
        """Come upon the mark in a post's place: somebody was called to order."""
        k, explained = self.model.k, post.tombstone == "explained"
        self.rules_known += k.rules_from_witnessing * (1 + explained) * (1 - self.rules_known)
        if explained:
            self.fairness += k.fairness_witnessing * (1 - self.fairness)

    def flag(self, post: Post) -> None:
        """Call the team's attention to a post."""
        self.model.open_case(post)
        post.flags_received += 1
        self.flags_given += 1
        self.model.flags_given += 1

    def vote(self, post: Post, interest: float, now: float) -> None:
        """Perhaps like a post, and follow its author; or vote it down, where that is possible."""
        model, k, author = self.model, self.model.k, post.author
        chance = k.like_base * interest * (1 + k.like_warmth * post.warmth + k.like_mood * self.mood)
        if self.random.random() < min(k.answer_ceiling, chance):
            post.likes += 1
            self.likes_given += 1
            model.likes += 1
            post.thread.board.warm_up(post.thread, k.like_points, now)
            author.enjoy_like()
            if self.random.random() < k.follow_share:
                self.follow(author)
        elif k.downvotes and post.breach in RUDE and self.random.random() < k.downvote_chance:
            post.downvotes += 1
            model.downvotes += 1
            author.take_downvote()

    def follow(self, author: Member) -> None:
        """Follow somebody; the oldest tie gives way when there are too many."""
        if author is self or author in self.followees:
            return
        if len(self.followees) == FOLLOWED_MOST:
            self.followees.pop(0).audience -= 1
        self.followees.append(author)
        author.audience += 1
