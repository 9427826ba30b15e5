"""Without: what leaves a community when some of its members do - the same past, lived on with and without them.

    from simulator.lab.without import drawn, leaders, loss, on_average
    on_average(loss("chat", {"leaders": leaders, "by lot": drawn}, seeds=range(1, 9)))

Every arm goes on from one and the same past with the same luck. What is counted concerns everybody else only: who
is taken away in any arm is left out of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from ..playbook import verbs
from ..playbook.playbook import Playbook
from ..world.community import Community
from ..world.constants import HOURS_PER_DAY, SECONDS_PER_DAY
from ..world.members import FOREVER
from ..world.scenario import Scenario
from .pairing import paired

PAST_DAYS, FUTURE_DAYS, PICKED = 30, 30, 10
MEASURES = ("posts", "mood", "belonging", "left")
Choice = Callable[[pd.DataFrame], Iterable[int]]
"""Picks members, by number, from the members' table of those who are present."""


def leaders(members: pd.DataFrame) -> list[int]:
    """Return the ten with the largest audience."""
    return members["audience"].sort_values(ascending=False, kind="stable").index[:PICKED].tolist()


def busiest(members: pd.DataFrame) -> list[int]:
    """Return the ten who wrote most."""
    wrote = members["posts"] + members["replies"]
    return wrote.sort_values(ascending=False, kind="stable").index[:PICKED].tolist()


def drawn(members: pd.DataFrame) -> list[int]:
    """Return ten of those who have written, by lot; the same members always give the same ten."""
    wrote = members.index[members["posts"] + members["replies"] > 0]
    return np.random.default_rng(len(members)).permutation(wrote)[:PICKED].tolist()


def present(members: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of those who have not left."""
    return members[members["left_hour"] == FOREVER]


def past(
    scenario: Scenario | str, seed: int, playbook: Playbook | str = "balanced", members: int = 1000
) -> Community:
    """Return a community after its first thirty days."""
    place = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario).replace(members=members)
    plan = playbook if isinstance(playbook, Playbook) else Playbook.load(playbook)
    return Community(place.replace(days=PAST_DAYS + FUTURE_DAYS), plan, seed=seed).run_for(days=PAST_DAYS)


def futures_without(community: Community, picks: dict[str, Iterable[int]]) -> pd.DataFrame:
    """Return what becomes of everybody else, with and without some members.

    Args:
        community: a past. picks: members to take away, by name of the arm.

    Returns:
        One row an arm, "everybody stays" first. Columns: posts (written by everybody else in thirty days), mood
        (mean of what was felt at visits), belonging (mean of everybody else still present), left (how many of them
        have left).
    """
    away = {name: [int(member) for member in members] for name, members in picks.items()}
    apart = sorted({member for members in away.values() for member in members})
    rows = {}
    for name, gone in {"everybody stays": [], **away}.items():
        future = community.fork()
        for member in gone:
            verbs.exclude(future, None, member, reason="taken away")
        rows[name] = _of_the_others(future.run_for(days=FUTURE_DAYS), apart)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("arm")


def loss(scenario: Scenario | str, choices: dict[str, Choice], seeds: Iterable[int]) -> pd.DataFrame:
    """Return what everybody else loses by each choice, seed by seed.

    Args:
        scenario: the place, or its name. choices: by name. seeds: one a community.

    Returns:
        One row a seed and choice: seed, choice, and the columns of `futures_without` as a difference to the arm in
        which everybody stays.
    """
    tables = []
    for seed in seeds:
        before = past(scenario, seed)
        here = present(before.to_run().members)
        found = futures_without(before, {name: choose(here) for name, choose in choices.items()})
        apart = (found - found.loc["everybody stays"]).drop(index="everybody stays")
        tables.append(apart.rename_axis("choice").reset_index().assign(seed=int(seed)))
    table = pd.concat(tables, ignore_index=True)
    return table[["seed", "choice", *[name for name in table if name not in ("seed", "choice")]]]


def on_average(table: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Return the mean loss by choice with its interval over seeds (Student's t): what `what_leaves` draws.

    Args:
        table: rows of `loss`. confidence: how often the interval shall hold the true mean.

    Returns:
        One row a choice and measure: choice, measure, difference, ci_low, ci_high (NaN for a single seed).
    """
    rows = []
    for choice, group in table.groupby("choice", sort=False):
        for measure in MEASURES:
            found = paired(np.zeros(len(group)), group[measure].to_numpy(dtype=float), confidence)
            rows.append((choice, measure, found["difference"], found["ci_low"], found["ci_high"]))
    return pd.DataFrame(rows, columns=["choice", "measure", "difference", "ci_low", "ci_high"])


def _of_the_others(community: Community, apart: list[int]) -> dict[str, float]:
    run = community.to_run()
    others = run.members.drop(index=apart)
    here, since = present(others), PAST_DAYS * SECONDS_PER_DAY
    posts = run.posts[(run.posts["seconds"] >= since) & run.posts["author"].isin(others.index)]
    return {
        "posts": float(len(posts)),
        "mood": float(run.hourly["mood"].iloc[PAST_DAYS * HOURS_PER_DAY :].mean()),
        "belonging": float(here["belonging"].mean()),
        "left": float(len(others) - len(here)),
    }
