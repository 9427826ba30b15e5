"""Dashboards: what four instruments show of one community, what is true of it, and where they mislead."""

import math
from collections import Counter
from statistics import mean, median

import pandas as pd
import pytest
from communities import busy, strict

from simulator import Community, Scenario, simulate
from simulator.lens import dashboards
from simulator.lens.dashboards import (
    INSTRUMENTS,
    LESS_IS_BETTER,
    QUESTIONS,
    direction,
    instruments,
    misleads,
    truth_beside_dashboard,
)
from simulator.lens.dashboards_plot import in_words, plot_dashboards
from simulator.lens.instruments import FULL_MARKS, absence_factor
from simulator.lens.period import Period

CRISIS = {"day": 20, "severity": 0.8, "cluster": "preventable", "affected": 0.2}
STORM = Scenario.load("forum").replace(members=1500, days=50, crises=[CRISIS])
SEEDS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def run():
    """A lively month on two platforms in which posts are taken down."""
    return simulate(busy(members=150, days=20), strict(), seed=2)


@pytest.fixture(scope="module")
def storms():
    """The same crisis and the same luck, answered in two ways, seed by seed."""
    return [(simulate(STORM, "disclose", seed=seed), simulate(STORM, "delete", seed=seed)) for seed in SEEDS]


@pytest.fixture(scope="module")
def rows(run):
    """Posts as plain dictionaries, by number."""
    return run.posts.to_dict("index")


def shown(run, days=None):
    """Return the value of every figure of the instruments."""
    return instruments(run, days).set_index("figure")["value"]


def test_four_instruments_say_what_they_count(run):
    """Every figure has a unit and a sentence, and no two have the same name."""
    table = instruments(run)
    assert list(table.columns) == ["instrument", "figure", "value", "unit", "what_it_counts"]
    assert tuple(table["instrument"].unique()) == INSTRUMENTS
    assert INSTRUMENTS == ("forum software", "CHAOSS", "health index", "vanity counts")
    assert table["figure"].is_unique and table["value"].notna().all()
    assert (table[["unit", "what_it_counts"]].map(str.strip) != "").all(axis=None)


def test_forum_software_agrees_with_a_count_by_hand(run, rows):
    """Topics, waits, complaints and flags, post by post; what is not on show is not there."""
    value = shown(run)
    visible = {number: p for number, p in rows.items() if p["status"] == "visible"}
    assert 0 < len(visible) < len(rows)
    topics = [n for n, p in visible.items() if p["parent"] == -1]
    waits = []
    for number in (n for n in topics if visible[n]["author"] >= 0):
        own = visible[number]
        answers = [
            p["seconds"] - own["seconds"]
            for p in visible.values()
            if p["thread"] == number and p["parent"] >= 0 and p["author"] != own["author"]
        ]
        waits.append(min(answers) / 3600 if answers else None)
    answered = [wait for wait in waits if wait is not None]
    assert (value["new_topics"], value["posts"]) == (len(topics), len(visible))
    assert value["first_response_hours"] == pytest.approx(median(answered))
    assert value["Time to First Response"] == pytest.approx(mean(answered))
    assert value["without_response"] == pytest.approx(waits.count(None) / len(waits))
    assert value["complaint_topics"] == sum(
        visible[n]["kind"] == "complaint" and visible[n]["author"] >= 0 for n in topics
    )
    flagged = [p for p in rows.values() if p["author"] >= 0 and p["flags_received"] > 0]
    assert value["flags_settled"] == pytest.approx(sum(p["case"] == "closed" for p in flagged) / len(flagged))
    assert value["sign_ups"] == (run.members["joined_hour"] >= 0).sum()
    assert value["stickiness"] == pytest.approx(run.daily["dau"].mean() / run.daily["mau"].iloc[-1])


def test_chaoss_agrees_with_a_count_by_hand(run, rows):
    """Contributors old, new, lapsed and lasting, member by member."""
    value, wrote = shown(run), {}
    for p in rows.values():
        if p["status"] == "visible" and p["author"] >= 0:
            wrote.setdefault(p["author"], []).append(p["seconds"])
    members = run.members.to_dict("index")
    new = [m for m in wrote if members[m]["contributions"] == members[m]["posts"] + members[m]["replies"]]
    assert value["Contributors"] == len(wrote) and 0 < len(new) < len(wrote)
    assert value["New Contributors"] == len(new)
    lasting = [m for m in new if len({second // 86400 for second in wrote[m]}) > 1]
    assert value["Conversion Rate"] == pytest.approx(len(lasting) / len(new))
    assert value["Inactive Contributors"] == sum(max(times) < 6 * 86400 for times in wrote.values()) > 0
    hours = Counter(second // 3600 % 24 for times in wrote.values() for second in times)
    assert hours[int(value["Activity Dates and Times"])] == max(hours.values())
    assert -1 < value["Burstiness"] < 1


def test_the_absence_factor_counts_the_fewest_who_wrote_half():
    """Of 20 posts, 6 and 4 are half; of one writer, or of equals, it is as few as can be."""
    assert absence_factor(pd.Series([4, 6, 3, 3, 2, 2])) == 2
    assert absence_factor(pd.Series([7])) == absence_factor(pd.Series([5, 5])) == 1
    assert absence_factor(pd.Series([1] * 10)) == 5
    assert math.isnan(absence_factor(pd.Series([], dtype="int64")))


def test_the_health_index_is_the_mean_of_six_components_that_anybody_can_work_out(run):
    """Each is a measurement over what has full marks, and none exceeds 100."""
    value = shown(run)
    assert list(FULL_MARKS) == ["growth", "content", "traffic", "responsiveness", "interaction", "liveliness"]
    weeks, people = 20 / 7, run.hourly["members"].mean()
    visible = run.posts[run.posts["status"] == "visible"]
    talkers = [len(set(thread["author"])) for _, thread in visible.groupby("thread")]
    by_hand = {
        "growth": min(100, 100 * value["sign_ups"] / people / (20 / 30) / 0.1),
        "content": min(100, 100 * len(visible) * 100 / people / weeks / 20),
        "traffic": min(100, 100 * run.hourly["readings"].sum() / people / weeks / 10),
        "responsiveness": 100 / (1 + value["first_response_hours"] * 60 / 1000),
        "interaction": min(100, 100 * mean(talkers) / 4),
        "liveliness": min(100, 100 * len(visible) / run.scenario.boards / weeks / 50),
    }
    assert by_hand["growth"] == 100 and 0 < by_hand["interaction"] < 100
    for name, points in by_hand.items():
        # Full marks are rounded to a few signs in the text, not in the sum.
        assert value[name] == pytest.approx(points), name
    assert value["health_index"] == pytest.approx(mean(by_hand.values()))


def test_vanity_counts_only_ever_grow(run):
    """Whatever happens, day after day."""
    days = pd.DataFrame([shown(run, (0, day)) for day in range(1, 20, 3)])
    totals = days[["registered", "total_page_views", "total_likes", "total_posts"]]
    assert (totals.diff().iloc[1:] >= 0).all(axis=None)
    assert totals["total_posts"].iloc[-1] == len(run.posts)
    assert totals["registered"].iloc[-1] == len(run.members)
    assert run.hourly["members"].diff().min() < 0


def test_days_of_a_run_add_up_to_all_of_it(run):
    """Two halves hold what the whole holds."""
    first, second, whole = shown(run, (0, 9)), shown(run, (10, 19)), shown(run)
    for name in ("sign_ups", "page_views", "new_topics", "posts", "likes", "complaint_topics", "flags"):
        assert first[name] + second[name] == whole[name], name
    pd.testing.assert_frame_equal(instruments(run), instruments(run, (0, 19)))


def test_the_truth_is_that_of_the_metrics(run, rows):
    """And counts what was deleted and who came back, post by post and member by member."""
    table, summary = truth_beside_dashboard(run), run.summary()
    assert list(table["question"]) == list(QUESTIONS) and len(table) == 7
    truth = table.set_index("truth_figure")["truth"]
    for name in ("net_sentiment", "recall", "participation_top10", "churn_rate", "trust"):
        assert truth[name] == pytest.approx(summary[name]), name
    asked, helped = 0, 0
    for number, p in rows.items():
        if p["author"] >= 0 and p["parent"] == -1 and p["kind"] in ("question", "complaint"):
            if p["seconds"] > 19 * 86400:
                continue
            answers = [q["seconds"] for q in rows.values() if q["thread"] == number and q["author"] != p["author"]]
            answers += [p["team_answer_seconds"]] * (p["team_answer_seconds"] >= 0)
            asked += 1
            helped += bool(answers) and min(answers) - p["seconds"] <= 86400
    assert 0 < helped < asked
    assert truth["helped"] == pytest.approx(helped / asked)
    newcomers = [
        m for m in run.members.to_dict("records") if 0 <= m["joined_hour"] <= 6 * 24 and not m["outsider"]
    ]
    back = [m for m in newcomers if any(m["visited_days"] >> day & 1 for day in range(7, 14))]
    assert truth["back_in_second_week"] == pytest.approx(len(back) / len(newcomers))


def test_every_answer_is_a_figure_that_an_instrument_shows(run):
    """Names in the questions are names in the tables, and each row gives its reason in one sentence."""
    table, value = truth_beside_dashboard(run), instruments(run).set_index(["instrument", "figure"])["value"]
    for row, question in zip(table.to_dict("records"), QUESTIONS.values(), strict=True):
        for name in INSTRUMENTS:
            figures = question.answers.get(name, ())
            assert all((name, figure) in value.index for figure in figures)
            assert row[f"{name} figure"] == (figures[0] if figures else "")
            expected = value[name, figures[0]] if figures else math.nan
            assert row[name] == pytest.approx(expected, nan_ok=True)
        assert row["why"].endswith(".") and "\n" not in row["why"]
    known = {figure for _, figure in value.index} | set(table["truth_figure"])
    assert set(LESS_IS_BETTER) | set(dashboards.NEITHER) <= known


def test_directions_by_hand():
    """More is better but for a few; a hair's breadth is no change; nothing is known of what is missing."""
    assert direction("trust", 0.5, 0.6) == 1 and direction("churn_rate", 0.5, 0.6) == -1
    assert direction("trust", 0.5, 0.501) == 0 and direction("trust", 0.5, 0.501, least=0) == 1
    assert direction("trust", math.nan, 0.6) == direction("trust", 0.0, 0.0) == 0
    assert direction("sentiment", -0.2, -0.3) == -1
    assert direction("participation_top10", 0.4, 0.6) == 0


def test_a_contradiction_is_one_in_both_directions(storms):
    """Turned round, better becomes worse and the same figures mislead; a run contradicts itself nowhere."""
    disclosed, deleted = storms[0]
    there, back = misleads(disclosed, deleted), misleads(deleted, disclosed)
    assert len(there) and list(there["figure"]) == list(back["figure"])
    assert list(there["says"].map({"better": "worse", "worse": "better"})) == list(back["says"])
    assert not len(misleads(deleted, deleted))
    for row in there.itertuples():
        truth = direction(row.truth_figure, row.truth_before, row.truth_after)
        assert truth * direction(row.figure, row.before, row.after) == -1
    assert len(misleads(disclosed, deleted, least=0.5)) < len(there)


def test_two_periods_of_one_run_can_be_compared(storms):
    """Before the crisis and after it."""
    disclosed, _ = storms[0]
    table = misleads(disclosed, disclosed, (5, 19), (20, 34))
    assert list(table.columns[:4]) == ["question", "instrument", "figure", "says"]
    totals = table[table["instrument"] == "vanity counts"]
    assert (totals["says"] == "better").all()


def test_deleting_criticism_looks_better_than_disclosing_on_some_dashboards_and_is_worse(storms):
    """In every seed: fewer complaints on show and fewer lapsed writers; less help, less trust, more who leave."""
    for disclosed, deleted in storms:
        tables = [truth_beside_dashboard(one).set_index("truth_figure")["truth"] for one in (disclosed, deleted)]
        for name in ("helped", "net_sentiment", "churn_rate", "trust"):
            assert direction(name, *(table[name] for table in tables)) == -1, name
        found = misleads(disclosed, deleted)
        better = set(found.loc[found["says"] == "better", "figure"])
        assert {"complaint_topics", "Inactive Contributors"} <= better


def test_other_dashboards_are_not_fooled_by_deleting(storms):
    """Visitors, likes and the health index fall with the truth: what is deleted is missing in them, too."""
    for disclosed, deleted in storms:
        before, after = shown(disclosed), shown(deleted)
        for name in ("health_index", "daily_visitors", "likes", "new_topics"):
            assert direction(name, before[name], after[name]) == -1, name


def test_beside_silence_deleting_lifts_the_sentiment_that_a_tool_hears(storms):
    """Over the seeds; trust does not rise with it."""
    silent = [simulate(STORM, "silence", seed=seed) for seed in SEEDS]
    heard, trust = [], []
    for quiet, (_, deleted) in zip(silent, storms, strict=True):
        heard.append(shown(deleted)["sentiment"] - shown(quiet)["sentiment"])
        trust.append(deleted.summary()["trust"] - quiet.summary()["trust"])
    assert mean(heard) > 0.03
    assert mean(trust) < 0


def test_contests_lift_the_index_and_leave_trust_where_it_was():
    """More writers, more posts, a higher index, seed by seed; and fewer breaches found by a busy team."""
    place = Scenario.load("forum").replace(members=1000, days=56)
    for seed in SEEDS[:3]:
        plain, prizes = (simulate(place, book, seed=seed) for book in ("balanced", "contest_heavy"))
        before, after = shown(plain), shown(prizes)
        for name in ("health_index", "Contributors", "total_posts"):
            assert direction(name, before[name], after[name]) == 1, name
        assert direction("trust", plain.summary()["trust"], prizes.summary()["trust"]) == 0


# --- the edges ---------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("hours", [0, 1, 30])
def test_a_community_in_which_nothing_happened_has_dashboards(hours):
    """Counts are 0, the rest is missing, nothing is said about it; the picture can be drawn."""
    place = Scenario.load("forum").replace(members=1, days=2, newcomers_per_1000_members_per_day=0)
    run = Community(place, None).run_for(hours=hours).to_run()
    value = shown(run)
    assert value[["posts", "likes", "Contributors", "total_posts"]].eq(0).all()
    assert value[["sentiment", "without_response", "Contributor Absence Factor", "interaction"]].isna().all()
    assert value["registered"] == 1
    assert truth_beside_dashboard(run)["truth"].notna().sum() <= 2
    assert not len(misleads(run, run))
    assert "no answer" not in plot_dashboards(run).says


@pytest.mark.parametrize("wrong", [None, "run", 5, float("nan"), pd.DataFrame()])
@pytest.mark.parametrize("call", [instruments, truth_beside_dashboard, plot_dashboards])
def test_what_is_no_run_is_refused(call, wrong):
    """One line that says what would be right."""
    with pytest.raises(ValueError, match="run must be a Run, as `simulate` returns, got"):
        call(wrong)


@pytest.mark.parametrize(
    "days", [(5, 3), (0, 20), (-1, 3), (0,), 5, "01", (0.0, 3.0), (True, 3), (None, 3), (float("nan"), 3)]
)
def test_days_that_a_run_does_not_have_are_refused(run, days):
    """One line that names those it has."""
    with pytest.raises(ValueError, match="days must be the first and the last day, between 0 and 19, got"):
        instruments(run, days)


def test_what_cannot_be_compared_is_refused(run, storms):
    """No run, another length, a threshold that is none."""
    with pytest.raises(ValueError, match="after must be a Run"):
        misleads(run, None)
    with pytest.raises(ValueError, match="equally long, got 480 and 1200 hours"):
        misleads(run, storms[0][0])
    for least in (-0.1, 1, True, "much", math.nan, None):
        with pytest.raises(ValueError, match="least must be a share from 0 to below 1"):
            misleads(run, run, least=least)


def test_looking_changes_nothing_and_gives_the_same_again(run):
    """Tables stay as they were."""
    before = run.posts.copy()
    pd.testing.assert_frame_equal(instruments(run), instruments(run))
    pd.testing.assert_frame_equal(run.posts, before)
    assert Period.of(run).weeks == pytest.approx(20 / 7)


# --- the picture -------------------------------------------------------------------------------------------


def test_the_picture_says_every_truth_and_every_answer(run):
    """Whoever can't see it hears the same numbers."""
    figure = plot_dashboards(run)
    table = truth_beside_dashboard(run)
    for row in table.to_dict("records"):
        assert row["question"] in figure.says
        for name in INSTRUMENTS:
            assert (f"({row[f'{name} figure'].replace('_', ' ')})" in figure.says) or not row[f"{name} figure"]
    drawn = [text.get_text() for text in figure.axes[0].texts]
    assert set(INSTRUMENTS) | {"what is true", *QUESTIONS} <= set(drawn)
    assert drawn.count("no answer") == 4
    assert figure.png()[:4] == b"\x89PNG"


def test_the_picture_of_two_runs_marks_what_misleads(storms):
    """By a bar, a word and colour, and in the sentence."""
    disclosed, deleted = storms[0]
    figure = plot_dashboards(disclosed, deleted, ("disclose", "delete"))
    drawn = [text.get_text() for text in figure.axes[0].texts]
    pairs = misleads(disclosed, deleted)[["question", "instrument"]].drop_duplicates()
    assert drawn.count("misleads") == len(pairs) > 0
    assert "From disclose to delete the truth is worse in helped within a day" in figure.says
    assert "complaint topics of forum software looks better" in figure.says
    assert "No figure shown contradicts the truth." in plot_dashboards(disclosed, disclosed).says
    with pytest.raises(ValueError, match="other must be as long as run, got 24 hours beside 1200"):
        plot_dashboards(disclosed, Community(STORM).run_for(days=1).to_run())
    for names in (None, ("one",), ("", "b"), (1, 2), "ab "):
        with pytest.raises(ValueError, match="names must be two texts"):
            plot_dashboards(disclosed, deleted, names)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(0.05, "share", "5.0%"), (0.5, "share", "50%"), (0.0, "share", "0%"), (1234.0, "likes", "1,234"),
     (-0.1, "score", "-0.10"), (2.25, "hours", "2.2 h"), (math.nan, "share", "none"), (61.4, "points", "61")],
)  # fmt: skip
def test_figures_in_a_few_signs(value, unit, words):
    """As they stand in the picture."""
    assert in_words(value, unit) == words
