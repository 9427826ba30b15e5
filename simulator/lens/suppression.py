"""Suppression: small cells of a table of counts are blanked, and others with them that would give them away.

A table with totals is a set of sums. Blank one cell, and it can be worked out again from its row; blank two in a
row, and columns may still tell. So cells are blanked until the sums allow every small cell to be as large as k,
which is found out as an attacker would: by solving the sums for the most that a blank cell can be (linear
programming). This is complementary cell suppression: Cox LH, J Am Stat Assoc 75(370), 377-385 (1980).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array

ALL = "all"
"""What stands in the column of a total."""
_MOST_CELLS = 5_000


class Sums:
    """A table of counts by some columns, with every total, and the sums that hold between its cells.

    Attributes:
        cells: one tuple a cell, with `ALL` where a column is summed up.
        lines: one a sum: the number of the total, and those of what it adds up.
    """

    def __init__(self, levels: Sequence[Sequence[str]]) -> None:
        """Lay out the cells.

        Args:
            levels: the values of each column.

        Raises:
            ValueError: when there would be more cells than can be checked.
        """
        size = prod(len(values) + 1 for values in levels)
        if size > _MOST_CELLS:
            raise ValueError(
                f"by: {size:,} cells with totals, at most {_MOST_CELLS:,}; coarsen or take fewer columns"
            )
        self.cells = list(product(*([*values, ALL] for values in levels)))
        number = {cell: place for place, cell in enumerate(self.cells)}
        self.lines: list[tuple[int, list[int]]] = []
        for cell in self.cells:
            for column, value in enumerate(cell):
                if value == ALL:
                    parts = [(*cell[:column], part, *cell[column + 1 :]) for part in levels[column]]
                    self.lines.append((number[cell], [number[part] for part in parts]))
        self.lines_of: list[list[int]] = [[] for _ in self.cells]
        for place, (total, parts) in enumerate(self.lines):
            for cell in (total, *parts):
                self.lines_of[cell].append(place)

    def bounds(self, counts: np.ndarray, hidden: np.ndarray, cells: Sequence[int], enough: float) -> np.ndarray:
        """Return the most that hidden cells can be, given all others and that no count is negative.

        Args:
            counts: shape (cells,); what stands at hidden places is not used.
            hidden: shape (cells,), True where a cell is blank.
            cells: which hidden cells to ask about.
            enough: a cell is not asked about when another's solution has shown that it can be so much.
        """
        place = np.full(len(counts), -1)
        place[hidden] = np.arange(hidden.sum())
        row, column, sign, right = [], [], [], []
        for total, parts in self.lines:
            terms = [(total, -1.0), *((part, 1.0) for part in parts)]
            unknown = [(place[cell], weight) for cell, weight in terms if hidden[cell]]
            if unknown:
                right.append(-sum(weight * counts[cell] for cell, weight in terms if not hidden[cell]))
                for at, weight in unknown:
                    row.append(len(right) - 1)
                    column.append(at)
                    sign.append(weight)
        sums = coo_array((sign, (row, column)), shape=(len(right), int(hidden.sum()))).tocsr()
        most = np.zeros(len(counts))
        for cell in cells:
            if most[cell] >= enough:
                continue
            wanted = np.zeros(int(hidden.sum()))
            wanted[place[cell]] = -1.0
            found = linprog(wanted, A_eq=sums, b_eq=right, bounds=(0, None), method="highs")
            if found.status == 3:
                most[cell] = np.inf
            else:
                most[hidden] = np.maximum(most[hidden], found.x)
        return most


def hide(sums: Sums, counts: np.ndarray, k: int) -> np.ndarray:
    """Return which cells must be blank, shape (cells,): those from 1 to k - 1, and what would give them away."""
    small = (counts > 0) & (counts < k)
    hidden = small.copy()
    at_risk = np.flatnonzero(small)
    while len(at_risk):
        most = sums.bounds(counts, hidden, at_risk, k)
        at_risk = np.flatnonzero(small & (most < k - 1e-6))
        for cell in at_risk[:1]:
            partner = _partner(sums, counts, hidden, int(cell))
            if partner is None:
                return hidden
            hidden[partner] = True
    return hidden


def _partner(sums: Sums, counts: np.ndarray, hidden: np.ndarray, cell: int) -> int | None:
    """Return the smallest cell that could be blanked beside one, in the sum that gives most away."""

    def slack(line: int) -> tuple[bool, float, int]:
        total, parts = sums.lines[line]
        blank = [part for part in parts if hidden[part]]
        return bool(hidden[total]), float(counts[blank].sum()), line

    for line in sorted(sums.lines_of[cell], key=slack):
        total, parts = sums.lines[line]
        shown = [other for other in (*parts, total) if not hidden[other] and counts[other] > 0]
        if shown:
            return min(shown, key=lambda other: (counts[other], other))
    return None


def counted(group: pd.DataFrame, sums: Sums) -> np.ndarray:
    """Return how many rows are in each cell, totals included; shape (cells,).

    Args:
        group: text by column, one row a person, in the order of columns of `sums`.
    """
    counts = np.zeros(len(sums.cells), dtype="int64")
    number = {cell: place for place, cell in enumerate(sums.cells)}
    for values, rows in group.value_counts().items():
        for cell in product(*((value, ALL) for value in values)):
            counts[number[cell]] += rows
    return counts
