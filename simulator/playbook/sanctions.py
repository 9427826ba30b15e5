"""Sanctions: the verbs that call members to order, and how those who are called feel about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..world.agents import rules
from ..world.behaviour import COMPLAINING, COMPLAINT, HELD, HIDDEN, REMOVED, VISIBLE
from ..world.chance import What, unit
from ..world.chance import block as block_of_draws
from ..world.conduct import BREACHES, EXPLAINED, NOTICES
from ..world.content import (
    CENSORED,
    CENSORED_EXPLAINED,
    NO_TOMBSTONE,
    NONE,
    TOMBSTONE,
    TOMBSTONE_EXPLAINED,
)  # fmt: skip
from ..world.members import NOBODY
from .acts import act, one_of, require_member, require_post, whole

if TYPE_CHECKING:
    from ..world.agents import Member
    from ..world.community import Community
    from ..world.manager import Manager


def remove(
    community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0,
    notice: str = "none", rule: str = "",
) -> None:  # fmt: skip
    """Take a post down and tell its author, who may think it wrong.

    Args:
        post: a visible, hidden or held post.
        notice: how the author is told: none (a mere deletion), blunt, polite or explained.
        rule: the rule that was broken, one of `conduct.BREACHES`; empty for none in particular.
    """
    told = one_of(notice, "notice", NOTICES)
    require_post(community, post, VISIBLE, HIDDEN, HELD)
    act(community, manager, "remove", "post", post, reason, minutes, rule)
    posts = community.content.posts
    if posts["status"][post] != HELD:
        posts["tombstone"][post] = TOMBSTONE_EXPLAINED if told == EXPLAINED else TOMBSTONE
    _set_status(community, post, REMOVED)
    community.tally.removals += 1
    community.cases.decided_by[int(post)] = -1 if manager is None else manager.number
    author = int(posts["author"][post])
    if author != NOBODY:
        feel_removal(community, community.agent(author), bool(posts["breaks_rules"][post]), told)


def feel_removal(community: Community, author: Member, deserved: bool, told: int) -> None:
    """Let an author feel that a post was taken down; `told` is a code of `conduct.NOTICES`."""
    k = community.k
    rightful = rules.legitimacy(author.fairness, told, deserved, k)
    author.removals += 1
    author.trust = rules.trust_after_removal(author.trust, deserved, rightful, k)
    author.belonging = rules.belonging_after_removal(author.belonging, rightful, k)
    author.grudge = rules.grudge_after(author.grudge, k.grudge_removal, rightful)
    _learn(community, author, k.deterrence_removal, rightful, told)


def hide(community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0,
         rule: str = "") -> None:  # fmt: skip
    """Take a visible or held post out of everybody's sight but its author's, who is not told."""
    require_post(community, post, VISIBLE, HELD)
    act(community, manager, "hide", "post", post, reason, minutes, rule)
    _set_status(community, post, HIDDEN)


def restore(
    community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0
) -> None:
    """Put a removed or hidden post back."""
    require_post(community, post, REMOVED, HIDDEN)
    act(community, manager, "restore", "post", post, reason, minutes)
    _set_status(community, post, VISIBLE)
    community.content.posts["tombstone"][post] = NO_TOMBSTONE


def keep(community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0) -> None:
    """Look at a visible post and leave it where it is."""
    require_post(community, post, VISIBLE)
    act(community, manager, "keep", "post", post, reason, minutes)


def release(
    community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0
) -> None:
    """Let a held post appear; whoever it answers hears of it now."""
    require_post(community, post, HELD)
    act(community, manager, "release", "post", post, reason, minutes)
    _set_status(community, post, VISIBLE)
    posts = community.content.posts
    parent = int(posts["parent"][post])
    author = int(posts["author"][parent]) if parent != NONE else NOBODY
    if author not in (NOBODY, int(posts["author"][post])):
        community.agent(author).hear(int(post))


def delete_criticism(
    community: Community, manager: Manager | None, post: int, explained: bool = False, reason: str = "",
    minutes: float = 0,
) -> None:  # fmt: skip
    """Delete a decent complaint: its author is angry and says so again, and readers may notice the gap.

    Raises:
        ValueError: when the post is not a complaint, or breaks the rules; `remove` is for those.
    """
    require_post(community, post, VISIBLE, HIDDEN, HELD)
    posts, k = community.content.posts, community.k
    if posts["kind"][post] != COMPLAINT or posts["breaks_rules"][post]:
        raise ValueError(f"post {post} is not a decent complaint; use remove for what breaks the rules")
    act(community, manager, "delete_criticism", "post", post, reason, minutes)
    if posts["status"][post] != HELD:
        posts["tombstone"][post] = CENSORED_EXPLAINED if explained else CENSORED
    _set_status(community, post, REMOVED)
    community.tally.removals += 1
    author = int(posts["author"][post])
    if author == NOBODY:
        return
    critic, hurt = community.agent(author), rules.censorship_hurts(explained, k)
    critic.removals += 1
    critic.trust = rules.trust_lost(critic.trust, k.trust_lost_censored * hurt)
    critic.fairness = rules.fairness_after_sanction(critic.fairness, 1.0 - hurt, k)
    critic.grudge = rules.grudge_after(critic.grudge, k.grudge_censored * hurt, 0.0)
    critic.errand = COMPLAINING
    if posts["about"][post]:
        critic.outrage = max(critic.outrage, hurt)
        community.set_house(credibility=k.credibility * (1.0 - k.deletion_costs))


def warn(
    community: Community, manager: Manager | None, member: int, notice: str = "polite", post: int | None = None,
    reason: str = "", minutes: float = 0, rule: str = "",
) -> None:  # fmt: skip
    """Warn a member; it deters for a while, more so when it is polite, and felt to be deserved.

    Args:
        member: whom.
        notice: blunt, polite or explained.
        post: the post it is for; None for none in particular, which counts as deserved.
        rule: the rule that was broken, one of `conduct.BREACHES`; empty for none in particular.
    """
    told = one_of(notice, "notice", NOTICES)
    deserved = _deserved(community, post)
    require_member(community, member)
    act(community, manager, "warn", "member", member, reason, minutes, rule)
    community.tally.warnings += 1
    warned, k = community.agent(member), community.k
    rightful = rules.legitimacy(warned.fairness, told, deserved, k)
    warned.warnings += 1
    warned.grudge = rules.grudge_after(warned.grudge, k.grudge_warning, rightful)
    _learn(community, warned, k.deterrence_warning, rightful, told)


def block(
    community: Community, manager: Manager | None, member: int, hours: int, reason: str = "", minutes: float = 0,
    notice: str = "none", post: int | None = None, rule: str = "",
) -> None:  # fmt: skip
    """Keep a member from acting for some hours from now; reading stays possible.

    Some mend their ways, some come back with a grudge, some leave: it depends on how rightful it seems. A block
    out of the blue seems less so than one after a warning. Arguments as for `warn`.
    """
    told = one_of(notice, "notice", NOTICES)
    hours = whole(hours, "hours of a block", 1, 24 * 36_500)
    deserved = _deserved(community, post)
    require_member(community, member)
    act(community, manager, "block", "member", member, reason, minutes, rule)
    community.tally.blocks += 1
    blocked, k = community.agent(member), community.k
    rightful = rules.legitimacy(blocked.fairness, told, deserved, k)
    rightful = rules.legitimacy_of_block(rightful, blocked.warnings, k)
    blocked.blocked_until_hour = community.hour + 1 + hours
    blocked.blocks += 1
    blocked.grudge = rules.grudge_after(blocked.grudge, k.grudge_block, rightful)
    blocked.restraint = rules.restraint_after(blocked.restraint, k.restraint_block, rightful)
    _learn(community, blocked, k.deterrence_block, rightful, told)
    leaves, _, _, _ = block_of_draws(*community.key, community.hour, int(member), int(What.EXIT), 0)
    if unit(leaves) < rules.exit_chance(rightful, blocked.belonging, k):
        community.dismiss(int(member))


def exclude(community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0,
            rule: str = "") -> None:  # fmt: skip
    """Send a member away for good."""
    require_member(community, member)
    act(community, manager, "exclude", "member", member, reason, minutes, rule)
    community.dismiss(member)


def overturn(
    community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0,
    struck: bool = True,
) -> None:  # fmt: skip
    """Put a post back after an appeal, and say sorry; the author gets over most of it.

    Args:
        struck: whether the removal counted as a strike against its author, which is taken back.
    """
    require_post(community, post, REMOVED)
    act(community, manager, "overturn", "post", post, reason, minutes)
    posts, k = community.content.posts, community.k
    _set_status(community, post, VISIBLE)
    posts["tombstone"][post] = NO_TOMBSTONE
    community.tally.overturned += 1
    author = int(posts["author"][post])
    if author != NOBODY:
        member = community.agent(author)
        if struck:
            member.strikes = max(0, member.strikes - 1)
        member.fairness = rules.fairness_after_sanction(member.fairness, 1.0, k)
        member.grudge = rules.grudge_after_amends(member.grudge, k)


def uphold(community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0) -> None:
    """Look at an appeal and leave the post where it is: down."""
    require_post(community, post, REMOVED)
    act(community, manager, "uphold", "post", post, reason, minutes)


def _learn(community: Community, member: Member, strength: float, rightful: float, told: int) -> None:
    """Let a sanction deter, teach, and show what the team is like."""
    k, hour = community.k, community.hour
    left = rules.deterrence_left(member.deterrence, hour - member.deterrence_hour, k)
    member.deterrence = rules.deterrence_after(left, strength, rightful)
    member.deterrence_hour = hour
    member.fairness = rules.fairness_after_sanction(member.fairness, rightful, k)
    if told:
        member.rules_known = rules.rules_after_notice(member.rules_known, told, k)
    if told == EXPLAINED:
        member.restraint = rules.restraint_after(member.restraint, k.restraint_explanation, rightful)


def _deserved(community: Community, post: int | None) -> bool:
    if post is None:
        return True
    post = whole(post, "post", 0, community.content.post_count - 1)
    return bool(community.content.posts["breaks_rules"][post])


def _set_status(community: Community, post: int, status: int) -> None:
    community.content.posts["status"][post] = status
    community.content.posts["status_hour"][post] = community.hour


RULES = BREACHES[1:]
"""Names of the rules that can be broken."""
