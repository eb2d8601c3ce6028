"""The queue in a real browser: looking at it, giving orders by mouse and by keys, many jobs at once."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from hwawon.storage.ids import new_id
from support.pages import new_page, shows_without_sideways_scrolling
from support.server import Server, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORK_TIMEOUT_MS = 60_000
MANY = 1_500
MOST_ROWS_DRAWN = 60


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose painter has a long job, so that the others wait."""
    with running(tmp_path_factory.mktemp("busy"), settings={"HWAWON_ENGINE": "painter:slow"}) as server:
        ask(server, "the long one", count=16)
        yield server


@pytest.fixture(scope="module")
def state(browser: Browser, busy: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    saved = tmp_path_factory.mktemp("state") / "state.json"
    page = browser.new_page()
    page.goto(busy.administrator_link)
    page.wait_for_selector("h1")
    page.context.storage_state(path=saved)
    page.context.close()
    return saved


@pytest.fixture
def waiting(browser: Browser, busy: Server, state: Path) -> Iterator[Page]:
    """The queue with three jobs that wait, in this order: ash, birch, cedar."""
    ids = [ask(busy, name) for name in ("ash", "birch", "cedar")]
    with new_page(browser, state, 1440, 900) as page:
        page.goto(f"{busy.address}/#/jobs")
        expect(rows(page)).to_have_count(3)
        yield page
    with busy.client() as client:
        for id in ids:
            client.delete(f"/api/jobs/{id}")


def ask(server: Server, prompt: str, **wishes: object) -> str:
    with server.client() as client:
        wish = {"prompt": prompt, "width": 256, "height": 256, "seed": 1, **wishes}
        answer = client.post("/api/generate", json=wish)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])


def rows(page: Page, title: str = "Waiting") -> Locator:
    return page.get_by_role("region", name=title).get_by_role("listitem")


def names(page: Page) -> list[str]:
    return rows(page).locator(".job-words a").all_inner_texts()


def expect_order(page: Page, *wanted: str) -> None:
    expect(rows(page).locator(".job-words a")).to_have_text(list(wanted))


def box(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=name)


def test_what_works_and_what_waits_is_shown_with_its_place(waiting: Page) -> None:
    expect(rows(waiting, "At work")).to_contain_text("the long one")
    expect(rows(waiting, "At work").get_by_role("progressbar")).to_be_visible()
    expect_order(waiting, "ash", "birch", "cedar")
    expect(rows(waiting).nth(2)).to_contain_text("Place 3 in the queue")
    expect(box(waiting, "cedar, Generate, Place 3 in the queue")).to_be_visible()
    assert shows_without_sideways_scrolling(waiting)


def test_a_job_moves_by_its_buttons_and_by_its_keys(waiting: Page) -> None:
    rows(waiting).nth(2).get_by_role("button", name="To the front").click()
    expect_order(waiting, "cedar", "ash", "birch")
    rows(waiting).nth(0).get_by_role("button", name="Later").click()
    expect_order(waiting, "ash", "cedar", "birch")
    box(waiting, "birch").focus()
    waiting.keyboard.press("Alt+ArrowUp")
    expect_order(waiting, "ash", "birch", "cedar")
    expect(box(waiting, "birch")).to_be_focused()
    waiting.keyboard.press("Alt+End")
    expect_order(waiting, "ash", "cedar", "birch")


def test_the_keys_walk_pause_cancel_and_put_back(waiting: Page) -> None:
    box(waiting, "ash").focus()
    waiting.keyboard.press("ArrowDown")
    expect(box(waiting, "birch")).to_be_focused()
    waiting.keyboard.press("p")
    expect(rows(waiting).filter(has_text="birch")).to_contain_text("Paused")
    expect_order(waiting, "ash", "cedar", "birch")
    expect(box(waiting, "birch")).to_be_focused()
    waiting.keyboard.press("p")
    expect(rows(waiting).filter(has_text="birch")).to_contain_text("Place")
    waiting.keyboard.press("Delete")
    expect(waiting.get_by_text("1 job cancelled")).to_be_visible()
    expect(rows(waiting)).to_have_count(2)
    expect(waiting.locator(".job input:focus")).to_have_count(1)
    waiting.get_by_role("button", name="Put back").click()
    expect(rows(waiting)).to_have_count(3)


def test_many_are_chosen_and_ordered_at_once(waiting: Page) -> None:
    box(waiting, "ash").check()
    box(waiting, "cedar").click(modifiers=["Shift"])
    bar = waiting.get_by_role("toolbar")
    expect(bar).to_contain_text("3 chosen")
    box(waiting, "ash").uncheck()
    bar.get_by_role("button", name="To the front").click()
    expect_order(waiting, "birch", "cedar", "ash")
    bar.get_by_role("button", name="Pause").click()
    expect(rows(waiting).filter(has_text="Paused")).to_have_count(2)
    bar.get_by_role("button", name="Cancel", exact=True).click()
    expect_order(waiting, "ash")
    expect(bar).to_have_count(0)
    waiting.get_by_role("link", name="Cancelled").click()
    expect(rows(waiting, "Cancelled").filter(has_text="cedar").first).to_be_visible()


def test_news_come_by_themselves(busy: Server, waiting: Page) -> None:
    late = ask(busy, "dogwood")
    expect_order(waiting, "ash", "birch", "cedar", "dogwood")
    with busy.client() as client:
        assert client.delete(f"/api/jobs/{late}").status_code == 200
    expect_order(waiting, "ash", "birch", "cedar")


def test_a_job_that_fails_says_why_and_is_restarted(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, settings={"HWAWON_ENGINE": "painter:flat"}) as server:
        failing = ask(server, "too large", engine="painter:oom")
        painted = ask(server, "a pond")
        page = browser.new_page(locale="en-US")
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/jobs?shown=failed")
        row = rows(page, "Failed")
        expect(row).to_contain_text("Not enough memory", timeout=WORK_TIMEOUT_MS)
        page.get_by_role("button", name="Restart all that failed").click()
        expect(page.get_by_text("1 job is back in the queue")).to_be_visible()
        expect(row).to_have_count(0)
        expect(row).to_contain_text("Not enough memory", timeout=WORK_TIMEOUT_MS)
        row.get_by_role("link", name="too large").click()
        expect(page).to_have_url(f"{server.address}/#/jobs/{failing}")
        expect(page.get_by_role("heading", name="too large")).to_be_visible()
        expect(page.get_by_text("3 of 3")).to_be_visible()
        page.get_by_role("button", name="Restart").click()
        expect(page.get_by_text("1 job restarted")).to_be_visible()
        page.goto(f"{server.address}/#/jobs?shown=succeeded")
        rows(page, "Finished").get_by_role("link", name="Open the result").click()
        expect(page).to_have_url(f"{server.address}/#/generate/{painted}")
        page.context.close()


def test_a_long_list_is_read_and_drawn_only_where_it_is_seen(browser: Browser, busy: Server, state: Path) -> None:
    fill(busy.log.parent / "data")
    with new_page(browser, state, 1440, 900) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "state=failed" in request.url else None)
        page.goto(f"{busy.address}/#/jobs?shown=failed")
        expect(rows(page, "Failed").first).to_contain_text(f"number {MANY}")
        assert len(set(asked)) <= 3
        page.locator(".job input").first.focus()
        for _ in range(MANY // 100 + 2):  # each press of End leads to the end as it is known so far
            before = page.locator(".job").last.get_attribute("aria-setsize")
            page.keyboard.press("End")
            page.wait_for_timeout(250)
            if page.locator(".job").last.get_attribute("aria-setsize") == before == str(MANY):
                break
        expect(box(page, "number 1, ")).to_be_focused()
        assert page.locator(".job").count() <= MOST_ROWS_DRAWN
        page.keyboard.press("Home")
        expect(box(page, f"number {MANY}, ")).to_be_focused()


def fill(data: Path) -> None:
    """Put many dead letters into the database of a running server, all like the job that is there already."""
    with closing(sqlite3.connect(data / "hwawon.sqlite", timeout=30)) as database:
        names = [column[1] for column in database.execute("PRAGMA table_info(job)")]
        (sample,) = database.execute("SELECT * FROM job ORDER BY id LIMIT 1")
        like = dict(zip(names, sample, strict=True)) | {
            "state": "failed",
            "claim": None,
            "error": json.dumps({"code": "out_of_memory", "message": "the device is full"}),
        }
        letters = [
            like | {"id": new_id(), "request": json.dumps({"request": {"prompt": f"number {number}"}})}
            for number in range(1, MANY + 1)
        ]
        marks = ", ".join(f":{name}" for name in names)
        database.executemany(f"INSERT INTO job VALUES ({marks})", letters)
        database.commit()


def test_the_page_works_by_touch_on_a_phone(browser: Browser, busy: Server, state: Path) -> None:
    job = ask(busy, "연못과 흰 튤립이 있는 아주 긴 이름의 정원")
    with new_page(browser, state, 390, 844, locale="ko-KR", touch=True) as page:
        page.goto(f"{busy.address}/#/jobs")
        row = rows(page, "대기 중")
        expect(row).to_have_count(1)
        assert shows_without_sideways_scrolling(page)
        row.get_by_role("checkbox").tap()
        page.get_by_role("toolbar").get_by_role("button", name="일시 정지").tap()
        expect(row).to_contain_text("일시 정지됨")
        assert shows_without_sideways_scrolling(page)
        row.get_by_role("button", name="취소").tap()
        expect(row).to_have_count(0)
    with busy.client() as client:
        assert client.get(f"/api/jobs/{job}").json()["state"] == "cancelled"
