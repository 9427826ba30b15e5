"""Learners' notebooks: all are run, side by side, and the one that fails is named."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tools import learner


def written(folder, name, code):
    """Write a notebook of one cell and return its path."""
    path = folder / name
    nbformat.write(new_notebook(cells=[new_code_cell(code)]), path)
    return path


def test_a_failing_notebook_is_named_with_its_error_and_the_others_still_run(tmp_path, capfd):
    """One broken page must not hide that another is broken as well."""
    paths = [written(tmp_path, "fine.ipynb", "x = 1"), written(tmp_path, "broken.ipynb", "1 / 0")]
    assert learner.main(paths) == 1
    told = capfd.readouterr()
    assert "1 of 2 notebooks ran" in told.out
    assert "broken.ipynb" in told.err and "ZeroDivisionError" in told.err and "fine.ipynb" not in told.err


def test_running_a_notebook_leaves_it_as_it_was(tmp_path):
    """A check must not write outputs into what learners get."""
    path = written(tmp_path, "fine.ipynb", "print('tea')")
    before = path.read_bytes()
    assert learner.main([path]) == 0
    assert path.read_bytes() == before


def test_having_nothing_to_run_is_no_success(capsys):
    """A check that finds nothing to check has proved nothing."""
    assert learner.main([]) == 2
    assert "no notebook" in capsys.readouterr().err


@pytest.mark.parametrize("folder", learner.FOLDERS)
def test_every_learner_edition_is_among_those_that_are_run(folder):
    """Solved editions and sources lie in folders of their own and are left to other steps."""
    found = [path for path in learner.notebooks() if path.parent.name == folder]
    assert found and all(path.parent == learner.ROOT / folder for path in found)
