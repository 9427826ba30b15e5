"""Virality: which complaints spread, and what the team's answers do to that.

E25 and E26 are after Herhausen et al. 2019, who followed 472,995 complaints on 89 firms' pages: 3.3% went viral,
rather those of high arousal; an apology or a private channel slowed them, an offer of compensation in public did
not. More goes wrong here than in the shipped forum, so that there is enough to see. A complaint counts as viral
when it drew ten times as many answers and shares as complaints do in the middle.
"""

from __future__ import annotations

import numpy as np

from ...world.behaviour import COMPLAINT
from ...world.community import Community
from ...world.constants import SECONDS_PER_DAY
from ...world.members import NOBODY
from .complaints import Answers
from .experiment import Quantities, experiment, part, percent_change, ratio, share
from .places import LIVELY, forum

_DAYS, _OPEN_DAYS = 60, 7
_PLACE = LIVELY | {"members": 6_000, "days": _DAYS, "behaviour.mishap_chance": 0.01}
_VIRAL = 10
_AROUSED = 0.2
_ANSWERS = {
    "none": {"replies": 0},
    "apology": {"tone": "empathetic"},
    "private": {"tone": "empathetic", "private": True},
    "compensation": {"tone": "neutral", "compensation_euros": 20},
}


def _spread(community: Community) -> tuple[np.ndarray, np.ndarray]:
    """Return how far each complaint of the past spread, in answers by members and shares, and its arousal."""
    posts = community.content.posts[: community.content.post_count]
    old = posts["seconds"] < (_DAYS - _OPEN_DAYS) * SECONDS_PER_DAY
    complaints = np.flatnonzero((posts["kind"] == COMPLAINT) & (posts["parent"] < 0) & old)
    theirs = posts["author"] != NOBODY
    counted = np.bincount(posts["thread"], weights=posts["shares"], minlength=len(posts))
    counted += np.bincount(posts["thread"][theirs], minlength=len(posts)) - 1
    return counted[complaints], posts["arousal"][complaints]


@experiment("E25")
def going_viral(seed: int) -> Quantities:
    """Let people complain; count complaints that spread far, by how aroused they are."""
    spread, arousal = _spread(Community(forum(_PLACE), seed=seed).run_for(days=_DAYS))
    viral, aroused = spread >= _VIRAL * max(1.0, float(np.median(spread))), arousal >= _AROUSED
    return {
        "aroused": int(aroused.sum()),
        "viral_aroused": int(viral[aroused].sum()),
        "calm": int((~aroused).sum()),
        "viral_calm": int(viral[~aroused].sum()),
    }


@part("E25a")
def few_go_viral(total: Quantities) -> float:
    """Few complaints go viral."""
    return share(total["viral_aroused"] + total["viral_calm"], total["aroused"] + total["calm"])


@part("E25b")
def angry_ones_do(total: Quantities) -> float:
    """The aroused ones do so more often."""
    return ratio(share(total["viral_aroused"], total["aroused"]), share(total["viral_calm"], total["calm"]))


@experiment("E26", treated="complaints_apology")
def slowing_down(seed: int) -> Quantities:
    """Meet complaints with nothing, an apology, a private channel, or compensation; add up answers and shares."""
    counted: dict[str, float] = {}
    for arm, how in _ANSWERS.items():
        community = Community(forum(_PLACE), seed=seed, tactics=[Answers(**how)]).run_for(days=_DAYS)
        spread, _ = _spread(community)
        counted |= {f"complaints_{arm}": len(spread), f"spread_{arm}": float(spread.sum())}
    return counted


def _beside_none(total: Quantities, arm: str) -> float:
    per = {name: share(total[f"spread_{name}"], total[f"complaints_{name}"]) for name in (arm, "none")}
    return percent_change(per[arm], per["none"])


@part("E26a")
def apology(total: Quantities) -> float:
    """A prompt apology slows the spread."""
    return _beside_none(total, "apology")


@part("E26b")
def private_channel(total: Quantities) -> float:
    """So does a private channel."""
    return _beside_none(total, "private")


@part("E26c")
def compensation(total: Quantities) -> float:
    """Compensation in public speeds it."""
    return _beside_none(total, "compensation")
