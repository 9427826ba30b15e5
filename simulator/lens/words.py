"""Words: what posts say, rendered when somebody wants to read them.

    from simulator.lens.words import texts, titles
    texts(run)                       # one text a post, in the order of `run.posts`
    texts(run, run.posts.tail(20))   # only these
    titles(run)                      # titles of threads

A text is put together from sentences of our own (`simulator/words`) by what the post is - kind, warmth, breach,
tone, what it answers, the crisis it is about - and by the same counter-based chance as everything else: the same
post of the same community always says the same, in any order of asking. Every community talks about its own
things, and a thread stays with what it began with. Words have no effect on members: the world is simulated without
them, and rendering costs nothing until somebody reads.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from ..world.chance import What, block, key
from .given import as_in_run, must_be_run, must_be_table
from .phrasebook import LEVELS, book, level, nearest, section
from .teller import Teller

if TYPE_CHECKING:
    from ..lab.run import Run

__all__ = ["LEVELS", "Teller", "book", "cores", "domain_of", "level", "nearest", "teller", "texts", "titles"]

_DOMAIN = 2**20


def texts(run: Run, posts: pd.DataFrame | None = None) -> pd.Series:
    """Return what posts of a run say: one text a post, indexed as they are.

    Args:
        run: the run they belong to. posts: rows of `run.posts`; None for all.
    """
    return _column(run, posts, "text")


def cores(run: Run, posts: pd.DataFrame | None = None) -> pd.Series:
    """Return the core sentences that texts are made from, slots open: a measure of how varied they are."""
    return _column(run, posts, "core")


def titles(run: Run, posts: pd.DataFrame | None = None) -> pd.Series:
    """Return the titles of threads, one an opener, indexed by its number.

    Args:
        run: the run they belong to. posts: rows of `run.posts`, of which the openers count; None for all.
    """
    must_be_run(run)
    by, chosen = teller(run), _chosen(run, posts)
    chosen = chosen[chosen["parent"] < 0]
    rows = zip(chosen.index, chosen.itertuples(), strict=True)
    said = [by.title(int(number), post) for number, post in rows]
    return pd.Series(said, index=chosen.index, name="title", dtype="str")


def domain_of(seed: int) -> str:
    """Return what a community of some seed talks about."""
    first, _, _, _ = block(*key(seed), 0, 0, int(What.WORDS), _DOMAIN)
    return _domains()[first % len(_domains())]


@cache
def _domains() -> list[str]:
    return sorted(section("domains"))


def _column(run: Run, posts: pd.DataFrame | None, name: str) -> pd.Series:
    by, chosen = teller(run), _chosen(run, posts)
    values = [getattr(said, name) for said in by.tell(chosen)]
    return pd.Series(values, index=chosen.index, name=name, dtype="str")


def _chosen(run: Run, posts: pd.DataFrame | None) -> pd.DataFrame:
    """Return rows of `run.posts`, all for None.

    Raises:
        ValueError: in one line, when something else was handed in.
    """
    if posts is None:
        return run.posts
    must_be_table(as_in_run(posts, "posts"), "posts", run.posts.columns, like="run.posts")
    for name in ("thread", "parent", "author"):
        if not pd.api.types.is_integer_dtype(posts[name]):
            raise ValueError(f"posts: {name} must hold whole numbers, got {posts[name].dtype}")
    if not posts["warmth"].between(-1, 1).all():
        raise ValueError("posts: warmth must lie between -1 and 1")
    return posts


def teller(run: Run) -> Teller:
    """Return what puts posts of a run into words."""
    must_be_run(run)
    return Teller(run, domain_of(run.seed))
