"""Community: the command that runs a community, opens the course, and says whether this machine is ready.

Heavy packages are imported inside the commands, so that `community --help` answers at once. Bad input gives one
line on stderr and exit code 2; SIMULATOR_DEBUG=1 shows the traceback behind it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal.comparing import compare
from .terminal.complaints import FAILED, PlainCommands, run_and_leave, say
from .terminal.desking import desk
from .terminal.fitting import fit
from .terminal.gradebook import gradebook
from .terminal.notebooks import lab_command, lab_environment
from .terminal.options import altered, named_folder, number, sized
from .terminal.reporting import report
from .terminal.sweeping import sweep
from .terminal.validation import commands as validate
from .terminal.workshop import commands as workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from .settings import Settings

app = typer.Typer(
    cls=PlainCommands,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: quick, and clear to a screen reader
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        from . import __version__

        print(f"community {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def community(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Run a simulated online community, again and again."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def run(
    scenario: Annotated[
        str,
        typer.Argument(metavar="SCENARIO", help="A name (`community scenarios` lists them), or a .yaml file."),
    ] = "forum",
    members: Annotated[str | None, typer.Option(metavar="NUMBER", help="Members on the first day.")] = None,
    days: Annotated[str | None, typer.Option(metavar="NUMBER", help="Days to live through.")] = None,
    seed: Annotated[
        str, typer.Option(metavar="NUMBER", help="The luck; the same seed gives the same tables.")
    ] = "0",
    playbook: Annotated[
        str, typer.Option(metavar="NAME", help="A name (`community playbooks` lists them), or a .yaml file.")
    ] = "balanced",
    engine: Annotated[str, typer.Option(metavar="NAME", help="compiled (quick) or mesa (to read).")] = "compiled",
    out: Annotated[str | None, typer.Option(metavar="FOLDER", help="Keep the tables here.")] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Alter a setting, as platform.entry_friction=0.5."),
    ] = None,
    no_progress: Annotated[
        bool, typer.Option("--no-progress", "--quiet", "-q", help="No progress bar, no remarks.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Let a community live and show what became of it.

    Prints the key figures, and how they compare with real communities. Nothing is written without --out.
    """
    from .playbook.playbook import Playbook
    from .terminal.folders import require_writable, save
    from .world.community import Community
    from .world.scenario import Scenario

    # Everything that can be wrong is looked at before the first hour is lived.
    scene, (plan,) = altered(Scenario.load(scenario), [Playbook.load(playbook)], changes or [])
    scene = sized(scene, members, days)
    living = Community(scene, plan, seed=number(seed), engine=engine)
    folder = None if out is None else named_folder(out)
    if folder is not None:
        require_writable(folder)
    if not no_progress:
        _remark(engine, living.engine)
    living.run_for(days=scene.days, progress=not no_progress and sys.stderr.isatty())
    lived = living.to_run()
    if folder is not None:
        save(lived, folder)

    from .terminal.printing import as_data, show

    if as_json:
        import json

        print(json.dumps(as_data(lived) | {"out": folder and str(folder)}, indent=1, ensure_ascii=False))
        return
    show(lived)
    if folder is None:
        print("Nothing was written. To keep the tables, add: --out results")
    else:
        print(f"The tables are in {folder}: hourly, daily, members, posts, actions (Parquet) and run.json.")
        print(f"To open them in Python: from simulator import Run; run = Run.load({str(folder)!r})")


def _remark(wanted: str, engine: str) -> None:
    """Say on stderr why the first hours will take longer than usual, if they will."""
    from rich.console import Console

    from .warmup import is_compiled

    console = Console(stderr=True, highlight=False)
    if engine != wanted:
        console.print("Numba is missing: the readable engine runs, many times slower", style="dim")
    elif engine == "compiled" and not is_compiled():
        console.print("compiling the model (once)", style="dim")


def _shelf(noun: str, find: Callable[[], type[Settings]]) -> typer.Typer:
    """Return the commands that list what ships of one kind of settings, and show one as YAML."""
    commands = typer.Typer(rich_markup_mode=None)

    @commands.callback(invoke_without_command=True, help=f"List the {noun}s that ship.")
    def titles(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            for name in find().names():
                print(f"{name:<14} {find().load(name).title}")
            print(f"\nTo see one in full: community {noun}s show NAME")

    @commands.command(help=f"Print a {noun} as YAML, ready to be saved and altered.")
    def show(name: Annotated[str, typer.Argument(help="A name from the list, or a .yaml file.")]) -> None:
        print(find().load(name).to_yaml(), end="")

    return commands


def _scenarios() -> type[Settings]:
    from .world.scenario import Scenario

    return Scenario


def _playbooks() -> type[Settings]:
    from .playbook.playbook import Playbook

    return Playbook


def _cases() -> type[Settings]:
    from .lab.case import Case

    return Case


app.add_typer(_shelf("scenario", _scenarios), name="scenarios")
app.add_typer(_shelf("case", _cases), name="cases")
app.add_typer(_shelf("playbook", _playbooks), name="playbooks")
app.add_typer(validate, name="validate")
app.command()(fit)
app.command()(compare)
app.command()(sweep)
app.command()(report)
app.command()(desk)
app.add_typer(workshop, name="workshop")
app.command()(gradebook)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(
    context: typer.Context,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address, open nothing.")] = False,
) -> None:
    """Open JupyterLab on the first notebook.

    It listens on this machine only. Further arguments are passed on to JupyterLab.
    """
    if find_spec("jupyterlab") is None:
        say("JupyterLab is not installed here; get it with: python start.py setup")
        raise typer.Exit(FAILED)
    command = lab_command([*context.args, *["--no-browser"] * no_browser])
    environment = lab_environment(os.environ)
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, environment)  # Ctrl-C is then JupyterLab's own
    raise typer.Exit(subprocess.call(command, env=environment))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def bench(context: typer.Context) -> None:
    """Measure what a run costs, beside a usual Mesa model, as ratios.

    Takes minutes; --quick takes one. Further arguments are passed on to benchmarks/bench.py of a checkout.
    """
    from pathlib import Path

    script = Path(__file__).parent.parent / "benchmarks" / "bench.py"
    if not script.is_file():
        raise ValueError("bench needs a checkout of the kit: an installed package has no benchmarks/")
    sys.stdout.flush()
    raise typer.Exit(subprocess.call([sys.executable, str(script), *context.args]))


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Say whether this machine is ready.

    One line a check: OK, a note, or a problem and what to do; exit code 1 when there is a problem.
    """
    from .doctor import examine

    raise typer.Exit(examine(as_json))


def main() -> None:
    """Run the `community` command line."""
    run_and_leave(app)


if __name__ == "__main__":
    main()
