"""Monthly advice: what to do next, by rules that anybody can read and disagree with.

Each rule looks at one figure, needs a smallest number of cases, and gives what to do, the figure that is the
reason, and what that figure can't show. Thresholds are our choice. The rules stand in the order of who waits for
whom: people who got no answer first, then those who answer. The first three that apply are printed.

| rule | applies when | advice |
|---|---|---|
| coverage | of 5 or more complaints and questions, over 20% had no answer within 24 hours | cover them |
| shifts | else, half waited for over 4 hours | move hours of work to the time of day that waits longest |
| complaints | complaints have risen by more than weeks differ | sort them, answer the commonest in public |
| first posts | of 5 or more first posts, over 30% had no answer within 24 hours | answer first posts |
| priorities | 5 or more planned tasks were missed, or over 85% of the shifts' hours used | do less, in order |
| judgement | of 8 or more removals, over 20% were overturned on appeal | decide on rules and examples anew |
| mood | the mood heard has fallen by more than weeks differ | read the coldest posts |
| departures | members who left have risen by more than weeks differ | ask some of those who stay away |
| few carry all | with 20 or more writers a week, the busiest tenth wrote over 50% | a bond with those few |
| returns | of 20 or more newcomers, under 25% came back within a week | look at the first week |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..world.constants import HOURS_PER_DAY, SECONDS_PER_HOUR
from .monthly_deeds import Deeds
from .monthly_figures import first_posts_answered
from .monthly_span import ANSWER_HOURS, LONGEST_HOURS, Span
from .monthly_words import said
from .sentences import as_percent

if TYPE_CHECKING:
    import pandas as pd

MOST = 3
_PARTS = {0: "00:00 to 06:00", 6: "06:00 to 12:00", 12: "12:00 to 18:00", 18: "18:00 to 24:00"}
_FEWEST_OF_A_PART = 3


@dataclass(frozen=True)
class Advice:
    """One recommendation: the rule's name, what to do, the figure that is the reason, and what it can't show."""

    rule: str
    what: str
    reason: str
    limit: str


def advice(figures: pd.DataFrame, made: Deeds, span: Span) -> list[Advice]:
    """Return what to do next, at most three pieces.

    Args:
        figures: `Monthly.figures`. made: what was done. span: the month.
    """
    waits = span.waits()
    found = [
        _coverage(waits) or _shifts(waits, span),
        _complaints(figures),
        _first_posts(span),
        _priorities(made),
        _judgement(made),
        _mood(figures),
        _departures(figures),
        _few(figures, span),
        _returns(figures),
    ]
    return [each for each in found if each is not None][:MOST]


def _coverage(waits: pd.Series) -> Advice | None:
    late = int((waits > ANSWER_HOURS).sum())
    if len(waits) < 5 or late <= 0.2 * len(waits):
        return None
    return Advice(
        "coverage",
        "Cover complaints and questions: somebody looks at them every day and answers within 24 hours.",
        f"{late} of {len(waits)} complaints and questions had no answer within 24 hours.",
        "Questions count as answered by anybody, complaints by the team; how good answers were is not in it.",
    )


def _shifts(waits: pd.Series, span: Span) -> Advice | None:
    if len(waits) < 5 or waits.median() <= 4:
        return None
    hour = span.run.posts["seconds"].loc[waits.index] // SECONDS_PER_HOUR % HOURS_PER_DAY
    parts = waits.groupby(hour // 6 * 6)
    typical = parts.median()[parts.size() >= _FEWEST_OF_A_PART]
    half = f"Half of all cases waited over {_hours(waits.median())}"
    limit = "Few cases fall into each part of the day; look again next month before you change shifts."
    if not len(typical):
        return Advice("shifts", "Note for a month when questions and complaints come in.", f"{half}.", limit)
    worst = int(typical.idxmax())
    reason = f"{half}; of the {parts.size()[worst]} that came then, half waited {_hours(typical.max())} or longer."
    return Advice("shifts", f"Move some hours of work to cases that come from {_PARTS[worst]} UTC.", reason, limit)


def _complaints(figures: pd.DataFrame) -> Advice | None:
    row = figures.loc["complaints"]
    if not _rose(row):
        return None
    return Advice(
        "complaints",
        "Sort this month's complaints by what they are about, and answer the commonest in public.",
        f"Complaints rose from {said(row['before'], row['unit'])} to {said(row['now'], row['unit'])} a week.",
        "How many are annoyed and say nothing is not in the figure; usually it is most.",
    )


def _departures(figures: pd.DataFrame) -> Advice | None:
    row = figures.loc["departures"]
    if not _rose(row):
        return None
    return Advice(
        "departures",
        "Write to ten of those who left and ask what would have kept them.",
        f"{said(row['now'], row['unit'])} members left a week, {said(row['before'], row['unit'])} before.",
        "The log holds when they left, not why.",
    )


def _rose(row: pd.Series) -> bool:
    return bool(row["changed"]) and row["difference"] > 0


def _first_posts(span: Span) -> Advice | None:
    share, posts = first_posts_answered(span)
    if posts < 5 or share >= 0.7:
        return None
    return Advice(
        "first posts",
        "Answer the first posts of newcomers within a day.",
        f"{round(posts * (1 - share))} of {posts:.0f} first posts had no answer within 24 hours.",
        "Newcomers who were answered wrote again more often elsewhere (56% to 44%, Joyce and Kraut 2006); that "
        "was observed, not tried, and better posts may have got both.",
    )


def _priorities(made: Deeds) -> Advice | None:
    missed = int(made.missed.sum())
    used = made.hours_of_shifts / made.hours_there if made.hours_there else 0.0
    if missed < 5 and used <= 0.85:
        return None
    reason = f"{missed} planned tasks were not done in time" if missed else "Nothing was missed yet"
    if made.hours_there:
        reason += f"; {as_percent(used)} of the hours of the shifts went into acts"
    return Advice(
        "priorities",
        "Plan less, and say what goes first when there is no time for everything.",
        f"{reason}.",
        "Hours can lie at the wrong time of day: tasks are missed then although the month has hours left.",
    )


def _judgement(made: Deeds) -> Advice | None:
    if made.removals < 8 or made.overturned <= 0.2 * made.removals:
        return None
    return Advice(
        "judgement",
        "Go through the overturned decisions together and sharpen rules and examples.",
        f"{made.overturned} of {made.removals} removals were overturned on appeal.",
        "Only those who appealed are in the figure; wrong removals that nobody contested are not.",
    )


def _mood(figures: pd.DataFrame) -> Advice | None:
    row = figures.loc["mood"]
    if not row["changed"] or row["difference"] >= 0:
        return None
    return Advice(
        "mood",
        "Read the twenty coldest posts of the month and name what they have in common.",
        f"The mood heard fell by {-row['difference']:.0f} points, more than weeks differ.",
        "It is a word count over a fifth of the posts; it misses irony and whatever was deleted.",
    )


def _few(figures: pd.DataFrame, span: Span) -> Advice | None:
    row = figures.loc["busiest_tenth"]
    if not (row["of"] >= 20 and row["now"] > 0.5):
        return None
    kept = (span.run.actions["verb"] == "befriend").any()
    what = "Keep the bond with your ambassadors" if kept else "Win a few of the busiest as ambassadors"
    return Advice(
        "few carry all",
        f"{what}, and make it easy for others to write.",
        f"The busiest tenth of {row['of']:.0f} writers a week wrote {as_percent(row['now'])} of all posts.",
        "Most communities are as unequal; it is a risk if one of them leaves, not a fault.",
    )


def _returns(figures: pd.DataFrame) -> Advice | None:
    row = figures.loc["came_back"]
    if not (row["of"] >= 20 and row["now"] < 0.25):
        return None
    return Advice(
        "returns",
        "Look at what newcomers meet in their first week: greeting, rules, a thread to join.",
        f"{as_percent(row['now'])} of {row['of']:.0f} newcomers came back within a week.",
        "Why somebody stays away is not in the log; ask ten of them.",
    )


def _hours(value: float) -> str:
    return "a week" if value >= LONGEST_HOURS else f"{value:.0f} hours"
