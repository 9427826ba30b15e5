"""Run: what a stretch of a community's life leaves behind - tables, and what made them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..playbook.playbook import Playbook
from ..world.behaviour import ERRANDS, POST_KINDS, POST_TONES, ROLE_NAMES, STATUSES
from ..world.chance import key
from ..world.community import Community, Tactic
from ..world.conduct import BREACHES
from ..world.constants import HOURS_PER_DAY
from ..world.content import CASES, TOMBSTONES
from ..world.members import COLUMNS
from ..world.population import SOURCES
from ..world.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLES = ("hourly", "daily", "members", "posts", "actions")
ACTION_COLUMNS = ("hour", "actor", "verb", "target_kind", "target", "reason", "minutes", "rule", "money")
_INTERNAL = ("thread_row",)
_SUMMED = (
    "arrivals", "departures", "visits", "readings", "posts", "replies", "likes", "downvotes", "flags_given",
    "complaints", "wishes", "praise", "entries", "answered", "shares", "crisis_posts", "press_mentions",
    "mishaps", "defections", "purchases", "prompts", "filtered", "breaches", "attacks", "removals", "warnings",
    "blocks", "appeals", "overturned", "team_minutes", "money_spent", "tasks_missed",
)  # fmt: skip
_AVERAGED = ("fatigue", "composure")
_CODES = {
    "members": {"role": ROLE_NAMES, "errand": ERRANDS, "source": SOURCES},
    "posts": {
        "kind": POST_KINDS,
        "breach": BREACHES,
        "status": STATUSES,
        "tombstone": TOMBSTONES,
        "case": CASES,
        "tone": POST_TONES,
    },
}
_FORMAT = 3


class RunError(ValueError):
    """A folder that does not hold a usable run."""


@dataclass(frozen=True, eq=False)
class Run:
    """A stretch of a community's life.

    Attributes:
        scenario, playbook, seed: what it was made from; `playbook` is None when nobody managed it.
        hourly, daily, members, posts, actions: tables; `simulator.lens.dictionary` describes every column.
            Hours and seconds count from 00:00 UTC on `scenario.start`. Members and posts are integers.
    """

    scenario: Scenario
    playbook: Playbook | None
    seed: int
    hourly: pd.DataFrame = field(repr=False)
    daily: pd.DataFrame = field(repr=False)
    members: pd.DataFrame = field(repr=False)
    posts: pd.DataFrame = field(repr=False)
    actions: pd.DataFrame = field(repr=False)

    @classmethod
    def of(cls, community: Community) -> Run:
        """Return the run of everything that has happened in a community so far."""
        hourly = pd.DataFrame(community.hourly[: community.hour].view(np.ndarray))
        hourly.insert(0, "hour", np.arange(len(hourly)))
        hourly["mood"] = hourly.pop("mood_sum") / hourly["visits"].where(hourly["visits"] > 0)
        return cls(
            scenario=community.scenario,
            playbook=community.playbook,
            seed=community.seed,
            hourly=hourly,
            daily=_daily(hourly, community),
            members=_members(community),
            posts=_posts(community),
            actions=_actions(community),
        )

    @property
    def start(self) -> pd.Timestamp:
        """The moment at which hour 0 begins (UTC)."""
        return pd.Timestamp(self.scenario.start, tz="UTC")

    @property
    def days(self) -> int:
        """Whole days in this run."""
        return len(self.hourly) // HOURS_PER_DAY

    def events(self) -> pd.DataFrame:
        """Return the contributions as an event log, oldest first, as a real community's would look.

        Columns: time (datetime64, UTC), member (-1 is the team), kind ("post" or "reply"), post, thread (the post
        that opened it), parent (the post that is answered, -1 for none). What was removed later is included.
        """
        posts = self.posts
        return pd.DataFrame(
            {
                "time": self.start + pd.to_timedelta(posts["seconds"], unit="s"),
                "member": posts["author"],
                "kind": np.where(posts["parent"] == -1, "post", "reply"),
                "post": posts.index.to_numpy(),
                "thread": posts["thread"],
                "parent": posts["parent"],
            }
        ).reset_index(drop=True)

    def summary(self) -> pd.Series:
        """Return the key figures of the run by name (see `simulator.lens.metrics`)."""
        from ..lens.metrics import summary

        return summary(self)

    def costs(self) -> pd.DataFrame:
        """Return what each kind of act cost in minutes and euros, and which tasks were not done in time."""
        from ..lens.service import costs

        return costs(self.actions)

    def rewind(self, day: int) -> Community:
        """Return the community as it was at the beginning of a day: live on with `run_for`, or decide otherwise.

        The days before are lived again; since all luck is a matter of the seed, they are the same, and that is
        checked.

        Raises:
            ValueError: in one line, when there is no such day, or the run's past had other decisions than its
                playbook (it was forked, taken over, or had tactics of its own): fork the community itself then.
        """
        if isinstance(day, bool) or not isinstance(day, int | np.integer) or not 0 <= day <= self.days:
            raise ValueError(f"day must be a whole number from 0 to {self.days}, got {day!r}")
        community = Community(self.scenario, self.playbook, seed=self.seed).run_for(days=int(day))
        lived = Run.of(community)
        if not lived.hourly.equals(self.hourly.iloc[: len(lived.hourly)]):
            raise ValueError("this run's past had other decisions than its playbook; fork its community instead")
        return community

    def plot(self) -> Any:
        """Return a figure of the run with the sentence that says what it shows, as `figure.says`."""
        from ..lens.plots import overview

        return overview(self)

    @cached_property
    def _settings(self) -> dict[str, Any]:
        return {
            "format": _FORMAT,
            "seed": self.seed,
            "scenario": self.scenario.model_dump(mode="json"),
            "playbook": None if self.playbook is None else self.playbook.model_dump(mode="json"),
        }

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write the run to a folder (Parquet tables, run.json), whole or not at all; return the folder.

        An older run in the folder is replaced; anything else in it is left alone.

        Raises:
            OSError: when the place cannot be written to.
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".saving-", dir=target))
        try:
            for name in TABLES:
                getattr(self, name).to_parquet(staging / f"{name}.parquet")
            (staging / "run.json").write_text(json.dumps(self._settings, indent=1), encoding="utf-8")
            # run.json goes last: a folder without it does not hold a run.
            (target / "run.json").unlink(missing_ok=True)
            for name in TABLES:
                os.replace(staging / f"{name}.parquet", target / f"{name}.parquet")
            os.replace(staging / "run.json", target / "run.json")
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return target

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Run:
        """Return the run saved in a folder.

        Raises:
            RunError: when there is none, or it is incomplete or damaged.
        """
        source = Path(folder)
        for name in ("run.json", *(f"{table}.parquet" for table in TABLES)):
            if not (source / name).is_file():
                raise RunError(f"{source} holds no complete run: {name} is missing")
        try:
            settings = json.loads((source / "run.json").read_text(encoding="utf-8"))
            if settings.get("format") != _FORMAT:
                raise RunError(
                    f"{source} was saved in format {settings.get('format')!r}, this version reads {_FORMAT}"
                )
            key(settings["seed"])
            playbook = settings["playbook"]
            return cls(
                scenario=Scenario(**settings["scenario"]),
                playbook=None if playbook is None else Playbook(**playbook),
                seed=settings["seed"],
                **{name: _read_table(source, name) for name in TABLES},
            )
        except RunError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError, OSError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise RunError(f"{source} holds a damaged run: {reason}") from None


def _read_table(source: Path, name: str) -> pd.DataFrame:
    """Read one table and see that it is the one its name says."""
    table = pd.read_parquet(source / f"{name}.parquet")
    known = _empty_tables()[name]
    if list(table.columns) != list(known.columns):
        raise RunError(f"{source} holds a damaged run: {name}.parquet does not have the columns of {name}")
    for column in known.columns[known.dtypes == "category"]:
        # Parquet forgets the categories of a table without rows.
        table[column] = pd.Categorical(table[column], categories=known[column].cat.categories)
    return table


@cache
def _empty_tables() -> dict[str, pd.DataFrame]:
    """Return the tables of a community that has not lived yet."""
    run = Run.of(Community(Scenario(members=1, days=1)))
    return {name: getattr(run, name).iloc[:0] for name in TABLES}


def simulate(
    scenario: Scenario | str = "forum",
    playbook: Playbook | str | None = "balanced",
    seed: int = 0,
    progress: Any = False,
    engine: str = "compiled",
    tactics: Iterable[Tactic] = (),
) -> Run:
    """Found a community, let it live for `scenario.days`, and return the run.

    Args:
        scenario: a `Scenario`, the name of one that ships, or a YAML file.
        playbook: a `Playbook`, the name of one that ships, a YAML file, or None for no team at all.
        seed: whole number from 0 to 2**64 - 1; the same three give the same tables, bit for bit.
        progress: True for a progress bar, or a function called with the hours lived after every day.
        engine: "compiled" or "mesa".
        tactics: objects with `on_hour(community)`, called every hour after the playbook's own.

    Raises:
        ValueError: in one line, when something cannot be used or would not fit into memory.
    """
    scenario = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    if playbook is not None and not isinstance(playbook, Playbook):
        playbook = Playbook.load(playbook)
    community = Community(scenario, playbook, seed=seed, engine=engine, tactics=tactics)
    return community.run_for(days=scenario.days, progress=progress).to_run()


def _daily(hourly: pd.DataFrame, community: Community) -> pd.DataFrame:
    days = community.hour // HOURS_PER_DAY
    whole = hourly.iloc[: days * HOURS_PER_DAY]
    day = whole["hour"] // HOURS_PER_DAY
    daily = whole.groupby(day)[list(_SUMMED)].sum()
    daily.insert(0, "members", whole.groupby(day)["members"].last())
    daily = daily.join(whole.groupby(day)[list(_AVERAGED)].mean())
    census = pd.DataFrame(community.daily[:days].view(np.ndarray))
    daily = pd.concat([daily, census], axis=1)
    daily.index.name = "day"
    return daily.reset_index()


def _members(community: Community) -> pd.DataFrame:
    members = community.members
    table = pd.DataFrame(members.rows[: members.count].view(np.ndarray))[list(COLUMNS)]
    table = _named(table, "members")
    table["pull"] = members["pull"]
    table["away_until_hour"] = members["away_until_hour"]
    table.index.name = "member"
    return table


def _posts(community: Community) -> pd.DataFrame:
    content = community.content
    table = pd.DataFrame(content.posts[: content.post_count].view(np.ndarray)).drop(columns=list(_INTERNAL))
    table = _named(table, "posts")
    table["breaks_rules"] = table["breaks_rules"].astype(bool)
    table.index.name = "post"
    return table


def _named(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Put words in the place of codes."""
    for column, words in _CODES[name].items():
        table[column] = pd.Categorical.from_codes(table[column], categories=words)
    return table


def _actions(community: Community) -> pd.DataFrame:
    table = pd.DataFrame(community.actions, columns=list(ACTION_COLUMNS))
    kinds = {"hour": "int64", "actor": "int64", "target": "int64", "minutes": "float64", "money": "float64"}
    texts = {name: "str" for name in ("verb", "target_kind", "reason", "rule")}
    return table.astype(kinds | texts)
