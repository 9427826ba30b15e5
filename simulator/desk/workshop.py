"""Workshop: teams that play offline - one place, seeds of equal difficulty, and a deck of cards.

A team's file says where it begins and which cards it has; codes are sealed, so nobody reads them from a file.
`collection` takes back what teams hand in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from .. import __version__
from ..lab.pairing import seeds_of
from ..playbook.playbook import Playbook
from ..world.scenario import Scenario
from . import journal
from .decision import shown
from .goals import MEASURES
from .injects import Inject, read_cards
from .mission import Mission
from .session import Session
from .start import AUTOPILOT, Start, loaded

FORMAT = 1
PLAN, TEAMS = "workshop.json", "teams"
MOST_TEAMS, CANDIDATES = 40, 4
"""So many seeds are tried for every team."""
DIFFICULTY = ("trust", "outrage", "seen_breaches", "members_kept", "posts")
"""What a seed's difficulty is measured by, when the desk is left to the routine."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


class WorkshopError(ValueError):
    """A workshop folder, or a log in it, that cannot be used; the message says why."""


@dataclass(frozen=True)
class Workshop:
    """What a workshop folder says.

    Attributes:
        name: of the workshop. mission: name, empty for none. starts: where each team begins, by the team's name.
        deck: the cards, with their codes. difficulty: measures of each seed, one row a team.
    """

    name: str
    mission: str
    starts: Mapping[str, Start]
    deck: tuple[Inject, ...]
    difficulty: pd.DataFrame

    def sealed(self) -> tuple[Inject, ...]:
        """Return the cards as teams have them."""
        return tuple(card.sealed() for card in self.deck)

    def session(self, team: str) -> Session:
        """Return a session at the beginning, as a team has it."""
        text = "".join(map(journal.line_of, self.beginning(team)))
        return Session.replay(text, verify=False)

    def beginning(self, team: str) -> list[Mapping[str, Any]]:
        """Return the lines with which a team's journal begins."""
        start = self.starts[team]
        return [journal.header(start, self.mission, self.sealed()), {"line": "hour", "hour": start.hour}]


def shipped_deck() -> tuple[Inject, ...]:
    """Return the cards that ship with the kit."""
    text = (resources.files("simulator") / "desk" / "deck.yaml").read_text(encoding="utf-8")
    return read_cards(yaml.safe_load(text))


def planned(
    name: str, teams: int = 6, mission: str | None = None, scenario: str = "forum", playbook: str = "balanced",
    days: int = 14, members: int = 600, seed: int = 7, deck: Sequence[Inject] | None = None,
) -> Workshop:  # fmt: skip
    """Return a workshop whose teams have seeds of equal difficulty.

    Several seeds a team are lived with everything left to the routine. Each is ranked by every measure of
    `DIFFICULTY`; those whose ranks lie nearest to the middle are taken, so that no team has an easy or a hard
    place by luck.

    Args:
        name: letters, digits, - and _. teams: how many. mission: name of one; without one a place is made of
            scenario, playbook, days and members.
        seed: from which the seeds are drawn. deck: cards; None for those that ship.

    Raises:
        ValueError: in one line, when something cannot be used.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise WorkshopError(f"name must be letters, digits, - and _, at most 60, got {shown(name)}")
    if isinstance(teams, bool) or not isinstance(teams, int) or not 1 <= teams <= MOST_TEAMS:
        raise WorkshopError(f"teams must be a whole number from 1 to {MOST_TEAMS}, got {shown(teams)}")
    goal = None if mission is None else loaded(Mission, mission)
    place = loaded(Scenario, scenario).replace(days=days, members=members) if goal is None else None
    plan = loaded(Playbook, playbook) if goal is None else None

    def start_of(luck: int, autopilot: tuple[str, ...] | None = None) -> Start:
        if goal is not None:
            return goal.start(luck, None, autopilot)
        return Start(place, plan, luck, ("engagement",) if autopilot is None else autopilot)

    lucks = seeds_of(seed, teams * CANDIDATES)
    table = pd.DataFrame([_left_alone(start_of(luck, AUTOPILOT)) for luck in lucks], index=lucks)
    off = ((table.rank(pct=True) - 0.5 - 0.5 / len(table)).abs()).max(axis=1)
    chosen = off.sort_values(kind="stable").index[:teams].tolist()
    names = [f"team-{number}" for number in range(1, teams + 1)]
    difficulty = (
        table.loc[chosen]
        .assign(seed=[str(luck) for luck in chosen], off_the_middle=off.loc[chosen])
        .set_axis(names)
    )
    cards = shipped_deck() if deck is None else tuple(deck)
    starts = {team: start_of(luck) for team, luck in zip(names, chosen, strict=True)}
    return Workshop(name, "" if goal is None else goal.name, starts, cards, difficulty)


def _left_alone(start: Start) -> dict[str, float]:
    """Return how a place fares when everything is left to the routine."""
    session = Session.replay(journal.line_of(journal.header(start, "")), verify=False)
    session.advance(until="end")
    return {name: MEASURES[name].of(session) for name in DIFFICULTY}


def opened(folder: Path) -> Workshop:
    """Return the workshop that a folder holds.

    Raises:
        WorkshopError: in one line, when it holds none.
    """
    plan = folder / PLAN
    try:
        data = json.loads(plan.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise WorkshopError(f"{folder} holds no workshop: {PLAN} is missing") from None
    except (OSError, ValueError, RecursionError):
        raise WorkshopError(f"{plan} is damaged") from None
    try:
        if data["format"] != FORMAT:
            raise WorkshopError(f"{plan} has format {shown(data['format'])}, this version reads {FORMAT}")
        if data["kit"] != __version__:
            raise WorkshopError(f"{plan} was made by version {data['kit']} of the kit, this is {__version__}")
        starts = {team: Start.from_data(start) for team, start in data["starts"].items()}
        if not all(_NAME.fullmatch(team) for team in starts):
            raise WorkshopError(f"{plan} names a team that is no name")
        difficulty = pd.DataFrame.from_dict(data["difficulty"], orient="index")
        return Workshop(str(data["name"]), str(data["mission"]), starts, read_cards(data["deck"]), difficulty)
    except (KeyError, TypeError, AttributeError) as error:
        raise WorkshopError(f"{plan} is damaged: {error}") from None


def as_data(workshop: Workshop) -> dict[str, Any]:
    """Return what `opened` reads."""
    return {
        "format": FORMAT, "kit": __version__, "name": workshop.name, "mission": workshop.mission,
        "starts": {team: start.as_data() for team, start in workshop.starts.items()},
        "deck": [card.model_dump(mode="json") for card in workshop.deck],
        "difficulty": json.loads(workshop.difficulty.to_json(orient="index", double_precision=12)),
    }  # fmt: skip
