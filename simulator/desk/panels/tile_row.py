"""Tile row: how things stand, each with its trend in a word, an arrow and a number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .look import escaped

if TYPE_CHECKING:
    import pandas as pd

# tile, name on it, digits, unit beside the number, and the least change that is called one
SHOWN = (
    ("active_members", "active in 24 h", 0, "", 1),
    ("trust", "trust", 2, "", 0.005),
    ("mood", "mood", 2, "", 0.005),
    ("response_hours", "response time", 1, "h", 0.05),
    ("open_cases", "open cases", 0, "", 1),
    ("minutes_left", "minutes left", 0, "min", 1),
    ("composure", "composure", 2, "", 0.005),
    ("press_mentions", "press in 24 h", 0, "", 1),
)


def tiles_html(status: pd.DataFrame) -> str:
    """Return the tiles as HTML, from the table of `Session.status`."""
    cells = []
    for name, label, digits, unit, least in SHOWN:
        row = status.loc[name]
        value = _number(row["value"], digits)
        tone, said = trend(row["change"], row["good"], digits, least)
        small = f" <small>{unit}</small>" if unit and value != "–" else ""
        cells.append(
            f'<div class="cm-tile" role="listitem" title="{escaped(row["what"])}">'
            f'<div class="name">{escaped(label)}</div><div class="value">{value}{small}</div>'
            f'<div class="trend {tone}">{said}</div></div>'
        )
    return f'<div class="cm-tiles" role="list" aria-label="How things stand">{"".join(cells)}</div>'


def trend(change: float, good: float, digits: int, least: float) -> tuple[str, str]:
    """Return how a tile has changed since a day ago: a word for its colour, and what is said.

    >>> trend(0.02, 1, 2, 0.005), trend(3.0, -1, 0, 1), trend(float("nan"), 1, 2, 0.005)
    (('better', '▲ 0.02, better'), ('worse', '▲ 3, worse'), ('', 'no day before'))
    """
    if math.isnan(change):
        return "", "no day before"
    if abs(change) < least:
        return "", "as a day ago"
    arrow = "▲" if change > 0 else "▼"
    word = "" if good == 0 else "better" if change * good > 0 else "worse"
    return word, f"{arrow} {abs(change):,.{digits}f}" + (f", {word}" if word else " in a day")


def _number(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:,.{digits}f}"
