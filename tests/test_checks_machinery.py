"""What all checks share: they read answers with patience, measure luck, and give everybody luck of their own."""

import math

import numpy as np
import pandas as pd
import pytest
from garbage import GARBAGE, complains, named
from hypothesis import given
from hypothesis import strategies as st

from exercises.checks import inputs
from exercises.checks.feedback import check, not_yet, passed
from exercises.checks.noise import beyond_luck, differences, lived, noise, of_values
from exercises.checks.personal import NOBODY, in_band, name_of, personal, personal_seed
from simulator import Playbook, Scenario
from simulator.lens.participation import people_who_wrote

FORUM = Scenario(members=300, days=20)
READERS = {
    "number": lambda answer: inputs.number("x", answer, 0, 100, 40),
    "numbers": lambda answer: inputs.numbers("x", answer, 3, 0, 100),
    "choice": lambda answer: inputs.choice("x", answer, ["reach", "talk"]),
    "choices": lambda answer: inputs.choices("x", answer, ["reach", "talk"], count=2),
    "text": lambda answer: inputs.text("x", answer, least_words=3, most_words=50),
    "run": lambda answer: inputs.run("x", answer),
    "scenario": lambda answer: inputs.scenario("x", answer),
    "playbook": lambda answer: inputs.playbook("x", answer),
    "table": lambda answer: inputs.table("x", answer, ["author", "parent"]),
    "tactic": lambda answer: inputs.tactic("x", answer),
    "mapping": lambda answer: inputs.mapping("x", answer, ["goal", "figure"]),
}


class Greeter:
    """The least that is a tactic."""

    def on_hour(self, community):
        """Do nothing."""


RIGHT = {
    "number": 40, "numbers": [1, 2.5, np.int64(3)], "choice": "talk", "choices": ["talk", "reach"],
    "text": "they talk to each other", "scenario": FORUM, "playbook": Playbook(), "tactic": Greeter(),
    "table": pd.DataFrame({"author": [1], "parent": [-1]}), "mapping": {"goal": 1, "figure": 2},
}  # fmt: skip


@pytest.mark.parametrize("answer", GARBAGE, ids=named)
@pytest.mark.parametrize("reader", READERS)
def test_whatever_is_entered_is_met_with_one_line_and_its_name(reader, answer):
    """A reader must not fail where a learner is the least sure of what to write."""
    said = READERS[reader](answer)
    assert complains(said)
    assert said.startswith("Not yet - x")


@pytest.mark.parametrize("reader", RIGHT)
def test_what_is_right_has_no_fault(reader):
    """A reader that refuses right answers would stop everybody."""
    assert READERS[reader](RIGHT[reader]) == ""


def test_a_function_is_anything_that_can_be_called():
    """What a learner writes with def, and nothing else."""
    assert inputs.function("x", len, "def x(post):") == ""
    for answer in GARBAGE:
        if not callable(answer):
            assert complains(inputs.function("x", answer, "def x(post):"))


def test_a_run_has_no_fault():
    """The commonest thing handed to a check."""
    assert inputs.run("x", lived(FORUM, None, 1)) == ""


@given(st.one_of(st.floats(), st.integers(), st.text(), st.binary(), st.none(), st.lists(st.floats())))
def test_no_value_breaks_any_reader(answer):
    """Any number, text or list gets a line or none."""
    for read in READERS.values():
        said = read(answer)
        assert said == "" or complains(said)


def test_faults_say_what_is_wrong_and_not_only_that():
    """Each kind of slip gets its own words."""
    assert "is text" in inputs.number("x", "40", 0, 1, 1)
    assert "still empty" in inputs.number("x", ..., 0, 1, 1)
    assert "whole number" in inputs.number("x", 1.5, 0, 9, 1, whole=True)
    assert "from 0 to 1, got 40" in inputs.number("x", 40, 0, 1, 1)
    assert "entry 2" in inputs.numbers("x", [1, None, 3], 3, 0, 9)
    assert "has 2 entries" in inputs.numbers("x", [1, 2], 3, 0, 9)
    assert '"reach", "talk"' in inputs.choice("x", "Reach", ["reach", "talk"])
    assert "twice" in inputs.choices("x", ["a", "a"], ["a", "b"])
    assert "Give 2" in inputs.choices("x", ["a"], ["a", "b"], count=2)
    assert "a run" in inputs.playbook("x", lived(FORUM, None, 1))
    assert "Playbook.load" in inputs.playbook("x", "balanced")
    assert "Greeter()" in inputs.tactic("x", Greeter)
    assert 'no column "parent"' in inputs.table("x", pd.DataFrame({"author": [1]}), ["author", "parent"])
    assert "0 rows" in inputs.table("x", pd.DataFrame({"a": []}), ["a"])
    assert 'nothing of "figure"' in inputs.mapping("x", {"goal": 1}, ["goal", "figure"])


def test_a_community_too_large_to_be_tried_while_one_waits_is_refused():
    """A check that lives a million members through looks as if it had broken."""
    assert "too much to try" in inputs.scenario("x", FORUM.replace(members=1_000_000))
    assert "too much to try" in inputs.scenario("x", FORUM.replace(days=3000))


def test_a_check_that_breaks_says_so_in_one_line():
    """An answer that nobody foresaw ends in words and not in a traceback."""

    @check
    def check_broken(answer):
        """Fail in two lines."""
        raise RuntimeError("first\nsecond")

    assert complains(check_broken(1))
    assert "RuntimeError: first second" in check_broken(1)
    assert "Call check_broken as it stood" in check_broken()


def test_an_error_that_cannot_tell_of_itself_is_told_by_its_name():
    """A learner's own error class may be broken, too."""

    class Mute(Exception):
        def __str__(self):
            raise RuntimeError("no")

    @check
    def check_mute():
        """Raise it."""
        raise Mute

    assert complains(check_mute())
    assert "Mute" in check_mute()


def test_a_check_passes_on_what_its_function_says():
    """The wrapper changes neither praise nor advice, nor the name."""

    @check
    def check_fine(good):
        """Say one or the other."""
        return passed("well read.") if good else not_yet("no.", "Look.")

    assert check_fine(True) == "Passed - well read."
    assert check_fine(False) == "Not yet - no. Look."
    assert check_fine.__name__ == "check_fine"


def test_the_interval_of_noise_holds_as_many_new_replicates_as_it_promises():
    """Measured on draws of a known law: 95 of 100, so that chance alone fails few right answers."""
    rng = np.random.default_rng(5)
    held = [of_values(row[:6]).holds(row[6]) for row in rng.normal(50, 7, (2000, 7))]
    assert 0.93 < np.mean(held) < 0.97


def test_noise_is_that_of_communities_which_differ_in_luck():
    """Mean and spread are those of the runs themselves."""
    usual = noise(people_who_wrote, FORUM, None, seeds=range(5))
    wrote = [people_who_wrote(lived(FORUM, None, seed)) for seed in range(5)]
    assert usual.values == tuple(wrote)
    assert usual.mean == np.mean(wrote)
    assert math.isclose(usual.sd, np.std(wrote, ddof=1))
    assert usual.low < min(wrote) and max(wrote) < usual.high


def test_noise_of_nothing_is_refused():
    """One replicate, or replicates without a figure, say nothing about luck."""
    for values in ([], [3.0], [math.nan, 3.0]):
        with pytest.raises(ValueError, match="at least two"):
            of_values(values)


def test_a_decision_that_changes_nothing_is_not_beyond_luck():
    """The same place on both sides differs by nothing at all; fresh luck on each side, by luck."""
    same = differences(people_who_wrote, (FORUM, None), (FORUM, None))
    assert not same.any()
    assert not beyond_luck(same).up and not beyond_luck(same).down


def test_an_effect_that_is_there_is_beyond_luck_and_has_its_direction():
    """A hurdle before the first post takes people away, and removing it brings them."""
    hard = FORUM.replace({"platform.entry_friction": 0.9})
    apart = differences(people_who_wrote, (FORUM, None), (hard, None))
    assert beyond_luck(apart).down and not beyond_luck(apart).up
    assert beyond_luck(-apart).up
    assert str(beyond_luck(apart)).startswith("-")


def test_too_few_pairs_prove_nothing():
    """One pair, or pairs without a figure, are never beyond luck."""
    for apart in ([], [5.0], [math.nan, 5.0]):
        verdict = beyond_luck(apart)
        assert not verdict.up and not verdict.down


def test_the_same_community_is_lived_once():
    """Three checks on one community must not make a learner wait three times."""
    assert lived(FORUM, "balanced", 3) is lived(FORUM, Playbook.load("balanced"), 3)
    assert lived(FORUM, "balanced", 3) is not lived(FORUM, "balanced", 4)
    assert lived(FORUM, "balanced", 3) is not lived(FORUM, None, 3)


def test_runs_with_tactics_are_lived_afresh():
    """A tactic may remember, so its run must not be taken for another's."""
    made = []

    def fresh():
        made.append(Greeter())
        return [made[-1]]

    lived(FORUM, None, 3, tactics=fresh)
    lived(FORUM, None, 3, tactics=fresh)
    assert len(made) == 2 and made[0] is not made[1]


def test_everybody_gets_a_candidate_within_the_band_and_always_the_same():
    """Neighbours differ, nobody has it harder, and a page opened again shows the same community."""
    names = [f"learner {number}" for number in range(60)]
    chosen = [personal(name, "x", range(5000), lambda seed: seed % 100, (20, 40)) for name in names]
    assert all(20 <= seed % 100 <= 40 for seed in chosen)
    assert len(set(chosen)) > 50
    assert chosen == [personal(name, "x", range(5000), lambda seed: seed % 100, (20, 40)) for name in names]


def test_the_same_person_meets_other_luck_in_each_exercise():
    """Otherwise the answer to one exercise would lie in another."""
    assert personal_seed("Ada", "01a") != personal_seed("Ada", "02a")
    assert personal_seed("Ada", "01a") == personal_seed(" ada ", "01a") != personal_seed("Bob", "01a")


def test_a_number_names_somebody_as_well_as_a_name():
    """A birthday typed as 1403, 1403.0 or "1403" is the same one."""
    assert name_of(1403) == name_of(1403.0) == name_of("1403") == "1403"


@pytest.mark.parametrize("who", GARBAGE, ids=named)
def test_whatever_stands_in_place_of_a_name_gives_somebody_a_community(who):
    """A page runs before it is filled in, and after it was filled in badly."""
    assert personal(who, "x", range(10)) in range(10)


def test_nobody_is_everybody_who_gave_no_name():
    """Empty places share one community."""
    assert {name_of(each) for each in (None, ..., "", "  ")} == {NOBODY}


def test_a_band_that_no_candidate_lies_in_is_a_fault_of_the_exercise():
    """Its author must hear of it, and nobody gets an exercise of another difficulty by stealth."""
    with pytest.raises(ValueError, match="no candidate has a difficulty from 5 to 6"):
        personal("Ada", "never", range(4), float, (5, 6))
    assert in_band(range(10), float, (5, 6)) == [5, 6]
