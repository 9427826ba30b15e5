"""Monthly plot: two small pictures for the monthly report, each with its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from .given import must_be_monthly
from .monthly_figures import BY_NAME, COUNT, HOURS, NET, SHARE
from .monthly_words import said
from .sentences import count
from .theme import BLUE, GREY, HATCHES, INK, Picture, panel, picture, themed

if TYPE_CHECKING:
    from .monthly import Monthly

_WIDTH, _HEIGHT = 5.6, 2.05  # inches
_USUAL = "contributions"
_SCALES = {COUNT: "a week", HOURS: "hours", SHARE: "%", NET: "points"}
_WEEKS_MOST = 26
_KINDS_MOST = 5


def weeks_figure(report: Monthly) -> Picture:
    """Return the figure of the headline week by week; this month's weeks are filled, earlier ones hatched.

    Without a change, or weeks to compare, it shows what members wrote.
    """
    must_be_monthly(report)
    changed = report.figures[report.figures["changed"]].sort_values("p", kind="stable")
    name = changed.index[0] if len(changed) else _USUAL
    figure = BY_NAME[name]
    weeks = report.weekly[report.weekly["figure"] == name].tail(_WEEKS_MOST)
    values = weeks["value"].to_numpy() * (100 if figure.unit == SHARE else 1)
    now = (weeks["month"] == report.month).to_numpy()
    with themed():
        drawn = picture(_WIDTH, _HEIGHT)
        axes = panel(drawn, 0.12, 0.25, 0.86, 0.58, figure.label)
        for chosen, fill, hatch in ((~now, "white", HATCHES[1]), (now, BLUE, "")):
            axes.bar(weeks["week"][chosen], np.nan_to_num(values[chosen]), width=0.72, color=fill,
                     edgecolor=BLUE if fill == BLUE else GREY, hatch=hatch)  # fmt: skip
        axes.set_xlabel("week (blue: this month)")
        axes.set_ylabel(_SCALES.get(figure.unit, ""))
        axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.grid(axis="y")
        if figure.unit == NET:
            axes.axhline(0, color=GREY, linewidth=0.9)  # bars hang down where cold posts outnumber warm ones
        if not len(weeks):
            axes.set_xticks([])
            axes.set_yticks([])
            axes.text(0.5, 0.5, "no whole week yet", transform=axes.transAxes, ha="center", color=GREY)
    drawn.says = _weeks_in_words(figure.label, figure.unit, weeks["value"].to_numpy(), now)
    return drawn


def work_figure(report: Monthly) -> Picture:
    """Return where the team's hours went this month, by kind of work."""
    must_be_monthly(report)
    hours = report.deeds.table["hours"]
    hours = hours[hours > 0]
    if len(hours) > _KINDS_MOST:
        hours = hours.iloc[: _KINDS_MOST - 1].copy()
        hours["All other work"] = report.deeds.hours - hours.sum()
    places = max(len(hours), 3) - 1 - np.arange(len(hours))
    with themed():
        drawn = picture(_WIDTH, _HEIGHT)
        axes = panel(drawn, 0.4, 0.08, 0.42, 0.75)
        axes.set_title("Hours of work", x=-0.93)
        axes.barh(places, hours, height=0.6, color=BLUE)
        for place, value in zip(places, hours, strict=True):
            axes.text(value, place, f" {_hours(value)}", va="center", color=INK)
        axes.set_yticks(places, hours.index)
        axes.tick_params(length=0)
        axes.set_xticks([])
        axes.set_ylim(-0.6, max(len(hours), 3) - 0.4)
        axes.spines["bottom"].set_visible(False)
        if not len(hours):
            axes.spines["left"].set_visible(False)
            axes.text(0, 0.5, "nobody worked here", transform=axes.transAxes, ha="center", color=GREY)
    drawn.says = _work_in_words(report)
    return drawn


def _weeks_in_words(label: str, unit: str, values: np.ndarray, now: np.ndarray) -> str:
    known = values[now & np.isfinite(values)]
    if not len(known):
        return f"{label}: no whole week to show yet."
    low, high = said(float(known.min()), unit), said(float(known.max()), unit)
    sentence = (
        f"{label}: {low} to {high} in the weeks of this month" if low != high else f"{label}: {low} in its weeks"
    )
    before = values[~now & np.isfinite(values)]
    if not len(before):
        return f"{sentence}."
    return f"{sentence}, {said(float(before.min()), unit)} to {said(float(before.max()), unit)} in those before."


def _work_in_words(report: Monthly) -> str:
    made = report.deeds
    if not made.hours:
        return "The team spent no working time this month."
    most = made.table.index[0]
    share = made.table["hours"].iloc[0] / made.hours
    there = f", of {_hours(made.hours_there)} in its shifts" if made.hours_there else ""
    if len(made.table) == 1:
        return f"The team's acts took {_hours(made.hours)}{there}, all for {most[0].lower()}{most[1:]}."
    most = f"{most[0].lower()}{most[1:]}"
    return f"The team's acts took {_hours(made.hours)}{there}; {share:.0%} of it went into {most}."


def _hours(value: float) -> str:
    return count(round(60 * value), "minute") if value < 1 else count(round(value), "hour")
