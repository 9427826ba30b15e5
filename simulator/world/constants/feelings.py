"""Feelings: mood, belonging, trust and loyalty, and what makes members leave, in numbers."""

from __future__ import annotations

from ...settings import Section
from .declared import CHOICE, constant


class Feelings(Section):
    """What members feel, and whether they stay."""

    # Mood, belonging, trust
    mood_half_life_hours: float = constant(12, 1, 168, "hours", CHOICE, "fading of mood")
    mood_contagion: float = constant(
        0.05,
        0,
        1,
        "share per reading",
        "emotional contagion exists and is small: Kramer 2014, PNAS 111:8788-8790",
        "how far one reading moves mood towards the post's warmth",
    )
    influence: float = constant(2.0, 0, 20, "x", CHOICE, "extra weight of an author with a very large audience")
    influence_half_audience: float = constant(30, 1, 100000, "followers", CHOICE, "audience at half that weight")
    warmth_base: float = constant(0.2, -1, 1, "warmth", CHOICE, "warmth of a post written at an even mood")
    warmth_noise: float = constant(0.25, 0, 1, "sd", CHOICE, "differences in warmth between posts")
    warmth_mood: float = constant(0.5, 0, 1, "per unit", CHOICE, "how much of the author's mood is in a post")
    warmth_context: float = constant(
        0.25, 0, 1, "per unit", CHOICE, "how far a reply takes on the tone it answers"
    )
    breach_cold: float = constant(1.0, 0, 2, "warmth", CHOICE, "how much colder a post is that breaks the rules")
    belonging_gain: float = constant(0.06, 0, 1, "share of the gap", CHOICE, "belonging won by being answered")
    belonging_reading: float = constant(
        0.002, 0, 0.2, "share of the gap", CHOICE, "belonging won by reading something entirely to one's taste"
    )
    style_bond: float = constant(
        3.0,
        0,
        10,
        "x",
        "distinctive communities retain: Zhang et al. 2017, ICWSM",
        "extra belonging that an answer in the community's own style gives a fluent member",
    )
    belonging_half_life_days: float = constant(60, 1, 1000, "days", CHOICE, "fading of belonging")
    trust_half_life_days: float = constant(30, 1, 1000, "days", CHOICE, "return of trust to its starting level")
    trust_start: float = constant(0.6, 0, 1, "share", CHOICE, "trust in the brand before anything happens")
    trust_lost_wrong_removal: float = constant(0.25, 0, 1, "share of trust", CHOICE, "own decent post removed")
    trust_lost_right_removal: float = constant(0.08, 0, 1, "share of trust", CHOICE, "own breach removed")
    trust_lost_censored: float = constant(
        0.3, 0, 1, "share of trust", "deleted criticism backfires: Liao 2024", "own criticism deleted"
    )
    trust_lost_censorship_seen: float = constant(
        0.06,
        0,
        1,
        "share of trust",
        "deletion that is noticed backfires: Liao 2024",
        "noticing that criticism was deleted",
    )
    censorship_noticed: float = constant(
        0.3, 0, 1, "probability", CHOICE, "a reader who comes upon the gap sees what it is"
    )
    censorship_excused: float = constant(
        0.4,
        0,
        1,
        "share",
        "an explanation of one's own mitigates: Liao 2024",
        "harm that an explanation takes from deleting criticism",
    )
    belonging_lost_removal: float = constant(
        0.15,
        0,
        1,
        "share",
        "newcomers whose work is undone leave: Halfaker 2011, WikiSym",
        "belonging lost by a wholly unfair removal",
    )
    belonging_lost_hostility: float = constant(0.05, 0, 1, "share", CHOICE, "belonging lost by a rude answer")
    trust_lost_breach_seen: float = constant(
        0.002, 0, 1, "share of trust", CHOICE, "reading a breach of the rules that nobody removed"
    )
    loyalty_half_life_days: float = constant(45, 1, 1000, "days", CHOICE, "loyalty follows trust and belonging")

    # Leaving
    leave_base: float = constant(0.003, 0, 0.5, "probability per day", CHOICE, "leaving at no belonging, no trust")
    leave_held_by_belonging: float = constant(
        0.7, 0, 1, "share", CHOICE, "departures that full belonging prevents"
    )
    leave_held_by_trust: float = constant(0.5, 0, 1, "share", CHOICE, "departures that full trust prevents")
    leave_grudge: float = constant(
        6.0,
        0,
        50,
        "x",
        "20-40% leave within half a year of a block: Chang 2019, WWW",
        "how much likelier a full grudge makes leaving",
    )
    exit_after_block: float = constant(
        0.35,
        0,
        1,
        "probability",
        "a third of those who leave go during the block: Chang 2019, WWW",
        "leaving on the spot after a wholly unfair block",
    )
