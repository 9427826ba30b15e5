"""Reporting: the command that makes a page of what a folder holds."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .folders import keep
from .options import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..lens.report import Part

RUN, COMPARISON, SWEEP = "run", "comparison", "sweep"
NAME = "report.html"


def command_line() -> str:
    """Return the command that is being run, as one would type it."""
    return shlex.join(["community", *sys.argv[1:]])


def report(
    folder: Annotated[
        str, typer.Argument(metavar="FOLDER", help="What run, compare or sweep has kept with --out.")
    ],
    monthly: Annotated[
        bool, typer.Option("--monthly", help="One sheet for a boss: a month of a run beside the one before.")
    ] = False,
    month: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="Month of four weeks, from 1; else the last whole one."),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Print the sheet to a PDF, too, through a browser.")] = False,
    out: Annotated[
        str | None, typer.Option(metavar="FILE", help="Where the sheet goes (.html or .pdf); else into FOLDER.")
    ] = None,
    name: Annotated[str, typer.Option("--for", metavar="NAME", help="Who the sheet is for.")] = "",
) -> None:
    """Make one page of what a folder holds.

    A single HTML file, FOLDER/report.html, with tables, figures and the sentences that say what they show, the
    settings, the seed and versions, and the command that does it again. It needs nothing beside itself, so it can
    be sent by mail or printed to PDF from a browser. With --monthly, a run's month on one sheet of A4 instead.
    """
    source = Path(folder)
    if not folder or not _is_folder(source):
        name = folder if 0 < len(folder) <= 200 else f"a name of {len(folder)} characters"
        raise ValueError(f"{name} is no folder; give one that run, compare or sweep has kept")
    asked = {"--month": month is not None, "--pdf": pdf, "--out": out is not None, "--for": bool(name)}
    if not monthly and any(asked.values()):
        raise ValueError(f"{next(option for option, given in asked.items() if given)} goes with --monthly only")
    kind = _kind(source)
    if monthly:
        if kind != RUN:
            raise ValueError(f"{source} holds a {kind}; a monthly report is made of a run")
        _monthly(source, month, pdf, out, name)
        return

    from ..lens.report import page

    title, parts, appendix = {RUN: _run, COMPARISON: _comparison, SWEEP: _sweep}[kind](source)
    keep({NAME: page(title, parts, appendix).encode()}, source)
    print(f"The report is {source / NAME}")


def _is_folder(source: Path) -> bool:
    try:
        return source.is_dir()
    except (OSError, ValueError):  # a name that no system would have
        return False


def _monthly(source: Path, month: str | None, pdf: bool, out: str | None, name: str) -> None:
    """Write the sheet of a month, and print it if wanted; a page that can't be printed is kept."""
    from ..lab.run import Run
    from ..lens.monthly import monthly
    from ..lens.monthly_page import page
    from ..lens.printing import to_pdf

    number = None if month is None else whole("month", month)
    target = None if out is None else _sheet(out)
    made = monthly(Run.load(source), number)
    target = target or source / f"monthly-{made.month}.html"
    sheet = target.with_suffix(".html")
    keep({sheet.name: page(made, name).encode()}, sheet.parent)
    print(f"The monthly report is {sheet}")
    if pdf or target.suffix == ".pdf":
        print(f"To print or to send: {to_pdf(sheet, target.with_suffix('.pdf'))}")


def _sheet(text: str) -> Path:
    target = Path(text).expanduser()
    if target.suffix not in (".html", ".pdf") or target.is_dir():
        raise ValueError(f"--out must name a file that ends in .html or .pdf, got {text!r}")
    return target


def _kind(source: Path) -> str:
    if (source / "run.json").is_file():
        return RUN
    if not (source / "manifest.json").is_file():
        raise ValueError(f"{source} holds nothing to report: neither run.json nor manifest.json")
    kind = _manifest(source).get("kind")
    if kind not in (COMPARISON, SWEEP):
        raise ValueError(f"{source / 'manifest.json'} is of an unknown kind: {kind!r}")
    return kind


def _manifest(source: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict):
        raise ValueError(f"{source / 'manifest.json'} is damaged; do the work again")
    return manifest


def _named(manifest: dict[str, Any], what: str, source: Path) -> str:
    """Return names that a manifest holds, joined."""
    names = manifest.get(what)
    if not isinstance(names, list | dict) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"{source / 'manifest.json'} is damaged: it does not name its {what}; do the work again")
    return ", ".join(names)


def _run(source: Path) -> tuple[str, list[Part], dict[str, str]]:
    from ..lab.run import Run
    from ..lens import plots
    from ..lens.metrics import about
    from ..lens.report import Figure, Part, as_json

    run = Run.load(source)
    figures = [plots.overview(run)]
    values = about().assign(value=run.summary()).reset_index()[["metric", "value", "unit", "what"]]
    parts = [
        Part("At a glance", run.scenario.description, [Figure(each.png(), each.says) for each in figures]),
        Part("Key figures", "The truth of the simulation, not what a tool would measure.", (), values),
        Part("What it cost", "", (), run.costs().reset_index()),
    ]
    settings = json.loads((source / "run.json").read_text(encoding="utf-8"))
    again = f"from simulator import Run, simulate\nrun = Run.load({str(source)!r})\n"
    again += "again = simulate(run.scenario, run.playbook, seed=run.seed)  # the same tables, bit for bit"
    title = f"{run.scenario.title}: {run.days} days, seed {run.seed}"
    return title, parts, {"In Python": again, "Settings": as_json(settings), "Versions": as_json(_versions())}


def _comparison(source: Path) -> tuple[str, list[Part], dict[str, str]]:
    from ..lens.report import Part

    manifest = _manifest(source)
    columns = ["playbook", "metric", "unit", "baseline_mean", "difference", "ci_low", "ci_high", "effect_size",
               "p_adjusted", "replicates"]  # fmt: skip
    effects = _table(source, "effects.csv", columns)
    note = (
        "Differences are paired: both runs of a pair share all luck. p_adjusted allows for how many figures are "
        "looked at (Holm 1979). effect_size is the difference beside the noise of a pair."
    )
    parts = [
        Part("What differs", "", [_picture(source, "comparison")]),
        Part("Every figure", note, (), effects[columns]),
    ]
    return f"Compared: {_named(manifest, 'playbooks', source)}", parts, _again(manifest)


def _sweep(source: Path) -> tuple[str, list[Part], dict[str, str]]:
    from ..lens.report import Part

    manifest = _manifest(source)
    parts = [Part("At a glance", "", [_picture(source, "sweep")])]
    if (source / "sensitivity.csv").is_file():
        parts.append(Part("What matters", "", (), _table(source, "sensitivity.csv")))
    means = _table(source, "means.csv", ["metric"])
    shown = means[means["metric"].isin(["trust", "dau", "loyalty", "departures"])]
    parts.append(Part("Means", "Four figures at every point; means.csv has all.", (), shown.head(400)))
    return f"Swept: {_named(manifest, 'factors', source)}", parts, _again(manifest)


def _again(manifest: dict[str, Any]) -> dict[str, str]:
    from ..lens.report import as_json

    settings = {name: value for name, value in manifest.items() if name not in ("versions", "command")}
    return {
        "Command": manifest.get("command", "made in Python, not by a command"),
        "Settings": as_json(settings),
        "Versions": as_json(manifest.get("versions", {})),
    }


def _picture(source: Path, name: str) -> Any:
    from ..lens.report import Figure

    files = [source / f"{name}.png", source / f"{name}.txt"]
    for file in files:
        if not file.is_file():
            raise ValueError(f"{file} is missing; finish the work with --resume, or do it again")
    try:
        return Figure(files[0].read_bytes(), files[1].read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        raise ValueError(f"{files[1]} cannot be read; do the work again") from None


def _table(source: Path, name: str, columns: Sequence[str] = ()) -> Any:
    import pandas as pd

    try:
        table = pd.read_csv(source / name)
    except (OSError, ValueError) as error:
        raise ValueError(f"{source / name} cannot be read ({type(error).__name__}); do it again") from None
    missing = [column for column in columns if column not in table]
    if missing:
        raise ValueError(f"{source / name} is damaged: no column {missing[0]}; do it again")
    return table


def _versions() -> dict[str, str]:
    from ..lab.sweep import versions

    return versions()
