"""Workers: processes that share the work of a command."""

from __future__ import annotations

import os
import signal
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor


def workers(jobs: int) -> AbstractContextManager[Executor | None]:
    """Return processes to share the work, or nothing to work alone; nothing is started before the first job.

    Raises:
        ValueError: in one line, when `jobs` is less than 1.
    """
    if jobs < 1:
        raise ValueError(f"--jobs must be at least 1, got {jobs}")
    if jobs == 1:
        return nullcontext()
    from loky import ProcessPoolExecutor

    # Each process has one core to itself. Ctrl-C is answered here, once.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    return ProcessPoolExecutor(
        min(jobs, cores()), context="loky", initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
    )


def cores() -> int:
    """Return how many processes this machine can run at once."""
    return os.cpu_count() or 1
