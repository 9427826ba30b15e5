"""Replicates: many runs, shared out among workers, each kept as soon as it is finished.

A folder of replicates holds `manifest.json` (what they are replicates of) and `replicates/`, one Parquet file
each, written beside and then renamed, so that a file is whole or not there. Whatever kills the work - a signal, a
full disk, a power cut - costs the replicates in flight and no others; going on later finishes the rest and gives
the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from ..playbook.playbook import Playbook
from ..world.scenario import Scenario
from .run import Run, simulate

MANIFEST, FOLDER = "manifest.json", "replicates"
IN_FLIGHT_MOST = 256
"""Replicates handed to an executor at a time: enough for any cluster we know, few enough for any memory."""
Job = tuple[Scenario, Playbook | None, int, Mapping[str, Callable[[Run], float]]]


class Store:
    """A folder that keeps finished replicates.

    Attributes:
        folder: where. done: numbers of the replicates that are there.
    """

    def __init__(self, folder: str | os.PathLike[str], manifest: Mapping[str, Any], resume: bool = False) -> None:
        """Open a folder for the replicates that a manifest describes, and write the manifest.

        Raises:
            ValueError: in one line, when the folder holds replicates already and `resume` is False, or when it is
                to be resumed and holds others.
        """
        self.folder = Path(folder)
        text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        known = self.folder / MANIFEST
        if known.is_file():
            if not resume:
                raise ValueError(f"{self.folder} holds replicates already; resume it, or name another folder")
            if _print_of(known.read_text(encoding="utf-8")) != _print_of(text):
                raise ValueError(f"{self.folder} holds replicates of something else; name another folder")
        (self.folder / FOLDER).mkdir(parents=True, exist_ok=True)
        if not known.is_file():
            put(known, text.encode())
        self.done = {int(path.stem) for path in (self.folder / FOLDER).glob("*.parquet") if path.stem.isdigit()}

    def read(self, number: int) -> list[float]:
        """Return the values of a replicate that is there.

        Raises:
            ValueError: in one line, when its file is damaged.
        """
        path = self._path(number)
        try:
            return pd.read_parquet(path)["value"].tolist()
        except (OSError, ValueError, KeyError) as error:
            raise ValueError(f"{path} is damaged ({type(error).__name__}); delete it and resume") from None

    def keep(self, number: int, names: Sequence[str], values: Sequence[float]) -> None:
        """Write one replicate, whole or not at all."""
        table = pd.DataFrame({"metric": list(names), "value": np.asarray(values, dtype=float)})
        put(self._path(number), table.to_parquet(index=False))
        self.done.add(number)

    def _path(self, number: int) -> Path:
        return self.folder / FOLDER / f"{number:07d}.parquet"


def put(path: Path, content: bytes) -> None:
    """Write a file beside its place, make sure it is on the disk, and move it there."""
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def live_all(
    jobs: Sequence[Job], names: Sequence[str], executor: Executor | None = None, store: Store | None = None,
    progress: bool = False, desc: str = "runs",
) -> np.ndarray:  # fmt: skip
    """Let every job live that is not kept already; return all values in the order of the jobs.

    Args:
        jobs: place, playbook, seed and further measures of each replicate. names: of the values of each.
        executor: any `concurrent.futures.Executor`; None lives one after the other.
        store: where finished replicates are kept, and found again.

    Returns:
        Values, shape (jobs, names).

    Raises:
        ValueError: in one line, when the executor's workers died; what was finished is kept.
    """
    values = np.full((len(jobs), len(names)), np.nan)
    for number in sorted(store.done if store else ()):
        if number < len(jobs):
            values[number] = store.read(number)
    left = [number for number in range(len(jobs)) if store is None or number not in store.done]
    with tqdm(total=len(jobs), initial=len(jobs) - len(left), unit="run", desc=desc, disable=not progress) as bar:
        for number, found in _lived(jobs, left, executor):
            values[number] = found
            if store is not None:
                store.keep(number, names, found)
            bar.update()
    return values


def measured(job: Job) -> list[float]:
    """Let one replicate live; return its metrics and measures."""
    from ..lens.metrics import summary

    place, plan, seed, measures = job
    run = simulate(place, plan, seed=seed)
    return [*summary(run).tolist(), *(_number(name, measure(run)) for name, measure in measures.items())]


def _lived(
    jobs: Sequence[Job], left: Sequence[int], executor: Executor | None
) -> Iterator[tuple[int, list[float]]]:
    """Yield number and values of each job that is left, as they are finished."""
    if executor is None:
        for number in left:
            yield number, measured(jobs[number])
        return
    waiting = iter(left)
    running: dict[Future, int] = {}
    try:
        while True:
            for number in waiting:
                running[executor.submit(measured, jobs[number])] = number
                if len(running) >= IN_FLIGHT_MOST:
                    break
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
    except Exception as error:
        # Dask has an error of its own for a worker that died again and again; not everybody has Dask.
        if not isinstance(error, BrokenExecutor) and type(error).__name__ != "KilledWorker":
            raise
        raise ValueError(
            f"the executor's workers ended early ({type(error).__name__}): killed, out of memory, or unable to "
            "import a measure; what was finished is kept, resume to go on"
        ) from None
    finally:
        for future in running:
            future.cancel()


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(f"measure {name!r} must return a number, got {value!r}") from None


def _print_of(text: str) -> str:
    """Return a fingerprint of what a manifest describes; versions and the command do not count."""
    try:
        manifest = json.loads(text)
    except json.JSONDecodeError:
        return "damaged"
    kept = {name: value for name, value in manifest.items() if name not in ("versions", "command")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
