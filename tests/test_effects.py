"""Effects: verdicts by hand, intervals that cover, sums before ratios, and the first two experiments."""

import json
import math
import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from simulator import datasets
from simulator.cli import app
from simulator.lab import effects
from simulator.lab.effects import interval, judge, pooled, validate_effects, verdict
from simulator.lab.experiments import entry, experiment, known, trolling
from simulator.lab.experiments.experiment import Experiment, odds_ratio, percent_change, points, ratio, share

EMPTY = math.nan
RISE = {"unit": "percent", "sign": "up", "accept_low": 5.0, "accept_high": 20.0}
FALL = {"unit": "odds ratio", "sign": "down", "accept_low": 0.7, "accept_high": 0.9}
FLAT = {"unit": "percent", "sign": "zero", "accept_low": -5.0, "accept_high": 5.0}
AMOUNT = {"unit": "share", "sign": "none", "accept_low": 0.5, "accept_high": 0.8}
DIRECTION = {"unit": "ratio", "sign": "up", "accept_low": EMPTY, "accept_high": EMPTY}


def arms(seeds, effect=1.2, luck=10, events=40, start=0):
    """Return counts of two arms that share a seed's luck; the treated arm has `effect` times as many events."""
    found = []
    for seed in range(start, start + seeds):
        rng = np.random.default_rng(seed)
        common = events * rng.gamma(luck) / luck
        found.append({"treated": int(rng.poisson(effect * common)), "control": int(rng.poisson(common))})
    return found


def rise(total):
    """Return how many times as much there is with treatment."""
    return ratio(total["treated"], total["control"])


# --- verdicts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "simulated", "low", "high", "says"),
    [
        (RISE, 12, 6, 18, "inside"),
        (RISE, 5, 1, 9, "inside"),
        (RISE, 12, -1, 25, "not shown"),
        (RISE, 30, 22, 38, "right sign"),
        (RISE, 2, 1, 3, "right sign"),
        (RISE, -12, -18, -6, "not shown"),
        (FALL, 0.8, 0.7, 0.95, "inside"),
        (FALL, 0.8, 0.6, 1.1, "not shown"),
        (FALL, 0.5, 0.4, 0.6, "right sign"),
        (FALL, 1.3, 1.1, 1.5, "not shown"),
        (FLAT, 1, -9, 11, "inside"),
        (FLAT, 7, 6, 8, "not shown"),
        (AMOUNT, 0.6, 0.4, 0.9, "inside"),
        (AMOUNT, 0.9, 0.85, 0.95, "not shown"),
        (DIRECTION, 5, 1.1, 9, "inside"),
        (DIRECTION, 1.2, 0.9, 1.5, "not shown"),
        (DIRECTION, 0.6, 0.5, 0.7, "not shown"),
    ],
)
def test_an_effect_is_inside_only_in_its_range_and_sure_of_its_direction(row, simulated, low, high, says):
    """A rise that may be a fall is not shown; one that is too large has the right sign, and no more."""
    assert verdict(row, simulated, low, high) == says


@pytest.mark.parametrize("row", [RISE, FALL, FLAT, AMOUNT, DIRECTION])
def test_what_could_not_be_measured_is_not_shown(row):
    """An empty arm is no evidence, for no kind of effect."""
    assert verdict(row, EMPTY, EMPTY, EMPTY) == "not shown"
    assert verdict(row, 0.8, EMPTY, EMPTY) != "right sign"


def test_an_interval_without_an_end_still_shows_a_direction_by_its_other_end():
    """Odds can be too large to measure in some resamples, and surely above one in all."""
    assert verdict(DIRECTION, 8, 2.5, EMPTY) == "inside"
    assert verdict(DIRECTION, 8, EMPTY, 20) == "not shown"


def test_a_range_may_be_open_at_one_end():
    """From five upwards: six is inside, four is not."""
    row = RISE | {"accept_high": EMPTY}
    assert verdict(row, 90, 80, 99) == "inside"
    assert verdict(row, 4, 1, 7) == "right sign"


# --- sums and intervals -----------------------------------------------------------------------------------


def test_ratios_of_rare_events_are_pooled_and_not_averaged():
    """Two seeds with 1 of 1 and 1 of 9: twice as many make 2/10, not the mean of 1 and 1/9."""
    observed = [{"treated": 1, "control": 1}, {"treated": 1, "control": 9}]
    assert judge(DIRECTION, rise, observed)["simulated"] == pytest.approx(0.2)
    assert pooled(observed) == {"treated": 2, "control": 10}


@pytest.mark.parametrize("seeds", [8, 30])
def test_the_interval_covers_the_true_effect_nineteen_times_in_twenty(seeds):
    """Over 400 made-up studies whose true ratio is 1.2, with few seeds as with many."""
    intervals = [interval(rise, arms(seeds, start=1000 * trial)) for trial in range(400)]
    covered = np.mean([low <= 1.2 <= high for low, high in intervals])
    assert 0.92 <= covered <= 0.98


def test_shared_luck_cancels_within_a_seed():
    """With arms of different seeds put together the same counts say far less."""
    observed = arms(30, luck=2)
    apart = [
        {"treated": here["treated"], "control": there["control"]}
        for here, there in zip(observed, observed[1:] + observed[:1], strict=True)
    ]
    paired, unpaired = interval(rise, observed), interval(rise, apart)
    assert paired[1] - paired[0] < 0.6 * (unpaired[1] - unpaired[0])


def test_one_seed_has_an_effect_but_no_interval_and_shows_no_direction():
    """From one pair nobody can say how much pairs differ."""
    row = judge(DIRECTION, rise, [{"treated": 9, "control": 3}])
    assert row["simulated"] == 3
    assert math.isnan(row["ci_low"]) and math.isnan(row["ci_high"])
    assert row["verdict"] == "not shown"


def test_resamples_without_any_event_open_the_interval():
    """When the only events are in one seed of four, a third of all resamples can say nothing."""
    observed = [{"treated": 9, "control": 3}, *[{"treated": 0, "control": 0}] * 3]
    assert np.isnan(interval(rise, observed)).all()


def test_a_part_that_divides_by_nothing_says_nothing():
    """A part may divide by itself; an empty arm then is NaN, not a traceback."""
    row = judge(DIRECTION, lambda total: total["treated"] / total["control"], [{"treated": 2, "control": 0}] * 3)
    assert math.isnan(row["simulated"])
    assert row["verdict"] == "not shown"


def test_shares_ratios_and_odds_by_hand():
    """30 of 100 against 20 of 80."""
    assert share(30, 100) == 0.3
    assert points(30, 100, 20, 80) == pytest.approx(5)
    assert ratio(30, 20) == 1.5
    assert percent_change(30, 20) == pytest.approx(50)
    assert odds_ratio(30, 100, 20, 80) == pytest.approx((30 / 70) / (20 / 60))


def test_nothing_to_compare_with_is_nan_everywhere():
    """Neither zero nor infinity: both would pass for results."""
    for value in (share(0, 0), points(1, 2, 0, 0), points(0, 0, 1, 2), ratio(3, 0), percent_change(3, 0)):
        assert math.isnan(value)
    for cells in ((0, 5, 2, 5), (5, 5, 2, 5), (2, 5, 0, 5), (2, 5, 5, 5), (0, 0, 0, 0)):
        assert math.isnan(odds_ratio(*cells))


# --- experiments by name ----------------------------------------------------------------------------------


@pytest.fixture
def register(monkeypatch):
    """Give the decorators empty registers."""
    monkeypatch.setattr(experiment, "EXPERIMENTS", {})
    monkeypatch.setattr(experiment, "PARTS", {})
    return experiment


def test_an_experiment_and_its_parts_are_found_by_id(register):
    """The functions stay what they are, so that a test can call them."""

    @register.experiment("E91", treated="n")
    def observe(seed):
        return {"n": seed}

    @register.part("E91a")
    def measure(total):
        return total["n"]

    assert register.EXPERIMENTS["E91"] == Experiment("E91", observe, "n")
    assert register.PARTS["E91a"] is measure
    assert observe(3) == {"n": 3}


def test_what_cannot_be_registered_is_refused_in_one_line(register):
    """A wrong id, one that is taken, or a part without an experiment is a slip of whoever writes it."""
    register.experiment("E91")(arms)
    register.part("E91a")(rise)
    with pytest.raises(ValueError, match="an effect is written as \"E43\", got 'E9'"):
        register.experiment("E9")
    with pytest.raises(ValueError, match="E91 is registered already"):
        register.experiment("E91")
    with pytest.raises(ValueError, match="a part is written as \"E43a\", got 'E91'"):
        register.part("E91")
    with pytest.raises(ValueError, match="E91a is registered already"):
        register.part("E91a")
    with pytest.raises(ValueError, match=re.escape('E92a needs an experiment before it: @experiment("E92")')):
        register.part("E92a")


def test_every_experiment_is_about_a_published_effect_and_checks_all_of_its_kind():
    """No experiment without a row, no part without a row, no experiment without a part."""
    experiments, parts = known()
    rows = datasets.load("published_effects")
    assert set(experiments) <= set(rows["effect"])
    assert set(parts) <= set(rows["id"])
    assert {name[:-1] for name in parts} == set(experiments)
    assert {"E10", "E43"} <= set(experiments)


def test_other_processes_can_find_every_experiment():
    """An observation travels by name, so it stands at the top of a module."""
    for found in known()[0].values():
        assert "<" not in found.observe.__qualname__


# --- the table --------------------------------------------------------------------------------------------

ASKED = []


def rules_in_sight(seed):
    """Stand in for an experiment: made-up first posts and newcomers with and without rules."""
    ASKED.append(("E01", seed))
    rng = np.random.default_rng(seed)
    return {
        "kept_with": int(rng.binomial(500, 0.6)), "kept_without": int(rng.binomial(500, 0.52)),
        "newcomers_with": int(rng.poisson(850)), "newcomers_without": int(rng.poisson(500)),
    }  # fmt: skip


def badge(seed):
    """Stand in for an experiment whose effect is far off."""
    ASKED.append(("E20", seed))
    return {"steered": 50 + seed % 3, "achievers": 60}


@pytest.fixture
def cheap(monkeypatch):
    """Let three parts of two effects have an experiment each, and return the list of what was observed."""
    experiments = {
        "E01": Experiment("E01", rules_in_sight, "newcomers_with"),
        "E20": Experiment("E20", badge),
    }
    parts = {
        "E01a": lambda total: points(total["kept_with"], 500 * SEEDS, total["kept_without"], 500 * SEEDS),
        "E01b": lambda total: percent_change(total["newcomers_with"], total["newcomers_without"]),
        "E20a": lambda total: share(total["steered"], total["achievers"]),
    }
    monkeypatch.setattr(effects, "known", lambda: (experiments, parts))
    ASKED.clear()
    return ASKED


SEEDS = 5


def test_the_table_holds_a_row_for_every_part_and_says_which_have_no_experiment(cheap):
    """What nobody tried out is neither shown nor missed."""
    shown = validate_effects(seeds=SEEDS)
    rows = datasets.load("published_effects")
    pd.testing.assert_frame_equal(shown[list(rows)], rows)
    assert list(shown)[len(rows.columns) :] == ["seeds", "n_treated", "simulated", "ci_low", "ci_high", "verdict"]
    shown = shown.set_index("id")
    tested = dict(shown.loc[shown["seeds"] > 0, "verdict"])
    assert tested == {"E01a": "inside", "E01b": "inside", "E20a": "not shown"}
    assert set(shown.loc[shown["seeds"] == 0, "verdict"]) == {"not tested"}
    assert shown.loc[shown["seeds"] == 0, ["n_treated", "simulated", "ci_low", "ci_high"]].isna().all().all()
    assert shown.loc["E01b", "ci_low"] < shown.loc["E01b", "simulated"] < shown.loc["E01b", "ci_high"]
    assert shown.loc["E01a", "n_treated"] == sum(rules_in_sight(seed)["newcomers_with"] for seed in range(1, 6))
    assert shown["n_treated"].isna()["E20a"]


def test_neither_workers_nor_order_nor_company_change_a_verdict(cheap):
    """Threads, seeds back to front, or one effect alone: the same numbers to the last bit."""
    alone = validate_effects(seeds=SEEDS)
    with ThreadPoolExecutor(3) as pool:
        pooled_work = validate_effects(seeds=[5, 3, 1, 2, 4, 1], executor=pool)
    pd.testing.assert_frame_equal(alone, pooled_work, check_exact=True)
    single = validate_effects("E01b", seeds=SEEDS)
    pd.testing.assert_frame_equal(
        alone[alone["id"] == "E01b"].reset_index(drop=True), single, check_exact=True
    )  # fmt: skip


def test_an_effect_is_observed_once_a_seed_however_often_it_is_named(cheap):
    """Both parts come of the same runs; an effect that was not asked for is not run."""
    shown = validate_effects(["E01b", "E01", "E01a"], seeds=2)
    assert list(shown["id"]) == ["E01a", "E01b", "E01c"]
    assert cheap == [("E01", 1), ("E01", 2)]


def test_a_topic_leaves_out_all_others(cheap):
    """The engagement effects are all rows of that topic, and only their experiment runs."""
    rows = datasets.load("published_effects")
    shown = validate_effects(topic="engagement", seeds=2)
    assert list(shown["id"]) == list(rows.loc[rows["topic"] == "engagement", "id"])
    assert {effect for effect, _ in cheap} == {"E20"}


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"ids": "E99"}, r"unknown effect 'E99'.*known: E01, E02, .*, E43\)"),
        ({"ids": ["E01", "E10x"]}, r"unknown effect 'E10x'.*known: E10a, E10b, E10c\)"),
        ({"ids": "E10", "topic": "crisis"}, r"unknown effect 'E10' about crisis.*known: E25, .*E36\)"),
        ({"topic": "love"}, "topic must be one of rules, engagement, crisis, got 'love'"),
        ({"seeds": 0}, "seeds must be at least 1, got 0"),
        ({"seeds": [-1]}, "seed must be a whole number"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_runs(cheap, settings, complaint):
    """One line that names what there is."""
    with pytest.raises(ValueError, match=complaint) as refused:
        validate_effects(**settings)
    assert "\n" not in str(refused.value)
    assert cheap == []


@pytest.mark.parametrize(
    ("observe", "complaint"),
    [
        (lambda seed: {"n": 1 / 3 if seed < 2 else math.nan}, "quantity 'n' must be a finite number, got nan"),
        (lambda seed: {f"n{seed}": 1}, "E20 must count the same things for every seed, not for 2"),
    ],
)
def test_an_experiment_that_does_not_count_is_told_so(monkeypatch, observe, complaint):
    """A quotient of an empty arm must not poison the sums of all other seeds unnoticed."""
    monkeypatch.setattr(effects, "known", lambda: ({"E20": Experiment("E20", observe)}, {"E20a": sum}))
    with pytest.raises(ValueError, match=complaint):
        validate_effects("E20", seeds=2)


# --- the command ------------------------------------------------------------------------------------------


def command(*arguments, columns=100):
    """Run `community validate effects` inside this process."""
    call = ["validate", "effects", *map(str, arguments)]
    return CliRunner().invoke(app, call, env={"COLUMNS": str(columns)})


def test_the_exit_code_counts_only_what_was_tried_out(cheap):
    """Inside: 0. Missed: 1, and the sentence names it. Not tested yet: 0, and the line above says so."""
    inside = command("--effect", "E01", "--seeds", SEEDS)
    assert inside.exit_code == 0, inside.output
    assert "2 lie inside: none is missed." in " ".join(inside.stdout.split())
    astray = command("--seeds", SEEDS)
    assert astray.exit_code == 1, astray.output
    assert "2 lie inside; not shown E20a." in " ".join(astray.stdout.split())
    untested = command("--effect", "E02")
    assert untested.exit_code == 0, untested.output
    assert untested.stdout.splitlines() == [
        "Not tested yet, for want of an experiment: E02.",
        "None of these effects has an experiment yet, so nothing can be said.",
    ]


@pytest.mark.parametrize("columns", [80, 100, 240])
def test_the_tables_need_neither_colour_nor_more_than_100_columns(cheap, columns):
    """A table a topic, and below them who was compared with whom, and where that was published."""
    result = command("--seeds", SEEDS, columns=columns)
    assert max(map(len, result.stdout.splitlines())) <= min(columns, 100)
    assert "\x1b" not in result.stdout
    shown = " ".join(result.stdout.split())
    for text in ("Rules ", "Engagement ", "Accepted", "95% interval", "4 to 12", "points", "0.05 to 0.3",
                 "Matias JN (2019)", "against no rules in sight", "From 52% to 60%", "confidence medium",
                 "E01c, E02,"):  # fmt: skip
        assert text in shown, text
    assert result.stdout.index("E20a") < result.stdout.index("Matias")


def test_quick_takes_eight_seeds_and_says_so(cheap):
    """What was not looked at stands above the conclusion; a number that is named comes first."""
    result = command("--quick", "--topic", "engagement")
    assert cheap == [("E20", seed) for seed in range(1, 9)]
    assert "Left out: 22 of 30 seeds" in result.stdout
    cheap.clear()
    command("--quick", "--seeds", 2, "--effect", "E20a")
    assert cheap == [("E20", 1), ("E20", 2)]


def test_the_full_validation_takes_thirty_seeds_and_leaves_none_out(cheap):
    """Thirty is the least that an effect is judged by."""
    result = command("--effect", "E20")
    assert len(cheap) == 30
    assert "Left out" not in result.stdout


def test_json_holds_every_column_and_no_number_that_json_does_not_know(cheap):
    """What was not tested or cannot be measured is null."""

    def refuse(name):
        raise AssertionError(f"{name} is no JSON")

    result = command("--json", "--seeds", 1)
    data = json.loads(result.stdout, parse_constant=refuse)
    rows = {row["id"]: row for row in data["effects"]}
    assert result.exit_code == 1
    assert (data["inside"], data["right_sign"], data["not_shown"]) == (0, 0, 3)
    assert data["not_tested"] == len(rows) - 3
    assert rows["E01a"]["seeds"] == 1 and rows["E01a"]["ci_low"] is None
    assert rows["E02a"]["simulated"] is None and rows["E02a"]["n_treated"] is None
    assert rows["E43a"]["accept_low"] is None
    assert set(rows["E01a"]) == set(validate_effects("E01a", seeds=1))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--effect", "E99"),
        ("--topic", "love"),
        ("--seeds", "0"),
        ("--seeds", "many"),
        ("--jobs", "0"),
        ("--jobs", "x"),
        ("--slow",),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(cheap, arguments):
    """Nothing is run, and nothing is printed but the complaint."""
    result = command(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert cheap == []


def test_processes_give_the_table_that_one_alone_gives(monkeypatch):
    """The real experiment on trolling, in two processes of their own."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    shared = command("--effect", "E10", "--seeds", 2, "--jobs", 2, "--json")
    alone = command("--effect", "E10", "--seeds", 2, "--json")
    assert shared.exit_code == alone.exit_code, shared.output
    assert json.loads(shared.stdout) == json.loads(alone.stdout)


# --- the first experiments --------------------------------------------------------------------------------


def test_bad_mood_and_bad_company_each_make_trolling_likelier_and_both_most():
    """Six seeds suffice to see the signs; nobody told the experiment how large the effects are."""
    shown = validate_effects("E10", seeds=6).set_index("id")
    assert (shown["ci_low"] > 1).all()
    assert shown.loc["E10c", "simulated"] > shown.loc[["E10a", "E10b"], "simulated"].max()
    assert (shown["n_treated"] > 500).all()


def test_where_mood_and_company_do_not_count_nobody_trolls_more(monkeypatch):
    """The effect comes from the rule of incivility: without it, the same four futures are alike."""
    deaf = {f"behaviour.incivility_{reason}": 0 for reason in ("mood", "context", "norm")}
    monkeypatch.setattr(trolling, "_ROOMS", trolling._ROOMS | deaf)
    shown = validate_effects("E10", seeds=6)
    assert shown["simulated"].between(0.95, 1.05).all(), shown["simulated"]
    assert (shown["verdict"] == "not shown").all()


def test_a_wall_keeps_out_good_posts_and_bad_ones_and_mostly_good_ones():
    """Eight seeds suffice for the good ones; the bad are rarer."""
    shown = validate_effects("E43", seeds=8).set_index("id")
    assert shown.loc["E43a", "verdict"] == "inside"
    assert shown.loc["E43b", "simulated"] < 0
    assert shown.loc["E43c", "verdict"] == "inside"


def test_a_wall_no_higher_than_the_door_keeps_nobody_out(monkeypatch):
    """The two arms differ in nothing else: the same luck gives the same posts."""
    monkeypatch.setattr(entry, "WALL", entry.OPEN)
    shown = validate_effects("E43", seeds=1).set_index("id")
    assert shown.loc["E43a", "simulated"] == shown.loc["E43b", "simulated"] == 0
    assert math.isnan(shown.loc["E43c", "simulated"])


def test_where_nobody_joins_a_wall_keeps_nobody_out(monkeypatch):
    """Only newcomers count: founders, who fill the place, are none of them."""
    monkeypatch.setattr(entry, "_PLACE", entry._PLACE | {"newcomers_per_1000_members_per_day": 0})
    assert set(entry.registration_wall(seed=1).values()) == {0}
