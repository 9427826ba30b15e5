"""Start panel: the missions with their stories and goals, free play in any place, and sessions to go on with."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import ipywidgets as widgets

from ...playbook.playbook import Playbook
from ...world.scenario import Scenario
from ..mission import Mission
from ..start import AUTOPILOT
from .look import escaped, refill, when

if TYPE_CHECKING:
    import pandas as pd

    from .board import Desk
    from .view import View

_LABEL = {"description_width": "initial"}
_HINTS = "Hints"


class StartPanel:
    """Attributes: widget: what is shown. mission, scenario, playbook, seed: fields. play, found: the buttons."""

    def __init__(self, desk: Desk) -> None:
        """Make it for a desk."""
        self._desk = desk
        self._goals = widgets.HTML()
        self.mission = widgets.Dropdown(
            options=[(_mission(name).title, name) for name in Mission.names()], description="Mission",
            layout={"width": "19rem"}, style=_LABEL,
        )  # fmt: skip
        self.seed = widgets.BoundedIntText(7, min=0, max=2**31 - 1, description="luck (seed)",
                                           layout={"width": "10rem"}, style=_LABEL)  # fmt: skip
        self.play = widgets.Button(description="Play this mission", button_style="primary")
        self.play.on_click(lambda button: desk.begin(mission=self.mission.value, seed=int(self.seed.value)))
        self._story = widgets.HTML()
        self.mission.observe(lambda change: self._tell(), "value")
        self.scenario = widgets.Dropdown(options=Scenario.names(), description="Place", style=_LABEL)
        self.playbook = widgets.Dropdown(options=Playbook.names(), value="balanced", description="Playbook",
                                         style=_LABEL)  # fmt: skip
        self.autopilot = {
            name: widgets.Checkbox(value=name == "engagement", description=name, indent=False,
                                   layout={"width": "auto"})
            for name in AUTOPILOT
        }  # fmt: skip
        self.found = widgets.Button(description="Play freely there")
        self.found.on_click(lambda button: self._found())
        self._unfinished = widgets.Dropdown(options=[], description="Not finished", layout={"width": "26rem"},
                                            style=_LABEL)  # fmt: skip
        self._resume = widgets.Button(description="Go on with it")
        self._resume.on_click(lambda button: desk.resume(self._unfinished.value))
        self._kept = widgets.HBox([self._unfinished, self._resume])
        by_itself = widgets.HBox([widgets.HTML("The team does by itself:"), *self.autopilot.values()])
        word = widgets.Text(
            "", description="Card of a workshop: its word", layout={"width": "22rem"}, style=_LABEL
        )
        card = widgets.Button(description="Play the card")
        card.on_click(lambda button: desk.play_card(word.value.strip()))
        cards = widgets.HBox([word, card])
        first = widgets.HBox([self.mission, self.seed, self.play])
        second = widgets.HBox([self.scenario, self.playbook, self.found])
        for box in (self._kept, by_itself, first, second, cards):
            box.add_class("cm-bar")
        self.widget = widgets.VBox([
            self._goals, self._kept, first, self._story,
            widgets.HTML("<h4>Or play freely</h4>"), second, by_itself, cards,
        ])  # fmt: skip
        self.widget.add_class("cm-rows")
        self._tell()

    def paint(self, view: View) -> None:
        """Show how things stand by the goals of the mission that is being played."""
        goal = self._desk.session.mission
        if goal is None or view.scores is None:
            self._goals.value = (
                "<h3>You play freely</h3><span class='soft'>A mission has goals and a budget.</span>"
            )
            return
        timeline = self._desk.session.history_of.timeline
        left = (goal.budget.minutes - timeline.minutes, goal.budget.euros - timeline.money)
        self._goals.value = (
            f"<h3>{escaped(goal.title)}: how you stand</h3>{scores_html(view.scores)}"
            f"<p class='soft'>Left for your decisions: {left[0]:,.0f} of {goal.budget.minutes:,.0f} minutes and "
            f"{left[1]:,.0f} of {goal.budget.euros:,.0f} euros. Goals count at the end; there is no total.</p>"
        )

    def offer(self, unfinished: pd.DataFrame) -> None:
        """Offer sessions to go on with."""
        lines = [
            (
                f"{one.mission or one.scenario}, seed {one.seed}: {when(one.hour)}, {one.decisions} decisions",
                one.path,
            )
            for one in unfinished.itertuples()
        ]
        refill(self._unfinished, lines, lines[-1][1] if lines else None)
        self._kept.layout.display = None if len(unfinished) else "none"

    def _tell(self) -> None:
        self._story.value = story_html(_mission(self.mission.value))

    def _found(self) -> None:
        chosen = [name for name, box in self.autopilot.items() if box.value]
        self._desk.begin(
            scenario=self.scenario.value, playbook=self.playbook.value, seed=int(self.seed.value), autopilot=chosen
        )


def story_html(mission: Mission) -> str:
    """Return a mission's story, goals, budget and hints as HTML."""
    from ..goals import MEASURES

    story = "".join(f"<p>{escaped(paragraph)}</p>" for paragraph in mission.story)
    goals = "".join(
        f"<tr><td>{goal.axis}</td><td>{escaped(MEASURES[goal.measure].what)}</td><td class='number'>"
        f"{escaped(goal.wanted)}</td></tr>"
        for goal in mission.goals
    )
    hints = "".join(f"<li>{escaped(hint)}</li>" for hint in mission.hints)
    folded = f"<details><summary>{_HINTS}</summary><ul>{hints}</ul></details>" if hints else ""
    return (
        f"{story}<table><thead><tr><th scope='col'>axis</th><th scope='col'>goal</th>"
        f"<th scope='col' class='number'>wanted</th></tr></thead><tbody>{goals}</tbody></table>"
        f"<p class='soft'>{mission.days} days; your decisions may take {mission.budget.minutes:,.0f} minutes and "
        f"{mission.budget.euros:,.0f} euros.</p>{folded}"
    )


def scores_html(scores: pd.DataFrame) -> str:
    """Return how things stand by the goals as HTML: a word beside every colour."""
    rows = "".join(
        f"<tr><td>{row.axis}</td><td>{escaped(row.what)}</td><td class='number'>"
        f"{'-' if row.value != row.value else f'{row.value:,.3g}'} {escaped(row.unit)}</td>"
        f"<td class='number'>{escaped(row.wanted)}</td><td class='{row.met if row.met in ('yes', 'no') else ''}'>"
        f"{ {'yes': '✓ met', 'no': '✗ not met'}.get(row.met, row.met) }</td></tr>"
        for row in scores.itertuples()
    )
    return (
        "<table><thead><tr><th scope='col'>axis</th><th scope='col'>what</th>"
        "<th scope='col' class='number'>now</th><th scope='col' class='number'>wanted</th>"
        "<th scope='col'>goal</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


@cache
def _mission(name: str) -> Mission:
    return Mission.load(name)
