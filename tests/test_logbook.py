"""Logbook: watches who comes, changes nothing, and goes along with a fork."""

import pandas as pd
import pytest
from houses import house

from simulator import Community, Playbook, Scenario, simulate
from simulator.lab.logbook import Logbook

PLACE = Scenario().replace({"members": 300, "days": 10, "population.visits_per_day": 2.5})


@pytest.fixture(scope="module")
def watched():
    """Return a small run and its logbook."""
    book = Logbook()
    return simulate(PLACE, "balanced", seed=3, tactics=[book]), book


def test_a_watched_run_is_the_same_to_the_last_bit(watched):
    """A measuring instrument that changes what it measures would be a tactic of its own."""
    run, _ = watched
    plain = simulate(PLACE, "balanced", seed=3)
    assert len(plain.posts) > 50
    for name in ("hourly", "daily", "members", "posts", "actions"):
        pd.testing.assert_frame_equal(getattr(run, name), getattr(plain, name), check_exact=True)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_each_hour_holds_as_many_members_as_the_hourly_table_counted(engine):
    """The table of hours counts visitors by itself; both engines must tell the logbook the same."""
    book = Logbook()
    run = simulate(PLACE.replace({"days": 4}), "balanced", seed=5, engine=engine, tactics=[book])
    counted = book.logins().groupby("hour").size().reindex(run.hourly["hour"], fill_value=0)
    assert counted.to_numpy().tolist() == run.hourly["visitors"].tolist()
    assert counted.sum() > 500


def test_members_are_those_who_came():
    """By hand: three members in hour 0, one of them again in hour 2."""
    book = Logbook()
    community = house(tactics=[])
    for hour, guests in enumerate([(4, 9, 7), (), (9,)]):
        community.hour = hour
        community.members["last_visit_seconds"][list(guests)] = hour * 3600 + 100
        book.on_hour(community)
    assert book.logins().to_numpy().tolist() == [[0, 4], [0, 7], [0, 9], [2, 9]]


def test_types_and_clock(watched):
    """Weekday and hour of day follow from the date of the start."""
    run, book = watched
    plain = book.logins()
    assert plain.dtypes.astype(str).to_dict() == {"hour": "int64", "member": "int32"}
    table = book.logins(run)
    moments = run.start + pd.to_timedelta(table["hour"], unit="h")
    assert table["weekday"].tolist() == moments.dt.day_of_week.tolist()
    assert table["hour_of_day"].tolist() == moments.dt.hour.tolist()


def test_an_empty_logbook_gives_an_empty_table():
    """Nothing watched is no error: columns and types are there."""
    table = Logbook().logins()
    assert len(table) == 0
    assert table.dtypes.astype(str).to_dict() == {"hour": "int64", "member": "int32"}


def test_a_fork_takes_a_copy_along_and_leaves_the_original_alone():
    """Both futures have the same past, and each notes its own days."""
    book = Logbook()
    community = Community(PLACE, Playbook.load("balanced"), seed=1, tactics=[book]).run_for(days=2)
    twin = community.fork(luck=99)
    copy = twin.extra_tactics[0]
    community.run_for(days=1)
    twin.run_for(days=2)
    assert (book.hours, copy.hours) == (72, 96)
    assert copy is not book
    past, future = (copy.logins().query(span) for span in ("hour < 48", "48 <= hour < 72"))
    pd.testing.assert_frame_equal(past, book.logins().query("hour < 48"))
    assert not future.equals(book.logins().query("hour >= 48"))


def test_a_logbook_that_begins_late_says_so():
    """Who starts to watch on day 2 knows nothing of the days before."""
    community = Community(PLACE, None, seed=1).run_for(days=2)
    book = Logbook()
    twin = community.fork(tactics=[book])
    late = twin.extra_tactics[0]
    twin.run_for(days=1)
    assert (late.first_hour, late.hours) == (48, 24)
    assert late.logins()["hour"].min() >= 48


def test_one_logbook_does_not_follow_two_communities():
    """Two runs in one book would count people twice; it says what to do instead."""
    book = Logbook()
    simulate(PLACE.replace({"days": 1}), None, tactics=[book])
    with pytest.raises(ValueError, match=r"hours 0 to 23 .* a Logbook\(\) of its own"):
        simulate(PLACE.replace({"days": 1}), None, tactics=[book])
