"""Coverage: the checks of exercise 09a."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator import Playbook, Run, Scenario
from simulator.lens.course_plots_c import PARTS, staffed, wait_by_part, waits
from simulator.lens.measure import by_members
from simulator.lens.sentences import count

from . import inputs
from .feedback import check, not_yet, passed
from .noise import beyond_luck, differences, lived
from .personal import personal

EXERCISE = "09a_coverage"
CANDIDATES = range(800, 880)
BAND = (64, 84)
"""Percent of posts written when nobody is there."""
BUDGET_MINUTES, LONGEST_SHIFT_HOURS, PEOPLE_MOST = 320, 8, 4
"""Paid minutes a day; hours that one person may work on a day; people who can be hired."""
NIGHT = (20, 6)
"""From eight in the evening to six in the morning, UTC: when most members are awake."""
_ZONES = {-8: 0.3, -5: 0.3, 1: 0.25, 8: 0.15}


def game() -> Scenario:
    """Return a busy game community whose members live on three continents."""
    return Scenario.load("game").replace(
        {
            "members": 400, "days": 21, "rhythm.zones": _ZONES, "population.visits_per_day": 1.5,
            "population.voice_share": 0.35, "behaviour.start_base": 0.08, "behaviour.answer_base": 0.05,
            "behaviour.incivility_base": -2.2, "behaviour.mishap_chance": 0.02, "behaviour.complaint_voiced": 0.8,
            "behaviour.complaint_silent": 0.2,
        }
    )  # fmt: skip


def roster(*shifts: tuple[int, int], minutes: float = 20, **team: Any) -> Playbook:
    """Return a team by its shifts: pairs of UTC hours, each one person, with so many minutes an hour."""
    rows = [{"begins": begins, "ends": ends, "minutes_per_hour": minutes} for begins, ends in shifts]
    return Playbook.load("balanced").replace(
        {"team.shifts": rows} | {f"team.{name}": v for name, v in team.items()}
    )


def my_run(name: object) -> Run:
    """Return a learner's own community: two people work side by side, at hours of its own."""
    return _side_by_side(personal(name, EXERCISE, CANDIDATES, alone, BAND))


def alone(seed: int) -> float:
    """Return the percentage of posts that are written when nobody is there."""
    return share_alone(_side_by_side(seed))


def share_alone(run: Run) -> float:
    """Return the percentage of members' posts written in hours of the day in which nobody is on shift."""
    posts = by_members(run.posts)
    hour = (posts["seconds"] // 3600 % 24).to_numpy()
    return 100 * float(np.isin(hour, np.flatnonzero(staffed(run) == 0)).mean())


def paid_minutes(plan: Playbook) -> float:
    """Return paid minutes on an average day."""
    return sum(_hours(s) * s.minutes_per_hour * len(s.days) / 7 for s in plan.team.shifts if not s.volunteer)


def night_wait(run: Run) -> float:
    """Return the mean wait for the team of what was written at night, in hours."""
    return _mean_wait(run, night=True)


def day_wait(run: Run) -> float:
    """Return the mean wait for the team of what was written by day, in hours."""
    return _mean_wait(run, night=False)


@check
def check_alone(run: Any, hours_alone: Any, percent_alone: Any, longest: Any) -> str:
    """Say whether the figure was read rightly.

    Args:
        run: the learner's community. hours_alone: hours of a day in which nobody is there. percent_alone: share of
        posts written then. longest: the part of the day whose posts wait longest, one of `PARTS`.
    """
    fault = (
        inputs.run("run", run)
        or inputs.number("hours_alone", hours_alone, 0, 24, 16, whole=True)
        or inputs.number("percent_alone", percent_alone, 0, 100, 60)
        or inputs.choice("longest", longest, PARTS)
    )
    if fault:
        return fault
    if run.playbook is None or by_members(run.posts).empty:
        return not_yet("this community has no team, or nobody wrote.", "Run the cells above again.")
    right, share = int((staffed(run) == 0).sum()), share_alone(run)
    if hours_alone != right:
        paid = sum(_hours(shift) for shift in run.playbook.team.shifts)
        readings = {
            24 - right: "hours_alone counts the hours in which somebody is there.",
            24 - paid: "hours_alone adds up the paid hours; both people work at the same time.",
            paid: "hours_alone counts paid hours.",
        }
        what = readings.get(int(hours_alone), f"hours_alone: expected another number than {hours_alone:g}.")
        return not_yet(what, "Count the hatched bars.")
    if abs(percent_alone - share) > 0.5 + 1e-9:
        readings = {
            100 - share: "percent_alone is the share written when somebody is there.",
            share / 100: "percent_alone is a share of 1.",
            100 * right / 24: "percent_alone is the share of hours, as if people wrote at all hours alike.",
        }
        near = (told for value, told in readings.items() if abs(percent_alone - value) <= 0.5)
        what = next(near, f"percent_alone: expected another number than {percent_alone:g}.")
        return not_yet(what, "The sentence below the figure has it.")
    medians = wait_by_part(run)
    if medians[longest] < medians.max():
        slow = medians.idxmax()
        return not_yet(
            f"what is written from {longest} waits {medians[longest]:.1f} hours; another part waits longer.",
            f"Look at the right panel, at all four bars ({slow[:2]} is one of them).",
        )
    return passed(
        f"{share:.0f}% of posts meet an empty desk, and from {longest} they wait {medians.max():.1f} hours."
    )


@check
def check_roster(plan: Any) -> str:
    """Say whether a roster within the budget serves the night, in communities that the learner has not seen.

    The yardstick is the usual roster of two shifts, 7 to 15 and 15 to 23: at night the plan must be quicker beyond
    luck, by day not slower beyond luck.

    Args:
        plan: a playbook in which only `team.shifts` was changed.
    """
    fault = inputs.playbook("plan", plan) or _fault_of_roster(plan)
    if fault:
        return fault
    usual = (game(), roster((7, 15), (15, 23)))
    night = beyond_luck(differences(night_wait, usual, (game(), plan)))
    day = beyond_luck(differences(day_wait, usual, (game(), plan)))
    if not night.down:
        return not_yet(
            f"beside the usual two shifts what is written at night waits {night} hours: not surely less.",
            _who_is_there(plan),
        )
    if day.up:
        return not_yet(
            f"the night is served, and by day people now wait {day} hours more.",
            "Take some minutes from the night; the day needs somebody, too.",
        )
    return passed(
        f"for {paid_minutes(plan):.0f} paid minutes a day the night waits {night} hours, the day {day}, in "
        f"{night.pairs} communities that you have not seen. Ask those who would work these hours."
    )


def _side_by_side(seed: int) -> Run:
    begins = 6 + seed % 5
    return lived(game(), roster((begins, begins + 7), (begins, begins + 7)), seed)


def _hours(shift: Any) -> int:
    return (shift.ends - shift.begins) % 24 or 24


def _mean_wait(run: Run, night: bool) -> float:
    table = waits(run)
    is_night = (table["hour_of_day"] >= NIGHT[0]) | (table["hour_of_day"] < NIGHT[1])
    return float(table["wait_hours"][is_night == night].mean())


def _fault_of_roster(plan: Playbook) -> str:
    base, given = roster((7, 15), (15, 23)).model_dump(), plan.model_dump()
    other = [
        name for name in base if name not in ("name", "title", "description", "team") and base[name] != given[name]
    ]
    other += [
        f"team.{name}" for name in base["team"] if name != "shifts" and base["team"][name] != given["team"][name]
    ]
    if other:
        return not_yet(f"{', '.join(other)} changed too.", "Change the shifts only.")
    shifts = plan.team.shifts
    if not shifts:
        return not_yet("the plan has no shifts: nobody is there at any hour.", "Give at least one pair of hours.")
    if any(shift.volunteer for shift in shifts):
        return not_yet("a volunteer stands on the paid roster.", "Volunteers are not told when to work.")
    if len(shifts) > PEOPLE_MOST:
        return not_yet(f"the plan needs {len(shifts)} people.", f"You can find {PEOPLE_MOST}.")
    longest = max(map(_hours, shifts))
    if longest > LONGEST_SHIFT_HOURS:
        return not_yet(
            f"somebody works {count(longest, 'hour')} a day.",
            f"{LONGEST_SHIFT_HOURS} is the limit; share the day.",
        )
    if paid_minutes(plan) > BUDGET_MINUTES + 1e-9:
        return not_yet(
            f"the plan costs {paid_minutes(plan):.0f} paid minutes a day; the budget is {BUDGET_MINUTES}.",
            "Shorten shifts, or give fewer minutes an hour.",
        )
    return ""


def _who_is_there(plan: Playbook) -> str:
    people = np.zeros(24, dtype=int)
    for shift in plan.team.shifts:
        people[(shift.begins - shift.utc_offset_hours + np.arange(_hours(shift))) % 24] += 1
    night = [hour for hour in range(24) if hour >= NIGHT[0] or hour < NIGHT[1]]
    empty = sum(people[hour] == 0 for hour in night)
    if people.max() > 1 and empty:
        return (
            f"{count(empty, 'hour')} of the night are empty; two people sit side by side at {people.argmax()}:00."
        )
    if empty:
        return f"{count(empty, 'hour')} between 20:00 and 6:00 are empty."
    return "Somebody is there, with too little time; give the night more minutes."
