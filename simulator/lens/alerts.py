"""Alerts: which hour is so unlike its usual self that somebody should look - a storm's first hour, or chance.

What is usual is learned day by day from the days before, never from what comes later: how much is going on of
late, by hour of the day, by weekday. Posts draw answers, so counts scatter more than a Poisson law says. The
chance of an hour as full is read from a negative binomial law whose scatter is learned, then set right by how
often such hours have come so far (peaks over a threshold: Davison & Smith 1990, JRSS B 52:393-442). The bar
follows from how many false alarms a month you can stand; `false_alarm_rate` tests whether that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import stats

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .events import first_weekday
from .given import is_number, must_be_run, must_be_table, several, shown, whole, word

if TYPE_CHECKING:
    from ..lab.run import Run

METRICS = ("posts", "negative_posts", "flags")
HOURS_PER_MONTH = 30 * HOURS_PER_DAY
LEARNING_DAYS = 28
"""Days at the beginning of a run without alarms: two weeks to learn what is usual, two how far it strays."""
EPISODE_HOURS = 24
"""An alarm and what follows it within a day are one: somebody is looking already."""
_LEVEL_DAYS, _SHAPE_DAYS = 28, 84
_SHRINK = 20.0
"""So many counts of evidence are given to a day that is all alike, before an hour or weekday has its own share."""
_USUAL_DAYS = 14
_ODD, _STORM = 1e-4, 6.0
"""Hours less likely are cut to this before anything is learned; scores above that tell no more of peaks."""
_PEAK = 1.7  # hours that have one chance in fifty, by the law
_PEAK_SHARE, _PEAK_HOURS = 10**-_PEAK, 300.0
_EXCESS, _EXCESS_PEAKS = 2.0, 30.0
"""What is presumed of peaks before some have been seen: their share, and how far they go beyond what the law says;
and for how many hours and peaks that counts. Calm runs of six scenarios (seeds 100 to 111) went 1.0 to 1.9 times
as far as the law says; 2 is the careful end."""


def counts(run: Run, metric: str = "posts") -> np.ndarray:
    """Return hourly counts: what members wrote ("posts"), what of it was negative, or the flags they gave."""
    must_be_run(run)
    word(metric, "metric", METRICS)
    hours = len(run.hourly)
    if metric == "flags":
        return run.hourly["flags_given"].to_numpy(dtype=np.int64)
    written = run.posts[run.posts["author"] >= 0]
    if metric == "negative_posts":
        written = written[written["warmth"] < 0]
    return np.bincount((written["seconds"] // SECONDS_PER_HOUR).to_numpy(dtype=np.int64), minlength=hours)[:hours]


def scores(observed: Sequence[int], weekday: int = 0) -> pd.DataFrame:
    """Return for every hour how unusual it is, seen from the days before it.

    Args:
        observed: counts by hour from 00:00 on. weekday: of the first day, 0 for Monday.

    Returns:
        Columns hour, observed, expected, scatter (of the negative binomial law; 0 is Poisson) and score: -log10
        of the chance of so many or more, NaN in the first `LEARNING_DAYS` days.
    """
    weekday = whole(weekday, "weekday", 0, 6)
    seen = np.asarray(observed) if isinstance(observed, Sequence | np.ndarray | pd.Series) else np.empty((0, 0))
    if seen.ndim != 1 or (len(seen) and (seen.dtype.kind not in "iu" or seen.min() < 0)):
        raise ValueError(f"observed must be whole numbers from 0, one an hour, got {shown(observed)}")
    expected, scatter, chance = (np.full(len(seen), np.nan) for _ in range(3))
    days = seen[: len(seen) // HOURS_PER_DAY * HOURS_PER_DAY].reshape(-1, HOURS_PER_DAY).astype(float)
    for day in range(_USUAL_DAYS, -(-len(seen) // HOURS_PER_DAY)):
        here = slice(day * HOURS_PER_DAY, min(len(seen), (day + 1) * HOURS_PER_DAY))
        usual, spread = _learn(days[max(0, day - _SHAPE_DAYS) : day], (weekday + day) % 7)
        usual = usual[: here.stop - here.start]
        expected[here], scatter[here] = usual, spread
        size = 1 / max(spread, 1e-9)
        chance[here] = stats.nbinom.sf(seen[here] - 1, size, size / (size + usual))
        if day < len(days):
            # A storm must not become what is usual: nobody would hear the next one, a week later at that hour.
            days[day] = np.minimum(days[day], stats.nbinom.isf(_ODD, size, size / (size + usual)))
    score = _set_right(np.where(np.isnan(expected), np.nan, -np.log10(np.maximum(chance, 1e-300))))
    return pd.DataFrame(
        {"hour": np.arange(len(seen)), "observed": seen, "expected": expected, "scatter": scatter, "score": score}
    )


def _set_right(plain: np.ndarray) -> np.ndarray:
    """Return scores in which the share and the height of the peaks of the days before are allowed for."""
    right = np.full(len(plain), np.nan)
    for begin in range(LEARNING_DAYS * HOURS_PER_DAY, len(plain), HOURS_PER_DAY):
        past = plain[_USUAL_DAYS * HOURS_PER_DAY : begin]
        beyond = np.minimum(past[past >= _PEAK], _STORM) - _PEAK
        share = (len(beyond) + _PEAK_SHARE * _PEAK_HOURS) / (len(past) + _PEAK_HOURS)
        excess = (beyond.sum() * np.log(10) + _EXCESS * _EXCESS_PEAKS) / (len(beyond) + _EXCESS_PEAKS)
        today, foot = plain[begin : begin + HOURS_PER_DAY], -np.log10(share)
        high = foot + (today - _PEAK) / max(1.0, excess)
        right[begin : begin + HOURS_PER_DAY] = np.where(today >= _PEAK, high, today * foot / _PEAK)
    return right


def _learn(days: np.ndarray, weekday: int) -> tuple[np.ndarray, float]:
    """Return what is usual for each hour of the next day, which falls on a weekday, and the scatter.

    Args:
        days: counts of the days before, shape (days, 24), the latest last.
    """
    sums, number = days.sum(axis=1), len(days)
    weekdays = (weekday - np.arange(number, 0, -1)) % 7
    mean = sums.mean()
    of_day = np.array([_share(sums[weekdays == day], mean) for day in range(7)])
    by_hour = days.sum(axis=0)
    of_hour = (by_hour + _SHRINK / HOURS_PER_DAY) / (by_hour.sum() + _SHRINK) * HOURS_PER_DAY
    shape = of_day[weekdays][:, None] * of_hour
    late = days[-_LEVEL_DAYS:]
    # Half a count: a place where nothing has happened yet may still see something.
    level = (late.sum() + 0.5) / shape[-_LEVEL_DAYS:].sum()
    fitted = shape * (days.sum() + 0.5) / shape.sum()
    scatter = ((days - fitted) ** 2 - fitted).sum() / (fitted**2).sum()
    return level * of_day[weekday] * of_hour, max(0.0, float(scatter))


def _share(sums: np.ndarray, mean: float) -> float:
    """Return how full a weekday is beside the mean day, drawn towards 1 where little was counted."""
    return float((sums.sum() + _SHRINK) / (len(sums) * mean + _SHRINK))


def threshold(false_alarms_per_month: float) -> float:
    """Return the score that an hour of usual life reaches so many times in 30 days.

    Raises:
        ValueError: for a number that is not above 0 and below that of hours in a month.
    """
    asked = false_alarms_per_month
    if not is_number(asked) or not 0 < asked < HOURS_PER_MONTH:
        raise ValueError(f"false_alarms_per_month must be a number above 0 and below 720, got {shown(asked)}")
    return -np.log10(asked / HOURS_PER_MONTH)


def alerts(run: Run, metric: str = "posts", false_alarms_per_month: float = 1.0) -> pd.DataFrame:
    """Return the alarms of a run: the first hour of each, with hour, observed, expected, score.

    An alarm rings at the end of its hour. Hours as unusual within a day of one belong to it.
    """
    return alarms(scores(counts(run, metric), first_weekday(run.start)), false_alarms_per_month)


def alarms(table: pd.DataFrame, false_alarms_per_month: float = 1.0) -> pd.DataFrame:
    """Return the alarms in a table of `scores` (see `alerts`)."""
    needed = ("hour", "observed", "expected", "score")
    marked = must_be_table(table, "table", needed, like="scores")
    if len(marked) and not all(pd.api.types.is_numeric_dtype(marked[name]) for name in needed):
        raise ValueError("table must hold numbers, as scores returns them")
    loud = marked[marked["score"] >= threshold(false_alarms_per_month)]
    first, last = [], -EPISODE_HOURS
    for at, hour in loud["hour"].items():
        if hour - last >= EPISODE_HOURS:
            first.append(at)
            last = hour
    return loud.loc[first, ["hour", "observed", "expected", "score"]].reset_index(drop=True)


def false_alarm_rate(
    runs: Iterable[Run], metric: str = "posts", false_alarms_per_month: float = 1.0
) -> dict[str, float]:
    """Return how often alarms ring in calm runs: per_month, low, high (95%, exact), alarms, months, asked.

    Raises:
        ValueError: when a run has a crisis, whose alarms would not be false, or is too short to learn from.
    """
    alarms, months = 0, 0.0
    for run in several(runs, "runs", "runs"):
        must_be_run(run, "each of runs")
        if run.scenario.crises:
            raise ValueError("runs must be calm to measure false alarms; a scenario has crises")
        alarms += len(alerts(run, metric, false_alarms_per_month))
        months += max(0, len(run.hourly) - LEARNING_DAYS * HOURS_PER_DAY) / HOURS_PER_MONTH
    if not months:
        raise ValueError(f"runs must be longer than {LEARNING_DAYS} days, in which the usual is learned")
    low = stats.chi2.ppf(0.025, 2 * alarms) / 2 if alarms else 0.0
    high = stats.chi2.ppf(0.975, 2 * alarms + 2) / 2
    return {"per_month": alarms / months, "low": float(low / months), "high": float(high / months),
            "alarms": alarms, "months": months, "asked": float(false_alarms_per_month)}  # fmt: skip


def detection(
    runs: Iterable[Run], metric: str = "posts", false_alarms_per_month: float = 1.0, within_hours: int = 72
) -> pd.DataFrame:
    """Return for each run whether and when its first crisis rang the bell.

    Returns:
        One row a run: crisis_hour (in which it becomes known), alarm_hour and delay_hours (from the begin of the
        one to the end of the other; both NaN when no alarm rang within `within_hours`), detected.

    Raises:
        ValueError: when a run has no crisis, or one that becomes known while the usual is still being learned.
    """
    within_hours, rows = whole(within_hours, "within_hours", 1), []
    for run in several(runs, "runs", "runs"):
        must_be_run(run, "each of runs")
        if not run.scenario.crises:
            raise ValueError("runs must have a crisis each; a scenario has none")
        crisis = min(run.scenario.crises, key=lambda one: one.begins)
        known = crisis.begins + crisis.revealed_after_hours
        if not LEARNING_DAYS * HOURS_PER_DAY <= known < len(run.hourly):
            raise ValueError(
                f"a crisis must become known from day {LEARNING_DAYS} on, within the run, got {known} h"
            )
        table = scores(counts(run, metric), first_weekday(run.start)).iloc[known : known + within_hours]
        # From here on: an alarm that rang by chance just before does not make a team deaf.
        hours = alarms(table, false_alarms_per_month)["hour"]
        alarm = float(hours.iloc[0]) if len(hours) else np.nan
        rows.append((known, alarm, alarm - known + 1, bool(len(hours))))
    return pd.DataFrame(rows, columns=["crisis_hour", "alarm_hour", "delay_hours", "detected"])


def trade_off(
    calm: Sequence[Run],
    with_crisis: Sequence[Run],
    metric: str = "posts",
    asked: Sequence[float] = (0.1, 0.3, 1, 3, 10),
    within_hours: int = 72,
) -> pd.DataFrame:
    """Return what sensitivity costs: one row for each number of false alarms a month that is asked for.

    Returns:
        Columns asked, false_alarms_per_month (measured), low, high, detected (share), by_chance (share that false
        alarms alone would have "detected"), median_delay_hours (of those detected), runs.
    """
    calm, with_crisis = several(calm, "calm", "runs"), several(with_crisis, "with_crisis", "runs")
    if not with_crisis:
        raise ValueError("with_crisis must hold at least one run with a crisis, got none")
    rows = []
    for rate in several(asked, "asked", "numbers of false alarms a month"):
        false = false_alarm_rate(calm, metric, rate)
        found = detection(with_crisis, metric, rate, within_hours)
        chance = 1 - np.exp(-false["per_month"] * within_hours / HOURS_PER_MONTH)
        delay = found["delay_hours"].median()
        measured = false["per_month"], false["low"], false["high"]
        rows.append((float(rate), *measured, found["detected"].mean(), chance, delay, len(found)))
    names = [
        "asked",
        "false_alarms_per_month",
        "low",
        "high",
        "detected",
        "by_chance",
        "median_delay_hours",
        "runs",
    ]
    return pd.DataFrame(rows, columns=names)
