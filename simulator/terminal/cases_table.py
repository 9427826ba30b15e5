"""Cases table: replays beside the record, in black and white and no wider than 100 columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from .printing import counted

if TYPE_CHECKING:
    import pandas as pd

_WIDEST = 100
_NOTE = (
    "inside: the mean of the replays lies within the limits. The crisis itself - how grave it was, who was to "
    "blame, whom it hit, what the brand did - is taken from the record; what members did then is the simulator's."
)


def show(table: pd.DataFrame) -> None:
    """Print the result of `validate_cases`: a table a case, what is not asked for, and a sentence."""
    from ..lab.case import Case
    from ..lab.replay import INSIDE, NOT_MATCHED

    console = Console(highlight=False)
    console.width = min(console.width, _WIDEST)
    for name, rows in table.groupby("case", sort=False):
        case = Case.load(name)
        console.print(case_table(case.title, rows[rows["verdict"] != NOT_MATCHED]), markup=False)
        for row in rows.itertuples():
            if row.verdict == NOT_MATCHED:
                console.print(
                    f"  Not asked for: {row.what}: {number(row.value)} {row.unit}. {row.because}", markup=False
                )
            else:
                console.print(f"  {row.measure}: {row.because} Source: {row.source}.", markup=False)
        console.print(f"  {case.reservation}", "", markup=False)
    console.print(_NOTE, "", markup=False)
    asked = table[table["verdict"] != NOT_MATCHED]
    inside = int((asked["verdict"] == INSIDE).sum())
    console.print(f"{inside} of {counted(len(asked), 'number')} on record matched in shape.", markup=False)


def case_table(title: str, rows: pd.DataFrame) -> Table:
    """Return the numbers of one case that the simulator is asked to match."""
    shown = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, show_edge=False,
                  pad_edge=False)  # fmt: skip
    shown.add_column("On record", ratio=1)
    for name in ("Then", "Unit", "Accepted", "Here", "95% interval", "Verdict"):
        shown.add_column(name, no_wrap=True, justify="left" if name in ("Unit", "Verdict") else "right")
    for row in rows.itertuples():
        interval = f"{number(row.ci_low)} to {number(row.ci_high)}" if math.isfinite(row.ci_low) else "-"
        shown.add_row(
            row.what, number(row.value), row.unit, f"{number(row.accept_low)} to {number(row.accept_high)}",
            number(row.simulated), interval, row.verdict, style=None if row.verdict == "inside" else "bold",
        )  # fmt: skip
    return shown


def number(value: float) -> str:
    """Return a number with the digits its size deserves.

    >>> number(1600), number(-19.2), number(1.834)
    ('1,600', '-19.2', '1.83')
    """
    if not math.isfinite(value):
        return "-"
    decimals = 0 if abs(value) >= 100 or value == round(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{decimals}f}"


def as_data(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the table as plain data for JSON; None where there is no number."""
    return [
        {
            name: None if isinstance(value, float) and not math.isfinite(value) else value
            for name, value in row.items()
        }
        for row in table.to_dict(orient="records")
    ]
