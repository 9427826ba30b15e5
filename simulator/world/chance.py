"""Chance: every draw has an address, and the address alone decides its value.

A draw is a pure function of `(seed, hour, who, what, which)`. No draw depends on how many draws came before,
so two runs that differ in one decision share all their other luck, a replay is exact, and a fork copies no
generator. The function is Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy
as 1, 2, 3", SC11), whose 128-bit counter holds the address and whose 64-bit key holds the seed. One address
yields a block of four independent words of 32 bits.

The arithmetic masks every product to 32 bits, so the same lines run on Python integers, on NumPy arrays and
in compiled code.
"""

from __future__ import annotations

import math
from enum import IntEnum
from statistics import NormalDist

import numpy as np

from .compiled import inline_rule, rule

WORD = 0xFFFFFFFF
_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_1 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_ROUNDS = 10


class What(IntEnum):
    """What a draw is for: the third coordinate of its address. Numbers are part of every saved result."""

    TRAITS = 1
    HISTORY = 2
    FOUNDING_TIES = 3
    ARRIVALS = 4
    VISIT = 5
    MOMENT = 6
    INBOX = 7
    READ = 8
    PUBLISH = 9
    AFTERMATH = 10
    AWAY = 11
    DAY_END = 12
    JUDGEMENT = 13
    PROMPT = 14
    APPEAL = 15
    KNEE_JERK = 16
    VOLUNTEERS = 17
    EXIT = 18
    GREETING = 19
    AWARD = 20
    INVITATION = 21
    FEASIBILITY = 22
    OUTRAGE = 23
    SHARE = 24
    PRESS = 25
    SHOCK = 26
    WORDS = 27


@inline_rule
def block(key_low, key_high, hour, who, what, which):
    """Return the four 32-bit words drawn at one address.

    Args:
        key_low: lower 32 bits of the seed.
        key_high: upper 32 bits of the seed.
        hour: hour of the run, 0 to 2**32 - 1.
        who: member, board or other number of the one the draw is for.
        what: purpose, see `What`.
        which: running number, for several draws of the same purpose in the same hour.

    Returns:
        Four integers, each 0 to 2**32 - 1.
    """
    word_0, word_1, word_2, word_3 = hour, who, what, which
    for _ in range(_ROUNDS):
        product_0 = _MULTIPLIER_0 * word_0
        product_1 = _MULTIPLIER_1 * word_2
        word_0, word_1, word_2, word_3 = (
            ((product_1 >> 32) & WORD) ^ word_1 ^ key_low,
            product_1 & WORD,
            ((product_0 >> 32) & WORD) ^ word_3 ^ key_high,
            product_0 & WORD,
        )
        key_low = (key_low + _WEYL_0) & WORD
        key_high = (key_high + _WEYL_1) & WORD
    return word_0, word_1, word_2, word_3


@rule
def unit(word):
    """Return a word as a number strictly between 0 and 1 (uniform, resolution 2**-32)."""
    return (word + 0.5) * 2.3283064365386963e-10


blocks = getattr(block, "py_func", block)
"""`block` for integer arrays: draws for many at once, by NumPy."""
units = getattr(unit, "py_func", unit)
"""`unit` for arrays of words."""


def key(seed: int) -> tuple[int, int]:
    """Return the two words of a seed.

    Raises:
        ValueError: when the seed is not a whole number from 0 to 2**64 - 1.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or not 0 <= seed < 2**64:
        raise ValueError(f"seed must be a whole number from 0 to 2**64 - 1, got {seed!r}")
    return int(seed) & WORD, int(seed) >> 32


_NORMAL_STEPS = 4096
NORMAL_QUANTILES = np.array([NormalDist().inv_cdf((step + 0.5) / _NORMAL_STEPS) for step in range(_NORMAL_STEPS)])


@rule
def normal(word):
    """Return a standard normal number for a word, by table: 4096 equally likely values (+-3.67 at most).

    A table instead of a formula, because mathematics libraries disagree in the last bit and results must not.
    """
    return NORMAL_QUANTILES[word >> 20]


@rule
def interpolate(table, position):
    """Read `table` (1-D) at `position` from 0 to 1, linearly between its entries."""
    place = position * (table.shape[0] - 1)
    low = int(place)
    if low >= table.shape[0] - 1:
        return table[table.shape[0] - 1]
    share = place - low
    return table[low] + (table[low + 1] - table[low]) * share


def poisson(mean: float, key: tuple[int, int], hour: int, who: int, what: int) -> int:
    """Return a Poisson count for one address, by inversion in portions of at most 50.

    Args:
        mean: expected count, at least 0.
        key, hour, who, what: address; portions use `which` from 0 up.
    """
    total, portion = 0, 0
    while mean > 0:
        share = min(mean, 50.0)
        word, finer, _, _ = block(*key, hour, who, what, portion)
        draw = (word + unit(finer)) * 2.3283064365386963e-10
        chance = math.exp(-share)
        below, count = chance, 0
        while draw > below and count < 500:
            count += 1
            chance *= share / count
            below += chance
        total += count
        mean -= share
        portion += 1
    return total
