"""Write a rule: the checks of exercise 03a, and the practice forum of each learner."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from simulator import Playbook, Run, Scenario, simulate
from simulator.lens.measure import by_members, share
from simulator.playbook.custom import HouseRule, Seen

from . import inputs
from .feedback import check, not_yet, passed
from .noise import UNSEEN, beyond_luck
from .personal import personal

THRESHOLD = 2.0
PRINTED = 1.0  # the figure prints whole percents; one to either side is read rightly
_PLACES = ("forum", "game", "marketplace")
_APART = (12, 70)  # percentage points between the two shares, so that neither can be taken for the other
_LIVELY = {
    "members": 500, "days": 30, "population.visits_per_day": 0.6, "population.voice_share": 0.4,
    "behaviour.mishap_chance": 0.01, "newcomers_per_1000_members_per_day": 8,
}  # fmt: skip
_HIDDEN = ("breaks_rules", "breach", "truth")


class FilterAlone(HouseRule):
    """What a rule of one's own has to beat: whatever the automatic filter scores above 2 is removed."""

    name = "filter alone"

    def applies(self, post: Seen) -> bool:
        """Go by the score only."""
        return post.score > THRESHOLD


def team() -> Playbook:
    """Return the team of this exercise: it leaves flags alone, so that the rule does all the work."""
    return Playbook.load("balanced").replace({"moderation.handle_flags": False})


def my_forum(name: Any) -> Run:
    """Return the practice forum that belongs to somebody, lived without any rule of their own."""
    seed = personal(name, "03a_write_a_rule", range(400), _apart, _APART)
    return _practice(seed)


def try_rule(rule: Any, run: Run) -> pd.Series:
    """Return what a rule does in a forum: what it takes down, rightly or wrongly, and what it misses."""
    tried = simulate(run.scenario, team(), seed=run.seed, tactics=[_made(rule)])
    return pd.Series(_counted(tried, _name(rule))).rename(_name(rule))


@check
def check_reading(run: Any, right: Any, found: Any) -> str:
    """Say whether two shares were read from `filter_trade(run, threshold=2.0)`, in percent.

    Args:
        run: the practice forum. right: of the flags, those that are right. found: of the breaches, those flagged.
    """
    fault = (
        inputs.run("run", run)
        or inputs.number("right", right, 0, 100, 40)
        or inputs.number("found", found, 0, 100, 60)
    )
    if fault:
        return fault
    precision, recall = (100 * value for value in _trade(run))
    if not np.isfinite(precision + recall):
        return not_yet(
            "nothing is flagged in this run, or nothing breaks a rule.", "Use the forum of my_forum(...)."
        )
    if abs(right - precision) <= PRINTED and abs(found - recall) <= PRINTED:
        return passed(f"{precision:.0f} of 100 flags are right, and {recall:.0f} of 100 breaches are found.")
    if abs(right - recall) <= PRINTED and abs(found - precision) <= PRINTED:
        return not_yet(
            "right and found are the wrong way round.", "right is counted among flags, found among breaches."
        )
    if max(right, found) <= 1 < max(precision, recall):
        return not_yet("these are fractions.", "The figure says percent; multiply by 100.")
    if abs(right - (100 - precision)) <= PRINTED or abs(found - (100 - recall)) <= PRINTED:
        return not_yet("one of them is what was flagged wrongly, or missed.", "Take it off 100.")
    wrong = "right" if abs(right - precision) > PRINTED else "found"
    where = "Both numbers stand in the last sentence below the figure."
    return not_yet(f"{wrong} is not what the figure shows at a threshold of 2.", where)


@check
def check_rule(rule: Any) -> str:
    """Say whether a rule of one's own does better than the filter alone, in six places nobody has seen.

    It must be right more often when it acts than the filter alone, beyond luck, and must not find fewer breaches,
    beyond luck.

    Args:
        rule: a class made from `HouseRule`, or an object of it.
    """
    if fault := _fault_of_rule(rule):
        return fault
    tried = {(place, seed): _try(rule, place, seed) for place in _PLACES for seed in UNSEEN[:2]}
    fault = _fault_of_use(tried)
    if fault:
        return fault
    usual = {key: _reference(*key) for key in tried}
    if fault := _fault_of_criticism(tried, usual):
        return fault
    better = beyond_luck([tried[key]["precision"] - usual[key]["precision"] for key in tried])
    fewer = beyond_luck([tried[key]["recall"] - usual[key]["recall"] for key in tried])
    precision, recall = (np.nanmean([each[name] for each in tried.values()]) for name in ("precision", "recall"))
    shown = f"{100 * precision:.0f}% of what it takes down breaks a rule, and it finds {100 * recall:.0f}%"
    if not better.up:
        return not_yet(
            f"{shown} of all breaches; the filter alone is right as often, as far as luck allows to say.",
            "Ask for two signs together, such as a score and a flag, or a score and a cold tone.",
        )
    if fewer.down:
        return not_yet(
            f"{shown} of all breaches; the filter alone finds more of them.",
            "Let one strong sign be enough, or two weak ones: a or (b and c).",
        )
    return passed(
        f"in {len(tried)} unseen places of {len(_PLACES)} kinds {shown}. The filter alone is right less often."
    )


def _fault_of_rule(rule: Any) -> str:
    write = "Hand in the name of your class, such as check_rule(MyRule)."
    if fault := inputs.empty("rule", rule, write):
        return fault
    kind = rule if isinstance(rule, type) else type(rule)
    if not issubclass(kind, HouseRule):
        return not_yet("rule is not made from HouseRule.", "Begin it with: class MyRule(HouseRule):")
    if kind is HouseRule or kind.applies is HouseRule.applies:
        return not_yet(
            "your rule does not say yet when it applies.", "Write applies(self, post) and return True or False."
        )
    try:
        made = _made(rule)
    except ValueError as error:
        return not_yet(f"your rule can't be carried out: {error}.", "Mend that line of the class.")
    except TypeError:
        return not_yet(
            "your rule can't be made.", "Leave out __init__; a rule needs no more than name and applies."
        )
    if made.answer == "warn":
        return not_yet(
            "your rule warns people and leaves their posts.", 'Here posts are judged; write answer = "remove".'
        )
    if made.name in (HouseRule.name, FilterAlone.name):
        return not_yet("your rule has no name of its own.", 'Write name = "..." in its first line.')
    return ""


def _fault_of_use(tried: dict[tuple[str, int], dict[str, float]]) -> str:
    problems = [each["fault"] for each in tried.values() if each["fault"]]
    if problems:
        return problems[0]
    acted = {place: sum(tried[key]["down"] for key in tried if key[0] == place) for place in _PLACES}
    if not any(acted.values()):
        return not_yet("your rule never applies.", "Lower a number, or put `or` where you wrote `and`.")
    if idle := [place for place, count in acted.items() if not count]:
        return not_yet(
            f"your rule works in {_PLACES[0]} but never applies in a {idle[0]}."
            if acted[_PLACES[0]] else f"your rule never applies in a {idle[0]}.",
            "Other places have other names and members; go by what a post is, not by where or by whom it is.",
        )  # fmt: skip
    if all(each["all_share"] > 0.5 for each in tried.values()):
        return not_yet(
            "your rule takes down more than half of everything.", "Raise a number, or ask for two signs."
        )
    return ""


def _fault_of_criticism(tried: dict, usual: dict) -> str:
    more = beyond_luck([tried[key]["criticism"] - usual[key]["criticism"] for key in tried])
    if not more.up:
        return ""
    part = np.nanmean([each["criticism"] for each in tried.values()])
    return not_yet(
        f"your rule takes down {100 * part:.0f}% of the complaints that break no rule.",
        'Cold is not abusive: ask for another sign, or leave post.kind == "complaint" alone.',
    )


def _try(rule: Any, place: str, seed: int) -> dict[str, Any]:
    """Return what a rule does in one place; `fault` says what went wrong with the learner's own code."""
    try:
        lived = simulate(_scenario(place), team(), seed=seed, tactics=[_made(rule)])
    except AttributeError as error:
        asked = str(getattr(error, "name", "") or "")
        if asked in _HIDDEN:
            return {"fault": not_yet(f"post.{asked} is the truth, and no team can see it.", _CAN_SEE)}
        return {"fault": not_yet(f"a post has nothing called {asked or 'that'}.", _CAN_SEE)}
    except Exception as error:  # the learner's own code may raise anything
        said = f"applies stopped with {type(error).__name__} ({error})."
        return {"fault": not_yet(said, "Try it on my_forum first, with try_rule.")}
    return {"fault": ""} | _counted(lived, _name(rule))


_CAN_SEE = "Use warmth, score, flags, likes, readings, answers, kind, age_hours, author_posts or author_strikes."


def _counted(run: Run, name: str) -> dict[str, float]:
    """Count what was taken down under a rule, among what members wrote."""
    written = by_members(run.posts)
    acts = run.actions[(run.actions["rule"] == name) & run.actions["verb"].isin(["remove", "hide"])]
    down, bad = written.index.isin(acts["target"]), written["breaks_rules"].to_numpy()
    criticism = (written["kind"] == "complaint").to_numpy() & ~bad
    return {
        "down": int(down.sum()),
        "rightly": int((down & bad).sum()),
        "wrongly": int((down & ~bad).sum()),
        "missed": int((bad & ~down).sum()),
        "precision": share((down & bad).sum(), down.sum()),
        "recall": share((down & bad).sum(), bad.sum()),
        "criticism": share((down & criticism).sum(), criticism.sum()),
        "all_share": share(down.sum(), len(written)),
    }


def _made(rule: Any) -> HouseRule:
    return rule() if isinstance(rule, type) else rule


def _name(rule: Any) -> str:
    return str(rule.name)


def _scenario(place: str) -> Scenario:
    return Scenario.load(place).replace(_LIVELY)


@cache
def _reference(place: str, seed: int) -> dict[str, Any]:
    return _try(FilterAlone, place, seed)


@cache
def _practice(seed: int) -> Run:
    return simulate(_scenario("forum"), team(), seed=seed)


def _trade(run: Run) -> tuple[float, float]:
    written = by_members(run.posts)
    flagged, bad = written["score"] > THRESHOLD, written["breaks_rules"]
    return share((flagged & bad).sum(), flagged.sum()), share((flagged & bad).sum(), bad.sum())


def _apart(seed: int) -> float:
    precision, recall = _trade(_practice(seed))
    return 100 * abs(recall - precision)
