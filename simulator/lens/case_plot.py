"""Case plot: a replay day by day, with what happened and what the brand did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .sentences import count
from .theme import BLUE, GREY, INK, RED, Picture, panel, picture, themed

if TYPE_CHECKING:
    from ..lab.case import Case
    from ..lab.run import Run

_BEFORE = 5
_NUMBERS = "①②③④⑤⑥⑦⑧⑨"


def replay_figure(case: Case, storm: Run, calm: Run) -> Picture:
    """Return what members wrote about it day by day, and trust beside a time without it.

    Args:
        case: what is replayed. storm: a run of it. calm: the same days and luck without the crisis.
    """
    zero = case.crisis.day
    days = np.arange(storm.days) - zero
    shown = days >= -_BEFORE
    with themed():
        figure = picture(11.2, 5.4)
        above = panel(figure, 0.07, 0.56, 0.62, 0.34, "Posts and replies about it, a day")
        above.bar(days[shown], storm.daily["crisis_posts"][shown], width=0.9, color=BLUE)
        above.tick_params(labelbottom=False)
        below = panel(figure, 0.07, 0.12, 0.62, 0.32, "Trust")
        below.plot(days[shown], calm.daily["trust"][shown], color=GREY, linestyle="--", label="without it")
        below.plot(days[shown], storm.daily["trust"][shown], color=RED, label="with it")
        below.legend(frameon=False, loc="lower right", ncols=2)
        below.set_xlabel("days from the crisis")
        for axes in (above, below):
            axes.set_xlim(-_BEFORE - 0.5, days[-1] + 0.5)
            axes.grid(axis="y")
            for number, choice in zip(_NUMBERS, case.choices, strict=False):
                at = (case.crisis.hour + choice.hours_after) / 24
                axes.axvline(at, color=INK, linewidth=1.1, linestyle=":")
                if axes is above:
                    axes.text(
                        at, axes.get_ylim()[1], number, ha="center", va="top", fontsize=14, color=INK,
                        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
                    )  # fmt: skip
        lines = []
        for number, choice in zip(_NUMBERS, case.choices, strict=False):
            lines += [*_wrapped(f"{number} {choice.what}"), ""]
        figure.text(0.72, 0.9, "What the brand did", weight="bold", va="top")
        figure.text(0.72, 0.84, "\n".join(lines), va="top", fontsize=11.5, linespacing=1.35)
    figure.says = says(case, storm, calm)
    return figure


def says(case: Case, storm: Run, calm: Run) -> str:
    """Return in words what a replay shows."""
    zero = case.crisis.day
    posts = storm.daily["crisis_posts"].to_numpy()[zero:]
    peak = int(posts.argmax())
    gap = 100 * (storm.daily["trust"].to_numpy() - calm.daily["trust"].to_numpy())[zero:]
    lowest = int(gap.argmin())
    return (
        f"{case.title}, lived through again with the brand's own choices: most was written about it on day {peak} "
        f"({count(int(posts[peak]), 'post')}). Trust lay furthest below a time without it on day {lowest} "
        f"({gap[lowest]:+.1f} percentage points), and at the end, {count(len(posts), 'day')} after the crisis, "
        f"by {gap[-1]:+.1f}."
    )


def _wrapped(text: str, width: int = 34) -> list[str]:
    from textwrap import wrap

    return wrap(text, width)
