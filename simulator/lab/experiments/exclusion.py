"""Exclusion: what is gained and lost by sending people away for good.

E07 is after van Klingeren & Buskens 2024, in whose laboratory games cooperation lasted better where sanctions grew
with the offence. Here two teams find breaches in the same way and have time for all of them. One climbs the ladder
of the shipped playbook, from a warning to exclusion; the other excludes at the first offence. What counts is how
many members are left after 90 days who wrote in the last month and broke no rule.

E08 is after Chandrasekharan et al. 2017, who looked at what users of two hateful forums wrote elsewhere once these
were closed. Here the most hostile twentieth of all members and as many ordinary ones live on one board for three
weeks. Then it is closed: the hostile are excluded, and the others live on the other boards from now on; or it is
left alone. Nobody else is ever sanctioned. What counts is rude posts of those others, wherever they write.
"""

from __future__ import annotations

import numpy as np

from ...playbook import verbs
from ...world.community import Community
from ...world.constants import HOURS_PER_DAY
from ..run import simulate
from .experiment import Quantities, experiment, part, percent_change, ratio
from .places import ALL_DAY, RUDE, TALKATIVE, balanced, forum, written

_DAYS, _MONTH = 90, 30
_OFFENCES = TALKATIVE | {"days": _DAYS, "behaviour.flag_chance": 0.03}
_AT_ONCE = {"netiquette.ladder": [{"step": "exclude"}]}
_PAST_DAYS, _AFTER_DAYS = 21, 30
# Ten boards of the same size, before and after the corner is gathered.
_BOARDS = TALKATIVE | {"members": 3_500, "days": _PAST_DAYS + _AFTER_DAYS, "platform.members_per_board": 350}
_CORNER = 0
_HOSTILE_SHARE = 0.05


@experiment("E07")
def ladder_or_exclusion(seed: int) -> Quantities:
    """Climb a ladder or exclude at once; count members who are active and keep the rules in the third month."""
    counted: dict[str, float] = {}
    for arm, sanctions in (("ladder", {}), ("at_once", _AT_ONCE)):
        run = simulate(forum(_OFFENCES), balanced(ALL_DAY, sanctions), seed=seed)
        here = run.members.index[run.members["left_hour"] >= _DAYS * HOURS_PER_DAY]
        breaches = written(run, here, _DAYS - _MONTH).groupby("author")["breaks_rules"].sum()
        counted |= {f"decent_{arm}": int((breaches == 0).sum()), f"active_{arm}": len(breaches)}
    return counted


@part("E07a")
def active_and_decent(total: Quantities) -> float:
    """With the ladder more are left who write and keep the rules."""
    return percent_change(total["decent_ladder"], total["decent_at_once"])


@experiment("E08", treated="staying")
def hostile_corner(seed: int) -> Quantities:
    """Gather the hostile on one board, close it or leave it alone, and count what its other members write."""
    past = Community(forum(_BOARDS), seed=seed)
    temper, home = past.members["incivility"], past.members["board"]
    hostile = np.flatnonzero(temper > np.quantile(temper, 1 - _HOSTILE_SHARE))
    ordinary = np.setdiff1d(np.flatnonzero(home == _CORNER), hostile)
    staying, moving = ordinary[: len(hostile)], ordinary[len(hostile) :]
    _scatter(past, moving)
    home[hostile] = _CORNER
    past.run_for(days=_PAST_DAYS)
    here = past.members.present()
    counted: dict[str, float] = {"staying": int(here[staying].sum())}
    for arm in ("left", "closed"):
        future = past.fork()
        if arm == "closed":
            for member in hostile[here[hostile]].tolist():
                verbs.exclude(future, None, member)
            _scatter(future, staying)
        posts = written(future.run_for(days=_AFTER_DAYS).to_run(), staying, _PAST_DAYS)
        counted |= {f"rude_{arm}": int(posts["breach"].isin(RUDE).sum()), f"posts_{arm}": len(posts)}
    return counted


def _scatter(community: Community, members: np.ndarray) -> None:
    """Give members homes on all boards but the corner, in turn."""
    others = np.setdiff1d(np.arange(len(community.content.boards)), [_CORNER])
    community.members["board"][members] = np.resize(others, len(members))


@part("E08a")
def hate_among_those_who_stay(total: Quantities) -> float:
    """Those who stay write fewer rude posts each."""
    return percent_change(
        ratio(total["rude_closed"], total["staying"]), ratio(total["rude_left"], total["staying"])
    )
