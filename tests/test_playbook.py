"""Playbooks: what a team decides, read and checked like scenarios, and done by people with shifts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Community, Playbook, Scenario, SettingsError
from simulator.world.conduct import BREACHES
from simulator.world.house import DEFAULTS, OF_THE_PLACE, OFF, checked

RULES = BREACHES[1:]
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
DAYS = st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, max_size=7)
ANSWERS = st.sampled_from(["remove", "hide", "leave"])


@st.composite
def shifts(draw):
    """Draw a valid shift; one that begins and ends at the same hour lasts no time."""
    begins, ends = draw(st.integers(0, 23)), draw(st.integers(0, 24))
    return {
        "begins": begins,
        "ends": ends if ends != begins else begins + 1,
        "utc_offset_hours": draw(st.integers(-12, 14)),
        "minutes_per_hour": draw(st.floats(0, 60)),
        "days": draw(DAYS),
        "volunteer": draw(st.booleans()),
        "lead": draw(st.booleans()),
        "platforms": draw(st.lists(NAMES, max_size=3)),
    }


@st.composite
def teams(draw):
    """Draw a valid team: what is passed on needs somebody who leads."""
    people = draw(st.lists(shifts(), max_size=4))
    leads = any(shift["lead"] for shift in people)
    return {
        "shifts": people,
        "judgement": draw(st.floats(0.5, 1)),
        "volunteers": draw(st.integers(0, 500)),
        "volunteer_minutes": draw(st.floats(0, 60, exclude_min=True)),
        "switch_minutes": draw(st.floats(0, 30)),
        "priorities": draw(st.permutations(["moderation", "care", "engagement"])),
        "escalate": draw(st.lists(st.sampled_from(RULES), max_size=5)) if leads else [],
        "escalation_hours": draw(st.integers(0, 720)),
    }


STEPS = st.fixed_dictionaries(
    {"step": st.sampled_from(["warning", "block", "exclude"]), "hours": st.integers(1, 8760)}
)


@st.composite
def netiquettes(draw):
    """Draw valid rules of the house: only what they do not leave alone can count as a strike."""
    answers = draw(st.dictionaries(st.sampled_from(RULES), ANSWERS))
    held_to = [name for name, answer in answers.items() if answer != "leave"]
    return {
        "shown": draw(st.sampled_from(["nobody", "newcomers", "everyone"])),
        "guidance": draw(st.booleans()),
        "question_form": draw(st.floats(0, 1)),
        "rules": answers,
        "strikes_for": draw(st.lists(st.sampled_from(held_to), max_size=5)) if held_to else [],
        "notice": draw(st.sampled_from(["none", "blunt", "polite", "explained"])),
        "notice_by": draw(st.sampled_from(["person", "bot"])),
        "ladder": draw(st.lists(STEPS, max_size=20)),
        "strikes_expire_days": draw(st.integers(1, 3650)),
        "appeals": draw(st.booleans()),
        "appeal_effort": draw(st.floats(0, 1)),
        "minutes_per_appeal": draw(st.floats(0, 60, exclude_min=True)),
    }


MODERATIONS = st.fixed_dictionaries(
    {
        "handle_flags": st.booleans(),
        "order": st.sampled_from(["oldest", "most_flagged", "most_seen"]),
        "minutes_per_case": st.floats(0, 60, exclude_min=True),
        "minutes_by_kind": st.dictionaries(st.sampled_from(RULES), st.floats(0, 60, exclude_min=True)),
        "review_first": st.sampled_from(["nobody", "first_posts", "everyone"]),
        "filter": st.sampled_from(["off", "hold", "remove"]),
        "filter_threshold": st.floats(-5, 9),
        "prompt": st.booleans(),
        "prompt_threshold": st.floats(-5, 9),
        "delete_criticism": st.booleans(),
        "explain_deletion": st.booleans(),
    }
)


KINDS = st.sampled_from(["question", "complaint", "praise", "talk"])
TONES = st.sampled_from(["neutral", "empathetic", "explaining", "defensive", "playful", "mocking"])
MINUTES, EUROS = st.floats(0, 60, exclude_min=True), st.floats(0, 10_000)
SLOTS = st.fixed_dictionaries(
    {
        "day": st.sampled_from(["daily", "mon", "sun"]),
        "hour": st.integers(0, 23),
        "kind": st.sampled_from(["starter", "announcement", "news", "talk"]),
        "appeal": st.floats(0, 20, exclude_min=True),
        "minutes": MINUTES,
        "euros": EUROS,
    }
)


@st.composite
def engagements(draw):
    """Draw valid engagement: a contest is over before the next begins."""
    lasts = draw(st.integers(1, 30))
    contest = {
        "every_days": draw(st.sampled_from([0, lasts + 1, lasts + 90])),
        "lasts_days": lasts,
        "appeal": draw(st.floats(0, 10, exclude_min=True)),
        "euros": draw(EUROS),
        "minutes": draw(MINUTES),
    }
    counts = ("features_per_week", "thanks_per_week", "awards_per_month", "badges", "invitations_per_week",
              "ambassadors")  # fmt: skip
    times = ("minutes_per_welcome", "minutes_per_first_post", "minutes_per_feature", "minutes_per_thanks",
             "minutes_per_award", "minutes_per_invitation", "minutes_per_ambassador")  # fmt: skip
    prices = ("award_euros", "ambassador_euros", "euros_per_newcomer", "ads_per_day")
    return {
        "welcome": draw(st.sampled_from(["none", "bot", "person"])),
        "answer_first_posts_hours": draw(st.integers(0, 720)),
        "calendar": draw(st.lists(SLOTS, max_size=3)),
        "contest": contest,
        "awards_to": draw(st.sampled_from(["busiest", "newcomers"])),
        **{name: draw(st.integers(0, 100)) for name in counts},
        **{name: draw(MINUTES) for name in times},
        **{name: draw(EUROS) for name in prices},
    }


CARES = st.fixed_dictionaries(
    {
        "tones": st.dictionaries(KINDS, TONES),
        "leave_to_members_hours": st.dictionaries(KINDS, st.integers(0, 720)),
        "give_up_hours": st.integers(1, 8760),
        "minutes_per_answer": MINUTES,
        "voice": st.sampled_from(["person", "brand"]),
        "private": st.booleans(),
        "public_replies": st.integers(1, 10),
        "wishes": st.sampled_from(["ignore", "check"]),
        "minutes_per_wish": MINUTES,
        "wishes_at_a_time": st.integers(0, 1000),
        "ship_days": st.integers(1, 3650),
        "wish_euros": EUROS,
        "tell": st.booleans(),
    }
)
SAID = {
    "apology": st.booleans(),
    "explanation": st.booleans(),
    "compensation_euros": EUROS,
    "tone": TONES,
}
WORDS = ["deny", "diminish", "rebuild", "bolster"]
RESPONSES = st.fixed_dictionaries(
    {"after_hours": st.integers(0, 8760), "strategy": st.sampled_from(WORDS), **SAID}
)
CRISES = st.fixed_dictionaries(
    {
        "strategy": st.sampled_from(["silence", "delete", *WORDS]),
        "delay_hours": st.integers(0, 8760),
        "disclose_early": st.booleans(),
        "hold_statement": st.booleans(),
        **SAID,
        "voice": st.sampled_from(["person", "brand"]),
        "updates_every_hours": st.integers(0, 720),
        "updates": st.integers(0, 100),
        "keep_promises": st.booleans(),
        "briefed": st.integers(0, 1000),
        "then": st.lists(RESPONSES, max_size=3),
        "minutes_per_statement": MINUTES,
        "minutes_per_briefing": MINUTES,
    }
)


@st.composite
def playbooks(draw):
    """Draw any valid playbook."""
    return Playbook(
        name=draw(NAMES), team=draw(teams()), netiquette=draw(netiquettes()), moderation=draw(MODERATIONS),
        engagement=draw(engagements()), care=draw(CARES), crisis=draw(CRISES),
    )  # fmt: skip


def settings_of(section):
    """Return the names that a section of a playbook has."""
    return set(type(section).model_fields)


def refused(act, *parts):
    """Check that `act` raises an error of one line with `parts`."""
    with pytest.raises(SettingsError) as caught:
        act()
    message = str(caught.value)
    assert "\n" not in message, message
    for part in parts:
        assert part in message, message


@given(playbooks())
@settings(max_examples=50)
def test_yaml_brings_back_every_playbook(playbook):
    """Written and read again, a playbook equals itself."""
    assert Playbook.from_yaml(playbook.to_yaml()) == playbook
    assert playbook.replace() == playbook


@given(teams(), netiquettes(), MODERATIONS, engagements(), CARES, CRISES)
@settings(max_examples=5)
def test_the_playbooks_that_are_drawn_use_every_setting(team, netiquette, moderation, engagement, care, crisis):
    """A setting that is added must be drawn, too, or it would be written and read unseen."""
    playbook = Playbook()
    for drawn, section in (
        (team, playbook.team),
        (netiquette, playbook.netiquette),
        (moderation, playbook.moderation),
        (engagement, playbook.engagement),
        (engagement["contest"], playbook.engagement.contest),
        (care, playbook.care),
        (crisis, playbook.crisis),
    ):
        assert set(drawn) == settings_of(section)
    assert settings_of(playbook) - {"name", "title", "description"} == {
        "team", "netiquette", "moderation", "engagement", "care", "crisis"
    }  # fmt: skip
    for shift in team["shifts"]:
        assert set(shift) == settings_of(playbook.team.shifts[0])


@given(playbooks())
@settings(max_examples=50)
def test_every_playbook_furnishes_a_house_that_a_community_takes(playbook):
    """What visitors meet is within the limits of the house, and whatever is not named is as without a team."""
    house = checked(playbook.house())
    assert (house["rules_shown"] > 0) == (playbook.netiquette.shown != "nobody")
    assert (house["filter_threshold"] < OFF) == (playbook.moderation.filter != "off")
    assert (house["prompt_threshold"] < OFF) == playbook.moderation.prompt
    assert (house["review_first"] > 0) == (playbook.moderation.review_first != "nobody")
    assert set(house) == set(DEFAULTS) - set(OF_THE_PLACE)
    assert (
        house["badges"] == playbook.engagement.badges and house["ads_per_day"] == playbook.engagement.ads_per_day
    )


def test_every_playbook_that_ships_can_be_loaded_and_says_what_it_does():
    """From no rules to strict ones, to engage, to face a crisis; files carry their name and a paragraph."""
    assert set(Playbook.names()) == {
        "no_rules", "strict", "balanced", "gentle", "overstretched", "broadcast", "facilitator", "contest_heavy",
        "ambassadors", "listen_first", "silence", "delete", "disclose",
    }  # fmt: skip
    for name in Playbook.names():
        playbook = Playbook.load(name)
        assert playbook.name == name
        assert len(playbook.description) > 40


def test_files_bring_back_a_playbook(tmp_path):
    """`save` and `load` by path."""
    playbook = Playbook.load("balanced").replace({"team.judgement": 0.7})
    assert Playbook.load(playbook.save(tmp_path / "mine.yaml")) == playbook


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"team.shifts": [{"begins": 5, "ends": 5}]}, ["a shift must last at least an hour, got 5 to 5"]),
        ({"team.shifts": [{"begins": 24}]}, ["begins must be at most 23, got 24"]),
        ({"team.shifts": [{"ends": 25}]}, ["ends must be at most 24, got 25"]),
        ({"team.shifts": [{"minutes_per_hour": 61}]}, ["minutes_per_hour must be at most 60, got 61"]),
        ({"team.shifts": [{"utc_offset_hours": 15}]}, ["utc_offset_hours must be at most 14, got 15"]),
        ({"team.shifts": [{}, {"end": 5}]}, ["unknown setting 'team.shifts.1.end'", "begins, ends"]),
        ({"team.shifts": "nobody"}, ["team.shifts must be a list, got 'nobody'"]),
        ({"team.shifts": [5]}, ["team.shifts.0 must be a table of names and values, got 5"]),
        ({"team.shifts": [{}] * 101}, ["team.shifts", "100"]),
        ({"team.shifts.0.begins": 5}, ["team.shifts has no parts"]),
        ({"team.judgement": 0.4}, ["team.judgement must be at least 0.5, got 0.4"]),
        ({"team.judgment": 0.9}, ["team has no 'judgment'", "did you mean 'judgement'?"]),
        ({"moderation.minutes_per_case": 0}, ["moderation.minutes_per_case must be more than 0, got 0"]),
        (
            {"moderation.minutes_per_case": float("nan")},
            ["moderation.minutes_per_case must be a finite number, got nan"],
        ),
        ({"moderation.handle_flags": "perhaps"}, ["moderation.handle_flags must be true or false, got 'perhaps'"]),
        ({"netiquette.ladder": [{"step": "block", "hours": 0}]}, ["hours must be at least 1, got 0"]),
        ({"netiquette.ladder": [{"step": "block", "hours": 1.5}]}, ["hours must be a whole number, got 1.5"]),
        ({"netiquette.strikes_expire_days": -1}, ["strikes_expire_days must be at least 1, got -1"]),
        ({"moderation.block_hours": 24}, ["moderation has no 'block_hours'", "known: handle_flags, order"]),
        ({"engagment.badges": 5}, ["unknown setting 'engagment.badges'", "did you mean 'engagement'?"]),
        ({"crisis.strategy": "ignore"}, ["crisis.strategy must be one of 'silence', 'delete'", "got 'ignore'"]),
        (
            {"engagement.contest": {"every_days": 7, "lasts_days": 7}},
            ["lasts_days must be less than every_days (7)"],
        ),
        ({"care.tones": {"complaint": "angry"}}, ["care.tones.complaint must be one of 'neutral'", "got 'angry'"]),
        ({"team.priorities": ["care", "care", "care"]}, ["priorities must name each once, got care, care, care"]),
    ],
)
def test_decisions_that_cannot_be_used_are_refused(changes, parts):
    """One line: the field, what would be right, and what was given."""
    refused(lambda: Playbook().replace(changes), *parts)


@pytest.mark.parametrize("name", ["balance", "", "forum"])
def test_unknown_playbooks_list_the_known(name):
    """A scenario's name is no playbook; the known ones are listed."""
    refused(lambda: Playbook.load(name), f"unknown playbook {name!r}", "balanced", "no_rules")


def test_a_scenarios_file_is_no_playbook(tmp_path):
    """Mixing up the two kinds of file is told in one line."""
    path = Scenario().save(tmp_path / "place.yaml")
    refused(lambda: Playbook.load(path), str(path), "unknown setting")


def test_a_playbook_hires_one_manager_a_shift():
    """People, their numbers, minutes and judgement are those of the playbook."""
    playbook = Playbook().replace(
        {"team.shifts": [{"minutes_per_hour": 10}, {"minutes_per_hour": 40, "begins": 20, "ends": 4}]}
    )
    managers = Community(Scenario(members=5, days=1), playbook).managers
    assert [manager.number for manager in managers] == [0, 1]
    assert [manager.minutes_per_hour for manager in managers] == [10, 40]
    assert managers[1].shift == (20, 4)
    assert {manager.judgement for manager in managers} == {playbook.team.judgement}


def test_playbooks_are_frozen():
    """A playbook cannot be altered in place."""
    playbook = Playbook()
    with pytest.raises(ValueError, match="frozen"):
        playbook.team.judgement = 0.6
