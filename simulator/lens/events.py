"""Events: a table with one row an event, and what every count of people has to respect.

The columns are hour (of the run) and member: `Logbook.logins()` gives log-ins, `activity(posts)` what was written.
What fewer than five people make up is left blank (NaN).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from ..world.constants import SECONDS_PER_HOUR
from .given import as_in_run, must_be_table, shown, whole

FEWEST_PEOPLE = 5
"""Groups of fewer people are not told about."""


def activity(posts: pd.DataFrame) -> pd.DataFrame:
    """Return what members wrote as events: columns hour (int64) and member (int32), oldest first.

    The team's posts are left out; what was removed later is included.

    Raises:
        ValueError: when `posts` is not such a table as `run.posts`.
    """
    must_be_table(as_in_run(posts, "posts"), "posts", ("author", "seconds"), like="run.posts")
    written = posts[posts["author"] >= 0]
    return pd.DataFrame(
        {
            "hour": (written["seconds"] // SECONDS_PER_HOUR).to_numpy(dtype=np.int64),
            "member": written["author"].to_numpy(dtype=np.int32),
        }
    )


def events_of(events: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return the columns of a table of events as whole numbers, hour and member if none are named.

    Raises:
        ValueError: when one is missing, holds something else, or an hour or member is below 0.
    """
    columns = columns or ("hour", "member")
    if not isinstance(events, pd.DataFrame):
        raise ValueError(f"events must be a table with {' and '.join(columns)}, got {type(events).__name__}")
    for column in columns:
        values = must_be_table(events, "events", (column,))[column]
        if len(events) and not pd.api.types.is_integer_dtype(values):
            raise ValueError(f"{column} must be whole numbers, got {values.dtype}")
        if len(events) and values.min() < 0:
            raise ValueError(f"{column} must be at least 0, got {values.min()}")
    return events[list(columns)].astype("int64")


def first_weekday(start: object) -> int:
    """Return the weekday of hour 0, 0 for Monday.

    Raises:
        ValueError: when `start` is no day.
    """
    try:
        day = pd.Timestamp(start) if isinstance(start, str | date | np.datetime64) else pd.NaT
    except (TypeError, ValueError):
        day = pd.NaT
    if day is pd.NaT:
        raise ValueError(f"start must be the day on which hour 0 begins, such as run.start, got {shown(start)}")
    return day.weekday()


def within(events: pd.DataFrame, hours: int) -> pd.DataFrame:
    """Return events as whole numbers; refuse one after the last hour that was watched."""
    events, hours = events_of(events), whole(hours, "hours")
    if len(events) and events["hour"].max() >= hours:
        raise ValueError(f"hours must be at least {events['hour'].max() + 1}, as there are events, got {hours}")
    return events


def people(events: pd.DataFrame, by: str, groups: Iterable) -> pd.DataFrame:
    """Return events and different members by group; both are blank where one to four members are behind it.

    Were a single group blank, what is missing from the total would tell of it; so the next larger one goes, too.

    Args:
        events: member and the column `by`. groups: all groups, in order; those without events count 0.
    """
    grouped = events.groupby(by)["member"]
    counted = pd.DataFrame({"events": grouped.size(), "members": grouped.nunique()})
    counted = counted.reindex(pd.Index(list(groups), name=by), fill_value=0).astype(float)
    blank = (counted["members"] > 0) & (counted["members"] < FEWEST_PEOPLE)
    told = counted["members"][~blank & (counted["members"] > 0)]
    if blank.sum() == 1 and len(told):
        blank[told.idxmin()] = True
    return counted.mask(blank)
