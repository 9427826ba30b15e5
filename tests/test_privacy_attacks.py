"""Attacks on what ships, beyond a search for rare rows: subtraction, single values, the loudest, order, twins."""

import importlib
import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator import Scenario, datasets, simulate
from simulator.lens.coarsening import averaged

FOLDER = Path(__file__).parent.parent / "datasets"
K = 5
PARTS = [
    ("rules_before_after", "offenders", "writers"),
    ("three_platforms", "people_answered", "people"),
    ("contest", "talkers", "visitors"),
    ("contest", "entrants", "visitors"),
    ("storm", "everyday_writers", "visitors"),
    ("storm", "crisis_writers", "visitors"),
    ("year_of_metadata", "writers", "visitors"),
]
PEOPLE_ROWS = {"onboarding_ab": ["newcomer"], "moderation_sample": ["post", "text"]}


def recipes(name):
    """Return a module that makes data sets."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(f"recipes.{name}")
    finally:
        sys.path.remove(str(FOLDER))


@pytest.mark.parametrize(("name", "part", "whole"), PARTS)
def test_who_is_missing_from_a_part_is_a_crowd_too(name, part, whole):
    """Where all but one of a group offended, everybody knows of each that they did, but for one."""
    table = datasets.load(name)
    rest = (table[whole] - table[part]).dropna()
    assert len(rest) and (rest >= K).all()


@pytest.mark.parametrize("name", PEOPLE_ROWS)
def test_every_choice_of_columns_hides_everybody_among_five(name):
    """An outsider knows some columns and not others; each of their combinations is tried, not all at once only."""
    table = datasets.load(name).drop(columns=PEOPLE_ROWS[name])
    for many in range(1, len(table.columns) + 1):
        for chosen in combinations(table.columns, many):
            assert table.groupby(list(chosen), dropna=False).size().min() >= K, chosen


def test_a_median_wait_is_not_told_to_the_second():
    """The middle of five waits is one person's; who saw a question and its answer would know the row is theirs."""
    table = datasets.load("three_platforms")
    waits = table[["response_hours_median", "response_hours_p90"]].dropna()
    assert np.allclose(waits * 10, (waits * 10).round())


def test_no_mean_of_five_is_the_work_of_one():
    """Were one of five to write nearly all, the mean times five would be theirs; no more than half is."""
    people = recipes("people")
    true = people.by_month(people.live_quiet_forum()["run"])
    numbers = [name for name in true if name != "joined"]
    shown = averaged(true, numbers, K, within=["joined"])
    totals = pd.DataFrame(
        {"own": true[numbers].sum(axis=1), "group": shown.groupby(["joined", *numbers]).ngroup()}
    )
    loud = totals.groupby("group")["own"].agg(["max", "sum", "size"]).query("sum > 20")
    assert len(loud) >= 3
    assert (loud["max"] <= loud["sum"] / 2).all()


def test_the_place_of_a_row_tells_nothing():
    """Rows in the order of joining would give people away; these stand in the order of their values."""
    table = datasets.load("onboarding_ab").drop(columns="newcomer")
    order = table.astype({"arm": "str"}).sort_values(list(table), kind="stable", ignore_index=True)
    assert [*table["arm"]] == [*order["arm"]] and table["month"].groupby(
        table["arm"]
    ).is_monotonic_increasing.all()
    sample = datasets.load("moderation_sample")
    assert sample["post"].tolist() == list(range(1, len(sample) + 1))
    halves = sample["breaks_rules"][: len(sample) // 2].mean(), sample["breaks_rules"][len(sample) // 2 :].mean()
    assert abs(halves[0] - halves[1]) < 0.08


@pytest.mark.parametrize("name", ["contest", "rules_before_after"])
def test_both_arms_tell_the_same_of_the_time_before(name):
    """Two tables of the same people that differed a little would tell of the few who make the difference."""
    table = datasets.load(name)
    arm = table.columns[0]
    before = [
        rows.drop(columns=arm).reset_index(drop=True) for _, rows in table.query("phase == 'before'").groupby(arm)
    ]
    pd.testing.assert_frame_equal(*before)


def test_no_text_of_the_moderation_sample_is_a_member_s_own():
    """A text can be searched for; a stand-in is what its row gives again, in whatever community."""
    moderation = recipes("moderation")
    sample = datasets.load("moderation_sample")
    run = simulate(Scenario.load("forum").replace(members=300, days=5), None, seed=99)
    again = moderation.told(run, sample[["kind", "tone", "breaks_rules", "breach"]].astype({"kind": "str"}))
    assert (again.to_numpy() == sample["text"].to_numpy()).all()


def test_no_two_teaching_data_sets_are_of_one_community():
    """What one table hides, another table of the same people could tell."""
    seeds = [datasets.describe(name)["provenance"]["seed"] for name in datasets.names("teaching")]
    assert len(set(seeds)) == len(seeds) == 8
