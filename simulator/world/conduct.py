"""Conduct: keeping and breaking the rules, and what being called to order changes in a member."""

from __future__ import annotations

from .arithmetic import clip, kept, logistic
from .care import COMPLAINT, PRAISE
from .compiled import rule

BREACHES = ("none", "incivility", "spam", "off_topic", "attack", "illegal")
NO_BREACH, INCIVILITY, SPAM, OFF_TOPIC, ATTACK, ILLEGAL = 0, 1, 2, 3, 4, 5
NOTICES = ("none", "blunt", "polite", "explained")
NO_NOTICE, BLUNT, POLITE, EXPLAINED = 0, 1, 2, 3
SEND, REVISE, CANCEL = 0, 1, 2


# --- breaking rules -----------------------------------------------------------------------------------------


@rule
def is_rude(breach):
    """Tell whether a breach hurts somebody: incivility, an attack on the team, or a breach of the law."""
    return breach in (INCIVILITY, ATTACK, ILLEGAL)


@rule
def is_late_night(local_hour, k):
    """Tell whether the member's clock shows the late hours."""
    return local_hour >= k.late_night_from or local_hour < k.late_night_to


@rule
def breach_chance(baseline, mood, rude_context, late_night, norm, rules_known, grudge, deterrence, restraint, k):
    """Anyone can troll: what pushes towards a rude post and what holds back add up in log-odds.

    It pushes: one's own baseline, a bad mood, a rude post before mine, the late hour, rudeness as the usual tone
    of late, a grudge against the team. It holds back: knowing the rules, fresh deterrence, lessons learned.
    """
    log_odds = baseline + k.incivility_norm * norm + k.incivility_grudge * grudge
    log_odds = log_odds - k.incivility_injunctive * rules_known
    log_odds = log_odds - k.incivility_deterred * deterrence - k.incivility_restrained * restraint
    if mood < 0.0:
        log_odds = log_odds - k.incivility_mood * mood
    if rude_context:
        log_odds = log_odds + k.incivility_context
    if late_night:
        log_odds = log_odds + k.incivility_night
    return logistic(log_odds)


@rule
def off_topic_chance(rules_known, k):
    """Who does not know the rules of the place misses them without meaning to; advice while writing helps."""
    return k.off_topic_unknowing * (1.0 - rules_known) * (1.0 - k.guidance_heeded * k.guidance)


@rule
def breach_kind(spammer, temper, rude, misplaced, grudge, k):
    """Say which rule a contribution breaks, if any.

    One draw decides: its low end is a lapse of temper, its high end a contribution that does not belong here.
    A rude post of somebody with a grudge often attacks the team in person.
    """
    if spammer:
        return SPAM
    if temper < rude:
        target = temper / rude
        if target < k.attack_share + k.attack_grudge * grudge:
            return ATTACK
        return ILLEGAL if target > 1.0 - k.illegal_share else INCIVILITY
    return OFF_TOPIC if temper > 1.0 - misplaced else NO_BREACH


@rule
def post_warmth(mood, context_warmth, noise, rude, kind, official, k):
    """A post is as warm as its author's mood and what it answers. -1 to 1.

    Rudeness and complaints are cold, praise is warm, and the team's part counts (see `official_warmth`).
    """
    warmth = k.warmth_base + k.warmth_mood * mood + k.warmth_context * context_warmth + k.warmth_noise * noise
    if rude:
        warmth = warmth - k.breach_cold
    if kind == COMPLAINT:
        warmth = warmth - k.complaint_cold
    elif kind == PRAISE:
        warmth = warmth + k.praise_warm
    return clip(warmth + official, -1.0, 1.0)


# --- learning what is usual and what is allowed -------------------------------------------------------------


@rule
def norm_signal(rude, champion, k):
    """Return what a post says about the usual tone: 1 rude, 0 decent, less when somebody sets an example."""
    if champion:
        return k.champion_signal
    return 1.0 if rude else 0.0


@rule
def norm_after_reading(norm, signal, weight, k):
    """What I read shapes what seems usual here, more so when many follow its author."""
    step = k.norm_gain * weight
    return norm + (step if step < 1.0 else 1.0) * (signal - norm)


@rule
def rules_after_reading(rules_known, k):
    """Reading along teaches the rules bit by bit."""
    return rules_known + k.rules_from_reading * (1.0 - rules_known)


@rule
def rules_after_seeing(rules_known, contributions, k):
    """Rules that are shown get read: by those who have not written yet, or by everybody where they are pinned."""
    if k.rules_shown > 1.0 or (k.rules_shown > 0.0 and contributions == 0):
        return rules_known + k.rules_read * (1.0 - rules_known)
    return rules_known


@rule
def rules_after_notice(rules_known, notice, k):
    """A notice teaches some of the rules, an explained one most."""
    gain = k.rules_from_explanation if notice == EXPLAINED else k.rules_from_notice
    return rules_known + gain * (1.0 - rules_known)


@rule
def rules_after_witnessing(rules_known, explained, k):
    """Seeing that a post was removed says that rules hold here; an explanation says which."""
    gain = k.rules_from_witnessing * (2.0 if explained else 1.0)
    return rules_known + gain * (1.0 - rules_known)


@rule
def answers_to_prompt(draw, k):
    """Asked whether to really send this, some give the draft up, some put it right, most send it."""
    if draw < k.prompt_cancels:
        return CANCEL
    return REVISE if draw < k.prompt_cancels + k.prompt_revises else SEND


# --- being found and called to order ------------------------------------------------------------------------


@rule
def flag_chance(breach, k):
    """Readers flag some of the posts that break rules, and very few of those that do not."""
    if breach == NO_BREACH:
        return k.false_flag_chance
    return k.flag_chance * k.off_topic_flagged if breach == OFF_TOPIC else k.flag_chance


@rule
def filter_score(breach, warmth, noise, k):
    """Return the automatic filter's score: breaches score higher, cold posts a little; chance does the rest."""
    score = noise if warmth > 0.0 else noise - k.filter_cold * warmth
    return score if breach == NO_BREACH else score + k.filter_separation


@rule
def legitimacy(fairness, notice, deserved, k):
    """How rightful a sanction seems: how fair the team is known to be, how it is told, whether it was deserved."""
    felt = fairness
    if notice == BLUNT:
        felt = felt + k.notice_blunt
    elif notice == POLITE:
        felt = felt + k.notice_polite
    elif notice == EXPLAINED:
        felt = felt + k.notice_explained
    return clip(felt if deserved else felt * k.undeserved, 0.0, 1.0)


@rule
def legitimacy_of_block(felt, warnings, k):
    """A block out of the blue seems less rightful than one after a warning."""
    return felt if warnings > 0 else felt * k.unwarned


@rule
def deterrence_left(deterrence, hours, k):
    """Deterrence fades by the hour."""
    return deterrence * kept(k.deterrence_keep, hours)


@rule
def deterrence_after(deterrence, strength, legitimacy):
    """A sanction deters for a while, the more the more rightful it seems."""
    return deterrence + strength * legitimacy * (1.0 - deterrence)


@rule
def restraint_after(restraint, lesson, legitimacy):
    """A lesson that seems rightful is kept in mind for months."""
    return restraint + lesson * legitimacy * (1.0 - restraint)


@rule
def grudge_after(grudge, severity, legitimacy):
    """A sanction that does not seem rightful leaves a grudge."""
    return grudge + severity * (1.0 - legitimacy) * (1.0 - grudge)


@rule
def grudge_after_amends(grudge, k):
    """An apology and the post put back take most of a grudge away."""
    return grudge * (1.0 - k.amends)


@rule
def appeal_chance(legitimacy, effort, k):
    """Those who think themselves wronged appeal; effort keeps away the half-convinced first."""
    return k.appeal_readiness * logistic((1.0 - legitimacy - effort) / k.appeal_doubt)
