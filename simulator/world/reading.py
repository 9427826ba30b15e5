"""Reading, compiled: what a post does to the one who reads it."""

from __future__ import annotations

from . import behaviour as rules
from .behaviour import UNANSWERED
from .compiled import rule
from .members import NOBODY


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
def take_in(world, me, post, row, now):
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
    return nearness


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
