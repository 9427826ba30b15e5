"""Beside plot: one community with and without a change, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...lens.sentences import joined
from ...lens.theme import SERIES, Picture, panel, picture, themed

if TYPE_CHECKING:
    import pandas as pd

    from ...lab.run import Run

_SMOOTH_DAYS = 7


def beside(runs: Mapping[str, Run]) -> Picture:
    """Return what is written and who is active, day by day, in one to four runs of the same place and luck.

    Lines are means over seven days, so that weekends do not hide the difference.

    Raises:
        ValueError: if there is no run, or more than four, which nobody could tell apart.
    """
    if not 1 <= len(runs) <= len(SERIES):
        raise ValueError(f"runs must be 1 to {len(SERIES)} runs by name, got {len(runs)}")
    with themed():
        figure = picture(9.6, 3.4)
        for number, title in enumerate(("Posts and replies a day", "Members active a day")):
            axes = panel(figure, 0.07 + 0.49 * number, 0.17, 0.42, 0.7, title)
            for (name, run), (color, line, mark) in zip(runs.items(), SERIES, strict=False):
                values = _a_day(run, number)
                day = run.daily["day"] + 1
                axes.plot(day, values.rolling(_SMOOTH_DAYS, min_periods=1).mean(), color=color, linestyle=line,
                          marker=mark, markevery=max(1, len(day) // 6), markersize=6, label=name)  # fmt: skip
            axes.set_xlabel("day (mean of the last seven)")
            axes.set_ylim(bottom=0)
            axes.grid(axis="y")
            if number == 1:
                axes.legend(frameon=False, loc="lower right")
    figure.says = _says(runs)
    return figure


def _a_day(run: Run, number: int) -> pd.Series:
    return run.daily["posts"] + run.daily["replies"] if number == 0 else run.daily["dau"]


def _says(runs: Mapping[str, Run]) -> str:
    named = [f"{_a_day(run, 0).mean():,.1f} ({name})" for name, run in runs.items()]
    active = [f"{_a_day(run, 1).mean():,.1f} ({name})" for name, run in runs.items()]
    luck = " All luck is the same; one luck is one story." if len(runs) > 1 else ""
    return f"Posts and replies a day: {joined(named)}. Members active a day: {joined(active)}.{luck}"
