"""Care: the product, what members want of the brand, and what answers are worth, in numbers."""

from __future__ import annotations

from ...settings import Section
from .declared import CHOICE, constant


class Care(Section):
    """Why members turn to the brand, and what an answer does."""

    # The product
    customer_share: float = constant(0.7, 0, 1, "share", CHOICE, "members who are customers when they join")
    mishap_chance: float = constant(
        0.0025, 0, 1, "probability per day", CHOICE, "something goes wrong with the product, for one customer"
    )
    trust_lost_mishap: float = constant(0.03, 0, 1, "share of trust", CHOICE, "a mishap with the product")
    satisfaction_start: float = constant(
        0.6, 0, 1, "share", CHOICE, "satisfaction with product and service at first"
    )
    satisfaction_lost_mishap: float = constant(0.5, 0, 1, "share", CHOICE, "satisfaction lost by a mishap")
    satisfaction_half_life_days: float = constant(
        90, 1, 1000, "days", CHOICE, "return of satisfaction to its starting level"
    )
    defect_base: float = constant(
        0.0006,
        0,
        0.5,
        "probability per day",
        CHOICE,
        "a customer goes elsewhere, at usual satisfaction and loyalty",
    )
    defect_dissatisfied: float = constant(
        5.0, 0, 50, "x", CHOICE, "how much likelier no satisfaction at all makes that"
    )
    defect_held_by_loyalty: float = constant(0.7, 0, 1, "share", CHOICE, "customers whom full loyalty keeps")
    purchase_base: float = constant(
        0.002, 0, 0.5, "probability per day", CHOICE, "a member at full loyalty and trust becomes a customer"
    )
    leave_dissatisfied: float = constant(
        3.0, 0, 50, "x", CHOICE, "how much likelier a customer without any satisfaction leaves the community"
    )

    # Turning to the brand
    complaint_voiced: float = constant(
        0.4,
        0,
        1,
        "probability",
        "few complain: Herhausen 2019, J. Marketing 83(3)",
        "somebody who writes at all wants to complain of a mishap, at the usual hope for help",
    )
    complaint_silent: float = constant(0.02, 0, 1, "probability", CHOICE, "somebody who never writes does")
    complaint_cold: float = constant(
        0.5, 0, 2, "warmth", CHOICE, "how much colder a complaint is than other posts"
    )
    hope_start: float = constant(0.5, 0, 1, "share", CHOICE, "hope for help before any experience")
    hope_spent: float = constant(
        0.3, 0, 1, "share", CHOICE, "hope that goes with a complaint, until it is answered"
    )
    hope_gain: float = constant(
        0.45,
        0,
        1,
        "share of the gap",
        "replies raise later complaints: Ma, Sun & Kekre 2015, Marketing Science",
        "hope for help won by an answer of full worth",
    )
    hope_half_life_days: float = constant(120, 1, 1000, "days", CHOICE, "return of hope to its starting level")
    me_too: float = constant(
        0.004,
        0,
        1,
        "probability per reading",
        "long public exchanges bring further complaints: Golmohammadi 2021, J. Marketing",
        "who has swallowed a mishap comes forward on reading in a complaint's thread, at the usual hope for help",
    )
    wish_chance: float = constant(
        0.0003, 0, 1, "probability per day", CHOICE, "a wish comes to the mind of somebody who writes"
    )
    praise_chance: float = constant(
        0.0004,
        0,
        1,
        "probability per day",
        CHOICE,
        "the wish to praise, at full satisfaction, of somebody who writes",
    )
    praise_warm: float = constant(0.3, 0, 2, "warmth", CHOICE, "how much warmer praise is than other posts")

    # What an answer is worth
    answer_trust: float = constant(
        0.25, 0, 1, "share of the gap", CHOICE, "trust that an answer of full worth wins from somebody who asked"
    )
    answer_satisfaction: float = constant(
        0.75,
        0,
        1,
        "share of the gap",
        "satisfaction may exceed that without a failure: de Matos 2007, J. Service Research",
        "satisfaction that an answer of full worth to a complaint wins",
    )
    answer_half_minutes: float = constant(
        15.0,
        1,
        10000,
        "minutes",
        "worth falls steeply within the hour: Twitter/AMS conjoint study",
        "waiting time after which an answer is worth half",
    )
    answer_worth_late: float = constant(0.05, 0, 1, "share", CHOICE, "worth of an answer, however late")
    tone_neutral: float = constant(0.6, -1, 1, "share", CHOICE, "worth of a neutral tone")
    tone_empathetic: float = constant(1.0, -1, 1, "share", CHOICE, "worth of an empathetic tone, or an apology")
    tone_explaining: float = constant(0.8, -1, 1, "share", CHOICE, "worth of an explanation")
    tone_defensive: float = constant(
        -0.3, -1, 1, "share", CHOICE, "worth of a defensive tone: below 0 it is worse than silence"
    )
    tone_playful: float = constant(
        1.0,
        -1,
        1,
        "share",
        "friendly humour does as well as an apology: Beal & Gregoire 2022, J. Service Research",
        "worth of friendly humour towards somebody in an even mood",
    )
    tone_mocking: float = constant(
        -0.8,
        -1,
        1,
        "share",
        "mocking humour does worse: Beal & Gregoire 2022, J. Service Research",
        "worth of humour at the other's expense",
    )
    playful_heated: float = constant(
        0.5,
        0,
        2,
        "share per unit",
        CHOICE,
        "worth that friendly humour loses with the coldness of what it answers",
    )
    question_explained: float = constant(
        0.2, 0, 1, "share", CHOICE, "what an explanation is worth more, and comfort less, where somebody asked"
    )
    brand_voice: float = constant(
        0.6, 0, 1, "share", CHOICE, "worth of an answer in the brand's voice beside that of a person"
    )

    answer_trust_other: float = constant(
        0.05, 0, 1, "share of the gap", CHOICE, "trust that an answer to a wish, praise or plain talk wins"
    )
    private_seen: float = constant(
        0.5, 0, 1, "share", CHOICE, "what readers see of an answer that was given in private"
    )

    # Bystanders
    trust_lost_unanswered_seen: float = constant(
        0.006, 0, 1, "share of trust", CHOICE, "reading a complaint that has waited for more than a day"
    )
    trust_answer_seen: float = constant(
        0.02, 0, 1, "share of the gap", CHOICE, "reading how a complaint was answered, at full worth of the tone"
    )
    trust_praise_seen: float = constant(0.002, 0, 1, "share of the gap", CHOICE, "reading a member's praise")
    trust_wish_shipped: float = constant(
        0.02, 0, 1, "share of the gap", CHOICE, "reading that a wish of members became a product"
    )
    wish_feasible: float = constant(0.3, 0, 1, "probability", CHOICE, "a wish stands up to a feasibility check")
    wish_improves: float = constant(
        0.05, 0, 1, "share of the gap", CHOICE, "what a wish that is shipped adds to quality"
    )
    wish_told: float = constant(
        0.2, 0, 1, "share of the gap", CHOICE, "trust of somebody whose wish came true, told so"
    )
    tone_liked: float = constant(0.5, 0, 2, "x", CHOICE, "how much more an answer of full worth is liked")
