"""Statements: the verbs with which a brand speaks of a crisis - disclose, state, brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..world.agents import rules
from ..world.behaviour import HOLD, STATEMENT, STRATEGIES, TALK, TONES
from ..world.content import open_thread
from ..world.members import NOBODY
from ..world.outrage import NO_CLAIM
from ..world.shocks import reveal
from ..world.storm import NOT_YET
from .acts import act, one_of, require_member, whole, within
from .speech import WARMTH, heat

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager
    from ..world.storm import Storm

CLAIMS = {"deny": 0.0, "diminish": 0.35, "rebuild": 0.9, "bolster": NO_CLAIM, "hold": NO_CLAIM}
"""How much blame each strategy admits; -1 says nothing of it."""
HOLD_WORTH = 0.5
"""A hold statement and a reminder of past merits say that somebody is there, and no more."""
APPEAL = 4.0
_ENOUGH_EUROS = 20.0


def state(
    community: Community, manager: Manager | None, strategy: str = "rebuild", apology: bool = False,
    explanation: bool = False, compensation_euros: float = 0, tone: str = "empathetic", by_person: bool = True,
    promise_hours: int = 0, reason: str = "", minutes: float = 0,
) -> list[int]:  # fmt: skip
    """Say something of the present crisis, pinned on top of every board. Return the numbers of the posts.

    Readers believe what admits nearly as much as they hold against the brand; what they believe soothes them and
    shapes what they hold against it, what they don't provokes them. A statement that contradicts an earlier one
    costs credibility.

    Args:
        strategy: deny, diminish, rebuild (admit and make good), bolster (recall merits) or hold (looking into it).
        apology, explanation, compensation_euros: what is made good; euros are for each customer who knows of it.
        tone: one of `care.TONES`. by_person: False speaks in the brand's voice.
        promise_hours: promises to say more within so many hours; 0 promises nothing.

    Raises:
        ValueError: when there is no crisis that is known, or an argument cannot be used.
    """
    storm = _present(community)
    code, told = one_of(strategy, "strategy", STRATEGIES), one_of(tone, "tone", TONES)
    euros = within(compensation_euros, "compensation_euros", 0, 1e6)
    promise = whole(promise_hours, "promise_hours", 0, 24 * 365)
    members, k = community.members, community.k
    cost = euros * int(((members["aware"] == storm.number) & (members["customer"] == 1) & members.present()).sum())
    content, boards = community.content, range(len(community.content.boards))
    act(community, manager, "state", "post", content.post_count, reason or strategy, minutes, money=min(1e9, cost))
    waited = community.hour - storm.revealed
    fits = rules.tone_worth(told, TALK, 0.0, k)
    voice = rules.voice_of_person(heat(community), k)
    worth = fits if by_person else fits * (1.0 - voice * (1.0 - k.brand_voice))
    prompt = rules.statement_promptness(waited, k)
    amends = k.apology_worth * bool(apology) + k.explanation_worth * bool(explanation)
    amends += k.compensation_worth * euros / (euros + _ENOUGH_EUROS)
    amends = max(0.0, worth) * amends * prompt
    worth = worth * (prompt * HOLD_WORTH if CLAIMS[strategy] == NO_CLAIM else prompt)
    if code != HOLD:
        _weigh_against_earlier(community, storm, CLAIMS[strategy])
    storm.statements.append((community.hour, strategy, CLAIMS[strategy]))
    storm.promised = community.hour + promise if promise else NOT_YET
    community.set_house(unspoken=0)
    content.reserve(len(boards))
    posts = []
    for board in boards:
        post = open_thread(
            content.posts, content.threads, content.boards, content.counts, NOBODY, community.seconds, board,
            STATEMENT, APPEAL, 0.5, WARMTH[tone], 0,
        )  # fmt: skip
        row = content.posts[post]
        row["about"], row["claim"], row["amends"] = storm.number, CLAIMS[strategy], amends
        row["answer_worth"], row["tone"] = worth, 1 + told
        community.tally.posts += 1
        posts.append(int(post))
    community.set_house(statement_post=posts[0])
    return posts


def disclose(community: Community, manager: Manager | None, reason: str = "", minutes: float = 0) -> None:
    """Let everybody know of the crisis before others do; a statement should follow at once.

    Raises:
        ValueError: when there is no crisis, or it is known already.
    """
    if community.storm is None or community.storm.is_out:
        raise ValueError("there is no crisis that is still unknown")
    act(community, manager, "disclose", "house", -1, reason, minutes)
    reveal(community, by_brand=True)


def brief(
    community: Community, manager: Manager | None, member: int, reason: str = "", minutes: float = 0
) -> None:
    """Tell an opinion leader in person what happened and what is done; it soothes as a good statement would.

    Raises:
        ValueError: when there is no crisis that is known, or the member has left.
    """
    storm = _present(community)
    require_member(community, member)
    act(community, manager, "brief", "member", member, reason, minutes)
    leader, k = community.agent(int(member)), community.k
    if leader.aware != storm.number:
        leader.learn(heard=True)
    leader.outrage = rules.outrage_after_statement(leader.outrage, leader.blame, NO_CLAIM, 1.0, k)
    leader.blame = rules.blame_after_statement(leader.blame, NO_CLAIM, k.explanation_worth, k)


def keep_promise(community: Community) -> None:
    """Note that an update was given in time: words are believed a little more."""
    k = community.k
    community.set_house(credibility=k.credibility + k.kept_promise_gains * (1.0 - k.credibility))


def break_promise(community: Community) -> None:
    """Note that a promised update did not come: words are believed less."""
    community.storm.promised = NOT_YET
    community.set_house(credibility=community.k.credibility * (1.0 - community.k.broken_promise_costs))
    community.log(-1, "break_promise", "house", -1, "no update came", 0.0)


def _weigh_against_earlier(community: Community, storm: Storm, claim: float) -> None:
    """Lose credibility when an earlier statement admitted another amount of blame."""
    earlier = [said for _, _, said in storm.statements if said != NO_CLAIM]
    if claim != NO_CLAIM and earlier:
        gap = abs(claim - earlier[-1])
        credibility = community.k.credibility * (1.0 - community.k.contradiction_costs * gap)
        community.set_house(credibility=credibility)


def _present(community: Community) -> Storm:
    if community.storm is None or not community.storm.is_out:
        raise ValueError("there is no crisis that is known")
    return community.storm
