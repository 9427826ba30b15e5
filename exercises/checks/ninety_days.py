"""Ninety days: the checks of exercise 10a - a plan that holds together, and what it makes of unseen forums."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator import Playbook
from simulator.lens.sentences import count, joined

from . import inputs
from .feedback import check, not_yet, passed
from .ninety_place import (
    BRIEFS,
    FIGURES,
    UNSEEN,
    Brief,
    complaint_waits,
    customers_kept,
    lives,
    mean_of,
    nobody,
    references,
)
from .ninety_plan import fault_of
from .noise import Verdict, beyond_luck
from .personal import personal

EXERCISE = "10a_ninety_days"
BAND = (6.5, 11.0)
"""Percentage points of customers that good plans keep, beside nobody: all briefs lie in it, as a test shows."""
MET_AT_LEAST = 2
_SEEDS_OF_DIFFICULTY = UNSEEN[:4]


def my_brief(name: Any) -> Brief:
    """Return the brief that belongs to somebody, about as hard as a neighbour's."""
    return personal(name, EXERCISE, BRIEFS)


def difficulty(brief: Brief) -> float:
    """Return how many more customers two good plans keep than nobody, in percentage points."""
    alone = _kept(brief, nobody())
    return float(np.mean([_kept(brief, plan) - alone for plan in references(brief)]))


def reading(plan: Any, playbook: Any, brief: Brief) -> str:
    """Return what a first reader of a plan says: the first fault, or that it holds together."""
    return fault_of(plan, playbook, brief) or _fault_of_targets(plan, brief) or passed(
        f"the plan is whole and agrees with the playbook: {count(len(plan['goals']), 'goal')}, "
        f"{plan['minutes_per_week']:,.0f} minutes a week, {plan['euros']:,.0f} euros. Whether it is a good one, "
        "ninety days will tell."
    )  # fmt: skip


@check
def check_written_plan(plan: Any, playbook: Any, name: Any) -> str:
    """Say whether a written plan is whole, agrees with its playbook, keeps to the budget, and aims at what can be.

    Args:
        plan: a dict with the entries of `ninety_plan.ENTRIES`. playbook: changed from `team()`. name: whose brief.
    """
    return reading(plan, playbook, my_brief(name))


@check
def check_ninety_days(plan: Any, playbook: Any, because: Any, name: Any) -> str:
    """Say what a plan makes of forums that the learner has not seen.

    The budget must hold in each of them, more customers must stay than with nobody, beyond luck, half of the
    complaints must be answered as promised, and goals must be met beyond luck on two sides of the work.

    Args:
        plan, playbook, name: as for `check_written_plan`. because: why, in the learner's words.
    """
    brief = my_brief(name)
    fault = fault_of(plan, playbook, brief) or inputs.text("because", because, least_words=20)
    if fault := fault or _fault_of_targets(plan, brief):
        return fault
    runs = lives(brief, playbook, UNSEEN)
    spent = max(float(run.hourly["money_spent"].sum()) for run in runs)
    if spent > brief.euros:
        return not_yet(
            f"in one forum {spent:,.0f} euros were spent of {brief.euros:,}.",
            "A wish that ships costs 2,000 euros, and compensation goes to everybody who knows; see run.costs().",
        )
    waited = float(np.median([hours for run in runs for hours in complaint_waits(run)] or [0.0]))
    if waited > plan["answer_within_hours"]:
        return not_yet(
            f"half of the complaints waited {waited:.0f} hours or more; you said {plan['answer_within_hours']:g}.",
            "See give_up_hours and priorities, and what else takes the team's minutes.",
        )
    more = beyond_luck([customers_kept(run) for run in runs] - _kept_each(brief, nobody()))
    if not more.up:
        return not_yet(
            f"customers kept, beside a forum that nobody looks after: {more} points; "
            f"{'your team drives them away' if more.down else 'luck could explain it'}.",
            "Take one change back at a time and print table_of_figures: what do your minutes bring?",
        )
    return _by_goals(plan, brief, playbook, more)


def _by_goals(plan: dict[str, Any], brief: Brief, playbook: Playbook, more: Verdict) -> str:
    met, missed = [], []
    for goal in plan["goals"]:
        if FIGURES[goal["figure"]].axis:
            found = mean_of(goal["figure"], lives(brief, playbook, UNSEEN, int(goal["by_day"])))
            (met if found.low >= goal["at_least"] else missed).append((goal, found))
    axes = {FIGURES[goal["figure"]].axis for goal, _ in met}
    if len(axes) < MET_AT_LEAST:
        goal, found = missed[0]
        return not_yet(
            f"goals are met beyond luck on {len(axes)} of the {MET_AT_LEAST} sides that are needed; "
            f"{goal['figure']} on day {goal['by_day']:g} is {found.mean:.1f} ({found.low:.1f} to "
            f"{found.high:.1f}), not for sure {goal['at_least']:g}.",
            "Aim lower where luck alone could miss it, or change what the playbook does for it.",
        )
    failed = f" Missed, or not for sure: {joined([goal['figure'] for goal, _ in missed])}." if missed else ""
    return passed(
        f"customers kept {more} points beside nobody, in {len(UNSEEN)} unseen forums. Met beyond luck: "
        f"{joined([goal['figure'] for goal, _ in met])}.{failed}"
    )


def _fault_of_targets(plan: dict[str, Any], brief: Brief) -> str:
    """Return what is wrong with a target: it comes by itself, or no team that we know of gets there."""
    for goal in plan["goals"]:
        name, day, target = goal["figure"], int(goal["by_day"]), goal["at_least"]
        if not FIGURES[name].axis:
            continue
        alone = mean_of(name, lives(brief, nobody(), UNSEEN, day))
        if target <= alone.high:
            return not_yet(
                f"{name} of {target:g} on day {day} can come by itself: a forum that nobody looks after has "
                f"{alone.mean:.1f} ({alone.low:.1f} to {alone.high:.1f}).",
                "A goal asks for more than that.",
            )
        best = max(mean_of(name, lives(brief, good, UNSEEN, day)).high for good in references(brief))
        if target > best:
            return not_yet(
                f"{name} of {target:g} on day {day} is a wish: two good teams come to {best:.1f} with luck.",
                f"By itself it is {alone.mean:.1f}.",
            )
    return ""


def _kept(brief: Brief, plan: Playbook) -> float:
    return float(np.mean([customers_kept(run) for run in lives(brief, plan, _SEEDS_OF_DIFFICULTY)]))


def _kept_each(brief: Brief, plan: Playbook) -> np.ndarray:
    return np.array([customers_kept(run) for run in lives(brief, plan, UNSEEN)])
