"""Recipes: how each teaching data set is lived, and how what may be shown of it is made."""

from . import groups, moderation, people
from .recipe import Recipe

RECIPES: dict[str, Recipe] = {
    "quiet_forum": people.QUIET_FORUM,
    "rules_before_after": groups.RULES,
    "contest": groups.CONTEST,
    "storm": groups.STORM,
    "onboarding_ab": people.ONBOARDING,
    "three_platforms": groups.PLATFORMS,
    "moderation_sample": moderation.SAMPLE,
    "year_of_metadata": groups.YEAR,
}
