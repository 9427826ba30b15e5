"""Scenarios and settings: read, written, altered by name, and refused in one line that teaches."""

import datetime
import math
import os
import textwrap
import tracemalloc
from itertools import pairwise

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulator import Community, Scenario, SettingsError
from simulator.world.constants import Behaviour
from simulator.world.memory import TooLarge, bytes_needed
from simulator.world.rhythm import DAY_CURVES, EASTMOST, WESTMOST, weekly_curves

CONSTANTS = Behaviour.model_fields
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)


def bounds(field):
    """Return the least and greatest value that a constant may take."""
    return (
        next(limit.ge for limit in field.metadata if hasattr(limit, "ge")),
        next(limit.le for limit in field.metadata if hasattr(limit, "le")),
    )


@st.composite
def scenarios(draw):
    """Draw any valid scenario."""
    parts = draw(st.lists(st.integers(0, 8), min_size=4, max_size=4).filter(any))
    mix = [part / sum(parts) for part in parts]
    zones = draw(st.lists(st.integers(WESTMOST, EASTMOST), min_size=1, max_size=6, unique=True))
    constants = {name: draw(st.floats(*bounds(field))) for name, field in CONSTANTS.items()}
    return Scenario(
        name=draw(TEXT.filter(bool)),
        title=draw(TEXT.filter(bool)),
        description=draw(TEXT),
        kind=draw(st.sampled_from(["forum", "network", "marketplace", "game", "chat"])),
        members=draw(st.integers(1, 20_000_000)),
        days=draw(st.integers(1, 36_500)),
        start=draw(st.dates()),
        newcomers_per_1000_members_per_day=draw(st.floats(0, 1000)),
        population={
            "visits_per_day": draw(st.floats(0.001, 24)),
            "history_most": draw(st.integers(1, 500)),
        },
        platform=dict(zip(("feed_newest", "feed_latest", "feed_followed", "feed_ranked"), mix, strict=True)),
        rhythm={"zones": {zone: 1 / len(zones) for zone in zones}},
        behaviour=constants,
    )


def refused(act, *parts):
    """Return the message of the error that `act` raises, after checking that it is one line with `parts`."""
    with pytest.raises(SettingsError) as caught:
        act()
    message = str(caught.value)
    assert "\n" not in message and len(message) < 3000, message
    for part in parts:
        assert part in message, message
    return message


# --- in and out -----------------------------------------------------------------------------------------------


@given(scenarios())
@settings(max_examples=40)
def test_yaml_brings_back_every_scenario(scenario):
    """Written and read again, a scenario equals itself, and so do the numbers that rules read."""
    again = Scenario.from_yaml(scenario.to_yaml())
    assert again == scenario
    assert again.record().tolist() == scenario.record().tolist()


@given(scenarios())
@settings(max_examples=10)
def test_a_copy_with_nothing_altered_is_equal(scenario):
    """`replace()` validates again and changes nothing."""
    assert scenario.replace() == scenario
    assert scenario.replace({}) == scenario


def test_files_bring_back_a_scenario(tmp_path):
    """`save` and `load` by path, with either ending and by string or Path."""
    scenario = Scenario.load("forum").replace(members=123, title="Größe – «ja»")
    for name in ("mine.yaml", "mine.yml"):
        path = scenario.save(tmp_path / name)
        assert Scenario.load(path) == Scenario.load(str(path)) == scenario
    assert sorted(os.listdir(tmp_path)) == ["mine.yaml", "mine.yml"]


def test_saving_into_a_missing_folder_leaves_nothing(tmp_path):
    """An unwritable place is an OSError, and no half of a file remains."""
    with pytest.raises(OSError):
        Scenario().save(tmp_path / "nowhere" / "mine.yaml")
    assert list(tmp_path.iterdir()) == []


def test_every_scenario_that_ships_can_be_loaded_under_its_name():
    """Names are sorted, files carry their own name, and no file spells out an unknown key."""
    assert Scenario.names() == sorted(Scenario.names())
    assert "forum" in Scenario.names()
    for name in Scenario.names():
        scenario = Scenario.load(name)
        assert scenario.name == name
        assert len(scenario.description) > 40


def test_scenarios_are_frozen():
    """A scenario cannot be altered in place, only copied with changes."""
    scenario = Scenario()
    with pytest.raises(ValueError, match="frozen"):
        scenario.members = 5
    with pytest.raises(ValueError, match="frozen"):
        scenario.platform.entry_friction = 0.5


# --- replace --------------------------------------------------------------------------------------------------


def test_replace_takes_keywords_and_dotted_names():
    """Plain names as keywords, parts by dotted name, sections as a whole; the original stays as it is."""
    scenario = Scenario()
    changed = scenario.replace(
        {"platform.entry_friction": 0.5, "behaviour.silence_hazard": 0.6, "start": "2024-02-29"}, members=500
    )
    assert (changed.members, changed.platform.entry_friction) == (500, 0.5)
    assert changed.behaviour.silence_hazard == 0.6
    assert changed.start == datetime.date(2024, 2, 29)
    assert scenario == Scenario()
    assert scenario.replace(platform=changed.platform).platform == changed.platform
    assert scenario.replace({"rhythm.zones": {0: 1.0}}).rhythm.zones == {0: 1.0}


def test_replace_of_several_parts_is_judged_as_a_whole():
    """A feed mix may be altered in one go, though every single step would not add up."""
    mixed = Scenario().replace(
        {
            "platform.feed_newest": 1,
            "platform.feed_latest": 0,
            "platform.feed_followed": 0,
            "platform.feed_ranked": 0,
        }
    )
    assert mixed.platform.feed_newest == 1


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"membrs": 5}, ["unknown setting 'membrs'", "did you mean 'members'?", "known: name, title"]),
        ({"platform.entry_fricton": 1}, ["platform has no 'entry_fricton'", "did you mean 'entry_friction'?"]),
        ({"platfrom.entry_friction": 1}, ["unknown setting 'platfrom.entry_friction'", "'platform'"]),
        ({"members.count": 1}, ["members has no parts"]),
        ({"rhythm.zones.0": 1}, ["rhythm.zones has no parts"]),
        ({"": 1}, ["unknown setting ''"]),
        ({"platform.": 1}, ["unknown setting 'platform.'"]),
        ({"members": "many"}, ["members must be a whole number, got 'many'"]),
        ({"platform": 5}, ["platform must be a table of names and values, got 5"]),
        ({5: 1}, ["unknown setting '5'"]),
        ({"two\nlines": 1}, ["unknown setting"]),
    ],
)
def test_replace_refuses_what_it_cannot_use(changes, parts):
    """Unknown names list the known ones and the likeliest meant; values are validated."""
    refused(lambda: Scenario().replace(changes), *parts)


@pytest.mark.parametrize("changes", [[("members", 5)], "members=5", 5])
def test_replace_wants_a_table_of_names(changes):
    """Anything but a mapping is refused."""
    refused(lambda: Scenario().replace(changes), "changes must be a table of names and values")


# --- values ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ({"members": 0}, ["members must be at least 1, got 0"]),
        ({"members": -5}, ["members must be at least 1, got -5"]),
        ({"members": "many"}, ["members must be a whole number, got 'many'"]),
        ({"members": 2.5}, ["members must be a whole number, got 2.5"]),
        ({"members": None}, ["members must be a whole number, got None"]),
        ({"members": True}, ["members must be a", "number, got True"]),
        ({"members": [5]}, ["members must be a whole number, got [5]"]),
        ({"members": 30_000_000}, ["members must be at most", "20", "got 30000000"]),
        ({"members": 10**400}, ["members must be at most"]),
        ({"days": 0}, ["days must be at least 1, got 0"]),
        ({"days": 40_000}, ["days must be at most 36500, got 40000"]),
        ({"days": float("nan")}, ["days must be a", "got nan"]),
        ({"days": float("inf")}, ["days must be a", "got inf"]),
        ({"start": "soon"}, ["start must be a date such as 2024-01-31, got 'soon'"]),
        ({"start": "2023-02-29"}, ["start must be a date such as 2024-01-31, got '2023-02-29'"]),
        ({"kind": "zoo"}, ["kind must be one of 'forum', 'network'", "got 'zoo'"]),
        ({"name": ""}, ["name", "at least 1 character"]),
        ({"name": 5}, ["name must be text, got 5"]),
        ({"newcomers_per_1000_members_per_day": float("nan")}, ["must be a finite number, got nan"]),
        (
            {"newcomers_per_1000_members_per_day": float("inf")},
            ["newcomers_per_1000_members_per_day must be", "got inf"],
        ),
        ({"population": {"visits_per_day": 0}}, ["population.visits_per_day must be", "got 0"]),
        ({"population": {"voice_share": 1.5}}, ["population.voice_share must be at most 1, got 1.5"]),
        ({"population": {"voice": 1}}, ["unknown setting 'population.voice'", "voice_share"]),
        ({"population": 3}, ["population must be a table of names and values, got 3"]),
        (
            {"platform": {"feed_newest": 0.9}},
            ["feed_newest + feed_latest + feed_followed + feed_ranked must be 1"],
        ),
        ({"platform": {"glances_per_hour": 9}}, ["platform.glances_per_hour must be at most 8, got 9"]),
        ({"platform": {"readings_per_visit": 41}}, ["platform.readings_per_visit must be at most 40, got 41"]),
        ({"rhythm": {"zones": {}}}, ["zones must name at least one offset from UTC"]),
        ({"rhythm": {"zones": {15: 1.0}}}, ["an offset must be from -12 to 14 hours, got 15"]),
        ({"rhythm": {"zones": {0: 0.5}}}, ["shares must add up to 1, got 0.5"]),
        ({"rhythm": {"zones": {0: 1.5, 1: -0.5}}}, ["a share must be from 0 to 1, got"]),
        ({"rhythm": {"zones": {0: float("nan")}}}, ["rhythm.zones.0 must be a finite number, got nan"]),
        ({"rhythm": {"zones": {"noon": 1.0}}}, ["rhythm.zones.noon", "must be a whole number, got 'noon'"]),
        ({"rhythm": {"zones": {"a\nb": 1.0}}}, ["must be a whole number"]),
        (
            {"rhythm": {"day_curve": "siesta"}},
            ["rhythm.day_curve must be one of 'leisure' or 'office', got 'siesta'"],
        ),
        ({"behaviour": {"silence_hazard": 2}}, ["behaviour.silence_hazard must be at most 1, got 2"]),
        ({"behaviour": {"silence": 2}}, ["unknown setting 'behaviour.silence'", "silence_hazard"]),
        ({"memebrs": 5}, ["unknown setting 'memebrs'", "did you mean 'members'?", "known: name, title"]),
        ({"members": 0, "days": 0}, ["members must be at least 1, got 0", "1 more"]),
    ],
)
def test_values_that_cannot_be_used_are_refused_by_name_and_value(values, parts):
    """One line: the field, what would be right, and what was given; alike in Python and in YAML."""
    refused(lambda: Scenario(**values), *parts)
    # In YAML, NaN and dates have spellings of their own, which to_yaml of a table uses as well.
    refused(lambda: Scenario.from_yaml(yaml.safe_dump(values), origin="mine.yaml"), "mine.yaml: ")


@given(st.sampled_from(sorted(CONSTANTS)), st.floats(allow_nan=True, allow_infinity=True))
@settings(max_examples=200)
def test_a_constant_is_accepted_exactly_within_its_range(name, value):
    """Every constant of behaviour takes its range, ends included, and nothing else."""
    low, high = bounds(CONSTANTS[name])
    for edge in (low, high):
        assert getattr(Scenario().replace({f"behaviour.{name}": edge}).behaviour, name) == edge
    assume(not low <= value <= high)
    refused(lambda: Scenario().replace({f"behaviour.{name}": value}), f"behaviour.{name} must be")


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_every_constant_has_a_unit_a_range_a_source_and_a_sentence(name):
    """Constants live in one place, and none is without its papers."""
    field = CONSTANTS[name]
    low, high = bounds(field)
    assert low < high and low <= field.default <= high
    assert math.isfinite(low) and math.isfinite(high)
    assert len(field.description) > 10
    assert field.json_schema_extra["unit"]
    assert field.json_schema_extra["source"]


def test_the_default_scenario_is_valid_and_its_record_is_whole():
    """Rules find every constant and every setting of the platform, and the derived rates lie from 0 to 1."""
    scenario = Scenario()
    record = scenario.record()
    names = set(record.dtype.names)
    assert set(CONSTANTS) | set(type(scenario.platform).model_fields) <= names
    assert all(record[name].dtype == "f8" for name in names)
    for name in names:
        if name.endswith("_keep"):
            assert 0 < record[name][0] < 1, name
    half = record["mood_keep"][0] ** scenario.behaviour.mood_half_life_hours
    assert half == pytest.approx(0.5)


def test_a_platform_opens_boards_as_it_grows():
    """One board for few members, more for many, and never none."""
    sizes = [Scenario(members=members).boards for members in (1, 500, 5000, 500_000)]
    assert sizes[0] == 1
    assert sizes == sorted(sizes)
    assert Scenario(members=500_000, platform={"members_per_board": 1000}).boards == 500


# --- text and files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 1\n- 2",
        "just words",
        "5",
        "null",
        "members: [1",
        "members:\n\t- 5",
        "members: &a [*a",
        "{members: 5}}",
        "1: 5",
        "? [1, 2]\n: 5",
        "name: \x00",
        "name: '\x07'",
        "--- {members: 5}\n--- {members: 6}",
        "members: *nobody",
        "members: !!python/object/apply:os.system ['echo broken']",
        "members: !!python/name:os.system",
        "members: !secret 5",
        "start: !!timestamp soon",
        "members: !!bool perhaps",
        "members: !!int ''",
        "members: !!int many",
        "start: 2024-99-99",
        "self: 1",
        "model_config: {}",
        "shelf: elsewhere",
        "members: 1" + 5000 * "0",
        "members: " + 2000 * "[",
        "rhythm: &a {zones: *a}",
        "members: &a [*a]",
        "population: &a {visits_per_day: *a}",
        "name: [" + "x, " * 5000 + "x]",
    ],
)
def test_text_that_is_no_scenario_is_refused_in_one_line(text):
    """Broken, empty, hostile and misspelt YAML alike: no traceback, no action, one line that names the origin."""
    refused(lambda: Scenario.from_yaml(text, origin="mine.yaml"), "mine.yaml")


def test_a_broken_file_says_in_which_line(tmp_path):
    """Whoever mends a file wants to know where."""
    path = tmp_path / "mine.yaml"
    path.write_text("members: 5\ndays: 3\nkind: [forum\n", encoding="utf-8")
    refused(lambda: Scenario.load(path), str(path), "not valid YAML, line")


def test_tags_that_would_run_code_run_nothing(tmp_path):
    """A downloaded scenario cannot do anything but be read."""
    spoor = tmp_path / "spoor"
    for tag in ("!!python/object/apply:os.mkdir", "!!python/object/new:os.mkdir"):
        refused(lambda tag=tag: Scenario.from_yaml(f"members: {tag} ['{spoor}']"), "not valid YAML")
    assert not spoor.exists()


def test_a_bomb_of_aliases_is_refused_before_it_unfolds():
    """A few hundred bytes that stand for ten million words are shown in 60 letters, in little memory."""
    names = "abcdefg"
    lines = [f"a: &a [{', '.join(['word'] * 10)}]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]" for old, new in pairwise(names)]
    tracemalloc.start()
    try:
        refused(lambda: Scenario.from_yaml("\n".join([*lines, f"members: *{names[-1]}"])))
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (b"\xff\xfe\x00\x01", ["is not text in UTF-8"]),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ["is not text in UTF-8"]),
        (b"# " + b"x" * 1_000_001, ["larger than 1 MB"]),
        (b"", ["must hold settings"]),
    ],
    ids=["binary", "a picture", "huge", "empty"],
)
def test_files_that_hold_no_scenario_are_refused(tmp_path, content, parts):
    """Binary, huge and empty files give one line with the path."""
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    refused(lambda: Scenario.load(path), str(path), *parts)


def test_missing_files_and_folders_are_refused(tmp_path):
    """A path that leads nowhere or to a folder is named."""
    refused(lambda: Scenario.load(tmp_path / "none.yaml"), "no scenario file at", "none.yaml")
    (tmp_path / "folder.yaml").mkdir()
    refused(lambda: Scenario.load(tmp_path / "folder.yaml"), "cannot read", "folder.yaml")
    refused(lambda: Scenario.load("a\0b.yaml"))


@pytest.mark.parametrize("name", ["forums", "Forum", "", "../secrets", "forum.yaml.txt", "/etc/passwd"])
def test_unknown_names_list_the_known(name):
    """What ships is listed, and a near miss is guessed."""
    message = refused(lambda: Scenario.load(name), "unknown scenario", *Scenario.names())
    if name == "forums":
        assert "did you mean 'forum'?" in message


@pytest.mark.parametrize("name", [5, None, ["forum"], b"forum", {"name": "forum"}])
def test_a_name_must_be_text_or_a_path(name):
    """Anything else is refused with what was given."""
    refused(lambda: Scenario.load(name), "scenario must be a name or a path, got")


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_any_text_is_a_scenario_or_an_error_in_one_line(text):
    """Nothing that can be typed into a file gives a traceback."""
    try:
        Scenario.from_yaml(text)
    except SettingsError as error:
        assert "\n" not in str(error)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from([*Scenario.model_fields, "platform.entry_friction", "rhythm.zones", "behaviour.errand"]),
)
@settings(max_examples=200)
def test_any_value_is_taken_or_refused_in_one_line(value, name):
    """Whatever is put into whichever setting: valid, or one line that names it."""
    try:
        Scenario().replace({name: value})
    except SettingsError as error:
        assert "\n" not in str(error)
        assert name.split(".")[0] in str(error)


# --- memory ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"members": 20_000_000, "days": 36_500},
        {"members": 1000, "days": 36_500, "newcomers_per_1000_members_per_day": 5},
        {"members": 1000, "days": 90, "newcomers_per_1000_members_per_day": 1000},
        {"members": 1, "days": 36_500, "newcomers_per_1000_members_per_day": 1000},
    ],
    ids=str,
)
def test_what_would_not_fit_is_refused_before_memory_is_taken(changes):
    """The message says how much it would take, how much is free, and what to reduce."""
    scenario = Scenario().replace(changes)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge) as caught:
            Community(scenario)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000
    message = str(caught.value)
    assert "\n" not in message and len(message) < 300
    for part in (f"{scenario.members} members", f"{scenario.days} days", "GB", "free", "reduce members or days"):
        assert part in message, message


def test_the_estimate_of_memory_grows_with_what_is_asked():
    """More members, days or newcomers never need less; a small community fits anywhere."""
    small = Scenario(members=2000, days=90)
    for more in ({"members": 4000}, {"days": 180}, {"newcomers_per_1000_members_per_day": 20}):
        assert bytes_needed(small.replace(more)) > bytes_needed(small)
    assert bytes_needed(small) < 100_000_000
    assert bytes_needed(small.replace(members=1_000_000, days=30)) < 1_500_000_000


def test_the_estimate_of_memory_covers_what_a_community_holds():
    """After its days, a community's tables are not larger than was said."""
    for name in Scenario.names():
        scenario = Scenario.load(name).replace(members=1000, days=20)
        community = Community(scenario, seed=1).run_for(days=20)
        held = [getattr(community.members, array) for array in community.members._ARRAYS]
        held += [getattr(community.content, array) for array in community.content._ARRAYS]
        held += [community.hourly, community.daily]
        least = 400_000  # tables start with some room
        assert sum(array.nbytes for array in held) <= bytes_needed(scenario) + least, name


# --- rhythm ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("curve", sorted(DAY_CURVES))
def test_a_rhythm_has_mean_one_in_every_time_zone(curve):
    """Where members live moves their hours and not their number of visits."""
    curves = weekly_curves(curve, 0.6)
    assert curves.shape == (27, 168)
    assert curves.mean(axis=1) == pytest.approx(1)
    assert (curves > 0).all()


def test_an_offset_moves_the_rhythm_to_local_time():
    """At 12:00 UTC it is 22:00 in Sydney: its row at 12 is the UTC row at 22."""
    curves = weekly_curves("leisure", 0.6)
    utc, sydney = curves[0 - WESTMOST], curves[10 - WESTMOST]
    assert sydney[12] == utc[22]
    assert (sydney == [utc[(hour + 10) % 168] for hour in range(168)]).all()


def test_weekends_are_as_active_as_the_scenario_says():
    """Saturday's sum over Monday's is the weekend rate."""
    week = weekly_curves("leisure", 0.6)[0 - WESTMOST]
    assert week[5 * 24 : 6 * 24].sum() / week[:24].sum() == pytest.approx(0.6)
    assert week[6 * 24 :].sum() / week[:24].sum() == pytest.approx(0.6)


def test_readme_style_yaml_is_enough():
    """A file with three lines is a scenario; the rest is default."""
    scenario = Scenario.from_yaml(
        textwrap.dedent("""
        name: mine
        members: 500
        platform: {entry_friction: 0.4}
        """)
    )
    assert (scenario.name, scenario.members, scenario.platform.entry_friction) == ("mine", 500, 0.4)
    assert scenario.behaviour == Behaviour()
