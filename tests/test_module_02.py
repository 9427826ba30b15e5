"""Module 02: what its notebook tells learners is true in the simulator, and its figures say what they show."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulator import Community, Playbook, Scenario, compare, simulate
from simulator.lens.six_tasks import NONE_OF_THEM, TASKS, by_task, task_of, task_shares
from simulator.lens.team_posts import TEAM, team_posts, two_goals
from simulator.playbook import verbs

FORUM = Scenario.load("forum").replace({"members": 1200, "days": 40, "population.visits_per_day": 0.2})
QUARTER = FORUM.replace(members=800, days=60)


@pytest.fixture(scope="module")
def teams():
    """The two plans, lived once."""
    return {plan: simulate(QUARTER, plan, seed=7) for plan in ("broadcast", "facilitator")}


@pytest.fixture(scope="module")
def effects():
    """What the facilitator's plan changes against the broadcast plan, as the notebook shows it."""
    measures = {
        "likes": lambda run: float(run.hourly["likes"].sum()),
        "joined": lambda run: float((run.members["joined_hour"] >= 0).sum()),
    }
    result = compare(QUARTER, ["broadcast", "facilitator"], replicates=8, seed=7, measures=measures)
    return result.effects("broadcast").set_index("metric")


def test_an_announcement_is_read_more_and_a_starter_talked_about_more():
    """In every forum that the notebook shows, as it prints."""
    for seed in range(1, 11):
        past = Community(FORUM, None, seed=seed).run_for(days=20)
        found = []
        for kind in ("announcement", "starter"):
            future = past.fork()
            verbs.publish(future, None, kind=kind, appeal=2)
            found.append(team_posts(future.run_for(days=7).to_run()).iloc[0])
        first, second = found
        assert first["readings"] > second["readings"] and first["likes"] > second["likes"]
        assert second["answers_among_members"] > first["answers_among_members"]


def test_each_plan_wins_what_the_notebook_says(effects):
    """Members, likes and readings for one; writing newcomers, talk among members and belonging for the other."""
    assert (effects.loc[["joined", "likes", "impressions"], "ci_high"] < 0).all()
    assert (effects.loc[["activation_rate", "member_to_member_ratio", "belonging"], "ci_low"] > 0).all()
    for same in ("trust", "retention_d30"):
        assert effects.loc[same, "ci_low"] < 0 < effects.loc[same, "ci_high"]


def test_the_plans_cost_what_the_notebook_says(effects):
    """About three times the minutes and six times the money."""
    ratio = effects["baseline_mean"] / effects["mean"]
    assert 2.5 < ratio["team_minutes"] < 3.5
    assert 5 < ratio["money_spent"] < 7


def test_team_posts_counts_what_a_reader_would_count(teams):
    """Every thread of the team, reply by reply."""
    run = teams["facilitator"]
    posts = run.posts
    table = team_posts(run)
    assert list(table.index) == list(posts.index[(posts["author"] == TEAM) & (posts["parent"] == -1)])
    for opener, row in table.iterrows():
        replies = posts[(posts["thread"] == opener) & (posts["parent"] >= 0) & (posts["author"] != TEAM)]
        whom = [posts.loc[parent, "author"] for parent in replies["parent"]]
        assert row["answers_to_team"] == sum(author == TEAM for author in whom)
        own = [author == writer for author, writer in zip(whom, replies["author"], strict=True)]
        assert row["answers_among_members"] == len(whom) - row["answers_to_team"] - sum(own)
        assert row["people"] == replies["author"].nunique()


def test_an_answer_to_oneself_is_no_talk():
    """Somebody who adds a line to their own answer has not been answered; three replies, one of each sort."""
    posts = pd.DataFrame(
        {
            "author": [TEAM, 5, 5, 6],
            "thread": 0,
            "parent": [-1, 0, 1, 1],
            "kind": "starter",
            "readings": 9,
            "likes": 2,
        }
    )
    lived = simulate(FORUM.replace(members=100, days=3), None, seed=1)
    (row,) = team_posts(replace(lived, posts=posts)).to_dict("records")
    assert (row["answers_to_team"], row["answers_among_members"], row["people"]) == (1, 1, 2)


def test_a_team_that_opens_nothing_has_an_empty_table():
    """No rows, and the same columns."""
    table = team_posts(simulate(FORUM.replace(members=100, days=3), None, seed=1))
    assert len(table) == 0
    assert {"kind", "readings", "likes", "answers_to_team", "answers_among_members", "people"} == set(table)
    with pytest.raises(ValueError, match="opened no thread"):
        two_goals({"a": table, "b": table})


def test_two_goals_says_every_number_that_it_draws(teams):
    """The sentence is the figure for whoever cannot see it."""
    tables = {name: team_posts(run) for name, run in teams.items()}
    figure = two_goals(tables)
    for title in ("readings", "likes", "answers to the team", "answers among members"):
        assert title in figure.says
    assert figure.says.endswith(".") and "(broadcast)" in figure.says
    drawn = {text.get_text().strip() for axes in figure.axes for text in axes.texts}
    assert all(number in figure.says for number in drawn)
    with pytest.raises(ValueError, match="tables must be 2"):
        two_goals({"a": tables["broadcast"]})


def test_every_minute_belongs_to_one_task(teams):
    """The six tasks and what is none of them add up to the audit log."""
    for run in teams.values():
        table = by_task(run)
        assert list(table.index) == [*TASKS, NONE_OF_THEM]
        assert table["minutes"].sum() == pytest.approx(run.actions["minutes"].sum())
        assert table["acts"].sum() == len(run.actions)


def test_announcing_is_none_of_the_six_and_neither_plan_leads_opinion_leaders(teams):
    """What the notebook says of the two bars."""
    broadcast, facilitator = (by_task(run) for run in teams.values())
    assert broadcast["minutes"].idxmax() == NONE_OF_THEM
    assert facilitator.loc[NONE_OF_THEM, "acts"] == 0
    assert broadcast.loc[TASKS[5], "acts"] == facilitator.loc[TASKS[5], "acts"] == 0


def test_acts_go_to_the_task_that_their_reason_names():
    """The same verb is support when it answers a complaint, and dialogue when it greets a first post."""
    assert (
        task_of("reply", "answer to a complaint") == task_of("reply", "answer to a question (private)") == TASKS[3]
    )
    assert task_of("reply", "first post") == TASKS[0]
    assert task_of("publish", "calendar", "starter") == TASKS[0]
    assert task_of("publish", "calendar", "announcement") == NONE_OF_THEM
    assert task_of("remove") == task_of("warn") == TASKS[4]
    assert task_of("befriend") == TASKS[5]


def test_every_verb_of_the_team_has_a_task():
    """A verb that is added later is looked after as moderation until somebody says otherwise."""
    moderation = [
        "block",
        "delete_criticism",
        "exclude",
        "hide",
        "keep",
        "overturn",
        "release",
        "remove",
        "restore",
    ]
    found = {verb for verb in verbs.__all__ if verb.islower() and task_of(verb) == TASKS[4]}
    assert found == {*moderation, "uphold", "warn"}


def test_task_shares_of_a_team_that_does_nothing_is_said_in_words(teams):
    """No division by zero minutes, and exactly two teams."""
    idle = simulate(FORUM.replace(members=100, days=3), None, seed=1)
    assert "Nobody spent no minutes." in task_shares({"broadcast": teams["broadcast"], "nobody": idle}).says
    with pytest.raises(ValueError, match="runs must be two"):
        task_shares({"nobody": idle})


def test_a_person_is_worth_more_to_readers_and_hardly_seen_in_a_forums_trust():
    """Both halves of what the notebook says about voice."""
    faulty = QUARTER.replace({"behaviour.mishap_chance": 0.01})
    plan = Playbook.load("facilitator")

    def worth(run):
        """Return the mean worth of the team's answers."""
        return float(
            run.posts.loc[(run.posts["author"] == TEAM) & (run.posts["parent"] >= 0), "answer_worth"].mean()
        )

    plans = {who: plan.replace({"care.voice": who}) for who in ("brand", "person")}
    found = compare(faulty, plans, replicates=8, seed=7, measures={"worth": worth}).effects().set_index("metric")
    assert found.loc["worth", "ci_low"] > 0
    assert abs(found.loc["trust", "difference"]) < 0.01
    assert isinstance(found, pd.DataFrame) and np.isfinite(found.loc["worth", "mean"])
