"""Bad inputs at the desk: one line says what is wrong, and nothing has changed or is half written."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from simulator import Playbook
from simulator.cli import app as commands
from simulator.desk import Mission, Session, Start
from simulator.desk.collection import Collected, collected
from simulator.desk.handout import board_page, debrief_page, facilitator_page
from simulator.desk.journal import LogError, parsed
from simulator.desk.workshop import Workshop, opened, planned
from simulator.desk.workshop import as_data as workshop_data
from tests.communities import busy

BIG = 2**70
ODD = (
    float("nan"), float("inf"), -1, -3, BIG, "", "x", "../../x", "a\nb", b"x", {"a": 1}, object(),
    pd.DataFrame(), np.array([1, 2]), pd.NA, pd.NaT, len, 1j, "\ud800",
)  # fmt: skip
NO_NUMBER = (*ODD, None, [], True, 1.5)
NUMBERS = (*NO_NUMBER, 0, 99_999, 10**9)


def but(*spared, of=NUMBERS) -> list:
    """Return these values without some that can be used."""
    return [one for one in of if not any(one is other for other in spared)]


def small(**how) -> Session:
    """Return a session of two days that has lived one."""
    session = Session(busy(members=150, days=2), seed=5, **({"autopilot": ["engagement"]} | how))
    session.advance(days=1)
    return session


@cache
def shared() -> Session:
    """Return a session with one decision, which no refused input may change."""
    session = small()
    session.set("netiquette.notice", "explained")
    return session


def complaint(call) -> str:
    """Return the line with which a call refuses; every other outcome fails the test."""
    with pytest.raises(ValueError) as refused:
        call()
    text = str(refused.value)
    assert text.strip() and "\n" not in text and len(text) < 600, text
    return text


QUESTIONS = {
    "rewind": (NUMBERS, lambda s, x: s.rewind(x)),
    "switch": (NUMBERS, lambda s, x: s.switch(x)),
    "thread": (NO_NUMBER, lambda s, x: s.thread(x)),
    "inbox": (but(BIG, of=NO_NUMBER), lambda s, x: s.inbox(x)),
    "verb": (NUMBERS, lambda s, x: s.act(x)),
    "reply to": (NUMBERS, lambda s, x: s.act("reply", x)),
    "warn": (NUMBERS, lambda s, x: s.act("warn", x)),
    "an option": (NUMBERS, lambda s, x: s.act("publish", minutes=x)),
    "a tone": (NUMBERS, lambda s, x: s.act("reply", 0, tone=x)),
    "yes or no": (but(True), lambda s, x: s.act("publish", later=x)),
    "policies": (NUMBERS, lambda s, x: s.set(x)),
    "a policy": (NUMBERS, lambda s, x: s.set("netiquette.notice", x)),
    "a card": (NUMBERS, lambda s, x: s.play_card(x)),
    "hours": (but(None, 99_999), lambda s, x: s.advance(hours=x)),
    "until": (but(None), lambda s, x: s.advance(until=x)),
    "which decision": (NUMBERS, lambda s, x: s.what_if(x, replicates=2, days=0.1)),
    "instead": (but(None), lambda s, x: s.what_if(1, x, 0.1, 2)),
    "days": ([*ODD, None, [], True, 0, 99_999], lambda s, x: s.what_if(1, None, x, 2)),
    "replicates": (NUMBERS, lambda s, x: s.what_if(1, None, 0.1, x)),
    "examined": (but(BIG, of=NO_NUMBER), lambda s, x: s.debrief(2, 0.1, x)),
    "debrief replicates": (NUMBERS, lambda s, x: s.debrief(x, 0.1, 1)),
}  # fmt: skip


@pytest.mark.parametrize("what", QUESTIONS)
def test_whatever_is_typed_is_refused_in_one_line_and_changes_nothing(what):
    """A learner sees one line that says what would be right; the community is what it was, to the last bit."""
    session = shared()
    before, hour, decisions = session.digest(), session.hour, session.decisions
    values, ask = QUESTIONS[what]
    for value in values:
        complaint(lambda value=value: ask(session, value))
    assert (session.hour, session.decisions, session.digest()) == (hour, decisions, before)
    assert not session.branches


@pytest.mark.parametrize("name", ["scenario", "playbook", "seed", "mission", "autopilot", "injects"])
def test_a_session_of_nonsense_does_not_begin(name):
    """Not with a word for a seed, nor with a table for a place."""
    for value in (*ODD, 1.5, [{}], ["x"]):
        how = {name: value} if name == "mission" else {"scenario": busy(members=150, days=2)} | {name: value}
        complaint(lambda how=how: Session(**how))
        if name in ("seed", "playbook", "autopilot"):
            complaint(lambda how=how: Mission.load("night_shift").start(**{name: how[name]}))


def test_numbers_that_come_out_of_a_table_are_numbers(tmp_path):
    """`results()["number"]` holds NumPy numbers; going back to one must work, and be kept."""
    session = small(autosave=tmp_path / "kept.jsonl")
    session.set("netiquette.notice", "explained")
    session.advance(hours=np.int64(2))
    session.rewind(session.results()["number"].iloc[0])
    session.switch(np.int64(1))
    again = Session.resume(tmp_path / "kept.jsonl")
    assert again.digest() == session.digest() and again.hour == 26


def test_what_is_gone_cannot_be_dealt_with_again():
    """A removed post is no longer to be kept, a member who left cannot be warned, and time that is up is up."""
    session = small(playbook=Playbook.load("balanced").replace({"team.shifts": [{"begins": 0, "ends": 24}]}))
    post = int(session.inbox()["post"].iloc[0])
    session.act("remove", post, rule="spam")
    for verb in ("remove", "keep", "hide", "reply", "release"):
        complaint(lambda verb=verb: session.act(verb, post))
    author = int(session.community.content.posts["author"][post])
    session.advance(hours=1)
    session.act("exclude", author, later=True)
    complaint(lambda: session.act("warn", author))
    assert complaint(lambda: session.act("nonsense", post)).startswith("unknown verb")
    assert "takes no" in complaint(lambda: session.act("warn", 3, tone="polite"))
    session.advance(until="end")
    assert "time is up" in complaint(lambda: session.advance())
    assert "time is up" in complaint(lambda: session.set("netiquette.notice", "polite"))


def test_a_log_cut_anywhere_near_its_end_is_refused_or_read_up_to_there(tmp_path):
    """Power fails in the middle of any byte; the lines before it are not lost, and nothing is made up."""
    session = small(autosave=tmp_path / "a.jsonl")
    session.set("netiquette.notice", "explained")
    session.advance(hours=2)
    journal = (tmp_path / "a.jsonl").read_bytes()
    hours = [parsed(journal[:cut].decode()).hour for cut in range(journal.index(b"\n") + 1, len(journal) + 1)]
    assert hours == sorted(hours) and hours[-1] == session.hour
    for cut in range(1, journal.index(b"\n")):
        if cut % 97 == 0:
            complaint(lambda cut=cut: parsed(journal[:cut].decode("utf-8", "ignore")))
    log = session.log()
    start = log.rindex("\n", 0, len(log) - 1) + 1
    for cut in range(start, len(log) - 1):
        assert "cut short" in complaint(lambda cut=cut: Session.replay(log[:cut]))


def test_a_log_in_which_anything_was_changed_is_refused(tmp_path):
    """One letter, one line left out, two lines swapped, another seed or kit: each is found out."""
    session = small()
    session.set("netiquette.notice", "explained")
    session.act("publish", later=True)
    log = session.log()
    lines = log.splitlines(keepends=True)
    changed = [
        log.replace('"seed":5', '"seed":6', 1), "".join([lines[0], *lines[2:]]),
        "".join([lines[0], lines[2], lines[1], *lines[3:]]), log.replace("explained", "polite"),
        log.replace('"kit":"', '"kit":"9', 1), log.replace('"mission":""', '"mission":"raid"', 1),
        log.replace('"mission":""', '"mission":"../x"', 1), "", " \n", "x" * 10_000_000 + "\n", "\0\n",
    ]  # fmt: skip
    for number, text in enumerate(changed):
        assert text != log
        complaint(lambda text=text: Session.replay(text if "\n" in text else text + "\n"))
        path = tmp_path / f"{number}.jsonl"
        path.write_text(text)
        complaint(lambda path=path: Session.replay(path))
    for place in range(0, len(lines[1]) - 2, 7):
        letter = "q" if lines[1][place] != "q" else "w"
        text = lines[0] + lines[1][:place] + letter + lines[1][place + 1 :] + "".join(lines[2:])
        complaint(lambda text=text: Session.replay(text))


@pytest.mark.parametrize("value", [None, 1, 1.5, b"x", [], {}, object(), "", "nowhere.jsonl", "a\0b", True])
def test_what_is_no_log_cannot_be_gone_on_with(value, tmp_path):
    """A number is no file; one line says so, and no file is made."""
    for call in (Session.replay, Session.resume):
        complaint(lambda call=call: call(value))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("call", ["save", "unfinished", "autosave"])
def test_a_place_that_is_no_place_is_refused(call):
    """Neither a number nor nothing is a folder."""
    for value in (1, 1.5, [], object(), "a\0b"):
        with pytest.raises((ValueError, OSError)):
            {"save": shared().save, "unfinished": Session.unfinished,
             "autosave": lambda place: small(autosave=place)}[call](value)  # fmt: skip


SCRIPT = "<script>alert(1)</script>"


def test_names_and_words_bring_no_html_into_a_page(tmp_path):
    """Whoever hands in a log, or writes a card, must not run a script in the facilitator's browser."""
    made = planned("w", 1, days=2, members=150)
    start = made.starts["team-1"]
    there = Start(start.scenario, start.playbook.replace({"title": SCRIPT}), start.seed)
    evil = Workshop(SCRIPT, "", {SCRIPT: there}, made.deck, made.difficulty.set_axis([SCRIPT]))
    session = small()
    session.act("publish", later=True, reason=SCRIPT)
    found = Collected({SCRIPT: session}, {SCRIPT: SCRIPT}, (SCRIPT,))
    table = pd.DataFrame({"team": [SCRIPT], "measure": [SCRIPT], "value": [1.0]})
    for page in (facilitator_page(evil), board_page(evil, found, table), debrief_page(evil, found),
                 session.debrief(2, 0.1, 1).html()):  # fmt: skip
        assert SCRIPT not in page and "&lt;script&gt;" in page


@pytest.mark.parametrize("team", ["../../x", "..", "a/b", "", "x" * 100, "a\nb", SCRIPT])
def test_a_team_is_a_plain_name(team, tmp_path):
    """A plan that was edited cannot lead out of its folder."""
    data = workshop_data(planned("w", 1, days=2, members=150))
    data["starts"] = {team: data["starts"]["team-1"]}
    (tmp_path / "workshop.json").write_text(json.dumps(data))
    complaint(lambda: opened(tmp_path))
    complaint(lambda: collected(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["workshop.json"]


def test_a_workshop_of_nonsense_is_refused():
    """Before anything is lived or written."""
    for value in NUMBERS:
        complaint(lambda value=value: planned("w", value))
    for value in but("x"):
        complaint(lambda value=value: planned(value))
    for value in ODD:
        complaint(lambda value=value: planned("w", 1, mission=value))


def test_a_budget_or_playbook_cannot_be_smuggled_in():
    """A playbook of another kind is no playbook, and a log error is a `ValueError` that commands can show."""
    assert issubclass(LogError, ValueError)
    complaint(lambda: Session(busy(members=150, days=2), Playbook))


@pytest.mark.parametrize(
    "arguments",
    [("--show", "nothing"), ("--mission", "../../x"), ("--list", "--saved", "nowhere"), ("--show", "")],
)
def test_the_command_refuses_before_it_opens_anything(arguments):
    """A typing error must not start a server, nor look as if nothing had been saved."""
    told = CliRunner().invoke(commands, ["desk", *arguments])
    assert told.exit_code == 2 and told.output.count("\n") == 1 and "Traceback" not in told.output
