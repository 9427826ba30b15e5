"""Module 01: what its notebook tells learners is true in the simulator, and its figures say what they show."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from simulator import Scenario, simulate
from simulator.lab.preconditions import language_gap
from simulator.lens.conversation import engagement_rate
from simulator.lens.counting import ACCOUNTS, VISITORS, counting, share_who_wrote
from simulator.lens.facts import share_top
from simulator.lens.participation import newcomers_who_wrote
from simulator.lens.strips import strips

PLACE = Scenario.load("forum").replace({"members": 800, "days": 90, "population.visits_per_day": 0.3})
ALIKE = {"population.visits_spread": 0, "population.voice_spread": 0, "population.history_share": 0}
SEEDS = range(1, 7)


@cache
def forum():
    """Return the forum of the notebook."""
    return simulate(Scenario.load("forum").replace(members=1000, days=60), None, seed=7)


def tenths(**changes):
    """Return how much the busiest tenth wrote, by seed."""
    return np.array(
        [share_top(simulate(PLACE.replace(ALIKE | changes), None, seed=seed).events()) for seed in SEEDS]
    )


@cache
def people(level):
    """Return runs in which members are so much alike, by seed."""
    place = Scenario.load("forum").replace({"members": 600, "days": 60, "population.visits_per_day": 0.2})
    place = place.replace({"population.homogeneity": level, "population.shared_style": level})
    return [simulate(place, None, seed=seed) for seed in SEEDS]


def test_shares_are_those_counted_by_hand():
    """A day and a week, writer by writer, from the posts themselves."""
    run = forum()
    posts = run.posts[run.posts["author"] >= 0]
    day = posts["seconds"] // 86400
    table = share_who_wrote(run)
    a_day = sum(posts["author"][day == each].nunique() for each in range(60))
    assert table.loc["a day", ACCOUNTS] == pytest.approx(a_day / run.daily["members"].sum())
    assert table.loc["a day", VISITORS] == pytest.approx(a_day / run.daily["dau"].sum())
    weeks = [posts["author"][(day > end - 7) & (day <= end)].nunique() for end in range(6, 60)]
    assert table.loc["a week", VISITORS] == pytest.approx(sum(weeks) / run.daily["wau"][6:].sum())
    came = run.members["visits"] > 0
    assert table.loc["all the time", VISITORS] == pytest.approx(posts["author"].nunique() / came.sum())
    assert table.loc["all the time", ACCOUNTS] == pytest.approx(posts["author"].nunique() / len(run.members))


def test_one_community_has_shares_from_under_one_per_cent_to_more_than_ten():
    """The notebook says so, and that those who count for longer, or fewer people, find a larger share."""
    table = share_who_wrote(forum())
    assert table.min(axis=None) < 0.01 and table.max(axis=None) > 0.1
    assert (table[VISITORS] > table[ACCOUNTS]).all()
    assert (table.diff().dropna() > 0).all(axis=None)


def test_a_run_shorter_than_a_window_has_no_share_for_it():
    """A week says nothing about a month."""
    table = share_who_wrote(simulate(Scenario(members=200, days=7), None, seed=1))
    assert table.loc["a month"].isna().all() and table.loc["a week"].notna().all()
    assert counting(simulate(Scenario(members=200, days=7), None, seed=1)).says.endswith(".")


def test_nobody_writing_is_said_in_words():
    """A silent place has a figure and a sentence, too."""
    nobody = {"population.voice_share": 0.0, "behaviour.errand": 0.0}
    assert "nobody wrote" in counting(simulate(Scenario(members=50, days=3).replace(nobody), None, seed=1)).says


def test_a_few_carry_the_talk_even_where_all_are_alike():
    """The second prediction: far more than a tenth, and more where people fall silent than where nobody does."""
    alike, never_silent = tenths(), tenths(**{"behaviour.silence_hazard": 0.0})
    assert (alike > 0.2).all() and (never_silent > 0.15).all()
    assert (alike > never_silent).all()


def test_differences_between_people_add_to_it():
    """In nearly every forum, as the notebook says."""
    as_they_are = np.array([share_top(simulate(PLACE, None, seed=seed).events()) for seed in SEEDS])
    assert (as_they_are > tenths()).sum() >= 5


def test_alike_is_livelier_in_every_pair_and_newcomers_lag_further_behind():
    """The third part: reactions and lag are up in all pairs; newcomers who write are up in some."""
    for mixed, alike in zip(people(0.1), people(0.9), strict=True):
        assert engagement_rate(alike.hourly, alike.posts) > engagement_rate(mixed.hourly, mixed.posts)
        assert language_gap(alike) > language_gap(mixed)
    more = [newcomers_who_wrote(b) > newcomers_who_wrote(a) for a, b in zip(people(0.1), people(0.9), strict=True)]
    assert 2 <= sum(more) <= 4


def test_strips_say_mean_and_range_of_each_world():
    """The sentence carries what the marks show."""
    says = strips({"before": [1, 2, 3], "after": [4, 6, 8]}, "posts (a day)", digits=1).says
    assert says == (
        "Posts (a day), mean and range over 3 communities - before: 2.0 (1.0 to 3.0); after: 6.0 (4.0 to 8.0)."
    )


@pytest.mark.parametrize("values", [{}, {"a": []}, {"a": [1], "b": [1, 2]}, {str(n): [1] for n in range(5)}])
def test_strips_of_unequal_worlds_are_refused(values):
    """A line between forums of different luck would lie."""
    with pytest.raises(ValueError, match="values must be"):
        strips(values, "posts")


def test_counting_draws_both_ways_and_the_rule_of_thumb():
    """Two curves told apart by mark and line as well as by colour."""
    axes = counting(forum()).axes[0]
    curves = [line for line in axes.lines if len(line.get_xdata()) == 4]
    assert len({(line.get_linestyle(), line.get_marker()) for line in curves}) == 2
    assert axes.get_xlabel() and "%" in axes.get_ylabel()
    assert pd.Series([text.get_text() for text in axes.texts]).str.contains("rule").any()
