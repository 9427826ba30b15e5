"""Given: what callers hand in, looked at before anything is done with it, and refused in one line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

MOST_HOURS = 10_000_000
"""More than a thousand years: whole numbers beyond are mistakes, and would not fit into tables."""
_LONGEST = 80
_EXACT = 2.0**53
"""Numbers from here on have no exact neighbours any more."""


def shown(value: Any) -> str:
    """Return how a value looks in an error message: one short line, whatever it is."""
    if isinstance(value, pd.DataFrame | pd.Series | np.ndarray):
        return f"{type(value).__name__} of shape {value.shape}"
    try:
        text = " ".join(repr(value).split())
    except Exception:  # a value that cannot even be printed, or a number with too many digits
        return type(value).__name__
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def listed(names: Iterable[Any]) -> str:
    """Return names for an error message: the first few of many."""
    names = [str(name) for name in names]
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return (", ".join(names[:12]) or "none") + more


def word(value: Any, what: str, known: Iterable[str]) -> str:
    """Return one of some known words.

    Raises:
        ValueError: for anything else; names them.
    """
    known = tuple(known)
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{what} must be one of {', '.join(known)}, got {shown(value)}")
    return value


def whole(value: Any, what: str, low: int = 0, high: int = MOST_HOURS) -> int:
    """Return a whole number between two limits.

    Raises:
        ValueError: for anything else.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        limits = f"from {low}" if high == MOST_HOURS else f"from {low} to {high}"
        raise ValueError(f"{what} must be a whole number {limits}, got {shown(value)}")
    return int(value)


def yes_or_no(value: Any, what: str) -> bool:
    """Return True or False.

    Raises:
        ValueError: for anything else; a text such as "no" is taken for neither.
    """
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{what} must be True or False, got {shown(value)}")
    return bool(value)


def is_number(value: Any) -> bool:
    """Tell whether something is a finite real number; True and False are none."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        return False
    return abs(value) < 10**300 if isinstance(value, int) else bool(np.isfinite(value))


def must_be_table(value: Any, what: str, columns: Iterable[str] = (), like: str = "") -> pd.DataFrame:
    """Return a table that has some columns.

    Args:
        like: where such a table comes from, for the message.

    Raises:
        ValueError: when it is none, or lacks a column.
    """
    source = f", as {like}" if like else ""
    if not isinstance(value, pd.DataFrame):
        raise ValueError(f"{what} must be a table (DataFrame){source}, got {shown(value)}")
    missing = [column for column in columns if column not in value.columns]
    if missing:
        raise ValueError(f"{what} must have a column {missing[0]}{source}, got {listed(value.columns)}")
    return value


def column(value: Any, what: str) -> pd.Series:
    """Return numbers, one after the other, as a column.

    Raises:
        ValueError: when it is something else.
    """
    if isinstance(value, list | tuple) and all(is_number(one) for one in value):
        value = np.asarray(value, dtype=float)
    values = pd.Series(value) if isinstance(value, np.ndarray) and value.ndim == 1 else value
    if not isinstance(values, pd.Series) or (len(values) and not pd.api.types.is_numeric_dtype(values)):
        raise ValueError(f"{what} must be a column of numbers, got {shown(value)}")
    return values


def numbered(value: pd.DataFrame, what: str) -> pd.DataFrame:
    """Return a table whose index names every row once.

    Raises:
        ValueError: when a row stands twice.
    """
    if not value.index.is_unique:
        twice = value.index[value.index.duplicated()][0]
        raise ValueError(f"{what} must hold every row once, got {shown(twice)} twice in the index")
    return value


def several(value: Any, what: str, of: str) -> list[Any]:
    """Return things as a list.

    Raises:
        ValueError: for a text, a table or something that cannot be gone through.
    """
    one = isinstance(value, str | bytes | dict | pd.DataFrame | np.ndarray)
    if one or not isinstance(value, Iterable):
        raise ValueError(f"{what} must be a list of {of}, got {shown(value)}")
    return list(value)


def must_be_run(run: Any, what: str = "run") -> None:
    """Refuse what is not a run.

    Raises:
        ValueError: when tables are missing that every run has.
    """
    if not all(isinstance(getattr(run, name, None), pd.DataFrame) for name in ("hourly", "members", "posts")):
        raise ValueError(f"{what} must be a Run, as `simulate` returns, got {type(run).__name__}")


def must_be_monthly(report: Any) -> None:
    """Refuse what is not the report of a month.

    Raises:
        ValueError: when the parts are missing that such a report has.
    """
    if not all(hasattr(report, name) for name in ("run", "figures", "weekly", "deeds", "advice")):
        raise ValueError(f"report must be what monthly(run) returns, got {type(report).__name__}")


def as_in_run(value: Any, name: str, what: str = "") -> pd.DataFrame:
    """Return a table whose columns hold what those of the same name in a run hold; some may be missing.

    Args:
        name: which table of a run. what: how the argument is called, if otherwise.

    Raises:
        ValueError: when it is no table, or a column of numbers, moments or flags holds something else.
    """
    given = must_be_table(value, what or name, like=f"run.{name}{'()' if name == 'events' else ''}")
    for at, kind in enumerate(given.dtypes if len(given) else ()):
        wanted = _kinds(name).get(given.columns[at])
        if wanted and not _FITS[wanted](kind):
            raise ValueError(f"{what or name}: {given.columns[at]} must hold {_HOLDS[wanted]}, got {kind}")
        if wanted == _WHOLE and kind.kind == "f":
            values = given.iloc[:, at].to_numpy()
            if not (np.abs(values) < _EXACT).all() or (values % 1).any():
                raise ValueError(f"{what or name}: {given.columns[at]} must hold whole numbers without gaps")
    return given


_WHOLE, _FLAG = "whole number", "yes or no"
_FITS = {
    _WHOLE: pd.api.types.is_numeric_dtype,
    "number": pd.api.types.is_numeric_dtype,
    _FLAG: pd.api.types.is_bool_dtype,
    "time": pd.api.types.is_datetime64_any_dtype,
}
_HOLDS = {_WHOLE: "whole numbers", "number": "numbers", _FLAG: "True or False", "time": "moments"}


@cache
def _kinds(name: str) -> dict[str, str]:
    """Return what the columns of a run's table hold, where it can be told by their type."""
    from .dictionary import dictionary  # here, since it gathers what other modules declare

    columns = dictionary().query("table == @name")
    return {row.column: row.type for row in columns.itertuples() if row.type in _FITS}
