"""Module 09, around the clock: its claims hold in the simulator, and its checks know right from wrong."""

import math

import numpy as np
import pandas as pd
import pytest
from garbage import named

from exercises.checks import composure as calm
from exercises.checks import coverage as clock
from exercises.checks.noise import UNSEEN, beyond_luck, differences, lived
from simulator import Playbook, Scenario
from simulator.lens.course_plots_c import PARTS, around_the_clock, staffed, wait_by_part, waits, wearing

GARBAGE = [None, ..., "", "night", 7, -1.5, math.nan, math.inf, True, [], {}, np.zeros((2, 2)), pd.DataFrame(),
           Playbook, Scenario.load("forum"), object(), lambda: 1]  # fmt: skip
IN_TURN = [{"begins": 8, "ends": 14, "utc_offset_hours": -5, "minutes_per_hour": 60},
           {"begins": 14, "ends": 20, "utc_offset_hours": -5, "minutes_per_hour": 60}]  # fmt: skip


class Turns:
    """The tactic of the solution: whoever is worse off has the next hour off."""

    def on_hour(self, community):
        """Send one of two away for an hour."""
        worn = min(community.managers, key=lambda person: person.composure)
        worn.away_until_hour = community.hour + 2


def acts(on_hour):
    """Return a tactic from a function of the community."""
    return type("Tactic", (), {"on_hour": lambda self, community: on_hour(community)})()


@pytest.fixture(scope="module")
def run():
    """The community of somebody's page in exercise 09a."""
    return clock.my_run("Kim")


def right(run):
    """Return the right reading of exercise 09a."""
    return int((staffed(run) == 0).sum()), clock.share_alone(run), wait_by_part(run).idxmax()


# --- what the notebook says ---------------------------------------------------------------------------------


def test_other_hours_for_the_same_money_shorten_the_night_and_lose_nobody():
    """Key point 1: the wait falls beyond luck; what is found does not rise, and departures do not fall."""
    office, spread = clock.roster((9, 17), (9, 17)), clock.roster((0, 5), (8, 13), (16, 22))
    assert clock.paid_minutes(office) == clock.paid_minutes(spread) == 320
    places = (clock.game(), office), (clock.game(), spread)
    assert beyond_luck(differences(clock.night_wait, *places)).down
    for figure in ("recall", "departures"):
        apart = beyond_luck(differences(lambda run, figure=figure: run.summary()[figure], *places))
        assert not (apart.up if figure == "recall" else apart.down)


def test_a_wrong_tone_costs_more_trust_than_no_answer():
    """Key point 3, second half."""
    no_answer = clock.roster((7, 15), (15, 23)).replace({"care.tones": {}})
    for tone in ("mocking", "defensive"):
        plan = clock.roster((7, 15), (15, 23)).replace({"care.tones": {"complaint": tone}})
        places = (clock.game(), no_answer), (clock.game(), plan)
        assert beyond_luck(differences(lambda run: run.summary()["trust"], *places)).down


def test_blunt_notices_leave_grudges():
    """What a lost temper does."""
    polite = clock.roster((7, 15), (15, 23))
    blunt = polite.replace({"netiquette.notice": "blunt"})
    places = (clock.game(), polite), (clock.game(), blunt)
    assert beyond_luck(differences(lambda run: run.members["grudge"].sum(), *places)).up


def test_turns_spare_the_team_and_side_by_side_does_not():
    """Key point 3: who works at the same time reads the same attacks."""
    alone = calm.team().replace({"team.shifts": [dict(IN_TURN[0], ends=20)]})
    assert calm._apart(calm.team().replace({"team.shifts": IN_TURN}), calm._blunt).down
    assert calm._apart(alone, calm._blunt).up


# --- the figures --------------------------------------------------------------------------------------------


def test_hours_on_the_roster_are_counted_in_utc():
    """Nine to five in New York is 14 to 22; overnight shifts go past midnight."""
    plan = Playbook.load("balanced")
    shifts = [{"begins": 9, "ends": 17, "utc_offset_hours": -5}, {"begins": 22, "ends": 2}]
    people = staffed(lived(clock.game().replace(days=2), plan.replace({"team.shifts": shifts}), 1))
    assert np.flatnonzero(people).tolist() == [0, 1, *range(14, 24)]
    assert people[22:].tolist() == [1, 1]
    with pytest.raises(ValueError, match="without a playbook"):
        staffed(lived(clock.game().replace(days=2), None, 1))


def test_a_wait_runs_from_the_post_to_the_first_act_of_a_person(run):
    """Against the log, post by post."""
    table, posts, log = waits(run), run.posts, run.actions
    assert len(table) > 20 and (table["wait_hours"] >= 0).all()
    for post in table.index[:10]:
        acts_on = log[(log["target_kind"] == "post") & (log["target"] == post) & (log["actor"] >= 0)]
        first = acts_on[acts_on["verb"].isin(["remove", "hide", "keep", "release", "reply"])]["hour"].min()
        assert table.loc[post, "wait_hours"] == first - posts.loc[post, "seconds"] // 3600
    assert set(wait_by_part(run).index) == set(PARTS)


def test_the_figures_say_what_they_show(run):
    """Hours, shares and waits; and what cannot be drawn is refused in one line."""
    says = around_the_clock(run).says
    assert f"{clock.share_alone(run):.0f}% of posts" in says and "hours of 24" in says
    assert "a: 0.50 at worst, 0.75 on average" in wearing({"a": pd.DataFrame([[1.0, 1.0], [0.5, 1.0]])}).says
    for wrong in ({}, {name: pd.DataFrame([[1.0]]) for name in "abcde"}, None):
        with pytest.raises(ValueError, match="1 to 4 plans"):
            wearing(wrong)
    with pytest.raises(ValueError, match="'a' holds none"):
        wearing({"a": pd.DataFrame()})


# --- exercise 09a -------------------------------------------------------------------------------------------


def test_the_clock_is_passed_when_it_was_read_rightly(run):
    """Rounded or not."""
    hours, percent, longest = right(run)
    assert clock.check_alone(run, hours, percent, longest).startswith("Passed")
    assert clock.check_alone(run, hours, round(percent), longest).startswith("Passed")


@pytest.mark.parametrize(
    ("which", "misread", "told"),
    [
        (0, lambda h, p: 24 - h, "in which somebody is there"),
        (0, lambda h, p: 24 - 2 * (24 - h), "both people work at the same time"),
        (0, lambda h, p: h - 1, "another number"),
        (1, lambda h, p: 100 - p, "when somebody is there"),
        (1, lambda h, p: p / 100, "share of 1"),
    ],
)
def test_each_way_to_misread_the_clock_has_a_name(run, which, misread, told):
    """What was counted, and where to look."""
    answers = list(right(run))
    answers[which] = misread(*answers[:2])
    said = clock.check_alone(run, *answers)
    assert said.startswith("Not yet") and told in said


def test_another_part_of_the_day_is_not_the_longest(run):
    """All four are compared."""
    hours, percent, _ = right(run)
    quick = wait_by_part(run).idxmin()
    assert "another part waits longer" in clock.check_alone(run, hours, percent, quick)


@pytest.mark.parametrize(
    "plan",
    [
        clock.roster((0, 5), (8, 13), (16, 22)),
        clock.roster((20, 4), (8, 16)),
        clock.roster((0, 4), (6, 10), (12, 16), (18, 22)),
    ],
)
def test_more_than_one_roster_passes(plan):
    """Three or four short shifts, or one by night and one by day."""
    assert clock.check_roster(plan).startswith("Passed")


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (clock.roster((9, 17), (9, 17)), "two people sit side by side"),
        (clock.roster((7, 15), (15, 23)), "not surely less"),
        (clock.roster((0, 24), minutes=13), "24 hours a day"),
        (clock.roster((0, 8), (8, 16), (16, 24)), "the budget is 320"),
        (clock.roster(*[(n, n + 2) for n in range(0, 20, 4)]), "the plan needs 5 people"),
        (clock.roster((20, 4), (8, 16), volunteers=5), "team.volunteers changed too"),
        (clock.roster((20, 4)).replace({"moderation.filter": "hold"}), "moderation changed too"),
        (clock.roster(), "no shifts"),
    ],
)
def test_each_misconception_of_coverage_has_a_name(plan, told):
    """More of the same hours, a day of 24, money that is not there, another lever."""
    said = clock.check_roster(plan)
    assert said.startswith("Not yet") and told in said


# --- exercise 09b -------------------------------------------------------------------------------------------


def test_the_lowest_composure_is_passed_when_it_was_read_rightly():
    """The smallest value and its day."""
    diary = calm.my_diary(calm.my_seed("Kim"))
    low, hour = float(diary.min().min()), int(diary.min(axis=1).idxmin())
    assert calm.check_lowest(diary, low, hour // 24).startswith("Passed")
    assert calm.check_lowest(diary, round(low, 2), hour // 24).startswith("Passed")
    for answer, told in ((1 - low, "what was lost"), (diary.to_numpy().mean(), "mean of all hours")):
        assert told in calm.check_lowest(diary, answer, hour // 24)
    for day, told in (
        (hour, "hour of the run"),
        (hour // 24 + 1, "counts from 1"),
        (hour // 24 + 3, "another day"),
    ):
        assert told in calm.check_lowest(diary, low, day)


@pytest.mark.parametrize("change", [{"team.shifts": IN_TURN}, {"netiquette.notice_by": "bot"}])
def test_more_than_one_change_passes(change):
    """People take turns, or nobody's temper is needed."""
    assert calm.check_change(calm.team().replace(change)).startswith("Passed")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, "nothing is changed"),
        ({"netiquette.notice": "explained"}, "not surely less"),
        ({"netiquette.notice": "blunt"}, "every notice is blunt"),
        ({"netiquette.notice": "none"}, "nobody is told"),
        ({"moderation.handle_flags": False}, "nobody looks"),
        ({"team.judgement": 0.99}, "not surely less"),
        ({"team.shifts": [dict(IN_TURN[0], ends=20)]}, "reads all of it alone"),
        ({"team.shifts": [dict(IN_TURN[0], ends=20)] * 2}, "paid minutes a day instead of"),
        ({"team.shifts": [dict(IN_TURN[0], ends=12, minutes_per_hour=30)] * 2}, "stand"),
        ({"team.judgement": 0.99, "netiquette.notice_by": "bot"}, "One at a time"),
    ],
)
def test_each_misconception_of_composure_has_a_name(change, told):
    """Training, one brave person, a harsher rule, looking away: tried, and named."""
    said = calm.check_change(calm.team().replace(change))
    assert said.startswith("Not yet") and told in said


def test_a_tactic_that_lets_people_take_turns_passes():
    """The solution, in communities that nobody has seen."""
    assert calm.check_tactic(Turns()).startswith("Passed")


def send_all_home(community):
    """Let everybody rest who is worn, whoever is left."""
    for person in community.managers:
        if person.composure < 0.8:
            person.away_until_hour = community.hour + 25


def order_calm(community):
    """Set what nobody can set."""
    community.managers[0].composure = 1.0


def dismiss(community):
    """Send one away for good."""
    community.managers[0].away_until_hour = 10**6


@pytest.mark.parametrize(
    ("on_hour", "told"),
    [
        (send_all_home, "nobody is there"),
        (order_calm, "sets composure"),
        (dismiss, "sends somebody away for"),
        (lambda community: None, "changes nothing"),
        (lambda community: 1 / 0, "could not be checked"),
    ],
)
def test_each_misconception_of_a_tactic_has_a_name(on_hour, told):
    """An empty desk, an order to be calm, a dismissal, nothing at all, an error of one's own."""
    said = calm.check_tactic(acts(on_hour))
    assert said.startswith("Not yet") and told in said


def test_a_class_in_place_of_a_tactic_is_named():
    """A pair of brackets is easily forgotten."""
    assert "with brackets" in calm.check_tactic(Turns)


# --- all of them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("garbage", GARBAGE, ids=named)
def test_garbage_gets_an_answer_and_no_traceback(run, garbage):
    """In any place, from every check of the module."""
    diary = calm.my_diary(calm.my_seed("Kim"))
    for said in (
        clock.check_alone(garbage, garbage, garbage, garbage),
        clock.check_alone(run, garbage, 60, garbage),
        clock.check_roster(garbage),
        calm.check_lowest(garbage, garbage, garbage),
        calm.check_lowest(diary, garbage, garbage),
        calm.check_lowest(pd.DataFrame({"a": ["x"] * 30}), 0.5, 1),
        calm.check_lowest(pd.DataFrame({"a": [math.nan] * 30}), 0.5, 1),
        calm.check_change(garbage),
        calm.check_tactic(garbage),
    ):
        assert said.startswith("Not yet") and "\n" not in said


def test_pages_of_different_people_are_equally_hard_and_not_the_same():
    """Answers cannot be copied, and nobody draws an easier one."""
    names = ("Kim", "Ada", "Bo", "Chidi")
    assert len({(clock.my_run(name).seed, clock.share_alone(clock.my_run(name))) for name in names}) >= 3
    assert all(clock.BAND[0] <= clock.share_alone(clock.my_run(name)) <= clock.BAND[1] for name in names)
    seeds = [calm.my_seed(name) for name in names]
    assert len(set(seeds)) >= 3 and not set(seeds) & set(UNSEEN)
    assert all(calm.BAND[0] <= calm.lowest(seed) <= calm.BAND[1] for seed in seeds)
