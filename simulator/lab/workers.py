"""Workers: processes on this machine that share the work.

    from simulator import compare
    from simulator.lab.workers import workers
    with workers() as executor:
        compare("forum", ["silence", "disclose"], executor=executor)

They are loky's, which neither run a script's main module again nor mind functions that were written in a cell of
a notebook, on Linux, macOS and Windows alike.
"""

from __future__ import annotations

import os
import signal
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor


def workers(jobs: int | None = None) -> AbstractContextManager[Executor | None]:
    """Return processes to share the work, or nothing to work alone; nothing is started before the first job.

    Args:
        jobs: how many, at most one a core; None for one a core.

    Raises:
        ValueError: in one line, when `jobs` is less than 1.
    """
    jobs = cores() if jobs is None else jobs
    if jobs < 1:
        raise ValueError(f"--jobs must be at least 1, got {jobs}")
    if jobs == 1:
        return nullcontext()
    from loky import ProcessPoolExecutor

    # Each process has one core to itself. Ctrl-C is answered here, once.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return ProcessPoolExecutor(
        min(jobs, cores()), initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )


def cores() -> int:
    """Return how many processes this machine can run at once."""
    return os.cpu_count() or 1
