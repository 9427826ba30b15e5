"""References: ways to play a mission, written down so that goals can be measured and everybody can see them.

A reference works hour by hour through what waits. It judges a post as a person of the team would (`Manager.judge`,
which errs, more so when tired), and never looks at the truth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..playbook.crisis import leaders
from ..settings import Section, setting, text
from ..world.behaviour import COMPLAINT, HELD
from ..world.care import WISH
from ..world.conduct import BREACHES, NO_BREACH
from .deeds import minutes_left
from .inbox import ANSWER, APPEAL, CHECK, HELP, RELEASE, VERDICT, waiting

if TYPE_CHECKING:
    from ..world.manager import Manager
    from .session import Session

_LONGEST_LIST = 30


class Reference(Section):
    """One way to play a mission."""

    name: str = text("reference", 60, "short name", shortest=1)
    what: str = text("", 400, "what is done, in a sentence", shortest=1)
    good: bool = setting(True, "yes or no", "whether it meets the goals; else it is a mistake that people make")
    policies: dict[str, Any] = setting({}, "settings", "what is set at once, by dotted name")
    removes: Literal["nothing", "breaches", "everything"] = setting(
        "nothing", "name", "what of the flagged posts is removed"
    )
    deletes_criticism: bool = setting(False, "yes or no", "whether decent complaints are deleted")
    notice: Literal["none", "blunt", "polite", "explained"] = setting("explained", "name", "how authors are told")
    hears_appeals: bool = setting(False, "yes or no", "whether appeals are heard")
    answers: bool = setting(False, "yes or no", "whether complaints and questions are answered")
    tone: Literal["neutral", "empathetic", "explaining", "defensive", "playful", "mocking"] = setting(
        "empathetic", "name", "in which tone complaints are answered; questions are explained"
    )
    statement: dict[str, Any] = setting(
        {}, "options", "what is stated of a crisis once it is known; empty: nothing"
    )
    statement_hours: int = setting(0, "hours", "how long after it is known", ge=0, le=720)
    discloses: bool = setting(False, "yes or no", "whether a crisis is said before others do")
    briefs: int = setting(0, "members", "opinion leaders who are told in person", ge=0, le=50)
    publishes: int = setting(0, "threads", "threads that are started, one a day", ge=0, le=100)
    greets: bool = setting(False, "yes or no", "whether newcomers are greeted, as far as minutes last")

    def play(self, session: Session) -> Session:
        """Play a session to its end and return it."""
        if self.policies:
            session.set(self.policies)
        while not session.over:
            if minutes_left(session.community) > 0:
                self._work(session)
            session.advance(hours=1)
        return session

    def _work(self, session: Session) -> None:
        self._face_crisis(session)
        for post, waits_for in list(waiting(session.community).items())[:_LONGEST_LIST]:
            able = [one for one in session.community.managers if one.minutes_left > 0]
            if not able:
                return
            self._decide(session, max(able, key=lambda one: (one.minutes_left, -one.number)), post, waits_for)
        self._engage(session)

    def _decide(self, session: Session, manager: Manager, post: int, waits_for: str) -> None:
        posts = session.community.content.posts
        kind = int(posts["kind"][post])
        if waits_for == APPEAL:
            if self.hears_appeals:
                wrong = manager.judge(post, session.community.k.second_look) == NO_BREACH
                _try(session, "overturn" if wrong else "uphold", post)
        elif waits_for in (VERDICT, RELEASE):
            if self.removes == "nothing":
                return
            seen = manager.judge(post)
            if self.removes == "everything":
                _try(session, "remove", post, notice=self.notice, strike=False)
            elif seen != NO_BREACH:
                _try(session, "remove", post, notice=self.notice, rule=BREACHES[seen])
            else:
                _try(session, "release" if posts["status"][post] == HELD else "keep", post)
        elif waits_for == ANSWER and self.deletes_criticism and kind == COMPLAINT:
            _try(session, "delete_criticism", post)
        elif waits_for in (ANSWER, HELP) and self.answers:
            _try(session, "reply", post, tone=self.tone if waits_for == ANSWER else "explaining")
        elif waits_for == CHECK and self.answers and kind == WISH:
            _try(session, "check_wish", post)

    def _face_crisis(self, session: Session) -> None:
        storm = session.community.storm
        if storm is None:
            return
        done = [one.what for one in session.decisions if one.hour >= storm.began]
        if not storm.is_out:
            if self.discloses and "disclose" not in done:
                _try(session, "disclose")
            return
        if self.statement and "state" not in done and session.hour >= storm.revealed + self.statement_hours:
            _try(session, "state", later=True, **self.statement)
        if self.briefs and "brief" not in done:
            for member in leaders(session.community, self.briefs):
                _try(session, "brief", member, later=True)

    def _engage(self, session: Session) -> None:
        taken = [one for one in session.decisions if one.what == "publish"]
        if len(taken) < self.publishes and not any(session.hour - one.hour < 24 for one in taken):
            _try(session, "publish", later=True)
        if not self.greets:
            return
        members = session.community.members
        new = (members["joined_hour"] >= session.hour - 24) & (members["greetings"] == 0) & members.present()
        for member in new.nonzero()[0].tolist():
            if not _try(session, "greet", member):
                return


def _try(session: Session, verb: str, target: int | None = None, **options: Any) -> bool:
    """Do something where it can be done now, and tell whether it was."""
    try:
        session.act(verb, target, **options)
    except ValueError:
        return False
    return True
