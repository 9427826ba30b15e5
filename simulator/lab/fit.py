"""Fit: from a community's own log to a scenario that behaves like it, as far as the model can."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..playbook.playbook import Playbook
from ..world.scenario import Scenario
from .clock import read_rhythm
from .fitted import Fit, estimates_table, facts_table, provenance
from .knobs import KNOBS, Copy, turned, value_of
from .moments import DAY_SECONDS, moments
from .search import Budget, search
from .window import FitError, Window, open_window

BUDGETS = {"full": Budget(128, 8, 32, 12), "quick": Budget(64, 4, 16, 8)}
"""How many communities are simulated: the full search leaves less to the kind's usual values."""
SILENT_SHARE = 0.8
"""Silent share that is assumed where nobody says how many members there are: the rule of thumb 90-9-1 says .9,
published measurements .75 to .9 (datasets/stylised_facts.csv, C01)."""
_SEED_AFTER = 2**32
_FIRST_DAYS = 7
_MEMBERS_A_WRITER = 40


def fit(
    log: Any,
    kind: str = "forum",
    members: int | None = None,
    name: str = "fitted",
    seed: int = 0,
    progress: Any = False,
    budget: str | Budget = "full",
    playbook: Playbook | str | None = "balanced",
    format: str | None = None,
    zone: str | None = None,
) -> Fit:
    """Estimate a scenario from a community's event log by the simulated method of moments.

    Day curve, time zones and first day are read from the log; the settings of `knobs.KNOBS` are searched until
    simulated logs show the same moments (`moments.moments`); all others stay as `kind` has them. The same log
    and seed give the same result, to the byte.

    Args:
        log: a path, an `EventLog`, a `Run`, or a table as `Run.events()` returns it.
        kind: the scenario that ships to begin with.
        members: members on the first day. A log cannot tell it; left out, it is assumed that four in five
            members stay silent.
        name: short name of the scenario.
        seed: the luck of the search.
        progress: True for a progress bar, or a function called with (done, total) after every simulation.
        budget: "full", "quick", or a `Budget`.
        playbook: what the team does meanwhile, None for no team.
        format, zone: for `read_log`, where `log` is a path.

    Raises:
        FitError: in one line, when the log has fewer than 200 contributions or 30 members, spans under 14 days,
            or lacks a column, and when an argument cannot be used.
    """
    effort = _budget(budget)
    if kind not in Scenario.names():
        raise FitError(f"kind must be one of {', '.join(Scenario.names())}, got {kind!r}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**31:
        raise FitError(f"seed must be a whole number from 0 to {2**31 - 1}, got {seed!r}")
    plan = Playbook.load(playbook) if isinstance(playbook, str) else playbook
    window = open_window(log, format, zone)
    start = _begin(window, kind, members, name)
    copy = Copy(start, plan, window.events)
    wanted = moments(window.log, start.members)
    names = [moment for moment, value in wanted.items() if math.isfinite(value)]
    target = np.array([wanted[moment] for moment in names])

    def simulate(point: np.ndarray, luck: int) -> np.ndarray:
        found = moments(copy.live(point, luck), copy.scenario.members)
        return np.array([found[moment] for moment in names])

    guess = np.array([knob.inward(value_of(start, knob.name)) for knob in KNOBS])
    low, high = np.array([knob.bounds(place) for knob, place in zip(KNOBS, guess, strict=True)]).T
    width = np.array([knob.width for knob in KNOBS])
    growth = [knob.name for knob in KNOBS].index("newcomers_per_1000_members_per_day")
    high[growth] = min(high[growth], math.log(_most_newcomers(window, start.members)))
    with _Progress(progress, effort.total, name) as bar:
        found = search(simulate, target, guess, width, low, high, effort, seed, bar.advance)
        lives = []
        for number in range(effort.last):
            lives.append(copy.live(found.point, _SEED_AFTER + seed * effort.last + number))
            bar.advance()
    facts = facts_table(window, lives)
    estimates = estimates_table(start, Scenario.load(kind), found)
    scenario = turned(start, found.point)
    origin = provenance(window, scenario, members is not None, plan, seed, effort, found, estimates, facts)
    return Fit(scenario.replace(provenance=origin), estimates, facts, found.distance, effort.total)


def _budget(budget: Any) -> Budget:
    if isinstance(budget, Budget):
        return budget
    if budget not in BUDGETS:
        raise FitError(f"budget must be one of {', '.join(BUDGETS)}, got {budget!r}")
    return BUDGETS[budget]


def _begin(window: Window, kind: str, members: int | None, name: str) -> Scenario:
    """Return the scenario from which the search sets out: what the log says outright, the rest as usual."""
    log, writers = window.log, window.contributors
    assumed = math.ceil(round(writers / (1 - SILENT_SHARE), 6))
    if members is not None and (isinstance(members, bool) or not isinstance(members, int)):
        raise FitError(f"members must be a whole number, got {members!r}")
    count = assumed if members is None else members
    at_first = len(np.unique(log.member[(log.member >= 0) & (log.seconds < _FIRST_DAYS * DAY_SECONDS)]))
    if count < at_first:
        raise FitError(f"members must be at least the {at_first} who wrote in the first week, got {count}")
    own = log.by_members()
    curve, weekend, zones = read_rhythm(log.seconds[own], log.weekday)
    base = Scenario.load(kind)
    span = (
        f"{window.events:,} contributions by {writers:,} members, "
        f"{log.days} days from {window.first_day:%Y-%m-%d} on"
    )
    return base.replace(
        {
            "name": name,
            "title": f"A {kind} fitted to a log",
            "description": f"Fitted to {span}. What it rests on stands under provenance.",
            "members": count,
            "days": log.days,
            "start": window.first_day.date(),
            "newcomers_per_1000_members_per_day": _newcomers(window, count),
            "population.voice_share": min(max(writers / count, 0.02), 0.9),
            "rhythm.day_curve": curve,
            "rhythm.weekend_rate": weekend,
            "rhythm.zones": zones,
        }
    )


def _newcomers(window: Window, members: int) -> float:
    """Return a first guess at newcomers a day for every 1,000 members.

    Half of those who write for the first time after half of the time are taken for newcomers, and the silent
    among the newcomers are added.
    """
    log = window.log
    own = log.by_members()
    _, first = np.unique(log.member[own], return_index=True)
    late = int((log.seconds[own][first] >= log.days * DAY_SECONDS / 2).sum())
    a_day = 0.5 * late / (1 - SILENT_SHARE) / (log.days / 2)
    most = 0.8 * _most_newcomers(window, members)
    return float(f"{min(max(1000 * a_day / members, 0.05), most):.3g}")


def _most_newcomers(window: Window, members: int) -> float:
    """Return the rate at which there would be forty members for every one who wrote by the end of the window."""
    in_the_end = max(_MEMBERS_A_WRITER * window.contributors / members, 2.0)
    return min(1000.0, 1000 * math.log(in_the_end) / window.log.days)


class _Progress:
    """A progress bar, a function, or nothing."""

    def __init__(self, wanted: Any, total: int, name: str) -> None:
        self.total, self.done, self.call, self.bar = total, 0, None, None
        if wanted is True:
            from tqdm.auto import tqdm

            self.bar = tqdm(total=total, unit="community", desc=f"fitting {name}")
        elif callable(wanted):
            self.call = wanted

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *problem: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def advance(self) -> None:
        self.done += 1
        if self.bar is not None:
            self.bar.update(1)
        elif self.call is not None:
            self.call(self.done, self.total)
