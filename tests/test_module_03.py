"""Module 03, house rules: what the pages claim is true in the simulator, and the checks answer whatever comes."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from garbage import named

from exercises.checks import judge_posts, write_a_rule
from exercises.checks.judge_posts import check_counts, check_judgements, detection, posts_to_judge, solution
from exercises.checks.write_a_rule import check_reading, check_rule, my_forum, try_rule
from simulator import Playbook, Scenario, compare, simulate
from simulator.lab.effects import validate_effects
from simulator.lens.course_plots_a import authors, claims, filter_trade, weeks
from simulator.playbook.custom import HouseRule
from tools.editions import Source

ROOT = Path(__file__).resolve().parents[1]
GARBAGE = [None, ..., "", "forty", b"1", float("nan"), float("inf"), -1, 1e9, True, 3 + 4j, pd.NA, [], [40],
           (1, 2), {}, pd.Series([1, 2]), np.arange(0), object, object(), lambda: 1]  # fmt: skip
BALANCED = Playbook.load("balanced")
LIVELY = Scenario.load("forum").replace(
    {"members": 400, "days": 45, "population.visits_per_day": 1.0, "population.voice_share": 0.5,
     "behaviour.silence_hazard": 0.3}
)  # fmt: skip


def rule(sign, name="mine", answer="remove"):
    """Return a rule of one's own that goes by a function of a post."""

    class Mine(HouseRule):
        """A learner's rule."""

        def applies(self, post):
            """Go by the sign."""
            return sign(post)

    Mine.name, Mine.answer = name, answer
    return Mine


def two_signs(post):
    """Tell what the solution tells."""
    return (post.warmth < -0.3 and post.score > 1 and post.kind != "complaint") or post.score > 3


@cache
def ladders():
    """Return the comparison of ladders that the notebook makes."""
    once = BALANCED.replace({"netiquette.ladder": [{"step": "exclude"}]})
    return compare(LIVELY, {"in steps": BALANCED, "out at once": once}, replicates=8)


def test_exclusion_at_once_loses_members_and_talk_for_few_breaches():
    """The notebook says so: far more leave, a fifth of the talk or more is gone, some three breaches in 1,000."""
    found = ladders().effects(metrics=["departures", "replies", "violation_prevalence"]).set_index("metric")
    assert found.loc["departures", "ci_low"] > 0
    assert found.loc["replies", "ci_high"] < 0
    assert found.loc["replies", "difference"] < -0.2 * found.loc["replies", "baseline_mean"]
    assert -0.006 < found.loc["violation_prevalence", "difference"] < 0


def test_most_offences_are_lapses_of_people_who_write_decently():
    """That is why an exclusion takes so much with it."""
    posts = simulate(LIVELY, BALANCED.replace({"netiquette.ladder": []}), seed=3).posts
    mine = posts[posts["author"] >= 0]
    offenders = mine[mine["author"].isin(mine.loc[mine["breaks_rules"], "author"])]
    assert 1 - offenders["breaks_rules"].mean() > 0.9


def test_rules_in_sight_bring_more_newcomers_and_put_askers_off():
    """The first key point, as in the field trial: one effect up, the other down."""
    found = validate_effects("E01", seeds=4).set_index("id")
    assert found.loc["E01b", "ci_low"] > 0
    assert found.loc["E01c", "ci_high"] < 0


def test_deleting_criticism_brings_more_of_it_and_saves_no_time():
    """The third key point: more complaints, less trust, no less work."""
    sore = Scenario.load("forum").replace(
        {"members": 600, "days": 45, "population.visits_per_day": 0.5, "behaviour.mishap_chance": 0.01}
    )
    plans = {"answered": BALANCED, "deleted": BALANCED.replace({"moderation.delete_criticism": True})}
    found = compare(sore, plans, replicates=6).effects(metrics=["complaints", "trust", "team_minutes"])
    found = found.set_index("metric")
    assert found.loc["complaints", "ci_low"] > 0
    assert found.loc["trust", "ci_high"] < 0
    assert found.loc["team_minutes", "ci_low"] > 0


def test_at_a_threshold_of_two_every_second_flag_is_wrong_since_breaches_are_rare():
    """The filter's figure: decent posts outnumber breaches by more than twenty to one."""
    run = simulate(
        Scenario.load("forum").replace(
            {"members": 600, "days": 45, "population.visits_per_day": 0.6, "population.voice_share": 0.4,
             "newcomers_per_1000_members_per_day": 8, "behaviour.mishap_chance": 0.01}
        ),
        BALANCED, seed=3,
    )  # fmt: skip
    mine = run.posts[run.posts["author"] >= 0]
    assert (~mine["breaks_rules"]).sum() > 20 * mine["breaks_rules"].sum()
    assert 0.4 < mine.loc[mine["score"] > 2, "breaks_rules"].mean() < 0.6
    assert "48% of its flags are right" in filter_trade(run, 2.0).says


def test_a_filter_needs_a_threshold_that_is_a_number():
    """A typing mistake gets one line, not a figure."""
    for wrong in (None, "2", float("nan"), True):
        with pytest.raises(ValueError, match="threshold must be a number"):
            filter_trade(my_forum("Ada"), wrong)


def test_claims_are_drawn_with_their_source_and_verdict():
    """A claim without its study is hearsay; the sentence has both, in words."""
    said = claims(validate_effects("E41", seeds=2)).says
    assert "Chandrasekharan and others, 2019" in said
    assert "agrees" in said or "not shown here" in said
    with pytest.raises(ValueError, match="1 to 6 rows"):
        claims(validate_effects("E41", seeds=1).iloc[:0])
    with pytest.raises(ValueError, match="lacks"):
        claims(pd.DataFrame({"claim": ["x"]}))


def test_authors_are_named_as_in_a_sentence():
    """One, two, and many authors."""
    assert authors("Gallus J (2017) Fostering public good. Management Science") == "Gallus, 2017"
    assert authors("Joyce E, Kraut RE (2006) Predicting") == "Joyce and Kraut, 2006"
    assert authors("Ma L, Sun B, Kekre S (2015) The squeaky wheel") == "Ma and others, 2015"
    assert authors("Horta Ribeiro M et al. (2024) Post guidance") == "Horta Ribeiro and others, 2024"
    assert authors("no year") == "no year"


def test_weeks_need_two_communities():
    """One pair has no interval, and a list is no table."""
    for wrong in ({}, {"a": np.zeros((1, 3))}, {"a": np.zeros(3)}):
        with pytest.raises(ValueError, match="at least two communities"):
            weeks(wrong, "posts")


# --- Exercise 03a ---------------------------------------------------------------------------------------------


def shares(run):
    """Return precision and recall at a threshold of 2, in percent."""
    mine = run.posts[run.posts["author"] >= 0]
    flagged, bad = mine["score"] > 2, mine["breaks_rules"]
    return 100 * bad[flagged].mean(), 100 * flagged[bad].mean()


def test_shares_read_from_the_figure_pass_for_everybody():
    """Whole percents, as printed, are right in every learner's forum, and a neighbour's are wrong in mine."""
    for name in ("Ada", "Grace", "Mary"):
        run = my_forum(name)
        right, found = map(round, shares(run))
        assert check_reading(run, right, found).startswith("Passed")
    assert check_reading(my_forum("Ada"), right, found).startswith("Not yet")


def test_misreadings_of_the_filter_are_called_by_name():
    """Swapped shares, fractions and what is left over get an answer of their own."""
    run = my_forum("Ada")
    right, found = shares(run)
    assert "wrong way round" in check_reading(run, found, right)
    assert "multiply by 100" in check_reading(run, right / 100, found / 100)
    assert "off 100" in check_reading(run, 100 - right, found)
    assert "right is not what" in check_reading(run, min(right + 4, 100), found)


def test_a_rule_of_two_signs_passes_as_a_class_and_as_an_object():
    """The solution does better than the filter in places nobody has seen."""
    assert check_rule(rule(two_signs)).startswith("Passed")
    assert check_rule(rule(two_signs)()).startswith("Passed")


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        (lambda post: post.score > 2, "the filter alone is right as often"),
        (lambda post: post.score > 3, "the filter alone finds more"),
        (lambda post: post.warmth < -0.3, "complaints that break no rule"),
        (lambda post: post.kind == "complaint", "complaints that break no rule"),
        (lambda post: False, "never applies"),
        (lambda post: True, "more than half of everything"),
        (lambda post: post.breaks_rules, "no team can see it"),
        (lambda post: post.warmht < 0, "nothing called warmht"),
        (lambda post: post.score > "2", "TypeError"),
    ],
)
def test_rules_that_do_not_work_are_called_by_name(sign, said):
    """Each misconception gets its own line: criticism removed, one sign only, the truth looked up, and so on."""
    answer = check_rule(rule(sign))
    assert answer.startswith("Not yet - ")
    assert said in answer


def test_rules_that_cannot_be_carried_out_are_explained():
    """A warning, no name, no rule at all, and things that are no rules."""
    assert "warns people" in check_rule(rule(two_signs, answer="warn"))
    assert "no name of its own" in check_rule(rule(two_signs, name="own rule"))
    assert "can't be carried out" in check_rule(rule(two_signs, answer="shoot"))
    assert "does not say yet" in check_rule(HouseRule)

    class Demanding(HouseRule):
        """A rule that wants an argument."""

        def __init__(self, what):
            """Want it."""

        def applies(self, post):
            """Never asked."""

    assert "can't be made" in check_rule(Demanding)


def test_a_rule_that_knows_one_place_only_is_told_so():
    """Rules depend on the place; a rule tied to a forum's numbers is no rule for a game."""
    game = write_a_rule._scenario("game").platforms
    assert game  # places have names of their own, yet a rule goes by posts
    tried = {
        (place, 1): {"fault": "", "down": int(place == "forum"), "all_share": 0.1}
        for place in write_a_rule._PLACES
    }
    assert "works in forum but never applies in a game" in write_a_rule._fault_of_use(tried)


def test_trying_a_rule_counts_what_it_does():
    """Rightly and wrongly add up to what is down."""
    tried = try_rule(rule(two_signs), my_forum("Ada"))
    assert tried["rightly"] + tried["wrongly"] == tried["down"] > 0


@pytest.mark.parametrize("answer", GARBAGE, ids=named)
def test_whatever_is_handed_in_gets_one_line(answer):
    """No traceback, whatever stands in a place."""
    run = my_forum("Ada")
    right, found = shares(run)
    judged = solution("Ada")
    for said in (
        check_reading(answer, right, found),
        check_reading(run, answer, found),
        check_reading(run, right, answer),
        check_rule(answer),
        check_judgements("Ada", answer),
        check_counts("Ada", answer, 10, 0, 0),
        check_counts("Ada", judged, answer, 0, 0),
        check_counts("Ada", judged, 10, answer, 0),
        check_counts("Ada", judged, 10, 0, answer),
    ):
        assert said.startswith("Not yet - ")
        assert "\n" not in said


def test_any_name_gets_posts_and_a_forum():
    """An empty name, a number, or an object is somebody, too."""
    for name in (None, ..., 7, 7.0, object, "ada ", [1]):
        assert len(posts_to_judge(name)) == 20
    assert posts_to_judge("ada ").equals(posts_to_judge("Ada"))


# --- Exercise 03b ---------------------------------------------------------------------------------------------


def by_kind(name, *abusive):
    """Judge as somebody who calls these kinds abuse, and nothing else."""
    return ["abuse" if kind in abusive else "criticism" for kind in judge_posts._chosen(name)["kind"]]


@pytest.mark.parametrize("name", ["Ada", "Grace", "Mary", "42", ""])
def test_everybody_gets_ten_of_each_kind_and_can_pass(name):
    """Equal difficulty by construction: the mix is the same, the texts are not."""
    assert solution(name).count("abuse") == 10
    assert posts_to_judge(name)["text"].is_unique
    assert check_judgements(name, solution(name)).startswith("Passed")


def test_a_neighbours_answers_do_not_fit():
    """Two learners get other posts in another order."""
    assert set(posts_to_judge("Ada")["text"]) != set(posts_to_judge("Grace")["text"])
    assert check_judgements("Grace", solution("Ada")).startswith("Not yet")


def test_misjudgements_are_called_by_name():
    """One word for all, swapped words, cold for abusive, and friendly crime."""
    name = "ada"
    right = solution(name)
    assert "call everything abuse" in check_judgements(name, ["abuse"] * 20)
    assert "call everything criticism" in check_judgements(name, ["criticism"] * 20)
    swapped = ["criticism" if each == "abuse" else "abuse" for each in right]
    assert "swapped" in check_judgements(name, swapped)
    assert "complaints" in check_judgements(name, by_kind(name, "rude", "attack", "polite abuse", "complaint"))
    assert "insults let pass" in check_judgements(name, by_kind(name, "attack"))
    assert check_judgements(name, by_kind(name, "rude", "attack")).startswith("Passed")
    assert "has 19 entries" in check_judgements(name, right[:-1])
    assert "no order" in check_judgements(name, {"abuse", "criticism"}) or "entries" in check_judgements(
        name, {"abuse", "criticism"}
    )


def test_guessers_hardly_ever_pass():
    """The bar is that of one guesser in a thousand; of 300 guessers, at most a few get over it."""
    dealt = np.random.default_rng(1)
    passed = sum(
        check_judgements("Ada", dealt.choice(["abuse", "criticism"], 20).tolist()).startswith("Passed")
        for _ in range(300)
    )
    assert passed <= 3


def test_detection_is_what_the_textbook_says():
    """Worked out by hand: 9 of 10 hits and 2 of 10 false alarms, half a post added to each cell."""
    truth = ["abuse"] * 10 + ["criticism"] * 10
    judged = ["abuse"] * 9 + ["criticism"] + ["abuse"] * 2 + ["criticism"] * 8
    hits, alarms, apart, lean = detection(truth, judged)
    assert (hits, alarms) == (9, 2)
    assert apart == pytest.approx(1.0968 + 0.7478, abs=1e-3)
    assert lean == pytest.approx(-(1.0968 - 0.7478) / 2, abs=1e-3)
    with pytest.raises(ValueError, match="both kinds"):
        detection(["abuse"], ["abuse"])
    with pytest.raises(ValueError, match="entries"):
        detection(truth, judged[:-1])


def test_own_mistakes_are_counted_and_miscounts_named():
    """Hits, false alarms and misses; swapped, all that was right, and what was left alone are told apart."""
    name = "ada"
    judged = by_kind(name, "rude", "attack", "cold talk")  # 8 hits, 3 false alarms, 2 misses
    assert check_counts(name, judged, 8, 3, 2).startswith("Passed")
    assert "wrong way round" in check_counts(name, judged, 8, 2, 3)
    assert "everything you got right" in check_counts(name, judged, 15, 3, 2)
    assert "left alone" in check_counts(name, judged, 8, 7, 2)
    assert "hits is not" in check_counts(name, judged, 9, 3, 2)


@pytest.mark.parametrize("name", ["03a_write_a_rule", "03b_judge_posts"])
def test_the_learners_page_links_to_its_notebook(name):
    """Whoever is lost finds the way back."""
    assert "03_house_rules.ipynb" in Source(ROOT, "exercises", name).text()
