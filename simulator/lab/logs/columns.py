"""Columns: tables with a header, and what of their names an error may show."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from .archive import Source
from .errors import LogError
from .text import lines

DELIMITERS = (",", ";", "\t")
# An error shows a column's name only if these words make it up: without a header, a member's data stand there.
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
        need: for every field that must be there, the columns that may hold it. A row has the value under the
            field's name too, beside that of the column.

    Raises:
        LogError: when a column is missing, or the file is no such table.
    """
    numbered = lines(source)
    _, first = next(numbered)
    delimiter, columns = header(first)
    held_by = {}
    for field, names in need.items():
        if not any(name in columns for name in names):
            wanted = names[0] if len(names) == 1 else f"{names[0]} (or {', '.join(names[1:])})"
            raise LogError(f"{source.label}: column {wanted} is missing; {_what_is_there(columns)}")
        held_by[field] = next(name for name in names if name in columns)
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
            row = dict(zip(columns, values, strict=True))
            yield start, row | {field: row[column] for field, column in held_by.items()}
        start = position + 1


def number_of(text: str) -> str:
    """Return an id or number as it was before a spreadsheet or data frame made 7.0 of 7 and nan of nothing."""
    text = text.strip().removesuffix(".0")
    return "" if text.lower() in ("nan", "none", "null") else text


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
