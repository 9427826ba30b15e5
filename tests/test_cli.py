"""The `community` command: what it prints, what it keeps, and how it answers mistakes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from simulator import Run, Scenario, __version__, warmup
from simulator.cli import app
from simulator.terminal import notebooks, printing
from simulator.terminal.folders import require_writable

ROOT = Path(__file__).resolve().parents[1]
SMALL = ["--members", "150", "--days", "4"]


def community(*arguments):
    """Run a command line inside this process."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def started(*arguments, **options):
    """Start a command line as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "simulator.cli", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **options.pop("env", {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def refusal(*arguments):
    """Return the line with which a command line is refused, having checked that it is one, with exit code 2."""
    result = community(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("community: "), result.stderr
    return lines[0]


# --- what it prints ---------------------------------------------------------------------------------------


def test_a_run_shows_key_figures_beside_real_ranges():
    """Both tables are there, each followed by a sentence, and the last lines say how to keep the tables."""
    result = community("run", "forum", *SMALL)
    assert result.exit_code == 0, result.output
    for text in ("150 members", "4 days", "dau", "participation_gini", "Beside real communities", "0.75 - 0.90"):
        assert text in result.stdout
    assert "In 4 days, " in result.stdout
    assert "inside the range of real communities." in " ".join(result.stdout.split())
    assert "Nothing was written" in result.stdout and "--out results" in result.stdout


def test_tables_fit_80_columns_without_colour():
    """Nothing of what a pipe receives is wider than a classic terminal or carries escape codes."""
    child = started("run", *SMALL)
    shown, _ = child.communicate()
    assert child.returncode == 0
    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown


def test_without_out_nothing_is_written(tmp_path, monkeypatch):
    """A run that is only looked at leaves the folder as it was."""
    monkeypatch.chdir(tmp_path)
    assert community("run", *SMALL).exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_out_keeps_tables_that_can_be_loaded_again(tmp_path):
    """The folder named by --out holds the very run that was asked for, and the last line loads it."""
    folder = tmp_path / "deep" / "results"
    result = community("run", "forum", *SMALL, "--seed", 7, "--out", folder)
    assert result.exit_code == 0, result.output
    loaded = Run.load(folder)
    assert (loaded.scenario.members, loaded.days, loaded.seed) == (150, 4, 7)
    assert f"Run.load({str(folder)!r})" in result.stdout


def test_json_holds_the_figures_and_nothing_else_is_printed():
    """With --json, stdout is one JSON document; what could not be measured is null."""
    result = community("run", "forum", *SMALL, "--json")
    data = json.loads(result.stdout, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert data["members"] == 150 and data["out"] is None
    assert data["summary"]["mau"] is None  # there is no month in 4 days
    assert data["summary"]["dau"] > 0
    assert {"id", "fact", "verdict"} <= set(data["beside_real"][0])


def test_the_same_command_gives_the_same_figures_and_another_seed_does_not():
    """The seed alone decides the luck."""
    first, again, other = (community("run", *SMALL, "--json", "--seed", seed).stdout for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_both_engines_give_the_same_figures():
    """--engine changes the speed and nothing else."""
    quick, readable = (community("run", *SMALL, "--json", "--engine", name) for name in ("compiled", "mesa"))
    assert quick.exit_code == readable.exit_code == 0
    assert quick.stdout == readable.stdout


def test_set_alters_scenario_and_playbook(tmp_path):
    """A dotted key goes to whichever of the two knows it; several can be given."""
    result = community(
        "run", *SMALL, "--out", tmp_path, "--set", "platform.entry_friction=0.5", "--set", "team.judgement=0.7",
        "--set", "start=2023-02-03",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    kept = Run.load(tmp_path)
    assert kept.scenario.platform.entry_friction == 0.5
    assert kept.playbook.team.judgement == 0.7
    assert kept.scenario.start.isoformat() == "2023-02-03"


def test_a_scenario_can_be_a_file_of_ones_own(tmp_path):
    """What `scenarios show` prints can be saved, altered and run."""
    shown = community("scenarios", "show", "forum")
    file = tmp_path / "mine.yaml"
    file.write_text(shown.stdout.replace("members: 2000", "members: 60").replace("days: 90", "days: 2"))
    result = community("run", file, "--json")
    assert result.exit_code == 0, result.output
    assert (json.loads(result.stdout)["members"], json.loads(result.stdout)["days"]) == (60, 2)


def test_lists_name_everything_that_ships():
    """Every scenario is listed with its title."""
    result = community("scenarios")
    for name in Scenario.names():
        assert f"{name} " in result.stdout
        assert Scenario.load(name).title in result.stdout
    assert "balanced" in community("playbooks").stdout


def test_version_is_that_of_the_package():
    """`community --version` says it in one line."""
    assert community("--version").stdout == f"community {__version__}\n"


def test_help_needs_no_heavy_package():
    """Help answers at once because it imports neither the world nor the tables."""
    code = (
        "import sys\nfrom simulator.cli import app\ntry:\n    app(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'pandas', 'mesa', 'numba', 'pydantic'} & set(sys.modules)))"
    )
    child = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert child.stdout.splitlines()[-1] == "[]"


# --- mistakes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["forumm"], ["unknown scenario 'forumm'", "forum"]),
        (["--playbook", "balancd"], ["unknown playbook 'balancd'", "balanced", "no_rules"]),
        (["--members", "0"], ["members", "at least 1", "got 0"]),
        (["--members", "-5"], ["members", "at least 1", "got -5"]),
        (["--members", "many"], ["members", "whole number", "'many'"]),
        (["--days", "2.5"], ["days", "whole number", "'2.5'"]),
        (["--seed", "-1"], ["seed", "whole number", "-1"]),
        (["--seed", "lucky"], ["seed", "whole number", "'lucky'"]),
        (["--engine", "steam"], ["engine", "compiled", "mesa", "'steam'"]),
        (["--set", "platform.colour=3"], ["unknown setting 'platform.colour'", "entry_friction"]),
        (["--set", "weather=rain"], ["unknown setting 'weather'", "platform", "moderation"]),
        (["--set", "platform.entry_friction=7"], ["platform.entry_friction", "at most 1", "got 7"]),
        (["--set", "members"], ["--set", "key=value", "'members'"]),
        (["--set", "members=[1"], ["--set members", "'[1'"]),
        (["missing.yaml"], ["no scenario file at missing.yaml"]),
        (["--out", ""], ["--out", "folder"]),
        (["--colour"], ["No such option", "--colour", "community run --help"]),
        (["--members"], ["--members", "argument"]),
        (["forum", "chat"], ["unexpected extra argument"]),
    ],
)
def test_bad_input_is_refused_in_one_line(arguments, parts, tmp_path, monkeypatch):
    """The line names what is wrong and what would be right; nothing is written."""
    monkeypatch.chdir(tmp_path)
    line = refusal("run", *([] if "--out" in arguments else ["--out=results"]), *arguments)
    assert all(part in line for part in parts), line
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_command_is_answered_with_the_likely_one():
    """A slip of the finger costs one line."""
    line = refusal("rnu")
    assert "'rnu'" in line and "run" in line


def test_broken_yaml_is_refused_with_its_line(tmp_path):
    """The message says which file and where."""
    broken = tmp_path / "mine.yaml"
    broken.write_text("members: [1,\n")
    assert "mine.yaml is not valid YAML, line 2" in refusal("run", broken)


def test_a_run_too_large_for_memory_is_refused_with_its_size():
    """The line says how much memory it would take."""
    line = refusal("run", "--members", 20_000_000, "--days", 36_500)
    assert "GB" in line and "reduce members or days" in line


@pytest.mark.parametrize("place", ["file", "file/below", "file/far/below"])
def test_a_folder_that_cannot_be_is_refused_before_the_run(place, tmp_path, monkeypatch):
    """Not after a long run; and the file in the way stays as it was."""
    monkeypatch.setattr("simulator.world.community.Community.run_for", lambda *_, **__: pytest.fail("it ran"))
    (tmp_path / "file").write_text("mine")
    assert "is a file" in refusal("run", *SMALL, "--out", tmp_path / place)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "mine"


def test_trying_a_folder_leaves_no_trace(tmp_path):
    """Folders made for the test are gone again; a folder that was there keeps what it holds."""
    require_writable(tmp_path / "new" / "newer")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "old").mkdir()
    require_writable(tmp_path / "old")
    assert (tmp_path / "old").is_dir()


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    """When a table cannot be written in full, the folder made for the run goes too."""

    def full(table, path, *_, **__):
        Path(path).write_bytes(b"half")
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    line = refusal("run", *SMALL, "--no-progress", "--out", tmp_path / "new" / "results")
    assert "No space left" in line and "nothing was kept" in line
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_an_older_run_as_it_was(tmp_path, monkeypatch):
    """The run that was there can still be loaded."""
    community("run", *SMALL, "--seed", 3, "--out", tmp_path)
    monkeypatch.setattr(pd.DataFrame, "to_parquet", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "full")))
    refusal("run", *SMALL, "--no-progress", "--seed", 4, "--out", tmp_path)
    assert Run.load(tmp_path).seed == 3


def test_a_defect_is_one_line_and_exit_code_1(monkeypatch):
    """What is nobody's bad input is told apart from it, and says how to see more."""
    monkeypatch.setattr("simulator.world.community.Community.run_for", lambda *_, **__: {}["key"])
    result = community("run", *SMALL, "--no-progress")
    assert result.exit_code == 1
    assert "KeyError" in result.stderr and "SIMULATOR_DEBUG=1" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_debug_shows_the_traceback(monkeypatch):
    """SIMULATOR_DEBUG=1 lets the exception through."""
    monkeypatch.setenv("SIMULATOR_DEBUG", "1")
    with pytest.raises(ValueError, match="unknown scenario"):
        CliRunner().invoke(app, ["run", "forumm"], catch_exceptions=False)


@pytest.mark.skipif(os.name == "nt", reason="signals work differently there")
@pytest.mark.parametrize("moment", ["Community.run_for", "Run.save"])
def test_ctrl_c_ends_a_run_in_one_line(moment, tmp_path):
    """While it lives as while it is saved: exit code 130, no traceback, no folder."""
    pressed = (
        "import os, signal; from simulator import Community, Run; "
        f"{moment} = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT); "
        "from simulator.cli import main; main()"
    )
    out = tmp_path / "new" / "results"
    child = subprocess.run(
        [sys.executable, "-c", pressed, "run", *SMALL, "--no-progress", "--out", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert child.returncode == 130
    assert child.stderr == "community: stopped\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="pipes work differently there")
@pytest.mark.parametrize("arguments", [["scenarios"], ["--help"], ["run", *SMALL]])
def test_a_reader_who_stops_reading_causes_no_traceback(arguments):
    """As with `| head`: the pipe is closed before anything is printed."""
    child = started(*arguments)
    child.stdout.close()
    complaint = child.stderr.read()
    child.wait()
    assert "Traceback" not in complaint and "BrokenPipe" not in complaint


def test_a_terminal_without_unicode_still_gets_the_tables():
    """Borders become plain characters and nothing breaks."""
    child = started("run", *SMALL, "--set", "title=Café", env={"PYTHONIOENCODING": "ascii"})
    shown, complaint = child.communicate()
    assert child.returncode == 0, complaint
    assert "Caf? (forum)" in shown and "Beside real communities" in shown


# --- sentences and numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1234.4, "members", "1,234"),
        (0.456, "share", "0.46"),
        (7.26, "hours", "7.3 h"),
        (float("nan"), "share", "-"),
    ],
)
def test_figures_have_the_digits_their_unit_deserves(value, unit, shown):
    """Counts are whole, shares have two decimals, what was not measured is a dash."""
    assert printing.number(value, unit) == shown


@pytest.mark.parametrize(
    ("verdicts", "says"),
    [
        (["inside", "inside"], "Of 2 figures that can be compared, 2 lie inside"),
        (
            ["inside", "below", "does not apply"],
            'Of 2 figures that can be compared, 1 lies inside .* "fact 1" \\(below',
        ),
        (["above"], "Of 1 figure that can be compared, none lies inside"),
        (["does not apply"], "Too little was written"),
    ],
)
def test_the_sentence_counts_only_what_can_be_compared(verdicts, says):
    """It names the few that are outside, with the side they are on."""
    table = pd.DataFrame({"fact": [f"fact {n}" for n in range(len(verdicts))], "verdict": verdicts})
    assert re.search(says, printing.says_how_real(table))


# --- JupyterLab -------------------------------------------------------------------------------------------


def test_lab_listens_on_this_machine_only_and_passes_arguments_on(tmp_path):
    """Loopback unless the caller names an address; the first notebook opens where there is one."""
    command = notebooks.lab_command(["--port=9999"], root=tmp_path)
    assert command[1:4] == ["-m", "jupyterlab", "--ip=127.0.0.1"]
    assert command[-1] == "--port=9999"
    assert not any("tree" in part for part in command)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / notebooks.FIRST_NOTEBOOK).touch()
    assert f"--LabApp.default_url=/lab/tree/{notebooks.FIRST_NOTEBOOK}" in notebooks.lab_command([], root=tmp_path)
    chosen = notebooks.lab_command(["--ip=::1"], root=tmp_path)
    assert "--ip=::1" in chosen and "--ip=127.0.0.1" not in chosen


def test_lab_turns_the_news_popup_off():
    """JupyterLab is shown the kit's settings, before any that the caller has."""
    found = notebooks.lab_environment({"JUPYTER_CONFIG_PATH": "mine"})["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert found[1:] == ["mine"]
    settings = json.loads((Path(found[0]) / "labconfig" / "page_config.json").read_text())
    assert settings["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True


def test_a_missing_jupyterlab_is_said_in_one_line(monkeypatch):
    """The line says how to get it."""
    monkeypatch.setattr("simulator.cli.find_spec", lambda name: None)
    result = community("lab", "--no-browser", "--port=9999")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1 and "start.py setup" in result.stderr


# --- warm-up ----------------------------------------------------------------------------------------------


def test_pruning_keeps_the_current_folder_only(tmp_path):
    """Code compiled from older sources goes; everything else beside it stays."""
    for name in ("compiled-old", "compiled-older", "compiled-now", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "hour.live-1.py311.nbi").touch()
    assert warmup.prune(tmp_path / "compiled-now") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["compiled-now", "other"]
    assert (tmp_path / "compiled-now" / "hour.live-1.py311.nbi").exists()


def test_compiled_code_of_another_python_does_not_count(tmp_path):
    """Every Python has its own."""
    (tmp_path / "world_1").mkdir()
    (tmp_path / "world_1" / "hour.live-9.py27.nbi").touch()
    assert not warmup.is_compiled(tmp_path)
    (tmp_path / "world_1" / f"hour.live-9.py3{sys.version_info.minor}.nbi").touch()
    assert warmup.is_compiled(tmp_path)


def test_after_the_warm_up_the_model_is_compiled():
    """One line says so, and the code is on disk."""
    child = subprocess.run(
        [sys.executable, "-m", "simulator.warmup"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert len(child.stdout.splitlines()) == 1
    if warmup.compiled_folder() is not None:
        assert warmup.is_compiled()
