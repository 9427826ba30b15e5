"""The editions: what learners get, what facilitators get, and how staleness is told."""

import json
import sys
from pathlib import Path

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.build import main
from tools.editions import EditionError, find_sources, full_edition, learner_edition, text_of, write
from tools.execution import execute
from tools.solutions import without_solutions

NOTEBOOK = """\
# %% [markdown]
# # Tea for two
# Count the cups.

# %%
cups = 2
print("cups:", cups)

# %% [markdown] tags=["facilitator"]
# Ask first who drinks tea: SECRET NOTE.

# %% tags=["facilitator"]
print("SECRET CELL")

# %% tags=["nbval-ignore-output"]
import sys
from ipywidgets import IntSlider, Output
print("a warning", file=sys.stderr)
captured = Output()
with captured:
    print("in a widget")
display(captured)
IntSlider(value=cups)
"""
EXERCISE = """\
# %% [markdown]
# # Your turn

# %%
cups = 2
# BEGIN SOLUTION
# STUB: answer = ...
answer = cups * 21  # SECRET
# END SOLUTION
print("answer:", answer)
"""


def write_source(root, text, name="tea", folder="notebooks"):
    """Put one script below root and return its Source."""
    path = root / folder / "source" / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return next(s for s in find_sources(root) if (s.folder, s.name) == (folder, name))


def sources_of(notebook):
    """Return the text of every cell."""
    return [cell.source for cell in notebook.cells]


def learner_code(root, code):
    """Return what a learner sees of one code cell."""
    return learner_edition(write_source(root, f"# %%\n{code}")).cells[0].source


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A folder with a notebook and an exercise, built once for all who only look at it."""
    root = tmp_path_factory.mktemp("kit")
    write_source(root, NOTEBOOK)
    write_source(root, EXERCISE, "cups", "exercises")
    assert main([], root) == 0
    return root


@pytest.fixture
def copy_of_kit(kit, tmp_path):
    """The built folder again, for those who change it."""
    for path in kit.rglob("*.*"):
        target = tmp_path / path.relative_to(kit)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return tmp_path


def test_learners_never_see_facilitator_cells_or_solutions(kit):
    """Neither the text of a facilitator cell nor that of a solution is anywhere in a learner's file."""
    for path in (kit / "notebooks/tea.ipynb", kit / "exercises/cups.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("SECRET", "SOLUTION", "STUB", "facilitator") if word in text]


def test_learners_get_the_stub_and_an_unrun_notebook(kit):
    """The exercise holds the stub in place of the solution, no outputs and no execution counts."""
    exercise = nbformat.read(kit / "exercises/cups.ipynb", as_version=4)
    assert exercise.cells[1].source == 'cups = 2\nanswer = ...\nprint("answer:", answer)'
    assert exercise.cells[1].outputs == []
    assert exercise.cells[1].execution_count is None


def test_executed_editions_hold_the_notes_the_solutions_and_their_outputs(kit):
    """The facilitator sees every cell with what it printed; the solved exercise prints its answer."""
    tea = nbformat.read(kit / "notebooks/facilitator/tea.ipynb", as_version=4)
    assert [cell.get("execution_count") for cell in tea.cells] == [None, 1, None, 2, 3]
    assert tea.cells[1].outputs[0].text == "cups: 2\n"
    assert "SECRET NOTE" in tea.cells[2].source
    cups = nbformat.read(kit / "exercises/solutions/cups.ipynb", as_version=4)
    assert cups.cells[1].outputs[0].text == "answer: 42\n"
    assert "# BEGIN SOLUTION\nanswer = cups * 21  # SECRET\n# END SOLUTION" in cups.cells[1].source


def test_nothing_is_kept_of_a_tagged_widget(kit):
    """Of a widget, and of stderr, nothing is stored: neither differs what is compared, nor shows an empty bar."""
    path = kit / "notebooks/facilitator/tea.ipynb"
    outputs = nbformat.read(path, as_version=4).cells[-1].outputs
    assert outputs == []
    assert "application/vnd.jupyter.widget" not in path.read_text(encoding="utf-8")


def test_two_builds_write_the_same_bytes(copy_of_kit):
    """A build by force changes no byte of any edition: ids, metadata and outputs are fixed."""
    paths = sorted(copy_of_kit.rglob("*.ipynb"))
    before = [path.read_bytes() for path in paths]
    assert main(["--force"], copy_of_kit) == 0
    assert len(paths) == 4
    assert [path.read_bytes() for path in paths] == before


def test_editions_name_no_version_of_python_and_end_with_a_newline(kit):
    """Python 3.11 and 3.12 must write the same bytes."""
    for path in kit.rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("}\n")
        assert set(json.loads(text)["metadata"]["language_info"]) == {"name", "file_extension", "mimetype"}
        assert json.loads(text)["nbformat_minor"] == 5


def test_inserting_a_cell_changes_no_other_id(tmp_path):
    """Ids follow from the text of a cell, so that a difference shows only what was written."""
    before = [cell.id for cell in full_edition(write_source(tmp_path, NOTEBOOK)).cells]
    after = [cell.id for cell in full_edition(write_source(tmp_path, "# %%\nnew = 1\n\n" + NOTEBOOK)).cells]
    assert after[1:] == before


def test_cells_of_the_same_text_have_different_ids(tmp_path):
    """A notebook with a repeated cell is valid all the same."""
    notebook = learner_edition(write_source(tmp_path, "# %%\nx = 1\n\n# %%\nx = 1\n"))
    assert len({cell.id for cell in notebook.cells}) == 2


def test_an_id_given_by_the_author_is_used(tmp_path):
    """`id="..."` on the cell line becomes the id of the cell, and of one cell only."""
    assert learner_edition(write_source(tmp_path, '# %% id="first"\nx = 1\n')).cells[0].id == "first"
    with pytest.raises(EditionError, match="cell 2: id 'a' must be unique"):
        learner_edition(write_source(tmp_path, '# %% id="a"\nx = 1\n\n# %% id="a"\ny = 1\n'))


def test_a_solution_without_stub_leaves_dots_only_where_something_must_stand(tmp_path):
    """`...` appears in an empty cell or function body, and not beside other statements."""
    solved = "# BEGIN SOLUTION\nx = 1\n# END SOLUTION"
    assert learner_code(tmp_path, solved) == "..."
    assert learner_code(tmp_path, f"y = 2\n{solved}") == "y = 2"
    body = "def cups():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION"
    assert learner_code(tmp_path, f"{body}\n{solved}") == "def cups():\n    ..."


def test_a_stub_keeps_its_indentation():
    """A stub inside a function stands where its comment stood, and may hold several lines."""
    stub = "    # STUB: if x:\n    # STUB:     ...\n"
    code = f"def f():\n    # BEGIN SOLUTION\n{stub}    return 1\n    # END SOLUTION"
    assert without_solutions(code) == "def f():\n    if x:\n        ..."


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("# BEGIN SOLUTION\nx = 1", "without an # END SOLUTION"),
        ("x = 1\n# END SOLUTION", "without a # BEGIN SOLUTION"),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\nx = 1\n# END SOLUTION", "inside another"),
        ("# STUB: x = ...\nx = 1", "must stand between"),
        ("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "is not a marker"),
        ("#begin solution\nx = 1", "is not a marker"),
        ("x = 1  # END SOLUTION", "is not a marker"),
        ("if x:\n    # BEGIN SOLUTION\n    # STUB: y =\n    y = 1\n    # END SOLUTION", "must make it so"),
    ],
)
def test_markers_that_would_leak_a_solution_are_refused(tmp_path, code, fault):
    """An unbalanced, misplaced or misspelt marker is an error that names the script and the cell."""
    with pytest.raises(EditionError, match=rf"^notebooks/source/tea\.py, cell 1: .*{fault}"):
        learner_code(tmp_path, code)


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("", "begins with a cell"),
        ("x = 1\n", "begins with a cell"),
        ("# %% facilitator\nx = 1\n", "cell 1: 'facilitator' is not understood"),
        ("# %% tags=[facilitator]\nx = 1\n", "cell 1: 'tags=.facilitator.' is not understood"),
        ('# %% tag=["facilitator"]\nx = 1\n', "cell 1: .* is not understood"),
        ('# %% tags=["facilitater"]\nx = 1\n', "cell 1: tag 'facilitater' is not known"),
        ('# %% tags="facilitator"\nx = 1\n', "can't be read"),
        ("# %% [markdwon]\n# text\n", "is not understood"),
        ("# %% [markdown]\n# # A\n\nx = 1\n", "line 4: 'x = 1' stands in a markdown cell"),
        ("# %% [markdown]\n# BEGIN SOLUTION\n", "code cells only"),
        ("# %%\n\n# %%\nx = 1\n", "cell 1: is empty"),
        ("# %%\nx = = 1\n", "cell 1: 'x = = 1' is not valid Python"),
        ("# %%\n%matplotlib inline\n", "is a magic"),
        ("# %%\n!ls\n", "is a magic"),
        ("# %%\nfiles = !ls\n", "is a magic"),
        ("# ---\n# a: [\n# ---\n# %%\nx = 1\n", "cell 1: is raw"),
    ],
)
def test_a_script_that_breaks_a_convention_is_refused(tmp_path, script, fault):
    """The message is one line that says where and what; nothing is guessed, because guesses leak."""
    with pytest.raises(EditionError, match=rf"^notebooks/source/tea\.py, .*{fault}") as caught:
        learner_edition(write_source(tmp_path, script))
    assert "\n" not in str(caught.value)


def test_a_comment_is_never_taken_for_a_command(tmp_path):
    """Words that name shell commands may begin a comment."""
    assert learner_code(tmp_path, "# cat posts, ls them\n# %time flies\nx = 1") == (
        "# cat posts, ls them\n# %time flies\nx = 1"
    )


def test_current_editions_pass_the_check(kit, capsys):
    """A folder fresh from a build has nothing to mend."""
    assert main(["--check"], kit) == 0
    assert capsys.readouterr().out == "All editions are current; sources checked: 2.\n"


def test_current_editions_are_not_built_again(kit, capsys):
    """A second build writes nothing."""
    assert main([], kit) == 0
    assert capsys.readouterr().out == "Nothing to do: all editions are current.\n"


def check_lines(root, capsys, *arguments):
    """Return the lines that a failing check prints."""
    assert main(["--check", *arguments], root) == 1
    return capsys.readouterr().out.splitlines()


def test_a_changed_source_makes_both_editions_stale(copy_of_kit, capsys):
    """Each stale file is named in a line of its own, and no other file."""
    write_source(copy_of_kit, NOTEBOOK.replace("cups = 2", "cups = 3"))
    assert check_lines(copy_of_kit, capsys) == [
        "notebooks/tea.ipynb: is stale: not what its source makes now",
        "notebooks/facilitator/tea.ipynb: is stale: its source has changed",
    ]


def test_a_changed_note_leaves_the_learner_edition_current(copy_of_kit, capsys):
    """What learners don't see does not change what they get."""
    write_source(copy_of_kit, NOTEBOOK.replace("who drinks tea", "who doesn't"))
    assert check_lines(copy_of_kit, capsys) == [
        "notebooks/facilitator/tea.ipynb: is stale: its source has changed"
    ]


@pytest.mark.parametrize(
    ("path", "change", "fault"),
    [
        ("notebooks/tea.ipynb", lambda text: text.replace("Count", "Weigh"), "not what its source makes now"),
        ("notebooks/facilitator/tea.ipynb", lambda text: text.replace("Count", "Weigh"), "edited by hand"),
        (
            "notebooks/facilitator/tea.ipynb",
            lambda text: text.replace('"execution_count": 2', '"execution_count": null'),
            "not executed",
        ),
        ("exercises/solutions/cups.ipynb", lambda text: text[:50], "not a notebook"),
    ],
)
def test_an_edition_that_was_tampered_with_is_named(copy_of_kit, capsys, path, change, fault):
    """Derived files are never edited, and an edition without outputs would leave nbval nothing to compare."""
    edition = copy_of_kit / path
    edition.write_text(change(edition.read_text(encoding="utf-8")), encoding="utf-8")
    (line,) = check_lines(copy_of_kit, capsys)
    assert line.startswith(f"{path}: is stale: ")
    assert fault in line


def test_missing_editions_and_editions_without_source_are_named(copy_of_kit, capsys):
    """A renamed script leaves nothing behind unnoticed."""
    (copy_of_kit / "exercises/source/cups.py").rename(copy_of_kit / "exercises/source/mugs.py")
    assert check_lines(copy_of_kit, capsys) == [
        "exercises/mugs.ipynb: is missing",
        "exercises/solutions/mugs.ipynb: is missing",
        "exercises/cups.ipynb: has no source; write one or delete it",
        "exercises/solutions/cups.ipynb: has no source; write one or delete it",
    ]


def test_only_the_named_source_is_checked(copy_of_kit, capsys):
    """A name restricts the check to one source."""
    write_source(copy_of_kit, NOTEBOOK.replace("cups = 2", "cups = 3"))
    assert main(["--check", "cups"], copy_of_kit) == 0
    capsys.readouterr()
    assert len(check_lines(copy_of_kit, capsys, "tea")) == 2


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("# %% [markdown]\n# text\n", "tea.py: has 0 headings of level 1"),
        ("# %% [markdown]\n# # A\n\n# %% [markdown]\n# # B\n", "tea.py: has 2 headings of level 1"),
        ("# %% [markdown]\n# # A\n# ### B\n", "tea.py, cell 1: has a heading of level 3 after level 1"),
        ("# %%\n" + "x = 1\n" * 13, "tea.py, cell 1: has 13 lines of code"),
        ("# %%\nprint(1);  # why\n", "tea.py, cell 1: ends a line with `;`"),
    ],
)
def test_the_check_names_what_breaks_the_style(tmp_path, capsys, script, fault):
    """Faults of style are lines of the check like stale files are."""
    write_source(tmp_path, script)
    assert any(fault in line for line in check_lines(tmp_path, capsys))


def test_comments_blank_lines_and_code_in_text_are_no_fault_of_style(tmp_path, capsys):
    """Twelve lines may have company; a `#` in a code block is no heading, a `;` in a string no fault."""
    code = '# why\n\nx = ";"\n' + "x = 1\n" * 11
    write_source(tmp_path, f"# %% [markdown]\n# # A\n# ```\n# # not a heading\n# ```\n\n# %%\n{code}")
    assert all("is missing" in line for line in check_lines(tmp_path, capsys))


def test_a_failing_cell_is_named_and_leaves_the_former_editions(copy_of_kit, capsys):
    """The message is one line, and neither edition changes when one can't be made; the others are built."""
    editions = sorted((copy_of_kit / "notebooks").rglob("*.ipynb"))
    before = [path.read_bytes() for path in editions]
    write_source(copy_of_kit, NOTEBOOK.replace("cups = 2", "cups = 2 / 0"))
    (copy_of_kit / "exercises/cups.ipynb").unlink()
    assert main([], copy_of_kit) == 1
    captured = capsys.readouterr()
    assert captured.err.splitlines()[-1] == (
        "notebooks/source/tea.py, cell 2: ZeroDivisionError: division by zero"
    )
    assert captured.out == "wrote exercises/cups.ipynb\n"
    assert sorted((copy_of_kit / "notebooks").rglob("*.ipynb")) == editions
    assert [path.read_bytes() for path in editions] == before
    assert not list(copy_of_kit.rglob(".*"))


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (
            "from ipywidgets import IntSlider\nIntSlider()",
            "shows a widget; tag the cell 'nbval-ignore-output'",
        ),
        ("import sys\nprint('careful', file=sys.stderr)", "writes to stderr: 'careful'"),
        ("object()", "differs in every run"),
        ("import os\nprint(os.path.realpath(os.getcwd()))", "a folder of this machine"),
    ],
)
def test_outputs_that_no_two_runs_or_machines_share_are_refused(tmp_path, code, fault):
    """Each would fail in nbval or leak a path; the message says what to do about it."""
    source = write_source(tmp_path, f"# %%\nx = 1\n\n# %%\n{code}\n")
    with pytest.raises(EditionError, match=rf"^notebooks/source/tea\.py, cell 2: .*{fault}") as caught:
        execute(source, full_edition(source))
    assert "\n" not in str(caught.value)


def test_an_expected_error_is_stored_without_its_traceback(tmp_path):
    """A cell may fail on purpose; what it stores names no file of the machine."""
    source = write_source(tmp_path, '# %% tags=["raises-exception"]\nprint("so far")\n1 / 0\n')
    stream, error = execute(source, full_edition(source)).cells[0].outputs
    assert (stream.text, error.ename, error.traceback) == ("so far\n", "ZeroDivisionError", [])


def test_figures_are_outputs_whatever_the_shell_says(tmp_path, monkeypatch):
    """A shell that asks matplotlib for another backend doesn't empty an edition of its pictures."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    source = write_source(tmp_path, "# %%\nimport matplotlib.pyplot as plt\n\n_ = plt.plot([1, 2])\n")
    (figure,) = execute(source, full_edition(source)).cells[0].outputs
    assert "image/png" in figure.data


def test_an_edition_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    """The message is one line, and no unfinished file stays in the folder."""
    edition = learner_edition(write_source(tmp_path, NOTEBOOK))
    in_the_way = tmp_path / "tea.ipynb"
    in_the_way.mkdir()
    with pytest.raises(EditionError, match=r"tea\.ipynb: can't be written"):
        write(in_the_way, edition)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_lines_printed_at_different_times_are_one_output(tmp_path):
    """How fast a cell prints must not show in the bytes of its edition."""
    source = write_source(tmp_path, '# %%\nprint("one", flush=True)\nprint("two", flush=True)\n')
    outputs = execute(source, full_edition(source)).cells[0].outputs
    assert [output.text for output in outputs] == ["one\ntwo\n"]


def test_a_name_that_is_not_known_ends_with_status_two(kit, capsys):
    """The message lists the names there are."""
    with pytest.raises(SystemExit) as stopped:
        main(["coffee"], kit)
    assert stopped.value.code == 2
    assert "no source is called 'coffee'; there are cups, tea" in capsys.readouterr().err


def test_a_folder_without_sources_does_not_pass_the_check(tmp_path):
    """A check that finds nothing to check has proved nothing."""
    with pytest.raises(SystemExit) as stopped:
        main(["--check"], tmp_path)
    assert stopped.value.code == 2


def test_windows_line_ends_make_the_same_editions(tmp_path):
    """An author's editor does not decide about the bytes of an edition."""
    unix = text_of(full_edition(write_source(tmp_path, NOTEBOOK)))
    source = write_source(tmp_path, NOTEBOOK)
    source.path.write_bytes(NOTEBOOK.replace("\n", "\r\n").encode())
    assert text_of(full_edition(source)) == unix
