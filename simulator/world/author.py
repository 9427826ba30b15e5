"""Author: the part of a member that writes, hears of answers, and takes votes."""

from __future__ import annotations

from typing import Any

import mesa

from . import behaviour, chance
from .chance import block
from .compiled import interpreted
from .conduct import ATTACK, CANCEL, NO_BREACH, REVISE
from .content import (
    CENSORED,
    CENSORED_EXPLAINED,
    NONE,
    TOMBSTONE_EXPLAINED,
    add_reply,
    open_case,
    open_thread,
    warm_up,
)
from .members import FOREVER, NOBODY
from .rhythm import local_hour
from .views import Counters
from .writing import AFTERMATH, PROMPT, PUBLISH

rules = interpreted(*behaviour.CHAPTERS, behaviour)
unit, normal = interpreted(chance).unit, interpreted(chance).normal


class Author(mesa.Agent):
    """Somebody who may write. Columns of `members.py` are attributes (see `agents.Member`).

    Attributes:
        member: the member's number, the same in every table.
        model: the `Community`.
    """

    _ids = Counters()
    member: int

    def draw(self, what: int, which: int = 0) -> tuple[int, int, int, int]:
        """Return the four words at this member's address for this hour."""
        return block(*self.model.key, self.model.hour, self.member, what, which)

    def answer(self, parent: int, glance: int, now: int, board: int, kind: int = rules.TALK) -> None:
        """Write a reply to post number `parent`."""
        self._write(parent, kind, glance, now, board)

    def publish(self, kind: int, glance: int, now: int, board: int) -> None:
        """Start a thread on `board`."""
        self._write(NONE, kind, glance, now, board)

    def _write(self, parent: int, kind: int, glance: int, now: int, board: int) -> None:
        community, k = self.model, self.model.k
        content, hour, tally = community.content, community.hour, community.tally
        self.written += 1
        which = self.written + 8 * glance
        appeal, temper, tone, look = self.draw(PUBLISH, which)
        helps, context_warmth, relief = rules.asks_for_help(kind), 0.0, 0.0
        if parent != NONE:
            opener = content.posts[content.posts["thread"][parent]]
            helps, relief = rules.asks_for_help(opener["kind"].item()), opener["answer_worth"].item()
            context_warmth = content.posts["warmth"][parent].item()
        about, arousal = self._heat(parent, kind)
        official = rules.official_warmth(self.official_share, helps, relief, k) - k.outrage_cold * arousal
        breach = self._breach(parent, unit(temper))
        warmth = rules.post_warmth(
            self.mood, context_warmth, float(normal(tone)), rules.is_rude(breach), kind, official, k
        )
        score = rules.filter_score(breach, warmth, float(normal(look)), k)
        if score > k.prompt_threshold:
            asked, _, _, _ = self.draw(PROMPT, which)
            tally.prompts += 1
            thinks = rules.answers_to_prompt(unit(asked), k)
            if thinks == CANCEL:
                return
            if thinks == REVISE:
                breach = NO_BREACH
                warmth = rules.post_warmth(
                    self.mood, context_warmth, float(normal(tone)), False, kind, official, k
                )

        status = rules.entry_status(score, self.contributions, k)
        if parent == NONE:
            appeal = rules.thread_appeal(unit(appeal), self.fluency, community.appeals)
            post = open_thread(
                content.posts, content.threads, content.boards, content.counts, self.member, now, board, kind,
                appeal, self.taste, warmth, breach,
            )  # fmt: skip
            self.posts += 1
            self.last_thread = content.posts["thread_row"][post]
            tally.posts += 1
            tally.complaints += kind == rules.COMPLAINT
            tally.wishes += kind == rules.WISH
            tally.praise += kind == rules.PRAISE
            if kind == rules.COMPLAINT:
                self.expects_help = rules.hope_after_complaining(self.expects_help, k)
                self.unsaid = 0
        else:
            post = add_reply(
                content.posts, content.threads, content.boards, content.counts, parent, self.member, now, kind,
                warmth, breach,
            )  # fmt: skip
            self.replies += 1
            tally.replies += 1
            tally.entries += kind == rules.ENTRY
        content.posts["score"][post] = score
        if about > 0 or arousal > 0:
            content.posts["about"][post] = about
            content.posts["arousal"][post] = arousal
            self.outrage = rules.outrage_after_venting(self.outrage, k)
            tally.crisis_posts += about > 0
        if status != rules.VISIBLE:
            content.posts["status"][post] = status
            content.posts["status_hour"][post] = hour
            tally.filtered += 1
            if status == rules.HELD:
                open_case(content.posts, content.queue, content.counts, post)
        elif parent != NONE:
            row = content.posts["thread_row"][post].item()
            warm_up(content.threads, content.hot, row, k.answer_points, now, community.constants[0])
            tally.answered += content.threads["replies"][row] == 1
            author = content.posts["author"][parent].item()
            if author not in (NOBODY, self.member):
                community.agent(author).hear(post)
        if breach != NO_BREACH:
            tally.breaches += 1
            tally.attacks += 1 if breach == ATTACK else 0

        self.contributions += 1
        self.last_contribution_hour = hour
        quiet, length, _, _ = self.draw(AFTERMATH, which)
        if unit(quiet) < rules.silence_chance(self.contributions, self.belonging, k):
            self.silent_until_hour = hour + 1 + rules.spell_hours(unit(length), community.silence_spells)

    def _heat(self, parent: int, kind: int) -> tuple[int, float]:
        """Say which crisis a contribution is about, 0 for none, and how aroused it is; complaints carry heat."""
        k, posts = self.model.k, self.model.content.posts
        if parent != NONE:
            opener = posts[posts["thread"][parent]]
            hot = opener["about"] > 0 or opener["kind"] == rules.COMPLAINT
            return opener["about"].item(), self.outrage if hot else 0.0
        if kind != rules.COMPLAINT:
            return 0, 0.0
        speaks_of_it = k.crisis > 0 and self.aware == k.crisis and self.outrage >= k.outrage_topic
        return int(k.crisis) if speaks_of_it else 0, self.outrage

    def _breach(self, parent: int, temper: float) -> int:
        """Return which rule the next contribution breaks, if any."""
        k, posts, hour = self.model.k, self.model.content.posts, self.model.hour
        rude_context = parent != NONE and rules.is_rude(posts["breach"][parent].item())
        late = rules.is_late_night(local_hour(hour, self.utc_offset_hours), k)
        deterrence = rules.deterrence_left(self.deterrence, hour - self.deterrence_hour, k)
        rude = rules.breach_chance(
            self.incivility, self.mood, rude_context, late, self.norm, self.rules_known, self.grudge, deterrence,
            self.restraint, k,
        )  # fmt: skip
        return rules.breach_kind(
            self.spammer == 1, temper, 0.0 if self.champion == 1 else rude,
            rules.off_topic_chance(self.rules_known, k), self.grudge, k,
        )  # fmt: skip

    def hear(self, post: int) -> None:
        """Learn that somebody answered: it waits in the inbox, pulls back, and makes one belong."""
        k = self.model.k
        if self.left_hour != FOREVER:
            return
        self.inbox_post = post
        self.answers_received += 1
        self.belonging = rules.belonging_after_answer(self.belonging, self.fluency, k)
        if rules.is_rude(self.model.content.posts["breach"][post].item()):
            self.belonging = rules.belonging_after_hostility(self.belonging, k)
        self.pull = rules.pull_after_answer(self.pull, k)

    def take_like(self) -> None:
        """Learn that somebody liked a post."""
        self.likes_received += 1
        self.belonging = rules.belonging_after_vote(self.belonging, self.model.k)

    def take_downvote(self) -> None:
        """Learn that somebody voted a post down."""
        k, hour = self.model.k, self.model.hour
        if self.left_hour != FOREVER:
            return
        self.mood = rules.mood_after_downvote(self.mood * rules.kept(k.mood_keep, hour - self.mood_hour), k)
        self.mood_hour = hour
        self.belonging = rules.belonging_after_vote(self.belonging, k)
        self.pull = rules.pull_after_downvote(self.pull, k)

    def witness(self, post: Any, draw: float) -> None:
        """Come upon the mark in a post's place: somebody was called to order, or criticism was deleted."""
        k, tombstone = self.model.k, post["tombstone"]
        if tombstone in (CENSORED, CENSORED_EXPLAINED):
            hurt = rules.censorship_hurts(tombstone == CENSORED_EXPLAINED, k)
            if draw < k.censorship_noticed:
                self.trust = rules.trust_lost(self.trust, k.trust_lost_censorship_seen * hurt)
                self.fairness = rules.fairness_after_witnessing(self.fairness, 1.0 - hurt, k)
                self.grudge = rules.grudge_after(self.grudge, k.grudge_censorship_seen * hurt, 0.0)
            return
        explained = tombstone == TOMBSTONE_EXPLAINED
        self.rules_known = rules.rules_after_witnessing(self.rules_known, explained, k)
        if explained:
            self.fairness = rules.fairness_after_witnessing(self.fairness, 1.0, k)
