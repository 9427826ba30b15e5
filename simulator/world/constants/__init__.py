"""Constants of behaviour: the only place where a number that drives members or the team is written down.

Every constant has a unit, a range, a default and a source. "Design choice" says openly that no publication
gives the number: it was chosen so that the facts in `datasets/stylised_facts.csv` and the effects in
`datasets/published_effects.csv` emerge. A scenario may set any of them under `behaviour`.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .activity import Activity
from .care import Care
from .conduct import Conduct
from .declared import HOURS_PER_DAY, HOURS_PER_WEEK, SECONDS_PER_DAY, SECONDS_PER_HOUR, constant
from .engagement import Engagement
from .feelings import Feelings
from .outrage import Outrage
from .sanctions import Sanctions
from .stamina import Stamina

# Name of the share kept in an hour or a day: the half-life it follows from.
_KEPT = {
    "pull_keep": "pull_half_life_hours",
    "mood_keep": "mood_half_life_hours",
    "deterrence_keep": "deterrence_half_life_hours",
    "fatigue_keep": "fatigue_half_life_hours",
    "composure_keep": "composure_half_life_hours",
    "morale_keep": "morale_half_life_days",
    "restraint_keep": "restraint_half_life_days",
    "grudge_keep": "grudge_half_life_days",
    "fairness_keep": "fairness_half_life_days",
    "belonging_keep": "belonging_half_life_days",
    "trust_keep": "trust_half_life_days",
    "loyalty_keep": "loyalty_half_life_days",
    "satisfaction_keep": "satisfaction_half_life_days",
    "hope_keep": "hope_half_life_days",
    "zest_keep": "zest_half_life_days",
    "outrage_keep": "outrage_half_life_days",
    "blame_keep": "blame_half_life_days",
    "bond_keep": "bond_half_life_days",
}


@lru_cache(maxsize=64)
def _fields(names: tuple[str, ...]) -> np.dtype:
    """Return one and the same dtype for the same names: compiled code knows a dtype again only by its identity."""
    return np.dtype([(name, "f8") for name in names])


def one_row(values: dict[str, float]) -> np.ndarray:
    """Return numbers as a one-row record array, shape (1,), one float64 field a name."""
    record = np.zeros(1, dtype=_fields(tuple(values)))
    for name, value in values.items():
        record[name] = value
    return record


class Behaviour(Stamina, Sanctions, Conduct, Outrage, Engagement, Care, Feelings, Activity):
    """The constants of how people behave, the same for every member of a community."""

    def record(self) -> np.ndarray:
        """Return the constants as the one-row record array that rules read, with shares kept by hour or day."""
        values: dict[str, float] = self.model_dump()
        values |= {name: 0.5 ** (1 / values[half_life]) for name, half_life in _KEPT.items()}
        return one_row(values)


__all__ = [
    "HOURS_PER_DAY",
    "HOURS_PER_WEEK",
    "SECONDS_PER_DAY",
    "SECONDS_PER_HOUR",
    "Behaviour",
    "constant",
    "one_row",
]
