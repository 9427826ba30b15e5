"""Content: posts, threads, and the feeds through which they are found.

Threads hang in two lists a board: by birth (`older`) and by latest answer (`above`, `below`), so that an answer
raises its thread in constant time. A board also keeps its `HOT_PLACES` liveliest threads.
"""

from __future__ import annotations

import numpy as np

from .activity import VISIBLE
from .care import ANNOUNCEMENT, UNANSWERED
from .compiled import records, rule
from .members import NOBODY
from .outrage import NO_CLAIM

NONE = -1
HOT_PLACES = 16
TOMBSTONES = ("none", "removed", "removed_explained", "criticism", "criticism_explained")
NO_TOMBSTONE, TOMBSTONE, TOMBSTONE_EXPLAINED, CENSORED, CENSORED_EXPLAINED = 0, 1, 2, 3, 4
CASES = ("none", "waiting", "closed")
NO_CASE, WAITING, CLOSED = 0, 1, 2

# (name, type, what it is, unit): the columns of `run.posts`, one row a post or reply.
POST_COLUMNS = (
    ("thread", "i4", "post that opened the thread; itself for an opener", "post"),
    ("parent", "i4", "post that is answered, -1 for an opener", "post"),
    ("author", "i4", "member who wrote it, -1 for the team", "member"),
    ("seconds", "i8", "time of writing, seconds since hour 0", "seconds"),
    ("board", "i4", "board on which it stands", "board"),
    (
        "kind",
        "i4",
        "0 talk, 1 question, 2 complaint, 3 wish, 4 praise, 5 entry, 6 starter, 7 announcement, 8 news, "
        "9 statement",
        "code",
    ),
    ("warmth", "f8", "emotional tone, -1 hostile to 1 warm", "score"),
    ("breaks_rules", "i4", "1 when it breaks the rules of decent talk (hidden from the team)", "flag"),
    (
        "breach",
        "i4",
        "rule it breaks: 0 none, 1 incivility, 2 spam, 3 off_topic, 4 attack, 5 illegal (hidden)",
        "code",
    ),
    ("score", "f8", "the automatic filter's score; higher looks more like a breach", "sd"),
    ("likes", "i4", "likes received", "likes"),
    ("downvotes", "i4", "down-votes received", "votes"),
    ("flags_received", "i4", "flags by members", "flags"),
    ("readings", "i4", "times it was read", "readings"),
    ("answers", "i4", "direct replies", "posts"),
    ("status", "i4", "0 visible, 1 removed, 2 hidden, 3 held", "code"),
    ("status_hour", "i4", "hour in which the status last changed, -1 for never", "hour of run"),
    (
        "tombstone",
        "i4",
        "mark in its place: 0 none, 1 removed, 2 removed_explained, 3 criticism, 4 criticism_explained",
        "code",
    ),
    ("case", "i4", "the team's queue: 0 none, 1 waiting, 2 closed", "code"),
    (
        "tone",
        "i4",
        "tone of the team: 0 none, 1 neutral, 2 empathetic, 3 explaining, 4 defensive, 5 playful, 6 mocking",
        "code",
    ),
    (
        "answer_worth",
        "f8",
        "worth of the team's first answer, -1 to 1; of an answer by the team, its own",
        "score",
    ),
    ("team_answer_seconds", "i8", "time of the team's first answer, seconds since hour 0; -1 for none", "seconds"),
    ("about", "i4", "number of the crisis it is about, 0 for none", "number"),
    ("arousal", "f8", "outrage of its author when writing a complaint, or about a crisis", "share"),
    ("shares", "i4", "times it was passed on", "shares"),
    ("offer", "i4", "1 when compensation was offered under it in public", "flag"),
    ("claim", "f8", "blame that a statement by the team admits, -1 for none", "share"),
    ("amends", "f8", "what a statement makes good, 0 to 1", "share"),
    ("thread_row", "i4", "row of its thread (internal)", "row"),
)
THREAD_COLUMNS = (
    ("opener", "i4"), ("board", "i4"), ("replies", "i4"), ("last_post", "i4"), ("last_seconds", "i8"),
    ("appeal", "f8"), ("taste", "f8"), ("engagement", "f8"), ("older", "i4"), ("above", "i4"), ("below", "i4"),
    ("last_reader", "i4"), ("last_read_seconds", "i8"),
)  # fmt: skip
POST = np.dtype([(name, kind) for name, kind, _, _ in POST_COLUMNS], align=True)
THREAD = np.dtype(list(THREAD_COLUMNS), align=True)
BOARD = np.dtype([("newest", "i4"), ("top", "i4")], align=True)


class Content:
    """Everything written in a community.

    Attributes:
        posts: structured array of `POST`; the first `post_count` rows are in use, oldest first.
        threads: structured array of `THREAD`; the first `thread_count` rows are in use.
        boards: structured array of `BOARD`; `newest` and `top` are thread rows.
        hot: shape (boards, HOT_PLACES), thread rows, -1 for an empty place.
        queue: posts that wait for the team, since they were flagged, held, or appealed against, oldest first; the
            first `counts[HANDLED]` are closed.
    """

    _ARRAYS = ("posts", "threads", "boards", "hot", "queue", "counts")

    def __init__(self, boards: int) -> None:
        """Open `boards` empty boards."""
        self.posts = records(np.zeros(1024, dtype=POST))
        self.threads = records(np.zeros(512, dtype=THREAD))
        self.boards = records(np.full(boards, NONE, dtype=BOARD))
        self.hot = np.full((boards, HOT_PLACES), NONE, dtype=np.int32)
        self.queue = np.zeros(1024, dtype=np.int32)
        self.counts = np.zeros(4, dtype=np.int64)

    @property
    def post_count(self) -> int:
        """Number of posts and replies."""
        return int(self.counts[POSTS])

    @property
    def thread_count(self) -> int:
        """Number of threads."""
        return int(self.counts[THREADS])

    @property
    def queue_count(self) -> int:
        """Number of posts ever put into the team's queue."""
        return int(self.counts[QUEUED])

    def reserve(self, extra: int) -> None:
        """Make sure that `extra` posts fit without another allocation."""
        for name, used in (
            ("posts", self.post_count),
            ("threads", self.thread_count),
            ("queue", self.post_count),
        ):
            array = getattr(self, name)
            if used + extra > len(array):
                capacity = max(used + extra, len(array) + len(array) // 2)
                larger = np.zeros_like(array, shape=capacity)
                larger[:used] = array[:used]
                setattr(self, name, larger)

    def copy(self) -> Content:
        """Return an independent copy."""
        twin = Content(0)
        for name in self._ARRAYS:
            setattr(twin, name, getattr(self, name).copy())
        return twin


POSTS, THREADS, QUEUED, HANDLED = 0, 1, 2, 3
"""Places in `Content.counts`."""


@rule
def open_thread(posts, threads, boards, counts, author, seconds, board, kind, appeal, taste, warmth, breach):
    """Write the opener of a new thread and put the thread on top of its board; return the post's number."""
    row = counts[THREADS]
    counts[THREADS] += 1
    post = write_post(posts, counts, NONE, NONE, row, author, seconds, board, kind, warmth, breach)
    posts[post].thread = post
    thread = threads[row]
    thread.opener = post
    thread.board = board
    thread.replies = 0
    thread.last_post = post
    thread.last_seconds = seconds
    thread.appeal = appeal
    thread.taste = taste
    thread.engagement = 0.0
    thread.older = boards[board].newest
    thread.last_reader = NOBODY
    thread.last_read_seconds = NONE
    boards[board].newest = row
    thread.above = NONE
    thread.below = boards[board].top
    if boards[board].top != NONE:
        threads[boards[board].top].above = row
    boards[board].top = row
    return post


@rule
def add_reply(posts, threads, boards, counts, parent, author, seconds, kind, warmth, breach):
    """Write a reply to `parent` and raise its thread to the top of its board; return the post's number."""
    row = posts[parent].thread_row
    thread = threads[row]
    post = write_post(
        posts, counts, thread.opener, parent, row, author, seconds, thread.board, kind, warmth, breach
    )
    posts[parent].answers += 1
    thread.replies += 1
    thread.last_post = post
    thread.last_seconds = seconds
    raise_thread(threads, boards, row)
    return post


@rule
def write_post(posts, counts, opener, parent, row, author, seconds, board, kind, warmth, breach):
    """Fill the next free row of `posts`; return its number."""
    number = counts[POSTS]
    counts[POSTS] += 1
    post = posts[number]
    post.thread = opener
    post.parent = parent
    post.author = author
    post.seconds = seconds
    post.board = board
    post.kind = kind
    post.warmth = warmth
    post.breaks_rules = 1 if breach > 0 else 0
    post.breach = breach
    post.score = 0.0
    post.likes = 0
    post.downvotes = 0
    post.flags_received = 0
    post.readings = 0
    post.answers = 0
    post.status = VISIBLE
    post.status_hour = NONE
    post.tombstone = NO_TOMBSTONE
    post.case = NO_CASE
    post.tone = 0
    post.answer_worth = 0.0
    post.team_answer_seconds = UNANSWERED
    post.about = 0
    post.arousal = 0.0
    post.shares = 0
    post.offer = 0
    post.claim = NO_CLAIM
    post.amends = 0.0
    post.thread_row = row
    return number


@rule
def raise_thread(threads, boards, row):
    """Move a thread to the top of its board's list by latest answer."""
    thread = threads[row]
    board = boards[thread.board]
    if board.top == row:
        return
    if thread.above != NONE:
        threads[thread.above].below = thread.below
    if thread.below != NONE:
        threads[thread.below].above = thread.above
    thread.above = NONE
    thread.below = board.top
    threads[board.top].above = row
    board.top = row


@rule
def warm_up(threads, hot, row, points, seconds, k):
    """Add engagement to a thread and let it compete for a place among the liveliest of its board.

    A thread's liveliness is its engagement divided by its age plus some grace. The weakest thread in the list,
    an older one at equal strength, gives way to a livelier one.
    """
    threads[row].engagement += points
    places = hot[threads[row].board]
    weakest = 0
    weakest_liveliness = 0.0
    for place in range(places.shape[0]):
        other = places[place]
        if other == row:
            return
        if other == NONE:
            places[place] = row
            return
        its = liveliness(threads, other, seconds, k)
        if place == 0 or its < weakest_liveliness:
            weakest = place
            weakest_liveliness = its
    if liveliness(threads, row, seconds, k) > weakest_liveliness:
        places[weakest] = row


@rule
def liveliness(threads, row, seconds, k):
    """Engagement per hour of age (plus some grace) since the thread's latest post."""
    return threads[row].engagement / ((seconds - threads[row].last_seconds) / 3600.0 + k.liveliness_grace_hours)


@rule
def can_be_read(post):
    """Tell whether there is something to see: the post, or the mark that says one stood here."""
    return post.status == VISIBLE or post.tombstone > NO_TOMBSTONE


@rule
def post_to_read(posts, threads, row, last_visit_seconds):
    """Choose what one reads in a thread: the latest post when it is new, else the opener; -1 for nothing.

    Under an announcement people talk to the brand and not to each other: they read what it announced.
    """
    latest = threads[row].last_post
    opener = threads[row].opener
    if posts[opener].kind == ANNOUNCEMENT and can_be_read(posts[opener]):
        return opener
    if posts[latest].seconds > last_visit_seconds and can_be_read(posts[latest]):
        return latest
    return opener if can_be_read(posts[opener]) else NONE


@rule
def add_flag(posts, queue, counts, post):
    """Count a member's flag; the first one puts the post into the team's queue."""
    posts[post].flags_received += 1
    open_case(posts, queue, counts, post)


@rule
def open_case(posts, queue, counts, post):
    """Put a post into the team's queue, unless it has been there."""
    if posts[post].case == NO_CASE:
        posts[post].case = WAITING
        queue[counts[QUEUED]] = post
        counts[QUEUED] += 1
