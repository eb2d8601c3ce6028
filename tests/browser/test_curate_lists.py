"""Lists of the Curate page as they change: a queue at its end, acts on all, news of others, filters on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.accessibility import broken_rules
from support.garden_pages import grow, pool, signed_in
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = 8  # two cells, two orientations, twice
CELL = {"emotion": "sad", "favorite": "autumn,rainy,day"}


@pytest.fixture
def garden(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path / "garden", settings={"HWAWON_ENGINE": "painter:flat"}) as server:
        assert grow(server, 2) == PICTURES
        yield server


@pytest.fixture
def state(browser: Browser, garden: Server, tmp_path: Path) -> Path:
    return signed_in(browser, garden, tmp_path)


def cells(page: Page) -> Locator:
    return page.locator(".cell[role=option]")


def present(page: Page) -> Locator:
    return page.locator(".cell[data-at]")


def test_a_queue_at_its_end_says_so_and_leads_on(browser: Browser, garden: Server, state: Path) -> None:
    with new_page(browser, state, 1440, 900) as page:
        page.goto(f"{garden.address}/#/curate?mode=queue")
        shown = page.locator(".pane img.shown")
        for _ in range(PICTURES):
            before = shown.get_attribute("data-id")
            page.keyboard.press("k")
            expect(page.locator(f".pane img.shown[data-id='{before}']")).to_have_count(0)
        expect(page.get_by_role("heading", name="Nothing is left")).to_be_visible()
        expect(page.locator(".queue-end")).to_contain_text(f"{PICTURES} judged by you now")
        assert broken_rules(page) == []
        page.keyboard.press("z")
        expect(shown).to_be_visible()  # the last is before one again
        page.keyboard.press("x")
        end = page.locator(".queue-end")
        end.get_by_role("button", name="Finish").click()
        expect(page.get_by_role("button", name=f"Publish the kept ({PICTURES - 1})")).to_be_visible()
        page.keyboard.press("Escape")
        grow(garden, 1, [CELL])
        expect(shown).to_be_visible()  # what comes meanwhile is brought by itself
        page.keyboard.press("k")
        page.keyboard.press("k")
        end.get_by_role("button", name="Second opinions").click()
        expect(page).to_have_url(f"{garden.address}/#/curate?mode=second")


def test_pictures_of_others_come_by_themselves_and_the_present_one_stays(
    browser: Browser, garden: Server, state: Path
) -> None:
    with new_page(browser, state, 1440, 900) as page:
        page.goto(f"{garden.address}/#/curate")
        expect(cells(page)).to_have_count(PICTURES)
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        kept = str(present(page).get_attribute("data-id"))
        place = present(page).bounding_box()
        grow(garden, 6, [CELL])  # twelve, which come before all others
        expect(cells(page)).to_have_count(PICTURES + 12)
        expect(present(page)).to_have_attribute("data-id", kept)
        expect(present(page)).to_have_attribute("data-row", "15")
        after = present(page).bounding_box()
        assert place and after and place["x"] >= 0 and after["y"] < 900  # in sight
        with garden.client() as client:
            other = pool(client)["items"][0]["id"]
            client.post("/api/pool/verdicts", json={"pictures": [other], "verdict": "keep"})
        expect(page.locator(f".cell[data-id='{other}']")).to_have_attribute("data-state", "kept")
        expect(present(page)).to_have_attribute("data-id", kept)


def test_an_act_on_all_is_taken_back_by_one_key(browser: Browser, garden: Server, state: Path) -> None:
    with new_page(browser, state, 1440, 900) as page:
        page.route(
            "**/api/pool?*limit=500*", lambda route: route.continue_(url=route.request.url.replace("=500", "=3"))
        )
        page.goto(f"{garden.address}/#/curate")
        expect(cells(page)).to_have_count(PICTURES)
        page.keyboard.press("x")
        page.keyboard.press("Control+a")
        page.keyboard.press("k")
        expect(page.locator(".cell[data-state=kept]")).to_have_count(PICTURES)
        page.keyboard.press("z")
        expect(page.locator(".cell[data-state=unreviewed]")).to_have_count(PICTURES - 1)
        expect(page.locator(".cell[data-state=rejected]")).to_have_count(1)  # the act before it stays
        with garden.client() as client:
            expect(page.locator(".cell[data-state=kept]")).to_have_count(0)
            assert pool(client, state="kept")["total"] == 0


def test_filters_on_a_phone_are_a_sheet_that_acts_when_it_is_told_to(
    browser: Browser, garden: Server, state: Path
) -> None:
    with new_page(browser, state, 390, 844, touch=True) as page:
        page.goto(f"{garden.address}/#/curate")
        page.get_by_role("button", name="Filters").tap()
        sheet = page.get_by_role("dialog", name="Filters")
        sheet.locator(".pill", has_text="calm").tap()
        show = sheet.get_by_role("button", name=f"Show {PICTURES // 2} pictures")
        expect(show).to_be_visible()
        assert broken_rules(page) == []
        assert shows_without_sideways_scrolling(page)
        assert page.url.endswith("#/curate")  # nothing yet
        show.tap()
        expect(sheet).to_be_hidden()
        expect(cells(page)).to_have_count(PICTURES // 2)
        page.get_by_role("button", name="Filters (1)").tap()
        sheet.get_by_role("button", name="Take off all").tap()
        sheet.get_by_role("button", name=f"Show {PICTURES} pictures").tap()
        expect(cells(page)).to_have_count(PICTURES)
        page.get_by_role("button", name="Filters").tap()
        sheet.locator(".pill", has_text="calm").tap()
        sheet.get_by_role("button", name="Cancel").tap()
        expect(cells(page)).to_have_count(PICTURES)


def test_the_pictures_of_one_run_and_their_order_are_chosen(browser: Browser, garden: Server, state: Path) -> None:
    grow(garden, 1, [CELL])
    with new_page(browser, state, 1440, 900) as page:
        page.goto(f"{garden.address}/#/curate")
        page.get_by_role("button", name="Filters").click()
        page.get_by_label("One run").select_option(label="sad / autumn,rainy,day (2)")
        expect(cells(page)).to_have_count(2)
        newest = cells(page).first.get_attribute("data-id")
        page.get_by_label("Order").select_option("oldest")
        expect(cells(page).nth(1)).to_have_attribute("data-id", str(newest))
