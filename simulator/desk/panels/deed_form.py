"""Deed form: every verb with its options as labelled fields, made from what the session says about its verbs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from .look import escaped

_HIDDEN = ("later",)
WIDE = "16rem"


def named(word: str) -> str:
    """Return a verb or an option as people say it.

    >>> named("open_contest"), named("by_person")
    ('open contest', 'by person')
    """
    return word.replace("_", " ")


class DeedForm:
    """Choose a verb, whom it is for, and how it is done.

    Attributes:
        widget: what is shown.
    """

    def __init__(self, verbs: Mapping[str, Mapping[str, Any]], first: str | None = None) -> None:
        """Make the fields.

        Args:
            verbs: as `Session.verbs()` returns them. first: the verb chosen at first.
        """
        self._verbs = verbs
        self._fields: dict[str, dict[str, widgets.Widget]] = {}
        self._verb = widgets.Dropdown(
            options=[(named(verb), verb) for verb in verbs], value=first or next(iter(verbs)), description="Do",
            layout={"width": WIDE}, style={"description_width": "3.2rem"},
        )  # fmt: skip
        self._target = widgets.BoundedIntText(
            0, min=0, max=2**31 - 1, description="post", layout={"width": "10rem"},
            style={"description_width": "4rem"},
        )  # fmt: skip
        self._what = widgets.HTML()
        self._options = widgets.Box(layout={"flex_flow": "row wrap", "grid_gap": ".2rem .6rem"})
        self.widget = widgets.VBox([widgets.HBox([self._verb, self._target]), self._what, self._options])
        self.widget.add_class("cm-rows")
        self._verb.observe(lambda change: self._shape(), "value")
        self._posts = self._members = 0
        self._shape()

    @property
    def verb(self) -> str:
        """The chosen verb."""
        return str(self._verb.value)

    @property
    def target(self) -> int | None:
        """Number of the post or member, None where the verb is for nobody in particular."""
        return None if self._verbs[self.verb]["target"] == "house" else int(self._target.value)

    def options(self) -> dict[str, Any]:
        """Return the options that differ from what the verb does by default."""
        spec = self._verbs[self.verb]["options"]
        values = {name: field.value for name, field in self._fields.get(self.verb, {}).items()}
        return {name: value for name, value in values.items() if value != spec[name]["default"]}

    def choose(self, verb: str, target: int | None = None, options: Mapping[str, Any] | None = None) -> None:
        """Choose a verb, fill in whom it is for, and its options where they are known."""
        self._verb.value = verb
        if target is not None:
            self._target.value = target
        for name, value in (options or {}).items():
            field = self._fields[verb].get(name)
            if field is not None:
                field.value = value

    def suggest(self, post: int, member: int) -> None:
        """Fill in the post or member that is looked at elsewhere."""
        self._posts, self._members = post, member
        self._fill()

    def _shape(self) -> None:
        spec = self._verbs[self.verb]
        if self.verb not in self._fields:
            self._fields[self.verb] = {
                name: option_field(name, one) for name, one in spec["options"].items() if name not in _HIDDEN
            }
        self._what.value = (
            f'<span class="soft">{escaped(spec["what"])}; takes about {spec["minutes"]:g} minutes.</span>'
        )
        self._options.children = tuple(self._fields[self.verb].values())
        self._target.layout.display = "none" if spec["target"] == "house" else None
        if spec["target"] != "house":
            self._target.description = spec["target"]
        self._fill()

    def _fill(self) -> None:
        known = {"post": self._posts, "member": self._members}.get(self._verbs[self.verb]["target"], 0)
        self._target.value = max(0, known)


def option_field(name: str, spec: Mapping[str, Any]) -> widgets.Widget:
    """Return the labelled field of one option, of a kind that fits its values."""
    style = {"description_width": "initial"}
    said = named(name) + (f" ({spec['unit']})" if spec["unit"] and spec["unit"] not in name else "")
    default, choices = spec["default"], spec["choices"]
    common: dict[str, Any] = {"description": said, "style": style, "tooltip": spec["what"]}
    if choices:
        return widgets.Dropdown(options=shown(choices), value=default, layout={"width": "auto"}, **common)
    if isinstance(default, bool):
        return widgets.Checkbox(value=default, indent=False, layout={"width": "auto"}, **common)
    if isinstance(default, str):
        return widgets.Text(value=default, layout={"width": "20rem"}, continuous_update=False, **common)
    kind = widgets.BoundedIntText if isinstance(default, int) else widgets.BoundedFloatText
    return kind(value=default, min=spec["low"], max=spec["high"], layout={"width": "12rem"}, **common)


def shown(choices: Sequence[str]) -> list[tuple[str, str]]:
    """Return choices with words for the empty one."""
    return [(named(choice) if choice else "none", choice) for choice in choices]
