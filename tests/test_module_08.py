"""Module 08, listening and measuring: its claims hold in the simulator, and its checks know right from wrong."""

import math

import numpy as np
import pandas as pd
import pytest
from garbage import named

from exercises.checks import measure_a_campaign as campaigns
from exercises.checks import publish_safely as private
from exercises.checks import truth_and_dashboard as boards
from exercises.checks.noise import UNSEEN, beyond_luck, differences, lived
from simulator import Playbook, Scenario
from simulator.lens.listening import listen
from simulator.lens.listening_bias import accuracy, compare_instruments

PURPOSE = "show the team whether newcomers write less than before"
GOOD = {"joined_day": 14, "clock": [-12, -2], "written": [0, 1]}
COMFORT = ["likes", "new_topics", "Contributors"]
GARBAGE = [None, ..., "", "holdout", 7, -1.5, math.nan, math.inf, True, [], {}, {"A": None}, np.zeros((2, 2)),
           pd.DataFrame(), Playbook, Scenario.load("forum"), object(), lambda: 1, lambda plan: 3]  # fmt: skip


@pytest.fixture(scope="module")
def run():
    """The run of somebody's page in exercise 08a."""
    return lived(boards.forum(), boards.team(), boards.my_seed("Kim"))


def hidden(run):
    """Return the three right numbers of exercise 08a."""
    figures = boards.shown(run)
    gone = int(figures["registered"] - run.hourly["members"].iloc[-1])
    return gone, 100 * figures["without_response"], int(figures["total_posts"] - figures["posts"])


# --- what the notebook says ---------------------------------------------------------------------------------


def test_deleting_criticism_looks_lively_and_loses_trust():
    """Key point 1: more posts, less trust, more who leave - in five forums of six at least.

    In a small one the first posts may be gone before anybody has read them; the notebook says so.
    """
    places = (boards.forum(), boards.team()), (boards.forum(), boards.team("delete"))
    apart = {
        figure: differences(lambda run, figure=figure: run.summary()[figure], *places)
        for figure in ("posts", "trust", "departures")
    }
    assert ((apart["posts"] > 0) & (apart["trust"] < 0) & (apart["departures"] > 0)).sum() >= 5


def test_counts_give_false_comfort_in_most_forums():
    """The figures that the solution names do so again and again."""
    for figure in COMFORT:
        assert sum(figure in boards._false_comfort(seed) for seed in UNSEEN[:3]) >= 2


def test_a_tool_misreads_irony_and_a_larger_sample_does_not_cure_its_words():
    """Key point 2: it stays off the truth when it hears everything, at once."""
    runs = [lived(boards.forum(), boards.team(), seed) for seed in UNSEEN[:3]]
    heard = pd.concat([accuracy(listen(run)).by_kind.assign(of=number) for number, run in enumerate(runs)])
    ironic = heard.loc["irony"]
    assert (ironic["right"] * ironic["posts"]).sum() < 0.25 * ironic["posts"].sum()
    bias = [compare_instruments(run).loc["everything, at once", "bias"] for run in runs]
    assert beyond_luck(bias).down


def test_late_and_small_samples_follow_the_truth_less():
    """The rows of the notebook's table, in their order."""
    tables = [compare_instruments(lived(boards.forum(), boards.team(), seed)) for seed in UNSEEN[:3]]
    follows = pd.concat(tables).groupby(level=0)["correlation"].mean()
    assert follows["all that is visible"] > follows["three days late"]
    assert follows["all that is visible"] > follows["a tenth of it"]


# --- exercise 08a -------------------------------------------------------------------------------------------


def test_hidden_numbers_are_passed_when_they_follow_from_the_table(run):
    """Rounded to whole percent or not."""
    gone, waiting, missing = hidden(run)
    assert boards.check_hidden(run, gone, waiting, missing).startswith("Passed")
    assert boards.check_hidden(run, gone, round(waiting), missing).startswith("Passed")


@pytest.mark.parametrize(
    ("which", "misread", "told"),
    [
        (0, lambda run, figures: figures["registered"], "everybody who ever registered"),
        (0, lambda run, figures: run.hourly["members"].iloc[-1], "still there"),
        (0, lambda run, figures: -hidden(run)[0], "wrong sign"),
        (1, lambda run, figures: figures["without_response"], "share of 1"),
        (1, lambda run, figures: 100 - 100 * figures["without_response"], "how many have an answer"),
        (1, lambda run, figures: 99, "another number"),
        (2, lambda run, figures: figures["total_posts"], "everything that was written"),
        (2, lambda run, figures: figures["flags"], "counts flags"),
    ],
)
def test_each_way_to_misread_the_dashboards_has_a_name(run, which, misread, told):
    """What was counted, and what to take."""
    answers = list(hidden(run))
    answers[which] = misread(run, boards.shown(run))
    said = boards.check_hidden(run, *answers)
    assert said.startswith("Not yet") and told in said


def test_each_dashboard_hides_one_thing():
    """One right answer; a swap names the instrument."""
    assert boards.check_hides(dict(boards.HIDES)).startswith("Passed")
    swapped = {**boards.HIDES, "CHAOSS": "who left", "vanity counts": "everybody who only reads"}
    assert '"CHAOSS" does not hide' in boards.check_hides(swapped)
    assert "names something twice" in boards.check_hides({**boards.HIDES, "CHAOSS": "who left"})


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (["likes", "sign_ups", "new_topics"], "nobody reads sign_ups as a sign of trust"),
        (["likes", "daily_visitors", "new_topics"], "no false comfort"),
        (["likes", "trust", "new_topics"], "not among the choices"),
        (["likes", "likes", "new_topics"], "twice"),
    ],
)
def test_each_misconception_of_false_comfort_has_a_name(figures, told):
    """Another question, a figure that fell, a figure that no dashboard has."""
    said = boards.check_false_comfort(boards.my_seed("Kim"), figures)
    assert said.startswith("Not yet") and told in said


def test_false_comfort_passes_for_any_three_figures_that_hold():
    """There is more than one right answer."""
    seed = boards.my_seed("Kim")
    assert boards.check_false_comfort(seed, COMFORT).startswith("Passed")
    assert boards.check_false_comfort(seed, ("total_likes", "total_page_views", "likes")).startswith("Passed")


# --- exercise 08b -------------------------------------------------------------------------------------------


def test_each_campaign_has_just_the_way_that_its_design_allows():
    """What a statistician would say of the plan is what the simulator shows over forums with other luck."""
    expected = ["holdout", "difference in differences", "none", "holdout", "before/after", "none"]
    assert [set(campaigns.right_ways(plan)) for plan in campaigns.PROBES] == [{way} for way in expected]


def solution(plan):
    """The rule of the solution."""
    if plan.held_out:
        return "holdout"
    if plan.chosen_for != "nothing":
        return "none"
    if plan.never_meant:
        return "difference in differences"
    return "none" if plan.weekend else "before/after"


def test_a_rule_that_looks_at_the_plan_passes_and_lazy_ones_do_not():
    """One way for all, or the campaigns of the page learned by heart, fail on those unseen."""
    assert campaigns.check_rule(solution).startswith("Passed")
    assert "nobody was left out by lot" in campaigns.check_rule(lambda plan: "holdout")
    assert "off the truth" in campaigns.check_rule(lambda plan: "before/after")
    assert "nobody like them" in campaigns.check_rule(lambda plan: "difference in differences")
    assert "there is a way" in campaigns.check_rule(lambda plan: "none")
    by_heart = {plan: solution(plan) for plan in campaigns.PLANS.values()}
    assert campaigns.check_rule(lambda plan: by_heart.get(plan, "none")).startswith("Not yet")


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"A": "before/after"}, "off the truth"),
        ({"B": "holdout"}, "nobody was left out by lot"),
        ({"B": "before/after"}, "holds the truth in"),
        ({"C": "before/after"}, "could only become more active"),
        ({"C": "count"}, "not among the choices"),
    ],
)
def test_each_misconception_of_measuring_has_a_name(chosen, told):
    """After the campaign has been run in forums that nobody has seen."""
    right = {name: solution(plan) for name, plan in campaigns.PLANS.items()}
    assert campaigns.check_choices(right).startswith("Passed")
    said = campaigns.check_choices(right | chosen)
    assert said.startswith("Not yet") and told in said


def test_the_claim_of_before_after_is_read_against_the_holdout():
    """The difference in points; not the share, the whole claim, or the sign."""
    ways = campaigns.my_ways("Kim")
    before, held = 100 * ways["estimate"]
    right = before - held
    assert campaigns.check_claim(ways, right, "not proven").startswith("Passed")
    for answer, told in ((right / 100, "share of 1"), (-right, "wrong sign"), (before, "all that before/after")):
        assert told in campaigns.check_claim(ways, answer, "not proven")
    assert "does not follow" in campaigns.check_claim(ways, right, "it brought something")


# --- exercise 08c -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "coarsen",
    [
        GOOD,
        {"joined_day": 7, "clock": [-12, 14], "written": [0, 1]},
        {"joined_day": [0, 19, 38], "clock": [-12, 14], "written": [0, 1]},
    ],
)
def test_more_than_one_safe_table_passes(coarsen):
    """Detail may be spent on days or on clocks."""
    assert private.check_release("Kim", coarsen, PURPOSE, 180).startswith("Passed")


@pytest.mark.parametrize(
    ("coarsen", "keep_days", "told"),
    [
        ({"written": [0, 1]}, 180, "rows lost"),
        ({**GOOD, "joined_day": 3}, 180, "rows lost"),
        ({**GOOD, "written": [0, 2]}, 180, "people who wrote and people who did not"),
        ({**GOOD, "joined_day": 30}, 180, "2 bands"),
        ({**GOOD, "trust": 0.5}, 180, "is not changed"),
        ({**GOOD, "member": 100}, 180, "not published at all"),
        (GOOD, 7300, "20 years"),
        ({**GOOD, "clock": "month"}, 180, "cannot be published so"),
        ({**GOOD, "clock": [0, 12]}, 180, "cannot be published so"),
    ],
)
def test_each_misconception_of_publishing_has_a_name(coarsen, keep_days, told):
    """Too fine, too coarse, the wrong column, too long."""
    said = private.check_release("Kim", coarsen, PURPOSE, keep_days)
    assert said.startswith("Not yet") and told in said


def test_whatever_passes_hides_everybody_among_five():
    """The check does not only say so."""
    out = private.release(private.my_table("Kim"), GOOD, PURPOSE, 180)
    assert out.table.groupby(list(private.KNOWN)).size().min() >= 5
    assert "member" not in out.table and "read" not in out.table


def test_columns_that_lead_to_people_are_named():
    """A number is a name, and what only the platform knows is no danger."""
    assert private.check_known(["written", "joined_day", "clock"]).startswith("Passed")
    assert "it is the name" in private.check_known(["member"])
    assert "nobody outside can know" in private.check_known(["read"])
    assert "clock is missing" in private.check_known(["joined_day", "written"])


def test_people_who_are_found_are_counted():
    """Those who stand alone; not all, not the smallest group."""
    table = private.my_table("Kim")
    right = private.reidentified(table, table, on=list(private.KNOWN))
    assert private.check_found(table, right).startswith("Passed")
    assert "counts every row" in private.check_found(table, len(table))
    assert "smallest group" in private.check_found(table, 1)


# --- all of them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("garbage", GARBAGE, ids=named)
def test_garbage_gets_an_answer_and_no_traceback(run, garbage):
    """In any place, from every check of the module."""
    for said in (
        boards.check_hidden(garbage, garbage, garbage, garbage),
        boards.check_hidden(run, hidden(run)[0], garbage, None),
        boards.check_hides(garbage),
        boards.check_false_comfort(garbage, garbage),
        boards.check_false_comfort(7, garbage),
        campaigns.check_claim(garbage, garbage, garbage),
        campaigns.check_choices(garbage),
        campaigns.check_rule(garbage),
        private.check_known(garbage),
        private.check_found(garbage, garbage),
        private.check_release("Kim", garbage, PURPOSE, 180),
        private.check_release("Kim", {"written": garbage}, PURPOSE, 180),
        private.check_release("Kim", GOOD, garbage, 180),
    ):
        assert said.startswith("Not yet") and "\n" not in said


def test_pages_of_different_people_are_equally_hard_and_not_the_same():
    """Answers cannot be copied, and nobody draws an easier one."""
    names = ("Kim", "Ada", "Bo", "Chidi")
    seeds = {name: boards.my_seed(name) for name in names}
    assert len(set(seeds.values())) >= 3
    assert all(boards.BAND[0] <= boards.comforting(seed) <= boards.BAND[1] for seed in seeds.values())
    assert len({campaigns.my_seed(name) for name in names}) >= 3
    assert all(
        campaigns.BAND[0] <= campaigns.unconfirmed(campaigns.my_seed(n)) <= campaigns.BAND[1] for n in names
    )
    assert len({len(private.my_table(name)) for name in names}) >= 2
