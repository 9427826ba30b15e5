"""Cuts: which key figures mean something for a day, a role, a platform or a campaign, and why others do not."""

from __future__ import annotations

import pandas as pd

from .metrics import METRICS

_NO_VISITS = "Who visited is on record as a count a day, not by group."
_AT_THE_END = "The distribution of members' feelings is known only at the end of the run."
_FORTNIGHT = "It follows members for two weeks, across any shorter stretch."
_BY_BEHAVIOUR = "A role is read from what people did, so newcomers would be sorted by the outcome."
_BY_DAY_ONLY = "It is counted for the whole community, day by day."
_OF_THE_TEAM = "It is about the team, not about members in a role."
_OF_PEOPLE = "It is about people, and people are in many campaigns at once."
_WRITES_ELSEWHERE = "Members write on other platforms, too; who is silent on one need not be silent."
_OUTSIDE = "It happens outside the community."
_WHOLE_RUN = "It asks for a visit within the whole run."
_QUEUE = "It is about cases and answers, not about what was said under the campaign."
_ROLE_IS_NOW = "Who has left has no role any more; the row `gone` holds all departures."

_NOT_BY_TIME = {"reach": _WHOLE_RUN, "silent_share": _NO_VISITS, "nps": _AT_THE_END, "recidivism_rate": _FORTNIGHT}
_NOT_BY_ROLE = (
    dict.fromkeys(("dau", "wau", "mau", "stickiness"), _NO_VISITS)
    | dict.fromkeys(("activation_rate", "retention_d1", "retention_d7", "retention_d30"), _BY_BEHAVIOUR)
    | dict.fromkeys(("team_minutes", "composure", "tasks_missed", "money_spent", "appeal_overturn_rate",
                     "wishes_shipped"), _OF_THE_TEAM)
    | {"churn_rate": _ROLE_IS_NOW, "press_mentions": _OUTSIDE, "defection_rate": _BY_DAY_ONLY}
)  # fmt: skip
_NOT_BY_PLATFORM = dict.fromkeys(("dau", "wau", "mau", "stickiness"), _NO_VISITS) | {
    "silent_share": _WRITES_ELSEWHERE,
    "press_mentions": _OUTSIDE,
    "defection_rate": _BY_DAY_ONLY,
    "tasks_missed": "A task that was given up has no place yet.",
    "composure": "People have one composure, wherever they work.",
}
CAMPAIGN = (
    "impressions", "engagement_rate", "posts", "replies", "member_to_member_ratio", "net_sentiment",
    "negative_posts", "violation_prevalence", "team_minutes", "money_spent",
)  # fmt: skip
"""Metrics by campaign."""
_QUEUED = (
    "removal_rate", "precision", "recall", "time_to_action_hours", "recidivism_rate", "appeal_overturn_rate",
    "complaints", "complaints_answered", "team_answer_hours", "wishes_shipped", "response_rate",
    "first_response_hours", "unanswered_rate", "tasks_missed", "composure",
)  # fmt: skip
_NOT_BY_CAMPAIGN = {
    name: _QUEUE if name in _QUEUED else _OUTSIDE if name == "press_mentions" else _OF_PEOPLE
    for name in METRICS
    if name not in CAMPAIGN
}


def _without(left_out: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for name in METRICS if name not in left_out)


TIME, ROLE, PLATFORM = _without(_NOT_BY_TIME), _without(_NOT_BY_ROLE), _without(_NOT_BY_PLATFORM)
"""Metrics by day and week, by role, by platform."""


def cuts() -> pd.DataFrame:
    """Return one row a metric: where it is a column, and where it is not, why.

    Indexed by metric. Columns: time, role, platform, campaign (bool), and why_not (text; empty where all hold).
    """
    left_out = {
        "time": _NOT_BY_TIME, "role": _NOT_BY_ROLE, "platform": _NOT_BY_PLATFORM, "campaign": _NOT_BY_CAMPAIGN,
    }  # fmt: skip
    table = pd.DataFrame({cut: [name not in names for name in METRICS] for cut, names in left_out.items()})
    table["why_not"] = [
        " ".join(f"{cut}: {names[name]}" for cut, names in left_out.items() if name in names) for name in METRICS
    ]
    return table.set_index(pd.Index(list(METRICS), name="metric"))
