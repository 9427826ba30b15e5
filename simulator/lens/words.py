"""Words: what posts say, rendered when somebody wants to read them.

    from simulator.lens.words import texts
    texts(run)                       # one text a post, in the order of `run.posts`
    texts(run, run.posts.tail(20))   # only these

A text is put together from sentences of our own (`simulator/words/english.yaml`) by what the post is - kind,
warmth, breach, tone, what it answers - and by the same counter-based chance as everything else: the same post of
the same community always says the same, in any order of asking. Every community talks about its own things. Words
have no effect on members: the world is simulated without them, and rendering costs nothing until somebody reads.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import yaml

from ..world.chance import What, block, key

if TYPE_CHECKING:
    from ..lab.run import Run

LEVELS = ("cold", "cool", "even", "warm", "glowing")
_LIMITS = (-0.5, -0.05, 0.25, 0.62)
"""Warmth at which one level gives way to the next."""
_WORDS = int(What.WORDS)
_ANSWERS = {"question": "helping", "complaint": "siding"}
"""How members answer posts of some kinds; all others get plain replies."""
_CLAIMS = ((0.2, "deny"), (0.6, "diminish"), (2.0, "rebuild"))


@cache
def book() -> dict[str, Any]:
    """Return all sentences and domains."""
    text = (resources.files("simulator") / "words" / "english.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def texts(run: Run, posts: pd.DataFrame | None = None) -> pd.Series:
    """Return what posts of a run say: one text a post, indexed as they are.

    Args:
        run: the run they belong to. posts: rows of `run.posts`; None for all.
    """
    chosen = run.posts if posts is None else posts
    teller = Teller(run)
    said = [teller.tell(number, row) for number, row in zip(chosen.index, chosen.itertuples(), strict=True)]
    return pd.Series(said, index=chosen.index, name="text", dtype="str")


def domain_of(seed: int) -> str:
    """Return what a community of some seed talks about."""
    first, _, _, _ = block(*key(seed), 0, 0, _WORDS, 2**20)
    return sorted(book()["domains"])[first % len(book()["domains"])]


class Teller:
    """Puts posts of one run into words.

    Attributes:
        domain: what the community talks about; a key of `book()["domains"]`.
    """

    def __init__(self, run: Run) -> None:
        """Read what is needed of a run."""
        self.key, self.domain = key(run.seed), domain_of(run.seed)
        self.slots = book()["domains"][self.domain]
        self.kinds = run.posts["kind"].astype(str).to_dict()

    def tell(self, number: int, post: Any) -> str:
        """Return what a post says, by its number and its row."""
        draws = [draw for which in range(2) for draw in block(*self.key, 0, int(number), _WORDS, which)]
        sentences = self._sentences(number, post)
        core = _pick(sentences, draws[0])
        plain = post.author >= 0 and post.breach == "none"
        opener = _pick(book()["openers"]["any"], draws[1]) if plain else ""
        closer = _pick(book()["closers"][level(post.warmth)], draws[2]) if plain else ""
        said = self._filled(core, draws)
        if opener:
            # After a comma or a colon a sentence goes on, but "I" stays large.
            goes_on = not opener.endswith(". ") and not said.startswith(("I ", "I'"))
            said = opener + (said[0].lower() + said[1:] if goes_on else said)
        return f"{said} {closer}".strip()

    def _sentences(self, number: int, post: Any) -> list[str]:
        words = book()
        if post.breach != "none":
            return words["breach"][post.breach]
        if post.author < 0:
            return self._of_the_team(post)
        if post.parent >= 0 and post.kind == "talk":
            answered = self.kinds.get(int(post.parent), "talk")
            return nearest(words[_ANSWERS.get(answered, "reply")], level(post.warmth))
        return nearest(words[post.kind] if post.kind in words else words["talk"], level(post.warmth))

    def _of_the_team(self, post: Any) -> list[str]:
        words = book()
        if post.kind == "statement":
            if post.claim < 0:
                return words["statement"]["bolster"]
            return words["statement"][next(name for limit, name in _CLAIMS if post.claim < limit)]
        if post.parent >= 0:
            return words["team"][post.tone if post.tone in words["team"] else "neutral"]
        return nearest(words[post.kind] if post.kind in ("starter", "announcement", "news") else words["starter"],
                       level(post.warmth))  # fmt: skip

    def _filled(self, sentence: str, draws: list[int]) -> str:
        """Return a sentence with its slots filled by the community's own things."""
        names = ("thing", "part", "act", "topic", "place", "fault")
        # Drawn numbers are mixed, so that one draw can choose several words that do not go together always.
        chosen = {
            name: _pick(self.slots[f"{name}s"], (draws[3 + at % 5] >> (5 * (at // 5))) ^ (at * 0x9E3779B9))
            for at, name in enumerate(names)
        }
        chosen |= {f"{name}_c": _capital(value) for name, value in chosen.items()}
        bare = chosen["part"].removeprefix("the ")
        thing = chosen["thing"]
        if thing.startswith("the "):
            sentence = sentence.replace("the {thing}", "{thing}").replace("The {thing}", "{thing_c}")
            sentence = sentence.replace("my {thing}", "{thing}").replace("My {thing}", "{thing_c}")
        said = sentence.format(
            **chosen, n=2 + draws[7] % 19, part_bare=bare, thing_upper=thing.removeprefix("the ").upper()
        )
        return said


def level(warmth: float) -> str:
    """Return how warm words are.

    >>> level(-0.7), level(0.0), level(0.9)
    ('cold', 'even', 'glowing')
    """
    return LEVELS[int(np.searchsorted(_LIMITS, warmth, side="right"))]


def nearest(by_level: dict[str, list[str]], wanted: str) -> list[str]:
    """Return the sentences of a level, or of the nearest one that has some."""
    at = LEVELS.index(wanted)
    return by_level[
        min((name for name in LEVELS if name in by_level), key=lambda name: abs(LEVELS.index(name) - at))
    ]


def _pick(words: list[str], draw: int) -> str:
    return words[int(draw) % len(words)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
