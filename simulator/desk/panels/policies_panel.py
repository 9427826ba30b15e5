"""Policies panel: what the house does from now on - rules, calendar, coverage, contests, ambassadors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from ...playbook.sanctions import RULES
from .controls import Control, control
from .look import escaped, short
from .presets import AS_IT_IS, PRESETS, rules_changed

if TYPE_CHECKING:
    from .board import Desk
    from .view import View


@dataclass(frozen=True)
class Area:
    """A side of the playbook.

    Attributes:
        autopilot: the part of the routine that carries it out, empty when nothing has to be carried out.
        fields: dotted names, each with a narrower range to offer or None. presets: names from `PRESETS`.
        rules: whether every rule gets an answer.
    """

    autopilot: str
    fields: dict[str, tuple[float, float] | None] = field(default_factory=dict)
    presets: tuple[str, ...] = ()
    rules: bool = False


AREAS = {
    "House rules": Area("", {
        "netiquette.shown": None, "netiquette.notice": None, "netiquette.notice_by": None,
        "netiquette.guidance": None, "netiquette.appeals": None,
    }, ("strikes",), True),
    "Finding breaches": Area("", {
        "moderation.filter": None, "moderation.filter_threshold": (0, 5), "moderation.review_first": None,
        "moderation.prompt": None, "moderation.order": None,
    }),
    "Coverage": Area("", {"team.volunteers": (0, 30), "team.switch_minutes": (0, 10)}, ("coverage",)),
    "Calendar and contests": Area("engagement", {
        "engagement.contest.every_days": (0, 60), "engagement.contest.lasts_days": (1, 30),
        "engagement.contest.euros": (0, 1000), "engagement.features_per_week": (0, 20),
    }, ("calendar",)),
    "Newcomers and thanks": Area("engagement", {
        "engagement.welcome": None, "engagement.answer_first_posts_hours": (0, 72),
        "engagement.thanks_per_week": (0, 50), "engagement.awards_per_month": (0, 20),
        "engagement.invitations_per_week": (0, 50),
    }),
    "Ambassadors and ads": Area("engagement", {
        "engagement.ambassadors": (0, 20), "engagement.ambassador_euros": (0, 100),
        "engagement.ads_per_day": (0, 50), "engagement.badges": (0, 200),
    }),
    "Answers": Area("care", {
        "care.private": None, "care.voice": None, "care.minutes_per_answer": (1, 20),
    }),
    "In a crisis": Area("crisis", {
        "crisis.strategy": None, "crisis.delay_hours": (0, 96), "crisis.disclose_early": None,
        "crisis.hold_statement": None, "crisis.apology": None, "crisis.explanation": None,
        "crisis.compensation_euros": (0, 50), "crisis.tone": None,
    }),
}  # fmt: skip


class PoliciesPanel:
    """Attributes: widget: what is shown. area: the chosen side. apply, undo: the buttons."""

    def __init__(self, desk: Desk) -> None:
        """Make it for a desk."""
        self._desk = desk
        self._controls: dict[str, Control] = {}
        self._presets: dict[str, widgets.Dropdown] = {}
        self._rules: dict[str, widgets.Dropdown] = {}
        self.area = widgets.Dropdown(
            options=list(AREAS), description="Policy", layout={"width": "22rem"},
            style={"description_width": "3.5rem"},
        )  # fmt: skip
        self._note, self._fields, self._changes = widgets.HTML(), widgets.Box(), widgets.HTML()
        self._fields.add_class("cm-fields")
        self.apply = widgets.Button(description="Put into force", button_style="primary")
        self.undo = widgets.Button(description="Undo what is not in force")
        self.apply.on_click(lambda button: self._apply())
        self.undo.on_click(lambda button: self._show_in_force())
        self.area.observe(lambda change: self._show_area(), "value")
        buttons = widgets.HBox([self.apply, self.undo])
        buttons.add_class("cm-bar")
        self.widget = widgets.VBox([self.area, self._note, self._fields, self._changes, buttons])
        self.widget.add_class("cm-rows")
        self._show_area()

    def control(self, name: str) -> widgets.ValueWidget:
        """Return the field of a policy by its dotted name, of a preset, or of a rule ("rules.spam")."""
        area = next((title for title, one in AREAS.items() if name in one.fields or name in one.presets), None)
        if name.startswith("rules."):
            area = "House rules"
        if area is None:
            raise ValueError(f"the desk has no control for {name!r}; Session.set changes any policy")
        self.area.value = area
        if name in PRESETS:
            return self._presets[name]
        return (
            self._rules[name.removeprefix("rules.")] if name.startswith("rules.") else self._controls[name].widget
        )

    def paint(self, view: View) -> None:
        """Nothing to do hour by hour: policies change by decision only, which calls `in_force`."""

    def in_force(self) -> None:
        """Show the playbook that is in force, after a decision, a rewind or a new session."""
        self._show_in_force()

    def _show_area(self) -> None:
        area = AREAS[self.area.value]
        plan = self._desk.session.playbook
        for name, within in area.fields.items():
            if name not in self._controls:
                made = control(plan, name, within)
                made.widget.layout.width = "auto"
                made.widget.observe(lambda change: self._show_changes(), "value")
                self._controls[name] = made
        for name in area.presets:
            if name not in self._presets:
                self._presets[name] = self._choice(PRESETS[name].label, [AS_IT_IS, *PRESETS[name].ways])
        if area.rules and not self._rules:
            for rule in RULES:
                held = plan.netiquette.rules.get(rule, "leave")
                made = self._choice(f"on {rule.replace('_', ' ')}", ["remove", "hide", "leave"], held)
                self._rules[rule] = made
        shown = [
            *(self._presets[name] for name in area.presets),
            *(self._rules.values() if area.rules else ()),
            *(self._controls[name].widget for name in area.fields),
        ]
        self._fields.children = tuple(shown)
        self._note.value = self._explained(area)
        self._show_changes()

    def _explained(self, area: Area) -> str:
        said = [f"<b>{PRESETS[name].label}</b>: {escaped(PRESETS[name].meaning)}" for name in area.presets]
        said += [
            f"<b>{escaped(name.rpartition('.')[2].replace('_', ' '))}</b>: {escaped(self._controls[name].meaning)}"
            for name in area.fields
        ]
        by_hand = area.autopilot and area.autopilot not in self._desk.session.start.autopilot
        yours = (
            "<p><b>This part is yours here:</b> the team does none of it by itself, whatever stands below.</p>"
            if by_hand
            else ""
        )
        return (
            f"{yours}<details><summary>What these mean</summary><p class='soft'>{'; '.join(said)}.</p></details>"
        )

    def _choice(self, label: str, options: list[str], value: str | None = None) -> widgets.Dropdown:
        made = widgets.Dropdown(
            options=options, value=value or options[0], description=label, layout={"width": "auto"},
            style={"description_width": "9.5rem"},
        )  # fmt: skip
        made.observe(lambda change: self._show_changes(), "value")
        return made

    def changes(self) -> dict[str, Any]:
        """Return what is on the screen and not yet in force, by dotted name."""
        plan = self._desk.session.playbook
        found: dict[str, Any] = {name: one.value for name, one in self._controls.items() if one.differs(plan)}
        for name, chosen in self._presets.items():
            if chosen.value != AS_IT_IS:
                found |= PRESETS[name].ways[chosen.value](plan)
        if self._rules:
            found |= rules_changed(plan, {rule: one.value for rule, one in self._rules.items()})
        return found

    def _show_changes(self) -> None:
        changes = self.changes()
        self.apply.disabled = self.undo.disabled = not changes
        said = "; ".join(
            f"{escaped(name)} → {escaped(short(_plainly(value), 60))}" for name, value in changes.items()
        )
        self._changes.value = (
            f"<p>Not yet in force: {said}</p>" if said else "<p class='soft'>Nothing changed.</p>"
        )

    def _show_in_force(self) -> None:
        plan = self._desk.session.playbook
        for one in self._controls.values():
            one.show(plan)
        for chosen in self._presets.values():
            chosen.value = AS_IT_IS
        for rule, one in self._rules.items():
            one.value = plan.netiquette.rules.get(rule, "leave")
        self._note.value = self._explained(AREAS[self.area.value])
        self._show_changes()

    def _apply(self) -> None:
        changes = self.changes()
        if changes:
            self._desk.set(changes)


def _plainly(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)} entries"
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
