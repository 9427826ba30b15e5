"""Acts: what every verb does first - check its target, spend the minutes, and write the audit log."""

from __future__ import annotations

from numbers import Integral, Real
from typing import TYPE_CHECKING

from ..world.behaviour import STATUSES
from ..world.members import FOREVER

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager

NO_PERSON, FILTER = -1, -2


def act(
    community: Community, manager: Manager | None, verb: str, target_kind: str, target: int, reason: str,
    minutes: float, rule: str = "", money: float = 0.0,
) -> None:  # fmt: skip
    """Spend minutes and money and write the audit log; nothing has changed yet when the minutes do not suffice."""
    minutes, money = within(minutes, "minutes", 0, 60), within(money, "money", 0, 1e9)
    if manager is not None:
        manager.spend(minutes)
    actor = NO_PERSON if manager is None else manager.number
    community.log(actor, verb, target_kind, int(target), reason, minutes, rule, money)
    community.tally.money_spent += money


def require_post(community: Community, post: int, *statuses: int) -> None:
    """Refuse a post that does not exist or is not in one of `statuses`."""
    if not community.content.post_count:
        raise ValueError("nothing is posted yet")
    post = whole(post, "post", 0, community.content.post_count - 1)
    status = int(community.content.posts["status"][post])
    if status not in statuses:
        wanted = " or ".join(STATUSES[code] for code in statuses)
        raise ValueError(f"post {post} is {STATUSES[status]} already; it would have to be {wanted}")


def require_member(community: Community, member: int) -> None:
    """Refuse a member who does not exist or has left."""
    member = whole(member, "member", 0, community.members.count - 1)
    if community.members["left_hour"][member] != FOREVER:
        raise ValueError(f"member {member} has left already")


def whole(value: int, what: str, low: int, high: int) -> int:
    """Return a whole number between two limits, or say what would be right."""
    if isinstance(value, bool) or not isinstance(value, Integral) or not low <= value <= high:
        raise ValueError(f"{what} must be a whole number from {low} to {high}, got {value!r}")
    return int(value)


def within(value: float, what: str, low: float, high: float) -> float:
    """Return a number between two limits, or say what would be right."""
    if isinstance(value, bool) or not isinstance(value, Real) or not low <= value <= high:
        raise ValueError(f"{what} must be a number from {low} to {high}, got {value!r}")
    return float(value)


def one_of(value: str, what: str, known: tuple[str, ...]) -> int:
    """Return the place of a word among those that are known, or name them."""
    if value not in known:
        raise ValueError(f"{what} must be one of {', '.join(known)}, got {value!r}")
    return known.index(value)
