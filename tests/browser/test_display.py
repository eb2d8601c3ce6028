"""Screens change together, and whatever fails, none is ever blank: looked at by the pixels of what is seen."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from support.exhibition import COLOURS, colour_of, exhibition, key, put, screen, shows, stays, until
from support.newer_page import QUICK_LOOK, newer
from support.pages import PREFIX
from support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FULL = """() => {
  const full = () => { throw new DOMException("no space", "QuotaExceededError"); };
  IDBObjectStore.prototype.put = full;
  Storage.prototype.setItem = full;
}"""
WRONG_CLOCK = "const now = Date.now; Date.now = () => now() + 3e11;"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    with exhibition(tmp_path_factory.mktemp("hall"), HWAWON_BASE_PATH=PREFIX) as opened:
        yield opened


def test_two_screens_change_together_also_one_whose_clock_is_years_off(
    browser: Browser, hall: tuple[Server, str]
) -> None:
    server, token = hall
    with server.client() as client:
        client.put("/api/zones/zone1", json={"lead_s": 3})
    put(server, 0, 1)
    with screen(browser, server, token, 1) as one, screen(browser, server, token, 2, WRONG_CLOCK) as two:
        until(lambda: (shows(one), shows(two)) == (0, 1))
        put(server, 2, 3)
        until(lambda: (shows(one), shows(two)) == (2, 3))
        changed = [page.evaluate("window.changes.at(-1)") for page in (one, two)]
        assert [name for name, _ in changed] == [key(2), key(3)]
        assert abs(changed[0][1] - (changed[1][1] - 3e11)) < 500  # milliseconds
        until(lambda: "up_to_date" in states(server))
        with server.client() as client:
            players = client.get("/api/players").json()["items"]
        assert {round(player["clock_off_s"] or 0, -3) for player in players} == {0, 3e8}


def test_a_damaged_file_and_a_missing_one_keep_the_old_pictures(browser: Browser, hall: tuple[Server, str]) -> None:
    server, token = hall
    put(server, 0, 1)
    with (
        screen(browser, server, token, 1, is_kept=False) as one,
        screen(browser, server, token, 2, is_kept=False) as two,
    ):
        until(lambda: (shows(one), shows(two)) == (0, 1))
        damaged, (first, second) = one.context, unknown(server)
        damaged.route("**/display/files/*", lambda route: route.fulfill(body=b"\xff\xd8 not what it was"))
        two.context.route("**/display/files/*", lambda route: route.fulfill(status=404))
        put(server, first, second)
        stays((one, two), (0, 1), 4)
        until(lambda: old(one, two) and any("damaged" in (problem or "") for problem in problems(server)))
        damaged.unroute("**/display/files/*")
        two.context.unroute("**/display/files/*")
        until(lambda: (shows(one), shows(two)) == (first, second))


def unknown(server: Server) -> tuple[int, int]:
    """Two pictures of which no screen has the file: neither shown nor to come next."""
    with server.client() as client:
        known = client.get("/api/zones/zone1/manifest").text
    first, second, *_ = (number for number in range(len(COLOURS)) if key(number) not in known)
    return first, second


def old(one: Page, two: Page) -> bool:
    """Both still show what they did. Looking also lets the routes answer, which a test that only sleeps holds up."""
    assert (shows(one), shows(two)) == (0, 1)
    return True


def test_a_newer_page_is_taken_once_and_without_the_picture_going(browser: Browser, hall: tuple[Server, str]) -> None:
    server, token = hall
    put(server, 0)
    with screen(browser, server, token, 1, QUICK_LOOK, is_kept=False) as page:
        until(lambda: shows(page) == 0)
        page.wait_for_timeout(4000)  # its set's moment has come, so that nothing is to change any more
        loads: list[str] = []
        page.on("load", lambda _: loads.append(page.url))
        page.context.route("**/display", newer)  # what the page looks at; it is always given the old one to load
        page.wait_for_timeout(1500)
        assert loads == []  # a picture is on the screen
        with page.expect_event("load", timeout=30_000):
            put(server, 7)
        until(lambda: shows(page) == 7)
        put(server, 6)
        until(lambda: shows(page) == 6)
        page.wait_for_timeout(1500)
        put(server, 5)
        until(lambda: shows(page) == 5)
        assert len(loads) == 1
        page.context.unroute_all(behavior="ignoreErrors")


def test_a_full_store_keeps_the_screen_going(browser: Browser, hall: tuple[Server, str]) -> None:
    server, token = hall
    put(server, *range(9))  # what comes next is none of them
    with screen(browser, server, token, 1) as page:
        until(lambda: shows(page) == 0)
        page.evaluate(FULL)
        put(server, 9)
        until(lambda: shows(page) == 9)
        until(lambda: any("store" in (problem or "") for problem in problems(server)))
        put(server, 10)
        until(lambda: shows(page) == 10)


def test_the_hours_without_light_are_black_on_purpose_and_said_so(browser: Browser, hall: tuple[Server, str]) -> None:
    server, token = hall
    put(server, 0)
    with screen(browser, server, token, 1) as page, server.client() as client:
        until(lambda: shows(page) == 0)
        night = {"kind": "off", "title": "night", "hours": {"start": "00:00", "to": "00:00"}}
        made = client.post("/api/programmes", json={"zone": "zone1", "programme": night}).json()
        until(lambda: colour_of(page) == (0, 0, 0))
        until(lambda: "dark" in states(server))
        client.delete(f"/api/programmes/{made['id']}")
        until(lambda: shows(page) == 0)


def test_the_form_composes_the_original_address_and_shows_what_lies_there(
    browser: Browser, hall: tuple[Server, str]
) -> None:
    server, _ = hall
    put(server, 0, 1, 2)
    page = browser.new_context(viewport={"width": 320, "height": 640}, service_workers="block").new_page()
    page.goto(f"{server.address}{PREFIX}/display")
    page.get_by_label("Zone").fill("zone1")
    page.get_by_label("Place").select_option("3")
    page.get_by_label("Orientation").select_option("v")
    assert (
        page.get_by_label("Address of the picture").input_value()
        == f"{server.address}{PREFIX}/display/zone1/img3v.jpeg"
    )
    page.get_by_label("Orientation").select_option("h")
    page.get_by_label("Time between two looks (ms)").fill("500")
    page.get_by_role("button", name="Start").click()
    until(lambda: shows(page) == 2)
    page.context.route("**/img3h.jpeg", lambda route: route.fulfill(status=404))
    put(server, None, None, 8)
    stays([page], [2], 2)
    page.context.unroute("**/img3h.jpeg")
    until(lambda: shows(page) == 8)
    page.context.close()


def test_the_info_view_says_the_visitors_words_and_keeps_trying(browser: Browser, hall: tuple[Server, str]) -> None:
    server, token = hall
    with screen(browser, server, token, 1, view="info", period=300, language="ko", is_kept=False) as page:
        page.context.route("**/info", lambda route: route.fulfill(status=500))
        page.wait_for_timeout(1000)
        words = {"emotion": "calm", "season": "winter", "weather": "snowy", "time": "sunset"}
        page.context.unroute("**/info")
        page.context.route("**/info", lambda route: route.fulfill(body=json.dumps(words)))
        page.get_by_text("평온", exact=True).wait_for()
        assert page.locator("p").all_text_contents() == ["평온", "겨울", "눈", "해질녘"]


def test_a_killed_server_and_a_restart_without_it_leave_the_last_picture(browser: Browser, tmp_path: Path) -> None:
    with exhibition(tmp_path) as (server, token):
        put(server, 0, 1)
        with (
            screen(browser, server, token, 1, prefix="") as one,
            screen(browser, server, token, 2, WRONG_CLOCK, "") as two,
        ):
            until(lambda: (shows(one), shows(two)) == (0, 1))
            scheduled(server)
            one.wait_for_function("caches.open('hwawon-display-page').then(c => c.keys()).then(k => k.length > 1)")
            two.wait_for_function("caches.open('hwawon-display-page').then(c => c.keys()).then(k => k.length > 1)")
            time.sleep(1.5)  # the pictures of what comes next
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            with pytest.raises(httpx2.TransportError):
                httpx2.get(f"{server.address}/api/health", trust_env=False)
            stays((one, two), (0, 1), 2)
            for page in (one, two):  # the power went, and there is no network
                page.reload()
            until(lambda: shows(one) is not None and shows(two) is not None, 8)
            until(lambda: (shows(one), shows(two)) == (9, 9), 15)  # it follows the programme by the server's clock


def scheduled(server: Server) -> None:
    """In a few seconds all screens show picture 9."""
    from datetime import UTC, datetime, timedelta

    begin = datetime.now(UTC) + timedelta(seconds=12)
    interrupt = {
        "kind": "interrupt",
        "starts_at": begin.isoformat(),
        "ends_at": (begin + timedelta(hours=1)).isoformat(),
        "source": {"kind": "fixed", "landscape": [key(9)]},
    }
    with server.client() as client:
        answer = client.post("/api/programmes", json={"zone": "zone1", "programme": interrupt})
    assert answer.status_code == 201, answer.text


def players(server: Server) -> list[dict[str, Any]]:
    with server.client() as client:
        return list(client.get("/api/players").json()["items"])


def states(server: Server) -> set[str]:
    return {str(player["state"]) for player in players(server)}


def problems(server: Server) -> list[str | None]:
    return [player["problem"] for player in players(server)]


def test_each_colour_is_told_from_the_others() -> None:
    apart = [max(abs(a - b) for a, b in zip(one, two, strict=True)) for one in COLOURS for two in COLOURS if one != two]
    assert min(apart) > 24
