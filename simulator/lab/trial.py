"""Trial: a campaign, and the same community under the same luck without it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..lens import uplift
from ..lens.events import activity
from ..lens.given import shown
from ..playbook.campaign import Campaign
from ..playbook.playbook import Playbook
from ..world.constants import HOURS_PER_DAY
from ..world.scenario import Scenario
from .logbook import Logbook
from .run import Run, simulate

COUNTS = ("log-ins", "contributions")


@dataclass(frozen=True, eq=False)
class Trial:
    """Two runs that differ in one campaign.

    Attributes:
        run, without: with the campaign, and without it. logins, logins_without: who came when.
        contacts: see `Campaign.contacts`. minutes, euros: what the campaign spent.
    """

    run: Run
    without: Run
    contacts: pd.DataFrame = field(repr=False)
    logins: pd.DataFrame = field(repr=False)
    logins_without: pd.DataFrame = field(repr=False)
    minutes: float
    euros: float

    def others(self, days: int = 14) -> np.ndarray:
        """Return members who were never meant, but came of their own accord in the days before it began."""
        if not len(self.contacts):
            return np.zeros(0, dtype=np.int64)
        began, left = self.contacts["hour"].min(), self.run.members["left_hour"]
        came = self.logins[(self.logins["hour"] <= began) & (self.logins["hour"] > began - days * HOURS_PER_DAY)]
        here = left.index[left > began]
        return np.setdiff1d(np.intersect1d(came["member"].unique(), here), self.contacts["member"])

    def three_ways(
        self, counts: str = "log-ins", days: int = 7, measure: str = "count", comparison: np.ndarray | None = None
    ) -> pd.DataFrame:
        """Return what the campaign brought, measured in three ways beside the truth (see `uplift.three_ways`).

        Args:
            counts: "log-ins" or "contributions". comparison: members to compare with who were never meant; None
                for `others()`.

        Raises:
            ValueError: for another word, or when nobody was contacted.
        """
        events = self._events(counts)
        comparison = self.others() if comparison is None else comparison
        return uplift.three_ways(*events, self.same_people(), comparison, len(self.run.hourly), days, measure)

    def spill_over(self, counts: str = "contributions", days: int = 7, measure: str = "count") -> uplift.Estimate:
        """Return what the campaign did to those who were held out."""
        hours = len(self.run.hourly)
        return uplift.truth(*self._events(counts), self.same_people(), hours, days, measure, arm="held out")

    def same_people(self) -> pd.DataFrame:
        """Return the contacts of those who joined before the first one: later ones may be others in the twin."""
        if not len(self.contacts):
            raise ValueError(
                "nobody was contacted; look at the campaign's window, audience and the team's minutes"
            )
        joined = self.contacts["member"].map(self.run.members["joined_hour"])
        return self.contacts[joined < self.contacts["hour"].min()]

    def _events(self, counts: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        if not isinstance(counts, str) or counts not in COUNTS:
            raise ValueError(f"counts must be one of {', '.join(COUNTS)}, got {shown(counts)}")
        if counts == "log-ins":
            return self.logins, self.logins_without
        return activity(self.run.posts), activity(self.without.posts)


def trial(
    campaign: Campaign, scenario: Scenario | str = "forum", playbook: Playbook | str = "balanced", seed: int = 0
) -> Trial:
    """Run a campaign in a community, and the community without it; the plan itself is not used up.

    Raises:
        ValueError: when `campaign` is none, or something cannot be used.
    """
    if not isinstance(campaign, Campaign):
        raise ValueError(f"campaign must be a Campaign, got {type(campaign).__name__}")
    campaign, book, quiet = deepcopy(campaign), Logbook(), Logbook()
    run = simulate(scenario, playbook, seed=seed, tactics=[book, campaign])
    without = simulate(scenario, playbook, seed=seed, tactics=[quiet])
    return Trial(
        run=run,
        without=without,
        contacts=campaign.contacts(),
        logins=book.logins(),
        logins_without=quiet.logins(),
        minutes=campaign.spent_minutes,
        euros=campaign.spent_euros,
    )
