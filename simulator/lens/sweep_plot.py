"""Sweep plot: one metric over the settings that were varied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .differences import in_few_words
from .sentences import count
from .theme import BLUE, GREY, Picture, panel, picture, themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

PANELS_MOST = 4


def sweep_figure(means: pd.DataFrame, factors: Sequence[str], metric: str, replicates: int) -> Picture:
    """Return the means of a metric over each factor, one small panel a factor, with 95% intervals.

    Args:
        means: rows of `Sweep.means` of one metric. factors: names of up to four columns of it.
        metric: name of the metric. replicates: runs at each point.
    """
    shown = list(factors)[:PANELS_MOST]
    with themed():
        figure = picture(3.2 + 3.1 * len(shown) if len(shown) > 1 else 7.4, 4.4)
        wide = (0.97 - 0.09) / len(shown)
        for number, factor in enumerate(shown):
            axes = panel(figure, 0.09 + number * wide, 0.17, wide - 0.035, 0.68)
            _draw(axes, means, factor)
            axes.set_xlabel(factor)
            if number:
                axes.tick_params(labelleft=False)
        title = f"{in_few_words(metric).capitalize()}, {count(replicates, 'run')} at each point, the same luck"
        figure.text(0.02, 0.93, title, weight="bold", fontsize=13, va="center")
    figure.says = says(means, factors, metric, replicates)
    return figure


def _draw(axes: Axes, means: pd.DataFrame, factor: str) -> None:
    """Draw every point with its interval, and the mean over points of the same value."""
    values = means[factor]
    places = values if np.issubdtype(values.dtype, np.number) else values.astype("category").cat.codes
    axes.errorbar(
        places, means["mean"], yerr=(means["ci_high"] - means["mean"]).fillna(0), linestyle="", marker="o",
        markersize=5, color=GREY, elinewidth=1.2,
    )  # fmt: skip
    if values.nunique() <= 12:
        by_value = means.groupby(places)["mean"].mean()
        axes.plot(by_value.index, by_value, color=BLUE, marker="D", markersize=7)
    if places is not values:
        words = values.astype("category").cat.categories
        axes.set_xticks(range(len(words)), [str(word) for word in words])
    axes.grid(axis="y")


def says(means: pd.DataFrame, factors: Sequence[str], metric: str, replicates: int) -> str:
    """Return in words where the metric is lowest and highest."""
    known = means.dropna(subset=["mean"])
    if known.empty:
        return f"There is nothing to measure {in_few_words(metric)} by."
    low, high = known.loc[known["mean"].idxmin()], known.loc[known["mean"].idxmax()]

    def where(row: pd.Series) -> str:
        return ", ".join(f"{name} {_short(row[name])}" for name in factors)

    return (
        f"{in_few_words(metric).capitalize()} over {count(len(known), 'point')} with {count(replicates, 'run')} "
        f"each under the same luck: lowest, {low['mean']:.4g}, at {where(low)}; highest, {high['mean']:.4g}, at "
        f"{where(high)}."
    )


def _short(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
