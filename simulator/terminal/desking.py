"""Desking: the command that says what can be played at the desk, and opens it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from .complaints import FAILED, say
from .notebooks import ROOT, lab_command
from .serving import desk_environment, serve

DESK_NOTEBOOK = "notebooks/desk.ipynb"
SAVED = "notebooks/results/desk"
"""Where the desk notebook keeps sessions, from the kit's folder."""


def desk(
    mission: Annotated[
        str | None, typer.Option(metavar="MISSION", help="Begin with this mission; --list lists them.")
    ] = None,
    notebook: Annotated[bool, typer.Option("--notebook", help="Open it in JupyterLab, with its code.")] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="List the missions, and what can be gone on with.")
    ] = False,
    show: Annotated[str | None, typer.Option(metavar="MISSION", help="Tell a mission's story and goals.")] = None,
    saved: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Where to look for sessions; default: the desk's own.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, open nothing.")] = False,
) -> None:
    """Open the desk as a page of its own, or list what can be played.

    It listens on this machine only, and who opens it needs the token in its address.
    """
    if show is not None:
        _show(show)
        return
    if saved is not None and not Path(saved).is_dir():
        raise ValueError(f"--saved must be a folder, and {saved} is none")
    if listed:
        _list(ROOT / SAVED if saved is None else Path(saved))
        return
    if mission is not None:
        _require(mission)
    package = "jupyterlab" if notebook else "voila"
    if find_spec(package) is None:
        say(f"{package} is not installed here; get it with: python start.py setup")
        raise typer.Exit(FAILED)
    if not (ROOT / DESK_NOTEBOOK).is_file():
        raise ValueError(f"{DESK_NOTEBOOK} is missing; in Python: from simulator.desk import Desk")
    environment = desk_environment(os.environ, mission)
    sys.stdout.flush()
    if notebook:
        _open_in_lab(environment, no_browser)
    raise typer.Exit(serve(ROOT / DESK_NOTEBOOK, environment, not no_browser))


def _open_in_lab(environment: dict[str, str], no_browser: bool) -> None:
    given = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{DESK_NOTEBOOK}"]
    command = lab_command([*given, *["--no-browser"] * no_browser])
    if os.name != "nt":
        os.execve(command[0], command, environment)  # Ctrl-C is then JupyterLab's own
    raise typer.Exit(subprocess.call(command, env=environment))


def _require(mission: str) -> None:
    from ..desk import Mission

    Mission.load(mission)


def _list(folder: Path) -> None:
    from ..desk import Mission, Session

    for name in Mission.names():
        mission = Mission.load(name)
        print(f"{name:<18} {mission.title} ({mission.days} days)")
    print("\nTo read a mission: community desk --show NAME")
    unfinished = Session.unfinished(folder)
    if len(unfinished):
        print(f"\nNot finished, in {folder}:")
        for one in unfinished.itertuples():
            print(f"  {one.path}: {one.mission or one.scenario}, day {one.hour // 24}, {one.decisions} decisions")


def _show(name: str) -> None:
    import textwrap

    from ..desk import Mission
    from ..desk.goals import MEASURES

    mission = Mission.load(name)
    print(mission.title, "\n")
    for paragraph in mission.story:
        print(textwrap.fill(paragraph, 88), "\n")
    print(f"{mission.days} days; your decisions may take {mission.budget.minutes:g} minutes and "
          f"{mission.budget.euros:g} euros.\n")  # fmt: skip
    for goal in mission.goals:
        bound = f"at least {goal.at_least:g}" if goal.at_least is not None else f"at most {goal.at_most:g}"
        print(f"{goal.axis:<10} {MEASURES[goal.measure].what}: {bound} ({MEASURES[goal.measure].unit})")
