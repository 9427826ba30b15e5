"""Playbook: everything a team has decided, as one frozen and validated object."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..settings import Settings, text
from .moderation import Moderation
from .netiquette import Netiquette
from .queue import ModerationQueue
from .team import Team

if TYPE_CHECKING:
    from ..world.community import Community, Tactic
    from ..world.manager import Manager


class Playbook(Settings):
    """What the team does; `Playbook.load("balanced")` gives one that ships.

    Its sections: the rules of the house, how breaches are found and dealt with, and who is on the team.
    """

    shelf: ClassVar[str] = "playbooks"
    noun: ClassVar[str] = "playbook"

    name: str = text("custom", 80, "short name", shortest=1)
    title: str = text("A playbook", 200, "what people call it")
    description: str = text("", 5000, "what it is for, in a paragraph")
    team: Team = Team()
    netiquette: Netiquette = Netiquette()
    moderation: Moderation = Moderation()

    def hire(self, community: Community) -> list[Manager]:
        """Put the people of `team` to work in a community; return them in the order of their numbers."""
        return self.team.hire(community)

    def tactics(self) -> list[Tactic]:
        """Return what the team does every hour, in this order."""
        return [ModerationQueue(self.netiquette, self.moderation, self.team)]

    def house(self) -> dict[str, float]:
        """Return what visitors meet of it: shown rules, filters and forms (see `Community.set_house`)."""
        return self.netiquette.house() | self.moderation.house()
