"""Listening: what a tool hears of a community - a sample, scored by words, some time later - beside the truth.

    from simulator.lens.listening import listen
    heard = listen(run, sample=0.2, lag_hours=24)
    heard.daily                       # measured and true net sentiment, day by day
    heard.find("refund OR receipt")   # posts in the sample that a query finds
    heard.share_of_voice({"price": "price OR euros", "repair": "repair OR broke"})

Scores are VADER's (Hutto & Gilbert 2014, ICWSM), as the `vaderSentiment` package gives them: a dictionary of
words with rules for negation and emphasis. It knows nothing of irony, of the community's own words, or of what
was deleted before it came by.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..world.chance import What, block, key, unit
from ..world.constants import HOURS_PER_DAY, SECONDS_PER_DAY
from .storms import COLD, WARM
from .words import texts

if TYPE_CHECKING:
    from ..lab.run import Run

_SAMPLING = 2**21  # beside the draws of words
_FALL_SHORT = ("removed", "hidden", "held")


@dataclass(frozen=True, eq=False)
class Heard:
    """What a tool has heard.

    Attributes:
        posts: one row a post in the sample (index: its number): day (of the run), text, score (VADER's compound,
            -1 to 1), warmth (the truth), kind.
        daily: one row a day: day, true_sentiment (positive minus negative over all posts of members, whatever
            became of them), heard_sentiment (the same of the sample, by score), heard (posts in the sample),
            known_day (day on which the tool shows it). NaN on days without a post.
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
        groups = [_terms(group) for group in re.split(r"\bOR\b", query if isinstance(query, str) else "")]
        if not all(any(wanted for _, wanted in group) for group in groups):
            raise ValueError(f"query must name words to search for, as 'refund OR broken -solved', got {query!r}")
        found = np.zeros(len(self.posts), dtype=bool)
        for group in groups:
            matches = np.ones(len(self.posts), dtype=bool)
            for pattern, wanted in group:
                matches &= self.posts["text"].str.contains(pattern).to_numpy(dtype=bool) == wanted
            found |= matches
        return self.posts[found]

    def share_of_voice(self, queries: Mapping[str, str]) -> pd.DataFrame:
        """Return how much of what was heard is about each of several things: one row each.

        Columns: posts, share (of all found, where a post may count for several), net_sentiment (by score).
        """
        found = {name: self.find(query) for name, query in queries.items()}
        everything = sum(map(len, found.values()))
        rows = [
            (name, len(posts), len(posts) / everything if everything else np.nan, net(posts["score"]))
            for name, posts in found.items()
        ]
        return pd.DataFrame(rows, columns=["about", "posts", "share", "net_sentiment"]).set_index("about")


def listen(
    run: Run,
    sample: float = 1.0,
    lag_hours: int = 24,
    visible_only: bool = True,
    days: tuple[int, int] | None = None,
) -> Heard:
    """Listen to a run as a tool does.

    Args:
        sample: share of posts that the tool comes by; which ones is a matter of the run's luck.
        lag_hours: time until the tool shows what it has heard.
        visible_only: whether what was removed, hidden or held is out of its sight, as it is for real ones.
        days: first and last day to listen to, counted from 0; None for all.

    Raises:
        ValueError: in one line, when something cannot be used.
    """
    if isinstance(sample, bool) or not isinstance(sample, int | float) or not 0 < sample <= 1:
        raise ValueError(f"sample must lie above 0 and at most at 1, got {sample!r}")
    if isinstance(lag_hours, bool) or not isinstance(lag_hours, int | np.integer) or lag_hours < 0:
        raise ValueError(f"lag_hours must be a whole number from 0, got {lag_hours!r}")
    first, last = (0, run.days - 1) if days is None else days
    if not 0 <= first <= last < max(run.days, 1):
        raise ValueError(f"days must lie between 0 and {run.days - 1}, the earlier one first, got {days!r}")
    posts = run.posts[run.posts["author"] >= 0]
    day = (posts["seconds"] // SECONDS_PER_DAY).to_numpy()
    posts, day = posts[(day >= first) & (day <= last)], day[(day >= first) & (day <= last)]
    luck = key(run.seed)
    draws = (block(*luck, 0, int(number), int(What.WORDS), _SAMPLING)[0] for number in posts.index)
    chosen = np.fromiter((unit(draw) < sample for draw in draws), dtype=bool, count=len(posts))
    if visible_only:
        chosen &= ~posts["status"].isin(_FALL_SHORT).to_numpy()
    heard = pd.DataFrame({"day": day[chosen], "text": texts(run, posts[chosen])}, index=posts.index[chosen])
    heard["score"] = [scorer().polarity_scores(text)["compound"] for text in heard["text"]]
    heard["warmth"], heard["kind"] = posts["warmth"][chosen], posts["kind"][chosen]
    table = pd.DataFrame({"day": np.arange(first, last + 1)})
    truth = posts["warmth"].groupby(day).apply(net)
    table["true_sentiment"] = table["day"].map(truth)
    table["heard_sentiment"] = table["day"].map(heard.groupby("day")["score"].apply(net))
    table["heard"] = table["day"].map(heard.groupby("day").size()).fillna(0).astype("int64")
    table["known_day"] = table["day"] + 1 + lag_hours // HOURS_PER_DAY
    return Heard(heard, table, float(sample), int(lag_hours))


def net(values: pd.Series) -> float:
    """Return positive minus negative, as a share of all: NaN of none."""
    return float(((values >= WARM).sum() - (values <= COLD).sum()) / len(values)) if len(values) else np.nan


@cache
def scorer() -> Any:
    """Return VADER, which reads its dictionary once."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def _terms(group: str) -> list[tuple[re.Pattern[str], bool]]:
    """Return patterns, and whether each must occur."""
    found = []
    for minus, phrase, word in re.findall(r'(-?)(?:"([^"]+)"|(\S+))', group):
        text = (phrase or word).strip()
        ending = r"\w*" if text.endswith("*") else r"\b"
        pattern = re.compile(rf"\b{re.escape(text.rstrip('*'))}{ending}", re.IGNORECASE)
        found.append((pattern, minus != "-"))
    return found
