"""Filters: how much an automatic filter finds, and how often it is right. Both are counted, not compared.

E41 is after Chandrasekharan et al. 2019, who tested a filter on posts of which many had been removed, and let
moderators of one forum say of flagged posts whether they would remove them. Here the test set is all breaches of a
talkative place, where nothing is removed, and as many decent posts drawn by lot. The filter flags what scores more
than 1.2, which is less than a playbook sets where breaches are rare. What the team would remove is judged by
somebody of the team who looks with care, as over an appeal.
"""

from __future__ import annotations

import numpy as np

from ...world.community import Community
from .experiment import Quantities, experiment, part, share
from .places import ALL_DAY, TALKATIVE, balanced, forum

THRESHOLD = 1.2
_TALK = TALKATIVE | {"days": 30}


@experiment("E41", treated="flagged")
def filter_test(seed: int) -> Quantities:
    """Score a balanced test set; count breaches, what is flagged of them, and of that what would be removed."""
    community = Community(forum(_TALK), balanced(ALL_DAY, {"moderation.handle_flags": False}), seed=seed)
    run = community.run_for(days=_TALK["days"]).to_run()
    breaches = run.posts.index[run.posts["breaks_rules"]].to_numpy()
    decent = run.posts.index[~run.posts["breaks_rules"]].to_numpy()
    test = np.concatenate([breaches, np.random.default_rng(seed).permutation(decent)[: len(breaches)]])
    flagged = test[run.posts["score"].to_numpy()[test] > THRESHOLD]
    moderator = community.managers[0]
    removed = [moderator.judge(post, community.k.second_look) != 0 for post in flagged.tolist()]
    return {
        "breaches": len(breaches),
        "found": int(run.posts["breaks_rules"].to_numpy()[flagged].sum()),
        "flagged": len(flagged),
        "removed": int(sum(removed)),
    }


@part("E41a")
def flags_that_are_right(total: Quantities) -> float:
    """The team would remove most of what it flags."""
    return share(total["removed"], total["flagged"])


@part("E41b")
def breaches_that_are_found(total: Quantities) -> float:
    """It flags most breaches."""
    return share(total["found"], total["breaches"])
