"""Session: a manager's seat at a running community - decide, let time pass, rewind, and decide otherwise."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from ..lab.run import Run
from ..playbook.playbook import Playbook
from ..settings import write_whole
from ..world.community import Community
from ..world.constants import HOURS_PER_DAY
from ..world.scenario import Scenario
from . import inbox as inboxes
from . import journal, tiles
from .clock import Stop, hours_of, stop_of
from .decision import Branch, Decision, Options
from .deeds import minutes_left
from .digest import digest
from .happenings import Happening
from .history import History
from .injects import Inject
from .moves import COMMON, MOVES, move_of
from .start import Start, loaded

if TYPE_CHECKING:
    from .debrief import Debrief
    from .mission import Mission
    from .whatif import WhatIf

Progress = Callable[[int, int], None]


class Session:
    """A community at the desk: what is seen of it, what is decided, and how time passes.

    Attributes:
        start: where it began. mission: what is to be achieved, None without one.
        history_of: decisions, branches and the community as they are now.
    """

    def __init__(
        self,
        scenario: Scenario | str | None = None,
        playbook: Playbook | str | None = None,
        seed: int = 7,
        mission: Mission | str | None = None,
        autosave: str | os.PathLike[str] | None = None,
        autopilot: Iterable[str] | None = None,
        injects: Iterable[Inject] = (),
    ) -> None:
        """Sit down at the desk.

        Args:
            scenario: a `Scenario`, the name of one that ships, or a YAML file; None with a mission, which brings
                its own.
            playbook: a `Playbook`, a name or a file; None for "balanced", or the mission's.
            seed: the luck, a whole number from 0 to 2**64 - 1.
            mission: a `Mission`, the name of one that ships, or a YAML file.
            autosave: a folder, or a file that ends in .jsonl, in which every decision and hour is kept.
            autopilot: what the team does by itself ("moderation", "care", "engagement", "crisis"); the rest is
                yours. None: everything, or as the mission says.
            injects: cards of a workshop, which come by themselves or by `play_card`.

        Raises:
            ValueError: in one line, when something cannot be used.
            OSError: when autosave cannot be written to.
        """
        goal = None
        if mission is not None:
            from .mission import Mission

            if scenario is not None:
                raise ValueError("a mission brings its own scenario; give one or the other")
            goal = mission if isinstance(mission, Mission) else Mission.load(mission)
            start = goal.start(seed, playbook, autopilot)
        else:
            start = Start(
                loaded(Scenario, "forum" if scenario is None else scenario),
                loaded(Playbook, "balanced" if playbook is None else playbook),
                seed,
                autopilot,
            )
        self._open(start, goal, tuple(injects))
        if autosave is not None:
            self._autosave(Path(autosave))

    def _open(self, start: Start, mission: Mission | None, injects: tuple[Inject, ...] = ()) -> None:
        self.start, self.mission, self._injects = start, mission, injects
        self.history_of = History(start)
        self._lock = threading.RLock()
        self._journal: journal.Journal | None = None
        self._run: tuple[Any, Run] | None = None

    # --- what is seen -------------------------------------------------------------------------------------

    @property
    def community(self) -> Community:
        """The community as it is now; to look at, since a session must know of every change."""
        return self.history_of.timeline.community

    @property
    def playbook(self) -> Playbook:
        """The playbook as you have set it. What is not on autopilot waits for you, whatever it says."""
        return self.history_of.timeline.playbook

    @property
    def hour(self) -> int:
        """The hour of the run that comes next; 0 is midnight UTC of the first day."""
        return self.history_of.timeline.hour

    @property
    def end(self) -> int:
        """The hour at which it is over."""
        return self.start.scenario.hours

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.hour >= self.end

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What has been decided, in order."""
        return tuple(self.history_of.decisions)

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The ways that were given up by rewinding; `switch` goes back to one."""
        return tuple(self.history_of.branches)

    @property
    def waiting(self) -> tuple[Decision, ...]:
        """Decisions that wait for somebody with minutes."""
        return tuple(self.history_of.timeline.waiting)

    def results(self) -> pd.DataFrame:
        """Return what came of each decision: number, hour, what, minutes, euros, manager, result."""
        rows = []
        for one in self.decisions:
            found = self.history_of.timeline.results[one.number]
            rows.append({"number": one.number, "hour": one.hour, "what": str(one)} | found)
        return pd.DataFrame(rows, columns=["number", "hour", "what", "minutes", "euros", "manager", "result"])

    def run(self) -> Run:
        """Return a `Run` of everything that has happened so far."""
        now = (id(self.history_of.timeline), self.hour, len(self.decisions), len(self.history_of.branches))
        if self._run is None or self._run[0] != now:
            self._run = (now, self.community.to_run())
        return self._run[1]

    def status(self) -> pd.DataFrame:
        """Return the tiles, one row each: value, unit, a_day_ago, change, good, what (see `tiles.status`)."""
        return tiles.status(self.history_of.timeline)

    def history(self) -> pd.DataFrame:
        """Return what was counted hour by hour since you sat down, for a chart (see `tiles.history`)."""
        return tiles.history(self.history_of.timeline)

    def inbox(self, limit: int = 50) -> pd.DataFrame:
        """Return the posts that wait for a decision, the most pressing first (see `inbox.inbox`)."""
        return inboxes.inbox(self.run(), self.community, limit)

    def thread(self, post: int) -> pd.DataFrame:
        """Return the thread of a post, oldest first (see `inbox.thread`)."""
        return inboxes.thread(self.run(), self.community, post)

    def verbs(self) -> dict[str, dict[str, Any]]:
        """Return what you can do: by verb its target, meaning, usual minutes, and options with their limits."""
        found = {}
        for verb, move in MOVES.items():
            options = {
                name: {"default": one.default, "what": one.what, "unit": one.unit, "choices": one.choices,
                       "low": one.low, "high": one.high}
                for name, one in (move.options | COMMON).items()
            }  # fmt: skip
            minutes = move.minutes(self.playbook, move.checked({}))
            found[verb] = {"target": move.target, "what": move.what, "minutes": minutes, "options": options}
        return found

    # --- what is decided ----------------------------------------------------------------------------------

    def act(self, verb: str, target: int | None = None, /, **options: Any) -> dict[str, Any]:
        """Do something now, by whoever on the team has most minutes left of the hour just lived.

        Args:
            verb: one of `verbs()`. target: number of a post or member, as the verb needs.
            options: see `verbs()`; `later=True` puts it on the list when nobody has the minutes.

        Returns:
            minutes, euros, manager (who did it), result (what the verb returns; "waits" when it is on the list).

        Raises:
            ValueError: in one line, when it cannot be done; nothing has changed then. `Busy`, a kind of
                ValueError, when the team has no minutes left for it.
        """
        move = move_of(verb)
        move.checked(options)
        values = dict(options) if target is None else {"target": target, **options}
        return self._decide(verb, values)

    def set(self, changes: Mapping[str, Any] | str, value: Any = None) -> Playbook:
        """Change policies from now on: `s.set("netiquette.notice", "explained")`, or a table of such pairs.

        Returns:
            The playbook from now on.

        Raises:
            ValueError: in one line, when a name is unknown or a value cannot be used; nothing has changed then.
        """
        table = {changes: value} if isinstance(changes, str) else changes
        if not isinstance(table, Mapping):
            raise ValueError(
                f"set takes a dotted name and a value, or a table of them, got {type(changes).__name__}"
            )
        self._decide("set", {"changes": dict(table)})
        return self.playbook

    def play_card(self, code: str) -> Inject:
        """Release a card of the workshop by its code.

        Raises:
            ValueError: when no card has that code, or it has been released.
        """
        known = [card.code for card in self._injects if card.code]
        card = next((card for card in self._injects if card.is_opened_by(code)), None)
        if card is None:
            raise ValueError(f"no card has the code {code!r}" + ("" if known else "; this session has no cards"))
        if card.name in self._released():
            raise ValueError(f"card {card.name!r} has been released already")
        self._decide("card", card.options(self.hour))
        return card

    def _released(self) -> list[str]:
        return [one.options["name"] for one in self.decisions if one.what == "card"]

    def _decide(self, what: str, options: Mapping[str, Any]) -> dict[str, Any]:
        with self._alone():
            if self.over:
                raise ValueError("the time is up; debrief() looks back, rewind(to=number) goes back")
            decision = Decision(len(self.decisions) + 1, self.hour, what, Options(options))
            limits = None if self.mission is None else self.mission.budget
            result = self.history_of.decide(decision, limits)
            self._note("decision", **decision.as_data())
            self._keep()
            return result

    # --- time ---------------------------------------------------------------------------------------------

    def advance(
        self,
        hours: int | None = None,
        days: float | None = None,
        until: str | None = None,
        cancel: threading.Event | None = None,
        progress: Progress | None = None,
    ) -> list[Happening]:
        """Let time pass, and return what was worth a look.

        Args:
            hours, days: how long; one hour when nothing is said. It ends when the time is up.
            until: "something" (worth a look), "alarm", "morning" (somebody comes to work), "midnight" or "end",
                instead of a length.
            cancel: when it is set, time stops after the hour that is being lived.
            progress: called after every hour with the hours lived and the most there will be.

        Raises:
            ValueError: in one line, when the time is up, or something cannot be used.
        """
        with self._alone():
            if self.over:
                raise ValueError("the time is up; debrief() looks back, rewind(to=number) goes back")
            stop = stop_of(until) if until is not None else None
            if stop is not None and (hours is not None or days is not None):
                raise ValueError("say how long, or until when, not both")
            longest = self.end - self.hour
            total = longest if stop is not None else min(hours_of(hours, days), longest)
            return self._live(total, stop, cancel, progress)

    def _live(
        self, total: int, stop: Stop | None, cancel: threading.Event | None, progress: Progress | None
    ) -> list[Happening]:
        found: list[Happening] = []
        for lived in range(1, total + 1):
            if cancel is not None and cancel.is_set():
                break
            self._release_what_is_due()
            idle = minutes_left(self.community) == 0
            now = self.history_of.step()
            self._note("hour", hour=self.hour)
            found += now
            if progress is not None:
                progress(lived, total)
            if stop is not None and stop(now, self.community, idle):
                break
        self._keep()
        return found

    def _release_what_is_due(self) -> None:
        for card in self._injects:
            if card.hour >= 0 and self.hour == self.start.hour + card.hour and card.name not in self._released():
                decision = Decision(len(self.decisions) + 1, self.hour, "card", Options(card.options(self.hour)))
                self.history_of.decide(decision, None)
                self._note("decision", **decision.as_data())

    # --- back, and otherwise ------------------------------------------------------------------------------

    def rewind(self, to: int) -> Decision:
        """Go back to just before a decision; the way given up is kept in `branches`. Return that decision.

        Raises:
            ValueError: when there is no such decision.
        """
        with self._alone():
            decision = self.history_of.rewind(_number(to, "decision", len(self.decisions)))
            self._note("rewind", to=to)
            self._keep()
            return decision

    def switch(self, branch: int) -> None:
        """Go on where a branch was given up; the way given up now becomes a branch.

        Raises:
            ValueError: when there is no such branch.
        """
        with self._alone():
            self.history_of.switch(_number(branch, "branch", len(self.branches)))
            self._note("switch", to=branch)
            self._keep()

    def what_if(
        self,
        number: int,
        instead: Decision | tuple[str, Mapping[str, Any]] | None = None,
        days: float = 7,
        replicates: int = 20,
        cancel: threading.Event | None = None,
        progress: Progress | None = None,
    ) -> WhatIf:
        """Return what a decision has changed: the same past and luck with it, and without it or with another.

        Args:
            number: of the decision. instead: another one, as a `Decision` or (verb, options); None leaves it out.
            days: how long both ways are lived. replicates: with how many lucks.
            cancel, progress: as for `advance`; after a cancel the pairs so far count.

        Raises:
            ValueError: in one line, when something cannot be used.
        """
        from .whatif import what_if

        decision = self.decisions[_number(number, "decision", len(self.decisions)) - 1]
        return what_if(self.history_of, decision, instead, days, replicates, cancel, progress)

    def debrief(self, replicates: int = 12, days: float = 5, examined: int = 12, progress: Any = None) -> Debrief:
        """Look back: what happened, which decisions mattered most, what the evidence says, and the scores."""
        from .debrief import debrief

        return debrief(self, replicates, days, examined, progress)

    def scores(self) -> pd.DataFrame:
        """Return how things stand by the mission's goals, one row a goal (see `goals.scores`).

        Raises:
            ValueError: when there is no mission.
        """
        from .goals import scores

        if self.mission is None:
            raise ValueError("there is no mission, so nothing is scored; Session(mission=...) has goals")
        return scores(self, self.mission.goals)

    # --- what is kept -------------------------------------------------------------------------------------

    def digest(self) -> str:
        """Return a hash of all tables as they are now; equal digests mean equal to the last bit."""
        return digest(self.run())

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
        return write_whole(Path(path), self.log())

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
        place = Path(path)
        session = cls._lived(journal.read(place), verify=False)
        session._write_journal(place)
        return session

    @classmethod
    def unfinished(cls, folder: str | os.PathLike[str]) -> pd.DataFrame:
        """Return the sessions in a folder that were neither closed nor finished.

        Columns: path, scenario, mission, seed, hour, end, decisions. Files that hold no session are passed over.
        """
        rows = []
        for path in sorted(Path(folder).glob(f"*{journal.SUFFIX}")):
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
        from .mission import named_in

        if verify:
            journal.require_whole(log)
        if log.hour > log.start.scenario.hours:
            raise journal.LogError(f"hour {log.hour} lies after the end ({log.start.scenario.hours})")
        session = cls.__new__(cls)
        session._open(log.start, named_in(log, verify), log.injects)
        try:
            limits = None if session.mission is None else session.mission.budget
            session.history_of.follow(log.decisions, log.branches, log.hour, limits)
        except ValueError as error:
            raise journal.LogError(f"the log cannot be lived again: {error}") from None
        if verify and session.digest() != log.digest:
            raise journal.LogError("the log does not give the tables that it claims: it has been altered")
        return session

    # --- inner matters ------------------------------------------------------------------------------------

    @property
    def _mission_name(self) -> str:
        return "" if self.mission is None else self.mission.name

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._lock.acquire(blocking=False):
            raise ValueError("time is passing right now; stop that first, or wait until it is done")
        try:
            yield
        finally:
            self._lock.release()

    def _autosave(self, place: Path) -> None:
        if place.suffix == ".jsonl":
            if place.exists():
                raise ValueError(f"{place} holds a session; Session.resume goes on with it, or name another file")
        else:
            place.mkdir(parents=True, exist_ok=True)
            name = self._mission_name or self.start.scenario.name
            safe = "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name)
            numbers = (f"{safe}-{self.start.seed}-{number}{journal.SUFFIX}" for number in range(1, 10_000))
            place = next(place / name for name in numbers if not (place / name).exists())
        self._write_journal(place)

    def _write_journal(self, place: Path) -> None:
        """Begin a journal that tells of everything so far, branches included."""
        lines: list[Mapping[str, Any]] = [journal.header(self.start, self._mission_name, self._injects)]
        lines += journal.retold(self.branches, self.decisions, self.hour)
        self._journal = journal.Journal(place, lines)

    def _note(self, kind: str, **what: Any) -> None:
        if self._journal is not None:
            self._journal.note(kind, **what)

    def _keep(self) -> None:
        if self._journal is not None:
            self._journal.keep()

    def __repr__(self) -> str:
        """Say where the session stands."""
        day, hour = divmod(self.hour, HOURS_PER_DAY)
        of = f"mission {self.mission.name}" if self.mission is not None else self.start.scenario.name
        return f"<Session {of}, seed {self.start.seed}: day {day}, {hour:02d}:00, {len(self.decisions)} decisions>"


def _number(value: Any, noun: str, most: int) -> int:
    """Return the number of a decision or branch that exists."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        exist = f"there are {most}, from 1" if most else f"there is no {noun} yet"
        raise ValueError(f"{noun} must be the number of one ({exist}), got {value!r}")
    return value
