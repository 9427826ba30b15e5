"""Reddit: submissions and comments as JSON lines, in one file or several."""

from __future__ import annotations

import re
from typing import Any

from .archive import Bundle
from .columns import fields_there
from .door import Door
from .errors import LogError
from .text import from_json, lines
from .times import Clock

_SUBMISSION, _COMMENT = "t3_", "t1_"
_FULL_NAME = re.compile(r"t[13]_\w+", re.ASCII)
_DELETED = ("[deleted]", "[removed]", "")
_MACHINES = ("AutoModerator",)


def read(bundle: Bundle, door: Door, clock: Clock) -> None:
    """Read submissions and comments, told apart by `parent_id`, which comments alone have.

    `[deleted]` authors keep their place in the thread. AutoModerator is a machine; other bots look like people.
    """
    for source in bundle.beginning_with(b"{"):
        for number, text in lines(source):
            if not text.strip():
                continue
            place = f"line {number}" if not bundle.is_folder else f"{source.label}, line {number}"
            record = from_json(text, f"{source.label}, line {number}")
            if not isinstance(record, dict):
                raise LogError(f"{source.label}, line {number}: must be a table of names and values")
            _read_record(record, f"{source.label}, line {number}", place, door, clock)


def _read_record(record: dict[str, Any], where: str, place: str, door: Door, clock: Clock) -> None:
    is_comment = "parent_id" in record or "link_id" in record
    for name in ("id", "author", "created_utc", *(("parent_id", "link_id") if is_comment else ())):
        if name not in record:
            raise LogError(f"{where}: field {name} is missing; {fields_there(record)}")
    own = record["id"]
    if not isinstance(own, str) or not own:
        raise LogError(f"{where}: id must be text, got {type(own).__name__}")
    author = record["author"]
    if author in _MACHINES:
        door.leave_out("bots")
        return
    own = own if _FULL_NAME.fullmatch(own) else (_COMMENT if is_comment else _SUBMISSION) + own
    thread, parents = own, ()
    if is_comment:
        for name in ("parent_id", "link_id"):
            if not isinstance(record[name], str) or not _FULL_NAME.fullmatch(record[name]):
                raise LogError(f"{where}: {name} must be an id that begins with t1_ or t3_")
        thread, parents = record["link_id"], (record["parent_id"],)
    words = [record.get(name) for name in ("title", "selftext", "body")]
    door.let_in(
        author=author if isinstance(author, str) and author not in _DELETED else None,
        time=clock.from_seconds(record["created_utc"], place),
        post=own,
        thread=thread,
        parents=parents,
        opens=not is_comment,
        text="\n".join(part for part in words if isinstance(part, str)),
    )
