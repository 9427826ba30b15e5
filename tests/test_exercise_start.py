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
NO_ANSWERS = [None, ..., "", "40%", "forty", float("nan"), float("inf"), -1, 1e9, True, [40], (1, 2), {}, np.arange(3),
              pd.Series([1, 2]), 3 + 4j, object, simulate, pd.NA, b"40"]  # fmt: skip


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
    return percent().loc["never", "people"], percent().loc["10 times or more", "contributions"]


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
    """Fractions, the wrong bar and the rest of the bar each get an answer of their own."""
    never, busiest = right_shares()
    assert "multiply by 100" in check_reading(lived(), never / 100, busiest)
    assert "belongs to the other bar" in check_reading(lived(), never, percent().loc["10 times or more", "people"])
    assert "counts all the others" in check_reading(lived(), 100 - never, busiest)
    assert "not what the figure shows" in check_reading(lived(), 31, busiest)


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
    never, busiest = right_shares()
    before, after = lived(), lived(0.2)
    for said in (
        check_reading(answer, never, busiest),
        check_reading(before, answer, busiest),
        check_reading(before, never, answer),
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


def test_numbers_of_any_kind_count_as_numbers():
    """A number taken from a table is as good as one typed."""
    never, busiest = right_shares()
    assert check_reading(lived(), np.float64(never), np.int64(busiest)).startswith("Passed")


def test_a_forum_in_which_nobody_writes_is_said_to_be_one():
    """A run without any contribution gives advice, not a division by zero."""
    silent = lived(
        1.0, **{"population.voice_share": 0.0, "population.history_share": 0.0, "behaviour.errand": 0.0}
    )
    assert not len(silent.posts)
    assert "nobody wrote" in check_reading(silent, 100, 0)
