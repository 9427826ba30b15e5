"""Terms: what figures are called at the desk, and how their values are said."""

from __future__ import annotations

from typing import Any

from ..lens.differences import scale, signed

WORDS = {
    "trust": "trust", "belonging": "belonging", "loyalty": "loyalty", "satisfaction": "satisfaction",
    "fairness": "how fair the team seems", "outrage": "outrage", "mood": "mood", "posts": "threads",
    "replies": "replies", "complaints": "complaints", "breaches": "breaches", "attacks": "attacks on the team",
    "departures": "members who left", "arrivals": "newcomers", "press_mentions": "press reports",
    "team_minutes": "team minutes", "money_spent": "euros spent", "composure": "composure", "fatigue": "fatigue",
    "visits": "visits",
}  # fmt: skip
_SHARES = ("share", "share per 30 days")


def difference(row: Any) -> str:
    """Return a row of `WhatIf.effects` in words: the figure, its difference, and the interval.

    Digits are those that the interval deserves; of a share, percentage points are said.
    """
    unit = f" {scale(row.unit)[1]}" if row.unit in _SHARES else ""
    low, high = (signed(end, row) for end in (row.ci_low, row.ci_high))
    return f"{WORDS[row.metric]} {signed(row.difference, row)}{unit} ({low} to {high})"


def value(number: float, unit: str) -> str:
    """Return a value with its unit: a share in percent, anything else as it is.

    >>> value(0.172, "share"), value(200, "euros"), value(0.5, "score")
    ('17.2%', '200 euros', '0.5')
    """
    if unit == "share":
        return f"{100 * number:.3g}%"
    return f"{number:g}" if unit == "score" else f"{number:g} {unit}"
