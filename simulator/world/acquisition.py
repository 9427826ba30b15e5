"""Acquisition: who joins, and what brought them - friends, a search, an ad, the press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import chance
from .chance import What
from .constants import HOURS_PER_DAY
from .population import ADS, PRESS, SEARCH, WORD_OF_MOUTH, join

if TYPE_CHECKING:
    from .community import Community

_LOOKED_AT_DAYS = 7
_DOUBT = 10.0
"""Threads' worth of the usual that weighs against what a search finds: no place is judged by one thread."""
_MOST = 3.0


def expected(community: Community) -> dict[int, float]:
    """Return how many newcomers each source would bring in an average hour.

    Word of mouth follows the loyalty of those who are here, search what it finds: threads that were answered. Both
    are as the scenario says in a usual place. Ads and press bring what the team paid for and what was written.
    """
    k = community.k
    rate = community.scenario.newcomers_per_1000_members_per_day / 1000 / HOURS_PER_DAY * community.present
    return {
        WORD_OF_MOUTH: rate * k.word_of_mouth * warmth_of_word(community),
        SEARCH: rate * (1 - k.word_of_mouth) * findings(community),
        ADS: k.ads_per_day / HOURS_PER_DAY,
        PRESS: k.press_per_day / HOURS_PER_DAY,
    }


def warmth_of_word(community: Community) -> float:
    """Return how loyal members are beside newcomers, 0 to 3: the loyal speak well of the place."""
    day = community.hour // HOURS_PER_DAY - 1
    if day < 0 or community.k.trust_start <= 0:
        return 1.0
    return min(_MOST, float(community.daily["loyalty"][day]) / (0.5 * community.k.trust_start))


def findings(community: Community) -> float:
    """Return which share of the last week's threads was answered, beside the usual share, 0 to 3."""
    hour, usual = community.hour, community.k.search_usual_answered
    week = community.hourly[max(0, hour - _LOOKED_AT_DAYS * HOURS_PER_DAY) : hour]
    answered, threads = float(week["answered"].sum()), float(week["posts"].sum())
    return min(_MOST, (answered + usual * _DOUBT) / (threads + _DOUBT) / usual)


def arrive(community: Community, rhythm: float) -> None:
    """Let newcomers join, a Poisson number around what each source brings in this hour's rhythm."""
    for source, mean in expected(community).items():
        count = chance.poisson(mean * rhythm, community.key, community.hour, source - 1, int(What.ARRIVALS))
        if count:
            join(
                community.members, count, community.hour, community.scenario, community.constants, community.key,
                source,
            )  # fmt: skip
            community.present += count
            community.tally.arrivals += count
