"""The garden's whole walk in a real browser: made, judged by keys, retouched, published, taken away.

After each step all who count say the same: the run, the pool, the promotion, serving, items and the original's lists.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.easel import painted
from support.endpoint_stub import EndpointStub, as_png, serving
from support.garden_pages import grow, pool, served, signed_in, states
from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = 6
THE_BAD_ONE = 3  # of the endpoint's requests
CELL = {"emotion": "calm", "favorite": "winter,snowy,sunset"}
SEARCH_KEY = "calm/winter,snowy,sunset"
WORK_TIMEOUT_MS = 90_000
SETTLED_TIMEOUT_S = 20.0


@dataclass(frozen=True)
class Garden:
    """A server whose endpoint refuses one picture until it is mended."""

    server: Server
    stub: EndpointStub

    def asked(self, path: str, **wanted: Any) -> dict[str, Any]:
        with self.server.client() as client:
            answer = client.get(path, params=wanted)
            assert answer.status_code == 200, answer.text
            return dict(answer.json())

    def visible(self) -> set[str]:
        """The keys that visitors see, which four who list them agree on; each has its file."""
        shown = {item["tail"] for item in self.asked("/api/serving")["items"]}
        assert self.asked("/api/serving")["total"] == len(shown)
        assert self.asked("/api/datasets")["items"]["rows"] == len(shown)
        assert {item["tail"] for item in self.asked("/api/pool", published=True)["items"]} == shown
        with self.server.client() as client:
            lists = client.post("/gardenfromDB", json={"emotion": SEARCH_KEY}).json()
            listed = [one["url"] for one in (*lists["landscape"], *lists["portrait"])]
            assert {client.get(url).headers["content-type"] for url in listed} <= {"image/jpeg"}
            rows = client.get("/api/datasets/items.csv").text.splitlines()[1:]
        assert {row.split('"')[1].removeprefix("emotions/") for row in rows} == shown
        assert {url.split("/emotions/")[1] for url in listed} == shown
        assert len(listed) == len(shown)
        return shown


def until(now: Callable[[], Any], wanted: Any) -> None:
    """Wait for what the server has once all that was sent has arrived."""
    end = time.monotonic() + SETTLED_TIMEOUT_S
    while (there := now()) != wanted:
        assert time.monotonic() < end, f"{there} instead of {wanted}"
        time.sleep(0.1)


def answer_of(stub: EndpointStub) -> Callable[[dict[str, Any]], Any]:
    """Paints, but for one request, which is refused as a wrong one."""

    def answer(body: dict[str, Any]) -> Any:
        is_bad = len(stub.bodies) == THE_BAD_ONE
        stub.status = 422 if is_bad else 200
        return {"detail": "the model fell over its own roots"} if is_bad else as_png(body)

    return answer


def button(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name)


def cells(page: Page) -> Locator:
    return page.locator(".cell[role=option]")


def present(page: Page) -> Locator:
    return page.locator(".cell[data-at]")


def test_pictures_are_made_judged_retouched_published_and_taken_away(browser: Browser, tmp_path: Path) -> None:
    stub = EndpointStub()
    stub.answer = answer_of(stub)
    settings = {"HWAWON_ENGINE": "painter:flat", "HWAWON_ENDPOINTS_FIELDS": "seed"}
    with (
        serving(stub) as address,
        running(tmp_path, settings=settings | {"HWAWON_ENDPOINTS": address}) as server,
        new_page(browser, signed_in(browser, server, tmp_path), 1440, 900) as page,
    ):
        garden = Garden(server, stub)
        run = made_with_one_failure(garden, page)
        restarted(garden, page, run)
        judged_by_keys(garden, page)
        child = retouched(garden, page)
        kept = published(garden, page, child)
        taken_away(garden, page, kept)


def made_with_one_failure(garden: Garden, page: Page) -> str:
    """Three repeats in both orientations; the run's id."""
    page.goto(f"{garden.server.address}/#/bulk")
    page.get_by_role("combobox", name="Engine").select_option("endpoints")
    page.get_by_role("combobox", name="Emotion").select_option(CELL["emotion"])
    page.get_by_role("combobox", name="Favorite").select_option(CELL["favorite"])
    sides = {"Landscape: Width": 384, "Landscape: Height": 256, "Portrait: Width": 256, "Portrait: Height": 384}
    for name, value in {"Repeats": 3, **sides}.items():
        page.get_by_label(name).fill(str(value))
    button(page, "Start 6 pictures").click()
    expect(page.locator(".run-progress p")).to_contain_text("5 of 6 done · 1 failed", timeout=WORK_TIMEOUT_MS)
    failures = page.get_by_role("region", name="What failed")
    expect(failures.get_by_role("listitem")).to_have_count(1)
    expect(failures).to_contain_text("fell over its own roots")
    run = page.url.rsplit("/", 1)[1]
    counted(garden, run, done=5, failed=1)
    assert states(garden.server) == {"unreviewed": 5}
    return run


def counted(garden: Garden, run: str, *, done: int, failed: int) -> None:
    told = garden.asked(f"/api/bulks/{run}")
    rest = {"total": PICTURES, "running": 0, "left": 0, "cancelled": 0, "state": "done"}
    assert {name: told[name] for name in ("done", "failed", *rest)} == {"done": done, "failed": failed, **rest}


def restarted(garden: Garden, page: Page, run: str) -> None:
    button(page, "Restart what failed").click()
    expect(page.locator(".run-progress p")).to_contain_text("6 of 6 done", timeout=WORK_TIMEOUT_MS)
    expect(page.get_by_role("region", name="What failed")).to_have_count(0)
    counted(garden, run, done=6, failed=0)
    assert len(garden.stub.bodies) == PICTURES + 1
    facets = garden.asked("/api/pool/facets", bulk=run)
    assert facets["total"] == PICTURES
    assert {name: count for name, count in facets["orientation"].items() if count} == {"h": 3, "v": 3}
    assert garden.visible() == set()


def judged_by_keys(garden: Garden, page: Page) -> None:
    """Kept, rejected, kept with four stars, rejected and taken back, kept, retouch; the last is left."""
    page.get_by_role("link", name="Curate these pictures").press("Enter")
    expect(cells(page)).to_have_count(PICTURES)
    for row, key in enumerate("kx4x", start=1):
        page.keyboard.press(key)
        expect(present(page)).to_have_attribute("data-row", str(row))
    until(lambda: states(garden.server), {"kept": 2, "rejected": 2, "unreviewed": 2})
    page.keyboard.press("z")
    expect(present(page)).to_have_attribute("data-row", "3")
    until(lambda: states(garden.server), {"kept": 2, "rejected": 1, "unreviewed": 3})
    page.keyboard.press("k")
    page.keyboard.press("r")
    until(lambda: states(garden.server), {"kept": 3, "rejected": 1, "retouch": 1, "unreviewed": 1})
    assert [item["stars"] for item in pool_of(garden, state="kept", stars_min=1)] == [4]
    assert garden.visible() == set()


def pool_of(garden: Garden, **wanted: Any) -> list[dict[str, Any]]:
    with garden.server.client() as client:
        return list(pool(client, **wanted)["items"])


def retouched(garden: Garden, page: Page) -> str:
    """The one that wanted it goes through the studio, back to the pool as a child, and is kept; the child's name."""
    (parent,) = pool_of(garden, state="retouch")
    page.locator(".curate-told").get_by_role("link", name="Open in the studio").click()
    expect(page).to_have_url(re.compile(f"#/retouch/{parent['id']}"))
    expect(page.locator(".easel")).to_be_visible()
    painted(page, (100, 100), (180, 140))
    button(page, "To the pool").click()
    until(lambda: len(pool_of(garden, parent=parent["id"])), 1)
    (child,) = pool_of(garden, parent=parent["id"])
    assert (child["state"], child["published"]) == ("unreviewed", False)
    assert {name: child[name] for name in CELL} == CELL
    assert child["journal"] is not None
    until(lambda: states(garden.server), {"kept": 3, "rejected": 1, "retouch": 1, "unreviewed": 2})
    page.locator(f"a[href*='{child['id']}']", has_text="Back to Curate").press("Enter")
    expect(page.locator(".pane img.shown").first).to_have_attribute("data-id", child["id"])
    page.keyboard.press("k")
    until(lambda: states(garden.server), {"kept": 4, "rejected": 1, "retouch": 1, "unreviewed": 1})
    return str(child["tail"])


def published(garden: Garden, page: Page, child: str) -> set[str]:
    """What was kept, and nothing else, goes before visitors; again it is only skipped."""
    button(page, "Show all").click()
    button(page, "Finish").click()
    button(page, "Publish the kept (4)").click()
    button(page, "Publish now").click()
    expect(page.locator(".outcome")).to_contain_text("4 done + 0 skipped + 0 failed of 4 asked")
    kept = {item["tail"]: item["id"] for item in pool_of(garden, state="kept")}
    assert child in kept
    assert garden.visible() == kept.keys()
    with garden.server.client() as client:
        again = {"kind": "promote", "pictures": list(kept.values())}
        told = client.post("/api/promotions", json=again, headers={"Idempotency-Key": "again"}).json()
    assert [told[name] for name in ("asked", "promoted", "skipped", "failed")] == [4, 0, 4, 0]
    assert garden.visible() == kept.keys()
    assert states(garden.server) == {"kept": 4, "rejected": 1, "retouch": 1, "unreviewed": 1}
    return set(kept)


def taken_away(garden: Garden, page: Page, kept: set[str]) -> None:
    page.get_by_role("link", name="What visitors see").click()
    expect(cells(page)).to_have_count(len(kept))
    page.get_by_role("listbox").focus()
    page.keyboard.press("End")
    page.keyboard.press("Delete")
    button(page.get_by_role("dialog"), "Take away").press("Enter")
    expect(cells(page)).to_have_count(len(kept) - 1)
    left = garden.visible()
    (gone,) = kept - left
    assert len(left) == len(kept) - 1
    with garden.server.client() as client:
        assert client.get(f"/emotions/{gone}").status_code == 404
    assert states(garden.server) == {"kept": 4, "rejected": 1, "retouch": 1, "unreviewed": 1}
    told = garden.asked("/api/promotions")["items"][0]
    assert (told["kind"], told["asked"], told["promoted"] + told["skipped"] + told["failed"]) == ("retract", 1, 1)


def test_a_phone_is_enough_to_judge_publish_and_take_away(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, settings={"HWAWON_ENGINE": "painter:flat"}) as server:
        total = grow(server, 1, [CELL])
        with new_page(browser, signed_in(browser, server, tmp_path), 390, 844, touch=True) as page:
            page.goto(f"{server.address}/#/curate")
            cells(page).first.tap()
            button(page.get_by_role("toolbar"), "Keep").tap()
            until(lambda: states(server), {"kept": 1, "unreviewed": total - 1})
            assert shows_without_sideways_scrolling(page)
            button(page, "Finish").tap()
            button(page, "Publish the kept (1)").tap()
            button(page, "Publish now").tap()
            until(lambda: served(server), 1)
            page.get_by_role("link", name="What visitors see").tap()
            expect(cells(page)).to_have_count(1)
            assert shows_without_sideways_scrolling(page)
            button(page, "Take away").tap()
            button(page.get_by_role("dialog"), "Take away").tap()
            expect(page.get_by_text("Visitors see nothing yet.")).to_be_visible()
            assert served(server) == 0


def test_the_form_of_runs_stands_in_its_place_also_after_other_pages(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/#/bulk")
    expect(page.locator(".cell-form")).to_be_visible()
    place = page.locator(".cell-form").bounding_box()
    titles = {"Curate": "Curate", "Serving": "What visitors see", "Loop": "Loop", "Bulk": "Pictures in bulk"}
    for name, title in titles.items():
        page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator(".cell-form")).to_be_visible()
    assert page.locator(".cell-form").bounding_box() == place
