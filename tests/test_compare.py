"""Comparisons: luck that is shared, differences by hand, pictures that say what is sure, and the command."""

import io
import json
import math
import os
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.image import imread
from scipy import stats
from typer.testing import CliRunner

from simulator import Comparison, Playbook, Scenario, compare, simulate
from simulator.cli import app
from simulator.lab import compare as lab
from simulator.lab import pairing, replicates
from simulator.lens import differences
from simulator.lens.compare_plot import PANELS_MOST, comparison_figure, usual
from simulator.lens.metrics import METRICS
from simulator.terminal import comparing, folders

LIVELY = {"population.visits_per_day": 2, "population.voice_share": 0.6, "behaviour.incivility_base": -1.5}
PLACE = Scenario.load("forum").replace({"members": 150, "days": 10, **LIVELY})
PLANS = {"usual": "balanced", "hard": "strict", "nobody": None}
SEEDS = 5


def visits(run):
    """Return how often members came: a measure of one's own."""
    return run.daily["visits"].sum()


def nothing(run):
    """Return that there was nothing to measure."""
    return math.nan


@pytest.fixture(scope="module")
def found():
    """Return three ways to look after a lively place, five times each."""
    return compare(PLACE, PLANS, replicates=SEEDS, seed=3, measures={"visits": visits, "nothing": nothing})


@pytest.fixture
def still(monkeypatch):
    """Let nothing be run."""
    monkeypatch.setattr(replicates, "simulate", lambda *_, **__: pytest.fail("it ran"))


def row(difference=1.0, low=math.nan, high=math.nan, unit="euros", metric="money_spent", playbook="new", pairs=30):
    """Return one row of effects."""
    values = {"playbook": playbook, "metric": metric, "unit": unit, "baseline_mean": 1.0, "mean": 1 + difference}
    interval = {"difference": difference, "ci_low": low, "ci_high": high, "replicates": pairs}
    return SimpleNamespace(**values, **interval, unpaired_width_ratio=1.0)


def table(*rows):
    """Return rows of effects as a table."""
    return pd.DataFrame([vars(each) for each in rows], columns=list(lab.EFFECT_COLUMNS))


# --- luck -------------------------------------------------------------------------------------------------


def test_a_replicate_has_the_same_seed_under_every_playbook_and_no_other_replicate_has_it(found):
    """All luck is shared within a replicate, none between two of them."""
    seeds = found.runs.groupby("replicate")["seed"].unique()
    assert seeds.map(len).eq(1).all()
    drawn = np.random.SeedSequence(3).generate_state(SEEDS, np.uint64).tolist()
    assert [int(each[0]) for each in seeds] == drawn
    assert len(set(drawn)) == SEEDS


def test_more_replicates_begin_with_the_same_ones():
    """A comparison can be made surer without losing what was there."""
    assert pairing.seeds_of(7, 30)[:4] == pairing.seeds_of(7, 4)
    assert pairing.seeds_of(7, 4) != pairing.seeds_of(8, 4)


@pytest.mark.parametrize(("name", "plan"), PLANS.items())
def test_values_are_those_of_a_run_with_that_seed(found, name, plan):
    """Every figure of the run's own summary stands in the table, and so do measures of one's own."""
    rows = found.runs[(found.runs["playbook"] == name) & (found.runs["replicate"] == 1)].set_index("metric")
    alone = simulate(PLACE, plan, seed=int(rows["seed"].iloc[0]))
    pd.testing.assert_series_equal(rows["value"].iloc[: len(METRICS)], alone.summary(), check_exact=True)
    assert rows["value"]["visits"] == visits(alone)


def test_the_table_has_a_row_for_every_playbook_replicate_and_metric(found):
    """Tidy: nothing is left out, nothing stands twice, what could not be measured is NaN."""
    assert list(found.runs) == ["playbook", "replicate", "seed", "metric", "value"]
    assert len(found.runs) == len(PLANS) * SEEDS * (len(METRICS) + 2)
    assert not found.runs.duplicated(["playbook", "replicate", "metric"]).any()
    assert found.runs.loc[found.runs["metric"] == "nothing", "value"].isna().all()
    assert found.replicates == SEEDS


def test_no_executor_changes_a_byte(found):
    """One after the other, threads, processes: the same tables."""
    further = {"visits": visits, "nothing": nothing}
    pools = (ThreadPoolExecutor(3), ProcessPoolExecutor(2, get_context("spawn")))
    for pool in pools:
        with pool:
            shared = compare(PLACE, PLANS, SEEDS, 3, executor=pool, measures=further)
        assert shared.runs.to_csv() == found.runs.to_csv()
        pd.testing.assert_frame_equal(shared.runs, found.runs, check_exact=True)
        pd.testing.assert_frame_equal(shared.effects("hard"), found.effects("hard"), check_exact=True)


def test_an_executor_that_finishes_in_another_order_changes_nothing(found):
    """Results belong to what was asked, not to when they came."""

    class Backwards(ThreadPoolExecutor):
        def submit(self, function, *arguments):
            """Let what was asked first wait longest."""
            self.wait = getattr(self, "wait", 1.0) - 0.05
            return super().submit(lambda wait: (time.sleep(wait), function(*arguments))[1], self.wait)

    with Backwards(4 * SEEDS) as pool:
        other = compare(PLACE, PLANS, SEEDS, 3, pool, measures={"visits": visits, "nothing": nothing})
    pd.testing.assert_frame_equal(other.runs, found.runs, check_exact=True)


def test_a_progress_bar_counts_runs_and_stays_away_unless_asked_for(capsys):
    """Two playbooks, two replicates: four runs."""
    small = PLACE.replace(members=30, days=2)
    compare(small, ["balanced", None], 2)
    assert capsys.readouterr().err == ""
    compare(small, ["balanced", None], 2, progress=True)
    assert "4/4" in capsys.readouterr().err


# --- differences ------------------------------------------------------------------------------------------


def test_identical_playbooks_differ_by_exactly_nothing():
    """Not by a rounding error, in no metric, and the interval says so."""
    twins = compare(PLACE, {"a": "balanced", "b": Playbook.load("balanced")}, replicates=3).effects()
    measured = twins[twins["replicates"] > 1]
    assert len(measured) > 20
    assert (measured[["difference", "ci_low", "ci_high"]] == 0).all(axis=None)


def test_a_difference_by_hand():
    """Differences 1, 2, 1: mean 4/3, standard error 1/3, and t with 2 degrees of freedom is 4.3027."""
    values = pairing.paired(np.array([1.0, 2, 4]), np.array([2.0, 4, 5]))
    assert (values["baseline_mean"], values["mean"]) == pytest.approx((7 / 3, 11 / 3))
    assert values["difference"] == pytest.approx(4 / 3)
    assert values["ci_low"] == pytest.approx(4 / 3 - 4.30265 / 3, abs=1e-4)
    assert values["ci_high"] == pytest.approx(4 / 3 + 4.30265 / 3, abs=1e-4)
    assert values["replicates"] == 3


def test_interval_and_gain_are_those_of_the_textbook():
    """Paired t for the interval, Welch's t for the one without shared luck, at any confidence."""
    rng = np.random.default_rng(1)
    luck = rng.normal(10, 3, 12)
    without, lived = luck + rng.normal(0, 1, 12), 2 * luck + rng.normal(1, 0.5, 12)
    for confidence in (0.8, 0.95):
        values = pairing.paired(without, lived, confidence)
        tight = stats.ttest_rel(lived, without).confidence_interval(confidence)
        loose = stats.ttest_ind(lived, without, equal_var=False).confidence_interval(confidence)
        assert (values["ci_low"], values["ci_high"]) == pytest.approx(tuple(tight))
        gain = (loose.high - loose.low) / (tight.high - tight.low)
        assert values["unpaired_width_ratio"] == pytest.approx(gain)


def test_the_interval_holds_the_true_difference_nineteen_times_in_twenty():
    """Over 1000 made-up comparisons of ten pairs each."""
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(1000):
        luck = rng.normal(0, 5, 10)
        values = pairing.paired(luck, luck + rng.normal(0.7, 1, 10))
        held += values["ci_low"] <= 0.7 <= values["ci_high"]
    assert 930 <= held <= 970


def test_a_pair_counts_only_when_both_have_a_figure():
    """Means and difference are over the same pairs; no number is made of infinity."""
    gap, end = math.nan, math.inf
    values = pairing.paired(np.array([1.0, gap, 3, 5, 9]), np.array([2.0, 9, gap, 8, end]))
    assert values["replicates"] == 2
    assert (values["baseline_mean"], values["mean"], values["difference"]) == (3, 5, 2)


@pytest.mark.parametrize(("without", "lived", "difference"), [([], [], math.nan), ([1.0], [3.0], 2.0)])
def test_fewer_than_two_pairs_have_no_interval(without, lived, difference):
    """One pair cannot tell luck from effect."""
    values = pairing.paired(np.array(without), np.array(lived))
    assert values["difference"] == pytest.approx(difference, nan_ok=True)
    assert all(math.isnan(values[name]) for name in ("ci_low", "ci_high", "unpaired_width_ratio"))


def test_a_gain_without_limit_and_no_gain_at_all():
    """Pairs that all differ by the same leave no doubt; values that never vary left none to begin with."""
    assert pairing.paired(np.array([1.0, 5]), np.array([2.0, 6]))["unpaired_width_ratio"] == math.inf
    assert math.isnan(pairing.paired(np.array([1.0, 1]), np.array([2.0, 2]))["unpaired_width_ratio"])


def test_shared_luck_pays():
    """Between playbooks that differ in little, intervals are several times as narrow as without it."""
    little = {"usual": "balanced", "judged": Playbook.load("balanced").replace({"team.judgement": 0.85})}
    effects = compare(PLACE, little, replicates=8).effects(metrics=["dau", "wau"])
    assert (effects["unpaired_width_ratio"] > 3).all()


def test_effects_have_a_row_for_every_other_playbook_and_metric(found):
    """The first playbook is the baseline unless another is named; the difference is that of the means."""
    effects = found.effects()
    assert list(effects) == list(lab.EFFECT_COLUMNS)
    assert list(effects["playbook"].unique()) == ["hard", "nobody"]
    assert len(effects) == 2 * (len(METRICS) + 2)
    known = effects[effects["replicates"] > 0]
    np.testing.assert_allclose(known["mean"] - known["baseline_mean"], known["difference"], atol=1e-9)
    assert list(found.effects("nobody", "visits")["playbook"]) == ["usual", "hard"]
    assert effects.set_index("metric").loc["team_minutes", "unit"].eq("minutes").all()


def test_seen_from_the_other_side_a_difference_changes_its_sign(found):
    """Ends of the interval change places."""
    here = found.effects("usual").query("playbook == 'hard'").set_index("metric")
    there = found.effects("hard").query("playbook == 'usual'").set_index("metric")
    np.testing.assert_allclose(here["difference"], -there["difference"], atol=1e-12)
    np.testing.assert_allclose(here["ci_low"], -there["ci_high"], atol=1e-12)


def test_differences_are_taken_pair_by_pair_from_the_runs(found):
    """By hand from the tidy table, for a figure that differs."""
    values = found.runs.query("metric == 'team_minutes'").pivot(
        index="replicate", columns="playbook", values="value"
    )
    apart = values["hard"] - values["usual"]
    assert apart.std() > 0
    shown = found.effects(metrics=["team_minutes"]).iloc[0]
    assert shown["difference"] == pytest.approx(apart.mean())
    assert shown["ci_high"] - shown["ci_low"] == pytest.approx(2 * stats.t.ppf(0.975, 4) * apart.std() / 5**0.5)


def test_surer_is_wider(found):
    """An interval of 99% holds that of 80%."""
    wide, narrow = (found.effects(metrics="team_minutes", confidence=level).iloc[0] for level in (0.99, 0.8))
    assert wide["ci_low"] < narrow["ci_low"] < narrow["ci_high"] < wide["ci_high"]


def test_means_are_over_runs_that_have_a_figure(found):
    """One column a playbook; nothing to measure anywhere is NaN."""
    means = found.means()
    assert list(means) == list(PLANS)
    assert means.loc["visits", "hard"] == found.effects(metrics="visits")["mean"].iloc[0]
    assert means.loc["nothing"].isna().all()
    assert means.loc["team_minutes", "nobody"] == 0


# --- what can be compared, and what cannot ----------------------------------------------------------------


def test_playbooks_of_a_list_are_called_by_their_names(tmp_path):
    """A file by its own, no team at all by "nobody"."""
    mine = Playbook.load("strict").replace(name="of my own")
    file = mine.save(tmp_path / "harder.yaml")
    plans = lab.named(["balanced", file, mine, None])
    assert list(plans) == ["balanced", "harder", "of my own", "nobody"]
    assert plans["harder"] == plans["of my own"] == mine
    assert plans["nobody"] is None


def test_a_scenario_can_be_a_file_or_a_name(tmp_path):
    """As everywhere else."""
    file = PLACE.replace(members=30, days=2).save(tmp_path / "place.yaml")
    by_file = compare(str(file), ["balanced", None], 1)
    assert isinstance(by_file, Comparison) and by_file.scenario.members == 30


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"playbooks": {}}, "playbooks must name at least two to be compared, got none"),
        ({"playbooks": []}, "playbooks must name at least two"),
        ({"playbooks": ["strict"]}, "at least two to be compared, got strict"),
        ({"playbooks": "strict"}, "at least two to be compared, got strict"),
        ({"playbooks": ["strict", "balanced", "strict"]}, "'strict' is named twice"),
        ({"playbooks": ["strict", "balancd"]}, "unknown playbook 'balancd' - did you mean 'balanced'"),
        ({"playbooks": {"a": "strict", "": None}}, "a name must be text, got ''"),
        ({"playbooks": {"a": "strict", 2: None}}, "a name must be text, got 2"),
        ({"playbooks": {"a": "strict", "b": 5}}, "playbook must be a name or a path, got 5"),
        ({"scenario": "forumm"}, "unknown scenario 'forumm' - did you mean 'forum'"),
        ({"replicates": 0}, "replicates must be a whole number from 1, got 0"),
        ({"replicates": 2.5}, "replicates must be a whole number from 1, got 2.5"),
        ({"replicates": True}, "replicates must be a whole number from 1, got True"),
        ({"seed": -1}, "seed must be a whole number from 0 to .*, got -1"),
        ({"seed": "lucky"}, "seed must be a whole number from 0 to .*, got 'lucky'"),
        ({"seed": 2**64}, "seed must be a whole number from 0"),
        ({"scenario": PLACE.replace(members=20_000_000, days=36_500)}, "GB"),
        ({"measures": {"dau": visits}}, "no metric of every run, got 'dau'"),
        ({"measures": {"mine": 3}}, "measure 'mine' must be a function of a run, got 3"),
        ({"measures": [visits]}, "measures must be functions of a run by name, got list"),
    ],
)
def test_what_cannot_be_compared_is_refused_before_anything_runs(still, changes, complaint):
    """One line that says what would be right."""
    settings = {"scenario": PLACE, "playbooks": ["strict", "balanced"], "replicates": 2, **changes}
    with pytest.raises((ValueError, MemoryError), match=complaint) as refused:
        compare(**settings)
    assert "\n" not in str(refused.value)


def test_a_measure_that_processes_cannot_have_is_refused_before_anything_runs(still):
    """A lambda cannot be pickled; the line says what can."""
    with (
        ProcessPoolExecutor(1, get_context("spawn")) as pool,
        pytest.raises(ValueError, match=r"'mine' cannot be pickled.*at the top of a module") as refused,
    ):
        compare(PLACE, ["strict", None], 2, executor=pool, measures={"mine": lambda run: 1})
    assert "\n" not in str(refused.value)


def test_threads_take_any_measure():
    """Nothing has to be pickled for them."""
    with ThreadPoolExecutor(1) as pool:
        few = compare(PLACE, ["strict", None], 1, executor=pool, measures={"mine": lambda run: 4})
    assert few.runs.loc[few.runs["metric"] == "mine", "value"].eq(4).all()


def test_a_measure_that_gives_no_number_is_told_so():
    """In one line with its name and what it gave."""
    with pytest.raises(ValueError, match="measure 'mine' must return a number, got 'lots'"):
        compare(PLACE.replace(members=30, days=1), ["strict", None], 1, measures={"mine": lambda run: "lots"})


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (
            {"baseline": "usuall"},
            r"unknown baseline 'usuall' - did you mean 'usual'\? \(known: usual, hard, nobody\)",
        ),
        ({"baseline": 3}, "unknown baseline 3"),
        ({"metrics": ["dau", "trst"]}, "unknown metric 'trst' - did you mean 'trust'"),
        ({"metrics": []}, "metrics must name at least one"),
        ({"confidence": 95}, "confidence must lie between 0 and 1, as 0.95, got 95"),
        ({"confidence": "high"}, "confidence must lie between 0 and 1"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_in_one_line(found, asked, complaint):
    """With the names that there are."""
    with pytest.raises(ValueError, match=complaint) as refused:
        found.effects(**asked)
    assert "\n" not in str(refused.value)


def test_processes_that_end_early_are_explained():
    """What Python says of them is no help; the line names the usual causes."""

    class Broken(Executor):
        def submit(self, *_):
            """Fail as a pool does whose processes have died."""
            raise BrokenProcessPool("a process was terminated abruptly")

    with pytest.raises(ValueError, match=r"out of memory.*import a measure"):
        compare(PLACE, ["strict", None], 1, executor=Broken())


# --- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "kind"),
    [
        (row(1, 0.5, 1.5), "sure"),
        (row(-1, -1.5, -0.5), "sure"),
        (row(1, -0.5, 2.5), "unsure"),
        (row(1, 0, 2), "unsure"),
        (row(0, -1, 1), "unsure"),
        (row(1, 1, 1), "sure"),
        (row(0, 0, 0), "same"),
        (row(0), "single"),
        (row(3), "single"),
        (row(math.nan), "missing"),
    ],
)
def test_what_a_difference_can_say(effect, kind):
    """Sure only when the interval leaves 0 out, ends included; "the same" only when no pair differs."""
    assert differences.likeness(effect) == kind


@pytest.mark.parametrize(
    ("effect", "words", "interval"),
    [
        (row(35, 20, 50), "35 euros more", "+20 to +50"),
        (row(-1234.5, -2000, -469), "1,234 euros less", "-2,000 to -469"),
        (row(1, 0.4, 45, unit="hours"), "1.0 hours more", "+0.4 to +45.0"),
        (row(1, -30, 32, unit="hours"), "1 hour more", "-30 to +32"),
        (row(-12.34, -15, -9.68, unit="members"), "12.3 fewer", "-15.0 to -9.7"),
        (row(0.021, 0.01, 0.032, unit="share"), "2.1 percentage points higher", "+1.0 to +3.2"),
        (row(-0.2, -0.5, 0.1, unit="index"), "0.20 index lower", "-0.50 to +0.10"),
        (row(-2, -3.3, -0.7, unit=""), "2.0 lower", "-3.3 to -0.7"),
        (row(0.0004, -0.3, 0.3008, unit=""), "0.00 higher", "-0.30 to +0.30"),
    ],
)
def test_differences_are_said_with_direction_unit_and_the_digits_they_deserve(effect, words, interval):
    """Two digits of the interval's half-width; an end of a sure interval never looks like 0."""
    assert differences.in_words(effect) == words
    assert differences.stretch(effect) == interval


def test_every_metric_can_be_said():
    """In a few words that fit above a panel, and no two alike."""
    names = [differences.in_few_words(metric) for metric in METRICS]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 30 and not any("_" in name for name in names)


def test_the_sentence_says_plainly_what_is_sure_and_what_is_not():
    """Every playbook with its differences, the unsure ones with their intervals."""
    effects = table(
        row(35, 20, 50),
        row(0.1, -0.02, 0.22, unit="share", metric="trust"),
        row(0, 0, 0, unit="members", metric="dau"),
        row(math.nan, unit="hours", metric="first_response_hours", pairs=0),
        row(-0.5, -0.9, -0.1, unit="share", metric="recall", pairs=12),
        row(-3, -5, -1, playbook="other"),
    )
    assert differences.says(effects, "old", 30) == (
        "30 runs of each playbook with the same luck, held against old (95% intervals in brackets). "
        "With new: money spent 35 euros more (+20 to +50) and breaches taken down 50 percentage points lower "
        "(-90 to -10; 12 of 30 pairs); not surely different, as the interval includes 0: trust at the end "
        "(-2 to +22 percentage points); the same in every run: members a day; nothing to measure: time to the "
        "first answer. With other: money spent 3.0 euros less (-5.0 to -1.0)."
    )


def test_the_sentence_about_one_run_claims_nothing():
    """One pair may be luck, and the sentence says so."""
    says = differences.says(
        table(row(35, pairs=1), row(0, metric="team_minutes", unit="minutes", pairs=1)), "old", 1
    )
    assert says == (
        "1 run of each playbook with the same luck, held against old. With new: money spent 35 euros more and the "
        "team's time the same, by one pair of runs, which may be luck."
    )


# --- the picture ------------------------------------------------------------------------------------------


def texts_of(figure):
    """Return what is written in a figure, apart from its axes."""
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_a_picture_has_a_panel_for_each_metric_with_zero_in_sight(found):
    """Names of playbooks on the left, a title and the words for both directions at each."""
    figure = found.plot(["team_minutes", "trust"])
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["The team's time", "Trust at the end"]
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["nobody", "hard"]
    assert [axes.get_xlabel() for axes in figure.axes] == [
        "← less   minutes   more →",
        "← lower   % points   higher →",
    ]
    for axes in figure.axes:
        low, high = axes.get_xlim()
        assert low < 0 < high
    assert figure.says == differences.says(found.effects(metrics=["team_minutes", "trust"]), "usual", SEEDS)


def test_marks_and_letters_say_again_what_colour_says():
    """Full and bold when sure, hollow when not; each has its number with a sign, each interval its length."""
    effects = table(row(35, 20, 50), row(-4, -9, 1, playbook="other"), row(0, 0, 0, playbook="third"),
                    row(math.nan, playbook="fourth", pairs=0))  # fmt: skip
    axes = comparison_figure(effects, "old", 30, chosen=True).axes[0]
    assert [(text.get_text(), text.get_weight()) for text in axes.texts] == [
        ("+35", "bold"), ("-4.0", "normal"), ("the same", "normal"), ("no figure", "normal"),
    ]  # fmt: skip
    marks = {float(line.get_xdata()[0]): line for line in axes.lines if line.get_linestyle() == "None"}
    assert marks[35].get_markerfacecolor() != "white" and marks[-4].get_markerfacecolor() == "white"
    assert marks[0].get_marker() == "|"
    lengths = [list(line.get_xdata()) for line in axes.lines if line.get_linestyle() == "-"]
    assert [20, 50] in lengths and [-9, 1] in lengths


@pytest.mark.parametrize("count", range(1, PANELS_MOST + 1))
def test_nothing_is_cut_off_or_written_over(found, count):
    """With one panel as with six, and with a name that is far too long; the stored picture is no blank."""
    effects = found.effects(metrics=["unanswered_rate", *METRICS][:count]).replace("hard", "h" * 80)
    figure = comparison_figure(effects, "b" * 80, SEEDS, chosen=True)
    shown = imread(io.BytesIO(figure.png()))
    assert shown.std() > 0.05
    width, height = figure.bbox.width, figure.bbox.height
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [text.get_window_extent(renderer) for text in figure.texts]
    frames = [axes.get_tightbbox(renderer) for axes in figure.axes]
    for box in (*boxes, *frames):
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
    labels = [axes.xaxis.label.get_window_extent(renderer) for axes in figure.axes]
    titles = [axes._left_title.get_window_extent(renderer) for axes in figure.axes]
    for row_of in (labels, titles):
        assert not any(one.overlaps(other) for n, one in enumerate(row_of) for other in row_of[:n])


def test_without_a_choice_a_picture_shows_ones_own_measures_and_what_was_measured(found):
    """At most six panels, none of them empty."""
    metrics = usual(found.effects(), ["nothing", "visits"])
    assert metrics[0] == "visits" and len(metrics) == PANELS_MOST
    assert "nothing" not in metrics
    assert next(axes.get_title(loc="left") for axes in found.plot().axes) == "Visits"


def test_another_baseline_turns_the_picture_round(found):
    """The baseline itself has no row."""
    figure = found.plot("team_minutes", baseline="nobody")
    assert "held against nobody" in figure.says
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["hard", "usual"]
    assert "+" in texts_of(figure)[0]


def test_too_many_panels_are_refused(found):
    """In one line."""
    with pytest.raises(ValueError, match="at most 6 for a figure, got 7"):
        found.plot(list(METRICS)[:7])


# --- the command ------------------------------------------------------------------------------------------

FILES = ["comparison.png", "comparison.txt", "effects.csv", "manifest.json", "runs.parquet"]


def command(*arguments, columns=80):
    """Run `community compare` on a small place inside this process."""
    call = [
        "compare",
        "forum",
        *map(str, arguments),
        "--members=120",
        "--days=6",
        "--set=population.visits_per_day=2",
    ]
    return CliRunner().invoke(app, call, env={"COLUMNS": str(columns)})


def test_the_command_prints_differences_and_keeps_picture_sentence_and_tables(tmp_path, monkeypatch):
    """In a folder of its own name unless told otherwise; within 80 columns."""
    monkeypatch.chdir(tmp_path)
    result = command("balanced", "strict", "no_rules", "--replicates=3", "--jobs=1")
    assert result.exit_code == 0, result.output
    shown = " ".join(result.stdout.split())
    for text in ("3 runs with each of 3 playbooks, seed 7", "strict: difference", "no_rules: difference",
                 "team_minutes", "3 runs of each playbook with the same luck", "are in comparison:"):  # fmt: skip
        assert text in shown
    *tables, last = result.stdout.splitlines()
    assert max(map(len, tables)) <= 80 and "\x1b" not in result.stdout
    assert sorted(path.name for path in (tmp_path / "comparison").iterdir()) == FILES
    assert all(name in last for name in FILES if name != "manifest.json")


def test_what_is_kept_is_what_was_found(tmp_path):
    """The tables of the library, a picture, and the sentence that was printed."""
    result = command("balanced", "strict", "--replicates=3", "--jobs=1", "--seed=5", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    place = Scenario.load("forum").replace({"members": 120, "days": 6, "population.visits_per_day": 2})
    same = compare(place, ["balanced", "strict"], 3, 5)
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "runs.parquet"), same.runs, check_exact=True)
    kept = pd.read_csv(tmp_path / "effects.csv", keep_default_na=True)
    pd.testing.assert_frame_equal(
        kept, same.effects(), check_exact=False, rtol=1e-12, check_dtype=False
    )  # fmt: skip
    says = (tmp_path / "comparison.txt").read_text(encoding="utf-8")
    assert says == f"{same.plot().says}\n"
    assert says.split() == result.stdout[result.stdout.index("3 runs of each") :].split()[: len(says.split())]
    assert imread(tmp_path / "comparison.png").std() > 0.05


def test_two_processes_keep_the_same_bytes(tmp_path):
    """--jobs changes the speed and nothing else."""
    for jobs in (1, 2):
        assert (
            command(
                "strict", "no_rules", "--replicates=2", "--out", tmp_path / str(jobs), "--jobs", jobs
            ).exit_code
            == 0
        )
    for name in set(FILES[1:]) - {"manifest.json"}:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_json_holds_the_chosen_differences_and_nothing_else_is_printed(tmp_path):
    """What could not be measured is null."""
    result = command("balanced", "strict", "--replicates=1", "--jobs=1", "--json", "--out", tmp_path,
                     "--baseline=strict", "--metric=team_minutes", "--metric=mau")  # fmt: skip
    data = json.loads(result.stdout, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert (data["baseline"], data["playbooks"], data["replicates"]) == ("strict", ["balanced", "strict"], 1)
    assert [(each["playbook"], each["metric"]) for each in data["effects"]] == [
        ("balanced", "team_minutes"), ("balanced", "mau"),
    ]  # fmt: skip
    assert data["effects"][0]["difference"] is not None and data["effects"][1]["difference"] is None
    assert data["effects"][0]["ci_low"] is None
    assert "held against strict" in data["says"] and data["out"] == str(tmp_path)


def test_more_metrics_than_panels_are_all_in_the_table(tmp_path):
    """The picture takes the first six."""
    asked = [f"--metric={name}" for name in list(METRICS)[:8]]
    result = command("balanced", "strict", "--replicates=1", "--jobs=1", "--json", "--out", tmp_path, *asked)
    assert len(json.loads(result.stdout)["effects"]) == 8


def test_set_alters_the_place_and_every_playbook(tmp_path, monkeypatch):
    """So that it changes both sides of a comparison."""
    asked = []
    monkeypatch.setattr(lab, "compare", lambda *given, **_: asked.append(given) or compare(*given))
    result = command("balanced", "strict", "--replicates=1", "--jobs=1", "--out", tmp_path,
                     "--set=team.judgement=0.55",
                     "--set=platform.entry_friction=0.4")  # fmt: skip
    assert result.exit_code == 0, result.output
    place, plans = asked[0][:2]
    assert place.platform.entry_friction == 0.4
    assert [plan.team.judgement for plan in plans.values()] == [0.55, 0.55]


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["strict"], ["at least two", "strict"]),
        (["strict", "strict"], ["'strict' is named twice"]),
        (["strict", "balancd"], ["unknown playbook 'balancd'", "did you mean 'balanced'"]),
        (["strict", "balanced", "--baseline=no_rules"], ["unknown baseline 'no_rules'", "strict, balanced"]),
        (["strict", "balanced", "--metric=trst"], ["unknown metric 'trst'", "did you mean 'trust'"]),
        (["strict", "balanced", "--replicates=0"], ["replicates", "got 0"]),
        (["strict", "balanced", "--replicates=few"], ["--replicates", "'few'"]),
        (["strict", "balanced", "--seed=-1"], ["seed", "got -1"]),
        (["strict", "balanced", "--seed=lucky"], ["--seed", "'lucky'"]),
        (["strict", "balanced", "--jobs=0"], ["--jobs must be at least 1, got 0"]),
        (["strict", "balanced", "--set=weather=rain"], ["unknown setting 'weather'"]),
        (["strict", "balanced", "--set=team.judgement=7"], ["team.judgement", "at most 1"]),
        (["strict", "balanced", "--out="], ["--out needs the name of a folder"]),
        (["strict", "balanced", "--out=file"], ["file is a file"]),
        ([], ["Missing argument", "PLAYBOOK"]),
    ],
)
def test_bad_input_is_refused_in_one_line_before_anything_runs(arguments, parts, still, tmp_path, monkeypatch):
    """Exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    result = command(*arguments)
    assert result.exit_code == 2 and result.stdout == "", result.output
    (line,) = result.stderr.splitlines()
    assert line.startswith("community: ") and all(part in line for part in parts), line
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, os.strerror(28))])
@pytest.mark.parametrize("moves", range(1, 8))
def test_an_older_comparison_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch, moves, error):
    """Whenever Ctrl-C or a full disk comes, all files are old ones and none is left half-written."""
    (tmp_path / "mine.txt").write_text("mine")
    folders.keep(dict.fromkeys(FILES, b"old"), tmp_path)
    replace, left = os.replace, [moves]

    def interrupted(source, target):
        left[0] -= 1
        if left[0] == 0:
            raise error
        replace(source, target)

    monkeypatch.setattr(folders.os, "replace", interrupted)
    with pytest.raises((KeyboardInterrupt, OSError)):
        folders.keep(dict.fromkeys(FILES, b"new"), tmp_path)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        **dict.fromkeys(FILES, b"old"), "mine.txt": b"mine",
    }  # fmt: skip
    folders.keep(dict.fromkeys(FILES, b"new"), tmp_path)
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"new", b"mine"}


def test_a_comparison_that_cannot_be_kept_leaves_no_folder(tmp_path, monkeypatch):
    """Ctrl-C while saving: exit code 130 and one line."""
    monkeypatch.setattr(comparing, "keep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    result = command("strict", "no_rules", "--replicates=1", "--jobs=1", "--out", tmp_path / "new" / "far")
    assert result.exit_code == 130 and result.stderr == "community: stopped\n"
    assert list(tmp_path.iterdir()) == []
