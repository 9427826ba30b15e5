"""Citizens of the usual model: keeping rules, breaking them, and being called to order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import mesa

from benchmarks.usual_content import RUDE

if TYPE_CHECKING:
    from benchmarks.usual_content import Post
    from benchmarks.usual_mesa import UsualCommunity


class Citizen(mesa.Agent):
    """The part of a member that lives under the rules of the house; `Member` gives it its state."""

    model: UsualCommunity

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
