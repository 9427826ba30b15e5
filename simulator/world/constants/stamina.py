"""Stamina: what work and attacks do to the people of the team, in numbers."""

from __future__ import annotations

from ...settings import Section
from .declared import CHOICE, constant


class Stamina(Section):
    """How people of the team tire, keep their composure, and err."""

    # The team
    fatigue_per_hour: float = constant(
        0.06, 0, 1, "share of the gap", CHOICE, "tiredness after an hour that was worked through"
    )
    fatigue_half_life_hours: float = constant(5, 0.5, 100, "hours", CHOICE, "recovery in an hour without work")
    fatigue_errs: float = constant(
        0.5,
        0,
        1,
        "share",
        "judgement declines with tiredness; size is a design choice",
        "judgement lost at full fatigue",
    )
    composure_attack: float = constant(
        0.06, 0, 1, "share", CHOICE, "composure lost by reading an attack on oneself or the team"
    )
    composure_rude: float = constant(0.01, 0, 1, "share", CHOICE, "composure lost by judging a rude post")
    composure_half_life_hours: float = constant(60, 1, 2000, "hours", CHOICE, "recovery of composure")
    composure_errs: float = constant(0.5, 0, 1, "share", CHOICE, "judgement lost without any composure")
    knee_jerk: float = constant(
        0.9, 0, 1, "probability", CHOICE, "a manager without composure answers bluntly, whatever was agreed"
    )
    criticism_misread: float = constant(
        1.5, 1, 10, "x", CHOICE, "how much likelier a complaint is taken for a breach than other decent posts"
    )
    second_look: float = constant(
        0.1, 0, 1, "share", CHOICE, "errors left when an appeal or a passed-on case is looked at with care"
    )
    morale_overruled: float = constant(
        0.15, 0, 1, "share", CHOICE, "morale a volunteer loses when a decision is overturned"
    )
    morale_half_life_days: float = constant(30, 1, 1000, "days", CHOICE, "recovery of morale")
    strike_below: float = constant(0.5, 0, 1, "share", CHOICE, "morale below which volunteers lay down work")
    strike_days: float = constant(3, 0, 365, "days", CHOICE, "length of such a strike")
    quit_below: float = constant(0.3, 0, 1, "share", CHOICE, "morale below which a volunteer gives up for good")
    volunteer_spread: float = constant(
        1.4,
        0,
        3,
        "sd of log",
        "the busiest tenth of moderators does two thirds: Li 2022, ICWSM",
        "differences between volunteers in the time they give",
    )
