"""The desk: one manager's seat - an inbox, the verbs, a clock, rewinding, other choices, and a debrief.

    from simulator.desk import Session
    s = Session("forum", "balanced", seed=7, autopilot=["engagement"])
    s.advance(until="something")
    s.inbox()
    s.act("reply", 12, tone="empathetic")
    s.rewind(to=1)

`Desk` puts widgets on top of it, and `explore` gives a notebook sliders; all else is plain Python. A session is
its decision log plus a community at its end: the same scenario, playbook, seed and decisions give the same tables,
however the time was stepped.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .debrief import Debrief
    from .decision import Decision
    from .mission import Mission
    from .panels.board import Desk
    from .panels.explorer import explore
    from .runner import Runner
    from .session import Session
    from .start import Start
    from .timeline import Busy

_HOMES = {
    "Busy": ".timeline",
    "Debrief": ".debrief",
    "Decision": ".decision",
    "Desk": ".panels.board",
    "Mission": ".mission",
    "Runner": ".runner",
    "Session": ".session",
    "Start": ".start",
    "explore": ".panels.explorer",
}
__all__ = ["Busy", "Debrief", "Decision", "Desk", "Mission", "Runner", "Session", "Start", "explore"]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used."""
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name], __name__), name)
        globals()[name] = value
        return value
    raise AttributeError(f"simulator.desk has no {name!r}; it has {', '.join(__all__)}")
