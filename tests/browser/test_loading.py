"""How the pages come to a browser: one at a time, and with a way out where one does not come."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from support.pages import ACTION_TIMEOUT_MS, PREFIX
from support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def visit(browser: Browser, session_state: Path) -> Iterator[BrowserContext]:
    """A signed-in browser whose console may complain: of what is kept from it here."""
    context = browser.new_context(storage_state=session_state, locale="en-US", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(ACTION_TIMEOUT_MS)
    yield context
    context.close()


def test_a_page_that_does_not_come_offers_to_load_again_and_then_comes(visit: BrowserContext, studio: Server) -> None:
    page = visit.new_page()
    page.route("**/assets/ModelsPage-*.js", lambda route: route.abort())
    page.goto(f"{studio.address}{PREFIX}/")
    link = page.get_by_role("link", name="Models")
    link.click()
    expect(page.get_by_role("alert")).to_contain_text("This page cannot be shown")
    page.get_by_role("link", name="Library").first.click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    link.click()
    page.unroute("**/assets/ModelsPage-*.js")
    page.get_by_role("button", name="Load again").click()
    expect(page.get_by_role("heading", name="Models")).to_be_visible()


def test_a_language_that_does_not_come_leaves_the_present_one(visit: BrowserContext, studio: Server) -> None:
    page = visit.new_page()
    page.route("**/assets/ko-*.js", lambda route: route.abort())
    page.goto(f"{studio.address}{PREFIX}/")
    page.get_by_label("Language").select_option("ko")
    expect(page.get_by_role("alert")).to_contain_text("These words did not come")
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


def test_only_the_page_and_the_language_that_are_asked_for_are_loaded(visit: BrowserContext, studio: Server) -> None:
    page = visit.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.rsplit("/", 1)[-1].split("-")[0]))
    page.goto(f"{studio.address}{PREFIX}/#/models")
    expect(page.get_by_role("heading", name="Models")).to_be_visible()
    assert {"ModelsPage", "en"} <= set(loaded)
    assert not {"Library", "GeneratePage", "RetouchPage", "ko", "ja"} & set(loaded)
