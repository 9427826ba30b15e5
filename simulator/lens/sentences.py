"""Sentences: numbers as a person would say them, for captions and text alternatives."""

from __future__ import annotations

from collections.abc import Iterable

_SHORT = {
    "C01": "People who never write",
    "C02": "Writers who wrote once",
    "C03": "Written by the busiest tenth",
    "C04": "Inequality among writers (Gini)",
    "C05": "Busiest hour over quietest",
    "C06": "Weekend day over weekday",
    "C07": "Threads without an answer",
    "C08": "Hours to the first answer",
    "C09a": "Thread size, median",
    "C09b": "Thread size, mean",
    "C10": "Writers active on one day only",
    "C11": "Contributions that open a thread",
    "C12": "Newcomers answered in a week",
}


def as_percent(share: float) -> str:
    """Return a share as people say it: "12%", "under 1%", "no figure" for NaN.

    >>> as_percent(0.1234), as_percent(0.004), as_percent(0.9999)
    ('12%', 'under 1%', 'over 99%')
    """
    if share != share:
        return "no figure"
    if 0 < share < 0.005:
        return "under 1%"
    if 0.995 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def count(number: float, noun: str, plural: str = "") -> str:
    """Return a number with its noun.

    >>> count(1, "member"), count(1200, "reply", "replies")
    ('1 member', '1,200 replies')
    """
    return f"{number:,.0f} {noun if number == 1 else plural or noun + 's'}"


def joined(words: Iterable[str]) -> str:
    """Return words as a list in a sentence.

    >>> joined(["rules", "tone", "speed"])
    'rules, tone and speed'
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def written(number: float) -> str:
    """Return a number of contributions in words.

    >>> written(12)
    '12 posts and replies'
    """
    return count(number, "post or reply", "posts and replies")


def in_short(fact: str, otherwise: str) -> str:
    """Return a few words for a stylised fact by its id, or `otherwise` for one that has none."""
    return _SHORT.get(fact, otherwise)
