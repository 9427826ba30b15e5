"""Runner: one long job at a time, beside the notebook, which can be watched, stopped and replaced.

A job runs in a thread of its own, so that widgets stay alive while it does. What it has to tell is handed over to
the thread in which the Runner was made, by the event loop that a notebook has there; without a loop (in a script)
it is handed over by `wait`. So whatever is shown is changed by one thread only.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

REPORTS_PER_SECOND = 8
"""More often nobody can look."""


class Stopped(Exception):
    """The job was asked to stop, and has."""


@dataclass(eq=False)
class Task:
    """What a job knows of its run.

    Attributes:
        cancel: set when it is to stop.
    """

    cancel: threading.Event = field(default_factory=threading.Event)
    _tell: Callable[[Callable[[], Any]], None] = field(default=lambda make: None, repr=False)
    _last: float = field(default=0.0, repr=False)

    def report(self, make: Callable[[], Any]) -> None:
        """Say how it goes; `make` gives what to show, and is only called when it is time to show something."""
        now = time.monotonic()
        if now - self._last >= 1 / REPORTS_PER_SECOND:
            self._last = now
            self._tell(make)

    def progress(self, done: int, total: int) -> None:
        """Say how far it is, and stop by `Stopped` when that is asked for: for jobs that know no cancel event.

        Raises:
            Stopped: when the job is to stop.
        """
        if self.cancel.is_set():
            raise Stopped
        self.report(lambda: (done, total))


@dataclass(frozen=True, eq=False)
class _Order:
    job: Callable[[Task], Any]
    done: Callable[[Any], Any]
    reported: Callable[[Any], Any]
    task: Task = field(default_factory=Task)


class Runner:
    """Runs one job at a time in a thread.

    Attributes:
        failed: called with one line when a job fails. changed: called with True and False when work begins, ends.
        error: the last exception, for those who look for its cause.
    """

    def __init__(
        self, failed: Callable[[str], Any] | None = None, changed: Callable[[bool], Any] | None = None
    ) -> None:
        """Make a runner that hands over to the thread that makes it."""
        self.failed, self.changed = failed or (lambda line: None), changed or (lambda busy: None)
        self.error: BaseException | None = None
        self._now: _Order | None = None
        self._next: _Order | None = None
        self._thread: threading.Thread | None = None
        self._told: queue.SimpleQueue[Callable[[], Any]] = queue.SimpleQueue()
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    @property
    def busy(self) -> bool:
        """Whether a job is running, or what it has found is still to be shown."""
        return self._now is not None

    def start(
        self,
        job: Callable[[Task], Any],
        done: Callable[[Any], Any] = lambda result: None,
        reported: Callable[[Any], Any] = lambda news: None,
        replace: bool = False,
    ) -> bool:
        """Start a job, and return whether it will be run.

        Args:
            job: called in a thread with its `Task`. done: called with what it returns; not when it was stopped by
                another that replaces it, failed, or raised `Stopped`.
            reported: called with what it reports on the way.
            replace: when another job is running: True stops that and runs this one after it (of several that wait,
                only the latest is run); False refuses this one.
        """
        order = _Order(job, done, reported)
        if self._now is not None:
            if replace:
                self._next = order
                self._now.task.cancel.set()
            return replace
        self._begin(order)
        return True

    def stop(self) -> bool:
        """Ask the running job to stop, and forget the one that waits; return whether there was one."""
        self._next = None
        if self._now is None:
            return False
        self._now.task.cancel.set()
        return True

    def wait(self, seconds: float = 60.0) -> bool:
        """Wait until nothing runs any more, and show what was found; return whether that came in time."""
        until = time.monotonic() + seconds
        while self._now is not None:
            left = until - time.monotonic()
            if left <= 0:
                return False
            try:
                self._told.get(timeout=min(left, 0.5))()
            except queue.Empty:
                continue
        return True

    # --- inner matters ------------------------------------------------------------------------------------

    def _begin(self, order: _Order) -> None:
        self._now = order
        order.task._tell = lambda make: self._report(order, make)
        self._thread = threading.Thread(target=self._run, args=(order,), name="desk", daemon=True)
        self._guarded(self.changed, True)
        self._thread.start()

    def _run(self, order: _Order) -> None:
        try:
            result = order.job(order.task)
        except Stopped:
            self._hand_over(lambda: self._end(order, None, None, False))
        except BaseException as error:
            caught = error
            self._hand_over(lambda: self._end(order, None, caught, False))
        else:
            self._hand_over(lambda: self._end(order, result, None, True))

    def _report(self, order: _Order, make: Callable[[], Any]) -> None:
        news = make()
        self._hand_over(lambda: self._guarded(order.reported, news))

    def _hand_over(self, call: Callable[[], Any]) -> None:
        self._told.put(call)
        if self._loop is not None:
            try:
                self._loop.call_soon_threadsafe(self._show)
            except RuntimeError:  # the loop is closed: the notebook is going down
                self._loop = None

    def _show(self) -> None:
        """Show what has been handed over; `wait` may have done so already."""
        while True:
            try:
                call = self._told.get_nowait()
            except queue.Empty:
                return
            call()

    def _end(self, order: _Order, result: Any, error: BaseException | None, finished: bool) -> None:
        following, self._next = self._next, None
        self._now = None
        if error is not None:
            self.complain(error)
        elif finished and following is None:
            self._guarded(order.done, result)
        if self._now is None and following is not None:
            self._begin(following)
        elif self._now is None:
            self._guarded(self.changed, False)

    def _guarded(self, call: Callable[[Any], Any], value: Any) -> None:
        try:
            call(value)
        except Exception as error:
            self.complain(error)

    def complain(self, error: BaseException) -> None:
        """Show an exception as one line."""
        self.error = error
        if os.environ.get("SIMULATOR_DEBUG"):
            traceback.print_exception(error)
        self.failed(in_a_line(error))


def in_a_line(error: BaseException) -> str:
    """Return what an exception says in one line; one that nobody foresaw says its type as well."""
    said = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, ValueError | OSError):
        return said
    return f"something is wrong inside the desk ({type(error).__name__}: {said}); nothing you did is lost"
