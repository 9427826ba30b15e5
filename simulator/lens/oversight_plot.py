"""Oversight plot: what is true of a team's work beside what its dashboard shows, measure by measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .oversight import oversight
from .sentences import as_percent, count, joined
from .theme import BLUE, GREY, INK, PALE, RED, Picture, panel, picture, themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from ..lab.run import Run

_LABELS = {
    "precision": "Decisions that were right",
    "recall": "Breaches taken down",
    "recidivism_rate": "Offenders who did it again",
    "appeal_overturn_rate": "Appeals granted",
    "violation_prevalence": "Posts that break the rules",
    "false_removal_rate": "Decent posts taken down",
    "busiest_tenth_share": "Work of the team's busiest tenth",
    "time_to_action_hours": "Time until a breach is down",
    "backlog": "Waiting at the end",
    "longest_wait_hours": "Longest wait",
}
_TRUTH = {"marker": "o", "color": BLUE, "markersize": 11, "markeredgecolor": "white"}
_DASHBOARD = {"marker": "D", "color": RED, "markersize": 8, "markerfacecolor": "none", "markeredgewidth": 2}
_NO_FIGURE = as_percent(float("nan"))
_NUMBERS = (1.16, 1.36)  # where the numbers stand, in lengths of the scale


def plot_oversight(run: Run) -> Picture:
    """Return the table of `oversight` as a figure: a full disc is the truth, an open diamond the dashboard.

    Shares lie on a scale from 0 to 100%; hours and posts from 0 to the larger of the two, since units differ.
    What could not be measured has no mark and reads "no figure".
    """
    table = oversight(run).set_index("measure").loc[list(_LABELS)]
    with themed():
        figure = picture(height=5.3)
        axes = panel(figure, 0.315, 0.1, 0.45, 0.77)
        for height, row in zip(range(len(table))[::-1], table.itertuples(), strict=True):
            _beside(axes, height, row)
        shares = len(table) - (table["unit"] == "share").sum()
        axes.axhline(shares - 0.5, xmax=1.45, color=GREY, linewidth=0.8, clip_on=False)
        axes.set_yticks(range(len(table)), list(_LABELS.values())[::-1])
        axes.set(xlim=(-0.02, 1.02), ylim=(-0.6, len(table) - 0.4), xticks=[0, 0.25, 0.5, 0.75, 1])
        axes.set_xticklabels(["0", "25%", "50%", "75%", "100%"])
        axes.set_xlabel("shares; below the line from 0 to the larger of the two")
        axes.tick_params(length=0, pad=8)
        axes.spines[:].set_visible(False)
        _heads(axes, len(table))
    figure.says = _says(table)
    return figure


def _heads(axes: Axes, height: float) -> None:
    """Name the two columns of numbers, each with its mark."""
    for at, name, mark in zip(_NUMBERS, ("truth", "dashboard"), (_TRUTH, _DASHBOARD), strict=True):
        axes.plot([at], [height + 0.25], **mark, clip_on=False)
        axes.text(at, height - 0.3, name, ha="center", va="center", weight="bold")


def _beside(axes: Axes, height: int, row) -> None:
    values = [row.truth, row.dashboard]
    known = [value for value in values if value == value]
    scale = 1.0 if row.unit == "share" else max(known, default=0) or 1.0
    axes.plot([0, 1], [height, height], color=PALE, linewidth=6, solid_capstyle="butt")
    if len(known) == 2:
        axes.plot([value / scale for value in values], [height, height], color=GREY, linewidth=2)
    for at, value, mark in zip(_NUMBERS, values, (_TRUTH, _DASHBOARD), strict=True):
        if value == value:
            axes.plot([value / scale], [height], **mark, clip_on=False)
        axes.text(at, height, _in_words(value, row.unit), ha="center", va="center", color=INK)


def _in_words(value: float, unit: str) -> str:
    if value != value:
        return _NO_FIGURE
    if unit == "share":
        return as_percent(value)
    return count(value, "post") if unit == "posts" else f"{value:,.1f} h"


def _says(table: pd.DataFrame) -> str:
    """Say every pair of numbers, truth first; measures without any figure are named at the end."""
    pairs, without = [], []
    for row in table.itertuples():
        label, values = _LABELS[row.Index].lower(), [_in_words(value, row.unit) for value in row[2:4]]
        if values == [_NO_FIGURE, _NO_FIGURE]:
            without.append(label)
        else:
            pairs.append(f"{label} {' / '.join(values)}")
    says = f"Truth / dashboard: {'; '.join(pairs)}." if pairs else ""
    return f"{says} No figure for {joined(without)}.".strip() if without else says
