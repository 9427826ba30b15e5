"""The monthly report: true sentences, figures counted again, advice with reasons, one sheet of paper."""

import dataclasses
import re
import shutil
import stat
from functools import cache

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from simulator import Playbook, Scenario, simulate
from simulator.cli import app
from simulator.lens import printing
from simulator.lens.monthly import monthly
from simulator.lens.monthly_advice import advice
from simulator.lens.monthly_change import changes, holm
from simulator.lens.monthly_deeds import KINDS, deeds
from simulator.lens.monthly_figures import COUNT, FIGURES, HOURS, MEAN, NET, SHARE, TASKS, measured
from simulator.lens.monthly_page import page
from simulator.lens.monthly_plot import weeks_figure, work_figure
from simulator.lens.monthly_span import Span
from simulator.lens.monthly_words import said
from simulator.lens.report import shared_style
from simulator.playbook import verbs

PLACE = Scenario.load("forum").replace(members=500, days=63)
CRISES = [
    {"name": "product failure", "cluster": "preventable", "severity": 0.9, "day": 32, "affected": 0.4},
    {
        "name": "a message from the brand that many found out of place",
        "kind": "brand_post",
        "severity": 0.7,
        "day": 40,
    },
]
EVERYTHING = {
    "title": "Contests at a steady cadence, and everything else that can be done besides it, all week",
    "engagement.ambassadors": 5,
    "engagement.welcome": "person",
    "engagement.answer_first_posts_hours": 24,
    "engagement.ads_per_day": 5,
    "engagement.thanks_per_week": 10,
    "engagement.invitations_per_week": 5,
    "engagement.awards_per_month": 4,
    "engagement.features_per_week": 3,
    "team.shifts": [{"begins": 9, "ends": 12, "minutes_per_hour": 8}],
}


@cache
def quiet():
    """Nine weeks of a forum."""
    return simulate(PLACE, "balanced", seed=3)


@cache
def eventful():
    """Two crises, contests, ads and a team that can't keep up, in a place with a long name."""
    place = PLACE.replace(
        crises=CRISES, title="The forum of a maker of household appliances and of all its friends"
    )
    return simulate(place, Playbook.load("contest_heavy").replace(EVERYTHING), seed=3)


@cache
def empty():
    """Three days in which nobody manages and nobody writes."""
    return simulate(PLACE.replace(members=5, days=3), None, seed=1)


@cache
def report_of(run, month=None):
    """Return the report of a run made by one of the functions above."""
    return monthly(run(), month)


def weeks(figure, months, of=7.0):
    """Return a table of weeks, as `changes` takes it, from lists of values by month."""
    rows = [
        (figure, month, 4 * month + week, float(value), of)
        for month, values in enumerate(months, start=1)
        for week, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=["figure", "month", "week", "value", "of"])


def words(text):
    """Return what of a page is read, without markup, pictures and style."""
    text = re.sub(r"<(style|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


# --- change and noise -------------------------------------------------------------------------------------


def test_a_change_is_called_one_only_beyond_the_noise_of_weeks():
    """The same difference counts where weeks are alike, and doesn't where they vary as much anyway."""
    calm = changes(weeks("x", [[98, 100, 102, 100], [140, 138, 142, 140]]), {"x": COUNT})
    wild = changes(weeks("x", [[40, 160, 60, 140], [140, 138, 142, 140]]), {"x": COUNT})
    assert calm.at["x", "changed"] and not wild.at["x", "changed"]
    assert calm.at["x", "difference"] == wild.at["x", "difference"] == 40
    assert calm.at["x", "low"] < 40 < calm.at["x", "high"] and wild.at["x", "low"] < 0 < wild.at["x", "high"]


def test_a_storm_cannot_hide_in_its_own_weeks():
    """A month with one wild week is held against the weeks before, not against itself."""
    table = changes(weeks("x", [[2, 3, 2, 3], [3, 60, 20, 5]]), {"x": COUNT})
    assert table.at["x", "changed"]


@pytest.mark.parametrize("unit", [COUNT, SHARE, HOURS, NET, MEAN])
def test_weeks_that_happen_to_be_alike_do_not_make_luck_a_change(unit):
    """Four equal weeks would have no spread at all; a count of one more in the next month is no news."""
    before, now = {COUNT: (1, 2), MEAN: (0, 0.01), SHARE: (0.5, 0.6), HOURS: (2, 3), NET: (10, 20)}[unit]
    table = changes(weeks("x", [[before] * 4, [now] * 4], of=5.0), {"x": unit})
    assert not table.at["x", "changed"] and table.at["x", "p"] > 0.05


def test_luck_alone_makes_a_page_of_changes_in_one_of_twenty_at_most():
    """What the level promises: weeks drawn anew from the same law, sixteen figures, two and three months."""
    rng = np.random.default_rng(5)
    units = {f"count {number}": COUNT for number in range(10)} | {f"share {number}": SHARE for number in range(6)}
    false = 0
    for trial in range(40):
        months = 2 + trial % 2
        tables = [
            weeks(name, rng.poisson([3, 10, 30, 100][number % 4], (months, 4)))
            if unit == COUNT
            else weeks(name, rng.binomial(20, 0.6, (months, 4)) / 20, of=20.0)
            for number, (name, unit) in enumerate(units.items())
        ]
        false += changes(pd.concat(tables), units)["changed"].any()
    assert false <= 0.05 * 40


def test_months_without_two_weeks_are_not_compared():
    """One week is no noise."""
    for months in ([[5, 6, 5, 6]], [[5, 6, 5, 6], [9]], [[5], [9, 9, 9, 9]], [[np.nan] * 4, [9] * 4]):
        table = changes(weeks("x", months), {"x": COUNT})
        assert np.isnan(table.at["x", "p"]) and not table.at["x", "changed"]
    assert not changes(weeks("x", []), {"x": COUNT}).at["x", "changed"]


def test_holm_is_as_published():
    """By hand: the smallest times three, the next times two, never falling; what is not tested doesn't count."""
    assert holm([0.01, np.nan, 0.04, 0.03]).tolist()[::2] == pytest.approx([0.03, 0.06])
    assert holm([0.01, np.nan, 0.04, 0.03])[3] == pytest.approx(0.06)
    assert holm([]).size == 0 and holm([0.9, 0.8]).tolist() == [1, 1]


# --- figures ----------------------------------------------------------------------------------------------


def test_every_task_has_two_or_three_figures():
    """Six tasks of the profession, in their order."""
    counts = pd.Series([figure.task for figure in FIGURES]).value_counts(sort=False)
    assert tuple(counts.index) == TASKS and counts.between(2, 3).all()
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)


def test_figures_are_those_of_a_plain_loop():
    """Counted again post by post, member by member."""
    run, report = eventful(), report_of(eventful, 2)
    now, first, last = report.figures["now"], 28 * 86400, 56 * 86400
    posts = list(run.posts.itertuples())
    inside = [post for post in posts if first <= post.seconds < last and post.author >= 0]
    assert now["contributions"] == pytest.approx(len(inside) / 4)
    assert now["complaints"] == pytest.approx(sum(post.kind == "complaint" for post in inside) / 4)
    threads = [post for post in inside if post.parent == -1 and post.seconds <= last - 86400]
    answered = 0
    for thread in threads:
        replies = [post for post in posts if post.parent == thread.Index and post.author != thread.author]
        answered += any(post.seconds - thread.seconds <= 86400 for post in replies)
    assert now["threads_answered"] == pytest.approx(answered / len(threads))
    in_time = cases = 0
    for post in inside:
        if post.kind not in ("complaint", "question") or post.seconds > last - 86400:
            continue
        moments = [post.team_answer_seconds] if post.team_answer_seconds >= 0 else []
        if post.kind == "question":
            moments += [each.seconds for each in posts if each.parent == post.Index and each.author != post.author]
        cases += 1
        in_time += any(moment - post.seconds <= 86400 for moment in moments)
    assert now["answered"] == pytest.approx(in_time / cases) and report.figures.at["answered", "of"] == cases
    joined = [m for m in run.members.itertuples() if 28 * 24 <= m.joined_hour < 50 * 24]
    back = sum(any(m.visited_days >> day & 1 for day in range(1, 7)) for m in joined)
    assert now["came_back"] == pytest.approx(back / len(joined))
    assert now["arrivals"] == pytest.approx(
        sum(28 * 24 <= m.joined_hour < 56 * 24 for m in run.members.itertuples()) / 4
    )


def test_leaders_are_chosen_before_they_are_watched():
    """Who was answered by most others in the month before: chosen on what they do now, they could only fall."""
    run = eventful()
    span = monthly(run, 2).span
    posts = run.posts[run.posts["seconds"] < 28 * 86400]
    audience = {}
    for reply in posts[(posts["parent"] >= 0) & (posts["author"] >= 0)].itertuples():
        to = run.posts.at[reply.parent, "author"]
        if to >= 0 and to != reply.author:
            audience.setdefault(to, set()).add(reply.author)
    chosen = sorted((len(audience[leader]) for leader in span.leaders()), reverse=True)
    assert chosen == sorted(map(len, audience.values()), reverse=True)[: len(chosen)] and len(chosen) == 10
    assert not len(monthly(run, 1).span.leaders())


def test_what_comes_after_the_month_stays_out():
    """Nothing written, answered or done later changes a report, since nobody could know it."""
    run = quiet()
    shorter = simulate(PLACE.replace(days=56), "balanced", seed=3)
    late, early = monthly(run, 2), monthly(shorter, 2)
    exact = [figure.name for figure in FIGURES if figure.name != "mood"]  # a tool goes by what is removed by now
    pd.testing.assert_frame_equal(late.figures.loc[exact], early.figures.loc[exact])
    assert late.deeds.table.equals(early.deeds.table)


def test_cases_of_the_last_day_wait_and_later_answers_have_not_come():
    """Whoever asked an hour ago is not counted as unanswered; an answer after the month is none yet."""
    run, end = eventful(), 56 * 86400
    posts = run.posts.copy()
    asked = posts[(posts["kind"] == "complaint") & posts["seconds"].between(30 * 86400, 54 * 86400)].index[:2]
    posts.loc[asked[0], ["seconds", "team_answer_seconds"]] = end - 3600, -1
    posts.loc[asked[1], ["seconds", "team_answer_seconds"]] = end - 2 * 86400, end + 3600
    waits = Span(dataclasses.replace(run, posts=posts), None, 28, 56, 56, 28).waits()
    assert asked[0] not in waits.index and waits[asked[1]] == 168


def test_no_figure_is_hidden_truth():
    """With the hidden columns scrambled, everything but the line marked as known in the simulation only stays."""
    run = eventful()
    members, daily = run.members.copy(), run.daily.copy()
    for column in ("mood", "trust", "belonging", "loyalty", "outrage", "satisfaction"):
        members[column] = 0.123
    for column in ("trust", "belonging", "loyalty", "fairness", "satisfaction", "outrage", "aware"):
        daily[column] = daily[column] * 0
    blind = dataclasses.replace(run, members=members, daily=daily)
    seen, unseen = monthly(run, 2), monthly(blind, 2)
    pd.testing.assert_frame_equal(seen.figures, unseen.figures)
    assert (seen.headline, seen.advice) == (unseen.headline, unseen.advice)
    differing = [each for each, other in zip(seen.news, unseen.news, strict=True) if each != other]
    assert [source for _, source in differing] == ["known in the simulation only"]


def test_a_run_is_left_as_it_was():
    """Reports read tables, and the same run gives the same report."""
    run = eventful()
    before = {name: getattr(run, name).copy() for name in ("hourly", "daily", "members", "posts", "actions")}
    assert page(monthly(run)) == page(monthly(run))
    for name, table in before.items():
        pd.testing.assert_frame_equal(getattr(run, name), table)


# --- headline, deeds, advice ------------------------------------------------------------------------------


def test_the_headline_names_the_surest_change_and_whether_it_is_good():
    """After a crisis, with its interval; the word for the direction is that of the figures."""
    report = report_of(eventful, 2)
    changed = report.figures[report.figures["changed"]].sort_values("p", kind="stable")
    row = changed.iloc[0]
    assert report.headline.startswith(f"{row['label']} {'rose' if row['difference'] > 0 else 'fell'} from ")
    assert "95% interval of the change" in report.headline
    good = np.sign(row["difference"]) * row["better"]
    assert {1: "a good sign", -1: "a bad sign", 0: "neither good nor bad"}[int(good)] in report.headline
    assert (np.sign(row["low"]) == np.sign(row["high"])) and row["low"] <= row["difference"] <= row["high"]


def test_a_quiet_month_is_about_as_before():
    """No figure is called a change, and the headline says so."""
    report = report_of(quiet, 2)
    assert not report.figures["changed"].any() and report.headline.startswith("About as before: none of ")
    assert set(report.figures["word"]) <= {"about as before", "no comparison"}


def test_a_first_and_a_short_month_say_that_there_is_nothing_to_compare():
    """And what there is."""
    assert report_of(quiet, 1).headline.startswith("First month, so there is nothing to compare it with: ")
    part = report_of(quiet, 3)
    assert not part.whole and part.headline.startswith("Only 7 days of this month, too short to compare: ")
    assert report_of(quiet).month == 2, "the last whole month, unless one is named"
    assert "nobody wrote anything" in report_of(empty).headline


def test_every_verb_has_a_name_in_the_report():
    """Nothing that can be done lands among other work."""
    known = {verb for group in KINDS.values() for verb in group}
    assert {name for name in verbs.__all__ if name.islower()} | {"escalate", "advertise"} <= known


def test_deeds_add_up_to_the_log():
    """Acts, minutes and euros of the month, and what was planned and missed."""
    run, made = eventful(), report_of(eventful, 2).deeds
    log = run.actions[(run.actions["hour"] >= 28 * 24) & (run.actions["hour"] < 56 * 24)]
    done = log[~log["verb"].isin(["miss", "break_promise"])]
    assert made.acts == len(done) and made.hours == pytest.approx(done["minutes"].sum() / 60)
    assert made.euros == pytest.approx(done["money"].sum()) and made.missed.sum() == (log["verb"] == "miss").sum()
    assert made.missed.sum() > 0 and made.hours_there == pytest.approx(3 * 8 * 28 / 60)


def test_advice_has_a_reason_and_a_limit_and_is_never_more_than_three():
    """A team that can't keep up is told what its figures say; each rule at most once."""
    given = report_of(eventful, 2).advice
    assert 1 <= len(given) <= 3 and len({each.rule for each in given}) == len(given)
    for each in given:
        assert re.search(r"\d", each.reason) and each.limit.endswith(".") and each.what.endswith(".")
    assert not report_of(empty).advice


def test_each_rule_of_advice_follows_its_figure():
    """Moved across its threshold, a figure brings its advice and takes it away again."""
    report = report_of(quiet, 2)
    span, calm = report.span, report.figures.assign(changed=False)
    calm.loc["busiest_tenth", ["now", "of"]] = 0.3, 40
    calm.loc["came_back", ["now", "of"]] = 0.6, 40
    idle = dataclasses.replace(report.deeds, missed=pd.Series(dtype="int64"), hours_of_shifts=0.0)
    base = {each.rule for each in advice(calm, idle, span)} & {
        "priorities",
        "few carry all",
        "returns",
        "complaints",
    }
    assert not base
    few = calm.copy()
    few.loc["busiest_tenth", "now"] = 0.6
    assert "few carry all" in _rules(few, idle, span)
    gone = calm.copy()
    gone.loc["came_back", "now"] = 0.1
    assert "returns" in _rules(gone, idle, span)
    busy = dataclasses.replace(idle, missed=pd.Series({"answer": 6}))
    assert "priorities" in _rules(calm, busy, span)
    worse = calm.copy()
    worse.loc["complaints", "changed"], worse.loc["complaints", "difference"] = True, 5.0
    assert "complaints" in _rules(worse, idle, span)
    reversed_ = dataclasses.replace(idle, removals=10, overturned=3)
    assert "judgement" in _rules(calm, reversed_, span)


def _rules(figures, made, span):
    calm = Span(
        span.run, None, span.first, span.first, span.known, span.month_first
    )  # nobody asked, nobody posted
    return {each.rule for each in advice(figures, made, calm)}


# --- the page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", [quiet, eventful, empty])
@pytest.mark.parametrize("month", [None, 1])
def test_no_sentence_claims_a_cause(run, month):
    """One run shows what came after what."""
    text = words(page(report_of(run, month))).lower()
    for claim in (
        "because",
        "due to",
        "thanks to",
        "led to",
        "caused",
        "resulted",
        "therefore",
        "thereby",
        " nan",
        "inf ",
    ):
        assert claim not in text, claim


def test_the_page_needs_nothing_and_says_everything():
    """Self-contained, one heading, words beside arrows, denominators, period, seed, and whom it is for."""
    report = report_of(eventful, 2)
    text = page(report, "Ada <Boss> & Co")
    assert text.count("<h1>") == 1 and "<script" not in text
    assert not re.search(r'(?:src|href)="(?!#)', text), "nothing is fetched"
    for piece in (
        "29 January 2024 to 25 February 2024",
        "seed 3",
        "for Ada &lt;Boss&gt; &amp; Co",
        "20% sample",
        "Holm",
    ):
        assert piece in text, piece
    for figure in FIGURES:
        assert figure.counted in text.replace("&#x27;", "'")
    arrows = re.findall(r"[▲▼] (\w+)", text)
    assert len(arrows) == report.figures["changed"].sum() and set(arrows) <= {"up", "down"}
    assert text.count('role="img" aria-label="') == 2
    identities = re.findall(r'\bid="([^"]+)"', text)
    assert len(identities) == len(set(identities)), "two pictures must not share names"


def test_pictures_come_with_a_sentence_that_is_true():
    """The first and last number of the caption are in the table."""
    report = report_of(eventful, 2)
    table = report.weekly[report.weekly["figure"] == report.figures.sort_values("p", kind="stable").index[0]]
    now = table.loc[table["month"] == 2, "value"]
    unit = report.figures.sort_values("p", kind="stable")["unit"].iloc[0]
    assert (
        f"{said(now.min(), unit)} to {said(now.max(), unit)} in the weeks of this month"
        in weeks_figure(report).says
    )
    assert f"{report.deeds.table['hours'].iloc[0] / report.deeds.hours:.0%}" in work_figure(report).says
    assert "no working time" in work_figure(report_of(empty)).says


def test_colours_are_declared_once():
    """The page and its pictures use the variables of the shared style sheet, which knows light, dark and print."""
    style = shared_style()
    for name in ("--ink", "--soft", "--line", "--paper", "--blue", "--red", "--green", "--purple"):
        assert len(re.findall(rf"{name}: #", style)) == 3, name
    text = page(report_of(eventful, 2)).replace(style, "")
    assert not re.findall(r"#[0-9a-fA-F]{6}\b", text) and "fill: var(--blue)" in text


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(0, COUNT, "0"), (0.02, MEAN, "under 0.1"), (1.75, COUNT, "1.8"), (1234.5, COUNT, "1,234"),
     (500, HOURS, "a week or more"), (-0.2, NET, "0"), (0.004, SHARE, "under 1%"), (float("nan"), HOURS, "-")],
)  # fmt: skip
def test_numbers_are_rounded_as_people_say_them(value, unit, expected):
    """No more digits than are known."""
    assert said(value, unit) == expected


def test_measured_counts_are_a_weeks():
    """Four weeks of 28 days; less than a week is counted as it is."""
    by_name = {figure.name: figure for figure in FIGURES}
    run = quiet()
    whole, short = monthly(run, 2).span, Span(run, None, 0, 3, 3, 0)
    written = run.daily["likes"]
    assert measured(by_name["likes"], whole)[0] == pytest.approx(written.iloc[28:56].sum() / 4)
    assert measured(by_name["likes"], short)[0] == written.iloc[:3].sum()
    assert deeds(short).hours_there == pytest.approx(deeds(whole).hours_there * 3 / 28)


# --- wrong input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("month", [0, 4, -1, True, 1.5, "2", float("nan")])
def test_a_month_that_is_none_is_refused(month):
    """In one line that says which there are."""
    with pytest.raises(ValueError, match=r"month must be from 1 to 3; month 3 has 7 of 28 days, got ") as refused:
        monthly(quiet(), month)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("wrong", [None, "results", 7, pd.DataFrame()])
def test_what_is_no_run_is_refused(wrong):
    """In one line."""
    with pytest.raises(ValueError, match="run must be a Run"):
        monthly(wrong)


def test_less_than_a_day_is_refused():
    """There is nothing to report yet."""
    from simulator import Community

    with pytest.raises(ValueError, match="no whole day yet"):
        monthly(Community(PLACE, None, seed=1).run_for(hours=5).to_run())


@pytest.mark.parametrize("name", ["x" * 61, None, 3])
def test_a_name_that_would_not_fit_is_refused(name):
    """The sheet has one line for it."""
    with pytest.raises(ValueError, match="at most 60 characters"):
        page(report_of(empty), name)


# --- printing and the command -----------------------------------------------------------------------------

needs_a_browser = pytest.mark.skipif(printing.browser() is None, reason="no browser to print with")


@needs_a_browser
@pytest.mark.parametrize("run", [eventful, empty])
def test_it_prints_on_exactly_one_sheet(run, tmp_path):
    """Also when everything happens at once, and when nothing does."""
    sheet = tmp_path / "a sheet.html"
    sheet.write_text(page(report_of(run), "M" * 60), encoding="utf-8")
    made = printing.to_pdf(sheet, tmp_path / "sheet.pdf")
    assert printing.page_count(made) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a sheet.html", "sheet.pdf"]


@needs_a_browser
def test_pages_are_counted(tmp_path):
    """Two sheets are two, so that the test above can fail."""
    (tmp_path / "two.html").write_text('<p style="break-after: page">one</p><p>two</p>')
    assert printing.page_count(printing.to_pdf(tmp_path / "two.html", tmp_path / "two.pdf")) == 2


def fake_browser(tmp_path, script):
    """Return a program that stands in for a browser."""
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell to stand in for a browser")
@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("exit 3", "could not print the page"),
        ("exit 0", "could not print the page"),
        (
            'for a in "$@"; do case $a in --print-to-pdf=*) '
            'printf "%%PDF-1.4" > "${a#--print-to-pdf=}";; esac; done',
            "could not",
        ),
        ("sleep 60", "printed nothing within"),
    ],
)
def test_a_browser_that_fails_leaves_the_older_pdf(script, complaint, tmp_path, monkeypatch):
    """Whole or not at all, with one line that says how to print by hand."""
    monkeypatch.setattr(printing, "SECONDS", 1)
    monkeypatch.setattr(printing, "browser", lambda: fake_browser(tmp_path, script))
    (tmp_path / "page.html").write_text("<p>page")
    (tmp_path / "page.pdf").write_text("older")
    with pytest.raises(OSError, match=complaint) as refused:
        printing.to_pdf(tmp_path / "page.html", tmp_path / "page.pdf")
    assert "Save as PDF" in str(refused.value) and "\n" not in str(refused.value)
    assert (tmp_path / "page.pdf").read_text() == "older"
    assert not list(tmp_path.glob("printing-*"))


def test_a_page_or_place_that_is_not_there_is_refused(tmp_path):
    """Before any browser is started."""
    with pytest.raises(OSError, match="there is no page"):
        printing.to_pdf(tmp_path / "none.html", tmp_path / "x.pdf")
    (tmp_path / "page.html").write_text("<p>page")
    if printing.browser() is not None:
        with pytest.raises(OSError, match="in a folder that exists"):
            printing.to_pdf(tmp_path / "page.html", tmp_path / "none" / "x.pdf")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with an eventful run."""
    return eventful().save(tmp_path_factory.mktemp("results"))


def command(*arguments):
    """Run `community report`."""
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def refusal(*arguments):
    """Return the one line with which a command is refused."""
    result = command(*arguments)
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1, result.output
    return result.stderr


def test_the_command_writes_the_sheet(folder, tmp_path):
    """Into the folder, or to the file that is named; the long report stays what it was."""
    assert command(folder, "--monthly").exit_code == 0
    assert (folder / "monthly-2.html").read_text(encoding="utf-8") == page(report_of(eventful, 2))
    assert not (folder / "report.html").exists()
    out = tmp_path / "new" / "june.html"
    assert command(folder, "--monthly", "--month", 1, "--out", out, "--for", "Ada").exit_code == 0
    assert "month 1" in out.read_text(encoding="utf-8") and "for Ada" in out.read_text(encoding="utf-8")
    assert [path.name for path in out.parent.iterdir()] == ["june.html"]


@needs_a_browser
def test_the_command_prints(folder, tmp_path):
    """A name that ends in .pdf is wish enough; the page stands beside it."""
    assert command(folder, "--monthly", "--out", tmp_path / "june.pdf").exit_code == 0
    assert printing.page_count(tmp_path / "june.pdf") == 1 and (tmp_path / "june.html").is_file()


def test_without_a_browser_the_page_is_kept(folder, tmp_path, monkeypatch):
    """One line says how to print by hand, and the exit code is not 0."""
    monkeypatch.setattr(printing, "browser", lambda: None)
    result = command(folder, "--monthly", "--pdf", "--out", tmp_path / "june.html")
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == 1
    assert "Save as PDF" in result.stderr and (tmp_path / "june.html").is_file()
    assert not (tmp_path / "june.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--monthly", "--month", "9"], "month must be from 1 to 3"),
        (["--monthly", "--month", "June"], "--month must be a whole number"),
        (["--monthly", "--out", "june.txt"], "ends in .html or .pdf"),
        (["--monthly", "--out", ""], "ends in .html or .pdf"),
        (["--monthly", "--for", "x" * 80], "at most 60 characters"),
        (["--month", "1"], "--month goes with --monthly only"),
        (["--pdf"], "--pdf goes with --monthly only"),
    ],
)
def test_mistakes_are_answered_in_one_line(folder, arguments, complaint):
    """And nothing is written."""
    before = sorted(folder.iterdir())
    assert complaint in refusal(folder, *arguments)
    assert sorted(folder.iterdir()) == before


def test_places_that_hold_no_run_or_take_no_file_are_refused(folder, tmp_path):
    """No folder, an empty one, a comparison, a file where a folder should be."""
    assert "is no folder" in refusal(tmp_path / "none", "--monthly")
    assert "holds nothing to report" in refusal(tmp_path, "--monthly")
    (tmp_path / "manifest.json").write_text('{"kind": "comparison"}')
    assert "a monthly report is made of a run" in refusal(tmp_path, "--monthly")
    (tmp_path / "file").write_text("")
    assert "is a file" in refusal(folder, "--monthly", "--out", tmp_path / "file" / "june.html")
