"""Audit: who decided what, read from the log of everything that was done.

A decision to take down is a member's post removed or hidden (`delete_criticism` removes, too) by a person or by
the automatic filter. It is reversed when it is overturned on appeal, or the team puts the post back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .given import must_be_run

if TYPE_CHECKING:
    from ..lab.run import Run

FILTER, NO_PERSON = -2, -1
"""Actors in the log who are no people."""
_TAKES_DOWN = ("remove", "hide", "delete_criticism")
_PUTS_BACK = ("overturn", "restore")


def decisions(run: Run) -> pd.DataFrame:
    """Return one row a decision to take down a member's post, oldest first.

    Columns: hour, actor (as in `run.actions`), post, reversed (bool). A post that was put back and taken down
    again has two rows.
    """
    must_be_run(run)
    log = run.actions[run.actions["verb"].isin((*_TAKES_DOWN, *_PUTS_BACK))]
    log = log[run.posts["author"].reindex(log["target"]).to_numpy() >= 0]
    then = log.groupby("target")["verb"].shift(-1)
    table = log[["hour", "actor"]].assign(post=log["target"], reversed=then.isin(_PUTS_BACK))
    return table[log["verb"].isin(_TAKES_DOWN)].reset_index(drop=True)


def by_actor(run: Run) -> pd.DataFrame:
    """Return one row for everybody on the team, and for the filter or nobody in person if they acted.

    The index, `actor`, is the number in the log: -2 the filter, -1 nobody in person, people from 0. Columns: who
    (in words), acts, minutes (float64), removals (decisions to take down), wrong_removals (those about a post that
    broke no rule: hidden truth), overturned (those that were reversed, by whomever).
    """
    taken = decisions(run)
    taken["wrong"] = ~run.posts.loc[taken["post"], "breaks_rules"].to_numpy()
    acts, taken = run.actions.groupby("actor"), taken.groupby("actor")
    columns = {
        "acts": acts.size(),
        "minutes": acts["minutes"].sum(),
        "removals": taken.size(),
        "wrong_removals": taken["wrong"].sum(),
        "overturned": taken["reversed"].sum(),
    }
    actors = sorted(set(range(people(run))) | set(run.actions["actor"]))
    index = pd.Index(actors, name="actor", dtype="int64")
    table = pd.DataFrame({name: counted.reindex(index, fill_value=0) for name, counted in columns.items()}, index)
    table.insert(0, "who", [_in_words(run, actor) for actor in actors])
    return table.astype({name: "int64" for name in columns if name != "minutes"} | {"who": "str"})


def people(run: Run) -> int:
    """Return how many people are on the team of the run's playbook, whether they ever acted or not."""
    must_be_run(run)
    return 0 if run.playbook is None else len(run.playbook.team.shifts) + run.playbook.team.volunteers


def _in_words(run: Run, actor: int) -> str:
    if actor < 0:
        return "filter" if actor == FILTER else "nobody in person"
    shifts = () if run.playbook is None else run.playbook.team.shifts
    if actor < len(shifts) and shifts[actor].lead:
        return f"lead {actor}"
    return f"volunteer {actor}" if actor >= len(shifts) or shifts[actor].volunteer else f"manager {actor}"
