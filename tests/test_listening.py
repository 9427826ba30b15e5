"""Listening: what a tool makes of a community, whom it hears, and when - beside the truth."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from simulator import Playbook, Scenario, simulate
from simulator.lens.listening import interval, listen, net
from simulator.lens.listening_bias import INSTRUMENTS, accuracy, classes, compare_instruments
from simulator.lens.listening_plot import listening_figure

CRISIS = {"day": 10, "severity": 0.8, "cluster": "preventable", "affected": 0.2}


@pytest.fixture(scope="module")
def run():
    """A forum of two months with a crisis, answered by a team that speaks."""
    place = Scenario.load("forum").replace(members=2500, days=60, crises=[CRISIS])
    return simulate(place, "disclose", seed=1)


@pytest.fixture(scope="module")
def brand():
    """A brand on three platforms, for a month, without a crisis."""
    place = Scenario.load("network").replace(members=1500, days=30, platforms=["site", "pictures", "clips"])
    return simulate(place, "balanced", seed=3)


def test_hearing_everything_visible_at_once_and_without_error_is_nearly_the_truth(run):
    """What is missing is VADER's reading and what was removed."""
    heard = listen(run, sample=1, lag_hours=0)
    visible = run.posts[(run.posts["author"] >= 0) & (run.posts["status"] == "visible")]
    assert len(heard.posts) == len(visible)
    both = heard.daily.dropna()
    assert np.corrcoef(both["true_sentiment"], both["heard_sentiment"])[0, 1] > 0.3


def test_a_sample_is_a_part_of_the_whole_and_says_when_it_is_known(run):
    """About as many as asked for; a larger sample holds a smaller one; shown two days later."""
    few, more = listen(run, 0.2, 30), listen(run, 0.6)
    assert set(few.posts.index) < set(more.posts.index)
    whole = (run.posts["author"] >= 0).sum()
    assert 0.13 < len(few.posts) / whole < 0.27
    assert (few.daily["known_day"] - few.daily["day"]).eq(2).all()
    assert few.daily["heard"].sum() == len(few.posts)


def test_deleted_criticism_makes_the_tool_too_cheerful():
    """What is taken down is not heard; the truth remembers it."""
    place = Scenario.load("forum").replace(members=2500, days=30, crises=[CRISIS])
    run = simulate(place, Playbook.load("delete"), seed=2)
    blind, seeing = listen(run), listen(run, visible_only=False)
    assert len(blind.posts) < len(seeing.posts)
    assert net(blind.posts["warmth"]) > net(seeing.posts["warmth"])


def test_queries_find_what_they_say(run):
    """Words, phrases, either-or, without, and any ending."""
    heard = listen(run)
    texts = heard.posts["text"].str.lower()
    assert len(heard.find("thank*")) == texts.str.contains(r"\bthank\w*").sum() > 0
    assert len(heard.find('"good point"')) == texts.str.contains(r"\bgood point\b").sum()
    either = heard.find("good OR nice")
    assert len(either) == texts.str.contains(r"\b(?:good|nice)\b").sum()
    without = heard.find("good -point")
    assert len(without) == (texts.str.contains(r"\bgood\b") & ~texts.str.contains(r"\bpoint\b")).sum()
    voice = heard.share_of_voice({"good": "good", "thanks": "thank*"})
    assert voice["share"].sum() == pytest.approx(1) and voice.loc["thanks", "net_sentiment"] > 0


@pytest.mark.parametrize("query", ["", "  ", "OR", "-only", None, 5])
def test_a_query_without_words_is_refused(run, query):
    """One line."""
    with pytest.raises(ValueError, match="query must name words"):
        listen(run, 0.1).find(query)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"sample": 0}, "sample must lie above 0"),
        ({"sample": 1.5}, "sample must lie above 0"),
        ({"sample": True}, "sample must lie above 0"),
        ({"lag_hours": -1}, "lag_hours must be"),
        ({"lag_hours": 2.5}, "lag_hours must be"),
        ({"days": (5, 3)}, "days must lie between 0 and 59"),
        ({"days": (0, 60)}, "days must lie between 0 and 59"),
        ({"days": (1,)}, "days must lie between 0 and 59"),
        ({"days": 7}, "days must lie between 0 and 59"),
        ({"days": ("a", "b")}, "days must lie between 0 and 59"),
        ({"loud": -1}, "loud must lie between 0 and 3"),
        ({"loud": True}, "loud must lie between 0 and 3"),
        ({"loud": math.nan}, "loud must lie between 0 and 3"),
        ({"platforms": "moon"}, "platforms must be among site"),
        ({"platforms": []}, "platforms must be among site"),
        ({"platforms": 3}, "platforms must be among site"),
    ],
)
def test_a_tool_that_cannot_be_is_refused(run, settings, complaint):
    """One line."""
    with pytest.raises(ValueError, match=complaint):
        listen(run, **settings)


def test_net_sentiment_by_hand():
    """Two positive and one negative of four; nothing of none."""
    assert net(pd.Series([0.5, 0.05, 0.0, -0.3])) == 0.25
    assert math.isnan(net(pd.Series([], dtype=float)))


def test_a_tool_with_one_platform_hears_nobody_else(brand):
    """The parts are disjoint and make up the whole."""
    names = brand.scenario.platforms
    whole = listen(brand)
    parts = [listen(brand, platforms=name) for name in names]
    assert sum(len(part.posts) for part in parts) == len(whole.posts)
    assert all(len(part.posts) for part in parts)
    assert not set(parts[0].posts.index) & set(parts[1].posts.index)
    boards = brand.posts.loc[parts[1].posts.index, "board"]
    assert {brand.scenario.platform_of(board) for board in boards} == {names[1]}
    assert len(listen(brand, platforms=names[:2]).posts) == len(parts[0].posts) + len(parts[1].posts)


def test_a_tool_that_ranks_by_engagement_hears_the_popular_too_often(run):
    """About as many posts, but with more likes and answers than posts have; silence is not heard at all."""
    fair, loud = listen(run, 0.2), listen(run, 0.2, loud=1.5)
    likes = run.posts["likes"] + run.posts["answers"]
    assert likes[loud.posts.index].mean() > 1.3 * likes[fair.posts.index].mean()
    assert 0.4 * len(fair.posts) < len(loud.posts) < 1.6 * len(fair.posts)
    assert listen(run, 0.2, loud=0).posts.index.equals(fair.posts.index)


def test_the_interval_holds_the_whole_in_about_95_of_100_samples():
    """For samples of 12 and of 60 out of a population that is known."""
    luck = np.random.default_rng(5)
    for size in (12, 60):
        inside = 0
        for _ in range(2000):
            values = pd.Series(luck.choice([-0.6, 0.0, 0.5], size=size, p=[0.2, 0.3, 0.5]))
            low, high = interval(values)
            inside += low <= 0.3 <= high
        assert 0.93 < inside / 2000 < 0.985


def test_the_interval_by_hand():
    """Three up, one down, none between: (3.5 - 1.5) / 6, and 1.96 times its error; nothing of none."""
    low, high = interval(pd.Series([0.5, 0.5, 0.5, -0.5]))
    middle, error = 2 / 6, math.sqrt(5 - 4 / 6) / 6
    assert (low, high) == pytest.approx((middle - 1.959964 * error, min(middle + 1.959964 * error, 1)))
    assert all(math.isnan(limit) for limit in interval(pd.Series([], dtype=float)))


def test_smaller_samples_have_wider_intervals(run):
    """On every day that both have heard something of, in the mean."""
    few, all_of_them = listen(run, 0.3).daily, listen(run).daily
    both = few["heard"].gt(0) & all_of_them["heard"].gt(0)
    width = [(table["high"] - table["low"])[both].mean() for table in (few, all_of_them)]
    assert width[0] > 1.3 * width[1]
    shown = few.dropna(subset=["heard_sentiment"])
    assert shown["low"].le(shown["high"]).all() and shown["low"].ge(-1).all() and shown["high"].le(1).all()


def test_topics_over_time_add_up_to_the_share_of_voice(run):
    """Shares of a day add up to one, and days weighted by what was found give the whole."""
    heard, queries = listen(run), {"thanks": "thank*", "anger": "angry OR furious OR terrible"}
    daily = heard.topics(queries)
    assert list(daily.columns) == list(queries) and list(daily.index) == list(range(60))
    assert daily.dropna().sum(axis=1).round(9).eq(1).all()
    found = {name: heard.find(query).groupby("day").size().reindex(daily.index, fill_value=0)
             for name, query in queries.items()}  # fmt: skip
    whole = sum(found.values())
    weighted = (daily["anger"] * whole).sum() / whole.sum()
    assert weighted == pytest.approx(heard.share_of_voice(queries).loc["anger", "share"])


@pytest.mark.parametrize("queries", [{}, None, ["help"], "help"])
def test_topics_need_names_and_queries(run, queries):
    """One line."""
    for ask in (listen(run, 0.1).topics, listen(run, 0.1).share_of_voice):
        with pytest.raises(ValueError, match="queries must be names with queries"):
            ask(queries)


def test_the_confusion_counts_every_post_once_and_agrees_with_a_plain_loop(run):
    """Against a count by hand; precision and recall follow from it."""
    heard = listen(run)
    read = accuracy(heard)
    name = lambda value: "negative" if value <= -0.05 else "positive" if value >= 0.05 else "neutral"  # noqa: E731
    pairs = [(name(post.warmth), name(post.score)) for post in heard.posts.itertuples()]
    for true in read.confusion.index:
        for taken in read.confusion.columns:
            assert read.confusion.loc[true, taken] == pairs.count((true, taken))
    hits = pairs.count(("negative", "negative"))
    assert read.by_class.loc["negative", "recall"] == hits / sum(true == "negative" for true, _ in pairs)
    assert read.by_class.loc["negative", "precision"] == hits / sum(taken == "negative" for _, taken in pairs)
    assert read.right == pytest.approx(sum(true == taken for true, taken in pairs) / len(pairs))
    kinds = read.by_kind.drop(index="irony", errors="ignore")
    assert kinds["posts"].sum() == len(heard.posts)


def test_irony_fools_a_dictionary_of_words():
    """It reads most ironic posts as friendly, of three communities with a crisis, and most others as they are."""
    right, ironic = [], []
    for seed in (1, 2, 3):
        place = Scenario.load("forum").replace(members=2500, days=30, crises=[CRISIS])
        read = accuracy(listen(simulate(place, "silence", seed=seed)))
        right.append(read.right)
        ironic.append(read.by_kind.loc["irony", "negative_recall"])
    assert min(right) > 0.6
    assert np.mean(ironic) < 0.35


def test_what_is_misread_most_comes_first(run):
    """By distance of score and warmth; one line for what is no number."""
    read = accuracy(listen(run))
    worst = read.misread(5)
    distance = (worst["score"] - worst["warmth"]).abs()
    assert list(distance) == sorted(distance, reverse=True)
    assert distance.iloc[0] == (read.posts["score"] - read.posts["warmth"]).abs().max()
    for most in (0, True, 2.5, None):
        with pytest.raises(ValueError, match="most must be a whole number"):
            read.misread(most)
    with pytest.raises(ValueError, match="heard must be what listen"):
        accuracy(run)


def test_classes_have_vaders_limits():
    """The limits themselves count as negative and positive."""
    assert list(classes(pd.Series([-0.05, -0.049, 0.049, 0.05]))) == ["negative", "neutral", "neutral", "positive"]


def test_tools_beside_the_truth(run):
    """Samples err more than the whole, lateness errs more and sees later; the truth has no error."""
    table = compare_instruments(run)
    assert list(table.index) == ["the truth", *INSTRUMENTS]
    assert tuple(table.loc["the truth", ["bias", "rmse", "correlation"]]) == (0, 0, 1)
    assert table.loc["a tenth of it", "rmse"] > table.loc["all that is visible", "rmse"]
    assert table.loc["three days late", "rmse"] > table.loc["all that is visible", "rmse"]
    assert table.loc["everything, at once", "posts"] == table.loc["the truth", "posts"]


def test_who_is_late_sees_a_crisis_late():
    """Three days later than the same tool without a lag; nobody sees it before the truth does."""
    place = Scenario.load("network").replace(members=4000, days=45, crises=[CRISIS | {"day": 30}])
    seen = [compare_instruments(simulate(place, "delete", seed=seed))["crisis_seen_after_days"] for seed in (1, 2)]
    for days in seen:
        assert days["the truth"] <= 3
        assert days["three days late"] - days["all that is visible"] == 3
        assert not (days < days["the truth"]).any()


def test_tools_beside_the_truth_by_a_plain_loop(run):
    """Error of a tool that is two days late, day by day, by hand."""
    heard = listen(run, 0.5, 48).daily
    errors = [heard["heard_sentiment"][day - 2] - heard["true_sentiment"][day] for day in range(2, 60)]
    errors = [error for error in errors if not math.isnan(error)]
    row = compare_instruments(run, {"mine": {"sample": 0.5, "lag_hours": 48}}).loc["mine"]
    assert row["bias"] == pytest.approx(sum(errors) / len(errors))
    assert row["rmse"] == pytest.approx(math.sqrt(sum(error**2 for error in errors) / len(errors)))


def test_without_a_crisis_none_is_seen(brand):
    """There is no delay to speak of; everything else is there."""
    table = compare_instruments(brand)
    assert table["crisis_seen_after_days"].isna().all()
    assert table["rmse"].notna().all()
    assert table.loc["one platform", "posts"] < table.loc["all that is visible", "posts"]


@pytest.mark.parametrize(
    ("setups", "complaint"),
    [
        ({}, "setups must be settings by name"),
        ([1], "setups must be settings by name"),
        ({"mine": 3}, "settings of 'mine' must be a dictionary"),
        ({"mine": {"volume": 3}}, "'mine' has a setting that listen does not know"),
        ({"mine": {"sample": 3}}, "sample must lie above 0"),
    ],
)
def test_tools_that_cannot_be_compared_are_refused(run, setups, complaint):
    """One line."""
    with pytest.raises(ValueError, match=complaint) as caught:
        compare_instruments(run, setups)
    assert "\n" not in str(caught.value)


def test_listening_again_hears_the_same_and_another_run_is_not_mixed_up(run):
    """What was read is remembered by run, in whatever order it was read."""
    pd.testing.assert_frame_equal(listen(run, 0.4).posts, listen(run, 0.4).posts)
    twin = dataclasses.replace(run)
    pd.testing.assert_frame_equal(listen(twin, 0.4).posts, listen(run, 0.4).posts)
    other = dataclasses.replace(run, seed=2)
    assert not listen(other).posts["text"].equals(listen(run).posts["text"])


def test_a_quiet_stretch_is_heard_as_nothing(run):
    """No posts, no figures, no error: columns are there all the same."""
    nobody = dataclasses.replace(run, posts=run.posts.iloc[:0])
    heard = listen(nobody)
    assert (
        len(heard.posts) == 0 and heard.daily["heard_sentiment"].isna().all() and heard.daily["heard"].eq(0).all()
    )
    assert math.isnan(accuracy(heard).right)
    assert heard.topics({"help": "help"}).isna().all().all()


def test_the_figure_says_what_it_shows(run, brand):
    """With and without a crisis; sample, lag, and when the tool's lowest figure appeared."""
    figure = listening_figure(run, listen(run, 0.5, 72))
    assert "50% of posts" in figure.says and "3 days later" in figure.says and "crisis of day 10" in figure.says
    assert "crisis" not in listening_figure(brand).says
    assert figure.png()[:4] == b"\x89PNG"
    with pytest.raises(ValueError, match="at least 2 days"):
        listening_figure(run, listen(run, days=(0, 0)))
