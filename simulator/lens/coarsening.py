"""Coarsening: exact values become bands, so that people who differ only in detail look alike.

    coarsened(table, {"hour": "part_of_day", "joined": "week", "posts": [0, 1, 2, 5], "age": 10})

A rule is one of:

- the name of a coarser time: `part_of_day` (of hours 0 to 23, or of moments), `day`, `week`, `month`, `quarter` or
  `year` (of moments and dates; `week` also of days counted from 0);
- a number: bands of that width, `10` gives "0 to 9", "10 to 19";
- a list of numbers: where bands begin, `[0, 1, 2, 5]` gives "0", "1", "2 to 4", "5 or more";
- a dictionary from each value to a coarser one.

What is missing stays missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from .given import listed, must_be_table, shown, whole
from .privacy_risk import require_columns

PARTS_OF_DAY = ("night", "morning", "afternoon", "evening")
"""From 0:00, 6:00, 12:00 and 18:00."""
_HOURS_PER_PART = 6
_PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
TIMES = ("part_of_day", *_PERIODS)
_HOW = f"a width, a list of where bands begin, a dictionary, or one of {', '.join(TIMES)}"
_LARGEST = 1e15


def coarsened(table: pd.DataFrame, rules: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table with some columns made coarser; the others, and the table given, stay as they are.

    Args:
        table: any table.
        rules: by column, how (see the top of this module).

    Raises:
        ValueError: in one line, when a column or rule is unknown, or a rule does not fit what is in the column.
    """
    if not isinstance(rules, Mapping):
        raise ValueError(f"coarsen must be a dictionary from columns to rules, got {type(rules).__name__}")
    must_be_table(table, "table")
    result = table.copy()
    for column, rule in rules.items():
        if column not in table:
            raise ValueError(f"coarsen: no column {shown(column)}; the table has {listed(table)}")
        result[column] = _coarse(table[column], rule, column)
    return result


def _coarse(values: pd.Series, rule: Any, column: str) -> pd.Series:
    if isinstance(rule, str):
        if rule not in TIMES:
            raise ValueError(f"coarsen: unknown rule {shown(rule)} for {column}; give {_HOW}")
        return _part_of_day(values, column) if rule == "part_of_day" else _period(values, rule, column)
    if isinstance(rule, Mapping):
        return _mapped(values, rule, column)
    if isinstance(rule, Real) and not isinstance(rule, bool):
        return _in_width(values, float(rule), column)
    if isinstance(rule, list | tuple | np.ndarray):
        return _in_bands(values, rule, column)
    raise ValueError(f"coarsen: {column} needs {_HOW}, got {type(rule).__name__}")


def _part_of_day(values: pd.Series, column: str) -> pd.Series:
    hours = values.dt.hour if pd.api.types.is_datetime64_any_dtype(values) else _numbers(values, column)
    if not hours.dropna().between(0, 24, inclusive="left").all():
        raise ValueError(f"coarsen: part_of_day needs hours from 0 to 23 or moments in {column}")
    code = (hours // _HOURS_PER_PART).fillna(-1).astype("int64")
    return _texts(code, {number: name for number, name in enumerate(PARTS_OF_DAY)})


def _period(values: pd.Series, rule: str, column: str) -> pd.Series:
    if rule == "week" and pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return (_numbers(values, column) // 7).astype("Int64")
    if pd.api.types.is_numeric_dtype(values):
        raise ValueError(f"coarsen: {rule} needs moments or dates in {column}, got numbers; bands need a width")
    try:
        moments = pd.to_datetime(values)
        moments = moments.dt.tz_localize(None)
    except (ValueError, TypeError, AttributeError):
        raise ValueError(f"coarsen: {rule} needs moments or dates in {column}, such as 2024-01-31") from None
    periods = moments.dt.to_period(_PERIODS[rule])
    if rule == "week":
        # The Monday says more than the span of both ends.
        return moments.dt.to_period(_PERIODS[rule]).dt.start_time.dt.strftime("%Y-%m-%d").astype("str")
    return periods.astype("str").where(moments.notna()).astype("str")


def _in_width(values: pd.Series, width: float, column: str) -> pd.Series:
    if not 0 < width < _LARGEST:
        raise ValueError(f"coarsen: the width of bands of {column} must be more than 0, got {width:g}")
    numbers = _numbers(values, column)
    low = np.floor(numbers / width) * width
    whole = width == int(width) and (numbers.dropna() % 1 == 0).all()
    names = {start: _span(start, start + width, whole) for start in low.dropna().unique()}
    return _texts(low, names)


def _in_bands(values: pd.Series, rule: Any, column: str) -> pd.Series:
    edges = _numbers(pd.Series(list(rule), dtype=object), f"the bands of {column}").to_list()
    if not edges or any(after <= before for before, after in itertools.pairwise(edges)):
        raise ValueError(f"coarsen: bands of {column} must begin at rising numbers, got {list(rule)!r}")
    numbers = _numbers(values, column)
    if (numbers.dropna() < edges[0]).any():
        raise ValueError(f"coarsen: {column} holds {numbers.min():g}, below the first band at {edges[0]:g}")
    whole = all(edge == int(edge) for edge in edges) and (numbers.dropna() % 1 == 0).all()
    names = {place: _span(low, high, whole) for place, (low, high) in enumerate(itertools.pairwise(edges))}
    names[len(edges) - 1] = f"{edges[-1]:g} or more"
    place = pd.Series(np.searchsorted(edges, numbers, side="right") - 1, index=values.index)
    return _texts(place.where(numbers.notna()), names)


def _mapped(values: pd.Series, rule: Mapping[Any, Any], column: str) -> pd.Series:
    unknown = [value for value in pd.unique(values.dropna()) if value not in rule]
    if unknown:
        raise ValueError(f"coarsen: the dictionary for {column} lacks {unknown[0]!r}")
    return values.astype(object).map(rule).infer_objects()


def _span(low: float, high: float, whole: bool) -> str:
    if not whole:
        return f"{low:g} to under {high:g}"
    return f"{low:.0f}" if high - low == 1 else f"{low:.0f} to {high - 1:.0f}"


def _texts(codes: pd.Series, names: Mapping[Any, str]) -> pd.Series:
    """Return the text of every code; a code without one is missing."""
    return codes.map(names).astype("str")


def _numbers(values: pd.Series, column: str) -> pd.Series:
    """Return a column as numbers.

    Raises:
        ValueError: when it holds something else, or a number too large to be put into a band.
    """
    if pd.api.types.is_bool_dtype(values):
        raise ValueError(f"coarsen: bands need numbers in {column}, got yes or no")
    try:
        numbers = pd.to_numeric(values).astype("float64")
    except (ValueError, TypeError):
        raise ValueError(f"coarsen: bands need numbers in {column}, got {values.dtype}") from None
    if not (numbers.dropna().abs() < _LARGEST).all():
        raise ValueError(f"coarsen: {column} holds numbers too large for bands")
    return numbers


def averaged(table: pd.DataFrame, columns: Sequence[str], k: int, within: Sequence[str] = ()) -> pd.DataFrame:
    """Return a table in which people with similar numbers, k or more of them at a time, all show their mean.

    Sums stay what they are, and so does the shape of a distribution, which bands would lose; nobody has numbers of
    their own any more (microaggregation: Domingo-Ferrer J, Mateo-Sanz JM, IEEE Trans Knowl Data Eng 14(1),
    189-201, 2002). People are put together by the sum of their numbers; where sums agree, by the numbers in turn.

    Args:
        table: one row a person.
        columns: numbers to average, without gaps.
        k: people who are averaged at least.
        within: columns that those averaged together must agree in.

    Raises:
        ValueError: in one line, when there are fewer than k people who agree in `within`.
    """
    columns, within = require_columns(table, columns, "columns"), require_columns(table, within, "within", True)
    k = whole(k, "k", 1)
    for name in columns:
        if not pd.api.types.is_numeric_dtype(table[name]) or not np.isfinite(table[name].astype("float64")).all():
            raise ValueError(f"columns: {name} must hold numbers without gaps")
    result = table.astype({name: "float64" for name in columns})
    numbers = table[list(columns)].to_numpy("float64")
    for values, rows in _parts(table, within):
        if len(rows) < k:
            raise ValueError(f"averaged: only {len(rows)} people agree in {values!r}, at least {k} are needed")
        own = numbers[rows]
        order = rows[np.lexsort([*own.T[::-1], own.sum(axis=1)])]
        for block in np.array_split(order, len(order) // k):
            result.iloc[block, [table.columns.get_loc(name) for name in columns]] = numbers[block].mean(axis=0)
    return result


def _parts(table: pd.DataFrame, within: Sequence[str]) -> list[tuple[Any, np.ndarray]]:
    if not len(within):
        return [("all", np.arange(len(table)))]
    return list(table.groupby(list(within), dropna=False).indices.items())
