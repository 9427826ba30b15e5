"""Cases: what waits for the team beside its queue - appeals, escalations, tasks, wishes - and who decided what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Task(NamedTuple):
    """Something that the team means to do.

    Attributes:
        due: hour from which it can be done. latest: hour after which it is given up.
        what: name of the task. target: number of the post, member or else it is about.
    """

    due: int
    latest: int
    what: str
    target: int


@dataclass
class Cases:
    """The team's pending business.

    Attributes:
        appeals: (hour from which it can be heard, post), oldest first.
        escalations: (hour from which a lead can decide, post), oldest first.
        tasks: what is planned, in the order of planning.
        wishes: (hour in which it is shipped, post) of wishes that are being worked on.
        contest_ends: hour in which the running contest ends.
        decided_by: post -> number of the manager who took it down.
        last_platform: manager's number -> platform of the last case, for the cost of switching.
    """

    appeals: list[tuple[int, int]] = field(default_factory=list)
    escalations: list[tuple[int, int]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    wishes: list[tuple[int, int]] = field(default_factory=list)
    contest_ends: int = 0
    decided_by: dict[int, int] = field(default_factory=dict)
    last_platform: dict[int, str] = field(default_factory=dict)

    def waiting(self, hour: int) -> int:
        """Return how many tasks could have been done by the end of an hour and were not."""
        return sum(task.due <= hour for task in self.tasks)

    def copy(self) -> Cases:
        """Return an independent copy."""
        return Cases(
            list(self.appeals), list(self.escalations), list(self.tasks), list(self.wishes), self.contest_ends,
            dict(self.decided_by), dict(self.last_platform),
        )  # fmt: skip
