"""Debrief: what happened, which decisions mattered most, what the evidence says, and how the goals were met.

A decision mattered as far as leaving it out changes what follows, beside what luck changes anyway. Not every
decision is left out in turn: those with the widest reach are looked at (policies and words to everybody first,
then posts by their readers and members by their followers), and the report says how many that were. With many
decisions and figures some differences leave 0 out by luck alone, so p values are adjusted for all of them (Holm
1979).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..lab.pairing import holm
from ..lens.report import Figure, Part, page
from ..settings import write_whole
from ..world.constants import HOURS_PER_DAY
from . import evidence
from .chart import session_figure
from .decision import Decision, shown
from .journal import place_of
from .judgement import judgement
from .moves import MOVES
from .whatif import UNSURE, what_if

if TYPE_CHECKING:
    from ..lens.theme import Picture
    from .judgement import Judgement
    from .session import Session

LOOKED_AT = ("trust", "loyalty", "satisfaction", "fairness", "outrage", "mood", "complaints", "departures",
             "breaches", "press_mentions", "composure")  # fmt: skip
"""Figures by which it is judged which decisions mattered."""
TOP = 3
_TO_EVERYBODY = 10**9
PERHAPS = "perhaps; among all that was looked at it may be luck"
SMALL = 0.2
"""A difference below a fifth of what luck does counts as small (Cohen 1988)."""
TOP_COLUMNS = (
    "number", "when", "decision", "metric", "difference", "unit", "ci_low", "ci_high", "beside_luck", "p_adjusted",
    "says",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Debrief:
    """A look back at a session.

    Attributes:
        title: of the report.
        timeline: what was decided and what happened: when, who, what.
        top: the decisions that mattered most, the most first (`TOP_COLUMNS`); "can't tell from luck" where the
            interval holds 0.
        examined, decided: how many decisions were left out in turn, of how many. hours, replicates: over how long,
            with how many lucks.
        evidence: what studies say about what was done (`evidence.COLUMNS`).
        scores: by the goals of the mission, None without one. judgement: how breaches were told from decent posts.
        results: what came of each decision. picture: how it went, hour by hour. log: the decision log.
    """

    title: str
    timeline: pd.DataFrame
    top: pd.DataFrame
    examined: int
    decided: int
    hours: int
    replicates: int
    evidence: pd.DataFrame
    scores: pd.DataFrame | None
    judgement: Judgement
    results: pd.DataFrame
    picture: Picture = field(repr=False)
    log: str = field(repr=False)

    @property
    def says(self) -> str:
        """What mattered, in a paragraph."""
        if not self.decided:
            return "Nothing was decided; what happened is what the playbook and luck have done."
        sure = self.top[self.top["says"].isin(["raises", "lowers"]) & (self.top["beside_luck"] >= SMALL)]
        begin = (
            f"{self.examined} of {self.decided} decisions were left out in turn, {self.replicates} times each "
            f"with other luck, over {self.hours / HOURS_PER_DAY:g} days."
        )
        if sure.empty:
            return f"{begin} None of them changed any figure by more than a fifth of what luck does, for sure."
        said = [
            f"No. {row.number} ({row.decision}): {row.metric} {row.difference:+.3g} {row.unit} "
            f"({row.ci_low:+.3g} to {row.ci_high:+.3g})"
            for row in sure.itertuples()
        ]
        return f"{begin} What mattered most: {'; '.join(said)}."

    def html(self) -> str:
        """Return the report as one page that needs nothing beside itself."""
        parts = [Part("How it went", "", [Figure(self.picture.png(), self.picture.says)])]
        if self.scores is not None:
            note = "Each axis stands for itself; there is no total."
            parts.append(Part("By the mission's goals", note, (), self.scores))
        parts.append(Part("Telling breaches from decent posts", self.judgement.says))
        note = "Difference: with the decision less without it. In brackets and in the table: 95% intervals."
        parts.append(Part("What mattered most", f"{self.says} {note}", (), self.top))
        parts.append(Part("What studies say about what you did", "", (), self.evidence))
        parts.append(
            Part("What was decided", "", (), self.results.assign(result=self.results["result"].astype(str)))
        )
        parts.append(Part("What happened", "", (), self.timeline))
        again = "from simulator.desk import Session\nsession = Session.replay('decisions.jsonl')"
        return page(self.title, parts, {"In Python": again, "Decision log": self.log})

    def save(self, folder: str | Path) -> Path:
        """Write the page (debrief.html) and the log (decisions.jsonl) to a folder; return the folder.

        Raises:
            OSError: when it cannot be written to.
        """
        place, content = place_of(folder), self.html()
        place.mkdir(parents=True, exist_ok=True)
        write_whole(place / "decisions.jsonl", self.log)
        write_whole(place / "debrief.html", content)
        return place


def debrief(
    session: Session, replicates: int = 12, days: float = 5, examined: int = 12,
    progress: Callable[[int, int], None] | None = None,
) -> Debrief:  # fmt: skip
    """Return a look back at a session.

    Args:
        replicates: with how many lucks each decision is left out. days: over how long.
        examined: how many decisions are looked at, those with the widest reach.
        progress: called with the decisions looked at so far, and how many there are.

    Raises:
        ValueError: in one line, when a number cannot be used.
    """
    if isinstance(examined, bool) or not isinstance(examined, int) or examined < 0:
        raise ValueError(f"examined must be a whole number from 0, got {shown(examined)}")
    chosen = widest(session)[:examined]
    tables = []
    for done, decision in enumerate(chosen, 1):
        found = what_if(session.history_of, decision, None, days, replicates)
        tables.append(found.effects().assign(number=decision.number, decision=str(decision), hour=decision.hour))
        if progress is not None:
            progress(done, len(chosen))
    goal = session.mission
    return Debrief(
        title=f"Debrief: {(goal or session.start.scenario).title}, seed {session.start.seed}",
        timeline=_timeline(session),
        top=_top(tables),
        examined=len(chosen),
        decided=len(session.decisions),
        hours=max(1, round(days * HOURS_PER_DAY)),
        replicates=replicates,
        evidence=evidence.published(
            dict.fromkeys([*evidence.effects_of(session.decisions), *(goal.evidence if goal is not None else ())])
        ),
        scores=session.scores() if goal is not None else None,
        judgement=judgement(session),
        results=session.results(),
        picture=session_figure(session),
        log=session.log(),
    )


def widest(session: Session) -> list[Decision]:
    """Return the player's decisions, those with the widest reach first, of equals the earliest."""
    posts, members = session.community.content.posts, session.community.members

    def reach(one: Decision) -> int:
        target = one.options.get("target")
        if target is None:
            return _TO_EVERYBODY
        if MOVES[one.what].target == "post":
            author = int(posts["author"][target])
            return int(posts["readings"][target]) + (int(members["audience"][author]) if author >= 0 else 0)
        return int(members["audience"][target])

    own = [one for one in session.decisions if one.what != "card"]
    return sorted(own, key=lambda one: (-reach(one), one.number))


def _top(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the decisions with the clearest effect, one row each: its clearest figure."""
    if not tables:
        return pd.DataFrame(columns=list(TOP_COLUMNS))
    table = pd.concat(tables, ignore_index=True)
    table = table[table["metric"].isin(LOOKED_AT)].copy()
    table["p_adjusted"] = holm(table["p_value"])
    table["says"] = table["says"].where(table["says"] != "changes nothing", UNSURE)
    by_chance = (table["says"] != UNSURE) & ~(table["p_adjusted"] < 0.05)
    table["says"] = table["says"].where(~by_chance, PERHAPS)
    table["when"] = [_when(hour) for hour in table["hour"]]
    order = table.assign(sure=table["says"].isin(["raises", "lowers"])).sort_values(
        ["sure", "beside_luck", "number"], ascending=[False, False, True], kind="stable"
    )
    return order.drop_duplicates("number").head(TOP)[list(TOP_COLUMNS)].reset_index(drop=True)


def _when(hour: int) -> str:
    return f"day {hour // HOURS_PER_DAY}, {hour % HOURS_PER_DAY:02d}:00"


def _timeline(session: Session) -> pd.DataFrame:
    """Return what was decided and what of note happened, in order: when, who, what."""
    rows: list[tuple[int, int, str, str]] = [(one.hour, 1, "you", str(one)) for one in session.decisions]
    community, first = session.community, session.start.hour
    for number, crisis in enumerate(community.scenario.crises, 1):
        if first <= crisis.begins < session.hour:
            rows.append((crisis.begins, 0, "the world", f"crisis {number} happens: {crisis.name} ({crisis.kind})"))
    hourly = community.hourly[first : session.hour]
    for name, what in (("press_mentions", "the press reports"), ("attacks", "the team is attacked in person")):
        rows += [
            (first + int(hour), 2, "the world", f"{what} ({int(hourly[name][hour])})")
            for hour in hourly[name].nonzero()[0]
        ]
    rows += [
        (int(act[0]), 2, "the team", f"{act[2]} {act[5]}".strip())
        for act in community.actions
        if act[0] >= first and act[2] in ("state", "disclose", "open_contest", "close_contest", "ship_wish")
    ]  # fmt: skip
    rows.sort(key=lambda row: row[:2])
    table = pd.DataFrame(
        [(_when(hour), who, what) for hour, _, who, what in rows], columns=["when", "who", "what"], dtype="str"
    )
    return table
