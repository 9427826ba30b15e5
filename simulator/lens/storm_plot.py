"""Storm plot: one crisis day by day under several answers, and what waiting costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..world.constants import HOURS_PER_DAY
from .differences import in_few_words, scale
from .sentences import count, joined
from .theme import GREY, INK, SERIES, Picture, panel, picture, themed

if TYPE_CHECKING:
    import pandas as pd

    from ..lab.run import Run

_BEFORE_DAYS = 4
_ROWS = (("crisis_posts", "Posts and replies about it, a day", ""), ("trust", "Mean trust in the brand", "0 to 1"))


def day_by_day(runs: Mapping[str, Run]) -> Picture:
    """Return what is written about a crisis and what becomes of trust, day by day, under several answers.

    Args:
        runs: two to four runs of the same place and luck by name, with a crisis.

    Raises:
        ValueError: if there are fewer or more, one has no crisis, or their lengths differ.
    """
    if not 2 <= len(runs) <= len(SERIES):
        raise ValueError(f"runs must be 2 to {len(SERIES)} runs by name, got {len(runs)}")
    zero = _common_day(runs)
    days = np.arange(next(iter(runs.values())).days) - zero
    shown = days >= -_BEFORE_DAYS
    with themed():
        figure = picture(11.2, 4.6)
        for number, (column, title, unit) in enumerate(_ROWS):
            axes = panel(figure, 0.07 + 0.49 * number, 0.14, 0.41, 0.75, title)
            for (name, run), (color, line, mark) in zip(runs.items(), SERIES, strict=False):
                axes.plot(
                    days[shown], run.daily[column][shown], color=color, linestyle=line, marker=mark,
                    markevery=4, markersize=6, label=name,
                )  # fmt: skip
            axes.axvline(0, color=INK, linewidth=1, linestyle=":")
            axes.set(xlabel="days from the day it came out", ylabel=unit)
            axes.grid(axis="y")
            if number == 0:
                axes.set_ylim(bottom=0)
                axes.legend(frameon=False)
    figure.says = _says(runs, zero)
    return figure


def waiting(effects: pd.DataFrame, metric: str, baseline: str) -> Picture:
    """Return what each answer of a list in order of time changes against a baseline, with its 95% interval.

    Args:
        effects: rows of `Comparison.effects`; playbooks are drawn from left to right as they stand.
        metric: one metric among them. baseline: name of the playbook they are held against.

    Raises:
        ValueError: if nothing was measured for that metric.
    """
    rows = effects[(effects["metric"] == metric) & effects["difference"].notna()]
    if rows.empty:
        raise ValueError(f"metric must be one that effects has figures of, got {metric!r}")
    factor, unit = scale(rows["unit"].iloc[0])
    places = np.arange(len(rows))
    middle, low, high = (factor * rows[name].to_numpy() for name in ("difference", "ci_low", "ci_high"))
    with themed():
        figure = picture(9.6, 4.4)
        axes = panel(figure, 0.11, 0.19, 0.86, 0.68, f"Difference in {in_few_words(metric)} to: {baseline}")
        axes.axhline(0, color=INK, linewidth=1.2)
        axes.errorbar(
            places, middle, yerr=[middle - low, high - middle], fmt="o", markersize=9, color=SERIES[0][0],
            elinewidth=2.4, capsize=5,
        )  # fmt: skip
        for place, value in zip(places, middle, strict=True):
            axes.annotate(f"{value:+.3g}", (place, value), (12, 0), textcoords="offset points", va="center")
        axes.set_xticks(places, rows["playbook"])
        axes.set(xlim=(-0.4, len(rows) - 0.4), xlabel="when the brand speaks", ylabel=unit)
        axes.grid(axis="y", color=GREY, alpha=0.3)
    parts = [
        f"{row.playbook}: {at:+.3g} ({least:+.3g} to {most:+.3g})"
        for row, at, least, most in zip(rows.itertuples(), middle, low, high, strict=True)
    ]
    figure.says = (
        f"Difference in {in_few_words(metric)} to '{baseline}', with its 95% interval, by when the brand speaks: "
        f"{joined(parts)}."
    )
    return figure


def _common_day(runs: Mapping[str, Run]) -> int:
    """Return the day on which the first crisis comes out, the same in all runs."""
    found = set()
    for name, run in runs.items():
        if not run.scenario.crises:
            raise ValueError(f"runs must have a crisis, but {name!r} has none")
        crisis = run.scenario.crises[0]
        found.add(((crisis.begins + crisis.revealed_after_hours) // HOURS_PER_DAY, run.days))
    if len(found) > 1:
        raise ValueError("runs must have the same crisis and length")
    return found.pop()[0]


def _says(runs: Mapping[str, Run], zero: int) -> str:
    parts = []
    for name, run in runs.items():
        posts, trust = run.daily["crisis_posts"].to_numpy()[zero:], run.daily["trust"].to_numpy()[zero:]
        before = run.daily["trust"].iloc[max(zero - 1, 0)]
        parts.append(
            f"'{name}' had {count(int(posts.sum()), 'post')} about it, most on day {int(posts.argmax())}, and "
            f"trust went from {before:.3f} to {trust.min():.3f} at the lowest and "
            f"{trust[-1]:.3f} at the end"
        )
    return f"The same crisis and the same luck under {count(len(runs), 'answer')}: {joined(parts)}."
