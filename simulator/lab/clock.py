"""Clock: where members live, read from the hours at which they write."""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls

from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK
from ..world.rhythm import DAY_CURVES, EASTMOST, WESTMOST, weekly_curves

_STEP = 0.05
"""Shares are rounded to this: a log's hours tell no more, and a person shall be able to read them."""
_WEEKEND_RATES = np.round(np.arange(0.1, 1.61, 0.05), 2)
_WEST_TO_EAST = np.arange(WESTMOST, EASTMOST + 1)
_EVERYWHERE = slice(1, 25)  # 12 and 13, 14 hours east share a clock with 12, 11, 10 west; offsets -11 to 12 do


def read_rhythm(seconds: np.ndarray, weekday: int) -> tuple[str, float, dict[int, float]]:
    """Return the day curve, the weekend rate and the time zones that explain best when a community wrote.

    Args:
        seconds: times of writing since 00:00 UTC of the first day. weekday: of that day, 0 for Monday.

    Returns:
        A name from `DAY_CURVES`, activity of a weekend day relative to a working day, and shares of members by
        whole hours from UTC (multiples of 0.05 that add up to 1). Offsets are yearly means where clocks change
        in summer. By non-negative least squares (`scipy.optimize.nnls`) on the hours of the week.
    """
    hours = (seconds // 3600).astype(np.int64) + weekday * HOURS_PER_DAY
    counted = np.bincount(hours % HOURS_PER_WEEK, minlength=HOURS_PER_WEEK).astype(float)
    offered = np.bincount(np.arange(hours[0], hours[-1] + 1) % HOURS_PER_WEEK, minlength=HOURS_PER_WEEK)
    seen = offered > 0
    rate = counted[seen] / offered[seen]
    # The more is expected in an hour, the more luck scatters it: weigh by the root, as Pearson's statistic does.
    weight = np.sqrt(offered[seen] / (rate + rate.mean()))
    best = (np.inf, "", 1.0, np.zeros(0))
    for curve in DAY_CURVES:
        for weekend in _WEEKEND_RATES.tolist():
            rows = weekly_curves(curve, weekend)[_EVERYWHERE][:, seen]
            shares, miss = nnls((rows * weight).T, rate * weight)
            if miss < best[0]:
                best = (miss, curve, weekend, shares)
    _, curve, weekend, shares = best
    return curve, weekend, _readable(shares, _WEST_TO_EAST[_EVERYWHERE])


def _readable(shares: np.ndarray, offsets: np.ndarray) -> dict[int, float]:
    """Return shares in steps that add up to 1: neighbours too small to be told apart are put together."""
    steps = round(1 / _STEP)
    edges = np.cumsum(shares) / shares.sum() * steps
    # Step k belongs to the zone in which the k-th twentieth of all members, from west to east, has its middle.
    zone = np.searchsorted(edges, np.arange(steps) + 0.5)
    found, counts = np.unique(np.minimum(zone, len(offsets) - 1), return_counts=True)
    return {
        int(offset): round(int(count) * _STEP, 2) for offset, count in zip(offsets[found], counts, strict=True)
    }
