"""Clock: how long time passes, and what makes it stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any

from ..settings import hint
from ..world.constants import HOURS_PER_DAY
from .decision import shown
from .deeds import minutes_left
from .happenings import ALARM, LOOK, Happening

if TYPE_CHECKING:
    from ..world.community import Community

Stop = Callable[[Sequence[Happening], "Community", bool], bool]
"""Tells whether to stop, from what happened, the community, and whether nobody had minutes before the hour."""

STOPS: dict[str, Stop] = {
    "something": lambda found, community, idle: any(one.level >= LOOK for one in found),
    "alarm": lambda found, community, idle: any(one.level >= ALARM for one in found),
    "morning": lambda found, community, idle: idle and minutes_left(community) > 0,
    "midnight": lambda found, community, idle: community.hour % HOURS_PER_DAY == 0,
    "end": lambda found, community, idle: False,
}


def stop_of(until: Any) -> Stop:
    """Return what makes time stop.

    Raises:
        ValueError: in one line with the words that are known.
    """
    if not isinstance(until, str) or until not in STOPS:
        raise ValueError(f"unknown until {shown(until)}{hint(shown(until), list(STOPS))}")
    return STOPS[until]


def hours_of(hours: Any, days: Any) -> int:
    """Return a length of time in hours; one hour when nothing is said.

    Raises:
        ValueError: when it is no whole number of hours from 1.
    """
    if hours is None and days is None:
        return 1
    total = 0.0
    for name, value, each in (("hours", hours, 1), ("days", days, HOURS_PER_DAY)):
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= value < 1e6:
            raise ValueError(f"{name} must be a number from 0, got {shown(value)}")
        total += float(value) * each
    if total < 1 or total != int(total):
        raise ValueError(f"time must pass by whole hours, at least one, got hours={hours!r} and days={days!r}")
    return int(total)
