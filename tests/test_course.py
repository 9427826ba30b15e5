"""The course: every subject is taught and practised, and every page is built as learners may expect."""

import ast
import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from markdown_it import MarkdownIt

from exercises.course import ROOT, Exercise, Module, appendices, exercises, modules
from tools.editions import Source, find_sources, full_edition, learner_cells
from tools.lint import lint

SUBJECT = [
    f"{letter}{number}"
    for letter, most in {"R": 6, "P": 5, "W": 8, "V": 4}.items()
    for number in range(1, most + 1)
]
MODULES = modules()
EXERCISES = exercises()
EACH_MODULE = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
EACH_EXERCISE = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
# How long a page takes discourages whoever takes longer. Minutes of a team's work are another matter.
TIME_MARK = re.compile(
    r"(⏱|⏰|🕐"
    r"|^\W*(time|duration|estimated time)\s*:"
    r"|\(\s*(about|around|ca\.?|approx\.?|~)?\s*\d+\s*(-|–|to)?\s*\d*\s*min(ute)?s?\.?\s*\)"
    r"|\b(this|the) (page|notebook|exercise|module|section|part) (takes|needs|lasts)\b[^.]*\b(minute|hour)s?\b"
    r"|\byou (will )?(need|have) (about )?\d+ minutes\b)",
    re.IGNORECASE | re.MULTILINE,
)


def source_of(path):
    """Return the Source that stands at a path of course.toml."""
    folder, _, name = Path(path).parts
    return Source(ROOT, folder, Path(name).stem)


@cache
def cells(path, kind=None):
    """Return the learner's cells of one page as (number in the source, cell), of one kind if named."""
    found = learner_cells(source_of(path))
    return [(number, cell) for number, cell in found if kind in (None, cell.cell_type)]


def prose(path):
    """Return all that a learner reads on a page, one blank between words."""
    return " ".join(" ".join(cell.source for _, cell in cells(path, "markdown")).split())


def headings(path):
    """Return the headings of a page as (level, text)."""
    found = []
    for _, cell in cells(path, "markdown"):
        tokens = MarkdownIt().parse(cell.source)
        found += [
            (int(token.tag[1]), inside.content)
            for token, inside in pairwise(tokens)
            if token.type == "heading_open"
        ]
    return found


def section(path, title):
    """Return the text below a heading up to the next one; empty if there is none."""
    text = "\n\n".join(cell.source for _, cell in cells(path, "markdown"))
    found = re.search(rf"^#+ {re.escape(title)}\s*$(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def numbered(text):
    """Return how many numbered points a text has."""
    return len(re.findall(r"^\d+\. ", text, re.MULTILINE))


def code(path):
    """Return the learner's code cells."""
    return [cell.source for _, cell in cells(path, "code")]


def relative_links(path):
    """Return the targets of links on a page that lead to other files of the kit."""
    text = "\n".join(cell.source for _, cell in cells(path, "markdown"))
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    return [target for target in targets if not re.match(r"[a-z]+:|#", target)]


# The course as a whole


@pytest.mark.parametrize("subject", SUBJECT)
def test_every_subject_is_taught_by_a_notebook_that_is_there(subject):
    """What a community manager must learn stands in some module, and its page exists."""
    teaching = [module for module in MODULES if subject in module.subject]
    assert teaching
    for module in teaching:
        assert (ROOT / module.notebook).is_file()


@pytest.mark.parametrize("subject", SUBJECT)
def test_every_subject_is_practised_in_an_exercise_with_a_check_that_is_there(subject):
    """What is only read is soon forgotten, and what is only tried is not known to be right."""
    practising = [exercise for exercise in EXERCISES if subject in exercise.subject]
    assert practising
    for exercise in practising:
        assert (ROOT / exercise.source).is_file()
        assert exercise.checks


def test_modules_come_in_order_and_name_known_subjects_once():
    """Eleven modules, 00 to 10; an id that is misspelt would teach nothing."""
    assert [module.id for module in MODULES] == [f"{number:02}" for number in range(11)]
    for module in MODULES:
        named = [*module.subject, *module.partly]
        assert named and len(named) == len(set(named))
        assert set(named) <= set(SUBJECT)
        assert Path(module.notebook).name.startswith(module.id)
        for exercise in module.exercises:
            assert exercise.name.startswith(module.id)
            assert set(exercise.subject) <= set(named)


def test_there_are_as_many_exercises_as_were_promised():
    """At least fourteen, none listed twice, no two with the same checks."""
    assert len(EXERCISES) >= 14
    assert len({exercise.source for exercise in EXERCISES}) == len(EXERCISES)
    assert len({exercise.check for exercise in EXERCISES}) == len(EXERCISES)


def test_no_page_is_missing_from_the_list():
    """A page that course.toml does not know is found by nobody, and no test looks at it."""
    listed = {module.notebook for module in MODULES} | {exercise.source for exercise in EXERCISES}
    assert {str(source) for source in find_sources(ROOT)} - set(appendices()) <= listed
    assert all((ROOT / page).is_file() for page in appendices())


def test_every_module_of_checks_is_listed():
    """A check that no exercise uses is either forgotten or dead."""
    written = (ROOT / "exercises/checks").glob("*.py")
    checking = {path.name for path in written if re.search(r"^def check_", path.read_text(encoding="utf-8"), re.M)}
    assert checking <= {Path(exercise.check).name for exercise in EXERCISES}


# Every notebook


@EACH_MODULE
def test_a_notebook_says_its_title_and_its_objectives(module):
    """The list and the page say the same; more than three objectives can't be kept in mind."""
    assert (1, module.title) in headings(module.notebook)
    assert 2 <= len(module.objectives) <= 3
    for objective in module.objectives:
        assert objective in prose(module.notebook)


@EACH_MODULE
def test_key_points_answer_the_objectives_one_by_one(module):
    """As many points as objectives, so that a learner can tell what was reached."""
    assert numbered(section(module.notebook, "Key points")) == len(module.objectives) > 0


@EACH_MODULE
def test_learners_predict_twice_then_run_explain_and_modify(module):
    """Whoever has written down a guess learns from being wrong."""
    second = [text for level, text in headings(module.notebook) if level >= 2]
    assert sum(text.startswith("Predict") for text in second) >= 2
    for step in ("Run", "Explain", "Modify"):
        assert any(text.startswith(step) for text in second), step


@EACH_MODULE
def test_a_notebook_admits_what_it_does_not_show(module):
    """A simulation that admits nothing teaches false certainty."""
    assert len(section(module.notebook, "What this does not show").split()) > 20


@EACH_MODULE
def test_facilitators_find_what_to_ask_and_which_misconceptions_to_expect(module):
    """Notes in the same source, in at least three places."""
    notes = [
        cell.source
        for cell in full_edition(source_of(module.notebook)).cells
        if "facilitator" in cell.metadata.get("tags", [])
    ]
    assert len(notes) >= 3
    assert re.search("misconception", " ".join(notes), re.IGNORECASE)
    assert re.search(r"\bask\b", " ".join(notes), re.IGNORECASE)
    assert re.search(r"\bskip\b|short of time", " ".join(notes), re.IGNORECASE)


@EACH_MODULE
def test_a_notebook_leads_to_its_exercises(module):
    """Whoever has read can practise at once."""
    links = relative_links(module.notebook)
    for exercise in module.exercises:
        assert f"../exercises/{exercise.name}.ipynb" in links


@EACH_MODULE
def test_every_claim_is_held_against_published_evidence(module):
    """At least one study with its year is cited on the page."""
    assert re.search(r"\b(19|20)\d\d\b", prose(module.notebook))


@EACH_MODULE
def test_all_imports_stand_in_one_cell(module):
    """A beginner meets imports once."""
    assert sum(bool(re.search(r"^(import|from) ", cell, re.MULTILINE)) for cell in code(module.notebook)) == 1


@EACH_MODULE
def test_a_plain_call_stands_before_each_widget(module):
    """A slider is a handle on a call that has been seen, and works where widgets do not."""
    before = ""
    for cell in code(module.notebook):
        for function in re.findall(r"\binteract\(\s*(?:lambda[^:]*:\s*)?(\w+)", cell):
            assert re.search(rf"^(?!def ).*\b{function}\(", before, re.MULTILINE), function
        before += "\n" + cell


# Every page


EACH_PAGE = pytest.mark.parametrize(
    "page",
    [module.notebook for module in MODULES] + [exercise.source for exercise in EXERCISES],
    ids=lambda page: Path(page).stem,
)


@EACH_PAGE
def test_a_page_keeps_the_rules_of_the_house(page):
    """One title, no skipped levels, cells of at most twelve lines, nothing silenced by `;`."""
    assert lint(cells(page)) == []


@EACH_PAGE
def test_links_between_pages_lead_somewhere(page):
    """A dead link is the end of a learner's evening."""
    for target in relative_links(page):
        assert (ROOT / Path(page).parts[0] / target.partition("#")[0]).resolve().is_file(), target


@EACH_PAGE
def test_learners_see_no_minute_marks_and_no_notes_for_facilitators(page):
    """Estimates discourage whoever takes longer, and notes give answers away."""
    text = "\n".join(cell.source for _, cell in cells(page, "markdown"))
    assert not TIME_MARK.search(text), TIME_MARK.search(text)
    assert not re.search(r"for the facilitator|misconception", text, re.IGNORECASE)


@EACH_PAGE
def test_every_figure_comes_with_its_sentence(page):
    """Wherever a picture is stored, its text alternative is a whole sentence."""
    for cell in nbformat.read(source_of(page).executed, as_version=4).cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                says = output.metadata["image/png"]["alt"]
                assert says == output.data["text/plain"] and says.endswith(".") and len(says) > 30


# Every exercise


@EACH_EXERCISE
def test_an_exercise_leads_back_to_its_notebook(exercise):
    """Whoever is stuck knows where to read."""
    module = next(module for module in MODULES if exercise in module.exercises)
    assert f"../notebooks/{Path(module.notebook).stem}.ipynb" in relative_links(exercise.source)
    assert headings(exercise.source)[0][1].startswith("Exercise: ")


@EACH_EXERCISE
def test_every_check_of_an_exercise_is_called_on_its_page(exercise):
    """A check that nobody calls leaves the exercise for ever "not yet"; one that prints nothing says nothing."""
    called = re.findall(r"^print\((check_\w+)\(", "\n".join(code(exercise.source)), re.MULTILINE)
    assert exercise.checks
    assert sorted(set(called)) == sorted(exercise.checks)


@EACH_EXERCISE
def test_every_check_is_wrapped_so_that_it_never_fails_loudly(exercise):
    """The decorator turns what nobody foresaw into words, and notes the result."""
    tree = ast.parse((ROOT / exercise.check).read_text(encoding="utf-8"))
    found = [each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("check_")]
    assert found
    for each in found:
        assert [ast.unparse(one) for one in each.decorator_list] == ["check"], each.name
        assert ast.get_docstring(each)


# The list itself


def test_a_damaged_list_is_told_of_in_one_line(tmp_path):
    """Whoever edits course.toml reads what is wrong, not a traceback of a parser."""
    with pytest.raises(ValueError, match=r"^course\.toml cannot be read"):
        modules(tmp_path)
    for content in ("[[module", 'module = "x"', "[[module]]\nid = 1", "other = 1", "module = [1]"):
        (tmp_path / "course.toml").write_text(content)
        with pytest.raises(ValueError, match=r"^course\.toml") as caught:
            modules(tmp_path)
        assert "\n" not in str(caught.value)


def test_a_page_that_is_not_written_yet_has_a_name_and_no_checks(tmp_path):
    """A list may run ahead of its pages."""
    exercise = Exercise(tmp_path, "exercises/source/99_x.py", "exercises/checks/x.py", ())
    assert (exercise.name, exercise.title, exercise.checks) == ("99_x", "99_x", ())


def test_checks_are_found_in_the_order_in_which_they_are_written(tmp_path):
    """A learner meets them in that order."""
    (tmp_path / "x.py").write_text("def check_b(): ...\ndef _check(): ...\ndef check_a(): ...\ncheck_c = 1\n")
    assert Exercise(tmp_path, "y.py", "x.py", ()).checks == ("check_b", "check_a")


def test_minute_marks_are_told_from_minutes_of_work():
    """The test above would be of no use if it found none, or all."""
    for text in ("## Predict (10 min)", "(about 15 minutes)", "This page takes half an hour.", "Time: 20 min"):
        assert TIME_MARK.search(text), text
    for text in ("A team has 20 minutes an hour.", "answered within 90 minutes", "the whole time: nobody"):
        assert not TIME_MARK.search(text), text


def test_the_list_says_how_long_a_group_needs():
    """Facilitators plan by it."""
    listed = tomllib.loads((ROOT / "course.toml").read_text(encoding="utf-8"))["module"]
    assert all(15 <= each["minutes"] <= 240 for each in listed)
    assert all(isinstance(module, Module) for module in MODULES)
