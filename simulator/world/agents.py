"""Agents: the model to read. A member visits, reads, feels, answers, publishes, and goes.

With `engine="mesa"` these classes run the community. With `engine="compiled"` the loop in `hour.py` does the
same, and these agents are light views, made when asked for: `agent.trust` reads and writes the member's column.
"""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np

from . import behaviour, chance, feed
from .chance import block
from .compiled import interpreted
from .constants import SECONDS_PER_DAY, SECONDS_PER_HOUR
from .content import NONE, QUESTION, TALK, VISIBLE, add_flag, add_reply, open_thread, post_to_read, warm_up
from .crowd import MOMENT
from .feed import CURSORS, next_unread, start_at_top
from .hour import (
    AFTERMATH,
    AWAY,
    CONTRIBUTIONS_PER_VISIT_MOST,
    DAY_END,
    INBOX,
    PUBLISH,
    READ,
)  # fmt: skip
from .manager import Manager
from .members import FOREVER, MEMBER, NOBODY
from .rhythm import local_hour
from .ties import follow
from .views import Column, Counters, Hot

__all__ = ["ROLES", "Creator", "Influencer", "Lurker", "Manager", "Member"]

rules = interpreted(behaviour)
unit, normal = interpreted(chance).unit, interpreted(chance).normal
order_for = interpreted(feed).order_for


class Member(mesa.Agent):
    """Somebody in the community. All columns of `members.py` are attributes (`agent.trust`, `agent.mood`).

    Attributes:
        member: the member's number, the same in every table.
        model: the `Community`.
    """

    _ids = Counters()
    pull = Hot("pull")
    away_until_hour = Hot("away_until_hour")

    def __init__(self, model: Any, member: int) -> None:
        """Give member number `member` of `model` an agent."""
        super().__init__(model)
        self.member = member

    def remove(self) -> None:
        """Leave the community for good."""
        if self.left_hour == FOREVER:
            self.model.dismiss(self.member)
        super().remove()

    def draw(self, what: int, which: int = 0) -> tuple[int, int, int, int]:
        """Return the four words at this member's address for this hour."""
        return block(*self.model.key, self.model.hour, self.member, what, which)

    def visit(self, glance: int, second: int) -> None:
        """Come by: see who answered, say something of one's own, read the feed, go."""
        community, k = self.model, self.model.k
        hour = community.hour
        now = hour * SECONDS_PER_HOUR + second
        since = self.last_visit_seconds
        self.written = 0
        self.mood = self.mood * rules.kept(k.mood_keep, hour - self.mood_hour)
        self.mood_hour = hour
        if since >= 0:
            self.fluency = rules.fluency_after_absence(self.fluency, (now - since) // SECONDS_PER_DAY, k)
        self.last_visit_seconds = now
        self.visits += 1
        self.visited_days |= rules.visited_day_bit(hour, self.joined_hour)
        community.tally.visits += 1
        if glance == 0:
            community.tally.visitors += 1
        _, _, depth, place = self.draw(MOMENT, glance)
        board = rules.board_visited(self.board, len(community.content.boards), place, k)

        self.open_inbox(glance, now, board)
        self.speak_up(glance, now, board)
        self.browse(glance, now, since, board, rules.patience(unit(depth), k.readings_per_visit))

        community.tally.mood_sum += self.mood
        leaving, length, _, _ = self.draw(AWAY, glance)
        if unit(leaving) < k.away_chance:
            self.away_until_hour = hour + 1 + rules.spell_hours(unit(length), community.away_spells)

    @property
    def free(self) -> bool:
        """Whether the member may act, that is, is not blocked."""
        return self.blocked_until_hour <= self.model.hour

    @property
    def speaks(self) -> bool:
        """Whether the member writes of own accord, that is, has not fallen silent."""
        return self.silent_until_hour <= self.model.hour

    def open_inbox(self, glance: int, now: int, board: int) -> None:
        """Read the waiting reply, if there is one, and perhaps answer it."""
        waiting = self.inbox_post
        if waiting == NONE:
            return
        self.inbox_post = NONE
        post = self.model.content.posts[waiting]
        if post["status"] != VISIBLE:
            return
        impulse, _, _, _ = self.draw(INBOX, glance)
        self.read(post)
        if self.free and unit(impulse) < rules.inbox_chance(post["warmth"].item(), self.model.k):
            self.answer(waiting, glance, now, board)

    def speak_up(self, glance: int, now: int, board: int) -> None:
        """Start a thread: because of an errand, or because there is something to say."""
        k = self.model.k
        impulse, topic, _, _ = self.draw(PUBLISH, 8 * glance)
        if not self.free:
            return
        errand = self.has_errand == 1
        if errand:
            starts = unit(impulse) < rules.errand_chance(k)
        else:
            starts = self.speaks and unit(impulse) < rules.start_chance(
                self.voice, self.fluency, self.contributions == 0, k
            )
        if starts:
            kind = QUESTION if rules.asks_question(errand, unit(topic), k) else TALK
            self.has_errand = 0
            self.publish(kind, glance, now, board)

    def browse(self, glance: int, now: int, since: int, board: int, readings: int) -> None:
        """Go down the feed until patience or news run out: read, flag, like, follow, answer."""
        community, k = self.model, self.model.k
        members, content = community.members, community.content
        cursor = np.empty(CURSORS, np.int64)
        start_at_top(cursor, content.boards, board)
        for reading in range(readings):
            order, liking, flagging, answering = self.draw(READ, 256 * glance + reading)
            row = next_unread(
                order_for(order, k), cursor, members.rows, members.followees, content.threads, content.posts,
                content.hot, board, self.member, since, now,
            )  # fmt: skip
            if row == NONE:
                return
            number = post_to_read(content.posts, content.threads, row, since)
            if number == NONE or content.posts[number]["author"] == self.member:
                continue
            post, thread = content.posts[number], content.threads[row]
            self.read(post)
            self.fluency = rules.fluency_after_reading(self.fluency, k)
            nearness = rules.affinity(self.taste, thread["taste"].item(), k)
            self.belonging = rules.belonging_after_reading(self.belonging, nearness, self.fluency, k)
            if post["breaks_rules"] == 1:
                self.trust = rules.trust_after_breach_seen(self.trust, k)
            if not self.free:
                continue
            if unit(flagging) < rules.flag_chance(post["breaks_rules"] == 1, k):
                self.flag(number)
                continue
            appetite = rules.interest(thread["appeal"].item(), nearness, self.fluency, k)
            chance = rules.like_chance(appetite, post["warmth"].item(), self.mood, k)
            if unit(liking) < chance:
                self.like(post, row, now)
                if post["author"] != NOBODY and unit(liking) < chance * k.follow_share:
                    follow(members.rows, members.followees, self.member, post["author"].item())
            if self.speaks and self.written < CONTRIBUTIONS_PER_VISIT_MOST:
                asks = post["kind"] == QUESTION
                chance = rules.answer_chance(
                    self.voice, appetite, self.fluency, thread["replies"].item(), asks, self.contributions == 0, k
                )
                if unit(answering) < chance:
                    self.answer(number, glance, now, board)

    def read(self, post: Any) -> None:
        """Read a post and let it move one's mood, more when its author has an audience."""
        k = self.model.k
        post["readings"] += 1
        self.readings += 1
        self.model.tally.readings += 1
        author = post["author"].item()
        audience = self.model.members.rows["audience"][author].item() if author != NOBODY else 0
        weight = rules.influence_weight(audience, k)
        self.mood = rules.mood_after_reading(self.mood, post["warmth"].item(), weight, k)

    def flag(self, number: int) -> None:
        """Call the team's attention to a post."""
        content = self.model.content
        add_flag(content.posts, content.queue, content.counts, number)
        self.flags_given += 1
        self.model.tally.flags_given += 1

    def like(self, post: Any, row: int, now: int) -> None:
        """Like a post, which warms up its thread."""
        content = self.model.content
        post["likes"] += 1
        self.likes_given += 1
        self.model.tally.likes += 1
        warm_up(content.threads, content.hot, row, self.model.k.like_points, now, self.model.constants[0])
        if post["author"] != NOBODY:
            self.model.members.rows["likes_received"][post["author"]] += 1

    def answer(self, parent: int, glance: int, now: int, board: int) -> None:
        """Write a reply to post number `parent`."""
        self._write(parent, TALK, glance, now, board)

    def publish(self, kind: int, glance: int, now: int, board: int) -> None:
        """Start a thread on `board`."""
        self._write(NONE, kind, glance, now, board)

    def _write(self, parent: int, kind: int, glance: int, now: int, board: int) -> None:
        community, k = self.model, self.model.k
        content, hour = community.content, community.hour
        self.written += 1
        which = self.written + 8 * glance
        appeal, temper, tone, _ = self.draw(PUBLISH, which)
        rude_context = parent != NONE and content.posts["breaks_rules"][parent] == 1
        context_warmth = content.posts["warmth"][parent].item() if parent != NONE else 0.0
        late = rules.is_late_night(local_hour(hour, self.utc_offset_hours), k)
        chance = rules.breach_chance(self.incivility, self.mood, rude_context, late, k)
        breaks_rules = 1 if unit(temper) < chance else 0
        warmth = rules.post_warmth(self.mood, context_warmth, float(normal(tone)), breaks_rules == 1, k)
        if parent == NONE:
            appeal = rules.thread_appeal(unit(appeal), self.fluency, community.appeals)
            post = open_thread(
                content.posts, content.threads, content.boards, content.counts, self.member, now, board, kind,
                appeal, self.taste, warmth, breaks_rules,
            )  # fmt: skip
            self.posts += 1
            self.last_thread = content.posts["thread_row"][post]
            community.tally.posts += 1
        else:
            post = add_reply(
                content.posts, content.threads, content.boards, content.counts, parent, self.member, now, kind,
                warmth, breaks_rules,
            )  # fmt: skip
            self.replies += 1
            community.tally.replies += 1
            row = content.posts["thread_row"][post].item()
            warm_up(content.threads, content.hot, row, k.answer_points, now, community.constants[0])
            author = content.posts["author"][parent].item()
            if author not in (NOBODY, self.member):
                community.agent(author).hear(post)
        community.tally.breaches += breaks_rules
        self.contributions += 1
        self.last_contribution_hour = hour
        quiet, length, _, _ = self.draw(AFTERMATH, which)
        if unit(quiet) < rules.silence_chance(self.contributions, self.belonging, k):
            self.silent_until_hour = hour + 1 + rules.spell_hours(unit(length), community.silence_spells)

    def hear(self, post: int) -> None:
        """Learn that somebody answered: it waits in the inbox, pulls back, and makes one belong."""
        k = self.model.k
        if self.left_hour != FOREVER:
            return
        self.inbox_post = post
        self.answers_received += 1
        self.belonging = rules.belonging_after_answer(self.belonging, self.fluency, k)
        self.pull = rules.pull_after_answer(self.pull, k)

    def close_day(self) -> None:
        """Let feelings settle at the end of the day, and perhaps leave for good."""
        k = self.model.k
        self.belonging = rules.drift(self.belonging, 0.0, k.belonging_keep)
        self.trust = rules.drift(self.trust, k.trust_start, k.trust_keep)
        self.loyalty = rules.drift(self.loyalty, 0.5 * (self.trust + self.belonging), k.loyalty_keep)
        leaving, _, _, _ = self.draw(DAY_END)
        if unit(leaving) < rules.leave_chance(self.belonging, self.trust, k):
            self.left_hour = self.model.hour
            self.away_until_hour = FOREVER
            self.pull = 0.0
            self.model.tally.departures += 1


for _name in MEMBER.names:
    setattr(Member, _name, Column(_name))


class Lurker(Member):
    """A member who has not written within the role window. Lurkers read, like, flag, and may yet speak up.

    Nobody is born a lurker: the class says what a member has been doing, and changes when that changes.
    """


class Creator(Member):
    """A member who has written within the role window."""


class Influencer(Member):
    """A creator among the one per cent with the largest audience; what they write moves readers more."""


ROLES: tuple[type[Member], ...] = (Lurker, Creator, Influencer)
"""Classes by role code (`behaviour.LURKER`, `CREATOR`, `INFLUENCER`)."""
