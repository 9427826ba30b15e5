"""Posting time: what the hour does to what the team publishes.

E42 is after Kanuri et al. 2018, whose newspaper's posts drew 8.8% more clicks in the morning than in the afternoon
and 11.1% more than in the evening. Here the same post is published every day at one of three hours of the clock on
which most members live, and likes and answers are counted per reading.
"""

from __future__ import annotations

import numpy as np

from ...playbook import verbs
from ...world.community import Community
from ...world.constants import HOURS_PER_DAY
from ...world.members import NOBODY
from .experiment import Quantities, experiment, part, percent_change, ratio
from .places import LIVELY, forum

_HOURS = {"morning": 7, "afternoon": 13, "evening": 18}
_DAYS = 30
_PLACE = LIVELY | {"members": 2_000, "days": _DAYS, "rhythm.zones": {0: 1.0}}


class Daily:
    """A tactic that publishes once a day at one hour."""

    def __init__(self, hour: int) -> None:
        """Publish at this hour of the day, UTC."""
        self.hour = hour

    def on_hour(self, community: Community) -> None:
        """Publish when it is time."""
        if community.hour % HOURS_PER_DAY == self.hour:
            verbs.publish(community, None, appeal=2.0)


@experiment("E42")
def posting_time(seed: int) -> Quantities:
    """Publish in the morning, in the afternoon or in the evening; count reactions and readings of those posts."""
    counted: dict[str, float] = {}
    for name, hour in _HOURS.items():
        community = Community(forum(_PLACE), seed=seed, tactics=[Daily(hour)]).run_for(days=_DAYS)
        posts = community.content.posts[: community.content.post_count]
        ours = np.flatnonzero((posts["author"] == NOBODY) & (posts["parent"] < 0))
        counted |= {
            f"readings_{name}": int(posts["readings"][ours].sum()),
            f"reactions_{name}": int(posts["likes"][ours].sum() + posts["answers"][ours].sum()),
        }
    return counted


def _per_reading(total: Quantities, name: str) -> float:
    return ratio(total[f"reactions_{name}"], total[f"readings_{name}"])


@part("E42a")
def beside_afternoon(total: Quantities) -> float:
    """A post in the morning draws more reactions per reading than one in the afternoon."""
    return percent_change(_per_reading(total, "morning"), _per_reading(total, "afternoon"))


@part("E42b")
def beside_evening(total: Quantities) -> float:
    """And more than one in the evening."""
    return percent_change(_per_reading(total, "morning"), _per_reading(total, "evening"))
