"""Recipe: a life that can be lived again, and the table that may be shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from simulator import Playbook, Scenario
from simulator.lab.run import Run
from simulator.lens.privacy import Release

PUBLISHED = date(2026, 11, 25)
"""The day of release: fixed, so that what is written does not depend on the day."""
KEEP_DAYS = 3650
DECIMALS = 3
"""Numbers are written with so many decimals: fewer than machines and versions of NumPy agree in."""


@dataclass(frozen=True)
class Recipe:
    """How a data set is made.

    Attributes:
        live: lives what it is about; returns whatever `show` needs, among it every run.
        show: returns the release made of that.
        seed: of the community.
    """

    live: Callable[[], dict[str, Any]]
    show: Callable[[dict[str, Any]], Release]
    seed: int

    def text(self) -> str:
        """Return the data set as CSV."""
        return as_csv(self.show(self.live()).table)


def as_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV: a fixed number of decimals, nothing where something is missing, lower-case flags."""
    flags = {name: "str" for name in table.select_dtypes("bool")}
    written = table.astype(flags)
    for name in flags:
        written[name] = written[name].str.lower()
    return written.to_csv(index=False, float_format=f"%.{DECIMALS}f", lineterminator="\n")


def forum(**settings: Any) -> Scenario:
    """Return the shipped forum with some settings altered; a double underscore stands for a dot."""
    return Scenario.load("forum").replace({name.replace("__", "."): value for name, value in settings.items()})


def terms(purpose: str) -> dict[str, Any]:
    """Return the terms under which all data sets are released, for a purpose."""
    return {"purpose": purpose, "keep_days": KEEP_DAYS, "published": PUBLISHED}


def balanced(**settings: Any) -> Playbook:
    """Return the shipped playbook `balanced` with some settings altered; a double underscore stands for a dot."""
    return Playbook.load("balanced").replace({name.replace("__", "."): value for name, value in settings.items()})


def contributions(run: Run) -> pd.DataFrame:
    """Return what members wrote, with `hour` and `time` (UTC) of writing."""
    posts = run.posts[run.posts["author"] >= 0]
    hour = posts["seconds"] // 3600
    return posts.assign(hour=hour, time=run.start + pd.to_timedelta(posts["seconds"], unit="s"))
