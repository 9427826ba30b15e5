"""Patterns: when a community is here and when it writes - by weekday, hour, promotion, role and source.

Everything is counted over groups of people, never told of one person: what fewer than five people make up is left
blank (NaN). Weekdays and hours of the day are UTC. A table of events has one row an event and the columns hour (of
the run) and member: `Logbook.logins()` gives log-ins, `activity(posts)` what was written.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK
from .events import FEWEST_PEOPLE, events_of, first_weekday, people, within
from .given import as_in_run, must_be_table, numbered, several, shown, whole

DAYS_PER_WEEK = 7
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def with_clock(table: pd.DataFrame, start: object) -> pd.DataFrame:
    """Return a copy of a table with the clock of its hours.

    Args:
        table: has a column `hour`, whole hours since `start`.
        start: the day on which hour 0 begins (00:00 UTC), such as `run.start`.

    Returns:
        The table with weekday (0 is Monday) and hour_of_day (0 to 23) after its own columns, both int64.

    Raises:
        ValueError: when there is no column `hour` of whole numbers, or `start` is no day.
    """
    first = first_weekday(start)
    hour = events_of(table, "hour")["hour"]
    return table.assign(weekday=(first + hour // HOURS_PER_DAY) % DAYS_PER_WEEK, hour_of_day=hour % HOURS_PER_DAY)


def by_weekday(events: pd.DataFrame, start: object, hours: int) -> pd.DataFrame:
    """Return events by day of the week.

    Args:
        events: hour, member. start: `run.start`. hours: how many hours were watched, such as `len(run.hourly)`.

    Returns:
        Indexed by weekday (Monday to Sunday). Columns: events, members (different ones), days (how many such days
        were watched, in parts where a day was cut), per_day (mean events a day). Blank where fewer than five
        members are behind a row; NaN, too, where no such day was watched.
    """
    table = _by_clock(events, start, hours, "weekday", WEEKDAYS)
    return _per(table, "days", table.pop("hours") / HOURS_PER_DAY, "per_day")


def by_hour_of_day(events: pd.DataFrame, start: object, hours: int) -> pd.DataFrame:
    """Return events by hour of the day (0 to 23, UTC): events, members, days, per_day (see `by_weekday`)."""
    table = _by_clock(events, start, hours, "hour_of_day", tuple(range(HOURS_PER_DAY)))
    return _per(table, "days", table.pop("hours").astype(float), "per_day")


def week_table(events: pd.DataFrame, start: object, hours: int) -> pd.DataFrame:
    """Return mean events in each hour of the week: shape (7, 24), rows Monday to Sunday, columns 0 to 23 UTC.

    Blank where fewer than five different members are behind a cell, or that hour was never watched.
    """
    clocked = with_clock(within(events, hours), start)
    place = clocked["weekday"] * HOURS_PER_DAY + clocked["hour_of_day"]
    counted = people(clocked.assign(place=place), "place", range(HOURS_PER_WEEK))
    watched = _hours_of_week(start, hours)
    per_hour = (counted["events"] / np.where(watched > 0, watched, np.nan)).to_numpy(dtype=float)
    return pd.DataFrame(
        per_hour.reshape(DAYS_PER_WEEK, HOURS_PER_DAY),
        index=pd.Index(WEEKDAYS, name="weekday"),
        columns=pd.Index(range(HOURS_PER_DAY), name="hour_of_day"),
    )


def best_hours(events: pd.DataFrame, start: object, hours: int, n: int = 5) -> pd.DataFrame:
    """Return the `n` hours of the week with most events: weekday, hour_of_day, per_hour; equal ones in order."""
    n = whole(n, "n", 1, HOURS_PER_WEEK)
    cells = week_table(events, start, hours).stack().rename("per_hour").reset_index()
    cells = cells[cells["per_hour"] > 0].sort_values("per_hour", ascending=False, kind="stable")
    return cells.head(n).reset_index(drop=True)


def by_group(events: pd.DataFrame, members: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return events by a trait of members, such as `role` or `source`.

    Args:
        events: hour, member. members: `run.members`. column: one of its columns of words or whole numbers.

    Returns:
        Indexed by group: group_members (everybody in it), events, members (who took part), per_member (events per
        member of the group), share (of all events). Blank where the group has fewer than five people, or fewer
        than five (but not nobody) took part. A role is the one at the end of the run.
    """
    events = events_of(events)
    numbered(must_be_table(members, "members", like="run.members"), "members")
    if not isinstance(column, str) or column not in members.columns:
        raise ValueError(
            f"column must be a column of the members' table, such as role or source, got {shown(column)}"
        )
    unknown = ~events["member"].isin(members.index)
    if unknown.any():
        raise ValueError(f"member {events['member'][unknown].iloc[0]} has events but is not in the members' table")
    kind = events["member"].map(members[column].astype(str))
    sizes = members[column].astype(str).value_counts().sort_index()
    counted = people(events.assign(group=kind), "group", sizes.index)
    counted.insert(0, "group_members", sizes.astype(float))
    counted[counted["group_members"] < FEWEST_PEOPLE] = np.nan
    counted["per_member"] = counted["events"] / counted["group_members"]
    counted["share"] = counted["events"] / len(events) if len(events) else np.nan
    counted.index.name = column
    return counted


def promotion_windows(actions: pd.DataFrame, hours: int, lasts_hours: int = 24, campaigns: Iterable[str] = ()):
    """Return when the team promoted something: DataFrame with promotion, begins_hour, ends_hour (not included).

    A contest runs from opening to closing. What the team publishes, an hour in which ads bring somebody, and an
    act for a campaign (its name is the reason in the log) count for `lasts_hours` from then on; windows of one
    kind that touch are one.

    Args:
        actions: `run.actions`. hours: how long the run is. campaigns: names of campaigns.
    """
    needed = ("hour", "verb", "target", "reason")
    must_be_table(as_in_run(actions, "actions"), "actions", needed, like="run.actions")
    hours, lasts_hours = whole(hours, "hours"), whole(lasts_hours, "lasts_hours", 1)
    campaigns = [campaigns] if isinstance(campaigns, str) else several(campaigns, "campaigns", "names")
    if not all(isinstance(name, str) for name in campaigns):
        raise ValueError(f"campaigns must be names of campaigns, got {shown(campaigns)}")
    closed = actions[actions["verb"] == "close_contest"].set_index("target")["hour"]
    opened = actions[actions["verb"] == "open_contest"]
    found = [("contest", int(row.hour), int(closed.get(row.target, hours - 1)) + 1) for row in opened.itertuples()]
    moments = {
        "publication": actions.loc[(actions["verb"] == "publish") & (actions["reason"] != "contest"), "hour"],
        "ads": actions.loc[actions["verb"] == "advertise", "hour"],
    }
    moments |= {name: actions.loc[actions["reason"] == name, "hour"] for name in campaigns}
    for name, at in moments.items():
        begins = np.unique(at.to_numpy(dtype=np.int64))
        for run in np.split(begins, np.flatnonzero(np.diff(begins) > lasts_hours) + 1):
            if len(run):
                found.append((name, int(run[0]), min(hours, int(run[-1]) + lasts_hours)))
    windows = pd.DataFrame(found, columns=["promotion", "begins_hour", "ends_hour"])
    windows = windows.astype({"promotion": "str", "begins_hour": "int64", "ends_hour": "int64"})
    return windows.sort_values(["begins_hour", "promotion"], kind="stable").reset_index(drop=True)


def by_promotion(events: pd.DataFrame, windows: pd.DataFrame, start: object, hours: int) -> pd.DataFrame:
    """Return how much happens while something is promoted, beside what is usual at those hours of the day.

    Args:
        events: hour, member. windows: as `promotion_windows` returns. start, hours: of the run.

    Returns:
        One row a kind of promotion and a last one, "outside", for the hours without any. Columns: hours (so many
        lie inside), events, members, per_hour, usual_per_hour (what the same hours of the day bring outside), and
        ratio (per_hour over usual_per_hour). A ratio above 1 came along with the promotion; teams promote when
        something is going on anyway, so it need not have come of it.
    """
    needed = ("promotion", "begins_hour", "ends_hour")
    must_be_table(windows, "windows", needed, like="promotion_windows returns")
    events_of(windows, "begins_hour", "ends_hour")
    first_weekday(start)
    events, hours = within(events, hours), whole(hours, "hours")
    clock = np.arange(hours) % HOURS_PER_DAY
    inside = {name: np.zeros(hours, dtype=bool) for name in windows["promotion"].unique()}
    for row in windows.itertuples():
        inside[row.promotion][max(0, row.begins_hour) : max(0, row.ends_hour)] = True
    outside = ~np.logical_or.reduce([np.zeros(hours, dtype=bool), *inside.values()])
    in_hour = np.bincount(events["hour"], minlength=hours)
    of_clock = np.bincount(clock[outside], minlength=HOURS_PER_DAY)
    told = np.bincount(clock[outside], weights=in_hour[outside], minlength=HOURS_PER_DAY)
    usual = told / np.where(of_clock > 0, of_clock, np.nan)
    if 0 < events["member"][outside[events["hour"]]].nunique() < FEWEST_PEOPLE:
        usual[:] = np.nan
    rows = {}
    for name, where in {**inside, "outside": outside}.items():
        counted = people(events.assign(place=where[events["hour"]]), "place", [True]).loc[True]
        lasts = int(where.sum())
        expected = float(usual[clock[where]].mean()) if lasts else np.nan
        per_hour = counted["events"] / lasts if lasts else np.nan
        ratio = per_hour / expected if expected > 0 else np.nan
        rows[name] = [lasts, counted["events"], counted["members"], per_hour, expected, ratio]
    names = ["hours", "events", "members", "per_hour", "usual_per_hour", "ratio"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("promotion")


def first_week(events: pd.DataFrame, members: pd.DataFrame, hours: int) -> pd.DataFrame:
    """Return how newcomers' first seven days go: those who joined in the run and were watched for all of them.

    Returns:
        Indexed by day (0 to 6, of 24 hours since joining): newcomers, came (share of them with an event on that
        day), per_newcomer (events). Blank where fewer than five newcomers were watched, or fewer than five (but
        not nobody) came.
    """
    events, hours = within(events, hours), whole(hours, "hours")
    must_be_table(as_in_run(members, "members"), "members", ("joined_hour",), like="run.members")
    numbered(members, "members")
    joined = members["joined_hour"].astype("int64")
    new = joined[(joined >= 0) & (joined <= hours - HOURS_PER_WEEK)]
    theirs = events[events["member"].isin(new.index)]
    day = (theirs["hour"] - theirs["member"].map(new)) // HOURS_PER_DAY
    counted = people(theirs.assign(day=day), "day", range(DAYS_PER_WEEK))
    newcomers = float(len(new)) if len(new) >= FEWEST_PEOPLE else np.nan
    came, wrote = counted["members"] / newcomers, counted["events"] / newcomers
    return pd.DataFrame({"newcomers": newcomers, "came": came, "per_newcomer": wrote}).rename_axis("day")


def _hours_of_week(start: object, hours: int) -> np.ndarray:
    """Return how often each hour of the week was watched: shape (168,), Monday 00:00 first."""
    places = (first_weekday(start) * HOURS_PER_DAY + np.arange(whole(hours, "hours"))) % HOURS_PER_WEEK
    return np.bincount(places, minlength=HOURS_PER_WEEK)


def _by_clock(events: pd.DataFrame, start: object, hours: int, by: str, names: tuple) -> pd.DataFrame:
    clocked = with_clock(within(events, hours), start)
    counted = people(clocked, by, range(len(names)))
    week = _hours_of_week(start, hours).reshape(DAYS_PER_WEEK, HOURS_PER_DAY)
    counted["hours"] = week.sum(axis=1 if by == "weekday" else 0)
    return counted.set_axis(pd.Index(names, name=by))


def _per(table: pd.DataFrame, unit: str, times: pd.Series, per: str) -> pd.DataFrame:
    return table.assign(**{unit: times, per: table["events"] / times.where(times > 0)})
