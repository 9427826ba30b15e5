"""One model, written twice: the readable and the compiled engine leave the same tables, bit for bit."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from communities import Meddler, busy, differences, digest, hidden_state, lived, strict

from simulator import Community, Playbook, Scenario
from simulator.world.community import ENGINES
from simulator.world.compiled import HAS_NUMBA

needs_numba = pytest.mark.skipif(not HAS_NUMBA, reason="without Numba there is only one engine")
SHIPPED = [(scenario, playbook) for scenario in Scenario.names() for playbook in Playbook.names()]
SEEDS = (1, 2**40 + 3)


def both(scenario, playbook, seed, **options):
    """Return the same community after its days on both engines."""
    return [
        Community(scenario, playbook, seed=seed, engine=engine, **options).run_for(days=scenario.days)
        for engine in ENGINES
    ]


def assert_equal(one, other):
    """Fail with the names of the columns that differ."""
    assert differences(one.to_run(), other.to_run()) == []
    left, right = hidden_state(one), hidden_state(other)
    assert [name for name in left if left[name] != right[name]] == []


@cache
def busy_pair(scenario, playbook, seed):
    """Return both engines' communities for a shipped scenario and playbook made lively."""
    return both(busy(scenario), strict(playbook), seed)


@needs_numba
@pytest.mark.parametrize(("scenario", "playbook"), SHIPPED)
def test_both_engines_leave_equal_tables_for_everything_that_ships(scenario, playbook):
    """Hourly, daily, members, posts, actions and the hidden state agree to the last bit."""
    small = Scenario.load(scenario).replace(members=300, days=10)
    for seed in SEEDS:
        assert_equal(*both(small, Playbook.load(playbook), seed))


@needs_numba
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("scenario", "playbook"), SHIPPED)
def test_both_engines_leave_equal_tables_when_a_lot_happens(scenario, playbook, seed):
    """The same with several boards, several looks an hour, removals, blocks, arrivals and departures."""
    assert_equal(*busy_pair(scenario, playbook, seed))


@needs_numba
def test_the_comparison_of_engines_covers_everything_that_can_happen():
    """What never happens in the compared runs would be compared in vain."""
    runs = [busy_pair(*shipped, seed)[0].to_run() for shipped in SHIPPED for seed in SEEDS]
    assert all(run.hourly[name].sum() > 0 for run in runs for name in ("posts", "replies", "likes", "flags_given"))
    assert all(run.hourly[name].sum() > 0 for run in runs for name in ("arrivals", "departures", "breaches"))
    assert any(run.hourly["removals"].sum() > 0 for run in runs)
    assert any((run.actions["verb"] == "block").sum() > 0 for run in runs)
    assert any((run.actions["verb"] == "keep").sum() > 0 for run in runs)
    assert all(set(run.members["role"]) == {"lurker", "creator", "influencer"} for run in runs)
    assert all((run.members["removals"] > 1).any() for run in runs if run.hourly["removals"].sum() > 0)
    assert all(run.posts["board"].nunique() > 1 for run in runs)
    assert all((run.hourly["visits"] > run.hourly["visitors"]).any() for run in runs)
    # Somebody spoke up after a silence, and the kinds of post both occur.
    assert all(set(run.posts["kind"]) == {"talk", "question"} for run in runs)


@needs_numba
def test_both_engines_obey_the_verbs_alike():
    """A tactic that publishes, answers, removes, restores, blocks and excludes meets the same community."""
    compiled, readable = lived("compiled"), lived("mesa")
    verbs_used = set(compiled.to_run().actions["verb"])
    assert verbs_used == {"publish", "reply", "remove", "restore", "keep", "block", "exclude"}
    assert_equal(compiled, readable)


@needs_numba
@pytest.mark.parametrize(
    "changes",
    [
        {"platform.glances_per_hour": 8, "platform.readings_per_visit": 40, "kind": "chat"},
        {"platform.glances_per_hour": 1, "platform.members_per_board": 10, "platform.home_share": 0.3},
        {"members": 1},
        {"members": 2, "population.visits_per_day": 24},
        {
            "platform.feed_newest": 0,
            "platform.feed_latest": 0,
            "platform.feed_followed": 1,
            "platform.feed_ranked": 0,
        },
        {
            "platform.feed_newest": 0,
            "platform.feed_latest": 0,
            "platform.feed_followed": 0,
            "platform.feed_ranked": 1,
        },
        {"start": "2024-03-02", "rhythm.zones": {14: 0.5, -12: 0.5}, "rhythm.day_curve": "office"},
        {"newcomers_per_1000_members_per_day": 0, "behaviour.leave_base": 0.5},
    ],
    ids=lambda changes: ", ".join(changes),
)
def test_both_engines_agree_at_the_edges_of_a_scenario(changes):
    """Tiny, crowded, one-sided and far-off places leave equal tables too."""
    assert_equal(*both(busy(members=80, days=3).replace(changes), strict(), 11, tactics=[Meddler()]))


@needs_numba
def test_a_community_can_change_engines_between_two_hours():
    """The engines hold the same state after every hour, not only the same tables in the end."""
    whole = Community(busy(), strict(), seed=5).run_for(days=4)
    changing = Community(busy(), strict(), seed=5)
    for day in range(4):
        changing.engine = ENGINES[day % 2]
        changing.run_for(days=1)
    assert_equal(whole, changing)


HASH = """
from communities import Meddler, busy, digest, strict
from simulator import Community
from simulator.world.compiled import HAS_NUMBA
community = Community(busy(members=60, days=3), strict(), seed=9, tactics=[Meddler()]).run_for(days=3)
print(HAS_NUMBA, digest(community.to_run()))
"""


@needs_numba
def test_the_readable_engine_without_numba_leaves_the_same_bytes():
    """On a machine without Numba, every line interpreted, the same tables appear."""
    tests = Path(__file__).parent
    environment = os.environ | {
        "SIMULATOR_WITHOUT_NUMBA": "1",
        "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)]),
    }
    answer = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", HASH],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    community = Community(busy(members=60, days=3), strict(), seed=9, tactics=[Meddler()]).run_for(days=3)
    assert answer.stdout.split() == ["False", digest(community.to_run())]


def test_different_seeds_give_different_communities():
    """A comparison of digests would mean nothing if every community had the same one."""
    runs = [Community(busy(days=2), strict(), seed=seed).run_for(days=2).to_run() for seed in (1, 2)]
    assert digest(runs[0]) != digest(runs[1])
    assert "posts.warmth" in differences(*runs)


def test_unknown_engines_are_refused_with_the_known_ones():
    """A slip in the engine's name teaches the names."""
    with pytest.raises(ValueError, match="engine must be one of compiled, mesa, got 'fast'"):
        Community(busy(), engine="fast")


def test_the_differences_between_two_runs_are_found_to_the_last_bit():
    """The tool of this file sees a change of one bit, a changed type and a changed text."""
    run, other = lived("compiled").to_run(), lived("compiled").to_run()
    assert differences(run, other) == []
    other.members["trust"] = np.nextafter(other.members["trust"].to_numpy(), 2)
    other.posts["likes"] = other.posts["likes"].astype("int64")
    other.actions.loc[0, "reason"] = "another"
    assert differences(run, other) == ["members.trust", "posts.likes", "actions.reason"]
