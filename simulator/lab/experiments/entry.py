"""Entry: what a wall at the entrance keeps out.

E43 is after Hill & Shaw 2020, who looked at wikis before and after they began to require an account. Here the
place asks for more before a first post (`platform.entry_friction` .6 in place of .2), and newcomers decide.
"""

from __future__ import annotations

from ...world.community import Community
from ...world.scenario import Scenario
from .experiment import Quantities, experiment, part, percent_change, share

OPEN, WALL = 0.2, 0.6
_DAYS = 60
# A small place that is talked about: enough newcomers to count what few of them would ever write.
_PLACE = {"members": 4_000, "days": _DAYS, "newcomers_per_1000_members_per_day": 10}


@experiment("E43", treated="newcomers_wall")
def registration_wall(seed: int) -> Quantities:
    """Let newcomers meet an open door and a wall; count what they write, by whether it keeps the rules."""
    counted: dict[str, float] = {}
    for arm, friction in (("open", OPEN), ("wall", WALL)):
        place = Scenario.load("forum").replace(_PLACE | {"platform.entry_friction": friction})
        run = Community(place, seed=seed).run_for(days=_DAYS)
        newcomer = run.members["joined_hour"] >= 0
        posts = run.content.posts[: run.content.post_count]
        theirs = posts[newcomer[posts["author"]] & (posts["author"] >= 0)]
        bad = int(theirs["breaks_rules"].sum())
        counted |= {f"good_{arm}": len(theirs) - bad, f"bad_{arm}": bad, f"newcomers_{arm}": int(newcomer.sum())}
    return counted


@part("E43a")
def good_posts(total: Quantities) -> float:
    """Newcomers write fewer posts that keep the rules."""
    return percent_change(total["good_wall"], total["good_open"])


@part("E43b")
def bad_posts(total: Quantities) -> float:
    """They write fewer posts that break them, too."""
    return percent_change(total["bad_wall"], total["bad_open"])


@part("E43c")
def good_among_deterred(total: Quantities) -> float:
    """Most of what the wall kept out was good."""
    good, bad = (total[f"{kind}_open"] - total[f"{kind}_wall"] for kind in ("good", "bad"))
    return share(good, good + bad)
