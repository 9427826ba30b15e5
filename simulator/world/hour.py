"""The hour, compiled: one sequential loop lets everybody live one hour.

This is the model of `agents.py` written for speed: the same rules (`behaviour.py`), the same draws
(`chance.py`), the same bookkeeping (`content.py`, `feed.py`, `ties.py`), in the same order. Tests hold every
table of the two engines equal to the last bit; change one only together with the other.
"""

from __future__ import annotations

from . import behaviour as rules
from .behaviour import VISIBLE
from .chance import What, block, unit
from .compiled import inline_rule, rule
from .constants import HOURS_PER_DAY, SECONDS_PER_DAY, SECONDS_PER_HOUR
from .content import NONE, add_flag, post_to_read, warm_up
from .crowd import MOMENT
from .feed import next_unread, order_for, start_at_top
from .members import NOBODY
from .reading import anger_at, open_reply, see_pinned, take_in
from .ties import follow
from .writing import CONTRIBUTIONS_PER_VISIT_MOST, World, vote_down, witness, write

INBOX, READ, PUBLISH, AWAY = int(What.INBOX), int(What.READ), int(What.PUBLISH), int(What.AWAY)
SHARE = int(What.SHARE)
FETCHED_TOGETHER = 512


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
        followees,
        posts,
        threads,
        boards,
        hot,
        queue,
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
        me.rules_known = rules.rules_after_seeing(me.rules_known, me.contributions, k)
        _, _, depth, place = block(key_low, key_high, hour, member, MOMENT, glance)
        board = rules.board_visited(me.board, boards.shape[0], place, k)
        bond = me.bond if me.ambassador == 1 else 0.0
        voice = rules.voice_now(me.voice, me.zest, bond, me.contributions, me.goal_driven, me.entered, k)
        alertness = rules.alertness((hour + me.utc_offset_hours) % HOURS_PER_DAY, k)

        # inbox first
        waiting = me.inbox_post
        if waiting != NONE:
            me.inbox_post = NONE
            if posts[waiting].status == VISIBLE:
                impulse, _, _, _ = block(key_low, key_high, hour, member, INBOX, glance)
                open_reply(world, me, waiting)
                if free and unit(impulse) < rules.inbox_chance(
                    posts[waiting].warmth, posts[waiting].author == NOBODY, k
                ):
                    written += 1
                    write(world, member, waiting, now, rules.TALK, written + 8 * glance, board)

        if k.statement_post >= 0.0:
            see_pinned(world, member, me, board, now, since)

        # something of one's own
        impulse, topic, prize, _ = block(key_low, key_high, hour, member, PUBLISH, 8 * glance)
        if free and me.errand == rules.NO_ERRAND and unit(prize) < rules.contest_chance(me.voice, me.entered, k):
            contest = int(k.contest_post)
            if posts[contest].status == VISIBLE:
                written += 1
                write(world, member, contest, now, rules.ENTRY, written + 8 * glance, board)
                me.entered = contest
                me.zest = rules.zest_after_entry(me.zest, k)
        if free:
            courage = rules.courage(me.contributions, me.rules_known, k)
            errand = me.errand
            if errand != rules.NO_ERRAND:
                starts = unit(impulse) < rules.errand_chance(errand, courage, k)
            else:
                starts = me.silent_until_hour <= hour and unit(impulse) < rules.start_chance(
                    voice, me.fluency, courage, k
                )
            if starts:
                kind = rules.opener_kind(errand, unit(topic), k)
                me.errand = rules.NO_ERRAND
                written += 1
                write(world, member, NONE, now, kind, written + 8 * glance, board)
            elif errand != rules.NO_ERRAND and rules.errand_lapses(unit(topic), k):
                me.errand = rules.NO_ERRAND

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
            if item.status != VISIBLE:
                witness(me, item, unit(liking), k)
                continue
            nearness = take_in(world, member, me, post, row, now, since)
            if not free:
                continue
            if unit(flagging) < rules.flag_chance(item.breach, k):
                add_flag(posts, queue, counts, post)
                me.flags_given += 1
                tally.flags_given += 1
                continue
            if (
                posts[item.thread].kind == rules.COMPLAINT
                and me.unsaid == 1
                and me.errand == rules.NO_ERRAND
                and rules.joins_complaint(me.expects_help, 1.0 - unit(flagging), k)
            ) or (
                item.about > 0
                and item.about == k.crisis
                and me.errand == rules.NO_ERRAND
                and rules.speaks_out(me.outrage, me.voice, 1.0 - unit(flagging), k)
            ):
                me.errand = rules.COMPLAINING
            author = item.author
            appetite = alertness * rules.interest(threads[row].appeal, nearness, me.fluency, k)
            worth = item.answer_worth if author == NOBODY else 0.0
            rude = rules.is_rude(item.breach)
            charm = rules.charm(item.kind, item.likes, item.downvotes, rude, worth, k) * rules.gratitude(
                me.zest, k
            )
            like = rules.like_chance(appetite * charm, item.warmth, me.mood, k)
            if unit(liking) < like:
                item.likes += 1
                me.likes_given += 1
                tally.likes += 1
                warm_up(threads, hot, row, k.like_points, now, k)
                if author != NOBODY:
                    members[author].likes_received += 1
                    members[author].belonging = rules.belonging_after_vote(members[author].belonging, k)
                    if unit(liking) < like * k.follow_share:
                        follow(members, followees, member, author)
            elif unit(liking) > 1.0 - rules.downvote_chance(rude, k):
                item.downvotes += 1
                tally.downvotes += 1
                if author != NOBODY:
                    vote_down(world, author)
            heated = item.arousal > 0.0 or item.about > 0
            if heated:
                passing, _, _, _ = block(key_low, key_high, hour, member, SHARE, 256 * glance + reading)
                offer = posts[item.thread].offer
                anger = anger_at(followees, member, me, item, k)
                left = rules.unsettled(item.answer_worth, k)
                if rules.shares_post(anger, appetite * left, offer, unit(passing), k):
                    item.shares += 1
                    tally.shares += 1
                    me.last_thread = row
                    warm_up(threads, hot, row, k.share_points, now, k)
            speaks = me.silent_until_hour <= hour and written < CONTRIBUTIONS_PER_VISIT_MOST
            call = rules.thread_call(item.kind, threads[row].replies, k)
            if heated:
                left = rules.unsettled(item.answer_worth, k)
                call = call * left * rules.outrage_call(anger_at(followees, member, me, item, k), k)
            courage = rules.courage(me.contributions, me.rules_known, k)
            if speaks and unit(answering) < rules.answer_chance(
                voice, appetite, me.fluency, threads[row].replies, call, courage, k
            ):
                written += 1
                write(world, member, post, now, rules.TALK, written + 8 * glance, board)

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
