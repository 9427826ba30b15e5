"""Bonds: the verbs that win people - greet, thank, award, invite, befriend, enlist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..world.agents import rules
from ..world.behaviour import NO_ERRAND, TALKING
from ..world.chance import What, block, unit
from .acts import act, require_member

if TYPE_CHECKING:
    from ..world.agents import Member
    from ..world.community import Community
    from ..world.manager import Manager


def greet(
    community: Community, manager: Manager | None, member: int, by_person: bool = True, reason: str = "",
    minutes: float = 0,
) -> None:  # fmt: skip
    """Greet a newcomer: some come to introduce themselves. A bot's greeting does little."""
    require_member(community, member)
    act(community, manager, "greet", "member", member, reason, minutes)
    greeted, k = community.agent(int(member)), community.k
    effect = 1.0 if by_person else k.greeting_by_bot
    greeted.greetings += 1
    greeted.belonging = rules.moved(greeted.belonging, k.greeting_belonging, effect)
    _call(greeted, k.greeting_draws * effect, What.GREETING)


def invite(
    community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0
) -> None:
    """Ask a member in person for a contribution; some come and say something."""
    require_member(community, member)
    act(community, manager, "invite", "member", member, reason, minutes)
    _call(community.agent(int(member)), community.k.invitation_draws, What.INVITATION)


def thank(
    community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0
) -> None:
    """Thank a member: it calls them back, and whoever is thanked likes more readily."""
    require_member(community, member)
    act(community, manager, "thank", "member", member, reason, minutes)
    thanked, k = community.agent(int(member)), community.k
    thanked.thanks += 1
    thanked.zest = rules.zest_after_recognition(thanked.zest, k.thanks_zest)
    thanked.belonging = rules.moved(thanked.belonging, k.thanks_belonging, 1.0)
    thanked.pull = min(k.pull_ceiling, thanked.pull + k.thanks_pull)
    _wake(thanked, k.thanks_wakes)


def award(
    community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0,
    money: float = 0,
) -> None:  # fmt: skip
    """Give a member an award: it gives zest and belonging, and wakes some who had fallen silent."""
    require_member(community, member)
    act(community, manager, "award", "member", member, reason, minutes, money=money)
    awarded, k = community.agent(int(member)), community.k
    awarded.awards += 1
    awarded.zest = rules.zest_after_recognition(awarded.zest, k.award_zest)
    awarded.belonging = rules.moved(awarded.belonging, k.award_belonging, 1.0)
    _wake(awarded, k.award_wakes)


def befriend(
    community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0,
    money: float = 0,
) -> None:  # fmt: skip
    """Give a member personal attention as an ambassador. The bond fades; who is dropped turns on the brand."""
    require_member(community, member)
    act(community, manager, "befriend", "member", member, reason, minutes, money=money)
    friend = community.agent(int(member))
    friend.ambassador = 1
    friend.bond = rules.moved(friend.bond, community.k.bond_gain, 1.0)


def enlist(
    community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0
) -> None:
    """Win a member to set an example: from now on every post of theirs is decent and speaks for decency."""
    require_member(community, member)
    act(community, manager, "enlist", "member", member, reason, minutes)
    community.agent(int(member)).champion = 1


def _wake(member: Member, chance: float) -> None:
    """End a member's silence, with some probability."""
    community = member.model
    wakes, _, _, _ = block(*community.key, community.hour, member.member, int(What.AWARD), 0)
    if member.silent_until_hour > community.hour and unit(wakes) < chance:
        member.silent_until_hour = community.hour + 1


def _call(member: Member, chance: float, what: What) -> None:
    """Let a member come to say something, with some probability, unless there is an errand already."""
    community = member.model
    comes, _, _, _ = block(*community.key, community.hour, member.member, int(what), 0)
    if member.errand == NO_ERRAND and unit(comes) < chance:
        member.errand = TALKING
