"""Authors of the usual model: writing, and hearing of answers and votes."""

from __future__ import annotations

from benchmarks.usual_citizens import Citizen
from benchmarks.usual_content import HELPING, RUDE, Board, Post, Thread

LONGEST_SPELL_ODDS = 4096
"""Spells end where one in so many would be longer, as in the tables of `activity.py`."""


class Author(Citizen):
    """The part of a member that writes and takes what comes back; `Member` gives it its state."""

    def voice_now(self) -> float:
        """Return how ready one is to write: one's voice, and the zest that recognition gives."""
        return self.voice * max(0.0, 1 + self.model.k.zest_voice * self.zest)

    def courage(self) -> float:
        """Return the share of the wish to write that survives the friction and the doubts of a first post."""
        if self.contributions:
            return 1.0
        k = self.model.k
        return (1 - k.entry_friction) * (1 - k.entry_doubt * (1 - self.rules_known))

    def spell(self, shortest_days: float, tail: float) -> int:
        """Draw the length of a heavy-tailed spell, in hours."""
        longest = LONGEST_SPELL_ODDS ** (1 / tail)
        return int(24 * shortest_days * min(self.random.paretovariate(tail), longest))

    def publish(self, board: Board, kind: str, now: float) -> None:
        """Start a thread; who complains has said it, and hopes a little less than before."""
        model, k = self.model, self.model.k
        draft = self.draft(None, kind)
        if draft is None:
            return
        appeal = self.fluency * self.random.lognormvariate(0, k.appeal_spread)
        thread = Thread(board, appeal, self.taste)
        post = thread.opener = thread.latest = self.post(Post(thread, self, now, kind, *draft))
        board.threads.append(thread)
        board.put_on_top(thread)
        self.last_thread = thread
        self.posts += 1
        model.posts += 1
        if kind == "complaint":
            model.complaints += 1
            self.expects_help *= 1 - k.hope_spent
            self.unsaid = False
        elif kind == "wish":
            model.wishes += 1
        elif kind == "praise":
            model.praise += 1
        if post.status == "visible":
            model.opened.append(post)

    def answer(self, parent: Post, now: float) -> None:
        """Write a reply."""
        draft = self.draft(parent, "talk")
        if draft is None:
            return
        post = self.post(Post(parent.thread, self, now, "talk", *draft, parent=parent))
        parent.thread.hang(post)
        self.replies += 1
        self.model.replies += 1
        if post.status == "visible":
            self.model.answered += parent.thread.replies == 1
            parent.thread.board.warm_up(parent.thread, self.model.k.answer_points, now)
            if parent.author is not None and parent.author is not self:
                parent.author.hear(post)

    def draft(self, parent: Post | None, kind: str) -> tuple[float, str | None, float, float] | None:
        """Return warmth, breach, filter score and arousal of what one is about to post; None when given up."""
        model, k, random = self.model, self.model.k, self.random
        self.written += 1
        opener_kind = kind if parent is None else parent.thread.opener.kind
        arousal = self.outrage if opener_kind == "complaint" else 0.0
        breach = self.breach(parent)
        warmth = k.warmth_base + k.warmth_mood * self.mood + random.gauss(0, k.warmth_noise)
        if parent is not None:
            warmth += k.warmth_context * parent.warmth
        if kind == "complaint":
            warmth -= k.complaint_cold
        elif kind == "praise":
            warmth += k.praise_warm
        if opener_kind in HELPING:
            warmth += self.official_warmth(0.0 if parent is None else parent.thread.opener.answer_worth)
        warmth -= k.outrage_cold * arousal
        decent = max(-1.0, min(1.0, warmth))
        warmth = max(-1.0, min(1.0, warmth - k.breach_cold)) if breach in RUDE else decent
        score = random.gauss(0, 1) + k.filter_cold * max(0.0, -warmth)
        if breach is not None:
            score += k.filter_separation
        if score > k.prompt_threshold:
            model.prompts += 1
            thinks = random.random()
            if thinks < k.prompt_cancels:
                return None
            if thinks < k.prompt_cancels + k.prompt_revises:
                breach, warmth = None, decent
        return warmth, breach, score, arousal

    def official_warmth(self, worth: float) -> float:
        """Return the warmth that the team adds by an answer of some worth, or takes by talking too much."""
        k = self.model.k
        return k.official_relief * worth - k.official_chill * max(0.0, self.official_share - k.official_tolerance)

    def post(self, post: Post) -> Post:
        """Let a post appear, or wait, or be caught by the filter; and perhaps fall silent after it."""
        model, k = self.model, self.model.k
        if k.review_first > 1 or (k.review_first and not self.contributions):
            post.status = "held"
        elif post.score > k.filter_threshold:
            post.status = "removed" if k.filter_removes else "held"
        if post.status != "visible":
            model.filtered += 1
            if post.status == "held":
                model.open_case(post)
            else:
                model.caught.append(post)
        model.everything.append(post)
        if post.breach is not None:
            model.breaches += 1
            model.attacks += post.breach == "attack"
        if post.arousal:
            self.outrage *= 1 - k.outrage_vented
        self.contributions += 1
        self.last_contribution = model.hour
        held = 1 - k.silence_held * self.belonging
        if self.random.random() < k.silence_hazard * held / self.contributions:
            self.silent_until = model.hour + 1 + self.spell(k.silence_days_min, k.silence_tail)
        return post

    # --- what comes back ----------------------------------------------------------------------------------------

    def hear(self, post: Post) -> None:
        """Learn that somebody answered."""
        if not self.here:
            return
        k = self.model.k
        self.inbox = post
        self.answers_received += 1
        self.belonging += min(1, k.belonging_gain * (1 + k.bond * self.fluency)) * (1 - self.belonging)
        if post.breach in RUDE:
            self.belonging *= 1 - k.belonging_lost_hostility
        self.pull = min(k.pull_ceiling, self.pull + k.pull_gain)

    def enjoy_like(self) -> None:
        """Learn that somebody liked a post."""
        self.likes_received += 1
        self.belonging += self.model.k.vote_belonging * (1 - self.belonging)

    def take_downvote(self) -> None:
        """Learn that somebody voted a post down."""
        if not self.here:
            return
        k = self.model.k
        self.let_mood_fade()
        self.mood = max(-1.0, self.mood - k.downvote_mood)
        self.belonging += k.vote_belonging * (1 - self.belonging)
        self.pull = min(k.pull_ceiling, self.pull + k.downvote_pull)

    def let_mood_fade(self) -> None:
        """Bring one's mood up to this hour."""
        self.mood *= self.model.k.mood_keep ** (self.model.hour - self.mood_hour)
        self.mood_hour = self.model.hour
