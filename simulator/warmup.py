"""Warm-up: a tiny community lives for two days, so that the compiled model is on disk before it is needed.

`python -m simulator.warmup` does it and clears away what was compiled from older sources.
"""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import nullcontext
from pathlib import Path

EXTENSION = ".nbi"
"""Numba's index files; there is one for every compiled function."""
_HEART = "hour.live"
"""The function that is compiled last and takes longest: when it is on disk, the model is."""


def compiled_folder() -> Path | None:
    """Return the folder of the compiled code of these sources; None without Numba or without a place to write."""
    from .world import compiled

    return Path(compiled.CACHE_FOLDER) if compiled.CACHE_FOLDER else None


def is_compiled(folder: Path | None = None) -> bool:
    """Return whether the model lies compiled in `folder` (default: `compiled_folder()`) for this Python."""
    folder = folder or compiled_folder()
    if folder is None:
        return False
    version = f"py{sys.version_info.major}{sys.version_info.minor}"
    return any(folder.rglob(f"{_HEART}-*.{version}*{EXTENSION}"))


def prune(current: Path) -> int:
    """Delete the folders beside `current` that hold code compiled from other sources; return how many."""
    stale = [folder for folder in current.parent.glob("compiled-*") if folder != current and folder.is_dir()]
    for folder in stale:
        shutil.rmtree(folder, ignore_errors=True)
    return sum(not folder.exists() for folder in stale)


def tiny_community(engine: str = "compiled"):
    """Return a run of 50 lively members over 2 days, in which every part of the model has something to do."""
    from .lab.run import simulate
    from .world.scenario import Scenario

    changes = {"members": 50, "days": 2, "population.visits_per_day": 6, "population.voice_share": 1}
    return simulate(Scenario.load("forum").replace(changes), "balanced", seed=1, engine=engine)


def warm_up() -> str:
    """Compile the model if it is not compiled yet; return one line that says what was done."""
    from .world.compiled import HAS_NUMBA

    if not HAS_NUMBA:
        return "Numba is missing here: there is nothing to compile, and the readable engine is used."
    folder = compiled_folder()
    was_there = is_compiled(folder)
    began = time.perf_counter()
    tiny_community()
    seconds = time.perf_counter() - began
    if folder is None:
        return "The model works, but no folder for compiled code is writable: every start will compile anew."
    pruned = prune(folder)
    cleared = f", {pruned} older one{'s' * (pruned != 1)} cleared away" if pruned else ""
    if was_there:
        return f"The compiled model was ready{cleared}."
    return f"The model is compiled ({seconds:.0f} s){cleared}."


def main() -> int:
    """Warm up, with a spinner on a terminal; return an exit code."""
    try:
        with _spinner("Compiling the model, once ..."):
            line = warm_up()
    except KeyboardInterrupt:
        print("warmup: stopped", file=sys.stderr)
        return 130
    print(line)
    return 0


def _spinner(text: str):
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(text)


if __name__ == "__main__":
    sys.exit(main())
