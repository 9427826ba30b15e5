"""First hours: the checks of exercise 07a."""

from __future__ import annotations

from typing import Any

from simulator import Playbook, Run
from simulator.lens.sentences import count

from . import inputs
from .crisis_place import changed_elsewhere, departures, forum, team, trust
from .feedback import check, not_yet, passed
from .noise import UNSEEN, beyond_luck, differences, lived
from .personal import personal

EXERCISE = "07a_first_hours"
CANDIDATES = range(400, 480)
BAND = (12, 60)
"""Members whom waiting costs; with fewer, the two numbers are hard to tell apart from other readings."""
SOON, LATE, FACTS_KNOWN, A_DAY = 4, 120, 3, 24
HARSH = ("mocking", "defensive")


def my_seed(name: object) -> int:
    """Return the luck of a learner's own forum, in which waiting costs about as much as in a neighbour's."""
    return personal(name, EXERCISE, CANDIDATES, cost_of_waiting, BAND)


def cost_of_waiting(seed: int) -> float:
    """Return how many more members leave if the team answers five days later."""
    return departures(lived(forum(), team(delay_hours=LATE), seed)) - departures(lived(forum(), team(), seed))


@check
def check_cost(soon: Any, late: Any, more_left: Any) -> str:
    """Say whether the cost of waiting was read from two runs.

    Args:
        soon: the run in which the team answers after 4 hours. late: the same luck, after 120 hours.
        more_left: how many more members left for good in the second.
    """
    fault = inputs.run("soon", soon) or inputs.run("late", late) or _fault_of_pair(soon, late)
    fault = fault or inputs.number("more_left", more_left, -5000, 5000, 25)
    if fault:
        return fault
    right = departures(late) - departures(soon)
    look = 'Take summary()["departures"] of both and subtract.'
    if more_left == right:
        return passed(f"five days of waiting cost {right:.0f} members, in this forum and with this luck.")
    readings = {
        -right: "more_left has the wrong sign: more left when the team waited.",
        departures(late): "more_left counts everybody who left; some leave in any month.",
        departures(soon): "more_left counts those who left although the team answered soon.",
        late.summary()["negative_posts"] - soon.summary()["negative_posts"]: "more_left counts negative posts.",
        float(len(soon.members) - len(late.members)): "more_left counts who was ever a member.",
    }
    what = readings.get(float(more_left), f"more_left: expected another number than {float(more_left):g}.")
    return not_yet(what, look)


@check
def check_first_hours(plan: Any) -> str:
    """Say whether a plan for the first hours serves a forum in a crisis that the brand could have prevented.

    The yardstick is a plain answer after one day. The plan must not do worse, beyond luck, in forums that the
    learner has not seen.

    Args:
        plan: a playbook in which only the section `crisis` was changed.
    """
    fault = inputs.playbook("plan", plan) or fault_of_section(plan)
    if fault:
        return fault
    crisis = plan.crisis
    if crisis.strategy == "silence":
        return not_yet(
            "the plan says nothing.", f"Silence costs {_cost(plan)} members. Choose a strategy that speaks."
        )
    if crisis.strategy == "delete":
        return not_yet(
            "the plan deletes criticism.",
            f"That costs {_cost(plan)} members; abuse may be removed, criticism not.",
        )
    if crisis.delay_hours < FACTS_KNOWN:
        return not_yet(
            f"the plan speaks after {count(crisis.delay_hours, 'hour')}, before anybody knows what happened.",
            f"Give the people who look into it {FACTS_KNOWN} hours; a hold statement may bridge them.",
        )
    if crisis.disclose_early:
        return not_yet(
            "the posts are there already: it is too late to be first.", "Leave disclose_early at False."
        )
    lost, gained = _against_yardstick(plan)
    if lost.up or gained.down:
        return not_yet(
            f"beside a plain answer after a day your plan loses: members who left {lost}, trust {gained}.",
            _where_it_hurts(plan),
        )
    return passed(
        f"in {len(UNSEEN)} forums you have not seen it does no worse than a plain answer after a day: members who "
        f"left {lost}, trust {gained}. Other ways would have passed as well."
    )


def fault_of_section(plan: Playbook) -> str:
    """Return what is wrong when more than the section `crisis` was changed."""
    others = changed_elsewhere(plan)
    if others:
        return not_yet(f"{', '.join(others)} changed too.", 'Change settings that begin with "crisis." only.')
    return ""


def _fault_of_pair(soon: Run, late: Run) -> str:
    if soon.seed != late.seed or soon.scenario != late.scenario:
        return not_yet("the two runs differ in luck or place.", "Run both cells above again, with the same name.")
    if soon.playbook is None or late.playbook is None or soon.playbook == late.playbook:
        return not_yet("the two runs have the same team.", "Run both cells above again.")
    return ""


def _against_yardstick(plan: Playbook):
    """Return what the plan changes beside a plain answer after a day: departures and trust, with intervals."""
    yardstick = (forum(), team(delay_hours=A_DAY, tone="neutral"))
    return tuple(beyond_luck(differences(figure, yardstick, (forum(), plan))) for figure in (departures, trust))


def _cost(plan: Playbook) -> str:
    lost, _ = _against_yardstick(plan)
    return f"{lost.mean:.0f} ({lost.low:.0f} to {lost.high:.0f})"


def _where_it_hurts(plan: Playbook) -> str:
    """Return the setting to look at first."""
    crisis = plan.crisis
    if crisis.strategy in ("deny", "diminish"):
        return f"You {crisis.strategy} what the brand could have prevented; say what it does about it."
    if crisis.tone in HARSH:
        return f"The tone is {crisis.tone}; people who were harmed read it as contempt."
    if crisis.delay_hours > A_DAY:
        return f"It speaks after {crisis.delay_hours} hours; by then others have told the story."
    if not crisis.keep_promises and crisis.updates_every_hours:
        return "It promises updates and does not give them."
    return "Compare it with the team of the page, setting by setting, and change one back at a time."
