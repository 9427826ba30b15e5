"""The gradebook: it reads what came back, runs nothing of it, and no file can stop or deceive it."""

import csv
import io
import json
import os

import nbformat
import pytest
import typer
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from typer.testing import CliRunner

from exercises.course import ROOT, exercises
from exercises.returned import COLUMNS, gradebook, printable
from simulator.terminal import gradebook as command
from simulator.terminal.spreadsheets import neutral

FIRST = exercises()[0]
READING, DECISION = FIRST.checks
SECOND = exercises()[1]


def answered(call, *lines):
    """Return a cell with the lines that its checks have printed."""
    outputs = [new_output("stream", name="stdout", text="".join(f"{line}\n" for line in lines))] if lines else []
    return new_code_cell(call, outputs=outputs)


def hand_in(folder, name, *cells, source=FIRST.source, **edition):
    """Write a notebook as a learner would hand it in."""
    notebook = new_notebook(cells=[new_markdown_cell("# Title"), *cells])
    if source:
        notebook.metadata["edition"] = {"source": source, **edition}
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def first(found, learner):
    """Return the state of the first exercise of a learner."""
    return next(one.state for one in found.results if (one.learner, one.exercise) == (learner, FIRST))


PASSED_ALL = (
    answered(f"print({READING}(run, 1, 2))", "Passed - well read."),
    answered(f"x = 1\nprint({DECISION}(a, b, 3))", "Passed - 3 more."),
)


def test_states_are_those_that_the_checks_had_printed(tmp_path):
    """All passed, one of two, tried in vain, and never tried."""
    hand_in(tmp_path, "ada/00.ipynb", *PASSED_ALL)
    hand_in(tmp_path, "bob/x.ipynb", PASSED_ALL[0], answered(f"print({DECISION}(a, b, 3))", "Not yet - no. Look."))
    hand_in(tmp_path, "cy/x.ipynb", answered(f"print({READING}(...))", "Not yet - empty. Write."))
    hand_in(tmp_path, "di/x.ipynb", answered(f"print({READING}(run, 1, 2))"))
    found = gradebook(tmp_path)
    assert found.learners == ("ada", "bob", "cy", "di") and found.faults == ()
    assert [first(found, name) for name in found.learners] == ["Passed", "Not yet", "Not yet", "Untried"]
    assert len(found.results) == 4 * len(exercises())


def test_nothing_of_a_notebook_is_run(tmp_path):
    """A returned notebook may hold anything."""
    trap = tmp_path / "trap"
    hand_in(tmp_path, "eve/x.ipynb", answered(f"open({str(trap)!r}, 'w')\nprint({READING}(1))", "Passed"))
    gradebook(tmp_path)
    assert not trap.exists()


def test_a_passed_line_counts_only_beside_the_check_that_printed_it(tmp_path):
    """Printing the word, commenting the call out, or another check's name prove nothing."""
    hand_in(
        tmp_path,
        "eve/x.ipynb",
        answered("print('Passed - trust me.')", "Passed - trust me."),
        answered(f"# {READING}(run)\nprint('Passed')", "Passed"),
        answered(f"print('Passed'); print({READING}(1))", "Passed", "Not yet - no. Look."),
        answered("print(check_other(1))", "Passed"),
    )
    assert first(gradebook(tmp_path), "eve") == "Untried"


def test_two_checks_in_one_cell_are_told_apart_by_their_order(tmp_path):
    """Some learners put cells together."""
    both = answered(f"print({READING}(1))\nprint({DECISION}(2))", "Passed - a.", "Not yet - b. c.")
    hand_in(tmp_path, "ada/x.ipynb", both)
    found = gradebook(tmp_path)
    assert first(found, "ada") == "Not yet"
    assert next(one.passed for one in found.results if one.exercise == FIRST) == 1


def test_the_learner_is_the_folder_or_the_file_name(tmp_path):
    """Both ways of handing in, at any depth."""
    hand_in(tmp_path, f"{FIRST.name}_ada.ipynb", *PASSED_ALL)
    hand_in(tmp_path, f"Bob Smith - {FIRST.name}.ipynb", *PASSED_ALL, source=None)
    hand_in(tmp_path, f"cy/exercises/{FIRST.name}.ipynb", *PASSED_ALL)
    hand_in(tmp_path, f"{FIRST.name}.ipynb", *PASSED_ALL)
    assert gradebook(tmp_path).learners == ("(no name)", "Bob Smith", "ada", "cy")


def test_the_best_of_several_copies_counts(tmp_path):
    """Whoever hands in twice is not punished for the first try."""
    hand_in(tmp_path, "ada/1.ipynb", *PASSED_ALL)
    hand_in(tmp_path, "ada/2.ipynb", answered(f"print({READING}(1))", "Not yet - no. Look."))
    assert first(gradebook(tmp_path), "ada") == "Passed"


def test_the_solved_edition_is_no_learners_work(tmp_path):
    """It came with the course."""
    hand_in(tmp_path, "eve/x.ipynb", *PASSED_ALL, source_sha256="0" * 64)
    found = gradebook(tmp_path)
    assert "solved edition" in found.faults[0] and found.learners == ()
    solved = ROOT / "exercises/solutions" / f"{FIRST.name}.ipynb"
    (tmp_path / "eve/x.ipynb").write_bytes(solved.read_bytes())
    assert "solved edition" in gradebook(tmp_path).faults[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"5", b"\xff\xfe\x00", b"[" * 200_000, b'{"cells": 5}', b'{"cells": {}}',
     b'{"cells": [], "metadata": 5}', b'{"cells": [], "metadata": {"edition": 5}}', b'{"worksheets": []}',
     b'{"cells": [], "metadata": {"edition": {"source": ["x"]}}}'],
    ids=range(13),
)  # fmt: skip
def test_a_broken_file_gives_one_line_and_the_others_are_read(tmp_path, content):
    """One bad upload must not cost thirty people their marks."""
    hand_in(tmp_path, "ada/x.ipynb", *PASSED_ALL)
    (tmp_path / "bad.ipynb").write_bytes(content)
    found = gradebook(tmp_path)
    assert first(found, "ada") == "Passed"
    (line,) = found.faults
    assert line.startswith("bad.ipynb: ") and "\n" not in line


def test_cells_of_any_shape_are_passed_over(tmp_path):
    """Outputs and sources may be lists, numbers or nothing."""
    cells = [5, None, {}, {"cell_type": "code"}, {"cell_type": "code", "source": 5, "outputs": 5},
             {"cell_type": "code", "source": [READING, "(1)"], "outputs": [5, {}, {"text": 5}, {"data": 5}]},
             {"cell_type": "code", "source": ["print(", f"{READING}(1))", 5], "outputs": [{"text": ["Passed"]}]},
             ]  # fmt: skip
    shown = {"data": {"text/plain": "'Passed - a.'"}}
    cells.append({"cell_type": "code", "source": f"{DECISION}(1)", "outputs": [shown]})
    (tmp_path / "ada").mkdir()
    held = {"cells": cells, "metadata": {"edition": {"source": FIRST.source}}}
    (tmp_path / "ada/x.ipynb").write_text(json.dumps(held))
    assert first(gradebook(tmp_path), "ada") == "Passed"


def test_a_notebook_of_another_course_is_named(tmp_path):
    """It is not counted as anybody's work."""
    hand_in(tmp_path, "ada/holiday.ipynb", *PASSED_ALL, source=None)
    assert "no exercise of this course" in gradebook(tmp_path).faults[0]


def test_links_are_not_followed(tmp_path):
    """A link may lead to any file of the instructor's computer, or round in circles."""
    elsewhere = tmp_path / "elsewhere"
    hand_in(elsewhere, "x.ipynb", *PASSED_ALL)
    folder = tmp_path / "in"
    hand_in(folder, "ada/x.ipynb", *PASSED_ALL)
    os.symlink(elsewhere / "x.ipynb", folder / "eve.ipynb")
    os.symlink(folder, folder / "circle")
    found = gradebook(folder)
    assert found.learners == ("ada",) and "link" in found.faults[0]


def test_copies_that_jupyter_keeps_are_left_out(tmp_path):
    """Checkpoints hold an older state."""
    hand_in(tmp_path, "ada/.ipynb_checkpoints/x-checkpoint.ipynb", *PASSED_ALL)
    with pytest.raises(ValueError, match="holds no notebook"):
        gradebook(tmp_path)


def test_a_folder_that_is_none_is_named(tmp_path):
    """One line, with what would be right."""
    with pytest.raises(ValueError, match="is no folder"):
        gradebook(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "|x", "%x"])
def test_no_cell_begins_a_formula(name):
    """A spreadsheet would run it."""
    assert neutral(name).startswith("'")


def test_the_csv_holds_every_learner_and_exercise_and_no_formula(tmp_path):
    """Even if a folder is called like one."""
    hand_in(tmp_path, "=cmd()/x.ipynb", *PASSED_ALL)
    rows = list(csv.reader(io.StringIO(gradebook(tmp_path).csv())))
    assert tuple(rows[0]) == COLUMNS and len(rows) == 1 + len(exercises())
    assert rows[1][0] == "'=cmd()" and rows[1][3:] == ["Passed", "2", "2"]
    assert {neutral(cell) == cell for row in rows for cell in row} == {True}
    assert neutral("Ada") == "Ada" and neutral(5) == 5


def test_names_cannot_give_orders_to_a_terminal():
    """Control letters and line ends are gone, and length has an end."""
    assert printable("a\x1b[31mb\nc") == "a [31mb c"
    assert len(printable("x" * 500)) == 60


def run(*arguments):
    """Run the command as the terminal would."""
    app = typer.Typer()
    app.command()(command.gradebook)
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_the_command_prints_a_table_and_writes_csv_only_when_asked(tmp_path):
    """A table with its signs explained, and a line for each learner."""
    hand_in(tmp_path / "in", "[red]ada/x.ipynb", *PASSED_ALL)
    told = run(tmp_path / "in")
    assert told.exit_code == 0
    assert "P passed, n not yet, - untried" in told.output
    assert f"[red]ada: 1 passed, 0 not yet, {len(exercises()) - 1} untried" in told.output
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert run(tmp_path / "in", "--out", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out/gradebook.csv").read_text().startswith("learner,")


def test_the_command_says_each_bad_file_and_ends_with_one(tmp_path):
    """The table is printed all the same."""
    hand_in(tmp_path, "ada/x.ipynb", *PASSED_ALL)
    (tmp_path / "bad.ipynb").write_text("{")
    told = run(tmp_path)
    assert told.exit_code == 1
    assert "ada: 1 passed" in told.output and "bad.ipynb: is damaged" in told.output


def test_learners_editions_that_were_run_are_read(tmp_path):
    """The real file, as JupyterLab saves it, with the real call in it."""
    learner = nbformat.read(ROOT / "exercises" / f"{FIRST.name}.ipynb", as_version=4)
    for cell in learner.cells:
        if cell.cell_type == "code" and "print(check_" in cell.source:
            cell.outputs = [new_output("stream", name="stdout", text="Passed - so.\n")]
    (tmp_path / "ada").mkdir()
    nbformat.write(learner, tmp_path / "ada/x.ipynb")
    assert first(gradebook(tmp_path), "ada") == "Passed"
    assert SECOND.name != FIRST.name
