"""Door: what readers hand over leaves names and ids behind here, and comes out as a table of whole numbers."""

from __future__ import annotations

from array import array
from collections import Counter

import numpy as np
import pandas as pd

from ...hashing import MEMBER, POST, THREAD, TOPIC, Seal
from .threads import NONE, find_parents

TEAM_MEMBER = -1
UNKNOWN_MEMBER = -2
_LONGEST_CHAIN = 100


class Door:
    """Takes contributions one by one, in any order, and keeps only numbers.

    Args:
        seal: turns names into hashes; they are numbered, and neither names nor ids are kept.
        keep_text: True to keep what was written.
    """

    def __init__(self, seal: Seal, keep_text: bool = False) -> None:
        self._seal = seal
        self.keeps_text = keep_text
        self._numbers: dict[bytes, int] = {}
        self._members: dict[bytes, int] = {}
        self._posts: dict[int, int] = {}
        self._time, self._member = array("q"), array("q")
        self._thread, self._opens, self._topic = array("q"), array("b"), array("q")
        self._rank = array("q")
        self._parents: list[tuple[int, ...]] = []
        self._texts: list[str] = []
        self.counts: Counter[str] = Counter()

    def __repr__(self) -> str:
        return f"Door({len(self)} contributions)"

    def __len__(self) -> int:
        return len(self._time)

    def let_in(
        self,
        *,
        author: str | int | None,
        time: int | None,
        post: str,
        thread: str | None = None,
        parents: tuple[str, ...] = (),
        opens: bool,
        topic: str | None = None,
        rank: int = 0,
        text: str | None = None,
    ) -> None:
        """Take one contribution.

        Args:
            author: name or id of who wrote it; None when that is not known any more, `TEAM_MEMBER` for the team.
            time: microseconds since 1970 (UTC); None leaves it out, since the clock will refuse the log anyway.
            post: its id; a second contribution of the same id is left out and counted.
            thread: the id of its thread; None where only `parents` and `topic` tell.
            parents: ids of what it answers, the likeliest first.
            opens: True when it opens its thread; a second one that says so answers the first.
            topic: the subject of its thread, to find the thread by where `thread` and `parents` do not.
            rank: which comes first within the same moment, where the order of the file does not tell.
            text: what was written.
        """
        if time is None:
            return
        number = self._number(POST, post)
        if number in self._posts:
            self.leave_out("duplicates")
            return
        self._posts[number] = len(self._time)
        self._time.append(time)
        self._member.append(self._member_number(author))
        self._thread.append(NONE if thread is None else self._number(THREAD, thread))
        self._parents.append(tuple(self._number(POST, parent) for parent in parents))
        self._rank.append(rank)
        self._opens.append(opens)
        self._topic.append(NONE if not topic else self._number(TOPIC, topic))
        if self.keeps_text:
            # Halves of a character, which JSON can write, exist in no file.
            self._texts.append((text or "").encode("utf-8", "replace").decode("utf-8"))

    def leave_out(self, why: str) -> None:
        """Count a record that is no contribution of a person."""
        self.counts[why] += 1

    def table(self) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """Return the event log, oldest first, and the hash of every member in hexadecimal.

        Columns as in `EventLog.events`. Members are numbered in the order of their first contribution, posts in
        the order of the table.
        """
        time = np.array(self._time, dtype="int64")
        roots, parents, counts = find_parents(
            time, self._thread, self._parents, self._opens, self._topic, self._posts
        )
        self.counts.update(counts)
        # Within the same moment what is answered comes before the answer.
        order = np.lexsort((np.arange(len(time)), self._rank, _answers_within_moment(time, parents), time))
        post = np.empty(len(time), dtype="int64")
        post[order] = np.arange(len(time))
        code = np.array(self._member, dtype="int64")[order]
        known = code >= 0
        number, first = pd.factorize(code[known])
        member = code.copy()
        member[known] = number
        self.counts["unknown_authors"] += int((code == UNKNOWN_MEMBER).sum())
        parent = parents[order]
        events = pd.DataFrame(
            {
                "time": pd.to_datetime(time[order], unit="us", utc=True),
                "member": member,
                "kind": pd.Series(np.where(parent == NONE, "post", "reply"), dtype="str"),
                "post": np.arange(len(time)),
                "thread": post[roots[order]],
                "parent": np.where(parent >= 0, post[parent], parent),
            }
        )
        if self.keeps_text:
            events["text"] = pd.Series([self._texts[row] for row in order], dtype="str")
        names = list(self._members)
        return events, tuple(names[row].hex() for row in first)

    def _number(self, kind: bytes, name: str) -> int:
        return self._numbers.setdefault(self._seal(kind, name), len(self._numbers))

    def _member_number(self, author: str | int | None) -> int:
        if author is None:
            return UNKNOWN_MEMBER
        if isinstance(author, int):
            return author
        return self._members.setdefault(self._seal(MEMBER, author), len(self._members))


def _answers_within_moment(time: np.ndarray, parents: np.ndarray) -> np.ndarray:
    """Return how many answers long the chain is, within the same moment, that leads to each row."""
    at_once = (parents >= 0) & (time == time[parents])
    steps = at_once.astype("int64")
    for row in np.flatnonzero(at_once):
        here = parents[row]
        while at_once[here] and steps[row] < _LONGEST_CHAIN:
            steps[row] += 1
            here = parents[here]
    return steps
