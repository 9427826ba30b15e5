"""The yardstick does the same work as the community it measures, and the findings are computed rightly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.bench import BEGIN, END, main, plan, write_between_markers
from benchmarks.findings import ratios, slope, split
from benchmarks.usual_content import Board, Post, Thread
from benchmarks.usual_mesa import TALLIES, UsualCommunity
from simulator import Community, Playbook, Scenario

SEEDS = range(12)
HOURS = 10 * 24
# Alike members, so that few replicates tell the models apart; breaches and flags often enough to be counted.
ALIKE = {
    "members": 500,
    "days": 10,
    "population.visits_per_day": 1.2,
    "population.visits_spread": 0.1,
    "behaviour.pull_gain": 2,
    "behaviour.newcomer_pull": 2,
    "population.voice_share": 0.9,
    "population.voice_spread": 0.1,
    "behaviour.appeal_spread": 0.1,
    "behaviour.incivility_base": -1.5,
    "behaviour.flag_chance": 0.2,
    "behaviour.leave_base": 0.01,
    "newcomers_per_1000_members_per_day": 20,
}
LIVELY = {
    "behaviour.pull_gain": 9,
    "behaviour.crowding": 1,
    "behaviour.question_call": 3,
    "behaviour.question_share": 0.9,
    "population.visits_per_day": 0.6,
}


def live(community, hours):
    """Let hours pass and return the community."""
    for _ in range(hours):
        community.step()
    return community


@pytest.fixture(scope="module")
def scenario():
    """Return a small scenario with members who are much alike."""
    return Scenario.load("forum").replace(ALIKE)


@pytest.fixture(scope="module")
def usual(scenario):
    """Return usual communities of several seeds that have lived ten days."""
    return [live(UsualCommunity(scenario, Playbook.load("balanced"), seed), HOURS) for seed in SEEDS]


@pytest.fixture(scope="module")
def kit(scenario):
    """Return the kit's communities of the same seeds that have lived ten days."""
    return [live(Community(scenario, Playbook.load("balanced"), seed), HOURS) for seed in SEEDS]


@pytest.fixture(scope="module")
def lively(scenario):
    """Return communities of both models in which answers pull hard and questions call loudly."""
    place = scenario.replace(LIVELY)
    return [
        [live(model(place, Playbook.load("balanced"), seed), HOURS) for seed in SEEDS]
        for model in (Community, UsualCommunity)
    ]


def total(community, tally):
    """Return a tally's total in a community of either model."""
    if isinstance(community, UsualCommunity):
        return community.datacollector.get_model_vars_dataframe()[tally].sum()
    return community.hourly[tally].sum()


def are_alike(ours, theirs):
    """Tell whether two samples of replicates have means within four standard errors of each other and 2%."""
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    noise = math.sqrt(ours.var(ddof=1) / len(ours) + theirs.var(ddof=1) / len(theirs))
    return abs(ours.mean() - theirs.mean()) <= 4 * noise + 0.02 * ours.mean()


@pytest.mark.parametrize("tally", TALLIES)
def test_the_usual_model_does_as_much_as_the_kit(kit, usual, tally):
    """Totals of both models differ by no more than seeds do."""
    ours, theirs = ([total(community, tally) for community in side] for side in (kit, usual))
    assert np.mean(ours) > 0
    assert are_alike(ours, theirs), f"{tally}: kit {np.mean(ours):.1f}, usual {np.mean(theirs):.1f}"


@pytest.mark.parametrize("tally", ["visits", "readings", "replies"])
def test_answers_and_questions_stir_both_models_alike(lively, tally):
    """Where answers pull hard and questions call loudly, the two models still do as much."""
    ours, theirs = ([total(community, tally) for community in side] for side in lively)
    assert are_alike(ours, theirs), f"{tally}: kit {np.mean(ours):.1f}, usual {np.mean(theirs):.1f}"


def answered_share(community):
    """Return the share of threads with an answer in a community of either model."""
    if isinstance(community, UsualCommunity):
        return np.mean([thread.replies > 0 for board in community.boards for thread in board.threads])
    threads = community.content.threads[: community.content.thread_count]
    return np.mean(threads["replies"] > 0)


def test_as_many_questions_find_an_answer_in_both_models(lively):
    """The call of a question without an answer is as loud in both models."""
    ours, theirs = ([answered_share(community) for community in side] for side in lively)
    assert 0.2 < np.mean(ours) < 0.9
    assert are_alike(ours, theirs), f"kit {np.mean(ours):.3f}, usual {np.mean(theirs):.3f}"


def test_seeds_are_quiet_enough_to_see_a_fifth_more_visits_or_readings(kit, usual):
    """The comparison above would notice a yardstick that does a fifth more."""
    for tally in ("visits", "readings"):
        ours, theirs = ([total(community, tally) for community in side] for side in (kit, usual))
        assert not are_alike(ours, 1.2 * np.asarray(theirs))


@pytest.mark.parametrize("figure", ["dau", "trust", "belonging", "loyalty", "creators", "lurkers"])
def test_the_last_census_of_both_models_agrees(kit, usual, figure):
    """After ten days members of both models feel and count alike."""
    ours = [community.daily[figure][HOURS // 24 - 1] for community in kit]
    theirs = [community.daily[-1][figure] for community in usual]
    assert are_alike(ours, theirs), f"{figure}: kit {np.mean(ours):.3f}, usual {np.mean(theirs):.3f}"


def test_the_same_seed_gives_the_same_usual_community(scenario, usual):
    """The yardstick measures the same work whenever it is run."""
    again = live(UsualCommunity(scenario, Playbook.load("balanced"), SEEDS[0]), HOURS)
    table = again.datacollector.get_model_vars_dataframe()
    assert table.equals(usual[0].datacollector.get_model_vars_dataframe())


def test_every_reply_stands_below_an_older_post_of_its_thread(usual):
    """Threads hold together, and posts count the direct answers that they got."""
    posts = usual[0].everything
    for post in posts:
        if post.parent is None:
            assert post.thread.opener is post
        else:
            assert post.parent.thread is post.thread
            assert post.parent.time <= post.time
    assert sum(post.answers for post in posts) == sum(post.parent is not None for post in posts)


def test_the_latest_answers_lead_a_board(usual):
    """The order of latest answers holds every thread once, the latest first."""
    for board in usual[0].boards:
        times = [thread.latest.time for thread in board.latest(-math.inf)]
        assert len(times) == len(board.threads) > 1
        assert times == sorted(times, reverse=True)


def test_a_livelier_thread_takes_the_place_of_the_weakest():
    """A full list of the liveliest lets a thread in only when it is livelier than the weakest."""
    board = Board()
    threads = [Thread(board, 1.0, 0.5) for _ in range(18)]
    for thread in threads:
        thread.opener = thread.latest = Post(thread, None, 0.0, "talk", 0.0, False)
    for points, thread in enumerate(threads[:16], start=2):
        board.warm_up(thread, points, 1.0)
    board.warm_up(threads[16], 1, 1.0)
    assert threads[16] not in board.hot
    board.warm_up(threads[0], 50, 1.0)
    board.warm_up(threads[17], 4, 1.0)
    assert threads[17] in board.hot
    assert [thread for thread in threads[:16] if thread not in board.hot] == [threads[1]]


def test_a_community_without_a_team_removes_nothing(scenario):
    """Without a playbook flags pile up unread."""
    community = live(UsualCommunity(scenario, None, 1), 48)
    assert total(community, "removals") == 0
    assert len(community.queue) > 0


def report(model, seconds, readings=(10,), **more):
    """Return a measured job of 1,000 members and ten hours."""
    job = {"kind": "ratio", "model": model, "members": 1000, "hours": 10, "peak_bytes": 1}
    return {**job, "founding": [0.0] * len(seconds), "running": seconds, "readings": list(readings), **more}


def test_a_ratio_compares_the_best_of_all_repeats():
    """The compiled engine is measured before and after the usual model, and both times count."""
    row = ratios([report("compiled", [2.0, 3.0]), report("usual", [90.0, 80.0]), report("compiled", [1.0])], 10)[0]
    assert row["ratio"] == 80
    assert row["ratio_of_medians"] == 42.5


def test_fewer_hours_are_scaled_up_but_founding_is_not():
    """A model that lived 10 of 100 hours in 2 s after 1 s of founding would need 21 s."""
    jobs = [{**report(model, [2.0]), "founding": [1.0]} for model in ("compiled", "usual")]
    row = ratios(jobs, 100)[0]
    assert (row["usual_seconds"], row["lived_hours"]) == (21, 10)


def test_cost_in_proportion_to_members_has_slope_one():
    """Sizes below 10,000 do not count, and one size alone has no slope."""
    rows = [{"members": members, "seconds": members * 1e-5} for members in (10_000, 100_000, 1_000_000)]
    assert slope(rows) == pytest.approx(1)
    assert slope([{"members": 1000, "seconds": 5.0}, *rows]) == pytest.approx(1)
    assert slope(rows[:1]) is None


def test_the_parts_of_the_cost_are_found_again():
    """Times made from known costs of an hour, a visit and a reading give these costs back."""

    def run(name, visits, readings, members=1000, extra=1.0):
        seconds = (10 * 7000 + members * 10 * 5 + visits * 100 + readings * 40) * 1e-9 * extra
        job = report("compiled", [2 * seconds, seconds], [readings])
        return {**job, "kind": "split", "name": name, "visits": [visits], "members": members}

    quiet, few, many = run("hours only", 0, 0), run("one reading", 50, 40), run("many readings", 60, 500)
    bare, managed = run("bare", 50, 400), run("managed", 50, 400, extra=1.5)
    parts = split([run("nobody", 0, 0, members=0), quiet, few, many, bare, managed])
    assert parts["ns_per_hour"] == pytest.approx(7000)
    assert parts["ns_per_member_hour"] == pytest.approx(5)
    assert parts["ns_per_visit"] == pytest.approx(100)
    assert parts["ns_per_reading"] == pytest.approx(40)
    assert parts["managed_to_bare"] == pytest.approx(1.5)


def test_the_usual_model_lives_only_the_first_hours_of_a_large_community():
    """Beyond 10,000 members both models live 72 hours, so that the ratio still compares equal work."""
    jobs = [job for job in plan([10_000, 100_000], [1000], hours=720, repeats=2) if job["kind"] == "ratio"]
    hours = {(job["model"], job["members"]): job["hours"] for job in jobs}
    assert hours == {
        ("compiled", 10_000): 720, ("usual", 10_000): 720, ("compiled", 100_000): 72, ("usual", 100_000): 72
    }  # fmt: skip


def test_only_what_stands_between_the_markers_is_replaced():
    """A page keeps its own words, and new figures take the place of old ones."""
    page = f"before {BEGIN} old {END} after"
    once = write_between_markers(page, "new\n")
    assert once == f"before {BEGIN}\nnew\n{END} after"
    assert write_between_markers(once, "new\n") == once
    with pytest.raises(ValueError, match="markers"):
        write_between_markers("no markers", "new")


@pytest.mark.parametrize("arguments", [["--members", "0"], ["--hours", "many"], ["--quick", "--write-readme"]])
def test_a_wrong_argument_ends_with_code_2(arguments, capsys):
    """One clear line says what is wrong, before anything is measured."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "bench.py: error:" in capsys.readouterr().err
