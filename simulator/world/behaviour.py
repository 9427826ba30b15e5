"""Behaviour: what a member does, one small rule per function.

Both engines call these functions and nothing else decides. A rule takes numbers and `k`, the record of
constants (`constants.py`), and returns a number. Rules use only + - * /, comparisons and tables, so that every
machine reaches the same last bit. Chances are probabilities from 0 to 1.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from .chance import interpolate, unit
from .compiled import rule

LURKER, CREATOR, INFLUENCER = 0, 1, 2
ROLE_NAMES = ("lurker", "creator", "influencer")

_LOGIT_SPAN = 10.0
_LOGISTIC = np.array(
    [1 / (1 + math.exp(-(step / 64 - _LOGIT_SPAN))) for step in range(int(_LOGIT_SPAN * 128) + 1)]
)
_WAITS = np.array([-math.log(1 - step / 1024) for step in range(1024)] + [8.0])


@rule
def clip(value, low, high):
    """Keep `value` between `low` and `high`."""
    if value < low:
        return low
    if value > high:
        return high
    return value


@rule
def logistic(log_odds):
    """Turn log-odds into a probability, by table from -10 to 10."""
    return interpolate(_LOGISTIC, clip(log_odds / (2 * _LOGIT_SPAN) + 0.5, 0.0, 1.0))


@rule
def kept(keep, steps):
    """Return `keep` to the power of whole `steps` by repeated squaring, with multiplications only."""
    result = 1.0
    while steps > 0:
        if steps & 1:
            result = result * keep
        keep = keep * keep
        steps = steps >> 1
    return result


# --- visiting -----------------------------------------------------------------------------------------------


@rule
def visit_chance(visits_per_hour, rhythm, pull, ceiling):
    """A member visits at her own rate, in her own rhythm, more often while an answer pulls her back.

    However strong the pull, people sleep: in quiet hours the ceiling sinks with the rhythm.
    """
    chance = visits_per_hour * rhythm * (1.0 + pull)
    most = ceiling * rhythm if rhythm < 1.0 else ceiling
    return chance if chance < most else most


@rule
def pull_after_answer(pull, k):
    """An answer to my post calls me back; several answers call louder, up to a ceiling."""
    return clip(pull + k.pull_gain, 0.0, k.pull_ceiling)


@rule
def pull_fades(pull, k):
    """Pull loses its strength by the hour and ends when there is hardly any left."""
    left = pull * k.pull_keep
    return left if left > 0.01 else 0.0


@rule
def glances(draw, k):
    """How often a visitor looks in within the hour: 1 on a forum, several times in a chat."""
    return 1 + int(draw * k.glances_per_hour)


@rule
def board_visited(home, boards, word, k):
    """Visitors go to their home board, or now and then to any other."""
    draw = unit(word)
    if boards == 1 or draw < k.home_share:
        return home
    return int((draw - k.home_share) / (1.0 - k.home_share) * boards)


@rule
def visited_day_bit(hour, joined_hour):
    """Return the bit of the member's own day (24 hours since joining), 0 for founders and after day 62."""
    day = (hour - joined_hour) // 24
    if joined_hour < 0 or day > 62:
        return 0
    return 1 << day


@rule
def patience(draw, readings_per_visit):
    """Readings in one visit: exponential around the platform's mean, at least one, at most six times the mean."""
    return 1 + int(clip(interpolate(_WAITS, draw) * (readings_per_visit - 0.5), 0.0, 6 * readings_per_visit))


@rule
def spell_hours(draw, spells):
    """Length of a spell away or silent in whole hours, from a heavy-tailed table (see `spell_table`)."""
    return int(interpolate(spells, draw))


def spell_table(shortest_days: float, tail: float) -> np.ndarray:
    """Return 1025 quantiles (hours) of a Pareto law: a few spells never end within any run.

    Quantile u is shortest * (1 - u) ** (-1 / tail); the table stops at 4096 times the shortest spell's odds.
    """
    steps = [min(step / 1024, 1 - 1 / 4096) for step in range(1025)]
    return np.array([min(24 * shortest_days * (1 - u) ** (-1 / tail), 2e9) for u in steps])


def appeal_table(spread: float) -> np.ndarray:
    """Return 1025 quantiles of a log-normal law with median 1 and standard deviation of the log `spread`."""
    steps = [min(max(step / 1024, 1 / 4096), 1 - 1 / 4096) for step in range(1025)]
    return np.array([math.exp(spread * NormalDist().inv_cdf(u)) for u in steps])


# --- reading ------------------------------------------------------------------------------------------------


@rule
def affinity(my_taste, its_taste, k):
    """Posts are to my taste the more, the nearer their topic lies to mine."""
    distance = my_taste - its_taste
    if distance < 0.0:
        distance = -distance
    nearness = 1.0 - k.affinity_slope * distance
    return nearness if nearness > k.affinity_floor else k.affinity_floor


@rule
def interest(appeal, nearness, fluency, k):
    """A post interests me by its appeal and its nearness to my taste.

    Where the talk of the day moves quickly, and where people share a style of their own, those who speak the
    language care more for what is said.
    """
    return appeal * nearness * (1.0 + (k.topicality * k.dynamism + k.style_interest * k.shared_style) * fluency)


@rule
def outsider_fluency(k):
    """How far somebody gets who has never been here: the whole way where nothing is special."""
    return 1.0 - k.style_distance * k.shared_style


@rule
def fluency_after_absence(fluency, days, k):
    """The talk moves on while I am away; what an outsider understands is never lost."""
    base = outsider_fluency(k)
    if fluency <= base:
        return fluency
    return base + (fluency - base) * kept(1.0 - k.style_turnover * k.dynamism, days)


@rule
def fluency_after_reading(fluency, k):
    """Reading teaches the community's language and style, bit by bit; a moving target is harder to hit."""
    return fluency + k.fluency_gain * (1.0 - k.dynamism_slows * k.dynamism) * (1.0 - fluency)


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
def like_chance(appetite, warmth, mood, k):
    """Liking follows interest, and comes easier for warm posts and in a good mood."""
    return clip(
        k.like_base * appetite * (1.0 + k.like_warmth * warmth + k.like_mood * mood), 0.0, k.answer_ceiling
    )


@rule
def flag_chance(breaks_rules, k):
    """Readers flag some of the posts that break rules, and very few of those that do not."""
    return k.flag_chance if breaks_rules else k.false_flag_chance


@rule
def answer_chance(voice, appetite, fluency, answers, asks, is_first_post, k):
    """Answering needs a voice, interest, and the community's language.

    A question that nobody has answered calls for an answer, a crowded thread leaves less to say, and a first
    post takes courage.
    """
    chance = k.answer_base * voice * appetite * fluency / (1.0 + answers / k.crowding)
    if asks and answers == 0:
        chance = chance * k.question_call
    return clip(chance * (1.0 - k.entry_friction) if is_first_post else chance, 0.0, k.answer_ceiling)


@rule
def trust_after_breach_seen(trust, k):
    """Abuse left standing costs the brand trust with everyone who reads it."""
    return trust * (1.0 - k.trust_lost_breach_seen)


# --- writing ------------------------------------------------------------------------------------------------


@rule
def start_chance(voice, fluency, is_first_post, k):
    """Starting a thread needs a voice and the community's language; a first post must overcome friction."""
    chance = k.start_base * voice * fluency
    return clip(chance * (1.0 - k.entry_friction) if is_first_post else chance, 0.0, k.answer_ceiling)


@rule
def errand_chance(k):
    """Somebody who came to ask asks on this visit, unless the place makes that hard."""
    return k.errand_urge * (1.0 - k.entry_friction)


@rule
def asks_question(errand, draw, k):
    """Threads opened on an errand are questions, others now and then."""
    return errand or draw < k.question_share


@rule
def inbox_chance(warmth, k):
    """A reply to my own post is usually answered, a hostile one less often."""
    return clip(k.inbox_answer * (1.0 + k.inbox_warmth * warmth), 0.0, 1.0)


@rule
def breach_chance(baseline, mood, rude_context, late_night, k):
    """Anyone can troll: baseline, bad mood, a rude post before mine, and the late hour add up in log-odds."""
    log_odds = baseline
    if mood < 0.0:
        log_odds = log_odds - k.incivility_mood * mood
    if rude_context:
        log_odds = log_odds + k.incivility_context
    if late_night:
        log_odds = log_odds + k.incivility_night
    return logistic(log_odds)


@rule
def is_late_night(local_hour, k):
    """Tell whether the member's clock shows the late hours."""
    return local_hour >= k.late_night_from or local_hour < k.late_night_to


@rule
def post_warmth(mood, context_warmth, noise, breaks_rules, k):
    """A post is as warm as its author's mood and what it answers; a breach is cold. From -1 to 1."""
    warmth = k.warmth_base + k.warmth_mood * mood + k.warmth_context * context_warmth + k.warmth_noise * noise
    if breaks_rules:
        warmth = warmth - k.breach_cold
    return clip(warmth, -1.0, 1.0)


@rule
def thread_appeal(draw, fluency, appeals):
    """Appeal of a thread: log-normal, from a table (see `appeal_table`), less when it strikes the wrong tone."""
    return fluency * interpolate(appeals, draw)


@rule
def silence_chance(contributions, belonging, k):
    """Momentum: after the k-th contribution a member falls silent with probability about c / k.

    Belonging keeps some of them talking.

    Contributions per member then follow a power law with exponent 1 + c: few carry the community although
    nobody was born to.
    """
    return k.silence_hazard * (1.0 - k.silence_held_by_belonging * belonging) / contributions


# --- belonging, trust, staying ------------------------------------------------------------------------------


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
def trust_after_removal(trust, was_breach, k):
    """Having a post removed costs trust, much more when it broke no rule."""
    lost = k.trust_lost_right_removal if was_breach else k.trust_lost_wrong_removal
    return trust * (1.0 - lost)


@rule
def drift(value, target, keep):
    """Return `value` after one day of fading towards `target`."""
    return target + (value - target) * keep


@rule
def leave_chance(belonging, trust, k):
    """Members leave a little every day; belonging and trust hold them."""
    return k.leave_base * (1.0 - k.leave_held_by_belonging * belonging) * (1.0 - k.leave_held_by_trust * trust)
