"""Curation in a real browser: by keyboard alone, by touch, two curators at once, and the next picture at once."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from support.accessibility import broken_rules
from support.garden_pages import grow, pool, served, signed_in, states
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEXT_TIMEOUT_MS = 100
REPEATS = 5
PICTURES = REPEATS * 4  # two cells, two orientations

# From the key to the next picture, whole and on the screen.
MEASURE = """(key) => new Promise((resolve) => {
  const shown = () => document.querySelector('.pane img.shown');
  const before = shown().dataset.id;
  const began = performance.now();
  const look = () => {
    const now = shown();
    if (now && now.dataset.id !== before && now.complete && now.naturalWidth > 0) resolve(performance.now() - began);
    else requestAnimationFrame(look);
  };
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  look();
})"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("garden"), settings={"HWAWON_ENGINE": "painter:flat"}) as server:
        assert grow(server, REPEATS) == PICTURES
        yield server


@pytest.fixture(scope="module")
def state(browser: Browser, grown: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_in(browser, grown, tmp_path_factory.mktemp("state"))


@pytest.fixture
def garden(grown: Server) -> Server:
    """The garden with no verdict."""
    with grown.client() as client:
        ids = [item["id"] for item in pool(client)["items"]]
        assert client.post("/api/pool/verdicts", json={"pictures": ids, "verdict": "clear"}).status_code == 200
    return grown


@pytest.fixture
def page(browser: Browser, garden: Server, state: Path) -> Iterator[Page]:
    with new_page(browser, state, 1440, 900) as opened:
        opened.goto(f"{garden.address}/#/curate")
        expect(cells(opened).first).to_be_visible()
        yield opened


def cells(page: Page) -> Locator:
    return page.locator(".cell[role=option]")


def present(page: Page) -> Locator:
    return page.locator(".cell[data-at]")


def settled(server: Server, **wanted: int) -> None:
    """What the server has, once all that was sent has arrived."""
    end = time.monotonic() + 20
    while states(server) != wanted:
        assert time.monotonic() < end, f"{states(server)} instead of {wanted}"
        time.sleep(0.1)


def test_pictures_are_judged_by_the_keyboard_alone(garden: Server, page: Page) -> None:
    expect(present(page)).to_have_attribute("data-row", "0")
    for row, key in enumerate("kpx4r", start=1):
        page.keyboard.press(key)
        expect(present(page)).to_have_attribute("data-row", str(row))
    expect(page.locator(".curate-told").get_by_role("link", name="Open in the studio")).to_be_visible()
    settled(garden, kept=3, rejected=1, retouch=1, unreviewed=PICTURES - 5)
    assert page.locator(".cell[data-row='3'] .stars").inner_text() == "★★★★"
    page.keyboard.press("z")
    expect(present(page)).to_have_attribute("data-row", "4")
    page.keyboard.press("Control+z")
    expect(present(page)).to_have_attribute("data-row", "3")
    settled(garden, kept=2, rejected=1, unreviewed=PICTURES - 3)
    page.keyboard.press("Home")
    page.keyboard.press("u")
    page.keyboard.press("End")
    expect(present(page)).to_have_attribute("data-row", str(PICTURES - 1))
    page.keyboard.press("NumpadAdd")
    expect(present(page)).to_have_attribute("data-state", "rejected")
    expect(present(page)).to_have_attribute("data-row", str(PICTURES - 1))
    page.keyboard.press("NumpadSubtract")
    settled(garden, kept=1, rejected=1, unreviewed=PICTURES - 2)


def test_the_next_picture_is_there_at_once(page: Page) -> None:
    page.keyboard.press("Enter")
    expect(page.locator(".pane img.shown")).to_be_visible()
    page.wait_for_timeout(1_500)  # one looks at the first
    took_ms = []
    for key in "kxkxkxk3":
        took_ms.append(page.evaluate(MEASURE, key))
        page.wait_for_timeout(300)  # nobody judges faster
    assert max(took_ms) < NEXT_TIMEOUT_MS, took_ms


def test_pictures_are_compared_and_one_is_held_beside_the_others(page: Page) -> None:
    panes = page.locator(".pane")
    page.keyboard.press("c")
    expect(panes).to_have_count(2)
    page.keyboard.press("v")
    expect(panes).to_have_count(4)
    expect(panes.nth(0)).to_have_attribute("data-at", "true")
    page.keyboard.press("ArrowRight")
    expect(panes.nth(1)).to_have_attribute("data-at", "true")
    page.keyboard.press("+")
    sheets = page.locator(".pane-sheet")
    assert len({sheet.get_attribute("style") for sheet in sheets.all()}) == 1
    assert "scale(1.5)" in str(sheets.first.get_attribute("style"))
    page.keyboard.press("0")
    page.keyboard.press("v")
    expect(panes).to_have_count(1)
    held = panes.first.locator("img.shown").get_attribute("data-id")
    page.keyboard.press("b")
    expect(panes).to_have_count(2)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        assert panes.first.locator("img.shown").get_attribute("data-id") == held
        expect(panes.nth(1).locator("img.shown")).not_to_have_attribute("data-id", str(held))
    page.keyboard.press("b")
    expect(panes).to_have_count(1)
    page.keyboard.press("Escape")
    expect(cells(page).first).to_be_visible()


def test_the_best_of_those_alike_is_kept(garden: Server, page: Page) -> None:
    with garden.client() as client:
        alike = pool(client, duplicates=True)["items"]
    assert alike, "the flat painter paints near-duplicates"
    best = alike[0]
    page.goto(f"{garden.address}/#/curate?cluster={best['cluster']}")
    expect(cells(page)).to_have_count(best["cluster_size"])
    page.keyboard.press("d")
    settled(garden, kept=1, rejected=best["cluster_size"] - 1, unreviewed=PICTURES - best["cluster_size"])
    page.keyboard.press("z")
    settled(garden, unreviewed=PICTURES)


def test_filters_are_kept_in_the_address_and_so_is_the_place(garden: Server, page: Page) -> None:
    page.get_by_role("button", name="Filters").click()
    page.locator(".pill", has_text="calm").click()
    expect(cells(page)).to_have_count(PICTURES // 2)
    page.keyboard.press("Escape")
    page.get_by_role("listbox").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    kept = present(page).get_attribute("data-id")
    page.wait_for_timeout(600)  # the address is written a moment later
    page.reload()
    expect(present(page)).to_have_attribute("data-id", str(kept))
    expect(cells(page)).to_have_count(PICTURES // 2)
    page.get_by_role("button", name="Take off the filter calm").click()
    expect(cells(page)).to_have_count(PICTURES)
    expect(present(page)).to_have_attribute("data-id", str(kept))


def test_a_refused_verdict_puts_the_picture_back_and_says_so(page: Page) -> None:
    page.route("**/api/pool/verdicts", lambda route: route.fulfill(status=409, json={"code": "x", "error": "it left"}))
    page.keyboard.press("k")
    expect(page.get_by_role("alert")).to_contain_text("it left")
    expect(page.locator(".cell[data-row='0']")).to_have_attribute("data-state", "unreviewed")


def test_many_are_chosen_and_judged_at_once(garden: Server, page: Page) -> None:
    cells(page).nth(1).click()
    cells(page).nth(4).click(modifiers=["Shift"])
    cells(page).nth(7).click(modifiers=["Control"])
    bar = page.get_by_role("toolbar")
    expect(bar).to_contain_text("5 chosen")
    page.keyboard.press("x")
    settled(garden, rejected=5, unreviewed=PICTURES - 5)
    expect(bar).to_have_count(0)
    page.keyboard.press("Control+a")
    expect(bar).to_contain_text(f"{PICTURES} chosen")
    bar.get_by_role("button", name="Keep").click()
    settled(garden, kept=PICTURES)


def test_what_was_decided_is_carried_out_only_at_the_end(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "garden", settings={"HWAWON_ENGINE": "painter:flat"}) as garden:
        assert grow(garden, REPEATS) == PICTURES
        with new_page(browser, signed_in(browser, garden, tmp_path), 1440, 900) as page:
            page.goto(f"{garden.address}/#/curate")
            expect(cells(page).first).to_be_visible()
            carried_out(garden, page)


def carried_out(garden: Server, page: Page) -> None:
    for key in "kkkxx":
        page.keyboard.press(key)
    settled(garden, kept=3, rejected=2, unreviewed=PICTURES - 5)
    assert served(garden) == 0
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".commit-scope")).to_have_text("In the whole garden.")
    page.get_by_role("button", name="Publish the kept (3)").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".outcome")).to_contain_text("3 done + 0 skipped + 0 failed of 3 asked")
    assert served(garden) == 3
    expect(page.get_by_role("button", name="Publish the kept (0)")).to_be_disabled()
    page.locator(".outcome").get_by_role("button", name="Undo").click()
    expect(page.locator(".outcome")).to_contain_text("3 as before")
    assert served(garden) == 0
    page.get_by_role("button", name="Delete the rejected (2)").click()
    assert states(garden)["rejected"] == 2
    page.get_by_role("button", name="Delete now").click()
    expect(page.locator(".outcome")).to_contain_text("2 deleted.")
    settled(garden, kept=3, unreviewed=PICTURES - 5)


def test_two_curators_never_see_the_same_picture(browser: Browser, garden: Server, state: Path, tmp_path: Path) -> None:
    seen: list[list[str]] = [[], []]
    with garden.client() as client:
        token = client.post("/api/tokens", json={"role": "curator", "name": "Mina"}).json()
    link = {"Authorization": f"Bearer {token.get('token') or token.get('key')}"}
    with new_page(browser, state, 1440, 900) as one, new_page(browser, None, 1440, 900) as other:
        other.set_extra_http_headers(link)
        for page in (one, other):
            page.goto(f"{garden.address}/#/curate?mode=queue")
            expect(page.locator(".pane img.shown")).to_be_visible()
        for _ in range(3):
            for page, ids in zip((one, other), seen, strict=True):
                ids.append(str(page.locator(".pane img.shown").get_attribute("data-id")))
                page.keyboard.press("k")
                expect(page.locator(".pane img.shown")).not_to_have_attribute("data-id", ids[-1])
    assert set(seen[0]).isdisjoint(seen[1])
    assert [len(set(ids)) for ids in seen] == [3, 3]
    settled(garden, kept=6, unreviewed=PICTURES - 6)


@pytest.mark.parametrize(("width", "height", "theme"), [(1440, 900, "light"), (390, 844, "dark")])
def test_every_view_keeps_the_rules_of_accessibility(
    browser: Browser, garden: Server, state: Path, width: int, height: int, theme: str
) -> None:
    with new_page(browser, state, width, height) as page:
        page.emulate_media(reduced_motion="reduce")
        page.add_init_script(f"localStorage.setItem('hwawon-theme', '{theme}')")
        page.goto(f"{garden.address}/#/curate?state=unreviewed")
        expect(cells(page).first).to_be_visible()
        if width < 700:
            page.get_by_role("button", name="Filters").click()
        expect(page.get_by_role("button", name="Finish")).to_be_visible()
        for key in ("", "k", "x", "Enter", "v", "?"):
            if key:
                page.keyboard.press(key)
            page.wait_for_timeout(300)
            assert (key, broken_rules(page)) == (key, [])
            assert shows_without_sideways_scrolling(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Finish").click()
        expect(page.locator(".tally")).to_be_visible()
        assert broken_rules(page) == []


def test_fingers_judge_and_walk_on_a_phone(browser: Browser, garden: Server, state: Path) -> None:
    with new_page(browser, state, 390, 844, locale="ko-KR", touch=True) as page:
        page.goto(f"{garden.address}/#/curate")
        cells(page).nth(1).tap()
        shown = page.locator(".pane img.shown")
        first = shown.get_attribute("data-id")
        page.get_by_role("toolbar").get_by_role("button", name="남기기").tap()
        expect(shown).not_to_have_attribute("data-id", str(first))
        settled(garden, kept=1, unreviewed=PICTURES - 1)
        assert shows_without_sideways_scrolling(page)


def test_an_empty_pool_says_how_pictures_come(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path / "empty") as server:
        state = signed_in(browser, server, tmp_path)
        with new_page(browser, state, 1440, 900) as page:
            page.goto(f"{server.address}/#/curate")
            expect(page.get_by_text("The pool is empty.")).to_be_visible()
            assert broken_rules(page) == []
            page.get_by_role("link", name="Make pictures in bulk").click()
            expect(page).to_have_url(f"{server.address}/#/bulk")
