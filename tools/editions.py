"""Editions: one script becomes the learner's notebook and the full one that is executed."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import v4

from tools.percent import read_cells
from tools.solutions import without_solutions, without_stubs

# Which folders hold sources, and where below them the executed edition goes.
FOLDERS = {"notebooks": "facilitator", "exercises": "solutions"}
# No versions, so that every Python writes the same bytes.
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}


class EditionError(Exception):
    """A source or an edition is wrong; the message is one line that says where and what."""


@dataclass(frozen=True)
class Source:
    """A percent script below `root`, and the places of its two editions."""

    root: Path
    folder: str
    name: str

    @property
    def path(self):
        """The script: the only one of the three that is edited."""
        return self.root / self.folder / "source" / f"{self.name}.py"

    @property
    def learner(self):
        """The learner's notebook: no outputs, no solutions, no facilitator notes."""
        return self.root / self.folder / f"{self.name}.ipynb"

    @property
    def executed(self):
        """The facilitator's notebook, or the solved exercise, with outputs."""
        return self.root / self.folder / FOLDERS[self.folder] / f"{self.name}.ipynb"

    def __str__(self):
        """Name the script as seen from the root."""
        return f"{self.folder}/source/{self.name}.py"

    def text(self):
        """Return the script's text with plain line ends. Raises EditionError if it isn't UTF-8 text."""
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise EditionError(f"{self}: can't be read as UTF-8 text: {error}") from error


def find_sources(root):
    """List every source below `root`, notebooks first, by name."""
    return [
        Source(Path(root), folder, path.stem)
        for folder in FOLDERS
        for path in sorted((Path(root) / folder / "source").glob("*.py"))
    ]


def full_edition(source):
    """Return the notebook with solutions and facilitator notes, ready to be executed.

    Raises:
        EditionError: if the script breaks a convention.
    """
    cells = _cells(source)
    for cell in cells:
        if cell.cell_type == "code":
            cell.source = without_stubs(cell.source)
        else:
            # An executed edition lies one folder deeper than the learner's, so its links go one folder up.
            cell.source = cell.source.replace("](../", "](../../")
    digest = hashlib.sha256(source.text().encode()).hexdigest()
    return _notebook(cells, {"source": str(source), "source_sha256": digest})


def learner_edition(source):
    """Return the learner's notebook. Raises EditionError if the script breaks a convention."""
    return _notebook([cell for _, cell in learner_cells(source)], {"source": str(source)})


def learner_cells(source):
    """Return `(number in the source, cell)` for every cell that a learner sees.

    Raises:
        EditionError: if the script breaks a convention.
    """
    shown = []
    for number, cell in enumerate(_cells(source), start=1):
        if "facilitator" in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "code":
            cell.source = without_solutions(cell.source)
        shown.append((number, cell))
    return shown


def text_of(notebook):
    """Return the notebook as its file holds it: the same bytes each time."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def write(path, notebook):
    """Write the notebook in one step: whoever looks sees the former edition or the new one.

    Raises:
        EditionError: if the folder or the file can't be written.
    """
    text = text_of(notebook)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise EditionError(f"{path.parent.name}/{path.name}: can't be written: {error.strerror}") from error


def _cells(source):
    try:
        return read_cells(source.text(), source.name)
    except ValueError as error:
        raise EditionError(f"{source}, {error}") from error


def _notebook(cells, edition):
    """Put cells into a notebook whose metadata name its source and nothing of the machine."""
    metadata = {"edition": edition, "kernelspec": KERNEL, "language_info": LANGUAGE}
    return v4.new_notebook(cells=cells, metadata=nbformat.from_dict(metadata))
