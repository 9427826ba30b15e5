"""Customers of the usual model: living with the product, taking answers of the team, and closing the day."""

from __future__ import annotations

from benchmarks.usual_readers import Reader, moved


class Customer(Reader):
    """The part of a member that lives with the product; `Member` gives it its state."""

    def close_day(self) -> None:
        """Let feelings settle and things go wrong, buy or go elsewhere, and perhaps leave for good."""
        self.settle()
        errand = self.errand_of_the_day()
        if self.customer and self.random.random() < self.mishap_chance():
            errand = self.suffer_mishap()
        if errand == "complaint" or (errand is not None and self.errand is None):
            self.errand = errand
        self.buy_or_defect()
        if self.random.random() < self.leave_chance():
            self.leave()

    def settle(self) -> None:
        """Let what is felt fade towards where it rests."""
        k = self.model.k
        self.belonging *= k.belonging_keep
        self.trust = k.trust_start + (self.trust - k.trust_start) * k.trust_keep
        self.outrage *= k.outrage_keep
        target = 0.5 * (self.trust + self.belonging)
        self.loyalty = target + (self.loyalty - target) * k.loyalty_keep
        self.fairness = k.fairness_start + (self.fairness - k.fairness_start) * k.fairness_keep
        self.grudge *= k.grudge_keep
        self.restraint *= k.restraint_keep
        # A better product satisfies better.
        rest = k.satisfaction_start + k.quality * (1 - k.satisfaction_start)
        self.satisfaction = rest + (self.satisfaction - rest) * k.satisfaction_keep
        self.expects_help = k.hope_start + (self.expects_help - k.hope_start) * k.hope_keep
        self.zest *= k.zest_keep

    def errand_of_the_day(self) -> str | None:
        """Return with what somebody who writes comes today: a wish, or praise from the satisfied."""
        if not self.voice:
            return None
        k, draw = self.model.k, self.random.random()
        if draw < k.wish_chance:
            return "wish"
        return "praise" if draw > 1 - k.praise_chance * self.satisfaction else None

    def mishap_chance(self) -> float:
        """Return how likely something goes wrong with the product today."""
        k = self.model.k
        return k.mishap_chance * k.mishaps * (1 - k.quality)

    def suffer_mishap(self) -> str | None:
        """Have something go wrong with the product; say so, if one hopes for help, or swallow it."""
        k = self.model.k
        self.model.mishaps += 1
        self.trust *= 1 - k.trust_lost_mishap
        self.satisfaction *= 1 - k.satisfaction_lost_mishap
        self.unsaid = True
        self.outrage = max(self.outrage, k.mishap_outrage * self.random.random() ** 3)
        voiced = k.complaint_voiced if self.voice else k.complaint_silent
        return "complaint" if self.random.random() < 2 * self.expects_help * voiced else None

    def buy_or_defect(self) -> None:
        """Become a customer, or go elsewhere."""
        k, draw = self.model.k, self.random.random()
        if not self.customer:
            if draw < k.purchase_base * self.trust * self.loyalty:
                self.customer = True
                self.model.purchases += 1
            return
        chance = k.defect_base * (1 + k.defect_dissatisfied * self.lacking())
        if draw < chance * (1 - k.defect_held_by_loyalty * self.loyalty):
            self.customer = False
            self.model.defections += 1

    def lacking(self) -> float:
        """Return how far satisfaction lies below where it began, 0 to 1."""
        start = self.model.k.satisfaction_start
        return 1 - self.satisfaction / start if self.satisfaction < start else 0.0

    def leave_chance(self) -> float:
        """Return the chance to leave for good today: belonging and trust hold, grudge and a bad product drive."""
        k = self.model.k
        held = (1 - k.leave_held_by_belonging * self.belonging) * (1 - k.leave_held_by_trust * self.trust)
        pressure = 1 + k.leave_dissatisfied * self.lacking() if self.customer else 1.0
        return k.leave_base * held * pressure * (1 + k.leave_grudge * self.grudge)

    def leave(self) -> None:
        """Leave for good."""
        self.here = False
        self.model.departures += 1
        self.model.present -= 1
        self.remove()

    # --- what the team does for one -----------------------------------------------------------------------------

    def take_answer(self, worth: float) -> None:
        """Have a complaint answered by the team."""
        k = self.model.k
        self.trust = moved(self.trust, k.answer_trust, worth)
        self.outrage *= 1 - max(0.0, min(1.0, k.answer_calms * worth))
        self.satisfaction = moved(self.satisfaction, k.answer_satisfaction, worth)
        self.expects_help = moved(self.expects_help, k.hope_gain, worth)

    def see_wish_fulfilled(self) -> None:
        """Learn that one's wish came true."""
        k = self.model.k
        self.trust = moved(self.trust, k.wish_told, 1.0)
        self.belonging = moved(self.belonging, k.wish_told, 1.0)
        self.expects_help = moved(self.expects_help, k.hope_gain, 1.0)
