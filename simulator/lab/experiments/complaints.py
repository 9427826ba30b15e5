"""Complaints: what answers do to those who complain, and to those who read along.

E21 is after a conjoint study by Twitter and AMS of how long people wait for a reply, E22 after Ma, Sun & Kekre
2015, E23 after Golmohammadi et al. 2021, E31 after de Matos et al. 2007, E35 after Beal & Gregoire 2022. More goes
wrong here than in the shipped forum, so that there is enough to answer; how people take answers is untouched.
"""

from __future__ import annotations

import numpy as np

from ...playbook import verbs
from ...world.behaviour import COMPLAINING, COMPLAINT, VISIBLE
from ...world.community import Community
from ...world.constants import HOURS_PER_DAY, SECONDS_PER_DAY
from ...world.members import FOREVER, NOBODY
from .experiment import Quantities, experiment, part, percent_change, ratio
from .places import LIVELY, forum

_DAYS = 40
_COMPLAINING = LIVELY | {"members": 4_000, "days": _DAYS, "behaviour.mishap_chance": 0.02}


class Answers:
    """A tactic that answers every complaint at the end of the hour in which it is written.

    Attributes:
        answered: (hour, post, author) of each complaint, answered or not.
        likes: likes of the replies, by number of the reply.
    """

    def __init__(self, replies: int = 1, every_hours: int = 3, most_per_day: int = 10**9, **how: object) -> None:
        """Answer with so many public replies, some hours apart, or not at all.

        Args:
            most_per_day: most complaints that are answered in a day. how: passed on to `verbs.reply`.

        """
        self.replies, self.every_hours, self.most_per_day, self.how = replies, every_hours, most_per_day, how
        self.replied: dict[int, int] = {}
        self.answered: list[tuple[int, int, int]] = []
        self.numbers: list[int] = []

    def on_hour(self, community: Community) -> None:
        """Answer the complaints of this hour, and go on with those of the last."""
        posts = community.content.posts
        for number in range(1, self.replies):
            for hour, post, _ in self.answered:
                if community.hour == hour + number * self.every_hours and posts["status"][post] == VISIBLE:
                    self.numbers.append(verbs.reply(community, None, post, **self.how))
        new = np.arange(community.first_post_of_hour, community.content.post_count)
        complaints = (posts["kind"][new] == COMPLAINT) & (posts["author"][new] != NOBODY)
        for post in new[complaints].tolist():
            self.answered.append((community.hour, post, int(posts["author"][post])))
            day = community.hour // HOURS_PER_DAY
            if self.replies and self.replied.get(day, 0) < self.most_per_day:
                self.replied[day] = self.replied.get(day, 0) + 1
                self.numbers.append(verbs.reply(community, None, post, **self.how))


def _lived(seed: int, place: dict, days: int, **how: object) -> tuple[Community, Answers]:
    community = Community(forum(place), seed=seed, tactics=[Answers(**how)]).run_for(days=days)
    return community, community.extra_tactics[0]


class _Diary:
    """A tactic that notes complainers' trust a day after their first complaint."""

    def __init__(self) -> None:
        self.trust: dict[int, float] = {}
        self.first: dict[int, int] = {}

    def on_hour(self, community: Community) -> None:
        for hour, _, author in community.extra_tactics[0].answered:
            self.first.setdefault(author, hour)
        for author, hour in self.first.items():
            if community.hour == hour + HOURS_PER_DAY and community.members["left_hour"][author] == FOREVER:
                self.trust[author] = float(community.members["trust"][author])


@experiment("E21", treated="complainers")
def response_time(seed: int) -> Quantities:
    """Answer complaints after 5, 20 and 90 minutes, or not at all; note the complainers' trust a day later."""
    trust = {}
    for arm, how in (
        ("none", {"replies": 0}),
        *((f"{minutes}", {"waited_minutes": minutes, "tone": "empathetic"}) for minutes in (5, 20, 90)),
    ):
        community = Community(forum(_COMPLAINING), seed=seed, tactics=[Answers(**how), _Diary()])
        trust[arm] = community.run_for(days=12).extra_tactics[1].trust
    # Only who complained in all arms can be compared with oneself.
    common = sorted(set.intersection(*(set(of) for of in trust.values())))
    rises = {
        f"rise_{minutes}": sum(trust[minutes][member] - trust["none"][member] for member in common)
        for minutes in ("5", "20", "90")
    }
    return {"complainers": len(common), **rises}


@part("E21a")
def fast_beside_late(total: Quantities) -> float:
    """Five minutes win several times the trust of ninety."""
    return ratio(total["rise_5"], total["rise_90"])


@part("E21b")
def five_beside_twenty(total: Quantities) -> float:
    """Five minutes win more than twenty."""
    return ratio(total["rise_5"], total["rise_20"])


@part("E21c")
def twenty_beside_late(total: Quantities) -> float:
    """Twenty minutes win more than ninety."""
    return ratio(total["rise_20"], total["rise_90"])


@experiment("E22", treated="complainers")
def replying(seed: int) -> Quantities:
    """Reply to complaints or ignore them; see what complainers think of the brand, and complain again."""
    counted: dict[str, float] = {}
    arms = {arm: _lived(seed, _COMPLAINING, _DAYS, **how) for arm, how in _REPLIED.items()}
    firsts = {arm: {author: hour for hour, _, author in reversed(t.answered)} for arm, (_, t) in arms.items()}
    common = [member for member in firsts["ignored"] if member in firsts["replied"]]
    for arm, (community, tactic) in arms.items():
        here = [member for member in common if community.members["left_hour"][member] == FOREVER]
        complaints = sum(author in set(common) for _, _, author in tactic.answered)
        counted |= {
            f"trust_{arm}": float(community.members["trust"][here].sum()),
            f"here_{arm}": len(here),
            f"again_{arm}": complaints - len(common),
        }
    return counted | {"complainers": len(common)}


_REPLIED = {"ignored": {"replies": 0}, "replied": {"tone": "empathetic"}}


@part("E22a")
def relationship_mends(total: Quantities) -> float:
    """Who was replied to trusts the brand more."""
    return total["trust_replied"] / total["here_replied"] - total["trust_ignored"] / total["here_ignored"]


@part("E22b")
def complaining_is_learnt(total: Quantities) -> float:
    """And complains more often later."""
    return percent_change(total["again_replied"], total["again_ignored"])


@experiment("E23", treated="complaints_short")
def public_exchange(seed: int) -> Quantities:
    """Reply to a complaint once in public or five times; count readings of its thread, and other complaints."""
    counted: dict[str, float] = {}
    for arm, replies in (("short", 1), ("long", 5)):
        community, tactic = _lived(seed, _COMPLAINING, _DAYS, replies=replies, every_hours=2, tone="neutral")
        posts = community.content.posts[: community.content.post_count]
        threads = np.isin(posts["thread"], [post for _, post, _ in tactic.answered])
        theirs = posts[threads & (posts["seconds"] < (_DAYS - 7) * SECONDS_PER_DAY)]
        counted |= {
            f"readings_{arm}": int(theirs["readings"].sum()),
            f"complaints_{arm}": len(tactic.answered),
        }
    return counted


@part("E23a")
def complaint_is_read_more(total: Quantities) -> float:
    """A long public exchange makes a complaint be read more."""
    return percent_change(
        total["readings_long"] / total["complaints_long"], total["readings_short"] / total["complaints_short"]
    )


@part("E23b")
def more_complain(total: Quantities) -> float:
    """And brings more people to complain."""
    return percent_change(total["complaints_long"], total["complaints_short"])


@experiment("E31", treated="complainers")
def recovery(seed: int) -> Quantities:
    """Let something go wrong for some, who complain and are answered at once and well; or let nothing go wrong."""
    past = Community(forum(LIVELY | {"members": 3_000, "days": _DAYS}), seed=seed).run_for(days=5)
    quiet, failed = past.fork(), past.fork(tactics=[Answers(tone="empathetic", waited_minutes=3)])
    customers = np.flatnonzero(
        past.members.present() & (past.members["customer"] == 1) & (past.members["voice"] > 0)
    )
    # Few at a time: amid a flood of complaints an answer would be worth less.
    chosen = customers[seed % 30 :: 30].tolist()
    for member in chosen:
        failed.agent(member).suffer_mishap()
        failed.agent(member).errand = COMPLAINING
    for twin in (quiet, failed):
        twin.run_for(days=21)
    answered = {author for _, _, author in failed.extra_tactics[0].answered}
    who = [
        member for member in chosen
        if member in answered and max(t.members["left_hour"][member] == FOREVER for t in (quiet, failed))
    ]  # fmt: skip
    counted: dict[str, float] = {"complainers": len(who)}
    for arm, twin in (("quiet", quiet), ("failed", failed)):
        for column in ("satisfaction", "loyalty"):
            counted[f"{column}_{arm}"] = float(twin.members[column][who].sum())
    return counted


@part("E31a")
def more_satisfied(total: Quantities) -> float:
    """A failure made good very well leaves people more satisfied than none."""
    return (total["satisfaction_failed"] - total["satisfaction_quiet"]) / total["complainers"]


@part("E31b")
def not_more_loyal(total: Quantities) -> float:
    """Their loyalty hardly changes beside that."""
    return ratio(
        total["loyalty_failed"] - total["loyalty_quiet"],
        total["satisfaction_failed"] - total["satisfaction_quiet"],
    )


@experiment("E35", treated="replies_apology")
def humour(seed: int) -> Quantities:
    """Answer complaints with an apology, friendly humour, or mockery; count bystanders' likes and trust."""
    counted: dict[str, float] = {}
    place = _COMPLAINING | {"days": 20}
    for arm, tone in (("apology", "empathetic"), ("friendly", "playful"), ("mocking", "mocking")):
        community, tactic = _lived(seed, place, 20, tone=tone)
        posts, members = community.content.posts, community.members
        bystanders = members.present()
        bystanders[sorted({author for _, _, author in tactic.answered})] = False
        counted |= {
            f"replies_{arm}": len(tactic.numbers),
            f"likes_{arm}": int(posts["likes"][tactic.numbers].sum()),
            f"readings_{arm}": int(posts["readings"][tactic.numbers].sum()),
            f"trust_{arm}": float(members["trust"][bystanders].sum()),
            f"bystanders_{arm}": int(bystanders.sum()),
        }
    return counted


def _likes(total: Quantities, arm: str) -> float:
    return total[f"likes_{arm}"] / total[f"replies_{arm}"]


@part("E35a")
def humour_beside_apology(total: Quantities) -> float:
    """Friendly humour is liked about as much as an apology."""
    return percent_change(_likes(total, "friendly"), _likes(total, "apology"))


@part("E35b")
def humour_beside_mockery(total: Quantities) -> float:
    """And more than mockery."""
    return percent_change(_likes(total, "friendly"), _likes(total, "mocking"))


@part("E35c")
def apology_beside_mockery(total: Quantities) -> float:
    """Bystanders trust a brand that apologises more than one that mocks."""
    return (
        total["trust_apology"] / total["bystanders_apology"] - total["trust_mocking"] / total["bystanders_mocking"]
    )
