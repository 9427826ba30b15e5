"""Budget: what a plan will ask for in a usual week, in minutes and euros, beside what the team has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..world.scenario import Scenario
from .team import WEEKDAYS

if TYPE_CHECKING:
    from .playbook import Playbook

WEEK_DAYS = 7
MONTH_DAYS = 30


def weekly(playbook: Playbook, scenario: Scenario) -> pd.DataFrame:
    """Return what each tactic of a playbook asks for in a usual week; index is the tactic's name.

    Columns: minutes, euros. What depends on what members do (flags, complaints, wishes, first posts) can't be
    known beforehand and is left out; newcomers are taken as the scenario says. The row "time of the team" is what
    there is.
    """
    plan, care = playbook.engagement, playbook.care
    newcomers = scenario.newcomers_per_1000_members_per_day * scenario.members / 1000 * WEEK_DAYS
    contests = WEEK_DAYS / plan.contest.every_days if plan.contest.every_days else 0.0
    awards = plan.awards_per_month * WEEK_DAYS / MONTH_DAYS
    slots = [(slot, WEEK_DAYS if slot.day == "daily" else 1) for slot in plan.calendar]
    ads = plan.ads_per_day * WEEK_DAYS
    rows = {
        "welcome": (newcomers * plan.minutes_per_welcome * (plan.welcome == "person"), 0.0),
        "calendar": (sum(s.minutes * n for s, n in slots), sum(s.euros * n for s, n in slots)),
        "contests": (contests * (plan.contest.minutes + plan.minutes_per_award), contests * plan.contest.euros),
        "features": (plan.features_per_week * plan.minutes_per_feature, 0.0),
        "thanks": (plan.thanks_per_week * plan.minutes_per_thanks, 0.0),
        "awards": (awards * plan.minutes_per_award, awards * plan.award_euros),
        "invitations": (plan.invitations_per_week * plan.minutes_per_invitation, 0.0),
        "ambassadors": (
            plan.ambassadors * plan.minutes_per_ambassador, plan.ambassadors * plan.ambassador_euros
        ),
        "ads": (0.0, ads * plan.euros_per_newcomer),
        "wishes, at most": (
            0.0, care.wishes_at_a_time * care.wish_euros * WEEK_DAYS / care.ship_days * (care.wishes == "check")
        ),
    }  # fmt: skip
    asked = pd.DataFrame.from_dict(rows, orient="index", columns=["minutes", "euros"], dtype="float64")
    asked = asked[(asked != 0).any(axis=1)]
    asked.loc["all of these"] = asked.sum()
    asked.loc["time of the team"] = (_minutes_of_team(playbook), 0.0)
    return asked.rename_axis("tactic")


def _minutes_of_team(playbook: Playbook) -> float:
    """Return the minutes that people with a shift have in a week; volunteers come on top."""
    total = 0.0
    for shift in playbook.team.shifts:
        hours = (shift.ends - shift.begins) % 24 or 24
        total += hours * shift.minutes_per_hour * len(set(shift.days) & set(WEEKDAYS))
    return total
