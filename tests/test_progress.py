"""Progress: it says what passed, keeps it only if asked, and never gets in the way of a check."""

import json
import re

import pytest
from garbage import GARBAGE, named

from exercises import certificate as certificates
from exercises import progress as module
from exercises.certificate import certificate
from exercises.checks.who_writes import check_decision, check_reading
from exercises.course import exercises
from exercises.progress import UNTRIED, note, progress
from exercises.records import FILE, Record

HERE = "exercises.checks.who_writes"


@pytest.fixture(autouse=True)
def page(tmp_path, monkeypatch):
    """A page just opened, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "_session", {})
    monkeypatch.setattr(module, "_folder", [])
    return tmp_path


def reopened(monkeypatch):
    """Forget what the page knew, as a new kernel would."""
    monkeypatch.setattr(module, "_session", {})


def state():
    """Return the state of the first exercise."""
    return progress().rows[0].state


def pass_all():
    """Pass both checks of the first exercise."""
    note(HERE, "check_reading", "Passed - well.")
    note(HERE, "check_decision", "Passed - well.")


def test_an_exercise_passes_when_all_its_checks_have():
    """Untried, then tried, then half, then whole."""
    assert state() == UNTRIED
    check_reading(None, 1, 2)
    assert state() == "Not yet"
    note(HERE, "check_reading", "Passed - well.")
    assert (state(), progress().rows[0].said) == ("Not yet", "1 of 2")
    note(HERE, "check_decision", "Passed - well.")
    assert (state(), progress().rows[0].said) == ("Passed", "2 of 2")


def test_what_has_passed_stays_passed():
    """Whoever tries again for fun loses nothing."""
    pass_all()
    check_decision(None, None, None)
    assert state() == "Passed"


def test_every_exercise_of_the_course_has_a_row():
    """A learner sees what there is still to do."""
    assert [row.exercise for row in progress().rows] == [each.name for each in exercises()]


def test_nothing_is_kept_unless_somebody_asks_for_it(page):
    """No file, no telemetry: a check writes nothing by itself."""
    pass_all()
    progress()
    assert list(page.iterdir()) == []
    assert "nothing is kept" in progress().line


def test_a_page_opened_again_knows_what_was_kept(monkeypatch):
    """What passed before and after the file was begun is in it."""
    note(HERE, "check_reading", "Passed - well.")
    progress(keep=True)
    note(HERE, "check_decision", "Passed - well.")
    reopened(monkeypatch)
    assert state() == "Passed"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", progress().rows[0].when)


def test_a_page_opened_again_knows_nothing_that_was_not_kept(monkeypatch):
    """The counterpart: without a file nothing is remembered."""
    pass_all()
    reopened(monkeypatch)
    assert state() == UNTRIED


def test_the_file_lies_where_its_owner_wants_it(page, monkeypatch):
    """Another folder can be chosen, and is asked for again on another page."""
    (page / "mine").mkdir()
    progress(keep=True, folder=page / "mine")
    pass_all()
    assert [path.name for path in page.iterdir()] == ["mine"]
    assert [path.name for path in (page / "mine").iterdir()] == [FILE]
    reopened(monkeypatch)
    monkeypatch.setattr(module, "_folder", [])
    assert state() == UNTRIED
    assert progress(folder=str(page / "mine")).rows[0].state == "Passed"


def test_the_file_is_deleted_when_its_owner_says_so(page):
    """Opting out is as easy as opting in."""
    progress(keep=True)
    assert "deleted" in progress(keep=False).line
    assert list(page.iterdir()) == []
    assert "no my_progress.json" in progress(keep=False).line


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"format": "other"}', b"[" * 100_000, b"1" * 10_000,
     b'{"format": "community management course, progress 1", "results": {"00_who_writes": 5}}',
     b'{"format": "community management course, progress 1", "results": {"00_who_writes": {"check_reading": {}}}}',
     b'{"format": "community management course, progress 1", "results": {"00_who_writes": {"check_reading":'
     b' {"passed_at": 5, "tried_at": ""}}}}'],
    ids=range(11),
)  # fmt: skip
def test_a_damaged_file_is_told_of_in_one_line_and_left_as_it_is(page, content):
    """It may be somebody's only copy, or something else altogether; checks go on meanwhile."""
    (page / FILE).write_bytes(content)
    pass_all()
    for keep in (None, True, False):
        shown = progress(keep=keep)
        assert "is damaged; rename or delete it" in shown.line and "\n" not in shown.line
        assert shown.rows[0].state == "Passed"
    assert (page / FILE).read_bytes() == content


def test_a_file_that_is_far_too_large_is_not_read(page):
    """A progress file has some kilobytes; gigabytes would stop the page."""
    (page / FILE).write_bytes(b" " * 2_000_000)
    assert "too large" in progress().line


def test_records_of_exercises_that_are_not_in_the_course_are_kept_but_not_shown(page):
    """A file from a newer edition of the course loses nothing in an older one."""
    progress(keep=True)
    held = json.loads((page / FILE).read_text())
    held["results"]["99_later"] = {"check_x": {"passed_at": "2030-01-01", "tried_at": "2030-01-01"}}
    (page / FILE).write_text(json.dumps(held))
    pass_all()
    assert len(progress().rows) == len(exercises())
    assert "99_later" in json.loads((page / FILE).read_text())["results"]


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(page, monkeypatch):
    """Full discs and locked files must not cost what was kept before."""
    progress(keep=True)
    before = (page / FILE).read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("exercises.records.os.replace", full)
    pass_all()
    assert "No space left" in progress(keep=True).line
    assert (page / FILE).read_bytes() == before
    assert [path.name for path in page.iterdir()] == [FILE]


@pytest.mark.parametrize("folder", GARBAGE, ids=named)
def test_a_folder_that_is_none_is_told_of_in_one_line(page, folder):
    """Whatever is given as folder, nothing is written anywhere else."""
    if folder is None or (isinstance(folder, str) and not folder):
        return
    shown = progress(keep=True, folder=folder)
    assert "must be a folder" in shown.line and "\n" not in shown.line
    assert not list(page.iterdir())


def test_a_check_that_is_not_in_the_course_is_not_noted():
    """An author may try a check before it is listed."""
    note("exercises.checks.of_nobody", "check_x", "Passed")
    assert all(row.state == UNTRIED for row in progress().rows)


def test_the_table_can_be_read_by_a_screen_reader_and_as_text():
    """A caption, headers with scope, states in words, and nothing that only colour says."""
    pass_all()
    html = progress()._repr_html_()
    rows = len(exercises())
    assert html.count("<caption") == 1 and html.count('scope="col"') == 4 and html.count('scope="row"') == rows
    assert "Passed" in html and "color" not in html
    assert f"1 of {rows} exercises passed." in html
    assert "Who writes in your forum? Passed 2 of 2" in re.sub(" +", " ", repr(progress()))


def test_a_title_from_a_page_cannot_break_the_table(monkeypatch):
    """Titles are text and not HTML."""
    shown = module.Progress((module.Row("x", "<script>", "Passed", 1, 1, ""),), "<b>")
    assert "<script>" not in shown._repr_html_() and "<b>" not in shown._repr_html_()


def test_the_certificate_says_what_passed_and_that_it_is_no_exam(page, capsys):
    """It is honest: which exercises, when, by whose word."""
    pass_all()
    certificate("Ada Lovelace")
    assert "certificate.html" in capsys.readouterr().out
    text = " ".join((page / "certificate.html").read_text(encoding="utf-8").split())
    assert f"Of {len(exercises())} exercises, 1 has passed." in text
    assert "Ada Lovelace" in text and "Who writes in your forum?" in text
    assert "nobody supervised" in text and "not an exam" in text
    assert text.count("<h1>") == 1 and '<html lang="en">' in text and "@media print" in text
    assert [path.name for path in page.iterdir()] == ["certificate.html"]


def test_the_certificate_names_no_exercise_that_has_not_passed(page):
    """Half of an exercise is none."""
    pass_all()
    note("exercises.checks.roles", "check_x", "Not yet - no. No.")
    certificate("Ada")
    assert (page / "certificate.html").read_text().count('scope="row"') == 1


def test_there_is_no_certificate_of_nothing(page, capsys):
    """A page that lists nothing would still look like one that does."""
    certificate("Ada")
    assert "nothing to print" in capsys.readouterr().out
    assert not list(page.iterdir())


@pytest.mark.parametrize("name", GARBAGE, ids=named)
def test_a_name_that_is_none_gives_no_certificate(page, name, capsys):
    """One line says what is missing; text that could be a name is taken as one."""
    pass_all()
    certificate(name)
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert said.startswith(("Not yet - name", "Written", "certificate.html cannot"))


def test_a_name_cannot_put_anything_but_text_on_the_page():
    """The page is opened in a browser, and may be sent to others."""
    text = certificates.page("<script>alert(1)</script> & Co", progress(), "2030-01-01")
    assert "<script>" not in text and "&lt;script&gt;" in text and "&amp; Co" in text


def test_passing_first_is_what_counts():
    """The date on the page is the one on which it was learned."""
    first = Record.after(None, True, "2030-01-01")
    assert Record.after(first, True, "2031-01-01").passed_at == "2030-01-01"
    assert Record.after(Record.after(None, False, "2029-01-01"), True, "2030-01-01").passed_at == "2030-01-01"
