"""Garbage: what learners enter by mistake, and what nobody would; every check answers each with one line."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd


class Sulking:
    """An object that cannot even say what it is."""

    def __repr__(self):
        """Fail."""
        raise RuntimeError("no")

    def __eq__(self, other):
        """Fail."""
        raise RuntimeError("no")

    __hash__ = None


EMPTY = [None, ..., "", "   ", [], {}, (), set(), pd.NA, pd.NaT, np.arange(0), pd.DataFrame()]
WORDS = ["40%", "forty", b"40", "=cmd()", "a" * 10_000, "\ud800"]
NUMBERS = [
    float("nan"),
    float("inf"),
    -float("inf"),
    -1,
    1e9,
    10**400,
    True,
    np.bool_(False),
    3 + 4j,
    np.float32("nan"),
]
SHAPES = [
    [40], (1, 2), [None], [[1, 2], [3]], {"a": 1}, {1: ...}, np.eye(2), pd.Series([1, 2]),
    pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [float("nan")]}).iloc[:0],
]  # fmt: skip
THINGS = [object, object(), print, len, lambda: 1, Sulking(), iter([1]), pd.Timestamp(0), slice(1), NotImplemented]
GARBAGE = [*EMPTY, *WORDS, *NUMBERS, *SHAPES, *THINGS]


def named(answer):
    """Return a short name of an answer for the list of tests."""
    try:
        said = re.sub(
            r" at 0x[0-9a-fA-F]+", "", f"{type(answer).__name__}-{answer!r}"
        )  # it differs in every process
        return said[:40].encode("ascii", "replace").decode()
    except Exception:
        return type(answer).__name__


def complains(said):
    """Tell whether a check answered with one line that begins with `Not yet`."""
    return isinstance(said, str) and said.startswith("Not yet - ") and "\n" not in said and len(said) <= 500
