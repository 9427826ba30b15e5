"""Decision logs: they tell the truth, survive a kill, and are refused when they were altered or broken."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from simulator.desk import Session
from simulator.desk.journal import LogError, line_of, parsed
from tests.test_desk_session import place, same, team


def small(**how) -> Session:
    """Return a session of two days with a few decisions."""
    session = Session(place(), team(), seed=5, autopilot=["engagement"], **how)
    session.advance(days=1)
    session.act("publish", minutes=10.0, reason="Guten Morgen, ☕")
    session.set("netiquette.notice", "explained")
    session.advance(hours=10)
    session.act("keep", int(session.inbox()["post"].iloc[0]), later=True)
    session.advance(hours=3)
    return session


def altered(log: str, at: int, **changes) -> str:
    """Return a log in which one line says something else, and whose footer was made to fit the lines."""
    lines = [json.loads(line) for line in log.splitlines()]
    lines[at] |= changes
    told = hashlib.sha256("".join(map(line_of, lines[:-1])).encode()).hexdigest()
    return "".join(map(line_of, [*lines[:-1], lines[-1] | {"lines": told}]))


def test_a_log_tells_the_whole_session():
    """Header, one line a decision, footer: that is enough to live it again."""
    session = small()
    again = Session.replay(session.log())
    assert same(session, again) and again.log() == session.log()
    assert [json.loads(line)["line"] for line in session.log().splitlines()] == [
        "header", "decision", "decision", "decision", "footer",
    ]  # fmt: skip


def test_an_altered_log_is_refused_with_the_reason():
    """A better seed, a decision that was never taken, a shorter or longer day: none of it passes."""
    log = small().log()
    start = json.loads(log.splitlines()[0])["start"]
    decision = json.loads(log.splitlines()[1])
    for line, changes, reason in (
        (0, {"start": start | {"seed": 6}}, "altered|lived again"),
        (0, {"start": start | {"seed": "six"}}, "seed must be"),
        (0, {"start": {}}, "lacks"),
        (0, {"start": start | {"scenario": start["scenario"] | {"members": 400}}}, "altered|lived again"),
        (0, {"start": start | {"scenario": 3}}, "cannot be read|cannot be used"),
        (0, {"kit": "0.0.9"}, "version 0.0.9"),
        (0, {"format": 99}, "format 99"),
        (0, {"mission": 7}, "mission"),
        (0, {"mission": "no such mission"}, "unknown mission"),
        (1, {"options": decision["options"] | {"minutes": 12.0}}, "altered"),
        (1, {"options": decision["options"] | {"minutes": "many"}}, "minutes must be"),
        (1, {"options": decision["options"] | {"target": "../../x"}}, "takes no target"),
        (1, {"what": "fly"}, "unknown verb"),
        (1, {"what": "set", "options": {}}, "set needs"),
        (1, {"what": "card", "options": {"name": "x", "crisis": {"severity": 9}}}, "severity"),
        (1, {"number": 2}, "does not follow"),
        (1, {"hour": 0}, "altered|lived again"),
        (2, {"hour": 0}, "before the one before"),
        (1, {"line": "surprise"}, "unknown kind"),
        (4, {"hour": 38}, "altered"),
        (4, {"hour": 10**6}, "after the end"),
        (4, {"hour": -1}, "hour must be"),
        (4, {"decisions": 2}, "counts 2"),
        (4, {"digest": "0" * 64}, "altered"),
        (4, {"digest": None}, "digest"),
    ):  # fmt: skip
        with pytest.raises(LogError, match=reason) as told:
            Session.replay(altered(log, line, **changes))
        assert "\n" not in str(told.value)


def test_a_decision_that_made_no_difference_cannot_be_altered_either():
    """Tables do not tell a policy that nothing has met yet from another; the lines have a hash of their own."""
    log = small().log()
    with pytest.raises(LogError, match="altered"):
        Session.replay(log.replace("Guten Morgen", "Guten Abend"))
    with pytest.raises(LogError, match="altered"):
        Session.replay(log.replace('"netiquette.notice":"explained"', '"netiquette.notice":"polite"'))


def test_a_broken_log_is_refused_with_the_reason(tmp_path):
    """Cut off, empty, no JSON, no log at all: one line says which."""
    log = small().log()
    lines = log.splitlines(keepends=True)
    for text, reason in (
        ("".join(lines[:-1]), "cut short"), (log[:-20], "cut short"), ("\n", "empty"), ("{}\n", "no header"),
        ("[1]\n", "must be a table"), ("nonsense\n", "not JSON"), ("".join(lines[1:]), "no header"),
        (log + lines[1], "nothing may follow"), (lines[0] + "{" * 10_000 + "\n" + lines[-1], "not JSON"),
        (lines[0] + '{"line":"decision","number":NaN}\n', "not JSON"),
        (lines[0] + lines[1] + lines[1] + lines[-1], "does not follow"),
    ):  # fmt: skip
        with pytest.raises(LogError, match=reason):
            Session.replay(text)
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    for path, reason in ((tmp_path / "binary.jsonl", "UTF-8"), (tmp_path, "cannot read"),
                         (tmp_path / "none.jsonl", "no decision log")):  # fmt: skip
        with pytest.raises(LogError, match=reason):
            Session.replay(path)


def test_a_saved_session_goes_on_where_it_was(tmp_path):
    """Save in the evening, go on in the morning: no byte differs from a session that never stopped."""
    one, other = small(), small()
    path = other.save(tmp_path / "evening.desk.jsonl")
    other = Session.resume(path)
    for session in (one, other):
        session.set("care.tones", {"complaint": "playful"})
        session.advance(days=2)
    assert same(one, other)
    assert same(one, Session.resume(path))


def test_rewinds_survive_in_an_autosave(tmp_path):
    """Branches are part of a session: what was tried must be there after a restart."""
    session = small(autosave=tmp_path)
    session.rewind(to=2)
    session.advance(hours=5)
    session.switch(1)
    session.rewind(to=3)
    path = Session.unfinished(tmp_path)["path"].iloc[0]
    for _ in range(2):  # a resumed journal is written anew, and must tell the same
        again = Session.resume(path)
        assert again.branches == session.branches and again.decisions == session.decisions
        assert same(session, again)


def test_finished_sessions_are_not_offered(tmp_path):
    """Who closes a session is done with it; files of others are passed over; a name is never taken twice."""
    first, second = small(autosave=tmp_path), small(autosave=tmp_path)
    (tmp_path / "other.desk.jsonl").write_text("hello\n")
    assert len(Session.unfinished(tmp_path)) == 2
    first.close()
    table = Session.unfinished(tmp_path)
    assert table["decisions"].tolist() == [3] and table["hour"].tolist() == [second.hour]
    assert Session.replay(next(tmp_path.glob("*-1.desk.jsonl"))).digest() == first.digest()
    with pytest.raises(ValueError, match="resume"):
        small(autosave=table["path"].iloc[0])


def test_a_killed_session_loses_at_most_the_hour_being_lived(tmp_path):
    """A kernel that dies without a word must not take an afternoon's decisions along."""
    code = (
        "import time\nfrom tests.test_desk_log import small\n"
        f"session = small(autosave={str(tmp_path)!r})\n"
        "def told(lived, _):\n"
        "    print(session.hour, flush=True)\n"
        "    time.sleep(60 * (lived == 20))\n"
        "session.advance(until='end', progress=told)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    told = [child.stdout.readline() for _ in range(20)]
    os.kill(child.pid, signal.SIGKILL)
    assert child.stdout.read() == "" and child.wait() == -signal.SIGKILL
    seen = int(told[-1])
    session = Session.resume(Session.unfinished(tmp_path)["path"].iloc[0])
    assert session.hour == seen < session.end and len(session.decisions) == 3
    alone = small()
    alone.advance(hours=session.hour - alone.hour)
    assert same(session, alone)


def test_a_journal_cut_in_the_middle_of_a_line_is_read_up_to_there(tmp_path):
    """The last line may be half written when the power fails."""
    small(autosave=tmp_path / "cut.jsonl")
    whole = (tmp_path / "cut.jsonl").read_text()
    for cut in (1, 5, 60):
        found = parsed(whole[:-cut])
        assert not found.closed and found.hour <= parsed(whole).hour


def test_no_time_is_measured():
    """A log holds no clock time: the same session gives the same log."""
    first = small().log()
    time.sleep(0.01)
    assert small().log() == first
