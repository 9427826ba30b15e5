"""Members of the usual model: agents whose whole state is in plain attributes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.usual_customers import Customer

if TYPE_CHECKING:
    from benchmarks.usual_content import Board, Post, Thread
    from benchmarks.usual_mesa import UsualCommunity

NEIGHBOURS = 64
"""So many members who joined one after the other end their days in the same hour."""


class Member(Customer):
    """Somebody in the community, with state in plain attributes. Times are hours since the run began."""

    def __init__(self, model: UsualCommunity, source: str = "founder") -> None:
        super().__init__(model)
        random, k, people = model.random, model.k, model.place.population
        self.visits_per_hour = random.lognormvariate(math.log(people.visits_per_day), people.visits_spread) / 24
        speaks = random.random() < people.voice_share
        self.voice = random.lognormvariate(0, people.voice_spread) if speaks else 0.0
        founder = source == "founder"
        likeness = people.homogeneity * (1 if founder else k.newcomers_alike)
        self.taste = 0.5 + (random.random() - 0.5) * (1 - likeness)
        self.incivility = random.gauss(k.incivility_base, k.incivility_spread)
        self.utc_offset = random.choices(model.offsets, model.offset_shares)[0]
        self.home = random.choice(model.boards)
        self.role = "lurker"
        self.mood, self.mood_hour = 0.0, model.hour
        self.trust, self.belonging, self.loyalty = k.trust_start, 0.0, 0.5 * k.trust_start
        self.norm, self.fairness, self.grudge, self.restraint = 0.0, k.fairness_start, 0.0, 0.0
        self.deterrence, self.deterrence_hour = 0.0, model.hour
        self.customer, self.satisfaction = random.random() < k.customer_share, k.satisfaction_start
        self.expects_help, self.unsaid, self.zest = k.hope_start, False, 0.0
        self.outrage = self.official_share = 0.0
        self.contributions = self.answers_received = self.likes_given = self.likes_received = 0
        self.posts = self.replies = self.flags_given = self.readings = self.visits = self.audience = 0
        self.removals = self.warnings = self.blocks = self.strikes = 0
        self.strike_hour = -math.inf
        self.last_visit = self.last_contribution = -math.inf
        self.away_until = self.silent_until = self.blocked_until = model.hour
        self.here = True
        model.neighbours[self.unique_id // NEIGHBOURS % 24].append(self)
        self.inbox: Post | None = None
        self.errand: str | None = None
        self.spammer = False
        self.last_thread: Thread | None = None
        self.followees: list[Member] = []
        self.days_visited: set[int] = set()
        if founder:
            self.remember()
        else:
            self.come_new(source)

    def come_new(self, source: str) -> None:
        """Be a newcomer: curious, a stranger to the place's language and rules, some with an errand."""
        k, errand = self.model.k, self.random.random()
        self.joined: int | None = self.model.hour
        self.pull, self.fluency, self.rules_known = k.newcomer_pull, k.outsider_fluency, 0.0
        if source == "word of mouth":
            self.belonging = k.word_belonging
        if errand < k.errand * self.model.errands_brought[source]:
            self.errand = "question"
        elif errand > 1 - k.spammer_share:
            self.spammer, self.voice = True, k.spammer_voice

    def remember(self) -> None:
        """Be a founder: know the place, and perhaps have written before."""
        random, k, people = self.random, self.model.k, self.model.place.population
        self.joined, self.pull, self.fluency, self.rules_known = None, 0.0, 1.0, 1.0
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
        self.let_mood_fade()
        if since > -math.inf and self.fluency > k.outsider_fluency:
            kept = (1 - k.style_turnover * k.dynamism) ** int((now - since) // 24)
            self.fluency = k.outsider_fluency + (self.fluency - k.outsider_fluency) * kept
        self.last_visit = now
        self.visits += 1
        model.visits += 1
        if self.joined is not None and model.hour - self.joined < 63 * 24:
            self.days_visited.add((model.hour - self.joined) // 24)
        if k.rules_shown > 1 or (k.rules_shown and not self.contributions):
            self.rules_known += k.rules_read * (1 - self.rules_known)
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

    def open_inbox(self, now: float) -> None:
        """Read the waiting reply and perhaps answer it."""
        post, self.inbox = self.inbox, None
        if post is None or post.status != "visible":
            return
        self.read(post)
        k = self.model.k
        chance = max(0.0, min(1.0, k.inbox_answer * (1 + k.inbox_warmth * post.warmth)))
        if post.author is None:
            chance *= k.official_inbox
        if self.free and self.random.random() < chance:
            self.answer(post, now)

    def speak_up(self, board: Board, now: float) -> None:
        """Start a thread: because of an errand, or because there is something to say."""
        k, errand = self.model.k, self.errand
        if errand is not None:
            chance = k.errand_urge * self.courage()
            if errand == "question":
                chance *= 1 - k.form_deters * k.question_form
        elif self.voice and self.silent_until <= self.model.hour:
            chance = min(k.answer_ceiling, k.start_base * self.voice_now() * self.fluency * self.courage())
        else:
            return
        if self.random.random() < chance:
            self.errand = None
            kind = errand or ("question" if self.random.random() < k.question_share else "talk")
            self.publish(board, kind, now)
        elif errand is not None and self.random.random() < k.errand_lapses:
            self.errand = None
