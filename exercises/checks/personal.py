"""Personal: everybody gets a community of their own, and none is harder than a neighbour's.

    def difficulty(seed): return share_to_read(my_forum(seed))
    seed = personal("Ada", "01a_roles", candidates=range(500), difficulty=difficulty, band=(20, 40))

A name (or a number, such as a birthday) shuffles the candidates. The first whose measured difficulty lies in the
band is taken, so that all exercises are equally hard, and answers to one do not fit another.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

Candidate = TypeVar("Candidate")
NOBODY = "nobody"
_taken: dict[tuple, object] = {}


def personal(
    who: object,
    exercise: str,
    candidates: Sequence[Candidate],
    difficulty: Callable[[Candidate], float] | None = None,
    band: tuple[float, float] = (-math.inf, math.inf),
) -> Candidate:
    """Return the candidate that belongs to somebody: the same each time, within the band of difficulty.

    Args:
        who: a name or a number. Upper and lower case and blanks around it do not matter. Whatever is no name
            (None, `...`, blank text) counts as one and the same nobody, so that a page runs before it is
            filled in.
        exercise: name of the exercise, so that the same person meets different luck in each.
        candidates: seeds, sets of parameters, or whatever the exercise is made of; more than one.
        difficulty: measures one candidate, such as by solving it; None takes any. NaN is outside every band.
        band: lowest and highest difficulty that is allowed.

    Raises:
        ValueError: if no candidate lies in the band; that is a fault of the exercise, and its tests find it.
    """
    key = (name_of(who), exercise, band, len(candidates), getattr(difficulty, "__qualname__", None))
    if key not in _taken:
        _taken[key] = _first_in_band(_shuffled(candidates, f"{key[0]}\n{exercise}"), difficulty, band)
    return _taken[key]


def in_band(
    candidates: Iterable[Candidate], difficulty: Callable[[Candidate], float], band: tuple[float, float]
) -> list[Candidate]:
    """Return all candidates within the band, for the tests of an exercise: many, or neighbours share answers."""
    return [each for each in candidates if band[0] <= difficulty(each) <= band[1]]


def personal_seed(who: object, exercise: str) -> int:
    """Return a seed from 0 to 2**32 - 1 that belongs to somebody, where every seed is equally hard."""
    return struct.unpack("<I", _digest(f"{name_of(who)}\n{exercise}")[:4])[0]


def name_of(who: object) -> str:
    """Return under which name somebody is known: case and blanks do not matter, whole numbers lose their `.0`."""
    if who is None or who is ... or isinstance(who, type):
        return NOBODY
    if isinstance(who, float) and math.isfinite(who) and who == int(who):
        who = int(who)
    try:
        return " ".join(str(who).casefold().split())[:200] or NOBODY
    except Exception:  # a name may be any object, and some cannot tell what they are
        return NOBODY


def _shuffled(candidates: Sequence[Candidate], words: str) -> Iterator[Candidate]:
    """Yield candidates in an order that depends on the words only, on every machine."""
    order = sorted(range(len(candidates)), key=lambda place: _digest(f"{words}\n{place}"))
    return (candidates[place] for place in order)


def _first_in_band(candidates: Iterable[Candidate], difficulty, band: tuple[float, float]) -> Candidate:
    for each in candidates:
        if difficulty is None or band[0] <= difficulty(each) <= band[1]:
            return each
    raise ValueError(f"no candidate has a difficulty from {band[0]:g} to {band[1]:g}")


def _digest(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "replace")).digest()
