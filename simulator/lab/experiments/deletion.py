"""Deletion: what a removal without further words does to its author.

E04 is after Srinivasan et al. 2019, who compared authors whose comments were removed by moderators of one forum
with authors of alike comments that moderators overlooked. Here a community lives for a week without a team and
then splits into two futures. In one of them, for ten days, the first breach of every member is removed within the
hour; in the other it is left standing. Nobody is told or warned, and nothing else is ever removed. The place is a
talkative one: fewer than one next post in twenty breaks a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ...playbook import verbs
from ...world.community import Community
from ...world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .experiment import Quantities, experiment, part, percent_change, share
from .places import TALKATIVE, forum
from .treatment import FirstBreach

_FIRST_DAY, _LAST_DAY = 7, 17
_LATER_HOURS = 28 * HOURS_PER_DAY
# Most next posts follow within days, so many people are watched for a short while, and few for long.
_CROWD = TALKATIVE | {"members": 4_000, "days": _LAST_DAY + 4}
_FEW = TALKATIVE | {"members": 500, "days": _LAST_DAY + 28 + 14}


def _leave(community: Community, member: int, post: int) -> bool:
    return True


def _remove(community: Community, member: int, post: int) -> bool:
    verbs.remove(community, None, post)
    return True


@experiment("E04", treated="next_removed")
def removal(seed: int) -> Quantities:
    """Remove first breaches or leave them; count breaches among next posts, and among those of weeks later."""
    counted: dict[str, float] = {}
    for arm, posts, since in _futures(_CROWD, seed):
        following = posts[since > 0].drop_duplicates("author")
        counted |= {f"next_{arm}": len(following), f"next_breaches_{arm}": int(following["breaks_rules"].sum())}
    for arm, posts, since in _futures(_FEW, seed):
        later = posts[since > _LATER_HOURS]
        counted |= {f"later_{arm}": len(later), f"later_breaches_{arm}": int(later["breaks_rules"].sum())}
    return counted


def _futures(place: Mapping[str, Any], seed: int) -> Iterator[tuple[str, pd.DataFrame, pd.Series]]:
    """Yield each arm with its posts, and how many hours after their author's treatment they were written."""
    past = Community(forum(place), seed=seed).run_for(days=_FIRST_DAY)
    for arm, treat in (("left", _leave), ("removed", _remove)):
        future = past.fork(tactics=[FirstBreach(treat, _FIRST_DAY, _LAST_DAY)])
        posts = future.run_for(days=place["days"] - _FIRST_DAY).to_run().posts
        treated = posts["author"].map(future.extra_tactics[0].hour_of)
        yield arm, posts, posts["seconds"] // SECONDS_PER_HOUR - treated


def _change(total: Quantities, when: str) -> float:
    """Return by how much the share of breaches differs with removal, in percent."""
    shares = [share(total[f"{when}_breaches_{arm}"], total[f"{when}_{arm}"]) for arm in ("removed", "left")]
    return percent_change(*shares)


@part("E04a")
def next_post(total: Quantities) -> float:
    """The next post keeps the rules more often."""
    return _change(total, "next")


@part("E04b")
def weeks_later(total: Quantities) -> float:
    """Weeks later it is as if nothing had happened."""
    return _change(total, "later")
