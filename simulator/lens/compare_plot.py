"""Compare plot: what playbooks change against a baseline, one small panel a metric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from . import differences
from .differences import MISSING, SAME, SINGLE, SURE, UNSURE, likeness
from .sentences import count
from .theme import BLUE, GREY, INK, Picture, panel, picture, themed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

PANELS_MOST = 6
IN_A_CRISIS = ("trust", "negative_posts", "departures", "press_mentions", "loyalty", "team_minutes")
"""What is drawn first where the brand lives through a crisis."""
USUAL = ("dau", "trust", "satisfaction", "violation_prevalence", "team_minutes", "money_spent", "replies",
         "churn_rate", "complaints")  # fmt: skip
"""Metrics that are drawn when none is named: the first of them that were measured, up to six."""
_ACROSS = {1: 1, 2: 2, 4: 2}  # panels side by side, else three
_WIDTHS = {1: 7.4, 2: 9.2, 3: 12.8}  # inches, as all that follows
_ROW, _TITLE, _FOOT, _HEAD = 0.52, 0.42, 0.66, 0.72
_LEFT, _RIGHT, _GAP = 1.8, 0.25, 0.42
_NAME_LONGEST = 14
_NOTHING = (-1.0, 1.0)  # ends of a scale on which nothing differs
_ON_WHITE = {"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none"}
_STYLES = {
    SURE: {"marker": "o", "markersize": 10, "color": BLUE, "markeredgecolor": BLUE},
    UNSURE: {"marker": "o", "markersize": 10, "color": "white", "markeredgecolor": GREY, "markeredgewidth": 2},
    SINGLE: {"marker": "x", "markersize": 9, "color": GREY, "markeredgewidth": 2.2},
    SAME: {"marker": "|", "markersize": 15, "color": INK, "markeredgewidth": 3},
}


def comparison_figure(
    effects: pd.DataFrame, baseline: str, replicates: int, chosen: bool = False, first: Sequence[str] = ()
) -> Picture:
    """Return differences to a baseline with their 95% intervals, as a figure.

    A full disc has an interval that leaves 0 out, a hollow one an interval that includes it; numbers and the words
    at both ends of the scale say the direction again.

    Args:
        effects: rows of `Comparison.effects`. baseline: what they are held against. replicates: runs of each.
        chosen: whether all metrics in `effects` are wanted; else up to six are chosen.
        first: metrics to choose before the usual ones.

    Raises:
        ValueError: if more than six metrics are wanted.
    """
    metrics = list(effects["metric"].unique())
    if not chosen:
        metrics = usual(effects, first)
    if len(metrics) > PANELS_MOST:
        raise ValueError(f"metrics must name at most {PANELS_MOST} for a figure, got {len(metrics)}")
    shown = effects[effects["metric"].isin(metrics)]
    playbooks = list(shown["playbook"].unique())
    across = _ACROSS.get(len(metrics), 3)
    down = -(-len(metrics) // across)
    tall = _ROW * len(playbooks)
    height = _HEAD + down * (_TITLE + tall + _FOOT)
    width = _WIDTHS[across]
    wide = (width - _LEFT - _RIGHT - (across - 1) * _GAP) / across
    with themed():
        figure = picture(width, height)
        for number, metric in enumerate(metrics):
            row, column = divmod(number, across)
            left = _LEFT + column * (wide + _GAP)
            bottom = height - _HEAD - row * (_TITLE + tall + _FOOT) - _TITLE - tall
            axes = panel(figure, left / width, bottom / height, wide / width, tall / height)
            _draw(axes, shown[shown["metric"] == metric], playbooks if column == 0 else [])
        _head(figure, baseline, replicates, shown)
    figure.says = differences.says(shown, baseline, replicates)
    return figure


def usual(effects: pd.DataFrame, first: Sequence[str] = ()) -> list[str]:
    """Return up to six metrics to draw: those of `first`, then usual ones, as far as they were measured."""
    measured = set(effects.loc[effects["difference"].notna(), "metric"])
    wanted = [metric for metric in dict.fromkeys([*first, *USUAL, *effects["metric"]]) if metric in measured]
    return wanted[:PANELS_MOST] or list(effects["metric"].unique())[:1]


def _draw(axes: Axes, rows: pd.DataFrame, names: Sequence[str]) -> None:
    """Draw one metric: a row a playbook, the first on top."""
    metric, unit = rows["metric"].iloc[0], rows["unit"].iloc[0]
    factor, words = differences.scale(unit)
    words = words.replace("percentage points", "% points")
    title = differences.in_few_words(metric)
    axes.set_title(title[:1].upper() + title[1:])
    low, high = _reach(rows, factor)
    axes.axvline(0, color=INK, linewidth=1.4, zorder=1)
    for height, row in zip(range(len(rows))[::-1], rows.itertuples(), strict=True):
        _interval(axes, height, row, factor, low, high)
    axes.set(xlim=(low, high), ylim=(-0.45, len(rows) - 0.38))
    axes.set_yticks(range(len(rows)), [_short(name) for name in reversed(names)] or [""] * len(rows))
    axes.tick_params(axis="y", length=0, labelsize=12.5)
    if (low, high) == _NOTHING:
        axes.set_xticks([0])
    else:
        axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    less, more = (differences.direction(sign, unit) for sign in (-1, 1))
    axes.set_xlabel("   ".join(part for part in (f"← {less}", words, f"{more} →") if part))


def _reach(rows: pd.DataFrame, factor: float) -> tuple[float, float]:
    """Return the ends of a scale that holds 0 and every interval, with some room."""
    values = rows[["difference", "ci_low", "ci_high"]].to_numpy() * factor
    known = np.append(values[np.isfinite(values)], 0.0)
    low, high = float(known.min()), float(known.max())
    if low == high:
        return _NOTHING
    room = 0.12 * (high - low)
    return low - room, high + room


def _interval(axes: Axes, height: int, row: Any, factor: float, low: float, high: float) -> None:
    """Draw one difference with its interval, and write it above."""
    kind = likeness(row)
    if kind == MISSING:
        axes.text(
            (low + high) / 2, height + 0.2, "no figure", ha="center", va="center", color=GREY, bbox=_ON_WHITE
        )
        return
    color = BLUE if kind == SURE else GREY
    at = row.difference * factor
    if kind in (SURE, UNSURE):
        axes.plot([row.ci_low * factor, row.ci_high * factor], [height] * 2, color=color, linewidth=3.2)
    axes.plot([at], [height], linestyle="", zorder=4, **_STYLES[kind])
    written = "the same" if kind == SAME else differences.signed(row.difference, row)
    place = (at - low) / (high - low)
    side = "left" if place < 0.2 else "right" if place > 0.8 else "center"
    weight = "bold" if kind == SURE else "normal"
    axes.text(at, height + 0.38, written, ha=side, va="center", color=INK, weight=weight, bbox=_ON_WHITE)


def _head(figure: Picture, baseline: str, replicates: int, shown: pd.DataFrame) -> None:
    """Say above the panels what is drawn and what the marks mean."""
    _, height = figure.get_size_inches()
    title = f"Difference to {_short(baseline, 20)}: {count(replicates, 'run')} of each, the same luck"
    figure.text(0.02, 1 - 0.28 / height, title, weight="bold", fontsize=12.5, va="center")
    kinds = {likeness(row) for row in shown.itertuples()}
    meanings = {
        SURE: "full: the 95% interval leaves 0 out",
        UNSURE: "hollow: it includes 0",
        SINGLE: "cross: one pair of runs, no interval",
    }
    told = "   ".join(text for kind, text in meanings.items() if kind in kinds)
    figure.text(0.02, 1 - 0.58 / height, told, color=GREY, va="center")


def _short(name: str, longest: int = _NAME_LONGEST) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
