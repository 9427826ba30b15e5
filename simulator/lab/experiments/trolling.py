"""Trolling: anybody can, in a bad mood and in bad company.

E10 is after Cheng et al. 2017, who put people into a good or a bad mood by an easy or a hard test and then let
them comment below civil or hostile comments. Here a community lives for ten days and splits into four futures:
everybody's mood is even or bad, and every small room has fresh threads whose openers are civil or hostile. What
counts is the first answer that a member gives to one of these openers, within six hours.

How bad a mood is cannot be carried over from the study's questionnaire. The middle between an even mood and the
worst, a little worse since moods fade while people come by, is our choice.
"""

from __future__ import annotations

import numpy as np

from ...playbook import verbs
from ...world.agents import rules
from ...world.community import Community
from ...world.conduct import BREACHES, INCIVILITY, NO_BREACH
from ...world.scenario import Scenario
from .experiment import Quantities, experiment, odds_ratio, part

EVEN, BAD = 0.0, -0.6
_PAST_HOURS = 10 * 24 + 12
_WATCHED_HOURS = 6
_OPENERS_PER_ROOM = 4
_APPEAL = 3.0
_RUDE = [code for code in range(len(BREACHES)) if rules.is_rude(code)]
"""Trolling is rudeness of any kind; being off topic is none."""
# The study's participants were asked to comment and met one discussion each: so everybody comes by daily, most
# have a voice, and ten people share a room. In a large room all but the first would answer each other.
_ROOMS = {
    "members": 5_000,
    "days": 11,
    "population.visits_per_day": 1.0,
    "population.voice_share": 0.9,
    "behaviour.answer_base": 0.2,
    "platform.members_per_board": 10,
    "platform.home_share": 1.0,
}


@experiment("E10", treated="first_bad_hostile")
def mood_and_company(seed: int) -> Quantities:
    """Let one past have four futures; count first answers, and the rude ones among them."""
    past = Community(Scenario.load("forum").replace(_ROOMS), seed=seed).run_for(hours=_PAST_HOURS)
    counted: dict[str, float] = {}
    for mood_name, mood in (("even", EVEN), ("bad", BAD)):
        for company in ("civil", "hostile"):
            rude = _first_answers(past.fork(), mood, hostile=company == "hostile")
            counted[f"first_{mood_name}_{company}"] = len(rude)
            counted[f"rude_{mood_name}_{company}"] = int(rude.sum())
    return counted


def _first_answers(community: Community, mood: float, hostile: bool) -> np.ndarray:
    """Return for each member who answers an opener whether the first such answer is rude."""
    community.members["mood"][:] = mood
    community.members["mood_hour"][:] = community.hour
    # As warm as such a post is on average when its author's mood is even.
    warmth = community.k.warmth_base - (community.k.breach_cold if hostile else 0.0)
    openers = [
        verbs.publish(community, None, board=room, appeal=_APPEAL, warmth=max(warmth, -1.0))
        for room in range(len(community.content.boards))
        for _ in range(_OPENERS_PER_ROOM)
    ]
    community.content.posts["breaks_rules"][openers] = int(hostile)
    community.content.posts["breach"][openers] = INCIVILITY if hostile else NO_BREACH
    community.run_for(hours=_WATCHED_HOURS)
    posts = community.content.posts[: community.content.post_count]
    answers = posts[np.isin(posts["parent"], openers)]
    _, first = np.unique(answers["author"], return_index=True)
    return np.isin(answers["breach"][first], _RUDE)


def _against_even_and_civil(total: Quantities, arm: str) -> float:
    return odds_ratio(
        total[f"rude_{arm}"], total[f"first_{arm}"], total["rude_even_civil"], total["first_even_civil"]
    )


@part("E10a")
def bad_mood(total: Quantities) -> float:
    """A bad mood raises the odds that the first answer is rude."""
    return _against_even_and_civil(total, "bad_civil")


@part("E10b")
def bad_company(total: Quantities) -> float:
    """So does a hostile opener."""
    return _against_even_and_civil(total, "even_hostile")


@part("E10c")
def bad_mood_in_bad_company(total: Quantities) -> float:
    """Both together raise them further."""
    return _against_even_and_civil(total, "bad_hostile")
