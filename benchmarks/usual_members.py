"""Members of the usual model: agents whose whole state is in plain attributes."""

from __future__ import annotations

import math
from bisect import bisect
from typing import TYPE_CHECKING

import mesa

from benchmarks.usual_content import Board, Post, Thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.usual_mesa import UsualCommunity

LATEST = 1
FOLLOWED_MOST = 8
CONTRIBUTIONS_PER_VISIT_MOST = 6
LONGEST_SPELL_ODDS = 4096
"""Spells end where one in so many would be longer, as in the tables of `behaviour.py`."""


class Member(mesa.Agent):
    """Somebody in the community, with state in plain attributes. Times are hours since the run began."""

    def __init__(self, model: UsualCommunity) -> None:
        super().__init__(model)
        random, k, people = model.random, model.k, model.place.population
        self.visits_per_hour = random.lognormvariate(math.log(people.visits_per_day), people.visits_spread) / 24
        speaks = random.random() < people.voice_share
        self.voice = random.lognormvariate(0, people.voice_spread) if speaks else 0.0
        self.taste = 0.5 + (random.random() - 0.5) * (1 - people.homogeneity * k.newcomers_alike)
        self.incivility = random.gauss(k.incivility_base, k.incivility_spread)
        self.utc_offset = random.choices(model.offsets, model.offset_shares)[0]
        self.home = random.choice(model.boards)
        self.joined: int | None = model.hour
        self.role = "lurker"
        self.mood, self.mood_hour = 0.0, model.hour
        self.trust, self.belonging, self.loyalty = k.trust_start, 0.0, 0.5 * k.trust_start
        self.fluency = k.outsider_fluency
        self.pull = k.newcomer_pull
        self.has_errand = random.random() < k.errand
        self.contributions = self.answers_received = self.likes_given = self.likes_received = 0
        self.posts = self.replies = self.flags_given = self.readings = self.visits = self.removals = 0
        self.audience = 0
        self.last_visit = self.last_contribution = -math.inf
        self.away_until = self.silent_until = self.blocked_until = model.hour
        self.here = True
        self.inbox: Post | None = None
        self.last_thread: Thread | None = None
        self.followees: list[Member] = []
        self.days_visited: set[int] = set()

    def remember(self) -> None:
        """Make a founder of a newcomer: give the member a past."""
        random, k, people = self.random, self.model.k, self.model.place.population
        self.joined, self.pull, self.has_errand, self.fluency = None, 0.0, False, 1.0
        self.taste = 0.5 + (random.random() - 0.5) * (1 - people.homogeneity)
        if self.voice > 0 and random.random() < people.history_share:
            wrote = 1
            while wrote < people.history_most and random.random() >= k.silence_hazard / wrote:
                wrote += 1
            self.contributions = wrote
            self.belonging = 1 - 1 / (1 + k.founders_belonging * wrote)
            if random.random() < k.silence_hazard / math.sqrt(wrote):
                self.silent_until = int(random.random() * 24 * k.founders_spell * k.silence_days_min)
        if random.random() < k.founders_away:
            self.away_until = int(random.random() * 24 * k.founders_spell * k.away_days_min)

    def step(self) -> None:
        """Live one hour: perhaps visit."""
        model, k = self.model, self.model.k
        if self.away_until <= model.hour:
            rhythm = model.rhythm[self.utc_offset]
            chance = self.visits_per_hour * rhythm * (1 + self.pull)
            if self.random.random() < min(chance, k.visit_chance_ceiling * min(1, rhythm)):
                for _ in range(1 + int(self.random.random() * k.glances_per_hour)):
                    self.visit()
        if self.pull:
            self.pull = self.pull * k.pull_keep if self.pull * k.pull_keep > 0.01 else 0.0

    def visit(self) -> None:
        """Come by: see who answered, say something of one's own, read the feed, go."""
        model, k, random = self.model, self.model.k, self.random
        since, now = self.last_visit, model.now()
        self.mood *= k.mood_keep ** (model.hour - self.mood_hour)
        self.mood_hour = model.hour
        if since > -math.inf and self.fluency > k.outsider_fluency:
            kept = (1 - k.style_turnover * k.dynamism) ** int((now - since) // 24)
            self.fluency = k.outsider_fluency + (self.fluency - k.outsider_fluency) * kept
        self.last_visit = now
        self.visits += 1
        model.visits += 1
        if self.joined is not None and model.hour - self.joined < 63 * 24:
            self.days_visited.add((model.hour - self.joined) // 24)
        board = self.home if random.random() < k.home_share else random.choice(model.boards)
        self.free = self.blocked_until <= model.hour
        self.written = 0
        self.open_inbox(now)
        if self.free:
            self.speak_up(board, now)
        self.browse(board, since, now)
        model.mood_sum += self.mood
        if random.random() < k.away_chance:
            self.away_until = model.hour + 1 + self.spell(k.away_days_min, k.away_tail)

    def spell(self, shortest_days: float, tail: float) -> int:
        """Draw the length of a heavy-tailed spell, in hours."""
        longest = LONGEST_SPELL_ODDS ** (1 / tail)
        return int(24 * shortest_days * min(self.random.paretovariate(tail), longest))

    def open_inbox(self, now: float) -> None:
        """Read the waiting reply and perhaps answer it."""
        post, self.inbox = self.inbox, None
        if post is None or not post.visible:
            return
        self.read(post)
        chance = self.model.k.inbox_answer * (1 + self.model.k.inbox_warmth * post.warmth)
        if self.free and self.random.random() < chance:
            self.answer(post, now)

    def speak_up(self, board: Board, now: float) -> None:
        """Start a thread: because of an errand, or because there is something to say."""
        k, errand = self.model.k, self.has_errand
        if errand:
            chance = k.errand_urge * (1 - k.entry_friction)
        elif self.voice and self.silent_until <= self.model.hour:
            chance = min(k.answer_ceiling, k.start_base * self.voice * self.fluency * self.courage())
        else:
            return
        if self.random.random() < chance:
            self.has_errand = False
            is_question = errand or self.random.random() < k.question_share
            self.publish(board, "question" if is_question else "talk", now)

    def courage(self) -> float:
        """Return the share of the wish to write that survives the friction of a first post."""
        return 1 if self.contributions else 1 - self.model.k.entry_friction

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
            self.read(post)
            self.fluency += k.lesson * (1 - self.fluency)
            affinity = max(k.affinity_floor, 1 - k.affinity_slope * abs(self.taste - thread.taste))
            self.belonging += k.belonging_reading * affinity * self.fluency * (1 - self.belonging)
            if post.breaks_rules:
                self.trust *= 1 - k.trust_lost_breach_seen
            if not self.free:
                continue
            if random.random() < (k.flag_chance if post.breaks_rules else k.false_flag_chance):
                self.flag(post)
                continue
            interest = thread.appeal * affinity * (1 + k.extra_interest * self.fluency)
            chance = k.like_base * interest * (1 + k.like_warmth * post.warmth + k.like_mood * self.mood)
            if random.random() < min(k.answer_ceiling, chance):
                self.like(post, now)
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

    def read(self, post: Post) -> None:
        """Read a post and let it move one's mood."""
        k = self.model.k
        post.readings += 1
        self.readings += 1
        self.model.readings += 1
        audience = post.author.audience
        weight = 1 + k.influence * audience / (audience + k.influence_half_audience)
        self.mood += min(1, k.mood_contagion * weight) * (post.warmth - self.mood)

    def flag(self, post: Post) -> None:
        """Call the team's attention to a post."""
        if post.flags_received == 0:
            self.model.queue.append(post)
        post.flags_received += 1
        self.flags_given += 1
        self.model.flags_given += 1

    def like(self, post: Post, now: float) -> None:
        """Like a post, and perhaps follow its author."""
        post.likes += 1
        self.likes_given += 1
        post.author.likes_received += 1
        self.model.likes += 1
        post.thread.board.warm_up(post.thread, self.model.k.like_points, now)
        if self.random.random() < self.model.k.follow_share:
            self.follow(post.author)

    def follow(self, author: Member) -> None:
        """Follow somebody; the oldest tie gives way when there are too many."""
        if author is self or author in self.followees:
            return
        if len(self.followees) == FOLLOWED_MOST:
            self.followees.pop(0).audience -= 1
        self.followees.append(author)
        author.audience += 1

    def publish(self, board: Board, kind: str, now: float) -> None:
        """Start a thread."""
        appeal = self.fluency * self.random.lognormvariate(0, self.model.k.appeal_spread)
        thread = Thread(board, appeal, self.taste)
        thread.opener = thread.latest = self.write(thread, None, kind, now)
        board.threads.append(thread)
        board.put_on_top(thread)
        self.last_thread = thread
        self.posts += 1
        self.model.posts += 1

    def answer(self, parent: Post, now: float) -> None:
        """Write a reply."""
        thread = parent.thread
        post = thread.latest = self.write(thread, parent, "talk", now)
        thread.replies += 1
        parent.answers += 1
        thread.board.put_on_top(thread)
        thread.board.warm_up(thread, self.model.k.answer_points, now)
        self.replies += 1
        self.model.replies += 1
        if parent.author is not self and parent.author.here:
            parent.author.hear(post)

    def write(self, thread: Thread, parent: Post | None, kind: str, now: float) -> Post:
        """Return a new post, and perhaps fall silent after it."""
        model, k, random = self.model, self.model.k, self.random
        clock = (model.hour + self.utc_offset) % 24
        odds = self.incivility + k.incivility_mood * max(0, -self.mood)
        if parent is not None and parent.breaks_rules:
            odds += k.incivility_context
        if clock >= k.late_night_from or clock < k.late_night_to:
            odds += k.incivility_night
        breaks_rules = random.random() < 1 / (1 + math.exp(-odds))
        warmth = k.warmth_base + k.warmth_mood * self.mood + random.gauss(0, k.warmth_noise)
        warmth += k.warmth_context * parent.warmth if parent is not None else 0
        warmth = max(-1, min(1, warmth - k.breach_cold * breaks_rules))
        post = Post(thread, self, now, kind, warmth, breaks_rules, parent)
        model.everything.append(post)
        model.breaches += breaks_rules
        self.written += 1
        self.contributions += 1
        self.last_contribution = model.hour
        held = 1 - k.silence_held_by_belonging * self.belonging
        if random.random() < k.silence_hazard * held / self.contributions:
            self.silent_until = model.hour + 1 + self.spell(k.silence_days_min, k.silence_tail)
        return post

    def hear(self, post: Post) -> None:
        """Learn that somebody answered."""
        k = self.model.k
        self.inbox = post
        self.answers_received += 1
        self.belonging += min(1, k.belonging_gain * (1 + k.bond * self.fluency)) * (1 - self.belonging)
        self.pull = min(k.pull_ceiling, self.pull + k.pull_gain)

    def close_day(self) -> None:
        """Let feelings settle, and perhaps leave for good."""
        k = self.model.k
        self.belonging *= k.belonging_keep
        self.trust = k.trust_start + (self.trust - k.trust_start) * k.trust_keep
        target = 0.5 * (self.trust + self.belonging)
        self.loyalty = target + (self.loyalty - target) * k.loyalty_keep
        held = (1 - k.leave_held_by_belonging * self.belonging) * (1 - k.leave_held_by_trust * self.trust)
        if self.random.random() < k.leave_base * held:
            self.here = False
            self.model.departures += 1
            self.remove()
