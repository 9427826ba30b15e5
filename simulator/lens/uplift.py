"""Uplift: what a campaign brought, measured in three ways, and what each of them takes for granted.

The measures read events (hour, member: log-ins, or what was written) and contacts (member, hour, arm, as
`Campaign.contacts()` gives them). What counts is what members do in the days after the hour of contact, or would
have been contacted in. In a simulation the truth can be had as well: the same members, the same luck, no campaign.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY
from .estimate import Estimate, apart, difference, mean, too_few
from .events import events_of, within
from .given import several, shown, whole, word

__all__ = [
    "ARMS",
    "MEASURES",
    "Estimate",
    "before_after",
    "contacts_of",
    "difference_in_differences",
    "errors",
    "holdout",
    "outcomes",
    "three_ways",
    "truth",
]

ARMS = ("treated", "held out")
MEASURES = ("count", "any")
BEFORE_AFTER, HOLDOUT, DIFFERENCES, TRUTH = "before/after", "holdout", "difference in differences", "truth"


def outcomes(
    events: pd.DataFrame,
    contacts: pd.DataFrame,
    hours: int,
    days: int = 7,
    measure: str = "count",
    window: int = 0,
) -> pd.Series:
    """Return what each member did in a stretch of days, counted from their contact.

    Args:
        events: hour, member. contacts: member, hour. hours: how many hours were watched. days: of a stretch.
        measure: "count" of events, or "any": 1 for at least one. window: 0 for the days right after the hour of
            contact (the team acts at its end), -1 for those before, -2 for those before them.

    Returns:
        By member, float. Who was not watched for the whole stretch is left out.
    """
    word(measure, "measure", MEASURES)
    window = whole(window, "window", -10_000, 10_000)
    events, contacts = within(events, hours), contacts_of(contacts)
    long = whole(days, "days", 1) * HOURS_PER_DAY
    begins = contacts["hour"].to_numpy() + 1 + window * long
    known = (begins >= 0) & (begins + long <= hours)
    begin = pd.Series(begins[known], index=pd.Index(contacts["member"][known], name="member"))
    since = events["hour"] - events["member"].map(begin)
    counted = events["member"][(since >= 0) & (since < long)].value_counts()
    counts = counted.reindex(begin.index, fill_value=0).astype(float)
    return counts if measure == "count" else (counts > 0).astype(float)


def before_after(
    events: pd.DataFrame, contacts: pd.DataFrame, hours: int, days: int = 7, measure: str = "count"
) -> Estimate:
    """Return how much more the treated did after their contact than before it."""
    contacts = _arm(contacts, ARMS[0])
    after = outcomes(events, contacts, hours, days, measure)
    change = (after - outcomes(events, contacts, hours, days, measure, window=-1)).dropna()
    assumes = (
        "without the campaign, the treated would have gone on as before: no trend, no season, no chosen moment"
    )
    return Estimate(BEFORE_AFTER, *mean(change.to_numpy()), len(change), assumes)


def holdout(
    events: pd.DataFrame, contacts: pd.DataFrame, hours: int, days: int = 7, measure: str = "count"
) -> Estimate:
    """Return how much more the treated did than those who were held out by lot."""
    treated, held = (outcomes(events, _arm(contacts, arm), hours, days, measure).to_numpy() for arm in ARMS)
    assumes = "who was held out was drawn by lot, and what the treated do does not reach those held out"
    return Estimate(HOLDOUT, *difference(treated, held), len(treated) + len(held), assumes, too_few(treated, held))


def difference_in_differences(
    events: pd.DataFrame,
    contacts: pd.DataFrame,
    comparison: Iterable[int],
    hours: int,
    days: int = 7,
    measure: str = "count",
) -> Estimate:
    """Return how much more the treated changed than members who were never meant.

    Whether the two groups moved alike before is looked at, in the two stretches before the contact; `doubt` says
    so when they did not. That they did then does not prove that they would have gone on so.

    Args:
        comparison: member numbers; those with a contact are left out. They count from the treated's hours of
            contact, given to them in turn.
    """
    treated = _arm(contacts, ARMS[0])
    others = _stand_ins(comparison, contacts_of(contacts)["member"], treated["hour"])
    after, before, earlier = (
        [outcomes(events, group, hours, days, measure, window) for group in (treated, others)]
        for window in (0, -1, -2)
    )
    changes = [(late - early).dropna().to_numpy() for late, early in zip(after, before, strict=True)]
    trends = [(late - early).dropna().to_numpy() for late, early in zip(before, earlier, strict=True)]
    return Estimate(
        DIFFERENCES,
        *difference(*changes),
        sum(map(len, changes)),
        "without the campaign, both groups would have changed by as much (parallel trends)",
        too_few(*changes) or apart(*trends),
    )


def truth(
    with_campaign: pd.DataFrame,
    without: pd.DataFrame,
    contacts: pd.DataFrame,
    hours: int,
    days: int = 7,
    measure: str = "count",
    arm: str = "treated",
) -> Estimate:
    """Return what the campaign did: the same members under the same luck, with it and without it.

    Args:
        with_campaign, without: events of the two runs. contacts: of the first; its members must have joined before
            the campaign began, since later ones need not be the same people.
        arm: "treated"; or "held out" for what spills over to those who were left alone.
    """
    contacts = _arm(contacts, arm)
    both = [outcomes(events, contacts, hours, days, measure) for events in (with_campaign, without)]
    gains = (both[0] - both[1]).to_numpy()
    assumes = "a simulation: two runs that differ in the campaign alone. The interval is about other luck"
    return Estimate(TRUTH, *mean(gains), len(gains), assumes)


def three_ways(
    with_campaign: pd.DataFrame,
    without: pd.DataFrame,
    contacts: pd.DataFrame,
    comparison: Iterable[int],
    hours: int,
    days: int = 7,
    measure: str = "count",
) -> pd.DataFrame:
    """Return the three measures of one campaign beside the truth, one row each (see `Estimate`)."""
    how = {"hours": hours, "days": days, "measure": measure}
    found = [
        before_after(with_campaign, contacts, **how),
        holdout(with_campaign, contacts, **how),
        difference_in_differences(with_campaign, contacts, comparison, **how),
        truth(with_campaign, without, contacts, **how),
    ]
    return pd.DataFrame([asdict(one) for one in found]).set_index("way")


def errors(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return how far each way is from the truth on average, over several runs of `three_ways`.

    Returns:
        Indexed by way: estimate (mean), truth (mean), error (mean of estimate minus truth), low, high (its 95%
        interval over runs), covered (share of runs whose own interval holds the mean truth), runs.
    """
    tables = several(tables, "tables", "tables that three_ways returns")
    for one in tables:
        if not isinstance(one, pd.DataFrame) or not {TRUTH, BEFORE_AFTER, HOLDOUT, DIFFERENCES} <= set(one.index):
            raise ValueError(f"tables must be what three_ways returns, one a run, got {shown(one)}")
    if len(tables) < 2:
        raise ValueError(f"tables must be at least 2, from runs with different seeds, got {len(tables)}")
    true = np.array([table.loc[TRUTH, "estimate"] for table in tables])
    rows = {}
    for way in (BEFORE_AFTER, HOLDOUT, DIFFERENCES):
        found = pd.DataFrame([table.loc[way, ["estimate", "low", "high"]] for table in tables]).astype(float)
        error, low, high = mean(found["estimate"].to_numpy() - true)
        covered = (found["low"] <= true.mean()) & (true.mean() <= found["high"])
        rows[way] = [found["estimate"].mean(), true.mean(), error, low, high, covered.mean(), len(tables)]
    names = ["estimate", "truth", "error", "low", "high", "covered", "runs"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("way")


def contacts_of(contacts: pd.DataFrame) -> pd.DataFrame:
    """Return contacts, checked: every member once.

    Raises:
        ValueError: in one line, when a column is missing, or a member stands twice.
    """
    checked = events_of(contacts)
    twice = checked["member"][checked["member"].duplicated()]
    if len(twice):
        raise ValueError(f"contacts must hold every member once, got member {twice.iloc[0]} twice")
    return checked.assign(arm=contacts["arm"]) if "arm" in contacts.columns else checked


def _arm(contacts: pd.DataFrame, arm: str) -> pd.DataFrame:
    contacts = contacts_of(contacts)
    if "arm" not in contacts.columns or not contacts["arm"].isin(ARMS).all():
        raise ValueError(f"contacts must have a column arm of {' and '.join(ARMS)}, as Campaign.contacts() gives")
    word(arm, "arm", ARMS)
    return contacts[contacts["arm"] == arm]


def _stand_ins(comparison: Iterable[int], meant: pd.Series, at: pd.Series) -> pd.DataFrame:
    """Give members who were never meant the hours at which others were contacted, in turn."""
    if isinstance(comparison, str | bytes | dict) or not isinstance(comparison, Iterable):
        raise ValueError(f"comparison must be member numbers, got {shown(comparison)}")
    numbers = pd.Series(list(comparison), dtype=None if len(list(comparison)) else "int64")
    if not pd.api.types.is_integer_dtype(numbers) or (len(numbers) and numbers.min() < 0):
        raise ValueError(f"comparison must be member numbers, got {shown(comparison)}")
    numbers = np.setdiff1d(numbers.to_numpy(dtype=np.int64), meant.to_numpy())
    at = np.sort(at.to_numpy(dtype=np.int64))
    return pd.DataFrame({"member": numbers, "hour": np.resize(at, len(numbers)) if len(at) else 0})
