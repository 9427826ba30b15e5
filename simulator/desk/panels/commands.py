"""Commands: what can be done at the desk - each is a call of `Session`, run beside the notebook, then shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..runner import Task
from ..session import Session
from .deed_form import named
from .look import when
from .view import Pulse, View

if TYPE_CHECKING:
    from ..runner import Runner


class Commands:
    """The part of the desk that acts; `Desk` makes the widgets and shows what came of it."""

    if TYPE_CHECKING:
        session: Session
        runner: Runner
        clock: Any
        news: Any
        policies: Any
        say: Callable[..., None]
        complain: Callable[[str], None]
        _show: Callable[..., None]
        _show_pulse: Callable[..., None]
        _sit_down: Callable[..., None]
        _seated: Callable[..., Session]
        _learn_minutes: Callable[[], None]

    def act(
        self, verb: str, target: int | None, options: Mapping[str, Any], after: Callable[[], Any] | None = None
    ) -> None:
        """Do something now, or as soon as somebody on the team has the minutes for it."""

        def done(result: dict[str, Any]) -> None:
            about = "" if target is None else f" {target}"
            if result["result"] == "waits":
                self.say(
                    f"{named(verb)}{about}: nobody has the minutes now, so it is on the list and comes first."
                )
            else:
                euros = f" and {result['euros']:g} euros" if result["euros"] else ""
                self.say(f"{named(verb)}{about}: done, {result['minutes']:g} minutes{euros}.", good=True)
            if after is not None:
                after()

        usual = self.session.verbs()[verb]["options"]
        chosen = {name: value for name, value in options.items() if value != usual[name]["default"]}
        self._do(lambda task: self.session.act(verb, target, **chosen, later=True), done)

    def set(self, changes: Mapping[str, Any]) -> None:
        """Put policies into force from now on."""

        def done(_: Any) -> None:
            self._learn_minutes()
            self.policies.in_force()
            self.say(f"In force from now on: {', '.join(sorted(changes))}.", good=True)

        self._do(lambda task: self.session.set(changes), done)

    def advance(self, hours: int | None = None, days: float | None = None, until: str | None = None) -> None:
        """Let time pass, until it is over, something happens, or Stop is pressed."""
        begun = self.session.hour

        def job(task: Task) -> Any:
            def progress(done: int, total: int) -> None:
                task.report(lambda: (done, total, Pulse.of(self.session)))

            return self.session.advance(hours, days, until, task.cancel, progress)

        def done(found: list[Any]) -> None:
            self.news.add(found)
            lived = self.session.hour - begun
            urgent = [one for one in found if one.level > 1]
            over = " The time is up: the Debrief tab looks back." if self.session.over else ""
            last = f": {urgent[-1].what}" if urgent else ", quiet"
            self.say(f"{lived} hour{'s' * (lived != 1)} passed{last}.{over}")

        self._do(job, done, self._show_pulse)

    def stop(self) -> None:
        """Ask whatever is going on to stop."""
        if self.runner.stop():
            self.say("Stopping.")

    def rewind(self, number: int) -> None:
        """Go back to just before a decision; the way given up is kept."""

        def done(decision: Any) -> None:
            self.say(
                f"Back at {when(decision.hour)}, before decision {number}; the way given up is kept.", good=True
            )

        self._do(lambda task: self.session.rewind(number), done, moved=True)

    def switch(self, branch: int | None) -> None:
        """Go on where a way was given up."""
        if branch is not None:
            self._do(lambda task: self.session.switch(branch),
                     lambda _: self.say(f"Back on way {branch}, at {when(self.session.hour)}.", good=True),
                     moved=True)  # fmt: skip

    def what_if(
        self, number: int, instead: Any, days: float, replicates: int, shown: Callable[[Any], Any]
    ) -> None:
        """See what a decision has changed: the same past and luck with it, and without it or with another."""

        def job(task: Task) -> Any:
            def progress(done: int, total: int) -> None:
                task.report(lambda: (done, total))

            return self.session.what_if(number, instead, days, replicates, task.cancel, progress)

        def done(found: Any) -> None:
            shown(found)
            self.say(found.says, good=True)

        self.say(f"Living {replicates} lucks twice, with and without decision {number} ...")
        self._run(job, done, lambda news: self.clock.show_progress(*news))

    def debrief(self, examined: int, replicates: int, shown: Callable[[Any], Any]) -> None:
        """Look back: what happened, which decisions mattered, what studies say."""

        def job(task: Task) -> Any:
            return self.session.debrief(replicates=replicates, examined=examined, progress=task.progress)

        def done(found: Any) -> None:
            shown(found)
            self.say("The debrief is below.", good=True)

        self.say("Looking back ...")
        self._run(job, done, lambda news: self.clock.show_progress(*news))

    def read(self, look: Callable[[Session], Any], shown: Callable[[Any], Any]) -> None:
        """Look something up in the session, and show it."""
        self._run(lambda task: look(self.session), shown)

    def begin(
        self,
        scenario: str | None = None,
        playbook: str | None = None,
        seed: int = 7,
        mission: str | None = None,
        autopilot: Iterable[str] | None = None,
    ) -> None:
        """Begin another session; the one that goes on is kept, and can be taken up again."""

        def job(task: Task) -> tuple[Session, View]:
            made = self._seated(scenario, playbook, seed, mission, autopilot)
            return made, View.of(made)

        self.say("The past of that place is being lived ...")
        self._run(job, self._sit_down)

    def resume(self, path: str | None) -> None:
        """Go on with a session that was kept."""
        if path is None:
            return

        def job(task: Task) -> tuple[Session, View]:
            made = Session.resume(path)
            return made, View.of(made)

        self._run(job, self._sit_down)

    def play_card(self, word: str) -> None:
        """Play a card of a workshop by its word."""

        def done(card: Any) -> None:
            self.say(f"{card.title or card.name}. {card.story}")

        self._do(lambda task: self.session.play_card(word), done)

    def _run(self, job: Callable[[Task], Any], done: Callable[[Any], Any],
             reported: Callable[[Any], Any] = lambda news: None) -> None:  # fmt: skip
        if not self.runner.start(job, done, reported):
            self.complain("something is going on; press Stop, or wait until it is done")

    def _do(
        self,
        job: Callable[[Task], Any],
        done: Callable[[Any], Any],
        reported: Callable[[Any], Any] = lambda news: None,
        moved: bool = False,
    ) -> None:
        """Run something that changes the session, show how things stand then, and say what came of it."""

        def whole(task: Task) -> tuple[Any, View]:
            result = job(task)
            return result, View.of(self.session)

        def shown(pair: tuple[Any, View]) -> None:
            result, view = pair
            self._show(view, moved)
            done(result)

        self._run(whole, shown, reported)
