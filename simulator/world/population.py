"""Population: founders with a past, and newcomers without one."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from .behaviour import ASKING, NO_ERRAND, outrage_over_crisis, outsider_fluency
from .chance import NORMAL_QUANTILES, What, block, normal, unit
from .compiled import rule
from .constants import HOURS_PER_DAY
from .content import NONE
from .members import FOREVER, NEVER, NOBODY, Members
from .rhythm import WESTMOST
from .scenario import Scenario
from .ties import follow

TRAITS, HISTORY, FOUNDING_TIES = int(What.TRAITS), int(What.HISTORY), int(What.FOUNDING_TIES)
FOLLOWED_MOST = 4
SOURCES = ("founder", "word_of_mouth", "search", "ads", "press", "raid")
FOUNDER, WORD_OF_MOUTH, SEARCH, ADS, PRESS, RAID = 0, 1, 2, 3, 4, 5


@lru_cache(maxsize=64)
def _log_normal(spread: float) -> np.ndarray:
    """Return 4096 equally likely values of a log-normal law with median 1, for the upper 12 bits of a word."""
    return np.array([math.exp(spread * quantile) for quantile in NORMAL_QUANTILES.tolist()])


def join(
    members: Members,
    count: int,
    hour: int,
    scenario: Scenario,
    k: np.ndarray,
    key: tuple[int, int],
    source: int = SEARCH,
) -> None:
    """Let `count` newcomers (or founders) join in `hour`, with traits drawn at their own addresses.

    Args:
        members: the members' columns, lengthened where necessary.
        count: number of newcomers.
        hour: hour of the run.
        scenario: where tastes, rates and time zones come from; k: its record of numbers.
        key: words of the seed.
        source: what brought them, a code of `SOURCES`.
    """
    members.reserve(count)
    people, zones = scenario.population, scenario.rhythm.zones
    # Newcomers come from outside: only in part picked by the community's taste, and new to its language.
    likeness = people.homogeneity * (1.0 if source == FOUNDER else scenario.behaviour.newcomers_alike)
    offsets = np.array(sorted(zones))
    shares = np.cumsum([zones[offset] for offset in offsets.tolist()])
    first = members.count
    members.count += count
    be_born(
        members.rows, members.visits_per_hour, members.pull, members.away_until_hour, members.zone,
        members.followees, first, count, _log_normal(people.visits_spread), _log_normal(people.voice_spread),
        offsets, shares, people.visits_per_day, people.voice_share, likeness, source, scenario.boards, k, *key,
        hour,
    )  # fmt: skip


@rule
def be_born(
    rows, visits_per_hour, pull, away_until_hour, zone, followees, first, count, rates, voices, offsets, shares,
    visits_per_day, voice_share, likeness, source, boards, constants, key_low, key_high, hour,
):  # fmt: skip
    """Fill the rows of `count` new members from row `first` on; see `join`."""
    k = constants[0]
    founders = source == FOUNDER
    paid = source in (ADS, PRESS)
    for member in range(first, first + count):
        me = rows[member]
        goal, buys, heat, _ = block(key_low, key_high, hour, member, TRAITS, 2)
        rate, voice, speaks, taste = block(key_low, key_high, hour, member, TRAITS, 0)
        temper, place, board, errand = block(key_low, key_high, hour, member, TRAITS, 1)
        me.visits_per_day = visits_per_day * rates[rate >> 20]
        me.voice = voices[voice >> 20] if unit(speaks) < voice_share else 0.0
        # A homogeneous community crowds around the middle of the line of tastes.
        me.taste = 0.5 + (unit(taste) - 0.5) * (1.0 - likeness)
        me.incivility = k.incivility_base + k.incivility_spread * normal(temper)
        at = 0
        while at < offsets.shape[0] - 1 and unit(place) >= shares[at]:
            at += 1
        me.utc_offset_hours = offsets[at]
        me.board = int(unit(board) * boards)
        me.joined_hour = hour
        me.fluency = 1.0 if founders else outsider_fluency(k)
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
        me.errand = ASKING if unit(errand) < k.errand * errands_brought(source, k) else NO_ERRAND
        me.spammer = 1 if not founders and unit(errand) > 1.0 - k.spammer_share else 0
        if me.spammer == 1:
            me.voice = k.spammer_voice
        me.rules_known = 1.0 if founders else 0.0
        me.fairness = k.fairness_start
        me.strike_hour = NEVER
        me.source = source
        me.goal_driven = 1 if unit(goal) < k.goal_driven_share else 0
        me.customer = 1 if unit(buys) < k.customer_share * (k.paid_customer if paid else 1.0) else 0
        me.satisfaction = k.satisfaction_start
        me.expects_help = k.hope_start
        me.entered = NONE
        if source == WORD_OF_MOUTH:
            me.belonging = k.word_belonging
        if source == RAID or (source == PRESS and k.crisis > 0.0):
            come_for_the_storm(me, source == RAID, unit(heat), k)
        visits_per_hour[member] = me.visits_per_day / HOURS_PER_DAY
        pull[member] = k.newcomer_pull * (k.paid_curiosity if paid else 1.0)
        away_until_hour[member] = hour
        zone[member] = offsets[at] - WESTMOST
        for tie in range(followees.shape[1]):
            followees[member, tie] = NOBODY


@rule
def come_for_the_storm(me, raids, draw, k):
    """Come because of a storm, and not to belong: outraged over what was reported, or bent on trouble."""
    me.outsider = 1
    me.errand = NO_ERRAND
    me.customer = 0
    me.trust = k.outsider_trust
    if raids:
        me.voice = k.outsider_voice
        me.incivility = me.incivility + k.raider_incivility
        return
    me.aware = int(k.crisis)
    me.blame = k.crisis_blame
    me.outrage = outrage_over_crisis(k.crisis_severity, k.crisis_blame, draw, False, k)
    if me.voice > 0.0:
        me.voice = k.outsider_voice


@rule
def errands_brought(source, k):
    """How much likelier somebody from a source has come to ask: who searches does, who is brought less so."""
    if source != SEARCH:
        return k.word_errand
    return (1.0 - k.word_of_mouth * k.word_errand) / (1.0 - k.word_of_mouth) if k.word_of_mouth < 1.0 else 1.0


def found(scenario: Scenario, k: np.ndarray, key: tuple[int, int]) -> Members:
    """Return the members of the first day: they know the place, and some have written before."""
    members = Members(scenario.members)
    join(members, scenario.members, 0, scenario, k, key, FOUNDER)
    members.pull[:] = 0.0
    members["errand"][:] = NO_ERRAND
    members["joined_hour"][:] = NEVER
    _remember(members, scenario, k, key)
    _tie(members, key)
    return members


def _remember(members: Members, scenario: Scenario, k: np.ndarray, key: tuple[int, int]) -> None:
    """Give the founders a past: what they wrote by the momentum law, and who among them is silent or away."""
    people, hazard = scenario.population, scenario.behaviour.silence_hazard
    # Survival past n contributions is the product of (1 - c / j) for j up to n.
    lapsed = 1 - np.cumprod([1 - hazard / step for step in range(1, people.history_most + 1)])
    give_past(members.rows, members.away_until_hour, members.count, lapsed, people.history_share, k, *key)


@rule
def give_past(rows, away_until_hour, count, lapsed, history_share, constants, key_low, key_high):
    """Fill the founders' past; `lapsed[n - 1]` is the chance to have fallen silent by the n-th contribution."""
    k = constants[0]
    for member in range(count):
        me = rows[member]
        wrote, length, silent, away = block(key_low, key_high, 0, member, HISTORY, 0)
        rest, absence, _, _ = block(key_low, key_high, 0, member, HISTORY, 1)
        if unit(away) < k.founders_away:
            away_until_hour[member] = int(unit(absence) * k.founders_spell * k.away_days_min * HOURS_PER_DAY)
        if me.voice == 0.0 or unit(wrote) >= history_share:
            continue
        history = min(1 + np.searchsorted(lapsed, unit(length)), lapsed.shape[0])
        me.contributions = history
        me.belonging = 1.0 - 1.0 / (1.0 + k.founders_belonging * history)
        # Somebody with k contributions has most likely fallen silent after one of them; the very active go on.
        if unit(silent) < k.silence_hazard / math.sqrt(history):
            me.silent_until_hour = int(unit(rest) * k.founders_spell * k.silence_days_min * HOURS_PER_DAY)


def _tie(members: Members, key: tuple[int, int]) -> None:
    """Let founders follow others who wrote much."""
    weights = np.cumsum(members["contributions"] * 1.0)
    if len(weights) and weights[-1] > 0:
        find_authors(members.rows, members.followees, members.count, weights, *key)


@rule
def find_authors(rows, followees, count, weights, key_low, key_high):
    """Let each founder follow a few authors: of two drawn by what they wrote, the nearer in taste."""
    for member in range(count):
        me = rows[member]
        for place in range(FOLLOWED_MOST):
            first, second, tie, _ = block(key_low, key_high, 0, member, FOUNDING_TIES, place)
            if unit(tie) >= 1.0 / (place + 1.5):
                continue
            one = np.searchsorted(weights, unit(first) * weights[-1], side="right")
            two = np.searchsorted(weights, unit(second) * weights[-1], side="right")
            author = one if abs(rows[one].taste - me.taste) <= abs(rows[two].taste - me.taste) else two
            follow(rows, followees, member, author)
