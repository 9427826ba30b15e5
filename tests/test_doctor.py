"""The doctor: one finding a check, each a status and what to do."""

import json
import sys

import pytest
from typer.testing import CliRunner

from simulator import doctor
from simulator.cli import app
from simulator.doctor import NOTE, OK, PROBLEM, Finding


def report(monkeypatch, checks, *arguments):
    """Run `community doctor` with other checks than its own."""
    monkeypatch.setattr(doctor, "CHECKS", checks)
    return CliRunner().invoke(app, ["doctor", *arguments])


def broken():
    """Be a check that fails in a way nobody thought of."""
    raise RuntimeError("lost\nin detail")


def test_every_check_is_one_line_with_its_status(monkeypatch):
    """OK and notes alone mean ready, exit code 0."""
    checks = {"python": lambda: Finding(OK, "3.11"), "browser": lambda: Finding(NOTE, "none; use another")}
    result = report(monkeypatch, checks)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["OK", "python", "3.11"]
    assert result.stdout.splitlines()[1].split() == ["note", "browser", "none;", "use", "another"]
    assert result.stdout.splitlines()[-1] == "This machine is ready."


def test_a_problem_gives_exit_code_1(monkeypatch):
    """And the other checks are still made."""
    checks = {"a": lambda: Finding(PROBLEM, "no room; make room"), "b": lambda: Finding(OK, "fine")}
    result = report(monkeypatch, checks)
    assert result.exit_code == 1
    assert "problem  a" in result.stdout and "OK       b" in result.stdout
    assert "1 of 2 checks" in result.stdout


def test_a_check_that_breaks_is_a_problem_and_not_a_traceback(monkeypatch):
    """Its line says why, in one line, and what to do."""
    result = report(monkeypatch, {"a": broken})
    assert result.exit_code == 1
    assert "this check broke off (lost); run: python start.py setup" in result.stdout
    assert "in detail" not in result.output


def test_json_says_the_same(monkeypatch):
    """`ready` and one record a check."""
    checks = {"a": lambda: Finding(OK, "fine"), "b": lambda: Finding(PROBLEM, "bad")}
    result = report(monkeypatch, checks, "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "ready": False,
        "checks": [
            {"check": "a", "status": "OK", "says": "fine"},
            {"check": "b", "status": "problem", "says": "bad"},
        ],
    }


def test_an_old_python_is_a_problem():
    """3.10 is too old, 3.11 is not."""
    assert doctor.python_version((3, 10, 9)).status == PROBLEM
    assert doctor.python_version((3, 11, 0)).status == OK
    assert doctor.python_version().status == OK


@pytest.mark.parametrize(
    ("requirement", "status", "says"),
    [
        ("numpy>=1", OK, "1 packages"),
        ("numpy>=999", PROBLEM, "must be >=999"),
        ("no-such-package-anywhere", PROBLEM, "no-such-package-anywhere is missing"),
        ('no-such-package-anywhere; python_version < "3"', NOTE, "none was compared"),
    ],
)
def test_packages_are_held_against_the_minimum(requirement, status, says):
    """A package that is missing or too old is named, one for another system is left out."""
    finding = doctor.packages([requirement])
    assert finding.status == status
    assert says in finding.says


def test_the_kits_own_requirements_are_found():
    """The doctor reads them from where the kit declares them."""
    assert any(requirement.startswith("mesa") for requirement in doctor.required_packages())


@pytest.mark.parametrize(("free", "status"), [(5_000_000_000, OK), (500_000_000, NOTE), (50_000_000, PROBLEM)])
def test_a_full_disk_is_noticed_before_it_hurts(free, status):
    """Little room is a note, too little a problem that says what to do."""
    finding = doctor.disk(free)
    assert finding.status == status
    assert status == OK or "make room" in finding.says


@pytest.mark.parametrize(("free", "status"), [(8_000_000_000, OK), (900_000_000, NOTE), (100_000_000, PROBLEM)])
def test_scarce_memory_is_noticed(free, status):
    """And the line says how large a community fits."""
    finding = doctor.memory(free)
    assert finding.status == status
    assert status == PROBLEM or "members over 90 days" in finding.says


def test_more_memory_never_holds_fewer_members():
    """The estimate grows with what is free."""

    def members(free):
        return int(doctor.memory(free).says.split("about ")[1].split(" ")[0].replace(",", ""))

    assert members(2_000_000_000) <= members(4_000_000_000) <= members(16_000_000_000)


def test_a_place_that_cannot_be_written_to_is_a_problem(tmp_path):
    """Below a file there is no folder, not even for root."""
    (tmp_path / "file").touch()
    assert doctor.writing(tmp_path / "file").status == PROBLEM
    assert doctor.writing(tmp_path).status == OK
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_two_engines_are_compared(monkeypatch):
    """They agree; and if they did not, the doctor would say in which table."""
    assert doctor.engines_agree().status == OK
    from simulator import warmup

    tiny, calls = warmup.tiny_community, []

    def quarrelling(engine="compiled"):
        run = tiny()
        if calls:
            run.posts.loc[:, "likes"] += 1
        calls.append(engine)
        return run

    monkeypatch.setattr("simulator.world.compiled.HAS_NUMBA", True)
    monkeypatch.setattr(warmup, "tiny_community", quarrelling)
    finding = doctor.engines_agree()
    assert finding.status == PROBLEM and "posts" in finding.says
    assert calls == ["compiled", "mesa"]


def test_without_numba_the_readable_engine_is_a_note(monkeypatch):
    """The kit works without it, so it is no problem."""
    monkeypatch.setattr("simulator.world.compiled.HAS_NUMBA", False)
    assert doctor.engine().status == NOTE
    assert doctor.compiled_code().status == NOTE


def test_a_machine_without_browser_gets_a_way_around_it(monkeypatch):
    """A note names the option that prints the address."""
    import webbrowser

    def none():
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert doctor.browser().status == NOTE
    assert "--no-browser" in doctor.browser().says


def test_a_missing_kernel_is_a_problem(monkeypatch):
    """Without Jupyter's client there are no notebooks."""
    monkeypatch.setitem(sys.modules, "jupyter_client.manager", None)
    finding = doctor.kernel()
    assert finding.status == PROBLEM and "start.py setup" in finding.says


def test_a_kernel_that_is_there_answers():
    """It is started, asked to compute, and stopped."""
    pytest.importorskip("jupyter_client")
    pytest.importorskip("ipykernel")
    assert doctor.kernel() == Finding(OK, "starts and answers")
