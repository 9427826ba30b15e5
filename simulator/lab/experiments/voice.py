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

_DAYS = 10
_PLACE = LIVELY | {"members": 6_000, "days": _DAYS, "behaviour.mishap_chance": 0.004}
_STORM = {
    "crises": [
        {
            "day": 0,
            "hour": 0,
            "severity": 0.9,
            "cluster": "preventable",
            "affected": 0.5,
            "lasts_hours": 24 * _DAYS,
        }
    ]
}
"""A storm that lasts to the end, so that every answer stands amid many negative posts."""


@experiment("E36")
def human_voice(seed: int) -> Quantities:
    """Answer complaints as a person or as the brand, in calm times and in a storm; add up what readers gain.

    In the storm as many complaints are answered as in calm times would be, so that readers see as many answers.
    """
    counted: dict[str, float] = {}
    for when, settings in (("calm", _PLACE), ("storm", _PLACE | _STORM)):
        for voice, by_person in (("person", True), ("brand", False)):
            tactic = Answers(tone="empathetic", by_person=by_person, most_per_day=12)
            community = Community(forum(settings), seed=seed, tactics=[tactic]).run_for(days=_DAYS)
            here = community.members.present() & (community.members["outsider"] == 0)
            counted[f"trust_{when}_{voice}"] = float(community.members["trust"][here].sum())
            counted[f"here_{when}_{voice}"] = int(here.sum())
            counted[f"read_{when}_{voice}"] = int(community.content.posts["readings"][tactic.numbers].sum())
    return counted


def _gain(total: Quantities, when: str) -> float:
    """Return what an answer in a human voice wins from whoever reads it, beside one in a company's."""
    trust = [total[f"trust_{when}_{voice}"] / total[f"here_{when}_{voice}"] for voice in ("person", "brand")]
    read = total[f"read_{when}_person"] / total[f"here_{when}_person"]
    return (trust[0] - trust[1]) / read


@part("E36a")
def calm(total: Quantities) -> float:
    """In calm times a human voice wins trust."""
    return _gain(total, "calm")


@part("E36b")
def storm(total: Quantities) -> float:
    """In a crisis that advantage is gone."""
    return ratio(_gain(total, "storm"), _gain(total, "calm"))
