"""Opinion leaders: the checks of exercise 06a."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from simulator import Run
from simulator.lab.without import PICKED, busiest, drawn, leaders, loss, past, present

from . import inputs
from .feedback import check, not_yet, passed
from .noise import beyond_luck
from .personal import personal

EXERCISE = "06a_opinion_leaders"
CANDIDATES = range(200, 260)
BAND = (1, 4)
"""How many of the five leaders are among the five busiest: never all, or the two lists would be one."""
FIVE = 5
UNSEEN = {"chat": tuple(range(811, 819)), "game": (821, 822, 823)}


def my_seed(name: object) -> int:
    """Return the luck of a learner's own chat."""
    return personal(name, EXERCISE, CANDIDATES, in_common, BAND)


def my_chat(seed: int) -> Run:
    """Return that chat after thirty days."""
    return past("chat", seed).to_run()


def in_common(seed: int) -> int:
    """Return how many of the five leaders of a chat are among its five busiest."""
    here = present(my_chat(seed).members)
    return len(set(leaders(here)[:FIVE]) & set(busiest(here)[:FIVE]))


@check
def check_leaders(run: Any, my_leaders: Any) -> str:
    """Say whether five opinion leaders were found in a run.

    Args:
        run: the chat. my_leaders: five members' numbers, in any order.
    """
    fault = inputs.run("run", run) or _fault_of_numbers("my_leaders", my_leaders, run, FIVE)
    if fault:
        return fault
    chosen = {int(member) for member in my_leaders}
    members = run.members
    here = present(members)
    if gone := sorted(chosen - set(here.index)):
        return not_yet(f"member {gone[0]} has left.", "Look only at those who are here: present(run.members).")
    least = here["audience"].sort_values(ascending=False).iloc[FIVE - 1]
    if all(here.loc[member, "audience"] >= least for member in chosen):
        share = here.loc[sorted(chosen), "audience"].sum() / here["audience"].sum()
        return passed(f"five of {len(here):,} members hold {share:.0%} of all follows.")
    lists = {
        "those who wrote most. Writing much and being followed are two things.": here["posts"] + here["replies"],
        "those who visit most. Nobody sees a visit.": here["visits"],
        "those who got most likes. A like is for one post; a follower comes again.": here["likes_received"],
        "those who follow most. Look at who is followed.": here["following"],
        "those with most trust. Leaders may trust you or not.": here["trust"],
    }
    for told, values in lists.items():
        if len(chosen & set(values.sort_values(ascending=False, kind="stable").index[:FIVE])) >= FIVE - 1:
            return not_yet(f"my_leaders are {told}", "Sort by the column audience, largest first.")
    wrong = next(member for member in my_leaders if here.loc[int(member), "audience"] < least)
    return not_yet(
        f"member {wrong} has {here.loc[int(wrong), 'audience']} followers, and others here have more.",
        "Sort by the column audience, largest first, and take five numbers from the index.",
    )


@check
def check_rule(find_leaders: Any) -> str:
    """Say whether a learner's own rule finds leaders in communities that it has not seen.

    It must pick people who are followed more than the busiest are, in chats and games, and whose leaving costs
    everybody else of a chat more of their mood than that of people drawn by lot, beyond luck.

    Args:
        find_leaders: takes the members' table of those who are present, returns ten members' numbers.
    """
    if fault := inputs.function("find_leaders", find_leaders, "def find_leaders(members):"):
        return fault
    for kind, seeds in UNSEEN.items():
        for seed in seeds:
            here = _members(kind, seed)
            found = find_leaders(here.copy())
            if fault := _fault_of_numbers("what find_leaders returns", found, None, PICKED, here):
                return fault
            if fault := _fault_of_reach(kind, here, [int(member) for member in found]):
                return fault
    found = loss("chat", {"yours": find_leaders, "by lot": drawn}, UNSEEN["chat"]).pivot(
        index="seed", columns="choice", values="mood"
    )
    apart = beyond_luck(found["yours"] - found["by lot"])
    if not apart.down:
        return not_yet(
            f"their leaving costs everybody else no more of their mood than that of ten by lot: {apart}.",
            "Leaders are those to whom many listen; which column counts listeners?",
        )
    return passed(
        f"in {sum(map(len, UNSEEN.values()))} communities you have not seen your rule finds people who are "
        f"followed more than the busiest; without them the mood of everybody else in a chat is lower ({apart})."
    )


@cache
def _members(kind: str, seed: int) -> pd.DataFrame:
    return present(past(kind, seed).to_run().members)


def _fault_of_reach(kind: str, here: pd.DataFrame, chosen: list[int]) -> str:
    """Return what is wrong with ten picks whose followers are no more than those of the ten busiest."""
    reach, usual = (here.loc[picks, "audience"].sum() for picks in (chosen, busiest(here)))
    if reach > usual:
        return ""
    if set(chosen) == set(busiest(here)):
        return not_yet(
            f"in a {kind} it picks the ten busiest.", "They carry the talk; ask who is listened to, not who talks."
        )
    return not_yet(
        f"in a {kind} the ten it picks have {reach} followers, the ten busiest {usual}.",
        "Sort the table by the column that counts followers.",
    )


def _fault_of_numbers(
    name: str, answer: Any, run: Run | None, count: int, members: pd.DataFrame | None = None
) -> str:
    """Return what is wrong with an answer that must be so many different members' numbers."""
    write = f"Give {count} numbers from the index of the members' table, such as [3, 14, 159]."
    if fault := inputs.empty(name, answer, write):
        return fault
    if isinstance(answer, str | bytes | dict) or not isinstance(answer, Iterable):
        return not_yet(f"{name}: a list of numbers is needed.", write)
    if isinstance(answer, pd.DataFrame) or (isinstance(answer, np.ndarray) and answer.ndim != 1):
        return not_yet(
            f"{name}: a table came, where a list is needed.", "End your line with .index[:10] or the like."
        )
    known = run.members.index if members is None else members.index
    listed = list(answer)
    for member in listed:
        if isinstance(member, bool) or not isinstance(member, int | np.integer) or member not in known:
            return not_yet(f"{name}: {str(member)[:30]!r} is no member's number.", write)
    if len(set(listed)) != count or len(listed) != count:
        return not_yet(f"{name} holds {len(set(listed))} different members.", write)
    return ""
