"""Limits of the usual model: what it leaves out, and refuses to be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator import Playbook, Scenario

TONES = ("neutral", "empathetic")
"""Tones in which the usual model's team answers complaints."""


def refuse_unknown(place: Scenario, playbook: Playbook | None) -> None:
    """Refuse what the usual model knows nothing of, lest it be compared with a kit that does more.

    Raises:
        ValueError: names the first such setting, and what would be right.
    """
    asked = [("crises", place.crises, ()), ("platforms", len(place.platforms), 1)]
    if playbook is not None:
        asked += [*of_the_team(playbook), *of_care(playbook), *of_engagement(playbook)]
    for name, value, right in asked:
        if value != right:
            raise ValueError(f"the usual model leaves out {name}: it must be {right!r}, got {value!r}")


def of_the_team(playbook: Playbook) -> Iterator[tuple]:
    """Yield what a team must be and do: its settings by name, with their values and the right ones."""
    team = playbook.team
    yield "team.volunteers", team.volunteers, 0
    yield "team.escalate", team.escalate, ()
    yield "team.shifts.volunteer", any(shift.volunteer for shift in team.shifts), False
    yield "team.priorities", team.priorities[:2], ("moderation", "care")
    yield "moderation.delete_criticism", playbook.moderation.delete_criticism, False


def of_care(playbook: Playbook) -> Iterator[tuple]:
    """Yield what care must be: answers to complaints, by a person, in public, once."""
    care = playbook.care
    known = {kind: tone for kind, tone in care.tones.items() if kind == "complaint" and tone in TONES}
    yield "care.tones", dict(care.tones), known
    yield "care.leave_to_members_hours.complaint", care.leave_to_members_hours.get("complaint", 0), 0
    yield "care.voice", care.voice, "person"
    yield "care.private", care.private, False
    yield "care.public_replies", care.public_replies, 1


def of_engagement(playbook: Playbook) -> Iterator[tuple]:
    """Yield that engagement must be as it is by default."""
    section = playbook.engagement
    for name, right in type(section)():
        yield f"engagement.{name}", getattr(section, name), right
