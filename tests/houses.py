"""Still houses for tests of a playbook: nobody comes or writes of own accord, posts are planted by hand."""

from __future__ import annotations

import numpy as np

from simulator import Community, Playbook, Scenario
from simulator.world.behaviour import HELD, POST_KINDS, VISIBLE
from simulator.world.conduct import BREACHES, is_rude
from simulator.world.content import add_flag, add_reply, open_case, open_thread

STILL = {
    "newcomers_per_1000_members_per_day": 0,
    "platform.members_per_board": 10**6,
    "behaviour.leave_base": 0,
    "behaviour.mishap_chance": 0,
    "behaviour.exit_after_block": 0,
    "behaviour.fatigue_errs": 0,
    "behaviour.composure_errs": 0,
}
ALL_DAY = {"begins": 0, "ends": 24, "minutes_per_hour": 60}
SHARP = {"team.shifts": [ALL_DAY], "team.judgement": 1.0, "netiquette.appeals": False}
"""Somebody who is always there, never errs, and hears no appeals."""


def house(playbook: dict | None = None, members: int = 40, seed: int = 1, tactics=(), **scenario) -> Community:
    """Found a still community with a sharp team of one; `playbook` and keywords change what they name."""
    place = Scenario().replace({**STILL, "members": members, "days": 30, **scenario})
    rules = Playbook().replace({**SHARP, **(playbook or {})})
    community = Community(place, rules, seed=seed, tactics=tactics)
    community.members.visits_per_hour[:members] = 0.0
    for column in ("voice", "errand", "spammer"):
        community.members[column][:] = 0
    return community


def plant(
    community: Community, author: int = 0, breach: str = "none", kind: str = "talk", parent: int = -1,
    board: int = 0, warmth: float | None = None, flags: int = 0, readings: int = 0, held: bool = False,
) -> int:  # fmt: skip
    """Let a member have written a post just now; return its number."""
    content, code = community.content, BREACHES.index(breach)
    content.reserve(1)
    if warmth is None:
        warmth = -0.5 if is_rude(code) else 0.3
    table = (content.posts, content.threads, content.boards, content.counts)
    if parent < 0:
        what = (author, community.seconds, board, POST_KINDS.index(kind), 1.0, 0.5, warmth, code)
        post = int(open_thread(*table, *what))
    else:
        what = (parent, author, community.seconds, POST_KINDS.index(kind), warmth, code)
        post = int(add_reply(*table, *what))
    content.posts["readings"][post] = readings
    community.members["contributions"][author] += 1
    for _ in range(flags):
        add_flag(content.posts, content.queue, content.counts, post)
    if held:
        content.posts["status"][post] = HELD
        open_case(content.posts, content.queue, content.counts, post)
    return post


def log(community: Community, *verbs: str) -> list[tuple]:
    """Return acts as (hour, actor, verb, target), in order; only some verbs, if any are named."""
    return [(hour, actor, verb, target) for hour, actor, verb, _, target, *_ in community.actions
            if not verbs or verb in verbs]  # fmt: skip


def visit(community: Community, *members: int) -> None:
    """Let members come by in this hour, one after the other."""
    for second, member in enumerate(members):
        community.agent(member).visit(0, second)


def status(community: Community, post: int) -> str:
    """Return what has become of a post."""
    return ("visible", "removed", "hidden", "held")[community.content.posts["status"][post]]


def is_standing(community: Community, *posts: int) -> bool:
    """Tell whether all of some posts are visible."""
    return bool(np.all(community.content.posts["status"][list(posts)] == VISIBLE))
