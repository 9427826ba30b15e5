"""Look: the desk's style sheet, put together from the colours that every page of the kit shares."""

from __future__ import annotations

import html
import re
from functools import cache
from importlib import resources
from typing import Any

import ipywidgets as widgets

from ...lens.report import shared_style

_BLOCK = re.compile(r":root\s*\{([^}]*)\}")


_KEYS = (
    "this.closest('.cm-desk').addEventListener('keydown', event => event.ctrlKey || event.metaKey || "
    "event.stopPropagation())"
)
"""JupyterLab takes arrow keys and Enter for itself, also on a list or a button of the desk, unless they end there.
Widgets have no way to listen to keys, so the style sheet does it when it arrives."""


@cache
def style() -> str:
    """Return the style sheet of the desk and of `explore`, as an HTML element.

    Colours are the variables of `lens/style.css`: those of light pages, and those of dark ones where the theme of
    the notebook is dark. The first block there is the light one, the second the dark one.
    """
    light, dark = (_variables(block) for block in _BLOCK.findall(_without_remarks(shared_style()))[:2])
    own = _without_remarks(resources.files(__package__).joinpath("desk.css").read_text(encoding="utf-8"))
    return (
        f'<style onload="{_KEYS}">.cm-desk {{{light}}}\n'
        f'body[data-jp-theme-light="false"] .cm-desk {{{dark}; color-scheme: dark}}\n{own}</style>'
    )


def _without_remarks(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def _variables(block: str) -> str:
    return " ".join(part.strip() + ";" for part in block.split(";") if part.strip().startswith("--"))


def escaped(text: object) -> str:
    """Return text as it may stand in HTML, quotes included."""
    return html.escape(str(text), quote=True)


def short(text: str, most: int) -> str:
    """Return text of at most so many letters, cut at a word.

    >>> short("The printer is broken again", 16)
    'The printer is …'
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0].rstrip(",.;:")
    return f"{cut} …"


def when(hour: int) -> str:
    """Return an hour of the run as people say it.

    >>> when(62)
    'day 2, 14:00'
    """
    return f"day {hour // 24}, {hour % 24:02d}:00"


def ago(hours: float) -> str:
    """Return how long ago something was.

    >>> ago(0.4), ago(5.2), ago(60)
    ('just now', '5 h ago', '2.5 days ago')
    """
    if hours < 1:
        return "just now"
    return f"{hours:.0f} h ago" if hours < 48 else f"{hours / 24:.1f} days ago"


def refill(chooser: widgets.Select | widgets.Dropdown, options: list[tuple[str, Any]], value: Any) -> None:
    """Give a list other lines, and choose one; the list is left alone when nothing in it has changed."""
    if list(chooser.options) != options:
        chooser.options = options
    if chooser.value != value:
        chooser.value = value
