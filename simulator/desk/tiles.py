"""Tiles: how things stand right now, beside a day ago, and hour by hour for a chart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..world.behaviour import COMPLAINT, QUESTION, UNANSWERED
from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from ..world.members import NOBODY
from .timeline import SAMPLES, sample_of

if TYPE_CHECKING:
    from ..world.community import Community
    from .timeline import Timeline

RESPONSE_DAYS = 7
"""The response time looks back so far."""
# name, unit, which way is good (1 more, -1 less, 0 neither), what it is
TILES = (
    ("active_members", "members", 1, "members who visited in the last 24 hours"),
    ("trust", "share", 1, "mean trust of members present"),
    ("mood", "score", 1, "mean mood at visits of the last 24 hours, -1 to 1"),
    ("response_hours", "hours", -1, "median time to the team's first answer to a question or complaint, 7 days"),
    ("open_cases", "posts", -1, "posts that wait for the team's verdict"),
    ("tasks_waiting", "tasks", -1, "planned tasks that wait for somebody with time"),
    ("minutes_left", "minutes", 0, "minutes that the team has left this hour"),
    ("composure", "share", 1, "mean composure of the team, 0 to 1"),
    ("fatigue", "share", -1, "mean tiredness of the team, 0 to 1"),
    ("press_mentions", "reports", -1, "reports in the press in the last 24 hours"),
    ("complaints", "posts", -1, "complaints in the last 24 hours"),
    ("posts", "posts", 1, "posts and replies in the last 24 hours"),
    ("members", "members", 1, "members present"),
    ("team_minutes", "minutes", 0, "minutes that the team has spent in the last 24 hours"),
    ("money_spent", "euros", -1, "euros spent since the player sat down"),
)


def status(timeline: Timeline) -> pd.DataFrame:
    """Return the tiles: one row each, indexed by name.

    Columns: value; unit; a_day_ago (NaN on the first day); change (value less a_day_ago); good (1 where more is
    better, -1 where less is, 0 where neither); what (in words).
    """
    now, then = _at(timeline, timeline.hour), _at(timeline, timeline.hour - HOURS_PER_DAY)
    rows = [
        {"tile": name, "value": now[name], "unit": unit, "a_day_ago": then[name], "change": now[name] - then[name],
         "good": good, "what": what}
        for name, unit, good, what in TILES
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("tile")


def history(timeline: Timeline) -> pd.DataFrame:
    """Return what was counted hour by hour since the player sat down, one row an hour.

    Columns: hour; those of `run.hourly` (see `simulator.lens.dictionary`), mood among them; and trust, belonging,
    loyalty, satisfaction, active_members and minutes_left as they were at the end of the hour.
    """
    community, first = timeline.community, timeline.start.hour
    hourly = pd.DataFrame(community.hourly[first : community.hour].view(np.ndarray))
    hourly.insert(0, "hour", np.arange(first, community.hour))
    hourly["mood"] = hourly.pop("mood_sum") / hourly["visits"].where(hourly["visits"] > 0)
    samples = np.array(timeline.samples[1:], dtype=float).reshape(-1, len(SAMPLES))
    for place, name in enumerate(SAMPLES):
        hourly[name] = samples[:, place]
    return hourly


def _at(timeline: Timeline, hour: int) -> dict[str, float]:
    """Return every tile as it stood when an hour began; NaN before the player sat down."""
    community, first = timeline.community, timeline.start.hour
    if hour < first:
        return {name: math.nan for name, _, _, _ in TILES}
    rows = community.hourly
    day = rows[max(0, hour - HOURS_PER_DAY) : hour]
    visits = int(day["visits"].sum())
    last = rows[hour - 1] if hour else None
    # What the player has done since the hour began shows at once.
    read = sample_of(community) if hour == timeline.hour else timeline.samples[hour - first]
    sample = dict(zip(SAMPLES, read, strict=True))
    return {
        "active_members": sample["active_members"],
        "trust": sample["trust"],
        "mood": float(day["mood_sum"].sum()) / visits if visits else math.nan,
        "response_hours": _response_hours(community, hour),
        "open_cases": float(last["open_cases"]) if hour else 0.0,
        "tasks_waiting": float(last["tasks_waiting"]) if hour else 0.0,
        "minutes_left": sample["minutes_left"],
        "composure": float(last["composure"]) if hour else 1.0,
        "fatigue": float(last["fatigue"]) if hour else 0.0,
        "press_mentions": float(day["press_mentions"].sum()),
        "complaints": float(day["complaints"].sum()),
        "posts": float(day["posts"].sum() + day["replies"].sum()),
        "members": float(last["members"]) if hour else float(community.present),
        "team_minutes": float(day["team_minutes"].sum()),
        "money_spent": float(rows["money_spent"][first : hour + 1].sum()),
    }  # fmt: skip


def _response_hours(community: Community, hour: int) -> float:
    posts = community.content.posts[: community.content.post_count]
    answered = posts["team_answer_seconds"]
    fits = (answered != UNANSWERED) & (answered < hour * SECONDS_PER_HOUR) & (posts["author"] != NOBODY)
    fits &= answered >= (hour - RESPONSE_DAYS * HOURS_PER_DAY) * SECONDS_PER_HOUR
    fits &= (posts["kind"] == COMPLAINT) | (posts["kind"] == QUESTION)
    if not fits.any():
        return math.nan
    return float(np.median(answered[fits] - posts["seconds"][fits])) / SECONDS_PER_HOUR
