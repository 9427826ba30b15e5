"""Cohorts: newcomers who joined in the same week or came the same way, and how many of them are still here.

Retention has three usual meanings, and a figure without its meaning says nothing: classic (came on day d exactly),
rolling (came on day d or later), and still here after d days, also called unbounded, in which members who were not
watched for long enough count for as long as they were (Kaplan & Meier 1958, JASA 53:457-481; the band is
Greenwood's, on the log-log scale, which stays between 0 and 1). Days are 24 hours, counted from joining.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK
from .events import FEWEST_PEOPLE, within
from .given import must_be_table, numbered, shown, whole, word

KINDS = ("classic", "rolling")
ACTIVATION_DAYS = 7


def newcomers(members: pd.DataFrame, by: str = "week") -> pd.Series:
    """Return the cohort of every member who joined during the run, by member.

    Args:
        members: `run.members`. by: "week" (of joining; seven days of the run, from 0) or a column of members, such
            as `source`, or one that you have added, such as the campaign that brought somebody.

    Raises:
        ValueError: for a table without joined_hour, or an unknown column.
    """
    numbered(must_be_table(members, "members", ("joined_hour",), like="run.members"), "members")
    joined = members["joined_hour"]
    if len(joined) and not pd.api.types.is_integer_dtype(joined):
        raise ValueError(f"joined_hour must be whole numbers, got {joined.dtype}")
    new = members[joined >= 0]
    if isinstance(by, str) and by == "week":
        return (new["joined_hour"].astype("int64") // HOURS_PER_WEEK).rename("cohort")
    if not isinstance(by, str) or by not in members.columns:
        raise ValueError(f"by must be week or a column of members, such as source, got {shown(by)}")
    return new[by].astype(str).rename("cohort")


def retention(
    events: pd.DataFrame,
    members: pd.DataFrame,
    hours: int,
    days: int = 30,
    kind: str = "classic",
    by: str = "week",
) -> pd.DataFrame:
    """Return the share of each cohort that came on day d (classic) or on day d or later (rolling).

    Args:
        events: hour, member: log-ins. members: `run.members`. hours: how many hours were watched. days: the last
            day. kind: "classic" or "rolling". by: see `newcomers`.

    Returns:
        One row a cohort and "all"; columns newcomers, then 0 to `days`. A share counts only members who were
        watched to the end of day d; it is NaN where there are fewer than five of them. Rolling retention falls
        towards the end of the run, since who will come later has not done so yet.
    """
    word(kind, "kind", KINDS)
    cohort, joined, hours, days = _cohort(members, by, hours, days)
    theirs = within(events, hours)
    theirs = theirs[theirs["member"].isin(joined.index)]
    place = joined.index.get_indexer(theirs["member"])
    day = (theirs["hour"].to_numpy() - joined.to_numpy()[place]) // HOURS_PER_DAY
    came = np.zeros((len(joined), days + 1), dtype=bool)
    if kind == "classic":
        known = (day >= 0) & (day <= days)
        came[place[known], day[known]] = True
    else:
        last = np.full(len(joined), -1)
        np.maximum.at(last, place, day)
        came = last[:, None] >= np.arange(days + 1)
    watched = (hours - joined.to_numpy())[:, None] >= (np.arange(days + 1) + 1) * HOURS_PER_DAY
    rows = {}
    for name, mask in _groups(cohort):
        known = watched[mask].sum(axis=0)
        share = (came[mask] & watched[mask]).sum(axis=0) / np.where(known >= FEWEST_PEOPLE, known, np.nan)
        rows[name] = [_told(mask.sum()), *share]
    return _table(rows, ["newcomers", *range(days + 1)])


def still_here(
    events: pd.DataFrame, members: pd.DataFrame, hours: int, by: str = "week", quiet_days: int = 14
) -> pd.DataFrame:
    """Return Kaplan-Meier curves of staying: the share of each cohort that has not gone d days after joining.

    Somebody who does not come for `quiet_days` up to the end of the run went with their last log-in. So the last
    `quiet_days` serve to tell who has gone; who still came then was here when they began, and for how much longer
    is not known (censored). Members who joined in those days are left out. Who comes back after an even longer
    silence counts as gone: too short `quiet_days` make the curve too low.

    Returns:
        One row a cohort and day on which somebody went, and day 0: cohort (with "all"), day, at_risk, went, here,
        low, high (95% band). Cohorts of fewer than five are left out.
    """
    cohort, joined, hours, quiet_days = _cohort(members, by, hours, quiet_days, "quiet_days")
    decided = hours - quiet_days * HOURS_PER_DAY
    last = within(events, hours).groupby("member")["hour"].max().reindex(joined.index)
    # Who never logged in was there when joining.
    last = np.maximum(last.fillna(-1).astype("int64"), joined).to_numpy()
    known = (joined <= decided).to_numpy()
    lasted = (np.minimum(last, decided) - joined.to_numpy()) // HOURS_PER_DAY
    curves = [
        kaplan_meier(lasted[mask & known], last[mask & known] < decided).assign(cohort=name)
        for name, mask in _groups(cohort)
        if (mask & known).sum() >= FEWEST_PEOPLE
    ]
    columns = ["cohort", "day", "at_risk", "went", "here", "low", "high"]
    return pd.concat(curves, ignore_index=True)[columns] if curves else pd.DataFrame(columns=columns)


def kaplan_meier(days: np.ndarray, went: np.ndarray) -> pd.DataFrame:
    """Return the curve of those who stay, from how long each was there and whether they went then.

    Args:
        days: shape (n,), whole days, at least 0. went: shape (n,), bool; False: was still there when last seen.

    Returns:
        One row for each day on which somebody went, with day 0 first: day, at_risk, went, here, low, high. `here`
        is the share that stays beyond that day. Where all have gone there is no band (NaN).
    """
    days, went = np.asarray(days), np.asarray(went)
    if days.ndim != 1 or days.shape != went.shape:
        raise ValueError(f"days and went must be as long as each other, got shapes {days.shape} and {went.shape}")
    if len(days) and (days.dtype.kind not in "iu" or days.min() < 0):
        raise ValueError(f"days must be whole numbers from 0, got {days.dtype} from {days.min()}")
    if went.dtype != bool:
        raise ValueError(f"went must be True or False for each, got {went.dtype}")
    at = np.unique(np.append(days[went], 0)).astype(np.int64)
    at_risk = np.array([(days >= day).sum() for day in at], dtype=np.int64)
    gone = np.array([((days == day) & went).sum() for day in at], dtype=np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        here = np.cumprod(np.where(at_risk > 0, 1 - gone / at_risk, np.nan))
        variance = np.cumsum(gone / (at_risk * (at_risk - gone)))
        spread = norm.ppf(0.975) * np.sqrt(variance) / np.abs(np.log(here))
        low, high = here ** np.exp(spread), here ** np.exp(-spread)
    sure = here == 1
    return pd.DataFrame(
        {
            "day": at,
            "at_risk": at_risk,
            "went": gone,
            "here": here,
            "low": np.where(sure, 1.0, low),
            "high": np.where(sure, 1.0, high),
        }
    )


def activation(posts: pd.DataFrame, members: pd.DataFrame, hours: int, by: str = "week") -> pd.DataFrame:
    """Return the share of each cohort that wrote within seven days of joining.

    Args:
        posts: what was written as events (`activity(run.posts)`). members, hours, by: see `retention`.

    Returns:
        One row a cohort and "all": newcomers (who were watched for seven days), activated (share of them). Blank
        below five.
    """
    cohort, joined, hours, _ = _cohort(members, by, hours, 0)
    theirs = within(posts, hours)
    first = theirs.groupby("member")["hour"].min().reindex(joined.index)
    wrote = (first - joined < ACTIVATION_DAYS * HOURS_PER_DAY).to_numpy()
    watched = (joined <= hours - ACTIVATION_DAYS * HOURS_PER_DAY).to_numpy()
    rows = {}
    for name, mask in _groups(cohort):
        known = _told((mask & watched).sum())
        rows[name] = [known, (mask & watched & wrote).sum() / known]
    return _table(rows, ["newcomers", "activated"])


def _cohort(
    members: pd.DataFrame, by: str, hours: int, days: int, what: str = "days"
) -> tuple[pd.Series, pd.Series, int, int]:
    """Return cohort and hour of joining of newcomers, and the two numbers, checked."""
    cohort, hours, days = newcomers(members, by), whole(hours, "hours"), whole(days, what)
    joined = members.loc[cohort.index, "joined_hour"].astype("int64")
    if len(joined) and joined.max() >= hours:
        raise ValueError(f"hours must be more than {joined.max()}, when a member joined, got {hours}")
    return cohort, joined, hours, days


def _groups(cohort: pd.Series) -> list[tuple[object, np.ndarray]]:
    """Return name and members of every cohort, and of all together."""
    groups = [(name, (cohort == name).to_numpy()) for name in sorted(cohort.unique())]
    return [*groups, ("all", np.ones(len(cohort), dtype=bool))]


def _told(count: int) -> float:
    return float(count) if count >= FEWEST_PEOPLE else np.nan


def _table(rows: dict, columns: list) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("cohort")
