"""Experiments about rules: complete, repeatable, and without effect where the mechanism behind them is off."""

import math
from functools import cache

import numpy as np
import pytest
from houses import house, log, plant

from simulator import datasets
from simulator.lab.effects import validate_effects
from simulator.lab.experiments import (
    appeals,
    blocks,
    examples,
    exclusion,
    filters,
    known,
    notices,
    places,
    prompts,
    visible_rules,
    votes,
)
from simulator.lab.experiments.treatment import FirstBreach
from simulator.world.conduct import BREACHES

ROWS = datasets.load("published_effects").query("topic == 'rules'")
EFFECTS = sorted(set(ROWS["effect"]))


@cache
def observed(effect):
    """Return what an experiment counts with seed 1; every experiment is run once for all tests."""
    return known()[0][effect].observe(1)


def switch_off(monkeypatch, module, places_of, *constants):
    """Set constants of behaviour to 0 in the places of an experiment."""
    off = {f"behaviour.{name}": 0 for name in constants}
    for place in places_of:
        monkeypatch.setattr(module, place, getattr(module, place) | off)


# --- all of them ------------------------------------------------------------------------------------------


def test_every_effect_about_rules_has_an_experiment_and_every_part_of_it_is_computed():
    """A row that nobody tries out would stand in the table for ever as not tested."""
    experiments, parts = known()
    assert set(EFFECTS) <= set(experiments)
    assert set(ROWS["id"]) <= set(parts)


@pytest.mark.parametrize("effect", EFFECTS)
def test_one_seed_gives_every_part_a_value_and_counts_who_was_treated(effect):
    """Counts are whole numbers from 0; a part of them is a number; whoever was treated was somebody."""
    experiments, parts = known()
    counted = observed(effect)
    assert all(value >= 0 and value == int(value) for value in counted.values()), counted
    for part in ROWS.loc[ROWS["effect"] == effect, "id"]:
        assert math.isfinite(parts[part](counted)), part
    treated = experiments[effect].treated
    assert treated is None or counted[treated] > 0


@pytest.mark.parametrize("effect", EFFECTS)
def test_an_experiment_that_is_repeated_counts_the_same(effect):
    """Neither a set's order nor a generator of the whole process decides anything."""
    first = dict(observed(effect))
    np.random.seed(20)
    assert known()[0][effect].observe(1) == first


# --- effects that vanish ----------------------------------------------------------------------------------


def test_rules_in_sight_that_teach_nothing_change_nobody(monkeypatch):
    """Who learns nothing from the rules neither keeps them better nor dares more, and no form deters.

    The two arms then are the same run, so that the counts are equal to the last one.
    """
    switch_off(monkeypatch, visible_rules, ["_DISCUSSIONS", "_QUESTIONS"], "rules_read", "form_deters")
    counted = visible_rules.rules_in_sight(seed=1)
    for what in ("writers", "kept", "askers"):
        assert counted[f"{what}_pinned"] == counted[f"{what}_unseen"] > 100


def test_advice_that_nobody_heeds_changes_nothing(monkeypatch):
    """The place advises, and that is all."""
    switch_off(monkeypatch, visible_rules, ["_STRANGERS"], "guidance_heeded")
    counted = visible_rules.advice_while_writing(seed=1)
    for what in ("writers", "standing", "cases", "later"):
        assert counted[f"{what}_advised"] == counted[f"{what}_alone"] > 50


def test_a_prompt_that_everybody_waves_aside_changes_nothing(monkeypatch):
    """They are asked, give nothing up and put nothing right."""
    switch_off(monkeypatch, prompts, ["_TALK"], "prompt_cancels", "prompt_revises")
    counted = prompts.second_thoughts(seed=1)
    assert counted["prompts"] > 100
    assert counted["breaches_asked"] == counted["breaches_unasked"] > 500


def test_where_sanctions_do_not_deter_a_warning_does_little(monkeypatch):
    """With deterrence it lowers breaches by a seventh; without, by less than a twentieth, polite or not."""
    shown = validate_effects("E05", seeds=4).set_index("id")
    assert shown.loc["E05a", "simulated"] < -9
    assert shown.loc["E05b", "simulated"] < -5
    switch_off(monkeypatch, notices, ["_TALK"], "incivility_deterred")
    shown = validate_effects("E05", seeds=4).set_index("id")
    assert abs(shown.loc["E05a", "simulated"]) < 5
    assert abs(shown.loc["E05b", "simulated"]) < 5


@pytest.mark.slow
def test_where_rudeness_is_not_catching_closing_the_corner_does_little(monkeypatch):
    """Those who stay write fewer rude posts since they read fewer, and for no other reason."""
    catching = validate_effects("E08", seeds=8)["simulated"].item()
    switch_off(monkeypatch, exclusion, ["_BOARDS"], "incivility_norm", "incivility_context", "incivility_mood")
    alone = validate_effects("E08", seeds=8)["simulated"].item()
    assert catching < -8 < alone


def test_votes_that_neither_hurt_nor_call_back_make_no_difference(monkeypatch):
    """Who is voted down then lives as one who is voted up: both only learn that somebody has read."""
    switch_off(monkeypatch, votes, ["_NEWS"], "downvote_mood", "downvote_pull", "vote_belonging")
    shown = validate_effects("E11", seeds=2).set_index("id")
    assert (shown["simulated"] == 0).all(), shown["simulated"]


# --- what experiments share -------------------------------------------------------------------------------


class Writing:
    """A tactic by which members write at certain hours: (author, breach) by hour."""

    def __init__(self, posts):
        """Remember who writes what, and when."""
        self.posts = posts

    def on_hour(self, community):
        """Let them write."""
        if community.hour in self.posts:
            author, breach = self.posts[community.hour]
            plant(community, author, breach)


def treated_by(community, treat, first_day=1, last_day=2):
    """Let a still community write and be treated for three days; return (hour, member, breach) as treated."""
    occasions = []

    def watched(community, member, post):
        occasions.append((community.hour, member, BREACHES[community.content.posts["breach"][post]]))
        return treat(community, member, post)

    tactic = FirstBreach(watched, first_day, last_day)
    community.fork(tactics=[*community.extra_tactics, tactic]).run_for(days=3)
    return occasions


def test_authors_of_breaches_are_treated_once_and_only_within_the_window():
    """Not before it, not after it, not for a decent post, and not again for the next breach."""
    writing = Writing({23: (1, "spam"), 24: (2, "none"), 25: (3, "incivility"), 26: (3, "attack"),
                       47: (4, "off_topic"), 48: (5, "incivility")})  # fmt: skip
    occasions = treated_by(house(tactics=[writing]), lambda *_: True)
    assert occasions == [(25, 3, "incivility"), (47, 4, "off_topic")]


def test_an_author_who_was_not_treated_at_one_breach_is_looked_at_again_at_the_next():
    """As an established member is warned first and blocked afterwards; whoever has left is left in peace."""
    writing = Writing({25: (3, "incivility"), 26: (3, "attack"), 27: (3, "spam"), 28: (6, "spam")})
    community = house(tactics=[writing])
    community.dismiss(6)
    occasions = treated_by(community, lambda community, member, post: community.hour >= 26)
    assert occasions == [(25, 3, "incivility"), (26, 3, "attack")]


def test_offenders_are_members_who_are_here_with_their_latest_breach():
    """Of two breaches the later; none that is too old, none that is decent, and nobody who has left."""
    community = house(members=6)
    plant(community, 1, "spam")
    community.run_for(days=2)
    numbers = {
        what: plant(community, *what) for what in ((2, "attack"), (3, "none"), (4, "spam"), (2, "incivility"))
    }
    community.dismiss(4)
    community.run_for(days=1)
    run = community.to_run()
    assert places.offenders(run, days=1.5).to_dict() == {2: numbers[2, "incivility"]}
    assert places.offenders(run, days=3).to_dict() == {1: 0, 2: numbers[2, "incivility"]}


def test_what_was_written_is_found_by_author_and_day_and_first_posts_by_newcomers():
    """From the first day on, and before the last; a founder's first post is none of a newcomer."""
    community = house(members=6)
    community.members["joined_hour"][[4, 5]] = 0
    for author in (1, 4, 4, 5):
        plant(community, author)
        community.run_for(days=1)
    run = community.to_run()
    assert list(places.written(run, [4, 5], 1, 3).index) == [1, 2]
    assert list(places.written(run, [4, 5], 2).index) == [2, 3]
    assert list(places.first_posts(run).index) == [1, 3]


def test_rude_is_what_hurts_somebody():
    """Advertising and missing the topic are breaches, and hurt nobody."""
    assert set(places.RUDE) == {"incivility", "attack", "illegal"}


# --- single experiments -----------------------------------------------------------------------------------


def test_every_post_gets_the_votes_that_are_its_authors_lot():
    """Three up are counted, three down sour and call back, and whoever drew no lot is left alone."""
    lots = np.array([votes.LOTS.index(lot) for lot in ("up", "down", "none")])
    writing = Writing({hour: (author, "none") for hour, author in enumerate((0, 1, 2, 3, 1))})
    community = house(members=5, tactics=[writing, votes.Voting(lots)], **{"behaviour.pull_half_life_hours": 72})
    community.run_for(hours=5)
    column = community.members.__getitem__
    assert column("likes_received").tolist() == [3, 0, 0, 0, 0]
    assert (column("mood") < 0).tolist() == [False, True, False, False, False]
    assert (column("pull") > 1).tolist() == [False, True, False, False, False]
    assert community.extra_tactics[1].hour_of == {0: 0, 1: 1, 2: 2}


@pytest.mark.parametrize("cited", [blocks._breach, blocks._decent])
def test_established_members_are_warned_at_one_breach_and_blocked_for_the_next(cited):
    """Neither newcomers, nor people of whom only breaches are known, nor those who were blocked before."""
    posts = [(1, "none"), (1, "spam"), (1, "attack"), (1, "attack"), (2, "none"), (2, "spam"), (3, "spam")]
    posts += [(3, "spam"), (4, "none"), (4, "spam"), (4, "spam")]
    writing = Writing(dict(enumerate(posts)))
    blocking = FirstBreach(blocks._blocking(cited), 0, 1)
    community = house(members=5, tactics=[writing, blocking])
    community.members["contributions"][[1, 3, 4]] = 20
    community.members["blocks"][4] = 1
    community.run_for(hours=len(posts))
    acts = [(hour, verb, member) for hour, _, verb, member in log(community)]
    assert acts == [(1, "warn", 1), (2, "block", 1)]
    assert blocking.hour_of == {1: 2}


def test_a_block_for_a_decent_post_leaves_a_larger_grudge():
    """The two arms differ in the post that is named, and in nothing else that was done."""
    grudges = []
    for cited in (blocks._breach, blocks._decent):
        writing = Writing({0: (1, "none"), 1: (1, "spam"), 2: (1, "attack")})
        community = house(members=5, tactics=[writing, FirstBreach(blocks._blocking(cited), 0, 1)])
        community.members["contributions"][1] = 20
        community.run_for(hours=4)
        grudges.append(community.members["grudge"][1])
    assert 0 < 2 * grudges[0] < grudges[1]


def test_the_corner_is_as_large_as_other_boards_and_half_of_it_hostile(monkeypatch):
    """Closing it then changes in whose company people are, but not how much there is to read."""
    gathered = []
    monkeypatch.setattr(exclusion.Community, "run_for", lambda self, days: gathered.append(self) or self)
    monkeypatch.setattr(exclusion, "written", lambda run, members, day: run.posts)
    staying = exclusion.hostile_corner(seed=1)["staying"]
    past, left, closed = gathered
    corner = past.members["board"] == exclusion._CORNER
    assert corner.sum() == 2 * staying
    assert np.bincount(past.members["board"]).std() < 0.1 * corner.sum()
    assert np.median(past.members["incivility"][corner]) > np.quantile(past.members["incivility"], 0.85)
    assert left.members.present().all()
    assert closed.members.present().sum() == len(corner) - staying
    assert (closed.members["board"][closed.members.present()] != exclusion._CORNER).all()


def test_a_filter_that_flags_everything_finds_all_and_is_right_half_of_the_time(monkeypatch):
    """The test set is half breaches; at its own threshold a careful person agrees with the truth but for a few."""
    counted = observed("E41")
    assert abs(counted["removed"] - counted["found"]) < 0.03 * counted["flagged"]
    monkeypatch.setattr(filters, "THRESHOLD", -100)
    counted = filters.filter_test(seed=1)
    assert counted["found"] == counted["breaches"] > 500
    assert counted["flagged"] == 2 * counted["breaches"]


def test_a_form_no_harder_than_a_click_keeps_nobody_away(monkeypatch):
    """The two arms differ in nothing else."""
    monkeypatch.setattr(appeals, "FORM", appeals.CLICK)
    counted = appeals.appeal_form(seed=1)
    for what in ("removals", "appeals", "granted"):
        assert counted[f"{what}_form"] == counted[f"{what}_click"] > 5


def test_where_nobody_is_won_nobody_sets_an_example(monkeypatch):
    """Three futures of one past, and no difference between them."""
    monkeypatch.setattr(examples, "_WON_SHARE", 0)
    counted = examples.setting_an_example(seed=1)
    assert counted["won"] == 0
    assert counted["breaches_connected"] == counted["breaches_drawn"] == counted["breaches_nobody"] > 300
