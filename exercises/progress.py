"""Progress: what has passed so far. Nothing is kept unless you ask for it, and nothing ever leaves your computer.

progress()              what passed on this page since it was opened
progress(keep=True)     from now on, note it in my_progress.json beside the notebook
progress(keep=False)    delete that file
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from .checks.feedback import NOT_YET, PASSED
from .course import ROOT, Exercise, exercises
from .records import FILE, Record, Records, RecordsError

UNTRIED = "Untried"
_session: dict[str, dict[str, Record]] = {}
_folder: list[Path] = []  # where this page keeps its records, if another place than beside it was asked for


@dataclass(frozen=True)
class Row:
    """One exercise: how far it is, how many of its checks have passed, and when the last of them did."""

    exercise: str
    title: str
    state: str
    passed: int
    checks: int
    when: str

    @property
    def said(self) -> str:
        """How many checks have passed, in words."""
        return f"{self.passed} of {self.checks}"


@dataclass(frozen=True)
class Progress:
    """All exercises of the course with their states. Shows itself as a table; `line` says where it is kept."""

    rows: tuple[Row, ...]
    line: str

    @property
    def says(self) -> str:
        """The sentence above the table."""
        done = sum(row.state == PASSED for row in self.rows)
        return f"{done} of {len(self.rows)} exercises passed."

    def __repr__(self) -> str:
        """Return the table as text."""
        width = max((len(row.title) for row in self.rows), default=0)
        lines = [f"{row.title:<{width}}  {row.state:<7}  {row.said}  {row.when}".rstrip() for row in self.rows]
        return "\n".join([self.says, *lines, self.line])

    def _repr_html_(self) -> str:
        """Return a table that screen readers can read: a caption, headers with their scope, states in words."""
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(row.title)}</th><td>{row.state}</td>'
            f"<td>{row.said}</td><td>{escape(row.when)}</td></tr>"
            for row in self.rows
        )
        head = "".join(
            f'<th scope="col">{name}</th>' for name in ("Exercise", "State", "Checks passed", "Last passed")
        )
        return (
            f'<table><caption style="text-align:left">{self.says}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table><p>{escape(self.line)}</p>"
        )


def progress(keep: bool | None = None, folder: str | Path | None = None) -> Progress:
    """Return which exercises have passed, and begin or stop keeping it in a file.

    Args:
        keep: True begins a file; whatever passes from then on is noted in it, on other pages of the same folder
            too. False deletes it. None leaves things as they are.
        folder: where the file lies; the folder of the notebook if not given.

    Never fails: what went wrong is said below the table.
    """
    stored: dict[str, dict[str, Record]] = {}
    try:
        course = exercises(ROOT)
    except ValueError as error:
        return Progress((), f"{error}.")
    try:
        if folder is not None:
            _choose(folder)
        if keep is True:
            _begin()
        line = _stop() if keep is False else _where()
        stored = Records(_place()).read()
    except RecordsError as error:
        line = f"{error}."
    return Progress(tuple(_row(each, _merged(stored, _session, each)) for each in course), line)


def note(module: str, function: str, said: str) -> None:
    """Note what a check answered; on disk only if a file was begun. Never fails, never prints."""
    name = _exercise_of(module)
    if name is None:
        return
    now = datetime.now().astimezone().isoformat(timespec="minutes")
    passed = said.startswith(PASSED)
    before = _session.setdefault(name, {}).get(function)
    _session[name][function] = Record.after(before, passed, now)
    try:
        records = Records(_place())
        if records.exist():
            records.add(name, function, passed, now)
    except RecordsError:
        return  # progress() says so when it is asked; a check has better things to say


def _row(exercise: Exercise, records: dict[str, Record]) -> Row:
    checks = exercise.checks
    passed = [records[name].passed_at for name in checks if name in records and records[name].passed_at]
    tried = NOT_YET if records else UNTRIED
    state = PASSED if checks and len(passed) == len(checks) else tried
    return Row(exercise.name, exercise.title, state, len(passed), len(checks), _day(max(passed, default="")))


def _merged(
    stored: dict[str, dict[str, Record]], session: dict[str, dict[str, Record]], exercise: Exercise
) -> dict[str, Record]:
    """Return the records of an exercise; what has passed once stays so."""
    merged = {}
    for name in exercise.checks:
        known = [records[exercise.name][name] for records in (stored, session) if _has(records, exercise, name)]
        if known:
            merged[name] = max(known, key=lambda record: bool(record.passed_at))
    return merged


def _has(records: dict[str, dict[str, Record]], exercise: Exercise, check: str) -> bool:
    return check in records.get(exercise.name, {})


def _exercise_of(module: str) -> str | None:
    path = module.replace(".", "/") + ".py"
    try:
        return next((each.name for each in exercises(ROOT) if each.check == path), None)
    except ValueError:
        return None


def _place() -> Path:
    return (_folder[0] if _folder else Path()) / FILE


def _choose(folder: str | Path) -> None:
    try:
        fits = isinstance(folder, str | Path) and Path(folder).is_dir()
    except (OSError, ValueError):  # a name that no system could have
        fits = False
    if not fits:
        given = repr(str(folder)[:60]) if isinstance(folder, str | Path) else f"a {type(folder).__name__}"
        raise RecordsError(f"folder must be a folder that is there, got {given}; nothing was changed")
    _folder[:] = [Path(folder)]


def _begin() -> None:
    records = Records(_place())
    records.begin()
    for name, checks in _session.items():
        for function, record in checks.items():
            records.add(name, function, bool(record.passed_at), record.passed_at or record.tried_at)


def _stop() -> str:
    records = Records(_place())
    if not records.exist():
        return f"There is no {FILE} here, so nothing is kept."
    records.delete()
    return f"{FILE} is deleted. Nothing is kept any more."


def _where() -> str:
    if Records(_place()).exist():
        return f"Kept in {FILE}, on this computer only. progress(keep=False) deletes it."
    return "Only this page since it was opened: nothing is kept. progress(keep=True) keeps it in a file of yours."


def _day(moment: str) -> str:
    return moment[:10]
