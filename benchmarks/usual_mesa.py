"""The same community as most Mesa models are written: every member an agent with plain Python attributes.

`UsualCommunity` is the yardstick for `bench.py`. It does the work of `simulator.Community` in the style of
Mesa's tutorials: `shuffle_do("step")` calls every member every hour, members draw from `model.random`, posts and
threads are objects in lists, and a `DataCollector` keeps model-level figures.

The same: constants (all from the scenario and the playbook), founding, arrivals, visits by rhythm and pull, inbox,
the four feed orders with patience and a stop where nothing is new, mood, norms, rules known, likes, down-votes,
ties, flags, marks of removed posts, breaches by kind, the filter's score, prompts and review, answers, momentum,
spells, the hour of the day, herding, leaders' sway, the team's part of the talk, mishaps, satisfaction and hope,
complaints and who joins them, outrage and shares, wishes and praise, customers who come and go, word of mouth and
search, the team's queue, shifts, fatigue and composure, notices, strikes and the ladder, appeals, what sanctions
do to members, answers to complaints, wishes checked, passed on, shipped and told of, the end of a day, and the
midnight census. Totals agree over seeds; `tests/test_benchmarks.py` checks that.

Left out: crises, engagement beyond its defaults (recognition, contests, a calendar, ambassadors, ads), care beyond
complaints and wishes, champions, volunteers, escalations, deleted criticism, several platforms. A playbook or
scenario that asks for one of them is refused (`usual_limits.py`). Different, and none of it makes this model
slower: draws come in the order in which they are asked for, so no two runs can be compared event by event;
formulas replace quantile tables; visits of an hour follow each other in shuffled order, a moment apart, instead of
each at its own second, and how long a complaint waited is drawn within its hour; a visitor's further glances
within the hour follow at once. It is written to be fair: no agent-level data collection, no sorting of feeds,
constant-time raising of a thread, slots where objects are many, no draw that is not needed.
"""

from __future__ import annotations

import math
from collections import deque
from types import SimpleNamespace
from typing import TYPE_CHECKING

import mesa

from benchmarks.usual_content import Board, Post
from benchmarks.usual_limits import refuse_unknown
from benchmarks.usual_members import Member
from benchmarks.usual_team import Manager, Team
from simulator.world.rhythm import WESTMOST, weekly_curves

if TYPE_CHECKING:
    from simulator import Playbook, Scenario

TALLIES = (
    "arrivals", "departures", "visits", "readings", "posts", "replies", "likes", "downvotes", "flags_given",
    "complaints", "wishes", "praise", "answered", "shares", "mishaps", "defections", "purchases", "prompts",
    "filtered", "breaches", "attacks", "removals", "warnings", "blocks", "appeals", "overturned", "team_minutes",
    "money_spent", "tasks_missed",
)  # fmt: skip
FEELINGS = ("trust", "belonging", "loyalty", "fairness", "satisfaction", "outrage")


class UsualCommunity(mesa.Model):
    """A community in the usual style of Mesa; `step` is one hour."""

    def __init__(self, scenario: Scenario, playbook: Playbook | None = None, seed: int = 0) -> None:
        """Found a community of a `Scenario`, managed by a `Playbook` (None: nobody manages it)."""
        refuse_unknown(scenario, playbook)
        super().__init__(rng=seed)
        self.place, self.playbook, self.hour = scenario, playbook, 0
        record, house = scenario.record(), playbook.house() if playbook is not None else {}
        k = self.k = SimpleNamespace(**{name: record[name].item() for name in record.dtype.names} | house)
        k.outsider_fluency = 1 - k.style_distance * k.shared_style
        k.lesson = k.fluency_gain * (1 - k.dynamism_slows * k.dynamism)
        k.extra_interest = k.topicality * k.dynamism + k.style_interest * k.shared_style
        k.bond = k.style_bond * k.shared_style
        k.silence_held = min(1.0, k.silence_held_by_belonging + k.silence_held_by_style * k.shared_style)
        k.notice_effect = {
            "none": 0.0, "blunt": k.notice_blunt, "polite": k.notice_polite, "explained": k.notice_explained
        }  # fmt: skip
        self.flag_chances = dict.fromkeys(("incivility", "spam", "attack", "illegal"), k.flag_chance)
        self.flag_chances |= {None: k.false_flag_chance, "off_topic": k.flag_chance * k.off_topic_flagged}
        word = k.word_of_mouth
        searching = (1 - word * k.word_errand) / (1 - word) if word < 1 else 1.0
        self.errands_brought = {"word of mouth": k.word_errand, "search": searching}
        newest, latest = k.feed_newest, k.feed_newest + k.feed_latest
        self.feed_shares = [newest, latest, latest + k.feed_followed]
        curves = weekly_curves(scenario.rhythm.day_curve, scenario.rhythm.weekend_rate).tolist()
        self.offsets, self.offset_shares = list(scenario.rhythm.zones), list(scenario.rhythm.zones.values())
        self.curves = {offset: curves[offset - WESTMOST] for offset in self.offsets}
        self.boards = [Board() for _ in range(scenario.boards)]
        self.neighbours: list[list[Member]] = [[] for _ in range(24)]
        self.everything: list[Post] = []
        self.queue: list[Post] = []
        self.actions: list[tuple] = []
        self.first_weekday = scenario.start.weekday()
        self.found()
        self.team = Team(self, playbook) if playbook is not None else None
        self.daily: list[dict] = []
        self.reset_tallies()
        self.week: deque[tuple[int, int, int]] = deque(maxlen=7 * 24)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                **{name: name for name in TALLIES},
                "members": "present",
                "mood": lambda model: model.mood_sum / model.visits if model.visits else math.nan,
                "open_cases": lambda model: len(model.queue),
                "tasks_waiting": lambda model: model.team.desk.waiting() if model.team is not None else 0,
                "fatigue": lambda model: model.mean_of_team("fatigue", 0.0),
                "composure": lambda model: model.mean_of_team("composure", 1.0),
            }
        )

    def found(self) -> None:
        """Let the members of the first day join, remember, and follow those who wrote much."""
        founders = [Member(self) for _ in range(self.place.members)]
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
        self.opened: list[Post] = []

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

    def end_of_hour(self) -> float:
        """Return the time at which the team acts: a second before the hour is over."""
        return self.hour + 3599 / 3600

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
        self.close_days()
        if self.hour % 24 == 23:
            self.take_census()
        self.datacollector.collect(self)
        self.week.append((self.answered, self.posts, self.complaints))
        self.hour += 1

    def arrive(self) -> None:
        """Let newcomers join: by word of mouth, and by search."""
        even = self.place.newcomers_per_1000_members_per_day / 1000 / 24 * self.present
        zones = zip(self.offsets, self.offset_shares, strict=True)
        even *= sum(share * self.rhythm[offset] for offset, share in zones)
        word = self.k.word_of_mouth
        for source, share in (
            ("word of mouth", word * self.warmth_of_word()),
            ("search", (1 - word) * self.findings()),
        ):
            count = int(self.rng.poisson(even * share))
            for _ in range(count):
                Member(self, source)
            self.arrivals += count
        self.present += self.arrivals

    def close_days(self) -> None:
        """Close the day of those whose turn it is: a few dozen neighbours each hour, everybody once in 24."""
        turn = self.hour % 24
        self.neighbours[turn] = [member for member in self.neighbours[turn] if member.here]
        for member in self.neighbours[turn]:
            member.close_day()

    def warmth_of_word(self) -> float:
        """Return how loyal members are beside newcomers, 0 to 3: the loyal speak well of the place."""
        usual = 0.5 * self.k.trust_start
        return min(3.0, self.daily[-1]["loyalty"] / usual) if self.daily and usual > 0 else 1.0

    def findings(self) -> float:
        """Return which share of the last week's threads was answered, beside the usual share, 0 to 3."""
        usual = self.k.search_usual_answered
        answered, threads = sum(hour[0] for hour in self.week), sum(hour[1] for hour in self.week)
        return min(3.0, (answered + usual * 10) / (threads + 10) / usual)

    def heat(self) -> float:
        """Return which share of the last day's threads are complaints."""
        day = list(self.week)[-24:]
        complaints = self.complaints + sum(hour[2] for hour in day)
        return complaints / max(1, self.posts + sum(hour[1] for hour in day))

    def take_census(self) -> None:
        """Close the community's day: count visitors, and read roles from what members did."""
        end, window = self.hour + 1, self.k.role_window_days * 24
        members = self.agents_by_type[Member]
        creators = []
        row = dict.fromkeys(("dau", "wau", "mau", "customers", *FEELINGS), 0)
        for member in members:
            since = end - member.last_visit
            row["dau"] += since <= 24
            row["wau"] += since <= 168
            row["mau"] += since <= 720
            row["customers"] += member.customer
            for feeling in FEELINGS:
                row[feeling] += getattr(member, feeling) / self.present
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
