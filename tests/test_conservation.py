"""Conservation: whatever is decided, the tables agree with each other and nobody does what cannot be done."""

import numpy as np
import pandas as pd
import pytest
from communities import BUSY, Meddler, busy, differences, hidden_state, lived, strict
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Community, Playbook, Scenario
from simulator.world.agents import rules
from simulator.world.behaviour import REMOVED, STATUSES
from simulator.world.conduct import BREACHES
from simulator.world.content import CLOSED, HANDLED, NO_CASE, WAITING
from simulator.world.members import FOREVER, NOBODY

few = settings(max_examples=12)
many = settings(max_examples=25)
HOUR = 3600
RULES = BREACHES[1:]
NOBODY_IN_PERSON, FILTER = -1, -2
LEADS_TO = {
    "remove": "removed",
    "delete_criticism": "removed",
    "hide": "hidden",
    "restore": "visible",
    "overturn": "visible",
    "release": "visible",
}
"""What becomes of a post by the acts that change where it stands."""
PUTS_BACK = ("restore", "overturn", "release")
JUDGES = ("remove", "hide", "keep", "release", "delete_criticism")
"""How a case ends."""


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
    lambda begins, length, offset, minutes, days, volunteer, platforms: {
        "begins": begins,
        "ends": (begins + length) % 24,
        "utc_offset_hours": offset,
        "minutes_per_hour": minutes,
        "days": sorted(days),
        "volunteer": volunteer,
        "platforms": platforms,
    },
    st.integers(0, 23),
    st.integers(1, 23),
    st.integers(-12, 14),
    st.floats(0, 60),
    st.sets(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1),
    st.booleans(),
    st.sampled_from([(), (), ("site",), ("chat", "site")]),
)
STEPS = st.builds(
    lambda step, hours: {"step": step, "hours": hours},
    st.sampled_from(["warning", "block", "block", "exclude"]),
    st.integers(1, 60),
)


@st.composite
def playbooks(draw):
    """Draw rules, tones, ladders, filters, and a team of nobody to four people and some volunteers."""
    answers = draw(st.fixed_dictionaries({name: st.sampled_from(["remove", "hide", "leave"]) for name in RULES}))
    held_to = [name for name, answer in answers.items() if answer != "leave"]
    shifts = draw(st.lists(SHIFTS, max_size=4))
    if shifts:
        shifts[0]["lead"] = True
    return Playbook().replace(
        {
            "team.shifts": shifts,
            "team.judgement": draw(st.floats(0.5, 1)),
            "team.volunteers": draw(st.integers(0, 3)),
            "team.volunteer_minutes": draw(st.floats(1, 30)),
            "team.switch_minutes": draw(st.floats(0, 5)),
            "team.escalate": draw(st.sets(st.sampled_from(RULES))) if shifts else [],
            "team.escalation_hours": draw(st.integers(0, 20)),
            "netiquette.shown": draw(st.sampled_from(["nobody", "newcomers", "everyone"])),
            "netiquette.guidance": draw(st.booleans()),
            "netiquette.question_form": draw(st.floats(0, 1)),
            "netiquette.rules": answers,
            "netiquette.strikes_for": draw(st.sets(st.sampled_from(held_to))) if held_to else [],
            "netiquette.notice": draw(st.sampled_from(["none", "blunt", "polite", "explained"])),
            "netiquette.ladder": draw(st.lists(STEPS, max_size=3)),
            "netiquette.strikes_expire_days": draw(st.integers(1, 3)),
            "netiquette.appeals": draw(st.booleans()),
            "netiquette.appeal_effort": draw(st.floats(0, 0.5)),
            "netiquette.minutes_per_appeal": draw(st.floats(0.5, 20)),
            "moderation.order": draw(st.sampled_from(["oldest", "most_flagged", "most_seen"])),
            "moderation.minutes_per_case": draw(st.floats(0.5, 20)),
            "moderation.minutes_by_kind": {"spam": draw(st.floats(0.5, 60))},
            "moderation.review_first": draw(st.sampled_from(["nobody", "first_posts", "everyone"])),
            "moderation.filter": draw(st.sampled_from(["off", "hold", "remove"])),
            "moderation.filter_threshold": draw(st.floats(0, 4)),
            "moderation.prompt": draw(st.booleans()),
            "moderation.prompt_threshold": draw(st.floats(0, 4)),
            "moderation.delete_criticism": draw(st.booleans()),
            "moderation.explain_deletion": draw(st.booleans()),
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


def entered(run, community):
    """Return how each post entered, visible, held or removed, from its score and its author's past."""
    posts, own = run.posts, run.posts["author"] != NOBODY
    authors = posts.loc[own, "author"]
    later = posts[own].groupby("author").cumcount(ascending=False) + 1
    before = run.members["contributions"].loc[authors].to_numpy() - later.to_numpy()
    codes = [
        rules.entry_status(score, wrote, community.k)
        for score, wrote in zip(posts.loc[own, "score"], before, strict=True)
    ]
    states = pd.Series("visible", index=posts.index)
    states[own] = [STATUSES[code] for code in codes]
    return states


def per_member(run, targets):
    """Return how often each member is among `targets`, in the order of members."""
    return targets.value_counts().reindex(run.members.index, fill_value=0).tolist()


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
def test_what_is_out_of_sight_is_not_read_any_more(community):
    """From the hour after it was taken out of sight, a post gets no reading, vote, flag or direct reply."""
    run = community.to_run()
    gone = run.posts[run.posts["status"] != "visible"]
    back = run.actions.loc[run.actions["verb"].isin(PUTS_BACK), "target"]
    never_back = gone.drop(index=gone.index.intersection(back))
    replies = run.posts[run.posts["parent"].isin(never_back.index)]
    assert (hour_of(replies).to_numpy() <= never_back.loc[replies["parent"], "status_hour"].to_numpy()).all()
    later = community.fork(tactics=[])
    later.run_for(days=1)
    after = later.to_run().posts.loc[gone.index]
    still = gone.index[(after["status"] != "visible") & (after["status_hour"] == gone["status_hour"])]
    for name in ("readings", "likes", "downvotes", "flags_received", "answers"):
        assert (after.loc[still, name] == gone.loc[still, name]).all(), name


# --- counts ---------------------------------------------------------------------------------------------------


@few
@given(communities())
def test_hourly_counts_are_sums_over_posts(community):
    """Threads, replies, complaints, breaches, votes, flags and readings are counted alike by hour and by post."""
    run = community.to_run()
    posts, hourly = run.posts, run.hourly
    opens = posts["parent"] == -1
    own = posts["author"] != NOBODY
    by_hour = range(len(hourly))

    def count(chosen):
        return hour_of(posts[chosen]).value_counts().reindex(by_hour, fill_value=0).tolist()

    assert hourly["posts"].tolist() == count(opens)
    assert hourly["replies"].tolist() == count(~opens)
    assert hourly["breaches"].tolist() == count(posts["breaks_rules"] & own)
    assert hourly["attacks"].tolist() == count(posts["breach"] == "attack")
    assert hourly["complaints"].tolist() == count(posts["kind"] == "complaint")
    assert hourly["filtered"].tolist() == count(entered(run, community) != "visible")
    assert (posts["breaks_rules"] == (posts["breach"] != "none")).all()
    assert not posts.loc[~own, "breaks_rules"].any()
    for given_name, received in (
        ("likes", "likes"), ("downvotes", "downvotes"), ("flags_given", "flags_received"), ("readings", "readings")
    ):  # fmt: skip
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
    """One hears of every reply by somebody else, the team included, once it can be seen, until one has left."""
    run = community.to_run()
    replies = run.posts[run.posts["parent"] != -1]
    released = run.actions[run.actions["verb"] == "release"].set_index("target")["hour"]
    assert released.index.is_unique
    # What the filter removed is never heard of, even when it is put back; what was held is, when it is released.
    state = entered(run, community)[replies.index]
    heard_at = hour_of(replies).where(state == "visible", released.reindex(replies.index).where(state == "held"))
    asked = run.posts.loc[replies["parent"], "author"].to_numpy()
    heard = pd.DataFrame({"asked": asked, "author": replies["author"].to_numpy(), "hour": heard_at.to_numpy()})
    heard = heard[(heard["asked"] != NOBODY) & (heard["asked"] != heard["author"])].dropna()
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
    """Counts add up, the team's nerves are means, roles cover everybody, longer windows hold more visitors."""
    run = community.to_run()
    daily, hourly = run.daily, run.hourly
    day = hourly["hour"] // 24
    means = ["fatigue", "composure"]
    not_summed = ["hour", "members", "visitors", "open_cases", "tasks_waiting", "mood", *means]
    for name in hourly.columns.drop(not_summed):
        assert daily[name].tolist() == hourly.groupby(day)[name].sum().tolist(), name
    assert daily[means].to_numpy() == pytest.approx(hourly.groupby(day)[means].mean().to_numpy())
    assert daily["members"].tolist() == hourly.groupby(day)["members"].last().tolist()
    assert (daily["lurkers"] + daily["creators"] + daily["influencers"] == daily["members"]).all()
    assert (daily["dau"] <= daily["wau"]).all() and (daily["wau"] <= daily["mau"]).all()
    assert (daily["influencers"] <= np.ceil(daily["members"] / 100)).all()
    visited = run.members["last_visit_seconds"] // HOUR // 24 == run.days - 1
    assert daily["dau"].iloc[-1] == visited.sum()


@few
@given(communities())
def test_feelings_stay_within_their_bounds(community):
    """Mood lies from -1 to 1; trust, grudges, lessons and the team's nerves are shares; nothing is missing."""
    run = community.to_run()
    members = run.members
    assert members["mood"].between(-1, 1).all()
    assert members["norm"].between(run.scenario.behaviour.champion_signal, 1).all()
    for name in (
        "trust", "belonging", "loyalty", "fluency", "rules_known", "fairness", "grudge", "deterrence", "restraint"
    ):  # fmt: skip
        assert members[name].between(0, 1).all(), name
    for name in ("fatigue", "composure"):
        assert run.hourly[name].between(0, 1).all(), name
    assert all(0 <= getattr(one, name) <= 1 for one in community.managers for name in ("fatigue", "morale"))
    assert run.posts["warmth"].between(-1, 1).all()
    assert members["pull"].between(0, run.scenario.behaviour.pull_ceiling).all()
    assert (run.hourly["mood"].isna() == (run.hourly["visits"] == 0)).all()


# --- the team -------------------------------------------------------------------------------------------------


@many
@given(communities())
def test_the_team_never_works_longer_than_its_shifts(community):
    """Minutes in the log and the hours agree; up to any hour nobody has spent more than was granted until then."""
    run = community.to_run()
    actions = run.actions
    spent = actions.groupby("hour")["minutes"].sum().reindex(run.hourly["hour"], fill_value=0)
    assert np.allclose(spent, run.hourly["team_minutes"], rtol=0, atol=1e-9)
    assert (actions.loc[actions["actor"] < 0, "minutes"] == 0).all()
    # Shifts as they were agreed, before anybody laid down work.
    agreed = Community(community.scenario, community.playbook, community.seed).managers
    for manager in agreed:
        own = actions[actions["actor"] == manager.number].groupby("hour")["minutes"].sum()
        assert all(manager.on_shift(hour) for hour in own.index)
        granted = [manager.minutes_per_hour if manager.on_shift(hour) else 0.0 for hour in range(community.hour)]
        own = own.reindex(range(community.hour), fill_value=0)
        assert (own.cumsum() <= np.cumsum(granted) + 1e-6).all()
        # Only a case begun before, of an hour at most, is added to an hour's own minutes.
        assert (own <= manager.minutes_per_hour + 60).all()
    assert actions["actor"].between(FILTER, len(agreed) - 1).all()


@settings(max_examples=8)
@given(scenarios(), playbooks(), SEEDS)
def test_minutes_are_granted_spent_kept_for_a_case_begun_or_lost(scenario, playbook, seed):
    """Hour by hour, what somebody worked and what is left are the hour's minutes and those of a case begun.

    Such a case waits through hours off shift; all other minutes are lost with their hour.
    """
    community = Community(scenario, playbook, seed)
    for hour in range(scenario.hours):
        begun = [one.minutes_left if one.has_case_begun else one.begun_minutes for one in community.managers]
        away = [hour < one.away_until_hour for one in community.managers]
        logged = len(community.actions)
        community.step()
        acts = community.actions[logged:]
        for manager, kept, striking in zip(community.managers, begun, away, strict=True):
            worked = sum(act[6] for act in acts if act[1] == manager.number)
            had = worked + manager.minutes_left
            assert manager.minutes_left >= 0
            if striking or (hour >= manager.away_until_hour and not manager.on_shift(hour)):
                assert had == 0 and manager.begun_minutes == kept
                assert not any(act[1] == manager.number for act in acts)
            elif not manager.volunteer:
                assert had == pytest.approx(manager.minutes_per_hour + kept)
            assert had <= manager.minutes_per_hour + kept + 1e-9


@many
@given(communities())
def test_the_log_leads_to_where_posts_stand(community):
    """Every act found the post where such an act can, and the last one left it where it is."""
    run = community.to_run()
    entry = entered(run, community)
    filtered = run.actions[run.actions["actor"] == FILTER]
    assert set(filtered["verb"]) <= {"remove"}
    assert filtered["target"].tolist() == run.posts.index[entry == "removed"].tolist()
    can_act_on = {
        "remove": ("visible", "hidden", "held"), "delete_criticism": ("visible", "hidden", "held"),
        "hide": ("visible", "held"), "restore": ("removed", "hidden"), "release": ("held",), "keep": ("visible",),
        "overturn": ("removed",), "uphold": ("removed",), "reply": ("visible",), "escalate": ("visible", "held"),
        "feature": ("visible",), "check_wish": ("visible",), "forward": ("visible",), "ship_wish": ("visible",),
        "tell_wish": ("visible",), "miss": ("visible", "removed", "hidden", "held"),
        "close_contest": ("visible", "removed", "hidden"),
    }  # fmt: skip
    stands, changed, marked = entry.to_dict(), dict.fromkeys(run.posts.index, -1), set()
    changed |= hour_of(run.posts[entry != "visible"]).to_dict()
    about_posts = (run.actions["target_kind"] == "post") & (run.actions["actor"] != FILTER)
    # What opens a thread names the post it is about to write, and a task may be about no post at all.
    about_posts &= ~run.actions["verb"].isin(["publish", "open_contest", "state"]) & (run.actions["target"] >= 0)
    for act in run.actions[about_posts].itertuples():
        assert stands[act.target] in can_act_on[act.verb], act
        if act.verb in LEADS_TO:
            takes_down = LEADS_TO[act.verb] == "removed"
            if act.verb in PUTS_BACK:
                marked.discard(act.target)
            elif takes_down and stands[act.target] != "held":
                marked.add(act.target)
            stands[act.target], changed[act.target] = LEADS_TO[act.verb], act.hour
    assert run.posts["status"].tolist() == list(stands.values())
    assert run.posts["status_hour"].tolist() == list(changed.values())
    # Only where a post stood in sight is a mark left, and it says what was done.
    assert set(run.posts.index[run.posts["tombstone"] != "none"]) == marked
    last = run.actions[run.actions["verb"].isin(LEADS_TO)].drop_duplicates("target", keep="last")
    critical = set(last.loc[last["verb"] == "delete_criticism", "target"]) & marked
    assert set(run.posts.index[run.posts["tombstone"].isin(["criticism", "criticism_explained"])]) == critical


@many
@given(communities())
def test_removals_are_in_the_log_in_the_hours_and_with_their_authors(community):
    """Every removal is logged once, and counted for the hour and for the author."""
    run = community.to_run()
    removals = run.actions[run.actions["verb"].isin(["remove", "delete_criticism"])]
    by_hour = removals["hour"].value_counts().reindex(run.hourly["hour"], fill_value=0)
    assert run.hourly["removals"].tolist() == by_hour.tolist()
    authors = run.posts.loc[removals["target"], "author"]
    assert run.members["removals"].tolist() == per_member(run, authors[authors != NOBODY])
    overturned = run.actions.loc[run.actions["verb"] == "overturn", "hour"]
    assert (
        run.hourly["overturned"].tolist()
        == overturned.value_counts().reindex(by_hour.index, fill_value=0).tolist()
    )
    critical = run.posts.loc[run.actions.loc[run.actions["verb"] == "delete_criticism", "target"]]
    assert (critical["kind"] == "complaint").all() and not critical["breaks_rules"].any()


@many
@given(communities())
def test_warnings_blocks_and_exclusions_are_those_of_the_log(community):
    """Each is counted for the hour and for the member; whoever was excluded is gone from that hour on."""
    run = community.to_run()
    members, actions = run.members, run.actions
    for verb, column in (("warn", "warnings"), ("block", "blocks")):
        acts = actions[actions["verb"] == verb]
        assert members[column].tolist() == per_member(run, acts["target"]), column
        by_hour = acts["hour"].value_counts().reindex(run.hourly["hour"], fill_value=0)
        assert run.hourly[column].tolist() == by_hour.tolist(), column
        assert (acts["hour"].to_numpy() <= members.loc[acts["target"], "left_hour"].to_numpy()).all()
    excluded = actions[actions["verb"] == "exclude"]
    assert excluded["target"].is_unique
    assert (members.loc[excluded["target"], "left_hour"].to_numpy() == excluded["hour"].to_numpy()).all()
    won = actions.loc[actions["verb"] == "enlist", "target"]
    assert set(members.index[members["champion"] == 1]) == set(won)


def strikes_by_the_log(run):
    """Return each member's strikes as the log tells them, the hour of the latest, and how often some expired."""
    netiquette = run.playbook.netiquette
    strikes, since, removed_for, expiries = {}, {}, {}, 0
    for act in run.actions.itertuples():
        if act.verb == "remove":
            removed_for[act.target] = act.rule
        if act.verb == "overturn" and (author := run.posts["author"][act.target]) != NOBODY:
            counted = act.actor == NOBODY_IN_PERSON or removed_for[act.target] in netiquette.strikes_for
            strikes[author] = max(0, strikes.get(author, 0) - counted)
        if act.reason.startswith("strike "):
            member = act.target
            expired = act.hour - since.get(member, act.hour) >= 24 * netiquette.strikes_expire_days
            expiries += expired and strikes[member] > 0
            strikes[member] = 1 if expired else strikes.get(member, 0) + 1
            since[member] = act.hour
            assert act.reason == f"strike {strikes[member]}"
            assert act.rule in netiquette.strikes_for
            step = netiquette.ladder[min(strikes[member], len(netiquette.ladder)) - 1].step
            assert act.verb == {"warning": "warn", "block": "block", "exclude": "exclude"}[step]
    return strikes, since, expiries


@many
@given(communities())
def test_strikes_are_counted_as_the_log_tells(community):
    """Each is the next one, or the first after the last expired; a decision overturned takes one back."""
    run = community.to_run()
    strikes, since, _ = strikes_by_the_log(run)
    assert run.members["strikes"].tolist() == [strikes.get(member, 0) for member in run.members.index]
    assert run.members.loc[list(since), "strike_hour"].tolist() == list(since.values())


def test_strikes_are_counted_where_they_expire():
    """The same in a community in which strikes are forgotten every other day."""
    playbook = strict(**{"netiquette.strikes_expire_days": 1, "netiquette.ladder": [{"step": "warning"}]})
    run = Community(busy(), playbook, seed=7).run_for(days=6).to_run()
    strikes, since, expiries = strikes_by_the_log(run)
    assert expiries > 3 and max(strikes.values()) > 1
    assert run.members["strikes"].tolist() == [strikes.get(member, 0) for member in run.members.index]
    assert run.members.loc[list(since), "strike_hour"].tolist() == list(since.values())


@many
@given(communities())
def test_every_case_is_queued_once_and_closed_once(community):
    """The queue holds each flagged, held or critical post once; a case that was closed has been looked at."""
    content, run = community.content, community.to_run()
    posts, moderation = run.posts, run.playbook.moderation
    queue = content.queue[: content.queue_count].tolist()
    assert len(queue) == len(set(queue))
    closed = int(content.counts[HANDLED])
    assert set(queue[:closed]) == set(posts.index[posts["case"] == "closed"])
    assert set(queue[closed:]) == set(posts.index[posts["case"] == "waiting"])
    assert run.hourly["open_cases"].iloc[-1] == len(queue) - closed
    entry = entered(run, community)
    due = (posts["flags_received"] > 0) | (entry == "held")
    critical = (posts["kind"] == "complaint") & (entry == "visible")
    assert set(posts.index[due]) <= set(queue) <= set(posts.index[due | (critical & moderation.delete_criticism)])
    team = run.actions[run.actions["actor"] >= 0]
    judged = team.loc[team["verb"].isin(JUDGES), "target"]
    passed_on = team.loc[team["verb"] == "escalate", "target"]
    assert judged.is_unique and passed_on.is_unique
    assert set(judged) | set(passed_on) <= set(queue[:closed])
    if not community.extra_tactics:
        assert set(judged) | set(passed_on) == set(queue[:closed])


@settings(max_examples=8)
@given(scenarios(), playbooks(), SEEDS, st.booleans())
def test_a_case_is_closed_only_after_it_was_opened(scenario, playbook, seed, meddled):
    """Hour by hour, cases open and close and never go back, and those who decide have found them waiting."""
    community = Community(scenario, playbook, seed, tactics=[Meddler()] if meddled else [])
    before = np.zeros(0, np.int32)
    for _ in range(scenario.hours):
        content, done = community.content, int(community.content.counts[HANDLED])
        old = content.queue[:done].tolist()
        waiting = set(content.queue[done : content.queue_count].tolist())
        logged = len(community.actions)
        community.step()
        content = community.content
        after = content.posts["case"][: content.post_count]
        assert (after[: len(before)] >= before).all()
        assert content.queue[:done].tolist() == old
        entered_now = set(content.queue[: content.queue_count].tolist()) - set(old) - waiting
        assert all(before[post] == NO_CASE for post in entered_now if post < len(before))
        newly_closed = content.queue[done : content.counts[HANDLED]].tolist()
        assert set(newly_closed) <= waiting | entered_now
        assert (after[newly_closed] == CLOSED).all()
        closing = {act[4] for act in community.actions[logged:] if act[1] >= 0 and act[2] in (*JUDGES, "escalate")}
        escalated = {act[4] for act in community.actions[:logged] if act[2] == "escalate"}
        assert closing - escalated <= set(newly_closed)
        left = content.queue[content.counts[HANDLED] : content.queue_count]
        assert (after[left] == WAITING).all()
        before = after.copy()


@many
@given(communities())
def test_every_appeal_and_escalation_is_heard_once_or_waits(community):
    """What was appealed against and passed on is in the log as decided, or still among the pending business."""
    run, cases = community.to_run(), community.cases
    team = run.actions[run.actions["actor"] >= 0]
    heard = team["verb"].isin(["uphold", "overturn"]).sum()
    passed_on = team.loc[team["verb"] == "escalate", "target"].tolist()
    decided = team.loc[team["verb"].isin(JUDGES) & team["target"].isin(passed_on), "target"]
    pending = [post for _, post in cases.escalations]
    assert heard + len(cases.appeals) <= run.hourly["appeals"].sum()
    assert sorted([*decided, *pending]) == sorted(set(decided) | set(pending))
    assert set(decided) | set(pending) <= set(passed_on)
    if not community.extra_tactics:
        assert heard + len(cases.appeals) == run.hourly["appeals"].sum()
        assert set(decided) | set(pending) == set(passed_on)
        assert (community.content.posts["status"][[post for _, post in cases.appeals]] == REMOVED).all()
        assert (community.content.posts["status"][pending] != REMOVED).all()


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
def test_a_team_that_never_acts_is_no_team(scenario, seed):
    """People who set nothing up and do nothing leave the community that nobody manages, their own nerves apart."""
    idle = Playbook().replace(
        {
            "moderation.handle_flags": False, "netiquette.shown": "nobody", "care.tones": {},
            "care.wishes": "ignore", "crisis.strategy": "silence",
        }
    )  # fmt: skip
    managed = Community(scenario, idle, seed).run_for(days=2)
    alone = Community(scenario, None, seed).run_for(days=2)
    nerves = {"hourly.composure", "daily.composure"}
    assert set(differences(managed.to_run(), alone.to_run())) <= nerves
    left, right = hidden_state(managed), hidden_state(alone)
    assert [name for name in left if left[name] != right[name]] == ["team"]
    nobody = Community(scenario, idle.replace({"team.shifts": []}), seed).run_for(days=2)
    assert_same(nobody, alone)


@pytest.mark.parametrize("engine", ["compiled", "mesa"])
def test_the_laws_are_tested_where_a_lot_happens(engine):
    """The lively community that other tests share has everything these laws speak of."""
    run = lived(engine).to_run()
    for name in (
        "posts", "replies", "likes", "downvotes", "flags_given", "complaints", "breaches", "prompts", "filtered",
        "removals", "warnings", "blocks", "appeals", "overturned", "arrivals", "departures",
    ):  # fmt: skip
        assert run.hourly[name].sum() > 10, name
    assert (run.posts["status"] == "removed").sum() > 5
    assert run.members["audience"].max() > 3
    assert (run.members["strikes"] > 0).any() and (run.actions["verb"] == "escalate").any()
