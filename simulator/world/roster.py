"""Roster: who of a team stays when another plan takes over - people are who they are, not places in a list.

Somebody with a shift stays when the new team has the same shift, else when it has the same hours, else as one of
those who are left on either side, in order: a person whose hours change. A volunteer found by lot stays as long as
the team has volunteers, the first found first. Paid people and volunteers never become each other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cases import Cases
    from .manager import Manager

NOT_BY_LOT = -1


def _kind(one: Manager) -> Hashable:
    return one.volunteer


def _hours(one: Manager) -> Hashable:
    return (one.volunteer, one.shift, one.weekdays, one.utc_offset_hours)


def _shift(one: Manager) -> Hashable:
    return (_hours(one), one.minutes_per_hour, one.lead, one.platforms)


_LIKENESS: tuple[Callable[[Manager], Hashable], ...] = (_shift, _hours, _kind)
"""What makes two entries of a team with a shift the same person, the surest first."""


def staying(now: Sequence[Manager], before: Sequence[Manager]) -> list[tuple[Manager, Manager]]:
    """Return the pairs (now, before) that are the same person, in the order of the new team."""
    pairs: dict[int, tuple[Manager, Manager]] = {}
    found = {one.lot: one for one in before if one.lot != NOT_BY_LOT}
    for one in now:
        if one.lot in found:  # NOT_BY_LOT never is
            pairs[one.number] = (one, found[one.lot])
    new = [one for one in now if one.lot == NOT_BY_LOT]
    old = [one for one in before if one.lot == NOT_BY_LOT]
    for likeness in _LIKENESS:
        left = list(old)
        for one in list(new):
            same = next((other for other in left if likeness(other) == likeness(one)), None)
            if same is not None:
                pairs[one.number] = (one, same)
                new.remove(one)
                left.remove(same)
        old = left
    return [pairs[number] for number in sorted(pairs)]


def lots(volunteers: int, first: int, before: Sequence[Manager]) -> list[int]:
    """Return the numbers under which a team's volunteers are found by lot.

    Args:
        volunteers: how many. first: number of the first one on the new team. before: the team before, whose
            volunteers stay, the first found first.
    """
    known = [one.lot for one in before if one.lot != NOT_BY_LOT]
    kept, free = known[:volunteers], max([first - 1, *known]) + 1
    return kept + list(range(free, free + volunteers - len(kept)))


def renumber(cases: Cases, pairs: Sequence[tuple[Manager, Manager]]) -> None:
    """Let what is kept by a manager's number follow the person; what belongs to somebody who left is nobody's."""
    number = {before.number: now.number for now, before in pairs}
    cases.decided_by = {
        post: number.get(one, one) for post, one in cases.decided_by.items() if one < 0 or one in number
    }
    cases.last_platform = {number[one]: name for one, name in cases.last_platform.items() if one in number}
