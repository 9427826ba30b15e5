"""Herding: what a vote that means nothing does to those that follow.

E34 is after Muchnik, Aral & Taylor 2013, who gave comments on a news site a vote up, a vote down or none by lot.
So does this: the lot falls on every post after the hour in which it was written, if nobody has voted yet.
"""

from __future__ import annotations

import numpy as np

from ...world.behaviour import VISIBLE
from ...world.community import Community
from .experiment import Quantities, experiment, part, percent_change, share
from .places import LIVELY, forum

LOTS = ("none", "up", "down")
_DAYS = 10
# Votes that follow at once are counted where votes are so rare that other posts have none yet, final scores where
# posts end with four or so, as comments on news sites do.
_LIKE_BASE = {"rare": 0.01, "frequent": 0.1}
_NEWS = LIVELY | {
    "members": 6_000,
    "days": _DAYS,
    "population.voice_share": 0.5,
    "behaviour.silence_hazard": 0.5,
    "platform.downvotes": True,
}


class Seeding:
    """A tactic that deals votes by lot to posts without any, and takes note of the readers that follow.

    Attributes:
        lot_of: lot by number of post.
        first_readers: readings and likes in the first hour with readers after that, by number of post.
    """

    def __init__(self, seed: int) -> None:
        """Draw lots by this seed and the number of the post."""
        self.seed = seed
        self.lot_of: dict[int, int] = {}
        self.waiting: dict[int, tuple[int, int]] = {}
        self.first_readers: dict[int, tuple[int, int]] = {}

    def on_hour(self, community: Community) -> None:
        """Look at who read in this hour what was seeded before, and deal votes to this hour's posts."""
        posts = community.content.posts
        for post, (readings, likes) in list(self.waiting.items()):
            read = int(posts["readings"][post]) - readings
            if read:
                self.first_readers[post] = (read, int(posts["likes"][post]) - likes)
                del self.waiting[post]
        for post in range(community.first_post_of_hour, community.content.post_count):
            if posts["likes"][post] or posts["downvotes"][post] or posts["status"][post] != VISIBLE:
                continue
            lot = int(np.random.default_rng((self.seed, post)).integers(len(LOTS)))
            self.lot_of[post] = lot
            if LOTS[lot] != "none":
                _vote(community, post, LOTS[lot] == "up")
            self.waiting[post] = (int(posts["readings"][post]), int(posts["likes"][post]))


def _vote(community: Community, post: int, up: bool) -> None:
    """Vote on a post without reading it, as an experimenter does."""
    posts = community.content.posts
    author = community.agent(int(posts["author"][post]))
    if up:
        posts["likes"][post] += 1
        author.take_like()
    else:
        posts["downvotes"][post] += 1
        author.take_downvote()


@experiment("E34", treated="posts_frequent_up")
def seeded_votes(seed: int) -> Quantities:
    """Deal votes by lot; see what next readers do where votes are rare, and how posts end where they are not."""
    return _seeded(seed, "rare") | _seeded(seed, "frequent")


def _seeded(seed: int, place: str) -> dict[str, float]:
    scenario = forum(_NEWS | {"behaviour.like_base": _LIKE_BASE[place]})
    community = Community(scenario, seed=seed, tactics=[Seeding(seed)]).run_for(days=_DAYS)
    seeding, posts = community.extra_tactics[0], community.content.posts
    counted: dict[str, float] = {}
    for lot, name in enumerate(LOTS):
        numbers = [post for post, drawn in seeding.lot_of.items() if drawn == lot]
        first = [seeding.first_readers[post] for post in numbers if post in seeding.first_readers]
        score = posts["likes"][numbers].astype(int) - posts["downvotes"][numbers]
        counted |= {
            f"posts_{place}_{name}": len(numbers),
            f"readers_{place}_{name}": sum(read for read, _ in first),
            f"votes_{place}_{name}": sum(likes for _, likes in first),
            f"score_{place}_{name}": int(score.sum()),
        }
    return counted


@part("E34a")
def next_reader(total: Quantities) -> float:
    """A vote up draws the next one."""
    return percent_change(
        share(total["votes_rare_up"], total["readers_rare_up"]),
        share(total["votes_rare_none"], total["readers_rare_none"]),
    )


@part("E34c")
def down_is_corrected(total: Quantities) -> float:
    """A vote down leaves no trace in the end."""
    return _final_score(total, "down")


@part("E34b")
def head_start_lasts(total: Quantities) -> float:
    """A vote up does."""
    return _final_score(total, "up")


def _final_score(total: Quantities, lot: str) -> float:
    """Return how much higher posts with a lot end than those without, in percent."""
    scores = {
        name: share(total[f"score_frequent_{name}"], total[f"posts_frequent_{name}"]) for name in (lot, "none")
    }
    return percent_change(scores[lot], scores["none"])
