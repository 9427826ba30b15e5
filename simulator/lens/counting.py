"""Counting: how many people write depends on whom one counts, and for how long - in one and the same community."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .charts import spread
from .given import must_be_run
from .theme import INK, RED, SERIES, Picture, panel, picture, themed

if TYPE_CHECKING:
    from ..lab.run import Run

WINDOWS = {"a day": 1, "a week": 7, "a month": 30}
"""Windows in days by name; the whole run comes last."""
WHOLE = "all the time"
ACCOUNTS, VISITORS = "of all accounts", "of those who came"
_RULE_OF_THUMB = 10  # percent: the 9 and the 1 of 90-9-1


def share_who_wrote(run: Run) -> pd.DataFrame:
    """Return which share of people wrote at least once, by window (rows) and by whom one counts (columns).

    For a day, a week and a month each share is the mean over all such stretches of the run; NaN where the run is
    too short. Accounts are those that exist at the end of a stretch, and for the whole run all that ever did.
    """
    must_be_run(run)
    rows = {}
    for name, days in WINDOWS.items():
        wrote = _writers(run, days)
        daily = run.daily.iloc[days - 1 :]
        visitors = daily[{1: "dau", 7: "wau", 30: "mau"}[days]].to_numpy(dtype=float)
        rows[name] = (_ratio(wrote, daily["members"].to_numpy(dtype=float)), _ratio(wrote, visitors))
    wrote = np.array([run.events().loc[lambda events: events["member"] >= 0, "member"].nunique()])
    came = np.array([(run.members["visits"] > 0).sum()])
    rows[WHOLE] = (_ratio(wrote, np.array([len(run.members)])), _ratio(wrote, came))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=[ACCOUNTS, VISITORS])
    return table.rename_axis("counted for")


def _writers(run: Run, days: int) -> np.ndarray:
    """Return how many members wrote in the `days` days that end with each day; shape (run.days - days + 1,)."""
    events = run.events()
    own = events[events["member"] >= 0]
    day = (own["time"] - run.start).dt.days.to_numpy()
    wrote = np.zeros((run.days, len(run.members)), dtype=bool)
    inside = day < run.days
    wrote[day[inside], own["member"].to_numpy()[inside]] = True
    ends = range(days, run.days + 1)
    return np.array([wrote[end - days : end].any(axis=0).sum() for end in ends], dtype=float)


def _ratio(wrote: np.ndarray, people: np.ndarray) -> float:
    return float(wrote.sum() / people.sum()) if len(people) and people.sum() else np.nan


def counting(run: Run) -> Picture:
    """Return the shares of `share_who_wrote` as a figure, beside the 90-9-1 rule of thumb."""
    table = 100 * share_who_wrote(run)
    names = [*list(WINDOWS), f"{run.days} days"]
    places = np.arange(len(names))
    top = 1.2 * max(_RULE_OF_THUMB, np.nan_to_num(table.to_numpy()).max())
    aside = len(names) - 0.75
    with themed():
        figure = picture(height=4.3)
        axes = panel(figure, 0.09, 0.14, 0.6, 0.76, "How many write, in one community")
        ends = [*table.iloc[-1].fillna(0), float(_RULE_OF_THUMB)]
        heights = spread(ends, gap=0.09 * top)
        for (column, values), height, (color, line, mark) in zip(table.items(), heights, SERIES, strict=False):
            axes.plot(places, values, color=color, linestyle=line, marker=mark, markersize=9)
            shift = (0, 10, "center") if column == VISITORS else (13, -6, "left")
            for place, value in zip(places[:-1], values, strict=False):
                if np.isfinite(value):
                    axes.annotate(
                        f"{value:.1f}%", (place, value), shift[:2], textcoords="offset points", ha=shift[2],
                        color=color, weight="bold",
                    )  # fmt: skip
            axes.text(aside, height, f"{values.iloc[-1]:.1f}% {column}", color=color, va="center", weight="bold")
        axes.axhline(_RULE_OF_THUMB, color=RED, linestyle=(0, (1, 2)), linewidth=1.6)
        axes.text(aside, heights[-1], "10%: the rule's 9 and 1", color=INK, va="center")
        axes.set_xticks(places, names)
        axes.set(xlim=(-0.4, len(names) - 0.8), xlabel="counted for", ylabel="people who wrote (%)")
        axes.set_ylim(0, top)
        axes.grid(axis="y")
    figure.says = _says(table, run.days)
    return figure


def _says(table: pd.DataFrame, days: int) -> str:
    known = table.stack().dropna()
    if not known.any():
        return f"In {days} days nobody wrote anything, however one counts."
    lowest, highest = known.idxmin(), known.idxmax()

    def told(cell: tuple[str, str]) -> str:
        window = f"{days} days" if cell[0] == WHOLE else cell[0]
        return f"{known[cell]:.1f}% ({cell[1]}, counted for {window})"

    return f"In one community, the share of people who write runs from {told(lowest)} to {told(highest)}."
