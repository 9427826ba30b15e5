"""Figures: each says in words what it shows, is true to the run, and leaves nothing open."""

import io
import subprocess
import sys
from functools import cache

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from simulator import Scenario, datasets, simulate
from simulator.lens import facts, metrics, participation, plots, ranges
from simulator.lens.charts import spread
from simulator.lens.sentences import as_percent, count, joined
from simulator.lens.theme import STYLE, show

FIGURES = (plots.overview, plots.lorenz, plots.roles, plots.rhythm, plots.beside_real)
SILENT = {"population.voice_share": 0}


@cache
def lived(members=600, days=30, seed=7, **changes):
    """Return the run of a small forum; changes are dotted keys with `__` for the dot."""
    dotted = {key.replace("__", "."): value for key, value in changes.items()}
    return simulate(Scenario.load("forum").replace({"members": members, "days": days, **dotted}), seed=seed)


def texts(figure):
    """Return every text that a figure shows."""
    drawn = figure.findobj(mpl.text.Text)
    return " ".join(text.get_text() for text in drawn if text.get_visible())


@pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)
def test_a_figure_comes_with_a_sentence_and_a_picture(draw):
    """Nobody is left without the content: the sentence stands beside a picture of the size promised."""
    figure = draw(lived())
    assert isinstance(figure, Figure)
    assert figure.says.endswith(".")
    assert "nan" not in figure.says.lower()
    width, height = Image.open(io.BytesIO(figure.png())).size
    assert width / height == pytest.approx(figure.get_figwidth() / figure.get_figheight(), rel=0.01)


@pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)
@pytest.mark.parametrize("members, days", [(1, 1), (3, 2), (40, 3)])
def test_a_tiny_or_silent_community_can_be_drawn(draw, members, days):
    """A community in which hardly anything happens is drawn and put into words as well."""
    for run in (lived(members, days), lived(members, days, population__voice_share=0, behaviour__errand=0)):
        figure = draw(run)
        assert figure.says
        figure.png()


@pytest.mark.parametrize("draw", FIGURES, ids=lambda draw: draw.__name__)
def test_nothing_is_cut_off_at_the_edge(draw):
    """What stands on a figure can be read: all of it lies inside the picture."""
    figure = draw(lived())
    with mpl.rc_context(STYLE):
        drawn = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert drawn.x0 >= 0 and drawn.y0 >= 0
    assert drawn.x1 <= width and drawn.y1 <= height


def test_figures_change_no_setting_and_open_no_window():
    """Drawing leaves matplotlib's settings alone and never loads pyplot, so no figure stays open."""
    program = (
        "import sys, matplotlib as mpl\n"
        "from simulator import Scenario, simulate\n"
        "from simulator.lens import plots\n"
        "before = dict(mpl.rcParams)\n"
        "run = simulate(Scenario.load('forum').replace(members=100, days=2), seed=1)\n"
        "for draw in (plots.overview, plots.lorenz, plots.roles, plots.rhythm, plots.beside_real):\n"
        "    draw(run).png()\n"
        "assert dict(mpl.rcParams) == before, 'settings changed'\n"
        "assert 'matplotlib.pyplot' not in sys.modules, 'pyplot was loaded'\n"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_overview_gives_the_shares_that_the_metrics_give():
    """The sentence and the key figures of a run never contradict each other."""
    run = lived()
    silent = facts.silent_share(run.events(), int((run.members["visits"] > 0).sum()))
    assert f"{as_percent(silent)} of them wrote nothing" in plots.overview(run).says


def test_groups_account_for_everybody_and_everything():
    """Each member who came is in one group, and each contribution was written by one of them."""
    run = lived()
    groups = participation.by_group(run)
    assert groups["people"].sum() == (run.members["visits"] > 0).sum()
    assert groups["contributions"].sum() == (run.posts["author"] >= 0).sum()
    assert groups.loc["never", "contributions"] == 0
    assert groups.loc["once", "people"] == groups.loc["once", "contributions"]


def test_nobody_can_climb_the_ladder_without_its_lower_steps():
    """Those who write a lot also write, and those who like have read."""
    ladder = participation.ladder(lived())
    assert ladder["read"] >= ladder["liked"]
    assert ladder["wrote"] >= ladder["wrote a lot"]


def test_the_lorenz_curve_encloses_the_gini_index():
    """The area between the curve and equality is half the Gini index of the same contributions."""
    run = lived()
    people, written = participation.lorenz_curve(run)
    assert (people[0], written[0], people[-1], written[-1]) == (0, 0, 1, 1)
    assert (np.diff(written, 2) >= -1e-12).all(), "the curve must sag"
    # The area under the steps of n people, as the Gini index of a finite group counts it.
    assert 1 - 2 * np.trapezoid(written, people) == pytest.approx(facts.gini(run.events()))


def test_the_lorenz_figure_names_every_real_community_with_its_value():
    """Real communities are marked by name and value, as the data set has them."""
    shown = texts(plots.lorenz(lived()))
    real = datasets.load("real_communities").query("statistic == 'win365d_median_share_top10pct'")
    assert len(real) >= 5
    for row in real.itertuples():
        assert f"{row.value:.0%}  {row.community_name} (real)" in shown
    assert "(real)" not in texts(plots.lorenz(lived(), real=False))


def test_runs_side_by_side_are_told_apart_without_colour():
    """Line style and mark differ from run to run, as colours do."""
    figure = plots.lorenz({name: lived(seed=seed) for seed, name in enumerate("abcd")}, real=False)
    curves = [line for line in figure.axes[0].lines if len(line.get_xdata()) > 2]
    assert len({line.get_linestyle() for line in curves}) == 4
    assert all(name in texts(figure) for name in "abcd")


@pytest.mark.parametrize("runs", [{}, dict.fromkeys("abcde")])
def test_a_figure_of_too_few_or_too_many_runs_is_refused(runs):
    """Nothing, or more runs than can be told apart, is refused in one line."""
    with pytest.raises(ValueError, match="1 to 4 runs by name, got"):
        plots.writers(runs)


def test_the_writers_figure_counts_what_the_events_hold():
    """People, newcomers and contributions are those of the event log."""
    run = lived()
    says = plots.writers({"here": run}).says
    events = run.events()
    events = events[events["member"] >= 0]
    newcomers = run.members.index[run.members["joined_hour"] >= 0]
    new = events.loc[events["member"].isin(newcomers), "member"].nunique()
    assert says == (
        f"here: {events['member'].nunique()} people wrote, {new} of them newcomers; "
        f"{len(run.posts)} posts and replies in all."
    )


def test_published_silence_keeps_the_rule_of_thumb_apart_from_measurements():
    """Only one of the published shares is no measurement, and every share lies between 0 and 1."""
    published = participation.published_silence()
    assert published[participation.RULE_OF_THUMB] == 0.9
    assert published.between(0, 1).all()
    rows = datasets.load("participation_benchmarks").set_index("id")
    measured = [rows.loc[row, "is_measurement"] for row in participation._SILENT]
    assert measured.count(False) == 1


def test_every_fact_is_drawn_with_its_verdict():
    """The interval chart shows as many verdicts as the table behind it."""
    run = lived()
    table = ranges.beside_real(run)
    shown = texts(plots.beside_real(run))
    for verdict in set(table["verdict"]):
        assert shown.count(verdict) == (table["verdict"] == verdict).sum()


def test_the_rhythm_figure_names_the_busiest_hour():
    """The hour that the sentence names is the one with most contributions."""
    run = lived()
    hours = run.events()["time"].dt.hour.value_counts()
    says = plots.rhythm(run).says
    named = int(says.split("between ")[1].split(":")[0])
    assert hours[named] == hours.max()


def test_a_run_plots_itself_with_its_sentence():
    """`run.plot()` gives the overview, and a notebook gets picture and words in one."""
    data, metadata = lived().plot()._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["text/plain"] == metadata["image/png"]["alt"] == plots.overview(lived()).says


def test_show_prints_picture_and_caption_in_a_notebook(monkeypatch):
    """A notebook gets the picture with its text alternative, then the caption."""
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **options: shown.append((data, options)))
    show(plots.writers({"here": lived()}), says="Many read.")
    (picture, options), (caption, _) = shown
    assert options["metadata"]["image/png"]["alt"] == "Many read."
    assert caption["text/plain"] == "Many read."
    assert "image/png" in picture


@pytest.mark.parametrize(
    "figure, says, error, message",
    [("no figure", None, TypeError, "got str"), (Figure(), None, ValueError, "says must be the sentence")],
)
def test_show_refuses_what_nobody_could_read(figure, says, error, message):
    """Something that is no figure, or a figure without a sentence, is refused in one line."""
    with pytest.raises(error, match=message):
        show(figure, says)


def test_labels_are_moved_apart_and_keep_their_order():
    """Labels that would overlap end up a gap apart, in the order of what they label."""
    wished = [50, 50.5, 12, 51]
    placed = spread(wished, gap=7)
    assert np.argsort(placed).tolist() == np.argsort(wished, kind="stable").tolist()
    assert (np.diff(sorted(placed)) >= 7 - 1e-9).all()
    assert spread([], gap=7) == []


@pytest.mark.parametrize(
    "share, words",
    [
        (0, "0%"),
        (0.001, "under 1%"),
        (0.144, "14%"),
        (0.999, "over 99%"),
        (1, "100%"),
        (float("nan"), "no figure"),
    ],
)
def test_shares_are_put_as_people_say_them(share, words):
    """A small share is never rounded away to nothing, nor a large one up to all."""
    assert as_percent(share) == words


def test_numbers_and_lists_read_like_sentences():
    """One is singular, thousands are grouped, and the last item of a list follows 'and'."""
    assert count(1, "person", "people") == "1 person"
    assert count(2000, "member") == "2,000 members"
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"


def test_the_silent_share_is_that_of_the_metrics():
    """The figure's silent members are counted as the key figures count them."""
    run = lived()
    assert 1 - participation.ladder(run)["wrote"] == pytest.approx(facts.from_run(run)["silent_share"]), (
        metrics.METRICS["silent_share"].denominator
    )
