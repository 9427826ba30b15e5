"""What if: the same past and the same luck with a decision, and without it, or with another one.

Both ways begin as things stood just before the decision. From there each pair shares all luck, and no two pairs
share it: what differs within a pair is what the decision does, and the spread over pairs is what luck does anyway.
What was decided later is taken in both ways alike, as far as it concerns policies, or posts and members that were
there already; later posts are others with other luck, so what was done about them is left out of both.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..lab.pairing import holm, paired, seeds_of
from ..world.constants import HOURS_PER_DAY
from .decision import Decision, Options, shown
from .moves import MOVES, move_of
from .terms import difference

if TYPE_CHECKING:
    from .history import History
    from .timeline import Timeline

MOST_REPLICATES = 1000
WITHOUT = "left out"
UNSURE = "can't tell from luck"
# name, unit, how it is read off: a mean over members present at the end, or a sum over the hours lived
_MEANS = ("trust", "belonging", "loyalty", "satisfaction", "fairness", "outrage")
_SUMS = {
    "visits": "visits", "posts": "posts", "replies": "posts", "complaints": "posts", "breaches": "posts",
    "attacks": "posts", "departures": "members", "arrivals": "members", "press_mentions": "reports",
    "team_minutes": "minutes", "money_spent": "euros",
}  # fmt: skip
_OWN = ("team_minutes", "money_spent", "fatigue", "composure")
UNITS = dict.fromkeys(_MEANS, "share") | _SUMS | {"mood": "score", "composure": "share", "fatigue": "share"}
EFFECT_COLUMNS = (
    "metric", "unit", "without", "with_it", "difference", "ci_low", "ci_high", "beside_luck", "p_value",
    "p_adjusted", "replicates", "says",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class WhatIf:
    """What a decision has changed.

    Attributes:
        decision: the one that was taken. instead: the other one, None when it is left out.
        hours: how long both ways were lived. seed: from which the lucks were drawn.
        values: one row a luck, way ("taken" or "instead") and metric.
        one_luck: the pair with the luck of the session itself: metric, taken, instead.
    """

    decision: Decision
    instead: Decision | None
    hours: int
    seed: int
    values: pd.DataFrame = field(repr=False)
    one_luck: pd.DataFrame = field(repr=False)

    @property
    def replicates(self) -> int:
        """With how many lucks both ways were lived."""
        return self.values["replicate"].nunique()

    def effects(self, confidence: float = 0.95) -> pd.DataFrame:
        """Return what the decision changed, one row a metric, paired by luck.

        Columns: metric; unit; without and with_it (means of the other way and of the one taken); difference;
        ci_low, ci_high (Student's t over pairs); beside_luck (size of the difference, in standard deviations of
        what luck does without the decision; 0.2 is small, 0.8 large: Cohen 1988; NaN where luck does nothing);
        p_value and p_adjusted (for how many metrics are looked at: Holm 1979); replicates; says ("raises",
        "lowers", or that it can't be told from luck, where the interval holds 0).
        """
        rows = []
        for metric in UNITS:
            of = self.values[self.values["metric"] == metric].pivot(
                index="replicate", columns="way", values="value"
            )
            found = paired(of["instead"].to_numpy(dtype=float), of["taken"].to_numpy(dtype=float), confidence)
            row = {"metric": metric, "unit": UNITS[metric], "says": _says(found)}
            row["beside_luck"] = _beside_luck(of["instead"].to_numpy(dtype=float), found["difference"])
            rows.append(row | {"without": found["baseline_mean"], "with_it": found["mean"]} | found)
        table = pd.DataFrame(rows)
        table["p_adjusted"] = holm(table["p_value"])
        return table[list(EFFECT_COLUMNS)]

    @property
    def says(self) -> str:
        """A sentence that tells the largest effects that luck does not explain."""
        table = self.effects()
        sure = table[table["says"].isin(["raises", "lowers"])]
        other = WITHOUT if self.instead is None else f"{self.instead} instead"
        begin = (
            f"Over {self.hours / HOURS_PER_DAY:g} days and {self.replicates} lucks, {self.decision} beside {other}"
        )
        if sure.empty:
            return f"{begin}: nothing that can be told from luck."
        # What the team itself spent comes last: luck hardly moves it, so it would always stand out.
        sure = sure.assign(own=sure["metric"].isin(_OWN))
        order = sure.sort_values(["own", "beside_luck"], ascending=[True, False], kind="stable")
        return f"{begin}: {'; '.join(map(difference, order.head(3).itertuples()))}."


def what_if(
    history: History,
    decision: Decision,
    instead: Decision | tuple[str, Mapping[str, Any]] | None = None,
    days: float = 7,
    replicates: int = 20,
    cancel: threading.Event | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> WhatIf:
    """Return what a decision has changed; see `Session.what_if`."""
    whole = isinstance(replicates, Integral) and not isinstance(replicates, bool)
    if not whole or not 1 <= replicates <= MOST_REPLICATES:
        raise ValueError(f"replicates must be a whole number from 1 to {MOST_REPLICATES}, got {shown(replicates)}")
    seeds = seeds_of(history.start.seed, replicates)
    if isinstance(days, bool) or not isinstance(days, Real) or not 0 < days <= 3650:
        raise ValueError(f"days must be a number above 0, up to 3650, got {shown(days)}")
    hours = max(1, round(days * HOURS_PER_DAY))
    other = _other(decision, instead)
    if decision.what == "card":
        raise ValueError(f"decision {decision.number} released a card; that was the facilitator's, not yours")
    before = history.before(decision.number, with_all_crises=True)
    # Crises that come later are part of the place in both ways.
    later = [one for one in history.decisions[decision.number :] if "crisis" not in one.options]
    _require(before, other)
    pair = [_lived(before, way, later, hours, None) for way in (decision, other)]
    one_luck = pd.DataFrame({"metric": list(UNITS), "taken": pair[0].values(), "instead": pair[1].values()})
    rows = []
    for replicate, luck in enumerate(seeds):
        if cancel is not None and cancel.is_set() and replicate >= 2:
            break
        for name, way in (("taken", decision), ("instead", other)):
            found = _lived(before, way, later, hours, luck)
            rows += [(replicate, name, metric, value) for metric, value in found.items()]
        if progress is not None:
            progress(replicate + 1, len(seeds))
    values = pd.DataFrame(rows, columns=["replicate", "way", "metric", "value"])
    return WhatIf(decision, other, hours, history.start.seed, values, one_luck)


def _other(decision: Decision, instead: Any) -> Decision | None:
    if instead is None:
        return None
    if isinstance(instead, Decision):
        return Decision(decision.number, decision.hour, instead.what, instead.options)
    if not isinstance(instead, tuple | list) or len(instead) != 2 or not isinstance(instead[1], Mapping):
        raise ValueError(
            "instead must be a decision, or a verb and its options, such as ('reply', {'target': 12})"
        )
    return Decision(decision.number, decision.hour, str(instead[0]), Options(instead[1]))


def _require(before: Timeline, other: Decision | None) -> None:
    """Refuse another decision that could not have been taken."""
    if other is None:
        return
    if other.what == "card":
        raise ValueError("a crisis cannot be released instead; choose a verb, or set")
    if other.what != "set":
        move_of(other.what)
    before.copy().apply(other)


def _lived(
    before: Timeline, way: Decision | None, later: Sequence[Decision], hours: int, luck: int | None
) -> dict[str, float]:
    """Live one way with one luck, and return what came of it."""
    now = before.copy(luck)
    posts, members, first = now.community.content.post_count, now.community.members.count, now.hour
    if way is not None:
        now.apply(way)
    for decision in later:
        if decision.hour >= first + hours:
            break
        while now.hour < decision.hour:
            now.step()
        if _concerns(decision, posts, members):
            _try(now, decision)
    now.live_to(first + hours)
    return _read(now, first)


def _concerns(decision: Decision, posts: int, members: int) -> bool:
    """Tell whether a later decision is about something that was there before the ways parted."""
    if decision.what in ("set", "card"):
        return True
    move = MOVES[decision.what]
    known = {"post": posts, "member": members, "house": 2**31}[move.target]
    return decision.options.get("target", 0) < known


def _try(now: Timeline, decision: Decision) -> None:
    """Take a later decision where that is still possible; with other luck its post may be gone, or nobody free."""
    try:
        now.apply(decision)
    except ValueError:
        return


def _read(now: Timeline, first: int) -> dict[str, float]:
    community = now.community
    members = community.members
    here = members.present()
    count = max(1, int(here.sum()))
    hours = community.hourly[first : now.hour]
    visits = float(hours["visits"].sum())
    found = {name: float(members[name][here].sum()) / count for name in _MEANS}
    found |= {name: float(hours[name].sum()) for name in _SUMS}
    found["mood"] = float(hours["mood_sum"].sum()) / visits if visits else math.nan
    found["composure"] = float(np.mean(hours["composure"]))
    found["fatigue"] = float(np.mean(hours["fatigue"]))
    return found


def _beside_luck(without: np.ndarray, difference: float) -> float:
    """Return the size of a difference beside what luck does without the decision."""
    spread = float(np.nanstd(without, ddof=1)) if len(without) > 1 else math.nan
    return abs(difference) / spread if spread else math.nan


def _says(found: Mapping[str, float]) -> str:
    low, high, difference = found.get("ci_low", math.nan), found.get("ci_high", math.nan), found["difference"]
    if not (low > 0 or high < 0) or difference == 0:
        return UNSURE if difference != 0 else "changes nothing"
    return "raises" if difference > 0 else "lowers"
