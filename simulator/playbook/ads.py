"""Ads: newcomers who were paid for, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..world.population import ADS
from .acts import act

if TYPE_CHECKING:
    from ..world.community import Community
    from .engagement import Engagement
    from .workday import Job


class Ads:
    """Pays for the newcomers that ads brought in this hour."""

    def __init__(self, section: Engagement) -> None:
        """Work by a section of a playbook."""
        self.section = section

    def on_hour(self, community: Community) -> None:
        """Write the bill into the audit log."""
        arrived = int(community.tally.arrivals)
        if not arrived or not community.k.ads_per_day:
            return
        brought = int(np.sum(community.members["source"][-arrived:] == ADS))
        if brought:
            euros = brought * self.section.euros_per_newcomer
            act(community, None, "advertise", "house", -1, f"{brought} newcomers", 0, money=euros)

    def jobs(self) -> dict[str, Job]:
        """Ads take nobody's time."""
        return {}
