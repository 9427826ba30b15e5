"""Workshops: equal seeds, sealed cards, and logs that count only when they prove themselves."""

import json
import os

import nbformat
import pytest
from typer.testing import CliRunner

from simulator.desk import Session
from simulator.desk.collection import board, collected
from simulator.desk.injects import Inject, seal
from simulator.desk.workshop import DIFFICULTY, opened, planned, shipped_deck
from simulator.terminal.workshop import _write, commands
from tests.test_desk_log import altered

DECK = (
    Inject(name="ill", title="Ill", hour=20, away={"managers": [0], "hours": 10}),
    Inject(name="strangers", story="They come.", code="Drums", crisis={"kind": "raid", "affected": 0.2}),
)


@pytest.fixture(scope="module")
def made():
    """Return a workshop of two teams and three days."""
    return planned("course", teams=2, days=3, members=150, deck=DECK)


@pytest.fixture
def folder(made, tmp_path):
    """Return the folder of that workshop."""
    _write(made, tmp_path / "course")
    return tmp_path / "course"


def played(folder, team: str, to: int = 72) -> Session:
    """Return a team's session, played with a card, some decisions, and saved for handing in."""
    session = Session.resume(folder / "teams" / team / f"{team}.desk.jsonl")
    session.advance(hours=30)
    session.set("netiquette.notice", "explained")
    session.play_card("drums")
    session.act("publish", later=True)
    if to > session.hour:
        session.advance(hours=to - session.hour)
    session.save(folder / "handed_in" / f"{team}.jsonl")
    return session


def test_a_folder_holds_what_teams_and_the_facilitator_need(folder, made):
    """A page, a deck, and per team a notebook that runs and a file to begin with."""
    assert opened(folder).starts == made.starts and opened(folder).deck == DECK
    page = (folder / "facilitator.html").read_text()
    assert "Drums" in page and "They come." in page and 'src="http' not in page
    for team in made.starts:
        place = folder / "teams" / team
        cells = nbformat.read(place / f"{team}.ipynb", as_version=4)
        nbformat.validate(cells)
        for cell in cells.cells:
            if cell.cell_type == "code":
                compile(cell.source, team, "exec")
        text = (place / f"{team}.desk.jsonl").read_text()
        assert "Drums" not in text and "drums" not in text and seal("Drums") in text


def test_seeds_lie_in_the_middle(made):
    """No team is to win by luck of the draw: the extremes of every measure are left out."""
    assert (made.difficulty["off_the_middle"] < 0.45).all()
    assert len({start.seed for start in made.starts.values()}) == 2
    assert set(DIFFICULTY) <= set(made.difficulty.columns)
    again = planned("course", teams=2, days=3, members=150, deck=DECK)
    assert again.starts == made.starts


def test_honest_logs_count_and_stand_on_the_board(folder):
    """What was played is lived again, cards included, and held beside the place left alone."""
    sessions = {team: played(folder, team) for team in ("team-1", "team-2")}
    found = collected(folder)
    assert not found.refused and not found.missing
    for team, session in found.sessions.items():
        assert session.digest() == sessions[team].digest()
        assert [one.what for one in session.decisions].count("card") == 2
    table = board(found)
    assert set(table["team"]) == {"team-1", "team-2"} and table["difference"].abs().sum() > 0


def test_one_bad_log_does_not_hurt_the_others(folder):
    """Tampered, cut, another team's, a card kept away, no JSON: each is refused with its reason."""
    played(folder, "team-1")
    good = (folder / "handed_in" / "team-1.jsonl").read_text()
    played(folder, "team-2", to=40)
    lines = good.splitlines()
    header = json.loads(lines[0])
    without_card = [line for line in lines if '"ill"' not in line or '"header"' in line]
    handed = folder / "handed_in" / "team-2.jsonl"
    short = handed.read_text()
    for text, reason in (
        (short, "play it to the end"),
        (good, "was played with seed"),
        (good[:-20], "was played with seed|cut short"),
        ("".join(short.splitlines(keepends=True)[:-1]), "cut short"),
        ("hello", "not JSON"),
        ("", "empty"),
        (altered(short, 0, kit="0.0.1"), "version 0.0.1"),
    ):
        handed.write_text(text)
        found = collected(folder)
        assert any(part in found.refused["team-2.jsonl"] for part in reason.split("|")), text[:80]
        assert list(found.sessions) == ["team-1"] and found.missing == ("team-2",)
    mine = folder / "handed_in" / "team-1.jsonl"
    cards = [at for at, line in enumerate(lines) if json.loads(line).get("what") == "card"]
    gold = altered(good, cards[1], options=json.loads(lines[cards[1]])["options"] | {"name": "gold"})
    for text, reason in (
        ("\n".join(without_card) + "\n", "does not follow|comes at hour"),
        (good.replace('"netiquette.notice":"explained"', '"netiquette.notice":"polite"'), "altered"),
        (gold, "not in the deck"),
        (altered(good, 0, injects=[]), "cards are not those"),
        (altered(good, 0, start=header["start"] | {"autopilot": ["care"]}), "did not begin"),
        (altered(good, 0, mission="raid"), "did not begin"),
    ):  # fmt: skip
        mine.write_text(text)
        told = collected(folder).refused["team-1.jsonl"]
        assert any(part in told for part in reason.split("|")), (reason, told)
    mine.write_bytes(b"\xff\xfe")
    assert "UTF-8" in collected(folder).refused["team-1.jsonl"]


def test_no_log_leads_out_of_the_folder(folder, tmp_path):
    """A link to somewhere else, a folder, a stranger's name: none is opened."""
    (tmp_path / "secret.jsonl").write_text("top secret\n")
    handed = folder / "handed_in"
    os.symlink(tmp_path / "secret.jsonl", handed / "team-1.jsonl")
    (handed / "team-2.jsonl").mkdir()
    (handed / "up%2fteam-1.jsonl").write_text("x\n")
    (handed / "team-1.txt").write_text("x\n")
    refused = collected(folder).refused
    assert set(refused) == {"team-1.jsonl", "team-2.jsonl", "up%2fteam-1.jsonl", "team-1.txt"}
    assert "plain file" in refused["team-1.jsonl"] and "named after its team" in refused["team-1.txt"]
    assert not any("secret" in reason for reason in refused.values())


def test_the_commands_make_and_collect(folder, tmp_path):
    """From the command line: pages are written, refusals are said, and bad input leaves nothing behind."""
    played(folder, "team-1")
    (folder / "handed_in" / "team-2.jsonl").write_text("nonsense\n")
    told = CliRunner().invoke(commands, ["collect", str(folder)])
    assert told.exit_code == 0 and "1 logs count, 1 are refused" in told.output
    pages = [(folder / name).read_text() for name in ("board.html", "debrief.html")]
    assert "not JSON" in pages[0] and "team-1" in pages[1]
    before = sorted(tmp_path.iterdir())
    for wrong in (["--teams", "0"], ["--teams", "many"], ["--mission", "nothing"], ["--seed", "-1"],
                  ["--deck", str(tmp_path / "none.yaml")], ["--days", "0"]):  # fmt: skip
        failed = CliRunner().invoke(commands, ["new", str(tmp_path / "other"), *wrong])
        assert isinstance(failed.exception, ValueError), wrong
    for name in ("two words", "-x"):
        assert CliRunner().invoke(commands, ["new", "--", str(tmp_path / name)]).exit_code
    assert isinstance(CliRunner().invoke(commands, ["new", str(folder)]).exception, ValueError)
    assert sorted(tmp_path.iterdir()) == before
    for place in (tmp_path, tmp_path / "nowhere"):
        assert "holds no workshop" in str(CliRunner().invoke(commands, ["collect", str(place)]).exception)
    for damaged in ("{", "[]", '{"format": 1}', '{"format": 99}'):
        (folder / "workshop.json").write_text(damaged)
        assert isinstance(CliRunner().invoke(commands, ["collect", str(folder)]).exception, ValueError)


def test_the_deck_that_ships_can_be_played():
    """Each shipped card does something, has a word, and a story to read out."""
    cards = shipped_deck()
    assert len(cards) >= 4 and all(card.story and card.title and card.code for card in cards)
    session = Session(planned("x", 1, days=4, members=150).starts["team-1"].scenario, seed=3, injects=cards)
    session.advance(days=1)
    for card in cards:
        session.play_card(card.code)
        session.advance(hours=2)
    assert session.community.storm.number == 3
