"""Dashboards plot: one community, four dashboards beside the truth - or two runs, and which dashboard misleads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from .dashboards import INSTRUMENTS, NEITHER, QUESTIONS, direction, instruments, truth_beside_dashboard
from .given import must_be_run, shown
from .sentences import as_percent, joined
from .theme import BLUE, GREY, INK, PALE, RED, Picture, panel, picture, themed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..lab.run import Run

_TRUTHS = {
    "helped": ("helped within a day", "share"),
    "net_sentiment": ("net sentiment of all posts", "score"),
    "back_in_second_week": ("back in their second week", "share"),
    "recall": ("breaches taken down", "share"),
    "participation_top10": ("written by the top tenth", "share"),
    "churn_rate": ("leave in a month", "share"),
    "trust": ("mean trust", "share"),
}
"""A true figure: what it is called, and its unit."""
_TRUTH = "what is true"
_COLUMNS = (0.0, 0.215, 0.375, 0.535, 0.695, 0.85)  # where questions, truth and instruments begin
_NO_ANSWER = "no answer"
_WAYS = {1: "better", -1: "worse", 0: "the same"}
_MARKS = {1: "▲", -1: "▼", 0: "="}


class _Cell(NamedTuple):
    """What stands in one place: figure, its values (one or two), and whether it contradicts the truth."""

    figure: str
    unit: str
    values: tuple[float, ...]
    way: int = 0
    misleads: bool = False

    @property
    def label(self) -> str:
        """What the figure is called."""
        return _TRUTHS[self.figure][0] if self.figure in _TRUTHS else self.figure.replace("_", " ")

    @property
    def said(self) -> str:
        """Its values in words."""
        return " → ".join(in_words(value, self.unit) for value in self.values) if self.figure else _NO_ANSWER


def plot_dashboards(run: Run, other: Run | None = None, names: tuple[str, str] = ("before", "after")) -> Picture:
    """Return seven questions with the truth and four instruments' answers as a figure.

    Args:
        other: a second run of the same length. With it every cell says how the figure moved and whether that looks
            better (a triangle that points up) or worse; where it contradicts the truth it has a bar and says
            "misleads". If any of an instrument's figures contradicts, the first such stands in for its usual one.
        names: what the two runs are called.

    Raises:
        ValueError: in one line, when the runs or their names cannot be used.
    """
    must_be_run(run)
    if other is not None:
        must_be_run(other, "other")
        if len(other.hourly) != len(run.hourly):
            raise ValueError(
                f"other must be as long as run, got {len(other.hourly)} hours beside {len(run.hourly)}"
            )
    is_pair = isinstance(names, tuple | list) and len(names) == 2
    if other is not None and not (is_pair and all(isinstance(name, str) and name for name in names)):
        raise ValueError(f"names must be two texts, as ('disclose', 'delete'), got {shown(names)}")
    rows = _rows(run, other)
    with themed():
        figure = picture(11.6, 6.3)
        axes = panel(figure, 0.015, 0.02, 0.97, 0.96)
        axes.set(xlim=(0, 1), ylim=(-0.15, len(rows) + 0.7))
        axes.set_axis_off()
        _heads(axes, len(rows), None if other is None else names)
        for height, (question, cells) in zip(range(len(rows))[::-1], rows.items(), strict=True):
            axes.axhline(height + 1, color=PALE, linewidth=0.9)
            axes.text(0, height + 0.52, question, va="center", weight="bold", fontsize=11.5)
            for number, cell in enumerate(cells.values()):
                _draw(axes, _COLUMNS[number + 1], height, cell, number == 0)
    figure.says = _says_one(rows) if other is None else _says_two(rows, names)
    return figure


def in_words(value: float, unit: str) -> str:
    """Return a figure in a few signs.

    >>> in_words(0.123, "share"), in_words(2.5, "hours"), in_words(-0.2, "score"), in_words(float("nan"), "posts")
    ('12%', '2.5 h', '-0.20', 'none')
    """
    if value != value:
        return "none"
    if unit == "share":
        return f"{value:.1%}" if 0 < abs(value) < 0.1 else as_percent(value)
    if unit == "hours":
        return f"{value:,.1f} h"
    if unit in ("score", "index"):
        return f"{value:+.2f}"
    return f"{value:,.0f}"


def _rows(run: Run, other: Run | None) -> dict[str, dict[str, _Cell]]:
    """Return question -> column -> cell."""
    tables = [truth_beside_dashboard(one) for one in (run, other) if one is not None]
    shown = [instruments(one).set_index(["instrument", "figure"]) for one in (run, other) if one is not None]
    rows = {}
    for number, (asked, question) in enumerate(QUESTIONS.items()):
        truth = tuple(float(table["truth"][number]) for table in tables)
        way = direction(question.truth, *truth) if other is not None else 0
        cells = {_TRUTH: _Cell(question.truth, _TRUTHS[question.truth][1], truth, way)}
        for name in INSTRUMENTS:
            cells[name] = _answer(shown, name, question.answers.get(name, ()), way)
        rows[asked] = cells
    return rows


def _answer(shown: list[pd.DataFrame], name: str, figures: tuple[str, ...], truth: int) -> _Cell:
    found = []
    for figure in figures:
        values = tuple(float(table.loc[(name, figure), "value"]) for table in shown)
        way = direction(figure, *values) if len(values) == 2 else 0
        found.append(_Cell(figure, shown[0].loc[(name, figure), "unit"], values, way, way * truth < 0))
    return next((cell for cell in found if cell.misleads), found[0] if found else _Cell("", "", ()))


def _heads(axes: Axes, top: int, names: tuple[str, str] | None) -> None:
    for number, name in enumerate((_TRUTH, *INSTRUMENTS)):
        colour = BLUE if number == 0 else INK
        axes.text(_COLUMNS[number + 1], top + 0.35, name, va="center", weight="bold", fontsize=13, color=colour)
    if names is not None:
        axes.text(0, top + 0.48, f"{names[0]} → {names[1]}", va="center", fontsize=11.5)
        axes.text(0, top + 0.2, "▲ looks better  ▼ looks worse", va="center", fontsize=9.5, color=GREY)


def _draw(axes: Axes, left: float, height: int, cell: _Cell, is_truth: bool) -> None:
    colour = RED if cell.misleads else BLUE if is_truth else INK if cell.figure else GREY
    mark = f"{_MARKS[cell.way]} " if len(cell.values) == 2 and cell.figure not in NEITHER else ""
    axes.text(left, height + 0.7, mark + cell.said, va="center", fontsize=12.5, color=colour)
    axes.text(left, height + 0.4, cell.label, va="center", fontsize=9.5, color=GREY)
    if cell.misleads:
        axes.text(left, height + 0.16, "misleads", va="center", fontsize=9.5, weight="bold", color=RED)
        axes.plot([left - 0.008] * 2, [height + 0.1, height + 0.86], color=RED, linewidth=3, clip_on=False)


def _says_one(rows: dict[str, dict[str, _Cell]]) -> str:
    parts = []
    for asked, cells in rows.items():
        answers = [
            f"{name} {cell.said} ({cell.label})" for name, cell in cells.items() if cell.figure and name != _TRUTH
        ]
        truth = cells[_TRUTH]
        parts.append(f"{asked} In truth {truth.said} ({truth.label}); {'; '.join(answers)}.")
    return " ".join(parts)


def _says_two(rows: dict[str, dict[str, _Cell]], names: tuple[str, str]) -> str:
    """Say how the truth moved, and which figures say the opposite."""
    truths = [cells[_TRUTH] for cells in rows.values() if cells[_TRUTH].figure not in NEITHER]
    moved = [
        f"{_WAYS[way]} in {joined(f'{cell.label} ({cell.said})' for cell in truths if cell.way == way)}"
        for way in (-1, 1, 0)
        if any(cell.way == way for cell in truths)
    ]
    against = {
        f"{cell.label} of {name} looks {_WAYS[cell.way]} ({cell.said})": None
        for cells in rows.values() for name, cell in cells.items() if cell.misleads
    }  # fmt: skip
    contradicts = (
        f" Against the truth, {joined(against)}." if against else " No figure shown contradicts the truth."
    )
    return f"From {names[0]} to {names[1]} the truth is {'; '.join(moved)}.{contradicts}"
