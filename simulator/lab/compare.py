"""Compare: playbooks beside each other, run again and again with the same luck.

    from simulator import compare
    result = compare("forum", ["silence", "disclose"], replicates=30, seed=7)
    result.effects()
    result.plot()

Replicate r of every playbook lives with the same seed, so what differs between two of them is what the playbooks
do, and not who happened to come by (common random numbers: Law 2015, Simulation Modeling and Analysis, ch. 11).
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..lens.metrics import METRICS
from ..playbook.playbook import Playbook
from ..settings import hint
from ..world.memory import require_memory
from ..world.scenario import Scenario
from .pairing import COLUMNS, holm, paired, seeds_of
from .replicates import live_all
from .run import Run

if TYPE_CHECKING:
    from ..lens.theme import Picture

Plan = Playbook | str | os.PathLike[str] | None
Measure = Callable[[Run], float]

REPLICATES, SEED = 30, 7
NOBODY = "nobody"
"""What a community that nobody manages is called in a list of playbooks."""
RUN_COLUMNS = ("playbook", "replicate", "seed", "metric", "value")
EFFECT_COLUMNS = ("playbook", "metric", "unit", *COLUMNS, "p_adjusted")


@dataclass(frozen=True, eq=False)
class Comparison:
    """What became of a community under several playbooks, replicate by replicate.

    Attributes:
        scenario: the place. playbooks: what was compared, by name; None where nobody managed it.
        seed: the seed from which those of the replicates were drawn (see `seeds_of`).
        runs: one row a playbook, replicate (from 0) and metric, with the replicate's seed and the value; NaN where
            there was nothing to measure.
        units: unit of every metric, by name; empty for a measure that names none.
    """

    scenario: Scenario
    playbooks: Mapping[str, Playbook | None]
    seed: int
    runs: pd.DataFrame = field(repr=False)
    units: Mapping[str, str] = field(repr=False)

    @property
    def replicates(self) -> int:
        """How many times each playbook was run."""
        return len(self.runs) // (len(self.playbooks) * len(self.units))

    def effects(
        self,
        baseline: str | None = None,
        metrics: Sequence[str] | str | None = None,
        confidence: float = 0.95,
    ) -> pd.DataFrame:
        """Return what every other playbook changes against a baseline, paired by seed.

        Args:
            baseline: name of a playbook; None for the first.
            metrics: names of metrics; None for all.
            confidence: how often the interval shall hold the true difference.

        Returns:
            One row a playbook and metric: playbook, metric, unit, what `pairing.paired` finds pair by pair (means,
            difference, intervals by Student's t and by the bootstrap, effect size, what sharing luck saved, p
            value), and p_adjusted: the p value once it is allowed for that so many questions were asked (Holm
            1979). A pair in which a value is no finite number is left out, of the means too.

        Raises:
            ValueError: in one line, when a name is unknown or the confidence lies not between 0 and 1.
        """
        first = one_known("baseline", next(iter(self.playbooks)) if baseline is None else baseline, self.playbooks)
        wanted = some_known("metric", metrics, self.units)
        if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence < 1:
            raise ValueError(f"confidence must lie between 0 and 1, as 0.95, got {confidence!r}")
        values = self._values()
        without = values[list(self.playbooks).index(first)]
        names = list(self.units)
        rows = []
        for playbook, lived in zip(self.playbooks, values, strict=True):
            for metric in wanted if playbook != first else ():
                at = names.index(metric)
                row = {"playbook": playbook, "metric": metric, "unit": self.units[metric]}
                rows.append(row | paired(without[:, at], lived[:, at], confidence))
        table = pd.DataFrame(rows, columns=list(EFFECT_COLUMNS))
        table["p_adjusted"] = holm(table["p_value"])
        return table

    def means(self) -> pd.DataFrame:
        """Return the mean of every metric (rows) under every playbook (columns), over runs that have a figure."""
        values = np.where(np.isfinite(self._values()), self._values(), np.nan)
        counted = np.isfinite(values).sum(axis=1)
        sums = np.nansum(values, axis=1)
        means = np.divide(sums, counted, out=np.full_like(sums, np.nan), where=counted > 0)
        table = pd.DataFrame(means.T, index=list(self.units), columns=list(self.playbooks))
        return table.rename_axis("metric")

    def plot(self, metrics: Sequence[str] | str | None = None, baseline: str | None = None) -> Picture:
        """Return a figure of up to six metrics with the sentence that says what it shows, as `figure.says`.

        Args:
            metrics: names of one to six metrics; None for measures of one's own and a usual choice.
            baseline: name of a playbook; None for the first.

        Raises:
            ValueError: in one line, when a name is unknown or there are too many.
        """
        from ..lens.compare_plot import IN_A_CRISIS, comparison_figure

        baseline = next(iter(self.playbooks)) if baseline is None else baseline
        effects = self.effects(baseline, metrics)
        own = [name for name in self.units if name not in METRICS]
        own += IN_A_CRISIS if self.scenario.crises else ()
        return comparison_figure(effects, baseline, self.replicates, metrics is not None, own)

    def _values(self) -> np.ndarray:
        """Return the values of `runs`: shape (playbooks, replicates, metrics)."""
        return self.runs["value"].to_numpy().reshape(len(self.playbooks), -1, len(self.units))


def compare(
    scenario: Scenario | str | os.PathLike[str],
    playbooks: Mapping[str, Plan] | Iterable[Plan],
    replicates: int = REPLICATES,
    seed: int = SEED,
    executor: Executor | None = None,
    progress: bool = False,
    measures: Mapping[str, Measure] | None = None,
) -> Comparison:
    """Let the same community live under several playbooks, several times each, with the same luck for all.

    Args:
        scenario: a `Scenario`, the name of one that ships, or a YAML file.
        playbooks: by name, or a list: each a `Playbook`, the name of one that ships, a YAML file, or None (nobody
            manages). In a list, a playbook is called by its name, a file by its own without ".yaml".
        replicates: how many times each of them is run.
        seed: whole number from 0 to 2**64 - 1, from which the seeds of the replicates are drawn (see `seeds_of`).
        executor: any `concurrent.futures.Executor`; None runs one after the other. The tables are the same.
        progress: whether to show a progress bar of runs.
        measures: further figures by name: functions of a `Run` that return a number. For an executor that works in
            processes of its own they stand at the top of a module.

    Raises:
        ValueError: in one line and before anything is run, when something cannot be used.
    """
    place = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    plans = named(playbooks)
    seeds = seeds_of(seed, replicates)
    further = checked_measures(measures, executor)
    require_memory(place)

    units = {name: metric.unit for name, metric in METRICS.items()}
    units |= {name: str(getattr(measure, "unit", "")) for name, measure in further.items()}
    jobs = [(place, plan, luck, further) for plan in plans.values() for luck in seeds]
    values = live_all(jobs, list(units), executor, progress=progress)
    grid = [list(plans), range(replicates), list(units)]
    runs = pd.MultiIndex.from_product(grid, names=["playbook", "replicate", "metric"]).to_frame(index=False)
    runs["seed"] = np.tile(np.repeat(np.array(seeds, dtype=np.uint64), len(units)), len(plans))
    runs["value"] = values.ravel()
    return Comparison(place, plans, int(seed), runs[list(RUN_COLUMNS)], units)


def named(playbooks: Mapping[str, Plan] | Iterable[Plan]) -> dict[str, Playbook | None]:
    """Return playbooks by name, read and checked; see `compare`.

    Raises:
        ValueError: in one line, when there are fewer than two, two have the same name, or one cannot be used.
    """
    if isinstance(playbooks, Mapping):
        pairs = list(playbooks.items())
    elif isinstance(playbooks, Iterable) and not isinstance(playbooks, str | Playbook):
        pairs = [(_label(plan), plan) for plan in playbooks]
    else:
        pairs = [(_label(playbooks), playbooks)]
    plans: dict[str, Playbook | None] = {}
    for name, plan in pairs:
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"playbooks: a name must be text, got {name!r}")
        if name in plans:
            raise ValueError(f"playbooks: {name!r} is named twice; give each a name of its own")
        plans[name] = plan if plan is None or isinstance(plan, Playbook) else Playbook.load(plan)
    if len(plans) < 2:
        raise ValueError(f"playbooks must name at least two to be compared, got {', '.join(plans) or 'none'}")
    return plans


def one_known(noun: str, name: str, known: Iterable[str]) -> str:
    """Return a name that is known.

    Raises:
        ValueError: in one line with those that are known.
    """
    if name not in (known := list(known)):
        raise ValueError(f"unknown {noun} {name!r}{hint(str(name), known)}")
    return name


def some_known(noun: str, names: Sequence[str] | str | None, known: Iterable[str]) -> list[str]:
    """Return names that are known, each once; all of them for None.

    Raises:
        ValueError: in one line, when one is unknown or none is named.
    """
    known = list(known)
    if names is None:
        return known
    chosen = [one_known(noun, name, known) for name in dict.fromkeys([names] if isinstance(names, str) else names)]
    if not chosen:
        raise ValueError(f"{noun}s must name at least one, got none")
    return chosen


def _label(plan: Plan) -> str:
    if plan is None:
        return NOBODY
    if isinstance(plan, Playbook):
        return plan.name
    text = str(plan)
    return Path(text).stem if text.endswith((".yaml", ".yml")) else text


def checked_measures(measures: Mapping[str, Measure] | None, executor: Executor | None) -> dict[str, Measure]:
    """Return measures by name once they can be used, also by the processes of an executor."""
    if not isinstance(measures, Mapping | None):
        raise ValueError(f"measures must be functions of a run by name, got {type(measures).__name__}")
    for name, measure in (measures or {}).items():
        if not isinstance(name, str) or not name.strip() or name in METRICS:
            raise ValueError(f"measures: a name must be text and no metric of every run, got {name!r}")
        if not callable(measure):
            raise ValueError(f"measure {name!r} must be a function of a run, got {measure!r}")
        if isinstance(executor, ProcessPoolExecutor) and not _travels(measure):
            raise ValueError(
                f"measure {name!r} cannot be pickled, so the executor's processes cannot have it; "
                "write it as a function at the top of a module"
            )
    return dict(measures or {})


def _travels(measure: Measure) -> bool:
    try:
        pickle.dumps(measure)
    except Exception:  # pickle raises what it likes
        return False
    return True
