"""Kept: a seat whose decisions are kept - as a log that proves itself, and as an autosave to go on with."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import pandas as pd

from ..settings import write_whole
from . import journal
from .autosave import Journal, free_path, retold
from .mission import named_in
from .seat import Seat


class KeptSeat(Seat):
    """A seat that can be left, come back to, and checked by others."""

    _journal: Journal | None = None

    def log(self) -> str:
        """Return the decision log as JSON Lines; `Session.replay` gives the same tables from it."""
        return journal.written(
            self.start, self._mission_name, self._injects, self.decisions, self.hour, self.digest()
        )

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the decision log to a file, whole or not at all; return its path.

        Raises:
            OSError: when it cannot be written.
        """
        return write_whole(journal.place_of(path), self.log())

    def close(self) -> None:
        """End the autosave: the session counts as finished and is offered to nobody for going on."""
        if self._journal is not None:
            self._journal.close(self.hour, len(self.decisions), self.digest())
            self._journal = None

    @classmethod
    def replay(cls, log: str | os.PathLike[str], verify: bool = True) -> Self:
        """Return the session that a decision log tells of, lived again.

        Args:
            log: the text of a log, or the path of a file. verify: whether the tables must have the digest that
                the log says, and the log must be whole and of this version of the kit.

        Raises:
            LogError: in one line, when the log cannot be used, or does not tell the truth.
        """
        text = isinstance(log, str) and ("\n" in log or log.lstrip().startswith("{"))
        return cls._lived(journal.parsed(log) if text else journal.read(log), verify)

    @classmethod
    def resume(cls, path: str | os.PathLike[str]) -> Self:
        """Go on with a session that was kept by autosave, or saved; what is decided now is kept there, too.

        Raises:
            LogError: in one line, when it cannot be used.
        """
        place = journal.place_of(path)
        session = cls._lived(journal.read(place), verify=False)
        session._write_journal(place)
        return session

    @classmethod
    def unfinished(cls, folder: str | os.PathLike[str]) -> pd.DataFrame:
        """Return the sessions in a folder that were neither closed nor finished.

        Columns: path, scenario, mission, seed, hour, end, decisions. Files that hold no session are passed over.
        """
        rows = []
        for path in sorted(journal.place_of(folder).glob(f"*{journal.SUFFIX}")):
            try:
                found = journal.read(path)
            except journal.LogError:
                continue
            if not found.closed:
                rows.append({
                    "path": str(path), "scenario": found.start.scenario.name, "mission": found.mission,
                    "seed": found.start.seed, "hour": found.hour, "end": found.start.scenario.hours,
                    "decisions": len(found.decisions),
                })  # fmt: skip
        return pd.DataFrame(rows, columns=["path", "scenario", "mission", "seed", "hour", "end", "decisions"])

    @classmethod
    def _lived(cls, log: journal.Log, verify: bool) -> Self:
        if verify:
            journal.require_whole(log)
        if log.hour > log.start.scenario.hours:
            raise journal.LogError(f"hour {log.hour} lies after the end ({log.start.scenario.hours})")
        session = cls.__new__(cls)
        session._sit_down(log.start, named_in(log, verify), log.injects)
        try:
            limits = None if session.mission is None else session.mission.budget
            session.history_of.follow(log.decisions, log.branches, log.hour, limits)
        except ValueError as error:
            raise journal.LogError(f"the log cannot be lived again: {error}") from None
        if verify and session.digest() != log.digest:
            raise journal.LogError("the log does not give the tables that it claims: it has been altered")
        return session

    def _autosave(self, place: Path) -> None:
        name = self._mission_name or self.start.scenario.name
        self._write_journal(free_path(place, f"{name}-{self.start.seed}"))

    def _write_journal(self, place: Path) -> None:
        """Begin a journal that tells of everything so far, branches included."""
        lines: list[Mapping[str, Any]] = [journal.header(self.start, self._mission_name, self._injects)]
        lines += retold(self.branches, self.decisions, self.hour)
        self._journal = Journal(place, lines)

    def _note(self, kind: str, **what: Any) -> None:
        if self._journal is not None:
            self._journal.note(kind, **what)

    def _keep(self) -> None:
        if self._journal is not None:
            self._journal.keep()
