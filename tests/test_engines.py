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
from simulator.playbook import verbs
from simulator.playbook.acts import FILTER, NO_PERSON
from simulator.world.cases import Cases
from simulator.world.community import ENGINES
from simulator.world.compiled import HAS_NUMBA
from simulator.world.conduct import BREACHES
from simulator.world.house import OF_THE_PLACE, OFF
from simulator.world.manager import NEVER_AGAIN

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
def busy_pair(scenario, playbook):
    """Return both engines' communities for a shipped scenario and playbook made lively, each seed in turn."""
    return both(busy(scenario), strict(playbook), SEEDS[SHIPPED.index((scenario, playbook)) % len(SEEDS)])


@needs_numba
@pytest.mark.parametrize(("scenario", "playbook"), SHIPPED)
def test_both_engines_leave_equal_tables_for_everything_that_ships(scenario, playbook):
    """Hourly, daily, members, posts, actions and the hidden state agree to the last bit."""
    small = Scenario.load(scenario).replace(members=300, days=10)
    for seed in SEEDS:
        assert_equal(*both(small, Playbook.load(playbook), seed))


@needs_numba
@pytest.mark.parametrize(("scenario", "playbook"), SHIPPED)
def test_both_engines_leave_equal_tables_when_a_lot_happens(scenario, playbook):
    """The same with several boards, several looks an hour, and everything that the next test lists."""
    assert_equal(*busy_pair(scenario, playbook))


@cache
def compared():
    """Return one community of each busy pair, and the runs of all, and of those that are managed."""
    communities = [busy_pair(*shipped)[0] for shipped in SHIPPED]
    runs = [community.to_run() for community in communities]
    managed = [run for run in runs if run.playbook.moderation.handle_flags]
    assert len(managed) == len(runs) - len(Scenario.names())
    return communities, runs, managed


def shown(runs, table, column):
    """Return every word of a column that occurs in any of the runs."""
    return {word for run in runs for word in getattr(run, table)[column].unique()}


@needs_numba
def test_the_comparison_of_engines_covers_everything_that_members_do():
    """What never happens in the compared runs would be compared in vain."""
    _, runs, managed = compared()
    by_a_team = (
        "prompts", "filtered", "removals", "warnings", "blocks", "appeals", "overturned", "team_minutes",
        "entries", "money_spent", "tasks_waiting",
    )  # fmt: skip
    by_nobody = ("hour", "mood", "fatigue", "composure", "tasks_missed")
    by_anybody = runs[0].hourly.columns.drop([*by_nobody, *by_a_team])
    assert any(run.hourly["tasks_missed"].sum() > 0 for run in managed)
    assert [name for name in by_anybody for run in runs if not run.hourly[name].sum() > 0] == []
    assert [name for name in by_a_team for run in managed if not run.hourly[name].sum() > 0] == []
    for run in runs:
        assert set(run.members["role"]) == {"lurker", "creator", "influencer"}
        assert run.members["spammer"].any() and (run.members["norm"] > 0).any()
        assert run.posts["board"].nunique() > 1
        assert (run.hourly["visits"] > run.hourly["visitors"]).any()
    for run in managed:
        assert (run.members["removals"] > 1).any() and (run.members["strikes"] > 1).any()
        assert all((run.members[name] > 0).any() for name in ("grudge", "restraint", "deterrence"))


@needs_numba
@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("posts", column) for column in ("breach", "status", "tombstone", "case")),
        ("members", "role"),
    ],
)
def test_the_comparison_of_engines_covers_every_word_of_a_category(table, column):
    """Each breach of the rules, each place a post can come to stand, each mark it can leave."""
    _, runs, _ = compared()
    assert shown(runs, table, column) == set(getattr(runs[0], table)[column].cat.categories)


@needs_numba
def test_the_comparison_of_engines_covers_everything_that_a_team_does():
    """Everything that waits is decided in every way, by people, volunteers, leads and the filter, who tire."""
    communities, _, managed = compared()
    assert shown(managed, "actions", "verb") == {
        "remove", "hide", "keep", "release", "delete_criticism", "warn", "block", "exclude", "escalate", "uphold",
        "overturn", "publish", "reply", "greet", "invite", "befriend", "feature", "open_contest", "close_contest",
        "check_wish", "forward", "ship_wish", "tell_wish", "advertise", "disclose", "state", "brief",
        "break_promise", "miss",
    }  # fmt: skip
    assert shown(managed, "actions", "rule") == {"", *BREACHES} - {"none"}
    for run in managed:
        filtering = {FILTER} if run.playbook.moderation.filter == "remove" else set()
        assert {0, 1} | filtering <= set(run.actions["actor"])
        assert run.hourly["fatigue"].max() > 0 and run.hourly["composure"].min() < 1
    # Volunteers lose heart, lay down work, and give up; cases are begun; everything waits somewhere.
    team = [manager for community in communities for manager in community.managers]
    assert any(manager.morale < 1 for manager in team)
    assert any(0 < manager.away_until_hour < NEVER_AGAIN for manager in team)
    assert any(manager.away_until_hour == NEVER_AGAIN for manager in team)
    assert any(manager.has_case_begun for manager in team)
    assert all(any(getattr(community.cases, name) for community in communities) for name in vars(Cases()))


@needs_numba
def test_both_engines_obey_the_verbs_alike():
    """A tactic that uses every verb meets the same community."""
    compiled, readable = lived("compiled"), lived("mesa")
    run = compiled.to_run()
    in_nobodys_name = run.actions["actor"] == NO_PERSON
    of_its_own_accord = {"advertise", "break_promise", "miss"}
    done = set(run.actions.loc[in_nobodys_name, "verb"]) - of_its_own_accord
    assert done == set(verbs.__all__) - {"FILTER", "NO_PERSON"}
    assert (run.members["champion"] == 1).any()
    assert_equal(compiled, readable)


@needs_numba
def test_both_engines_meet_the_same_house():
    """What a tactic sets up from one hour to the next reaches the rules of both engines at once."""
    settings = [
        {"rules_shown": 2.0, "question_form": 1.0, "guidance": 1.0, "mishaps": 20.0},
        {"rules_shown": 0.0, "prompt_threshold": 0.0, "filter_threshold": 1.0, "filter_removes": 0.0},
        {"review_first": 2.0, "filter_threshold": 0.5, "filter_removes": 1.0, "mishaps": 0.0},
    ]
    # One after the other: each tells on its own.
    pairs = [both(busy(members=80, days=3), strict(), 3, tactics=[Furnish({30: chosen})]) for chosen in settings]
    for compiled, readable in pairs:
        assert_equal(compiled, readable)
    plain = Community(busy(members=80, days=3), strict(), seed=3).run_for(days=3).to_run()
    assert all(differences(compiled.to_run(), plain) for compiled, _ in pairs)


@needs_numba
@pytest.mark.parametrize(
    "changes",
    [
        {"platform.glances_per_hour": 8, "platform.readings_per_visit": 40, "kind": "chat"},
        {"platform.glances_per_hour": 1, "platform.members_per_board": 10, "platform.home_share": 0.3},
        *(
            {"crises": [{"day": 1, "kind": kind, "affected": 0.2, "cluster": "preventable", "lasts_hours": 9}]}
            for kind in ("product_failure", "brand_post", "moderation_mistake", "raid", "decision")
        ),
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
@pytest.mark.parametrize(
    "changes",
    [
        {"moderation.review_first": "everyone", "moderation.order": "most_seen"},
        {"moderation.filter_threshold": -5, "moderation.prompt_threshold": -5, "netiquette.shown": "everyone"},
        {"netiquette.question_form": 1, "netiquette.guidance": True, "netiquette.notice": "explained"},
        {"netiquette.rules": {}, "netiquette.strikes_for": [], "netiquette.appeals": False},
        {"team.shifts": [{"minutes_per_hour": 1, "platforms": ["chat"], "lead": True}], "team.switch_minutes": 9},
    ],
    ids=lambda changes: ", ".join(changes),
)
def test_both_engines_agree_at_the_edges_of_a_playbook(changes):
    """Everything held, everything filtered, no rules at all, hardly anybody there: equal tables, too."""
    assert_equal(*both(busy(members=80, days=3), strict().replace(changes), 11))


@needs_numba
def test_a_community_can_change_engines_between_two_hours():
    """The engines hold the same state after every hour, not only the same tables in the end."""
    whole = Community(busy(), strict(), seed=5).run_for(days=4)
    changing = Community(busy(), strict(), seed=5)
    for day in range(4):
        changing.engine = ENGINES[day % 2]
        changing.run_for(days=1)
    assert_equal(whole, changing)


# --- forks --------------------------------------------------------------------------------------------------


def with_much_to_carry(engine):
    """Return a community in the first hour in which people are tired, rattled, on strike, and amid their work."""
    community = Community(busy(), strict(), seed=5, engine=engine, tactics=[Meddler()])
    for _ in range(community.scenario.hours):
        community.step()
        team, cases = community.managers, community.cases
        nerves = any(one.fatigue > 0.05 for one in team) and any(one.composure < 0.9 for one in team)
        quarrel = any(one.morale < 1 for one in team) and any(one.away_until_hour > community.hour for one in team)
        begun = any(one.has_case_begun and one.minutes_left > 0 for one in team)
        if nerves and quarrel and begun and all(vars(cases).values()):
            return community
    raise AssertionError("nothing much happens to this team")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_fork_carries_the_nerves_and_the_pending_business_of_the_team(engine):
    """Fatigue, composure, morale, strikes, cases begun, appeals and escalations go on as if nothing had been."""
    past = with_much_to_carry(engine)
    undisturbed = Community(busy(), strict(), seed=5, engine=engine, tactics=[Meddler()]).run_for(hours=past.hour)
    twin = past.fork()
    assert_equal(twin, past)
    for community in (twin, undisturbed):
        community.run_for(hours=41)
    assert_equal(twin, undisturbed)
    # The original has not lent anything to its twin.
    assert_equal(past.run_for(hours=41), undisturbed)


def test_a_fork_with_another_playbook_keeps_the_people_as_tired_as_they_are():
    """A new decision does not send anybody home to sleep, and pending appeals stay pending."""
    past = with_much_to_carry("compiled")
    twin = past.fork(strict().replace({"moderation.order": "most_seen", "netiquette.notice": "explained"}))
    state, other = hidden_state(past), hidden_state(twin)
    assert [name for name in state if state[name] != other[name]] == []


class Furnish:
    """A tactic that changes the house at certain hours."""

    def __init__(self, changes):
        self.changes = changes

    def on_hour(self, community):
        """Set up what is due in this hour."""
        community.set_house(**self.changes.get(community.hour, {}))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_fork_keeps_the_house_as_a_tactic_has_set_it_up(engine):
    """With an equal playbook, the twin's visitors meet what those of an undisturbed community meet."""
    opened = {"rules_shown": 2.0, "filter_threshold": 0.5, "mishaps": 30.0}
    past, undisturbed = (
        Community(busy(members=80), strict(), seed=5, engine=engine, tactics=[Furnish({20: opened})]).run_for(
            days=2
        )
        for _ in "12"
    )
    assert past.house.items() >= opened.items()
    equal = Playbook(**strict().model_dump())
    for twin in (past.fork(), past.fork(equal), past.fork().fork()):
        assert twin.house == past.house
        twin.run_for(hours=9)
        twin.set_house(review_first=2)
    undisturbed.run_for(hours=9)
    assert_equal(past.fork(equal).run_for(hours=9), undisturbed)
    assert_equal(past.run_for(hours=9), undisturbed)


def test_a_fork_with_another_playbook_moves_into_its_house():
    """A new playbook decides anew what visitors meet; what is a fact about product or place by now, stays."""
    changed = {"mishaps": 30.0, "filter_threshold": 0.5}
    past = Community(busy(members=80), strict(), seed=5, tactics=[Furnish({3: changed})]).run_for(days=1)
    other = strict().replace({"netiquette.shown": "everyone", "moderation.filter": "off"})
    twin, fresh = past.fork(other), Community(busy(members=80), other, seed=5)
    for name, value in twin.house.items():
        assert value == (past if name in OF_THE_PLACE else fresh).house[name], name
    assert twin.house["mishaps"] == 30 and twin.house["filter_threshold"] == OFF


# --- without Numba ------------------------------------------------------------------------------------------


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
