"""The first notebook: what it tells learners is true in the simulator, and it is fit for a beginner."""

import re
from functools import cache
from pathlib import Path

import nbformat
import numpy as np

from simulator import Scenario, simulate
from simulator.lens.participation import newcomers_who_wrote, people_who_wrote
from tools.editions import Source, learner_edition

ROOT = Path(__file__).resolve().parents[1]
SEEDS = range(1, 9)  # those the notebook uses


@cache
def counts(hurdle, seed):
    """Return people who wrote, newcomers among them, and contributions, in the notebook's forum."""
    forum = Scenario.load("forum").replace({"members": 2000, "days": 90, "platform.entry_friction": hurdle})
    run = simulate(forum, seed=seed)
    return people_who_wrote(run), newcomers_who_wrote(run), len(run.posts)


def cells(kind):
    """Return the text of the learner's cells of one kind."""
    notebook = learner_edition(Source(ROOT, "notebooks", "00_start_here"))
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def test_a_higher_hurdle_shuts_people_out_in_every_forum():
    """The notebook says so of eight forums: fewer write in each of them, and newcomers are hit hardest."""
    for seed in SEEDS:
        assert counts(0.5, seed)[0] < counts(0.2, seed)[0]
    writers, newcomers = (
        sum(counts(0.9, seed)[which] for seed in SEEDS) / sum(counts(0.2, seed)[which] for seed in SEEDS)
        for which in (0, 1)
    )
    assert newcomers < writers < 0.8


def test_luck_hides_the_loss_in_the_number_of_posts_but_not_of_people():
    """The key point: what a hurdle does to posts varies far more by forum than what it does to people."""

    def spread(which):
        return np.std([counts(0.5, seed)[which] / counts(0.2, seed)[which] for seed in SEEDS])

    assert spread(2) > 2 * spread(0)


def test_the_forum_of_the_notebook_has_the_hurdle_that_the_text_names():
    """The text says 0.2 and four in five; the scenario that ships must agree."""
    forum = Scenario.load("forum")
    assert forum.platform.entry_friction == 0.2
    assert forum.population.voice_share == 0.2


def test_all_imports_stand_in_one_cell_at_the_top():
    """A beginner meets imports once."""
    first, *others = cells("code")
    assert first.count("import") >= 3
    assert not any(re.search(r"^\s*(import|from)\b", code, re.MULTILINE) for code in others)


def test_the_plain_call_stands_before_the_slider():
    """A slider is only a handle on a call that has been seen."""
    code = cells("code")
    assert code.index("look(hurdle=0.9)") < next(n for n, cell in enumerate(code) if "interact(" in cell)


def test_learners_see_no_minutes_and_no_notes_for_facilitators():
    """Estimates of minutes discourage, and notes for facilitators give answers away."""
    text = "\n".join(cells("markdown"))
    assert not re.search(r"\bminutes?\b", text)
    assert "facilitator" not in text.lower()


def test_every_figure_of_the_executed_notebook_has_its_sentence():
    """Wherever the facilitator's edition shows a picture, the same output says what it shows."""
    path = Source(ROOT, "notebooks", "00_start_here").executed
    outputs = [
        output
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(outputs) >= 4
    for output in outputs:
        assert output.metadata["image/png"]["alt"] == output.data["text/plain"]
        assert output.data["text/plain"].endswith(".")
