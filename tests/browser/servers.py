"""Servers: JupyterLab and Voila on a copy of the desk notebook, on this machine only, stopped by their number."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.terminal.serving import desk_environment, voila_command

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "notebooks" / "desk.ipynb"


@dataclass(frozen=True)
class Server:
    """A server that runs: its address, its token, and where it writes what it has to say."""

    url: str
    token: str
    log: Path


def free_port():
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def jupyterlab(folder):
    """Run JupyterLab on a copy of the desk notebook in a folder of its own."""
    place, token, port = _copied(folder), secrets.token_hex(16), free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        f"--ServerApp.root_dir={place}", f"--IdentityProvider.token={token}", "--allow-root",
        "--ServerApp.port_retries=0",
    ]  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    with _running(command, folder, f"{url}/api/status?token={token}") as log:
        yield Server(f"{url}/lab/tree/desk.ipynb?token={token}", token, log)


@contextmanager
def voila(folder, theme="light"):
    """Run Voila on a copy of the desk notebook in a folder of its own, by the command that the kit has for it."""
    place, token, port = _copied(folder), secrets.token_hex(16), free_port()
    command = voila_command(place / "desk.ipynb", token, [f"--port={port}", "--no-browser", f"--theme={theme}"])
    url = f"http://127.0.0.1:{port}"
    with _running(command, folder, f"{url}/voila/static/voila.js") as log:
        yield Server(f"{url}/?token={token}", token, log)


def _copied(folder):
    place = Path(folder) / "notebooks"
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy(NOTEBOOK, place / "desk.ipynb")
    return place


@contextmanager
def _running(command, folder, probe):
    folder, log = Path(folder), Path(folder) / "server.log"
    environment = desk_environment(os.environ, None, ROOT) | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"), "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "NO_PROXY": "127.0.0.1,localhost",
    }  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        _wait_until_up(probe, process, log)
        yield log
    finally:
        _stop(process)


def _wait_until_up(probe, process, log):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended at once:\n{log.read_text(errors='replace')[-2000:]}")
        try:
            opener.open(probe, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return  # it answers, if only that it wants a token
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not come up:\n{log.read_text(errors='replace')[-2000:]}")


def _stop(process):
    """Ask the server to end, which ends its kernels; insist if it does not."""
    for kind in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, kind)
        except ProcessLookupError:
            return
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            continue
