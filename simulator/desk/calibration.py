"""Calibration: where the thresholds of missions come from - reference ways of playing, measured over many lucks.

    python -m simulator.desk.calibration raid --replicates 8

plays every reference of a mission with the same lucks and prints, per measure, the 10th, 50th and 90th percentile
of each; then a threshold for every goal (see `threshold`) as it would be measured now.
Last comes how often each reference meets all goals as they are written in the mission.
"""

from __future__ import annotations

import argparse
import math

import pandas as pd

from ..lab.pairing import seeds_of
from .goals import MEASURES, scores
from .mission import Mission
from .session import Session

SEED = 20_240


def played(mission: Mission, replicates: int, seed: int = SEED) -> pd.DataFrame:
    """Return what every reference of a mission reaches: reference, good, replicate, measure, value, met."""
    rows = []
    for reference in mission.references:
        for replicate, luck in enumerate(seeds_of(seed, replicates)):
            session = reference.play(Session(mission=mission, seed=luck))
            met = dict(scores(session, mission.goals)[["measure", "met"]].itertuples(index=False))
            for name, measure in MEASURES.items():
                rows.append(
                    (reference.name, reference.good, replicate, name, measure.of(session), met.get(name, ""))
                )
    return pd.DataFrame(rows, columns=["reference", "good", "replicate", "measure", "value", "met"])


def threshold(table: pd.DataFrame, measure: str, more_is_better: bool) -> tuple[float, bool]:
    """Return a threshold for a measure, and whether it tells good references from mistakes.

    It tells them apart when what the good ones reach in nine of ten lucks and what a mistake reaches in nine of
    ten lie further apart than luck scatters the good ones (a standard deviation); then it lies halfway. Else it is
    a guard: three standard deviations beyond the mean of the good reference that does worst, or one beyond its
    worst luck where that is further, since bad luck is worse than a bell curve says.
    """
    sign = 1 if more_is_better else -1
    of = table[(table["measure"] == measure) & table["value"].notna()].assign(
        value=lambda rows: sign * rows["value"]
    )
    good = of[of["good"]].groupby("reference")["value"]
    worst, spread = float(good.quantile(0.1).min()), float(good.std(ddof=1).max())
    bad = of[~of["good"]].groupby("reference")["value"].quantile(0.9)
    apart = bad[bad < worst - spread]
    if len(apart):
        return sign * (worst + float(apart.max())) / 2, True
    luck = good.std(ddof=1)
    guards = pd.concat([good.mean() - 3 * luck, good.min() - luck], axis=1).min(axis=1)
    return sign * float(guards.min()), False


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return the 10th, 50th and 90th percentile of every measure, one row a measure, columns by reference."""
    groups = table.groupby(["measure", "reference"], sort=False)["value"]
    return groups.quantile([0.1, 0.5, 0.9]).unstack([1, 2])


def met_all(table: pd.DataFrame) -> pd.DataFrame:
    """Return how often each reference met all goals, and each goal: shares of replicates, one row a reference."""
    goals = table[table["met"] != ""].assign(met=lambda rows: rows["met"] == "yes")
    each = goals.pivot_table(index="reference", columns="measure", values="met", aggfunc="mean", sort=False)
    whole = (
        goals.groupby(["reference", "replicate"], sort=False)["met"].all().groupby("reference", sort=False).mean()
    )
    return each.assign(all_goals=whole)


def main() -> None:
    """Measure one mission and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mission", help="a name, or a .yaml file")
    parser.add_argument("--replicates", type=int, default=8)
    parser.add_argument("--seed", type=int, default=SEED, help="of the lucks; another one tests what was measured")
    asked = parser.parse_args()
    mission = Mission.load(asked.mission)
    table = played(mission, asked.replicates, asked.seed)
    with pd.option_context("display.width", 200, "display.max_columns", 50, "display.precision", 4):
        print(summary(table).to_string())
        for goal in mission.goals:
            bound, tells = threshold(table, goal.measure, goal.at_least is not None)
            rounded = float(f"{bound:.3g}") if math.isfinite(bound) else bound
            print(f"{goal.axis:>10} {goal.measure:<22} {rounded:<10} {'tells them apart' if tells else 'a guard'}")
        print(met_all(table).to_string())


if __name__ == "__main__":
    main()
