"""Log: what a community wrote and when, without anybody's name."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from ...lens import facts as lens
from .archive import shown
from .errors import LogError

WINDOW_DAYS = 365
FEWEST_EVENTS = 200
FEWEST_MEMBERS = 30
COLUMNS = {"time": "M", "member": "i", "kind": "OTU", "post": "i", "thread": "i", "parent": "i"}
"""Columns of `EventLog.events`, with the kinds of NumPy types that they may have."""
_FORMAT = 1
_TABLE, _ABOUT = "events.parquet", "log.json"


@dataclass(frozen=True, eq=False)
class EventLog:
    """What a community wrote and when.

    Attributes:
        events: one row a contribution, oldest first, as `Run.events()` has it: time (datetime64, UTC), member
            (whole number in the order of first contributions; -1 the team, -2 an author who is not known any
            more), kind ("post" or "reply"), post (its row), thread (the post it began with), parent (the post
            that is answered; -1 for none, -2 for one that is missing together with the thread's opener). Also
            `text` when that was kept on purpose.
        format: the name of the format it was read from.
        zone: the zone or offset its times were written in; "various" for several.
        counts: how many records were left out (`bots`, `system`, `duplicates`, `other_kinds`), and how many
            contributions are in but incomplete (`unknown_authors`, `orphan_replies`, whose parent is missing,
            `threads_without_opener`, `absent_posts`, which the log names but does not hold).
        pseudonyms: the keyed hash of every member's name, by member number. Never saved.
    """

    events: pd.DataFrame = field(repr=False)
    format: str
    zone: str
    counts: Mapping[str, int] = field(default_factory=dict)
    pseudonyms: tuple[str, ...] = field(default=(), repr=False)

    @property
    def members(self) -> int:
        """How many members wrote something; authors who are not known any more are not counted."""
        member = self.events["member"]
        return int(member[member >= 0].nunique())

    @property
    def start(self) -> pd.Timestamp:
        """The first contribution (UTC)."""
        return self.events["time"].iloc[0]

    @property
    def end(self) -> pd.Timestamp:
        """The last contribution (UTC)."""
        return self.events["time"].iloc[-1]

    @property
    def span_days(self) -> float:
        """Days from the first contribution to the last."""
        return (self.end - self.start).total_seconds() / 86_400

    def __repr__(self) -> str:
        return (
            f"EventLog({len(self.events):,} contributions by {self.members:,} members "
            f"from {self.start:%Y-%m-%d} to {self.end:%Y-%m-%d}, format={self.format!r}, zone={self.zone!r})"
        )

    def __len__(self) -> int:
        return len(self.events)

    def windows(self, window_days: float = WINDOW_DAYS) -> list[pd.DataFrame]:
        """Return the consecutive whole windows of the log, the first beginning with the first contribution.

        A rest at the end that fills no window is left out; a last window may lack up to a day. A log shorter
        than a window is one window.

        Raises:
            LogError: when a window is not longer than a day.
        """
        if not isinstance(window_days, int | float) or isinstance(window_days, bool) or not window_days > 1:
            raise LogError(f"window_days must be a number above 1, got {window_days!r}")
        whole = int((self.span_days + 1) // window_days)
        if not whole:
            return [self.events]
        days = (self.events["time"] - self.start).dt.total_seconds() / 86_400
        number = np.floor(days / window_days)
        return [self.events[number == window] for window in range(whole)]

    def facts(self, window_days: float = WINDOW_DAYS, people: int | None = None) -> pd.Series:
        """Return every statistic of `datasets/stylised_facts.csv`, by the names of `lens.facts.from_run`.

        Those called `win365d_median_...` are medians over the `windows`, as for the communities in
        `datasets/real_communities.csv`; the others are taken over the whole log.

        Args:
            window_days: length of a window.
            people: how many people came, if that is known, to tell the share of silent ones. A log alone cannot.

        Raises:
            LogError: when `people` are fewer than wrote something.
        """
        if people is not None and people < self.members:
            raise LogError(f"people must be at least the {self.members} who wrote something, got {people}")
        events = self.events
        windows = self.windows(window_days)

        def over_windows(statistic) -> float:
            return float(pd.Series([statistic(window) for window in windows]).median())

        return pd.Series(
            {
                "silent_share": np.nan if people is None else lens.silent_share(events, people),
                "win365d_median_share_once": over_windows(lens.share_once),
                "win365d_median_share_top10pct": over_windows(lens.share_top),
                "win365d_median_gini": over_windows(lens.gini),
                "hour_peak_trough_ratio": lens.hour_peak_trough_ratio(events),
                "weekend_to_weekday_rate": lens.weekend_to_weekday_rate(events),
                "share_threads_no_reply_by_other": lens.share_threads_no_reply_by_other(events),
                "first_reply_hours_median": lens.first_reply_hours_median(events),
                "thread_size_median": lens.thread_size_median(events),
                "thread_size_mean": lens.thread_size_mean(events),
                "share_active_one_day_only": lens.share_active_one_day_only(events),
                "share_contrib_that_start_threads": lens.share_contrib_that_start_threads(events),
                "newcomer_starter_got_reply7d": lens.newcomer_starter_got_reply7d(events),
            }
        )

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write the log to a folder (events.parquet, log.json), whole or not at all; return the folder.

        Pseudonyms stay behind; text is written when it was kept.

        Raises:
            OSError: when the place cannot be written to.
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".saving-", dir=target))
        about = {"format": _FORMAT, "read_from": self.format, "zone": self.zone, "counts": dict(self.counts)}
        try:
            self.events.to_parquet(staging / _TABLE)
            (staging / _ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")
            # log.json goes last: a folder without it does not hold a log.
            (target / _ABOUT).unlink(missing_ok=True)
            os.replace(staging / _TABLE, target / _TABLE)
            os.replace(staging / _ABOUT, target / _ABOUT)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return target

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> EventLog:
        """Return the log saved in a folder.

        Raises:
            LogError: when there is none, or it is incomplete or damaged.
        """
        source = Path(folder)
        name = shown(source)
        problem = f"{name} holds a damaged log; save it again"
        try:
            about = json.loads((source / _ABOUT).read_text(encoding="utf-8"))
            if about.get("format") != _FORMAT:
                problem = f"{name} was saved in another format than this version reads, {_FORMAT}"
                raise ValueError
            events = pd.read_parquet(source / _TABLE)
            if all(column in events and events[column].dtype.kind in kinds for column, kinds in COLUMNS.items()):
                counts = {str(why): int(count) for why, count in about["counts"].items()}
                return cls(events, str(about["read_from"]), str(about["zone"]), counts)
        except FileNotFoundError:
            problem = f"{name} holds no complete log; a folder that EventLog.save wrote is needed"
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            pass
        # Outside of the block above, so that the error carries none of the content along.
        raise LogError(problem)
