"""Phrasebook: all sentences, and which of them suit a post."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from importlib import resources
from typing import Any

import yaml

LEVELS = ("furious", "cold", "cool", "even", "warm", "glowing")
_LIMITS = (-0.75, -0.5, -0.05, 0.25, 0.62)
"""Warmth at which one level gives way to the next."""
_FILES = ("domains", "english", "replies", "breaches", "crisis", "tails")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one, where it was built."""
_THING = ("{thing", "{a_thing", "{part", "{act", "{fault")
_TOPIC = ("{topic",)
_OWN = {
    ("talk", "even"): ("say", 3), ("talk", "warm"): ("like", 3), ("talk", "cool"): ("grumble", 3),
    ("question", "even"): ("ask", 3), ("helping", "even"): ("tell", 3), ("helping", "warm"): ("tell", 3),
    ("reply", "even"): ("tell", 1), ("reply", "warm"): ("tell", 1),
}  # fmt: skip
"""Which sentences that belong to one topic suit which posts, and how often one counts beside those for all."""


@cache
def book() -> dict[str, Any]:
    """Return all sentences, stories and domains, as the files in `simulator/words` hold them."""
    together: dict[str, Any] = {}
    for name in _FILES:
        text = (resources.files("simulator") / "words" / f"{name}.yaml").read_text(encoding="utf-8")
        for section, content in yaml.load(text, Loader=_LOADER).items():
            together[section] = together.get(section, {}) | content if section in together else content
    for name, more in together.pop("more_replies").items():
        together["reply"][name] = together["reply"][name] + more
    return together


def level(warmth: float) -> str:
    """Return how warm words are.

    >>> level(-0.9), level(-0.6), level(0.0), level(0.9)
    ('furious', 'cold', 'even', 'glowing')
    """
    return LEVELS[bisect_right(_LIMITS, warmth)]


def nearest(by_level: dict[str, list[str]], wanted: str) -> list[str]:
    """Return the sentences of a level, or of the nearest one that has some."""
    at = LEVELS.index(wanted)
    return by_level[
        min((name for name in LEVELS if name in by_level), key=lambda name: abs(LEVELS.index(name) - at))
    ]


def section(path: str) -> Any:
    """Return a part of the book by its path, as "crisis.talk"."""
    part: Any = book()
    for name in path.split("."):
        part = part[name]
    return part


@cache
def sentences(path: str, wanted: str, about: str, domain: str = "", topic: str = "") -> tuple[str, ...]:
    """Return the sentences that suit a post.

    Args:
        path: kind of post, as "talk" or "team.question". wanted: a level, or another key below it.
        about: what its thread is about, "thing" or "topic"; sentences about the other are left out.
        domain, topic: where a topic's own sentences are to be found, in a thread about one.
    """
    found = section(path)
    if isinstance(found, dict):
        found = nearest(found, wanted) if wanted in LEVELS else found[wanted]
    other = _TOPIC if about == "thing" else _THING
    suit = [sentence for sentence in found if not any(slot in sentence for slot in other)] or list(found)
    if about == "topic" and (path, wanted) in _OWN:
        name, counts = _OWN[path, wanted]
        suit += section("domains")[domain]["topics"][topic][name] * counts
    return tuple(suit)


@cache
def closers(path: str, wanted: str) -> tuple[str, ...]:
    """Return what may stand after a sentence of some kind, at exactly this level."""
    both = (section("closers").get(path, {}), section("tails").get(path, {}))
    return tuple(closer for by_level in both for closer in by_level.get(wanted, ()))


@cache
def stands_alone(core: str) -> bool:
    """Tell whether a sentence begins so that nothing can stand before it."""
    first = core.split(maxsplit=1)[0].lower().rstrip(".,:!?")
    return first in section("standalone") or core[0] in ">"


def capital(text: str) -> str:
    """Return a text with a large first letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return a text as it goes on within a sentence: with a small first letter, but "I" stays large."""
    return text if text.startswith(("I ", "I'")) else text[:1].lower() + text[1:]


def with_article(noun: str) -> str:
    """Return a noun with "a" or "an", by its sound as far as its spelling tells.

    >>> with_article("oven stone"), with_article("used road frame"), with_article("e-reader")
    ('an oven stone', 'a used road frame', 'an e-reader')
    """
    vowel = noun[:1].lower() in "aeiou" and not noun.startswith(("use", "uni", "one"))
    return f"{'an' if vowel else 'a'} {noun}"
