"""Validation: the commands that hold the simulator against real communities and published studies."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from ..lab.workers import workers
from .complaints import FAILED
from .options import whole

QUICK_SEEDS = 3
QUICK_EFFECT_SEEDS = 8
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

    luck = whole("seeds", seeds) if seeds is not None else (QUICK_SEEDS if quick else SEEDS)
    sizes = [whole("members", size) for size in members or []] or ([SMALL] if quick else None)
    table = validate_facts(kind, sizes, seeds=luck, progress=sys.stderr.isatty())
    if as_json:
        print(json.dumps(as_data(table), indent=1, ensure_ascii=False))
    else:
        show(table)
    if outside(table).any():
        raise typer.Exit(FAILED)


@commands.command(name="effects")
def effects(
    effect: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Only this effect (E10) or part (E10a); may be repeated."),
    ] = None,
    topic: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only effects about rules, engagement or crisis.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Eight seeds in place of thirty.")] = False,
    seeds: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Paired runs for each effect, each with other luck.")
    ] = None,
    jobs: Annotated[
        str, typer.Option(metavar="NUMBER", help="Processes that share the work, at most one a core.")
    ] = "1",
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Say which published effects the simulated communities show.

    Every effect is tried out by runs that share all luck and differ in one thing, with thirty seeds. It counts as
    shown when it lies in its accepted range and its direction is sure. Exit code 1 when one that was tried out
    does not.
    """
    from ..lab.effects import SEEDS, validate_effects
    from .effects_table import as_data, missed, show

    luck = whole("seeds", seeds) if seeds is not None else (QUICK_EFFECT_SEEDS if quick else SEEDS)
    with workers(whole("jobs", jobs)) as executor:
        table = validate_effects(effect, topic, seeds=luck, progress=sys.stderr.isatty(), executor=executor)
    if as_json:
        print(json.dumps(as_data(table), indent=1, ensure_ascii=False))
    else:
        show(table)
    if missed(table).any():
        raise typer.Exit(FAILED)


@commands.command(name="cases")
def cases(
    case: Annotated[
        list[str] | None,
        typer.Argument(metavar="CASE...", help="Names (`community cases` lists them); all when left out."),
    ] = None,
    seeds: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Replays of each, each with other luck.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Three seeds.")] = False,
    jobs: Annotated[str, typer.Option(metavar="NUMBER", help="Processes that share the work.")] = "1",
    out: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Keep a picture of one replay of each, with its sentence.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Hold replays of real crises against what is on record.

    Each case is lived through with the brand's own choices, ten times. A number counts as matched when the mean of
    the replays lies within its limits; numbers that the simulator is not asked to match are listed with the
    reason. Exit code 1 when one lies outside.
    """
    from ..lab.case import Case
    from ..lab.replay import OUTSIDE, SEEDS, replay_picture, validate_cases
    from .cases_table import as_data, show
    from .folders import keep, require_writable
    from .options import named_folder

    folder = None if out is None else named_folder(out)
    if folder is not None:
        require_writable(folder)

    luck = whole("seeds", seeds) if seeds is not None else (QUICK_SEEDS if quick else SEEDS)
    with workers(whole("jobs", jobs)) as executor:
        table = validate_cases(case or None, seeds=luck, progress=sys.stderr.isatty(), executor=executor)
    if as_json:
        print(json.dumps(as_data(table), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(table)
    if folder is not None:
        pictures = {name: replay_picture(Case.load(name)) for name in table["case"].unique()}
        files = {f"{name}.png": picture.png() for name, picture in pictures.items()}
        files |= {f"{name}.txt": f"{picture.says}\n".encode() for name, picture in pictures.items()}
        keep(files, folder)
        print(f"Pictures are in {folder}.", file=sys.stderr)
    if (table["verdict"] == OUTSIDE).any():
        raise typer.Exit(FAILED)
