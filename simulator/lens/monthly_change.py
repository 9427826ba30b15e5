"""Monthly change: whether a figure has moved by more than this community's weeks differ anyway.

A month is the mean of its four weeks (of shares, the share of all cases). The difference between two months is
held against the spread of weeks within the months before this one, as a control chart does: this month's own
spread is left out, since a storm would hide itself in it. The spread is never taken to be less than luck alone
makes it - that of counts and stocks (Poisson), of shares among so many cases (binomial), of the median of so
many waits - because four weeks can be alike by accident.

The interval is that of a t-distribution. A page of many figures would show changes by luck, so the level is shared
among them (Holm 1979, Scandinavian Journal of Statistics 6): of twenty pages on which nothing has changed, at most
about one calls something a change. The price is that small changes are called "about as before".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from .monthly_figures import COUNT, HOURS, MEAN, NET, SHARE, UNITS

LEVEL = 0.05
FEWEST_WEEKS = 2
"""Weeks that a month needs to be compared."""
_BORROWED = 4
"""Degrees of freedom that the lower limit of the spread is worth; chosen so that luck alone calls a change on one
page in twenty at most, with counts and shares drawn anew every week (see `tests/test_monthly.py`)."""
COLUMNS = ("difference", "low", "high", "p", "changed")


def changes(weekly: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    """Return what has changed in the last month of a table of weeks.

    Args:
        weekly: one row a figure and week: figure, month (a number), value, of (what it is out of).
        units: unit of each figure, as in `monthly_figures.FIGURES`; the result has their order.

    Returns:
        One row a figure: difference (this month minus the one before, mean of weeks), low and high (its 95%
        interval, by itself), p (of no change, by itself), changed (bool; after sharing the level). NaN and False
        where there is nothing to compare: less than two weeks in either month.
    """
    rows = {}
    last = weekly["month"].max() if len(weekly) else 0
    for name, unit in units.items():
        weeks = weekly[(weekly["figure"] == name) & np.isfinite(weekly["value"].astype("float64"))]
        months = [group for _, group in weeks[weeks["month"] < last].groupby("month")]
        now = weeks[weeks["month"] == last]
        rows[name] = _change(months, now, unit, last)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS[:-1]), dtype="float64")
    table["changed"] = holm(table["p"].to_numpy()) <= LEVEL
    return table.rename_axis("figure")


def holm(p: Sequence[float]) -> np.ndarray:
    """Return p-values that allow for how many there are (Holm 1979); NaN stays NaN and does not count."""
    p = np.asarray(p, dtype="float64")
    adjusted = np.full(len(p), np.nan)
    order = np.argsort(p, kind="stable")[: np.isfinite(p).sum()]
    factors = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(p[order] * factors)) if len(order) else []
    return adjusted


def _change(months: list[pd.DataFrame], now: pd.DataFrame, unit: str, last: int) -> tuple[float, ...]:
    nothing = (np.nan,) * 4
    before = next((weeks for weeks in months if int(weeks["month"].iloc[0]) == last - 1), None)
    if before is None or min(len(before), len(now)) < FEWEST_WEEKS:
        return nothing
    spread, degrees = _spread(months)
    # As noisy as luck alone, with this month's weeks told apart: they may hold fewer or more cases.
    both = pd.concat([before, now])
    parts = [max(spread, _luck(both, weeks, unit)) / len(weeks) for weeks in (before, now)]
    difference = _middle(now, unit) - _middle(before, unit)
    error = float(np.sqrt(sum(parts)))
    if not error:
        return (difference, difference, difference, 1.0 if not difference else 0.0)
    degrees += _BORROWED
    reach = float(stats.t.ppf(1 - LEVEL / 2, degrees)) * error
    p = float(2 * stats.t.sf(abs(difference) / error, degrees))
    return difference, difference - reach, difference + reach, p


def _middle(weeks: pd.DataFrame, unit: str) -> float:
    """Return the mean of weeks; of shares, every case counts the same, as it does in the month's figure."""
    weighted = unit in (SHARE, NET) and weeks["of"].sum() > 0
    return float(np.average(weeks["value"], weights=weeks["of"] if weighted else None))


def _spread(months: list[pd.DataFrame]) -> tuple[float, int]:
    """Return the variance of weeks within earlier months, and its degrees of freedom."""
    squares = sum(float(((weeks["value"] - weeks["value"].mean()) ** 2).sum()) for weeks in months)
    degrees = sum(len(weeks) - 1 for weeks in months)
    return squares / degrees, degrees


def _luck(both: pd.DataFrame, weeks: pd.DataFrame, unit: str) -> float:
    """Return the variance that a week's figure has by luck alone, were both months alike."""
    middle, cases = float(both["value"].mean()), max(float(weeks["of"].mean()), 1.0)
    if unit in (COUNT, MEAN):
        return max(middle, 0.5)
    if unit == SHARE:
        total = float(both["of"].sum())
        share = (float((both["value"] * both["of"]).sum()) + 1) / (total + 2)
        return share * (1 - share) / cases
    if unit == NET:
        return (100**2 - min(abs(middle), 100) ** 2) / cases
    if unit == HOURS:
        return (middle / np.log(2)) ** 2 / cases  # of the median of waits that end by chance (exponential)
    raise ValueError(f"unit must be one of {', '.join(UNITS)}, got {unit!r}")
