"""Notebooks: how JupyterLab is opened - on this machine only, on the first notebook, without a news popup."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_NOTEBOOK = "notebooks/00_start_here.ipynb"


def lab_command(extra: list[str], root: Path = ROOT) -> list[str]:
    """Return the command that opens JupyterLab: on this machine only, on the first notebook if it is there."""
    own = {"--ip": "--ip=127.0.0.1"}
    if (root / FIRST_NOTEBOOK).exists():
        own["--ServerApp.root_dir"] = f"--ServerApp.root_dir={root}"
        own["--LabApp.default_url"] = f"--LabApp.default_url=/lab/tree/{FIRST_NOTEBOOK}"
    given = {argument.partition("=")[0] for argument in extra}
    if given & {"--ServerApp.ip", "--ip"}:
        del own["--ip"]
    return [sys.executable, "-m", "jupyterlab", *(text for name, text in own.items() if name not in given), *extra]


def lab_environment(environment: Mapping[str, str], root: Path = ROOT) -> dict[str, str]:
    """Return the environment for JupyterLab, in which it finds the kit's settings (no news popup)."""
    settings = root / "jupyter"
    if not settings.is_dir():
        return dict(environment)
    paths = [str(settings), *filter(None, [environment.get("JUPYTER_CONFIG_PATH")])]
    return {**environment, "JUPYTER_CONFIG_PATH": os.pathsep.join(paths)}
