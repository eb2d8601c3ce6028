"""The studio in a real browser: from a photograph to a saved picture whose outside is untouched."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from support.easel import (
    WORK_TIMEOUT_MS,
    bounds_of,
    choose,
    drag,
    execute,
    panel,
    pixels,
    saved_mask,
    saved_picture,
    take,
)
from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.pictures import photograph, saved
from support.server import Server, running
from support.studio import gradient
from support.webui_stub import Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(studio: Server, page: Page) -> Page:
    """The studio with a freshly chosen file on it."""
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, gradient(640, 480, 11))
    return page


def astronaut() -> bytes:
    return saved(Image.fromarray(photograph("astronaut")), "PNG")


def test_a_photograph_is_retouched_and_saved_with_its_outside_untouched(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, astronaut(), "astronaut.png")
    drag(page, (330, 330), (380, 350), (360, 380))
    mask = saved_mask(page) > 0
    execute(page)
    page.get_by_role("button", name="Keep this one").click()
    panel(page, "Steps")
    expect(page.get_by_text("0 pixels changed outside")).to_be_visible()
    before, after = pixels(astronaut()), pixels(saved_picture(page))
    assert before.shape == after.shape
    changed = (before != after).any(axis=2)
    assert changed[mask].mean() > 0.5
    left, top, right, bottom = bounds_of(changed)
    reach = bounds_of(mask)
    assert left > reach[0] - 48
    assert top > reach[1] - 48
    assert right < reach[2] + 48
    assert bottom < reach[3] + 48


def test_candidates_are_ordered_by_their_seam_and_one_is_kept(desk: Page) -> None:
    drag(desk, (320, 240), (400, 240))
    strip = execute(desk)
    scores = [float(text) for text in strip.locator(".strip-score").all_inner_texts()]
    assert len(scores) == 2
    assert scores == sorted(scores)
    first = desk.locator(".patch").get_attribute("src")
    strip.get_by_role("radio").nth(2).check(force=True)
    expect(desk.locator(".patch")).not_to_have_attribute("src", first or "")
    strip.get_by_role("radio").first.check(force=True)
    expect(desk.locator(".patch")).to_have_count(0)
    strip.get_by_role("radio").nth(1).check(force=True)
    strip.get_by_role("button", name="Keep this one").click()
    expect(strip).to_have_count(0)
    expect(panel(desk, "Steps").locator(".step-row")).to_have_count(1)


def test_each_run_begins_on_the_same_base_until_one_is_kept(desk: Page) -> None:
    drag(desk, (320, 240), (400, 240))
    panel(desk, "Strength")
    desk.get_by_role("combobox", name="Candidates").select_option("1")
    desk.get_by_role("textbox", name="Seed").fill("7")
    execute(desk)
    first = pixels(saved_picture(desk))
    desk.get_by_role("button", name="Execute", exact=True).click()
    strip = desk.get_by_role("region", name="Candidates")
    expect(strip.get_by_role("radio")).to_have_count(3, timeout=WORK_TIMEOUT_MS)
    expect(desk.locator(".saving")).to_have_text("Saved")
    assert (pixels(saved_picture(desk)) == first).all()
    strip.get_by_role("button", name="Keep this one").click()
    desk.get_by_role("button", name="Execute", exact=True).click()
    expect(strip).to_be_visible(timeout=WORK_TIMEOUT_MS)
    expect(desk.locator(".saving")).to_have_text("Saved")
    assert (pixels(saved_picture(desk)) != first).any()


def test_the_true_seed_can_be_used_again(desk: Page) -> None:
    drag(desk, (320, 240), (400, 240))
    execute(desk)
    desk.get_by_role("button", name=re.compile(r"Reuse seed \d+")).click()
    panel(desk, "Strength")
    expect(desk.get_by_role("textbox", name="Seed")).to_have_value(re.compile(r"^\d+$"))


def test_strokes_are_taken_back_and_done_again(desk: Page) -> None:
    ready = desk.get_by_role("button", name="Execute", exact=True)
    expect(ready).to_be_disabled()
    expect(desk.get_by_text("Paint what should change.")).to_be_visible()
    drag(desk, (250, 200), (320, 240))
    expect(ready).to_be_enabled()
    desk.keyboard.press("Control+z")
    expect(ready).to_be_disabled()
    desk.keyboard.press("Control+Shift+Z")
    expect(ready).to_be_enabled()


def test_fifty_one_strokes_are_taken_back_one_by_one(desk: Page) -> None:
    for index in range(51):
        drag(desk, (40 + 10 * index, 100), (42 + 10 * index, 300), steps=1)
    whole = int((saved_mask(desk) > 0).sum())
    for _ in range(50):
        desk.keyboard.press("Control+z")
    one = int((saved_mask(desk) > 0).sum())
    assert 0 < one < whole / 5
    desk.keyboard.press("Control+z")
    expect(desk.get_by_role("button", name="Undo")).to_be_disabled()
    drag(desk, (300, 300), (320, 320))
    expect(desk.get_by_role("button", name="Redo")).to_be_disabled()


def test_hiding_the_layers_does_not_change_what_is_sent(desk: Page) -> None:
    drag(desk, (320, 240), (400, 240))
    before = saved_mask(desk)
    desk.get_by_role("button", name="Mask", exact=True).click()
    desk.get_by_label("Opacity of Picture").fill("20")
    assert (saved_mask(desk) == before).all()
    execute(desk)


def test_time_and_fit_are_told_before_the_click(desk: Page) -> None:
    expect(desk.locator(".plan")).to_have_count(0)
    drag(desk, (290, 240), (350, 240))
    expect(desk.locator(".plan")).to_be_visible()
    expect(desk.locator(".overlay .crop")).to_be_visible()
    execute(desk)
    drag(desk, (290, 260), (350, 260))
    expect(desk.locator(".plan")).to_contain_text(re.compile(r"about \d+ s"))


def test_a_stable_diffusion_server_is_sent_what_was_drawn_and_chosen(browser: Browser, tmp_path: Path) -> None:
    stub = Stub()
    with serving(stub) as address:
        settings = {"HWAWON_WEBUI_URL": address, "HWAWON_ENGINE": "webui"}
        with running(tmp_path, settings=settings) as server, new_page(browser, None, 1440, 900) as page:
            page.goto(server.administrator_link)
            page.goto(f"{server.address}/#/retouch")
            choose(page, gradient(640, 480, 11))
            drag(page, (300, 240), (360, 240))
            panel(page, "Strength")
            page.get_by_role("combobox", name="Candidates").select_option("1")
            panel(page, "Engine")
            page.get_by_label("Sampler").select_option("DPM++ 2M")
            page.get_by_label("Steps").fill("12")
            page.get_by_label("Guidance").fill("4.5")
            execute(page)
    asked = stub.bodies("/sdapi/v1/img2img")[0]
    assert (asked["sampler_name"], asked["steps"], asked["cfg_scale"]) == ("DPM++ 2M", 12, 4.5)
    assert asked["prompt"] == "masterpiece,realistic,photorealistic"
    assert asked["negative_prompt"] == "unreal,(worst quality:2.0),(low quality:2.0),(normal quality:1.6)"
    assert asked["denoising_strength"] == pytest.approx(0.6)


def test_abort_stops_the_work_and_keeps_the_mask(browser: Browser, tmp_path: Path) -> None:
    slow = {"HWAWON_ENGINE": "painter:slow"}
    with running(tmp_path, settings=slow) as server, new_page(browser, None, 1440, 900) as page:
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/retouch")
        choose(page, gradient(640, 480, 11))
        drag(page, (320, 240), (400, 240))
        panel(page, "Strength")
        page.get_by_role("combobox", name="Candidates").select_option("8")
        page.get_by_role("button", name="Execute", exact=True).click()
        expect(page.locator(".progress")).to_contain_text("step", timeout=WORK_TIMEOUT_MS)
        page.get_by_role("button", name="Abort").click()
        expect(page.get_by_text("Aborted. Your mask is still here.")).to_be_visible(timeout=WORK_TIMEOUT_MS)
        expect(page.get_by_role("button", name="Execute", exact=True)).to_be_enabled()
        with server.client() as client:
            assert [job["state"] for job in client.get("/api/jobs").json()["items"]] == ["cancelled"]


def test_a_file_that_is_no_picture_is_refused_in_words(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    page.set_input_files("input[type=file]", {"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_role("alert")).to_contain_text("picture")


def test_pictures_are_pasted_dropped_and_opened_several_at_once(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    expect(page.get_by_role("heading", name="Retouch")).to_be_visible()
    give = """([kind, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], "given.png", { type: "image/png" }));
        const init = { bubbles: true, cancelable: true };
        window.dispatchEvent(kind === "paste"
            ? new ClipboardEvent("paste", { ...init, clipboardData: data })
            : new DragEvent("drop", { ...init, dataTransfer: data }));
    }"""
    page.evaluate(give, ["paste", list(gradient(96, 64, 5))])
    expect(page.locator(".paper > img").first).to_be_visible()
    first = page.url
    page.evaluate(give, ["drop", list(gradient(64, 96, 6))])
    expect(page).not_to_have_url(first)
    expect(page.get_by_role("navigation", name="Open pictures").get_by_role("link")).to_have_count(2)
    page.get_by_role("link", name="Another picture").click()
    files: list[FilePayload] = [
        {"name": f"{seed}.png", "mimeType": "image/png", "buffer": gradient(80, 60, seed)} for seed in (21, 22, 23)
    ]
    page.set_input_files("input[type=file]", files)
    expect(page.get_by_role("navigation", name="Open pictures").get_by_role("link")).to_have_count(5)
    page.get_by_role("navigation", name="Open pictures").get_by_role("link").first.click()
    expect(page).to_have_url(first)


def test_the_studio_works_by_touch_on_a_phone(studio: Server, phone: Page) -> None:
    phone.goto(f"{studio.address}{PREFIX}/#/retouch")
    phone.set_input_files(
        "input[type=file]", {"name": "photo.png", "mimeType": "image/png", "buffer": gradient(640, 480, 12)}
    )
    expect(phone.locator(".paper > img").first).to_be_visible()
    assert shows_without_sideways_scrolling(phone)
    phone.locator(".easel").tap(position={"x": 170, "y": 200})
    phone.get_by_role("button", name="실행", exact=True).tap()
    expect(phone.locator(".strip-score").first).to_be_visible(timeout=WORK_TIMEOUT_MS)
    assert shows_without_sideways_scrolling(phone)


def test_the_whole_work_can_be_done_by_keys(desk: Page, tmp_path: Path) -> None:
    desk.get_by_role("application").focus()
    desk.keyboard.press("r")
    desk.keyboard.press("Shift+ArrowLeft")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Shift+F")
    desk.get_by_role("tab", name="Prompt", exact=True).focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("region", name="Candidates")).to_be_visible(timeout=WORK_TIMEOUT_MS)
    desk.keyboard.press("Escape")
    desk.get_by_role("application").focus()
    desk.keyboard.press(".")
    desk.keyboard.press("k")
    expect(desk.get_by_role("region", name="Candidates")).to_have_count(0)
    desk.get_by_role("button", name="Save as").focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Save", exact=True).focus()
    with desk.expect_download() as download:
        desk.keyboard.press("Enter")
    assert np.asarray(Image.open(download.value.path())).shape[:2] == (480, 640)


def test_nothing_is_asked_of_another_host(browser: Browser, studio: Server, session_state: Path) -> None:
    with new_page(browser, session_state, 1440, 900) as page:
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(re.sub(r"^(blob:)?(\w+://[^/]+).*$", r"\2", request.url)))
        page.goto(f"{studio.address}{PREFIX}/#/retouch")
        choose(page, gradient(640, 480, 11))
        drag(page, (320, 240), (400, 240))
        execute(page)
        for name in ("Mask", "Lines", "Reference", "Steps", "Engine"):
            panel(page, name)
        take(page, "Rectangle")
        page.get_by_role("button", name="View", exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert hosts == {studio.address}


def test_the_picture_is_compared_with_what_it_was_by_a_key(desk: Page) -> None:
    drag(desk, (320, 240), (400, 240))
    execute(desk)
    expect(desk.locator(".patch")).to_have_count(1)
    desk.get_by_role("application").focus()
    desk.keyboard.press("c")
    expect(desk.locator(".patch")).to_have_count(0)
    desk.keyboard.press("c")
    expect(desk.locator(".patch")).to_have_count(1)
