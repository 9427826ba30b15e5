"""Fitted: what a fit found, how sure it is, and what its community shows beside the log."""

from __future__ import annotations

import os
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from .. import __version__, datasets
from ..lens import facts as lens
from ..playbook.playbook import Playbook
from ..settings import write_whole
from ..world.scenario import Scenario
from .knobs import KNOBS, value_of
from .moments import Contributions
from .search import Budget, Found
from .window import FitError, Window

MET, TOO_LOW, TOO_HIGH, NOT_MEASURED = "met", "too low", "too high", "not measured"
_SURE = 0.95
_NEAR_ENOUGH = 0.1
"""A simulated figure within a tenth of the log's counts as met, however little luck there is."""


@dataclass(frozen=True, eq=False)
class Fit:
    """What a fit found.

    Attributes:
        scenario: the fitted scenario, its provenance inside.
        estimates: one row a searched setting: setting, value, low and high (95% interval), usual (value of the
            kind of place), told (how much of what was open the log decided, 0 to 1).
        facts: one row a fact: id, fact, unit, log, simulated (mean of the fitted community), low and high (where
            one such community lies 95 times in 100), verdict ("met", "too low", "too high", "not measured").
        distance: what remains between log and fitted community, as root mean square over all moments in
            standard deviations of one community; below 1 when only luck remains.
        simulated: communities that were simulated.
    """

    scenario: Scenario
    estimates: pd.DataFrame = field(repr=False)
    facts: pd.DataFrame = field(repr=False)
    distance: float
    simulated: int

    @property
    def says(self) -> str:
        """One or two sentences: which facts of the log the fitted community meets, and which it can't."""
        measured = self.facts[self.facts["verdict"] != NOT_MEASURED]
        missed = measured[measured["verdict"] != MET]
        if not len(measured):
            return "Too little was written to hold the fitted community beside the log."
        opening = f"The fitted community meets {len(measured) - len(missed)} of {len(measured)} facts of the log."
        if not len(missed):
            return opening
        named = "; ".join(f'"{row.fact}" ({row.verdict})' for row in missed.itertuples())
        return f"{opening} It can't meet: {named}."

    def to_yaml(self) -> str:
        """Return the scenario as YAML that `Scenario.load` reads, opened by remarks in words."""
        lines = [*textwrap.wrap(self.scenario.description, 100), *textwrap.wrap(self.says, 100), ""]
        lines.append("What it shows beside the log (95 communities in 100 lie between the last two):")
        for row in self.facts.itertuples():
            log = "-" if np.isnan(row.log) else f"{row.log:.3g}"
            spread = "" if np.isnan(row.simulated) else f" ({row.low:.3g} to {row.high:.3g})"
            shown = "-" if np.isnan(row.simulated) else f"{row.simulated:.3g}"
            lines.append(f"  {row.id} {row.fact}: log {log}, fitted {shown}{spread}, {row.verdict}")
        lines += ["", "What was searched (95% interval; usual value of this kind of place):"]
        for row in self.estimates.itertuples():
            lines.append(f"  {row.setting}: {row.value:g} ({row.low:g} to {row.high:g}; usual {row.usual:g})")
        remarks = "".join(f"# {line}".rstrip() + "\n" for line in lines)
        return remarks + self.scenario.to_yaml()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the scenario to a YAML file, whole or not at all, and return its path.

        Raises:
            FitError: when the name does not end in .yaml or .yml, by which `Scenario.load` knows a file.
            OSError: when the folder does not exist or cannot be written to.
        """
        target = Path(path)
        if target.suffix not in (".yaml", ".yml"):
            raise FitError(f"a scenario's file must end in .yaml, got {target.name!r}")
        return write_whole(target, self.to_yaml())

    def as_data(self) -> dict[str, Any]:
        """Return the fit as plain data for JSON; None where there was nothing to measure."""
        tables = {
            name: [
                {column: None if _is_nan(value) else value for column, value in row.items()}
                for row in getattr(self, name).to_dict(orient="records")
            ]
            for name in ("estimates", "facts")
        }
        about = {"says": self.says, "distance": self.distance, "simulated": self.simulated}
        return {"scenario": self.scenario.model_dump(mode="json")} | tables | about


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and not np.isfinite(value)


def facts_of(log: Contributions) -> dict[str, float]:
    """Return the statistics of `datasets/stylised_facts.csv` that a log alone can tell, by name.

    Threads are those that were opened within it. What is infinite or has nothing to measure is NaN.
    """
    rows = np.arange(len(log.seconds))
    first_day = pd.Timestamp("2024-01-01", tz="UTC") + pd.Timedelta(days=log.weekday)  # a Monday, and on
    events = pd.DataFrame(
        {
            "time": first_day + pd.to_timedelta(log.seconds, unit="s"),
            "member": log.member,
            "thread": log.thread,
            "parent": np.where(log.is_opener & (log.thread == rows), -1, 0),
        }
    )
    whole = events[events["thread"] >= 0]
    if not len(events):
        return {}
    found = {
        "win365d_median_share_once": lens.share_once(events),
        "win365d_median_share_top10pct": lens.share_top(events),
        "win365d_median_gini": lens.gini(events),
        "hour_peak_trough_ratio": lens.hour_peak_trough_ratio(events),
        "weekend_to_weekday_rate": lens.weekend_to_weekday_rate(events),
        "share_threads_no_reply_by_other": lens.share_threads_no_reply_by_other(whole),
        "first_reply_hours_median": lens.first_reply_hours_median(whole),
        "thread_size_median": lens.thread_size_median(whole),
        "thread_size_mean": lens.thread_size_mean(whole),
        "share_active_one_day_only": lens.share_active_one_day_only(events),
        "share_contrib_that_start_threads": lens.share_contrib_that_start_threads(events),
        "newcomer_starter_got_reply7d": lens.newcomer_starter_got_reply7d(events),
    }
    return {name: value if np.isfinite(value) else np.nan for name, value in found.items()}


def facts_table(window: Window, lives: list[Contributions]) -> pd.DataFrame:
    """Return the `facts` of a `Fit`: the log beside communities that lived with the fitted settings."""
    log, shown = facts_of(window.log), [facts_of(life) for life in lives]
    rows = []
    for fact in datasets.load("stylised_facts").itertuples():
        values = np.array([facts.get(fact.statistic, np.nan) for facts in shown])
        values = values[np.isfinite(values)]
        real = log.get(fact.statistic, np.nan)
        mean, low, high = _where_it_lies(values)
        rows.append(
            {"id": fact.id, "fact": fact.fact, "unit": fact.unit, "log": real, "simulated": mean}
            | {"low": low, "high": high, "verdict": _verdict(real, mean, low, high)}
        )
    return pd.DataFrame(rows)


def _where_it_lies(values: np.ndarray) -> tuple[float, float, float]:
    """Return the mean, and where one more value would lie 95 times in 100 (Student's prediction interval)."""
    if len(values) < 2:
        return np.nan, np.nan, np.nan
    mean = float(values.mean())
    half = float(student.ppf((1 + _SURE) / 2, len(values) - 1) * values.std(ddof=1) * np.sqrt(1 + 1 / len(values)))
    return mean, max(0.0, mean - half), mean + half


def _verdict(real: float, mean: float, low: float, high: float) -> str:
    if np.isnan(real) or np.isnan(mean):
        return NOT_MEASURED
    if low <= real <= high or abs(mean - real) <= _NEAR_ENOUGH * abs(real):
        return MET
    return TOO_LOW if mean < real else TOO_HIGH


def estimates_table(start: Scenario, kind: Scenario, found: Found) -> pd.DataFrame:
    """Return the `estimates` of a `Fit`."""
    reach = 1.96 * np.sqrt(np.diag(found.covariance))
    rows = []
    for knob, place, far, told in zip(KNOBS, found.point, reach, found.told, strict=True):
        floor, ceiling = knob.bounds(knob.inward(value_of(start, knob.name)))
        rows.append(
            {
                "setting": knob.name,
                "value": knob.outward(place),
                "low": knob.outward(max(floor, place - far)),
                "high": knob.outward(min(ceiling, place + far)),
                "usual": float(value_of(kind, knob.name)),
                "told": round(float(told), 2),
            }
        )
    return pd.DataFrame(rows)


def provenance(
    window: Window,
    scenario: Scenario,
    members_given: bool,
    playbook: Playbook | None,
    seed: int,
    budget: Budget,
    found: Found,
    estimates: pd.DataFrame,
    facts: pd.DataFrame,
) -> dict[str, str | float | int]:
    """Return where a fitted scenario comes from, as it stands in its file; no names, no text, no path."""
    measured = facts[facts["verdict"] != NOT_MEASURED]
    origin: dict[str, str | float | int] = {
        "made_by": f"community fit {__version__}",
        "format": window.format,
        "zone_of_log": window.zone,
        "first_day": f"{window.first_day:%Y-%m-%d}",
        "days": window.log.days,
        "contributions": window.events,
        "contributors": window.contributors,
        "members": "given" if members_given else "assumed: a log cannot tell how many only read; 4 in 5 are taken",
        "kind": scenario.kind,
        "playbook": "none" if playbook is None else playbook.name,
        "seed": seed,
        "simulated_communities": budget.total,
        "method": "simulated method of moments on a local response surface",
        "distance": float(f"{found.distance:.3g}"),
        "facts_met": f"{int((measured['verdict'] == MET).sum())} of {len(measured)}",
    }
    for fact in measured[measured["verdict"] != MET].itertuples():
        origin[f"not met, {fact.id} ({fact.unit})"] = f"{fact.verdict}: {fact.simulated:.3g}, log {fact.log:.3g}"
    for row in estimates.itertuples():
        origin[f"interval {row.setting}"] = f"{row.low:g} to {row.high:g}"
    return origin
