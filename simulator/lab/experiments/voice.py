"""Voice: what it wins to speak as a person, in calm times and amid many angry posts.

E36 is after Barcelos, Dantas & Senecal 2018: readers liked a human voice where little was at stake, and
gained nothing from it among many negative comments. Here a few complaints a day are answered in one voice or the
other, in calm times and in a storm.
"""

from __future__ import annotations

from ...world.community import Community
from .complaints import Answers
from .experiment import Quantities, experiment, part, ratio
from .places import LIVELY, forum

_DAYS = 20
_PLACE = LIVELY | {"members": 2_500, "days": _DAYS, "behaviour.mishap_chance": 0.004}
_STORM = {"crises": [{"day": 3, "severity": 0.9, "cluster": "preventable", "affected": 0.3}]}


@experiment("E36")
def human_voice(seed: int) -> Quantities:
    """Answer complaints as a person or as the brand, in calm times and in a storm; add up what readers gain.

    In the storm as many complaints are answered as in calm times would be, so that readers see as many answers.
    """
    counted: dict[str, float] = {"seeds": 1}
    for when, settings in (("calm", _PLACE), ("storm", _PLACE | _STORM)):
        for voice, by_person in (("person", True), ("brand", False)):
            tactic = Answers(tone="empathetic", by_person=by_person, most_per_day=6)
            community = Community(forum(settings), seed=seed, tactics=[tactic]).run_for(days=_DAYS)
            here = community.members.present() & (community.members["outsider"] == 0)
            counted[f"trust_{when}_{voice}"] = float(community.members["trust"][here].mean())
    return counted


def _gain(total: Quantities, when: str) -> float:
    return (total[f"trust_{when}_person"] - total[f"trust_{when}_brand"]) / total["seeds"]


@part("E36a")
def calm(total: Quantities) -> float:
    """In calm times a human voice wins trust."""
    return _gain(total, "calm")


@part("E36b")
def storm(total: Quantities) -> float:
    """In a crisis that advantage is gone."""
    return ratio(_gain(total, "storm"), _gain(total, "calm"))
