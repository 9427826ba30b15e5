"""People: the two data sets with a row a person, in which nobody has a row of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from simulator import Community, Playbook
from simulator.lens.coarsening import averaged, coarsened
from simulator.lens.privacy import FLOOR, Release, publish
from simulator.playbook import verbs
from simulator.playbook.welcome import first_posts

from .recipe import Recipe, contributions, forum, terms

QUIET_SEED, ONBOARDING_SEED = 11, 23
_AFTER_DAYS = 14
_ONBOARDING_DAYS = 75


def live_quiet_forum() -> dict[str, Any]:
    """Live a year in a small forum that one person looks after on the side."""
    scenario = forum(name="quiet forum", members=400, days=366)
    run = Community(scenario, Playbook.load("overstretched"), seed=QUIET_SEED).run_for(days=366).to_run()
    return {"run": run}


def by_month(run: Any) -> pd.DataFrame:
    """Return how many posts and replies each member wrote in each month: one row a member, truly."""
    written = contributions(run)
    month = written["time"].dt.strftime("%Y-%m")
    what = np.where(written["parent"] == -1, "posts", "replies")
    counts = pd.crosstab(written["author"], [month, what])
    months = pd.date_range(run.start, periods=12, freq="MS").strftime("%Y-%m")
    columns = pd.MultiIndex.from_product([months, ["posts", "replies"]])
    counts = counts.reindex(index=run.members.index, columns=columns, fill_value=0)
    counts.columns = [f"{month} {name}" for month, name in columns]
    joined = np.where(run.members["joined_hour"] < 0, "before", "during")
    return counts.assign(joined=joined)


def show_quiet_forum(lived: dict[str, Any]) -> Release:
    """Return who wrote how much in each month, each member as the mean of five or more whose year was alike."""
    true = by_month(lived["run"])
    numbers = [name for name in true if name != "joined"]
    alike = averaged(true, numbers, FLOOR, within=["joined"])
    release = publish(alike, quasi=["joined", *numbers], **terms("teach how few members carry a forum"))
    # Numbered in the order of what is shown: a name that carries nothing, not even a hash of a member.
    wide = release.table.assign(member=[f"m{number:04}" for number in range(1, len(release.table) + 1)])
    wide = wide.set_index(["member", "joined"])
    wide.columns = pd.MultiIndex.from_tuples([tuple(name.split(" ")) for name in wide], names=["month", None])
    table = wide.stack("month", future_stack=True).reset_index()
    table = table.sort_values(["month", "member"])[["month", "member", "joined", "posts", "replies"]]
    return replace(release, table=table.reset_index(drop=True))


class Lot:
    """A tactic that deals newcomers by lot: the team answers the first post of one half within the hour."""

    def __init__(self, seed: int, people: int = 100_000) -> None:
        """Deal the lots, one a member, before anything happens."""
        self.is_answered = np.random.default_rng(seed).random(people) < 0.5
        self.first: list[int] = []

    def on_hour(self, community: Community) -> None:
        """Note the first posts of this hour, and answer those of one half."""
        for post in first_posts(community):
            self.first.append(post)
            if self.is_answered[community.content.posts["author"][post]]:
                verbs.reply(community, None, post, reason="dealt by lot", tone="empathetic")


def live_onboarding() -> dict[str, Any]:
    """Live ten weeks of a forum that advertises; newcomers are dealt by lot when they write for the first time."""
    scenario = forum(
        name="growing forum", members=8_000, days=_ONBOARDING_DAYS, newcomers_per_1000_members_per_day=20
    )
    lot = Lot(ONBOARDING_SEED)
    community = Community(scenario, Playbook.load("no_rules"), seed=ONBOARDING_SEED, tactics=[lot])
    run = community.run_for(days=_ONBOARDING_DAYS).to_run()
    return {"run": run, "lot": lot}


def newcomers(lived: dict[str, Any]) -> pd.DataFrame:
    """Return one row a newcomer who wrote early enough to be followed for two weeks, by member: what is true."""
    run, lot = lived["run"], lived["lot"]
    written = contributions(run)
    first = written.loc[lot.first]
    first = first[first["hour"] < (_ONBOARDING_DAYS - _AFTER_DAYS) * 24].set_index("author")
    later = written[written["author"].isin(first.index)]
    waited = later["hour"] - later["author"].map(first["hour"])
    own = later[(waited >= 0) & (waited <= _AFTER_DAYS * 24)]
    members = run.members.loc[first.index]
    return pd.DataFrame(
        {
            "arm": np.where(lot.is_answered[first.index], "answered", "left_to_members"),
            "first_post": first["time"],
            "kind": first["kind"].astype("str"),
            "contributions": own.groupby("author").size().reindex(first.index),
            "wrote_again": own.groupby("author").size().reindex(first.index) > 1,
            "seen_after_14_days": members["last_visit_seconds"] >= (first["hour"] + _AFTER_DAYS * 24) * 3600,
        }
    )


def onboarding_bands(true: pd.DataFrame) -> pd.DataFrame:
    """Return the same people as coarse as they are published."""
    return coarsened(true, ONBOARDING_RULES)


ONBOARDING_RULES: dict[str, Any] = {
    "first_post": "month",
    "kind": {
        "question": "question", "complaint": "complaint", "talk": "other", "wish": "other", "praise": "other",
        "entry": "other",
    },
    "contributions": [1, 2, 3, 6],
}  # fmt: skip


def show_onboarding(lived: dict[str, Any]) -> Release:
    """Return one row a newcomer, every column of which an outsider could know."""
    true = newcomers(lived)
    release = publish(
        true, quasi=list(true), coarsen=ONBOARDING_RULES, **terms("teach how an experiment by lot is read")
    )
    table = release.table.assign(newcomer=[f"n{number:04}" for number in range(1, len(release.table) + 1)])
    return replace(release, table=table[["newcomer", *release.table]].rename(columns={"first_post": "month"}))


QUIET_FORUM = Recipe(live_quiet_forum, show_quiet_forum, QUIET_SEED)
ONBOARDING = Recipe(live_onboarding, show_onboarding, ONBOARDING_SEED)
