"""Experiment: a published effect, tried out by runs that share all luck and differ in one thing.

An experiment observes one seed at a time and gives raw quantities of its arms: counts and sums, never a quotient.
A part turns the quantities summed over all seeds into the effect, in the unit of its row in
`datasets/published_effects.csv`. So a ratio of rare events is one ratio of sums, not a mean of shaky ratios:

    @experiment("E43", treated="newcomers_wall")
    def registration_wall(seed):
        ...
        return {"good_open": 81, "good_wall": 60, "newcomers_wall": 300}

    @part("E43a")
    def good_posts(total):
        return percent_change(total["good_wall"], total["good_open"])

The effect has to come out of rules that do not know it: an experiment alters a setting, a playbook, or what
people meet, and then only counts. Both functions stand at the top of a module, so that other processes find them.

Budget: one observation takes at most 1.5 seconds of one core, all its arms together. Some 25 experiments with 30
seeds then take under eight minutes on two cores, since most need far less. Too few events in that time? Rather let
more people live for fewer days than one group for long, and let arms share a past by `community.fork()`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Quantities = Mapping[str, float]
Observe = Callable[[int], Quantities]
Part = Callable[[Quantities], float]


@dataclass(frozen=True)
class Experiment:
    """How an effect is tried out.

    Attributes:
        effect: id in `datasets/published_effects.csv`, as "E43".
        observe: function of a seed that runs all arms and returns what was counted, finite numbers by name. The
            names are the same for every seed.
        treated: name of the quantity that counts who or what was treated; None where nobody can be counted.
    """

    effect: str
    observe: Observe
    treated: str | None = None


EXPERIMENTS: dict[str, Experiment] = {}
"""Experiments by effect. Filled by `experiment`; `experiments.known()` imports all modules first."""
PARTS: dict[str, Part] = {}
"""What is checked of the effects, by id. Filled by `part`."""


def experiment(effect: str, treated: str | None = None) -> Callable[[Observe], Observe]:
    """Register a function of a seed as the experiment for `effect`, as "E43"; see `Experiment`.

    Raises:
        ValueError: when `effect` is no such id, or has an experiment already.
    """
    _require_new(effect, r"E\d\d", 'an effect is written as "E43"', EXPERIMENTS)

    def register(observe: Observe) -> Observe:
        EXPERIMENTS[effect] = Experiment(effect, observe, treated)
        return observe

    return register


def part(name: str) -> Callable[[Part], Part]:
    """Register a function of summed quantities as a checked part of an effect, as "E43a".

    It returns the effect in the unit of the data set, NaN when there was nothing to compare.

    Raises:
        ValueError: when `name` is no such id, is taken, or its effect has no experiment yet.
    """
    _require_new(name, r"E\d\d[a-z]", 'a part is written as "E43a"', PARTS)
    if name[:-1] not in EXPERIMENTS:
        raise ValueError(f'{name} needs an experiment before it: @experiment("{name[:-1]}")')

    def register(measure: Part) -> Part:
        PARTS[name] = measure
        return measure

    return register


def _require_new(name: str, pattern: str, wanted: str, taken: Mapping[str, object]) -> None:
    if not re.fullmatch(pattern, name):
        raise ValueError(f"{wanted}, got {name!r}")
    if name in taken:
        raise ValueError(f"{name} is registered already")


def share(hits: float, of: float) -> float:
    """Return a part of a whole, from 0 to 1; NaN of nothing."""
    return hits / of if of else math.nan


def points(hits: float, of: float, hits_control: float, of_control: float) -> float:
    """Return how much higher the treated share is, in percentage points; NaN when an arm is empty."""
    return 100 * (share(hits, of) - share(hits_control, of_control))


def ratio(treated: float, control: float) -> float:
    """Return how many times as much there is with treatment; NaN when there is nothing without."""
    return treated / control if control else math.nan


def percent_change(treated: float, control: float) -> float:
    """Return how much more there is with treatment, in percent; NaN when there is nothing without."""
    return 100 * (ratio(treated, control) - 1)


def odds_ratio(hits: float, of: float, hits_control: float, of_control: float) -> float:
    """Return the odds with treatment over those without; NaN when any of the four cells is empty."""
    cells = (hits, of - hits, hits_control, of_control - hits_control)
    if min(cells) <= 0:
        return math.nan
    return cells[0] * cells[3] / (cells[1] * cells[2])
