"""The recommender's page in a real browser: a slate with its reasons, the numbers behind one, policies, the verdict."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from hwawon.app import open_house
from hwawon.config import Settings
from hwawon.recommend.recommender import Recommender
from hwawon.recommend.simulate import run
from hwawon.recommend.simulate.planting import plant
from hwawon.recommend.simulate.world import make_world
from support.accessibility import broken_rules
from support.garden_pages import signed_in
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running
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


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that made visitors have come to, in groups large enough to be told of."""
    folder = tmp_path_factory.mktemp("judged")
    world = make_world(160)
    with open_house(Settings(data_dir=folder / "data", models_dir=folder / "models")) as house:
        plant(house.database, world)
        visitors = run.Exhibition(world, house.database, Recommender(house.database))
        visitors.remember([world.visitor(1000 + number) for number in range(120)], 4)
        for number in range(60):
            visitors.receive(world.visitor(number), 1)
    with running(folder, "--no-worker") as server:
        yield server


def test_what_each_way_earned_stands_beside_other_choices_and_by_group(
    browser: Browser, judged: Server, tmp_path: Path
) -> None:
    state = signed_in(browser, judged, tmp_path)
    with new_page(browser, state, 1440, 900) as page:
        page.goto(f"{judged.address}/#/recommender")
        earned = page.get_by_role("region", name="What default earned", exact=True)
        rate = earned.get_by_role("row", name="Likes for each shown picture", exact=False).first
        expect(rate).to_contain_text("60 slates")
        with judged.client() as client:
            (told,) = client.get("/api/recommend/evaluation").json()["report"]["policies"]
        snips = earned.get_by_role("row", name="At random instead: SNIPS", exact=False).first
        expect(snips).to_contain_text(percent(told["random"]["snips"]["value"]))
        expect(snips).to_contain_text(f"{percent(told['random']['snips']['low'])} to ")
        expect(earned.get_by_role("row", name="At random instead: IPS")).to_be_visible()
        (female,) = [one for one in told["groups"] if one["value"] == "Female"]
        expect(earned.get_by_role("row", name="looks female")).to_contain_text(percent(female["estimate"]["value"]))
        assert broken_rules(page) == []
    with new_page(browser, state, 390, 844) as page:
        page.goto(f"{judged.address}/#/dashboard?sheet=quality")
        alike = page.get_by_role("region", name="Whether all are served alike")
        expect(alike.get_by_role("row", name="looks female")).to_be_visible()
        assert shows_without_sideways_scrolling(page)
        assert broken_rules(page) == []


def test_where_nothing_was_shown_the_page_says_what_to_do(
    browser: Browser, exhibition_state: Path, exhibition: Exhibition
) -> None:
    report = {"computed_at": "2026-05-02T10:00:00Z", "days": 30, "likes": 0, "smallest_group": 20}
    none = {"state": "ready", "running": False, "report": report | {"replays": [], "policies": []}}
    with new_page(browser, exhibition_state, 390, 844) as page:
        page.route("**/api/recommend/evaluation*", lambda route: route.fulfill(json=none))
        page.goto(f"{exhibition.server.address}/#/recommender")
        earned = page.get_by_role("region", name="What each way earned")
        expect(earned).to_contain_text("Nothing was shown to visitors within the last 30 days")
        expect(earned.get_by_role("link", name="Place")).to_have_attribute("href", "#/place")
        assert shows_without_sideways_scrolling(page)


def percent(share: float) -> str:
    return f"{round(100 * share, 1):g}%"
