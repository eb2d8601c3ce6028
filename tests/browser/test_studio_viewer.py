"""The viewer: walk through all that was made of a picture, compare, mark, delete, look closer, by keys and pointer."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from support.easel import choose, execute, painted, panel
from support.pages import PREFIX
from support.server import Server
from support.studio import gradient

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(studio: Server, page: Page) -> Page:
    page.goto(f"{studio.address}{PREFIX}/#/retouch")
    choose(page, gradient(640, 480, 51), "bed.png")
    painted(page, (300, 240), (360, 260))
    return page


@pytest.fixture
def viewer(desk: Page) -> Locator:
    """The viewer of a picture that one retouch was kept of: now, original, and the one that was made."""
    desk.get_by_role("button", name="View", exact=True).click()
    opened = desk.get_by_role("dialog", name="Picture", exact=True)
    expect(thumbnails(opened)).to_have_count(3)
    return opened


def thumbnails(viewer: Locator) -> Locator:
    return viewer.locator(".history-row li")


def place(viewer: Locator) -> Locator:
    return viewer.get_by_text(re.compile(r"^\d+ of \d+$"))


def zoom(viewer: Locator) -> int:
    return int((viewer.locator(".viewer-zoom output").first.inner_text()).removesuffix(" %"))


def test_one_walks_in_a_circle_by_keys_buttons_and_thumbnails(desk: Page, viewer: Locator) -> None:
    picture = viewer.locator(".viewer-paper img")
    now = picture.get_attribute("src")
    expect(place(viewer)).to_have_text("1 of 3")
    desk.keyboard.press("ArrowLeft")
    expect(place(viewer)).to_have_text("3 of 3")
    expect(picture).not_to_have_attribute("src", now or "")
    desk.keyboard.press("ArrowRight")
    expect(place(viewer)).to_have_text("1 of 3")
    viewer.get_by_role("button", name="Next picture").click()
    expect(place(viewer)).to_have_text("2 of 3")
    viewer.get_by_role("button", name="Previous picture").click()
    viewer.get_by_role("button", name="Original").click()
    expect(place(viewer)).to_have_text("2 of 3")


def test_before_and_after_are_compared_in_five_ways(desk: Page, viewer: Locator) -> None:
    desk.keyboard.press("c")
    curtain = viewer.get_by_role("slider", name="How much of the original is shown")
    curtain.fill("25")
    assert "75%" in (viewer.locator(".viewer-paper img").nth(1).get_attribute("style") or "")
    desk.keyboard.press("s")
    expect(viewer.locator(".viewer-frame")).to_have_count(2)
    desk.keyboard.press("b")
    over = viewer.locator(".viewer-paper img").nth(1)
    expect(over).to_have_css("visibility", "visible")
    expect(over).to_have_css("visibility", "hidden")
    desk.keyboard.press("d")
    expect(viewer.get_by_role("img", name="Difference")).to_be_visible()
    expect(viewer.get_by_text(re.compile(r"[1-9][\d,]* pixels differ"))).to_be_visible()
    viewer.get_by_text("Edges", exact=True).click()
    expect(viewer.get_by_role("img", name="Edges")).to_be_visible()
    desk.keyboard.press("ArrowRight")
    expect(place(viewer)).to_have_text("2 of 3")
    expect(viewer.get_by_text(re.compile(r"^0 pixels differ"))).to_be_visible()


def test_favourites_are_marked_and_filtered(desk: Page, viewer: Locator) -> None:
    only = viewer.get_by_role("checkbox", name="Only favourites")
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("f")
    expect(viewer.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    only.check()
    expect(thumbnails(viewer)).to_have_count(1)
    expect(place(viewer)).to_have_text("1 of 1")
    viewer.get_by_role("button", name="Favourite").click()
    expect(viewer.get_by_text("No favourites yet.")).to_be_visible()
    only.uncheck()
    expect(thumbnails(viewer)).to_have_count(3)


def test_deleting_leaves_a_picture_that_is_there(desk: Page, viewer: Locator) -> None:
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Delete")
    expect(thumbnails(viewer)).to_have_count(2)
    expect(viewer.locator(".viewer-paper img")).to_be_visible()
    expect(place(viewer)).to_have_text(re.compile("[12] of 2"))
    viewer.get_by_role("button", name="Original").click()
    desk.keyboard.press("Delete")
    expect(thumbnails(viewer)).to_have_count(2)


def test_one_looks_closer_by_wheel_keys_double_click_and_drag(desk: Page, viewer: Locator) -> None:
    frame = viewer.locator(".viewer-frame")
    whole = zoom(viewer)
    assert whole > 100  # the picture is smaller than the window
    frame.hover(position={"x": 700, "y": 350})
    desk.mouse.wheel(0, -300)
    assert zoom(viewer) > whole
    desk.keyboard.press("+")
    closer = zoom(viewer)
    desk.keyboard.press("-")
    assert zoom(viewer) < closer
    before = viewer.locator(".viewer-paper").bounding_box()
    desk.mouse.down()
    desk.mouse.move(760, 420, steps=4)
    desk.mouse.up()
    assert viewer.locator(".viewer-paper").bounding_box() != before
    desk.keyboard.press("0")
    assert zoom(viewer) == whole
    frame.dblclick(position={"x": 700, "y": 350})
    assert zoom(viewer) == pytest.approx(4 * whole, abs=3)
    frame.dblclick(position={"x": 700, "y": 350})
    assert zoom(viewer) == whole
    viewer.get_by_role("button", name="Actual size").click()
    assert zoom(viewer) == 100
    expect(viewer.get_by_role("button", name="Zoom out")).to_be_disabled()
    desk.keyboard.press("0")
    assert zoom(viewer) == whole


def test_escape_steps_back_and_then_closes(desk: Page, viewer: Locator) -> None:
    whole = zoom(viewer)
    desk.keyboard.press("+")
    desk.keyboard.press("Escape")
    expect(viewer).to_be_visible()
    assert zoom(viewer) == whole
    desk.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    desk.keyboard.press("ArrowRight")
    expect(viewer).to_have_count(0)
    desk.keyboard.press("f")
    expect(viewer).to_be_visible()


def test_keys_do_nothing_while_one_types(desk: Page) -> None:
    field = panel(desk, "Prompt").get_by_role("combobox").first
    field.press_sequentially("fern bee")
    field.press("ArrowRight")
    expect(field).to_have_value("fern bee")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.get_by_role("toolbar").get_by_role("button", name="Mask brush")).to_have_attribute(
        "aria-pressed", "true"
    )
    field.press("Control+a")
    field.press("Delete")
    expect(field).to_have_value("")


def test_work_goes_on_from_a_candidate_that_was_made(desk: Page, viewer: Locator) -> None:
    desk.keyboard.press("ArrowLeft")
    first = desk.url
    with desk.expect_download() as download:
        viewer.get_by_role("link", name="Download").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    viewer.get_by_role("link", name="Work on this one").click()
    expect(desk).not_to_have_url(first)
    expect(desk.locator(".paper > img").first).to_be_visible()
    expect(panel(desk, "Steps").locator(".step-row")).to_have_count(0)


def test_all_candidates_can_be_looked_at_before_one_is_kept(desk: Page) -> None:
    desk.mouse.move(500, 400)
    desk.mouse.down()
    desk.mouse.move(560, 420, steps=3)
    desk.mouse.up()
    execute(desk)
    desk.keyboard.press("f")
    expect(thumbnails(desk.get_by_role("dialog", name="Picture", exact=True))).to_have_count(4)
