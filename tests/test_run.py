"""A run: tables that stay, come back from disk as they were, and are there whole or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from communities import Meddler, busy, differences, digest, lived, strict

from simulator import Community, Playbook, Run, Scenario, SettingsError, simulate
from simulator.lab.run import TABLES, RunError

FILES = sorted([*(f"{name}.parquet" for name in TABLES), "run.json"])


@pytest.fixture(scope="module")
def run():
    """Return a run in which everything has happened."""
    return lived("compiled").to_run()


@pytest.fixture(scope="module")
def empty():
    """Return a run of no hour at all."""
    return Community(Scenario(members=3, days=1)).to_run()


# --- tables ---------------------------------------------------------------------------------------------------


def test_tables_have_one_row_a_thing(run):
    """An hour, a day, a member, a post and an act each have a row, numbered from 0."""
    assert run.hourly["hour"].tolist() == list(range(6 * 24))
    assert run.daily["day"].tolist() == list(range(6))
    assert run.days == 6
    assert run.members.index.tolist() == list(range(len(run.members)))
    assert run.posts.index.tolist() == list(range(len(run.posts)))
    assert (run.members.index.name, run.posts.index.name) == ("member", "post")
    assert run.actions["hour"].is_monotonic_increasing


def test_columns_have_the_types_that_the_contract_names(run):
    """Members and posts are integers, yes or no is a bool, kinds are categories, and names are lower case."""
    assert run.posts["author"].dtype.kind == run.posts["parent"].dtype.kind == "i"
    assert run.posts["breaks_rules"].dtype == bool
    assert run.members["role"].cat.categories.tolist() == ["lurker", "creator", "influencer"]
    assert run.members["errand"].cat.categories.tolist() == [
        "none", "question", "complaint", "wish", "praise", "talk"
    ]  # fmt: skip
    assert run.members["source"].cat.categories.tolist()[:3] == ["founder", "word_of_mouth", "search"]
    words = {
        "kind": [
            "talk",
            "question",
            "complaint",
            "wish",
            "praise",
            "entry",
            "starter",
            "announcement",
            "news",
            "statement",
        ],
        "tone": ["none", "neutral", "empathetic", "explaining", "defensive", "playful", "mocking"],
        "breach": ["none", "incivility", "spam", "off_topic", "attack", "illegal"],
        "status": ["visible", "removed", "hidden", "held"],
        "tombstone": ["none", "removed", "removed_explained", "criticism", "criticism_explained"],
        "case": ["none", "waiting", "closed"],
    }
    for name, expected in words.items():
        assert run.posts[name].cat.categories.tolist() == expected, name
    assert run.actions.dtypes.astype(str).to_dict() == {
        "hour": "int64", "actor": "int64", "verb": "str", "target_kind": "str", "target": "int64", "reason": "str",
        "minutes": "float64", "rule": "str", "money": "float64",
    }  # fmt: skip
    for name in TABLES:
        assert all(column == column.lower() and " " not in column for column in getattr(run, name).columns)


def test_events_are_the_event_log_of_the_contract(run):
    """Columns, types and values of `run.events()`: time in UTC, members and posts as integers, -1 for none."""
    events = run.events()
    assert list(events.columns) == ["time", "member", "kind", "post", "thread", "parent"]
    assert isinstance(events["time"].dtype, pd.DatetimeTZDtype) and str(events["time"].dt.tz) == "UTC"
    assert all(events[name].dtype.kind == "i" for name in ("member", "post", "thread", "parent"))
    assert set(events["kind"]) == {"post", "reply"}
    assert events["time"].min() >= pd.Timestamp(run.scenario.start, tz="UTC")
    assert events["time"].max() < pd.Timestamp(run.scenario.start, tz="UTC") + pd.Timedelta(days=6)
    assert (events.loc[events["kind"] == "post", "parent"] == -1).all()
    assert events.index.tolist() == list(range(len(run.posts)))


def test_a_run_of_no_hour_has_empty_tables_with_all_columns(run, empty):
    """Nothing has happened yet, but every column is there with its type."""
    for name in TABLES:
        one, other = getattr(run, name), getattr(empty, name)
        assert list(one.columns) == list(other.columns), name
        assert one.dtypes.tolist() == other.dtypes.tolist(), name
    assert [len(getattr(empty, name)) for name in TABLES] == [0, 0, 3, 0, 0]
    assert list(empty.events().columns) == list(run.events().columns)
    assert empty.events()["time"].dtype == run.events()["time"].dtype
    assert len(empty.events()) == empty.days == 0


# --- simulate -------------------------------------------------------------------------------------------------


def test_simulate_is_founding_a_community_and_letting_it_live():
    """The short way and the long way leave the same run."""
    scenario, playbook = busy(members=60, days=3), strict()
    short = simulate(scenario, playbook, seed=4, tactics=[Meddler()])
    long = Community(scenario, playbook, seed=4, tactics=[Meddler()]).run_for(days=3).to_run()
    assert differences(short, long) == []
    assert (short.scenario, short.playbook, short.seed) == (scenario, playbook, 4)


def test_simulate_takes_names_files_and_objects(tmp_path):
    """A scenario and a playbook may be given by name or by file; None is no team at all."""
    scenario = Scenario.load("forum").replace(members=40, days=2)
    place = scenario.save(tmp_path / "place.yaml")
    team = Playbook.load("balanced").save(tmp_path / "team.yaml")
    assert differences(simulate(str(place), "balanced", seed=1), simulate(scenario, team, seed=1)) == []
    assert simulate(place, None).playbook is None


@pytest.mark.parametrize(
    ("arguments", "error", "part"),
    [
        ({"scenario": "forums"}, SettingsError, "did you mean 'forum'?"),
        ({"scenario": 5}, SettingsError, "scenario must be a name or a path, got 5"),
        ({"scenario": None}, SettingsError, "scenario must be a name or a path, got None"),
        ({"playbook": "none"}, SettingsError, "unknown playbook 'none'"),
        ({"playbook": 5}, SettingsError, "playbook must be a name or a path, got 5"),
        ({"seed": -1}, ValueError, "seed must be a whole number"),
        ({"seed": "7"}, ValueError, "seed must be a whole number"),
        ({"engine": "fast"}, ValueError, "engine must be one of"),
    ],
)
def test_simulate_refuses_what_it_cannot_use(arguments, error, part):
    """One line that names the argument, before an hour has passed."""
    with pytest.raises(error) as caught:
        simulate(**{"scenario": Scenario(members=5, days=1), **arguments})
    assert part in str(caught.value) and "\n" not in str(caught.value)


def test_the_same_three_give_the_same_run():
    """Scenario, playbook and seed decide everything."""
    one, other = (simulate(busy(members=80, days=3), strict(), seed=2**63 + 1) for _ in range(2))
    assert differences(one, other) == []


PRINT_DIGEST = """
import sys
from communities import Meddler, busy, digest, strict
from simulator import simulate
shown = sys.argv[1] == "shown"
print(digest(simulate(busy(members=80, days=3), strict(), seed=2**63 + 1, progress=shown, tactics=[Meddler()])))
"""


def test_another_process_with_other_hashes_and_a_progress_bar_gives_the_same_bytes():
    """PYTHONHASHSEED, the process and the bar leave no trace in the tables."""
    tests = Path(__file__).parent
    answers = []
    for hash_seed, bar in (("1", "shown"), ("4242", "hidden")):
        environment = os.environ | {
            "PYTHONHASHSEED": hash_seed,
            "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)]),
        }
        command = [sys.executable, "-c", PRINT_DIGEST, bar]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert bool(done.stderr.strip()) == (bar == "shown")
        answers.append(done.stdout.strip())
    here = simulate(busy(members=80, days=3), strict(), seed=2**63 + 1, tactics=[Meddler()])
    assert answers == [digest(here)] * 2


# --- disk -----------------------------------------------------------------------------------------------------


def test_a_saved_run_comes_back_as_it_was(run, tmp_path):
    """Values, types, indexes and what it was made from survive the disk."""
    folder = run.save(tmp_path / "a" / "run")
    again = Run.load(folder)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(run, name), getattr(again, name), check_exact=True)
    assert differences(run, again) == []
    assert (again.scenario, again.playbook, again.seed) == (run.scenario, run.playbook, run.seed)
    pd.testing.assert_frame_equal(run.events(), again.events())
    assert sorted(os.listdir(folder)) == FILES


def test_runs_without_a_team_or_an_hour_or_with_a_large_seed_come_back_too(empty, tmp_path):
    """The edges: no playbook, empty tables, the largest seed."""
    for number, case in enumerate((empty, simulate(busy(members=9, days=1), None, seed=2**64 - 1))):
        again = Run.load(case.save(tmp_path / str(number)))
        assert differences(case, again) == []
        assert again.playbook is None
        assert again.seed == case.seed
        for name in TABLES:
            assert getattr(again, name).dtypes.tolist() == getattr(case, name).dtypes.tolist()


def test_saving_the_same_run_twice_writes_the_same_bytes(run, tmp_path):
    """Nothing of the moment, the machine or the folder gets into the files."""
    one, other = run.save(tmp_path / "one"), run.save(tmp_path / "other")
    for name in FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
        assert str(tmp_path).encode() not in (one / name).read_bytes()


def test_a_new_run_replaces_the_old_and_leaves_strangers_alone(run, empty, tmp_path):
    """Only the run's own files are exchanged."""
    (tmp_path / "notes.txt").write_text("mine")
    run.save(tmp_path)
    empty.save(tmp_path)
    assert differences(Run.load(tmp_path), empty) == []
    assert sorted(os.listdir(tmp_path)) == sorted([*FILES, "notes.txt"])
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("failing", [0, 2, 4])
def test_a_table_that_cannot_be_written_leaves_the_old_run(run, empty, tmp_path, monkeypatch, failing):
    """A full disk in the middle of saving harms neither the run that is there nor the folder."""
    empty.save(tmp_path)
    written = []
    real = pd.DataFrame.to_parquet

    def full_disk(table, path, *args, **options):
        if len(written) == failing:
            Path(path).write_bytes(b"half")
            raise OSError(28, "No space left on device")
        written.append(path)
        return real(table, path, *args, **options)

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full_disk)
    with pytest.raises(OSError, match="No space left"):
        run.save(tmp_path)
    assert sorted(os.listdir(tmp_path)) == FILES
    assert differences(Run.load(tmp_path), empty) == []


def test_a_first_save_that_fails_leaves_no_run(run, tmp_path, monkeypatch):
    """Where nothing was, nothing that looks like a run remains."""

    def full_disk(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full_disk)
    with pytest.raises(OSError, match="No space left"):
        run.save(tmp_path / "new")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []
    with pytest.raises(RunError):
        Run.load(tmp_path / "new")


def test_a_save_that_is_interrupted_while_exchanging_files_leaves_no_mixture(run, empty, tmp_path, monkeypatch):
    """New tables beside old ones never pass for a run."""
    empty.save(tmp_path)
    real, calls = os.replace, []

    def interrupted(source, target):
        calls.append(target)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.save(tmp_path)
    monkeypatch.undo()
    with pytest.raises(RunError):
        Run.load(tmp_path)
    run.save(tmp_path)
    assert differences(Run.load(tmp_path), run) == []


def test_a_place_that_cannot_be_written_to_is_an_os_error(run, tmp_path):
    """A file where the folder should be stays as it is."""
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OSError):
        run.save(tmp_path / "taken")
    with pytest.raises(OSError):
        run.save(tmp_path / "taken" / "below")
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.fixture
def saved(run, tmp_path):
    """Return the folder of a saved run, to be damaged."""
    return run.save(tmp_path / "run")


def unusable(folder, *parts):
    """Check that the folder is refused in one line with its path and `parts`."""
    with pytest.raises(RunError) as caught:
        Run.load(folder)
    message = str(caught.value)
    assert "\n" not in message and str(folder) in message and len(message) < 1000, message
    for part in parts:
        assert part in message, message


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(saved, name):
    """What is not there is said."""
    (saved / name).unlink()
    unusable(saved, name)


@pytest.mark.parametrize("content", [b"", b"not this", b"PAR1", b"PAR1" + bytes(200) + b"PAR1", b"\xff" * 400])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_an_error_in_one_line(saved, name, content):
    """Empty, foreign and broken contents never give a traceback from the depths."""
    (saved / name).write_bytes(content)
    unusable(saved)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_an_error_in_one_line(saved, name):
    """As after a broken download."""
    content = (saved / name).read_bytes()
    for part in (0.2, 0.6, 0.99):
        (saved / name).write_bytes(content[: int(len(content) * part)])
        unusable(saved)


@pytest.mark.parametrize(
    "settings",
    [
        [],
        5,
        None,
        {},
        {"format": 3},
        {"format": 3, "seed": 1, "scenario": {"members": "many"}, "playbook": None},
        {"format": 3, "seed": 1, "scenario": {"mambers": 5}, "playbook": None},
        {"format": 3, "seed": 1, "scenario": {}, "playbook": {"team": 5}},
        {"format": 3, "seed": 1, "scenario": [], "playbook": None},
        {"format": 3, "seed": "seven", "scenario": {}, "playbook": None},
        {"format": 3, "seed": -1, "scenario": {}, "playbook": None},
    ],
    ids=str,
)
def test_settings_that_make_no_sense_are_an_error_in_one_line(saved, settings):
    """`run.json` is checked like any other input."""
    (saved / "run.json").write_text(json.dumps(settings))
    unusable(saved)


@pytest.mark.parametrize("number", [1, 2, 999, "3", None])
def test_a_run_of_another_version_is_refused_by_its_format(saved, number):
    """Whatever else is in it: an older version's tables lack columns, a newer one's have others."""
    settings = json.loads((saved / "run.json").read_text())
    (saved / "run.json").write_text(json.dumps({**settings, "format": number}))
    unusable(saved, f"was saved in format {number!r}, this version reads 3")


def test_tables_that_were_mixed_up_are_an_error(saved):
    """A table under another's name lacks the columns that everything else relies on."""
    (saved / "members.parquet").write_bytes((saved / "posts.parquet").read_bytes())
    unusable(saved, "members")


def test_a_folder_that_is_none_is_an_error_in_one_line(tmp_path):
    """Nothing, an empty folder, and a file."""
    unusable(tmp_path / "nowhere")
    unusable(tmp_path)
    (tmp_path / "file").write_text("x")
    unusable(tmp_path / "file")


def test_loading_changes_nothing_in_the_folder(saved):
    """Reading is reading."""
    before = {path.name: path.read_bytes() for path in saved.iterdir()}
    Run.load(saved)
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == before


def test_a_moment_of_a_run_is_exact_to_the_second(run):
    """Times of events are whole seconds from the start, without rounding."""
    seconds = (run.events()["time"] - run.start).dt.total_seconds().to_numpy()
    assert (seconds == np.floor(seconds)).all()
    assert (seconds == run.posts["seconds"].to_numpy()).all()
