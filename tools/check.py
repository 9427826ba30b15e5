"""Check: everything that must hold before a change is merged, step by step, stopping at the first failure.

`python start.py test` runs all steps; `python start.py test lint tests` runs the steps named.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
SECONDS_PER_CELL = 120


def commands(root):
    """Return the steps in the order they run.

    Args:
        root: the folder of the kit.

    Returns:
        A dict: name of the step -> (what it proves, the command). The command is None where there is
        nothing to check yet.
    """
    solved = notebooks_in(root, "notebooks/facilitator", "exercises/solutions")
    learner = notebooks_in(root, "notebooks", "exercises")
    side_by_side = ["-n", "auto", "--dist", "loadfile"]  # a notebook is one file, and stays in one process
    ruff = [PYTHON, "-m", "ruff"]
    build = root / "tools" / "build.py"
    nbval = ["--nbval", "--nbval-current-env", f"--nbval-cell-timeout={SECONDS_PER_CELL}"]
    return {
        "lint": ("the code is free of common mistakes", [*ruff, "check", "--output-format=concise", "."]),
        "format": ("the code is formatted", [*ruff, "format", "--check", "."]),
        "editions": (
            "the notebooks are current with their sources",
            [PYTHON, str(build), "--check"] if build.exists() else None,
        ),
        "tests": (
            "the tests pass",
            [PYTHON, "-m", "pytest", "-q", *side_by_side] if (root / "tests").is_dir() else None,
        ),
        "facilitator": (
            "solved notebooks give the outputs they show",
            [PYTHON, "-m", "pytest", "-q", *side_by_side, *nbval, *solved] if solved else None,
        ),
        "learner": (
            "learners' notebooks run from top to bottom",
            [PYTHON, str(root / "tools" / "learner.py"), *learner] if learner else None,
        ),
    }


def notebooks_in(root, *folders):
    """Return the paths of the notebooks that lie directly in these folders, sorted."""
    return [str(path) for folder in folders for path in sorted((root / folder).glob("*.ipynb"))]


def check(names=(), root=ROOT, call=subprocess.call):
    """Run the steps named, or all of them, and stop at the first that fails.

    Args:
        names: names of steps; empty for all.
        root: the folder of the kit.
        call: runs a command like subprocess.call and returns its exit code.

    Returns:
        0 if every step passed, 1 if one failed, 2 if a name is not known.
    """
    steps = commands(root)
    unknown = [name for name in names if name not in steps]
    if unknown:
        print(f"unknown step {unknown[0]!r}; the steps are: {', '.join(steps)}", file=sys.stderr)
        return 2
    # One thread each: the tests already use every core.
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    chosen = [name for name in steps if name in names or not names]
    for number, name in enumerate(chosen, start=1):
        proves, command = steps[name]
        head = f"[{number}/{len(chosen)}] {name}: {proves}"
        if command is None:
            print(f"{head} - nothing to check yet", flush=True)
            continue
        print(head, flush=True)
        began = time.monotonic()
        if call(command, cwd=root, env=env) != 0:
            print(f"Failed at {name}. To run it alone: python start.py test {name}", file=sys.stderr)
            return 1
        print(f"      passed in {time.monotonic() - began:.0f} s", flush=True)
    print("Everything passed." if not names else "Passed.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(check(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
