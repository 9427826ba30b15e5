"""Feed: in which order a visitor meets threads.

A platform mixes four orders: newest threads first, latest answers first, threads of followed authors, and the
liveliest. A visitor goes down each of them from the top (that is the position bias) and stops where nothing is
new since the last visit.
"""

from __future__ import annotations

from .chance import unit
from .compiled import inline_rule, rule
from .content import NONE
from .members import NOBODY

NEWEST, LATEST, FOLLOWED, LIVELIEST = 0, 1, 2, 3
CURSORS = 4
"""A visitor's places in the four orders: two thread rows, a count of followed authors tried, a place in `hot`."""


@rule
def start_at_top(cursor, boards, board):
    """Put a visitor's cursors to the top of a board."""
    cursor[NEWEST] = boards[board].newest
    cursor[LATEST] = boards[board].top
    cursor[FOLLOWED] = 0
    cursor[LIVELIEST] = 0


@rule
def order_for(word, k):
    """Choose the order from which the next thread comes, in the platform's mix."""
    draw = unit(word)
    if draw < k.feed_newest:
        return NEWEST
    if draw < k.feed_newest + k.feed_latest:
        return LATEST
    if draw < k.feed_newest + k.feed_latest + k.feed_followed:
        return FOLLOWED
    return LIVELIEST


@inline_rule
def next_thread(order, cursor, members, followees, threads, posts, hot, board, reader, since_seconds):
    """Return the next thread with something new in one order, and move its cursor; -1 when none is left."""
    if order == NEWEST:
        row = cursor[NEWEST]
        if row == NONE or posts[threads[row].opener].seconds <= since_seconds:
            cursor[NEWEST] = NONE
            return NONE
        cursor[NEWEST] = threads[row].older
        return row
    if order == LATEST:
        row = cursor[LATEST]
        if row == NONE or threads[row].last_seconds <= since_seconds:
            cursor[LATEST] = NONE
            return NONE
        cursor[LATEST] = threads[row].below
        return row
    if order == FOLLOWED:
        while cursor[FOLLOWED] < followees.shape[1]:
            author = followees[reader, cursor[FOLLOWED]]
            cursor[FOLLOWED] += 1
            if author != NOBODY:
                row = members[author].last_thread
                if row != NONE and threads[row].last_seconds > since_seconds:
                    return row
        return NONE
    while cursor[LIVELIEST] < hot.shape[1]:
        row = hot[board, cursor[LIVELIEST]]
        cursor[LIVELIEST] += 1
        if row != NONE and threads[row].last_seconds > since_seconds:
            return row
    return NONE


@inline_rule
def next_unread(order, cursor, members, followees, threads, posts, hot, board, reader, since_seconds, now_seconds):
    """Return the next thread that this visit has not shown yet, and mark it as shown; -1 when none is left.

    When the chosen order has nothing more, the visitor goes on with the latest answers, where everything that
    is new on the board can be found.
    """
    source = order
    while True:
        row = next_thread(source, cursor, members, followees, threads, posts, hot, board, reader, since_seconds)
        if row == NONE:
            if source == LATEST:
                return NONE
            source = LATEST
        elif threads[row].last_reader != reader or threads[row].last_read_seconds != now_seconds:
            threads[row].last_reader = reader
            threads[row].last_read_seconds = now_seconds
            return row
