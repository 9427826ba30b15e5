"""Behaviour: every rule keeps its bounds and points in the direction that its sentence says."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from communities import busy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from simulator import Community, Scenario
from simulator.world import behaviour
from simulator.world.agents import rules
from simulator.world.behaviour import appeal_table, spell_table
from simulator.world.chance import blocks, units
from simulator.world.compiled import attributes, records
from simulator.world.constants import Behaviour

K = attributes(Scenario().record())
SHARE = st.floats(0, 1)
SCORE = st.floats(-1, 1)
FEW = st.integers(0, 10_000)


def constants(**changes):
    """Return the default constants with some altered."""
    return SimpleNamespace(**{**vars(K), **changes})


@st.composite
def any_constants(draw):
    """Draw constants anywhere within their ranges, with a platform's friction."""
    values = {}
    for name, field in Behaviour.model_fields.items():
        low = next(limit.ge for limit in field.metadata if hasattr(limit, "ge"))
        high = next(limit.le for limit in field.metadata if hasattr(limit, "le"))
        values[name] = draw(st.floats(low, high))
    return attributes(Scenario(behaviour=values, platform={"entry_friction": draw(SHARE)}).record())


# --- bounds ---------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(any_constants(), st.data())
def test_every_chance_is_a_probability(k, data):
    """Whatever the constants within their ranges, a chance lies from 0 to 1."""
    draw = data.draw
    appetite, voice = draw(st.floats(0, 200)), draw(st.floats(0, 200))
    mood, warmth, first = draw(SCORE), draw(SCORE), draw(st.booleans())
    rhythm, pull, share = draw(st.floats(0, 10)), draw(st.floats(0, 500)), draw(SHARE)
    chances = {
        "visit": rules.visit_chance(draw(SHARE), rhythm, pull, k.visit_chance_ceiling),
        "like": rules.like_chance(appetite, warmth, mood, k),
        "flag": rules.flag_chance(draw(st.booleans()), k),
        "answer": rules.answer_chance(voice, appetite, share, draw(FEW), draw(st.booleans()), first, k),
        "start": rules.start_chance(voice, share, first, k),
        "errand": rules.errand_chance(k),
        "inbox": rules.inbox_chance(warmth, k),
        "breach": rules.breach_chance(draw(st.floats(-20, 20)), mood, draw(st.booleans()), draw(st.booleans()), k),
        "silence": rules.silence_chance(draw(st.integers(1, 10**6)), share, k),
        "leave": rules.leave_chance(draw(SHARE), draw(SHARE), k),
    }  # fmt: skip
    assert {name: chance for name, chance in chances.items() if not 0 <= chance <= 1} == {}


@settings(max_examples=60)
@given(any_constants(), st.data())
def test_every_feeling_keeps_its_bounds(k, data):
    """Mood and warmth stay from -1 to 1, trust and belonging stay shares, pull keeps under its ceiling."""
    draw = data.draw
    mood, warmth, share = draw(SCORE), draw(SCORE), draw(SHARE)
    weight = rules.influence_weight(draw(FEW), k)
    slack = 1e-12
    assert -1 - slack <= rules.mood_after_reading(mood, warmth, weight, k) <= 1 + slack
    assert -1 <= rules.post_warmth(mood, warmth, draw(st.floats(-4, 4)), draw(st.booleans()), k) <= 1
    shares = (
        rules.trust_after_breach_seen(share, k),
        rules.trust_after_removal(share, draw(st.booleans()), k),
        rules.belonging_after_answer(share, share, k),
        rules.belonging_after_reading(share, share, share, k),
        rules.fluency_after_reading(share, k),
        rules.fluency_after_absence(share, 7, k),
        rules.outsider_fluency(k),
        rules.drift(share, k.trust_start, k.trust_keep),
        rules.drift(share, 0.0, k.belonging_keep),
    )
    assert all(-slack <= value <= 1 + slack for value in shares), shares
    assert 0 <= rules.pull_after_answer(draw(st.floats(0, 500)), k) <= k.pull_ceiling


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
    assert 1 <= rules.glances(draw, constants(glances_per_hour=float(most))) <= most


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
    assert chance <= 0.9
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


@given(SCORE, st.booleans(), st.booleans(), st.floats(-6, 0))
def test_a_bad_mood_raises_the_odds_of_a_breach_by_the_stated_log_odds(mood, rude, late, baseline):
    """Mood below zero, a rude post before and the late hour add up; a good mood adds nothing."""
    k = constants(incivility_mood=1.2, incivility_context=0.9, incivility_night=0.25)
    chance = rules.breach_chance(baseline, mood, rude, late, k)
    expected = baseline + 1.2 * max(0.0, -mood) + 0.9 * rude + 0.25 * late
    # The table of the logistic curve has steps of 1/64, so it errs by at most this much.
    assert math.log(chance / (1 - chance)) == pytest.approx(expected, abs=2e-3)


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


@given(st.floats(0, 5), SCORE, SCORE, st.floats(0, 2))
def test_warm_posts_and_good_moods_are_liked_more(appetite, warmth, mood, more):
    """The chance of a like never falls with warmth, mood or interest."""
    chance = rules.like_chance(appetite, warmth, mood, K)
    assert rules.like_chance(appetite, min(1, warmth + more), mood, K) >= chance
    assert rules.like_chance(appetite, warmth, min(1, mood + more), K) >= chance
    assert rules.like_chance(appetite + more, warmth, mood, K) >= chance


@given(st.floats(0, 5), st.floats(0, 5), FEW, FEW)
def test_crowded_threads_get_fewer_answers_and_first_posts_take_courage(voice, appetite, answers, more):
    """Answers already there lower the chance, as does never having written; no voice means no answer."""
    chance = rules.answer_chance(voice, appetite, 1.0, answers, False, False, K)
    assert rules.answer_chance(voice, appetite, 1.0, answers + more, False, False, K) <= chance
    assert rules.answer_chance(voice, appetite, 1.0, answers, False, True, K) <= chance
    assert rules.answer_chance(0.0, appetite, 1.0, answers, False, False, K) == 0
    assert rules.start_chance(voice, 1.0, True, K) <= rules.start_chance(voice, 1.0, False, K)
    assert rules.start_chance(0.0, 1.0, False, K) == 0


def test_a_question_calls_for_an_answer_until_it_has_one():
    """Being asked raises the chance of the first answer and of no other."""
    k = constants(question_call=2.0, answer_base=0.05)
    assert rules.answer_chance(1.0, 1.0, 1.0, 0, True, False, k) == 2 * rules.answer_chance(
        1.0, 1.0, 1.0, 0, False, False, k
    )
    assert rules.answer_chance(1.0, 1.0, 1.0, 3, True, False, k) == rules.answer_chance(
        1.0, 1.0, 1.0, 3, False, False, k
    )


def test_friction_at_the_door_keeps_first_posts_out():
    """With full friction nobody posts for the first time, not even on an errand."""
    closed, opened = constants(entry_friction=1.0), constants(entry_friction=0.0)
    assert rules.errand_chance(closed) == rules.start_chance(1.0, 1.0, True, closed) == 0
    assert rules.answer_chance(1.0, 1.0, 1.0, 0, False, True, closed) == 0
    assert rules.start_chance(1.0, 1.0, True, opened) == rules.start_chance(1.0, 1.0, False, opened) > 0


def test_breaches_are_flagged_more_often_than_decent_posts():
    """Readers see the difference, most of the time."""
    assert rules.flag_chance(True, K) > 20 * rules.flag_chance(False, K) > 0


@given(SCORE, SCORE, st.floats(-2, 2), SCORE)
def test_a_breach_is_colder_and_a_good_mood_warmer(mood, context, noise, other):
    """Warmth rises with mood and with what is answered, and falls by a breach."""
    decent = rules.post_warmth(mood, context, noise, False, K)
    assert rules.post_warmth(mood, context, noise, True, K) <= decent
    assert (rules.post_warmth(max(mood, other), context, noise, False, K)) >= decent
    assert (rules.post_warmth(mood, max(context, other), noise, False, K)) >= decent


@given(SHARE, SHARE)
def test_belonging_and_trust_hold_members(one, other):
    """More of either never makes leaving likelier, and somebody with neither leaves at the base rate."""
    low, high = sorted((one, other))
    assert rules.leave_chance(high, 0.5, K) <= rules.leave_chance(low, 0.5, K)
    assert rules.leave_chance(0.5, high, K) <= rules.leave_chance(0.5, low, K)
    assert rules.leave_chance(0.0, 0.0, K) == K.leave_base


@given(SHARE)
def test_being_answered_makes_people_belong_the_first_times_most(belonging):
    """Each answer adds a share of what is missing."""
    once = rules.belonging_after_answer(belonging, 1.0, K)
    twice = rules.belonging_after_answer(once, 1.0, K)
    assert belonging <= once <= twice <= 1
    assert twice - once <= once - belonging + 1e-12


@given(SHARE)
def test_a_wrong_removal_costs_more_trust_than_a_right_one(trust):
    """And seeing a breach left standing costs a little of it."""
    wrong, right = (rules.trust_after_removal(trust, was_breach, K) for was_breach in (False, True))
    assert wrong <= right <= trust
    assert right <= rules.trust_after_breach_seen(trust, K) <= trust


@given(st.integers(0, 23))
def test_late_night_lies_around_midnight(hour):
    """From 23 to 5 by the member's clock, whichever side of midnight."""
    k = constants(late_night_from=23.0, late_night_to=5.0)
    assert rules.is_late_night(hour, k) == (hour in (23, 0, 1, 2, 3, 4))


@pytest.mark.parametrize(("joined", "hour", "bit"), [(0, 0, 1), (0, 23, 1), (0, 24, 2), (5, 5 + 62 * 24, 2**62)])
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


def test_every_rule_is_compiled_and_its_readable_twin_is_the_same_source():
    """The readable engine calls the very functions that are compiled, and their results are equal."""
    pairs = [
        (name, getattr(behaviour, name)) for name in vars(rules) if hasattr(getattr(behaviour, name), "py_func")
    ]
    for name, compiled in pairs:
        assert vars(rules)[name].__code__ is compiled.py_func.__code__
    record = records(Scenario().record())[0]
    draws = np.random.default_rng(1).uniform(-4, 4, size=(200, 3))
    for one, two, three in draws.tolist():
        assert behaviour.logistic(one) == rules.logistic(one)
        assert behaviour.drift(one, two, three) == rules.drift(one, two, three)
        assert behaviour.breach_chance(one, two, three > 0, one > 0, record) == rules.breach_chance(
            one, two, three > 0, one > 0, K
        )


def living(days=4, members=400, **changes):
    """Return the hourly sums of a lively community with some settings altered."""
    scenario = busy(members=members, days=days, **changes)
    return Community(scenario, seed=8).run_for(days=days).to_run()


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
    assert rules.answer_chance(1, 1, base, 0, False, False, k) < rules.answer_chance(1, 1, 1, 0, False, False, k)
    assert base < rules.fluency_after_reading(base, k) < 1
    assert base < rules.fluency_after_absence(1.0, 30, k) < rules.fluency_after_absence(1.0, 3, k) < 1
    assert rules.fluency_after_absence(1.0, 10**6, k) == pytest.approx(base)
    assert rules.fluency_after_absence(base, 30, k) == base


def test_belonging_comes_from_answers_and_from_what_one_likes_to_read():
    """An answer binds more in a shared style that one speaks; reading binds more near one's taste."""
    shared, plain = constants(shared_style=1), constants(shared_style=0)
    assert rules.belonging_after_answer(0.2, 1.0, shared) > rules.belonging_after_answer(0.2, 1.0, plain)
    assert rules.belonging_after_answer(0.2, 0.0, shared) == rules.belonging_after_answer(0.2, 0.0, plain)
    assert rules.belonging_after_reading(0.2, 1.0, 1.0, K) > rules.belonging_after_reading(0.2, 0.1, 1.0, K) > 0.2


def test_belonging_keeps_people_talking():
    """Whoever belongs falls silent less often."""
    assert rules.silence_chance(3, 0.8, K) < rules.silence_chance(3, 0.0, K)
