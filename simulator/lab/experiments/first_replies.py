"""First replies: what it does to newcomers when somebody makes sure that their first post is answered.

E14 is after Joyce & Kraut 2006, who saw newcomers to six newsgroups post again in 56% of cases when they had been
answered and in 44% when not. Here a team answers every first post within a day in one arm, and in the other
nobody does more than members like to do of their own accord - in a place where they often don't.
"""

from __future__ import annotations

import pandas as pd

from ...playbook.playbook import Playbook
from ...world.community import Community
from ...world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from ..run import Run
from .experiment import Quantities, experiment, part, points
from .places import ALL_DAY, first_posts, forum

_DAYS, _AFTER_DAYS = 45, 14
_PLACE = {
    "members": 1_500,
    "days": _DAYS,
    "newcomers_per_1000_members_per_day": 20,
}


@experiment("E14", treated="authors_answered")
def first_reply(seed: int) -> Quantities:
    """Answer first posts within a day, or leave them; count authors, and those who write again in two weeks."""
    counted: dict[str, float] = {}
    team = Playbook.load("no_rules").replace(ALL_DAY)
    for arm, hours in (("left", 0), ("answered", 24)):
        plan = team.replace({"engagement.answer_first_posts_hours": hours})
        run = Community(forum(_PLACE), plan, seed=seed).run_for(days=_DAYS).to_run()
        counted |= {f"{name}_{arm}": count for name, count in _again(run).items()}
    return counted


def _again(run: Run) -> dict[str, float]:
    """Return how many newcomers wrote for the first time early enough, and how many of them wrote again."""
    first = first_posts(run).set_index("author")["seconds"]
    first = first[first < (_DAYS - _AFTER_DAYS) * HOURS_PER_DAY * SECONDS_PER_HOUR]
    posts = run.posts[run.posts["author"].isin(first.index)]
    waited = (posts["seconds"] - posts["author"].map(first)) / SECONDS_PER_HOUR
    again = posts.loc[(waited > 0) & (waited <= _AFTER_DAYS * HOURS_PER_DAY), "author"]
    return {"authors": len(first), "again": len(pd.unique(again))}


@part("E14a")
def second_post(total: Quantities) -> float:
    """More of those who are answered write again."""
    return points(total["again_answered"], total["authors_answered"], total["again_left"], total["authors_left"])
