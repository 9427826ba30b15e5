"""Handouts: pages to print, made from `handouts/*.md` - as HTML, and as PDF where there is a browser.

    python tools/handouts.py FOLDER          HTML and, if this machine can, PDF
    python tools/handouts.py FOLDER --html   HTML only; print it from a browser

Exit status: 0 all is well, 1 a page could not be made, 2 the command can't be understood.
"""

import argparse
import os
import sys
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from simulator.lens.printing import BY_HAND, PrintingError, to_pdf
from simulator.lens.report import shared_style

ROOT = Path(__file__).resolve().parents[1]
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{shared}
@page {{ size: A4; margin: 15mm; }}
body {{ max-width: 44rem; margin: var(--space-4) auto; padding: 0 var(--space-3); overflow-wrap: break-word; }}
h2 {{ margin: var(--space-3) 0 var(--space-1); break-after: avoid; }}
table {{ width: 100%; margin: var(--space-2) 0; }}
th, td {{ border: 1px solid var(--soft); padding: .35em .5em; vertical-align: top; height: 1.9em; }}
tr {{ break-inside: avoid; }}
hr {{ border: 0; border-top: 1px solid var(--ink); margin: 1.8em 0; }}
@media print {{ body {{ margin: 0; padding: 0; max-width: none; font-size: 10.5pt; }} }}
</style>
</head>
<body>
<main>
{body}</main>
</body>
</html>
"""


def page(text):
    """Return a handout as an HTML page, with headers of tables marked as such for screen readers."""
    markdown = MarkdownIt().enable("table")
    title = next(line[2:].strip() for line in text.splitlines() if line.startswith("# "))
    body = markdown.render(text).replace("<th>", '<th scope="col">')
    return PAGE.format(title=escape(title), body=body, shared=shared_style())


def sources(root=ROOT):
    """Return the paths of all handouts, by name."""
    return sorted((root / "handouts").glob("*.md"))


def main(arguments=None, root=ROOT):
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="tools/handouts.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", metavar="FOLDER", help="where the pages go; it is made if it is not there")
    parser.add_argument("--html", action="store_true", help="HTML only")
    options = parser.parse_args(arguments)
    folder = Path(options.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = [_write(folder, path) for path in sources(root)]
    except OSError as error:
        print(f"{folder}: {error.strerror or error}", file=sys.stderr)
        return 1
    print(f"{len(made)} handouts in {folder}")
    return 0 if options.html else _print(made)


def _write(folder, path):
    target = folder / f"{path.stem}.html"
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.write_text(page(path.read_text(encoding="utf-8")), encoding="utf-8")
    unfinished.replace(target)
    return target


def _print(pages):
    for each in pages:
        try:
            to_pdf(each, each.with_suffix(".pdf"))
        except PrintingError as error:
            print(f"{each.name}: no PDF ({error}); {BY_HAND}", file=sys.stderr)
            return 1
    print("and a PDF of each")
    return 0


if __name__ == "__main__":
    sys.exit(main())
