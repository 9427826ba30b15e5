"""Judge posts: the checks of exercise 03b - is it abuse, or is it criticism?

Whoever judges makes two kinds of mistake. Signal detection separates how well somebody tells the two kinds of post
apart (d') from which way they lean in doubt (the criterion c): Green and Swets 1966, Signal Detection Theory and
Psychophysics; with half a post added to every cell, so that perfect answers have a figure, too (Hautus 1995).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from simulator import Run, Scenario, simulate
from simulator.lens.words import texts

from . import inputs
from .feedback import check, not_yet, passed
from .personal import name_of, personal_seed

ABUSE, CRITICISM = "abuse", "criticism"
POSTS = 20
_MIX = (("rude", 6), ("attack", 2), ("polite abuse", 2), ("complaint", 7), ("cold talk", 3))
"""Every learner's twenty posts are mixed alike, so that none is harder than a neighbour's."""
_GUESSERS, _ONE_IN = 20_000, 1_000
_COLD = -0.05  # from here down, words of the kit are annoyed or worse
_PLACES = 24


def posts_to_judge(name: Any) -> pd.DataFrame:
    """Return the twenty posts that belong to somebody: the index is their number from 1, the column `text`."""
    return _chosen(name_of(name))[["text"]]


def solution(name: Any) -> list[str]:
    """Return what the twenty posts are, in their order: "abuse" or "criticism"."""
    return _chosen(name_of(name))["answer"].tolist()


def detection(truth: list[str], judged: list[str]) -> tuple[int, int, float, float]:
    """Return hits, false alarms, d' and the criterion c of judgements; an abusive post that is named is a hit.

    Raises:
        ValueError: if the two do not have the same length, or one kind of post does not occur.
    """
    if len(truth) != len(judged):
        raise ValueError(f"judged must have {len(truth)} entries, got {len(judged)}")
    abusive = sum(one == ABUSE for one in truth)
    decent = len(truth) - abusive
    if not abusive or not decent:
        raise ValueError("truth must hold both kinds of post")
    hits = sum(a == ABUSE == b for a, b in zip(truth, judged, strict=True))
    alarms = sum(a != ABUSE == b for a, b in zip(truth, judged, strict=True))
    hit, alarm = ndtri((hits + 0.5) / (abusive + 1)), ndtri((alarms + 0.5) / (decent + 1))
    return hits, alarms, float(hit - alarm), float(-(hit + alarm) / 2)


@check
def check_judgements(name: Any, judged: Any) -> str:
    """Say how well abuse was told from criticism, and which way the mistakes lean.

    It passes if d' is higher than that of all but one in a thousand people who guess, and no lean to one side
    is larger than a guesser's.

    Args:
        name: whose posts they were. judged: twenty times "abuse" or "criticism", in the order of the posts.
    """
    fault = inputs.choices("judged", judged, (ABUSE, CRITICISM), POSTS, once=False)
    if fault:
        return fault
    if not isinstance(judged, list | tuple):
        return not_yet("judged has no order.", "Write a list, in the order of the posts.")
    posts = _chosen(name_of(name))
    truth, said = posts["answer"].tolist(), list(judged)
    hits, alarms, apart, lean = detection(truth, said)
    told = f"hits {hits} of 10, false alarms {alarms} of 10, d' = {apart:.1f}, c = {round(lean, 1) + 0.0:+.1f}"
    best, widest = _of_guessers()
    if len(set(said)) == 1:
        return not_yet(
            f"you call everything {said[0]}, so d' is 0.", "Ask of each post: does it attack a person, or a thing?"
        )
    if apart < -best:
        return not_yet(f"you tell them apart, but the two words are swapped ({told}).", '"abuse" breaks a rule.')
    if apart <= best:
        return not_yet(
            f"{told}; guessing gets that far.", _pattern(posts, said) or "Read the rule again, then the post."
        )
    if abs(lean) > widest:
        side = "you remove too readily" if lean < 0 else "you let too much pass"
        return not_yet(f"you tell them apart, yet {side} ({told}).", _pattern(posts, said))
    return passed(f"{told}. A guesser gets above {best:.1f} once in {_ONE_IN:,} times.")


@check
def check_counts(name: Any, judged: Any, hits: Any, false_alarms: Any, misses: Any) -> str:
    """Say whether one's own mistakes were counted rightly against the solution.

    Args:
        name: whose posts they were. judged: as for `check_judgements`.
        hits: abusive posts called abuse. false_alarms: criticism called abuse. misses: abusive posts let pass.
    """
    fault = (
        inputs.choices("judged", judged, (ABUSE, CRITICISM), POSTS, once=False)
        or inputs.number("hits", hits, 0, POSTS, 8, whole=True)
        or inputs.number("false_alarms", false_alarms, 0, POSTS, 2, whole=True)
        or inputs.number("misses", misses, 0, POSTS, 2, whole=True)
    )
    if fault:
        return fault
    if not isinstance(judged, list | tuple):
        return not_yet("judged has no order.", "Write a list, in the order of the posts.")
    truth = solution(name)
    right_hits, right_alarms, _, _ = detection(truth, list(judged))
    right_misses = truth.count(ABUSE) - right_hits
    given, right = (hits, false_alarms, misses), (right_hits, right_alarms, right_misses)
    if given == right:
        return passed(
            f"you named {hits:g} of ten abusive posts, and removed {false_alarms:g} of ten critical ones."
        )
    if (false_alarms, misses) == (right_misses, right_alarms) and hits == right_hits:
        return not_yet(
            "false alarms and misses are the wrong way round.", "A false alarm removes what was decent."
        )
    if hits == right_hits + truth.count(CRITICISM) - right_alarms:
        return not_yet("hits counts everything you got right.", "A hit is an abusive post that you called abuse.")
    if false_alarms == truth.count(CRITICISM) - right_alarms and right_alarms != 5:
        return not_yet(
            "false_alarms counts the criticism that you left alone.", "Count what you would have removed."
        )
    wrong = next(n for n, a, b in zip(("hits", "false_alarms", "misses"), given, right, strict=True) if a != b)
    return not_yet(f"{wrong} is not what your list and the solution give.", "Go through both lists side by side.")


def _pattern(posts: pd.DataFrame, said: list[str]) -> str:
    """Say what the mistakes have in common."""
    wrong = posts[posts["answer"] != pd.Series(said, index=posts.index)]
    counts = wrong["kind"].value_counts()
    if counts.empty:
        return "Read each post twice."
    first = str(counts.index[0])
    return {
        "complaint": "Most mistakes are complaints: cold words about a product are criticism, and need an answer.",
        "cold talk": "Most mistakes are bad moods: somebody who is fed up with a topic attacks nobody.",
        "rude": "Most mistakes are insults let pass: whatever came before, an insult breaks the rules.",
        "attack": "Most mistakes are attacks on the team: you may be criticised, but not abused.",
        "polite abuse": "Most mistakes are friendly in tone: advertising and crime need no rude word.",
    }[first]


@cache
def _of_guessers() -> tuple[float, float]:
    """Return the d' that one guesser in a thousand exceeds, and the lean that one in a thousand exceeds.

    Guessers name ten posts of twenty on average, each by the toss of a coin.
    """
    half = POSTS // 2
    drawn = np.random.default_rng(_GUESSERS).binomial(half, 0.5, (_GUESSERS, 2))
    hit, alarm = ndtri((drawn + 0.5) / (half + 1)).T
    tail = 1 - 1 / _ONE_IN
    return float(np.quantile(hit - alarm, tail)), float(np.quantile(np.abs(hit + alarm) / 2, tail))


@cache
def _chosen(name: str) -> pd.DataFrame:
    """Return number, text, answer and kind of the posts that belong to a name."""
    seed = personal_seed(name, "03b_judge_posts")
    dealt = np.random.default_rng(seed)
    pool = _pool(seed % _PLACES)
    picked = []
    for kind, number in _MIX:
        rows = pool[pool["kind"] == kind]
        picked.append(rows.iloc[np.sort(dealt.permutation(len(rows))[:number])])
    posts = pd.concat(picked)
    posts = posts.iloc[dealt.permutation(len(posts))]
    posts.index = pd.RangeIndex(1, len(posts) + 1, name="number")
    return posts


@cache
def _pool(place: int) -> pd.DataFrame:
    """Return posts of one place with different texts: text, answer and kind."""
    run = _lived(place)
    posts = run.posts[run.posts["author"] >= 0]
    breach, kind = posts["breach"].astype(str), posts["kind"].astype(str)
    sort = pd.Series("", index=posts.index)
    sort[breach == "incivility"] = "rude"
    sort[breach == "attack"] = "attack"
    sort[breach.isin(["spam", "illegal"])] = "polite abuse"
    cold = (breach == "none") & (posts["warmth"] < _COLD)
    sort[cold & (kind == "complaint")] = "complaint"
    sort[cold & (kind == "talk") & (posts["parent"] < 0)] = "cold talk"
    chosen = posts[sort != ""]
    table = pd.DataFrame({"text": texts(run, chosen), "kind": sort[chosen.index]})
    table["answer"] = np.where(table["kind"].isin(["complaint", "cold talk"]), CRITICISM, ABUSE)
    return table.drop_duplicates("text")


def _lived(place: int) -> Run:
    """Return a lively place in which much goes wrong, so that all kinds of post occur."""
    lively = {
        "members": 1500, "days": 40, "population.visits_per_day": 0.6, "population.voice_share": 0.4,
        "behaviour.mishap_chance": 0.02, "newcomers_per_1000_members_per_day": 12,
    }  # fmt: skip
    return simulate(Scenario.load("forum").replace(lively), "no_rules", seed=3000 + place)
