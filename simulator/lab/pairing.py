"""Pairing: what shared luck is worth - seeds of replicates, paired differences, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import stdtr, stdtrit

from ..world.chance import key

COLUMNS = (
    "baseline_mean", "mean", "difference", "ci_low", "ci_high", "replicates", "unpaired_width_ratio",
    "bootstrap_low", "bootstrap_high", "effect_size", "variance_ratio", "p_value",
)  # fmt: skip
"""What `paired` returns, by name."""
RESAMPLES = 2_000
_BOOTSTRAP = 20_240_102
"""Seed of the resampling: the same always, so that no interval depends on what else is asked for."""


def seeds_of(seed: int, replicates: int) -> list[int]:
    """Return the seed of each replicate: `numpy.random.SeedSequence(seed).generate_state(replicates, uint64)`.

    More replicates begin with the same ones, so that a longer comparison contains a shorter one.

    Raises:
        ValueError: in one line, when either is no usable whole number.
    """
    key(seed)
    if isinstance(replicates, bool) or not isinstance(replicates, int | np.integer) or replicates < 1:
        raise ValueError(f"replicates must be a whole number from 1, got {replicates!r}")
    return np.random.SeedSequence(int(seed)).generate_state(int(replicates), np.uint64).tolist()


def paired(without: np.ndarray, lived: np.ndarray, confidence: float = 0.95) -> dict[str, float | int]:
    """Return what differs between two rows of values that share their luck pair by pair.

    Args:
        without: values of the baseline, shape (replicates,). lived: those held against them, in the same order.
        confidence: how often the interval shall hold the true difference.

    Returns:
        By name (`COLUMNS`), NaN where there are too few pairs: means and difference over pairs with two finite
        values; ci_low and ci_high (Student's t over pairs); replicates (pairs); unpaired_width_ratio (how many
        times as wide the interval would be without shared luck, by Welch's t); bootstrap_low and bootstrap_high
        (percentiles of 2,000 resampled means: no assumption about the shape of the differences); effect_size
        (difference over the standard deviation of the differences, Cohen's d_z: how it stands beside the noise of
        a pair); variance_ratio (variance of a difference with shared luck over that without it: below 1, sharing
        pays); p_value (two-sided paired t test of no difference).
    """
    both = np.isfinite(without) & np.isfinite(lived)
    without, lived = without[both], lived[both]
    pairs = len(lived)
    apart = lived - without
    found: dict[str, float | int] = dict.fromkeys(COLUMNS, math.nan) | {"replicates": pairs}
    if pairs:
        found |= {"baseline_mean": float(without.mean()), "mean": float(lived.mean())}
        found["difference"] = float(apart.mean())
    if pairs < 2:
        return found
    spread = apart.var(ddof=1)
    half = half_width(spread / pairs, pairs - 1, confidence)
    errors = np.array([without.var(ddof=1), lived.var(ddof=1)]) / pairs
    freedom = errors.sum() ** 2 * (pairs - 1) / (errors**2).sum() if errors.any() else math.nan
    loose = half_width(errors.sum(), freedom, confidence)
    found |= {"ci_low": found["difference"] - half, "ci_high": found["difference"] + half}
    if loose:
        found["unpaired_width_ratio"] = loose / half if half else math.inf
        found["variance_ratio"] = float(spread / (errors.sum() * pairs))
    found |= dict(zip(("bootstrap_low", "bootstrap_high"), bootstrap(apart, confidence), strict=True))
    if spread:
        found["effect_size"] = float(apart.mean() / math.sqrt(spread))
        found["p_value"] = float(2 * stdtr(pairs - 1, -abs(found["effect_size"]) * math.sqrt(pairs)))
    else:
        found["p_value"] = 0.0 if apart.any() else 1.0
    return found


def half_width(variance: float, freedom: float, confidence: float) -> float:
    """Return half the width of an interval of Student's t; 0 where nothing varies."""
    if not variance:
        return 0.0
    return float(stdtrit(freedom, (1 + confidence) / 2) * math.sqrt(variance))


def bootstrap(values: np.ndarray, confidence: float = 0.95) -> tuple[float, float]:
    """Return the percentile interval of the mean of resampled values; shape of `values`: (pairs,)."""
    if not np.ptp(values):
        return float(values[0]), float(values[0])
    drawn = np.random.default_rng(_BOOTSTRAP).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def holm(p_values: Sequence[float]) -> np.ndarray:
    """Return p values adjusted for how many questions were asked (Holm 1979); NaN stays and does not count.

    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p_values, dtype=float)
    known = np.flatnonzero(np.isfinite(values))
    order = known[np.argsort(values[known], kind="stable")]
    adjusted = np.full(len(values), math.nan)
    scaled = values[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(scaled)) if len(order) else scaled
    return adjusted
