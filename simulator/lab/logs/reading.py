"""Reading: from a file, folder or zip to an `EventLog`, whatever community software wrote it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ...hashing import Seal
from ...settings import hint
from . import discourse, mbox, reddit, slack, stackexchange, table
from .archive import Bundle, Source
from .columns import header
from .door import Door
from .errors import LogError
from .log import FEWEST_EVENTS, FEWEST_MEMBERS, EventLog
from .text import document, refuse_other_encodings
from .times import Clock

Reader = Callable[[Bundle, Door, Clock], None]


@dataclass(frozen=True)
class Format:
    """A way in which community software writes down what was contributed.

    Attributes:
        title: what it is.
        expects: the files, columns or fields that must be there.
        read: takes a bundle, a door and a clock, and lets every contribution in.
        zone: in which zone times without an offset are by definition; None when that must be said.
        own_offsets: True where every record carries the offset of its writer, so that many are no mistake.
    """

    title: str
    expects: str
    read: Reader
    zone: str | None = None
    own_offsets: bool = False


FORMATS: dict[str, Format] = {
    "csv": Format(
        "a table of contributions",
        "columns member, time, thread, parent (empty or -1 for what opens a thread); post is welcome",
        table.read,
    ),
    "discourse-csv": Format(
        "posts of Discourse, from its data explorer",
        "columns post_id (or id), topic_id, user_id (or username), created_at, post_number or "
        "reply_to_post_number (best both); post_type is welcome",
        discourse.read_table,
    ),
    "discourse-json": Format(
        "topics of Discourse, from its JSON API",
        "what /t/ID.json gives, one topic a file (a folder or zip of them) or a list, with post_stream.posts",
        discourse.read_json,
    ),
    "slack": Format(
        "an export of a Slack workspace",
        "the zip or its folder, with users.json and channel/2024-01-31.json; messages have ts, user and thread_ts",
        slack.read,
    ),
    "reddit": Format(
        "submissions and comments as Reddit has them",
        "JSON lines, also .gz, also several files, with id, author, created_utc; comments also link_id, parent_id",
        reddit.read,
    ),
    "stackexchange": Format(
        "questions and answers of a Stack Exchange data dump",
        "Posts.xml, with Id, PostTypeId, CreationDate, ParentId of answers, and OwnerUserId; times are in UTC",
        stackexchange.read,
        zone=stackexchange.DUMP_ZONE,
    ),
    "mbox": Format(
        "a mailing list",
        "mbox files, also .gz, also a folder of them, with From, Date, Message-ID, In-Reply-To, References",
        mbox.read,
        own_offsets=True,
    ),
}
_LOOKED_AT = 50


def read_log(
    path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    format: str | None = None,
    zone: str | None = None,
    keep_text: bool = False,
    key: bytes | str | None = None,
    progress: Callable[[float], object] | bool | None = None,
) -> EventLog:
    """Return what a community wrote and when, from its own event log and without anybody's name.

    Names, addresses and ids become keyed hashes as soon as they are read, and numbers thereafter; text is
    dropped. Errors quote nothing that a person wrote.

    Args:
        path: a file, folder or zip (or a list of files); nothing is unpacked to disk.
        format: a name of `FORMATS`; None finds out.
        zone: where times without an offset were written, as in "Europe/Berlin" or "+01:00".
        keep_text: True to keep what was written, in a column `text`. Text holds names, too.
        key: 16 to 64 bytes to hash names with, so that a member has the same pseudonym in two logs; None draws
            one. It is never written out.
        progress: a function called with the share that has been read, 0 to 1; True shows a bar.

    Raises:
        LogError: in one line, when the log cannot be used: no such format, a column or field missing, times
            that do not parse, without a zone or in mixed zones, fewer than 200 contributions or 30 members.
    """
    bar = _Bar(progress)
    try:
        log, problem = _attempt(path, format, zone, keep_text, key, bar)
    finally:
        bar.close()
    if log is None:
        # A new error: those from within carry along the data they were raised over.
        raise LogError(problem)
    return log


def _attempt(path, format, zone, keep_text, key, bar) -> tuple[EventLog | None, str]:
    """Return the log, or else what is wrong with it."""
    try:
        return _read(path, format, zone, keep_text, key, bar), ""
    except LogError as error:
        return None, " ".join(str(error).split())
    except MemoryError:
        return None, "the log is too large for this machine's memory; export a shorter time"
    except Exception as error:
        if error is bar.problem:
            raise
        # Whatever a malformed export provokes, its message may quote the export.
        return None, f"the log cannot be read ({type(error).__name__}); export it again, or say format="


def _read(path, format, zone, keep_text, key, bar) -> EventLog:
    if format is not None and (not isinstance(format, str) or format not in FORMATS):
        raise LogError(f"unknown format {str(format)[:40]!r}{hint(str(format)[:40], list(FORMATS))}")
    seal = _seal(key)
    if zone is not None:
        Clock(zone)
    with Bundle(path, bar.show) as bundle:
        name = format or recognise(bundle)
        found = FORMATS[name]
        clock = Clock(found.zone if zone is None else zone, found.own_offsets)
        door = Door(seal, keep_text)
        found.read(bundle, door, clock)
        clock.check(bundle.label)
        label = bundle.label
    if len(door) < FEWEST_EVENTS:
        raise LogError(f"{label}: holds {len(door)} contributions; at least {FEWEST_EVENTS} are needed")
    events, pseudonyms = door.table()
    if len(pseudonyms) < FEWEST_MEMBERS:
        raise LogError(f"{label}: {len(pseudonyms)} members wrote something; at least {FEWEST_MEMBERS} are needed")
    bar.show(1.0)
    counts = {why: count for why, count in sorted(door.counts.items()) if count}
    return EventLog(events, name, clock.zone, counts, pseudonyms)


def _seal(key: bytes | str | None) -> Seal:
    try:
        return Seal(key)
    except ValueError as error:
        raise LogError(str(error)) from None


def recognise(bundle: Bundle) -> str:
    """Return the name of the format a bundle is in, by its content.

    Raises:
        LogError: when it may be several, or none.
    """
    candidates: set[str] = set()
    names = {source.inner.name for source in bundle.files}
    if bundle.is_folder and (names & set(slack.LISTS) or any(map(slack.DAY_FILE.fullmatch, names))):
        candidates.add("slack")
    else:
        for source in bundle.files[:_LOOKED_AT]:
            candidates |= _formats_of(source, alone=len(bundle.files) == 1)
    if len(candidates) == 1:
        return candidates.pop()
    if candidates:
        raise LogError(f"{bundle.label}: may be {' or '.join(sorted(candidates))}; say which with format=")
    raise LogError(f"{bundle.label}: is no log of a known format; say which with format= ({', '.join(FORMATS)})")


def _formats_of(source: Source, alone: bool) -> set[str]:
    head = source.head()
    refuse_other_encodings(head, source.label)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"From "):
        return {"mbox"}
    if start.startswith(b"<"):
        return set() if start[:15].lower().startswith((b"<html", b"<!doctype html")) else {"stackexchange"}
    if start.startswith((b"{", b"[")):
        found = {
            name
            for name, mark in (("discourse-json", b'"post_stream"'), ("reddit", b'"created_utc"'))
            if mark in start
        }
        return found or ({"discourse-json"} if alone and _holds_topics(document(source)) else set())
    return _formats_of_table(start.decode("utf-8", "replace").splitlines()[:1])


def _holds_topics(content: Any) -> bool:
    return any(
        isinstance(t, dict) and "post_stream" in t for t in (content if isinstance(content, list) else [content])
    )


def _formats_of_table(first_line: list[str]) -> set[str]:
    """Return the formats most of whose columns a header has."""
    columns = header(first_line[0])[1] if first_line else []
    shares = {}
    for name, need in (("csv", table.NEED), ("discourse-csv", discourse.NEED)):
        found = sum(any(column in columns for column in known) for known in need.values())
        shares[name] = found / len(need) if found > 1 else 0
    best = max(shares.values())
    return {name for name, share in shares.items() if share == best and best}


class _Bar:
    """Tells how much has been read: to a function, or as a bar on the terminal."""

    def __init__(self, progress: Callable[[float], object] | bool | None) -> None:
        self.problem: Exception | None = None
        self._tell = progress if callable(progress) else None
        self._bar = None
        if progress is True:
            from tqdm.auto import tqdm

            self._bar = tqdm(total=100, desc="Reading", unit="%")
        self._share = 0.0

    def show(self, share: float) -> None:
        """Tell that a share, 0 to 1, has been read; a share that was told is not told again."""
        if share <= self._share:
            return
        if self._bar is not None:
            self._bar.update(round(100 * share) - self._bar.n)
        self._share = share
        if self._tell is not None:
            try:
                self._tell(share)
            except Exception as error:
                self.problem = error
                raise

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
