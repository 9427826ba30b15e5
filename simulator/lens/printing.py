"""Printing: a page becomes a PDF through the browser that this machine has, without a network.

    from simulator.lens.printing import to_pdf
    to_pdf("monthly-2.html", "monthly-2.pdf")

Chromium, Chrome, Edge and Brave print alike, since they are one engine. The page must hold all it needs: the
browser is told that no address exists.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 90
"""How long a browser may take; a slow machine starts one in ten to twenty."""
BY_HAND = "open the page in a browser and choose Print > Save as PDF"
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge", "brave-browser",
)  # fmt: skip
_ON_MAC = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")
_ON_WINDOWS = (
    "Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe", "BraveSoftware/Brave-Browser/Application/brave.exe",
)  # fmt: skip
_FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer",
)  # fmt: skip


class PrintingError(OSError):
    """A page that could not be printed; the message says in one line why, and what to do."""


def browser() -> str | None:
    """Return the path of a browser that can print without a window, None where there is none."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((str(place) for place in _usual_places() if place.is_file()), None)


def to_pdf(html_path: str | os.PathLike[str], pdf_path: str | os.PathLike[str]) -> Path:
    """Print an HTML page to a PDF, whole or not at all; an older file of that name is replaced. Return its path.

    Sizes and margins are those of the page's own `@page` rule.

    Raises:
        PrintingError: in one line, when there is no page, no browser, or the browser fails. The page is kept.
        OSError: when the PDF cannot be written to its place.
    """
    source, target = Path(html_path).resolve(), Path(pdf_path)
    if not source.is_file():
        raise PrintingError(f"there is no page {html_path} to print")
    found = browser()
    if found is None:
        raise PrintingError(f"no browser that prints was found (Chromium, Chrome or Edge); {BY_HAND}: {source}")
    if target.is_dir() or not target.parent.is_dir():
        raise PrintingError(f"{target} can't be a PDF: name a file in a folder that exists")
    try:  # not a hidden folder: browsers that are snaps can't write into one
        staging = Path(tempfile.mkdtemp(prefix="printing-", dir=target.parent))
    except OSError as error:
        raise PrintingError(f"cannot write to {target.parent}: {os.strerror(error.errno or 0)}") from error
    try:
        printed = staging / "page.pdf"
        _print(found, source, printed)
        os.replace(printed, target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return target


def page_count(pdf_path: str | os.PathLike[str]) -> int:
    """Return how many pages a PDF has that a browser wrote."""
    return len(re.findall(rb"/Type\s*/Page(?![a-zA-Z])", Path(pdf_path).read_bytes()))


def _print(found: str, source: Path, printed: Path) -> None:
    """Let the browser print, in a profile of its own that is thrown away, and see that it has."""
    with tempfile.TemporaryDirectory(prefix="printing-", ignore_cleanup_errors=True) as profile:
        command = [found, *_FLAGS, f"--user-data-dir={profile}", f"--print-to-pdf={printed}", source.as_uri()]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # the browser refuses root otherwise
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=os.name != "nt",
            )  # fmt: skip
        except OSError as error:
            raise PrintingError(f"{found} does not start ({error.strerror}); {BY_HAND}: {source}") from error
        try:
            code = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise PrintingError(f"{found} printed nothing within {SECONDS} seconds; {BY_HAND}: {source}") from None
        finally:
            _stop(process)
    content = printed.read_bytes() if printed.is_file() else b""
    if code or not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise PrintingError(f"{found} could not print the page (exit code {code}); {BY_HAND}: {source}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the browser and the helpers it has started, which are a group of their own."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _usual_places() -> list[Path]:
    """Return where browsers are that the search path does not name."""
    if sys.platform == "darwin":
        roots = (Path("/Applications"), Path.home() / "Applications")
        return [root / f"{name}.app" / "Contents" / "MacOS" / name for root in roots for name in _ON_MAC]
    if os.name == "nt":
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [Path(root) / place for root in roots if root for place in _ON_WINDOWS]
    return [Path("/usr/bin/chromium"), Path("/snap/bin/chromium"), Path("/opt/google/chrome/chrome")]
