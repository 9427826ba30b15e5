"""Blocks: what comes of members who are shut out for a while.

E06 is after Chang & Danescu-Niculescu-Mizil 2019, who followed established editors of an encyclopedia for half a
year after their first block. Here members with ten contributions or more are warned for a breach and, at the next
one, blocked for three days, as politely as the shipped team is. That team looks after the place before and after;
a block by it, or an exclusion, is what counts as another. In a second run people are blocked at the same occasion,
but for a post of theirs that broke no rule: that is all that makes this block less fair. Few are established, so
the place is talkative; and it is small, since what takes time is half a year.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from ...playbook import verbs
from ...world.community import Community
from ...world.constants import HOURS_PER_DAY
from ..run import Run, simulate
from .experiment import Quantities, experiment, part, points, share
from .places import TALKATIVE, balanced, forum
from .treatment import FirstBreach, Treat

_ESTABLISHED = 10
_BLOCK_HOURS = 72
_FIRST_DAY, _LAST_DAY = 7, 30
_FOLLOWED_DAYS = 180
_PLACE = TALKATIVE | {"members": 400, "days": _LAST_DAY + _FOLLOWED_DAYS}


def _breach(community: Community, member: int, post: int) -> int:
    return post


def _decent(community: Community, member: int, post: int) -> int:
    """Return the latest post of the member that broke no rule, -1 for none."""
    posts = community.content.posts[: community.content.post_count]
    decent = np.flatnonzero((posts["author"] == member) & (posts["breaks_rules"] == 0))
    return int(decent[-1]) if len(decent) else -1


def _blocking(cited: Callable[[Community, int, int], int]) -> Treat:
    """Return a treatment that warns established members, and blocks them at the next breach for the cited post."""

    def block(community: Community, member: int, post: int) -> bool:
        person = community.agent(member)
        if person.contributions < _ESTABLISHED or person.blocks or _decent(community, member, post) < 0:
            return False
        if not person.warnings:
            verbs.warn(community, None, member, notice="polite", post=post)
            return False
        verbs.block(community, None, member, _BLOCK_HOURS, notice="polite", post=cited(community, member, post))
        return True

    return block


@experiment("E06", treated="blocked_breach")
def first_block(seed: int) -> Quantities:
    """Block established members for a breach or a decent post; count who is blocked again, and who is gone."""
    counted: dict[str, float] = {}
    for arm, cited in (("breach", _breach), ("mistake", _decent)):
        blocking = FirstBreach(_blocking(cited), _FIRST_DAY, _LAST_DAY)
        run = simulate(forum(_PLACE), balanced(), seed=seed, tactics=[blocking])
        blocked = pd.Series(blocking.hour_of, dtype=float)
        again = _again(run, blocked)
        excluded = run.actions.loc[run.actions["verb"] == "exclude", "target"]
        gone = run.members["left_hour"].reindex(blocked.index) <= blocked + _FOLLOWED_DAYS * HOURS_PER_DAY
        counted |= {
            f"blocked_{arm}": len(blocked),
            f"again_{arm}": int(again.sum()),
            f"gone_{arm}": int((gone & ~blocked.index.isin(excluded)).sum()),
            f"either_{arm}": int((gone | again).sum()),
        }
    return counted


def _again(run: Run, blocked: pd.Series) -> pd.Series:
    """Return for each blocked member whether the team blocks or excludes within the time of observation."""
    acts = run.actions[run.actions["verb"].isin(["block", "exclude"]) & (run.actions["actor"] >= 0)]
    since = acts["hour"] - acts["target"].map(blocked)
    soon = acts.loc[(since > 0) & (since <= _FOLLOWED_DAYS * HOURS_PER_DAY), "target"]
    return pd.Series(blocked.index.isin(soon), index=blocked.index)


@part("E06a")
def blocked_again(total: Quantities) -> float:
    """Some break the rules again and are found."""
    return share(total["again_breach"], total["blocked_breach"])


@part("E06b")
def gone(total: Quantities) -> float:
    """Some leave."""
    return share(total["gone_breach"], total["blocked_breach"])


@part("E06c")
def blocked_by_mistake(total: Quantities) -> float:
    """Who is blocked for nothing does one or the other more often."""
    return points(
        total["either_mistake"], total["blocked_mistake"], total["either_breach"], total["blocked_breach"]
    )
