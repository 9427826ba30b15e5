"""Collection: the logs that teams of a workshop hand in, each checked, and how the teams stand.

A decision log proves itself: it is lived again here, and refused with the reason when it does not give the tables
that it claims, or did not begin where the team began.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from . import journal
from .goals import MEASURES
from .session import Session
from .start import AUTOPILOT, Start
from .workshop import DIFFICULTY, Workshop, WorkshopError, opened

HANDED_IN = "handed_in"


@dataclass(frozen=True, eq=False)
class Collected:
    """What teams have handed in.

    Attributes:
        sessions: lived again, by team. refused: why a log does not count, by file name. missing: teams that have
            handed in nothing usable.
    """

    sessions: Mapping[str, Session]
    refused: Mapping[str, str]
    missing: tuple[str, ...]


def collected(folder: Path) -> Collected:
    """Return what has been handed in, each log lived again; what cannot be used is refused, the others count."""
    workshop = opened(folder)
    sessions: dict[str, Session] = {}
    refused: dict[str, str] = {}
    place = folder / HANDED_IN
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        if path.name.startswith("."):
            continue
        try:
            team = _team_of(path, place, workshop)
            sessions[team] = _verified(path, workshop, team)
        except ValueError as error:
            refused[path.name] = str(error)
    missing = tuple(team for team in workshop.starts if team not in sessions)
    return Collected(sessions, refused, missing)


def _team_of(path: Path, place: Path, workshop: Workshop) -> str:
    """Return whose log a file is; a link that leads out of the folder is nobody's."""
    if path.is_symlink() or not path.resolve().is_relative_to(place.resolve()) or not path.is_file():
        raise WorkshopError("it is no plain file of this folder")
    if path.suffix != ".jsonl" or path.stem not in workshop.starts:
        raise WorkshopError(
            f"a log must be named after its team: {', '.join(f'{t}.jsonl' for t in workshop.starts)}"
        )
    return path.stem


def _verified(path: Path, workshop: Workshop, team: str) -> Session:
    """Return the session that a log tells of, once it proves that it is this team's, whole and true."""
    log, start = journal.read(path), workshop.starts[team]
    journal.require_whole(log)
    if log.start.seed != start.seed:
        raise WorkshopError(f"it was played with seed {log.start.seed}, {team} has {start.seed}")
    if log.start != start or log.mission != workshop.mission:
        raise WorkshopError(f"it did not begin where {team} begins")
    if log.injects != workshop.sealed():
        raise WorkshopError("its cards are not those of this workshop")
    if log.hour != start.scenario.hours:
        raise WorkshopError(
            f"it ends on day {log.hour / 24:.1f} of {start.scenario.days}; play it to the end, and save it again"
        )
    _require_cards(log, workshop)
    return Session.replay(path)


def _require_cards(log: journal.Log, workshop: Workshop) -> None:
    """Refuse a log that keeps a card from coming, or plays one that is not in the deck."""
    cards = {card.name: card for card in workshop.deck}
    released = {}
    for one in log.decisions:
        if one.what != "card":
            continue
        name = str(one.options.get("name"))
        if name not in cards or name in released or dict(one.options) != cards[name].options(one.hour):
            raise WorkshopError(f"decision {one.number} releases a card that is not in the deck: {name!r}")
        released[name] = one.hour
    for card in workshop.deck:
        due = log.start.hour + card.hour
        if card.hour >= 0 and due < log.hour and released.get(card.name) != due:
            raise WorkshopError(f"card {card.name!r} comes at hour {due}, and did not")


def board(found: Collected) -> pd.DataFrame:
    """Return how every team stands: one row a team and measure, beside what the routine alone would have reached.

    Columns: team; axis; measure; value; unit; wanted and met (empty without a mission); left_alone (the same seed
    with everything left to the routine); difference (value less left_alone: what the team's decisions did).
    """
    rows = []
    for team, session in found.sessions.items():
        alone = Session.replay(journal.line_of(journal.header(_on_autopilot(session.start), "")), verify=False)
        alone.advance(until="end")
        if session.mission is not None:
            of = session.scores()[["axis", "measure", "value", "unit", "wanted", "met"]].to_dict("records")
        else:
            of = [
                {"axis": "", "measure": name, "value": MEASURES[name].of(session), "unit": MEASURES[name].unit,
                 "wanted": "", "met": ""} for name in DIFFICULTY
            ]  # fmt: skip
        for row in of:
            left = MEASURES[row["measure"]].of(alone)
            rows.append({"team": team} | row | {"left_alone": left, "difference": row["value"] - left})
    columns = ["team", "axis", "measure", "value", "unit", "wanted", "met", "left_alone", "difference"]
    return pd.DataFrame(rows, columns=columns)


def _on_autopilot(start: Start) -> Start:
    return Start(start.scenario, start.playbook, start.seed, AUTOPILOT, start.past)


def spread(table: pd.DataFrame) -> pd.DataFrame:
    """Return per measure the lowest, middle and highest of the teams' values."""
    values = table.groupby("measure", sort=False)["value"]
    return values.agg(lowest="min", middle="median", highest="max", teams=np.size).reset_index()
