"""Publish safely: the checks of exercise 08c."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from simulator import Scenario
from simulator.lens.privacy import Release, coarsened, k_of, publish, reidentified
from simulator.lens.privacy_risk import crowds

from . import inputs
from .feedback import check, not_yet, passed
from .noise import UNSEEN, lived
from .personal import personal

EXERCISE = "08c_publish_safely"
CANDIDATES = range(700, 780)
BAND = (160, 195)
"""People whom a reader of profile pages finds in the table."""
COLUMNS = ("member", "joined_day", "clock", "written", "read", "trust")
KNOWN = ("joined_day", "clock", "written")
"""What others can see of somebody: since when, at which hours, how much."""
PRIVATE = {"read": "how much somebody reads", "trust": "how far somebody trusts you"}
LONGEST_DAYS, PERIODS = 730, 3
"""Retention beyond two years needs a reason that this question does not give; it compares three times or more."""
_Z = 1.96


def table_of(seed: int) -> pd.DataFrame:
    """Return one row a newcomer of eight weeks in a game's community.

    Columns: member, joined_day (of the run), clock (UTC offset), written (posts and
    replies), read (posts), trust (rounded to tenths).
    """
    place = {
        "members": 700,
        "days": 56,
        "newcomers_per_1000_members_per_day": 10,
        "population.visits_per_day": 0.5,
    }
    members = lived(Scenario.load("game").replace(place), "balanced", seed).members
    new = members[(members["joined_hour"] >= 0) & (members["outsider"] == 0)]
    return pd.DataFrame(
        {
            "member": new.index.to_numpy(),
            "joined_day": (new["joined_hour"] // 24).to_numpy(),
            "clock": new["utc_offset_hours"].to_numpy(),
            "written": (new["posts"] + new["replies"]).to_numpy(),
            "read": new["readings"].to_numpy(),
            "trust": new["trust"].round(1).to_numpy(),
        }
    )


def my_table(name: object) -> pd.DataFrame:
    """Return a learner's own table, in which about as many people can be found as in a neighbour's."""
    return table_of(personal(name, EXERCISE, CANDIDATES, found, BAND))


def found(seed: int) -> int:
    """Return how many people a reader of profile pages finds in a table."""
    table = table_of(seed)
    return reidentified(table, table, on=list(KNOWN))


def release(table: pd.DataFrame, coarsen: Mapping[str, Any], purpose: str, keep_days: int) -> Release:
    """Return the table as it would be published: what others can know in bands, trust to be shown."""
    return publish(
        table, purpose=purpose, quasi=list(KNOWN), sensitive=["trust"], coarsen=coarsen, keep_days=keep_days,
        published="2026-01-31",
    )  # fmt: skip


@check
def check_known(columns: Any) -> str:
    """Say whether the columns that others can know were found.

    Args:
        columns: names of columns of the table.
    """
    if fault := inputs.choices("columns", columns, COLUMNS):
        return fault
    for name in columns:
        if name == "member":
            return not_yet(
                "a member's number is nothing to make coarser: it is the name.", "It is left out of any table."
            )
        if name in PRIVATE:
            return not_yet(
                f"nobody outside can know {PRIVATE[name]}.", "Others know what stands on a profile or is on show."
            )
    if missing := [name for name in KNOWN if name not in columns]:
        why = {
            "joined_day": "the day of joining stands on the profile",
            "clock": "whoever looks when somebody posts knows the clock they live by",
            "written": "posts can be counted",
        }[missing[0]]
        return not_yet(
            f"{missing[0]} is missing: {why}.", "A column without a name in it can still lead to people."
        )
    return passed("three harmless columns are enough to find people by.")


@check
def check_found(table: Any, people: Any) -> str:
    """Say whether the people whom a reader of profile pages finds were counted.

    Args:
        table: as `my_table` gives. people: how many rows belong to one person and nobody else.
    """
    fault = inputs.table("table", table, COLUMNS) or inputs.number("people", people, 0, 1e6, 40, whole=True)
    if fault:
        return fault
    right = reidentified(table, table, on=list(KNOWN))
    if people == right:
        return passed(f"{right} of {len(table)} newcomers could be found, and with them how far they trust you.")
    size = crowds(table, list(KNOWN))
    readings = {
        len(table): "people counts every row.",
        int(
            (size < 5).sum()
        ): "people counts all who have fewer than four others beside them; some of them have one.",
        len(table[list(KNOWN)].drop_duplicates()): "people counts combinations, whoever shares them.",
        k_of(table, list(KNOWN)): "people is the smallest group (k), not how many stand in groups of one.",
    }
    what = next((told for value, told in readings.items() if value == people), "")
    return not_yet(what or f"people: expected another number than {people:g}.", "Use the line above the question.")


@check
def check_release(name: Any, coarsen: Any, purpose: Any, keep_days: Any) -> str:
    """Say whether a table is published so that nobody is found and the question can still be answered.

    The question: does the share of newcomers who write change over the weeks?

    Args:
        name: of the learner. coarsen: rules by column. purpose: in words. keep_days: retention.
    """
    fault = inputs.empty("coarsen", coarsen, 'Write rules by column, such as {"written": [0, 1]}.')
    if not fault and not isinstance(coarsen, Mapping):
        fault = not_yet("coarsen is not a dictionary.", 'Write rules by column, such as {"written": [0, 1]}.')
    fault = fault or _unknown(coarsen) or inputs.text("purpose", purpose, least_words=4)
    fault = fault or inputs.number("keep_days", keep_days, 1, 36_500, 180, whole=True)
    if fault:
        return fault
    if keep_days > LONGEST_DAYS:
        return not_yet(
            f"you would keep it for {keep_days / 365:.0f} years.",
            "Data are kept as long as the purpose needs: months.",
        )
    lost = []
    for place, table in enumerate([my_table(name), *map(table_of, UNSEEN[:2])]):
        whose = "your table" if place == 0 else "a table you have not seen"
        try:
            out = release(table, coarsen, purpose, int(keep_days))
        except ValueError as error:
            return not_yet(f"{whose} cannot be published so ({error}).", "Look at the rule for that column.")
        if fault := _useless(whose, table, out, coarsen):
            return fault
        lost.append(out.share_lost)
    return passed(
        f"in your table and two others everybody has at least four others beside them, the question can be "
        f"answered, and at most {max(lost):.0%} of rows are lost."
    )


def _unknown(coarsen: Mapping[Any, Any]) -> str:
    for column in coarsen:
        if column not in KNOWN:
            about = (
                "is not changed: it is what you want to show" if column == "trust" else "is not published at all"
            )
            return not_yet(f"{str(column)[:40]!r} {about}.", f"Give rules for {', '.join(KNOWN)} only.")
    return ""


def _useless(whose: str, table: pd.DataFrame, out: Release, coarsen: Mapping[str, Any]) -> str:
    """Return why a release no longer answers the question; "" if it does.

    Among those shown in each period, the share who wrote must lie within the sampling error that the whole table
    has anyway: so much luck the reader lives with already.
    """
    if not len(out.table):
        return not_yet(f"in {whose} everybody is left out ({out.share_lost:.0%} lost).", "Make columns coarser.")
    rough = coarsened(table, coarsen)
    wrote_of = dict(zip(rough["written"].astype(str), table["written"] > 0, strict=True))
    mixed = [
        band for band, part in (table["written"] > 0).groupby(rough["written"].astype(str)) if part.nunique() > 1
    ]
    if mixed:
        return not_yet(
            f'the band "{mixed[0]}" of written holds people who wrote and people who did not.',
            "Let a band end at 0: [0, 1, ...].",
        )
    periods = rough["joined_day"].astype(str)
    if periods.nunique() < PERIODS:
        return not_yet(
            f"joined_day has {periods.nunique()} bands; the question asks for a change over the weeks.",
            f"Keep at least {PERIODS}.",
        )
    shown = out.table["joined_day"].astype(str), out.table["written"].astype(str).map(wrote_of)
    for period, wrote in (table["written"] > 0).groupby(periods):
        true, margin = (
            wrote.mean(),
            _Z * math.sqrt(max(wrote.mean() * (1 - wrote.mean()), 0.25 / len(wrote)) / len(wrote)),
        )
        left = shown[1][shown[0] == period]
        if not len(left) or abs(left.mean() - true) > margin:
            now = f"{left.mean():.0%}" if len(left) else "nobody"
            return not_yet(
                f"in {whose}, of those with joined_day '{period}' {true:.0%} wrote, and your release shows {now} "
                f"({out.share_lost:.0%} of rows lost).",
                "The rare ones are left out first. Fewer bands keep more of them; look at clock and written.",
            )
    return ""
