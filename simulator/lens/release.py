"""Release: a table that may leave the house - what for, for how long, and what it cost to make it safe.

The General Data Protection Regulation asks whoever keeps data about people to say for what (Article 5(1)(b),
purpose limitation) and to keep them no longer than that takes (Article 5(1)(e), storage limitation; research and
statistics may keep longer, with safeguards, Article 89). Data from which nobody can be found any more by means
that are reasonably likely to be used are no personal data (Recital 26); k-anonymity is a step there and no proof
of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from .given import shown

FLOOR = 5
"""The smallest k with which this kit publishes anything."""
_LONGEST_DAYS = 36_500
_SHORTEST_PURPOSE = 10
_LARGEST_CROWD = 1_000_000


@dataclass(frozen=True, eq=False)
class Release:
    """A published table with the note that goes with it.

    Attributes:
        table: what may be shown. purpose: what it is for. k: how many people are at least behind whatever it
        tells. quasi: columns that an outsider could know. sensitive: columns that nobody should learn of anybody.
        published: when. keep_days: how long it may be kept.
        coarsened: columns made coarser. dropped: columns left out since nobody said what they are.
        rows_given: rows before, of counts and aggregates cells. suppressed: how many of them are not shown.
        unit: "rows" or "cells".
        smallest_group: people behind the rarest combination or the smallest cell shown; 0 when nothing is.
        diversity: one row a sensitive column, see `privacy_risk.diversity_of`.
    """

    table: pd.DataFrame = field(repr=False)
    purpose: str
    k: int
    keep_days: int
    published: date
    quasi: tuple[str, ...]
    sensitive: tuple[str, ...] = ()
    coarsened: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    rows_given: int = 0
    suppressed: int = 0
    smallest_group: int = 0
    unit: str = "rows"
    diversity: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    @property
    def keep_until(self) -> date:
        """The last day on which it may be kept."""
        return self.published + timedelta(days=self.keep_days)

    @property
    def share_lost(self) -> float:
        """Share of what was given that is not shown, 0 to 1."""
        return self.suppressed / self.rows_given if self.rows_given else 0.0

    def expired(self, on: Any) -> bool:
        """Tell whether the table should be gone by some day.

        Args:
            on: a date, or text such as "2025-01-31".

        Raises:
            ValueError: in one line, when it is neither.
        """
        return as_date(on, "on") > self.keep_until

    def report(self) -> pd.Series:
        """Return what was done to the table and what it cost, by name; counts, dates and text."""
        exposed = {f"exposed_{name}": row.share_exposed for name, row in self.diversity.iterrows()}
        least = {f"least_values_{name}": int(row.least_values) for name, row in self.diversity.iterrows()}
        return pd.Series(
            {
                "purpose": self.purpose,
                "published": self.published,
                "keep_until": self.keep_until,
                "k": self.k,
                "smallest_group": self.smallest_group,
                "quasi": ", ".join(self.quasi),
                "sensitive": ", ".join(self.sensitive),
                "coarsened": ", ".join(self.coarsened),
                "dropped": ", ".join(self.dropped),
                "rows_given": self.rows_given,
                "suppressed": self.suppressed,
                "share_lost": self.share_lost,
                **least,
                **exposed,
            },
            name="release",
            dtype=object,
        )

    def says(self) -> str:
        """Return the report in a few sentences."""
        shown = self.rows_given - self.suppressed
        parts = [f"{shown:,} of {self.rows_given:,} {self.unit} are shown ({self.share_lost:.1%} lost)."]
        if self.smallest_group:
            parts.append(f"Behind whatever they tell stand at least {self.smallest_group} people.")
        else:
            parts.append("Every group was too small; make the columns coarser, or leave some out.")
        parts += [
            f"In {row.share_exposed:.0%} of rows everybody who looks alike has the same {name}: that is out."
            for name, row in self.diversity.iterrows()
            if row.share_exposed > 0
        ]
        return " ".join([*parts, f"To be deleted after {self.keep_until}."])


def terms(purpose: Any, keep_days: Any, k: Any, published: Any) -> dict[str, Any]:
    """Return the terms of a release, checked.

    Raises:
        ValueError: in one line, when the purpose or the retention period is missing, or k is below the floor.
    """
    if not isinstance(purpose, str) or len(purpose.strip()) < _SHORTEST_PURPOSE:
        raise ValueError(
            f"purpose must say in a few words what the table is for (data are kept for a purpose, or not at all), "
            f"got {shown(purpose)}"
        )
    if not _is_whole(k) or not FLOOR <= k <= _LARGEST_CROWD:
        raise ValueError(
            f"k must be a whole number from {FLOOR} to {_LARGEST_CROWD}: fewer hide nobody, got {shown(k)}"
        )
    if not _is_whole(keep_days) or not 1 <= keep_days <= _LONGEST_DAYS:
        raise ValueError(
            f"keep_days must say for how many days the table may be kept, 1 to {_LONGEST_DAYS}, "
            f"got {shown(keep_days)}"
        )
    day = date.today() if published is None else as_date(published, "published")
    return {"purpose": purpose.strip(), "k": int(k), "keep_days": int(keep_days), "published": day}


def as_date(value: Any, name: str) -> date:
    """Return a day.

    Raises:
        ValueError: when it is none.
    """
    try:
        day = datetime.fromisoformat(value).date() if isinstance(value, str) else value
    except ValueError:
        day = None
    if isinstance(day, datetime) and day is not pd.NaT:
        day = day.date()
    if not isinstance(day, date) or day is pd.NaT:
        raise ValueError(f"{name} must be a date such as 2025-01-31, got {shown(value)}")
    return day


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)
