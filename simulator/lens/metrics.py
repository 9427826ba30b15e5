"""Metrics: the key figures of a run, each a documented function of its tables.

>>> from simulator.lens import metrics
>>> metrics.about()                             # doctest: +SKIP
>>> metrics.recall(run.posts)                   # doctest: +SKIP
>>> metrics.METRICS["recall"].denominator
'posts and replies by members that break the rules, those of the last hours included'

`summary` gives them all. A figure is NaN where its denominator is empty, for instance `retention_d30` in a
run of three weeks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from .conduct import (
    appeal_overturn_rate,
    complaints,
    composure,
    precision,
    recall,
    recidivism_rate,
    removal_rate,
    team_minutes,
    time_to_action_hours,
    violation_prevalence,
)
from .conversation import (
    engagement_rate,
    first_response_hours,
    impressions,
    member_to_member_ratio,
    participation_gini,
    participation_top1,
    participation_top10,
    posts,
    replies,
    response_rate,
    silent_share,
    unanswered_rate,
)
from .given import must_be_run
from .measure import Metric
from .presence import (
    activation_rate,
    belonging,
    churn_rate,
    dau,
    loyalty,
    mau,
    nps,
    reach,
    retention_d1,
    retention_d7,
    retention_d30,
    stickiness,
    trust,
    wau,
)
from .service import (
    complaints_answered,
    customers,
    defection_rate,
    money_spent,
    satisfaction,
    tasks_missed,
    team_answer_hours,
    wishes_shipped,
)
from .storms import departures, negative_posts, net_sentiment, press_mentions, storm_visitors

if TYPE_CHECKING:
    from ..lab.run import Run

_ORDER = (
    dau, wau, mau, stickiness, activation_rate, retention_d1, retention_d7, retention_d30, churn_rate, reach,
    impressions, engagement_rate, posts, replies, response_rate, first_response_hours, unanswered_rate,
    member_to_member_ratio, participation_top1, participation_top10, participation_gini, silent_share,
    net_sentiment, negative_posts, departures, storm_visitors, press_mentions, trust,
    belonging, loyalty, nps, violation_prevalence, removal_rate, precision, recall, time_to_action_hours,
    recidivism_rate, appeal_overturn_rate, complaints, complaints_answered, team_answer_hours, wishes_shipped,
    satisfaction, customers, defection_rate, team_minutes, money_spent, tasks_missed, composure,
)  # fmt: skip
METRICS: dict[str, Metric] = {function.__name__: function for function in _ORDER}
"""Every metric by name; each has `what`, `unit`, `denominator` and `tables` (the names of its arguments)."""


def summary(run: Run) -> pd.Series:
    """Return every metric of a run by name: shape (metrics,), float64, NaN where there is nothing."""
    tables = tables_of(run)
    values = {name: function(*(tables[table] for table in function.tables)) for name, function in METRICS.items()}
    return pd.Series(values, name="value", dtype="float64").rename_axis("metric")


def tables_of(run: Run) -> dict[str, Any]:
    """Return what metrics take as arguments, by name.

    `hourly`, `daily`, `members`, `posts`, `actions`: tables of the run. `events`: `run.events()`. `hours`: length
    of the run in hours. `end`: the moment at which it ends (UTC).
    """
    must_be_run(run)
    hours = len(run.hourly)
    return {
        "hourly": run.hourly,
        "daily": run.daily,
        "members": run.members,
        "posts": run.posts,
        "actions": run.actions,
        "events": run.events(),
        "hours": hours,
        "end": run.start + pd.Timedelta(hours=hours),
    }


def about() -> pd.DataFrame:
    """Return one row a metric: `what` it says, `unit` and `denominator`; the index is its name."""
    columns = ("what", "unit", "denominator")
    rows = {name: [getattr(function, column) for column in columns] for name, function in METRICS.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(columns)).rename_axis("metric")
