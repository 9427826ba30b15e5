"""Conservation: whatever is decided, the tables agree with each other and nobody does what cannot be done."""

import numpy as np
import pandas as pd
import pytest
from communities import BUSY, Meddler, differences, hidden_state, lived
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Community, Playbook, Scenario
from simulator.world.members import FOREVER, NOBODY

few = settings(max_examples=12)
HOUR = 3600


@st.composite
def scenarios(draw):
    """Draw a small community in which a lot happens."""
    share = draw(st.floats(0, 1))
    return Scenario().replace(
        {
            **BUSY,
            "members": draw(st.integers(1, 120)),
            "days": draw(st.integers(2, 4)),
            "start": draw(st.dates()).isoformat(),
            "population.visits_per_day": draw(st.floats(0.5, 8)),
            "population.homogeneity": draw(st.floats(0, 1)),
            "platform.members_per_board": draw(st.integers(10, 200)),
            "platform.glances_per_hour": draw(st.integers(1, 8)),
            "platform.readings_per_visit": draw(st.floats(1, 40)),
            "platform.feed_newest": share,
            "platform.feed_latest": 1 - share,
            "platform.feed_followed": 0,
            "platform.feed_ranked": 0,
            "newcomers_per_1000_members_per_day": draw(st.floats(0, 200)),
            "behaviour.leave_base": draw(st.floats(0, 0.2)),
            "behaviour.incivility_base": draw(st.floats(-3, 0)),
            "behaviour.flag_chance": draw(st.floats(0, 1)),
        }
    )


SHIFTS = st.builds(
    lambda begins, length, offset, minutes: {
        "begins": begins,
        "ends": (begins + length) % 24,
        "utc_offset_hours": offset,
        "minutes_per_hour": minutes,
    },
    st.integers(0, 23),
    st.integers(1, 23),
    st.integers(-12, 14),
    st.floats(0, 60),
)


@st.composite
def playbooks(draw):
    """Draw a team of nobody to four people, with shifts around the clock and quick or slow hands."""
    return Playbook().replace(
        {
            "team.shifts": draw(st.lists(SHIFTS, max_size=4)),
            "team.judgement": draw(st.floats(0.5, 1)),
            "moderation.minutes_per_case": draw(st.floats(0.5, 20)),
            "moderation.block_after_removals": draw(st.integers(0, 2)),
            "moderation.block_hours": draw(st.integers(1, 60)),
        }
    )


SEEDS = st.integers(0, 2**64 - 1)


@st.composite
def communities(draw):
    """Draw a community that has lived for its days, with a team and sometimes somebody who uses every verb."""
    scenario = draw(scenarios())
    tactics = [Meddler()] if draw(st.booleans()) else []
    return Community(scenario, draw(playbooks()), draw(SEEDS), tactics=tactics).run_for(days=scenario.days)


def hour_of(posts):
    """Return the hour in which each post was written."""
    return posts["seconds"] // HOUR


# --- threads and time -----------------------------------------------------------------------------------------


@few
@given(communities())
def test_every_reply_answers_an_older_post_of_its_thread(community):
    """Thread and parent exist, came first, and stand on the same board."""
    posts = community.to_run().posts
    openers, replies = posts[posts["parent"] == -1], posts[posts["parent"] != -1]
    assert (openers["thread"] == openers.index).all()
    assert ((replies["parent"] >= 0) & (replies["parent"] < replies.index)).all()
    parents, starters = posts.loc[replies["parent"]], posts.loc[replies["thread"]]
    assert (parents["thread"].to_numpy() == replies["thread"].to_numpy()).all()
    assert (parents["seconds"].to_numpy() <= replies["seconds"].to_numpy()).all()
    assert (starters["parent"] == -1).all()
    assert (starters["board"].to_numpy() == replies["board"].to_numpy()).all()


@few
@given(communities())
def test_posts_are_numbered_in_the_order_of_time(community):
    """A later number is never an earlier post, and no post lies outside of the hours lived."""
    seconds = community.to_run().posts["seconds"]
    assert seconds.is_monotonic_increasing
    assert seconds.between(0, community.hour * HOUR - 1).all()


@few
@given(communities())
def test_events_tell_the_same_story_as_posts(community):
    """One event a post, in order, on the scenario's calendar."""
    run = community.to_run()
    events = run.events()
    assert events["post"].tolist() == list(range(len(run.posts)))
    assert events["time"].is_monotonic_increasing
    assert ((events["kind"] == "post") == (events["parent"] == -1)).all()
    seconds = (events["time"] - run.start).dt.total_seconds()
    assert (seconds.to_numpy() == run.posts["seconds"].to_numpy()).all()


@few
@given(communities())
def test_nobody_writes_before_joining_or_after_leaving(community):
    """Authors are members, present in the hour of writing."""
    run = community.to_run()
    posts = run.posts[run.posts["author"] != NOBODY]
    assert posts["author"].between(0, len(run.members) - 1).all()
    authors = run.members.loc[posts["author"]]
    hours = hour_of(posts).to_numpy()
    assert (authors["joined_hour"].to_numpy() <= hours).all()
    assert (hours <= authors["left_hour"].to_numpy()).all()


@few
@given(communities())
def test_nobody_writes_while_blocked(community):
    """Between the hour after a block and its end there is no post of the blocked member."""
    run = community.to_run()
    blocks = run.actions[run.actions["verb"] == "block"]
    # A later block replaces an earlier one, so the end is known only of a member's last block.
    last = blocks.groupby("target")["hour"].max()
    until = run.members["blocked_until_hour"]
    for member, hour in last.items():
        written = hour_of(run.posts[run.posts["author"] == member])
        assert not written.between(hour + 1, until[member] - 1).any()


@settings(max_examples=8)
@given(scenarios(), playbooks(), SEEDS, st.booleans())
def test_the_blocked_only_read_and_the_departed_do_nothing(scenario, playbook, seed, meddled):
    """Hour by hour, no like, flag, post or reply of the blocked, and not even a visit of those who left."""
    acts = ("likes_given", "flags_given", "posts", "replies", "contributions")
    everything = (*acts, "visits", "readings", "last_visit_seconds", "mood", "answers_received")
    community = Community(scenario, playbook, seed, tactics=[Meddler()] if meddled else [])
    for _ in range(scenario.hours):
        members = community.members
        count = members.count
        before = {name: members[name].copy() for name in everything}
        blocked = members["blocked_until_hour"] > community.hour
        gone = members["left_hour"] < FOREVER
        community.step()
        for name in acts:
            after = community.members[name][:count]
            assert (after[blocked] == before[name][blocked]).all(), f"the blocked changed their {name}"
        for name in everything:
            after = community.members[name][:count]
            assert (after[gone] == before[name][gone]).all(), f"the departed changed their {name}"


@few
@given(communities())
def test_what_was_removed_is_not_read_any_more(community):
    """From the hour after its removal on, a post gets no reading, like, flag or direct reply."""
    run = community.to_run()
    removed = run.posts[run.posts["status"] == "removed"]
    restored = run.actions.loc[run.actions["verb"] == "restore", "target"]
    removed = removed.drop(index=removed.index.intersection(restored))
    replies = run.posts[run.posts["parent"].isin(removed.index)]
    assert (hour_of(replies).to_numpy() <= removed.loc[replies["parent"], "status_hour"].to_numpy()).all()
    later = community.fork(tactics=[])
    later.run_for(days=1)
    after = later.to_run().posts.loc[run.posts.index]
    still = run.posts["status"] == "removed"
    for name in ("readings", "likes", "flags_received", "answers"):
        assert (after.loc[still, name] == run.posts.loc[still, name]).all(), name


# --- counts ---------------------------------------------------------------------------------------------------


@few
@given(communities())
def test_hourly_counts_are_sums_over_posts(community):
    """Threads, replies, breaches, likes, flags and readings are counted alike by the hour and by the post."""
    run = community.to_run()
    posts, hourly = run.posts, run.hourly
    opens = posts["parent"] == -1
    by_hour = range(len(hourly))

    def count(chosen):
        return hour_of(posts[chosen]).value_counts().reindex(by_hour, fill_value=0).tolist()

    assert hourly["posts"].tolist() == count(opens)
    assert hourly["replies"].tolist() == count(~opens)
    assert hourly["breaches"].tolist() == count(posts["breaks_rules"] & (posts["author"] != NOBODY))
    for given_name, received in (("likes", "likes"), ("flags_given", "flags_received"), ("readings", "readings")):
        assert hourly[given_name].sum() == posts[received].sum(), received


@few
@given(communities())
def test_members_and_posts_count_the_same_deeds(community):
    """What members gave is what posts and the hours got."""
    run = community.to_run()
    members, posts, hourly = run.members, run.posts, run.hourly
    everybody = members.index
    own = posts[posts["author"] != NOBODY]

    def of(chosen, column=None):
        authors = chosen.groupby("author")
        counts = authors.size() if column is None else authors[column].sum()
        return counts.reindex(everybody, fill_value=0).tolist()

    assert members["posts"].tolist() == of(own[own["parent"] == -1])
    assert members["replies"].tolist() == of(own[own["parent"] != -1])
    assert members["likes_received"].tolist() == of(own, "likes")
    assert members["likes_given"].sum() == hourly["likes"].sum()
    assert members["flags_given"].sum() == hourly["flags_given"].sum()
    assert members["readings"].sum() == hourly["readings"].sum()
    assert members["visits"].sum() == hourly["visits"].sum()
    assert (hourly["visitors"] <= hourly["visits"]).all()
    answers = posts.loc[posts["parent"] != -1, "parent"].value_counts()
    assert posts["answers"].tolist() == answers.reindex(posts.index, fill_value=0).tolist()


@few
@given(communities())
def test_answers_received_are_replies_by_others_while_here(community):
    """One hears of every reply by somebody else, the team included, until one has left."""
    run = community.to_run()
    replies = run.posts[run.posts["parent"] != -1]
    asked = run.posts.loc[replies["parent"], "author"].to_numpy()
    heard = pd.DataFrame(
        {"asked": asked, "author": replies["author"].to_numpy(), "hour": hour_of(replies).to_numpy()}
    )
    heard = heard[(heard["asked"] != NOBODY) & (heard["asked"] != heard["author"])]
    left = run.members["left_hour"].loc[heard["asked"]].to_numpy()
    counts = heard[heard["hour"] < left]["asked"].value_counts().reindex(run.members.index, fill_value=0)
    # A reply in the very hour of leaving may have come just before or just after.
    late = heard[heard["hour"] == left]["asked"].value_counts().reindex(run.members.index, fill_value=0)
    assert run.members["answers_received"].between(counts, counts + late).all()


@few
@given(communities())
def test_an_audience_is_the_number_of_followers(community):
    """Ties have two ends, nobody follows oneself or anybody twice, and all lead to members."""
    members = community.members
    followees = members.followees[: members.count]
    real = followees[followees != NOBODY]
    assert members["audience"].tolist() == np.bincount(real, minlength=members.count).tolist()
    for follower, row in enumerate(followees.tolist()):
        chosen = [author for author in row if author != NOBODY]
        assert len(chosen) == len(set(chosen))
        assert follower not in chosen
        assert all(0 <= author < members.count for author in chosen)


@few
@given(communities())
def test_the_number_of_members_follows_from_arrivals_and_departures(community):
    """Members of an hour are those of the first day, plus all who came, minus all who left."""
    run = community.to_run()
    hourly, members = run.hourly, run.members
    expected = run.scenario.members + hourly["arrivals"].cumsum() - hourly["departures"].cumsum()
    assert hourly["members"].tolist() == expected.tolist()
    left = members.loc[members["left_hour"] < FOREVER, "left_hour"]
    by_hour = range(len(hourly))
    assert hourly["departures"].tolist() == left.value_counts().reindex(by_hour, fill_value=0).tolist()
    joined = members.loc[members["joined_hour"] >= 0, "joined_hour"]
    assert hourly["arrivals"].tolist() == joined.value_counts().reindex(by_hour, fill_value=0).tolist()
    assert len(members) - len(left) == hourly["members"].iloc[-1]


@few
@given(communities())
def test_a_day_is_the_sum_of_its_hours(community):
    """Daily counts add up, roles cover everybody, and longer windows hold more visitors."""
    run = community.to_run()
    daily, hourly = run.daily, run.hourly
    for name in (
        "arrivals",
        "departures",
        "visits",
        "readings",
        "posts",
        "replies",
        "likes",
        "flags_given",
        "breaches",
    ):
        assert daily[name].tolist() == hourly.groupby(hourly["hour"] // 24)[name].sum().tolist(), name
    assert (daily["lurkers"] + daily["creators"] + daily["influencers"] == daily["members"]).all()
    assert (daily["dau"] <= daily["wau"]).all() and (daily["wau"] <= daily["mau"]).all()
    assert (daily["influencers"] <= np.ceil(daily["members"] / 100)).all()
    visited = run.members["last_visit_seconds"] // HOUR // 24 == run.days - 1
    assert daily["dau"].iloc[-1] == visited.sum()


@few
@given(communities())
def test_feelings_stay_within_their_bounds(community):
    """Mood lies from -1 to 1; trust, belonging and loyalty are shares; nothing is missing."""
    run = community.to_run()
    members = run.members
    assert members["mood"].between(-1, 1).all()
    for name in ("trust", "belonging", "loyalty"):
        assert members[name].between(0, 1).all(), name
    assert run.posts["warmth"].between(-1, 1).all()
    assert members["pull"].between(0, run.scenario.behaviour.pull_ceiling).all()
    assert (run.hourly["mood"].isna() == (run.hourly["visits"] == 0)).all()


# --- the team -------------------------------------------------------------------------------------------------


@few
@given(communities())
def test_the_team_never_works_longer_than_its_shifts(community):
    """Minutes in the audit log and the hourly table agree, and nobody exceeds the hour's minutes."""
    run = community.to_run()
    actions = run.actions
    spent = actions.groupby("hour")["minutes"].sum().reindex(run.hourly["hour"], fill_value=0)
    assert np.allclose(spent, run.hourly["team_minutes"], rtol=0, atol=1e-9)
    for manager in community.managers:
        own = actions[actions["actor"] == manager.number].groupby("hour")["minutes"].sum()
        assert (own <= manager.minutes_per_hour + 1e-9).all()
        assert all(manager.on_shift(hour) for hour in own.index)
    assert actions["actor"].between(-1, len(community.managers) - 1).all()


@few
@given(communities())
def test_removals_are_in_the_log_in_the_posts_and_with_their_authors(community):
    """Every removal is logged once, and the state of posts is what the log leads to."""
    run = community.to_run()
    acts = run.actions[run.actions["verb"].isin(["remove", "restore"])]
    removals = acts[acts["verb"] == "remove"]
    assert run.hourly["removals"].sum() == len(removals)
    final = acts.drop_duplicates("target", keep="last").set_index("target")
    assert set(final.index[final["verb"] == "remove"]) == set(run.posts.index[run.posts["status"] == "removed"])
    assert (run.posts.loc[final.index, "status_hour"] == final["hour"]).all()
    assert (run.posts.drop(index=final.index)["status_hour"] == -1).all()
    authors = run.posts.loc[removals["target"], "author"]
    per_author = authors[authors != NOBODY].value_counts().reindex(run.members.index, fill_value=0)
    assert run.members["removals"].tolist() == per_author.tolist()


@few
@given(communities())
def test_every_flagged_post_is_queued_once(community):
    """The queue holds each flagged post once; open cases are those nobody has looked at."""
    content, run = community.content, community.to_run()
    queue = content.queue[: content.queue_count].tolist()
    assert sorted(queue) == run.posts.index[run.posts["flags_received"] > 0].tolist()
    judged = run.actions[(run.actions["actor"] >= 0) & run.actions["verb"].isin(["remove", "keep"])]["target"]
    assert judged.is_unique
    assert set(judged) <= set(queue)
    assert 0 <= run.hourly["open_cases"].iloc[-1] <= len(queue) - len(judged)


# --- time can be cut ------------------------------------------------------------------------------------------


def assert_same(one, other):
    """Fail with the names of what differs between two communities."""
    assert differences(one.to_run(), other.to_run()) == []
    left, right = hidden_state(one), hidden_state(other)
    assert [name for name in left if left[name] != right[name]] == []


@few
@given(scenarios(), playbooks(), SEEDS, st.lists(st.integers(0, 30), max_size=4))
def test_time_may_pass_in_pieces(scenario, playbook, seed, pieces):
    """So many hours in several calls, or step by step, leave what they leave in one go."""
    total = sum(pieces)
    whole = Community(scenario, playbook, seed).run_for(hours=total)
    cut = Community(scenario, playbook, seed)
    for hours in pieces:
        cut.run_for(hours=hours)
        cut.to_run()
    assert cut.hour == total
    assert_same(whole, cut)


@few
@given(scenarios(), playbooks(), SEEDS, st.integers(0, 40), st.booleans())
def test_a_fork_that_decides_nothing_else_changes_nothing(scenario, playbook, seed, past, meddled):
    """The twin, the original, and a community never forked all reach the same state."""
    tactics = [Meddler()] if meddled else []
    original = Community(scenario, playbook, seed, tactics=tactics).run_for(hours=past)
    twin = original.fork()
    twin.run_for(days=1)
    assert original.hour == past
    original.run_for(days=1)
    undisturbed = Community(scenario, playbook, seed, tactics=tactics).run_for(hours=past + 24)
    assert_same(twin, undisturbed)
    assert_same(original, undisturbed)


@few
@given(scenarios(), playbooks(), SEEDS)
def test_the_past_of_a_fork_is_the_past(scenario, playbook, seed):
    """Whatever the twin's playbook does, the days before the fork stay as they were."""
    original = Community(scenario, None, seed).run_for(days=1)
    twin = original.fork(playbook, tactics=[Meddler()]).run_for(days=1)
    before, after = original.to_run(), twin.to_run()
    assert after.hourly.iloc[:24].equals(before.hourly)
    fixed = ["thread", "parent", "author", "seconds", "warmth", "breaks_rules"]
    assert after.posts.loc[before.posts.index, fixed].equals(before.posts[fixed])


@few
@given(scenarios(), SEEDS)
def test_two_playbooks_share_all_luck_until_they_act(scenario, seed):
    """A team that never acts leaves the community that nobody manages, to the last bit."""
    idle = Playbook().replace({"moderation.handle_flags": False})
    managed = Community(scenario, idle, seed).run_for(days=2)
    alone = Community(scenario, None, seed).run_for(days=2)
    assert_same(managed, alone)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_the_laws_are_tested_where_a_lot_happens(engine):
    """The lively community that other tests share has everything these laws speak of."""
    run = lived(engine).to_run()
    for name in ("posts", "replies", "likes", "flags_given", "breaches", "removals", "arrivals", "departures"):
        assert run.hourly[name].sum() > 10, name
    assert (run.posts["status"] == "removed").sum() > 5
    assert run.members["audience"].max() > 3
