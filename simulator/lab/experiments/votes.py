"""Votes: what it does to authors to be voted up, voted down, or ignored.

E11 is after Cheng et al. 2014, who compared authors on four news sites whose posts were alike and got different
votes. Here votes are dealt by lot: from the fourth day on every post of an author gets three votes up, three votes
down, or none, as the author's lot says, and nobody else votes. Each community lives on three times, with the lots
passed on, so that every author is once voted up, once down, and once ignored, always among others who are not
treated alike. What counts is what authors write within three weeks, after the first post that was treated so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...world.community import Community
from ...world.constants import SECONDS_PER_HOUR
from .experiment import Quantities, experiment, part, percent_change, ratio, share
from .places import LIVELY, forum

LOTS = ("up", "down", "none")
_VOTES = 3
_PAST_DAYS, _VOTED_DAYS = 3, 21
# Not the talkative place: where everybody is answered anyway, votes add little. Nobody likes of own accord.
_NEWS = LIVELY | {
    "members": 7_000,
    "days": _PAST_DAYS + _VOTED_DAYS,
    "population.voice_share": 0.5,
    "behaviour.like_base": 0.0,
}


class Voting:
    """A tactic that gives every post of an author the votes that are the author's lot.

    Attributes:
        lot_of: place in `LOTS` by number of member; later members have none.
        hour_of: hour of each member's first post that was treated so.
    """

    def __init__(self, lot_of: np.ndarray) -> None:
        """Treat the members for whom a lot was drawn."""
        self.lot_of = lot_of
        self.hour_of: dict[int, int] = {}

    def on_hour(self, community: Community) -> None:
        """Vote on what was written in this hour."""
        new = slice(community.first_post_of_hour, community.content.post_count)
        for author in community.content.posts["author"][new].tolist():
            if author >= len(self.lot_of):
                continue
            self.hour_of.setdefault(author, community.hour)
            person, lot = community.agent(author), LOTS[self.lot_of[author]]
            for _ in range(_VOTES):
                if lot == "up":
                    person.take_like()
                elif lot == "down":
                    person.take_downvote()


@experiment("E11", treated="authors_down")
def votes(seed: int) -> Quantities:
    """Deal votes by lot, three times over; count what authors write after the first, and who does not."""
    past = Community(forum(_NEWS), seed=seed).run_for(days=_PAST_DAYS)
    drawn = np.random.default_rng(seed).integers(len(LOTS), size=past.members.count)
    counted = {f"{what}_{lot}": 0.0 for lot in LOTS for what in ("authors", "posts", "breaches", "quit")}
    for turn in range(len(LOTS)):
        future = past.fork(tactics=[Voting((drawn + turn) % len(LOTS))])
        run = future.run_for(days=_VOTED_DAYS).to_run()
        voting = future.extra_tactics[0]
        first = pd.Series(voting.hour_of)
        lot = pd.Series(voting.lot_of[first.index], index=first.index)
        since = run.posts["seconds"] // SECONDS_PER_HOUR - run.posts["author"].map(first)
        after = run.posts[since > 0]
        for place, name in enumerate(LOTS):
            authors = lot.index[lot == place]
            theirs = after[after["author"].isin(authors)]
            counted[f"authors_{name}"] += len(authors)
            counted[f"posts_{name}"] += len(theirs)
            counted[f"breaches_{name}"] += int(theirs["breaks_rules"].sum())
            counted[f"quit_{name}"] += len(authors.difference(theirs["author"]))
    return counted


@part("E11a")
def more_posts(total: Quantities) -> float:
    """Who is voted down writes more."""
    return percent_change(
        ratio(total["posts_down"], total["authors_down"]), ratio(total["posts_up"], total["authors_up"])
    )


@part("E11b")
def worse_posts(total: Quantities) -> float:
    """And worse."""
    return percent_change(
        share(total["breaches_down"], total["posts_down"]), share(total["breaches_up"], total["posts_up"])
    )


@part("E11c")
def ignored(total: Quantities) -> float:
    """Who is ignored stops writing more often."""
    heard = share(total["quit_up"] + total["quit_down"], total["authors_up"] + total["authors_down"])
    return percent_change(share(total["quit_none"], total["authors_none"]), heard)
