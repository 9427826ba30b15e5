"""Returned: notebooks that learners hand in are read, never run; what their checks had answered is what counts.

A learner is a folder, or a file name. Nothing in a file is trusted: whatever is no notebook of this course gives
one line, and the others are read all the same.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.terminal.spreadsheets import neutral

from .checks.feedback import NOT_YET, PASSED
from .course import Exercise, exercises
from .progress import UNTRIED

LARGEST = 30_000_000  # bytes; an executed exercise has well under one million
MOST_FILES = 5_000
_LONGEST_OUTPUT = 20_000
_NO_NAME = "(no name)"
_ANSWER = re.compile(rf"(?:{PASSED}(?: - .*)?|{NOT_YET} - .*)")
COLUMNS = ("learner", "exercise", "title", "state", "checks_passed", "checks")


@dataclass(frozen=True)
class Result:
    """One exercise of one learner: its state, and how many of its checks had answered `Passed`."""

    learner: str
    exercise: Exercise
    state: str
    passed: int


@dataclass(frozen=True)
class Gradebook:
    """What was handed in: `results` by learner and exercise, and in `faults` a line for each bad file."""

    learners: tuple[str, ...]
    results: tuple[Result, ...]
    faults: tuple[str, ...]

    def csv(self) -> str:
        """Return the results as CSV, in which no cell is taken for a formula by a spreadsheet."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in self.results:
            row = (
                one.learner,
                one.exercise.name,
                one.exercise.title,
                one.state,
                one.passed,
                len(one.exercise.checks),
            )
            writer.writerow([neutral(cell) for cell in row])
        return text.getvalue()


def gradebook(folder: Path) -> Gradebook:
    """Return what the checks had answered in all notebooks below a folder. Nothing is executed or written.

    Raises:
        ValueError: in one line, if there is no such folder, or no notebook in it.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder")
    found: dict[tuple[str, str], dict[str, str]] = {}
    faults, learners, number = [], set(), 0
    for number, path in enumerate(_notebooks(folder), start=1):
        if number > MOST_FILES:
            faults.append(f"{folder} holds more than {MOST_FILES:,} notebooks; the rest was left out")
            break
        try:
            exercise, answers = _read(path)
        except _Unusable as error:
            faults.append(f"{printable(str(path.relative_to(folder)), 120)}: {error}")
            continue
        learner = _learner(path, folder, exercise)
        learners.add(learner)
        best = found.setdefault((learner, exercise.name), {})
        for check, answer in answers.items():
            if best.get(check) != PASSED:
                best[check] = answer
    if not number:
        raise ValueError(f"{folder} holds no notebook (.ipynb), neither in it nor in folders below")
    rows = [
        _result(learner, exercise, found.get((learner, exercise.name)))
        for learner in sorted(learners)
        for exercise in exercises()
    ]
    return Gradebook(tuple(sorted(learners)), tuple(rows), tuple(faults))


def printable(text: str, longest: int = 60) -> str:
    """Return text on one line, without letters that a terminal would obey, shortened."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= longest else line[: longest - 3] + "..."


class _Unusable(ValueError):
    """A file that is no notebook of this course; the message says why."""


def _notebooks(folder: Path) -> Iterator[Path]:
    """Yield notebooks below a folder by name; links are not followed, copies that Jupyter keeps are left out."""
    for place, below, files in os.walk(folder, followlinks=False):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(".ipynb") and not name.startswith("."):
                yield Path(place) / name


def _read(path: Path) -> tuple[Exercise, dict[str, str]]:
    """Return which exercise a notebook is, and the state of each of its checks that had been tried."""
    try:
        if path.is_symlink() or not path.is_file():
            raise _Unusable("is a link or no file, and was not followed")
        if path.stat().st_size > LARGEST:
            raise _Unusable("is too large to be an exercise of this course")
        held = json.loads(path.read_text(encoding="utf-8-sig"))
        cells, metadata = held["cells"], held.get("metadata", {})
        if not isinstance(cells, list) or not isinstance(metadata, dict):
            raise TypeError("no cells")
    except OSError as error:
        raise _Unusable(f"cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError) as error:
        if isinstance(error, _Unusable):
            raise
        raise _Unusable("is damaged, or no notebook") from None
    edition = metadata.get("edition")
    edition = edition if isinstance(edition, dict) else {}
    exercise = _exercise(edition.get("source"), path.stem)
    if "source_sha256" in edition:
        raise _Unusable(f"is the solved edition of {exercise.name}, not a learner's")
    return exercise, _answers(cells, exercise)


def _exercise(source: Any, stem: str) -> Exercise:
    by_source = {each.source: each for each in exercises()}
    if isinstance(source, str) and source in by_source:
        return by_source[source]
    named = [each for each in exercises() if each.name.lower() in stem.lower()]
    if not named:
        raise _Unusable("is no exercise of this course")
    return max(named, key=lambda each: len(each.name))


def _answers(cells: list[Any], exercise: Exercise) -> dict[str, str]:
    """Return the state of each check that a cell has called and shown the answer of."""
    answers: dict[str, str] = {}
    for cell in cells:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        called = _called(_text(cell.get("source")), exercise.checks)
        said = [line for line in _shown(cell.get("outputs")) if _ANSWER.fullmatch(line)]
        # One answer for each call, in their order; anything else does not tell which answer is whose.
        if called and len(said) == len(called):
            for check, line in zip(called, said, strict=True):
                if answers.get(check) != PASSED:
                    answers[check] = PASSED if line.startswith(PASSED) else NOT_YET
    return answers


def _called(source: str, checks: tuple[str, ...]) -> list[str]:
    """Return which checks a cell calls, in their order; lines that are comments call none."""
    code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("#"))
    return [name for name in re.findall(r"\b(check_\w+)\s*\(", code) if name in checks]


def _shown(outputs: Any) -> Iterator[str]:
    """Yield the lines of text that a cell shows."""
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        data = output.get("data")
        shown = output.get("text") or (data.get("text/plain") if isinstance(data, dict) else "")
        for line in _text(shown)[:_LONGEST_OUTPUT].splitlines():
            yield line.strip().strip("'\"")


def _text(value: Any) -> str:
    """Return text that a notebook may hold as one string or as a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _learner(path: Path, folder: Path, exercise: Exercise) -> str:
    """Return whose notebook it is: the folder just below, or what the file's name says beside the exercise's."""
    parts = path.relative_to(folder).parts
    if len(parts) > 1:
        return printable(parts[0]) or _NO_NAME
    rest = re.sub(re.escape(exercise.name), "", path.stem, flags=re.IGNORECASE)
    return printable(rest.strip(" _-.()")) or _NO_NAME


def _result(learner: str, exercise: Exercise, answers: dict[str, str] | None) -> Result:
    passed = sum(answer == PASSED for answer in (answers or {}).values())
    tried = NOT_YET if answers else UNTRIED
    state = PASSED if exercise.checks and passed == len(exercise.checks) else tried
    return Result(learner, exercise, state, passed)
