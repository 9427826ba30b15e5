"""Comparing: the command that holds playbooks against each other, run with the same luck."""

from __future__ import annotations

import io
import json
import math
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..lab.workers import paying, workers
from .folders import keep, require_writable
from .options import altered, named_folder, sized, whole
from .reporting import command_line
from .spreadsheets import as_csv

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from ..lab.compare import Comparison
    from ..lens.theme import Picture
    from ..world.scenario import Scenario

_WIDEST = 100
_NAME_WIDTH, _CELL_WIDTH = 36, 28
_PERCENT = ("share", "share per 30 days", "1/month")
_SUFFIXES = {"hours": " h", "minutes": " min", "per reading": "/100", **dict.fromkeys(_PERCENT, "%")}
_NOTE = (
    "In brackets: 95% intervals over pairs of runs with the same luck. *: the interval leaves 0 out; where "
    "nothing differs in truth, 1 in 20 does; p_adjusted in effects.csv allows for how many figures are looked at. "
    "Shares are in percent, differences of shares in percentage points."
)
_FEWER = "Where a figure is missing in some runs, fewer pairs count; effects.csv says how many."


def compare(
    scenario: Annotated[
        str,
        typer.Argument(metavar="SCENARIO", help="A name (`community scenarios` lists them), or a .yaml file."),
    ],
    playbook: Annotated[
        list[str],
        typer.Argument(
            metavar="PLAYBOOK...", help="Two or more names (`community playbooks` lists them) or .yaml files."
        ),
    ],
    replicates: Annotated[str, typer.Option(metavar="NUMBER", help="Runs of each, each with other luck.")] = "30",
    seed: Annotated[str, typer.Option(metavar="NUMBER", help="The luck of all runs together.")] = "7",
    days: Annotated[str | None, typer.Option(metavar="NUMBER", help="Days to live through.")] = None,
    members: Annotated[str | None, typer.Option(metavar="NUMBER", help="Members on the first day.")] = None,
    case: Annotated[
        str | None,
        typer.Option(metavar="CASE", help="Let this crisis come (`community cases` lists them), or a .yaml file."),
    ] = None,
    jobs: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="Processes that share the work; as many as pay when left out."),
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="NAME", help="What the others are held against; else the first.")
    ] = None,
    metric: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only show this figure; may be repeated.")
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Alter a setting, for all playbooks alike."),
    ] = None,
    out: Annotated[str, typer.Option(metavar="FOLDER", help="Keep picture and tables here.")] = "comparison",
    as_json: Annotated[bool, typer.Option("--json", help="Print the differences as JSON.")] = False,
) -> None:
    """Hold playbooks against each other, run with the same luck.

    Lets the community live thirty times with each playbook and says what differs, and how surely. Keeps a picture,
    the sentence that says what it shows, and two tables.
    """
    from ..lab import compare as lab
    from ..lens.compare_plot import PANELS_MOST
    from ..lens.metrics import METRICS

    # Everything that can be wrong is looked at before the first hour is lived.
    plans = lab.named(playbook)
    scene, alike = altered(_place(scenario, members, days, case), plans.values(), changes or [])
    first = lab.one_known("baseline", next(iter(plans)) if baseline is None else baseline, plans)
    shown = lab.some_known("metric", metric, METRICS) if metric else None
    times, luck = whole("replicates", replicates), whole("seed", seed)
    lab.seeds_of(luck, times)
    runs = times * len(plans)
    asked = paying(runs, scene.members, scene.days) if jobs is None else whole("jobs", jobs)
    processes = min(asked, runs)
    folder = named_folder(out)
    require_writable(folder)

    plans = dict(zip(plans, alike, strict=True))
    if processes > 1:
        _compile()
    with workers(processes) as executor:
        found = lab.compare(scene, plans, times, luck, executor, progress=sys.stderr.isatty())
    picture = found.plot(shown and shown[:PANELS_MOST], first)
    effects = found.effects(first)
    keep(_files(found, effects, picture), folder)
    if shown:
        effects = found.effects(first, shown)
    if as_json:
        data = as_data(found, effects, first) | {"says": picture.says, "out": str(folder)}
        print(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        show(found, effects, first, picture.says)
        print(
            f"The picture and tables are in {folder}: comparison.png, comparison.txt, effects.csv, runs.parquet."
        )


def _compile() -> None:
    """Compile the model once, if need be, before several processes would each do so."""
    from ..warmup import compiled_folder, is_compiled, tiny_community

    if compiled_folder() is not None and not is_compiled():
        print("compiling the model (once)", file=sys.stderr)
        tiny_community()


def _place(scenario: str, members: str | None, days: str | None, case: str | None) -> Scenario:
    """Return the place in which all playbooks are tried, with the crisis of a case in it, if one is named."""
    from ..world.scenario import Scenario

    place = Scenario.load(scenario)
    if case is not None:
        from ..lab.case import Case

        place = Case.load(case).put_into(place)
    return sized(place, members, days)


def _files(found: Comparison, effects: pd.DataFrame, picture: Picture) -> dict[str, bytes]:
    """Return what is kept, by name of its file."""
    runs = io.BytesIO()
    found.runs.to_parquet(runs, index=False)
    from ..lab.sweep import versions

    manifest = {
        "kind": "comparison",
        "command": command_line(),
        "scenario": found.scenario.model_dump(mode="json"),
        "playbooks": {name: plan and plan.model_dump(mode="json") for name, plan in found.playbooks.items()},
        "seed": found.seed,
        "replicates": found.replicates,
        "versions": versions(),
    }
    return {
        "manifest.json": f"{json.dumps(manifest, indent=1, ensure_ascii=False)}\n".encode(),
        "comparison.png": picture.png(),
        "comparison.txt": f"{picture.says}\n".encode(),
        "effects.csv": as_csv(effects),
        "runs.parquet": runs.getvalue(),
    }


def show(found: Comparison, effects: pd.DataFrame, baseline: str, says: str) -> None:
    """Print what every playbook changes: tables, what is left out of them, and the sentence of the picture."""
    from rich.console import Console

    from ..lens.differences import MISSING, SAME, likeness

    console = Console(highlight=False)
    console.width = min(console.width, _WIDEST)
    console.print(headline(found), style="bold", markup=False)
    console.print()
    kinds: dict[str, set[str]] = {metric: set() for metric in effects["metric"]}
    for row in effects.itertuples():
        kinds[row.metric].add(likeness(row))
    told = [metric for metric, seen in kinds.items() if seen - {SAME, MISSING}]
    others = list(effects["playbook"].unique())
    side_by_side = max(1, (console.width - _NAME_WIDTH) // _CELL_WIDTH)
    for start in range(0, len(others) if told else 0, side_by_side):
        console.print(effects_table(found, effects, baseline, others[start : start + side_by_side], told), "")
    if told:
        console.print(_NOTE, markup=False)
        gain = effects.loc[effects["metric"].isin(told), "unpaired_width_ratio"].median()
        if gain == gain:
            console.print(
                f"Without shared luck intervals would be {gain:.1f} times as wide (median over figures), and "
                f"{gain**2:.1f} times as many runs needed.",
                markup=False,
            )
    if (effects.loc[effects["metric"].isin(told), "replicates"] < found.replicates).any():
        console.print(_FEWER, markup=False)
    missing = [metric for metric, seen in kinds.items() if seen == {MISSING}]
    same = [metric for metric in kinds if metric not in told and metric not in missing]
    for text, metrics in (("The same in every run", same), ("Nothing to measure", missing)):
        if metrics:
            console.print(f"{text}: {', '.join(metrics)}.", markup=False)
    console.print()
    console.print(says, markup=False)
    console.print()


def headline(found: Comparison) -> str:
    """Return what was compared, in one line."""
    from .printing import counted

    place = found.scenario
    return (
        f"{place.title} ({place.name}): {counted(place.members, 'member')}, {counted(place.days, 'day')}, "
        f"{counted(found.replicates, 'run')} with each of {len(found.playbooks)} playbooks, seed {found.seed}"
    )


def effects_table(
    found: Comparison, effects: pd.DataFrame, baseline: str, others: list[str], metrics: list[str]
) -> Table:
    """Return the baseline's means and what other playbooks change, as a table for a terminal."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    means = found.means()[baseline]
    rows = {(row.playbook, row.metric): row for row in effects.itertuples()}
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)
    shown.add_column("Figure", no_wrap=True)
    shown.add_column(escape(baseline), justify="right", overflow="fold")
    for name in others:
        shown.add_column(f"{escape(name)}: difference", justify="right", overflow="fold")
    for metric in metrics:
        cells = [cell(rows[name, metric]) for name in others]
        shown.add_row(metric, mean(means[metric], found.units[metric]), *cells)
    return shown


def mean(value: float, unit: str) -> str:
    """Return a mean with the digits its size deserves, and its unit in short."""
    from ..lens.differences import scale

    if not math.isfinite(value):
        return "-"
    said = value * scale(unit)[0]
    decimals = 0 if abs(said) >= 1000 or said == 0 else 1 if abs(said) >= 10 else 2
    return f"{said:,.{decimals}f}{_SUFFIXES.get(unit, '')}"


def cell(row: Any) -> str:
    """Return a difference with its interval, and a star when that leaves 0 out."""
    from ..lens.differences import MISSING, SAME, SINGLE, SURE, likeness, signed, stretch

    kind = likeness(row)
    if kind in (MISSING, SAME):
        return "-" if kind == MISSING else "the same"
    if kind == SINGLE:
        return signed(row.difference, row)
    return f"{signed(row.difference, row)} ({stretch(row)}) {'*' if kind == SURE else ' '}"


def as_data(found: Comparison, effects: pd.DataFrame, baseline: str) -> dict[str, Any]:
    """Return what is compared as plain data for JSON; None where there is no finite number."""
    rows = effects.to_dict(orient="records")
    return {
        "scenario": found.scenario.name,
        "members": found.scenario.members,
        "days": found.scenario.days,
        "seed": found.seed,
        "replicates": found.replicates,
        "playbooks": list(found.playbooks),
        "baseline": baseline,
        "effects": [{column: _plain(value) for column, value in row.items()} for row in rows],
    }


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
