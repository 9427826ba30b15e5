"""Newcomers: the checks of exercise 04a - does anything bring a second post, and at which price?"""

from __future__ import annotations

from functools import cache
from typing import Any

from simulator import Comparison, Playbook, Run, Scenario, compare
from simulator.lab.experiments.places import first_posts

from . import inputs
from .feedback import check, not_yet, passed
from .noise import beyond_luck, differences
from .personal import personal

SECOND = "second posts"
_PRINTED = 0.5  # the figure prints one decimal; whole numbers are read rightly, too
_APART = (2.0, 12.0)  # half of the interval's width: wide enough for its ends not to be taken for the difference
_SEEDS = range(100)
_UNSEEN = range(9101, 9113)
_CONFIDENCE = 0.99  # several decisions can be tried one after the other, and none should pass by luck
_DECISION = "engagement.answer_first_posts_hours"
_GREETING = {"engagement.welcome": "person"}


def forum() -> Scenario:
    """Return the forum of this exercise: many newcomers, and members who leave them alone."""
    return Scenario.load("forum").replace(
        {"members": 500, "days": 35, "population.visits_per_day": 0.4, "newcomers_per_1000_members_per_day": 14}
    )


def plain_team() -> Playbook:
    """Return the team before anything is decided."""
    return Playbook.load("balanced")


def second_posts(run: Run) -> float:
    """Of the newcomers who wrote, return the percentage that wrote again."""
    written = run.posts["author"].value_counts()
    return 100 * float((written[first_posts(run)["author"]] > 1).mean())


def my_comparison(name: Any) -> Comparison:
    """Return the comparison that belongs to somebody: eight forums with and without answers to first posts."""
    return _compared(personal(name, "04a_newcomers", _SEEDS, _half_width, _APART))


def changed_settings(before: Playbook, after: Playbook) -> dict[str, Any]:
    """Return which decisions differ between two playbooks: the new value by name, as "engagement.welcome"."""
    return _changed(before.model_dump(mode="json"), after.model_dump(mode="json"))


@check
def check_reading(comparison: Any, more_second_posts: Any, beyond_luck: Any) -> str:
    """Say whether a difference and its certainty were read from a figure.

    Args:
        comparison: of `my_comparison`. more_second_posts: the difference in percentage points.
        beyond_luck: "yes" or "no".
    """
    fault = _fault_of_comparison(comparison) or inputs.number("more_second_posts", more_second_posts, -100, 100, 8)
    if fault := fault or inputs.choice("beyond_luck", beyond_luck, ("yes", "no")):
        return fault
    row = comparison.effects(metrics=SECOND).iloc[0]
    sure = "yes" if row.ci_low > 0 or row.ci_high < 0 else "no"
    look = "Read the panel 'Second posts': the number above the mark."
    if abs(more_second_posts - row.difference) > _PRINTED:
        if abs(more_second_posts + row.difference) <= _PRINTED:
            return not_yet("more_second_posts has the wrong sign.", "Right of the line at 0 means more.")
        if min(abs(more_second_posts - row.ci_low), abs(more_second_posts - row.ci_high)) <= _PRINTED:
            return not_yet(
                "more_second_posts is an end of the interval.", "The difference is the mark in its middle."
            )
        if min(abs(more_second_posts - row.baseline_mean), abs(more_second_posts - row["mean"])) <= _PRINTED:
            return not_yet("more_second_posts is a share, not a difference.", look)
        if abs(100 * more_second_posts - row.difference) <= _PRINTED:
            return not_yet(
                "more_second_posts is a fraction.", "The figure shows percentage points; multiply by 100."
            )
        return not_yet(f"more_second_posts: {more_second_posts:g} is not what the figure shows.", look)
    if beyond_luck != sure:
        return not_yet(
            "the interval says something else about luck.",
            "Clear of 0, the mark is full, and luck is a poor explanation; where it crosses 0, it is hollow.",
        )
    return passed(
        f"{row.difference:+.1f} percentage points, from {row.ci_low:+.1f} to {row.ci_high:+.1f} in "
        f"{int(row.replicates)} pairs of forums."
    )


@check
def check_decision(playbook: Any) -> str:
    """Say whether one decision brings second posts, and more cheaply than a personal greeting for everybody.

    It is tried in twelve forums that no page names; both must be beyond luck.

    Args:
        playbook: the plain team with one decision altered.
    """
    if fault := inputs.playbook("playbook", playbook):
        return fault
    changed = changed_settings(plain_team(), playbook)
    if not changed:
        return not_yet("nothing was changed.", "Give .replace({...}) a setting of engagement, such as welcome.")
    if len(changed) > 1:
        return not_yet(
            f"{', '.join(sorted(changed)[:3])} were changed.",
            "Alter one only, or you can't tell which of them did it.",
        )
    name = next(iter(changed))
    if not name.startswith("engagement."):
        return not_yet(
            f"{name} is not about how newcomers are received.", "Look among the settings of engagement."
        )
    before, after = (forum(), plain_team()), (forum(), playbook)
    more = beyond_luck(differences(second_posts, before, after, _UNSEEN), _CONFIDENCE)
    minutes = differences(_minutes, before, after, _UNSEEN)
    if not more.up:
        return not_yet(
            f"second posts changed by {more} points: luck could explain it.", _why_not(name, changed[name])
        )
    greeting = differences(_minutes, before, (forum(), plain_team().replace(_GREETING)), _UNSEEN)
    dear = beyond_luck(minutes - greeting)
    if not dear.down:
        return not_yet(
            "it costs the team as much as greeting everybody.", "Look for what only those get who wrote."
        )
    return passed(
        f"second posts {more} percentage points in {len(_UNSEEN)} unseen forums, for {minutes.mean():.0f} minutes "
        f"in five weeks: {-dear.mean:.0f} fewer than greeting everybody in person."
    )


def _fault_of_comparison(comparison: Any) -> str:
    write = "It must be what my_comparison(my_name) returns; run the cells above again."
    if fault := inputs.empty("comparison", comparison, write):
        return fault
    if not isinstance(comparison, Comparison) or SECOND not in comparison.units:
        return not_yet("comparison is not the one of this page.", write)
    return ""


def _why_not(name: str, value: Any) -> str:
    if name == "engagement.welcome" and value == "bot":
        return "A bot reaches everybody and listens to nobody. What would a newcomer notice after writing?"
    if name == "engagement.welcome":
        return "A greeting warms those who sign up; most of them never write. Whom could the team turn to instead?"
    if name.startswith(("engagement.contest", "engagement.calendar")):
        return "That is for everybody. What would a newcomer notice after the first post?"
    if name == _DECISION:
        return "0 hours means that nobody answers; give the team some hours."
    return "What would a newcomer notice after the first post?"


def _minutes(run: Run) -> float:
    return float(run.hourly["team_minutes"].sum())


def _half_width(seed: int) -> float:
    row = _compared(seed).effects(metrics=SECOND).iloc[0]
    return float(row.ci_high - row.ci_low) / 2


@cache
def _compared(seed: int) -> Comparison:
    plans = {"plain": plain_team(), "answer": plain_team().replace({_DECISION: 24})}
    return compare(forum(), plans, replicates=8, seed=seed, measures={SECOND: second_posts})


def _changed(before: dict[str, Any], after: dict[str, Any], section: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in after.items():
        name, known = f"{section}{key}", before.get(key)
        # Sections always have the same keys; a dict that lost or won one is a decision by itself.
        if isinstance(value, dict) and isinstance(known, dict) and value.keys() == known.keys():
            found |= _changed(known, value, f"{name}.")
        elif known != value and name not in ("name", "title", "description"):
            found[name] = value
    return found
