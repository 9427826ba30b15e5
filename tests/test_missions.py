"""Missions: each can be met in more than one way, and not by doing nothing or deleting everything."""

import math

import numpy as np
import pytest

from simulator import Playbook
from simulator.desk import Mission, Session, evidence
from simulator.desk.goals import AXES, MEASURES, Goal, scores
from simulator.desk.references import Reference
from simulator.lab.case import Case
from simulator.settings import SettingsError
from tests.communities import busy, differences
from tests.test_desk_session import team

TEN = ("contest_hangover", "first_week", "leader_turns", "night_shift", "product_failure", "raid", "take_over",
       "three_platforms", "volunteers_strike", "wrong_removal")  # fmt: skip
BY_POLICY = ("night_shift", "three_platforms", "volunteers_strike")
"""Missions that are played by policies alone are quick; the others are played post by post."""


def verdicts(mission: Mission, reference: Reference, seed: int = 3) -> dict[str, str]:
    """Return which goals a reference meets, by measure."""
    table = reference.play(Session(mission=mission, seed=seed)).scores()
    return dict(table[["measure", "met"]].itertuples(index=False))


def test_ten_missions_ship():
    """They are named in the course, so they must be there."""
    assert tuple(Mission.names()) == TEN


@pytest.mark.parametrize("name", TEN)
def test_a_mission_says_what_it_wants_and_why(name):
    """A story in two paragraphs, goals on several axes with their origin, hints, evidence, ways to play it."""
    mission = Mission.load(name)
    assert mission.name == name and len(mission.story) == 2 and len(mission.hints) >= 2
    assert len({goal.axis for goal in mission.goals}) >= 3
    assert all(goal.axis in AXES and "not measured" not in goal.because for goal in mission.goals)
    assert mission.provenance["replicates"] >= 8 and name in mission.provenance["measured_by"]
    assert not evidence.published(mission.evidence).empty
    ways = mission.references
    assert sum(one.good for one in ways) >= 2 and any(not one.good for one in ways)
    assert any(one.name == "nothing" for one in ways)
    assert Mission.from_yaml(mission.to_yaml()) == mission


@pytest.mark.parametrize(
    "name", [name if name in BY_POLICY else pytest.param(name, marks=pytest.mark.slow) for name in TEN]
)
def test_good_ways_meet_every_goal_and_mistakes_do_not(name):
    """One right answer would be a quiz; no wrong answer would be a lecture."""
    mission = Mission.load(name)
    for reference in mission.references:
        met = verdicts(mission, reference)
        if reference.good:
            assert set(met.values()) == {"yes"}, (reference.name, met)
        else:
            assert set(met.values()) != {"yes"}, (reference.name, met)


def test_a_past_is_lived_and_not_painted():
    """What lies behind a mission has happened in the simulation, under the playbook of its time."""
    session = Session(mission="contest_hangover", seed=4)
    acts = session.run().actions
    assert session.hour == 14 * 24 and (acts["verb"] == "open_contest").any()
    assert session.community.hourly["entries"][: session.hour].sum() > 0
    strike = Session(mission="volunteers_strike", seed=4).community
    assert strike.hourly["overturned"].sum() > 0
    assert min(one.morale for one in strike.managers if one.volunteer) < 1


def test_taking_over_a_case_is_the_case():
    """The brand's chair is the one of `Case.take_over`, to the last bit."""
    mission = Mission.load("take_over")
    session = Session(mission=mission, seed=4)
    case = Case.load(mission.case)
    theirs = case.take_over(mission.hours_after, session.community.playbook, seed=4)
    assert theirs.hour == session.hour
    assert not differences(session.run(), theirs.to_run())
    session.advance(days=2)
    assert session.community.hourly["crisis_posts"].sum() > 0


def test_a_budget_is_a_limit():
    """Money that is not there cannot be spent; the refusal says what is left, and nothing has happened."""
    session = Session(mission="contest_hangover", seed=4)
    session.advance(until="morning")
    session.set("engagement.contest.minutes", 10)
    before = session.digest()
    with pytest.raises(ValueError, match="costs 500 euros, 200 are left"):
        session.act("open_contest", euros=500.0, later=False)
    assert session.digest() == before and len(session.decisions) == 1
    tight = Mission.load("first_week").replace({"budget.minutes": 25})
    session = Session(mission=tight, seed=4)
    session.advance(until="morning")
    session.act("publish", minutes=20.0)
    session.advance(hours=1)
    with pytest.raises(ValueError, match="takes 20 minutes, 5 are left"):
        session.act("publish", minutes=20.0)


def test_scores_stay_apart():
    """One row a goal, in words what is wanted, and no total."""
    table = Session(mission="raid", seed=4).scores()
    assert list(table.columns) == ["axis", "measure", "value", "unit", "wanted", "met", "what"]
    assert "can't say" in set(table.loc[table["measure"] == "discrimination", "met"])
    with pytest.raises(ValueError, match="no mission"):
        Session(busy(), team()).scores()


def test_measures_are_what_they_say():
    """Counted again in plain loops over the tables."""
    session = Session(busy(members=250, days=8), team(), seed=5)
    session.advance(until="end")
    run = session.run()
    posts = run.posts[run.posts["author"] >= 0]
    asked = answered = seen = read = wrong = 0
    waits, stays = [], []
    for post in posts.itertuples():
        read += post.readings
        seen += post.readings * post.breaks_rules
        wrong += post.status == "removed" and not post.breaks_rules
        if post.breaks_rules:
            until = 8 * 24 if post.status == "visible" else max(0, post.status_hour)
            stays.append(max(0.0, until - post.seconds / 3600))
        if post.parent >= 0 or post.breaks_rules or post.kind not in ("complaint", "question"):
            continue
        wait = post.team_answer_seconds - post.seconds
        if post.kind == "complaint":
            waits.append((wait if post.team_answer_seconds >= 0 else 8 * 86_400 - post.seconds) / 3600)
        if post.seconds <= 7 * 86_400:
            asked += 1
            prompt = post.team_answer_seconds >= 0 and wait <= 86_400
            answered += prompt or (post.kind == "question" and post.answers > 0)
    of = {name: measure.of(session) for name, measure in MEASURES.items()}
    assert of["prompt_answers"] == pytest.approx(answered / asked)
    assert of["seen_breaches"] == pytest.approx(100 * seen / read)
    assert of["wrong_removals"] == pytest.approx(100 * wrong / len(posts)) and wrong
    assert of["response_hours"] == pytest.approx(np.median(waits))
    assert of["breach_hours"] == pytest.approx(np.median(stays))
    founders = run.members[run.members["joined_hour"] < 0]
    assert of["members_kept"] == pytest.approx((founders["left_hour"] > 10**6).mean())
    assert of["posts"] == len(posts) and of["team_minutes"] == pytest.approx(run.hourly["team_minutes"].sum())
    fresh = Session(busy(), team(), seed=5)
    assert math.isnan(MEASURES["prompt_answers"].of(fresh)) and math.isnan(MEASURES["lowest_composure"].of(fresh))


def test_a_goal_is_met_or_not_or_cannot_be_told():
    """At the threshold it is met; without a value nobody can say."""
    goal = Goal(axis="people", measure="trust", at_least=0.5, because="x")
    assert goal.met(0.5) and not goal.met(0.49) and goal.met(math.nan) is None
    assert Goal(axis="cost", measure="money_spent", at_most=5, because="x").met(5)
    table = scores(Session(busy(), team(), seed=5), [goal])
    assert table["met"].tolist() == ["yes"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"goals": [{"axis": "people", "measure": "joy", "at_least": 1, "because": "x"}]}, "unknown measure"),
        ({"goals": [{"axis": "people", "measure": "trust", "because": "x"}]}, "at_least or at_most"),
        ({"goals": [{"axis": "luck", "measure": "trust", "at_least": 0, "because": "x"}]}, "axis must be one of"),
        ({"scenario": "nowhere"}, "unknown scenario"), ({"place": {"membrs": 3}}, "unknown setting"),
        ({"playbook": "nobody"}, "unknown playbook"), ({"changes": {"team.judgement": 9}}, "judgement"),
        ({"past": [{"playbook": "nobody"}]}, "unknown playbook"), ({"case": "kfc_1918"}, "unknown case"),
        ({"autopilot": ["everything"]}, "unknown autopilot"), ({"days": 0}, "days must be"),
        ({"budget": {"euros": -1}}, "euros must be"), ({"name": ""}, "name"),
    ],
)  # fmt: skip
def test_a_mission_that_cannot_be_played_is_refused(changes, reason):
    """Who writes a mission learns in one line what is wrong with it."""
    with pytest.raises(SettingsError, match=reason) as told:
        Mission.load("raid").replace(changes)
    assert "\n" not in str(told.value)


def test_a_mission_brings_its_place_and_takes_a_playbook():
    """Either a scenario or a mission; the playbook on the desk can be another one."""
    with pytest.raises(ValueError, match="brings its own scenario"):
        Session("forum", mission="raid")
    session = Session(mission="raid", playbook="strict", seed=4)
    assert session.playbook == Playbook.load("strict") and session.start.past
    again = Session.replay(session.log())
    assert again.mission == session.mission and again.playbook == session.playbook
    for wrong in ("raids", 3, "nowhere.yaml"):
        with pytest.raises(SettingsError):
            Session(mission=wrong)
