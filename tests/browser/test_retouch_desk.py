"""The retouch form in a real browser, from the picture to the proof."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server, running
from support.studio import gradient
from support.webui_stub import Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORK_TIMEOUT_MS = 60_000


@pytest.fixture
def desk(studio: Server, page: Page) -> Page:
    """The retouch form with a freshly chosen file on it."""
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, gradient(640, 480, 11))
    return page


def choose(page: Page, data: bytes, name: str = "photo.png") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "image/png", "buffer": data})
    expect(page.locator(".sheet img")).to_be_visible()


def drag(page: Page, *places: tuple[float, float]) -> None:
    """Draw with the mouse through `places`, given as shares of the sheet's width and height."""
    box = page.locator(".sheet").bounding_box()
    assert box is not None
    points = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def execute(page: Page) -> Locator:
    page.get_by_role("button", name="Execute").click()
    result = page.get_by_role("region", name="Result")
    expect(result).to_be_visible(timeout=WORK_TIMEOUT_MS)
    return result


def pixels_of(page: Page, address: str) -> np.ndarray:
    answer = page.request.get(address)
    assert answer.ok
    return np.asarray(Image.open(io.BytesIO(answer.body())).convert("RGB"))


def test_a_painted_place_is_repainted_and_nothing_else(desk: Page) -> None:
    drag(desk, (0.55, 0.45), (0.65, 0.55))
    desk.get_by_label("Prompt", exact=True).fill("a red tulip")
    desk.get_by_label("Candidates").select_option("2")
    result = execute(desk)
    expect(result.get_by_text("0 pixels changed outside")).to_be_visible()
    expect(result.get_by_role("radio")).to_have_count(2)

    before = pixels_of(desk, result.get_by_alt_text("Before").get_attribute("src") or "")
    after = pixels_of(desk, result.get_by_alt_text("After").get_attribute("src") or "")
    changed = np.argwhere((before != after).any(axis=2))
    assert len(changed) > 100
    top, left = changed.min(axis=0)
    bottom, right = changed.max(axis=0)
    assert left > 0.4 * 640
    assert right < 0.85 * 640
    assert top > 0.25 * 480
    assert bottom < 0.8 * 480


def test_candidates_are_ordered_by_their_seam_and_each_can_be_chosen(desk: Page) -> None:
    drag(desk, (0.5, 0.5), (0.6, 0.5))
    result = execute(desk)
    scores = [float(text) for text in result.locator(".candidates span").all_inner_texts()]
    assert scores == sorted(scores)
    first = result.get_by_alt_text("After").get_attribute("src")
    result.get_by_role("radio").nth(1).check()
    expect(result.get_by_alt_text("After")).not_to_have_attribute("src", first or "")


def test_the_curtain_moves_by_keys(desk: Page) -> None:
    drag(desk, (0.5, 0.5), (0.6, 0.5))
    execute(desk)
    curtain = desk.get_by_label("How much of the result is shown")
    curtain.focus()
    desk.keyboard.press("Home")
    expect(curtain).to_have_value("0")
    desk.keyboard.press("End")
    expect(curtain).to_have_value("100")


def test_the_result_can_be_downloaded_and_gone_on_from(desk: Page, tmp_path: Path) -> None:
    drag(desk, (0.5, 0.5), (0.6, 0.5))
    result = execute(desk)
    with desk.expect_download() as download:
        result.get_by_role("link", name="Download").click()
    file = tmp_path / "result.png"
    download.value.save_as(file)
    with Image.open(file) as image:
        assert image.size == (640, 480)
    address = desk.url
    result.get_by_role("button", name="Go on from this one").click()
    expect(desk.locator(".sheet img")).to_be_visible()
    assert desk.url != address
    expect(desk.get_by_text("Paint what should change.")).to_be_visible()


def test_undo_redo_erase_and_clear(desk: Page) -> None:
    ready = desk.get_by_role("button", name="Execute")
    expect(ready).to_be_disabled()
    drag(desk, (0.4, 0.4), (0.5, 0.5))
    expect(ready).to_be_enabled()
    desk.keyboard.press("Control+z")
    expect(ready).to_be_disabled()
    desk.keyboard.press("Control+Shift+Z")
    expect(ready).to_be_enabled()
    desk.get_by_role("button", name="Clear").click()
    expect(ready).to_be_disabled()


def test_erasing_everything_is_refused_with_the_servers_reason(desk: Page) -> None:
    drag(desk, (0.5, 0.5), (0.5, 0.5))
    desk.keyboard.press("e")
    desk.get_by_label("Brush size").fill("60")
    drag(desk, (0.5, 0.5), (0.5, 0.5))
    desk.get_by_role("button", name="Execute").click()
    expect(desk.get_by_role("alert")).to_contain_text("mask")
    expect(desk.locator(".sheet img")).to_be_visible()


def test_the_whole_work_can_be_done_by_keys(desk: Page) -> None:
    desk.get_by_role("button", name="Fill the box").focus()
    desk.keyboard.press("Enter")
    desk.get_by_label("Prompt", exact=True).focus()
    desk.keyboard.type("a pond")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("region", name="Result")).to_be_visible(timeout=WORK_TIMEOUT_MS)


def test_a_dragged_box_is_the_one_that_is_asked_for(desk: Page) -> None:
    desk.keyboard.press("r")
    drag(desk, (0.25, 0.25), (0.75, 0.75))
    desk.keyboard.press("b")
    drag(desk, (0.45, 0.5), (0.55, 0.5))
    desk.get_by_text("More", exact=True).click()
    assert [int(desk.get_by_label(name, exact=True).input_value()) for name in ("Left", "Top", "Width", "Height")] == [
        pytest.approx(160, abs=2),
        pytest.approx(120, abs=2),
        pytest.approx(320, abs=3),
        pytest.approx(240, abs=3),
    ]
    with desk.expect_request("**/api/retouch") as request:
        execute(desk)
    body = request.value.post_data_json
    assert body is not None
    assert body["box"] == pytest.approx([160, 120, 320, 240], abs=3)


def test_time_and_fit_are_told_before_the_click(desk: Page) -> None:
    expect(desk.locator(".plan")).to_have_count(0)
    drag(desk, (0.45, 0.5), (0.55, 0.5))
    expect(desk.locator(".plan")).to_be_visible()
    execute(desk)
    desk.get_by_role("button", name="Change the mask").click()
    expect(desk.locator(".plan")).to_contain_text(re.compile(r"about \d+ s"))
    desk.get_by_text("More", exact=True).click()
    desk.get_by_label("Steps").fill("0")
    expect(desk.get_by_text("Steps: a number from 1 to 150.")).to_be_visible()
    expect(desk.get_by_role("button", name="Execute")).to_be_disabled()


def test_a_stable_diffusion_server_is_asked_for_all_that_was_chosen(browser: Browser, tmp_path: Path) -> None:
    stub = Stub()
    with serving(stub) as address:
        settings = {"HWAWON_WEBUI_URL": address, "HWAWON_ENGINE": "webui"}
        with running(tmp_path, settings=settings) as server, new_page(browser, None, 1440, 900) as page:
            page.goto(server.administrator_link)
            page.goto(f"{server.address}/#/retouch")
            choose(page, gradient(640, 480, 11))
            drag(page, (0.5, 0.5), (0.6, 0.5))
            page.get_by_label("Candidates").select_option("1")
            page.get_by_text("More", exact=True).click()
            page.get_by_label("Sampler").select_option("DPM++ 2M")
            page.get_by_label("VAE").select_option("plain.vae.pt")
            page.get_by_label("Steps").fill("12")
            page.get_by_label("Guidance").fill("4.5")
            execute(page)
    asked = stub.bodies("/sdapi/v1/img2img")[0]
    assert (asked["sampler_name"], asked["steps"], asked["cfg_scale"]) == ("DPM++ 2M", 12, 4.5)
    assert asked["override_settings"]["sd_vae"] == "plain.vae.pt"


def test_abort_keeps_the_mask(browser: Browser, tmp_path: Path) -> None:
    slow = {"HWAWON_ENGINE": "painter:slow"}
    with running(tmp_path, settings=slow) as server, new_page(browser, None, 1440, 900) as page:
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/retouch")
        choose(page, gradient(640, 480, 11))
        drag(page, (0.5, 0.5), (0.6, 0.5))
        page.get_by_label("Candidates").select_option("8")
        page.get_by_role("button", name="Execute").click()
        expect(page.locator(".progress")).to_contain_text("step", timeout=WORK_TIMEOUT_MS)
        page.get_by_role("button", name="Abort").click()
        expect(page.get_by_text("Aborted. Your mask is still here.")).to_be_visible(timeout=WORK_TIMEOUT_MS)
        expect(page.get_by_role("button", name="Execute")).to_be_enabled()


def test_a_file_that_is_no_picture_is_refused_in_words(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    page.set_input_files("input[type=file]", {"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.get_by_role("alert")).to_contain_text("picture")


def test_a_picture_can_be_pasted_and_dropped(studio: Server, page: Page) -> None:
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
    expect(page.locator(".sheet img")).to_be_visible()
    first = page.url
    page.evaluate(give, ["drop", list(gradient(64, 96, 6))])
    expect(page).not_to_have_url(first)
    expect(page.locator(".sheet img")).to_be_visible()


def test_every_engine_says_plainly_what_it_is_not(desk: Page) -> None:
    engines = desk.get_by_label("Engine").locator("option")
    expect(engines).to_have_text(["painter:flat: not Stable Diffusion", "painter: not Stable Diffusion"])


def test_the_desk_works_by_touch_on_a_phone(studio: Server, phone: Page) -> None:
    phone.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(phone, gradient(640, 480, 12))
    assert shows_without_sideways_scrolling(phone)
    phone.locator(".sheet").tap(position={"x": 150, "y": 120})
    phone.get_by_role("button", name="실행").tap()
    expect(phone.get_by_text("바깥에서 바뀐 픽셀 0개")).to_be_visible(timeout=WORK_TIMEOUT_MS)
    assert shows_without_sideways_scrolling(phone)
