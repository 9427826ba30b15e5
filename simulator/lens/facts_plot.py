"""Facts plot: simulated communities beside real ones, fact by fact and kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .sentences import count, in_short, joined
from .theme import BLUE, GREY, INK, PALE, RED, Picture, panel, picture, themed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _ROW, _FRAME = 12.8, 0.33, 1.5  # inches
_NAMES_END, _RIGHT = 0.37, 0.985  # share of the figure's width
_BEYOND = 0.2  # how far outside its band, in band widths, something is drawn at most
_STEP = 1.5  # from one kind's band to the next, in band widths
_INSIDE = {"marker": "o", "color": BLUE, "markersize": 7}
_OUTSIDE = {"marker": "X", "color": RED, "markersize": 10}


def facts_figure(table: pd.DataFrame) -> Picture:
    """Return the table of `simulator.lab.validate.validate_facts` as intervals, one column a community.

    Every accepted range is drawn with the same length, since units differ; its ends stand on the left. What lies
    further out than a fifth of that length is drawn at the edge. An empty place means that a fact does not apply.

    Raises:
        ValueError: if the table has no row.
    """
    if table.empty:
        raise ValueError("table must have at least one row, got none")
    places = list(table.groupby(["kind", "members"], sort=False).groups)
    # Additions of a kind of place come after the facts that hold for all.
    facts = table.drop_duplicates("id").sort_values("id", kind="stable")
    heights = {fact: len(facts) - 1 - number for number, fact in enumerate(facts["id"])}
    height = _FRAME + _ROW * len(facts)
    with themed():
        figure = picture(_WIDTH, height)
        axes = panel(figure, _NAMES_END, 0.72 / height, _RIGHT - _NAMES_END, (height - _FRAME) / height)
        for row in facts.itertuples():
            _name(axes, heights[row.id], row)
        for row in table.itertuples():
            _interval(axes, _STEP * places.index((row.kind, row.members)), heights[row.id], row)
        for number, (kind, members) in enumerate(places):
            axes.text(
                _STEP * number + 0.5,
                len(facts) - 0.35,
                f"{kind}\n{members:,}",
                ha="center",
                va="bottom",
                weight="bold",
            )
        axes.set(xlim=(-0.27, _STEP * len(places) - 0.23), ylim=(-0.6, len(facts) - 0.4), xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
        _legend(figure.add_axes((0.01, 0, 0.98, 0.6 / height)))
    figure.says = says(table)
    return figure


def says(table: pd.DataFrame) -> str:
    """Return in words how many facts hold, and which do not where."""
    missed = table[table["verdict"] != "inside"]
    places = table.groupby(["kind", "members"]).ngroups
    seeds = int(table["seeds"].iloc[0])
    communities = count(places, "simulated community", "simulated communities")
    opening = (
        f"{count(len(table), 'comparison')} of {communities} with real ones, each over {count(seeds, 'run')}: "
        f"{len(table) - len(missed)} lie inside the accepted range in every run."
    )
    if missed.empty:
        return opening
    named = "; ".join(
        f"{kind} with {members:,} members - {joined(in_short(row.id, row.fact) for row in rows.itertuples())}"
        for (kind, members), rows in missed.groupby(["kind", "members"], sort=False)
    )
    return f"{opening} Outside at least once: {named}."


def _name(axes: Axes, height: float, row) -> None:
    """Write the fact and its accepted range left of the bands."""
    transform = axes.get_yaxis_transform()  # x in shares of the panel, y in rows
    axes.text(
        -0.155, height, f"{row.id}  {in_short(row.id, row.fact)}", ha="right", va="center", transform=transform
    )
    stretch = f"{row.accept_low:g} to {row.accept_high:g}"
    axes.text(-0.005, height, stretch, ha="right", va="center", color=GREY, transform=transform)


def _interval(axes: Axes, left: float, height: float, row) -> None:
    """Draw one fact of one community: band, real median, and the simulated mean with its interval."""

    def at(value: float) -> float:
        share = (value - row.accept_low) / (row.accept_high - row.accept_low)
        return left + float(np.clip(share, -_BEYOND, 1 + _BEYOND))

    axes.barh(height, 1, left=left, height=0.56, color=PALE)
    if np.isfinite(row.median_real):
        axes.plot([at(row.median_real)] * 2, [height - 0.28, height + 0.28], color=INK, linewidth=2)
    style = _INSIDE if row.verdict == "inside" else _OUTSIDE
    if np.isfinite(row.ci_low):
        axes.plot([at(row.ci_low), at(row.ci_high)], [height] * 2, color=style["color"], linewidth=1.8)
    if np.isnan(row.mean):
        axes.text(left + 0.5, height, "no figure", ha="center", va="center", color=RED)
    else:
        axes.plot([at(row.mean)], [height], markeredgecolor="white", linestyle="", zorder=4, **style)


def _legend(axes: Axes) -> None:
    """Say in words and marks how to read the figure."""
    axes.set(xlim=(0, 100), ylim=(0, 1), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    axes.barh(0.5, 3, left=0, height=0.36, color=PALE)
    axes.text(3.8, 0.5, "accepted range", va="center")
    axes.plot([17.6, 17.6], [0.3, 0.7], color=INK, linewidth=2)
    axes.text(18.4, 0.5, "real median", va="center")
    for left, style, text in (
        (30, _INSIDE, "simulated mean and 95% interval, all runs inside"),
        (71, _OUTSIDE, "the same, some run outside"),
    ):
        axes.plot([left, left + 3], [0.5, 0.5], color=style["color"], linewidth=1.8)
        axes.plot([left + 1.5], [0.5], markeredgecolor="white", linestyle="", **style)
        axes.text(left + 3.8, 0.5, text, va="center")
