"""Start: where a session begins - a place, its luck, what was lived before, and the playbook taken over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

from ..playbook.crisis import Crisis as Answer
from ..playbook.engagement import Engagement
from ..playbook.playbook import Playbook
from ..settings import Settings, SettingsError, hint
from ..world.chance import key
from ..world.community import Community
from ..world.crisis import Crisis
from ..world.scenario import Scenario
from .decision import shown

AUTOPILOT = ("moderation", "care", "engagement", "crisis")
"""Parts of a playbook that the team may do of its own accord; the others are left to the player."""


@dataclass(frozen=True)
class Start:
    """Where a session begins.

    Attributes:
        scenario: the place. seed: its luck.
        playbook: what the team does when the player sits down.
        autopilot: names from `AUTOPILOT`: what the team does by the playbook without being told.
        past: (playbook, hours) one after the other: who managed the place before, and for how long.
    """

    scenario: Scenario
    playbook: Playbook
    seed: int = 7
    autopilot: tuple[str, ...] = AUTOPILOT
    past: tuple[tuple[Playbook, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be lived.

        Raises:
            ValueError: in one line, when the seed, a name of the autopilot or the past cannot be used.
        """
        if not isinstance(self.seed, Integral):
            raise ValueError(f"seed must be a whole number from 0 to 2**64 - 1, got {shown(self.seed)}")
        key(self.seed)
        object.__setattr__(self, "seed", int(self.seed))
        object.__setattr__(self, "autopilot", sections(self.autopilot))
        for playbook, hours in self.past:
            if not isinstance(playbook, Playbook) or isinstance(hours, bool) or not isinstance(hours, int):
                raise ValueError("past must be pairs of a playbook and hours")
            if hours < 0:
                raise ValueError(f"past: hours must be at least 0, got {hours}")
        if self.hour >= self.scenario.hours:
            raise ValueError(f"the past ({self.hour} hours) must be shorter than the run ({self.scenario.hours})")

    @property
    def hour(self) -> int:
        """The hour at which the player sits down."""
        return sum(hours for _, hours in self.past)

    def found(self) -> Community:
        """Return the community at the moment the player sits down: its past is lived, not painted."""
        plan = routine(self.playbook, self.autopilot)
        if not self.past:
            return Community(self.scenario, plan, seed=self.seed)
        community = Community(self.scenario, self.past[0][0], seed=self.seed).run_for(hours=self.past[0][1])
        for playbook, hours in self.past[1:]:
            community = community.fork(playbook).run_for(hours=hours)
        return community.fork(plan)

    def with_crisis(self, crisis: Crisis) -> Start:
        """Return the same start in a place where one more crisis comes.

        Raises:
            SettingsError: when two crises would begin in the same hour.
        """
        crises = sorted([*self.scenario.crises, crisis], key=lambda one: one.begins)
        scenario = self.scenario.replace(crises=[one.model_dump() for one in crises])
        return Start(scenario, self.playbook, self.seed, self.autopilot, self.past)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for a log."""
        return {
            "scenario": self.scenario.model_dump(mode="json"),
            "playbook": self.playbook.model_dump(mode="json"),
            "seed": self.seed,
            "autopilot": list(self.autopilot),
            "past": [{"playbook": plan.model_dump(mode="json"), "hours": hours} for plan, hours in self.past],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Start:
        """Return the start that `as_data` has written.

        Raises:
            ValueError: in one line, when something is missing or cannot be used.
        """
        try:
            past = tuple((Playbook(**stage["playbook"]), stage["hours"]) for stage in data["past"])
            return cls(
                Scenario(**data["scenario"]), Playbook(**data["playbook"]), data["seed"],
                tuple(data["autopilot"]), past,
            )  # fmt: skip
        except KeyError as error:
            raise ValueError(f"the start lacks {error.args[0]!r}") from None
        except (TypeError, AttributeError) as error:
            raise ValueError(f"the start cannot be read: {error}") from None


def sections(names: Iterable[str] | None) -> tuple[str, ...]:
    """Return names of the autopilot in their usual order, each once; all of them for None.

    Raises:
        ValueError: in one line, when one is unknown.
    """
    if names is None:
        return AUTOPILOT
    if not isinstance(names, str | list | tuple | set | frozenset):
        raise ValueError(f"autopilot must be a list of {', '.join(AUTOPILOT)}, got {shown(names)}")
    wanted = [names] if isinstance(names, str) else list(names)
    for name in wanted:
        if not isinstance(name, str) or name not in AUTOPILOT:
            raise ValueError(f"unknown autopilot {shown(name)}{hint(shown(name), list(AUTOPILOT))}")
    return tuple(name for name in AUTOPILOT if name in wanted)


def routine(playbook: Playbook, autopilot: Sequence[str]) -> Playbook:
    """Return the playbook that the team carries out of its own accord.

    What is not on autopilot waits for the player: flags, appeals and escalations; answers and wishes; everything
    that keeps a place alive, badges and ads apart, which nobody has to do by hand; words in a crisis. Rules in
    sight, filters and forms go on working, since nobody has to do anything for them.
    """
    changes: dict[str, Any] = {}
    if "moderation" not in autopilot:
        changes |= {"moderation.handle_flags": False, "moderation.delete_criticism": False}
    if "care" not in autopilot:
        changes |= {"care.tones": {}, "care.wishes": "ignore"}
    if "engagement" not in autopilot:
        kept = ("badges", "ads_per_day", "euros_per_newcomer")
        changes["engagement"] = Engagement(**{name: getattr(playbook.engagement, name) for name in kept})
    if "crisis" not in autopilot:
        changes["crisis"] = Answer(strategy="silence")
    return playbook.replace(changes) if changes else playbook


def loaded(kind: type[Settings], given: Any) -> Any:
    """Return a scenario, playbook or mission from an object, a name or a file.

    Raises:
        SettingsError: in one line, when it is none of these.
    """
    if isinstance(given, kind):
        return given
    if not isinstance(given, str | os.PathLike):
        raise SettingsError(f"{kind.noun} must be a {kind.__name__}, a name or a file, got {shown(given)}")
    return kind.load(given)
