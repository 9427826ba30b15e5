"""Population: founders with a past, and newcomers without one."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from .chance import NORMAL_QUANTILES, What, block, blocks, normal, unit, units
from .compiled import rule
from .constants import HOURS_PER_DAY
from .content import NONE
from .members import FOREVER, NEVER, NOBODY, Members
from .rhythm import WESTMOST
from .scenario import Scenario

TRAITS = int(What.TRAITS)
_FOLLOWED_MOST = 4


@lru_cache(maxsize=64)
def _log_normal(spread: float) -> np.ndarray:
    """Return 4096 equally likely values of a log-normal law with median 1, for the upper 12 bits of a word."""
    return np.array([math.exp(spread * quantile) for quantile in NORMAL_QUANTILES.tolist()])


def join(members: Members, count: int, hour: int, scenario: Scenario, k: np.ndarray, key: tuple[int, int]) -> None:
    """Let `count` newcomers join in `hour`, with traits drawn at their own addresses.

    Args:
        members: the members' columns, lengthened where necessary.
        count: number of newcomers.
        hour: hour of the run.
        scenario: where tastes, rates and time zones come from; k: its record of numbers.
        key: words of the seed.
    """
    members.reserve(count)
    people, zones = scenario.population, scenario.rhythm.zones
    offsets = np.array(sorted(zones))
    shares = np.cumsum([zones[offset] for offset in offsets.tolist()])
    first = members.count
    members.count += count
    be_born(
        members.rows, members.visits_per_hour, members.pull, members.away_until_hour, members.zone,
        members.followees, first, count, _log_normal(people.visits_spread), _log_normal(people.voice_spread),
        offsets, shares, people.visits_per_day, people.voice_share, people.homogeneity, scenario.boards, k, *key,
        hour,
    )  # fmt: skip


@rule
def be_born(
    rows, visits_per_hour, pull, away_until_hour, zone, followees, first, count, rates, voices, offsets, shares,
    visits_per_day, voice_share, homogeneity, boards, constants, key_low, key_high, hour,
):  # fmt: skip
    """Fill the rows of `count` new members from row `first` on; see `join`."""
    k = constants[0]
    for member in range(first, first + count):
        me = rows[member]
        rate, voice, speaks, taste = block(key_low, key_high, hour, member, TRAITS, 0)
        temper, place, board, errand = block(key_low, key_high, hour, member, TRAITS, 1)
        me.visits_per_day = visits_per_day * rates[rate >> 20]
        me.voice = voices[voice >> 20] if unit(speaks) < voice_share else 0.0
        # A homogeneous community crowds around the middle of the line of tastes.
        me.taste = 0.5 + (unit(taste) - 0.5) * (1.0 - homogeneity)
        me.incivility = k.incivility_base + k.incivility_spread * normal(temper)
        at = 0
        while at < offsets.shape[0] - 1 and unit(place) >= shares[at]:
            at += 1
        me.utc_offset_hours = offsets[at]
        me.board = int(unit(board) * boards)
        me.joined_hour = hour
        me.mood_hour = hour
        me.trust = k.trust_start
        me.loyalty = 0.5 * k.trust_start
        me.last_visit_seconds = NEVER
        me.last_contribution_hour = NEVER
        me.silent_until_hour = NEVER
        me.blocked_until_hour = NEVER
        me.left_hour = FOREVER
        me.inbox_post = NONE
        me.last_thread = NONE
        me.has_errand = 1 if unit(errand) < k.errand else 0
        visits_per_hour[member] = me.visits_per_day / HOURS_PER_DAY
        pull[member] = k.newcomer_pull
        away_until_hour[member] = hour
        zone[member] = offsets[at] - WESTMOST
        for tie in range(followees.shape[1]):
            followees[member, tie] = NOBODY


def found(scenario: Scenario, k: np.ndarray, key: tuple[int, int]) -> Members:
    """Return the members of the first day: they know the place, and some have written before."""
    members = Members(scenario.members)
    join(members, scenario.members, 0, scenario, k, key)
    members.pull[:] = 0.0
    members["has_errand"][:] = 0
    members["joined_hour"][:] = NEVER
    _remember(members, scenario, key)
    _tie(members, scenario, key)
    return members


def _remember(members: Members, scenario: Scenario, key: tuple[int, int]) -> None:
    """Draw the founders' past contributions from the momentum law, and who among them is silent or away."""
    people, constants = scenario.population, scenario.behaviour
    ids = np.arange(members.count)
    wrote, length, silent, away = blocks(*key, 0, ids, int(What.HISTORY), 0)
    rest, absence, _, _ = blocks(*key, 0, ids, int(What.HISTORY), 1)
    # Survival past k contributions is the product of (1 - c / j) for j up to k.
    survival = np.cumprod([1 - constants.silence_hazard / step for step in range(1, people.history_most + 1)])
    history = 1 + np.searchsorted(-survival, -units(length), side="left").clip(max=people.history_most - 1)
    has_history = (members["voice"] > 0) & (units(wrote) < people.history_share)
    members["contributions"][:] = np.where(has_history, history, 0)
    members["belonging"][:] = np.where(has_history, 1 - 1 / (1 + 0.1 * history), 0.0)
    # Somebody with k contributions has most likely fallen silent after one of them; the very active go on.
    is_silent = has_history & (units(silent) < constants.silence_hazard / np.sqrt(history))
    until = (units(rest) * 24 * constants.silence_days_min * 3).astype(np.int64)
    members["silent_until_hour"][:] = np.where(is_silent, until, NEVER)
    is_away = units(away) < 0.3
    members.away_until_hour[ids] = np.where(
        is_away, (units(absence) * 24 * constants.away_days_min * 3).astype(np.int64), 0
    )


def _tie(members: Members, scenario: Scenario, key: tuple[int, int]) -> None:
    """Let founders follow others who wrote much, the nearer in taste of two candidates when people are alike."""
    if members.count < 2:
        return
    weights = np.cumsum(members["contributions"] * 1.0)
    if weights[-1] == 0:
        return
    ids = np.arange(members.count)
    taste = members["taste"]
    for place in range(_FOLLOWED_MOST):
        first, second, ties, _ = blocks(*key, 0, ids, int(What.FOUNDING_TIES), place)
        one = np.searchsorted(weights, units(first) * weights[-1], side="right")
        two = np.searchsorted(weights, units(second) * weights[-1], side="right")
        nearer = np.where(np.abs(taste[one] - taste) <= np.abs(taste[two] - taste), one, two)
        author = nearer.clip(max=members.count - 1)
        tied = (units(ties) < 1 / (place + 1.5)) & (author != ids)
        for earlier in range(place):
            tied &= members.followees[ids, earlier] != author
        at = members["following"][tied]
        members.followees[ids[tied], at] = author[tied]
        members["following"][tied] += 1
        members["audience"][:] += np.bincount(author[tied], minlength=members.count).astype(np.int32)
