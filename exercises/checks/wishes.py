"""Wishes: the checks of exercise 05b - the road of a wish, what became of some, and a road one can pay for."""

from __future__ import annotations

from functools import cache
from typing import Any

from simulator import Playbook, Run, Scenario, simulate

from . import inputs
from .feedback import check, not_yet, passed
from .newcomers import changed_settings
from .noise import beyond_luck, differences
from .personal import personal

STEPS = ("check", "pass on", "ship", "tell")
EUROS = 4500
"""What there is in a week for wishes, at most."""
_SEEDS = range(300)
_CLEAR = (1.0, 99.0)  # all four numbers differ and none is 0, see `_difficulty`
_UNSEEN = range(9401, 9417)
_SHIP_DAYS = 7
_VERBS = {"checked": "check_wish", "passed_on": "forward", "shipped": "ship_wish"}
_GIVEN = ("care.wish_euros", "care.minutes_per_wish", "care.ship_days", "care.minutes_per_answer")


def forum() -> Scenario:
    """Return the forum of this exercise: many wishes come up in it."""
    return Scenario.load("forum").replace(
        {"members": 800, "days": 42, "population.visits_per_day": 0.4, "behaviour.wish_chance": 0.004}
    )


def plain_team() -> Playbook:
    """Return the team as you find it: wishes are nobody's job. What is passed on is shipped within a week."""
    return Playbook.load("balanced").replace(
        {"care.wishes": "ignore", "care.ship_days": _SHIP_DAYS, "care.tell": False}
    )


def my_run(name: Any) -> Run:
    """Return a forum that belongs to somebody, with a team that takes wishes all the way."""
    return _lived(personal(name, "05b_wishes", _SEEDS, _difficulty, _CLEAR))


@check
def check_order(steps: Any) -> str:
    """Say whether the four steps of a wish are in an order in which they work.

    Args:
        steps: the four words of `STEPS` in the order in which they are done.
    """
    if fault := inputs.choices("steps", steps, STEPS, len(STEPS)):
        return fault
    if not isinstance(steps, list | tuple):
        return not_yet("steps has no order.", "Write a list, with the first step in front.")
    at = {step: place for place, step in enumerate(steps)}
    if at["tell"] < at["ship"]:
        return not_yet(
            "the community is told before anything is there.", "A promise that is broken costs more than none."
        )
    if at["pass on"] < at["check"]:
        return not_yet(
            "a wish is passed on unchecked.", "Whoever passes on what can't be done is not asked again."
        )
    if at["ship"] < at["pass on"]:
        return not_yet(
            "a wish is shipped before anybody inside the company has heard of it.", "Who would build it?"
        )
    return passed("checked, passed on, shipped, and told. Each step needs the one before it.")


@check
def check_counts(run: Any, written: Any, checked: Any, passed_on: Any, shipped: Any) -> str:
    """Say whether it was read rightly what became of the wishes of a run.

    Args:
        run: of `my_run`. written: wishes of members. checked, passed_on, shipped: how many came that far.
    """
    answers = {"written": written, "checked": checked, "passed_on": passed_on, "shipped": shipped}
    fault = inputs.run("run", run)
    for name, answer in answers.items():
        fault = fault or inputs.number(name, answer, 0, 1000, 4, whole=True)
    if fault:
        return fault
    right = _road(run)
    if answers == right:
        return passed(
            f"of {right['written']} wishes {right['shipped']} were shipped; most end where they are checked, and "
            "their authors wait for a word."
        )
    if answers["written"] == right["checked"] != right["written"]:
        return not_yet("written counts those that were checked.", "Some were never looked at; count the posts.")
    if answers["shipped"] == right["passed_on"] != right["shipped"]:
        return not_yet("shipped counts those that were passed on.", "The company has not finished all of them.")
    if answers["passed_on"] == right["checked"] - right["passed_on"] != right["passed_on"]:
        return not_yet("passed_on counts those that did not stand up.", "Take it off those that were checked.")
    wrong = next(name for name in answers if answers[name] != right[name])
    return not_yet(f"{wrong} is not what the tables say.", "run.costs() has one row for each kind of act.")


@check
def check_road(team: Any) -> str:
    """Say whether a team takes wishes all the way, within its money, and whether members feel it.

    Tried in sixteen forums that no page names: satisfaction and trust have to rise beyond luck.

    Args:
        team: the plain team with settings of `care` altered.
    """
    if fault := inputs.playbook("team", team) or _fault_of_team(team):
        return fault
    before, after = (forum(), plain_team()), (forum(), team)
    pleased = beyond_luck(differences(_satisfaction, before, after, _UNSEEN))
    trusting = beyond_luck(differences(_trust, before, after, _UNSEEN))
    if not pleased.up:
        return not_yet(
            f"satisfaction changes by {pleased} points: luck could explain it.",
            "More wishes have to be on their way.",
        )
    if not trusting.up:
        return not_yet(
            f"members are more satisfied ({pleased} points), and trust you no more than before ({trusting}).",
            "They do not know that it was their wish. Which of the four steps is missing?"
            if not team.care.tell else "More wishes have to come true before it shows.",
        )  # fmt: skip
    return passed(
        f"satisfaction {pleased} and trust {trusting} points, for at most {_euros(team):,.0f} euros a week."
    )


def _fault_of_team(team: Playbook) -> str:
    changed = changed_settings(plain_team(), team)
    if not changed:
        return not_yet("nothing was changed.", "Alter care.wishes, care.wishes_at_a_time and care.tell.")
    if given := [name for name in changed if name in _GIVEN]:
        return not_yet(f"{given[0]} was changed.", "That is what a wish takes; only the company could change it.")
    if others := [name for name in changed if name not in ("care.wishes", "care.wishes_at_a_time", "care.tell")]:
        return not_yet(
            f"{others[0]} was changed, too.", "Alter the road of a wish only, or you can't tell what did it."
        )
    if team.care.wishes == "ignore":
        return not_yet("wishes are still nobody's job.", 'care.wishes must be "check".')
    if not team.care.wishes_at_a_time:
        return not_yet("the company works on no wish.", "Give care.wishes_at_a_time a number from 1.")
    if _euros(team) > EUROS:
        return not_yet(
            f"at most {_euros(team):,.0f} euros a week would be spent of {EUROS:,}.",
            f"Each wish costs {team.care.wish_euros:,.0f}; let the company work on fewer at a time.",
        )
    return ""


def _euros(team: Playbook) -> float:
    return float(team.cost(forum()).loc["wishes, at most", "euros"])


def _road(run: Run) -> dict[str, int]:
    posts = run.posts[(run.posts["author"] >= 0) & (run.posts["kind"] == "wish")]
    return {"written": len(posts)} | {
        name: int((run.actions["verb"] == verb).sum()) for name, verb in _VERBS.items()
    }


def _difficulty(seed: int) -> float:
    """Return how many wishes were shipped if all numbers differ, so that none can be taken for another; else 0."""
    road = _road(_lived(seed))
    numbers = [*road.values(), road["checked"] - road["passed_on"]]
    return float(road["shipped"]) if len(set(numbers)) == len(numbers) else 0.0


@cache
def _lived(seed: int) -> Run:
    road = {"care.wishes": "check", "care.wishes_at_a_time": 2, "care.tell": True}
    return simulate(forum(), plain_team().replace(road), seed=seed)


def _satisfaction(run: Run) -> float:
    return 100 * float(run.daily["satisfaction"].iloc[-1])


def _trust(run: Run) -> float:
    return 100 * float(run.daily["trust"].iloc[-1])
