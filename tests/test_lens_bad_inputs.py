"""Bad inputs to the lens: whatever is handed in by mistake is refused in one line, or measured as nothing."""

from __future__ import annotations

import inspect
import json
from dataclasses import replace
from functools import cache

import garbage
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from simulator import Community, Playbook, Scenario, datasets, simulate
from simulator.lab.logbook import Logbook
from simulator.lab.trial import trial
from simulator.lens import (
    aftermath,
    alerts,
    audit,
    breakdown,
    campaigns,
    coarsening,
    cohorts,
    counting,
    dashboards,
    dashboards_plot,
    facts,
    given,
    instruments,
    listening,
    listening_bias,
    listening_plot,
    metrics,
    monthly,
    monthly_page,
    monthly_plot,
    oversight,
    participation,
    patterns,
    patterns_plot,
    plots,
    privacy,
    queries,
    ranges,
    service,
    six_tasks,
    team_posts,
    uplift,
    variety,
    words,
)
from simulator.lens.events import activity
from simulator.terminal import reporting

SMALL = Scenario.load("forum").replace(members=300, days=30)
TERMS = {"purpose": "teach how tables are read", "keep_days": 30}


@cache
def watched():
    """Return a run of a month, and its log-ins."""
    book = Logbook()
    run = simulate(SMALL, "balanced", seed=3, tactics=[book])
    return run, book.logins()


@cache
def contacts():
    """Return who was contacted in the third week, and who was held out."""
    arms = ["treated", "held out"] * 20
    return pd.DataFrame({"member": np.arange(40), "hour": 360, "arm": arms})


def people_table():
    """Return a table of forty people."""
    number = np.arange(40)
    return pd.DataFrame({"a": number % 3, "b": (number % 2).astype(str), "who": number})


def calls():
    """Return name, function and good arguments of what is handed tables, texts and numbers."""
    run, logins = watched()
    hours, tables = len(run.hourly), metrics.tables_of(run)
    heard = listening.listen(run, 0.3)
    scored = alerts.scores(alerts.counts(run))
    ways = uplift.three_ways(logins, logins, contacts(), [50, 51], hours)
    some = run.posts.head(20)
    of_events = {"events": logins, "start": run.start, "hours": hours}
    of_contacts = {"events": logins, "contacts": contacts(), "hours": hours, "days": 7, "measure": "count"}
    of_people = {"events": logins, "members": run.members, "hours": hours}
    report = monthly.monthly(run)
    found = [
        *((function, {name: tables[name] for name in function.tables}) for function in metrics.METRICS.values()),
        (facts.gini, {"events": run.events()}),
        (facts.first_replies, {"events": run.events()}),
        (activity, {"posts": run.posts}),
        (service.costs, {"actions": run.actions}),
        (alerts.counts, {"run": run, "metric": "posts"}),
        (alerts.scores, {"observed": [1] * 24, "weekday": 0}),
        (alerts.threshold, {"false_alarms_per_month": 1.0}),
        (alerts.alarms, {"table": scored, "false_alarms_per_month": 1.0}),
        (alerts.false_alarm_rate, {"runs": [run], "metric": "posts", "false_alarms_per_month": 1.0}),
        (cohorts.newcomers, {"members": run.members, "by": "week"}),
        (cohorts.retention, {**of_people, "days": 7, "kind": "classic", "by": "week"}),
        (cohorts.still_here, {**of_people, "by": "week", "quiet_days": 14}),
        (cohorts.kaplan_meier, {"days": np.array([1, 2]), "went": np.array([True, False])}),
        (cohorts.activation, {"posts": activity(run.posts), "members": run.members, "hours": hours, "by": "week"}),
        (uplift.outcomes, {**of_contacts, "window": 0}),
        (uplift.holdout, of_contacts),
        (uplift.difference_in_differences, {**of_contacts, "comparison": [50, 51]}),
        (uplift.errors, {"tables": [ways, ways]}),
        (patterns.with_clock, {"table": logins, "start": run.start}),
        (patterns.by_weekday, of_events),
        (patterns.best_hours, {**of_events, "n": 5}),
        (patterns.by_group, {"events": logins, "members": run.members, "column": "role"}),
        (patterns.promotion_windows, {"actions": run.actions, "hours": hours, "campaigns": ["call"]}),
        (patterns.by_promotion, {**of_events, "windows": patterns.promotion_windows(run.actions, hours)}),
        (patterns.first_week, of_people),
        (patterns_plot.week_figure, {"table": patterns.week_table(**of_events), "what": "log-ins"}),
        (patterns_plot.ways_figure, {"ways": ways, "what": "log-ins"}),
        (listening.listen, {"run": run, "sample": 0.5, "lag_hours": 24, "platforms": None, "loud": 0}),

        (listening.net, {"values": heard.posts["score"]}),
        (listening.interval, {"values": heard.posts["score"]}),
        (heard.find, {"query": "refund"}),
        (heard.topics, {"queries": {"price": "price"}}),
        (queries.matches, {"texts": heard.posts["text"], "query": "refund"}),
        (listening_bias.accuracy, {"heard": heard}),
        (listening_bias.classes, {"values": heard.posts["score"]}),
        (listening_plot.listening_figure, {"run": run, "heard": heard}),
        (dashboards.instruments, {"run": run, "days": (0, 20)}),
        (dashboards.direction, {"figure": "posts", "before": 1.0, "after": 2.0, "least": 0.01}),
        (dashboards_plot.plot_dashboards, {"run": run}),
        (instruments.absence_factor, {"contributions": pd.Series([3, 2, 1])}),
        (monthly.monthly, {"run": run, "month": 1}),
        (monthly_page.page, {"report": report, "prepared_for": "Ada"}),
        (monthly_plot.weeks_figure, {"report": report}),
        (monthly_plot.work_figure, {"report": report}),
        (privacy.publish, {"table": people_table(), "quasi": ["a"], "k": 5, "coarsen": {"a": 2}, **TERMS}),
        (privacy.publish_counts, {"table": people_table(), "by": ["a", "b"], "k": 5, **TERMS}),
        (privacy.k_of, {"table": people_table(), "quasi": ["a"], "person": "who"}),
        (privacy.linkage, {"table": people_table(), "auxiliary": people_table(), "on": ["a"]}),
        (privacy.pseudonyms, {"ids": [1, 2], "key": "a key of twenty lett"}),
        (coarsening.coarsened, {"table": people_table(), "rules": {"a": 2}}),
        (coarsening.averaged, {"table": people_table(), "columns": ["a"], "k": 5, "within": ["b"]}),
        (six_tasks.task_of, {"verb": "reply", "reason": "question", "kind": ""}),
        (words.texts, {"run": run, "posts": some}),
        (words.titles, {"run": run, "posts": some}),
        (variety.variety, {"run": run, "posts": some}),
        (datasets.load, {"name": "storm"}),
        (datasets.names, {"kind": "teaching"}),
        (datasets.describe, {"name": "storm"}),
        (Logbook().logins, {"run": run}),
        (trial, {"campaign": None}),
        *((function, {"run": run}) for function in OF_A_RUN),
    ]  # fmt: skip
    return {
        f"{function.__module__.rpartition('.')[2]}.{function.__name__}": (function, good)
        for function, good in found
    }


OF_A_RUN = (
    breakdown.by_day, breakdown.by_week, breakdown.by_role, breakdown.by_platform, campaigns.by_campaign,
    metrics.summary, aftermath.by_role, audit.decisions, audit.by_actor, oversight.oversight,
    participation.written_by_member, participation.by_group, participation.ladder, participation.lorenz_curve,
    team_posts.team_posts, six_tasks.by_task, plots.overview, plots.roles, plots.rhythm, ranges.beside_real,
    counting.share_who_wrote, facts.from_run,
)  # fmt: skip
_RUN, _LOGINS = watched()
CALLS = calls()


def one_line(error):
    """Tell whether an error is one short line."""
    return "\n" not in str(error) and 0 < len(str(error)) <= 400


def spoiled(table):
    """Return tables as they come out of a spreadsheet: columns missing, numbers as text, gaps, a row twice."""
    numbers = list(table.select_dtypes("number"))[:4]
    yield table.astype(str)
    yield pd.concat([table, table])
    for name in table:
        yield table.drop(columns=name)
    for name in numbers:
        yield table.assign(**{str(name): np.nan}) if isinstance(name, str) else table * np.nan
        yield table.assign(**{str(name): "x"}) if isinstance(name, str) else table.astype(str)
        yield table.assign(**{str(name): table[name] * 1e300}) if isinstance(name, str) else table * -1


@pytest.mark.parametrize("name", CALLS)
def test_garbage_is_refused_in_one_line_or_measured_as_nothing(name):
    """Nobody should have to read a traceback of pandas to learn that a column is missing."""
    function, good = CALLS[name]
    for argument, value in good.items():
        bad = [*garbage.GARBAGE, *(spoiled(value) if isinstance(value, pd.DataFrame) else ())]
        for wrong in bad:
            try:
                function(**{**good, argument: wrong})
            except ValueError as error:
                assert one_line(error), f"{argument}: {error}"
        plt.close("all")


@pytest.mark.parametrize(
    "name", [name for name, (_, good) in CALLS.items() if "run" in good and name != "logbook.logins"]
)
@pytest.mark.parametrize("wrong", [None, ..., 7, "run", {}, pd.DataFrame()])
def test_what_is_no_run_is_called_so(name, wrong):
    """The commonest mistake in a notebook: a table, a name or nothing in the place of a run."""
    function, good = CALLS[name]
    with pytest.raises(ValueError, match="run must be a Run, as `simulate` returns, got"):
        function(**{**good, "run": wrong})


def short_lives():
    """Return runs in which something is missing, by what."""
    manager = Community(SMALL, Playbook.load("balanced"), seed=1)
    lives = {"no hour": manager.to_run(), "an hour": manager.run_for(hours=1).to_run()}
    lives |= {"a day": manager.run_for(hours=23).to_run(), "three days": manager.run_for(days=2).to_run()}
    nobody = simulate(SMALL.replace(days=15), None, seed=1)
    silent = replace(nobody, posts=nobody.posts.iloc[:0])
    return lives | {"no team": nobody, "no post": silent, "one member": simulate(SMALL.replace(members=1, days=9))}


LIVES = short_lives()


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("name", [name for name, (_, good) in CALLS.items() if set(good) == {"run"}])
def test_a_life_in_which_something_is_missing_can_be_looked_at(life, name):
    """The first cell of a notebook often shows a day, and a team may be sent home."""
    try:
        CALLS[name][0](LIVES[life])
    except ValueError as error:
        assert one_line(error)
    plt.close("all")


@pytest.mark.parametrize("life", LIVES)
def test_every_figure_of_a_short_life_is_a_number_or_missing(life):
    """No figure is infinite, and shares stay between 0 and 1 where there is little to share."""
    values = metrics.summary(LIVES[life])
    assert not np.isinf(values).any()
    shares = [name for name, metric in metrics.METRICS.items() if metric.unit == "share"]
    assert values[shares].dropna().between(0, 1).all()


@pytest.mark.parametrize(
    "query", ["", "   ", "(", "-", "*", "OR", "-refund", '"', 'an "open quote', "a" * 2_000, None, 5]
)
def test_a_query_without_words_finds_no_silent_nothing(query):
    """A query that is only signs would find nothing, or everything, and look like a finding."""
    with pytest.raises(ValueError, match="query must"):
        queries.matches(pd.Series(["a refund (late)"]), query)


@pytest.mark.parametrize("k", [4, 0, -1, 1.5, "5", None, True, np.nan, 10**400])
def test_no_crowd_below_five_is_agreed_to(k):
    """Five is the floor, and a floor that can be talked down is none."""
    for way in (privacy.publish, privacy.publish_counts):
        with pytest.raises(ValueError, match="k must be a whole number"):
            way(people_table(), **{"quasi" if way is privacy.publish else "by": ["a"]}, k=k, **TERMS)


@pytest.mark.parametrize("key", [None, "", b"", "short", b"fifteen bytes !", "x" * 65, 5, ["a key in a list"]])
def test_a_key_that_hides_nobody_is_refused(key):
    """A hash under a key that can be guessed is a name in disguise."""
    with pytest.raises(ValueError, match="key must be"):
        privacy.pseudonyms([1, 2], key)


def test_a_value_is_shown_short_and_in_one_line_whatever_it_is():
    """Error messages are made of what was handed in, which may be long, odd or unable to say what it is."""
    for value in garbage.GARBAGE:
        said = given.shown(value)
        assert said and "\n" not in said and len(said) <= 80


def test_metrics_still_say_what_they_take():
    """The check in front of a metric hides neither its arguments nor its description."""
    assert list(inspect.signature(metrics.METRICS["activation_rate"]).parameters) == ["members", "posts", "hours"]
    assert metrics.METRICS["recall"].denominator.startswith("posts and replies by members")


@cache
def compared():
    """Return what `compare` keeps in a folder, by file."""
    effects = pd.DataFrame(
        {"playbook": ["=1+1"], "metric": ["<i>dau"], "unit": ["members"], "baseline_mean": [2.0]}
    )
    rest = ["difference", "ci_low", "ci_high", "effect_size", "p_adjusted", "replicates"]
    return {
        "manifest.json": json.dumps(
            {"kind": "comparison", "playbooks": {"<script>": None}, "factors": ["x"]}
        ).encode(),
        "effects.csv": effects.assign(**dict.fromkeys(rest, 1.0)).to_csv(index=False).encode(),
        "comparison.png": b"png",
        "comparison.txt": b"All <b>equal</b>.",
    }


def report_on(folder, **options):
    """Call the command as the terminal does."""
    given_by_default = {"monthly": False, "month": None, "pdf": False, "out": None, "name": ""}
    reporting.report(str(folder), **{**given_by_default, **options})


def test_what_others_have_named_is_shown_and_not_carried_out(tmp_path):
    """A playbook can be called anything; on a page that is mailed around it must stay a name."""
    for name, content in compared().items():
        (tmp_path / name).write_bytes(content)
    report_on(tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Compared: &lt;script&gt;" in page
    assert not any(tag in page for tag in ("<script", "<b>", "<i>"))


@pytest.mark.parametrize("file", ["manifest.json", "effects.csv", "comparison.txt"])
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00junk", b"null", b"[1]", b"{}", b'{"kind": "comparison"}', None]
)
def test_a_damaged_folder_is_named_and_no_page_is_left_behind(tmp_path, file, content):
    """Folders are copied, cut short and edited; the error says which file, and nothing half-made stays."""
    for name, whole in {**compared(), file: content}.items():
        if whole is not None:
            (tmp_path / name).write_bytes(whole)
    if file == "comparison.txt" and content is not None and b"\xff" not in content:
        return  # any text is a sentence
    with pytest.raises(ValueError, match=r"again|unknown kind|nothing to report") as error:
        report_on(tmp_path)
    assert one_line(error.value)
    assert not (tmp_path / "report.html").exists()
    assert not list(tmp_path.glob(".saving-*"))


@pytest.mark.parametrize("month", ["0", "-1", "3", "1.5", "nan", "", "first", "9" * 50])
def test_a_month_that_a_run_does_not_have_leaves_no_sheet(tmp_path, month):
    """A run of a month and two days has two; whoever asks for another learns so, and no file appears."""
    _RUN.save(tmp_path)
    with pytest.raises(ValueError, match="month") as error:
        report_on(tmp_path, monthly=True, month=month)
    assert one_line(error.value) and not list(tmp_path.glob("*.html"))


@pytest.mark.parametrize("folder", ["", "no such folder", "x" * 5_000, "../../../nowhere", "a\0b"])
def test_a_folder_that_is_none_is_said_to_be_none(folder):
    """A typing error in a path is the first thing that happens."""
    with pytest.raises(ValueError, match="is no folder") as error:
        report_on(folder)
    assert one_line(error.value)
