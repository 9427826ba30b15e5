"""Happenings: what was worth a look in the hour just lived, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..world.activity import INFLUENCER
from ..world.behaviour import COMPLAINT, HELD, QUESTION, VISIBLE
from ..world.content import QUEUED
from ..world.members import NOBODY
from ..world.storm import Storm

if TYPE_CHECKING:
    from ..world.community import Community

NOTE, LOOK, ALARM = 1, 2, 3
"""Levels: good to know; look at it; drop everything."""
_PILES = (10, 25, 50, 100, 200, 500, 1000)


class Happening(NamedTuple):
    """Something that happened.

    Attributes:
        hour: hour of the run in which it did. level: 1 good to know, 2 look at it, 3 drop everything.
        kind: a word for it. what: a sentence. post, member: numbers, -1 for none.
    """

    hour: int
    level: int
    kind: str
    what: str
    post: int = -1
    member: int = -1


class Before(NamedTuple):
    """What has to be known of the time before an hour to say what is new in it."""

    queued: int
    actions: int
    storm: tuple[int, int]
    away: tuple[int, ...]
    piled: int

    @classmethod
    def of(cls, community: Community) -> Before:
        """Note it."""
        return cls(
            int(community.content.counts[QUEUED]),
            len(community.actions),
            _phase(community.storm),
            tuple(manager.away_until_hour for manager in community.managers),
            int(community.hourly["open_cases"][community.hour - 1]) if community.hour else 0,
        )


def happened(community: Community, before: Before, autopilot: tuple[str, ...]) -> list[Happening]:
    """Return what was worth a look in the hour that has just been lived, the gravest first.

    Args:
        before: how things stood when the hour began. autopilot: what the team does by itself; the rest waits for
            the player and is worth a look.
    """
    hour = community.hour - 1
    found = [
        *_of_the_crisis(community, before, hour),
        *_of_the_team(community, before, hour),
        *_of_posts(community, before, hour, autopilot),
        *_of_members(community, hour),
        *_of_the_plan(community, before, hour),
    ]
    return sorted(found, key=lambda one: -one.level)


def _phase(storm: Storm | None) -> tuple[int, int]:
    return (0, -1) if storm is None else (storm.number, storm.revealed)


def _of_the_crisis(community: Community, before: Before, hour: int) -> list[Happening]:
    found, storm, row = [], community.storm, community.hourly[hour]
    if storm is not None and _phase(storm) != before.storm:
        crisis = community.scenario.crises[storm.number - 1]
        if storm.number != before.storm[0] and not storm.is_out:
            found.append(Happening(hour, ALARM, "crisis", f"something has happened that nobody outside knows of: "
                                                          f"{crisis.name}"))  # fmt: skip
        elif storm.is_out:
            found.append(Happening(hour, ALARM, "crisis", f"a crisis is out: {crisis.name}"))
    if row["press_mentions"]:
        found.append(Happening(hour, LOOK, "press", f"the press reports ({int(row['press_mentions'])} times)"))
    return found


def _of_the_team(community: Community, before: Before, hour: int) -> list[Happening]:
    found, row = [], community.hourly[hour]
    for manager, away in zip(community.managers, before.away, strict=False):
        if manager.away_until_hour > max(hour, away):
            found.append(Happening(hour, ALARM, "team", f"manager {manager.number} has laid down work"))
    if row["attacks"]:
        found.append(
            Happening(hour, LOOK, "attack", f"the team is attacked in person ({int(row['attacks'])} posts)")
        )
    open_cases = int(row["open_cases"])
    passed = [pile for pile in _PILES if before.piled < pile <= open_cases]
    if passed:
        found.append(Happening(hour, LOOK, "backlog", f"{open_cases} posts wait for the team's verdict"))
    return found


def _of_posts(community: Community, before: Before, hour: int, autopilot: tuple[str, ...]) -> list[Happening]:
    content, found = community.content, []
    posts = content.posts
    if "moderation" not in autopilot:
        for post in content.queue[before.queued : content.counts[QUEUED]].tolist():
            held = posts["status"][post] == HELD
            what = "a post is held until you release it" if held else "a post is flagged"
            found.append(Happening(hour, LOOK, "verdict", what, post, int(posts["author"][post])))
        for due, post in community.cases.appeals:
            if due == hour + 1:
                what = "the author of a removed post appeals"
                found.append(Happening(hour, LOOK, "appeal", what, post, int(posts["author"][post])))
    new = np.arange(community.first_post_of_hour, content.post_count)
    openers = new[
        (posts["parent"][new] < 0) & (posts["author"][new] != NOBODY) & (posts["status"][new] == VISIBLE)
    ]
    level = NOTE if "care" in autopilot else LOOK
    for post in openers.tolist():
        author, kind = int(posts["author"][post]), int(posts["kind"][post])
        if kind == COMPLAINT:
            leader = community.members["role"][author] == INFLUENCER
            what = "an opinion leader complains" if leader else "a member complains"
            found.append(Happening(hour, LOOK if leader else level, "complaint", what, post, author))
        elif kind == QUESTION:
            found.append(Happening(hour, NOTE, "question", "a member asks something", post, author))
    return found


def _of_members(community: Community, hour: int) -> list[Happening]:
    members = community.members
    gone = np.flatnonzero(members["left_hour"] == hour)
    found = []
    for member in gone.tolist():
        if members["ambassador"][member]:
            found.append(Happening(hour, LOOK, "departure", "an ambassador has left", member=member))
        elif members["role"][member] == INFLUENCER:
            found.append(Happening(hour, LOOK, "departure", "an opinion leader has left", member=member))
    return found


_OF_THE_PLAN = {
    "ship_wish": (NOTE, "a wish has come true"),
    "open_contest": (NOTE, "a contest is open"),
    "close_contest": (NOTE, "a contest is over"),
    "break_promise": (ALARM, "an update was promised and did not come"),
    "state": (NOTE, "the team has made a statement"),
    "miss": (NOTE, "something on the team's list was given up"),
}


def _of_the_plan(community: Community, before: Before, hour: int) -> list[Happening]:
    found = []
    for act in community.actions[before.actions :]:
        if act[2] in _OF_THE_PLAN:
            level, what = _OF_THE_PLAN[act[2]]
            post = int(act[4]) if act[3] == "post" else -1
            found.append(Happening(hour, level, act[2], what, post))
    return found
