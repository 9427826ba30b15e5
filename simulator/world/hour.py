"""The hour, compiled: one sequential loop lets everybody live one hour.

This is the model of `agents.py` written for speed: the same rules (`behaviour.py`), the same draws
(`chance.py`), the same bookkeeping (`content.py`, `feed.py`, `ties.py`), in the same order. Tests hold every
table of the two engines equal to the last bit; change one only together with the other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from . import behaviour as rules
from .chance import What, block, normal, unit
from .compiled import inline_rule, rule
from .constants import HOURS_PER_DAY, SECONDS_PER_DAY, SECONDS_PER_HOUR
from .content import NONE, QUESTION, TALK, VISIBLE, add_flag, add_reply, open_thread, post_to_read, warm_up
from .crowd import MOMENT
from .feed import next_unread, order_for, start_at_top
from .members import FOREVER, NOBODY
from .ties import follow

INBOX, READ = int(What.INBOX), int(What.READ)
PUBLISH, AFTERMATH, AWAY, DAY_END = int(What.PUBLISH), int(What.AFTERMATH), int(What.AWAY), int(What.DAY_END)
CLOSE_TOGETHER = 64
FETCHED_TOGETHER = 512
CONTRIBUTIONS_PER_VISIT_MOST = 6


class World(NamedTuple):
    """What a function must reach to let somebody write: columns, content, numbers, and address of the draws."""

    members: Any
    pull: Any
    posts: Any
    threads: Any
    boards: Any
    hot: Any
    counts: Any
    tally: Any
    k: Any
    silence_spells: Any
    appeals: Any
    key_low: int
    key_high: int
    hour: int


@rule
def live(
    agenda, count, cursor, members, pull, away_until_hour, followees, posts, threads, boards, hot, queue, counts,
    hours, constants, away_spells, silence_spells, appeals, key_low, key_high, hour,
):  # fmt: skip
    """Let the visits of one hour happen, one after the other.

    Args:
        agenda: rows (member, glance, second) in the order of seconds; the first `count` are used.
        cursor: scratch, shape (feed.CURSORS,).
        members, pull, away_until_hour, followees: the members' columns (`members.py`).
        posts, threads, boards, hot, queue, counts: the content (`content.py`).
        hours: the hourly table, of which row `hour` is filled.
        constants: one-row record array of constants.
        away_spells, silence_spells, appeals: quantile tables (`behaviour.py`).
        key_low, key_high, hour: address of the draws.

    Returns:
        A number without meaning (see `fetch`).
    """
    k = constants[0]
    tally = hours[hour]
    world = World(
        members,
        pull,
        posts,
        threads,
        boards,
        hot,
        counts,
        tally,
        k,
        silence_spells,
        appeals,
        key_low,
        key_high,
        hour,
    )
    fetched = 0.0
    for visit in range(count):
        if visit % FETCHED_TOGETHER == 0:
            fetched += fetch(agenda, visit, min(visit + FETCHED_TOGETHER, count), members, pull, followees)
        member, glance, second = agenda[visit, 0], agenda[visit, 1], agenda[visit, 2]
        me = members[member]
        now = hour * SECONDS_PER_HOUR + second
        since = me.last_visit_seconds
        free = me.blocked_until_hour <= hour
        written = 0

        # arrive
        me.mood = me.mood * rules.kept(k.mood_keep, hour - me.mood_hour)
        me.mood_hour = hour
        if since >= 0:
            me.fluency = rules.fluency_after_absence(me.fluency, (now - since) // SECONDS_PER_DAY, k)
        me.last_visit_seconds = now
        me.visits += 1
        me.visited_days |= rules.visited_day_bit(hour, me.joined_hour)
        tally.visits += 1
        if glance == 0:
            tally.visitors += 1
        _, _, depth, place = block(key_low, key_high, hour, member, MOMENT, glance)
        board = rules.board_visited(me.board, boards.shape[0], place, k)

        # inbox first
        waiting = me.inbox_post
        if waiting != NONE:
            me.inbox_post = NONE
            if posts[waiting].status == VISIBLE:
                impulse, _, _, _ = block(key_low, key_high, hour, member, INBOX, glance)
                posts[waiting].readings += 1
                me.readings += 1
                tally.readings += 1
                author = posts[waiting].author
                audience = members[author].audience if author != NOBODY else 0
                me.mood = rules.mood_after_reading(
                    me.mood, posts[waiting].warmth, rules.influence_weight(audience, k), k
                )
                if free and unit(impulse) < rules.inbox_chance(posts[waiting].warmth, k):
                    written += 1
                    write(world, member, waiting, now, TALK, written + 8 * glance, board)

        # something of one's own
        impulse, topic, _, _ = block(key_low, key_high, hour, member, PUBLISH, 8 * glance)
        if free:
            first_post = me.contributions == 0
            errand = me.has_errand == 1
            speaks = me.silent_until_hour <= hour
            if errand:
                starts = unit(impulse) < rules.errand_chance(k)
            else:
                starts = speaks and unit(impulse) < rules.start_chance(me.voice, me.fluency, first_post, k)
            if starts:
                kind = QUESTION if rules.asks_question(errand, unit(topic), k) else TALK
                me.has_errand = 0
                written += 1
                write(world, member, NONE, now, kind, written + 8 * glance, board)

        # the feed
        start_at_top(cursor, boards, board)
        for reading in range(rules.patience(unit(depth), k.readings_per_visit)):
            order, liking, flagging, answering = block(
                key_low, key_high, hour, member, READ, 256 * glance + reading
            )
            row = next_unread(
                order_for(order, k),
                cursor,
                members,
                followees,
                threads,
                posts,
                hot,
                board,
                member,
                since,
                now,
            )
            if row == NONE:
                break
            post = post_to_read(posts, threads, row, since)
            if post == NONE or posts[post].author == member:
                continue
            item = posts[post]
            item.readings += 1
            me.readings += 1
            tally.readings += 1
            author = item.author
            audience = members[author].audience if author != NOBODY else 0
            me.mood = rules.mood_after_reading(me.mood, item.warmth, rules.influence_weight(audience, k), k)
            me.fluency = rules.fluency_after_reading(me.fluency, k)
            nearness = rules.affinity(me.taste, threads[row].taste, k)
            me.belonging = rules.belonging_after_reading(me.belonging, nearness, me.fluency, k)
            if item.breaks_rules == 1:
                me.trust = rules.trust_after_breach_seen(me.trust, k)
            if not free:
                continue
            if unit(flagging) < rules.flag_chance(item.breaks_rules == 1, k):
                add_flag(posts, queue, counts, post)
                me.flags_given += 1
                tally.flags_given += 1
                continue
            appetite = rules.interest(threads[row].appeal, nearness, me.fluency, k)
            like = rules.like_chance(appetite, item.warmth, me.mood, k)
            if unit(liking) < like:
                item.likes += 1
                me.likes_given += 1
                tally.likes += 1
                warm_up(threads, hot, row, k.like_points, now, k)
                if author != NOBODY:
                    members[author].likes_received += 1
                    if unit(liking) < like * k.follow_share:
                        follow(members, followees, member, author)
            if me.silent_until_hour <= hour and written < CONTRIBUTIONS_PER_VISIT_MOST:
                asks = item.kind == QUESTION
                if unit(answering) < rules.answer_chance(
                    me.voice, appetite, me.fluency, threads[row].replies, asks, me.contributions == 0, k
                ):
                    written += 1
                    write(world, member, post, now, TALK, written + 8 * glance, board)

        # go
        tally.mood_sum += me.mood
        leaving, length, _, _ = block(key_low, key_high, hour, member, AWAY, glance)
        if unit(leaving) < k.away_chance:
            away_until_hour[member] = hour + 1 + rules.spell_hours(unit(length), away_spells)
    return fetched


@inline_rule
def fetch(agenda, start, stop, members, pull, followees):
    """Touch the rows of the next visitors, all at once, so that they are at hand when their turn comes.

    In a community larger than the processor's cache, waiting for one row after the other takes half the time.
    The sum means nothing; it is returned lest a compiler leave the touching out.
    """
    touched = 0.0
    for visit in range(start, stop):
        member = agenda[visit, 0]
        touched += members[member].mood + members[member].left_hour + pull[member] + followees[member, 0]
    return touched


@rule
def write(world, member, parent, now, kind, which, board):
    """Let a member write a reply to `parent`, or a new thread on `board` where parent is -1."""
    members, posts, threads, k, hour = world.members, world.posts, world.threads, world.k, world.hour
    tally = world.tally
    me = members[member]
    appeal, temper, tone, _ = block(world.key_low, world.key_high, hour, member, PUBLISH, which)
    rude_context = parent != NONE and posts[parent].breaks_rules == 1
    context_warmth = posts[parent].warmth if parent != NONE else 0.0
    late = rules.is_late_night((hour + me.utc_offset_hours) % HOURS_PER_DAY, k)
    chance = rules.breach_chance(me.incivility, me.mood, rude_context, late, k)
    breaks_rules = 1 if unit(temper) < chance else 0
    warmth = rules.post_warmth(me.mood, context_warmth, normal(tone), breaks_rules == 1, k)
    if parent == NONE:
        post = open_thread(
            posts, threads, world.boards, world.counts, member, now, board, kind,
            rules.thread_appeal(unit(appeal), me.fluency, world.appeals), me.taste, warmth, breaks_rules,
        )  # fmt: skip
        me.posts += 1
        me.last_thread = posts[post].thread_row
        tally.posts += 1
    else:
        post = add_reply(
            posts, threads, world.boards, world.counts, parent, member, now, kind, warmth, breaks_rules
        )
        me.replies += 1
        tally.replies += 1
        warm_up(threads, world.hot, posts[post].thread_row, k.answer_points, now, k)
        author = posts[parent].author
        if author != NOBODY and author != member:
            hear(world, author, post)
    tally.breaches += breaks_rules
    me.contributions += 1
    me.last_contribution_hour = hour
    quiet, length, _, _ = block(world.key_low, world.key_high, hour, member, AFTERMATH, which)
    if unit(quiet) < rules.silence_chance(me.contributions, me.belonging, k):
        me.silent_until_hour = hour + 1 + rules.spell_hours(unit(length), world.silence_spells)


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
    world.pull[author] = rules.pull_after_answer(world.pull[author], k)


@rule
def close_days(members, pull, away_until_hour, count, hours, constants, key_low, key_high, hour):
    """Close the day of the members whose turn it is: feelings settle, and some leave for good.

    Every member's day is closed once in 24 hours: 64 neighbours together, the next 64 an hour later, and so on.
    """
    k = constants[0]
    tally = hours[hour]
    for start in range(hour % HOURS_PER_DAY * CLOSE_TOGETHER, count, HOURS_PER_DAY * CLOSE_TOGETHER):
        for member in range(start, min(start + CLOSE_TOGETHER, count)):
            close_day(member, members, pull, away_until_hour, tally, k, key_low, key_high, hour)


@rule
def close_day(member, members, pull, away_until_hour, tally, k, key_low, key_high, hour):
    """Close one member's day."""
    me = members[member]
    if me.left_hour != FOREVER:
        return
    me.belonging = rules.drift(me.belonging, 0.0, k.belonging_keep)
    me.trust = rules.drift(me.trust, k.trust_start, k.trust_keep)
    me.loyalty = rules.drift(me.loyalty, 0.5 * (me.trust + me.belonging), k.loyalty_keep)
    leaving, _, _, _ = block(key_low, key_high, hour, member, DAY_END, 0)
    if unit(leaving) < rules.leave_chance(me.belonging, me.trust, k):
        me.left_hour = hour
        away_until_hour[member] = FOREVER
        pull[member] = 0.0
        tally.departures += 1
