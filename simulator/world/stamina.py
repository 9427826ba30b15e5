"""Stamina: how the people of the team tire, keep their composure, and err."""

from __future__ import annotations

from .compiled import rule


@rule
def fatigue_after_hour(fatigue, worked, k):
    """An hour recovers for the part that was idle and tires for the part that was worked (0 to 1)."""
    rested = fatigue * (k.fatigue_keep + (1.0 - k.fatigue_keep) * worked)
    return rested + k.fatigue_per_hour * worked * (1.0 - rested)


@rule
def composure_after_hour(composure, k):
    """Composure comes back with time."""
    return 1.0 - (1.0 - composure) * k.composure_keep


@rule
def composure_after_attack(composure, k):
    """An attack on oneself or the team wears composure down."""
    return composure * (1.0 - k.composure_attack)


@rule
def composure_after_rude(composure, k):
    """So does rudeness against others, less."""
    return composure * (1.0 - k.composure_rude)


@rule
def judgement_now(judgement, fatigue, composure, k):
    """Return the probability of judging a post rightly: the tired and the rattled come nearer to guessing."""
    sharp = (1.0 - k.fatigue_errs * fatigue) * (1.0 - k.composure_errs * (1.0 - composure))
    return 0.5 + (judgement - 0.5) * sharp


@rule
def error_chance(judgement, decent_complaint, k):
    """Return the probability of judging wrongly; a complaint is easily taken for a breach."""
    error = 1.0 - judgement
    if not decent_complaint:
        return error
    error = error * k.criticism_misread
    return error if error < 0.5 else 0.5


@rule
def knee_jerk_chance(composure, k):
    """Return how likely a manager answers bluntly, whatever was agreed."""
    return k.knee_jerk * (1.0 - composure)


@rule
def morale_after_overruling(morale, k):
    """A volunteer whose decision is overturned loses heart."""
    return morale * (1.0 - k.morale_overruled)


@rule
def morale_after_day(morale, k):
    """Morale comes back with time."""
    return 1.0 - (1.0 - morale) * k.morale_keep
