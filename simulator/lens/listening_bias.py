"""Listening bias: where a tool that listens is wrong - in words, in whom it hears, and in time.

from simulator.lens.listening_bias import accuracy, compare_instruments
heard = listen(run)
accuracy(heard).by_kind           # irony, breaches and questions, each by itself
accuracy(heard).misread(5)        # the posts that it got most wrong
compare_instruments(run)          # several tools beside the truth
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .given import column, must_be_run, whole
from .given import shown as in_short
from .listening import Heard, listen
from .storms import COLD, WARM

if TYPE_CHECKING:
    from ..lab.run import Run

CLASSES = ("negative", "neutral", "positive")
INSTRUMENTS: dict[str, dict[str, Any]] = {
    "everything, at once": {"lag_hours": 0, "visible_only": False},
    "all that is visible": {"lag_hours": 0},
    "a tenth of it": {"lag_hours": 0, "sample": 0.1},
    "a tenth, the loud first": {"lag_hours": 0, "sample": 0.1, "loud": 1.0},
    "one platform": {"lag_hours": 0, "platforms": 0},
    "three days late": {"lag_hours": 72},
}
"""Tools that `compare_instruments` sets beside the truth: settings of `listen`; platform 0 is the first."""
_BEFORE, _AFTER, _FEWEST = 14, 14, 5
"""Days before a crisis that are its yardstick, days after it that are searched, and days a yardstick needs."""
_ALARM = 2.0
"""Standard deviations below the days before, from which a fall counts as seen: a usual rule of thumb."""


@dataclass(frozen=True, eq=False)
class Accuracy:
    """How well a tool read what it heard.

    Attributes:
        confusion: posts by class of their true warmth (rows) and of their score (columns).
        by_class: one row a class: posts, heard (posts taken for it), precision, recall; NaN of none.
        by_kind: one row a kind of post of members without breach, one a breach, and one for irony (which counts in
            its kind, too): posts, right (share read as their class), bias (mean score minus warmth), and recall of
            the negative ones.
        posts: what was heard, with true_class and heard_class.
    """

    confusion: pd.DataFrame = field(repr=False)
    by_class: pd.DataFrame = field(repr=False)
    by_kind: pd.DataFrame = field(repr=False)
    posts: pd.DataFrame = field(repr=False)

    @property
    def right(self) -> float:
        """Share of posts read as what they are; NaN of none."""
        return float(np.trace(self.confusion) / len(self.posts)) if len(self.posts) else np.nan

    def misread(self, most: int = 10) -> pd.DataFrame:
        """Return the posts whose score is furthest from their warmth, worst first: text, score, warmth, kind, ...

        Raises:
            ValueError: in one line, when `most` is no number of posts.
        """
        most = whole(most, "most", 1)
        error = (self.posts["score"] - self.posts["warmth"]).abs()
        return self.posts.loc[error.sort_values(ascending=False, kind="stable").index[:most]]


def accuracy(heard: Heard) -> Accuracy:
    """Hold what a tool made of posts against what they are.

    Raises:
        ValueError: when it is not what `listen` returns.
    """
    if not isinstance(heard, Heard):
        raise ValueError(f"heard must be what listen(run) returns, got {type(heard).__name__}")
    posts = heard.posts.assign(
        true_class=classes(heard.posts["warmth"]), heard_class=classes(heard.posts["score"])
    )
    confusion = pd.crosstab(posts["true_class"], posts["heard_class"])
    confusion = confusion.reindex(index=CLASSES, columns=CLASSES, fill_value=0)
    confusion.index.name, confusion.columns.name = "true_class", "heard_class"
    hits, true, taken = np.diag(confusion), confusion.sum(axis=1).to_numpy(), confusion.sum(axis=0).to_numpy()
    by_class = pd.DataFrame(
        {"posts": true, "heard": taken, "precision": _over(hits, taken), "recall": _over(hits, true)},
        index=confusion.index,
    )
    kept = posts["breach"] == "none"
    groups = {kind: kept & (posts["kind"] == kind) for kind in _occurring(posts.loc[kept, "kind"])}
    groups |= {f"breach: {breach}": posts["breach"] == breach for breach in _occurring(posts.loc[~kept, "breach"])}
    groups["irony"] = posts["ironic"].astype(bool)
    rows = {name: _read(posts[chosen]) for name, chosen in groups.items() if chosen.any()}
    by_kind = pd.DataFrame.from_dict(rows, orient="index", columns=["posts", "right", "bias", "negative_recall"])
    by_kind.index.name = "kind"
    return Accuracy(confusion, by_class, by_kind.astype({"posts": "int64"}), posts)


def classes(values: pd.Series) -> pd.Series:
    """Return negative, neutral or positive, by the limits usual for VADER's scores."""
    values = column(values, "values")
    names = np.select([values <= COLD, values >= WARM], [CLASSES[0], CLASSES[2]], CLASSES[1])
    return pd.Series(names, index=values.index, dtype="str")


def compare_instruments(run: Run, setups: Mapping[str, Mapping[str, Any]] | None = None) -> pd.DataFrame:
    """Return how several tools that listen to the same community do beside the truth: one row each.

    Columns: posts (heard), bias (mean over days of what is shown minus the truth), rmse, correlation (over days),
    crisis_seen_after_days (from the first crisis of the run until the tool shows a fall below the mean of the days
    before, by more than two standard deviations; NaN when it does not within 14 days, or there was no crisis).
    What a tool shows in the morning of a day is held against the truth of the day before: whoever is late shows
    an older day. The first row is the truth itself, by the same rule.

    Args:
        setups: settings of `listen` by name; None for `INSTRUMENTS`.

    Raises:
        ValueError: in one line, when something cannot be used.
    """
    must_be_run(run)
    chosen = INSTRUMENTS if setups is None else setups
    if not isinstance(chosen, Mapping) or not chosen:
        example = "{'late': {'lag_hours': 72}}"
        raise ValueError(f"setups must be settings by name, as {example}, got {in_short(setups)}")
    known = run.scenario.platforms
    true = listen(run, 1.0, 0, visible_only=False)
    truth = true.daily.set_index("day")["true_sentiment"]
    rows = {"the truth": (len(true.posts), 0.0, 0.0, 1.0, _seen(run, truth, 1))}
    for name, settings in chosen.items():
        if not isinstance(settings, Mapping):
            raise ValueError(
                f"setups: settings of {in_short(name)} must be a dictionary, got {in_short(settings)}"
            )
        named = {
            key: known[value] if key == "platforms" and value == 0 else value for key, value in settings.items()
        }
        try:
            heard = listen(run, **named)
        except TypeError as error:
            raise ValueError(
                f"setups: {in_short(name)} has a setting that listen does not know: {error}"
            ) from None
        late = int(heard.daily["known_day"].iloc[0] - heard.daily["day"].iloc[0]) - 1
        measured = heard.daily.set_index("day")["heard_sentiment"]
        shown = measured.shift(late)
        both = pd.DataFrame({"shown": shown, "true": truth}).dropna()
        error = both["shown"] - both["true"]
        varied = len(both) > 2 and both.std().min() > 0
        rows[name] = (
            len(heard.posts), error.mean(), float(np.sqrt((error**2).mean())),
            both["shown"].corr(both["true"]) if varied else np.nan, _seen(run, measured, late + 1),
        )  # fmt: skip
    columns = ["posts", "bias", "rmse", "correlation", "crisis_seen_after_days"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    table.index.name = "instrument"
    return table.astype({"posts": "int64"})


def _seen(run: Run, sentiment: pd.Series, known_after: int) -> float:
    """Return days from the first crisis until its fall is known."""
    if not run.scenario.crises:
        return np.nan
    begins = run.scenario.crises[0].day
    before = sentiment[(sentiment.index < begins) & (sentiment.index >= begins - _BEFORE)].dropna()
    after = sentiment[(sentiment.index >= begins) & (sentiment.index < begins + _AFTER)]
    if len(before) < _FEWEST:
        return np.nan
    fell = after.index[after < before.mean() - _ALARM * before.std()]
    return float(fell[0] - begins + known_after) if len(fell) else np.nan


def _occurring(names: pd.Series) -> list[str]:
    return sorted(names.astype(str).unique())


def _over(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)


def _read(posts: pd.DataFrame) -> tuple[int, float, float, float]:
    negative = posts["true_class"] == CLASSES[0]
    return (
        len(posts),
        float((posts["true_class"] == posts["heard_class"]).mean()),
        float((posts["score"] - posts["warmth"]).mean()),
        float((posts.loc[negative, "heard_class"] == CLASSES[0]).mean()) if negative.any() else np.nan,
    )
