"""Moderation: posts with what is true of them, and what a filter and two people made of them, not always rightly.

A text can be searched for, so what members wrote is not shown: each text is a stand-in of the same kind, tone and
breach, drawn anew from the kit's sentences. It depends on what stands in its row, and on nothing else of the post.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from simulator import Community
from simulator.lens.coarsening import coarsened
from simulator.lens.privacy import Release, publish
from simulator.lens.words import texts

from .recipe import Recipe, balanced, contributions, forum, terms

SAMPLE_SEED = 83
_DAYS, _DECENT, _OF_A_BREACH = 90, 1_800, 300
_FILTER_FROM = 1.5
_STRANGERS = 10_000_000
"""Authors from this number on are nobody: what is told of them says nothing of a member."""
TONES = {"heated": (-0.9, -0.06), "neutral": (-0.04, 0.24), "friendly": (0.26, 0.9)}
"""The range of warmth that each tone stands for; words change at its limits."""
KINDS = {"wish": "talk", "praise": "talk", "entry": "talk", "talk": "talk", "question": "question",
         "complaint": "complaint"}  # fmt: skip
_MISSED = {"incivility": (0.3, 0.12), "spam": (0.05, 0.08), "off_topic": (0.45, 0.25), "attack": (0.08, 0.03),
           "illegal": (0.1, 0.05)}  # fmt: skip
"""How often the rater of each column takes such a breach for decent: design choices. The second is stricter."""
_WRONGLY_SEEN = {"heated": (0.1, 0.3), "neutral": (0.02, 0.06), "friendly": (0.01, 0.03)}
"""How often they take a decent post of some tone for a breach: a heated one is easily mistaken."""


def live_sample() -> dict[str, Any]:
    """Live a quarter in a lively forum."""
    scenario = forum(name="lively forum", members=30_000, days=_DAYS, population__visits_per_day=0.5)
    return {"run": Community(scenario, balanced(), seed=SAMPLE_SEED).run_for(days=_DAYS).to_run()}


def sampled(run: Any) -> pd.DataFrame:
    """Return a sample of posts, by post, with their author: what is true, and what filter and raters say.

    Breaches are drawn more often than there are, since learning from three in a hundred takes patience.
    """
    draw = np.random.default_rng(SAMPLE_SEED)
    posts = contributions(run)
    rows = []
    for breach in ("none", *_MISSED):
        these = np.flatnonzero(posts["breach"] == breach)
        most = _DECENT if breach == "none" else _OF_A_BREACH
        rows.append(draw.choice(these, min(most, len(these)), replace=False))
    posts = posts.iloc[np.sort(np.concatenate(rows))]
    tone = np.select([posts["warmth"] < -0.05, posts["warmth"] < 0.25], ["heated", "neutral"], "friendly")
    kind = coarsened(posts.astype({"kind": "str"}), {"kind": KINDS})["kind"].where(posts["parent"] == -1, "reply")
    table = pd.DataFrame(
        {
            "author": posts["author"],
            "kind": kind.where(~posts["breaks_rules"], "any"),
            "tone": pd.Series(tone, index=posts.index).where(~posts["breaks_rules"], "any"),
            "breaks_rules": posts["breaks_rules"],
            "breach": posts["breach"].astype("str"),
            "filter": posts["score"] >= _FILTER_FROM,
        }
    )
    luck = draw.random((len(table), 2))
    wrong = np.array(
        [_MISSED[row.breach] if row.breaks_rules else _WRONGLY_SEEN[row.tone] for row in table.itertuples()]
    )
    says = table["breaks_rules"].to_numpy()[:, None] ^ (luck < wrong)
    return table.assign(rater_a=says[:, 0], rater_b=says[:, 1])


def told(run: Any, table: pd.DataFrame) -> pd.Series:
    """Return a text for each row, drawn anew: it depends on kind, tone and breach of the row and on its place.

    Args:
        run: any run; of its posts only the columns are used.
        table: kind, tone and breach.
    """
    draw = np.random.default_rng(SAMPLE_SEED + 1)
    tone = np.where(table["tone"] == "any", "heated", table["tone"])
    low, high = np.array([TONES[name] for name in tone]).T
    count = len(table)
    # Behind the rows stand as many plain openers, one for each row that is a reply to answer.
    blank = run.posts.head(1).loc[run.posts.index[:1].repeat(2 * count)].reset_index(drop=True)
    is_reply, place = (table["kind"] == "reply").to_numpy(), np.arange(count)
    blank = blank.assign(
        kind=[*table["kind"].replace({"reply": "talk", "any": "talk"}), *["talk"] * count],
        breach=[*table["breach"], *["none"] * count],
        breaks_rules=[*table["breaks_rules"], *[False] * count],
        warmth=[*draw.uniform(low, high), *[0.1] * count],
        score=[*(draw.normal(0, 1, count) + np.where(table["breaks_rules"], 2.5, 0)), *[0.0] * count],
        parent=[*np.where(is_reply, count + place, -1), *[-1] * count],
        thread=[*np.where(is_reply, count + place, place), *(count + place)],
        author=_STRANGERS + np.arange(2 * count), about=0, arousal=0.0, status="visible", tombstone="none",
        case="none", tone="none", seconds=0, team_answer_seconds=-1, claim=-1.0, offer=0,
    )  # fmt: skip
    return texts(replace(run, posts=blank, seed=SAMPLE_SEED + 1)).iloc[:count].reset_index(drop=True)


def show_sample(lived: dict[str, Any]) -> Release:
    """Return the posts, each like at least four others by different authors in all but its text."""
    table = sampled(lived["run"])
    release = publish(
        table, quasi=list(table.columns.drop("author")), person="author",
        **terms("teach how well filters and people judge posts, and how far they agree"),
    )  # fmt: skip
    # Dealt anew, since rows in the order of their values would be dull to read.
    shown = release.table.sample(frac=1, random_state=SAMPLE_SEED).reset_index(drop=True)
    shown.insert(0, "post", np.arange(1, len(shown) + 1))
    shown.insert(1, "text", told(lived["run"], shown))
    return replace(release, table=shown)


SAMPLE = Recipe(live_sample, show_sample, SAMPLE_SEED)
