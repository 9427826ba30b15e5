"""Certificate: a page to print that says which exercises passed, and when, and what that does not prove.

from exercises.certificate import certificate
certificate("Ada Lovelace")
"""

from __future__ import annotations

import os
from datetime import date
from html import escape
from pathlib import Path

from simulator.lens.report import shared_style

from .checks import inputs
from .checks.feedback import PASSED
from .progress import Progress, progress

FILE = "certificate.html"
_LONGEST_NAME = 80
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Community management: what {name} practised</title>
<style>
{shared}
body {{ max-width: 42rem; margin: var(--space-4) auto; padding: 0 var(--space-3); }}
table {{ width: 100%; margin: var(--space-4) 0; }}
caption {{ text-align: left; font-weight: bold; padding-bottom: var(--space-2); }}
th, td {{ padding: var(--space-1) var(--space-3) var(--space-1) 0; vertical-align: top; }}
.line {{ margin-top: 3em; border-top: 1px solid var(--ink); width: 22rem; padding-top: var(--space-1); }}
@page {{ size: A4; margin: 20mm; }}
@media print {{ body {{ margin: 0; padding: 0; max-width: none; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<main>
<h1>What {name} practised</h1>
<p>A course in community management, in which a simulated online community is looked after and lived through again.
{summary}</p>
<table>
<caption>Exercises passed</caption>
<thead>
<tr><th scope="col">Exercise</th><th scope="col">Checks passed</th><th scope="col">Last passed</th></tr>
</thead>
<tbody>
{rows}
</tbody>
</table>
<h2>What this page says, and what it does not</h2>
<p>It lists the exercises in which every check answered "Passed" on the computer where this page was made. Each may
have been tried as often as one liked, alone or with others. {name} made this page; nobody supervised and nobody
graded. It is a record of practice, and not an exam, a licence or a qualification.</p>
<p>Printed on {today}.</p>
<p class="line">Signature of whoever led the course, if anybody did</p>
</main>
</body>
</html>
"""


def certificate(name: str, folder: str | Path | None = None) -> None:
    """Write a page to print, `certificate.html`, and say in one line where it is, or why there is none.

    Args:
        name: whose page it is.
        folder: where it goes, and where my_progress.json is looked for; the folder of the notebook if not given.
    """
    print(_written(name, folder))


def page(name: str, done: Progress, today: str) -> str:
    """Return the page as HTML, for a name and the rows of `progress()` that have passed."""
    passed = [row for row in done.rows if row.state == PASSED]
    rows = "\n".join(
        f'<tr><th scope="row">{escape(row.title)}</th><td>{row.said}</td><td>{escape(row.when)}</td></tr>'
        for row in passed
    )
    summary = f"Of {len(done.rows)} exercises, {len(passed)} {'has' if len(passed) == 1 else 'have'} passed."
    return _PAGE.format(name=escape(name), summary=summary, rows=rows, today=today, shared=shared_style())


def _written(name: str, folder: str | Path | None) -> str:
    if fault := inputs.text("name", name, most_words=12):
        return fault
    name = "".join(letter if letter.isprintable() else " " for letter in " ".join(name.split()))[:_LONGEST_NAME]
    done = progress(folder=folder)
    if folder is not None and "nothing was changed" in done.line:
        return done.line
    if not any(row.state == PASSED for row in done.rows):
        return f"No exercise has passed yet, so there is nothing to print. {done.line}"
    target = Path(folder or "") / FILE
    unfinished = target.with_name(f".{FILE}.{os.getpid()}")
    try:
        try:
            unfinished.write_text(page(name, done, date.today().isoformat()), encoding="utf-8")
            os.replace(unfinished, target)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        return f"{FILE} cannot be written: {error.strerror}"
    return f"Written to {FILE}, beside this page. Open it in a browser and print it, on paper or as PDF."
