"""Times: moments in UTC from what a log writes, with the zone always explicit.

A time that carries its offset, and seconds since 1970, need nothing more. A time without needs the `zone` in
which it was written. Where clocks are set back an hour happens twice: a time in it counts as the first, in
summer time. Where they are set forward an hour is left out: a time in it is read as if they had not been yet.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from .errors import LogError

ADVICE = "write 2024-01-31T13:45:00Z or 2024-01-31T13:45:00+01:00, or seconds since 1970"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LATEST_SECONDS = 4_102_444_800  # 2100-01-01
# Shorter numbers are days such as 20240131, or counters.
_EARLIEST_BARE_NUMBER = 100_000_000
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,9})?", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?", re.ASCII)
_WIDEST = timedelta(hours=14)
_MOST_OFFSETS_SHOWN = 4


class Clock:
    """Reads times, and remembers whether they are of one kind.

    Args:
        zone: where times without an offset were written: an IANA name such as "Europe/Berlin", or an offset
            such as "+01:00"; None when every time should say it itself.
        own_offsets: True where the format gives every record the offset of its writer.

    Raises:
        LogError: when there is no such zone.
    """

    def __init__(self, zone: str | None = None, own_offsets: bool = False) -> None:
        self._zone = None if zone is None else find_zone(zone)
        self._zone_name = zone
        self._own_offsets = own_offsets
        self._offsets: dict[timedelta, int] = {}
        self._read = self._bad = 0
        self._first_bad = self._first_naive = self._first_aware = ""

    def from_iso(self, text: object, place: str) -> int | None:
        """Return microseconds since 1970 of a time in ISO 8601, or of a number of seconds; None if it is neither.

        Args:
            text: what the log says.
            place: where, such as "line 7"; for the error that `check` may raise.
        """
        if not isinstance(text, str) or len(text) > 60:
            return self.from_seconds(text, place)
        text = text.strip()
        if _NUMBER.fullmatch(text):
            return self.from_seconds(text, place)
        if text.endswith((" UTC", " GMT")):
            text = text[:-4] + "+00:00"
        if "T" not in text and " " not in text:
            return self._note_bad(place)  # a day without a time of day
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return self._note_bad(place)
        return self.from_moment(moment, place)

    def from_seconds(self, value: object, place: str) -> int | None:
        """Return microseconds since 1970 of a number of seconds, or of its text; None if it cannot be one."""
        if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._note_bad(place)
        if not _EARLIEST_BARE_NUMBER <= value < _LATEST_SECONDS:
            return self._note_bad(place)
        self._note_aware(timedelta(0), place)
        return round(value * 1_000_000)

    def from_moment(self, moment: datetime, place: str) -> int | None:
        """Return microseconds since 1970 of a moment, read in the zone when it carries none."""
        try:
            offset = moment.utcoffset()
            if offset is None:
                micros = (moment.replace(tzinfo=self._zone or UTC) - _EPOCH) // _MICROSECOND
            else:
                micros = (moment - _EPOCH) // _MICROSECOND
        except (OverflowError, ValueError):
            return self._note_bad(place)
        if not 0 <= micros < _LATEST_SECONDS * 1_000_000:
            return self._note_bad(place)
        if offset is None:
            self._read += 1
            self._first_naive = self._first_naive or place
        else:
            self._note_aware(offset, place)
        return micros

    def check(self, label: str) -> None:
        """Raise when a time did not parse, or when the times do not say all of them in which zone they are.

        Args:
            label: how errors name the log.

        Raises:
            LogError: with the number of times concerned, and where the first of them is.
        """
        if self._bad:
            total = self._read + self._bad
            raise LogError(
                f"{label}: time: {self._bad} of {total} do not parse, the first in {self._first_bad}; {ADVICE}"
            )
        if self._zone is not None:
            return
        if self._first_naive and self._first_aware:
            raise LogError(
                f"{label}: time: mixed zones - some times carry an offset (first in {self._first_aware}), "
                f"others none (first in {self._first_naive}); give all of them one, or say zone= for those without"
            )
        if self._first_naive:
            raise LogError(
                f"{label}: time: times without a zone (first in {self._first_naive}); say which it is, as in "
                "zone='Europe/Berlin' or zone='+01:00'"
            )
        if len(self._offsets) > 1 and not self._own_offsets:
            offsets = sorted(self._offsets)
            names = ", ".join(_offset_name(offset) for offset in offsets[:_MOST_OFFSETS_SHOWN])
            more = ", ..." if len(offsets) > _MOST_OFFSETS_SHOWN else ""
            raise LogError(
                f"{label}: time: mixed zones - {len(offsets)} different offsets from UTC ({names}{more}); "
                "write all times in one zone, or say zone='UTC' to count each time by the offset it carries"
            )

    @property
    def zone(self) -> str:
        """The zone or offset in which the log's times were written, "various" for several."""
        if self._first_naive and self._first_aware:
            return "various"
        if self._first_naive:
            return str(self._zone_name)
        return _offset_name(next(iter(self._offsets), timedelta(0))) if len(self._offsets) <= 1 else "various"

    def _note_bad(self, place: str) -> None:
        self._bad += 1
        self._first_bad = self._first_bad or place

    def _note_aware(self, offset: timedelta, place: str) -> None:
        self._read += 1
        self._first_aware = self._first_aware or place
        self._offsets[offset] = self._offsets.get(offset, 0) + 1


def find_zone(name: str) -> tzinfo:
    """Return the zone of an IANA name, or of an offset from UTC such as "+01:00".

    Raises:
        LogError: when there is none.
    """
    advice = "give an IANA name such as 'Europe/Berlin', or an offset such as '+01:00'"
    if not isinstance(name, str):
        raise LogError(f"zone must be text, got {type(name).__name__}; {advice}")
    if name.upper() in ("UTC", "GMT", "Z"):
        return UTC
    match = _OFFSET.fullmatch(name)
    if match:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if offset <= _WIDEST and int(match[3] or 0) < 60:
            return timezone(offset if match[1] == "+" else -offset)
        raise LogError(f"zone must lie from -14:00 to +14:00, got {name!r}")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise LogError(f"unknown zone {name[:40]!r}; {advice}") from None


def _offset_name(offset: timedelta) -> str:
    if not offset:
        return "UTC"
    minutes = round(abs(offset).total_seconds() / 60)
    return f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
