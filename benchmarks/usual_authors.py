"""Authors of the usual model: writing, hearing of answers and votes, and being called to order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from benchmarks.usual_content import RUDE, Board, Post, Thread

if TYPE_CHECKING:
    from benchmarks.usual_mesa import UsualCommunity

LONGEST_SPELL_ODDS = 4096
"""Spells end where one in so many would be longer, as in the tables of `behaviour.py`."""


class Author(mesa.Agent):
    """The part of a member that writes and takes what comes back; `Member` gives it its state."""

    model: UsualCommunity

    def courage(self) -> float:
        """Return the share of the wish to write that survives the friction and the doubts of a first post."""
        if self.contributions:
            return 1.0
        k = self.model.k
        return (1 - k.entry_friction) * (1 - k.entry_doubt * (1 - self.rules_known))

    def spell(self, shortest_days: float, tail: float) -> int:
        """Draw the length of a heavy-tailed spell, in hours."""
        longest = LONGEST_SPELL_ODDS ** (1 / tail)
        return int(24 * shortest_days * min(self.random.paretovariate(tail), longest))

    def publish(self, board: Board, kind: str, now: float) -> None:
        """Start a thread."""
        draft = self.draft(None, kind)
        if draft is None:
            return
        appeal = self.fluency * self.random.lognormvariate(0, self.model.k.appeal_spread)
        thread = Thread(board, appeal, self.taste)
        thread.opener = thread.latest = self.post(Post(thread, self, now, kind, *draft))
        board.threads.append(thread)
        board.put_on_top(thread)
        self.last_thread = thread
        self.posts += 1
        self.model.posts += 1
        self.model.complaints += kind == "complaint"

    def answer(self, parent: Post, now: float) -> None:
        """Write a reply."""
        draft = self.draft(parent, "talk")
        if draft is None:
            return
        thread = parent.thread
        post = thread.latest = self.post(Post(thread, self, now, "talk", *draft, parent=parent))
        thread.replies += 1
        parent.answers += 1
        thread.board.put_on_top(thread)
        self.replies += 1
        self.model.replies += 1
        if post.status == "visible":
            self.model.answered += thread.replies == 1
            thread.board.warm_up(thread, self.model.k.answer_points, now)
            if parent.author is not self:
                parent.author.hear(post)

    def draft(self, parent: Post | None, kind: str) -> tuple[float, str | None, float] | None:
        """Return warmth, breach and filter score of what one is about to post; None when it is given up."""
        model, k, random = self.model, self.model.k, self.random
        self.written += 1
        breach = self.breach(parent)
        warmth = k.warmth_base + k.warmth_mood * self.mood + random.gauss(0, k.warmth_noise)
        if parent is not None:
            warmth += k.warmth_context * parent.warmth
        if kind == "complaint":
            warmth -= k.complaint_cold
        decent = max(-1.0, min(1.0, warmth))
        warmth = max(-1.0, min(1.0, warmth - k.breach_cold)) if breach in RUDE else decent
        score = random.gauss(0, 1) + k.filter_cold * max(0.0, -warmth)
        if breach is not None:
            score += k.filter_separation
        if score > k.prompt_threshold:
            model.prompts += 1
            thinks = random.random()
            if thinks < k.prompt_cancels:
                return None
            if thinks < k.prompt_cancels + k.prompt_revises:
                breach, warmth = None, decent
        return warmth, breach, score

    def breach(self, parent: Post | None) -> str | None:
        """Return the rule that the next contribution breaks, if any."""
        k = self.model.k
        if self.spammer:
            return "spam"
        temper = self.random.random()
        rude = self.temptation(parent)
        if temper < rude:
            target = temper / rude
            if target < k.attack_share + k.attack_grudge * self.grudge:
                return "attack"
            return "illegal" if target > 1 - k.illegal_share else "incivility"
        misplaced = k.off_topic_unknowing * (1 - self.rules_known) * (1 - k.guidance_heeded * k.guidance)
        return "off_topic" if temper > 1 - misplaced else None

    def temptation(self, parent: Post | None) -> float:
        """Return the chance that the next contribution is rude."""
        model, k = self.model, self.model.k
        odds = self.incivility + k.incivility_norm * self.norm + k.incivility_grudge * self.grudge
        odds -= k.incivility_injunctive * self.rules_known + k.incivility_restrained * self.restraint
        if self.deterrence:
            odds -= k.incivility_deterred * self.deterrence_left()
        if self.mood < 0:
            odds -= k.incivility_mood * self.mood
        if parent is not None and parent.breach in RUDE:
            odds += k.incivility_context
        clock = (model.hour + self.utc_offset) % 24
        if clock >= k.late_night_from or clock < k.late_night_to:
            odds += k.incivility_night
        return 1 / (1 + math.exp(-odds))

    def post(self, post: Post) -> Post:
        """Let a post appear, or wait, or be caught by the filter; and perhaps fall silent after it."""
        model, k = self.model, self.model.k
        if k.review_first > 1 or (k.review_first and not self.contributions):
            post.status = "held"
        elif post.score > k.filter_threshold:
            post.status = "removed" if k.filter_removes else "held"
        if post.status != "visible":
            model.filtered += 1
            if post.status == "held":
                model.open_case(post)
            else:
                model.caught.append(post)
        model.everything.append(post)
        if post.breach is not None:
            model.breaches += 1
            model.attacks += post.breach == "attack"
        self.contributions += 1
        self.last_contribution = model.hour
        held = 1 - k.silence_held_by_belonging * self.belonging
        if self.random.random() < k.silence_hazard * held / self.contributions:
            self.silent_until = model.hour + 1 + self.spell(k.silence_days_min, k.silence_tail)
        return post

    # --- what comes back ----------------------------------------------------------------------------------------

    def hear(self, post: Post) -> None:
        """Learn that somebody answered."""
        if not self.here:
            return
        k = self.model.k
        self.inbox = post
        self.answers_received += 1
        self.belonging += min(1, k.belonging_gain * (1 + k.bond * self.fluency)) * (1 - self.belonging)
        if post.breach in RUDE:
            self.belonging *= 1 - k.belonging_lost_hostility
        self.pull = min(k.pull_ceiling, self.pull + k.pull_gain)

    def enjoy_like(self) -> None:
        """Learn that somebody liked a post."""
        self.likes_received += 1
        self.belonging += self.model.k.vote_belonging * (1 - self.belonging)

    def take_downvote(self) -> None:
        """Learn that somebody voted a post down."""
        if not self.here:
            return
        k = self.model.k
        self.let_mood_fade()
        self.mood = max(-1.0, self.mood - k.downvote_mood)
        self.belonging += k.vote_belonging * (1 - self.belonging)
        self.pull = min(k.pull_ceiling, self.pull + k.downvote_pull)

    def let_mood_fade(self) -> None:
        """Bring one's mood up to this hour."""
        self.mood *= self.model.k.mood_keep ** (self.model.hour - self.mood_hour)
        self.mood_hour = self.model.hour

    # --- being called to order ----------------------------------------------------------------------------------

    def legitimacy(self, notice: str, deserved: bool) -> float:
        """Return how rightful a sanction seems."""
        k = self.model.k
        felt = self.fairness + k.notice_effect[notice]
        return max(0.0, min(1.0, felt if deserved else felt * k.undeserved))

    def feel_removal(self, deserved: bool, notice: str) -> None:
        """Have a post taken down."""
        k, rightful = self.model.k, self.legitimacy(notice, deserved)
        self.removals += 1
        lost = k.trust_lost_right_removal if deserved else k.trust_lost_wrong_removal
        self.trust *= 1 - max(0.0, min(1.0, lost * (1.5 - rightful)))
        self.belonging *= 1 - k.belonging_lost_removal * (1 - rightful)
        self.learn(k.deterrence_removal, k.grudge_removal, rightful, notice)

    def feel_warning(self, deserved: bool, notice: str) -> None:
        """Be warned."""
        k, rightful = self.model.k, self.legitimacy(notice, deserved)
        self.warnings += 1
        self.learn(k.deterrence_warning, k.grudge_warning, rightful, notice)

    def feel_block(self, hours: int, deserved: bool, notice: str) -> None:
        """Be kept from acting for some hours, and perhaps leave on the spot."""
        k, rightful = self.model.k, self.legitimacy(notice, deserved)
        if not self.warnings:
            rightful *= k.unwarned
        self.blocked_until = self.model.hour + 1 + hours
        self.blocks += 1
        self.restraint += k.restraint_block * rightful * (1 - self.restraint)
        self.learn(k.deterrence_block, k.grudge_block, rightful, notice)
        held = 1 - k.leave_held_by_belonging * self.belonging
        if self.random.random() < k.exit_after_block * (1 - rightful) * held:
            self.leave()

    def learn(self, deterrence: float, grudge: float, rightful: float, notice: str) -> None:
        """Let a sanction deter, rankle, teach, and show what the team is like."""
        k = self.model.k
        self.grudge += grudge * (1 - rightful) * (1 - self.grudge)
        left = self.deterrence_left()
        self.deterrence = left + deterrence * rightful * (1 - left)
        self.deterrence_hour = self.model.hour
        self.fairness += k.fairness_learning * (rightful - self.fairness)
        if notice != "none":
            gain = k.rules_from_explanation if notice == "explained" else k.rules_from_notice
            self.rules_known += gain * (1 - self.rules_known)
        if notice == "explained":
            self.restraint += k.restraint_explanation * rightful * (1 - self.restraint)

    def deterrence_left(self) -> float:
        """Return what is left of the fear that the last sanction left behind."""
        k = self.model.k
        return self.deterrence * k.deterrence_keep ** (self.model.hour - self.deterrence_hour)

    def accept_apology(self, struck: bool) -> None:
        """See a decision overturned: hardly a grudge is left, and the strike is taken back, if it was one."""
        k = self.model.k
        if struck:
            self.strikes = max(0, self.strikes - 1)
        self.fairness += k.fairness_learning * (1 - self.fairness)
        self.grudge *= 1 - k.amends
