"""Monthly page: the report on one sheet of A4, and as readable on a screen, in light and in dark."""

from __future__ import annotations

import html
import io
import re

import matplotlib as mpl
import pandas as pd

from .given import must_be_monthly, shown
from .monthly import Monthly
from .monthly_deeds import missed_in_words, price_in_words
from .monthly_figures import COUNT, TASKS
from .monthly_plot import weeks_figure, work_figure
from .monthly_span import MONTH_DAYS
from .monthly_words import said
from .report import shared_style
from .sentences import count
from .theme import BLUE, GREY, INK, PALE, Picture, themed

_VARIABLES = {
    INK: "--ink",
    GREY: "--soft",
    PALE: "--line",
    BLUE: "--blue",
    "#ffffff": "--paper",
    "white": "--paper",
}
_NAME_LONGEST = 60
_ARROWS = {"up": "▲ up", "down": "▼ down", "about as before": "about as before", "no comparison": "no comparison"}
_STYLE = """
@page { size: A4; margin: 11mm 13mm; }
:root { --text: 8.7pt; --leading: 1.3; --text-small: 7.4pt; --text-large: 9.8pt; --text-title: 13.5pt; }
body { max-width: 184mm; margin: 0 auto; padding: var(--space-4) var(--space-3); }
header { display: flex; justify-content: space-between; align-items: baseline; gap: var(--space-3);
  border-bottom: 1.5px solid var(--ink); padding-bottom: 1.2mm; }
h1, h2, p, figure, ul, ol { margin: 0; }
h1 { overflow-wrap: anywhere; }
h2 { font-size: var(--text-large); margin: 2.8mm 0 .8mm; }
header p, .soft, figcaption, footer { color: var(--soft); font-size: var(--text-small); }
header p { text-align: right; flex: none; max-width: 50%; overflow-wrap: anywhere; }
.headline { font-size: 10.8pt; line-height: 1.34; margin: 2.6mm 0 2mm; font-weight: 600; text-wrap: pretty; }
table { width: 100%; font-size: 8.1pt; line-height: 1.2; }
th, td { padding: .5mm 1.6mm .5mm 0; vertical-align: baseline; }
thead th { color: var(--soft); font-weight: 400; font-size: var(--text-small); }
tbody th { font-weight: 400; }
tbody th[scope=rowgroup] { font-weight: 600; width: 29mm; vertical-align: top; }
td.number, th.number { padding-right: 3mm; white-space: nowrap; }
td.soft { white-space: nowrap; }
.better { color: var(--green); font-weight: 600; } .worse { color: var(--red); font-weight: 600; }
tbody:last-child { border-bottom: 1px solid var(--ink); } tbody { border-top: 1px solid var(--soft); }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 0 7mm; }
figure svg { width: 100%; height: auto; display: block; margin-top: 2mm; }
li { margin: 0 0 .7mm; } ul, ol { padding-left: 4.6mm; } ul { list-style: square; }
li::marker { color: var(--soft); }
details { margin-top: 2mm; font-size: var(--text-small); } dt { font-weight: 600; } dd { margin: 0 0 .6mm; }
dl { columns: 2; column-gap: 7mm; margin: 1mm 0 0; } dl div { break-inside: avoid; }
footer { border-top: 1px solid var(--line); margin-top: 2.4mm; padding-top: 1mm; }
@media print { body { padding: 0; max-width: none; } details { display: none; } .only-screen { display: none; } }
@media screen { :root { --text: 1rem; --text-small: .82rem; --text-large: 1.15rem; --text-title: 1.5rem;
    --leading: 1.45; }
  body { max-width: 60rem; } .headline { font-size: 1.2rem; } table { font-size: .92rem; line-height: 1.35; }
  .only-print { display: none; } }
@media screen and (max-width: 44rem) { .two { grid-template-columns: 1fr; } header { display: block; }
  header p { text-align: left; max-width: none; } main { overflow-x: auto; } dl { columns: 1; } }
"""


def page(report: Monthly, prepared_for: str = "") -> str:
    """Return a report as HTML that needs nothing beside itself and prints on one sheet of A4.

    Args:
        report: as `monthly` returns. prepared_for: a name, at most 60 characters; empty for none.

    Raises:
        ValueError: in one line, when the name is too long or no text.
    """
    must_be_monthly(report)
    if not isinstance(prepared_for, str) or len(prepared_for) > _NAME_LONGEST:
        raise ValueError(
            f"the name must be a text of at most {_NAME_LONGEST} characters, got {shown(prepared_for)}"
        )
    title = f"{_short(report.run.scenario.title, 44)}: month {report.month}"
    pictures = "".join(
        _figure(picture, f"p{number}-")
        for number, picture in enumerate((weeks_figure(report), work_figure(report)), start=1)
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(title)}</title>
<style>{shared_style()}{_STYLE}</style>
</head>
<body>
<header><h1>{_text(title)}</h1><p>{_text(_about(report, prepared_for))}</p></header>
<main>
<p class="headline">{_text(report.headline)}</p>
{_table(report)}
<div class="two">{pictures}</div>
<div class="two">
<section><h2>What changed</h2>{_news(report)}</section>
<section><h2>What we did, and what it cost</h2>{_deeds(report)}</section>
</div>
<section><h2>What to do next</h2>{_advice(report)}</section>
</main>
<footer>{_text(_notes(report))}
<span class="only-print">How each figure is counted stands on the page this was printed from.</span>
{_counted(report)}</footer>
</body>
</html>
"""


def _about(report: Monthly, prepared_for: str) -> str:
    begins, ends = report.begins, report.ends
    by = (
        "nobody manages it"
        if report.run.playbook is None
        else f"the team of “{_short(report.run.playbook.title, 40)}”"
    )
    period = f"{begins.day} {begins:%B %Y} to {ends.day} {ends:%B %Y}"
    names = [f"Prepared by {by}" if report.run.playbook is not None else f"No team: {by}"]
    names += [f"for {' '.join(prepared_for.split())}"] if prepared_for.strip() else []
    return f"{period} · seed {report.run.seed} · {' '.join(names)}"


def _table(report: Monthly) -> str:
    weekly = report.span.days > 7
    now, before = (
        ("this month", "month before")
        if report.whole
        else (f"these {count(report.span.days, 'day')}", "month before")
    )
    head = (
        f'<thead><tr><th scope="col">Task</th><th scope="col">Figure</th><th scope="col" class="number">{now}</th>'
        f'<th scope="col" class="number">{before}</th><th scope="col">Change</th><th scope="col">out of</th></tr>'
        "</thead>"
    )
    bodies = "".join(_task(task, report.figures[report.figures["task"] == task], weekly) for task in TASKS)
    return f"<table>{head}{bodies}</table>"


def _task(task: str, rows: pd.DataFrame, weekly: bool) -> str:
    lines = []
    for number, row in enumerate(rows.itertuples()):
        opening = f'<th scope="rowgroup" rowspan="{len(rows)}">{_text(task)}</th>' if not number else ""
        label = f"{row.label}{' a week' if row.unit == COUNT and weekly else ''}"
        out_of = f"{row.of:,.0f} {row.noun}" if row.noun and row.of > 0 else ""
        word = _ARROWS[row.word] + (f", {row.sign}" if row.sign else "")
        lines.append(
            f'<tr>{opening}<th scope="row">{_text(label)}</th><td class="number">{said(row.now, row.unit)}</td>'
            f'<td class="number">{said(row.before, row.unit)}</td><td class="{row.sign or "soft"}">{word}</td>'
            f'<td class="soft">{_text(out_of)}</td></tr>'
        )
    return f"<tbody>{''.join(lines)}</tbody>"


def _news(report: Monthly) -> str:
    items = "".join(
        f'<li>{_text(sentence)} <span class="soft">({_text(source)})</span></li>'
        for sentence, source in report.news
    )
    return f"<ul>{items}</ul>"


def _deeds(report: Monthly) -> str:
    made = report.deeds
    kinds = ", ".join(
        f"{kind[0].lower()}{kind[1:]} {acts:,}" for kind, acts in made.table["acts"].iloc[:4].items()
    )
    sentences = [f"{count(made.acts, 'act')}: {kinds}." if made.acts else "The team's log holds no act."]
    if made.acts or len(made.missed):
        sentences.append(missed_in_words(made))
    if made.promises_broken:
        sentences.append(f"{count(made.promises_broken, 'promised update')} in a crisis did not come.")
    if made.acts:
        spent = made.table["euros"].sort_values(ascending=False, kind="stable")
        most = f", most of it for {spent.index[0].lower()}" if made.euros and spent.iloc[0] < made.euros else ""
        only = f", all for {spent.index[0].lower()}" if made.euros and not most else ""
        took = count(round(made.hours), "hour") if made.hours >= 1 else count(round(60 * made.hours), "minute")
        sentences.append(f"Cost: {took} of work and {made.euros:,.0f} euros{most}{only}. Pay is not included.")
    sentences.append(price_in_words(made, report.span))
    return "<ul>" + "".join(f"<li>{_text(each)}</li>" for each in sentences if each) + "</ul>"


def _advice(report: Monthly) -> str:
    if not report.advice and not len(report.span.written):
        return "<p>Too little has happened yet to advise anything.</p>"
    if not report.advice:
        return (
            "<p>Go on as before: no figure of this month crosses a limit at which our rules advise a change.</p>"
        )
    items = "".join(
        f"<li><strong>{_text(each.what)}</strong> {_text(each.reason)} "
        f'<span class="soft">{_text(each.limit)}</span></li>'
        for each in report.advice
    )
    return f"<ol>{items}</ol>"


def _notes(report: Monthly) -> str:
    length = "A month is four whole weeks. " if report.whole else (
        f"This month has {count(report.span.days, 'day')} of {MONTH_DAYS} so far. "
    )  # fmt: skip
    return (
        f"{length}“About as before” means within the noise of this community's weeks, all figures of the page "
        "taken together (5% level, Holm). One month can show what came after what, not what came of what."
    )


def _counted(report: Monthly) -> str:
    items = "".join(
        f"<div><dt>{_text(row.label)}</dt><dd>{_text(row.counted)}</dd></div>"
        for row in report.figures.itertuples()
    )
    return f"<details><summary>How each figure is counted</summary><dl>{items}</dl></details>"


def _figure(picture: Picture, prefix: str) -> str:
    says = html.escape(picture.says, quote=True)
    return (
        f'<figure role="img" aria-label="{says}">{_svg(picture, prefix)}<figcaption>{says}</figcaption></figure>'
    )


def _svg(picture: Picture, prefix: str) -> str:
    """Return a picture as SVG whose colours are those of the page, so that it is right in the dark, too."""
    stream = io.StringIO()
    # Glyphs as outlines and names from a fixed salt: the same picture is the same text on every machine.
    with themed(), mpl.rc_context({"svg.hashsalt": prefix, "svg.fonttype": "path"}):
        picture.savefig(stream, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = stream.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{prefix}', text)
    text = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}", text)
    for colour, variable in _VARIABLES.items():
        text = re.sub(rf"(fill|stroke)(: |=\"){colour}\b", rf"\1\2var({variable})", text)
    return text.replace("<svg", '<svg aria-hidden="true"', 1)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _text(text: str) -> str:
    return html.escape(text, quote=False)
