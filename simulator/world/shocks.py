"""Shocks: crises strike, others reveal them, the press takes notice, and outsiders come."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from . import behaviour as rules
from . import chance
from .behaviour import ANNOUNCEMENT, CLUSTERS, COMPLAINING, NO_ERRAND, REMOVED, VISIBLE
from .chance import What, block, unit
from .compiled import rule
from .constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .content import TOMBSTONE, open_thread
from .members import FOREVER, NOBODY
from .population import RAID, join
from .reading import take_notice
from .storm import Storm

if TYPE_CHECKING:
    from .community import Community
    from .crisis import Crisis

PRESS, SHOCK = int(What.PRESS), int(What.SHOCK)
_URGE = 30.0


def strike(community: Community) -> None:
    """Let crises happen and come out, and at the end of a day let the press notice."""
    crises, hour, storm = community.scenario.crises, community.hour, community.storm
    for number, crisis in enumerate(crises, 1):
        if hour == crisis.begins:
            community.storm = storm = Storm(number=number, began=hour)
    if storm is None:
        return
    crisis = crises[storm.number - 1]
    if hour == crisis.ends:
        community.set_house(ongoing=0)
    if not storm.is_out and hour >= storm.began + crisis.revealed_after_hours:
        reveal(community)
    elif storm.is_out and hour < storm.began + crisis.lasts_hours:
        _hit(community, crisis, 1 / crisis.lasts_hours)
    if hour % HOURS_PER_DAY == HOURS_PER_DAY - 1 and storm.is_out:
        _report(community, crisis)


def reveal(community: Community, by_brand: bool = False) -> None:
    """Let the present crisis come out: by others, or because the brand says so first.

    Raises:
        ValueError: when there is none, or it is out already.
    """
    storm = community.storm
    if storm is None or storm.is_out:
        raise ValueError("there is no crisis that is still unknown")
    crisis, k = community.scenario.crises[storm.number - 1], community.k
    storm.revealed = community.hour
    blame = (k.blame_victim, k.blame_accidental, k.blame_preventable)[CLUSTERS.index(crisis.cluster)]
    community.set_house(
        crisis=storm.number, crisis_severity=crisis.severity, crisis_blame=blame, disclosed=by_brand,
        unspoken=not by_brand, credibility=1, ongoing=community.hour < crisis.ends,
    )  # fmt: skip
    if crisis.kind == "raid":
        _raid(community, crisis)
        return
    if crisis.kind == "brand_post":
        _say_the_wrong_thing(community)
    elif crisis.kind in ("leader_turns", "moderation_mistake"):
        _turn_leader(community, by_mistake=crisis.kind == "moderation_mistake")
    _hit(community, crisis, 1 / crisis.lasts_hours)


def is_spoken_of(community: Community) -> bool:
    """Tell whether a crisis is known, and either lasts or was news within the time that people wait for a word."""
    storm, k = community.storm, community.k
    if storm is None or not storm.is_out:
        return False
    return k.ongoing == 1.0 or community.hour <= storm.revealed + k.attention_days * HOURS_PER_DAY


def _hit(community: Community, crisis: Crisis, part: float) -> None:
    """Let part of those affected find out at first hand."""
    members = community.members
    community.tally.mishaps += hit_members(
        members.rows, members.pull, members.count, crisis.affected * part, crisis.kind == "product_failure",
        community.constants, *community.key, community.hour,
    )  # fmt: skip


@rule
def hit_members(rows, pull, count, share, fails, constants, key_low, key_high, hour):
    """Let members learn of the crisis at first hand, by lot; where the product fails them, it is a mishap, too.

    Returns:
        How many customers the product failed.
    """
    k = constants[0]
    failed = 0
    for member in range(count):
        me = rows[member]
        if me.left_hour != FOREVER or me.aware == k.crisis:
            continue
        chosen, speaks, _, _ = block(key_low, key_high, hour, member, SHOCK, 0)
        if unit(chosen) >= share:
            continue
        take_notice(me, pull, member, False, k, key_low, key_high)
        if fails and me.customer == 1:
            failed += 1
            me.satisfaction = me.satisfaction * (1.0 - k.satisfaction_lost_mishap)
            me.unsaid = 1
        hope = me.expects_help
        if me.errand == NO_ERRAND and rules.speaks_of_it(hope, me.outrage, me.voice, unit(speaks), k):
            me.errand = COMPLAINING
    return failed


def _report(community: Community, crisis: Crisis) -> None:
    """Let the press report on what members wrote today, readers learn of it, and outsiders come tomorrow."""
    k, hour = community.k, community.hour
    today = community.hourly[hour - HOURS_PER_DAY + 1 : hour + 1]
    volume = min(1.0, 10 * float(today["crisis_posts"].sum()) / max(1, community.present))
    mean = k.press_notices * crisis.press * crisis.severity * volume
    reports = chance.poisson(mean, community.key, hour, 0, PRESS)
    community.tally.press_mentions += reports
    community.set_house(press_per_day=min(1e6, reports * k.press_draws * community.present / 1000))
    if reports:
        reach = 1 - (1 - k.press_reaches) ** reports
        members = community.members
        inform(members.rows, members.pull, members.count, reach, community.constants, *community.key, hour)
    if not is_spoken_of(community):
        community.set_house(unspoken=0, statement_post=-1)


@rule
def inform(rows, pull, count, reach, constants, key_low, key_high, hour):
    """Let members who do not know of the crisis learn of it by the press, by lot."""
    k = constants[0]
    for member in range(count):
        me = rows[member]
        if me.left_hour == FOREVER and me.aware != k.crisis:
            reads, _, _, _ = block(key_low, key_high, hour, member, PRESS, 1)
            if unit(reads) < reach:
                take_notice(me, pull, member, True, k, key_low, key_high)


def _raid(community: Community, crisis: Crisis) -> None:
    count = math.ceil(crisis.affected * community.present)
    join(community.members, count, community.hour, community.scenario, community.constants, community.key, RAID)
    community.present += count
    community.tally.arrivals += count


def _say_the_wrong_thing(community: Community) -> None:
    """Publish a post of the brand's on every board that makes known what the crisis is about.

    It stands there when the hour begins, since visitors of this hour come later.
    """
    content, now = community.content, community.hour * SECONDS_PER_HOUR
    boards = range(len(content.boards))
    content.reserve(len(boards))
    for board in boards:
        post = open_thread(
            content.posts, content.threads, content.boards, content.counts, NOBODY, now, board,
            ANNOUNCEMENT, 3.0, 0.5, 0.2, 0,
        )  # fmt: skip
        content.posts["about"][post] = community.storm.number
        community.tally.posts += 1


def _turn_leader(community: Community, by_mistake: bool) -> None:
    """Let the member with the largest audience turn on the brand; by mistake, since a post was removed."""
    members, content = community.members, community.content
    audience = np.where(members.present(), members["audience"], -1)
    leader = community.agent(int(np.argmax(audience)))
    if by_mistake:
        own = np.flatnonzero(content.posts["author"][: content.post_count] == leader.member)
        seen = own[content.posts["status"][own] == VISIBLE]
        if len(seen):
            content.posts["status"][seen[-1]] = REMOVED
            content.posts["status_hour"][seen[-1]] = community.hour
            content.posts["tombstone"][seen[-1]] = TOMBSTONE
            leader.removals += 1
    leader.learn(heard=False)
    leader.trust, leader.outrage, leader.zest = 0.05, 1.0, 1.0
    leader.errand = COMPLAINING
    leader.silent_until_hour = community.hour
    leader.away_until_hour = community.hour
    leader.pull = min(community.k.pull_ceiling, leader.pull + _URGE)
