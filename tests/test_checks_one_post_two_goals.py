"""Exercise 02a: its checks recognise what is right and each misreading, and meet everything else with words."""

from pathlib import Path

import pytest
from garbage import GARBAGE, complains, named

from exercises.checks.one_post_two_goals import (
    PLACE,
    check_plan,
    check_reading,
    check_report,
    check_tasks,
    my_plan,
    my_posts,
    my_teams,
    talk_of,
)
from exercises.checks.personal import in_band
from simulator import Playbook
from simulator.lens.six_tasks import by_task

NAMES = ("Ada", "Grace", 1403)
REPORT = {"reach": "readings", "talk": "answers_among_members", "calm": "person", "storm": "no difference"}
SPREAD = ("mon", "thu", "sat", "tue", "fri", "wed", "sun")


def read(name="Ada"):
    """Return the two numbers that are to be read."""
    posts = my_posts(name)
    return posts.loc["announcement", "likes"], posts.loc["starter", "answers_among_members"]


def tasks(name="Ada"):
    """Return the right answers about the six tasks."""
    minutes = by_task(my_teams(name)["facilitator"])["minutes"]
    share = round(100 * minutes["Building"] / minutes.sum())
    return {"building_percent": share, "untouched": "Leading opinion leaders", "bridge": "Support"}


def changed(count, name="Ada", **slot):
    """Return somebody's plan with starters on so many days, and its slots otherwise changed."""
    plan = my_plan(name)
    slots = [
        each.model_dump() | {"kind": "starter" if each.day in SPREAD[:count] else "announcement"} | slot
        for each in plan.engagement.calendar
    ]
    return plan.replace({"engagement.calendar": slots})


@pytest.mark.parametrize("name", NAMES)
def test_right_answers_pass_whoever_gives_them(name):
    """Each part, with the luck of three people."""
    assert check_reading(my_posts(name), *read(name)).startswith("Passed")
    assert check_tasks(my_teams(name), **tasks(name)).startswith("Passed")
    assert check_report(**REPORT).startswith("Passed")


def test_forums_are_equally_hard_and_there_are_enough_of_them():
    """A starter that nobody answers would teach the opposite; neighbours must not all share one forum."""
    assert all(3 <= talk_of_name <= 9 for talk_of_name in (read(name)[1] for name in NAMES))
    assert len(in_band(range(1, 11), talk_of, (3, 9))) >= 3


def test_a_neighbours_numbers_do_not_fit():
    """They belong to another forum."""
    for name in NAMES[1:]:
        assert read(name) != read("Ada")
        assert complains(check_reading(my_posts("Ada"), *read(name)))


def test_each_misreading_of_the_figure_is_called_by_name():
    """The other post, another figure, both kinds of answer together."""
    posts, (likes, talk) = my_posts("Ada"), read()
    assert "counts 'readings'" in check_reading(posts, posts.loc["announcement", "readings"], talk)
    assert "belongs to the announcement" in check_reading(posts, likes, 0)
    assert "belongs to the starter" in check_reading(posts, posts.loc["starter", "likes"], talk)
    assert "counts 'readings'" in check_reading(posts, likes, posts.loc["starter", "readings"])
    together = talk + posts.loc["starter", "answers_to_team"]
    assert "answers to the team, too" in check_reading(posts, likes, together)
    assert "not in the figure" in check_reading(posts, likes, 12345)


def test_each_wrong_figure_for_a_goal_is_called_by_name():
    """A like taken for talk, a reading taken for talk, letters to the team; answers taken for reach."""
    assert "a like is a nod" in check_report(**REPORT | {"talk": "likes"})
    assert "still to be silent" in check_report(**REPORT | {"talk": "readings"})
    assert "letters to you" in check_report(**REPORT | {"talk": "answers_to_team"})
    assert "answers are given by few" in check_report(**REPORT | {"reach": "answers_among_members"})
    assert "do not press anything" in check_report(**REPORT | {"reach": "likes"})


def test_each_wrong_voice_is_called_by_name():
    """The brand's voice in calm times, and a human voice as a cure for storms."""
    assert "human voice more" in check_report(**REPORT | {"calm": "brand"})
    assert "advantage was gone" in check_report(**REPORT | {"storm": "person"})


def test_each_misreading_of_the_tasks_is_called_by_name():
    """A fraction, minutes for percent, a task that was done, dialogue taken for the bridge."""
    teams, right = my_teams("Ada"), tasks()
    minutes = by_task(teams["facilitator"]).loc["Building", "minutes"]
    percent = right["building_percent"]
    assert "is a fraction" in check_tasks(teams, **right | {"building_percent": percent / 100})
    if minutes <= 100:
        assert "are minutes" in check_tasks(teams, **right | {"building_percent": minutes})
    assert "not in the figure" in check_tasks(teams, **right | {"building_percent": percent + 5})
    assert "some team did something" in check_tasks(teams, **right | {"untouched": "Engagement"})
    assert "not where a complaint is answered" in check_tasks(
        teams, **right | {"bridge": "Dialogue and interaction"}
    )


@pytest.mark.parametrize("name", NAMES)
def test_more_than_one_calendar_serves_both_goals(name):
    """A design question has more than one answer, at whatever hour the team is there."""
    for starters in (1, 2, 3):
        assert check_plan(my_plan(name), changed(starters, name)).startswith("Passed")


def test_all_for_talk_and_nothing_for_talk_both_fail():
    """The two extremes: seven starters lose the readings, none changes nothing."""
    before = my_plan("Ada")
    all_for_talk = check_plan(before, changed(7))
    assert complains(all_for_talk) and "give it some posts back" in all_for_talk
    assert "the calendar is as it was" in check_plan(before, changed(0))


def test_help_from_elsewhere_is_no_answer():
    """More minutes, money, better posts, another team or more posts would raise both goals for other reasons."""
    before = my_plan("Ada")
    assert "minutes a week, before" in check_plan(before, changed(2, minutes=30))
    assert "euros a week, before" in check_plan(before, changed(2, euros=50))
    assert "better made" in check_plan(before, changed(2, appeal=8))
    assert "more than the calendar" in check_plan(before, changed(2).replace({"engagement.ads_per_day": 3}))
    assert "more than the calendar" in check_plan(before, Playbook.load("facilitator"))
    twice = changed(2)
    slots = [slot.model_dump() for slot in twice.engagement.calendar] * 2
    assert "minutes a week, before" in check_plan(before, twice.replace({"engagement.calendar": slots}))


def test_posts_that_are_shorter_or_fewer_are_allowed():
    """Doing less than one may is no fault of the calendar."""
    assert "minutes" not in check_plan(my_plan("Ada"), changed(2, minutes=10)).partition(" - ")[2][:40]


def test_moving_announcements_to_other_hours_is_not_beyond_luck():
    """A change that asks nobody anything does not make members talk to each other."""
    assert "luck alone could do" in check_plan(my_plan("Ada"), changed(0, hour=20))


@pytest.mark.parametrize("answer", GARBAGE, ids=named)
def test_whatever_is_entered_gets_an_answer_in_words(answer):
    """Every argument of every check, one at a time; never a traceback, never `Passed`."""
    posts, (likes, talk), teams = my_posts("Ada"), read(), my_teams("Ada")
    said = [
        check_reading(answer, likes, talk),
        check_reading(posts, answer, talk),
        check_reading(posts, likes, answer),
        check_tasks(answer, **tasks()),
        check_tasks({"broadcast": answer, "facilitator": answer}, **tasks()),
        check_plan(answer, my_plan("Ada")),
        check_plan(my_plan("Ada"), answer),
    ]
    said += [check_report(**REPORT | {name: answer}) for name in REPORT]
    said += [check_tasks(teams, **tasks() | {name: answer}) for name in tasks()]
    assert all(map(complains, said))


def test_a_table_that_is_another_is_told_to_be_one():
    """The right columns with the wrong rows."""
    posts = my_posts("Ada")
    assert "one row for each kind" in check_reading(posts.rename(index={"starter": "talk"}), 1, 2)
    assert "at least 2" in check_reading(posts.iloc[:1], 1, 2)


def test_the_place_of_the_check_is_that_of_the_page():
    """A learner tries the plan where it will be checked, with other luck."""
    source = (Path(__file__).parents[1] / "exercises/source/02a_one_post_two_goals.py").read_text()
    assert f'"members": {PLACE.members}, "days": {PLACE.days}, "population.visits_per_day": 0.2' in source
