"""Privacy risk: how well people hide in a table, and what somebody finds who knows something about them.

Removing names does not hide anybody. Sweeney (2002) found a governor's medical record by date of birth, sex and
postcode, and asked that every combination of such columns (*quasi-identifiers*: what others can know) be shared
by at least k people. Machanavajjhala et al. (2007) showed what that leaves open: when all k have the same illness,
one learns it without knowing which of them somebody is; so the values within a group should differ (l-diversity).
Narayanan & Shmatikov (2008) recognised people in film ratings by a few titles and rough dates: where each person
has many details, nearly everybody is unique, and what an outsider may know is more than one thinks.

Sources: Sweeney L, Int J Uncertainty Fuzziness 10(5), 557-570 (2002); Machanavajjhala A et al., ACM Trans Knowl
Discov Data 1(1), article 3 (2007); Narayanan A, Shmatikov V, IEEE Symp Security and Privacy, 111-125 (2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from .given import listed, shown


def k_of(table: pd.DataFrame, quasi: Sequence[str], person: str | None = None) -> int:
    """Return how many people share the rarest combination of some columns; 0 for a table without rows.

    Args:
        table: one row a person, or several when `person` names the column that tells people apart.
        quasi: the columns that an outsider could know. Missing is a value like any other.
        person: column of people; None when each row is somebody else.

    Raises:
        ValueError: in one line, when there is no such column.
    """
    sizes = crowds(table, quasi, person)
    return int(sizes.min()) if len(sizes) else 0


def crowds(table: pd.DataFrame, quasi: Sequence[str], person: str | None = None) -> pd.Series:
    """Return for each row how many people share its combination of some columns; indexed as the table.

    Raises:
        ValueError: in one line, when there is no such column.
    """
    names = require_columns(table, quasi, "quasi")
    if person is None:
        return group_of(table, names).map(group_of(table, names).value_counts()).astype("int64")
    require_columns(table, [person], "person")
    group = group_of(table, names)
    return group.map(table[person].groupby(group).nunique(dropna=False)).astype("int64")


def diversity_of(table: pd.DataFrame, quasi: Sequence[str], sensitive: Sequence[str]) -> pd.DataFrame:
    """Return how different the sensitive values of people are who look alike (l-diversity).

    Returns:
        One row a sensitive column: `least_values`, the fewest different values in any group (1: a group whose
        secret is out), and `share_exposed`, the share of rows in groups with one value only. 0 and 0 without rows.

    Raises:
        ValueError: in one line, when there is no such column.
    """
    group = group_of(table, require_columns(table, quasi, "quasi"))
    rows = {}
    for name in require_columns(table, sensitive, "sensitive", may_be_empty=True):
        values = group.map(table[name].groupby(group).nunique(dropna=False))
        exposed = float((values == 1).mean()) if len(table) else 0.0
        rows[name] = {"least_values": int(values.min()) if len(table) else 0, "share_exposed": exposed}
    result = pd.DataFrame.from_dict(rows, orient="index", columns=["least_values", "share_exposed"])
    return result.rename_axis("column").astype({"least_values": "int64", "share_exposed": "float64"})


def linkage(table: pd.DataFrame, auxiliary: pd.DataFrame, on: Sequence[str]) -> pd.DataFrame:
    """Return what a linkage attack finds: for each known person, how many rows could be theirs.

    Args:
        table: what was published, one row a person.
        auxiliary: what the attacker knows, one row a person, with the columns `on` in the same coarseness.
        on: columns by which the attacker links. Missing equals missing.

    Returns:
        Indexed as `auxiliary`: `rows`, the rows of the table that agree; `people`, the known persons who agree
        with each other; `pinned`, True where one row agrees with one person and no other.

    Raises:
        ValueError: in one line, when one of the tables lacks a column.
    """
    names = require_columns(table, on, "on")
    require_columns(auxiliary, names, "on (auxiliary)")
    both = pd.concat([table[names].astype(object), auxiliary[names].astype(object)], ignore_index=True)
    group = group_of(both, names).to_numpy()
    published, known = pd.Series(group[: len(table)]), pd.Series(group[len(table) :], index=auxiliary.index)
    rows = known.map(published.value_counts()).fillna(0).astype("int64")
    people = known.map(known.value_counts()).astype("int64")
    return pd.DataFrame({"rows": rows, "people": people, "pinned": (rows == 1) & (people == 1)})


def reidentified(table: pd.DataFrame, auxiliary: pd.DataFrame, on: Sequence[str]) -> int:
    """Return how many rows of a table are pinned to one person by somebody who knows `auxiliary`.

    A row is pinned when it agrees with exactly one known person, and that person with no other row. See `linkage`
    for arguments and for whom it hits.

    Raises:
        ValueError: in one line, when one of the tables lacks a column.
    """
    return int(linkage(table, auxiliary, on)["pinned"].sum())


def require_table(table: Any, name: str = "table") -> pd.DataFrame:
    """Return a table as it is.

    Raises:
        ValueError: when it is none, or two of its columns have one name.
    """
    if not isinstance(table, pd.DataFrame):
        raise ValueError(f"{name} must be a DataFrame, one row a person, got {type(table).__name__}")
    if not table.columns.is_unique:
        raise ValueError(f"{name} has two columns called {table.columns[table.columns.duplicated()][0]!r}")
    return table


def require_columns(table: Any, names: Any, what: str, may_be_empty: bool = False) -> list[str]:
    """Return names of columns as a list.

    Raises:
        ValueError: when they are not a list of different columns of the table.
    """
    require_table(table)
    if isinstance(names, str) or not isinstance(names, Sequence | pd.Index):
        raise ValueError(f"{what} must be a list of columns, got {shown(names)}")
    names = list(names)
    if not names and not may_be_empty:
        raise ValueError(f"{what} must name at least one column; the table has {listed(table)}")
    for name in names:
        try:
            known = name in table.columns
        except TypeError:
            known = False
        if not known:
            raise ValueError(f"{what}: no column {shown(name)}; the table has {listed(table)}")
    if len(set(names)) < len(names):
        raise ValueError(f"{what} names a column twice: {', '.join(map(str, names))}")
    return names


def group_of(table: pd.DataFrame, names: Sequence[str]) -> pd.Series:
    """Return the number of each row's combination of values; rows that agree in all have the same.

    Raises:
        ValueError: when a column holds lists or the like, which cannot be compared.
    """
    try:
        return table.groupby(list(names), dropna=False, sort=False, observed=True).ngroup()
    except TypeError:
        raise ValueError(f"{', '.join(map(str, names))} must hold plain values, not lists or tables") from None
