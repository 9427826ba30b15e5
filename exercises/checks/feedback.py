"""Feedback: what every check answers, and how it reads what a learner entered."""

from __future__ import annotations

from numbers import Real
from typing import Any

from simulator import Run

PASSED = "Passed"


def passed(praise: str = "") -> str:
    """Return the answer to what is right, with a sentence that says why."""
    return f"{PASSED} - {praise}" if praise else PASSED


def not_yet(what: str, where_next: str) -> str:
    """Return the answer to what is not right yet: what it is, then where to look next."""
    return f"Not yet - {what} {where_next}"


def fault_of_number(name: str, answer: Any, low: float, high: float, example: float) -> str:
    """Return what is wrong with an answer that must be a number from `low` to `high`, empty if nothing is."""
    write = f"Write a plain number, such as {name} = {example:g}."
    if answer is None or answer is ...:
        return not_yet(f"{name} is still empty.", write)
    if isinstance(answer, str):
        return not_yet(f"{name} is text.", f"{write} Leave out quotation marks and signs such as %.")
    if isinstance(answer, bool) or not isinstance(answer, Real):
        return not_yet(f"{name} is not a number.", write)
    if not low <= answer <= high:
        return not_yet(f"{name}: expected a number from {low:g} to {high:g}, got {answer:g}.", write)
    return ""


def fault_of_run(name: str, answer: Any) -> str:
    """Return what is wrong with an answer that must be a run, empty if nothing is."""
    if answer is None or answer is ...:
        return not_yet(f"{name} is still empty.", "Let a forum live first: simulate(forum, seed=my_seed).")
    if not isinstance(answer, Run):
        return not_yet(
            f"{name} is not a run.", "It must be what simulate(...) returns; run the cells above again."
        )
    return ""
