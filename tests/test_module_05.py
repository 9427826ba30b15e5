"""Module 05, wishes and criticism: what the pages claim is true in the simulator, and checks answer everything."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from garbage import named

from exercises.checks import answer_in_time, wishes
from exercises.checks.answer_in_time import check_hours, check_team, my_forum, my_run, plain_team, shift
from exercises.checks.noise import beyond_luck, differences
from exercises.checks.wishes import check_counts, check_order, check_road
from simulator import Playbook, Scenario
from simulator.lab.effects import validate_effects
from tools.editions import Source

ROOT = Path(__file__).resolve().parents[1]
GARBAGE = [None, ..., "", "forty", b"1", float("nan"), float("inf"), -1e9, 1e9, True, 3 + 4j, pd.NA, [], [40],
           (1, 2), {}, pd.Series([1, 2]), np.arange(0), object, object()]  # fmt: skip
PLAIN = Playbook.load("balanced")
FORUM = Scenario.load("forum").replace(
    {"members": 800, "days": 42, "population.visits_per_day": 0.4, "behaviour.mishap_chance": 0.01,
     "behaviour.wish_chance": 0.003}
)  # fmt: skip
SEEDS = range(1, 9)


@cache
def tone_beside_silence(tone):
    """Return what a tone does to the trust of those who complain, beside no answer at all."""
    silent, answered = PLAIN.replace({"care.tones": {}}), PLAIN.replace({"care.tones": {"complaint": tone}})
    measure = answer_in_time.complainers_trust
    return beyond_luck(differences(measure, (FORUM, silent), (FORUM, answered), SEEDS))


def test_defence_and_mockery_are_worse_than_silence():
    """The first key point: two tones win trust, two lose it, all at the same price."""
    assert tone_beside_silence("empathetic").up
    assert tone_beside_silence("playful").up
    assert tone_beside_silence("defensive").down
    assert tone_beside_silence("mocking").down


def test_whoever_is_answered_trusts_more_and_complains_more():
    """Why a count of complaints is read beside trust: both rise together."""
    found = validate_effects("E22", seeds=6).set_index("id")
    assert found.loc["E22a", "ci_low"] > 0
    assert found.loc["E22b", "ci_low"] > 0


def test_shipping_pleases_and_telling_binds():
    """The third key point: satisfaction needs the shipping, trust the telling."""
    before = (wishes.forum(), wishes.plain_team())
    road = {"care.wishes": "check", "care.wishes_at_a_time": 2}
    untold, told = (
        (wishes.forum(), wishes.plain_team().replace(road | {"care.tell": tell})) for tell in (False, True)
    )
    assert beyond_luck(differences(wishes._satisfaction, before, untold, SEEDS)).up
    assert not beyond_luck(differences(wishes._trust, before, untold, SEEDS)).up
    assert beyond_luck(differences(wishes._trust, before, told, SEEDS)).up


# --- Exercise 05a ---------------------------------------------------------------------------------------------


def extremes(run):
    """Return the hours of most and fewest visits."""
    visits = run.hourly.groupby(run.hourly["hour"] % 24)["visits"].sum()
    return int(visits.idxmax()), int(visits.idxmin())


def offset_of(name):
    """Return where a learner's members live, in hours from UTC."""
    return next(iter(my_forum(name).rhythm.zones))


def team(name="Ada", shifts=None, tone="empathetic", replies=1, **more):
    """Return a team for a learner's forum; by default one that follows the members' day."""
    first = 8 - offset_of(name)
    given = {
        "team.shifts": [shift(first), shift(first + 8)] if shifts is None else shifts,
        "care.tones": {"complaint": tone},
        "care.public_replies": replies,
    }
    return plain_team().replace(given | more)


@pytest.mark.parametrize("name", ["Ada", "Dan"])
def test_hours_read_from_the_rhythm_pass_and_slips_are_named(name):
    """On the other clock, the wrong way round, or neither: each gets a line of its own."""
    run = my_run(name)
    high, low = extremes(run)
    assert check_hours(run, high, low).startswith("Passed")
    assert "wrong way round" in check_hours(run, low, high)
    assert "clock of the members" in check_hours(run, (high + offset_of(name)) % 24, low)
    assert "quietest_hour is not" in check_hours(run, high, high)


def test_neighbours_members_live_elsewhere():
    """Ada's rota does not fit Dan's members."""
    assert offset_of("Ada") != offset_of("Dan")
    assert check_team(my_forum("Dan"), team("Ada")).startswith("Not yet")


@pytest.mark.parametrize("name", ["Ada", "Dan", "Eva"])
def test_a_team_that_follows_the_members_day_passes_for_everybody(name):
    """All places are equally hard: the same thought solves each."""
    assert check_team(my_forum(name), team(name)).startswith("Passed")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"shifts": [shift(0), shift(0)]}, "share 8 hours"),
        ({"shifts": [shift(9, 16), shift(1)]}, "works 16 hours"),
        ({"shifts": [shift(0), shift(8), shift(16)]}, "3 people"),
        ({"shifts": []}, "nobody is on duty"),
        ({"shifts": [shift(22) | {"days": ["mon", "tue"]}, shift(6)]}, "weekend"),
        ({"shifts": [shift(22) | {"minutes_per_hour": 60}, shift(6)]}, "more than 20 minutes"),
        ({"tone": "defensive"}, "look at the tone: defensive"),
        ({"tone": "neutral"}, "look at the tone: neutral"),
        ({"replies": 4}, "long public exchanges"),
        ({"care.minutes_per_answer": 1}, "faster because a plan says so"),
        ({"engagement.badges": 5}, "was changed, too"),
    ],
)
def test_teams_that_are_not_right_yet_are_called_by_name(changes, said):
    """Overlap, too many hours or people, weekends, tone, and endless exchanges each get a line of their own."""
    assert said in check_team(my_forum("Ada"), team("Ada", **changes))


def test_an_untouched_team_and_a_team_without_answers_are_told_so():
    """Nothing changed, and nothing answered."""
    assert "nothing was changed" in check_team(my_forum("Ada"), plain_team())
    assert "not answered at all" in check_team(my_forum("Ada"), plain_team().replace({"care.tones": {}}))
    assert "not the one of this page" in check_team(Scenario.load("forum"), team("Ada"))


# --- Exercise 05b ---------------------------------------------------------------------------------------------


def test_the_four_steps_have_one_order():
    """Every other order breaks a promise, or asks for the impossible."""
    assert check_order(["check", "pass on", "ship", "tell"]).startswith("Passed")
    assert "before anything is there" in check_order(["tell", "check", "pass on", "ship"])
    assert "unchecked" in check_order(["pass on", "check", "ship", "tell"])
    assert "inside the company" in check_order(["check", "ship", "pass on", "tell"])
    assert "twice" in check_order(["check", "check", "ship", "tell"])
    assert "has 3 entries" in check_order(["check", "ship", "tell"])
    assert "no order" in check_order(set(wishes.STEPS))


@pytest.mark.parametrize("name", ["Ada", "Grace", "", 12])
def test_what_became_of_the_wishes_is_read_from_the_tables(name):
    """All numbers differ in everybody's forum, so none can be taken for another."""
    run = wishes.my_run(name)
    road = wishes._road(run)
    assert check_counts(run, *road.values()).startswith("Passed")
    assert len(set(road.values())) == 4
    written, checked, passed_on, shipped = road.values()
    assert "counts those that were checked" in check_counts(run, checked, checked, passed_on, shipped)
    assert "counts those that were passed on" in check_counts(run, written, checked, passed_on, passed_on)
    assert "did not stand up" in check_counts(run, written, checked, checked - passed_on, shipped)
    assert "written is not what" in check_counts(run, written + 99, checked, passed_on, shipped)


def test_a_road_that_ends_with_telling_passes():
    """Two wishes at a time fit the money."""
    road = {"care.wishes": "check", "care.wishes_at_a_time": 2, "care.tell": True}
    assert check_road(wishes.plain_team().replace(road)).startswith("Passed")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "nothing was changed"),
        ({"care.tell": True}, "nobody's job"),
        ({"care.wishes": "check", "care.wishes_at_a_time": 2}, "do not know that it was their wish"),
        ({"care.wishes": "check", "care.wishes_at_a_time": 3}, "6,000 euros"),
        ({"care.wishes": "check", "care.wishes_at_a_time": 0}, "works on no wish"),
        ({"care.wishes": "check", "care.wish_euros": 1}, "only the company could change it"),
        ({"care.wishes": "check", "care.private": True}, "was changed, too"),
    ],
)
def test_roads_that_end_too_early_are_called_by_name(changes, said):
    """Untold, unpaid, unchecked: each gets a line of its own."""
    assert said in check_road(wishes.plain_team().replace(changes))


@pytest.mark.parametrize("answer", GARBAGE, ids=named)
def test_whatever_is_handed_in_gets_one_line(answer):
    """No traceback, whatever stands in a place."""
    run, forum = my_run("Ada"), my_forum("Ada")
    high, low = extremes(run)
    wished = wishes.my_run("Ada")
    road = list(wishes._road(wished).values())
    for said in (
        check_hours(answer, high, low),
        check_hours(run, answer, low),
        check_hours(run, high, answer),
        check_team(answer, team("Ada")),
        check_team(forum, answer),
        check_order(answer),
        check_counts(answer, *road),
        *(check_counts(wished, *road[:place], answer, *road[place + 1 :]) for place in range(4)),
        check_road(answer),
    ):
        assert said.startswith("Not yet - ")
        assert "\n" not in said


@pytest.mark.parametrize("name", ["05a_answer_in_time", "05b_wishes"])
def test_the_learners_page_links_to_its_notebook(name):
    """Whoever is lost finds the way back."""
    assert "05_wishes_and_criticism.ipynb" in Source(ROOT, "exercises", name).text()
