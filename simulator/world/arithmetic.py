"""Arithmetic: the few functions with which every rule of behaviour is written, the same on every machine."""

from __future__ import annotations

import math

import numpy as np

from .chance import interpolate
from .compiled import rule

_LOGIT_SPAN = 10.0
_LOGISTIC = np.array(
    [1 / (1 + math.exp(-(step / 64 - _LOGIT_SPAN))) for step in range(int(_LOGIT_SPAN * 128) + 1)]
)


@rule
def clip(value, low, high):
    """Keep `value` between `low` and `high`."""
    if value < low:
        return low
    if value > high:
        return high
    return value


@rule
def logistic(log_odds):
    """Turn log-odds into a probability, by table from -10 to 10."""
    return interpolate(_LOGISTIC, clip(log_odds / (2 * _LOGIT_SPAN) + 0.5, 0.0, 1.0))


@rule
def kept(keep, steps):
    """Return `keep` to the power of whole `steps` by repeated squaring, with multiplications only."""
    result = 1.0
    while steps > 0:
        if steps & 1:
            result = result * keep
        keep = keep * keep
        steps = steps >> 1
    return result


@rule
def drift(value, target, keep):
    """Return `value` after one day of fading towards `target`."""
    return target + (value - target) * keep
