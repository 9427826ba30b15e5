"""Logs: every format read as it is meant, every mistake named in one line, and no name let out."""

import gzip
import json
import os
import random
import struct
import sys
import zipfile
from types import SimpleNamespace

import log_exports as exports
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from log_exports import SECRET, WRITERS

from simulator import Scenario, simulate
from simulator.lab.logs import FORMATS, EventLog, LogError, archive, mbox, pseudonym, read_log, reading, text
from simulator.lens import facts

KEY = b"a key of the test, kept nowhere"
SMALL = exports.small()


@pytest.fixture(scope="module")
def run():
    """A small forum of 60 days without a team."""
    return simulate(Scenario.load("forum").replace(members=2000, days=60), None, seed=3)


@pytest.fixture
def any_size(monkeypatch):
    """Let logs be as small as an example worked out by hand."""
    monkeypatch.setattr(reading, "FEWEST_EVENTS", 1)
    monkeypatch.setattr(reading, "FEWEST_MEMBERS", 0)


def put(path, content):
    """Write text or bytes to a file."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def csv_file(path, *rows, header="member,time,thread,parent"):
    """Write a table."""
    return put(path, "\n".join([header, *rows]) + "\n")


def plain_rows(time="2024-03-04T10:00:00Z", count=240, members=40):
    """Return rows of openers, all at the same time."""
    return [f"m{row % members},{time},t{row},-1" for row in range(count)]


def shape(log):
    """Return who wrote, in which thread, answering what, oldest first."""
    return list(log.events[["member", "thread", "parent"]].itertuples(index=False, name=None))


def traces(error):
    """Return everything an error carries along: messages, chains, and the locals of the package's frames."""
    found = []
    while error is not None:
        found += [str(error), repr(error), repr(error.args)]
        frame = error.__traceback__
        while frame is not None:
            if f"{os.sep}simulator{os.sep}" in frame.tb_frame.f_code.co_filename:
                found.append(repr(frame.tb_frame.f_locals))
            frame = frame.tb_next
        error = error.__cause__ or error.__context__
    return "\n".join(found)


def refusal(path, **options):
    """Return the line with which a log is refused, after a look for names in all that comes with it."""
    with pytest.raises(LogError) as caught:
        read_log(path, **options)
    said = str(caught.value)
    # The path is the caller's own, whatever it says.
    carried = traces(caught.value).replace(str(path), "").lower()
    assert SECRET.lower() not in carried
    assert "\n" not in said and len(said) < 400
    assert str(path.parent if hasattr(path, "parent") else path) not in said or "no file at" in said
    return said


# --- every format, as it is meant --------------------------------------------------------------------------


@pytest.mark.parametrize("format", WRITERS)
def test_a_simulated_run_comes_back_from_every_format_with_the_same_facts(run, tmp_path, format):
    """Threads, times and members survive each way of writing them down."""
    log = read_log(exports.write(format, run.events(), tmp_path))
    assert log.format == format
    pd.testing.assert_series_equal(log.facts(), EventLog(run.events(), "run", "UTC").facts())
    pd.testing.assert_series_equal(log.facts().iloc[1:12], facts.from_run(run).iloc[1:12])
    assert log.counts == {}


@pytest.mark.parametrize("format", WRITERS)
def test_a_log_looks_like_the_events_of_a_run(run, tmp_path, format):
    """Columns, kinds of values, numbers of posts, and members in the order of their first words."""
    events, log = run.events(), read_log(exports.write(format, run.events(), tmp_path))
    assert list(log.events.columns) == list(events.columns)
    assert log.events.dtypes["time"] == events.dtypes["time"]
    assert (log.events["time"].to_numpy() == events["time"].to_numpy()).all() or format == "slack"
    assert log.events["post"].tolist() == list(range(len(events)))
    assert log.events["thread"].tolist() == events["thread"].tolist()
    assert log.events["kind"].tolist() == events["kind"].tolist()
    assert log.events["member"].drop_duplicates().tolist() == list(range(log.members))
    assert log.events["member"].tolist() == pd.factorize(events["member"])[0].tolist()
    if format not in ("slack", "stackexchange"):  # there everything answers the opener
        parent = np.where(events["parent"] == -1, -1, events["parent"])
        assert (log.events["parent"] == parent).all()


def test_formats_say_what_they_expect():
    """The list of formats is that of the writers in these tests, each with a line on what it needs."""
    assert set(FORMATS) == set(WRITERS)
    assert all(len(found.expects) > 20 and len(found.title) > 5 for found in FORMATS.values())


def test_a_table_by_hand(any_size, tmp_path):
    """The team is -1, the unknown -2; a parent that is missing becomes the opener; quotes hold line ends."""
    path = csv_file(
        tmp_path / "log.csv",
        "ann,2024-03-04T10:00:00Z,a,-1,1,hello",
        '-1,2024-03-04T11:00:00Z,a,1,2,"two',
        'lines"',
        ",2024-03-04T12:00:00Z,a,2,3,",
        "ann,2024-03-04T13:00:00Z,a,99,4,",
        "bob,2024-03-04T14:00:00Z,b,98,5,",
        "ann,2024-03-04T15:00:00Z,b,5,6,",
        "ann,2024-03-04T15:00:00Z,b,5,6,",
        header="member,time,thread,parent,post,text",
    )
    log = read_log(path)
    assert shape(log) == [(0, 0, -1), (-1, 0, 0), (-2, 0, 1), (0, 0, 0), (1, 4, -2), (0, 4, 4)]
    assert log.counts == {
        "duplicates": 1, "orphan_replies": 2, "threads_without_opener": 1, "unknown_authors": 1,
    }  # fmt: skip
    assert log.members == 2 and "text" not in log.events
    assert read_log(path, keep_text=True).events["text"].tolist()[:3] == ["hello", "two\nlines", ""]


def test_a_table_without_ids_or_parents_still_has_threads(any_size, tmp_path):
    """The first row of a thread opens it; a parent that cannot be looked up says just that it is a reply."""
    rows = ["bob;1709546400;t;", "ann;1709542800;t;", "cas;1709550000;t;x", "cas;1709550000;u;"]
    log = read_log(csv_file(tmp_path / "log.csv", *rows, header="Member;Time;Thread;Parent"))
    assert shape(log) == [(0, 0, -1), (1, 0, 0), (2, 0, 0), (2, 3, -1)]
    assert log.counts == {} and log.start == pd.Timestamp("2024-03-04 09:00", tz="UTC")


def test_numbers_that_a_data_frame_made_fractions_are_whole_again(any_size, tmp_path):
    """A column of ids with gaps comes out of pandas as 1.0, and nan for none."""
    rows = ["ann,1709542800,1.0,nan,1.0", "bob,1709546400,1.0,1.0,2.0", "cas,1709546500,1.0,2.0,3.0"]
    log = read_log(csv_file(tmp_path / "log.csv", *rows, header="member,time,thread,parent,post"))
    assert shape(log) == [(0, 0, -1), (1, 0, 0), (2, 0, 1)]
    assert log.counts == {}


def test_discourse_posts_by_hand(any_size, tmp_path):
    """Small actions and machines are left out; a topic whose first post is gone has no opener."""
    path = csv_file(
        tmp_path / "posts.csv",
        "10,7,5,2024-03-04 10:00:00 UTC,1,,1",
        "11,7,6,2024-03-04 11:00:00 UTC,2,,1",
        "12,7,-1,2024-03-04 11:30:00 UTC,3,,1",
        "13,7,6,2024-03-04 11:40:00 UTC,4,,3",
        "14,7,5,2024-03-04 12:00:00 UTC,5,2.0,1",
        "15,8,,2024-03-04 13:00:00 UTC,2,,1",
        "16,8,5,2024-03-04 14:00:00 UTC,3,2,1",
        header="id,topic_id,user_id,created_at,post_number,reply_to_post_number,post_type",
    )
    log = read_log(path)
    assert shape(log) == [(0, 0, -1), (1, 0, 0), (0, 0, 1), (-2, 3, -2), (0, 3, 3)]
    assert log.counts == {
        "bots": 1, "orphan_replies": 1, "system": 1, "threads_without_opener": 1, "unknown_authors": 1,
    }  # fmt: skip


def test_discourse_topics_in_pages_are_one_topic(any_size, tmp_path):
    """A list or a zip holds the same as a folder; posts that are named but in no page are counted."""
    topic = exports.discourse_topics(SMALL.head(6))[0]
    first, second = json.loads(json.dumps(topic)), json.loads(json.dumps(topic))
    first["post_stream"]["posts"] = topic["post_stream"]["posts"][:2]
    first["post_stream"]["stream"] += [777]
    second["post_stream"]["posts"] = topic["post_stream"]["posts"][1:]
    del second["post_stream"]["stream"]
    listed = read_log(put(tmp_path / "topics.json", json.dumps([first, second])))
    files = {"site.json": "{}", "7.json": json.dumps(first), "8.json": json.dumps(second), "readme.txt": "hello"}
    packed = read_log(exports.zipped(files, tmp_path / "topics.zip"))
    assert shape(listed) == shape(packed) == [(0, 0, -1), (1, 0, 0), (2, 0, 1)]
    assert listed.counts == packed.counts == {"absent_posts": 1, "duplicates": 1}


def test_slack_by_hand(any_size, tmp_path):
    """Joining is no contribution, a bot no member, and a deleted message keeps the thread together."""
    day = [
        {"type": "message", "subtype": "channel_join", "user": "U1", "ts": "1709542800.000100"},
        {"type": "message", "user": "U1", "ts": "1709542900.000100", "thread_ts": "1709542900.000100"},
        {"type": "message", "user": "UB", "ts": "1709543000.000100", "thread_ts": "1709542900.000100"},
        {"type": "message", "subtype": "bot_message", "bot_id": "B1", "ts": "1709543000.000200"},
        {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "ts": "1709543100.000100",
         "thread_ts": "1709543100.000100"},
    ]  # fmt: skip
    next_day = [
        {"type": "message", "user": "U2", "ts": "1709629200.5", "thread_ts": "1709542900.000100"},
        {"type": "message", "user": "U2", "ts": "1709629300.5", "thread_ts": "1709543100.000100"},
        {"type": "message", "user": "U2", "ts": "1709629400.5"},
    ]
    files = {
        "acme/users.json": json.dumps([{"id": "UB", "is_bot": True}, {"id": "U1"}]),
        "acme/general/2024-03-04.json": json.dumps(day),
        "acme/general/2024-03-05.json": json.dumps(next_day),
        "acme/random/2024-03-04.json": json.dumps(day[1:2]),
    }
    log = read_log(exports.zipped(files, tmp_path / "export.zip"))
    assert shape(log) == [(0, 0, -1), (0, 1, -1), (-2, 2, -1), (1, 0, 0), (1, 2, 2), (1, 5, -1)]
    assert log.counts == {"bots": 2, "system": 1, "unknown_authors": 1}


def test_reddit_by_hand(any_size, tmp_path):
    """The moderating machine is left out, deleted authors stay; the files' order tells nothing."""
    submissions = [
        {"id": "a", "author": "ann", "created_utc": 1709542800, "title": "x"},
        {"id": "b", "author": "[deleted]", "created_utc": "1709546400"},
    ]
    comments = [
        {"id": "c", "author": "bob", "created_utc": 1709542800.0, "parent_id": "t3_a", "link_id": "t3_a"},
        {"id": "d", "author": "ann", "created_utc": 1709544800, "parent_id": "t1_c", "link_id": "t3_a"},
        {"id": "e", "author": "AutoModerator", "created_utc": 1709544800, "parent_id": "t3_b", "link_id": "t3_b"},
        {"id": "f", "author": None, "created_utc": 1709546500, "parent_id": "t1_e", "link_id": "t3_b"},
        {"id": "g", "author": "bob", "created_utc": 1709549999, "parent_id": "t3_z", "link_id": "t3_z"},
    ]
    paths = [
        put(tmp_path / name, "".join(json.dumps(record) + "\n" for record in records))
        for name, records in (("comments.jsonl", comments), ("submissions.jsonl", submissions))
    ]
    log = read_log(paths)
    assert shape(log) == [(0, 0, -1), (1, 0, 0), (0, 0, 1), (-2, 3, -1), (-2, 3, 3), (1, 5, -2)]
    assert log.counts == {"bots": 1, "orphan_replies": 2, "threads_without_opener": 1, "unknown_authors": 2}
    assert shape(read_log(tmp_path)) == shape(log)


def test_stack_exchange_by_hand(any_size, tmp_path):
    """Answers without their question have no opener; wikis are left out, as is the machine."""
    rows = [
        'Id="1" PostTypeId="1" CreationDate="2024-03-04T10:00:00.000" OwnerUserId="5"',
        'Id="2" PostTypeId="2" ParentId="1" CreationDate="2024-03-04T11:00:00.000" OwnerUserId="6"',
        'Id="3" PostTypeId="2" ParentId="1" CreationDate="2024-03-04T12:00:00.000" OwnerDisplayName="ann"',
        'Id="4" PostTypeId="2" ParentId="9" CreationDate="2024-03-04T13:00:00.000" OwnerUserId="5"',
        'Id="5" PostTypeId="4" CreationDate="2024-03-04T13:00:00.000" OwnerUserId="-1"',
        'Id="6" PostTypeId="1" CreationDate="2024-03-04T13:00:00.000" OwnerUserId="-1"',
    ]
    path = put(tmp_path / "Posts.xml", "<posts>" + "".join(f"<row {row} />" for row in rows) + "</posts>")
    log = read_log(path)
    assert shape(log) == [(0, 0, -1), (1, 0, 0), (-2, 0, 0), (0, 3, -2)]
    assert log.counts == {
        "bots": 1, "orphan_replies": 1, "other_kinds": 1, "threads_without_opener": 1, "unknown_authors": 1,
    }  # fmt: skip
    assert log.zone == "UTC"
    assert read_log(path, zone="+02:00").start == pd.Timestamp("2024-03-04 08:00", tz="UTC")


def mail(post, member, hour, thread=0, **headers):
    """Return one message, written so many hours after Monday midnight."""
    time = pd.Timestamp("2024-03-04", tz="UTC") + pd.Timedelta(hours=hour)
    return exports.message(SimpleNamespace(post=post, member=member, time=time, thread=thread), **headers)


def test_a_mailing_list_by_hand(any_size, tmp_path):
    """References lead to the thread, then the subject; a body's From is no message; machines are left out."""
    messages = [
        mail(0, 0, 0, Subject="Hello"),
        mail(1, 1, 1, Subject="AW: hello", In_Reply_To=f"<0.{exports.address_of(0)}>"),
        mail(2, 2, 2, Subject="Something else", References=f"<nowhere@x>\n <1.{exports.address_of(1)}>"),
        mail(3, 0, 3, Subject="[list] Re: [list] HELLO", In_Reply_To="Your message"),
        mail(4, 1, 4, Subject="Re: never heard of", References="<lost@x>"),
        mail(5, 2, 5, Subject="Hello", Message_ID=""),
        mail(6, 2, 6, Subject="Re: Hello", Auto_Submitted="auto-replied"),
        mail(7, 2, 24 * 120, Subject="Re: Hello"),
    ]
    log = read_log(put(tmp_path / "list.mbox", "".join(messages)))
    assert shape(log) == [(0, 0, -1), (1, 0, 0), (2, 0, 1), (0, 0, 0), (1, 4, -2), (2, 5, -1), (2, 6, -2)]
    assert log.counts == {"bots": 1, "orphan_replies": 2, "threads_without_opener": 2}
    assert log.zone == "various"  # New York puts its clocks forward on the way


def test_messages_that_answer_each_other_in_a_circle_are_one_thread(any_size, tmp_path):
    """Forged ids can make a circle; the oldest in it opens the thread."""
    of = [f"<{post}.{exports.address_of(post)}>" for post in range(4)]
    messages = [
        mail(0, 0, 0, In_Reply_To=of[1]),
        mail(1, 1, 5, In_Reply_To=of[2]),
        mail(2, 2, 4, In_Reply_To=of[1]),
        mail(3, 3, 6, In_Reply_To=of[3]),
    ]
    log = read_log(put(tmp_path / "list.mbox", "".join(messages)))
    assert shape(log) == [(0, 1, 2), (1, 1, -1), (2, 1, 1), (3, 1, 0)]


@pytest.mark.parametrize(
    ("sender", "other"),
    [
        ("Ann <ann@x.example>", "ANN@x.example"),
        ("ann at x.example (Ann Bee)", "ann@x.example"),
        ("=?utf-8?q?Ann_Bee?= <ann@x.example>", '"Bee, Ann" <ann@x.example>'),
        ("'Ann' via List <list@x.example>", "ann via Other <other@x.example>"),
        ("Ann", " ann "),
    ],
)
def test_a_writer_is_known_by_the_address(any_size, tmp_path, sender, other):
    """Display names, capitals and ways of writing an address change nothing."""
    path = put(tmp_path / "list.mbox", mail(0, 0, 0, From=sender) + mail(1, 1, 1, From=other) + mail(2, 2, 2))
    assert read_log(path).events["member"].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("date", "hour"),
    [
        ("Mon, 04 Mar 2024 10:00:00 +0100", 9),
        ("4 Mar 2024 10:00 -0530 (IST)", 15.5),
        ("Mon, 04 Mar 2024 10:00:00 -0000", 10),
        ("Mon, 04 Mar 2024 10:00:00 EST", 15),
        ("Mon, 04 Mar 2024 10:00:00 XYZT", 10),
        ("on Monday", 3),
        ("Mon, 99 Mar 2024 10:00:00 +0100", 3),
        ("=?x?q?=FF?=", 3),
    ],
)
def test_mail_dates_are_read_or_else_the_day_of_delivery(any_size, tmp_path, date, hour):
    """Unknown zones count as UTC; a date past reading gives way to that of the separator, here 3 o'clock."""
    log = read_log(put(tmp_path / "list.mbox", mail(0, 0, 3, date=date)))
    assert log.start == pd.Timestamp("2024-03-04", tz="UTC") + pd.Timedelta(hours=hour)


def test_subjects_lose_what_replies_add():
    """Prefixes in several languages and names of lists, over and over."""
    assert mbox.plain_subject("Re: AW: [list] Fwd: Re[2]: The  Sun ") == ("the sun", True)
    assert mbox.plain_subject("Fwd: The Sun") == ("the sun", False)
    assert mbox.plain_subject("Regarding the sun") == ("regarding the sun", False)
    assert mbox.plain_subject("=?utf-8?q?Re=3A_S=C3=BCn?=") == ("sün", True)


# --- which format ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", WRITERS)
def test_a_format_can_be_said(tmp_path, format):
    """What is recognised and what is said give the same log."""
    path = exports.write(format, SMALL, tmp_path)
    assert shape(read_log(path, format=format)) == shape(read_log(path))


def test_one_file_in_a_zip_is_read_as_that_file(tmp_path):
    """Exports are often packed, and computers add clutter of their own."""
    content = exports.table(SMALL, tmp_path / "log.csv").read_bytes()
    path = exports.zipped({"log.csv": content, "__MACOSX/._log.csv": b"\0\1"}, tmp_path / "log.zip")
    assert len(read_log(path)) == len(SMALL)


def test_a_format_that_is_not_clear_is_asked_for(tmp_path):
    """Two sets of columns in one table, and a text that is none of them."""
    both = "member,time,thread,parent,post_id,topic_id,user_id,created_at,post_number"
    assert "may be csv or discourse-csv; say which with format=" in refusal(put(tmp_path / "a.csv", both + "\n"))
    assert "no log of a known format" in refusal(put(tmp_path / "b.txt", f"{SECRET} said,hello\n"))
    assert "unknown format 'slak' - did you mean 'slack'?" in refusal(tmp_path, format="slak")


# --- time zones --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "zone", "hour"),
    [
        ("2024-07-01T10:00:00", "Europe/Berlin", 8),
        ("2024-07-01 10:00", "+05:30", 4.5),
        ("2024-07-01T10:00:00", "UTC", 10),
        ("2024-07-01T10:00:00-04:00", None, 14),
        ("2024-07-01 10:00:00+02", None, 8),
        ("1719828000", None, 10),
        ("2024-07-01T10:00:00Z", "Europe/Berlin", 10),
    ],
)
def test_times_become_utc(tmp_path, time, zone, hour):
    """By the offset they carry, or else by the zone that is said."""
    log = read_log(csv_file(tmp_path / "log.csv", *plain_rows(time)), zone=zone)
    assert log.start == pd.Timestamp("2024-07-01", tz="UTC") + pd.Timedelta(hours=hour)


@pytest.mark.parametrize(
    ("time", "utc"), [("2024-10-27T02:30:00", "2024-10-27T00:30"), ("2024-03-31T02:30:00", "2024-03-31T01:30")]
)
def test_an_hour_that_happens_twice_is_the_first_and_one_left_out_runs_on(tmp_path, time, utc):
    """When clocks change in Berlin."""
    log = read_log(csv_file(tmp_path / "log.csv", *plain_rows(time)), zone="Europe/Berlin")
    assert log.start == pd.Timestamp(utc, tz="UTC")


def test_times_without_a_zone_need_one(tmp_path):
    """One line says where the first is and what to say."""
    said = refusal(csv_file(tmp_path / "log.csv", *plain_rows("2024-07-01T10:00:00")))
    assert said == (
        "log.csv: time: times without a zone (first in line 2); say which it is, as in zone='Europe/Berlin' or "
        "zone='+01:00'"
    )


def test_times_with_and_without_a_zone_do_not_mix(tmp_path):
    """Seconds since 1970 carry a zone, too."""
    rows = plain_rows("2024-07-01T10:00:00Z", 120) + plain_rows("2024-07-01T10:00:00", 1)
    said = refusal(csv_file(tmp_path / "log.csv", *rows))
    assert "mixed zones - some times carry an offset (first in line 2), others none (first in line 122)" in said
    rows = plain_rows("1719828000", 120) + plain_rows("2024-07-01T10:00:00", 1)
    assert "mixed zones" in refusal(csv_file(tmp_path / "log.csv", *rows))


def test_mixed_offsets_are_refused_unless_they_are_meant(tmp_path):
    """A table in two zones is a mistake more often than not; `zone` says that it is none."""
    rows = plain_rows("2024-07-01T10:00:00+02:00", 120) + plain_rows("2024-07-01T10:00:00+01:00", 120)
    path = csv_file(tmp_path / "log.csv", *rows)
    assert "mixed zones - 2 different offsets from UTC (+01:00, +02:00)" in refusal(path)
    log = read_log(path, zone="UTC")
    assert (log.zone, log.start, log.end) == (
        "various", pd.Timestamp("2024-07-01 08:00", tz="UTC"), pd.Timestamp("2024-07-01 09:00", tz="UTC"),
    )  # fmt: skip


def test_mail_without_zones_needs_one_too(tmp_path):
    """Many offsets are normal for mail, none is not."""
    path = exports.mbox(SMALL, tmp_path / "list.mbox")
    put(path, path.read_text().replace("-0500", ""))
    assert "times without a zone (first in line 1)" in refusal(path)
    assert read_log(path, zone="America/New_York").start == SMALL["time"].min()


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe", "+25:00", "", "\0", 5])
def test_a_zone_that_does_not_exist_is_refused(tmp_path, zone):
    """Names of folders and paths are none."""
    said = refusal(csv_file(tmp_path / "log.csv", *plain_rows()), zone=zone)
    assert said.startswith(("unknown zone", "zone must"))


# --- refusals ----------------------------------------------------------------------------------------------


def test_a_log_needs_200_contributions_of_30_members(tmp_path):
    """One fewer is too few, of either."""
    path = tmp_path / "log.csv"
    said = refusal(csv_file(path, *plain_rows(count=199)))
    assert said == "log.csv: holds 199 contributions; at least 200 are needed"
    said = refusal(csv_file(path, *plain_rows(count=200, members=29)))
    assert said == "log.csv: 29 members wrote something; at least 30 are needed"
    assert read_log(csv_file(path, *plain_rows(count=200, members=30))).members == 30


@pytest.mark.parametrize("column", ["member", "time", "thread", "parent"])
def test_a_missing_column_is_named_with_those_that_are_there(tmp_path, column):
    """A column of an unusual name may be a person's, so it is counted only."""
    names = [name for name in ("member", "time", "thread", "parent") if name != column]
    said = refusal(csv_file(tmp_path / "log.csv", "1,2,3,4", header=",".join([*names, SECRET])))
    assert said == f"log.csv: column {column} is missing; there: {', '.join(names)} and 1 more"


@pytest.mark.parametrize("column", ["post_id", "topic_id", "username", "created_at"])
def test_a_missing_column_of_discourse_is_named(tmp_path, column):
    """All but the numbers of posts, of which one kind is enough."""
    path = exports.discourse_table(SMALL, tmp_path / "posts.csv")
    frame = pd.read_csv(path, dtype=str)
    frame.drop(columns=column).to_csv(path, index=False)
    assert f"column {'user_id (or user id, username' if column == 'username' else column}" in refusal(path)
    frame.drop(columns="post_number").to_csv(path, index=False)
    assert len(read_log(path)) == len(SMALL)
    frame.drop(columns=["post_number", "reply_to_post_number"]).to_csv(path, index=False)
    assert "column post_number (or reply_to_post_number) is missing" in refusal(path)


@pytest.mark.parametrize("field", ["id", "author", "created_utc", "parent_id", "link_id"])
def test_a_missing_field_of_reddit_is_named_with_its_line(tmp_path, field):
    """The second record is a comment."""
    records = exports.reddit_records(SMALL)
    del records[1][field]
    path = put(tmp_path / "log.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    assert refusal(path).startswith(f"log.jsonl, line 2: field {field} is missing; there: ")


@pytest.mark.parametrize("field", ["Id", "PostTypeId", "ParentId", "CreationDate"])
def test_a_missing_attribute_of_stack_exchange_is_named_with_its_line(tmp_path, field):
    """Line 4 is the first answer."""
    path = exports.stackexchange(SMALL, tmp_path / "Posts.xml")
    lines = path.read_text().split("\n")
    lines[3] = lines[3].replace(f" {field}=", " Other=")
    assert refusal(put(path, "\n".join(lines))).startswith(f"Posts.xml, line 4: {field} is missing; there: ")


@pytest.mark.parametrize("field", ["ts", "user"])
def test_a_missing_field_of_slack_is_named_with_its_place(tmp_path, field):
    """Files are counted, as their names may be those of people who write to each other."""
    path = exports.zipped({f"{SECRET}/2024-03-04.json": json.dumps([{"text": SECRET, "type": "message", "ts": "1",
                          "user": SECRET} | {field: None}]).replace(f'"{field}": null', '"x": 1')},
                          tmp_path / "export.zip")  # fmt: skip
    assert refusal(path).startswith(f"export.zip, file 1 of 1, message 1: field {field} is missing; there: ")


@pytest.mark.parametrize("field", ["id", "created_at", "post_number"])
def test_a_missing_field_of_a_discourse_topic_is_named_with_its_place(tmp_path, field):
    """Both topics are there, the second lacks something."""
    topics = exports.discourse_topics(SMALL)
    del topics[1]["post_stream"]["posts"][2][field]
    said = refusal(put(tmp_path / "topics.json", json.dumps(topics)))
    assert said.startswith(f"topics.json, topic 2, post 3: field {field} is missing or of a wrong type; there: ")


@pytest.mark.parametrize(
    "time",
    ["yesterday", "2024-02-30T10:00:00Z", "2024-03-04", "20240304", "nan", "", "1709542800000", "-5", "9" * 30],
)
def test_dates_that_do_not_parse_are_counted(tmp_path, time):
    """Days without hours, days that do not exist, milliseconds; never repeated in the error."""
    rows = plain_rows()
    rows[17], rows[30] = f"{SECRET},{time},t,-1", f"{SECRET},{time},u,-1"
    said = refusal(csv_file(tmp_path / "log.csv", *rows))
    assert said.startswith(
        "log.csv: time: 2 of 240 do not parse, the first in line 19; write 2024-01-31T13:45:00Z"
    )


@pytest.mark.parametrize("time", [None, True, float("nan"), float("inf"), [1], {"a": 1}, 10**400, "1e9", ""])
def test_dates_of_json_that_are_no_numbers_do_not_parse(tmp_path, time):
    """JSON can say many things where a number is due."""
    records = exports.reddit_records(SMALL)
    records[4]["created_utc"] = time
    path = put(tmp_path / "log.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    assert "1 of 240 do not parse, the first in line 5" in refusal(path)


def test_mail_without_any_date_does_not_parse(tmp_path):
    """Neither the header nor the separator says when."""
    lines = ["From someone", "From: a@b.example", "Date: soon", "", "", *mail(1, 1, 1).split("\n")]
    assert "1 of 2 do not parse, the first in line 1" in refusal(put(tmp_path / "list.mbox", "\n".join(lines)))


def test_missing_and_empty_files_are_refused(tmp_path):
    """Nothing there, nothing in it, and nothing in any of it."""
    assert "no file at" in refusal(tmp_path / "none.csv")
    assert refusal(put(tmp_path / "empty.csv", "")) == "empty.csv: is empty"
    (tmp_path / "folder").mkdir()
    assert refusal(tmp_path / "folder") == "folder: holds no files"
    assert refusal(exports.zipped({}, tmp_path / "empty.zip")) == "empty.zip: holds no files"
    assert "path must be" in refusal(5)
    put(tmp_path / "folder" / "a.csv", "member,time,thread,parent\n")
    put(tmp_path / "folder" / "b.csv", "member,time,thread,parent\n")
    assert "holds 2 files, but this format is one file" in refusal(tmp_path / "folder")


# --- malformed exports -------------------------------------------------------------------------------------

BAD_TEXT = {
    "is not UTF-8 (Latin-1": f"{SECRET} é,1,2,3\n".encode("latin-1"),
    "holds a NUL byte": f"{SECRET}\0,1,2,3\n".encode(),
    "has 3 fields, the header has 4": f"{SECRET},1,2\n".encode(),
    "a quote that is never closed": f'"{SECRET},1,2,3\n'.encode() + b"x\n" * 200_000,
    "thread is empty": f"{SECRET},1709542800,,\n".encode(),
}


@pytest.mark.parametrize("problem", BAD_TEXT)
def test_a_bad_line_of_a_table_is_named(tmp_path, problem):
    """With its number, and not with its content."""
    path = put(tmp_path / "log.csv", b"member,time,thread,parent\nann,1709542800,1,\n" + BAD_TEXT[problem])
    said = refusal(path)
    assert said.startswith("log.csv, line 3: ") and problem in said


def test_other_encodings_are_named(tmp_path):
    """A byte order mark is fine in UTF-8, and tells UTF-16 apart."""
    content = exports.table(SMALL, tmp_path / "log.csv").read_text()
    assert len(read_log(put(tmp_path / "log.csv", content.encode("utf-8-sig")))) == len(SMALL)
    assert "text in UTF-16; save it as UTF-8" in refusal(put(tmp_path / "log.csv", content.encode("utf-16")))


def test_a_table_without_a_header_does_not_show_its_first_row(tmp_path):
    """Where a header should be there is a person's name."""
    path = put(tmp_path / "log.csv", f"{SECRET},2024-03-04T10:00:00Z,1,-1\n" * 300)
    assert "no log of a known format" in refusal(path)
    assert "none of the names there is one of a column" in refusal(path, format="csv")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (f'{{"author": "{SECRET}", ', "is not valid JSON from character"),
        (f'["{SECRET}"]', "must be a table of names and values"),
        ("[" * 200_000, "line 2: is nested too deeply"),
        (f'{{"{SECRET}": {"9" * 5000}}}', "holds a number too long to read"),
        (f'{{"{SECRET}": 1}}', "field id is missing; none of the names"),
    ],
)
def test_a_broken_line_of_json_is_named(tmp_path, line, problem):
    """Line 2, whatever is wrong with it."""
    first = json.dumps(exports.reddit_records(SMALL)[0])
    said = refusal(put(tmp_path / "log.jsonl", f"{first}\n{line}\n"))
    assert said.startswith("log.jsonl, line 2: ") and problem in said


def test_a_line_without_end_is_refused(tmp_path, monkeypatch):
    """Memory is not filled by one line."""
    monkeypatch.setattr(text, "LONGEST_LINE", 1000)
    rows = [*plain_rows(), SECRET * 100]
    assert "line 242: longer than 1,000 bytes" in refusal(csv_file(tmp_path / "log.csv", *rows))


BOMB = """<?xml version="1.0"?><!DOCTYPE posts [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><posts><row Id="&c;" /></posts>"""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (BOMB, "declares a document type or entities"),
        ('<!DOCTYPE posts SYSTEM "file:///etc/passwd"><posts/>', "declares a document type or entities"),
        (f'<posts>\n<row Id="{SECRET}"', "line 2: is not valid XML (unclosed token)"),
        (f"<posts>\n<{SECRET}></posts>", "line 2: is not valid XML (mismatched tag)"),
        (f"<posts>\n<row Id='&{SECRET};'/></posts>", "line 2: is not valid XML (undefined entity)"),
        (f'<?xml version="1.0" encoding="{SECRET}"?><posts/>', "Posts.xml: is in an encoding that is not known"),
        ("<posts></posts>", "holds 0 contributions"),
    ],
)
def test_xml_that_is_broken_or_a_bomb_is_refused(tmp_path, content, problem):
    """Nothing is ever expanded or fetched."""
    assert problem in refusal(put(tmp_path / "Posts.xml", content))


def test_zips_that_are_cut_off_damaged_or_locked_are_refused(tmp_path):
    """Each with its reason."""
    content = exports.slack(SMALL, tmp_path / "export.zip").read_bytes()
    assert "as a zip archive, it is damaged or cut off" in refusal(
        put(tmp_path / "cut.zip", content[: len(content) // 2])
    )
    start = content.index(b"users.json") + len("users.json")
    damaged = content[:start] + b"\xff" * 30 + content[start + 30 :]
    assert "is damaged or cut off" in refusal(put(tmp_path / "damaged.zip", damaged))
    place = content.rindex(b"PK\x01\x02") + 8
    locked = content[:place] + struct.pack("<H", 1) + content[place + 2 :]
    assert "locked with a password" in refusal(put(tmp_path / "locked.zip", locked))


@pytest.mark.parametrize("name", [f"../{SECRET}.json", "/etc/users.json", "a/../../users.json", "C:/users.json"])
def test_a_zip_whose_paths_lead_out_is_refused(tmp_path, name):
    """Although nothing is ever unpacked to disk."""
    path = exports.zipped({name: "[]"}, tmp_path / "export.zip")
    assert "whose path leads out of the archive" in refusal(path)
    assert list(tmp_path.iterdir()) == [path]


def test_what_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    """In a zip, and in gzip, where the size is not known before."""
    monkeypatch.setattr(archive, "EXPANSION_COUNTS_FROM", 1_000_000)
    zeros = b" " * 5_000_000
    assert "unpacks to more than 200 times" in refusal(
        exports.zipped({"1/2024-03-04.json": zeros}, tmp_path / "a.zip")
    )
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as file:
        file.writestr("topics.json", gzip.compress(zeros))
    assert "unpacks to more than 200 times" in refusal(tmp_path / "b.zip", format="discourse-json")
    path = put(tmp_path / "log.jsonl.gz", gzip.compress(zeros))
    assert "unpacks to more than 200 times" in refusal(path, format="reddit")


def test_a_gzip_that_is_cut_off_is_refused(tmp_path):
    """The download was not finished."""
    content = exports.reddit(SMALL, tmp_path / "log.gz").read_bytes()
    assert refusal(put(tmp_path / "log.gz", content[:-50])).startswith("log.gz: is damaged or cut off")


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    """A folder holds what is in it."""
    exports.discourse_json(SMALL, tmp_path / "topics")
    put(tmp_path / "outside.json", json.dumps(exports.discourse_topics(exports.small(300))))
    try:
        (tmp_path / "topics" / "link.json").symlink_to(tmp_path / "outside.json")
    except OSError:
        pytest.skip("links need a privilege here")
    assert len(read_log(tmp_path / "topics")) == len(SMALL)


@pytest.mark.parametrize(
    "content",
    [[{"post_stream": {"posts": 5}}], [{"post_stream": {"posts": [5]}}], {"post_stream": []}, [[[SECRET]]]],
)
def test_json_of_another_shape_is_refused(tmp_path, content):
    """As topics, and as what Slack would write."""
    refusal(put(tmp_path / "topics.json", json.dumps(content)), format="discourse-json")
    for name in ("users.json", "general/2024-03-04.json"):
        files = {"general/2024-03-05.json": "[]", name: json.dumps(content)}
        refusal(exports.zipped(files, tmp_path / "export.zip"), format="slack")


@pytest.mark.parametrize("format", WRITERS)
def test_no_damage_makes_a_reader_crash_or_talk(any_size, tmp_path, format):
    """Bytes changed, cut out, doubled or taken from elsewhere: a log or one line, and never a name."""
    path = exports.write(format, exports.small(30, 10), tmp_path)
    if path.is_dir():
        path = next(iter(sorted(path.iterdir())))
    content, chance = path.read_bytes(), random.Random(7)
    packed = format == "reddit"
    content = gzip.decompress(content) if packed else content
    refused = 0
    for _ in range(150):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            at, to = sorted(chance.randrange(len(damaged) + 1) for _ in range(2))
            to = min(to, at + chance.choice((1, 5, 500)))
            damaged[at:to] = chance.choice(
                (
                    b"",
                    chance.randbytes(3),
                    b'"',
                    b"\n",
                    b"<",
                    b"\0",
                    damaged[at:to] * 2,
                    SECRET.encode(),
                    b"{[",
                    b"99",
                )
            )
        target = put(tmp_path / "damaged", gzip.compress(bytes(damaged)) if packed else bytes(damaged))
        try:
            log = read_log(target, format=chance.choice((format, None)))
            assert SECRET not in repr(log) and log.events["member"].max() < len(log)
        except LogError as error:
            refused += 1
            assert SECRET.lower() not in traces(error).lower()
            assert "the log cannot be read" not in str(error), "a reader was surprised"
    assert refused


@given(st.binary(max_size=400), st.sampled_from([*FORMATS, None]))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_log_or_refused(tmp_path, content, format):
    """Whatever a file holds, under whatever name of a format."""
    start = {
        "mbox": b"From a\n",
        "csv": b"member,time,thread,parent\n",
        "reddit": b"{",
        "stackexchange": b"<posts>",
    }
    said = refusal(put(tmp_path / "anything", start.get(format, b"") + content), format=format)
    assert "the log cannot be read" not in said, "a reader was surprised"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "user", "ts", "post_stream", "posts", "author", "created_utc"]), inner
        )
    ),
    max_leaves=8,
)


@given(JSON, st.sampled_from(["discourse-json", "slack", "reddit"]), st.integers(0, 12))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_in_any_field_is_read_or_refused(tmp_path, value, format, place):
    """Each field of a good record in turn holds something else."""
    small = SMALL.head(3)
    if format == "reddit":
        record = exports.reddit_records(small)[1]
        record[list(record)[place % len(record)]] = value
        path = put(tmp_path / "log.jsonl", json.dumps(record))
    elif format == "slack":
        message = {
            "type": "message",
            "user": SECRET,
            "ts": "1709542800.1",
            "thread_ts": "1709542800.1",
            "subtype": "",
        }
        message[list(message)[place % len(message)]] = value
        users = [{"id": value, "is_bot": True}] if place > 6 else [{"id": "U1", "is_bot": value}]
        files = {"users.json": json.dumps(users), "general/2024-03-04.json": json.dumps([message])}
        path = exports.zipped(files, tmp_path / "export.zip")
    else:
        topic = exports.discourse_topics(small)[0]
        post = topic["post_stream"]["posts"][1]
        post[list(post)[place % len(post)]] = value
        topic["post_stream"]["stream"] = value
        path = put(tmp_path / "topic.json", json.dumps(topic))
    said = refusal(path, format=format, keep_text=True)
    assert "the log cannot be read" not in said, "a reader was surprised"


# --- names stay out ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", WRITERS)
def test_no_name_leaves_the_reader(tmp_path, capfd, format):
    """Not in the table, not in its words, not in what is saved, nor on the terminal."""
    log = read_log(exports.write(format, SMALL, tmp_path), key=KEY)
    folder = log.save(tmp_path / "saved")
    said = [repr(log), str(log), repr(log.counts), log.events.to_csv(), repr(log.pseudonyms), repr(vars(log))]
    said += [path.read_bytes().decode("latin-1") for path in folder.iterdir()]
    said += capfd.readouterr()
    for part in said:
        assert SECRET.lower() not in part.lower()
        assert KEY.decode() not in part
    assert all(len(name) == 32 and int(name, 16) for name in log.pseudonyms)
    assert len(set(log.pseudonyms)) == log.members == len(log.pseudonyms)


@pytest.mark.parametrize("format", WRITERS)
def test_text_is_kept_only_on_purpose(tmp_path, format):
    """Then it is in a column of its own; names of members are replaced all the same."""
    path = exports.write(format, SMALL, tmp_path)
    assert "text" not in read_log(path).events
    if format == "csv":  # has none
        return
    log = read_log(path, keep_text=True)
    assert log.events["text"].str.contains(SECRET).all()
    assert SECRET not in log.events.drop(columns="text").to_csv()
    assert shape(log) == shape(read_log(path))


def test_halves_of_characters_are_read_and_saved(tmp_path):
    """JSON can write what no file can."""
    records = exports.reddit_records(SMALL)
    records[0] |= {"author": "\ud83d", "title": "\udc00"}
    path = put(tmp_path / "log.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    assert read_log(path, keep_text=True).save(tmp_path / "saved").is_dir()


def test_a_pseudonym_is_that_of_the_name_for_who_has_the_key(tmp_path):
    """The same key gives the same pseudonyms, another or none gives others, and the same numbers."""
    path = exports.table(SMALL, tmp_path / "log.csv")
    one, two, other, none = (read_log(path, key=key) for key in (KEY, KEY.decode(), KEY[::-1], None))
    assert one.pseudonyms == two.pseudonyms
    assert one.pseudonyms[0] == pseudonym(exports.name_of(0), KEY)
    assert len({one.pseudonyms[3], other.pseudonyms[3], none.pseudonyms[3], read_log(path).pseudonyms[3]}) == 4
    assert shape(one) == shape(other) == shape(none)


@pytest.mark.parametrize("key", [b"short", "x" * 65, 5, b""])
def test_a_key_of_a_wrong_length_is_refused_and_not_repeated(tmp_path, key):
    """At least 16 bytes make it hard to guess."""
    with pytest.raises(LogError, match=r"^key must be") as caught:
        read_log(exports.table(SMALL, tmp_path / "log.csv"), key=key)
    assert str(key) not in str(caught.value) or key == 5 or not key


# --- the log itself ----------------------------------------------------------------------------------------


def dated(*days, members=None):
    """Return a log of openers on some days."""
    start = pd.Timestamp("2020-01-01", tz="UTC")
    members = range(len(days)) if members is None else members
    times = [start + pd.Timedelta(days=day) for day in days]
    posts = range(len(days))
    events = {"time": times, "member": members, "kind": "post", "post": posts, "thread": posts, "parent": -1}
    return EventLog(pd.DataFrame(events), "csv", "UTC")


def test_yearly_facts_are_medians_over_whole_years():
    """Three years, in which one of one, one of two and none of one wrote once; a rest is left out."""
    log = dated(0, 400, 410, 420, 800, 810, 1090, 1103, members=[0, 1, 1, 2, 3, 3, 3, 9])
    assert [len(window) for window in log.windows()] == [1, 3, 3]
    assert log.facts()["win365d_median_share_once"] == 0.5
    assert log.facts()["share_active_one_day_only"] == pytest.approx(3 / 5)


def test_a_log_shorter_than_a_year_is_one_window_and_a_year_may_lack_a_day():
    """As a simulated year does, whose last contribution comes before its last hour."""
    assert [len(window) for window in dated(0, 100).windows()] == [2]
    assert [len(window) for window in dated(0, 300, 364.5, 729.5).windows()] == [3, 1]
    assert [len(window) for window in dated(0, 1, 2, 3).windows(2)] == [2, 2]
    with pytest.raises(LogError, match="window_days must be a number above 1, got 0"):
        dated(0, 1).windows(0)


def test_who_is_silent_is_not_in_a_log():
    """Only who counts visitors can tell."""
    log = dated(0, 1, 2)
    assert np.isnan(log.facts()["silent_share"])
    assert log.facts(people=12)["silent_share"] == 0.75
    with pytest.raises(LogError, match="people must be at least the 3"):
        log.facts(people=2)


def test_a_saved_log_comes_back(tmp_path):
    """With all but its pseudonyms; saving again replaces it, and nothing else stays behind."""
    log = read_log(exports.mbox(SMALL, tmp_path / "list.mbox"), keep_text=True)
    for _ in range(2):
        again = EventLog.load(log.save(tmp_path / "saved"))
    pd.testing.assert_frame_equal(again.events, log.events)
    assert (again.format, again.zone, again.counts) == (log.format, log.zone, log.counts)
    assert again.pseudonyms == ()
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == ["events.parquet", "log.json"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": 9}', "[" * 100_000, '{"format": 1}'])
def test_a_damaged_saved_log_is_refused(tmp_path, content):
    """Whatever its description holds."""
    folder = read_log(exports.table(SMALL, tmp_path / "log.csv")).save(tmp_path / "saved")
    (folder / "log.json").write_text(content)
    with pytest.raises(LogError, match=r"^saved (holds|was saved)"):
        EventLog.load(folder)


def test_half_a_saved_log_is_none(tmp_path):
    """A folder without its description or table, and a table of something else."""
    folder = read_log(exports.table(SMALL, tmp_path / "log.csv")).save(tmp_path / "saved")
    pd.DataFrame({"x": [1]}).to_parquet(folder / "events.parquet")
    with pytest.raises(LogError, match="damaged log"):
        EventLog.load(folder)
    (folder / "events.parquet").unlink()
    with pytest.raises(LogError, match="no complete log"):
        EventLog.load(folder)
    with pytest.raises(LogError, match="no complete log"):
        EventLog.load(tmp_path)


# --- progress ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", WRITERS)
def test_progress_grows_to_the_whole(run, tmp_path, format):
    """Each share is told once, the last is 1, and telling changes nothing."""
    told = []
    path = exports.write(format, run.events(), tmp_path)
    log = read_log(path, progress=told.append)
    assert told == sorted(set(told)) and told[-1] == 1.0 and len(told) <= 102
    assert shape(log) == shape(read_log(path))


def test_what_progress_raises_stops_the_reading(tmp_path):
    """Somebody pressed stop."""

    def stop(share):
        raise InterruptedError("stopped")

    with pytest.raises(InterruptedError, match="stopped"):
        read_log(exports.table(SMALL, tmp_path / "log.csv"), progress=stop)


def test_a_bar_can_be_shown(tmp_path, capfd):
    """On the terminal's error stream, where bars are."""
    read_log(exports.table(SMALL, tmp_path / "log.csv"), progress=True)
    assert "Reading" in capfd.readouterr().err


def test_reading_imports_no_network_and_no_unsafe_parser():
    """Archives are data: nothing in them is run or fetched."""
    names = [name for name in sys.modules if name.startswith("simulator.lab.logs")]
    for name in names:
        assert not {"pickle", "urllib", "socket", "subprocess"} & set(vars(sys.modules[name]))
