"""Evidence: what published studies say about what was done at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .. import datasets

if TYPE_CHECKING:
    import pandas as pd

    from .decision import Decision

BY_VERB = {
    "remove": ("E02", "E04"), "warn": ("E05",), "block": ("E06", "E07"), "exclude": ("E07",),
    "delete_criticism": ("E30",), "overturn": ("E40",), "uphold": ("E40",), "reply": ("E21", "E22", "E35"),
    "greet": ("E14",), "award": ("E16", "E17"), "thank": ("E18",), "enlist": ("E32",), "befriend": ("E32",),
    "publish": ("E24", "E42"), "feature": ("E34",), "state": ("E26", "E28", "E36"), "disclose": ("E28",),
    "brief": ("E36",),
}  # fmt: skip
"""Which effects of `published_effects` bear on a verb; none is known of for the others."""
BY_POLICY = {
    "netiquette.shown": ("E01",), "netiquette.notice": ("E02", "E05"), "netiquette.ladder": ("E07",),
    "netiquette.guidance": ("E13",), "netiquette.question_form": ("E43",), "netiquette.appeal_effort": ("E40",),
    "moderation.filter": ("E41",), "moderation.review_first": ("E43",), "moderation.prompt": ("E12",),
    "moderation.delete_criticism": ("E30",), "moderation.handle_flags": ("E04",), "care.tones": ("E35",),
    "care.public_replies": ("E23",), "care.private": ("E26",), "care.voice": ("E36",),
    "care.leave_to_members_hours": ("E21",), "engagement.answer_first_posts_hours": ("E14",),
    "engagement.awards_per_month": ("E16", "E17"), "engagement.thanks_per_week": ("E18",),
    "engagement.badges": ("E20",), "engagement.calendar": ("E24", "E42"), "engagement.ambassadors": ("E32",),
    "team.volunteers": ("E39",), "crisis": ("E26", "E28"), "crisis.strategy": ("E26", "E28"),
    "crisis.delay_hours": ("E26",), "crisis.voice": ("E36",), "crisis.tone": ("E35",),
}  # fmt: skip
"""Which of them bear on a policy, by dotted name."""
COLUMNS = ("id", "claim", "published", "source", "reservation")


def effects_of(decisions: Iterable[Decision]) -> list[str]:
    """Return the effects that bear on some decisions, each once, in the order in which they first do."""
    found: dict[str, None] = {}
    for one in decisions:
        names = one.options.get("changes", {}) if one.what == "set" else ()
        for effect in (*BY_VERB.get(one.what, ()), *(each for name in names for each in BY_POLICY.get(name, ()))):
            found[effect] = None
    return list(found)


def published(effects: Iterable[str]) -> pd.DataFrame:
    """Return what is published about some effects, one row a finding: id, claim, published, source, reservation.

    Args:
        effects: such as "E30" (all its findings) or "E30a" (one).

    Raises:
        ValueError: in one line, when one is unknown.
    """
    table = datasets.load("published_effects")
    wanted = list(effects)
    unknown = [name for name in wanted if name not in {*table["id"], *table["effect"]}]
    if unknown:
        raise ValueError(
            f"unknown effect {unknown[0]!r}; published_effects has {', '.join(table['effect'].unique())}"
        )
    rows = table[table["id"].isin(wanted) | table["effect"].isin(wanted)]
    return rows[list(COLUMNS)].reset_index(drop=True)
