"""Effects table: published effects beside simulated ones, in black and white and no wider than 100 columns."""

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
_SHORT_UNITS = {"percentage points": "points"}
_ONE_DECIMAL = ("percentage points", "percent")
_NOTE = (
    "inside: in the accepted range and, where a direction is asked for, 95% sure of it. right sign: sure of the "
    "direction, but outside the range. not shown: neither."
)


def show(table: pd.DataFrame) -> None:
    """Print the result of `validate_effects`: a table a topic, the sources, what is missing, and a sentence."""
    console = Console(highlight=False)
    console.width = min(console.width, _WIDEST)
    tested = table[is_tested(table)]
    for topic, rows in tested.groupby("topic", sort=False):
        console.print(topic_table(topic, rows), "")
    if len(tested):
        console.print(_NOTE, "", markup=False)
        console.print(sources_table(tested), "")
    for line in left_out(table):
        console.print(line, markup=False)
    console.print(conclusion(table), markup=False)


def topic_table(topic: str, rows: pd.DataFrame) -> Table:
    """Return the tested parts about one topic for a terminal."""
    shown = _table(topic.capitalize())
    shown.add_column(no_wrap=True)
    shown.add_column("Published effect", ratio=1)
    shown.add_column("Unit", no_wrap=True)
    for name in ("Accepted", "Here", "95% interval"):
        shown.add_column(name, justify="right", no_wrap=True)
    shown.add_column("Verdict", no_wrap=True)
    for row in rows.itertuples():
        shown.add_row(
            row.id,
            row.claim,
            _SHORT_UNITS.get(row.unit, row.unit),
            accepted(row),
            _number(row.simulated, row.unit),
            _stretch(row.ci_low, row.ci_high, row.unit),
            row.verdict,
            style=None if row.verdict == "inside" else "bold",
        )
    return shown


def sources_table(rows: pd.DataFrame) -> Table:
    """Return for each part who was compared with whom, what was published, where, and what to mind."""
    shown = _table("What was compared, what was published, and where (data set published_effects)")
    shown.show_header = False
    shown.add_column(no_wrap=True)
    shown.add_column(ratio=1)
    for effect, parts in rows.groupby("effect", sort=False):
        first = parts.iloc[0]
        seen = first["seen"].replace(";", " and ")
        shown.add_row(effect, f"{first['source']}. Seen: {seen}; confidence {first['confidence']}.")
        for row in parts.itertuples():
            against = "" if row.control == "none" else f", against {row.control}"
            compared = f"{_sentence(row.treatment)}{against}: {row.measure}."
            shown.add_row(row.id, f"{compared} Published: {row.published} {row.reservation}")
    return shown


def accepted(row: Any) -> str:
    """Return the accepted range of a part as "4 to 12", or its direction as "above 0"."""
    low, high = row.accept_low, row.accept_high
    none = 1 if row.unit in ("ratio", "odds ratio") else 0
    if math.isfinite(low) and math.isfinite(high):
        return f"{low:g} to {high:g}"
    if math.isfinite(low):
        return f"from {low:g}"
    if math.isfinite(high):
        return f"up to {high:g}"
    return f"{'above' if row.sign == 'up' else 'below'} {none}"


def left_out(table: pd.DataFrame) -> list[str]:
    """Return what a full validation looks at and this one did not, one line each."""
    from ..lab.effects import SEEDS

    lines = []
    untested = table[~is_tested(table)]
    if len(untested):
        lines.append(f"Not tested yet, for want of an experiment: {', '.join(_gathered(untested, table))}.")
    seeds = table["seeds"].max()
    if 0 < seeds < SEEDS:
        lines.append(f"Left out: {SEEDS - seeds} of {SEEDS} seeds, so intervals are wider than they need be.")
    return lines


def conclusion(table: pd.DataFrame) -> str:
    """Return one sentence: how many parts show, and which do not."""
    tested = table[is_tested(table)]
    if tested.empty:
        return "None of these effects has an experiment yet, so nothing can be said."
    inside = int((tested["verdict"] == "inside").sum())
    opening = (
        f"Of {counted(len(tested), 'checked part')} of {counted(tested['effect'].nunique(), 'published effect')}, "
        f"each tried out with {counted(int(tested['seeds'].max()), 'seed')}, "
        f"{inside} {'lies' if inside == 1 else 'lie'} inside"
    )
    if not missed(table).any():
        return f"{opening}: none is missed."
    named = [
        f"{verdict} {', '.join(tested.loc[tested['verdict'] == verdict, 'id'])}"
        for verdict in ("right sign", "not shown")
        if (tested["verdict"] == verdict).any()
    ]
    return f"{opening}; {'; '.join(named)}."


def is_tested(table: pd.DataFrame) -> pd.Series:
    """Return for each row whether there is an experiment for it."""
    return table["verdict"] != "not tested"


def missed(table: pd.DataFrame) -> pd.Series:
    """Return for each row whether it was tested and is not inside."""
    return is_tested(table) & (table["verdict"] != "inside")


def as_data(table: pd.DataFrame) -> dict[str, Any]:
    """Return the result of `validate_effects` as plain data for JSON; None where there is no number."""
    verdicts = table["verdict"].value_counts()
    names = ("inside", "right sign", "not shown", "not tested")
    return {
        "effects": table.astype(object).where(table.notna(), None).to_dict(orient="records"),
        **{name.replace(" ", "_"): int(verdicts.get(name, 0)) for name in names},
        "left_out": left_out(table),
        "says": conclusion(table),
    }


def _gathered(untested: pd.DataFrame, table: pd.DataFrame) -> list[str]:
    """Return ids of parts, and of an effect where that stands for all of its parts in the table."""
    parts = table["effect"].value_counts()
    names = []
    for effect, rows in untested.groupby("effect", sort=False):
        names += [effect] if len(rows) == parts[effect] else list(rows["id"])
    return names


def _table(title: str) -> Table:
    return Table(
        title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False,
        collapse_padding=True,
    )  # fmt: skip


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(value: float, unit: str) -> str:
    decimals = 1 if unit in _ONE_DECIMAL else 2
    return f"{round(value, decimals) + 0:.{decimals}f}" if math.isfinite(value) else "-"


def _stretch(low: float, high: float, unit: str) -> str:
    if math.isnan(low) and math.isnan(high):
        return "-"
    return f"{_number(low, unit)} to {_number(high, unit)}"
