"""Cases: what waits for the team beside its queue - appeals and escalations - and who decided what."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Cases:
    """The team's pending business.

    Attributes:
        appeals: (hour from which it can be heard, post), oldest first.
        escalations: (hour from which a lead can decide, post), oldest first.
        decided_by: post -> number of the manager who took it down.
        last_platform: manager's number -> platform of the last case, for the cost of switching.
    """

    appeals: list[tuple[int, int]] = field(default_factory=list)
    escalations: list[tuple[int, int]] = field(default_factory=list)
    decided_by: dict[int, int] = field(default_factory=dict)
    last_platform: dict[int, str] = field(default_factory=dict)

    def copy(self) -> Cases:
        """Return an independent copy."""
        return Cases(list(self.appeals), list(self.escalations), dict(self.decided_by), dict(self.last_platform))
