"""The yardstick does the same work as the community it measures, and the findings are computed rightly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.bench import main, plan
from benchmarks.findings import ratios, slope, split
from benchmarks.telling import BEGIN, END, write_between_markers
from benchmarks.usual_content import Board, Post, Thread
from benchmarks.usual_members import Member
from benchmarks.usual_mesa import TALLIES, UsualCommunity
from simulator import Community, Playbook, Scenario
from simulator.playbook import verbs
from simulator.playbook.care import Inbox
from simulator.playbook.queue import ModerationQueue
from simulator.playbook.speech import heat
from simulator.playbook.workday import Workday
from simulator.world import acquisition, population
from simulator.world.agents import rules
from simulator.world.behaviour import ERRANDS, POST_KINDS, STATUSES
from simulator.world.conduct import BREACHES, NOTICES
from simulator.world.content import HANDLED, open_case
from simulator.world.manager import rules as nerves
from simulator.world.ties import follow

SEEDS = range(16)
HOURS = 10 * 24
# Alike members, so that few replicates tell the models apart; what can happen happens often enough to be counted.
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
    "behaviour.leave_grudge": 30,
    "behaviour.errand_urge": 0.3,
    "behaviour.mishap_chance": 0.06,
    "behaviour.mishap_outrage": 0.9,
    "behaviour.complaint_voiced": 0.5,
    "behaviour.complaint_silent": 0.3,
    "behaviour.me_too": 0.3,
    "behaviour.hope_spent": 0.3,
    "behaviour.wish_chance": 0.02,
    "behaviour.wish_feasible": 0.7,
    "behaviour.wish_improves": 0.2,
    "behaviour.wish_told": 0.5,
    "behaviour.praise_chance": 0.03,
    "behaviour.trust_praise_seen": 0.02,
    "behaviour.trust_wish_shipped": 0.02,
    "behaviour.trust_answer_seen": 0.02,
    "behaviour.trust_lost_unanswered_seen": 0.02,
    "behaviour.defect_base": 0.01,
    "behaviour.defect_dissatisfied": 3,
    "behaviour.purchase_base": 0.05,
    "behaviour.leave_dissatisfied": 2,
    "behaviour.herding": 0.5,
    "behaviour.morning_interest": 0.5,
    "behaviour.leader_sway": 0.1,
    "behaviour.official_memory": 0.1,
    "behaviour.official_tolerance": 0.05,
    "behaviour.official_chill": 1,
    "behaviour.share_chance": 0.05,
    "behaviour.outrage_contagion": 0.3,
    "behaviour.word_of_mouth": 0.5,
    "behaviour.word_belonging": 0.4,
    "behaviour.word_errand": 0.3,
    "behaviour.spammer_share": 0.1,
    "behaviour.off_topic_unknowing": 1,
    "behaviour.off_topic_flagged": 0.7,
    "behaviour.rules_read": 0.2,
    "behaviour.rules_from_reading": 0.001,
    "behaviour.downvote_chance": 0.3,
    "behaviour.appeal_readiness": 1,
    "behaviour.second_look": 0.5,
    "platform.downvotes": True,
    "newcomers_per_1000_members_per_day": 20,
}
# Time enough that what was flagged decides what is removed, and errors enough to be overturned.
SHIFTS = [{"begins": begins, "ends": begins + 8, "minutes_per_hour": 60} for begins in (6, 14)]
TEAM = {"team.shifts": SHIFTS, "team.judgement": 0.8}
CALM = {
    **TEAM,
    "netiquette.ladder": [{"step": "warning"}, {"step": "exclude"}],
    "care.ship_days": 2,
    "care.wishes_at_a_time": 2,
}
STERN = {
    **TEAM,
    "moderation.prompt": True,
    "moderation.prompt_threshold": 1,
    "moderation.order": "most_flagged",
    "netiquette.notice": "explained",
    "netiquette.guidance": True,
    "netiquette.ladder": [{"step": "block", "hours": 12}, {"step": "block", "hours": 48}],
    "netiquette.appeal_effort": 0.1,
    "care.give_up_hours": 4,
}
PLAYBOOKS = {"calm": ("balanced", CALM), "stern": ("strict", STERN)}
VERBS = (
    "keep", "remove", "warn", "block", "exclude", "release", "uphold", "overturn", "reply", "check_wish",
    "forward", "ship_wish", "tell_wish", "publish", "miss",
)  # fmt: skip
FEELINGS = (
    "norm", "rules_known", "fairness", "grudge", "deterrence", "restraint", "fluency", "trust", "satisfaction",
    "expects_help", "outrage", "official_share", "unsaid", "customer",
)  # fmt: skip
KINDS = ("talk", "question", "complaint", "wish", "praise", "news")
CARRIED = ("warmth", "arousal", "answer_worth")
STRAIN = ("fatigue", "composure", "open_cases", "tasks_waiting")
CENSUS = (
    "dau", "trust", "belonging", "loyalty", "fairness", "satisfaction", "outrage", "customers", "creators",
    "lurkers",
)  # fmt: skip
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
def pairs(scenario):
    """Return, by playbook, communities of the kit and of the usual model that have lived ten days."""
    books = {name: Playbook.load(base).replace(changes) for name, (base, changes) in PLAYBOOKS.items()}
    return {
        name: [
            [live(model(scenario, book, seed), HOURS) for seed in SEEDS] for model in (Community, UsualCommunity)
        ]
        for name, book in books.items()
    }


@pytest.fixture(scope="module")
def usual(pairs):
    """Return usual communities of several seeds that have lived ten days with a calm team."""
    return pairs["calm"][1]


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
    """Tell whether two samples of replicates have means within five standard errors of each other and 2%.

    Five, since more than a hundred figures are compared: at four, one in some dozens of versions of the world
    would fail for nothing.
    """
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    noise = math.sqrt(ours.var(ddof=1) / len(ours) + theirs.var(ddof=1) / len(theirs))
    return abs(ours.mean() - theirs.mean()) <= 5 * noise + 0.02 * abs(ours.mean())


def kinds_of_breach(community):
    """Return how many contributions broke which rule."""
    if isinstance(community, UsualCommunity):
        broken = [post.breach or "none" for post in community.everything]
    else:
        broken = [BREACHES[code] for code in community.content.posts["breach"][: community.content.post_count]]
    return {name: broken.count(name) for name in BREACHES}


def kinds_of_post(community):
    """Return how many posts and replies are of which kind, and how much heat and worth they carry in all."""
    if isinstance(community, UsualCommunity):
        kinds = [post.kind for post in community.everything]
        sums = {name: sum(getattr(post, name) for post in community.everything) for name in CARRIED}
    else:
        posts = community.content.posts[: community.content.post_count]
        kinds, sums = [POST_KINDS[code] for code in posts["kind"]], {name: posts[name].sum() for name in CARRIED}
    return {kind: kinds.count(kind) for kind in KINDS} | sums


def acts(community):
    """Return how often the team (or its filter) did what."""
    done = [verb for _, _, verb, *_ in community.actions]
    return {verb: done.count(verb) for verb in VERBS}


def feelings(community):
    """Return the means of what members feel and know who are still here."""
    if isinstance(community, UsualCommunity):
        members = community.agents_by_type[Member]
        return {name: np.mean([getattr(member, name) for member in members]) for name in FEELINGS}
    here = community.members.present()
    return {name: community.members[name][here].mean() for name in FEELINGS}


def tallies(community):
    """Return the totals of everything that is counted by the hour."""
    return {tally: total(community, tally) for tally in TALLIES}


def strain(community):
    """Return means over all hours of what weighs on the team."""
    table = (
        community.datacollector.get_model_vars_dataframe()
        if isinstance(community, UsualCommunity)
        else community.hourly
    )
    return {name: table[name].mean() for name in STRAIN}


FIGURES = {
    tallies: TALLIES, kinds_of_breach: BREACHES, kinds_of_post: KINDS + CARRIED, acts: VERBS, feelings: FEELINGS,
    strain: STRAIN,
}  # fmt: skip
SIDES = [(measure, name) for measure, names in FIGURES.items() for name in names]


@pytest.fixture(scope="module")
def figures(pairs):
    """Return by playbook, measure and name what the communities of the kit and the usual ones came to."""
    found = {}
    for book, (kit, usual) in pairs.items():
        for measure, names in FIGURES.items():
            ours, theirs = ([measure(community) for community in side] for side in (kit, usual))
            for name in names:
                found[book, measure, name] = [row[name] for row in ours], [row[name] for row in theirs]
    return found


@pytest.mark.parametrize("book", PLAYBOOKS)
@pytest.mark.parametrize(("measure", "name"), SIDES, ids=[name for _, name in SIDES])
def test_the_usual_model_does_as_much_as_the_kit(figures, book, measure, name):
    """Totals and means of both models differ by no more than seeds do."""
    ours, theirs = figures[book, measure, name]
    assert are_alike(ours, theirs), f"{name}: kit {np.mean(ours):.4g}, usual {np.mean(theirs):.4g}"


@pytest.mark.parametrize(("measure", "name"), SIDES, ids=[name for _, name in SIDES])
def test_what_is_compared_happens(figures, measure, name):
    """Two models that never do a thing agree for nothing: with one of the playbooks it happens in most runs."""
    least = 0.001 if measure in (feelings, strain) else 1
    assert max(np.mean(figures[book, measure, name][0]) for book in PLAYBOOKS) >= least


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


def test_seeds_are_quiet_enough_to_see_a_fifth_more_visits_or_readings(figures):
    """The comparison above would notice a yardstick that does a fifth more."""
    for tally in ("visits", "readings"):
        ours, theirs = figures["calm", tallies, tally]
        assert not are_alike(ours, 1.2 * np.asarray(theirs))


@pytest.mark.parametrize("figure", CENSUS)
def test_the_last_census_of_both_models_agrees(pairs, figure):
    """After ten days members of both models feel and count alike."""
    kit, usual = pairs["calm"]
    ours = [community.daily[figure][HOURS // 24 - 1] for community in kit]
    theirs = [community.daily[-1][figure] for community in usual]
    assert are_alike(ours, theirs), f"{figure}: kit {np.mean(ours):.3f}, usual {np.mean(theirs):.3f}"


def test_the_same_seed_gives_the_same_usual_community(scenario, usual):
    """The yardstick measures the same work whenever it is run."""
    again = live(UsualCommunity(scenario, Playbook.load("balanced").replace(CALM), SEEDS[0]), HOURS)
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
        thread.opener = thread.latest = Post(thread, None, 0.0, "talk", 0.0)
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


# --- rule by rule ---------------------------------------------------------------------------------------------


@pytest.fixture
def twins(scenario):
    """Return a small community of each model."""
    place, book = scenario.replace(members=20, **{"behaviour.exit_after_block": 0}), Playbook.load("balanced")
    return Community(place, book, seed=1), UsualCommunity(place, book, seed=1)


STATES = {
    "mood": -0.3, "trust": 0.5, "belonging": 0.4, "fluency": 0.7, "norm": 0.2, "rules_known": 0.6,
    "fairness": 0.55, "grudge": 0.3, "deterrence": 0.25, "restraint": 0.35, "incivility": -1.0, "taste": 0.3,
    "strikes": 2, "warnings": 1, "loyalty": 0.2, "satisfaction": 0.35, "expects_help": 0.7, "outrage": 0.4,
    "official_share": 0.3, "zest": 0.25,
}  # fmt: skip
"""A state in which every term of every rule counts."""


def alike_members(community, usual, **changes):
    """Return member 3 of the kit as an agent and a member of the usual model, both in one state."""
    ours, theirs = community.agent(3), next(iter(usual.agents_by_type[Member]))
    for name, value in {**STATES, **changes}.items():
        setattr(ours, name, value)
        setattr(theirs, name, value)
    return ours, theirs


def assert_same_state(ours, theirs, tolerance=1e-9):
    """Fail for the first state in which the two members differ."""
    for name in STATES:
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), abs=tolerance), name


def post_of_both(community, usual, ours, theirs, breach, kind="talk"):
    """Return a post by each of two members, of the same kind, which breaks the same rule."""
    post = verbs.publish(community, None, kind=kind)
    community.content.posts["author"][post] = ours.member
    community.content.posts["breach"][post] = BREACHES.index(breach or "none")
    community.content.posts["breaks_rules"][post] = breach is not None
    thread = Thread(usual.boards[0], 1.0, 0.5)
    thread.opener = thread.latest = Post(thread, theirs, 0.0, kind, 0.3, breach)
    return post, thread.opener


def draws(usual, *values):
    """Let the usual model's next draws be these, the last one for ever."""
    waiting = list(values)
    usual.random.random = lambda: waiting.pop(0) if len(waiting) > 1 else waiting[0]


# A warning is always told in some tone.
SANCTIONS = [(verb, notice) for verb in ("remove", "warn", "block") for notice in NOTICES[verb == "warn" :]]


@pytest.mark.parametrize(("verb", "notice"), SANCTIONS)
@pytest.mark.parametrize("breach", [None, "incivility"])
@pytest.mark.parametrize("warnings", [0, 1])
def test_a_sanction_does_the_same_to_members_of_both_models(twins, verb, breach, notice, warnings):
    """Trust, grudge, deterrence, lessons and rules learned come out equal, however members are told."""
    community, usual = twins
    ours, theirs = alike_members(community, usual, warnings=warnings)
    post, _ = post_of_both(community, usual, ours, theirs, breach)
    if verb == "remove":
        verbs.remove(community, None, post, notice=notice)
        theirs.feel_removal(breach is not None, notice)
    elif verb == "warn":
        verbs.warn(community, None, ours.member, notice=notice, post=post)
        theirs.feel_warning(breach is not None, notice)
    else:
        verbs.block(community, None, ours.member, 5, notice=notice, post=post)
        theirs.feel_block(5, breach is not None, notice)
        assert ours.blocked_until_hour == theirs.blocked_until
    assert_same_state(ours, theirs)
    assert ours.trust != STATES["trust"] or verb != "remove"


@pytest.mark.parametrize("struck", [True, False])
def test_an_apology_does_the_same_to_members_of_both_models(twins, struck):
    """A decision that is overturned takes most of a grudge away, and a strike where the removal was one."""
    community, usual = twins
    ours, theirs = alike_members(community, usual)
    post, _ = post_of_both(community, usual, ours, theirs, None)
    verbs.remove(community, None, post, notice="polite")
    theirs.feel_removal(False, "polite")
    verbs.overturn(community, None, post, struck=struck)
    theirs.accept_apology(struck)
    assert_same_state(ours, theirs)
    assert theirs.strikes == STATES["strikes"] - struck


def read_by_both(community, usual, post, its_twin, now_hours=1):
    """Let a member of each model read a post of the feed, and fail when that changes them unequally."""
    ours, theirs = alike_members(community, usual)
    content = community.content
    thread = content.threads[content.posts["thread_row"][post]]
    near = ours.take_in(content.posts[post], thread, now_hours * 3600, -1)
    assert theirs.take_in(its_twin, now_hours) == pytest.approx(near)
    assert_same_state(ours, theirs)
    return theirs


@pytest.mark.parametrize("breach", [None, "incivility", "spam", "off_topic", "attack", "illegal"])
@pytest.mark.parametrize("kind", ["talk", "complaint", "wish", "praise", "news"])
def test_reading_does_the_same_to_members_of_both_models(twins, breach, kind):
    """Mood, norms, rules, fluency, belonging and trust move alike, whatever was read; leaders sway alike."""
    community, usual = twins
    author, its_twin = community.agent(5), list(usual.agents_by_type[Member])[1]
    author.trust = its_twin.trust = 0.9
    # Half of the weight that an audience can give.
    author.audience = its_twin.audience = int(community.k.influence_half_audience)
    post, theirs = post_of_both(community, usual, author, its_twin, breach, kind)
    read_by_both(community, usual, post, theirs)
    assert usual.flag_chances[breach] == rules.flag_chance(BREACHES.index(breach or "none"), community.k)


@pytest.mark.parametrize("follows", [True, False])
@pytest.mark.parametrize("arousal", [0.1, 0.9])
@pytest.mark.parametrize(("hours", "worth"), [(1, None), (30, None), (30, 0.7), (30, -0.5)])
def test_complaints_and_outrage_do_the_same_to_readers_of_both_models(twins, hours, worth, arousal, follows):
    """Readers see whether and how the team has answered, and catch outrage, most from those they follow."""
    community, usual = twins
    author, its_author = community.agent(5), list(usual.agents_by_type[Member])[1]
    post, its_twin = post_of_both(community, usual, author, its_author, None, "complaint")
    if follows:
        follow(community.members.rows, community.members.followees, 3, 5)
        next(iter(usual.agents_by_type[Member])).follow(its_author)
    author.audience = its_author.audience = 3
    community.content.posts["arousal"][post] = its_twin.arousal = arousal
    if worth is not None:
        community.content.posts["team_answer_seconds"][post] = 60
        community.content.posts["answer_worth"][post] = its_twin.answer_worth = worth
        its_twin.has_team_answer = True
    reader = read_by_both(community, usual, post, its_twin, hours)
    shown = rules.arousal_shown(arousal, worth or 0.0, community.k)
    assert (reader.outrage > STATES["outrage"]) == (shown > STATES["outrage"])


@pytest.mark.parametrize("tone", ["neutral", "empathetic"])
@pytest.mark.parametrize("waited_hours", [0, 3])
def test_an_answer_by_the_team_does_the_same_in_both_models(scenario, tone, waited_hours):
    """Who complained, and who reads the answer, feel what it is worth: by tone, wait and the heat of the day."""
    book = Playbook.load("balanced").replace({"care.tones": {"complaint": tone}})
    community, usual = Community(scenario, book, 1), UsualCommunity(scenario, book, 1)
    ours, theirs = alike_members(community, usual)
    post, its_twin = post_of_both(community, usual, ours, theirs, None, "complaint")
    community.hour = usual.hour = 30
    for hour in range(31):
        community.hourly["posts"][hour], community.hourly["complaints"][hour] = 40 - hour, hour // 3
        if hour < 30:
            usual.week.append((0, 40 - hour, hour // 3))
    usual.posts, usual.complaints = 10, 10
    assert usual.heat() == pytest.approx(heat(community)) != 0
    its_twin.time = 30.0 - waited_hours
    draws(usual, 0.25)
    waited = 60 * (waited_hours + 0.25)
    answer = verbs.reply(community, None, post, tone=tone, waited_minutes=waited)
    usual.team.desk.answer(usual.team.managers[0], its_twin)
    assert_same_state(ours, theirs)
    assert theirs.satisfaction > STATES["satisfaction"]
    assert (ours.inbox_post, theirs.inbox) == (answer, its_twin.thread.latest)
    columns = community.content.posts
    for number, twin in ((post, its_twin), (answer, theirs.inbox)):
        assert columns["answer_worth"][number] == pytest.approx(twin.answer_worth)
        assert columns["warmth"][number] == pytest.approx(twin.warmth)
    ours.open_inbox(0, 0, 0)
    theirs.voice, theirs.free = 0.0, False
    theirs.open_inbox(0.0)
    assert theirs.official_share == pytest.approx(ours.official_share)
    community.hour = usual.hour = 40
    read_by_both(community, usual, answer, its_twin.thread.latest, 40)
    assert usual.answered == 1


@pytest.mark.parametrize("breach", [None, "incivility", "spam"])
def test_answers_and_votes_do_the_same_to_members_of_both_models(twins, breach):
    """Hearing of an answer, a like and a down-vote moves pull, belonging and a mood that has faded meanwhile."""
    community, usual = twins
    community.hour = usual.hour = 10
    ours, theirs = alike_members(community, usual, pull=1.5, mood_hour=4)
    other = list(usual.agents_by_type[Member])[1]
    post, its_twin = post_of_both(community, usual, community.agent(5), other, breach)
    ours.hear(post)
    theirs.hear(its_twin)
    assert_same_state(ours, theirs)
    ours.take_like()
    theirs.enjoy_like()
    ours.take_downvote()
    theirs.take_downvote()
    assert_same_state(ours, theirs)
    assert ours.pull == pytest.approx(theirs.pull)
    assert ours.mood_hour == theirs.mood_hour == 10


@pytest.mark.parametrize("breach", [None, "incivility", "spam"])
def test_rude_posts_alone_are_voted_down(twins, breach):
    """A reader who would vote down whatever is rude does so once, and its author hears of it."""
    _, usual = twins
    reader, author = list(usual.agents_by_type[Member])[:2]
    usual.k.like_base, usual.k.downvote_chance = 0, 1
    thread = Thread(usual.boards[0], 1.0, 0.5)
    post = thread.opener = thread.latest = Post(thread, author, 0.0, "talk", 0.0, breach)
    before = author.pull
    reader.vote(post, 1.0, 0.0)
    assert post.downvotes == usual.downvotes == (breach == "incivility")
    assert (author.pull > before) == (breach == "incivility")


@pytest.mark.parametrize("notice", ["polite", "explained"])
def test_marks_of_removed_posts_teach_the_same_in_both_models(twins, notice):
    """A visitor who comes upon a tombstone learns that rules hold, and from an explanation which."""
    community, usual = twins
    ours, theirs = alike_members(community, usual)
    author = list(usual.agents_by_type[Member])[1]
    post, its_twin = post_of_both(community, usual, community.agent(5), author, "attack")
    verbs.remove(community, None, post, notice=notice)
    manager = usual.team.managers[0]
    usual.team.remove(manager, its_twin, "attack", notice)
    board = usual.boards[0]
    board.threads.append(its_twin.thread)
    board.put_on_top(its_twin.thread)
    ours.witness(community.content.posts[post], 0.5)
    theirs.browse(board, -math.inf, 1.0)
    assert_same_state(ours, theirs)
    assert theirs.rules_known > STATES["rules_known"]
    assert its_twin.readings == 0


@pytest.mark.parametrize("breach", [None, "incivility", "off_topic", "spam", "attack", "illegal"])
@pytest.mark.parametrize(
    ("kind", "is_reply", "below"),
    [
        ("talk", False, None), ("complaint", False, None), ("praise", False, None), ("question", False, None),
        ("talk", True, "talk"), ("talk", True, "question"), ("talk", True, "complaint"),
    ],
)  # fmt: skip
def test_drafts_are_as_warm_and_as_suspicious_in_both_models(twins, breach, kind, is_reply, below):
    """Warmth and filter score follow from mood, context, kind, breach, outrage and the team's part of the talk."""
    community, usual = twins
    _, theirs = alike_members(community, usual)
    k, code, about = community.k, BREACHES.index(breach or "none"), POST_KINDS.index(kind)
    parent, helps, relief = None, rules.asks_for_help(about), 0.0
    if is_reply:
        thread, relief = Thread(usual.boards[0], 1.0, 0.5), 0.8
        thread.opener = Post(thread, None, 0.0, below, 0.2, answer_worth=relief)
        parent = Post(thread, None, 0.0, "talk", -0.7, parent=thread.opener)
        helps = rules.asks_for_help(POST_KINDS.index(below))
    heated = below == "complaint" if is_reply else kind == "complaint"
    arousal = STATES["outrage"] if heated else 0.0
    official = rules.official_warmth(theirs.official_share, helps, relief, k) - k.outrage_cold * arousal
    theirs.breach, theirs.written = lambda _: breach, 0
    usual.random.gauss = lambda mean, spread: mean
    warm, decent = (
        rules.post_warmth(theirs.mood, -0.7 if is_reply else 0.0, 0.0, rude, about, official, k)
        for rude in (rules.is_rude(code), False)
    )
    score = rules.filter_score(code, warm, 0.0, k)
    assert theirs.draft(parent, kind) == (pytest.approx(warm), breach, pytest.approx(score), arousal)
    usual.k.prompt_threshold = score - 0.01
    for draw in (0.0, k.prompt_cancels + 1e-9, k.prompt_cancels + k.prompt_revises + 1e-9):
        usual.random.random = lambda draw=draw: draw
        draft = theirs.draft(parent, kind)
        if draw == 0:
            assert draft is None
        elif draw < k.prompt_cancels + k.prompt_revises:
            assert draft == (pytest.approx(decent), None, pytest.approx(score), arousal)
        else:
            assert draft == (pytest.approx(warm), breach, pytest.approx(score), arousal)
    assert usual.prompts == 3


@pytest.mark.parametrize("guidance", [0, 1])
@pytest.mark.parametrize("temper", [0.001, 0.02, 0.1, 0.12, 0.3, 0.7, 0.9, 0.95, 0.97, 0.999])
@pytest.mark.parametrize("spammer", [0, 1])
def test_members_of_both_models_break_the_same_rules(twins, temper, spammer, guidance):
    """One draw decides which rule is broken, by grudge, rules known, and advice while writing."""
    community, usual = twins
    _, theirs = alike_members(community, usual, spammer=spammer)
    theirs.utc_offset = 12
    usual.k.guidance = guidance
    community.set_house(guidance=guidance)
    usual.random.random = lambda: temper
    expected = rules.breach_kind(
        spammer == 1, temper, theirs.temptation(None), rules.off_topic_chance(theirs.rules_known, community.k),
        theirs.grudge, community.k,
    )  # fmt: skip
    assert (theirs.breach(None) or "none") == BREACHES[expected]


def test_as_many_leave_on_the_spot_when_blocked(twins):
    """Leaving during a block follows from how unfair it seems, exactly by the kit's chance."""
    _, usual = twins
    usual.k.exit_after_block = 0.35
    for nearly, stays in ((-1e-9, False), (1e-9, True)):
        member = list(usual.agents_by_type[Member])[-1]
        member.fairness, member.belonging, member.warnings = 0.5, 0.4, 1
        rightful = rules.legitimacy(0.5, NOTICES.index("blunt"), True, usual.k)
        chance = rules.exit_chance(rightful, 0.4, usual.k)
        usual.random.random = lambda chance=chance + nearly: chance
        member.feel_block(5, True, "blunt")
        assert member.here is stays


@pytest.mark.parametrize("contributions", [0, 1])
@pytest.mark.parametrize("shown", ["nobody", "newcomers", "everyone"])
def test_rules_are_shown_to_the_same_members_of_both_models(scenario, shown, contributions):
    """Newcomers see rules before they write; pinned rules are seen by everybody on every visit."""
    book = Playbook.load("balanced").replace({"netiquette.shown": shown})
    community, usual = Community(scenario, book, 1), UsualCommunity(scenario, book, 1)
    member = next(iter(usual.agents_by_type[Member]))
    member.rules_known, member.contributions, member.errand, member.voice = 0.3, contributions, None, 0.0
    member.visit()
    assert member.rules_known == pytest.approx(rules.rules_after_seeing(0.3, contributions, community.k))


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("context", [None, "attack", "off_topic"])
def test_members_of_both_models_are_as_tempted_to_break_the_rules(twins, late, context):
    """All that pushes towards a rude post and all that holds back counts alike, days after the last sanction."""
    community, usual = twins
    ours, theirs = alike_members(community, usual, deterrence_hour=0)
    theirs.utc_offset = 0
    usual.hour = 48 if late else 60
    _, post = post_of_both(community, usual, ours, theirs, context)
    k = community.k
    expected = rules.breach_chance(
        ours.incivility, ours.mood, context == "attack", late, ours.norm, ours.rules_known, ours.grudge,
        rules.deterrence_left(ours.deterrence, usual.hour, k), ours.restraint, k,
    )  # fmt: skip
    assert theirs.temptation(post if context else None) == pytest.approx(expected, rel=1e-4)


def test_people_of_both_teams_tire_and_recover_alike(twins):
    """Fatigue, composure and minutes are equal hour by hour through two days of work, attacks and rest."""
    community, usual = twins
    ours, theirs = community.managers[0], usual.team.managers[0]
    worked = []
    for hour in range(48):
        community.hour = usual.hour = hour
        community.tally.attacks = usual.attacks = hour % 3
        ours.start_hour(hour)
        theirs.step()
        assert ours.minutes_left == pytest.approx(theirs.minutes_left)
        for _ in range(hour % 4):
            if ours.can_spend(7):
                ours.spend(7)
                theirs.spend(7)
                ours.read_rudeness()
                theirs.composure *= 1 - usual.k.composure_rude
                worked.append(hour)
        # A case is begun in every other hour of work, the last one of a shift among them.
        ours.has_case_begun = theirs.has_case_begun = hour % 2 == 1 and ours.minutes_left > 0
        assert (ours.fatigue, ours.composure) == pytest.approx((theirs.fatigue, theirs.composure))
    assert len(worked) > 10
    assert ours.fatigue > 0
    assert ours.composure < 1


@pytest.mark.parametrize("breach", [None, "attack"])
@pytest.mark.parametrize("kind", ["talk", "complaint"])
@pytest.mark.parametrize("care", [1, 0.1])
def test_people_of_both_teams_err_as_often(twins, breach, kind, care):
    """The tired and rattled take a post for what it is not exactly below the kit's chance of an error."""
    community, usual = twins
    manager, k = usual.team.managers[0], community.k
    manager.fatigue, manager.composure = 0.6, 0.3
    post = Post(None, None, 0.0, kind, 0.0, breach)
    judgement = nerves.judgement_now(manager.judgement, 0.6, 0.3, k)
    chance = care * nerves.error_chance(judgement, kind == "complaint" and breach is None, k)
    usual.random.random = lambda: chance - 1e-9
    assert (manager.judge(post, care) is None) == (breach is not None)
    usual.random.random = lambda: chance + 1e-9
    assert manager.judge(post, care) == breach
    usual.random.random = lambda: nerves.knee_jerk_chance(0.3, k) + 1e-9
    assert not manager.loses_temper()
    usual.random.random = lambda: nerves.knee_jerk_chance(0.3, k) - 1e-9
    assert manager.loses_temper()


@pytest.mark.parametrize(("told", "by"), [("polite", "person"), ("explained", "person"), ("explained", "bot")])
@pytest.mark.parametrize("breach", [None, "incivility", "spam", "attack", "illegal"])
def test_a_case_takes_both_teams_as_many_minutes(scenario, breach, told, by):
    """Minutes go by the kind of breach and by how its author is told, and the case ends alike."""
    changes = {"team.judgement": 1, "netiquette.notice": told, "netiquette.notice_by": by}
    book = Playbook.load("balanced").replace(changes)
    community, usual = Community(scenario, book, 1), UsualCommunity(scenario, book, 1)
    ours, theirs = community.agent(3), next(iter(usual.agents_by_type[Member]))
    post, its_twin = post_of_both(community, usual, ours, theirs, breach)
    open_case(community.content.posts, community.content.queue, community.content.counts, post)
    usual.open_case(its_twin)
    community.managers[1].minutes_left = usual.team.managers[1].minutes_left = 60
    next(one for one in community.tactics if isinstance(one, ModerationQueue)).on_hour(community)
    usual.team.step()
    assert community.tally.team_minutes == usual.team_minutes > 0
    done = community.actions[1:]  # the first act is ours: it published the post
    assert [act[2] for act in done] == [act[2] for act in usual.actions]
    assert community.content.queue_count - community.content.counts[HANDLED] == len(usual.queue) == 0
    assert STATUSES[community.content.posts["status"][post]] == its_twin.status


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("breach", [None, "incivility"])
@pytest.mark.parametrize("effort", [0.1, 0.5])
def test_authors_of_both_models_appeal_as_readily(twins, notice, breach, effort):
    """Exactly below the kit's chance an author appeals; who has left does not."""
    community, usual = twins
    _, author = alike_members(community, usual)
    rules_of_house = Playbook.load("balanced").replace({"netiquette.appeal_effort": effort}).netiquette
    team, k = usual.team, community.k
    team.netiquette = rules_of_house
    post = Post(None, author, 0.0, "talk", 0.0, breach)
    rightful = rules.legitimacy(author.fairness, NOTICES.index(notice), breach is not None, k)
    chance = rules.appeal_chance(rightful, effort, k)
    for draw, here, appeals in ((1.001, True, 0), (0.999, False, 0), (0.999, True, 1)):
        usual.random.random = lambda draw=draw * chance: draw
        author.here = here
        team.await_appeal(post, notice)
        assert len(team.appeals) == usual.appeals == appeals
    (due, _, waiting) = team.appeals[0]
    assert waiting is post
    assert 1 <= due <= k.appeal_within_hours


def test_whoever_is_answered_hears_of_it_when_a_held_reply_is_released(twins):
    """A reply that waits for review says nothing to anybody until the team has looked at it."""
    _, usual = twins
    author, asked = list(usual.agents_by_type[Member])[:2]
    usual.k.review_first, usual.random.random = 2, lambda: 0.99
    thread = Thread(usual.boards[0], 1.0, 0.5)
    thread.opener = thread.latest = Post(thread, asked, 0.0, "talk", 0.0)
    author.written, author.rules_known = 0, 1.0
    author.answer(thread.opener, 1.0)
    reply = thread.latest
    assert (reply.status, usual.queue, asked.inbox) == ("held", [reply], None)
    usual.team.decide(usual.team.managers[0], reply)
    assert (reply.status, asked.inbox) == ("visible", reply)


def test_the_ladder_is_climbed_alike_in_both_models(twins):
    """Strikes count up, lead from a warning over blocks to the end, and begin anew once they have expired."""
    community, usual = twins
    ours, theirs = alike_members(community, usual, strikes=0)
    post, its_twin = post_of_both(community, usual, ours, theirs, "attack")
    house, steps = community.playbook.netiquette, []
    assert house.strikes_expire_days == 60
    for hour in (0, 10, 11 + 60 * 24, 20 + 60 * 24, 60 + 60 * 24, 99 + 60 * 24):
        community.hour = usual.hour = hour
        theirs.blocked_until, ours.blocked_until_hour = 0, 0
        house.strike(community, community.managers[0], post, BREACHES.index("attack"), "polite")
        usual.team.strike(usual.team.managers[0], its_twin, "polite")
        steps.append(usual.actions[-1][2])
        assert steps[-1] == community.actions[-1][2]
        assert ours.strikes == theirs.strikes
        assert ours.blocked_until_hour == theirs.blocked_until
    assert steps == ["warn", "block", "warn", "block", "block", "exclude"]
    assert not theirs.here


@pytest.mark.parametrize(
    ("order", "first"), [("oldest", [0, 1, 2, 3]), ("most_flagged", [2, 0, 1, 3]), ("most_seen", [3, 1, 0, 2])]
)
def test_waiting_posts_are_taken_in_the_agreed_order(scenario, order, first):
    """Of posts with different flags and readings, those come first that the team agreed on; the rest waits on."""
    changes = {"moderation.order": order, "moderation.minutes_by_kind": {}, "team.judgement": 1}
    usual = UsualCommunity(scenario.replace(members=20), Playbook.load("balanced").replace(changes), 1)
    author = next(iter(usual.agents_by_type[Member]))
    waiting = []
    for flags, readings in ((2, 5), (1, 7), (3, 5), (1, 9)):
        thread = Thread(usual.boards[0], 1.0, 0.5)
        post = thread.opener = Post(thread, author, 0.0, "talk", 0.3, flags_received=flags, readings=readings)
        usual.open_case(post)
        usual.open_case(post)
        waiting.append(post)
    manager = usual.team.managers[0]
    manager.minutes_left = 2 * usual.team.minutes(waiting[0]) + 1
    usual.team.work_off([manager])
    assert [waiting.index(post) for _, _, _, post in usual.actions] == first[:2]
    assert [waiting.index(post) for post in usual.queue] == sorted(first[2:])
    assert manager.has_case_begun


@pytest.mark.parametrize(
    ("kind", "below"), [("complaint", None), ("wish", None), ("talk", "complaint"), ("talk", "wish")]
)
def test_writing_leaves_members_of_both_models_alike(twins, kind, below):
    """Who complains has said it and hopes less; whoever writes under a complaint vents some outrage there."""
    community, usual = twins
    ours, theirs = alike_members(community, usual, unsaid=1, contributions=5)
    other = list(usual.agents_by_type[Member])[1]
    ours.written = theirs.written = 0
    if below is None:
        ours.publish(POST_KINDS.index(kind), 0, 0, 0)
        theirs.publish(usual.boards[0], kind, 0.0)
    else:
        parent, its_twin = post_of_both(community, usual, community.agent(5), other, None, below)
        ours.answer(parent, 0, 0, 0)
        theirs.answer(its_twin, 0.0)
    assert_same_state(ours, theirs)
    assert theirs.unsaid == ours.unsaid == (kind != "complaint")
    post = community.content.posts[community.content.post_count - 1]
    assert usual.everything[-1].arousal == pytest.approx(post["arousal"])
    assert (theirs.outrage < STATES["outrage"]) == ("complaint" in (kind, below))
    for tally in ("posts", "replies", "complaints", "wishes", "praise"):
        assert getattr(usual, tally) == community.tally[tally] - (tally == "posts" and below is not None)


@pytest.mark.parametrize("hour", [3, 8, 14])
def test_readers_of_both_models_are_as_interested(twins, hour):
    """Interest, by which readers vote and share, follows appeal, taste, language and the hour of the day."""
    community, usual = twins
    _, reader = alike_members(community, usual)
    _, post = post_of_both(community, usual, community.agent(5), list(usual.agents_by_type[Member])[1], None)
    post.arousal, post.thread.appeal, seen = 0.5, 1.3, []
    post.thread.board.threads.append(post.thread)
    post.thread.board.put_on_top(post.thread)
    usual.hour, reader.utc_offset, reader.free, reader.written = hour, 0, True, 0
    reader.vote = reader.share = lambda post, interest, now: seen.append(interest)
    draws(usual, 0.99)
    reader.browse(post.thread.board, -math.inf, 1.0)
    near = rules.nearness(reader.taste, 0.5, 0, community.k)
    interest = rules.interest(1.3, near, reader.fluency, community.k) * rules.alertness(hour, community.k)
    assert seen == [pytest.approx(interest)] * 2


@pytest.mark.parametrize("author", ["member", "team"])
@pytest.mark.parametrize("kind", ["talk", "question", "complaint", "news"])
@pytest.mark.parametrize("zest", [0.25, -0.25])
def test_posts_charm_and_call_alike_in_both_models(twins, author, kind, zest):
    """Votes, kind, author and one's zest make a post liked, and answered, as much more readily in both models."""
    community, usual = twins
    ours, theirs = alike_members(community, usual, zest=zest)
    k, posts, code = community.k, community.content.posts, POST_KINDS.index(kind)
    other = list(usual.agents_by_type[Member])[1]
    post, its_twin = post_of_both(community, usual, community.agent(5), other, None, kind)
    if author == "team":
        posts["author"][post], its_twin.author = -1, None
    posts["answer_worth"][post] = its_twin.answer_worth = 0.6
    for likes, downvotes in ((0, 0), (3, 1), (1, 3)):
        posts["likes"][post], posts["downvotes"][post] = its_twin.likes, its_twin.downvotes = likes, downvotes
        assert theirs.charm_of(its_twin) == pytest.approx(ours.charm_of(posts[post]))
    for replies, arousal in ((0, 0.0), (2, 0.0), (0, 0.5)):
        its_twin.thread.replies, its_twin.arousal = replies, arousal
        anger = rules.anger_felt(theirs.outrage, rules.arousal_shown(arousal, 0.6, k), False, k)
        heated = rules.unsettled(0.6, k) * rules.outrage_call(anger, k) if arousal else 1.0
        assert theirs.call_of(its_twin) == pytest.approx(rules.thread_call(code, replies, k) * heated)
    assert theirs.voice_now() == pytest.approx(rules.voice_now(theirs.voice, zest, 0.0, 0, 0, -1, k))


def test_the_hour_of_the_day_counts_alike_in_both_models(twins):
    """Readers react most readily in the morning, by their own clock."""
    community, usual = twins
    member = next(iter(usual.agents_by_type[Member]))
    member.utc_offset = 3
    for hour in range(24):
        usual.hour = hour
        assert member.alertness() == pytest.approx(rules.alertness((hour + 3) % 24, community.k))


def test_heated_posts_are_shared_exactly_by_the_kits_chance(twins):
    """Just below the kit's chance a reader passes a complaint on, and leads followers to its thread."""
    community, usual = twins
    ours, theirs = alike_members(community, usual)
    _, post = post_of_both(community, usual, ours, list(usual.agents_by_type[Member])[1], None, "complaint")
    k = community.k
    anger = rules.anger_felt(theirs.outrage, rules.arousal_shown(post.arousal, post.answer_worth, k), False, k)
    chance = k.share_chance * 0.5 * (1 + k.share_outrage * anger)
    for draw, shared in ((chance + 1e-9, 0), (chance - 1e-9, 1)):
        assert rules.shares_post(anger, 0.5, 0, draw, k) == (shared == 1)
        draws(usual, draw)
        theirs.share(post, 0.5, 1.0)
        assert post.shares == usual.shares == shared
        assert (theirs.last_thread is post.thread) == (shared == 1)


def test_who_has_swallowed_a_mishap_joins_a_complaint_by_the_kits_chance(twins):
    """Hope makes somebody come forward who reads another's complaint, unless there is an errand already."""
    community, usual = twins
    _, member = alike_members(community, usual)
    for draw in (0.1, 0.3, 0.41, 0.43, 0.6):
        member.errand = None
        member.join_complaint(draw)
        assert (member.errand == "complaint") == rules.joins_complaint(member.expects_help, draw, community.k)
    member.errand = "question"
    member.join_complaint(0.0)
    assert member.errand == "question"


@pytest.mark.parametrize("official", [True, False])
def test_a_waiting_reply_is_answered_as_readily_in_both_models(twins, official):
    """Replies by the team are answered less often, exactly by the kit's chance."""
    community, usual = twins
    _, member = alike_members(community, usual, voice=0.0)
    member.free, answered = True, []
    member.answer = lambda post, now: answered.append(post)
    author = None if official else list(usual.agents_by_type[Member])[1]
    chance = rules.inbox_chance(0.4, official, community.k)
    for draw, count in ((chance + 1e-9, 0), (chance - 1e-9, 1)):
        member.inbox = Post(None, author, 0.0, "talk", 0.4)
        draws(usual, draw)
        member.open_inbox(1.0)
        assert len(answered) == count


# --- days and sources -------------------------------------------------------------------------------------------


def test_a_day_settles_members_of_both_models_alike(twins):
    """Everything that is felt fades alike, towards a satisfaction that a better product raises."""
    community, usual = twins
    community.set_house(quality=0.3)
    usual.k.quality = 0.3
    ours, theirs = alike_members(community, usual)
    ours.settle()
    theirs.settle()
    assert_same_state(ours, theirs)
    assert ours.satisfaction > STATES["satisfaction"]


@pytest.mark.parametrize("voice", [0.0, 1.0])
@pytest.mark.parametrize("complains", [0.01, 0.3, 0.6, 0.75, 0.9])
def test_a_mishap_does_the_same_to_members_of_both_models(twins, voice, complains):
    """Trust, satisfaction and temper go alike, and as many want to say so."""
    community, usual = twins
    ours, theirs = alike_members(community, usual, voice=voice, outrage=0.01)
    k = community.k
    draws(usual, 0.9, complains)
    errand = theirs.suffer_mishap()
    ours.suffer_mishap(rules.temper(0.9))
    assert_same_state(ours, theirs)
    assert theirs.outrage > 0.01
    assert (ours.unsaid, theirs.unsaid, usual.mishaps) == (1, True, 1)
    expected = rules.errand_after_mishap(voice, theirs.expects_help, 0.0, complains, k)
    assert (errand == "complaint") == (expected == rules.COMPLAINING)


@pytest.mark.parametrize("quality", [0, 0.4])
def test_things_go_wrong_as_often_in_both_models(twins, quality):
    """A better product means fewer mishaps, exactly by the kit's chance."""
    community, usual = twins
    community.set_house(quality=quality, mishaps=2)
    usual.k.quality, usual.k.mishaps = quality, 2
    chance = next(iter(usual.agents_by_type[Member])).mishap_chance()
    for nearly, happens in ((-1e-9, True), (1e-9, False)):
        hit = rules.errand_after_mishap(1.0, 0.5, chance + nearly, 0.0, community.k)
        assert (hit != rules.NO_ERRAND) == happens


@pytest.mark.parametrize("voice", [0.0, 1.0])
@pytest.mark.parametrize("draw", [0.0, 0.019, 0.021, 0.5, 0.985, 0.99, 0.999])
def test_members_of_both_models_come_with_the_same_wishes_and_praise(twins, voice, draw):
    """One draw decides whether today brings a wish, praise or nothing."""
    community, usual = twins
    _, member = alike_members(community, usual, voice=voice)
    draws(usual, draw)
    expected = rules.errand_of_the_day(voice, member.satisfaction, draw, community.k)
    assert (member.errand_of_the_day() or "none") == ERRANDS[expected]


@pytest.mark.parametrize(
    ("carried", "brought", "left_with"),
    [
        (None, "wish", "wish"), ("question", "wish", "question"), ("question", "complaint", "complaint"),
        ("wish", None, "wish"), (None, None, None),
    ],
)  # fmt: skip
def test_only_a_complaint_takes_the_place_of_another_errand(twins, carried, brought, left_with):
    """Who came to ask and meets with a mishap complains; a wish waits for another day."""
    community, usual = twins
    _, theirs = alike_members(community, usual, customer=1)
    hit, theirs.errand = brought == "complaint", carried
    theirs.errand_of_the_day = lambda: None if hit else brought
    theirs.mishap_chance, theirs.suffer_mishap = lambda: float(hit), lambda: "complaint"
    theirs.leave_chance = lambda: 0.0
    draws(usual, 0.5)
    theirs.close_day()
    assert theirs.errand == left_with


@pytest.mark.parametrize("satisfaction", [0.1, 0.9])
def test_customers_of_both_models_come_and_go_alike(twins, satisfaction):
    """Just below the kit's chance a customer goes elsewhere, or a member becomes one; not just above."""
    community, usual = twins
    ours, theirs = alike_members(community, usual, satisfaction=satisfaction)
    k = community.k
    going = rules.defect_chance(satisfaction, theirs.loyalty, k)
    coming = rules.purchase_chance(theirs.trust, theirs.loyalty, k)
    for customer, chance in ((True, going), (False, coming)):
        for draw, changes in ((chance - 1e-9, True), (chance + 1e-9, False)):
            ours.customer, theirs.customer = int(customer), customer
            draws(usual, draw)
            ours.buy_or_defect(draw)
            theirs.buy_or_defect()
            assert ours.customer == theirs.customer == (customer != changes)
    assert usual.defections == usual.purchases == 1
    for customer in (0, 1):
        theirs.customer = customer
        pressure = rules.leave_pressure(customer, satisfaction, k)
        expected = rules.leave_chance(theirs.belonging, theirs.trust, theirs.grudge, pressure, k)
        assert theirs.leave_chance() == pytest.approx(expected)


def test_every_member_closes_one_day_in_24_hours(scenario):
    """In both models every day of a member lasts 24 hours, and neighbours end theirs together."""
    usual, closed = UsualCommunity(scenario.replace(members=200), None, 1), []
    members = list(usual.agents_by_type[Member])
    for member in members:
        member.close_day = lambda member=member: closed.append((usual.hour, member))
    for hour in range(24):
        usual.hour = hour
        usual.close_days()
    assert sorted(member.unique_id for _, member in closed) == [member.unique_id for member in members]
    assert [hour for hour, _ in closed] == [member.unique_id // 64 for member in members]
    members[0].here = False
    usual.hour = 24
    usual.close_days()
    assert members[0] not in [member for hour, member in closed if hour == 24]


@pytest.mark.parametrize("loyalty", [0.05, 0.3, 0.99])
def test_members_and_searches_bring_as_many_newcomers_to_both_models(twins, loyalty):
    """Word of mouth follows yesterday's loyalty, and search what it finds answered."""
    community, usual = twins
    community.hour = usual.hour = 24
    community.daily["loyalty"][0] = loyalty
    usual.daily = [{"loyalty": loyalty}]
    for hour in range(24):
        community.hourly["answered"][hour], community.hourly["posts"][hour] = hour % 3, 4
        usual.week.append((hour % 3, 4, 0))
    expected = acquisition.expected(community)
    rate = community.scenario.newcomers_per_1000_members_per_day / 1000 / 24 * usual.present
    word = community.k.word_of_mouth
    assert rate * word * usual.warmth_of_word() == pytest.approx(expected[population.WORD_OF_MOUTH])
    assert rate * (1 - word) * usual.findings() == pytest.approx(expected[population.SEARCH])


def test_newcomers_of_both_models_differ_alike_by_what_brought_them(twins):
    """Who was told of the place belongs a little already, and comes to ask less often than who searched."""
    community, usual = twins
    for source, code in (("word of mouth", population.WORD_OF_MOUTH), ("search", population.SEARCH)):
        brought = population.errands_brought(code, community.constants[0])
        assert usual.errands_brought[source] == pytest.approx(brought)
        told = source == "word of mouth"
        assert Member(usual, source).belonging == (community.k.word_belonging if told else 0)


# --- desks ------------------------------------------------------------------------------------------------------


def test_a_wish_comes_true_alike_in_both_models(twins):
    """The product gets as much better, the wisher is as glad, and every board has the news."""
    community, usual = twins
    ours, theirs = alike_members(community, usual)
    post, its_twin = post_of_both(community, usual, ours, theirs, None, "wish")
    desk, manager = usual.team.desk, usual.team.managers[0]
    for draw, taken_on in ((community.k.wish_feasible + 1e-9, 0), (community.k.wish_feasible - 1e-9, 1)):
        draws(usual, draw)
        desk.check_wish(manager, its_twin)
        assert len(desk.wishes) == taken_on
    verbs.ship_wish(community, None, post)
    desk.ship(its_twin)
    assert usual.k.quality == pytest.approx(community.k.quality)
    assert usual.k.quality > 0
    news = verbs.tell_wish(community, None, post)
    desk.tell_wish(manager, its_twin)
    assert_same_state(ours, theirs)
    told = [board.top.opener for board in usual.boards]
    assert [one.kind for one in told] == ["news"] * len(news)
    assert [one.warmth for one in told] == community.content.posts["warmth"][news].tolist()


def test_both_teams_do_the_same_tasks_in_the_same_hours(scenario):
    """Minutes, work that is begun and goes on, what is gone meanwhile and what is given up come out equal."""
    place = scenario.replace({"members": 20, "behaviour.wish_feasible": 0})
    book = Playbook.load("balanced").replace(
        {"team.shifts": [{"begins": 9, "ends": 17, "minutes_per_hour": 10}], "care.give_up_hours": 6}
    )
    community, usual = Community(place, book, 1), UsualCommunity(place, book, 1)
    ours, theirs = community.agent(3), next(iter(usual.agents_by_type[Member]))
    inbox = next(one for one in community.tactics if isinstance(one, Inbox))
    workday = next(one for one in community.tactics if isinstance(one, Workday) and "check a wish" in one.jobs)
    desk, person, its_twin = usual.team.desk, community.managers[0], usual.team.managers[0]
    waiting = []
    for hour in range(40):
        community.hour = usual.hour = hour
        community.first_post_of_hour, usual.opened = community.content.post_count, []
        for kind in ("complaint", "wish", "complaint", "talk")[: hour % 5 if hour % 24 > 6 else 1]:
            post, twin = post_of_both(community, usual, ours, theirs, None, kind)
            usual.opened.append(twin)
        person.start_hour(hour)
        its_twin.step()
        inbox.on_hour(community)
        desk.note()
        if hour in (12, 15):
            community.content.posts["status"][post], twin.status = 1, "removed"
        workday.on_hour(community)
        desk.work_off([its_twin] if its_twin.minutes_left > 0 else [])
        waiting.append(desk.waiting())
        assert waiting[-1] == community.cases.waiting(hour)
        assert its_twin.minutes_left == pytest.approx(person.minutes_left)
        assert its_twin.has_case_begun == person.has_case_begun
    done = [(act[0], act[2]) for act in community.actions if act[2] != "publish"]
    assert done == [act[:1] + act[2:3] for act in usual.actions]
    assert {verb for _, verb in done} == {"reply", "check_wish", "miss"}
    assert max(waiting) > 3


@pytest.mark.parametrize(
    "changes",
    [
        {"team.volunteers": 2},
        {"moderation.delete_criticism": True},
        {"team.shifts": [{"lead": True}], "team.escalate": ["illegal"]},
        {"team.priorities": ["care", "moderation", "engagement"]},
        {"care.tones": {"complaint": "playful"}},
        {"care.tones": {"complaint": "neutral", "question": "explaining"}},
        {"care.voice": "brand"},
        {"care.private": True},
        {"care.public_replies": 2},
        {"care.leave_to_members_hours": {"complaint": 2}},
        {"engagement.welcome": "bot"},
        {"engagement.badges": 10},
        {"engagement.contest": {"every_days": 30}},
        {"engagement.ads_per_day": 1},
    ],
)
def test_the_usual_model_refuses_what_it_leaves_out(scenario, changes):
    """A yardstick that silently did less would make the kit look slow, and so it says what it can't do."""
    with pytest.raises(ValueError, match=f"leaves out {list(changes)[-1]}"):
        UsualCommunity(scenario, Playbook.load("balanced").replace(changes), 1)


def test_the_usual_model_refuses_crises(scenario):
    """Nor does it live through a crisis, whether somebody manages it or not."""
    place = scenario.replace(crises=[{"day": 2}])
    for book in (None, Playbook.load("balanced")):
        with pytest.raises(ValueError, match="leaves out crises"):
            UsualCommunity(place, book, 1)


# --- findings -------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "arguments", [["--members", "0"], ["--hours", "many"], ["--quick", "--write-readme"], ["--playbook", "nosuch"]]
)
def test_a_wrong_argument_ends_with_code_2(arguments, capsys):
    """One clear line says what is wrong, before anything is measured."""
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "bench.py: error:" in capsys.readouterr().err
