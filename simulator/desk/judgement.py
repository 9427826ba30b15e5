"""Judgement: how well breaches are told from decent posts, apart from how readily posts are removed.

Removing much catches many breaches and hits much that is decent; a share of right decisions mixes the two. Signal
detection theory keeps them apart: d' is how well somebody tells one from the other (0: not at all; 1: somewhat;
3: nearly always), c how much it takes until a post is removed (0: even-handed; below: quick; above: sparing).
Counts get half a decision more on each side (log-linear correction: Hautus 1995, Behavior Research Methods,
Instruments, & Computers 27, 46-51), so that a clean record gives a finite number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy.special import ndtri

if TYPE_CHECKING:
    from .session import Session

ENOUGH = 5
"""So many decisions about breaches, and about decent posts, are needed before d' says anything."""
REMOVING, KEEPING = ("remove", "hide", "delete_criticism"), ("keep", "release", "restore")


@dataclass(frozen=True)
class Judgement:
    """What somebody's decisions say.

    Attributes:
        hits: breaches removed. misses: breaches kept. false_alarms: decent posts removed. rejections: decent kept.
    """

    hits: int
    misses: int
    false_alarms: int
    rejections: int

    @property
    def breaches(self) -> int:
        """How many breaches were decided on."""
        return self.hits + self.misses

    @property
    def decent(self) -> int:
        """How many decent posts were decided on."""
        return self.false_alarms + self.rejections

    @property
    def is_enough(self) -> bool:
        """Whether there are enough decisions of both kinds to say anything."""
        return self.breaches >= ENOUGH and self.decent >= ENOUGH

    @property
    def d_prime(self) -> float:
        """How well breaches are told from decent posts; NaN with too few decisions."""
        return float(ndtri(self._hit_rate) - ndtri(self._alarm_rate)) if self.is_enough else math.nan

    @property
    def criterion(self) -> float:
        """How much it takes until a post is removed, 0 for even-handed; NaN with too few decisions."""
        return float(-(ndtri(self._hit_rate) + ndtri(self._alarm_rate)) / 2) if self.is_enough else math.nan

    @property
    def _hit_rate(self) -> float:
        return (self.hits + 0.5) / (self.breaches + 1)

    @property
    def _alarm_rate(self) -> float:
        return (self.false_alarms + 0.5) / (self.decent + 1)

    @property
    def says(self) -> str:
        """A sentence about it."""
        counted = f"{self.breaches} breaches and {self.decent} decent posts decided on"
        if not self.is_enough:
            return f"Too few decisions to say ({counted}; {ENOUGH} of each are needed)."
        lean = (
            "even-handed" if abs(self.criterion) < 0.3 else "quick to remove" if self.criterion < 0 else "sparing"
        )
        return f"d' {self.d_prime:.1f}, {lean} (c {self.criterion:+.1f}); {counted}."


def judgement(session: Session) -> Judgement:
    """Return what a player's decisions say, each post by the last decision about it.

    Counts what the player has removed, hidden or kept; what the team's routine did is not the player's.
    """
    last: dict[int, bool] = {}
    for one in session.decisions:
        if one.what in REMOVING + KEEPING:
            last[one.options["target"]] = one.what in REMOVING
    truth = session.community.content.posts["breaks_rules"]
    counts = {(removed, broke): 0 for removed in (True, False) for broke in (True, False)}
    for post, removed in last.items():
        counts[removed, bool(truth[post])] += 1
    return Judgement(counts[True, True], counts[False, True], counts[True, False], counts[False, False])
