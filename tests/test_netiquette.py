"""Netiquette: which rules hold, who sees them, how breaches are answered in steps, and what people make of it."""

import numpy as np
import pytest
from communities import busy
from houses import house, log, plant, status, visit

from simulator import Community, Playbook, SettingsError
from simulator.playbook import verbs
from simulator.playbook.netiquette import Netiquette
from simulator.world.agents import rules
from simulator.world.members import FOREVER

DAY = 24
CALM = 0.0  # log-odds and mood of an ordinary member in the comparisons below


def refused(changes, *parts):
    """Check that a playbook with `changes` is refused in one line with `parts`."""
    with pytest.raises(SettingsError) as caught:
        Playbook().replace(changes)
    assert "\n" not in str(caught.value)
    for part in parts:
        assert part in str(caught.value)


def offend(community, author=0, breach="incivility"):
    """Let a member break a rule, be flagged, and be judged within the hour; return the post."""
    post = plant(community, author, breach, flags=1)
    community.step()
    return post


def rude_chance(community, member):
    """Return how likely a member's next contribution is rude, all else being equal."""
    me, k = community.agent(member), community.k
    deterrence = rules.deterrence_left(me.deterrence, community.hour - me.deterrence_hour, k)
    known, grudge, restraint = me.rules_known, me.grudge, me.restraint
    return rules.breach_chance(-2.0, CALM, False, False, 0.0, known, grudge, deterrence, restraint, k)


# --- who sees the rules -----------------------------------------------------------------------------------------


def test_rules_are_learned_by_those_to_whom_they_are_shown():
    """Shown to newcomers, those who never wrote learn them; pinned, everybody; shown to nobody, no one does."""
    learned = {}
    for shown in ("nobody", "newcomers", "everyone"):
        community = house({"netiquette.shown": shown})
        community.members["rules_known"][:] = 0.2
        community.members["contributions"][:2] = (0, 5)
        visit(community, 0, 1)
        learned[shown] = community.members["rules_known"][:2].round(12).tolist()
    after = round(0.2 + community.k.rules_read * 0.8, 12)
    assert learned == {"nobody": [0.2, 0.2], "newcomers": [after, 0.2], "everyone": [after, after]}


def lived(changes, days=15):
    """Return twelve busy communities' posts by newcomers and in all, under a playbook of nobody with `changes`."""
    runs = []
    for seed in range(4):
        scenario = busy(members=200, days=days, **{"behaviour.spammer_share": 0.0})
        community = Community(scenario, Playbook.load("no_rules").replace(changes), seed=seed)
        community.members["rules_known"][:] = 0.0
        runs.append(community.run_for(days=days).to_run())
    return runs


def test_shown_rules_bring_newcomers_to_write_and_keep_posts_on_topic():
    """The finding of Matias 2019 in direction: more newcomers speak, and fewer of their posts miss the rules."""

    def newcomers_writing(runs):
        return sum(
            (run.members.loc[run.members["joined_hour"] >= 0, ["posts", "replies"]].sum(axis=1) > 0).sum()
            for run in runs
        )

    def misplaced(runs):
        first = [run.posts.drop_duplicates("author")["breach"] == "off_topic" for run in runs]
        return np.concatenate(first).mean()

    shown, hidden = lived({"netiquette.shown": "everyone"}), lived({"netiquette.shown": "nobody"})
    assert newcomers_writing(shown) > newcomers_writing(hidden)
    assert misplaced(shown) < 0.8 * misplaced(hidden)


def test_advice_while_writing_puts_the_share_of_misplaced_posts_right_that_the_constant_says():
    """With guidance the share of posts that miss the topic falls by about `guidance_heeded`."""

    def misplaced(runs):
        return np.concatenate([run.posts["breach"] == "off_topic" for run in runs]).mean()

    plain, advised = lived({}), lived({"netiquette.guidance": True})
    heeded = plain[0].scenario.behaviour.guidance_heeded
    assert misplaced(advised) / misplaced(plain) == pytest.approx(1 - heeded, abs=0.12)


def test_a_form_deters_questions_but_not_complaints():
    """Those who came to ask are put off; those who came to complain say it all the same."""
    asked = {}
    for form in (0.0, 1.0):
        community = house({"netiquette.question_form": form}, members=400)
        community.content.reserve(6 * 400)
        community.members["contributions"][:] = 1
        community.members["errand"][:200], community.members["errand"][200:] = 1, 2
        visit(community, *range(400))
        kinds = community.to_run().posts["kind"].value_counts()
        asked[form] = (kinds["question"], kinds["complaint"])
    (free, angry), (deterred, as_angry) = asked[0.0], asked[1.0]
    assert angry == as_angry > 50
    assert deterred / free == pytest.approx(1 - community.k.form_deters, abs=0.1)


# --- what becomes of a breach -----------------------------------------------------------------------------------


def test_each_rule_has_its_own_answer_and_what_is_not_named_is_allowed():
    """Remove, hide and leave do what they say; a rule that is not named does not hold."""
    community = house(
        {
            "netiquette.rules": {"incivility": "remove", "spam": "hide", "off_topic": "leave"},
            "netiquette.strikes_for": ["incivility"],
        }
    )
    breaches = ("incivility", "spam", "off_topic", "attack", "none")
    posts = {breach: plant(community, author, breach, flags=1) for author, breach in enumerate(breaches)}
    community.run_for(hours=2)
    found = {breach: status(community, post) for breach, post in posts.items()}
    assert found == {
        "incivility": "removed", "spam": "hidden", "off_topic": "visible", "attack": "visible", "none": "visible",
    }  # fmt: skip
    assert [act[2] for act in log(community, "remove", "hide", "keep")] == [
        "remove", "hide", "keep", "keep", "keep",
    ]  # fmt: skip


def test_the_log_names_the_rule_that_was_broken():
    """Who reads the log later knows what each removal, warning and block was for."""
    community = house({"netiquette.ladder": [{"step": "warning"}, {"step": "block", "hours": 5}]})
    offend(community, breach="attack")
    offend(community, breach="spam")
    named = [(act[2], act[7]) for act in community.actions]
    assert named == [("remove", "attack"), ("warn", "attack"), ("remove", "spam"), ("block", "spam")]


@pytest.mark.parametrize("answer", ["hide", "remove"])
def test_a_held_post_that_breaks_a_rule_never_appears(answer):
    """What waits for review and is found to break a rule stays out of sight, whichever answer the rule has."""
    community = house({"netiquette.rules": {"spam": answer}, "netiquette.strikes_for": []})
    bad, good = plant(community, 0, "spam", held=True), plant(community, 1, held=True)
    community.step()
    assert status(community, bad) == {"hide": "hidden", "remove": "removed"}[answer]
    assert status(community, good) == "visible"
    assert community.content.posts["tombstone"][bad] == 0


# --- the ladder -------------------------------------------------------------------------------------------------


def test_the_ladder_goes_from_a_warning_over_blocks_to_exclusion():
    """Four strikes by the same member: warned, blocked for a day, blocked for a week, sent away."""
    community = house()
    steps = []
    for _ in range(4):
        offend(community)
        me = community.agent(0)
        steps.append((community.actions[-1][2], me.strikes, me.blocked_until_hour - community.hour))
    assert [step[:2] for step in steps] == [("warn", 1), ("block", 2), ("block", 3), ("exclude", 4)]
    # The block is set at the end of an hour that has passed when we look.
    assert [step[2] for step in steps[1:3]] == [24, 168]
    assert community.members["left_hour"][0] == community.hour - 1
    assert community.members["left_hour"][1] == FOREVER


def test_the_last_step_of_the_ladder_repeats():
    """Who offends again after the last step gets the last step again."""
    community = house({"netiquette.ladder": [{"step": "warning"}, {"step": "block", "hours": 2}]})
    for _ in range(4):
        offend(community)
    assert [act[2] for act in log(community, "warn", "block")] == ["warn", "block", "block", "block"]


def test_a_block_keeps_from_acting_for_just_its_hours():
    """A blocked member with something to say says nothing until the hour after the last of the block."""
    community = house({"netiquette.ladder": [{"step": "block", "hours": 3}]}, **{"behaviour.errand_urge": 1})
    offend(community)
    spoke = []
    for _ in range(5):
        twin = community.fork()
        twin.content.reserve(6)
        twin.members["errand"][0] = 2
        visit(twin, 0)
        spoke.append(twin.content.post_count > community.content.post_count)
        community.step()
    assert spoke == [False, False, False, True, True]


def test_breaches_that_are_no_strike_lead_nowhere():
    """Off-topic posts are removed, but a hundred of them are no step of the ladder."""
    community = house()
    for _ in range(5):
        offend(community, breach="off_topic")
    assert community.agent(0).strikes == 0
    assert {act[2] for act in community.actions} == {"remove"}


def test_strikes_expire_when_nothing_has_happened_for_long_enough():
    """Just in time the next step follows; a day later the ladder begins anew."""
    taken = {}
    for days in (9, 10):
        community = house({"netiquette.strikes_expire_days": 10})
        offend(community)
        community.run_for(hours=days * DAY - 1)
        offend(community)
        taken[days] = (community.actions[-1][2], community.agent(0).strikes)
    assert taken == {9: ("block", 2), 10: ("warn", 1)}


def test_members_do_not_share_strikes():
    """Two members who offend once each are both warned."""
    community = house()
    offend(community, 0)
    offend(community, 1)
    assert log(community, "warn", "block") == [(0, 0, "warn", 0), (1, 0, "warn", 1)]


def test_who_has_left_is_not_called_to_order():
    """The post goes, but nobody is warned who is not there any more."""
    community = house()
    post = plant(community, 0, "attack", flags=1)
    community.dismiss(0)
    community.step()
    assert status(community, post) == "removed"
    assert log(community, "warn") == []


def test_an_empty_ladder_only_removes():
    """Without steps nobody is ever warned, blocked or sent away."""
    community = house({"netiquette.ladder": []})
    for _ in range(6):
        offend(community)
    assert {act[2] for act in community.actions} == {"remove"}
    assert community.agent(0).strikes == 0


# --- how authors are told ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notice", "by", "minutes"),
    [
        ("none", "person", 4),
        ("blunt", "person", 4),
        ("polite", "person", 4.5),
        ("explained", "person", 5),
        ("explained", "bot", 4),
    ],
)
def test_telling_the_author_takes_a_persons_time(notice, by, minutes):
    """Good manners cost minutes, unless a bot has them."""
    community = house({"netiquette.notice": notice, "netiquette.notice_by": by})
    offend(community)
    assert community.actions[0][2] == "remove"
    assert community.actions[0][6] == minutes
    assert community.hourly["team_minutes"][0] == minutes


def told(notice, breach="incivility", days=0):
    """Return a community in which member 0 was told so of a removal, and nothing else followed, `days` ago."""
    community = house({"netiquette.notice": notice, "netiquette.ladder": []})
    community.members["rules_known"][:] = 0.3
    offend(community, breach=breach)
    return community.run_for(days=days)


def test_politeness_leaves_less_of_a_grudge_and_an_explanation_teaches_most():
    """The order that surveys of sanctioned members find: blunt is worst, explained best."""
    grudge = {notice: told(notice).agent(0).grudge for notice in ("blunt", "none", "polite", "explained")}
    assert grudge["blunt"] > grudge["none"] > grudge["polite"] > grudge["explained"] > 0
    known = {notice: told(notice).agent(0).rules_known for notice in grudge}
    assert known["none"] == pytest.approx(0.3)
    assert known["none"] < known["blunt"] == known["polite"] < known["explained"]
    lesson = {notice: told(notice).agent(0).restraint for notice in grudge}
    assert lesson["none"] == lesson["blunt"] == lesson["polite"] == 0 < lesson["explained"]


def test_the_same_past_told_otherwise_leads_to_another_future():
    """Twins that differ in the tone alone: a month later, whoever had it explained is less likely to offend."""
    chance = {notice: rude_chance(told(notice, days=30), 0) for notice in ("none", "polite", "explained")}
    assert chance["explained"] < chance["polite"] < chance["none"]


def test_an_undeserved_removal_hurts_trust_belonging_and_the_teams_good_name():
    """Of two members with a removed post, the one who broke no rule trusts less and bears the grudge."""
    community = house()
    community.members["belonging"][:] = 0.5
    right, wrong = plant(community, 0, "incivility"), plant(community, 1)
    for post in (right, wrong):
        verbs.remove(community, None, post, notice="polite")
    deserved, wronged = community.agent(0), community.agent(1)
    assert wronged.trust < deserved.trust < community.agent(2).trust
    assert wronged.belonging < deserved.belonging < 0.5
    assert wronged.grudge > deserved.grudge
    assert wronged.fairness < deserved.fairness


def test_a_warning_before_the_first_block_makes_the_block_seem_more_rightful():
    """Two members are blocked alike; the one who was warned before bears less of a grudge for the block."""
    community = house()
    verbs.warn(community, None, 0, notice="none")
    community.members["grudge"][:] = 0.0
    community.members["fairness"][:] = 0.6
    for member in (0, 1):
        verbs.block(community, None, member, hours=24)
    assert community.agent(0).grudge < community.agent(1).grudge
    assert community.agent(0).restraint > community.agent(1).restraint


def test_deterrence_fades_and_a_lesson_stays():
    """A day after a rightful block both hold back; a month later only the lesson does."""
    community = house()
    before = rude_chance(community, 0)
    verbs.warn(community, None, 0, notice="polite")
    verbs.block(community, None, 0, hours=24, notice="explained")
    community.members["grudge"][:] = 0.0
    soon = rude_chance(community, 0)
    community.run_for(days=30)
    me, k = community.agent(0), community.k
    late = rude_chance(community, 0)
    assert soon < late < before
    assert rules.deterrence_left(me.deterrence, community.hour - me.deterrence_hour, k) < 0.001
    assert me.restraint > 0.1


def test_readers_learn_the_rules_from_what_was_removed_with_an_explanation():
    """Whoever comes upon the mark of an explained removal learns twice as much, and finds the team fairer."""
    seen = {}
    for notice in ("none", "explained"):
        community = house({"netiquette.shown": "nobody"})
        community.members["rules_known"][:] = 0.0
        verbs.remove(community, None, plant(community, 0, "incivility"), notice=notice)
        visit(community, *range(1, 20))
        members = community.members
        seen[notice] = (members["rules_known"][1:20].min(), members["fairness"][1:20].mean())
    k = community.k
    assert seen["none"] == (pytest.approx(k.rules_from_witnessing), pytest.approx(k.fairness_start))
    assert seen["explained"][0] == pytest.approx(2 * k.rules_from_witnessing)
    assert seen["explained"][1] > k.fairness_start


def test_a_community_lives_on_differently_with_a_ladder_than_without():
    """Twins of one past: with steps that end in blocks, those who have offended write less in the next days."""
    scenario = busy(members=200, days=14, **{"behaviour.exit_after_block": 0.0, "behaviour.leave_base": 0.0})
    sharp = {"team.judgement": 1.0, "netiquette.notice": "none", "team.shifts": [{"begins": 0, "ends": 24}]}
    steps = {"netiquette.ladder": [{"step": "block", "hours": 24 * 7}]}
    past = Community(scenario, Playbook().replace(sharp), seed=5).run_for(days=4)
    mild = past.fork(Playbook().replace({**sharp, "netiquette.ladder": []})).run_for(days=10)
    hard = past.fork(Playbook().replace({**sharp, **steps})).run_for(days=10)
    blocked = np.flatnonzero(hard.members["blocks"][: past.members.count] > 0)
    assert len(blocked) > 20

    def written(community):
        return community.members["contributions"][blocked].sum() - past.members["contributions"][blocked].sum()

    assert written(hard) < 0.8 * written(mild)
    assert hard.hourly["breaches"].sum() < mild.hourly["breaches"].sum()


# --- settings that make no sense ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"netiquette.shown": "all"}, ["netiquette.shown must be one of 'nobody', 'newcomers' or 'everyone'"]),
        ({"netiquette.notice": "rude"}, ["'none', 'blunt', 'polite' or 'explained'", "got 'rude'"]),
        ({"netiquette.rules": {"shouting": "remove"}}, ["netiquette.rules", "'incivility'", "shouting"]),
        ({"netiquette.rules": {"spam": "burn"}}, ["'remove', 'hide' or 'leave'", "got 'burn'"]),
        ({"netiquette.ladder": [{"step": "slap"}]}, ["'warning', 'block' or 'exclude'", "got 'slap'"]),
        ({"netiquette.ladder": [{"step": "block", "hours": 0}]}, ["hours must be at least 1, got 0"]),
        ({"netiquette.ladder": [{"steps": "block"}]}, ["did you mean 'step'?"]),
        ({"netiquette.strikes_expire_days": 0}, ["strikes_expire_days must be at least 1, got 0"]),
        ({"netiquette.appeal_effort": 2}, ["appeal_effort must be at most 1, got 2"]),
        ({"netiquette.question_form": -1}, ["question_form must be at least 0, got -1"]),
        (
            {"netiquette.rules": {"spam": "leave", "attack": "remove"}, "netiquette.strikes_for": ["spam"]},
            ["strikes_for: spam can't count as a strike, since rules leave it alone"],
        ),
        (
            {"netiquette.rules": {}},
            ["strikes_for: incivility can't count as a strike"],
        ),
    ],
)
def test_rules_that_make_no_sense_are_refused(changes, parts):
    """One line names the field, what would be right, and what was given."""
    refused(changes, *parts)


def test_rules_of_the_house_come_back_from_yaml():
    """Answers by rule and steps of the ladder are written and read like any other setting."""
    playbook = Playbook().replace(
        {
            "netiquette.rules": {"spam": "hide", "attack": "remove"},
            "netiquette.strikes_for": ["attack"],
            "netiquette.ladder": [{"step": "block", "hours": 7}, {"step": "exclude"}],
        }
    )
    assert Playbook.from_yaml(playbook.to_yaml()) == playbook
    assert Netiquette().answer_to(5) == "remove"
    assert playbook.netiquette.answer_to(5) == "leave"
