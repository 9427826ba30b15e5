"""Exercise 01a: its checks recognise what is right and each misreading, and meet everything else with words."""

import numpy as np
import pytest
from garbage import GARBAGE, complains, named

from exercises.checks.noise import lived
from exercises.checks.roles import (
    _LEVELS,
    ACCOUNTS,
    PEOPLE,
    PLACE,
    VISITORS,
    WINDOWS,
    alike,
    check_alike,
    check_claim,
    check_shares,
    in_word,
    my_claim,
    my_forum,
    my_level,
    smallest_gap,
    try_alike,
    verdict,
)
from simulator import simulate
from simulator.lens.counting import share_who_wrote

NAMES = ("Ada", "Grace", "Alan", 1403)
RIGHT = {"reactions": "more", "newcomers": "luck", "lag": "more"}


def shares(name="Ada"):
    """Return the eight shares of somebody's forum, as the figure prints them."""
    return (100 * share_who_wrote(my_forum(name))).round(1)


def asked(name="Ada"):
    """Return the two shares that are to be read."""
    return shares(name).loc["a week", ACCOUNTS], shares(name).loc["a month", VISITORS]


def counted(name="Ada"):
    """Return how somebody's claim was counted: (of_whom, counted_for)."""
    window, people = (shares(name) - my_claim(name)).abs().stack().idxmin()
    return next(word for word, column in PEOPLE.items() if column == people), window


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_in_the_figure_passes(name):
    """Whatever forum somebody got, reading it rightly is enough."""
    assert check_shares(my_forum(name), *asked(name)).startswith("Passed")
    assert check_claim(my_forum(name), my_claim(name), *counted(name)).startswith("Passed")


def test_a_neighbours_answers_do_not_fit():
    """Of many pairs of neighbours hardly any could copy from each other."""
    names = [f"learner {number}" for number in range(6)]
    copied = [
        check_shares(my_forum(one), *asked(other)).startswith("Passed")
        for one in names
        for other in names
        if my_forum(one) is not my_forum(other)
    ]
    assert np.mean(copied) < 0.05


def test_every_forum_is_equally_easy_to_read():
    """No two shares lie so close that one is taken for the other."""
    for name in NAMES:
        assert smallest_gap(my_forum(name).seed) >= 1


def test_each_misreading_of_a_share_is_called_by_name():
    """Other people, another stretch of time, a fraction, the silent, and a rounded share."""
    run, (week, month) = my_forum("Ada"), asked()
    table = shares()
    other_people = check_shares(run, table.loc["a week", VISITORS], month)
    assert f"share {VISITORS}, counted for a week" in other_people
    assert "counted for a month" in check_shares(run, table.loc["a month", ACCOUNTS], month)
    assert "counted for a week" in check_shares(run, week, table.loc["a week", VISITORS])
    assert "is a fraction" in check_shares(run, week / 100, month)
    assert "take it off 100" in check_shares(run, 100 - week, month).lower()
    assert "was rounded" in check_shares(run, week, round(month))
    assert "near it" in check_shares(run, week, month + 0.2)
    assert "not in the figure" in check_shares(run, 55, month)


def test_each_way_of_counting_that_does_not_give_the_claim_is_told_what_it_would_give():
    """Right people with a wrong stretch, right stretch with wrong people, and both wrong are told apart."""
    run, claim, (people, window) = my_forum("Ada"), my_claim("Ada"), counted()
    for of_whom in PEOPLE:
        for counted_for in WINDOWS:
            said = check_claim(run, claim, of_whom, counted_for)
            if (of_whom, counted_for) == (people, window):
                assert said.startswith("Passed")
            elif counted_for == window:
                assert "the people are not" in said
            elif of_whom == people:
                assert "stretch of time is not" in said
                shorter = WINDOWS.index(counted_for) < WINDOWS.index(window)
                assert ("go on" in said) == shorter
            else:
                assert complains(said) and "it would be" in said


def test_a_claim_about_another_forum_is_not_explained():
    """A number that no way of counting gives is an answer to something else."""
    assert "no way of counting" in check_claim(my_forum("Ada"), 50, "accounts", "a day")


def test_what_likeness_changes_passes_for_every_level_somebody_may_get():
    """The right answer is the same for all, so that nobody has it harder."""
    for level in _LEVELS[::8]:
        assert {name: in_word(verdict(name, level)) for name in RIGHT} == RIGHT
    assert check_alike(my_level("Ada"), **RIGHT).startswith("Passed")


def test_each_misconception_about_likeness_is_called_by_name():
    """Livelier taken for growing, closeness for openness, a sure effect for luck."""
    level = my_level("Ada")
    assert "not yet a place that more people join" in check_alike(level, **RIGHT | {"newcomers": "more"})
    assert "more that a newcomer must learn" in check_alike(level, **RIGHT | {"lag": "less"})
    assert "is no luck" in check_alike(level, **RIGHT | {"reactions": "luck"})
    assert "is no luck" in check_alike(level, **RIGHT | {"lag": "luck"})
    assert "whole interval" in check_alike(level, **RIGHT | {"reactions": "less"})
    assert "whole interval" in check_alike(level, **RIGHT | {"newcomers": "less"})


def test_the_verdict_comes_from_the_simulator():
    """Where members are no more alike than before, nothing differs, and the same answers do not pass."""
    assert {in_word(verdict(name, 0.1)) for name in RIGHT} == {"luck"}
    assert in_word(verdict("reactions", 0.8)) == "more"


@pytest.mark.parametrize("answer", GARBAGE, ids=named)
def test_whatever_is_entered_gets_an_answer_in_words(answer):
    """Every argument of every check, one at a time; never a traceback, never `Passed`."""
    run, (week, month), claim = my_forum("Ada"), asked(), my_claim("Ada")
    for said in (
        check_shares(answer, week, month),
        check_shares(run, answer, month),
        check_shares(run, week, answer),
        check_claim(answer, claim, *counted()),
        check_claim(run, answer, *counted()),
        check_claim(run, claim, answer, counted()[1]),
        check_claim(run, claim, counted()[0], answer),
        *(check_alike(0.8, **RIGHT | {name: answer}) for name in RIGHT),
        check_alike(answer, **RIGHT),
    ):
        assert complains(said)


def test_a_run_that_is_too_short_or_silent_is_told_to_be_one():
    """NaN shares and zeros must not look like wrong answers."""
    short = simulate(PLACE.replace(days=5), None, seed=1)
    silent = lived(
        alike(0.1).replace(
            {"population.voice_share": 0.0, "behaviour.errand": 0.0, "platform.entry_friction": 1.0}
        ),
        None,
        1,
    )
    for run in (short, silent):
        assert "too short, or nobody wrote" in check_shares(run, 1, 2)
        assert complains(check_claim(run, 5, "accounts", "a day"))


@pytest.mark.parametrize("level", [None, "0.8", float("nan"), 5, ...])
def test_the_trial_on_the_page_says_what_is_wrong_and_does_not_fail(level, capsys):
    """A learner may put anything into the cell that shows the pairs."""
    try_alike(level)
    assert complains(capsys.readouterr().out.strip())


def test_the_trial_prints_a_line_for_each_figure(capsys):
    """Mean, interval and count, so that luck can be told from what is sure."""
    try_alike(0.9, pairs=3)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(RIGHT)
    assert all("95% interval" in line and "of 3" in line for line in lines)
