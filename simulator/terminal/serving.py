"""Serving: how the desk is shown as a page of its own, its code hidden - on this machine only, with a token."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from .notebooks import ROOT, lab_environment

FIRST_PORT, PORTS = 8866, 50
_PATIENCE_SECONDS = 60
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


def serve(notebook: Path, environment: Mapping[str, str], browse: bool = True) -> int:
    """Show a notebook as a page until Ctrl-C, say its address, and open it in a browser; return an exit code.

    Raises:
        OSError: when no port is free.
    """
    token, port = secrets.token_urlsafe(24), free_port()
    address = f"http://127.0.0.1:{port}/?token={token}"
    command = voila_command(notebook, token, [f"--port={port}", "--no-browser", "--Voila.log_level=ERROR"])
    process = subprocess.Popen(command, env=dict(environment))
    try:
        if not _comes_up(process, port):
            return process.wait() or 1
        print(f"The desk: {address}\nCtrl-C ends it; your session is kept.", flush=True)
        if browse:
            webbrowser.open(address)
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        process.terminate()
        process.wait()


def free_port(first: int = FIRST_PORT) -> int:
    """Return the first port of this machine from some number on that nobody listens on.

    Raises:
        OSError: when none of the next fifty is free.
    """
    for port in range(first, first + PORTS):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {first} to {first + PORTS - 1}")


def _comes_up(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until a server listens; return whether it does."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return process.poll() is None


def _settings(root: Path) -> Path:
    return root / "jupyter"
