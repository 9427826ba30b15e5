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
    settle(me, k)
    if k.unspoken > 0.0 and me.aware == k.crisis:
        me.blame = rules.blame_after_silence(me.blame, k)
        me.outrage = rules.outrage_after_silence(me.outrage, k.crisis_severity, me.blame, k)
    leaving, mishap, complains, wishing = block(key_low, key_high, hour, member, DAY_END, 0)
    buying, easily, going, turning = block(key_low, key_high, hour, member, DAY_END, 1)
    errand = rules.errand_of_the_day(me.voice, me.satisfaction, unit(wishing), k)
    if me.customer == 1:
        hit = rules.errand_after_mishap(me.voice, me.expects_help, unit(mishap), unit(complains), k)
        if hit != rules.NO_ERRAND:
            tally.mishaps += 1
            me.trust = rules.trust_lost(me.trust, k.trust_lost_mishap)
            me.satisfaction = me.satisfaction * (1.0 - k.satisfaction_lost_mishap)
            me.unsaid = 1
            outrage = k.mishap_outrage * rules.temper(unit(easily))
            if outrage > me.outrage:
                me.outrage = outrage
            errand = hit if hit == rules.COMPLAINING else rules.NO_ERRAND
    if errand != rules.NO_ERRAND and (errand == rules.COMPLAINING or me.errand == rules.NO_ERRAND):
        me.errand = errand
    if k.crisis > 0.0 and me.aware == k.crisis:
        away = hour + rules.boycott_hours(me.outrage, me.blame, unit(turning), k)
        if away > hour and away > away_until_hour[member]:
            away_until_hour[member] = away
    if me.customer == 1:
        if unit(buying) < rules.defect_chance(me.satisfaction, me.loyalty, k):
            me.customer = 0
            tally.defections += 1
    elif unit(buying) < rules.purchase_chance(me.trust, me.loyalty, k):
        me.customer = 1
        tally.purchases += 1
    pressure = rules.leave_pressure(me.customer, me.satisfaction, k)
    pressure = pressure * rules.exit_pressure(me.outrage, me.blame, k)
    leaves = unit(leaving) < rules.leave_chance(me.belonging, me.trust, me.grudge, pressure, k)
    if leaves or (me.outsider == 1 and unit(going) < k.outsider_leaves):
        me.left_hour = hour
        away_until_hour[member] = FOREVER
        pull[member] = 0.0
        tally.departures += 1


@rule
def settle(me, k):
    """Let what a member feels fade towards where it rests. An ambassador who is left alone for long turns."""
    me.belonging = rules.drift(me.belonging, 0.0, k.belonging_keep)
    rest = rules.trust_scarred(rules.trust_at_rest(me.bond, k), me.blame, k)
    me.trust = rules.drift(me.trust, rest, k.trust_keep)
    if k.ongoing == 0.0 or me.aware != k.crisis:
        me.outrage = rules.drift(me.outrage, 0.0, k.outrage_keep)
    me.blame = rules.drift(me.blame, 0.0, k.blame_keep)
    me.loyalty = rules.drift(me.loyalty, 0.5 * (me.trust + me.belonging), k.loyalty_keep)
    me.fairness = rules.drift(me.fairness, k.fairness_start, k.fairness_keep)
    me.grudge = rules.drift(me.grudge, 0.0, k.grudge_keep)
    me.restraint = rules.drift(me.restraint, 0.0, k.restraint_keep)
    me.satisfaction = rules.drift(me.satisfaction, rules.satisfaction_at_rest(k), k.satisfaction_keep)
    me.expects_help = rules.drift(me.expects_help, k.hope_start, k.hope_keep)
    me.zest = rules.drift(me.zest, 0.0, k.zest_keep)
    me.bond = rules.drift(me.bond, 0.0, k.bond_keep)
    if me.ambassador == 1 and me.bond < k.bond_breaks:
        me.ambassador = 0
        me.trust = rules.trust_lost(me.trust, k.trust_lost_dropped)
        me.grudge = rules.grudge_after(me.grudge, k.grudge_dropped, 0.0)
