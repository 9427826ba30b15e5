"""Strips: one figure in several worlds, a mark for every community that was run, so that luck can be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .sentences import count
from .theme import GREY, INK, SERIES, Picture, panel, picture, themed


def strips(
    values: Mapping[str, Sequence[float]], label: str, digits: int = 0, unit: str = "", paired: bool = True
) -> Picture:
    """Return a row of marks for each world, one a community, with a bar at the mean.

    Args:
        values: up to four worlds by name, the same number of communities in each, in the same order of luck.
        label: what is measured, with its unit in brackets. digits: of the numbers shown. unit: put behind them.
        paired: whether thin lines join communities that share their luck.

    Raises:
        ValueError: if there is no world or more than four, if a world is empty, or if lengths differ.
    """
    named = {name: np.asarray(row, dtype=float) for name, row in values.items()}
    lengths = {len(row) for row in named.values()}
    if not 1 <= len(named) <= len(SERIES) or len(lengths) != 1 or not lengths.pop():
        raise ValueError(f"values must be 1 to {len(SERIES)} worlds with equally many communities in each")
    places = np.arange(len(named))[::-1]
    with themed():
        figure = picture(height=1.3 + 0.62 * len(named))
        axes = panel(figure, 0.27, 0.7 / figure.get_figheight(), 0.55, 1 - 0.85 / figure.get_figheight())
        if paired and len(named) > 1:
            axes.plot(np.stack(list(named.values())), places, color=GREY, linewidth=0.8, alpha=0.6, zorder=1)
        for place, row, (color, _, mark) in zip(places, named.values(), SERIES, strict=False):
            axes.plot(row, np.full(len(row), place), mark, color=color, markersize=8, markeredgecolor="white")
            axes.plot([row.mean()] * 2, [place - 0.3, place + 0.3], color=INK, linewidth=3)
            axes.text(
                1.03, place, f"mean {row.mean():.{digits}f}{unit}", color=color, weight="bold", va="center",
                transform=axes.get_yaxis_transform(),
            )  # fmt: skip
        axes.set_yticks(places, named)
        axes.tick_params(axis="y", length=0)
        axes.set(xlabel=label, ylim=(-0.6, len(named) - 0.4))
        axes.set_xlim(left=min(0.0, float(np.nanmin(list(named.values())))))
        axes.grid(axis="x")
    figure.says = _says(named, label, digits, unit)
    return figure


def _says(named: Mapping[str, np.ndarray], label: str, digits: int, unit: str) -> str:
    told = [
        f"{name}: {row.mean():.{digits}f}{unit} ({row.min():.{digits}f} to {row.max():.{digits}f})"
        for name, row in named.items()
    ]
    communities = count(len(next(iter(named.values()))), "community", "communities")
    return f"{label[:1].upper() + label[1:]}, mean and range over {communities} - {'; '.join(told)}."
