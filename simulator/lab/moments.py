"""Moments: what an event log says about how its members behave, as numbers that a fit can compare.

Shares stand as log-odds and amounts as logarithms, so that a step means much the same anywhere and a straight
line describes how a moment answers to a setting. Half a count is added on both sides of a share and to every
amount of things counted, so that nothing seen once or never makes an infinite number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

DAY_SECONDS = 86_400
_WEEK_SECONDS = 7 * DAY_SECONDS
_WEEKEND = 5  # Saturday, counted from Monday


@dataclass(frozen=True, eq=False)
class Contributions:
    """Contributions in columns, oldest first, each of shape (contributions,).

    Attributes:
        seconds: time of writing since 00:00 UTC of the first day.
        member: who wrote it; negative for the team and for people who are not known any more.
        thread: the thread it stands in, as row of the opener; -1 where the opener is not here.
        is_opener: True for what starts a thread.
        days: length of the window in days. weekday: day of week of the first day, 0 for Monday.
    """

    seconds: np.ndarray
    member: np.ndarray
    thread: np.ndarray
    is_opener: np.ndarray
    days: int
    weekday: int

    @classmethod
    def of(cls, events: pd.DataFrame, first_day: pd.Timestamp, days: int) -> Self:
        """Return the columns of an event log (see `Run.events`) that begins at `first_day` or later."""
        thread, is_opener = events["thread"].to_numpy(), (events["parent"] == -1).to_numpy()
        openers = np.flatnonzero(is_opener)
        # Where several rows claim to open a thread, the first one does.
        row = pd.Series(openers, index=thread[openers])
        row = row[~row.index.duplicated()]
        home = row.reindex(thread).fillna(-1).to_numpy().astype(np.int64)
        seconds = (events["time"] - first_day).dt.total_seconds().to_numpy()
        is_opener = home == np.arange(len(home))
        return cls(seconds, events["member"].to_numpy(), home, is_opener, days, first_day.day_of_week)

    def by_members(self) -> np.ndarray:
        """Return the rows that members wrote."""
        return np.flatnonzero(self.member >= 0)


def moments(log: Contributions, members: int) -> dict[str, float]:
    """Return the moments of a log by name; NaN where there is nothing to measure.

    Args:
        log: what was written.
        members: members on the first day; amounts are counted for each of them, so that a community and its
            smaller copy can be compared.
    """
    return _amounts(log, members) | _shares_of_members(log) | _pace(log) | _threads(log)


def _odds(part: float, whole: float) -> float:
    """Return the log-odds of `part` in `whole`, NaN when there is no whole."""
    return float(np.log((part + 0.5) / (whole - part + 0.5))) if whole else np.nan


def _amounts(log: Contributions, members: int) -> dict[str, float]:
    rows = log.by_members()
    member, seconds = log.member[rows], log.seconds[rows]
    _, first = np.unique(member, return_index=True)
    half = log.days * DAY_SECONDS / 2
    days = np.arange(log.days)
    weekend_days = int(((days + log.weekday) % 7 >= _WEEKEND).sum())
    at_weekend = int(((seconds // DAY_SECONDS + log.weekday) % 7 >= _WEEKEND).sum())
    late = int((seconds >= half).sum())
    working_days = log.days - weekend_days
    rates = ((at_weekend + 0.5) / max(weekend_days, 1), (len(rows) - at_weekend + 0.5) / max(working_days, 1))
    return {
        "activity": float(np.log((len(rows) + 0.5) / members / log.days)),
        "contributors": float(np.log((len(first) + 0.5) / members)),
        "trend": float(np.log((late + 0.5) / (len(rows) - late + 0.5))),
        "weekend": float(np.log(rates[0] / rates[1])) if weekend_days and working_days else np.nan,
        "new_in_second_half": _odds(float((seconds[first] >= half).sum()), len(first)),
        "new_in_last_quarter": _odds(float((seconds[first] >= 1.5 * half).sum()), len(first)),
    }


def _shares_of_members(log: Contributions) -> dict[str, float]:
    rows = log.by_members()
    _, number, counts = np.unique(log.member[rows], return_inverse=True, return_counts=True)
    people, total = len(counts), len(rows)
    ordered = np.sort(counts)
    ranks = np.arange(1, people + 1)
    gini = 2 * (ranks * ordered).sum() / (people * total) - (people + 1) / people if people else np.nan
    top = {share: float(ordered[people - max(1, round(share * people)) :].sum()) for share in (0.01, 0.1)}
    days = np.unique(np.stack([number, log.seconds[rows] // DAY_SECONDS]), axis=1)[0] if people else []
    one_day = int((np.bincount(days.astype(np.int64)) == 1).sum()) if people else 0
    third = log.days * DAY_SECONDS / 3
    early = np.unique(number[log.seconds[rows] < third])
    late = np.unique(number[log.seconds[rows] >= 2 * third])
    found = {f"wrote_{most}_or_fewer": _odds(float((counts <= most).sum()), people) for most in (1, 3, 9, 30)}
    return found | {
        "gini": _odds(gini * people, people) if people else np.nan,
        "top_1_percent": _odds(top[0.01], total),
        "top_10_percent": _odds(top[0.1], total),
        "one_day_only": _odds(one_day, people),
        "still_there": _odds(float(np.isin(early, late).sum()), len(early)),
    }


def _pace(log: Contributions) -> dict[str, float]:
    """Return how long members wait between one contribution and their next."""
    rows = log.by_members()
    order = np.lexsort((log.seconds[rows], log.member[rows]))
    member, seconds = log.member[rows][order], log.seconds[rows][order]
    gaps = np.diff(seconds)[np.diff(member) == 0]
    return {
        f"again_within_{hours}_hours": _odds(float((gaps <= hours * 3600).sum()), len(gaps))
        for hours in (1, 8, 24, 168)
    }


def _threads(log: Contributions) -> dict[str, float]:
    known = log.thread >= 0
    openers = np.unique(log.thread[known])
    place = np.searchsorted(openers, log.thread[known])
    size = np.bincount(place, minlength=len(openers))
    starter, started = log.member[openers], log.seconds[openers]
    replies = np.flatnonzero(known & ~log.is_opener)
    home = np.searchsorted(openers, log.thread[replies])
    by_other = log.member[replies] != starter[home]
    first = np.full(len(openers), np.inf)
    np.minimum.at(first, home[by_other], log.seconds[replies][by_other])
    wait = first - started
    got = np.isfinite(wait)
    hours = np.maximum(wait[got], 30) / 3600
    quartiles = np.log(np.quantile(hours, (0.25, 0.5, 0.75))) if len(hours) else np.full(3, np.nan)
    sizes = {f"threads_of_{least}_or_more": _odds(float((size >= least).sum()), len(size)) for least in (3, 6, 12)}
    rows = log.by_members()
    _, at = np.unique(log.member[rows], return_index=True)
    debut = rows[at]
    debut = debut[log.is_opener[debut] & (log.seconds[debut] <= log.seconds.max(initial=0) - _WEEK_SECONDS)]
    in_time = wait[np.searchsorted(openers, debut)] <= _WEEK_SECONDS if len(debut) else np.zeros(0)
    return sizes | {
        "starts": _odds(float(log.is_opener[rows].sum()), len(rows)),
        "no_reply_by_other": _odds(float((~got).sum()), len(openers)),
        "first_reply_hours_q25": float(quartiles[0]),
        "first_reply_hours_q50": float(quartiles[1]),
        "first_reply_hours_q75": float(quartiles[2]),
        "thread_size_mean": float(np.log(size.mean())) if len(size) else np.nan,
        "replies_by_starter": _odds(float((~by_other).sum()), len(by_other)),
        "newcomer_answered": _odds(float(in_time.sum()), len(debut)),
    }
