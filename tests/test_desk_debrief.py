"""Looking back: what a decision did is told from luck, and what nobody can tell is said so."""

import json
import math
from functools import cache
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from simulator.desk import Session, evidence
from simulator.desk.debrief import LOOKED_AT, widest
from simulator.desk.judgement import Judgement, judgement
from simulator.desk.whatif import EFFECT_COLUMNS, UNITS, UNSURE
from tests.communities import busy
from tests.test_desk_session import team


@cache
def session() -> Session:
    """Return a session in which criticism is deleted from now on, one post kept, and rules shown."""
    made = Session(busy(members=250, days=9), team(), seed=5, autopilot=["moderation", "care", "engagement"])
    made.advance(days=2)
    made.set({"moderation.filter": "remove", "moderation.filter_threshold": -1.0})
    made.advance(hours=8)
    made.act("publish", minutes=5.0, later=True)
    made.act("thank", int(np.flatnonzero(made.community.members.present())[0]), later=True)
    made.advance(until="end")
    return made


@cache
def filtered():
    """Return what the filter that removes nearly everything has changed."""
    return session().what_if(1, days=4, replicates=8)


def test_a_decision_with_a_large_effect_is_told_from_luck():
    """A filter that takes down most of what is written must lower fairness, whatever the luck."""
    table = filtered().effects().set_index("metric")
    assert list(filtered().effects().columns) == list(EFFECT_COLUMNS) and set(table.index) == set(UNITS)
    assert table.loc["fairness", "says"] == "lowers" and table.loc["fairness", "ci_high"] < 0
    assert (table["ci_low"] <= table["difference"]).all() and (table["difference"] <= table["ci_high"]).all()
    assert "trust" in filtered().says and filtered().replicates == 8


def test_the_pair_with_the_sessions_own_luck_is_what_was_lived():
    """The way that was taken is the session itself, later decisions included, to the last count."""
    pair = session().what_if(1, days=2, replicates=2).one_luck.set_index("metric")
    lived = session().community.hourly[48:96]
    for name in ("visits", "replies", "breaches", "complaints", "departures", "team_minutes"):
        assert pair.loc[name, "taken"] == lived[name].sum()
    assert pair.loc["replies", "instead"] != pair.loc["replies", "taken"]


def test_the_same_decision_instead_changes_nothing():
    """Both ways share all luck: a decision beside itself differs by exactly 0, not by little."""
    one = session().decisions[0]
    table = session().what_if(1, instead=one, days=3, replicates=3).effects()
    assert (table["difference"] == 0).all() and set(table["says"]) == {"changes nothing"}


def test_looking_back_leaves_the_session_as_it_is():
    """Asking what if must not be a decision."""
    before = session().digest(), session().decisions, session().branches
    session().what_if(
        2, instead=("publish", {"minutes": 5.0, "kind": "news", "later": True}), days=1, replicates=2
    )
    assert (session().digest(), session().decisions, session().branches) == before


def test_no_wrong_question_is_answered():
    """Unknown decisions, verbs that cannot be, no time, no luck: one line each."""
    for number, how in (
        (0, {}), (9, {}), (None, {}), (True, {}), (1, {"days": 0}), (1, {"days": float("nan")}),
        (1, {"replicates": 0}), (1, {"replicates": None}), (1, {"instead": ("fly", {})}), (1, {"instead": "keep"}),
        (1, {"instead": ("keep", {"target": 10**8})}), (1, {"instead": ("card", {"name": "x"})}),
        (1, {"instead": ("set", {})}),
    ):  # fmt: skip
        with pytest.raises(ValueError) as told:
            session().what_if(number, **{"days": 1, "replicates": 2} | how)
        assert "\n" not in str(told.value)


@cache
def looked_back():
    """Return the debrief of that session."""
    return session().debrief(replicates=6, days=3, examined=5)


def test_the_decision_that_mattered_comes_first():
    """The filter was for everybody, the thanks for one: the order must say so, and luck be called luck."""
    found = looked_back()
    assert found.top["number"].iloc[0] == 1 and found.top["says"].iloc[0] in ("lowers", "raises")
    assert found.examined == found.decided == 3 and found.top["metric"].isin(LOOKED_AT).all()
    holds_zero = (found.top["ci_low"] <= 0) & (found.top["ci_high"] >= 0)
    assert (found.top["says"][holds_zero] == UNSURE).all()
    assert "No. 1" in found.says


def test_a_debrief_of_nothing_says_so():
    """Who decides nothing gets no table of effects."""
    idle = Session(busy(members=100, days=2), team(), seed=5)
    idle.advance(days=1)
    found = idle.debrief(replicates=2, days=1)
    assert found.top.empty and "Nothing was decided" in found.says and "<html" in found.html()
    fresh = Session(busy(members=100, days=2), team(), seed=5).debrief()
    assert "No hour" in fresh.picture.says and fresh.html()
    for wrong in (-1, None, True, 2.5):
        with pytest.raises(ValueError, match="examined"):
            idle.debrief(examined=wrong)


class _Page(HTMLParser):
    """Collects what a page would fetch, and its headings."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched, self.tags = [], []

    def handle_starttag(self, tag, attrs):
        """Note it."""
        self.tags.append(tag)
        self.fetched += [
            value for name, value in attrs if name in ("src", "href") and not value.startswith("data:")
        ]


def test_the_report_needs_nothing_beside_itself(tmp_path):
    """A page that is sent by mail must hold its pictures, and the log must live again."""
    folder = looked_back().save(tmp_path / "new" / "debrief")
    page = _Page()
    page.feed((folder / "debrief.html").read_text(encoding="utf-8"))
    assert not page.fetched and "script" not in page.tags and page.tags.count("h1") == 1 and "img" in page.tags
    assert Session.replay(folder / "decisions.jsonl").digest() == session().digest()


def test_widest_reach_comes_first():
    """What is said to everybody is looked at before what concerns one member."""
    assert [one.what for one in widest(session())] == ["set", "publish", "thank"]


def test_every_verb_and_policy_points_to_evidence_that_exists():
    """A reference that leads nowhere is worse than none."""
    named = {each for group in (*evidence.BY_VERB.values(), *evidence.BY_POLICY.values()) for each in group}
    assert not evidence.published(named).empty
    from simulator import Playbook
    from simulator.desk.moves import MOVES

    assert set(evidence.BY_VERB) <= set(MOVES)
    plan = Playbook().model_dump()
    for name in evidence.BY_POLICY:
        here = plan
        for step in name.split("."):
            here = here[step]
    with pytest.raises(ValueError, match="unknown effect"):
        evidence.published(["E999"])


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_judgement_is_discrimination_and_bias(hits, misses, alarms, rejections):
    """By the formulas of Hautus (1995), worked out with another function; too few decisions give no number."""
    found = Judgement(hits, misses, alarms, rejections)
    if hits + misses < 5 or alarms + rejections < 5:
        assert math.isnan(found.d_prime) and math.isnan(found.criterion) and "Too few" in found.says
        return
    hit, alarm = (hits + 0.5) / (hits + misses + 1), (alarms + 0.5) / (alarms + rejections + 1)
    assert found.d_prime == pytest.approx(norm.ppf(hit) - norm.ppf(alarm))
    assert found.criterion == pytest.approx(-(norm.ppf(hit) + norm.ppf(alarm)) / 2)
    assert f"{hits + misses} breaches" in found.says


def test_judgement_tells_a_reader_from_a_deleter():
    """Removing everything finds every breach and tells nothing; reading does."""
    assert Judgement(20, 0, 20, 0).d_prime == pytest.approx(0)
    assert Judgement(20, 0, 20, 0).criterion < -1 and "quick" in Judgement(20, 0, 20, 0).says
    assert Judgement(18, 2, 2, 18).d_prime > 2 and "even-handed" in Judgement(18, 2, 2, 18).says


def test_judgement_counts_the_players_last_word_on_each_post():
    """Who changes a mind is judged by where it ends; the routine's removals are not the player's."""
    made = Session(busy(members=250, days=5), team(), seed=5, autopilot=["engagement"])
    made.advance(days=3)
    posts = made.community.content.posts
    box = made.inbox(10**6)
    flagged = box.loc[box["waits_for"] == "a verdict", "post"].astype(int).tolist()[:3]
    truth = [bool(posts["breaks_rules"][post]) for post in flagged]
    for post in flagged:
        made.act("keep", post)
    made.act("remove", flagged[0])
    found = judgement(made)
    assert found.hits == truth[0] and found.false_alarms == (not truth[0])
    assert found.misses == sum(truth[1:]) and found.breaches + found.decent == 3


def test_figures_of_a_debrief_are_plain_tables():
    """Panels and pages read them as they are."""
    found = looked_back()
    assert isinstance(found.evidence, pd.DataFrame) and not found.evidence.empty
    assert json.dumps(found.top.to_dict("records"), default=float)


def test_leaving_out_what_does_nothing_changes_nothing():
    """A policy that only renames the playbook differs by exactly 0 from none: each pair shares all its luck."""
    made = Session(busy(members=150, days=4), team(), seed=5)
    made.advance(days=1)
    made.set("title", "Another title")
    table = made.what_if(1, days=2, replicates=3).effects()
    assert (table["difference"] == 0).all()
