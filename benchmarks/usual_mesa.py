"""The same community as most Mesa models are written: every member an agent with plain Python attributes.

`UsualCommunity` is the yardstick for `bench.py`. It does the work of `simulator.Community` in the style of
Mesa's tutorials: `shuffle_do("step")` calls every member every hour, members draw from `model.random`, posts and
threads are objects in lists, and a `DataCollector` keeps model-level figures.

The same: constants (all from the scenario and the playbook), every rule of `simulator/world/behaviour.py`,
founding, arrivals, visits by rhythm and pull, inbox, the four feed orders with patience and a stop where nothing
is new, mood, likes, ties, flags, answers, momentum, spells, the team's queue, the end of a day, and the midnight
census. Totals agree over seeds; `tests/test_benchmarks.py` checks that.

Different, and none of it makes this model slower: draws come in the order in which they are asked for, so no
two runs can be compared event by event; formulas replace quantile tables; visits of an hour follow each other
in shuffled order, a moment apart, instead of each at its own second; a visitor's further glances within the
hour follow at once; all days end at midnight instead of spread over the day.

It is written to be fair: no agent-level data collection, no sorting of feeds, constant-time raising of a thread,
slots where objects are many, no draw that is not needed.
"""

from __future__ import annotations

import math
from collections import deque
from types import SimpleNamespace
from typing import TYPE_CHECKING

import mesa

from benchmarks.usual_content import Board, Post
from benchmarks.usual_members import Member
from simulator.world.rhythm import WESTMOST, weekly_curves

if TYPE_CHECKING:
    from simulator import Playbook, Scenario

TALLIES = (
    "arrivals", "departures", "visits", "readings", "posts", "replies", "likes", "flags_given", "breaches",
    "removals",
)  # fmt: skip


class Manager(mesa.Agent):
    """A person of the team who works through flagged posts within the hour's minutes."""

    def __init__(self, model: UsualCommunity, shift: object) -> None:
        super().__init__(model)
        self.shift = shift

    def step(self) -> None:
        """Take cases while on shift and while minutes last."""
        model, shift, rules = self.model, self.shift, self.model.playbook.moderation
        clock, ends = (model.hour + shift.utc_offset_hours) % 24, shift.ends
        on = shift.begins <= clock < ends if shift.begins < ends else clock >= shift.begins or clock < ends
        minutes = shift.minutes_per_hour if on else 0
        while rules.handle_flags and model.queue and minutes >= rules.minutes_per_case:
            post = model.queue.popleft()
            if post.visible:
                minutes -= rules.minutes_per_case
                self.decide(post)

    def decide(self, post: Post) -> None:
        """Judge one flagged post; block its author after every few removals."""
        model, rules = self.model, self.model.playbook.moderation
        is_right = self.random.random() < model.playbook.team.judgement
        if post.breaks_rules != is_right:
            model.actions.append((model.hour, self.unique_id, "keep", post))
            return
        post.visible = False
        model.removals += 1
        model.actions.append((model.hour, self.unique_id, "remove", post))
        author, k = post.author, model.k
        author.removals += 1
        lost = k.trust_lost_right_removal if post.breaks_rules else k.trust_lost_wrong_removal
        author.trust *= 1 - lost
        if rules.block_after_removals and author.removals % rules.block_after_removals == 0 and author.here:
            author.blocked_until = model.hour + 1 + rules.block_hours
            model.actions.append((model.hour, self.unique_id, "block", author))


class UsualCommunity(mesa.Model):
    """A community in the usual style of Mesa; `step` is one hour."""

    def __init__(self, scenario: Scenario, playbook: Playbook | None = None, seed: int = 0) -> None:
        """Found a community of a `Scenario`, managed by a `Playbook` (None: nobody manages it)."""
        super().__init__(rng=seed)
        self.place, self.playbook, self.hour = scenario, playbook, 0
        people = scenario.population
        k = self.k = SimpleNamespace(
            **scenario.behaviour.model_dump(), **scenario.platform.model_dump(), **people.model_dump()
        )
        k.outsider_fluency = 1 - k.style_distance * k.shared_style
        k.lesson = k.fluency_gain * (1 - k.dynamism_slows * k.dynamism)
        k.extra_interest = k.topicality * k.dynamism + k.style_interest * k.shared_style
        k.bond = k.style_bond * k.shared_style
        k.pull_keep = 0.5 ** (1 / k.pull_half_life_hours)
        k.mood_keep = 0.5 ** (1 / k.mood_half_life_hours)
        k.belonging_keep = 0.5 ** (1 / k.belonging_half_life_days)
        k.trust_keep = 0.5 ** (1 / k.trust_half_life_days)
        k.loyalty_keep = 0.5 ** (1 / k.loyalty_half_life_days)
        newest, latest = k.feed_newest, k.feed_newest + k.feed_latest
        self.feed_shares = [newest, latest, latest + k.feed_followed]
        curves = weekly_curves(scenario.rhythm.day_curve, scenario.rhythm.weekend_rate).tolist()
        self.offsets, self.offset_shares = list(scenario.rhythm.zones), list(scenario.rhythm.zones.values())
        self.curves = {offset: curves[offset - WESTMOST] for offset in self.offsets}
        self.boards = [Board() for _ in range(scenario.boards)]
        self.everything: list[Post] = []
        self.queue: deque[Post] = deque()
        self.actions: list[tuple] = []
        self.found()
        for shift in playbook.team.shifts if playbook is not None else ():
            Manager(self, shift)
        self.daily: list[dict] = []
        self.reset_tallies()
        self.datacollector = mesa.DataCollector(
            model_reporters={
                **{name: name for name in TALLIES},
                "members": "present",
                "mood": lambda model: model.mood_sum / model.visits if model.visits else math.nan,
                "open_cases": lambda model: len(model.queue),
            }
        )

    def found(self) -> None:
        """Let the members of the first day join, remember, and follow those who wrote much."""
        founders = [Member(self) for _ in range(self.place.members)]
        self.present = len(founders)
        weights, total = [], 0
        for member in founders:
            member.remember()
            total += member.contributions
            weights.append(total)
        if total == 0 or len(founders) < 2:
            return
        for place in range(4):
            for member in founders:
                if self.random.random() < 1 / (place + 1.5):
                    candidates = self.random.choices(founders, cum_weights=weights, k=2)
                    member.follow(min(candidates, key=lambda other: abs(other.taste - member.taste)))

    def reset_tallies(self) -> None:
        """Begin an hour's counts at nought."""
        for name in TALLIES:
            setattr(self, name, 0)
        self.mood_sum = 0.0

    def now(self) -> float:
        """Return the time, in hours: a moment later after every visit."""
        return self.hour + self.visits / (self.present * self.k.glances_per_hour)

    def step(self) -> None:
        """Let one hour pass."""
        self.reset_tallies()
        week_hour = (self.place.start.weekday() * 24 + self.hour) % 168
        self.rhythm = {offset: curve[week_hour] for offset, curve in self.curves.items()}
        self.arrive()
        self.agents_by_type[Member].shuffle_do("step")
        if Manager in self.agents_by_type:
            self.agents_by_type[Manager].do("step")
        if self.hour % 24 == 23:
            self.agents_by_type[Member].do("close_day")
            self.present -= self.departures
            self.take_census()
        self.datacollector.collect(self)
        self.hour += 1

    def arrive(self) -> None:
        """Let newcomers join."""
        even = self.place.newcomers_per_1000_members_per_day / 1000 / 24 * self.present
        shares = zip(self.offsets, self.offset_shares, strict=True)
        self.arrivals = int(self.rng.poisson(even * sum(share * self.rhythm[offset] for offset, share in shares)))
        for _ in range(self.arrivals):
            Member(self)
        self.present += self.arrivals

    def take_census(self) -> None:
        """Close the community's day: count visitors, and read roles from what members did."""
        end, window = self.hour + 1, self.k.role_window_days * 24
        members = self.agents_by_type[Member]
        creators = []
        row = {"dau": 0, "wau": 0, "mau": 0, "trust": 0.0, "belonging": 0.0, "loyalty": 0.0}
        for member in members:
            since = end - member.last_visit
            row["dau"] += since <= 24
            row["wau"] += since <= 168
            row["mau"] += since <= 720
            row["trust"] += member.trust / self.present
            row["belonging"] += member.belonging / self.present
            row["loyalty"] += member.loyalty / self.present
            member.role = "lurker"
            if self.hour - member.last_contribution < window:
                member.role = "creator"
                creators.append(member)
        known = sorted((m for m in creators if m.audience), key=lambda m: (-m.audience, -m.contributions))
        influencers = known[: math.ceil(0.01 * self.present)]
        for member in influencers:
            member.role = "influencer"
        row["influencers"], row["creators"] = len(influencers), len(creators) - len(influencers)
        row["lurkers"] = self.present - len(creators)
        self.daily.append(row)
