"""Dashboards: one community through four instruments, beside what is true of it.

>>> from simulator.lens.dashboards import instruments, misleads, truth_beside_dashboard
>>> truth_beside_dashboard(run)                 # doctest: +SKIP
>>> misleads(run_that_discloses, run_that_deletes)      # doctest: +SKIP

The module `instruments` says what the four are. The truth is what only a simulator knows: what members feel, what
was said and then deleted, which posts break the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from . import conduct, conversation, presence, storms
from .given import is_number, shown
from .instruments import CHAOSS, FORUM, INDEX, SHOWN, VANITY
from .measure import by_members, share
from .period import Period

if TYPE_CHECKING:
    from ..lab.run import Run

INSTRUMENTS = tuple(SHOWN)
"""Names of the instruments, in the order of the tables."""
_HELP_HOURS, _SECOND_WEEK = 24, range(7, 14)
LESS_IS_BETTER = (
    "churn_rate", "first_response_hours", "without_response", "complaint_topics",
    "negative_posts", "Time to First Response", "Inactive Contributors",
)  # fmt: skip
"""Figures of truth and instruments that are good when they are small; of all others more is taken for better."""
NEITHER = ("participation_top10",)
"""Figures of which neither more nor less is better by itself: fewer hands, or the same hands and less to do?"""


class Question(NamedTuple):
    """What a manager wants to know.

    Attributes:
        truth: name of the true figure. of: the function of a period that gives it.
        answers: instrument -> figures that people read as an answer; the first is shown beside the truth.
        why: one sentence on why they differ from the truth.
    """

    truth: str
    of: Callable[[Period], float]
    answers: dict[str, tuple[str, ...]]
    why: str


def helped(period: Period) -> float:
    """Return the share of members' questions and complaints answered within 24 hours, in public or private.

    Deleted ones count; those of the last 24 hours of the run are left out.
    """
    posts, run = by_members(period.posts), period.run
    asked = posts[posts["kind"].isin(("question", "complaint")) & (posts["parent"] == -1)]
    asked = asked[asked["seconds"] <= (len(run.hourly) - _HELP_HOURS) * SECONDS_PER_HOUR]
    replies = run.posts[(run.posts["parent"] >= 0)]
    replies = replies[replies["author"] != run.posts["author"].reindex(replies["thread"]).to_numpy()]
    in_public = replies.groupby("thread")["seconds"].min().reindex(asked.index)
    by_team = asked["team_answer_seconds"].where(asked["team_answer_seconds"] >= 0)
    first = pd.concat([in_public, by_team], axis=1).min(axis=1)
    return share((first - asked["seconds"] <= _HELP_HOURS * SECONDS_PER_HOUR).sum(), len(asked))


def second_week(period: Period) -> float:
    """Return the share of those who joined that came back between 7 and 14 days later.

    Storm visitors, and newcomers whose second week is not over when the run ends, are left out.
    """
    joined = period.newcomers
    latest = len(period.run.hourly) - (_SECOND_WEEK[-1] + 1) * HOURS_PER_DAY
    joined = joined[(joined["joined_hour"] <= latest) & (joined["outsider"] == 0)]
    days = sum(1 << day for day in _SECOND_WEEK)
    return share(((joined["visited_days"] & days) != 0).sum(), len(joined))


QUESTIONS = {
    "Are people well served?": Question(
        "helped", helped,
        {FORUM: ("without_response", "first_response_hours", "complaint_topics"),
         CHAOSS: ("Time to First Response",), INDEX: ("responsiveness",), VANITY: ("total_posts",)},
        "Waits are timed over what was answered and still stands; a question nobody answers has no time, and a "
        "deleted complaint is no open one.",
    ),
    "Is the mood good?": Question(
        "net_sentiment", lambda period: storms.net_sentiment(period.posts),
        {FORUM: ("sentiment", "negative_posts"), INDEX: ("liveliness",), VANITY: ("total_likes",)},
        "A tool knows words and not what they mean, and hears nothing of what was taken down; likes and "
        "liveliness count anger, too.",
    ),
    "Do newcomers stay?": Question(
        "back_in_second_week", second_week,
        {FORUM: ("sign_ups",), CHAOSS: ("Conversion Rate", "New Contributors"), INDEX: ("growth",),
         VANITY: ("registered",)},
        "Signing up is counted, coming back is not; who never writes is nobody to a count of contributors.",
    ),
    "Is harm being found?": Question(
        "recall", lambda period: conduct.recall(period.posts),
        {FORUM: ("flags_settled",)},
        "The software knows what was flagged; a breach that nobody flagged is on no list. The others do not ask.",
    ),
    "Who carries it?": Question(
        "participation_top10", lambda period: conversation.participation_top10(_events(period)),
        {FORUM: ("daily_visitors",), CHAOSS: ("Contributor Absence Factor", "Contributors"),
         INDEX: ("interaction",), VANITY: ("total_posts",)},
        "A number of people says little without the number of all; totals do not say whose they are.",
    ),
    "Do people stay?": Question(
        "churn_rate", lambda period: presence.churn_rate(period.hourly),
        {FORUM: ("stickiness", "monthly_visitors"), CHAOSS: ("Inactive Contributors",), INDEX: ("traffic",),
         VANITY: ("registered",)},
        "Nobody says goodbye: who left is still registered, and the most eager of those who stay fill the gap.",
    ),
    "Is trust growing?": Question(
        "trust", lambda period: float(period.daily["trust"].iloc[-1]) if len(period.daily) else np.nan,
        {FORUM: ("daily_visitors", "sentiment", "complaint_topics", "new_topics", "likes"),
         CHAOSS: ("Contributors",), INDEX: ("health_index",), VANITY: ("total_likes", "total_page_views")},
        "No instrument asks; activity stands in for trust, and an angry crowd is active.",
    ),
}  # fmt: skip
"""Questions, their true figures, and what each instrument answers."""


def instruments(run: Run, days: tuple[int, int] | None = None) -> pd.DataFrame:
    """Return what the four instruments show of a run, or of some days of it.

    Args:
        days: first and last day, counted from 0; None for the whole run. Whether a post is on show is asked at the
            end of the run.

    Returns:
        One row a figure. Columns: instrument (see `INSTRUMENTS`), figure, value (float64, NaN where there is
        nothing to measure), unit, what_it_counts.

    Raises:
        ValueError: in one line, when `run` is no run or has no such days.
    """
    return _instruments(Period.of(run, days))


def truth_beside_dashboard(run: Run, days: tuple[int, int] | None = None) -> pd.DataFrame:
    """Return seven questions, what is true, what each instrument answers, and why that differs.

    Returns:
        One row a question. Columns: question, truth_figure, truth (float64); for every instrument its name
        (float64; NaN where it has no answer) and its name with " figure" (text; empty where it has none); why.

    Raises:
        ValueError: in one line, when `run` is no run or has no such days.
    """
    period = Period.of(run, days)
    shown = _values(_instruments(period))
    rows = []
    for asked, question in QUESTIONS.items():
        row = {"question": asked, "truth_figure": question.truth, "truth": question.of(period)}
        for name in INSTRUMENTS:
            figure = question.answers.get(name, ("",))[0]
            row |= {name: shown.get((name, figure), np.nan), f"{name} figure": figure}
        rows.append(row | {"why": question.why})
    return pd.DataFrame(rows)


def misleads(
    before: Run, after: Run, days_before: tuple[int, int] | None = None, days_after: tuple[int, int] | None = None,
    least: float = 0.01,
) -> pd.DataFrame:  # fmt: skip
    """Return where an instrument says "better" while the truth got worse, or the other way round.

    Args:
        before, after: two runs; or one run twice, with the days of two periods of the same length.
        least: how far a figure must move to count as a change, as a share of the larger of the two values.

    Returns:
        One row a contradiction. Columns: question, instrument, figure, says ("better" or "worse"), before, after,
        truth_figure, truth_before, truth_after. Empty where nothing misleads. Two runs may differ by luck: see
        whether a contradiction holds for several seeds.

    Raises:
        ValueError: in one line, when something cannot be compared.
    """
    _must_be_share(least)
    periods = Period.of(before, days_before, "before"), Period.of(after, days_after, "after")
    lengths = [period.end - period.first for period in periods]
    if lengths[0] != lengths[1]:
        raise ValueError(f"before and after must be equally long, got {lengths[0]} and {lengths[1]} hours")
    shown = [_values(_instruments(period)) for period in periods]
    rows = []
    for asked, question in QUESTIONS.items():
        truth = [question.of(period) for period in periods]
        way = direction(question.truth, *truth, least)
        for name, figures in question.answers.items():
            for figure in figures:
                values = [of[name, figure] for of in shown]
                says = direction(figure, *values, least)
                if way * says < 0:
                    word = "better" if says > 0 else "worse"
                    rows.append((asked, name, figure, word, *values, question.truth, *truth))
    columns = [
        "question",
        "instrument",
        "figure",
        "says",
        "before",
        "after",
        "truth_figure",
        "truth_before",
        "truth_after",
    ]
    return pd.DataFrame(rows, columns=columns)


def direction(figure: str, before: float, after: float, least: float = 0.01) -> int:
    """Return 1 when a figure looks better, -1 worse, 0 for no change worth the name, or none that is known.

    Args:
        figure: name of a true figure or one of an instrument; see `LESS_IS_BETTER`.
        least: how far it must move to count, as a share of the larger of the two values.
    """
    if not isinstance(figure, str):
        raise ValueError(f"figure must be the name of a figure, got {shown(figure)}")
    for name, value in (("before", before), ("after", after)):
        if not is_number(value) and not (isinstance(value, float) and not np.isfinite(value)):
            raise ValueError(f"{name} must be a number, got {shown(value)}")
    _must_be_share(least)
    moved = after - before
    if figure in NEITHER or not np.isfinite(moved) or abs(moved) <= least * max(abs(before), abs(after)):
        return 0
    return int(np.sign(moved)) * (-1 if figure in LESS_IS_BETTER else 1)


def _must_be_share(least: float) -> None:
    if not is_number(least) or not 0 <= least < 1:
        raise ValueError(f"least must be a share from 0 to below 1, got {shown(least)}")


def _instruments(period: Period) -> pd.DataFrame:
    rows = [
        (name, figure, *about) for name, measured in SHOWN.items() for figure, about in measured(period).items()
    ]
    table = pd.DataFrame(rows, columns=["instrument", "figure", "value", "unit", "what_it_counts"])
    return table.astype({"value": "float64"})


def _values(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return dict(zip(zip(table["instrument"], table["figure"], strict=True), table["value"], strict=True))


def _events(period: Period) -> pd.DataFrame:
    events = period.run.events()
    return events[events["post"].isin(period.posts.index)]
