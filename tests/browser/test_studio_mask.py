"""The mask in a browser: brushes in pixels of the picture, pens and fingers, shapes, whole-mask acts, people, files."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from support.easel import WORK_TIMEOUT_MS, bounds_of, choose, click, drag, on_screen, panel, saved_mask, take
from support.pages import PREFIX, new_page
from support.pictures import photograph
from support.server import Server
from support.studio import gradient

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Mask = NDArray[np.uint8]


@pytest.fixture
def desk(studio: Server, page: Page) -> Page:
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, gradient(640, 480, 71))
    panel(page, "Mask")
    return page


def number(page: Page, name: str, value: float) -> None:
    page.get_by_role("spinbutton", name=name, exact=True).fill(str(value))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def zoomed(page: Page, percent: int) -> None:
    """Zoom by the wheel over the middle until the zoom is this, as exactly as it is shown."""
    page.get_by_role("button", name="Actual size").click()
    x, y = on_screen(page, (320, 240))
    page.mouse.move(x, y)
    scale = page.evaluate("devicePixelRatio")  # by which Chromium divides what the wheel turns
    page.mouse.wheel(0, -np.log(percent / 100) / 0.0015 * scale)
    expect(page.get_by_label("Zoom", exact=True)).to_have_text(f"{percent} %")


def disc(page: Page, size_px: int = 100) -> Mask:
    """A hard dab in the middle of the picture."""
    number(page, "Hardness (%)", 100)
    number(page, "Size (px)", size_px)
    click(page, (320, 240))
    return saved_mask(page)


def diameter(mask: Mask) -> int:
    left, _, right, _ = bounds_of(mask >= 128)
    return right - left


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_stroke_changes_the_same_pixels_at_every_zoom(
    browser: Browser, studio: Server, session_state: Path, scale: float
) -> None:
    masks = []
    with new_page(browser, session_state, 1440, 900, scale=scale) as page:
        page.goto(f"{studio.address}{PREFIX}/#/retouch")
        choose(page, gradient(640, 480, 72))
        for percent in (50, 100, 200):
            zoomed(page, percent)
            drag(page, (280, 240), (360, 240), steps=1)
            masks.append(saved_mask(page))
            press(page, "Clear")
    first, *others = masks
    column = np.flatnonzero(first[:, 320] >= 128)
    assert len(column) == pytest.approx(40, abs=1)
    for other in others:
        assert (other == first).all()


def test_brush_and_eraser_have_sizes_hardness_and_flow_of_their_own(desk: Page) -> None:
    sharp = disc(desk, 100)
    assert diameter(sharp) == pytest.approx(100, abs=1)
    assert np.isin(sharp[240, 275:366], 255).all()
    take(desk, "Mask eraser")
    number(desk, "Size (px)", 30)
    click(desk, (320, 240))
    assert saved_mask(desk)[240, 320] == 0
    press(desk, "Clear")
    take(desk, "Mask brush")
    number(desk, "Hardness (%)", 0)
    click(desk, (320, 240))
    soft = saved_mask(desk)
    assert ((soft > 0) & (soft < 255)).sum() > 5 * ((sharp > 0) & (sharp < 255)).sum()
    press(desk, "Clear")
    number(desk, "Flow (%)", 20)
    click(desk, (320, 240))
    faint = int(saved_mask(desk)[240, 320])
    assert 0 < faint < 128
    click(desk, (320, 240))
    assert faint < int(saved_mask(desk)[240, 320]) < 255


def pen(page: Page, kind: str, places: list[tuple[float, float]], pressure: float, pointer: int = 7) -> None:
    """A stroke of a pen or a finger, as the browser tells of it."""
    points = [on_screen(page, place) for place in places]
    page.evaluate(
        """([kind, points, pressure, pointerId]) => {
            const easel = document.querySelector(".easel");
            const capture = easel.setPointerCapture;
            easel.setPointerCapture = () => {}; // there is no such pointer to capture
            const tell = (type, [clientX, clientY], buttons) => easel.dispatchEvent(new PointerEvent(type, {
                bubbles: true, cancelable: true, pointerId, pointerType: kind, pressure, clientX, clientY,
                button: type === "pointermove" ? -1 : 0, buttons, isPrimary: true,
            }));
            tell("pointerdown", points[0], 1);
            for (const point of points.slice(1)) tell("pointermove", point, 1);
            tell("pointerup", points.at(-1), 0);
            easel.setPointerCapture = capture;
        }""",
        [kind, points, pressure, pointer],
    )


def test_a_pen_paints_by_its_pressure_and_then_palms_do_not(desk: Page) -> None:
    across = [(250.0, 240.0), (390.0, 240.0)]
    pen(desk, "touch", across, 0.5, pointer=3)
    press(desk, "Undo")
    pen(desk, "pen", across, 1.0)
    pressed = (saved_mask(desk)[:, 320] >= 128).sum()
    press(desk, "Undo")
    pen(desk, "pen", across, 0.3)
    light = (saved_mask(desk)[:, 320] >= 128).sum()
    assert pressed == pytest.approx(40, abs=1)
    assert light < 0.6 * pressed
    before = saved_mask(desk)
    view = desk.locator(".paper").get_attribute("style")
    pen(desk, "touch", [(100, 100), (160, 140)], 0.5, pointer=3)
    assert (saved_mask(desk) == before).all()
    assert desk.locator(".paper").get_attribute("style") != view
    desk.get_by_role("checkbox", name="Pen pressure changes the size").uncheck()
    press(desk, "Undo")
    pen(desk, "pen", across, 0.3)
    assert (saved_mask(desk)[:, 320] >= 128).sum() == pressed


def test_two_fingers_zoom_and_do_not_paint(browser: Browser, studio: Server, session_state: Path) -> None:
    with new_page(browser, session_state, 820, 1180, touch=True) as page:
        page.goto(f"{studio.address}{PREFIX}/#/retouch")
        choose(page, gradient(640, 480, 73))
        zoom = page.get_by_label("Zoom", exact=True)
        before = int(zoom.inner_text().removesuffix(" %"))
        x, y = on_screen(page, (320, 240))
        client = page.context.new_cdp_session(page)

        def touch(kind: str, *apart: float) -> None:
            points: list[dict[str, Any]] = [{"x": x + way, "y": y, "id": index} for index, way in enumerate(apart)]
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", -40)
        touch("touchStart", -40, 40)
        for apart in (60, 80):
            touch("touchMove", -apart, apart)
        touch("touchEnd")
        assert int(zoom.inner_text().removesuffix(" %")) == pytest.approx(2 * before, rel=0.1)
        expect(page.get_by_role("button", name="Undo")).to_be_disabled()
        touch("touchStart", -20)
        touch("touchMove", 20)
        touch("touchEnd")
        expect(page.get_by_role("button", name="Undo")).to_be_enabled()


def test_shapes_add_and_with_alt_take_away(desk: Page) -> None:
    take(desk, "Mask rectangle")
    drag(desk, (100, 100), (300, 200))
    square = saved_mask(desk)
    assert bounds_of(square >= 128) == pytest.approx((100, 100, 300, 200), abs=1)
    take(desk, "Mask ellipse")
    desk.keyboard.down("Alt")
    drag(desk, (150, 120), (250, 180))
    desk.keyboard.up("Alt")
    holed = saved_mask(desk)
    assert holed[150, 200] == 0
    assert holed[105, 105] == 255
    assert (square > 0).sum() - (holed > 0).sum() == pytest.approx(np.pi * 50 * 30, rel=0.03)
    take(desk, "Lasso")
    drag(desk, (400, 300), (500, 300), (500, 400), (400, 400))
    assert saved_mask(desk)[350, 450] == 255
    for _ in range(3):
        press(desk, "Undo")
    expect(desk.get_by_role("button", name="Save the mask")).to_be_disabled()


def test_fill_clear_and_invert_are_each_one_step(desk: Page) -> None:
    spot = disc(desk)
    press(desk, "Invert")
    assert (saved_mask(desk) == 255 - spot).all()
    press(desk, "Undo")
    assert (saved_mask(desk) == spot).all()
    press(desk, "Whole picture")
    press(desk, "Fill")
    assert saved_mask(desk).mean() == 255
    press(desk, "Undo")
    assert (saved_mask(desk) == spot).all()
    press(desk, "Clear")
    expect(desk.get_by_role("button", name="Save the mask")).to_be_disabled()
    press(desk, "Undo")
    assert (saved_mask(desk) == spot).all()


def test_a_disc_grows_and_shrinks_by_true_pixels_and_is_smoothed(desk: Page) -> None:
    assert diameter(disc(desk, 100)) == pytest.approx(100, abs=1)
    press(desk, "Grow")
    grown = saved_mask(desk)
    assert diameter(grown) == pytest.approx(120, abs=2)
    diagonal = (grown[np.arange(160, 320), np.arange(240, 400)] >= 128).sum()
    assert diagonal == pytest.approx(120 / np.sqrt(2), abs=1.5)
    press(desk, "Shrink")
    assert diameter(saved_mask(desk)) == pytest.approx(100, abs=2)
    take(desk, "Mask rectangle")
    drag(desk, (20, 20), (120, 120))
    press(desk, "Smooth")
    smooth = saved_mask(desk)
    assert smooth[21, 21] < 128
    assert smooth[70, 70] == 255


def test_a_mask_is_saved_and_taken_in_again(desk: Page) -> None:
    spot = disc(desk)
    file = io.BytesIO()
    Image.fromarray(spot).save(file, "PNG")
    press(desk, "Clear")
    files = desk.get_by_role("tabpanel").locator("input[type=file]")
    files.set_input_files({"name": "mask.png", "mimeType": "image/png", "buffer": file.getvalue()})
    assert (saved_mask(desk) == spot).all()
    wrong = gradient(50, 40, 1)
    files.set_input_files({"name": "mask.png", "mimeType": "image/png", "buffer": wrong})
    expect(desk.get_by_role("tabpanel").get_by_role("alert")).to_contain_text("50 × 40")
    assert (saved_mask(desk) == spot).all()


def test_people_and_their_parts_become_the_mask_and_a_click_selects_a_thing(studio: Server, page: Page) -> None:
    file = io.BytesIO()
    Image.fromarray(photograph("astronaut")).save(file, "PNG")
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, file.getvalue(), "astronaut.png")
    panel(page, "Mask")
    press(page, "Whole picture")
    expect(page.get_by_role("button", name="Save the mask")).to_be_enabled(timeout=WORK_TIMEOUT_MS)
    person = saved_mask(page) >= 128
    assert person[120, 225]
    assert not person[60, 400]
    page.get_by_role("checkbox", name="Torso").uncheck()
    for part in ("Left arm", "Right arm", "Left leg", "Right leg", "The rest"):
        page.get_by_role("checkbox", name=part).uncheck()
    press(page, "Take from the mask")
    faceless = saved_mask(page) >= 128
    assert not faceless[120, 225]
    assert faceless[400, 200]
    press(page, "Clear")
    press(page, "Add to the mask")
    face = saved_mask(page) >= 128
    assert face[120, 225]
    assert not face[400, 200]
    press(page, "Clear")
    take(page, "Select by click")
    click(page, (225, 120))
    expect(page.get_by_role("button", name="Save the mask")).to_be_enabled(timeout=WORK_TIMEOUT_MS)
    head = saved_mask(page) >= 128
    assert head[120, 225]
    assert head[60, 225]
    assert 0.03 < head.mean() < 0.2
    page.keyboard.down("Alt")
    click(page, (205, 60))
    page.keyboard.up("Alt")
    expect(page.get_by_role("application")).to_have_attribute("aria-busy", "false", timeout=WORK_TIMEOUT_MS)
    assert saved_mask(page)[60, 205] < 128
    press(page, "Undo")
    assert ((saved_mask(page) >= 128) == head).all()
