"""Printing: a run on a terminal, as tables that need neither colour nor more than 80 columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from ..lens.metrics import METRICS, summary
from ..lens.ranges import ABOVE, BELOW, INSIDE, as_text, beside_real

if TYPE_CHECKING:
    import pandas as pd

    from ..lab.run import Run

NAMED_MOST = 3
"""More figures outside the range than these are left to the table."""
_DECIMALS = {"members": 0, "posts": 0, "readings": 0, "minutes": 0, "hours": 1}
_SUFFIXES = {"hours": " h", "minutes": " min"}


def show(run: Run) -> None:
    """Print a run's key figures and its place beside real communities, each with a sentence."""
    console = Console(highlight=False)
    figures = summary(run)
    console.print(headline(run), style="bold", markup=False)
    console.print()
    console.print(summary_table(figures))
    console.print(says_who_wrote(run, figures), markup=False)
    console.print()
    beside = beside_real(run)
    console.print(as_text(beside))
    console.print(says_how_real(beside), markup=False)
    console.print()


def headline(run: Run) -> str:
    """Return what was run, in one line."""
    scenario = run.scenario
    managed = "nobody in charge" if run.playbook is None else f"playbook {run.playbook.name}"
    return (
        f"{scenario.title} ({scenario.name}): {counted(scenario.members, 'member')}, "
        f"{counted(run.days, 'day')}, {managed}, seed {run.seed}"
    )


def summary_table(figures: pd.Series) -> Table:
    """Return the result of `Run.summary()` for a terminal: name, value, and what it says."""
    shown = Table(title="Key figures")
    shown.add_column("Figure", no_wrap=True)
    shown.add_column("Value", justify="right", no_wrap=True)
    shown.add_column("What it says", ratio=1)
    for name, value in figures.items():
        metric = METRICS[name]
        shown.add_row(name, number(value, metric.unit), metric.what)
    return shown


def number(value: float, unit: str) -> str:
    """Return a figure with as many digits as its unit deserves; "-" where there was nothing to measure."""
    if not math.isfinite(value):
        return "-"
    return f"{value:,.{_DECIMALS.get(unit, 2)}f}{_SUFFIXES.get(unit, '')}"


def says_who_wrote(run: Run, figures: pd.Series) -> str:
    """Return one sentence: how few of the people who were there wrote what was written."""
    people = int((run.members["visits"] > 0).sum())
    writers = run.posts.loc[run.posts["author"] >= 0, "author"].nunique()
    if not writers:
        return f"In {counted(run.days, 'day')}, {counted(people, 'member')} came by and nobody wrote anything."
    return (
        f"In {counted(run.days, 'day')}, {writers:,} of the {counted(people, 'member')} who came by wrote "
        f"something, and the most active tenth of those who wrote made {figures['participation_top10']:.0%} of it."
    )


def says_how_real(beside: pd.DataFrame) -> str:
    """Return one sentence: how many facts of real communities this one shows, and which it does not."""
    verdicts = beside["verdict"]
    comparable = verdicts.isin([INSIDE, BELOW, ABOVE])
    if not comparable.any():
        return "Too little was written to hold this community beside real ones: try more members or days."
    inside = int((verdicts == INSIDE).sum())
    lie = {0: "none lies", 1: "1 lies"}.get(inside, f"{inside} lie")
    opening = (
        f"Of {counted(int(comparable.sum()), 'figure')} that can be compared, "
        f"{lie} inside the range of real communities."
    )
    astray = beside[comparable & (verdicts != INSIDE)]
    if not 0 < len(astray) <= NAMED_MOST:
        return opening
    named = "; ".join(f'"{row.fact}" ({row.verdict})' for row in astray.itertuples())
    return f"{opening} Outside: {named}."


def as_data(run: Run) -> dict[str, Any]:
    """Return what `show` prints as plain data for JSON; None where there was nothing to measure."""
    return {
        "scenario": run.scenario.name,
        "playbook": None if run.playbook is None else run.playbook.name,
        "seed": run.seed,
        "members": run.scenario.members,
        "days": run.days,
        "summary": {name: _plain(value) for name, value in summary(run).items()},
        "beside_real": [
            {column: _plain(value) for column, value in row.items()}
            for row in beside_real(run).to_dict(orient="records")
        ],
    }


def counted(count: int, noun: str) -> str:
    """Return a number with its noun, in the singular for one."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    return float(value) if math.isfinite(value) else None
