"""Fitting: the command that makes a scenario of a community's own log."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .folders import require_writable

if TYPE_CHECKING:
    from rich.table import Table

    from ..lab.fitted import Fit


def fit(
    log: Annotated[str, typer.Argument(metavar="LOG", help="A file, folder or zip that your community wrote.")],
    format: Annotated[
        str | None, typer.Option(metavar="NAME", help="How it is written; found out when left out.")
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="Where its clock stands, as Europe/Berlin; for times without one."),
    ] = None,
    kind: Annotated[
        str, typer.Option(metavar="KIND", help="Kind of place: forum, network, marketplace, game, chat.")
    ] = "forum",
    members: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="Members on the first day; a log cannot tell how many only read."),
    ] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="Short name of the scenario.")] = "fitted",
    out: Annotated[str, typer.Option(metavar="FILE", help="Where the scenario goes.")] = "scenario.yaml",
    seed: Annotated[str, typer.Option(metavar="NUMBER", help="The luck of the search.")] = "0",
    quick: Annotated[bool, typer.Option("--quick", help="Search less: sooner done, less sure.")] = False,
    no_progress: Annotated[
        bool, typer.Option("--no-progress", "--quiet", "-q", help="No progress bar, no remarks.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the fit as JSON.")] = False,
) -> None:
    """Make a scenario of a community's own log.

    Simulates some hundred communities and keeps the settings under which they write most like yours. Names and
    text stay outside. Prints which facts of your log the fitted community meets, and which it can't.
    """
    from ..lab import fit as lab

    # Everything that can be wrong is looked at before the first community is simulated.
    target = _target(out)
    found = lab.fit(
        log,
        kind=kind,
        members=None if members is None else _whole(members, "--members"),
        name=name,
        seed=_whole(seed, "--seed"),
        progress=not no_progress and sys.stderr.isatty(),
        budget="quick" if quick else "full",
        format=format,
        zone=zone,
    )
    found.save(target)
    if as_json:
        print(json.dumps(found.as_data() | {"out": str(target)}, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(found, target)


def show(found: Fit, target: Path) -> None:
    """Print what was found, what the fitted community meets, and what to do next."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(found.scenario.description, style="bold", markup=False)
    console.print()
    console.print(estimates_table(found))
    console.print()
    console.print(facts_table(found))
    console.print(found.says, markup=False)
    if str(found.scenario.provenance["members"]).startswith("assumed"):
        console.print(
            f"Assumed: {found.scenario.members:,} members on the first day, since a log cannot tell how many only "
            "read. If you know better, add: --members NUMBER",
            markup=False,
        )
    console.print()
    print(f"The scenario is in {target}, to be read and edited. Next: community run {target}")


def estimates_table(found: Fit) -> Table:
    """Return what was searched, as a table for a terminal."""
    from rich.table import Table

    shown = Table(title="What your log says")
    shown.add_column("Setting", overflow="fold")
    for title in ("Value", "95% interval", "Usual"):
        shown.add_column(title, justify="right", no_wrap=True)
    for row in found.estimates.itertuples():
        shown.add_row(row.setting, f"{row.value:.3g}", f"{row.low:.3g} - {row.high:.3g}", f"{row.usual:.3g}")
    return shown


def facts_table(found: Fit) -> Table:
    """Return the log beside the fitted community, as a table for a terminal."""
    from rich.table import Table

    shown = Table(title="Your log and the fitted community")
    shown.add_column("Fact", ratio=1)
    for title in ("Log", "Fitted", "95 in 100"):
        shown.add_column(title, justify="right", no_wrap=True)
    shown.add_column("Verdict")
    for row in found.facts.itertuples():
        spread = "-" if row.low != row.low else f"{row.low:.2g} - {row.high:.2g}"
        shown.add_row(row.fact, _figure(row.log), _figure(row.simulated), spread, row.verdict)
    return shown


def _figure(value: float) -> str:
    return "-" if value != value else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def _target(out: str) -> Path:
    """Return where the scenario goes, after trying whether it can."""
    target = Path(out).expanduser()
    if target.suffix not in (".yaml", ".yml"):
        raise ValueError(f"--out needs the name of a file that ends in .yaml, got {out!r}")
    if target.is_dir():
        raise ValueError(f"--out needs a file, {out!r} is a folder")
    if not target.parent.is_dir():
        raise ValueError(f"--out: there is no folder {str(target.parent)!r}")
    require_writable(target.parent)
    return target


def _whole(text: str, option: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{option} must be a whole number, got {text!r}") from None
