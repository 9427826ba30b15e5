"""Module 07, the storm: its claims hold in the simulator, and its checks know right answers from wrong ones."""

import math

import numpy as np
import pandas as pd
import pytest
from garbage import named

from exercises.checks import crisis_plan, first_hours
from exercises.checks.crisis_place import departures, forum, team, trust
from exercises.checks.noise import beyond_luck, differences, lived
from simulator import Playbook, Scenario
from simulator.lens.storm_plot import day_by_day, waiting

BECAUSE = "We say it first, because members should hear bad news from us, with an apology and with what we do."
GARBAGE = [None, ..., "", "rebuild", 7, -1.5, math.nan, math.inf, True, [], {}, np.zeros((2, 2)), pd.DataFrame(),
           Playbook, Scenario.load("forum"), object(), lambda: 1]  # fmt: skip


@pytest.fixture(scope="module")
def pair():
    """The two runs of somebody's page."""
    seed = first_hours.my_seed("Kim")
    return lived(forum(), team(), seed), lived(forum(), team(delay_hours=120), seed)


def apart(figure, **plan):
    """Return what a plan changes beside the team's usual answer."""
    return beyond_luck(differences(figure, (forum(), team()), (forum(), team(**plan))))


def test_answering_keeps_members_whom_silence_and_deleting_lose():
    """Key point 1 of the notebook."""
    assert apart(departures, strategy="silence").up
    assert apart(departures, strategy="delete").up
    deleted = beyond_luck(
        differences(departures, (forum(), team(strategy="silence")), (forum(), team(strategy="delete")))
    )
    assert deleted.up


def test_waiting_costs_and_being_first_is_worth_most():
    """Key point 2."""
    assert apart(departures, delay_hours=120).up
    first = {"disclose_early": True, "delay_hours": 2}
    assert apart(departures, **first).down and apart(trust, **first).up


def test_blame_weighs_more_than_words():
    """Key point 3: the gap between two causes is wider than the widest gap between two ways of speaking of one."""
    words = [team(strategy=way, apology=way == "rebuild") for way in ("deny", "diminish", "bolster", "rebuild")]
    means = {
        cluster: [np.mean([trust(lived(forum(cluster), plan, seed)) for seed in (1, 2, 3)]) for plan in words]
        for cluster in ("victim", "preventable")
    }
    within = max(max(values) - min(values) for values in means.values())
    assert min(means["victim"]) - max(means["preventable"]) > 0
    assert np.mean(means["victim"]) - np.mean(means["preventable"]) > within


def test_the_cost_of_waiting_is_passed_when_it_was_read_rightly(pair):
    """The difference of two figures on the page."""
    right = departures(pair[1]) - departures(pair[0])
    assert first_hours.check_cost(*pair, right).startswith("Passed")
    assert first_hours.check_cost(*pair, int(right)).startswith("Passed")


@pytest.mark.parametrize(
    ("misread", "told"),
    [
        (lambda soon, late: departures(soon) - departures(late), "wrong sign"),
        (lambda soon, late: departures(late), "counts everybody who left"),
        (lambda soon, late: departures(soon), "although the team answered soon"),
        (
            lambda soon, late: late.summary()["negative_posts"] - soon.summary()["negative_posts"],
            "counts negative posts",
        ),
        (lambda soon, late: departures(late) - departures(soon) + 1, "expected another number"),
    ],
)
def test_each_way_to_misread_the_cost_has_a_name(pair, misread, told):
    """What was done, and where to look."""
    said = first_hours.check_cost(*pair, misread(*pair))
    assert said.startswith("Not yet") and told in said


def test_the_cost_is_not_read_from_runs_that_do_not_belong_together(pair):
    """Another luck, or twice the same team, would make any number right."""
    other = lived(forum(), team(delay_hours=120), 3)
    assert "differ in luck" in first_hours.check_cost(pair[0], other, 12)
    assert "the same team" in first_hours.check_cost(pair[0], pair[0], 0)


@pytest.mark.parametrize("garbage", GARBAGE, ids=named)
def test_garbage_gets_an_answer_and_no_traceback(pair, garbage):
    """In any place, from every check of the module."""
    for said in (
        first_hours.check_cost(garbage, garbage, garbage),
        first_hours.check_cost(*pair, garbage),
        first_hours.check_first_hours(garbage),
        crisis_plan.check_crisis_plan(garbage, garbage),
        crisis_plan.check_crisis_plan(team(disclose_early=True, delay_hours=2), None),
    ):
        assert said.startswith("Not yet") and "\n" not in said


def test_more_than_one_first_hour_passes():
    """There is no single right text."""
    for plan in (
        team(delay_hours=4),
        team(delay_hours=10, tone="explaining", hold_statement=True),
        team(delay_hours=6, strategy="bolster", apology=True),
    ):
        assert first_hours.check_first_hours(plan).startswith("Passed")


@pytest.mark.parametrize(
    ("crisis", "told"),
    [
        ({"strategy": "silence"}, "says nothing"),
        ({"strategy": "delete"}, "deletes criticism"),
        ({"strategy": "deny", "apology": False}, "You deny what the brand could have prevented"),
        ({"strategy": "diminish", "apology": False}, "You diminish"),
        ({"tone": "mocking"}, "The tone is mocking"),
        ({"delay_hours": 96}, "It speaks after 96 hours"),
        ({"delay_hours": 1}, "1 hour, before anybody knows"),
        ({"disclose_early": True}, "too late to be first"),
    ],
)
def test_each_misconception_of_the_first_hours_has_a_name(crisis, told):
    """The answer names the setting, after the forum has shown what it does."""
    said = first_hours.check_first_hours(team(**crisis))
    assert said.startswith("Not yet") and told in said


def test_only_the_crisis_section_may_change():
    """More moderators would answer another question."""
    other = team().replace({"team.judgement": 0.99})
    assert "team changed too" in first_hours.check_first_hours(other)
    assert "team changed too" in crisis_plan.check_crisis_plan(other, BECAUSE)


def test_more_than_one_plan_for_the_storm_passes():
    """Being first carries the result; several ways to say it do."""
    for plan in (
        team(disclose_early=True, delay_hours=2),
        team(disclose_early=True, delay_hours=1, strategy="bolster", briefed=5, updates_every_hours=12),
    ):
        assert crisis_plan.check_crisis_plan(plan, BECAUSE).startswith("Passed")


@pytest.mark.parametrize(
    ("crisis", "told"),
    [
        ({"strategy": "silence"}, "sits it out"),
        ({"strategy": "delete"}, "deletes criticism"),
        ({"updates_every_hours": 12, "keep_promises": False}, "promises updates and plans none"),
        (
            {"disclose_early": True, "delay_hours": 2, "strategy": "deny", "apology": False},
            "To deny fits few crises",
        ),
        ({"disclose_early": True, "delay_hours": 2, "tone": "mocking"}, "The tone is mocking"),
        ({"delay_hours": 96}, "waits 96 hours"),
        ({}, "What could it do in that time?"),
        ({"disclose_early": True, "delay_hours": 5}, "first, or nearly"),
        ({"delay_hours": 4, "compensation_euros": 500}, "the budget is 300"),
    ],
)
def test_each_misconception_of_the_plan_has_a_name(crisis, told):
    """Beside what it did in a crisis that the learner has not seen."""
    said = crisis_plan.check_crisis_plan(team(**crisis), BECAUSE)
    assert said.startswith("Not yet") and told in said


def test_a_plan_needs_words_to_defend_it():
    """Fifteen of them, not a nod."""
    assert "because" in crisis_plan.check_crisis_plan(
        team(disclose_early=True, delay_hours=2), "Because it is good."
    )


def test_forums_of_different_people_are_equally_hard_and_not_the_same():
    """Answers cannot be copied, and nobody draws an easier one."""
    seeds = {name: first_hours.my_seed(name) for name in ("Kim", "Ada", "Bo", "Chidi", "Mei", "Olu")}
    assert len(set(seeds.values())) >= 4
    low, high = first_hours.BAND
    assert all(low <= first_hours.cost_of_waiting(seed) <= high for seed in seeds.values())


def test_the_figures_say_what_they_show(pair):
    """Names, numbers and days; and figures that cannot be are refused in one line."""
    says = day_by_day({"soon": pair[0], "late": pair[1]}).says
    assert "'soon' had" in says and "'late' had" in says
    with pytest.raises(ValueError, match="2 to 4 runs"):
        day_by_day({"soon": pair[0]})
    calm = lived(forum().replace(crises=[]), team(), 1)
    with pytest.raises(ValueError, match="'calm' has none"):
        day_by_day({"soon": pair[0], "calm": calm})
    effects = pd.DataFrame(
        {"playbook": ["1 day"], "metric": "departures", "unit": "members", "difference": [-3.0], "ci_low": [-5.0],
         "ci_high": [-1.0]}
    )  # fmt: skip
    assert "1 day: -3 (-5 to -1)" in waiting(effects, "departures", "a week later").says
    with pytest.raises(ValueError, match="got 'trust'"):
        waiting(effects, "trust", "a week later")
