"""Activity: visiting, reading and writing, rule by rule."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from .arithmetic import clip, kept
from .care import ASKING, COMPLAINING, COMPLAINT, NO_ERRAND, PRAISE, PRAISING, QUESTION, TALK, WISH, WISHING
from .chance import interpolate, unit
from .compiled import rule
from .conduct import OFF_TOPIC, SPAM

LURKER, CREATOR, INFLUENCER = 0, 1, 2
ROLE_NAMES = ("lurker", "creator", "influencer")
VISIBLE, REMOVED, HIDDEN, HELD = 0, 1, 2, 3
STATUSES = ("visible", "removed", "hidden", "held")
_WAITS = np.array([-math.log(1 - step / 1024) for step in range(1024)] + [8.0])


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
def nearness(my_taste, its_taste, breach, k):
    """What does not belong here is to nobody's taste; everything else by its topic."""
    near = affinity(my_taste, its_taste, k)
    return near * k.misplaced_interest if breach in (OFF_TOPIC, SPAM) else near


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
def like_chance(appetite, warmth, mood, k):
    """Liking follows interest, and comes easier for warm posts and in a good mood."""
    return clip(
        k.like_base * appetite * (1.0 + k.like_warmth * warmth + k.like_mood * mood), 0.0, k.answer_ceiling
    )


@rule
def answer_chance(voice, appetite, fluency, answers, call, courage, k):
    """Answering needs a voice, interest, and the community's language.

    Some kinds of post call for an answer (see `thread_call`), a crowded thread leaves less to say, and a first
    post takes courage (see `courage`).
    """
    chance = k.answer_base * voice * appetite * fluency / (1.0 + answers / k.crowding)
    return clip(chance * call * courage, 0.0, k.answer_ceiling)


@rule
def downvote_chance(rude, k):
    """Where one can vote posts down, rude ones are."""
    return k.downvotes * k.downvote_chance if rude else 0.0


# --- writing ------------------------------------------------------------------------------------------------


@rule
def courage(contributions, rules_known, k):
    """A first post must overcome friction, and the doubt of those who do not know what is allowed."""
    if contributions > 0:
        return 1.0
    return (1.0 - k.entry_friction) * (1.0 - k.entry_doubt * (1.0 - rules_known))


@rule
def start_chance(voice, fluency, courage, k):
    """Starting a thread needs a voice and the community's language."""
    return clip(k.start_base * voice * fluency * courage, 0.0, k.answer_ceiling)


@rule
def errand_chance(errand, courage, k):
    """Somebody who came to ask or to complain does so on this visit, unless the place makes that hard."""
    chance = k.errand_urge * courage
    return chance * (1.0 - k.form_deters * k.question_form) if errand == ASKING else chance


@rule
def errand_lapses(draw, k):
    """Who came to say something and did not soon lets it be, or says it elsewhere."""
    return draw > 1.0 - k.errand_lapses


@rule
def entry_status(score, contributions, k):
    """A post stands at once unless it waits for review, or the filter takes it for a breach."""
    if k.review_first > 1.0 or (k.review_first > 0.0 and contributions == 0):
        return HELD
    if score > k.filter_threshold:
        return REMOVED if k.filter_removes > 0.0 else HELD
    return VISIBLE


@rule
def opener_kind(errand, draw, k):
    """Say of what kind a thread is: what its author came for, else now and then a question."""
    if errand == COMPLAINING:
        return COMPLAINT
    if errand == WISHING:
        return WISH
    if errand == PRAISING:
        return PRAISE
    if errand == ASKING:
        return QUESTION
    return QUESTION if errand == NO_ERRAND and draw < k.question_share else TALK


@rule
def inbox_chance(warmth, official, k):
    """A reply to my own post is usually answered, a hostile one less often, and so is one by the team."""
    chance = clip(k.inbox_answer * (1.0 + k.inbox_warmth * warmth), 0.0, 1.0)
    return chance * k.official_inbox if official else chance


@rule
def thread_appeal(draw, fluency, appeals):
    """Appeal of a thread: log-normal, from a table (see `appeal_table`), less when it strikes the wrong tone."""
    return fluency * interpolate(appeals, draw)


@rule
def silence_chance(contributions, belonging, k):
    """Momentum: after the k-th contribution a member falls silent with probability about c / k.

    Belonging keeps some of them talking, the more where they share a style that they would not find elsewhere.

    Contributions per member then follow a power law with exponent 1 + c: few carry the community although
    nobody was born to.
    """
    held = clip(k.silence_held_by_belonging + k.silence_held_by_style * k.shared_style, 0.0, 1.0)
    return k.silence_hazard * (1.0 - held * belonging) / contributions
