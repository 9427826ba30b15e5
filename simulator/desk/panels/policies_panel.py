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
        fields: dotted names, each with its label and a narrower range to offer or None.
        presets: names from `PRESETS`.
        rules: whether every rule gets an answer.
    """

    autopilot: str
    fields: dict[str, tuple[str, tuple[float, float] | None]] = field(default_factory=dict)
    presets: tuple[str, ...] = ()
    rules: bool = False


AREAS = {
    "House rules": Area("", {
        "netiquette.shown": ("rules shown to", None), "netiquette.notice": ("tone of notices", None),
        "netiquette.notice_by": ("notices come from a", None),
        "netiquette.guidance": ("advice while one writes", None), "netiquette.appeals": ("appeals allowed", None),
    }, ("strikes",), True),
    "Finding breaches": Area("", {
        "moderation.filter": ("filter", None), "moderation.filter_threshold": ("filter acts from", (0, 5)),
        "moderation.review_first": ("looked at before they appear", None),
        "moderation.prompt": ("authors are asked again", None), "moderation.order": ("which case first", None),
    }),
    "Coverage": Area("", {
        "team.volunteers": ("volunteers", (0, 30)), "team.switch_minutes": ("lost by switching", (0, 10)),
    }, ("coverage",)),
    "Calendar and contests": Area("engagement", {
        "engagement.contest.every_days": ("a contest every", (0, 60)),
        "engagement.contest.lasts_days": ("it lasts", (1, 30)),
        "engagement.contest.euros": ("prize", (0, 1000)),
        "engagement.features_per_week": ("put in front", (0, 20)),
    }, ("calendar",)),
    "Newcomers and thanks": Area("engagement", {
        "engagement.welcome": ("newcomers greeted by", None),
        "engagement.answer_first_posts_hours": ("first posts answered in", (0, 72)),
        "engagement.thanks_per_week": ("thanked", (0, 50)),
        "engagement.awards_per_month": ("awards", (0, 20)),
        "engagement.invitations_per_week": ("asked to contribute", (0, 50)),
    }),
    "Ambassadors and ads": Area("engagement", {
        "engagement.ambassadors": ("ambassadors", (0, 20)), "engagement.ambassador_euros": ("perks", (0, 100)),
        "engagement.ads_per_day": ("won by ads", (0, 50)), "engagement.badges": ("a badge every", (0, 200)),
    }),
    "Answers": Area("care", {
        "care.private": ("complaints out of sight", None), "care.voice": ("who speaks", None),
        "care.minutes_per_answer": ("time for an answer", (1, 20)),
    }),
    "In a crisis": Area("crisis", {
        "crisis.strategy": ("strategy", None), "crisis.delay_hours": ("statement after", (0, 96)),
        "crisis.disclose_early": ("said before others do", None),
        "crisis.hold_statement": ("a first word at once", None), "crisis.apology": ("apology", None),
        "crisis.explanation": ("explanation", None), "crisis.compensation_euros": ("compensation", (0, 50)),
        "crisis.tone": ("tone", None),
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
        for name, (label, within) in area.fields.items():
            if name not in self._controls:
                made = control(plan, name, within, label)
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
            f"<b>{escaped(label)}</b> ({name}): {escaped(self._controls[name].meaning)}"
            for name, (label, _) in area.fields.items()
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
            style={"description_width": "11.5rem"},
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
