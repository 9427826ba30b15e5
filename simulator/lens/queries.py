"""Queries: which texts contain words that somebody searches for."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from .given import shown

_LONGEST = 1_000


def matches(texts: pd.Series, query: str) -> np.ndarray:
    """Return, for each text, whether a query is found in it.

    Args:
        query: words that must all occur; OR between groups of them; quotes around phrases; - before a word
            that must not. Whole words, in any case; * at the end of a word stands for any ending.

    Raises:
        ValueError: in one line, when there is nothing to search for.
    """
    if not isinstance(texts, pd.Series) or not pd.api.types.is_string_dtype(texts):
        raise ValueError(f"texts must be a column of texts, got {shown(texts)}")
    if isinstance(query, str) and (len(query) > _LONGEST or query.count('"') % 2):
        wrong = f"have at most {_LONGEST} characters" if len(query) > _LONGEST else "close its quotes"
        raise ValueError(f"query must {wrong}, got {shown(query)}")
    groups = [_terms(group) for group in re.split(r"\bOR\b", query if isinstance(query, str) else "")]
    if not all(any(wanted for _, wanted in group) for group in groups):
        raise ValueError(f"query must name words to search for, as 'refund OR broken -solved', got {shown(query)}")
    found = np.zeros(len(texts), dtype=bool)
    for group in groups:
        every = np.ones(len(texts), dtype=bool)
        for pattern, wanted in group:
            every &= texts.str.contains(pattern).to_numpy(dtype=bool) == wanted
        found |= every
    return found


def _terms(group: str) -> list[tuple[re.Pattern[str], bool]]:
    """Return patterns, and whether each must occur."""
    found = []
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]+)"|(\S+))', group):
        text = (phrase or word).strip()
        if not re.search(r"\w", text):
            continue  # a stray sign is no word, and would be found nowhere or everywhere
        ending = r"\w*" if text.endswith("*") else r"\b"
        pattern = re.compile(rf"\b{re.escape(text.rstrip('*'))}{ending}", re.IGNORECASE)
        found.append((pattern, minus != "-"))
    return found
