"""The rectangle in a browser: dragged, held to its limits, typed, moved by keys, put around people, planned."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from support.easel import WORK_TIMEOUT_MS, choose, drag, on_screen, panel, take
from support.pages import PREFIX
from support.pictures import photograph
from support.server import Server
from support.studio import gradient

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIDES = ("Left", "Top", "Width", "Height")


@pytest.fixture
def desk(studio: Server, page: Page) -> Page:
    """A picture with the rectangle's tool in hand, which shows its numbers."""
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, gradient(640, 480, 61))
    take(page, "Rectangle")
    return page


def numbers(page: Page) -> list[int]:
    return [int(page.get_by_role("spinbutton", name=side, exact=True).input_value()) for side in SIDES]


def is_at(page: Page, *expected: int, within_px: int = 1) -> None:
    """The rectangle is there, give or take the pixels of the picture that one of the screen covers."""
    found = numbers(page)
    assert found == pytest.approx(list(expected), abs=within_px)


def typed(page: Page, side: str, value: str) -> None:
    field = page.get_by_role("spinbutton", name=side, exact=True)
    field.fill(value)
    field.press("Enter")


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()


def test_it_is_dragged_sized_by_its_handles_and_moved(desk: Page) -> None:
    drag(desk, (100, 100), (300, 250))
    is_at(desk, 100, 100, 200, 150)
    expect(desk.locator(".overlay .handle")).to_have_count(8)
    drag(desk, (300, 250), (350, 300))
    is_at(desk, 100, 100, 250, 200)
    drag(desk, (100, 200), (150, 220))
    is_at(desk, 150, 100, 200, 200, within_px=2)
    drag(desk, (250, 200), (290, 230))
    is_at(desk, 190, 130, 200, 200, within_px=2)
    drag(desk, (300, 200), (900, 900))
    is_at(desk, 440, 280, 200, 200, within_px=2)
    for _ in range(4):
        undo(desk)
    is_at(desk, 100, 100, 200, 150)


def test_its_sides_stay_within_sixteen_to_nine(desk: Page) -> None:
    drag(desk, (20, 20), (420, 120))
    is_at(desk, 20, 20, 178, 100)
    drag(desk, (400, 10), (300, 470))
    left, _, width, height = numbers(desk)
    assert height / width <= 16 / 9 + 0.01
    assert left + width == pytest.approx(400, abs=1)


def test_a_rectangle_that_is_too_small_is_refused_in_words(desk: Page) -> None:
    start, end = on_screen(desk, (100, 100)), on_screen(desk, (120, 120))
    desk.mouse.move(*start)
    desk.mouse.down()
    desk.mouse.move(*end, steps=3)
    expect(desk.locator(".overlay")).to_contain_text("At least 50 px a side, at most 16:9.")
    desk.mouse.up()
    expect(desk.locator(".overlay .box")).to_have_count(0)
    assert numbers(desk) == [0, 0, 640, 480]
    expect(panel(desk, "Mask")).to_contain_text("At least 50 px a side, at most 16:9.")


def test_its_numbers_are_typed_and_held_to_the_limits(desk: Page) -> None:
    drag(desk, (100, 100), (300, 250))
    typed(desk, "Width", "260")
    typed(desk, "Left", "33")
    assert [numbers(desk)[0], numbers(desk)[2]] == [33, 260]
    typed(desk, "Left", "9999")
    assert numbers(desk)[0] == 640 - 260
    typed(desk, "Width", "7")
    assert numbers(desk)[2] == 50
    width = desk.get_by_role("spinbutton", name="Width", exact=True)
    width.press("End")
    width.press("Backspace")
    width.press("Backspace")
    expect(width).to_have_value("")
    width.press_sequentially("120")
    width.blur()
    assert numbers(desk)[2] == 120


def test_a_locked_ratio_is_kept_by_drags_handles_numbers_and_keys(desk: Page) -> None:
    drag(desk, (100, 100), (300, 250))
    desk.get_by_role("combobox", name="Ratio").select_option("1:1")
    assert numbers(desk)[2] == numbers(desk)[3]
    typed(desk, "Width", "180")
    assert numbers(desk)[2:] == [180, 180]
    left, top, width, height = numbers(desk)
    drag(desk, (left + width, top + height), (left + width + 60, top + height + 20))
    assert numbers(desk)[2] == numbers(desk)[3] == pytest.approx(240, abs=2)
    desk.get_by_role("combobox", name="Ratio").select_option("3:2")
    drag(desk, (20, 400), (60, 470))
    _, _, width, height = numbers(desk)
    assert width / height == pytest.approx(1.5, abs=0.03)


def test_the_arrow_keys_move_and_size_it(desk: Page) -> None:
    drag(desk, (100, 100), (300, 250))
    before = numbers(desk)
    desk.get_by_role("application").focus()
    for key in ("ArrowRight", "ArrowDown", "Alt+ArrowLeft", "Shift+ArrowRight", "Alt+Shift+ArrowUp"):
        desk.keyboard.press(key)
    assert np.subtract(numbers(desk), before).tolist() == [9, 10, 10, -1]
    for _ in range(40):
        desk.keyboard.press("ArrowUp")
    assert numbers(desk)[1] == 0


def test_the_whole_picture_is_taken_looked_at_and_left_again(desk: Page) -> None:
    desk.get_by_role("button", name="Whole picture").click()
    assert numbers(desk) == [0, 0, 640, 480]
    drag(desk, (200, 150), (400, 300))
    is_at(desk, 200, 150, 200, 150)
    zoom = desk.get_by_label("Zoom", exact=True)
    before = zoom.inner_text()
    desk.get_by_role("button", name="Zoom to it").click()
    assert int(zoom.inner_text().removesuffix(" %")) > 2 * int(before.removesuffix(" %"))
    desk.get_by_role("button", name="Follow the mask").click()
    expect(desk.get_by_role("button", name="Follow the mask")).to_be_disabled()


def test_the_plan_is_drawn_before_anything_is_spent(desk: Page) -> None:
    drag(desk, (200, 150), (400, 300))
    expect(desk.locator(".overlay .crop")).to_be_visible()
    expect(desk.locator(".overlay")).to_contain_text(re.compile(r"\d+ × \d+ · padding \d+ px · feather \d+ px"))
    expect(panel(desk, "Mask")).to_contain_text(re.compile(r"Nothing farther than \d+ px from the mask changes"))


def people(*turned: bool) -> bytes:
    """The astronaut once or more, side by side on grey, some of them mirrored."""
    one = photograph("astronaut")
    row = np.concatenate([one[:, ::-1] if turn else one for turn in turned], axis=1)
    canvas = np.full((int(row.shape[1] / 1.6), row.shape[1], 3), 128, np.uint8)
    canvas[: len(row)] = row[: len(canvas)]
    file = io.BytesIO()
    Image.fromarray(canvas).save(file, "PNG")
    return file.getvalue()


def centre(page: Page) -> tuple[float, float]:
    left, top, width, height = numbers(page)
    return left + width / 2, top + height / 2


def test_it_is_put_around_a_face_a_body_and_the_second_person(studio: Server, page: Page) -> None:
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, people(False, True), "two.png")
    take(page, "Rectangle")
    page.get_by_role("button", name="Whole picture").click()
    who = page.get_by_role("combobox", name="Who")
    expect(who).to_be_enabled(timeout=WORK_TIMEOUT_MS)
    who.select_option("2")
    whole = numbers(page)
    page.get_by_role("button", name="Person 2", exact=True).click()
    expect(page.get_by_role("spinbutton", name="Width", exact=True)).not_to_have_value(
        str(whole[2]), timeout=WORK_TIMEOUT_MS
    )
    person = numbers(page)
    assert centre(page)[0] > 512
    page.get_by_role("button", name="Face", exact=True).click()
    expect(page.get_by_role("spinbutton", name="Height", exact=True)).not_to_have_value(
        str(person[3]), timeout=WORK_TIMEOUT_MS
    )
    face = numbers(page)
    assert face[2] * face[3] < person[2] * person[3]
    assert max(face[2:]) / min(face[2:]) <= 16 / 9 + 0.02


def test_where_nobody_is_the_reason_is_told(desk: Page) -> None:
    desk.get_by_role("button", name="Body", exact=True).click()
    expect(panel(desk, "Mask").get_by_role("alert")).to_be_visible(timeout=WORK_TIMEOUT_MS)
