"""Teller: puts posts into words, one sentence for what a post is, and what may stand before and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ..world.chance import What, block, blocks, key
from .phrasebook import LEVELS, book, capital, closers, level, section, sentences, small, stands_alone
from .subjects import Subject, Subjects

if TYPE_CHECKING:
    from ..lab.run import Run

_WORDS, _TITLE = int(What.WORDS), 3
_COLUMNS = ["thread", "parent", "author", "kind", "warmth", "breach", "tone", "claim", "about", "score", "offer"]
_OPENERS, _CLOSERS, _SARCASM, _FIRST, _REPEATED = 0.3, 0.6, 0.14, 0.6, 0.6
"""How often a post has an opener, a closer, is sarcastic when it is unfriendly, sounds like a first post when it
is one, and says that it is not the first complaint when it is not."""
_LONG = 170
"""Letters after which nothing is added."""
_OPENED = {
    "complaint": ("furious", "cold", "cool"), "praise": ("warm", "glowing"), "helping": ("cool", "even"),
    "question": ("cold", "cool", "even"), "siding": ("cold", "cool", "even"),
}  # fmt: skip
"""Levels at which posts of some kinds may have an opener; the others always may."""
_CLAIMS = ((0.2, "deny"), (0.6, "diminish"), (2.0, "rebuild"))
_HUMAN = ("empathetic", "playful")
_BY_WARMTH = ((-0.85, "vicious"), (-0.55, "harsh"), (2.0, "mild"))
_BY_LOOKS = ((1.5, "faint"), (2.6, "plain"), (np.inf, "blatant"))
"""Severity of a breach: up to which warmth, and up to which score of the automatic filter."""
_ANSWERS = {"question": "helping", "complaint": "siding", "wish": "to_wish", "praise": "to_praise",
            "starter": "to_starter", "announcement": "to_announcement", "news": "to_announcement"}  # fmt: skip
"""How members answer posts of some kinds; all others get plain replies."""
_TEAM = {"starter": "starter", "announcement": "announcement", "news": "news"}
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Said(NamedTuple):
    """What a post is made of: its core sentence, where that stands in the book, and the whole text."""

    core: str
    path: str
    text: str


class Teller:
    """Puts posts of one run into words.

    Attributes:
        domain: what the community talks about; a key of `book()["domains"]`.
    """

    def __init__(self, run: Run, domain: str) -> None:
        """Read what is needed of a run: what posts answer, and what their authors wrote before."""
        self.key, self.domain = key(run.seed), domain
        posts = run.posts
        self.kinds = posts["kind"].astype(str).tolist()
        self.breaches = posts["breach"].astype(str).tolist()
        self.authors, self.abouts = posts["author"].tolist(), posts["about"].tolist()
        by = posts["author"].to_numpy()
        complaint = (posts["kind"] == "complaint").to_numpy()
        self.earlier = pd.Series(complaint).groupby(by).cumsum().to_numpy() - complaint
        joined = run.members["joined_hour"].reindex(by).to_numpy()
        self.first = ~posts["author"].duplicated().to_numpy() & (joined > 0)
        claimed = (posts["kind"] == "statement").to_numpy() & (posts["claim"] >= 0).to_numpy()
        self.answered = pd.Series(claimed).groupby(posts["about"].to_numpy()).cumsum().to_numpy()
        self.subjects = Subjects(self.key, self.domain, self.kinds, self.abouts, run.scenario.crises)

    def tell(self, posts: pd.DataFrame) -> list[Said]:
        """Return what posts say, by their rows."""
        numbers = posts.index.to_numpy().astype(np.uint64)
        draws = np.stack([word for which in range(3) for word in blocks(*self.key, 0, numbers, _WORDS, which)])
        rows = zip(posts.index.tolist(), posts[_COLUMNS].itertuples(index=False), draws.T.tolist(), strict=True)
        return [self._one(number, post, drawn) for number, post, drawn in rows]

    def title(self, number: int, post: Any) -> str:
        """Return the title of the thread that a post opens."""
        drawn = [int(word) for word in block(*self.key, 0, number, _WORDS, _TITLE)]
        subject = self.subjects.of(number)
        welcome = post.author < 0 and post.kind == "talk"
        name = "welcome" if welcome else "crisis" if post.about > 0 and post.kind != "statement" else post.kind
        core = _pick(sentences("titles", name, subject.mode), drawn[0])
        return capital(core.format_map(self._slots(subject, drawn)))

    def _one(self, number: int, post: Any, drawn: list[int]) -> Said:
        subject = self.subjects.of(post.thread, post.about)
        path, wanted = self._place(number, post, drawn, subject)
        core = _pick(sentences(path, wanted, subject.mode, self.domain, subject.topic), drawn[0])
        slots = self._slots(subject, drawn[8:])
        said = capital(core.format_map(slots))
        if post.author < 0:
            if post.parent >= 0 and wanted in section("team_tails"):
                said = f"{said} {_pick(section('team_tails')[wanted], drawn[3]).format_map(slots)}".strip()
            if post.offer and post.kind != "statement":
                said = f"{said} {_pick(section('team.offer'), drawn[1])}"
        elif post.breach != "none":
            if post.breach in ("incivility", "attack") and _share(drawn[3]) < _CLOSERS:
                said = f"{said} {_pick(closers(f'breach.{post.breach}', wanted), drawn[4])}"
        elif not path.startswith(("sarcasm", "first")):
            said = self._dressed(number, core, said, (path, wanted), slots, drawn)
        return Said(core, path, said)

    def _dressed(
        self, number: int, core: str, said: str, place: tuple[str, str], slots: dict[str, Any], drawn: list[int]
    ) -> str:
        """Return a sentence with what may stand before and after it."""
        path, wanted = place
        asks = core.endswith("?") and path != "question"
        earlier = self.earlier[number] if path == "complaint" else 0
        if earlier and _share(drawn[1] >> 8) < _REPEATED:
            said = _pick(section("openers.again" if earlier == 1 else "openers.third"), drawn[2]) + said
        elif (
            _share(drawn[1]) < _OPENERS and path in section("openers") and not asks and not stands_alone(core)
            and wanted in _OPENED.get(path, LEVELS)
        ):  # fmt: skip
            friendly = path == "reply" and wanted in ("warm", "glowing")
            opener = _pick(section("openers.friendly" if friendly else f"openers.{path}"), drawn[2])
            said = opener + (said if opener.endswith(". ") else small(said))
        among = () if len(said) > _LONG else closers("asks" if asks else path, wanted)
        if among and _share(drawn[3]) < _CLOSERS:
            closer = _pick(among, drawn[4]).format_map(slots)
            said = said if closer.lower().rstrip(".!") in said.lower() else f"{said} {closer}"
        return said

    def _place(self, number: int, post: Any, drawn: list[int], subject: Subject) -> tuple[str, str]:
        """Return where in the book a post's sentence stands, and at which level."""
        wanted = level(post.warmth)
        if post.breach != "none":
            return self._breach(post)
        if post.author < 0:
            return self._of_the_team(number, post, drawn, subject)
        kind, answer = post.kind, post.parent >= 0
        if answer and kind == "talk":
            kind = self._answer(post, drawn, subject)
        if subject.crisis and not answer and kind in ("complaint", "talk"):
            kind = f"crisis.{kind}"
        ironic = kind.replace(".", "_")
        if wanted in ("cold", "cool") and _share(drawn[5]) < _SARCASM and ironic in section("sarcasm"):
            return f"sarcasm.{ironic}", wanted
        if self.first[number] and _share(drawn[6]) < _FIRST and wanted in section("first").get(kind, ()):
            return f"first.{kind}", wanted
        return (kind if "." in kind or kind in book() else "talk"), wanted

    def _answer(self, post: Any, drawn: list[int], subject: Subject) -> str:
        """Return how a member answers what stands above."""
        parent = int(post.parent)
        if self.breaches[parent] != "none" and drawn[7] % 2:
            return "to_breach"
        if self.authors[parent] < 0 and self.kinds[parent] == "talk":
            return "to_team"
        if subject.crisis:
            if self.kinds[parent] == "statement":
                return "crisis.to_statement"
            return "crisis.reply" if subject.opened else "crisis.aside"
        if self.kinds[parent] in _ANSWERS:
            return _ANSWERS[self.kinds[parent]]
        return "siding" if self.kinds[post.thread] == "complaint" and drawn[7] % 2 else "reply"

    def _breach(self, post: Any) -> tuple[str, str]:
        personal = post.breach in ("incivility", "attack")
        steps, value = (_BY_WARMTH, post.warmth) if personal else (_BY_LOOKS, post.score)
        severity = next(name for limit, name in steps if value <= limit)
        place = "any"
        if post.breach == "incivility":
            place = "answer" if post.parent >= 0 else "complaint" if post.kind == "complaint" else "open"
        return f"breach.{post.breach}.{place}", severity

    def _of_the_team(self, number: int, post: Any, drawn: list[int], subject: Subject) -> tuple[str, str]:
        if post.kind == "statement":
            voice = "human" if post.tone in _HUMAN else "brand"
            if post.claim >= 0:
                return f"statement.{next(name for limit, name in _CLAIMS if post.claim < limit)}", voice
            if not self.answered[number]:
                return "statement.hold", voice
            return f"statement.{'bolster' if drawn[7] % 5 == 0 else 'update'}", voice
        if post.parent < 0:
            return _TEAM.get(post.kind, "welcome"), level(post.warmth)
        parent = int(post.parent)
        kind = "breach" if self.breaches[parent] != "none" else self.kinds[parent]
        kind = "crisis" if subject.crisis and kind in ("complaint", "talk") else kind
        kind = kind if kind in section("team") else "talk"
        return f"team.{kind}", post.tone if post.tone in section(f"team.{kind}") else "neutral"

    def _slots(self, subject: Subject, drawn: list[int]) -> dict[str, Any]:
        """Return what fills the slots: the thread's own, and what differs from post to post."""
        slots = subject.slots
        part = slots["part"] if drawn[0] % 5 < 3 else _pick(subject.parts, drawn[0] >> 3)
        n = 3 + drawn[1] % 17
        own = slots | {
            "part": part, "part_c": capital(part), "part_bare": part.removeprefix("the "), "n": n,
            "nth": _pick(_ORDINALS, drawn[2]), "place": _pick(subject.places, drawn[3]),
        }  # fmt: skip
        if subject.crisis:
            happened = _pick(subject.crisis["happened"], drawn[2] >> 6).format_map(own)
            mine = _pick(subject.crisis["mine"], drawn[3] >> 6).format_map(own)
            own |= {"happened": happened, "happened_c": capital(happened), "mine": mine, "mine_low": small(mine)}
        return own


def _pick(words: Any, draw: int) -> str:
    return words[int(draw) % len(words)]


def _share(draw: int) -> float:
    return (draw & 0xFFFF) / 0x10000
