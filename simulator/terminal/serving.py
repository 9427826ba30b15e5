"""Serving: how the desk is shown as a page of its own, its code hidden - on this machine only, with a token."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from .notebooks import ROOT, lab_environment

DESK_NOTEBOOK = "notebooks/desk.ipynb"
MISSION_VARIABLE = "COMMUNITY_MISSION"
"""The desk notebook begins the mission that this variable of the environment names."""


_WIDGETS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8")
_TEMPLATE = "kit"


def voila_command(notebook: Path, token: str, extra: list[str], root: Path = ROOT) -> list[str]:
    """Return the command that shows a notebook as a page: on this machine only, to who knows the token.

    Of JupyterLab's extensions only those that show widgets are loaded, and nothing is fetched from elsewhere.
    """
    own = ["--Voila.ip=127.0.0.1", f"--token={token}", "--strip_sources=True", "--show_tracebacks=False"]
    own += [f"--VoilaConfiguration.extension_allowlist={name}" for name in _WIDGETS]
    own += [f"--template={_TEMPLATE}"] if (_settings(root) / "voila" / "templates" / _TEMPLATE).is_dir() else []
    return [sys.executable, "-m", "voila", str(notebook), *own, *extra]


def desk_environment(environment: Mapping[str, str], mission: str | None, root: Path = ROOT) -> dict[str, str]:
    """Return the environment in which the desk notebook begins a mission; None for free play."""
    without = {name: value for name, value in environment.items() if name != MISSION_VARIABLE}
    chosen = {} if mission is None else {MISSION_VARIABLE: mission}
    found = lab_environment({**without, **chosen}, root)
    paths = [str(_settings(root)), *filter(None, [found.get("JUPYTER_PATH")])]
    return found | {"JUPYTER_PATH": os.pathsep.join(paths)}


def _settings(root: Path) -> Path:
    return root / "jupyter"
