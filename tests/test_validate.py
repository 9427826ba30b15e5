"""Validation: verdicts by hand, years by brute force, the command's answers, and the guard on the forum."""

import json
from concurrent.futures import ThreadPoolExecutor
from statistics import mean, median, stdev

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from simulator import Scenario, simulate
from simulator.cli import app
from simulator.lab import expectations, validate
from simulator.lab.validate import COLUMNS, judge, measure, median_over_years, validate_facts
from simulator.lens import facts
from simulator.lens.facts_plot import facts_figure
from simulator.lens.theme import STYLE
from simulator.terminal import verdicts

START = pd.Timestamp("2024-01-01", tz="UTC")
HALF = expectations.Expectation("C99", "Half is half", "a_share", "share", "nobody", 0.4, 0.6, 0.5)


def verdict(*values):
    """Return the verdict on the expectation of 0.4 to 0.6."""
    return judge(HALF, values)["verdict"]


def table(*verdicts, kind="forum", members=2000):
    """Return a table as `validate_facts` makes it, with one row a verdict."""
    values = {"inside": (0.45, 0.5, 0.55), "outside": (0.5, 0.6, 0.7)}
    rows = [{"kind": kind, "members": members} | judge(HALF, values[name]) for name in verdicts]
    rows = [row | {"id": f"C9{number}"} for number, row in enumerate(rows)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def lived(place, seed):
    """Return a small run in place of a large one: a month of 150 lively members."""
    lively = {"members": 150, "days": 30, "population.visits_per_day": 2, "behaviour.start_base": 0.06}
    return simulate(place.replace(lively), "balanced", seed=seed)


@pytest.fixture
def small(monkeypatch):
    """Let validation measure small runs, and return the list of what was asked for."""
    asked = []

    def measured(job):
        asked.append((job[0].kind, job[0].members, job[1]))
        return facts.from_run(lived(*job))

    monkeypatch.setattr(validate, "_measured", measured)
    return asked


def command(*arguments):
    """Run `community validate facts` inside this process."""
    return CliRunner().invoke(app, ["validate", "facts", *map(str, arguments)], env={"COLUMNS": "80"})


# --- verdicts ---------------------------------------------------------------------------------------------


def test_a_fact_lies_inside_only_when_every_seed_does():
    """The mean of 0.5 helps nobody when one run is at 0.3; both ends count as inside."""
    assert verdict(0.4, 0.5, 0.6) == "inside"
    assert verdict(0.3, 0.5, 0.7) == "outside"
    assert verdict(0.5, 0.61) == "outside"


def test_values_are_compared_at_two_decimals():
    """Ranges are published with two decimals: 0.396 is 0.40, and 0.394 is not."""
    assert verdict(0.396, 0.604) == "inside"
    assert verdict(0.394) == "outside"
    assert verdict(0.606) == "outside"


def test_what_could_not_be_measured_is_outside():
    """Nothing written, or an hour without any contribution, is no evidence of likeness."""
    assert verdict(0.5, np.nan) == "outside"
    assert verdict(0.5, np.inf) == "outside"


def test_the_interval_is_students_over_seeds():
    """For three runs the factor is 4.303 (Student's t, 2 degrees of freedom, 97.5%)."""
    values = [0.41, 0.5, 0.56]
    row = judge(HALF, values)
    half = 4.302653 * stdev(values) / 3**0.5
    assert row["mean"] == pytest.approx(mean(values))
    assert row["ci_low"] == pytest.approx(mean(values) - half)
    assert row["ci_high"] == pytest.approx(mean(values) + half)
    assert (row["lowest"], row["highest"], row["seeds"]) == (0.41, 0.56, 3)


def test_one_run_has_a_verdict_but_no_interval():
    """From one run nobody can say how much runs differ."""
    row = judge(HALF, [0.5])
    assert row["verdict"] == "inside"
    assert np.isnan(row["ci_low"]) and np.isnan(row["ci_high"])


# --- years ------------------------------------------------------------------------------------------------


def test_years_are_consecutive_windows_and_the_rest_is_left_out():
    """Brute force over 3 windows of 365 days; 100 days of rush at the end belong to none."""
    rng = np.random.default_rng(3)
    seconds = np.sort(rng.integers(0, 1095 * 86_400, 400))
    seconds = np.append(seconds, 1095 * 86_400 + np.arange(500))
    events = pd.DataFrame({"time": START + pd.to_timedelta(seconds, unit="s"), "member": rng.integers(0, 90, 900)})
    by_hand = []
    for year in range(3):
        counts = {}
        for second, member in zip(seconds, events["member"], strict=True):
            if 365 * year <= second / 86_400 < 365 * (year + 1):
                counts[member] = counts.get(member, 0) + 1
        by_hand.append(sum(count == 1 for count in counts.values()) / len(counts))
    assert len(set(by_hand)) == 3
    assert median_over_years(facts.share_once, events, START, 1195) == pytest.approx(median(by_hand))


def test_a_year_in_which_nobody_wrote_does_not_count():
    """A silent window has no share of anything."""
    events = pd.DataFrame({"time": [START, START + pd.Timedelta(days=800)], "member": [1, 1]})
    assert median_over_years(facts.share_once, events, START, 1095) == 1


def test_a_run_of_two_years_is_measured_by_the_year():
    """More people write once in a year than in two, and what is not counted by the year stays as it was."""
    run = simulate(Scenario.load("forum").replace(members=200, days=730), seed=2)
    whole, yearly = facts.from_run(run), measure(run)
    assert yearly["win365d_median_gini"] != whole["win365d_median_gini"]
    assert yearly["thread_size_mean"] == whole["thread_size_mean"]


# --- what is expected of whom -----------------------------------------------------------------------------


def expected(kind):
    """Return the ids of what is expected of a shipped kind of place."""
    return {item.id for item in expectations.expectations(Scenario.load(kind))}


def test_every_kind_is_held_against_what_applies_to_it():
    """A chat has its own answering time and thread sizes; one country its own day; a network more silence."""
    everywhere = {"C01", "C02", "C03", "C04", "C06", "C07", "C10", "C11", "C12"}
    unhurried = everywhere | {"C08", "C09a", "C09b"}
    assert expected("forum") == expected("game") == unhurried | {"C05"}
    assert expected("network") == unhurried | {"K02", "K03"}
    assert expected("marketplace") == unhurried | {"K03"}
    assert expected("chat") == everywhere | {"C05", "K01", "K04a", "K04b"}


def test_every_range_names_its_source_and_holds_the_real_median():
    """A range that rests on nothing, or leaves out the middle of what was measured, is a slip."""
    for kind in validate.KINDS:
        for item in expectations.expectations(Scenario.load(kind)):
            assert len(item.source) > 20
            assert item.accept_low < item.accept_high
            assert np.isnan(item.median_real) or item.accept_low <= item.median_real <= item.accept_high


def test_only_the_forum_lives_at_two_sizes_unless_asked(small):
    """2,000 for all kinds, 20,000 for the forum; a size that is named holds for every kind named."""
    validate_facts(seeds=1)
    assert {(kind, members) for kind, members, _ in small} == {
        ("forum", 20_000), *((kind, 2_000) for kind in validate.KINDS)
    }  # fmt: skip
    small.clear()
    validate_facts(["game"], [300, 400], seeds=[8, 9])
    assert small == [("game", 300, 8), ("game", 300, 9), ("game", 400, 8), ("game", 400, 9)]


def test_a_network_is_compared_with_the_forum_of_the_same_seed(small):
    """The forum lives along for this, and does not show up in the table."""
    shown = validate_facts("network", 500, seeds=[3, 4])
    assert set(shown["kind"]) == {"network"}
    silent = {
        (kind, seed): facts.from_run(lived(Scenario.load(kind), seed))["silent_share"]
        for kind in ("network", "forum")
        for seed in (3, 4)
    }
    by_hand = [silent["network", seed] - silent["forum", seed] for seed in (3, 4)]
    row = shown.set_index("id").loc["K02"]
    assert (row["lowest"], row["highest"]) == (min(by_hand), max(by_hand))


@pytest.mark.parametrize(
    "settings, complaint",
    [
        ({"days": 90}, "days must be at least 365"),
        ({"kinds": ["pub"]}, "kind must be one of forum, network, marketplace, game, chat, got 'pub'"),
        ({"seeds": 0}, "seeds must be at least 1, got 0"),
        ({"seeds": [-1]}, "seed must be a whole number"),
        ({"seeds": 2.5}, "seeds must be a whole number"),
        ({"members": [0]}, "members"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(small, settings, complaint):
    """Before anybody has lived an hour."""
    with pytest.raises(ValueError, match=complaint) as refused:
        validate_facts(**settings)
    assert "\n" not in str(refused.value)
    assert small == []


def test_a_real_run_is_measured_alike_with_and_without_an_executor():
    """One small forum over a full year: all facts that apply, each with its numbers, in any pool."""
    alone = validate_facts("forum", 300, seeds=2)
    with ThreadPoolExecutor(1) as pool:
        pooled = validate_facts("forum", 300, seeds=2, executor=pool)
    pd.testing.assert_frame_equal(alone, pooled)
    assert tuple(alone.columns) == COLUMNS
    assert len(alone) == 13
    assert (alone["lowest"] <= alone["mean"]).all() and (alone["mean"] <= alone["highest"]).all()


# --- the command ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("found, code", [(("inside", "inside"), 0), (("inside", "outside"), 1)])
def test_the_exit_code_says_whether_all_lie_inside(monkeypatch, found, code):
    """A build can be stopped by it; the last sentence names what lies outside."""
    monkeypatch.setattr(validate, "validate_facts", lambda *_, **__: table(*found))
    result = command()
    assert result.exit_code == code, result.output
    shown = " ".join(result.stdout.split())
    assert ("forum (2,000) C91." in shown) == bool(code)
    assert ("none lies outside" in shown) != bool(code)


def test_the_tables_fit_80_columns_and_name_every_source(small):
    """Range, median, mean, interval and verdict stand in black and white, for every kind."""
    result = command("--seeds", 2, "--members", 150)
    assert result.exit_code in (0, 1), result.output
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "\x1b" not in result.stdout
    for text in ("chat, 150 members", "Real range", "95% interval", "inside", "Nielsen J (2006)", "3 of 5 seeds"):
        assert text in result.stdout


def test_json_holds_every_column_and_no_number_that_json_does_not_know(small):
    """What cannot be measured is null."""
    result = command("--json", "--kind", "chat", "--members", 150, "--seeds", 1)

    def refuse(name):
        raise AssertionError(f"{name} is no JSON")

    data = json.loads(result.stdout, parse_constant=refuse)
    assert result.exit_code == (1 if data["outside"] else 0)
    assert set(data["facts"][0]) == set(COLUMNS)
    assert data["facts"][0]["ci_low"] is None
    assert data["inside"] + data["outside"] == len(data["facts"])
    assert any("20,000" in line or "kinds" in line for line in data["left_out"])


def test_quick_leaves_out_the_large_forum_and_some_seeds_and_says_so(small):
    """What was not looked at stands above the conclusion; what is asked for comes first."""
    result = command("--quick")
    assert max(members for _, members, _ in small) == 2_000
    assert {seed for *_, seed in small} == {1, 2, 3}
    assert "Left out: the forum with 20,000 members." in result.stdout
    assert "Left out: 2 of 5 seeds." in result.stdout
    small.clear()
    command("--quick", "--kind", "game", "--seeds", 1, "--members", 400)
    assert small == [("game", 400, 1)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--kind", "pub"),
        ("--seeds", "0"),
        ("--seeds", "many"),
        ("--members", "x"),
        ("--members", "0"),
        ("--slow",),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(small, arguments):
    """Nothing is run, and nothing is printed but the complaint."""
    result = command(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert small == []


def test_validate_alone_lists_what_can_be_validated():
    """Whoever does not know what comes next is told."""
    result = CliRunner().invoke(app, ["validate"])
    assert result.exit_code == 0
    assert "facts" in result.stdout


def test_the_full_validation_leaves_nothing_out():
    """All kinds, both sizes of the forum, five seeds: no line about what is missing."""
    full = pd.concat(
        [table("inside", kind=kind) for kind in validate.KINDS] + [table("inside", members=20_000)]
    ).assign(seeds=5)
    assert verdicts.left_out(full) == []


# --- the figure -------------------------------------------------------------------------------------------


def test_the_figure_says_in_words_and_marks_what_lies_outside():
    """Colour is not the only signal: a verdict has a mark of its own, and a sentence."""
    shown = pd.concat([table("inside", "outside"), table("inside", "inside", kind="chat")])
    figure = facts_figure(shown)
    marks = [line.get_marker() for line in figure.axes[0].get_lines()]
    assert (marks.count("o"), marks.count("X")) == (3, 1)
    assert figure.says.startswith("4 comparisons of 2 simulated communities")
    assert "forum with 2,000 members" in figure.says and "chat" not in figure.says


def test_nothing_of_the_figure_is_cut_off_even_when_values_are_far_off():
    """All text lies inside the picture, with the longest names, and with what could not be measured."""
    rows = []
    for kind in validate.KINDS:
        for number, item in enumerate(expectations.expectations(Scenario.load(kind))):
            values = ([np.nan, 1.0], [1e6, 2e6], [np.inf, 1.0])[number % 3]
            rows.append({"kind": kind, "members": 20_000} | judge(item, values))
    figure = facts_figure(pd.DataFrame(rows, columns=list(COLUMNS)))
    with mpl.rc_context(STYLE):
        drawn = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert drawn.x0 >= 0 and drawn.y0 >= 0
    assert drawn.x1 <= width and drawn.y1 <= height


def test_an_empty_table_cannot_be_drawn():
    """A figure of nothing would say that all is well."""
    with pytest.raises(ValueError, match="at least one row"):
        facts_figure(pd.DataFrame(columns=list(COLUMNS)))


# --- the guard --------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_forum_looks_like_real_ones_at_2000_members_over_five_seeds():
    """Every fact, every seed. If this fails, the model has changed in a way that learners should not meet."""
    shown = validate_facts("forum", 2_000)
    astray = shown.loc[shown["verdict"] == "outside", ["id", "accept_low", "accept_high", "lowest", "highest"]]
    assert astray.empty, f"outside their range:\n{astray.round(3).to_string()}"
