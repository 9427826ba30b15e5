"""Exports as community software writes them, made from event logs, for tests of the readers."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pandas as pd

SECRET = "Quillfeather"
"""Part of every name, address and text in these exports, so that a leak is found by looking for it."""


def name_of(member: int) -> str:
    """Return a name that does all that names can do to a file."""
    return f'{SECRET} {member}, "O\'Brien" <&;é> %s {{0}}'


def address_of(member: int) -> str:
    """Return a mail address."""
    return f"{SECRET.lower()}.{member}@post.example"


def small(events: int = 240, members: int = 40) -> pd.DataFrame:
    """Return a plain log: a thread of three contributions an hour, everybody in turn."""
    rows = pd.DataFrame({"post": range(events)})
    rows["thread"] = rows["post"] // 3 * 3
    rows["parent"] = (rows["post"] - 1).where(rows["post"] % 3 != 0, -1)
    rows["member"] = rows["post"] * 7 % members
    rows["kind"] = rows["parent"].eq(-1).map({True: "post", False: "reply"})
    rows["time"] = pd.Timestamp("2024-03-04", tz="UTC") + pd.to_timedelta(rows["post"] * 20, unit="min")
    return rows


def iso(time: pd.Timestamp) -> str:
    """Return a moment as most APIs write it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def table(events: pd.DataFrame, path: Path) -> Path:
    """Write a plain table."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["member", "time", "thread", "parent", "post"])
        for row in events.itertuples():
            writer.writerow([name_of(row.member), iso(row.time), row.thread, row.parent, row.post])
    return path


def numbered(events: pd.DataFrame) -> pd.DataFrame:
    """Add the number of every post within its thread, and the number it replies to."""
    events = events.assign(number=events.groupby("thread").cumcount() + 1)
    number = events.set_index("post")["number"]
    return events.assign(reply_to=events["parent"].map(number))


def discourse_table(events: pd.DataFrame, path: Path) -> Path:
    """Write a query's result as Discourse's data explorer does."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        names = ["post_id", "topic_id", "username", "created_at", "reply_to_post_number", "post_number", "raw"]
        writer.writerow(names)
        for row in numbered(events).itertuples():
            reply_to = "" if pd.isna(row.reply_to) or row.reply_to == 1 else int(row.reply_to)
            time = row.time.strftime("%Y-%m-%d %H:%M:%S UTC")
            text = f"{SECRET} says\nhello, and more"
            writer.writerow([row.post, row.thread, name_of(row.member), time, reply_to, row.number, text])
    return path


def discourse_topics(events: pd.DataFrame) -> list[dict]:
    """Return topics as Discourse's API gives them."""
    topics = []
    for thread, posts in numbered(events).groupby("thread"):
        stream = [
            {
                "id": row.post,
                "username": name_of(row.member),
                "user_id": row.member + 1,
                "created_at": iso(row.time),
                "post_number": row.number,
                "reply_to_post_number": None if pd.isna(row.reply_to) else int(row.reply_to),
                "post_type": 1,
                "topic_id": thread,
                "cooked": f"<p>{SECRET}</p>",
            }
            for row in posts.itertuples()
        ]
        ids = [post["id"] for post in stream]
        topics.append({"post_stream": {"posts": stream, "stream": ids}, "id": thread, "title": SECRET})
    return topics


def discourse_json(events: pd.DataFrame, path: Path) -> Path:
    """Write one file a topic into a folder."""
    path.mkdir()
    for topic in discourse_topics(events):
        (path / f"{SECRET}-{topic['id']}.json").write_text(json.dumps(topic), encoding="utf-8")
    return path


def slack_files(events: pd.DataFrame) -> dict[str, str]:
    """Return the files of an export of Slack by their path; every thread has a channel, named like people."""
    stamps, files = {}, {}
    for row in events.itertuples():
        stamps[row.post] = f"{int(row.time.timestamp())}.{row.number:06d}"
    for row in events.itertuples():
        message = {"type": "message", "user": f"U{row.member}", "text": SECRET, "ts": stamps[row.post]}
        if row.replied or row.parent != -1:
            message["thread_ts"] = stamps[row.thread]
        path = f"mpdm-{SECRET}--{row.thread}/{row.time:%Y-%m-%d}.json"
        files.setdefault(path, []).append(message)
    users = [{"id": f"U{member}", "name": name_of(member)} for member in events["member"].unique()]
    files |= {"users.json": users, "channels.json": [{"id": "C1", "name": SECRET}]}
    return {path: json.dumps(content) for path, content in files.items()}


def slack(events: pd.DataFrame, path: Path) -> Path:
    """Write an export of Slack as a zip."""
    replied = events["post"].isin(events["parent"])
    # What was written within the same second needs a time stamp of its own.
    number = events.groupby(events["time"].dt.floor("s")).cumcount()
    return zipped(slack_files(events.assign(replied=replied, number=number)), path)


def zipped(files: dict[str, str | bytes], path: Path) -> Path:
    """Write files into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def reddit_records(events: pd.DataFrame) -> list[dict]:
    """Return submissions and comments."""
    records = []
    for row in events.itertuples():
        record = {"id": f"p{row.post}", "author": name_of(row.member), "created_utc": int(row.time.timestamp())}
        if row.parent == -1:
            record |= {"title": SECRET, "selftext": SECRET}
        else:
            prefix = "t3_" if row.parent == row.thread else "t1_"
            record |= {"parent_id": f"{prefix}p{row.parent}", "link_id": f"t3_p{row.thread}", "body": SECRET}
        records.append(record)
    return records


def reddit(events: pd.DataFrame, path: Path) -> Path:
    """Write submissions and comments in one file of packed JSON lines."""
    lines = "".join(json.dumps(record) + "\n" for record in reddit_records(events))
    path.write_bytes(gzip.compress(lines.encode()))
    return path


def stackexchange(events: pd.DataFrame, path: Path) -> Path:
    """Write Posts.xml of a data dump; answers answer questions only."""
    out = io.StringIO()
    out.write('<?xml version="1.0" encoding="utf-8"?>\n<posts>\n')
    for row in events.itertuples():
        kind = '1"' if row.parent == -1 else f'2" ParentId="{row.thread}"'
        time = row.time.strftime("%Y-%m-%dT%H:%M:%S.000")
        body = quoteattr(f"<p>{SECRET}</p>")
        out.write(f'  <row Id="{row.post}" PostTypeId="{kind} CreationDate="{time}" Body={body} ')
        out.write(f'OwnerUserId="{row.member + 1}" OwnerDisplayName={quoteattr(name_of(row.member))} />\n')
    out.write("</posts>\n")
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def message(row, date: str | None = None, **headers: str) -> str:
    """Return one message of an mbox, with headers of its own."""
    fields = {
        "From": f'"{SECRET} {row.member}" <{address_of(row.member)}>',
        "Date": date or format_datetime(row.time.tz_convert("America/New_York").to_pydatetime()),
        "Subject": f"{SECRET} asks {row.thread}",
        "Message-ID": f"<{row.post}.{address_of(row.member)}>",
    }
    lines = [f"From {address_of(row.member)}  {row.time:%a %b %d %H:%M:%S %Y}"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in {**fields, **headers}.items() if text]
    return "\n".join([*lines, "", f"{SECRET} writes.", "", "From here on nothing new.", "", ""])


def mbox(events: pd.DataFrame, path: Path) -> Path:
    """Write a mailing list's messages, every one in its writer's zone."""
    member = events.set_index("post")["member"]
    with path.open("w", encoding="utf-8") as file:
        for row in events.itertuples():
            answers = "" if row.parent == -1 else f"<{row.parent}.{address_of(member[row.parent])}>"
            subject = f"{'' if row.parent == -1 else 'Re: '}{SECRET} asks {row.thread}"
            file.write(message(row, In_Reply_To=answers, References=answers, Subject=subject))
    return path


WRITERS = {
    "csv": (table, "log.csv"),
    "discourse-csv": (discourse_table, "posts.csv"),
    "discourse-json": (discourse_json, "topics"),
    "slack": (slack, "export.zip"),
    "reddit": (reddit, "places.jsonl.gz"),
    "stackexchange": (stackexchange, "Posts.xml"),
    "mbox": (mbox, "list.mbox"),
}


def write(format: str, events: pd.DataFrame, folder: Path) -> Path:
    """Write an event log in a format, and return where."""
    writer, name = WRITERS[format]
    return writer(events, folder / name)
