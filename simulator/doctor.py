"""Doctor: is this machine ready? One line a check: OK, a note, or a problem and what to do about it.

Every check imports what it needs itself, so that the doctor can still speak where packages are missing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
DISTRIBUTION = "community-management-training-kit"
OLDEST_PYTHON = (3, 11)
MEND = "run: python start.py setup"
OK, NOTE, PROBLEM = "OK", "note", "problem"
KERNEL_SECONDS = 60
DISK_SCARCE, DISK_NEEDED = 1_000_000_000, 100_000_000
MEMORY_SCARCE, MEMORY_NEEDED = 1_000_000_000, 300_000_000
"""Bytes: below the first a note, below the second a problem. JupyterLab, a kernel and a small run take 0.3 GB."""


class Finding(NamedTuple):
    """What a check found: `OK`, `NOTE` or `PROBLEM`, and one line that says what, and what to do."""

    status: str
    says: str


def python_version(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Check that Python is new enough."""
    found = ".".join(map(str, version))
    if tuple(version) < OLDEST_PYTHON:
        return Finding(PROBLEM, f"{found} is too old; install 3.11 or newer and run start.py with it")
    return Finding(OK, f"{found} at {sys.executable}")


def packages(requirements: list[str] | None = None) -> Finding:
    """Check that every package the kit asks for is there, in a version it can use."""
    from packaging.requirements import Requirement

    wanted = required_packages() if requirements is None else requirements
    wrong, checked = [], 0
    for requirement in map(Requirement, wanted):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        checked += 1
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            if requirement.name != "numba":  # the readable engine does without; the check of the engine says so
                wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} {version} must be {requirement.specifier}")
    if wrong:
        return Finding(PROBLEM, f"{', '.join(wrong)}; {MEND}")
    if not checked:
        return Finding(NOTE, "the list of required packages was not found, so none was compared")
    return Finding(OK, f"{checked} packages are there and new enough")


def required_packages() -> list[str]:
    """Return the kit's requirements: from pyproject.toml in a checkout, else from the installed package."""
    recipe = ROOT / "pyproject.toml"
    if recipe.exists():
        import tomllib

        return tomllib.loads(recipe.read_text(encoding="utf-8"))["project"]["dependencies"]
    try:
        return metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []


def engine() -> Finding:
    """Check which engine will run."""
    from .world.compiled import HAS_NUMBA

    if HAS_NUMBA:
        return Finding(OK, f"compiled, with Numba {metadata.version('numba')}")
    return Finding(NOTE, f"Numba is missing, so the readable engine runs, many times slower; {MEND}")


def compiled_code() -> Finding:
    """Check that compiled code can be kept between starts."""
    from .warmup import compiled_folder, is_compiled
    from .world.compiled import HAS_NUMBA

    if not HAS_NUMBA:
        return Finding(NOTE, "nothing to keep without Numba")
    folder = compiled_folder()
    if folder is None:
        says = "no place to keep it, so every start compiles for about 10 seconds"
        return Finding(NOTE, f"{says}; make {ROOT} or {tempfile.gettempdir()} writable")
    if not is_compiled(folder):
        return Finding(NOTE, "the model is compiled at the first run; to do it now: python -m simulator.warmup")
    return Finding(OK, f"kept in {folder}")


def kernel() -> Finding:
    """Check that a notebook can compute: start a Jupyter kernel and let it add two numbers."""
    try:
        from jupyter_client.manager import start_new_kernel
    except ImportError:
        return Finding(PROBLEM, f"Jupyter is not installed; {MEND}")
    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        manager, client = start_new_kernel(startup_timeout=KERNEL_SECONDS, **quiet)
    except Exception as error:  # a kernel fails in many ways, and for each the advice is the same
        return Finding(PROBLEM, f"the kernel did not start ({_first_line(error)}); {MEND}")
    try:
        reply = client.execute_interactive("1 + 1", silent=True, timeout=KERNEL_SECONDS)
        works = reply["content"]["status"] == "ok"
    except Exception:
        works = False
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return (
        Finding(OK, "starts and answers") if works else Finding(PROBLEM, f"it starts but does not answer; {MEND}")
    )


def lab() -> Finding:
    """Check that JupyterLab is there."""
    try:
        return Finding(OK, metadata.version("jupyterlab"))
    except metadata.PackageNotFoundError:
        return Finding(PROBLEM, f"JupyterLab is not installed; {MEND}")


def browser() -> Finding:
    """Check that there is a browser to open the notebooks in."""
    import webbrowser

    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return Finding(NOTE, "none found; `community lab --no-browser` prints an address to open in one")
    return Finding(OK, getattr(found, "name", "") or "the system's own")


def disk(free: int | None = None) -> Finding:
    """Check that there is room for results."""
    free = shutil.disk_usage(Path.cwd()).free if free is None else free
    room = f"{free / 1e9:,.1f} GB free in {Path.cwd()}"
    if free < DISK_NEEDED:
        return Finding(PROBLEM, f"{room}, too little to save results; make room")
    return Finding(NOTE, f"{room}, little for large runs; make room") if free < DISK_SCARCE else Finding(OK, room)


def writing(folder: Path | None = None) -> Finding:
    """Check that results can be written here."""
    from .terminal.folders import require_writable

    folder = folder or Path.cwd()
    try:
        require_writable(folder)
    except OSError as error:
        return Finding(PROBLEM, f"{error}; go to a folder of your own")
    return Finding(OK, f"results can be saved in {folder}")


def memory(free: int | None = None) -> Finding:
    """Check that a community fits into memory, and say how large a one does."""
    import psutil

    from .world.memory import bytes_needed
    from .world.scenario import Scenario

    free = psutil.virtual_memory().available if free is None else free
    room = f"{free / 1e9:,.1f} GB free"
    if free < MEMORY_NEEDED:
        return Finding(PROBLEM, f"{room}, too little for a notebook; close other programs")
    size = 100_000
    largest = int(size * free / bytes_needed(Scenario.load("forum").replace(members=size)))
    fits = f"{room}, enough for about {float(f'{largest:.1g}'):,.0f} members over 90 days"
    return Finding(NOTE, f"{fits}; for more, close other programs") if free < MEMORY_SCARCE else Finding(OK, fits)


def engines_agree() -> Finding:
    """Check on a tiny community that the compiled and the readable engine leave the same tables."""
    from .lab.run import TABLES
    from .warmup import tiny_community
    from .world.compiled import HAS_NUMBA

    if not HAS_NUMBA:
        tiny_community("mesa")
        return Finding(OK, "the readable engine works on 50 members over 2 days")
    quick, readable = tiny_community("compiled"), tiny_community("mesa")
    differ = [name for name in TABLES if not getattr(quick, name).equals(getattr(readable, name))]
    if differ:
        return Finding(PROBLEM, f"the two engines differ in {', '.join(differ)}; use --engine mesa and report it")
    return Finding(OK, f"both engines wrote the same {len(quick.posts)} posts in 50 members' 2 days")


CHECKS: dict[str, Callable[[], Finding]] = {
    "python": python_version,
    "packages": packages,
    "engine": engine,
    "compiled code": compiled_code,
    "same results": engines_agree,
    "kernel": kernel,
    "jupyterlab": lab,
    "browser": browser,
    "disk": disk,
    "writing": writing,
    "memory": memory,
}


def findings(checks: dict[str, Callable[[], Finding]] | None = None) -> Iterator[tuple[str, Finding]]:
    """Yield the name and the finding of every check; a check that breaks is itself a problem."""
    for name, check in (CHECKS if checks is None else checks).items():
        try:
            yield name, check()
        except Exception as error:
            if os.environ.get("SIMULATOR_DEBUG", "0") not in ("", "0"):
                raise
            yield name, Finding(PROBLEM, f"this check broke off ({_first_line(error)}); {MEND}")


def examine(as_json: bool = False) -> int:
    """Print what every check found, as lines or as JSON; return 1 when there is a problem, else 0."""
    found = []
    for name, finding in findings():
        found.append((name, finding))
        if not as_json:
            print(f"{finding.status:<8} {name:<14} {finding.says}", flush=True)
    problems = sum(finding.status == PROBLEM for _, finding in found)
    if as_json:
        rows = [{"check": name, "status": finding.status, "says": finding.says} for name, finding in found]
        print(json.dumps({"ready": not problems, "checks": rows}, indent=1, ensure_ascii=False))
    elif problems:
        print(f"\n{problems} of {len(found)} checks found a problem; mend it and run `community doctor` again.")
    else:
        print("\nThis machine is ready.")
    return 1 if problems else 0


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines and lines[0] else type(error).__name__
