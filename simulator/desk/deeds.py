"""Deeds: a move carried out by whoever is on duty, with what the house's routine would do about it as well.

Minutes are those that the hour just lived has left over: the team's routine went first. A removal can be appealed
against, counts as a strike and closes its case, whether the player or the routine removes. The player decides; a
person of the team carries it out, whom rude posts wear, and who may be blunt where politeness was agreed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..playbook import verbs
from ..playbook.acts import FILTER, require_member, require_post
from ..playbook.queue import await_appeal, close_cases
from ..world.behaviour import HELD, HIDDEN, REMOVED, VISIBLE
from ..world.chance import What, block, unit
from ..world.conduct import BREACHES, is_rude
from ..world.constants import HOURS_PER_DAY
from ..world.content import WAITING
from ..world.members import NOBODY

if TYPE_CHECKING:
    from ..playbook.playbook import Playbook
    from ..world.community import Community
    from ..world.manager import Manager
    from .moves import Move

_JUDGED = ("keep", "remove", "hide", "release", "delete_criticism")
_LOOKED_AT = {
    "keep": (VISIBLE,), "remove": (VISIBLE, HIDDEN, HELD), "hide": (VISIBLE, HELD), "release": (HELD,),
    "delete_criticism": (VISIBLE, HIDDEN, HELD), "restore": (REMOVED, HIDDEN), "uphold": (REMOVED,),
    "overturn": (REMOVED,),
}  # fmt: skip
_ENOUGH_EUROS = 200.0
_GOOD_MINUTES = 20.0


class Busy(ValueError):
    """Nobody on the team has the minutes for it now."""


def carry_out(
    community: Community, playbook: Playbook, move: Move, target: int | None, options: Mapping[str, Any]
) -> dict[str, Any]:
    """Do something now, and return what came of it: minutes, euros, manager, and what the verb returns.

    Args:
        playbook: the player's, which says what things cost and what follows a breach.
        options: as `Move.checked` returns them.

    Raises:
        Busy: when nobody on duty has the minutes. ValueError: when it cannot be done at all.
    """
    _require_target(community, move, target)
    board = _board(community, move, target)
    platform = community.scenario.platform_of(board) if move.verb in _JUDGED else None
    switch = playbook.team.switch_minutes
    manager, minutes = on_duty(community, move.minutes(playbook, options), board, platform, switch)
    acts = len(community.actions)
    result = _Deed(community, playbook, manager, minutes, options).do(move, target)
    spent = community.actions[acts:]
    return {
        "minutes": float(sum(act[6] for act in spent)),
        "euros": float(sum(act[8] for act in spent)),
        "manager": manager.number,
        "result": result,
    }


def on_duty(
    community: Community, minutes: float, board: int | None = None, platform: str | None = None,
    switch_minutes: float = 0.0,
) -> tuple[Manager, float]:  # fmt: skip
    """Return whoever has most minutes left for a board, of equals the first, and what it takes that person.

    Args:
        platform: where a case lies; who comes from another platform needs `switch_minutes` more.

    Raises:
        Busy: when nobody has enough.
    """
    able = [
        one for one in community.managers if one.minutes_left > 0 and (board is None or one.looks_after(board))
    ]
    if not able:
        raise Busy("your team has no minutes left this hour; let an hour of work pass, or say later=True")
    best = max(able, key=lambda one: (one.minutes_left, -one.number))
    if platform is not None and community.cases.last_platform.get(best.number, platform) != platform:
        minutes += switch_minutes
    minutes = min(60.0, minutes)
    if not best.can_spend(minutes):
        raise Busy(
            f"your team has no minutes left this hour for that: it takes {minutes:g}, nobody has more than "
            f"{best.minutes_left:g}; with later=True it is begun now and finished as soon as somebody can"
        )
    return best, minutes


def minutes_left(community: Community) -> float:
    """Return the minutes that the team has left over from the hour just lived."""
    return float(sum(one.minutes_left for one in community.managers))


def _require_target(community: Community, move: Move, target: int | None) -> None:
    if move.target == "house":
        if target is not None:
            raise ValueError(f"{move.verb} takes no target, got {target!r}")
    elif target is None:
        raise ValueError(f"{move.verb} needs the number of a {move.target}")
    elif move.target == "post":
        require_post(community, target, *_LOOKED_AT.get(move.verb, (VISIBLE,)))
    else:
        require_member(community, target)


def _board(community: Community, move: Move, target: int | None) -> int | None:
    return int(community.content.posts["board"][target]) if move.target == "post" else None


class _Deed:
    """One act by one manager."""

    def __init__(
        self, community: Community, playbook: Playbook, manager: Manager, minutes: float,
        options: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self.community, self.playbook, self.manager, self.minutes = community, playbook, manager, minutes
        self.options = {name: value for name, value in options.items() if name not in ("later", "reason")}
        self.said = {"reason": options["reason"] or "at the desk", "minutes": minutes}

    def do(self, move: Move, target: int | None) -> Any:
        own = getattr(self, f"_{move.verb}", None)
        if own is not None:
            result = own(target)
        else:
            targets = () if target is None else (target,)
            result = getattr(verbs, move.verb)(
                self.community, self.manager, *targets, **self.said, **self._for_verb()
            )
        if move.verb in _JUDGED:
            self._close(target)
        return result

    def _for_verb(self) -> dict[str, Any]:
        """Return the options as verbs take them: a post of -1 is none."""
        return {name: (None if name == "post" and value < 0 else value) for name, value in self.options.items()}

    def _close(self, post: int) -> None:
        community = self.community
        here = community.scenario.platform_of(int(community.content.posts["board"][post]))
        community.cases.last_platform[self.manager.number] = here
        if is_rude(int(community.content.posts["breach"][post])):
            self.manager.read_rudeness()
        close_case(community, post)

    # --- moves that are more than their verb --------------------------------------------------------------

    def _remove(self, post: int) -> str:
        community, rules = self.community, self.playbook.netiquette
        told, rule = self.options["notice"], self.options["rule"]
        if told in ("polite", "explained") and rules.notice_by == "person" and self.manager.loses_temper(post):
            told = "blunt"
        verbs.remove(community, self.manager, post, notice=told, rule=rule, **self.said)
        author = int(community.content.posts["author"][post])
        if author == NOBODY:
            return told
        await_appeal(community, self.playbook.netiquette, post, told)
        if rule and self.options["strike"]:
            rules.strike(community, self.manager, post, BREACHES.index(rule), told)
        return told

    def _overturn(self, post: int) -> None:
        community = self.community
        rule = next((act[7] for act in reversed(community.actions) if act[2] == "remove" and act[4] == post), "")
        struck = rule in self.playbook.netiquette.strikes_for
        verbs.overturn(community, self.manager, post, struck=struck, **self.said)
        _end_appeal(community, post)
        decider = community.cases.decided_by.get(int(post), FILTER)
        if 0 <= decider < len(community.managers):
            community.managers[decider].be_overruled()

    def _uphold(self, post: int) -> None:
        verbs.uphold(self.community, self.manager, post, **self.said)
        _end_appeal(self.community, post)

    def _publish(self, _: None) -> int:
        minutes = self.options["minutes"]
        # Twenty minutes make what the calendar's slots make; more care pays less and less.
        appeal = 1.5 * (minutes / _GOOD_MINUTES) ** 0.5
        return verbs.publish(
            self.community, self.manager, board=self.options["board"], appeal=appeal, kind=self.options["kind"],
            **self.said,
        )  # fmt: skip

    def _open_contest(self, _: None) -> int:
        euros = self.options["euros"]
        appeal = max(0.01, min(10.0, (euros / _ENOUGH_EUROS) ** 0.5))
        return verbs.open_contest(
            self.community, self.manager, appeal=appeal, hours=self.options["hours"], money=euros, **self.said
        )

    def _award(self, member: int) -> None:
        euros = self.playbook.engagement.award_euros
        verbs.award(self.community, self.manager, member, money=euros, **self.said)

    def _befriend(self, member: int) -> None:
        euros = self.playbook.engagement.ambassador_euros
        verbs.befriend(self.community, self.manager, member, money=euros, **self.said)

    def _forward(self, post: int) -> None:
        community, care = self.community, self.playbook.care
        checked = any(act[2] == "check_wish" and act[4] == post for act in community.actions)
        if not checked:
            raise ValueError(f"check wish {post} first (check_wish); only one that stands up is passed on")
        author = int(community.content.posts["author"][post])
        stands, _, _, _ = block(*community.key, 0, max(0, author), int(What.FEASIBILITY), int(post))
        if unit(stands) >= community.k.wish_feasible:
            raise ValueError(f"wish {post} did not stand up to the check; tell its author instead (reply)")
        if len(community.cases.wishes) >= care.wishes_at_a_time:
            raise ValueError(f"the company works on {care.wishes_at_a_time} at a time (care.wishes_at_a_time)")
        verbs.forward(community, self.manager, post, care.ship_days * HOURS_PER_DAY, **self.said)

    def _ship_wish(self, post: int) -> None:
        raise ValueError(
            f"the company ships wish {post}, not you; forward it, and it is ready in "
            f"{self.playbook.care.ship_days} days"
        )

    def _tell_wish(self, post: int) -> list[int]:
        if not any(act[2] == "ship_wish" and act[4] == post for act in self.community.actions):
            raise ValueError(f"wish {post} has not come true yet; there is nothing to tell")
        return verbs.tell_wish(self.community, self.manager, post, **self.said)


def close_case(community: Community, post: int) -> None:
    """Take a decided post out of the team's queue, and out of what waits for a lead."""
    community.cases.escalations = [pair for pair in community.cases.escalations if pair[1] != post]
    if community.content.posts["case"][post] == WAITING:
        close_cases(community, [int(post)])


def _end_appeal(community: Community, post: int) -> None:
    community.cases.appeals = [pair for pair in community.cases.appeals if pair[1] != post]
