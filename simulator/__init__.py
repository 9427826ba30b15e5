"""A community you can run again: decide, watch a simulated community live with it, rewind, decide otherwise.

    from simulator import Scenario, Playbook, simulate
    run = simulate(Scenario.load("forum"), Playbook.load("balanced"), seed=7)
    run.summary()

Names are imported when first used, so that `import simulator` and `community --help` are quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import datasets
    from .lab.case import Case
    from .lab.compare import Comparison, compare
    from .lab.futures import futures
    from .lab.run import Run, simulate
    from .lab.sweep import sweep
    from .playbook.playbook import Playbook
    from .settings import SettingsError
    from .world.agents import Creator, Influencer, Lurker, Manager, Member
    from .world.community import Community
    from .world.scenario import Scenario

__version__ = "0.1.0"

_HOMES = {
    "Community": ".world.community",
    "Comparison": ".lab.compare",
    "Creator": ".world.agents",
    "Influencer": ".world.agents",
    "Lurker": ".world.agents",
    "Manager": ".world.agents",
    "Member": ".world.agents",
    "Playbook": ".playbook.playbook",
    "Run": ".lab.run",
    "Scenario": ".world.scenario",
    "SettingsError": ".settings",
    "Case": ".lab.case",
    "compare": ".lab.compare",
    "futures": ".lab.futures",
    "sweep": ".lab.sweep",
    "simulate": ".lab.run",
}
__all__ = [
    "Case",
    "Community",
    "Comparison",
    "Creator",
    "Influencer",
    "Lurker",
    "Manager",
    "Member",
    "Playbook",
    "Run",
    "Scenario",
    "SettingsError",
    "compare",
    "datasets",
    "futures",
    "simulate",
    "sweep",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first used."""
    if name == "datasets":
        return import_module(".datasets", __name__)
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name], __name__), name)
        globals()[name] = value
        return value
    raise AttributeError(f"simulator has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*__all__, "__version__"])
