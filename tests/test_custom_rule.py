"""Rules of one's own: ten lines say which posts are meant, and the team carries them out as far as it can see."""

from dataclasses import asdict, fields

import numpy as np
import pytest
from communities import busy, differences, strict
from houses import house, log, plant, status, visit

from simulator import Community, Playbook, simulate
from simulator.playbook import verbs
from simulator.playbook.custom import HouseRule, Seen, seen

ALL_DAY = {"begins": 0, "ends": 24, "minutes_per_hour": 60}


class NoShouting(HouseRule):
    """A rule as a learner would write it."""

    name = "no shouting"
    answer = "remove"

    def applies(self, post):
        """Cold posts that two readers have flagged."""
        return post.warmth < -0.3 and post.flags >= 2


class EverythingIsForbidden(HouseRule):
    """The shortest rule there is."""

    def applies(self, post):
        """Mean every post."""
        return True


def forbidding(**attributes):
    """Return a rule about every post, with some attributes of its own."""
    return type("Forbidding", (EverythingIsForbidden,), attributes)()


# --- a rule at work ---------------------------------------------------------------------------------------------


def test_a_rule_of_ten_lines_takes_down_what_it_is_about_and_nothing_else():
    """Cold and flagged twice goes; cold, or flagged, alone stays. The log names the rule and who acted on it."""
    community = house({"moderation.handle_flags": False}, tactics=[NoShouting()])
    meant = plant(community, 0, warmth=-0.8, flags=2)
    cold, disliked = plant(community, 1, warmth=-0.8, flags=1), plant(community, 2, warmth=0.5, flags=5)
    community.run_for(days=3)
    assert [status(community, post) for post in (meant, cold, disliked)] == ["removed", "visible", "visible"]
    assert community.actions == [(0, 0, "remove", "post", meant, "no shouting", 2.0, "no shouting", 0.0)]


@pytest.mark.parametrize(("answer", "outcome"), [("remove", "removed"), ("hide", "hidden"), ("warn", "visible")])
def test_the_answer_is_the_one_the_rule_gives(answer, outcome):
    """Remove and hide are about the post, warn is about its author."""
    community = house(tactics=[forbidding(answer=answer)])
    post = plant(community, author=5)
    community.run_for(hours=3)
    assert status(community, post) == outcome
    assert log(community) == [(0, 0, answer, 5 if answer == "warn" else post)]
    assert community.agent(5).warnings == (answer == "warn")


@pytest.mark.parametrize("notice", ["none", "explained"])
def test_authors_are_told_as_the_rule_says(notice):
    """An explanation leaves its mark in the place of the post, and teaches."""
    community = house(tactics=[forbidding(notice=notice)])
    community.members["rules_known"][:] = 0.2
    post = plant(community)
    community.step()
    taught = community.agent(0).rules_known > 0.2
    assert taught == (notice == "explained")
    assert community.content.posts["tombstone"][post] == (2 if notice == "explained" else 1)


def test_what_was_answered_is_left_alone():
    """A warning is given once; a post put back by the team is not taken down again."""
    community = house(tactics=[forbidding(answer="warn")])
    plant(community, author=5)
    community.run_for(days=2)
    assert len(log(community, "warn")) == 1
    community = house(tactics=[forbidding()])
    post = plant(community)
    community.step()
    verbs.restore(community, None, post)
    community.run_for(days=2)
    assert status(community, post) == "visible"
    assert len(log(community, "remove")) == 1


def test_a_warning_answers_what_was_written_before_it_and_nothing_after():
    """Two posts, one warning; who goes on after it is warned again."""
    community = house(tactics=[forbidding(answer="warn")])
    plant(community, author=5)
    plant(community, author=5)
    community.step()
    assert log(community) == [(0, 0, "warn", 5)]
    plant(community, author=5)
    community.run_for(hours=3)
    assert log(community) == [(0, 0, "warn", 5), (1, 0, "warn", 5)]


def test_flags_may_come_later_but_not_too_late():
    """A post is watched for its hours: flags within them count, flags after them don't."""
    ends = []
    for hours in (9, 10):
        rule = type("Watching", (NoShouting,), {"watch_hours": 10})()
        community = house({"moderation.handle_flags": False}, tactics=[rule])
        post = plant(community, warmth=-0.8)
        community.run_for(hours=hours)
        community.content.posts["flags_received"][post] = 2
        community.run_for(hours=5)
        ends.append(status(community, post))
    assert ends == ["removed", "visible"]


def test_posts_of_the_team_and_of_the_departed():
    """The team is not its own subject; who has left can't be warned, but the post can go."""
    community = house(tactics=[forbidding(answer="warn")])
    verbs.publish(community, None)
    plant(community, author=3)
    community.dismiss(3)
    community.run_for(hours=2)
    assert log(community, "warn") == []
    community = house(tactics=[forbidding()])
    own, left = verbs.publish(community, None), plant(community, author=3)
    community.dismiss(3)
    community.run_for(hours=2)
    assert (status(community, own), status(community, left)) == ("visible", "removed")


# --- minutes ----------------------------------------------------------------------------------------------------


def test_a_rule_waits_for_somebody_with_minutes():
    """Nothing happens at night; in the morning as many posts as the minutes allow, oldest first."""
    shift = {"begins": 8, "ends": 16, "minutes_per_hour": 5}
    community = house({"team.shifts": [shift]}, tactics=[forbidding(minutes=2)])
    posts = [plant(community, author) for author in range(5)]
    community.run_for(hours=8)
    assert log(community) == []
    community.run_for(hours=3)
    assert log(community) == [(8 + n // 2, 0, "remove", post) for n, post in enumerate(posts)]
    assert community.hourly["team_minutes"][8:11].tolist() == [4, 4, 2]


def test_without_a_team_a_rule_is_words():
    """Nobody is there to carry it out."""
    community = house({"team.shifts": []}, tactics=[forbidding()])
    post = plant(community)
    community.run_for(days=1)
    assert status(community, post) == "visible"


def test_the_queue_comes_first():
    """A rule of one's own gets the minutes that flags and appeals leave over."""
    shift = {"begins": 0, "ends": 24, "minutes_per_hour": 5}
    community = house({"team.shifts": [shift], "netiquette.notice": "none"}, tactics=[forbidding(minutes=2)])
    flagged, other = plant(community, 0, "incivility", flags=1), plant(community, 1)
    community.step()
    assert log(community, "remove") == [(0, 0, "remove", flagged)]
    community.step()
    assert log(community, "remove")[1:] == [(1, 0, "remove", other)]


def test_even_what_takes_no_time_needs_somebody_on_shift():
    """With the first person at home and the second at work, the second carries it out."""
    shifts = [{"begins": 20, "ends": 22}, {"begins": 3, "ends": 24}]
    community = house({"team.shifts": shifts}, tactics=[forbidding(minutes=0)])
    post = plant(community)
    community.run_for(hours=5)
    assert log(community) == [(3, 1, "remove", post)]


def test_a_rule_is_carried_out_by_those_who_look_after_the_place():
    """The forum's person does not reach into the chat, and does not keep others from it."""
    shifts = [{**ALL_DAY, "platforms": ["forum"]}, {**ALL_DAY, "begins": 2, "platforms": ["chat"]}]
    community = house({"team.shifts": shifts}, tactics=[forbidding()], platforms=["forum", "chat"])
    chat, forum = plant(community, 0, board=1), plant(community, 1, board=0)
    community.run_for(hours=3)
    assert log(community) == [(0, 0, "remove", forum), (2, 1, "remove", chat)]


# --- what can be seen -------------------------------------------------------------------------------------------


def test_what_a_rule_sees_is_what_a_team_could_see():
    """Counts, tone, place and the author's record, and nothing that is hidden from the team."""
    community = house(platforms=["forum", "chat"])
    post = plant(community, author=4, kind="complaint", board=1, warmth=-0.25, flags=2, readings=7)
    content = community.content.posts
    content["score"][post], content["likes"][post], content["answers"][post] = 1.5, 3, 1
    community.members["contributions"][4], community.members["strikes"][4] = 9, 2
    community.run_for(hours=30)
    view = asdict(seen(community, post))
    assert view == {
        "post": post, "author": 4, "kind": "complaint", "platform": "chat", "warmth": -0.25, "score": 1.5,
        "flags": 2, "likes": 3, "readings": 7, "answers": 1, "age_hours": 30, "author_posts": 9,
        "author_days": None, "author_strikes": 2,
    }  # fmt: skip
    hidden = {"breaks_rules", "breach", "incivility", "spammer", "grudge", "fairness", "trust", "mood", "norm"}
    assert not hidden & {field.name for field in fields(Seen)}


def test_a_rule_cannot_tell_a_breach_from_a_decent_post_that_looks_the_same():
    """Two posts that differ in the hidden truth alone look alike to the last digit."""
    views = []
    for breach in ("none", "attack"):
        community = house()
        views.append(seen(community, plant(community, 2, breach, warmth=-0.6, flags=1)))
    assert views[0] == views[1]


def test_the_age_of_membership_counts_from_joining():
    """Founders have no day of joining; a newcomer of three days has been here for three."""
    community = Community(busy(members=60, days=6), None, seed=2).run_for(days=6)
    posts, members = community.to_run().posts, community.members
    days = {post: seen(community, post).author_days for post in posts.index[posts["author"] >= 0]}
    joined = members["joined_hour"][posts.loc[list(days), "author"].to_numpy()]
    expected = [None if hour < 0 else (community.hour - hour) // 24 for hour in joined.tolist()]
    assert list(days.values()) == expected
    assert None in expected and max(day for day in expected if day is not None) >= 3


def test_a_view_is_a_photograph():
    """What a rule is shown cannot be written to, and does not change afterwards."""
    community = house()
    view = seen(community, plant(community, flags=1))
    with pytest.raises(AttributeError):
        view.flags = 0
    community.content.posts["flags_received"][0] = 9
    assert view.flags == 1


# --- errors that teach ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"answer": "burn"}, "answer must be one of remove, hide, warn, got 'burn'"),
        ({"notice": "rude"}, "notice must be one of none, blunt, polite, explained, got 'rude'"),
        ({"minutes": -1}, "minutes must be a number from 0 to 60, got -1"),
        ({"minutes": float("nan")}, "minutes must be a number from 0 to 60, got nan"),
        ({"watch_hours": 0}, "watch_hours must be a whole number from 1 to 8760, got 0"),
        ({"watch_hours": 1.5}, "watch_hours must be a whole number from 1 to 8760, got 1.5"),
        ({"name": ""}, "name must be the words under which the rule is logged, got ''"),
        ({"name": 7}, "name must be the words under which the rule is logged, got 7"),
    ],
)
def test_a_rule_that_cannot_be_carried_out_is_refused_before_anything_happens(attributes, message):
    """One line, when the rule is made and not in the middle of a run."""
    with pytest.raises(ValueError) as caught:
        forbidding(**attributes)
    assert str(caught.value) == message


def test_a_rule_without_a_condition_says_what_is_missing():
    """Who forgets `applies` is told to write it."""
    community = house(tactics=[type("Empty", (HouseRule,), {})()])
    plant(community)
    with pytest.raises(NotImplementedError, match="write applies"):
        community.step()


# --- same luck, other rules -------------------------------------------------------------------------------------


def test_the_same_rule_gives_the_same_run_each_time_it_is_used():
    """One object may serve run after run, and leaves in each what a new one would leave."""
    rule = NoShouting()
    runs = [simulate(busy(members=120, days=4), strict(), seed=5, tactics=[rule]) for _ in range(2)]
    fresh = simulate(busy(members=120, days=4), strict(), seed=5, tactics=[NoShouting()])
    assert (fresh.actions["rule"] == "no shouting").sum() > 3
    assert differences(runs[0], runs[1]) == []
    assert differences(runs[1], fresh) == []


@pytest.mark.parametrize("answer", ["remove", "warn"])
def test_a_fork_with_a_rule_goes_on_as_the_original(answer):
    """Cut in two by a fork, a run with a rule of one's own ends in the same tables."""
    rule = type("Cold", (NoShouting,), {"answer": answer, "applies": lambda self, post: post.warmth < -0.5})()
    whole = Community(busy(members=120, days=4), strict(), seed=5, tactics=[rule])
    twin = whole.run_for(hours=40).fork().run_for(hours=56)
    whole.run_for(hours=56)
    assert (whole.to_run().actions["rule"] == "no shouting").sum() > 10
    assert differences(whole.to_run(), twin.to_run()) == []


def test_both_engines_obey_a_rule_alike():
    """What a rule sees is the same to the last bit, and so is what follows."""
    one, other = (
        Community(busy(members=60, days=3), strict(), seed=9, engine=engine, tactics=[NoShouting()]).run_for(
            days=3
        )
        for engine in ("compiled", "mesa")
    )
    assert (one.to_run().actions["rule"] == "no shouting").any()
    assert differences(one.to_run(), other.to_run()) == []


def test_a_rule_changes_the_future_of_those_it_is_for():
    """Twins of one past: with a rule against coldness, fewer cold posts are read in the days that follow."""
    scenario = busy(members=200, days=10, **{"behaviour.incivility_base": -2.0})
    people = Playbook().replace({"team.shifts": [ALL_DAY] * 2, "moderation.handle_flags": False})
    past = Community(scenario, people, seed=3).run_for(days=2)
    rule = type("Cold", (HouseRule,), {"minutes": 0.5, "applies": lambda self, post: post.warmth < -0.5})()
    free, ruled = past.fork().run_for(days=8).to_run(), past.fork(tactics=[rule]).run_for(days=8).to_run()
    new = past.content.post_count

    def cold(run):
        return np.mean(np.repeat(run.posts["warmth"][new:] < -0.5, run.posts["readings"][new:]))

    assert cold(ruled) < 0.7 * cold(free)
    assert ruled.hourly["mood"][48:].mean() > free.hourly["mood"][48:].mean()


def test_readers_see_the_mark_of_a_rule():
    """Whoever comes upon what a rule took down learns that rules hold here."""
    community = house({"netiquette.shown": "nobody"}, tactics=[forbidding()])
    community.members["rules_known"][:] = 0.0
    plant(community)
    community.step()
    visit(community, 3)
    assert community.agent(3).rules_known == pytest.approx(community.k.rules_from_witnessing)
