"""Debrief panel: look back at the end, and take the report and the decision log with you."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as widgets

from .look import escaped

if TYPE_CHECKING:
    from ..debrief import Debrief
    from .board import Desk

# how thorough: decisions that are left out in turn, with how many lucks
DEPTHS = {"quick: 6 decisions, 8 lucks": (6, 8), "usual: 12 decisions, 12 lucks": (12, 12),
          "thorough: 30 decisions, 30 lucks": (30, 30)}  # fmt: skip


class DebriefPanel:
    """Attributes: widget: what is shown. look: the button. found: the last debrief, None before."""

    def __init__(self, desk: Desk) -> None:
        """Make it for a desk."""
        self._desk = desk
        self.found: Debrief | None = None
        self.depth = widgets.Dropdown(options=list(DEPTHS), description="How thorough", layout={"width": "22rem"},
                                      style={"description_width": "initial"})  # fmt: skip
        self.look = widgets.Button(description="Look back", button_style="primary")
        self.look.on_click(lambda button: self._desk.debrief(*DEPTHS[self.depth.value], self.show))
        self.save = widgets.Button(description="Save both here", disabled=True)
        self.save.on_click(lambda button: self._save())
        self._folder = widgets.Text("results/debrief", description="in the folder", layout={"width": "16rem"},
                                    style={"description_width": "initial"})  # fmt: skip
        self._links, self._page = widgets.HTML(), widgets.HTML()
        bar = widgets.HBox([self.depth, self.look])
        kept = widgets.HBox([self._links, self.save, self._folder])
        for box in (bar, kept):
            box.add_class("cm-bar")
        self._kept = kept
        note = widgets.HTML(
            "<span class='soft'>Each decision is left out in turn, with the same luck, to see which of them "
            "mattered. You can look back at any time, and go on afterwards.</span>"
        )
        self.widget = widgets.VBox([note, bar, kept, self._page])
        self.widget.add_class("cm-rows")
        self.forget()

    def forget(self) -> None:
        """Take the last debrief off the screen."""
        self.found = None
        self._page.value = self._links.value = ""
        self._kept.layout.display = "none"
        self.save.disabled = True

    def show(self, found: Debrief) -> None:
        """Show a debrief and offer its files."""
        self.found = found
        page = found.html()
        self._links.value = (
            f"{_link(page, 'text/html', 'debrief.html', 'Download the report')} · "
            f"{_link(found.log, 'application/jsonl', 'decisions.jsonl', 'Download the decision log')}"
        )
        self._page.value = (
            f'<p>{escaped(found.says)}</p><iframe title="The debrief in full" sandbox="" '
            f'srcdoc="{escaped(page)}"></iframe>'
        )
        self._kept.layout.display = None
        self.save.disabled = False

    def _save(self) -> None:
        if self.found is None:
            return
        found, folder = self.found, Path(self._folder.value.strip() or ".")
        self._desk.attempt(
            lambda: self._desk.say(f"Saved debrief.html and decisions.jsonl in {found.save(folder)}.")
        )


def _link(text: str, kind: str, name: str, said: str) -> str:
    data = base64.b64encode(text.encode()).decode()
    return f'<a download="{name}" href="data:{kind};charset=utf-8;base64,{data}">{said}</a>'
