"""Groups: the five data sets whose rows are hours, days, weeks or platforms, each about five people or more."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simulator import Community, Scenario
from simulator.lab.logbook import Logbook
from simulator.lens.privacy import Release, publish_aggregates
from simulator.playbook import verbs
from simulator.playbook.team import WEEKDAYS

from .recipe import Recipe, balanced, contributions, forum, terms

RULES_SEED, CONTEST_SEED, STORM_SEED, PLATFORMS_SEED, YEAR_SEED = 31, 41, 53, 61, 71
DAY, WEEK = 24, 168
_RULES_FROM, _RULES_WEEKS = 28 * DAY, 8
_CONTEST_FROM, _CONTEST_DAYS, _CONTEST_ALL = 28, 14, 84
_STORM_DAY, _STORM_DAYS, _STORM_TEAM = 7, 18, 2
_PLATFORM_DAYS, _YEAR_DAYS = 91, 366
NEW_DAYS = 30
"""For so many days after joining somebody is a newcomer."""
WAIT_DECIMALS = 1
"""Decimals of an hour in which waits are told: six minutes."""
PLATFORM_NAMES = ("forum", "page", "chat")


def counted(log: pd.DataFrame, by: list[str], what: str, who: str) -> pd.DataFrame:
    """Return the number of rows, and of the different people they are about, by group.

    Args:
        log: rows with a column `author`.
        what, who: how the two columns are called.
    """
    grouped = log.groupby(by, observed=True)["author"]
    return pd.DataFrame({what: grouped.size(), who: grouped.nunique()})


def joined(groups: pd.DataFrame, *tables: pd.DataFrame) -> pd.DataFrame:
    """Return all groups with what was counted in each, 0 where there was nothing."""
    result = groups.join(list(tables))
    counts = [name for table in tables for name in table]
    return result.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, "int64")).reset_index()


def every(**levels: Any) -> pd.DataFrame:
    """Return one row for each combination of values, as the index of a table without columns."""
    index = pd.MultiIndex.from_product(levels.values(), names=list(levels))
    return pd.DataFrame(index=index if len(levels) > 1 else index.get_level_values(0))


def live_rules() -> dict[str, Any]:
    """Live twelve weeks without house rules, and eight more twice: with rules, and without as before."""
    none = balanced(
        netiquette__shown="nobody", netiquette__rules={}, netiquette__strikes_for=[], netiquette__appeals=False,
        moderation__handle_flags=False,
    )  # fmt: skip
    hours = _RULES_FROM + 2 * _RULES_WEEKS * WEEK
    scenario = forum(
        name="forum that gets rules", members=12_000, days=hours // DAY, population__visits_per_day=0.3,
        newcomers_per_1000_members_per_day=8,
    )  # fmt: skip
    past = Community(scenario, none, seed=RULES_SEED).run_for(hours=_RULES_FROM + _RULES_WEEKS * WEEK)
    ruled = past.fork(balanced(netiquette__shown="everyone"))
    return {name: one.run_for(hours=_RULES_WEEKS * WEEK).to_run() for name, one in
            (("with_rules", ruled), ("without_rules", past))}  # fmt: skip


def rules_log(run: Any) -> pd.DataFrame:
    """Return what was written in the weeks that are shown, with week (0 is the first with rules) and group."""
    return _by_week(run, contributions(run))


def removals(run: Any) -> pd.DataFrame:
    """Return what was taken down in the weeks that are shown, by the week in which that happened."""
    log = contributions(run)
    log = log[log["status"].astype(str).isin(["removed", "hidden"])]
    return _by_week(run, log.assign(hour=log["status_hour"]))


def _by_week(run: Any, log: pd.DataFrame) -> pd.DataFrame:
    log = log[log["hour"] >= _RULES_FROM]
    age = log["hour"].to_numpy() - run.members["joined_hour"].reindex(log["author"]).to_numpy()
    week = (log["hour"] - _RULES_FROM) // WEEK - _RULES_WEEKS
    return log.assign(week=week, group=np.where(age < NEW_DAYS * DAY, "newcomers", "established"))


def show_rules(lived: dict[str, Any]) -> Release:
    """Return what newcomers and established members wrote, and how much of it breaks the rules, week by week."""
    tables, by = [], ["week", "group"]
    weeks = range(-_RULES_WEEKS, _RULES_WEEKS)
    for forum_name, run in lived.items():
        log = rules_log(run)
        breaking, removed = log[log["breaks_rules"]], removals(run)
        table = joined(
            every(week=weeks, group=["newcomers", "established"]), counted(log, by, "contributions", "writers"),
            counted(breaking, by, "breaches", "offenders"), counted(removed, by, "removed", "removed_writers"),
        )  # fmt: skip
        table.insert(0, "forum", forum_name)
        tables.append(table)
    table = pd.concat(tables, ignore_index=True)
    table.insert(1, "phase", np.where(table["week"] < 0, "before", "after"))
    return publish_aggregates(
        table, by=["forum", "phase", "week", "group"],
        people={"contributions": "writers", "breaches": "offenders", "removed": "removed_writers"},
        **terms("teach how the effect of house rules is told from what happens anyway"),
    )  # fmt: skip


class OneContest:
    """A tactic that holds one contest: opens it, and closes it when its time is up."""

    def on_hour(self, community: Community) -> None:
        """Open or close."""
        if community.hour == _CONTEST_FROM * DAY:
            verbs.open_contest(community, None, 2.0, _CONTEST_DAYS * DAY, "the only one", money=500)
        elif community.hour == (_CONTEST_FROM + _CONTEST_DAYS) * DAY - 1:
            verbs.close_contest(community, None, "time is up")


def live_contest() -> dict[str, Any]:
    """Live four weeks, and eight more twice: with a contest of two weeks, and without."""
    scenario = forum(name="forum with a contest", members=20_000, days=_CONTEST_ALL)
    past = Community(scenario, balanced(), seed=CONTEST_SEED).run_for(days=_CONTEST_FROM)
    arms = (("contest", past.fork(tactics=[OneContest()])), ("no_contest", past))
    return {name: one.run_for(days=_CONTEST_ALL - _CONTEST_FROM).to_run() for name, one in arms}


def show_contest(lived: dict[str, Any]) -> Release:
    """Return each day's visitors and contributions, with and without the contest."""
    tables, by = [], ["day"]
    for arm, run in lived.items():
        log = contributions(run)
        log = log.assign(day=log["hour"] // DAY - _CONTEST_FROM)
        entries = log["kind"].astype(str) == "entry"
        table = joined(
            every(day=range(-_CONTEST_FROM, _CONTEST_ALL - _CONTEST_FROM)),
            counted(log[entries], by, "entries", "entrants"), counted(log[~entries], by, "talk", "talkers"),
        )  # fmt: skip
        table.insert(1, "visitors", run.daily["dau"].to_numpy())
        table.insert(2, "newcomers", run.daily["arrivals"].to_numpy())
        table["money_euros"] = run.daily["money_spent"].to_numpy()
        table.insert(0, "arm", arm)
        tables.append(table)
    table = pd.concat(tables, ignore_index=True)
    phase = np.select([table["day"] < 0, table["day"] < _CONTEST_DAYS], ["before", "during"], "after")
    table.insert(2, "phase", phase)
    return publish_aggregates(
        table, by=["arm", "day", "phase", "money_euros"],
        people={"visitors": "visitors", "newcomers": "newcomers", "entries": "entrants", "talk": "talkers"},
        **terms("teach what a contest brings, and what is left of it afterwards"),
    )  # fmt: skip


def live_storm() -> dict[str, Any]:
    """Live eighteen days; after seven of them a product fails, and members learn of it six hours later."""
    crisis = {
        "name": "product failure", "kind": "product_failure", "cluster": "preventable", "severity": 0.8,
        "day": _STORM_DAY, "hour": 9, "affected": 0.08, "revealed_after_hours": 6, "lasts_hours": 48, "press": 10,
    }  # fmt: skip
    scenario = forum(name="forum in a storm", members=60_000, days=_STORM_DAYS, crises=[crisis])
    shifts = [
        {"begins": hour, "ends": hour + 8, "minutes_per_hour": 40} for hour in (7, 15) for _ in range(_STORM_TEAM)
    ]
    playbook = balanced(
        team__shifts=shifts,
        care__tones={"complaint": "defensive"},
        crisis__strategy="diminish",
        crisis__apology=False,
    )
    return {"run": Community(scenario, playbook, seed=STORM_SEED).run_for(days=_STORM_DAYS).to_run()}


def show_storm(lived: dict[str, Any]) -> Release:
    """Return each hour's visitors, mood, posts, press and answers."""
    run, by = lived["run"], ["hour"]
    log = contributions(run)
    answered = log[log["team_answer_seconds"] >= 0]
    answered = answered.assign(hour=answered["team_answer_seconds"] // 3600)
    about = log["about"] > 0
    table = joined(
        every(hour=run.hourly["hour"]), counted(log[~about], by, "everyday_posts", "everyday_writers"),
        counted(log[about], by, "crisis_posts", "crisis_writers"),
        counted(answered, by, "team_answers", "people_answered"),
    )  # fmt: skip
    table.insert(1, "visitors", run.hourly["visitors"].to_numpy("int64"))
    table.insert(2, "mood", run.hourly["mood"].to_numpy())
    table.insert(3, "press_mentions", run.hourly["press_mentions"].to_numpy("int64"))
    table["time"] = (run.start + pd.to_timedelta(table["hour"], unit="h")).dt.strftime("%Y-%m-%dT%H:%MZ")
    table["hour"] -= _STORM_DAY * DAY + 9 + 6
    table = table.rename(columns={"hour": "hours_since_known"})
    return publish_aggregates(
        table[["time", *table.columns.drop("time")]], by=["time", "hours_since_known", "press_mentions"],
        people={
            "visitors": "visitors", "mood": "visitors", "everyday_posts": "everyday_writers",
            "crisis_posts": "crisis_writers", "team_answers": "people_answered",
        },
        **terms("teach how a storm begins, peaks and ends, hour by hour"),
    )  # fmt: skip


def live_platforms() -> dict[str, Any]:
    """Live a quarter on three platforms that are looked after at different hours."""
    scenario = Scenario.load("forum").replace(
        {
            "name": "brand on three platforms", "members": 120_000, "days": _PLATFORM_DAYS,
            "platforms": PLATFORM_NAMES, "platform.members_per_board": 40_000,
        }
    )  # fmt: skip
    office = ["mon", "tue", "wed", "thu", "fri"]
    plan = (("forum", 8, 22, 5, {}), ("page", 9, 17, 5, {"days": office}), ("chat", 16, 22, 5, {}))
    shifts = [
        {"begins": begins, "ends": ends, "minutes_per_hour": 60, "platforms": [name], **more}
        for name, begins, ends, people, more in plan
        for _ in range(people)
    ]
    playbook = balanced(
        team__shifts=shifts, team__priorities=["care", "moderation", "engagement"],
        care__tones={"complaint": "empathetic", "question": "explaining"},
    )  # fmt: skip
    return {"run": Community(scenario, playbook, seed=PLATFORMS_SEED).run_for(days=_PLATFORM_DAYS).to_run()}


def asked(run: Any) -> pd.DataFrame:
    """Return questions and complaints with platform, kind of day, hour, and hours until the team answered."""
    log = contributions(run)
    log = log[log["kind"].astype(str).isin(["question", "complaint"]) & (log["parent"] == -1)]
    waited = (log["team_answer_seconds"] - log["seconds"]) / 3600
    weekend = log["time"].dt.day_of_week >= 5
    return log.assign(
        platform=[run.scenario.platform_of(board) for board in log["board"]],
        day=np.where(weekend, "weekend", "working day"),
        hour=log["time"].dt.hour,
        team_hours=waited.where(log["team_answer_seconds"] >= 0),
    )


def show_platforms(lived: dict[str, Any]) -> Release:
    """Return who asks when, and how soon the team answers, by platform, kind of day and hour."""
    log, by = asked(lived["run"]), ["platform", "day", "hour"]
    answered = log[log["team_hours"].notna()]
    groups = every(platform=PLATFORM_NAMES, day=["working day", "weekend"], hour=range(DAY))
    table = joined(
        groups, counted(log, by, "requests", "people"), counted(answered, by, "answered", "people_answered")
    )
    # The middle one of five waits is one person's, and to the second it would be theirs alone.
    waits = answered.groupby(by)["team_hours"].quantile([0.5, 0.9]).unstack().round(WAIT_DECIMALS)
    waits.columns = ["response_hours_median", "response_hours_p90"]
    table = table.join(waits, on=by)
    return publish_aggregates(
        table, by=by,
        people={
            "requests": "people", "answered": "people_answered", "response_hours_median": "people_answered",
            "response_hours_p90": "people_answered",
        },
        **terms("teach when and where a team is needed"),
    )  # fmt: skip


def live_year() -> dict[str, Any]:
    """Live a year with a contest every eighth week, and note who logs in when."""
    scenario = forum(name="forum over a year", members=12_000, days=_YEAR_DAYS)
    playbook = balanced(engagement__contest={"every_days": 56, "lasts_days": 14, "appeal": 2, "euros": 500})
    book = Logbook()
    community = Community(scenario, playbook, seed=YEAR_SEED, tactics=[book]).run_for(days=_YEAR_DAYS)
    return {"run": community.to_run(), "book": book}


def year_hours(run: Any) -> pd.DataFrame:
    """Return one row an hour of the year: quarter, weekday, hour of day, and whether a contest was running."""
    hours = len(run.hourly)
    time = run.start + pd.to_timedelta(np.arange(hours), unit="h")
    acts = run.actions[run.actions["verb"].isin(["open_contest", "close_contest"])]
    step = np.zeros(hours + 1, dtype="int64")
    np.add.at(step, acts["hour"].to_numpy() + 1, np.where(acts["verb"] == "open_contest", 1, -1))
    return pd.DataFrame(
        {
            "quarter": [f"{moment.year}-Q{moment.quarter}" for moment in time],
            "weekday": [WEEKDAYS[moment.weekday()] for moment in time],
            "hour": time.hour,
            "promotion": np.where(step.cumsum()[:hours] > 0, "contest", "none"),
        }
    )


def show_year(lived: dict[str, Any]) -> Release:
    """Return log-ins and contributions by quarter, weekday, hour of day and promotion."""
    run, by = lived["run"], ["quarter", "weekday", "hour", "promotion"]
    hours = year_hours(run)
    logins = lived["book"].logins().rename(columns={"member": "author"})
    log = contributions(run)
    logins, log = (
        table[["author"]].join(hours.loc[table["hour"]].set_axis(table.index)) for table in (logins, log)
    )
    table = joined(
        hours.groupby(by).size().rename("hours_observed").to_frame(), counted(logins, by, "logins", "visitors"),
        counted(log, by, "contributions", "writers"),
    )  # fmt: skip
    table["weekday"] = pd.Categorical(table["weekday"], WEEKDAYS)
    table = table.sort_values(by, ignore_index=True).astype({"weekday": "str"})
    return publish_aggregates(
        table, by=[*by, "hours_observed"], people={"logins": "visitors", "contributions": "writers"},
        **terms("teach how the rhythm of a community is read, and a promotion planned"),
    )  # fmt: skip


RULES = Recipe(live_rules, show_rules, RULES_SEED)
CONTEST = Recipe(live_contest, show_contest, CONTEST_SEED)
STORM = Recipe(live_storm, show_storm, STORM_SEED)
PLATFORMS = Recipe(live_platforms, show_platforms, PLATFORMS_SEED)
YEAR = Recipe(live_year, show_year, YEAR_SEED)
