"""Live chart: the hours since you sat down, two figures at a time, with your decisions marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ...lens.theme import BLUE, GREY, RED, Picture, panel, picture, themed
from ...world.constants import HOURS_PER_DAY

if TYPE_CHECKING:
    import pandas as pd

# name of the view: for each of two panels the column, how it is read, and the title with its unit
LEVEL, DAY_SUM, DAY_MEAN = "level", "sum of 24 hours", "mean of 24 hours"
LEAST_SPAN = 0.1
VIEWS = {
    "trust and complaints": (
        ("trust", LEVEL, "Trust in the brand (0 to 1)"),
        ("complaints", DAY_SUM, "Complaints in 24 hours (posts)"),
    ),
    "life": (
        ("active_members", LEVEL, "Members active in 24 hours"),
        ("written", DAY_SUM, "Posts and replies in 24 hours"),
    ),
    "mood and belonging": (
        ("mood", DAY_MEAN, "Mood at visits (-1 to 1)"),
        ("belonging", LEVEL, "Belonging (0 to 1)"),
    ),
    "the team": (
        ("open_cases", LEVEL, "Posts that wait for a verdict"),
        ("composure", LEVEL, "Composure (0 to 1)"),
    ),
    "rules": (
        ("breaches", DAY_SUM, "Breaches in 24 hours (posts)"),
        ("removals", DAY_SUM, "Removals in 24 hours (posts)"),
    ),
}


def live_chart(
    history: pd.DataFrame, start: int, decided: Sequence[int] = (), view: str = "trust and complaints"
) -> Picture:
    """Return two figures hour by hour, one above the other, with the sentence that says so as `.says`.

    Args:
        history: table of `Session.history`. start: hour at which the player sat down.
        decided: hours of the decisions. view: one of `VIEWS`.

    Raises:
        ValueError: when there is no such view.
    """
    if view not in VIEWS:
        raise ValueError(f"view must be one of {', '.join(VIEWS)}, got {view!r}")
    days = (history["hour"].to_numpy(dtype=float) + 1) / HOURS_PER_DAY
    said = []
    with themed():
        figure = picture(4.4, 3.5)
        places = ((0.135, 0.6, 0.82, 0.3), (0.135, 0.13, 0.82, 0.3))
        for place, (column, how, title), (color, line) in zip(
            places, VIEWS[view], ((BLUE, "-"), (RED, "--")), strict=True
        ):
            axes = panel(figure, *place)
            axes.set_title(title, fontsize=11, pad=5)
            axes.tick_params(labelsize=10)
            values = _values(history, column, how)
            axes.plot(days, values, color=color, linestyle=line, linewidth=1.9)
            axes.grid(axis="y")
            now = float(days[-1]) if len(days) else start / HOURS_PER_DAY
            axes.set_xlim(start / HOURS_PER_DAY, max(now, start / HOURS_PER_DAY + 1))
            if how == DAY_SUM or column in ("active_members", "open_cases"):
                axes.set_ylim(0, max(1.0, float(np.nanmax(values, initial=0)) * 1.08))
            else:
                _widen(axes)
            axes.yaxis.set_major_locator(MaxNLocator(4))
            axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
            marks = sorted({hour / HOURS_PER_DAY for hour in decided})
            axes.plot(marks, [0.03] * len(marks), transform=axes.get_xaxis_transform(), linestyle="none",
                      marker="|", markersize=9, color=GREY, markeredgewidth=1.5)  # fmt: skip
            if len(values):
                said.append(f"{title}: {_said(values[0])} at first, {_said(values[-1])} now")
        axes.set_xlabel("day; grey strokes are your decisions", fontsize=10, labelpad=2)
    figure.says = f"{'. '.join(said)}." if said else "No hour has been lived yet."
    return figure


def _widen(axes: Axes) -> None:
    """Let the axis of a share or a mood span a tenth at least, so that a trifle does not look like a landslide."""
    low, high = axes.get_ylim()
    if high - low < LEAST_SPAN:
        middle = (low + high) / 2
        axes.set_ylim(middle - LEAST_SPAN / 2, middle + LEAST_SPAN / 2)


def _values(history: pd.DataFrame, column: str, how: str) -> np.ndarray:
    series = history["posts"] + history["replies"] if column == "written" else history[column]
    if how == DAY_SUM:
        series = series.rolling(HOURS_PER_DAY, min_periods=1).sum()
    elif how == DAY_MEAN:
        series = series.rolling(HOURS_PER_DAY, min_periods=1).mean()
    return series.to_numpy(dtype=float)


def _said(value: float) -> str:
    if np.isnan(value):
        return "no figure"
    return f"{value:,.0f}" if value == int(value) and abs(value) > 1 else f"{value:.2f}"
