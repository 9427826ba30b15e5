"""Behaviour: every rule keeps its bounds and points in the direction that its sentence says."""

import inspect
import math
import random
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from communities import busy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from simulator import Community, Scenario
from simulator.playbook import verbs
from simulator.world import arithmetic, conduct, manager, stamina
from simulator.world.agents import rules
from simulator.world.behaviour import (
    ASKING,
    CHAPTERS,
    COMPLAINING,
    COMPLAINT,
    HELD,
    NO_ERRAND,
    PRAISE,
    PRAISING,
    QUESTION,
    REMOVED,
    SWALLOWED,
    TALK,
    VISIBLE,
    WISH,
    WISHING,
    appeal_table,
    spell_table,
)
from simulator.world.chance import blocks, units
from simulator.world.compiled import HAS_NUMBA, attributes, records
from simulator.world.conduct import (
    ATTACK,
    BLUNT,
    BREACHES,
    CANCEL,
    EXPLAINED,
    ILLEGAL,
    INCIVILITY,
    NO_BREACH,
    NO_NOTICE,
    OFF_TOPIC,
    POLITE,
    REVISE,
    SEND,
    SPAM,
)
from simulator.world.constants import Behaviour
from simulator.world.house import SETTINGS

K = attributes(Scenario().record())
SHARE = st.floats(0, 1)
SCORE = st.floats(-1, 1)
FEW = st.integers(0, 10_000)
LUCK = st.floats(2**-33, 1 - 2**-33)
"""What `chance.unit` can give: never quite 0 or 1."""
RUDE = (INCIVILITY, ATTACK, ILLEGAL)
SLACK = 1e-12
MODULES = (*CHAPTERS, stamina)
team_rules = manager.rules


def constants(**changes):
    """Return the default constants with some altered."""
    return SimpleNamespace(**{**vars(K), **changes})


def within_range(luck, low, high):
    """Return a number from low to high; every other time it is one of the two."""
    return luck.choice([low, high, *[luck.uniform(low, high)] * 2])


@cache
def some_constants(number):
    """Return constants anywhere within their ranges, ends included, and some house; number 0 is as shipped."""
    if number == 0:
        return K
    luck = random.Random(number)
    values = {}
    for name, field in Behaviour.model_fields.items():
        low = next(limit.ge for limit in field.metadata if hasattr(limit, "ge"))
        high = next(limit.le for limit in field.metadata if hasattr(limit, "le"))
        values[name] = within_range(luck, low, high)
    scenario = Scenario(
        behaviour=values,
        platform={"entry_friction": luck.random(), "downvotes": luck.random() < 0.5},
        population={"shared_style": luck.random(), "dynamism": luck.random()},
    )
    house = {name: within_range(luck, low, high) for name, _, low, high, _, _ in SETTINGS}
    return SimpleNamespace(**{**vars(attributes(scenario.record())), **house})


ANY_CONSTANTS = st.integers(0, 150).map(some_constants)


def at_evenly_spread_draws(rule, count=10_000):
    """Return what a rule makes of draws spread evenly from 0 to 1."""
    return [rule((step + 0.5) / count) for step in range(count)]


# --- bounds ---------------------------------------------------------------------------------------------------

ARGUMENTS = {
    "answers": FEW, "appeal": st.floats(0, 50), "appetite": st.floats(0, 200), "asks": st.booleans(),
    "audience": FEW, "baseline": st.floats(-20, 20), "belonging": SHARE, "breach": st.integers(0, 5),
    "ceiling": st.floats(0.1, 1), "champion": st.booleans(), "complains": st.booleans(), "composure": SHARE,
    "context_warmth": SCORE, "contributions": st.integers(1, 10**6), "courage": SHARE,
    "days": st.integers(0, 5000), "decent_complaint": st.booleans(), "deserved": st.booleans(),
    "deterrence": SHARE, "draw": LUCK, "effort": SHARE, "errand": st.integers(0, 5), "explained": st.booleans(),
    "fairness": SHARE, "fatigue": SHARE, "felt": SHARE, "fluency": SHARE, "grudge": SHARE,
    "hours": st.integers(0, 10**5), "its_taste": SHARE, "judgement": st.floats(0.5, 1),
    "late_night": st.booleans(), "legitimacy": SHARE, "lesson": SHARE, "misplaced": SHARE, "mood": SCORE,
    "morale": SHARE, "my_taste": SHARE, "nearness": SHARE, "noise": st.floats(-4, 4), "norm": st.floats(-1, 1),
    "notice": st.integers(0, 3), "pull": st.floats(0, 500), "restraint": SHARE, "rhythm": st.floats(0, 10),
    "rude": st.booleans(), "rude_context": st.booleans(), "rules_known": SHARE, "score": st.floats(-5, 9),
    "seemed": SHARE, "severity": SHARE, "share": SHARE, "signal": st.sampled_from([0.0, 1.0]),
    "spammer": st.booleans(), "strength": SHARE, "temper": LUCK, "trust": SHARE, "visits_per_hour": SHARE,
    "voice": st.floats(0, 200), "warmth": SCORE, "warnings": FEW, "was_breach": st.booleans(),
    "weight": st.floats(1, 21), "worked": SHARE,
    "amends": SHARE, "anger": SHARE, "answered": st.booleans(), "arousal": SHARE, "blame": SCORE, "bond": SHARE,
    "by_person": st.booleans(), "call": st.floats(0, 40), "claim": st.sampled_from([-1.0, 0.0, 0.35, 0.9]),
    "customer": st.integers(0, 1), "disclosed": st.integers(0, 1), "downvotes": FEW,
    "entered": st.integers(-1, 10**6), "gain": SHARE,
    "goal_driven": st.integers(0, 1), "heard": st.booleans(), "heat": SHARE, "helps": st.booleans(), "hope": SHARE,
    "how_easily": SHARE, "kind": st.integers(0, 9), "leader_trust": SHARE, "likes": FEW,
    "local_hour": st.integers(0, 23), "loyalty": SHARE, "minutes": st.floats(0, 10**6), "offer": st.integers(0, 1),
    "official": st.booleans(), "outrage": SHARE, "pressure": st.floats(1, 2000), "prompt": SHARE,
    "satisfaction": SHARE, "tied": st.booleans(), "tone": st.integers(0, 5), "value": SHARE,
    "waited_seconds": st.integers(0, 10**7), "worth": SCORE, "zest": SCORE,
}  # fmt: skip
"""What a rule's arguments may be, by name."""
SPECIAL_ARGUMENTS = {
    "breach_kind": {"rude": SHARE},
    "errand_after_mishap": {"mishap": LUCK, "complains": LUCK},
    "post_warmth": {"official": st.floats(-2, 2)},
    "answer_worth": {"tone": SCORE, "voice": SHARE},
}
"""Names that mean something else in one rule: a probability, and draws."""

A_SHARE, A_SCORE = (0, 1), (-1, 1)
BOUNDS = {
    **dict.fromkeys(
        (
            "visit_chance", "nearness", "affinity", "outsider_fluency", "fluency_after_absence",
            "fluency_after_reading", "like_chance", "answer_chance", "downvote_chance", "courage", "start_chance",
            "errand_chance", "inbox_chance", "silence_chance",
            "breach_chance", "off_topic_chance", "rules_after_reading", "rules_after_seeing", "rules_after_notice",
            "rules_after_witnessing", "flag_chance", "legitimacy", "legitimacy_of_block", "deterrence_left",
            "deterrence_after", "restraint_after", "grudge_after", "grudge_after_amends", "appeal_chance",
            "trust_after_breach_seen", "belonging_after_answer", "belonging_after_reading",
            "belonging_after_hostility", "belonging_after_removal", "belonging_after_vote", "trust_lost",
            "trust_after_removal", "censorship_hurts", "fairness_after_sanction", "fairness_after_witnessing",
            "exit_chance", "leave_chance",
            "hope_after_complaining", "promptness", "moved", "trust_after_complaint_seen", "trust_after_kind_seen",
            "satisfaction_at_rest", "defect_chance", "purchase_chance", "nearness_of_badge", "contest_chance",
            "official_share_after", "trust_after_leader", "trust_at_rest", "fairness_after_favour", "temper",
            "blame_ascribed", "anger_felt", "outrage_after_answer", "unsettled", "outrage_over_crisis",
            "arousal_shown", "outrage_after_reading", "outrage_after_venting",
            "trust_after_learning", "trust_after_crisis_post", "trust_scarred", "outrage_after_silence",
            "outrage_after_statement", "trust_after_statement", "statement_promptness", "voice_of_person",
            "fatigue_after_hour", "composure_after_hour", "composure_after_attack", "composure_after_rude",
            "knee_jerk_chance", "morale_after_overruling", "morale_after_day",
        ),
        A_SHARE,
    ),
    **dict.fromkeys(
        (
            "mood_after_reading", "mood_after_downvote", "post_warmth", "tone_worth", "answer_worth",
            "zest_after_entry", "zest_after_recognition", "blame_after_silence", "blame_after_statement",
        ),
        A_SCORE,
    ),
    "norm_after_reading": A_SCORE, "judgement_now": (0.5, 1), "error_chance": (0, 0.5),
}  # fmt: skip
BOUNDS_BY_CONSTANTS = {
    "pull_fades": lambda k: (0, 500),
    "pull_after_answer": lambda k: (0, k.pull_ceiling),
    "pull_after_learning": lambda k: (0, k.pull_ceiling),
    "leave_pressure": lambda k: (1, 1 + k.leave_dissatisfied),
    "gratitude": lambda k: (1, 1 + k.zest_likes),
    "alertness": lambda k: (1, 1 + k.morning_interest),
    "boycott_hours": lambda k: (0, 1 + 48 * k.boycott_days),
    "exit_pressure": lambda k: (1, 1 + k.leave_outraged),
    "involvement": lambda k: (0.5, 1.5),
    "outrage_call": lambda k: (1, 1 + k.outrage_answers),
    "official_warmth": lambda k: (-k.official_chill - k.official_relief, k.official_relief),
    "thread_call": lambda k: (0, max(1, k.question_call, k.starter_call, k.announcement_call, k.entry_call)),
    "charm": lambda k: (0, 3 * (1 + k.herding + k.sympathy) * max(1, k.announcement_likes)),
    "voice_now": lambda k: (
        0,
        200 * (1 + 2 * k.zest_voice + k.bond_voice + k.badge_pull + k.contest_lift * k.contest),
    ),
    "pull_after_downvote": lambda k: (0, k.pull_ceiling),
    "influence_weight": lambda k: (1, 1 + k.influence),
    "glances": lambda k: (1, k.glances_per_hour),
    "norm_signal": lambda k: (k.champion_signal, 1),
    "filter_score": lambda k: (-4, 4 + k.filter_cold + k.filter_separation),
    "interest": lambda k: (0, 50 * (1 + k.topicality + k.style_interest)),
}
ONE_OF = {
    "is_rude": (False, True),
    "errand_lapses": (False, True),
    "entry_status": (VISIBLE, HELD, REMOVED),
    "opener_kind": (TALK, QUESTION, COMPLAINT, WISH, PRAISE),
    "errand_of_the_day": (NO_ERRAND, WISHING, PRAISING),
    **dict.fromkeys(
        ("asks_for_help", "joins_complaint", "speaks_out", "speaks_of_it", "shares_post", "is_believed"),
        (False, True),
    ),
    "errand_after_mishap": (NO_ERRAND, COMPLAINING, SWALLOWED),
    "breach_kind": tuple(range(len(BREACHES))),
    "answers_to_prompt": (SEND, REVISE, CANCEL),
}
WITH_TESTS_OF_THEIR_OWN = {
    "clip", "logistic", "kept", "drift", "board_visited", "visited_day_bit", "patience", "spell_hours",
    "thread_appeal", "is_late_night",
}  # fmt: skip
NO_RULES = {"spell_table", "appeal_table"}
"""Functions that make tables, once a run."""


def rules_of(module):
    """Return the rules that a module declares, by name, as plain Python functions."""
    plain = {
        name: getattr(thing, "py_func", thing) for name, thing in vars(module).items() if name not in NO_RULES
    }
    own = {name: thing for name, thing in plain.items() if getattr(thing, "__module__", "") == module.__name__}
    return {name: thing for name, thing in own.items() if inspect.isfunction(thing) and name[0] != "_"}


ALL_RULES = {name: rule for module in MODULES for name, rule in rules_of(module).items()}


def plain_rule(name):
    """Return a rule as the readable engine and the team call it."""
    return vars(rules).get(name) or vars(team_rules)[name]


def outcome(name, k, draw):
    """Return what a rule makes of arguments of any kind that its names allow."""
    kinds = {**ARGUMENTS, **SPECIAL_ARGUMENTS.get(name, {})}
    wanted = inspect.signature(ALL_RULES[name]).parameters
    return plain_rule(name)(*[k if argument == "k" else draw(kinds[argument]) for argument in wanted])


def test_every_rule_is_held_to_its_bounds():
    """A rule that is added must be named in one of the tables above."""
    named = [*BOUNDS, *BOUNDS_BY_CONSTANTS, *ONE_OF, *WITH_TESTS_OF_THEIR_OWN]
    assert len(named) == len(set(named))
    assert set(named) == set(ALL_RULES)


@pytest.mark.parametrize("name", [*BOUNDS, *BOUNDS_BY_CONSTANTS])
@settings(max_examples=40)
@given(ANY_CONSTANTS, st.data())
def test_every_rule_keeps_its_bounds(name, k, data):
    """Whatever the constants within their ranges: chances and shares from 0 to 1, moods from -1 to 1."""
    low, high = BOUNDS[name] if name in BOUNDS else BOUNDS_BY_CONSTANTS[name](k)
    assert low - SLACK <= outcome(name, k, data.draw) <= high + SLACK


@pytest.mark.parametrize("name", ONE_OF)
@settings(max_examples=40)
@given(ANY_CONSTANTS, st.data())
def test_every_rule_that_decides_gives_one_of_its_words(name, k, data):
    """Codes are those that the tables can name."""
    assert outcome(name, k, data.draw) in ONE_OF[name]


@given(SHARE, st.floats(1, 40))
def test_patience_is_at_least_one_reading_and_fits_its_addresses(draw, mean):
    """One to six times the mean, and below 256, the number of addresses of a look."""
    readings = rules.patience(draw, mean)
    assert 1 <= readings <= 1 + 6 * mean < 256


def test_mean_patience_is_what_the_platform_says():
    """Over evenly spread draws, the mean of readings is the setting, within five per cent."""
    for mean in (4, 10, 40):
        readings = [rules.patience((step + 0.5) / 20_000, mean) for step in range(20_000)]
        assert np.mean(readings) == pytest.approx(mean, rel=0.05)


@given(SHARE, st.integers(1, 8))
def test_looks_within_an_hour_never_exceed_the_platforms_most(draw, most):
    """Between one and the setting, each equally likely."""
    assume(draw < 1)
    k = constants(glances_per_hour=float(most))
    assert 1 <= rules.glances(draw, k) <= most
    evenly = at_evenly_spread_draws(lambda one: rules.glances(one, k), 840)
    assert np.bincount(evenly)[1:].tolist() == [840 // most] * most


@given(st.integers(0, 40), st.integers(1, 41), st.integers(0, 2**32 - 1), st.floats(0.01, 1))
def test_visits_go_to_boards_that_exist(home, boards, word, home_share):
    """Whatever is drawn, the board has a number below the number of boards."""
    assume(home < boards)
    assert 0 <= rules.board_visited(home, boards, word, constants(home_share=home_share)) < boards


def test_most_visits_go_home():
    """The home board gets its share and its part of the rest."""
    words = blocks(7, 0, 0, np.arange(20_000), 1, 0)[0]
    homes = [rules.board_visited(3, 10, word, constants(home_share=0.7)) == 3 for word in words.tolist()]
    assert np.mean(homes) == pytest.approx(0.73, abs=5 * math.sqrt(0.73 * 0.27 / 20_000))


# --- directions -----------------------------------------------------------------------------------------------


@given(st.floats(0, 1), st.floats(0, 5), st.floats(0, 100), st.floats(0, 100))
def test_more_pull_never_means_fewer_visits(rate, rhythm, pull, more):
    """A chance to visit rises with pull up to its ceiling, and with nothing to pull it is rate times rhythm."""
    chance = rules.visit_chance(rate, rhythm, pull, 0.9)
    assert rules.visit_chance(rate, rhythm, pull + more, 0.9) >= chance
    assert chance <= 0.9 * min(1, rhythm)
    if rate * rhythm < 0.1 and rate < 0.1:
        assert rules.visit_chance(rate, rhythm, 0.0, 0.9) == pytest.approx(rate * rhythm)


@given(st.floats(0, 60))
def test_an_answer_pulls_and_the_pull_fades_by_half_in_its_half_life(pull):
    """Each answer adds the gain; so many hours later half of it is left, and in the end nothing."""
    assert rules.pull_after_answer(0.0, K) == min(K.pull_gain, K.pull_ceiling)
    assert rules.pull_after_answer(pull, K) >= min(pull, K.pull_ceiling)
    k = constants(pull_keep=0.5 ** (1 / 4))
    later = pull
    for _ in range(4):
        later = rules.pull_fades(later, k)
    assert later == pytest.approx(pull / 2, abs=0.02)
    for _ in range(200):
        later = rules.pull_fades(later, k)
    assert later == 0.0


FEELS = st.fixed_dictionaries(
    {"norm": SCORE, "rules_known": SHARE, "grudge": SHARE, "deterrence": SHARE, "restraint": SHARE}
)


def breach_chance(baseline=-2.0, mood=0.0, rude=False, late=False, k=K, **feels):
    """Return the chance of a rude post of somebody in an even mood, in good company, by day, new to the place."""
    calm = {"norm": 0.0, "rules_known": 0.0, "grudge": 0.0, "deterrence": 0.0, "restraint": 0.0} | feels
    return rules.breach_chance(baseline, mood, rude, late, *calm.values(), k)


@given(SCORE, st.booleans(), st.booleans(), st.floats(-3, 0), FEELS)
def test_what_pushes_to_a_breach_and_what_holds_back_adds_up_in_log_odds(mood, rude, late, baseline, feels):
    """Bad mood, bad company, a late hour, a rude tone and a grudge push; rules, fear and lessons hold back."""
    sizes = {
        "incivility_mood": 1.2, "incivility_context": 0.9, "incivility_night": 0.25, "incivility_norm": 1.5,
        "incivility_injunctive": 0.3, "incivility_grudge": 0.8, "incivility_deterred": 0.7,
        "incivility_restrained": 0.6,
    }  # fmt: skip
    chance = breach_chance(baseline, mood, rude, late, constants(**sizes), **feels)
    expected = baseline + 1.2 * max(0.0, -mood) + 0.9 * rude + 0.25 * late + 1.5 * feels["norm"]
    expected += 0.8 * feels["grudge"] - 0.3 * feels["rules_known"]
    expected -= 0.7 * feels["deterrence"] + 0.6 * feels["restraint"]
    # The table of the logistic curve has steps of 1/64, so it errs by at most this much.
    assert math.log(chance / (1 - chance)) == pytest.approx(expected, abs=2e-3)


def test_as_shipped_every_push_pushes_and_every_hold_holds():
    """No constant that says how much somebody is moved is nothing, or points the other way."""
    at_rest = breach_chance()
    for pushed in (
        {"mood": -1.0}, {"rude": True}, {"late": True}, {"norm": 1.0}, {"grudge": 1.0}, {"baseline": -1.0},
    ):  # fmt: skip
        assert breach_chance(**pushed) > at_rest, pushed
    for held in ({"rules_known": 1.0}, {"deterrence": 1.0}, {"restraint": 1.0}, {"norm": -1.0}):
        assert breach_chance(**held) < at_rest, held
    assert breach_chance(mood=1.0) == at_rest


@given(SHARE, SHARE, SHARE)
def test_who_knows_the_rules_and_is_advised_seldom_misses_the_topic(known, other, guidance):
    """Whoever knows all rules never does; advice while writing helps by its share."""
    low, high = sorted((known, other))
    k = constants(guidance=guidance)
    assert rules.off_topic_chance(1.0, k) == 0
    assert rules.off_topic_chance(high, k) <= rules.off_topic_chance(low, k) <= rules.off_topic_chance(low, K)
    assert rules.off_topic_chance(0.0, K) == K.off_topic_unknowing
    advised = rules.off_topic_chance(0.0, constants(guidance=1.0))
    assert advised == pytest.approx(K.off_topic_unknowing * (1 - K.guidance_heeded))
    assert advised < K.off_topic_unknowing


@given(SHARE, SHARE, SHARE)
@settings(max_examples=30)
def test_one_draw_decides_which_rule_is_broken(rude, misplaced, grudge):
    """Shares of draws: rude by its chance, of these attacks by the grudge; off topic by its chance, beside."""
    assume(rude + misplaced < 1)
    k = constants(attack_share=0.1, attack_grudge=0.5, illegal_share=0.2)
    kinds = np.array(
        at_evenly_spread_draws(lambda draw: rules.breach_kind(False, draw, rude, misplaced, grudge, k), 2000)
    )
    found = np.bincount(kinds, minlength=len(BREACHES)) / len(kinds)
    attacks = 0.1 + 0.5 * grudge
    assert found[ATTACK] == pytest.approx(rude * attacks, abs=2e-3)
    assert found[ILLEGAL] == pytest.approx(rude * 0.2, abs=2e-3)
    assert found[INCIVILITY] == pytest.approx(rude * (0.8 - attacks), abs=2e-3)
    assert found[OFF_TOPIC] == pytest.approx(misplaced, abs=2e-3)
    assert found[SPAM] == 0


@given(LUCK, SHARE, SHARE, SHARE)
def test_who_came_to_advertise_does_nothing_else(temper, rude, misplaced, grudge):
    """A spammer's every contribution is spam; nobody else's is."""
    assert rules.breach_kind(True, temper, rude, misplaced, grudge, K) == SPAM
    assert rules.breach_kind(False, temper, rude, misplaced, grudge, K) != SPAM


@given(LUCK, SHARE, SHARE)
def test_without_a_chance_of_rudeness_nobody_is_rude(temper, misplaced, grudge):
    """As for somebody who sets an example: what is left is missing the topic."""
    assert rules.breach_kind(False, temper, 0.0, misplaced, grudge, K) in (NO_BREACH, OFF_TOPIC)
    assert rules.breach_kind(False, temper, 0.0, 0.0, grudge, K) == NO_BREACH


def test_insults_attacks_and_crimes_hurt_and_what_is_out_of_place_does_not():
    """Which breaches count as rude."""
    assert [code for code in range(len(BREACHES)) if rules.is_rude(code)] == list(RUDE)


@given(st.floats(-30, 30), st.floats(0, 5))
def test_the_logistic_table_is_the_logistic_curve(log_odds, more):
    """Close to the formula from -10 to 10, flat beyond, never falling, and symmetric."""
    value = rules.logistic(log_odds)
    assert value == pytest.approx(1 / (1 + math.exp(-max(-10, min(10, log_odds)))), abs=2e-5)
    assert rules.logistic(log_odds + more) >= value
    assert rules.logistic(-log_odds) == pytest.approx(1 - value, abs=1e-12)


@given(st.floats(0.0001, 1), st.integers(0, 2000))
def test_keeping_a_share_for_some_steps_is_its_power(keep, steps):
    """Repeated squaring is the power function, with multiplications only."""
    assert rules.kept(keep, steps) == pytest.approx(keep**steps, rel=1e-9, abs=1e-300)
    assert rules.kept(keep, 0) == 1.0


@given(SCORE, SCORE, FEW, FEW)
def test_mood_moves_towards_what_is_read_and_further_for_an_audience(mood, warmth, audience, more):
    """One reading never overshoots, and an author with more followers moves it at least as far."""
    weight, heavier = rules.influence_weight(audience, K), rules.influence_weight(audience + more, K)
    assert 1 <= weight <= heavier <= 1 + K.influence
    moved = rules.mood_after_reading(mood, warmth, weight, K)
    assert rules.influence_weight(0, K) == 1
    further = rules.mood_after_reading(mood, warmth, heavier, K)
    assert min(mood, warmth) - 1e-12 <= moved <= max(mood, warmth) + 1e-12
    assert abs(further - mood) >= abs(moved - mood) - 1e-12


@given(SHARE, SHARE, SHARE, st.floats(0, 20))
def test_the_nearer_the_topic_the_greater_the_interest(mine, near, far, appeal):
    """Interest falls with distance in taste down to its floor and rises with appeal; direction plays no part."""
    assume(abs(mine - near) <= abs(mine - far))
    assert rules.affinity(mine, near, K) >= rules.affinity(mine, far, K) >= K.affinity_floor
    assert rules.affinity(mine, far, K) == rules.affinity(far, mine, K)
    assert rules.affinity(mine, mine, K) == 1
    dull = rules.interest(appeal, rules.affinity(mine, far, K), 0.5, K)
    assert dull <= rules.interest(appeal, rules.affinity(mine, near, K), 0.5, K)
    assert rules.interest(appeal, 1.0, 0.0, K) == appeal <= rules.interest(appeal, 1.0, 1.0, K)


@given(SHARE, SHARE, st.integers(0, 5))
def test_what_does_not_belong_here_is_to_nobodys_taste(mine, its, breach):
    """Spam and off-topic posts keep a part of the interest that their topic would have; others keep all."""
    near, plain = rules.nearness(mine, its, breach, K), rules.affinity(mine, its, K)
    assert near == (plain * K.misplaced_interest if breach in (SPAM, OFF_TOPIC) else plain)
    assert K.misplaced_interest < 1


@given(st.floats(0, 5), SCORE, SCORE, st.floats(0, 2))
def test_warm_posts_and_good_moods_are_liked_more(appetite, warmth, mood, more):
    """The chance of a like never falls with warmth, mood or interest."""
    chance = rules.like_chance(appetite, warmth, mood, K)
    assert rules.like_chance(appetite, min(1, warmth + more), mood, K) >= chance
    assert rules.like_chance(appetite, warmth, min(1, mood + more), K) >= chance
    assert rules.like_chance(appetite + more, warmth, mood, K) >= chance


@given(st.floats(0, 5), st.floats(0, 5), FEW, FEW, SHARE)
def test_crowded_threads_get_fewer_answers_and_writing_takes_courage(voice, appetite, answers, more, courage):
    """Answers already there lower the chance, as does a lack of courage; no voice means no answer."""
    chance = rules.answer_chance(voice, appetite, 1.0, answers, 1.0, 1.0, K)
    assert rules.answer_chance(voice, appetite, 1.0, answers + more, 1.0, 1.0, K) <= chance
    assert rules.answer_chance(voice, appetite, 1.0, answers, 1.0, courage, K) <= chance
    assert rules.answer_chance(0.0, appetite, 1.0, answers, 1.0, 1.0, K) == 0
    assert rules.start_chance(voice, 1.0, courage, K) <= rules.start_chance(voice, 1.0, 1.0, K)
    assert rules.start_chance(0.0, 1.0, 1.0, K) == 0


def test_interest_and_likes_are_of_the_size_that_the_constants_say():
    """By hand: two tenths of the line of tastes apart, in a place half its own and half on the move."""
    k = constants(
        affinity_slope=2.0, affinity_floor=0.1, topicality=0.8, dynamism=0.5, style_interest=1.2,
        shared_style=0.25, like_base=0.1, like_warmth=0.5, like_mood=0.4, answer_ceiling=0.8,
    )  # fmt: skip
    assert rules.affinity(0.5, 0.7, k) == pytest.approx(0.6)
    assert rules.affinity(0.1, 0.9, k) == 0.1
    # 3 x 0.6 x (1 + (0.8 x 0.5 + 1.2 x 0.25) x 0.5)
    assert rules.interest(3.0, 0.6, 0.5, k) == pytest.approx(3 * 0.6 * 1.35)
    assert rules.like_chance(2.0, 0.5, -0.5, k) == pytest.approx(0.2 * (1 + 0.25 - 0.2))
    assert rules.like_chance(100.0, 0.0, 0.0, k) == 0.8
    assert rules.like_chance(1.0, -1.0, -1.0, constants(like_base=0.1, like_warmth=1.0, like_mood=1.0)) == 0


def test_answers_and_threads_are_of_the_size_that_the_constants_say():
    """By hand: half a voice, some interest, some fluency, a thread with as many answers as halve the wish to."""
    k = constants(
        answer_base=0.1, crowding=4.0, start_base=0.2, answer_ceiling=0.8, inbox_answer=0.6, inbox_warmth=0.25,
        silence_hazard=0.9, silence_held_by_belonging=0.1, silence_held_by_style=0.6, shared_style=0.5,
        official_inbox=0.5,
    )  # fmt: skip
    assert rules.answer_chance(0.5, 3.0, 0.8, 0, 1.0, 0.5, k) == pytest.approx(0.1 * 0.5 * 3 * 0.8 * 0.5)
    assert rules.answer_chance(0.5, 3.0, 0.8, 4, 1.0, 1.0, k) == pytest.approx(0.1 * 0.5 * 3 * 0.8 / 2)
    assert rules.answer_chance(0.5, 3.0, 0.8, 0, 3.0, 1.0, k) == pytest.approx(0.1 * 0.5 * 3 * 0.8 * 3)
    assert rules.answer_chance(100.0, 3.0, 1.0, 0, 1.0, 1.0, k) == 0.8
    assert rules.start_chance(0.5, 0.8, 0.5, k) == pytest.approx(0.2 * 0.5 * 0.8 * 0.5)
    assert rules.start_chance(100.0, 1.0, 1.0, k) == 0.8
    assert rules.inbox_chance(-1.0, False, k) == pytest.approx(0.45)
    assert rules.inbox_chance(-1.0, True, k) == pytest.approx(0.225)
    assert rules.silence_chance(3, 0.5, k) == pytest.approx(0.9 * 0.8 / 3)


def test_a_question_calls_for_an_answer_until_it_has_one():
    """Being asked raises the chance of the first answer and of no other."""
    k = constants(question_call=2.0)
    assert rules.thread_call(QUESTION, 0, k) == 2 * rules.thread_call(TALK, 0, k)
    assert rules.thread_call(QUESTION, 3, k) == rules.thread_call(TALK, 3, k) == 1


@given(SHARE, SHARE, SHARE, st.integers(1, 10_000))
def test_a_first_post_takes_courage_and_knowing_the_rules_gives_some(known, other, friction, written):
    """Friction and doubt hold a first post back; whoever has written before needs no courage."""
    k, low, high = constants(entry_friction=friction), *sorted((known, other))
    assert rules.courage(0, low, k) <= rules.courage(0, high, k) <= rules.courage(0, 1.0, k) == 1 - friction
    assert rules.courage(0, 0.0, K) == pytest.approx((1 - K.entry_friction) * (1 - K.entry_doubt))
    assert K.entry_doubt > 0
    assert rules.courage(written, known, k) == 1


def test_friction_at_the_door_keeps_first_posts_out():
    """With full friction nobody posts for the first time, not even on an errand."""
    shut = rules.courage(0, 1.0, constants(entry_friction=1.0))
    assert [rules.errand_chance(errand, shut, K) for errand in (ASKING, COMPLAINING)] == [0, 0]
    assert rules.start_chance(1.0, 1.0, shut, K) == rules.answer_chance(1.0, 1.0, 1.0, 0, 1.0, shut, K) == 0
    wide_open = rules.courage(0, 1.0, constants(entry_friction=0.0))
    assert rules.start_chance(1.0, 1.0, wide_open, K) == rules.start_chance(1.0, 1.0, 1.0, K) > 0


@given(SHARE, SHARE, SHARE)
def test_a_form_keeps_questions_back_and_no_complaints(form, more, courage):
    """The more of a form must be filled in, the fewer ask; who is angry enough to complain is not asked to."""
    short, long = (constants(question_form=share) for share in sorted((form, more)))
    assert rules.errand_chance(ASKING, courage, long) <= rules.errand_chance(ASKING, courage, short)
    assert rules.errand_chance(ASKING, 1.0, constants(question_form=1.0)) == pytest.approx(
        K.errand_urge * (1 - K.form_deters)
    )
    assert rules.errand_chance(ASKING, courage, constants(question_form=0.0)) == K.errand_urge * courage
    assert rules.errand_chance(COMPLAINING, courage, long) == K.errand_urge * courage


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_errands_that_were_not_run_lapse_by_their_chance(share):
    """Never, three times in ten, always."""
    k = constants(errand_lapses=share)
    assert np.mean(at_evenly_spread_draws(lambda draw: rules.errand_lapses(draw, k))) == pytest.approx(share)


def test_threads_on_an_errand_say_what_one_came_to_say():
    """Complaints complain, questions ask, and of other threads the stated share asks."""
    assert set(at_evenly_spread_draws(lambda draw: rules.opener_kind(COMPLAINING, draw, K))) == {COMPLAINT}
    assert set(at_evenly_spread_draws(lambda draw: rules.opener_kind(ASKING, draw, K))) == {QUESTION}
    others = np.array(at_evenly_spread_draws(lambda draw: rules.opener_kind(NO_ERRAND, draw, K)))
    assert (others == QUESTION).mean() == pytest.approx(K.question_share, abs=1e-3)
    assert set(others.tolist()) == {QUESTION, TALK}


@given(LUCK, LUCK, st.floats(0, 3), st.floats(0, 1000), SHARE, SHARE)
def test_mishaps_hit_everybody_and_few_speak_of_them(mishap, complains, voice, mishaps, hope, quality):
    """Something goes wrong by its chance; who writes and has hope says so more readily than who never does."""
    k = constants(mishaps=mishaps, quality=quality)
    errand = rules.errand_after_mishap(voice, hope, mishap, complains, k)
    assert (errand == NO_ERRAND) == (mishap >= K.mishap_chance * mishaps * (1.0 - quality))
    if errand != NO_ERRAND:
        voiced = K.complaint_voiced if voice > 0 else K.complaint_silent
        assert (errand == COMPLAINING) == (complains < 2.0 * hope * voiced)
    assert rules.errand_after_mishap(voice, hope, mishap, complains, constants(mishaps=0.0)) == NO_ERRAND


@pytest.mark.parametrize("voice", [0.0, 0.1])
def test_of_those_whom_a_mishap_hits_few_complain_and_fewest_of_those_who_never_write(voice):
    """By the shares that are stated for each."""
    errands = np.array(at_evenly_spread_draws(lambda draw: rules.errand_after_mishap(voice, 0.5, 0.0, draw, K)))
    share = K.complaint_voiced if voice else K.complaint_silent
    assert (errands == COMPLAINING).mean() == pytest.approx(share, abs=1e-3)
    assert set(errands.tolist()) == {COMPLAINING, SWALLOWED}
    assert 0 < K.complaint_silent < K.complaint_voiced < 1


HOUSES = {"nobody": 0.0, "first": 1.0, "all": 2.0}


@given(st.floats(-4, 8), st.floats(-4, 8), FEW)
def test_a_post_stands_at_once_unless_it_is_reviewed_or_caught(score, threshold, written):
    """Review comes first, for beginners or for all; else the filter holds or removes what scores too high."""
    for reviewed, code in HOUSES.items():
        for removes in (0.0, 1.0):
            k = constants(review_first=code, filter_threshold=threshold, filter_removes=removes)
            waits = reviewed == "all" or (reviewed == "first" and written == 0)
            caught = (REMOVED if removes else HELD) if score > threshold else VISIBLE
            assert rules.entry_status(score, written, k) == (HELD if waits else caught)
    assert rules.entry_status(score, written, K) == VISIBLE


def test_only_what_is_rude_is_voted_down_and_only_where_one_can():
    """Nobody votes where the platform has no such button."""
    with_button, without = constants(downvotes=1.0), constants(downvotes=0.0)
    assert rules.downvote_chance(True, with_button) == K.downvote_chance > 0
    assert rules.downvote_chance(False, with_button) == rules.downvote_chance(True, without) == 0


@given(SCORE, SCORE)
def test_a_hostile_reply_is_answered_less_often(warmth, other):
    """A warm one more often than a plain one."""
    low, high = sorted((warmth, other))
    assert rules.inbox_chance(low, False, K) <= rules.inbox_chance(high, False, K)
    plain, warm = (rules.inbox_chance(tone, False, K) for tone in (0.0, 1.0))
    assert rules.inbox_chance(-1.0, False, K) < K.inbox_answer == plain < warm
    assert rules.inbox_chance(warmth, True, K) < rules.inbox_chance(warmth, False, K)


# --- rules and sanctions --------------------------------------------------------------------------------------


def test_breaches_are_flagged_more_often_than_decent_posts():
    """Readers see the difference, most of the time, and mind what is off topic least."""
    decent, off_topic = rules.flag_chance(NO_BREACH, K), rules.flag_chance(OFF_TOPIC, K)
    assert {rules.flag_chance(breach, K) for breach in (*RUDE, SPAM)} == {K.flag_chance}
    assert K.flag_chance > off_topic > 20 * decent > 0
    assert (off_topic, decent) == (K.flag_chance * K.off_topic_flagged, K.false_flag_chance)


@given(st.integers(1, 5), SCORE, SCORE, st.floats(-4, 4), st.floats(0, 2))
def test_the_filter_scores_breaches_higher_and_cold_posts_a_little(breach, warmth, colder, noise, more):
    """By the stated distance, whatever the rule; warmth beyond an even tone buys nothing."""
    decent = rules.filter_score(NO_BREACH, warmth, noise, K)
    assert rules.filter_score(breach, warmth, noise, K) == pytest.approx(decent + K.filter_separation)
    assert rules.filter_score(NO_BREACH, min(warmth, colder), noise, K) >= decent
    assert rules.filter_score(NO_BREACH, warmth, noise + more, K) >= decent
    assert rules.filter_score(NO_BREACH, -1.0, noise, K) == pytest.approx(noise + K.filter_cold)
    assert rules.filter_score(NO_BREACH, abs(warmth), noise, K) == noise
    assert K.filter_separation > K.filter_cold > 0


@pytest.mark.parametrize(("cancels", "revises"), [(0.09, 0.22), (0, 0), (0, 1), (1, 0)])
def test_asked_again_some_give_up_and_some_put_it_right(cancels, revises):
    """By the shares that were found; the others send the draft as it is."""
    k = constants(prompt_cancels=cancels, prompt_revises=revises)
    answers = np.array(at_evenly_spread_draws(lambda draw: rules.answers_to_prompt(draw, k)))
    for answer, share in ((CANCEL, cancels), (REVISE, revises), (SEND, 1 - cancels - revises)):
        assert (answers == answer).mean() == pytest.approx(share, abs=1e-3), answer


@given(SCORE, st.floats(1, 21), st.floats(0, 5), st.sampled_from([0.0, 1.0]))
def test_what_one_reads_shapes_what_seems_usual(norm, weight, more, signal):
    """The norm moves towards what a post says, further for an audience, and never beyond."""
    moved = rules.norm_after_reading(norm, signal, weight, K)
    further = rules.norm_after_reading(norm, signal, weight + more, K)
    assert min(norm, signal) - SLACK <= moved <= max(norm, signal) + SLACK
    assert abs(further - norm) >= abs(moved - norm) - SLACK
    assert norm == signal or moved != norm
    assert rules.norm_after_reading(norm, signal, 2.0, constants(norm_gain=0.1)) == pytest.approx(
        0.8 * norm + 0.2 * signal
    )


def test_a_post_speaks_for_rudeness_for_decency_or_as_an_example():
    """A rude post counts 1, a decent one 0, and whoever was won to set an example counts against rudeness."""
    assert rules.norm_signal(True, False, K) == 1 > rules.norm_signal(False, False, K) == 0
    assert rules.norm_signal(False, True, K) == rules.norm_signal(True, True, K) == K.champion_signal < 0
    after_many = 0.5
    for _ in range(500):
        after_many = rules.norm_after_reading(after_many, rules.norm_signal(False, True, K), 1.0, K)
    assert after_many == pytest.approx(K.champion_signal, abs=0.01)


@given(SHARE, st.integers(1, 3))
def test_rules_are_learned_from_reading_seeing_notices_and_what_became_of_others(known, notice):
    """Each adds a share of what is missing; explanations teach most, and nobody knows more than all."""
    everybody, newcomers = constants(rules_shown=2.0), constants(rules_shown=1.0)
    lessons = {
        "reading": rules.rules_after_reading(known, K),
        "pinned": rules.rules_after_seeing(known, 5, everybody),
        "shown": rules.rules_after_seeing(known, 0, newcomers),
        "notice": rules.rules_after_notice(known, notice, K),
        "witnessed": rules.rules_after_witnessing(known, False, K),
        "explained": rules.rules_after_witnessing(known, True, K),
    }
    for how, after in lessons.items():
        assert known <= after <= 1, how
        assert after > known or known > 1 - 1e-9, how
    assert lessons["explained"] >= lessons["witnessed"]
    assert rules.rules_after_notice(known, EXPLAINED, K) >= lessons["notice"]
    assert rules.rules_after_notice(known, BLUNT, K) == rules.rules_after_notice(known, POLITE, K)
    assert lessons["shown"] == lessons["pinned"]
    of_the_gap = {
        "reading": K.rules_from_reading, "shown": K.rules_read, "witnessed": K.rules_from_witnessing,
        "explained": 2 * K.rules_from_witnessing,
        "notice": K.rules_from_explanation if notice == EXPLAINED else K.rules_from_notice,
    }  # fmt: skip
    for how, share in of_the_gap.items():
        assert lessons[how] == pytest.approx(known + share * (1 - known)), how


@given(SHARE, FEW)
def test_rules_that_are_not_shown_to_somebody_teach_nothing(known, written):
    """Newcomers' rules are not met again by those who have written; where none are shown, nobody meets any."""
    assert rules.rules_after_seeing(known, written, constants(rules_shown=0.0)) == known
    assert rules.rules_after_seeing(known, written + 1, constants(rules_shown=1.0)) == known


@given(SHARE, SHARE, st.integers(0, 3))
def test_a_sanction_seems_rightful_by_the_teams_name_the_tone_and_desert(fairness, more, notice):
    """A fair name helps, a polite word, an explanation most; bluntness hurts, and so does lack of desert."""
    low, high = sorted((fairness, more))
    assert rules.legitimacy(low, notice, True, K) <= rules.legitimacy(high, notice, True, K)
    assert rules.legitimacy(low, notice, False, K) <= rules.legitimacy(low, notice, True, K)
    tones = [rules.legitimacy(fairness, told, True, K) for told in (BLUNT, NO_NOTICE, POLITE, EXPLAINED)]
    assert tones == sorted(tones)
    assert rules.legitimacy(fairness, NO_NOTICE, True, K) == fairness
    assert rules.legitimacy(fairness, NO_NOTICE, False, K) == pytest.approx(K.undeserved * fairness)


def test_as_shipped_each_tone_makes_a_difference():
    """From blunt to explained, each step seems more rightful than the one before."""
    tones = [rules.legitimacy(K.fairness_start, told, True, K) for told in (BLUNT, NO_NOTICE, POLITE, EXPLAINED)]
    assert len(set(tones)) == 4 and tones == sorted(tones)
    assert K.undeserved < 1
    k = constants(notice_blunt=-0.1, notice_polite=0.2, notice_explained=0.3, undeserved=0.5)
    assert [
        rules.legitimacy(0.4, told, True, k) for told in (BLUNT, NO_NOTICE, POLITE, EXPLAINED)
    ] == pytest.approx([0.3, 0.4, 0.6, 0.7])
    assert rules.legitimacy(0.4, POLITE, False, k) == pytest.approx(0.3)
    assert rules.legitimacy(0.05, BLUNT, True, k) == 0 and rules.legitimacy(0.9, EXPLAINED, True, k) == 1


@given(SHARE, st.integers(1, 50))
def test_a_block_out_of_the_blue_seems_less_rightful(felt, warnings):
    """One warning is enough to be warned."""
    assert rules.legitimacy_of_block(felt, warnings, K) == felt
    assert rules.legitimacy_of_block(felt, 0, K) == felt * K.unwarned
    assert K.unwarned < 1


@given(SHARE, SHARE, SHARE, SHARE)
def test_rightful_sanctions_deter_and_teach_and_others_leave_a_grudge(before, strength, legitimacy, other):
    """Deterrence and lessons grow with how rightful it seems, grudges with how little, by shares of the gap."""
    low, high = sorted((legitimacy, other))
    for rule in (rules.deterrence_after, rules.restraint_after):
        assert before <= rule(before, strength, low) <= rule(before, strength, high) + SLACK <= 1 + 2 * SLACK
        assert rule(before, strength, 0.0) == before
        assert rule(before, strength, 1.0) == pytest.approx(before + strength * (1 - before))
    assert (
        before <= rules.grudge_after(before, strength, high) <= rules.grudge_after(before, strength, low) + SLACK
    )
    assert rules.grudge_after(before, strength, 1.0) == before
    assert rules.grudge_after(before, strength, 0.0) == pytest.approx(before + strength * (1 - before))


@given(SHARE, st.integers(0, 500), st.integers(0, 500))
def test_deterrence_is_gone_after_some_half_lives(deterrence, hours, more):
    """Half of it is left after its half-life; it never grows by itself."""
    assert rules.deterrence_left(deterrence, 0, K) == deterrence
    left = rules.deterrence_left(deterrence, hours, K)
    assert rules.deterrence_left(deterrence, hours + more, K) <= left <= deterrence
    half_life = Scenario().behaviour.deterrence_half_life_hours
    assert rules.deterrence_left(1.0, int(half_life), K) == pytest.approx(0.5, abs=0.01)


@given(SHARE)
def test_an_apology_takes_most_of_a_grudge(grudge):
    """By its share, and never more than there is."""
    assert rules.grudge_after_amends(grudge, K) == pytest.approx(grudge * (1 - K.amends))
    assert K.amends > 0.5


@given(SHARE, SHARE, SHARE)
def test_the_more_rightful_it_seems_and_the_more_it_takes_the_fewer_appeal(legitimacy, effort, more):
    """Nobody appeals more often than those who are sure; half of these where effort equals conviction."""
    low, high = sorted((effort, more))
    chance = rules.appeal_chance(legitimacy, low, K)
    assert rules.appeal_chance(legitimacy, high, K) <= chance <= K.appeal_readiness
    assert rules.appeal_chance(min(1.0, legitimacy + more), low, K) <= chance
    assert rules.appeal_chance(1 - effort, effort, K) == pytest.approx(K.appeal_readiness / 2, abs=1e-6)


def test_effort_keeps_the_half_convinced_from_appealing_first():
    """A form costs those who half agree a larger share of their appeals than those who feel wronged."""
    left = [rules.appeal_chance(felt, 0.5, K) / rules.appeal_chance(felt, 0.1, K) for felt in (0.1, 0.5)]
    assert left[1] < left[0] < 1


@given(SCORE, SCORE, st.floats(-2, 2), SCORE)
def test_rude_posts_and_complaints_are_colder_and_a_good_mood_warmer(mood, context, noise, other):
    """Warmth rises with mood and with what is answered, and falls by rudeness and by a complaint."""

    def warmth(rude=False, kind=TALK, mood=mood, context=context, official=0.0):
        return rules.post_warmth(mood, context, noise, rude, kind, official, K)

    assert warmth(True, COMPLAINT) <= warmth(True) <= warmth(kind=COMPLAINT) <= warmth() <= warmth(kind=PRAISE)
    assert warmth(mood=max(mood, other)) >= warmth() <= warmth(context=max(context, other))
    assert warmth(official=-0.2) <= warmth() <= warmth(official=0.2)
    even = [
        rules.post_warmth(0.0, 0.0, 0.0, *how, 0.0, K) for how in ((True, TALK), (False, COMPLAINT), (False, TALK))
    ]
    assert even[0] < even[1] < even[2] == K.warmth_base
    k = constants(
        warmth_base=0.2,
        warmth_mood=0.5,
        warmth_context=0.25,
        warmth_noise=0.1,
        breach_cold=0.7,
        complaint_cold=0.4,
    )
    by_hand = 0.2 + 0.5 * 0.3 + 0.25 * 0.2 + 0.1 * 1.5
    assert rules.post_warmth(0.3, 0.2, 1.5, False, TALK, 0.0, k) == pytest.approx(by_hand)
    assert rules.post_warmth(0.3, 0.2, 1.5, True, TALK, 0.0, k) == pytest.approx(by_hand - 0.7)
    assert rules.post_warmth(0.3, 0.2, 1.5, False, COMPLAINT, -0.1, k) == pytest.approx(by_hand - 0.5)


# --- feelings -------------------------------------------------------------------------------------------------


@given(SHARE, SHARE, SHARE)
def test_belonging_and_trust_hold_members_and_a_grudge_drives_them_off(one, other, grudge):
    """More of either never makes leaving likelier, and somebody with none of the three leaves at the base rate."""
    low, high = sorted((one, other))
    assert rules.leave_chance(high, 0.5, grudge, 1.0, K) <= rules.leave_chance(low, 0.5, grudge, 1.0, K)
    assert rules.leave_chance(0.5, high, grudge, 1.0, K) <= rules.leave_chance(0.5, low, grudge, 1.0, K)
    assert rules.leave_chance(0.5, 0.5, low, 1.0, K) <= rules.leave_chance(0.5, 0.5, high, 1.0, K)
    assert rules.leave_chance(0.0, 0.0, 0.0, 1.0, K) == K.leave_base
    assert rules.leave_chance(0.0, 0.0, 0.0, 2.0, K) == 2 * K.leave_base
    assert rules.leave_chance(1.0, 1.0, 1.0, 1.0, K) == pytest.approx(
        rules.leave_chance(1.0, 1.0, 0.0, 1.0, K) * (1 + K.leave_grudge)
    )
    assert K.leave_grudge > 0


@given(SHARE, SHARE, SHARE)
def test_an_unfair_block_makes_some_leave_on_the_spot(legitimacy, other, belonging):
    """The less rightful and the less they belong; a rightful block drives nobody off at once."""
    low, high = sorted((legitimacy, other))
    assert rules.exit_chance(high, belonging, K) <= rules.exit_chance(low, belonging, K)
    assert rules.exit_chance(low, 1.0, K) <= rules.exit_chance(low, belonging, K)
    assert rules.exit_chance(1.0, belonging, K) == 0
    assert rules.exit_chance(0.0, 0.0, K) == K.exit_after_block > 0


@given(SHARE)
def test_being_answered_makes_people_belong_the_first_times_most(belonging):
    """Each answer adds a share of what is missing, and each vote, up or down, a smaller one."""
    for rule in (
        lambda now: rules.belonging_after_answer(now, 1.0, K),
        lambda now: rules.belonging_after_vote(now, K),
    ):
        once = rule(belonging)
        twice = rule(once)
        assert belonging <= once <= twice <= 1
        assert twice - once <= once - belonging + 1e-12
    assert rules.belonging_after_vote(belonging, K) <= rules.belonging_after_answer(belonging, 0.0, K)
    assert rules.belonging_after_vote(0.0, K) > 0


@given(SHARE, SHARE, SHARE)
def test_hostility_and_having_ones_work_undone_estrange(belonging, legitimacy, other):
    """A rude answer takes a share of belonging, a removal the more the less rightful it seems."""
    low, high = sorted((legitimacy, other))
    assert rules.belonging_after_hostility(belonging, K) == pytest.approx(
        belonging * (1 - K.belonging_lost_hostility)
    )
    assert rules.belonging_after_removal(belonging, low, K) <= rules.belonging_after_removal(belonging, high, K)
    assert rules.belonging_after_removal(belonging, 1.0, K) == belonging
    assert rules.belonging_after_removal(1.0, 0.0, K) == 1 - K.belonging_lost_removal < 1
    assert rules.belonging_after_hostility(1.0, K) < 1


@given(SCORE, st.floats(0, 100))
def test_a_down_vote_spoils_the_mood_and_brings_one_back(mood, pull):
    """By its constants, within the bounds of mood and pull."""
    assert rules.mood_after_downvote(mood, K) == max(-1, mood - K.downvote_mood) <= mood
    assert rules.pull_after_downvote(pull, K) == min(K.pull_ceiling, pull + K.downvote_pull)
    assert K.downvote_mood > 0 and 0 < K.downvote_pull < K.pull_gain


@given(SHARE, SHARE, SHARE)
def test_a_wrong_removal_costs_more_trust_than_a_right_one(trust, legitimacy, other):
    """The less the more rightful it seems."""
    low, high = sorted((legitimacy, other))
    wrong, right = (rules.trust_after_removal(trust, was_breach, low, K) for was_breach in (False, True))
    assert wrong <= right <= trust
    assert right <= rules.trust_after_removal(trust, True, high, K) <= trust
    assert wrong <= rules.trust_after_removal(trust, False, high, K)
    assert rules.trust_after_removal(1.0, True, 1.0, K) < 1


@given(SHARE, st.sampled_from([*RUDE, SPAM]))
def test_abuse_and_spam_left_standing_cost_a_little_trust(trust, breach):
    """Less than a removal of one's own; what is only off topic costs none."""
    after = rules.trust_after_breach_seen(trust, breach, K)
    assert rules.trust_after_removal(trust, True, 0.5, K) <= after <= trust
    assert after == pytest.approx(trust * (1 - K.trust_lost_breach_seen)) and K.trust_lost_breach_seen > 0
    assert rules.trust_after_breach_seen(trust, OFF_TOPIC, K) == trust


@given(SHARE, SHARE)
def test_losing_a_share_of_trust_leaves_the_rest(trust, share):
    """All of it, some of it, none of it."""
    assert rules.trust_lost(trust, share) == pytest.approx(trust - share * trust)


def test_explaining_why_criticism_was_deleted_takes_some_of_the_harm():
    """Not all of it."""
    assert 0 < rules.censorship_hurts(True, K) == 1 - K.censorship_excused < rules.censorship_hurts(False, K) == 1


@given(SHARE, SHARE)
def test_how_fair_a_team_seems_follows_what_it_does_to_me_more_than_to_others(fairness, seemed):
    """Each moves it towards what was seen, and never beyond."""
    mine = rules.fairness_after_sanction(fairness, seemed, K)
    theirs = rules.fairness_after_witnessing(fairness, seemed, K)
    for after in (mine, theirs):
        assert min(fairness, seemed) - SLACK <= after <= max(fairness, seemed) + SLACK
    assert abs(theirs - fairness) <= abs(mine - fairness) + SLACK
    assert rules.fairness_after_sanction(0.0, 1.0, K) > rules.fairness_after_witnessing(0.0, 1.0, K) > 0


def test_feelings_are_moved_by_the_shares_that_the_constants_say():
    """By hand: half of the largest influence, half a style of its own, half the fluency."""
    k = constants(
        influence=2.0, influence_half_audience=30.0, mood_contagion=0.1, belonging_gain=0.06, style_bond=3.0,
        shared_style=0.5, belonging_reading=0.02, appeal_readiness=0.8, appeal_doubt=0.1,
    )  # fmt: skip
    assert rules.influence_weight(30, k) == 2
    assert rules.mood_after_reading(0.5, -0.5, 2.0, k) == pytest.approx(0.3)
    assert rules.mood_after_reading(0.5, -0.5, 20.0, k) == -0.5
    assert rules.belonging_after_answer(0.2, 0.5, k) == pytest.approx(0.2 + 0.06 * 1.75 * 0.8)
    assert rules.belonging_after_reading(0.5, 0.5, 0.5, k) == pytest.approx(0.5 + 0.02 * 0.25 * 0.5)
    # One unit of doubt short of conviction: log-odds -1.
    assert rules.appeal_chance(0.5, 0.6, k) == pytest.approx(0.8 / (1 + math.e), abs=1e-4)


def test_votes_removals_and_blocks_have_the_size_that_the_constants_say():
    """By hand: a removal that seems half rightful, a block that seems a quarter rightful, some trust, a grudge."""
    k = constants(
        vote_belonging=0.1, trust_lost_right_removal=0.1, trust_lost_wrong_removal=0.4, fairness_learning=0.25,
        fairness_witnessing=0.05, exit_after_block=0.4, leave_held_by_belonging=0.5, leave_base=0.01,
        leave_held_by_trust=0.4, leave_grudge=6.0, composure_rude=0.02,
    )  # fmt: skip
    assert rules.belonging_after_vote(0.5, k) == pytest.approx(0.55)
    assert rules.trust_after_removal(0.8, True, 0.5, k) == pytest.approx(0.8 * 0.9)
    assert rules.trust_after_removal(0.8, False, 0.5, k) == pytest.approx(0.8 * 0.6)
    assert rules.trust_after_removal(0.8, False, 0.0, k) == pytest.approx(0.8 * 0.4)
    assert rules.trust_after_removal(0.8, False, 0.0, constants(trust_lost_wrong_removal=0.9)) == 0
    assert rules.fairness_after_sanction(0.6, 0.2, k) == pytest.approx(0.5)
    assert rules.fairness_after_witnessing(0.6, 0.2, k) == pytest.approx(0.58)
    assert rules.exit_chance(0.25, 0.4, k) == pytest.approx(0.4 * 0.75 * 0.8)
    assert rules.leave_chance(0.4, 0.5, 0.5, 1.0, k) == pytest.approx(0.01 * 0.8 * 0.8 * 4)
    assert team_rules.composure_after_rude(0.5, k) == pytest.approx(0.49)


# --- the team -------------------------------------------------------------------------------------------------


@given(SHARE, SHARE, SHARE)
def test_work_tires_and_rest_restores(fatigue, worked, more):
    """The more of an hour was worked, the more tired; an hour off takes the share of its half-life."""
    less, longer = sorted((worked, more))
    assert (
        team_rules.fatigue_after_hour(fatigue, less, K)
        <= team_rules.fatigue_after_hour(fatigue, longer, K) + SLACK
    )
    assert team_rules.fatigue_after_hour(fatigue, 0.0, K) == pytest.approx(fatigue * K.fatigue_keep)
    assert K.fatigue_keep < 1
    assert fatigue <= team_rules.fatigue_after_hour(fatigue, 1.0, K) <= 1
    assert team_rules.fatigue_after_hour(0.0, 1.0, K) == K.fatigue_per_hour > 0


def test_a_day_of_work_tires_more_than_an_hour_and_a_night_restores():
    """Eight hours in a row leave somebody clearly tired, and half of it is gone after a half-life."""
    tired = 0.0
    for _ in range(8):
        tired = team_rules.fatigue_after_hour(tired, 1.0, K)
    assert tired > 4 * K.fatigue_per_hour
    rested = tired
    for _ in range(int(Scenario().behaviour.fatigue_half_life_hours)):
        rested = team_rules.fatigue_after_hour(rested, 0.0, K)
    assert rested == pytest.approx(tired / 2, rel=0.01)


@given(SHARE)
def test_attacks_wear_composure_more_than_other_rudeness_and_time_brings_it_back(composure):
    """Each takes a share of what there is; an hour gives back a share of what is missing."""
    attacked, annoyed = (
        team_rules.composure_after_attack(composure, K),
        team_rules.composure_after_rude(composure, K),
    )
    assert attacked <= annoyed <= composure <= team_rules.composure_after_hour(composure, K) <= 1
    assert attacked == pytest.approx(composure * (1 - K.composure_attack))
    assert team_rules.composure_after_attack(1.0, K) < team_rules.composure_after_rude(1.0, K) < 1
    for _ in range(int(Scenario().behaviour.composure_half_life_hours)):
        attacked = team_rules.composure_after_hour(attacked, K)
    assert 1 - attacked == pytest.approx((1 - composure * (1 - K.composure_attack)) / 2, abs=0.01)


@given(st.floats(0.5, 1), SHARE, SHARE, SHARE)
def test_the_tired_and_the_rattled_come_nearer_to_guessing(judgement, fatigue, composure, other):
    """Never better than rested and calm, never worse than a coin."""
    low, high = sorted((composure, other))
    now = team_rules.judgement_now(judgement, fatigue, low, K)
    assert (
        0.5 - SLACK
        <= now
        <= team_rules.judgement_now(judgement, fatigue, high, K) + SLACK
        <= judgement + 2 * SLACK
    )
    assert now <= team_rules.judgement_now(judgement, min(fatigue, other), low, K) + SLACK
    assert team_rules.judgement_now(judgement, 0.0, 1.0, K) == judgement
    assert team_rules.judgement_now(1.0, 1.0, 1.0, K) == 1 - 0.5 * K.fatigue_errs < 1
    assert team_rules.judgement_now(1.0, 0.0, 0.0, K) == 1 - 0.5 * K.composure_errs < 1


@given(st.floats(0.5, 1))
def test_a_complaint_is_taken_for_a_breach_more_easily(judgement):
    """By the stated factor, but never more often than by guessing."""
    plain, complaint = (team_rules.error_chance(judgement, decent, K) for decent in (False, True))
    assert plain == 1 - judgement
    assert complaint == min(0.5, K.criticism_misread * plain) >= plain
    assert K.criticism_misread > 1
    assert team_rules.error_chance(1.0, True, K) == 0


@given(SHARE, SHARE)
def test_without_composure_agreed_tones_are_forgotten(composure, other):
    """The calm never snap; the less composure, the likelier a blunt answer."""
    low, high = sorted((composure, other))
    assert team_rules.knee_jerk_chance(high, K) <= team_rules.knee_jerk_chance(low, K)
    assert team_rules.knee_jerk_chance(1.0, K) == 0 < team_rules.knee_jerk_chance(0.0, K) == K.knee_jerk


@given(SHARE)
def test_being_overruled_takes_heart_and_days_bring_it_back(morale):
    """A volunteer lays down work after some decisions overturned, then gives up; a half-life restores half."""
    assert team_rules.morale_after_overruling(morale, K) == pytest.approx(morale * (1 - K.morale_overruled))
    assert morale <= team_rules.morale_after_day(morale, K) <= 1
    later = morale
    for _ in range(int(Scenario().behaviour.morale_half_life_days)):
        later = team_rules.morale_after_day(later, K)
    assert 1 - later == pytest.approx((1 - morale) / 2, abs=0.01)
    assert 0 < K.quit_below < K.strike_below < 1 - K.morale_overruled < 1


@given(st.integers(0, 23))
def test_late_night_lies_around_midnight(hour):
    """From 23 to 5 by the member's clock, whichever side of midnight."""
    k = constants(late_night_from=23.0, late_night_to=5.0)
    assert rules.is_late_night(hour, k) == (hour in (23, 0, 1, 2, 3, 4))


@pytest.mark.parametrize(
    ("joined", "hour", "bit"),
    [(0, 0, 1), (0, 23, 1), (0, 24, 2), (30, 53, 1), (30, 54, 2), (5, 5 + 62 * 24, 2**62)],
)
def test_days_since_joining_have_a_bit_each(joined, hour, bit):
    """Day 0 is the first bit, day 62 the last."""
    assert rules.visited_day_bit(hour, joined) == bit


def test_days_of_founders_and_beyond_the_last_bit_leave_no_trace():
    """Founders have no day of joining, and 63 days are all that are kept."""
    assert rules.visited_day_bit(100, -(2**30)) == 0
    assert rules.visited_day_bit(63 * 24, 0) == 0


# --- laws that emerge -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("hazard", [0.5, 0.72, 1.0])
def test_momentum_makes_a_power_law(hazard):
    """If silence after the k-th contribution has chance c / k, survival falls as k to the power of -c."""
    k = constants(silence_hazard=hazard)
    survival = np.cumprod([1 - rules.silence_chance(step, 0.0, k) for step in range(1, 20_001)])
    if hazard == 1.0:
        assert survival[0] == 0
        return
    slope = math.log(survival[19_999] / survival[199]) / math.log(20_000 / 200)
    assert slope == pytest.approx(-hazard, abs=0.005)


def test_founders_contributions_follow_the_momentum_law():
    """The history that founders bring has the survival that the silence rule implies, at 1, 2, 5, 20 and 100."""
    scenario = Scenario(members=40_000, days=1).replace(
        {"population.voice_share": 1, "population.history_share": 1, "population.history_most": 400}
    )
    history = Community(scenario, seed=3).members["contributions"]
    assert history.min() == 1
    assert history.max() == 400
    hazard = scenario.behaviour.silence_hazard
    for least in (2, 3, 6, 21, 101):
        expected = math.prod(1 - hazard / step for step in range(1, least))
        found = int((history >= least).sum())
        assert stats.binomtest(found, len(history), expected).pvalue > 1e-6, least


@given(st.floats(0.5, 100), st.floats(0.3, 3))
def test_spells_are_heavy_tailed_and_never_shorter_than_the_shortest(days, tail):
    """Quantiles rise from the shortest spell; the median is the Pareto law's."""
    table = spell_table(days, tail)
    assert len(table) == 1025
    assert table[0] == pytest.approx(24 * days)
    assert (np.diff(table) >= 0).all()
    assert table[512] == pytest.approx(24 * days * 2 ** (1 / tail))
    assert table[-1] < 2**31 - 2**24
    assert rules.spell_hours(0.0, table) == int(table[0])
    assert rules.spell_hours(1 - 1e-10, table) <= table[-1]


def test_spells_drawn_follow_the_pareto_law():
    """Survival at two, ten and a hundred times the shortest spell is the law's, within a per cent or so."""
    table = spell_table(7, 1.1)
    hours = np.array(
        [rules.spell_hours(draw, table) for draw in units(blocks(7, 0, 0, np.arange(40_000), 11, 0)[0])]
    )
    for times in (2, 10, 100):
        assert (hours > times * 7 * 24).mean() == pytest.approx(times**-1.1, rel=0.1, abs=0.002)


@given(st.floats(0, 2.5))
def test_appeal_has_median_one_and_the_stated_spread(spread):
    """A log-normal law: quantiles rise, the middle is 1, the log is symmetric."""
    table = appeal_table(spread)
    assert (np.diff(table) >= 0).all() and (table > 0).all()
    assert table[512] == pytest.approx(1)
    assert np.log(table) == pytest.approx(-np.log(table[::-1]), abs=1e-9)
    assert np.log(table[1:-1]).std() == pytest.approx(spread, rel=0.01, abs=1e-9)
    assert rules.thread_appeal(0.5, 1.0, table) == pytest.approx(1)
    assert rules.thread_appeal(0.9, 0.3, table) == pytest.approx(0.3 * rules.thread_appeal(0.9, 1.0, table))


def test_every_rule_is_compiled_and_its_readable_twin_is_the_same_source():
    """The readable engine and the team call the very functions that are compiled, and their results are equal."""
    for module in MODULES:
        for name, plain in rules_of(module).items():
            assert plain_rule(name).__code__ is plain.__code__, name
            assert hasattr(getattr(module, name), "py_func") == HAS_NUMBA, name
    record = records(Scenario().record())[0]
    draws = np.random.default_rng(1).uniform(-4, 4, size=(200, 3))
    for one, two, three in draws.tolist():
        assert arithmetic.logistic(one) == rules.logistic(one)
        assert arithmetic.drift(one, two, three) == rules.drift(one, two, three)
        feels = (one, two, three > 0, one > 0, two, three, one, two, three)
        assert conduct.breach_chance(*feels, record) == rules.breach_chance(*feels, K)
        assert conduct.legitimacy(one, 3, two > 0, record) == rules.legitimacy(one, 3, two > 0, K)
        assert conduct.filter_score(1, two, three, record) == rules.filter_score(1, two, three, K)


def living(days=4, members=400, house=None, champions=0, **changes):
    """Return the run of a lively community with some settings, its house or its members altered."""
    community = Community(busy(members=members, days=days, **changes), seed=8)
    community.set_house(**(house or {}))
    for member in range(champions):
        verbs.enlist(community, None, member)
    return community.run_for(days=days).to_run()


def share_of(run, breach):
    """Return the share of posts that break a rule in this way."""
    return (run.posts["breach"] == breach).mean()


def test_rude_places_have_more_breaches_and_lose_more_trust():
    """A higher baseline of incivility shows in the posts and in the members' trust."""
    rude = living(**{"behaviour.incivility_base": -0.5, "behaviour.trust_lost_breach_seen": 0.05})
    kind = living(**{"behaviour.incivility_base": -6, "behaviour.trust_lost_breach_seen": 0.05})
    share = [run.posts["breaks_rules"].mean() for run in (rude, kind)]
    assert share[0] > 3 * share[1]
    assert rude.members["trust"].mean() < kind.members["trust"].mean()


def test_answers_bring_people_back():
    """Without pull, the same community is visited less."""
    pulled = living(**{"behaviour.pull_gain": 30})
    left_alone = living(**{"behaviour.pull_gain": 0})
    assert pulled.hourly["visits"].sum() > left_alone.hourly["visits"].sum()


def test_visits_follow_the_clock_of_the_members():
    """If everybody lives in one time zone, evenings are busier than early mornings by the curve's ratio."""
    run = living(days=7, members=1500, **{"rhythm.zones": {0: 1.0}, "behaviour.pull_gain": 0})
    visits = run.hourly.groupby(run.hourly["hour"] % 24)["visitors"].sum()
    assert visits[18:22].mean() > 5 * visits[2:5].mean()


def test_outsiders_hold_back_and_learn_and_what_is_not_used_is_lost():
    """Fluency scales writing, grows with reading, fades with absence, and never below an outsider's."""
    k = constants(shared_style=0.8, dynamism=0.5)
    base = rules.outsider_fluency(k)
    assert 0 < base < 1 == rules.outsider_fluency(constants(shared_style=0))
    assert rules.answer_chance(1, 1, base, 0, 1, 1, k) < rules.answer_chance(1, 1, 1, 0, 1, 1, k)
    assert base < rules.fluency_after_reading(base, k) < 1
    assert base < rules.fluency_after_absence(1.0, 30, k) < rules.fluency_after_absence(1.0, 3, k) < 1
    assert rules.fluency_after_absence(1.0, 10**6, k) == pytest.approx(base)
    assert rules.fluency_after_absence(base, 30, k) == base


def test_language_is_learned_and_lost_by_the_shares_that_the_constants_say():
    """By hand: a style four fifths its own, half as far from outsiders as could be, talk half on the move."""
    k = constants(
        style_distance=0.5, shared_style=0.8, dynamism=0.5, style_turnover=0.01, fluency_gain=0.1,
        dynamism_slows=0.6,
    )  # fmt: skip
    assert rules.outsider_fluency(k) == pytest.approx(0.6)
    assert rules.fluency_after_reading(0.5, k) == pytest.approx(0.5 + 0.1 * (1 - 0.3) * 0.5)
    assert rules.fluency_after_absence(1.0, 10, k) == pytest.approx(0.6 + 0.4 * 0.995**10)


def test_belonging_comes_from_answers_and_from_what_one_likes_to_read():
    """An answer binds more in a shared style that one speaks; reading binds more near one's taste."""
    shared, plain = constants(shared_style=1), constants(shared_style=0)
    assert rules.belonging_after_answer(0.2, 1.0, shared) > rules.belonging_after_answer(0.2, 1.0, plain)
    assert rules.belonging_after_answer(0.2, 0.0, shared) == rules.belonging_after_answer(0.2, 0.0, plain)
    assert rules.belonging_after_reading(0.2, 1.0, 1.0, K) > rules.belonging_after_reading(0.2, 0.1, 1.0, K) > 0.2


def test_belonging_keeps_people_talking():
    """Whoever belongs falls silent less often."""
    assert rules.silence_chance(3, 0.8, K) < rules.silence_chance(3, 0.0, K)


def test_whoever_came_to_advertise_advertises():
    """Newcomers who are spammers write spam and nothing else, and nobody else does."""
    run = living(**{"behaviour.spammer_share": 0.5})
    by_spammer = run.posts["author"].map(run.members["spammer"]) == 1
    assert by_spammer.sum() > 20
    assert ((run.posts["breach"] == "spam") == by_spammer).all()
    assert (run.members.loc[run.members["joined_hour"] < 0, "spammer"] == 0).all()


def test_rudeness_makes_rudeness_usual():
    """Where people do as they see others do, a place with rude members grows ruder."""
    assert share_of(living(**{"behaviour.incivility_norm": 4}), "incivility") > 1.2 * share_of(
        living(**{"behaviour.incivility_norm": 0}), "incivility"
    )


def test_members_who_set_an_example_are_never_rude_and_make_others_kinder():
    """A fifth of the members won over: what the others write is more decent than it was."""
    plain, led = living(), living(champions=80)
    theirs = [run.posts[run.posts["author"] < 80] for run in (plain, led)]
    others = [run.posts[run.posts["author"] >= 80] for run in (plain, led)]
    rude = [posts["breach"].isin(["incivility", "attack", "illegal"]).mean() for posts in (*theirs, *others)]
    assert rude[0] > 0.2 and rude[1] == 0
    assert rude[3] < 0.9 * rude[2]


def test_rules_that_are_shown_keep_newcomers_on_topic_and_encourage_them():
    """Whoever knows what is allowed misses it less, and dares to write more often."""
    hidden, shown = (living(days=8, house={"rules_shown": number}) for number in (0, 1))
    new = [run.posts[run.posts["author"] >= 400] for run in (hidden, shown)]
    missed = [(posts["breach"] == "off_topic").mean() for posts in new]
    assert missed[1] < 0.6 * missed[0]
    wrote = [(run.members.loc[400:, "contributions"] > 0).mean() for run in (hidden, shown)]
    assert wrote[1] > wrote[0]


def test_a_form_keeps_newcomers_questions_away():
    """Of those who came to ask, fewer do."""
    only_errands = {"behaviour.errand": 0.8, "behaviour.question_share": 0}
    runs = [living(days=8, house={"question_form": form}, **only_errands) for form in (0, 1)]
    asked = [(run.posts["kind"] == "question").sum() for run in runs]
    assert 0 < asked[1] < 0.7 * asked[0]


def test_complaints_come_from_mishaps_and_mishaps_cost_trust():
    """Where nothing goes wrong nobody complains; more goes wrong, more complain, all trust less."""
    runs = [living(**{"behaviour.mishap_chance": chance, "crises": []}) for chance in (0, 0.05, 0.3)]
    complaints = [run.hourly["complaints"].sum() for run in runs]
    assert complaints[0] == 0 < complaints[1] < complaints[2]
    trust = [run.members["trust"].mean() for run in runs]
    assert trust[0] > trust[1] > trust[2]


def test_where_nobody_can_vote_down_nobody_does():
    """The button belongs to the platform."""
    assert living(**{"platform.downvotes": False}).hourly["downvotes"].sum() == 0
    assert living().hourly["downvotes"].sum() > 100
