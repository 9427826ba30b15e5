"""Subjects: what threads are about - one thing of the community's, or one topic, or a crisis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..world.chance import What, block
from ..world.crisis import Crisis
from .phrasebook import capital, section, with_article

_SUBJECT, _STORY = 4, 2**20 + 1
"""Running numbers of draws, beside those of words."""
_THINGS = ("complaint", "wish", "praise", "entry", "announcement", "news")
"""Threads opened by these are about a thing; half of the others are about a topic."""


_CAPITALS = ("thing", "a_thing", "topic", "act", "what")


@dataclass(frozen=True)
class Subject:
    """What a thread is about.

    Attributes:
        mode: "thing" or "topic". topic, parts, places: what sentences are filled with.
        slots: words by slot. crisis: the story that is told, None for none. opened: whether the thread began
            with it.
    """

    mode: str
    topic: str
    parts: list[str]
    places: list[str]
    slots: dict[str, Any]
    crisis: dict[str, Any] | None
    opened: bool


class Subjects:
    """Subjects of the threads of one community, drawn by the number of the opener and kept."""

    def __init__(
        self, key: tuple[int, int], domain: str, kinds: list[str], abouts: list[int], crises: tuple[Crisis, ...]
    ) -> None:
        """Take what the community talks about, kinds and crises of its posts, and its crises."""
        self.key, self.domain = key, section("domains")[domain]
        self.kinds, self.abouts, self.crises = kinds, abouts, crises
        self._known: dict[tuple[int, int], Subject] = {}

    def of(self, thread: int, about: int = 0) -> Subject:
        """Return what a post is about, by its thread's opener and the number of the crisis, 0 for none."""
        opened = self.abouts[thread]
        crisis = opened or about
        found = self._known.get((thread, crisis))
        if found is None:
            found = self._known[thread, crisis] = self._drawn(int(thread), int(crisis), opened > 0)
        return found

    def _drawn(self, thread: int, crisis: int, opened: bool) -> Subject:
        a, b, c, d = (int(word) for word in block(*self.key, 0, thread, int(What.WORDS), _SUBJECT))
        things, topics = list(self.domain["things"]), list(self.domain["topics"])
        story, thing = None, things[a % len(things)]
        if crisis:
            # Everybody speaks of the same event, whichever thread they are in.
            e, f, _, _ = (int(word) for word in block(*self.key, 0, crisis, int(What.WORDS), _STORY))
            story, thing = self._story(crisis, f), things[e % len(things)]
        about = self.domain["things"][thing]
        topic = topics[b % len(topics)]
        slots = {
            "thing": thing, "a_thing": with_article(thing), "thing_upper": thing.upper(), "topic": topic,
            "part": _pick(about["parts"], c), "fault": _pick(about["faults"], c >> 8),
            "act": _pick(about["acts"], c >> 16),
        }  # fmt: skip
        if story:
            slots |= {name: story[name].format_map(slots) for name in ("what", "cause", "they")}
        slots |= {f"{name}_c": capital(slots[name]) for name in _CAPITALS if name in slots}
        mode = "thing" if story or self.kinds[thread] in _THINGS or d % 2 else "topic"
        return Subject(mode, topic, about["parts"], self.domain["places"], slots, story, opened)

    def _story(self, crisis: int, draw: int) -> dict[str, Any]:
        """Return the story of a crisis: the one that its name hints at, or one of its kind that is drawn."""
        known = self.crises[crisis - 1] if crisis <= len(self.crises) else None
        stories = section("stories")[known.kind if known else "product_failure"]
        hinted = [story for story in stories.values()
                  if known and any(hint in known.name.lower() for hint in story["hints"])]  # fmt: skip
        among = hinted or list(stories.values())
        return among[draw % len(among)]


def _pick(words: list[str], draw: int) -> str:
    return words[draw % len(words)]
