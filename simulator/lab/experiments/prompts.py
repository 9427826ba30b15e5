"""Prompts: asking people to think again before they send.

E12 is after Katsaros et al. 2022, whose platform asked half of those who were about to send something offensive
whether they really wanted to, and counted offensive posts of both halves. Here two runs differ in whether the
place asks (`moderation.prompt`); a filter decides whom, and nobody looks after the place otherwise. What is asked
of whom and answered how comes from the study; how much of all breaches that prevents, and that hardly anybody
writes less for it, does not.
"""

from __future__ import annotations

from ...playbook.playbook import Playbook
from ..run import simulate
from .experiment import Quantities, experiment, part, percent_change, ratio
from .places import TALKATIVE, forum

_TALK = TALKATIVE | {"days": 45}


@experiment("E12", treated="prompts")
def second_thoughts(seed: int) -> Quantities:
    """Ask or do not; count members, posts, and posts that break the rules."""
    counted: dict[str, float] = {}
    for arm, asks in (("unasked", False), ("asked", True)):
        nobody = Playbook.load("no_rules").replace({"moderation.prompt": asks})
        run = simulate(forum(_TALK), nobody, seed=seed)
        counted |= {
            f"members_{arm}": len(run.members),
            f"posts_{arm}": len(run.posts),
            f"breaches_{arm}": int(run.posts["breaks_rules"].sum()),
        }
    return counted | {"prompts": int(run.hourly["prompts"].sum())}


@part("E12a")
def breaches_per_member(total: Quantities) -> float:
    """Fewer posts break the rules."""
    return percent_change(
        ratio(total["breaches_asked"], total["members_asked"]),
        ratio(total["breaches_unasked"], total["members_unasked"]),
    )
