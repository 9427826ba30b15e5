"""A fit: from a community's own log to a scenario that behaves like it."""

import os

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from simulator import Scenario, simulate
from simulator.cli import app
from simulator.lab import fit as fitting
from simulator.lab.clock import read_rhythm
from simulator.lab.fit import fit
from simulator.lab.fitted import MET, facts_of
from simulator.lab.knobs import KNOBS, Copy, value_of
from simulator.lab.moments import Contributions, moments
from simulator.lab.search import Budget, search
from simulator.lab.window import FitError, open_window

HARDLY = Budget(first=26, rounds=1, each=2, last=2)
"""Enough to see that everything is in place, not to find anything."""
RECOVERY = "full" if os.environ.get("SIMULATOR_FULL_RECOVERY") else Budget(first=64, rounds=4, each=12, last=8)
"""SIMULATOR_FULL_RECOVERY=1 runs the recovery with everything a user's fit would have."""
KNOWN = {
    "eager": {
        "newcomers_per_1000_members_per_day": 4.0,
        "population.visits_per_day": 0.07,
        "population.voice_share": 0.3,
        "population.voice_spread": 1.3,
        "rhythm.weekend_rate": 0.4,
        "behaviour.silence_hazard": 0.6,
        "behaviour.pull_gain": 14.0,
        "behaviour.start_base": 0.03,
        "behaviour.answer_base": 0.07,
        "behaviour.crowding": 2.0,
    },
    "sparing": {
        "newcomers_per_1000_members_per_day": 1.2,
        "population.visits_per_day": 0.18,
        "population.voice_share": 0.13,
        "population.voice_spread": 0.6,
        "rhythm.weekend_rate": 0.8,
        "behaviour.silence_hazard": 0.82,
        "behaviour.pull_gain": 4.0,
        "behaviour.start_base": 0.1,
        "behaviour.answer_base": 0.08,
        "behaviour.crowding": 5.0,
        "behaviour.appeal_spread": 0.7,
    },
}


def known(case: str, members: int = 900, days: int = 200) -> Scenario:
    """Return a scenario with settings far from the usual ones."""
    return Scenario.load("forum").replace(KNOWN[case]).replace(members=members, days=days)


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    """Ten weeks of a small community's contributions."""
    return simulate(known("eager", members=400, days=75), seed=11).events()


@pytest.fixture(scope="module")
def small(events):
    """A fit that hardly searched."""
    return fit(events, members=400, name="small", budget=HARDLY)


# --- recovery -------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("case", KNOWN)
def test_a_community_gives_its_settings_back_within_the_stated_error(case):
    """Simulate with known settings, fit the log alone: the 95% intervals hold at least 9 of 11 settings."""
    truth = known(case)
    found = fit(simulate(truth, seed=99).events(), members=truth.members, budget=RECOVERY)
    real = np.array([value_of(truth, name) for name in found.estimates["setting"]])
    inside = (found.estimates["low"] <= real) & (real <= found.estimates["high"])
    assert inside.sum() >= 9, found.estimates.assign(real=real).to_string()

    def steps(values) -> np.ndarray:
        return np.array(
            [
                (knob.inward(value) - knob.inward(true)) / knob.width
                for knob, value, true in zip(KNOBS, values, real, strict=True)
            ]
        )

    nearer = np.abs(steps(found.estimates["value"])).mean() / np.abs(steps(found.estimates["usual"])).mean()
    assert nearer < 0.9, f"the estimates lie {nearer:.0%} as far from the truth as the usual values"
    measured = found.facts[found.facts["log"].notna()]
    assert (measured["verdict"] == MET).sum() >= len(measured) - 2, found.facts.to_string()


def test_a_search_finds_the_settings_behind_a_target_through_noise():
    """Five moments that answer to two settings, each with its own luck: the search sees through it."""
    mix = np.array([[1.0, 0.2], [0.5, -1.0], [0.0, 1.0], [2.0, 0.0], [1.0, 1.0]])

    def noisy(point, seed):
        return mix @ point + 0.1 * point[0] ** 2 + 0.2 * np.random.default_rng(seed).normal(size=5)

    real = np.array([1.2, -0.8])
    found = search(
        noisy, mix @ real + 0.1 * real[0] ** 2, np.zeros(2), np.ones(2), np.full(2, -4.0), np.full(2, 4.0),
        Budget(40, 4, 20, 0),
    )  # fmt: skip
    assert np.abs(found.point - real).max() < 0.15
    assert np.abs(found.point - real).max() < 4 * np.sqrt(np.diag(found.covariance)).max()
    assert (found.told > 0.9).all()


def test_a_target_that_says_nothing_leaves_the_usual_value_with_its_whole_width():
    """Moments of luck alone do not pass for knowledge: the interval stays about as wide as the prior."""

    def luck(point, seed):
        return np.random.default_rng(seed).normal(size=20)

    found = search(
        luck, np.zeros(20), np.zeros(3), np.ones(3), np.full(3, -4.0), np.full(3, 4.0), Budget(120, 2, 20, 0)
    )
    assert (np.sqrt(np.diag(found.covariance)) > 0.8).all()
    assert (found.told < 0.3).all()


# --- the clock ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("offset", "curve", "weekend"), [(9, "leisure", 0.9), (-6, "office", 0.4)])
def test_the_hours_at_which_people_write_tell_where_they_live(offset, curve, weekend):
    """One country is found within an hour, with its day curve and its weekend."""
    scene = known("eager", members=800, days=120).replace(
        {"rhythm.zones": {offset: 1.0}, "rhythm.day_curve": curve, "rhythm.weekend_rate": weekend}
    )
    posts = simulate(scene, seed=3).posts
    found, rate, zones = read_rhythm(posts["seconds"].to_numpy(float), scene.start.weekday())
    assert found == curve
    assert rate == pytest.approx(weekend, abs=0.2)  # a first guess; the search goes on
    assert sum(share * where for where, share in zones.items()) == pytest.approx(offset, abs=1)
    assert sum(zones.values()) == pytest.approx(1)
    assert all(abs(share * 20 - round(share * 20)) < 1e-9 for share in zones.values())


# --- moments --------------------------------------------------------------------------------------------------


def test_moments_count_what_stands_in_a_log():
    """Two members, one thread with an answer after two hours, one without: by hand."""
    day = pd.Timestamp("2024-01-01", tz="UTC")
    log = pd.DataFrame(
        {
            "time": day + pd.to_timedelta([1, 3, 4, 30], unit="h"),
            "member": [0, 1, 0, 0],
            "thread": [0, 0, 0, 3],
            "parent": [-1, 0, 1, -1],
        }
    )
    found = moments(Contributions.of(log, day, 4), members=10)
    assert found["activity"] == pytest.approx(np.log(4.5 / 10 / 4))
    assert found["contributors"] == pytest.approx(np.log(2.5 / 10))
    assert found["starts"] == pytest.approx(np.log(2.5 / 2.5))
    assert found["no_reply_by_other"] == pytest.approx(0)
    assert found["first_reply_hours_q50"] == pytest.approx(np.log(2))
    assert found["thread_size_mean"] == pytest.approx(np.log(2))
    assert found["replies_by_starter"] == pytest.approx(0)
    assert found["one_day_only"] == pytest.approx(0)


def test_the_team_is_no_member():
    """What the team writes moves no moment that is about members."""
    run = simulate(known("eager", members=300, days=60), seed=2)
    events = run.events()
    day = run.start
    more = pd.concat([events, events.assign(member=-1, parent=events["thread"])]).sort_values(
        "time", kind="stable"
    )
    alone = moments(Contributions.of(events[events["member"] >= 0], day, 60), 300)
    together = moments(Contributions.of(more[more["parent"] != -9], day, 60), 300)
    for name in ("activity", "contributors", "gini", "one_day_only", "again_within_24_hours", "weekend"):
        assert together[name] == alone[name], name


def test_facts_of_a_whole_log_are_those_of_the_lens(events):
    """The table of a fit uses the same measures as everything else."""
    from simulator.lens import facts as lens

    found = facts_of(open_window(events).log)
    assert found["thread_size_mean"] == lens.thread_size_mean(events)
    assert found["win365d_median_gini"] == lens.gini(events)
    assert found["first_reply_hours_median"] == lens.first_reply_hours_median(events)
    assert found["weekend_to_weekday_rate"] == lens.weekend_to_weekday_rate(events)


# --- the copy -------------------------------------------------------------------------------------------------


def test_a_large_community_is_copied_with_as_many_members_on_each_board():
    """Ten thousand members on five boards are copied as two thousand on one."""
    scene = Scenario.load("forum").replace(members=10_000)
    copy = Copy(scene, None, contributions=20_000)
    assert copy.scenario.members / copy.scenario.boards == scene.members / scene.boards
    assert copy.scenario.members <= 3000


def test_a_life_that_grows_beyond_the_log_is_stopped():
    """Settings that are far off cost no more time than others."""
    copy = Copy(known("eager", members=200, days=30), None, contributions=200)
    point = np.array([knob.inward(value_of(copy.scenario, knob.name)) for knob in KNOBS])
    assert copy.live(point, seed=1).days == 30
    copy.most_posts = 5
    assert copy.live(point, seed=1).days < 30


# --- the result -----------------------------------------------------------------------------------------------


def test_the_same_log_and_seed_give_the_same_file_to_the_byte(events, small, tmp_path):
    """Nothing of the clock or the machine gets in."""
    again = fit(events.sample(frac=1, random_state=1), members=400, name="small", budget=HARDLY)
    small.save(tmp_path / "one.yaml")
    again.save(tmp_path / "two.yaml")
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()
    assert fit(events, members=400, name="small", budget=HARDLY, seed=1).to_yaml() != small.to_yaml()


def test_a_fitted_scenario_is_a_file_that_runs_with_its_provenance_inside(events, small, tmp_path):
    """What is saved is what was found; a person can read where it comes from."""
    loaded = Scenario.load(small.save(tmp_path / "small.yaml"))
    assert loaded == small.scenario
    assert loaded.provenance["contributions"] == len(events)
    assert loaded.provenance["members"] == "given"
    assert (tmp_path / "small.yaml").read_text(encoding="utf-8").startswith("# Fitted to ")
    assert simulate(loaded.replace(days=2), seed=0).days == 2


def test_text_and_names_never_reach_the_result(events):
    """Further columns of a log are not even looked at."""
    spoken = events.assign(text="a secret of Ermintrude", name="Ermintrude")
    found = fit(spoken, members=400, budget=HARDLY)
    assert "Ermintrude" not in found.to_yaml() + str(found.as_data()) + repr(found)


def test_newcomers_may_make_the_writers_more_than_the_members_of_the_first_day():
    """Members are those of the first day; in a place that grows, more people write than there were then."""
    run = simulate(known("eager", members=60, days=100).replace(newcomers_per_1000_members_per_day=40), seed=4)
    events = run.events()
    assert events.loc[events["member"] >= 0, "member"].nunique() > 60
    assert fit(events, members=60, budget=HARDLY).scenario.members == 60


def test_members_are_assumed_from_the_contributors_and_said_to_be(events):
    """A log cannot tell how many only read: four in five are taken, in plain words."""
    found = fit(events, budget=HARDLY)
    writers = events.loc[events["member"] >= 0, "member"].nunique()
    assert found.scenario.members == 5 * writers
    assert "assumed" in found.scenario.provenance["members"]


def test_progress_counts_every_community_once(events):
    """A function given as progress is told how far the fit is; what it raises stops the fit."""
    steps = []
    fit(events, members=400, budget=HARDLY, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(done, HARDLY.total) for done in range(1, HARDLY.total + 1)]

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(events, members=400, budget=HARDLY, progress=stop)


# --- refusals -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda log: log.head(199), "at least 200 contributions"),
        (lambda log: log.assign(member=log["member"] % 29), "at least 30 members"),
        (lambda log: log.assign(time=log["time"].min()), "at least 14 days"),
        (lambda log: log.drop(columns="thread"), "no column 'thread'"),
        (lambda log: log.assign(time=log["time"].dt.tz_localize(None)), "time zone"),
        (lambda log: log.assign(time=log["time"].where(log.index > 0)), "empty cells"),
        (lambda log: log.assign(member="Ermintrude"), "whole numbers"),
        (lambda log: log.to_dict(), "a path, an EventLog, a Run or a table"),
    ],
)
def test_a_log_that_cannot_be_fitted_is_refused_in_one_line(events, spoil, says):
    """The line says what is missing, and quotes nothing from the log."""
    with pytest.raises(FitError, match=says) as refusal:
        fit(spoil(events), budget=HARDLY)
    assert "\n" not in str(refusal.value)
    assert "Ermintrude" not in str(refusal.value)


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ({"kind": "village"}, "kind must be one of"),
        ({"members": 3}, "members must be at least the"),
        ({"members": 2.5}, "members must be a whole number"),
        ({"budget": "lavish"}, "budget must be one of full, quick"),
        ({"seed": -1}, "seed must be a whole number"),
    ],
)
def test_an_argument_that_cannot_be_used_is_refused_in_one_line(events, argument, says):
    """The line names the argument, the value and what would be right."""
    with pytest.raises(FitError, match=says):
        fit(events, **({"budget": HARDLY} | argument))


def test_of_a_log_that_has_fallen_asleep_the_busiest_year_is_taken(events):
    """One late contribution years after does not hide the year in which the community lived."""
    late = events.tail(1).assign(time=events["time"].max() + pd.Timedelta(days=900))
    window = open_window(pd.concat([events, late]))
    assert window.log.days == 365
    assert window.events == len(events)


# --- the command ----------------------------------------------------------------------------------------------


@pytest.fixture
def table(events, tmp_path):
    """The log as a CSV file that a person might have."""
    path = tmp_path / "log.csv"
    own = events[events["member"] >= 0]
    own.assign(time=own["time"].astype(str))[["member", "time", "thread", "parent", "post"]].to_csv(
        path, index=False
    )
    return path


def test_the_command_fits_a_log_and_says_what_to_do_next(table, tmp_path, monkeypatch):
    """The facts table, the sentence about what can't be met, the file, and the next step."""
    monkeypatch.setitem(fitting.BUDGETS, "quick", HARDLY)
    out = tmp_path / "mine.yaml"
    done = CliRunner().invoke(app, ["fit", str(table), "--quick", "--members", "400", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "The fitted community meets" in done.output
    assert f"community run {out}" in done.output.replace("\n", "")
    assert Scenario.load(out).provenance["format"] == "csv"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere.csv"],
        ["{log}", "--kind", "village"],
        ["{log}", "--members", "many"],
        ["{log}", "--out", "{folder}/nowhere/mine.yaml"],
        ["{log}", "--out", "{folder}/mine.txt"],
    ],
)
def test_the_command_answers_bad_input_with_one_line_and_leaves_nothing(arguments, table, tmp_path):
    """Exit code 2, one line, no file."""
    given = [argument.format(log=table, folder=tmp_path) for argument in arguments]
    if "--out" not in given:
        given += ["--out", str(tmp_path / "mine.yaml")]
    before = sorted(tmp_path.iterdir())
    done = CliRunner().invoke(app, ["fit", *given])
    assert done.exit_code == 2
    assert done.stderr.startswith("community: ")
    assert done.stderr.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before
