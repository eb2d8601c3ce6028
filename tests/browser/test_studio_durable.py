"""What was drawn, wished and asked for outlives a reload, a second tab, and a server that is killed and comes again."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from support.easel import WORK_TIMEOUT_MS, choose, drag, execute, panel, saved_mask, take
from support.pages import PREFIX, new_page
from support.server import HWAWON, TOKEN, environment_for, running, started
from support.server import Server as Running
from support.studio import gradient

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(studio: Running, page: Page) -> Page:
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, gradient(640, 480, 31))
    return page


@dataclass
class Restarted:
    """A server that is killed and comes again at the same address with the same data."""

    folder: Path
    port: int
    settings: dict[str, str]
    running: Running | None = None

    def start(self) -> Running:
        line = [*HWAWON, "serve", "--port", str(self.port)]
        self.running = started(line, self.folder, environment_for(self.folder / "data", self.settings))
        return self.running

    def kill(self) -> None:
        """As a power cut does it: the server and everything it has started."""
        if self.running is None:
            return
        for child in _children(self.running.process.pid):
            os.kill(child, signal.SIGKILL)
        self.running.process.kill()
        self.running.process.wait()


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in found]


@contextmanager
def restarting(folder: Path, engine: str) -> Iterator[Restarted]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Restarted(folder, port, {"HWAWON_ENGINE": engine})
    server.start()
    try:
        yield server
    finally:
        server.kill()


def saved(page: Page) -> None:
    expect(page.locator(".saving")).to_have_text("Saved")


def reopened(page: Page) -> None:
    page.reload()
    expect(page.locator(".paper > img").first).to_be_visible()


def test_a_reload_brings_back_mask_rectangle_lines_and_wishes(desk: Page) -> None:
    drag(desk, (300, 240), (360, 260))
    take(desk, "Rectangle")
    drag(desk, (200, 150), (460, 350))
    panel(desk, "Strength")
    desk.get_by_role("spinbutton", name="Strength", exact=True).fill("85")
    desk.get_by_role("textbox", name="Seed").fill("1234")
    take(desk, "Line pencil")
    drag(desk, (220, 170), (440, 330))
    saved(desk)
    mask = saved_mask(desk)
    box = [desk.get_by_label(side, exact=True).input_value() for side in ("Left", "Top", "Width", "Height")]
    reopened(desk)
    assert (saved_mask(desk) == mask).all()
    assert box == [desk.get_by_label(side, exact=True).input_value() for side in ("Left", "Top", "Width", "Height")]
    panel(desk, "Strength")
    expect(desk.get_by_role("spinbutton", name="Strength", exact=True)).to_have_value("85")
    expect(desk.get_by_role("textbox", name="Seed")).to_have_value("1234")
    panel(desk, "Lines")
    expect(desk.get_by_role("button", name="Clear own lines")).to_be_enabled()


def test_a_stroke_just_before_a_reload_is_not_lost(desk: Page) -> None:
    drag(desk, (300, 240), (360, 260))
    reopened(desk)
    expect(desk.get_by_role("button", name="Execute", exact=True)).to_be_enabled()


def test_another_browser_goes_on_where_this_one_was(
    browser: Browser, studio: Running, desk: Page, session_state: Path
) -> None:
    drag(desk, (300, 240), (360, 260))
    saved(desk)
    mask = saved_mask(desk)
    with new_page(browser, session_state, 1440, 900) as other:
        other.goto(f"{studio.address}{PREFIX}/#/retouch")
        other.locator(".recent a").first.click()
        expect(other.locator(".paper > img").first).to_be_visible()
        assert (saved_mask(other) == mask).all()


def test_a_reload_in_the_middle_of_the_work_finds_it_and_its_result(browser: Browser, tmp_path: Path) -> None:
    slow = {"HWAWON_ENGINE": "painter:slow"}
    with running(tmp_path, settings=slow) as server, new_page(browser, None, 1440, 900) as page:
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/retouch")
        choose(page, gradient(640, 480, 32))
        drag(page, (320, 240), (400, 240))
        page.get_by_role("button", name="Execute", exact=True).click()
        expect(page.locator(".progress")).to_contain_text("step", timeout=WORK_TIMEOUT_MS)
        page.reload()
        expect(page.get_by_role("button", name="Abort")).to_be_visible()
        expect(page.locator(".progress")).to_contain_text("step", timeout=WORK_TIMEOUT_MS)
        strip = page.get_by_role("region", name="Candidates")
        expect(strip.get_by_role("radio")).to_have_count(3, timeout=WORK_TIMEOUT_MS)
        with server.client() as client:
            assert [job["state"] for job in client.get("/api/jobs").json()["items"]] == ["succeeded"]


def test_two_tabs_on_one_journal_lose_no_step(studio: Running, desk: Page) -> None:
    other = desk.context.new_page()
    other.goto(desk.url)
    expect(other.locator(".paper > img").first).to_be_visible()
    drag(desk, (200, 240), (240, 240))
    execute(desk).get_by_role("button", name="Keep this one").click()
    saved(desk)
    other.get_by_role("tab", name="Engine").click()
    other.get_by_role("tab", name="Steps").click()
    expect(other.locator(".step-row")).to_have_count(0)
    drag(other, (400, 240), (440, 240))
    expect(other.get_by_role("alert")).to_contain_text("another tab")
    other.get_by_role("button", name="Keep mine").click()
    saved(other)
    execute(other).get_by_role("button", name="Keep this one").click()
    expect(other.locator(".step-row")).to_have_count(2)
    other.keyboard.press("Control+z")
    expect(other.locator(".step-row").filter(has_text="strength")).not_to_have_count(0)
    other.keyboard.press("Control+Shift+z")
    expect(other.locator(".step-row")).to_have_count(2)
    saved(other)
    desk.bring_to_front()
    desk.evaluate("dispatchEvent(new FocusEvent('focus'))")
    expect(panel(desk, "Steps").locator(".step-row")).to_have_count(2)


def test_a_draft_that_another_tab_has_overtaken_is_not_overwritten_unasked(desk: Page) -> None:
    other = desk.context.new_page()
    other.goto(desk.url)
    expect(other.locator(".paper > img").first).to_be_visible()
    drag(desk, (200, 240), (240, 240))
    saved(desk)
    theirs = saved_mask(desk)
    drag(other, (400, 240), (440, 240))
    expect(other.get_by_role("alert")).to_contain_text("another tab")
    other.get_by_role("button", name="Take over the other tab's drawing").click()
    expect(other.get_by_role("alert")).to_have_count(0)
    assert (saved_mask(other) == theirs).all()


def test_strokes_made_while_the_server_is_away_are_saved_when_it_is_back(browser: Browser, tmp_path: Path) -> None:
    with restarting(tmp_path, "painter:flat") as server, new_page(browser, None, 1440, 900, loses_server=True) as page:
        assert server.running is not None
        page.goto(server.running.administrator_link)
        page.goto(f"{server.running.address}/#/retouch")
        choose(page, gradient(640, 480, 33))
        server.kill()
        drag(page, (300, 240), (360, 260))
        expect(page.locator(".saving")).to_contain_text("does not answer")
        drag(page, (300, 340), (360, 360))
        expect(page.locator(".saving")).to_contain_text("does not answer")
        server.start()
        saved(page)
        mask = saved_mask(page)
        reopened(page)
        assert (saved_mask(page) == mask).all()
        execute(page)


def test_work_that_a_killed_server_had_in_hand_is_finished_by_the_next(browser: Browser, tmp_path: Path) -> None:
    with restarting(tmp_path, "painter:slow") as server, new_page(browser, None, 1440, 900, loses_server=True) as page:
        assert server.running is not None
        page.goto(server.running.administrator_link)
        page.goto(f"{server.running.address}/#/retouch")
        choose(page, gradient(640, 480, 34))
        drag(page, (320, 240), (400, 240))
        page.get_by_role("button", name="Execute", exact=True).click()
        expect(page.locator(".progress")).to_contain_text("step", timeout=WORK_TIMEOUT_MS)
        server.kill()
        drag(page, (320, 300), (400, 300))
        page.wait_for_timeout(8_000)  # longer than a question is asked again on its own
        expect(page.get_by_role("button", name="Abort")).to_be_visible()
        again = server.start()
        strip = page.get_by_role("region", name="Candidates")
        expect(strip.get_by_role("radio")).to_have_count(3, timeout=3 * WORK_TIMEOUT_MS)
        saved(page)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        jobs = httpx2.get(f"{again.address}/api/jobs", headers=headers, trust_env=False).json()["items"]
        assert [job["state"] for job in jobs] == ["succeeded"]
        expect(page.get_by_role("button", name="Undo")).to_be_enabled()
