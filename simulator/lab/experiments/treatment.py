"""Treatment: doing something to authors of breaches within the hour, as an experimenter who knows all of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...world.community import Community
from ...world.constants import HOURS_PER_DAY
from ...world.members import NOBODY

Treat = Callable[[Community, int, int], bool]


class FirstBreach:
    """A tactic that treats every member once, at the first breach within a window of days.

    Attributes:
        hour_of: hour in which each treated member was treated, by number of member.
    """

    def __init__(self, treat: Treat, first_day: int, last_day: int) -> None:
        """Treat authors of breaches from `first_day` on and until `last_day` begins.

        Args:
            treat: called with the community, a member who is here, and the post that breaks a rule. It returns
                whether the member counts as treated; otherwise the next breach is another occasion.
            first_day, last_day: days of the run, from 0.
        """
        self.treat = treat
        self.hours = range(first_day * HOURS_PER_DAY, last_day * HOURS_PER_DAY)
        self.hour_of: dict[int, int] = {}

    def on_hour(self, community: Community) -> None:
        """Look through what was written in this hour."""
        if community.hour not in self.hours:
            return
        posts = community.content.posts
        new = np.arange(community.first_post_of_hour, community.content.post_count)
        here = community.members.present()
        for post in new[posts["breaks_rules"][new] == 1].tolist():
            author = int(posts["author"][post])
            if author == NOBODY or author in self.hour_of or not here[author]:
                continue
            if self.treat(community, author, post):
                self.hour_of[author] = community.hour
