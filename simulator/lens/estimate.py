"""Estimate: what a campaign seems to have brought, with its interval and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

_FEW = 20
"""In groups of fewer members, a few of them decide."""


@dataclass(frozen=True)
class Estimate:
    """What a campaign seems to have brought.

    Attributes:
        way: how it was measured. estimate: events (or share of members with any) a member contacted, more than
            without. low, high: 95% interval; NaN where there are too few members. n: members it rests on.
        assumes: what must hold for it to be right. doubt: what in the data speaks against that; "" for nothing.
    """

    way: str
    estimate: float
    low: float
    high: float
    n: int
    assumes: str
    doubt: str = ""


def mean(values: np.ndarray) -> tuple[float, float, float]:
    """Return mean and 95% interval (t)."""
    if not len(values):
        return np.nan, np.nan, np.nan
    middle = float(values.mean())
    if len(values) < 2:
        return middle, np.nan, np.nan
    half = float(stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values)))
    return middle, middle - half, middle + half


def difference(one: np.ndarray, other: np.ndarray) -> tuple[float, float, float]:
    """Return the difference of two means and its 95% interval (Welch)."""
    if not len(one) or not len(other):
        return np.nan, np.nan, np.nan
    gap = float(one.mean() - other.mean())
    if min(len(one), len(other)) < 2:
        return gap, np.nan, np.nan
    parts = one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)
    variance = sum(parts)
    if not variance:
        return gap, gap, gap
    freedom = variance**2 / (parts[0] ** 2 / (len(one) - 1) + parts[1] ** 2 / (len(other) - 1))
    half = float(stats.t.ppf(0.975, freedom) * np.sqrt(variance))
    return gap, gap - half, gap + half


def too_few(*groups: np.ndarray) -> str:
    """Say whether a group is so small that a few members decide."""
    smallest = min(map(len, groups))
    return f"only {smallest} members in one of the groups" if smallest < _FEW else ""


def apart(one: np.ndarray, other: np.ndarray) -> str:
    """Say whether two groups moved apart before the campaign."""
    gap, low, high = difference(one, other)
    if np.isnan(low):
        return "too few members were watched for long enough before to see whether the groups moved alike"
    if low <= 0 <= high:
        return ""
    return f"the groups moved apart by {gap:+.2f} a member already before (95% interval {low:+.2f} to {high:+.2f})"
