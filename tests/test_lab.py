"""The lab: designs, sweeps that survive, what matters, how much luck is needed, rewinding, and many futures."""

import html
import math
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import psutil
import pytest
from communities import busy, differences
from scipy import stats
from typer.testing import CliRunner

from simulator import Community, Playbook, Scenario, SettingsError, compare, simulate
from simulator.cli import app
from simulator.lab import pairing, power, replicates
from simulator.lab.factors import Factors
from simulator.lab.futures import futures
from simulator.lab.sweep import sweep
from simulator.lab.workers import paying, workers
from simulator.terminal.sweeping import values_of

PLACE = Scenario.load("forum").replace(members=120, days=6)
BALANCED = Playbook.load("balanced")
FACTORS = {"team.judgement": [0.6, 0.9], "population.homogeneity": [0.1, 0.9]}


@pytest.fixture(scope="module")
def swept():
    """Return a small sweep, lived one run after the other and kept nowhere."""
    return sweep(PLACE, BALANCED, FACTORS, replicates=3, seed=5)


# --- designs ----------------------------------------------------------------------------------------------


def test_a_grid_has_every_combination():
    """In the order of the factors, the last one changing fastest."""
    points = Factors(PLACE, BALANCED, FACTORS).points()
    assert [tuple(point.values()) for point in points] == [(0.6, 0.1), (0.6, 0.9), (0.9, 0.1), (0.9, 0.9)]


@pytest.mark.parametrize(("design", "count"), [("random", 8), ("latin", 8), ("sobol", 32), ("morris", 24)])
def test_other_designs_stay_within_their_ranges(design, count):
    """As many points as the design needs; a Latin hypercube has one in each eighth of every range."""
    factors = Factors(PLACE, BALANCED, {"team.judgement": (0.6, 0.9), "members": (100, 900)})
    points = factors.points(design, 8, 3)
    assert len(points) == count and points == factors.points(design, 8, 3)
    judgement = np.array([point["team.judgement"] for point in points])
    assert ((judgement >= 0.6) & (judgement <= 0.9)).all()
    assert all(isinstance(point["members"], int) and 100 <= point["members"] <= 900 for point in points)
    if design == "latin":
        assert sorted(((judgement - 0.6) / 0.3 * 8).astype(int)) == list(range(8))


def test_settings_of_place_and_playbook_go_where_they_belong():
    """A point gives one of each."""
    place, plan = Factors(PLACE, BALANCED, FACTORS).at({"team.judgement": 0.7, "population.homogeneity": 0.2})
    assert (place.population.homogeneity, plan.team.judgement) == (0.2, 0.7)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"factors": {}}, "at least one setting"),
        ({"factors": {"wether": [1, 2]}}, "unknown setting 'wether'"),
        ({"factors": {"team.judgment": [0.6, 0.9]}}, "judgment"),
        ({"factors": {"team.judgement": [0.9]}}, "at least two values"),
        ({"factors": {"team.judgement": [0.9, 7]}}, "team.judgement"),
        ({"playbook": None}, "nobody manages this community"),
        ({"design": "cross"}, "design must be one of grid"),
        ({"design": "latin", "factors": {"team.judgement": [0.6, 0.7, 0.8]}}, r"needs \(lowest, highest\)"),
        ({"design": "latin", "factors": {"team.judgement": (0.9, 0.6)}}, r"needs \(lowest, highest\)"),
        ({"design": "sobol", "samples": 6, "factors": {"team.judgement": (0.6, 0.9)}}, "power of 2"),
        ({"replicates": 0}, "replicates must be a whole number from 1"),
        ({"seed": -1}, "seed must be"),
        ({"factors": {"days": list(range(1, 1100)), "members": list(range(1, 1100))}}, "at most 1,000,000 points"),
    ],
)
def test_what_cannot_be_swept_is_refused_before_anything_runs(changes, complaint, monkeypatch, tmp_path):
    """One line, and no folder is made."""
    monkeypatch.setattr(replicates, "simulate", lambda *_, **__: pytest.fail("it ran"))
    settings = {"scenario": PLACE, "playbook": BALANCED, "factors": FACTORS, "folder": tmp_path / "new"} | changes
    with pytest.raises((ValueError, SettingsError), match=complaint) as refused:
        sweep(**settings)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "new").exists()


# --- sweeps -----------------------------------------------------------------------------------------------


def test_every_point_has_the_same_luck(swept):
    """Values are those of runs with these settings and seeds."""
    assert swept.runs.groupby("replicate")["seed"].nunique().eq(1).all()
    assert swept.replicates == 3 and len(swept.points) == 4
    rows = swept.runs[(swept.runs["point"] == 2) & (swept.runs["replicate"] == 1)].set_index("metric")["value"]
    place, plan = swept.factors.at(swept.points.loc[2].to_dict())
    alone = simulate(place, plan, seed=pairing.seeds_of(5, 3)[1]).summary()
    pd.testing.assert_series_equal(rows, alone, check_exact=True, check_names=False)


def test_means_by_hand(swept):
    """Mean and Student's t over the replicates of a point."""
    values = swept.runs.query("point == 1 and metric == 'trust'")["value"]
    row = swept.means("trust").set_index("point").loc[1]
    assert row["mean"] == pytest.approx(values.mean())
    assert row["ci_high"] - row["mean"] == pytest.approx(stats.t.ppf(0.975, 2) * values.std() / 3**0.5)
    assert (row["team.judgement"], row["population.homogeneity"]) == (0.6, 0.9)


def test_the_picture_of_a_sweep_says_where_it_is_highest(swept):
    """One panel a factor."""
    figure = swept.plot("dau")
    assert len(figure.axes) == 2 and "highest" in figure.says and "team.judgement" in figure.says
    with pytest.raises(ValueError, match="unknown metric 'dua'"):
        swept.plot("dua")


def test_no_executor_and_no_interruption_changes_a_byte(swept, tmp_path):
    """Threads, a folder, a full disk in the middle, resumed: the same table."""
    with ThreadPoolExecutor(3) as pool:
        shared = sweep(PLACE, BALANCED, FACTORS, replicates=3, seed=5, executor=pool, folder=tmp_path / "a")
    pd.testing.assert_frame_equal(shared.runs, swept.runs, check_exact=True)
    put, calls = replicates.put, []

    def full(path, content):
        calls.append(path)
        if len(calls) == 6:
            raise OSError(28, os.strerror(28))
        put(path, content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replicates, "put", full)
        with pytest.raises(OSError, match="No space"):
            sweep(PLACE, BALANCED, FACTORS, replicates=3, seed=5, folder=tmp_path / "b")
    assert len(list((tmp_path / "b" / "replicates").iterdir())) == 4
    again = sweep(PLACE, BALANCED, FACTORS, replicates=3, seed=5, folder=tmp_path / "b", resume=True)
    pd.testing.assert_frame_equal(again.runs, swept.runs, check_exact=True)
    for file in (tmp_path / "a" / "replicates").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / "replicates" / file.name).read_bytes()


def test_what_is_finished_is_not_lived_again(tmp_path, monkeypatch):
    """A finished sweep is read from its folder."""
    first = sweep(PLACE, BALANCED, FACTORS, replicates=1, folder=tmp_path)
    monkeypatch.setattr(replicates, "simulate", lambda *_, **__: pytest.fail("it ran"))
    again = sweep(PLACE, BALANCED, FACTORS, replicates=1, folder=tmp_path, resume=True)
    pd.testing.assert_frame_equal(first.runs, again.runs, check_exact=True)


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    """Not without asking, and not with other settings; a damaged file is named."""
    sweep(PLACE, BALANCED, FACTORS, replicates=1, folder=tmp_path)
    with pytest.raises(ValueError, match="holds replicates already"):
        sweep(PLACE, BALANCED, FACTORS, replicates=1, folder=tmp_path)
    with pytest.raises(ValueError, match="something else"):
        sweep(PLACE, BALANCED, FACTORS, replicates=1, seed=8, folder=tmp_path, resume=True)
    file = next((tmp_path / "replicates").iterdir())
    file.write_bytes(b"half")
    with pytest.raises(ValueError, match=f"{file.name} is damaged"):
        sweep(PLACE, BALANCED, FACTORS, replicates=1, folder=tmp_path, resume=True)


COMMAND = [
    "forum", "balanced", "--vary=team.judgement=0.6,0.9", "--replicates=15", "--seed=5", "--members=400",
    "--days=30", "--metric=trust",
]  # fmt: skip


def command(*arguments):
    """Run `community sweep` inside this process."""
    return CliRunner().invoke(app, ["sweep", *map(str, arguments)], env={"COLUMNS": "100"})


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize(("victim", "blow"), [("parent", "SIGKILL"), ("worker", "SIGKILL"), ("parent", "SIGINT")])
def test_a_killed_sweep_goes_on_where_it_was(victim, blow, tmp_path):
    """By kill -9 of the command or of a worker, or by Ctrl-C: only what was in flight is lost."""
    call = [sys.executable, "-m", "simulator.cli", "sweep", *COMMAND, "--out", str(tmp_path / "killed")]
    jobs = "--jobs=1" if victim == "parent" else "--jobs=2"
    with subprocess.Popen([*call, jobs], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        kept, wait_until = tmp_path / "killed" / "replicates", time.monotonic() + 120
        while time.monotonic() < wait_until and process.poll() is None:
            if kept.is_dir() and len(list(kept.glob("*.parquet"))) >= 3:
                break
            time.sleep(0.01)
        children = psutil.Process(process.pid).children(recursive=True)
        workers = [child for child in children if "loky" in " ".join(child.cmdline())]
        target = process.pid if victim == "parent" else workers[-1].pid
        os.kill(target, getattr(signal, blow))
        process.communicate(timeout=120)
        assert process.returncode != 0
    assert 3 <= len(list(kept.glob("*.parquet"))) < 30
    resumed = command(*COMMAND, "--jobs=1", "--resume", "--out", tmp_path / "killed")
    assert resumed.exit_code == 0, resumed.output
    assert command(*COMMAND, "--jobs=1", "--out", tmp_path / "whole").exit_code == 0
    for name in ("runs.parquet", "means.csv", "sweep.txt"):
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_a_dask_cluster_gives_the_same_even_when_a_worker_dies(swept):
    """Several worker processes, one of them killed in the middle."""
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    )
    with cluster, distributed.Client(cluster, set_as_default=False) as client:
        shared = sweep(PLACE, BALANCED, FACTORS, replicates=3, seed=5, executor=client.get_executor())
        pids = list(client.run(os.getpid).values())
        assert len(set(pids)) == 2 and os.getpid() not in pids
        with ThreadPoolExecutor(1) as side:
            later = side.submit(
                sweep, PLACE, BALANCED, FACTORS, replicates=3, seed=5, executor=client.get_executor()
            )
            os.kill(pids[0], signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
            survived = later.result(timeout=120)
    for found in (shared, survived):
        pd.testing.assert_frame_equal(found.runs, swept.runs, check_exact=True)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--vary=team.judgement"], "--vary needs key=values"),
        (["--vary=team.judgement=a:b"], "neither a,b,c nor lowest:highest"),
        (["--vary=team.judgement=0.6,0.9", "--metric=trst"], "did you mean 'trust'"),
        (["--vary=team.judgement=0.6,0.9", "--dask=tcp://127.0.0.1:9"], "no scheduler answers"),
        (["--vary=team.judgement=0.6,0.9", "--jobs=0"], "--jobs must be at least 1"),
        (["--vary=team.judgement=0.6,7"], "team.judgement"),
    ],
)
def test_a_command_that_cannot_be_done_says_so_in_one_line(arguments, complaint, tmp_path):
    """Exit code 2."""
    small = ["--members=50", "--days=2", "--replicates=1", "--out", tmp_path / "new"]
    result = command("forum", "balanced", *small, *arguments)
    assert result.exit_code == 2 and complaint in result.stderr, result.output
    assert len(result.stderr.splitlines()) == 1


def test_values_on_the_command_line():
    """Numbers, words and ranges."""
    assert values_of("team.judgement=0.6:0.9") == ("team.judgement", (0.6, 0.9))
    assert values_of("crisis.strategy=deny,rebuild") == ("crisis.strategy", ["deny", "rebuild"])
    assert values_of("members=100:900") == ("members", (100, 900))


# --- what matters -----------------------------------------------------------------------------------------


def first(run):
    """Return a figure that follows one setting closely."""
    return 3 * run.scenario.population.homogeneity


@pytest.mark.parametrize("design", ["sobol", "morris"])
def test_a_figure_that_follows_one_setting_is_found_out(design):
    """All its variance comes from there, and none from a setting that does nothing to it."""
    ranges = {"population.homogeneity": (0.0, 1.0), "team.judgement": (0.6, 0.9)}
    tiny = PLACE.replace(members=20, days=1)
    found = sweep(tiny, BALANCED, ranges, design, 16, replicates=1, measures={"first": first})
    table = found.sensitivity("first").set_index("factor")
    if design == "sobol":
        assert table.loc["population.homogeneity", "total"] == pytest.approx(1, abs=0.1)
        assert table.loc["team.judgement", "total"] == pytest.approx(0, abs=0.01)
    else:
        assert table.loc["population.homogeneity", "mu"] == pytest.approx(3)
        assert table.loc["team.judgement", "mu_star"] == 0
    assert found.sensitivity("tasks_missed")[table.columns[1]].isna().all()


def test_a_grid_says_nothing_of_sensitivity(swept):
    """One line."""
    with pytest.raises(ValueError, match="design sobol or morris, this one has grid"):
        swept.sensitivity("trust")


# --- how sure ---------------------------------------------------------------------------------------------


def test_intervals_of_two_kinds_agree_on_what_is_well_behaved():
    """Student's t and the bootstrap over 200 normal differences; effect size and p value are the textbook's."""
    rng = np.random.default_rng(4)
    luck = rng.normal(0, 5, 200)
    without, lived = luck, luck + rng.normal(0.3, 1, 200)
    found = pairing.paired(without, lived)
    assert found["bootstrap_low"] == pytest.approx(found["ci_low"], abs=0.02)
    assert found["bootstrap_high"] == pytest.approx(found["ci_high"], abs=0.02)
    apart = lived - without
    assert found["effect_size"] == pytest.approx(apart.mean() / apart.std(ddof=1))
    assert found["p_value"] == pytest.approx(stats.ttest_rel(lived, without).pvalue)
    ratio = apart.var(ddof=1) / (without.var(ddof=1) + lived.var(ddof=1))
    assert found["variance_ratio"] == pytest.approx(ratio) and ratio < 0.1


def test_many_questions_are_allowed_for():
    """Holm's procedure by hand; what was not measured was not asked."""
    assert pairing.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    adjusted = pairing.holm([0.02, math.nan, 0.01])
    assert math.isnan(adjusted[1]) and adjusted[[0, 2]] == pytest.approx([0.02, 0.02])


@pytest.mark.parametrize(("effect", "groups", "needed"), [(0.5, 1, 34), (1.0, 1, 10), (0.5 / 2**0.5, 2, 64)])
def test_replicates_needed_are_those_of_the_textbook(effect, groups, needed):
    """Cohen 1988: d_z = .5 needs 34 pairs, d = .5 needs 64 in each of two groups, for a power of .8."""
    assert power.smallest(effect, 0.8, 0.95, groups) == needed


def test_a_pilot_says_how_many_replicates_a_question_needs():
    """Fewer with shared luck; none is enough for nothing."""
    plans = {"usual": BALANCED, "judged": BALANCED.replace({"team.judgement": 0.6})}
    pilot = compare(busy(members=200, days=8), plans, replicates=6)
    row = power.replicates_needed(pilot, "dau", difference=0.5).iloc[0]
    assert row["paired"] < row["unpaired"] and row["sd_paired"] < row["sd_unpaired"]
    assert math.isnan(power.replicates_needed(pilot, "dau", difference=0).iloc[0]["paired"])
    for changes, complaint in (
        ({"metric": "dua"}, "unknown metric"), ({"power": 1}, "power must lie"), ({"difference": "big"}, "number"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=complaint):
            power.replicates_needed(**({"pilot": pilot, "metric": "dau"} | changes))


# --- one moment -------------------------------------------------------------------------------------------


def test_rewinding_leads_to_the_same_days_again():
    """To the last bit; and to other ones with another decision."""
    run = simulate(busy(members=120), BALANCED, seed=3)
    assert differences(run.rewind(2).run_for(days=4).to_run(), run) == []
    other = run.rewind(2).fork(Playbook.load("no_rules")).run_for(days=4).to_run()
    assert other.hourly.iloc[:48].equals(run.hourly.iloc[:48])
    with pytest.raises(ValueError, match="other decisions than its playbook"):
        other.rewind(5)
    for day in (-1, 7, 2.5, True):
        with pytest.raises(ValueError, match="day must be a whole number from 0 to 6"):
            run.rewind(day)


@pytest.fixture(scope="module")
def now():
    """Return a community on its third day."""
    return Community(PLACE, BALANCED, seed=3).run_for(days=2)


def test_futures_share_the_past_and_their_luck_in_pairs(now):
    """The same playbook under another name is the same in every future, and futures differ from each other."""
    found = futures(now, {"a": BALANCED, "b": BALANCED, "none": "no_rules"}, n=5, days=3)
    assert found.n == 5 and found.day == 2 and sorted(found.daily["day"].unique()) == [2, 3, 4]
    assert now.hour == 48
    twins = found.effects("dau").set_index("playbook")
    assert twins.loc["b", ["difference", "ci_low", "ci_high"]].eq(0).all()
    ends = found.daily.query("playbook == 'a' and day == 4")["dau"]
    assert ends.nunique() > 1
    again = futures(now, {"a": BALANCED, "b": BALANCED, "none": "no_rules"}, n=3, days=3)
    pd.testing.assert_frame_equal(
        again.daily, found.daily[found.daily["future"] < 3].reset_index(drop=True), check_exact=True
    )


def test_a_fan_shows_what_is_likely_and_says_so(now):
    """Percentiles by hand on the last day."""
    found = futures(now, ["balanced", "strict"], n=6, days=2)
    fan = found.fan("dau").query("playbook == 'strict' and day == 3").iloc[0]
    values = found.daily.query("playbook == 'strict' and day == 3")["dau"]
    assert fan["p50"] == pytest.approx(values.median()) and fan["p95"] == pytest.approx(values.quantile(0.95))
    figure = found.plot("dau")
    assert "6 futures of each playbook" in figure.says and "Under the same luck, strict" in figure.says


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"playbooks": ["balanced"]}, "at least two"),
        ({"n": 0}, "replicates must be"),
        ({"days": 0}, "days must be"),
        ({"columns": ["dua"]}, "unknown column 'dua'"),
    ],
)
def test_futures_that_cannot_be_are_refused(now, changes, complaint):
    """One line."""
    with pytest.raises(ValueError, match=complaint):
        futures(**({"community": now, "playbooks": ["balanced", "strict"], "n": 2, "days": 1} | changes))
    with pytest.raises(ValueError, match="futures begin with a day"):
        futures(now.fork().run_for(hours=1), ["balanced", "strict"], n=2, days=1)


# --- reports and workers ----------------------------------------------------------------------------------


def test_workers_take_what_a_notebook_has_written():
    """A function of a cell travels; nothing hangs, and the figures are those of one run after the other."""
    own = {"double": lambda run: 2 * run.daily["dau"].sum()}
    with workers(2) as executor:
        shared = compare(PLACE, ["balanced", "no_rules"], 2, measures=own, executor=executor)
    alone = compare(PLACE, ["balanced", "no_rules"], 2, measures=own)
    pd.testing.assert_frame_equal(shared.runs, alone.runs, check_exact=True)


def test_workers_are_started_only_where_they_pay(monkeypatch):
    """32 runs of 2,000 members for 30 days are done sooner than workers have started; 90 longer ones are not."""
    monkeypatch.setattr("simulator.lab.workers.cores", lambda: 4)
    assert paying(32, 2000, 30) == 1
    assert paying(90, 2000, 74) == 4
    assert paying(2, 10**6, 90) == 2


SMALL = ["--members=80", "--days=4", "--set=population.visits_per_day=2"]


def test_a_report_is_one_page_that_says_how_to_do_it_again(tmp_path):
    """Of a run, a comparison and a sweep; with every figure's sentence, and nothing fetched from anywhere."""
    calls = {
        "run": ["run", "forum", *SMALL],
        "comparison": ["compare", "forum", "balanced", "strict", *SMALL, "--replicates=3", "--jobs=1"],
        "sweep": ["sweep", "forum", "balanced", *SMALL, "--replicates=2", "--vary=team.judgement=0.6,0.9"],
    }
    for kind, call in calls.items():
        made = CliRunner().invoke(app, [*call, "--out", str(tmp_path / kind)])
        assert made.exit_code == 0, made.output
        assert CliRunner().invoke(app, ["report", str(tmp_path / kind)]).exit_code == 0
        text = (tmp_path / kind / "report.html").read_text(encoding="utf-8")
        assert text.count("<h1>") == 1 and "How to do it again" in text and "numpy" in text
        assert 'alt="' in text and "data:image/png;base64," in text
        assert not re.search(r"(?:src|href)=.(?!data:)", text) and "<script" not in text
    says = (tmp_path / "comparison" / "comparison.txt").read_text(encoding="utf-8").strip()
    assert html.escape(says) in (tmp_path / "comparison" / "report.html").read_text(encoding="utf-8")


def test_a_report_escapes_what_others_wrote(tmp_path):
    """A title with markup in it stays text."""
    run = simulate(PLACE.replace(members=30, days=1, title="<script>alert(1)</script>"), BALANCED, seed=1)
    run.save(tmp_path)
    assert CliRunner().invoke(app, ["report", str(tmp_path)]).exit_code == 0
    assert "<script" not in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [None, "{", '{"kind": "poem"}'])
def test_a_folder_without_results_is_refused(content, tmp_path):
    """One line, and no page."""
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    result = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "report.html").exists()
