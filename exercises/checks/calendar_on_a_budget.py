"""A calendar on a budget: the checks of exercise 04b - a plan that brings conversation, and can be paid for."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from simulator import Playbook, Run, Scenario

from . import inputs
from .feedback import check, not_yet, passed
from .newcomers import changed_settings
from .noise import beyond_luck, differences
from .personal import personal

MINUTES, EUROS = 200, 100
"""What there is in a week, besides what the team does anyway."""
WEEKS = 6
_UNSEEN = range(9201, 9221)
_CONFIDENCE = 0.99  # many plans can be tried one after the other, and none should pass by luck
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SUMS = ("all of these", "time of the team", "wishes, at most")
_FIXED_PREFIX = "engagement.minutes_per_"
_BEST_APPEAL = 2.0  # what a good post or prize of usual price can have
_LEAST_MINUTES = 20  # to write a post
_EUROS_PER_APPEAL = 200  # of a prize
# starters a week, thanks a week, days between contests: all of them ask for sums of several parts
_PARTS = [(n, thanks, days) for n in (2, 3, 4) for thanks in (15, 25, 35) for days in (14, 21)]


def forum() -> Scenario:
    """Return the forum of this exercise."""
    return Scenario.load("forum").replace(
        {
            "members": 600,
            "days": 7 * WEEKS,
            "population.visits_per_day": 0.4,
            "newcomers_per_1000_members_per_day": 12,
        }
    )


def plain_team() -> Playbook:
    """Return the team before anything is planned."""
    return Playbook.load("balanced")


def calendar(kind: str, *days: str) -> list[dict[str, Any]]:
    """Return a content calendar: one post of this kind on each of these weekdays, at 8:00 UTC."""
    return [{"day": day, "hour": 8, "kind": kind} for day in days]


def draft_of(name: Any) -> Playbook:
    """Return the draft plan that belongs to somebody, whose price is to be worked out by hand."""
    number, thanks, days = personal(name, "04b_calendar_on_a_budget", _PARTS)
    return plain_team().replace(
        {
            "engagement.calendar": [*calendar("starter", *_DAYS[:number]), *calendar("announcement", "daily")],
            "engagement.thanks_per_week": thanks,
            "engagement.contest.every_days": days,
        }
    )


def described(plan: Playbook) -> pd.Series:
    """Return what the price of a draft is made of."""
    engagement, contest = plan.engagement, plan.engagement.contest
    starters = [slot for slot in engagement.calendar if slot.day != "daily"]
    return pd.Series(
        {
            "starters a week": len(starters),
            "announcements a day": len(engagement.calendar) - len(starters),
            "minutes for each of these": engagement.calendar[0].minutes,
            "thanks a week": engagement.thanks_per_week,
            "minutes for a thank-you": engagement.minutes_per_thanks,
            "days from one contest to the next": contest.every_days,
            "minutes to open one, and to name the winner": contest.minutes + engagement.minutes_per_award,
            "euros for the prize": contest.euros,
        }
    )


def conversation(run: Run) -> float:
    """Count what members wrote, entries to contests left out."""
    return float(((run.posts["author"] >= 0) & (run.posts["kind"] != "entry")).sum())


@check
def check_cost(draft: Any, minutes: Any, euros: Any) -> str:
    """Say whether the weekly price of a draft was worked out.

    Args:
        draft: of `draft_of`. minutes, euros: what it asks for in a usual week.
    """
    fault = (
        inputs.playbook("draft", draft)
        or inputs.number("minutes", minutes, 0, 10_000, 120)
        or inputs.number("euros", euros, 0, 1e6, 50)
    )
    if fault:
        return fault
    right_minutes, right_euros = _price(draft)
    by_hand = "Take it part by part: how often a week, times how much each."
    if _same(minutes, right_minutes) and _same(euros, right_euros):
        return passed(
            f"{right_minutes:.0f} minutes and {right_euros:.0f} euros a week. draft.cost(forum()) says the same."
        )
    if _same(minutes, right_euros) and _same(euros, right_minutes):
        return not_yet("minutes and euros are the wrong way round.", "Swap them.")
    if not _same(minutes, right_minutes):
        daily = sum(slot.minutes for slot in draft.engagement.calendar if slot.day == "daily")
        if daily and _same(minutes, right_minutes - 6 * daily):
            return not_yet("what happens daily was counted once.", "A week has seven days.")
        if _same(minutes, right_minutes + _contest(draft)[0] - _contest(draft, weekly=True)[0]):
            return not_yet("a whole contest was counted each week.", "Divide by the weeks from one to the next.")
        if _same(minutes, right_minutes - _contest(draft, weekly=True)[0]):
            return not_yet("minutes leaves the contest out.", "Opening it and naming the winner take time.")
        return not_yet(f"minutes: {minutes:g} is not what the draft asks for.", by_hand)
    if _same(euros, _contest(draft)[1]):
        return not_yet("euros is the price of a whole contest.", "Divide by the weeks from one to the next.")
    return not_yet(f"euros: {euros:g} is not what the draft asks for.", by_hand)


@check
def check_plan(plan: Any) -> str:
    """Say whether a plan keeps to the budget and brings conversation, in twenty forums that no page names.

    Args:
        plan: the plain team with settings of `engagement` altered.
    """
    if fault := inputs.playbook("plan", plan) or _fault_of_settings(plan) or _fault_of_price(plan):
        return fault
    before, after = (forum(), plain_team()), (forum(), plan)
    spent = differences(_minutes, before, after, _UNSEEN)
    if beyond_luck(spent - MINUTES * WEEKS).up:
        return not_yet(
            f"lived through, the plan takes {spent.mean() / WEEKS:.0f} minutes a week of {MINUTES}.",
            "What depends on members, such as answers to first posts, is not in the price. Leave room for it.",
        )
    missed = beyond_luck(differences(_missed, before, after, _UNSEEN))
    if missed.up:
        return not_yet(
            f"{missed.mean:.0f} more tasks were given up in six weeks.",
            "Nobody was there, or had time. Ask for less.",
        )
    more = beyond_luck(differences(conversation, before, after, _UNSEEN), _CONFIDENCE)
    if not more.up:
        said = f"conversation changes by {more} posts and replies: luck could explain it."
        return not_yet(said, _why_not(plan))
    return passed(
        f"{more} posts and replies of members in six weeks, {len(_UNSEEN)} unseen forums, for "
        f"{spent.mean() / WEEKS:.0f} minutes and {_price(plan)[1]:.0f} euros a week."
    )


@check
def check_reasons(plan: Any, reasons: Any) -> str:
    """Say whether a plan is defended with figures of its own.

    Args:
        plan: as for `check_plan`. reasons: what you would tell your boss, at least 25 words.
    """
    fault = inputs.playbook("plan", plan) or inputs.text("reasons", reasons, 25)
    if fault:
        return fault
    minutes, euros = _price(plan)
    if not minutes + euros:
        return not_yet("the plan asks for nothing yet.", "Make it first.")
    named = [float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", reasons)]
    if not named:
        return not_yet(
            "your reasons have no figure.", "Say what the plan costs in a week; plan.cost(forum()) knows it."
        )
    if not any(abs(each - total) < 1 for each in named for total in (minutes, euros) if total):
        return not_yet(
            "no figure in your reasons is the price of this plan.", f"It asks for {minutes:.0f} minutes a week."
        )
    if not re.search(r"\b(instead|not|without|rather|less|drop|give up|no)\b", reasons.casefold()):
        return not_yet("your reasons say what you do.", "Say also what you do not do, and why not.")
    return passed("a price, a reason, and what is left out: that can be discussed.")


def _fault_of_settings(plan: Playbook) -> str:
    changed = changed_settings(plain_team(), plan)
    if not changed:
        return not_yet("nothing is planned yet.", "Alter settings of engagement in .replace({...}).")
    if others := [name for name in changed if not name.startswith("engagement.")]:
        return not_yet(f"{others[0]} was changed, too.", "You have a budget for engagement; leave the rest alone.")
    if cheaper := [name for name in changed if name.startswith(_FIXED_PREFIX) or name.endswith("contest.minutes")]:
        return not_yet(
            f"{cheaper[0]} says how long it takes.", "Nobody works faster because a plan says so; leave it."
        )
    for slot in plan.engagement.calendar:
        if slot.minutes < _LEAST_MINUTES or slot.appeal > _BEST_APPEAL:
            return not_yet(
                "a post of the calendar is too good for its minutes.",
                f"Give each at least {_LEAST_MINUTES} minutes and an appeal of at most {_BEST_APPEAL:g}.",
            )
    contest = plan.engagement.contest
    if contest.every_days and contest.euros < _EUROS_PER_APPEAL * contest.appeal:
        return not_yet(
            "the prize of your contest is too good for its euros.",
            f"An appeal of {contest.appeal:g} costs {_EUROS_PER_APPEAL * contest.appeal:g} euros.",
        )
    if (
        plan.engagement.ads_per_day
        and plan.engagement.euros_per_newcomer < plain_team().engagement.euros_per_newcomer
    ):
        return not_yet("your ads are cheaper than ads are.", "Leave euros_per_newcomer as it was.")
    return ""


def _fault_of_price(plan: Playbook) -> str:
    minutes, euros = _price(plan)
    if minutes > MINUTES:
        return not_yet(
            f"the plan asks for {minutes:.0f} minutes a week of {MINUTES}.", "Drop what brings least for it."
        )
    if euros > EUROS:
        return not_yet(
            f"the plan asks for {euros:.0f} euros a week of {EUROS}.", "Prizes, perks and ads cost euros."
        )
    return ""


def _why_not(plan: Playbook) -> str:
    engagement = plan.engagement
    if engagement.contest.every_days:
        return "Entries to a contest are not conversation, and the weeks after are quieter. Try it without."
    kinds = {slot.kind for slot in engagement.calendar}
    if kinds and not kinds & {"starter", "talk"}:
        return "Announcements draw likes rather than answers. What would make members talk?"
    if engagement.welcome != "none" and not engagement.answer_first_posts_hours:
        return "Greetings go to many who never write. What about those who did?"
    return "One small thing drowns in luck; put several together that cost few minutes."


def _price(plan: Playbook) -> tuple[float, float]:
    """Return minutes and euros a week, without what the team had before."""
    table = plan.cost(forum())
    total = table.drop(index=[name for name in _SUMS if name in table.index]).sum()
    return float(total["minutes"]), float(total["euros"])


def _contest(plan: Playbook, weekly: bool = False) -> tuple[float, float]:
    """Return minutes and euros of one contest, or of its share of a week."""
    contest = plan.engagement.contest
    if not contest.every_days:
        return 0.0, 0.0
    part = 7 / contest.every_days if weekly else 1.0
    return part * (contest.minutes + plan.engagement.minutes_per_award), part * contest.euros


def _same(answer: float, right: float) -> bool:
    """Tell whether a sum was worked out: the next whole number is close enough."""
    return bool(np.isfinite(answer)) and abs(answer - right) <= 1


def _minutes(run: Run) -> float:
    return float(run.hourly["team_minutes"].sum())


def _missed(run: Run) -> float:
    return float(run.hourly["tasks_missed"].sum())
