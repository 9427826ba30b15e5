"""Constants of behaviour: the only place where a number that drives members is written down.

Every constant has a unit, a range, a default and a source. "Design choice" says openly that no publication
gives the number: it was chosen so that the facts in `datasets/stylised_facts.csv` emerge. A scenario may set
any of them under `behaviour`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from pydantic import Field

from ..settings import Section

HOURS_PER_DAY = 24
HOURS_PER_WEEK = 168
SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 86400


def constant(default: float, low: float, high: float, unit: str, source: str, text: str) -> Any:
    """Declare one behavioural constant with its range, unit and source."""
    return Field(default, ge=low, le=high, description=text, json_schema_extra={"unit": unit, "source": source})


_CHOICE = "design choice"


class Behaviour(Section):
    """The constants of how members behave, the same for every member of a community."""

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
        0.3, 0, 1, "share", _CHOICE, "falling silent that full belonging prevents"
    )
    silence_days_min: float = constant(
        60, 1, 3650, "days", _CHOICE, "shortest silence; lengths are heavy-tailed (Pareto)"
    )
    silence_tail: float = constant(
        0.8, 0.3, 3, "exponent", _CHOICE, "tail exponent of the length of a silence; smaller is longer"
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
    pull_ceiling: float = constant(60.0, 1, 500, "x base rate", _CHOICE, "pull never exceeds this")
    visit_chance_ceiling: float = constant(0.9, 0.1, 1, "probability", _CHOICE, "most likely a visit in one hour")
    away_chance: float = constant(
        0.012, 0, 1, "probability per visit", _CHOICE, "a visit is the last before a spell away"
    )
    away_days_min: float = constant(7, 0.5, 365, "days", _CHOICE, "shortest spell away (Pareto)")
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
        1.5, 0, 5, "per unit of taste", _CHOICE, "how quickly interest falls with distance in taste"
    )
    affinity_floor: float = constant(0.1, 0, 1, "share", _CHOICE, "interest that remains at any distance in taste")
    appeal_spread: float = constant(
        0.9,
        0,
        2.5,
        "sd of log",
        "attention to posts is log-normal: Wu & Huberman 2007, PNAS 104:17599-17601",
        "spread of a thread's appeal; the median is 1",
    )
    like_base: float = constant(0.015, 0, 1, "probability per reading", _CHOICE, "like for a post of interest 1")
    like_warmth: float = constant(0.5, 0, 2, "per unit", _CHOICE, "how much easier a warm post is liked")
    like_mood: float = constant(0.5, 0, 2, "per unit", _CHOICE, "how much easier a like comes in a good mood")
    like_points: float = constant(1.0, 0, 100, "points", _CHOICE, "liveliness that a like gives a thread")
    answer_points: float = constant(2.0, 0, 100, "points", _CHOICE, "liveliness that an answer gives a thread")
    liveliness_grace_hours: float = constant(
        2.0, 0.1, 100, "hours", _CHOICE, "added to a thread's age, so that new threads do not win for nothing"
    )
    follow_share: float = constant(
        0.06, 0, 1, "share of likes", _CHOICE, "likes that lead to following the author"
    )
    flag_chance: float = constant(
        0.02, 0, 1, "probability per reading", _CHOICE, "a reader flags a post that breaks the rules"
    )
    false_flag_chance: float = constant(
        0.00005,
        0,
        1,
        "probability per reading",
        "4.7% of flags were not endorsed: Crossmod 2019",
        "a reader flags a post that breaks no rule",
    )
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
        0.8, 0, 1, "share", _CHOICE, "learning lost where the talk is most dynamic, because it is soon out of date"
    )
    style_distance: float = constant(
        0.5, 0, 1, "share", _CHOICE, "fluency an outsider lacks where the style is entirely the community's own"
    )
    style_turnover: float = constant(
        0.003, 0, 1, "share/day", _CHOICE, "fluency lost in a day of absence where the talk is most dynamic"
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
        _CHOICE,
        "how far the community's taste picks newcomers: 1 as founders",
    )
    # Writing
    answer_base: float = constant(
        0.036, 0, 1, "probability per reading", _CHOICE, "answering at voice and interest 1"
    )
    crowding: float = constant(
        3.0,
        0.5,
        100,
        "answers",
        _CHOICE,
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
    inbox_warmth: float = constant(0.25, 0, 1, "per unit", _CHOICE, "how much rather a warm reply is answered")
    answer_ceiling: float = constant(0.8, 0, 1, "probability", _CHOICE, "most likely an answer, a start or a like")
    start_base: float = constant(0.05, 0, 1, "probability per visit", _CHOICE, "starting a thread at voice 1")
    late_night_from: float = constant(23, 0, 23, "local hour", "Cheng 2017, CSCW", "late night begins")
    late_night_to: float = constant(5, 0, 12, "local hour", "Cheng 2017, CSCW", "late night ends")
    # Incivility
    incivility_base: float = constant(
        -3.5,
        -8,
        0,
        "log-odds",
        "2.5-7% of posts break the rules: Park 2022, CSCW",
        "breaking the rules in good company at an even mood, for the median member",
    )
    incivility_spread: float = constant(0.8, 0, 2.5, "sd of log-odds", _CHOICE, "differences between members")
    incivility_mood: float = constant(
        1.2, 0, 4, "log-odds per unit of bad mood", "anyone can troll: Cheng 2017, CSCW", "effect of bad mood"
    )
    incivility_context: float = constant(
        0.9,
        0,
        4,
        "log-odds",
        "anyone can troll: Cheng 2017, CSCW",
        "effect of answering a post that broke rules",
    )
    incivility_night: float = constant(
        0.25, 0, 2, "log-odds", "Cheng 2017, CSCW: more at night", "late-night effect"
    )
    # Mood, belonging, trust
    mood_half_life_hours: float = constant(12, 1, 168, "hours", _CHOICE, "fading of mood")
    mood_contagion: float = constant(
        0.05,
        0,
        1,
        "share per reading",
        "emotional contagion exists and is small: Kramer 2014, PNAS 111:8788-8790",
        "how far one reading moves mood towards the post's warmth",
    )
    influence: float = constant(2.0, 0, 20, "x", _CHOICE, "extra weight of an author with a very large audience")
    influence_half_audience: float = constant(30, 1, 100000, "followers", _CHOICE, "audience at half that weight")
    warmth_base: float = constant(0.2, -1, 1, "warmth", _CHOICE, "warmth of a post written at an even mood")
    warmth_noise: float = constant(0.25, 0, 1, "sd", _CHOICE, "differences in warmth between posts")
    warmth_mood: float = constant(0.5, 0, 1, "per unit", _CHOICE, "how much of the author's mood is in a post")
    warmth_context: float = constant(
        0.25, 0, 1, "per unit", _CHOICE, "how far a reply takes on the tone it answers"
    )
    breach_cold: float = constant(1.0, 0, 2, "warmth", _CHOICE, "how much colder a post is that breaks the rules")
    belonging_gain: float = constant(0.06, 0, 1, "share of the gap", _CHOICE, "belonging won by being answered")
    belonging_reading: float = constant(
        0.002, 0, 0.2, "share of the gap", _CHOICE, "belonging won by reading something entirely to one's taste"
    )
    style_bond: float = constant(
        3.0,
        0,
        10,
        "x",
        "distinctive communities retain: Zhang et al. 2017, ICWSM",
        "extra belonging that an answer in the community's own style gives a fluent member",
    )
    belonging_half_life_days: float = constant(60, 1, 1000, "days", _CHOICE, "fading of belonging")
    trust_half_life_days: float = constant(30, 1, 1000, "days", _CHOICE, "return of trust to its starting level")
    trust_start: float = constant(0.6, 0, 1, "share", _CHOICE, "trust in the brand before anything happens")
    trust_lost_wrong_removal: float = constant(0.25, 0, 1, "share of trust", _CHOICE, "own decent post removed")
    trust_lost_right_removal: float = constant(0.08, 0, 1, "share of trust", _CHOICE, "own breach removed")
    trust_lost_breach_seen: float = constant(
        0.002, 0, 1, "share of trust", _CHOICE, "reading a breach of the rules that nobody removed"
    )
    loyalty_half_life_days: float = constant(45, 1, 1000, "days", _CHOICE, "loyalty follows trust and belonging")
    # Leaving
    leave_base: float = constant(
        0.003, 0, 0.5, "probability per day", _CHOICE, "leaving at no belonging, no trust"
    )
    leave_held_by_belonging: float = constant(
        0.7, 0, 1, "share", _CHOICE, "departures that full belonging prevents"
    )
    leave_held_by_trust: float = constant(0.5, 0, 1, "share", _CHOICE, "departures that full trust prevents")
    # Newcomers
    errand: float = constant(
        0.16,
        0,
        1,
        "probability",
        "16% of new accounts ever wrote: Lampe & Johnston 2005, GROUP",
        "a newcomer comes with something to ask, and asks it unless the place makes that hard",
    )
    errand_urge: float = constant(
        0.6, 0, 1, "probability per visit", _CHOICE, "asking at once what one came to ask"
    )
    question_share: float = constant(0.4, 0, 1, "share", _CHOICE, "threads that ask something, errands apart")
    newcomer_pull: float = constant(8.0, 0, 60, "x base rate", _CHOICE, "curiosity of the first days, as pull")
    founders_away: float = constant(0.3, 0, 1, "share", _CHOICE, "founders who are away on the first day")
    founders_spell: float = constant(
        3.0, 0, 100, "x shortest spell", _CHOICE, "longest rest of a founder's silence or absence (uniform from 0)"
    )
    founders_belonging: float = constant(
        0.1, 0, 10, "per post", _CHOICE, "belonging b of a founder with k posts: 1 - 1 / (1 + this * k)"
    )
    role_window_days: float = constant(30, 1, 365, "days", _CHOICE, "window in which a Creator has contributed")

    def record(self) -> np.ndarray:
        """Return the constants as the one-row record array that rules read, with derived rates per hour."""
        values: dict[str, float] = self.model_dump()
        values["pull_keep"] = 0.5 ** (1 / self.pull_half_life_hours)
        values["mood_keep"] = 0.5 ** (1 / self.mood_half_life_hours)
        values["belonging_keep"] = 0.5 ** (1 / self.belonging_half_life_days)
        values["trust_keep"] = 0.5 ** (1 / self.trust_half_life_days)
        values["loyalty_keep"] = 0.5 ** (1 / self.loyalty_half_life_days)
        record = np.zeros(1, dtype=[(name, "f8") for name in values])
        for name, value in values.items():
            record[name] = value
        return record
