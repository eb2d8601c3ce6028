"""The way to the pages: all of them within reach on a desk and on a phone, by keys and by touch, in three languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.accessibility import broken_rules
from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = 16
MAKING = 7  # without those that only curators enter
ONE_ROW_PX = 72


def ways(page: Page) -> Locator:
    return page.locator(".bar nav a")


def menu(page: Page) -> Locator:
    return page.locator(".menu-button")


def within(page: Page, width: int, height: int) -> bool:
    boxes = [way.bounding_box() for way in ways(page).all()]
    return all(box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] < height for box in boxes)


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1440, 900), (1024, 768), (390, 844)])
def test_every_page_is_in_sight_in_one_bar_or_in_one_list(
    browser: Browser, studio: Server, session_state: Path, width: int, height: int, language: str
) -> None:
    with new_page(browser, session_state, width, height) as page:
        page.add_init_script(f"localStorage.setItem('hwawon-language', '{language}')")
        page.goto(f"{studio.address}{PREFIX}/#/settings")
        expect(page.locator("h1")).to_be_visible()
        bar = page.locator(".bar").bounding_box()
        assert bar and bar["height"] < ONE_ROW_PX
        if width < 1400:
            expect(ways(page).first).to_be_hidden()
            menu(page).click()
        expect(ways(page)).to_have_count(PAGES)
        expect(ways(page).last).to_be_visible()
        assert within(page, width, height)
        assert shows_without_sideways_scrolling(page)
        assert broken_rules(page) == []


def test_the_list_on_a_phone_names_the_page_and_goes_by_touch(phone: Page, studio: Server) -> None:
    phone.goto(f"{studio.address}{PREFIX}/#/curate")
    expect(menu(phone)).to_have_text("메뉴: 고르기")
    menu(phone).tap()
    expect(ways(phone).and_(phone.locator("[aria-current=page]"))).to_have_text("고르기")
    phone.get_by_role("link", name="모델").tap()
    title = phone.get_by_role("heading", name="모델", exact=True)
    expect(title).to_be_visible()
    expect(title).to_have_css("word-break", "keep-all")  # Korean breaks between its words
    expect(ways(phone).first).to_be_hidden()
    expect(menu(phone)).to_have_text("메뉴: 모델")
    menu(phone).tap()
    phone.touchscreen.tap(200, 800)
    expect(menu(phone)).to_have_attribute("aria-expanded", "false")


def test_keys_open_the_list_walk_it_and_leave_it(browser: Browser, studio: Server, session_state: Path) -> None:
    with new_page(browser, session_state, 1024, 768) as page:
        page.goto(f"{studio.address}{PREFIX}/#/models")
        menu(page).focus()
        page.keyboard.press("Enter")
        expect(menu(page)).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Tab")
        expect(ways(page).first).to_be_focused()
        page.keyboard.press("Escape")
        expect(menu(page)).to_be_focused()
        expect(ways(page).first).to_be_hidden()
        page.keyboard.press("Enter")
        for _ in range(PAGES + 1):
            page.keyboard.press("Tab")
        expect(menu(page)).to_have_attribute("aria-expanded", "false")  # the focus has left it


def test_who_is_no_curator_sees_no_way_into_the_garden(browser: Browser, studio: Server) -> None:
    with studio.client() as client:
        token = client.post("/api/tokens", json={"role": "retoucher"}).json()["token"]
    with new_page(browser, None, 1440, 900) as page:
        page.set_extra_http_headers({"Authorization": f"Bearer {token}"})
        page.goto(f"{studio.address}{PREFIX}/")
        expect(ways(page)).to_have_count(MAKING)
        expect(page.get_by_role("link", name="Curate")).to_have_count(0)
