"""Start the community management training kit: one command, no packages needed beforehand.

python start.py                  open JupyterLab on the first notebook
python start.py setup            only make the environment (.venv) and stop
python start.py test [step ...]  set up, then check everything the way CI does
python start.py run forum ...    anything else goes to `community`: run, doctor, lab and so on

The first call makes .venv beside this file from constraints.txt, with uv where it is present and
with pip otherwise, using the Python that runs this file (3.11 or newer). Later calls start at once.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN, EXE = (VENV / "Scripts", ".exe") if os.name == "nt" else (VENV / "bin", "")
PYTHON, COMMUNITY = BIN / ("python" + EXE), BIN / ("community" + EXE)
STAMP = VENV / "made-from.txt"  # written last, so an interrupted set-up has none


def too_old(version):
    """Say in one line that this Python can't run the kit; empty if it can."""
    if tuple(version) >= (3, 11):
        return ""
    return f"Python {version[0]}.{version[1]} is too old; take 3.11 or newer, such as: python3.12 start.py"


def fingerprint():
    """What .venv depends on: the Python, the folder it stands in, and the pinned packages."""
    place = repr((sys.version_info[:2], sys.platform, str(ROOT))).encode()
    recipe = b"".join((ROOT / name).read_bytes() for name in ("constraints.txt", "pyproject.toml"))
    return hashlib.sha256(place + recipe).hexdigest()


def is_current():
    """Whether .venv was finished, and by today's recipe."""
    return PYTHON.exists() and STAMP.exists() and STAMP.read_text() == fingerprint()


def works(log, *command):
    """Run one step of the set-up, keeping what it says; a terminal shows its latest line."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    width = 78 if sys.stdout.isatty() else 0
    with subprocess.Popen(command, cwd=ROOT, text=True, errors="replace", **pipes) as child:
        for line in child.stdout:
            log.append(line)
            print(f"{line.strip()[:width]:{width}}\r" if width else "", end="", flush=True)
    print(" " * width + "\r" if width else "", end="")
    return child.returncode == 0


def set_up():
    """Make .venv anew; empty when it worked, else one line that says what to do."""
    uv, log = shutil.which("uv"), []
    uv = uv if uv and works([], uv, "--version") else None  # a shim may have no uv behind it
    print(f"Making .venv with {'uv' if uv else 'pip'}: once, takes a few minutes.", flush=True)
    STAMP.unlink(missing_ok=True)
    base = getattr(sys, "_base_executable", None) or sys.executable  # not the .venv that is being replaced
    if not works(log, base, "-m", "venv", "--clear", *["--without-pip"] * bool(uv), VENV):
        return f"Could not make {VENV}: is it writable, not in use? On Debian: sudo apt install python3-venv"
    install = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install"]
    if not works(log, *install, "-c", "constraints.txt", "-e", ".[dev]"):
        (VENV / "setup.log").write_text("".join(log), encoding="utf-8")
        return f"Could not install: check internet and disk space (2 GB), try again. See {VENV}/setup.log"
    STAMP.write_text(fingerprint())
    if (ROOT / "simulator" / "warmup.py").exists() and not works(log, PYTHON, "-m", "simulator.warmup"):
        print("The simulator could not be compiled beforehand; the first run does it.", flush=True)
    return ""


def main(args):
    """Set up if needed, then become the program asked for; return an exit code or a complaint."""
    if args[:1] in (["-h"], ["--help"]):
        return print(__doc__.strip())
    problem = too_old(sys.version_info) or ("" if is_current() else set_up())
    if problem or args[:1] == ["setup"]:
        return problem or print("The environment is ready. Next: python start.py")
    check = [PYTHON, ROOT / "tools" / "check.py", *args[1:]]
    command = check if args[:1] == ["test"] else [COMMUNITY, *(args or ["lab"])]
    os.environ["PATH"] = str(BIN) + os.pathsep + os.environ.get("PATH", "")
    if os.name != "nt":
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the program, which says how it ended
    return subprocess.call(command)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped. The same command takes it up again.", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        sys.exit(f"Could not start: {error}. Check the disk and your permissions, or delete {VENV}")
