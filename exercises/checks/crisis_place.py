"""Crisis place: the forum in which the exercises on storms take place, and its team before you decide anything."""

from __future__ import annotations

from typing import Any

from simulator import Case, Playbook, Run, Scenario

MEMBERS, DAYS = 1500, 30
"""Two weeks before it comes out, and sixteen days after."""
KNOWN_BEFORE_HOURS = 6
"""So long the brand knows before others make it known."""


def forum(cluster: str = "preventable", severity: float = 0.8) -> Scenario:
    """Return the forum with its crisis: a product fails for one customer in twelve."""
    case = Case.load("product_failure")
    crisis = case.crisis.model_copy(update={"cluster": cluster, "severity": severity})
    place = case.put_into(Scenario.load("forum").replace(members=MEMBERS)).replace(days=DAYS)
    return place.replace(crises=[crisis.model_dump()])


def team(**crisis: Any) -> Playbook:
    """Return the team: it answers complaints, and says in a crisis what `crisis` settings ask for.

    Without any it answers after four hours, apologises, explains and makes good.
    """
    usual = {
        "disclose_early": False, "hold_statement": False, "updates_every_hours": 0, "briefed": 0, "delay_hours": 4,
    }  # fmt: skip
    return Playbook.load("disclose").replace({f"crisis.{name}": value for name, value in (usual | crisis).items()})


def departures(run: Run) -> float:
    """Return how many members left for good; storm visitors are left out."""
    return float(run.summary()["departures"])


def trust(run: Run) -> float:
    """Return mean trust of those present at the end."""
    return float(run.summary()["trust"])


def changed_elsewhere(plan: Playbook) -> list[str]:
    """Return which sections beside `crisis` differ from the team's."""
    given, handed_in = team().model_dump(), plan.model_dump()
    told = ("name", "title", "description", "crisis")
    return [section for section in given if section not in told and given[section] != handed_in[section]]
