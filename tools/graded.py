"""Graded editions: exercises as nbgrader takes them, for instructors who mark; from the same sources, offline.

    python tools/graded.py COURSE                 a folder for nbgrader, with all exercises
    python tools/graded.py COURSE 01a_roles ...   these only
    cd COURSE && nbgrader generate_assignment 01a_roles

A cell with a solution becomes one that learners fill in; after each check stands a locked cell that is worth a
point and asserts that the check passes. nbgrader takes the solutions out and leaves our stubs in their place. Call
nbgrader in an activated environment, since it starts a program of its own by name.
"""

import argparse
import ast
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.editions import EditionError, find_sources, full_edition, write
from tools.percent import read_cells
from tools.solutions import BEGIN, END, STUB, without_solutions

ROOT = Path(__file__).resolve().parents[1]
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "community_management"
c.ClearSolutions.code_stub = {"python": "# Replace each ... above this line."}
c.ClearSolutions.begin_solution_delimeter = "# BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "# END SOLUTION"
"""


def graded_edition(source):
    """Return the notebook that nbgrader makes an assignment of.

    Raises:
        EditionError: if the script breaks a convention, or holds no check.
    """
    plain = full_edition(source)
    cells = []
    for number, cell in enumerate(read_cells(source.text(), source.name)):
        made = plain.cells[number]
        if "facilitator" in made.metadata.get("tags", []):
            continue
        cells.append(made)
        if cell.cell_type != "code":
            continue
        made.source = with_stubs_first(cell.source)
        if made.source != without_solutions(cell.source):
            made.metadata["nbgrader"] = _metadata(f"answer-{made.id}", solution=True)
        cells += [_test(made.id, place, call) for place, call in enumerate(check_calls(cell.source))]
    if not any(cell.metadata.get("nbgrader", {}).get("grade") for cell in cells):
        raise EditionError(f"{source}: prints no check, so there is nothing to grade")
    metadata = {name: value for name, value in plain.metadata.items() if name != "edition"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=nbformat.from_dict(metadata))
    notebook.metadata["edition"] = {"source": str(source)}
    return notebook


def with_stubs_first(code):
    """Return the cell with each stub before its solution, so that it stays when the solution is taken out."""
    lines, held = [], None
    for line in code.splitlines():
        stub = STUB.fullmatch(line)
        if BEGIN.fullmatch(line):
            held, begin = [], line
        elif stub:
            lines.append(stub["indent"] + (stub["code"] or ""))
        elif END.fullmatch(line):
            lines += [begin, *held, line]
            held = None
        elif held is None:
            lines.append(line)
        else:
            held.append(line)
    return "\n".join(lines)


def check_calls(code):
    """Return the calls of checks that a cell prints, as code, in their order."""
    calls = []
    for statement in ast.parse(code).body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "print" and call.args:
            inner = call.args[0]
            if isinstance(inner, ast.Call) and ast.unparse(inner.func).startswith("check_"):
                calls.append(ast.unparse(inner))
    return calls


def main(arguments=None, root=ROOT):
    """Run the command and return its exit status: 0 well, 1 a source is wrong, 2 it can't be understood."""
    parser = argparse.ArgumentParser(
        prog="tools/graded.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("course", metavar="COURSE", help="folder for nbgrader; it is made if it is not there")
    parser.add_argument("names", nargs="*", metavar="NAME", help="exercises; all if none is named")
    options = parser.parse_args(arguments)
    known = {source.name: source for source in find_sources(root) if source.folder == "exercises"}
    for name in options.names:
        if name not in known:
            parser.error(f"no exercise is called {name!r}; there are {', '.join(sorted(known))}")
    course = Path(options.course)
    try:
        made = {name: graded_edition(known[name]) for name in options.names or sorted(known)}
        for name, notebook in made.items():
            write(course / "source" / name / f"{name}.ipynb", notebook)
        config = course / "nbgrader_config.py"
        if not config.exists():  # an instructor may have settings of their own
            config.write_text(CONFIG, encoding="utf-8")
    except (EditionError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(made)} exercises for nbgrader in {course}")
    return 0


def _test(answer, place, call):
    """Return the locked cell that is worth a point if a check passes."""
    cell = new_code_cell(f'said = {call}\nassert said.startswith("Passed"), said')
    cell.id = f"{answer}-test{place}"
    cell.metadata["nbgrader"] = _metadata(f"test-{answer}-{place}", grade=True)
    return cell


def _metadata(grade_id, solution=False, grade=False):
    made = {"schema_version": 3, "grade_id": grade_id, "solution": solution, "grade": grade, "task": False}
    return made | {"locked": grade} | ({"points": 1} if grade else {})


if __name__ == "__main__":
    sys.exit(main())
