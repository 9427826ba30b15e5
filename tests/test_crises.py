"""Crises: how they strike and come out, what words do, who leaves, what is left, and cases to live again."""

import math
from functools import cache

import numpy as np
import pandas as pd
import pytest
from communities import differences
from typer.testing import CliRunner

from simulator import Playbook, Run, Scenario, SettingsError, simulate
from simulator.cli import app
from simulator.lab import replay
from simulator.lab.case import CALM_DAYS, Case
from simulator.lens.aftermath import ROW_NAMES, aftermath, by_role
from simulator.playbook import verbs
from simulator.world.community import Community
from simulator.world.members import FOREVER

KINDS = ("product_failure", "brand_post", "moderation_mistake", "leader_turns", "raid", "decision")
QUIET = Playbook.load("silence")


def place(members=400, days=20, name="forum", **crisis):
    """Return a small place with a crisis on day 5."""
    own = {"day": 5, "hour": 9, "severity": 0.8, "cluster": "preventable", "affected": 0.2}
    return Scenario.load(name).replace({"members": members, "days": days, "crises": [own | crisis]})


def until(scenario, hours_after=0, playbook=QUIET, seed=1):
    """Let a community live until some hours after its crisis."""
    return Community(scenario, playbook, seed=seed).run_for(hours=scenario.crises[0].begins + hours_after)


@cache
def shared(cluster, strategy, seed):
    """Return the mean trust of a community two weeks after a crisis answered in some way."""
    spoken = {"crisis.strategy": strategy, "crisis.delay_hours": 1}
    plan = QUIET if strategy == "silence" else QUIET.replace(spoken)
    community = until(place(800, 20, cluster=cluster), 14 * 24, plan, seed)
    here = community.members.present() & (community.members["outsider"] == 0)
    return float(community.members["trust"][here].mean())


# --- what happens -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_crisis_of_each_kind_strikes_at_its_hour(kind):
    """Nobody knows of it before; somebody does an hour later."""
    scenario = place(kind=kind)
    before = until(scenario)
    assert before.storm is None
    assert (before.members["aware"] == 0).all()
    after = before.fork().run_for(hours=1)
    assert after.storm.is_out and after.storm.number == 1
    if kind == "raid":
        assert (after.members["outsider"] == 1).sum() == math.ceil(0.2 * before.present)
    else:
        assert (after.members["aware"] == 1).any()


def test_only_the_brand_knows_until_it_comes_out():
    """A crisis that others reveal after a day is unknown for a day."""
    scenario = place(revealed_after_hours=24)
    assert not until(scenario, 24).storm.is_out
    assert until(scenario, 25).storm.is_out


def test_about_as_many_learn_of_it_at_first_hand_as_it_hits():
    """A fifth of the members, and more by hearsay later."""
    community = until(place(members=2000), 1)
    assert 0.15 < (community.members["aware"] == 1).mean() < 0.3


def test_a_graver_crisis_of_more_blame_outrages_more():
    """Paired by seed: by severity, and by cluster."""

    def outrage(**crisis):
        return until(place(**crisis), 1).members["outrage"].mean()

    assert outrage(severity=0.9) > outrage(severity=0.4) > outrage(severity=0.1)
    assert outrage(cluster="preventable") > outrage(cluster="accidental") > outrage(cluster="victim")


def test_people_judge_differently_and_the_trusting_more_kindly():
    """Blame varies from one to the other, around that of the cluster."""
    rules_blame = until(place(members=2000, affected=1), 1).members["blame"]
    assert rules_blame.std() > 0.1
    assert abs(rules_blame.mean() - 0.8) < 0.15


def test_the_press_brings_outsiders_who_never_belonged_and_leave_again():
    """They come after reports only."""
    run = simulate(place(1000, 40, press=20, affected=0.5), QUIET, seed=2)
    outsiders = run.members[run.members["outsider"] == 1]
    assert run.daily["press_mentions"].sum() > 0 and len(outsiders) > 0
    first = run.daily.index[run.daily["press_mentions"] > 0][0]
    assert outsiders["joined_hour"].min() >= 24 * first
    assert (outsiders["left_hour"] != FOREVER).mean() > 0.7
    assert (outsiders["trust"] < run.members.loc[run.members["outsider"] == 0, "trust"].mean()).mean() > 0.5


def test_a_cause_that_lasts_keeps_people_outraged():
    """A change that stays is met on every visit; one that is undone is forgotten."""

    def outrage(hours):
        return until(place(kind="decision", affected=1, cause_lasts_hours=hours), 9 * 24).members["outrage"].mean()

    assert outrage(2000) > 2 * outrage(0)


def test_the_outraged_turn_their_backs_or_leave():
    """More go and fewer come a fortnight later than without the crisis."""
    scenario = place(1500, 40, kind="decision", affected=1, severity=1, cause_lasts_hours=2000)
    storm, calm = simulate(scenario, QUIET, seed=1), simulate(scenario.replace(crises=[]), QUIET, seed=1)
    assert storm.daily["departures"].sum() > 1.3 * calm.daily["departures"].sum()
    assert storm.daily["visits"].iloc[25:].sum() < 0.95 * calm.daily["visits"].iloc[25:].sum()


# --- what the brand says ----------------------------------------------------------------------------------


def test_an_answer_should_fit_the_blame():
    """Denying is worst where the brand could have known, and costs little where it is a victim."""

    def trust(cluster, strategy):
        return np.mean([shared(cluster, strategy, seed) for seed in (1, 2, 3)])

    assert trust("preventable", "rebuild") > trust("preventable", "diminish") > trust("preventable", "deny")
    assert trust("preventable", "rebuild") > trust("preventable", "silence")
    costs = {cluster: trust(cluster, "rebuild") - trust(cluster, "deny") for cluster in ("victim", "preventable")}
    assert costs["victim"] < costs["preventable"] / 4
    assert trust("victim", "bolster") > trust("victim", "rebuild")


def test_silence_and_deletion_lose_more_members_than_disclosure():
    """The whole of it, on the case to practise with."""
    scenario = Case.load("product_failure").put_into(Scenario.load("forum"))
    lost = {}
    for name in ("silence", "delete", "disclose"):
        runs = [simulate(scenario, name, seed=seed) for seed in (1, 2, 3)]
        lost[name] = sum(run.summary()["departures"] for run in runs)
    assert lost["disclose"] < lost["silence"] < lost["delete"]


def test_deleting_stops_once_nobody_speaks_of_it_any_more():
    """Criticism written weeks later stands."""
    scenario = place(600, 60).replace({"behaviour.mishap_chance": 0.01})
    run = simulate(scenario, "delete", seed=1)
    deleted = run.actions[run.actions["verb"] == "delete_criticism"]
    assert len(deleted)
    assert deleted["hour"].min() >= scenario.crises[0].begins
    assert deleted["hour"].max() < scenario.crises[0].begins + 24 * 18


def test_who_says_it_first_is_spared_some_blame():
    """By those who trust the brand; others hear the same later and hold more against it."""
    scenario = place(1000, affected=1, revealed_after_hours=12)
    first = until(scenario, 11)
    told, heard = first.fork(QUIET), first.fork(QUIET)
    verbs.disclose(told, None)
    blames = [community.run_for(hours=3).members["blame"] for community in (told, heard)]
    assert blames[0].mean() < 0.85 * blames[1].mean()
    assert told.k.disclosed == 1 and heard.k.disclosed == 0
    with pytest.raises(ValueError, match="no crisis that is still unknown"):
        verbs.disclose(told, None)


def test_nothing_can_be_said_of_a_crisis_that_is_none():
    """One line that says so."""
    community = Community(Scenario.load("forum").replace(members=50, days=2), QUIET, seed=1)
    for verb in (verbs.disclose, verbs.state):
        with pytest.raises(ValueError, match="there is no crisis"):
            verb(community, None)
    with pytest.raises(ValueError, match="strategy must be one of"):
        verbs.state(until(place(), 2), None, "apologise")


@pytest.mark.parametrize(("first", "then", "costs"), [("deny", "rebuild", True), ("rebuild", "rebuild", False)])
def test_contradictions_cost_credibility(first, then, costs):
    """Denying and then admitting does; saying the same again does not."""
    community = until(place(), 2)
    verbs.state(community, None, first)
    assert community.k.credibility == 1
    verbs.state(community, None, then)
    assert (community.k.credibility < 1) == costs


@pytest.mark.parametrize("kept", [True, False])
def test_promises_that_are_kept_or_broken_show_in_credibility(kept):
    """A broken one is on record in the audit log."""
    plan = QUIET.replace(
        {"crisis.strategy": "rebuild", "crisis.delay_hours": 1, "crisis.updates_every_hours": 24,
         "crisis.updates": 2, "crisis.keep_promises": kept}
    )  # fmt: skip
    community = until(place(), 60, plan)
    broken = [act for act in community.to_run().actions["verb"] if act == "break_promise"]
    assert bool(broken) != kept
    assert (community.k.credibility == 1) == kept


def test_a_prompt_word_is_worth_more_than_a_late_one():
    """Outrage four days later, paired by seed."""
    outrage = {}
    for delay in (1, 48):
        plan = QUIET.replace({"crisis.strategy": "rebuild", "crisis.delay_hours": delay})
        communities = [until(place(800, affected=0.5), 96, plan, seed) for seed in (1, 2, 3)]
        outrage[delay] = np.mean([each.members["outrage"].mean() for each in communities])
    assert outrage[1] < outrage[48]


def test_briefed_leaders_hold_less_against_the_brand():
    """Those with the largest audience are told in person."""
    community = until(place(600), 3)
    leader = int(np.argmax(np.where(community.members.present(), community.members["audience"], -1)))
    verbs.brief(community, None, leader)
    agent = community.agent(leader)
    assert agent.aware == 1
    untold = community.k.crisis_blame
    assert agent.blame < untold + 0.5 * 0.5


# --- what is left of it -----------------------------------------------------------------------------------


def made_up(trust, posts=None, crises=(), days=60, departures=0):
    """Return a run put together by hand, as far as `aftermath` looks."""
    daily = pd.DataFrame({"trust": trust, "loyalty": trust, "customers": 100})
    daily["crisis_posts"] = posts if posts is not None else 0
    daily["posts"], daily["replies"], daily["press_mentions"] = 10, 10, 0
    left = [5] * departures + [FOREVER] * (10 - departures)
    members = pd.DataFrame({"left_hour": left, "outsider": 0})
    scenario = Scenario.load("forum").replace({"members": 100, "days": days, "crises": list(crises)})
    empty = pd.DataFrame()
    return Run(scenario, None, 1, pd.DataFrame({"hour": range(24 * days)}), daily, members, empty, empty)


CRISIS = {"day": 10, "hour": 0}


def test_aftermath_by_hand():
    """Trust falls by .2 and is back after 20 days; 8 posts on the busiest day, half of them the next."""
    trust = [0.6] * 10 + [0.4] * 20 + [0.6] * 30
    posts = [0] * 11 + [8, 4, 2] + [0] * 46
    found = aftermath(made_up(trust, posts, [CRISIS], departures=3), made_up([0.6] * 60, departures=1))
    assert list(found.index) == list(ROW_NAMES)
    assert (found["peak_day"], found["peak_posts"], found["half_life_days"]) == (1, 8, 1)
    assert found["criticism_share"] == 8 / 20
    assert (found["lowest_trust"], found["lowest_trust_day"]) == (pytest.approx(-0.2), 0)
    assert (found["recovery_days"], found["extra_departures"]) == (20, 2)
    assert found["trust_left"] == 0 and found["stronger"] == 0
    assert math.isnan(found["trust_left_after_year"])


def test_some_come_out_stronger_and_some_never_recover():
    """More trust than without the storm, or still less at the end."""
    calm = made_up([0.6] * 60)
    assert aftermath(made_up([0.6] * 30 + [0.65] * 30, None, [CRISIS]), calm)["stronger"] == 1
    assert math.isnan(aftermath(made_up([0.6] * 10 + [0.5] * 50, None, [CRISIS]), calm)["recovery_days"])


@pytest.mark.parametrize(
    ("storm", "calm", "complaint"),
    [
        (made_up([0.6] * 60), made_up([0.6] * 60), "needs a run with a crisis"),
        (made_up([0.6] * 60, None, [CRISIS]), made_up([0.6] * 50, days=50), "same seed and length"),
        (made_up([0.6] * 60, None, [{"day": 70}]), made_up([0.6] * 60), "comes out on day 70"),
    ],
)
def test_runs_that_do_not_belong_together_are_refused(storm, calm, complaint):
    """One line."""
    with pytest.raises(ValueError, match=complaint):
        aftermath(storm, calm)


def test_coming_out_stronger_is_possible_and_rare():
    """A victim that cares well may win, with some luck; with the same care, a brand that is to blame does not."""
    care = Playbook.load("disclose").replace(
        {"crisis.strategy": "bolster", "crisis.compensation_euros": 20, "crisis.briefed": 20,
         "crisis.delay_hours": 0}
    )  # fmt: skip
    stronger = {}
    for cluster in ("victim", "preventable"):
        scenario = place(1500, 100, cluster=cluster, severity=0.4, affected=0.08, revealed_after_hours=24)
        calm = scenario.replace(crises=[])
        pairs = [(simulate(scenario, care, seed=seed), simulate(calm, care, seed=seed)) for seed in (1, 2, 3, 4)]
        stronger[cluster] = sum(aftermath(*pair)["stronger"] for pair in pairs)
    assert 0 < stronger["victim"] < 4
    assert stronger["preventable"] == 0


def test_feelings_by_role_leave_out_outsiders():
    """Counts agree with the table of members."""
    run = simulate(place(400, 20), QUIET, seed=1)
    table = by_role(run)
    here = run.members[(run.members["left_hour"] == FOREVER) & (run.members["outsider"] == 0)]
    assert table["members"].sum() == len(here)
    lurkers = here[here["role"] == "lurker"]
    assert table.loc["lurker", "trust"] == pytest.approx(lurkers["trust"].mean())


# --- cases ------------------------------------------------------------------------------------------------


def test_eight_real_cases_and_one_to_practise_ship():
    """Every one reads, says where each number comes from, and what a replay cannot show."""
    names = Case.names()
    assert len(names) >= 9 and "product_failure" in names
    for name in names:
        case = Case.load(name)
        assert case.name == name and case.summary and case.reservation
        assert case.timeline()["source"].str.len().gt(3).all()
        assert Case.from_yaml(case.to_yaml()) == case
    matched = [name for name in names if any(seen.measure for seen in Case.load(name).observed)]
    assert len(matched) >= 7


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"scenario": "forumm"}, "did you mean 'forum'"),
        ({"start_playbook": "silent"}, "unknown playbook"),
        ({"crisis": {"day": 3}}, "crisis.day must be 14"),
        ({"choices": [{"what": "a", "source": "b", "playbook": {"crisis.strategi": "deny"}}]}, "crisis.strategi"),
        ({"choices": [{"what": "a", "source": "b", "hours_after": 9999}]}, "within days_after"),
        ({"observed": [{"what": "a", "source": "b", "because": "c", "measure": "peak_days"}]}, "accept_low"),
        ({"observed": [{"what": "a", "source": "b", "because": "c", "measure": "pek"}]}, "measure"),
        ({"place": {"members": -1}}, "members"),
        ({"weather": "rain"}, "weather"),
    ],
)
def test_a_case_that_cannot_be_lived_through_is_refused(changes, complaint):
    """One line that names the field."""
    with pytest.raises(SettingsError, match=complaint) as refused:
        Case(**changes)
    assert "\n" not in str(refused.value)


def small_case():
    """Return a case that is quick to live through."""
    return Case.load("wotc_2023").replace(members=200, days_after=25)


def test_a_replay_takes_the_brands_choices_one_after_the_other():
    """Each from its hour on; what it says is on record in the audit log."""
    run = small_case().replay(seed=3).to_run()
    said = run.actions[run.actions["verb"] == "state"]
    begins = Case.load("wotc_2023").crisis.begins
    assert list(said["reason"]) == ["diminish", "rebuild", "rebuild"]
    hours = [choice.hours_after for choice in small_case().choices]
    assert all(0 <= hour - begins - due < 48 for hour, due in zip(said["hour"], hours, strict=True))
    assert run.days == CALM_DAYS + 25


def test_taking_over_with_the_brands_own_playbook_changes_nothing():
    """The same past, the same luck, the same decisions: the same tables to the last bit."""
    case = small_case()
    own = case.replay(seed=3, hours_after=400)
    mine = case.take_over(300, case.playbook_after(1), seed=3).run_for(hours=10)
    assert differences(mine.to_run(), case.replay(seed=3, hours_after=310).to_run()) == []
    later = case.take_over(400, "disclose", seed=3)
    assert later.hour == own.hour == case.crisis.begins + 400
    assert later.playbook.name == "disclose"


def test_who_takes_over_with_another_strategy_makes_another_statement():
    """And contradicts the brand's first one; with the same strategy nothing is said twice."""
    case = small_case()
    deny = QUIET.replace({"crisis.strategy": "deny"})
    own, mine = case.replay(seed=3, hours_after=290), case.take_over(230, deny, seed=3).run_for(hours=60)
    said = [community.to_run().actions.query("verb == 'state'")["reason"].tolist() for community in (own, mine)]
    assert said == [["diminish"], ["diminish", "deny"]]
    assert mine.k.credibility < own.k.credibility


@pytest.mark.parametrize("silent", ["silence", "delete"])
def test_a_planned_statement_lapses_with_a_plan_that_says_nothing(silent):
    """Nobody has words for it; no task is missed, and whoever speaks again has the statement still to make."""
    nights = {"crisis.delay_hours": 1, "crisis.hold_statement": True, "team.shifts": []}
    planned = until(place(), 3, Playbook.load("balanced").replace(nights))
    assert {task.what for task in planned.cases.tasks} >= {"hold statement", "statement 1"}
    work = {"team.shifts": [{"begins": 0, "ends": 24, "minutes_per_hour": 60}], "crisis.hold_statement": False}
    quiet = planned.fork(planned.playbook.replace(work | {"crisis.strategy": silent})).run_for(hours=3)
    assert not [task for task in quiet.cases.tasks if "statement" in task.what]
    assert not [act for act in quiet.actions if act[2] in ("state", "miss")]
    again = quiet.fork(planned.playbook.replace(work)).run_for(hours=3)
    assert [act[5] for act in again.actions if act[2] == "state"] == ["rebuild"]
    held = planned.fork(
        planned.playbook.replace(work | {"crisis.strategy": silent, "crisis.hold_statement": True})
    )
    assert [act[5] for act in held.run_for(hours=3).actions if act[2] == "state"] == ["hold"]


@pytest.mark.parametrize("hours", [-1, 10**6, 2.5, True, "noon"])
def test_the_chair_is_there_only_while_the_case_lasts(hours):
    """One line with the hours that there are."""
    with pytest.raises(ValueError, match="hours_after must be a whole number from 0 to"):
        small_case().replay(hours_after=hours)


def test_measures_by_hand():
    """On daily tables put together by hand: day zero is day 14."""
    days = 80
    posts = np.zeros(days)
    posts[CALM_DAYS + 2], posts[CALM_DAYS + 3], posts[CALM_DAYS + 9] = 6, 3, 1
    storm = made_up([0.5] * days, posts, [{"day": 14, "hour": 9}], days=days)
    calm = made_up([0.5] * days, days=days)
    for run, visits in ((storm, 80), (calm, 100)):
        run.daily["visits"] = visits
        run.daily["members"] = 200
        run.daily["aware"] = 0
    storm.daily["aware"] = np.minimum(np.maximum(np.arange(days) - CALM_DAYS + 1, 0) * 10, 100)
    lived = replay.Replay(storm, calm)
    assert (replay.peak_days(lived), replay.peak_share(lived), replay.next_day_percent(lived)) == (2, 60, 50)
    assert replay.traffic_month_percent(lived) == pytest.approx(-20)
    assert replay.traffic_second_month_percent(lived) == pytest.approx(-20)
    assert replay.buzz_points(lived) == -10
    assert replay.reach_growth(lived) == 2
    assert replay.customers_percent(lived) == 0


def test_a_verdict_is_that_of_the_mean():
    """Inside its limits or not; a case without a figure is not inside."""
    assert replay._judged([1.0, 3.0], 1.5, 2.5)["verdict"] == replay.INSIDE
    assert replay._judged([1.0, 1.2], 1.5, 2.5)["verdict"] == replay.OUTSIDE
    assert replay._judged([math.nan], 0, 1)["verdict"] == replay.OUTSIDE


def test_replays_match_what_is_on_record():
    """In a reduced form: three seeds, and only numbers that are asked for."""
    table = replay.validate_cases(seeds=3)
    asked = table[table["verdict"] != replay.NOT_MATCHED]
    outside = asked[asked["verdict"] != replay.INSIDE]
    assert len(asked) >= 10
    assert len(outside) <= 1, outside[["case", "measure", "simulated"]]


def command(*arguments):
    """Run a command inside this process."""
    return CliRunner().invoke(app, list(map(str, arguments)), env={"COLUMNS": "90"})


def test_commands_about_cases(tmp_path):
    """They list and show cases, hold replays against the record, and put a case's crisis into any place."""
    assert "kfc_2018" in command("cases").stdout
    assert "observed:" in command("cases", "show", "kfc_2018").stdout
    shown = command("validate", "cases", "mcdonalds_2012", "--seeds=2")
    assert "criticism_percent" in shown.stdout and max(map(len, shown.stdout.splitlines())) <= 90
    compared = command(
        "compare", "forum", "silence", "disclose", "--case=product_failure", "--members=150", "--days=25",
        "--replicates=2", "--jobs=1", "--out", tmp_path,
    )  # fmt: skip
    assert compared.exit_code == 0, compared.output
    for word in ("trust", "negative_posts", "departures", "press_mentions"):
        assert word in compared.stdout


def test_a_picture_of_a_replay_says_what_the_brand_did(tmp_path):
    """Each choice by its number, and the sentence with the day on which most was written."""
    assert command("validate", "cases", "mcdonalds_2012", "--seeds=1", "--out", tmp_path).exit_code in (0, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mcdonalds_2012.png", "mcdonalds_2012.txt"]
    figure = replay.replay_picture(small_case())
    words = " ".join(text.get_text() for text in figure.texts)
    assert "③" in words and "What the brand did" in words and "most was written about it on day" in figure.says


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["validate", "cases", "kfc"], "unknown case 'kfc'"),
        (["validate", "cases", "--seeds=0"], "seeds must be at least 1"),
        (["compare", "forum", "silence", "delete", "--case=flood"], "unknown case 'flood'"),
    ],
)
def test_unknown_cases_are_refused_in_one_line(arguments, complaint):
    """Exit code 2."""
    result = command(*arguments)
    assert result.exit_code == 2 and complaint in result.stderr
    assert len(result.stderr.splitlines()) == 1
