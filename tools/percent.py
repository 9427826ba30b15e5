"""Percent scripts: the text an author edits, read into notebook cells that keep the conventions."""

import ast
import hashlib
import re
from itertools import zip_longest

import jupytext
from nbformat import v4

from tools.solutions import refuse_markers, without_solutions

# A tag that is not known is refused: a misspelt `facilitator` would show its cell to learners.
TAGS = ("facilitator", "nbval-ignore-output", "raises-exception")

# Comments stay comments: jupytext would otherwise take `# cat posts` for a shell command.
FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
HEADER = re.compile(r"\A# ---\n(?:#.*\n)*?# ---\n")
CELL = re.compile(r"# ?%%")
OF_JUPYTEXT = {"lines_to_next_cell", "cell_marker", "region_name"}  # how it was written, not what it says


def read_cells(text, name):
    """Read a percent script into notebook cells with fixed ids and checked tags.

    Args:
        text: the script.
        name: the notebook's name; it goes into the ids, so that no two notebooks share them.

    Raises:
        ValueError: one line with the place and the fault, if the script breaks a convention.
    """
    if not CELL.match(HEADER.sub("", text).lstrip()):
        raise ValueError("line 1: a script begins with a cell, that is, with a line `# %%`")
    try:
        notebook = jupytext.reads(text, fmt=FORMAT)
    except Exception as error:  # jupytext and nbformat raise many kinds for a header they can't read
        raise ValueError(
            f"a `# %%` line or the header can't be read: {str(error).partition(chr(10))[0]}"
        ) from error
    _refuse_lost_lines(text, jupytext.writes(notebook, fmt=FORMAT))
    cells, taken = [], set()
    for number, cell in enumerate(notebook.cells, start=1):
        try:
            cells.append(_checked(cell, name, taken))
        except ValueError as error:
            raise ValueError(f"cell {number}: {error}") from error
    return cells


def _refuse_lost_lines(text, written):
    """Refuse a line that doesn't survive reading and writing: code that has slipped into a markdown cell."""
    for (number, line), (_, back) in zip_longest(_content(text), _content(written), fillvalue=(0, "")):
        if line != back:
            raise ValueError(
                f"line {number}: {line.strip()!r} stands in a markdown cell; begin it with `# `, "
                "or begin a code cell with `# %%` above it"
            )


def _content(script):
    """List `(line number, line)` without the header, cell lines and empty lines."""
    header = HEADER.match(script)
    first = header[0].count("\n") if header else 0
    lines = enumerate(script.splitlines(), start=1)
    return [(n, line.rstrip()) for n, line in lines if n > first and line.strip("# ") and not CELL.match(line)]


def _checked(cell, name, taken):
    """Return a clean cell with its id and tags, or raise ValueError with what is wrong."""
    extra = {key: value for key, value in cell.metadata.items() if key not in OF_JUPYTEXT}
    given, tags = extra.pop("id", None), extra.pop("tags", [])
    if extra:
        value = next(iter(extra.values()))
        raise ValueError(f'{value!r} is not understood; after `# %%` may stand [markdown], tags=["..."], id="..."')
    for tag in tags:
        if tag not in TAGS:
            raise ValueError(f"tag {tag!r} is not known; known are {', '.join(TAGS)}")
    if not cell.source.strip():
        raise ValueError("is empty; write something or delete it")
    if cell.cell_type == "code":
        _check_python(cell.source)
        without_solutions(cell.source)
        clean = v4.new_code_cell(cell.source)
    elif cell.cell_type == "markdown":
        refuse_markers(cell.source)
        clean = v4.new_markdown_cell(cell.source)
    else:
        raise ValueError("is raw; only code and [markdown] are used (or is the header above it not valid YAML?)")
    clean.id = _id(cell.source, name, given, taken)
    if tags:
        clean.metadata["tags"] = sorted(tags)
    return clean


def _check_python(code):
    """Refuse magics by name, and any other code that Python can't read."""
    try:
        # A notebook may await at top level, a module may not.
        compile(code, "cell", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        lines = code.splitlines()
        line = lines[min(error.lineno or 1, len(lines)) - 1].strip()
        if line.startswith(("%", "!", "?")) or line.endswith("?") or re.search(r"=\s*[%!]", line):
            raise ValueError(f"{line!r} is a magic; write plain Python instead") from error
        raise ValueError(f"{line!r} is not valid Python: {error.msg}") from error


def _id(text, name, given, taken):
    """Return the id given by the author, or one that lasts as long as the cell's text does."""
    if given is None:
        copies = 0
        # Counting copies instead of positions lets an author insert a cell without changing other ids.
        while (given := hashlib.sha256(f"{name}\n{copies}\n{text}".encode()).hexdigest()[:12]) in taken:
            copies += 1
    elif given in taken or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(given)):
        raise ValueError(f"id {given!r} must be unique and made of 1 to 64 letters, digits, - or _")
    taken.add(given)
    return given
