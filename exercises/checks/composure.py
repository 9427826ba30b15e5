"""Composure: the checks of exercise 09b."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from simulator import Playbook, Run, Scenario, simulate

from . import inputs
from .coverage import paid_minutes
from .feedback import check, not_yet, passed
from .noise import UNSEEN, Verdict, beyond_luck
from .personal import personal

EXERCISE = "09b_composure"
CANDIDATES = range(900, 960)
BAND = (0.52, 0.7)
"""Lowest composure of anybody: worn, and not beyond reading."""
STATE = ("composure", "fatigue", "judgement", "morale")
_SHIFTS = [{"begins": 8, "ends": 20, "utc_offset_hours": -5, "minutes_per_hour": 30}] * 2
REST_MOST_HOURS = 24 * 7
_SEEDS = UNSEEN[:5]


class Diary:
    """A tactic that changes nothing: it notes every hour how composed each person is, and who works next hour."""

    def __init__(self) -> None:
        """Open an empty diary."""
        self.hours: list[list[float]] = []
        self.there: list[int] = []
        self.due: list[int] = []

    def on_hour(self, community: Any) -> None:
        """Note this hour."""
        self.hours.append([person.composure for person in community.managers])
        after = community.hour + 1
        away = [person.away_until_hour for person in community.managers]
        self.there.append(sum(person.on_shift(after) for person in community.managers))
        for person in community.managers:
            person.away_until_hour = 0
        self.due.append(sum(person.on_shift(after) for person in community.managers))
        for person, until in zip(community.managers, away, strict=True):
            person.away_until_hour = until

    @property
    def table(self) -> pd.DataFrame:
        """Composure (0 to 1): one row an hour, one column a person."""
        return pd.DataFrame(self.hours)

    @property
    def share_empty(self) -> float:
        """Share of the hours on the roster in which nobody is there."""
        due, there = np.array(self.due), np.array(self.there)
        return float(((there == 0) & (due > 0)).sum() / max(1, (due > 0).sum()))


class Guard:
    """Lets a learner's tactic act, and notes what it does to the people's state, which nobody can order."""

    def __init__(self, tactic: Any) -> None:
        """Watch over a tactic."""
        self.tactic, self.touched, self.longest_hours = tactic, "", 0

    def on_hour(self, community: Any) -> None:
        """Let it act, and compare before and after."""
        before = [[getattr(person, name) for name in STATE] for person in community.managers]
        self.tactic.on_hour(community)
        after = [[getattr(person, name) for name in STATE] for person in community.managers]
        for old, new in zip(before, after, strict=True):
            for name, was, now in zip(STATE, old, new, strict=True):
                self.touched = self.touched or (name if was != now else "")
        latest = max((person.away_until_hour for person in community.managers), default=0)
        self.longest_hours = max(self.longest_hours, latest - community.hour)


def raw() -> Scenario:
    """Return three raw weeks of a game community: many rude posts, and attacks on the team in person."""
    return Scenario.load("game").replace(
        {
            "members": 800, "days": 21, "rhythm.zones": {-5: 1.0}, "population.visits_per_day": 1.5,
            "population.voice_share": 0.35, "behaviour.start_base": 0.08, "behaviour.answer_base": 0.05,
            "behaviour.incivility_base": -1.1,
        }
    )  # fmt: skip


def team() -> Playbook:
    """Return the team: two people side by side for twelve hours a day, who write polite notices."""
    return Playbook.load("balanced").replace({"team.shifts": _SHIFTS})


def my_seed(name: object) -> int:
    """Return the luck of a learner's own community, which wears the team about as much as a neighbour's."""
    return personal(name, EXERCISE, CANDIDATES, lowest, BAND)


def lowest(seed: int) -> float:
    """Return the lowest composure of anybody."""
    return float(my_diary(seed).to_numpy().min())


@cache
def my_diary(seed: int) -> pd.DataFrame:
    """Return composure hour by hour, one column a person, in a community with this luck."""
    return _lived(team(), seed)[1].table


@check
def check_lowest(diary: Any, lowest_composure: Any, day: Any) -> str:
    """Say whether the lowest composure and its day were found.

    Args:
        diary: one row an hour, one column a person. lowest_composure: of anybody. day: counted from 0.
    """
    fault = (
        inputs.table("diary", diary, least_rows=24)
        or inputs.number("lowest_composure", lowest_composure, 0, 1, 0.6)
        or inputs.number("day", day, 0, 1e5, 5, whole=True)
    )
    if fault:
        return fault
    values = diary.to_numpy(dtype=float)
    if not np.isfinite(values).all():
        return not_yet("diary has empty places.", "Run the cells above again.")
    right, hour = float(values.min()), int(values.min(axis=1).argmin())
    if abs(lowest_composure - right) > 0.005 + 1e-9:
        readings = {
            1 - right: "lowest_composure is what was lost, not what was left.",
            float(values.mean()): "lowest_composure is the mean of all hours; look for the worst.",
            float(
                values.mean(axis=1).min()
            ): "lowest_composure is the team's mean in its worst hour; whose is lower?",
            float(values.max()): "lowest_composure is the highest value.",
            float(values[-1].min()): "lowest_composure is that of the last hour.",
        }
        near = (told for value, told in readings.items() if abs(lowest_composure - value) <= 0.005)
        what = next(near, f"lowest_composure: expected another number than {lowest_composure:g}.")
        return not_yet(what, "Take the smallest value of the table.")
    if day != hour // 24:
        what = f"day: expected another day than {day:g}."
        what = "day is the hour of the run." if day == hour else what
        what = "day counts from 1; the first day is day 0." if day == hour // 24 + 1 else what
        return not_yet(what, "Divide the hour (its row) by 24 and drop what is left over.")
    return passed(f"on day {hour // 24} somebody is down to {right:.2f}; at such a desk one notice in "
                  f"{1 / max(1e-6, _knee_jerk() * (1 - right)):.0f} comes out blunt.")  # fmt: skip


@check
def check_change(plan: Any) -> str:
    """Say whether one change makes blunt notices rarer, in communities that the learner has not seen.

    Args:
        plan: the team with one setting changed, for no more paid minutes.
    """
    fault = inputs.playbook("plan", plan) or _fault_of_change(plan)
    if fault:
        return fault
    blunt = _apart(plan, _blunt)
    found = _apart(plan, lambda run, diary: run.summary()["recall"])
    if found.down:
        return not_yet(
            f"fewer breaches are taken down ({found} as a share): calm, since nobody looks.",
            "Change another setting.",
        )
    wait = _apart(plan, lambda run, diary: run.summary()["time_to_action_hours"])
    if wait.up:
        return not_yet(f"breaches now stand {wait} hours longer.", "Calm must not be paid for by those who wait.")
    if not blunt.down:
        return not_yet(f"the chance of a blunt notice changes by {blunt}: not surely less.", _why_no_calm(plan))
    return passed(
        f"in {len(_SEEDS)} communities that you have not seen the chance of a blunt notice changes by {blunt}, at "
        f"{paid_minutes(plan):.0f} paid minutes a day. Composure is organised."
    )


@check
def check_tactic(tactic: Any) -> str:
    """Say whether a tactic spares the team, without emptying the desk, in communities the learner has not seen.

    Args:
        tactic: an object with `on_hour(community)`; each community gets a copy of its own.
    """
    if fault := inputs.tactic("tactic", tactic):
        return fault
    calm, empty, wait = [], [], []
    for seed in _SEEDS:
        guard = Guard(deepcopy(tactic))
        run, diary = _lived(team(), seed, guard)
        if guard.touched:
            return not_yet(
                f"the tactic sets {guard.touched}: nobody can order that.",
                "Decide who works; how they are follows.",
            )
        if guard.longest_hours > REST_MOST_HOURS:
            return not_yet(
                f"the tactic sends somebody away for {guard.longest_hours / 24:,.0f} days.",
                "That is no rest; the other is then alone. A day or two will do.",
            )
        before, noted = _lived(team(), seed)
        calm.append(float(diary.table.min(axis=1).mean() - noted.table.min(axis=1).mean()))
        empty.append(diary.share_empty)
        wait.append(run.summary()["time_to_action_hours"] - before.summary()["time_to_action_hours"])
    if max(empty) > 0:
        return not_yet(
            f"in {max(empty):.0%} of the hours on the roster nobody is there.",
            "Send somebody home only while somebody else stays, and bring them back.",
        )
    if not any(calm):
        return not_yet(
            "the tactic changes nothing.",
            "Set person.away_until_hour to a later hour, such as community.hour + 25.",
        )
    gained, waited = beyond_luck(calm), beyond_luck(wait)
    if not gained.up:
        return not_yet(
            f"the composure of whoever is worst off changes by {gained}: not surely more.",
            "Who is alone at the desk reads every attack. Let them take turns: look at who is worst off now.",
        )
    if waited.up:
        return not_yet(f"breaches now stand {waited} hours longer.", "Shorter rests cost fewer hands.")
    return passed(
        f"whoever is worst off keeps more composure ({gained}), somebody is always there, and breaches are "
        "gone as soon as before, but for luck."
    )


def _fault_of_change(plan: Playbook) -> str:
    base, given = team().model_dump(), plan.model_dump()
    changed = [
        f"{section}.{name}"
        for section, settings in base.items() if isinstance(settings, dict)
        for name in settings if settings[name] != given[section][name]
    ]  # fmt: skip
    if not changed:
        return not_yet("nothing is changed.", 'Use team().replace({"section.setting": value}).')
    if len(changed) > 1:
        return not_yet(f"{', '.join(changed)} are changed.", "One at a time, or you won't know which it was.")
    if paid_minutes(plan) > paid_minutes(team()) + 1e-9:
        return not_yet(
            f"the plan costs {paid_minutes(plan):.0f} paid minutes a day instead of {paid_minutes(team()):.0f}.",
            "Distribute the minutes otherwise.",
        )
    if plan.netiquette.notice == "blunt":
        return not_yet("now every notice is blunt, by plan.", "The tone that you wanted to save is gone.")
    if plan.netiquette.notice == "none":
        return not_yet("now nobody is told why a post went.", "A removal without a word teaches nothing.")
    return ""


def _why_no_calm(plan: Playbook) -> str:
    if plan.team.shifts != team().team.shifts and len(plan.team.shifts) > 1:
        return "Who works at the same time reads the same attacks. Let them work one after the other."
    if len(plan.team.shifts) == 1:
        return "One person reads all of it alone."
    return "What do attacks do, and to whom? Change who is there when they come, or who writes the notice."


def _apart(plan: Playbook, measure: Any) -> Verdict:
    return beyond_luck([measure(*_lived(plan, seed)) - measure(*_lived(team(), seed)) for seed in _SEEDS])


def _blunt(run: Run, diary: Diary) -> float:
    """Return the chance that a notice came out blunt, over all notices by people; 0 where a bot writes them."""
    if run.playbook.netiquette.notice_by == "bot":
        return 0.0
    told = run.actions[(run.actions["verb"] == "remove") & (run.actions["actor"] >= 0)]
    calm = diary.table.to_numpy()[told["hour"], told["actor"]]
    return float((_knee_jerk() * (1 - calm)).mean()) if len(told) else 0.0


def _knee_jerk() -> float:
    return float(raw().behaviour.knee_jerk)


_kept: dict[tuple[str, int], tuple[Run, Diary]] = {}


def _lived(plan: Playbook, seed: int, tactic: Any = None) -> tuple[Run, Diary]:
    """Return a run with its diary, from memory where the same was asked for without a tactic."""
    key = (plan.model_dump_json(), seed)
    if tactic is None and key in _kept:
        return _kept[key]
    diary = Diary()
    run = simulate(raw(), plan, seed=seed, tactics=[*([] if tactic is None else [tactic]), diary])
    if tactic is None:
        _kept[key] = run, diary
        while len(_kept) > 48:
            _kept.pop(next(iter(_kept)))
    return run, diary
