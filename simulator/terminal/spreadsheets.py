"""Spreadsheets: tables as CSV in which no name that somebody chose is taken for a formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_BEGINS_FORMULA = ("=", "+", "-", "@", "|", "%")


def neutral(cell: Any) -> Any:
    """Return a cell that a spreadsheet shows as it is: an apostrophe goes before what would begin a formula."""
    if isinstance(cell, str) and cell.lstrip().startswith(_BEGINS_FORMULA):
        return "'" + cell
    return cell


def as_csv(table: pd.DataFrame, index: bool = False) -> bytes:
    """Return a table as CSV (UTF-8, one line a row), texts and headings made `neutral`.

    Args:
        table: any table. index: whether its index goes first.
    """
    flat = table.reset_index() if index else table
    safe = flat.apply(lambda column: column.map(neutral)) if len(flat) else flat
    return safe.rename(columns=neutral).to_csv(index=False, lineterminator="\n").encode()
