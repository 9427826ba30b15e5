"""Outrage: how anger passes from post to reader, what a crisis leaves, and what a brand's words do to it."""

from __future__ import annotations

from .arithmetic import clip
from .compiled import rule
from .constants import HOURS_PER_DAY

CLUSTERS = ("victim", "accidental", "preventable")
VICTIM, ACCIDENTAL, PREVENTABLE = 0, 1, 2
STRATEGIES = ("deny", "diminish", "rebuild", "bolster", "hold")
DENY, DIMINISH, REBUILD, BOLSTER, HOLD = 0, 1, 2, 3, 4
NO_CLAIM = -1.0


# --- anger ----------------------------------------------------------------------------------------------------


@rule
def temper(draw):
    """How easily somebody is outraged at something, 0 to 1: most hardly, few entirely."""
    return draw * draw * draw


@rule
def outrage_over_crisis(severity, blame, how_easily, heard, k):
    """Outrage on learning of a crisis: graver ones, of more blame, outrage more; hearsay does less."""
    outrage = clip(k.crisis_outrage * severity * blame * (0.5 + how_easily), 0.0, 1.0)
    return outrage * k.hearsay if heard else outrage


@rule
def arousal_shown(arousal, worth, k):
    """How much of a post's arousal still reaches readers once the team has answered it well."""
    return arousal * (1.0 - k.answer_calms * worth) if worth > 0.0 else arousal


@rule
def outrage_after_reading(outrage, arousal, tied, k):
    """Outrage is catching, most so from those one follows; calm words calm a little."""
    if arousal > outrage:
        step = clip(k.outrage_contagion * (k.outrage_tie if tied else 1.0), 0.0, 1.0)
        return outrage + step * (arousal - outrage)
    return outrage + k.outrage_calming * (arousal - outrage)


@rule
def anger_felt(outrage, arousal, tied, k):
    """Anger in the moment of reading: one's own, and what an aroused post stirs up, most so a friend's."""
    stirred = clip(k.post_stirs * (k.outrage_tie if tied else 1.0) * arousal, 0.0, 1.0)
    return outrage + stirred * (1.0 - outrage)


@rule
def speaks_out(outrage, voice, draw, k):
    """On reading about it the outraged come to say so; even some who never write do."""
    return draw < k.outrage_speaks * outrage * (1.0 if voice > 0.0 else k.outrage_silent)


@rule
def unsettled(worth, k):
    """What is left to say about a complaint once the team has taken it up without giving offence, as a factor."""
    return 1.0 - k.answer_settles if worth > 0.0 else 1.0


@rule
def outrage_after_answer(outrage, worth, k):
    """A good answer takes outrage from whoever complained."""
    return outrage * (1.0 - clip(k.answer_calms * worth, 0.0, 1.0))


@rule
def outrage_call(anger, k):
    """How much more readily the angry answer, as a factor."""
    return 1.0 + k.outrage_answers * anger


@rule
def shares_post(anger, appetite, offer, draw, k):
    """Readers pass a complaint on to those who follow them, the angry far rather, and news of compensation."""
    chance = k.share_chance * appetite * (1.0 + k.share_outrage * anger)
    return draw < clip(chance * (1.0 + k.offer_spreads) if offer == 1 else chance, 0.0, 1.0)


@rule
def outrage_after_venting(outrage, k):
    """Writing of it takes some of the outrage away."""
    return outrage * (1.0 - k.outrage_vented)


# --- blame and trust ------------------------------------------------------------------------------------------


@rule
def blame_ascribed(blame, disclosed, trust, draw, k):
    """What somebody holds against the brand on learning of it: people judge differently, the trusting more kindly.

    Where the brand said it first (disclosed is 1), those who trust it spare it some more.
    """
    spared = k.early_disclosure * clip(2.0 * trust, 0.0, 1.0) if disclosed > 0.0 else 0.0
    judged = blame + k.attribution_spread * (2.0 * draw - 1.0) - k.trust_halo * (trust - 0.5)
    return clip(judged, 0.0, 1.0) * (1.0 - spared)


@rule
def involvement(draw):
    """How much somebody makes of a crisis, beside how grave it is: the product matters more to some."""
    return 0.5 + draw


@rule
def trust_after_learning(trust, severity, blame, heard, k):
    """Learning what happened costs trust, by how grave it is and how far the brand is to blame; hearsay less."""
    lost = k.trust_lost_crisis * severity * blame
    return trust * (1.0 - (lost * k.hearsay if heard else lost))


@rule
def pull_after_learning(pull, outrage, k):
    """The outraged come to see what is said of it."""
    return clip(pull + k.crisis_pull * outrage, 0.0, k.pull_ceiling)


@rule
def speaks_of_it(hope, outrage, voice, draw, k):
    """Whom it hits at first hand comes to complain, the more outraged and hopeful the likelier."""
    return draw < clip(2.0 * hope * outrage * (1.0 if voice > 0.0 else k.outrage_silent), 0.0, 1.0)


@rule
def trust_after_crisis_post(trust, severity, arousal, blame, k):
    """Every further outraged post about it costs some more, while the brand is blamed."""
    return trust * (1.0 - k.trust_lost_crisis_post * severity * arousal * blame) if blame > 0.0 else trust


@rule
def trust_scarred(trust, blame, k):
    """Trust at rest while something is held against the brand (blame above 0), or to its credit (below 0).

    A trifle leaves no scar, however much the brand is to blame for it.
    """
    if blame > 0.0:
        return trust * (1.0 - k.blame_scar * k.crisis_severity * blame)
    return trust - blame * (1.0 - trust)


@rule
def blame_after_silence(blame, k):
    """Another day without a word of the brand: it must have something to hide."""
    return blame + k.silence_blamed * (1.0 - blame)


@rule
def outrage_after_silence(outrage, severity, blame, k):
    """And those who blame it are not getting calmer."""
    return outrage + k.silence_outrages * severity * blame * (1.0 - outrage) if blame > 0.0 else outrage


@rule
def exit_pressure(outrage, blame, k):
    """How much readier to leave for good the outraged are who blame the brand, as a factor."""
    return 1.0 + k.leave_outraged * outrage * blame if blame > 0.0 else 1.0


@rule
def boycott_hours(outrage, blame, draw, k):
    """Hours for which somebody who is outraged and blames the brand turns their back on its place; 0 for none."""
    chance = k.boycott * outrage * blame
    if blame <= 0.0 or draw >= chance:
        return 0
    return 1 + int(2.0 * k.boycott_days * HOURS_PER_DAY * draw / chance)


# --- the brand's words ----------------------------------------------------------------------------------------


@rule
def is_believed(blame, claim, k):
    """A statement is believed that admits nearly as much as readers hold against the brand, or claims nothing."""
    return claim < 0.0 or blame - claim <= k.statement_tolerance


@rule
def outrage_after_statement(outrage, blame, claim, worth, k):
    """A believed statement soothes by its worth; one that denies what readers think provokes."""
    if is_believed(blame, claim, k):
        return outrage * (1.0 - clip(k.statement_soothes * worth * k.credibility, 0.0, 1.0))
    return outrage + clip(k.statement_provokes * (blame - claim - k.statement_tolerance), 0.0, 1.0) * (
        1.0 - outrage
    )


@rule
def blame_after_statement(blame, claim, amends, k):
    """Readers come round to what a believed statement says, and give credit for amends."""
    if not is_believed(blame, claim, k):
        return blame
    if claim >= 0.0:
        # Admitting more than anybody thought costs less than it should: candour is half of the amends.
        step = k.statement_adopted * k.credibility * (0.3 if claim > blame else 1.0)
        blame = blame + step * (claim - blame)
    return clip(blame - k.amends_credit * amends * k.credibility, -k.credit_most, 1.0)


@rule
def trust_after_statement(trust, blame, claim, k):
    """A statement that is not believed costs trust."""
    if is_believed(blame, claim, k):
        return trust
    return trust * (1.0 - clip(k.statement_unbelieved * (blame - claim), 0.0, 1.0))


@rule
def statement_promptness(hours, k):
    """Share of a statement's worth that is left after some hours."""
    return k.statement_half_hours / (k.statement_half_hours + hours)


@rule
def voice_of_person(heat, k):
    """How much of what a person's voice adds is left when so many of the day's threads are complaints (0 to 1)."""
    half = k.heat_half * k.heat_half
    return half / (half + heat * heat)
