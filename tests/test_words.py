"""Words: what posts say, and that it fits what they are, what they answer and what has happened."""

import re
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from communities import busy

from simulator import Playbook, Scenario, simulate
from simulator.lens import teller as teller_module
from simulator.lens import words
from simulator.lens.listening import scorer
from simulator.lens.phrasebook import sentences, small, with_article
from simulator.lens.variety import effective_number, variety
from simulator.world.crisis import Kind

CRISIS = {"day": 10, "severity": 0.8, "cluster": "preventable", "affected": 0.2}


_WRONG = (
    r"\b(?:the the|my the|a a|is is|it it|I I|to to)\b", r"[.,!?]{2}", r"\b[Aa] [aeio]",
    r"\b[Aa]n [bcdfgklmnpqrstvwz]", r" [,.!?]", r"[.!?] [a-z]", r"  ", r"\bi\b",
)  # fmt: skip


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


@pytest.mark.parametrize(
    ("place", "book", "seed"), [("forum", "balanced", 1), ("network", "disclose", 2), ("chat", "no_rules", 3)]
)
def test_a_thousand_posts_do_not_read_like_twenty(place, book, seed):
    """They have the variety of more than 150 core sentences; a bag of twenty would have twenty."""
    crowd = Scenario.load(place).replace(members=4000, days=40, crises=[CRISIS])
    measured = variety(simulate(crowd, book, seed=seed))
    assert measured["posts"] == 1000
    assert measured["effective_cores"] > 150
    assert measured["unique_share"] > 0.55 and measured["most_repeated"] <= 20
    assert measured["near_duplicates"] < 0.015
    assert measured["vocabulary"] > 600
    assert measured["overlap"] < 0.1 and 1.5 * measured["overlap"] < measured["overlap_of_20"]


def test_twenty_sentences_would_be_found_out(run, monkeypatch):
    """A teller with a bag of twenty fails what the true one passes."""
    bag = tuple(f"Sentence number {number} about my {{thing}}." for number in range(20))
    monkeypatch.setattr(teller_module, "sentences", lambda *_: bag)
    measured = variety(run)
    assert measured["effective_cores"] < 21
    assert measured["near_duplicates"] > 0.04
    assert effective_number(np.full(20, 0.05)) == pytest.approx(20)
    assert effective_number(np.array([0.97, 0.01, 0.01, 0.01, 0.0])) < 1.3


def test_no_two_communities_talk_alike():
    """Different seeds, other things to talk about; all domains occur."""
    assert {words.domain_of(seed) for seed in range(60)} == set(words.book()["domains"])


def test_the_book_has_a_sentence_for_everything_and_no_slot_that_nobody_fills(run):
    """Every kind, breach, tone and level; every domain fills every slot; all in all more than a thousand."""
    book = words.book()
    assert len(book["domains"]) >= 10
    for name, domain in book["domains"].items():
        assert set(domain) == {"things", "topics", "places"} and len(domain["places"]) >= 5, name
        assert len(domain["things"]) >= 4 and len(domain["topics"]) >= 5, name
        for thing in domain["things"].values():
            assert set(thing) == {"parts", "faults", "acts"} and all(
                part.startswith("the ") for part in thing["parts"]
            )
        for topic in domain["topics"].values():
            assert set(topic) == {"say", "like", "grumble", "ask", "tell"}
    found = list(_leaves({name: part for name, part in book.items() if name not in ("standalone", "stories")}))
    told = [sentence for sentence in found if " " in sentence.strip()]
    assert len(told) > 1400 and len(set(told)) > 0.97 * len(told)
    known = set(words.teller(run)._slots(words.teller(run).subjects.of(0, 1), [0] * 4))
    for sentence in found:
        assert set(re.findall(r"{(\w+)}", sentence)) <= known, sentence
    for kind in ("talk", "reply", "helping", "siding", "question", "complaint"):
        assert set(book[kind]) <= set(words.LEVELS) and len(book[kind]) >= 4
    assert set(book["breach"]) == {"incivility", "spam", "off_topic", "attack", "illegal"}
    tones = {"neutral", "empathetic", "explaining", "defensive", "playful", "mocking"}
    assert all(set(answers) == tones for kind, answers in book["team"].items() if kind != "offer")
    assert {kind for kind in book["stories"]} == set(get_args(Kind))


def _leaves(part):
    """Yield all texts below a part of the book."""
    if isinstance(part, str):
        yield part
    else:
        for below in part.values() if isinstance(part, dict) else part:
            yield from _leaves(below)


def test_words_are_put_together_as_one_writes(said):
    """No doubled words or marks, no "a" before a vowel, sentences begin with a capital letter."""
    quirks = said[said.str.contains(">>>|HOT OFFER|!!!")].index  # spam shouts as it likes
    for wrong in _WRONG:
        hits = said.drop(quirks)[said.drop(quirks).str.contains(wrong)]
        assert not len(hits), (wrong, hits.iloc[0])


def test_a_thread_stays_with_what_it_began_with(run, said):
    """All that mention one of the community's things mention the same one."""
    things = words.book()["domains"][words.domain_of(run.seed)]["things"]
    mentioned = {thread: {thing for thing in things if texts.str.contains(rf"\b{re.escape(thing)}\b").any()}
                 for thread, texts in said[run.posts["about"] == 0].groupby(run.posts["thread"])}  # fmt: skip
    counts = pd.Series([len(found) for found in mentioned.values()])
    assert (counts == 1).sum() > 30
    assert (counts > 1).mean() < 0.03


def test_posts_about_a_crisis_say_what_happened():
    """Most openers about it speak of its story; of each kind of crisis its own, for everybody the same."""
    for kind, name in (("decision", "redesign"), ("product_failure", "lost data"), ("brand_post", "a joke")):
        place = Scenario.load("forum").replace(
            members=1500, days=15, crises=[CRISIS | {"kind": kind, "name": name}]
        )
        run = simulate(place, "disclose", seed=4)
        about = run.posts[(run.posts["about"] == 1) & (run.posts["author"] >= 0) & (run.posts["breach"] == "none")]
        openers = words.texts(run, about[about["parent"] < 0])
        story = next(iter(s for s in words.book()["stories"][kind].values()
                          if not s["hints"] or any(hint in name for hint in s["hints"])))  # fmt: skip
        clauses = [
            re.sub(r"{\w+}", "\x00", clause) for clause in (story["what"], *story["happened"], *story["mine"])
        ]
        patterns = [re.escape(clause).replace("\x00", ".*") for clause in clauses]
        told = openers.str.contains("|".join(patterns), case=False)
        assert len(openers) > 5 and told.mean() > 0.8, kind


def test_a_breach_is_said_as_gravely_as_it_is():
    """Vicious words score lower than harsh and mild ones; blatant spam shouts, faint spam doesn't."""
    score = lambda path, severity: np.mean(  # noqa: E731
        [scorer().polarity_scores(text)["compound"] for text in sentences(path, severity, "thing")]
    )
    for path in ("breach.incivility.answer", "breach.incivility.open", "breach.incivility.complaint"):
        assert max(score(path, "vicious"), score(path, "harsh")) < score(path, "mild") - 0.2, path
    loud = [sum(text.count(mark) for text in sentences("breach.spam.any", severity, "thing") for mark in "!>🔥")
            for severity in ("faint", "plain", "blatant")]  # fmt: skip
    assert loud[2] > 5 * (loud[0] + loud[1] + 1) / 2


def test_criticism_however_angry_names_no_person_as_stupid():
    """What breaks no rule can be told from abuse: insults to people stand among breaches only."""
    book = words.book()
    insults = re.compile(
        r"\b(idiots?|fools?|losers?|scum|vermin|pathetic|clowns|brainless|liars)\b", re.IGNORECASE
    )
    sections = [book[name] for name in book if name not in ("breach", "team", "tails", "standalone", "domains")]
    sections += [part for name, part in book["tails"].items() if not name.startswith("breach")]
    for part in sections:
        for text in _leaves(part):
            assert not insults.search(text), text


def test_statements_say_what_is_claimed_in_the_voice_of_their_tone(run, said):
    """Who admits a fault apologises; before it is known, nothing is."""
    statements = run.posts[run.posts["kind"] == "statement"]
    assert len(statements) > 1
    admitted = said[statements.index[statements["claim"] >= 0.6]]
    assert admitted.str.contains("sorry|apologise|responsib|mistake", case=False).all() and len(admitted)
    waiting = said[statements.index[statements["claim"] < 0]]
    assert not waiting.str.contains("our fault|apologise").any()


def test_threads_have_titles_that_fit(run):
    """One an opener, always the same, without an open slot, not too long to read."""
    titled = words.titles(run)
    assert titled.index.equals(run.posts.index[run.posts["parent"] < 0])
    assert not titled.str.contains(r"[{}]").any() and titled.str.len().max() <= 80
    assert titled.str.match(r"[^a-z]").all()
    pd.testing.assert_series_equal(
        words.titles(run, run.posts.tail(50)), titled[titled.index >= run.posts.index[-50]]
    )


def test_articles_and_small_letters():
    """By sound, as far as spelling tells; "I" stays large."""
    assert with_article("oven stone") == "an oven stone" and with_article("used road frame") == "a used road frame"
    assert small("I see") == "I see" and small("My pump") == "my pump"


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
