"""Differences: what one playbook changes against another, in words, with the digits that its interval deserves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from .sentences import joined

if TYPE_CHECKING:
    import pandas as pd

SURE, UNSURE, SAME, SINGLE, MISSING = "sure", "unsure", "same", "single", "missing"
_NAMES = {
    "dau": "members a day",
    "wau": "members a week",
    "mau": "members a month",
    "activation_rate": "newcomers who write in a week",
    "retention_d1": "newcomers back on day 1",
    "retention_d7": "newcomers back on day 7",
    "retention_d30": "newcomers back on day 30",
    "churn_rate": "leaving for good",
    "reach": "members who came by",
    "impressions": "posts read",
    "engagement_rate": "reactions to what is read",
    "posts": "threads",
    "response_rate": "answered within a day",
    "first_response_hours": "time to the first answer",
    "unanswered_rate": "threads left unanswered",
    "member_to_member_ratio": "answers among members",
    "participation_top1": "written by the top 1%",
    "participation_top10": "written by the top 10%",
    "participation_gini": "inequality of writers",
    "silent_share": "visitors who write nothing",
    "net_sentiment": "net sentiment",
    "negative_posts": "negative posts",
    "departures": "members who leave for good",
    "storm_visitors": "storm visitors",
    "press_mentions": "press reports",
    "trust": "trust at the end",
    "belonging": "belonging at the end",
    "loyalty": "loyalty at the end",
    "nps": "net promoter score",
    "violation_prevalence": "posts that break the rules",
    "removal_rate": "posts taken down",
    "precision": "taken down rightly",
    "recall": "breaches taken down",
    "time_to_action_hours": "time until a post is down",
    "recidivism_rate": "offenders who do it again",
    "appeal_overturn_rate": "appeals granted",
    "team_answer_hours": "time to the team's answer",
    "satisfaction": "satisfaction at the end",
    "customers": "customers at the end",
    "defection_rate": "customers who go elsewhere",
    "team_minutes": "the team's time",
    "composure": "the team's composure",
}
"""Few words for a metric, where its name does not say it."""
_SCALES = {
    "share": (100, "percentage points"),
    "share per 30 days": (100, "points per 30 days"),
    "1/month": (100, "points a month"),
    "per reading": (100, "per 100 readings"),
}
"""How many times as large a value is said, and in which words."""
_COUNTED = ("members", "posts", "readings", "wishes", "tasks", "reports")
"""Units that a metric's name says already."""
_MEASURED = {"minutes": "minute", "hours": "hour", "euros": "euro"}
_DIGITS_MOST = 6


def in_few_words(metric: str) -> str:
    """Return what a metric is called in a sentence.

    >>> in_few_words("team_minutes"), in_few_words("tasks_missed")
    ("the team's time", 'tasks missed')
    """
    return _NAMES.get(metric, metric.replace("_", " "))


def scale(unit: str) -> tuple[float, str]:
    """Return the factor by which values are said, and their unit in words."""
    return _SCALES.get(unit, (1, unit))


def likeness(row: Any) -> str:
    """Return what a row of `Comparison.effects` can say.

    SURE: the interval leaves 0 out. UNSURE: it includes 0. SAME: nothing differs in any pair. SINGLE: there is one
    pair, so no interval. MISSING: there was no pair with two figures.
    """
    if math.isnan(row.difference):
        return MISSING
    if math.isnan(row.ci_low):
        return SINGLE
    if row.difference == row.ci_low == row.ci_high == 0:
        return SAME
    return UNSURE if row.ci_low <= 0 <= row.ci_high else SURE


def digits(row: Any) -> int:
    """Return decimals that leave the interval's half-width two digits, and no end of a sure one looking like 0."""
    factor, _ = scale(row.unit)
    half = abs(row.ci_high - row.ci_low) / 2 * factor
    size = half if math.isfinite(half) and half > 0 else abs(row.difference) * factor
    if not math.isfinite(size) or size == 0:
        return 0
    decimals = min(max(1 - math.floor(math.log10(size)), 0), _DIGITS_MOST)
    if likeness(row) == SURE:
        ends = (row.ci_low * factor, row.ci_high * factor)
        while decimals < _DIGITS_MOST and not all(round(end, decimals) for end in ends):
            decimals += 1
    return decimals


def signed(value: float, row: Any) -> str:
    """Return a value of a row as "+35" or "-2.1", scaled as its unit is said; "-" where there is none.

    >>> from types import SimpleNamespace
    >>> signed(0.021, SimpleNamespace(unit="share", difference=0.021, ci_low=0.01, ci_high=0.032))
    '+2.1'
    """
    if not math.isfinite(value):
        return "-"
    decimals = digits(row)
    rounded = round(value * scale(row.unit)[0], decimals) + 0.0  # no minus before a zero
    return f"{rounded:+,.{decimals}f}" if rounded else f"{rounded:.{decimals}f}"


def stretch(row: Any) -> str:
    """Return the interval of a row as "+20 to +50"."""
    return f"{signed(row.ci_low, row)} to {signed(row.ci_high, row)}"


def direction(value: float, unit: str) -> str:
    """Return the word for a difference: more or fewer of what is counted, else higher or lower."""
    if unit in _COUNTED or unit in _MEASURED:
        return "more" if value > 0 else "fewer" if unit in _COUNTED else "less"
    return "higher" if value > 0 else "lower"


def in_words(row: Any) -> str:
    """Return the difference of a row in words: "35 euros more"; of what is counted, "12 more"."""
    amount = signed(row.difference, row).lstrip("+-")
    unit = _MEASURED.get(row.unit, "") if amount == "1" else ""
    parts = [amount, unit or unit_in_words(row.unit), direction(row.difference, row.unit)]
    return " ".join(part for part in parts if part)


def unit_in_words(unit: str) -> str:
    """Return a unit as it is said after a number; nothing where the metric's name says it."""
    return "" if unit in _COUNTED else scale(unit)[1]


def says(effects: pd.DataFrame, baseline: str, replicates: int) -> str:
    """Return in words what every playbook changes: first what is sure, then what is not.

    Args:
        effects: rows of `Comparison.effects`. baseline: what they are held against. replicates: runs of each.
    """
    runs = "run" if replicates == 1 else "runs"
    opening = f"{replicates:,} {runs} of each playbook with the same luck, held against {baseline}"
    opening += " (95% intervals in brackets)." if replicates > 1 else "."
    parts = [
        f"With {playbook}: {_says_of(rows, replicates)}."
        for playbook, rows in effects.groupby("playbook", sort=False)
    ]
    return " ".join([opening, *parts])


def _says_of(rows: pd.DataFrame, replicates: int) -> str:
    """Return what one playbook changes, without its name."""
    said: dict[str, list[str]] = {kind: [] for kind in (SURE, UNSURE, SINGLE, SAME, MISSING)}
    for row in rows.itertuples():
        kind, name = likeness(row), in_few_words(row.metric)
        pairs = f"; {row.replicates} of {replicates} pairs" if row.replicates < replicates else ""
        if kind == SURE:
            name = f"{name} {in_words(row)} ({stretch(row)}{pairs})"
        elif kind == UNSURE:
            unit = unit_in_words(row.unit)
            name = f"{name} ({stretch(row)}{unit and f' {unit}'}{pairs})"
        elif kind == SAME and pairs:
            name = f"{name} ({pairs.lstrip('; ')})"
        elif kind == SINGLE:
            name = f"{name} {in_words(row) if row.difference else 'the same'}"
        said[kind].append(name)
    sentences = [joined(said[SURE])] if said[SURE] else []
    if said[UNSURE]:
        sentences.append(f"not surely different, as the interval includes 0: {joined(said[UNSURE])}")
    if said[SINGLE]:
        sentences.append(f"{joined(said[SINGLE])}, by one pair of runs, which may be luck")
    if said[SAME]:
        sentences.append(f"the same in every run: {joined(said[SAME])}")
    if said[MISSING]:
        sentences.append(f"nothing to measure: {joined(said[MISSING])}")
    return "; ".join(sentences)
