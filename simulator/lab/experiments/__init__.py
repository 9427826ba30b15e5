"""Experiments: published effects, tried out in the simulator; one module an idea, `experiment.py` says how.

A module that is put into this folder is found by itself, so a new experiment needs no list to be altered.
"""

from importlib import import_module
from pkgutil import iter_modules

from .experiment import EXPERIMENTS, PARTS, Experiment, Part

__all__ = ["known"]


def known() -> tuple[dict[str, Experiment], dict[str, Part]]:
    """Return every experiment by its effect, and every part by its id, after importing all modules in here."""
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        import_module(f"{__name__}.{module.name}")
    return EXPERIMENTS, PARTS
