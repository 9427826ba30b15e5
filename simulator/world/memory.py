"""Memory: how much a run will take, said before it is taken."""

from __future__ import annotations

import math

import psutil

from .census import DAY, HOUR
from .constants import HOURS_PER_DAY
from .content import POST, THREAD
from .members import MEMBER, Members
from .scenario import Scenario
from .writing import CONTRIBUTIONS_PER_VISIT_MOST

_HOT_BYTES = 8 + 8 + 4 + 1 + 4 * Members.ties_kept
_SCRATCH_BYTES = 8 + 8
_POSTS_PER_MEMBER_DAY = 0.1
"""Upper end of what the shipped scenarios write; only for this estimate."""
_VISITS_PER_MEMBER_HOUR = 0.04
"""Upper end for the busiest hour; every visit keeps room for all it might write."""
_GROWTH_MOST = 50.0
"""Logarithm of a growth that fits into no machine."""
_SPARE = 1.5
"""Tables grow by half when they are full."""


class TooLarge(ValueError):
    """A run that would not fit into the memory of this machine."""


def bytes_needed(scenario: Scenario) -> int:
    """Estimate the peak memory of one run in bytes, Python and its libraries apart."""
    # Newcomers arrive, and members leave, in proportion to those present; rows of those who left are kept.
    behaviour = scenario.behaviour
    arriving = scenario.newcomers_per_1000_members_per_day / 1000
    leaving = behaviour.leave_base * (1 - behaviour.leave_held_by_trust * behaviour.trust_start)
    growth = arriving - leaving
    exponent = min(growth * scenario.days, _GROWTH_MOST)
    member_days = scenario.days if abs(exponent) < 1e-9 else math.expm1(exponent) / growth
    people = scenario.members * (1 + arriving * member_days)
    posts = scenario.members * member_days * _POSTS_PER_MEMBER_DAY
    room = people * _VISITS_PER_MEMBER_HOUR * scenario.platform.glances_per_hour * CONTRIBUTIONS_PER_VISIT_MOST
    return int(
        people * (MEMBER.itemsize + _HOT_BYTES + _SCRATCH_BYTES)
        + _SPARE * posts * (POST.itemsize + 0.25 * THREAD.itemsize + 4)
        + room * (POST.itemsize + THREAD.itemsize + 4)
        + scenario.days * (HOURS_PER_DAY * HOUR.itemsize + DAY.itemsize)
    )


def require_memory(scenario: Scenario) -> None:
    """Refuse a run that would not fit.

    Raises:
        TooLarge: says how much the run would take, how much is free, and what to reduce.
    """
    needed, free = bytes_needed(scenario), psutil.virtual_memory().available
    if needed > free:
        amount = f"about {needed / 1e9:,.1f} GB" if needed < 1e15 else "more than a million GB"
        raise TooLarge(
            f"{scenario.members} members for {scenario.days} days would take {amount} of memory and "
            f"{free / 1e9:,.1f} GB are free; reduce members or days"
        )
