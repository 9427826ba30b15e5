"""Dictionary: what every column of a run's tables means, put together from where the columns are declared."""

from __future__ import annotations

import re

import pandas as pd

from ..playbook import verbs
from ..world.census import DAY_COLUMNS, HOUR_COLUMNS
from ..world.conduct import BREACHES
from ..world.content import POST_COLUMNS
from ..world.members import STATE, TRAITS

COLUMNS = ("table", "column", "type", "unit", "description")
_TYPES = {"i": "whole number", "f": "number"}
_INTERNAL = ("mood_sum", "thread_row")
_ONLY_HOURLY = ("visitors", "open_cases", "tasks_waiting")
"""An hour's visitors don't add up to a day's (that is `dau`), nor do cases and tasks that wait."""
_AVERAGED = ("fatigue", "composure")
"""The team's nerves: a day's are the mean of its hours', not their sum."""
_FLAGS_SHOWN_AS_BOOL = ("breaks_rules",)
_VERBS = ", ".join(
    (*(name for name in verbs.__all__ if name.islower()), "escalate", "advertise", "break_promise", "miss")
)
_RULES = ", ".join(BREACHES[1:])

# Columns that are made when a run is, and so are declared nowhere in the world: type, unit, description.
_HOUR = {"hour": ("whole number", "hour of run", "the hour, from 0")}
_MOOD = {"mood": ("number", "score", "mean mood at the end of visits, -1 to 1; empty when nobody visited")}
_DAY = {"day": ("whole number", "day of run", "the day, from 0; whole days only")}
_CLOCK = {
    "pull": ("number", "x base rate", "urge to visit after an answer: visits are 1 + pull times as likely"),
    "away_until_hour": ("whole number", "hour of run", "does not visit before this hour"),
}
_ACTIONS = {
    "hour": ("whole number", "hour of run", "hour of the act; the team acts at the end of it"),
    "actor": (
        "whole number", "manager", "number of the manager, from 0; -1 for nobody in person, -2 for the filter"
    ),
    "verb": ("text", "name", f"what was done: {_VERBS}"),
    "target_kind": ("text", "name", "what it was done to: post, member or house"),
    "target": ("whole number", "post or member", "number of that post or member; -1 for the house"),
    "reason": ("text", "text", "why it was done"),
    "minutes": ("number", "minutes", "working time it took"),
    "rule": ("text", "name", f"rule that seemed broken: {_RULES}, or one's own; empty for none in particular"),
    "money": ("number", "euros", "money it took"),
}  # fmt: skip
_EVENTS = {
    "time": ("time", "UTC", "moment of writing"),
    "member": ("whole number", "member", "member who wrote it, -1 for the team"),
    "kind": ("text", "name", "post (opens a thread) or reply"),
    "post": ("whole number", "post", "its number"),
    "thread": ("whole number", "post", "post that opened the thread; itself for an opener"),
    "parent": ("whole number", "post", "post that is answered, -1 for an opener"),
}


def dictionary() -> pd.DataFrame:
    """Return one row a column of `run.hourly`, `daily`, `members`, `posts`, `actions` and `events()`.

    Columns of the result, all text: table, column, type ("whole number", "number", "category", "yes or no",
    "text" or "time"), unit, description. The order is that of the tables.
    """
    tables = {
        "hourly": _HOUR | _declared(HOUR_COLUMNS) | _MOOD,
        "daily": _DAY | _by_day() | _declared(DAY_COLUMNS),
        "members": _declared(TRAITS + STATE) | _CLOCK,
        "posts": _declared(POST_COLUMNS),
        "actions": _ACTIONS,
        "events": _EVENTS,
    }
    rows = [(table, column, *about) for table, columns in tables.items() for column, about in columns.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def _declared(columns: tuple[tuple[str, str, str, str], ...]) -> dict[str, tuple[str, str, str]]:
    """Return type, unit and description by column, as a run shows them."""
    return {name: _shown(name, kind, text, unit) for name, kind, text, unit in columns if name not in _INTERNAL}


def _by_day() -> dict[str, tuple[str, str, str]]:
    """Return the hourly columns of the daily table: sums, means of nerves, and `members` at the end of the day."""
    by_day = {}
    for name, (kind, unit, text) in _declared(HOUR_COLUMNS).items():
        if name not in _ONLY_HOURLY:
            mean = "; mean of the day" if name in _AVERAGED else ""
            by_day[name] = (kind, unit, text.replace("of the hour", "of the day") + mean)
    return by_day


def _shown(name: str, kind: str, text: str, unit: str) -> tuple[str, str, str]:
    """Return type, unit and description of one column: a run shows words for codes, and true for some 1s."""
    if unit == "code":
        return "category", "name", re.sub(r"\b\d+ ", "", text)
    if name in _FLAGS_SHOWN_AS_BOOL:
        return "yes or no", unit, re.sub(r"^1 when", "true when", text)
    return _TYPES[kind[0]], unit, text
