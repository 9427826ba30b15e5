"""Captions: what each figure says, in plain language, worked out from the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import facts, participation, ranges
from .sentences import as_percent, count, in_short, joined, written

if TYPE_CHECKING:
    from ..lab.run import Run


def overview(run: Run) -> str:
    """Say how many came, how much they wrote, and how it is spread."""
    groups = participation.by_group(run)
    people, contributions = groups.sum()
    came = f"In {count(run.days, 'day')} {count(people, 'member')} came"
    if not contributions:
        return f"{came}, and nobody wrote anything."
    silent, busiest = groups.iloc[0], groups.iloc[-1]
    return (
        f"{came} and wrote {written(contributions)}: {as_percent(silent['people'] / people)} of them wrote "
        f"nothing, and the {as_percent(busiest['people'] / people)} who wrote ten times or more wrote "
        f"{as_percent(busiest['contributions'] / contributions)} of it all."
    )


def lorenz(runs: Mapping[str, Run], real: bool) -> str:
    """Say how much the busiest tenth wrote in each run, and in real communities."""
    says = []
    for name, run in runs.items():
        where = f"{name}:" if len(runs) > 1 else "Here"
        events = run.events()
        if not len(facts.contributions(events)):
            says.append(f"{where} nobody wrote anything.")
            continue
        says.append(
            f"{where} the busiest tenth of those who wrote made {as_percent(facts.share_top(events))} of all "
            f"posts and replies in {count(run.days, 'day')} (Gini index {facts.gini(events):.2f})."
        )
    if real:
        top = participation.real_top_shares()
        says.append(
            f"In {len(top)} real communities it made {as_percent(top.min())} to {as_percent(top.max())}, "
            "counted over a year."
        )
    return " ".join(says)


def roles(run: Run) -> str:
    """Say who likes and who writes, how many are silent here and elsewhere, and which roles there are."""
    ladder = participation.ladder(run)
    published = participation.published_silence()
    rule = published.pop(participation.RULE_OF_THUMB)
    says = (
        f"Of the members who came, {as_percent(ladder['liked'])} liked something, {as_percent(ladder['wrote'])} "
        f"wrote something and {as_percent(ladder['wrote a lot'])} wrote ten times or more. So "
        f"{as_percent(1 - ladder['wrote'])} wrote nothing; the rule of thumb says {as_percent(rule)}, "
        f"measurements elsewhere say {as_percent(published.min())} to {as_percent(published.max())}."
    )
    if not len(run.daily):
        return says
    last = run.daily.iloc[-1]
    return (
        f"{says} On the last day there are {count(last['lurkers'], 'lurker')}, "
        f"{count(last['creators'], 'creator')} and {count(last['influencers'], 'influencer')}."
    )


def rhythm(by_hour: np.ndarray, a_day: np.ndarray) -> str:
    """Say when most and least is written.

    Args:
        by_hour: posts and replies by hour of the UTC day, shape (24,).
        a_day: posts and replies a day by weekday from Monday, shape (7,).
    """
    if not by_hour.sum():
        return "Nobody wrote anything."
    most, least = int(by_hour.argmax()), int(by_hour.argmin())
    share = by_hour / by_hour.sum()
    return (
        f"Most is written between {most}:00 and {most + 1}:00 UTC ({share[most]:.1%} of the day), least "
        f"between {least}:00 and {least + 1}:00 ({share[least]:.1%}). A weekday brings "
        f"{written(a_day[:5].mean())}, a day of the weekend {a_day[5:].mean():,.0f}."
    )


def beside_real(table: pd.DataFrame) -> str:
    """Say how many facts about real communities hold, and which do not, from the table of `ranges.beside_real`."""
    judged = table[table["verdict"] != ranges.DOES_NOT_APPLY]
    outside = judged[judged["verdict"] != ranges.INSIDE]
    says = f"Of {len(judged)} facts about real communities, {len(judged) - len(outside)} hold in this one."
    if outside.empty:
        return says
    named = joined(f"{in_short(row.id, row.fact)} ({row.verdict} the range)" for row in outside.itertuples())
    return f"{says} The others: {named}."


def writers(runs: Mapping[str, Run], counts: Mapping[str, Sequence[int]]) -> str:
    """Say for each run how many wrote, how many newcomers among them, and how much; `counts` in this order."""
    return " ".join(
        f"{name}: {count(people, 'person', 'people')} wrote, {newcomers:,} of them newcomers; "
        f"{written(total)} in all."
        for name, people, newcomers, total in zip(runs, *counts.values(), strict=True)
    )
