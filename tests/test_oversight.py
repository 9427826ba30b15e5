"""Oversight: truth and dashboard side by side, worked out by hand and counted again in plain loops over a run."""

import math
from dataclasses import replace
from statistics import median

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from communities import busy
from houses import house, plant, status

from simulator import Community, Playbook, simulate
from simulator.lab.run import ACTION_COLUMNS
from simulator.lens import metrics
from simulator.lens.audit import by_actor, decisions
from simulator.lens.oversight import HIDDEN_FROM_THE_TEAM, MEASURES, oversight
from simulator.lens.oversight_plot import plot_oversight
from simulator.lens.sentences import as_percent
from simulator.lens.theme import STYLE
from simulator.playbook import verbs

HOUR, FORTNIGHT = 3600, 14 * 24
SHARES = (
    "precision", "recall", "recidivism_rate", "appeal_overturn_rate", "violation_prevalence", "false_removal_rate",
    "busiest_tenth_share",
)  # fmt: skip


class Undecided:
    """A team's second thoughts: hides, restores and deletes criticism now and then."""

    def on_hour(self, community):
        """Act on posts that depend on the state alone."""
        posts = community.content.posts[: community.content.post_count]
        for place, status_, verb in ((5, 0, verbs.hide), (7, 1, verbs.restore), (9, 2, verbs.restore)):
            found = np.flatnonzero((posts["status"] == status_) & (posts["author"] >= 0))
            if community.hour % place == 0 and len(found):
                verb(community, None, int(found[community.hour % len(found)]))


@pytest.fixture(scope="module")
def run():
    """A busy month with everything in it: filter, review, appeals, hidden, restored and held posts, volunteers."""
    scenario = busy(members=100, days=24, **{"behaviour.flag_chance": 0.1})
    playbook = Playbook().replace(
        {
            "team.shifts": [{"begins": 8, "ends": 20, "minutes_per_hour": 20}], "team.judgement": 0.75,
            "team.volunteers": 9, "moderation.filter": "remove", "moderation.filter_threshold": 2.5,
            "moderation.review_first": "first_posts", "moderation.delete_criticism": True,
            "netiquette.ladder": [{"step": "warning"}],
        }
    )  # fmt: skip
    return simulate(scenario, playbook, seed=5, tactics=[Undecided()])


def values(run):
    """Return truth and dashboard by measure."""
    return oversight(run).set_index("measure")[["truth", "dashboard"]]


# --- by hand ----------------------------------------------------------------------------------------------------


def posts_table(*rows):
    """Make posts from (author, hour written, breaks_rules, status, status_hour, tombstone, flags, case)."""
    columns = ["author", "seconds", "breaks_rules", "status", "status_hour", "tombstone", "flags_received", "case"]
    table = pd.DataFrame(rows, columns=columns)
    table["seconds"] = (table["seconds"] * HOUR).astype("int64")
    table["breach"] = table["breaks_rules"].map({True: "incivility", False: "none"})
    return table.astype({"breaks_rules": "bool"})


def actions_table(*rows):
    """Make an audit log from (hour, actor, verb, target, minutes)."""
    filled = [
        (hour, actor, verb, "post", target, "", minutes, "", 0.0) for hour, actor, verb, target, minutes in rows
    ]
    kinds = {"hour": "int64", "actor": "int64", "target": "int64", "minutes": "float64", "verb": "str"}
    return pd.DataFrame(filled, columns=list(ACTION_COLUMNS)).astype(kinds)


@pytest.fixture
def small():
    """A run of ten hours, written by hand.

    Post 0: a breach, flagged, removed by 0. Post 1: decent, removed by 1, overturned. Post 2: a breach, removed by
    the filter at once. Post 3: a breach that nobody saw. Post 4: decent, flagged, waits. Post 5: decent, removed
    by 0, upheld. Post 6: a breach, flagged, kept by mistake. Post 7: decent and held. Post 8: the team's own,
    removed. Post 9: a breach, hidden by 1.
    """
    posts = posts_table(
        (1, 1.0, True, "removed", 3, "removed", 2, "closed"),
        (2, 1.5, False, "visible", 6, "none", 1, "closed"),
        (3, 2.0, True, "removed", 2, "none", 0, "none"),
        (1, 2.5, True, "visible", -1, "none", 0, "none"),
        (2, 3.0, False, "visible", -1, "none", 1, "waiting"),
        (4, 3.5, False, "removed", 4, "removed", 1, "closed"),
        (4, 4.0, True, "visible", -1, "none", 1, "closed"),
        (5, 5.0, False, "held", 5, "none", 0, "waiting"),
        (-1, 5.5, False, "removed", 6, "removed", 0, "none"),
        (5, 6.0, True, "hidden", 8, "none", 0, "none"),
    )
    actions = actions_table(
        (2, -2, "remove", 2, 0), (3, 0, "remove", 0, 4), (4, 1, "remove", 1, 4), (4, 0, "remove", 5, 6),
        (5, 0, "keep", 6, 4), (6, 0, "overturn", 1, 6), (6, 0, "uphold", 5, 6), (6, -1, "remove", 8, 0),
        (8, 1, "hide", 9, 2),
    )  # fmt: skip
    people = Playbook().replace({"team.shifts": [{}, {"lead": True}], "team.volunteers": 1})
    hourly = pd.DataFrame({"open_cases": [0] * 9 + [2]})
    empty = house().to_run()
    return replace(empty, playbook=people, posts=posts, actions=actions, hourly=hourly)


@pytest.mark.parametrize(
    ("measure", "truth", "dashboard"),
    [
        # Five decisions about members' posts: 0, 2 and 9 right, 1 and 5 wrong; one was reversed.
        ("precision", 3 / 5, 4 / 5),
        # Breaches 0, 2, 3, 6, 9: three down. Flagged 0, 1, 4, 5, 6: two down.
        ("recall", 3 / 5, 2 / 5),
        # Breaches: 0 from 1 to 4, 2 never seen, 3 since 2.5, 6 since 4, 9 from 6 to 9. Down: 3, 0, 1.5 and 3 h.
        ("time_to_action_hours", 3.0, (1.5 + 3) / 2),
        ("recidivism_rate", math.nan, math.nan),
        # Of two appeals both were about decent posts, and one was granted.
        ("appeal_overturn_rate", 1.0, 1 / 2),
        ("violation_prevalence", 5 / 9, 4 / 9),
        # Of decent posts 1, 4, 5, 7 two were taken down; one was put back, of five that are visible: 1, 3, 4, 6.
        ("false_removal_rate", 2 / 4, 1 / 4),
        # Three people worked 26, 6 and 0 minutes; the log has 5 acts of one and 2 of the other.
        ("busiest_tenth_share", 26 / 32, 5 / 7),
        # Breaches 3 and 6 stand and 7 is held; the queue says 2.
        ("backlog", 3, 2),
        ("longest_wait_hours", 10 - 2.5, 10 - 3),
    ],
)
def test_truth_and_dashboard_worked_out_by_hand(small, measure, truth, dashboard):
    """Ten posts and nine acts that can be followed on paper."""
    row = values(small).loc[measure]
    assert row["truth"] == pytest.approx(truth, nan_ok=True)
    assert row["dashboard"] == pytest.approx(dashboard, nan_ok=True)


def test_everybody_on_the_team_has_a_row_of_their_own(small):
    """Who did how much, how often wrongly, and how often it was reversed; the idle are there, too."""
    assert by_actor(small).reset_index().values.tolist() == [
        [-2, "filter", 1, 0.0, 1, 0, 0],
        [-1, "nobody in person", 1, 0.0, 0, 0, 0],
        [0, "manager 0", 5, 26.0, 2, 1, 0],
        [1, "lead 1", 2, 6.0, 2, 1, 1],
        [2, "volunteer 2", 0, 0.0, 0, 0, 0],
    ]


def test_relapses_are_seen_only_when_they_are_found():
    """Six members whose first breach was removed: who broke the rules again, and who was caught at it."""
    down = ("removed", "removed", 0, "none")

    def breach(author, hour, removed_in=None):
        if removed_in is None:
            return (author, hour, True, "visible", -1, "none", 0, "none")
        return (author, hour, True, down[0], removed_in, down[1], 0, "none")

    decent = (4, 50, False, "removed", 51, "removed", 0, "none")
    posts = posts_table(
        breach(0, 1, 2), breach(0, 40, 41),  # again and found
        breach(1, 1, 2), breach(1, 40),  # again, and nobody noticed
        breach(2, 1, 2), breach(2, 400, 401),  # again, but too late
        breach(3, 1, 2),  # never again
        breach(4, 1, 2), decent,  # a decent post, removed by mistake
        breach(5, 100, 163),  # never again, and followed for just two weeks
        breach(6, 100, 164), breach(6, 170, 171),  # an hour too late to be followed for two weeks
        (7, 1, True, "hidden", 2, "none", 0, "none"), breach(7, 40),  # hidden, which nobody was told
    )  # fmt: skip
    run = replace(
        house().to_run(), posts=posts, hourly=pd.DataFrame({"open_cases": [0] * 500}), actions=actions_table()
    )
    row = values(run).loc["recidivism_rate"]
    assert row["truth"] == pytest.approx(2 / 6)
    assert row["dashboard"] == pytest.approx(2 / 6)
    assert values(replace(run, posts=posts.drop(index=8))).loc["recidivism_rate", "dashboard"] == 1 / 6


def test_the_filter_and_what_never_appeared_take_no_time():
    """Nobody could read it; hidden and removed posts stood in sight until the end of the hour of the act."""
    posts = posts_table(
        (1, 1.25, True, "removed", 1, "none", 0, "none"),
        (2, 1.0, True, "removed", 4, "removed", 0, "none"),
        (3, 1.0, True, "hidden", 6, "none", 0, "none"),
        (4, 1.0, True, "held", 1, "none", 0, "waiting"),
    )
    assert metrics.time_to_action_hours(posts) == median([0, 4, 6])
    assert metrics.time_to_action_hours(posts.iloc[:2]) == median([0, 4])
    assert (metrics.precision(posts), metrics.recall(posts), metrics.removal_rate(posts)) == (1, 3 / 4, 3 / 4)


def test_the_rate_of_overturned_appeals_is_of_those_decided():
    """Two granted, one refused; other acts do not count, and without a decision there is no rate."""
    acts = actions_table((1, 0, "overturn", 1, 6), (2, 0, "uphold", 2, 6), (3, 1, "overturn", 3, 6),
                         (3, 1, "remove", 4, 4), (4, 1, "restore", 4, 0))  # fmt: skip
    assert metrics.appeal_overturn_rate(acts) == pytest.approx(2 / 3)
    assert math.isnan(metrics.appeal_overturn_rate(acts.iloc[3:]))


def test_complaints_and_composure_are_those_of_the_hours():
    """A sum of the one, a mean of the other."""
    hourly = pd.DataFrame({"complaints": [0, 2, 1], "composure": [1.0, 0.7, 0.4]})
    assert metrics.complaints(hourly) == 3
    assert metrics.composure(hourly) == pytest.approx(0.7)


# --- the same again, in plain loops over a run ------------------------------------------------------------------


def test_the_run_has_everything_that_can_be_mistaken(run):
    """The comparisons below would prove little on a run without filter, appeals, hidden or restored posts."""
    verbs_used = run.actions["verb"].value_counts()
    for verb in ("remove", "hide", "restore", "overturn", "uphold", "release", "delete_criticism", "keep"):
        assert verbs_used.get(verb, 0) >= 3, verb
    assert set(run.posts["status"]) == {"visible", "removed", "hidden", "held"}
    assert ((run.actions["actor"] == -2) & (run.actions["verb"] == "remove")).sum() > 20
    assert values(run).notna().all(axis=None)
    different = (values(run)["truth"] - values(run)["dashboard"]).abs() > 1e-9
    assert different.all()


def history(run):
    """Return, post by post, what was done to it in order: (verb, actor, hour)."""
    acts = {}
    for act in run.actions.itertuples():
        if act.target_kind == "post" and run.posts["author"][act.target] >= 0:
            acts.setdefault(act.target, []).append((act.verb, act.actor, act.hour))
    return acts


def taken_down(run):
    """Return decisions to take down as (post, actor, reversed), by walking through each post's history."""
    found = []
    for post, acts in history(run).items():
        moves = [act for act in acts if act[0] in ("remove", "hide", "delete_criticism", "restore", "overturn")]
        for place, (verb, actor, _) in enumerate(moves):
            if verb in ("remove", "hide", "delete_criticism"):
                then = moves[place + 1][0] if place + 1 < len(moves) else ""
                found.append((post, actor, then in ("restore", "overturn")))
    return sorted(found)


def test_decisions_are_those_of_the_log(run):
    """Every decision to take down, who took it, and whether it was reversed."""
    table = decisions(run)
    assert sorted(table[["post", "actor", "reversed"]].itertuples(index=False, name=None)) == taken_down(run)
    assert 0 < table["reversed"].mean() < 1


def test_the_truth_agrees_with_a_count_by_hand(run):
    """Every measure from the hidden columns, post by post."""
    own = {number: post for number, post in run.posts.to_dict("index").items() if post["author"] >= 0}
    bad = {number for number, post in own.items() if post["breaks_rules"]}
    down = {number for number, post in own.items() if post["status"] in ("removed", "hidden")}
    decided, hours = taken_down(run), len(run.hourly)
    ever = {post for post, *_ in decided}

    def in_sight(number):
        post = own[number]
        if post["status"] == "visible":
            return hours - post["seconds"] / HOUR
        if post["status"] == "held" or (post["status"] == "removed" and post["tombstone"] == "none"):
            return 0.0
        return post["status_hour"] + 1 - post["seconds"] / HOUR

    appeals = [act.target for act in run.actions.itertuples() if act.verb in ("overturn", "uphold")]
    minutes = dict.fromkeys(range(10), 0.0)
    for act in run.actions.itertuples():
        if act.actor >= 0:
            minutes[act.actor] += act.minutes
    waiting = {
        n for n, post in own.items() if post["status"] == "held" or (n in bad and post["status"] == "visible")
    }
    expected = {
        "precision": sum(post in bad for post, *_ in decided) / len(decided),
        "recall": len(bad & down) / len(bad),
        "time_to_action_hours": median(in_sight(number) for number in bad),
        "recidivism_rate": run.summary()["recidivism_rate"],
        "appeal_overturn_rate": sum(post not in bad for post in appeals) / len(appeals),
        "violation_prevalence": len(bad) / len(own),
        "false_removal_rate": len(ever - bad) / len(set(own) - bad),
        "busiest_tenth_share": max(minutes.values()) / sum(minutes.values()),
        "backlog": len(waiting),
        "longest_wait_hours": max(hours - own[number]["seconds"] / HOUR for number in waiting),
    }
    truth = values(run)["truth"]
    for measure, value in expected.items():
        assert truth[measure] == pytest.approx(value), measure


def test_the_dashboard_agrees_with_a_count_by_hand(run):
    """Every measure from what a team can see."""
    own = {number: post for number, post in run.posts.to_dict("index").items() if post["author"] >= 0}
    down = {number for number, post in own.items() if post["status"] in ("removed", "hidden")}
    flagged = {number for number, post in own.items() if post["flags_received"] > 0}
    decided, hours = taken_down(run), len(run.hourly)
    removed_in = {}
    for post in own.values():
        if post["status"] == "removed":
            removed_in.setdefault(post["author"], []).append(post["status_hour"])
    followed = {a: sorted(when) for a, when in removed_in.items() if min(when) + 1 <= hours - FORTNIGHT}
    again = [a for a, when in followed.items() if any(0 < hour - when[0] < FORTNIGHT for hour in when)]
    granted, refused = ((run.actions["verb"] == verb).sum() for verb in ("overturn", "uphold"))
    acts = {}
    for act in run.actions.itertuples():
        if act.actor >= 0:
            acts[act.actor] = acts.get(act.actor, 0) + 1
    busiest = sorted(acts.values())[-math.ceil(len(acts) / 10) :]
    put_back = {post for post, _, was_reversed in decided if was_reversed}
    visible = [number for number, post in own.items() if post["status"] == "visible"]
    expected = {
        "precision": 1 - sum(was_reversed for *_, was_reversed in decided) / len(decided),
        "recall": len(flagged & down) / len(flagged),
        "time_to_action_hours": run.summary()["time_to_action_hours"],
        "recidivism_rate": len(again) / len(followed),
        "appeal_overturn_rate": granted / (granted + refused),
        "violation_prevalence": len(down) / len(own),
        "false_removal_rate": len(put_back) / len(visible),
        "busiest_tenth_share": sum(busiest) / sum(acts.values()),
        "backlog": run.hourly["open_cases"].iloc[-1],
        "longest_wait_hours": max(hours - p["seconds"] / HOUR for p in own.values() if p["case"] == "waiting"),
    }
    seen = values(run)["dashboard"]
    for measure, value in expected.items():
        assert seen[measure] == pytest.approx(value), measure


def test_the_dashboard_does_not_change_with_the_hidden_truth(run):
    """Turn every breach into a decent post and back: the truth changes, what the team sees does not."""
    turned = run.posts.assign(breaks_rules=~run.posts["breaks_rules"], breach="none")
    before, after = values(run), values(replace(run, posts=turned))
    pd.testing.assert_series_equal(before["dashboard"], after["dashboard"])
    moved = before["truth"] != after["truth"]
    assert moved.drop("busiest_tenth_share").all()
    assert set(HIDDEN_FROM_THE_TEAM) <= set(run.posts.columns)


def test_truth_is_the_summary_where_both_measure_the_same(run):
    """Key figures and oversight never contradict each other on recall, prevalence and relapses."""
    truth, summary = values(run)["truth"], run.summary()
    for name in ("recall", "violation_prevalence", "recidivism_rate"):
        assert truth[name] == summary[name]
    assert values(run).loc["appeal_overturn_rate", "dashboard"] == summary["appeal_overturn_rate"]
    assert values(run).loc["violation_prevalence", "dashboard"] == summary["removal_rate"]


def test_actors_add_up_to_the_run(run):
    """Acts, minutes, decisions, mistakes and reversals of all together are those of the log."""
    table, decided = by_actor(run), decisions(run)
    wrong = ~run.posts.loc[decided["post"], "breaks_rules"].to_numpy()
    sums = table.drop(columns="who").sum()
    assert sums["acts"] == len(run.actions)
    assert sums["minutes"] == pytest.approx(run.hourly["team_minutes"].sum())
    assert (sums["removals"], sums["wrong_removals"]) == (len(decided), wrong.sum())
    assert sums["overturned"] == decided["reversed"].sum()
    assert values(run).loc["precision", "truth"] == pytest.approx(1 - sums["wrong_removals"] / sums["removals"])
    assert table.index.tolist() == list(range(-2, 10))
    assert table["who"].tolist()[:4] == ["filter", "nobody in person", "manager 0", "volunteer 1"]
    assert table.loc[-2, ["acts", "removals"]].nunique() == 1


def test_the_summary_counts_complaints_and_nerves(run):
    """The figures that came with the rules of the house, from the posts and the hours."""
    summary = run.summary()
    assert summary["complaints"] == (run.posts["kind"] == "complaint").sum() > 0
    assert summary["composure"] == pytest.approx(sum(run.hourly["composure"]) / len(run.hourly))
    assert 0 < summary["composure"] < 1


# --- what the difference means ----------------------------------------------------------------------------------


def test_a_team_that_hears_no_appeals_looks_faultless():
    """Twins of one past with a careless team: without appeals the dashboard shows none of the mistakes."""
    scenario = busy(members=150, days=10, **{"behaviour.false_flag_chance": 0.02})
    careless = {"team.judgement": 0.7, "team.shifts": [{"begins": 0, "ends": 24, "minutes_per_hour": 60}]}
    past = Community(scenario, Playbook().replace(careless), seed=6)
    deaf, open_ = (
        values(past.fork(Playbook().replace({**careless, "netiquette.appeals": heard})).run_for(days=10).to_run())
        for heard in (False, True)
    )
    assert deaf.loc["precision", "dashboard"] == 1 > deaf.loc["precision", "truth"] + 0.1
    assert open_.loc["precision", "dashboard"] < 1
    assert deaf.loc["false_removal_rate", "dashboard"] == 0 < deaf.loc["false_removal_rate", "truth"]


def test_what_nobody_flags_is_missed_by_the_dashboard_as_well():
    """The less members flag, the less is found, while the dashboard goes on showing nearly everything as done."""
    scenario = busy(members=150, days=10, **{"behaviour.false_flag_chance": 0.0})
    sharp = Playbook().replace({"team.judgement": 1.0, "team.shifts": [{"begins": 0, "ends": 24}] * 3})
    seen = {}
    for chance in (0.4, 0.02):
        seen[chance] = values(simulate(scenario.replace({"behaviour.flag_chance": chance}), sharp, seed=2))
    assert seen[0.02].loc["recall", "truth"] < 0.6 * seen[0.4].loc["recall", "truth"]
    assert seen[0.02].loc["recall", "dashboard"] > 0.8
    assert (
        seen[0.02].loc["violation_prevalence", "dashboard"]
        < 0.6 * seen[0.4].loc["violation_prevalence", "dashboard"]
    )
    assert seen[0.02].loc["backlog", "truth"] > 5 * seen[0.02].loc["backlog", "dashboard"]


def test_a_post_put_back_and_taken_down_again_is_two_decisions():
    """The first was reversed, the second stands."""
    community = house()
    post = plant(community, breach="attack")
    verbs.remove(community, None, post)
    verbs.restore(community, None, post)
    verbs.hide(community, None, post)
    run = community.run_for(hours=2).to_run()
    assert status(community, post) == "hidden"
    assert decisions(run)["reversed"].tolist() == [True, False]
    assert values(run).loc["precision"].tolist() == [1.0, 0.5]


# --- form and edges ---------------------------------------------------------------------------------------------


def test_the_table_has_a_row_a_measure_with_a_reason(run):
    """Names, units and reasons stand in the table; types are the same whatever is in it."""
    empty = house().to_run()
    for table in (oversight(run), oversight(empty)):
        assert list(table.columns) == ["measure", "unit", "truth", "dashboard", "why"]
        assert tuple(table["measure"]) == MEASURES
        assert {str(kind) for kind in table.dtypes[["truth", "dashboard"]]} == {"float64"}
        assert (table.set_index("measure")["unit"] == "share").pipe(lambda rows: set(rows.index[rows])) == set(
            SHARES
        )
        for why in table["why"]:
            assert why.endswith(".") and why.count(". ") == 0 and len(why) > 40
    shares = values(run).loc[list(SHARES)]
    assert ((shares >= 0) & (shares <= 1)).all(axis=None)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("hours", [0, 1, 30])
@pytest.mark.parametrize("playbook", [None, "no_rules", "balanced"])
def test_where_nothing_happened_there_is_nothing_to_measure_and_no_warning(hours, playbook):
    """A still house: no shares, no times; an empty backlog once an hour has passed."""
    place = house().scenario
    rules = None if playbook is None else Playbook.load(playbook)
    community = Community(place.replace({"members": 1, "population.voice_share": 0}), rules)
    run = community.run_for(hours=hours).to_run()
    table = values(run)
    assert table.loc[list(SHARES)].isna().all(axis=None)
    assert table.loc["backlog"].tolist() == ([0, 0] if hours else [pytest.approx(math.nan, nan_ok=True)] * 2)
    actors = by_actor(run)
    assert len(actors) == (2 if playbook == "balanced" else 0)
    assert actors.drop(columns="who").to_numpy().sum() == 0
    assert plot_oversight(run).says


def test_a_saved_run_gives_the_same_table(run, tmp_path):
    """Oversight needs nothing but the tables, which a saved run brings back."""
    again = type(run).load(run.save(tmp_path))
    pd.testing.assert_frame_equal(oversight(again), oversight(run))
    pd.testing.assert_frame_equal(by_actor(again), by_actor(run))


# --- the figure -------------------------------------------------------------------------------------------------


def test_the_figure_says_every_number_that_it_shows(run):
    """The sentence gives truth and dashboard of each measure, and so does the picture, in words."""
    figure = plot_oversight(run)
    shown = {text.get_text() for text in figure.findobj(mpl.text.Text)}
    for row in oversight(run).itertuples():
        for value in (row.truth, row.dashboard):
            written = as_percent(value) if row.unit == "share" else None
            if written:
                assert written in shown
                assert written in figure.says
    pair = [as_percent(value) for value in values(run).loc["recall"]]
    assert f"breaches taken down {pair[0]} / {pair[1]}" in figure.says
    assert figure.says.endswith(".") and "nan" not in figure.says


def test_the_figure_names_what_could_not_be_measured():
    """Without a team there is nothing to say about its decisions, and the figure says just that."""
    figure = plot_oversight(simulate(busy(members=60, days=3), None, seed=1))
    assert "No figure for decisions that were right" in figure.says
    assert "no figure" in {text.get_text() for text in figure.findobj(mpl.text.Text)}
    assert "work of the team's busiest tenth" in figure.says.split("No figure for")[1]


def test_truth_and_dashboard_are_told_apart_without_colour(run):
    """A full disc is the truth, an open diamond the dashboard, in every row and at the head of each column."""
    figure = plot_oversight(run)
    marks = [(line.get_marker(), line.get_markerfacecolor()) for line in figure.axes[0].lines
             if line.get_marker() not in ("None", None, "")]  # fmt: skip
    discs, diamonds = ([mark for mark in marks if mark[0] == shape] for shape in ("o", "D"))
    assert len(discs) == len(diamonds) == len(MEASURES) + 1
    assert {face for _, face in diamonds} == {"none"}
    assert "none" not in {face for _, face in discs}


def test_nothing_of_the_figure_is_cut_off(run):
    """All of it lies inside the picture, for a full run and for an empty one."""
    for shown in (run, house().to_run()):
        figure = plot_oversight(shown)
        with mpl.rc_context(STYLE):
            drawn = figure.get_tightbbox()
        width, height = figure.get_size_inches()
        assert drawn.x0 >= 0 and drawn.y0 >= 0
        assert drawn.x1 <= width and drawn.y1 <= height
