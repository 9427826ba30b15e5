"""Course plots: what module 09 draws - when people write and when somebody looks, and how composure wears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .measure import by_members
from .sentences import count, joined
from .theme import BLUE, GREY, HATCHES, INK, PALE, SERIES, Picture, panel, picture, themed

if TYPE_CHECKING:
    from ..lab.run import Run

PARTS = ("00 to 06", "06 to 12", "12 to 18", "18 to 24")
"""Parts of the day, UTC."""
_HOURS_PER_PART = 6
_DECIDED = ("remove", "hide", "keep", "release")
LINES_MOST = 4


def waits(run: Run) -> pd.DataFrame:
    """Return how long the team let wait what it dealt with: reports that it decided, complaints that it answered.

    Returns:
        One row a post (index: its number): hour_of_day (0 to 23 UTC, when it was written), wait_hours (float64).
        What nobody has dealt with by the end of the run is not in it.
    """
    posts = by_members(run.posts)
    acts = run.actions[run.actions["verb"].isin(_DECIDED) & (run.actions["actor"] >= 0)]
    decided = acts.groupby("target")["hour"].min()
    decided = decided[decided.index.isin(posts.index)]
    wrote = posts["seconds"] // SECONDS_PER_HOUR
    answered = posts["team_answer_seconds"][(posts["kind"] == "complaint") & (posts["team_answer_seconds"] >= 0)]
    first = pd.concat([decided, answered // SECONDS_PER_HOUR]).groupby(level=0).min()
    wrote = wrote.loc[first.index]
    return pd.DataFrame(
        {"hour_of_day": wrote % HOURS_PER_DAY, "wait_hours": (first - wrote).astype("float64")},
        index=first.index.rename("post"),
    )


def wait_by_part(runs: Run | list[Run]) -> pd.Series:
    """Return the median wait in hours of what was written in each part of the day: NaN where there was nothing."""
    every = pd.concat([waits(run) for run in ([runs] if not isinstance(runs, list) else runs)])
    part = every["hour_of_day"] // _HOURS_PER_PART
    medians = every["wait_hours"].groupby(part).median().reindex(range(len(PARTS)))
    return medians.set_axis(pd.Index(PARTS, name="written (UTC)"))


def staffed(run: Run) -> np.ndarray:
    """Return how many people of the paid team are on shift in each hour of a working day, UTC: shape (24,), int.

    Raises:
        ValueError: when nobody managed the community.
    """
    if run.playbook is None:
        raise ValueError("run must have a team; this community was lived without a playbook")
    people = np.zeros(HOURS_PER_DAY, dtype=int)
    for shift in run.playbook.team.shifts:
        length = (shift.ends - shift.begins) % HOURS_PER_DAY or HOURS_PER_DAY
        people[(shift.begins - shift.utc_offset_hours + np.arange(length)) % HOURS_PER_DAY] += 1
    return people


def around_the_clock(run: Run) -> Picture:
    """Return when members write, when somebody looks, and how long it takes until the team has acted.

    Raises:
        ValueError: in one line, when there is no team, or nobody wrote.
    """
    people, posts = staffed(run), by_members(run.posts)
    if posts.empty:
        raise ValueError("run must hold posts by members; in this one nobody wrote")
    hour = (posts["seconds"] // SECONDS_PER_HOUR % HOURS_PER_DAY).to_numpy()
    share = 100 * np.bincount(hour, minlength=HOURS_PER_DAY) / len(posts)
    medians = wait_by_part(run)
    with themed():
        figure = picture(10.4, 4.6)
        left = panel(figure, 0.07, 0.15, 0.5, 0.68, "When members write")
        for on, fill, hatch, label in (
            (True, BLUE, HATCHES[0], "somebody is there"),
            (False, "white", HATCHES[1], "nobody is there"),
        ):
            at = np.flatnonzero((people > 0) == on)
            left.bar(at, share[at], 0.85, color=fill, edgecolor=BLUE if on else GREY, hatch=hatch, label=label)
        left.set(xlabel="hour of the day (UTC)", ylabel="of all posts (%)", xlim=(-0.7, 23.7))
        left.set_xticks(range(0, 24, 3))
        left.set_ylim(top=1.35 * share.max())
        left.legend(frameon=False, loc="upper left", ncols=2, borderpad=0)
        right = panel(figure, 0.67, 0.15, 0.31, 0.68, "Median wait for the team")
        values = medians.to_numpy()
        right.barh(range(len(PARTS))[::-1], np.nan_to_num(values), 0.6, color=BLUE)
        for at, value in zip(range(len(PARTS))[::-1], values, strict=True):
            right.text(np.nan_to_num(value), at, f" {value:.1f} h" if value == value else " none", va="center")
        right.set_yticks(range(len(PARTS))[::-1], PARTS)
        right.tick_params(axis="y", length=0)
        right.set(xlabel="hours", ylabel="written (UTC)", xlim=(0, 1.3 * max(np.nanmax([*values, 0.5]), 0.5)))
    alone = float(share[people == 0].sum())
    told = [f"{value:.1f} hours for what was written from {part}" for part, value in medians.dropna().items()]
    figure.says = (
        f"Somebody is there in {count(int((people > 0).sum()), 'hour')} of 24; {alone:.0f}% of posts are written "
        f"when nobody is. Half of what the team dealt with had waited at most {joined(told)}."
        if told
        else f"{alone:.0f}% of posts are written when nobody is there; the team dealt with none."
    )
    return figure


def wearing(diaries: Mapping[str, pd.DataFrame]) -> Picture:
    """Return the composure of whoever is worst off on each team, day by day.

    Args:
        diaries: by name of a plan, composure (0 to 1): one row an hour, one column a person.

    Raises:
        ValueError: in one line, for no plan or more than four, or one without hours or people.
    """
    if not isinstance(diaries, Mapping) or not 1 <= len(diaries) <= LINES_MOST:
        raise ValueError(f"diaries must hold 1 to {LINES_MOST} plans by name, got {len(diaries or ())}")
    said = []
    with themed():
        figure = picture(10.0, 4.4)
        axes = panel(figure, 0.08, 0.15, 0.64, 0.72, "Composure of whoever is worst off")
        for (name, diary), (color, line, _) in zip(diaries.items(), SERIES, strict=False):
            table = pd.DataFrame(diary)
            if table.empty:
                raise ValueError(f"diaries must hold an hour and a person each; {name!r} holds none")
            worst = table.min(axis=1).to_numpy(dtype=float)
            axes.plot(np.arange(len(worst)) / HOURS_PER_DAY, worst, color=color, linestyle=line, label=name)
            said.append(f"{name}: {worst.min():.2f} at worst, {worst.mean():.2f} on average")
        axes.axhline(1, color=PALE, linewidth=0.8)
        axes.set(xlabel="day", ylabel="0 rattled, 1 calm", ylim=(0, 1.03))
        axes.set_xlim(left=0)
        axes.grid(axis="y")
        legend = axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.02, 0.5))
        for text in legend.get_texts():
            text.set_color(INK)
    figure.says = "Composure of whoever is worst off, from 0 rattled to 1 calm. " + "; ".join(said) + "."
    return figure
