"""One post, two goals: the checks of exercise 02a - read both, name their figures, serve both with one plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simulator import Community, Playbook, Run, Scenario
from simulator.lens.six_tasks import TASKS, by_task
from simulator.lens.team_posts import CAME_OF_IT, team_posts
from simulator.playbook import verbs

from . import inputs
from .feedback import check, not_yet, passed
from .noise import UNSEEN, beyond_luck, lived
from .personal import personal

EXERCISE = "02a_one_post_two_goals"
KINDS = ("announcement", "starter")
VOICES = ("person", "brand", "no difference")
KEPT = 0.5  # the brief of the exercise: at least half of the readings must be left
FORUM = Scenario.load("forum").replace({"members": 1000, "days": 30, "population.visits_per_day": 0.2})
PLACE = FORUM.replace(members=700, days=42)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CALENDAR = "engagement.calendar"


def my_case(name: Any) -> tuple[pd.DataFrame, dict[str, Run], Playbook]:
    """Return what the exercise hands to somebody: two posts, two teams, and a plan to change."""
    return my_posts(name), my_teams(name), my_plan(name)


def my_posts(name: Any) -> pd.DataFrame:
    """Return what came of an announcement and of a starter in the forum that belongs to a name; one row a kind."""
    return posts_of(personal(name, EXERCISE, range(1, 300), talk_of, (3, 9)))


def my_plan(name: Any) -> Playbook:
    """Return a plan of seven announcements a week at the hour that belongs to a name."""
    hour = personal(name, f"{EXERCISE} hour", range(7, 20))
    slots = [{"day": day, "hour": hour, "kind": "announcement", "appeal": 2, "minutes": 20} for day in _DAYS]
    plan = Playbook.load("broadcast").replace({_CALENDAR: slots, "engagement.ads_per_day": 0})
    return plan.replace(name="seven_announcements")


def my_teams(name: Any) -> dict[str, Run]:
    """Return the two plans of the notebook, lived through with the luck that belongs to a name."""
    seed = personal(name, f"{EXERCISE} tasks", range(1, 300))
    return {plan: lived(PLACE, plan, seed) for plan in ("broadcast", "facilitator")}


def posts_of(seed: int) -> pd.DataFrame:
    """Return what came of one announcement and of one starter in two futures of the same forum."""
    past = Community(FORUM, None, seed=seed).run_for(days=15)
    rows = []
    for kind in KINDS:
        future = past.fork()
        verbs.publish(future, None, kind=kind, appeal=2)
        rows.append(team_posts(future.run_for(days=7).to_run()))
    return pd.concat(rows).set_index("kind")


def talk_of(seed: int) -> float:
    """Return how many answers among members a starter brings: the difficulty, neither none nor a crowd."""
    return float(posts_of(seed).loc["starter", "answers_among_members"])


@check
def check_reading(posts: Any, likes_of_announcement: Any, talk_after_starter: Any) -> str:
    """Say whether two numbers were read from `two_goals`.

    Args:
        posts: the table that the figure shows.
        likes_of_announcement: likes that the announcement got.
        talk_after_starter: answers that members gave to each other after the starter.
    """
    fault = (
        inputs.table("posts", posts, list(CAME_OF_IT), least_rows=2)
        or inputs.number("likes_of_announcement", likes_of_announcement, 0, 1e6, 12)
        or inputs.number("talk_after_starter", talk_after_starter, 0, 1e6, 12)
    )
    if not fault and sorted(map(str, posts.index)) != sorted(KINDS):
        fault = not_yet("posts has not one row for each kind of post.", "Take the table that my_posts returned.")
    if fault:
        return fault
    first = _fault_of_number(posts, "likes_of_announcement", likes_of_announcement, ("announcement", "likes"))
    second = _fault_of_number(
        posts, "talk_after_starter", talk_after_starter, ("starter", "answers_among_members")
    )
    return first or second or passed("the one was liked, the other was talked about.")


@check
def check_report(reach: Any, talk: Any, calm: Any, storm: Any) -> str:
    """Say whether each goal was given its figure, and each situation its voice.

    Args:
        reach: the figure that shows how far a post has got.
        talk: the figure that shows members talking to each other.
        calm: who had better answer where little is at stake, "person", "brand" or "no difference".
        storm: the same amid many angry comments.
    """
    fault = inputs.choice("reach", reach, CAME_OF_IT) or inputs.choice("talk", talk, CAME_OF_IT)
    fault = fault or inputs.choice("calm", calm, VOICES) or inputs.choice("storm", storm, VOICES)
    if fault:
        return fault
    if talk != "answers_among_members":
        why = {
            "likes": "a like is a nod, and nobody has said anything.",
            "readings": "to read is to be reached, and still to be silent.",
            "answers_to_team": "these are letters to you; if you left, nobody would be talking.",
        }[talk]
        return not_yet(f"talk: {why}", "Which figure counts what members say to members?")
    if reach not in ("readings", "likes"):
        return not_yet(
            "reach: answers are given by few of those whom a post has reached.",
            "Which figure counts all who saw it?",
        )
    if reach == "likes":
        return not_yet("reach: many see a post and do not press anything.", "Which figure counts them, too?")
    if calm != "person":
        return not_yet(
            "calm: readers trusted a human voice more where little was at stake (Barcelos and others, 2018).",
            "Read 'Who is speaking?' again.",
        )
    if storm != "no difference":
        return not_yet(
            "storm: amid many angry comments that advantage was gone (Barcelos and others, 2018).",
            "A human voice is right, and no cure.",
        )
    return passed("each goal has its own figure, and a voice alone calms no storm.")


@check
def check_tasks(teams: Any, building_percent: Any, untouched: Any, bridge: Any) -> str:
    """Say whether the six tasks were read from `task_shares`.

    Args:
        teams: the two runs by name.
        building_percent: which part of its minutes the facilitator's team gave to building, in percent.
        untouched: the task to which neither team gave a minute.
        bridge: the task in which members' complaints and wishes are carried to the brand.
    """
    fault = inputs.mapping("teams", teams, ("broadcast", "facilitator"))
    for name in () if fault else teams:
        fault = fault or inputs.run(f"teams[{name!r}]", teams[name])
    fault = (
        fault
        or inputs.number("building_percent", building_percent, 0, 100, 12)
        or inputs.choice("untouched", untouched, TASKS)
        or inputs.choice("bridge", bridge, TASKS)
    )
    if fault:
        return fault
    minutes = by_task(teams["facilitator"])["minutes"]
    right = 100 * minutes["Building"] / minutes.sum() if minutes.sum() else np.nan
    if not abs(building_percent - right) <= 0.5 + 1e-9:  # the figure prints whole percents
        if abs(100 * building_percent - right) <= 0.5:
            return not_yet(f"building_percent: {building_percent:g} is a fraction.", "Multiply it by 100.")
        if abs(building_percent - minutes["Building"]) <= 0.5:
            return not_yet(f"building_percent: {building_percent:g} are minutes.", "The figure shows percent.")
        return not_yet(
            f"building_percent: {building_percent:g} is not in the figure.",
            "Read the full bar beside 'Building'.",
        )
    done = [task for task in TASKS if any(by_task(run).loc[task, "acts"] for run in teams.values())]
    if untouched in done:
        return not_yet(f"untouched: some team did something for '{untouched}'.", "Look where both bars say 0%.")
    if bridge != "Support":
        return not_yet(
            f"bridge: '{bridge}' is not where a complaint is answered or a wish is checked and passed on.",
            "Look at the table of acts: which task has them?",
        )
    return passed(f"{right:.0f}% for building, and nobody has talked to the opinion leaders.")


@check
def check_plan(before: Any, after: Any) -> str:
    """Say whether one plan serves both goals: members talk more, and at least half of the readings are left.

    Both plans live through six forums that nobody has seen.

    Args:
        before: the plan of seven announcements. after: the same plan with another calendar.
    """
    fault = inputs.playbook("before", before) or inputs.playbook("after", after) or _fault_of_change(before, after)
    if fault:
        return fault
    was, now = _came_of(before), _came_of(after)
    talk = beyond_luck(now["answers_among_members"] - was["answers_among_members"])
    left = now["readings"].sum() / max(was["readings"].sum(), 1)
    if not talk.up:
        return not_yet(
            f"answers among members per week changed by {talk} in six unseen forums, which luck alone could do.",
            "An announcement is answered to the team; let some posts ask members something.",
        )
    if beyond_luck(now["readings"] - KEPT * was["readings"]).down:
        return not_yet(
            f"members talk more ({talk} answers a week), but only {left:.0%} of the readings are left.",
            "The other desk wants at least half; give it some posts back.",
        )
    return passed(f"{talk} answers among members a week, and {left:.0%} of the readings are left.")


def _came_of(plan: Playbook) -> pd.DataFrame:
    """Return readings of the team's posts and answers among members in them, a week, one row an unseen forum."""
    weeks = PLACE.days / 7
    rows = [team_posts(lived(PLACE, plan, seed))[["readings", "answers_among_members"]].sum() for seed in UNSEEN]
    return pd.DataFrame(rows) / weeks


def _fault_of_change(before: Playbook, after: Playbook) -> str:
    same = {"name": after.name, "title": after.title, "description": after.description}
    if before.replace(same | {_CALENDAR: after.engagement.calendar}) != after:
        return not_yet(
            "more than the calendar was changed.",
            "Change the kind of some posts only, or you can't tell what did it.",
        )
    if before.engagement.calendar == after.engagement.calendar:
        return not_yet("the calendar is as it was.", 'Let the kind of some posts be "starter".')
    for what in ("minutes", "euros"):
        was, now = (_a_week(plan, what) for plan in (before, after))
        if now > was:
            return not_yet(
                f"the calendar now takes {now:g} {what} a week, before {was:g}.", "Keep to what you have."
            )
    most = max((slot.appeal for slot in before.engagement.calendar), default=0)
    if any(slot.appeal > most for slot in after.engagement.calendar):
        return not_yet(
            "some posts are better made than before.", "Better posts help everybody; leave appeal alone."
        )
    return ""


def _a_week(plan: Playbook, what: str) -> float:
    return sum(getattr(slot, what) * (7 if slot.day == "daily" else 1) for slot in plan.engagement.calendar)


def _fault_of_number(posts: pd.DataFrame, name: str, answer: float, cell: tuple[str, str]) -> str:
    """Return what is wrong with one reading: the other post, another figure, both kinds of answer, or neither."""
    kind, column = cell
    if answer == posts.loc[cell]:
        return ""
    look = f"Read '{CAME_OF_IT[column]}' beside '{kind}'."
    other = next(each for each in KINDS if each != kind)
    if answer == posts.loc[other, column]:
        return not_yet(f"{name}: {answer:g} belongs to the {other}.", look)
    for another, title in CAME_OF_IT.items():
        if answer == posts.loc[kind, another]:
            return not_yet(f"{name}: {answer:g} counts '{title.lower()}'.", look)
    if column == "answers_among_members" and answer == posts.loc[cell] + posts.loc[kind, "answers_to_team"]:
        return not_yet(f"{name}: {answer:g} counts answers to the team, too.", look)
    return not_yet(f"{name}: {answer:g} is not in the figure.", look)
