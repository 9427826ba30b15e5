"""Campaigns and their uplift: who is asked and held out, and when each way of measuring goes wrong."""

from copy import deepcopy
from functools import cache

import numpy as np
import pandas as pd
import pytest
from houses import house, log

from simulator import Community, Playbook, Scenario, simulate
from simulator.lab.trial import trial
from simulator.lens import uplift
from simulator.lens.events import activity
from simulator.playbook.audience import SEGMENTS, Regulars
from simulator.playbook.campaign import Campaign

ALWAYS = {"team.shifts": [{"begins": 0, "ends": 24, "minutes_per_hour": 60}]}
TEAM = Playbook.load("balanced").replace(ALWAYS)
PLACE = Scenario().replace({"members": 1000, "days": 45, "population.visits_per_day": 0.5})


def table(*rows):
    """Return events from pairs of hour and member."""
    return pd.DataFrame(rows, columns=["hour", "member"], dtype="int64")


def contacts(*rows):
    """Return contacts from member, hour and arm (t or h)."""
    return pd.DataFrame(
        [(member, hour, "treated" if arm == "t" else "held out") for member, hour, arm in rows],
        columns=["member", "hour", "arm"],
    )


# --- a campaign at work -------------------------------------------------------------------------------------


def test_everybody_is_dealt_once_and_only_the_treated_are_asked():
    """The log is what was done; the contacts say the same, and whom it was not done to."""
    call = Campaign("spring", verb="invite", minutes=2, holdout=0.5)
    community = house(tactics=[call]).run_for(hours=6)
    dealt = call.contacts()
    assert sorted(dealt["member"]) == list(range(40))
    asked = dealt[dealt["arm"] == "treated"]
    assert [[h, m] for h, _, _, m in log(community, "invite")] == asked[["hour", "member"]].to_numpy().tolist()
    assert {action[5] for action in community.actions} == {"spring"}
    assert 10 <= len(asked) <= 30
    assert dealt.dtypes.astype(str).to_dict() == {"member": "int32", "hour": "int64", "arm": "str"}


def test_minutes_and_budget_are_respected():
    """Sixty minutes an hour are ten contacts of six; the budget of 100 ends after sixteen."""
    call = Campaign("spring", minutes=6, holdout=0, budget_minutes=100)
    house(tactics=[call]).run_for(hours=5)
    assert call.contacts()["hour"].value_counts().to_dict() == {0: 10, 1: 6}
    assert call.spent_minutes == 96
    prizes = Campaign("prizes", verb="award", minutes=1, euros=30, budget_euros=100, holdout=0)
    community = house(tactics=[prizes]).run_for(hours=2)
    assert (len(prizes.contacts()), prizes.spent_euros) == (3, 90)
    assert community.hourly["money_spent"].sum() == 90


def test_it_acts_in_its_window_and_nowhere_else():
    """The still house begins on a known weekday; overnight windows go past midnight."""
    call = Campaign("night", weekdays=("tue", "wed"), from_hour=22, to_hour=2, minutes=20, holdout=0)
    community = house(tactics=[call]).run_for(days=9)
    hours = call.contacts()["hour"] + community.first_hour_of_week
    assert set(hours % 24) == {22, 23, 0, 1}
    assert set(hours // 24 % 7) == {1, 2}
    late = Campaign("late", begins_day=3, days=1, minutes=20, holdout=0)
    house(tactics=[late]).run_for(days=6)
    assert set(late.contacts()["hour"] // 24) == {3}


def test_lots_are_the_same_in_any_run_and_other_with_another_name_or_seed():
    """An experiment must be repeatable, and two campaigns must not hold out the same people."""
    arms = []
    for name, seed in (("a", 0), ("a", 0), ("b", 0), ("a", 1)):
        call = Campaign(name, seed=seed, minutes=1)
        house(tactics=[call]).run_for(hours=3)
        arms.append(call.contacts().sort_values("member")["arm"].tolist())
    assert arms[0] == arms[1]
    assert arms[0] != arms[2]
    assert arms[0] != arms[3]


def test_both_arms_are_dealt_all_along():
    """Were those held out dealt first, the arms would live through other days."""
    call = Campaign("slow", minutes=20)
    house(tactics=[call], members=200).run_for(hours=48)
    dealt = call.contacts()
    hours = dealt.groupby("arm")["hour"].mean()
    assert len(dealt) == 200
    assert abs(hours["treated"] - hours["held out"]) < 5
    assert hours.min() > 10


def test_arms_are_alike_before():
    """Dealt by lot: what the two arms did before differs by chance only, over seeds."""
    gaps = []
    for seed in range(8):
        one = thanks_to("everybody", seed)
        before = uplift.outcomes(one.logins, one.contacts, 45 * 24, window=-1)
        arm = one.contacts.set_index("member")["arm"]
        gaps.append(before[arm == "treated"].mean() - before[arm == "held out"].mean())
    assert abs(np.mean(gaps)) < 3 * np.std(gaps, ddof=1) / np.sqrt(8)


def test_a_fork_takes_the_campaign_along():
    """Whoever was dealt in before the fork stays so in both futures, and each goes its own way."""
    call = Campaign("spring", minutes=20, holdout=0)
    community = house(tactics=[call]).run_for(hours=2)
    twin = community.fork()
    twin.run_for(hours=3)
    copy = twin.extra_tactics[0]
    assert (len(call.contacts()), len(copy.contacts())) == (6, 15)
    assert copy.contacts()[:6].equals(call.contacts())


def test_both_engines_deal_alike():
    """Segments read what both engines keep."""
    found = []
    for engine in ("compiled", "mesa"):
        call = Campaign("spring", audience="silent_readers", begins_day=2)
        place = PLACE.replace({"days": 4, "members": 200})
        simulate(place, TEAM, seed=2, engine=engine, tactics=[call])
        found.append(call.contacts())
    assert len(found[0]) > 30
    assert found[0].equals(found[1])


def test_a_post_reaches_everybody_and_nobody_is_held_out():
    """One starter on every board; the audience is noted at that hour."""
    call = Campaign("topic", verb="publish", minutes=10, audience=[1, 2, 3])
    community = house(tactics=[call]).run_for(hours=3)
    assert len(log(community, "publish")) == len(community.content.boards)
    assert call.contacts()["arm"].tolist() == ["treated"] * 3


# --- audiences ----------------------------------------------------------------------------------------------


def still():
    """Return a house on day 20 with some members who differ."""
    community = house()
    community.hour = 480
    rows = community.members
    rows["last_visit_seconds"][:] = -1
    for member, hours_ago in ((0, 10), (1, 10), (2, 200), (3, 400)):
        rows["last_visit_seconds"][member] = (480 - hours_ago) * 3600
        rows["visits"][member] = 1
    rows["contributions"][:] = 0
    rows["contributions"][1] = 4
    rows["last_contribution_hour"][1] = 470
    rows["joined_hour"][5] = 100
    return community


@pytest.mark.parametrize(
    ("segment", "members"),
    [("silent_readers", [0]), ("lapsed", [3]), ("new_this_month", [5]), ("keen", [1])],
)
def test_segments_by_hand(segment, members):
    """Each name means what its line says."""
    community = still()
    assert np.flatnonzero(SEGMENTS[segment](community.members, 480)).tolist() == members


def test_who_has_left_is_not_asked():
    """A list of numbers may be old."""
    call = Campaign("old list", audience=[3, 4, 400], holdout=0)
    community = house(tactics=[call])
    community.dismiss(4)
    community.step()
    assert call.contacts()["member"].tolist() == [3]


def test_regulars_are_those_who_come_at_their_hour():
    """A habit is counted in the window only, and survives a fork."""
    habit = Regulars(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 18, 20, at_least=2)
    community = house()
    for day, hour, guests in ((0, 18, [1, 2]), (0, 20, [3]), (1, 19, [1, 3]), (2, 19, [3])):
        community.hour = day * 24 + hour
        community.members["last_visit_seconds"][guests] = community.hour * 3600
        habit.watch(community)
        habit.watch(community)
    assert np.flatnonzero(habit(community.members, 99)).tolist() == [1, 3]
    assert np.flatnonzero(deepcopy(habit)(community.members, 99)).tolist() == [1, 3]


# --- measures by hand ---------------------------------------------------------------------------------------


def test_outcomes_by_hand():
    """The hour of contact itself is before: the team acts at its end."""
    logins = table((100, 1), (101, 1), (124, 1), (124, 1), (125, 1), (77, 1), (76, 1), (110, 2))
    who = contacts((1, 100, "t"), (2, 150, "t"), (3, 200, "t"))
    after = uplift.outcomes(logins, who, 200, days=1)
    assert after.to_dict() == {1: 3.0, 2: 0.0}
    before = uplift.outcomes(logins, who, 200, days=1, window=-1)
    assert before[1] == 2.0
    assert uplift.outcomes(logins, who, 200, days=1, measure="any")[1] == 1.0


def test_the_three_ways_by_hand():
    """Treated: from 1 to 3 log-ins; held out: 2 after; others: from 1 to 2."""
    logins = [(90, m) for m in range(6)] + [(110 + n, m) for m in (0, 1) for n in range(3)]
    logins += [(110 + n, m) for m in (2, 3, 4, 5) for n in range(2)]
    who = contacts((0, 100, "t"), (1, 100, "t"), (2, 100, "h"), (3, 100, "h"))
    found = uplift.three_ways(table(*logins), table(*logins[:12]), who, [4, 5, 0], 200, days=1)
    assert found["estimate"].tolist() == [2, 1, 1, 0]
    assert found["n"].tolist() == [2, 4, 4, 2]


def test_intervals_are_those_of_the_textbook():
    """Welch and paired t, against scipy."""
    from scipy import stats

    draw = np.random.default_rng(3)
    events = table(
        *[(int(hour), int(m)) for m in range(60) for hour in draw.integers(60, 140, draw.integers(0, 9))]
    )
    who = contacts(*[(m, 100, "th"[m % 2]) for m in range(60)])
    after = uplift.outcomes(events, who, 150, days=1)
    welch = stats.ttest_ind(after[::2], after[1::2], equal_var=False).confidence_interval()
    found = uplift.holdout(events, who, 150, days=1)
    assert (found.low, found.high) == pytest.approx((welch.low, welch.high))
    change = (after - uplift.outcomes(events, who, 150, days=1, window=-1))[::2]
    paired = stats.ttest_1samp(change, 0).confidence_interval()
    found = uplift.before_after(events, who, 150, days=1)
    assert (found.low, found.high) == pytest.approx((paired.low, paired.high))


# --- when each is wrong, in the simulation ------------------------------------------------------------------


@cache
def thanks_to(audience, seed, weekday="mon", from_hour=0):
    """Return a trial: everybody of an audience is thanked on one day of the fifth week, or held out."""
    when = {"weekdays": weekday, "from_hour": from_hour, "begins_day": 28, "days": 7}
    call = Campaign("call", audience, "thank", minutes=0.1, **when)
    return trial(call, PLACE, TEAM, seed=seed)


def over_seeds(audience, counts="log-ins", days=7, measure="count", n=8, **how):
    """Return how far each way is from the truth over seeds."""
    return uplift.errors([thanks_to(audience, s, **how).three_ways(counts, days, measure) for s in range(n)])


def test_the_lapsed_come_back_by_themselves_and_only_the_holdout_knows():
    """Who has not come for two weeks can only become more active: before/after credits the thanks with it."""
    found = over_seeds("lapsed", measure="any")
    assert found.loc["before/after", "low"] > 0.2
    assert found.loc["difference in differences", "low"] > 0.2
    assert found.loc["holdout", "low"] < 0 < found.loc["holdout", "high"]
    assert found.loc["before/after", "covered"] == 0
    assert found.loc["holdout", "covered"] >= 0.75


def test_the_keen_calm_down_by_themselves():
    """Who wrote last week wrote more than usual: before/after makes thanks look harmful."""
    found = over_seeds("keen", counts="contributions", n=10)
    assert found.loc["before/after", "high"] < 0
    assert found.loc["holdout", "low"] < 0 < found.loc["holdout", "high"]
    assert found.loc["before/after", "estimate"] < 0 < found.loc["before/after", "truth"]


def test_a_friday_before_a_weekend_makes_a_good_campaign_look_bad():
    """Thanks bring people back, the weekend takes more away; those held out had the same weekend."""
    found = over_seeds("everybody", days=2, weekday="fri", from_hour=20, n=6)
    assert found.loc["holdout", "truth"] > 0.1
    assert found.loc["before/after", "high"] < 0
    assert found.loc["before/after", "estimate"] < 0
    assert found.loc["holdout", "low"] < 0 < found.loc["holdout", "high"]


def test_groups_that_are_not_parallel_are_noticed_before():
    """Those chosen because they were busy last week had moved apart from the others already."""
    doubts = [thanks_to("keen", seed).three_ways("log-ins").loc["difference in differences"] for seed in range(8)]
    assert sum("moved apart" in row["doubt"] or "only" in row["doubt"] for row in doubts) >= 4


def test_what_is_written_to_the_treated_reaches_those_held_out():
    """Awards make people write, the held out read and answer: the holdout misses just what spilled over.

    Estimate = truth - spill-over + how much the two arms would have differed anyhow, run by run.
    """
    lively = {"members": 300, "days": 36, "population.visits_per_day": 2, "population.voice_share": 0.6,
              "behaviour.answer_base": 0.15, "platform.members_per_board": 600}  # fmt: skip
    spilled, gaps = [], []
    for seed in range(12):
        call = Campaign("award", verb="award", begins_day=28, days=1, minutes=0.1, holdout=0.2)
        one = trial(call, Scenario().replace(lively), TEAM, seed=seed)
        ways = one.three_ways("contributions")["estimate"]
        spill = one.spill_over().estimate
        spilled.append(spill)
        luck = uplift.holdout(activity(one.without.posts), one.same_people(), 36 * 24).estimate
        gaps.append(ways["holdout"] - (ways["truth"] - spill + luck))
    assert np.mean(spilled) > 2 * np.std(spilled, ddof=1) / np.sqrt(12)
    assert np.allclose(gaps, 0)


def test_a_holdout_of_a_handful_proves_nothing():
    """Twenty contacts: the interval is wide and says so, and holds the truth all the same."""
    found = []
    for seed in range(8):
        call = Campaign("few", verb="thank", begins_day=28, days=1, minutes=1, holdout=0.5, budget_minutes=10)
        found.append(trial(call, PLACE, TEAM, seed=seed).three_ways("log-ins").loc["holdout"])
    many = [thanks_to("everybody", seed).three_ways("log-ins").loc["holdout"] for seed in range(8)]
    wide, narrow = (np.mean([row["high"] - row["low"] for row in rows]) for rows in (found, many))
    assert wide > 4 * narrow
    assert all("only" in row["doubt"] for row in found)
    assert sum(row["low"] < 0 for row in found) >= 6


def test_a_campaign_that_does_nothing_brings_nothing():
    """The truth is measured, not assumed: with verbs without effect the twins are the same to the last log-in."""
    none = {"behaviour.invitation_draws": 0}
    call = Campaign("idle", begins_day=10, days=1, minutes=0)
    one = trial(call, PLACE.replace({**none, "days": 20, "members": 300}), TEAM, seed=1)
    assert len(one.contacts) > 100
    pd.testing.assert_frame_equal(one.logins, one.logins_without)
    assert one.three_ways().loc["truth", "estimate"] == 0


# --- little and wrong ---------------------------------------------------------------------------------------


def test_nothing_to_measure_gives_nan_and_not_an_error():
    """No contact, or none watched for long enough."""
    none = contacts()
    none = none.astype({"member": "int64", "hour": "int64", "arm": "str"})
    for estimate in (
        uplift.before_after(table(), none, 100),
        uplift.holdout(table(), none, 100),
        uplift.difference_in_differences(table(), none, [], 100),
        uplift.truth(table(), table(), none, 100),
    ):
        assert (np.isnan(estimate.estimate), estimate.n) == (True, 0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Campaign(""), "name must be the words"),
        (lambda: Campaign(None), "name must be the words"),
        (lambda: Campaign("a", verb="ban"), "verb must be one of invite, greet, thank, award, publish"),
        (lambda: Campaign("a", verb=None), "verb must be one of"),
        (lambda: Campaign("a", "lurkers"), "audience must be one of everybody, silent_readers"),
        (lambda: Campaign("a", [0.5]), "audience must be one of"),
        (lambda: Campaign("a", None), "audience must be one of"),
        (lambda: Campaign("a", weekdays="monday"), "weekdays must be some of mon, tue"),
        (lambda: Campaign("a", weekdays=()), "weekdays must be some of"),
        (lambda: Campaign("a", from_hour=25), "from_hour must be a whole number from 0 to 23"),
        (lambda: Campaign("a", holdout=1), "holdout must be a number from 0 to 0.95"),
        (lambda: Campaign("a", holdout=float("nan")), "holdout must be a number"),
        (lambda: Campaign("a", verb="publish", holdout=0.3), "holdout must be 0 where a post"),
        (lambda: Campaign("a", euros=5), "euros must be 0 for invite"),
        (lambda: Campaign("a", minutes=90), "minutes must be a number from 0 to 60"),
        (lambda: Regulars("someday"), "weekdays must be some of"),
        (lambda: trial("spring"), "campaign must be a Campaign, got str"),
        (lambda: uplift.holdout(table(), contacts((1, 1, "t"), (1, 2, "h")), 9), "member 1 twice"),
        (lambda: uplift.holdout(table(), table((1, 1)), 9), "contacts must have a column arm"),
        (lambda: uplift.outcomes(table(), contacts((1, 1, "t")), 9, measure="mean"), "one of count, any"),
        (lambda: uplift.outcomes(table(), contacts((1, 1, "t")), 9, days=0), "days must be a whole number from 1"),
        (lambda: uplift.difference_in_differences(table(), contacts(), "ab", 9), "comparison must be member numb"),
        (
            lambda: uplift.difference_in_differences(table(), contacts(), [1.5], 9),
            "comparison must be member numb",
        ),
        (lambda: uplift.errors([]), "tables must be at least 2"),
    ],
)
def test_errors_say_what_would_be_right(call, message):
    """One line that names the argument."""
    with pytest.raises(ValueError, match=message) as error:
        call()
    assert "\n" not in str(error.value)


def test_errors_in_the_middle_of_a_run_name_the_campaign():
    """No team, a second run, a rule that returns numbers: each says what is wrong."""
    with pytest.raises(ValueError, match="'spring' needs a team"):
        Community(PLACE, None, tactics=[Campaign("spring")]).step()
    call = Campaign("spring")
    house(tactics=[call]).step()
    with pytest.raises(ValueError, match="'spring' has served a community already"):
        house(tactics=[call]).step()
    odd = Campaign("odd", lambda members, hour: members["mood"])
    with pytest.raises(ValueError, match="True or False for each of 40 members, got float64"):
        house(tactics=[odd]).step()
    with pytest.raises(ValueError, match="counts must be one of log-ins, contributions"):
        thanks_to("everybody", 0).three_ways("likes")
