"""Words and listening: what posts say, that it fits what they are, and what a tool makes of it."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from communities import busy

from simulator import Playbook, Scenario, simulate
from simulator.lens import words
from simulator.lens.listening import listen, net, scorer

CRISIS = {"day": 10, "severity": 0.8, "cluster": "preventable", "affected": 0.2}


@pytest.fixture(scope="module")
def run():
    """A forum of two months with a crisis, answered by a team that speaks."""
    place = Scenario.load("forum").replace(members=2500, days=60, crises=[CRISIS])
    return simulate(place, "disclose", seed=1)


@pytest.fixture(scope="module")
def said(run):
    """What all its posts say."""
    return words.texts(run)


def test_every_post_says_something_and_always_the_same(run, said):
    """In any order and any selection; no slot is left open."""
    assert len(said) == len(run.posts) and said.str.len().min() > 5
    some = run.posts.sample(60, random_state=1)
    pd.testing.assert_series_equal(words.texts(run, some), said.loc[some.index])
    assert not said.str.contains(r"[{}]").any()
    assert said.str.contains(r"^[^a-z]").mean() > 0.99


def test_a_thousand_posts_do_not_read_like_twenty(said):
    """Most are unlike any other, and none is repeated often."""
    counts = said.iloc[:1000].value_counts()
    assert len(counts) > 700
    assert counts.max() <= 25


def test_no_two_communities_talk_alike():
    """Different seeds, other things to talk about; all domains occur."""
    assert {words.domain_of(seed) for seed in range(60)} == set(words.book()["domains"])


def test_the_book_has_a_sentence_for_everything_and_no_slot_that_nobody_fills():
    """Every kind, breach, tone and level; every domain fills every slot."""
    book = words.book()
    slots = {"thing", "part", "act", "topic", "place", "fault", "n", "part_bare", "thing_upper"}
    known = slots | {f"{name}_c" for name in slots}
    for name, domain in book["domains"].items():
        assert set(domain) == {"things", "parts", "acts", "topics", "places", "faults"}, name
        assert all(len(values) >= 5 for values in domain.values()), name
    sentences = [
        sentence
        for section, levels in book.items() if section not in ("domains", "openers", "closers")
        for group in levels.values() for sentence in group
    ]  # fmt: skip
    assert len(sentences) > 230 and len(set(sentences)) == len(sentences)
    for sentence in sentences:
        assert set(re.findall(r"{(\w+)}", sentence)) <= known, sentence
    for kind in ("talk", "reply", "helping", "siding", "question", "complaint"):
        assert set(book[kind]) <= set(words.LEVELS) and len(book[kind]) >= 4
    assert set(book["breach"]) == {"incivility", "spam", "off_topic", "attack", "illegal"}


def test_words_are_as_warm_as_what_they_stand_for(run, said):
    """VADER, which knows only the words, orders posts much as their true warmth does."""
    plain = run.posts[(run.posts["breach"] == "none") & (run.posts["author"] >= 0)]
    scores = said[plain.index].map(lambda text: scorer().polarity_scores(text)["compound"])
    assert np.corrcoef(scores, plain["warmth"])[0, 1] > 0.6
    by_level = scores.groupby(plain["warmth"].map(words.level)).mean()
    assert list(by_level.reindex(words.LEVELS)) == sorted(by_level)


def test_every_kind_of_place_and_post_can_be_told():
    """A lively one in which everything happens, with a team that uses every tone."""
    book = Playbook.load("overstretched").replace({"care.tones": {"complaint": "mocking", "question": "playful"}})
    told = words.texts(simulate(busy("game", days=5), book, seed=4))
    assert told.str.len().gt(5).all()


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
