"""Writing, compiled: a member writes, somebody hears of it, and votes come back."""

from __future__ import annotations

from typing import Any, NamedTuple

from . import behaviour as rules
from .behaviour import HELD, VISIBLE
from .chance import What, block, normal, unit
from .compiled import rule
from .conduct import ATTACK, CANCEL, NO_BREACH, REVISE
from .constants import HOURS_PER_DAY
from .content import (
    CENSORED,
    CENSORED_EXPLAINED,
    NONE,
    TOMBSTONE_EXPLAINED,
    add_reply,
    open_case,
    open_thread,
    warm_up,
)
from .members import FOREVER, NOBODY

PUBLISH, AFTERMATH, PROMPT = int(What.PUBLISH), int(What.AFTERMATH), int(What.PROMPT)
CONTRIBUTIONS_PER_VISIT_MOST = 6


class World(NamedTuple):
    """What a function must reach to let somebody write: columns, content, numbers, and address of the draws."""

    members: Any
    pull: Any
    followees: Any
    posts: Any
    threads: Any
    boards: Any
    hot: Any
    queue: Any
    counts: Any
    tally: Any
    k: Any
    silence_spells: Any
    appeals: Any
    key_low: int
    key_high: int
    hour: int


@rule
def write(world, member, parent, now, kind, which, board):
    """Let a member write a reply to `parent`, or a new thread on `board` where parent is -1."""
    members, posts, threads, k, hour = world.members, world.posts, world.threads, world.k, world.hour
    tally = world.tally
    me = members[member]
    appeal, temper, tone, look = block(world.key_low, world.key_high, hour, member, PUBLISH, which)

    # the draft
    rude_context = parent != NONE and rules.is_rude(posts[parent].breach)
    helps = rules.asks_for_help(kind)
    context_warmth, relief = 0.0, 0.0
    if parent != NONE:
        opener = posts[posts[parent].thread]
        helps = rules.asks_for_help(opener.kind)
        relief = opener.answer_worth
        context_warmth = posts[parent].warmth
    late = rules.is_late_night((hour + me.utc_offset_hours) % HOURS_PER_DAY, k)
    deterrence = rules.deterrence_left(me.deterrence, hour - me.deterrence_hour, k)
    rude = rules.breach_chance(
        me.incivility, me.mood, rude_context, late, me.norm, me.rules_known, me.grudge, deterrence, me.restraint, k
    )
    breach = rules.breach_kind(
        me.spammer == 1, unit(temper), 0.0 if me.champion == 1 else rude,
        rules.off_topic_chance(me.rules_known, k), me.grudge, k,
    )  # fmt: skip
    about, arousal = heat_of(world, me, parent, kind)
    official = rules.official_warmth(me.official_share, helps, relief, k) - k.outrage_cold * arousal
    warmth = rules.post_warmth(me.mood, context_warmth, normal(tone), rules.is_rude(breach), kind, official, k)
    score = rules.filter_score(breach, warmth, normal(look), k)
    if score > k.prompt_threshold:
        asked, _, _, _ = block(world.key_low, world.key_high, hour, member, PROMPT, which)
        tally.prompts += 1
        thinks = rules.answers_to_prompt(unit(asked), k)
        if thinks == CANCEL:
            return
        if thinks == REVISE:
            breach = NO_BREACH
            warmth = rules.post_warmth(me.mood, context_warmth, normal(tone), False, kind, official, k)

    # the post
    status = rules.entry_status(score, me.contributions, k)
    if parent == NONE:
        post = open_thread(
            posts, threads, world.boards, world.counts, member, now, board, kind,
            rules.thread_appeal(unit(appeal), me.fluency, world.appeals), me.taste, warmth, breach,
        )  # fmt: skip
        me.posts += 1
        me.last_thread = posts[post].thread_row
        tally.posts += 1
        tally.complaints += 1 if kind == rules.COMPLAINT else 0
        tally.wishes += 1 if kind == rules.WISH else 0
        tally.praise += 1 if kind == rules.PRAISE else 0
        if kind == rules.COMPLAINT:
            me.expects_help = rules.hope_after_complaining(me.expects_help, k)
            me.unsaid = 0
    else:
        post = add_reply(posts, threads, world.boards, world.counts, parent, member, now, kind, warmth, breach)
        me.replies += 1
        tally.replies += 1
        tally.entries += 1 if kind == rules.ENTRY else 0
    posts[post].score = score
    if about > 0 or arousal > 0.0:
        posts[post].about = about
        posts[post].arousal = arousal
        me.outrage = rules.outrage_after_venting(me.outrage, k)
        tally.crisis_posts += 1 if about > 0 else 0
    if status != VISIBLE:
        posts[post].status = status
        posts[post].status_hour = hour
        tally.filtered += 1
        if status == HELD:
            open_case(posts, world.queue, world.counts, post)
    elif parent != NONE:
        warm_up(threads, world.hot, posts[post].thread_row, k.answer_points, now, k)
        tally.answered += 1 if threads[posts[post].thread_row].replies == 1 else 0
        author = posts[parent].author
        if author != NOBODY and author != member:
            hear(world, author, post)
    if breach != NO_BREACH:
        tally.breaches += 1
        tally.attacks += 1 if breach == ATTACK else 0

    # afterwards
    me.contributions += 1
    me.last_contribution_hour = hour
    quiet, length, _, _ = block(world.key_low, world.key_high, hour, member, AFTERMATH, which)
    if unit(quiet) < rules.silence_chance(me.contributions, me.belonging, k):
        me.silent_until_hour = hour + 1 + rules.spell_hours(unit(length), world.silence_spells)


@rule
def heat_of(world, me, parent, kind):
    """Say which crisis a contribution is about, 0 for none, and how aroused it is; only complaints carry heat."""
    k = world.k
    if parent != NONE:
        opener = world.posts[world.posts[parent].thread]
        hot = opener.about > 0 or opener.kind == rules.COMPLAINT
        return opener.about, me.outrage if hot else 0.0
    if kind != rules.COMPLAINT:
        return 0, 0.0
    speaks_of_it = k.crisis > 0.0 and me.aware == k.crisis and me.outrage >= k.outrage_topic
    return int(k.crisis) if speaks_of_it else 0, me.outrage


@rule
def hear(world, author, post):
    """Tell the author of a post that somebody answered."""
    k = world.k
    them = world.members[author]
    if them.left_hour != FOREVER:
        return
    them.inbox_post = post
    them.answers_received += 1
    them.belonging = rules.belonging_after_answer(them.belonging, them.fluency, k)
    if rules.is_rude(world.posts[post].breach):
        them.belonging = rules.belonging_after_hostility(them.belonging, k)
    world.pull[author] = rules.pull_after_answer(world.pull[author], k)


@rule
def vote_down(world, author):
    """Tell the author of a post that somebody voted it down."""
    k, hour = world.k, world.hour
    them = world.members[author]
    if them.left_hour != FOREVER:
        return
    them.mood = rules.mood_after_downvote(them.mood * rules.kept(k.mood_keep, hour - them.mood_hour), k)
    them.mood_hour = hour
    them.belonging = rules.belonging_after_vote(them.belonging, k)
    world.pull[author] = rules.pull_after_downvote(world.pull[author], k)


@rule
def witness(me, post, draw, k):
    """Come upon the mark in a post's place: somebody was called to order here, or criticism was deleted."""
    if post.tombstone == CENSORED or post.tombstone == CENSORED_EXPLAINED:
        hurt = rules.censorship_hurts(post.tombstone == CENSORED_EXPLAINED, k)
        if draw < k.censorship_noticed:
            me.trust = rules.trust_lost(me.trust, k.trust_lost_censorship_seen * hurt)
            me.fairness = rules.fairness_after_witnessing(me.fairness, 1.0 - hurt, k)
            me.grudge = rules.grudge_after(me.grudge, k.grudge_censorship_seen * hurt, 0.0)
        return
    explained = post.tombstone == TOMBSTONE_EXPLAINED
    me.rules_known = rules.rules_after_witnessing(me.rules_known, explained, k)
    if explained:
        me.fairness = rules.fairness_after_witnessing(me.fairness, 1.0, k)
