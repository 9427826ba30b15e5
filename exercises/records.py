"""Records: a small file of a learner's own that says which check passed when. Written whole or not at all."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = "my_progress.json"
_FORMAT = "community management course, progress 1"
_LARGEST = 1_000_000


class RecordsError(ValueError):
    """The file cannot be used; the message is one line without a full stop."""


@dataclass(frozen=True)
class Record:
    """One check: when it passed first ("" if never), and when it was tried last."""

    passed_at: str
    tried_at: str

    @classmethod
    def after(cls, before: Record | None, passed: bool, now: str) -> Record:
        """Return what is known after one more try; what has passed once stays passed."""
        first = before.passed_at if before and before.passed_at else (now if passed else "")
        return cls(first, now)


class Records:
    """The file at a path; it exists only if its owner asked for it."""

    def __init__(self, path: Path) -> None:
        """Look at the file at a path, without touching it."""
        self.path = path

    def exist(self) -> bool:
        """Tell whether there is such a file."""
        return self.path.is_file()

    def read(self) -> dict[str, dict[str, Record]]:
        """Return the records by exercise and check; none where there is no file.

        Raises:
            RecordsError: if the file cannot be read, or holds something else.
        """
        if not self.exist():
            return {}
        try:
            if self.path.stat().st_size > _LARGEST:
                raise RecordsError(f"{FILE} is too large to be one of this course; rename or delete it")
            held = json.loads(self.path.read_text(encoding="utf-8"))
            if held["format"] != _FORMAT:
                raise KeyError("format")
            return {
                exercise: {name: _record(fields) for name, fields in checks.items()}
                for exercise, checks in held["results"].items()
            }
        except OSError as error:
            raise RecordsError(f"{FILE} cannot be read: {error.strerror}") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            if isinstance(error, RecordsError):
                raise
            raise RecordsError(f"{FILE} is damaged; rename or delete it, then progress(keep=True)") from None

    def begin(self) -> None:
        """Make the file, unless it is there. Raises RecordsError if it can't be made, or is something else."""
        self._write(self.read())

    def add(self, exercise: str, check: str, passed: bool, now: str) -> None:
        """Note one try. Raises RecordsError if the file is damaged or cannot be written."""
        records = self.read()
        checks = records.setdefault(exercise, {})
        checks[check] = Record.after(checks.get(check), passed, now)
        self._write(records)

    def delete(self) -> None:
        """Delete the file. Raises RecordsError if it holds something else, which is left alone."""
        self.read()
        try:
            self.path.unlink()
        except OSError as error:
            raise RecordsError(f"{FILE} cannot be deleted: {error.strerror}") from None

    def _write(self, records: dict[str, dict[str, Record]]) -> None:
        results = {
            exercise: {name: asdict(record) for name, record in sorted(checks.items())}
            for exercise, checks in sorted(records.items())
        }
        text = json.dumps({"format": _FORMAT, "results": results}, indent=1) + "\n"
        unfinished = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            try:
                unfinished.write_text(text, encoding="utf-8")
                os.replace(unfinished, self.path)
            finally:
                unfinished.unlink(missing_ok=True)
        except OSError as error:
            raise RecordsError(f"{FILE} cannot be written: {error.strerror}") from None


def _record(fields: dict[str, Any]) -> Record:
    record = Record(**fields)
    if not isinstance(record.passed_at, str) or not isinstance(record.tried_at, str):
        raise TypeError("a moment is no text")
    return record
