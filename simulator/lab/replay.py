"""Replay: what came of a case in the simulator, in the units in which it is on record."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.special import stdtrit
from tqdm.auto import tqdm

from ..settings import hint
from ..world.community import Community
from .case import CALM_DAYS, Case
from .run import Run
from .validate import luck

if TYPE_CHECKING:
    from ..lens.theme import Picture

SEEDS = 10
INSIDE, OUTSIDE, NOT_MATCHED = "inside", "outside", "not asked for"
_BLAMES = 0.25
"""Blame from which somebody counts as dissatisfied with the brand; our choice."""
_MONTH = 30


@dataclass(frozen=True)
class Replay:
    """A case lived through again: with the brand's choices, and as if nothing had happened."""

    storm: Run
    calm: Run

    def daily(self, column: str) -> np.ndarray:
        """Return a daily column from day zero on: shape (days_after,)."""
        return self.storm.daily[column].to_numpy()[CALM_DAYS:].astype(float)

    def change_percent(self, column: str, first: int, last: int) -> float:
        """Return by how much a daily column, summed over days from `first` to before `last`, differs from calm."""
        usual = self.calm.daily[column].to_numpy()[CALM_DAYS:].astype(float)[first:last].sum()
        return 100 * (self.daily(column)[first:last].sum() / usual - 1) if usual else math.nan


def replay_picture(case: Case, seed: int = 1) -> Picture:
    """Return a picture of one replay and the brand's choices, with its sentence as `.says`."""
    from ..lens.case_plot import replay_figure

    lived = replayed(case, seed)
    return replay_figure(case, lived.storm, lived.calm)


def replayed(case: Case, seed: int) -> Replay:
    """Live through a case, and through the same days without it."""
    storm = case.replay(seed).to_run()
    calm = Community(case.community_scenario().replace(crises=[]), case.playbook_after(0), seed=seed)
    return Replay(storm, calm.run_for(days=storm.days).to_run())


def peak_days(replay: Replay) -> float:
    """Days from day zero to the day on which most was written about it."""
    return float(replay.daily("crisis_posts").argmax())


def peak_share(replay: Replay) -> float:
    """Percent of everything written about it that was written on the busiest day."""
    posts = replay.daily("crisis_posts")
    return 100 * float(posts.max() / posts.sum()) if posts.sum() else math.nan


def next_day_percent(replay: Replay) -> float:
    """What was written about it on the day after the busiest one, in percent of the busiest."""
    posts = replay.daily("crisis_posts")
    peak = int(posts.argmax())
    return 100 * float(posts[peak + 1] / posts[peak]) if posts[peak] and peak + 1 < len(posts) else math.nan


def posts_per_thread(replay: Replay) -> float:
    """Posts and replies about it, for each thread about it."""
    posts = replay.storm.posts
    about = posts[(posts["about"] > 0) & (posts["author"] >= 0)]
    threads = about["thread"].nunique()
    return len(about) / threads if threads else math.nan


def criticism_percent(replay: Replay) -> float:
    """Negative posts about it in percent of all that members wrote in the first week."""
    posts = replay.storm.posts
    day = posts["seconds"] // 86_400 - CALM_DAYS
    written = posts[(posts["author"] >= 0) & (day >= 0) & (day < 7)]
    negative = (written["about"] > 0) & (written["warmth"] < 0)
    return 100 * float(negative.mean()) if len(written) else math.nan


def buzz_points(replay: Replay) -> float:
    """Change within a day of those who have heard good minus those who have heard bad of it, per 100 people."""
    day = 1 if replay.storm.scenario.crises[0].hour > 0 else 0
    return -100 * float(replay.daily("aware")[day] / replay.daily("members")[day])


def traffic_month_percent(replay: Replay) -> float:
    """Change of visits in the first month, after the first week, when people come for the storm."""
    return replay.change_percent("visits", 7, _MONTH)


def traffic_second_month_percent(replay: Replay) -> float:
    """Change of visits in the second month."""
    return replay.change_percent("visits", _MONTH, 2 * _MONTH)


def customers_percent(replay: Replay) -> float:
    """Change of the number of customers at the end."""
    return replay.change_percent("customers", len(replay.daily("customers")) - 1, len(replay.daily("customers")))


def reach_growth(replay: Replay) -> float:
    """How many know of it after a week, for each who knew after three days."""
    aware = replay.daily("aware")
    return float(aware[7] / aware[3]) if aware[3] else math.nan


def blaming_percent(replay: Replay) -> float:
    """Percent of members who know of it and hold it against the brand at the end."""
    members = replay.storm.members
    know = members[(members["aware"] > 0) & (members["outsider"] == 0)]
    return 100 * float((know["blame"] >= _BLAMES).mean()) if len(know) else math.nan


MEASURES: dict[str, Callable[[Replay], float]] = {
    function.__name__: function
    for function in (
        peak_days, peak_share, posts_per_thread, next_day_percent, criticism_percent, buzz_points,
        traffic_month_percent, traffic_second_month_percent, customers_percent, reach_growth, blaming_percent,
    )
}  # fmt: skip
COLUMNS = ("case", "what", "value", "unit", "measure", "accept_low", "accept_high", "seeds", "simulated", "ci_low",
           "ci_high", "verdict", "because", "source")  # fmt: skip


def validate_cases(
    cases: Sequence[str] | str | None = None,
    seeds: int | Iterable[int] = SEEDS,
    progress: bool = False,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Live through cases again with the brand's own choices, and hold what comes of it against the record.

    Args:
        cases: names of cases; None for all that ship and have something on record.
        seeds: how many, 1, 2, ..., or the seeds themselves.
        progress: whether to show a progress bar.
        executor: any `concurrent.futures.Executor`; None replays one after the other. The table is the same.

    Returns:
        One row an observation, with the columns `COLUMNS`: simulated is the mean over seeds, ci_low to ci_high
        its 95% interval (Student's t). verdict is "inside" when the mean lies within the limits, "outside" when
        not, and "not asked for" where the observation has no measure.

    Raises:
        ValueError: in one line, when a case is unknown.
    """
    chosen = [_known(name) for name in ([cases] if isinstance(cases, str) else cases or Case.names())]
    loaded = [case for case in map(Case.load, chosen) if case.observed]
    lucks = sorted(luck(seeds))
    jobs = [(case, seed) for case in loaded if any(seen.measure for seen in case.observed) for seed in lucks]
    lived = map(_measured, jobs) if executor is None else executor.map(_measured, jobs)
    found: dict[str, list[dict[str, float]]] = {}
    for (case, _), values in zip(
        jobs, tqdm(lived, total=len(jobs), unit="run", desc="cases", disable=not progress), strict=True
    ):
        found.setdefault(case.name, []).append(values)
    rows = []
    for case in loaded:
        for seen in case.observed:
            row = seen.model_dump() | {"case": case.name, "seeds": 0, "verdict": NOT_MATCHED}
            row |= dict.fromkeys(("simulated", "ci_low", "ci_high"), math.nan)
            if seen.measure:
                row |= _judged(
                    [values[seen.measure] for values in found[case.name]], seen.accept_low, seen.accept_high
                )
            rows.append(row)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _known(name: str) -> str:
    if name not in Case.names():
        raise ValueError(f"unknown case {name!r}{hint(str(name), Case.names())}")
    return name


def _measured(job: tuple[Case, int]) -> dict[str, float]:
    case, seed = job
    replay = replayed(case, seed)
    return {seen.measure: MEASURES[seen.measure](replay) for seen in case.observed if seen.measure}


def _judged(values: Sequence[float], low: float, high: float) -> dict[str, object]:
    known = np.array([value for value in values if math.isfinite(value)])
    if not len(known):
        return {"seeds": 0, "verdict": OUTSIDE}
    mean = float(known.mean())
    judged = {"seeds": len(known), "simulated": mean, "verdict": INSIDE if low <= mean <= high else OUTSIDE}
    if len(known) > 1:
        half = float(stdtrit(len(known) - 1, 0.975)) * known.std(ddof=1) / math.sqrt(len(known))
        judged |= {"ci_low": mean - half, "ci_high": mean + half}
    return judged
