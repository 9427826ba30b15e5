"""Compare: playbooks beside each other, run again and again with the same luck.

    from simulator import compare
    result = compare("forum", ["silence", "disclose"], replicates=30, seed=7)
    result.effects()
    result.plot()

Replicate r of every playbook lives with the same seed, so what differs between two of them is what the playbooks
do, and not who happened to come by (common random numbers: Law 2015, Simulation Modeling and Analysis, ch. 11).
"""

from __future__ import annotations

import math
import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit
from tqdm.auto import tqdm

from ..lens.metrics import METRICS, summary
from ..playbook.playbook import Playbook
from ..settings import hint
from ..world.chance import key
from ..world.memory import require_memory
from ..world.scenario import Scenario
from .run import Run, simulate

if TYPE_CHECKING:
    from ..lens.theme import Picture

Plan = Playbook | str | os.PathLike[str] | None
Measure = Callable[[Run], float]

REPLICATES, SEED = 30, 7
NOBODY = "nobody"
"""What a community that nobody manages is called in a list of playbooks."""
RUN_COLUMNS = ("playbook", "replicate", "seed", "metric", "value")
EFFECT_COLUMNS = (
    "playbook", "metric", "unit", "baseline_mean", "mean", "difference", "ci_low", "ci_high", "replicates",
    "unpaired_width_ratio",
)  # fmt: skip


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
            One row a playbook and metric: playbook, metric, unit, baseline_mean, mean, difference (mean of `mean`
            minus baseline, pair by pair), ci_low and ci_high (Student's t over pairs; NaN for fewer than two),
            replicates (pairs that count), unpaired_width_ratio: how many times as wide the interval would be
            with runs that share no luck (Welch's t; infinite where pairing leaves no doubt at all, NaN where there
            is none without it either). A pair in which a value is no finite number is left out, of the means too.

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
        return pd.DataFrame(rows, columns=list(EFFECT_COLUMNS))

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
    further = _checked(measures, executor)
    require_memory(place)

    jobs = [(place, plan, luck, further) for plan in plans.values() for luck in seeds]
    try:
        lived = map(_measured, jobs) if executor is None else executor.map(_measured, jobs)
        values = np.array(list(tqdm(lived, total=len(jobs), unit="run", desc="runs", disable=not progress)))
    except BrokenProcessPool:
        raise ValueError(
            "the processes of the executor ended early: too little memory, a script without "
            '`if __name__ == "__main__":`, or a measure that they cannot import'
        ) from None

    units = {name: metric.unit for name, metric in METRICS.items()}
    units |= {name: str(getattr(measure, "unit", "")) for name, measure in further.items()}
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


def seeds_of(seed: int, replicates: int) -> list[int]:
    """Return the seed of each replicate: `numpy.random.SeedSequence(seed).generate_state(replicates, uint64)`.

    More replicates begin with the same ones, so that a longer comparison contains a shorter one.

    Raises:
        ValueError: in one line, when either is no usable whole number.
    """
    key(seed)
    if isinstance(replicates, bool) or not isinstance(replicates, int | np.integer) or replicates < 1:
        raise ValueError(f"replicates must be a whole number from 1, got {replicates!r}")
    return np.random.SeedSequence(int(seed)).generate_state(int(replicates), np.uint64).tolist()


def paired(without: np.ndarray, lived: np.ndarray, confidence: float = 0.95) -> dict[str, float | int]:
    """Return what differs between two rows of values that share their luck pair by pair; see `Comparison.effects`.

    Args:
        without: values of the baseline, shape (replicates,). lived: those held against them, in the same order.
        confidence: how often the interval shall hold the true difference.
    """
    both = np.isfinite(without) & np.isfinite(lived)
    without, lived = without[both], lived[both]
    pairs = len(lived)
    apart = lived - without
    found: dict[str, float | int] = dict.fromkeys(EFFECT_COLUMNS[3:], math.nan) | {"replicates": pairs}
    if pairs:
        found |= {"baseline_mean": float(without.mean()), "mean": float(lived.mean())}
        found["difference"] = float(apart.mean())
    if pairs < 2:
        return found
    half = _half(apart.var(ddof=1) / pairs, pairs - 1, confidence)
    errors = np.array([without.var(ddof=1), lived.var(ddof=1)]) / pairs
    freedom = errors.sum() ** 2 * (pairs - 1) / (errors**2).sum() if errors.any() else math.nan
    loose = _half(errors.sum(), freedom, confidence)
    found |= {"ci_low": found["difference"] - half, "ci_high": found["difference"] + half}
    if loose:
        found["unpaired_width_ratio"] = loose / half if half else math.inf
    return found


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


def _checked(measures: Mapping[str, Measure] | None, executor: Executor | None) -> dict[str, Measure]:
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


def _measured(job: tuple[Scenario, Playbook | None, int, dict[str, Measure]]) -> list[float]:
    """Let one replicate live; return its metrics and measures."""
    place, plan, seed, measures = job
    run = simulate(place, plan, seed=seed)
    return [*summary(run).tolist(), *(_number(name, measure(run)) for name, measure in measures.items())]


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(f"measure {name!r} must return a number, got {value!r}") from None


def _half(variance: float, freedom: float, confidence: float) -> float:
    """Return half the width of an interval of Student's t; 0 where nothing varies."""
    if not variance:
        return 0.0
    return float(stdtrit(freedom, (1 + confidence) / 2) * math.sqrt(variance))
