"""Patterns and cohorts: counted by hand on small tables, and again by plain loops on a simulated community."""

import math
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from simulator import Scenario, simulate
from simulator.lab.logbook import Logbook
from simulator.lens import cohorts, events, patterns

MONDAY, FRIDAY = "2024-01-01", "2024-01-05"


@pytest.fixture(scope="module")
def lived():
    """Return a run with contests and newcomers, and who came when."""
    book = Logbook()
    place = Scenario().replace({"members": 400, "days": 35, "newcomers_per_1000_members_per_day": 15})
    run = simulate(place, "contest_heavy", seed=4, tactics=[book])
    return run, book.logins()


def table(*rows):
    """Return events from pairs of hour and member."""
    return pd.DataFrame(rows, columns=["hour", "member"], dtype="int64")


def crowd(hour, members, first=0):
    """Return one event each of some members in one hour."""
    return [(hour, first + number) for number in range(members)]


# --- when ---------------------------------------------------------------------------------------------------


def test_weekdays_by_hand():
    """Hour 0 is a Friday: five came on Friday, six on Saturday; of Sunday's four and Monday's three, no word."""
    rows = [*crowd(3, 5), *crowd(30, 6), *crowd(40, 1), *crowd(50, 4), *crowd(75, 3)]
    found = patterns.by_weekday(table(*rows), FRIDAY, 84)
    assert found.loc["Friday", ["events", "members", "days", "per_day"]].tolist() == [5, 5, 1, 5]
    assert found.loc["Saturday", ["events", "members", "per_day"]].tolist() == [7, 6, 7]
    assert found.loc[["Sunday", "Monday"], ["events", "members", "per_day"]].isna().all(axis=None)
    assert found.loc["Monday", "days"] == 0.5
    assert found.loc["Tuesday", ["events", "members", "days"]].tolist() == [0, 0, 0]
    assert math.isnan(found.loc["Tuesday", "per_day"])


def test_a_single_blank_group_takes_the_next_smallest_along():
    """What is missing from the total would tell of the only group left blank."""
    found = patterns.by_weekday(table(*crowd(3, 5), *crowd(30, 6), *crowd(50, 4)), FRIDAY, 72)
    assert found["events"].isna().to_dict()["Friday"]
    assert found.loc["Saturday", "events"] == 6


def test_the_table_of_the_week_by_plain_loops(lived):
    """Each cell is a mean over the weeks that had that hour; small cells are blank."""
    run, logins = lived
    hours = len(run.hourly)
    found = patterns.week_table(logins, run.start, hours)
    first, times, sums, people = run.start.weekday(), defaultdict(int), defaultdict(int), defaultdict(set)
    for hour in range(hours):
        times[(first + hour // 24) % 7, hour % 24] += 1
    for hour, member in logins.itertuples(index=False):
        place = (first + hour // 24) % 7, hour % 24
        sums[place] += 1
        people[place].add(member)
    told = 0
    for day in range(7):
        for hour in range(24):
            value, place = found.iloc[day, hour], (day, hour)
            if 0 < len(people[place]) < 5:
                assert math.isnan(value)
            elif not math.isnan(value):
                told += 1
                assert value == pytest.approx(sums[place] / times[place])
    assert told > 60


def test_best_hours_are_those_of_the_table(lived):
    """A campaign is planned from them, so none may be better than the first."""
    run, logins = lived
    best = patterns.best_hours(logins, run.start, len(run.hourly), n=3)
    week = patterns.week_table(logins, run.start, len(run.hourly))
    assert best["per_hour"].tolist() == sorted(week.stack().dropna(), reverse=True)[:3]
    row = best.iloc[0]
    assert week.loc[row["weekday"], row["hour_of_day"]] == row["per_hour"]


def test_evenings_are_fuller_than_nights_and_weekdays_than_weekends(lived):
    """The rhythm that the world has must be seen through the lens."""
    run, logins = lived
    by_hour = patterns.by_hour_of_day(logins, run.start, len(run.hourly))["per_day"]
    assert by_hour[17:21].mean() > 1.5 * by_hour[4:8].mean()
    by_day = patterns.by_weekday(logins, run.start, len(run.hourly))["per_day"]
    assert by_day[:5].mean() > by_day[5:].mean()


# --- who and while ------------------------------------------------------------------------------------------


def test_groups_by_hand():
    """Per member counts everybody in the group, those who never came, too."""
    members = pd.DataFrame({"role": ["lurker"] * 8 + ["creator"] * 6 + ["influencer"] * 2})
    found = patterns.by_group(table(*crowd(1, 6), *crowd(2, 6), *crowd(1, 6, first=8)), members, "role")
    assert found.loc["lurker", ["group_members", "events", "members", "per_member"]].tolist() == [8, 12, 6, 1.5]
    assert found.loc["creator", "share"] == pytest.approx(1 / 3)
    assert found.loc["influencer"].isna().all()


def test_promotion_windows_by_hand():
    """A contest lasts to its closing, publications that follow closely are one window, others are two."""
    log = [(10, "open_contest", 1, "prize"), (10, "publish", 1, "contest"), (40, "close_contest", 1, ""),
           (50, "publish", 2, "calendar"), (60, "publish", 3, "calendar"), (90, "publish", 4, "calendar"),
           (95, "invite", 7, "spring")]  # fmt: skip
    actions = pd.DataFrame(log, columns=["hour", "verb", "target", "reason"])
    found = patterns.promotion_windows(actions, 100, campaigns="spring").to_numpy().tolist()
    assert found == [
        ["contest", 10, 41],
        ["publication", 50, 84],
        ["publication", 90, 100],
        ["spring", 95, 100],
    ]


def test_inside_is_held_against_the_same_hours_of_the_day():
    """Twice as much in the evening is no effect of a promotion in the evening."""
    rows = [row for day in range(4) for row in crowd(24 * day + 8, 5) + crowd(24 * day + 20, 10)]
    windows = pd.DataFrame({"promotion": ["contest"], "begins_hour": [44], "ends_hour": [45]})
    found = patterns.by_promotion(table(*rows), windows, MONDAY, 96)
    assert found.loc["contest", ["hours", "per_hour", "usual_per_hour", "ratio"]].tolist() == [1, 10, 10, 1]
    assert found.loc["outside", "events"] == 50


def test_a_contest_brings_writing_with_it(lived):
    """Seen in a run: entries are written while the contest runs."""
    run, _ = lived
    windows = patterns.promotion_windows(run.actions, len(run.hourly))
    windows = windows[windows["promotion"] == "contest"]
    found = patterns.by_promotion(events.activity(run.posts), windows, run.start, len(run.hourly))
    assert found.loc["contest", "ratio"] > 1.2


def test_the_first_week_by_plain_loops(lived):
    """Newcomers of the last week are left out: nobody has seen their seventh day."""
    run, logins = lived
    hours = len(run.hourly)
    found = patterns.first_week(logins, run.members, hours)
    joined = {m: j for m, j in run.members["joined_hour"].items() if 0 <= j <= hours - 168}
    came = defaultdict(set)
    for hour, member in logins.itertuples(index=False):
        if member in joined:
            came[(hour - joined[member]) // 24].add(member)
    assert found["newcomers"].tolist() == [len(joined)] * 7
    for day in range(7):
        if len(came[day]) >= 5 and not math.isnan(found.loc[day, "came"]):
            assert found.loc[day, "came"] == pytest.approx(len(came[day]) / len(joined))
    assert found.loc[0, "came"] > 0.2


# --- cohorts ------------------------------------------------------------------------------------------------


def newcomer_table(*joined):
    """Return members who joined in some hours."""
    return pd.DataFrame({"joined_hour": np.array(joined, dtype="int32"), "source": "search"})


def test_retention_by_hand():
    """Five members: classic counts the day itself, rolling everybody who came on it or later."""
    members = newcomer_table(0, 0, 0, 0, 0, -5)
    logins = table((0, 0), (0, 1), (30, 0), (60, 1), (60, 2), (80, 0), (1, 5))
    classic = cohorts.retention(logins, members, 96, days=3)
    rolling = cohorts.retention(logins, members, 96, days=3, kind="rolling")
    assert classic.loc[0, [0, 1, 2, 3]].tolist() == [0.4, 0.2, 0.4, 0.2]
    assert rolling.loc["all", [0, 1, 2, 3]].tolist() == [0.6, 0.6, 0.6, 0.2]


def test_a_day_that_was_not_watched_to_its_end_does_not_count():
    """Who joined 30 hours before the end can't have failed to come on day 1."""
    members = newcomer_table(0, 0, 0, 0, 0, 66, 66, 66, 66, 66)
    logins = table(*crowd(30, 5), *crowd(66, 5, first=5))
    found = cohorts.retention(logins, members, 96, days=1)
    assert found.loc["all", [0, 1]].tolist() == [0.5, 1.0]


def test_cohorts_agree_with_the_summary_of_the_run(lived):
    """Two ways to the same figure: visited days kept by the world, and log-ins noted by the logbook."""
    run, logins = lived
    found = cohorts.retention(logins, run.members, len(run.hourly), days=7)
    summary = run.summary()
    assert found.loc["all", 7] == pytest.approx(summary["retention_d7"])
    assert found.loc["all", 1] == pytest.approx(summary["retention_d1"])
    activated = cohorts.activation(events.activity(run.posts), run.members, len(run.hourly))
    assert activated.loc["all", "activated"] == pytest.approx(summary["activation_rate"])


def test_kaplan_meier_by_hand():
    """Six members go on days 1, 2 and 4, others are last seen on 2, 3 and 5; Greenwood's variance on day 2."""
    found = cohorts.kaplan_meier(np.array([1, 2, 2, 3, 4, 5]), np.array([True, True, False, False, True, False]))
    assert found["day"].tolist() == [0, 1, 2, 4]
    assert found["at_risk"].tolist() == [6, 6, 5, 2]
    assert found["here"].tolist() == pytest.approx([1, 5 / 6, 5 / 6 * 4 / 5, 5 / 6 * 4 / 5 / 2])
    spread = 1.959964 * math.sqrt(1 / (6 * 5) + 1 / (5 * 4)) / abs(math.log(2 / 3))
    assert found.loc[2, "low"] == pytest.approx((2 / 3) ** math.exp(spread))
    assert found.loc[2, "high"] == pytest.approx((2 / 3) ** math.exp(-spread))


def test_without_censoring_the_curve_is_a_plain_share():
    """When all are watched to the end of their stay, the curve must be the share still there."""
    days = np.random.default_rng(1).integers(0, 20, 200)
    found = cohorts.kaplan_meier(days, np.ones(200, dtype=bool))
    for row in found.itertuples():
        assert row.here == pytest.approx((days > row.day).mean())


def test_counting_the_late_as_gone_or_leaving_them_out_is_wrong_and_the_curve_is_right():
    """The reason for the method: true stays are known here, and half the people joined late."""
    draw = np.random.default_rng(7)
    joined, stay = draw.integers(0, 60 * 24, 4000), draw.geometric(1 / 30, 4000)
    logins = [
        (hour, member)
        for member, (begin, days) in enumerate(zip(joined, stay, strict=True))
        for hour in range(begin, min(begin + days * 24, 60 * 24), 24)
    ]
    members = newcomer_table(*joined)
    found = cohorts.still_here(table(*logins), members, 60 * 24, quiet_days=5)
    curve = found[found["cohort"] == "all"].set_index("day")
    for day in (5, 15, 30):
        true = (1 - 1 / 30) ** (day + 1)
        assert curve.loc[day, "low"] < true < curve.loc[day, "high"], day
        assert curve.loc[day, "here"] == pytest.approx(true, abs=0.04)
    last = table(*logins).groupby("member")["hour"].max()
    naive = ((last - joined[last.index]) // 24 > 15).mean()
    assert naive < curve.loc[15, "here"] - 0.1


def test_cohorts_by_source(lived):
    """Where people came from is a cohort, too; names are words."""
    run, logins = lived
    found = cohorts.retention(logins, run.members, len(run.hourly), days=3, by="source")
    assert found.index.tolist()[-1] == "all"
    assert set(found.index[:-1]) <= {"word_of_mouth", "search", "ads", "press", "raid"}


# --- little and wrong ---------------------------------------------------------------------------------------


def test_nothing_gives_empty_tables_and_no_errors():
    """A quiet week is no mistake."""
    none, members = table(), newcomer_table()
    assert patterns.by_weekday(none, MONDAY, 0)["events"].tolist() == [0] * 7
    assert patterns.week_table(none, MONDAY, 0).isna().all().all()
    assert len(patterns.best_hours(none, MONDAY, 24)) == 0
    assert patterns.first_week(none, members, 200)["came"].isna().all()
    assert cohorts.retention(none, members, 10, days=2).loc["all"].isna().all()
    assert len(cohorts.still_here(none, members, 10)) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: patterns.by_weekday(None, MONDAY, 1),
            "events must be a table with hour and member, got NoneType",
        ),
        (lambda: patterns.by_weekday(table((1, 1)), None, 9), "start must be the day"),
        (lambda: patterns.by_weekday(table((1, 1)), 7, 9), "start must be the day"),
        (lambda: patterns.by_weekday(table((9, 1)), MONDAY, 9), "hours must be at least 10"),
        (lambda: patterns.by_weekday(table((1, -1)), MONDAY, 9), "member must be at least 0, got -1"),
        (lambda: patterns.by_weekday(table((1, 1)), MONDAY, 9.5), "hours must be a whole number"),
        (lambda: patterns.week_table(table((1, 1)).astype(float), MONDAY, 9), "hour must be whole numbers"),
        (lambda: patterns.best_hours(table(), MONDAY, 9, n=0), "n must be a whole number from 1 to 168"),
        (lambda: patterns.by_group(table(), newcomer_table(), "rank"), "column must be a column of the members"),
        (lambda: patterns.by_group(table((1, 3)), newcomer_table(0), "source"), "member 3 has events"),
        (lambda: patterns.promotion_windows(pd.DataFrame(), 9), "actions must have a column hour"),
        (
            lambda: patterns.by_promotion(table(), pd.DataFrame(), MONDAY, 9),
            "windows must have a column promotion",
        ),
        (lambda: events.activity("posts"), "posts must be a table"),
        (lambda: cohorts.retention(table(), newcomer_table(0), 9, kind="weekly"), "one of classic, rolling"),
        (lambda: cohorts.retention(table(), newcomer_table(0), 9, by="age"), "by must be week or a column"),
        (lambda: cohorts.retention(table(), newcomer_table(9), 9), "hours must be more than 9"),
        (lambda: cohorts.retention(table(), newcomer_table(0), 9, days=-1), "days must be a whole number"),
        (lambda: cohorts.kaplan_meier([1, 2], [True]), "as long as each other"),
        (lambda: cohorts.kaplan_meier([np.nan], [True]), "days must be whole numbers"),
    ],
)
def test_errors_say_what_would_be_right(call, message):
    """One line that names the argument."""
    with pytest.raises(ValueError, match=message) as error:
        call()
    assert "\n" not in str(error.value)
