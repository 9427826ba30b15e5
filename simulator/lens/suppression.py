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
_UNBOUNDED = 3
"""What `linprog` says when a cell can be as large as one likes."""
_SLACK = 1e-6


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

    def most(self, counts: np.ndarray, hidden: np.ndarray, cell: int) -> tuple[np.ndarray, list[int]]:
        """Return a table in which one hidden cell is as large as the others allow, and the sums that bound it.

        Args:
            counts: shape (cells,); what stands at hidden places is not used.
            hidden: shape (cells,), True where a cell is blank. cell: the hidden cell that is asked about.

        Returns:
            Counts with hidden cells filled in, shape (cells,), and the numbers of those lines; where nothing
            bounds the cell it is infinite, other hidden cells are 0, and there are no lines.
        """
        place = np.full(len(counts), -1)
        place[hidden] = np.arange(hidden.sum())
        row, column, weights, right, lines = [], [], [], [], []
        for number, (total, parts) in enumerate(self.lines):
            terms = [(total, -1.0), *((part, 1.0) for part in parts)]
            unknown = [(place[other], weight) for other, weight in terms if hidden[other]]
            if unknown:
                row += [len(right)] * len(unknown)
                column += [at for at, _ in unknown]
                weights += [weight for _, weight in unknown]
                right.append(-sum(weight * counts[other] for other, weight in terms if not hidden[other]))
                lines.append(number)
        sums = coo_array((weights, (row, column)), shape=(len(right), int(hidden.sum()))).tocsr()
        wanted = np.zeros(int(hidden.sum()))
        wanted[place[cell]] = -1.0
        found = linprog(wanted, A_eq=sums, b_eq=right, bounds=(0, None), method="highs")
        filled = counts.astype("float64")
        if found.status == _UNBOUNDED:
            filled[hidden] = 0
            filled[cell] = np.inf
            return filled, []
        filled[hidden] = found.x
        return filled, [line for line, price in zip(lines, found.eqlin.marginals, strict=True) if price]


def hide(sums: Sums, counts: np.ndarray, k: int) -> np.ndarray:
    """Return which cells must be blank, shape (cells,): those from 1 to k - 1, and what would give them away."""
    small = (counts > 0) & (counts < k)
    hidden = small.copy()
    safe = ~small
    for cell in np.flatnonzero(small):
        # What is blanked later only leaves more open, so a cell that is safe stays so.
        while not safe[cell]:
            filled, binding = sums.most(counts, hidden, int(cell))
            safe |= hidden & (filled >= k - _SLACK)
            if not safe[cell]:
                hidden[_partner(sums, counts, hidden, binding)] = True
    return hidden


def _partner(sums: Sums, counts: np.ndarray, hidden: np.ndarray, binding: list[int]) -> int:
    """Return the smallest cell shown in the sums that bound a cell, of equals the one that sums up least."""
    in_sums = {cell for line in binding for cell in (sums.lines[line][0], *sums.lines[line][1])}
    shown = [cell for cell in in_sums if not hidden[cell] and counts[cell] > 0]
    if not shown:
        shown = np.flatnonzero(~hidden & (counts > 0)).tolist()
    return min(shown, key=lambda cell: (counts[cell], sums.cells[cell].count(ALL), cell))


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
