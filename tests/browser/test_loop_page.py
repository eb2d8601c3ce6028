"""The loop in a real browser: walking the table by keys, narrowing it, and starting the run that it proposes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.accessibility import broken_rules
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEYS = [f"emotions/happy/{season},sunny,day/img_1h.jpeg" for season in ("spring", "summer", "autumn", "winter")]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, "--no-worker") as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: Server, tmp_path: Path) -> Iterator[Page]:
    with server.client() as client:
        rows = "".join(f'"{key}",1700000000,happy\n' for key in KEYS)
        file = ("items.csv", "ITEM_ID,TIMESTAMP,EMOTION\n" + rows)
        assert client.post("/api/datasets/import", files={"items": file}).status_code == 200
        assert client.post("/api/datasets/seed", json={}).status_code == 201
    first = browser.new_page()
    first.goto(server.administrator_link)
    first.wait_for_selector("h1")
    first.context.storage_state(path=tmp_path / "state.json")
    first.context.close()
    with new_page(browser, tmp_path / "state.json", 1440, 900) as opened:
        opened.goto(f"{server.address}/#/loop")
        expect(opened.locator(".heat tbody tr")).to_have_count(64)
        yield opened


def test_the_table_is_walked_by_keys_and_narrowed(page: Page) -> None:
    expect(page.get_by_text("2,000 of 2,000 likes are made up")).to_be_visible()
    page.locator('[data-place="0/0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator('[data-place="1/2"]')).to_be_focused()
    expect(page.get_by_role("heading", name="calm / spring · cloudy · sunset")).to_be_visible()
    assert page.locator('.heat-cell[tabindex="0"]').count() == 1
    page.get_by_label("Season").select_option("winter")
    expect(page.locator(".heat tbody tr")).to_have_count(16)
    page.locator(".loop-view select").first.select_option("shown")
    page.get_by_label("Sort by").select_option("most")
    expect(page.locator(".heat tbody th").first).to_have_text("winter · sunny · day")
    page.locator(".loop-view select").nth(3).select_option("ok")
    expect(page.get_by_text("No cell is like that.")).to_be_visible()
    assert broken_rules(page) == []


def test_one_click_starts_the_run_that_is_proposed(page: Page, server: Server) -> None:
    page.get_by_label("At most").select_option("32")
    page.get_by_role("button", name="Make these 32 pictures").click()
    page.wait_for_url("**/#/bulk/*")
    with server.client() as client:
        [run] = client.get("/api/bulks").json()["items"]
    assert (run["total"], run["state"]) == (32, "running")
    assert page.url.endswith(run["id"])


def test_on_a_phone_the_table_scrolls_in_itself_and_the_cell_stays_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator('[data-place="40/1"]').focus()
    expect(page.get_by_role("heading", name="surprised / autumn")).to_be_in_viewport()
    expect(page.locator('[data-place="40/1"]')).to_be_in_viewport()
    assert shows_without_sideways_scrolling(page)
    assert broken_rules(page) == []
