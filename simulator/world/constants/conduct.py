"""Conduct: breaking rules, seeing them broken, and being called to order, in numbers."""

from __future__ import annotations

from ...settings import Section
from .declared import CHOICE, constant


class Conduct(Section):
    """How members keep rules, and what sanctions do to them."""

    # Incivility
    incivility_base: float = constant(
        -3.5,
        -8,
        0,
        "log-odds",
        "2.5-7% of posts break the rules: Park 2022, CSCW",
        "breaking the rules in good company at an even mood, for the median member",
    )
    incivility_spread: float = constant(0.8, 0, 2.5, "sd of log-odds", CHOICE, "differences between members")
    incivility_mood: float = constant(
        1.2, 0, 4, "log-odds per unit of bad mood", "anyone can troll: Cheng 2017, CSCW", "effect of bad mood"
    )
    incivility_context: float = constant(
        0.65,
        0,
        4,
        "log-odds",
        "anyone can troll: Cheng 2017, CSCW",
        "effect of answering a post that broke rules",
    )
    incivility_night: float = constant(
        0.25, 0, 2, "log-odds", "Cheng 2017, CSCW: more at night", "late-night effect"
    )
    incivility_norm: float = constant(
        2.5,
        0,
        10,
        "log-odds",
        "people do as they see others do: Cialdini 1990, JPSP 58:1015-1026",
        "effect of having read nothing but rude posts lately",
    )
    incivility_injunctive: float = constant(
        0.3, 0, 3, "log-odds", "visible rules: Matias 2019, PNAS 116:9785-9789", "effect of knowing the rules well"
    )
    incivility_grudge: float = constant(0.8, 0, 4, "log-odds", CHOICE, "effect of a full grudge against the team")
    norm_gain: float = constant(
        0.02, 0, 1, "share of the gap", CHOICE, "how far one reading moves what seems usual here"
    )
    champion_signal: float = constant(
        -0.7,
        -5,
        0,
        "rude posts",
        "social referents: Paluck 2016, PNAS 113:566-571",
        "what a post by somebody who was won to set an example counts for, beside 1 for a rude post",
    )
    attack_share: float = constant(
        0.1, 0, 1, "share", CHOICE, "rude posts of a member with no grudge that attack the team in person"
    )
    attack_grudge: float = constant(0.5, 0, 1, "share", CHOICE, "further share at a full grudge")
    illegal_share: float = constant(0.03, 0, 1, "share", CHOICE, "rude posts that break the law")
    spammer_share: float = constant(0.01, 0, 1, "share", CHOICE, "newcomers who come to advertise")
    spammer_voice: float = constant(3.0, 0, 100, "ratio", CHOICE, "readiness to write of those who advertise")
    misplaced_interest: float = constant(
        0.3, 0, 1, "x", CHOICE, "interest that is left for a post that does not belong here"
    )
    off_topic_unknowing: float = constant(
        0.14,
        0,
        1,
        "probability",
        "52% of first comments complied before rules were shown: Matias 2019, PNAS",
        "a contribution misses the place's rules when its author knows none of them",
    )

    # Learning the rules
    rules_from_reading: float = constant(
        0.01, 0, 1, "share of the gap", CHOICE, "what one reading teaches of the rules"
    )
    rules_read: float = constant(
        0.6, 0, 1, "share of the gap", CHOICE, "what looking at rules that are shown teaches on a visit"
    )
    rules_from_notice: float = constant(
        0.1, 0, 1, "share of the gap", CHOICE, "what a notice without an explanation teaches"
    )
    rules_from_explanation: float = constant(
        0.6, 0, 1, "share of the gap", "explained removals: Jhaver 2019, CSCW", "what an explained notice teaches"
    )
    rules_from_witnessing: float = constant(
        0.05, 0, 0.5, "share of the gap", CHOICE, "what seeing that a post was removed teaches"
    )
    guidance_heeded: float = constant(
        0.4,
        0,
        1,
        "share",
        "drafting guidance: Horta Ribeiro 2024",
        "contributions off the rules that advice while writing puts right",
    )
    prompt_cancels: float = constant(
        0.09, 0, 1, "share", "9% of prompted posts cancelled: Katsaros 2022, ICWSM", "drafts given up when asked"
    )
    prompt_revises: float = constant(
        0.22, 0, 1, "share", "22% of prompted posts revised: Katsaros 2022, ICWSM", "drafts put right when asked"
    )
    form_deters: float = constant(
        0.65,
        0,
        1,
        "share",
        "askers fell by 65% where rules met a question-and-answer event: Matias 2019, PNAS",
        "questions given up where asking needs a full form",
    )
    entry_doubt: float = constant(
        0.5,
        0,
        1,
        "share",
        "visible rules brought 38-70% more newcomers: Matias 2019, PNAS",
        "first posts held back by somebody who does not know what is allowed",
    )
