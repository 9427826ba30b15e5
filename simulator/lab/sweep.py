"""Sweep: the same community under many settings, again and again with the same luck, kept as it goes.

from simulator.lab.sweep import sweep
found = sweep("forum", "balanced", {"team.judgement": [0.6, 0.75, 0.9]}, replicates=10, seed=7)
found.means("trust")
found.plot("trust")
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..lens.metrics import METRICS
from ..playbook.playbook import Playbook
from ..world.memory import require_memory
from ..world.scenario import Scenario
from .compare import Measure, Plan, checked_measures, one_known, some_known
from .factors import Factors
from .pairing import half_width, seeds_of
from .replicates import Store, live_all

if TYPE_CHECKING:
    from ..lens.theme import Picture

REPLICATES, SAMPLES, SEED = 5, 64, 7


@dataclass(frozen=True, eq=False)
class Sweep:
    """What became of a community at every point of a design.

    Attributes:
        factors: what was varied. design, samples, seed: how.
        points: one row a point (index `point`), one column a factor.
        runs: one row a point, replicate and metric: point, replicate, seed, metric, value; NaN where there was
            nothing to measure. Replicate r has the same seed at every point.
        units: unit of every metric, by name.
    """

    factors: Factors
    design: str
    samples: int
    seed: int
    points: pd.DataFrame = field(repr=False)
    runs: pd.DataFrame = field(repr=False)
    units: Mapping[str, str] = field(repr=False)

    @property
    def replicates(self) -> int:
        """How many times each point was run."""
        return self.runs["replicate"].nunique()

    def means(self, metrics: Sequence[str] | str | None = None) -> pd.DataFrame:
        """Return one row a point and metric: the factors, metric, unit, mean, ci_low, ci_high, replicates.

        Intervals are Student's t at 95%; since all points share their luck, differences between points are surer
        than these intervals look: compare two points for that.

        Raises:
            ValueError: in one line, when a metric is unknown.
        """
        wanted = some_known("metric", metrics, self.units)
        rows = []
        for (point, metric), values in self.runs[self.runs["metric"].isin(wanted)].groupby(
            ["point", "metric"], sort=False
        )["value"]:
            known = values[np.isfinite(values)]
            count = len(known)
            mean = float(known.mean()) if count else np.nan
            half = half_width(known.var(ddof=1) / count, count - 1, 0.95) if count > 1 else np.nan
            rows.append((point, metric, self.units[metric], mean, mean - half, mean + half, count))
        columns = ["point", "metric", "unit", "mean", "ci_low", "ci_high", "replicates"]
        table = pd.DataFrame(rows, columns=columns)
        return self.points.join(table.set_index("point"), how="right").rename_axis("point").reset_index()

    def sensitivity(self, metrics: Sequence[str] | str | None = None) -> pd.DataFrame:
        """Return how much each factor matters, after a sobol or morris design; see `simulator.lab.sensitivity`."""
        from .sensitivity import indices

        return indices(self, some_known("metric", metrics, self.units))

    def plot(self, metric: str) -> Picture:
        """Return a figure of one metric over the factors with the sentence that says what it shows, as `.says`."""
        from ..lens.sweep_plot import sweep_figure

        one_known("metric", metric, self.units)
        return sweep_figure(self.means(metric), self.factors.names, metric, self.replicates)


def sweep(
    scenario: Scenario | str | os.PathLike[str],
    playbook: Plan,
    factors: Mapping[str, Sequence[Any]],
    design: str = "grid",
    samples: int = SAMPLES,
    replicates: int = REPLICATES,
    seed: int = SEED,
    executor: Executor | None = None,
    progress: bool = False,
    measures: Mapping[str, Measure] | None = None,
    folder: str | os.PathLike[str] | None = None,
    resume: bool = False,
    command: str = "",
) -> Sweep:
    """Let a community live at every point of a design, several times each, with the same luck at all points.

    Args:
        scenario, playbook: as in `simulate`; a playbook of None: nobody manages it.
        factors: settings of either by dotted name: values for a grid, (lowest, highest) for other designs.
        design: "grid", "random", "latin", "sobol" or "morris"; see `Factors.points`.
        samples: of designs other than a grid.
        replicates: runs at each point.
        seed: from which the seeds of replicates and the design are drawn.
        executor: any `concurrent.futures.Executor`, also of a Dask cluster (`client.get_executor()`); None runs
            one after the other. The tables are the same, byte for byte.
        progress: whether to show a progress bar.
        measures: further figures by name: functions of a `Run` that return a number.
        folder: where each finished replicate is kept at once; None keeps nothing.
        resume: whether to go on with what is in the folder.
        command: how to do it again, for the folder's manifest.

    Raises:
        ValueError: in one line and before anything is run, when something cannot be used.
    """
    place = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    plan = playbook if playbook is None or isinstance(playbook, Playbook) else Playbook.load(playbook)
    varied = Factors(place, plan, factors)
    points = varied.points(design, samples, seed)
    settings = [varied.at(point) for point in points]
    for at, _ in settings:
        require_memory(at)
    lucks = seeds_of(seed, replicates)
    further = checked_measures(measures, executor)
    units = {name: metric.unit for name, metric in METRICS.items()}
    units |= {name: str(getattr(measure, "unit", "")) for name, measure in further.items()}
    store = None
    if folder is not None:
        described = manifest(varied, design, samples, replicates, seed, list(units))
        store = Store(folder, described | ({"command": command} if command else {}), resume)
    jobs = [(at, how, luck, further) for at, how in settings for luck in lucks]
    values = live_all(jobs, list(units), executor, store, progress)
    grid = [range(len(points)), range(replicates), list(units)]
    runs = pd.MultiIndex.from_product(grid, names=["point", "replicate", "metric"]).to_frame(index=False)
    runs["seed"] = np.tile(np.repeat(np.array(lucks, dtype=np.uint64), len(units)), len(points))
    runs["value"] = values.ravel()
    table = pd.DataFrame(points, columns=varied.names).rename_axis("point")
    return Sweep(
        varied, design, samples, int(seed), table, runs[["point", "replicate", "seed", "metric", "value"]], units
    )


def manifest(
    factors: Factors, design: str, samples: int, replicates: int, seed: int, metrics: Sequence[str]
) -> dict[str, Any]:
    """Return what a sweep is, as plain data: two sweeps with the same are the same."""
    playbook = factors.playbook
    return {
        "kind": "sweep",
        "scenario": factors.scenario.model_dump(mode="json"),
        "playbook": None if playbook is None else playbook.model_dump(mode="json"),
        "factors": {name: list(values) for name, values in factors.values.items()},
        "design": design,
        "samples": samples,
        "replicates": replicates,
        "seed": int(seed),
        "metrics": list(metrics),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Return the versions that a result was made with, by name."""
    from importlib.metadata import version

    from .. import __version__

    return {"simulator": __version__} | {name: version(name) for name in ("numpy", "pandas", "mesa")}
