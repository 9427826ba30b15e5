"""What a community brings along: homogeneity, a style of its own, talk that moves."""

import numpy as np
import pandas as pd
import pytest

from simulator import Scenario, simulate
from simulator.lab import preconditions
from simulator.lab.preconditions import effects, integration_gap, language_gap, retention, sweep

SEEDS, MANY = range(1, 13), range(1, 31)


@pytest.fixture(scope="module")
def runs() -> pd.DataFrame:
    """Communities with each precondition absent and at its strongest, all other luck alike: twelve, or thirty.

    What dynamism does to belonging is small (.003), so more of them are needed to see it.
    """
    scenario = Scenario.load("forum").replace(members=2500, days=150, newcomers_per_1000_members_per_day=4)
    few = sweep(
        scenario,
        levels=(0.0, 1.0),
        seeds=SEEDS,
        preconditions=["population.homogeneity", "population.shared_style"],
    )
    many = sweep(scenario, levels=(0.0, 1.0), seeds=MANY, preconditions=["population.dynamism"])
    return pd.concat([few, many], ignore_index=True)


def change(runs: pd.DataFrame, precondition: str, measure: str) -> tuple[float, float]:
    """Return the paired 95% interval of what the precondition, from none to full, does to a measure."""
    rows = effects(runs).set_index(["precondition", "measure"])
    return tuple(rows.loc[(precondition, measure), ["ci_low", "ci_high"]])


@pytest.mark.parametrize("precondition", ["homogeneity", "shared_style", "dynamism"])
def test_newcomers_are_integrated_worse(runs, precondition):
    """Homogeneous, distinctive and dynamic communities all leave newcomers further behind the founders."""
    assert change(runs, precondition, "integration_gap")[0] > 0


@pytest.mark.parametrize("precondition", ["homogeneity", "shared_style"])
def test_people_among_their_like_stay(runs, precondition):
    """Fewer founders leave where people are alike, and where they share a style of their own."""
    assert change(runs, precondition, "churn")[1] < 0


@pytest.mark.xfail(
    strict=False,
    reason="not shown since members react to rules: over 30 seeds .005 with a standard error of .004, before .012",
)
def test_talk_that_moves_brings_writers_back(runs):
    """In a dynamic community more of a month's writers write again in the next."""
    assert change(runs, "dynamism", "retention")[0] > 0


@pytest.mark.parametrize("precondition", ["shared_style", "dynamism"])
def test_newcomers_lag_behind_in_language_where_there_is_one_to_learn(runs, precondition):
    """A style of one's own, and talk that moves, keep newcomers from speaking like founders."""
    assert change(runs, precondition, "language_gap")[0] > 0


def test_a_closed_door_keeps_newcomers_silent():
    """Entry friction is the third precondition: behind a high one fewer newcomers ever write, in every seed."""
    place = Scenario.load("forum").replace(members=1500, days=60, newcomers_per_1000_members_per_day=6)
    for seed in range(1, 6):
        wrote = []
        for friction in (0.0, 0.8):
            members = simulate(place.replace({"platform.entry_friction": friction}), None, seed=seed).members
            wrote.append(int((members["contributions"][members["joined_hour"] >= 0] > 0).sum()))
        assert wrote[1] < wrote[0]


def test_retention_is_what_a_count_by_hand_gives():
    """Of two writers in the second month one writes again in the third: one half."""
    run = simulate(Scenario(members=3, days=90), None, seed=1)
    posts = run.posts.iloc[:0].reindex(range(3))
    posts["author"] = [0, 1, 1]
    posts["seconds"] = [31 * 86400, 40 * 86400, 61 * 86400]
    posts["parent"] = -1
    posts["thread"] = range(3)
    object.__setattr__(run, "posts", posts)
    assert retention(run) == 0.5


def test_gaps_are_founders_minus_settled_newcomers_who_are_still_active():
    """Members who left, did not come lately, or only just joined are not compared."""
    run = simulate(Scenario(members=4, days=70), None, seed=1)
    hours = len(run.hourly)
    members = run.members.iloc[[0] * 5].reset_index(drop=True)
    members["joined_hour"] = [-1, 5, 5, hours - 10, 5]
    members["left_hour"] = [2**30, 2**30, 100, 2**30, 2**30]
    members["last_visit_seconds"] = [hours * 3600 - 1] * 4 + [0]
    members["belonging"], members["fluency"] = [0.5, 0.2, 0.9, 0.9, 0.9], [1.0, 0.7, 0.1, 0.1, 0.1]
    object.__setattr__(run, "members", members)
    assert np.isclose(integration_gap(run), 0.3)
    assert np.isclose(language_gap(run), 0.3)


def test_an_effect_is_the_mean_of_paired_differences_with_its_t_interval():
    """Differences 1, 2 and 3: mean 2, half an interval of 4.30 standard errors."""
    rows = [("dynamism", level, seed, level * seed) for level in (0.0, 1.0) for seed in (1, 2, 3)]
    table = pd.DataFrame(rows, columns=["precondition", "level", "seed", "retention"])
    table[["churn", "integration_gap", "language_gap"]] = 0.0
    row = effects(table).set_index("measure").loc["retention"]
    assert row["change"] == 2
    assert np.isclose(row["ci_high"] - 2, 4.3027 / np.sqrt(3), atol=1e-3)
    assert np.isclose(2 - row["ci_low"], row["ci_high"] - 2)


def test_the_sweep_covers_every_precondition_and_level_once_a_seed():
    """One row a run, named by the precondition."""
    table = sweep(Scenario(members=50, days=2), levels=(0.2, 0.8), seeds=(1, 2))
    assert len(table) == 2 * 2 * len(preconditions.PRECONDITIONS)
    assert not table.duplicated(["precondition", "level", "seed"]).any()
