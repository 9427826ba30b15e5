"""Explorer: sliders for a few settings, and what the same community with the same luck does under them.

    from simulator.desk import explore
    explore("forum", "balanced", ["platform.entry_friction", "engagement.features_per_week"], members=2000)

is the same as calling, for every position of the sliders,

    simulate(Scenario.load("forum").replace(...), Playbook.load("balanced").replace(...), seed=7)

and looking at it beside the run without any change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from ...lab.run import Run
from ...playbook.playbook import Playbook
from ...settings import SettingsError, hint
from ...world.chance import key
from ...world.community import Community
from ...world.scenario import Scenario
from ..runner import Runner, Stopped, Task
from ..start import loaded
from .beside_plot import beside
from .controls import Control, control
from .look import escaped, style

if TYPE_CHECKING:
    from ...lens.theme import Picture

PAUSE_SECONDS = 0.15
"""A slider must rest so long before a run begins, so that one that is dragged starts one run, not twenty."""
Controls = Iterable[str] | Mapping[str, tuple[float, float] | None]


class Explorer(widgets.VBox):
    """Sliders, a chart with its sentence, and the call that gives the same.

    Attributes:
        controls: by dotted name; `controls["platform.entry_friction"].widget.value = 0.9` moves one.
        before: the run without any change. now: the run with the changes on the screen, None until it is there.
        says: the sentence of the chart.
    """

    def __init__(
        self,
        scenario: Scenario,
        playbook: Playbook,
        controls: Controls,
        seed: int,
        picture: Callable[[Mapping[str, Run]], Picture],
    ) -> None:
        """Make it; see `explore`."""
        self._scenario, self._playbook, self._seed, self._picture = scenario, playbook, seed, picture
        ranges = dict(controls) if isinstance(controls, Mapping) else dict.fromkeys(controls)
        if not ranges:
            raise ValueError("controls must name at least one setting, such as 'platform.entry_friction'")
        self.controls: dict[str, Control] = {
            name: control(self._owner(name), name, within) for name, within in ranges.items()
        }
        self.before: Run | None = None
        self.now: Run | None = None
        self.says = ""
        self.runner = Runner(self._complain, self._show_busy)
        self._line, self._call = widgets.HTML(), widgets.HTML()
        self._line.add_class("cm-says")
        self._stop = widgets.Button(description="Stop", disabled=True)
        self._stop.on_click(lambda button: self.runner.stop() and self._tell("Stopped; the chart is as it was."))
        self._reset = widgets.Button(description="As it was")
        self._reset.on_click(lambda button: self._put_back())
        self._bar = widgets.IntProgress(0, 0, 1, layout={"width": "10rem", "visibility": "hidden"})
        self._chart = widgets.Image(
            format="png", layout={"width": "100%", "max_width": "60rem", "display": "none"}
        )
        self._chart.add_class("cm-picture")
        bar = widgets.HBox([self._reset, self._stop, self._bar])
        bar.add_class("cm-bar")
        rows = [one.widget for one in self.controls.values()]
        super().__init__([
            widgets.HTML(style()), *rows, bar, self._line, self._chart, self._call,
        ])  # fmt: skip
        self.add_class("cm-desk")
        self.add_class("cm-wide")
        for one in self.controls.values():
            one.widget.observe(lambda change: self._live(), "value")
        self._live()

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what the sliders change: of the scenario, and of the playbook, by dotted name."""
        found: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
        for name, one in self.controls.items():
            owner = self._owner(name)
            if one.differs(owner):
                found[owner is self._playbook][name] = one.value
        return found

    def wait(self, seconds: float = 60.0) -> bool:
        """Wait until the chart is there; return whether that came in time. For scripts and tests."""
        return self.runner.wait(seconds)

    # --- inner matters ------------------------------------------------------------------------------------

    def _owner(self, name: Any) -> Scenario | Playbook:
        first = name.partition(".")[0] if isinstance(name, str) else ""
        if first in Playbook.model_fields and first not in Scenario.model_fields:
            return self._playbook
        if first and first not in Scenario.model_fields:
            known = [*Scenario.model_fields, *Playbook.model_fields]
            raise SettingsError(f"neither scenario nor playbook has a setting {name!r}{hint(first, known)}")
        return self._scenario

    def _live(self) -> None:
        of_place, of_plan = self.changes()
        try:
            place, plan = self._scenario.replace(of_place), self._playbook.replace(of_plan)
        except ValueError as error:
            self.runner.stop()
            self._complain(str(error))
            return
        self._call.value = (
            f"<details><summary>The same in Python</summary><pre>{escaped(self._code())}</pre></details>"
        )

        def job(task: Task) -> tuple[Run, Run]:
            if task.cancel.wait(PAUSE_SECONDS if self.before is not None else 0):
                raise Stopped
            before = self.before or _lived(self._scenario, self._playbook, self._seed, task)
            same = not of_place and not of_plan
            return before, before if same else _lived(place, plan, self._seed, task)

        self.runner.start(job, self._show, lambda news: self._progress(*news), replace=True)

    def _show(self, runs: tuple[Run, Run]) -> None:
        self.before, now = runs
        self.now = now
        named = {"as it was": self.before} if now is self.before else {"as it was": self.before, "now": now}
        figure = self._picture(named)
        self.says = figure.says
        self._chart.value = figure.png()
        self._chart.layout.display = None
        self._tell(figure.says)

    def _put_back(self) -> None:
        for name, one in self.controls.items():
            one.show(self._owner(name))

    def _code(self) -> str:
        of_place, of_plan = self.changes()
        changed = [f".replace({changes!r})" if changes else "" for changes in (of_place, of_plan)]
        lines = [
            "from simulator import Playbook, Scenario, simulate",
            f"scenario = {_source(self._scenario, ('members', 'days'))}",
            f"scenario = scenario{changed[0]}" if of_place else "",
            f"playbook = {_source(self._playbook, ())}{changed[1]}",
            f"run = simulate(scenario, playbook, seed={self._seed})",
        ]
        return "\n".join(line for line in lines if line)

    def _progress(self, done: int, total: int) -> None:
        self._bar.max, self._bar.value = max(1, total), done

    def _show_busy(self, busy: bool) -> None:
        self._stop.disabled = not busy
        self._bar.layout.visibility = "visible" if busy else "hidden"

    def _tell(self, line: str) -> None:
        self._line.value = f'<div role="status">{escaped(line)}</div>'

    def _complain(self, line: str) -> None:
        self._line.value = f'<div role="alert" class="bad"><b>Not done:</b> {escaped(line)}</div>'


def explore(
    scenario: Scenario | str = "forum",
    playbook: Playbook | str = "balanced",
    controls: Controls = ("platform.entry_friction",),
    *,
    members: int | None = None,
    days: int | None = None,
    seed: int = 7,
    picture: Callable[[Mapping[str, Run]], Picture] = beside,
) -> Explorer:
    """Return sliders for a few settings; show it as the last line of a cell.

    Moving a slider lets the same community live the same days with the same luck, and shows it beside the one
    without the change. A new move stops the run of the one before.

    Args:
        scenario, playbook: an object, a name or a file.
        controls: dotted names of settings of the scenario or the playbook, each a number, a word from a list or a
            yes or no; or a table of such names and narrower ranges, as in `{"platform.entry_friction": (0, 0.5)}`.
            Range, unit and meaning are the setting's own.
        members, days: of the scenario, other than its own. seed: the luck.
        picture: what draws `{"as it was": run, "now": run}` (only the first while nothing is changed); returns a
            figure with its sentence as `.says`.

    Raises:
        ValueError: in one line, when something is unknown or cannot be used.
    """
    sizes = {name: value for name, value in (("members", members), ("days", days)) if value is not None}
    if isinstance(controls, str):
        controls = [controls]
    if controls is None or not isinstance(controls, Iterable):
        raise ValueError(f"controls must be a list of dotted names, got {controls!r}")
    if not callable(picture):
        raise ValueError(f"picture must be a function of runs, got {picture!r}")
    key(seed)
    place = loaded(Scenario, scenario).replace(sizes)
    return Explorer(place, loaded(Playbook, playbook), controls, seed, picture)


def _lived(scenario: Scenario, playbook: Playbook, seed: int, task: Task) -> Run:
    """Return a run, lived hour by hour so that it can be stopped."""
    community = Community(scenario, playbook, seed=seed)
    for hour in range(scenario.hours):
        community.step()
        task.progress(hour + 1, scenario.hours)
    return community.to_run()


def _source(settings: Scenario | Playbook, sizes: tuple[str, ...]) -> str:
    """Return the call that gives some settings; for those that do not ship, the name they were handed in under."""
    kind = type(settings)
    held = {name: getattr(settings, name) for name in sizes}
    if settings.name in kind.names() and kind.load(settings.name).replace(held) == settings:
        given = ", ".join(f"{name}={value}" for name, value in held.items())
        return f"{kind.__name__}.load({settings.name!r})" + (f".replace({given})" if given else "")
    return f"{kind.noun}  # the one you gave to explore"
