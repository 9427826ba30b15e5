"""Course plots: what modules 03 to 05 draw - claims beside studies, a filter at work, weeks with their luck."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.ticker import PercentFormatter

from .measure import by_members, share
from .sentences import as_percent, count, joined
from .theme import BLUE, GREY, HATCHES, INK, PALE, RED, SERIES, Picture, panel, picture, themed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..lab.run import Run

ROWS_MOST = 6
_UNITS = {"percentage points": "points", "percent": "%", "odds ratio": "x (odds)", "ratio": "x", "score": ""}
_COLUMNS = ("claim", "source", "published", "unit", "sign", "accept_low", "accept_high", "simulated", "ci_low",
            "ci_high", "verdict")  # fmt: skip
_WIDTH, _ROW, _HEAD = 11.6, 1.02, 0.62  # inches
_SCALE = (0.365, 0.235)  # where the scales begin, and how long they are, in shares of the width
_TEXT = 0.625  # where the published figures begin
_VERDICTS = {"inside": "agrees", "right sign": "right direction, other size", "not shown": "not shown here",
             "not tested": "not tried"}  # fmt: skip
_ON_WHITE = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
_STEPS = np.linspace(-1, 5, 61)


def claims(table: pd.DataFrame) -> Picture:
    """Return published effects beside what came of them here, one row a claim, each on a scale of its own.

    Args:
        table: the result of `lab.effects.validate_effects`, one to six rows.

    Raises:
        ValueError: in one line, if there are no rows or too many, or a column is missing.
    """
    if missing := [name for name in _COLUMNS if name not in table]:
        raise ValueError(f"table must be the result of validate_effects; it lacks {', '.join(missing)}")
    if not 1 <= len(table) <= ROWS_MOST:
        raise ValueError(f"table must have 1 to {ROWS_MOST} rows to be drawn, got {len(table)}")
    height = _HEAD + _ROW * len(table) + 0.3
    with themed():
        figure = picture(_WIDTH, height)
        heads = ((0.015, "What studies found"), (_SCALE[0], "What happens here"), (_TEXT, "Published"))
        for at, text in heads:
            figure.text(at, 1 - 0.3 / height, text, weight="bold", fontsize=13.5, va="center")
        for place, row in enumerate(table.itertuples()):
            middle = 1 - (_HEAD + _ROW * (place + 0.5)) / height
            _words(figure, middle, row, height)
            axes = panel(figure, _SCALE[0], middle - 0.22 / height, _SCALE[1], 0.42 / height)
            _effect(axes, row)
        figure.text(
            _SCALE[0], 0.16 / height, "line: no effect   band: accepted   mark: here, with its 95% interval",
            color=GREY, fontsize=11.5, va="center",
        )  # fmt: skip
    figure.says = " ".join(_claim_says(row) for row in table.itertuples())
    return figure


def authors(source: str) -> str:
    """Return a source as it is cited in a sentence.

    >>> authors("Joyce E, Kraut RE (2006) Predicting continued participation. JCMC 11(3)")
    'Joyce and Kraut, 2006'
    """
    found = re.match(r"(.+?) \((\d{4})\)", source)
    if not found:
        return source
    names = [re.sub(r"( [A-Z]{1,3}| et al\.?)+$", "", name.strip()) for name in found[1].split(",")]
    several = len(names) > 2 or "et al" in found[1]
    return f"{names[0] + ' and others' if several else joined(names)}, {found[2]}"


def filter_trade(run: Run, threshold: float) -> Picture:
    """Return what a filter would flag at a threshold: the scores of breaches and decent posts, and what is found.

    Raises:
        ValueError: in one line, if the threshold is no finite number or nobody wrote.
    """
    if isinstance(threshold, bool) or not isinstance(threshold, int | float) or not math.isfinite(threshold):
        raise ValueError(f"threshold must be a number such as 2.0, got {threshold!r}")
    posts = by_members(run.posts)
    if posts.empty:
        raise ValueError("nobody wrote in this run, so there is nothing to filter")
    bad = posts["breaks_rules"].to_numpy()
    scores = posts["score"].to_numpy()
    with themed():
        figure = picture(height=4.2)
        left = panel(figure, 0.075, 0.16, 0.4, 0.73, "What the filter sees")
        bins = np.arange(-4, 6.01, 0.5)
        for chosen, name, color, hatch in ((~bad, "decent posts", GREY, HATCHES[1]), (bad, "breaches", BLUE, "")):
            heights, _ = np.histogram(scores[chosen], bins)
            fill = "none" if hatch else color
            left.bar(bins[:-1] + 0.25, 100 * heights / max(chosen.sum(), 1), 0.5, color=fill, edgecolor=color,
                     hatch=hatch, label=name, alpha=1 if hatch else 0.65)  # fmt: skip
        left.axvline(threshold, color=RED, linestyle="--")
        left.set(xlabel="score", ylabel="of each kind (%)", xlim=(-4, 6))
        left.legend(frameon=False, loc="upper left", borderpad=0)
        left.set_ylim(top=1.35 * left.get_ylim()[1])
        right = panel(figure, 0.59, 0.16, 0.38, 0.73, "What comes of it")
        curves = {"flags that are right": [], "breaches that are found": []}
        for step in _STEPS:
            flags = scores > step
            curves["flags that are right"].append(100 * share(bad[flags].sum(), flags.sum()))
            curves["breaches that are found"].append(100 * share(flags[bad].sum(), bad.sum()))
        for (name, values), (color, line, _) in zip(curves.items(), SERIES, strict=False):
            right.plot(_STEPS, values, color=color, linestyle=line, label=name)
        right.axvline(threshold, ymax=100 / 128, color=RED, linestyle="--")
        right.set(xlabel="threshold", ylabel="share (%)", xlim=(-1, 5), ylim=(0, 128), yticks=range(0, 101, 25))
        right.legend(frameon=False, loc="upper center", ncols=1, borderpad=0)
        right.grid(axis="y")
    flags = scores > threshold
    decent = posts[flags & ~bad]
    figure.says = (
        f"From a score of {threshold:g} on, the filter flags {count(flags.sum(), 'post')} of {len(posts):,}: "
        f"{(flags & bad).sum():,} of {count(bad.sum(), 'breach', 'breaches')}, and "
        f"{count(len(decent), 'decent post')}, {(decent['kind'] == 'complaint').sum()} of them complaints. "
        f"{as_percent(share((flags & bad).sum(), flags.sum()))} of its flags are right, and "
        f"{as_percent(share((flags & bad).sum(), bad.sum()))} of the breaches are found."
    )
    return figure


def weeks(apart: Mapping[str, np.ndarray], what: str, shaded: int = 0) -> Picture:
    """Return differences week by week with their 95% intervals.

    Args:
        apart: differences to the same communities without the decision, by name; each of shape (communities,
            weeks), at least two communities.
        what: unit of the differences, such as "posts and replies a week".
        shaded: how many weeks from the first on are marked as those in which something ran.

    Raises:
        ValueError: in one line, if a table has another shape.
    """
    from ..lab.pairing import half_width

    tables = {name: np.asarray(values, dtype=float) for name, values in apart.items()}
    if not tables or any(values.ndim != 2 or len(values) < 2 for values in tables.values()):
        raise ValueError("apart must hold tables of at least two communities by weeks")
    means = {name: values.mean(axis=0) for name, values in tables.items()}
    halves = {
        name: [half_width(one.var(ddof=1) / len(one), len(one) - 1, 0.95) for one in values.T]
        for name, values in tables.items()
    }
    with themed():
        figure = picture(height=4.2)
        axes = panel(figure, 0.09, 0.15, 0.88, 0.74, f"Difference to the same communities without it: {what}")
        if shaded:
            axes.axvspan(0.5, shaded + 0.5, color=PALE, label="while it runs")
        axes.axhline(0, color=INK, linewidth=1.4)
        shift = np.linspace(-0.1, 0.1, len(tables)) if len(tables) > 1 else [0.0]
        for by, name, (color, line, mark) in zip(shift, tables, SERIES, strict=False):
            at = np.arange(1, len(means[name]) + 1) + by
            axes.errorbar(at, means[name], halves[name], color=color, linestyle=line, marker=mark, capsize=4,
                          linewidth=1.8, markersize=8, label=name)  # fmt: skip
        axes.set(xlabel="week", xlim=(0.5, len(next(iter(means.values()))) + 0.5))
        axes.grid(axis="y")
        axes.legend(frameon=False, loc="upper right")
    figure.says = " ".join(_weeks_say(name, means[name], halves[name], shaded) for name in tables)
    return figure


def _words(figure: Picture, middle: float, row: Any, height: float) -> None:
    claim = textwrap.fill(row.claim, 36)
    lines = claim.count("\n") + 1
    figure.text(0.015, middle + 0.1 / height, claim, va="center", linespacing=1.1)
    below = middle - (0.02 + 0.1 * lines) / height
    figure.text(0.015, below, authors(row.source), va="top", color=GREY, fontsize=11)
    said = textwrap.shorten(str(row.published), 112, placeholder=" ...")
    figure.text(
        _TEXT, middle + 0.13 / height, textwrap.fill(said, 52), va="center", fontsize=11.5, linespacing=1.1
    )
    sure = row.verdict == "inside"
    figure.text(
        _TEXT, middle - 0.32 / height, f"{'✓' if sure else '!'} {_VERDICTS.get(row.verdict, row.verdict)}",
        va="center", color=BLUE if sure else RED, weight="bold", fontsize=11.5,
    )  # fmt: skip


def _effect(axes: Axes, row: Any) -> None:
    """Draw one effect on its own scale."""
    none = 1.0 if row.unit in ("ratio", "odds ratio") else 0.0
    compares = row.sign != "none"  # what is counted and not compared has no zero
    marks = [value for value in (row.simulated, row.ci_low, row.ci_high, row.accept_low, row.accept_high,
                           none if compares else math.nan)
             if math.isfinite(value)]  # fmt: skip
    low, high = min(marks), max(marks)
    room = 0.12 * ((high - low) or 1.0)
    low, high = low - room, high + room
    begin = row.accept_low if math.isfinite(row.accept_low) else (none if row.sign == "up" else low)
    end = row.accept_high if math.isfinite(row.accept_high) else (none if row.sign == "down" else high)
    axes.axvspan(begin, end, color=PALE)
    if compares:
        axes.axvline(none, color=INK, linewidth=1.4)
    color = BLUE if row.verdict == "inside" else RED
    if math.isfinite(row.ci_low) and math.isfinite(row.ci_high):
        axes.plot([row.ci_low, row.ci_high], [0, 0], color=color, linewidth=3.2)
    if math.isfinite(row.simulated):
        axes.plot([row.simulated], [0], color=color, marker="o" if row.verdict == "inside" else "D", markersize=10)
        said = f"{_figure(row.simulated, row)} {_UNITS.get(row.unit, '')}".strip()
        side = (row.simulated - low) / (high - low)
        axes.text(row.simulated, 0.62, said, ha="left" if side < 0.25 else "right" if side > 0.75 else "center",
                  va="bottom", fontsize=11.5, color=color, weight="bold", bbox=_ON_WHITE)  # fmt: skip
    axes.set(xlim=(low, high), ylim=(-1, 1), yticks=[])
    if row.unit == "share":
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.tick_params(labelsize=10.5)
    axes.locator_params(axis="x", nbins=4)
    axes.spines["left"].set_visible(False)


def _figure(value: float, row: Any) -> str:
    if row.unit == "share":
        return as_percent(value)
    digits = {"percent": 0, "percentage points": 1, "score": 3}.get(row.unit, 2)
    plus = row.unit in ("percent", "percentage points", "score") and row.sign != "none"
    return f"{value:{'+' if plus else ''}.{digits}f}"


def _claim_says(row: Any) -> str:
    if not math.isfinite(row.simulated):
        return f"{row.claim} ({authors(row.source)}): no figure here."
    unit = "" if row.unit in ("share", "score") else row.unit
    here = f"{_figure(row.simulated, row)} {unit}".strip()
    if math.isfinite(row.ci_low) and math.isfinite(row.ci_high):
        here += f" (95% interval {_figure(row.ci_low, row)} to {_figure(row.ci_high, row)})"
    return f"{row.claim} ({authors(row.source)}): here {here}, {_VERDICTS.get(row.verdict, row.verdict)}."


def _weeks_say(name: str, means: np.ndarray, halves: list[float], shaded: int) -> str:
    def told(chosen: slice) -> str:
        values = means[chosen]
        sure = sum(abs(mean) > half for mean, half in zip(values, halves[chosen], strict=True))
        return f"{values.sum():+.0f} in all, beyond luck in {sure} of {count(len(values), 'week')}"

    parts = [f"while it runs {told(slice(0, shaded))}"] if shaded else []
    if shaded < len(means):
        parts.append(f"{'afterwards' if shaded else 'over time'} {told(slice(shaded, None))}")
    return f"{name[:1].upper() + name[1:]}: {joined(parts)}."
