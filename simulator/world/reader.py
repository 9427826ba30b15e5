"""Reader: the part of a member that reads, and is moved by it."""

from __future__ import annotations

from typing import Any

from .author import Author, rules, unit
from .behaviour import UNANSWERED, VISIBLE
from .chance import block
from .members import NOBODY
from .reading import OUTRAGE
from .ties import follows


class Reader(Author):
    """Somebody who reads. Columns of `members.py` are attributes (see `agents.Member`)."""

    def open_reply(self, post: Any) -> None:
        """Read a reply to one's own post, which waited in the inbox."""
        k = self.model.k
        self._count_reading(post)
        weight = 1.0 if post["author"] == NOBODY else self.weight_of(post)
        self.mood = rules.mood_after_reading(self.mood, post["warmth"].item(), weight, k)
        self.official_share = rules.official_share_after(self.official_share, post["author"] == NOBODY, k)

    def take_in(self, post: Any, thread: Any, now: int, since: int) -> float:
        """Read a post in the feed: it moves mood, norms, knowledge, trust. Return its nearness to one's taste."""
        k, breach, warmth, weight = (
            self.model.k,
            post["breach"].item(),
            post["warmth"].item(),
            self.weight_of(post),
        )
        self._count_reading(post)
        official = bool(post["author"] == NOBODY)
        self.mood = rules.mood_after_reading(self.mood, warmth, weight, k)
        self.official_share = rules.official_share_after(self.official_share, official, k)
        champion = not official and self._column("champion", post) == 1
        signal = rules.norm_signal(rules.is_rude(breach), champion, k)
        self.norm = rules.norm_after_reading(self.norm, signal, weight, k)
        self.rules_known = rules.rules_after_reading(self.rules_known, k)
        self.fluency = rules.fluency_after_reading(self.fluency, k)
        nearness = rules.nearness(self.taste, thread["taste"].item(), breach, k)
        self.belonging = rules.belonging_after_reading(self.belonging, nearness, self.fluency, k)
        if breach:
            self.trust = rules.trust_after_breach_seen(self.trust, breach, k)
        if official:
            self.see_answer(post)
        else:
            self.see_member(post)
        if post["kind"] == rules.COMPLAINT:
            answered, waited = post["team_answer_seconds"] != UNANSWERED, now - post["seconds"].item()
            worth = post["answer_worth"].item()
            self.trust = rules.trust_after_complaint_seen(self.trust, answered, worth, waited, k)
        self.trust = rules.trust_after_kind_seen(self.trust, post["kind"].item(), k)
        if post["about"] > 0 or post["arousal"] > 0:
            self.be_moved(post, since)
        return nearness

    def see_pinned(self, board: int, now: int, since: int) -> None:
        """Read the brand's statement on top of the board, unless it stood there on the last visit."""
        content = self.model.content
        post = content.posts[int(self.model.k.statement_post) + board]
        if post["status"] != VISIBLE or post["seconds"] <= since:
            return
        thread = content.threads[post["thread_row"]]
        thread["last_reader"] = self.member
        thread["last_read_seconds"] = now
        self.take_in(post, thread, now, since)

    def be_moved(self, post: Any, since: int) -> None:
        """Learn of a crisis by a post, take the team's word for it or not, and catch the outrage of others."""
        community, k = self.model, self.model.k
        author, about = post["author"].item(), post["about"].item()
        of_now = about > 0 and about == k.crisis
        if of_now and self.aware != about:
            self.learn(heard=True)
        if post["kind"] == rules.STATEMENT:
            # What was read on an earlier visit has had its effect.
            if of_now and post["seconds"] > since:
                self.hear_statement(post)
            return
        tied = author != NOBODY and follows(community.members.followees, self.member, author)
        arousal = rules.arousal_shown(post["arousal"].item(), post["answer_worth"].item(), k)
        self.outrage = rules.outrage_after_reading(self.outrage, arousal, tied, k)
        if of_now:
            self.trust = rules.trust_after_crisis_post(self.trust, k.crisis_severity, arousal, self.blame, k)

    def anger_at(self, post: Any) -> float:
        """Return the anger felt while reading a post that is heated."""
        k, author = self.model.k, post["author"].item()
        tied = author != NOBODY and follows(self.model.members.followees, self.member, author)
        arousal = rules.arousal_shown(post["arousal"].item(), post["answer_worth"].item(), k)
        return rules.anger_felt(self.outrage, arousal, tied, k)

    def learn(self, heard: bool) -> None:
        """Learn what happened, by hearsay or at first hand."""
        k = self.model.k
        easily, judges, cares, _ = block(*self.model.key, 0, self.member, OUTRAGE, int(k.crisis))
        self.aware = int(k.crisis)
        self.blame = rules.blame_ascribed(k.crisis_blame, k.disclosed, self.trust, unit(judges), k)
        grave = k.crisis_severity * rules.involvement(unit(cares))
        outrage = rules.outrage_over_crisis(grave, self.blame, rules.temper(unit(easily)), heard, k)
        self.outrage = max(self.outrage, outrage)
        self.trust = rules.trust_after_learning(self.trust, grave, self.blame, heard, k)
        self.pull = rules.pull_after_learning(self.pull, self.outrage, k)

    def hear_statement(self, post: Any) -> None:
        """Read what the brand says of the crisis."""
        k, claim, worth = self.model.k, post["claim"].item(), post["answer_worth"].item()
        self.outrage = rules.outrage_after_statement(self.outrage, self.blame, claim, worth, k)
        self.trust = rules.trust_after_statement(self.trust, self.blame, claim, k)
        self.blame = rules.blame_after_statement(self.blame, claim, post["amends"].item(), k)

    def see_answer(self, post: Any) -> None:
        """Read how the team answered a complaint."""
        parent = post["parent"].item()
        if parent >= 0 and self.model.content.posts["kind"][parent] == rules.COMPLAINT:
            worth = post["answer_worth"].item()
            self.trust = rules.trust_after_complaint_seen(self.trust, True, worth, 0, self.model.k)

    def see_member(self, post: Any) -> None:
        """Be swayed by somebody with an audience, and take note of who is favoured."""
        k, audience = self.model.k, self._column("audience", post)
        if audience > 0:
            self.trust = rules.trust_after_leader(self.trust, self._column("trust", post), audience, k)
        if self._column("ambassador", post) == 1 and self.ambassador == 0 and self.contributions > 0:
            self.fairness = rules.fairness_after_favour(self.fairness, k)

    def weight_of(self, post: Any) -> float:
        """Return how much a post weighs: by its author's audience, or as the team's."""
        k = self.model.k
        if post["author"] == NOBODY:
            return k.official_weight
        return rules.influence_weight(self._column("audience", post), k)

    def _count_reading(self, post: Any) -> None:
        post["readings"] += 1
        self.readings += 1
        self.model.tally.readings += 1

    def _column(self, name: str, post: Any) -> Any:
        """Return what a column says of a post's author."""
        return self.model.members.rows[name][post["author"].item()].item()
