"""Builds the editions of notebooks and exercises from their sources, or checks that they are current.

    python tools/build.py                   build what is stale
    python tools/build.py 00_start_here     build this one, if it is stale
    python tools/build.py --force           build all
    python tools/build.py --check           name what is stale, execute nothing

Exit status: 0 all is well, 1 a source or an edition is not, 2 the command can't be understood.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.editions import (
    FOLDERS,
    EditionError,
    find_sources,
    full_edition,
    learner_cells,
    learner_edition,
    text_of,
    write,
)
from tools.lint import lint

ROOT = Path(__file__).resolve().parents[1]


def build(source, force=False, on_cell=None):
    """Write the editions of one source that are stale; return the paths written.

    Both are made before either is written, so that a failure leaves the former editions as they were.

    Raises:
        EditionError: if the source breaks a convention or a cell fails.
    """
    full, learner = full_edition(source), learner_edition(source)
    made = {}
    if force or learner_fault(source):
        made[source.learner] = learner
    if force or executed_fault(source):
        from tools.execution import execute  # slow to import, and most runs have nothing to execute

        made[source.executed] = execute(source, full, on_cell)
    for path, notebook in made.items():
        write(path, notebook)
    return list(made)


def check(sources):
    """Return one line for each fault in the sources and their editions; executes nothing."""
    faults = []
    for source in sources:
        try:
            stale = {source.learner: learner_fault(source), source.executed: executed_fault(source)}
            faults += [f"{_short(source, path)}: {fault}" for path, fault in stale.items() if fault]
            for number, fault in lint(learner_cells(source)):
                faults.append(f"{source}{f', cell {number}' if number else ''}: {fault}")
        except EditionError as error:
            faults.append(str(error))
    return faults


def orphans(root, sources):
    """Return one line for each notebook that no source stands behind."""
    expected = {path for source in sources for path in (source.learner, source.executed)}
    places = [Path(root) / folder / below for folder, executed in FOLDERS.items() for below in ("", executed)]
    found = sorted(path for place in places for path in place.glob("*.ipynb") if path not in expected)
    return [f"{path.relative_to(root).as_posix()}: has no source; write one or delete it" for path in found]


def learner_fault(source):
    """Say what is wrong with the learner's notebook, or return None if it is current."""
    fresh = text_of(learner_edition(source)).encode()
    if not source.learner.exists():
        return "is missing"
    if source.learner.read_bytes() != fresh:
        return "is stale: not what its source makes now"
    return None


def executed_fault(source):
    """Say what is wrong with the executed notebook, or return None if it is current.

    Outputs are not judged, only that there was a run; comparing them is the work of nbval.
    """
    fresh = full_edition(source)
    if not source.executed.exists():
        return "is missing"
    try:
        stored = nbformat.reads(source.executed.read_text(encoding="utf-8"), as_version=4)
        edition = stored.metadata.get("edition", {})
        counts = [cell.execution_count for cell in stored.cells if cell.cell_type == "code"]
    except Exception:  # a damaged file can fail in many ways, and each is mended by building it again
        return "is stale: not a notebook"
    if edition.get("source_sha256") != fresh.metadata.edition.source_sha256:
        return "is stale: its source has changed"
    if counts != list(range(1, len(counts) + 1)):
        return "is stale: not executed from top to bottom"
    for cell in stored.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    if stored != fresh:
        return "is stale: edited by hand"
    return None


def main(arguments=None, root=ROOT):
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="tools/build.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="sources to look at; all if none is named")
    parser.add_argument("--check", action="store_true", help="name what is stale, execute nothing")
    parser.add_argument("--force", action="store_true", help="build what is current, too")
    options = parser.parse_args(arguments)
    if options.check and options.force:
        parser.error("--check builds nothing, so --force has no place beside it")
    known = find_sources(root)
    if not known:
        parser.error(f"no sources in {' or '.join(f'{folder}/source' for folder in FOLDERS)}")
    names = {source.name for source in known}
    for name in options.names:
        if name not in names:
            parser.error(f"no source is called {name!r}; there are {', '.join(sorted(names))}")
    sources = [source for source in known if not options.names or source.name in options.names]
    if options.check:
        return _report_check(check(sources) + ([] if options.names else orphans(root, known)), len(sources))
    return _build_all(sources, options.force)


def _report_check(faults, checked):
    for fault in faults:
        print(fault)
    if faults:
        print("Mend the sources, then run: python tools/build.py", file=sys.stderr)
        return 1
    print(f"All editions are current; sources checked: {checked}.")
    return 0


def _build_all(sources, force):
    """Build each source, going on after a failure, with a bar that counts cells."""
    failures, stale = [], []
    for source in sources:
        try:
            if force or learner_fault(source) or executed_fault(source):
                stale.append((source, _cells_to_run(source, force)))
        except EditionError as error:
            failures.append(str(error))
    written = []
    with tqdm(total=sum(cells for _, cells in stale), unit="cell", disable=None) as bar:
        for source, _ in stale:
            bar.set_description(source.name)
            try:
                written += [_short(source, path) for path in build(source, force, bar.update)]
            except EditionError as error:
                failures.append(str(error))
    for line in written:
        print(f"wrote {line}")
    for line in failures:
        print(line, file=sys.stderr)
    if not stale and not failures:
        print("Nothing to do: all editions are current.")
    return 1 if failures else 0


def _cells_to_run(source, force):
    if not force and not executed_fault(source):
        return 0
    return sum(cell.cell_type == "code" for cell in full_edition(source).cells)


def _short(source, path):
    return path.relative_to(source.root).as_posix()


if __name__ == "__main__":
    sys.exit(main())
