"""Answer in time: the checks of exercise 05a - who is on duty when, in which tone, and how often in public."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from simulator import Playbook, Run, Scenario, simulate
from simulator.playbook.team import Shift

from . import inputs
from .feedback import check, not_yet, passed
from .newcomers import changed_settings
from .noise import beyond_luck, differences, noise
from .personal import personal, personal_seed

PEOPLE, HOURS, MINUTES_PER_HOUR = 2, 8, 20
SOON_HOURS = 2
_OFFSETS = (-10, -9, -8, -7, 7, 8, 9, 10)
"""Where members may live, in hours from UTC: nobody's day is that of the plain team, so all are equally hard."""
_UNSEEN = range(9301, 9309)
_DAYS = 30
_AWAKE = 8  # local hour at which the day of the reference begins
_Z = 1.96  # 95% of a count that varies by luck


def my_forum(name: Any) -> Scenario:
    """Return the forum that belongs to somebody: members live in one part of the world, and much goes wrong."""
    offset = personal(name, "05a_answer_in_time", _OFFSETS)
    return Scenario.load("forum").replace(
        {
            "members": 800, "days": _DAYS, "population.visits_per_day": 0.4, "behaviour.mishap_chance": 0.02,
            "rhythm.zones": {offset: 1.0},
        }
    )  # fmt: skip


def my_run(name: Any) -> Run:
    """Return how that forum lives with the plain team."""
    return _lived(name if isinstance(name, str) else str(name))


def plain_team() -> Playbook:
    """Return the team as you find it: both on duty at the same hours, correct in tone, and tireless in public."""
    return Playbook.load("balanced").replace(
        {
            "team.shifts": [shift(9), shift(9)],
            "care.tones": {"complaint": "defensive"},
            "care.public_replies": 4,
        }
    )


def shift(begins: int, hours: int = HOURS) -> dict[str, int]:
    """Return a shift from an hour (UTC) on, for some hours; it may go past midnight."""
    return {"begins": begins % 24, "ends": (begins + hours) % 24 or 24, "minutes_per_hour": MINUTES_PER_HOUR}


def answered_soon(run: Run) -> float:
    """Return the percentage of complaints answered by the team within two hours; the last days are left out."""
    posts = run.posts[(run.posts["author"] >= 0) & (run.posts["kind"] == "complaint")]
    posts = posts[posts["seconds"] < (run.days - 3) * 86_400]
    waited = (posts["team_answer_seconds"] - posts["seconds"]) / 3600
    return 100 * float(((posts["team_answer_seconds"] >= 0) & (waited <= SOON_HOURS)).mean())


def complainers_trust(run: Run) -> float:
    """Return the mean trust of members who complained and are still here, from 0 to 100."""
    posts = run.posts[(run.posts["author"] >= 0) & (run.posts["kind"] == "complaint")]
    who = run.members.loc[posts["author"].unique()]
    return 100 * float(who.loc[who["left_hour"] > len(run.hourly), "trust"].mean())


@check
def check_hours(run: Any, busiest_hour: Any, quietest_hour: Any) -> str:
    """Say whether the busiest and the quietest hour were read from `rhythm(run)`: visits, by hour of UTC.

    Hours that differ from the extreme by no more than counts differ by luck are right, too.

    Args:
        run: of `my_run`. busiest_hour, quietest_hour: from 0 to 23.
    """
    fault = (
        inputs.run("run", run)
        or inputs.number("busiest_hour", busiest_hour, 0, 23, 12, whole=True)
        or inputs.number("quietest_hour", quietest_hour, 0, 23, 4, whole=True)
    )
    if fault:
        return fault
    visits = _visits(run)
    if not visits.sum():
        return not_yet("nobody came in this run.", "Use the run of my_run(...).")
    high, low = int(busiest_hour), int(quietest_hour)
    most, least = visits.max(), visits.min()
    good_high = visits[high] >= most - _Z * np.sqrt(most + visits[high])
    good_low = visits[low] <= least + _Z * np.sqrt(least + visits[low])
    if good_high and good_low:
        return passed(f"{visits[high]:,.0f} visits from {high}:00 on, {visits[low]:,.0f} from {low}:00 on (UTC).")
    if visits[high] < visits[low]:
        return not_yet(
            "busiest and quietest are the wrong way round.", "The busiest hour is the peak of the dashed line."
        )
    offset = max(run.scenario.rhythm.zones, key=run.scenario.rhythm.zones.get)
    if offset and not good_high and visits[(high - offset) % 24] >= most - _Z * np.sqrt(2 * most):
        return not_yet("busiest_hour is on the clock of the members.", "The figure, and your shifts, go by UTC.")
    writing = _writing(run)
    if not good_high and writing[high] == writing.max():
        return not_yet("busiest_hour is when most is written.", "Read the dashed line: visits.")
    wrong = "quietest_hour" if good_high else "busiest_hour"
    return not_yet(
        f"{wrong} is not what the dashed line shows.", "Read the hour below its highest and lowest point."
    )


@check
def check_team(forum: Any, team: Any) -> str:
    """Say whether a team answers in time, in a tone that wins trust, and no longer in public than it takes.

    Tried in eight forums that no page names, against a rota that follows the day of the learner's members.

    Args:
        forum: of `my_forum`. team: the plain team with shifts and care altered.
    """
    fault = inputs.scenario("forum", forum) or inputs.playbook("team", team) or _fault_of_team(team)
    if fault:
        return fault
    if len(forum.rhythm.zones) != 1:
        return not_yet("forum is not the one of this page.", "It must be what my_forum(my_name) returns.")
    best = (forum, _reference(forum))
    soon, theirs = (forum, team), _soon_of(forum, team)
    slower = beyond_luck(differences(answered_soon, best, soon, _UNSEEN))
    if slower.down:
        return not_yet(
            f"{theirs:.0f}% of complaints are answered within two hours; more could be.", _of_rota(forum, team)
        )
    longer = beyond_luck(differences(_minutes, best, soon, _UNSEEN))
    warmer = beyond_luck(differences(complainers_trust, best, soon, _UNSEEN))
    if team.care.public_replies > 1 and longer.up and not warmer.up and not _is_cold(team):
        return not_yet(
            f"long public exchanges take {longer.mean:.0f} more minutes and win no more trust.",
            "One good answer in public shows that you listen; lower care.public_replies.",
        )
    if warmer.down:
        return not_yet(
            f"those who complained trust you {-warmer.mean:.1f} points less than they could.",
            f"You are quick, so look at the tone: {team.care.tones.get('complaint', 'no answer')}.",
        )
    return passed(f"{theirs:.0f}% of complaints are answered within two hours, and nobody works more than eight.")


def _fault_of_team(team: Playbook) -> str:
    changed = changed_settings(plain_team(), team)
    if not changed:
        return not_yet("nothing was changed.", "Alter team.shifts, care.tones and care.public_replies.")
    if others := [name for name in changed if name != "team.shifts" and not name.startswith("care.")]:
        return not_yet(f"{others[0]} was changed, too.", "Alter shifts and care only.")
    if "care.minutes_per_answer" in changed:
        return not_yet("care.minutes_per_answer was changed.", "Nobody answers faster because a plan says so.")
    if not team.team.shifts:
        return not_yet("nobody is on duty.", "Give team.shifts two shifts.")
    if len(team.team.shifts) > PEOPLE:
        return not_yet(f"there are {len(team.team.shifts)} people in your rota.", f"You have {PEOPLE}.")
    for each in team.team.shifts:
        if _length(each) > HOURS:
            return not_yet(f"somebody works {_length(each)} hours a day.", f"Nobody works more than {HOURS}.")
        if each.minutes_per_hour > MINUTES_PER_HOUR:
            return not_yet(
                "somebody gives the community more than 20 minutes an hour.", "They have other work to do."
            )
    if "complaint" not in team.care.tones:
        return not_yet("complaints are not answered at all.", 'Give care.tones an entry for "complaint".')
    return ""


def _is_cold(team: Playbook) -> bool:
    """Tell whether the tone is the first thing to mend."""
    return team.care.tones["complaint"] in ("defensive", "mocking")


def _of_rota(forum: Scenario, team: Playbook) -> str:
    """Say what is wrong with a rota."""
    covered = [_covers(each) for each in team.team.shifts]
    if any(len(each.days) < 7 for each in team.team.shifts):
        return "Somebody is off at the weekend, and members are not."
    if len(covered) == PEOPLE and covered[0] & covered[1]:
        return f"Two people share {len(covered[0] & covered[1])} hours; set their shifts apart."
    visits = _visits(_lived_in(forum))
    missed = sum(visits[hour] for hour in range(24) if not any(hour in each for each in covered))
    part = 100 * missed / visits.sum()
    return f"{part:.0f}% of visits fall into hours at which nobody is there; look at the rhythm."


def _covers(each: Shift) -> set[int]:
    """Return the hours of UTC at which somebody is on duty."""
    return {(each.begins - each.utc_offset_hours + hour) % 24 for hour in range(_length(each))}


def _length(each: Shift) -> int:
    return (each.ends - each.begins) % 24 or 24


@cache
def _lived(name: str) -> Run:
    return simulate(my_forum(name), plain_team(), seed=personal_seed(name, "05a_answer_in_time"))


def _lived_in(forum: Scenario) -> Run:
    return simulate(forum, plain_team(), seed=_UNSEEN[0])


def _reference(forum: Scenario) -> Playbook:
    """Return a team that follows the members' day, from eight in the morning to midnight, and answers well."""
    offset = next(iter(forum.rhythm.zones))
    begins = _AWAKE - offset
    return plain_team().replace(
        {
            "team.shifts": [shift(begins), shift(begins + HOURS)],
            "care.tones": {"complaint": "empathetic"},
            "care.public_replies": 1,
        }
    )


def _soon_of(forum: Scenario, team: Playbook) -> float:
    return noise(answered_soon, forum, team, _UNSEEN).mean


def _visits(run: Run) -> np.ndarray:
    return np.bincount(run.hourly["hour"] % 24, weights=run.hourly["visits"], minlength=24)


def _writing(run: Run) -> np.ndarray:
    return np.bincount(run.hourly["hour"] % 24, weights=run.hourly["posts"] + run.hourly["replies"], minlength=24)


def _minutes(run: Run) -> float:
    return float(run.hourly["team_minutes"].sum())
