"""Audience: whom a campaign means - a named segment, a habit, a list of members, or a rule of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from ..world.community import Community
from ..world.constants import HOURS_PER_DAY, HOURS_PER_WEEK, SECONDS_PER_HOUR
from ..world.members import Members
from .acts import whole
from .team import WEEKDAYS

_SHOWN = 80  # characters of a value in an error message
_WEEK, _LAPSED_DAYS, _MONTH = HOURS_PER_WEEK, 14, 30 * HOURS_PER_DAY


def _came_since(members: Members, hour: int) -> np.ndarray:
    return members["last_visit_seconds"] >= max(0, hour) * SECONDS_PER_HOUR


def _silent_readers(members: Members, hour: int) -> np.ndarray:
    return (members["contributions"] == 0) & _came_since(members, hour - _WEEK)


def _new_this_month(members: Members, hour: int) -> np.ndarray:
    return (members["joined_hour"] >= 0) & (members["joined_hour"] > hour - _MONTH)


def _lapsed(members: Members, hour: int) -> np.ndarray:
    return (members["visits"] > 0) & ~_came_since(members, hour - _LAPSED_DAYS * HOURS_PER_DAY)


def _keen(members: Members, hour: int) -> np.ndarray:
    return members["last_contribution_hour"] > hour - _WEEK


def _everybody(members: Members, hour: int) -> np.ndarray:
    return np.ones(members.count, dtype=bool)


SEGMENTS: dict[str, Callable[[Members, int], np.ndarray]] = {
    "everybody": _everybody,
    "silent_readers": _silent_readers,
    "new_this_month": _new_this_month,
    "lapsed": _lapsed,
    "keen": _keen,
}
"""Everybody who is here; who never wrote but came within a week; who joined within 30 days; who has come in this
run, but not for 14 days; who wrote within a week."""


class Regulars:
    """Members with a habit: who came in a window of the week at least so many times since the run began.

    It watches from the first hour of the run that it is handed to, so let it run for a few weeks first.
    """

    def __init__(
        self, weekdays: Iterable[str] = WEEKDAYS, from_hour: int = 0, to_hour: int = 24, at_least: int = 3
    ) -> None:
        """Look for members who come on these weekdays between these hours (UTC), in at least so many hours."""
        self.weekdays = some_weekdays(weekdays)
        self.from_hour, self.to_hour = whole(from_hour, "from_hour", 0, 23), whole(to_hour, "to_hour", 0, 24)
        self.at_least = whole(at_least, "at_least", 1, 10_000)
        self._times = np.zeros(0, dtype=np.int64)
        self._watched_hour = -1

    def watch(self, community: Community) -> None:
        """Count who came in this hour, if it is one of those meant; campaigns that share a habit count it once."""
        is_new, self._watched_hour = community.hour > self._watched_hour, community.hour
        if not is_new or not in_window(community, self.weekdays, self.from_hour, self.to_hour):
            return
        self._grow(community.members.count)
        came = community.members["last_visit_seconds"] >= community.hour * SECONDS_PER_HOUR
        self._times[: len(came)] += came

    def __call__(self, members: Members, hour: int) -> np.ndarray:
        """Return who has the habit by now."""
        self._grow(members.count)
        return self._times[: members.count] >= self.at_least

    def _grow(self, count: int) -> None:
        if len(self._times) < count:
            self._times = np.concatenate([self._times, np.zeros(count - len(self._times), dtype=np.int64)])


def in_one_line(value: object) -> str:
    """Return how a value looks in an error message: short, and on one line."""
    text = " ".join(repr(value).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def some_weekdays(weekdays: Iterable[str]) -> tuple[str, ...]:
    """Return weekdays as a tuple, or say what would be right."""
    days = (weekdays,) if isinstance(weekdays, str) else weekdays
    days = tuple(days) if isinstance(days, Iterable) else ()
    if not days or any(day not in WEEKDAYS for day in days):
        raise ValueError(f"weekdays must be some of {', '.join(WEEKDAYS)}, got {in_one_line(weekdays)}")
    return days


def in_window(community: Community, weekdays: tuple[str, ...], from_hour: int, to_hour: int) -> bool:
    """Tell whether the hour that is being lived lies in a window of the week; from 22 to 6 is overnight."""
    week_hour = (community.first_hour_of_week + community.hour) % HOURS_PER_WEEK
    now = week_hour % HOURS_PER_DAY
    fits = from_hour <= now < to_hour if from_hour < to_hour else now >= from_hour or now < to_hour
    return fits and WEEKDAYS[week_hour // HOURS_PER_DAY] in weekdays


def checked(audience: object) -> Callable[[Members, int], np.ndarray] | np.ndarray:
    """Return an audience as a function of members and hour, or as an array of member numbers.

    Raises:
        ValueError: for what is neither; names the segments.
    """
    if isinstance(audience, str) and audience in SEGMENTS:
        return SEGMENTS[audience]
    if not isinstance(audience, str | type | dict) and callable(audience):
        return audience
    known = f"one of {', '.join(SEGMENTS)}, Regulars(...), member numbers, or a function of members and hour"
    if isinstance(audience, str | type | dict) or not isinstance(audience, Iterable):
        raise ValueError(f"audience must be {known}, got {in_one_line(audience)}")
    numbers = np.asarray(list(audience))
    if numbers.ndim != 1 or (len(numbers) and (numbers.dtype.kind not in "iu" or numbers.min() < 0)):
        raise ValueError(f"audience must be {known}, got {in_one_line(audience)}")
    return np.unique(numbers.astype(np.int64))


def choose(audience: Callable[[Members, int], np.ndarray] | np.ndarray, community: Community) -> list[int]:
    """Return the members of an audience who are here, by number.

    Raises:
        ValueError: when a rule of one's own does not return True or False for each member.
    """
    members, here = community.members, community.members.present()
    if isinstance(audience, np.ndarray):
        return [int(member) for member in audience if member < members.count and here[member]]
    meant = np.asarray(audience(members, community.hour))
    if meant.shape != (members.count,) or meant.dtype != bool:
        raise ValueError(
            f"audience must return True or False for each of {members.count} members, got {meant.dtype} of shape "
            f"{meant.shape}"
        )
    return np.flatnonzero(meant & here).tolist()
