"""Recognition: what awards, thanks and badges do to those who get them.

E16 is after Gallus 2017 (awards for newcomers to an encyclopedia), E17 after Restivo & van de Rijt 2012 (awards
for its busiest authors), E18 after Matias et al. 2020 (thanks), E20 after Hoernle et al. 2022 (badges). In all of
them the same people, with the same past and the same luck, are recognised in one arm and not in the other.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...playbook import verbs
from ...playbook.recognition import writers
from ...world.community import Community
from ...world.constants import HOURS_PER_DAY, SECONDS_PER_DAY
from .experiment import Quantities, experiment, part, percent_change, points, share
from .places import LIVELY, forum

_PAST_DAYS, _MONTH_DAYS, _QUARTER_DAYS, _FORTNIGHT_DAYS = 30, 30, 90, 14
_BUSIEST = 0.01
_BADGE_EVERY = 10
_GROWING = LIVELY | {"newcomers_per_1000_members_per_day": 15, "days": _PAST_DAYS + _MONTH_DAYS}


def _authors(community: Community, since_day: int) -> pd.Series:
    """Return who wrote each post since a day, oldest first; index is the post's number."""
    posts = community.content.posts[: community.content.post_count]
    written = np.flatnonzero(posts["seconds"] >= since_day * SECONDS_PER_DAY)
    return pd.Series(posts["author"][written], index=written)


@experiment("E16", treated="newcomers")
def award_for_newcomers(seed: int) -> Quantities:
    """Give newcomers who wrote in the last month an award, or not; count who writes in the next month."""
    past = Community(forum(_GROWING), seed=seed).run_for(days=_PAST_DAYS)
    joined = past.members["joined_hour"]
    newcomers = [member for member in writers(past, _PAST_DAYS * HOURS_PER_DAY) if joined[member] >= 0]
    counted: dict[str, float] = {"newcomers": len(newcomers)}
    for arm in ("plain", "awarded"):
        twin = past.fork()
        if arm == "awarded":
            for member in newcomers:
                verbs.award(twin, None, member)
        twin.run_for(days=_MONTH_DAYS)
        counted[f"stayed_{arm}"] = int(np.isin(newcomers, _authors(twin, _PAST_DAYS)).sum())
    return counted


@part("E16a")
def newcomers_stay(total: Quantities) -> float:
    """More of the awarded write again in the following month."""
    return points(total["stayed_awarded"], total["newcomers"], total["stayed_plain"], total["newcomers"])


@experiment("E17", treated="busiest")
def award_for_the_busiest(seed: int) -> Quantities:
    """Give half of the busiest hundredth an award, and in the other arm none; count what that half writes."""
    place = LIVELY | {"members": 3_000, "days": _PAST_DAYS + _QUARTER_DAYS}
    past = Community(forum(place), seed=seed).run_for(days=_PAST_DAYS)
    busiest = writers(past, _PAST_DAYS * HOURS_PER_DAY)[: int(_BUSIEST * past.members.count)]
    awarded = busiest[seed % 2 :: 2]
    counted: dict[str, float] = {"busiest": len(awarded)}
    for arm in ("plain", "awarded"):
        twin = past.fork()
        if arm == "awarded":
            for member in awarded:
                verbs.award(twin, None, member)
        twin.run_for(days=_QUARTER_DAYS)
        counted[f"posts_{arm}"] = int(np.isin(_authors(twin, _PAST_DAYS), awarded).sum())
    return counted


@part("E17a")
def busiest_write_more(total: Quantities) -> float:
    """The awarded write more in the following three months."""
    return percent_change(total["posts_awarded"], total["posts_plain"])


@experiment("E18", treated="thanked")
def thanks(seed: int) -> Quantities:
    """Thank half of the active members, and in the other arm none; see who comes back, and whom they thank."""
    past = Community(forum(LIVELY | {"members": 4_000}), seed=seed).run_for(days=_PAST_DAYS)
    active = sorted(writers(past, _PAST_DAYS * HOURS_PER_DAY))
    thanked = np.array(active[seed % 2 :: 2])
    counted: dict[str, float] = {"thanked": len(thanked)}
    for arm in ("plain", "thanked"):
        twin = past.fork()
        if arm == "thanked":
            for member in thanked.tolist():
                verbs.thank(twin, None, member)
        likes_before = twin.members["likes_given"][thanked].sum()
        twin.run_for(days=_FORTNIGHT_DAYS)
        counted[f"active_{arm}"] = int(np.isin(thanked, _authors(twin, _PAST_DAYS)).sum())
        counted[f"likes_{arm}"] = int(twin.members["likes_given"][thanked].sum() - likes_before)
    return counted


@part("E18a")
def thanked_are_active(total: Quantities) -> float:
    """A few more of the thanked are active within two weeks."""
    return points(total["active_thanked"], total["thanked"], total["active_plain"], total["thanked"])


@part("E18b")
def thanked_thank(total: Quantities) -> float:
    """They thank others more often; a like is how one member thanks another here."""
    return percent_change(total["likes_thanked"], total["likes_plain"])


@experiment("E20", treated="achievers")
def badges(seed: int) -> Quantities:
    """Offer badges, or none; count achievers who hurried over the last stretch before their badge.

    Somebody hurried who wrote the last three posts before a badge in less than four fifths of the time that the
    same three posts took in the other arm.
    """
    past = Community(forum(LIVELY | {"days": 120}), seed=seed).run_for(days=_PAST_DAYS)
    before = past.members["contributions"].copy()
    pace = {}
    for arm, every in (("plain", 0), ("badges", _BADGE_EVERY)):
        twin = past.fork()
        twin.set_house(badges=every)
        twin.run_for(days=90)
        pace[arm] = _last_stretch(twin, before)
    achievers = pace["badges"].index
    plain = pace["plain"].reindex(achievers).fillna(np.inf)
    hurried, dawdled = (pace["badges"] < 0.8 * plain).sum(), (plain < 0.8 * pace["badges"]).sum()
    return {"achievers": len(achievers), "hurried": int(hurried), "dawdled": int(dawdled)}


def _last_stretch(community: Community, before: np.ndarray) -> pd.Series:
    """Return the seconds that each achiever's last three posts before the first badge took, by member."""
    authors = _authors(community, _PAST_DAYS)
    authors = authors[(authors >= 0) & (authors < len(before))]
    number = pd.Series(before[authors], index=authors.index) + authors.groupby(authors).cumcount() + 1
    seconds = pd.Series(community.content.posts["seconds"][authors.index], index=authors.index)
    goal = (np.asarray(before[authors]) // _BADGE_EVERY + 1) * _BADGE_EVERY
    table = pd.DataFrame({"member": authors, "left": goal - number, "seconds": seconds})
    at = table[table["left"] == 0].drop_duplicates("member").set_index("member")["seconds"]
    since = table[table["left"] == 3].drop_duplicates("member").set_index("member")["seconds"]
    return (at - since).dropna()


@part("E20a")
def few_hurry(total: Quantities) -> float:
    """Of those who get a badge few hurried for it: those who hurried, less those who by chance were slower."""
    return share(total["hurried"] - total["dawdled"], total["achievers"])
