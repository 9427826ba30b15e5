"""Monthly deeds: what the team did in a month, what it took, and what it had planned and missed, from its log."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..world.constants import HOURS_PER_DAY
from .monthly_span import WEEK_DAYS, Span
from .sentences import as_percent, count, joined

KINDS = {
    "Answers to members": ("reply",),
    "Moderation": (
        "keep", "remove", "hide", "restore", "uphold", "overturn", "warn", "block", "exclude", "release",
        "escalate",
    ),
    "Criticism deleted": ("delete_criticism",),
    "Wishes": ("check_wish", "forward", "ship_wish", "tell_wish"),
    "Publishing and contests": ("publish", "feature", "open_contest", "close_contest"),
    "Newcomers and thanks": ("greet", "invite", "thank", "award"),
    "Opinion leaders": ("befriend", "enlist"),
    "Crisis statements": ("state", "disclose", "brief"),
    "Advertising": ("advertise",),
}  # fmt: skip
"""Verbs of the log, by what one would call them in a report; any other counts as `OTHER`."""
OTHER = "Other"
_NOT_DONE = ("miss", "break_promise")
_TASKS = {
    "answer": ("answer to a member", "answers to members"),
    "exchange": ("second answer", "second answers"),
    "answer a first post": ("answer to a first post", "answers to first posts"),
    "check a wish": ("wish to check", "wishes to check"),
    "tell of a wish": ("word on a wish", "words on wishes"),
    "greet": ("greeting", "greetings"),
    "invite": ("invitation", "invitations"),
    "thank": ("word of thanks", "words of thanks"),
    "award": ("award", "awards"),
    "feature": ("thread to feature", "threads to feature"),
    "publish": ("planned post", "planned posts"),
    "open a contest": ("contest to open", "contests to open"),
    "close a contest": ("contest to close", "contests to close"),
    "befriend": ("talk with an ambassador", "talks with ambassadors"),
    "brief": ("briefing", "briefings"),
    "statement": ("statement", "statements"),
    "hold statement": ("first statement", "first statements"),
    "update": ("update in the crisis", "updates in the crisis"),
    "disclose": ("disclosure", "disclosures"),
}
FEWEST = 10
"""Newcomers below whom no price of one is given: it would be luck."""


@dataclass(frozen=True, eq=False)
class Deeds:
    """What was done.

    Attributes:
        table: one row a kind of work, most hours first (index: its name): acts, hours, euros.
        missed: planned tasks not done in time, by name, most first.
        promises_broken: updates that were promised in a crisis and did not come.
        removals, overturned: posts of members taken down by the team or its filter, and put back on appeal.
        hours_there: hours that people with a shift have for the community in so many days; 0 when nobody has one.
        hours_of_shifts: hours that they spent; volunteers without a shift are left out.
    """

    table: pd.DataFrame
    missed: pd.Series
    promises_broken: int
    removals: int
    overturned: int
    hours_there: float
    hours_of_shifts: float

    @property
    def hours(self) -> float:
        """Working hours spent."""
        return float(self.table["hours"].sum())

    @property
    def euros(self) -> float:
        """Money spent, working time not included."""
        return float(self.table["euros"].sum())

    @property
    def acts(self) -> int:
        """How many acts."""
        return int(self.table["acts"].sum())


def deeds(span: Span) -> Deeds:
    """Return what the log says was done in a span."""
    log = span.run.actions
    day = log["hour"] // HOURS_PER_DAY
    log = log[(day >= span.first) & (day < span.last)]
    kinds = {verb: kind for kind, verbs in KINDS.items() for verb in verbs}
    done = log[~log["verb"].isin(_NOT_DONE)]
    grouped = done.groupby(done["verb"].map(kinds).fillna(OTHER).rename("kind"))
    table = pd.DataFrame(
        {"acts": grouped.size(), "hours": grouped["minutes"].sum() / 60, "euros": grouped["money"].sum()}
    )
    missed = log.loc[log["verb"] == "miss", "reason"].str.replace(r"\s+\d+$", "", regex=True).value_counts()
    shifts = 0 if span.run.playbook is None else len(span.run.playbook.team.shifts)
    return Deeds(
        table=table.sort_values(["hours", "euros", "acts"], ascending=False, kind="stable"),
        missed=missed,
        promises_broken=int((log["verb"] == "break_promise").sum()),
        removals=int(log["verb"].isin(["remove", "hide", "delete_criticism"]).sum()),
        overturned=int((log["verb"] == "overturn").sum()),
        hours_there=_hours_there(span),
        hours_of_shifts=float(log.loc[log["actor"].isin(range(shifts)), "minutes"].sum()) / 60,
    )


def missed_in_words(made: Deeds) -> str:
    """Return one sentence on what was planned and not done."""
    if not len(made.missed):
        return "Nothing that was planned was left undone." if made.acts else ""
    named = [_task(str(task), int(number)) for task, number in made.missed.iloc[:3].items()]
    rest = int(made.missed.iloc[3:].sum())
    return f"Planned, but not done in time: {joined([*named, count(rest, 'other task')] if rest else named)}."


def price_in_words(made: Deeds, span: Span) -> str:
    """Return one sentence on what a newcomer cost whom ads brought and who came back; empty without ads."""
    bought = float(made.table["euros"].get("Advertising", 0.0))
    if not bought:
        return ""
    newcomers = span.newcomers(WEEK_DAYS)
    newcomers = newcomers[newcomers["source"] == "ads"]
    back = int(((newcomers["visited_days"].to_numpy() & 0b1111110) > 0).sum())
    if back < FEWEST:
        return f"Ads took {bought:,.0f} euros; too few newcomers from them came back to name a price of one."
    # Money of the last week bought people who can't have come back yet.
    share = len(newcomers) / max(1, len(span.newcomers(0).query("source == 'ads'")))
    price = bought * share / back
    return (
        f"Ads took {bought:,.0f} euros: about {price:,.0f} euros for each newcomer who came back within a week "
        f"({back} of {len(newcomers)}, {as_percent(back / len(newcomers))})."
    )


def _task(task: str, number: int) -> str:
    one, many = _TASKS.get(task, (task, f"{task} tasks"))
    return f"{number} {one if number == 1 else many}"


def _hours_there(span: Span) -> float:
    """Return the hours of the shifts in a plan, volunteers not included."""
    plan = span.run.playbook
    if plan is None:
        return 0.0
    minutes = sum(
        ((shift.ends - shift.begins) % HOURS_PER_DAY or HOURS_PER_DAY)
        * shift.minutes_per_hour
        * len(set(shift.days))
        for shift in plan.team.shifts
    )
    return minutes / 60 * span.days / WEEK_DAYS
