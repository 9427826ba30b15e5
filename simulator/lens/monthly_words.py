"""Monthly words: the report's sentences, which say what was seen and after what, never because of what."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY
from .monthly_figures import COUNT, HOURS, NET, SHARE
from .monthly_span import LONGEST_HOURS, MONTH_DAYS, WEEK_DAYS, Span
from .sentences import as_percent, count, joined

COUNTED, RECORDED = "counted", "on record"
SAMPLED, HIDDEN = "estimated from a 20% sample", "known in the simulation only"
_UNITS = {COUNT: " a week", NET: " points"}
_SIGNS = {1: "a good sign", -1: "a bad sign", 0: "neither good nor bad by itself"}


def said(value: float, unit: str) -> str:
    """Return a figure as it stands in the report, rounded as far as it is known.

    >>> said(0.934, SHARE), said(12.4, COUNT), said(2.345, HOURS), said(-4.2, NET), said(float("nan"), SHARE)
    ('93%', '12', '2.3', '-4', '-')
    """
    if value != value:
        return "-"
    if unit == SHARE:
        return as_percent(value)
    if unit == NET:
        return f"{value:+.0f}" if round(value) else "0"
    if unit == HOURS and value >= LONGEST_HOURS:
        return "a week or more"
    if 0 < value < 0.05:
        return "under 0.1"
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.1f}"


def headline(figures: pd.DataFrame, span: Span) -> str:
    """Return the one sentence that is read: the change farthest beyond the noise of weeks, or that none is."""
    if figures["p"].notna().any():
        changed = figures[figures["changed"]].sort_values("p", kind="stable")
        return _moved(changed, figures) if len(changed) else _as_before(figures)
    now = figures["now"]
    if not len(span.written):
        wrote = "nobody wrote anything"
    elif span.days <= WEEK_DAYS:
        wrote = f"{count(len(span.written), 'post or reply was', 'posts and replies were')} written by members"
    else:
        wrote = f"members wrote {said(now['contributions'], COUNT)} posts and replies a week"
    active = "no member" if not now["active"] else count(now["active"], "member")
    came = f"{active} came" if span.days <= WEEK_DAYS else f"{active} came in a usual week"
    if not span.first:
        opening = "First month, so there is nothing to compare it with" if span.days == MONTH_DAYS else (
            f"Only {count(span.days, 'day')} so far, too short to compare" )  # fmt: skip
    else:
        opening = f"Only {count(span.days, 'day')} of this month, too short to compare"
    return f"{opening}: {came}, and {wrote}."


def news(figures: pd.DataFrame, spans: list[Span]) -> list[tuple[str, str]]:
    """Return what else is known of the month, and how: pairs of a sentence and its source."""
    span, daily = spans[-1], spans[-1].run.daily
    found = []
    happened = _happened(span)
    if happened:
        found.append((happened, RECORDED))
    members, earlier = int(daily["members"].iloc[span.last - 1]), span.first - 1
    then = f", {int(daily['members'].iloc[earlier]):,} a month before" if earlier >= 0 else ""
    found.append((f"{count(members, 'member')} at the end{then}.", COUNTED))
    mood, heard = figures.at["mood", "now"], figures.at["mood", "of"]
    if heard:
        reach = 196 * np.sqrt(max(1 - (mood / 100) ** 2, 0) / heard)
        before = figures.at["mood", "before"]
        then = f", {said(before, NET)} the month before" if before == before else ""
        found.append((
            f"Mood heard {said(mood, NET)}, positive minus negative in 100 posts, give or take {reach:.0f}{then}.",
            f"{SAMPLED}, {count(heard, 'post')}",
        ))  # fmt: skip
    trust = f"Trust {100 * daily['trust'].iloc[span.last - 1]:.0f} of 100"
    then = f", {100 * daily['trust'].iloc[earlier]:.0f} a month before" if earlier >= 0 else ""
    found.append((f"{trust}{then}. A manager would have to ask.", HIDDEN))
    return found


def day_of(span: Span, hour: int) -> str:
    """Return the day of an hour of the run, as "9 June"."""
    moment = span.run.start + pd.Timedelta(hours=hour)
    return f"{moment.day} {moment:%B}"


def _moved(changed: pd.DataFrame, figures: pd.DataFrame) -> str:
    row = changed.iloc[0]
    direction = "rose" if row["difference"] > 0 else "fell"
    unit = _UNITS.get(row["unit"], "")
    sign = _SIGNS[int(np.sign(row["difference"]) * row["better"])]
    before, now = said(row["before"], row["unit"]), said(row["now"], row["unit"])
    opening = (
        f"{row['label']} {direction} from {before} to {now}{unit}, more than weeks differ here "
        f"(95% interval of the change: {_between(row)}): {sign}."
    )
    others = changed.iloc[1:]
    same = int((figures["word"] == "about as before").sum())
    if not len(others):
        return f"{opening} The other {same} figures are about as before."
    if len(others) == 1:
        which = {"better": "for the better", "worse": "for the worse"}.get(others["sign"].iloc[0], "")
        return f"{opening} One other figure moved{' ' + which if which else ''}; {same} are about as before."
    parts = [
        f"{number} {word}"
        for word, number in (
            ("for the better", int((others["sign"] == "better").sum())),
            ("for the worse", int((others["sign"] == "worse").sum())),
            ("neither way", int((others["sign"] == "").sum())),
        )
        if number
    ]
    return (
        f"{opening} {len(others)} other figures moved ({joined(parts)}); {same} "
        f"{'is' if same == 1 else 'are'} about as before."
    )


def _as_before(figures: pd.DataFrame) -> str:
    compared = figures[figures["p"].notna()]
    row = compared.sort_values("p", kind="stable").iloc[0]
    before, now = said(row["before"], row["unit"]), said(row["now"], row["unit"])
    opening = (
        f"About as before: none of {len(compared)} figures moved by more than weeks differ in this community."
    )
    if before == now:
        return opening
    return (
        f"{opening} Nearest to a change: {_mid(row['label'])}, {now}{_UNITS.get(row['unit'], '')} after {before} "
        "the month before, which may be chance."
    )


def _short(name: str) -> str:
    """Return a crisis's name, cut between words where it is long."""
    return name if len(name) <= 40 else f"{name[:40].rpartition(' ')[0] or name[:40]}…"


def _mid(label: str) -> str:
    """Return a label as it stands within a sentence."""
    return label[0].lower() + label[1:]


def _between(row: pd.Series) -> str:
    factor, unit = (100, " percentage points") if row["unit"] == SHARE else (1, "")
    low, high = factor * row["low"], factor * row["high"]
    digits = 0 if max(abs(low), abs(high)) >= 10 else 1
    return f"{low:+,.{digits}f} to {high:+,.{digits}f}{unit}"


def _happened(span: Span) -> str:
    """Return what came from outside: crises that became known, and the press."""
    known = [
        (crisis.day * HOURS_PER_DAY + crisis.hour + crisis.revealed_after_hours, crisis.name)
        for crisis in span.run.scenario.crises
    ]
    within = [
        (hour, name)
        for hour, name in sorted(known)
        if span.first * HOURS_PER_DAY <= hour < span.last * HOURS_PER_DAY
    ]
    named = [f"{_short(name)} ({day_of(span, hour)})" for hour, name in within[:2]]
    more = [f"{len(within) - 2} more"] if len(within) > 2 else []
    press = int(span.daily["press_mentions"].sum())
    parts = [f"Became known: {joined([*named, *more])}."] if named else []
    if press:
        parts.append(f"{count(press, 'press report')}.")
    return " ".join(parts)
