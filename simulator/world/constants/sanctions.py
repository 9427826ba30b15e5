"""Sanctions: how breaches are found, and what being called to order does to members, in numbers."""

from __future__ import annotations

from ...settings import Section
from .declared import CHOICE, constant


class Sanctions(Section):
    """How breaches come to light, and how members take warnings, removals and blocks."""

    # Finding breaches
    flag_chance: float = constant(
        0.008, 0, 1, "probability per reading", CHOICE, "a reader flags a post that breaks the rules"
    )
    off_topic_flagged: float = constant(
        0.3, 0, 1, "x", CHOICE, "how much rarer off-topic posts are flagged than other breaches"
    )
    false_flag_chance: float = constant(
        0.00005,
        0,
        1,
        "probability per reading",
        "4.7% of flags were not endorsed: Crossmod 2019, CSCW",
        "a reader flags a post that breaks no rule",
    )
    filter_separation: float = constant(
        2.1,
        0,
        6,
        "sd",
        "accuracy of 86%: Crossmod 2019, CSCW",
        "how much higher the filter scores a breach than a decent post",
    )
    filter_cold: float = constant(
        0.3, 0, 3, "sd per unit of coldness", CHOICE, "how much a cold tone raises the score of any post"
    )

    # Sanctions
    deterrence_half_life_hours: float = constant(
        60, 1, 2000, "hours", "a warning's effect is gone after weeks: Yildirim 2021", "fading of deterrence"
    )
    incivility_deterred: float = constant(1.0, 0, 4, "log-odds", CHOICE, "effect of full deterrence")
    deterrence_warning: float = constant(
        0.6, 0, 1, "share of the gap", "10-20% fewer rude posts: Yildirim 2021", "deterrence by a rightful warning"
    )
    deterrence_removal: float = constant(
        0.4,
        0,
        1,
        "share of the gap",
        "immediate compliance only: Srinivasan 2019, CSCW",
        "deterrence by a rightful removal",
    )
    deterrence_block: float = constant(0.8, 0, 1, "share of the gap", CHOICE, "deterrence by a rightful block")
    restraint_half_life_days: float = constant(120, 1, 2000, "days", CHOICE, "fading of lessons learned")
    incivility_restrained: float = constant(1.5, 0, 4, "log-odds", CHOICE, "effect of full restraint")
    restraint_explanation: float = constant(
        0.25,
        0,
        1,
        "share of the gap",
        "explained removals lower odds of the next by 21%: Jhaver 2019, CSCW",
        "lesson of an explanation that is felt to be rightful",
    )
    restraint_block: float = constant(
        0.8,
        0,
        1,
        "share of the gap",
        "most blocked members reform or leave: Chang 2019, WWW",
        "lesson of a block that is felt to be rightful",
    )
    grudge_half_life_days: float = constant(21, 1, 1000, "days", CHOICE, "fading of a grudge")
    grudge_removal: float = constant(
        0.12, 0, 1, "share of the gap", CHOICE, "grudge after a wholly unfair removal"
    )
    grudge_warning: float = constant(0.05, 0, 1, "share of the gap", CHOICE, "grudge by a wholly unfair warning")
    grudge_block: float = constant(0.7, 0, 1, "share of the gap", CHOICE, "grudge after a wholly unfair block")
    grudge_censored: float = constant(
        0.5, 0, 1, "share of the gap", "deleted criticism backfires: Liao 2024", "grudge after deleted criticism"
    )
    grudge_censorship_seen: float = constant(
        0.05, 0, 1, "share of the gap", CHOICE, "grudge of a reader who notices deleted criticism"
    )
    fairness_start: float = constant(0.6, 0, 1, "share", CHOICE, "how fair a team seems before it acts")
    fairness_half_life_days: float = constant(90, 1, 2000, "days", CHOICE, "return of that impression")
    fairness_learning: float = constant(
        0.25, 0, 1, "share of the gap", CHOICE, "how far one sanction of one's own moves it"
    )
    fairness_witnessing: float = constant(
        0.03, 0, 1, "share of the gap", CHOICE, "how far seeing a removal moves it"
    )
    notice_blunt: float = constant(-0.15, -1, 1, "share", "Yildirim 2021", "blunt notice, on legitimacy")
    notice_polite: float = constant(
        0.15, -1, 1, "share", "politer warnings work better: Yildirim 2021", "polite notice, on legitimacy"
    )
    notice_explained: float = constant(0.2, -1, 1, "share", "Jhaver 2019, CSCW", "explained notice, on legitimacy")
    undeserved: float = constant(
        0.2, 0, 1, "x", CHOICE, "legitimacy that is left of a sanction for a post that broke no rule"
    )
    unwarned: float = constant(
        0.7,
        0,
        1,
        "x",
        "graduated sanctions last: see E07 in published_effects",
        "legitimacy of a first block that no warning came before",
    )
    amends: float = constant(0.7, 0, 1, "share", CHOICE, "grudge that goes when a removal is overturned")
    appeal_readiness: float = constant(0.5, 0, 1, "probability", CHOICE, "appealing when sure of one's case")
    appeal_within_hours: float = constant(48, 1, 1000, "hours", CHOICE, "longest until somebody appeals (uniform)")
    appeal_doubt: float = constant(
        0.15,
        0.01,
        1,
        "share",
        "appeals fell by 70%, grants did not: Atreja 2023",
        "how gradually appeals fall as the effort comes near one's conviction",
    )
