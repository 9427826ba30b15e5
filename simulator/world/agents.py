"""Agents: the model to read. A member visits, reads, feels, answers, publishes, and goes.

With `engine="mesa"` these classes run the community. With `engine="compiled"` the loop in `hour.py` does the
same, and these agents are light views, made when asked for: `agent.trust` reads and writes the member's column.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import feed
from .author import rules, unit
from .behaviour import VISIBLE
from .compiled import interpreted
from .constants import SECONDS_PER_DAY, SECONDS_PER_HOUR
from .content import NONE, add_flag, post_to_read, warm_up
from .crowd import MOMENT
from .customer import Customer
from .feed import CURSORS, next_unread, start_at_top
from .hour import AWAY, INBOX, PUBLISH, READ, SHARE
from .manager import Manager
from .members import FOREVER, MEMBER, NOBODY
from .rhythm import local_hour
from .ties import follow
from .views import Column, Hot
from .writing import CONTRIBUTIONS_PER_VISIT_MOST

__all__ = ["ROLES", "Creator", "Influencer", "Lurker", "Manager", "Member", "rules"]

order_for = interpreted(feed).order_for


class Member(Customer):
    """Somebody in the community. All columns of `members.py` are attributes (`agent.trust`, `agent.mood`).

    Attributes:
        member: the member's number, the same in every table.
        model: the `Community`.
    """

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
        self.rules_known = rules.rules_after_seeing(self.rules_known, self.contributions, k)
        _, _, depth, place = self.draw(MOMENT, glance)
        board = rules.board_visited(self.board, len(community.content.boards), place, k)
        self.voice_of_visit = self.voice_now

        self.open_inbox(glance, now, board)
        if k.statement_post >= 0:
            self.see_pinned(board, now, since)
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
    def voice_now(self) -> float:
        """Readiness to write at this moment."""
        bond = self.bond if self.ambassador == 1 else 0.0
        return rules.voice_now(
            self.voice, self.zest, bond, self.contributions, self.goal_driven, self.entered, self.model.k
        )

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
        self.open_reply(post)
        official = post["author"] == NOBODY
        if self.free and unit(impulse) < rules.inbox_chance(post["warmth"].item(), official, self.model.k):
            self.answer(waiting, glance, now, board)

    def speak_up(self, glance: int, now: int, board: int) -> None:
        """Start a thread: because of an errand, or because there is something to say."""
        k = self.model.k
        impulse, topic, prize, _ = self.draw(PUBLISH, 8 * glance)
        if not self.free:
            return
        chance = rules.contest_chance(self.voice, self.entered, k)
        if self.errand == rules.NO_ERRAND and unit(prize) < chance:
            self.enter_contest(int(k.contest_post), glance, now, board)
        errand = self.errand
        courage = rules.courage(self.contributions, self.rules_known, k)
        if errand != rules.NO_ERRAND:
            starts = unit(impulse) < rules.errand_chance(errand, courage, k)
        else:
            chance = rules.start_chance(self.voice_of_visit, self.fluency, courage, k)
            starts = self.speaks and unit(impulse) < chance
        if starts:
            kind = rules.opener_kind(errand, unit(topic), k)
            self.errand = rules.NO_ERRAND
            self.publish(kind, glance, now, board)
        elif errand != rules.NO_ERRAND and rules.errand_lapses(unit(topic), k):
            self.errand = rules.NO_ERRAND

    def enter_contest(self, contest: int, glance: int, now: int, board: int) -> None:
        """Write an entry under the post of a contest, unless it is gone."""
        if self.model.content.posts["status"][contest] == VISIBLE:
            self.answer(contest, glance, now, board, rules.ENTRY)
            self.entered = contest
            self.zest = rules.zest_after_entry(self.zest, self.model.k)

    def browse(self, glance: int, now: int, since: int, board: int, readings: int) -> None:
        """Go down the feed until patience or news run out: read, flag, like, follow, answer."""
        community, k = self.model, self.model.k
        members, content = community.members, community.content
        alertness = rules.alertness(local_hour(community.hour, self.utc_offset_hours), k)
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
            if post["status"] != VISIBLE:
                self.witness(post, unit(liking))
                continue
            breach, kind = post["breach"].item(), post["kind"].item()
            nearness = self.take_in(post, thread, now, since)
            if not self.free:
                continue
            if unit(flagging) < rules.flag_chance(breach, k):
                self.flag(number)
                continue
            if (
                content.posts["kind"][post["thread"]] == rules.COMPLAINT
                and self.unsaid == 1
                and self.errand == rules.NO_ERRAND
                and rules.joins_complaint(self.expects_help, 1.0 - unit(flagging), k)
            ) or (
                post["about"] > 0
                and post["about"] == k.crisis
                and self.errand == rules.NO_ERRAND
                and rules.speaks_out(self.outrage, self.voice, 1.0 - unit(flagging), k)
            ):
                self.errand = rules.COMPLAINING
            appetite = alertness * rules.interest(thread["appeal"].item(), nearness, self.fluency, k)
            chance = rules.like_chance(appetite * self.charm_of(post), post["warmth"].item(), self.mood, k)
            if unit(liking) < chance:
                self.like(post, row, now)
                if post["author"] != NOBODY and unit(liking) < chance * k.follow_share:
                    follow(members.rows, members.followees, self.member, post["author"].item())
            elif unit(liking) > 1.0 - rules.downvote_chance(rules.is_rude(breach), k):
                self.vote_down(post)
            heated = post["arousal"] > 0 or post["about"] > 0
            if heated:
                passing, _, _, _ = self.draw(SHARE, 256 * glance + reading)
                offer = content.posts["offer"][post["thread"]].item()
                left = rules.unsettled(post["answer_worth"].item(), k)
                if rules.shares_post(self.anger_at(post), appetite * left, offer, unit(passing), k):
                    self.share(post, row, now)
            if self.speaks and self.written < CONTRIBUTIONS_PER_VISIT_MOST:
                replies = thread["replies"].item()
                courage = rules.courage(self.contributions, self.rules_known, k)
                call = rules.thread_call(kind, replies, k)
                if heated:
                    left = rules.unsettled(post["answer_worth"].item(), k)
                    call = call * left * rules.outrage_call(self.anger_at(post), k)
                chance = rules.answer_chance(
                    self.voice_of_visit, appetite, self.fluency, replies, call, courage, k
                )
                if unit(answering) < chance:
                    self.answer(number, glance, now, board)

    def charm_of(self, post: Any) -> float:
        """Return how much more readily this member likes a post than plain talk."""
        k, likes, downvotes = self.model.k, post["likes"].item(), post["downvotes"].item()
        worth = post["answer_worth"].item() if post["author"] == NOBODY else 0.0
        rude = rules.is_rude(post["breach"].item())
        return rules.charm(post["kind"].item(), likes, downvotes, rude, worth, k) * rules.gratitude(self.zest, k)

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
            self.model.agent(post["author"].item()).take_like()

    def share(self, post: Any, row: int, now: int) -> None:
        """Pass a post on: its thread gets livelier, and followers find it with this member."""
        content, community = self.model.content, self.model
        post["shares"] += 1
        community.tally.shares += 1
        self.last_thread = row
        warm_up(content.threads, content.hot, row, community.k.share_points, now, community.constants[0])

    def vote_down(self, post: Any) -> None:
        """Vote a post down; its author takes it to heart."""
        post["downvotes"] += 1
        self.model.tally.downvotes += 1
        if post["author"] != NOBODY:
            self.model.agent(post["author"].item()).take_downvote()


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
