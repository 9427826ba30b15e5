"""Crisis: what the team says in a crisis, when, in which voice, and what it does with criticism."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ..settings import Section, setting
from ..world.constants import HOURS_PER_DAY
from ..world.members import NOBODY
from ..world.storm import NOT_YET
from . import statements, verbs
from .care import Tone
from .welcome import is_gone
from .workday import Job, plan

if TYPE_CHECKING:
    from ..world.community import Community, Tactic
    from ..world.manager import Manager
    from ..world.storm import Storm

DISCLOSE, HOLD_STATEMENT, STATE, UPDATE, BRIEF = "disclose", "hold statement", "statement", "update", "brief"
Words = Literal["deny", "diminish", "rebuild", "bolster"]


class Response(Section):
    """A further statement."""

    after_hours: int = setting(48, "hours", "time from when the crisis is known", ge=0, le=8760)
    strategy: Words = setting("rebuild", "name", "deny, diminish, rebuild or bolster")
    apology: bool = setting(False, "yes or no", "whether it apologises")
    explanation: bool = setting(False, "yes or no", "whether it explains what happened")
    compensation_euros: float = setting(0, "euros", "for each customer who knows of it", ge=0, le=10_000)
    tone: Tone = setting("empathetic", "name", "tone of the statement; playful is humour")


class Crisis(Section):
    """What is done when a crisis comes."""

    strategy: Literal["silence", "delete", "deny", "diminish", "rebuild", "bolster"] = setting(
        "rebuild", "name", "what the brand says: nothing, nothing while it deletes criticism, that it is not to "
        "blame, that it is less bad than it looks, that it makes good, or what it has done well before",
    )  # fmt: skip
    delay_hours: int = setting(12, "hours", "time until the statement is due", ge=0, le=8760)
    disclose_early: bool = setting(False, "yes or no", "whether the brand says it before others do")
    hold_statement: bool = setting(False, "yes or no", "whether a first word says that the brand looks into it")
    apology: bool = setting(True, "yes or no", "whether the statement apologises")
    explanation: bool = setting(True, "yes or no", "whether it explains what happened")
    compensation_euros: float = setting(0, "euros", "for each customer who knows of it", ge=0, le=10_000)
    tone: Tone = setting("empathetic", "name", "tone of the statement; playful is humour")
    voice: Literal["person", "brand"] = setting("person", "name", "who speaks: a person by name, or the brand")
    updates_every_hours: int = setting(0, "hours", "promises an update in so many hours; 0 for none", ge=0, le=720)
    updates: int = setting(3, "updates", "how many updates are promised", ge=0, le=100)
    keep_promises: bool = setting(True, "yes or no", "whether promised updates are planned at all")
    briefed: int = setting(0, "members", "opinion leaders who are briefed in person", ge=0, le=1000)
    then: tuple[Response, ...] = setting((), "statements", "what is said later", max_length=20)
    minutes_per_statement: float = setting(45, "minutes", "minutes that a statement takes", gt=0, le=60)
    minutes_per_briefing: float = setting(10, "minutes", "minutes to brief a leader", gt=0, le=60)

    @property
    def speaks(self) -> bool:
        """Whether the brand says anything of its own accord."""
        return self.strategy not in ("silence", "delete")

    def tactics(self) -> list[Tactic]:
        """Return what the team plans every hour about it."""
        return [Watch(self)]

    def jobs(self) -> dict[str, Job]:
        """Return how the tasks are done that this section plans."""
        room = Pressroom(self)
        minutes = self.minutes_per_statement
        later = {
            f"{STATE} {number}": Job(minutes, Later(room, response), is_another)
            for number, response in enumerate(self.then, 2)
        }
        return later | {
            DISCLOSE: Job(minutes, room.disclose, lambda community, _: community.storm.is_out),
            HOLD_STATEMENT: Job(minutes / 3, room.hold, room.has_spoken),
            f"{STATE} 1": Job(minutes, room.state, is_another),
            UPDATE: Job(minutes / 3, room.update, is_another),
            BRIEF: Job(self.minutes_per_briefing, room.brief, room.needs_no_briefing, of_post=False),
        }


def is_another(community: Community, _: int) -> bool:
    """Tell whether what was planned was about an earlier crisis: the present one is not known yet."""
    return not community.storm.is_out


class Watch:
    """Sees a crisis come, and plans what the section says."""

    def __init__(self, section: Crisis) -> None:
        """Work by a section of a playbook."""
        self.section = section

    def on_hour(self, community: Community) -> None:
        """Plan each step when it is due, once; take note of broken promises."""
        storm, section = community.storm, self.section
        if storm is None:
            return
        if not section.speaks:
            self._lapse(community, storm)
        if not storm.is_out:
            if section.disclose_early and section.speaks and community.hour >= storm.began + section.delay_hours:
                self._plan(community, storm, DISCLOSE)
            return
        if storm.promised != NOT_YET and community.hour > storm.promised:
            statements.break_promise(community)
        since = community.hour - storm.revealed
        if section.hold_statement and section.delay_hours:
            self._plan(community, storm, HOLD_STATEMENT)
        if section.speaks and (section.disclose_early or since >= section.delay_hours):
            self._plan(community, storm, f"{STATE} 1", section.strategy)
        for number, response in enumerate(section.then, 2):
            if since >= response.after_hours:
                self._plan(community, storm, f"{STATE} {number}", response.strategy)
        if section.briefed and "brief" not in storm.planned:
            storm.planned.append("brief")
            for member in leaders(community, section.briefed):
                plan(community, BRIEF, member)

    def _lapse(self, community: Community, storm: Storm) -> None:
        """Drop what a plan before this one meant to say: this one has no words for it.

        What was never said can be planned again by whoever takes over next.
        """
        wordless = {DISCLOSE, f"{STATE} 1", UPDATE} | (set() if self.section.hold_statement else {HOLD_STATEMENT})
        for task in [one for one in community.cases.tasks if one.what in wordless]:
            community.cases.tasks.remove(task)
            entries = [entry for entry in storm.planned if entry.partition(":")[0] == task.what]
            if entries:
                storm.planned.remove(entries[-1])

    def _plan(self, community: Community, storm: Storm, what: str, strategy: str = "") -> None:
        """Plan something once; whoever takes over with another strategy has a statement of their own to make."""
        entry = _entry(what, strategy)
        if entry not in storm.planned:
            storm.planned.append(entry)
            plan(community, what, NOBODY, 0, 7 * HOURS_PER_DAY)


class Pressroom:
    """Does what the section plans."""

    def __init__(self, section: Crisis) -> None:
        """Work by a section of a playbook."""
        self.section = section

    def disclose(self, community: Community, manager: Manager, _: int) -> None:
        """Say it first, and say at once what the brand has to say."""
        verbs.disclose(community, manager, "before others do")
        community.storm.planned.append(_entry(f"{STATE} 1", self.section.strategy))
        self.state(community, manager, _)

    def hold(self, community: Community, manager: Manager, _: int) -> None:
        """Say that the brand looks into it."""
        minutes = self.section.minutes_per_statement / 3
        verbs.state(
            community, manager, "hold", tone=self.section.tone, by_person=self.section.voice == "person",
            minutes=minutes,
        )  # fmt: skip

    def state(self, community: Community, manager: Manager, _: int) -> None:
        """Say what the brand has to say."""
        section = self.section
        verbs.state(
            community, manager, section.strategy, section.apology, section.explanation, section.compensation_euros,
            section.tone, section.voice == "person", self._promise(community),
            minutes=section.minutes_per_statement,
        )  # fmt: skip

    def update(self, community: Community, manager: Manager, _: int) -> None:
        """Say what is new, as promised."""
        if community.storm.promised != NOT_YET:
            statements.keep_promise(community)
        section = self.section
        verbs.state(
            community, manager, "bolster", explanation=True, tone=section.tone,
            by_person=section.voice == "person", promise_hours=self._promise(community), reason="update",
            minutes=section.minutes_per_statement / 3,
        )  # fmt: skip

    def brief(self, community: Community, manager: Manager, member: int) -> None:
        """Tell a leader in person."""
        verbs.brief(community, manager, member, "opinion leader", self.section.minutes_per_briefing)

    def has_spoken(self, community: Community, _: int) -> bool:
        """Tell whether the brand has said something already, or the crisis is another one by now."""
        return bool(community.storm.statements) or not community.storm.is_out

    def needs_no_briefing(self, community: Community, member: int) -> bool:
        """Tell whether a leader has left, or the crisis is another one by now."""
        return is_gone(community, member) or not community.storm.is_out

    def _promise(self, community: Community) -> int:
        """Return within how many hours an update is promised now, 0 for none, and plan it."""
        section, storm = self.section, community.storm
        given = sum(name.startswith(UPDATE) for name in storm.planned)
        if not section.updates_every_hours or given >= section.updates:
            return 0
        storm.planned.append(f"{UPDATE} {given + 1}")
        if section.keep_promises:
            # A few hours of slack, so that whoever is on shift can keep the promise.
            plan(community, UPDATE, NOBODY, max(0, section.updates_every_hours - 6), section.updates_every_hours)
        return section.updates_every_hours


class Later:
    """Gives a further statement."""

    def __init__(self, room: Pressroom, response: Response) -> None:
        """Give this response in the voice of that room."""
        self.room, self.response = room, response

    def __call__(self, community: Community, manager: Manager, _: int) -> None:
        """Say it."""
        response, section = self.response, self.room.section
        verbs.state(
            community, manager, response.strategy, response.apology, response.explanation,
            response.compensation_euros, response.tone, section.voice == "person",
            minutes=section.minutes_per_statement,
        )  # fmt: skip


def _entry(what: str, strategy: str) -> str:
    return f"{what}: {strategy}" if strategy else what


def leaders(community: Community, places: int) -> list[int]:
    """Return the members with the largest audience who are here."""
    audience = np.where(community.members.present(), community.members["audience"], 0)
    found = np.argsort(-audience, kind="stable")[:places]
    return found[audience[found] > 0].tolist()
