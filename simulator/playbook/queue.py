"""Queue: flagged and held posts, appeals and escalations wait until somebody on shift has minutes for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..world.behaviour import COMPLAINT, HELD, REMOVED, VISIBLE
from ..world.chance import What, block, unit
from ..world.conduct import BREACHES, NO_BREACH, NO_NOTICE, is_rude
from ..world.content import CLOSED, HANDLED, QUEUED, open_case
from ..world.members import NOBODY
from ..world.shocks import is_spoken_of
from . import verbs
from .acts import FILTER, act
from .sanctions import feel_removal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..world.community import Community
    from ..world.manager import Manager
    from .moderation import Moderation
    from .netiquette import Netiquette
    from .team import Team

MINUTES_TO_PASS_ON = 2.0


class ModerationQueue:
    """Works through what waits: escalations first, then appeals, then posts in the agreed order."""

    def __init__(
        self, netiquette: Netiquette, moderation: Moderation, team: Team, silences_crisis: bool = False
    ) -> None:
        """Work by these sections of a playbook; `silences_crisis` deletes criticism in a crisis."""
        self.netiquette, self.rules, self.team = netiquette, moderation, team
        self.silences_crisis = silences_crisis

    def on_hour(self, community: Community) -> None:
        """Take note of what the filter did, and let everybody on shift take cases while their minutes last."""
        if self.rules.filter == "remove":
            self._tell_filtered(community)
        if self._deletes_criticism(community):
            self._collect_complaints(community)
        if not self.rules.handle_flags:
            return
        first = community.hour % max(1, len(community.managers))
        rota = community.managers[first:] + community.managers[:first]
        working = [manager for manager in rota if manager.minutes_left > 0]
        if not working:
            return
        if community.cases.escalations:
            self._decide_escalations(community, working)
        if community.cases.appeals:
            self._hear_appeals(community, working)
        self._work_off(community, working)

    def _deletes_criticism(self, community: Community) -> bool:
        return self.rules.delete_criticism or (self.silences_crisis and is_spoken_of(community))

    # --- what comes in ------------------------------------------------------------------------------------

    def _tell_filtered(self, community: Community) -> None:
        """Write into the audit log what the filter removed in this hour, and let the authors feel it."""
        posts = community.content.posts
        new = np.arange(community.first_post_of_hour, community.content.post_count)
        for post in new[posts["status"][new] == REMOVED].tolist():
            community.log(FILTER, "remove", "post", post, f"score {posts['score'][post]:.2f}", 0.0)
            community.tally.removals += 1
            author, deserved = int(posts["author"][post]), bool(posts["breaks_rules"][post])
            feel_removal(community, community.agent(author), deserved, NO_NOTICE)
            await_appeal(community, self.netiquette, post, "none")

    def _collect_complaints(self, community: Community) -> None:
        """Put this hour's visible complaints into the queue."""
        content = community.content
        new = np.arange(community.first_post_of_hour, content.post_count)
        complaints = (content.posts["kind"][new] == COMPLAINT) & (content.posts["status"][new] == VISIBLE)
        for post in new[complaints].tolist():
            open_case(content.posts, content.queue, content.counts, post)

    # --- working it off -----------------------------------------------------------------------------------

    def _work_off(self, community: Community, working: list[Manager]) -> None:
        waiting = self._in_order(community)
        closed: list[int] = []
        for manager in working:
            left = []
            for place, post in enumerate(waiting):
                if not manager.looks_after(int(community.content.posts["board"][post])):
                    left.append(post)
                    continue
                if not manager.can_spend(self._minutes(community, manager, post)):
                    manager.has_case_begun = True
                    left += waiting[place:]
                    break
                self._decide(community, manager, post)
                closed.append(post)
            waiting = left
            if not waiting:
                break
        if closed:
            close_cases(community, closed)

    def _in_order(self, community: Community) -> list[int]:
        """Return the waiting posts in the order in which they are taken."""
        content = community.content
        waiting = content.queue[content.counts[HANDLED] : content.counts[QUEUED]]
        if self.rules.order == "oldest":
            return waiting.tolist()
        column = "flags_received" if self.rules.order == "most_flagged" else "readings"
        return waiting[np.argsort(-content.posts[column][waiting], kind="stable")].tolist()

    def _minutes(self, community: Community, manager: Manager, post: int) -> float:
        """Return how long a case takes: by kind, and more when the manager comes from another platform."""
        posts = community.content.posts
        minutes = self.rules.minutes_by_kind.get(BREACHES[posts["breach"][post]], self.rules.minutes_per_case)
        minutes += self.netiquette.minutes_per_notice
        here = community.scenario.platform_of(int(posts["board"][post]))
        before = community.cases.last_platform.get(manager.number, here)
        return min(60.0, minutes + (self.team.switch_minutes if before != here else 0.0))

    def _decide(self, community: Community, manager: Manager, post: int) -> None:
        """Judge one post, and act by the rules of the house."""
        posts = community.content.posts
        minutes = self._minutes(community, manager, post)
        status = int(posts["status"][post])
        if status not in (VISIBLE, HELD):
            return
        community.cases.last_platform[manager.number] = community.scenario.platform_of(int(posts["board"][post]))
        seen = manager.judge(post)
        if is_rude(int(posts["breach"][post])):
            manager.read_rudeness()
        if seen != NO_BREACH and BREACHES[seen] in self.team.escalate and not manager.lead:
            passing = min(MINUTES_TO_PASS_ON, minutes)
            act(community, manager, "escalate", "post", post, "for a lead", passing, BREACHES[seen])
            community.cases.escalations.append((community.hour + self.team.escalation_hours, post))
            return
        self._answer(community, manager, post, seen, minutes)

    def _answer(self, community: Community, manager: Manager, post: int, seen: int, minutes: float) -> None:
        """Do with a judged post what the rules say."""
        posts = community.content.posts
        answer = self.netiquette.answer_to(seen) if seen != NO_BREACH else "leave"
        if answer == "remove":
            notice = self.netiquette.tone(manager, post)
            verbs.remove(
                community, manager, post, "judged a breach", minutes=minutes, notice=notice, rule=BREACHES[seen]
            )
            await_appeal(community, self.netiquette, post, notice)
            if posts["author"][post] != NOBODY:
                self.netiquette.strike(community, manager, post, seen, notice)
        elif answer == "hide":
            verbs.hide(community, manager, post, "judged a breach", minutes=minutes, rule=BREACHES[seen])
        elif (
            self._deletes_criticism(community)
            and posts["kind"][post] == COMPLAINT
            and not posts["breaks_rules"][post]
        ):
            explained = self.rules.explain_deletion
            verbs.delete_criticism(community, manager, post, explained, "criticism", minutes=minutes)
        elif posts["status"][post] == HELD:
            verbs.release(community, manager, post, "no breach seen", minutes=minutes)
        else:
            verbs.keep(community, manager, post, "no breach seen", minutes=minutes)

    # --- second looks -------------------------------------------------------------------------------------

    def _hear_appeals(self, community: Community, working: list[Manager]) -> None:
        minutes = self.netiquette.minutes_per_appeal
        for due, post in sorted(community.cases.appeals):
            if due > community.hour:
                break
            manager = _take(working, minutes)
            if manager is None:
                break
            community.cases.appeals.remove((due, post))
            if community.content.posts["status"][post] != REMOVED:
                continue
            if manager.judge(post, community.k.second_look) != NO_BREACH:
                verbs.uphold(community, manager, post, "appeal", minutes=minutes)
                continue
            struck = _rule_of_removal(community, post) in self.netiquette.strikes_for
            verbs.overturn(community, manager, post, "appeal", minutes=minutes, struck=struck)
            self._overrule(community, post)

    def _decide_escalations(self, community: Community, working: list[Manager]) -> None:
        minutes = self.rules.minutes_per_case + self.netiquette.minutes_per_notice
        for due, post in sorted(community.cases.escalations):
            if due > community.hour:
                break
            lead = _take(working, minutes, by_lead=True)
            if lead is None:
                break
            community.cases.escalations.remove((due, post))
            if community.content.posts["status"][post] in (VISIBLE, HELD):
                self._answer(community, lead, post, lead.judge(post, community.k.second_look), minutes)

    def _overrule(self, community: Community, post: int) -> None:
        number = community.cases.decided_by.get(post, FILTER)
        if 0 <= number < len(community.managers):
            community.managers[number].be_overruled()


def _take(working: list[Manager], minutes: float, by_lead: bool = False) -> Manager | None:
    """Return somebody with minutes for a case; where nobody has enough, one person begins it.

    Who has begun is taken off `working`, and goes on with it in the next hour of work.
    """
    able = [person for person in working if person.lead or not by_lead]
    for person in able:
        if person.can_spend(minutes):
            return person
    if able:
        begins = max(able, key=lambda person: person.minutes_left)
        begins.has_case_begun = True
        working.remove(begins)
    return None


def _rule_of_removal(community: Community, post: int) -> str:
    """Return the rule for which a post was last removed; empty for none in particular, as with the filter."""
    return next((act[7] for act in reversed(community.actions) if act[2] == "remove" and act[4] == post), "")


def await_appeal(community: Community, netiquette: Netiquette, post: int, notice: str) -> None:
    """Let the author of a removed post appeal, some hours later.

    Args:
        netiquette: says how hard an appeal is made. notice: how the author was told of the removal.
    """
    author = int(community.content.posts["author"][post])
    if author == NOBODY:
        return
    ready, delay, _, _ = block(*community.key, community.hour, author, int(What.APPEAL), post)
    if netiquette.expects_appeal(community, post, notice, unit(ready)):
        due = community.hour + 1 + int(unit(delay) * community.k.appeal_within_hours)
        community.cases.appeals.append((due, int(post)))
        community.tally.appeals += 1


def close_cases(community: Community, closed: Sequence[int]) -> None:
    """Move decided cases, each of which waits in the queue, to its closed part; the others keep their order."""
    content = community.content
    content.posts["case"][list(closed)] = CLOSED
    done, end = int(content.counts[HANDLED]), int(content.counts[QUEUED])
    decided = set(closed)
    rest = [post for post in content.queue[done:end].tolist() if post not in decided]
    content.queue[done:end] = [*closed, *rest]
    content.counts[HANDLED] = done + len(closed)
