"""Sessions at the desk: decisions change the community, time passes, and the past can be gone back to."""

import subprocess
import sys
import threading
from functools import cache

import numpy as np
import pytest

from simulator import Community, Playbook, Scenario
from simulator.desk import Busy, Session
from simulator.desk.injects import Inject
from simulator.desk.start import Start, routine
from simulator.settings import SettingsError
from tests.communities import busy, differences, hidden_state

DAYS = 9


def place() -> Scenario:
    """Return a lively place with a crisis."""
    return busy(members=250, days=DAYS).replace(crises=[{"day": 5, "hour": 9, "severity": 0.7}])


def team() -> Playbook:
    """Return a team that is there day and night, volunteers among it, with much to do."""
    shifts = [{"begins": 0, "ends": 24, "minutes_per_hour": 40}, {"begins": 8, "ends": 20, "volunteer": True}]
    return Playbook.load("ambassadors").replace({"team.shifts": shifts, "team.volunteers": 2})


def seated(**how) -> Session:
    """Return a session at that place, the inbox left to the player."""
    return Session(place(), team(), seed=5, **({"autopilot": ["engagement", "crisis"]} | how))


def decide(session: Session) -> None:
    """Take whatever decisions the inbox offers, policies and queued acts among them."""
    for number, row in enumerate(session.inbox(10**6).groupby("waits_for").head(2).itertuples()):
        verb, how = {"a verdict": ("remove", {"rule": "incivility"}), "release": ("release", {}),
                     "an appeal": ("overturn", {}), "a check": ("check_wish", {})}.get(
            row.waits_for, ("reply", {"tone": "explaining"}))  # fmt: skip
        session.act(verb, row.post, later=True, **(how if number % 2 else {}))
    session.set("netiquette.notice", "explained" if session.hour % 48 < 24 else "polite")
    session.act("publish", kind="starter", minutes=15, later=True)


def played(step: int = 24, **how) -> Session:
    """Return a session with decisions every two days, whose time was stepped by so many hours."""
    session = seated(**how)
    while not session.over:
        if session.hour % 48 == 0 and session.hour:
            decide(session)
        session.advance(hours=step)
    return session


@cache
def by_day() -> Session:
    """Return the session stepped by the day, shared by the tests that only look at it."""
    return played()


def same(one: Session, other: Session) -> bool:
    """Tell whether two sessions are equal to the last bit, in what the tables show and in what they do not."""
    assert not differences(one.run(), other.run())
    left, right = hidden_state(one.community), hidden_state(other.community)
    assert [name for name in left if left[name] != right[name]] == []
    return one.digest() == other.digest()


def test_the_session_does_something():
    """The other tests mean little if nothing was decided, nobody was busy and nothing waited."""
    session = by_day()
    assert len(session.decisions) >= 20
    assert {one.what for one in session.decisions} >= {"remove", "reply", "set", "publish"}
    assert (session.results()["minutes"] > 0).sum() > 10


def test_stepping_by_the_hour_or_by_the_day_gives_the_same_bytes():
    """How a player lets time pass must not be a decision."""
    assert same(by_day(), played(step=1))


def test_rewinding_and_deciding_the_same_again_gives_the_same_bytes():
    """Rewinding that leaves a trace would be a lie about what the next decision does."""
    session = played()
    decisions = session.decisions
    session.rewind(to=8)
    assert session.hour == decisions[7].hour and session.decisions == decisions[:7]
    for one in decisions[7:]:
        while session.hour < one.hour:
            session.advance(hours=1)
        if one.what == "set":
            session.set(one.options["changes"])
        else:
            how = {name: value for name, value in one.options.items() if name != "target"}
            session.act(one.what, one.options.get("target"), **how)
    session.advance(until="end")
    assert same(by_day(), session)


def test_a_rewind_can_be_undone():
    """Whoever rewinds by mistake loses nothing, and what was tried meanwhile stays, too."""
    session = played()
    session.rewind(to=3)
    session.advance(days=1)
    session.switch(1)
    assert session.decisions == by_day().decisions and same(by_day(), session)
    assert [len(branch.decisions) for branch in session.branches] == [len(by_day().decisions), 2]


def test_a_log_lived_again_in_another_process_gives_the_same_bytes(tmp_path):
    """A log that is handed in must prove itself on the facilitator's machine."""
    path = by_day().save(tmp_path / "log.jsonl")
    code = f"from simulator.desk import Session; print(Session.replay({str(path)!r}).digest())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == by_day().digest()


def test_a_session_without_decisions_is_the_community_itself():
    """The desk must add nothing of its own to the world."""
    session = Session(place(), team(), seed=5)
    session.advance(until="end")
    alone = Community(place(), team(), seed=5).run_for(days=DAYS)
    assert not differences(session.run(), alone.to_run())


def test_a_decision_stands_in_the_audit_log_with_its_minutes():
    """What a player does counts like what the team does."""
    session = by_day()
    lived = session.run().actions
    for one in session.decisions:
        result = session.history_of.timeline.results[one.number]
        if one.what not in ("set",) and result["manager"] >= 0:
            acts = lived[(lived["verb"] == one.what) & (lived["actor"] == result["manager"])]
            assert (acts["minutes"] == result["minutes"]).any()
    assert (lived["verb"] == "set").sum() == sum(one.what == "set" for one in session.decisions)


def test_nobody_works_more_minutes_than_a_team_has():
    """Minutes that a player spends must be missing elsewhere: time is what the job lacks."""
    session = Session(place(), Playbook.load("overstretched"), seed=5, autopilot=[])
    session.advance(days=4)
    while True:
        flagged = session.inbox()
        flagged = flagged[flagged["waits_for"] == "a verdict"]
        if flagged.empty or session.hour > 6 * 24:
            break
        with pytest.raises(Busy, match="no minutes left this hour"):
            for _ in range(40):
                session.act("keep", int(flagged["post"].iloc[0]))
        session.advance(hours=1)
    hours = session.history()
    assert hours["team_minutes"].sum() <= hours["minutes_left"].sum() + 60


def test_what_nobody_has_time_for_now_is_done_later():
    """Queued work is begun, gets its minutes hour by hour, and is done without further asking."""
    session = Session(place(), Playbook.load("balanced"), seed=5, autopilot=[])
    session.advance(until="morning")
    with pytest.raises(Busy, match="later=True"):
        session.act("publish", minutes=50.0)
    assert session.act("publish", minutes=50.0, later=True)["result"] == "waits"
    assert len(session.waiting) == 1
    found = session.advance(hours=3)
    assert not session.waiting and any(one.kind == "done" for one in found)
    assert session.results()["minutes"].tolist() == [50.0]


def test_a_refused_decision_changes_nothing():
    """A mistake at the desk costs nothing but the sentence that explains it."""
    session = seated()
    session.advance(days=3)
    before = session.digest(), session.decisions
    for verb, target, how in (
        ("remove", 10**6, {}), ("remove", None, {}), ("remove", 1, {"notice": "rude"}), ("remove", True, {}),
        ("fly", 1, {}), ("reply", 1, {"tone": None}), ("reply", float("nan"), {}), ("publish", 3, {}),
        ("publish", None, {"minutes": float("inf")}), ("publish", None, {"board": 99_999}), ("state", None, {}),
        ("block", 1, {"hours": 0}), ("warn", -1, {}), ("ship_wish", 1, {}), ("remove", 1, {"colour": "red"}),
        ("reply", "12", {}), ("keep", 1, {"reason": 7}), (None, 1, {}),
    ):  # fmt: skip
        with pytest.raises(ValueError) as told:
            session.act(verb, target, **how)
        assert "\n" not in str(told.value)
    for changes in ({}, {"netiquette.tone": "explained"}, {"team.judgement": 7}, None, 3, {3: 4}):
        with pytest.raises(ValueError):
            session.set(changes)
    assert (session.digest(), session.decisions) == before


def test_numbers_of_numpy_are_numbers():
    """Posts come from tables, whose numbers are NumPy's; a log must still be plain."""
    session = seated()
    session.advance(days=3)
    post = session.inbox()["post"].iloc[0]
    assert isinstance(post, np.integer)
    session.act("keep", post, later=True)
    assert Session.replay(session.log()).decisions == session.decisions


def test_what_is_not_on_autopilot_waits_for_the_player():
    """The routine must not do silently what the player wants to do."""
    mine, theirs = seated(autopilot=[]), seated(autopilot=["moderation", "care"])
    for session in (mine, theirs):
        session.advance(days=6)
    acts = mine.run().actions["verb"]
    assert not set(acts) & {"remove", "reply", "keep", "state", "greet"}
    assert {"remove", "reply"} <= set(theirs.run().actions["verb"])
    assert {"a verdict", "an answer"} <= set(mine.inbox(10**6)["waits_for"])


def test_a_removal_at_the_desk_can_be_appealed_and_counts_as_a_strike():
    """A player's removal has the consequences that the routine's has."""
    session = seated(autopilot=[])
    session.advance(days=5)
    box = session.inbox()
    flagged = box[(box["waits_for"] == "a verdict") & (box["author"] >= 0)]
    before = len(session.inbox(10**6))
    author = int(flagged["author"].iloc[0])
    session.act("remove", int(flagged["post"].iloc[0]), rule="incivility", later=True)
    session.advance(hours=2)
    assert session.community.members["strikes"][author] == 1
    assert session.community.members["warnings"][author] == 1
    assert int(flagged["post"].iloc[0]) not in set(session.inbox(10**6)["post"]) or before == 0


def test_the_inbox_tells_no_hidden_truth():
    """A person at a desk sees a text, an author and flags, and not whether the rules were broken."""
    session = by_day()
    assert not {"breach", "breaks_rules", "score"} & {*session.inbox(), *session.thread(0), *session.history()}
    assert session.inbox(3).shape[0] <= 3 and (session.inbox(0)).empty
    for limit in (-1, 2.5, None, True, "3"):
        with pytest.raises(ValueError, match="limit"):
            session.inbox(limit)


def test_time_stops_when_something_happens():
    """Until something happens is the usual way to play: the crisis of day 5 must not be slept through."""
    session = Session(place(), team(), seed=5)
    while session.hour <= 5 * 24 + 9:
        found = session.advance(until="alarm")
    assert session.hour == 5 * 24 + 10 and any(one.kind == "crisis" for one in found)
    with pytest.raises(ValueError, match="unknown until"):
        session.advance(until="doomsday")
    for wrong in ({"hours": -1}, {"hours": 0}, {"hours": True}, {"days": 0.3}, {"hours": "2"},
                  {"days": float("nan")}, {"hours": 1, "until": "end"}):  # fmt: skip
        with pytest.raises(ValueError):
            session.advance(**wrong)


def test_time_can_be_stopped_by_the_player():
    """A long run can be cancelled between two hours, and goes on from there as if nothing had been."""
    session, cancel = seated(), threading.Event()
    session.advance(days=10, cancel=cancel, progress=lambda lived, _: cancel.set() if lived == 30 else None)
    assert session.hour == 30
    session.advance(until="end")
    other = seated()
    other.advance(until="end")
    assert same(session, other)
    with pytest.raises(ValueError, match="time is up"):
        session.advance()
    with pytest.raises(ValueError, match="time is up"):
        session.set("netiquette.notice", "blunt")


def test_two_hands_cannot_turn_the_clock_at_once():
    """A second click while time passes is told so instead of tearing the hour apart."""
    session = seated()
    told = []

    def click(lived: int, _: int) -> None:
        if lived == 1:

            def other() -> None:
                try:
                    session.set("netiquette.notice", "blunt")
                except ValueError as error:
                    told.append(str(error))

            hand = threading.Thread(target=other)
            hand.start()
            hand.join()

    session.advance(hours=3, progress=click)
    assert told == ["time is passing right now; stop that first, or wait until it is done"]


def test_a_crisis_can_be_released_into_a_running_session():
    """A facilitator's card strikes now, leaves the past as it was, and is part of the log."""
    cards = [Inject(name="fault", code="brick", crisis={"kind": "product_failure", "severity": 0.9}),
             Inject(name="ill", hour=30, away={"managers": [0], "hours": 24})]  # fmt: skip
    calm = place().replace(crises=[])
    session = Session(calm, team(), seed=5, injects=cards)
    session.advance(days=3)
    past = session.run().hourly
    assert session.community.managers[0].away_until_hour == 54
    session.play_card("brick")
    assert session.run().hourly.equals(past)
    found = session.advance(hours=1)
    assert any(one.kind == "crisis" for one in found) and session.community.storm.is_out
    session.advance(days=2)
    assert session.run().hourly["crisis_posts"].sum() > 0
    assert same(session, Session.replay(session.log()))
    for code in ("brick", "nothing", "", None):
        with pytest.raises(ValueError):
            session.play_card(code)
    session.rewind(to=2)
    session.advance(days=2)
    assert session.community.storm is None


def test_a_session_begins_where_it_can():
    """A bad beginning is refused in a line."""
    for wrong in ({"seed": -1}, {"seed": 1.5}, {"seed": None}, {"autopilot": ["everything"]}, {"autopilot": [3]}):
        with pytest.raises(ValueError) as told:
            Session(place(), team(), **wrong)
        assert "\n" not in str(told.value)
    for scenario, playbook in ((3, "balanced"), ("forrest", "balanced"), ("forum", 3), ("forum", "nobody")):
        with pytest.raises(SettingsError):
            Session(scenario, playbook)
    with pytest.raises(ValueError, match="shorter than the run"):
        Start(place(), team(), 5, (), ((team(), 24 * 99),))


def test_the_routine_keeps_what_nobody_has_to_do():
    """Rules in sight, forms and filters work on without hands; what is on autopilot stays as it is."""
    plan = team().replace({"netiquette.shown": "everyone", "moderation.filter": "hold", "engagement.badges": 5})
    left = routine(plan, [])
    assert left.house() == plan.house() and not left.care.tones and left.crisis.strategy == "silence"
    assert routine(plan, ("moderation", "care", "engagement", "crisis")) == plan
