"""Feelings: what reading, answers, votes and sanctions do to mood, trust and belonging, and who leaves."""

from __future__ import annotations

from .arithmetic import clip
from .compiled import rule
from .conduct import OFF_TOPIC


@rule
def pull_after_answer(pull, k):
    """An answer to my post calls me back; several answers call louder, up to a ceiling."""
    return clip(pull + k.pull_gain, 0.0, k.pull_ceiling)


@rule
def influence_weight(audience, k):
    """Words weigh more when they come from somebody with an audience; the gain saturates."""
    return 1.0 + k.influence * audience / (audience + k.influence_half_audience)


@rule
def mood_after_reading(mood, warmth, weight, k):
    """Reading moves my mood a little towards the warmth of what I read."""
    step = k.mood_contagion * weight
    return mood + (step if step < 1.0 else 1.0) * (warmth - mood)


@rule
def trust_after_breach_seen(trust, breach, k):
    """Abuse and spam left standing cost the brand trust with everyone who reads them."""
    return trust if breach == OFF_TOPIC else trust * (1.0 - k.trust_lost_breach_seen)


@rule
def belonging_after_answer(belonging, fluency, k):
    """Being answered makes people feel they belong, the first times most.

    It binds more where people share a language of their own, provided that one speaks it.
    """
    gain = k.belonging_gain * (1.0 + k.style_bond * k.shared_style * fluency)
    return belonging + (gain if gain < 1.0 else 1.0) * (1.0 - belonging)


@rule
def belonging_after_reading(belonging, nearness, fluency, k):
    """Reading what is to one's taste, in a language one understands, makes one feel at home a little."""
    return belonging + k.belonging_reading * nearness * fluency * (1.0 - belonging)


@rule
def belonging_after_hostility(belonging, k):
    """A rude answer makes people feel less at home."""
    return belonging * (1.0 - k.belonging_lost_hostility)


@rule
def belonging_after_removal(belonging, legitimacy, k):
    """Having one's work undone estranges, the more the less rightful it seems."""
    return belonging * (1.0 - k.belonging_lost_removal * (1.0 - legitimacy))


@rule
def belonging_after_vote(belonging, k):
    """Any vote tells an author that somebody has read: the ignored are the first to go."""
    return belonging + k.vote_belonging * (1.0 - belonging)


@rule
def mood_after_downvote(mood, k):
    """A down-vote spoils the mood."""
    return clip(mood - k.downvote_mood, -1.0, 1.0)


@rule
def pull_after_downvote(pull, k):
    """A down-vote makes one come back to have it out."""
    return clip(pull + k.downvote_pull, 0.0, k.pull_ceiling)


@rule
def trust_lost(trust, share):
    """Return what is left of trust after losing a share of it."""
    return trust * (1.0 - share)


@rule
def trust_after_removal(trust, was_breach, legitimacy, k):
    """Having a post removed costs trust: much more when it broke no rule, and less when it seems rightful."""
    lost = k.trust_lost_right_removal if was_breach else k.trust_lost_wrong_removal
    return trust * (1.0 - clip(lost * (1.5 - legitimacy), 0.0, 1.0))


@rule
def censorship_hurts(explained, k):
    """Return how much of the harm of deleting criticism is felt: less where the team explains itself."""
    return 1.0 - k.censorship_excused if explained else 1.0


@rule
def fairness_after_sanction(fairness, legitimacy, k):
    """A sanction shows me how fair the team is."""
    return fairness + k.fairness_learning * (legitimacy - fairness)


@rule
def fairness_after_witnessing(fairness, seemed, k):
    """What I see the team do to others shows me how fair it is, a little."""
    return fairness + k.fairness_witnessing * (seemed - fairness)


@rule
def exit_chance(legitimacy, belonging, k):
    """A block makes some leave on the spot, the less rightful it seems and the less they belong."""
    return k.exit_after_block * (1.0 - legitimacy) * (1.0 - k.leave_held_by_belonging * belonging)


@rule
def leave_chance(belonging, trust, grudge, pressure, k):
    """Members leave a little every day; belonging and trust hold them, grudges and dissatisfaction drive them off.

    Args:
        pressure: factor of at least 1, see `leave_pressure`.
    """
    chance = k.leave_base * (1.0 - k.leave_held_by_belonging * belonging) * (1.0 - k.leave_held_by_trust * trust)
    return clip(chance * pressure * (1.0 + k.leave_grudge * grudge), 0.0, 1.0)
