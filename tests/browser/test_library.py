"""The start page in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_stranger_sees_the_gate_and_no_picture(browser: Browser, studio: Server) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{studio.address}{PREFIX}/")
    expect(page.get_by_role("heading", name="The garden gate is closed")).to_be_visible()
    assert page.locator("img").count() == 0
    context.close()


def test_the_administrator_link_works_once(browser: Browser, studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/")  # the fixture has used the link up
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    second = browser.new_context()
    answer = second.request.get(studio.administrator_link)
    assert answer.status in (401, 403, 404, 410)
    assert second.cookies() == []
    second.close()


def test_pictures_keep_their_shape_in_the_grid(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/")
    expect(page.locator(".card img").nth(3)).to_be_visible()
    for image in page.locator(".card img").all():
        box = image.bounding_box()
        assert box is not None
        wanted = float(image.get_attribute("width") or 0) / float(image.get_attribute("height") or 1)
        assert box["width"] / box["height"] == pytest.approx(wanted, rel=0.02)
        image.scroll_into_view_if_needed()  # those far below are loaded when they come near
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth > 0")


def test_the_lightbox_walks_by_keys_and_gives_the_focus_back(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/")
    first = page.locator(".card button").first
    first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    title = dialog.locator("strong").inner_text()
    page.keyboard.press("ArrowRight")
    expect(dialog.locator("strong")).not_to_have_text(title)
    page.keyboard.press("ArrowLeft")
    expect(dialog.locator("strong")).to_have_text(title)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(first).to_be_focused()


def test_a_picture_made_meanwhile_appears_by_itself(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/")
    expect(page.locator(".card img").first).to_be_visible()
    before = page.locator(".card:not(.painting) img").count()
    with studio.client() as client:
        wish = {"prompt": "spring garden", "width": 320, "height": 256, "seed": 3}
        assert client.post("/api/generate", json=wish).status_code == 202
    expect(page.locator(".card:not(.painting) img")).to_have_count(before + 1, timeout=30_000)


def test_language_and_appearance_are_remembered(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/")
    page.get_by_label("Language").select_option("ja")
    expect(page.get_by_role("heading", name="画帖")).to_be_visible()
    page.get_by_label("画面の色").select_option("dark")
    page.reload()
    expect(page.locator("html[lang=ja][data-theme=dark]")).to_have_count(1)
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert sum(int(number) for number in re.findall(r"\d+", ground)[:3]) < 120


def test_the_library_fits_a_phone(studio: Server, phone: Page) -> None:
    phone.goto(f"{studio.address}{PREFIX}/")
    expect(phone.get_by_role("heading", name="그림함")).to_be_visible()
    assert shows_without_sideways_scrolling(phone)
    phone.locator(".card button").first.tap()
    expect(phone.get_by_role("dialog")).to_be_visible()


def test_no_request_leaves_the_server(studio: Server, browser: Browser, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{studio.address}{PREFIX}/")
    expect(page.locator(".card img").first).to_be_visible()
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    expect(page.locator(".from-library img").first).to_be_visible()
    assert asked
    assert [url for url in asked if not url.startswith((f"{studio.address}{PREFIX}/", "data:", "blob:"))] == []


def test_signing_in_and_out_on_a_server_without_a_prefix(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path) as server, new_page(browser, None, 1440, 900) as page:
        page.goto(server.administrator_link)
        expect(page.get_by_text("Nothing has been painted yet.")).to_be_visible()
        assert page.url == f"{server.address}/"
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", name="The garden gate is closed")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="The garden gate is closed")).to_be_visible()
