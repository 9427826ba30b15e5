"""Moderators: how much they find, and who of them does the work. Both are counted, not compared.

E38 is after Park, Seering & Bernstein 2022, who had samples of 97 large forums judged by raters, what had been
removed included. Here every post of the shipped forum, looked after by the shipped team, is judged by the truth.

E39 is after Li, Hecht & Chancellor 2022, who counted what 900 volunteer moderators did. Here forty volunteers look
after one talkative place together; there is nobody else.
"""

from __future__ import annotations

from ..run import simulate
from .experiment import Quantities, experiment, part, share
from .places import TALKATIVE, balanced, forum

_USUAL = {"days": 90}
_VOLUNTEERS = 40
_TALK = TALKATIVE | {"days": 45, "behaviour.flag_chance": 0.05}
# The median volunteer gives a minute an hour; much is flagged, so that nobody stands idle for want of cases.
_TEAM = {"team.shifts": [], "team.volunteers": _VOLUNTEERS, "team.volunteer_minutes": 1}


@experiment("E38")
def prevalence(seed: int) -> Quantities:
    """Count the posts that break the rules in a quarter of a year, standing or removed."""
    posts = simulate(forum(_USUAL), balanced(), seed=seed).posts
    return {"posts": len(posts), "breaches": int(posts["breaks_rules"].sum())}


@part("E38a")
def share_of_breaches(total: Quantities) -> float:
    """A few in a hundred do."""
    return share(total["breaches"], total["posts"])


@experiment("E39")
def busiest_volunteers(seed: int) -> Quantities:
    """Count what forty volunteers do, and what the busiest four of them do."""
    actions = simulate(forum(_TALK), balanced(_TEAM), seed=seed).actions
    done = actions.loc[actions["actor"] >= 0, "actor"].value_counts()
    return {"actions": int(done.sum()), "busiest": int(done.head(_VOLUNTEERS // 10).sum())}


@part("E39a")
def share_of_the_busiest(total: Quantities) -> float:
    """The busiest tenth does most."""
    return share(total["busiest"], total["actions"])
