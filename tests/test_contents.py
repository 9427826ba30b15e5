"""Contents: the README lists the course as it is."""

import shutil

from tools import contents


def test_the_readme_lists_todays_modules():
    """A learner who follows the README finds the page that it names."""
    assert contents.main(["--check"]) == 0
    for line in contents.table().splitlines()[2:]:
        for target in (part.partition(")")[0] for part in line.split("](")[1:]):
            assert (contents.ROOT / target).is_file(), target


def test_a_new_title_makes_the_table_stale_until_it_is_written_anew(tmp_path, capsys):
    """Nobody edits the table by hand, and nothing outside it changes."""
    for name in ("README.md", "course.toml"):
        shutil.copy(contents.ROOT / name, tmp_path)
    for name in ("exercises/source", "exercises/checks"):
        shutil.copytree(contents.ROOT / name, tmp_path / name)
    course = tmp_path / "course.toml"
    course.write_text(course.read_text(encoding="utf-8").replace("The storm:", "The gale:"), encoding="utf-8")
    assert contents.main(["--check"], tmp_path) == 1
    assert "tools/contents.py" in capsys.readouterr().err
    assert contents.main([], tmp_path) == 0 and contents.main(["--check"], tmp_path) == 0
    before, after = ((root / "README.md").read_text(encoding="utf-8") for root in (contents.ROOT, tmp_path))
    assert after.replace("The gale:", "The storm:") == before
