"""Lint: what can be said about a learner's notebook without reading it as a teacher would."""

import io
import tokenize
from itertools import pairwise

from markdown_it import MarkdownIt

LINES_PER_CELL = 12


def lint(cells):
    """Return the faults of a learner's notebook.

    Magics are not looked for here: code that is not plain Python never becomes an edition.

    Args:
        cells: list of `(number in the source, cell)`.

    Returns:
        list of `(number, fault)`; the number is 0 where the whole notebook is meant.
    """
    faults = []
    for number, cell in cells:
        if cell.cell_type == "code":
            faults.extend((number, fault) for fault in _code_faults(cell.source))
    return sorted(faults + _heading_faults(cells))


def _code_faults(code):
    lines = [line for line in map(str.strip, code.splitlines()) if line and not line.startswith("#")]
    if len(lines) > LINES_PER_CELL:
        yield f"has {len(lines)} lines of code; at most {LINES_PER_CELL} can be followed, so split it"
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(code).readline)
        if token.type not in (tokenize.COMMENT, tokenize.NL)
    ]
    for token, following in pairwise(tokens):
        if token.string == ";" and following.type in (tokenize.NEWLINE, tokenize.ENDMARKER):
            yield f"ends a line with `;`, which silences nothing: {token.line.strip()!r}; write `_ = ...`"


def _heading_faults(cells):
    headings = [
        (number, int(token.tag[1]))
        for number, cell in cells
        if cell.cell_type == "markdown"
        for token in MarkdownIt().parse(cell.source)
        if token.type == "heading_open"
    ]
    faults = []
    titles = sum(level == 1 for _, level in headings)
    if titles != 1:
        faults.append((0, f"has {titles} headings of level 1; a notebook has exactly one, its title"))
    above = 0
    for number, level in headings:
        if level > above + 1:
            faults.append((number, f"has a heading of level {level} after level {above}; levels are not skipped"))
        above = level
    return faults
