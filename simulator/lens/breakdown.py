"""Breakdown: the key figures again, day by day and week by week, by role, by platform and by campaign.

>>> from simulator.lens import breakdown
>>> breakdown.by_week(run)[["members", "posts", "unanswered_rate"]]      # doctest: +SKIP
>>> breakdown.cuts()                            # doctest: +SKIP

Every figure is the same function as in `metrics`, applied to the tables of the group; what a row is of stands
beside it (members, newcomers, writers, days). Counts add up to those of the run: nothing is counted twice.
`too_small` marks rows that describe fewer than five members: don't publish those, and don't trust their shares.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK, SECONDS_PER_HOUR
from ..world.members import FOREVER
from .campaigns import by_campaign
from .cuts import CAMPAIGN, PLATFORM, ROLE, TIME, cuts
from .given import must_be_run
from .metrics import METRICS

if TYPE_CHECKING:
    from ..lab.run import Run

__all__ = ["CAMPAIGN", "by_campaign", "by_day", "by_platform", "by_role", "by_week", "cuts"]

TOO_FEW = 5
ROLES = ("lurker", "creator", "influencer", "gone", "team")
EVERYWHERE = "everywhere"
_CENSUS = ("trust", "belonging", "loyalty")
_BY_THREAD = ("response_rate", "first_response_hours", "unanswered_rate")
_BY_JOINING = ("activation_rate", "retention_d1", "retention_d7", "retention_d30", "storm_visitors")


def by_day(run: Run, rest: bool = False) -> pd.DataFrame:
    """Return one row a whole UTC day of the run, counted from 0; see `by_week`."""
    return _by_stretch(run, HOURS_PER_DAY, "day", rest)


def by_week(run: Run, rest: bool = False) -> pd.DataFrame:
    """Return one row a week of the run: seven whole days from its first hour on, whatever weekday that is.

    Args:
        rest: whether a week that is not over gets a row, too; compare its counts with those of no other.

    Returns:
        Indexed by week, from 0. Columns: starts (UTC), days (float64), members (present at the end), newcomers
        (who joined then: look here before you trust a retention rate), writers, then the metrics of `cuts`, and
        too_small. What happened or was written in the week counts for it, with what became of it until the end of
        the run. Answers count for the week in which the thread was started; retention and activation for that in
        which the newcomer joined. Feelings, satisfaction and customers are those at the end of its last whole day.

    Raises:
        ValueError: when `run` is no run.
    """
    return _by_stretch(run, HOURS_PER_WEEK, "week", rest)


def by_role(run: Run) -> pd.DataFrame:
    """Return one row a role: lurker, creator, influencer (as read at the last midnight), gone, team.

    A role is read from behaviour: that creators write more than lurkers is no finding but the definition. `gone`
    are members who left, whatever they were; `team` has no feelings, and what it wrote is in no other row.

    Returns:
        Indexed by role. Columns: members, writers, then the metrics of `cuts`, and too_small. Readings and likes
        count for those who read and liked, answers for those who asked.

    Raises:
        ValueError: when `run` is no run.
    """
    must_be_run(run)
    members, posts = run.members, run.posts
    group = members["role"].astype("str").where(members["left_hour"] == FOREVER, "gone")
    author = posts["author"].map(group).fillna("team")
    rows = []
    for role in ROLES:
        people, written = members[group == role], (author == role).to_numpy()
        counts = {"readings": people["readings"].sum(), "likes": people["likes_given"].sum()}
        rows.append(_group(run, ROLE, people, written, counts))
    return _table(rows, pd.Index(ROLES, name="role"))


def by_platform(run: Run) -> pd.DataFrame:
    """Return one row a platform of the scenario, and a last one for what the team did on none in particular.

    Returns:
        Indexed by platform; the last row is "everywhere". Columns: members (whose home is a board there), boards,
        writers, then the metrics of `cuts`, and too_small. What was written and read counts where it stands;
        newcomers, departures and feelings for the platform on which somebody is at home; the team's minutes and
        euros where the post stands, or the member is at home, that they were spent on.

    Raises:
        ValueError: when `run` is no run.
    """
    must_be_run(run)
    members, posts, names = run.members, run.posts, run.scenario.platforms
    home = members["board"].to_numpy() % len(names)
    stands = posts["board"].to_numpy() % len(names)
    acted = _place_of_acts(run.actions, home, stands)
    boards = range(run.scenario.boards)
    rows = []
    for number in (*range(len(names)), -1):
        people, written, acts = members[home == number], stands == number, run.actions[acted == number]
        counts = {
            "readings": posts.loc[written, "readings"].sum(),
            "likes": posts.loc[written, "likes"].sum(),
            "team_minutes": acts["minutes"].sum(),
            "money_spent": acts["money"].sum(),
            "departures": (people["left_hour"] != FOREVER).sum(),
            "members": _member_hours(people, len(run.hourly)),
        }
        row = _group(run, PLATFORM, people, written, counts, acts)
        rows.append({"boards": sum(board % len(names) == number for board in boards)} | row)
    return _table(rows, pd.Index([*names, EVERYWHERE], name="platform"))


def _by_stretch(run: Run, length: int, name: str, rest: bool) -> pd.DataFrame:
    must_be_run(run)
    hours = len(run.hourly)
    edges = list(range(0, hours + 1, length))
    if rest and edges[-1] < hours:
        edges.append(hours)
    hour = (run.posts["seconds"] // SECONDS_PER_HOUR).to_numpy()
    events = run.events()
    rows = [_stretch(run, events, hour, first, end) for first, end in pairwise(edges)]
    table = _table(rows, pd.RangeIndex(len(rows), name=name), ("starts", *_base(TIME, "days", "newcomers")))
    return table.astype({"starts": "datetime64[s, UTC]"}) if not len(table) else table


def _stretch(run: Run, events: pd.DataFrame, hour: np.ndarray, first: int, end: int) -> dict[str, Any]:
    """Return base counts and figures of the hours from `first` to before `end`."""
    members, actions, days = run.members, run.actions, run.daily["day"] * HOURS_PER_DAY
    daily = run.daily[(days >= first) & (days + HOURS_PER_DAY <= end)]
    joined = members[(members["joined_hour"] >= first) & (members["joined_hour"] < end)]
    tables = _written(run, events, (hour >= first) & (hour < end)) | {
        "hourly": run.hourly.iloc[first:end],
        "daily": daily,
        "members": members[(members["left_hour"] >= first) & (members["left_hour"] < end)],
        "actions": actions[(actions["hour"] >= first) & (actions["hour"] < end)],
        "newcomers": joined,
    }
    base = {
        "starts": run.start + pd.Timedelta(hours=first),
        "days": (end - first) / HOURS_PER_DAY,
        "members": int(run.hourly["members"].iloc[end - 1]),
        "newcomers": len(joined),
        "writers": _writers(tables["posts"]),
    }
    census = {name: float(daily[name].iloc[-1]) if len(daily) else np.nan for name in _CENSUS}
    return base | _figures(TIME, tables, census)


def _group(
    run: Run, names: Iterable[str], people: pd.DataFrame, written: np.ndarray, counts: dict[str, float],
    actions: pd.DataFrame | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return base counts and figures of some members and some posts, over the whole run.

    Args:
        written: which posts count, shape (posts,), bool.
        counts: what takes the place of columns of the hourly table, besides what can be counted in posts.
    """
    tables = _written(run, run.events(), written)
    posts, here = tables["posts"], people[people["left_hour"] == FOREVER]
    opens = posts["parent"] == -1
    counts = counts | {
        "posts": opens.sum(),
        "replies": (~opens).sum(),
        "complaints": (opens & (posts["author"] >= 0) & (posts["kind"] == "complaint")).sum(),
    }
    end_of_day = {"satisfaction": [here["satisfaction"].mean()], "customers": [here["customer"].sum()]}
    tables |= {
        "hourly": pd.DataFrame([counts]),
        "daily": pd.DataFrame(end_of_day),
        "members": people,
        "newcomers": people,
        "actions": actions,
    }
    return {"members": len(people), "writers": _writers(posts)} | _figures(names, tables, {})


def _written(run: Run, events: pd.DataFrame, which: np.ndarray) -> dict[str, Any]:
    """Return what metrics read of some posts: themselves, the threads they opened, and whom they answered."""
    posts = run.posts
    openers = posts.index[which & (posts["parent"] == -1).to_numpy()]
    chosen = posts[which]
    answered = chosen.loc[chosen["parent"] >= 0, "parent"].drop_duplicates()
    others = posts.loc[answered[~answered.isin(chosen.index)]].assign(parent=-1)
    hours = len(run.hourly)
    return {
        "posts": chosen,
        "events": events[which],
        "threads": events[events["thread"].isin(openers)],
        "answers": pd.concat([chosen, others]),
        "all_posts": posts,
        "hours": hours,
        "end": run.start + pd.Timedelta(hours=hours),
    }


def _figures(names: Iterable[str], tables: dict[str, Any], known: dict[str, float]) -> dict[str, float]:
    """Return metrics of a group; each reads those of its tables that fit what it asks."""
    figures = {}
    for name in names:
        own = dict(tables)
        if name in _BY_THREAD:
            own["events"] = tables["threads"]
        elif name in _BY_JOINING:
            own |= {"members": tables["newcomers"], "posts": tables["all_posts"]}
        elif name == "member_to_member_ratio":
            own["posts"] = tables["answers"]
        metric = METRICS[name]
        figures[name] = known[name] if name in known else metric(*(own[table] for table in metric.tables))
    return figures


def _place_of_acts(actions: pd.DataFrame, home: np.ndarray, stands: np.ndarray) -> np.ndarray:
    """Return the number of the platform that each act was for, -1 for none: shape (acts,)."""
    place = np.full(len(actions), -1)
    target = actions["target"].to_numpy()
    for kind, places in (("post", stands), ("member", home)):
        fits = ((actions["target_kind"] == kind) & (target >= 0) & (target < len(places))).to_numpy()
        place[fits] = places[target[fits]]
    return place


def _member_hours(people: pd.DataFrame, hours: int) -> int:
    """Return hours for which members were present at the end of the hour, summed over members."""
    since, until = people["joined_hour"].clip(lower=0), people["left_hour"].clip(upper=hours)
    return int((until - since).clip(lower=0).sum())


def _writers(posts: pd.DataFrame) -> int:
    return int(posts.loc[posts["author"] >= 0, "author"].nunique())


def _base(names: Iterable[str], *before: str) -> tuple[str, ...]:
    return (*before, "members", "writers", *names)


def _table(rows: list[dict[str, Any]], index: pd.Index, columns: tuple[str, ...] | None = None) -> pd.DataFrame:
    table = pd.DataFrame(rows, index=index, columns=None if rows else list(columns or ()))
    return table.assign(too_small=(table["members"] < TOO_FEW).astype("bool"))
