"""The desk: one manager's seat - an inbox, the verbs, a clock, rewinding, other choices, and a debrief.

    from simulator.desk import Session
    s = Session("forum", "balanced", seed=7, autopilot=["engagement"])
    s.advance(until="something")
    s.inbox()
    s.act("reply", 12, tone="empathetic")
    s.rewind(to=1)

Everything here is plain Python; widgets are put on top. A session is its decision log plus a community at its
end: the same scenario, playbook, seed and decisions give the same tables, however the time was stepped.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .debrief import Debrief
    from .decision import Decision
    from .mission import Mission
    from .session import Session
    from .start import Start
    from .timeline import Busy

_HOMES = {
    "Busy": ".timeline",
    "Debrief": ".debrief",
    "Decision": ".decision",
    "Mission": ".mission",
    "Session": ".session",
    "Start": ".start",
}
__all__ = ["Busy", "Debrief", "Decision", "Mission", "Session", "Start"]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used."""
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name], __name__), name)
        globals()[name] = value
        return value
    raise AttributeError(f"simulator.desk has no {name!r}; it has {', '.join(__all__)}")
