"""The same community as most Mesa models are written: every member an agent with plain Python attributes.

`UsualCommunity` is the yardstick for `bench.py`. It does the work of `simulator.Community` in the style of
Mesa's tutorials: `shuffle_do("step")` calls every member every hour, members draw from `model.random`, posts and
threads are objects in lists, and a `DataCollector` keeps model-level figures.

The same: constants (all from the scenario and the playbook), every rule of `simulator/world/behaviour.py`,
founding, arrivals, visits by rhythm and pull, inbox, the four feed orders with patience and a stop where nothing
is new, mood, likes, ties, flags, answers, momentum, spells, the team's queue, the end of a day, and the midnight
census. Totals agree over seeds; `tests/test_benchmarks.py` checks that.

Different, and none of it makes this model slower: draws come in the order in which they are asked for, so no
two runs can be compared event by event; formulas replace quantile tables; visits of an hour follow each other
in shuffled order, a moment apart, instead of each at its own second; a visitor's further glances within the
hour follow at once; all days end at midnight instead of spread over the day.

It is written to be fair: no agent-level data collection, no sorting of feeds, constant-time raising of a thread,
slots where objects are many, no draw that is not needed.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import deque
from dataclasses import dataclass
from types import SimpleNamespace

import mesa

from simulator.world.rhythm import WESTMOST, weekly_curves

TALLIES = (
    "arrivals", "departures", "visits", "readings", "posts", "replies", "likes", "flags", "breaches", "removals",
)  # fmt: skip
LATEST = 1
HOT_PLACES = 16
FOLLOWED_MOST = 8
CONTRIBUTIONS_PER_VISIT_MOST = 6
LONGEST_SPELL_ODDS = 4096


@dataclass(slots=True, eq=False)
class Post:
    """An opener or a reply."""

    thread: Thread
    author: Member
    time: float
    kind: str
    warmth: float
    breaks_rules: bool
    parent: Post | None = None
    likes: int = 0
    flags: int = 0
    readings: int = 0
    answers: int = 0
    visible: bool = True


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

    def liveliness(self, now: float) -> float:
        """Return engagement per hour since the latest post, plus two hours."""
        return self.engagement / (now - self.latest.time + 2)

    def post_to_read(self, since: float) -> Post | None:
        """Return the latest post when it is new, else the opener; None when removed."""
        if self.latest.time > since and self.latest.visible:
            return self.latest
        return self.opener if self.opener.visible else None


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

    def newest(self, since: float):
        """Yield threads begun after `since`, newest first."""
        for thread in reversed(self.threads):
            if thread.opener.time <= since:
                return
            yield thread

    def latest(self, since: float):
        """Yield threads answered after `since`, latest answer first."""
        thread = self.top
        while thread is not None and thread.latest.time > since:
            below = thread.below
            yield thread
            thread = below

    def liveliest(self, since: float):
        """Yield the liveliest threads with a post after `since`."""
        return (thread for thread in self.hot if thread.latest.time > since)


class Member(mesa.Agent):
    """Somebody in the community, with state in plain attributes. Times are hours since the run began."""

    def __init__(self, model: UsualCommunity) -> None:
        super().__init__(model)
        random, k, people = model.random, model.k, model.scenario.population
        self.visits_per_hour = random.lognormvariate(math.log(people.visits_per_day), people.visits_spread) / 24
        speaks = random.random() < people.voice_share
        self.voice = random.lognormvariate(0, people.voice_spread) if speaks else 0.0
        self.taste = 0.5 + (random.random() - 0.5) * (1 - people.homogeneity)
        self.incivility = random.gauss(k.incivility_base, k.incivility_spread)
        self.utc_offset = random.choices(model.offsets, model.offset_shares)[0]
        self.home = random.choice(model.boards)
        self.joined: int | None = model.hour
        self.role = "lurker"
        self.mood, self.mood_hour = 0.0, model.hour
        self.trust, self.belonging, self.loyalty = k.trust_start, 0.0, 0.5 * k.trust_start
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
        random, k, people = self.random, self.model.k, self.model.scenario.population
        self.joined, self.pull, self.has_errand = None, 0.0, False
        if self.voice > 0 and random.random() < people.history_share:
            wrote = 1
            while wrote < people.history_most and random.random() >= k.silence_hazard / wrote:
                wrote += 1
            self.contributions = wrote
            self.belonging = 1 - 1 / (1 + 0.1 * wrote)
            if random.random() < k.silence_hazard / math.sqrt(wrote):
                self.silent_until = int(random.random() * 72 * k.silence_days_min)
        if random.random() < 0.3:
            self.away_until = int(random.random() * 72 * k.away_days_min)

    def step(self) -> None:
        """Live one hour: perhaps visit."""
        model, k = self.model, self.model.k
        if self.away_until <= model.hour:
            chance = self.visits_per_hour * model.rhythm[self.utc_offset] * (1 + self.pull)
            if self.random.random() < min(chance, k.visit_chance_ceiling):
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
        chance = self.model.k.inbox_answer * (1 + 0.25 * post.warmth)
        if self.free and self.random.random() < chance:
            self.answer(post, now)

    def speak_up(self, board: Board, now: float) -> None:
        """Start a thread: because of an errand, or because there is something to say."""
        k, errand = self.model.k, self.has_errand
        if errand:
            chance = k.errand_urge * (1 - k.entry_friction)
        elif self.voice and self.silent_until <= self.model.hour:
            chance = min(0.8, k.start_base * self.voice * self.courage())
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
            if post.breaks_rules:
                self.trust *= 1 - k.trust_lost_breach_seen
            if not self.free:
                continue
            if random.random() < (k.flag_chance if post.breaks_rules else k.false_flag_chance):
                self.flag(post)
                continue
            affinity = max(k.affinity_floor, 1 - k.affinity_slope * abs(self.taste - thread.taste))
            interest = thread.appeal * affinity
            chance = k.like_base * interest * (1 + 0.5 * post.warmth + 0.5 * self.mood)
            if random.random() < min(0.9, chance):
                self.like(post, now)
            if self.voice and self.silent_until <= model.hour and self.written < CONTRIBUTIONS_PER_VISIT_MOST:
                chance = k.answer_base * self.voice * interest / (1 + thread.replies / k.crowding)
                if random.random() < min(0.8, chance * self.courage()):
                    self.answer(post, now)

    def followed(self, since: float):
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
        if post.flags == 0:
            self.model.queue.append(post)
        post.flags += 1
        self.flags_given += 1
        self.model.flags += 1

    def like(self, post: Post, now: float) -> None:
        """Like a post, and perhaps follow its author."""
        post.likes += 1
        self.likes_given += 1
        post.author.likes_received += 1
        self.model.likes += 1
        post.thread.board.warm_up(post.thread, 1, now)
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
        appeal = self.random.lognormvariate(0, self.model.k.appeal_spread)
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
        thread.board.warm_up(thread, 2, now)
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
        warmth = k.warmth_base + 0.5 * self.mood + random.gauss(0, k.warmth_noise)
        warmth += 0.25 * parent.warmth if parent is not None else 0
        warmth = max(-1, min(1, warmth - breaks_rules))
        post = Post(thread, self, now, kind, warmth, breaks_rules, parent)
        model.everything.append(post)
        model.breaches += breaks_rules
        self.written += 1
        self.contributions += 1
        self.last_contribution = model.hour
        if random.random() < k.silence_hazard / self.contributions:
            self.silent_until = model.hour + 1 + self.spell(k.silence_days_min, k.silence_tail)
        return post

    def hear(self, post: Post) -> None:
        """Learn that somebody answered."""
        k = self.model.k
        self.inbox = post
        self.answers_received += 1
        self.belonging += k.belonging_gain * (1 - self.belonging)
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


class Manager(mesa.Agent):
    """A person of the team who works through flagged posts within the hour's minutes."""

    def __init__(self, model: UsualCommunity, shift: object) -> None:
        super().__init__(model)
        self.shift = shift

    def step(self) -> None:
        """Take cases while on shift and while minutes last."""
        model, shift, rules = self.model, self.shift, self.model.playbook.moderation
        clock, ends = (model.hour + shift.utc_offset_hours) % 24, shift.ends
        on = shift.begins <= clock < ends if shift.begins < ends else clock >= shift.begins or clock < ends
        minutes = shift.minutes_per_hour if on else 0
        while rules.handle_flags and model.queue and minutes >= rules.minutes_per_case:
            post = model.queue.popleft()
            if post.visible:
                minutes -= rules.minutes_per_case
                self.decide(post)

    def decide(self, post: Post) -> None:
        """Judge one flagged post; block its author after every few removals."""
        model, rules = self.model, self.model.playbook.moderation
        is_right = self.random.random() < model.playbook.team.judgement
        if post.breaks_rules != is_right:
            model.actions.append((model.hour, self.unique_id, "keep", post))
            return
        post.visible = False
        model.removals += 1
        model.actions.append((model.hour, self.unique_id, "remove", post))
        author, k = post.author, model.k
        author.removals += 1
        lost = k.trust_lost_right_removal if post.breaks_rules else k.trust_lost_wrong_removal
        author.trust *= 1 - lost
        if rules.block_after_removals and author.removals % rules.block_after_removals == 0 and author.here:
            author.blocked_until = model.hour + 1 + rules.block_hours
            model.actions.append((model.hour, self.unique_id, "block", author))


class UsualCommunity(mesa.Model):
    """A community in the usual style of Mesa; `step` is one hour."""

    def __init__(self, scenario: object, playbook: object = None, seed: int = 0) -> None:
        """Found a community of a `Scenario`, managed by a `Playbook` (None: nobody manages it)."""
        super().__init__(rng=seed)
        self.scenario, self.playbook, self.hour = scenario, playbook, 0
        k = self.k = SimpleNamespace(**scenario.behaviour.model_dump(), **scenario.platform.model_dump())
        k.pull_keep = 0.5 ** (1 / k.pull_half_life_hours)
        k.mood_keep = 0.5 ** (1 / k.mood_half_life_hours)
        k.belonging_keep = 0.5 ** (1 / k.belonging_half_life_days)
        k.trust_keep = 0.5 ** (1 / k.trust_half_life_days)
        k.loyalty_keep = 0.5 ** (1 / k.loyalty_half_life_days)
        newest, latest = k.feed_newest, k.feed_newest + k.feed_latest
        self.feed_shares = [newest, latest, latest + k.feed_followed]
        curves = weekly_curves(scenario.rhythm.day_curve, scenario.rhythm.weekend_rate).tolist()
        self.offsets, self.offset_shares = list(scenario.rhythm.zones), list(scenario.rhythm.zones.values())
        self.curves = {offset: curves[offset - WESTMOST] for offset in self.offsets}
        self.boards = [Board() for _ in range(scenario.boards)]
        self.everything: list[Post] = []
        self.queue: deque[Post] = deque()
        self.actions: list[tuple] = []
        self.found()
        for shift in playbook.team.shifts if playbook is not None else ():
            Manager(self, shift)
        self.daily: list[dict] = []
        self.reset_tallies()
        self.datacollector = mesa.DataCollector(
            model_reporters={
                **{name: name for name in TALLIES},
                "members": "present",
                "mood": lambda model: model.mood_sum / model.visits if model.visits else math.nan,
                "open_cases": lambda model: len(model.queue),
            }
        )

    def found(self) -> None:
        """Let the members of the first day join, remember, and follow those who wrote much."""
        founders = [Member(self) for _ in range(self.scenario.members)]
        self.present = len(founders)
        weights, total = [], 0
        for member in founders:
            member.remember()
            total += member.contributions
            weights.append(total)
        if total == 0 or len(founders) < 2:
            return
        for place in range(4):
            for member in founders:
                if self.random.random() < 1 / (place + 1.5):
                    candidates = self.random.choices(founders, cum_weights=weights, k=2)
                    member.follow(min(candidates, key=lambda other: abs(other.taste - member.taste)))

    def reset_tallies(self) -> None:
        """Begin an hour's counts at nought."""
        for name in TALLIES:
            setattr(self, name, 0)
        self.mood_sum = 0.0

    def now(self) -> float:
        """Return the time, in hours: a moment later after every visit."""
        return self.hour + self.visits / (self.present * self.k.glances_per_hour)

    def step(self) -> None:
        """Let one hour pass."""
        self.reset_tallies()
        week_hour = (self.scenario.start.weekday() * 24 + self.hour) % 168
        self.rhythm = {offset: curve[week_hour] for offset, curve in self.curves.items()}
        self.arrive()
        self.agents_by_type[Member].shuffle_do("step")
        if Manager in self.agents_by_type:
            self.agents_by_type[Manager].do("step")
        if self.hour % 24 == 23:
            self.agents_by_type[Member].do("close_day")
            self.present -= self.departures
            self.take_census()
        self.datacollector.collect(self)
        self.hour += 1

    def arrive(self) -> None:
        """Let newcomers join."""
        even = self.scenario.newcomers_per_1000_members_per_day / 1000 / 24 * self.present
        shares = zip(self.offsets, self.offset_shares, strict=True)
        self.arrivals = int(self.rng.poisson(even * sum(share * self.rhythm[offset] for offset, share in shares)))
        for _ in range(self.arrivals):
            Member(self)
        self.present += self.arrivals

    def take_census(self) -> None:
        """Close the community's day: count visitors, and read roles from what members did."""
        end, window = self.hour + 1, self.k.role_window_days * 24
        members = self.agents_by_type[Member]
        creators = []
        row = {"dau": 0, "wau": 0, "mau": 0, "trust": 0.0, "belonging": 0.0, "loyalty": 0.0}
        for member in members:
            since = end - member.last_visit
            row["dau"] += since <= 24
            row["wau"] += since <= 168
            row["mau"] += since <= 720
            row["trust"] += member.trust / self.present
            row["belonging"] += member.belonging / self.present
            row["loyalty"] += member.loyalty / self.present
            member.role = "lurker"
            if self.hour - member.last_contribution < window:
                member.role = "creator"
                creators.append(member)
        known = sorted((m for m in creators if m.audience), key=lambda m: (-m.audience, -m.contributions))
        influencers = known[: math.ceil(0.01 * self.present)]
        for member in influencers:
            member.role = "influencer"
        row["influencers"], row["creators"] = len(influencers), len(creators) - len(influencers)
        row["lurkers"] = self.present - len(creators)
        self.daily.append(row)
