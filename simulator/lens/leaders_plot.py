"""Leaders plot: who is busiest and who is followed most, and what leaves with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from .sentences import as_percent, joined
from .theme import BLUE, GREY, HATCHES, INK, SERIES, Picture, panel, picture, themed

if TYPE_CHECKING:
    import pandas as pd

TOP = 10
_DRAWN = {
    "posts": ("Posts and replies", "in 30 days", "{:+.0f}"),
    "mood": ("Mood at visits", "score, -1 to 1", "{:+.3f}"),
    "belonging": ("Belonging", "0 to 1", "{:+.3f}"),
}


def two_lists(communities: Mapping[str, pd.DataFrame]) -> Picture:
    """Return the ten with the largest audience of each community, and which of them are among its ten busiest.

    Args:
        communities: one to three members' tables by name, of those who are present.

    Raises:
        ValueError: if there is none or more than three, or one has fewer than ten members.
    """
    if not 1 <= len(communities) <= 3:
        raise ValueError(f"communities must be 1 to 3 members' tables by name, got {len(communities)}")
    says = []
    with themed():
        figure = picture(11.2, 4.8)
        wide = 0.94 / len(communities)
        for number, (name, members) in enumerate(communities.items()):
            if len(members) < TOP:
                raise ValueError(f"{name} must have at least {TOP} members, got {len(members)}")
            wrote = members["posts"] + members["replies"]
            followed = members["audience"].sort_values(ascending=False, kind="stable").iloc[:TOP]
            busy = set(wrote.sort_values(ascending=False, kind="stable").index[:TOP])
            axes = panel(figure, 0.04 + number * wide, 0.15, wide - 0.06, 0.72, f"{name}: the ten most followed")
            places = np.arange(TOP)[::-1]
            for place, (member, audience) in zip(places, followed.items(), strict=True):
                both = member in busy
                axes.barh(
                    place, audience, color=BLUE if both else "white", edgecolor=BLUE if both else GREY,
                    hatch="" if both else HATCHES[1],
                )  # fmt: skip
                note = f" wrote {wrote[member]:,}" + (", among the ten busiest" if both else "")
                axes.text(audience, place, note, va="center", fontsize=11, color=INK)
            axes.set_yticks([])
            axes.set(xlabel="followers", xlim=(0, 1.9 * max(followed.max(), 1)))
            common = len(busy & set(followed.index))
            says.append(
                f"{name}: {common} of the ten most followed are among the ten busiest; they hold "
                f"{as_percent(followed.sum() / max(members['audience'].sum(), 1))} of all follows"
            )
    figure.says = f"The ten members with most followers. In the {joined(says)}."
    return figure


def what_leaves(losses: pd.DataFrame) -> Picture:
    """Return what everybody else loses by who leaves, with 95% intervals.

    Args:
        losses: rows of `lab.without.on_average`.

    Raises:
        ValueError: if there is nothing in it.
    """
    if losses.empty:
        raise ValueError("losses must have a row a choice and measure, got none")
    choices = list(dict.fromkeys(losses["choice"]))
    places = np.arange(len(choices))[::-1]
    told = []
    with themed():
        figure = picture(11.2, 1.5 + 0.6 * len(choices))
        tall = 0.6 * len(choices) / (1.5 + 0.6 * len(choices))
        for number, (measure, (title, unit, form)) in enumerate(_DRAWN.items()):
            axes = panel(figure, 0.13 + 0.295 * number, 0.2, 0.25, tall, title)
            rows = losses[losses["measure"] == measure].set_index("choice")
            for place, choice in zip(places, choices, strict=True):
                row = rows.loc[choice]
                sure = row["ci_low"] > 0 or row["ci_high"] < 0
                color = SERIES[0][0] if sure else GREY
                axes.plot([row["ci_low"], row["ci_high"]], [place] * 2, color=color)
                axes.plot(
                    [row["difference"]], [place], marker="o", markersize=10, markeredgecolor=color,
                    markeredgewidth=2, color=color if sure else "white",
                )  # fmt: skip
                axes.text(
                    row["difference"], place + 0.24, form.format(row["difference"]), ha="center", va="bottom",
                    weight="bold" if sure else "normal",
                )  # fmt: skip
                told.append(
                    f"{title.lower()} {form.format(row['difference'])} ({form.format(row['ci_low'])} to "
                    f"{form.format(row['ci_high'])}) when {choice} leave"
                )
            axes.axvline(0, color=INK, linewidth=1.2)
            axes.set_yticks(places, choices if number == 0 else [""] * len(choices))
            axes.tick_params(axis="y", length=0)
            axes.set(ylim=(-0.5, len(choices) - 0.3), xlabel=unit)
            axes.margins(x=0.15)
            axes.xaxis.set_major_locator(MaxNLocator(3))
            axes.grid(axis="x")
    figure.says = (
        "What everybody else loses when ten people leave, with 95% intervals; a full disc leaves 0 out, a hollow "
        f"one does not: {joined(told)}."
    )
    return figure
