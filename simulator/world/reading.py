"""Reading, compiled: what a post does to the one who reads it."""

from __future__ import annotations

from . import behaviour as rules
from .behaviour import UNANSWERED, VISIBLE
from .chance import What, block, unit
from .compiled import rule
from .members import NOBODY
from .ties import follows

OUTRAGE = int(What.OUTRAGE)


@rule
def weight_of(members, author, k):
    """Return how much a post weighs: by its author's audience, or as the team's."""
    return rules.influence_weight(members[author].audience, k) if author != NOBODY else k.official_weight


@rule
def open_reply(world, me, post):
    """Read a reply to one's own post, which waited in the inbox."""
    k, item = world.k, world.posts[post]
    item.readings += 1
    me.readings += 1
    world.tally.readings += 1
    weight = weight_of(world.members, item.author, k) if item.author != NOBODY else 1.0
    me.mood = rules.mood_after_reading(me.mood, item.warmth, weight, k)
    me.official_share = rules.official_share_after(me.official_share, item.author == NOBODY, k)


@rule
def take_in(world, member, me, post, row, now, since):
    """Read a post in the feed: it moves mood, norms, knowledge and trust. Return its nearness to one's taste."""
    k, members, item = world.k, world.members, world.posts[post]
    item.readings += 1
    me.readings += 1
    world.tally.readings += 1
    author = item.author
    official = author == NOBODY
    weight = weight_of(members, author, k)
    me.mood = rules.mood_after_reading(me.mood, item.warmth, weight, k)
    me.official_share = rules.official_share_after(me.official_share, official, k)
    champion = not official and members[author].champion == 1
    me.norm = rules.norm_after_reading(
        me.norm, rules.norm_signal(rules.is_rude(item.breach), champion, k), weight, k
    )
    me.rules_known = rules.rules_after_reading(me.rules_known, k)
    me.fluency = rules.fluency_after_reading(me.fluency, k)
    nearness = rules.nearness(me.taste, world.threads[row].taste, item.breach, k)
    me.belonging = rules.belonging_after_reading(me.belonging, nearness, me.fluency, k)
    if item.breaks_rules == 1:
        me.trust = rules.trust_after_breach_seen(me.trust, item.breach, k)
    if official:
        see_answer(world, me, item)
    else:
        see_member(world, me, item, members[author])
    if item.kind == rules.COMPLAINT:
        answered = item.team_answer_seconds != UNANSWERED
        me.trust = rules.trust_after_complaint_seen(me.trust, answered, item.answer_worth, now - item.seconds, k)
    me.trust = rules.trust_after_kind_seen(me.trust, item.kind, k)
    if item.about > 0 or item.arousal > 0.0:
        be_moved(world, member, me, item, since)
    return nearness


@rule
def see_pinned(world, member, me, board, now, since):
    """Read the brand's statement on top of the board, unless it stood there on the last visit."""
    post = int(world.k.statement_post) + board
    item = world.posts[post]
    if item.status != VISIBLE or item.seconds <= since:
        return
    thread = world.threads[item.thread_row]
    thread.last_reader = member
    thread.last_read_seconds = now
    take_in(world, member, me, post, item.thread_row, now, since)


@rule
def be_moved(world, member, me, item, since):
    """Learn of a crisis by a post, take the team's word for it or not, and catch the outrage of others."""
    k = world.k
    of_now = item.about > 0 and item.about == k.crisis
    if of_now and me.aware != item.about:
        take_notice(me, world.pull, member, True, k, world.key_low, world.key_high)
    if item.kind == rules.STATEMENT:
        # What was read on an earlier visit has had its effect.
        if of_now and item.seconds > since:
            hear_statement(me, item, k)
        return
    tied = item.author != NOBODY and follows(world.followees, member, item.author)
    arousal = rules.arousal_shown(item.arousal, item.answer_worth, k)
    me.outrage = rules.outrage_after_reading(me.outrage, arousal, tied, k)
    if of_now:
        me.trust = rules.trust_after_crisis_post(me.trust, k.crisis_severity, arousal, me.blame, k)


@rule
def anger_at(followees, member, me, item, k):
    """Return the anger felt while reading a post that is heated."""
    tied = item.author != NOBODY and follows(followees, member, item.author)
    return rules.anger_felt(me.outrage, rules.arousal_shown(item.arousal, item.answer_worth, k), tied, k)


@rule
def take_notice(me, pull, member, heard, k, key_low, key_high):
    """Learn what happened, by hearsay or at first hand."""
    easily, judges, cares, _ = block(key_low, key_high, 0, member, OUTRAGE, int(k.crisis))
    me.aware = int(k.crisis)
    me.blame = rules.blame_ascribed(k.crisis_blame, k.disclosed, me.trust, unit(judges), k)
    grave = k.crisis_severity * rules.involvement(unit(cares))
    outrage = rules.outrage_over_crisis(grave, me.blame, rules.temper(unit(easily)), heard, k)
    if outrage > me.outrage:
        me.outrage = outrage
    me.trust = rules.trust_after_learning(me.trust, grave, me.blame, heard, k)
    pull[member] = rules.pull_after_learning(pull[member], me.outrage, k)


@rule
def hear_statement(me, item, k):
    """Read what the brand says of the crisis."""
    me.outrage = rules.outrage_after_statement(me.outrage, me.blame, item.claim, item.answer_worth, k)
    me.trust = rules.trust_after_statement(me.trust, me.blame, item.claim, k)
    me.blame = rules.blame_after_statement(me.blame, item.claim, item.amends, k)


@rule
def see_answer(world, me, item):
    """Read how the team answered a complaint."""
    if item.parent >= 0 and world.posts[item.parent].kind == rules.COMPLAINT:
        me.trust = rules.trust_after_complaint_seen(me.trust, True, item.answer_worth, 0, world.k)


@rule
def see_member(world, me, item, them):
    """Be swayed by somebody with an audience, and take note of who is favoured."""
    k = world.k
    if them.audience > 0:
        me.trust = rules.trust_after_leader(me.trust, them.trust, them.audience, k)
    if them.ambassador == 1 and me.ambassador == 0 and me.contributions > 0:
        me.fairness = rules.fairness_after_favour(me.fairness, k)
