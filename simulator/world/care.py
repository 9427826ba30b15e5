"""Care: what members want of the brand - help, redress, a wish fulfilled - and what answers do to them."""

from __future__ import annotations

from .arithmetic import clip
from .compiled import rule

POST_KINDS = (
    "talk", "question", "complaint", "wish", "praise", "entry", "starter", "announcement", "news",
    "statement",
)  # fmt: skip
TALK, QUESTION, COMPLAINT, WISH, PRAISE, ENTRY, STARTER, ANNOUNCEMENT, NEWS, STATEMENT = range(10)
ERRANDS = ("none", "question", "complaint", "wish", "praise", "talk")
NO_ERRAND, ASKING, COMPLAINING, WISHING, PRAISING, TALKING = 0, 1, 2, 3, 4, 5
SWALLOWED = -1
"""Something went wrong, and nothing will be said of it here."""
TONES = ("neutral", "empathetic", "explaining", "defensive", "playful", "mocking")
NEUTRAL, EMPATHETIC, EXPLAINING, DEFENSIVE, PLAYFUL, MOCKING = 0, 1, 2, 3, 4, 5
POST_TONES = ("none", *TONES)
"""Tones as posts show them: what members write has none."""
UNANSWERED = -1
WAITED_LONG_SECONDS = 86_400


@rule
def satisfaction_at_rest(k):
    """Satisfaction to which customers return when nothing happens; a better product raises it."""
    return k.satisfaction_start + k.quality * (1.0 - k.satisfaction_start)


# --- turning to the brand -------------------------------------------------------------------------------------


@rule
def asks_for_help(kind):
    """Tell whether somebody needs something of others in a thread of this kind."""
    return kind in (QUESTION, COMPLAINT)


@rule
def errand_after_mishap(voice, hope, mishap, complains, k):
    """Now and then something goes wrong with the product; few of those whom it hits want to say so.

    Who hopes for help says so rather: as long as members complain they expect something.
    """
    if mishap >= k.mishap_chance * k.mishaps * (1.0 - k.quality):
        return NO_ERRAND
    voiced = k.complaint_voiced if voice > 0.0 else k.complaint_silent
    return COMPLAINING if complains < 2.0 * hope * voiced else SWALLOWED


@rule
def errand_of_the_day(voice, satisfaction, draw, k):
    """On some days those who write come with a wish, or, when they are satisfied, with praise."""
    if voice == 0.0:
        return NO_ERRAND
    if draw < k.wish_chance:
        return WISHING
    return PRAISING if draw > 1.0 - k.praise_chance * satisfaction else NO_ERRAND


@rule
def joins_complaint(hope, draw, k):
    """On reading a complaint somebody who has swallowed a mishap may come forward, rather when there is hope."""
    return draw < 2.0 * hope * k.me_too


@rule
def hope_after_complaining(hope, k):
    """A complaint spends hope; an answer gives it back."""
    return hope * (1.0 - k.hope_spent)


# --- what an answer is worth ----------------------------------------------------------------------------------


@rule
def tone_worth(tone, kind, warmth, k):
    """Worth of a tone, -1 to 1, towards a post of some kind and warmth; below 0 it is worse than silence.

    Friendly humour suits an even mood and not a heated one; who asked a question wants an explanation.
    """
    if tone == EMPATHETIC:
        return clip(k.tone_empathetic - k.question_explained, -1.0, 1.0) if kind == QUESTION else k.tone_empathetic
    if tone == EXPLAINING:
        return clip(k.tone_explaining + k.question_explained, -1.0, 1.0) if kind == QUESTION else k.tone_explaining
    if tone == DEFENSIVE:
        return k.tone_defensive
    if tone == PLAYFUL:
        return clip(k.tone_playful + k.playful_heated * warmth, -1.0, 1.0) if warmth < 0.0 else k.tone_playful
    return k.tone_mocking if tone == MOCKING else k.tone_neutral


@rule
def promptness(minutes, k):
    """Share of an answer's worth that is left after some minutes of waiting."""
    return k.answer_worth_late + (1.0 - k.answer_worth_late) * k.answer_half_minutes / (
        k.answer_half_minutes + minutes
    )


@rule
def answer_worth(tone, prompt, by_person, voice, k):
    """Worth of an answer, -1 to 1: its tone and promptness, and more when a person speaks.

    A wrong tone hurts however late it comes.

    Args:
        voice: what a person's voice still adds, 1 in calm times; see `voice_of_person`.
    """
    if tone <= 0.0:
        return tone
    person = k.brand_voice + (1.0 - k.brand_voice) * voice
    return tone * prompt * (person if by_person else k.brand_voice)


@rule
def moved(value, gain, worth):
    """Return a share after an answer: nearer to 1 by a good one, nearer to 0 by a bad one."""
    step = clip(gain * worth, -1.0, 1.0)
    return value + step * (1.0 - value) if step > 0.0 else value * (1.0 + step)


@rule
def trust_after_complaint_seen(trust, answered, worth, waited_seconds, k):
    """Readers of a complaint see how the brand deals with it; after a day without a word, that it does not."""
    if answered:
        return moved(trust, k.trust_answer_seen, worth)
    return trust * (1.0 - k.trust_lost_unanswered_seen) if waited_seconds > WAITED_LONG_SECONDS else trust


@rule
def trust_after_kind_seen(trust, kind, k):
    """A member's praise, and news that a wish came true, win some trust."""
    if kind == PRAISE:
        return trust + k.trust_praise_seen * (1.0 - trust)
    return trust + k.trust_wish_shipped * (1.0 - trust) if kind == NEWS else trust


# --- staying a customer ---------------------------------------------------------------------------------------


@rule
def leave_pressure(customer, satisfaction, k):
    """How much likelier a dissatisfied customer leaves the community, as a factor of at least 1."""
    if customer == 0 or satisfaction >= k.satisfaction_start:
        return 1.0
    return 1.0 + k.leave_dissatisfied * (1.0 - satisfaction / k.satisfaction_start)


@rule
def defect_chance(satisfaction, loyalty, k):
    """A customer goes elsewhere, the dissatisfied sooner, the loyal later."""
    lacking = 1.0 - satisfaction / k.satisfaction_start if satisfaction < k.satisfaction_start else 0.0
    chance = k.defect_base * (1.0 + k.defect_dissatisfied * lacking) * (1.0 - k.defect_held_by_loyalty * loyalty)
    return clip(chance, 0.0, 1.0)


@rule
def purchase_chance(trust, loyalty, k):
    """A member who trusts the brand and feels loyal to it becomes a customer."""
    return k.purchase_base * trust * loyalty
