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


_MEMBER_DAYS_PER_SECOND = 5e5
"""What one core lives through in a second, key figures included; a rough figure that need not be exact."""
_START_SECONDS = 4
"""Time until a worker has imported everything and begins."""


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


def paying(runs: int, members: int, days: int) -> int:
    """Return how many processes pay for so many runs: 1 where all is done sooner than workers have started."""
    seconds = runs * members * days / _MEMBER_DAYS_PER_SECOND
    return min(cores(), runs) if seconds > _START_SECONDS * 2 else 1


def cores() -> int:
    """Return how many processes this machine can run at once."""
    return os.cpu_count() or 1
