"""Engagement: what wakes, holds and tires members, and where newcomers come from, in numbers."""

from __future__ import annotations

from ...settings import Section
from .declared import CHOICE, constant


class Engagement(Section):
    """What tactics of engagement meet in members."""

    # Zest: a readiness to write that comes and goes
    zest_half_life_days: float = constant(45, 1, 1000, "days", CHOICE, "fading of zest")
    zest_voice: float = constant(1.2, 0, 10, "x", CHOICE, "extra readiness to write at full zest")
    zest_likes: float = constant(
        2.0,
        0,
        10,
        "x",
        "who is thanked thanks others: Matias 2020 (Wikipedia field experiment)",
        "extra readiness to like at full zest",
    )
    award_zest: float = constant(
        0.5,
        0,
        1,
        "share of the gap",
        "awards lift contributions: Restivo & van de Rijt 2012, PLoS ONE 7:e34358",
        "zest won by an award",
    )
    award_wakes: float = constant(
        0.18,
        0,
        1,
        "probability",
        "symbolic awards retain newcomers: Gallus 2017, Management Science 63:3999-4015",
        "an award ends a silence",
    )
    award_belonging: float = constant(0.15, 0, 1, "share of the gap", CHOICE, "belonging won by an award")
    thanks_zest: float = constant(
        0.25, 0, 1, "share of the gap", "Matias 2020 (Wikipedia field experiment)", "zest won by being thanked"
    )
    thanks_wakes: float = constant(0.035, 0, 1, "probability", CHOICE, "being thanked ends a silence")
    thanks_pull: float = constant(1.0, 0, 60, "x base rate", CHOICE, "urge to come back after being thanked")
    thanks_belonging: float = constant(0.03, 0, 1, "share of the gap", CHOICE, "belonging won by being thanked")
    feature_points: float = constant(20.0, 0, 1000, "points", CHOICE, "liveliness that featuring gives a thread")
    feature_zest: float = constant(0.1, 0, 1, "share of the gap", CHOICE, "zest won by having a thread featured")
    badge_pull: float = constant(
        1.0,
        0,
        10,
        "x",
        "goal gradient: Kivetz 2006, J. Marketing Research 43",
        "extra readiness to write just before a badge, of those who care",
    )
    badge_near: float = constant(0.3, 0, 1, "share", CHOICE, "last part of the way to a badge on which it pulls")
    goal_driven_share: float = constant(
        0.1,
        0,
        1,
        "share",
        "5-30% of achievers respond: Hoernle 2022, EDM",
        "members who care for badges",
    )

    # Newcomers
    greeting_draws: float = constant(
        0.12, 0, 1, "probability", CHOICE, "a newcomer greeted by a person comes to introduce herself"
    )
    greeting_belonging: float = constant(0.05, 0, 1, "share of the gap", CHOICE, "belonging won by a greeting")
    greeting_by_bot: float = constant(0.2, 0, 1, "share", CHOICE, "what a bot's greeting does of a person's")
    invitation_draws: float = constant(
        0.08, 0, 1, "probability", CHOICE, "a lurker who is asked in person comes to say something"
    )

    # Kinds of post
    starter_call: float = constant(2.0, 0, 10, "x", CHOICE, "answers that a conversation starter draws")
    announcement_call: float = constant(0.5, 0, 10, "x", CHOICE, "answers that an announcement draws")
    announcement_likes: float = constant(1.5, 0, 10, "x", CHOICE, "likes that an announcement or news draw")
    entry_call: float = constant(0.15, 0, 10, "x", CHOICE, "answers that an entry to a contest draws")
    morning_interest: float = constant(
        0.2,
        0,
        2,
        "x",
        "posts draw more in the morning: Kanuri 2018, J. Marketing 82(6)",
        "extra readiness to react in the early morning, gone by the evening",
    )
    herding: float = constant(
        0.5,
        0,
        5,
        "x",
        "up-votes beget up-votes: Muchnik 2013, Science 341:647-651",
        "extra readiness to like what others have liked",
    )
    sympathy: float = constant(
        1.6,
        0,
        5,
        "x",
        "unjust down-votes are corrected: Muchnik 2013, Science 341:647-651",
        "extra readiness to like a decent post that has nothing but votes down",
    )

    # The team's share of the talk
    official_weight: float = constant(
        0.2, 0, 20, "x", CHOICE, "weight of the team's words for the mood of readers beside a member's"
    )
    official_relief: float = constant(
        0.3,
        0,
        2,
        "warmth",
        "some of the firm lifts the mood where people seek help: Homburg 2015, J. Marketing Research 52:629-641",
        "warmth that an answer of full worth adds to what members write under it",
    )
    official_inbox: float = constant(
        0.8, 0, 1, "share", CHOICE, "replies by the team that are answered, beside replies by members"
    )
    official_memory: float = constant(
        0.02, 0, 1, "share per reading", CHOICE, "how fast the team's share of the talk is noticed"
    )
    official_tolerance: float = constant(
        0.3, 0, 1, "share", CHOICE, "the team's share of the talk from which members feel pushed aside"
    )
    official_chill: float = constant(
        0.6,
        0,
        5,
        "warmth per unit",
        "too much of the firm spoils the mood: Homburg 2015, J. Marketing Research 52:629-641",
        "warmth lost above that share where somebody asked for help",
    )

    # Contests
    contest_entry: float = constant(
        0.05,
        0,
        1,
        "probability per visit",
        CHOICE,
        "entering a contest of appeal 1, of somebody who writes at all",
    )
    contest_hunters: float = constant(
        0.01, 0, 1, "probability per visit", CHOICE, "the same of somebody who never writes otherwise"
    )
    contest_lift: float = constant(
        0.3, 0, 5, "x", CHOICE, "extra readiness to write while a contest of appeal 1 runs"
    )
    contest_spends: float = constant(
        0.3,
        0,
        1,
        "zest",
        "rewards crowd out interest: Deci, Koestner & Ryan 1999, Psych. Bulletin 125:627-668",
        "zest that an entry costs, felt once the contest is over",
    )

    prize_trust: float = constant(0.3, 0, 1, "share of the gap", CHOICE, "trust won by winning a prize")

    # Opinion leaders
    leader_sway: float = constant(
        0.02,
        0,
        1,
        "share of the gap",
        CHOICE,
        "how far a post moves readers' trust towards that of an author with a very large audience",
    )
    bond_gain: float = constant(0.35, 0, 1, "share of the gap", CHOICE, "bond won by a week's personal attention")
    bond_half_life_days: float = constant(30, 1, 1000, "days", CHOICE, "fading of a bond without attention")
    bond_trust: float = constant(0.6, 0, 1, "share of the gap", CHOICE, "how far a full bond raises trust at rest")
    bond_voice: float = constant(0.5, 0, 10, "x", CHOICE, "extra readiness to write of an ambassador at full bond")
    bond_breaks: float = constant(0.15, 0, 1, "share", CHOICE, "bond at which a dropped ambassador turns")
    trust_lost_dropped: float = constant(0.6, 0, 1, "share of trust", CHOICE, "being dropped as an ambassador")
    grudge_dropped: float = constant(0.5, 0, 1, "share", CHOICE, "grudge of an ambassador who was dropped")
    favouritism: float = constant(
        0.001, 0, 0.5, "share", CHOICE, "fairness lost on reading an ambassador, by those who write and are none"
    )

    # Where newcomers come from
    word_of_mouth: float = constant(0.4, 0, 1, "share", CHOICE, "newcomers whom members bring, in a usual place")
    search_usual_answered: float = constant(
        0.85, 0.05, 1, "share", CHOICE, "threads answered where as many newcomers come by search as usual"
    )
    word_belonging: float = constant(0.1, 0, 1, "share", CHOICE, "belonging of somebody whom a member brought")
    word_errand: float = constant(0.5, 0, 2, "x", CHOICE, "how much rarer those have come to ask")
    paid_curiosity: float = constant(0.4, 0, 2, "x", CHOICE, "curiosity of those who come by an ad or the press")
    paid_customer: float = constant(0.5, 0, 2, "x", CHOICE, "how much rarer those are customers already")
