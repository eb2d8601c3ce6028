"""What a person chooses once, in a real browser: it is kept, it is used, and two tabs do not undo each other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def settings(studio: Server, page: Page) -> Iterator[Page]:
    page.goto(f"{studio.address}{PREFIX}/#/settings")
    expect(page.get_by_label("Strength in percent")).to_be_visible()
    yield page
    page.goto(f"{studio.address}{PREFIX}/#/settings")
    forget(page)


def forget(page: Page) -> None:
    """Leave nothing behind for the other tests: they share one person."""
    part(page, "How new work begins").get_by_role("button", name="Back to the usual").click()
    expect(part(page, "How new work begins").get_by_role("status")).to_have_text("Saved")
    keys = part(page, "Keys of the studio").get_by_role("button", name="Back to the usual keys")
    if keys.is_enabled():
        keys.click()
        expect(keys).to_be_disabled()
        expect(part(page, "Keys of the studio").get_by_role("status")).to_have_text("Saved")


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def key(page: Page, act: str, keys: str = "Keys of the studio") -> Locator:
    return part(page, keys).get_by_role("button", name=re.compile(f"^{act}: "))


def saved(page: Page, name: str) -> None:
    expect(part(page, name).get_by_role("status")).to_have_text("Saved")


def test_how_new_work_begins_is_kept_and_used(studio: Server, settings: Page) -> None:
    settings.get_by_label("Strength in percent").fill("75")
    settings.get_by_label("Steps").fill("12")
    settings.get_by_label("Negative prompt").fill("people, text")
    saved(settings, "How new work begins")
    settings.reload()
    expect(settings.get_by_label("Strength in percent")).to_have_value("75")
    expect(settings.get_by_label("Negative prompt")).to_have_value("people, text")
    settings.get_by_role("link", name="Generate").click()
    expect(settings.get_by_label("Negative prompt")).to_have_value("people, text")
    settings.get_by_text("More", exact=True).click()
    expect(settings.get_by_label("Steps")).to_have_value("12")


def test_what_is_out_of_range_is_marked_and_not_kept(settings: Page) -> None:
    field = settings.get_by_label("Candidates")
    field.fill("17")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(settings.get_by_text("The marked value is out of its range")).to_be_visible()
    settings.reload()
    expect(settings.get_by_label("Candidates")).to_have_value("")


def test_what_is_typed_right_before_leaving_is_kept(studio: Server, settings: Page) -> None:
    settings.get_by_label("Candidates").fill("3")
    settings.get_by_role("link", name="Models").click()
    expect(settings.get_by_role("heading", name="Models")).to_be_visible()
    settings.get_by_role("link", name="Settings").click()
    expect(settings.get_by_label("Candidates")).to_have_value("3")


def test_another_tab_does_not_undo_what_was_chosen_here(
    browser: Browser, studio: Server, session_state: Path, settings: Page
) -> None:
    with new_page(browser, session_state, 1440, 900) as other:
        other.goto(f"{studio.address}{PREFIX}/#/settings")
        expect(other.get_by_label("Candidates")).to_be_visible()
        settings.get_by_label("Candidates").fill("4")
        saved(settings, "How new work begins")
        key(other, "Lasso").click()
        other.keyboard.press("j")
        saved(other, "Keys of the studio")
        other.reload()
        expect(other.get_by_label("Candidates")).to_have_value("4")
        expect(key(other, "Lasso")).to_have_text("J")


def test_a_key_is_given_to_another_act_and_conflicts_are_told(settings: Page) -> None:
    brush = key(settings, "Brush")
    expect(brush).to_have_text("B")
    brush.click()
    expect(brush).to_have_text("Press a key …")
    settings.keyboard.press("Shift+J")
    expect(brush).to_have_text("Shift + J")
    brush.click()
    settings.keyboard.press("e")
    told = settings.get_by_role("alert")
    expect(told).to_contain_text("E belongs to “Eraser” already.")
    told.get_by_role("button", name="Leave it as it was").click()
    expect(brush).to_have_text("Shift + J")
    brush.click()
    settings.keyboard.press("e")
    told.get_by_role("button", name="Swap the two keys").click()
    expect(brush).to_have_text("E")
    expect(key(settings, "Eraser")).to_have_text("Shift + J")
    saved(settings, "Keys of the studio")
    settings.reload()
    expect(key(settings, "Eraser")).to_have_text("Shift + J")


def test_curators_choose_the_keys_of_their_desk_apart_from_those_of_the_studio(studio: Server, settings: Page) -> None:
    curators = "Keys of the curators"
    keep = key(settings, "Keep", curators)
    expect(keep).to_have_text("K")
    keep.click()
    settings.keyboard.press("j")
    expect(keep).to_have_text("J")
    saved(settings, curators)
    expect(part(settings, "Keys of the studio").get_by_role("button", name="Back to the usual keys")).to_be_disabled()
    settings.reload()
    expect(keep).to_have_text("J")
    part(settings, curators).get_by_role("button", name="Back to the usual keys").click()
    expect(key(settings, "Keep", curators)).to_have_text("K")
    saved(settings, curators)


def test_keys_that_the_page_needs_are_refused_and_escape_leaves_all_as_it_was(settings: Page) -> None:
    undo = key(settings, "Undo")
    undo.focus()
    settings.keyboard.press("Enter")
    expect(undo).to_have_text("Press a key …")
    settings.keyboard.press("ArrowLeft")
    expect(settings.get_by_role("alert")).to_contain_text("← is needed by the browser")
    settings.get_by_role("button", name="Leave it as it was").click()
    undo.click()
    settings.keyboard.press("Escape")
    expect(undo).to_have_text("Ctrl + Z")


def test_language_and_appearance_follow_wherever_they_are_chosen(settings: Page) -> None:
    part(settings, "Language and appearance").get_by_label("Appearance").select_option("dark")
    expect(settings.get_by_role("banner").get_by_label("Appearance")).to_have_value("dark")
    part(settings, "Language and appearance").get_by_label("Language").select_option("ko")
    expect(settings.get_by_role("heading", name="설정", exact=True)).to_be_visible()
    settings.get_by_role("banner").get_by_label("언어").select_option("en")
    settings.get_by_role("banner").get_by_label("Appearance").select_option("auto")


def test_who_is_signed_in_and_which_version_this_is(studio: Server, settings: Page) -> None:
    about = part(settings, "About")
    expect(about).to_contain_text("administrator")
    with studio.client() as client:
        expect(about).to_contain_text(f"Hwawon {client.get('/api/health').json()['version']}")


def test_the_page_fits_a_phone(studio: Server, phone: Page) -> None:
    phone.goto(f"{studio.address}{PREFIX}/#/settings")
    expect(phone.get_by_label("강도(퍼센트)")).to_be_visible()
    assert shows_without_sideways_scrolling(phone)
