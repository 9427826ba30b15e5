"""Outrage: how anger spreads, what a crisis leaves behind, and what a brand's words do then, in numbers."""

from __future__ import annotations

from ...settings import Section
from .declared import CHOICE, constant

_SCCT = "situational crisis communication theory: Coombs 2007, Corporate Reputation Review 10:163-176"


class Outrage(Section):
    """Anger over what a brand did, and how it passes on and passes."""

    # Anger
    mishap_outrage: float = constant(
        0.5, 0, 1, "share", CHOICE, "outrage over a mishap of somebody easily outraged"
    )
    outrage_half_life_days: float = constant(2.0, 0.1, 100, "days", CHOICE, "fading of outrage")
    outrage_contagion: float = constant(
        0.08,
        0,
        1,
        "share of the gap",
        "arousal and ties spread complaints: Herhausen 2019, J. Marketing 83(3)",
        "how far one reading moves outrage up to that of a post",
    )
    outrage_tie: float = constant(
        3.0, 1, 20, "x", "Herhausen 2019, J. Marketing 83(3)", "how much more so when one follows its author"
    )
    post_stirs: float = constant(
        0.5,
        0,
        1,
        "share",
        "high arousal makes content spread: Berger & Milkman 2012, J. Marketing Research 49:192-205",
        "anger that a fully aroused post stirs up while it is read, three times as much from somebody one follows",
    )
    outrage_calming: float = constant(
        0.02, 0, 1, "share of the gap", CHOICE, "how far reading a calm post about it moves outrage down"
    )
    outrage_speaks: float = constant(
        0.06, 0, 1, "probability per reading", CHOICE, "fully outraged, somebody who writes comes to say so"
    )
    outrage_silent: float = constant(0.1, 0, 1, "x", CHOICE, "the same of somebody who never writes otherwise")
    outrage_answers: float = constant(3.0, 0, 20, "x", CHOICE, "extra readiness to answer at full outrage")
    outrage_cold: float = constant(0.5, 0, 2, "warmth", CHOICE, "warmth that full outrage takes from a post")
    outrage_vented: float = constant(0.3, 0, 1, "share", CHOICE, "outrage that goes with writing of it")
    share_chance: float = constant(
        0.004, 0, 1, "probability per reading", CHOICE, "sharing a complaint of interest 1 in an even mood"
    )
    share_outrage: float = constant(
        15.0, 0, 200, "x", "Herhausen 2019, J. Marketing 83(3)", "extra readiness to share at full outrage"
    )
    share_points: float = constant(6.0, 0, 100, "points", CHOICE, "liveliness that a share gives a thread")
    answer_calms: float = constant(
        0.8, 0, 1, "share", CHOICE, "arousal that an answer of full worth takes from a complaint"
    )
    answer_settles: float = constant(
        0.6, 0, 1, "share", CHOICE, "readiness to answer and pass on a complaint that goes once it was taken up"
    )
    offer_spreads: float = constant(
        4.0,
        0,
        50,
        "x",
        "compensation in public speeds the spread: Herhausen 2019, J. Marketing 83(3)",
        "extra sharing and joining where compensation was offered in sight of all",
    )

    # What a crisis does
    blame_victim: float = constant(
        0.15, 0, 1, "share", _SCCT, "responsibility ascribed to a brand that is a victim"
    )
    blame_accidental: float = constant(0.45, 0, 1, "share", _SCCT, "the same after an accident")
    blame_preventable: float = constant(0.85, 0, 1, "share", _SCCT, "the same where the brand could have known")
    attribution_spread: float = constant(
        0.5, 0, 1, "blame", CHOICE, "how far people's judgement of who is to blame lies apart, to each side"
    )
    trust_halo: float = constant(
        0.4,
        0,
        2,
        "blame per trust",
        "halo of a good reputation: Coombs & Holladay 2006, J. Communication Management 10:123-137",
        "blame spared by one more unit of trust before the crisis",
    )
    crisis_outrage: float = constant(
        1.0,
        0,
        5,
        "x",
        CHOICE,
        "outrage on learning of it, for each unit of severity and blame, of the easily outraged",
    )
    crisis_pull: float = constant(
        40.0, 0, 500, "x base rate", CHOICE, "urge to visit on learning of it, at full outrage"
    )
    outrage_topic: float = constant(
        0.1, 0, 1, "share", CHOICE, "outrage from which somebody who complains speaks of the crisis"
    )
    hearsay: float = constant(
        0.6, 0, 1, "share", CHOICE, "outrage, and loss of trust, of those who only hear of it"
    )
    trust_lost_crisis: float = constant(
        0.35,
        0,
        1,
        "share of trust",
        CHOICE,
        "learning of the gravest crisis for which the brand is wholly to blame",
    )
    trust_lost_crisis_post: float = constant(
        0.01, 0, 1, "share of trust", CHOICE, "reading one more fully outraged post about it"
    )
    blame_half_life_days: float = constant(75, 1, 5000, "days", CHOICE, "fading of what is held against the brand")
    blame_scar: float = constant(
        0.35, 0, 1, "share", CHOICE, "trust at rest lost while wholly to blame for the gravest crisis"
    )
    early_disclosure: float = constant(
        0.3,
        0,
        1,
        "share",
        "stealing thunder: Arpan & Roskos-Ewoldsen 2005, Public Relations Review 31:425-433",
        "share of the blame that those who trust the brand spare it when it says so first",
    )
    boycott: float = constant(
        0.25,
        0,
        1,
        "probability per day",
        "why people boycott - outrage at an egregious act: Klein, Smith & John 2004, J. Marketing 68(3):92-109",
        "fully outraged and blaming, somebody turns their back on the place for a while",
    )
    boycott_days: float = constant(4.0, 0.1, 100, "days", CHOICE, "mean time for which they do")
    leave_outraged: float = constant(
        20.0,
        0,
        1000,
        "x",
        "exit beside voice: Hirschman 1970, Exit, Voice, and Loyalty",
        "extra readiness to leave for good, fully outraged and blaming",
    )
    attention_days: float = constant(
        14, 1, 365, "days", CHOICE, "time after which nobody waits for a word of the brand any more"
    )
    silence_blamed: float = constant(
        0.03, 0, 1, "share of the gap a day", CHOICE, "blame that grows each day without a word of the brand"
    )
    silence_outrages: float = constant(
        0.1, 0, 1, "share of the gap a day", CHOICE, "outrage that grows each day without a word, at full severity"
    )

    # What the brand's words do
    statement_tolerance: float = constant(
        0.3, 0, 1, "blame", _SCCT, "how much less than one thinks a statement may admit and still be believed"
    )
    statement_soothes: float = constant(
        0.5, 0, 1, "share", CHOICE, "outrage that a believed statement of worth takes"
    )
    statement_adopted: float = constant(0.35, 0, 1, "share of the gap", CHOICE, "blame moved to what it admits")
    statement_provokes: float = constant(
        0.5, 0, 2, "per unit of gap", _SCCT, "outrage that an unbelieved statement adds"
    )
    statement_unbelieved: float = constant(0.25, 0, 1, "share of trust", CHOICE, "trust it costs, per unit of gap")
    amends_credit: float = constant(
        0.35, 0, 1, "blame", CHOICE, "blame that full amends take away; what is left over is to the brand's credit"
    )
    credit_most: float = constant(0.3, 0, 1, "blame", CHOICE, "most credit that a brand can have for how it acted")
    statement_half_hours: float = constant(
        24.0, 0.5, 1000, "hours", CHOICE, "delay after which a statement is worth half"
    )
    apology_worth: float = constant(0.45, 0, 1, "share", CHOICE, "part of full amends that an apology is")
    explanation_worth: float = constant(0.25, 0, 1, "share", CHOICE, "part that an explanation is")
    compensation_worth: float = constant(0.3, 0, 1, "share", CHOICE, "part that compensation is")
    contradiction_costs: float = constant(
        0.4, 0, 1, "share", CHOICE, "credibility lost by a statement that contradicts an earlier one"
    )
    broken_promise_costs: float = constant(0.3, 0, 1, "share", CHOICE, "credibility lost by an update not given")
    kept_promise_gains: float = constant(
        0.1, 0, 1, "share of the gap", CHOICE, "credibility won by an update given"
    )
    deletion_costs: float = constant(
        0.01, 0, 1, "share", CHOICE, "credibility lost by each post deleted amid a crisis"
    )
    heat_half: float = constant(
        0.2,
        0.01,
        1,
        "share of posts",
        "amid many angry posts a human voice gains nothing: Barcelos 2018, J. Interactive Marketing 41",
        "share of complaints among the day's threads at which half of what a person's voice adds is gone",
    )

    # Outside
    press_notices: float = constant(
        4.0,
        0,
        1000,
        "reports/day",
        CHOICE,
        "reports a day when a tenth of members have written about a grave crisis",
    )
    press_reaches: float = constant(
        0.01, 0, 1, "probability per report", CHOICE, "a member who does not know of it learns of it by a report"
    )
    press_draws: float = constant(
        4.0,
        0,
        1000,
        "members per report",
        CHOICE,
        "outsiders whom a report brings on the next day, per 1,000 members",
    )
    outsider_leaves: float = constant(0.15, 0, 1, "probability per day", CHOICE, "an outsider leaves again")
    outsider_voice: float = constant(1.5, 0, 20, "ratio", CHOICE, "readiness to write of an outsider who does")
    outsider_trust: float = constant(0.3, 0, 1, "share", CHOICE, "trust in the brand of an outsider")
    raider_incivility: float = constant(3.0, 0, 10, "log-odds", CHOICE, "how much readier raiders are to be rude")
