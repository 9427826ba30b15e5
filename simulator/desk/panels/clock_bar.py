"""Clock bar: what time it is, the buttons that let time pass, and the one that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from .look import escaped, when

if TYPE_CHECKING:
    from .board import Desk
    from .view import Pulse

# name of the button, what stands on it, how far, and what it says to whoever points at it
STEPS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("hour", "1 hour", {"hours": 1}, "Let an hour pass"),
    ("day", "1 day", {"days": 1}, "Let 24 hours pass"),
    ("something", "Until something happens", {"until": "something"}, "Stops at a flag, a complaint, a crisis ..."),
    ("morning", "Until the team comes", {"until": "morning"}, "Stops when somebody on the team has minutes again"),
    ("end", "To the end", {"until": "end"}, "Lives all that is left; Stop ends it earlier"),
)


class ClockBar:
    """Attributes: widget: what is shown. buttons: by name. stop: the button that stops. progress: a bar."""

    def __init__(self, desk: Desk) -> None:
        """Make it for a desk."""
        self._clock = widgets.HTML()
        self._clock.add_class("cm-clock")
        self.buttons: dict[str, widgets.Button] = {}
        for name, said, how_far, tooltip in STEPS:
            button = widgets.Button(description=said, tooltip=tooltip)
            button.on_click(lambda _, how_far=how_far: desk.advance(**how_far))
            self.buttons[name] = button
        self.buttons["something"].button_style = "primary"
        self.stop = widgets.Button(description="Stop", tooltip="Stop what is going on", disabled=True)
        self.stop.on_click(lambda _: desk.stop())
        self.progress = widgets.IntProgress(0, 0, 1, description="Progress", layout={"visibility": "hidden"})
        self.progress.add_class("cm-progress")
        self.widget = widgets.Box([self._clock, *self.buttons.values(), self.stop])
        self.widget.add_class("cm-bar")
        self.widget.add_class("cm-top")
        self._title = ""

    def paint(self, pulse: Pulse, title: str | None = None) -> None:
        """Show what time it is."""
        self._title = self._title if title is None else title
        left = (pulse.end - pulse.hour) / 24
        rest = "the time is up" if pulse.hour >= pulse.end else f"{left:.1f} days left"
        self._clock.value = (
            f"<strong>{when(pulse.hour).capitalize()} UTC</strong><span class='soft' "
            f"title='{escaped(self._title)}'>{rest} · {escaped(self._title)}</span>"
        )

    def show_progress(self, done: int, total: int) -> None:
        """Show how far a job is."""
        self.progress.max, self.progress.value = max(1, total), done
        self.progress.layout.visibility = "visible"

    def show_busy(self, busy: bool) -> None:
        """Offer to stop while something is going on."""
        self.stop.disabled = not busy
        self.stop.button_style = "danger" if busy else ""
        if not busy:
            self.progress.layout.visibility = "hidden"
