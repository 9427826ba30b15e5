"""Wishes: the verbs that take a wish from a member's post to the product, and the word back to the community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..world.agents import rules
from ..world.behaviour import VISIBLE, WISH
from ..world.chance import What, block, unit
from ..world.members import FOREVER, NOBODY
from .acts import act, require_post, whole
from .speech import publish

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager


def check_wish(
    community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0
) -> bool:
    """Check whether a wish can be fulfilled; return whether it stands up.

    Raises:
        ValueError: when the post is not a wish.
    """
    _require_wish(community, post)
    act(community, manager, "check_wish", "post", post, reason, minutes)
    author = int(community.content.posts["author"][post])
    stands, _, _, _ = block(*community.key, 0, max(0, author), int(What.FEASIBILITY), int(post))
    return unit(stands) < community.k.wish_feasible


def forward(
    community: Community, manager: Manager | None, post: int, ship_hours: int = 24 * 30, reason: str = "",
    minutes: float = 0,
) -> None:  # fmt: skip
    """Pass a wish on inside the company, which ships it some hours later (see `ship_wish`).

    Raises:
        ValueError: when the post is not a wish, or is being worked on already.
    """
    _require_wish(community, post)
    ship_hours = whole(ship_hours, "ship_hours", 1, 24 * 3650)
    if any(int(post) == pending for _, pending in community.cases.wishes):
        raise ValueError(f"wish {post} is being worked on already")
    act(community, manager, "forward", "post", post, reason, minutes)
    community.cases.wishes.append((community.hour + ship_hours, int(post)))


def ship_wish(
    community: Community, manager: Manager | None, post: int, reason: str = "", money: float = 0
) -> None:
    """Ship what a wish asked for: the product is better from now on, also for those who never hear of it."""
    _require_wish(community, post)
    act(community, manager, "ship_wish", "post", post, reason, 0, money=money)
    community.cases.wishes = [(due, other) for due, other in community.cases.wishes if other != int(post)]
    quality = community.k.quality
    community.set_house(quality=quality + community.k.wish_improves * (1.0 - quality))


def tell_wish(
    community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0
) -> list[int]:
    """Tell everybody that a wish came true, and whose it was. Return the numbers of the news, one a board."""
    _require_wish(community, post)
    act(community, manager, "tell_wish", "post", post, reason, minutes)
    author = int(community.content.posts["author"][post])
    if author != NOBODY and community.members["left_hour"][author] == FOREVER:
        wisher, k = community.agent(author), community.k
        wisher.trust = rules.moved(wisher.trust, k.wish_told, 1.0)
        wisher.belonging = rules.moved(wisher.belonging, k.wish_told, 1.0)
        wisher.expects_help = rules.moved(wisher.expects_help, k.hope_gain, 1.0)
    boards = range(len(community.content.boards))
    return [publish(community, None, board=board, reason="a wish came true", kind="news") for board in boards]


def _require_wish(community: Community, post: int) -> None:
    require_post(community, post, VISIBLE)
    if community.content.posts["kind"][post] != WISH:
        raise ValueError(f"post {post} is not a wish")
