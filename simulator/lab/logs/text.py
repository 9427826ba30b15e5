"""Text: lines, tables and JSON from a source, with errors that quote nothing of it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from typing import Any

from .archive import Source
from .errors import LogError

LONGEST_LINE = 16_000_000
LARGEST_DOCUMENT = 256_000_000
DELIMITERS = (",", ";", "\t")
# Headers may be shown only when they are surely none: a table without a header opens with a member's data.
_HEADER_WORDS = frozenset(
    [
        "account",
        "action",
        "at",
        "author",
        "authors",
        "body",
        "bookmark",
        "by",
        "category",
        "cooked",
        "count",
        "created",
        "creation",
        "date",
        "datetime",
        "day",
        "deleted",
        "edited",
        "email",
        "event",
        "field",
        "forum",
        "hidden",
        "hour",
        "id",
        "ids",
        "index",
        "is",
        "key",
        "kind",
        "last",
        "like",
        "likes",
        "member",
        "members",
        "message",
        "messages",
        "msg",
        "name",
        "names",
        "no",
        "nr",
        "number",
        "of",
        "opener",
        "order",
        "owner",
        "parent",
        "person",
        "post",
        "posted",
        "posts",
        "raw",
        "read",
        "reads",
        "ref",
        "replies",
        "reply",
        "row",
        "score",
        "section",
        "sender",
        "sent",
        "seq",
        "source",
        "start",
        "subject",
        "tags",
        "text",
        "thread",
        "threads",
        "time",
        "timestamp",
        "title",
        "to",
        "topic",
        "topics",
        "type",
        "unix",
        "updated",
        "url",
        "user",
        "username",
        "users",
        "utc",
        "value",
        "version",
        "views",
        "word",
        "words",
        "year",
        "zone",
    ]
)


def lines(source: Source) -> Iterator[tuple[int, str]]:
    """Yield every line of a text in UTF-8 with its number, ends of lines included.

    Raises:
        LogError: when it is no such text.
    """
    with source.open() as stream:
        number = 0
        while raw := stream.readline(LONGEST_LINE):
            number += 1
            if number == 1:
                refuse_other_encodings(raw, source.label)
                raw = raw.removeprefix(b"\xef\xbb\xbf")
            if len(raw) >= LONGEST_LINE:
                raise LogError(f"{source.label}, line {number}: longer than {LONGEST_LINE:,} bytes")
            if b"\0" in raw:
                raise LogError(f"{source.label}, line {number}: holds a NUL byte; a text in UTF-8 is needed")
            yield number, decode(raw, f"{source.label}, line {number}")
    if not number:
        raise LogError(f"{source.label}: is empty")


def decode(raw: bytes, place: str) -> str:
    """Return bytes as text.

    Raises:
        LogError: when they are not in UTF-8.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    raise LogError(f"{place}: is not UTF-8 (Latin-1 or Windows-1252, perhaps); save it as UTF-8")


def refuse_other_encodings(raw: bytes, label: str) -> None:
    """Raise when a text opens with the mark of UTF-16."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise LogError(f"{label}: is text in UTF-16; save it as UTF-8")


def document(source: Source) -> Any:
    """Return the content of a JSON file.

    Raises:
        LogError: when it is too large, or no JSON.
    """
    with source.open() as stream:
        raw = stream.read(LARGEST_DOCUMENT + 1)
    if len(raw) > LARGEST_DOCUMENT:
        raise LogError(f"{source.label}: larger than {LARGEST_DOCUMENT:,} bytes; export fewer records to a file")
    refuse_other_encodings(raw, source.label)
    return from_json(decode(raw.removeprefix(b"\xef\xbb\xbf"), source.label), source.label)


def from_json(text: str, place: str) -> Any:
    """Return what a JSON text says.

    Raises:
        LogError: when it is not JSON.
    """
    problem = "is nested too deeply"
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"is not valid JSON from character {error.pos + 1} on"
    except ValueError:
        problem = "holds a number too long to read"
    except RecursionError:
        pass
    raise LogError(f"{place}: {problem}")


def header(first_line: str) -> tuple[str, list[str]]:
    """Return the delimiter of a table and its columns' names in small letters, from its first line."""
    found = []
    for delimiter in DELIMITERS:
        try:
            found.append((delimiter, next(csv.reader([first_line], delimiter=delimiter), [])))
        except csv.Error:
            found.append((delimiter, []))
    # Of those that split the line, the one that yields most names that look like a header.
    delimiter, names = max(found, key=lambda pair: sum(_is_header(name) for name in pair[1]))
    return delimiter, [name.strip().lower() for name in names]


def rows(source: Source, need: dict[str, tuple[str, ...]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield every row of a table as its line number and its fields by name, after a look at the header.

    Args:
        source: a CSV file with a header; comma, semicolon or tab between fields.
        need: for every field that must be there, the columns that may hold it. A field is yielded under its
            own name, every other column under that of the column.

    Raises:
        LogError: when a column is missing, or the file is no such table.
    """
    numbered = lines(source)
    _, first = next(numbered)
    delimiter, columns = header(first)
    for field, names in need.items():
        if not any(name in columns for name in names):
            wanted = names[0] if len(names) == 1 else f"{names[0]} (or {', '.join(names[1:])})"
            raise LogError(f"{source.label}: column {wanted} is missing; {_what_is_there(columns)}")
        columns[next(columns.index(name) for name in names if name in columns)] = field
    if len(set(columns)) < len(columns):
        twice = next(name for name in columns if columns.count(name) > 1)
        shown = twice if _is_header(twice) else "of a name not shown"
        raise LogError(f"{source.label}: column {shown} is there twice")
    position = 1

    def rest() -> Iterator[str]:
        nonlocal position
        for position, line in numbered:  # noqa: B007 - read outside
            yield line

    reader = csv.reader(rest(), delimiter=delimiter)
    start = 2
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            values = None
        if values is None:
            raise LogError(
                f"{source.label}, line {start}: cannot be split into fields - a quote that is never closed, "
                f"or a field of more than {csv.field_size_limit():,} characters"
            )
        if values:
            if len(values) != len(columns):
                raise LogError(
                    f"{source.label}, line {start}: has {len(values)} fields, the header has {len(columns)}"
                )
            yield start, dict(zip(columns, values, strict=True))
        start = position + 1


def looks_like_names(columns: list[str]) -> bool:
    """Tell whether one of the columns at least is named by words that headers are made of."""
    return any(_is_header(name) for name in columns)


def fields_there(record: dict[str, Any]) -> str:
    """Return which fields a record has, for an error; those of unusual names are counted only."""
    return _what_is_there([str(name).lower() for name in record])


def _what_is_there(columns: list[str]) -> str:
    known = [name for name in dict.fromkeys(columns) if _is_header(name)][:30]
    if not known:
        return "none of the names there is one of a column"
    others = len(columns) - len(known)
    return f"there: {', '.join(known)}" + (f" and {others} more" if others else "")


def _is_header(name: str) -> bool:
    words = re.findall(r"[a-z]+", name.strip().lower())
    return 0 < len(words) <= 5 and len(name) <= 60 and "@" not in name and all(w in _HEADER_WORDS for w in words)
