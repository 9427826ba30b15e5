"""Facts: the statistics by which real and simulated communities are compared, from an event log alone.

Every function takes `events` with the columns of `Run.events()` (time, member, thread, parent; one row a
contribution) and works for a real community's log as well. Contributions of the team (member -1) are left out
where a statistic is about members.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
import pandas as pd

from .given import as_in_run, must_be_run, must_be_table

_WEEKEND = (5, 6)
_LOG = ("time", "member", "thread", "parent")


def _of_a_log(*columns: str) -> Callable[[Callable], Callable]:
    """Let a function of an event log refuse, in one line, what lacks the columns it looks at (all by default)."""

    def guarded(measure: Callable) -> Callable:
        @wraps(measure)
        def of(events: pd.DataFrame, *more: Any, **named: Any) -> Any:
            must_be_table(as_in_run(events, "events"), "events", columns or _LOG, like="run.events()")
            return measure(events, *more, **named)

        return of

    return guarded


@_of_a_log("member")
def contributions(events: pd.DataFrame) -> pd.Series:
    """Return contributions per contributing member, most first."""
    return events.loc[events["member"] >= 0, "member"].value_counts()


@_of_a_log("member")
def share_once(events: pd.DataFrame) -> float:
    """Return the share of contributors with exactly one contribution."""
    counts = contributions(events)
    return float((counts == 1).mean()) if len(counts) else np.nan


@_of_a_log("member")
def share_top(events: pd.DataFrame, share: float = 0.1) -> float:
    """Return the share of contributions by the most active `share` of contributors (at least one)."""
    counts = contributions(events)
    if not len(counts):
        return np.nan
    top = max(1, round(share * len(counts)))
    return float(counts.iloc[:top].sum() / counts.sum())


@_of_a_log("member")
def gini(events: pd.DataFrame) -> float:
    """Return the Gini coefficient of contributions over contributors: 0 equal, towards 1 one writes all."""
    counts = np.sort(contributions(events).to_numpy())
    if not len(counts):
        return np.nan
    ranks = np.arange(1, len(counts) + 1)
    return float(2 * (ranks * counts).sum() / (len(counts) * counts.sum()) - (len(counts) + 1) / len(counts))


@_of_a_log()
def hour_peak_trough_ratio(events: pd.DataFrame) -> float:
    """Return contributions in the busiest hour of the UTC day over those in the quietest."""
    hours = events["time"].dt.hour.value_counts().reindex(range(24), fill_value=0)
    return float(hours.max() / hours.min()) if hours.min() else np.inf


@_of_a_log()
def weekend_to_weekday_rate(events: pd.DataFrame) -> float:
    """Return contributions on a mean Saturday or Sunday over those on a mean working day (UTC)."""
    is_weekend = events["time"].dt.day_of_week.isin(_WEEKEND)
    days = pd.date_range(events["time"].min().normalize(), events["time"].max().normalize(), freq="D")
    weekend_days = int(days.day_of_week.isin(_WEEKEND).sum())
    if not weekend_days or weekend_days == len(days) or is_weekend.all():
        return np.nan
    return float((is_weekend.sum() / weekend_days) / ((~is_weekend).sum() / (len(days) - weekend_days)))


@_of_a_log()
def first_replies(events: pd.DataFrame) -> pd.DataFrame:
    """Return one row a thread: starter, start, first reply by another member (NaT when there is none)."""
    openers = events[events["parent"] == -1].drop_duplicates("thread").set_index("thread")
    replies = events[events["parent"] != -1]
    starter = replies["thread"].map(openers["member"])
    by_others = replies[(replies["member"] != starter) & starter.notna()]
    first = by_others.groupby("thread")["time"].min()
    table = openers[["member", "time"]].rename(columns={"time": "started"})
    table["first_reply"] = first.reindex(table.index)
    table["hours"] = (table["first_reply"] - table["started"]).dt.total_seconds() / 3600
    return table


@_of_a_log()
def share_threads_no_reply_by_other(events: pd.DataFrame) -> float:
    """Return the share of threads to which nobody but the starter replied."""
    threads = first_replies(events)
    return float(threads["hours"].isna().mean()) if len(threads) else np.nan


@_of_a_log()
def first_reply_hours_median(events: pd.DataFrame) -> float:
    """Return the median hours to the first reply by another member, over threads that got one."""
    return float(first_replies(events)["hours"].median())


@_of_a_log()
def thread_size_median(events: pd.DataFrame) -> float:
    """Return the median number of contributions in a thread, its opener included."""
    return float(events["thread"].value_counts().median())


@_of_a_log()
def thread_size_mean(events: pd.DataFrame) -> float:
    """Return the mean number of contributions in a thread, its opener included."""
    return float(events["thread"].value_counts().mean())


@_of_a_log()
def share_active_one_day_only(events: pd.DataFrame) -> float:
    """Return the share of contributors who contributed on one (UTC) day only."""
    own = events[events["member"] >= 0]
    days = own["time"].dt.floor("D").groupby(own["member"]).nunique()
    return float((days == 1).mean()) if len(days) else np.nan


@_of_a_log()
def share_contrib_that_start_threads(events: pd.DataFrame) -> float:
    """Return the share of contributions that start a thread."""
    return float((events["parent"] == -1).mean())


@_of_a_log()
def newcomer_starter_got_reply7d(events: pd.DataFrame, newcomers: pd.Index | None = None) -> float:
    """Return the share of first threads of newcomers that another member answered within 7 days.

    Args:
        events: event log.
        newcomers: members who count as newcomers; None counts everybody whose first contribution in the log
            starts a thread, as one must with a real log that begins with the community.

    Threads started in the last 7 days of the log are left out, since their week is not over.
    """
    first = events[events["member"] >= 0].drop_duplicates("member")
    if newcomers is not None:
        first = first[first["member"].isin(newcomers)]
    starters = first[first["parent"] == -1]
    week = pd.Timedelta(days=7)
    starters = starters[starters["time"] <= events["time"].max() - week]
    threads = first_replies(events).loc[starters["thread"]]
    return float((threads["hours"] <= 168).mean()) if len(threads) else np.nan


@_of_a_log("member")
def silent_share(events: pd.DataFrame, members: int) -> float:
    """Return the share of `members` who contributed nothing in the log."""
    return 1 - events.loc[events["member"] >= 0, "member"].nunique() / members


def from_run(run) -> pd.Series:
    """Return every statistic of `datasets/stylised_facts.csv` for a run, by the names used there."""
    must_be_run(run)
    events = run.events()
    newcomers = run.members.index[run.members["joined_hour"] >= 0]
    people = int((run.members["visits"] > 0).sum())
    nothing = not len(events)
    return pd.Series(
        {
            "silent_share": silent_share(events, people) if people else np.nan,
            "win365d_median_share_once": share_once(events),
            "win365d_median_share_top10pct": share_top(events),
            "win365d_median_gini": gini(events),
            "hour_peak_trough_ratio": np.nan if nothing else hour_peak_trough_ratio(events),
            "weekend_to_weekday_rate": np.nan if nothing else weekend_to_weekday_rate(events),
            "share_threads_no_reply_by_other": share_threads_no_reply_by_other(events),
            "first_reply_hours_median": first_reply_hours_median(events),
            "thread_size_median": thread_size_median(events),
            "thread_size_mean": thread_size_mean(events),
            "share_active_one_day_only": share_active_one_day_only(events),
            "share_contrib_that_start_threads": share_contrib_that_start_threads(events),
            "newcomer_starter_got_reply7d": newcomer_starter_got_reply7d(events, newcomers),
        }
    )
