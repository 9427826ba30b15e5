"""Table: a plain CSV file of contributions, `member,time,thread,parent`."""

from __future__ import annotations

from .archive import Bundle
from .columns import number_of, rows
from .door import TEAM_MEMBER, Door
from .errors import LogError
from .times import Clock

NEED = {name: (name,) for name in ("member", "time", "thread", "parent")}
POST_COLUMNS = ("post", "id", "post_id")
_NOBODY = ("", "-2", "[deleted]")
_NO_PARENT = ("", "-1")


def read(bundle: Bundle, door: Door, clock: Clock) -> None:
    """Read a table of contributions.

    An empty `parent`, or -1, stands for none. In a thread with several such rows the first opens it and the
    others answer it. Parents are found through a column `post` (or `id`); without one, a `parent` says only that
    the row is a reply. Member -1 is the team; an empty one, -2 or [deleted] is not known any more.
    """
    source = bundle.only()
    for line, row in rows(source, NEED):
        place = f"line {line}"
        thread, member, parent = number_of(row["thread"]), row["member"].strip(), number_of(row["parent"])
        if not thread:
            raise LogError(f"{source.label}, {place}: thread is empty; give every row the id of its thread")
        own = next((number_of(row[name]) for name in POST_COLUMNS if name in row), None)
        if own == "":
            raise LogError(
                f"{source.label}, {place}: post is empty; give every row its id, or leave out the column"
            )
        opens = parent in _NO_PARENT
        door.let_in(
            author=None if member in _NOBODY else TEAM_MEMBER if member == "-1" else member,
            time=clock.from_iso(row["time"], place),
            post=place if own is None else own,
            thread=thread,
            parents=() if opens or own is None else (parent,),
            opens=opens,
            text=row.get("text"),
        )
