"""Engine: the two ways to let an hour's visits happen, behind the same four functions.

Compiled, `hour.py` works on the columns; with Mesa, the agents of `agents.py` act one by one. Who visits and in
which order is decided by the same draws.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import crowd, settling
from . import hour as compiled
from .chance import block, blocks, unit
from .constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .feed import CURSORS
from .writing import CONTRIBUTIONS_PER_VISIT_MOST

_DRAWN_TOGETHER = 1024
"""Members whose draws are made at a time: as many as stay in the processor's nearest memory."""

if TYPE_CHECKING:
    from .community import Community


def visits_compiled(community: Community) -> None:
    """Let this hour's visits happen in one compiled loop."""
    members, content, hour = community.members, community.content, community.hour
    count = members.count
    words = np.empty(_DRAWN_TOGETHER, dtype=np.int64)
    visitors = np.empty(count, dtype=np.int64)
    coming = crowd.choose_visitors(
        members.visits_per_hour[:count], members.pull, members.away_until_hour, members.zone, community.curve,
        words, visitors, community.constants, *community.key, hour,
    )  # fmt: skip
    if coming == 0:
        return
    agenda, unsorted = np.empty((2, coming * crowd.GLANCES_MOST, 3), dtype=np.int64)
    starts = np.empty(SECONDS_PER_HOUR + 1, dtype=np.int64)
    visits = crowd.order_visits(
        visitors, coming, agenda, unsorted, starts, community.constants, *community.key, hour
    )
    content.reserve(visits * CONTRIBUTIONS_PER_VISIT_MOST)
    compiled.live(
        agenda, visits, np.empty(CURSORS, dtype=np.int64), members.rows, members.pull, members.away_until_hour,
        members.followees, content.posts, content.threads, content.boards, content.hot, content.queue,
        content.counts, community.hourly, community.constants, community.away_spells, community.silence_spells,
        community.appeals, *community.key, hour,
    )  # fmt: skip


def close_days_compiled(community: Community) -> None:
    """Close the day of those whose turn it is in one compiled loop."""
    members = community.members
    settling.close_days(
        members.rows, members.pull, members.away_until_hour, members.count, community.hourly, community.constants,
        *community.key, community.hour,
    )  # fmt: skip


def visits_mesa(community: Community) -> None:
    """Let this hour's visitors act, agent by agent, in the order of their seconds."""
    agenda = []
    for member in visitors(community):
        agenda.extend(glances(community, member))
    community.content.reserve(len(agenda) * CONTRIBUTIONS_PER_VISIT_MOST)
    for second, member, glance in sorted(agenda):
        community.agent(member).visit(glance, second)


def visitors(community: Community) -> list[int]:
    """Return who visits in this hour, ascending, and let everybody's pull fade."""
    from .agents import rules

    members, hour, k = community.members, community.hour, community.k
    ids = np.arange(members.count)
    words = np.choose(ids % 4, blocks(*community.key, hour, ids // 4, crowd.VISIT, 0))
    coming = []
    for member in np.flatnonzero(members.away_until_hour[: members.count] <= hour).tolist():
        chance = rules.visit_chance(
            members.visits_per_hour[member].item(), community.curve[members.zone[member]].item(),
            members.pull[member].item(), k.visit_chance_ceiling,
        )  # fmt: skip
        if unit(words[member].item()) < chance:
            coming.append(member)
    for member in np.flatnonzero(members.pull[: members.count]).tolist():
        members.pull[member] = rules.pull_fades(members.pull[member].item(), k)
    return coming


def glances(community: Community, member: int) -> list[tuple[int, int, int]]:
    """Return a visitor's looks within the hour as (second, member, glance)."""
    from .agents import rules

    looks: list[tuple[int, int, int]] = []
    most = 1
    while len(looks) < most:
        moment, more, _, _ = block(*community.key, community.hour, member, crowd.MOMENT, len(looks))
        if not looks:
            most = rules.glances(unit(more), community.k)
        looks.append((int(unit(moment) * SECONDS_PER_HOUR), member, len(looks)))
    return looks


def close_days_mesa(community: Community) -> None:
    """Close the day of those whose turn it is, agent by agent."""
    ids = np.arange(community.members.count)
    whose_turn = ids // settling.CLOSE_TOGETHER % HOURS_PER_DAY == community.hour % HOURS_PER_DAY
    for member in np.flatnonzero(whose_turn & community.members.present()).tolist():
        community.agent(member).close_day()
