"""The desk on screen: what is clicked is what is decided, nothing is lost, and nothing fails with a traceback."""

import base64
import json
import re
import threading
from functools import cache
from html.parser import HTMLParser
from io import BytesIO

import ipywidgets as widgets
import numpy as np
import pytest
from matplotlib.image import imread

from simulator import Playbook, Scenario, simulate
from simulator.desk import Desk, Mission, Runner, Session, explore
from simulator.desk.injects import Inject
from simulator.desk.panels.beside_plot import beside
from simulator.desk.panels.controls import control
from simulator.desk.panels.inbox_panel import BUTTONS, card
from simulator.desk.panels.live_chart import VIEWS, live_chart
from simulator.desk.panels.look import style
from simulator.desk.panels.policies_panel import AREAS
from simulator.desk.panels.presets import PRESETS, rules_changed
from simulator.desk.panels.tile_row import SHOWN, tiles_html, trend
from simulator.desk.panels.view import View
from simulator.desk.runner import Stopped, in_a_line
from simulator.settings import SettingsError
from tests.communities import busy

DAYS = 9


def place() -> Scenario:
    """Return a small, lively place with a crisis."""
    return busy(members=250, days=DAYS).replace(crises=[{"day": 5, "hour": 9, "severity": 0.7}])


def team() -> Playbook:
    """Return a team that is there day and night."""
    return Playbook.load("ambassadors").replace(
        {"team.shifts": [{"begins": 0, "ends": 24, "minutes_per_hour": 40}]}
    )


def desk(**how) -> Desk:
    """Return a desk at that place, which keeps nothing unless asked to."""
    return Desk(place(), team(), seed=5, **({"autopilot": ["engagement", "crisis"], "autosave": None} | how))


def click(where: Desk, button: widgets.Button) -> str:
    """Press a button, wait until it has done its work, and return what the desk says."""
    button.click()
    assert where.wait(60), "the desk was still busy after a minute"
    return where.message


def with_inbox(**how) -> Desk:
    """Return a desk at which some posts wait."""
    made = desk(**how)
    made.advance(days=3)
    assert made.wait()
    assert made.inbox.post is not None, "nothing waits; take a livelier place"
    return made


class _Tags(HTMLParser):
    """Collects what a piece of HTML opens and closes."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def whole(html: str) -> bool:
    """Tell whether every tag that is opened is closed, in order."""
    tags = _Tags()
    tags.feed(html)
    return not tags.open and not tags.wrong


# --- decisions ------------------------------------------------------------------------------------------------


def test_a_button_decides_what_the_call_decides():
    """Whoever moves from the desk to Python must find the same community."""
    clicked = with_inbox()
    verb = next(verb for verb, _, _, _ in BUTTONS if clicked.inbox.buttons[verb].layout.display is None)
    post = clicked.inbox.post
    assert "Not done" not in click(clicked, clicked.inbox.buttons[verb])
    click(clicked, clicked.clock.buttons["day"])
    called = Session(place(), team(), seed=5, autopilot=["engagement", "crisis"])
    called.advance(days=3)
    called.act(verb, post, later=True)
    called.advance(days=1)
    assert [str(one) for one in clicked.session.decisions] == [str(one) for one in called.decisions]
    assert called.digest() == clicked.session.digest()


def test_a_post_that_is_dealt_with_makes_room_for_the_next():
    """A manager goes down the list; to be thrown back to its top each time would cost the thread of thought."""
    made = with_inbox()
    rows = made.session.inbox()
    before = rows["post"].tolist()
    place_of = next(place for place in range(1, len(rows) - 1) if rows["waits_for"][place] == "a verdict")
    made.inbox.list.value = before[place_of]
    click(made, made.inbox.buttons["keep"])
    assert before[place_of] not in made.session.inbox()["post"].tolist()
    assert made.inbox.post == before[place_of + 1]


def test_every_post_that_waits_offers_a_button_and_is_shown_in_full():
    """A post that nobody can do anything about would be a dead end."""
    made = with_inbox()
    rows = made.session.inbox()
    for row in rows.itertuples():
        made.inbox.list.value = row.post
        offered = [verb for verb, button in made.inbox.buttons.items() if button.layout.display is None]
        assert offered, row.waits_for
        shown = made.inbox._card.value
        assert whole(shown) and str(row.post) in shown and "flag" in shown
        assert all(re.search(r"\([\d.]+ min\)$", made.inbox.buttons[verb].description) for verb in offered)


def test_texts_cannot_bring_their_own_html():
    """A post is text; what looks like a script in it must be shown, not run."""
    row = Session(place(), team(), seed=5, autopilot=[]).inbox(0).reindex([0]).iloc[0]
    row = row.astype(object)
    for name in row.index:
        row[name] = 1
    row["text"], row["waits_for"], row["role"] = "<script>alert(1)</script>", "a verdict", "creator"
    row["kind"] = row["platform"] = "<b>"
    made = card(row)
    assert "<script>" not in made and "&lt;script&gt;" in made and "<b>," not in made


def test_any_verb_can_be_done_from_the_form():
    """What the inbox has no button for must be in reach, with every option."""
    made = with_inbox()
    for verb, spec in made.session.verbs().items():
        made.form.choose(verb)
        shown = {name for name in spec["options"] if name != "later"}
        assert set(made.form._fields[verb]) == shown
        assert made.form.options() == {}, "a field shows another value than the verb's default"
        assert (made.form.target is None) == (spec["target"] == "house")
    made.form.choose("publish", options={"minutes": 5.0, "kind": "talk"})
    assert "Not done" not in click(made, made.do_it)
    assert made.session.decisions[-1].what == "publish"
    assert made.session.decisions[-1].options["kind"] == "talk"


def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing():
    """A learner must never see a traceback, nor lose a session by a wrong click."""
    made = with_inbox()
    before = made.session.digest()
    made.form.choose("ship_wish", 3)
    said = click(made, made.do_it)
    assert "Not done" in said and "Traceback" not in said and "\n" not in said
    made.act("reply", 10**9, {})
    assert made.wait() and "Not done" in made.message
    made.rewind(99)
    assert made.wait() and "Not done" in made.message and "decision" in made.message
    assert made.session.digest() == before


# --- policies -------------------------------------------------------------------------------------------------


def test_a_policy_is_in_force_after_the_button_and_not_before():
    """Trying out a slider must not change the house."""
    made = desk()
    made.policies.control("netiquette.notice").value = "blunt"
    assert made.session.playbook.netiquette.notice != "blunt" and not made.policies.apply.disabled
    click(made, made.policies.apply)
    assert made.session.playbook.netiquette.notice == "blunt"
    assert made.policies.apply.disabled and made.policies.changes() == {}
    assert made.session.decisions[-1].options["changes"] == {"netiquette.notice": "blunt"}


def test_an_untouched_desk_shows_no_change_for_any_playbook():
    """A control that rounds a value would change the house behind the player's back."""
    for name in Playbook.names():
        made = Desk(place(), name, autosave=None)
        for area in AREAS:
            made.policies.area.value = area
            assert made.policies.changes() == {}, (name, area)


def test_every_preset_and_every_answer_to_a_rule_can_be_put_into_force():
    """Each way offered must be one that the playbook takes, whatever playbook is on the desk."""
    for name in Playbook.names():
        plan = Playbook.load(name)
        for preset in PRESETS.values():
            for way, changed in preset.ways.items():
                if way == "nobody" and plan.team.escalate:
                    continue
                assert isinstance(plan.replace(changed(plan)), Playbook), (name, way)
        for answer in ("remove", "hide", "leave"):
            answers = dict.fromkeys(("incivility", "spam", "off_topic", "attack", "illegal"), answer)
            after = plan.replace(rules_changed(plan, answers))
            assert {rule: after.netiquette.rules.get(rule, "leave") for rule in answers} == answers


def test_going_back_brings_the_policies_on_the_screen_back():
    """A screen that shows the policies of another time would be a trap."""
    made = desk()
    field = made.policies.control("netiquette.notice")
    before, field.value = field.value, "blunt"
    click(made, made.policies.apply)
    click(made, made.decisions.rewind)
    assert made.session.playbook.netiquette.notice == before == field.value


def test_controls_offer_exactly_what_the_setting_allows():
    """Range and unit come from the setting; a slider that goes further would only give errors."""
    scenario = Scenario.load("forum")
    made = control(scenario, "platform.entry_friction")
    assert (made.widget.min, made.widget.max) == (0, 1) and "share" in made.widget.description
    assert made.meaning
    narrow = control(scenario, "platform.entry_friction", (0.1, 0.4))
    assert (narrow.widget.min, narrow.widget.max) == (0.1, 0.4)
    assert isinstance(control(Playbook(), "moderation.filter").widget, widgets.Dropdown)
    assert isinstance(control(Playbook(), "moderation.prompt").widget, widgets.Checkbox)
    assert isinstance(control(Playbook(), "engagement.award_euros").widget, widgets.BoundedFloatText)
    assert control(Playbook(), "team.switch_minutes").widget.min == 0


@pytest.mark.parametrize(
    "name, within",
    [("nope", None), ("platform", None), ("platform.nope", None), ("members.x", None), ("", None), (None, None),
     (3, None), ("platform.entry_friction", (0, 2)), ("platform.entry_friction", (0.5, 0.5)),
     ("platform.entry_friction", "all"), ("platform.entry_friction", (float("nan"), 1)),
     ("platform.entry_friction", (False, True)), ("crises", None)],
)  # fmt: skip
def test_a_control_of_nothing_is_refused_in_one_line(name, within):
    """Authors of notebooks mistype; the line must say what would be right."""
    with pytest.raises(SettingsError) as caught:
        control(Scenario.load("forum"), name, within)
    assert "\n" not in str(caught.value) and len(str(caught.value)) > 20


# --- back, otherwise, and the end -----------------------------------------------------------------------------


@cache
def played() -> Desk:
    """Return a desk with a policy and an act, lived to the end; shared by tests that only look."""
    made = with_inbox()
    made.policies.control("netiquette.shown").value = "nobody"
    click(made, made.policies.apply)
    click(made, made.inbox.buttons["keep"] if made.inbox.buttons["keep"].layout.display is None else made.do_it)
    click(made, made.clock.buttons["end"])
    return made


def test_time_is_up_and_the_desk_says_so():
    """At the end there is one thing left to do: to look back."""
    made = played()
    assert made.session.over and "Debrief" in made.message
    assert "Not done" in click(made, made.clock.buttons["hour"])


def test_a_comparison_shows_an_interval_and_its_picture_says_the_same():
    """A single pair of lives is an anecdote; the desk must show what luck does as well."""
    made = played()
    made.decisions.list.value = 1
    made.decisions.days.value, made.decisions.lucks.value = 3, 5
    click(made, made.decisions.compare)
    found = made.decisions.found
    assert found.replicates == 5 and found.hours == 72 and found.decision.number == 1
    table = made.decisions._table.value
    assert whole(table) and "95% interval" in table and "trust" in table
    assert imread(BytesIO(made.decisions._result.value)).ndim == 3
    effects = found.effects().set_index("metric")
    assert f"{effects.loc['trust', 'difference']:+.3g}" in table


def test_another_choice_can_be_compared_with_the_one_taken():
    """Leaving something out is one alternative; doing it otherwise is the one learners ask for."""
    made = with_inbox()
    post = made.inbox.post
    made.act("reply", post, {"tone": "defensive"})
    assert made.wait()
    made.decisions.instead.value = made.decisions.instead.options[1]
    assert made.decisions.form.verb == "reply" and made.decisions.form.target == post
    made.decisions.form.choose("reply", post, {"tone": "empathetic"})
    made.decisions.days.value, made.decisions.lucks.value = 1, 3
    click(made, made.decisions.compare)
    assert made.decisions.found.instead.options["target"] == post
    assert "tone" not in made.decisions.found.instead.options, "the default need not be said"


def test_going_back_keeps_the_way_given_up_and_one_can_return_to_it():
    """Whoever goes back must not lose what has been."""
    made = with_inbox()
    made.act("publish", None, {})
    assert made.wait()
    click(made, made.clock.buttons["day"])
    ahead = made.session.digest()
    click(made, made.decisions.rewind)
    assert made.session.decisions == () and made.session.digest() != ahead
    assert made.decisions._switch.layout.display is None
    click(made, made.decisions._switch)
    assert made.session.digest() == ahead


def test_the_debrief_can_be_downloaded_and_saved_and_its_log_gives_the_same_tables(tmp_path):
    """What is handed in must prove itself."""
    made = played()
    made.debriefing.depth.value = made.debriefing.depth.options[0]
    made.debrief(1, 2, made.debriefing.show)
    assert made.wait()
    assert whole(made.debriefing._links.value)
    links = re.findall(r'download="([^"]+)" href="data:[^,]+,([^"]+)"', made.debriefing._links.value)
    files = {name: base64.b64decode(data).decode() for name, data in links}
    assert files == {"debrief.html": made.debriefing.found.html(), "decisions.jsonl": made.session.log()}
    assert "srcdoc" in made.debriefing._page.value
    made.debriefing._folder.value = str(tmp_path / "mine")
    made.debriefing.save.click()
    assert "Saved" in made.message
    assert Session.replay(tmp_path / "mine" / "decisions.jsonl").digest() == made.session.digest()
    made.debriefing._folder.value = str(tmp_path / "mine" / "debrief.html" / "x")
    made.debriefing.save.click()
    assert "Not done" in made.message


# --- missions and sessions that are kept ----------------------------------------------------------------------


def test_a_mission_brings_its_story_its_goals_and_its_budget():
    """The menu must tell what is wanted before one begins."""
    made = desk()
    for name in Mission.names():
        made.starting.mission.value = name
        mission, shown = Mission.load(name), made.starting._story.value
        assert whole(shown) and shown.count("<tr>") == len(mission.goals) + 1
        assert f"{mission.budget.euros:,.0f} euros" in shown
    made.starting.mission.value, made.starting.seed.value = "raid", 3
    click(made, made.starting.play)
    assert made.session.mission.name == "raid" and made.session.start.seed == 3
    assert made.session.mission.title in made.starting._goals.value
    assert made.tabs.selected_index == 0


def test_a_killed_session_is_offered_and_goes_on_where_it_was(tmp_path):
    """A kernel that dies must not cost the learner the afternoon."""
    first = with_inbox(autosave=tmp_path)
    first.act("publish", None, {})
    assert first.wait()
    second = desk(autosave=tmp_path)
    options = second.starting._unfinished.options
    assert len(options) == 1 and "unfinished" in second.message
    click(second, second.starting._resume)
    assert second.session.digest() == first.session.digest()
    assert second.session.decisions == first.session.decisions


def test_a_desk_at_which_nothing_was_done_is_offered_to_nobody(tmp_path):
    """A list of empty sessions would hide the one that matters."""
    desk(autosave=tmp_path)
    (tmp_path / "broken.desk.jsonl").write_text("no json")
    again = desk(autosave=tmp_path)
    assert again.starting._unfinished.options == () and "unfinished" not in again.message


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(tmp_path):
    """A course on a read-only share must still play; it only keeps nothing, and says so."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    made = desk(autosave=blocked / "inside")
    assert "Nothing is kept" in made.message
    assert "passed" in click(made, made.clock.buttons["hour"])


def test_a_team_sits_down_at_its_own_session_and_plays_a_card():
    """Workshop teams get a session with cards; at the desk it must be that very one."""
    card = Inject(
        name="power", title="Power cut", story="It is dark.", code="dark", away={"managers": [0], "hours": 5}
    )
    mine = Session(place(), team(), seed=5, injects=[card])
    made = Desk(session=mine, autosave=None)
    assert made.session is mine
    made.play_card("wrong")
    assert made.wait() and "Not done" in made.message
    made.play_card("dark")
    assert made.wait() and "Power cut" in made.message and len(mine.decisions) == 1
    for how in ({"session": 3}, {"session": mine, "scenario": "forum"}):
        with pytest.raises(ValueError, match="session"):
            Desk(autosave=None, **how)


@pytest.mark.parametrize(
    "how",
    [{"mission": "nope"}, {"scenario": "nope"}, {"seed": -1}, {"seed": "x"}, {"autopilot": ["nope"]},
     {"scenario": "forum", "mission": "raid"}, {"playbook": 3}],
)  # fmt: skip
def test_a_desk_of_nothing_is_refused_in_one_line(how):
    """A notebook must say what is wrong in its first cell."""
    with pytest.raises(ValueError) as caught:
        Desk(**{"autosave": None} | how)
    assert "\n" not in str(caught.value)


# --- what is seen ---------------------------------------------------------------------------------------------


def test_tiles_say_in_words_what_their_colour_says():
    """Colour alone says nothing to one man in twelve."""
    made = played()
    html = tiles_html(made.session.status())
    assert whole(html) and html.count("cm-tile") == len(SHOWN) + 1
    for tone, word in re.findall(r'class="trend (\w+)">([^<]*)<', html):
        assert tone in word
    assert trend(0.3, 1, 2, 0.005)[0] == "better" and trend(0.3, -1, 2, 0.005)[0] == "worse"
    assert trend(0.3, 0, 2, 0.005)[0] == ""


def test_tiles_show_what_the_session_holds():
    """The screen and `Session.status` must not tell two stories."""
    made = with_inbox()
    shown = re.findall(r'class="value">([^ <]+)', made._tiles.value)
    status = made.session.status()["value"]
    for text, (name, _, digits, _, _) in zip(shown, SHOWN, strict=True):
        value = status[name]
        assert text == ("–" if np.isnan(value) else f"{value:,.{digits}f}"), name


def test_every_chart_is_drawn_also_before_the_first_hour_and_says_what_it_shows():
    """A chart must not fail at the one moment every session begins with."""
    empty, full = desk(), played()
    for view in VIEWS:
        for made in (empty, full):
            pulse = View.of(made.session).pulse
            figure = live_chart(pulse.history, pulse.start, pulse.decided, view)
            assert imread(BytesIO(figure.png())).shape[2] == 4 and figure.says
    with pytest.raises(ValueError, match="view must be one of"):
        live_chart(full.session.history(), 0, (), "nope")


def test_every_field_has_a_name_that_a_screen_reader_reads():
    """Keyboard and screen reader are how some of us work."""
    made = with_inbox()
    for area in AREAS:
        made.policies.area.value = area
    for verb in made.session.verbs():
        made.form.choose(verb)
    nameless = [
        type(one).__name__
        for one in everything_in(made)
        if isinstance(one, widgets.Button | widgets.ValueWidget)
        and not isinstance(one, widgets.HTML | widgets.Image)
        and not one.description
    ]
    assert nameless == []


def everything_in(box: widgets.Widget) -> list[widgets.Widget]:
    """Return a widget and all that is inside it."""
    inside = getattr(box, "children", ())
    return [box, *(one for child in inside for one in everything_in(child))]


def test_the_style_sheet_has_both_the_light_and_the_dark_colours():
    """The projector is light, the developer's screen dark; both must be readable."""
    sheet = style()
    light, dark = (
        re.search(r"\.cm-desk \{(.*?)\}", sheet, re.S),
        re.search(r'"false"\] \.cm-desk \{(.*?)\}', sheet, re.S),
    )
    names = set(re.findall(r"(--[\w-]+):", light[1]))
    assert {"--ink", "--paper", "--blue", "--red", "--font"} <= names
    colours = dict(re.findall(r"(--\w+):\s*(#\w{6})", light[1])), dict(re.findall(r"(--\w+):\s*(#\w{6})", dark[1]))
    for of in colours:
        for name in ("--ink", "--soft", "--blue", "--red", "--green"):
            assert contrast(of[name], of["--paper"]) >= 4.5, name
    assert set(re.findall(r"var\((--[\w-]+)\)", sheet)) <= names


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


# --- the runner -----------------------------------------------------------------------------------------------


def test_time_can_be_stopped_and_the_hours_lived_so_far_count():
    """To stop is not to lose; and while time passes nothing else may change the session."""
    made = desk()
    seen = threading.Event()
    original = made.session.community.step

    def slow():
        seen.set()
        made.runner._now.task.cancel.wait(0.05)
        return original()

    made.session.community.step = slow
    made.clock.buttons["end"].click()
    assert seen.wait(10)
    made.act("publish", None, {})
    assert "something is going on" in made.message
    made.clock.stop.click()
    assert made.wait() and made.clock.stop.disabled
    assert 0 < made.session.hour < made.session.end and made.session.decisions == ()


def test_a_job_that_fails_leaves_one_line_and_the_runner_ready():
    """A fault in one place must not freeze the desk."""
    said, busy_now = [], []
    runner = Runner(said.append, busy_now.append)
    for error in (ValueError("members must\nbe many"), ZeroDivisionError("division by zero")):
        runner.start(_raise(error))
        assert runner.wait(10) and not runner.busy
    assert said[0] == "members must be many" and "ZeroDivisionError" in said[1] and "\n" not in said[1]
    assert runner.start(lambda task: 3, said.append) and runner.wait(10) and said[-1] == 3
    assert busy_now == [True, False] * 3
    assert isinstance(runner.error, ZeroDivisionError)


def test_what_is_shown_may_fail_without_freezing_the_runner():
    """Painting is code, too."""
    said = []
    runner = Runner(said.append)
    runner.start(lambda task: task.report(lambda: 1), _raise(KeyError("x")), _raise(KeyError("y")))
    assert runner.wait(10) and not runner.busy and len(said) == 2
    assert "KeyError" in in_a_line(KeyError("x")) and in_a_line(ValueError("no")) == "no"


def _raise(error):
    def call(_):
        raise error

    return call


def test_of_jobs_that_replace_each_other_the_first_is_stopped_and_the_last_is_shown():
    """A slider that is dragged must end at where it was let go."""
    shown, ran = [], []
    runner = Runner()

    def job(number):
        def work(task):
            ran.append(number)
            if number == 1 and not task.cancel.wait(10):
                raise AssertionError("the first job was not stopped")
            return number

        return work

    assert [runner.start(job(number), shown.append, replace=True) for number in (1, 2, 3)] == [True] * 3
    assert runner.wait(20) and shown == [3] and ran == [1, 3] and runner.error is None
    assert not runner.stop()


def test_a_job_without_a_cancel_event_stops_by_its_progress():
    """The debrief only tells how far it is; that is where it can be stopped."""
    runner, shown, began = Runner(), [], threading.Event()

    def job(task):
        for step in range(10**6):
            began.set()
            task.progress(step, 10**6)
            task.cancel.wait(0.01)

    runner.start(job, shown.append)
    assert began.wait(10) and runner.stop() and runner.wait(10)
    assert shown == [] and issubclass(Stopped, Exception)


# --- explore --------------------------------------------------------------------------------------------------


def test_explore_lives_what_the_plain_call_lives():
    """A slider wraps a call; the call printed below it must give the same run."""
    made = explore(place(), "balanced", ["platform.entry_friction", "netiquette.notice"], days=6, seed=3)
    assert made.wait() and made.now is made.before
    made.controls["platform.entry_friction"].widget.value = 0.9
    made.controls["netiquette.notice"].widget.value = "blunt"
    assert made.wait()
    changed = place().replace({"platform.entry_friction": 0.9, "days": 6})
    run = simulate(changed, Playbook.load("balanced").replace({"netiquette.notice": "blunt"}), seed=3)
    assert made.now.members.equals(run.members) and made.now.posts.equals(run.posts)
    assert made.says and "now" in made.says and "0.9" in made._call.value and "blunt" in made._call.value
    made._put_back()
    assert made.wait() and made.now is made.before


def test_explore_shows_the_call_that_gives_the_same():
    """What is printed must run as it stands."""
    made = explore("forum", "balanced", {"platform.entry_friction": (0, 0.5)}, members=300, days=4)
    made.controls["platform.entry_friction"].widget.value = 0.4
    assert made.wait()
    scope: dict = {}
    exec(made._code(), scope)
    assert scope["run"].posts.equals(made.now.posts)


def test_explore_says_a_combination_that_makes_no_sense_in_a_line():
    """Two sliders may contradict each other; the chart then stays as it was."""
    made = explore(
        place(), "contest_heavy", ["engagement.contest.every_days", "engagement.contest.lasts_days"], days=3
    )
    assert made.wait()
    before = made.now
    made.controls["engagement.contest.every_days"].widget.value = 2
    made.controls["engagement.contest.lasts_days"].widget.value = 9
    assert made.wait() and "Not done" in made._line.value and "lasts_days" in made._line.value
    assert made.now is before


@pytest.mark.parametrize(
    "how",
    [{"controls": []}, {"controls": None}, {"controls": 3}, {"controls": ["nope"]}, {"controls": [None]},
     {"controls": ["engagement.calendar"]}, {"controls": {"platform.entry_friction": (0, 9)}}, {"members": 0},
     {"days": "x"}, {"seed": -1}, {"scenario": None}, {"picture": None}],
)  # fmt: skip
def test_explore_refuses_what_it_cannot_show(how):
    """Before anything is run, and in one line."""
    usual = {"scenario": place(), "controls": ["platform.entry_friction"]}
    with pytest.raises(ValueError) as caught:
        explore(**usual | how)
    assert "\n" not in str(caught.value)


def test_the_chart_of_explore_refuses_more_than_can_be_told_apart():
    """Five lines in one chart are none."""
    run = simulate(place().replace(days=2), seed=1)
    assert beside({"one": run}).says
    for runs in ({}, {str(number): run for number in range(5)}):
        with pytest.raises(ValueError, match="1 to 4"):
            beside(runs)


# --- the page of its own --------------------------------------------------------------------------------------


def test_voila_listens_on_this_machine_only_and_wants_a_token():
    """A desk in a classroom must not be open to the network."""
    from pathlib import Path

    from simulator.terminal.notebooks import ROOT
    from simulator.terminal.serving import desk_environment, voila_command

    command = voila_command(Path("desk.ipynb"), "secret", [])
    assert "--Voila.ip=127.0.0.1" in command and "--token=secret" in command and "--template=kit" in command
    template = ROOT / "jupyter" / "voila" / "templates" / "kit"
    assert json.loads((template / "conf.json").read_text()) == {"base_template": "lab"}
    environment = desk_environment({"COMMUNITY_MISSION": "old", "JUPYTER_PATH": "/x"}, None)
    assert "COMMUNITY_MISSION" not in environment
    assert environment["JUPYTER_PATH"].split(":")[-1] == "/x" or ";" in environment["JUPYTER_PATH"]
    assert desk_environment({}, "raid")["COMMUNITY_MISSION"] == "raid"
