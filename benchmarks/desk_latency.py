"""Measure how long the desk takes from a click to what it shows, at 2,000 members.

    python benchmarks/desk_latency.py [--members N] [--days N] [--clicks N] [--browser]

Without a browser: from pressing a button in Python until every widget has its new value. With `--browser`: from
the click in Chromium until the chart has been painted anew, JupyterLab's server, kernel and network included.
Milliseconds belong to one machine on one afternoon; read them beside the limits that the desk was built to (a
picture 150 ms, a decision one second, a click to its picture 500 ms).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # started as a script, only this folder is on the path
    sys.path.insert(0, str(ROOT))

_CLICK = """([name, view]) => new Promise(done => {
    const picture = document.querySelector('.cm-work > :last-child img.cm-picture');
    const began = performance.now();
    const painted = () => requestAnimationFrame(() => done(performance.now() - began));
    picture.addEventListener('load', painted, {once: true});
    if (view) {
        const list = [...document.querySelectorAll('.cm-work > :last-child select')][0];
        list.selectedIndex = (list.selectedIndex + 1) % list.options.length;
        list.dispatchEvent(new Event('change', {bubbles: true}));
    } else {
        [...document.querySelectorAll('.cm-top button')].find(button => button.innerText === name).click();
    }
})"""


def in_python(members: int, days: int, clicks: int) -> dict[str, list[float]]:
    """Return milliseconds by what was done, one a click; each waits until all widgets are up to date."""
    from simulator import Scenario
    from simulator.desk import Desk

    desk = Desk(Scenario.load("forum").replace(members=members, days=max(60, days + 30)), autosave=None)
    desk.advance(days=days)
    desk.wait()
    found: dict[str, list[float]] = {}

    def measure(name: str, press: Callable[[], object]) -> None:
        began = time.perf_counter()
        press()
        desk.wait()
        found.setdefault(name, []).append(1000 * (time.perf_counter() - began))

    views = list(desk.view.options)
    for number in range(clicks):
        measure("an hour", desk.clock.buttons["hour"].click)
        measure("a day", desk.clock.buttons["day"].click)
        measure("a decision", lambda: desk.act("publish", None, {"minutes": 1.0}))
        measure(
            "a policy", lambda number=number: desk.set({"netiquette.shown": ("nobody", "everyone")[number % 2]})
        )
        measure("a chart", lambda number=number: setattr(desk.view, "value", views[(number + 1) % len(views)]))
        measure("going back", lambda: desk.rewind(len(desk.session.decisions)))
    return found


def in_browser(clicks: int) -> dict[str, list[float]]:
    """Return milliseconds from a click to the painted chart, in Chromium on JupyterLab.

    Raises:
        RuntimeError: when there is no Chromium.
    """
    from tests.browser.browsing import browser_page, chromium, run_all
    from tests.browser.servers import jupyterlab

    if chromium() is None:
        raise RuntimeError("no Chromium on this machine; it needs `chromium`")
    found: dict[str, list[float]] = {"an hour, to the picture": [], "another chart, to the picture": []}
    with tempfile.TemporaryDirectory() as folder, jupyterlab(folder) as server, browser_page(folder) as page:
        page.goto(server.url)
        run_all(page)
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        page.wait_for_timeout(3000)
        page.evaluate(_CLICK, ["1 day", False])  # the first click loads what later ones find ready
        for _ in range(clicks):
            page.wait_for_timeout(300)
            found["an hour, to the picture"].append(page.evaluate(_CLICK, ["1 hour", False]))
            page.wait_for_timeout(300)
            found["another chart, to the picture"].append(page.evaluate(_CLICK, ["", True]))
    return found


def show(found: dict[str, list[float]]) -> None:
    """Print the median and the slowest of each."""
    for name, values in found.items():
        print(f"{name:<32} median {statistics.median(values):6.0f} ms   slowest {max(values):6.0f} ms")


def main() -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="benchmarks/desk_latency.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--members", type=int, default=2000)
    parser.add_argument("--days", type=int, default=30, help="lived before the first click")
    parser.add_argument("--clicks", type=int, default=15)
    parser.add_argument("--browser", action="store_true", help="in Chromium, too")
    options = parser.parse_args()
    if min(options.members, options.days, options.clicks) < 1:
        parser.error("members, days and clicks must be at least 1")
    show(in_python(options.members, options.days, options.clicks))
    if options.browser:
        show(in_browser(options.clicks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
