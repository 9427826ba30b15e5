"""Board: the whole desk on the screen - a flight simulator for one community manager.

    from simulator.desk import Desk
    Desk("forum", seed=7)            # in a notebook, the last line of a cell
    Desk(mission="raid")

Everything you can click is a call of `Session` as well: `desk.session` is that session.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from .. import journal
from ..runner import Runner
from ..session import Session
from .clock_bar import ClockBar
from .commands import Commands
from .debrief_panel import DebriefPanel
from .decisions_panel import DecisionsPanel
from .deed_form import DeedForm
from .inbox_panel import InboxPanel
from .live_chart import VIEWS, live_chart
from .look import escaped, style
from .news_panel import NewsPanel
from .policies_panel import PoliciesPanel
from .start_panel import StartPanel
from .tile_row import tiles_html
from .view import Pulse, View

if TYPE_CHECKING:
    from ...playbook.playbook import Playbook
    from ...world.scenario import Scenario
    from ..mission import Mission

SAVED = "results/desk"
"""Where sessions are kept while they go on, beside the notebook."""
TABS = ("Inbox", "Other deeds", "Policies", "Decisions", "Debrief", "Missions")


class Desk(Commands, widgets.VBox):
    """The desk as a widget; show it as the last line of a cell.

    Attributes:
        session: the `Session` behind it; another one after a mission was begun or an old one taken up.
        runner: what runs long jobs; `wait` waits for it.
        clock, inbox, policies, decisions, debriefing, starting: the panels, by which a script can press buttons.
    """

    def __init__(
        self,
        scenario: Scenario | str | None = None,
        playbook: Playbook | str | None = None,
        seed: int = 7,
        mission: Mission | str | None = None,
        autopilot: Iterable[str] | None = ("engagement",),
        autosave: str | os.PathLike[str] | None = SAVED,
        session: Session | None = None,
    ) -> None:
        """Sit down at the desk.

        Args:
            scenario, playbook, seed, mission: as for `Session`; a forum without any.
            autopilot: what the team does by itself; a mission says so itself.
            autosave: folder in which the session is kept from hour to hour; None keeps nothing.
            session: a session to go on with, such as a team's in a workshop, instead of a new one.

        Raises:
            ValueError: in one line, when something cannot be used.
        """
        self._folder = None if autosave is None else Path(autosave)
        self._unkept = ""
        unfinished = self._unfinished()
        if session is not None and not isinstance(session, Session):
            raise ValueError(f"session must be a Session, got {type(session).__name__}")
        if session is not None and not (scenario is playbook is mission is None):
            raise ValueError("a session brings its own scenario, playbook and mission; give one or the other")
        self.session = session or self._seated(scenario, playbook, seed, mission, None if mission else autopilot)
        self.runner = Runner(self.complain, self._show_busy)
        self.minutes: dict[str, float] = {}
        self._view: View | None = None
        self._make()
        super().__init__([
            widgets.HTML(style()), self.clock.widget, self.clock.progress, self._says, self._tiles,
            self._work,
        ])  # fmt: skip
        self.add_class("cm-desk")
        self._show(View.of(self.session), new=True)
        self.starting.offer(unfinished)
        self.say(self._welcome(len(unfinished)))

    def _make(self) -> None:
        self._says, self._tiles = widgets.HTML(), widgets.HTML()
        self._says.add_class("cm-says")
        self._learn_minutes()
        self.clock = ClockBar(self)
        self.form = DeedForm(self.session.verbs(), "publish")
        self.inbox = InboxPanel(self)
        self.policies = PoliciesPanel(self)
        self.decisions = DecisionsPanel(self)
        self.debriefing = DebriefPanel(self)
        self.starting = StartPanel(self)
        self.news = NewsPanel()
        self.do_it = widgets.Button(description="Do it", button_style="primary")
        self.do_it.on_click(lambda button: self.act(self.form.verb, self.form.target, self.form.options()))
        deeds = widgets.VBox([self.form.widget, self.do_it])
        deeds.add_class("cm-rows")
        self.tabs = widgets.Tab(
            [self.inbox.widget, deeds, self.policies.widget, self.decisions.widget, self.debriefing.widget,
             self.starting.widget], titles=TABS,
        )  # fmt: skip
        self.view = widgets.Dropdown(options=list(VIEWS), description="Chart", layout={"width": "18rem"},
                                     style={"description_width": "3.5rem"})  # fmt: skip
        self.view.observe(lambda change: self._draw(self._view.pulse if self._view else None), "value")
        self._chart = widgets.Image(format="png", layout={"width": "100%"})
        self._chart.add_class("cm-picture")
        self._caption = widgets.HTML()
        self._caption.add_class("cm-caption")
        seen = widgets.VBox([self.view, self._chart, self._caption, self.news.widget])
        seen.add_class("cm-rows")
        self._work = widgets.Box([self.tabs, seen])
        self._work.add_class("cm-work")

    def look_at(self, post: int, member: int) -> None:
        """Let the forms be about the post and the member that are looked at."""
        self.form.suggest(post, member)

    def wait(self, seconds: float = 60.0) -> bool:
        """Wait until nothing is going on any more; return whether that came in time. For scripts and tests."""
        return self.runner.wait(seconds)

    # --- what is said -------------------------------------------------------------------------------------

    def say(self, line: str, good: bool = False) -> None:
        """Say something in the line below the clock."""
        self._says.value = f'<div role="status" class="{"good" if good else ""}">{escaped(line)}</div>'

    def complain(self, line: str) -> None:
        """Say in a line that something cannot be done."""
        self._says.value = f'<div role="alert" class="bad"><b>Not done:</b> {escaped(line)}</div>'

    def attempt(self, call: Callable[[], Any]) -> None:
        """Do something quick; what goes wrong is said in a line."""
        try:
            call()
        except Exception as error:
            self.runner.complain(error)

    @property
    def message(self) -> str:
        """The line below the clock, as HTML."""
        return str(self._says.value)

    # --- inner matters ------------------------------------------------------------------------------------

    def _show(self, view: View, new: bool = False) -> None:
        """Show a view; `new` when the past is another one than before."""
        self._view = view
        self.clock.paint(view.pulse, view.title)
        self._tiles.value = tiles_html(view.pulse.status)
        if new:
            self.news.forget_from(view.pulse.hour)
            self._learn_minutes()
            self.policies.in_force()
            self.decisions.forget()
            self.debriefing.forget()
        self._draw(view.pulse)
        self.inbox.paint(view, new)
        self.decisions.paint(view)
        self.starting.paint(view)

    def _show_pulse(self, news: tuple[int, int, Pulse]) -> None:
        done, total, pulse = news
        self.clock.show_progress(done, total)
        self.clock.paint(pulse)
        self._tiles.value = tiles_html(pulse.status)
        self._draw(pulse)

    def _draw(self, pulse: Pulse | None) -> None:
        if pulse is None:
            return
        figure = live_chart(pulse.history, pulse.start, pulse.decided, self.view.value)
        self._chart.value = figure.png()
        self._caption.value = escaped(figure.says)

    def _show_busy(self, busy: bool) -> None:
        self.clock.show_busy(busy)

    def _learn_minutes(self) -> None:
        self.minutes = {verb: one["minutes"] for verb, one in self.session.verbs().items()}

    def _sit_down(self, made: tuple[Session, View]) -> None:
        session, view = made
        self._leave()
        self.session = session
        self._show(view, new=True)
        self.starting.offer(self._unfinished(session))
        self.tabs.selected_index = 0
        self.say(self._welcome(0), good=True)

    def _leave(self) -> None:
        """Leave the session; nobody need be offered one that is over, or in which nothing was done."""
        if self.session.over or (self.session.hour == self.session.start.hour and not self.session.decisions):
            self.session.close()

    def _welcome(self, unfinished: int) -> str:
        goal = self.session.mission
        said = f"{goal.title}: the Missions tab tells the story." if goal else "You are on duty."
        if unfinished:
            said += f" {unfinished} unfinished session{'s' * (unfinished != 1)}: see Missions to go on with one."
        return said + self._unkept

    def _seated(self, scenario: Any, playbook: Any, seed: int, mission: Any, autopilot: Any) -> Session:
        """Return a new session, kept from hour to hour where that is possible."""
        how = {
            "scenario": scenario,
            "playbook": playbook,
            "seed": seed,
            "mission": mission,
            "autopilot": autopilot,
        }
        self._unkept = ""
        if self._folder is None:
            return Session(**how)
        try:
            return Session(**how, autosave=self._folder)
        except OSError as error:
            self._unkept = f" Nothing is kept: {self._folder} cannot be written to ({error.strerror or error})."
            return Session(**how)

    def _unfinished(self, current: Session | None = None) -> Any:
        """Return the sessions that one may want to go on with: those in which something was done."""
        if self._folder is None or not self._folder.is_dir():
            return Session.unfinished(os.devnull)
        table = Session.unfinished(self._folder)
        begun = [_begun(path) for path in table["path"]]
        return table[begun] if len(table) else table


def _begun(path: str) -> bool:
    try:
        log = journal.read(path)
    except journal.LogError:
        return False
    return bool(log.decisions) or log.hour > log.start.hour
