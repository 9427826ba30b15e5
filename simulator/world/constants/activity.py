"""Activity: how members visit, read, write and fall silent, in numbers."""

from __future__ import annotations

from ...settings import Section
from .declared import CHOICE, constant


class Activity(Section):
    """How members come, read, write and go quiet."""

    # Momentum and silence
    silence_hazard: float = constant(
        0.74,
        0,
        1,
        "probability",
        "momentum law: exponent of contributions per member is about 1 + this",
        "after the k-th contribution a member falls silent with probability this / k",
    )
    silence_held_by_belonging: float = constant(
        0.15, 0, 1, "share", CHOICE, "falling silent that full belonging prevents"
    )
    silence_held_by_style: float = constant(
        0.5,
        0,
        1,
        "share",
        "distinctive communities retain: Zhang et al. 2017, ICWSM",
        "further silence that full belonging prevents where the style is entirely the community's own",
    )
    silence_days_min: float = constant(
        60, 1, 3650, "days", CHOICE, "shortest silence; lengths are heavy-tailed (Pareto)"
    )
    silence_tail: float = constant(
        0.8, 0.3, 3, "exponent", CHOICE, "tail exponent of the length of a silence; smaller is longer"
    )

    # Visits
    pull_gain: float = constant(
        7.0,
        0,
        60,
        "x base rate",
        "design experiment: 15-30 with half-life 6-9 h",
        "how much a waiting answer multiplies the urge to visit",
    )
    pull_half_life_hours: float = constant(8.0, 0.5, 72, "hours", "design experiment: 6-9 h", "fading of pull")
    pull_ceiling: float = constant(60.0, 1, 500, "x base rate", CHOICE, "pull never exceeds this")
    visit_chance_ceiling: float = constant(0.9, 0.1, 1, "probability", CHOICE, "most likely a visit in one hour")
    away_chance: float = constant(
        0.012, 0, 1, "probability per visit", CHOICE, "a visit is the last before a spell away"
    )
    away_days_min: float = constant(7, 0.5, 365, "days", CHOICE, "shortest spell away (Pareto)")
    away_tail: float = constant(
        1.1,
        0.3,
        3,
        "exponent",
        "heavy-tailed inter-event times: Barabasi 2005, Nature 435:207-211",
        "tail exponent of the length of a spell away",
    )

    # Reading
    affinity_slope: float = constant(
        1.5, 0, 5, "per unit of taste", CHOICE, "how quickly interest falls with distance in taste"
    )
    affinity_floor: float = constant(0.1, 0, 1, "share", CHOICE, "interest that remains at any distance in taste")
    appeal_spread: float = constant(
        0.9,
        0,
        2.5,
        "sd of log",
        "attention to posts is log-normal: Wu & Huberman 2007, PNAS 104:17599-17601",
        "spread of a thread's appeal; the median is 1",
    )
    like_base: float = constant(0.015, 0, 1, "probability per reading", CHOICE, "like for a post of interest 1")
    like_warmth: float = constant(0.5, 0, 2, "per unit", CHOICE, "how much easier a warm post is liked")
    like_mood: float = constant(0.5, 0, 2, "per unit", CHOICE, "how much easier a like comes in a good mood")
    like_points: float = constant(1.0, 0, 100, "points", CHOICE, "liveliness that a like gives a thread")
    answer_points: float = constant(2.0, 0, 100, "points", CHOICE, "liveliness that an answer gives a thread")
    liveliness_grace_hours: float = constant(
        2.0, 0.1, 100, "hours", CHOICE, "added to a thread's age, so that new threads do not win for nothing"
    )
    follow_share: float = constant(0.06, 0, 1, "share of likes", CHOICE, "likes that lead to following the author")

    # Shared language and style
    fluency_gain: float = constant(
        0.01,
        0,
        1,
        "share of the gap",
        "newcomers adopt its language: Danescu-Niculescu-Mizil 2013, WWW",
        "what one reading teaches of the community's language and style",
    )
    dynamism_slows: float = constant(
        0.8, 0, 1, "share", CHOICE, "learning lost where the talk is most dynamic, because it is soon out of date"
    )
    style_distance: float = constant(
        0.5, 0, 1, "share", CHOICE, "fluency an outsider lacks where the style is entirely the community's own"
    )
    style_turnover: float = constant(
        0.003, 0, 1, "share/day", CHOICE, "fluency lost in a day of absence where the talk is most dynamic"
    )
    topicality: float = constant(
        0.8,
        0,
        5,
        "x",
        "dynamic communities retain: Zhang et al. 2017, ICWSM",
        "extra interest of a fluent member where the talk is most dynamic",
    )
    style_interest: float = constant(
        1.2,
        0,
        5,
        "x",
        "distinctive communities retain: Zhang et al. 2017, ICWSM",
        "extra interest of a fluent member where the style is entirely the community's own",
    )
    newcomers_alike: float = constant(
        0.5,
        0,
        1,
        "share",
        CHOICE,
        "how far the community's taste picks newcomers: 1 as founders",
    )

    # Writing
    answer_base: float = constant(
        0.036, 0, 1, "probability per reading", CHOICE, "answering at voice and interest 1"
    )
    crowding: float = constant(
        3.0,
        0.5,
        100,
        "answers",
        CHOICE,
        "answers in a thread at which the wish to add another one has halved",
    )
    question_call: float = constant(
        2.0,
        1,
        10,
        "x",
        "requests draw replies: Burke et al. 2007, C&T (Introductions and Requests)",
        "how much likelier a question without an answer gets one",
    )
    inbox_answer: float = constant(
        0.6,
        0,
        1,
        "probability",
        "design experiment: owners answer 60-70% of replies",
        "answering a reply to one's own post on the next visit",
    )
    inbox_warmth: float = constant(0.25, 0, 1, "per unit", CHOICE, "how much rather a warm reply is answered")
    answer_ceiling: float = constant(0.8, 0, 1, "probability", CHOICE, "most likely an answer, a start or a like")
    start_base: float = constant(0.05, 0, 1, "probability per visit", CHOICE, "starting a thread at voice 1")
    late_night_from: float = constant(23, 0, 23, "local hour", "Cheng 2017, CSCW", "late night begins")
    late_night_to: float = constant(5, 0, 12, "local hour", "Cheng 2017, CSCW", "late night ends")

    # Newcomers
    errand: float = constant(
        0.24,
        0,
        1,
        "probability",
        "16% of new accounts ever wrote: Lampe & Johnston 2005, GROUP",
        "a newcomer comes with something to ask, and asks it unless the place makes that hard",
    )
    errand_lapses: float = constant(
        0.5, 0, 1, "probability per visit", CHOICE, "letting be what one came to say and has not said"
    )
    errand_urge: float = constant(
        0.6, 0, 1, "probability per visit", CHOICE, "asking at once what one came to ask"
    )
    question_share: float = constant(0.4, 0, 1, "share", CHOICE, "threads that ask something, errands apart")
    newcomer_pull: float = constant(8.0, 0, 60, "x base rate", CHOICE, "curiosity of the first days, as pull")
    founders_away: float = constant(0.3, 0, 1, "share", CHOICE, "founders who are away on the first day")
    founders_spell: float = constant(
        3.0, 0, 100, "x shortest spell", CHOICE, "longest rest of a founder's silence or absence (uniform from 0)"
    )
    founders_belonging: float = constant(
        0.1, 0, 10, "per post", CHOICE, "belonging b of a founder with k posts: 1 - 1 / (1 + this * k)"
    )
    role_window_days: float = constant(30, 1, 365, "days", CHOICE, "window in which a Creator has contributed")

    # Votes
    downvote_chance: float = constant(
        0.02, 0, 1, "probability per reading", CHOICE, "voting down a rude post, where the platform allows it"
    )
    downvote_mood: float = constant(
        0.15, 0, 1, "mood", "down-voted authors write worse: Cheng 2014, ICWSM", "mood lost by a down-vote"
    )
    downvote_pull: float = constant(
        2.0,
        0,
        60,
        "x base rate",
        "down-voted authors write more: Cheng 2014, ICWSM",
        "urge to come back after one",
    )
    vote_belonging: float = constant(
        0.01,
        0,
        1,
        "share of the gap",
        "the ignored leave first: Cheng 2014, ICWSM",
        "belonging won by any vote, up or down",
    )
