"""Alerts: nothing is learned from what comes later, false alarms come as often as asked, storms are heard."""

from functools import cache

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from simulator import Scenario, simulate
from simulator.lab.logbook import Logbook
from simulator.lens import alerts, cohorts, patterns, uplift
from simulator.lens.patterns_plot import alert_figure, retention_figure, ways_figure, week_figure

mpl.use("Agg")
DAYS = 70
PLACE = Scenario().replace({"members": 600, "days": DAYS, "population.visits_per_day": 0.8})
STORM = {"crises": [{"day": 60, "hour": 9, "severity": 0.9, "affected": 0.1, "cluster": "preventable"}]}


@cache
def calm(seed):
    """Return a run without a crisis."""
    return simulate(PLACE, "balanced", seed=seed)


@cache
def stormy(seed):
    """Return a run with a grave crisis on day 60."""
    return simulate(PLACE.replace(STORM), "balanced", seed=seed)


def usual_life(seed, days=120, mean=1.0):
    """Return hourly counts with a rhythm of day and week, drawn from a Poisson law."""
    hour = np.arange(days * 24)
    rhythm = (1 + 0.8 * np.sin(2 * np.pi * (hour % 24 - 9) / 24)) * np.where(hour // 24 % 7 < 5, 1.2, 0.5)
    return np.random.default_rng(seed).poisson(mean * rhythm)


# --- what is counted ----------------------------------------------------------------------------------------


def test_counts_by_plain_loops():
    """The team's posts are none of the community's; negative is below 0; flags are those given in the hour."""
    run = calm(1)
    posts, negative = [0] * DAYS * 24, [0] * DAYS * 24
    for author, seconds, warmth in run.posts[["author", "seconds", "warmth"]].itertuples(index=False):
        if author >= 0:
            posts[seconds // 3600] += 1
            negative[seconds // 3600] += warmth < 0
    assert sum(negative) > 20
    assert alerts.counts(run, "posts").tolist() == posts
    assert alerts.counts(run, "negative_posts").tolist() == negative
    assert alerts.counts(run, "flags").tolist() == run.hourly["flags_given"].tolist()


# --- what is learned ----------------------------------------------------------------------------------------


def test_nothing_is_learned_from_what_comes_later():
    """Whatever happens from day 50 on, the scores before are the same; so an alarm can ring as it happens."""
    seen = usual_life(1)
    other = seen.copy()
    other[50 * 24 :] = 40
    before = slice(0, 50 * 24)
    pd.testing.assert_frame_equal(alerts.scores(seen)[before], alerts.scores(other)[before])


def test_within_a_day_only_the_days_before_count():
    """An hour's expectation must not know its own count, nor that of earlier hours of the day."""
    seen = usual_life(2, days=40)
    other = seen.copy()
    other[39 * 24 : 39 * 24 + 5] += 30
    expected = [alerts.scores(counts)["expected"].to_numpy() for counts in (seen, other)]
    assert np.array_equal(*expected, equal_nan=True)


def test_the_usual_follows_hour_and_weekday():
    """An evening hour of a weekday is expected to be fuller than a night on Sunday."""
    table = alerts.scores(usual_life(3, mean=3)).iloc[-7 * 24 :]
    hour, day = table["hour"] % 24, table["hour"] // 24 % 7
    evening, night = table[(hour == 15) & (day < 5)], table[(hour == 3) & (day == 6)]
    assert evening["expected"].mean() == pytest.approx(3 * 1.8 * 1.2, rel=0.25)
    assert night["expected"].mean() == pytest.approx(3 * 0.2 * 0.5, abs=0.4)


def test_a_past_storm_does_not_become_what_is_usual():
    """Else the next one would go unheard a week later at the same hour."""
    seen = usual_life(4)
    seen[80 * 24 + 10 : 80 * 24 + 16] += 60
    quiet = alerts.scores(usual_life(4))["expected"]
    later = slice(87 * 24, 88 * 24)
    assert alerts.scores(seen)["expected"][later].sum() < 1.5 * quiet[later].sum()
    seen[87 * 24 + 10] += 40
    rung = alerts.alarms(alerts.scores(seen))["hour"].tolist()
    assert 80 * 24 + 10 in rung
    assert 87 * 24 + 10 in rung


def test_a_burst_rings_once():
    """Hours as unusual within a day belong to the same alarm."""
    seen = usual_life(5)
    seen[60 * 24 + 8 : 60 * 24 + 20] += 30
    rung = alerts.alarms(alerts.scores(seen), 0.5)
    assert (rung["hour"] // 24 == 60).sum() == 1
    assert rung["hour"].is_monotonic_increasing


def test_the_score_is_the_chance_under_the_law_where_the_law_holds():
    """Counts that follow the law must pass a bar as often as it says, seed by seed of a known world."""
    rung, months = 0, 0.0
    for seed in range(20):
        table = alerts.scores(usual_life(seed, days=100))
        rung += (table["score"] >= alerts.threshold(7.2)).sum()
        months += table["score"].notna().sum() / 720
    assert 2 < rung / months < 7.2 * 1.2


# --- what it is worth ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("metric", alerts.METRICS)
def test_false_alarms_come_no_oftener_than_asked(metric):
    """On seeds that nothing was tuned on: the lower end of the 95% interval lies below what was asked."""
    runs = [calm(seed) for seed in range(900, 916)]
    for asked in (1, 3, 10):
        found = alerts.false_alarm_rate(runs, metric, asked)
        assert found["low"] <= asked, found
        assert found["months"] == pytest.approx(16 * (DAYS - 28) / 30)
    assert found["per_month"] > 0.5


def test_storms_are_heard_and_what_fizzles_out_is_not():
    """For one false alarm a month. Not every crisis becomes a storm, and what nobody writes about can't ring."""
    runs = [stormy(seed) for seed in range(900, 910)]
    found = alerts.detection(runs, "negative_posts", 1)
    begins = 60 * 24 + 9
    written = np.array([alerts.counts(run, "negative_posts")[begins : begins + 72].sum() for run in runs])
    loud = written >= 25
    assert loud.sum() >= 3
    assert found["detected"][loud].all()
    assert (found["delay_hours"][loud] <= 24).all()
    by_chance = 1 - np.exp(-72 / 720)
    assert found["detected"].mean() > 3 * by_chance


def test_sensitivity_costs_false_alarms():
    """The curve: who asks for more alarms hears more storms, and more that is none."""
    runs = [calm(seed) for seed in range(900, 908)], [stormy(seed) for seed in range(900, 908)]
    found = alerts.trade_off(*runs, "posts", asked=(0.1, 1, 10))
    for column in ("false_alarms_per_month", "detected", "by_chance"):
        assert found[column].is_monotonic_increasing
        assert found[column].iloc[-1] > found[column].iloc[0]


# --- pictures -----------------------------------------------------------------------------------------------


def test_figures_say_what_they_show():
    """The sentence carries the figures; whoever can't see the picture has them, too."""
    book = Logbook()
    run = simulate(PLACE.replace({"days": 30, "newcomers_per_1000_members_per_day": 20}), seed=1, tactics=[book])
    week = patterns.week_table(book.logins(), run.start, len(run.hourly))
    best = patterns.best_hours(book.logins(), run.start, len(run.hourly), 1).iloc[0]
    assert f"{best['weekday']} from {best['hour_of_day']}:00 UTC" in week_figure(week).says
    curves = cohorts.still_here(book.logins(), run.members, len(run.hourly), by="source")
    here = curves[curves["cohort"] == "all"].query("day <= 7").iloc[-1]
    assert f"{100 * here['here']:.0f}% of cohort all" in retention_figure(curves).says
    assert retention_figure(curves).png()[:4] == b"\x89PNG"


def test_the_picture_of_alarms_marks_those_that_ring():
    """Same alarms as in the table."""
    observed = usual_life(6)
    observed[-30] += 25
    figure = alert_figure(observed, 0, 1.0, "posts")
    rung = alerts.alarms(alerts.scores(observed))
    assert figure.says.startswith(f"{(rung['hour'] >= len(observed) - 14 * 24).sum()} alarm")
    assert f"on day {(len(observed) - 30) // 24 + 1}" in figure.says


def test_the_picture_of_three_ways_says_which_miss_the_truth():
    """Colour, mark and words say the same."""
    rows = {"before/after": (2, 1, 3), "holdout": (0.5, -1, 2), "difference in differences": (1.5, 1, 2),
            uplift.TRUTH: (0.4, 0.3, 0.5)}  # fmt: skip
    ways = pd.DataFrame.from_dict(rows, orient="index", columns=["estimate", "low", "high"])
    says = ways_figure(ways).says
    assert "before/after says +2.00 and its 95% interval misses the truth" in says
    assert "holdout says +0.50 and its 95% interval holds the truth" in says


# --- little and wrong ---------------------------------------------------------------------------------------


def test_little_data_gives_no_alarm_and_no_error():
    """Nothing, a short run, a silent one, and one that ends in the middle of a day."""
    for seen in ([], [0] * 50, [0] * 1500, usual_life(1)[: 40 * 24 + 7]):
        table = alerts.scores(np.array(seen, dtype=int))
        assert len(table) == len(seen)
        assert table["score"][: 28 * 24].isna().all()
        assert table["score"][28 * 24 :].notna().all()
    assert len(alerts.alarms(alerts.scores(np.zeros(1500, dtype=int)))) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: alerts.alerts(None), "run must be a Run"),
        (lambda: alerts.alerts(calm(1), "likes"), "metric must be one of posts, negative_posts, flags"),
        (lambda: alerts.alerts(calm(1), "posts", 0), "false_alarms_per_month must be a number above 0"),
        (lambda: alerts.alerts(calm(1), "posts", "one"), "false_alarms_per_month must be a number"),
        (lambda: alerts.threshold(float("nan")), "false_alarms_per_month must be a number"),
        (lambda: alerts.scores([0.5]), "observed must be whole numbers from 0"),
        (lambda: alerts.scores([-1]), "observed must be whole numbers from 0"),
        (lambda: alerts.scores("posts"), "observed must be whole numbers from 0"),
        (lambda: alerts.false_alarm_rate([stormy(900)]), "runs must be calm"),
        (lambda: alerts.false_alarm_rate([]), "runs must be longer than 28 days"),
        (lambda: alerts.detection([calm(900)]), "runs must have a crisis each"),
        (lambda: alert_figure([1] * 100), "observed must be longer than 28 days"),
        (lambda: week_figure(pd.DataFrame()), r"7 rows and 24 columns"),
        (lambda: week_figure(pd.DataFrame(np.full((7, 24), np.nan))), "all are blank"),
        (lambda: retention_figure(pd.DataFrame()), "1 to 4 cohorts"),
        (lambda: ways_figure(pd.DataFrame()), "with its row for the truth"),
    ],
)
def test_errors_say_what_would_be_right(call, message):
    """One line that names the argument."""
    with pytest.raises(ValueError, match=message) as error:
        call()
    assert "\n" not in str(error.value)
