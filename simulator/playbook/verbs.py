"""Verbs: the only ways in which a team acts on a community. Every act is written to the audit log.

Each verb takes the community, the manager who acts (None for nobody in person), the target, a reason, and the
minutes it takes. A verb that cannot be done raises `ValueError` and changes nothing.
"""

from __future__ import annotations

from .acts import FILTER, NO_PERSON
from .bonds import award, befriend, enlist, greet, invite, thank
from .contests import close_contest, open_contest
from .sanctions import (
    block,
    delete_criticism,
    exclude,
    hide,
    keep,
    overturn,
    release,
    remove,
    restore,
    uphold,
    warn,
)  # fmt: skip
from .speech import feature, publish, reply
from .statements import brief, disclose, state
from .wishes import check_wish, forward, ship_wish, tell_wish

__all__ = [
    "FILTER", "NO_PERSON", "award", "befriend", "block", "brief", "check_wish", "close_contest",
    "delete_criticism", "disclose", "enlist", "exclude", "feature", "forward", "greet", "hide", "invite",
    "keep", "open_contest", "overturn", "publish", "release", "remove", "reply", "restore", "ship_wish",
    "state", "tell_wish", "thank", "uphold", "warn",
]  # fmt: skip
