"""Lines in a browser: found three ways, drawn and rubbed out, traced, sent; and what is told where eyes are missing."""

import base64
import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Browser, Page, expect

from hwawon.engines.webui.client import to_pixels
from support.easel import WORK_TIMEOUT_MS, choose, click, drag, execute, on_screen, panel, take
from support.pages import PREFIX, new_page
from support.server import Server, running
from support.webui_stub import Stub, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EDGE = (288, 240)  # of the disc in the picture, at its left
PLAIN = (120, 400)  # nothing is there


def moon() -> bytes:
    """A light disc on a dark ground, which every detector sees."""
    picture = Image.new("RGB", (640, 480), (30, 40, 60))
    ImageDraw.Draw(picture).ellipse((288, 144, 480, 336), fill=(230, 220, 200))
    file = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def desk(studio: Server, page: Page) -> Page:
    """A picture of a disc with a rectangle around it, and the panel of lines."""
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, moon())
    take(page, "Rectangle")
    drag(page, (80, 60), (560, 460))
    panel(page, "Lines")
    return page


def ink(page: Page) -> NDArray[np.uint8]:
    """How opaque the lines over the picture are, at each pixel of the window."""
    found = page.evaluate(
        """() => {
            const ink = document.querySelector(".ink");
            const copy = new OffscreenCanvas(ink.width, ink.height).getContext("2d", { willReadFrequently: true });
            copy.drawImage(ink, 0, 0);
            const { data } = copy.getImageData(0, 0, ink.width, ink.height);
            const alpha = data.filter((_, place) => place % 4 === 3);
            return [ink.width, ink.height, btoa(Array.from(alpha, (value) => String.fromCharCode(value)).join(""))];
        }"""
    )
    width, height, text = found
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width)


def ink_at(page: Page, place: tuple[float, float], reach: int = 3) -> int:
    """The most opaque ink near a place of the picture."""
    x, y = on_screen(page, place)
    frame = page.locator(".easel").bounding_box()
    assert frame
    column, row = round(x - frame["x"]), round(y - frame["y"])
    near = ink(page)[row - reach : row + reach + 1, column - reach : column + reach + 1]
    return int(near.max())


def comes(page: Page, place: tuple[float, float], *, at_least: int = 60) -> None:
    """Wait until there is a line."""
    for _ in range(WORK_TIMEOUT_MS // 500):
        if ink_at(page, place) >= at_least:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"no line at {place}: {page.locator('.looks-news').all_inner_texts()}")


def chosen(page: Page, detector: str) -> None:
    page.get_by_role("combobox", name="Found by").select_option(detector)


def test_lines_are_found_in_three_ways_and_own_ones_stay(desk: Page) -> None:
    take(desk, "Line pencil")
    drag(desk, (100, 400), (140, 400))
    seen = []
    for detector in ("canny", "xdog", "hed"):
        chosen(desk, detector)
        comes(desk, EDGE)
        seen.append(int((ink(desk) > 60).sum()))
        assert ink_at(desk, PLAIN) == 255
    assert len(set(seen)) == 3
    take(desk, "Rectangle")
    desk.get_by_role("application").focus()
    desk.keyboard.press("ArrowLeft")
    panel(desk, "Lines")
    comes(desk, EDGE)
    assert ink_at(desk, PLAIN) == 255
    desk.get_by_role("button", name="Clear own lines").click()
    assert ink_at(desk, PLAIN) == 0
    desk.get_by_role("button", name="Undo").click()
    assert ink_at(desk, PLAIN) == 255


def test_what_was_rubbed_out_stays_out_when_lines_are_found_anew(desk: Page) -> None:
    chosen(desk, "canny")
    comes(desk, EDGE)
    take(desk, "Line eraser")
    drag(desk, (EDGE[0], 200), (EDGE[0], 280))
    assert ink_at(desk, EDGE) == 0
    chosen(desk, "xdog")
    comes(desk, (480, 240))
    assert ink_at(desk, EDGE) == 0


def test_lines_become_strokes_with_a_weight_each(desk: Page) -> None:
    chosen(desk, "canny")
    comes(desk, EDGE)
    desk.get_by_role("button", name="Turn into strokes").click()
    expect(desk.get_by_text("Click one with the line tool.")).to_be_visible(timeout=WORK_TIMEOUT_MS)
    click(desk, EDGE)
    expect(desk.locator(".chosen-line")).to_be_visible()
    weight = desk.get_by_role("spinbutton", name="Weight (%)")
    weight.fill("100")
    strong = ink_at(desk, EDGE)
    weight.fill("30")
    assert 0 < ink_at(desk, EDGE) < strong
    desk.get_by_role("button", name="Take this line out").click()
    assert ink_at(desk, EDGE) == 0
    desk.get_by_role("button", name="Undo").click()
    assert ink_at(desk, EDGE) > 0
    desk.get_by_role("button", name="Next line").click()
    expect(desk.locator(".chosen-line")).to_be_visible()
    desk.get_by_role("button", name="Back to the picture of lines").click()
    comes(desk, EDGE)


@contextmanager
def bare(browser: Browser, folder: Path, **settings: str) -> Iterator[Page]:
    """The studio of an installation without any model, with the picture of the disc on it."""
    empty = folder / "no models"
    empty.mkdir()
    with (
        running(folder, settings={"HWAWON_MODELS_DIR": str(empty), **settings}) as server,
        new_page(browser, None, 1440, 900, loses_server=True) as page,
    ):
        page.goto(server.administrator_link)
        page.goto(f"{server.address}/#/retouch")
        choose(page, moon())
        yield page


def units(stub: Stub) -> list[Any]:
    asked = stub.bodies("/sdapi/v1/img2img")[-1]
    return list(asked["alwayson_scripts"].get("controlnet", {}).get("args", []))


def test_what_was_drawn_and_rubbed_out_is_what_the_server_receives(browser: Browser, tmp_path: Path) -> None:
    stub = Stub()
    with (
        serving(stub) as address,
        bare(browser, tmp_path, HWAWON_WEBUI_URL=address, HWAWON_ENGINE="webui") as page,
    ):
        panel(page, "Strength")
        page.get_by_role("combobox", name="Candidates").select_option("1")
        drag(page, (300, 240), (360, 240))
        panel(page, "Mask")
        page.get_by_role("button", name="Whole picture").click()
        panel(page, "Lines")
        page.get_by_role("checkbox", name="Follow the lines").check()
        take(page, "Line pencil")
        page.get_by_role("spinbutton", name="Size (px)").fill("24")
        drag(page, (100, 100), (300, 100))
        take(page, "Line eraser")
        drag(page, (200, 80), (200, 120))
        execute(page)
        (unit,) = units(stub)
        lines = to_pixels(unit["image"])[..., 0]
        scale = lines.shape[1] / 640
        assert lines[round(100 * scale), round(120 * scale)] == 255
        assert lines[round(100 * scale), round(200 * scale)] == 0
        assert (unit["module"], unit["weight"]) == ("none", 1.0)
        page.get_by_role("radio", name="Rough").check()
        execute(page)
        assert units(stub)[0]["weight"] < 1.0
        page.get_by_role("checkbox", name="Follow the lines").uncheck()
        execute(page)
        assert units(stub) == []


def test_without_models_the_missing_eyes_are_named_and_work_goes_on(browser: Browser, tmp_path: Path) -> None:
    with bare(browser, tmp_path, HWAWON_ENGINE="painter:flat") as page:
        take(page, "Rectangle")
        drag(page, (80, 60), (560, 460))
        news = page.locator(".looks-news")
        for what in ("people", "lines", "words"):
            expect(news.get_by_text(f"Not available: {what}.")).to_be_visible()
        panel(page, "Lines")
        assert ink(page).max() == 0
        chosen(page, "canny")
        comes(page, EDGE)
        expect(news.get_by_text("Not available: lines.")).to_have_count(0)
        panel(page, "Mask")
        expect(page.get_by_role("button", name="Add to the mask")).to_be_disabled()
        expect(page.get_by_role("button", name="Execute", exact=True)).to_be_disabled()
        take(page, "Mask brush")
        drag(page, (300, 240), (360, 240))
        execute(page)


def test_with_the_engine_s_server_off_one_paints_masks_and_is_told(browser: Browser, tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with bare(browser, tmp_path, HWAWON_ENGINE="webui", HWAWON_WEBUI_URL=away) as page:
            take(page, "Rectangle")
            drag(page, (80, 60), (560, 460))
            expect(page.locator(".looks-news")).to_contain_text("Not available: words.")
            take(page, "Mask brush")
            drag(page, (300, 240), (360, 240))
            panel(page, "Mask")
            expect(page.get_by_role("button", name="Save the mask")).to_be_enabled()
            page.get_by_role("button", name="Execute", exact=True).click()
            expect(page.get_by_role("alert")).to_contain_text("WebUI does not answer", timeout=WORK_TIMEOUT_MS)
            expect(page.get_by_role("button", name="Save the mask")).to_be_enabled()
