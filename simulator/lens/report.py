"""Report: one self-contained page of what was tried, what came of it, and how to do it again."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_STYLE = """
body { max-width: 62rem; margin: 0 auto; padding: var(--space-4); }
h2 { margin-top: var(--space-5); }
table { font-size: .9rem; display: block; overflow-x: auto; }
th, td { padding: var(--space-1) .7rem; }
img { max-width: 100%; height: auto; background: white; }
pre { background: var(--wash); padding: .8rem; overflow-x: auto; font-size: .85rem; }
details { margin: .6rem 0; }
@media print { details > * { display: block; } body { max-width: none; } }
"""


@dataclass(frozen=True)
class Figure:
    """A picture with the sentence that says what it shows."""

    png: bytes
    says: str


@dataclass(frozen=True)
class Part:
    """A part of a report: a heading, and below it text, figures and a table, as far as there are any."""

    heading: str
    text: str = ""
    figures: Sequence[Figure] = ()
    table: pd.DataFrame | None = None


def page(title: str, parts: Sequence[Part], appendix: dict[str, str]) -> str:
    """Return a report as HTML that needs nothing beside itself.

    Args:
        title: heading of the page. parts: in order. appendix: texts by heading, folded away (settings, versions).
    """
    body = "\n".join(map(_part, parts))
    folded = "\n".join(
        f"<details><summary>{html.escape(name)}</summary><pre>{html.escape(text)}</pre></details>"
        for name, text in appendix.items()
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n"
        f"<style>{shared_style()}{_STYLE}</style>\n</head>\n<body>\n<h1>{html.escape(title)}</h1>\n{body}\n"
        f"<h2>How to do it again</h2>\n{folded}\n</body>\n</html>\n"
    )


def shared_style() -> str:
    """Return the style sheet that every page of the kit shares: `style.css`, with its colours as variables."""
    return resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")


def table_html(table: pd.DataFrame) -> str:
    """Return a table as HTML: numbers to the right, with four digits."""
    numeric = [str(kind)[:3] in ("flo", "int", "Int", "uin") for kind in table.dtypes]
    head = "".join(
        f'<th scope="col"{_class(number)}>{html.escape(str(name))}</th>'
        for name, number in zip(table.columns, numeric, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_class(number)}>{html.escape(_said(value))}</td>"
            for value, number in zip(row, numeric, strict=True)
        )
        + "</tr>\n"
        for row in table.itertuples(index=False)
    )
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"


def as_json(settings: Any) -> str:
    """Return settings as readable text."""
    return json.dumps(settings, indent=1, ensure_ascii=False)


def _part(part: Part) -> str:
    pieces = [f"<h2>{html.escape(part.heading)}</h2>"]
    if part.text:
        pieces.append(f"<p>{html.escape(part.text)}</p>")
    for figure in part.figures:
        picture = base64.b64encode(figure.png).decode()
        says = html.escape(figure.says, quote=True)
        image = f'<img alt="{says}" src="data:image/png;base64,{picture}">'
        pieces.append(f"<figure>{image}<figcaption>{says}</figcaption></figure>")
    if part.table is not None:
        pieces.append(table_html(part.table))
    return "\n".join(pieces)


def _class(number: bool) -> str:
    return ' class="number"' if number else ""


def _said(value: Any) -> str:
    if isinstance(value, float):
        return "-" if value != value else f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return str(value)
