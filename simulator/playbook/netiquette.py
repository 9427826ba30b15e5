"""Netiquette: the rules of the house, how breaches are answered, and how one can appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import model_validator

from ..settings import Section, setting
from ..world.agents import rules
from ..world.conduct import BREACHES
from ..world.constants import HOURS_PER_DAY
from ..world.members import FOREVER
from . import verbs
from .sanctions import RULES

if TYPE_CHECKING:
    from ..world.community import Community
    from ..world.manager import Manager

Rule = Literal["incivility", "spam", "off_topic", "attack", "illegal"]
Answer = Literal["remove", "hide", "leave"]
SHOWN = ("nobody", "newcomers", "everyone")


class Step(Section):
    """One step of the ladder."""

    step: Literal["warning", "block", "exclude"] = setting("warning", "name", "what happens at this strike")
    hours: int = setting(24, "hours", "length of a block; nothing for other steps", ge=1, le=8760)


class Netiquette(Section):
    """What is allowed, who gets to see it, and what happens to those who break it."""

    shown: Literal["nobody", "newcomers", "everyone"] = setting(
        "newcomers", "name", "who gets to see the rules: newcomers before they write, or everyone (pinned)"
    )
    guidance: bool = setting(False, "yes or no", "whether the place advises on its rules while one writes")
    question_form: float = setting(
        0, "share", "how much of a form must be filled in before a question can be asked", ge=0, le=1
    )
    rules: dict[Rule, Answer] = setting(
        {name: "remove" for name in RULES}, "answers by rule", "what becomes of a post that breaks a rule; rules "
        "that are not named do not hold", max_length=len(RULES),
    )  # fmt: skip
    strikes_for: tuple[Rule, ...] = setting(
        ("incivility", "spam", "attack", "illegal"),
        "rules",
        "breaches that count as a strike",
        max_length=len(RULES),
    )
    notice: Literal["none", "blunt", "polite", "explained"] = setting(
        "polite", "name", "how authors are told; by a person it takes 0, 0, 0.5 and 1 minute more"
    )
    notice_by: Literal["person", "bot"] = setting(
        "person", "name", "who tells them; a bot takes no time and never loses its temper"
    )
    ladder: tuple[Step, ...] = setting(
        (Step(), Step(step="block", hours=24), Step(step="block", hours=168), Step(step="exclude")),
        "steps", "what happens at the first, second, ... strike; the last step repeats", max_length=20,
    )  # fmt: skip
    strikes_expire_days: int = setting(60, "days", "a strike counts until so long after the latest", ge=1, le=3650)
    appeals: bool = setting(True, "yes or no", "whether authors can appeal against a removal")
    appeal_effort: float = setting(
        0.1, "share", "what an appeal takes: 0.1 a click, 0.4 a form with a statement", ge=0, le=1
    )
    minutes_per_appeal: float = setting(6, "minutes", "minutes to hear an appeal", gt=0, le=60)

    @model_validator(mode="after")
    def _strikes_need_rules(self) -> Self:
        for name in self.strikes_for:
            if self.rules.get(name, "leave") == "leave":
                raise ValueError(f"strikes_for: {name} can't count as a strike, since rules leave it alone")
        return self

    @property
    def minutes_per_notice(self) -> float:
        """Minutes that telling an author takes, beside judging the post."""
        if self.notice_by == "bot":
            return 0.0
        return {"none": 0.0, "blunt": 0.0, "polite": 0.5, "explained": 1.0}[self.notice]

    def house(self) -> dict[str, float]:
        """Return what visitors meet of it, for `Community.set_house`."""
        return {
            "rules_shown": SHOWN.index(self.shown),
            "guidance": self.guidance,
            "question_form": self.question_form,
        }

    def answer_to(self, breach: int) -> Answer:
        """Return what becomes of a post that seems to break a rule (a code of `conduct.BREACHES`)."""
        return self.rules.get(BREACHES[breach], "leave")

    def tone(self, manager: Manager, post: int) -> str:
        """Return how the author of a post is told, which may not be how it was agreed."""
        if self.notice_by == "person" and self.notice in ("polite", "explained") and manager.loses_temper(post):
            return "blunt"
        return self.notice

    def strike(self, community: Community, manager: Manager, post: int, breach: int, notice: str) -> None:
        """Count a breach against its author and take the next step of the ladder."""
        name = BREACHES[breach]
        number = int(community.content.posts["author"][post])
        if not self.ladder or name not in self.strikes_for or community.members["left_hour"][number] != FOREVER:
            return
        member = community.agent(number)
        if community.hour - member.strike_hour >= self.strikes_expire_days * HOURS_PER_DAY:
            member.strikes = 0
        member.strikes += 1
        member.strike_hour = community.hour
        step = self.ladder[min(member.strikes, len(self.ladder)) - 1]
        reason = f"strike {member.strikes}"
        if step.step == "warning":
            told = notice if notice != "none" else "blunt"
            verbs.warn(community, manager, number, notice=told, post=post, reason=reason, rule=name)
        elif step.step == "block":
            verbs.block(community, manager, number, step.hours, notice=notice, post=post, reason=reason, rule=name)
        else:
            verbs.exclude(community, manager, number, reason=reason, rule=name)

    def expects_appeal(self, community: Community, post: int, notice: str, draw: float) -> bool:
        """Tell whether the author of a removed post will appeal."""
        author = int(community.content.posts["author"][post])
        if not self.appeals or community.members["left_hour"][author] != FOREVER:
            return False
        deserved = bool(community.content.posts["breaks_rules"][post])
        fairness = community.members["fairness"][author].item()
        told = ("none", "blunt", "polite", "explained").index(notice)
        rightful = rules.legitimacy(fairness, told, deserved, community.k)
        return draw < rules.appeal_chance(rightful, self.appeal_effort, community.k)
