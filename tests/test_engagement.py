"""Engagement and care: verbs, plans within minutes, and what whole communities make of them."""

import numpy as np
import pytest
from communities import busy

from simulator import Community, Playbook, Scenario, simulate
from simulator.playbook import verbs
from simulator.world.behaviour import COMPLAINING, COMPLAINT, ENTRY, NO_ERRAND, WISH
from simulator.world.population import ADS, SOURCES

ALL_DAY = [{"begins": 0, "ends": 24, "minutes_per_hour": 60}]
NOTHING = {
    "care.tones": {},
    "care.wishes": "ignore",
    "crisis.strategy": "silence",
    "moderation.handle_flags": False,
}


def team(**changes) -> Playbook:
    """Return a playbook of one person around the clock who does nothing but what is asked for."""
    return Playbook().replace({"team.shifts": ALL_DAY, **NOTHING, **changes})


def lively(members=200, days=8, **changes) -> Scenario:
    """Return a lively scenario without crises."""
    return busy(members=members, days=days, crises=[], **changes)


def post_by(community, author, kind="complaint", text_warmth=0.0) -> int:
    """Write a post as a member and return its number."""
    post = verbs.publish(community, None, kind=kind, warmth=text_warmth)
    community.content.posts["author"][post] = author
    return post


@pytest.fixture
def community():
    """Return a community in its third day."""
    return Community(lively(), team(), seed=3).run_for(days=2)


# --- verbs ----------------------------------------------------------------------------------------------------


def test_a_good_answer_wins_trust_satisfaction_and_hope_and_only_the_first_counts(community):
    """A second answer moves nothing more; the complaint remembers the first."""
    agent = community.agent(5)
    agent.trust, agent.satisfaction, agent.expects_help = 0.5, 0.3, 0.4
    post = post_by(community, 5)
    verbs.reply(community, None, post, tone="empathetic", waited_minutes=5)
    won = agent.trust, agent.satisfaction, agent.expects_help
    assert won > (0.5, 0.3, 0.4) and all(now > before for now, before in zip(won, (0.5, 0.3, 0.4), strict=True))
    verbs.reply(community, None, post, tone="mocking")
    assert (agent.trust, agent.satisfaction, agent.expects_help) == won
    assert community.content.posts["answer_worth"][post] > 0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"tone": "empathetic"}, {"tone": "neutral"}),
        ({"tone": "playful"}, {"tone": "mocking"}),
        ({"waited_minutes": 5}, {"waited_minutes": 300}),
        ({"by_person": True}, {"by_person": False}),
    ],
)
def test_tone_promptness_and_a_persons_voice_make_an_answer_worth_more(community, better, worse):
    """All else being equal; mockery leaves less trust than there was."""
    trust = []
    for how in (better, worse):
        agent = community.agent(5)
        agent.trust = 0.5
        verbs.reply(community, None, post_by(community, 5), **{"tone": "empathetic", "waited_minutes": 5, **how})
        trust.append(agent.trust)
    assert trust[0] > trust[1]
    assert (trust[1] < 0.5) == (worse.get("tone") == "mocking")


def test_an_answer_in_private_leaves_no_post_and_marks_the_complaint_answered(community):
    """Readers see that something was done, and less of what."""
    post = post_by(community, 5)
    before = community.content.post_count
    assert verbs.reply(community, None, post, tone="empathetic", private=True, waited_minutes=5) == -1
    assert community.content.post_count == before
    assert community.content.posts["team_answer_seconds"][post] >= 0
    public = post_by(community, 6)
    verbs.reply(community, None, public, tone="empathetic", waited_minutes=5)
    worth = community.content.posts["answer_worth"]
    assert worth[post] == pytest.approx(worth[public] * community.k.private_seen, rel=0.02)


def test_compensation_is_paid_and_seen_only_in_public(community):
    """The offer stands on the thread; the money stands in the log."""
    for private in (False, True):
        post = post_by(community, 5)
        verbs.reply(community, None, post, private=private, compensation_euros=20)
        assert community.content.posts["offer"][post] == (not private)
        assert community.actions[-1][8] == 20


def test_a_wish_is_checked_forwarded_shipped_and_told_and_the_product_is_better(community):
    """In this order; what is being worked on can't be forwarded again."""
    wish = post_by(community, 5, "wish")
    assert verbs.check_wish(community, None, wish) in (True, False)
    verbs.forward(community, None, wish, ship_hours=10)
    with pytest.raises(ValueError, match=f"wish {wish} is being worked on already"):
        verbs.forward(community, None, wish)
    verbs.ship_wish(community, None, wish, money=100)
    assert community.cases.wishes == [] and community.house["quality"] == community.k.wish_improves
    trust = community.agent(5).trust
    news = verbs.tell_wish(community, None, wish)
    assert len(news) == len(community.content.boards) and community.agent(5).trust > trust


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda c: verbs.publish(c, None, kind="song"), "kind must be one of talk, question"),
        (lambda c: verbs.reply(c, None, 0, tone="angry"), "tone must be one of neutral, empathetic"),
        (lambda c: verbs.reply(c, None, 0, waited_minutes=float("nan")), "waited_minutes must be a number"),
        (lambda c: verbs.reply(c, None, 10**9), "post must be a whole number from 0"),
        (lambda c: verbs.check_wish(c, None, post_by(c, 5)), "is not a wish"),
        (lambda c: verbs.greet(c, None, -1), "member must be a whole number"),
        (lambda c: verbs.award(c, None, 5, money=-1), "money must be a number from 0"),
        (lambda c: verbs.award(c, None, 5, minutes=True), "minutes must be a number"),
        (lambda c: verbs.open_contest(c, None, appeal=0), "appeal must be a number from 0.01"),
        (lambda c: verbs.close_contest(c, None), "no contest is running"),
        (lambda c: verbs.thank(c, c.managers[0], 5, minutes=10), "minutes left, not 10"),
        (lambda c: verbs.state(c, None), "there is no crisis that is known"),
        (lambda c: verbs.disclose(c, None), "there is no crisis that is still unknown"),
        (lambda c: verbs.brief(c, None, 5), "there is no crisis that is known"),
    ],
)
def test_a_verb_that_cannot_be_done_says_why_and_changes_nothing(community, act, message):
    """The log and the members stay as they are."""
    community.managers[0].minutes_left = 0.0
    members = community.members.rows[: community.members.count].copy()
    log = [entry for entry in community.actions]
    with pytest.raises(ValueError, match=message):
        act(community)
    assert [entry for entry in community.actions if entry[2] != "publish"] == [e for e in log if e[2] != "publish"]
    assert np.array_equal(members, community.members.rows[: community.members.count])


def test_recognition_gives_zest_and_an_ambassador_gets_a_bond(community):
    """Thanks less than an award; a bond grows with attention."""
    for verb in (verbs.thank, verbs.award):
        community.agent(7 if verb is verbs.thank else 8).zest = 0.0
        verb(community, None, 7 if verb is verbs.thank else 8)
    assert 0 < community.agent(7).zest < community.agent(8).zest
    verbs.befriend(community, None, 9)
    once = community.agent(9).bond
    verbs.befriend(community, None, 9)
    assert 0 < once < community.agent(9).bond and community.agent(9).ambassador == 1


def test_an_ambassador_who_is_dropped_turns_on_the_brand(community):
    """Without attention the bond fades; then trust goes and a grudge comes."""
    verbs.befriend(community, None, 9)
    for _ in range(30 * 24):
        if community.agent(9).ambassador == 0:
            break
        community.step()
    assert community.agent(9).ambassador == 0
    assert community.agent(9).grudge > 0.2 and community.agent(9).trust < 0.5


def test_everybody_enters_a_contest_once_and_the_best_liked_entry_wins(community):
    """Entries are replies to the contest's post."""
    contest = verbs.open_contest(community, None, appeal=10, hours=48, money=50)
    with pytest.raises(ValueError, match="a contest is running already"):
        verbs.open_contest(community, None)
    community.run_for(days=2)
    posts = community.content.posts[: community.content.post_count]
    entries = posts[posts["kind"] == ENTRY]
    assert len(entries) > 10 and (entries["parent"] == contest).all()
    assert len(set(entries["author"].tolist())) == len(entries)
    winner = verbs.close_contest(community, None)
    assert winner in set(entries["author"].tolist()) and community.house["contest"] == 0


# --- the plan -------------------------------------------------------------------------------------------------


def test_what_does_not_fit_into_the_minutes_is_late_or_missed_and_seen_to_be():
    """A team with two minutes an hour can't greet, answer and publish; nobody ever works more than that."""
    busy_plan = {
        "engagement.welcome": "person", "engagement.answer_first_posts_hours": 2, "care.give_up_hours": 3,
        "engagement.calendar": [{"day": "daily", "hour": hour} for hour in range(8, 16)],
        "care.tones": {"complaint": "empathetic", "question": "explaining"},
    }  # fmt: skip
    small = team(**busy_plan, **{"team.shifts": [{"begins": 8, "ends": 16, "minutes_per_hour": 2}]})
    run = simulate(lively(), small, seed=4)
    assert run.hourly["tasks_missed"].sum() == (run.actions["verb"] == "miss").sum() > 5
    assert run.hourly["tasks_waiting"].max() > 3
    # What is left of an hour may go into a task that is finished in the next.
    assert run.hourly["team_minutes"].cumsum().le(2 * (run.hourly["hour"] + 1)).all()
    enough = simulate(lively(), team(**busy_plan), seed=4)
    assert enough.hourly["tasks_missed"].sum() == 0 < enough.hourly["team_minutes"].sum()


def test_priorities_say_what_the_minutes_go_to_first():
    """What comes last is what is given up when there is no time for everything."""
    plan = {"engagement.welcome": "person", "care.tones": {"complaint": "empathetic"}, "care.give_up_hours": 12,
            "engagement.minutes_per_welcome": 10, "care.minutes_per_answer": 10,
            "team.shifts": [{"begins": 0, "ends": 24, "minutes_per_hour": 2}]}  # fmt: skip
    missed = {}
    for first in ("care", "engagement"):
        order = [first, *({"care", "engagement"} - {first}), "moderation"]
        actions = simulate(lively(), team(**plan, **{"team.priorities": order}), seed=4).actions
        missed[first] = actions.loc[actions["verb"] == "miss", "reason"].value_counts()
    assert missed["care"].get("answer", 0) < missed["engagement"]["answer"]
    assert missed["engagement"].get("greet", 0) < missed["care"]["greet"]


def test_the_calendar_publishes_on_every_board_at_its_hour():
    """Weekdays and hours are UTC; the person on shift writes it at the end of that hour."""
    plan = team(**{"engagement.calendar": [{"day": "wed", "hour": 10, "kind": "starter"}]})
    run = simulate(lively(days=9), plan, seed=4)
    published = run.posts[run.posts["author"] == -1]
    assert (published["kind"] == "starter").all()
    assert published["seconds"].floordiv(3600).unique().tolist() == [2 * 24 + 10]
    assert sorted(published["board"]) == sorted(run.posts["board"].unique())


def test_a_fork_to_a_smaller_plan_drops_what_nobody_means_to_do():
    """Tasks of slots and sections that are gone do no harm."""
    plan = {"engagement.calendar": [{"day": "daily", "hour": hour} for hour in range(24)],
            "engagement.welcome": "person", "care.tones": {"complaint": "empathetic"},
            "team.shifts": [{"begins": 9, "ends": 10, "minutes_per_hour": 1}]}  # fmt: skip
    past = Community(lively(), team(**plan), seed=4).run_for(days=3)
    assert len(past.cases.tasks) > 5
    run = past.fork(team()).run_for(days=3).to_run()
    assert set(run.actions.loc[run.actions["hour"] >= 72, "verb"]) <= {"miss"}


def test_a_task_may_plan_further_tasks_and_they_are_done():
    """Three public replies to every complaint are three replies, a few hours apart."""
    place = lively(days=8)
    replies = {}
    for number in (1, 3):
        plan = team(**{"care.tones": {"complaint": "empathetic"}, "care.public_replies": number})
        run = simulate(place, plan, seed=4)
        early = run.actions[(run.actions["verb"] == "reply") & (run.actions["hour"] < 7 * 24)]
        replies[number] = early["target"].value_counts()
    assert replies[1].eq(1).all()
    assert replies[3].max() == 3 and replies[3].eq(3).mean() > 0.5


def test_promised_updates_come_and_a_promise_nobody_means_to_keep_is_broken():
    """Updates are planned by the statement before them."""
    crisis = {"day": 1, "hour": 9, "cluster": "preventable"}
    plan = {"crisis.strategy": "rebuild", "crisis.delay_hours": 0, "crisis.updates_every_hours": 12}
    done = {}
    for keeps in (True, False):
        run = simulate(
            lively(days=6).replace(crises=[crisis]), team(**plan, **{"crisis.keep_promises": keeps}), seed=4
        )
        done[keeps] = (run.actions["reason"] == "update").sum(), (run.actions["verb"] == "break_promise").sum()
    assert done[True] == (3, 0)
    assert done[False] == (0, 1)


def test_invitations_go_to_those_who_only_watch():
    """And some of them come to say something."""
    run = simulate(lively(days=9), team(**{"engagement.invitations_per_week": 40}), seed=4)
    invited = run.actions.loc[run.actions["verb"] == "invite", ["hour", "target"]]
    assert len(invited) > 10
    first = run.posts.groupby("author")["seconds"].min()
    for hour, member in invited.itertuples(index=False):
        assert first.get(member, np.inf) >= (hour // 168) * 168 * 3600


# --- what whole communities make of it ------------------------------------------------------------------------


def test_ads_bring_newcomers_for_money_and_every_newcomer_comes_from_somewhere():
    """Each is paid for once."""
    run = simulate(lively(), team(**{"engagement.ads_per_day": 12, "engagement.euros_per_newcomer": 3}), seed=4)
    newcomers = run.members[run.members["joined_hour"] >= 0]
    assert (newcomers["source"] != SOURCES[0]).all()
    brought = (newcomers["source"] == SOURCES[ADS]).sum()
    assert brought > 40 and run.hourly["money_spent"].sum() == 3 * brought


def test_the_loyal_bring_more_newcomers_and_unanswered_threads_keep_searchers_away():
    """Word of mouth follows loyalty, search what it finds."""
    from simulator.world import acquisition

    community = Community(lively(), team(), seed=3).run_for(days=3)
    before = acquisition.expected(community)
    community.daily["loyalty"][2] *= 2
    community.hourly["answered"][:] = 0
    after = acquisition.expected(community)
    assert after[1] > 1.9 * before[1] and after[2] < before[2]


def test_hope_is_spent_where_complaints_are_ignored_so_those_who_complained_stop():
    """As long as a community complains it is alive: the ignored expect less, complain less, then leave."""
    place = lively(members=500, days=40, **{"behaviour.mishap_chance": 0.1, "behaviour.leave_base": 0.002})
    runs = {
        arm: simulate(place, team(**{"care.tones": tones}), seed=4)
        for arm, tones in (("ignored", {}), ("answered", {"complaint": "empathetic"}))
    }
    complaints = {arm: run.posts[run.posts["kind"] == "complaint"] for arm, run in runs.items()}
    early = {arm: set(posts.loc[posts["seconds"] < 20 * 86_400, "author"]) for arm, posts in complaints.items()}
    both = sorted(early["ignored"] & early["answered"])
    late = {
        arm: (posts["author"].isin(both) & (posts["seconds"] >= 20 * 86_400)).sum()
        for arm, posts in complaints.items()
    }
    hope = {arm: run.members.loc[both, "expects_help"].mean() for arm, run in runs.items()}
    left = {arm: (run.members.loc[both, "left_hour"] < 40 * 24).mean() for arm, run in runs.items()}
    assert len(both) > 50
    assert hope["ignored"] < 0.8 * hope["answered"]
    assert late["ignored"] < late["answered"]
    assert left["ignored"] > left["answered"]


def test_answering_complaints_keeps_customers():
    """Fewer go elsewhere where complaints are answered well, with the same luck."""
    place = lively(members=600, days=60, **{"behaviour.mishap_chance": 0.03, "behaviour.defect_base": 0.002})
    lost = [
        sum(
            simulate(place, team(**{"care.tones": tones}), seed=seed).hourly["defections"].sum() for seed in (1, 2)
        )
        for tones in ({"complaint": "empathetic"}, {})
    ]
    assert lost[0] < lost[1]


def test_broadcasts_are_answered_to_the_brand_and_starters_get_members_to_talk():
    """One post, two goals: direct replies, or talk of members with each other."""
    shares = {}
    for kind in ("announcement", "starter"):
        calendar = [{"day": "daily", "hour": hour, "kind": kind} for hour in (8, 12, 16)]
        run = simulate(lively(members=300), team(**{"engagement.calendar": calendar}), seed=4)
        shares[kind] = run.summary()["member_to_member_ratio"]
    assert shares["announcement"] < shares["starter"] - 0.02


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("broadcast", {"publish", "advertise"}),
        ("facilitator", {"publish", "greet", "feature", "thank", "invite", "reply"}),
        ("contest_heavy", {"publish", "open_contest", "close_contest"}),
        ("ambassadors", {"befriend", "award"}),
        ("listen_first", {"reply", "check_wish", "forward", "ship_wish"}),
    ],
)
def test_playbooks_do_what_their_paragraphs_say(name, used):
    """And their cost is told before and after."""
    run = simulate(Scenario.load("forum").replace(days=75), name, seed=3)
    assert used <= set(run.actions["verb"])
    costs = run.costs()
    assert costs["minutes"].sum() == pytest.approx(run.summary()["team_minutes"])
    assert costs["euros"].sum() == pytest.approx(run.summary()["money_spent"])
    plan = run.playbook.cost("forum")
    assert plan.loc["all of these", "minutes"] < plan.loc["time of the team", "minutes"]


def test_codes_of_kinds_and_errands_stay_apart():
    """A complaint is not an errand; tables name both."""
    assert COMPLAINT == COMPLAINING == 2 and WISH == 3 and NO_ERRAND == 0
