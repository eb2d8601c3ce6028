"""The steps of the journal as layers, taken back and forth, painted again, and saved in every format."""

import io
import zipfile

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from support.easel import WORK_TIMEOUT_MS, choose, painted, panel, pixels, saved_file, saved_picture
from support.pages import PREFIX
from support.server import Server
from support.studio import gradient

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BASE = gradient(320, 240, 41)


@pytest.fixture
def desk(studio: Server, page: Page) -> Page:
    """A picture with one step, and its panel of steps open."""
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, BASE, "tulip bed.png")
    painted(page, (120, 110), (170, 120))
    panel(page, "Steps")
    return page


def shown(page: Page) -> NDArray[np.int16]:
    expect(page.locator(".saving")).to_have_text("Saved")
    return pixels(saved_picture(page)).astype(np.int16)


def rows(page: Page) -> Locator:
    return panel(page, "Steps").locator(".step-row")


def step_named(page: Page, act: str, row: int = 0) -> Locator:
    return rows(page).nth(row).get_by_role("button", name=act)


def undo(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()


def test_half_opacity_is_the_mean_of_base_and_result_and_can_be_taken_back(desk: Page) -> None:
    base, full = pixels(BASE).astype(np.int16), shown(desk)
    opacity = rows(desk).first.get_by_role("spinbutton", name="Opacity (%)")
    opacity.fill("50")
    half = shown(desk)
    assert (full != base).any()
    assert np.abs(half - (base + full) / 2).max() <= 1
    undo(desk)
    assert (shown(desk) == full).all()
    desk.get_by_role("button", name="Redo").click()
    expect(desk.locator(".saving")).to_have_text("Saved")
    desk.reload()
    expect(rows(desk).first.get_by_role("spinbutton", name="Opacity (%)")).to_have_value("50")
    assert (shown(desk) == half).all()


def test_a_step_is_hidden_and_its_edge_made_softer_after_the_fact(desk: Page) -> None:
    base, sharp = pixels(BASE).astype(np.int16), shown(desk)
    step_named(desk, "Show or hide").click()
    assert (shown(desk) == base).all()
    undo(desk)
    rows(desk).get_by_role("checkbox").uncheck()
    rows(desk).get_by_role("spinbutton", name="Feather (px)").fill("60")
    soft = shown(desk)
    middle = np.s_[110:120, 140:150]
    assert (soft != sharp).any()
    assert np.abs(soft - base)[middle].sum() <= np.abs(sharp - base)[middle].sum()
    undo(desk)
    undo(desk)
    assert (shown(desk) == sharp).all()


def test_steps_are_reordered_taken_out_brought_back_and_copied(desk: Page) -> None:
    painted(desk, (150, 115), (200, 130))
    upper = shown(desk)
    expect(rows(desk)).to_have_count(2)
    step_named(desk, "Further down").click()
    lower = shown(desk)
    assert (lower != upper).any()
    undo(desk)
    assert (shown(desk) == upper).all()
    step_named(desk, "Delete").click()
    expect(rows(desk)).to_have_count(1)
    one = shown(desk)
    undo(desk)
    expect(rows(desk)).to_have_count(2)
    step_named(desk, "Delete").click()
    desk.get_by_text("Taken out (").click()
    desk.reload()
    panel(desk, "Steps")
    desk.get_by_text("Taken out (").click()
    desk.get_by_role("button", name="Bring back").first.click()
    assert (shown(desk) == upper).all()
    undo(desk)
    assert (shown(desk) == one).all()
    step_named(desk, "Duplicate").click()
    expect(rows(desk)).to_have_count(2)
    undo(desk)
    expect(rows(desk)).to_have_count(1)
    assert (shown(desk) == one).all()


def test_a_step_is_dragged_below_another_and_lends_its_wishes(desk: Page) -> None:
    painted(desk, (150, 115), (200, 130))
    upper = shown(desk)
    rows(desk).first.locator(".step-head").drag_to(rows(desk).nth(1).locator(".step-head"))
    assert (shown(desk) != upper).any()
    step_named(desk, "Use its wishes", row=1).click()
    panel(desk, "Strength")
    assert desk.get_by_role("textbox", name="Seed").input_value().isdigit()


def test_all_steps_are_painted_again_with_the_same_result(desk: Page) -> None:
    desk.get_by_text("Paint all steps again").click()
    desk.get_by_role("button", name="Paint again").click()
    expect(desk.get_by_text("The result is the same, pixel for pixel.")).to_be_visible(timeout=WORK_TIMEOUT_MS)


def test_all_steps_are_painted_onto_another_picture_of_the_same_size(studio: Server, desk: Page) -> None:
    with studio.client() as client:
        data = gradient(320, 240, 42)
        answer = client.post(f"{PREFIX}/api/pictures", files={"file": ("other bed.png", data, "image/png")})
        assert answer.status_code == 201, answer.text
    desk.reload()
    panel(desk, "Steps")
    desk.get_by_text("Paint all steps again").click()
    desk.get_by_role("radio", name="other bed").check()
    desk.get_by_role("button", name="Paint again").click()
    expect(desk.get_by_text("Painted on the other picture.")).to_be_visible(timeout=WORK_TIMEOUT_MS)
    desk.get_by_role("link", name="Open it").click()
    expect(desk.locator(".patch")).to_have_count(1)
    expect(rows(desk)).to_have_count(1)
    changed = (shown(desk) != pixels(data)).any(axis=2)
    assert changed[100:130, 120:170].any()
    assert not changed[:40].any()


@pytest.mark.parametrize(("format", "suffix"), [("png", "png"), ("jpeg", "jpg"), ("webp", "webp"), ("tiff", "tif")])
def test_the_picture_is_saved_in_every_format_under_its_name(desk: Page, format: str, suffix: str) -> None:
    name, data = saved_file(desk, format)
    saved = Image.open(io.BytesIO(data))
    assert saved.format == format.upper()
    assert saved.size == (320, 240)
    assert name.startswith("tulip bed")
    assert name.rsplit(".", 1)[1] in (suffix, format)
    said = "masterpiece"  # of the prompt
    _, bare = saved_file(desk, format, metadata=False)
    assert said.encode() in data or said.encode("utf-16-le") in data or said.encode("utf-16-be") in data
    assert said.encode() not in bare
    assert said.encode("utf-16-le") not in bare
    assert Image.open(io.BytesIO(bare)).size == (320, 240)


def test_a_patch_alone_and_all_layers_are_saved(desk: Page) -> None:
    _, data = saved_file(desk, "png", step=1)
    patch = Image.open(io.BytesIO(data))
    assert patch.mode == "RGBA"
    assert patch.width < 320
    name, data = saved_file(desk, "ora")
    with zipfile.ZipFile(io.BytesIO(data)) as layered:
        assert layered.namelist()[0] == "mimetype"
        merged = Image.open(io.BytesIO(layered.read("mergedimage.png"))).convert("RGB")
        assert layered.read("stack.xml").count(b"<layer") == 2
    assert name == "tulip bed.ora"
    assert (np.asarray(merged) == shown(desk)).all()
    name, data = saved_file(desk, "hwawon")
    assert name == "tulip bed.hwawon"
    assert zipfile.is_zipfile(io.BytesIO(data))


def test_quick_undoing_and_redoing_loses_nothing_while_the_server_answers(desk: Page) -> None:
    opacity = rows(desk).first.get_by_role("spinbutton", name="Opacity (%)")
    for value in ("90", "80", "70", "60"):
        opacity.fill(value)
        desk.wait_for_timeout(1000)  # each is an act of its own, and is sent
    desk.get_by_role("application").focus()
    for key in ("Control+z", "Control+Shift+Z"):
        for _ in range(4):
            desk.keyboard.press(key)
            desk.wait_for_timeout(200)  # about as quick as the page tells the server
    expect(opacity).to_have_value("60")
    expect(desk.locator(".saving")).to_have_text("Saved")
    expect(opacity).to_have_value("60")
