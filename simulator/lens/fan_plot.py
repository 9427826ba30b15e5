"""Fan plot: how one moment may go on - what is likely, what is possible, and which playbook does better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from .sentences import count, joined
from .theme import HATCHES, SERIES, Picture, panel, picture, themed

if TYPE_CHECKING:
    import pandas as pd

PLAYBOOKS_MOST = 4


def fan_figure(fan: pd.DataFrame, effects: pd.DataFrame, column: str, baseline: str, n: int) -> Picture:
    """Return the median and the middle nine tenths of the futures of each playbook.

    Args:
        fan: rows of `Futures.fan`. effects: rows of `Futures.effects`. column: what is drawn.
        baseline: what the others are held against. n: futures of each playbook.

    Raises:
        ValueError: for more than four playbooks, which nobody could tell apart.
    """
    names = list(fan["playbook"].unique())
    if len(names) > PLAYBOOKS_MOST:
        raise ValueError(f"playbooks must be at most {PLAYBOOKS_MOST} for a figure, got {len(names)}")
    with themed():
        figure = picture()
        axes = panel(figure, 0.09, 0.14, 0.66, 0.74, column.replace("_", " ").capitalize())
        for name, (color, line, _), hatch in zip(names, SERIES, HATCHES, strict=False):
            rows = fan[fan["playbook"] == name]
            day = rows["day"] + 1
            axes.fill_between(
                day,
                rows["p5"],
                rows["p95"],
                facecolor=color,
                alpha=0.16,
                hatch=hatch,
                edgecolor=color,
                linewidth=0,
            )
            axes.plot(day, rows["p50"], color=color, linestyle=line, label=name)
        axes.set_xlabel("day")
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.grid(axis="y")
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.02, 0.5))
    figure.says = says(fan, effects, column, baseline, n)
    return figure


def says(fan: pd.DataFrame, effects: pd.DataFrame, column: str, baseline: str, n: int) -> str:
    """Return in words what the fan shows on its last day."""
    last = fan[fan["day"] == fan["day"].max()]
    ends = [
        f"with {row.playbook} between {row.p5:.3g} and {row.p95:.3g} in nine of ten (median {row.p50:.3g})"
        for row in last.itertuples()
    ]
    opening = (
        f"{count(n, 'future')} of each playbook from the same moment: {column.replace('_', ' ')} on day "
        f"{int(last['day'].iloc[0]) + 1} lies {joined(ends)}."
    )
    paired = []
    for row in effects.itertuples():
        sure = "" if row.ci_low > 0 or row.ci_high < 0 else "; not surely different, as the interval includes 0"
        paired.append(
            f"Under the same luck, {row.playbook} ends {row.difference:+.3g} beside {baseline} "
            f"(95% interval {row.ci_low:+.3g} to {row.ci_high:+.3g}{sure})."
        )
    return " ".join([opening, *paired])
