"""Module 04, keeping it alive: what the pages claim is true in the simulator, and the checks answer everything."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from garbage import named

from exercises.checks import calendar_on_a_budget as budget
from exercises.checks import newcomers
from exercises.checks.calendar_on_a_budget import calendar, check_cost, check_plan, check_reasons, draft_of
from exercises.checks.newcomers import changed_settings, check_decision, check_reading, my_comparison
from exercises.checks.noise import beyond_luck
from simulator import Playbook, Scenario, simulate
from simulator.lens.course_plots_a import weeks
from tools.editions import Source

ROOT = Path(__file__).resolve().parents[1]
GARBAGE = [None, ..., "", "forty", b"1", float("nan"), float("inf"), -1e9, 1e9, True, 3 + 4j, pd.NA, [], [40],
           (1, 2), {}, pd.Series([1, 2]), np.arange(0), object, object()]  # fmt: skip
PLAIN = Playbook.load("balanced")
FORUM = Scenario.load("forum").replace(
    {"members": 600, "days": 42, "population.visits_per_day": 0.4, "newcomers_per_1000_members_per_day": 12}
)


def plan(**engagement):
    """Return the plain team with settings of engagement altered; two underscores stand for a dot."""
    return PLAIN.replace({f"engagement.{name.replace('__', '.')}": value for name, value in engagement.items()})


@cache
def talk_by_week(playbook_json, spends=0.3):
    """Return members' posts and replies by week without entries, shape (20 communities, weeks).

    Args:
        playbook_json: who manages. spends: what an entry takes of the wish to write.
    """
    place = FORUM.replace({"behaviour.contest_spends": spends})
    rows = []
    for seed in range(1, 21):
        posts = simulate(place, Playbook.model_validate_json(playbook_json), seed=seed).posts
        mine = posts[(posts["author"] >= 0) & (posts["kind"] != "entry")]
        rows.append(np.bincount(mine["seconds"] // (7 * 86400), minlength=6))
    return np.array(rows)


def test_a_contest_leaves_quieter_weeks_behind_and_no_more_conversation():
    """The notebook says so of twenty communities: up in the week, down in the three after, nothing over six."""
    contest = plan(contest__every_days=100, contest__lasts_days=7, contest__appeal=3)
    apart = talk_by_week(contest.model_dump_json()) - talk_by_week(PLAIN.model_dump_json())
    assert beyond_luck(apart[:, 0]).up
    assert beyond_luck(apart[:, 1:4].sum(axis=1)).down
    assert not beyond_luck(apart.sum(axis=1)).up
    free = talk_by_week(contest.model_dump_json(), spends=0) - talk_by_week(PLAIN.model_dump_json())
    quiet, quiet_free = apart[:, 1:4].sum(axis=1).mean(), free[:, 1:4].sum(axis=1).mean()
    assert quiet_free < quiet / 2  # most of it stays without the price of an entry
    assert "while it runs +" in weeks({"talk": apart}, "posts a week", shaded=1).says


@pytest.mark.slow
def test_thanks_and_starters_bring_conversation_over_sixty_pairs():
    """The notebook says what sixty pairs showed: more by thanks and starters, nothing by the other two."""
    starters = [{"day": day, "hour": 7, "kind": "starter", "appeal": 2} for day in ("mon", "wed", "fri")]
    announced = [slot | {"kind": "announcement"} for slot in starters]
    found = {
        name: beyond_luck(
            [
                budget.conversation(simulate(FORUM, other, seed=seed))
                - budget.conversation(simulate(FORUM, PLAIN, seed=seed))
                for seed in range(1, 61)
            ]
        )
        for name, other in {
            "thanks": plan(thanks_per_week=10),
            "starters": plan(calendar=starters),
            "features": plan(features_per_week=5),
            "announcements": plan(calendar=announced),
        }.items()
    }
    assert found["thanks"].up
    assert found["starters"].up
    assert not found["features"].up
    assert not found["announcements"].up


# --- Exercise 04a ---------------------------------------------------------------------------------------------


def told(name):
    """Return the row that a learner's figure shows, and whether it is beyond luck."""
    row = my_comparison(name).effects(metrics=newcomers.SECOND).iloc[0]
    return row, "yes" if row.ci_low > 0 or row.ci_high < 0 else "no"


@pytest.mark.parametrize("name", ["Ada", "Grace"])
def test_what_the_figure_prints_passes(name):
    """One decimal or a whole number, in everybody's own forums."""
    row, sure = told(name)
    assert check_reading(my_comparison(name), round(row.difference, 1), sure).startswith("Passed")


def test_neighbours_read_other_figures():
    """Two names, two comparisons."""
    assert told("Ada")[0].difference != told("Grace")[0].difference


def test_misreadings_of_the_interval_are_called_by_name():
    """An end, the wrong sign, a share, a fraction and the wrong word get an answer of their own."""
    mine = my_comparison("Ada")
    row, sure = told("Ada")
    assert "an end of the interval" in check_reading(mine, row.ci_low, sure)
    assert "wrong sign" in check_reading(mine, -row.difference, sure)
    assert "not a difference" in check_reading(mine, row["mean"], sure)
    assert "multiply by 100" in check_reading(mine, row.difference / 100, sure)
    assert "not what the figure shows" in check_reading(mine, 99, sure)
    assert "something else about luck" in check_reading(mine, row.difference, {"yes": "no", "no": "yes"}[sure])


def test_answers_to_first_posts_pass_in_forums_nobody_has_seen():
    """The decision that the newsgroup study suggests."""
    assert check_decision(plan(answer_first_posts_hours=12)).startswith("Passed")


def test_decisions_that_bring_no_second_post_are_called_by_name():
    """A bot, a greeting, something for everybody, two things at once, nothing, or another matter."""
    assert "listens to nobody" in check_decision(plan(welcome="bot"))
    assert "most of them never write" in check_decision(plan(welcome="person"))
    assert "luck could explain" in check_decision(plan(thanks_per_week=20))
    assert "Alter one only" in check_decision(plan(welcome="bot", answer_first_posts_hours=12))
    assert "nothing was changed" in check_decision(PLAIN)
    assert "not about how newcomers" in check_decision(PLAIN.replace({"netiquette.shown": "everyone"}))


def test_changes_are_found_by_name_and_a_new_title_is_none():
    """What a playbook is called does nothing."""
    other = plan(contest__appeal=2).replace({"name": "mine", "title": "Mine"})
    assert changed_settings(PLAIN, other) == {"engagement.contest.appeal": 2}
    assert changed_settings(PLAIN, PLAIN.replace({"care.tones": {}})) == {"care.tones": {}}


# --- Exercise 04b ---------------------------------------------------------------------------------------------

GOOD = plan(
    calendar=calendar("starter", "mon", "wed", "fri"), thanks_per_week=25, answer_first_posts_hours=24,
    awards_per_month=5,
)  # fmt: skip


@pytest.mark.parametrize("name", ["Ada", "Grace", "", 7])
def test_the_price_of_a_draft_is_what_cost_says(name):
    """The sum by hand and `cost` agree for everybody."""
    draft = draft_of(name)
    table = draft.cost(budget.forum())
    rows = table.loc[["calendar", "contests", "thanks"]].sum()
    assert check_cost(draft, rows["minutes"], rows["euros"]).startswith("Passed")
    assert len(budget.described(draft)) == 8


def test_slips_in_the_sum_are_called_by_name():
    """Daily counted once, a whole contest a week, no contest, swapped sums, and anything else."""
    draft = draft_of("Ada")
    minutes, euros = budget._price(draft)
    whole, part = budget._contest(draft)[0], budget._contest(draft, weekly=True)[0]
    assert "counted once" in check_cost(draft, minutes - 6 * 20, euros)
    assert "whole contest was counted" in check_cost(draft, minutes + whole - part, euros)
    assert "leaves the contest out" in check_cost(draft, minutes - part, euros)
    assert "price of a whole contest" in check_cost(draft, minutes, 200)
    assert "wrong way round" in check_cost(draft, euros, minutes)
    assert "not what the draft asks for" in check_cost(draft, minutes + 11, euros)
    assert "not what the draft asks for" in check_cost(draft, minutes, euros + 11)


def test_a_plan_within_the_budget_passes():
    """Starters, thanks, awards and answers together bring conversation beyond luck."""
    assert check_plan(GOOD).startswith("Passed")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (PLAIN, "nothing is planned"),
        (PLAIN.replace({"care.public_replies": 3}), "was changed, too"),
        (plan(calendar=calendar("starter", "daily", "daily")), "of 200"),
        (plan(contest__every_days=8), "euros a week of 100"),
        (plan(thanks_per_week=400, minutes_per_thanks=0.1), "says how long it takes"),
        (plan(calendar=[{"day": "mon", "hour": 8, "kind": "starter", "minutes": 1}]), "too good for its minutes"),
        (plan(contest__every_days=28, contest__euros=1), "too good for its euros"),
        (plan(ads_per_day=20, euros_per_newcomer=0), "cheaper than ads are"),
        (plan(answer_first_posts_hours=24, minutes_per_first_post=1), "says how long it takes"),
    ],
)
def test_plans_that_cheat_or_cost_too_much_are_called_by_name(other, said):
    """Nobody works faster because a plan says so; and a budget is a budget."""
    assert said in check_plan(other)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (plan(contest__every_days=21), "Entries to a contest are not conversation"),
        (plan(calendar=calendar("announcement", "mon", "wed")), "Announcements draw likes"),
        (plan(welcome="bot"), "Greetings go to many"),
    ],
)
def test_plans_that_bring_no_conversation_are_called_by_name(other, said):
    """Contests, announcements and greetings each have a reason of their own."""
    assert said in check_plan(other)


def test_reasons_need_the_price_and_what_is_left_out():
    """A defence without a figure, with another plan's figure, or without a sacrifice is not one."""
    words = "starters and thanks bring members to write to each other week after week in this forum of ours "
    assert check_reasons(GOOD, f"It takes 97 minutes a week. {words * 2} I do not run a contest.").startswith(
        "Passed"
    )
    assert "have no figure" in check_reasons(GOOD, words * 2)
    assert "price of this plan" in check_reasons(GOOD, f"It takes 500 minutes. {words * 2}")
    assert "what you do not do" in check_reasons(GOOD, f"It takes 97 minutes. {words * 2}")
    assert "of at least 25 words" in check_reasons(GOOD, "97 minutes, no contest.")
    assert "asks for nothing" in check_reasons(PLAIN, words * 2)


@pytest.mark.parametrize("answer", GARBAGE, ids=named)
def test_whatever_is_handed_in_gets_one_line(answer):
    """No traceback, whatever stands in a place."""
    row, sure = told("Ada")
    draft = draft_of("Ada")
    for said in (
        check_reading(answer, row.difference, sure),
        check_reading(my_comparison("Ada"), answer, sure),
        check_reading(my_comparison("Ada"), row.difference, answer),
        check_decision(answer),
        check_cost(answer, 100, 100),
        check_cost(draft, answer, 100),
        check_cost(draft, budget._price(draft)[0], answer),
        check_plan(answer),
        check_reasons(answer, "word " * 30),
        check_reasons(GOOD, answer),
    ):
        assert said.startswith("Not yet - ")
        assert "\n" not in said


@pytest.mark.parametrize("name", ["04a_newcomers", "04b_calendar_on_a_budget"])
def test_the_learners_page_links_to_its_notebook(name):
    """Whoever is lost finds the way back."""
    assert "04_keeping_it_alive.ipynb" in Source(ROOT, "exercises", name).text()
