"""Sweeping: the command that lets a community live under many settings."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..lab.workers import paying, workers
from .folders import keep, require_writable
from .options import altered, named_folder, sized, whole
from .spreadsheets import as_csv

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..lab.sweep import Sweep


def sweep(
    scenario: Annotated[
        str,
        typer.Argument(metavar="SCENARIO", help="A name (`community scenarios` lists them), or a .yaml file."),
    ],
    playbook: Annotated[
        str, typer.Argument(metavar="PLAYBOOK", help="A name (`community playbooks` lists them), or a .yaml file.")
    ],
    vary: Annotated[
        list[str],
        typer.Option(
            "--vary", metavar="KEY=VALUES", help="A setting and its values: a,b,c, or lowest:highest; repeat it."
        ),
    ],
    design: Annotated[
        str, typer.Option(metavar="NAME", help="grid, random, latin, or, to see what matters, sobol or morris.")
    ] = "grid",
    samples: Annotated[str, typer.Option(metavar="NUMBER", help="Points of a design other than a grid.")] = "64",
    replicates: Annotated[str, typer.Option(metavar="NUMBER", help="Runs at each point.")] = "5",
    seed: Annotated[str, typer.Option(metavar="NUMBER", help="The luck of all runs together.")] = "7",
    days: Annotated[str | None, typer.Option(metavar="NUMBER", help="Days to live through.")] = None,
    members: Annotated[str | None, typer.Option(metavar="NUMBER", help="Members on the first day.")] = None,
    metric: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Show this figure; may be repeated.")
    ] = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Alter a setting everywhere.")
    ] = None,
    jobs: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="Processes; as many as pay when left out.")
    ] = None,
    dask: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Scheduler of a Dask cluster, as tcp://host:8786.")
    ] = None,
    out: Annotated[str, typer.Option(metavar="FOLDER", help="Keep every finished run, tables, picture here.")] = (
        "sweep"
    ),
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is in the folder.")] = False,
) -> None:
    """Let a community live under many settings.

    Every run is kept as soon as it is finished: what was stopped, or killed, goes on with --resume and gives the
    same.
    """
    from ..lab import sweep as lab
    from ..lab.compare import some_known
    from ..lab.factors import Factors
    from ..lens.metrics import METRICS
    from ..playbook.playbook import Playbook
    from ..world.scenario import Scenario

    place, (plan,) = altered(
        sized(Scenario.load(scenario), members, days), [Playbook.load(playbook)], changes or []
    )
    factors = dict(map(values_of, vary))
    shown = some_known("metric", metric, METRICS) if metric else ["trust", "dau"]
    times, luck, count = whole("replicates", replicates), whole("seed", seed), whole("samples", samples)
    points = len(Factors(place, plan, factors).points(design, count, luck))
    folder = named_folder(out)
    require_writable(folder)
    asked = paying(points * times, place.members, place.days) if jobs is None else whole("jobs", jobs)
    try:
        with _executor(dask, min(asked, points * times)) as executor:
            found = lab.sweep(
                place,
                plan,
                factors,
                design,
                count,
                times,
                luck,
                executor,
                sys.stderr.isatty(),
                None,
                folder,
                resume,
            )
    except KeyboardInterrupt:
        print(f"community: what is finished is in {folder}; --resume goes on", file=sys.stderr)
        raise
    _show(found, shown, folder)


def values_of(item: str) -> tuple[str, list[Any] | tuple[float, float]]:
    """Return name and values of a factor as the command line says them.

    >>> values_of("team.judgement=0.6:0.9"), values_of("crisis.strategy=deny,rebuild")
    (('team.judgement', (0.6, 0.9)), ('crisis.strategy', ['deny', 'rebuild']))
    """
    import yaml

    key, equals, text = item.partition("=")
    key = key.strip()
    if not key or not equals or not text.strip():
        raise ValueError(
            f"--vary needs key=values, as team.judgement=0.6,0.9 or team.judgement=0.6:0.9, got {item!r}"
        )
    low, colon, high = text.partition(":")
    try:
        if colon:
            return key, (_number(low), _number(high))
        return key, [yaml.safe_load(part) for part in text.split(",")]
    except (yaml.YAMLError, ValueError):
        raise ValueError(f"--vary {key}: {text!r} is neither a,b,c nor lowest:highest") from None


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() and "." not in text else value


@contextlib.contextmanager
def _executor(dask: str | None, jobs: int) -> Iterator[Executor | None]:
    if dask is None:
        with workers(jobs) as executor:
            yield executor
        return
    try:
        from distributed import Client
    except ImportError:
        raise ValueError("--dask needs the package distributed; install the kit with its extra cluster") from None
    try:
        client = Client(dask, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise ValueError(f"--dask: no scheduler answers at {dask} ({type(error).__name__})") from None
    with client:
        yield client.get_executor()


def _show(found: Sweep, metrics: list[str], folder: Any) -> None:
    """Print means, and what matters after a design made for that; keep tables and the picture."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    picture = found.plot(metrics[0])
    runs = io.BytesIO()
    found.runs.to_parquet(runs, index=False)
    files = {
        "runs.parquet": runs.getvalue(),
        "points.csv": as_csv(found.points, index=True),
        "means.csv": as_csv(found.means()),
        "sweep.png": picture.png(),
        "sweep.txt": f"{picture.says}\n".encode(),
    }
    if found.design in ("sobol", "morris"):
        matters = found.sensitivity(metrics)
        files["sensitivity.csv"] = as_csv(matters)
        _print(console, Table, matters.round(4))
    else:
        _print(console, Table, found.means(metrics).drop(columns="point").round(4).head(40))
    keep(files, folder)
    console.print(picture.says, markup=False)
    console.print(f"\nEverything is in {folder}: {', '.join(sorted(files))}.", markup=False)


def _print(console: Any, kind: Any, table: Any) -> None:
    shown = kind(box=None, pad_edge=False)
    for name in table.columns:
        shown.add_column(str(name), overflow="fold")
    for row in table.itertuples(index=False):
        shown.add_row(*map(str, row))
    console.print(shown)
    console.print()
