"""Goals: what a mission wants, on several axes, each measured on what happened at the desk."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
import pandas as pd
from pydantic import model_validator

from ..settings import Section, hint, setting, text
from ..world.behaviour import COMPLAINT, QUESTION, REMOVED, UNANSWERED, VISIBLE
from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from ..world.members import FOREVER, NOBODY
from .judgement import judgement
from .terms import value as in_words

if TYPE_CHECKING:
    from .session import Session

AXES = ("service", "people", "trust", "team", "cost", "judgement")
Axis = Literal["service", "people", "trust", "team", "cost", "judgement"]
DAY_SECONDS = HOURS_PER_DAY * SECONDS_PER_HOUR
PROMPT_HOURS = 24


@dataclass(frozen=True)
class Measure:
    """A number about the time at the desk.

    Attributes:
        unit: its unit. what: what it is. of: reads it off a session; NaN where there is nothing to measure.
    """

    unit: str
    what: str
    of: Callable[[Session], float]


class Goal(Section):
    """One thing that a mission wants."""

    axis: Axis = setting("people", "name", "which side of the work it is about")
    measure: str = text("members_kept", 60, "what is measured; one of `MEASURES`", shortest=1)
    at_least: float | None = setting(None, "unit of the measure", "lowest value that meets it")
    at_most: float | None = setting(None, "unit of the measure", "highest value that meets it")
    because: str = text("", 400, "where the threshold comes from", shortest=1)

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.measure not in MEASURES:
            raise ValueError(f"unknown measure {self.measure!r}{hint(self.measure, list(MEASURES))}")
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"{self.measure}: give either at_least or at_most")
        return self

    @property
    def wanted(self) -> str:
        """What meets it, in words: "at least 17.2%"."""
        unit = MEASURES[self.measure].unit
        if self.at_least is not None:
            return f"at least {in_words(self.at_least, unit)}"
        return f"at most {in_words(self.at_most, unit)}"

    def met(self, value: float) -> bool | None:
        """Tell whether a value meets it; None where there is nothing to measure."""
        if math.isnan(value):
            return None
        return value >= self.at_least if self.at_least is not None else value <= self.at_most


def scores(session: Session, goals: Iterable[Goal]) -> pd.DataFrame:
    """Return how a session stands by some goals, one row a goal: axes stay apart, since no one number is the work.

    Columns: axis; measure; value; unit; wanted (in words); met ("yes", "no", or "can't say" where there is nothing
    to measure); what.
    """
    rows = []
    for goal in goals:
        measure = MEASURES[goal.measure]
        value = measure.of(session)
        met = goal.met(value)
        rows.append({
            "axis": goal.axis, "measure": goal.measure, "value": value, "unit": measure.unit,
            "wanted": goal.wanted,
            "met": {True: "yes", False: "no", None: "can't say"}[met], "what": measure.what,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=["axis", "measure", "value", "unit", "wanted", "met", "what"])


# --- measures ---------------------------------------------------------------------------------------------------


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else math.nan


def _hours(session: Session) -> np.ndarray:
    return session.community.hourly[session.start.hour : session.hour]


def _new_posts(session: Session) -> np.ndarray:
    """Return members' posts since the player sat down."""
    posts = session.community.content.posts[: session.community.content.post_count]
    return posts[(posts["seconds"] >= session.start.hour * SECONDS_PER_HOUR) & (posts["author"] != NOBODY)]


def _prompt_answers(session: Session) -> float:
    """Complaints answered by the team, and questions by anybody, within a day; fresh ones do not count yet."""
    posts, now = _new_posts(session), session.hour * SECONDS_PER_HOUR
    wants = np.isin(posts["kind"], (COMPLAINT, QUESTION)) & (posts["parent"] < 0) & (posts["breaks_rules"] == 0)
    posts = posts[wants & (posts["seconds"] <= now - DAY_SECONDS)]
    waited = posts["team_answer_seconds"] - posts["seconds"]
    by_team = (posts["team_answer_seconds"] != UNANSWERED) & (waited <= PROMPT_HOURS * SECONDS_PER_HOUR)
    by_members = (posts["kind"] == QUESTION) & (posts["answers"] > 0)
    return _share((by_team | by_members).sum(), len(posts))


def _complaints_answered(session: Session) -> float:
    posts, now = _new_posts(session), session.hour * SECONDS_PER_HOUR
    wants = (posts["kind"] == COMPLAINT) & (posts["parent"] < 0) & (posts["breaks_rules"] == 0)
    posts = posts[wants & (posts["seconds"] <= now - DAY_SECONDS)]
    waited = posts["team_answer_seconds"] - posts["seconds"]
    prompt = (posts["team_answer_seconds"] != UNANSWERED) & (waited <= PROMPT_HOURS * SECONDS_PER_HOUR)
    return _share(prompt.sum(), len(posts))


def _response_hours(session: Session) -> float:
    """Median wait of complaints; those without an answer have waited until now."""
    posts, now = _new_posts(session), session.hour * SECONDS_PER_HOUR
    posts = posts[(posts["kind"] == COMPLAINT) & (posts["parent"] < 0) & (posts["breaks_rules"] == 0)]
    answered = posts["team_answer_seconds"] != UNANSWERED
    until = np.where(answered, posts["team_answer_seconds"], now)
    return float(np.median(until - posts["seconds"])) / SECONDS_PER_HOUR if len(posts) else math.nan


def _breach_hours(session: Session) -> float:
    """Median time for which a breach stays in sight; those that are there still count until now."""
    posts = _new_posts(session)
    posts = posts[posts["breaks_rules"] == 1]
    until = np.where(posts["status"] == VISIBLE, session.hour, np.maximum(posts["status_hour"], 0))
    hours = np.maximum(0.0, until - posts["seconds"] / SECONDS_PER_HOUR)
    return float(np.median(hours)) if len(posts) else math.nan


def _seen_breaches(session: Session) -> float:
    posts = _new_posts(session)
    return 100 * _share(posts["readings"][posts["breaks_rules"] == 1].sum(), posts["readings"].sum())


def _wrong_removals(session: Session) -> float:
    """Decent posts that are down at the end, per 100 posts of members."""
    posts = _new_posts(session)
    down = (posts["status"] == REMOVED) & (posts["breaks_rules"] == 0)
    return 100 * _share(down.sum(), len(posts))


def _members_kept(session: Session) -> float:
    """Of those who were here when the player sat down, raiders apart, how many are here still."""
    members, first = session.community.members, session.start.hour
    here = (members["joined_hour"] < first) & (members["left_hour"] >= first) & (members["outsider"] == 0)
    return _share((here & (members["left_hour"] == FOREVER)).sum(), here.sum())


def _newcomers_who_write(session: Session) -> float:
    members, first = session.community.members, session.start.hour
    new = (members["joined_hour"] >= first) & (members["outsider"] == 0)
    return _share((new & (members["contributions"] > 0)).sum(), new.sum())


def _mean_of(column: str) -> Callable[[Session], float]:
    def mean(session: Session) -> float:
        """Mean of those who belong and are here."""
        members = session.community.members
        here = members.present() & (members["outsider"] == 0)
        return float(members[column][here].mean()) if here.any() else math.nan

    return mean


def _lowest_composure(session: Session) -> float:
    hours = _hours(session)
    return float(hours["composure"].min()) if len(hours) else math.nan


def _highest_fatigue(session: Session) -> float:
    hours = _hours(session)
    return float(hours["fatigue"].max()) if len(hours) else math.nan


def _summed(column: str) -> Callable[[Session], float]:
    return lambda session: float(_hours(session)[column].sum())


def _morale(session: Session) -> float:
    """Mean of volunteers; a team without any has nobody who could lose heart."""
    morale = [one.morale for one in session.community.managers if one.volunteer]
    return float(np.mean(morale)) if morale else math.nan


def _team_at_work(session: Session) -> float:
    managers = session.community.managers
    return _share(sum(one.away_until_hour <= session.hour for one in managers), len(managers))


MEASURES: dict[str, Measure] = {
    "prompt_answers": Measure(
        "share", "complaints answered by the team, and questions by anybody, within a day", _prompt_answers
    ),
    "complaints_answered": Measure("share", "complaints answered by the team within a day", _complaints_answered),
    "response_hours": Measure("hours", "median wait of a complaint for the team's answer", _response_hours),
    "breach_hours": Measure("hours", "median time for which a breach stays in sight", _breach_hours),
    "seen_breaches": Measure("of 100 readings", "readings that were of posts that break rules", _seen_breaches),
    "wrong_removals": Measure("of 100 posts", "decent posts that are down at the end", _wrong_removals),
    "members_kept": Measure("share", "of those who were here at first, who is here still", _members_kept),
    "newcomers_who_write": Measure("share", "newcomers who have written something", _newcomers_who_write),
    "posts": Measure("posts", "threads and replies by members", lambda session: float(len(_new_posts(session)))),
    "trust": Measure("share", "mean trust of those who belong, at the end", _mean_of("trust")),
    "belonging": Measure("share", "mean belonging of those who belong, at the end", _mean_of("belonging")),
    "fairness": Measure("share", "mean of how fair the team seems, at the end", _mean_of("fairness")),
    "satisfaction": Measure("share", "mean satisfaction, at the end", _mean_of("satisfaction")),
    "outrage": Measure("share", "mean outrage at the brand, at the end", _mean_of("outrage")),
    "press_mentions": Measure("reports", "reports in the press", _summed("press_mentions")),
    "lowest_composure": Measure("share", "the team's mean composure at its lowest", _lowest_composure),
    "highest_fatigue": Measure("share", "the team's mean tiredness at its highest", _highest_fatigue),
    "team_at_work": Measure("share", "people of the team who have not laid down work", _team_at_work),
    "overturned": Measure("decisions", "decisions overturned on appeal", _summed("overturned")),
    "morale": Measure("share", "mean heart of the volunteers, at the end", _morale),
    "team_minutes": Measure("minutes", "minutes the team has spent", _summed("team_minutes")),
    "money_spent": Measure("euros", "euros spent", _summed("money_spent")),
    "discrimination": Measure(
        "d'", "how well you tell breaches from decent posts", lambda session: judgement(session).d_prime
    ),
    "bias": Measure(
        "|c|", "how far you lean to removing or sparing", lambda session: abs(judgement(session).criterion)
    ),
}  # fmt: skip
"""What goals can measure, by name."""
