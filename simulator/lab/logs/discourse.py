"""Discourse: posts from a query of its data explorer (CSV), or from its topics as JSON."""

from __future__ import annotations

import re
from typing import Any

from .archive import Bundle
from .columns import fields_there, number_of, rows
from .door import Door
from .errors import LogError
from .text import document
from .times import Clock

NEED = {
    "post_id": ("post_id", "id", "post id"),
    "topic_id": ("topic_id", "topic id"),
    "user_id": ("user_id", "user id", "username", "user"),
    "created_at": ("created_at", "created at"),
    "place": ("post_number", "reply_to_post_number"),
}
_COUNTER = re.compile(r"\d{1,18}", re.ASCII)
_OPENER = "1"
_REGULAR = "1"
_MACHINES = ("system", "discobot")
_FIELDS = ("id", "topic_id", "created_at", "post_number")


def read_table(bundle: Bundle, door: Door, clock: Clock) -> None:
    """Read posts from the data explorer's CSV.

    Post 1 of a topic opens it; without `post_number` the first that replies to none does. A post that says no
    `reply_to_post_number` answers the opener. Users with a negative id, and system and discobot, are machines.
    """
    source = bundle.only()
    for line, row in rows(source, NEED):
        place = f"line {line}"
        _let_in(
            door,
            author=number_of(row["user_id"]),
            time=clock.from_iso(row["created_at"], place),
            post=number_of(row["post_id"]),
            topic=number_of(row["topic_id"]),
            number=number_of(row.get("post_number", "")),
            reply_to=number_of(row.get("reply_to_post_number", "")),
            kind=number_of(row.get("post_type", _REGULAR)),
            text=row.get("raw"),
            place=f"{source.label}, {place}",
        )


def read_json(bundle: Bundle, door: Door, clock: Clock) -> None:
    """Read topics as `/t/ID.json` gives them: one a file, or lists of them; other JSON files are passed over.

    Pages of the same topic may lie in several files. A topic names its posts in `post_stream.stream`; those that
    are in no file are counted as absent.
    """
    named, held, topics = set(), set(), 0
    for source in bundle.files:
        if bundle.is_folder and source.inner.suffix.lower() not in (".json", ".gz"):
            continue
        content = document(source)
        for topic in content if isinstance(content, list) else [content]:
            stream = topic.get("post_stream") if isinstance(topic, dict) else None
            if not isinstance(stream, dict):
                continue
            topics += 1
            posts, ids = stream.get("posts"), stream.get("stream")
            if not isinstance(posts, list):
                raise LogError(f"{source.label}: post_stream.posts of topic {topics} must be a list of posts")
            if isinstance(ids, list):
                named.update(str(number) for number in ids)
            for position, post in enumerate(posts, start=1):
                place = f"{source.label}, topic {topics}, post {position}"
                held.add(_read_post(post, topic.get("id"), place, door, clock))
    if not topics:
        raise LogError(f"{bundle.label}: holds no topic; each needs post_stream.posts, as /t/ID.json gives it")
    door.counts["absent_posts"] += len(named - held)


def _read_post(post: Any, topic_id: Any, place: str, door: Door, clock: Clock) -> str:
    if not isinstance(post, dict):
        raise LogError(f"{place}: must be a table of names and values")
    post = {"topic_id": topic_id, **post}
    for name in _FIELDS:
        if not isinstance(post.get(name), int | str) or isinstance(post[name], bool):
            raise LogError(f"{place}: field {name} is missing or of a wrong type; {fields_there(post)}")
    if "user_id" not in post and "username" not in post:
        raise LogError(f"{place}: field user_id (or username) is missing; {fields_there(post)}")
    author = post.get("user_id") if post.get("user_id") is not None else post.get("username")
    if post.get("username") in _MACHINES:
        author = post["username"]
    reply_to = post.get("reply_to_post_number")
    _let_in(
        door,
        author=str(author) if isinstance(author, int | str) else "",
        time=clock.from_iso(post["created_at"], place),
        post=str(post["id"]),
        topic=str(post["topic_id"]),
        number=str(post["post_number"]),
        reply_to=str(reply_to) if isinstance(reply_to, int) else "",
        kind=str(post.get("post_type", _REGULAR)),
        text=post.get("raw") or post.get("cooked"),
        place=place,
    )
    return str(post["id"])


def _let_in(door, *, author, time, post, topic, number, reply_to, kind, text, place) -> None:
    for name, value in (("post_id", post), ("topic_id", topic)):
        if not value:
            raise LogError(f"{place}: {name} is empty")
    if kind != _REGULAR:
        door.leave_out("system")
        return
    if author.startswith("-") or author.lower() in _MACHINES:
        door.leave_out("bots")
        return
    opens = number == _OPENER if number else not reply_to
    door.let_in(
        author=author or None,
        time=time,
        # Posts answer each other by their number within the topic.
        post=f"{topic}/{number}" if number else f"{topic}#{post}",
        thread=topic,
        parents=() if opens or not reply_to else (f"{topic}/{reply_to}",),
        opens=opens,
        rank=int(post) if _COUNTER.fullmatch(post) else 0,
        text=text if isinstance(text, str) else None,
    )
