"""Measure: how a key figure is declared - a function of tables that knows its name, unit and denominator."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Protocol

import numpy as np
import pandas as pd


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
        function.what = about.partition("\n")[0]
        function.unit = unit
        function.denominator = denominator
        function.tables = tuple(inspect.signature(function).parameters)
        function.__doc__ = f"{about}\n\nUnit: {unit}. Denominator: {denominator}."
        return function

    return declare


def share(part: float, whole: float) -> float:
    """Return `part` over `whole`, NaN when `whole` is nothing."""
    return float(part / whole) if whole else np.nan


def by_members(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the posts and replies that members wrote; those of the team (author -1) are left out."""
    return posts[posts["author"] >= 0]


def must_be_run(run: object, what: str = "run") -> None:
    """Refuse what is not a run, in one line.

    Raises:
        ValueError: when tables are missing that every run has.
    """
    if not all(isinstance(getattr(run, name, None), pd.DataFrame) for name in ("hourly", "members", "posts")):
        raise ValueError(f"{what} must be a Run, as `simulate` returns, got {type(run).__name__}")
