"""The page of the data sets in a real browser: files in with their report, seed data made and removed, files out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from support.accessibility import broken_rules
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
USERS = b"USER_ID,GENDER,EMOTION\nu1,Male,HAPPY\nu2,Male\nu3,Female,SAD\n"
ITEMS = b'ITEM_ID,TIMESTAMP,EMOTION\n"emotions/happy/spring,sunny,day/img_1h.jpeg",1700000000000,happy\n'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path) as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: Server, tmp_path: Path) -> Iterator[Page]:
    first = browser.new_page()
    first.goto(server.administrator_link)
    first.wait_for_selector("h1")
    first.context.storage_state(path=tmp_path / "state.json")
    first.context.close()
    with new_page(browser, tmp_path / "state.json", 390, 844) as opened:
        opened.goto(f"{server.address}/#/data")
        expect(opened.locator(".data-cards li")).to_have_count(3)
        yield opened


def choose(page: Page, **files: bytes) -> None:
    sent = [FilePayload(name=f"{name}.csv", mimeType="text/csv", buffer=data) for name, data in files.items()]
    page.set_input_files("input[type=file]", sent)


def counts(page: Page) -> list[str]:
    return page.locator(".data-count").all_inner_texts()


def test_files_go_in_with_a_report_seed_data_comes_and_goes_and_files_come_out(page: Page) -> None:
    assert counts(page) == ["0", "0", "0"]
    expect(page.get_by_role("button", name="Make seed data")).to_be_disabled()
    choose(page, users=USERS, items=ITEMS)
    expect(page.get_by_text("users.csv, line 3:")).to_be_visible()
    expect(page.get_by_text("Stamps in milliseconds, kept in seconds")).to_be_visible()
    expect(page.locator(".data-count").first).to_have_text("2")
    page.get_by_role("button", name="Make seed data").click()
    expect(page.get_by_text("40 invented visitors with 2,000 likes")).to_be_visible()
    expect(page.locator(".made-up")).to_have_count(2)
    assert broken_rules(page) == []
    assert shows_without_sideways_scrolling(page)
    page.get_by_role("button", name="Remove seed data").click()
    expect(page.locator(".data-count").nth(2)).to_have_text("0")
    expect(page.locator(".data-count").first).to_have_text("2")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export users.csv").click()
    written = Path(download.value.path()).read_bytes()
    assert written == b"USER_ID,GENERATION,GENDER,EMOTION\nu1,,Male,HAPPY\nu3,,Female,SAD\n"


def test_a_wrong_header_and_a_strange_file_are_told(page: Page) -> None:
    choose(page, users=b"NAME,AGE\nx,1\n")
    expect(page.locator(".data-outcome .problem")).to_contain_text("lacks USER_ID")
    choose(page, photo=b"x")
    expect(page.locator(".data-outcome .problem")).to_contain_text("photo.csv")
    assert counts(page) == ["0", "0", "0"]
