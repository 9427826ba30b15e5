"""For facilitators: agendas that add up, links and commands that exist, handouts that print."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from exercises.course import ROOT, exercises, modules
from tools.handouts import main, page, sources

GUIDE = (ROOT / "FACILITATING.md").read_text(encoding="utf-8")
MODULES = {module.id: module for module in modules()}
SHORT = {exercise.name.partition("_")[0] for exercise in exercises()}
TASKS = ("Dialogue and interaction", "Building", "Engagement", "Support", "Monitoring and reporting",
         "Leading opinion leaders")  # fmt: skip


def section(title):
    """Return the text below a heading of level 2."""
    return re.search(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL)[1]


def minutes(text):
    """Return the minutes of the rows of an agenda."""
    return [int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]


def test_agendas_add_up_to_what_they_promise():
    """Ninety minutes are ninety; half a day is four hours with its breaks."""
    assert sum(minutes(section("Agenda: 90 minutes"))) == 90
    assert sum(minutes(section("Agenda: half a day"))) == 240


def test_two_days_hold_every_module_with_its_minutes():
    """The agenda and course.toml say the same."""
    rows = re.findall(r"^\| (\d+) \| .* \| `(\d\d)` \|$", section("Agenda: two days"), re.MULTILINE)
    assert {name: int(number) for number, name in rows} == {id: one.minutes for id, one in MODULES.items()}
    days = re.search(r"Day one has (\d+) minutes of work, day two (\d+)", GUIDE)
    assert sum(map(int, days.groups())) == sum(one.minutes for one in MODULES.values())
    assert int(days[1]) == sum(MODULES[f"0{number}"].minutes for number in range(6))


def test_every_module_and_exercise_that_is_named_is_in_the_course():
    """A facilitator looks for it on the morning of the course."""
    for name in re.findall(r"`(\d\d[a-z]?)`", GUIDE):
        assert name in MODULES or name in SHORT
    for name in re.findall(r"`(\d\d_\w+)`", GUIDE):
        assert any(Path(module.notebook).stem == name for module in MODULES.values())


def test_each_of_the_six_tasks_is_taught_and_practised():
    """The map leaves none out."""
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \| (.+?) \|$", section("The six tasks of community management"), re.MULTILINE
    )
    named = {row[0]: row[1:] for row in rows}
    for task in TASKS:
        taught, practised = next(places for name, places in named.items() if name.startswith(task))
        assert re.findall(r"`(\d\d)`", taught) and re.findall(r"`(\d\d[a-z])`", practised)


def test_links_and_tools_that_are_named_exist():
    """Nothing that is promised is missing."""
    for target in re.findall(r"\]\(([^):]+)\)", GUIDE):
        assert (ROOT / target).is_file(), target
    for tool in re.findall(r"python (tools/\w+\.py)", GUIDE):
        assert (ROOT / tool).is_file(), tool


@pytest.mark.parametrize("text", [GUIDE, *(path.read_text(encoding="utf-8") for path in sources())])
def test_pages_for_people_have_one_title_and_skip_no_level(text):
    """Screen readers go by headings."""
    levels = [int(token.tag[1]) for token in MarkdownIt().parse(text) if token.type == "heading_open"]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_handouts_become_pages_that_need_nothing_beside_them():
    """A title, a language, headers that say so, and no address that would have to be loaded."""
    assert len(sources()) >= 3
    for path in sources():
        made = page(path.read_text(encoding="utf-8"))
        assert made.startswith("<!doctype html>") and '<html lang="en">' in made
        assert made.count("<h1>") == 1 and "@page" in made
        assert "<th>" not in made
        assert not re.search(r"(src|href)=", made)


def test_handouts_are_written_where_they_are_wanted(tmp_path, capsys):
    """HTML without a browser."""
    assert main([str(tmp_path / "print"), "--html"]) == 0
    assert {path.stem for path in (tmp_path / "print").iterdir()} == {path.stem for path in sources()}
    assert f"{len(sources())} handouts" in capsys.readouterr().out


def test_a_place_that_cannot_be_written_is_said_in_one_line(tmp_path, capsys):
    """A file in the way is no folder."""
    (tmp_path / "print").write_text("")
    assert main([str(tmp_path / "print"), "--html"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="there is no browser here; CI brings one")
def test_handouts_print_on_one_page_each(tmp_path):
    """A second page would be lost between printer and table."""
    assert main([str(tmp_path)]) == 0
    for path in sources():
        held = (tmp_path / f"{path.stem}.pdf").read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", held)) == 1, path.stem
