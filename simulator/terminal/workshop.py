"""Workshop: the commands that make a folder for teams, and collect what they hand in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .folders import keep, require_writable
from .options import whole

if TYPE_CHECKING:
    from ..desk.workshop import Workshop

commands = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Run a workshop for teams, offline.")
FACILITATOR, BOARD, DEBRIEF = "facilitator.html", "board.html", "debrief.html"


@commands.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Folder to make, and name of the workshop.")],
    teams: Annotated[str, typer.Option(metavar="NUMBER", help="How many teams.")] = "6",
    mission: Annotated[
        str | None, typer.Option(metavar="NAME", help="What they play (`community desk --list` lists them).")
    ] = None,
    scenario: Annotated[str, typer.Option(metavar="NAME", help="The place, without a mission.")] = "forum",
    playbook: Annotated[
        str, typer.Option(metavar="NAME", help="What is on the desk, without a mission.")
    ] = "balanced",
    days: Annotated[str, typer.Option(metavar="NUMBER", help="How long it lasts, without a mission.")] = "14",
    seed: Annotated[str, typer.Option(metavar="NUMBER", help="From which the teams' seeds are drawn.")] = "7",
    deck: Annotated[str | None, typer.Option(metavar="FILE", help="Cards of your own, a .yaml file.")] = None,
) -> None:
    """Make a folder for a workshop.

    It holds a page for you, the deck of cards, and a folder for every team: same place, seeds of equal difficulty.
    Teams need the kit and no network. Their logs go into NAME/handed_in.
    """
    from ..desk.workshop import planned

    folder = Path(name)
    if folder.exists():
        raise ValueError(f"{folder} exists already; name another folder")
    require_writable(folder)
    cards = None if deck is None else _deck(Path(deck))
    workshop = planned(
        folder.name, whole("teams", teams), mission, scenario, playbook, whole("days", days), 600,
        whole("seed", seed), cards,
    )  # fmt: skip
    _write(workshop, folder)
    print(f"The workshop is in {folder}: begin with {folder / FACILITATOR}, give each team its folder of teams/.")


@commands.command()
def collect(folder: Annotated[str, typer.Argument(metavar="FOLDER", help="What `new` has made.")]) -> None:
    """Check what teams have handed in, and make the board and a page for the debriefing.

    Every log in FOLDER/handed_in is lived again. One that was altered, cut short, or is another team's is refused
    with the reason; the others count. The exit code is 1 when there is nothing that counts.
    """
    from ..desk.collection import board, collected
    from ..desk.handout import board_page, debrief_page
    from ..desk.workshop import opened

    place = Path(folder)
    workshop = opened(place)
    require_writable(place)
    found = collected(place)
    for name, reason in found.refused.items():
        print(f"refused {name}: {reason}", file=sys.stderr)
    table = board(found)
    pages = {BOARD: board_page(workshop, found, table), DEBRIEF: debrief_page(workshop, found)}
    keep({name: content.encode() for name, content in pages.items()}, place)
    missing = ", ".join(found.missing) or "nobody"
    print(f"{len(found.sessions)} logs count, {len(found.refused)} are refused; no log that counts of: {missing}")
    print(f"The board is {place / BOARD}, the page for the debriefing {place / DEBRIEF}")
    if not found.sessions:
        raise typer.Exit(1)


def _deck(path: Path) -> Any:
    import yaml

    from ..desk.injects import read_cards

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"no deck at {path}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        raise ValueError(f"{path} is no YAML file of cards") from None
    return read_cards(data)


# --- what is written --------------------------------------------------------------------------------------------


def _write(workshop: Workshop, folder: Path) -> None:
    """Write the folder of a workshop, whole or not at all."""
    import os
    import shutil
    import tempfile

    import yaml

    from ..desk import journal
    from ..desk.collection import HANDED_IN
    from ..desk.handout import facilitator_page, notebook
    from ..desk.workshop import PLAN, TEAMS, as_data

    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".workshop-", dir=folder.parent))
    try:
        cards = [card.model_dump(mode="json", exclude_none=True) for card in workshop.deck]
        files = {
            PLAN: json.dumps(as_data(workshop), indent=1, ensure_ascii=False),
            "deck.yaml": yaml.safe_dump(cards, sort_keys=False, allow_unicode=True, width=100),
            FACILITATOR: facilitator_page(workshop),
            f"{HANDED_IN}/.keep": "",
        }
        for team in workshop.starts:
            log = f"{team}{journal.SUFFIX}"
            files[f"{TEAMS}/{team}/{log}"] = "".join(map(journal.line_of, workshop.beginning(team)))
            files[f"{TEAMS}/{team}/{team}.ipynb"] = notebook(workshop, team, log)
        for name, content in files.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).write_text(content, encoding="utf-8", newline="\n")
        os.chmod(staging, 0o755)
        os.replace(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
