"""The desk in a real browser: JupyterLab and Voila, mouse and keyboard, and not one error in the console.

Pictures are kept in results/screenshots (or the folder that SCREENSHOTS names). Where there is no Chromium the
tests are left out, except in CI (variable CI), where that is a failure.
"""

import os
import re

import pytest

from tests.browser.browsing import browser_page, chromium, run_all, shot
from tests.browser.servers import NOTEBOOK, jupyterlab, voila

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        chromium() is None and not os.environ.get("CI"), reason="no Chromium on this machine; it needs `chromium`"
    ),
]


def test_in_jupyterlab_one_plays_goes_back_and_looks_back(tmp_path):
    """This is how most learners meet the desk: Run All, and then only buttons."""
    assert NOTEBOOK.exists()
    with jupyterlab(tmp_path) as server, browser_page(tmp_path) as page:
        page.goto(server.url)
        run_all(page)
        play(page, "lab")
        explore_by_keyboard(page)
        assert page.errors == [], server.log.read_text(errors="replace")[-2000:]
        assert no_traceback(page)


def test_in_voila_one_plays_goes_back_and_looks_back(tmp_path):
    """The same without code, as `community desk` shows it."""
    with voila(tmp_path) as server, browser_page(tmp_path) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(server.url)
        page.wait_for_selector(".cm-tile")
        assert page.locator(".jp-InputArea-editor").count() == 0, "the code is to be hidden"
        play(page, "voila")
        assert page.errors == [], server.log.read_text(errors="replace")[-2000:]
        assert no_traceback(page)
        elsewhere = [url for url in asked if not re.match(r"(https?://127\.0\.0\.1|data:|blob:|about:)", url)]
        assert elsewhere == [], "a classroom may have no internet"


def test_nothing_of_the_page_is_shown_without_the_token(tmp_path):
    """Others on the network, or on the machine, must not sit down at my desk."""
    with voila(tmp_path) as server, browser_page(tmp_path) as page:
        page.goto(server.url.partition("?")[0])
        page.wait_for_timeout(500)
        assert page.locator(".cm-tile").count() == 0 and "login" in page.url


@pytest.mark.parametrize("dark, zoom", [(True, 1.0), (False, 1.25)], ids=["dark", "zoom"])
def test_on_a_projector_nothing_is_cut_off(tmp_path, dark, zoom):
    """1366 x 768 is what hangs in classrooms; some zoom in, some prefer dark."""
    with voila(tmp_path, "dark" if dark else "light") as server, browser_page(tmp_path, dark, zoom) as page:
        page.goto(server.url)
        page.wait_for_selector(".cm-tile")
        press(page, "Until something happens")
        for tab in ("Inbox", "Other deeds", "Policies", "Decisions", "Debrief", "Missions"):
            open_tab(page, tab)
            wide = page.evaluate("""() => {
                const desk = document.querySelector('.cm-desk'), box = desk.getBoundingClientRect();
                return [...desk.querySelectorAll('button, select, input, .cm-tile, img')]
                    .filter(one => one.offsetParent && one.getBoundingClientRect().right > box.right + 1)
                    .map(one => one.outerHTML.slice(0, 120));
            }""")
            assert wide == [], tab
            shot(page, f"voila-{'dark' if dark else 'zoom'}-{tab.lower().replace(' ', '-')}")
        clock = page.locator(".cm-top").bounding_box()["height"]
        assert clock < 100, "the clock bar wraps into a heap"
        ink, paper = (
            page.evaluate(f"getComputedStyle(document.querySelector('.cm-desk')).{what}")
            for what in ("color", "backgroundColor")
        )
        assert (brightness(ink) > brightness(paper)) == dark


# --- the steps ------------------------------------------------------------------------------------------------


def play(page, where):
    """Take decisions, let time pass, go back, compare, look back; keep pictures."""
    page.evaluate("document.querySelector('.cm-desk').scrollIntoView({block: 'start'})")
    shot(page, f"{where}-1-begin")
    for _ in range(8):
        press(page, "Until something happens")
        if page.locator(".cm-list option").count() >= 2:
            break
    assert page.locator(".cm-list option").count() >= 2, "nothing waits at the desk"
    choose_by_keyboard(page)
    decided = page.locator(".cm-post blockquote").inner_text()
    waiting = page.locator(".cm-list").first.locator("option").count()
    button = page.locator(".cm-bar button:visible", has_text=re.compile(r"^(Leave it up|Answer)")).first
    button.click()
    page.wait_for_function("document.querySelector('.cm-says').innerText.match(/done|nobody has the minutes/)")
    assert decided, waiting
    shot(page, f"{where}-2-decided")

    open_tab(page, "Policies")
    page.get_by_label("tone of notices", exact=True).select_option("explained")
    page.get_by_role("button", name="Put into force", exact=True).click()
    said(page, "In force from now on: netiquette.notice")
    press(page, "1 day")
    clock = page.locator(".cm-clock strong").inner_text()

    open_tab(page, "Decisions")
    assert page.get_by_label("Your decisions").locator("option").count() == 2
    page.get_by_label("days", exact=True).fill("2")
    page.get_by_label("lucks", exact=True).fill("4")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="What has it changed?").click()
    said(page, "Over 2 days and 4 lucks")
    page.wait_for_selector(".lm-TabPanel-stackedPanel img.cm-picture:visible, .widget-tab img.cm-picture:visible")
    shot(page, f"{where}-3-compared")
    page.get_by_role("button", name="Go back to before it").click()
    said(page, "Back at day")
    assert page.locator(".cm-clock strong").inner_text() != clock
    assert page.get_by_label("Your decisions").locator("option").count() == 1
    shot(page, f"{where}-4-back")

    open_tab(page, "Debrief")
    page.get_by_role("button", name="Look back").click()
    said(page, "The debrief is below")
    report = page.frame_locator("iframe[title='The debrief in full']")
    assert "Debrief" in report.locator("h1").inner_text()
    assert report.locator("h2", has_text="What mattered most").count() == 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the decision log").click()
    assert '"line":"header"' in download.value.path().read_text(encoding="utf-8")
    shot(page, f"{where}-5-debrief")


def choose_by_keyboard(page):
    """Go from post to post with the arrow keys: the text beside the list must follow."""
    page.get_by_label("Posts that wait for you").focus()
    for key, place in (("Home", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        page.wait_for_function(
            """place => {
                const list = document.querySelector('.cm-list select');
                const line = (list.selectedOptions[0] || {text: ''}).text;
                const text = line.replaceAll('\\u00a0', ' ').split(' · ').slice(2).join(' · ').replace(/ …$/, '');
                return list.selectedIndex === place
                    && document.querySelector('.cm-post blockquote').innerText.startsWith(text);
            }""",
            arg=place,
        )


def explore_by_keyboard(page):
    """Move a slider of the Policies tab with the arrow keys, and see that it counts."""
    open_tab(page, "Policies")
    page.get_by_label("Policy", exact=True).select_option("Ambassadors and ads")
    handle = page.locator(".jupyter-widget-slider:visible .noUi-handle, .widget-slider:visible .noUi-handle").first
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("text=Not yet in force: engagement.ambassadors")
    page.get_by_role("button", name="Put into force", exact=True).focus()
    page.keyboard.press("Enter")
    said(page, "In force from now on: engagement.ambassadors")
    shot(page, "lab-6-slider")


def press(page, name):
    """Press a button of the clock, and wait until the time has passed."""
    page.evaluate("document.querySelector('.cm-says').dataset.old = document.querySelector('.cm-clock').innerText")
    page.get_by_role("button", name=name, exact=True).first.click()
    page.wait_for_function(
        "document.querySelector('.cm-clock').innerText !== document.querySelector('.cm-says').dataset.old"
    )
    page.wait_for_function(
        "[...document.querySelectorAll('.cm-top button')].find(b => b.innerText === 'Stop').disabled"
    )


def open_tab(page, name):
    """Open a tab of the desk."""
    page.locator(".cm-desk .lm-TabBar-tabLabel", has_text=name).first.click()
    page.wait_for_timeout(300)


def said(page, text):
    """Wait until the desk says something."""
    page.wait_for_function("text => document.querySelector('.cm-says').innerText.includes(text)", arg=text)


def no_traceback(page):
    """Tell whether no cell shows a traceback."""
    return page.locator("[data-mime-type='application/vnd.jupyter.stderr'], .jp-RenderedError").count() == 0


def brightness(colour):
    """Return how bright a colour such as rgb(1, 2, 3) is."""
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3])
