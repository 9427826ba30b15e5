"""The first exercise: its checks recognise what is right, name what is not, and never fail loudly."""

import dataclasses
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.checks.who_writes import check_decision, check_reading
from simulator import Scenario, simulate
from simulator.lens.participation import by_group, people_who_wrote

SEED = 1403
EMPTY = [None, ..., "", {}, np.arange(0)]
WORDS = ["40%", "forty", b"40"]
NO_NUMBERS = [float("nan"), float("inf"), -1, 1e9, True, 3 + 4j, pd.NA, [40], (1, 2), pd.Series([1, 2]), object]
NO_ANSWERS = [*EMPTY, *WORDS, *NO_NUMBERS]


@cache
def lived(hurdle=0.7, seed=SEED, **changes):
    """Return a run of the exercise's forum."""
    forum = Scenario.load("forum").replace({"members": 2000, "days": 90, "platform.entry_friction": hurdle})
    return simulate(forum.replace(changes) if changes else forum, seed=seed)


@cache
def percent():
    """Return what the figure shows, in whole percent."""
    return (100 * by_group(lived()) / by_group(lived()).sum()).round()


def right_shares():
    """Return the two shares that are to be read."""
    return 100 - percent().loc["never", "people"], percent().loc["10 times or more", "contributions"]


def gain():
    """Return how many more people write with a hurdle of 0.2."""
    return people_who_wrote(lived(0.2)) - people_who_wrote(lived())


def test_shares_read_from_the_figure_pass():
    """What the figure prints is right."""
    assert check_reading(lived(), *right_shares()).startswith("Passed")


def test_the_same_reading_is_wrong_for_another_forum():
    """The answer belongs to the learner's own luck and can't be copied from any forum."""
    other = lived(0.0, seed=4)
    assert check_reading(other, *right_shares()).startswith("Not yet")


def test_known_misreadings_are_called_by_name():
    """Fractions, the silent instead of the others, and people instead of writing get an answer of their own."""
    wrote, busiest = right_shares()
    assert "take it off 100" in check_reading(lived(), 100 - wrote, busiest)
    assert "multiply by 100" in check_reading(lived(), wrote / 100, busiest)
    assert "multiply by 100" in check_reading(lived(), wrote, busiest / 100)
    assert "not what the figure shows" in check_reading(lived(), 31, busiest)
    assert "counts the people" in check_reading(lived(), wrote, percent().loc["10 times or more", "people"])
    assert "not what the figure shows" in check_reading(lived(), wrote, 77)


def test_what_all_the_others_wrote_is_called_by_name():
    """Somebody who reads the bars the wrong way round is told so, where the two can be told apart."""
    for seed in range(20):
        run = lived(0.9, seed=seed)
        shown = (100 * by_group(run) / by_group(run).sum()).round()
        busiest = shown.loc["10 times or more", "contributions"]
        if abs(100 - 2 * busiest) > 6:
            break
    said = check_reading(run, 100 - shown.loc["never", "people"], 100 - busiest)
    assert "all the others wrote" in said


def test_one_lower_hurdle_passes():
    """The same forum with less in the way, and the number of people counted rightly, is right."""
    assert gain() > 0
    assert check_decision(lived(), lived(0.2), gain()).startswith("Passed")


def test_a_different_forum_is_no_comparison():
    """Other luck, more members, or no change at all are told apart from the one decision."""
    assert "different luck" in check_decision(lived(), lived(0.2, seed=5), 3)
    assert "members changed too" in check_decision(lived(), lived(0.2, members=2100), 3)
    assert "population.homogeneity changed too" in check_decision(
        lived(), lived(0.2, **{"population.homogeneity": 0.9}), 3
    )
    assert "nothing was changed" in check_decision(lived(), lived(), 0)
    assert "higher than before" in check_decision(lived(), lived(0.9), 3)
    unmanaged = dataclasses.replace(lived(0.2), playbook=None)
    assert "different teams" in check_decision(lived(), unmanaged, 3)


def test_known_miscounts_are_called_by_name():
    """A wrong sign, everybody, and posts instead of people each get an answer of their own."""
    before, after = lived(), lived(0.2)
    assert "wrong sign" in check_decision(before, after, -gain())
    assert "everybody who wrote" in check_decision(before, after, people_who_wrote(after))
    assert "not the difference" in check_decision(before, after, gain() + 1)
    posts = len(after.posts) - len(before.posts)
    if abs(posts) not in (abs(gain()), people_who_wrote(after)):
        assert "posts" in check_decision(before, after, posts) or abs(posts) > people_who_wrote(after)


def test_a_step_too_small_to_tell_from_luck_does_not_pass():
    """A hurdle lowered by next to nothing brings nobody in forums that the learner has not seen."""
    after = lived(0.6999999)
    answer = check_decision(lived(), after, people_who_wrote(after) - people_who_wrote(lived()))
    assert "too small to tell from luck" in answer


@pytest.mark.parametrize("answer", NO_ANSWERS, ids=repr)
def test_whatever_is_entered_gets_an_answer_in_words(answer):
    """Empty places, text, NaN and shapes that make no sense are met with `Not yet`, never a traceback."""
    wrote, busiest = right_shares()
    before, after = lived(), lived(0.2)
    for said in (
        check_reading(answer, wrote, busiest),
        check_reading(before, answer, busiest),
        check_reading(before, wrote, answer),
        check_decision(answer, after, 3),
        check_decision(before, answer, 3),
        check_decision(before, after, answer),
    ):
        assert said.startswith("Not yet - ")
        assert "\n" not in said


@given(st.one_of(st.floats(), st.integers(), st.text(), st.none(), st.lists(st.floats())))
def test_no_answer_at_all_breaks_the_check(answer):
    """Any number, text or list gets one line."""
    said = check_reading(lived(), answer, answer)
    assert said.startswith(("Passed", "Not yet - "))
    assert "\n" not in said


def test_a_truth_value_is_no_number():
    """Python counts True as 1; as an answer it is a mistake."""
    assert "wrote_something is not a number" in check_reading(lived(), True, right_shares()[1])


def test_numbers_of_any_kind_count_as_numbers():
    """A number taken from a table is as good as one typed."""
    wrote, busiest = right_shares()
    assert check_reading(lived(), np.float64(wrote), np.int64(busiest)).startswith("Passed")


def test_a_forum_in_which_nobody_writes_is_said_to_be_one():
    """A run without any contribution gives advice, not a division by zero."""
    silent = lived(
        1.0, **{"population.voice_share": 0.0, "population.history_share": 0.0, "behaviour.errand": 0.0}
    )
    assert not len(silent.posts)
    assert "nobody wrote" in check_reading(silent, 0, 0)
