"""The page of the place in a real browser: the law is named, settings are kept, and a kiosk is set up."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.accessibility import broken_rules
from support.pages import new_page, shows_without_sideways_scrolling
from support.watched_garden import Exhibition

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_at_school_faces_cannot_be_read_and_elsewhere_it_is_switched_on_by_hand(
    watch: Page, exhibition: Exhibition
) -> None:
    watch.goto(f"{exhibition.server.address}/#/place")
    reading = watch.get_by_label("Guess the mood from the face")
    expect(reading).to_be_checked()
    watch.get_by_label("What kind of place").select_option("school")
    expect(watch.get_by_text("EU AI Act").first).to_be_visible()
    expect(reading).to_be_disabled()
    watch.get_by_label("Seconds until it begins anew").fill("5")
    expect(watch.get_by_role("button", name="Save")).to_be_disabled()
    watch.get_by_label("Seconds until it begins anew").fill("45")
    watch.get_by_role("button", name="Save").click()
    expect(watch.locator(".place-save [role=status]")).to_have_text("Saved")
    assert broken_rules(watch) == []
    with exhibition.server.client() as client:
        kept = client.get("/api/place").json()
        assert (kept["kind"], kept["reason"], kept["idle_s"]) == ("school", "school", 45)
    watch.get_by_label("What kind of place").select_option("museum")
    expect(reading).to_be_enabled()
    expect(reading).not_to_be_checked()
    reading.check()
    watch.get_by_role("button", name="Save").click()
    expect(watch.locator(".place-save [role=status]")).to_have_text("Saved")


def test_a_kiosk_gets_a_key_that_works_until_it_is_taken_back(
    browser: Browser, exhibition: Exhibition, exhibition_state: Path
) -> None:
    with new_page(browser, exhibition_state, 390, 844) as page:
        page.goto(f"{exhibition.server.address}/#/place")
        page.get_by_label("Name of the device").fill("by the door")
        page.get_by_label("Displays of the zone").select_option("zone1")
        page.get_by_role("button", name="Make a key").click()
        expect(page.get_by_role("img", name="Code of the address")).to_be_visible()
        found = re.fullmatch(
            r".*/kiosk\?zone=zone1#token=(.+)", page.get_by_label("Address for the device").input_value()
        )
        assert found
        assert shows_without_sideways_scrolling(page)
        assert broken_rules(page) == []
        with exhibition.server.client() as client:
            client.headers["Authorization"] = f"Bearer {found[1]}"
            assert client.get("/api/place").status_code == 200
            page.get_by_role("button", name="Take back the key of by the door").click()
            page.get_by_role("dialog").get_by_role("button", name="Take back").click()
            expect(page.get_by_text("by the door", exact=True)).to_have_count(0)
            assert client.get("/api/place").status_code == 401


def test_the_sign_is_offered_in_each_language_of_the_place(watch: Page, exhibition: Exhibition) -> None:
    watch.goto(f"{exhibition.server.address}/#/place")
    links = watch.get_by_role("region", name="Sign for the door").get_by_role("link")
    expect(links).to_have_text(["English", "한국어", "日本語"])
    assert watch.request.get(links.nth(1).get_attribute("href") or "").status == 200
