"""Patterns: when a community is here and when it writes - by weekday, hour, promotion, role and source.

Everything is counted over groups of people; what fewer than five people make up is left blank. Hours are those of
the run, weekdays and hours of the day are UTC.
"""

from __future__ import annotations

import pandas as pd

from ..world.constants import HOURS_PER_DAY

DAYS_PER_WEEK = 7


def with_clock(table: pd.DataFrame, start: object) -> pd.DataFrame:
    """Return a copy of a table with the clock of its hours.

    Args:
        table: has a column `hour`, whole hours since `start`.
        start: the day on which hour 0 begins (00:00 UTC), such as `run.start`.

    Returns:
        The table with weekday (0 is Monday) and hour_of_day (0 to 23) after its own columns, both int64.

    Raises:
        ValueError: when there is no column `hour` of whole numbers, or `start` is no day.
    """
    first = _first_weekday(start)
    hour = _hours_of(table)
    return table.assign(weekday=(first + hour // HOURS_PER_DAY) % DAYS_PER_WEEK, hour_of_day=hour % HOURS_PER_DAY)


def _hours_of(table: pd.DataFrame) -> pd.Series:
    """Return the column `hour` of a table, or say what is missing."""
    if not isinstance(table, pd.DataFrame) or "hour" not in table.columns:
        found = f"the columns {', '.join(map(str, table.columns))}" if isinstance(table, pd.DataFrame) else table
        raise ValueError(f"table must have a column hour, as Logbook.logins() returns, got {found!r}")
    if not pd.api.types.is_integer_dtype(table["hour"]):
        raise ValueError(f"hour must be whole numbers, hours of the run, got {table['hour'].dtype}")
    return table["hour"].astype("int64")


def _first_weekday(start: object) -> int:
    """Return the weekday of hour 0, 0 for Monday."""
    try:
        day = pd.Timestamp(start)
    except (TypeError, ValueError):
        day = pd.NaT
    if isinstance(start, bool | int | float) or day is pd.NaT:
        raise ValueError(f"start must be the day on which hour 0 begins, such as run.start, got {start!r}")
    return day.weekday()
