"""Team posts: what came of each thread that the team opened - reach is one goal, talk among members another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .given import must_be_run
from .sentences import joined
from .theme import HATCHES, SERIES, Picture, panel, picture, themed

if TYPE_CHECKING:
    from ..lab.run import Run

TEAM = -1  # the author of what the team writes
CAME_OF_IT = {
    "readings": "Readings",
    "likes": "Likes",
    "answers_to_team": "Answers to the team",
    "answers_among_members": "Answers among members",
}
"""What is counted, and what it is called: reach first, talk last."""


def team_posts(run: Run) -> pd.DataFrame:
    """Return one row for every thread that the team opened.

    Returns:
        By number of the opening post: kind, readings and likes of the opener, answers_to_team and
        answers_among_members (members' replies in the thread, by whose post they answer; answers to oneself are in
        neither), people (members who wrote in it).
    """
    must_be_run(run)
    posts = run.posts
    openers = posts[(posts["author"] == TEAM) & (posts["parent"] == -1)]
    replies = posts[(posts["author"] != TEAM) & (posts["parent"] >= 0) & posts["thread"].isin(openers.index)]
    answered = pd.Series(posts["author"].loc[replies["parent"]].to_numpy(), index=replies.index)
    among = (answered != TEAM) & (answered != replies["author"])
    table = openers[["kind", "readings", "likes"]].copy()
    table["answers_to_team"] = replies["thread"][answered == TEAM].value_counts()
    table["answers_among_members"] = replies["thread"][among].value_counts()
    table["people"] = replies.groupby("thread")["author"].nunique()
    counts = ["answers_to_team", "answers_among_members", "people"]
    table[counts] = table[counts].fillna(0).astype(int)
    return table.rename_axis("post")


def two_goals(tables: Mapping[str, pd.DataFrame]) -> Picture:
    """Return what came of posts, mean per post, side by side for two to four kinds or plans.

    Args:
        tables: results of `team_posts` by name, each with at least one row.

    Raises:
        ValueError: if there are fewer than two tables, more than four, or one without rows.
    """
    if not 2 <= len(tables) <= len(SERIES):
        raise ValueError(f"tables must be 2 to {len(SERIES)} by name, got {len(tables)}")
    for name, table in tables.items():
        if not len(table):
            raise ValueError(f"{name}: the team opened no thread, so there is nothing to show")
    means = pd.DataFrame({name: table[list(CAME_OF_IT)].mean() for name, table in tables.items()})
    places = np.arange(len(tables))[::-1]
    with themed():
        figure = picture(height=1.8 + 0.5 * len(tables))
        for number, (measure, title) in enumerate(CAME_OF_IT.items()):
            axes = panel(figure, 0.145 + 0.215 * number, 0.08, 0.155, 0.6, title.replace(" ", "\n", 1))
            for place, value, (color, _, _), hatch in zip(
                places, means.loc[measure], SERIES, HATCHES, strict=False
            ):
                fill = "white" if hatch else color
                axes.barh(place, value, color=fill, edgecolor=color, hatch=hatch, height=0.62)
                axes.text(value, place, f" {_number(value)}", va="center", weight="bold")
            axes.set_yticks(places, list(tables) if number == 0 else [""] * len(tables))
            axes.tick_params(length=0)
            axes.set_xticks([])
            axes.set_xlim(0, 1.35 * max(means.loc[measure].max(), 0.5))
            axes.spines["bottom"].set_visible(False)
    figure.says = _says(means)
    return figure


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 or value == int(value) else f"{value:.1f}"


def _says(means: pd.DataFrame) -> str:
    told = [
        f"{title.lower()} {joined([f'{_number(means.loc[measure, name])} ({name})' for name in means])}"
        for measure, title in CAME_OF_IT.items()
    ]
    return f"Mean per post of the team: {'; '.join(told)}."
