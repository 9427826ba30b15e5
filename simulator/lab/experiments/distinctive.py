"""Distinctive: what a style of its own and people alike do to a community.

E37 is after Zhang et al. 2017, who compared some 300 communities on one platform: the distinctive ones kept more
of their users from month to month, and newcomers spoke their language less.
"""

from __future__ import annotations

from itertools import pairwise

from ..preconditions import language_gap
from ..run import Run, simulate
from .experiment import Quantities, experiment, part, points, share
from .places import forum

_DAYS, _MONTH_DAYS = 150, 30
_PLACE = {"members": 5_000, "days": _DAYS, "population.visits_per_day": 0.2}
_ARMS = {
    "plain": {"population.homogeneity": 0.1, "population.shared_style": 0.1},
    "distinctive": {"population.homogeneity": 0.9, "population.shared_style": 0.9},
}


@experiment("E37")
def distinctive(seed: int) -> Quantities:
    """Let people alike with a style of their own live, and people like anywhere; count who writes again."""
    counted: dict[str, float] = {"communities": 1}
    for arm, people in _ARMS.items():
        run = simulate(forum(_PLACE | people), None, seed=seed)
        writers = _writers_by_month(run)
        counted |= {
            f"writers_{arm}": sum(len(now) for now in writers[:-1]),
            f"again_{arm}": sum(len(now & after) for now, after in pairwise(writers)),
            f"gap_{arm}": language_gap(run),
        }
    return counted


def _writers_by_month(run: Run) -> list[set[int]]:
    events = run.events()
    own = events[events["member"] >= 0]
    month = (own["time"] - run.start).dt.days // _MONTH_DAYS
    return [set(own["member"][month == number]) for number in range(1, _DAYS // _MONTH_DAYS)]


@part("E37a")
def members_stay(total: Quantities) -> float:
    """More of a month's writers write again in the next."""
    return points(
        total["again_distinctive"], total["writers_distinctive"], total["again_plain"], total["writers_plain"]
    )


@part("E37b")
def newcomers_fit_in_less(total: Quantities) -> float:
    """Newcomers lack more of the community's language, beside founders."""
    return share(total["gap_distinctive"] - total["gap_plain"], total["communities"])
