"""The dashboard in a real browser: numbers that are known, apart from those that are made up, and their CSV."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.accessibility import broken_rules
from support.pages import new_page, shows_without_sideways_scrolling
from support.watched_garden import MADE_UP, SHOWN, Exhibition

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def figure(page: Page, name: str) -> str:
    return page.locator(".dashboard-figures div", has_text=name).locator("dd").inner_text()


def test_known_visits_are_counted_and_made_up_ones_apart(watch: Page, exhibition: Exhibition) -> None:
    watch.goto(f"{exhibition.server.address}/#/dashboard")
    expect(watch.locator(".chart-card")).to_have_count(8)
    assert (figure(watch, "Visits"), figure(watch, "Taken home")) == ("50", "10")
    assert broken_rules(watch) == []
    watch.get_by_role("link", name="Show them apart").click()
    expect(watch.locator(".dashboard-figures dd").first).to_have_text(str(MADE_UP))
    watch.get_by_role("link", name="Show the real ones").click()
    watch.get_by_label("Days").select_option("today")
    expect(watch.get_by_text("Nobody came in these days")).to_be_visible()


def test_the_table_behind_a_chart_is_saved_as_csv(watch: Page, exhibition: Exhibition) -> None:
    watch.goto(f"{exhibition.server.address}/#/dashboard")
    card = watch.get_by_role("region", name="Shares: Mood", exact=True)
    card.get_by_text("As a table").click()
    with watch.expect_download() as download:
        card.get_by_role("button", name="Save as CSV").click()
    assert download.value.suggested_filename == "emotion.csv"
    written = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert written.splitlines() == ["Mood,Visits", "happy,13", "surprised,13", "calm,12", "angry,12"]


def test_gardens_ages_and_the_table_that_turns(watch: Page, exhibition: Exhibition) -> None:
    watch.goto(f"{exhibition.server.address}/#/dashboard?sheet=owner")
    expect(watch.get_by_role("img", name="Estimated ages by mood")).to_be_visible()
    assert (figure(watch, "Gardens"), figure(watch, "Average age")) == (str(SHOWN), "49.5 years")
    watch.get_by_label("Columns").select_option("gender")
    expect(watch.get_by_role("columnheader", name="looks female")).to_be_visible()
    assert broken_rules(watch) == []


def test_most_liked_pictures_lead_and_a_like_elsewhere_moves_them(watch: Page, exhibition: Exhibition) -> None:
    watch.goto(f"{exhibition.server.address}/#/dashboard?sheet=gallery")
    likes = watch.locator(".dashboard-likes [aria-hidden]")
    expect(likes).to_have_text(["♥ 6", "♥ 5", "♥ 4", "♥ 3"])
    with exhibition.server.client() as client:
        visit = client.post("/api/visits", json={"surface": "api"}).json()["id"]
        client.post(f"/api/visits/{visit}/consent", json={"camera": False})
        wish = {"item": exhibition.items[0], "kind": "click"}
        assert client.post(f"/api/visits/{visit}/likes", json=wish).status_code == 200
        expect(likes.first).to_have_text("♥ 7")
        client.post(f"/api/visits/{visit}/likes", json=wish | {"kind": "unlike"})
    expect(likes.first).to_have_text("♥ 6")


def test_wrong_guesses_are_told_by_group_on_a_phone(
    browser: Browser, exhibition: Exhibition, exhibition_state: Path
) -> None:
    with new_page(browser, exhibition_state, 390, 844) as page:
        page.goto(f"{exhibition.server.address}/#/dashboard?sheet=quality")
        expect(page.locator(".dashboard-errors li", has_text="elder")).to_contain_text("100% · differs")
        expect(page.get_by_text("Pictures before visitors")).to_be_visible()
        assert shows_without_sideways_scrolling(page)
        assert broken_rules(page) == []
