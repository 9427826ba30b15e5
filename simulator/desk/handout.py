"""Handout: the pages and notebooks of a workshop - for the facilitator, for teams, and for looking back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from .. import __version__
from ..lens.report import Figure, Part, page
from .chart import session_figure
from .collection import spread
from .evidence import effects_of, published
from .judgement import judgement
from .workshop import CANDIDATES

if TYPE_CHECKING:
    from .collection import Collected
    from .workshop import Workshop

_KIT = {"Kit": f"version {__version__}"}
_FIRST = """# {workshop}: {team}

This is your desk. All teams have the same place; your luck is your own. Every decision is kept in the file beside
this notebook, also when the power fails.
"""
_HOW = """Look at what waits, decide, and let time pass. `session.verbs()` lists what you can do, and
`session.act("reply", 12, tone="empathetic")` does it. When the facilitator gives you a word for a card, call
`session.play_card("the word")`.
"""
_LAST = "When the last day is over, save your log and give the file to the facilitator."
_BEFORE = """Give each team its folder of teams/. Each needs a machine with the kit; no network is used. They play
{days:g} days of the simulated place. The log that a team saves at the end is called after the team, such as
team-1.jsonl, and goes into handed_in/."""
_MEANWHILE = """Release a card by reading it out and giving its word; teams type it into session.play_card(...).
One or two cards are enough. Ask each team to write down what it expects before it decides."""
_AFTER = """The command "community workshop collect {name}" checks every log and writes board.html and
debrief.html. Talk about decisions first and about figures later: what did you expect, what did you see, what would
you do next time?"""
_SEEDS = """{candidates} seeds a team were lived with everything left to the routine; those that lie nearest to the
middle in all of these figures were taken. off_the_middle says how far, at worst, a seed's rank lies from the
middle (0.5 would be the most extreme). Luck still differs, so compare each team with its own place left alone, as
the board does."""
_BOARD = """Each axis stands for itself; nobody is ranked. left_alone: the same place and luck with everything left
to the routine. difference: what the team's decisions did, for this one luck."""
_QUESTIONS = """Which decision of another team surprised you? Which of yours would you take again, and how would
you find out whether it did anything? session.what_if(number) lives it again with other luck, with the decision and
without."""


def notebook(workshop: Workshop, team: str, log: str) -> str:
    """Return a team's notebook as JSON: the desk from its beginning, cards, and handing in."""
    cells = [
        ("markdown", _FIRST.format(workshop=workshop.name, team=team)),
        ("code", f"from simulator.desk import Session\n\nsession = Session.resume({log!r})\nsession"),
        ("markdown", _HOW),
        ("code", "session.advance(until='something')"),
        ("code", "session.status()"),
        ("code", "session.inbox()"),
        ("markdown", _LAST),
        ("code", f"print(session.save('{team}.jsonl') if session.over else f'Not yet: {{session}}')"),
    ]
    made = [
        {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for number, (kind, text) in enumerate(cells, 1)
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def facilitator_page(workshop: Workshop) -> str:
    """Return the facilitator's page: before, while, after, the deck with its codes, and how seeds were chosen."""
    start = next(iter(workshop.starts.values()))
    deck = pd.DataFrame([
        {"card": card.title or card.name, "word": card.code or "-",
         "comes by itself": f"{card.hour} hours after the start" if card.hour >= 0 else "no",
         "read out": card.story}
        for card in workshop.deck
    ])  # fmt: skip
    days = (start.scenario.hours - start.hour) / 24
    difficulty = workshop.difficulty.assign(seed=lambda table: table["seed"].astype(str))
    parts = [
        Part("Before", _BEFORE.format(days=days)),
        Part("While they play", _MEANWHILE, (), deck),
        Part("After", _AFTER.format(name=workshop.name)),
        Part(
            "Seeds of equal difficulty",
            _SEEDS.format(candidates=CANDIDATES),
            (),
            difficulty.rename_axis("team").reset_index(),
        ),
    ]
    return page(f"Workshop {workshop.name}", parts, _KIT)


def board_page(workshop: Workshop, found: Collected, table: pd.DataFrame) -> str:
    """Return the board: how each team stands on each axis, how it went, and which logs do not count and why."""
    refused = pd.DataFrame([{"file": name, "reason": reason} for name, reason in found.refused.items()])
    pictures = [(team, session_figure(session)) for team, session in found.sessions.items()]
    missing = ", ".join(found.missing) or "nobody"
    parts = [
        Part("The board", _BOARD, (), table),
        Part("How far decisions carried", "The lowest, middle and highest of the teams.", (), spread(table)),
        *(Part(team, "", [Figure(picture.png(), picture.says)]) for team, picture in pictures),
        Part("No log", f"No log that counts came from: {missing}."),
        Part("Refused", "" if len(refused) else "No log was refused.", (), refused if len(refused) else None),
    ]
    return page(f"Workshop {workshop.name}: the board", parts, _KIT)


def debrief_page(workshop: Workshop, found: Collected) -> str:
    """Return the page for looking back: what was decided, how posts were judged, what studies say, questions."""
    decisions = [(team, one) for team, session in found.sessions.items() for one in session.decisions]
    every = pd.DataFrame(
        [(team, round(one.hour / 24, 1), one.what, str(one)) for team, one in decisions],
        columns=["team", "day", "verb", "decision"],
    )
    counts = every.groupby(["team", "verb"], sort=False).size().rename("times").reset_index()
    to_all = every[every["verb"].isin(["set", "state", "disclose", "card"])].drop(columns="verb")
    judged = pd.DataFrame(
        [(team, judgement(session).says) for team, session in found.sessions.items()],
        columns=["team", "judgement"],
    )
    elsewhere = "Studies were done elsewhere; ask what is different here."
    effects = published(effects_of(one for _, one in decisions))
    parts = [
        Part("What was decided", "", (), counts),
        Part("Policies, words to everybody, and cards", "", (), to_all),
        Part("Telling breaches from decent posts", "", (), judged),
        Part("What studies say about it", elsewhere, (), effects),
        Part("Questions", _QUESTIONS),
    ]
    return page(f"Workshop {workshop.name}: debriefing", parts, _KIT)
