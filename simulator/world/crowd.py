"""Crowd: who comes by in an hour, how often, and in which order."""

from __future__ import annotations

from . import behaviour as rules
from .chance import What, block, unit
from .compiled import rule
from .constants import SECONDS_PER_HOUR

VISIT, MOMENT = int(What.VISIT), int(What.MOMENT)
GLANCES_MOST = 8


@rule
def choose_visitors(
    visits_per_hour, pull, away_until_hour, zone, curve, words, visitors, constants, key_low, key_high, hour
):
    """Decide who visits in this hour; return how many.

    Args:
        visits_per_hour, pull, away_until_hour, zone: columns, shape (members,). Pull fades by one hour.
        curve: rhythm of this hour by time zone, shape (27,).
        words: scratch for the draws of some members at a time; its length is a multiple of 4.
        visitors: filled with member ids, ascending; shape (members,).
        constants: one-row record array of constants.
        key_low, key_high, hour: address of the draws.
    """
    k = constants[0]
    members = visits_per_hour.shape[0]
    count = 0
    for start in range(0, members, words.shape[0]):
        stop = min(start + words.shape[0], members)
        for group in range((stop - start + 3) // 4):
            first, second, third, fourth = block(key_low, key_high, hour, start // 4 + group, VISIT, 0)
            words[4 * group] = first
            words[4 * group + 1] = second
            words[4 * group + 2] = third
            words[4 * group + 3] = fourth
        for member in range(start, stop):
            if away_until_hour[member] <= hour:
                chance = rules.visit_chance(
                    visits_per_hour[member], curve[zone[member]], pull[member], k.visit_chance_ceiling
                )
                if unit(words[member - start]) < chance:
                    visitors[count] = member
                    count += 1
            if pull[member] > 0.0:
                pull[member] = rules.pull_fades(pull[member], k)
    return count


@rule
def order_visits(visitors, count, agenda, unsorted, starts, constants, key_low, key_high, hour):
    """Give every visitor's glances a second within the hour and sort them by it; return their number.

    Args:
        visitors: member ids, ascending.
        count: how many of them there are.
        agenda: filled with rows (member, glance, second); shape (at least 8 x count, 3).
        unsorted: scratch of the same shape; starts: scratch, shape (3601,).
        constants: one-row record array of constants.
        key_low, key_high, hour: address of the draws.
    """
    k = constants[0]
    total = 0
    starts[:] = 0
    for index in range(count):
        member = visitors[index]
        glances = 1
        glance = 0
        while glance < glances:
            moment, more, _, _ = block(key_low, key_high, hour, member, MOMENT, glance)
            if glance == 0:
                glances = rules.glances(unit(more), k)
            second = int(unit(moment) * SECONDS_PER_HOUR)
            unsorted[total, 0] = member
            unsorted[total, 1] = glance
            unsorted[total, 2] = second
            starts[second + 1] += 1
            total += 1
            glance += 1
    for second in range(SECONDS_PER_HOUR):
        starts[second + 1] += starts[second]
    for index in range(total):
        second = unsorted[index, 2]
        place = starts[second]
        starts[second] += 1
        for column in range(3):
            agenda[place, column] = unsorted[index, column]
    return total
