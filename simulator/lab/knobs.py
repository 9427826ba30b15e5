"""Knobs: the settings that a log can tell something about, and a smaller copy of a community to turn them on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from annotated_types import Ge, Gt, Le, Lt

from ..playbook.playbook import Playbook
from ..world.community import Community
from ..world.constants import HOURS_PER_DAY
from ..world.scenario import Scenario
from .moments import Contributions

COPY_MEMBERS = 3000
"""A larger community is copied with fewer boards: as many members meet on each, and it costs no more."""
_REACH = 4.0
_EDGE = 1e-3


@dataclass(frozen=True)
class Knob:
    """A setting that is searched.

    Attributes:
        name: dotted name in `Scenario`.
        scale: "log" for amounts, "odds" for shares, "plain" for spreads.
        width: how far communities of one kind may differ in it, as standard deviation on that scale.
    """

    name: str
    scale: str
    width: float

    def inward(self, value: float) -> float:
        """Return a value on the scale of the search."""
        if self.scale == "log":
            return math.log(value)
        return math.log(value / (1 - value)) if self.scale == "odds" else value

    def outward(self, place: float) -> float:
        """Return the value of the setting at a place on the scale of the search, to four digits."""
        if self.scale == "log":
            value = math.exp(place)
        else:
            value = 1 / (1 + math.exp(-place)) if self.scale == "odds" else place
        return float(f"{value:.4g}")

    def bounds(self, guess: float) -> tuple[float, float]:
        """Return the places between which to search: what the field allows, and not absurdly far from a guess."""
        low, high = _allowed(self.name)
        if self.scale == "odds":
            low, high = max(low, _EDGE), min(high, 1 - _EDGE)
        elif self.scale == "log":
            low = max(low, _EDGE * self.outward(guess))
        reach = _REACH * self.width
        return max(self.inward(low), guess - reach), min(self.inward(high), guess + reach)


KNOBS = (
    Knob("newcomers_per_1000_members_per_day", "log", 0.7),
    Knob("population.visits_per_day", "log", 0.7),
    Knob("population.voice_share", "odds", 0.7),
    Knob("population.voice_spread", "plain", 0.35),
    Knob("rhythm.weekend_rate", "log", 0.4),
    Knob("behaviour.silence_hazard", "odds", 0.6),
    Knob("behaviour.pull_gain", "log", 0.6),
    Knob("behaviour.start_base", "log", 0.7),
    Knob("behaviour.answer_base", "log", 0.7),
    Knob("behaviour.crowding", "log", 0.6),
    Knob("behaviour.appeal_spread", "plain", 0.3),
)
"""What is searched. Everything else is read from the log or stays as the kind of place has it."""


def value_of(scenario: Scenario, name: str) -> float:
    """Return the value of a setting by its dotted name."""
    value = scenario
    for step in name.split("."):
        value = getattr(value, step)
    return value


def _allowed(name: str) -> tuple[float, float]:
    """Return the least and the largest value that a setting may have."""
    model = Scenario
    *sections, last = name.split(".")
    for step in sections:
        model = model.model_fields[step].annotation
    low, high = -math.inf, math.inf
    for limit in model.model_fields[last].metadata:
        if isinstance(limit, Ge | Gt):
            low = getattr(limit, "ge", getattr(limit, "gt", low))
        elif isinstance(limit, Le | Lt):
            high = getattr(limit, "le", getattr(limit, "lt", high))
    return low, high


class Copy:
    """A community like the one to be fitted, small enough to be lived through hundreds of times.

    Attributes:
        scenario: its settings before any knob is turned. playbook: what its team does, None for no team.
        most_posts, most_readings: a life that grows beyond either ends early; its settings are far off.
    """

    def __init__(self, scenario: Scenario, playbook: Playbook | None, contributions: int) -> None:
        """Copy `scenario`, in which about `contributions` are expected."""
        self.playbook = playbook
        self.scenario = scenario
        if scenario.members > COPY_MEMBERS and scenario.boards > 1:
            on_each = scenario.members / scenario.boards
            boards = max(1, int(COPY_MEMBERS // on_each))
            self.scenario = scenario.replace(members=max(1, round(boards * on_each)))
        share = self.scenario.members / scenario.members
        self.most_posts = int(6 * share * contributions) + 2000
        self.most_readings = 20 * self.most_posts + 10 * self.scenario.members * scenario.days

    def turned(self, point: np.ndarray) -> Scenario:
        """Return the copy's scenario with the knobs at a point of the search."""
        return turned(self.scenario, point)

    def live(self, point: np.ndarray, seed: int) -> Contributions:
        """Return what is written with the knobs at a point; its `days` are fewer where it was stopped."""
        community = Community(self.turned(point), self.playbook, seed=seed)
        readings = 0
        for day in range(self.scenario.days):
            community.run_for(days=1)
            today = slice(day * HOURS_PER_DAY, (day + 1) * HOURS_PER_DAY)
            readings += int(community.hourly["readings"][today].sum())
            if community.content.post_count > self.most_posts or readings > self.most_readings:
                break
        return written(community)


def turned(scenario: Scenario, point: np.ndarray) -> Scenario:
    """Return a scenario with the knobs at a point of the search."""
    return scenario.replace({knob.name: knob.outward(place) for knob, place in zip(KNOBS, point, strict=True)})


def written(community: Community) -> Contributions:
    """Return what was written in a community."""
    posts = community.content.posts[: community.content.post_count]
    return Contributions(
        seconds=posts["seconds"].astype(float),
        member=posts["author"].astype(np.int64),
        thread=posts["thread"].astype(np.int64),
        is_opener=posts["parent"] == -1,
        days=community.hour // HOURS_PER_DAY,
        weekday=community.scenario.start.weekday(),
    )
