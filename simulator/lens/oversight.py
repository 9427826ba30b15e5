"""Oversight: how well a community is moderated - in truth, and on the dashboard that its team looks at.

A simulated community knows which posts break the rules. A real team knows what it did, what members flagged and
what was appealed; from that alone every dashboard is made. Both stand side by side here, measure by measure.
Posts of the team are left out. `audit.by_actor` says who did how much, and how well.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..world.constants import SECONDS_PER_HOUR
from . import conduct
from .audit import by_actor, decisions
from .given import must_be_run
from .measure import by_members, share

if TYPE_CHECKING:
    from ..lab.run import Run

__all__ = ["HIDDEN_FROM_THE_TEAM", "MEASURES", "by_actor", "oversight"]

HIDDEN_FROM_THE_TEAM = ["breaks_rules", "breach"]
"""Columns of `run.posts` that no dashboard is made from."""

# measure: unit, why truth and dashboard differ
_ABOUT = {
    "precision": (
        "share",
        "A mistake shows only when the author appeals and is believed, or the team notices; every other decision "
        "passes for right.",
    ),
    "recall": (
        "share",
        "The dashboard asks what became of posts that were flagged; a breach that nobody flagged is on no list.",
    ),
    "time_to_action_hours": (
        "hours",
        "The dashboard times what was taken down; a breach that still stands has no such time, and in truth "
        "counts with the hours it has stood so far.",
    ),
    "recidivism_rate": (
        "share",
        "The dashboard sees a relapse only when the second breach is found as well, and takes a decent member "
        "whose posts are removed by mistake for an offender.",
    ),
    "appeal_overturn_rate": (
        "share",
        "In truth this is the share of appeals that deserve to be granted; who hears an appeal can be wrong, too, "
        "in either direction.",
    ),
    "violation_prevalence": (
        "share",
        "What is taken down lacks the breaches that nobody found, and holds decent posts that were taken for "
        "breaches.",
    ),
    "false_removal_rate": (
        "share",
        "Decent authors who do not appeal, or are turned down, leave no trace on the dashboard.",
    ),
    "busiest_tenth_share": (
        "share",
        "The dashboard counts acts and knows only those who acted; a click on spam counts like ten minutes over a "
        "threat, and the idle are forgotten.",
    ),
    "backlog": (
        "posts",
        "The queue holds what was flagged or held, some of it decent; a breach that nobody flagged waits in no "
        "queue.",
    ),
    "longest_wait_hours": (
        "hours",
        "The oldest case in the queue is not the oldest breach: what nobody flags stands longest.",
    ),
}
MEASURES = tuple(_ABOUT)
"""Names of the measures, in the order of the table."""


def oversight(run: Run) -> pd.DataFrame:
    """Return one row a measure: what is true of a run, and what its team's dashboard says.

    Columns: measure (see `MEASURES`), unit ("share", "hours" or "posts"), truth and dashboard (float64, NaN where
    there is nothing to measure), why (one sentence on why the two differ).

    Measures, truth against dashboard:
        precision: decisions to take down that were right; decisions that were not reversed (see `audit`).
        recall: breaches that are down at the end; flagged posts that are.
        time_to_action_hours: median from writing to being taken down - over all breaches, those that stand with
            the hours so far; over what was taken down.
        recidivism_rate: members who broke the rules again within 14 days of their first rightful removal; members
            of whom something was removed again within 14 days of a first removal.
        appeal_overturn_rate: decided appeals against a removal that was wrong; those that were granted.
        violation_prevalence: posts and replies that break the rules; those that are taken down.
        false_removal_rate: decent posts that were ever taken down; posts put back, among all that are visible.
        busiest_tenth_share: minutes that the busiest tenth of the team worked, at least one person; acts of the
            busiest tenth of those who are in the log.
        backlog: breaches in sight and posts held at the end; cases open at the end.
        longest_wait_hours: age of the oldest of these posts; age of the oldest post among these cases.

    When a flag was raised is not recorded, so the team, too, can only count from the writing of a post.
    """
    must_be_run(run)
    truth = _truth(run)
    dashboard = _dashboard(run.posts.drop(columns=HIDDEN_FROM_THE_TEAM), run.hourly, run.actions, decisions(run))
    rows = [(name, unit, truth[name], dashboard[name], why) for name, (unit, why) in _ABOUT.items()]
    table = pd.DataFrame(rows, columns=["measure", "unit", "truth", "dashboard", "why"])
    return table.astype(
        {"measure": "str", "unit": "str", "truth": "float64", "dashboard": "float64", "why": "str"}
    )


def _truth(run: Run) -> dict[str, float]:
    posts, hours, actions = run.posts, len(run.hourly), run.actions
    written, taken = by_members(posts), decisions(run)["post"]
    decent, breaches = written[~written["breaks_rules"]], written[written["breaks_rules"]]
    appeals = actions.loc[actions["verb"].isin(["overturn", "uphold"]), "target"]
    pending = written[(written["breaks_rules"] & (written["status"] == "visible")) | (written["status"] == "held")]
    minutes = by_actor(run)["minutes"]
    return {
        "precision": share(posts.loc[taken, "breaks_rules"].sum(), len(taken)),
        "recall": conduct.recall(posts),
        "time_to_action_hours": _median_hours_in_sight(breaches, hours),
        "recidivism_rate": conduct.recidivism_rate(posts, hours),
        "appeal_overturn_rate": share((~posts.loc[appeals, "breaks_rules"]).sum(), len(appeals)),
        "violation_prevalence": conduct.violation_prevalence(posts),
        "false_removal_rate": share(decent.index.isin(taken).sum(), len(decent)),
        "busiest_tenth_share": _busiest_tenth(minutes[minutes.index >= 0]),
        "backlog": float(len(pending)) if hours else np.nan,
        "longest_wait_hours": _age_of_oldest(pending, hours),
    }


def _dashboard(
    posts: pd.DataFrame, hourly: pd.DataFrame, actions: pd.DataFrame, taken: pd.DataFrame
) -> dict[str, float]:
    posts, hours = by_members(posts), len(hourly)
    flagged, waiting = posts[posts["flags_received"] > 0], posts[posts["case"] == "waiting"]
    put_back = taken.loc[taken["reversed"], "post"].nunique()
    acts = actions.loc[actions["actor"] >= 0, "actor"].value_counts()
    return {
        "precision": 1 - share(taken["reversed"].sum(), len(taken)),
        "recall": share(conduct.is_taken_down(flagged).sum(), len(flagged)),
        "time_to_action_hours": conduct.time_to_action_hours(posts),
        "recidivism_rate": _removed_again(posts, hours),
        "appeal_overturn_rate": conduct.appeal_overturn_rate(actions),
        "violation_prevalence": conduct.removal_rate(posts),
        "false_removal_rate": share(put_back, (posts["status"] == "visible").sum()),
        "busiest_tenth_share": _busiest_tenth(acts),
        "backlog": float(hourly["open_cases"].iloc[-1]) if hours else np.nan,
        "longest_wait_hours": _age_of_oldest(waiting, hours),
    }


def _median_hours_in_sight(breaches: pd.DataFrame, hours: int) -> float:
    """Return the median of hours in sight; what is held has none, what stands has stood until the end."""
    so_far = (hours - breaches["seconds"] / SECONDS_PER_HOUR).mask(breaches["status"] == "held", 0.0)
    return float(so_far.mask(conduct.is_taken_down(breaches), conduct.hours_in_sight(breaches)).median())


def _removed_again(posts: pd.DataFrame, hours: int) -> float:
    removed = posts[posts["status"] == "removed"]
    when = removed["status_hour"].astype("int64")
    first = when.groupby(removed["author"]).min()
    observed = first[first + 1 <= hours - conduct.RECIDIVISM_HOURS]
    since = when - removed["author"].map(observed)
    again = removed.loc[(since > 0) & (since < conduct.RECIDIVISM_HOURS), "author"]
    return share(again.nunique(), len(observed))


def _busiest_tenth(work: pd.Series) -> float:
    most = work.sort_values(ascending=False).iloc[: math.ceil(len(work) / 10)]
    return share(most.sum(), work.sum())


def _age_of_oldest(posts: pd.DataFrame, hours: int) -> float:
    return float(hours - posts["seconds"].min() / SECONDS_PER_HOUR)
