"""Care: who answers what, how fast and in which tone, and what becomes of wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field

from ..settings import Section, setting
from ..world.behaviour import POST_KINDS, QUESTION, UNANSWERED, VISIBLE
from ..world.constants import HOURS_PER_DAY
from ..world.members import NOBODY
from . import verbs
from .workday import Job, plan

if TYPE_CHECKING:
    from ..world.community import Community, Tactic
    from ..world.manager import Manager

Kind = Literal["question", "complaint", "praise", "talk"]
Tone = Literal["neutral", "empathetic", "explaining", "defensive", "playful", "mocking"]
Hours = Annotated[int, Field(ge=0, le=720)]
ANSWER, EXCHANGE, CHECK_WISH, TELL_WISH = "answer", "exchange", "check a wish", "tell of a wish"


class Care(Section):
    """How those are answered who turn to the brand."""

    tones: dict[Kind, Tone] = setting(
        {"complaint": "empathetic"}, "tones by kind", "kinds of post that the team answers, "
        "and in which tone; what is not named is left to members", max_length=4,
    )  # fmt: skip
    leave_to_members_hours: dict[Kind, Hours] = setting(
        {"question": 12}, "hours by kind", "how long members get to answer first; a question that one of them "
        "answers needs no more", max_length=4,
    )  # fmt: skip
    give_up_hours: int = setting(
        72, "hours", "an answer that has not been given by then is given up", ge=1, le=8760
    )
    minutes_per_answer: float = setting(4, "minutes", "minutes that one answer takes", gt=0, le=60)
    voice: Literal["person", "brand"] = setting("person", "name", "who speaks: a person by name, or the brand")
    private: bool = setting(False, "yes or no", "whether complaints are answered in private")
    public_replies: int = setting(
        1, "replies", "how many replies a complaint gets in public, a few hours apart", ge=1, le=10
    )
    wishes: Literal["ignore", "check"] = setting(
        "check", "name", "whether wishes are checked for feasibility and, when they stand up, passed on"
    )
    minutes_per_wish: float = setting(15, "minutes", "minutes to check a wish and pass it on", gt=0, le=60)
    wishes_at_a_time: int = setting(1, "wishes", "most that the company works on at the same time", ge=0, le=1000)
    ship_days: int = setting(30, "days", "time from passing a wish on to shipping it", ge=1, le=3650)
    wish_euros: float = setting(2000, "euros", "what it costs to ship a wish", ge=0, le=1e8)
    tell: bool = setting(True, "yes or no", "whether the community is told that a wish came true")

    def tactics(self) -> list[Tactic]:
        """Return what the team does every hour about it."""
        return [Inbox(self)]

    def jobs(self) -> dict[str, Job]:
        """Return how the tasks are done that this section plans."""
        desk = Desk(self)
        return {
            ANSWER: Job(self.minutes_per_answer, desk.answer, desk.needs_no_answer),
            EXCHANGE: Job(self.minutes_per_answer, desk.go_on, desk.is_gone),
            CHECK_WISH: Job(self.minutes_per_wish, desk.check_wish, desk.has_no_room),
            TELL_WISH: Job(self.minutes_per_answer, desk.tell_wish, desk.is_gone),
        }


class Inbox:
    """Notes every hour what members want of the team, and what the company has shipped."""

    def __init__(self, care: Care) -> None:
        """Work by a section of a playbook."""
        self.care = care

    def on_hour(self, community: Community) -> None:
        """Plan answers to what was written in this hour, and ship the wishes that are ready."""
        posts = community.content.posts
        new = np.arange(community.first_post_of_hour, community.content.post_count)
        openers = new[
            (posts["parent"][new] < 0) & (posts["author"][new] != NOBODY) & (posts["status"][new] == VISIBLE)
        ]
        for post in openers.tolist():
            kind = POST_KINDS[posts["kind"][post]]
            if kind in self.care.tones:
                wait = self.care.leave_to_members_hours.get(kind, 0)
                plan(community, ANSWER, post, wait, self.care.give_up_hours)
            elif kind == "wish" and self.care.wishes == "check":
                plan(community, CHECK_WISH, post, 0, 30 * HOURS_PER_DAY)
        for due, post in sorted(community.cases.wishes):
            if due <= community.hour:
                self._ship(community, post)

    def _ship(self, community: Community, post: int) -> None:
        if community.content.posts["status"][post] != VISIBLE:
            community.cases.wishes = [pair for pair in community.cases.wishes if pair[1] != post]
            return
        verbs.ship_wish(community, None, post, "it was ready", money=self.care.wish_euros)
        if self.care.tell:
            plan(community, TELL_WISH, post, 0, 14 * HOURS_PER_DAY)


class Desk:
    """Does what the section plans; a task that a playbook before this one planned is done by today's rules."""

    def __init__(self, care: Care) -> None:
        """Work by a section of a playbook."""
        self.care = care

    def answer(self, community: Community, manager: Manager, post: int) -> None:
        """Answer a post in the agreed tone; a complaint may go on in public or move to private."""
        care, kind = self.care, POST_KINDS[community.content.posts["kind"][post]]
        private = care.private and kind == "complaint"
        verbs.reply(
            community, manager, post, reason=f"answer to a {kind}", minutes=care.minutes_per_answer,
            tone=care.tones[kind], private=private, by_person=care.voice == "person",
        )  # fmt: skip
        if kind == "complaint" and not private:
            for number in range(1, care.public_replies):
                plan(community, EXCHANGE, post, 3 * number, care.give_up_hours)

    def go_on(self, community: Community, manager: Manager, post: int) -> None:
        """Reply once more in public."""
        kind = POST_KINDS[community.content.posts["kind"][post]]
        verbs.reply(
            community, manager, post, reason="goes on in public", minutes=self.care.minutes_per_answer,
            tone=self.care.tones.get(kind, "neutral"), by_person=self.care.voice == "person",
        )  # fmt: skip

    def check_wish(self, community: Community, manager: Manager, post: int) -> None:
        """Check a wish, and pass it on when it stands up."""
        stands = verbs.check_wish(community, manager, post, minutes=self.care.minutes_per_wish)
        if stands:
            verbs.forward(community, manager, post, self.care.ship_days * HOURS_PER_DAY, "stood up to the check")

    def tell_wish(self, community: Community, manager: Manager, post: int) -> None:
        """Tell everybody that a wish came true."""
        verbs.tell_wish(community, manager, post, minutes=self.care.minutes_per_answer)

    def needs_no_answer(self, community: Community, post: int) -> bool:
        """Tell whether a post is gone, answered by the team, a question members answered, or left alone by now."""
        row = community.content.posts[post]
        kind = int(row["kind"])
        if row["status"] != VISIBLE or row["team_answer_seconds"] != UNANSWERED:
            return True
        if POST_KINDS[kind] not in self.care.tones:
            return True
        return kind == QUESTION and bool(row["answers"] > 0)

    def has_no_room(self, community: Community, post: int) -> bool:
        """Tell whether a wish is gone, ignored by now, or cannot be taken on since the company is busy."""
        busy = len(community.cases.wishes) >= self.care.wishes_at_a_time
        return busy or self.care.wishes == "ignore" or self.is_gone(community, post)

    def is_gone(self, community: Community, post: int) -> bool:
        """Tell whether a post can't be seen any more."""
        return bool(community.content.posts["status"][post] != VISIBLE)
