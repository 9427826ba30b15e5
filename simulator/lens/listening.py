"""Listening: what a tool hears of a community - a sample, scored by words, some time later - beside the truth.

    from simulator.lens.listening import listen
    heard = listen(run, sample=0.2, lag_hours=24)
    heard.daily                       # measured and true net sentiment, day by day, with sampling error
    heard.find("refund OR receipt")   # posts in the sample that a query finds
    heard.share_of_voice({"price": "price OR euros", "repair": "repair OR broke"})
    heard.topics({"price": "price OR euros", "repair": "repair OR broke"})     # the same, day by day
    listen(run, loud=1, platforms="site")   # who is loud is heard more, and on one platform only

Scores are VADER's (Hutto & Gilbert 2014, ICWSM), as the `vaderSentiment` package gives them: a dictionary of
words with rules for negation and emphasis. It knows nothing of irony, of the community's own words, or of what
was deleted before it came by. `listening_bias` says where it errs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from ..world.chance import What, blocks, key, units
from ..world.constants import HOURS_PER_DAY, SECONDS_PER_DAY
from .given import column, is_number, must_be_run, shown, whole, yes_or_no
from .queries import matches
from .storms import COLD, WARM
from .words import teller

if TYPE_CHECKING:
    from ..lab.run import Run

_SAMPLING = 2**21  # beside the draws of words
_FALL_SHORT = ("removed", "hidden", "held")
_Z = 1.959964
"""Standard errors in a 95% interval."""
_NOTHING = pd.DataFrame({"text": pd.Series([], dtype="str"), "score": [], "ironic": pd.Series([], dtype="bool")})
_KNOWN: WeakKeyDictionary[Run, pd.DataFrame] = WeakKeyDictionary()


@dataclass(frozen=True, eq=False)
class Heard:
    """What a tool has heard.

    Attributes:
        posts: one row a post in the sample (index: its number): day (of the run), text, score (VADER's compound,
            -1 to 1), and what no tool knows: warmth (the truth), kind, breach, ironic.
        daily: one row a day: day, true_sentiment (positive minus negative over all posts of members, whatever
            became of them), heard_sentiment (the same of the sample, by score), heard (posts in the sample),
            known_day (day on which the tool shows it), low and high (95% interval of heard_sentiment for sampling
            error alone). NaN on days without a post.
        sample, lag_hours: how it listened.
    """

    posts: pd.DataFrame = field(repr=False)
    daily: pd.DataFrame = field(repr=False)
    sample: float
    lag_hours: int

    def find(self, query: str) -> pd.DataFrame:
        """Return the posts of the sample in which a query is found.

        Args:
            query: words that must all occur; OR between groups of them; quotes around phrases; - before a word
                that must not. Whole words, in any case; * at the end of a word stands for any ending.

        Raises:
            ValueError: in one line, when there is nothing to search for.
        """
        return self.posts[matches(self.posts["text"], query)]

    def share_of_voice(self, queries: Mapping[str, str]) -> pd.DataFrame:
        """Return how much of what was heard is about each of several things: one row each.

        Columns: posts, share (of all found, where a post may count for several), net_sentiment (by score).

        Raises:
            ValueError: in one line, when there is no query, or one without words.
        """
        found = self._found(queries)
        everything = sum(map(len, found.values()))
        rows = [
            (name, len(posts), len(posts) / everything if everything else np.nan, net(posts["score"]))
            for name, posts in found.items()
        ]
        return pd.DataFrame(rows, columns=["about", "posts", "share", "net_sentiment"]).set_index("about")

    def topics(self, queries: Mapping[str, str]) -> pd.DataFrame:
        """Return the share of voice day by day: one row a day, one column a query, indexed by day.

        Shares are of all found that day, where a post may count for several; NaN on days on which nothing was.

        Raises:
            ValueError: in one line, when there is no query, or one without words.
        """
        days = pd.Index(self.daily["day"], name="day")
        counts = pd.DataFrame(
            {
                name: posts.groupby("day").size().reindex(days, fill_value=0)
                for name, posts in self._found(queries).items()
            }
        )
        return counts.div(counts.sum(axis=1).replace(0, np.nan), axis=0)

    def _found(self, queries: Mapping[str, str]) -> dict[str, pd.DataFrame]:
        if not isinstance(queries, Mapping) or not queries:
            raise ValueError(
                f"queries must be names with queries, as {{'price': 'price OR euros'}}, got {shown(queries)}"
            )
        return {name: self.find(query) for name, query in queries.items()}


def listen(
    run: Run,
    sample: float = 1.0,
    lag_hours: int = 24,
    visible_only: bool = True,
    days: tuple[int, int] | None = None,
    platforms: str | Collection[str] | None = None,
    loud: float = 0.0,
) -> Heard:
    """Listen to a run as a tool does.

    Args:
        sample: share of posts that the tool comes by; which ones is a matter of the run's luck.
        lag_hours: time until the tool shows what it has heard.
        visible_only: whether what was removed, hidden or held is out of its sight, as it is for real ones.
        days: first and last day to listen to, counted from 0; None for all.
        platforms: names of the platforms it can reach; None for all of `run.scenario.platforms`.
        loud: how much it prefers what moves people, as tools do that rank by engagement: a post's chance to be
            heard is `sample` times (1 + likes + down-votes + answers + 3 x shares) to this power, brought back
            to `sample` on average over what it can see and to 1 at most. 0 for none. The power and the weight
            of a share are design choices. When `sample` is 1 everything is heard, so nothing can be preferred.

    Raises:
        ValueError: in one line, when something cannot be used.
    """
    must_be_run(run)
    if not is_number(sample) or not 0 < sample <= 1:
        raise ValueError(f"sample must lie above 0 and at most at 1, got {shown(sample)}")
    lag_hours, visible_only = whole(lag_hours, "lag_hours"), yes_or_no(visible_only, "visible_only")
    if not is_number(loud) or not 0 <= loud <= 3:
        raise ValueError(f"loud must lie between 0 and 3, got {shown(loud)}")
    first, last = _span(run, days)
    posts = run.posts[run.posts["author"] >= 0]
    day = (posts["seconds"] // SECONDS_PER_DAY).to_numpy()
    posts, day = posts[(day >= first) & (day <= last)], day[(day >= first) & (day <= last)]
    reached = _reached(run, posts, platforms)
    if visible_only:
        reached &= ~posts["status"].isin(_FALL_SHORT).to_numpy()
    chance = np.full(len(posts), float(sample))
    if loud:
        weight = _engagement(posts) ** loud
        chance = np.minimum(sample * weight / weight[reached].mean(), 1.0) if reached.any() else chance
    draws = blocks(*key(run.seed), 0, posts.index.to_numpy().astype(np.uint64), int(What.WORDS), _SAMPLING)[0]
    chosen = reached & (units(draws) < chance)
    heard = pd.DataFrame({"day": day[chosen]}, index=posts.index[chosen])
    heard[["text", "score", "ironic"]] = _scored(run, posts[chosen])
    heard[["warmth", "kind", "breach"]] = posts.loc[chosen, ["warmth", "kind", "breach"]]
    return Heard(heard, _daily(heard, posts["warmth"], day, (first, last), int(lag_hours)), float(sample),
                 int(lag_hours))  # fmt: skip


def net(values: pd.Series) -> float:
    """Return positive minus negative, as a share of all: NaN of none."""
    values = column(values, "values")
    return float(((values >= WARM).sum() - (values <= COLD).sum()) / len(values)) if len(values) else np.nan


def interval(values: pd.Series) -> tuple[float, float]:
    """Return a 95% interval of the net sentiment of all posts, from those of a sample: NaN of none.

    Each post counts +1, 0 or -1. Half a post is added to the positive and to the negative ones, and two to all,
    which keeps the interval honest when there are few: the adjusted interval of Agresti & Min (2005, Statistics in
    Medicine 24) for a difference of paired proportions, which is the same sum. It is about sampling only: it knows
    nothing of words misread or posts unheard. Where all posts were heard, read it as the luck of one day.
    """
    values = column(values, "values")
    if not len(values):
        return np.nan, np.nan
    up, down = (values >= WARM).sum() + 0.5, (values <= COLD).sum() + 0.5
    n = len(values) + 2
    middle = (up - down) / n
    margin = _Z * np.sqrt(max(up + down - (up - down) ** 2 / n, 0.0)) / n
    return float(max(middle - margin, -1)), float(min(middle + margin, 1))


@cache
def scorer() -> Any:
    """Return VADER, which reads its dictionary once."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def _span(run: Run, days: tuple[int, int] | None) -> tuple[int, int]:
    if days is None:
        return 0, run.days - 1
    two = isinstance(days, tuple | list) and len(days) == 2
    if not (
        two and all(isinstance(day, int | np.integer) and not isinstance(day, bool) for day in days)
        and 0 <= days[0] <= days[1] < max(run.days, 1)
    ):  # fmt: skip
        raise ValueError(f"days must lie between 0 and {run.days - 1}, the earlier one first, got {shown(days)}")
    return int(days[0]), int(days[1])


def _reached(run: Run, posts: pd.DataFrame, platforms: str | Collection[str] | None) -> np.ndarray:
    """Return which posts stand on platforms that the tool can reach."""
    known = run.scenario.platforms
    if platforms is None:
        return np.ones(len(posts), dtype=bool)
    names = [platforms] if isinstance(platforms, str) else platforms
    is_list = isinstance(names, list | tuple | set) and all(isinstance(name, str) for name in names)
    wanted = set(names) if is_list else set()
    if not wanted or not wanted <= set(known):
        raise ValueError(f"platforms must be among {', '.join(known)}, got {shown(platforms)}")
    return np.isin(posts["board"] % len(known), [at for at, name in enumerate(known) if name in wanted])


def _engagement(posts: pd.DataFrame) -> np.ndarray:
    return (1.0 + posts["likes"] + posts["downvotes"] + posts["answers"] + 3.0 * posts["shares"]).to_numpy()


def _scored(run: Run, posts: pd.DataFrame) -> pd.DataFrame:
    """Return text and score of posts; what was read once for a run is remembered."""
    known = _KNOWN.get(run)
    missing = posts if known is None else posts[~posts.index.isin(known.index)]
    if len(missing):
        told = teller(run).tell(missing)
        said = pd.DataFrame({"text": pd.Series([one.text for one in told], index=missing.index, dtype="str")})
        said["score"] = [scorer().polarity_scores(one.text)["compound"] for one in told]
        said["ironic"] = [one.path.startswith("sarcasm") for one in told]
        known = _KNOWN[run] = said if known is None else pd.concat([known, said])
    return known.loc[posts.index] if known is not None else _NOTHING


def _daily(
    heard: pd.DataFrame, warmth: pd.Series, day: np.ndarray, span: tuple[int, int], lag_hours: int
) -> pd.DataFrame:
    table = pd.DataFrame({"day": np.arange(span[0], span[1] + 1)})
    by_day = heard.groupby("day")["score"]
    table["true_sentiment"] = table["day"].map(warmth.groupby(day).apply(net))
    table["heard_sentiment"] = table["day"].map(by_day.apply(net))
    table["heard"] = table["day"].map(by_day.size()).fillna(0).astype("int64")
    table["known_day"] = table["day"] + 1 + lag_hours // HOURS_PER_DAY
    limits = {at: interval(scores) for at, scores in by_day}
    table["low"] = [limits.get(at, (np.nan, np.nan))[0] for at in table["day"]]
    table["high"] = [limits.get(at, (np.nan, np.nan))[1] for at in table["day"]]
    return table
