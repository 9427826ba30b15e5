"""Playbook: everything a team has decided, as one frozen and validated object."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..settings import Settings, text
from ..world.scenario import Scenario
from .budget import weekly
from .care import Care
from .crisis import Crisis
from .engagement import Engagement
from .moderation import Moderation
from .netiquette import Netiquette
from .queue import ModerationQueue
from .team import Team
from .workday import Workday

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ..world.community import Community, Tactic
    from ..world.manager import Manager


class Playbook(Settings):
    """What the team does; `Playbook.load("balanced")` gives one that ships.

    Its sections: who is on the team, the rules of the house, how breaches are found and dealt with, what keeps the
    community alive, how those are answered who turn to the brand, and what is said in a crisis.
    """

    shelf: ClassVar[str] = "playbooks"
    noun: ClassVar[str] = "playbook"

    name: str = text("custom", 80, "short name", shortest=1)
    title: str = text("A playbook", 200, "what people call it")
    description: str = text("", 5000, "what it is for, in a paragraph")
    team: Team = Team()
    netiquette: Netiquette = Netiquette()
    moderation: Moderation = Moderation()
    engagement: Engagement = Engagement()
    care: Care = Care()
    crisis: Crisis = Crisis()

    def hire(self, community: Community, before: Sequence[Manager] = ()) -> list[Manager]:
        """Put the people of `team` to work in a community; return them in the order of their numbers.

        Args:
            before: the team before a fork; its volunteers stay.
        """
        return self.team.hire(community, before)

    def tactics(self) -> list[Tactic]:
        """Return what the team does every hour, in this order: plan, then work by the team's priorities."""
        sections = (self.crisis, self.care, self.engagement)
        known = [name for section in sections for name in section.jobs()]
        work: dict[str, Tactic] = {
            "moderation": ModerationQueue(
                self.netiquette, self.moderation, self.team, self.crisis.strategy == "delete"
            ),
            "care": Workday(self.care.jobs()),
            "engagement": Workday(self.engagement.jobs()),
        }
        planning = [*self.crisis.tactics(), *self.care.tactics(), *self.engagement.tactics()]
        # What a crisis asks for goes before everything else.
        return [*planning, Workday(self.crisis.jobs(), known), *(work[name] for name in self.team.priorities)]

    def cost(self, scenario: Scenario | str = "forum") -> pd.DataFrame:
        """Return what the plan asks for in a usual week, beside the team's time (see `budget.weekly`)."""
        place = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
        return weekly(self, place)

    def house(self) -> dict[str, float]:
        """Return what visitors meet of it: shown rules, filters, forms, badges (see `Community.set_house`)."""
        return self.netiquette.house() | self.moderation.house() | self.engagement.house()
