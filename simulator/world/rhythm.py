"""Rhythm: hour of day, day of week, time zones."""

from __future__ import annotations

import numpy as np

from .constants import HOURS_PER_DAY, HOURS_PER_WEEK

WESTMOST, EASTMOST = -12, 14
"""Whole-hour offsets from UTC that exist; daylight saving time is left out."""

DAY_CURVES: dict[str, tuple[float, ...]] = {
    # Relative activity per local hour, 0 to 23. Least in the early morning, as Yasseri, Sumi & Kertesz 2012
    # (PLoS ONE 7:e30091) saw for editing; leisure peaks in the evening, office in working hours.
    "leisure": (
        0.42, 0.26, 0.18, 0.14, 0.13, 0.17, 0.32, 0.55, 0.80, 0.98, 1.08, 1.12,
        1.15, 1.15, 1.18, 1.22, 1.28, 1.34, 1.45, 1.62, 1.78, 1.72, 1.30, 0.80,
    ),
    "office": (
        0.30, 0.18, 0.12, 0.10, 0.10, 0.15, 0.30, 0.65, 1.20, 1.70, 1.90, 1.85,
        1.55, 1.65, 1.85, 1.80, 1.60, 1.30, 1.00, 0.95, 1.00, 0.95, 0.75, 0.50,
    ),
}  # fmt: skip
_SATURDAY = 5 * HOURS_PER_DAY


def weekly_curves(day_curve: str, weekend_rate: float) -> np.ndarray:
    """Return how active members are in each hour of the UTC week, per time zone.

    Args:
        day_curve: a name from `DAY_CURVES`.
        weekend_rate: activity of a Saturday or Sunday relative to a working day.

    Returns:
        Array of shape (27, 168): row `offset - WESTMOST`, column hour of the week from Monday 00:00 UTC.
        Every row has mean 1.
    """
    local = np.tile(np.array(DAY_CURVES[day_curve]), 7)
    local[_SATURDAY:] *= weekend_rate
    local /= local.mean()
    hours = np.arange(HOURS_PER_WEEK)
    return np.stack([local[(hours + offset) % HOURS_PER_WEEK] for offset in range(WESTMOST, EASTMOST + 1)])


def local_hour(hour: int, utc_offset_hours: int) -> int:
    """Return the hour of day (0 to 23) on a member's clock; every run starts at 00:00 UTC."""
    return (hour + utc_offset_hours) % HOURS_PER_DAY
