"""Difference plot: what a decision has changed, each figure beside what luck does to it anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...lens.theme import BLUE, GREY, PALE, Picture, panel, picture, themed
from ..terms import WORDS

if TYPE_CHECKING:
    from ..whatif import WhatIf

FIGURES = ("trust", "satisfaction", "fairness", "outrage", "mood", "replies", "complaints", "breaches",
           "departures", "team_minutes")  # fmt: skip
"""What is drawn: enough to see a side effect, few enough to be read from the back of a room."""


def difference_plot(found: WhatIf) -> Picture:
    """Return the differences that a decision makes, with 95% intervals, in spreads of what luck does without it.

    A full mark is a difference that luck does not explain, a hollow one can't be told from luck. Figures that luck
    does not move (no spread) are left out of the picture; the table has them.
    """
    table = found.effects().set_index("metric").loc[list(FIGURES)]
    spread = _spread(found)
    rows = [name for name in FIGURES if spread.get(name, 0) > 0 and np.isfinite(table.loc[name, "ci_low"])]
    with themed():
        figure = picture(5.6, 1.0 + 0.25 * max(1, len(rows)))
        height = figure.get_figheight()
        axes = panel(figure, 0.38, 0.5 / height, 0.59, 1 - 0.62 / height)
        axes.axvspan(-0.2, 0.2, color=PALE, alpha=0.6, linewidth=0)
        axes.axvline(0, color=GREY, linewidth=1)
        for place, name in enumerate(reversed(rows)):
            row, each = table.loc[name], spread[name]
            sure = row["says"] in ("raises", "lowers")
            color = BLUE if sure else GREY
            axes.plot([row["ci_low"] / each, row["ci_high"] / each], [place, place], color=color, linewidth=2)
            axes.plot([row["difference"] / each], [place], "o", color=color, markersize=8,
                      markerfacecolor=color if sure else "white", markeredgewidth=1.8)  # fmt: skip
        axes.set_yticks(range(len(rows)), [WORDS[name] for name in reversed(rows)])
        axes.tick_params(labelsize=10)
        axes.set_xlabel("with it, beside without: in spreads of luck; grey: small", fontsize=10)
        axes.set_ylim(-0.6, max(0.4, len(rows) - 0.4))
        reach = max([1.0, *(abs(edge) for edge in axes.get_xlim())])
        axes.set_xlim(-reach, reach)
    figure.says = f"{found.says} Full marks: luck does not explain it; hollow ones: it may."
    return figure


def _spread(found: WhatIf) -> dict[str, float]:
    other = found.values[found.values["way"] == "instead"]
    return other.groupby("metric")["value"].std(ddof=1).to_dict()
