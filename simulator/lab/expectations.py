"""Expectations: what real communities let us expect of a simulated one, fact by fact, each with its source."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

import pandas as pd

from .. import datasets
from ..lens.ranges import is_world_wide
from ..world.scenario import Scenario

_WORLD_WIDE = "world-wide"
_ONE_COUNTRY = "one_country_or_local"
_CHAT = "lean_zulip_chat"
_HOURS_RATIO = "hour_peak_trough_ratio"


@dataclass(frozen=True)
class Expectation:
    """A range that a statistic of a simulated community should lie in, ends included.

    Attributes:
        id, fact: short name, and what it says in a sentence.
        statistic, unit: what is measured, by its name in `lens.facts.from_run`.
        source: which measurements of real communities the range rests on.
        accept_low, accept_high: the range.
        median_real: median over real communities, NaN where none was measured.
        above_forum: whether the value is the difference to the forum of the same size and seed.
    """

    id: str
    fact: str
    statistic: str
    unit: str
    source: str
    accept_low: float
    accept_high: float
    median_real: float = math.nan
    above_forum: bool = False


def expectations(place: Scenario) -> list[Expectation]:
    """Return what real communities let us expect of a place: facts that apply, and what its kind adds."""
    citations = datasets.load("participation_benchmarks").set_index("id")["citation"]
    world_wide = is_world_wide(place)
    found = []
    for fact in datasets.load("stylised_facts").itertuples():
        if place.kind not in fact.applies_to.split(";") or (fact.audience == _WORLD_WIDE and not world_wide):
            continue
        known = {field: getattr(fact, field) for field in Expectation.__annotations__ if hasattr(fact, field)}
        found.append(Expectation(**known, source=_source(fact, citations)))
    if place.kind == "chat":
        found += _of_a_chat()
    if place.kind == "network":
        found.append(_MORE_SILENT)
    if not world_wide:
        found.append(_sharper_day())
    return found


_MORE_SILENT = Expectation(
    "K02",
    "More silent than a forum",
    "silent_share",
    "share",
    "Difference to the forum of the same size and seed, at least a hundredth. At most that between a brand's page "
    "with 0.45% engaged (P09) and a forum with three in four silent (C01).",
    accept_low=0.01,
    accept_high=0.25,
    above_forum=True,
)


def _of_a_chat() -> list[Expectation]:
    """Return what the one chat that was measured lets us expect, which the facts about forums leave open."""
    real = datasets.load("real_communities").query("community == @_CHAT").set_index("statistic")["value"]
    answer = Expectation(
        "K01",
        "A chat answers in a quarter hour",
        "first_reply_hours_median",
        "hours",
        "One chat (Lean on Zulip) at 0.25 h; the range is a design choice around it.",
        accept_low=0.1,
        accept_high=0.6,
    )
    size = replace(
        answer,
        unit="count",
        source="One chat (Lean on Zulip); the range, from half of its value to double, is a design choice.",
    )
    chat = [
        answer,
        replace(size, id="K04a", fact="Longer threads in a chat, median", statistic="thread_size_median",
                accept_low=4, accept_high=16),
        replace(size, id="K04b", fact="Longer threads in a chat, mean", statistic="thread_size_mean",
                accept_low=8.7, accept_high=34.7),
    ]  # fmt: skip
    return [replace(item, median_real=float(real[item.statistic])) for item in chat]


def _sharper_day() -> Expectation:
    """Return what communities of one country let us expect of the hours of the day."""
    real = datasets.load("real_communities").query("statistic == @_HOURS_RATIO and clock == @_ONE_COUNTRY")
    return Expectation(
        "K03",
        "One country has a sharper day",
        _HOURS_RATIO,
        "ratio",
        "Four places of one country or by a local clock, from 10 to 35 (reservation of C05); the band is a little "
        "wider and ends above that of world-wide places. The median is that of the two in real_communities.",
        accept_low=8,
        accept_high=40,
        median_real=float(real["value"].median()),
    )


def _source(fact, citations: pd.Series) -> str:
    """Return the basis of a fact, with the publications that its codes stand for."""
    if not isinstance(fact.benchmarks, str):
        return fact.basis
    works = dict.fromkeys(
        re.match(r".*?\(\d{4}\)", citations[code]).group() for code in fact.benchmarks.split(";")
    )
    return f"{fact.basis} Published: {'; '.join(works)}."
