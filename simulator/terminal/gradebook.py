"""Gradebook: the command that lists what a folder of returned exercises had passed, without running any."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .complaints import FAILED, say
from .folders import keep, require_writable
from .options import named_folder

if TYPE_CHECKING:
    from rich.table import Table

    from exercises.returned import Gradebook

NAME = "gradebook.csv"
_SIGNS = {"Passed": "P", "Not yet": "n", "Untried": "-"}


def gradebook(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="Returned notebooks: one folder a learner, or names in files.")
    ],
    out: Annotated[str | None, typer.Option(metavar="FOLDER", help=f"Write {NAME} here.")] = None,
) -> None:
    """List who has passed which exercise, from notebooks that learners have returned.

    Nothing is run: what the checks had answered, as it is stored in each notebook, is read. A file that cannot be
    used gives one line on stderr, and the exit code is then 1.
    """
    try:
        from exercises.returned import gradebook as read
    except ModuleNotFoundError:
        raise ValueError("the gradebook needs the course; call it from the folder of the kit") from None

    place = None if out is None else named_folder(out)
    if place is not None:
        require_writable(place)
    found = read(Path(folder).expanduser())
    show(found)
    if place is not None:
        keep({NAME: found.csv().encode()}, place)
        print(f"Written to {place / NAME}")
    for fault in found.faults:
        say(fault)
    if found.faults:
        raise typer.Exit(FAILED)


def show(found: Gradebook) -> None:
    """Print a table of learners and exercises, what its signs mean, and how many there are of each."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    if found.learners:
        console.print(table(found))
        console.print("P passed, n not yet, - untried. Exercises that nobody has tried are left out.")
    for learner in found.learners:
        states = [one.state for one in found.results if one.learner == learner]
        counted = ", ".join(f"{states.count(state)} {state.lower()}" for state in _SIGNS)
        console.print(f"{learner}: {counted}")


def table(found: Gradebook) -> Table:
    """Return learners in rows and exercises in columns, of those that somebody has tried."""
    from rich.table import Table
    from rich.text import Text

    tried = {one.exercise.name for one in found.results if one.state != "Untried"}
    shown = Table(title="Exercises")
    shown.add_column("Learner", overflow="fold")
    for name in sorted(tried):
        shown.add_column(name.partition("_")[0], justify="center", no_wrap=True)
    for learner in found.learners:
        row = [one for one in found.results if one.learner == learner and one.exercise.name in tried]
        row.sort(key=lambda one: one.exercise.name)
        shown.add_row(Text(learner), *(_SIGNS[one.state] for one in row))
    return shown
