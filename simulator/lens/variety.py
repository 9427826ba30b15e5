"""Variety: how far many posts read like few."""

from __future__ import annotations

import re
from itertools import combinations
from math import gcd
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .given import must_be_run
from .words import cores, texts

if TYPE_CHECKING:
    from ..lab.run import Run

_SMALL = """
a about all also am an and any are as at be been but by can could did do does don't for from get had
has have he her here his how i i'd i'll i'm i've if in is it it's its just like me more my no not of
on one or our out she so some such than that that's the their them then there these they this to too
up us was we were what when which who why will with would you you're your
"""
_STOP = frozenset(_SMALL.split())
"""Words that carry no content of their own."""


def variety(run: Run, posts: pd.DataFrame | None = None) -> pd.Series:
    """Return how varied the texts of posts are.

    Args:
        run: the run they belong to. posts: rows of `run.posts`; None for the first 1,000.

    Returns:
        posts; unique_share (posts whose text no other has); most_repeated (posts that share one text);
        effective_cores (exp of the entropy of core sentences: of N equally frequent ones it is N); near_duplicates
        (mean chance that another post has the same core); vocabulary (distinct content words); overlap (mean
        Jaccard index of the words of two posts); overlap_of_20 (the same, if all were the first twenty in turn).
    """
    must_be_run(run)
    chosen = run.posts.iloc[:1000] if posts is None else posts
    said = texts(run, chosen)
    shares = cores(run, chosen).value_counts(normalize=True).to_numpy()
    bags = [_words(text) for text in said]
    return pd.Series(
        {
            "posts": len(said),
            "unique_share": float((~said.duplicated(keep=False)).mean()),
            "most_repeated": int(said.value_counts().max()),
            "effective_cores": effective_number(shares),
            "near_duplicates": float((shares * (shares * len(said) - 1) / max(len(said) - 1, 1)).sum()),
            "vocabulary": len(frozenset().union(*bags) - _STOP),
            "overlap": _overlap(bags),
            "overlap_of_20": _overlap((bags[:20] * (len(bags) // 20 + 1))[: len(bags)]),
        },
        name="variety",
    )


def effective_number(shares: np.ndarray) -> float:
    """Return how many equally frequent things are as varied as these.

    >>> round(effective_number(np.array([0.25] * 4)), 6)
    4.0
    """
    shares = shares[shares > 0]
    return float(np.exp(-(shares * np.log(shares)).sum()))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z][a-z'-]*", text.lower()))


def _overlap(bags: list[frozenset[str]], most: int = 250) -> float:
    """Return the mean Jaccard index of pairs, of at most so many posts evenly spread."""
    step = max(len(bags) // most, 1)
    while gcd(step, 20) > 1:
        step += 1  # a step that shares no factor with 20 meets all of twenty texts in turn
    pairs = list(combinations(bags[::step], 2))
    return float(np.mean([len(a & b) / max(len(a | b), 1) for a, b in pairs])) if pairs else np.nan
