"""Injects: events that a facilitator releases into a running session - a crisis, or somebody who falls ill."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError, model_validator

from ..settings import Section, explain, setting, text
from ..world.crisis import Crisis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..world.community import Community


class Away(Section):
    """Somebody of the team, or several, cannot work for a while."""

    managers: tuple[int, ...] = setting(
        (0,), "numbers", "who, by number within the team", min_length=1, max_length=100
    )
    hours: int = setting(48, "hours", "how long", ge=1, le=8760)

    def befall(self, community: Community) -> None:
        """Let it happen now.

        Raises:
            ValueError: when there is nobody of such a number; nothing has changed then.
        """
        for number in self.managers:
            if not 0 <= number < len(community.managers):
                raise ValueError(
                    f"away.managers: there is no manager {number}, the team has {len(community.managers)}"
                )
        for number in self.managers:
            manager = community.managers[number]
            manager.away_until_hour = max(manager.away_until_hour, community.hour + self.hours)
            manager.minutes_left, manager.has_case_begun = 0.0, False


class Inject(Section):
    """One card of the facilitator's deck.

    A crisis begins in the hour in which the card is released; its own day and hour say nothing.
    """

    name: str = text("card", 80, "short name", shortest=1)
    title: str = text("", 200, "what the card is called")
    story: str = text("", 1000, "what the facilitator reads out")
    code: str = text("", 80, "word with which a team releases it; empty when it comes by itself")
    hour: int = setting(
        -1, "hours", "hours after the start at which it comes by itself; -1 for never", ge=-1, le=87_600
    )
    crisis: Crisis | None = None
    away: Away | None = None

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if (self.crisis is None) == (self.away is None):
            raise ValueError("an inject needs either a crisis or somebody who is away")
        if self.hour < 0 and not self.code:
            raise ValueError("an inject needs an hour at which it comes by itself, or a code to release it with")
        return self

    def is_opened_by(self, code: Any) -> bool:
        """Tell whether a word is its code; a sealed card keeps only a hash of it."""
        return bool(self.code) and isinstance(code, str) and self.code in (code, seal(code))

    def sealed(self) -> Inject:
        """Return the card as teams get it: its code cannot be read from it."""
        return self.model_copy(update={"code": seal(self.code)}) if self.code else self

    def options(self, hour: int) -> dict[str, Any]:
        """Return the options of the decision that releases it at an hour of the run."""
        options: dict[str, Any] = {"name": self.name}
        if self.crisis is not None:
            when = {"day": hour // 24, "hour": hour % 24}
            options["crisis"] = self.crisis.model_dump(mode="json") | when
        if self.away is not None:
            options["away"] = self.away.model_dump(mode="json")
        return options


def seal(code: str) -> str:
    """Return a hash of a code."""
    return "sha256:" + hashlib.sha256(code.strip().lower().encode()).hexdigest()


def read_cards(data: Any) -> tuple[Inject, ...]:
    """Return the cards that plain data tells of.

    Raises:
        ValueError: in one line, when it is no list of cards, or two have the same name.
    """
    if not isinstance(data, list) or not all(isinstance(card, dict) for card in data) or len(data) > 100:
        raise ValueError("injects must be a list of cards, at most 100")
    try:
        cards = tuple(Inject(**card) for card in data)
    except ValidationError as error:
        raise ValueError(explain(error, Inject)) from None
    if len({card.name for card in cards}) != len(cards):
        raise ValueError("injects: each card needs a name of its own")
    return cards


def read_release(options: Mapping[str, Any]) -> tuple[str, Crisis | None, Away | None]:
    """Return name, crisis and absence of the options of a decision that releases a card.

    Raises:
        ValueError: in one line, when they cannot be used.
    """
    name, crisis, away = options.get("name"), options.get("crisis"), options.get("away")
    if (
        set(options) - {"name", "crisis", "away"}
        or not isinstance(name, str)
        or (crisis is None) == (away is None)
    ):
        raise ValueError("a release needs a name, and either a crisis or somebody who is away")
    for what, kind in ((crisis, Crisis), (away, Away)):
        if what is not None and not isinstance(what, dict):
            raise ValueError(f"{kind.__name__.lower()} must be a table of names and values")
    try:
        return name, None if crisis is None else Crisis(**crisis), None if away is None else Away(**away)
    except ValidationError as error:
        raise ValueError(explain(error, Crisis if crisis is not None else Away)) from None
