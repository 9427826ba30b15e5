"""Presets: policies that are more than one number - who is there when, what is published when, the strikes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...playbook.netiquette import Step
from ...playbook.playbook import Playbook
from ...playbook.sanctions import RULES

AS_IT_IS = "as it is"
_WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
_STARTER = {"hour": 16, "kind": "starter"}


@dataclass(frozen=True)
class Preset:
    """A policy to choose from a few ways.

    Attributes:
        label: what is decided. meaning: in a line. ways: by name, what each makes of a playbook (changes by
            dotted name); "as it is" changes nothing.
    """

    label: str
    meaning: str
    ways: dict[str, Callable[[Playbook], dict[str, Any]]]


def _shifts(*hours: tuple[int, int], days: tuple[str, ...] | None = None) -> Callable[[Playbook], dict[str, Any]]:
    """Return who is there: minutes an hour, time zone and platforms are those of whoever is first there now."""

    def made(playbook: Playbook) -> dict[str, Any]:
        first = playbook.team.shifts[0].model_dump() if playbook.team.shifts else {"utc_offset_hours": 1}
        shifts = [
            first | {"begins": begins, "ends": ends} | ({"days": days} if days else {}) for begins, ends in hours
        ]
        return {"team.shifts": shifts}

    return made


def _calendar(*slots: dict[str, Any]) -> Callable[[Playbook], dict[str, Any]]:
    return lambda playbook: {"engagement.calendar": list(slots)}


def _ladder(*steps: Step) -> Callable[[Playbook], dict[str, Any]]:
    return lambda playbook: {"netiquette.ladder": [step.model_dump() for step in steps]}


COVERAGE = Preset(
    "coverage", "when somebody is there; each shift has the minutes an hour of the first one now",
    {
        "weekdays, 9:00 to 17:00": _shifts((9, 17), days=_WORKDAYS),
        "every day, 9:00 to 17:00": _shifts((9, 17)),
        "two shifts, 7:00 to 23:00": _shifts((7, 15), (15, 23)),
        "three shifts, day and night": _shifts((7, 15), (15, 23), (23, 7)),
        "nobody": lambda playbook: {"team.shifts": []},
    },
)  # fmt: skip
CALENDAR = Preset(
    "calendar", "what the team publishes, week by week (hours in UTC)",
    {
        "nothing": _calendar(),
        "one conversation starter a week": _calendar({"day": "wed"} | _STARTER),
        "three starters a week": _calendar(*({"day": day} | _STARTER for day in ("mon", "wed", "fri"))),
        "a starter every day": _calendar({"day": "daily"} | _STARTER),
        "news every weekday": _calendar(*({"day": day, "hour": 8, "kind": "news"} for day in _WORKDAYS)),
    },
)  # fmt: skip
LADDER = Preset(
    "strikes", "what follows the first, second ... breach; the last step repeats",
    {
        "warning, a day, a week, exclusion": _ladder(
            Step(), Step(step="block", hours=24), Step(step="block", hours=168), Step(step="exclude")
        ),
        "warnings only": _ladder(Step()),
        "a warning, then exclusion": _ladder(Step(), Step(step="exclude")),
        "exclusion at once": _ladder(Step(step="exclude")),
        "nothing": _ladder(),
    },
)  # fmt: skip
PRESETS = {"coverage": COVERAGE, "calendar": CALENDAR, "strikes": LADDER}


def rules_changed(playbook: Playbook, answers: dict[str, str]) -> dict[str, Any]:
    """Return the changes that give every rule its answer; what is left alone counts as a strike no more."""
    held = {name: playbook.netiquette.rules.get(name, "leave") for name in RULES}
    if answers == held:
        return {}
    changes: dict[str, Any] = {"netiquette.rules": answers}
    strikes = tuple(name for name in playbook.netiquette.strikes_for if answers[name] != "leave")
    if strikes != playbook.netiquette.strikes_for:
        changes["netiquette.strikes_for"] = list(strikes)
    return changes
