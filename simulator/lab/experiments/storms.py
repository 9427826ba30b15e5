"""Storms: how much crises hurt, for how long, and what blame and words have to do with it.

E27 is after Hansen, Kupfer & Hennig-Thurau 2018, who followed 78 brands after a storm: 58% were seen in a worse
light shortly after, 40% two years later. E28 is after Ma & Zhan 2016, a meta-analysis of experiments with readers:
what a brand is held responsible for costs it far more than a fitting answer wins back. E30 is after Liao et al.
2024, who showed readers how brands delete criticism.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...playbook.playbook import Playbook
from ...world.community import Community
from ...world.members import FOREVER
from ...world.outrage import CLUSTERS
from ...world.scenario import Scenario
from .experiment import Quantities, experiment, part, percent_change, points, share
from .places import forum

_DAY = 10
_WEEK, _LONG = 7, 180
_STORMS = 4
"""Storms that each seed sees, one after the other, each in the same calm time."""
_LOWER = 0.01
"""Trust counts as lower when it lies so much below that without a storm, on its scale from 0 to 1."""
_FITTING = {"victim": "deny", "accidental": "diminish", "preventable": "rebuild"}


def _crisis(severity: float, cluster: str, **more: Any) -> dict[str, Any]:
    return {"crises": [{"day": _DAY, "severity": severity, "cluster": cluster, **more}]}


def _trust(community: Community, who: np.ndarray) -> float:
    """Return the mean trust of those of the members who are still here."""
    here = who[community.members["left_hour"][who] == FOREVER]
    return float(community.members["trust"][here].mean())


@experiment("E27", treated="storms")
def damage(seed: int) -> Quantities:
    """Let storms of any gravity, kind and answer come, and none; compare trust after a week and half a year."""
    luck = np.random.default_rng(seed)
    place = {"members": 1_500, "days": _DAY + _LONG}
    calm = _trust_later(forum(place), Playbook.load("balanced"), seed)
    counted = dict.fromkeys(("storms", "lower_soon", "lower_long"), 0)
    for _ in range(_STORMS):
        severity, cluster = float(luck.uniform(0.1, 0.9)), CLUSTERS[luck.integers(len(CLUSTERS))]
        strategy = str(luck.choice(["silence", "deny", "diminish", "rebuild", "bolster"]))
        affected, press = float(luck.uniform(0.01, 0.1)), float(luck.uniform(0, 2))
        plan = Playbook.load("balanced").replace({"crisis.strategy": strategy})
        crisis = _crisis(severity, cluster, affected=affected, press=press)
        soon, later = _trust_later(forum(place | crisis), plan, seed)
        counted["storms"] += 1
        counted["lower_soon"] += int(soon < calm[0] - _LOWER)
        counted["lower_long"] += int(later < calm[1] - _LOWER)
    return counted


def _trust_later(place: Scenario, plan: Playbook, seed: int) -> tuple[float, float]:
    """Return the founders' trust a week and half a year after day `_DAY`."""
    community = Community(place, plan, seed=seed)
    founders = np.arange(community.members.count)
    soon = _trust(community.run_for(days=_DAY + _WEEK), founders)
    return soon, _trust(community.run_for(days=_LONG - _WEEK), founders)


@part("E27a")
def most_hurt(total: Quantities) -> float:
    """Most storms hurt at first."""
    return share(total["lower_soon"], total["storms"])


@part("E27b")
def fewer_hurt_for_long(total: Quantities) -> float:
    """Fewer do for long."""
    return share(total["lower_long"], total["storms"])


@part("E27c")
def time_heals(total: Quantities) -> float:
    """Time heals some of it."""
    return points(total["lower_long"], total["storms"], total["lower_soon"], total["storms"])


@experiment("E28", treated="readers")
def responsibility(seed: int) -> Quantities:
    """Let crises of each cluster come, answered in each way; relate readers' trust to blame and to the answer.

    Readers are members who know of the crisis a week later. What is summed gives two correlations over readers.
    """
    counted: dict[str, float] = {}
    xs, fits, ys = [], [], []
    for cluster in CLUSTERS:
        past = Community(
            forum({"members": 1_500, "days": 30} | _crisis(0.7, cluster, affected=0.3)), seed=seed
        ).run_for(days=_DAY)
        for strategy in _FITTING.values():
            plan = Playbook.load("silence").replace({"crisis.strategy": strategy, "crisis.delay_hours": 1})
            twin = past.fork(plan).run_for(days=_WEEK)
            readers = (twin.members["aware"] == 1) & (twin.members["left_hour"] == FOREVER)
            readers &= twin.members["outsider"] == 0
            trust = twin.members["trust"][readers]
            blame = twin.k.crisis_blame
            xs.append(np.full(len(trust), blame))
            fits.append(np.full(len(trust), float(strategy == _FITTING[cluster])))
            ys.append(trust)
    y = np.concatenate(ys)
    counted["readers"], counted["y"], counted["yy"] = len(y), float(y.sum()), float((y * y).sum())
    for name, parts in (("blame", xs), ("fits", fits)):
        x = np.concatenate(parts)
        counted |= {
            f"{name}": float(x.sum()), f"{name}_squared": float((x * x).sum()), f"{name}_y": float((x * y).sum())
        }  # fmt: skip
    return counted


def _correlation(total: Quantities, name: str) -> float:
    n = total["readers"]
    x, y = total[name] / n, total["y"] / n
    spread_x, spread_y = total[f"{name}_squared"] / n - x * x, total["yy"] / n - y * y
    return (total[f"{name}_y"] / n - x * y) / math.sqrt(spread_x * spread_y)


@part("E28a")
def blame_costs(total: Quantities) -> float:
    """The more a brand is held responsible, the less it is trusted afterwards."""
    return _correlation(total, "blame")


@part("E28b")
def fitting_answers_help(total: Quantities) -> float:
    """An answer that fits the responsibility helps a little."""
    return _correlation(total, "fits")


@experiment("E30")
def deleting(seed: int) -> Quantities:
    """Delete criticism in a crisis, or with an explanation, or reply to it; count critical posts and trust."""
    arms = {
        "reply": {"crisis.strategy": "silence", "care.tones": {"complaint": "empathetic"}},
        "delete": {"crisis.strategy": "delete"},
        "explain": {"crisis.strategy": "delete", "moderation.explain_deletion": True},
    }
    place = {"members": 4_000, "days": 40} | _crisis(0.7, "preventable", affected=0.1)
    counted: dict[str, float] = {}
    for arm, settings in arms.items():
        community = Community(forum(place), Playbook.load("silence").replace(settings), seed=seed).run_for(days=40)
        here = community.members.present() & (community.members["outsider"] == 0)
        counted |= {
            f"complaints_{arm}": int(community.hourly["complaints"].sum()),
            f"trust_{arm}": float(community.members["trust"][here].sum()),
            f"here_{arm}": int(here.sum()),
        }
    return counted


def _mean_trust(total: Quantities, arm: str) -> float:
    return share(total[f"trust_{arm}"], total[f"here_{arm}"])


@part("E30a")
def more_criticism(total: Quantities) -> float:
    """Deleted criticism that is noticed brings more of it."""
    return percent_change(total["complaints_delete"], total["complaints_reply"])


@part("E30b")
def less_trust(total: Quantities) -> float:
    """And costs trust."""
    return _mean_trust(total, "delete") - _mean_trust(total, "reply")


@part("E30c")
def explanation_softens(total: Quantities) -> float:
    """An explanation softens the loss."""
    return _mean_trust(total, "explain") - _mean_trust(total, "delete")


@part("E30d")
def reply_is_better(total: Quantities) -> float:
    """And a reply is better than either."""
    return _mean_trust(total, "explain") - _mean_trust(total, "reply")
