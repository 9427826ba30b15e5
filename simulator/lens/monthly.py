"""Monthly: what a manager tells a boss who has two minutes, worked out from a run's tables.

    from simulator.lens.monthly import monthly
    report = monthly(run, month=2)
    report.headline                   # one sentence
    report.figures                    # six tasks, this month beside the one before
    report.advice                     # at most three, each with its reason and its limit

A month is four whole weeks, counted from the first day of the run. Figures are what a manager can count or hear;
where hidden truth is shown at all, it says so. Nothing here says why something happened: one run can't show that.
`monthly_page.page` makes a sheet of paper of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY
from .given import must_be_run, shown
from .listening import listen
from .monthly_advice import Advice, advice
from .monthly_change import changes
from .monthly_deeds import Deeds, deeds
from .monthly_figures import FIGURES, measured
from .monthly_span import LAG_HOURS, MONTH_DAYS, SAMPLE, Span, weeks_of
from .monthly_words import headline, news

if TYPE_CHECKING:
    from ..lab.run import Run
    from .listening import Heard


@dataclass(frozen=True, eq=False)
class Monthly:
    """A month of a run.

    Attributes:
        run: what was lived. month: its number, from 1. months: how many the run has, a shorter last one
            included. span: its days. headline: one true sentence.
        figures: one row a figure (index: its name): task, label, unit, better (1, 0 or -1), counted, noun; now
            and before (this month's value and the one before; counts are a week's), of (what it is out of);
            difference, low, high, p, changed (see `monthly_change.changes`); word ("up", "down", "about as before"
            or "no comparison") and sign ("better", "worse" or "").
        weekly: one row a figure and whole week up to the end of the month: figure, month, week (from 1), value,
            of.
        news: what else is known: pairs of a sentence and how it is known.
        deeds: what the team did. advice: what to do next.
    """

    run: Run = field(repr=False)
    month: int
    months: int
    span: Span = field(repr=False)
    headline: str
    figures: pd.DataFrame = field(repr=False)
    weekly: pd.DataFrame = field(repr=False)
    news: list[tuple[str, str]] = field(repr=False)
    deeds: Deeds = field(repr=False)
    advice: list[Advice] = field(repr=False)

    @property
    def whole(self) -> bool:
        """Whether it has all its four weeks."""
        return self.span.days == MONTH_DAYS

    @property
    def begins(self) -> pd.Timestamp:
        """Its first day (UTC)."""
        return self.run.start + pd.Timedelta(days=self.span.first)

    @property
    def ends(self) -> pd.Timestamp:
        """Its last day (UTC)."""
        return self.run.start + pd.Timedelta(days=self.span.last - 1)


def monthly(run: Run, month: int | None = None) -> Monthly:
    """Return the report of a month.

    Args:
        run: as `simulate` returns or `Run.load` reads.
        month: number from 1; None for the last whole one, or what there is of the first.

    Raises:
        ValueError: in one line, when there is no such month, or no whole day.
    """
    must_be_run(run)
    months = -(-run.days // MONTH_DAYS)
    if not months:
        raise ValueError("this run has no whole day yet, so there is nothing to report")
    number = max(1, run.days // MONTH_DAYS) if month is None else _within(month, months, run.days)
    spans = _spans(run, number)
    weekly = _weekly(spans)
    figures = _figures(spans, weekly)
    span = spans[-1]
    made = deeds(span)
    return Monthly(
        run=run,
        month=number,
        months=months,
        span=span,
        headline=headline(figures, span),
        figures=figures,
        weekly=weekly,
        news=news(figures, spans),
        deeds=made,
        advice=advice(figures, made, span),
    )


def _within(month: object, months: int, days: int) -> int:
    last = (
        f"; month {months} has {days - (months - 1) * MONTH_DAYS} of {MONTH_DAYS} days"
        if days % MONTH_DAYS
        else ""
    )
    exist = f"from 1 to {months}{last}" if months > 1 else f"1, the only one of this run{last}"
    if isinstance(month, bool) or not isinstance(month, int | np.integer) or not 1 <= month <= months:
        raise ValueError(f"month must be {exist}, got {shown(month)}")
    return int(month)


def _spans(run: Run, number: int) -> list[Span]:
    """Return the months of a run up to one, as they are known on its last evening."""
    known = min(number * MONTH_DAYS, run.days)
    heard = _heard(run, known)
    return [
        Span(run, heard, first, min(first + MONTH_DAYS, known), known, first)
        for first in range(0, number * MONTH_DAYS, MONTH_DAYS)
    ]


def _heard(run: Run, known: int) -> Heard | None:
    """Listen up to the day of which the tool shows something by then."""
    last = known - 1 - LAG_HOURS // HOURS_PER_DAY
    return listen(run, SAMPLE, LAG_HOURS, days=(0, last)) if last >= 0 else None


def _weekly(spans: list[Span]) -> pd.DataFrame:
    rows = [
        (figure.name, month, week.first // 7 + 1, *figure.value(week))
        for month, span in enumerate(spans, start=1)
        for week in weeks_of(span)
        for figure in FIGURES
    ]
    table = pd.DataFrame(rows, columns=["figure", "month", "week", "value", "of"])
    return table.astype({"figure": "str", "month": "int64", "week": "int64", "value": "float64", "of": "float64"})


def _figures(spans: list[Span], weekly: pd.DataFrame) -> pd.DataFrame:
    now = {figure.name: measured(figure, spans[-1]) for figure in FIGURES}
    before = {figure.name: measured(figure, spans[-2])[0] if len(spans) > 1 else np.nan for figure in FIGURES}
    table = pd.DataFrame(
        {
            "task": [figure.task for figure in FIGURES],
            "label": [figure.label for figure in FIGURES],
            "unit": [figure.unit for figure in FIGURES],
            "better": [figure.better for figure in FIGURES],
            "counted": [figure.counted for figure in FIGURES],
            "noun": [figure.of for figure in FIGURES],
            "now": [now[figure.name][0] for figure in FIGURES],
            "before": [before[figure.name] for figure in FIGURES],
            "of": [now[figure.name][1] for figure in FIGURES],
        },
        index=pd.Index([figure.name for figure in FIGURES], name="figure"),
    )
    # A month without a whole week has nothing that could be held against the months before.
    this_month = weekly[weekly["month"] == len(spans)]
    compared = changes(weekly if len(this_month) else weekly.iloc[:0], {f.name: f.unit for f in FIGURES})
    table = table.join(compared)
    up = table["difference"] > 0
    table["word"] = np.select(
        [table["p"].isna(), table["changed"] & up, table["changed"]], ["no comparison", "up", "down"],
        "about as before",
    )  # fmt: skip
    good = np.sign(table["difference"]) * table["better"]
    table["sign"] = np.select(
        [table["changed"] & (good > 0), table["changed"] & (good < 0)], ["better", "worse"], ""
    )
    return table
