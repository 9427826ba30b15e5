"""Ninety promises: whether a playbook does what the written plan says, when members are there to see it."""

from __future__ import annotations

from typing import Any

from simulator import Playbook
from simulator.lens.six_tasks import TASKS
from simulator.playbook.team import WEEKDAYS

from . import inputs
from .feedback import not_yet
from .ninety_place import Brief, forum, nobody
from .noise import lived

WEEK_HOURS = 168
LEFT_OUT = "left out"
_BUSY_HOURS = 4


def covered(playbook: Playbook) -> list[bool]:
    """Return for each hour of the week, from Monday 0:00 UTC, whether somebody is there."""
    there = [False] * WEEK_HOURS
    for shift in playbook.team.shifts:
        for day in shift.days:
            first = WEEKDAYS.index(day) * 24 + shift.begins - shift.utc_offset_hours
            for hour in range((shift.ends - shift.begins) % 24 or 24):
                there[(first + hour) % WEEK_HOURS] = True
    return there


def longest_gap_hours(playbook: Playbook) -> int:
    """Return the longest time in a week in which nobody is there, in hours."""
    there = covered(playbook)
    if not any(there):
        return WEEK_HOURS
    start = there.index(True)
    longest = gap = 0
    for hour in range(WEEK_HOURS):
        gap = 0 if there[(start + hour) % WEEK_HOURS] else gap + 1
        longest = max(longest, gap)
    return longest


def fault_of_promises(plan: dict[str, Any], playbook: Playbook) -> str:
    """Return the first promise that the playbook cannot keep, or that says something else than it."""
    gap, crisis = longest_gap_hours(playbook), playbook.crisis
    posts = sum(7 if slot.day == "daily" else 1 for slot in playbook.engagement.calendar)
    in_force = [name for name, answer in playbook.netiquette.rules.items() if answer != "leave"]
    if in_force and (fault := inputs.choices("rules", plan["rules"], playbook.netiquette.rules)):
        return fault
    if not in_force and plan["rules"] not in ([], ()):
        return not_yet("the playbook has no rules in force.", "Write rules = [], or give it some.")
    if set(plan["rules"]) != set(in_force):
        return not_yet(
            f"rules names other rules than the playbook: {', '.join(in_force) or 'none'}.", "Change one."
        )
    if plan["posts_per_week"] != posts:
        return not_yet(f"posts_per_week says {plan['posts_per_week']:g}, the calendar {posts}.", "Change one.")
    if plan["longest_gap_hours"] != gap:
        return not_yet(
            f"longest_gap_hours says {plan['longest_gap_hours']:g}, but by the shifts it is not that.",
            "Look for the longest time in the week in which nobody is there; nights count, and weekends.",
        )
    if "complaint" not in playbook.care.tones:
        return not_yet(
            "the plan promises answers, and nobody answers complaints.", "See care.tones in the playbook."
        )
    for name, least in (("answer_within_hours", gap), ("first_word_within_hours", max(gap, crisis.delay_hours))):
        if plan[name] < least:
            return not_yet(
                f"{name} promises {plan[name]:g} hours, but nobody is there for {gap} hours at a stretch"
                f"{f', and the statement is due after {crisis.delay_hours}' if least > gap else ''}.",
                f"Promise {least}, or change the playbook.",
            )
    return ""


def does(playbook: Playbook) -> dict[str, bool]:
    """Return which of the six tasks a playbook plans anything for."""
    plan, care = playbook.engagement, playbook.care
    talks = any(slot.kind in ("starter", "talk") for slot in plan.calendar)
    done = (
        talks or plan.answer_first_posts_hours > 0 or bool({"talk", "praise"} & set(care.tones)),
        plan.welcome != "none" or plan.invitations_per_week > 0,
        bool(plan.contest.every_days or plan.features_per_week or plan.thanks_per_week or plan.awards_per_month),
        bool({"question", "complaint"} & set(care.tones)) or care.wishes == "check",
        playbook.moderation.handle_flags,
        plan.ambassadors > 0 or playbook.crisis.briefed > 0,
    )
    return dict(zip(TASKS, done, strict=True))


def fault_of_tasks(tasks: dict[str, str], playbook: Playbook) -> str:
    """Return the first of the six tasks of which plan and playbook say different things."""
    for task, done in does(playbook).items():
        says_not = tasks[task].strip().casefold().startswith(LEFT_OUT)
        if says_not and done:
            return not_yet(f"{task}: left out by the plan, done by the playbook.", "Say what is done, or stop it.")
        if not says_not and not done:
            return not_yet(
                f"{task}: the playbook does nothing for it.",
                f'Add something, or begin with "{LEFT_OUT}:" and say why; leaving out is a decision, too.',
            )
    return ""


def fault_of_strategy(playbook: Playbook, brief: Brief) -> str:
    """Return a fault that no brief excuses: deleted criticism, silence, nobody there in busy hours, broadcast."""
    if playbook.crisis.strategy == "delete" or playbook.moderation.delete_criticism:
        return not_yet("the playbook deletes criticism.", "Who is silenced says it louder; answer it instead.")
    if not playbook.crisis.speaks:
        return not_yet("the plan promises a first word, and the playbook is silent.", "See crisis.strategy.")
    first = busiest_hour(brief)
    there, hours = covered(playbook), [(first + hour) % 24 for hour in range(_BUSY_HOURS)]
    empty = [WEEKDAYS[day] for day in range(7) if not any(there[24 * day + hour] for hour in hours)]
    if len(empty) > len(WEEKDAYS) // 2:
        return not_yet(
            f"nobody is there from {hours[0]}:00 to {(hours[-1] + 1) % 24}:00 UTC on {', '.join(empty)}.",
            "That is when most members are. You need not be there longer, but later.",
        )
    slots = [(slot, 7 if slot.day == "daily" else 1) for slot in playbook.engagement.calendar]
    told = sum(slot.minutes * times for slot, times in slots if slot.kind in ("announcement", "news"))
    work = playbook.cost(forum(brief))["minutes"]["all of these"]
    if told > work / 2:
        return not_yet(
            f"{told:.0f} of {work:.0f} planned minutes a week go into announcements and news.",
            "That is a broadcast. What gets members to talk to each other, and what do they get from you?",
        )
    return ""


def busiest_hour(brief: Brief) -> int:
    """Return the hour (UTC) at which the four hours begin that see most visits."""
    visits = lived(forum(brief), nobody(), 1).hourly["visits"].to_numpy()
    by_hour = visits.reshape(-1, 24).sum(axis=0)
    return max(range(24), key=lambda first: sum(by_hour[(first + hour) % 24] for hour in range(_BUSY_HOURS)))
