"""Power: how many replicates a question needs, with shared luck and without.

from simulator import compare
from simulator.lab.power import replicates_needed
pilot = compare("forum", ["silence", "disclose"], replicates=10)
replicates_needed(pilot, "trust", difference=0.01)
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.stats import nct, t

from .compare import one_known

if TYPE_CHECKING:
    from .compare import Comparison

MOST = 1_000_000
COLUMNS = ("playbook", "metric", "unit", "difference", "sd_paired", "sd_unpaired", "paired", "unpaired")


def replicates_needed(
    pilot: Comparison,
    metric: str,
    difference: float | None = None,
    power: float = 0.8,
    confidence: float = 0.95,
    baseline: str | None = None,
) -> pd.DataFrame:
    """Return how many replicates show a difference, judged by the noise of a pilot comparison.

    Args:
        pilot: a comparison of at least 3 replicates; the more, the better is its noise known.
        metric: what shall differ. difference: how much of it is to be found, in its unit; None for as much as the
            pilot found.
        power: how often it shall be found when it is there. confidence: of the interval that must leave 0 out.
        baseline: name of a playbook; None for the first.

    Returns:
        One row a playbook with `COLUMNS`: sd_paired (standard deviation of the difference of a pair), sd_unpaired
        (that of two runs that share no luck), and the replicates of each playbook that are needed, paired and
        unpaired: the smallest number for which a two-sided t test has the power (non-central t); NaN where more
        than a million would be.

    Raises:
        ValueError: in one line, when something cannot be used.
    """
    one_known("metric", metric, pilot.units)
    for name, value in (("power", power), ("confidence", confidence)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
            raise ValueError(f"{name} must lie between 0 and 1, got {value!r}")
    if difference is not None and (not isinstance(difference, int | float) or not math.isfinite(difference)):
        raise ValueError(f"difference must be a number in the metric's unit, got {difference!r}")
    effects = pilot.effects(baseline, metric)
    if (effects["replicates"] < 3).any():
        raise ValueError(f"the pilot needs at least 3 replicates with a figure for {metric}")
    first = next(iter(pilot.playbooks)) if baseline is None else baseline
    values = pilot.runs[pilot.runs["metric"] == metric].pivot(
        index="replicate", columns="playbook", values="value"
    )
    rows = []
    for row in effects.itertuples():
        both = values[[first, row.playbook]].dropna()
        apart = (both[row.playbook] - both[first]).std(ddof=1)
        loose = math.sqrt(both[first].var(ddof=1) + both[row.playbook].var(ddof=1))
        sought = row.difference if difference is None else difference
        needed = [
            smallest(_beside(abs(sought), noise), power, confidence, groups)
            for noise, groups in ((apart, 1), (loose, 2))
        ]
        rows.append((row.playbook, metric, row.unit, sought, apart, loose, *needed))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _beside(difference: float, noise: float) -> float:
    if not difference:
        return 0.0
    return difference / noise if noise else math.inf


def smallest(effect: float, power: float, confidence: float, groups: int = 1) -> float:
    """Return the smallest number of replicates with which an effect is found often enough, NaN beyond a million.

    Args:
        effect: difference over the standard deviation of a difference.
        groups: 1 for pairs, 2 for two groups that share nothing.
    """
    if not effect > 0:
        return math.nan
    if math.isinf(effect):
        return 2
    low, high = 1, 2
    while found_how_often(effect, high, confidence, groups) < power:
        low, high = high, 2 * high
        if high > MOST:
            return math.nan
    while high - low > 1:
        middle = (low + high) // 2
        enough = found_how_often(effect, middle, confidence, groups) >= power
        low, high = (low, middle) if enough else (middle, high)
    return high


def found_how_often(effect: float, replicates: int, confidence: float, groups: int = 1) -> float:
    """Return the power of a two-sided t test with so many replicates in each group."""
    freedom = groups * (replicates - 1)
    if freedom < 1:
        return 0.0
    limit = t.ppf((1 + confidence) / 2, freedom)
    shift = effect * math.sqrt(replicates)
    found = nct.sf(limit, freedom, shift) + nct.cdf(-limit, freedom, shift)
    return float(found) if np.isfinite(found) else 1.0  # SciPy gives up far out, where it is found always
