"""Moves: what a player can do at the desk - every verb, the options it takes, and the minutes it costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from ..playbook.sanctions import RULES
from ..settings import hint
from ..world.care import TONES
from ..world.conduct import NOTICES
from ..world.outrage import STRATEGIES
from .decision import shown

if TYPE_CHECKING:
    from ..playbook.playbook import Playbook

MINUTES_PER_SANCTION = 2.0
"""To warn, block or exclude somebody without a case; a design choice: half of what judging a post takes."""
MINUTES_TO_DISCLOSE = 5.0
"""To tell everybody that there is something to tell; the statement takes its own time (a design choice)."""
MINUTES_TO_ENLIST = 20.0
"""To talk somebody into setting an example, as long as an ambassador's week (a design choice)."""
Minutes = Callable[["Playbook", Mapping[str, Any]], float]


@dataclass(frozen=True)
class Option:
    """One option of a move.

    Attributes:
        default: what it is when nothing is said. what: its meaning. unit: of a number.
        choices: the words it may be; empty for a number, a yes or no, or text.
        low, high: of a number. whole: whether it must be a whole number. longest: of text.
    """

    default: Any
    what: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    whole: bool = False
    longest: int = 200

    def checked(self, name: str, value: Any) -> Any:
        """Return a value as this option takes it.

        Raises:
            ValueError: in one line, with what would be right.
        """
        if self.choices:
            if not isinstance(value, str) or value not in self.choices:
                raise ValueError(f"{name} must be one of {', '.join(self.choices)}, got {shown(value)}")
            return value
        if isinstance(self.default, bool):
            if not isinstance(value, bool):
                raise ValueError(f"{name} must be true or false, got {shown(value)}")
            return value
        if isinstance(self.default, str):
            if not isinstance(value, str) or len(value) > self.longest:
                raise ValueError(f"{name} must be text of at most {self.longest} letters, got {shown(value)}")
            return value
        kind, noun = (Integral, "a whole number") if self.whole else (Real, "a number")
        if isinstance(value, bool) or not isinstance(value, kind) or not self.low <= value <= self.high:
            raise ValueError(f"{name} must be {noun} from {self.low:g} to {self.high:g}, got {shown(value)}")
        return int(value) if self.whole else float(value)


@dataclass(frozen=True)
class Move:
    """Something that the player can do.

    Attributes:
        verb: its name among the verbs. target: "post", "member" or "house" (nobody in particular).
        what: what it does, in a line. minutes: working time, from the playbook and the options.
        options: by name.
    """

    verb: str
    target: str
    what: str
    minutes: Minutes
    options: Mapping[str, Option] = field(default_factory=dict)

    def checked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return all options with their values, what is not given by default.

        Raises:
            ValueError: in one line, when one is unknown or cannot be used.
        """
        known = self.options | COMMON
        for name in given:
            if name not in known:
                raise ValueError(f"{self.verb} takes no {name!r}{hint(str(name), list(known))}")
        return {
            name: option.checked(name, given[name]) if name in given else option.default
            for name, option in known.items()
        }


COMMON = {
    "reason": Option("", "why, in your own words; stands in the audit log"),
    "later": Option(False, "whether it is put on the list when nobody has the minutes now, and done as soon as "
                           "somebody has, within three days"),
}  # fmt: skip
_RULE = Option("", "the rule that was broken, if any", choices=("", *RULES))
_NOTICE = Option("polite", "how the author is told; somebody rattled may be blunt whatever was agreed",
                 choices=NOTICES)  # fmt: skip
_TONE = Option("empathetic", "tone of the words", choices=TONES)
_PERSON = Option(True, "whether a person speaks, by name; else the brand does")


def _case(playbook: Playbook, options: Mapping[str, Any]) -> float:
    rules = playbook.moderation
    return rules.minutes_by_kind.get(options.get("rule", ""), rules.minutes_per_case)


def _removal(playbook: Playbook, options: Mapping[str, Any]) -> float:
    by_bot = playbook.netiquette.notice_by == "bot"
    told = 0.0 if by_bot else {"none": 0.0, "blunt": 0.0, "polite": 0.5, "explained": 1.0}[options["notice"]]
    return _case(playbook, options) + told


def _statement(playbook: Playbook, options: Mapping[str, Any]) -> float:
    minutes = playbook.crisis.minutes_per_statement
    return minutes / 3 if options["strategy"] == "hold" else minutes


_MOVES = (
    Move("keep", "post", "look at a post and leave it", _case),
    Move("remove", "post", "take a post down and tell its author", _removal, {
        "rule": _RULE, "notice": _NOTICE,
        "strike": Option(True, "whether it counts as a strike, with the step of the ladder that follows"),
    }),
    Move("hide", "post", "take a post out of everybody's sight but its author's", _case, {"rule": _RULE}),
    Move("restore", "post", "put a removed or hidden post back", _case),
    Move("release", "post", "let a held post appear", _case),
    Move("delete_criticism", "post", "delete a decent complaint", _case, {
        "explained": Option(False, "whether its author is told why"),
    }),
    Move("uphold", "post", "look at a removal again and leave it", lambda p, _: p.netiquette.minutes_per_appeal),
    Move("overturn", "post", "put a removed post back and say sorry",
         lambda p, _: p.netiquette.minutes_per_appeal),
    Move("warn", "member", "warn a member", lambda p, _: MINUTES_PER_SANCTION, {
        "notice": Option("polite", "how it is said", choices=NOTICES[1:]), "rule": _RULE,
        "post": Option(-1, "the post it is for, -1 for none", "post", (), -1, 2**31 - 1, True),
    }),
    Move("block", "member", "keep a member from acting for some hours", lambda p, _: MINUTES_PER_SANCTION, {
        "hours": Option(24, "how long", "hours", (), 1, 8760, True), "notice": _NOTICE, "rule": _RULE,
        "post": Option(-1, "the post it is for, -1 for none", "post", (), -1, 2**31 - 1, True),
    }),
    Move("exclude", "member", "send a member away for good", lambda p, _: MINUTES_PER_SANCTION, {"rule": _RULE}),
    Move("reply", "post", "answer a post", lambda p, _: p.care.minutes_per_answer, {
        "tone": _TONE, "private": Option(False, "whether it is answered out of sight"), "by_person": _PERSON,
        "compensation_euros": Option(0.0, "offered to the author", "euros", (), 0, 10_000),
    }),
    Move("publish", "house", "start a thread as the team", lambda p, options: options["minutes"], {
        "kind": Option("starter", "what it is", choices=("starter", "announcement", "news", "talk")),
        "board": Option(0, "where", "board", (), 0, 100_000, True),
        "minutes": Option(20.0, "what you put into it; twenty make a good one", "minutes", (), 1, 60),
    }),
    Move("feature", "post", "put the thread of a post in front of everybody",
         lambda p, _: p.engagement.minutes_per_feature),
    Move("greet", "member", "greet a newcomer", lambda p, _: p.engagement.minutes_per_welcome),
    Move("thank", "member", "thank a member", lambda p, _: p.engagement.minutes_per_thanks),
    Move("invite", "member", "ask a member for a contribution", lambda p, _: p.engagement.minutes_per_invitation),
    Move("award", "member", "give a member an award", lambda p, _: p.engagement.minutes_per_award),
    Move("befriend", "member", "give a member personal attention as an ambassador",
         lambda p, _: p.engagement.minutes_per_ambassador),
    Move("enlist", "member", "win a member to set an example", lambda p, _: MINUTES_TO_ENLIST),
    Move("open_contest", "house", "open a contest", lambda p, _: p.engagement.contest.minutes, {
        "hours": Option(168, "how long it runs", "hours", (), 1, 8760, True),
        "euros": Option(200.0, "the prize; the more, the more attractive, with diminishing returns", "euros",
                        (), 0, 100_000),
    }),
    Move("close_contest", "house", "close the contest and name the winner",
         lambda p, _: p.engagement.minutes_per_award),
    Move("check_wish", "post", "check whether a wish can be fulfilled", lambda p, _: p.care.minutes_per_wish),
    Move("forward", "post", "pass a wish that stood up to the check on to the company", lambda p, _: 0.0),
    Move("ship_wish", "post", "the company ships a wish that you have forwarded when it is ready",
         lambda p, _: 0.0),
    Move("tell_wish", "post", "tell everybody that a wish came true", lambda p, _: p.care.minutes_per_answer),
    Move("disclose", "house", "say of a crisis before others do", lambda p, _: MINUTES_TO_DISCLOSE),
    Move("state", "house", "say something of a crisis, on top of every board", _statement, {
        "strategy": Option("rebuild", "deny, diminish, rebuild (admit and make good), bolster (recall merits) or "
                           "hold (looking into it)", choices=STRATEGIES),
        "apology": Option(False, "whether it apologises"),
        "explanation": Option(False, "whether it explains what happened"),
        "compensation_euros": Option(0.0, "for each customer who knows of it", "euros", (), 0, 10_000),
        "tone": _TONE, "by_person": _PERSON,
        "promise_hours": Option(0, "promises to say more within so many hours; 0 for none", "hours", (), 0, 720,
                                True),
    }),
    Move("brief", "member", "tell an opinion leader in person", lambda p, _: p.crisis.minutes_per_briefing),
)  # fmt: skip
MOVES = {move.verb: move for move in _MOVES}


def move_of(verb: Any) -> Move:
    """Return a move by its verb.

    Raises:
        ValueError: in one line with those that exist.
    """
    if not isinstance(verb, str) or verb not in MOVES:
        raise ValueError(f"unknown verb {shown(verb)}{hint(shown(verb), list(MOVES))}")
    return MOVES[verb]
