"""Ninety plan: a written plan, read for what is missing, what contradicts the playbook, and what is not paid for.

It asks whether a plan is whole and honest, not whether it is the right one.
"""

from __future__ import annotations

from typing import Any

from simulator import Playbook
from simulator.lens.six_tasks import TASKS

from . import inputs
from .feedback import not_yet
from .newcomers import changed_settings
from .ninety_place import DAYS, FIGURES, Brief, forum, team
from .ninety_promises import WEEK_HOURS, fault_of_promises, fault_of_strategy, fault_of_tasks

ENTRIES = (
    "goals", "audience", "rules", "posts_per_week", "answer_within_hours", "first_word_within_hours",
    "who_speaks", "longest_gap_hours", "minutes_per_week", "euros", "measured", "tasks",
)  # fmt: skip
MARKS = (30, 60, 90)
"""Days on which a goal can be due."""
LEAST_GOALS, LONGEST_SHIFT_HOURS = 3, 9
_GIVEN = {
    "care.wish_euros", "care.ship_days", "engagement.euros_per_newcomer", "engagement.contest.minutes",
    "engagement.contest.euros", "engagement.contest.appeal", "team.judgement", "team.switch_minutes",
    "team.volunteers", "team.volunteer_minutes", "moderation.minutes_by_kind",
}  # fmt: skip
_MINUTES_PER_APPEAL = 20 / 1.5  # of a usual slot: what a better post takes
_LIMITS = {
    "posts_per_week": (0, 700, 3),
    "answer_within_hours": (1, 720, 24),
    "first_word_within_hours": (1, 720, 12),
    "longest_gap_hours": (0, WEEK_HOURS, 12),
    "minutes_per_week": (0, 1e6, 1000),
    "euros": (0, 1e9, 500),
}
"""Lowest and highest number that makes sense, and one that may be meant."""


def fault_of(plan: Any, playbook: Any, brief: Brief) -> str:
    """Return the first thing that is wrong with a written plan and its playbook, or "" if they hold together."""
    return (
        inputs.mapping("plan", plan, ENTRIES)
        or inputs.playbook("playbook", playbook)
        or _fault_of_goals(plan["goals"])
        or _fault_of_words(plan)
        or _fault_of_numbers(plan)
        or _fault_of_prices(playbook)
        or _fault_of_time(plan, playbook, brief)
        or _fault_of_money(plan, playbook, brief)
        or fault_of_promises(plan, playbook)
        or fault_of_tasks(plan["tasks"], playbook)
        or fault_of_strategy(playbook, brief)
    )


# --- is it whole? -----------------------------------------------------------------------------------------------


def _fault_of_goals(goals: Any) -> str:
    example = 'Write a list of lines such as {"figure": "trust", "at_least": 50, "by_day": 90}.'
    if fault := inputs.empty("goals", goals, example):
        return fault
    if not isinstance(goals, list | tuple):
        return not_yet("goals is not a list.", example)
    for number, goal in enumerate(goals, 1):
        name = f"goal {number}"
        fault = inputs.mapping(name, goal, ("figure", "at_least", "by_day"))
        fault = fault or inputs.choice(f"figure of {name}", goal["figure"], FIGURES)
        fault = fault or inputs.number(f"at_least of {name}", goal["at_least"], 0, 1e9, 60)
        fault = fault or inputs.number(f"by_day of {name}", goal["by_day"], 1, DAYS, DAYS, whole=True)
        if fault:
            return fault
        if goal["by_day"] not in MARKS:
            return not_yet(f"by_day of {name}: {goal['by_day']:g}.", "Goals are looked at on day 30, 60 or 90.")
    named = [goal["figure"] for goal in goals]
    axes = {FIGURES[name].axis for name in named} - {""}
    if len(axes) < LEAST_GOALS and (vain := [name for name in named if not FIGURES[name].axis]):
        return not_yet(
            f"{vain[0]} grows by itself, or with what is spent on ads, and says nothing of how people fare.",
            f"Such a goal counts for nothing here; name figures on {LEAST_GOALS} sides of the work.",
        )
    if len(axes) < LEAST_GOALS:
        return not_yet(
            f"the goals look at {len(axes)} side{'s' if len(axes) != 1 else ''} of the work.",
            f"Name figures on at least {LEAST_GOALS} sides; column side of the table tells them.",
        )
    if "customers" not in axes:
        return not_yet("no goal is about customers_kept.", "It is what you will be asked for at the end.")
    return ""


def _fault_of_words(plan: dict[str, Any]) -> str:
    fault = inputs.text("audience", plan["audience"], least_words=5)
    fault = fault or inputs.text("who_speaks", plan["who_speaks"], least_words=2)
    figures = list(dict.fromkeys(goal["figure"] for goal in plan["goals"]))
    fault = fault or inputs.mapping("measured", plan["measured"], figures)
    fault = fault or next(
        (said for name in figures if (said := inputs.text(f"measured {name}", plan["measured"][name], 4))), ""
    )
    fault = fault or inputs.mapping("tasks", plan["tasks"], TASKS)
    return fault or next((said for task in TASKS if (said := inputs.text(task, plan["tasks"][task], 3))), "")


def _fault_of_numbers(plan: dict[str, Any]) -> str:
    faults = (inputs.number(name, plan[name], *limits) for name, limits in _LIMITS.items())
    return next((said for said in faults if said), "")


# --- is it paid for? --------------------------------------------------------------------------------------------


def _fault_of_prices(playbook: Playbook) -> str:
    for name in changed_settings(team(), playbook):
        if name in _GIVEN or name.rsplit(".", 1)[-1].startswith("minutes_per_"):
            return not_yet(f"{name} was changed.", "What things take and cost is given, not decided.")
    for slot in playbook.engagement.calendar:
        if slot.minutes < slot.appeal * _MINUTES_PER_APPEAL - 0.5:
            return not_yet(
                f"a post of appeal {slot.appeal:g} is planned in {slot.minutes:g} minutes.",
                f"As good a post takes {slot.appeal * _MINUTES_PER_APPEAL:.0f} minutes.",
            )
    for shift in playbook.team.shifts:
        if (hours := (shift.ends - shift.begins) % 24 or 24) > LONGEST_SHIFT_HOURS or shift.volunteer:
            what = "one person works unpaid." if shift.volunteer else f"one person is there {hours} hours a day."
            return not_yet(what, f"A shift is paid work of at most {LONGEST_SHIFT_HOURS} hours.")
    return ""


def _fault_of_time(plan: dict[str, Any], playbook: Playbook, brief: Brief) -> str:
    asked = playbook.cost(forum(brief))["minutes"]
    paid, work = asked["time of the team"], asked["all of these"]
    if paid > brief.minutes_per_week:
        return not_yet(
            f"the shifts come to {paid:,.0f} minutes a week; you have {brief.minutes_per_week:,}.",
            "Hours x minutes_per_hour x days, over all shifts: shorten, thin out, or drop one.",
        )
    if work > paid:
        return not_yet(
            f"what is planned takes {work:,.0f} minutes a week, and the team has {paid:,.0f}.",
            "What nobody has time for does not happen, and complaints come on top; print playbook.cost().",
        )
    if abs(plan["minutes_per_week"] - paid) > 1:
        return not_yet(
            f"minutes_per_week says {plan['minutes_per_week']:,.0f}, the shifts of the playbook {paid:,.0f}.",
            "Change one of them.",
        )
    return ""


def euros_planned(playbook: Playbook, brief: Brief) -> float:
    """Return what a playbook is sure to spend in ninety days; what wishes and crises cost is known afterwards."""
    weekly = playbook.cost(forum(brief))["euros"].drop(["all of these", "wishes, at most"], errors="ignore")
    return float(weekly.sum()) * DAYS / 7


def _fault_of_money(plan: dict[str, Any], playbook: Playbook, brief: Brief) -> str:
    planned = euros_planned(playbook, brief)
    if plan["euros"] > brief.euros:
        return not_yet(f"euros: {plan['euros']:,.0f} of a budget of {brief.euros:,}.", "Plan for less.")
    if planned > plan["euros"] + 1:
        return not_yet(
            f"the playbook will spend {planned:,.0f} euros in {DAYS} days, the plan says {plan['euros']:,.0f}.",
            "Print playbook.cost(): it shows euros a week.",
        )
    return ""
