"""Plots: a run in a few pictures, each with the sentence that says what it shows.

Every function returns a `Picture` (a matplotlib Figure) whose `says` is that sentence, worked out from the run.
`simulator.lens.theme.show` puts both into a notebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import captions, facts, participation, ranges
from .charts import intervals, shares, spread
from .given import must_be_run
from .sentences import as_percent
from .theme import BLUE, GREY, HATCHES, INK, RED, SERIES, Picture, panel, picture, show, themed

if TYPE_CHECKING:
    from ..lab.run import Run

__all__ = ["beside_real", "lorenz", "overview", "rhythm", "roles", "show", "writers"]

_TENTH = 90  # real communities are known at one point of the Lorenz curve: the busiest tenth
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def overview(run: Run) -> Picture:
    """Return how much is written a day, how many members come a day, and who writes."""
    must_be_run(run)
    groups = participation.by_group(run)
    people, contributions = groups["people"].sum(), groups["contributions"].sum()
    day = run.daily["day"] + 1
    with themed():
        figure = picture()
        above = panel(figure, 0.07, 0.585, 0.4, 0.33, "Posts and replies a day")
        above.stairs(
            run.daily["posts"] + run.daily["replies"], np.arange(run.days + 1) + 0.5, fill=True, color=BLUE
        )
        above.tick_params(labelbottom=False)
        below = panel(figure, 0.07, 0.125, 0.4, 0.33, "Members active a day")
        below.plot(day, run.daily["dau"], color=GREY)
        below.set_xlabel("day")
        for axes in (above, below):
            axes.set_xlim(0, max(run.days, 1) + 1)
            axes.set_ylim(bottom=0)
            axes.grid(axis="y")
        right = panel(figure, 0.64, 0.125, 0.31, 0.79, "How often people write")
        shares(
            right,
            groups.index,
            {
                "of the people": groups["people"] / people,
                "of all that was written": groups["contributions"] / contributions,
            },
        )
        right.legend(frameon=False, loc="center right", bbox_to_anchor=(1.12, 0.62))
    figure.says = captions.overview(run)
    return figure


def lorenz(runs: Run | Mapping[str, Run], real: bool = True) -> Picture:
    """Return the Lorenz curve of contributions over those who wrote, beside real communities.

    Args:
        runs: a run, or up to four runs by name.
        real: whether to show real communities. All that is known of them is the share of the busiest tenth, so
            each is a point and not a curve; it is the median over windows of 365 days.

    Raises:
        ValueError: if there is no run, or more than four.
    """
    named = _named(runs)
    labels = []  # height of the point, text, colour
    with themed():
        figure = picture()
        axes = panel(figure, 0.09, 0.14, 0.47, 0.82)
        axes.plot([0, 100], [0, 100], color=GREY, linewidth=1.2, linestyle=":")
        axes.text(33, 35, "if all wrote alike", color=GREY, rotation=40, rotation_mode="anchor")
        for (name, run), (color, line, mark) in zip(named.items(), SERIES, strict=False):
            people, written = participation.lorenz_curve(run)
            axes.plot(100 * people, 100 * written, color=color, linestyle=line)
            top = facts.share_top(run.events())
            if np.isfinite(top):
                axes.plot([_TENTH], [100 - 100 * top], color=color, marker=mark, markersize=10, zorder=4)
                labels.append((100 - 100 * top, f"{as_percent(top)}  {name}", color))
        for name, top in participation.real_top_shares().items() if real else ():
            axes.plot([_TENTH], [100 - 100 * top], color=INK, marker="D", markersize=7, markerfacecolor="white")
            labels.append((100 - 100 * top, f"{as_percent(top)}  {name} (real)", INK))
        places = spread([height for height, *_ in labels], gap=7)
        for (height, text, color), place in zip(labels, places, strict=True):
            axes.plot([_TENTH, 103], [height, place], color=color, linewidth=0.7, clip_on=False)
            axes.text(104, place, text, color=color, va="center", weight="normal" if color == INK else "bold")
        axes.text(104, max(places, default=0) + 8, "The busiest tenth wrote", weight="bold")
        axes.set(xlim=(0, 100), ylim=(0, 100), ylabel="of all that was written (%)")
        axes.set_xlabel("of those who wrote, quietest first (%)")
        axes.grid()
    figure.says = captions.lorenz(named, real)
    return figure


def roles(run: Run) -> Picture:
    """Return who reads, likes and writes, and how many stay silent here, by rule of thumb, and elsewhere."""
    must_be_run(run)
    ladder = participation.ladder(run)
    silent = 1 - ladder["wrote"]
    published = participation.published_silence()
    with themed():
        figure = picture()
        left = panel(figure, 0.11, 0.14, 0.28, 0.77, "What members do here")
        shares(left, ladder.index, {"of those who came": ladder})
        right = panel(figure, 0.68, 0.14, 0.3, 0.77, "Who writes nothing")
        rows = [("This community", silent, BLUE, "s"), *((*row, INK, "o") for row in published.items())]
        for height, (name, share, color, mark) in enumerate(reversed(rows)):
            if name == participation.RULE_OF_THUMB:
                color, mark = RED, "D"
            right.plot([100 * share], [height], color=color, marker=mark, markersize=10)
            right.text(100 * share - 5, height, as_percent(share), color=color, va="center", ha="right")
        right.set_yticks(range(len(rows)), [name for name, *_ in reversed(rows)])
        right.tick_params(axis="y", length=0)
        right.set(xlim=(0, 103), ylim=(-0.6, len(rows) - 0.4), xlabel="of those counted there (%)")
        right.grid(axis="x")
    figure.says = captions.roles(run)
    return figure


def rhythm(run: Run) -> Picture:
    """Return when members come and write: by hour of the day and by day of the week (UTC)."""
    must_be_run(run)
    when = run.start + pd.to_timedelta(run.hourly["hour"], unit="h")
    hour, weekday = when.dt.hour.to_numpy(), when.dt.day_of_week.to_numpy()
    written = (run.hourly["posts"] + run.hourly["replies"]).to_numpy()
    by_hour = np.bincount(hour, weights=written, minlength=24)
    visits = np.bincount(hour, weights=run.hourly["visits"], minlength=24)
    a_day = (
        24 * np.bincount(weekday, weights=written, minlength=7) / np.maximum(np.bincount(weekday, minlength=7), 1)
    )
    with themed():
        figure = picture()
        left = panel(figure, 0.075, 0.14, 0.5, 0.7, "By hour of the day")
        for name, values, (color, line, mark) in zip(
            ("writing", "visits"), (by_hour, visits), SERIES, strict=False
        ):
            left.plot(100 * values / max(values.sum(), 1), color=color, linestyle=line, marker=mark, label=name)
        left.set(xlim=(-0.5, 23.5), xlabel="hour (UTC)", ylabel="share of the day (%)", xticks=range(0, 24, 3))
        left.set_ylim(bottom=0)
        left.grid(axis="y")
        # Above the curves: whichever hours are quiet, none is covered.
        left.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
        right = panel(figure, 0.68, 0.14, 0.3, 0.7, "By day of the week")
        right.bar(_WEEK[:5], a_day[:5], color=BLUE)
        right.bar(_WEEK[5:], a_day[5:], color="white", edgecolor=BLUE, hatch="///")
        right.set_ylabel("posts and replies a day")
        right.grid(axis="y")
    figure.says = captions.rhythm(by_hour, a_day)
    return figure


def beside_real(run: Run) -> Picture:
    """Return every stylised fact as an interval: what real communities show, and where this run lies."""
    table = ranges.beside_real(run)
    with themed():
        figure = picture(height=5.5)
        axes = panel(figure, 0.3, 0.02, 0.53, 0.86)
        intervals(axes, table)
        figure.text(0.02, 0.93, "Beside real communities", weight="bold", fontsize=13.5)
        figure.text(0.3, 0.93, "band: range of real ones   line: their median   mark: this community", color=GREY)
    figure.says = captions.beside_real(table)
    return figure


def writers(runs: Mapping[str, Run]) -> Picture:
    """Return how many wrote, how many newcomers among them, and how much was written, in runs side by side.

    Raises:
        ValueError: if there is no run, or more than four.
    """
    named = _named(runs)
    counts = {
        "People who wrote": [participation.people_who_wrote(run) for run in named.values()],
        "Newcomers who wrote": [participation.newcomers_who_wrote(run) for run in named.values()],
        "Posts and replies": [len(run.posts) for run in named.values()],
    }
    places = list(range(len(named)))[::-1]
    with themed():
        figure = picture(height=1.4 + 0.5 * len(named))
        for number, (title, values) in enumerate(counts.items()):
            axes = panel(figure, 0.17 + 0.285 * number, 0.06, 0.2, 0.72, title)
            for place, value, (color, _, _), hatch in zip(places, values, SERIES, HATCHES, strict=False):
                fill = "white" if hatch else color
                axes.barh(place, value, color=fill, edgecolor=color, hatch=hatch, height=0.62)
                axes.text(value, place, f" {value:,}", va="center", weight="bold")
            axes.set_yticks(places, named if number == 0 else [""] * len(named))
            axes.tick_params(length=0)
            axes.set_xticks([])
            axes.set_xlim(0, 1.2 * max(*values, 1))
            axes.spines["bottom"].set_visible(False)
    figure.says = captions.writers(named, counts)
    return figure


def _named(runs: Run | Mapping[str, Run]) -> dict[str, Run]:
    named = dict(runs) if isinstance(runs, Mapping) else {"this community": runs}
    if not 1 <= len(named) <= len(SERIES):
        raise ValueError(f"runs must be one run, or 1 to {len(SERIES)} runs by name, got {len(named)}")
    for name, run in named.items():
        must_be_run(run, "runs" if len(named) == 1 else f"run {name!r}")
    return named
