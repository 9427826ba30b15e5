"""Campaigns: what the team did on a plan, what came back for it, and what it cost.

All is read from the log and the posts. A campaign is each contest, each kind of calendar entry, the features, what
is given to people one by one, and ads.
What came meanwhile is not what came of it: for that, compare a run with the same luck and without the campaign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .cuts import CAMPAIGN
from .given import must_be_run
from .metrics import METRICS

if TYPE_CHECKING:
    from ..lab.run import Run

TOO_FEW = 5
NO_CAMPAIGN = "no campaign"
_TO_PEOPLE = {
    "greet": "welcomes", "invite": "invitations", "thank": "thanks", "award": "awards", "befriend": "ambassadors",
    "enlist": "champions",
}  # fmt: skip
_PUBLISHED = {"starter": "starters", "announcement": "announcements", "news": "news", "talk": "talk by the team"}
_FIRST_POST, _CALENDAR = "first post", "calendar"


def by_campaign(run: Run) -> pd.DataFrame:
    """Return one row a campaign, in the order in which they began, and a last one for all the rest.

    Every act and every post or reply belongs to one campaign at most: all that was said in a thread that the
    campaign opened; of a featured thread, what was said after it was put in front; of a first post that the team
    went to answer, that answer. A greeting or an award has no thread of its own: how many people it went to stands
    beside it.

    Returns:
        Indexed by campaign: "contest 1", "contest 2" and so on, "starters", "announcements", "news", "talk by the
        team", "features", "welcomes", "first posts", "invitations", "thanks", "awards", "ambassadors",
        "champions", "ads", and last "no campaign". Columns: begins_hour, ends_hour (of the run: a contest's end,
        else that of the run), days (between them), acts (in the audit log), people (members it was given to, or
        that ads brought), answerers (reach: different members who wrote under it), likes, newcomers_meanwhile
        (members who joined between begin and end, whatever brought them: campaigns overlap, so these don't add
        up), the metrics of `cuts`, and too_small (fewer than five people it was given to or who answered).

    Raises:
        ValueError: when `run` is no run.
    """
    must_be_run(run)
    acts, posts = _campaigns_of_acts(run), _campaigns_of_posts(run)
    hours = len(run.hourly)
    begins = run.actions["hour"].groupby(acts).min().sort_values(kind="stable")
    names = [name for name in begins.index if name != NO_CAMPAIGN]
    contests = _contests(run)
    rows = []
    for name in (*names, NO_CAMPAIGN):
        begin = 0 if name == NO_CAMPAIGN else int(begins[name])
        end = next((last for contest, _, last in contests if contest == name), hours)
        rows.append(_row(run, name, (begin, end), (acts == name).to_numpy(), posts == name))
    return pd.DataFrame(rows, index=pd.Index([*names, NO_CAMPAIGN], name="campaign"))


def _row(run: Run, name: str, when: tuple[int, int], acted: np.ndarray, said: np.ndarray) -> dict[str, Any]:
    actions, posts, joined = run.actions[acted], run.posts[said], run.members["joined_hour"]
    written = posts[posts["author"] >= 0]
    brought = run.members["source"] == "ads" if name == "ads" else None
    given = actions.loc[actions["target_kind"] == "member", "target"].nunique()
    people = given if brought is None else int(brought.sum())
    opens = posts["parent"] == -1
    counts = {
        "readings": posts["readings"].sum(), "likes": posts["likes"].sum(), "posts": opens.sum(),
        "replies": (~opens).sum(), "team_minutes": actions["minutes"].sum(), "money_spent": actions["money"].sum(),
    }  # fmt: skip
    answered = run.posts.loc[posts.loc[~opens, "parent"].drop_duplicates()]
    others = answered[~answered.index.isin(posts.index)].assign(parent=-1)
    tables = {"hourly": pd.DataFrame([counts]), "posts": posts}
    with_answered = tables | {"posts": pd.concat([posts, others])}
    figures = {}
    for metric in CAMPAIGN:
        own = with_answered if metric == "member_to_member_ratio" else tables
        figures[metric] = METRICS[metric](*(own[table] for table in METRICS[metric].tables))
    behind = int(people) + written["author"].nunique()
    return {
        "begins_hour": when[0],
        "ends_hour": when[1],
        "days": (when[1] - when[0]) / HOURS_PER_DAY,
        "acts": len(actions),
        "people": int(people),
        "answerers": written["author"].nunique(),
        "likes": int(counts["likes"]),
        "newcomers_meanwhile": int(((joined >= when[0]) & (joined < when[1])).sum()),
        **figures,
        "too_small": behind < TOO_FEW,
    }


def _contests(run: Run) -> list[tuple[str, int, int]]:
    """Return name, post and hour of closing of every contest; one that still runs closes with the run."""
    log = run.actions
    closed = log[log["verb"] == "close_contest"].set_index("target")["hour"]
    opened = log.loc[log["verb"] == "open_contest", "target"]
    ends = [int(closed.get(post, len(run.hourly) - 1)) + 1 for post in opened]
    return [
        (f"contest {number}", int(post), end)
        for number, (post, end) in enumerate(zip(opened, ends, strict=True), 1)
    ]


def _campaigns_of_acts(run: Run) -> pd.Series:
    """Return the name of the campaign that each act belongs to: shape (acts,), text."""
    log, kinds = run.actions, run.posts["kind"].astype("str")
    # As objects: of a log without rows, pandas takes the type from nothing.
    campaign = log["verb"].map(_TO_PEOPLE | {"feature": "features", "advertise": "ads"}).astype("object")
    published = (log["verb"] == "publish") & (log["reason"] == _CALENDAR)
    campaign[published] = log.loc[published, "target"].map(kinds).map(_PUBLISHED).astype("object")
    campaign[(log["verb"] == "reply") & log["reason"].str.startswith(_FIRST_POST)] = "first posts"
    for name, post, _ in _contests(run):
        campaign[log["verb"].isin(["open_contest", "close_contest", "publish"]) & (log["target"] == post)] = name
    return campaign.fillna(NO_CAMPAIGN)


def _campaigns_of_posts(run: Run) -> np.ndarray:
    """Return the name of the campaign that each post or reply belongs to: shape (posts,), text."""
    log, posts = run.actions, run.posts
    calendar = log.loc[(log["verb"] == "publish") & (log["reason"] == _CALENDAR), "target"]
    opened = posts.loc[calendar, "kind"].astype("str").map(_PUBLISHED).to_dict()
    opened |= {post: name for name, post, _ in _contests(run)}
    campaign = posts["thread"].map(opened).astype("object")
    featured = log[log["verb"] == "feature"].groupby("target")["hour"].min()
    # The team acts at the end of an hour.
    since = (posts["thread"].map(featured) + 1) * SECONDS_PER_HOUR
    campaign = campaign.mask(campaign.isna() & (posts["seconds"] >= since) & (posts["parent"] >= 0), "features")
    return campaign.fillna(NO_CAMPAIGN).to_numpy()
