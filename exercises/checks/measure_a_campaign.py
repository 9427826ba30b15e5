"""Measure a campaign: the checks of exercise 08b, which let campaigns run that the learner has not seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from simulator import Playbook, Scenario
from simulator.lab.trial import Trial, trial
from simulator.lens import uplift
from simulator.lens.uplift import BEFORE_AFTER, DIFFERENCES, HOLDOUT, TRUTH
from simulator.playbook.campaign import Campaign

from . import inputs
from .feedback import check, not_yet, passed
from .noise import UNSEEN
from .personal import personal

EXERCISE = "08b_measure_a_campaign"
CANDIDATES = range(600, 680)
BAND = (20, 60)
"""Points that before/after claims and the holdout does not confirm."""
NONE = "none"
WAYS = (BEFORE_AFTER, HOLDOUT, DIFFERENCES, NONE)
VERDICTS = ("it brought something", "not proven", "it did harm")
MEMBERS, DAYS = 400, 32
_SEEDS = UNSEEN[:4]
_TRUSTED = 0.75
"""A 95% interval that holds the truth in fewer forums of four is no 95% interval (chance: 1 in 70)."""
_USUAL, _FRIDAY = {"begins_day": 22, "days": 2}, {"weekdays": "fri", "from_hour": 18, "begins_day": 17, "days": 7}
_CHOSEN = {"lapsed": "having been away", "everybody": "nothing", "every second": "nothing"}


@dataclass(frozen=True)
class Plan:
    """How a campaign is planned, as far as it bears on measuring it.

    Attributes:
        held_out: members left out by lot. never_meant: members like the others who were never meant. chosen_for:
        "nothing" (anybody) or "having been away". weekend: whether the days after it are a weekend, and those
        before are not.
    """

    held_out: int
    never_meant: int
    chosen_for: str
    weekend: bool
    audience: str = field(repr=False)

    def run(self, seed: int) -> pd.DataFrame:
        """Return the three measures beside the truth, in a forum with this luck."""
        half = 0.5 if self.held_out else 0.0
        whom = range(0, MEMBERS, 2) if self.audience == "every second" else self.audience
        when = _FRIDAY if self.weekend else _USUAL
        done = trial(Campaign("thanks", whom, "thank", minutes=0.1, holdout=half, **when), forum(), team(), seed)
        return ways_of(done, self)


def _plan(audience: str, by_lot: bool, weekend: bool) -> Plan:
    """Return a plan with its numbers of people, rounded; about a tenth of members lapse."""
    people = {"lapsed": 40, "everybody": MEMBERS, "every second": MEMBERS // 2}[audience]
    others = MEMBERS // 2 if audience == "every second" else 0
    return Plan(people // 2 if by_lot else 0, others, _CHOSEN[audience], weekend, audience)


PLANS = {
    "A": _plan("lapsed", True, False),
    "B": _plan("every second", False, True),
    "C": _plan("lapsed", False, False),
}
"""The campaigns of the page."""
PROBES = (*PLANS.values(), _plan("everybody", True, True), _plan("everybody", False, False),
          _plan("everybody", False, True))  # fmt: skip
"""The campaigns that a rule is tried on: those of the page, and three that the learner has not seen."""


def forum() -> Scenario:
    """Return the forum in which the campaigns run."""
    return Scenario.load("forum").replace({"members": MEMBERS, "days": DAYS, "population.visits_per_day": 0.5})


def team() -> Playbook:
    """Return a team that is always there, so that everybody meant is asked within the hour."""
    return Playbook.load("balanced").replace({"team.shifts": [{"begins": 0, "ends": 24, "minutes_per_hour": 60}]})


def ways_of(done: Trial, plan: Plan) -> pd.DataFrame:
    """Return the three measures of a trial beside the truth: over two days if a weekend follows, else over a week.

    Of those who were away it is asked whether they came at all, of others how often.
    """
    if plan.audience == "every second":
        left = done.run.members["left_hour"]
        beside = [member for member in range(1, MEMBERS, 2) if left[member] > done.contacts["hour"].min()]
    else:
        beside = []
    measure = "count" if plan.chosen_for == "nothing" else "any"
    return done.three_ways("log-ins", 2 if plan.weekend else 7, measure, np.array(beside, dtype=int))


def my_seed(name: object) -> int:
    """Return the luck of a learner's own forum, in which before/after claims about as much as in a neighbour's."""
    return personal(name, EXERCISE, CANDIDATES, unconfirmed, BAND)


@cache
def measured(plan: Plan, seed: int) -> pd.DataFrame:
    """Return the three measures beside the truth, from memory where the same was asked for before."""
    return plan.run(seed)


def my_ways(name: object) -> pd.DataFrame:
    """Return what a learner sees of campaign A: the measures, without the truth."""
    return measured(PLANS["A"], my_seed(name)).loc[[BEFORE_AFTER, HOLDOUT], ["estimate", "low", "high", "n"]]


def unconfirmed(seed: int) -> float:
    """Return how many points before/after claims beyond the holdout; NaN where that is no clear case."""
    ways = measured(PLANS["A"], seed)
    true = ways.loc[TRUTH, "estimate"]
    if not ways.loc[HOLDOUT, "low"] <= 0 <= ways.loc[HOLDOUT, "high"] or not abs(true) < 0.1:
        return float("nan")
    return 100 * (ways.loc[BEFORE_AFTER, "estimate"] - ways.loc[HOLDOUT, "estimate"])


@cache
def held(plan: Plan) -> pd.Series:
    """Return in which share of forums each way's own 95% interval holds the truth, by way."""
    return uplift.errors([measured(plan, seed) for seed in _SEEDS])["covered"]


def right_ways(plan: Plan) -> frozenset[str]:
    """Return the ways of measuring that can be trusted: their intervals hold the truth; `none` if no way's do."""
    table = held(plan)
    return frozenset(table.index[table >= _TRUSTED]) or frozenset({NONE})


@check
def check_claim(ways: Any, unconfirmed_points: Any, verdict: Any) -> str:
    """Say whether the measures of campaign A were read rightly.

    Args:
        ways: as `my_ways` gives. unconfirmed_points: what before/after claims beyond the holdout, in percentage
        points. verdict: one of `VERDICTS`.
    """
    fault = inputs.table("ways", ways, ["estimate", "low", "high"], 2)
    if not fault and not {BEFORE_AFTER, HOLDOUT} <= set(ways.index):
        fault = not_yet("ways has other rows than before/after and holdout.", "Run the cells above again.")
    fault = fault or inputs.number("unconfirmed_points", unconfirmed_points, -200, 200, 30)
    fault = fault or inputs.choice("verdict", verdict, VERDICTS)
    if fault:
        return fault
    before, held = ways.loc[BEFORE_AFTER], ways.loc[HOLDOUT]
    right = 100 * (before["estimate"] - held["estimate"])
    if abs(unconfirmed_points - right) > 1:
        readings = {
            right / 100: "unconfirmed_points is a share of 1.",
            -right: "unconfirmed_points has the wrong sign.",
            100 * before["estimate"]: "unconfirmed_points is all that before/after claims.",
            100 * held["estimate"]: "unconfirmed_points is what the holdout confirms.",
        }
        what = next(
            (
                told
                for value, told in readings.items()
                if abs(unconfirmed_points - value) < max(0.05, 1e-3 * abs(value))
            ),
            f"unconfirmed_points: expected another number than {unconfirmed_points:g}.",
        )
        return not_yet(what, "Subtract the holdout's estimate from that of before/after, times 100.")
    true = VERDICTS[0] if held["low"] > 0 else VERDICTS[2] if held["high"] < 0 else VERDICTS[1]
    if verdict != true:
        span = f"{100 * held['low']:+.0f} to {100 * held['high']:+.0f}"
        return not_yet(
            f'"{verdict}" does not follow: the holdout\'s interval goes from {span} points.',
            "Look whether 0 lies within it. Before/after is no help: these people could only become more active.",
        )
    return passed(f"before/after lies {right:.0f} points above the holdout, whose interval decides what to say.")


@check
def check_choices(chosen: Any) -> str:
    """Say whether each campaign of the page is measured in a way that its plan allows.

    Args:
        chosen: by campaign, one of `WAYS`.
    """
    fault = inputs.mapping("chosen", chosen, PLANS)
    for name in PLANS if not fault else ():
        fault = fault or inputs.choice(f'chosen["{name}"]', chosen[name], WAYS)
    if fault:
        return fault
    for name, plan in PLANS.items():
        if fault := _fault(f"campaign {name}", plan, chosen[name]):
            return fault
    return passed("each is measured in a way that its plan allows, and where there is none you say so.")


@check
def check_rule(choose: Any) -> str:
    """Say whether a rule finds a way of measuring for campaigns that the learner has not seen.

    Args:
        choose: a function that takes a plan and returns one of `WAYS`.
    """
    fault = inputs.function("choose", choose, "def choose(plan):")
    if fault:
        return fault
    said = []
    for plan in PROBES:
        way = choose(plan)
        if fault := inputs.choice("what choose returns", way, WAYS) or _fault(_told(plan), plan, way):
            return fault
        said.append(way)
    return passed(
        f"{len(PROBES)} campaigns, {len(set(said))} ways of measuring, none that its plan does not allow."
    )


def _fault(name: str, plan: Plan, way: str) -> str:
    """Return what is wrong with a way of measuring a campaign, from what it does in forums with other luck."""
    right = right_ways(plan)
    if way in right:
        return ""
    if way == NONE:
        return not_yet(f"{name}: there is a way.", _hint(plan))
    if way == HOLDOUT and not plan.held_out:
        return not_yet(f"{name}: nobody was left out by lot, so a holdout has nothing to say.", _hint(plan))
    if way == DIFFERENCES and not plan.never_meant:
        return not_yet(f"{name}: there is nobody like them who was never meant.", _hint(plan))
    error = uplift.errors([measured(plan, seed) for seed in _SEEDS]).loc[way, "error"]
    times = round(held(plan)[way] * len(_SEEDS))
    return not_yet(
        f"{name}: over {len(_SEEDS)} forums {way} is {error:+.2f} off the truth, and its own interval "
        f"holds the truth in {times} of them.",
        _hint(plan),
    )


def _hint(plan: Plan) -> str:
    if plan.held_out:
        return "Some were left out by lot: they lived through the same days."
    if plan.chosen_for != "nothing":
        return "They were chosen for having been away, and could only become more active. Whom could you compare?"
    if plan.never_meant:
        return "The others had the same weekend, and were not chosen for anything."
    if plan.weekend:
        return "Everybody had the same weekend, and nobody was left out."
    return "Nobody was chosen for anything, and the days before and after were alike."


def _told(plan: Plan) -> str:
    weekend = "a weekend after" if plan.weekend else "usual days"
    return f"{plan.held_out} held out, {plan.never_meant} never meant, chosen for {plan.chosen_for}, {weekend}"
