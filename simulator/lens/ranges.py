"""Ranges: a run beside real communities, fact by fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from rich.table import Table

from .. import datasets
from . import facts
from .given import must_be_run

if TYPE_CHECKING:
    from ..lab.run import Run
    from ..world.scenario import Scenario

INSIDE, BELOW, ABOVE, DOES_NOT_APPLY = "inside", "below", "above", "does not apply"
YEAR_DAYS = 365
_YEAR_WINDOW = "365-day windows"
_WORLD_WIDE = "world-wide"
_CONTINENT_HOURS = 5
_CONTINENT_SHARE = 0.75


def beside_real(run: Run) -> pd.DataFrame:
    """Return one row a fact of `datasets/stylised_facts.csv`: what the run shows, what real communities do.

    Columns: id, fact, unit, simulated, accept_low, accept_high, median_real (NaN where no community was
    measured), verdict ("inside", "below" or "above" the accepted range, whose ends are inside, or "does not
    apply"), note (why a fact does not apply, or what makes the comparison weaker; empty for most).

    A fact does not apply to kinds of place it was not found in, to a community of one region when it is about
    world-wide ones, or when too little was written to measure it.
    """
    must_be_run(run)
    real = datasets.load("stylised_facts")
    simulated = facts.from_run(run)
    rows = [_beside(fact, float(simulated[fact.statistic]), run) for fact in real.itertuples()]
    return pd.DataFrame(rows)


def is_world_wide(scenario: Scenario) -> bool:
    """Tell whether members live all over the world.

    They do when no stretch of time zones as wide as a continent (5 hours) holds more than three in four.
    """
    zones = scenario.rhythm.zones
    densest = max(
        sum(share for offset, share in zones.items() if (offset - west) % 24 <= _CONTINENT_HOURS) for west in zones
    )
    return densest <= _CONTINENT_SHARE


def as_text(table: pd.DataFrame) -> Table:
    """Return the result of `beside_real` for a terminal; notes stand below, numbered."""
    notes = [note for note in dict.fromkeys(table["note"]) if note]
    below = "\n".join(f"[{number}] {note}" for number, note in enumerate(notes, start=1))
    shown = Table(title="Beside real communities", caption_justify="left", caption=below or None)
    shown.add_column("Fact", ratio=1)
    for title in ("Here", "Real range", "Real median"):
        shown.add_column(title, justify="right", no_wrap=True)
    shown.add_column("Verdict")
    for row in table.itertuples():
        mark = f" [{notes.index(row.note) + 1}]" if row.note else ""
        shown.add_row(
            row.fact,
            _number(row.simulated, row),
            f"{_number(row.accept_low, row)} - {_number(row.accept_high, row)}",
            _number(row.median_real, row),
            row.verdict + mark,
        )
    return shown


def _beside(fact, simulated: float, run: Run) -> dict[str, object]:
    reason = _why_not(fact, simulated, run.scenario)
    return {
        "id": fact.id,
        "fact": fact.fact,
        "unit": fact.unit,
        "simulated": simulated,
        "accept_low": fact.accept_low,
        "accept_high": fact.accept_high,
        "median_real": fact.median_real,
        "verdict": DOES_NOT_APPLY if reason else _verdict(simulated, fact.accept_low, fact.accept_high),
        "note": reason or _weakness(fact, simulated, len(run.hourly)),
    }


def _why_not(fact, simulated: float, scenario: Scenario) -> str:
    """Return why a fact cannot be held against a run, empty when it can."""
    kinds = fact.applies_to.split(";")
    if scenario.kind not in kinds:
        return f"holds for {', '.join(kinds)}, not for a {scenario.kind}"
    if fact.audience == _WORLD_WIDE and not is_world_wide(scenario):
        return "holds for world-wide communities; these members live close together"
    if np.isnan(simulated):
        return "too little was written to measure it"
    return ""


def _weakness(fact, simulated: float, hours: int) -> str:
    """Return what makes a comparison weaker, empty when nothing does."""
    if np.isinf(simulated):
        return "some hour of the day saw no contribution at all; too few for a ratio"
    days = hours / 24
    if fact.window == _YEAR_WINDOW and days != YEAR_DAYS:
        return f"measured over {round(days, 1):g} days, real ones over {YEAR_DAYS}"
    return ""


def _verdict(value: float, low: float, high: float) -> str:
    if value < low:
        return BELOW
    return ABOVE if value > high else INSIDE


def _number(value: float, fact) -> str:
    if np.isnan(value):
        return "-"
    # Ranges carry two digits: below 1 these are decimals.
    decimals = 2 if fact.accept_high < 1 else 1
    return f"{value:.{decimals}f}" + (" h" if fact.unit == "hours" else "")
