"""Window: the stretch of a log that a fit looks at, checked before anything is simulated."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .logs.log import FEWEST_EVENTS, FEWEST_MEMBERS
from .moments import DAY_SECONDS, Contributions

DAYS_MOST = 365
_DAYS_LEAST = 14
_NEEDED = ("time", "member", "thread", "parent")


class FitError(ValueError):
    """A log that cannot be fitted, or a fit that was asked for wrongly; the message says what would be right."""


@dataclass(frozen=True, eq=False)
class Window:
    """At most a year of a log.

    Attributes:
        log: what was written. first_day: 00:00 UTC of its first day.
        events: contributions, those of the team included. contributors: members who wrote.
        format, zone: what the log was read from; "events" and "UTC" for a table.
    """

    log: Contributions
    first_day: pd.Timestamp
    events: int
    contributors: int
    format: str
    zone: str


def open_window(source: Any, format: str | None = None, zone: str | None = None) -> Window:
    """Return the last 365 days of a log, or its busiest 365 days where the last ones hold too little.

    Args:
        source: a path (read by `read_log` with `format` and `zone`), an `EventLog`, a `Run`, or a table with
            the columns time (datetime64, UTC), member (negative: not a member), thread, parent (-1 opens).

    Raises:
        FitError: when the log cannot be fitted. LogError: when a file cannot be read.
    """
    named, spoken = "events", "UTC"
    if isinstance(source, str | os.PathLike):
        from .logs.reading import read_log

        source = read_log(source, format=format, zone=zone)
    events = getattr(source, "events", source)
    if callable(events):
        events = events()
    else:
        named, spoken = getattr(source, "format", named), getattr(source, "zone", spoken)
    table = _checked(events)
    return _chosen(table, str(named), str(spoken))


def _checked(events: Any) -> pd.DataFrame:
    """Return the four columns that are needed, oldest first, or say which is missing or unusable."""
    if not isinstance(events, pd.DataFrame):
        raise FitError(f"a fit needs a log: a path, an EventLog, a Run or a table, got {type(events).__name__}")
    for column in _NEEDED:
        if column not in events:
            raise FitError(f"the log has no column {column!r}; it needs {', '.join(_NEEDED)}")
        if events[column].isna().any():
            raise FitError(f"column {column!r} of the log has empty cells; every contribution needs one")
    if not isinstance(events["time"].dtype, pd.DatetimeTZDtype):
        raise FitError("column 'time' of the log must hold moments with a time zone, as datetime64[ns, UTC]")
    for column in ("member", "parent"):
        if not pd.api.types.is_integer_dtype(events[column]):
            raise FitError(f"column {column!r} of the log must hold whole numbers, as Run.events() has them")
    table = events[list(_NEEDED)].assign(time=events["time"].dt.tz_convert("UTC"))
    _require_enough(table, "the log")
    return table.sort_values(["time", "thread", "parent", "member"], ignore_index=True)


def _require_enough(events: pd.DataFrame, what: str) -> None:
    own = events["member"][events["member"] >= 0]
    if len(own) < FEWEST_EVENTS:
        raise FitError(f"a fit needs at least {FEWEST_EVENTS} contributions by members; {what} has {len(own)}")
    if own.nunique() < FEWEST_MEMBERS:
        raise FitError(f"a fit needs at least {FEWEST_MEMBERS} members who wrote; {what} has {own.nunique()}")


def _chosen(events: pd.DataFrame, named: str, spoken: str) -> Window:
    days = events["time"].dt.floor("D")
    day = ((days - days.iloc[0]).dt.total_seconds() // DAY_SECONDS).astype(int).to_numpy()
    if day[-1] + 1 < _DAYS_LEAST:
        raise FitError(f"a fit needs a log of at least {_DAYS_LEAST} days; this one spans {day[-1] + 1}")
    first = max(0, int(day[-1]) + 1 - DAYS_MOST)
    chosen = events[day >= first]
    own = chosen["member"][chosen["member"] >= 0]
    if len(own) < FEWEST_EVENTS or own.nunique() < FEWEST_MEMBERS:
        sums = np.cumsum(np.bincount(day, minlength=day[-1] + 1))
        in_year = sums[DAYS_MOST - 1 :] - np.r_[0, sums[:-DAYS_MOST]]
        first = int(np.argmax(in_year))
        chosen = events[(day >= first) & (day < first + DAYS_MOST)]
        _require_enough(chosen, f"its busiest stretch of {DAYS_MOST} days")
    span = min(int(day[-1]) + 1 - first, DAYS_MOST)
    first_day = days.iloc[0] + pd.Timedelta(days=first)
    log = Contributions.of(chosen, first_day, span)
    writers = int(chosen["member"][chosen["member"] >= 0].nunique())
    return Window(log, first_day, len(chosen), writers, named, spoken)
