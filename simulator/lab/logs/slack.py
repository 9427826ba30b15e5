"""Slack: an export of a workspace, one folder a channel, one JSON file a day."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from .archive import Bundle
from .columns import fields_there
from .door import Door
from .errors import LogError
from .text import document
from .times import Clock

DAY_FILE = re.compile(r"\d{4}-\d{2}-\d{2}\.json", re.ASCII)
LISTS = ("users.json", "channels.json")
_WRITTEN_BY_PEOPLE = (None, "", "thread_broadcast", "file_share", "me_message", "reply_broadcast")
_DELETED = "tombstone"
_MACHINES = ("USLACKBOT",)


def read(bundle: Bundle, door: Door, clock: Clock) -> None:
    """Read an export of Slack, a zip or a folder.

    A message outside of a thread opens one; `thread_ts` says to which thread a message belongs. Joining, leaving
    and the like are system messages; bots are those `users.json` calls so, and what carries a `bot_id`. What
    is left of a deleted message keeps its place in the thread, by an unknown author.
    """
    bots = _bots(bundle)
    days = [source for source in bundle.files if DAY_FILE.fullmatch(source.inner.name)]
    if not days:
        raise LogError(
            f"{bundle.label}: holds no messages; each channel is a folder with files like 2024-01-31.json"
        )
    for source in days:
        messages = document(source)
        if not isinstance(messages, list):
            raise LogError(f"{source.label}: must be a list of messages")
        for number, message in enumerate(messages, start=1):
            place = f"{source.label}, message {number}"
            if not isinstance(message, dict):
                raise LogError(f"{place}: must be a table of names and values")
            _read_message(message, str(source.inner.parent), bots, place, door, clock)


def _read_message(
    message: dict[str, Any], channel: str, bots: set[str], place: str, door: Door, clock: Clock
) -> None:
    if message.get("type", "message") != "message":
        door.leave_out("other_kinds")
        return
    subtype, user = message.get("subtype"), message.get("user")
    if (
        subtype == "bot_message"
        or (user is None and "bot_id" in message)
        or (isinstance(user, str) and user in bots)
    ):
        if subtype != _DELETED:
            door.leave_out("bots")
            return
    elif subtype != _DELETED and subtype not in _WRITTEN_BY_PEOPLE:
        door.leave_out("system")
        return
    if "ts" not in message:
        raise LogError(f"{place}: field ts is missing; {fields_there(message)}")
    if "user" not in message and subtype != _DELETED:
        raise LogError(f"{place}: field user is missing; {fields_there(message)}")
    stamp, start = str(message["ts"]), message.get("thread_ts")
    root = stamp if start is None else str(start)
    opens = root == stamp
    text = message.get("text")
    door.let_in(
        author=user if isinstance(user, str) and user and subtype != _DELETED else None,
        time=clock.from_seconds(message["ts"], place),
        post=f"{channel}/{stamp}",
        thread=f"{channel}/{root}",
        parents=() if opens else (f"{channel}/{root}",),
        opens=opens,
        text=text if isinstance(text, str) else None,
    )


def _bots(bundle: Bundle) -> set[str]:
    """Return the ids of users that are no people."""
    bots = set(_MACHINES)
    for source in bundle.files:
        if source.inner.name != LISTS[0] or is_channel(source.inner.parent, bundle):
            continue
        users = document(source)
        if not isinstance(users, list) or not all(isinstance(user, dict) for user in users):
            raise LogError(f"{source.label}: users.json must be a list of users")
        bots |= {user["id"] for user in users if user.get("is_bot") is True and isinstance(user.get("id"), str)}
    return bots


def is_channel(folder: PurePosixPath, bundle: Bundle) -> bool:
    """Tell whether a folder holds the days of a channel."""
    return any(s.inner.parent == folder and DAY_FILE.fullmatch(s.inner.name) for s in bundle.files)
