"""The displays' page in a real browser: pictures onto screens as one change, programmes, and a new screen."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from support.accessibility import broken_rules
from support.pages import new_page, shows_without_sideways_scrolling
from support.watched_garden import Exhibition

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def zone(exhibition: Exhibition, name: str) -> dict[str, Any]:
    with exhibition.server.client() as client:
        return dict(client.get(f"/api/zones/{name}").json())


def test_pictures_are_put_on_places_by_press_and_by_drag_and_shown_as_one_change(
    watch: Page, exhibition: Exhibition
) -> None:
    watch.goto(f"{exhibition.server.address}/#/displays/zone1")
    slots = watch.locator(".zone-wall[data-orientation=h] .slot")
    expect(slots).to_have_count(9)
    before = zone(exhibition, "zone1")
    shown = {one["item"] for one in before["slots"].values()}
    tray = watch.locator(".tray-pictures button")
    expect(tray).to_have_count(12)
    hidden = [index for index, item in enumerate(tray_items(exhibition, "h")) if item not in shown]
    tray.nth(hidden[0]).click()
    expect(slots.nth(1)).to_have_attribute("aria-pressed", "true")
    tray.nth(hidden[1]).drag_to(slots.nth(4))
    expect(watch.locator(".slot[data-put]")).to_have_count(2)
    assert zone(exhibition, "zone1")["version"] == before["version"]
    watch.get_by_role("button", name="Show 2 pictures").click()
    expect(watch.get_by_text("Put there by hand.")).to_be_visible()
    after = zone(exhibition, "zone1")
    changed = [slot for slot in after["slots"] if after["slots"][slot]["item"] != before["slots"][slot]["item"]]
    assert changed == ["1h", "5h"]
    assert broken_rules(watch) == []
    watch.get_by_role("button", name="Take them down").click()
    expect(watch.get_by_text("The zone's own pictures.")).to_be_visible()


def tray_items(exhibition: Exhibition, side: str) -> list[str]:
    with exhibition.server.client() as client:
        found = client.get("/api/serving", params={"orientation": side, "limit": 100}).json()["items"]
    return [f"emotions/{one['tail']}" for one in found]


def test_the_recommender_fills_the_board_and_dark_hours_are_planned(watch: Page, exhibition: Exhibition) -> None:
    watch.goto(f"{exhibition.server.address}/#/displays/zone2")
    watch.get_by_role("button", name="Fill by recommender").click()
    expect(watch.get_by_role("button", name="Show 18 pictures")).to_be_enabled()
    watch.get_by_role("button", name="Discard").click()
    watch.get_by_text("Add something").click()
    form = watch.locator(".zone-new")
    form.get_by_role("button", name="Dark hours").click()
    form.get_by_label("Title").fill("Night")
    form.get_by_label("From").fill("00:00")
    form.get_by_label("To", exact=True).fill("00:00")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(watch.get_by_text("Dark: Night")).to_be_visible()
    watch.get_by_role("button", name="End", exact=True).click()
    expect(watch.get_by_text("Dark: Night")).to_be_hidden()


def test_what_a_script_put_there_is_told_as_such_and_taken_down(watch: Page, exhibition: Exhibition) -> None:
    with exhibition.server.client() as client:
        put = {"zone": "zone1", "landscape": tray_items(exhibition, "h")[:2]}
        assert client.post("/updateDisplay", json=put).status_code == 200
    watch.goto(f"{exhibition.server.address}/#/displays/zone1")
    expect(watch.get_by_text("Put there by a script (/updateDisplay).")).to_be_visible()
    watch.get_by_role("button", name="Take them down").click()
    expect(watch.get_by_text("The zone's own pictures.")).to_be_visible()


def test_an_interruption_shows_what_waits_on_the_board_and_the_board_is_empty_then(
    watch: Page, exhibition: Exhibition
) -> None:
    watch.goto(f"{exhibition.server.address}/#/displays/zone3")
    watch.locator(".tray-pictures button").first.click()
    expect(watch.get_by_role("button", name="Show 1 picture")).to_be_enabled()
    watch.get_by_text("Add something").click()
    form = watch.locator(".zone-new")
    form.get_by_role("button", name="Interrupt").click()
    form.get_by_role("button", name="Add", exact=True).click()
    expect(watch.get_by_text("By the programme.")).to_be_visible()
    expect(watch.locator(".slot[data-put]")).to_have_count(0)
    expect(watch.get_by_role("button", name="Show 0 pictures")).to_be_disabled()
    watch.get_by_role("button", name="End", exact=True).click()


def test_a_new_screen_gets_an_address_once_and_is_seen_when_it_reports(
    browser: Browser, exhibition: Exhibition, exhibition_state: Path
) -> None:
    with new_page(browser, exhibition_state, 390, 844) as page:
        page.goto(f"{exhibition.server.address}/#/displays/zone3")
        expect(page.get_by_text("No screen reports from here yet.")).to_be_visible()
        page.get_by_label("Set up a screen for").select_option("2v")
        page.get_by_role("button", name="Make its address").click()
        expect(page.get_by_role("img", name="Code of the address")).to_be_visible()
        address = page.get_by_label("Address for the device").input_value()
        found = re.fullmatch(r".*/display\?zone=zone3&slot=2&orientation=v&start=1#token=(.+)", address)
        assert found, address
        assert broken_rules(page) == []
        assert shows_without_sideways_scrolling(page)
        with exhibition.server.client() as client:
            client.headers["Authorization"] = f"Bearer {found[1]}"
            seat = {"zone": "zone3", "slot": 2, "orientation": "v"}
            assert client.post("/api/players", json=seat).status_code == 201
        page.reload()
        expect(page.locator(".zone-players")).to_contain_text("2v, portrait")


def test_what_was_shown_is_summed_by_zone_and_by_picture_and_saved_as_csv(
    browser: Browser, exhibition: Exhibition, exhibition_state: Path
) -> None:
    told = [(0, 3_000), (0, 4_200), (1, 45)]  # which picture for how many seconds
    with exhibition.server.client() as client:
        seat = {"zone": "zone2", "slot": 7, "orientation": "h"}
        id = client.post("/api/players", json=seat).json()["id"]
        about = {"version": 1, "started_at": datetime.now(UTC).isoformat()}
        plays = [
            about | {"event": f"a-play-{number}", "item": exhibition.items[place], "seconds": seconds}
            for number, (place, seconds) in enumerate(told)
        ]
        assert client.post(f"/api/players/{id}/plays", json={"plays": plays}).json()["accepted"] == 3
    with new_page(browser, exhibition_state, 390, 844) as page:
        page.goto(f"{exhibition.server.address}/#/displays/zone2")
        totals = page.get_by_role("region", name="What was shown")
        expect(totals.get_by_role("status")).to_have_text("Shown 3 times, 2 hours in all.")
        expect(totals.get_by_role("row", name="zone2")).to_contain_text("2 hours")
        expect(totals.locator(".zone-sum-picture img")).to_have_count(2)
        expect(totals.locator("table").nth(1).locator("tbody tr").last).to_contain_text("45 s")
        assert shows_without_sideways_scrolling(page)
        assert broken_rules(page) == []
        with page.expect_download() as saved:
            totals.get_by_role("link", name="Save all as CSV").click()
        lines = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
        assert lines[1] == f'"{exhibition.items[0]}",zone2,2,7200.0'
        totals.get_by_label("Zone").select_option("zone3")
        expect(totals.get_by_text("No screen has told of anything in this time.")).to_be_visible()
