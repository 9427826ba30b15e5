"""Who writes: the checks of exercise 00."""

from __future__ import annotations

from typing import Any

import pandas as pd

from simulator import Run, Scenario, simulate
from simulator.lens.participation import by_group, people_who_wrote

from . import inputs
from .feedback import check, not_yet, passed

READING_TOLERANCE = 1.5  # percentage points; the figure prints whole ones
UNSEEN_SEEDS = (1001, 1002, 1003)


@check
def check_reading(run: Any, wrote_something: Any, written_by_busiest: Any) -> str:
    """Say whether two shares were read correctly from `overview(run)`.

    Args:
        run: the run that the figure shows.
        wrote_something: of the people, the percentage that wrote at least once.
        written_by_busiest: of all that was written, the percentage by people who wrote 10 times or more.
    """
    fault = (
        inputs.run("run", run)
        or inputs.number("wrote_something", wrote_something, 0, 100, 40)
        or inputs.number("written_by_busiest", written_by_busiest, 0, 100, 40)
    )
    if fault:
        return fault
    groups = by_group(run)
    if not groups["contributions"].sum():
        return not_yet("nobody wrote anything in this run.", "Choose another seed, or a lower hurdle.")
    percent = 100 * groups / groups.sum()
    silent, busiest = percent.loc["never", "people"], percent.loc["10 times or more"]
    return (
        _fault_of_people(wrote_something, silent)
        or _fault_of_writing(written_by_busiest, busiest)
        or passed(
            f"{silent:.0f}% of the people are silent; {busiest['people']:.0f}% of them wrote "
            f"{busiest['contributions']:.0f}% of everything."
        )
    )


@check
def check_decision(before: Any, after: Any, more_people: Any) -> str:
    """Say whether one decision, and nothing else, brought more people to write, and whether they were counted.

    The decision is also tried with luck that the learner has not seen.

    Args:
        before: the run of the forum as it was.
        after: the run of the same forum, with the same seed, and a lower hurdle.
        more_people: how many more people wrote after than before.
    """
    fault = inputs.run("before", before) or inputs.run("after", after) or _fault_of_decision(before, after)
    if fault:
        return fault
    most = people_who_wrote(before) + people_who_wrote(after)
    fault = inputs.number("more_people", more_people, -most, most, 12) or _fault_of_count(
        before, after, more_people
    )
    if fault:
        return fault
    luckier = sum(_gain(before.scenario, after.scenario, seed) > 0 for seed in UNSEEN_SEEDS)
    if luckier < len(UNSEEN_SEEDS):
        return not_yet(
            f"in {len(UNSEEN_SEEDS) - luckier} of {len(UNSEEN_SEEDS)} forums with other luck, your change did not "
            "bring more people to write.",
            "The step is too small to tell from luck; lower the hurdle further.",
        )
    return passed(
        f"{more_people:g} more people wrote, and more did in all {len(UNSEEN_SEEDS)} forums with other luck too."
    )


def _fault_of_people(answer: float, silent: float) -> str:
    if _is_close(answer, 100 - silent):
        return ""
    if _is_close(answer, silent):
        return not_yet(
            f"wrote_something: {answer:g}% are those who never wrote.", "All the others did; take it off 100."
        )
    if _is_close(100 * answer, 100 - silent):
        return not_yet(f"wrote_something: {answer:g} is a fraction.", "The figure shows percent; multiply by 100.")
    return not_yet(
        f"wrote_something: {answer:g} is not what the figure shows.",
        "Read the hatched bar beside 'never', and take it off 100.",
    )


def _fault_of_writing(answer: float, busiest: pd.Series) -> str:
    right = busiest["contributions"]
    look = "Read the blue bar beside '10 times or more'."
    if _is_close(answer, right):
        return ""
    if _is_close(100 * answer, right):
        return not_yet(
            f"written_by_busiest: {answer:g} is a fraction.", "The figure shows percent; multiply by 100."
        )
    if _is_close(answer, busiest["people"]):
        return not_yet(f"written_by_busiest: {answer:g} counts the people, not what they wrote.", look)
    if _is_close(100 - answer, right):
        return not_yet(f"written_by_busiest: {answer:g} is what all the others wrote.", look)
    return not_yet(f"written_by_busiest: {answer:g} is not what the figure shows.", look)


def _is_close(answer: float, right: float) -> bool:
    return abs(answer - right) <= READING_TOLERANCE


def _fault_of_decision(before: Run, after: Run) -> str:
    if before.seed != after.seed:
        return not_yet("the two runs have different luck.", "Give both the same seed, or you compare two stories.")
    if before.playbook != after.playbook:
        return not_yet("the two runs have different teams.", "Change the hurdle only.")
    changed = _differences(before.scenario.model_dump(), after.scenario.model_dump())
    hurdle = "platform.entry_friction"
    others = [name for name in changed if name != hurdle]
    if others:
        return not_yet(
            f"{', '.join(others)} changed too.", "Change the hurdle only, or you can't tell which change did it."
        )
    if not changed:
        return not_yet("nothing was changed.", "Give my_hurdle a lower number and run that cell again.")
    if after.scenario.platform.entry_friction > before.scenario.platform.entry_friction:
        return not_yet("the hurdle is higher than before.", "A lower number deters fewer people.")
    return ""


def _fault_of_count(before: Run, after: Run, answer: float) -> str:
    gain = people_who_wrote(after) - people_who_wrote(before)
    if answer == gain:
        return ""
    if answer == -gain:
        return not_yet("more_people has the wrong sign.", "Take the count after minus the count before.")
    if answer == people_who_wrote(after):
        return not_yet("more_people is everybody who wrote.", "Take off those who wrote before your change.")
    if answer == len(after.posts) - len(before.posts):
        return not_yet("more_people counts posts.", "Read the first panel of the figure: people who wrote.")
    return not_yet(
        f"more_people: {answer:g} is not the difference in the figure.",
        "Read both numbers under 'People who wrote' and take one from the other.",
    )


def _differences(before: dict, after: dict, section: str = "") -> list[str]:
    names = []
    for key in before:
        if isinstance(before[key], dict) and section == "" and isinstance(after[key], dict):
            names += _differences(before[key], after[key], f"{key}.")
        elif before[key] != after[key]:
            names.append(section + key)
    return names


def _gain(before: Scenario, after: Scenario, seed: int) -> int:
    return people_who_wrote(simulate(after, seed=seed)) - people_who_wrote(simulate(before, seed=seed))
