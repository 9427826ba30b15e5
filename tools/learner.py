"""Learner: runs learners' notebooks from top to bottom, some at a time; keeps nothing of what they show.

python tools/learner.py                             all of them
python tools/learner.py notebooks/01_x.ipynb ...    these only

nbval is of no use here: it skips cells without stored outputs, and a learner's edition has none.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("notebooks", "exercises")
SECONDS_PER_CELL = 120


def notebooks(root=ROOT):
    """Return the paths of all learner editions under the folder of the kit, sorted."""
    return [path for folder in FOLDERS for path in sorted((root / folder).glob("*.ipynb"))]


def run(path):
    """Run one notebook in a kernel of its own; return what went wrong, empty if nothing did."""
    execute = [str(Path(sys.executable).with_name("jupyter-execute")), f"--timeout={SECONDS_PER_CELL}"]
    done = subprocess.run(
        [*execute, "--kernel_name=python3", str(path)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stderr.strip() or f"ended with status {done.returncode}"


def main(paths, run=run, workers=None):
    """Run notebooks side by side and say which fail.

    Args:
        paths: the notebooks.
        run: runs one and returns its fault.
        workers: how many at a time; None for one a core.

    Returns:
        0 if all ran through, 1 if one did not, 2 if there are none.
    """
    if not paths:
        print("there is no notebook to run", file=sys.stderr)
        return 2
    faults = {}
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        done = zip(paths, pool.map(run, paths), strict=True)
        for path, fault in tqdm(done, total=len(paths), unit="notebook", disable=not sys.stderr.isatty()):
            if fault:
                faults[path] = fault
    for path, fault in faults.items():
        print(f"{path}\n{fault}\n", file=sys.stderr)
    print(f"{len(paths) - len(faults)} of {len(paths)} notebooks ran from top to bottom")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]] or notebooks()))
