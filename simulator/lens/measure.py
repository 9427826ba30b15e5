"""Measure: how a key figure is declared - a function of tables that knows its name, unit and denominator."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Protocol

import numpy as np
import pandas as pd

from . import given


class Metric(Protocol):
    """A function of tables with its description.

    Attributes:
        __name__: the name in `Run.summary()`.
        what: what it says, in one sentence.
        unit: unit of the value it returns.
        denominator: what the value is a share, a mean or a count of.
        tables: names of its arguments; see `simulator.lens.metrics.tables_of`.
    """

    what: str
    unit: str
    denominator: str
    tables: tuple[str, ...]

    def __call__(self, *tables: object) -> float:
        """Return the value, NaN where there is nothing to measure."""


def metric(unit: str, denominator: str) -> Callable[[Callable[..., float]], Metric]:
    """Return a decorator that declares a function of tables to be a metric.

    The first line of the function's docstring says what the metric is; unit and denominator are added below.
    """

    def declare(function: Callable[..., float]) -> Metric:
        about = inspect.getdoc(function) or ""
        names = tuple(inspect.signature(function).parameters)

        @functools.wraps(function)
        def measured(*tables: object, **more: object) -> float:
            handed_in = dict(zip(names, tables, strict=False)) | more
            for name, value in handed_in.items():
                _look_at(name, value)
            try:
                return function(*tables, **more)
            except KeyError as missing:
                columns = " and ".join(name for name in handed_in if name not in ("hours", "end"))
                raise ValueError(
                    f"{function.__name__} needs {given.shown(missing.args[0])}, which {columns} lacks"
                ) from None

        measured.what = about.partition("\n")[0]
        measured.unit = unit
        measured.denominator = denominator
        measured.tables = names
        measured.__doc__ = f"{about}\n\nUnit: {unit}. Denominator: {denominator}."
        return measured

    return declare


def _look_at(name: str, value: object) -> None:
    """Refuse what is not what an argument of that name is in a run."""
    if name == "hours":
        given.whole(value, "hours")
    elif name == "end":
        if not isinstance(value, pd.Timestamp) or value.tzinfo is None:
            raise ValueError(f"end must be the moment at which the run ends (UTC), got {given.shown(value)}")
    else:
        handed_in = given.as_in_run(value, name)
        if name in ("members", "posts"):
            given.numbered(handed_in, name)


def share(part: float, whole: float) -> float:
    """Return `part` over `whole`, NaN when `whole` is nothing."""
    return float(part / whole) if whole else np.nan


def by_members(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the posts and replies that members wrote; those of the team (author -1) are left out."""
    return posts[posts["author"] >= 0]
