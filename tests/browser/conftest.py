"""A Chromium, a server with a few pictures, and a browser that is signed in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from support.garden_pages import signed_in
from support.pages import PREFIX, STATIC, new_page
from support.parts import missing
from support.server import Server, running
from support.studio import fill
from support.watched_garden import Exhibition, exhibition_in

EXPECT_TIMEOUT_MS = 30_000  # a busy machine of two cores starts a server and a browser at the same time
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        missing("Chromium (Debian's package chromium)")
    expect.set_options(timeout=EXPECT_TIMEOUT_MS)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with four pictures of both orientations in its library, under a path prefix, with the fast painter."""
    if not (STATIC / "index.html").is_file():
        missing("the built pages (python3 run.py setup)")
    with running(
        tmp_path_factory.mktemp("studio"), settings={"HWAWON_BASE_PATH": PREFIX, "HWAWON_ENGINE": "painter:flat"}
    ) as server:
        fill(server)
        yield server


@pytest.fixture(scope="session")
def exhibition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exhibition]:
    """Published pictures, visits and likes, for the pages of those who watch."""
    if not (STATIC / "index.html").is_file():
        missing("the built pages (python3 run.py setup)")
    with exhibition_in(tmp_path_factory.mktemp("exhibition")) as opened:
        yield opened


@pytest.fixture(scope="session")
def exhibition_state(browser: Browser, exhibition: Exhibition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of a browser that has opened the administrator link of the exhibition."""
    return signed_in(browser, exhibition.server, tmp_path_factory.mktemp("signed-in"))


@pytest.fixture
def watch(browser: Browser, exhibition_state: Path) -> Iterator[Page]:
    """A signed-in page of 1440 x 900, in English, at the exhibition."""
    with new_page(browser, exhibition_state, 1440, 900) as opened:
        yield opened


@pytest.fixture(scope="session")
def session_state(browser: Browser, studio: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cookies of a browser that has opened the administrator link, once for the whole run."""
    state = tmp_path_factory.mktemp("state") / "state.json"
    page = browser.new_page()
    page.goto(studio.administrator_link)
    page.wait_for_selector("h1")
    page.context.storage_state(path=state)
    page.context.close()
    return state


@pytest.fixture
def page(browser: Browser, session_state: Path) -> Iterator[Page]:
    """A signed-in page of 1440 x 900, in English; the test fails on any message of the browser's console."""
    with new_page(browser, session_state, 1440, 900) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, session_state: Path) -> Iterator[Page]:
    """The same on a touch screen of 390 x 844, in Korean."""
    with new_page(browser, session_state, 390, 844, locale="ko-KR", touch=True) as opened:
        yield opened
