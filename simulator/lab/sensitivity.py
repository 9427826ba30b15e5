"""Sensitivity: which settings matter, and how surely - Sobol indices and Morris screening, through SALib.

    from simulator.lab.sweep import sweep
    found = sweep("forum", "balanced", {"team.judgement": (0.5, 1), "population.homogeneity": (0, 1)}, "sobol", 64)
    found.sensitivity("trust")

Saltelli et al. 2010, Computer Physics Communications 181:259-270, for the indices; Morris 1991, Technometrics
33:161-174, and Campolongo et al. 2007, Environmental Modelling & Software 22:1509-1518, for the screening.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .factors import MORRIS_LEVELS

if TYPE_CHECKING:
    from .sweep import Sweep

SOBOL_COLUMNS = ("metric", "factor", "first_order", "first_order_half_width", "total", "total_half_width")
MORRIS_COLUMNS = ("metric", "factor", "mu", "mu_star", "mu_star_half_width", "sigma")


def indices(sweep: Sweep, metrics: Sequence[str]) -> pd.DataFrame:
    """Return how much each factor matters for each metric: one row each.

    Returns:
        After a sobol design (`SOBOL_COLUMNS`): first_order, the share of the metric's variance over the ranges
        that
        the factor explains alone, and total, with all its interactions; half-widths of 95% bootstrap intervals.
        After a morris design (`MORRIS_COLUMNS`): mu (mean elementary effect over the whole range, in the metric's
        unit), mu_star (mean of its absolute value), sigma (its spread: interaction or curvature). NaN where the
        metric could not be measured at some point, or never differs.

    Raises:
        ValueError: in one line, after any other design.
    """
    if sweep.design not in ("sobol", "morris"):
        raise ValueError(f"sensitivity needs a sweep with the design sobol or morris, this one has {sweep.design}")
    problem = sweep.factors.problem()
    analyse = _sobol if sweep.design == "sobol" else _morris
    inputs = sweep.factors.matrix(sweep.design, sweep.samples, sweep.seed)
    columns = SOBOL_COLUMNS if sweep.design == "sobol" else MORRIS_COLUMNS
    tables = []
    for metric in metrics:
        rows = sweep.runs[sweep.runs["metric"] == metric]
        outputs = rows.groupby("point")["value"].mean().to_numpy()
        table = pd.DataFrame({"metric": metric, "factor": sweep.factors.names})
        if np.isfinite(outputs).all() and np.ptp(outputs) > 0:
            table = table.assign(**analyse(problem, inputs, outputs, sweep.seed))
        tables.append(table.reindex(columns=list(columns)))
    return pd.concat(tables, ignore_index=True)


def _sobol(problem: dict, inputs: np.ndarray, outputs: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    from SALib.analyze import sobol

    found = sobol.analyze(problem, outputs, calc_second_order=False, seed=seed)
    return {"first_order": found["S1"], "first_order_half_width": found["S1_conf"], "total": found["ST"],
            "total_half_width": found["ST_conf"]}  # fmt: skip


def _morris(problem: dict, inputs: np.ndarray, outputs: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    from SALib.analyze import morris

    found = morris.analyze(problem, inputs, outputs, num_levels=MORRIS_LEVELS, seed=seed)
    return {"mu": found["mu"], "mu_star": found["mu_star"], "mu_star_half_width": found["mu_star_conf"],
            "sigma": found["sigma"]}  # fmt: skip
