"""Ninety place: the forums of the last exercise, the teams that set its yardstick, and the figures that count."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from simulator import Case, Community, Playbook, Run, Scenario
from simulator.lens.metrics import METRICS, tables_of
from simulator.world.members import FOREVER

from .noise import Verdict, beyond_luck, lived

MEMBERS, DAYS = 400, 90
SHOWN, UNSEEN = tuple(range(1, 9)), tuple(range(9201, 9209))
"""Seeds of the tables on the page, and of the forums in which a plan is tried."""
_PERCENT, _A_DAY_SECONDS = 100, 86_400


@dataclass(frozen=True)
class Brief:
    """What a manager is told on the first day, and what no manager can know.

    Attributes:
        number: which of `BRIEFS`. brand: whose community it is. minutes_per_week: of paid work.
        euros: for all ninety days. visits_per_day: of the median member.
        home, utc_offset_hours: where most members live. crisis_day: of what will happen.
    """

    number: int
    brand: str
    minutes_per_week: int
    euros: int
    visits_per_day: float
    home: str
    utc_offset_hours: int
    crisis_day: int

    def __str__(self) -> str:
        """Return in words what a manager is told."""
        return (
            f"You look after the forum of {self.brand}. It has {MEMBERS} members, seven in ten of them customers; "
            f"most live in {self.home} (UTC{self.utc_offset_hours:+d}). "
            "One person is there from 9 to 17 UTC on weekdays and looks at what members flag. You have "
            f"{self.minutes_per_week:,} minutes of paid work a week and {self.euros:,} euros for {DAYS} days. "
            "At the end you will be asked: how many of today's customers are still here? Something may happen "
            "meanwhile."
        )


_BRANDS = ("a maker of coffee machines", "a bicycle shop", "a brand of running shoes", "a maker of e-readers")
_HOMES = (("Brazil", -3), ("South-East Asia", 8), ("western Europe", 1))
BRIEFS = tuple(
    Brief(
        n, _BRANDS[n % 4], 1200 + 100 * (n // 3 % 3), 900 + 100 * (n % 5), 0.65 + 0.025 * (n % 5), *_HOMES[n % 3],
        34 + n,
    )
    for n in range(24)
)  # fmt: skip
"""Briefs to draw from; about equally hard: `ninety_days.difficulty` measures it, and a test looks."""
EXAMPLE = Brief(-1, "a maker of bread machines", 1200, 1000, 0.7, "western Europe", 1, 41)
"""The brief of the notebook, which nobody draws."""


@cache
def forum(brief: Brief, days: int = DAYS) -> Scenario:
    """Return the forum of a brief up to a day; a crisis after that day is left out."""
    home = brief.utc_offset_hours
    place = Scenario.load("forum").replace({
        "members": MEMBERS, "days": days, "rhythm.zones": {home - 1: 0.3, home: 0.7},
        "population.visits_per_day": brief.visits_per_day, "population.voice_share": 0.3,
        "behaviour.mishap_chance": 0.006, "behaviour.complaint_voiced": 0.6,
    })  # fmt: skip
    if brief.crisis_day >= days:
        return place
    changes = {"day": brief.crisis_day, "affected": 0.2}
    return place.replace(crises=[Case.load("product_failure").crisis.model_copy(update=changes).model_dump()])


def nobody() -> Playbook:
    """Return the team that is not there: what a forum does by itself."""
    return Playbook.load("no_rules")


def team() -> Playbook:
    """Return the team as you find it: one person on weekdays, who looks at flags and says nothing in a crisis."""
    shift = {"begins": 9, "ends": 17, "minutes_per_hour": 20, "days": ["mon", "tue", "wed", "thu", "fri"]}
    return Playbook.load("balanced").replace(
        {"team.shifts": [shift], "care.tones": {}, "care.wishes": "ignore", "crisis.strategy": "silence"}
    )


@cache
def references(brief: Brief) -> tuple[Playbook, Playbook]:
    """Return two good plans that have little in common: one answers, the other gets members to talk.

    They tell which targets are within reach; nobody has to do as they do.
    """
    away = {"utc_offset_hours": brief.utc_offset_hours - 1, "minutes_per_hour": 12}
    day = [{"begins": 8, "ends": 15, **away}, {"begins": 15, "ends": 22, **away}]
    both = {"team.shifts": day, "crisis.strategy": "rebuild", "crisis.delay_hours": 4}
    answers = {
        "care.tones": {"complaint": "empathetic", "question": "explaining", "praise": "playful"},
        "care.leave_to_members_hours": {"question": 4}, "engagement.answer_first_posts_hours": 24,
    }  # fmt: skip
    talk = {
        "care.tones": {"complaint": "empathetic"}, "crisis.disclose_early": True, "crisis.delay_hours": 2,
        "engagement.calendar": [{"day": day, "hour": 16, "kind": "starter"} for day in ("mon", "wed", "fri")],
        "engagement.welcome": "person", "engagement.thanks_per_week": 10,
        "engagement.invitations_per_week": 10, "engagement.features_per_week": 3,
    }  # fmt: skip
    return team().replace(both | answers), team().replace(both | talk)


# --- figures ----------------------------------------------------------------------------------------------------


def customers_kept(run: Run) -> float:
    """Of the customers of the first day, return the percentage that is here at the end, and still buys."""
    found = founding_customers(run)
    then = run.members.iloc[: len(found)]
    here = (then["left_hour"] == FOREVER) & (then["customer"] == 1)
    return _PERCENT * float(here[found].mean())


def customers_gone_elsewhere(run: Run) -> float:
    """Of the customers of the first day, return the percentage that no longer buys at the end, present or not."""
    found = founding_customers(run)
    return _PERCENT * float((run.members["customer"].iloc[: len(found)][found] != 1).mean())


def founding_customers(run: Run) -> np.ndarray:
    """Return which of the founders were customers in the first hour: one True or False each."""
    members = Community(run.scenario, None, seed=run.seed).members
    return np.array(members["customer"][: members.count] == 1)


def _members_kept(run: Run) -> float:
    first = run.members.iloc[: run.scenario.members]
    return _PERCENT * float((first["left_hour"] == FOREVER).mean())


def _answered_in_a_day(run: Run) -> float:
    complaints = run.posts[(run.posts["kind"] == "complaint") & (run.posts["parent"] < 0)]
    wait = complaints["team_answer_seconds"] - complaints["seconds"]
    prompt = (complaints["team_answer_seconds"] >= 0) & (wait <= _A_DAY_SECONDS)
    return _PERCENT * float(prompt.mean()) if len(prompt) else math.nan


def complaint_waits(run: Run) -> list[float]:
    """Return how many hours each complaint waited for the team's answer; without one, until the end."""
    complaints = run.posts[(run.posts["kind"] == "complaint") & (run.posts["parent"] < 0)]
    answered = complaints["team_answer_seconds"]
    until = answered.where(answered >= 0, run.days * _A_DAY_SECONDS)
    return ((until - complaints["seconds"]) / 3600).tolist()


def _of_summary(name: str, times: float = _PERCENT) -> Callable[[Run], float]:
    metric = METRICS[name]  # one of fifty, as a summary of all takes a while

    def of(run: Run) -> float:
        tables = tables_of(run)
        return times * float(metric(*(tables[table] for table in metric.tables)))

    return of


@dataclass(frozen=True)
class Figure:
    """A figure that a goal can name. `axis`: what it is about; empty for one that says little. `of`: of a run."""

    axis: str
    what: str
    unit: str
    of: Callable[[Run], float]


FIGURES = {
    "customers_kept": Figure(
        "customers", "customers of the first day who are here and still buy", "%", customers_kept
    ),
    "members_kept": Figure("people", "members of the first day who are still here", "%", _members_kept),
    "belonging": Figure("belonging", "how much members feel at home", "of 100", _of_summary("belonging")),
    "trust": Figure("trust", "how far members trust the brand", "of 100", _of_summary("trust")),
    "complaints_answered_in_a_day": Figure(
        "service", "complaints that the team answered in a day", "%", _answered_in_a_day
    ),
    "threads_answered": Figure(
        "talk", "members' threads that anybody answered in a day", "%", _of_summary("response_rate")
    ),
    "newcomers_who_write": Figure(
        "newcomers", "newcomers who wrote within a week", "%", _of_summary("activation_rate")
    ),
    "impressions": Figure("", "how often a post was seen", "times", _of_summary("impressions", 1)),
    "people_signed_up": Figure("", "accounts, of those who left, too", "people", lambda run: len(run.members)),
    "likes": Figure("", "likes given", "likes", lambda run: run.daily["likes"].sum()),
}
"""What a goal can name; the last three rise by themselves, or with what is spent on ads."""


def lives(brief: Brief, plan: Playbook, seeds: Sequence[int], days: int = DAYS) -> list[Run]:
    """Return what a plan makes of a forum up to a day, one run a seed."""
    return [lived(forum(brief, days), plan, seed) for seed in seeds]


def mean_of(name: str, runs: Sequence[Run]) -> Verdict:
    """Return the mean of a figure over runs, with its interval."""
    return beyond_luck([float(FIGURES[name].of(run)) for run in runs])


def table_of_figures(brief: Brief, playbook: Playbook | None = None, days: int = DAYS) -> pd.DataFrame:
    """Return every figure of eight forums with a plan; without one, of forums that nobody looks after.

    Columns: side (of the work; a dash for figures that say little), mean, low and high (95% interval), unit.
    """
    runs = lives(brief, nobody() if playbook is None else playbook, SHOWN, days)
    found = {name: mean_of(name, runs) for name in FIGURES}
    rows = [(one.axis or "-", *_rounded(found[name]), one.unit) for name, one in FIGURES.items()]
    return pd.DataFrame(rows, pd.Index(FIGURES, name="figure"), ["side", "mean", "low", "high", "unit"])


def _rounded(found: Verdict) -> tuple[float, float, float]:
    return round(found.mean, 1), round(found.low, 1), round(found.high, 1)
