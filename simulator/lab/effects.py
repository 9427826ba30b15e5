"""Effects: do decisions do in the simulator what field experiments and studies report that they do?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor

import numpy as np
import pandas as pd
from scipy.special import ndtr, stdtrit
from tqdm.auto import tqdm

from .. import datasets
from ..settings import hint
from .experiments import known
from .experiments.experiment import Experiment, Part, Quantities
from .validate import luck

SEEDS = 30
RESAMPLES = 2_000
TOPICS = ("rules", "engagement", "crisis")
INSIDE, RIGHT_SIGN, NOT_SHOWN, NOT_TESTED = "inside", "right sign", "not shown", "not tested"
UP, DOWN, ZERO = "up", "down", "zero"
_BOOTSTRAP = 20_240_101
"""Seed of the resampling: the same for every part, so that no interval depends on what else is asked for."""


def validate_effects(
    ids: Sequence[str] | str | None = None,
    topic: str | None = None,
    seeds: int | Iterable[int] = SEEDS,
    progress: bool = False,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Try published effects out by paired runs, and hold what comes of it against what was published.

    Args:
        ids: effects ("E01") or checked parts of them ("E01a"); None for all.
        topic: only effects about "rules", "engagement" or "crisis"; None for all.
        seeds: how many, 1, 2, ..., or the seeds themselves; the arms of an experiment share each of them.
        progress: whether to show a progress bar.
        executor: any `concurrent.futures.Executor`; None observes one seed after the other. The table is the same.

    Returns:
        One row a checked part, in the order of the data set `published_effects` and with its columns, and further:
        seeds (how many), n_treated (who or what was treated, over all seeds; missing where nobody can be counted),
        simulated (the effect of the quantities summed over seeds, in `unit`), ci_low and ci_high (95%, see
        `interval`), verdict (see `verdict`; "not tested" for a part that has no experiment yet).

    Raises:
        ValueError: in one line, when something cannot be used.
    """
    chosen = sorted(luck(seeds))
    rows = _asked_for(datasets.load("published_effects"), ids, topic)
    experiments, parts = known()
    wanted = {row.effect: experiments[row.effect] for row in rows.itertuples() if row.id in parts}
    observed = _observe_all(wanted, chosen, progress, executor)
    found = []
    for row in rows.to_dict(orient="records"):
        judged = {"seeds": 0, "simulated": math.nan, "ci_low": math.nan, "ci_high": math.nan}
        judged |= {"n_treated": None, "verdict": NOT_TESTED}
        if row["id"] in parts:
            judged = judge(row, parts[row["id"]], observed[row["effect"]])
            treated = wanted[row["effect"]].treated
            judged["n_treated"] = treated and round(pooled(observed[row["effect"]])[treated])
        found.append(row | judged)
    columns = [*rows, "seeds", "n_treated", "simulated", "ci_low", "ci_high", "verdict"]
    return pd.DataFrame(found, columns=columns).astype({"n_treated": "Int64"})


def judge(row: Mapping[str, object], part: Part, observed: Sequence[Quantities]) -> dict[str, object]:
    """Return seeds, simulated, ci_low, ci_high and verdict for a row of the data set.

    Args:
        row: with unit, sign, accept_low and accept_high.
        part: function of summed quantities.
        observed: quantities of each seed.
    """
    simulated = _measured(part, pooled(observed))
    low, high = interval(part, observed)
    return {
        "seeds": len(observed),
        "simulated": simulated,
        "ci_low": low,
        "ci_high": high,
        "verdict": verdict(row, simulated, low, high),
    }


def verdict(row: Mapping[str, object], simulated: float, ci_low: float, ci_high: float) -> str:
    """Say whether an effect shows.

    "inside": it lies in the accepted range, ends included, and where a direction is asked for the whole interval
    lies on that side of no effect (0; for ratios 1). "right sign": the interval does, but the effect lies outside
    the range. "not shown": anything else, and always when the effect could not be measured.
    """
    low, high = row["accept_low"], row["accept_high"]
    # An empty end accepts everything; a comparison with NaN is never true, so what was not measured is not inside.
    in_range = (math.isnan(low) or simulated >= low) and (math.isnan(high) or simulated <= high)
    if math.isnan(simulated) or row["sign"] not in (UP, DOWN):
        return INSIDE if in_range and not math.isnan(simulated) else NOT_SHOWN
    none = no_effect(row["unit"])
    shown = ci_low > none if row["sign"] == UP else ci_high < none
    if not shown:
        return NOT_SHOWN
    return INSIDE if in_range else RIGHT_SIGN


def no_effect(unit: str) -> float:
    """Return the value that says that nothing changed: 1 for a ratio, 0 for a difference."""
    return 1.0 if unit in ("ratio", "odds ratio") else 0.0


def pooled(observed: Sequence[Quantities]) -> dict[str, float]:
    """Return every quantity summed over seeds."""
    return {name: math.fsum(quantities[name] for quantities in observed) for name in observed[0]}


def interval(part: Part, observed: Sequence[Quantities]) -> tuple[float, float]:
    """Return the 95% interval of an effect by a paired bootstrap; NaN where it has no end, or for one seed.

    Whole seeds are drawn anew, all arms of a seed together, and the effect is taken of the sums. Percentiles are
    moved outwards for few seeds (Hesterberg 2015, The American Statistician 69:371-386, "expanded percentile").
    A resample in which the effect cannot be measured counts as lying beyond both ends.
    """
    seeds = len(observed)
    if seeds < 2:
        return math.nan, math.nan
    names = list(observed[0])
    quantities = np.array([[each[name] for name in names] for each in observed], dtype=float)
    drawn = np.random.default_rng(_BOOTSTRAP).integers(0, seeds, (RESAMPLES, seeds))
    sums = quantities[drawn].sum(axis=1).tolist()
    effects = np.array([_measured(part, dict(zip(names, each, strict=True))) for each in sums])
    tail = ndtr(-math.sqrt(seeds / (seeds - 1)) * stdtrit(seeds - 1, 0.975))
    lost = np.isnan(effects)
    low = np.quantile(np.where(lost, -np.inf, effects), tail, method="lower")
    high = np.quantile(np.where(lost, np.inf, effects), 1 - tail, method="higher")
    return tuple(float(end) if np.isfinite(end) else math.nan for end in (low, high))


def _measured(part: Part, total: Quantities) -> float:
    """Return the effect of summed quantities; NaN where a part divides by nothing."""
    try:
        effect = float(part(total))
    except ZeroDivisionError:
        return math.nan
    return effect if math.isfinite(effect) else math.nan


def _asked_for(rows: pd.DataFrame, ids: Sequence[str] | str | None, topic: str | None) -> pd.DataFrame:
    """Return the rows of the data set that were asked for."""
    if topic is not None:
        if topic not in TOPICS:
            raise ValueError(f"topic must be one of {', '.join(TOPICS)}, got {topic!r}")
        rows = rows[rows["topic"] == topic]
    names = [ids] if isinstance(ids, str) else list(ids or ())
    effects = list(dict.fromkeys(rows["effect"]))
    for name in names:
        if name in effects or name in set(rows["id"]):
            continue
        siblings = list(rows.loc[rows["effect"] == str(name)[:3], "id"])
        about = f" about {topic}" if topic else ""
        raise ValueError(f"unknown effect {name!r}{about}{hint(str(name), siblings or effects)}")
    return rows[rows["effect"].isin(names) | rows["id"].isin(names)] if names else rows


def _observe_all(
    wanted: Mapping[str, Experiment], seeds: Sequence[int], progress: bool, executor: Executor | None
) -> dict[str, list[Quantities]]:
    """Return what each experiment observed, seed by seed; one job is one experiment with one seed."""
    jobs = [(experiment, seed) for experiment in wanted.values() for seed in seeds]
    lived = map(_observed, jobs) if executor is None else executor.map(_observed, jobs)
    counted: dict[str, list[Quantities]] = {effect: [] for effect in wanted}
    for (experiment, seed), quantities in zip(
        jobs, tqdm(lived, total=len(jobs), unit="seed", desc="effects", disable=not progress), strict=True
    ):
        earlier = counted[experiment.effect]
        if earlier and quantities.keys() != earlier[0].keys():
            raise ValueError(f"{experiment.effect} must count the same things for every seed, not for {seed}")
        earlier.append(quantities)
    return counted


def _observed(job: tuple[Experiment, int]) -> Quantities:
    experiment, seed = job
    quantities = experiment.observe(seed)
    for name, value in quantities.items():
        if not math.isfinite(value):
            raise ValueError(
                f"{experiment.effect}: quantity {name!r} must be a finite number, got {value} for seed {seed}; "
                "count in the experiment, divide in the part"
            )
    return quantities
