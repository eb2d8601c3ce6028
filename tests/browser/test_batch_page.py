"""Many frames in a real browser: from a folder to a zip, with a mask that is drawn and frames that are looked at."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from support.pages import PREFIX, new_page, shows_without_sideways_scrolling
from support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORK_TIMEOUT_MS = 120_000
FRAMES = 4
ALPHA = """([x, y]) => {
  const paper = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
  paper.drawImage(document.querySelector('.mask-sheet canvas'), -x, -y);
  return paper.getImageData(0, 0, 1, 1).data[3];
}"""  # through another canvas: reading this one twice makes the browser complain


def frame(index: int) -> bytes:
    """A PNG of 320 x 224 with a disc that moves by six pixels a frame."""
    y, x = np.mgrid[0:224, 0:320]
    pixels = np.stack([x * 0.6 + 30, y * 0.8 + 40, (x + y) * 0.2 + 60], -1)
    pixels[(x - 80 - 6 * index) ** 2 + (y - 110) ** 2 < 900] = (200, 60, 50)
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of frames as people have them, with something among them that is no picture."""
    made = tmp_path_factory.mktemp("frames") / "walk"
    made.mkdir()
    for index in range(FRAMES):
        (made / f"walk{index}.png").write_bytes(frame(index))
    (made / "notes.txt").write_text("not a picture")
    return made


@pytest.fixture
def desk(studio: Server, page: Page, folder: Path) -> Iterator[Page]:
    """A draft of the folder, as it opens after the upload."""
    page.goto(f"{studio.address}{PREFIX}/#/batch")
    page.get_by_label("Choose a folder").set_input_files(folder)
    expect(page.get_by_role("heading", name="walk")).to_be_visible()
    yield page
    with studio.client() as client:
        client.delete(f"/api/batches/{page.url.rsplit('/', 1)[-1]}")


def start(page: Page) -> Locator:
    return page.get_by_role("button", name="Start", exact=True)


def prompt(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Prompt", exact=True)


def cells(page: Page) -> Locator:
    return page.get_by_role("list", name="Frames").get_by_role("listitem")


def draw(page: Page, *, across: float = 0.2) -> None:
    """A stroke over the disc of the first frame."""
    expect(page.locator(".mask-sheet img")).to_be_visible()
    paper = page.locator(".mask-sheet canvas").bounding_box()
    assert paper is not None
    x, y = paper["x"] + paper["width"] * 0.25, paper["y"] + paper["height"] * 0.5
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + paper["width"] * across / 2, y, steps=4)
    page.mouse.move(x, y + 4, steps=4)
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def test_a_folder_becomes_a_zip_of_repainted_frames(desk: Page, tmp_path: Path) -> None:
    expect(desk.get_by_text(f"{FRAMES} frames")).to_be_visible()
    expect(start(desk)).to_be_disabled()
    expect(desk.get_by_text("Draw a mask on a frame first.")).to_be_visible()
    prompt(desk).fill("a blue coat")
    draw(desk)
    start(desk).click()
    expect(desk.get_by_text(f"{FRAMES} of {FRAMES} painted")).to_be_visible(timeout=WORK_TIMEOUT_MS)
    expect(desk.get_by_text("0 pixels changed outside")).to_be_visible()
    desk.get_by_role("button", name="Frames").click()
    expect(cells(desk)).to_have_count(FRAMES)
    desk.get_by_role("button", name="Look at walk2.png").click()
    view = desk.get_by_role("dialog")
    expect(view).to_contain_text("mask followed")
    view.get_by_role("button", name="Accept", exact=True).click()
    expect(view.get_by_role("button", name="Accept no longer")).to_be_visible()
    desk.keyboard.press("ArrowLeft")
    expect(view.locator("strong")).to_have_text("walk1.png")
    desk.keyboard.press("Escape")
    desk.get_by_role("button", name="Download").click()
    desk.get_by_label("only the 1 accepted").check()
    assert names_in(desk, tmp_path) == ["walk2.png"]
    desk.get_by_label("only the 1 accepted").uncheck()
    assert names_in(desk, tmp_path) == [f"walk{index}.png" for index in range(FRAMES)]


def names_in(page: Page, folder: Path) -> list[str]:
    """The files of the zip that the page gives."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the zip").click()
    path = folder / "results.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        return sorted(archive.namelist())


def test_single_frames_are_painted_again(desk: Page) -> None:
    draw(desk)
    start(desk).click()
    expect(desk.get_by_text(f"{FRAMES} of {FRAMES} painted")).to_be_visible(timeout=WORK_TIMEOUT_MS)
    desk.get_by_role("button", name="Frames").click()
    before = seed_of(desk, "walk1.png")
    desk.get_by_label("Choose walk1.png").check()
    desk.get_by_role("toolbar", name="1 frame chosen").get_by_role("button", name="Paint again").click()
    expect(desk.get_by_text("Finished")).to_be_visible(timeout=WORK_TIMEOUT_MS)
    assert seed_of(desk, "walk0.png") == before
    desk.get_by_role("button", name="Look at walk1.png").click()
    expect(desk.get_by_role("dialog")).not_to_contain_text(before, timeout=WORK_TIMEOUT_MS)


def seed_of(page: Page, name: str) -> str:
    """What the closer look says of a frame's seed."""
    page.get_by_role("button", name=f"Look at {name}").click()
    seed = re.search(r"Seed \d+", page.get_by_role("dialog").inner_text())
    assert seed is not None
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    return seed.group()


def test_a_mask_is_undone_erased_brought_as_a_file_and_found_again_after_a_reload(desk: Page, tmp_path: Path) -> None:
    draw(desk)
    expect(desk.get_by_role("button", name="0", exact=True)).to_be_visible()  # the frame that has a mask
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_role("button", name="0", exact=True)).to_have_count(0)
    mask = np.zeros((224, 320), np.uint8)
    mask[80:140, 50:110] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    desk.get_by_label("Bring a mask file").set_input_files(tmp_path / "mask.png")
    expect(desk.get_by_role("button", name="0", exact=True)).to_be_visible()
    desk.wait_for_function(f"() => ({ALPHA})([80, 110])")
    assert not painted_at(desk, 200, 110)
    desk.reload()
    desk.get_by_role("button", name="Mask", exact=True).click()
    expect(desk.locator(".mask-sheet img")).to_be_visible()
    desk.wait_for_function(
        "() => document.querySelector('canvas').getContext('2d').getImageData(80, 110, 1, 1).data[3]"
    )
    assert not painted_at(desk, 200, 110)
    desk.get_by_role("button", name="Clear").click()
    expect(desk.get_by_role("button", name="0", exact=True)).to_have_count(0)
    expect(start(desk)).to_be_disabled()


def painted_at(page: Page, x: int, y: int) -> bool:
    return bool(page.evaluate(ALPHA, [x, y]) > 0)


def test_wishes_are_kept_as_they_are_typed_and_wrong_numbers_are_not_sent(desk: Page) -> None:
    desk.get_by_label("Where").select_option("body")
    desk.get_by_label("From frame").fill("1")
    desk.get_by_label("To frame").fill("0")
    expect(desk.get_by_text("A marked number is out of its range.")).to_be_visible()
    expect(start(desk)).to_be_disabled()
    desk.get_by_label("To frame").fill("2")
    with desk.expect_response(lambda answer: answer.request.method == "PATCH") as answer:
        prompt(desk).fill("a green coat")
    wishes = answer.value.json()["wishes"]
    assert (wishes["range"], wishes["region"], wishes["prompt"]) == ("1...2", "body", "a green coat")
    desk.reload()
    expect(prompt(desk)).to_have_value("a green coat")
    expect(desk.get_by_label("To frame")).to_have_value("2")
    expect(desk.get_by_role("button", name="Mask", exact=True)).to_have_count(0)  # bodies are found, not drawn


def test_what_is_not_a_picture_is_refused_with_the_reason(studio: Server, page: Page, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK not really")
    page.goto(f"{studio.address}{PREFIX}/#/batch")
    page.get_by_label("Choose pictures, a zip or a video").set_input_files(tmp_path / "broken.zip")
    expect(page.get_by_role("alert")).to_be_visible()
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("words")
    page.get_by_label("Choose pictures, a zip or a video").set_input_files([tmp_path / "a.txt", tmp_path / "b.txt"])
    expect(page.get_by_role("alert")).to_contain_text("There is no picture among these files.")


def test_the_page_fits_a_phone(browser: Browser, studio: Server, session_state: Path, folder: Path) -> None:
    with new_page(browser, session_state, 390, 844, locale="ko-KR", touch=True) as page:
        page.goto(f"{studio.address}{PREFIX}/#/batch")
        page.get_by_label("폴더 선택").set_input_files(folder)
        expect(page.get_by_role("heading", name="walk")).to_be_visible()
        expect(page.locator(".mask-sheet canvas")).to_be_visible()
        assert shows_without_sideways_scrolling(page)
        page.get_by_role("button", name="장면", exact=True).tap()
        expect(page.locator(".frame")).to_have_count(FRAMES)
        assert shows_without_sideways_scrolling(page)
