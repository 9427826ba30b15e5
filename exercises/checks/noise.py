"""Noise: how far apart luck alone puts two communities, and what goes beyond it.

A check has no tolerance of its own: it lets the reference live with other luck and takes the spread that it sees.

    usual = noise(people_who_wrote, forum, seeds=range(8))
    if not usual.holds(answer): ...
    apart = differences(people_who_wrote, before=(forum, None), after=(forum, "facilitator"))
    if beyond_luck(apart).up: ...
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator import Playbook, Run, Scenario, simulate
from simulator.lab.pairing import half_width, paired

Measure = Callable[[Run], float]
Place = tuple[Scenario, Playbook | str | None]

UNSEEN = (9001, 9002, 9003, 9004, 9005, 9006)
"""Seeds that no page names, for trying what learners hand in."""
CONFIDENCE = 0.95
_KEPT = 96
_runs: OrderedDict[tuple[str, str, int], Run] = OrderedDict()


@dataclass(frozen=True)
class Noise:
    """How a figure varies over replicates that differ in luck only.

    Attributes:
        mean, sd: of the replicates (sd with n - 1).
        low, high: where one more replicate would lie in 95 of 100 cases (a prediction interval by Student's t).
        values: one a replicate, in the order of seeds.
    """

    mean: float
    sd: float
    low: float
    high: float
    values: tuple[float, ...]

    def holds(self, value: float) -> bool:
        """Tell whether a figure is one that luck alone could have given."""
        return self.low <= value <= self.high

    @property
    def margin(self) -> float:
        """Half the width of the interval: how far luck alone takes a single community from the mean."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Verdict:
    """A mean difference with its interval. `up` and `down` say whether it is beyond luck, and to which side."""

    mean: float
    low: float
    high: float
    pairs: int

    @property
    def up(self) -> bool:
        """Whether even the lower end of the interval lies above 0."""
        return self.low > 0

    @property
    def down(self) -> bool:
        """Whether even the upper end of the interval lies below 0."""
        return self.high < 0

    def __str__(self) -> str:
        """Return the difference with its interval, as a sentence would."""
        return f"{self.mean:+.3g} ({self.low:+.3g} to {self.high:+.3g})"


def lived(scenario: Scenario, playbook: Playbook | str | None, seed: int, tactics: Any = None) -> Run:
    """Return a run, from memory where the same was asked for before.

    Args:
        scenario, playbook, seed: as for `simulate`.
        tactics: a function without arguments that returns fresh tactics, as they may remember things; runs with
            tactics are not kept.
    """
    plan = Playbook.load(playbook) if isinstance(playbook, str) else playbook
    if tactics is not None:
        return simulate(scenario, plan, seed=seed, tactics=tactics())
    key = (scenario.model_dump_json(), "" if plan is None else plan.model_dump_json(), int(seed))
    if key not in _runs:
        _runs[key] = simulate(scenario, plan, seed=int(seed))
        while len(_runs) > _KEPT:
            _runs.popitem(last=False)
    _runs.move_to_end(key)
    return _runs[key]


def noise(
    measure: Measure,
    scenario: Scenario,
    playbook: Playbook | str | None = "balanced",
    seeds: Iterable[int] = UNSEEN,
    tactics: Any = None,
) -> Noise:
    """Return how a figure varies over communities with the same decisions and different luck.

    Args:
        measure: a function of a run that returns a number; runs in which it is no finite number are left out.
        scenario, playbook: what lives. seeds: one a replicate, at least two. tactics: see `lived`.

    Raises:
        ValueError: if fewer than two replicates give a number.
    """
    values = [float(measure(lived(scenario, playbook, seed, tactics))) for seed in seeds]
    return of_values(values)


def of_values(values: Sequence[float]) -> Noise:
    """Return the noise of values that are already there. Raises ValueError if fewer than two are finite."""
    known = np.asarray([value for value in values if math.isfinite(value)], dtype=float)
    if len(known) < 2:
        raise ValueError(f"noise needs at least two values, got {len(known)}")
    count, mean, spread = len(known), float(known.mean()), float(known.var(ddof=1))
    half = half_width(spread * (1 + 1 / count), count - 1, CONFIDENCE)
    return Noise(mean, math.sqrt(spread), mean - half, mean + half, tuple(known.tolist()))


def differences(measure: Measure, before: Place, after: Place, seeds: Iterable[int] = UNSEEN) -> np.ndarray:
    """Return a figure after minus before, pair by pair with the same luck: shape (seeds,), NaN if not measured."""
    return np.array([measure(lived(*after, seed)) - measure(lived(*before, seed)) for seed in seeds], dtype=float)


def beyond_luck(differences: Sequence[float] | np.ndarray, confidence: float = CONFIDENCE) -> Verdict:
    """Return the mean of paired differences with its interval (Student's t over pairs).

    Fewer than two finite pairs prove nothing: the interval is then unbounded.
    """
    apart = np.asarray(differences, dtype=float).ravel()
    found = paired(np.zeros(len(apart)), apart, confidence)
    if found["replicates"] < 2:
        return Verdict(float(found["difference"]), -math.inf, math.inf, int(found["replicates"]))
    return Verdict(
        float(found["difference"]), float(found["ci_low"]), float(found["ci_high"]), int(found["replicates"])
    )
