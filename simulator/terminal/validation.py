"""Validation: the commands that hold the simulator against real communities."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from .complaints import FAILED

QUICK_SEEDS = 3
commands = typer.Typer(rich_markup_mode=None, help="Hold the simulator against what is known of real communities.")


@commands.callback(invoke_without_command=True)
def validate(context: typer.Context) -> None:
    """Name the commands when none is named."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@commands.command(name="facts")
def facts(
    quick: Annotated[bool, typer.Option("--quick", help="Three seeds, and no community of 20,000.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="Only this kind of place; may be repeated.")
    ] = None,
    members: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBER", help="Members on the first day; may be repeated."),
    ] = None,
    seeds: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Runs of each, each with other luck.")
    ] = None,
) -> None:
    """Say which regularities of real communities the simulated ones show.

    Every kind of place lives for a year with 2,000 members, the forum with 20,000 as well, five times each. A
    fact counts as shown when it lies in its accepted range every time. Exit code 1 when one does not.
    """
    from ..lab.validate import SEEDS, SMALL, validate_facts
    from .verdicts import as_data, outside, show

    luck = _whole("seeds", seeds) if seeds is not None else (QUICK_SEEDS if quick else SEEDS)
    sizes = [_whole("members", size) for size in members or []] or ([SMALL] if quick else None)
    table = validate_facts(kind, sizes, seeds=luck, progress=sys.stderr.isatty())
    if as_json:
        print(json.dumps(as_data(table), indent=1, ensure_ascii=False))
    else:
        show(table)
    if outside(table).any():
        raise typer.Exit(FAILED)


def _whole(option: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"--{option} must be a whole number, got {text!r}") from None
