"""Verbs: the only ways in which a team acts on a community. Every act is written to the audit log.

Each verb takes the community, the manager who acts (None for nobody in person), the target, a reason, and the
minutes it takes. A verb that cannot be done raises `ValueError` and changes nothing.
"""

from __future__ import annotations

from .acts import FILTER, NO_PERSON
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
from .speech import enlist, publish, reply

__all__ = [
    "FILTER", "NO_PERSON", "block", "delete_criticism", "enlist", "exclude", "hide", "keep", "overturn", "publish",
    "release", "remove", "reply", "restore", "uphold", "warn",
]  # fmt: skip
