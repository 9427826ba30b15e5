"""Futures: one moment, many ways in which it may go on, under each of several playbooks.

    from simulator.lab.futures import futures
    now = Community("...").run_for(days=30)
    found = futures(now, {"silence": "silence", "disclose": "disclose"}, n=200, days=30)
    found.effects("trust")
    found.plot("trust")

All futures share the past. Future i has the same luck under every playbook, and other luck than future j, so what
differs within i is what the playbooks do, and the spread over i is what nobody can know beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from ..world.constants import HOURS_PER_DAY
from .compare import Plan, named, one_known, some_known
from .pairing import COLUMNS, paired, seeds_of
from .run import Run

if TYPE_CHECKING:
    from ..lens.theme import Picture
    from ..playbook.playbook import Playbook
    from ..world.community import Community

USUAL = ("dau", "posts", "replies", "complaints", "departures", "crisis_posts", "press_mentions", "trust",
         "belonging", "loyalty", "satisfaction", "customers", "outrage")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Futures:
    """How one moment went on.

    Attributes:
        day: day of the run from which on the futures differ. playbooks: by name. seed: of their luck.
        daily: one row a playbook, future (from 0) and day, with the columns asked for.
    """

    day: int
    playbooks: Mapping[str, Playbook | None]
    seed: int
    daily: pd.DataFrame = field(repr=False)

    @property
    def n(self) -> int:
        """How many futures each playbook has."""
        return self.daily["future"].nunique()

    def effects(self, column: str, baseline: str | None = None, confidence: float = 0.95) -> pd.DataFrame:
        """Return what every other playbook changes on the last day, paired by future: see `pairing.paired`.

        Raises:
            ValueError: in one line, when a name is unknown.
        """
        self._known(column)
        first = one_known("baseline", next(iter(self.playbooks)) if baseline is None else baseline, self.playbooks)
        last = self.daily[self.daily["day"] == self.daily["day"].max()]
        ends = last.pivot(index="future", columns="playbook", values=column)
        rows = [
            {"playbook": name, "column": column}
            | paired(ends[first].to_numpy(dtype=float), ends[name].to_numpy(dtype=float), confidence)
            for name in self.playbooks
            if name != first
        ]
        return pd.DataFrame(rows, columns=["playbook", "column", *COLUMNS])

    def fan(self, column: str) -> pd.DataFrame:
        """Return per playbook and day the 5th, 25th, 50th, 75th and 95th percentile over futures."""
        self._known(column)
        quantiles = self.daily.groupby(["playbook", "day"], sort=False)[column].quantile(
            [0.05, 0.25, 0.5, 0.75, 0.95]
        )
        return quantiles.unstack().set_axis(["p5", "p25", "p50", "p75", "p95"], axis=1).reset_index()

    def plot(self, column: str, baseline: str | None = None) -> Picture:
        """Return a fan chart of a column with the sentence that says what it shows, as `.says`."""
        from ..lens.fan_plot import fan_figure

        first = next(iter(self.playbooks)) if baseline is None else baseline
        return fan_figure(self.fan(column), self.effects(column, first), column, first, self.n)

    def _known(self, column: str) -> None:
        one_known("column", column, [name for name in self.daily if name not in ("playbook", "future", "day")])


def futures(
    community: Community,
    playbooks: Mapping[str, Plan] | Iterable[Plan],
    n: int = 200,
    days: int = 30,
    seed: int = 7,
    columns: Sequence[str] = USUAL,
    progress: bool = False,
) -> Futures:
    """Let one moment go on in many ways under each of several playbooks.

    Args:
        community: as it is now, at the beginning of a day; it is left as it is.
        playbooks: by name, or a list; see `compare`.
        n: futures of each. days: how far they go.
        seed: from which the luck of each future is drawn.
        columns: of the daily table to keep.
        progress: whether to show a progress bar.

    Raises:
        ValueError: in one line, when something cannot be used.
    """
    plans = named(playbooks)
    lucks = seeds_of(seed, n)
    if isinstance(days, bool) or not isinstance(days, int | np.integer) or days < 1:
        raise ValueError(f"days must be a whole number from 1, got {days!r}")
    if community.hour % HOURS_PER_DAY:
        raise ValueError(
            f"futures begin with a day; let {HOURS_PER_DAY - community.hour % HOURS_PER_DAY} more hours pass first"
        )
    wanted = some_known("column", columns, [name for name in Run.of(community).daily if name != "day"])
    first = community.hour // HOURS_PER_DAY
    tables = []
    jobs = [(name, plan, future, luck) for name, plan in plans.items() for future, luck in enumerate(lucks)]
    for name, plan, future, luck in tqdm(jobs, unit="future", desc="futures", disable=not progress):
        # A playbook of None would mean "as before" to fork: nobody manages this future.
        twin = community.fork(plan, luck=luck) if plan is not None else _unmanaged(community, luck)
        daily = twin.run_for(days=int(days)).to_run().daily.iloc[first:]
        tables.append(daily[["day", *wanted]].assign(playbook=name, future=future))
    table = pd.concat(tables, ignore_index=True)
    return Futures(first, plans, int(seed), table[["playbook", "future", "day", *wanted]])


def _unmanaged(community: Community, luck: int) -> Community:
    from ..playbook.playbook import Playbook

    return community.fork(Playbook.load("no_rules"), luck=luck)
