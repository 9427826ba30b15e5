"""Listening plot: what a tool shows from day to day beside the truth, with sampling error and lag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .given import must_be_run
from .listening import Heard, listen
from .sentences import as_percent, count
from .theme import BLUE, GREY, INK, PALE, RED, Picture, panel, picture, themed

if TYPE_CHECKING:
    from ..lab.run import Run

_BEFORE, _AFTER = 10, 21
"""Days around the first crisis that are shown."""
_TRUE = "all posts of members,\non the day they were\nwritten"


def listening_figure(run: Run, heard: Heard | None = None) -> Picture:
    """Return what a tool shows in the days around a crisis, beside the true mood of these days.

    Each day's measured net sentiment is drawn where the tool shows it, so a late tool's curve lies to the right.
    The band is the 95% interval of its sampling error.

    Args:
        run: what was listened to; without a crisis, its last weeks are shown.
        heard: what `listen` returned of it; None for three tenths of the posts, two days late.

    Raises:
        ValueError: in one line, when there is no day with posts to show.
    """
    must_be_run(run)
    heard = listen(run, 0.3, 48) if heard is None else heard
    if not isinstance(heard, Heard):
        raise ValueError(f"heard must be what listen(run) returns, got {type(heard).__name__}")
    table = heard.daily.copy()
    table["true_at"], table["shown_at"] = table["day"] + 0.5, table["known_day"] - 0.5
    begins = run.scenario.crises[0].day if run.scenario.crises else None
    first = max(0, begins - _BEFORE) if begins is not None else max(0, run.days - _BEFORE - _AFTER)
    last = min(run.days, first + _BEFORE + _AFTER)
    window = table[(table["day"] >= first) & (table["day"] < last)]
    if window["heard_sentiment"].notna().sum() < 2:
        raise ValueError("heard must hold at least 2 days with posts in the days shown; listen to a larger sample")
    with themed():
        figure = picture(10.4, 5.0)
        axes = panel(figure, 0.09, 0.15, 0.68, 0.73, "Positive minus negative posts, a day")
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.plot(window["true_at"], 100 * window["true_sentiment"], color=INK, linewidth=2.6)
        whole = window.dropna(subset=["heard_sentiment"])
        axes.fill_between(
            whole["shown_at"], 100 * whole["low"], 100 * whole["high"], color=PALE, alpha=0.75, linewidth=0
        )
        axes.plot(
            whole["shown_at"], 100 * whole["heard_sentiment"], color=BLUE, linestyle="--", marker="o", markersize=5
        )
        low, high = -105, 105
        if begins is not None:
            axes.axvline(begins + run.scenario.crises[0].hour / 24, color=RED, linewidth=1.6, linestyle=":")
            axes.text(begins - 0.2, low + 5, "crisis", color=RED, ha="right", va="bottom")
        axes.set_xlim(first, max(last, float(whole["shown_at"].max()) + 0.5))
        axes.set_ylim(low, high)
        axes.set_yticks([-100, -50, 0, 50, 100])
        axes.set_xlabel("day of the run")
        axes.set_ylabel("points")
        axes.grid(axis="y")
        figure.text(0.79, 0.80, "━  the truth", color=INK, va="top", weight="bold")
        figure.text(
            0.79, 0.73, "all posts of members,\non the day they were\nwritten", color=INK, va="top", fontsize=11
        )
        figure.text(0.79, 0.54, "╍●╍  the tool", color=BLUE, va="top", weight="bold")
        text = f"{as_percent(heard.sample)} of posts, read by\nits dictionary of words,\nshown {_late(heard)}"
        figure.text(0.79, 0.47, text, color=BLUE, va="top", fontsize=11)
        figure.text(0.79, 0.28, "▒  sampling error", color=GREY, va="top", weight="bold")
        figure.text(
            0.79,
            0.21,
            "of 100 such bands 95 hold\nwhat it would show if it\nheard every post",
            color=GREY,
            va="top",
            fontsize=11,
        )
    figure.says = says(run, heard)
    return figure


def says(run: Run, heard: Heard) -> str:
    """Return in words what a tool shows of a run, beside the truth."""
    table = heard.daily.dropna(subset=["true_sentiment", "heard_sentiment"])
    error = 100 * (table["heard_sentiment"] - table["true_sentiment"]).mean()
    width = (table["high"] - table["low"]).median()
    text = (
        f"A tool that hears {as_percent(heard.sample)} of posts ({count(len(heard.posts), 'post')}) and shows "
        f"them {_late(heard)} puts the mood {abs(error):.0f} points too {'high' if error > 0 else 'low'} on an "
        f"average day; on half of its days the sampling error is more than {50 * width:.0f} points either way."
    )
    if not run.scenario.crises:
        return text
    begins = run.scenario.crises[0].day
    week = table[(table["day"] >= begins) & (table["day"] < begins + 7)]
    if not len(week):
        return text
    true, seen = week.loc[week["true_sentiment"].idxmin()], week.loc[week["heard_sentiment"].idxmin()]
    return (
        f"{text} In the week after the crisis of day {begins} the true mood was lowest on day {true['day']:.0f} "
        f"({100 * true['true_sentiment']:+.0f} points); the tool's lowest figure, "
        f"{100 * seen['heard_sentiment']:+.0f}, appeared on day {seen['known_day']:.0f}."
    )


def _late(heard: Heard) -> str:
    if heard.lag_hours == 0:
        return "the next morning"
    days, hours = divmod(heard.lag_hours, 24)
    return f"{count(heard.lag_hours, 'hour')} later" if hours else f"{count(days, 'day')} later"
