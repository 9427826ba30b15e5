"""Pictures of patterns: the week at a glance, who stays, three ways beside the truth, and alarms."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from scipy import stats

from ..world.constants import HOURS_PER_DAY
from .alerts import LEARNING_DAYS, alarms, scores
from .given import shown as in_short
from .given import whole
from .sentences import count, joined
from .theme import BLUE, GREY, HATCHES, INK, PALE, RED, SERIES, Picture, panel, picture, themed
from .uplift import TRUTH

CURVES_MOST = 4
_FULL = 0.8  # from here on, a cell of the week is dark enough for white figures


def week_figure(table: pd.DataFrame, what: str = "log-ins") -> Picture:
    """Return the week as a table of hours: mean events in each cell, as number and as shade.

    Args:
        table: as `patterns.week_table` returns, shape (7, 24). what: what is counted.

    Raises:
        ValueError: for a table of another shape, or one that is blank throughout.
    """
    numbers = isinstance(table, pd.DataFrame) and all(map(pd.api.types.is_numeric_dtype, table.dtypes))
    cells = table.to_numpy(dtype=float) if numbers else np.zeros((0, 0))
    if cells.shape != (7, 24):
        raise ValueError(f"table must have 7 rows and 24 columns, as week_table returns, got shape {cells.shape}")
    _must_be_words(what)
    if np.isnan(cells).all():
        raise ValueError("table must have some hour with five members or more; all are blank")
    if np.nanmin(cells) < 0 or np.isinf(cells).any():
        raise ValueError("table must hold means from 0 on, as week_table returns")
    most = max(np.nanmax(cells), 1e-9)
    with themed():
        figure = picture(12.4, 4.6)
        axes = panel(figure, 0.1, 0.14, 0.89, 0.72, f"Mean {what} in each hour of the week")
        for day in range(7):
            for hour in range(24):
                _cell(axes, hour, day, cells[day, hour], most)
        axes.set_xlim(0, 24)
        axes.set_ylim(7, 0)
        axes.set_yticks(np.arange(7) + 0.5, table.index)
        axes.set_xticks(np.arange(24) + 0.5, range(24))
        axes.set_xlabel("hour of the day (UTC)")
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    figure.says = _week_says(table, cells, what)
    return figure


def _cell(axes: Axes, hour: int, day: int, value: float, most: float) -> None:
    if np.isnan(value):
        axes.fill_between([hour, hour + 1], day, day + 1, facecolor="white", hatch="///", edgecolor=PALE)
        return
    share = value / most
    axes.fill_between(
        [hour, hour + 1], day, day + 1, facecolor=BLUE, alpha=share, edgecolor="white", linewidth=0.8
    )
    digits = f"{value:.0f}" if most >= 9.5 else f"{value:.1f}"
    axes.text(
        hour + 0.5,
        day + 0.5,
        digits,
        ha="center",
        va="center",
        fontsize=10.5,
        color="white" if share > _FULL else INK,
    )


def _week_says(table: pd.DataFrame, cells: np.ndarray, what: str) -> str:
    day, hour = np.unravel_index(np.nanargmax(cells), cells.shape)
    low_day, low_hour = np.unravel_index(np.nanargmin(cells), cells.shape)
    blank = int(np.isnan(cells).sum())
    ending = f" {blank} hours are left blank: fewer than five members, or never watched." if blank else ""
    return (
        f"Most {what} come on {table.index[day]} from {hour}:00 UTC, {cells[day, hour]:.1f} on average; "
        f"fewest on {table.index[low_day]} from {low_hour}:00, {cells[low_day, low_hour]:.1f}.{ending}"
    )


def retention_figure(curves: pd.DataFrame, day: int = 7) -> Picture:
    """Return curves of who is still here, with their 95% bands, for at most four cohorts.

    Args:
        curves: as `cohorts.still_here` returns; choose its cohorts, such as `curves[curves["cohort"] == "all"]`.
        day: the day that the sentence speaks of.

    Raises:
        ValueError: for no curve, or more than four.
    """
    names = list(curves["cohort"].unique()) if isinstance(curves, pd.DataFrame) and "cohort" in curves else []
    if not 1 <= len(names) <= CURVES_MOST:
        raise ValueError(f"curves must be of 1 to {CURVES_MOST} cohorts for a figure, got {len(names)}")
    if len(missing := {"day", "at_risk", "here", "low", "high"} - set(curves)):
        raise ValueError(f"curves must be what still_here returns; a column is missing: {min(missing)}")
    day, said = whole(day, "day"), []
    with themed():
        figure = picture()
        axes = panel(figure, 0.09, 0.15, 0.66, 0.73, "Newcomers who are still here")
        for name, (color, line, _), hatch in zip(names, SERIES, HATCHES, strict=False):
            rows = curves[curves["cohort"] == name].astype({"low": float, "high": float, "here": float})
            style = {"step": "post", "facecolor": color, "alpha": 0.16, "hatch": hatch, "edgecolor": color}
            axes.fill_between(rows["day"], 100 * rows["low"], 100 * rows["high"], linewidth=0, **style)
            axes.step(rows["day"], 100 * rows["here"], where="post", color=color, linestyle=line, label=str(name))
            at = rows[rows["day"] <= day].iloc[-1]
            said.append(
                f"{100 * at['here']:.0f}% of cohort {name} ({100 * at['low']:.0f} to {100 * at['high']:.0f}%, "
                f"{int(rows['at_risk'].iloc[0])} newcomers)"
            )
        axes.set_xlabel("days since joining")
        axes.set_ylabel("%")
        axes.set_ylim(0, 100)
        axes.set_xlim(left=0)
        axes.xaxis.set_major_locator(MaxNLocator(7, integer=True))
        axes.grid(axis="y")
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.02, 0.5), title="cohort")
    figure.says = f"Beyond day {day} stay {joined(said)}; in brackets the 95% interval."
    return figure


def ways_figure(ways: pd.DataFrame, what: str = "log-ins a member") -> Picture:
    """Return the three measures of a campaign beside the truth, each with its 95% interval.

    Args:
        ways: as `uplift.three_ways` returns. what: what is measured.

    Raises:
        ValueError: when the truth is missing.
    """
    if (
        not isinstance(ways, pd.DataFrame)
        or TRUTH not in ways.index
        or not {"estimate", "low", "high"} <= set(ways)
        or not ways.index.is_unique
        or not all(pd.api.types.is_numeric_dtype(ways[name]) for name in ("estimate", "low", "high"))
    ):
        raise ValueError("ways must be the table that three_ways returns, with its row for the truth")
    _must_be_words(what)
    true, said = float(ways.loc[TRUTH, "estimate"]), []
    with themed():
        figure = picture(9.6, 3.9)
        axes = panel(figure, 0.27, 0.18, 0.44, 0.68, "What the campaign seems to have brought")
        axes.axvline(0, color=GREY, linewidth=1)
        axes.axvline(true, color=BLUE, linewidth=1.4, linestyle=":")
        for height, (way, row) in zip(range(len(ways))[::-1], ways.iterrows(), strict=True):
            holds = way == TRUTH or row["low"] <= true <= row["high"]
            color, mark = (BLUE, "D" if way == TRUTH else "o") if holds else (RED, "s")
            axes.plot([row["low"], row["high"]], [height, height], color=color)
            axes.plot([row["estimate"]], [height], marker=mark, markersize=9, color=color)
            text = f"{row['estimate']:+.2f}" + ("" if holds else "  misses the truth")
            axes.text(1.02, height, text, color=color, va="center", transform=axes.get_yaxis_transform())
            if way != TRUTH:
                beside = "holds" if holds else "misses"
                said.append(f"{way} says {row['estimate']:+.2f} and its 95% interval {beside} the truth")
        axes.set_yticks(range(len(ways))[::-1], ways.index)
        axes.set_ylim(-0.6, len(ways) - 0.4)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(f"{what}, more than without the campaign")
    figure.says = f"In truth the campaign changed {what} by {true:+.2f}; {joined(said)}."
    return figure


def alert_figure(
    observed: np.ndarray,
    weekday: int = 0,
    false_alarms_per_month: float = 1.0,
    what: str = "posts",
    last_days: int = 14,
) -> Picture:
    """Return hourly counts of the last days, the band in which 95% of usual hours lie, and a mark at each alarm.

    Args:
        observed: as `alerts.counts` returns. weekday: of the first day. last_days: how many days are drawn.

    Raises:
        ValueError: when there is nothing to draw after the days of learning.
    """
    _must_be_words(what)
    table = scores(observed, weekday)
    rung = alarms(table, false_alarms_per_month)
    shown = table.dropna().tail(whole(last_days, "last_days", 1) * HOURS_PER_DAY)
    if not len(shown):
        raise ValueError(f"observed must be longer than {LEARNING_DAYS} days, in which the usual is learned")
    rung = rung[rung["hour"] >= shown["hour"].iloc[0]]
    size = 1 / np.maximum(shown["scatter"], 1e-9)
    usual = stats.nbinom.ppf(0.95, size, size / (size + shown["expected"]))
    day, top = shown["hour"] / HOURS_PER_DAY + 1, max(1, shown["observed"].max(), usual.max())
    with themed():
        figure = picture(11.4, 4.6)
        axes = panel(figure, 0.07, 0.15, 0.91, 0.71, f"{what.replace('_', ' ').capitalize()} in each hour")
        band = {"step": "mid", "facecolor": BLUE, "alpha": 0.22, "linewidth": 0}
        axes.fill_between(day, 0, usual, label="19 of 20 usual hours", **band)
        axes.vlines(day, 0, shown["observed"], color=INK, linewidth=1.6, label="observed")
        heights = rung["observed"] + 0.07 * top
        at = rung["hour"] / HOURS_PER_DAY + 1
        axes.plot(at, heights, "v", color=RED, markersize=11, label="alarm")
        axes.set_xlabel("day of the run")
        axes.set_ylabel("in the hour")
        axes.set_ylim(0, 1.3 * top)
        axes.xaxis.set_major_locator(MaxNLocator(12, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.legend(frameon=False, loc="upper left", ncols=3)
    figure.says = _alert_says(shown, rung, false_alarms_per_month, what)
    return figure


def _must_be_words(what: str) -> None:
    if not isinstance(what, str) or not what.strip():
        raise ValueError(f"what must say in words what is counted, such as log-ins, got {in_short(what)}")


def _alert_says(shown: pd.DataFrame, rung: pd.DataFrame, asked: float, what: str) -> str:
    days = len(shown) / HOURS_PER_DAY
    opening = (
        f"{count(len(rung), 'alarm')} in {days:.0f} days; at this bar chance alone would ring about "
        f"{asked * days / 30:.2g} times."
    )
    told = [
        f"on day {row.hour // HOURS_PER_DAY + 1} at {row.hour % HOURS_PER_DAY}:00 UTC {row.observed} "
        f"{what.replace('_', ' ')} where {row.expected:.1f} are usual"
        for row in rung.head(3).itertuples()
    ]
    return f"{opening} It rang {joined(told)}." if told else opening
