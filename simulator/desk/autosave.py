"""Autosave: a decision log that is written line by line while a session goes on, so that nothing is lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from .decision import Branch, Decision
from .journal import SUFFIX, footer, line_of

_MOST_FILES = 10_000


class Journal:
    """A log that is written while the session goes on.

    Lines are handed to the operating system one by one, so a killed process loses none; `keep` also waits until
    they are on the disk.
    """

    def __init__(self, path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
        """Begin a journal in a file with these lines; an older one is replaced, whole or not at all.

        Raises:
            OSError: when the file cannot be written.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        text = "".join(map(line_of, lines))
        self._lines = hashlib.sha256(text.encode())
        beginning = path.with_name(f".{path.name}.new")
        beginning.write_text(text, encoding="utf-8", newline="\n")
        os.replace(beginning, path)
        self._file: IO[bytes] | None = path.open("ab", buffering=0)
        self.keep()

    def note(self, kind: str, **what: Any) -> None:
        """Write a line."""
        if self._file is not None:
            line = line_of({"line": kind} | what).encode()
            self._lines.update(line)
            self._file.write(line)

    def keep(self) -> None:
        """Wait until everything is on the disk."""
        if self._file is not None:
            os.fsync(self._file.fileno())

    def close(self, hour: int, decisions: int, digest: str) -> None:
        """Write the footer, and no more."""
        if self._file is not None:
            self._file.write(line_of(footer(hour, decisions, digest, self._lines.hexdigest())).encode())
            self.keep()
            self._file.close()
            self._file = None


def retold(branches: Iterable[Branch], decisions: Iterable[Decision], hour: int) -> list[dict[str, Any]]:
    """Return the lines that tell of ways given up and of the way that was gone, for a journal that begins late."""
    lines: list[dict[str, Any]] = []
    for branch in branches:
        lines.append({
            "line": "branch", "hour": branch.hour, "decisions": [one.as_data() for one in branch.decisions],
        })  # fmt: skip
    lines += [{"line": "decision"} | one.as_data() for one in decisions]
    return [*lines, {"line": "hour", "hour": hour}]


def free_path(place: Path, name: str) -> Path:
    """Return the file in which a session is to be kept: `place` itself, or one in it that is called after `name`.

    Raises:
        ValueError: when the file is there already. OSError: when the folder cannot be made.
    """
    if place.suffix == ".jsonl":
        if place.exists():
            raise ValueError(f"{place} holds a session; Session.resume goes on with it, or name another file")
        return place
    place.mkdir(parents=True, exist_ok=True)
    safe = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name)
    paths = (place / f"{safe}-{number}{SUFFIX}" for number in range(1, _MOST_FILES))
    free = next((path for path in paths if not path.exists()), None)
    if free is None:
        raise ValueError(f"{place} holds {_MOST_FILES} sessions like this one; name another folder")
    return free
