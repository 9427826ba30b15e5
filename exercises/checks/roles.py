"""Roles: the checks of exercise 01a - of whom and for how long one counts, and what likeness changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from simulator import Run, Scenario
from simulator.lab.preconditions import language_gap
from simulator.lens.conversation import engagement_rate
from simulator.lens.counting import ACCOUNTS, VISITORS, share_who_wrote
from simulator.lens.participation import newcomers_who_wrote

from . import inputs
from .feedback import check, not_yet, passed
from .noise import UNSEEN, Verdict, beyond_luck, differences, lived
from .personal import personal

EXERCISE = "01a_roles"
WINDOWS = ("a day", "a week", "a month", "all the time")
PEOPLE = {"accounts": ACCOUNTS, "visitors": VISITORS}
VERDICTS = ("more", "less", "luck")
PLACE = Scenario.load("forum").replace({"members": 900, "days": 90, "population.visits_per_day": 0.06})
_TRIED = Scenario.load("forum").replace({"members": 600, "days": 60, "population.visits_per_day": 0.2})
MIXED_LEVEL = 0.1
_SEEDS = range(400)
_GAP = 1.0  # percentage points between any two of the eight shares, so that none is taken for its neighbour
_PRINTED = 0.05 + 1e-9  # percentage points: the figure prints tenths
_ROUNDED = 0.5  # percentage points: where a share lies that was read in whole percents
_ASKED = {"accounts_in_a_week": ("a week", ACCOUNTS), "visitors_in_a_month": ("a month", VISITORS)}
_CLAIMS = [
    (whom, window)
    for whom, named in PEOPLE.items()
    for window in WINDOWS
    if (window, named) not in _ASKED.values()
]
_LEVELS = tuple(round(0.7 + 0.01 * step, 2) for step in range(26))

MEASURES: dict[str, Callable[[Run], float]] = {
    "reactions": lambda run: 100 * engagement_rate(run.hourly, run.posts),
    "newcomers": newcomers_who_wrote,
    "lag": lambda run: 100 * language_gap(run),
}
"""Reactions per 100 readings; newcomers who wrote; how far newcomers lag behind in the language, of 100."""


def my_forum(name: Any) -> Run:
    """Return the forum that belongs to a name: all are equally easy to read."""
    return lived(PLACE, None, personal(name, EXERCISE, _SEEDS, smallest_gap, (_GAP, np.inf)))


def my_claim(name: Any) -> float:
    """Return the share, in percent, that a colleague reports of the forum that belongs to a name."""
    whom, window = personal(name, f"{EXERCISE} claim", _CLAIMS)
    return round(float(_shares(my_forum(name)).loc[window, PEOPLE[whom]]), 1)


def my_level(name: Any) -> float:
    """Return how much alike the members are in the community that belongs to a name, from 0.7 to 0.95."""
    return personal(name, f"{EXERCISE} alike", _LEVELS)


def smallest_gap(seed: int) -> float:
    """Return how far apart the two closest of the eight shares lie, in percentage points."""
    values = np.sort(_shares(lived(PLACE, None, seed)).to_numpy().ravel())
    return float(np.diff(values).min())


def try_alike(level: Any, pairs: int = 20) -> None:
    """Print what likeness changes in each measure: the mean over pairs with the same luck, and how sure it is."""
    if fault := inputs.number("level", level, 0, 1, 0.8) or inputs.number("pairs", pairs, 2, 40, 20, whole=True):
        print(fault)
        return
    for name, measure in MEASURES.items():
        apart = differences(measure, (alike(MIXED_LEVEL), None), (alike(level), None), range(1, int(pairs) + 1))
        found = beyond_luck(apart)
        print(
            f"{name:<10} {found.mean:+5.1f}   95% interval {found.low:+5.1f} to {found.high:+5.1f}   "
            f"more in {(apart > 0).sum()} of {len(apart)}"
        )


@check
def check_shares(run: Any, accounts_in_a_week: Any, visitors_in_a_month: Any) -> str:
    """Say whether two shares were read from `counting(run)`.

    Args:
        run: the forum.
        accounts_in_a_week: of all accounts, the percentage that writes in a week.
        visitors_in_a_month: of those who came, the percentage that writes in a month.
    """
    fault = (
        inputs.run("run", run)
        or inputs.number("accounts_in_a_week", accounts_in_a_week, 0, 100, 3)
        or inputs.number("visitors_in_a_month", visitors_in_a_month, 0, 100, 3)
    )
    if fault:
        return fault
    shares = _shares(run)
    if shares.isna().any(axis=None) or not shares.to_numpy().any():
        return not_yet("this run is too short, or nobody wrote in it.", "Take the forum of the first cell.")
    answers = {"accounts_in_a_week": accounts_in_a_week, "visitors_in_a_month": visitors_in_a_month}
    faults = [_fault_of_reading(shares, name, float(answers[name]), cell) for name, cell in _ASKED.items()]
    return next(filter(None, faults), "") or passed(
        f"{shares.loc['a week', ACCOUNTS]:.1f}% and {shares.loc['a month', VISITORS]:.1f}% are the same people, "
        "counted in two ways."
    )


@check
def check_claim(run: Any, claim: Any, of_whom: Any, counted_for: Any) -> str:
    """Say whether it was found out how a share was counted.

    Args:
        run: the forum. claim: the share that was reported of it, in percent.
        of_whom: "accounts" or "visitors". counted_for: one of "a day", "a week", "a month", "all the time".
    """
    fault = (
        inputs.run("run", run)
        or inputs.number("claim", claim, 0, 100, 3)
        or inputs.choice("of_whom", of_whom, PEOPLE)
        or inputs.choice("counted_for", counted_for, WINDOWS)
    )
    if fault:
        return fault
    shares = _shares(run)
    apart = (shares - float(claim)).abs()
    if apart.isna().any(axis=None) or apart.min(axis=None) > _PRINTED:
        return not_yet(
            f"no way of counting this forum gives {claim:g}%.",
            "Give the check the forum and the claim that belong to the same name.",
        )
    right_window, right_people = apart.stack().idxmin()
    if (counted_for, PEOPLE[of_whom]) == (right_window, right_people):
        return passed(f"{claim:g}% is the share {right_people}, counted for {right_window}.")
    counted = shares.loc[counted_for, PEOPLE[of_whom]]
    told = f"{PEOPLE[of_whom]}, counted for {counted_for}, it would be {counted:.1f}%"
    if counted_for == right_window:
        return not_yet(f"the stretch of time is right, the people are not: {told}.", "Look at the other curve.")
    if PEOPLE[of_whom] == right_people:
        longer = counted > claim
        return not_yet(
            f"the people are right, the stretch of time is not: {told}.",
            "Whoever counts for longer finds more who wrote; " + ("take a shorter one." if longer else "go on."),
        )
    return not_yet(f"{told}, not {claim:g}%.", "Find the claim's height on the figure first, then the curve.")


@check
def check_alike(level: Any, reactions: Any, newcomers: Any, lag: Any) -> str:
    """Say whether what members who are alike change was told from what luck changes, in six unseen forums.

    Args:
        level: how much alike they are, against 0.1 where they are mixed.
        reactions, newcomers, lag: "more", "less" or "luck" for likes, posts and replies per reading; for newcomers
            who write; and for how far newcomers lag behind in the language.
    """
    fault = inputs.number("level", level, 0.5, 1, 0.8)
    answers = {"reactions": reactions, "newcomers": newcomers, "lag": lag}
    for name, answer in answers.items():
        fault = fault or inputs.choice(name, answer, VERDICTS)
    if fault:
        return fault
    found = {name: verdict(name, float(level)) for name in MEASURES}
    for name, answer in answers.items():
        if answer != in_word(found[name]):
            return _fault_of_verdict(name, answer, found[name])
    return passed(
        f"reactions {found['reactions']} per 100 readings, newcomers who wrote {found['newcomers']}, lag "
        f"{found['lag']} of 100: livelier inside, further to go for whoever is new, and no more of them."
    )


def verdict(name: str, level: float) -> Verdict:
    """Return what a level of likeness changes in one measure, over forums that nobody has seen."""
    return beyond_luck(differences(MEASURES[name], (alike(MIXED_LEVEL), None), (alike(level), None), UNSEEN))


def in_word(found: Verdict) -> str:
    """Return "more", "less" or "luck" for a difference with its interval."""
    return "more" if found.up else "less" if found.down else "luck"


def alike(level: float) -> Scenario:
    """Return the place whose members are so much alike, in taste and in a language of their own."""
    return _TRIED.replace({"population.homogeneity": float(level), "population.shared_style": float(level)})


def _shares(run: Run) -> pd.DataFrame:
    return 100 * share_who_wrote(run)


def _fault_of_reading(shares: pd.DataFrame, name: str, answer: float, cell: tuple[str, str]) -> str:
    """Return what is wrong with one reading: the wrong people, the wrong stretch, a fraction, or the silent."""
    right = float(shares.loc[cell])
    window, people = cell
    nearest = (shares - answer).abs().stack().idxmin()
    if abs(answer - right) <= _PRINTED:
        return ""
    if nearest == cell and answer == round(right):
        return not_yet(f"{name}: {answer:g} was rounded.", "Give one digit after the point, as the figure does.")
    if answer < 1 and abs(100 * answer - right) <= _ROUNDED:
        return not_yet(f"{name}: {answer:g} is a fraction.", "The figure shows percent; multiply by 100.")
    if abs(100 - answer - right) <= _ROUNDED:
        return not_yet(f"{name}: {answer:g}% are those who wrote nothing.", "Take it off 100.")
    look = f"Read the curve {people} above '{window}'."
    if abs(answer - shares.stack()[nearest]) > _ROUNDED:
        return not_yet(f"{name}: {answer:g}% is not in the figure.", look)
    if nearest == cell:
        return not_yet(f"{name}: {answer:g}% is near it, but not what stands in the figure.", look)
    return not_yet(f"{name}: {answer:g}% is the share {nearest[1]}, counted for {nearest[0]}.", look)


def _fault_of_verdict(name: str, answer: str, found: Verdict) -> str:
    if name == "newcomers" and answer == "more":
        return not_yet(
            f"newcomers: in six unseen forums the difference was {found}, and the interval holds 0.",
            "A livelier place is not yet a place that more people join in. Call it luck.",
        )
    if name == "lag" and answer == "less":
        return not_yet(
            f"lag: in six unseen forums it was {found} of 100.",
            "Members who are alike have more that a newcomer must learn, not less.",
        )
    if answer == "luck":
        return not_yet(
            f"{name}: in six unseen forums the difference was {found}, and the interval does not hold 0.",
            "What comes out the same way in every pair is no luck.",
        )
    return not_yet(
        f"{name}: in six unseen forums the difference was {found}.",
        "Look on which side of 0 the whole interval lies, and whether it lies on one side at all.",
    )
