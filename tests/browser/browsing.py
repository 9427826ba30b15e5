"""Browsing: the browser of this machine, what its console says, and how one waits for a notebook in it."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PROJECTOR = {"width": 1366, "height": 768}
HARMLESS = (
    "favicon",  # Voila has none
    "ERR_INTERNET_DISCONNECTED",
)
"""Console errors that say nothing of the desk, by a part of their text."""


def chromium():
    """Return the path of the browser, or None where there is none."""
    known = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    return known or shutil.which("google-chrome")


@contextmanager
def browser_page(folder, dark=False, zoom=1.0, size=PROJECTOR):
    """Open an empty page; it carries the errors of its console and of its scripts in `page.errors`.

    Args:
        folder: where the browser keeps its data. dark: whether the system asks for dark pages.
        zoom: as chosen in the browser's menu: a page zoomed to 1.25 has that much less room.
    """
    from playwright.sync_api import sync_playwright

    room = {name: round(length / zoom) for name, length in size.items()}
    with sync_playwright() as play:
        context = play.chromium.launch_persistent_context(
            str(Path(folder) / "browser"), executable_path=chromium(), headless=True, args=list(FLAGS),
            viewport=room, device_scale_factor=zoom, color_scheme="dark" if dark else "light",
        )  # fmt: skip
        page = context.pages[0]
        page.errors = []
        page.on("console", lambda said: said.type == "error" and _note(page, f"{said.text} {said.location}"))
        page.on("pageerror", lambda error: _note(page, str(error)))
        page.set_default_timeout(60_000)
        try:
            yield page
        finally:
            context.close()


def _note(page, text):
    if not any(part in text for part in HARMLESS):
        page.errors.append(text)


def run_all(page):
    """Wait until JupyterLab's kernel is there and idle, and run all cells; before that, Run All is dropped."""
    page.wait_for_selector(".jp-NotebookPanel-toolbar")
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
    page.wait_for_selector("#jp-main-statusbar >> text=| Idle")
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    page.wait_for_selector(".cm-tile")


def shot(page, name):
    """Keep a picture of the page among the artefacts of the tests, and return its path."""
    folder = Path(os.environ.get("SCREENSHOTS") or "results/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=str(path))
    return path
