"""Crisis plan: the check of exercise 07b."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator import Playbook

from . import inputs
from .crisis_place import KNOWN_BEFORE_HOURS, departures, forum, team, trust
from .feedback import check, not_yet, passed
from .first_hours import HARSH, fault_of_section
from .noise import UNSEEN, Verdict, beyond_luck, differences, lived

EUROS = 300
"""What the plan may cost in a crisis."""
SEEDS = UNSEEN[:5]
CRISES = {"preventable": 0.8, "accidental": 0.7, "victim": 0.8}
"""How far the brand is to blame in the crises that the plan is tried on, and how grave they are."""


@dataclass(frozen=True)
class Trial:
    """What a plan does in one crisis beside an honest answer four hours after the first posts."""

    blame: str
    left: Verdict
    trust: Verdict
    euros: float


@check
def check_crisis_plan(plan: Any, because: Any) -> str:
    """Say whether a plan for a crisis holds in three crises that the learner has not seen.

    It must win trust, beyond luck, where the brand is to blame, lose nothing beyond luck where it is less so, and
    keep to the budget. It is held against an honest answer four hours after the first posts.

    Args:
        plan: a playbook in which only the section `crisis` was changed. because: why, in the learner's words.
    """
    fault = inputs.playbook("plan", plan) or fault_of_section(plan) or _fault_of_words(plan)
    fault = fault or inputs.text("because", because, least_words=15)
    if fault:
        return fault
    trials = [tried(plan, blame) for blame in CRISES]
    return (
        next((said for trial in trials if (said := _fault_of_budget(plan, trial))), "")
        or next((said for trial in trials if (said := _fault_of_loss(plan, trial))), "")
        or _fault_of_gain(plan, trials[0])
        or passed(
            f"where the brand is to blame, trust ends {100 * trials[0].trust.mean:+.1f} points beside an answer "
            f"after four hours, and nothing is lost beyond luck in the two other crises. It cost "
            f"{max(trial.euros for trial in trials):.0f} euros at most."
        )
    )


def tried(plan: Playbook, blame: str) -> Trial:
    """Return what a plan does in one of `CRISES`."""
    place = forum(blame, CRISES[blame])
    left, won = (
        beyond_luck(differences(figure, (place, team()), (place, plan), SEEDS)) for figure in (departures, trust)
    )
    euros = max(float(lived(place, plan, seed).summary()["money_spent"]) for seed in SEEDS)
    return Trial(blame, left, won, euros)


def _fault_of_words(plan: Playbook) -> str:
    crisis = plan.crisis
    if crisis.strategy == "silence":
        return not_yet(
            "the plan sits it out.", "Who stays hears the story from others. Choose a strategy that speaks."
        )
    if crisis.strategy == "delete":
        return not_yet(
            "the plan deletes criticism.", "Noticed deletions bring more of it; choose a strategy that speaks."
        )
    if crisis.updates_every_hours and not crisis.keep_promises:
        return not_yet("the plan promises updates and plans none.", "Set keep_promises to True, or promise none.")
    return ""


def _fault_of_budget(plan: Playbook, trial: Trial) -> str:
    if trial.euros <= EUROS:
        return ""
    return not_yet(
        f"in one forum it costs {trial.euros:,.0f} euros; the budget is {EUROS}.",
        "Compensation goes to everybody who knows of it, and more will know. Offer less, or none.",
    )


def _fault_of_loss(plan: Playbook, trial: Trial) -> str:
    if not trial.left.up and not trial.trust.down:
        return ""
    what = f"in a crisis of the kind '{trial.blame}' it loses: members who left {trial.left}, trust {trial.trust}."
    crisis = plan.crisis
    if crisis.strategy in ("deny", "diminish"):
        return not_yet(what, f"To {crisis.strategy} fits few crises, and you do not know which will come.")
    if crisis.tone in HARSH:
        return not_yet(what, f"The tone is {crisis.tone}. Ask who will read it.")
    if not crisis.disclose_early and crisis.delay_hours > team().crisis.delay_hours:
        return not_yet(what, f"It waits {crisis.delay_hours} hours after the first posts.")
    return not_yet(what, "Try it in one forum on the page, and change one setting back at a time.")


def _fault_of_gain(plan: Playbook, trial: Trial) -> str:
    if trial.trust.up:
        return ""
    what = (
        f"where the brand is to blame, trust is not beyond luck above an answer after four hours: {trial.trust}."
    )
    if not plan.crisis.disclose_early:
        return not_yet(what, "The brand knows before anybody posts. What could it do in that time?")
    if plan.crisis.delay_hours >= KNOWN_BEFORE_HOURS - 1:
        return not_yet(
            what,
            f"Others make it known after {KNOWN_BEFORE_HOURS} hours; with your delay they are first, or nearly.",
        )
    return not_yet(what, "It speaks first. Look at what it says, and how.")
