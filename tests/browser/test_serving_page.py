"""What visitors see, in a real browser: taken away, undone, deleted, with the counts right at each step."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.accessibility import broken_rules
from support.garden_pages import grow, pool, served, signed_in
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = 8


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("garden"), settings={"HWAWON_ENGINE": "painter:flat"}) as server:
        assert grow(server, 2) == PICTURES
        yield server


@pytest.fixture(scope="module")
def state(browser: Browser, grown: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_in(browser, grown, tmp_path_factory.mktemp("state"))


def published(server: Server) -> int:
    """Everything of the pool is served."""
    with server.client() as client:
        answer = client.post(
            "/api/promotions", json={"kind": "promote", "filter": {}}, headers={"Idempotency-Key": str(served(server))}
        )
        assert answer.status_code == 202, answer.text
        return int(pool(client)["total"])


def cells(page: Page) -> Locator:
    return page.locator(".cell[role=option]")


def test_pictures_are_unpublished_taken_away_and_deleted_and_what_can_be_is_undone(
    browser: Browser, grown: Server, state: Path
) -> None:
    assert published(grown) == PICTURES
    with new_page(browser, state, 1440, 900) as page:
        page.goto(f"{grown.address}/#/serving")
        expect(cells(page)).to_have_count(PICTURES)
        page.keyboard.press("u")  # with nothing clicked before
        expect(cells(page)).to_have_count(PICTURES - 1)
        assert served(grown) == PICTURES - 1
        page.get_by_role("listbox").focus()
        page.keyboard.press("z")
        expect(cells(page)).to_have_count(PICTURES)
        page.get_by_role("listbox").focus()
        page.keyboard.press(" ")
        page.keyboard.press("ArrowRight")
        page.keyboard.press(" ")
        page.keyboard.press("Delete")
        expect(page.get_by_role("dialog")).to_contain_text("Take 2 pictures away")
        assert served(grown) == PICTURES
        page.get_by_role("button", name="Take away", exact=True).click()
        expect(cells(page)).to_have_count(PICTURES - 2)
        assert served(grown) == PICTURES - 2
        with grown.client() as client:
            assert pool(client)["total"] == PICTURES
        page.get_by_role("listbox").focus()
        page.keyboard.press("End")
        page.keyboard.press("Delete")
        page.get_by_role("button", name="Delete for good").click()
        expect(cells(page)).to_have_count(PICTURES - 3)
        with grown.client() as client:
            assert pool(client)["total"] == PICTURES - 1


@pytest.mark.parametrize(("width", "height", "theme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_the_page_keeps_the_rules_of_accessibility(
    browser: Browser, grown: Server, state: Path, width: int, height: int, theme: str
) -> None:
    published(grown)
    with new_page(browser, state, width, height) as page:
        page.emulate_media(reduced_motion="reduce")
        page.add_init_script(f"localStorage.setItem('hwawon-theme', '{theme}')")
        page.goto(f"{grown.address}/#/serving")
        expect(cells(page).first).to_be_visible()
        expect(page.locator(".recent li").first).to_be_visible()
        assert broken_rules(page) == []
        assert shows_without_sideways_scrolling(page)
        cells(page).first.click()
        page.get_by_role("button", name="Take away").click()
        assert broken_rules(page) == []
        page.keyboard.press("Escape")
        page.goto(f"{grown.address}/#/serving?emotion=sad")
        expect(page.get_by_text("No published picture fits these filters.")).to_be_visible()


def test_nothing_published_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "empty") as server:
        state = signed_in(browser, server, tmp_path)
        with new_page(browser, state, 390, 844) as page:
            page.goto(f"{server.address}/#/serving")
            expect(page.get_by_text("Visitors see nothing yet.")).to_be_visible()
            assert broken_rules(page) == []
