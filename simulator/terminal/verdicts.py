"""Verdicts: the simulator beside real communities, as tables that need neither colour nor a wide screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table

from ..lens.sentences import in_short
from .printing import counted

if TYPE_CHECKING:
    import pandas as pd


def show(table: pd.DataFrame) -> None:
    """Print the result of `validate_facts`: a table a community, the sources, and a sentence."""
    console = Console(highlight=False)
    for (kind, members), rows in table.groupby(["kind", "members"], sort=False):
        console.print(place_table(f"{kind}, {counted(members, 'member')}", rows), "")
    console.print(sources_table(table), "")
    for line in left_out(table):
        console.print(line, markup=False)
    console.print(conclusion(table), markup=False)


def place_table(title: str, rows: pd.DataFrame) -> Table:
    """Return the facts about one community for a terminal; below it, which runs lay outside."""
    strays = [
        f"{row.id}: {_stretch(row.lowest, row.highest)} over {counted(row.seeds, 'run')}"
        for row in rows[outside(rows)].itertuples()
    ]
    shown = _table(title, caption=f"Outside at least once - {'; '.join(strays)}" if strays else None)
    shown.add_column(no_wrap=True)
    shown.add_column("Fact", ratio=1)
    for name in ("Real range", "Median", "Here", "95% interval"):
        shown.add_column(name, justify="right", no_wrap=True)
    shown.add_column("Verdict", no_wrap=True)
    for row in rows.itertuples():
        shown.add_row(
            row.id,
            in_short(row.id, row.fact),
            f"{row.accept_low:g}-{row.accept_high:g}",
            _number(row.median_real),
            _number(row.mean),
            _stretch(row.ci_low, row.ci_high),
            row.verdict,
            style="bold" if row.verdict == "outside" else None,
        )
    return shown


def sources_table(table: pd.DataFrame) -> Table:
    """Return each fact in full, and what its accepted range rests on."""
    shown = _table("Facts, and sources of their ranges (data sets stylised_facts, participation_benchmarks)")
    shown.show_header = False
    shown.add_column(no_wrap=True)
    shown.add_column(ratio=1)
    for row in table.drop_duplicates("id").sort_values("id").itertuples():
        shown.add_row(row.id, f"{row.fact}. {row.source}")
    return shown


def _table(title: str, caption: str | None = None) -> Table:
    return Table(
        title=title, title_justify="left", caption=caption, caption_justify="left",
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True,
    )  # fmt: skip


def conclusion(table: pd.DataFrame) -> str:
    """Return one sentence: how many facts lie inside, and where which do not."""
    missed = table[outside(table)]
    runs = counted(int(table["seeds"].iloc[0]), "run")
    opening = (
        f"Of {counted(len(table), 'fact')} looked at in {runs} each, {len(table) - len(missed)} always lie inside"
    )
    if missed.empty:
        return f"{opening}: none lies outside its accepted range."
    named = [
        f"{kind} ({members:,}) {', '.join(rows['id'])}"
        for (kind, members), rows in missed.groupby(["kind", "members"], sort=False)
    ]
    return f"{opening} their accepted range; outside at least once: {'; '.join(named)}."


def left_out(table: pd.DataFrame) -> list[str]:
    """Return what the full validation looks at and this one did not, one line each."""
    from ..lab.validate import KINDS, LARGE, SEEDS, SMALL

    lines = []
    missing = [kind for kind in KINDS if kind not in set(table["kind"])]
    if missing:
        lines.append(f"Left out: the kinds {', '.join(missing)}.")
    forum = set(table.loc[table["kind"] == "forum", "members"])
    sizes = [f"{size:,}" for size in (SMALL, LARGE) if forum and size not in forum]
    if sizes:
        lines.append(f"Left out: the forum with {' and '.join(sizes)} members.")
    seeds = int(table["seeds"].iloc[0])
    if seeds < SEEDS:
        lines.append(f"Left out: {SEEDS - seeds} of {SEEDS} seeds.")
    return lines


def outside(table: pd.DataFrame) -> pd.Series:
    """Return for each row whether its verdict is "outside"."""
    return table["verdict"] == "outside"


def as_data(table: pd.DataFrame) -> dict[str, Any]:
    """Return the result of `validate_facts` as plain data for JSON; None where there is no number."""
    return {
        "facts": [
            {column: _plain(value) for column, value in row.items()} for row in table.to_dict(orient="records")
        ],
        "inside": int((~outside(table)).sum()),
        "outside": int(outside(table).sum()),
        "left_out": left_out(table),
        "says": conclusion(table),
    }


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _number(value: float) -> str:
    return f"{round(value, 2) + 0:.2f}" if math.isfinite(value) else "-"


def _stretch(low: float, high: float) -> str:
    if not math.isfinite(low + high):
        return "-"
    # A dash would be taken for a minus beside a negative number.
    return f"{_number(low)}{'-' if low >= 0 else ' to '}{_number(high)}"
