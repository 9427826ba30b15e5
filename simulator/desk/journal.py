"""Journal: the decision log as JSON Lines - written whole at the end, or line by line so that nothing is lost.

A log begins with a header (format, version of the kit, where the session began), holds one line a decision, and
ends with a footer (how far it was lived, a digest of the tables). A journal is the same while a session goes on:
hours are ticked off, rewinds and switches are noted, and the footer is still missing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from .decision import Branch, Decision, Options, shown
from .injects import Inject, read_cards
from .start import Start

FORMAT = 1
LONGEST_BYTES = 20_000_000
MOST_DECISIONS = 20_000
SUFFIX = ".desk.jsonl"


class LogError(ValueError):
    """A decision log that cannot be used; the message says why, and in which line."""


@dataclass(frozen=True)
class Log:
    """A decision log that has been read.

    Attributes:
        start: where the session began. mission: name of its mission, empty for none. injects: its cards.
        version: of the kit that wrote it. decisions: in order. branches: ways given up by rewinding.
        hour: how far it was lived. digest: of the tables at that hour, empty for a journal that goes on.
        closed: whether the session was brought to an end.
    """

    start: Start
    mission: str
    injects: tuple[Inject, ...]
    version: str
    decisions: tuple[Decision, ...]
    branches: tuple[Branch, ...]
    hour: int
    digest: str
    closed: bool


def header(start: Start, mission: str, injects: Iterable[Inject] = ()) -> dict[str, Any]:
    """Return the first line of a log as data."""
    return {
        "line": "header", "format": FORMAT, "kit": __version__, "mission": mission, "start": start.as_data(),
        "injects": [card.model_dump(mode="json") for card in injects],
    }  # fmt: skip


def written(
    start: Start, mission: str, injects: Iterable[Inject], decisions: Iterable[Decision], hour: int, digest: str
) -> str:
    """Return a whole log as text."""
    taken = list(decisions)
    lines = [header(start, mission, injects), *({"line": "decision"} | one.as_data() for one in taken)]
    text = "".join(map(line_of, lines))
    return text + line_of(footer(hour, len(taken), digest, hashlib.sha256(text.encode()).hexdigest()))


def footer(hour: int, decisions: int, digest: str, lines: str) -> dict[str, Any]:
    """Return the last line of a log: `digest` is that of the tables, `lines` that of the lines before this one."""
    return {"line": "footer", "hour": hour, "decisions": decisions, "digest": digest, "lines": lines}


def line_of(data: Mapping[str, Any]) -> str:
    """Return one line of a log."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def read(path: str | os.PathLike[str]) -> Log:
    """Return the log in a file.

    Raises:
        LogError: in one line, when there is none, or it cannot be used.
    """
    place = place_of(path)
    try:
        if place.stat().st_size > LONGEST_BYTES:
            raise LogError(f"{place} is larger than {LONGEST_BYTES // 1_000_000} MB, too large for a decision log")
        raw = place.read_bytes()
    except FileNotFoundError:
        raise LogError(f"no decision log at {place}") from None
    except OSError as error:
        raise LogError(f"cannot read {place}: {error.strerror or error}") from None
    try:
        return parsed(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise LogError(f"{place} is not text in UTF-8") from None


def place_of(path: Any) -> Path:
    """Return a path.

    Raises:
        LogError: in one line, when it is none.
    """
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str) or "\0" in os.fspath(path):
        raise LogError(f"a log or folder must be given by its path, as text, got {shown(path)}")
    return Path(path)


def parsed(text: str) -> Log:
    """Return the log written in a text; a last line that was cut off while it was written does not count.

    Raises:
        LogError: in one line, when it cannot be used.
    """
    lines = text.split("\n")
    cut, complete = lines[-1], lines[:-1]
    data = [_line(number, line) for number, line in enumerate(complete, 1) if line.strip()]
    try:
        data += [_line(len(lines), cut)] if cut.strip() else []
    except LogError:
        if not data:
            raise
    if not data:
        raise LogError("the log is empty")
    first = data[0]
    if first.get("line") != "header":
        raise LogError("line 1 is no header; this is no decision log of the desk")
    if first.get("format") != FORMAT:
        raise LogError(f"the log was written in format {first.get('format')!r}, this version reads {FORMAT}")
    if not isinstance(first.get("start"), dict) or not isinstance(first.get("mission"), str):
        raise LogError("the header lacks the start or the mission")
    try:
        start = Start.from_data(first["start"])
        cards = read_cards(first.get("injects", []))
    except ValueError as error:
        raise LogError(f"the header cannot be used: {error}") from None
    return _Reader(start, cards).read(first, data[1:])


class _Reader:
    """Follows a log line by line."""

    def __init__(self, start: Start, cards: tuple[Inject, ...] = ()) -> None:
        self.cards = cards
        self.start, self.hour, self.digest = start, start.hour, ""
        self.decisions: list[Decision] = []
        self.branches: list[Branch] = []
        self.closed = False
        self.lines = hashlib.sha256()

    def read(self, first: dict[str, Any], rest: list[dict[str, Any]]) -> Log:
        self.lines.update(line_of(first).encode("utf-8", "surrogatepass"))
        for number, line in enumerate(rest, 2):
            if self.closed:
                raise LogError(f"line {number}: nothing may follow the footer")
            kind = line.get("line")
            follow = getattr(self, f"_{kind}", None) if kind in _KINDS else None
            if follow is None:
                raise LogError(f"line {number}: unknown kind of line {kind!r:.40}")
            try:
                follow(line)
            except LogError as error:
                raise LogError(f"line {number}: {error}") from None
            self.lines.update(line_of(line).encode("utf-8", "surrogatepass"))
        return Log(
            self.start, first["mission"], self.cards, str(first.get("kit")), tuple(self.decisions),
            tuple(self.branches), self.hour, self.digest, self.closed,
        )  # fmt: skip

    def _decision(self, line: dict[str, Any]) -> None:
        number, hour = _whole(line, "number"), _whole(line, "hour")
        what, options = line.get("what"), line.get("options")
        if not isinstance(what, str) or not isinstance(options, dict):
            raise LogError("a decision needs what and options")
        if number != len(self.decisions) + 1 or number > MOST_DECISIONS:
            raise LogError(f"decision {number} does not follow {len(self.decisions)}")
        if hour < (self.decisions[-1].hour if self.decisions else self.start.hour):
            raise LogError(f"decision {number} lies before the one before it")
        try:
            self.decisions.append(Decision(number, hour, what, Options(options)))
        except ValueError as error:
            raise LogError(str(error)) from None
        self.hour = max(self.hour, hour)

    def _branch(self, line: dict[str, Any]) -> None:
        hour, taken = _whole(line, "hour"), line.get("decisions")
        if not isinstance(taken, list) or not all(isinstance(one, dict) for one in taken):
            raise LogError("a branch needs a list of decisions")
        inner = _Reader(self.start)
        for one in taken:
            inner._decision(one)
        if hour < inner.hour:
            raise LogError("a branch ends before its last decision")
        self.branches.append(Branch(len(self.branches) + 1, tuple(inner.decisions), hour))

    def _hour(self, line: dict[str, Any]) -> None:
        hour = _whole(line, "hour")
        if hour < self.hour:
            raise LogError(f"hour {hour} lies before hour {self.hour}")
        self.hour = hour

    def _rewind(self, line: dict[str, Any]) -> None:
        to = _whole(line, "to")
        if not 1 <= to <= len(self.decisions):
            raise LogError(f"there is no decision {to} to rewind to")
        self.branches.append(Branch(len(self.branches) + 1, tuple(self.decisions), self.hour))
        self.hour = self.decisions[to - 1].hour
        del self.decisions[to - 1 :]

    def _switch(self, line: dict[str, Any]) -> None:
        to = _whole(line, "to")
        if not 1 <= to <= len(self.branches):
            raise LogError(f"there is no branch {to}")
        chosen = self.branches[to - 1]
        self.branches.append(Branch(len(self.branches) + 1, tuple(self.decisions), self.hour))
        self.decisions, self.hour = list(chosen.decisions), chosen.hour

    def _footer(self, line: dict[str, Any]) -> None:
        hour, count, digest = _whole(line, "hour"), _whole(line, "decisions"), line.get("digest")
        if count != len(self.decisions):
            raise LogError(f"the footer counts {count} decisions, the log holds {len(self.decisions)}")
        if not isinstance(digest, str) or hour < self.hour:
            raise LogError("the footer lacks a digest, or lies before the last decision")
        if line.get("lines") != self.lines.hexdigest():
            raise LogError(
                "the lines before the footer are not those that it was written for: the log was altered"
            )
        self.hour, self.digest, self.closed = hour, digest, True


_KINDS = ("decision", "branch", "hour", "rewind", "switch", "footer")


def _whole(line: dict[str, Any], name: str) -> int:
    value = line.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise LogError(f"{name} must be a whole number from 0, got {value!r:.40}")
    return value


def _line(number: int, text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise LogError(f"line {number} is not JSON") from None
    if not isinstance(data, dict):
        raise LogError(f"line {number} must be a table, got {type(data).__name__}")
    return data


def _refuse(name: str) -> None:
    raise ValueError(name)


def require_whole(log: Log) -> None:
    """Refuse a log that is not finished, or was written by another version of the kit.

    Raises:
        LogError: in one line, with the reason.
    """
    if not log.closed:
        raise LogError("the log is cut short: its last line, the footer with the digest, is missing")
    if log.version != __version__:
        raise LogError(f"the log was written by version {log.version} of the kit, this is {__version__}")
