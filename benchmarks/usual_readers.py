"""Readers of the usual model: going down the feed, taking it in, flagging, voting, sharing and following."""

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
MORNING, NOON, EVENING = 5, 11, 17
WAITED_LONG_HOURS = 24


class Reader(Author):
    """The part of a member that reads, and reacts to what was read; `Member` gives it its state."""

    def browse(self, board: Board, since: float, now: float) -> None:
        """Go down the feed until patience or news run out."""
        model, k, random = self.model, self.model.k, self.random
        patience = random.expovariate(1) * (k.readings_per_visit - 0.5)
        feeds = (board.newest(since), board.latest(since), self.followed(since), board.liveliest(since))
        seen: set[Thread] = set()
        voice, alertness = self.voice_now(), self.alertness()
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
            affinity = self.take_in(post, now)
            if not self.free:
                continue
            impulse = random.random()
            if impulse < model.flag_chances[post.breach]:
                self.flag(post)
                continue
            if self.unsaid and thread.opener.kind == "complaint":
                self.join_complaint(1 - impulse)
            interest = alertness * thread.appeal * affinity * (1 + k.extra_interest * self.fluency)
            self.vote(post, interest, now)
            if post.arousal:
                self.share(post, interest, now)
            if voice and self.silent_until <= model.hour and self.written < CONTRIBUTIONS_PER_VISIT_MOST:
                chance = k.answer_base * voice * interest * self.fluency / (1 + thread.replies / k.crowding)
                if random.random() < min(k.answer_ceiling, chance * self.call_of(post) * self.courage()):
                    self.answer(post, now)

    def alertness(self) -> float:
        """Return how readily one reacts at this hour of one's day."""
        k, clock = self.model.k, (self.model.hour + self.utc_offset) % 24
        if MORNING <= clock < NOON:
            return 1 + k.morning_interest
        return 1 + 0.5 * k.morning_interest if NOON <= clock < EVENING else 1.0

    def call_of(self, post: Post) -> float:
        """Return how much more readily one answers a post than plain talk."""
        k, call = self.model.k, 1.0
        if post.kind == "question":
            call = k.question_call if post.thread.replies == 0 else 1.0
        elif post.kind == "news":
            call = k.announcement_call
        if not post.arousal:
            return call
        return call * self.left_to_say(post) * (1 + k.outrage_answers * self.anger_at(post))

    def left_to_say(self, post: Post) -> float:
        """Return how much there is left to say of a complaint, once the team has taken it up."""
        return 1 - self.model.k.answer_settles if post.answer_worth > 0 else 1.0

    def join_complaint(self, draw: float) -> None:
        """Perhaps mean to say what one has swallowed, now that somebody else has said it."""
        if self.errand is None and draw < 2 * self.expects_help * self.model.k.me_too:
            self.errand = "complaint"

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

    def read(self, post: Post, official_weight: float = 1.0) -> float:
        """Read a post and let it move one's mood; return how much its author's words weigh."""
        k, author = self.model.k, post.author
        post.readings += 1
        self.readings += 1
        self.model.readings += 1
        if author is None:
            weight = official_weight
            self.official_share += k.official_memory * (1 - self.official_share)
        else:
            weight = 1 + k.influence * author.audience / (author.audience + k.influence_half_audience)
            self.official_share -= k.official_memory * self.official_share
        self.mood += min(1, k.mood_contagion * weight) * (post.warmth - self.mood)
        return weight

    def take_in(self, post: Post, now: float) -> float:
        """Read a post of the feed and learn from it; return how near it comes to one's taste."""
        k, breach, author = self.model.k, post.breach, post.author
        weight = self.read(post, k.official_weight)
        self.norm += min(1, k.norm_gain * weight) * ((breach in RUDE) - self.norm)
        self.rules_known += k.rules_from_reading * (1 - self.rules_known)
        self.fluency += k.lesson * (1 - self.fluency)
        affinity = max(k.affinity_floor, 1 - k.affinity_slope * abs(self.taste - post.thread.taste))
        if breach in MISPLACED:
            affinity *= k.misplaced_interest
        self.belonging += k.belonging_reading * affinity * self.fluency * (1 - self.belonging)
        if breach is not None and breach != "off_topic":
            self.trust *= 1 - k.trust_lost_breach_seen
        if author is None:
            if post.parent is not None and post.parent.kind == "complaint":
                self.see_answer(post.answer_worth)
        elif author.audience:
            sway = k.leader_sway * author.audience / (author.audience + k.influence_half_audience)
            self.trust += sway * (author.trust - self.trust)
        if post.kind != "talk":
            self.consider(post, now)
        if post.arousal:
            self.catch_outrage(post)
        return affinity

    def consider(self, post: Post, now: float) -> None:
        """Think of the brand what a complaint, praise, or news of a wish come true says of it."""
        k = self.model.k
        if post.kind == "complaint":
            if post.has_team_answer:
                self.see_answer(post.answer_worth)
            elif now - post.time > WAITED_LONG_HOURS:
                self.trust *= 1 - k.trust_lost_unanswered_seen
        elif post.kind == "praise":
            self.trust += k.trust_praise_seen * (1 - self.trust)
        elif post.kind == "news":
            self.trust += k.trust_wish_shipped * (1 - self.trust)

    def see_answer(self, worth: float) -> None:
        """See how the team answers a complaint."""
        self.trust = moved(self.trust, self.model.k.trust_answer_seen, worth)

    def anger_at(self, post: Post) -> float:
        """Own outrage and what the post stirs up at this moment."""
        k = self.model.k
        tie = k.outrage_tie if post.author in self.followees else 1.0
        arousal = post.arousal * (1 - k.answer_calms * max(0.0, post.answer_worth))
        return self.outrage + min(1, k.post_stirs * tie * arousal) * (1 - self.outrage)

    def catch_outrage(self, post: Post) -> None:
        """Be infected by an outraged post, less so once the team has answered it well."""
        k = self.model.k
        gap = post.arousal * (1 - k.answer_calms * max(0.0, post.answer_worth)) - self.outrage
        if gap > 0:
            tie = k.outrage_tie if post.author in self.followees else 1.0
            self.outrage += min(1, k.outrage_contagion * tie) * gap
        else:
            self.outrage += k.outrage_calming * gap

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
        chance = k.like_base * interest * self.charm_of(post)
        chance *= 1 + k.like_warmth * post.warmth + k.like_mood * self.mood
        if self.random.random() < min(k.answer_ceiling, chance):
            post.likes += 1
            self.likes_given += 1
            model.likes += 1
            post.thread.board.warm_up(post.thread, k.like_points, now)
            if author is not None:
                author.enjoy_like()
                if self.random.random() < k.follow_share:
                    self.follow(author)
        elif k.downvotes and post.breach in RUDE and self.random.random() < k.downvote_chance:
            post.downvotes += 1
            model.downvotes += 1
            if author is not None:
                author.take_downvote()

    def charm_of(self, post: Post) -> float:
        """Return how much more readily one likes a post than plain talk: by its votes, by whose it is, by zest."""
        k = self.model.k
        charm = 1 + k.herding if post.likes > post.downvotes else 1.0
        if post.downvotes and post.breach not in RUDE:
            charm += k.sympathy * post.downvotes / (post.likes + post.downvotes)
        if post.kind == "news":
            charm *= k.announcement_likes
        if post.author is None:
            charm *= max(0.0, min(3.0, 1 + k.tone_liked * post.answer_worth))
        return charm * (1 + k.zest_likes * self.zest) if self.zest > 0 else charm

    def share(self, post: Post, interest: float, now: float) -> None:
        """Perhaps pass a heated post on, so that one's followers find its thread."""
        k = self.model.k
        chance = k.share_chance * interest * self.left_to_say(post) * (1 + k.share_outrage * self.anger_at(post))
        if self.random.random() < chance:
            post.shares += 1
            self.model.shares += 1
            self.last_thread = post.thread
            post.thread.board.warm_up(post.thread, k.share_points, now)

    def follow(self, author: Member) -> None:
        """Follow somebody; the oldest tie gives way when there are too many."""
        if author is self or author in self.followees:
            return
        if len(self.followees) == FOLLOWED_MOST:
            self.followees.pop(0).audience -= 1
        self.followees.append(author)
        author.audience += 1


def moved(value: float, gain: float, worth: float) -> float:
    """Return a share after an answer: nearer to 1 by a good one, nearer to 0 by a bad one."""
    step = max(-1.0, min(1.0, gain * worth))
    return value + step * (1 - value) if step > 0 else value * (1 + step)
