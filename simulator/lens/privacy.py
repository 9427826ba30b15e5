"""Privacy: what is needed to publish a table without publishing people.

    from simulator.lens.privacy import k_of, publish, reidentified
    release = publish(table, purpose="show the team when newcomers write", quasi=["joined", "hour"],
                      sensitive=["trust"], coarsen={"joined": "week", "hour": "part_of_day"}, keep_days=365)
    release.table            # what may be shown
    print(release.says())    # what that cost
    release.expired(on="2027-01-01")

Three ways lead out of the house: `publish` for a table with a row a person, `publish_counts` for a table of counts
with totals, `publish_aggregates` for figures that are aggregates already. All want a purpose and a retention
period, and none goes below five people. `pseudonyms` gives people names that only whoever has the key can make;
that is no release: who knows enough of what somebody did finds them under any name. `k_of`, `reidentified` and
`linkage` (`privacy_risk`) attack a table, and should be tried on it before it goes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from .coarsening import coarsened
from .privacy_risk import (
    crowds,
    diversity_of,
    group_of,
    k_of,
    linkage,
    reidentified,
    require_columns,
)
from .pseudonyms import pseudonyms
from .release import FLOOR, Release, terms
from .suppression import ALL, Sums, counted, hide

__all__ = [
    "FLOOR",
    "Release",
    "coarsened",
    "diversity_of",
    "k_of",
    "linkage",
    "pseudonyms",
    "publish",
    "publish_aggregates",
    "publish_counts",
    "reidentified",
]


def publish(
    table: pd.DataFrame, *, purpose: str | None = None, quasi: Sequence[str] = (), sensitive: Sequence[str] = (),
    k: int = FLOOR, keep_days: int | None = None, coarsen: Mapping[str, Any] | None = None,
    person: str | None = None, published: date | str | None = None,
) -> Release:  # fmt: skip
    """Return a table in which everybody looks like at least k - 1 others.

    Columns are made coarser as told; rows of people who are still too few to hide are left out, and if those are
    fewer than k themselves, the next smallest group goes with them, since one missing person can be found by
    counting. Rows come in the order of their values and lose their index. Columns that are neither `quasi` nor
    `sensitive` are left out: nobody has said that they are safe. When nothing is left the table is empty, and
    `says` tells.

    Args:
        table: one row a person, or several when `person` names the column that tells people apart.
        purpose: what it is for, in a few words.
        quasi: columns that others can know of somebody, whether or not they are secret: place, times, counts,
        role. sensitive: columns that are to be shown and that nobody should learn of anybody. They are not
            changed; `diversity` says where a whole group has the same.
        k: people who must share each combination of `quasi`, at least 5.
        keep_days: for how many days it may be kept.
        coarsen: rules by column, see `simulator.lens.coarsening`.
        person: column of people; it is not published.
        published: the day of the release; None for today.

    Raises:
        ValueError: in one line, when purpose or retention is missing, k is below 5, or a column or rule does not
            fit.
    """
    agreed = terms(purpose, keep_days, k, published)
    quasi = require_columns(table, quasi, "quasi")
    sensitive = require_columns(table, sensitive, "sensitive", may_be_empty=True)
    if person is not None:
        require_columns(table, [person], "person")
    roles = [*quasi, *sensitive, *([] if person is None else [person])]
    if len(set(roles)) < len(roles):
        twice = next(name for name in roles if roles.count(name) > 1)
        raise ValueError(f"{twice} can be only one of quasi, sensitive and person")
    rules = {} if coarsen is None else coarsen
    rough = coarsened(table, rules)[roles].reset_index(drop=True)
    kept = _large_enough(rough, quasi, person, agreed["k"])
    shown = rough.loc[kept, [*quasi, *sensitive]]
    return Release(
        table=_in_order(shown),
        quasi=tuple(quasi),
        sensitive=tuple(sensitive),
        coarsened=tuple(name for name in rules if name in shown),
        dropped=tuple(str(name) for name in table if name not in shown),
        rows_given=len(table),
        suppressed=int((~kept).sum()),
        smallest_group=k_of(rough[kept], quasi, person),
        diversity=diversity_of(shown, quasi, sensitive),
        **agreed,
    )


def publish_counts(
    table: pd.DataFrame, *, by: Sequence[str] = (), purpose: str | None = None, k: int = FLOOR,
    keep_days: int | None = None, coarsen: Mapping[str, Any] | None = None, published: date | str | None = None,
) -> Release:  # fmt: skip
    """Return how many people there are in each combination of some columns, with all totals ("all").

    Cells of 1 to k - 1 people are empty, and so are others that would give them away: from what is shown, nobody
    can tell of an empty cell that it holds fewer than k. Cells that hold nobody show 0.

    Args:
        table: one row a person.
        by: the columns; each value is one row or column of the table of counts. Missing values count as "missing".
        purpose, k, keep_days, coarsen, published: as for `publish`.

    Returns:
        A release whose table has the columns `by` (text) and `people` (whole number, missing where hidden).

    Raises:
        ValueError: as `publish`, and when there would be more cells than can be checked.
    """
    agreed = terms(purpose, keep_days, k, published)
    by = require_columns(table, by, "by")
    if "people" in by:
        raise ValueError("by: a column cannot be called 'people', which is how the counts are called; rename it")
    rules = {} if coarsen is None else coarsen
    rough = coarsened(table, rules)[by]
    group_of(rough, by)  # refuses what cannot be compared
    group = rough.astype(object).where(rough.notna(), "missing").astype(str)
    levels = [sorted(group[name].unique()) for name in by]
    for name, values in zip(by, levels, strict=True):
        if ALL in values:
            raise ValueError(f"by: {name} has a value {ALL!r}, which is how totals are called; rename it")
    sums = Sums(levels)
    counts = counted(group, sums)
    hidden = hide(sums, counts, agreed["k"])
    cells = pd.DataFrame(sums.cells, columns=by).astype("str")
    cells["people"] = pd.Series(counts, dtype="Int64").mask(hidden)
    shown = counts[~hidden & (counts > 0)]
    return Release(
        table=cells,
        quasi=tuple(by),
        coarsened=tuple(name for name in rules if name in by),
        dropped=tuple(str(name) for name in table if name not in by),
        rows_given=len(cells),
        unit="cells",
        suppressed=int(hidden.sum()),
        smallest_group=int(shown.min()) if len(shown) else 0,
        **agreed,
    )


def publish_aggregates(
    table: pd.DataFrame, *, people: Mapping[str, str] | None = None, by: Sequence[str] = (),
    purpose: str | None = None, k: int = FLOOR, keep_days: int | None = None, published: date | str | None = None,
) -> Release:  # fmt: skip
    """Return a table of aggregates in which no figure is about fewer than k people.

    A figure with 1 to k - 1 people behind it is empty, and so is that number of people. Where nobody is behind it,
    it stays: that nothing happened is about nobody. Sums that are published elsewhere can give an empty figure
    away; for counts with their totals use `publish_counts`.

    Args:
        table: one row a group, such as an hour or a week.
        people: by figure, the column that says how many different people it is about, as `{"posts": "writers"}`. A
            figure that is about nobody, such as working time, needs none: name it in `by`.
        by: columns that say which group it is, or that are about nobody.
        purpose, k, keep_days, published: as for `publish`.

    Raises:
        ValueError: as `publish`, and when a number of people is missing, negative or no whole number.
    """
    agreed = terms(purpose, keep_days, k, published)
    by = require_columns(table, by, "by")
    if not isinstance(people, Mapping) or not people:
        raise ValueError("people must say which column counts the people behind a figure: {'posts': 'writers'}")
    figures = require_columns(table, list(people), "people")
    counts = {name: _whole_numbers(table, name) for name in dict.fromkeys(people.values())}
    shown = table[[name for name in table if name in (*by, *figures, *counts)]].reset_index(drop=True)
    hidden = {name: ((count > 0) & (count < agreed["k"])).to_numpy() for name, count in counts.items()}
    for figure, name in {**people, **{name: name for name in counts}}.items():
        column = shown[figure]
        whole = pd.api.types.is_integer_dtype(column)
        shown[figure] = (column.astype("Int64") if whole else column).mask(hidden[name])
    seen = [int(count[count >= agreed["k"]].min()) for count in counts.values() if (count >= agreed["k"]).any()]
    return Release(
        table=shown,
        quasi=tuple(by),
        dropped=tuple(str(name) for name in table if name not in shown),
        rows_given=len(table) * len(figures),
        unit="cells",
        suppressed=int(sum(hidden[people[name]].sum() for name in figures)),
        smallest_group=min(seen, default=0),
        **agreed,
    )


def _large_enough(table: pd.DataFrame, quasi: list[str], person: str | None, k: int) -> pd.Series:
    """Return which rows are in groups of k people or more; those left out are none, or k people or more."""
    size = crowds(table, quasi, person) if len(table) else pd.Series([], dtype="int64")
    kept = size >= k
    group = group_of(table, quasi)
    while kept.any() and (~kept).any():
        left_out = (~kept).sum() if person is None else table.loc[~kept, person].nunique(dropna=False)
        if left_out >= k:
            break
        smallest = size[kept].idxmin()
        kept &= group != group[smallest]
    return kept


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in the order of their values, so that their places tell nothing."""
    if not len(table):
        return table.reset_index(drop=True)
    codes = {name: pd.factorize(_sortable(table[name]), sort=True)[0] for name in table}
    order = np.lexsort([codes[name] for name in reversed(list(codes))])
    return table.iloc[order].reset_index(drop=True)


def _sortable(values: pd.Series) -> pd.Series:
    return values.astype(str) if values.dtype == object else values


def _whole_numbers(table: pd.DataFrame, name: Any) -> pd.Series:
    counts = table[require_columns(table, [name], "people")[0]].reset_index(drop=True)
    usable = pd.api.types.is_numeric_dtype(counts) and not pd.api.types.is_bool_dtype(counts)
    if not usable or not ((counts >= 0) & (counts % 1 == 0)).fillna(False).all():
        raise ValueError(f"people: {name} must count people in whole numbers from 0 on, without gaps")
    return counts
