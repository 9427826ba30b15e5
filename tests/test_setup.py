"""Setting up: one recipe for every way to install the kit, and a start.py that anybody can run."""

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tools import check

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGE_SERVERS = [
    r"\b(?:pypi|pythonhosted|npmjs)\.(?:org|com)",
    r"\b(?:repo|conda)\.anaconda\.",
    r"https?://\S*/simple(?:/|\s|$)",
    r"https?://\S*/packages/[0-9a-f]{2}/",
    r"\bregistry\.[a-z]",
]
MACHINE_PATHS = [r"(?<![\w.}])/(?:home|Users|root|work)/\w", r"[A-Z]:\\+Users\\"]
posix_only = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")


def requirements():
    """Return everything pyproject.toml asks for, extras included."""
    asked = list(PROJECT["project"]["dependencies"])
    for extra in PROJECT["project"]["optional-dependencies"].values():
        asked += extra
    return [Requirement(line) for line in asked]


def pins(python):
    """Return the versions that constraints.txt gives a Linux machine with this Python, by name."""
    circumstances = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": "linux"}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines]
    valid = [pin for pin in found if pin.marker is None or pin.marker.evaluate(circumstances)]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in valid}


def files_of_the_kit():
    """Return the files that are in git or would be added to it; without git, those that look like it."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listing.returncode == 0:
        return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]
    left_out = {"build", "dist", "results", "__pycache__"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(part in left_out for part in path.relative_to(ROOT).parts)
        and not any(part.startswith(".") for part in path.relative_to(ROOT).parts[:-1])
    ]


def lines_that_match(patterns):
    """Return file:line for every line of the kit's text files that matches one of the patterns."""
    wanted = re.compile("|".join(patterns))
    found = []
    for path in files_of_the_kit():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a Parquet file
        for number, line in enumerate(text.splitlines(), start=1):
            if wanted.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


def load_start(folder=ROOT):
    """Import the start.py of a folder under a name of its own."""
    spec = importlib.util.spec_from_file_location("start_of_the_kit", folder / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def installed(tmp_path):
    """A copy of the kit's recipe whose .venv is current and holds stand-ins that repeat their arguments."""
    kit = tmp_path / "a kit"
    programs = kit / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("start.py", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, kit / name)
    for name in ("python", "community"):
        program = programs / name
        program.write_text(f'#!/bin/sh\necho "{name}:" "$@"\nexit ${{LEAVE_WITH:-0}}\n')
        program.chmod(0o755)
    start = load_start(kit)
    start.STAMP.write_text(start.fingerprint())
    return kit


def run_start(kit, *args, **environment):
    """Run a kit's start.py from another folder and without a keyboard."""
    return subprocess.run(
        [sys.executable, str(kit / "start.py"), *args],
        cwd=kit.parent,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_every_dependency_is_pinned_to_a_version_it_allows(python):
    """What pyproject.toml asks for stands in constraints.txt, for each Python."""
    pinned = pins(python)
    for requirement in requirements():
        name = canonicalize_name(requirement.name)
        assert name in pinned, f"{name} is not pinned for Python {python}"
        assert pinned[name] in requirement.specifier, f"{name} {pinned[name]} is not {requirement.specifier}"


def test_the_pins_serve_both_lines_of_mesa():
    """Python 3.11 gets the last Mesa that supports it, newer Pythons a newer one."""
    assert pins("3.11")["mesa"].startswith("3.3.")
    assert pins("3.12")["mesa"] == pins("3.13")["mesa"] != pins("3.11")["mesa"]


def test_every_line_of_constraints_is_one_exact_pin():
    """No options, no addresses, no ranges: only name==version and perhaps a marker."""
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+(?: ; [\w.<>=!' ()]+)?", line), line


def test_conda_and_binder_install_by_the_same_constraints():
    """environment.yml adds nothing of its own: it installs this folder under constraints.txt."""
    recipe = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip_lines = next(entry["pip"] for entry in recipe["dependencies"] if isinstance(entry, dict))
    assert pip_lines == ["-c constraints.txt", "-e .[dev]"]
    assert recipe["name"] == PROJECT["project"]["name"]


def test_all_recipes_agree_on_the_oldest_python():
    """pyproject.toml, ruff, start.py and environment.yml name Pythons that fit together."""
    allowed = SpecifierSet(PROJECT["project"]["requires-python"])
    start = load_start()
    for minor in range(8, 15):
        assert (f"3.{minor}" in allowed) == (not start.too_old((3, minor))), f"Python 3.{minor}"
    oldest = next(minor for minor in range(8, 15) if f"3.{minor}" in allowed)
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py3{oldest}"
    recipe = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python = next(entry for entry in recipe["dependencies"] if str(entry).startswith("python="))
    assert python.removeprefix("python=") in allowed


def test_no_file_names_a_package_server():
    """Everybody installs from the server their own machine is set to."""
    assert lines_that_match(PACKAGE_SERVERS) == []


def test_no_file_names_a_folder_of_one_machine():
    """No absolute path of somebody's home or working folder is handed on."""
    assert lines_that_match(MACHINE_PATHS) == []


@pytest.mark.parametrize(
    ("patterns", "line"),
    [
        (PACKAGE_SERVERS, "--index-url https://mirror.example/py" + "pi/simple/"),
        (PACKAGE_SERVERS, "url = https://files.python" + "hosted.org/packages/ab/mesa.whl"),
        (PACKAGE_SERVERS, "resolved: https://regis" + "try.example.org/left"),
        (MACHINE_PATHS, "open('/ho" + "me/ada/kit/data.csv')"),
        (MACHINE_PATHS, "C:" + "\\Users\\ada"),
    ],
)
def test_the_search_for_addresses_and_paths_finds_them(patterns, line):
    """The two searches above are able to fail."""
    assert re.search("|".join(patterns), line)


def test_start_is_short_and_needs_only_the_standard_library():
    """start.py can be read in one sitting and runs before anything is installed."""
    text = (ROOT / "start.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 100
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module]
        else:
            continue
        assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_can_read_start():
    """Python 3.8 parses the file, so that it gets as far as the message."""
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_old_python_is_told_in_one_line_what_to_do(monkeypatch):
    """The message names the version found, the version needed, and the next command."""
    start = load_start()
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2, "final", 0))
    message = start.main(["setup"])
    assert "3.9" in message and "3.11" in message and "start.py" in message
    assert "\n" not in message


@posix_only
@pytest.mark.parametrize(
    ("args", "handed_over"),
    [
        ([], "community: lab"),
        (["lab"], "community: lab"),
        (["run", "forum", "--days", "3"], "community: run forum --days 3"),
        (["run", "--help"], "community: run --help"),
    ],
)
def test_what_start_does_not_know_goes_to_community(installed, args, handed_over):
    """No argument means the lab; everything else is handed on word by word."""
    done = run_start(installed, *args)
    assert done.stdout.strip() == handed_over, done.stderr


@posix_only
def test_start_test_hands_over_to_the_checks(installed):
    """`start.py test lint` runs tools/check.py of the same folder with the steps named."""
    done = run_start(installed, "test", "lint")
    assert done.stdout.strip() == f"python: {installed / 'tools' / 'check.py'} lint"


@posix_only
def test_start_passes_the_exit_code_on(installed):
    """Scripts and CI see how the program ended."""
    assert run_start(installed, "run", LEAVE_WITH="2").returncode == 2


@posix_only
def test_start_does_not_install_again_what_is_current(installed):
    """`setup` in a finished environment only says so."""
    done = run_start(installed, "setup")
    assert done.returncode == 0
    assert done.stdout == "The environment is ready. Next: python start.py\n"


def test_help_needs_no_environment(tmp_path):
    """`start.py --help` explains itself in a folder where nothing was installed, and installs nothing."""
    shutil.copy(ROOT / "start.py", tmp_path / "start.py")
    done = run_start(tmp_path, "--help")
    assert done.returncode == 0
    assert "start.py setup" in done.stdout
    assert not (tmp_path / ".venv").exists()


@posix_only
def test_an_interrupted_or_outdated_environment_is_made_again(installed):
    """No stamp, no Python, or another recipe: the environment is not current."""
    start = load_start(installed)
    assert start.is_current()
    start.STAMP.unlink()
    assert not start.is_current()
    start.STAMP.write_text(start.fingerprint())
    start.PYTHON.unlink()
    assert not start.is_current()
    start.PYTHON.touch()
    assert start.is_current()
    with (installed / "constraints.txt").open("a") as file:
        file.write("another==1.0\n")
    assert not start.is_current()


@posix_only
def test_an_environment_that_was_moved_is_made_again(installed):
    """Programs in .venv name the folder they were made in, so a moved copy can't be trusted."""
    moved = installed.rename(installed.with_name("moved"))
    assert not load_start(moved).is_current()


@posix_only
@pytest.mark.parametrize(("failing", "advice"), [("venv", "writable"), ("install", "internet")])
def test_a_failed_set_up_says_in_one_line_what_to_do_and_leaves_no_stamp(installed, monkeypatch, failing, advice):
    """Whichever step fails, the next call starts again and the reader knows what to try."""
    start = load_start(installed)
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    monkeypatch.setattr(start, "works", lambda log, *command: failing not in command)
    message = start.set_up()
    assert advice in message and "\n" not in message
    assert not start.is_current()


@posix_only
def test_a_uv_that_does_not_work_gives_way_to_pip(installed, monkeypatch):
    """A shim without a uv behind it must not stop anybody."""
    start = load_start(installed)
    commands = []

    def works(log, *command):
        commands.append([str(word) for word in command])
        return "--version" not in command

    monkeypatch.setattr(start.shutil, "which", lambda name: "uv")
    monkeypatch.setattr(start, "works", works)
    assert start.set_up() == ""
    assert start.is_current()
    assert commands[0] == ["uv", "--version"]
    assert any(command[1:4] == ["-m", "pip", "install"] for command in commands)
    assert not any(command[:2] == ["uv", "pip"] for command in commands)


def test_the_checks_stop_at_the_first_failing_step_and_name_it(capsys):
    """Later steps don't run, and the message gives the command to repeat the failing one."""
    ran = []

    def call(command, **options):
        ran.append(command)
        return 1 if "format" in command else 0

    assert check.check(call=call) == 1
    assert len(ran) == 2
    assert "python start.py test format" in capsys.readouterr().err


def test_the_checks_list_their_steps_when_asked_for_an_unknown_one(capsys):
    """An unknown step exits with 2 before anything runs."""
    assert check.check(["tets"], call=None) == 2
    assert "tets" in (message := capsys.readouterr().err) and "facilitator" in message


def test_the_checks_skip_what_is_not_there_yet(tmp_path, capsys):
    """In an empty folder there are no notebooks to run; the steps say so instead of failing."""
    assert check.check(["editions", "facilitator", "learner"], root=tmp_path, call=None) == 0
    assert capsys.readouterr().out.count("nothing to check yet") == 3


def test_jupyterlab_opens_without_asking_about_news():
    """The setting is installed with the kit, where every JupyterLab of the environment reads it."""
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"] == {"jupyter": "etc/jupyter"}
    settings = json.loads((ROOT / "jupyter" / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert settings["disabledExtensions"] == {"@jupyterlab/apputils-extension:announcements": True}


def test_ci_runs_what_contributors_run():
    """CI knows no steps of its own."""
    assert "python3 start.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
