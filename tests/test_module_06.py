"""Module 06, opinion leaders: its claims hold in the simulator, and its checks tell right answers from wrong."""

import math

import numpy as np
import pandas as pd
import pytest
from garbage import named

from exercises.checks import opinion_leaders as checks
from exercises.checks.noise import beyond_luck
from simulator import Playbook, Scenario
from simulator.lab.without import busiest, drawn, futures_without, leaders, loss, on_average, past, present
from simulator.lens.leaders_plot import two_lists, what_leaves

GARBAGE = [None, ..., "", "1, 2, 3", 7, -1.5, math.nan, True, [], {}, [1, 2], [1.5] * 5, ["a"] * 5, [None] * 5,
           [10**9] * 5, np.zeros((5, 2)), pd.DataFrame({"a": range(5)}), Playbook, Scenario.load("chat"),
           object()]  # fmt: skip


@pytest.fixture(scope="module")
def run():
    """Somebody's chat."""
    return checks.my_chat(checks.my_seed("Kim"))


@pytest.fixture(scope="module")
def lost():
    """What eight chats lose, by who leaves."""
    return loss("chat", {"leaders": leaders, "busiest": busiest, "by lot": drawn}, range(1, 9))


def test_what_leaves_with_leaders_does_not_leave_with_people_drawn_by_lot(lost):
    """Key point 2 of the notebook: mood and belonging of everybody else."""
    for measure in ("mood", "belonging"):
        table = lost.pivot(index="seed", columns="choice", values=measure)
        assert beyond_luck(table["leaders"]).down
        assert beyond_luck(table["leaders"] - table["by lot"]).down
        assert not beyond_luck(table["by lot"]).down


def test_taking_nobody_away_changes_nothing():
    """The arms share past and luck, so only who leaves can make a difference."""
    table = futures_without(past("chat", 3, members=300), {"again": []})
    pd.testing.assert_series_equal(table.loc["again"], table.loc["everybody stays"], check_names=False)


def test_only_everybody_else_is_counted():
    """Posts of those who leave in one arm count in none, or their own silence would pass for a loss."""
    before = past("chat", 3, members=300)
    here = present(before.to_run().members)
    one = futures_without(before, {"busiest leave": busiest(here)})
    both = futures_without(before, {"busiest leave": busiest(here), "the same, later in the list": busiest(here)})
    assert one.loc["everybody stays", "posts"] == both.loc["everybody stays", "posts"]
    whole = before.fork().run_for(days=30).to_run()
    written = ((whole.posts["seconds"] >= 30 * 86_400) & (whole.posts["author"] >= 0)).sum()
    theirs = ((whole.posts["seconds"] >= 30 * 86_400) & whole.posts["author"].isin(busiest(here))).sum()
    assert one.loc["everybody stays", "posts"] == written - theirs < written


def test_average_losses_are_those_of_a_plain_loop(lost):
    """Mean over seeds, choice by choice."""
    table = on_average(lost).set_index(["choice", "measure"])
    for choice in ("leaders", "by lot"):
        values = [row.posts for row in lost.itertuples() if row.choice == choice]
        assert table.loc[(choice, "posts"), "difference"] == pytest.approx(sum(values) / len(values))
        assert table.loc[(choice, "posts"), "ci_low"] < table.loc[(choice, "posts"), "ci_high"]


def test_five_leaders_pass_in_any_order(run):
    """They are people, not ranks."""
    five = leaders(present(run.members))[:5]
    for answer in (five, five[::-1], tuple(five), np.array(five), pd.Index(five)):
        assert checks.check_leaders(run, answer).startswith("Passed")


@pytest.mark.parametrize(
    ("pick", "told"),
    [
        (lambda here: busiest(here)[:5], "wrote most"),
        (lambda here: here.sort_values("visits", ascending=False, kind="stable").index[:5], "visit most"),
        (lambda here: here.sort_values("following", ascending=False, kind="stable").index[:5], "follow most"),
        (lambda here: here.sort_values("trust", ascending=False, kind="stable").index[:5], "most trust"),
        (lambda here: here.sort_values("audience").index[:5], "others here have more"),
        (lambda here: leaders(here)[:4], "4 different members"),
        (lambda here: leaders(here)[:4] + leaders(here)[:1], "4 different members"),
    ],
)
def test_each_way_to_take_others_for_leaders_has_a_name(run, pick, told):
    """What the list is, and which column to sort by."""
    said = checks.check_leaders(run, list(pick(present(run.members))))
    assert said.startswith("Not yet") and told in said


def test_whoever_has_left_leads_nobody(run):
    """A large audience that waits in vain."""
    gone = run.members.index.difference(present(run.members).index)
    said = checks.check_leaders(run, [int(gone[0]), *leaders(present(run.members))[:4]])
    assert f"member {gone[0]} has left" in said


@pytest.mark.parametrize("garbage", GARBAGE, ids=named)
def test_garbage_gets_an_answer_and_no_traceback(run, garbage):
    """As a list, as a run, as a rule, and as what a rule returns."""
    for said in (
        checks.check_leaders(run, garbage),
        checks.check_leaders(garbage, [1, 2, 3, 4, 5]),
        checks.check_rule(garbage),
        checks.check_rule(lambda members: garbage),
    ):
        assert said.startswith("Not yet") and "\n" not in said


def test_a_rule_that_sorts_by_audience_passes():
    """In chats and games nobody has seen, and what leaves with its ten is beyond luck."""
    assert checks.check_rule(lambda members: members.nlargest(10, "audience").index).startswith("Passed")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (busiest, "the ten busiest"),
        (lambda members: members.index[:10], "followers, the ten busiest"),
        (lambda members: members.nlargest(10, "trust").index, "followers, the ten busiest"),
        (lambda members: members.nlargest(9, "audience").index, "9 different members"),
        (lambda members: members.nlargest(10, "audience"), "a table came"),
        (lambda members: members["followers"], "KeyError"),
    ],
)
def test_each_misconception_of_a_rule_has_a_name(rule, told):
    """Shown on communities that the learner has not seen."""
    said = checks.check_rule(rule)
    assert said.startswith("Not yet") and told in said


def test_a_rule_cannot_spoil_the_tables_it_is_tried_on():
    """A careless `inplace=True` must not change what the next learner is checked with."""
    before = checks._members("game", 821).copy()

    def careless(members):
        for column in list(members):
            del members[column]

    checks.check_rule(careless)
    pd.testing.assert_frame_equal(checks._members("game", 821), before)


def test_chats_of_different_people_differ_and_are_equally_hard():
    """Answers cannot be copied; leaders are never all among the busiest."""
    seeds = [checks.my_seed(name) for name in ("Kim", "Ada", "Bo", "Chidi", "Mei")]
    assert len(set(seeds)) >= 4
    assert all(checks.BAND[0] <= checks.in_common(seed) <= checks.BAND[1] for seed in seeds)


def test_the_figures_say_what_they_show(run, lost):
    """And refuse, in one line, what they cannot draw."""
    here = present(run.members)
    says = two_lists({"chat": here}).says
    assert "of the ten most followed are among the ten busiest" in says
    with pytest.raises(ValueError, match="1 to 3"):
        two_lists({})
    with pytest.raises(ValueError, match="at least 10 members, got 3"):
        two_lists({"chat": here.head(3)})
    assert "when leaders leave" in what_leaves(on_average(lost)).says
    with pytest.raises(ValueError, match="got none"):
        what_leaves(on_average(lost).head(0))
