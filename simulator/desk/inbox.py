"""Inbox: the posts that wait for a decision, with what a person at the desk can know of them - not the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..lens.words import texts
from ..world.activity import ROLE_NAMES
from ..world.behaviour import COMPLAINT, HELD, POST_KINDS, QUESTION, REMOVED, UNANSWERED, VISIBLE, WISH
from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from ..world.content import HANDLED, QUEUED
from ..world.members import NOBODY
from .decision import shown

if TYPE_CHECKING:
    from ..lab.run import Run
    from ..world.community import Community

APPEAL, VERDICT, RELEASE, ANSWER, CHECK, HELP = "an appeal", "a verdict", "release", "an answer", "a check", "help"
WAITS_FOR = (APPEAL, RELEASE, VERDICT, ANSWER, CHECK, HELP)
"""What a post can wait for, the most pressing first."""
DAYS_OPEN = 7
"""How long a complaint, wish or question is offered for an answer."""
COLUMNS = (
    "post", "waits_for", "hours_ago", "platform", "kind", "text", "author", "role", "author_posts",
    "author_removals", "author_strikes", "author_days", "audience", "readings", "answers", "likes", "flags",
    "about_crisis",
)  # fmt: skip


def inbox(run: Run, community: Community, limit: int = 50) -> pd.DataFrame:
    """Return the posts that wait for a decision, the most pressing first, one row a post.

    Appeals come first, then held posts, flagged ones, complaints, wishes and questions that nobody has answered;
    within each the crisis first, then those with most flags, then the newest.

    Args:
        run: of the community as it is now. limit: most rows.

    Returns:
        Columns: post; waits_for (one of `WAITS_FOR`); hours_ago; platform; kind; text; author (-1 for the team);
        role; author_posts, author_removals and author_strikes (counts); author_days (since joining, NaN for
        founders); audience (followers of the author); readings, answers, likes, flags (counts); about_crisis.

    Raises:
        ValueError: when limit is no whole number from 0.
    """
    if isinstance(limit, bool) or not isinstance(limit, int | np.integer) or limit < 0:
        raise ValueError(f"limit must be a whole number from 0, got {shown(limit)}")
    return _table(run, community, dict(list(waiting(community).items())[:limit]))


def thread(run: Run, community: Community, post: int) -> pd.DataFrame:
    """Return the thread in which a post stands, oldest first: what `inbox` shows of each post, and its status.

    Raises:
        ValueError: when there is no such post.
    """
    count = community.content.post_count
    if isinstance(post, bool) or not isinstance(post, int | np.integer) or not 0 <= post < count:
        raise ValueError(f"post must be a whole number from 0 to {count - 1}, got {shown(post)}")
    posts = community.content.posts[:count]
    there = np.flatnonzero(posts["thread"] == posts["thread"][post]).tolist()
    table = _table(run, community, dict.fromkeys(there, ""))
    status = run.posts["status"].astype(str).to_numpy()[there]
    return table.drop(columns="waits_for").assign(status=status, answers_post=posts["parent"][there])


def waiting(community: Community) -> dict[int, str]:
    """Return what each waiting post waits for, in the order of `inbox`; of two things, the more pressing one."""
    found, posts = _waiting(community), community.content.posts
    order = sorted(
        found,
        key=lambda post: (
            WAITS_FOR.index(found[post]), posts["about"][post] == 0, -int(posts["flags_received"][post]), -post,
        ),
    )  # fmt: skip
    return {post: found[post] for post in order}


def _waiting(community: Community) -> dict[int, str]:
    content, cases = community.content, community.cases
    posts, count = content.posts, content.post_count
    since = (community.hour - DAYS_OPEN * HOURS_PER_DAY) * SECONDS_PER_HOUR
    first = int(np.searchsorted(posts["seconds"][:count], since))
    new = np.arange(first, count)
    open_to_all = (posts["parent"][new] < 0) & (posts["author"][new] != NOBODY)
    open_to_all &= (posts["status"][new] == VISIBLE) & (posts["team_answer_seconds"][new] == UNANSWERED)
    found: dict[int, str] = {}
    for post in new[open_to_all].tolist():
        kind = posts["kind"][post]
        if kind == QUESTION and posts["answers"][post] == 0:
            found[post] = HELP
        elif kind == WISH:
            found[post] = CHECK
        elif kind == COMPLAINT:
            found[post] = ANSWER
    checked = {act[4] for act in community.actions if act[2] == "check_wish"}
    found = {post: what for post, what in found.items() if what != CHECK or post not in checked}
    for post in content.queue[content.counts[HANDLED] : content.counts[QUEUED]].tolist():
        if posts["status"][post] in (VISIBLE, HELD):
            found[post] = RELEASE if posts["status"][post] == HELD else VERDICT
    for _, post in cases.escalations:
        if posts["status"][post] in (VISIBLE, HELD):
            found[post] = VERDICT
    for due, post in cases.appeals:
        if due <= community.hour and posts["status"][post] == REMOVED:
            found[post] = APPEAL
    return found


def _table(run: Run, community: Community, waiting: dict[int, str]) -> pd.DataFrame:
    numbers = list(waiting)
    posts, members = community.content.posts, community.members
    rows = posts[numbers]
    authors = rows["author"]
    known = authors != NOBODY
    who = np.where(known, authors, 0)
    said = texts(run, run.posts.loc[numbers]).tolist()
    joined = members["joined_hour"][who]
    days = (community.hour - joined) / HOURS_PER_DAY
    columns = {
        "post": numbers,
        "waits_for": list(waiting.values()),
        "hours_ago": (community.seconds - rows["seconds"]) / SECONDS_PER_HOUR,
        "platform": [community.scenario.platform_of(int(board)) for board in rows["board"]],
        "kind": [POST_KINDS[kind] for kind in rows["kind"]],
        "text": said,
        "author": authors,
        "role": [ROLE_NAMES[role] if is_member else "team" for role, is_member in
                 zip(members["role"][who], known, strict=True)],
        "author_posts": np.where(known, members["contributions"][who], 0),
        "author_removals": np.where(known, members["removals"][who], 0),
        "author_strikes": np.where(known, members["strikes"][who], 0),
        "author_days": np.where(known & (joined >= 0), days, np.nan),
        "audience": np.where(known, members["audience"][who], 0),
        "readings": rows["readings"],
        "answers": rows["answers"],
        "likes": rows["likes"],
        "flags": rows["flags_received"],
        "about_crisis": rows["about"] > 0,
    }  # fmt: skip
    table = pd.DataFrame(columns, columns=list(COLUMNS))
    return table.astype({"text": "str", "waits_for": "str", "platform": "str", "kind": "str", "role": "str"})
