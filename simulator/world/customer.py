"""Customer: the part of a member that lives with the product, and closes the day."""

from __future__ import annotations

from .author import rules, unit
from .members import FOREVER
from .reader import Reader
from .settling import DAY_END


class Customer(Reader):
    """Somebody whose days end. Columns of `members.py` are attributes (see `agents.Member`)."""

    def close_day(self) -> None:
        """Let feelings settle, things go wrong, and perhaps leave for good."""
        k, tally = self.model.k, self.model.tally
        self.settle()
        if k.unspoken > 0 and self.aware == k.crisis:
            self.blame = rules.blame_after_silence(self.blame, k)
            self.outrage = rules.outrage_after_silence(self.outrage, k.crisis_severity, self.blame, k)
        leaving, mishap, complains, wishing = self.draw(DAY_END)
        buying, easily, going, turning = self.draw(DAY_END, 1)
        errand = rules.errand_of_the_day(self.voice, self.satisfaction, unit(wishing), k)
        if self.customer == 1:
            hit = rules.errand_after_mishap(self.voice, self.expects_help, unit(mishap), unit(complains), k)
            if hit != rules.NO_ERRAND:
                self.suffer_mishap(rules.temper(unit(easily)))
                errand = hit if hit == rules.COMPLAINING else rules.NO_ERRAND
        if errand != rules.NO_ERRAND and (errand == rules.COMPLAINING or self.errand == rules.NO_ERRAND):
            self.errand = errand
        if k.crisis > 0 and self.aware == k.crisis:
            away = self.model.hour + rules.boycott_hours(self.outrage, self.blame, unit(turning), k)
            if away > self.model.hour:
                self.away_until_hour = max(self.away_until_hour, away)
        self.buy_or_defect(unit(buying))
        pressure = rules.leave_pressure(self.customer, self.satisfaction, k)
        pressure = pressure * rules.exit_pressure(self.outrage, self.blame, k)
        leaves = unit(leaving) < rules.leave_chance(self.belonging, self.trust, self.grudge, pressure, k)
        if leaves or (self.outsider == 1 and unit(going) < k.outsider_leaves):
            self.left_hour = self.model.hour
            self.away_until_hour = FOREVER
            self.pull = 0.0
            tally.departures += 1

    def suffer_mishap(self, how_easily: float = 0.0) -> None:
        """Have something go wrong with the product; it outrages those who are easily outraged (0 to 1)."""
        k = self.model.k
        self.model.tally.mishaps += 1
        self.trust = rules.trust_lost(self.trust, k.trust_lost_mishap)
        self.satisfaction = self.satisfaction * (1.0 - k.satisfaction_lost_mishap)
        self.unsaid = 1
        self.outrage = max(self.outrage, k.mishap_outrage * how_easily)

    def buy_or_defect(self, draw: float) -> None:
        """Become a customer, or go elsewhere."""
        k, tally = self.model.k, self.model.tally
        if self.customer == 1:
            if draw < rules.defect_chance(self.satisfaction, self.loyalty, k):
                self.customer = 0
                tally.defections += 1
        elif draw < rules.purchase_chance(self.trust, self.loyalty, k):
            self.customer = 1
            tally.purchases += 1

    def settle(self) -> None:
        """Let what is felt fade towards where it rests. An ambassador who is left alone for long turns."""
        k = self.model.k
        self.belonging = rules.drift(self.belonging, 0.0, k.belonging_keep)
        rest = rules.trust_scarred(rules.trust_at_rest(self.bond, k), self.blame, k)
        self.trust = rules.drift(self.trust, rest, k.trust_keep)
        if k.ongoing == 0 or self.aware != k.crisis:
            self.outrage = rules.drift(self.outrage, 0.0, k.outrage_keep)
        self.blame = rules.drift(self.blame, 0.0, k.blame_keep)
        self.loyalty = rules.drift(self.loyalty, 0.5 * (self.trust + self.belonging), k.loyalty_keep)
        self.fairness = rules.drift(self.fairness, k.fairness_start, k.fairness_keep)
        self.grudge = rules.drift(self.grudge, 0.0, k.grudge_keep)
        self.restraint = rules.drift(self.restraint, 0.0, k.restraint_keep)
        self.satisfaction = rules.drift(self.satisfaction, rules.satisfaction_at_rest(k), k.satisfaction_keep)
        self.expects_help = rules.drift(self.expects_help, k.hope_start, k.hope_keep)
        self.zest = rules.drift(self.zest, 0.0, k.zest_keep)
        self.bond = rules.drift(self.bond, 0.0, k.bond_keep)
        if self.ambassador == 1 and self.bond < k.bond_breaks:
            self.ambassador = 0
            self.trust = rules.trust_lost(self.trust, k.trust_lost_dropped)
            self.grudge = rules.grudge_after(self.grudge, k.grudge_dropped, 0.0)
