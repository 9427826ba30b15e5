"""Settling: at the end of a member's day feelings settle, things go wrong, and some leave for good."""

from __future__ import annotations

from . import behaviour as rules
from .chance import What, block, unit
from .compiled import rule
from .constants import HOURS_PER_DAY
from .members import FOREVER

DAY_END = int(What.DAY_END)
CLOSE_TOGETHER = 64


@rule
def close_days(members, pull, away_until_hour, count, hours, constants, key_low, key_high, hour):
    """Close the day of the members whose turn it is: feelings settle, things go wrong, and some leave for good.

    Every member's day is closed once in 24 hours: 64 neighbours together, the next 64 an hour later, and so on.
    """
    k = constants[0]
    tally = hours[hour]
    for start in range(hour % HOURS_PER_DAY * CLOSE_TOGETHER, count, HOURS_PER_DAY * CLOSE_TOGETHER):
        for member in range(start, min(start + CLOSE_TOGETHER, count)):
            close_day(member, members, pull, away_until_hour, tally, k, key_low, key_high, hour)


@rule
def close_day(member, members, pull, away_until_hour, tally, k, key_low, key_high, hour):
    """Close one member's day."""
    me = members[member]
    if me.left_hour != FOREVER:
        return
    me.belonging = rules.drift(me.belonging, 0.0, k.belonging_keep)
    me.trust = rules.drift(me.trust, k.trust_start, k.trust_keep)
    me.loyalty = rules.drift(me.loyalty, 0.5 * (me.trust + me.belonging), k.loyalty_keep)
    me.fairness = rules.drift(me.fairness, k.fairness_start, k.fairness_keep)
    me.grudge = rules.drift(me.grudge, 0.0, k.grudge_keep)
    me.restraint = rules.drift(me.restraint, 0.0, k.restraint_keep)
    leaving, mishap, complains, _ = block(key_low, key_high, hour, member, DAY_END, 0)
    errand = rules.errand_after_mishap(me.voice, unit(mishap), unit(complains), k)
    if errand != rules.NO_ERRAND:
        me.trust = rules.trust_lost(me.trust, k.trust_lost_mishap)
        if errand == rules.COMPLAINING and me.errand == rules.NO_ERRAND:
            me.errand = errand
    if unit(leaving) < rules.leave_chance(me.belonging, me.trust, me.grudge, k):
        me.left_hour = hour
        away_until_hour[member] = FOREVER
        pull[member] = 0.0
        tally.departures += 1
