"""Moderation: how breaches come before the team, in which order, and whether criticism is let stand."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..settings import Section, setting
from ..world.house import OFF
from .netiquette import Rule

Minutes = Annotated[float, Field(gt=0, le=60)]
WHO_WAITS = ("nobody", "first_posts", "everyone")


class Moderation(Section):
    """How posts are watched and dealt with."""

    handle_flags: bool = setting(True, "yes or no", "whether the team looks at its queue at all")
    order: Literal["oldest", "most_flagged", "most_seen"] = setting(
        "oldest",
        "name",
        "which case comes first: the one that has waited longest, has most flags, or most readers",
    )
    minutes_per_case: float = setting(4, "minutes", "minutes it takes to judge one post", gt=0, le=60)
    minutes_by_kind: dict[Rule, Minutes] = setting(
        {"spam": 1, "attack": 6, "illegal": 10}, "minutes by rule", "where a case takes another time than usual",
        max_length=5,
    )  # fmt: skip
    review_first: Literal["nobody", "first_posts", "everyone"] = setting(
        "nobody", "name", "whose posts wait until somebody has looked at them (pre-moderation)"
    )
    filter: Literal["off", "hold", "remove"] = setting(
        "off", "name", "what the automatic filter does with posts it takes for breaches"
    )
    filter_threshold: float = setting(
        2.0, "sd", "score from which the filter acts: lower finds more, and more that is decent", ge=-5, le=9
    )
    prompt: bool = setting(False, "yes or no", "whether authors of drafts that look like breaches are asked again")
    prompt_threshold: float = setting(3.0, "sd", "score from which they are asked", ge=-5, le=9)
    delete_criticism: bool = setting(
        False,
        "yes or no",
        "whether decent complaints are deleted; it makes critics angrier and readers suspicious",
    )
    explain_deletion: bool = setting(False, "yes or no", "whether deleting criticism is explained")

    def house(self) -> dict[str, float]:
        """Return what visitors meet of it, for `Community.set_house`."""
        return {
            "review_first": WHO_WAITS.index(self.review_first),
            "filter_threshold": OFF if self.filter == "off" else self.filter_threshold,
            "filter_removes": self.filter == "remove",
            "prompt_threshold": self.prompt_threshold if self.prompt else OFF,
        }
