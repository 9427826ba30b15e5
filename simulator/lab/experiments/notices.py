"""Notices: what it does to be told why a post was removed, or to be warned.

E02 is after Jhaver et al. 2019, who followed authors of removed posts through 32 million posts, some of them told
why and some not. Here all removals of a place come without a word, with an explanation by a person, or with one by
a bot, and authors are followed for forty days from their first. There is neither ladder nor appeal, and no rules
are in sight, so that the notice is all that an author hears. Half of all members have a voice and readers flag
much, so that there are enough removals to count.

E05 is after Yildirim et al. 2021, who warned users of one platform by lot, in blunt or polite words, and followed
them for weeks. Here a community lives for a fortnight without a team; then everybody who has broken a rule is
warned for the latest breach, bluntly, politely, or not, in three futures of the same past.
"""

from __future__ import annotations

import numpy as np

from ...playbook import verbs
from ...world.community import Community
from ...world.constants import HOURS_PER_DAY
from ..run import simulate
from .experiment import Quantities, experiment, odds_ratio, part, percent_change, share
from .places import ALL_DAY, LIVELY, TALKATIVE, balanced, forum, offenders, written

_FOLLOWED_DAYS = 40
_FLAGGED = LIVELY | {
    "members": 3_000,
    "days": 2 * _FOLLOWED_DAYS,
    "population.voice_share": 0.5,
    "behaviour.flag_chance": 0.15,
}
_NO_MORE = {"netiquette.ladder": [], "netiquette.appeals": False, "netiquette.shown": "nobody"}
_TELLING = {
    "silent": {"netiquette.notice": "none"},
    "person": {"netiquette.notice": "explained"},
    "bot": {"netiquette.notice": "explained", "netiquette.notice_by": "bot"},
}
_PAST_DAYS, _WEEKS = 14, (1, 4)
_TALK = TALKATIVE | {"members": 2_000, "days": _PAST_DAYS + 7 * max(_WEEKS)}


@experiment("E02", treated="authors_person")
def explained_removals(seed: int) -> Quantities:
    """Explain every removal or none; count authors with a removal in the first half, and those with another."""
    counted: dict[str, float] = {}
    for arm, telling in _TELLING.items():
        run = simulate(forum(_FLAGGED), balanced(ALL_DAY, _NO_MORE, telling), seed=seed)
        removals = run.actions[run.actions["verb"] == "remove"]
        author = run.posts["author"].reindex(removals["target"]).to_numpy()
        first = removals["hour"].groupby(author).min()
        first = first[first < _FOLLOWED_DAYS * HOURS_PER_DAY]
        since = removals["hour"].to_numpy() - first.reindex(author).to_numpy()
        again = np.unique(author[(since > 0) & (since <= _FOLLOWED_DAYS * HOURS_PER_DAY)])
        counted |= {f"authors_{arm}": len(first), f"again_{arm}": len(again)}
    return counted


@part("E02a")
def told_why(total: Quantities) -> float:
    """Who is told why is less likely to have a further post removed."""
    return odds_ratio(
        total["again_person"], total["authors_person"], total["again_silent"], total["authors_silent"]
    )


@part("E02b")
def told_by_a_bot(total: Quantities) -> float:
    """It does not matter who says it."""
    return odds_ratio(total["again_bot"], total["authors_bot"], total["again_person"], total["authors_person"])


@experiment("E05", treated="warned")
def warnings(seed: int) -> Quantities:
    """Warn the same members bluntly, politely, or not; count their breaches in the first week and the fourth."""
    past = Community(forum(_TALK), seed=seed).run_for(days=_PAST_DAYS)
    breaches = offenders(past.to_run(), _PAST_DAYS)
    counted: dict[str, float] = {"warned": 2 * len(breaches)}
    for notice in ("none", "blunt", "polite"):
        future = past.fork()
        for member, post in breaches.items():
            if notice != "none":
                verbs.warn(future, None, member, notice=notice, post=post)
        run = future.run_for(days=7 * max(_WEEKS)).to_run()
        for week in _WEEKS:
            posts = written(run, breaches.index, _PAST_DAYS + 7 * (week - 1), _PAST_DAYS + 7 * week)
            counted[f"posts_{notice}_{week}"] = len(posts)
            counted[f"breaches_{notice}_{week}"] = int(posts["breaks_rules"].sum())
    return counted


def _share(total: Quantities, week: int, *notices: str) -> float:
    """Return the share of posts that break the rules in a week, of members who were told in one of some ways."""
    hits = sum(total[f"breaches_{notice}_{week}"] for notice in notices)
    return share(hits, sum(total[f"posts_{notice}_{week}"] for notice in notices))


@part("E05a")
def first_week(total: Quantities) -> float:
    """Warnings lower breaches for a week."""
    return percent_change(_share(total, 1, "blunt", "polite"), _share(total, 1, "none"))


@part("E05b")
def polite_words(total: Quantities) -> float:
    """Polite ones do more."""
    return percent_change(_share(total, 1, "polite"), _share(total, 1, "blunt"))


@part("E05c")
def fourth_week(total: Quantities) -> float:
    """After some weeks they are forgotten."""
    return percent_change(_share(total, 4, "blunt", "polite"), _share(total, 4, "none"))
