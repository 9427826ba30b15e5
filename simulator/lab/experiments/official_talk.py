"""Official talk: what the team's share of the talk does to the mood of members.

E24 is after Homburg, Ehm & Artz 2015, who read 115,000 posts in ten communities of firms: members' sentiment rose
with the firm's share of posts, ever less, and fell where the share was very high - in threads about help, not in
those for company. Here a team adds replies of its own to members' posts until it has its share.
"""

from __future__ import annotations

import numpy as np

from ...playbook import verbs
from ...world.behaviour import COMPLAINT, QUESTION, VISIBLE
from ...world.community import Community
from ...world.constants import SECONDS_PER_DAY
from ...world.members import NOBODY
from .experiment import Quantities, experiment, part, ratio, share
from .places import TALKATIVE, forum

_SHARES = {"none": 0.0, "some": 0.2, "most": 0.7}
_DAYS, _SETTLED_DAYS = 16, 4
_PLACE = TALKATIVE | {"members": 500, "days": _DAYS}


class Share:
    """A tactic that answers members until the team has written its share of all posts."""

    def __init__(self, of_all: float) -> None:
        """Write so much of all posts, from 0 up to less than 1."""
        self.replies_per_post = of_all / (1 - of_all)
        self.owed = 0.0

    def on_hour(self, community: Community) -> None:
        """Answer this hour's posts by members, in turn, until the share is reached."""
        posts = community.content.posts
        new = np.arange(community.first_post_of_hour, community.content.post_count)
        new = new[(posts["author"][new] != NOBODY) & (posts["status"][new] == VISIBLE)].tolist()
        self.owed += self.replies_per_post * len(new)
        turn = 0
        while new and self.owed >= 1:
            verbs.reply(community, None, new[turn % len(new)], tone="empathetic")
            self.owed -= 1
            turn += 1


@experiment("E24", treated="help_some")
def official_share(seed: int) -> Quantities:
    """Let the team write none, some or most of all posts; add up how warm members are, by what threads are for."""
    counted: dict[str, float] = {}
    for arm, of_all in _SHARES.items():
        community = Community(forum(_PLACE), seed=seed, tactics=[Share(of_all)]).run_for(days=_DAYS)
        posts = community.content.posts[: community.content.post_count]
        help_threads = np.isin(posts["kind"][posts["thread"]], (QUESTION, COMPLAINT))
        members = (posts["author"] != NOBODY) & (posts["seconds"] >= _SETTLED_DAYS * SECONDS_PER_DAY)
        for what, where in (("help", help_threads), ("company", ~help_threads)):
            theirs = posts[members & where]
            counted |= {f"{what}_{arm}": len(theirs), f"warmth_{what}_{arm}": float(theirs["warmth"].sum())}
    return counted


def _warmth(total: Quantities, what: str, arm: str) -> float:
    return share(total[f"warmth_{what}_{arm}"], total[f"{what}_{arm}"])


def _gain(total: Quantities, what: str) -> float:
    return _warmth(total, what, "some") - _warmth(total, what, "none")


@part("E24a")
def some_lifts(total: Quantities) -> float:
    """Members are warmer in threads about help where the team writes some of the posts than where it is silent."""
    return _gain(total, "help")


@part("E24b")
def most_spoils(total: Quantities) -> float:
    """And warmer than where it writes most of them."""
    return _warmth(total, "help", "some") - _warmth(total, "help", "most")


@part("E24c")
def company_has_no_peak(total: Quantities) -> float:
    """Threads for company gain little of that."""
    return ratio(_gain(total, "company"), _gain(total, "help"))
