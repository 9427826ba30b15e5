"""Community: a Mesa model whose clock ticks by the hour and whose past can be forked."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any, Protocol, Self

import mesa
import numpy as np

from . import behaviour, chance, house
from . import engine as engines
from .acquisition import arrive
from .agents import Manager
from .cases import Cases
from .cast import Cast
from .census import DAY, HOUR, lengthen, take_census
from .compiled import HAS_NUMBA, attributes, records
from .constants import HOURS_PER_DAY, HOURS_PER_WEEK, SECONDS_PER_HOUR
from .content import HANDLED, Content
from .members import FOREVER
from .memory import require_memory
from .population import found
from .rhythm import WESTMOST, weekly_curves
from .roster import renumber, staying
from .scenario import Scenario
from .shocks import strike
from .storm import Storm

ENGINES = ("compiled", "mesa")


class Tactic(Protocol):
    """Something the team does: called once an hour, after the visits."""

    def on_hour(self, community: Community) -> None:
        """Act on the community through the verbs."""


class Community(Cast, mesa.Model):
    """A community that can be run, looked at, stopped, and run again.

    Attributes:
        scenario, playbook, seed: what it was made from; together they determine everything that happens.
        engine: "compiled" or "mesa"; the two leave equal tables.
        hour: hours lived so far; the number of the hour that comes next.
        members, content: the state, in columns.
        hourly, daily: what was counted, one row an hour and a day; rows from `hour` on are zero.
        managers: the team. actions: the audit log, one tuple an act. cases: appeals, escalations, tasks.
        storm: the present crisis, None before the first.
        first_post_of_hour: number of the first post written in the hour that is being lived.
    """

    def __init__(
        self,
        scenario: Scenario,
        playbook: Any = None,
        seed: int = 0,
        engine: str = "compiled",
        tactics: Iterable[Tactic] = (),
        _past: Community | None = None,
    ) -> None:
        """Found a community.

        Args:
            scenario: the place and the people.
            playbook: what the team does; None means that nobody manages the community.
            seed: whole number from 0 to 2**64 - 1.
            engine: "compiled" (quick; falls back to "mesa" where Numba is missing) or "mesa" (to read).
            tactics: further objects with `on_hour(community)`, called after the playbook's own.

        Raises:
            ValueError: for an unknown engine, an unusable seed, or a community too large for this machine.
        """
        self.key = chance.key(seed)
        super().__init__(rng=int(seed))
        if engine not in ENGINES:
            raise ValueError(f"engine must be one of {', '.join(ENGINES)}, got {engine!r}")
        require_memory(scenario)
        self._scenario, self.playbook, self.seed = scenario, playbook, int(seed)
        self.engine = engine if HAS_NUMBA else "mesa"
        self.constants = records(scenario.record())
        self.k = attributes(self.constants)
        b = scenario.behaviour
        self.away_spells = behaviour.spell_table(b.away_days_min, b.away_tail)
        self.silence_spells = behaviour.spell_table(b.silence_days_min, b.silence_tail)
        self.appeals = behaviour.appeal_table(b.appeal_spread)
        self.curves = weekly_curves(scenario.rhythm.day_curve, scenario.rhythm.weekend_rate)
        self.arrival_curve = sum(
            share * self.curves[offset - WESTMOST] for offset, share in sorted(scenario.rhythm.zones.items())
        )
        self.first_hour_of_week = scenario.start.weekday() * HOURS_PER_DAY

        if _past is None:
            self.hour = 0
            self.members = found(scenario, self.constants, self.key)
            self.content = Content(scenario.boards)
            self.hourly = records(np.zeros(scenario.hours, dtype=HOUR))
            self.daily = records(np.zeros(scenario.days, dtype=DAY))
            self.present = scenario.members
            self.actions: list[tuple] = []
            self.cases = Cases()
        else:
            self.hour, self.present = _past.hour, _past.present
            self.members, self.content = _past.members.copy(), _past.content.copy()
            self.hourly, self.daily = _past.hourly.copy(), _past.daily.copy()
            self.actions = list(_past.actions)
            self.cases = _past.cases.copy()
        self.storm: Storm | None = None if _past is None or _past.storm is None else _past.storm.copy()
        self.in_step = False
        self.first_post_of_hour = self.content.post_count
        self._tally_hour = -1
        self._hours = self.hourly.view(np.recarray)
        self._open_cast()
        self.managers: list[Manager] = []
        if playbook is not None:
            self.managers = playbook.hire(self, () if _past is None else _past.managers)
        self.set_house(**(playbook.house() if playbook is not None else {}))
        # A twin's tactics remember what they have seen, and from now on each for itself.
        self.extra_tactics = tuple(tactics if _past is None else deepcopy(tuple(tactics), {id(_past): self}))
        self.tactics: list[Tactic] = [*(playbook.tactics() if playbook is not None else ()), *self.extra_tactics]
        self.datacollector = mesa.DataCollector(
            model_reporters={name: _counted(name) for name in ("dau", "creators", "trust", "belonging")}
        )
        if _past is not None:
            self._catch_up(_past)
            same = playbook == _past.playbook
            self.set_house(
                **{name: _past.house[name] for name in (house.DEFAULTS if same else house.OF_THE_PLACE)}
            )

    @property
    def house(self) -> dict[str, float]:
        """What the team has set up and every visitor meets, by name (`house.SETTINGS`)."""
        return {name: getattr(self.k, name) for name in house.DEFAULTS}

    def set_house(self, **settings: float) -> None:
        """Change what visitors meet from now on, such as `rules_shown=1` or `filter_threshold=2.0`.

        Raises:
            ValueError: for an unknown name or a value out of range; nothing is changed then.
        """
        for name, value in house.checked(settings).items():
            self.constants[name] = value
            setattr(self.k, name, value)

    @property
    def scenario(self) -> Scenario:
        """The place and the people."""
        return self._scenario

    @scenario.setter
    def scenario(self, value: Any) -> None:
        # Mesa 3.5 gives every model an empty scenario of its own while it is being made; ours takes its place.
        if "_scenario" in self.__dict__:
            raise AttributeError("a community keeps its scenario; found another one with Community(scenario)")

    def _catch_up(self, past: Community) -> None:
        """Bring the team's nerves and Mesa's own clock, generators and data collector to where they were."""
        pairs = staying(self.managers, past.managers)
        for now, before in pairs:
            now.take_over(before)
        renumber(self.cases, pairs)
        own_step, self._user_step = self._user_step, lambda: None
        for _ in range(past.steps):
            self.step()
        self._user_step = own_step
        self.rng.bit_generator.state = past.rng.bit_generator.state
        self.random.setstate(past.random.getstate())
        self.datacollector = deepcopy(past.datacollector)

    # --- time ---------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Let one hour pass: arrivals, visits, team, settling and departures, and at midnight the census."""
        self.tally.visits += 0  # makes sure that there is a row for this hour
        self.in_step = True
        try:
            self._live()
        finally:
            self.in_step = False
        self.hour += 1

    def _live(self) -> None:
        """Live the hour. A tactic that raises leaves it half lived; such a community is not to be used further."""
        hour = self.hour
        self.curve = self.curves[:, (self.first_hour_of_week + hour) % HOURS_PER_WEEK]
        arrive(self, float(self.arrival_curve[(self.first_hour_of_week + hour) % HOURS_PER_WEEK]))
        self.first_post_of_hour = self.content.post_count
        if self.scenario.crises:
            strike(self)
        compiled = self.engine == "compiled"
        engines.visits_compiled(self) if compiled else engines.visits_mesa(self)
        for manager in self.managers:
            manager.start_hour(hour)
        for tactic in self.tactics:
            tactic.on_hour(self)
        engines.close_days_compiled(self) if compiled else engines.close_days_mesa(self)
        # Columns, not the record of the hour: its attributes are slow, and this happens every hour.
        hours, team = self.hourly, self.managers
        self.present -= int(hours["departures"][hour])
        hours["members"][hour] = self.present
        hours["tasks_waiting"][hour] = self.cases.waiting(hour)
        hours["open_cases"][hour] = self.content.queue_count - int(self.content.counts[HANDLED])
        hours["fatigue"][hour] = sum(manager.fatigue for manager in team) / len(team) if team else 0.0
        hours["composure"][hour] = sum(manager.composure for manager in team) / len(team) if team else 1.0
        if hour % HOURS_PER_DAY == HOURS_PER_DAY - 1:
            day = hour // HOURS_PER_DAY
            take_census(
                self.members, self.scenario.behaviour.role_window_days, hour, self.daily, day, int(self.k.crisis)
            )
            self.datacollector.collect(self)

    @property
    def tally(self) -> np.record:
        """The row of the hourly table into which the hour counts that is being lived, or comes next."""
        if self._tally_hour != self.hour:
            if self.hour >= len(self.hourly):
                self.hourly = lengthen(self.hourly, self.hour + 1)
                self.daily = lengthen(self.daily, self.hour // HOURS_PER_DAY + 1)
                self._hours = self.hourly.view(np.recarray)
            self._tally = self._hours[self.hour]
            self._tally_hour = self.hour
        return self._tally

    @property
    def seconds(self) -> int:
        """The moment at which the team acts: the end of the hour within a step, the start of the next between."""
        return self.hour * SECONDS_PER_HOUR + (SECONDS_PER_HOUR - 1 if self.in_step else 0)

    def run_for(self, days: float = 0, hours: int = 0, progress: Any = False) -> Self:
        """Let time pass and return the community.

        Args:
            days, hours: how long; together a whole number of hours, at least 0.
            progress: True for a progress bar (in a terminal or a notebook), or a function that is called with
                the number of hours lived after each day and may raise to stop.

        Raises:
            ValueError: when the time is negative or not a whole number of hours.
        """
        total = days * HOURS_PER_DAY + hours
        if not 0 <= total < float("inf") or total != int(total):
            raise ValueError(
                f"run_for needs a whole number of hours, at least 0, got days={days!r} and hours={hours!r}"
            )
        bar = None
        if progress is True:
            from tqdm.auto import tqdm

            bar = tqdm(total=int(total), unit="h", desc=f"{self.scenario.name}, seed {self.seed}")
        try:
            for _ in range(int(total)):
                self.step()
                if self.hour % HOURS_PER_DAY == 0:
                    if bar is not None:
                        bar.update(HOURS_PER_DAY)
                    elif callable(progress):
                        progress(self.hour)
        finally:
            if bar is not None:
                bar.close()
        return self

    def fork(
        self, playbook: Any = None, tactics: Iterable[Tactic] | None = None, luck: int | None = None
    ) -> Community:
        """Return a twin with the same past and the same luck, managed by `playbook` from now on.

        Without arguments the twin goes on exactly as this community does. `luck` is another seed for everything
        that chance decides from now on.
        """
        return type(self)(
            self.scenario,
            self.playbook if playbook is None else playbook,
            seed=self.seed if luck is None else luck,
            engine=self.engine,
            tactics=self.extra_tactics if tactics is None else tactics,
            _past=self,
        )

    def dismiss(self, member: int) -> None:
        """Let a member be gone for good, from this hour on.

        Raises:
            ValueError: when the member has left already.
        """
        if self.members["left_hour"][member] != FOREVER:
            raise ValueError(f"member {member} has left already")
        self.members["left_hour"][member] = self.hour
        self.members.away_until_hour[member] = FOREVER
        self.members.pull[member] = 0.0
        self.tally.departures += 1

    def log(
        self, actor: int, verb: str, target_kind: str, target: int, reason: str, minutes: float, rule: str = "",
        money: float = 0.0,
    ) -> None:  # fmt: skip
        """Write one act into the audit log.

        Args:
            actor: a manager's number, -1 for nobody in person, -2 for the automatic filter.
            verb, target_kind, target: what was done, and to what.
            reason: in words; rule: the rule that was thought to be broken, empty for none.
            minutes: working time. money: euros.
        """
        self.actions.append((self.hour, actor, verb, target_kind, target, reason, minutes, rule, money))

    def to_run(self) -> Any:
        """Return a `Run` of everything that has happened so far."""
        from ..lab.run import Run

        return Run.of(self)


def _counted(column: str) -> Any:
    """Return a reporter for Mesa's DataCollector: the latest finished day's value of a daily column."""
    return lambda community: community.daily[column][community.hour // HOURS_PER_DAY].item()
