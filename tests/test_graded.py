"""Graded editions: nbgrader makes assignments of our sources, offline, and no solution is left in them."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from exercises.course import ROOT, exercises
from tools.editions import EditionError, Source, learner_edition
from tools.graded import check_calls, graded_edition, main, with_stubs_first
from tools.percent import read_cells
from tools.solutions import BEGIN, END, STUB

WRITTEN = [exercise for exercise in exercises() if (ROOT / exercise.source).is_file()]


def source_of(exercise):
    """Return the Source of an exercise."""
    return Source(ROOT, "exercises", exercise.name)


def solutions_of(source):
    """Return every line of code that stands in a solution and nowhere else in the script."""
    inside, outside = set(), set()
    for cell in read_cells(source.text(), source.name):
        held = False
        for line in cell.source.splitlines() if cell.cell_type == "code" else ():
            if BEGIN.fullmatch(line) or END.fullmatch(line):
                held = bool(BEGIN.fullmatch(line))
            elif not STUB.fullmatch(line):
                (inside if held else outside).add(line.strip())
    return {line for line in inside - outside if line and not line.startswith("#")}


def texts(notebook):
    """Return everything that a notebook says, in cells, outputs and metadata."""
    return nbformat.writes(notebook)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder in which nbgrader has generated one assignment, with its settings in a folder of its own."""
    folder = tmp_path_factory.mktemp("course")
    name = WRITTEN[0].name
    assert main([str(folder), name]) == 0
    folders = ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    private = dict.fromkeys(folders, str(folder / ".private"))
    # nbgrader starts a program of its own by name.
    private["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", name, "--create"],
        cwd=folder, env={**os.environ, **private}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def released(course):
    """Return the assignment as learners get it."""
    return nbformat.read(next((course / "release").rglob("*.ipynb")), as_version=4)


@pytest.mark.slow
def test_nbgrader_makes_an_assignment_in_which_no_solution_is_left(course):
    """The markers, and every line between them, are gone; our stubs stand in their place."""
    notebook = released(course)
    said = texts(notebook)
    assert "SOLUTION" not in said
    shown = {line.strip() for cell in notebook.cells for line in cell.source.splitlines()}
    assert not solutions_of(source_of(WRITTEN[0])) & shown
    assert "..." in said and "NotImplementedError" not in said


@pytest.mark.slow
def test_checks_are_worth_points_and_cannot_be_changed(course):
    """One locked cell a check, one point each."""
    cells = [cell for cell in released(course).cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert len(cells) == len(WRITTEN[0].checks)
    for cell in cells:
        assert cell.metadata.nbgrader.locked and cell.metadata.nbgrader.points == 1
        assert "assert said.startswith" in cell.source


@pytest.mark.slow
def test_an_untouched_assignment_earns_no_point(course, tmp_path, monkeypatch):
    """Its cells run, its tests fail."""
    monkeypatch.chdir(tmp_path)
    names, failed = {}, 0
    for cell in released(course).cells:
        if cell.cell_type == "code":
            if cell.metadata.get("nbgrader", {}).get("grade"):
                with pytest.raises(AssertionError, match="Not yet"):
                    exec(cell.source, names)
                failed += 1
            else:
                exec(cell.source, names)
    assert failed == len(WRITTEN[0].checks)


@pytest.mark.parametrize("exercise", WRITTEN, ids=lambda exercise: exercise.name)
def test_every_exercise_can_be_graded(exercise):
    """Each has an answer to fill in and a test for each check, all with ids of their own, in valid Python."""
    cells = graded_edition(source_of(exercise)).cells
    marked = [cell.metadata.nbgrader for cell in cells if "nbgrader" in cell.metadata]
    assert any(one.solution for one in marked)
    tests = [cell.source for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert all(any(f"{check}(" in test for test in tests) for check in exercise.checks)
    assert len({one.grade_id for one in marked}) == len(marked)
    for cell in cells:
        if cell.cell_type == "code":
            ast.parse(cell.source)
    assert not any("facilitator" in cell.metadata.get("tags", []) for cell in cells)


@pytest.mark.parametrize("exercise", WRITTEN, ids=lambda exercise: exercise.name)
def test_no_solution_is_in_what_learners_get(exercise):
    """Not a line of one, in the file itself."""
    path = ROOT / "exercises" / f"{exercise.name}.ipynb"
    held = path.read_text(encoding="utf-8")
    assert "SOLUTION" not in held and "STUB" not in held
    shown = {line.strip() for cell in nbformat.read(path, 4).cells for line in cell.source.splitlines()}
    assert solutions_of(source_of(exercise))
    assert not solutions_of(source_of(exercise)) & shown
    assert not any(cell.get("outputs") for cell in nbformat.read(path, 4).cells)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", WRITTEN, ids=lambda exercise: exercise.name)
def test_the_untouched_page_passes_no_check(exercise, tmp_path, monkeypatch, capsys):
    """Whoever runs all cells without an answer is told `Not yet` by each check, and nothing fails."""
    monkeypatch.chdir(tmp_path)
    names = {}
    for cell in learner_edition(source_of(exercise)).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, exercise.name, "exec"), names)
    lines = capsys.readouterr().out.splitlines()
    assert not [line for line in lines if line.startswith("Passed")]
    assert sum(line.startswith("Not yet - ") for line in lines) >= len(exercise.checks)


def test_stubs_stand_before_their_solutions_also_in_a_function():
    """Inside a function they keep their indentation, and the function stays whole."""
    code = "def f():\n    # BEGIN SOLUTION\n    # STUB: return ...\n    return 1\n    # END SOLUTION\nprint(f())"
    assert with_stubs_first(code) == (
        "def f():\n    return ...\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\nprint(f())"
    )


def test_only_printed_checks_are_graded():
    """A check that is called for something else is none of the exercise's."""
    code = "x = check_a(1)\nprint(check_b(x, y=2))\nprint('check_c(1)')\nprint(len([]))"
    assert check_calls(code) == ["check_b(x, y=2)"]


def test_an_exercise_without_checks_is_refused(tmp_path):
    """There would be nothing to grade."""
    path = tmp_path / "exercises/source/x.py"
    path.parent.mkdir(parents=True)
    path.write_text("# %%\nx = 1\n")
    with pytest.raises(EditionError, match="nothing to grade"):
        graded_edition(Source(tmp_path, "exercises", "x"))
    assert main([str(tmp_path / "out")], tmp_path) == 1
    assert not (tmp_path / "out").exists()


def test_a_name_that_is_not_known_ends_with_status_two(tmp_path, capsys):
    """The message lists those that are."""
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path), "99_nothing"])
    assert stopped.value.code == 2
    assert WRITTEN[0].name in capsys.readouterr().err


def test_settings_of_an_instructor_are_left_alone(tmp_path):
    """Running the command again brings new exercises, and not our settings over theirs."""
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()  # mine\n")
    assert main([str(tmp_path), WRITTEN[0].name]) == 0
    assert "mine" in (tmp_path / "nbgrader_config.py").read_text()
    assert Path(tmp_path / "source" / WRITTEN[0].name).is_dir()
