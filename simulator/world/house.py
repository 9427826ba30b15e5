"""House: what the team has set up and every visitor meets - shown rules, filters, forms - as numbers for rules."""

from __future__ import annotations

from typing import Any

OFF = 1e9
"""A threshold that no score reaches."""

# (name, value where nobody manages the place, lowest, highest, unit, what it is)
SETTINGS = (
    ("rules_shown", 0, 0, 2, "code", "0 nobody sees rules, 1 newcomers before they write, 2 everybody (pinned)"),
    ("question_form", 0, 0, 1, "share", "how much of a form must be filled in before a question can be asked"),
    ("guidance", 0, 0, 1, "flag", "1 when the place advises on its rules while one writes"),
    ("prompt_threshold", OFF, -9, OFF, "sd", "filter score from which an author is asked to think again"),
    ("filter_threshold", OFF, -9, OFF, "sd", "filter score from which the filter acts"),
    ("filter_removes", 0, 0, 1, "flag", "1 when the filter removes, 0 when it holds posts for review"),
    ("review_first", 0, 0, 2, "code", "posts wait for review: 0 none, 1 those of first-time writers, 2 all"),
    ("mishaps", 1, 0, 1000, "x", "how often things go wrong with the product, beside the usual"),
    ("quality", 0, 0, 1, "share", "how much better the product has become since the first day"),
    ("crisis", 0, 0, 1000, "number", "number of the crisis that people speak of, from 1; 0 for none"),
    ("crisis_severity", 0, 0, 1, "share", "how grave it is"),
    ("crisis_blame", 0, 0, 1, "share", "how far the brand is to blame for it, as people first hear it"),
    ("ongoing", 0, 0, 1, "flag", "1 while the cause of the crisis lasts"),
    ("disclosed", 0, 0, 1, "flag", "1 when the brand said so before others did"),
    ("unspoken", 0, 0, 1, "flag", "1 while the brand has not said a word about it"),
    ("statement_post", -1, -1, 2**31, "post", "statement pinned to the first board, the next post to the next"),
    ("credibility", 1, 0, 1, "share", "how far the brand's words are believed"),
    ("contest", 0, 0, 10, "x", "appeal of the contest that runs, 1 for a usual one; 0 when none does"),
    ("contest_post", -1, -1, 2**31, "post", "post under which entries are written, -1 for none"),
    ("badges", 0, 0, 10_000, "posts", "contributions from one badge to the next; 0 when there are none"),
    ("ads_per_day", 0, 0, 10**6, "members/day", "newcomers that ads bring"),
    ("press_per_day", 0, 0, 10**6, "members/day", "newcomers that the press brings"),
)
OF_THE_PLACE = (
    "crisis", "crisis_severity", "crisis_blame", "disclosed", "ongoing", "unspoken", "statement_post",
    "credibility", "mishaps", "quality", "contest", "contest_post", "press_per_day",
)  # fmt: skip
"""Settings that are facts by now: they outlast a change of playbook."""
DEFAULTS = {name: float(value) for name, value, *_ in SETTINGS}


def checked(settings: dict[str, Any]) -> dict[str, float]:
    """Return settings as numbers.

    Raises:
        ValueError: for an unknown name or a value out of range; says what would be right.
    """
    limits = {name: (low, high) for name, _, low, high, _, _ in SETTINGS}
    for name, value in settings.items():
        if name not in limits:
            raise ValueError(f"the house has no setting {name!r}; known: {', '.join(limits)}")
        low, high = limits[name]
        if isinstance(value, str) or not low <= value <= high:
            raise ValueError(f"{name} must be a number from {low:g} to {high:g}, got {value!r}")
    return {name: float(value) for name, value in settings.items()}
