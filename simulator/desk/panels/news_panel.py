"""News panel: what has happened, the latest first, each with how urgent it is in a word."""

from __future__ import annotations

from collections.abc import Iterable

import ipywidgets as widgets

from ..happenings import ALARM, LOOK, Happening
from .look import escaped, when

_MOST = 80
_LEVELS = {ALARM: ("alarm", "alarm"), LOOK: ("look", "look")}


class NewsPanel:
    """Attributes: widget: what is shown."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._news: list[Happening] = []
        self.widget = widgets.HTML()
        self._paint()

    def add(self, found: Iterable[Happening]) -> None:
        """Put something new on top."""
        self._news = [*reversed(list(found)), *self._news][:_MOST]
        self._paint()

    def forget_from(self, hour: int) -> None:
        """Drop what has not happened any more after going back to an hour."""
        self._news = [one for one in self._news if one.hour < hour]
        self._paint()

    def _paint(self) -> None:
        rows = []
        for one in self._news:
            mark, word = _LEVELS.get(one.level, ("note", "note"))
            post = f" (post {one.post})" if one.post >= 0 else ""
            rows.append(
                f'<li class="{mark}"><time>{when(one.hour)}</time><b>{word}</b><span>{escaped(one.what)}{post}'
                "</span></li>"
            )
        inside = f"<ul>{''.join(rows)}</ul>" if rows else '<span class="soft">Nothing yet.</span>'
        self.widget.value = (
            f'<h4>What has happened</h4><div class="cm-news" tabindex="0" aria-label="What has happened">{inside}'
            "</div>"
        )
