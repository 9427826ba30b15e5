"""The same community as most Mesa models are written: every member an agent with plain Python attributes.

`UsualCommunity` is the yardstick for `bench.py`. It does the work of `simulator.Community` in the style of
Mesa's tutorials: `shuffle_do("step")` calls every member every hour, members draw from `model.random`, posts and
threads are objects in lists, and a `DataCollector` keeps model-level figures.

The same: constants (all from the scenario and the playbook), founding, arrivals, visits by rhythm and pull, inbox,
the four feed orders with patience and a stop where nothing is new, mood, norms, rules known, likes, down-votes,
ties, flags, marks of removed posts, mishaps and complaints, breaches by kind, the filter's score, prompts and
review, answers, momentum, spells, the team's queue, shifts, fatigue and composure, notices, strikes and the
ladder, appeals, what sanctions do to members, the end of a day, and the midnight census. Totals agree over seeds;
`tests/test_benchmarks.py` checks that.

Left out, though the kit does them by default, so that ratios err against the kit: care (answers by the team,
wishes, hope, satisfaction, customers), engagement (recognition, contests, herding, word of mouth, leaders' sway,
the hour of the day), and outrage. Left out, because no shipped playbook of moderation does it: champions,
volunteers, escalations, deleted criticism, several platforms. A playbook or scenario that asks for one of the
last four is refused. Different, and none of it makes this model slower: draws come in the order in which they
are asked for, so no two runs can be compared event by event; formulas replace quantile tables; visits of an hour
follow each other in shuffled order, a moment apart, instead of each at its own second; a visitor's further
glances within the hour follow at once; all days end at midnight instead of spread over the day. It is written to
be fair: no agent-level data collection, no sorting of feeds, constant-time raising of a thread, slots where
objects are many, no draw that is not needed.
"""

from __future__ import annotations

import math
from collections import deque
from types import SimpleNamespace
from typing import TYPE_CHECKING

import mesa

from benchmarks.usual_content import Board, Post
from benchmarks.usual_members import Member
from benchmarks.usual_team import Manager, Team
from simulator.world.rhythm import WESTMOST, weekly_curves

if TYPE_CHECKING:
    from simulator import Playbook, Scenario

TALLIES = (
    "arrivals", "departures", "visits", "readings", "posts", "replies", "likes", "downvotes", "flags_given",
    "complaints", "prompts", "filtered", "breaches", "attacks", "removals", "warnings", "blocks", "appeals",
    "overturned", "team_minutes", "answered",
)  # fmt: skip


class UsualCommunity(mesa.Model):
    """A community in the usual style of Mesa; `step` is one hour."""

    def __init__(self, scenario: Scenario, playbook: Playbook | None = None, seed: int = 0) -> None:
        """Found a community of a `Scenario`, managed by a `Playbook` (None: nobody manages it)."""
        super().__init__(rng=seed)
        self.place, self.playbook, self.hour = scenario, playbook, 0
        record, house = scenario.record(), playbook.house() if playbook is not None else {}
        k = self.k = SimpleNamespace(**{name: record[name].item() for name in record.dtype.names} | house)
        k.outsider_fluency = 1 - k.style_distance * k.shared_style
        k.lesson = k.fluency_gain * (1 - k.dynamism_slows * k.dynamism)
        k.extra_interest = k.topicality * k.dynamism + k.style_interest * k.shared_style
        k.bond = k.style_bond * k.shared_style
        k.notice_effect = {
            "none": 0.0, "blunt": k.notice_blunt, "polite": k.notice_polite, "explained": k.notice_explained
        }  # fmt: skip
        self.flag_chances = dict.fromkeys(("incivility", "spam", "attack", "illegal"), k.flag_chance)
        self.flag_chances |= {None: k.false_flag_chance, "off_topic": k.flag_chance * k.off_topic_flagged}
        newest, latest = k.feed_newest, k.feed_newest + k.feed_latest
        self.feed_shares = [newest, latest, latest + k.feed_followed]
        curves = weekly_curves(scenario.rhythm.day_curve, scenario.rhythm.weekend_rate).tolist()
        self.offsets, self.offset_shares = list(scenario.rhythm.zones), list(scenario.rhythm.zones.values())
        self.curves = {offset: curves[offset - WESTMOST] for offset in self.offsets}
        self.boards = [Board() for _ in range(scenario.boards)]
        self.everything: list[Post] = []
        self.queue: list[Post] = []
        self.actions: list[tuple] = []
        self.first_weekday = scenario.start.weekday()
        self.found()
        self.team = Team(self, playbook) if playbook is not None else None
        self.daily: list[dict] = []
        self.reset_tallies()
        self.week: deque[tuple[int, int]] = deque(maxlen=7 * 24)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                **{name: name for name in TALLIES},
                "members": "present",
                "mood": lambda model: model.mood_sum / model.visits if model.visits else math.nan,
                "open_cases": lambda model: len(model.queue),
                "fatigue": lambda model: model.mean_of_team("fatigue", 0.0),
                "composure": lambda model: model.mean_of_team("composure", 1.0),
            }
        )

    def found(self) -> None:
        """Let the members of the first day join, remember, and follow those who wrote much."""
        founders = [Member(self, founder=True) for _ in range(self.place.members)]
        self.present = len(founders)
        weights, total = [], 0
        for member in founders:
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
        self.caught: list[Post] = []

    def open_case(self, post: Post) -> None:
        """Put a post into the team's queue, unless it has been there."""
        if not post.is_case:
            post.is_case = True
            self.queue.append(post)

    def log(self, actor: int, verb: str, target: Post | Member) -> None:
        """Write one act into the audit log."""
        self.actions.append((self.hour, actor, verb, target))

    def mean_of_team(self, state: str, otherwise: float) -> float:
        """Return the mean state of the team's nerves; `otherwise` where there is nobody."""
        people = self.team.managers if self.team is not None else ()
        return sum(getattr(person, state) for person in people) / len(people) if people else otherwise

    def now(self) -> float:
        """Return the time, in hours: a moment later after every visit."""
        return self.hour + self.visits / (self.present * self.k.glances_per_hour)

    def step(self) -> None:
        """Let one hour pass."""
        self.reset_tallies()
        week_hour = (self.first_weekday * 24 + self.hour) % 168
        self.rhythm = {offset: curve[week_hour] for offset, curve in self.curves.items()}
        self.arrive()
        self.agents_by_type[Member].shuffle_do("step")
        if self.team is not None:
            if self.team.managers:
                self.agents_by_type[Manager].do("step")
            self.team.step()
        if self.hour % 24 == 23:
            self.agents_by_type[Member].do("close_day")
            self.take_census()
        self.datacollector.collect(self)
        self.week.append((self.answered, self.posts))
        self.hour += 1

    def arrive(self) -> None:
        """Let newcomers join."""
        even = self.place.newcomers_per_1000_members_per_day / 1000 / 24 * self.present * self.findings()
        shares = zip(self.offsets, self.offset_shares, strict=True)
        self.arrivals = int(self.rng.poisson(even * sum(share * self.rhythm[offset] for offset, share in shares)))
        for _ in range(self.arrivals):
            Member(self)
        self.present += self.arrivals

    def findings(self) -> float:
        """Return which share of the last week's threads was answered, beside the usual share, 0 to 3."""
        week, usual = self.week, self.k.search_usual_answered
        answered, threads = sum(one for one, _ in week), sum(other for _, other in week)
        return min(3.0, (answered + usual * 10) / (threads + 10) / usual)

    def take_census(self) -> None:
        """Close the community's day: count visitors, and read roles from what members did."""
        end, window = self.hour + 1, self.k.role_window_days * 24
        members = self.agents_by_type[Member]
        creators = []
        row = {"dau": 0, "wau": 0, "mau": 0, "trust": 0.0, "belonging": 0.0, "loyalty": 0.0,
               "fairness": 0.0}  # fmt: skip
        for member in members:
            since = end - member.last_visit
            row["dau"] += since <= 24
            row["wau"] += since <= 168
            row["mau"] += since <= 720
            row["trust"] += member.trust / self.present
            row["belonging"] += member.belonging / self.present
            row["loyalty"] += member.loyalty / self.present
            row["fairness"] += member.fairness / self.present
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
