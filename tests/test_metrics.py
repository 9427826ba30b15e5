"""Metrics: worked out by hand on small tables, and counted again in plain loops over a simulated run."""

import math
from itertools import pairwise
from statistics import mean, median

import pandas as pd
import pytest
from communities import lived

from simulator.lab.run import simulate
from simulator.lens import metrics, presence
from simulator.playbook import verbs
from simulator.playbook.playbook import Playbook
from simulator.world.acquisition import warmth_of_word
from simulator.world.community import Community
from simulator.world.members import FOREVER
from simulator.world.scenario import Scenario

DAY, WEEK = 24, 7 * 24
START = pd.Timestamp("2024-01-01", tz="UTC")
NAMES = [
    "dau", "wau", "mau", "stickiness", "activation_rate", "retention_d1", "retention_d7", "retention_d30",
    "churn_rate", "reach", "impressions", "engagement_rate", "posts", "replies", "response_rate",
    "first_response_hours", "unanswered_rate", "member_to_member_ratio", "participation_top1",
    "participation_top10", "participation_gini", "silent_share", "net_sentiment", "negative_posts", "departures",
    "storm_visitors", "press_mentions", "trust", "belonging", "loyalty", "nps",
    "violation_prevalence", "removal_rate", "precision", "recall", "time_to_action_hours", "recidivism_rate",
    "appeal_overturn_rate", "complaints", "complaints_answered", "team_answer_hours", "wishes_shipped",
    "satisfaction", "customers", "defection_rate", "team_minutes", "money_spent", "tasks_missed", "composure",
]  # fmt: skip


class Watcher:
    """A team that writes now and then, and a note of who visited in which hour."""

    def __init__(self):
        """Watch from the first hour on."""
        self.seen = []

    def on_hour(self, community):
        """Note this hour's visitors; publish at noon, answer the latest visible post in the evening."""
        last = community.members["last_visit_seconds"]
        self.seen += [
            (member, community.hour) for member in (last // 3600 == community.hour).nonzero()[0].tolist()
        ]
        if community.hour % DAY == 12:
            verbs.publish(community, None)
        posts = community.content.posts[: community.content.post_count]
        if community.hour % DAY == 20 and posts["status"][-1] == 0:
            verbs.reply(community, None, len(posts) - 1)


@pytest.fixture(scope="module")
def watched():
    """A run of 40 days with newcomers, rows and a team that writes, and who visited in which hour."""
    scenario = Scenario.load("forum").replace(
        {
            "members": 250,
            "days": 40,
            "newcomers_per_1000_members_per_day": 20,
            "behaviour.incivility_base": -1.0,
            "population.visits_per_day": 0.6,
        }
    )
    watcher = Watcher()
    run = simulate(scenario, Playbook.load("balanced"), seed=11, tactics=[watcher])
    return run, watcher.seen


@pytest.fixture(scope="module")
def rows(watched):
    """Posts of the run as plain dictionaries, by number."""
    return watched[0].posts.to_dict("index")


def posts_table(*rows):
    """Make a table of posts from (author, thread, parent, hour, breaks_rules, removed in hour or -1)."""
    table = pd.DataFrame(rows, columns=["author", "thread", "parent", "hour", "breaks_rules", "status_hour"])
    table["seconds"] = (table.pop("hour") * 3600).astype("int64")
    table["status"] = ["visible" if hour < 0 else "removed" for hour in table["status_hour"]]
    table["tombstone"] = ["none" if hour < 0 else "removed" for hour in table["status_hour"]]
    return table.astype({"breaks_rules": "bool"})


def events_table(posts):
    """Make the event log of a table of posts."""
    return pd.DataFrame(
        {
            "time": START + pd.to_timedelta(posts["seconds"], unit="s"),
            "member": posts["author"],
            "thread": posts["thread"],
            "parent": posts["parent"],
        }
    )


def daily_table(dau, mau=None):
    """Make a daily table from counts of visitors; the week's are twice the day's."""
    return pd.DataFrame({"day": range(len(dau)), "dau": dau, "wau": [2 * n for n in dau], "mau": mau or dau})


def newcomers_table(*rows):
    """Make a table of members from (hour of joining, days visited)."""
    return pd.DataFrame(
        {
            "joined_hour": [hour for hour, _ in rows],
            "visited_days": [sum(1 << d for d in days) for _, days in rows],
        }
    )


# Two members' threads and one of the team. Thread 0: member 1 asks, answers herself, is answered after 5 hours by
# member 2 and thanks. Thread 4: member 2 asks, the team answers after 30 hours. Thread 6: the team publishes and
# member 1 answers. Thread 8: member 3 asks in hour 90 and nobody answers.
TALK = posts_table(
    (1, 0, -1, 0, False, -1),
    (1, 0, 0, 1, False, -1),
    (2, 0, 0, 5, False, -1),
    (1, 0, 2, 6, False, -1),
    (2, 4, -1, 10, False, -1),
    (-1, 4, 4, 40, False, -1),
    (-1, 6, -1, 50, False, -1),
    (1, 6, 6, 51, False, -1),
    (3, 8, -1, 90, False, -1),
)


def test_every_metric_of_the_summary_is_listed_with_its_unit_and_denominator():
    """Names come in the order of the contract, and each says what it is, per what, and in which unit."""
    assert list(metrics.METRICS) == NAMES
    table = metrics.about()
    assert list(table.index) == NAMES
    assert (table.map(str.strip) != "").all(axis=None)
    for function in metrics.METRICS.values():
        assert f"Denominator: {function.denominator}." in function.__doc__


def test_daily_users_are_a_mean_over_days():
    """Three days with 2, 4 and 9 visitors have 5 a day."""
    assert metrics.dau(daily_table([2, 4, 9])) == 5


def test_weekly_and_monthly_users_wait_for_a_whole_week_and_month():
    """Days that look back on less than a week or a month would count too few and are left out."""
    daily = daily_table([1] * 6 + [10] * 23 + [20, 40], mau=[1] * 29 + [40, 160])
    assert metrics.wau(daily) == pytest.approx((20 * 23 + 40 + 80) / 25)
    assert metrics.mau(daily) == 100
    assert metrics.stickiness(daily) == pytest.approx((20 / 40 + 40 / 160) / 2)


def test_stickiness_passes_over_days_without_monthly_users():
    """A day nobody visited within a month has no ratio."""
    assert metrics.stickiness(daily_table([3] * 31, mau=[6] * 30 + [0])) == 0.5


def test_activation_counts_newcomers_who_wrote_within_their_first_week():
    """Just in time counts, an hour late does not; founders and those whose week is not over are left out."""
    members = pd.DataFrame({"joined_hour": [-5, 0, 0, 10, 10, 200]})
    posts = posts_table(
        (0, 0, -1, 3, False, -1),
        (1, 1, -1, WEEK - 1, False, -1),
        (2, 2, -1, WEEK, False, -1),
        (5, 3, -1, 201, False, -1),
        (-1, 4, -1, 20, False, -1),
    )
    # Members 1 to 4 have had a week after 178 hours; member 1 alone was in time.
    assert metrics.activation_rate(members, posts, hours=10 + WEEK) == 1 / 4
    assert metrics.activation_rate(members, posts, hours=9 + WEEK) == 1 / 2
    assert math.isnan(metrics.activation_rate(members, posts, hours=WEEK - 1))


def test_activation_holds_in_runs_of_a_century():
    """Seconds of a long run do not fit into 32 bits."""
    late = 36_000 * DAY
    members = pd.DataFrame({"joined_hour": [late]}).astype("int32")
    assert metrics.activation_rate(members, posts_table((0, 0, -1, late + 1, False, -1)), late + WEEK) == 1


@pytest.mark.parametrize(("name", "day"), [("retention_d1", 1), ("retention_d7", 7), ("retention_d30", 30)])
def test_retention_asks_for_a_visit_on_that_very_day(name, day):
    """A visit the day before or after is no visit on the day; who joined too late to tell is left out."""
    members = newcomers_table((0, {0, day}), (0, {day - 1, day + 1}), (5, {day}), (6, {day}), (-1, {day}))
    retention = metrics.METRICS[name]
    assert retention(members, hours=5 + (day + 1) * DAY) == pytest.approx(2 / 3)
    assert math.isnan(retention(members, hours=(day + 1) * DAY - 1))


def test_churn_is_per_member_and_month():
    """Ten members for 72 hours are one member-month; two of them left."""
    hourly = pd.DataFrame({"members": [10] * 72, "departures": [0] * 70 + [1, 1]})
    assert metrics.churn_rate(hourly) == 2


def test_reach_counts_those_who_came_at_all():
    """Three of four members visited."""
    assert metrics.reach(pd.DataFrame({"visits": [0, 1, 5, 2]})) == 3 / 4


def test_feelings_are_those_of_the_members_who_are_still_here():
    """Who left does not count any more."""
    members = pd.DataFrame(
        {
            "left_hour": [FOREVER, FOREVER, 7],
            "trust": [0.2, 0.6, 1.0],
            "belonging": [0.0, 0.5, 1.0],
            "loyalty": 0.3,
        }
    )
    assert metrics.trust(members) == pytest.approx(0.4)
    assert metrics.belonging(members) == pytest.approx(0.25)
    assert metrics.loyalty(members) == pytest.approx(0.3)


def test_promoters_speak_more_than_is_usual_and_detractors_less():
    """Loyalty .3 is usual and a 7 or 8; .34 makes a 9, .26 a 6.5, which is a 7; who has left is not asked."""
    members = pd.DataFrame(
        {
            "left_hour": [FOREVER] * 5 + [7],
            "loyalty": [0.34, 0.9, 0.3, 0.26, 0.25, 0.0],
        }
    )
    assert metrics.nps(members) == pytest.approx(100 * (2 - 1) / 5)
    assert metrics.nps(members.assign(loyalty=1.0)) == 100
    assert metrics.nps(members.assign(loyalty=0.0)) == -100
    assert math.isnan(metrics.nps(members.iloc[5:]))
    assert math.isnan(metrics.nps(members.iloc[:0]))


def test_the_answer_is_that_of_a_passive_where_word_of_mouth_is_as_usual():
    """The score and the newcomers whom members bring turn at the same point, and rise together."""
    community = Community(Scenario.load("forum").replace(members=50, days=2), None).run_for(days=1)
    usual = presence.USUAL_LOYALTY
    for loyalty, brings_more in ((0.7 * usual, -1), (usual, 0), (1.3 * usual, 1)):
        community.daily["loyalty"][0] = loyalty
        members = pd.DataFrame({"left_hour": [FOREVER], "loyalty": [loyalty]})
        assert metrics.nps(members) == 100 * brings_more
        warmth = warmth_of_word(community)
        assert (warmth > 1.01) - (warmth < 0.99) == brings_more


def test_the_team_cannot_raise_engagement_by_writing():
    """Seven contributions by members and three likes for twenty readings; the team's two do not count."""
    hourly = pd.DataFrame({"readings": [12, 8], "likes": [1, 2]})
    assert metrics.engagement_rate(hourly, TALK) == pytest.approx(10 / 20)
    assert metrics.impressions(hourly) == 20


def test_counts_of_posts_and_replies_include_the_team():
    """They are the sums of the hourly table."""
    hourly = pd.DataFrame({"posts": [1, 3], "replies": [0, 5]})
    assert (metrics.posts(hourly), metrics.replies(hourly)) == (4, 5)


def test_answers_to_oneself_are_no_response():
    """Of three members' threads one was answered after 5 hours, one after 30 by the team, one never."""
    events = events_table(TALK)
    assert metrics.first_response_hours(events) == pytest.approx((5 + 30) / 2)
    assert metrics.unanswered_rate(events) == pytest.approx(1 / 3)


def test_response_rate_leaves_out_threads_that_have_not_had_their_day():
    """The thread of hour 90 counts from hour 114 on; the team's own thread never does."""
    events = events_table(TALK)
    assert metrics.response_rate(events, START + pd.Timedelta(hours=113)) == pytest.approx(1 / 2)
    assert metrics.response_rate(events, START + pd.Timedelta(hours=114)) == pytest.approx(1 / 3)


def test_member_to_member_ratio_sets_aside_the_team_and_monologues():
    """Of four answers two are between members, one is by the team and one to it."""
    assert metrics.member_to_member_ratio(TALK) == pytest.approx(2 / 4)


def test_participation_is_measured_among_those_who_wrote():
    """Member 1 wrote 4 of 7 contributions and member 2 wrote 2; ten members visited, the team is nobody."""
    events = events_table(TALK)
    assert metrics.participation_top1(events) == metrics.participation_top10(events) == pytest.approx(4 / 7)
    # Mean absolute difference over twice the mean: 2 (3 + 2 + 1) / 9 / (2 x 7/3).
    assert metrics.participation_gini(events) == pytest.approx(2 / 7)
    assert metrics.silent_share(events, pd.DataFrame({"visits": [1] * 10 + [0]})) == pytest.approx(7 / 10)


def test_moderation_is_held_against_the_truth():
    """Five contributions by members: two breaches of which one was removed, and one removal that was wrong."""
    posts = posts_table(
        (1, 0, -1, 0.5, True, 2),
        (2, 1, -1, 1, True, -1),
        (3, 2, -1, 1, False, 10),
        (3, 3, -1, 1, False, -1),
        (4, 4, -1, 1, False, -1),
        (-1, 5, -1, 1, False, 30),
    )
    assert metrics.violation_prevalence(posts) == pytest.approx(2 / 5)
    assert metrics.removal_rate(posts) == pytest.approx(2 / 5)
    assert metrics.precision(posts) == pytest.approx(1 / 2)
    assert metrics.recall(posts) == pytest.approx(1 / 2)
    # The team acts at the end of hours 2 and 10: after 2.5 and 10 hours.
    assert metrics.time_to_action_hours(posts) == pytest.approx((2.5 + 10) / 2)


def test_recidivism_follows_members_for_two_weeks_after_their_first_rightful_removal():
    """Again within two weeks is again; later, before, decent, or wrongly removed at first is not."""
    fortnight = 14 * DAY
    posts = posts_table(
        (1, 0, -1, 0, True, 9),
        (1, 1, -1, 10, True, -1),
        (2, 2, -1, 0, True, 9),
        (2, 3, -1, 9.5, True, -1),
        (2, 4, -1, 10 + fortnight, True, -1),
        (3, 5, -1, 0, True, 9),
        (3, 6, -1, 20, False, -1),
        (4, 7, -1, 0, False, 9),
        (4, 8, -1, 20, True, -1),
        (5, 9, -1, 0, True, 10),
        (5, 10, -1, 20, True, -1),
        (6, 11, -1, 0, True, 9),
        (6, 12, -1, 9 + fortnight, True, 500),
    )
    # Members 1, 2, 3 and 6 are followed for two weeks by hour 10 + 336, member 5 an hour later.
    assert metrics.recidivism_rate(posts, hours=10 + fortnight) == pytest.approx(2 / 4)
    assert metrics.recidivism_rate(posts, hours=11 + fortnight) == pytest.approx(3 / 5)


def test_team_minutes_are_added_up():
    """Two hours of work."""
    assert metrics.team_minutes(pd.DataFrame({"team_minutes": [4.0, 0.0, 12.0]})) == 16


def test_sentiment_and_departures_leave_out_the_team_and_outsiders():
    """Two cold posts and one warm of four by members; one of two who left came only because of a storm."""
    posts = pd.DataFrame({"author": [1, 2, 3, 4, -1], "warmth": [-0.5, -0.05, 0.3, 0.01, -0.9]})
    assert metrics.negative_posts(posts) == 2
    assert metrics.net_sentiment(posts) == -1 / 4
    assert math.isnan(metrics.net_sentiment(posts[posts["author"] < 0]))
    members = pd.DataFrame({"left_hour": [FOREVER, 5, 7, FOREVER], "outsider": [0, 0, 1, 1]})
    assert (metrics.departures(members), metrics.storm_visitors(members)) == (1, 2)
    assert metrics.press_mentions(pd.DataFrame({"press_mentions": [0, 2, 1]})) == 3


def test_a_granted_appeal_is_an_overturned_decision():
    """Three of four decided appeals were refused; other acts are none."""
    acts = ["uphold", "remove", "overturn", "uphold", "uphold", "restore"]
    assert metrics.appeal_overturn_rate(pd.DataFrame({"verb": acts})) == 1 / 4
    assert math.isnan(metrics.appeal_overturn_rate(pd.DataFrame({"verb": ["remove"]})))
    assert metrics.wishes_shipped(pd.DataFrame({"verb": [*acts, "ship_wish", "tell_wish", "ship_wish"]})) == 2


def test_an_answer_counts_from_the_moment_of_asking():
    """One of two complaints was answered after 3 hours, a question after 5; the team's own and praise are none."""
    posts = pd.DataFrame(
        [
            (1, "complaint", 3600, 4 * 3600),
            (2, "complaint", 3600, -1),
            (3, "question", 7200, 7 * 3600),
            (4, "praise", 0, 3600),
            (-1, "complaint", 0, 9 * 3600),
        ],
        columns=["author", "kind", "seconds", "team_answer_seconds"],
    )
    assert metrics.complaints_answered(posts) == 1 / 2
    assert metrics.team_answer_hours(posts) == pytest.approx((3 + 5) / 2)
    assert math.isnan(metrics.complaints_answered(posts[posts["kind"] == "praise"]))


def test_figures_of_the_brand_are_those_of_the_last_day_or_of_all():
    """Satisfaction and customers at the end; 3 who went of 90 customer-days are one a month."""
    daily = pd.DataFrame({"satisfaction": [0.4, 0.6], "customers": [50, 40], "defections": [1, 2]})
    assert (metrics.satisfaction(daily), metrics.customers(daily)) == (0.6, 40)
    assert metrics.defection_rate(daily) == pytest.approx(3 * 30 / 90)
    assert math.isnan(metrics.customers(daily.iloc[:0]))


def test_costs_and_complaints_are_sums_and_composure_is_a_mean():
    """Two hours."""
    hourly = pd.DataFrame(
        {"complaints": [1, 2], "money_spent": [10.0, 2.5], "tasks_missed": [0, 3], "composure": [1.0, 0.5]}
    )
    assert metrics.complaints(hourly) == 3
    assert metrics.money_spent(hourly) == 12.5
    assert metrics.tasks_missed(hourly) == 3
    assert metrics.composure(hourly) == 0.75


# --- the same again, in plain loops over a simulated run ----------------------------------------------------


def test_the_simulated_run_gives_every_metric_a_value(watched):
    """The comparisons below would prove nothing between two missing values."""
    summary = watched[0].summary()
    assert list(summary.index) == NAMES
    assert (summary.name, str(summary.dtype)) == ("value", "float64")
    assert summary.notna().all()
    assert 0 < summary["recidivism_rate"] < 1
    assert 0 < summary["member_to_member_ratio"] < 1
    assert (watched[0].posts["author"] == -1).any()


def test_users_agree_with_a_note_of_every_visit(watched):
    """Daily, weekly and monthly users and stickiness, from who was seen in which hour."""
    run, seen = watched
    days_of = {}
    for member, hour in seen:
        days_of.setdefault(hour // DAY, set()).add(member)

    def users(day, window):
        return len(set().union(*(days_of[d] for d in range(day - window + 1, day + 1))))

    summary = run.summary()
    assert summary["dau"] == pytest.approx(mean(users(day, 1) for day in range(40)))
    assert summary["wau"] == pytest.approx(mean(users(day, 7) for day in range(6, 40)))
    assert summary["mau"] == pytest.approx(mean(users(day, 30) for day in range(29, 40)))
    assert summary["stickiness"] == pytest.approx(mean(users(day, 1) / users(day, 30) for day in range(29, 40)))


def test_retention_agrees_with_a_note_of_every_visit(watched):
    """Whoever was seen between 24 N and 24 N + 24 hours after joining came back on day N."""
    run, seen = watched
    joined = run.members["joined_hour"].to_dict()
    for day in (1, 7, 30):
        asked = {member for member, hour in joined.items() if hour >= 0 and hour + (day + 1) * DAY <= 40 * DAY}
        came = {member for member, hour in seen if member in asked and (hour - joined[member]) // DAY == day}
        assert run.summary()[f"retention_d{day}"] == pytest.approx(len(came) / len(asked))


def test_newcomers_and_departures_agree_with_a_count_by_hand(watched, rows):
    """Activation, churn, reach and feelings, member by member."""
    run, seen = watched
    members = run.members.to_dict("index")
    asked = [m for m, row in members.items() if 0 <= row["joined_hour"] <= 33 * DAY]
    active = [
        m
        for m in asked
        if any(
            p["author"] == m and p["seconds"] < 3600 * (members[m]["joined_hour"] + WEEK) for p in rows.values()
        )
    ]
    here = [row for row in members.values() if row["left_hour"] == FOREVER]
    member_hours = sum(
        1
        for row in members.values()
        for hour in range(max(0, row["joined_hour"]), 40 * DAY)
        if row["left_hour"] > hour
    )
    summary = run.summary()
    assert summary["activation_rate"] == pytest.approx(len(active) / len(asked))
    assert summary["churn_rate"] == pytest.approx((len(members) - len(here)) / (member_hours / 720))
    assert summary["reach"] == pytest.approx(len({member for member, _ in seen}) / len(members))
    for feeling in ("trust", "belonging", "loyalty"):
        assert summary[feeling] == pytest.approx(mean(row[feeling] for row in here))
    warmth = [row["loyalty"] / 0.3 for row in here]  # half of the trust that newcomers bring
    promoters = sum(7.5 * one >= 8.5 for one in warmth)
    detractors = sum(7.5 * one < 6.5 for one in warmth)
    assert 0 < promoters < len(here)
    assert summary["nps"] == pytest.approx(100 * (promoters - detractors) / len(here))


def test_conversation_agrees_with_a_count_by_hand(watched, rows):
    """Counts, engagement and answers, post by post."""
    run, _ = watched
    own = [p for p in rows.values() if p["author"] >= 0]
    readings = sum(p["readings"] for p in rows.values())
    likes = sum(p["likes"] for p in rows.values())
    waits, answered, asked = [], 0, 0
    between, answers = 0, 0
    for number, post in rows.items():
        if post["parent"] >= 0:
            pair = (post["author"], rows[post["parent"]]["author"])
            answers += pair[0] != pair[1]
            between += pair[0] != pair[1] and min(pair) >= 0
        elif post["author"] >= 0:
            wait = [
                (p["seconds"] - post["seconds"]) / 3600
                for p in rows.values()
                if p["thread"] == number and p["author"] != post["author"]
            ]
            waits.append(min(wait) if wait else math.inf)
            if post["seconds"] <= 39 * DAY * 3600:
                asked += 1
                answered += waits[-1] <= 24
    summary = run.summary()
    assert summary["posts"] == sum(p["parent"] == -1 for p in rows.values())
    assert summary["replies"] == sum(p["parent"] >= 0 for p in rows.values())
    assert summary["impressions"] == readings
    assert summary["engagement_rate"] == pytest.approx((len(own) + likes) / readings)
    assert summary["response_rate"] == pytest.approx(answered / asked)
    assert summary["first_response_hours"] == pytest.approx(median(w for w in waits if w < math.inf))
    assert summary["unanswered_rate"] == pytest.approx(waits.count(math.inf) / len(waits))
    assert summary["member_to_member_ratio"] == pytest.approx(between / answers)


def test_participation_agrees_with_a_count_by_hand(watched, rows):
    """Shares of the most active and the Gini index from the area under the Lorenz curve."""
    run, seen = watched
    counts = {}
    for post in rows.values():
        if post["author"] >= 0:
            counts[post["author"]] = counts.get(post["author"], 0) + 1
    written, total = sorted(counts.values()), sum(counts.values())
    lorenz = [sum(written[:n]) / total for n in range(len(written) + 1)]
    area = sum((low + high) / 2 for low, high in pairwise(lorenz)) / len(written)
    summary = run.summary()
    for percent in (1, 10):
        top = max(1, round(len(written) * percent / 100))
        assert summary[f"participation_top{percent}"] == pytest.approx(sum(written[-top:]) / total)
    assert summary["participation_gini"] == pytest.approx(1 - 2 * area)
    assert summary["silent_share"] == pytest.approx(1 - len(counts) / len({member for member, _ in seen}))


def test_conduct_agrees_with_the_audit_log(watched, rows):
    """Prevalence, precision, recall, time to action and relapses, from the log of what the team did."""
    run, _ = watched
    removed = {a.target: a.hour for a in run.actions.itertuples() if a.verb == "remove"}
    own = {number: p for number, p in rows.items() if p["author"] >= 0}
    bad = {number for number, p in own.items() if p["breaks_rules"]}
    first = {}
    for number, hour in removed.items():
        if number in bad:
            author = rows[number]["author"]
            first[author] = min(hour, first.get(author, hour))
    followed = {author: hour for author, hour in first.items() if hour + 1 + 14 * DAY <= 40 * DAY}
    again = {
        rows[number]["author"]
        for number in bad
        if rows[number]["author"] in followed
        and 0 <= rows[number]["seconds"] / 3600 - followed[rows[number]["author"]] - 1 < 14 * DAY
    }
    summary = run.summary()
    assert summary["violation_prevalence"] == pytest.approx(len(bad) / len(own))
    assert summary["removal_rate"] == pytest.approx(len(removed) / len(own))
    assert summary["precision"] == pytest.approx(len(bad & set(removed)) / len(removed))
    assert summary["recall"] == pytest.approx(len(bad & set(removed)) / len(bad))
    assert summary["time_to_action_hours"] == pytest.approx(
        median(hour + 1 - rows[number]["seconds"] / 3600 for number, hour in removed.items())
    )
    assert summary["recidivism_rate"] == pytest.approx(len(again) / len(followed))
    assert summary["team_minutes"] == pytest.approx(run.actions["minutes"].sum())


def test_a_busy_team_agrees_with_its_log_and_with_what_was_written():
    """Appeals, service, storms and costs, where all of them happen, post by post, act by act, hour by hour."""
    run = lived("compiled").to_run()
    own = [p for p in run.posts.to_dict("records") if p["author"] >= 0]
    acts = run.actions.to_dict("records")
    members = run.members.to_dict("records")
    verbs_done = [act["verb"] for act in acts]
    tones = [(p["warmth"] > -0.05) + (p["warmth"] >= 0.05) - 1 for p in own]
    grievances = [p for p in own if p["kind"] == "complaint"]
    waits = [
        (p["team_answer_seconds"] - p["seconds"]) / 3600
        for p in own
        if p["kind"] in ("complaint", "question") and p["team_answer_seconds"] >= 0
    ]
    here = [row for row in members if row["left_hour"] == FOREVER]
    days = run.daily.to_dict("records")
    hours = run.hourly.to_dict("records")
    found = {
        "net_sentiment": sum(tones) / len(tones),
        "negative_posts": tones.count(-1),
        "departures": sum(row["left_hour"] < FOREVER and not row["outsider"] for row in members),
        "storm_visitors": sum(row["outsider"] for row in members),
        "press_mentions": sum(row["press_mentions"] for row in hours),
        "appeal_overturn_rate": verbs_done.count("overturn")
        / (verbs_done.count("overturn") + verbs_done.count("uphold")),
        "complaints": sum(p["parent"] == -1 for p in grievances),
        "complaints_answered": sum(p["team_answer_seconds"] >= 0 for p in grievances) / len(grievances),
        "team_answer_hours": median(waits),
        "wishes_shipped": verbs_done.count("ship_wish"),
        "satisfaction": mean(row["satisfaction"] for row in here),
        "customers": sum(row["customer"] for row in here),
        "defection_rate": 30 * sum(row["defections"] for row in days) / sum(row["customers"] for row in days),
        "money_spent": sum(act["money"] for act in acts),
        "tasks_missed": verbs_done.count("miss"),
        "team_minutes": sum(act["minutes"] for act in acts),
        "composure": mean(row["composure"] for row in hours),
    }
    assert all(value for value in found.values()), "a figure of nothing compares nothing"
    summary = run.summary()
    for name, value in found.items():
        assert summary[name] == pytest.approx(value), name


# --- the edges ---------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("hours", [0, 1, 24])
def test_a_community_in_which_nothing_happened_has_figures_without_a_warning(hours):
    """One member, at most a day: counts are 0, shares of nothing are missing, nothing else is said."""
    scenario = Scenario.load("forum").replace(members=1, days=1, newcomers_per_1000_members_per_day=0)
    summary = Community(scenario, None).run_for(hours=hours).to_run().summary()
    assert list(summary.index) == NAMES
    assert summary[["posts", "replies", "team_minutes"]].eq(0).all()
    assert summary[["precision", "retention_d30", "mau", "engagement_rate", "first_response_hours"]].isna().all()


def test_a_run_stopped_within_a_day_counts_whole_days_of_users_and_every_hour_of_writing():
    """After 36 hours there is one day of users, and all that was written."""
    scenario = Scenario.load("forum").replace({"members": 400, "days": 2, "population.visits_per_day": 2})
    run = Community(scenario, None, seed=3).run_for(hours=36).to_run()
    summary = run.summary()
    assert summary["dau"] == run.daily["dau"][0]
    assert summary["posts"] + summary["replies"] == len(run.posts) > run.daily.loc[0, ["posts", "replies"]].sum()
