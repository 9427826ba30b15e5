"""Breakdown: the cuts of the key figures add up to the whole, and mean what they say."""

import math

import numpy as np
import pandas as pd
import pytest
from communities import busy, lived, strict
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from simulator import Community, Playbook, Scenario, simulate
from simulator.lens import breakdown, metrics
from simulator.lens.cuts import CAMPAIGN, PLATFORM, ROLE, TIME
from simulator.world.members import FOREVER

COUNTS = (
    "impressions", "posts", "replies", "negative_posts", "departures", "storm_visitors", "press_mentions",
    "complaints", "wishes_shipped", "team_minutes", "money_spent", "tasks_missed", "customers",
)  # fmt: skip
CUTS = {
    breakdown.by_day: TIME,
    breakdown.by_week: TIME,
    breakdown.by_role: ROLE,
    breakdown.by_platform: PLATFORM,
    breakdown.by_campaign: CAMPAIGN,
}


@pytest.fixture(scope="module")
def run():
    """A lively fortnight on two platforms, with every kind of campaign, and one day over."""
    return simulate(busy(days=15), strict(), seed=3)


@pytest.fixture(scope="module")
def calm():
    """A forum of forty days with contests and announcements."""
    return simulate(Scenario.load("forum").replace(members=500, days=40), "contest_heavy", seed=2)


@pytest.mark.parametrize("cut", [breakdown.by_day, breakdown.by_week])
def test_days_and_weeks_add_up_to_the_run(run, cut):
    """With what is left over, nothing is lost and nothing is counted twice."""
    table, whole = cut(run, rest=True), run.summary()
    for name in COUNTS:
        if name != "customers":
            assert table[name].sum() == pytest.approx(whole[name]), name
    assert table["newcomers"].sum() == (run.members["joined_hour"] >= 0).sum()


@pytest.mark.parametrize("cut", [breakdown.by_role, breakdown.by_platform, breakdown.by_campaign])
def test_roles_platforms_and_campaigns_add_up_to_the_run(run, cut):
    """Everybody, every post and every minute is in one row."""
    table, whole = cut(run), run.summary()
    counted = [name for name in COUNTS if name in table]
    assert len(counted) >= 5
    for name in counted:
        assert table[name].sum() == pytest.approx(whole[name]), name
    if "members" in table:
        assert table["members"].sum() == len(run.members)


@settings(max_examples=6, phases=[Phase.generate])
@given(
    seed=st.integers(0, 1000),
    days=st.integers(1, 9),
    platforms=st.lists(st.sampled_from(["site", "chat", "shop"]), min_size=1, max_size=3, unique=True),
    book=st.sampled_from(["balanced", "contest_heavy", "facilitator", "overstretched", None]),
)
def test_nothing_is_counted_twice_in_any_community(seed, days, platforms, book):
    """Whatever the place and the plan: counts of all cuts are those of the run."""
    place = busy(members=60, days=days, platforms=platforms)
    run = simulate(place, strict(book) if book else None, seed=seed)
    whole = run.summary()
    tables = [
        breakdown.by_day(run), breakdown.by_week(run, rest=True), breakdown.by_role(run),
        breakdown.by_platform(run), breakdown.by_campaign(run),
    ]  # fmt: skip
    for number, table in enumerate(tables):
        for name in COUNTS:
            if name in table and not (name == "customers" and number < 2):
                assert np.isclose(table[name].sum(), whole[name]), f"{name} of table {number}"


def test_a_cut_into_one_piece_gives_the_figures_of_the_run(run):
    """One week that is the run, one platform that is the place: the very same numbers."""
    week = simulate(busy(days=7, platforms=["site"]), strict(), seed=4)
    whole = week.summary()
    for table, names in ((breakdown.by_week(week), TIME), (breakdown.by_platform(week), PLATFORM)):
        for name in names:
            # What ads cost was spent on no platform in particular.
            value = table[name].sum() if name in ("team_minutes", "money_spent") else table[name].iloc[0]
            assert value == pytest.approx(whole[name], nan_ok=True), name
    assert breakdown.by_role(week)[["posts", "replies"]].sum().eq(whole[["posts", "replies"]]).all()


def test_a_week_is_seven_whole_days_from_the_first_on(run):
    """Fifteen days are two weeks; the day that is left over shows only when asked for."""
    weeks = breakdown.by_week(run)
    assert list(weeks.index) == [0, 1] and (weeks["days"] == 7).all()
    assert list(weeks["starts"]) == [run.start, run.start + pd.Timedelta(days=7)]
    assert list(breakdown.by_week(run, rest=True)["days"]) == [7, 7, 1]
    assert len(breakdown.by_day(run)) == len(breakdown.by_day(run, rest=True)) == 15


def test_a_day_counts_what_happened_on_it(calm):
    """Day by day in plain loops: who wrote, who left, who came, what they felt, whose question was answered."""
    days = breakdown.by_day(calm)
    posts = calm.posts.to_dict("index")
    members = calm.members.to_dict("records")
    for day in (0, 9, 39):
        own = [p for p in posts.values() if p["author"] >= 0 and p["seconds"] // 86400 == day]
        row = days.loc[day]
        assert row["writers"] == len({p["author"] for p in own})
        assert row["departures"] == sum(m["left_hour"] // 24 == day and not m["outsider"] for m in members)
        newcomers = [m for m in members if m["joined_hour"] // 24 == day and m["joined_hour"] >= 0]
        assert row["newcomers"] == len(newcomers)
        asked = [n for n, p in posts.items() if p in own and p["parent"] == -1]
        alone = [
            n
            for n in asked
            if not any(p["thread"] == n and p["author"] != posts[n]["author"] for p in posts.values())
        ]
        assert row["unanswered_rate"] == pytest.approx(len(alone) / len(asked) if asked else np.nan, nan_ok=True)
        if day < 30:
            came = [m["visited_days"] >> 1 & 1 for m in newcomers]
            assert row["retention_d1"] == pytest.approx(sum(came) / len(came) if came else np.nan, nan_ok=True)
    assert days["trust"].iloc[-1] == pytest.approx(calm.summary()["trust"])
    assert list(days["dau"]) == list(calm.daily["dau"])


def test_answers_across_midnight_belong_to_the_day_of_the_answer(calm):
    """Whom somebody answered counts even when the other post is a week older."""
    days, posts = breakdown.by_day(calm), calm.posts
    day = (posts["seconds"] // 86400).to_numpy()
    replies = posts[posts["parent"] >= 0]
    older = day[replies["parent"]] < day[replies.index]
    assert older.any()
    some = int(day[replies.index[older][0]])
    pairs = [
        (posts["author"][number], posts["author"][posts["parent"][number]])
        for number in posts.index[day == some]
        if posts["parent"][number] >= 0
    ]
    answers = [pair for pair in pairs if pair[0] != pair[1]]
    between = [pair for pair in answers if min(pair) >= 0]
    assert days.loc[some, "member_to_member_ratio"] == pytest.approx(len(between) / len(answers))


def test_roles_hold_those_who_have_them_now(run):
    """Who has left is gone, and the team is nobody's role."""
    roles = breakdown.by_role(run)
    assert list(roles.index) == ["lurker", "creator", "influencer", "gone", "team"]
    here = run.members[run.members["left_hour"] == FOREVER]
    assert roles["members"][:3].to_dict() == here["role"].value_counts().reindex(roles.index[:3]).to_dict()
    creators = here[here["role"] == "creator"]
    assert roles.loc["creator", "trust"] == pytest.approx(creators["trust"].mean())
    assert roles.loc["creator", "impressions"] == creators["readings"].sum()
    assert roles.loc["gone", "departures"] == metrics.departures(run.members)
    team = run.posts["author"] == -1
    assert roles.loc["team", ["posts", "replies"]].sum() == team.sum() > 0
    assert math.isnan(roles.loc["team", "trust"]) and roles.loc["team", "members"] == 0


def test_what_stands_on_a_platform_counts_for_it(run):
    """By the board of the post, and the home board of the member."""
    places = breakdown.by_platform(run)
    assert list(places.index) == ["site", "chat", "everywhere"]
    on_chat = run.posts["board"] % 2 == 1
    assert places.loc["chat", "impressions"] == run.posts.loc[on_chat, "readings"].sum()
    at_home = run.members[run.members["board"] % 2 == 1]
    assert places.loc["chat", "trust"] == pytest.approx(metrics.trust(at_home))
    assert places.loc["chat", "churn_rate"] != places.loc["site", "churn_rate"]
    assert places["boards"].sum() == run.scenario.boards


def test_a_contest_is_told_from_what_else_was_said(calm):
    """Entries, prize and minutes of each contest by itself, in plain loops."""
    table = breakdown.by_campaign(calm)
    log, posts = calm.actions, calm.posts
    opened = log[log["verb"] == "open_contest"]
    assert [name for name in table.index if name.startswith("contest")] == ["contest 1", "contest 2", "contest 3"]
    for number, act in enumerate(opened.itertuples(), 1):
        row = table.loc[f"contest {number}"]
        under = posts[posts["thread"] == act.target]
        assert row["replies"] == len(under) - 1 > 0
        assert row["likes"] == under["likes"].sum()
        assert row["answerers"] == under.loc[under["author"] >= 0, "author"].nunique()
        assert (row["begins_hour"], row["money_spent"]) == (act.hour, 500)
        joined = calm.members["joined_hour"]
        assert row["newcomers_meanwhile"] == ((joined >= act.hour) & (joined < row["ends_hour"])).sum()
    assert (
        table.loc["announcements", "posts"] == ((log["verb"] == "publish") & (log["reason"] == "calendar")).sum()
    )
    assert table.index[-1] == "no campaign"


def test_every_kind_of_campaign_is_known(run):
    """A team that does everything leaves a row for everything."""
    table = breakdown.by_campaign(run)
    always = {"contest 1", "starters", "announcements", "features", "welcomes", "thanks", "ambassadors", "ads",
              "invitations", "no campaign"}  # fmt: skip
    assert always <= set(table.index)
    assert {"awards", "champions"} <= set(breakdown.by_campaign(lived("compiled").to_run()).index)
    assert table.loc["ads", "people"] == (run.members["source"] == "ads").sum() > 0
    greeted = run.actions.loc[run.actions["verb"] == "greet", "target"]
    assert table.loc["welcomes", "people"] == greeted.nunique()
    first_posts = simulate(Scenario.load("forum").replace(members=800, days=40), "facilitator", seed=1)
    assert breakdown.by_campaign(first_posts).loc["first posts", "acts"] > 0


def test_a_featured_thread_counts_from_when_it_was_put_in_front(run):
    """What was said before came without the team."""
    featured = run.actions[run.actions["verb"] == "feature"].drop_duplicates("target").set_index("target")["hour"]
    calendar = run.posts["thread"].isin(run.actions.loc[run.actions["verb"] == "publish", "target"])
    after = 0
    for post in run.posts[~calendar & (run.posts["parent"] >= 0)].itertuples():
        after += post.thread in featured.index and post.seconds >= 3600 * (featured[post.thread] + 1)
    assert breakdown.by_campaign(run).loc["features", "replies"] == after > 0


def test_rows_about_fewer_than_five_people_are_marked(run):
    """A mean of three people says what one of them feels."""
    roles = breakdown.by_role(run)
    assert roles.loc["influencer", "members"] < 5 and roles.loc["influencer", "too_small"]
    assert not roles.loc["creator", "too_small"]
    assert list(roles["too_small"]) == list(roles["members"] < 5)
    tiny = simulate(Scenario.load("forum").replace(members=4, days=2), None, seed=1)
    assert breakdown.by_day(tiny)["too_small"].all()


def test_every_metric_is_a_column_or_has_a_reason_not_to_be():
    """The table of cuts says which, and the tables agree."""
    cuts = breakdown.cuts()
    assert list(cuts.index) == list(metrics.METRICS)
    kinds = ["time", "role", "platform", "campaign"]
    for row in cuts.itertuples():
        assert all(getattr(row, kind) or f"{kind}: " in row.why_not for kind in kinds), row.Index
        assert (row.why_not == "") == all(getattr(row, kind) for kind in kinds)
    run = lived("compiled").to_run()
    for (cut, names), kind in zip(CUTS.items(), ["time", *kinds], strict=True):
        assert list(cuts.index[cuts[kind]]) == [name for name in metrics.METRICS if name in names]
        assert [name for name in cut(run).columns if name in metrics.METRICS] == list(names)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("cut", list(CUTS))
@pytest.mark.parametrize("hours", [0, 1, 30])
def test_a_community_in_which_nothing_happened_is_cut_without_a_warning(cut, hours):
    """Nobody came, nobody wrote, and no day, or no week, is over."""
    place = Scenario.load("forum").replace(members=1, days=2, newcomers_per_1000_members_per_day=0)
    run = Community(place, Playbook.load("balanced")).run_for(hours=hours).to_run()
    table = cut(run)
    assert {"posts", "too_small"} <= set(table.columns)
    assert len(table) == {breakdown.by_day: hours // 24, breakdown.by_week: 0}.get(cut, len(table))
    assert table["posts"].sum() == 0


@pytest.mark.parametrize("cut", list(CUTS))
@pytest.mark.parametrize("wrong", [None, "run", 5, float("nan"), pd.DataFrame()])
def test_what_is_no_run_is_refused(cut, wrong):
    """One line that says what would be right."""
    with pytest.raises(ValueError, match="run must be a Run, as `simulate` returns, got"):
        cut(wrong)


@pytest.mark.parametrize("cut", list(CUTS))
def test_cutting_changes_no_table_and_gives_the_same_again(run, cut):
    """The run stays as it was."""
    before = [getattr(run, name).copy() for name in ("hourly", "daily", "members", "posts", "actions")]
    pd.testing.assert_frame_equal(cut(run), cut(run))
    for name, table in zip(("hourly", "daily", "members", "posts", "actions"), before, strict=True):
        pd.testing.assert_frame_equal(getattr(run, name), table)
