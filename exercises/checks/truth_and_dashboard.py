"""Truth and dashboard: the checks of exercise 08a."""

from __future__ import annotations

from functools import cache
from typing import Any

from simulator import Case, Playbook, Run, Scenario
from simulator.lens.dashboards import INSTRUMENTS, QUESTIONS, instruments, misleads
from simulator.lens.sentences import joined

from . import inputs
from .feedback import check, not_yet, passed
from .noise import UNSEEN, lived
from .personal import personal

EXERCISE = "08a_truth_and_dashboard"
CANDIDATES = range(500, 580)
BAND = (4, 9)
"""Figures that look better while trust falls; with fewer, three would be hard to find."""
HIDES = {
    "forum software": "what was taken down",
    "CHAOSS": "everybody who only reads",
    "health index": "which of its parts moved",
    "vanity counts": "who left",
}
_TRUST = "Is trust growing?"
_MOST_FORUMS = 2
"""Of the three unseen forums, those in which a figure must mislead again."""


def forum() -> Scenario:
    """Return a lively forum in which a product fails on day 14."""
    busy = {
        "members": 500, "population.visits_per_day": 0.5, "population.voice_share": 0.3,
        "behaviour.start_base": 0.05, "behaviour.answer_base": 0.06,
    }  # fmt: skip
    return Case.load("product_failure").put_into(Scenario.load("forum").replace(busy)).replace(days=35)


def team(strategy: str = "rebuild") -> Playbook:
    """Return the team: it answers the crisis, or with `delete` takes critical posts down."""
    return Playbook.load("disclose").replace(
        {"crisis.disclose_early": False, "crisis.hold_statement": False, "crisis.strategy": strategy}
    )


def my_seed(name: object) -> int:
    """Return the luck of a learner's own forum, in which about as many figures mislead as in a neighbour's."""
    return personal(name, EXERCISE, CANDIDATES, comforting, BAND)


def comforting(seed: int) -> int:
    """Return how many figures look better where criticism is deleted although trust is worse."""
    return len(_false_comfort(seed))


def shown(run: Run) -> dict[str, float]:
    """Return what the dashboards show, by figure."""
    return instruments(run).set_index("figure")["value"].to_dict()


@check
def check_hidden(run: Any, gone: Any, without_answer: Any, taken_down: Any) -> str:
    """Say whether three hidden numbers were worked out from the tables.

    Args:
        run: the learner's forum. gone: registered members who are no longer there. without_answer: topics on show
        without any answer, in percent. taken_down: posts and replies that were written and are not on show.
    """
    fault = (
        inputs.run("run", run)
        or inputs.number("gone", gone, -1e6, 1e6, 40, whole=True)
        or inputs.number("without_answer", without_answer, 0, 100, 25)
        or inputs.number("taken_down", taken_down, -1e6, 1e6, 12, whole=True)
    )
    if fault:
        return fault
    if not len(run.hourly) or not len(run.posts):
        return not_yet("in this run nothing was written.", "Run the cells above again.")
    figures = shown(run)
    registered, here = figures["registered"], float(run.hourly["members"].iloc[-1])
    if fault := _of_gone(gone, registered, here, run):
        return fault
    share = figures["without_response"]
    if abs(without_answer - 100 * share) > 0.5 + 1e-9:
        readings = {
            share: "without_answer is a share of 1.",
            100 * (1 - share): "without_answer says how many have an answer.",
            figures["first_response_hours"]: "without_answer is a wait in hours, over answered topics only.",
        }
        what = _misread(
            without_answer, readings, f"without_answer: expected another number than {without_answer:g}."
        )
        return not_yet(what, "It is the forum software's without_response, times 100.")
    missing = figures["total_posts"] - figures["posts"]
    if taken_down != missing:
        readings = {
            -missing: "taken_down has the wrong sign: more was written than is on show.",
            figures["total_posts"]: "taken_down counts everything that was written.",
            figures["posts"]: "taken_down counts what is on show.",
            figures["flags"]: "taken_down counts flags; most of what is flagged stays.",
        }
        what = _misread(taken_down, readings, f"taken_down: expected another number than {float(taken_down):g}.")
        return not_yet(what, "Take total_posts (all that was written) less posts (what is on show).")
    return passed(
        f"{gone:.0f} people are registered and gone, {without_answer:.0f}% of topics wait and are in no waiting "
        f"time, and {taken_down:.0f} posts are nowhere on the forum's dashboard."
    )


@check
def check_hides(hides: Any) -> str:
    """Say whether each dashboard was given what it hides most of all.

    Args:
        hides: by instrument, one of the four things; each once.
    """
    fault = inputs.mapping("hides", hides, INSTRUMENTS)
    for name in INSTRUMENTS if not fault else ():
        fault = fault or inputs.choice(f'hides["{name}"]', hides[name], HIDES.values())
    fault = fault or inputs.choices("hides", list(hides.values()), HIDES.values())
    if fault:
        return fault
    about = {
        "forum software": "It shows what stands there now, readers and visitors included.",
        "CHAOSS": "Look at whom its figures count: contributors.",
        "health index": "It is one number made of six.",
        "vanity counts": "Its totals include what was taken down, and can only grow.",
    }
    for name, hidden in HIDES.items():
        if hides[name] != hidden:
            return not_yet(f'"{name}" does not hide {hides[name]!r} most of all.', about[name])
    return passed("whoever looks at one dashboard only does not see one of these four.")


@check
def check_false_comfort(seed: Any, figures: Any) -> str:
    """Say whether three figures look better where criticism is deleted although trust is worse - again and again.

    Args:
        seed: of the learner's forum. figures: three names of figures.
    """
    fault = inputs.number("seed", seed, 0, 2**63, 7, whole=True)
    if fault:
        return fault
    names = list(dict.fromkeys(shown(lived(forum(), team(), UNSEEN[0]))))
    fault = inputs.choices("figures", figures, names, count=3)
    if fault:
        return fault
    asked = {figure for answers in QUESTIONS[_TRUST].answers.values() for figure in answers}
    before, after = (shown(lived(forum(), team(way), int(seed))) for way in ("rebuild", "delete"))
    mine = _false_comfort(int(seed))
    for figure in figures:
        if figure not in asked:
            return not_yet(
                f"nobody reads {figure} as a sign of trust.", 'Look at the last line, "Is trust growing?".'
            )
        if figure not in mine:
            moved = f"from {before[figure]:.3g} to {after[figure]:.3g}"
            return not_yet(f"{figure} went {moved}, which is no false comfort.", "Look for arrows that point up.")
    again = {figure: sum(figure in _false_comfort(each) for each in UNSEEN[:3]) for figure in figures}
    for figure, times in again.items():
        if times < _MOST_FORUMS:
            return not_yet(
                f"{figure} looked better in your forum, but in {times} of 3 others only: that was luck.",
                "Choose a figure that counts how much is going on.",
            )
    return passed(
        f"{joined(figures)} look better while trust falls, in other forums, too. They count, and have no sign."
    )


def _of_gone(gone: Any, registered: float, here: float, run: Run) -> str:
    if gone == registered - here:
        return ""
    readings = {
        here - registered: "gone has the wrong sign.",
        registered: "gone counts everybody who ever registered.",
        here: "gone counts those who are still there.",
        float(
            run.summary()["departures"]
        ): "gone leaves out the onlookers whom the crisis drew and who went again.",
    }
    return not_yet(
        _misread(gone, readings, f"gone: expected another number than {float(gone):g}."),
        "Take registered less the members of the last hour.",
    )


def _misread(answer: Any, readings: dict[float, str], otherwise: str) -> str:
    """Return the reading that gives this number, where there is one."""
    return next((told for value, told in readings.items() if abs(float(answer) - value) < 1e-6), otherwise)


@cache
def _false_comfort(seed: int) -> frozenset[str]:
    table = misleads(lived(forum(), team(), seed), lived(forum(), team("delete"), seed))
    table = table[(table["question"] == _TRUST) & (table["says"] == "better")]
    return frozenset(table["figure"])
