"""Threads: who answers whom, also where what was answered is missing from the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

NONE = -1
"""Parent of what opens a thread."""
UNKNOWN = -2
"""Parent of a reply whose thread has lost its opener."""
SUBJECT_DAYS = 90
"""A reply that names no message known here joins the thread of its subject if that was alive so lately."""
_DAY_MICROSECONDS = 86_400_000_000


def find_parents(
    time: np.ndarray,
    thread: Sequence[int],
    parents: Sequence[tuple[int, ...]],
    opens: Sequence[int],
    topic: Sequence[int],
    row_of: Mapping[int, int],
) -> tuple[np.ndarray, np.ndarray, Counter[str]]:
    """Return for every row the row its thread begins with, and the row it answers.

    A reply to something that is missing answers the opener of its thread, or nobody (`UNKNOWN`) when that is
    missing too; its thread then begins with the oldest row there is.

    Args:
        time: when each row was written, in microseconds, shape (rows,).
        thread: number of each row's thread, `NONE` where only `parents` and `topic` tell.
        parents: numbers of the posts each row may answer, the likeliest first.
        opens: 0 for replies, else what opens its thread if it is the first to say so.
        topic: number of each row's subject, or `NONE`.
        row_of: the row of every post's number.

    Returns:
        Roots and parents as arrays of shape (rows,), and counts: `orphan_replies`, whose parent is missing, and
        `threads_without_opener`.
    """
    order = np.lexsort((np.arange(len(time)), time)).tolist()
    if any(number != NONE for number in thread):
        roots, found, orphans = _by_thread(order, thread, parents, opens, row_of)
    else:
        roots, found, orphans = _by_reference(order, time, parents, opens, topic, row_of)
    headless = {root for root, parent in zip(roots, found, strict=True) if parent == UNKNOWN}
    counts = Counter(orphan_replies=orphans, threads_without_opener=len(headless))
    return np.array(roots, dtype="int64"), np.array(found, dtype="int64"), counts


def _by_thread(order, thread, parents, opens, row_of) -> tuple[list[int], list[int], int]:
    """Find parents where every row says to which thread it belongs."""
    opener: dict[int, int] = {}
    first: dict[int, int] = {}
    for row in order:
        first.setdefault(thread[row], row)
        if opens[row]:
            opener.setdefault(thread[row], row)
    roots, found, orphans = [0] * len(order), [NONE] * len(order), 0
    for row in order:
        own = thread[row]
        head = opener.get(own, UNKNOWN)
        roots[row] = first[own] if head == UNKNOWN else head
        if row == head:
            continue
        known = (row_of[post] for post in parents[row] if post in row_of)
        parent = next((other for other in known if thread[other] == own and other != row), None)
        if parent is None:
            orphans += bool(parents[row]) or head == UNKNOWN
            parent = head
        found[row] = parent
    return roots, found, orphans


def _by_reference(order, time, parents, opens, topic, row_of) -> tuple[list[int], list[int], int]:
    """Find parents and threads where rows say only what they answer, and under which subject."""
    found: list[int] = [NONE] * len(order)
    orphans = 0
    lately: dict[int, tuple[int, int]] = {}  # by topic: the row that began the thread, and when it was last alive
    for row in order:
        parent = next((row_of[post] for post in parents[row] if post in row_of and row_of[post] != row), None)
        own = topic[row]
        if parent is None and (opens[row] == 0 or parents[row]):
            start, alive = lately.get(own, (UNKNOWN, 0)) if own != NONE else (UNKNOWN, 0)
            parent = start if time[row] - alive <= SUBJECT_DAYS * _DAY_MICROSECONDS else UNKNOWN
            orphans += bool(parents[row]) or parent == UNKNOWN
        if parent is not None:
            found[row] = parent
        if own != NONE:
            is_start = found[row] < 0
            lately[own] = (row if is_start else lately.get(own, (row, 0))[0], int(time[row]))
    _break_circles(order, found, time)
    roots = [NONE] * len(order)
    for row in order:
        path = []
        here = row
        while roots[here] == NONE and found[here] >= 0:
            path.append(here)
            here = found[here]
        root = here if roots[here] == NONE else roots[here]
        roots[here] = root
        for step in path:
            roots[step] = root
    return roots, found, orphans


def _break_circles(order: list[int], found: list[int], time: np.ndarray) -> None:
    """Let the oldest row of a circle of answers open the thread: forged or clashing ids can make one."""
    settled = [False] * len(found)
    for row in order:
        path: list[int] = []
        on_path = set()
        here = row
        while here >= 0 and not settled[here] and here not in on_path:
            path.append(here)
            on_path.add(here)
            here = found[here]
        if here in on_path:
            circle = path[path.index(here) :]
            found[min(circle, key=lambda other: (time[other], other))] = NONE
        for step in path:
            settled[step] = True
