"""Storm: what the brand knows of the present crisis, and what it has said."""

from __future__ import annotations

from dataclasses import dataclass, field

NOT_YET = -1


@dataclass
class Storm:
    """The present crisis, from the brand's side.

    Attributes:
        number: of the crisis, from 1, in the order of `Scenario.crises`.
        began: hour in which it happened. revealed: hour in which it came out, -1 for not yet.
        statements: (hour, strategy, blame admitted or -1) of what the brand has said, oldest first.
        promised: hour by which the brand has promised to say more; -1 for none.
        planned: what the team has put on its list.
    """

    number: int
    began: int
    revealed: int = NOT_YET
    statements: list[tuple[int, str, float]] = field(default_factory=list)
    promised: int = NOT_YET
    planned: list[str] = field(default_factory=list)

    @property
    def is_out(self) -> bool:
        """Whether others than the brand know of it."""
        return self.revealed != NOT_YET

    def copy(self) -> Storm:
        """Return an independent copy."""
        return Storm(
            self.number, self.began, self.revealed, list(self.statements), self.promised, list(self.planned)
        )
