"""The recommender's page in a real browser: a slate with its reasons, the numbers behind one, policies, the verdict."""

from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from support.accessibility import broken_rules
from support.pages import new_page, shows_without_sideways_scrolling
from support.watched_garden import Exhibition

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_slate_for_a_mood_shows_reasons_and_chances_and_leads_to_the_numbers(
    watch: Page, exhibition: Exhibition
) -> None:
    watch.goto(f"{exhibition.server.address}/#/recommender")
    watch.locator(".recommender-wish select").first.select_option("calm")
    watch.get_by_role("button", name="Draw pictures").click()
    cards = watch.locator(".recommender-card")
    expect(cards).to_have_count(8)
    expect(cards.first).to_contain_text("calm")
    expect(cards.first).to_contain_text("Chance to be here:")
    cards.first.get_by_role("button").click()
    expect(watch.get_by_role("heading", name="Why: calm")).to_be_visible()
    expect(watch.get_by_role("cell", name="±")).to_be_visible()
    assert broken_rules(watch) == []


def test_a_policy_is_added_with_its_share_and_wrong_shares_are_told(watch: Page, exhibition: Exhibition) -> None:
    watch.goto(f"{exhibition.server.address}/#/recommender")
    watch.get_by_role("button", name="Add a way").click()
    share = watch.get_by_label("Share in %").nth(1)
    share.fill("120")
    expect(watch.get_by_text("The marked value is out of its range.")).to_be_visible()
    share.fill("25")
    part = watch.get_by_role("region", name="Ways of choosing")
    part.get_by_role("button", name="Save").click()
    expect(part.get_by_role("status")).to_have_text("Saved")
    with exhibition.server.client() as client:
        told = client.get("/api/recommend/policies").json()["policies"]
        assert [(one["name"], one["share"]) for one in told] == [("default", 0.75), ("try-1", 0.25)]
        client.put("/api/recommend/policies", json={"policies": []})


def test_too_few_likes_are_told_and_a_training_on_them_is_refused(
    browser: Browser, exhibition: Exhibition, exhibition_state: Path
) -> None:
    with new_page(browser, exhibition_state, 390, 844) as page:
        page.goto(f"{exhibition.server.address}/#/recommender?item={quote(exhibition.items[0])}")
        expect(page.locator(".recommender-numbers")).to_contain_text("liked by 6")
        expect(page.get_by_text("too few likes yet")).to_be_visible()
        page.get_by_role("button", name="Train now").click()
        expect(page.get_by_text("Not taken")).to_be_visible()
        assert shows_without_sideways_scrolling(page)
        assert broken_rules(page) == []
