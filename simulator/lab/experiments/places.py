"""Places: where experiments about rules are held, who works there, and what is counted of those who were treated.

Most published effects are differences of a tenth or so in something that few posts do. A brand's forum of the
usual size writes too little to see them, so experiments are held where people come, write and, in some, flag more
often. Nothing else is special about these places: how people take rules, sanctions and each other is untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from ...playbook.playbook import Playbook
from ...world.conduct import BREACHES, is_rude
from ...world.constants import SECONDS_PER_DAY
from ...world.scenario import Scenario
from ..run import Run

LIVELY: dict[str, Any] = {"members": 1_500, "days": 60, "population.visits_per_day": 0.5}
"""A forum whose median member comes by every other day in place of every tenth."""
TALKATIVE: dict[str, Any] = {
    "members": 1_000,
    "days": 60,
    "population.visits_per_day": 1.0,
    "population.voice_share": 0.5,
    "behaviour.silence_hazard": 0.3,
    "behaviour.start_base": 0.1,
    "behaviour.answer_base": 0.15,
    "behaviour.crowding": 8,
}
"""A forum where people come daily, half of them have a voice, and few fall silent: each member writes a post a day
or so, some 45 in a thousand of which break a rule, so that a change of a tenth shows within weeks."""
ALL_DAY: dict[str, Any] = {
    "team.shifts": [{"begins": hour, "ends": hour + 8, "minutes_per_hour": 60} for hour in (0, 8, 16)]
}
"""Three people look after the place around the clock, so that arms do not differ in what there was time for."""
RUDE = tuple(name for code, name in enumerate(BREACHES) if is_rude(code))
"""Breaches that hurt somebody; being off topic and advertising do not."""


def forum(settings: Mapping[str, Any]) -> Scenario:
    """Return the shipped forum with some settings altered."""
    return Scenario.load("forum").replace(dict(settings))


def balanced(*settings: Mapping[str, Any]) -> Playbook:
    """Return the shipped playbook `balanced` with some settings altered."""
    return Playbook.load("balanced").replace({name: value for each in settings for name, value in each.items()})


def offenders(run: Run, days: float) -> pd.Series:
    """Return the latest breach of each member who is still here and broke a rule in the last `days` days.

    Shape (members,): numbers of posts by number of member, in the order of members.
    """
    posts = run.posts[run.posts["breaks_rules"] & (run.posts["seconds"] >= (run.days - days) * SECONDS_PER_DAY)]
    here = run.members.index[run.members["left_hour"] > len(run.hourly)]
    latest = pd.Series(posts.index, index=posts["author"]).groupby(level=0).last()
    return latest[latest.index.isin(here)]


def written(run: Run, members: Any, first_day: float, last_day: float = np.inf) -> pd.DataFrame:
    """Return what some members wrote between two days of the run, counted from 0, the last one excluded."""
    day = run.posts["seconds"] / SECONDS_PER_DAY
    return run.posts[(day >= first_day) & (day < last_day) & run.posts["author"].isin(members)]


def first_posts(run: Run) -> pd.DataFrame:
    """Return the first post of every newcomer who wrote."""
    first = run.posts.drop_duplicates("author")
    return first[run.members["joined_hour"].reindex(first["author"]).to_numpy() >= 0]
