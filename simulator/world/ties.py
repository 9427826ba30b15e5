"""Ties: who follows whom."""

from __future__ import annotations

from .compiled import rule
from .members import NOBODY


@rule
def follows(followees, follower, author):
    """Tell whether `follower` follows `author` already."""
    for place in range(followees.shape[1]):
        if followees[follower, place] == author:
            return True
    return False


@rule
def follow(members, followees, follower, author):
    """Let one member follow another; the oldest tie gives way when all places are taken.

    Does nothing when the tie exists or would lead to oneself or to the team.
    """
    if author in (follower, NOBODY) or follows(followees, follower, author):
        return
    place = members[follower].following % followees.shape[1]
    former = followees[follower, place]
    if former != NOBODY:
        members[former].audience -= 1
    followees[follower, place] = author
    members[follower].following += 1
    members[author].audience += 1
