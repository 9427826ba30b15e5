"""Text: lines and JSON from a source, with errors that quote nothing of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .archive import Source
from .errors import LogError

LONGEST_LINE = 16_000_000
LARGEST_DOCUMENT = 256_000_000


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
