"""Visible rules: what newcomers write when they can see what is allowed.

E01 is after Matias 2019, who pinned the rules by lot on top of discussions in a forum about science, and looked at
what people wrote who had never written there. Here the rules are pinned (`netiquette.shown: everyone`) or nowhere
to be seen, and newcomers' first posts are counted. Where readers come to question a guest, rules are a list of
what a question must be: that is the form of `netiquette.question_form`, and all newcomers come to ask.

E13 is after Horta Ribeiro et al. 2024, who let communities advise some of their users, by lot, while they wrote.
Here the place advises (`netiquette.guidance`) or does not, and shows its rules to nobody, so that advice is all
that differs. What counts is first posts of newcomers, who are many: advice is about the rules of the place, which
people know once they have been there for a while.
"""

from __future__ import annotations

from ...world.constants import SECONDS_PER_DAY
from ..run import simulate
from .experiment import Quantities, experiment, part, percent_change, points, ratio, share
from .places import ALL_DAY, LIVELY, balanced, first_posts, forum

_DISCUSSIONS = LIVELY | {"days": 45, "newcomers_per_1000_members_per_day": 15}
# Everybody comes to ask the guest, and what is asked there otherwise is not counted.
_QUESTIONS = _DISCUSSIONS | {"behaviour.errand": 1.0, "behaviour.question_share": 0.0}
# Readers flag much, so that most of what breaks the rules comes before the team, as by the filters of the study.
_STRANGERS = LIVELY | {
    "members": 2_000,
    "days": 35,
    "newcomers_per_1000_members_per_day": 40,
    "behaviour.flag_chance": 0.15,
}
_SOON_DAYS = 7
_UNSEEN = {"netiquette.shown": "nobody"}
_PINNED = {"netiquette.shown": "everyone"}


@experiment("E01", treated="writers_pinned")
def rules_in_sight(seed: int) -> Quantities:
    """Pin the rules or show them nowhere, in discussions and where people ask; count first posts of newcomers."""
    counted: dict[str, float] = {}
    for arm, shown in (("unseen", _UNSEEN), ("pinned", _PINNED)):
        first = first_posts(simulate(forum(_DISCUSSIONS), balanced(shown), seed=seed))
        counted |= {f"writers_{arm}": len(first), f"kept_{arm}": int((~first["breaks_rules"]).sum())}
        asking = balanced(shown, {"netiquette.question_form": float(arm == "pinned")})
        first = first_posts(simulate(forum(_QUESTIONS), asking, seed=seed))
        counted[f"askers_{arm}"] = int((first["kind"] == "question").sum())
    return counted


@part("E01a")
def first_posts_that_keep_the_rules(total: Quantities) -> float:
    """More first posts keep the rules."""
    return points(total["kept_pinned"], total["writers_pinned"], total["kept_unseen"], total["writers_unseen"])


@part("E01b")
def newcomers_who_write(total: Quantities) -> float:
    """More newcomers write at all."""
    return percent_change(total["writers_pinned"], total["writers_unseen"])


@part("E01c")
def newcomers_who_ask(total: Quantities) -> float:
    """Where they come to ask, fewer do."""
    return percent_change(total["askers_pinned"], total["askers_unseen"])


@experiment("E13", treated="writers_advised")
def advice_while_writing(seed: int) -> Quantities:
    """Advise or do not; count first posts, how many of them make a case or are left standing, and later posts."""
    counted: dict[str, float] = {}
    for arm, advises in (("alone", False), ("advised", True)):
        run = simulate(forum(_STRANGERS), balanced(ALL_DAY, _UNSEEN, {"netiquette.guidance": advises}), seed=seed)
        first = first_posts(run)
        since = run.posts["seconds"] - run.posts["author"].map(first.set_index("author")["seconds"])
        soon = since.between(1, _SOON_DAYS * SECONDS_PER_DAY)
        counted |= {
            f"writers_{arm}": len(first),
            f"standing_{arm}": int((first["status"] != "removed").sum()),
            f"cases_{arm}": int((first["case"] != "none").sum()),
            f"later_{arm}": int(soon.sum()),
        }
    return counted


@part("E13a")
def posts_that_stand(total: Quantities) -> float:
    """More of what newcomers write is not removed."""
    return percent_change(
        share(total["standing_advised"], total["writers_advised"]),
        share(total["standing_alone"], total["writers_alone"]),
    )


@part("E13b")
def cases_for_the_team(total: Quantities) -> float:
    """The team has fewer cases."""
    return percent_change(total["cases_advised"], total["cases_alone"])


@part("E13c")
def later_posts(total: Quantities) -> float:
    """Those who were advised go on to write as much as others do."""
    return percent_change(
        ratio(total["later_advised"], total["writers_advised"]),
        ratio(total["later_alone"], total["writers_alone"]),
    )
