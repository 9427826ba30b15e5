"""Speech: the verbs with which a team speaks - publish, reply, and put a lively thread in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..world.agents import rules
from ..world.behaviour import VISIBLE
from ..world.care import COMPLAINT, POST_KINDS, QUESTION, TALK, TONES, UNANSWERED
from ..world.constants import HOURS_PER_DAY
from ..world.content import NONE, add_reply, open_thread, warm_up
from ..world.members import FOREVER, NOBODY
from .acts import act, one_of, require_post, whole, within

if TYPE_CHECKING:
    from ..world.agents import Member
    from ..world.community import Community
    from ..world.manager import Manager

WARMTH = {"neutral": 0.3, "empathetic": 0.6, "explaining": 0.4, "defensive": -0.2, "playful": 0.6, "mocking": -0.4}
"""How warm the team's words are, by tone."""


def publish(
    community: Community, manager: Manager | None, board: int = 0, appeal: float = 1.0, taste: float = 0.5,
    warmth: float = 0.3, reason: str = "", minutes: float = 0, kind: str = "talk", money: float = 0,
) -> int:  # fmt: skip
    """Start a thread as the team; return the number of the post. Its author is -1 in the tables.

    Args:
        kind: one of `care.POST_KINDS`. A starter gets members to talk; an announcement gets likes, and answers
            that are addressed to the brand.
        money: euros it costs, such as for pictures.
    """
    board = whole(board, "board", 0, len(community.content.boards) - 1)
    appeal, taste = within(appeal, "appeal", 0.001, 1000), within(taste, "taste", 0, 1)
    warmth, code = within(warmth, "warmth", -1, 1), one_of(kind, "kind", POST_KINDS)
    number = community.content.post_count
    act(community, manager, "publish", "post", number, reason, minutes, money=money)
    community.content.reserve(1)
    content = community.content
    post = open_thread(
        content.posts, content.threads, content.boards, content.counts, NOBODY, community.seconds, board, code,
        appeal, taste, warmth, 0,
    )  # fmt: skip
    community.tally.posts += 1
    return int(post)


def reply(
    community: Community, manager: Manager | None, post: int, warmth: float | None = None, reason: str = "",
    minutes: float = 0, tone: str = "neutral", private: bool = False, by_person: bool = True,
    waited_minutes: float | None = None,
    compensation_euros: float = 0,
) -> int:  # fmt: skip
    """Answer a visible post as the team; its author hears of it. Return the number of the reply, -1 in private.

    The first answer counts for what it is worth: by tone, by how long it took, and by who speaks.

    Args:
        warmth: of the words, -1 to 1; None takes that of the tone (`WARMTH`).
        tone: one of `care.TONES`.
        private: answers out of sight; readers learn no more than that.
        by_person: False speaks in the brand's voice.
        waited_minutes: how long the author waited; None counts from the post to now.
        compensation_euros: offered to the author; offered in public, it makes the complaint spread.
    """
    told = one_of(tone, "tone", TONES)
    warmth = WARMTH[tone] if warmth is None else within(warmth, "warmth", -1, 1)
    require_post(community, post, VISIBLE)
    content, post = community.content, int(post)
    waited = (community.seconds - int(content.posts["seconds"][post])) / 60
    if waited_minutes is not None:
        waited = within(waited_minutes, "waited_minutes", 0, 1e7)
    euros = within(compensation_euros, "compensation_euros", 0, 1e6)
    said = f"{reason} (private)".strip() if private else reason
    act(community, manager, "reply", "post", post, said, minutes, money=euros)
    content.reserve(1)
    k, row = community.k, content.posts[post]
    fits = rules.tone_worth(told, int(row["kind"]), float(row["warmth"]), k)
    voice = rules.voice_of_person(heat(community), k)
    worth = rules.answer_worth(fits, rules.promptness(max(0.0, waited), k), by_person, voice, k)
    if euros and not private:
        content.posts["offer"][content.posts["thread"][post]] = 1
    author, first = int(row["author"]), int(row["team_answer_seconds"]) == UNANSWERED
    heard = community.agent(author) if author != NOBODY else None
    if first:
        content.posts["team_answer_seconds"][post] = community.seconds
        content.posts["answer_worth"][post] = worth * (k.private_seen if private else 1.0)
        if heard is not None and heard.left_hour == FOREVER:
            take_answer(heard, int(row["kind"]), worth)
    if private:
        return NONE
    answer = int(
        add_reply(
            content.posts, content.threads, content.boards, content.counts, post, NOBODY, community.seconds, TALK,
            warmth, 0,
        )
    )  # fmt: skip
    content.posts["tone"][answer] = 1 + told
    content.posts["answer_worth"][answer] = worth
    thread = int(content.posts["thread_row"][post])
    warm_up(content.threads, content.hot, thread, k.answer_points, community.seconds, community.constants[0])
    community.tally.replies += 1
    community.tally.answered += content.threads["replies"][thread] == 1
    if heard is not None:
        heard.hear(answer)
    return answer


def heat(community: Community) -> float:
    """Return which share of the last day's threads are complaints."""
    day = community.hourly[max(0, community.hour - HOURS_PER_DAY) : community.hour + 1]
    return float(day["complaints"].sum()) / max(1.0, float(day["posts"].sum()))


def take_answer(member: Member, kind: int, worth: float) -> None:
    """Let a member feel what an answer by the team to a post of some kind is worth, -1 to 1."""
    k = member.model.k
    gain = k.answer_trust if kind in (COMPLAINT, QUESTION) else k.answer_trust_other
    member.trust = rules.moved(member.trust, gain, worth)
    if kind == COMPLAINT:
        member.outrage = rules.outrage_after_answer(member.outrage, worth, k)
        member.satisfaction = rules.moved(member.satisfaction, k.answer_satisfaction, worth)
        member.expects_help = rules.moved(member.expects_help, k.hope_gain, worth)


def feature(
    community: Community, manager: Manager | None, post: int, reason: str = "", minutes: float = 0
) -> None:
    """Put the thread of a visible post in front of everybody on its board; whoever opened it is pleased."""
    require_post(community, post, VISIBLE)
    act(community, manager, "feature", "post", post, reason, minutes)
    content, k = community.content, community.k
    row = int(content.posts["thread_row"][post])
    warm_up(content.threads, content.hot, row, k.feature_points, community.seconds, community.constants[0])
    author = int(content.posts["author"][content.threads["opener"][row]])
    if author != NOBODY and community.members["left_hour"][author] == FOREVER:
        member = community.agent(author)
        member.zest = rules.zest_after_recognition(member.zest, k.feature_zest)
