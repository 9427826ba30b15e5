"""Facts and ranges: statistics of an event log by hand and by brute force, and a run beside real communities."""

import io
import math
from statistics import mean, median

import pandas as pd
import pytest
from rich.console import Console

from simulator import datasets
from simulator.lab.run import simulate
from simulator.lens import facts, ranges
from simulator.world.community import Community
from simulator.world.scenario import Scenario

MONDAY = pd.Timestamp("2024-01-01", tz="UTC")
TEAM = -1


def log(*rows):
    """Make an event log from (hours since Monday 0:00, member, thread, parent)."""
    return pd.DataFrame(
        {
            "time": [MONDAY + pd.Timedelta(hours=hours) for hours, *_ in rows],
            "member": [row[1] for row in rows],
            "thread": [row[2] for row in rows],
            "parent": [row[3] for row in rows],
        }
    )


def openers(*members, every=1.0):
    """Make a log in which members open threads one after the other."""
    return log(*((every * n, member, n, -1) for n, member in enumerate(members)))


# Thread 0: member 1 opens, replies to herself, member 2 replies after 4 hours. Thread 3: member 2 opens and the
# team replies after 10 hours. Thread 5: member 3 opens on the second day and has not been answered.
TALK = log((0, 1, 0, -1), (1, 1, 0, 0), (4, 2, 0, 1), (5, 2, 3, -1), (15, TEAM, 3, 3), (30, 3, 5, -1))


@pytest.fixture(scope="module")
def run():
    """A small world-wide forum of 30 days with newcomers."""
    scenario = Scenario.load("forum").replace(
        {
            "members": 500,
            "days": 30,
            "newcomers_per_1000_members_per_day": 20,
            "population.visits_per_day": 0.6,
        }
    )
    return simulate(scenario, "balanced", seed=5)


@pytest.fixture(scope="module")
def rows(run):
    """The run's contributions as plain tuples: hours since the start, member, post, thread, parent."""
    return [
        ((e.time - run.start) / pd.Timedelta(hours=1), e.member, e.post, e.thread, e.parent)
        for e in run.events().itertuples()
    ]


def test_one_member_in_two_who_wrote_once_makes_a_half():
    """Member 2 wrote once, member 1 twice; the team's single post counts for nobody."""
    assert facts.share_once(openers(1, 1, 2, TEAM)) == 1 / 2


def test_the_top_tenth_is_rounded_and_never_empty():
    """Of three writers one is the top; of twenty, two."""
    assert facts.share_top(openers(1, 1, 1, 2, 3)) == 3 / 5
    assert facts.share_top(openers(*range(20), 0, 0, 1)) == 5 / 23


def test_gini_of_equals_is_zero_and_of_one_two_and_one_a_sixth():
    """Differences of 1, 1, 2 sum to 4 over all pairs: 4 / (2 x 9 x 4/3) = 1/6."""
    assert facts.gini(openers(1, 2, 3)) == pytest.approx(0)
    assert facts.gini(openers(1, 2, 3, 3)) == pytest.approx(1 / 6)


def test_busiest_over_quietest_hour_is_infinite_while_an_hour_is_empty():
    """24 posts, one an hour, and two more at five o'clock give 3."""
    assert facts.hour_peak_trough_ratio(openers(1, 1)) == math.inf
    day = [(hour, 1, hour, -1) for hour in range(24)]
    assert facts.hour_peak_trough_ratio(log(*day, (29, 1, 24, -1), (53, 1, 25, -1))) == 3


def test_weekend_days_are_compared_with_weekdays():
    """Ten posts on five weekdays and two on two days of the weekend: 1 against 2 a day."""
    weekdays = [(24 * day + hour, 1, 10 * day + hour, -1) for day in range(5) for hour in (1, 2)]
    weekend = [(24 * 5, 1, 90, -1), (24 * 6 + 23.9, 1, 91, -1)]
    assert facts.weekend_to_weekday_rate(log(*weekdays, *weekend)) == 1 / 2
    assert math.isnan(facts.weekend_to_weekday_rate(log(*weekdays)))


def test_only_others_end_the_wait_for_a_first_reply():
    """Waits are 4 hours, 10 hours (by the team) and for ever."""
    threads = facts.first_replies(TALK)
    assert threads["hours"].tolist()[:2] == [4, 10]
    assert threads["member"].tolist() == [1, 2, 3]
    assert math.isnan(threads["hours"][5])
    assert facts.first_reply_hours_median(TALK) == 7
    assert facts.share_threads_no_reply_by_other(TALK) == pytest.approx(1 / 3)


def test_thread_sizes_include_the_opener():
    """Sizes are 3, 2 and 1."""
    assert facts.thread_size_median(TALK) == facts.thread_size_mean(TALK) == 2
    assert facts.share_contrib_that_start_threads(TALK) == pytest.approx(1 / 2)


def test_days_of_activity_are_calendar_days():
    """Twice on one day is one day; 23:30 and 0:30 are two."""
    assert (
        facts.share_active_one_day_only(log((1, 1, 0, -1), (23, 1, 1, -1), (23.5, 2, 2, -1), (24.5, 2, 3, -1)))
        == 0.5
    )


def test_newcomers_are_followed_for_a_week():
    """1 was answered in time, 2 too late, 3 is no newcomer, 4 began with a reply, 5 came too late to tell."""
    events = log(
        (0, 1, 0, -1), (0, 2, 1, -1), (0, 3, 2, -1), (5, 4, 0, 0), (6, 4, 4, -1), (169, 4, 1, 1), (170, 5, 6, -1),
        (200, 1, 6, 6), (200, 4, 2, 2),
    )  # fmt: skip
    assert facts.newcomer_starter_got_reply7d(events, pd.Index([1, 2, 4, 5])) == pytest.approx(1 / 2)
    assert facts.newcomer_starter_got_reply7d(events) == pytest.approx(1 / 3)


def test_silent_members_are_those_without_a_contribution():
    """Three of ten wrote; the team is no member."""
    assert facts.silent_share(TALK, 10) == pytest.approx(7 / 10)


# --- the same again, in plain loops over a simulated run ---------------------------------------------------


def test_facts_about_contributors_agree_with_a_count_by_hand(run, rows):
    """Once-only, top tenth, Gini by all pairs, one-day-only and silent share, member by member."""
    by_member = {}
    for hours, member, *_ in (row for row in rows if row[1] >= 0):
        by_member.setdefault(member, []).append(hours)
    counts = sorted(map(len, by_member.values()))
    top = counts[-max(1, round(len(counts) / 10)) :]
    pairs = sum(abs(a - b) for a in counts for b in counts)
    one_day = [len({int(h // 24) for h in hours}) == 1 for hours in by_member.values()]
    found = facts.from_run(run)
    assert found["win365d_median_share_once"] == pytest.approx(counts.count(1) / len(counts))
    assert found["win365d_median_share_top10pct"] == pytest.approx(sum(top) / sum(counts))
    assert found["win365d_median_gini"] == pytest.approx(pairs / (2 * len(counts) * sum(counts)))
    assert found["share_active_one_day_only"] == pytest.approx(mean(one_day))
    assert found["silent_share"] == pytest.approx(1 - len(counts) / int((run.members["visits"] > 0).sum()))


def test_facts_about_threads_agree_with_a_count_by_hand(run, rows):
    """Sizes, waits, and the fate of newcomers' first threads, thread by thread."""
    threads, first_of, end = {}, {}, rows[-1][0]
    for row in rows:
        threads.setdefault(row[3], []).append(row)
        first_of.setdefault(row[1], row)
    waits = {}
    for thread, talk in threads.items():
        others = [hours - talk[0][0] for hours, member, *_ in talk if member != talk[0][1]]
        waits[thread] = min(others, default=math.inf)
    newcomers = set(run.members.index[run.members["joined_hour"] >= 0])
    followed = [
        waits[post]
        for hours, member, post, _, parent in first_of.values()
        if member in newcomers and parent == -1 and hours <= end - 168
    ]
    found = facts.from_run(run)
    answered = [wait for wait in waits.values() if wait < math.inf]
    assert len(followed) >= 10
    assert found["newcomer_starter_got_reply7d"] == pytest.approx(mean(wait <= 168 for wait in followed))
    assert found["first_reply_hours_median"] == pytest.approx(median(answered))
    assert found["share_threads_no_reply_by_other"] == pytest.approx(1 - len(answered) / len(waits))
    assert found["thread_size_median"] == median(map(len, threads.values()))
    assert found["thread_size_mean"] == pytest.approx(mean(map(len, threads.values())))
    assert found["share_contrib_that_start_threads"] == pytest.approx(len(threads) / len(rows))


def test_facts_about_time_agree_with_a_count_by_hand(run, rows):
    """Hours of the day and days of the week, with the calendar counted from a Monday."""
    by_hour = [sum(int(row[0]) % 24 == hour for row in rows) for hour in range(24)]
    days = range(int(rows[0][0] // 24), int(rows[-1][0] // 24) + 1)
    by_day = {day: sum(int(row[0] // 24) == day for row in rows) for day in days}
    weekend = [count for day, count in by_day.items() if day % 7 >= 5]
    working = [count for day, count in by_day.items() if day % 7 < 5]
    found = facts.from_run(run)
    assert run.start == MONDAY
    assert found["hour_peak_trough_ratio"] == (
        pytest.approx(max(by_hour) / min(by_hour)) if min(by_hour) else math.inf
    )
    assert found["weekend_to_weekday_rate"] == pytest.approx(mean(weekend) / mean(working))


# --- beside real communities -------------------------------------------------------------------------------


def test_every_published_fact_has_its_row(run):
    """Ranges and medians are those of the data set, values those of the run."""
    real, table = datasets.load("stylised_facts"), ranges.beside_real(run)
    for column in ("id", "fact", "unit", "accept_low", "accept_high", "median_real"):
        pd.testing.assert_series_equal(table[column], real[column], check_dtype=False)
    assert table["simulated"].tolist() == facts.from_run(run)[real["statistic"]].tolist()
    assert set(facts.from_run(run).index) == set(real["statistic"])


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.039, "below"), (0.04, "inside"), (0.2, "inside"), (0.4, "inside"), (0.401, "above")]
)
def test_the_ends_of_a_range_lie_inside(run, monkeypatch, value, verdict):
    """Between 4 and 40% of threads stay without a reply."""
    shown = facts.from_run(run)
    shown["share_threads_no_reply_by_other"] = value
    monkeypatch.setattr(facts, "from_run", lambda run: shown)
    assert ranges.beside_real(run).set_index("id").loc["C07", "verdict"] == verdict


def changed(run, scenario):
    """Return the run as if it came from another scenario."""
    return type(run)(scenario, run.playbook, run.seed, run.hourly, run.daily, run.members, run.posts, run.actions)


def test_a_fact_about_forums_does_not_apply_to_a_chat(run):
    """First replies come within minutes in a chat; the note says for which places the fact holds."""
    table = ranges.beside_real(changed(run, run.scenario.replace(kind="chat"))).set_index("id")
    assert table.index[table["verdict"] == "does not apply"].tolist() == ["C08", "C09a", "C09b"]
    assert table.loc["C08", "note"] == "holds for forum, network, marketplace, game, not for a chat"


@pytest.mark.parametrize(
    ("zones", "world_wide"),
    [
        ({0: 0.4, 1: 0.6}, False),
        ({-8: 0.3, -3: 0.7}, False),
        ({11: 0.5, -10: 0.5}, False),
        ({1: 0.8, 8: 0.2}, False),
        ({1: 0.75, 8: 0.25}, True),
        ({-8: 0.25, -2: 0.5, 8: 0.25}, True),
    ],
)
def test_the_hours_of_one_region_are_not_held_against_those_of_the_world(run, zones, world_wide):
    """More than three in four within five hours of each other, across the date line too, are one region."""
    scenario = run.scenario.replace({"rhythm.zones": zones})
    table = ranges.beside_real(changed(run, scenario)).set_index("id")
    row = table.loc["C05"]
    assert (table.drop(index="C05")["verdict"] != "does not apply").all()
    assert ranges.is_world_wide(scenario) == world_wide
    assert (row["verdict"] != "does not apply") == world_wide
    assert ("world-wide" in row["note"]) != world_wide


def test_yearly_facts_say_over_how_many_days_they_were_measured(run):
    """A month is not a year; in a run of a year nothing needs to be said."""
    table = ranges.beside_real(run).set_index("id")
    noted = table.index[table["note"] == "measured over 30 days, real ones over 365"].tolist()
    assert noted == ["C02", "C03", "C04"]
    year = type(run)(
        run.scenario, None, 0, pd.concat([run.hourly] * 13).iloc[: 365 * 24], run.daily, run.members, run.posts,
        run.actions,
    )  # fmt: skip
    assert not ranges.beside_real(year)["note"].str.contains("measured over").any()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("hours", [0, 24])
def test_an_empty_community_has_nothing_to_compare(hours):
    """Where nothing was written no fact about writing applies, and no warning is given."""
    scenario = Scenario.load("forum").replace(members=1, days=1, newcomers_per_1000_members_per_day=0)
    table = ranges.beside_real(Community(scenario, None).run_for(hours=hours).to_run())
    missing = table[table["simulated"].isna()]
    assert len(missing) >= 12
    assert (missing["verdict"] == "does not apply").all()
    assert (missing["note"] == "too little was written to measure it").all()


def test_the_terminal_shows_every_fact_with_its_verdict_and_notes(run):
    """Words say the verdict, not colours; a number in brackets leads to the note below."""
    table = ranges.beside_real(run)
    screen = io.StringIO()
    Console(width=160, file=screen).print(ranges.as_text(table))
    text = screen.getvalue()
    for row in table.itertuples():
        line = next(line for line in text.splitlines() if row.fact in line)
        assert row.verdict in line
        assert ("[1]" in line) == ("measured over" in row.note)
    assert "[1] measured over 30 days, real ones over 365" in text
    assert "0.25 - 0.85" in text
    assert "2.4 h - 18.0 h" in text
