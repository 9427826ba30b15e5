"""Service: what members got of the brand, what it did to them as customers, and what it cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..world.constants import SECONDS_PER_HOUR
from .given import as_in_run, must_be_table
from .measure import by_members, metric, share

_MONTH_DAYS = 30
_COLUMNS = ("acts", "minutes", "euros", "missed")


@metric("hours", "complaints and questions of members that the team answered")
def team_answer_hours(posts: pd.DataFrame) -> float:
    """Median hours from a complaint or question to the team's first answer, in public or private."""
    asked = _asked(posts, "complaint", "question")
    answered = asked[asked["team_answer_seconds"] >= 0]
    return float(((answered["team_answer_seconds"] - answered["seconds"]) / SECONDS_PER_HOUR).median())


@metric("share", "complaints of members")
def complaints_answered(posts: pd.DataFrame) -> float:
    """Share of complaints that the team answered, in public or private."""
    complaints = _asked(posts, "complaint")
    return share((complaints["team_answer_seconds"] >= 0).sum(), len(complaints))


@metric("wishes", "none: a count over the run")
def wishes_shipped(actions: pd.DataFrame) -> float:
    """Wishes of members that became part of the product."""
    return float((actions["verb"] == "ship_wish").sum())


@metric("share", "members present at the end of the last whole day, customers or not")
def satisfaction(daily: pd.DataFrame) -> float:
    """Mean satisfaction with product and service on the last day."""
    return _last(daily, "satisfaction")


@metric("members", "none: a count on the last whole day")
def customers(daily: pd.DataFrame) -> float:
    """Members present who are customers, on the last day."""
    return _last(daily, "customers")


@metric("share per 30 days", "customers present, summed over days, divided by 30")
def defection_rate(daily: pd.DataFrame) -> float:
    """Share of customers who go elsewhere within 30 days; those who leave the community only are left out."""
    return share(daily["defections"].sum() * _MONTH_DAYS, daily["customers"].sum())


@metric("euros", "none: a sum over the run")
def money_spent(hourly: pd.DataFrame) -> float:
    """Money that the team spent: prizes, perks, ads, wishes shipped."""
    return float(hourly["money_spent"].sum())


@metric("tasks", "none: a count over the run")
def tasks_missed(hourly: pd.DataFrame) -> float:
    """Planned tasks that were given up because nobody had time in time."""
    return float(hourly["tasks_missed"].sum())


def costs(actions: pd.DataFrame) -> pd.DataFrame:
    """Return what each kind of act cost: one row a verb, dearest in minutes first.

    Columns: acts (how many), minutes, euros, missed (tasks of that kind given up). A row "(missed)" holds
    tasks by their names in the plan.
    """
    must_be_table(as_in_run(actions, "actions"), "actions", ("verb", "reason", "minutes", "money"))
    done = actions[actions["verb"] != "miss"]
    table = done.groupby("verb").agg(acts=("verb", "size"), minutes=("minutes", "sum"), euros=("money", "sum"))
    table["missed"] = 0
    missed = actions[actions["verb"] == "miss"].groupby("reason").size()
    given_up = pd.DataFrame({"acts": 0, "minutes": 0.0, "euros": 0.0, "missed": missed})
    given_up.index = [f"not done: {task}" for task in given_up.index]
    both = pd.concat([table, given_up])[list(_COLUMNS)].rename_axis("what")
    return both.sort_values(["minutes", "euros", "acts"], ascending=False, kind="stable")


def _asked(posts: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    written = by_members(posts)
    return written[written["kind"].isin(kinds)]


def _last(daily: pd.DataFrame, column: str) -> float:
    return float(daily[column].iloc[-1]) if len(daily) else np.nan
