"""Charts: the pieces that figures are put together from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .sentences import as_percent, in_short
from .theme import BLUE, GREY, HATCHES, INK, PALE, RED

_BEYOND = 0.22  # how far outside its range a value is drawn, at most
_SHAPES = {"inside": ("o", BLUE), "below": ("<", RED), "above": (">", RED)}


def shares(axes: Axes, rows: Sequence[str], series: Mapping[str, Sequence[float]]) -> None:
    """Draw one or two series of shares as horizontal bars, the first row on top.

    Args:
        axes: where to draw.
        rows: names of the rows.
        series: shares from 0 to 1 by name, as many as rows; the first is hatched, the last is full.
    """
    height = 0.8 / len(series)
    places = np.arange(len(rows))[::-1]
    styles = [(GREY, "white", HATCHES[1]), (BLUE, BLUE, "")][-len(series) :]
    for number, ((name, values), (edge, fill, hatch)) in enumerate(zip(series.items(), styles, strict=True)):
        at = places + height * ((len(series) - 1) / 2 - number)
        values = np.nan_to_num(np.asarray(values, dtype=float))
        axes.barh(at, 100 * values, height=0.9 * height, color=fill, edgecolor=edge, hatch=hatch, label=name)
        for y, value in zip(at, values, strict=True):
            axes.text(100 * value + 2, y, as_percent(value), va="center", color=edge)
    axes.set_yticks(places, rows)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 100)
    axes.set_xlabel("%")
    axes.spines["bottom"].set_bounds(0, 100)


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Return heights for labels, in the same order, that lie at least `gap` apart and near those wished for."""
    order = np.argsort(heights, kind="stable")
    placed = np.array([heights[number] for number in order], dtype=float)
    for number in range(1, len(placed)):
        placed[number] = max(placed[number], placed[number - 1] + gap)
    # Pushing upwards alone would lift the whole pile; it is centred on what was wished for.
    placed -= np.mean(placed - np.sort(heights)) if len(placed) else 0
    for number in range(1, len(placed)):
        placed[number] = max(placed[number], placed[number - 1] + gap)
    result = np.empty(len(placed))
    result[order] = placed
    return result.tolist()


def intervals(axes: Axes, table: pd.DataFrame) -> None:
    """Draw the result of `ranges.beside_real`: a band a fact, its median, and the simulated value.

    Every band is drawn with the same length, since units differ; numbers stand at its ends.
    """
    for height, row in enumerate(table[::-1].itertuples()):
        digits = 2 if row.accept_high < 2 else 1
        axes.barh(height, 1, height=0.46, color=PALE)
        axes.text(-0.015, height, f"{row.accept_low:.{digits}f}", ha="right", va="center", fontsize=10.5)
        axes.text(1.015, height, f"{row.accept_high:.{digits}f}", va="center", fontsize=10.5)
        width = row.accept_high - row.accept_low
        if not np.isnan(row.median_real):
            middle = (row.median_real - row.accept_low) / width
            axes.plot([middle, middle], [height - 0.23, height + 0.23], color=INK, linewidth=2)
        if row.verdict not in _SHAPES:
            axes.text(1.24, height, "does not apply", va="center", color=GREY)
            continue
        mark, color = _SHAPES[row.verdict]
        at = float(np.clip((row.simulated - row.accept_low) / width, -_BEYOND, 1 + _BEYOND - 0.02))
        axes.plot([at], [height], marker=mark, markersize=11, color=color, markeredgecolor="white")
        value = f"{row.simulated:.{digits}f}" if np.isfinite(row.simulated) else "no limit"
        axes.text(1.24, height, f"{value}  {row.verdict}", va="center", color=color)
    axes.set_yticks(range(len(table)), [in_short(row.id, row.fact) for row in table[::-1].itertuples()])
    axes.set_xlim(-_BEYOND - 0.02, 1 + _BEYOND)
    axes.set_ylim(-0.6, len(table) - 0.4)
    axes.tick_params(length=0)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
