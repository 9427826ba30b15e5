"""Engagement: how newcomers are met, what is published when, contests, recognition, ambassadors, ads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from ..settings import Section, setting
from .ads import Ads
from .ambassadors import Ambassadors
from .calendar import Calendar, Contest, Slot
from .recognition import Recognition
from .welcome import Welcome
from .workday import Job

if TYPE_CHECKING:
    from ..world.community import Tactic


class Engagement(Section):
    """What the team does to keep the community alive."""

    welcome: Literal["none", "bot", "person"] = setting("none", "name", "who greets newcomers")
    minutes_per_welcome: float = setting(2, "minutes", "minutes to greet a newcomer in person", gt=0, le=60)
    answer_first_posts_hours: int = setting(
        0,
        "hours",
        "first posts of newcomers are answered within so many hours; 0 leaves them to members",
        ge=0,
        le=720,
    )
    minutes_per_first_post: float = setting(4, "minutes", "minutes to answer a first post", gt=0, le=60)
    calendar: tuple[Slot, ...] = setting((), "slots", "what is published when, week by week", max_length=100)
    contest: Contest = Contest()
    features_per_week: int = setting(
        0, "threads/week", "lively threads of members that are put in front", ge=0, le=100
    )
    minutes_per_feature: float = setting(3, "minutes", "minutes to find and feature a thread", gt=0, le=60)
    thanks_per_week: int = setting(0, "members/week", "active members who are thanked", ge=0, le=10_000)
    minutes_per_thanks: float = setting(1, "minutes", "minutes to thank somebody", gt=0, le=60)
    awards_per_month: int = setting(0, "awards/30 days", "awards given", ge=0, le=10_000)
    awards_to: Literal["busiest", "newcomers"] = setting(
        "busiest", "name", "who gets them: who wrote most in 30 days, or newcomers who wrote"
    )
    minutes_per_award: float = setting(
        10, "minutes", "minutes to choose somebody and write a laudation", gt=0, le=60
    )
    award_euros: float = setting(0, "euros", "what goes with an award", ge=0, le=100_000)
    badges: int = setting(0, "posts", "contributions from one badge to the next; 0 for no badges", ge=0, le=10_000)
    invitations_per_week: int = setting(
        0, "members/week", "lurkers who visit and are asked in person for a contribution", ge=0, le=10_000
    )
    minutes_per_invitation: float = setting(2, "minutes", "minutes to ask somebody in person", gt=0, le=60)
    ambassadors: int = setting(0, "members", "influential members with whom a special bond is kept", ge=0, le=1000)
    minutes_per_ambassador: float = setting(
        20, "minutes/week", "minutes a week that an ambassador gets", gt=0, le=60
    )
    ambassador_euros: float = setting(10, "euros/week", "perks an ambassador gets", ge=0, le=100_000)
    ads_per_day: float = setting(0, "members/day", "newcomers whom ads bring", ge=0, le=100_000)
    euros_per_newcomer: float = setting(4, "euros", "what ads cost for each of them", ge=0, le=10_000)

    @model_validator(mode="after")
    def _contest_fits(self) -> Self:
        contest = self.contest
        if contest.every_days and contest.lasts_days >= contest.every_days:
            raise ValueError(
                f"contest.lasts_days must be less than every_days ({contest.every_days}), got {contest.lasts_days}"
            )
        return self

    def house(self) -> dict[str, float]:
        """Return what visitors meet of it, for `Community.set_house`."""
        return {"badges": self.badges, "ads_per_day": self.ads_per_day}

    def tactics(self) -> list[Tactic]:
        """Return what the team plans every hour about it."""
        return [Welcome(self), Calendar(self), Recognition(self), Ambassadors(self), Ads(self)]

    def jobs(self) -> dict[str, Job]:
        """Return how the tasks are done that this section plans."""
        return {name: job for tactic in self.tactics() for name, job in tactic.jobs().items()}
